"""Backups, damage, restoring and rescuing, in the window."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.core.errors import DamageError
from desktop.project import backups
from desktop.qt.app import show_fault
from desktop.qt.settings import Settings
from desktop.qt.window.keeping import DamageDialog
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.preferences import Preferences
from desktop.store import check, edits, reads
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.lost import LostFileError

from ..store.making import make_project
from .window_kit import close_window, open_window

PAGE = 4096


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(backups.VARIABLE, raising=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "study.visavis"
    make_project(found).close()
    return found


@pytest.fixture
def window(light: QApplication, path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    found = open_window(path, qtbot)
    yield found
    for dialog in (found.keeping.damage, found.keeping.listing, found.keeping.report, found.keeping.checking):
        if dialog is not None:
            dialog.close()
    close_window(found)


@pytest.fixture
def told(window: MainWindow) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    window.session.messages.posted.connect(lambda kind, text, _path: found.append((kind, text)))
    return found


def destroy(path: Path, table: str) -> None:
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xff" * PAGE)


def kept(path: Path) -> list[Path]:
    return sorted(path.with_name("study.backups").glob("*.visavis"))


def test_a_backup_is_kept_after_the_opening_and_another_only_when_something_was_changed(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    window.keeping.look()
    qtbot.waitUntil(lambda: len(kept(path)) == 1)
    done: list[bool] = []
    window.keeping.look()
    window.keeping._worker.ask(lambda: lambda _progress: None, lambda _result: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    assert len(kept(path)) == 1
    with Database(kept(path)[0]) as db:
        assert problems(db) == []
        assert reads.project.counts(db)["claims"] == 3


@pytest.mark.parametrize("in_the_other_thread", [False, True])
def test_before_an_action_that_changes_much_the_project_is_kept_as_it_was(
    window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, in_the_other_thread: bool
) -> None:
    if in_the_other_thread:
        monkeypatch.setattr("desktop.qt.window.keeping._AT_ONCE", 0)
    assert window.session.done(edits.claims.delete, [1, 2])
    assert reads.project.counts(window.session.database)["claims"] == 1
    (backup,) = kept(path)
    with Database(backup) as db:
        assert reads.project.counts(db)["claims"] == 3


def test_where_no_backup_can_be_kept_it_is_told_once_and_the_action_is_done(
    window: MainWindow, path: Path, told: list[tuple[str, str]]
) -> None:
    path.with_name("study.backups").write_text("in the way")
    window.session.do(edits.claims.delete, [1, 2])
    window.session.undo()
    window.session.do(edits.claims.delete, [1, 2])
    assert reads.project.counts(window.session.database)["claims"] == 1
    assert [text.partition(" of ")[0] for kind, text in told if kind == "error"] == ["No backup"]


def test_backups_are_listed_and_one_is_brought_back(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.session.do(edits.claims.delete, [1, 2])
    window.actions_by_key["backups"].trigger()
    listing = window.keeping.listing
    assert listing is not None
    assert not listing.isModal()
    qtbot.waitUntil(listing.restore.isEnabled)
    assert listing.list.count() == 1
    assert "1 documents, 3 claims; last: Fill" in listing.list.item(0).text()
    listing.restore.click()
    qtbot.waitUntil(lambda: window.session.is_open and reads.project.counts(window.session.database)["claims"] == 3)
    assert window.keeping.listing is None
    # what was there is kept
    with Database(kept(path)[-1]) as db:
        assert reads.project.counts(db)["claims"] == 1


def test_damage_is_found_after_the_opening_and_told_in_one_dialog(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    destroy(path, "trace_verdict")
    window.keeping.look()
    qtbot.waitUntil(lambda: window.keeping.damage is not None)
    assert kept(path) == []
    # whatever else comes upon it
    window.session.database.sqlite.execute("PRAGMA cache_size=0").close()
    window.session.database.sqlite.execute("PRAGMA shrink_memory").close()
    for _ in range(5):
        window.session.do(reads.traces.verdicts)
        # what leaves an override comes here
        error = DamageError("“{path}” is damaged.", path=path)
        show_fault(DamageError, error, None)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
    (dialog,) = [one for one in window.findChildren(DamageDialog) if one.isVisible()]
    assert "is damaged" in dialog.told.text()
    assert "intact" not in dialog.told.text()
    assert not window.notice.isVisible()
    # nor again and again once it is closed; reading goes on
    dialog.read.click()
    assert window.session.database.is_read_only
    window.session.do(reads.traces.verdicts)
    window.keeping.look()
    done: list[bool] = []
    window.keeping._worker.ask(lambda: lambda _progress: None, lambda _result: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    assert window.keeping.damage is None
    assert window.session.claims(document_id=1)


def test_what_a_damaged_project_holds_is_rescued_and_opened(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    destroy(path, "claim")
    before, new = path.read_bytes(), path.with_name("clean.visavis")
    window.keeping.look()
    qtbot.waitUntil(lambda: window.keeping.damage is not None)
    suggested: list[str] = []

    def answer(_parent: object, suggestion: str) -> Path:
        suggested.append(suggestion)
        return new

    window.dialogs.save_copy = answer
    assert window.keeping.damage is not None
    window.keeping.damage.rescue.click()
    qtbot.waitUntil(lambda: window.keeping.report is not None)
    assert suggested == [str(path.with_name("study (rescued).visavis"))]
    report = window.keeping.report
    assert report is not None
    assert report.list.item(0).text().startswith("1 documents and 3 claims are in")
    assert window.keeping.damage is None
    report.go.click()
    assert window.session.path == new
    assert reads.project.counts(window.session.database)["claims"] == 3
    assert path.read_bytes() == before


def test_a_damaged_project_that_cannot_be_opened_is_told_over_the_start_page(
    light: QApplication, path: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.qt import app

    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 9000)
    window = app.first_window(path, Settings(tmp_path / "settings.ini"))
    window.show()
    qtbot.waitUntil(lambda: window.keeping.damage is not None)
    assert window.start.isVisible()
    assert window.keeping.damage is not None
    window.keeping.damage.close()
    close_window(window)


def test_a_write_protected_project_is_shown_and_an_edit_says_why_it_is_not_done(
    light: QApplication, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # root may write anywhere, so the system's answer is put in its mouth
    monkeypatch.setattr(os, "access", lambda file, mode: mode != os.W_OK)
    before = path.read_bytes()
    window = open_window(path, qtbot)
    assert window.windowTitle() == "study.visavis (to be read only) – Visavis"
    found: list[str] = []
    window.session.messages.posted.connect(lambda _kind, text, _path: found.append(text))
    assert window.session.claims(document_id=1)
    assert not window.session.done(edits.claims.delete, [1])
    assert found == [f"“{path}” is open to be read only: save a copy in a folder of your own, and work in that."]
    window.keeping.look()
    assert kept(path) == []
    assert path.read_bytes() == before
    close_window(window)


def test_the_folder_for_backups_is_chosen_in_the_preferences(window: MainWindow, path: Path, tmp_path: Path) -> None:
    window.dialogs.choose_folder = lambda _parent, _title: tmp_path / "all"
    window.show_preferences()
    (dialog,) = window.findChildren(Preferences)
    dialog.backups.setCurrentIndex(dialog.backups.findData("folder"))
    dialog.backups.activated.emit(dialog.backups.currentIndex())
    assert backups.chosen_folder() == str(tmp_path / "all")
    assert dialog.folder.text() == str(tmp_path / "all")
    assert backups.folder_of(path).parent == tmp_path / "all"
    dialog.backups.setCurrentIndex(dialog.backups.findData("off"))
    dialog.backups.activated.emit(dialog.backups.currentIndex())
    assert not backups.are_wanted()
    dialog.close()


@pytest.mark.parametrize("choice", ["off", "in the way"])
def test_without_backups_what_is_seen_is_held_and_can_be_saved_when_the_file_is_cut(
    window: MainWindow, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, choice: str, tmp_path: Path
) -> None:
    if choice == "off":
        monkeypatch.setenv(backups.VARIABLE, backups.OFF)
        window.session.open(path)
    else:
        path.with_name("study.backups").write_text("in the way")
    window.keeping.look()
    qtbot.waitUntil(lambda: window.session.database.held is not None)
    window.session.do(edits.claims.delete, [1])
    os.truncate(path, 0)
    with qtbot.captureExceptions() as raised:
        window.repaint()
        qtbot.waitUntil(window.lost.isVisible)
    # what cannot be painted any more is no fault of ours
    for kind, error, trace in raised:
        assert isinstance(error, LostFileError)
        show_fault(kind, error, trace)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
    assert window.lost.copy.isVisible()
    copy = tmp_path / "saved.visavis"
    window.dialogs.save_copy = lambda *_: copy
    with qtbot.captureExceptions():
        window.lost.copy.click()
        qtbot.waitUntil(copy.exists)
    with Database(copy) as db:
        assert {claim.id for claim in reads.project.claims(db)} == {2, 3}
        assert problems(db) == []


def test_a_whole_project_is_looked_over_beside_the_window_and_told(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    window.keeping.check()
    dialog = window.keeping.checking
    assert dialog is not None
    window.keeping.check()
    assert window.keeping.checking is dialog
    # nobody is kept from writing meanwhile
    assert window.session.done(edits.claims.delete, [2])
    qtbot.waitUntil(dialog.bar.isHidden)
    assert (dialog.told.text(), dialog.list.count(), dialog.end.text()) == ("The project is sound.", 0, "Close")
    dialog.close()
    assert window.keeping.checking is None

    window.session.undo()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE claim SET prefix = 'X' WHERE id = 3")
    connection.commit()
    connection.close()
    window.keeping.check()
    dialog = window.keeping.checking
    assert dialog is not None
    qtbot.waitUntil(dialog.bar.isHidden)
    assert dialog.told.text() == "1 thing is wrong:"
    assert dialog.list.item(0).text().startswith("The context of claim 3 is not what stands around it")


def test_a_look_all_over_is_ended_amid_what_sqlite_does(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    def never(db: Database) -> Iterator[str]:
        begun.append(True)
        yield str(db.sqlite.execute(endless).fetchone())

    begun: list[bool] = []
    monkeypatch.setattr(check, "_PARTS", (never,))
    window.keeping.check()
    dialog = window.keeping.checking
    assert dialog is not None
    worker = dialog._worker
    qtbot.waitUntil(lambda: bool(begun))
    qtbot.mouseClick(dialog.end, Qt.MouseButton.LeftButton)
    assert window.keeping.checking is None
    assert worker._pool.waitForDone(10_000)
