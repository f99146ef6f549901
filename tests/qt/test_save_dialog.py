"""The dialog that asks where to save: endings, and what stands there already."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.readers.formats import DOCUMENTS
from desktop.qt.dialogs import FileDialogs


def asked(
    qtbot: QtBot, ask: Callable[[], Path | None], name: str, kind: str = "", replace: bool = True
) -> tuple[Path | None, list[str]]:
    """Type *name* into the dialog, press Enter, answer what it asks, and return what is chosen and was asked."""
    questions: list[str] = []

    def type_name() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        if kind:
            dialog.selectNameFilter(kind)
            dialog.filterSelected.emit(kind)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(name)
        QTimer.singleShot(0, answer)
        qtbot.keyClick(field, Qt.Key.Key_Return)

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            questions.append(box.text())
            box.button(QMessageBox.StandardButton.Yes if replace else QMessageBox.StandardButton.No).click()
            if not replace:
                QTimer.singleShot(0, give_up)

    def give_up() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.reject()

    QTimer.singleShot(0, type_name)
    return ask(), questions


def test_a_name_without_an_ending_gets_that_of_its_kind(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialogs = FileDialogs()
    table = lambda: dialogs.save_table(parent, str(tmp_path / "study-claims.xlsx"))  # noqa: E731
    page = lambda: dialogs.save_page(parent, str(tmp_path / "study-coded.html"))  # noqa: E731
    assert asked(qtbot, table, "mine") == (tmp_path / "mine.xlsx", [])
    assert asked(qtbot, table, "mine.csv") == (tmp_path / "mine.csv", [])
    assert asked(qtbot, page, "mine") == (tmp_path / "mine.html", [])
    assert asked(qtbot, page, "mine", "PDF (*.pdf)") == (tmp_path / "mine.pdf", [])


def test_the_dialog_asks_about_the_file_that_would_be_replaced(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialogs = FileDialogs()
    (tmp_path / "mine.xlsx").write_text("mine")
    table = lambda: dialogs.save_table(parent, str(tmp_path / "study-claims.xlsx"))  # noqa: E731
    chosen, questions = asked(qtbot, table, "mine", replace=True)
    assert chosen == tmp_path / "mine.xlsx"
    assert len(questions) == 1
    assert "mine.xlsx" in questions[0]
    chosen, questions = asked(qtbot, table, "mine", replace=False)
    assert chosen is None
    assert len(questions) == 1


def test_the_dialog_shows_every_file_that_a_reader_takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first filter is the one that is in force when the dialog opens."""
    offered: list[str] = []

    def ask(_parent: QWidget, _title: str, _folder: str, kinds: str) -> tuple[list[str], str]:
        offered.extend(kinds.split(";;"))
        return [str(tmp_path / "a.mht")], offered[0]

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)
    assert FileDialogs().open_documents(QWidget(), str(tmp_path)) == [tmp_path / "a.mht"]
    patterns = offered[0].partition("(")[2].rstrip(")").split()
    for row in DOCUMENTS:
        for suffix in row.suffixes:
            assert QDir.match(patterns, f"file{suffix}"), suffix
    assert not QDir.match(patterns, "picture.png")
    assert offered[-1] == "All files (*)"
