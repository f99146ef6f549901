"""What is typed is kept: whatever hinders the writing, it stands in its field until it is in the file."""

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.core.memos import MemoTarget
from desktop.core.views import View
from desktop.qt import drafts
from desktop.qt.codebook.form import CodebookForm, ColorChoice
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.codebook.questions import NameQuestion
from desktop.qt.drafts import PAUSE
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.memo_field import MemoField
from desktop.qt.parts.name_field import EntryField
from desktop.qt.parts.page import GotoEntry
from desktop.qt.parts.pick_button import SavedNames
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits, reads
from desktop.store.database import Database

from ..store.making import make_project
from .window_kit import close_window, keys, open_window, page_of

WORDS = "Two pages that took all afternoon."


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what could not be written be tried again sooner: nobody is to wait for the tests."""
    monkeypatch.setattr(drafts, "_AGAIN", 300)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    return path


@pytest.fixture
def window(light: QApplication, path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window(path, qtbot)
    window.projects.name_coder("Nilo")
    yield window
    window.dialogs.confirm = lambda *_: True
    close_window(window)


@pytest.fixture
def told(window: MainWindow) -> list[str]:
    found: list[str] = []
    window.session.messages.posted.connect(lambda _kind, text, _path: found.append(text))
    return found


def memo(path: Path, **target: int) -> str:
    with Database(path) as db:
        return reads.memos.text_on(db, MemoTarget(**target))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


@contextmanager
def no_more_bytes(path: Path) -> Iterator[None]:
    """Let no file grow beyond a few bytes: as on a full disk, SQLite cannot write its journal."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def no_permission(path: Path) -> Iterator[None]:
    path.parent.chmod(0o500)
    try:
        if os.access(path.parent, os.W_OK):
            pytest.skip("root may write anywhere")
        yield
    finally:
        path.parent.chmod(0o700)


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """Fill the disk, where that is a small one: with --basetemp on a tmpfs of some megabytes."""
    if shutil.disk_usage(path.parent).free > 50_000_000:
        pytest.skip("the disk is too large to be filled")
    filling = path.with_name("filling")
    with contextlib.suppress(OSError), filling.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(512))
    try:
        yield
    finally:
        filling.unlink()


@contextmanager
def failing_disk(path: Path) -> Iterator[None]:
    """Let every write and every sync of this process fail, as those of a disk that was pulled out."""
    if not shutil.which("strace"):
        pytest.skip("nothing here can make a disk fail")
    calls = "pwrite64,fsync,fdatasync"
    command = ["strace", "-p", str(os.getpid()), "-o", os.devnull, "-e", f"trace={calls}"]
    with subprocess.Popen([*command, "-e", f"inject={calls}:error=EIO"], stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        if "attached" not in tracer.stderr.readline():
            pytest.skip("strace may not look at this process")
        try:
            yield
        finally:
            tracer.terminate()


Hindrance = Callable[[Path], AbstractContextManager[None]]
HINDRANCES = [locked, no_more_bytes, no_permission, full_disk, failing_disk]


def write(field: QPlainTextEdit, qtbot: QtBot, words: str = WORDS) -> None:
    field.setFocus()
    field.selectAll()
    keys(qtbot, words)


def claim_memo(window: MainWindow) -> MemoField:
    window.reading.claim_panel.show_claim(2)
    return window.reading.claim_panel.memo


def document_memo(window: MainWindow) -> MemoField:
    window.reading.claim_panel.show_claim(0)
    return window.reading.claim_panel.document_memo


@pytest.mark.parametrize("hinder", HINDRANCES, ids=lambda one: one.__name__)
def test_a_memo_that_cannot_be_written_stays_and_is_written_when_it_can_be(
    hinder: Hindrance, window: MainWindow, told: list[str], path: Path, qtbot: QtBot
) -> None:
    field = claim_memo(window)
    with hinder(path):
        write(field, qtbot)
        window.desk.panes[0].view.setFocus()
        assert field.toPlainText() == WORDS
        assert field.mark.isVisible()
        assert field.mark.words.text() == "not saved yet"
        assert len(told) == 1
        assert told[0].endswith("What you wrote stays in its field, and is written as soon as that is possible.")
        # another claim, and another page: it is not forgotten
        window.reading.claim_panel.show_claim(1)
        assert (field.toPlainText(), field.mark.isVisible()) == ("First.", False)
        window.show_page("page_matrix")
        window.show_page("page_read")
        window.reading.claim_panel.show_claim(2)
        assert (field.toPlainText(), field.mark.isVisible()) == (WORDS, True)
        write(field, qtbot, f"{WORDS} And more.")
    # what was kept is written first, and then what was typed since
    qtbot.waitUntil(lambda: memo(path, claim_id=2) == f"{WORDS} And more.", timeout=9000)
    assert not field.mark.isVisible()
    assert field.toPlainText() == f"{WORDS} And more."
    assert memo(path, claim_id=1) == "First."


def test_it_is_asked_before_the_window_closes_over_what_is_not_written(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    field = document_memo(window)
    asked: list[str] = []

    def stay(_parent: object, _title: str, question: str, _words: str) -> bool:
        asked.append(question)
        return False

    window.dialogs.confirm = stay
    with locked(path):
        write(field, qtbot)
        assert not window.close()
        assert len(asked) == 1
        assert WORDS in asked[0]
        assert "the memo on document" in asked[0]
        assert window.isVisible()
        assert field.toPlainText() == WORDS
    # and once it can be written nothing is asked
    assert window.close()
    assert len(asked) == 1
    assert memo(path, document_id=1) == WORDS


def test_what_is_typed_is_in_the_file_soon_after_the_last_key(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    field = claim_memo(window)
    write(field, qtbot, "Half a thought ")
    assert memo(path, claim_id=2) == ""
    qtbot.waitUntil(lambda: memo(path, claim_id=2) == "Half a thought", timeout=PAUSE + 3000)
    # nothing moves under the hands of who goes on
    assert field.toPlainText() == "Half a thought "
    keys(qtbot, "ends.")
    assert field.toPlainText() == "Half a thought ends."
    assert field.textCursor().position() == len("Half a thought ends.")
    window.go(GotoEntry("topic", 1))
    assert memo(path, claim_id=2) == "Half a thought ends."
    form = page_of(window, CodebookPage).entry.form
    definition = form.fields["definition"]
    assert isinstance(definition, QPlainTextEdit)
    write(definition, qtbot, "What it is about: ")

    def stored() -> str:
        with Database(path) as db:
            return next(topic.definition for topic in reads.project.topics(db) if topic.id == 1)

    qtbot.waitUntil(lambda: stored() == "What it is about:", timeout=PAUSE + 3000)
    keys(qtbot, "trade.")
    assert definition.toPlainText() == "What it is about: trade."
    window.desk.setFocus()
    window.show_page("page_read")
    assert stored() == "What it is about: trade."


@pytest.mark.parametrize("name", ["proposition", "definition", "inclusion", "exclusion", "example", "aliases", "name"])
@pytest.mark.parametrize("hinder", HINDRANCES, ids=lambda one: one.__name__)
def test_a_field_of_the_codebook_that_cannot_be_written_stays(
    hinder: Hindrance, name: str, window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    window.go(GotoEntry("topic", 3))
    page = page_of(window, CodebookPage)
    form = page.entry.form
    with hinder(path):
        form.fields[name].setFocus()
        form.fields[name].selectAll()  # type: ignore[attr-defined]
        keys(qtbot, WORDS)
        form.fields["key"].setFocus()
        assert form.value(name) == WORDS
        assert form._marks[name].isVisible()
        page.entry.show_entry(1)
        assert form.value(name) != WORDS
        page.entry.show_entry(3)
        assert form.value(name) == WORDS
    qtbot.waitUntil(lambda: not form._marks[name].isVisible(), timeout=6000)
    with Database(path) as db:
        topic = next(topic for topic in reads.project.topics(db) if topic.id == 3)
    assert getattr(topic, name) == ((WORDS,) if name == "aliases" else WORDS)


def chosen(path: Path, table: str, number: int, name: str) -> str:
    """Return what an entry of the codebook has in a field where one chooses; of what it stands under the name."""
    with Database(path) as db:
        entries = reads.project.actors(db) if table == "actor" else reads.project.topics(db)
        one = next(one for one in entries if one.id == number)
        names = {other.key: other.name for other in entries}
    return names.get(one.parent, "") if name == "parent" else str(getattr(one, name))


# in which table, of which entry, and what the form holds and the file has then
CHOICES = {
    "kind": ("actor", 1, "outlet", "outlet"),
    "color": ("topic", 3, "#0072b2", "#0072b2"),
    "parent": ("topic", 3, "1", "Trade"),
    "new parent": ("topic", 3, "-1", "Waterways"),
}


def choose(form: CodebookForm, which: str, qtbot: QtBot) -> str:
    """Choose by the mouse and by keys; return the name of the field."""
    name = which.rpartition(" ")[2]
    field = form.fields[name]
    if isinstance(field, Choices):
        qtbot.mouseClick(field.button("outlet"), Qt.MouseButton.LeftButton)
    elif isinstance(field, ColorChoice):
        qtbot.mouseClick(field._swatches[1], Qt.MouseButton.LeftButton)
    else:
        assert isinstance(field, EntryField)
        field.line.setFocus()
        field.line.selectAll()
        qtbot.keyClicks(field.line, "Waterways" if which == "new parent" else "Trade")
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
        form.fields["key"].setFocus()
    return name


@pytest.mark.parametrize("which", CHOICES)
@pytest.mark.parametrize("hinder", HINDRANCES, ids=lambda one: one.__name__)
def test_a_choice_in_the_codebook_that_cannot_be_written_stays(
    hinder: Hindrance, which: str, window: MainWindow, path: Path, told: list[str], qtbot: QtBot
) -> None:
    table, number, held, stored = CHOICES[which]
    window.go(GotoEntry(table, number))
    page = page_of(window, CodebookPage)
    form = page.entry.form
    name = which.rpartition(" ")[2]
    before = chosen(path, table, number, name)
    assert before != stored
    with hinder(path):
        assert choose(form, which, qtbot) == name
        assert form.value(name) == held
        assert form._marks[name].isVisible()
        assert form._marks[name].words.text() == "not saved yet"
        assert told[-1].endswith("What you wrote stays in its field, and is written as soon as that is possible.")
        # whatever is shown meanwhile
        page.entry.show_entry(2)
        assert form.value(name) != held
        page.entry.show_entry(number)
        assert form.value(name) == held
        # the window asks before it closes over it, and calls it by its name
        asked: list[str] = []
        window.dialogs.confirm = lambda *words: bool(asked.append(words[2]))
        assert not window.close()
        assert f"(“{stored}”)" in asked[0]
    qtbot.waitUntil(lambda: chosen(path, table, number, name) == stored, timeout=9000)
    qtbot.waitUntil(lambda: not form._marks[name].isVisible(), timeout=3000)
    window.session.undo()
    assert chosen(path, table, number, name) == before
    assert form.value(name) != held


def test_a_choice_that_is_put_back_before_it_could_be_written_is_not_written(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    window.go(GotoEntry("actor", 1))
    form = page_of(window, CodebookPage).entry.form
    kinds = form.fields["kind"]
    assert isinstance(kinds, Choices)
    before = kinds.value
    with locked(path):
        choose(form, "kind", qtbot)
        assert form._marks["kind"].isVisible()
        qtbot.mouseClick(kinds.button(before), Qt.MouseButton.LeftButton)
        assert not form._marks["kind"].isVisible()
    assert window.session.drafts.waiting == []
    window.session.drafts.try_again()
    assert kinds.value == before
    assert chosen(path, "actor", 1, "kind") == before


@pytest.mark.parametrize(("which", "theirs"), [("kind", "group"), ("parent", "Economy")])
def test_a_choice_that_another_made_meanwhile_is_asked_about(
    which: str, theirs: str, window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    table, number = ("actor", 1) if which == "kind" else ("topic", 3)
    window.go(GotoEntry(table, number))
    form = page_of(window, CodebookPage).entry.form
    with locked(path):
        choose(form, which, qtbot)
    with Database(path) as other:
        other.set_coder("Mira")
        if which == "kind":
            edits.codebook.update(other, "actor", 1, kind="group")
        else:
            edits.codebook_tree.place(other, "topic", 3, 2)
    window.session.drafts.try_again()
    mark = form._marks[which]
    assert chosen(path, table, number, which) == theirs
    assert (mark.words.text(), mark.isVisible(), mark.both.isVisible()) == ("not saved", True, False)
    mark.theirs.click()
    assert not mark.isVisible()
    assert window.session.drafts.waiting == []
    assert chosen(path, table, number, which) == theirs
    assert form.value(which) == ("group" if which == "kind" else "2")


def test_a_memo_that_another_wrote_meanwhile_is_not_written_over_and_neither_is_lost(
    window: MainWindow, told: list[str], path: Path, qtbot: QtBot
) -> None:
    field = claim_memo(window)
    write(field, qtbot)
    with Database(path) as other:
        other.set_coder("Mira")
        edits.memos.set_text(other, MemoTarget(claim_id=2), "Mira's words.")
    window.desk.panes[0].view.setFocus()
    assert memo(path, claim_id=2) == "Mira's words."
    assert field.toPlainText() == WORDS
    assert field.mark.isVisible()
    assert field.mark.words.text() == "not saved"
    assert field.mark.geometry().right() <= field.width()
    assert any("not saved yet" in one for one in told)
    field.mark.both.click()
    assert field.toPlainText() == f"Mira's words.\n\n{WORDS}"
    assert memo(path, claim_id=2) == f"Mira's words.\n\n{WORDS}"
    assert not field.mark.isVisible()


def test_a_memo_on_what_another_deleted_is_asked_for_before_it_is_lost(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    field = claim_memo(window)
    write(field, qtbot)
    with Database(path) as other:
        other.set_coder("Mira")
        edits.claims.delete(other, [2])
    qtbot.waitUntil(lambda: window.reading.claim_panel.claim is None, timeout=3000)
    assert [draft.text for draft in window.session.drafts.waiting] == [WORDS]
    with Database(path) as other:
        other.set_coder("Mira")
        other.undo()
    qtbot.waitUntil(lambda: memo(path, claim_id=2) == WORDS, timeout=6000)
    assert window.session.drafts.waiting == []


def topics(path: Path) -> dict[int, str]:
    with Database(path) as db:
        return {topic.id: topic.name for topic in reads.project.topics(db)}


def type_over(view: QAbstractItemView, qtbot: QtBot, words: str) -> None:
    """Type another name in the line that stands over the current row of a list, and Enter."""
    line = view.viewport().findChild(QLineEdit)
    assert line is not None
    line.setText(words)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    # it is taken over between two events
    qtbot.waitUntil(lambda: view.viewport().findChild(QLineEdit) is None)


@pytest.mark.parametrize("hinder", HINDRANCES, ids=lambda one: one.__name__)
def test_a_name_that_is_typed_in_the_tree_stays_there_and_in_the_form(
    hinder: Hindrance, window: MainWindow, path: Path, told: list[str], qtbot: QtBot
) -> None:
    window.go(GotoEntry("topic", 3))
    page = page_of(window, CodebookPage)
    with hinder(path):
        page.do("rename")
        type_over(page.tree, qtbot, "Bridges")
        assert page.tree.currentIndex().data() == "Bridges (not saved yet)"
        assert page.entry.form.value("name") == "Bridges"
        assert page.entry.form._marks["name"].isVisible()
        assert told[-1].endswith("What you wrote stays in its field, and is written as soon as that is possible.")
        # whoever goes on begins with what was typed
        page.do("rename")
        line = page.tree.viewport().findChild(QLineEdit)
        assert line is not None
        assert line.text() == "Bridges"
        qtbot.keyClick(line, Qt.Key.Key_Escape)
        # the window asks before it closes over it
        asked: list[str] = []
        window.dialogs.confirm = lambda *words: bool(asked.append(words[2]))
        assert not window.close()
        assert "the name of Bridge (“Bridges”)" in asked[0]
    qtbot.waitUntil(lambda: topics(path)[3] == "Bridges", timeout=9000)
    qtbot.waitUntil(lambda: page.tree.currentIndex().data() == "Bridges", timeout=3000)
    assert not page.entry.form._marks["name"].isVisible()


@pytest.mark.parametrize("hinder", HINDRANCES, ids=lambda one: one.__name__)
def test_the_name_of_something_new_is_kept_whatever_others_do_meanwhile(
    hinder: Hindrance, window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    window.go(GotoEntry("topic", 3))
    page = page_of(window, CodebookPage)
    page.do("add")
    question = page.entry.question
    assert isinstance(question, NameQuestion)
    keys(qtbot, "Quays")
    # another changes the codebook: what is typed stays
    with Database(path) as other:
        other.set_coder("Mira")
        edits.codebook.update(other, "topic", 1, name="Commerce")
    qtbot.waitUntil(lambda: window.session.topics()[1].name == "Commerce", timeout=3000)
    assert page.entry.question is question
    assert question.line.text() == "Quays"
    with hinder(path):
        question.go.click()
        assert page.entry.question is question
        assert question.mark.isVisible()
        asked: list[str] = []
        window.dialogs.confirm = lambda *words: bool(asked.append(words[2]))
        assert not window.close()
        assert "the name of a new topic (“Quays”)" in asked[0]
    qtbot.waitUntil(lambda: "Quays" in topics(path).values(), timeout=9000)
    qtbot.waitUntil(lambda: page.entry.question is None, timeout=3000)
    assert list(topics(path).values()).count("Quays") == 1
    assert page.tree.currentIndex().data() == "Quays"


def test_the_name_of_something_new_that_is_given_up_is_not_made_later(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    window.go(GotoEntry("topic", 3))
    page = page_of(window, CodebookPage)
    with locked(path):
        page.do("add")
        keys(qtbot, "Quays", Qt.Key.Key_Return)
        assert window.session.drafts.waiting
        keys(qtbot, Qt.Key.Key_Escape)
        assert not window.session.drafts.waiting
    window.session.drafts.try_again()
    assert "Quays" not in topics(path).values()


@pytest.mark.parametrize("hinder", HINDRANCES, ids=lambda one: one.__name__)
def test_the_title_of_a_document_that_is_typed_in_the_library_stays(
    hinder: Hindrance, window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    view = window.library.list
    with hinder(path):
        view.setCurrentIndex(view.model().index(window.library.model.row_of(1), 0))
        view.edit(view.currentIndex())
        type_over(view, qtbot, "Tolls and quays")
        assert view.currentIndex().data() == "Tolls and quays (not saved yet)"
        assert view.currentIndex().data(int(Qt.ItemDataRole.EditRole)) == "Tolls and quays"

    def stored() -> str:
        with Database(path) as db:
            return reads.project.document(db, 1).facts.title

    qtbot.waitUntil(lambda: stored() == "Tolls and quays", timeout=9000)
    model = window.library.model
    qtbot.waitUntil(lambda: model.index(model.row_of(1)).data() == "Tolls and quays", timeout=3000)


def test_a_title_that_another_changed_meanwhile_is_not_written_over(
    window: MainWindow, path: Path, told: list[str], qtbot: QtBot
) -> None:
    model = window.library.model
    with locked(path):
        model.setData(model.index(model.row_of(1)), "Mine")
    with Database(path) as other:
        other.set_coder("Mira")
        edits.documents.rename(other, 1, "Theirs")
    window.session.drafts.try_again()
    with Database(path) as db:
        assert reads.project.document(db, 1).facts.title == "Theirs"
    assert [draft.text for draft in window.session.drafts.waiting] == ["Mine"]
    # having seen theirs, one may say so again
    window.session.refresh()
    assert model.setData(model.index(model.row_of(1)), "Mine")
    with Database(path) as db:
        assert reads.project.document(db, 1).facts.title == "Mine"


def test_the_name_of_what_is_saved_is_kept_too(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.session.do(edits.saved.save, "Ours", View())
    saved = SavedNames(window.session, "view", View)
    qtbot.addWidget(saved)
    saved.show()
    saved.click()
    with locked(path):
        saved.model.setData(saved.model.index(0), "Theirs")
        saved.fill()
        assert (saved.model.rows[0].text, saved.model.rows[0].detail) == ("Theirs", "not saved yet")
    window.session.drafts.try_again()
    with Database(path) as db:
        assert list(edits.saved.views(db)) == ["Theirs"]
    assert saved.model.rows[0].detail == ""
