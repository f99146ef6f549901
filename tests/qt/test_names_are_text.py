"""Names are words: whatever they hold, no label and no tool tip of any page takes them for markup."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import desktop.qt
from desktop.core.own_fields import OwnField
from desktop.core.visible import visible, visible_line
from desktop.qt.tips import tip
from desktop.qt.window.page_rows import PAGES
from desktop.store import reads
from desktop.store.database import Database
from desktop.store.edits import own_fields
from tests.qt.window_kit import open_window
from tests.store.making import make_project

HARM = '<img src="//server/share/x.png">'
HOME = Path(next(iter(desktop.qt.__path__)))
# the columns that users and files fill, by table
NAMES = {
    "actor": ("name", "role", "affiliation", "country", "definition"),
    "topic": ("name", "proposition", "definition", "inclusion", "exclusion", "example"),
    "document": ("name", "title", "publisher", "author", "date_note"),
    "claim": ("memo",),
    "coder": ("name",),
    "own_field": ("name", "definition"),
    "claim_value": ("value",),
    "conflict": ("note",),
    "membership": ("role",),
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)


def draws_a_picture(words: str) -> bool:
    """Tell whether Qt, which takes words with a tag for markup, would draw the picture in these."""
    tags = _Tags()
    tags.feed(words)
    return "img" in tags.found


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.visavis"
    make_project(path).close()
    with Database(path) as db:
        own_fields.make(db, OwnField("claim", "Frame"))
        own_fields.set_value(db, reads.own_fields.fields(db, "claim")[0], [1, 2], "a")
        with db.edit("note_conflict") as recorder:
            (other,) = db.sqlite.execute("SELECT id FROM actor WHERE kind <> 'person' LIMIT 1").fetchone()
            (person,) = db.sqlite.execute("SELECT id FROM actor WHERE kind = 'person' LIMIT 1").fetchone()
            recorder.insert("membership", {"actor_id": person, "organisation_id": other})
            versions = json.dumps([{"coder": HARM, "created": HARM, "values": {"key": HARM}}] * 2)
            (topic,) = db.sqlite.execute("SELECT uuid FROM topic WHERE id = 1").fetchone()
            row = {"uuid": "c", "kind": "field", "name": "topic", "thing": topic, "field": "name", "created": ""}
            recorder.insert("conflict", {**row, "versions": versions})
        for table, columns in NAMES.items():
            there = {row[1] for row in db.sqlite.execute(f"PRAGMA table_info({table})")}
            for column in set(columns) & there:
                db.sqlite.execute(f"UPDATE {table} SET {column} = {column} || ?", [f" {HARM} {'long ' * 20}"])
        db.sqlite.conn.commit()
    return path


def tips_of(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _tips_in(widget.model(), QModelIndex())


def _tips_in(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), 50)):
        # a list has one, and does not tell
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield str(model.data(index, Qt.ItemDataRole.ToolTipRole) or "")
        yield from _tips_in(model, model.index(row, 0, parent))


def test_no_page_takes_a_name_for_markup(hostile: Path, qtbot: QtBot) -> None:
    window = open_window(hostile, qtbot)
    qtbot.addWidget(window)
    seen = 0
    for row in PAGES:
        if row.tab:
            window.actions_by_key[row.key].trigger()
        for view in window.findChildren(QAbstractItemView):
            if view.isVisible() and view.model() is not None and view.model().rowCount():
                view.setCurrentIndex(view.model().index(0, 0))
        qtbot.wait(50)
        QApplication.processEvents()
        for widget in [window, *window.findChildren(QWidget)]:
            if isinstance(widget, QLabel) and HARM.split()[0] in widget.text():
                assert widget.textFormat() is Qt.TextFormat.PlainText or not draws_a_picture(widget.text()), row.key
                seen += 1
            for words in tips_of(widget):
                assert not draws_a_picture(words), (row.key, type(widget).__name__, words)
                seen += "img" in words
    assert seen > 5, "names are somewhere to be seen"
    window.session.close()


def test_a_tip_shows_words_as_they_are() -> None:
    assert tip("Ana & Bea, 3 > 2") == "Ana & Bea, 3 > 2"
    assert tip(f"a {HARM}\nb") == "<qt>a &lt;img src=&quot;//server/share/x.png&quot;&gt;<br>b</qt>"
    assert tip("a\x1b]0;title\x07 \u202etxt.exe") == "a␛]0;title␇ ⟨U+202E⟩txt.exe"
    assert len(tip("x" * 1_000_000)) < 5000


def test_what_would_do_something_is_shown_and_words_stay_words() -> None:
    for words in ("Łódź, سلام, 北京, 👩‍👩‍👧", "a\tb\nc", "\u200fשלום\u200e", ""):
        assert visible(words) == words
    assert visible("\x00\x1b\x7f\x9b\r\u2028\u2066\u202a") == "␀␛␡⟨U+009B⟩␍⟨U+2028⟩⟨U+2066⟩⟨U+202A⟩"
    assert visible_line("a\tb\nc") == "a␉b␊c"


@cache
def calls() -> list[tuple[str, ast.Call]]:
    """Return every call in the window's modules that tells of one of these, each with its file."""
    telling = {file: file.read_text("utf-8") for file in HOME.rglob("*.py")}
    return [
        (str(file.relative_to(HOME)), node)
        for file, text in telling.items()
        if "setToolTip" in text or "QLabel" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
    ]


def test_every_tip_that_holds_more_than_words_of_ours_goes_through_tip() -> None:
    """What is handed to `setToolTip` is a marked text, a constant, or went through `tip`; what is not is named here."""
    known = {
        ("codebook/form.py", "f'{name} {value}'.strip()"),  # names of colours
        ("history/page.py", "name"),
        ("parts/pick_button.py", "tip"),
        ("reading/found_list.py", "f'<b>{escape(told)}</b><br>{escape(snippet)}'"),
        ("importing/files_view.py", "tip"),
        ("exporting/panel.py", "_(entry.about)"),
        ("findings/network_panel.py", "_('Window {at} of {count}').format(at=drawn.at + 1, count=len(windows))"),
    }
    found = set()
    for file, call in calls():
        if getattr(call.func, "attr", "") == "setToolTip" and not _is_ours(call.args[0]):
            found.add((file, ast.unparse(call.args[0])))
    assert found <= known, found - known


def _is_ours(words: ast.expr) -> bool:
    if isinstance(words, ast.IfExp):
        return _is_ours(words.body) and _is_ours(words.orelse)
    if isinstance(words, ast.BoolOp):
        return all(map(_is_ours, words.values))
    if isinstance(words, ast.Constant):
        return True
    if not isinstance(words, ast.Call):
        return False
    # what a sentence is filled with may be a name
    called = getattr(words.func, "id", "") or getattr(words.func, "attr", "")
    return called in ("_", "ngettext", "tip")


def test_no_button_takes_the_name_that_it_tells_of_for_markup(hostile: Path, qtbot: QtBot) -> None:
    window = open_window(hostile, qtbot)
    window.desk.open(1)
    window.desk.choose(1)
    tips = [one.toolTip() for one in window.findChildren(QAbstractButton)]
    named = [words for words in tips if "share/x.png" in words]
    # the chips of those who say it
    assert named
    assert not [words for words in named if draws_a_picture(words)]
    window.session.close()


def test_no_label_is_made_but_of_plain_text() -> None:
    assert {file for file, call in calls() if getattr(call.func, "id", "") == "QLabel"} == {"parts/layouts.py"}
