"""A coded document as a web page and as PDF, read back from the files."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.views.document_export import save_document


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    found = QWidget()
    qtbot.addWidget(found)
    return found


def saved(session: Session, parent: QWidget, path: Path | None) -> Path | None:
    dialogs = FileDialogs()
    dialogs.save_page = lambda _parent, _suggestion: path
    settings = Settings(session.path.with_name("settings.ini"))
    return save_document(session, dialogs, settings, parent, [1])


def test_a_web_page_holds_text_and_notes(session: Session, parent: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert saved(session, parent, path) == path
    page = path.read_text("utf-8")
    assert "The Élbar papers" in page
    assert "Elbar Nim" in page
    assert "marin" in page


def test_a_pdf_holds_text_notes_and_grounds_and_is_the_same_each_time(
    session: Session, parent: QWidget, tmp_path: Path
) -> None:
    path = tmp_path / "page.pdf"
    assert saved(session, parent, path) == path
    first = path.read_bytes()
    found = pypdfium2.PdfDocument(first)
    words = "".join(page.get_textpage().get_text_range() for page in found)
    assert "Élbar papers" in words
    assert "Marin velo pardun quist!" in words
    assert "Ordun Vask, Elbar Nim · Trade · direct" in words.replace("\r\n", " ")
    pixels = found[0].render(scale=2)
    data, wide = bytes(pixels.buffer), pixels.n_channels
    colors = {data[at : at + 3] for at in range(0, len(data) - 2, wide)}
    # blue, green, red
    assert bytes.fromhex(theme.LIGHT.favor_ground.lstrip("#"))[::-1] in colors
    found.close()
    saved(session, parent, path)
    assert path.read_bytes() == first


def test_a_question_that_is_not_answered_writes_nothing(session: Session, parent: QWidget, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert saved(session, parent, None) is None
    assert {path for path in tmp_path.iterdir() if path.suffix in (".html", ".pdf")} <= before
