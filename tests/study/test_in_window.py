"""The study by the window: the tables come in through the pages that ask what they are, and the report is the same."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.qt.exporting.report_dialog import ProjectReportDialog
from desktop.qt.importing.page import ImportPage
from desktop.qt.importing.program_page import ProgramPage
from desktop.qt.window.main_window import MainWindow
from desktop.store import reads
from desktop.store.database import Database

from ..cli.conftest import Run
from ..qt.window_kit import close_window, open_window, page_of
from .make import FOLDER
from .test_study import GOLDEN, prepare, without_days


def bring_documents(window: MainWindow, qtbot: QtBot) -> None:
    window.dialogs.open_documents = lambda _parent, _folder: [FOLDER / "documents.csv"]
    window.projects.import_documents()
    page = page_of(window, ImportPage)
    qtbot.waitUntil(page.columns.isVisible, timeout=60_000)
    assert dict(zip(page.columns.model.look.head, page.columns.model.roles, strict=True))["Leaning"] == "own:Leaning"
    qtbot.keyClick(page.columns, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.model.rows) == 30 and not page.imports.is_busy, timeout=60_000)
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()


def bring_codings(window: MainWindow, qtbot: QtBot) -> None:
    window.dialogs.open_program = lambda _parent, _folder: FOLDER / "codings.csv"
    window.projects.import_program()
    page = page_of(window, ProgramPage)
    qtbot.waitUntil(lambda: page.rows.rowCount() > 0, timeout=60_000)
    assert {row[0]: row[1] for row in page.branches.rows} == {
        "Actor": "actor", "Topic": "topic", "Stance": "stance",
        **{f"column > {name}": "own-field" for name in ("Frame", "Addressee", "Quantified", "Cost")},
    }  # fmt: skip
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)


def test_what_the_window_brings_in_and_writes_is_what_the_command_line_does(
    run: Run, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "pensions.visavis"
    prepare(run, path)
    window = open_window(path, qtbot)
    try:
        bring_documents(window, qtbot)
        bring_codings(window, qtbot)
        window.dialogs.save_report = lambda _parent, _name: tmp_path / "report.md"
        window.exports.show_report()
        (dialog,) = window.findChildren(ProjectReportDialog)
        with qtbot.waitSignal(window.session.messages.posted, timeout=60_000):
            qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    finally:
        close_window(window)
    assert without_days(tmp_path / "report.md") == (GOLDEN / "report.md").read_text("utf-8")
    with Database(path) as db:
        assert reads.project.counts(db) == {"documents": 30, "claims": 400, "topics": 8, "actors": 19}
