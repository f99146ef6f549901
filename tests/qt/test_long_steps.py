"""A long action is undone and redone between the events of the window, which shows no page and can give it up."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.changes import ChangeSet, RowLog
from desktop.core.values import CodedDocument, Facts
from desktop.qt import session as session_module
from desktop.qt.history.page import HistoryPage
from desktop.qt.reading import library_model
from desktop.qt.session import Session
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits, reads, trail
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.recorder import Recorder

from ..store.making import make_project
from .window_kit import close_window, keys, open_window, page_of

COUNT = 60


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window on a project whose last action has many parts in the history."""
    monkeypatch.setattr(trail, "PART", 400)
    monkeypatch.setattr(trail, "_ROWS", 2)
    make_project(tmp_path / "small.visavis").close()
    found = open_window(tmp_path / "small.visavis", qtbot)
    database = found.session.database
    with database.edit("import_documents", {"count": COUNT}) as recorder:
        for at in range(COUNT):
            document = CodedDocument(f"{at}.txt", Facts(title=f"Ferry {at}"), f"The ferry {at} sails.\n\nSo it does.")
            edits.documents.add_document(database, recorder, document, "import")
    assert database.parts_of_step("undo") > session_module.FEW_PARTS
    yield found
    close_window(found)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each part take a while, as on a disk that is busy."""
    whole = Recorder.apply

    def apply(recorder: Recorder, changes: ChangeSet) -> Iterator[int]:
        for count in whole(recorder, changes):
            time.sleep(0.05)
            yield count

    monkeypatch.setattr(Recorder, "apply", apply)


@pytest.fixture
def slow_noting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it take a while to find what the views ask of a long action."""
    whole = RowLog.noting

    def noting(rows: RowLog) -> Iterator[None]:
        for step in whole(rows):
            time.sleep(0.05)
            yield step

    monkeypatch.setattr(RowLog, "noting", noting)


def state(window: MainWindow) -> list[list[object]]:
    """Return the rows of all tables but the history's."""
    db = window.session.database.sqlite
    tables = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'history%' ORDER BY name"
    )
    names = [name for (name,) in tables.fetchall()]
    return [[name, *map(tuple, db.execute(f'SELECT * FROM "{name}"'))] for name in names]


def titles(window: MainWindow) -> set[str]:
    return {one.facts.title for one in window.session.read(reads.project.documents)}


def test_a_long_import_is_undone_and_redone_between_events(window: MainWindow, qtbot: QtBot) -> None:
    session, undo, redo = window.session, window.actions_by_key["undo"], window.actions_by_key["redo"]
    told: list[tuple[str, int]] = []
    done: list[tuple[int, int]] = []
    session.changed.connect(lambda changes: told.append((changes.kind, len(changes.ids("document")))))
    session.steps_done.connect(lambda *steps: done.append(steps))
    after = state(window)
    with qtbot.waitSignal(session.changed):
        undo.trigger()
        # the call has come back: the work is done between what the user does
        assert session.is_stepping
        assert told == []
        assert window.working.isVisible()
        assert not window.reading.isVisible()
        assert window.working.told.text() == f"Undoing: Import {COUNT} documents"
        assert not undo.isEnabled()
        assert not window.actions_by_key["import"].isEnabled()
        # nothing else is written in between, and the user is told why
        assert session.do(edits.codebook.add, "actor", "Quon") is None
        assert "Another action is under way" in window.notice.label.text()
        # a second Ctrl+Z is none
        assert session.undo() is None
    assert window.reading.isVisible()
    assert told == [("undo", COUNT)]
    assert done[-1][0] == done[-1][1]
    assert not any(title.startswith("Ferry") for title in titles(window))
    assert redo.isEnabled()
    with qtbot.waitSignal(session.changed):
        redo.trigger()
    assert told[1:] == [("redo", COUNT)]
    assert state(window) == after
    assert problems(session.database) == []
    assert [one.kind for one in session.database.history()[:3]] == ["redo", "undo", "edit"]


@pytest.mark.usefixtures("slow")
def test_a_long_step_can_be_given_up_and_leaves_no_trace(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    before, history = state(window), session.database.history()
    told: list[object] = []
    session.changed.connect(told.append)
    with qtbot.waitSignal(session.stepped) as ended:
        window.actions_by_key["undo"].trigger()
        keys(qtbot, Qt.Key.Key_Escape)
    assert ended.args == [False]
    assert (state(window), session.database.history(), told) == (before, history, [])
    assert window.reading.isVisible()
    assert window.actions_by_key["undo"].isEnabled()
    assert problems(session.database) == []
    # as if it had never been tried
    with qtbot.waitSignal(session.changed):
        session.undo()


@pytest.mark.usefixtures("slow")
def test_a_project_that_is_closed_amid_a_long_step_is_as_before(window: MainWindow) -> None:
    session, before = window.session, titles(window)
    session.undo()
    assert session.is_stepping
    path = session.path
    session.open(path.with_name(path.name))
    assert not session.is_stepping
    assert window.reading.isVisible()
    assert titles(window) == before
    assert problems(session.database) == []


@pytest.mark.usefixtures("slow_noting")
def test_what_was_done_cannot_be_given_up_while_its_rows_are_gone_through(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    told: list[ChangeSet] = []
    ready: list[bool] = []
    hints: list[str] = []
    session.changed.connect(told.append)
    session.changed.connect(lambda changes: ready.append(changes.rows.is_noted))
    session.messages.posted.connect(lambda _kind, text, _path: hints.append(text))
    session.undo()
    with Database(session.path) as db:
        qtbot.waitUntil(lambda: db.undo_text() == "")
    # on the disk, and told to nobody yet
    assert (session.is_stepping, told) == (True, [])
    keys(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(told))
    assert not any("Given up" in one for one in hints)
    assert ready == [True], "what the views ask for was found before, between events"
    assert not any(title.startswith("Ferry") for title in titles(window))
    assert problems(session.database) == []


@pytest.mark.usefixtures("slow_noting")
def test_a_project_that_is_closed_while_the_rows_of_a_step_are_gone_through_is_as_after_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, path = window.session, window.session.path
    session.undo()
    with Database(path) as db:
        qtbot.waitUntil(lambda: db.undo_text() == "")
    assert session.is_stepping
    # a second Ctrl+Z is none, and the window may be left
    assert session.undo() is None
    session.open(path.with_name(path.name))
    assert not session.is_stepping
    assert window.reading.isVisible()
    assert not any(title.startswith("Ferry") for title in titles(window))
    assert problems(session.database) == []
    with qtbot.waitSignal(session.changed):
        session.redo()


def test_the_history_goes_back_over_a_long_step(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    first = session.do(edits.codebook.add, "actor", "Quon")
    assert first is not None
    page = page_of(window, HistoryPage)
    window.show_page("page_history")
    long = session.database.history()[1]
    # a step before the long one, so that it lies on the way
    session.undo()
    session.undo()
    qtbot.waitUntil(lambda: not session.is_stepping)
    session.do(edits.codebook.add, "actor", "Early")
    assert session.database.history()[0].kind == "edit"
    assert long.state == "done"
    early = session.database.history()[0].id
    with session.database.edit("import_documents", {"count": COUNT}) as recorder:
        for at in range(COUNT):
            document = CodedDocument(f"n{at}.txt", Facts(title=f"Gull {at}"), f"The gull {at} sails.")
            edits.documents.add_document(session.database, recorder, document, "import")
    page.go_to(early)
    qtbot.waitUntil(lambda: "Early" not in {one.name for one in session.read(reads.project.actors)})
    assert not any(title.startswith("Gull") for title in titles(window))
    page.go_to(early)
    assert "Early" in {one.name for one in session.read(reads.project.actors)}
    assert not session.is_stepping


def kept(session: Session) -> int:
    """Return how many kilobytes of the file SQLite keeps in memory."""
    return -int(session.database.sqlite.execute("PRAGMA cache_size").fetchone()[0])


def test_the_library_reads_very_many_documents_part_by_part(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_model, "MANY", 10)
    monkeypatch.setattr(library_model, "PART", 7)
    session, model = window.session, window.library.model
    session.do(edits.documents.put_in_set, model.listed()[20:25], "Gulls")
    whole = {number: model.document_at(model.row_of(number)) for number in model.listed()}
    resets: list[tuple[int, int]] = []
    model.modelReset.connect(lambda: resets.append(model.counts()))
    session.open(session.path)
    # the first are there at once, and how many there are in all
    assert resets[-1] == (7, len(whole))
    little = kept(session)
    assert model.first(2) == sorted(whole)[:2]
    assert model.holds(max(whole))
    assert window.desk.document_ids()
    last = max(whole)
    qtbot.waitUntil(lambda: model.counts() == (len(whole), len(whole)))
    # what was read once leaves most of the memory to what comes after it
    assert little < kept(session) / 4
    # the list is made anew at the end, and not with each part
    assert len(resets) <= 4
    model.fold_all(closed=False)
    assert {number: model.document_at(model.row_of(number)) for number in model.listed()} == whole
    # whoever asks for one, or for all, before they are read has them
    session.open(session.path)
    window.library.choose(last)
    assert model.row_of(last) >= 0
    # one of a hundred thousand is shown without the others
    assert model.counts()[0] < len(whole)
    session.open(session.path)
    assert set(model.listed()) == set(whole)
    session.open(session.path)
    assert sum(model.choices("kind").values()) == len(whole)
    assert len(model.table()) == len(whole)
    # removed, and written by others, while they are read
    session.open(session.path)
    session.do(edits.documents.remove, [last])
    with Database(session.path) as other:
        other.set_coder("Mira")
        edits.documents.rename(other, sorted(whole)[-2], "Tern")
    session.refresh()
    qtbot.waitUntil(lambda: model.counts() == (len(whole) - 1, len(whole) - 1))
    assert not model.holds(last)
    found = model.document_at(model.reveal(sorted(whole)[-2]))
    assert found is not None
    assert found.facts.title == "Tern"


def test_what_is_read_of_very_many_documents_is_not_looked_through_for_circles_meanwhile(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_model, "PART", 7)
    session, model = window.session, window.library.model
    read, collects = reads.filtered.documents, list[bool]()

    def read_and_tell(*asked: Any, **named: Any) -> Any:
        if any(isinstance(one, list) and len(one) == 7 for one in asked):
            collects.append(gc.isenabled())
        return read(*asked, **named)

    monkeypatch.setattr(reads.filtered, "documents", read_and_tell)
    assert gc.isenabled()
    for step in (session.undo, session.redo):
        step()
        qtbot.waitUntil(lambda: not session.is_stepping)
        qtbot.waitUntil(gc.isenabled)
    assert model.counts()[0] >= COUNT
    assert len(collects) >= COUNT // 7
    assert not any(collects)


def test_the_library_follows_a_long_change_part_by_part(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_model, "MANY", 10)
    monkeypatch.setattr(library_model, "PART", 7)
    session, model = window.session, window.library.model
    whole = {number: model.document_at(model.row_of(number)) for number in model.listed()}
    with qtbot.waitSignal(session.changed):
        session.undo()
    # what is gone is gone at once
    assert len(model.listed()) == len(whole) - COUNT
    with qtbot.waitSignal(session.changed):
        session.redo()
    shown = model.counts()[0]
    qtbot.waitUntil(lambda: model.counts()[0] == len(whole))
    assert shown < len(whole)
    model.fold_all(closed=False)
    assert {number: model.document_at(model.row_of(number)) for number in model.listed()} == whole
    # a short change is read at once, and alone
    read: list[object] = []
    shown_of = session.shown
    monkeypatch.setattr(session, "shown", lambda *asked: (read.append(asked[1:]), shown_of(*asked))[1])
    last = model.listed()[-1]
    assert session.done(edits.documents.rename, last, "Tern")
    found = model.document_at(model.row_of(last))
    assert found is not None
    assert found.facts.title == "Tern"
    assert ([last],) in read
    assert () not in read
    # removed while a long change is being read
    session.do(edits.documents.remove, model.listed()[:20])
    assert len(model.listed()) == len(whole) - 20
    assert {one.id for one in session.read(reads.project.documents)} == set(model.listed())
