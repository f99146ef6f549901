"""Saving a coded document, or two side by side, as a web page or as PDF."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_FOLDER, Settings
from desktop.store import reads


def save_document(
    session: Session, dialogs: FileDialogs, settings: Settings, parent: QWidget, documents: Sequence[int]
) -> Path | None:
    """Ask for the file and write the coded *documents* (one, or two) into it; its name's ending says in which form.

    Returns where they were written; None when they were not.
    """
    place = Path(settings.folder(EXPORT_FOLDER))
    stem = "-".join(Path(session.shown(reads.filtered.document, number).name).stem for number in documents[:2])
    path = dialogs.save_page(parent, str(place / f"{stem}-coded.html"))
    if path is None:
        return None
    settings.keep_folder(EXPORT_FOLDER, path)
    # not before they are wanted: the window starts without them
    from desktop.project import pages
    from desktop.qt.printing.pdf import document_pdf

    write = document_pdf if path.suffix.lower() == ".pdf" else pages.document_page
    data = session.do(write, [str(number) for number in documents[:2]], session.visible.as_text())
    with session.messages.writing(path):
        return path if data is not None and session.messages.succeeded(pages.save, path, data) else None
