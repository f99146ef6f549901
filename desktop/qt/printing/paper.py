"""What pages of the window print: coded documents as their PDF has them, and tables."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QTextDocument

from desktop.exchange.pages.pages import coded_page
from desktop.project.pages import coded_documents
from desktop.qt import theme
from desktop.qt.printing.pdf import paint
from desktop.store.database import Database

DrawSheets = Callable[[QPagedPaintDevice], None]
_MARGIN = 14.0
_POINTS = 8
# sizes of the web page's own style are those of a screen
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_TABLE = '<table border="1" cellspacing="0" cellpadding="4" width="100%" style="border-collapse: collapse">'


def documents_on_paper(db: Database, documents: Sequence[str], where: str = "") -> DrawSheets:
    """Return what draws one document, or two side by side, with the claims that *where* lets through.

    Raises:
        UserError: when a document or a part of the filter is unknown.
    """
    found = coded_documents(db, documents, where)
    pages = [coded_page(one, found.actors, found.topics) for one in found.documents]

    def draw(device: QPagedPaintDevice) -> None:
        _lay(device, wide=len(pages) > 1)
        paint(device, pages, found.notes)

    return draw


def table_on_paper(page: bytes) -> DrawSheets:
    """Return what draws a table that is given as a web *page*."""

    def draw(device: QPagedPaintDevice) -> None:
        _lay(device, wide=True)
        document = QTextDocument()
        font = theme.interface_font()
        font.setPointSize(_POINTS)
        document.setDefaultFont(font)
        words = _STYLE.sub("", page.decode("utf-8")).replace("<table>", _TABLE, 1)
        # ink, in the dark scheme too
        document.setHtml(words.replace("<body>", '<body style="color: black">', 1))
        document.print_(device)

    return draw


def _lay(device: QPagedPaintDevice, *, wide: bool) -> None:
    orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    device.setPageOrientation(orientation)
    device.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
