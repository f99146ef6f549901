"""Coded documents of a project as PDF, for the window and for the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from desktop.exchange.pages.pages import coded_page
from desktop.project import opening, pages
from desktop.qt.printing.pdf import write_pdf
from desktop.store.database import Database


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
    found = pages.coded_documents(db, documents, where, written)
    return write_pdf([coded_page(one, found.actors, found.topics) for one in found.documents], found.notes)


def _pass_on(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    if text and not text.startswith("Detected locale"):
        sys.stderr.write(f"{text}\n")
