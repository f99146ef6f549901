"""Saving a coded document, or two side by side, as a web page or as PDF."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.qt.coded_pdf import write_pdf
from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_FOLDER, Settings


def save_document(
    session: Session, dialogs: FileDialogs, settings: Settings, parent: QWidget, documents: Sequence[int]
) -> Path | None:
    """Ask for the file and write the coded *documents* (one, or two) into it; its name's ending says in which form.

    A PDF holds one document: of two, the first. Returns where it was written; None when it was not.
    """
    folder = settings.get(EXPORT_FOLDER)
    place = Path(folder) if folder and Path(folder).is_dir() else session.path.parent
    document = session.document(documents[0])
    stem = Path(document.name).stem
    path = dialogs.save_page(parent, str(place / f"{stem}-coded.html"))
    if path is None:
        return None
    settings.set(EXPORT_FOLDER, str(path.parent))
    if path.suffix.lower() == ".pdf":
        actors = {number: actor.name for number, actor in session.actors().items()}
        topics = {number: topic.name for number, topic in session.topics().items()}
        claims = session.claims(document_id=document.id)
        data = write_pdf(document, session.text(document.id), claims, actors, topics)
    else:
        page = session.comparisons.page(documents[:2])
        if page is None:
            return None
        data = page
    return path if session.comparisons.save(path, data) else None
