"""Coded documents as PDF: one alone on upright pages, or two side by side on wide ones.

Each column has the document's text with its highlights, a lane for each overlapping claim where its lines begin, and
the notes on its claims at the other side. Stances are told by shapes and lines as well as by colours, and it prints.
"""

import hashlib
import re
import sys
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QHashSeed,
    QIODevice,
    QMarginsF,
    QMessageLogContext,
    QPointF,
    QRectF,
    Qt,
    QtMsgType,
    QUuid,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QPolygonF,
)

from desktop.core import scale
from desktop.core.direction import reads_leftward
from desktop.core.language import _
from desktop.core.scale import LOOKS, NOT_CODED
from desktop.core.text import escape
from desktop.exchange.pages.pages import CodedPage, coded_page
from desktop.exchange.tables.table import TONES, Tone
from desktop.project import opening
from desktop.project.pages import coded_documents
from desktop.qt import theme
from desktop.qt.printing.flow import ColumnFrame, Composer, LaneBar, Sheet, flow, height_of
from desktop.store.database import Database

# what the engine writes of the time, with the time zone, so that its length differs from place to place
_STAMPS = re.compile(rb"/(?:Creation|Mod)Date \([^)]*\)\s?")
_REFERENCE = re.compile(rb"(?<=\n)(\d{10})(?= \d{5} n)")
_START = re.compile(rb"(?<=startxref\n)\d+")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>Visavis</xmp:CreatorTool><xmpMM:DocumentID>uuid:{uuid}</xmpMM:DocumentID></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
"""
# of the lines in lanes, in widths of the line; others are whole
_DASHES = {
    "against": [2.2, 1.1],
    "neutral": [0.7, 0.9],
    "uncoded": [0.7, 2.4],
    "favor_strong": [6.0, 0.7],
    "against_strong": [2.2, 0.7, 0.7, 0.7],
}
_MARGIN = 14.0
_MOST_LANES = 9.0


def print_documents(project: Path, documents: Sequence[str], where: str = "", written: str = "") -> bytes:
    """Return documents of the project at a path as PDF, without a window; the arguments of `document_pdf`.

    Raises:
        UserError: when the project cannot be opened, or a document or a part of the filter is unknown.
    """
    # a terminal without a language is none of the user's business here: Qt takes UTF-8 by itself
    qInstallMessageHandler(_pass_on)
    # kept alive for as long as fonts are needed
    app = QGuiApplication.instance() or QGuiApplication([])
    with opening.open_project(project) as db:
        data = document_pdf(db, documents, where, written)
    del app
    return data


def document_pdf(db: Database, documents: Sequence[str], where: str = "", written: str = "") -> bytes:
    """Return one document, or two side by side, as PDF with the claims that *where* lets through.

    Args:
        db: the project.
        documents: numbers, uuids, file names or titles.
        where: a filter.
        written: the time to be told in it; empty for none.

    Raises:
        UserError: when a document or a part of the filter is unknown.
    """
    found = coded_documents(db, documents, where, written)
    return write_pdf([coded_page(one, found.actors, found.topics) for one in found.documents], found.notes)


def write_pdf(pages: Sequence[CodedPage], notes: Sequence[str] = ()) -> bytes:
    """Return one or two coded documents as PDF on A4; the same documents give the same bytes.

    Nothing in it tells when it was written, unless *notes* do: sentences that say how it came about.

    Raises:
        ValueError: when there is no document.
    """
    if not pages:
        raise ValueError("no document")
    theme.load_fonts()
    # else the engine writes its fonts in another order in every process: it goes by a hash that is seeded anew
    QHashSeed.setDeterministicGlobalSeed()
    try:
        return _written(pages, notes)
    finally:
        # tables that exist keep the seed that they were made with
        QHashSeed.resetRandomGlobalSeed()


def _pass_on(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    if text and not text.startswith("Detected locale"):
        sys.stderr.write(f"{text}\n")


def _written(pages: Sequence[CodedPage], notes: Sequence[str]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if len(pages) > 1:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    title, identity = " | ".join(page.title for page in pages), _identity(pages, notes)
    writer.setTitle(title)
    writer.setCreator("Visavis")
    # else every file would be another
    writer.setDocumentId(identity)
    told = _XMP.format(title=escape(title), uuid=identity.toString(QUuid.StringFormat.WithoutBraces))
    writer.setDocumentXmpMetadata(QByteArray(told.encode("utf-8", "replace")))
    paint(writer, pages, notes)
    return _unstamped(bytes(buffer.data().data()))


def paint(device: QPagedPaintDevice, pages: Sequence[CodedPage], notes: Sequence[str]) -> None:
    """Draw one or two coded documents on as many sheets as they need."""
    painter = QPainter(device)
    _Printer(device, painter, pages, notes).print()
    painter.end()


def _unstamped(data: bytes) -> bytes:
    """Return a PDF without the time of its making: cut out, and the table of its objects' places set right."""
    cuts = [(found.start(), found.end() - found.start()) for found in _STAMPS.finditer(data)]

    def moved(found: re.Match[bytes]) -> bytes:
        place = int(found.group())
        place -= sum(length for start, length in cuts if start < place)
        return f"{place:0{len(found.group())}d}".encode()

    begin = data.rindex(b"\nxref\n")
    body = _STAMPS.sub(b"", data[:begin])
    return body + _START.sub(moved, _REFERENCE.sub(moved, _STAMPS.sub(b"", data[begin:])))


class _Printer:
    """Draw the pages of one or two documents."""

    def __init__(
        self, writer: QPagedPaintDevice, painter: QPainter, pages: Sequence[CodedPage], notes: Sequence[str]
    ) -> None:
        self._writer, self._painter, self._pages = writer, painter, pages
        self._composer = Composer(writer, 1.0 if len(pages) == 1 else 0.88)
        self._point = self._composer.point
        held = {mark.claim.stance for page in pages for mark in page.marks}
        self._steps = scale.counted(uncoded=NOT_CODED in held)
        self._width, self._height = float(writer.width()), float(writer.height())
        gap = 20 * self._point if len(pages) > 1 else 0.0
        width = (self._width - gap * (len(pages) - 1)) / len(pages)
        lefts = [number * (width + gap) for number in range(len(pages))]
        self._titles = [self._composer.title(page, notes, width) for page in pages]
        room = 16 * self._point
        first = room + max(sum(height_of(part) + before for part, before in one) for one in self._titles)
        self._frames = [
            self._frame(page, left, width, first + 12 * self._point) for page, left in zip(pages, lefts, strict=True)
        ]

    def print(self) -> None:
        """Draw all pages."""
        columns = [
            list(flow(self._composer, page, frame)) for page, frame in zip(self._pages, self._frames, strict=True)
        ]
        total = max(map(len, columns))
        for number, sheets in enumerate(zip_longest(*columns), 1):
            if number > 1:
                self._writer.newPage()
            self._head(number, total)
            for frame, sheet in zip(self._frames, sheets, strict=True):
                if sheet is not None:
                    self._draw(frame, sheet)

    def _frame(self, page: CodedPage, left: float, width: float, first: float) -> ColumnFrame:
        lane = min(6 * self._point, 6 * self._point * _MOST_LANES / max(page.lane_count, 1))
        lanes = page.lane_count * lane + (4 * self._point if page.lane_count else 0)
        gap = 12 * self._point
        rest = width - lanes - gap
        text = rest * (0.66 if len(self._pages) == 1 else 0.6)
        # as on the desk
        leftward = reads_leftward(page.document.text, page.document.facts.language)
        return ColumnFrame(
            left,
            width,
            -lane if leftward else lane,
            left + width if leftward else left,
            left + rest - text + gap if leftward else left + lanes,
            text,
            left if leftward else left + lanes + text + gap,
            rest - text,
            18 * self._point,
            first,
            self._height - 20 * self._point,
        )

    def _head(self, number: int, total: int) -> None:
        """Draw what stands above and below the columns of a page."""
        painter, point = self._painter, self._point
        small = self._composer.font(theme.SANS, 7.5)
        metrics = QFontMetricsF(small, self._writer)
        painter.setFont(small)
        if number == 1:
            self._legend(metrics)
        for page, frame, title in zip(self._pages, self._frames, self._titles, strict=True):
            if number == 1:
                y = 16 * point
                for part, before in title:
                    y += before
                    for line in map(part.lineAt, range(part.lineCount())):
                        line.draw(painter, QPointF(frame.left, y))
                        y += line.height()
            else:
                painter.setPen(QColor(theme.LIGHT.dim))
                name = metrics.elidedText(page.title, Qt.TextElideMode.ElideRight, frame.width)
                painter.drawText(QPointF(frame.left, metrics.ascent()), name)
        painter.setPen(QColor(theme.LIGHT.dim))
        foot = self._height - metrics.descent()
        told = f"{number} / {total}"
        painter.drawText(QPointF(self._width - metrics.horizontalAdvance(told), foot), told)
        source = " | ".join(page.source for page in self._pages if page.source)
        room = self._width - metrics.horizontalAdvance(told) - 24 * point
        painter.drawText(QPointF(0, foot), metrics.elidedText(source, Qt.TextElideMode.ElideRight, room))
        painter.setPen(QPen(QColor(theme.LIGHT.line), 0.6 * point))
        rule = self._height - 16 * point
        painter.drawLine(QPointF(0, rule), QPointF(self._width, rule))
        for one, other in zip(self._frames, self._frames[1:], strict=False):
            middle = (one.left + one.width + other.left) / 2
            painter.drawLine(QPointF(middle, 18 * point), QPointF(middle, rule))

    def _legend(self, metrics: QFontMetricsF) -> None:
        x, y = 0.0, metrics.ascent()
        for step in self._steps:
            tone, words = step.look, _(step.side)
            self._shape(QPointF(x + 3 * self._point, y - metrics.xHeight() / 2), tone, 2.6 * self._point)
            self._painter.setPen(QColor(TONES[tone][0]))
            self._painter.drawText(QPointF(x + 8 * self._point, y), words)
            x += metrics.horizontalAdvance(words) + 22 * self._point

    def _draw(self, frame: ColumnFrame, sheet: Sheet) -> None:
        for bar in sheet.bars:
            self._bar(frame, bar)
        for layout, number, place in sheet.lines:
            layout.lineAt(number).draw(self._painter, place)
        for middle, stance in sheet.heads:
            self._shape(middle, stance, 2.3 * self._point)

    def _bar(self, frame: ColumnFrame, bar: LaneBar) -> None:
        x = frame.lanes + (bar.lane + 0.5) * frame.lane
        ink = QColor(TONES[bar.stance][0])
        size = min(2.3 * self._point, abs(frame.lane) * 0.45)
        top = bar.top
        if bar.head:
            self._shape(QPointF(x, top + size * 1.6), bar.stance, size)
            top += size * 3.2
        pen = QPen(ink, 1.5 * self._point)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if bar.stance in _DASHES:
            pen.setDashPattern(_DASHES[bar.stance])
        self._painter.setPen(pen)
        if bar.bottom > top:
            self._painter.drawLine(QPointF(x, top), QPointF(x, bar.bottom))

    def _shape(self, middle: QPointF, tone: Tone, size: float) -> None:
        """Draw the shape of a stance: drawn and not written, since not every font has it."""
        painter, x, y = self._painter, middle.x(), middle.y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(TONES[tone][0]))
        if tone == "uncoded":
            painter.setPen(QPen(QColor(TONES[tone][0]), size * 0.35))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(x - size * 0.75, y - size * 0.75, size * 1.5, size * 1.5))
        elif LOOKS[tone].side == "neutral":
            painter.drawEllipse(QRectF(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7))
        else:
            up = 1 if LOOKS[tone].side == "favor" else -1
            middles = [(y, size)] if tone == LOOKS[tone].side else [(y - size / 2, size / 2), (y + size / 2, size / 2)]
            for at, high in middles:
                corners = [QPointF(x, at - up * high), QPointF(x - size, at + up * high)]
                painter.drawPolygon(QPolygonF([*corners, QPointF(x + size, at + up * high)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _identity(pages: Sequence[CodedPage], notes: Sequence[str]) -> QUuid:
    """Return what names this very content, and is the same whenever it is written."""
    told = [(page.document, sorted(page.actors.items()), sorted(page.topics.items())) for page in pages]
    digest = hashlib.sha256(repr((told, notes)).encode("utf-8", "replace")).hexdigest()
    return QUuid.createUuidV5(QUuid(), digest.encode())
