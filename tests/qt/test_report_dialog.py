"""The report from the window: what is ticked is what is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.qt.exporting.report_dialog import ProjectReportDialog
from desktop.qt.window.main_window import MainWindow

from ..store.making import make_project
from .window_kit import close_window, open_window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "study.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


@pytest.fixture
def dialog(window: MainWindow) -> ProjectReportDialog:
    window.exports.show_report()
    (found,) = window.findChildren(ProjectReportDialog)
    return found


def test_the_ticked_sections_are_written(
    window: MainWindow, dialog: ProjectReportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    suggested: list[str] = []
    window.dialogs.save_report = lambda _parent, name: suggested.append(name) or tmp_path / "out.md"
    for key in ("actors", "documents"):
        dialog.boxes[key].click()
    with qtbot.waitSignal(window.session.messages.posted) as told:
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert suggested[0].endswith("study-report.html")
    assert told.args[1] == "out.md was written: Method, Scale of stances, Codebook: topics, Counts."
    # what tells it stands over the dialog
    assert dialog.isVisible()
    text = (tmp_path / "out.md").read_text("utf-8")
    assert "Tarn should trade more" in text
    assert "## Documents" not in text


def test_hidden_coders_are_not_in_it(
    window: MainWindow, dialog: ProjectReportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.hide_coders(frozenset({"Nilo"}))
    window.dialogs.save_report = lambda _parent, _name: tmp_path / "out.md"
    with qtbot.waitSignal(window.session.messages.posted):
        dialog.save()
    assert "with 0 claims" in (tmp_path / "out.md").read_text("utf-8")


def test_a_name_that_says_no_form_is_one_sentence_and_nothing_ticked_cannot_be_saved(
    window: MainWindow, dialog: ProjectReportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    window.dialogs.save_report = lambda _parent, _name: tmp_path / "out.pdf"
    with qtbot.waitSignal(window.session.messages.posted) as told:
        dialog.save()
    assert told.args[1].startswith("A report is written as .html, .docx, .md")
    assert not (tmp_path / "out.pdf").exists()
    for box in dialog.boxes.values():
        box.setChecked(False)
    assert not dialog.save_button.isEnabled()
