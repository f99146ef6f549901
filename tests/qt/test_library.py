"""The library by real keys and clicks: sets, removal, renaming, sorting, filters; in small projects and a long one."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.core.memos import MemoTarget
from desktop.core.values import CodedDocument, Facts
from desktop.qt.reading.library_list import LibraryDelegate
from desktop.qt.reading.library_model import CLOSED, DOCUMENT_ROLE, HEAD_ROLE, ORDERS, DocumentListModel
from desktop.qt.session import Session
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits, reads
from tests.clock import processor_time
from tests.qt.window_kit import close_window, keys, open_window

from ..store.making import make_project

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
DOCUMENTS = [
    CodedDocument(
        "zoll.txt",
        Facts("Zoll und Brücke", "Tarn Herald", date="2023-05-01", kind="speech", language="de"),
        "Der Zoll ist zu hoch.",
    ),
    CodedDocument(
        "aguas.txt",
        Facts("Aguas", "El Puerto", date="2024-02-01", kind="interview", language="es"),
        "El agua es de todos.",
    ),
    CodedDocument("mole.txt", Facts(language="en"), "The mole is closed."),
]

REST = ["[In no set 2]", "The Élbar papers", "mole.txt"]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    with make_project(path) as db:
        edits.documents.add_documents(db, DOCUMENTS)
    found = open_window(path, qtbot)
    QAbstractItemModelTester(found.library.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield found
    close_window(found)


def listed(window: MainWindow) -> list[str]:
    """Return what the list shows, heads in brackets."""
    model = window.library.model
    found = []
    for row in range(model.rowCount()):
        head = model.index(row).data(HEAD_ROLE)
        found.append(f"[{head.words} {head.documents}]" if head is not None else str(model.index(row).data()))
    return found


def place(window: MainWindow, words: str) -> QPoint:
    row = next(row for row, told in enumerate(listed(window)) if words in told)
    return window.library.list.visualRect(window.library.model.index(row)).center()


def click(
    qtbot: QtBot, window: MainWindow, words: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.mouseClick(window.library.list.viewport(), LEFT, held, place(window, words))


def menu_of(window: MainWindow, words: str) -> dict[str, Callable[[], None]]:
    """Return the actions of the context menu of a row, those of its inner menus too."""
    window.library.list.customContextMenuRequested.emit(place(window, words))
    menu = next(one for one in window.library.findChildren(QMenu) if one.isVisible())
    menu.close()
    inner = [one for action in menu.actions() if (one := action.menu()) is not None]
    actions = [action for each in (menu, *inner) for action in each.actions()]
    return {action.text().partition("\t")[0]: action.trigger for action in actions}


def test_documents_are_removed_after_a_question_that_counts_and_come_back(window: MainWindow, qtbot: QtBot) -> None:
    session, asked = window.session, []
    session.done(edits.memos.set_text, MemoTarget(document_id=1), "On the papers.")
    before = [reads.project.counts(session.database), reads.project.holdings(session.database).memos]

    def answer(parent: object, title: str, question: str, words: str) -> bool:
        asked.append(question)
        return len(asked) > 1

    window.dialogs.confirm = answer
    window.desk.open(1)
    window.library.list.setFocus()
    click(qtbot, window, "Élbar")
    window.library.list.setFocus()
    click(qtbot, window, "Aguas", CTRL)
    assert len(window.library.list.chosen()) == 2
    keys(qtbot, Qt.Key.Key_Delete)
    sentence = "Remove 2 documents? With that go: 3 claims, 2 memos. Undo brings all back."
    assert asked == [sentence]
    assert session.counts()["documents"] == 4, "the answer was no"
    keys(qtbot, Qt.Key.Key_Delete)
    assert listed(window) == ["Zoll und Brücke", "mole.txt"]
    assert session.counts()["claims"] == 0
    assert 1 not in window.desk.document_ids()
    assert session.database.undo_text() == "Remove 2 documents"
    keys(qtbot, Qt.Key.Key_Z, modifier=CTRL)
    assert [reads.project.counts(session.database), reads.project.holdings(session.database).memos] == before
    assert listed(window) == ["The Élbar papers", "Zoll und Brücke", "Aguas", "mole.txt"]


def found(window: MainWindow) -> int:
    return window.library.found.list.count()


def test_what_was_found_in_claims_and_memos_is_of_the_project_that_is_open_and_of_shown_coders(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.done(edits.memos.set_text, MemoTarget(document_id=1), "On tosk.")
    window.library.search.setFocus()
    keys(qtbot, "tosk")
    qtbot.waitUntil(lambda: found(window) == 3)
    window.session.hide_coders(["Nilo"])
    qtbot.waitUntil(lambda: found(window) == 1)
    window.session.hide_coders(())
    qtbot.waitUntil(lambda: found(window) == 3)
    window.session.create(tmp_path / "other.visavis", empty=True)
    qtbot.waitUntil(lambda: found(window) == 0)
    assert not window.library.found.isVisible()


def test_claims_and_memos_are_looked_through_again_when_the_library_is_in_sight(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.session.done(edits.memos.set_text, MemoTarget(document_id=1), "On the harbour.")
    window.library.search.setFocus()
    keys(qtbot, "harbour")
    qtbot.waitUntil(lambda: found(window) == 1)
    window.show_page("page_matrix")
    window.session.done(edits.memos.set_text, MemoTarget(topic_id=1), "On the harbour too.")
    qtbot.wait(200)
    assert found(window) == 1, "nobody waits for it"
    window.show_page("page_read")
    assert found(window) == 2


def test_del_in_the_list_deletes_no_claim(window: MainWindow, qtbot: QtBot) -> None:
    window.dialogs.confirm = lambda *_: False
    window.desk.show_claim(1, window.session.claims()[0].id)
    window.library.list.setFocus()
    keys(qtbot, Qt.Key.Key_Delete)
    assert len(window.session.claims()) == 3


def test_the_question_before_one_is_removed_names_it_and_what_was_open_leaves_nothing_behind(
    window: MainWindow, qtbot: QtBot
) -> None:
    asked: list[str] = []
    window.dialogs.confirm = lambda _parent, _title, question, _words: bool(asked.append(question)) or True
    window.show()
    while len(window.desk.panes) > 1:
        window.desk.close()
    window.desk.open(1)
    # nothing is chosen in the list: F2 chooses what is read
    window.library.list.clearSelection()
    window.library.list.setCurrentIndex(window.library.model.index(-1))
    keys(qtbot, Qt.Key.Key_F2)
    keys(qtbot, Qt.Key.Key_Delete)
    assert asked == ["Remove “The Élbar papers”? With that go: 3 claims, 1 memo. Undo brings all back."]
    assert window.session.claims() == []
    panel = window.reading.claim_panel
    qtbot.waitUntil(lambda: not panel.model.rowCount())
    assert panel.document_memo.isHidden(), "there is no document to write a memo on"
    window.session.undo()
    QApplication.processEvents()
    assert panel.model.rowCount() == 0


def test_a_title_is_changed_in_its_place(window: MainWindow, qtbot: QtBot) -> None:
    window.library.choose(2)
    window.actions_by_key["rename_document"].trigger()
    line = window.library.list.viewport().findChild(QLineEdit)
    assert line is not None
    assert line.text() == "Zoll und Brücke"
    line.setText("Über den Zoll")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert reads.project.document(window.session.database, 2).facts.title == "Über den Zoll"
    assert window.session.database.undo_text() == "Rename document Über den Zoll"
    assert "Über den Zoll" in listed(window)


def test_sets_are_made_folded_renamed_and_dissolved(window: MainWindow, qtbot: QtBot) -> None:
    names = iter(["2023/Spring", "Archive"])
    window.dialogs.ask_text = lambda *_: next(names)
    click(qtbot, window, "Zoll")
    click(qtbot, window, "Aguas", CTRL)
    menu_of(window, "Aguas")["New set…"]()
    assert listed(window) == [
        "[2023 2]",
        "[Spring 2]",
        "Zoll und Brücke",
        "Aguas",
        "[In no set 2]",
        "The Élbar papers",
        "mole.txt",
    ]
    # folded by a click, opened by a key
    click(qtbot, window, "[2023")
    assert listed(window) == ["[2023 2]", *REST]
    window.library.list.setFocus()
    keys(qtbot, Qt.Key.Key_Right)
    assert listed(window)[:3] == ["[2023 2]", "[Spring 2]", "Zoll und Brücke"]
    menu_of(window, "[2023")["Rename the set…"]()
    assert listed(window)[:2] == ["[Archive 2]", "[Spring 2]"]
    # a document goes into a set that is there
    menu_of(window, "mole")["Archive/Spring"]()
    assert listed(window)[:2] == ["[Archive 3]", "[Spring 3]"]
    menu_of(window, "[Spring")["Dissolve the set"]()
    assert listed(window)[:2] == ["[Archive 3]", "Zoll und Brücke"]
    menu_of(window, "[Archive")["Choose its documents"]()
    assert window.library.list.chosen() == [2, 3, 4]
    for _ in range(4):
        keys(qtbot, Qt.Key.Key_Z, modifier=CTRL)
    assert listed(window) == ["The Élbar papers", "Zoll und Brücke", "Aguas", "mole.txt"]


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("title", ["Aguas", "mole.txt", "The Élbar papers", "Zoll und Brücke"]),
        ("date", ["Zoll und Brücke", "Aguas", "The Élbar papers", "mole.txt"]),
        ("publisher", ["mole.txt", "Aguas", "Zoll und Brücke", "The Élbar papers"]),
        ("number of claims", ["The Élbar papers", "Zoll und Brücke", "Aguas", "mole.txt"]),
    ],
)
def test_documents_are_sorted_from_the_button(window: MainWindow, order: str, titles: list[str]) -> None:
    menu = window.library.sort.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == order).trigger()
    assert listed(window) == titles
    assert window.library.sort.text() == order


def test_a_filter_shows_some_and_says_how_many(window: MainWindow) -> None:
    def narrow(field: str, value: str) -> None:
        menu = window.library.filter.menu()
        menu.aboutToShow.emit()
        inner = next(one for action in menu.actions() if (one := action.menu()) is not None and one.title() == field)
        next(action for action in inner.actions() if action.text().startswith(value)).trigger()

    assert window.library.told.isHidden(), "all are there to be seen"
    narrow("Language", "de")
    narrow("Language", "es")
    assert listed(window) == ["Zoll und Brücke", "Aguas"]
    assert (window.library.told.text(), window.library.filter.text()) == ("2 of 4", "Filter (1)")
    narrow("Claims", "with claims")
    assert listed(window) == []
    # what one goes to is let through
    window.library.choose(1)
    assert window.library.list.currentIndex().data(DOCUMENT_ROLE).id == 1
    assert window.library.filter.text() == "Filter"


def test_order_filter_and_closed_sets_are_found_again(window: MainWindow, qtbot: QtBot) -> None:
    session, path = window.session, window.session.path
    session.done(edits.documents.put_in_set, [2, 3], "Spring")
    window.library.model.sort_by("title")
    window.library.model.narrow("language", ["de", "es", "en"])
    click(qtbot, window, "[Spring")
    before = listed(window)
    assert before[0] == "[Spring 2]"
    assert "Aguas" not in before
    window.close()
    session.close()
    again = open_window(path, qtbot)
    qtbot.waitUntil(lambda: again.library.sort.text().startswith("title"))
    assert listed(again) == before
    close_window(again)
    session.open(path)


def test_a_plain_click_opens_and_one_with_ctrl_or_shift_chooses(window: MainWindow, qtbot: QtBot) -> None:
    click(qtbot, window, "Zoll")
    assert window.desk.active is not None
    assert window.desk.active.model.document_id == 2
    click(qtbot, window, "mole", SHIFT)
    assert window.library.list.chosen() == [2, 3, 4]
    assert window.desk.active.model.document_id == 2


# 1,300 documents


@pytest.fixture
def long(session: Session) -> Session:
    documents = [
        CodedDocument(
            f"{number:04}.txt",
            Facts(
                f"Title {number * 7 % 1300:04}",
                f"Paper {number % 23}",
                date=f"{1990 + number % 30}-03-04",
                kind="speech",
            ),
            f"Text of {number}.",
        )
        for number in range(1299)
    ]
    session.done(edits.documents.add_documents, documents)
    return session


def test_a_very_long_list_has_heads_and_answers_at_once(long: Session) -> None:
    model = DocumentListModel(long)
    model.reload()
    assert model.counts() == (1300, 1300)
    assert model.rowCount() < CLOSED, "closed heads, no column of 1,300"
    took = {}
    for order in ORDERS:
        took[order] = processor_time(partial(model.sort_by, order), 1)
        assert model.head_at(0) is not None
        assert sum(head.documents for row in range(model.rowCount()) if (head := model.head_at(row))) == 1300
    took["filter"] = processor_time(partial(model.narrow, "publisher", ["Paper 3", "Paper 4"]), 1)
    assert model.counts()[0] == 114
    assert max(took.values()) < 0.2, took
    model.narrow("publisher", [])
    row = model.reveal(1234)
    document = model.document_at(row)
    assert document is not None
    assert document.id == 1234


def test_a_search_that_finds_more_than_is_listed_says_so(long: Session, qtbot: QtBot, tmp_path: Path) -> None:
    path = long.path
    long.close()
    window = open_window(path, qtbot)
    library = window.library
    library.search.setText("text")
    qtbot.waitUntil(lambda: library.told.isVisibleTo(library), timeout=10_000)
    assert library.told.text() == "the first 200 of 1,300"
    library.search.setText("text 77")
    qtbot.waitUntil(lambda: library.told.text() == f"{library.model.rowCount()} of 1,300", timeout=10_000)
    close_window(window)
    long.open(path)


def test_a_set_of_a_very_long_list_is_opened_and_seen(long: Session, qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(26):
        long.done(
            edits.documents.put_in_set, range(number * 50 + 1, number * 50 + 51), f"Box {number // 5}/Folder {number}"
        )
    path = long.path
    long.close()
    window = open_window(path, qtbot)
    assert listed(window) == [f"[Box {number} {250 if number < 5 else 50}]" for number in range(6)]
    click(qtbot, window, "[Box 2")
    assert listed(window)[:4] == ["[Box 0 250]", "[Box 1 250]", "[Box 2 250]", "[Folder 10 50]"]
    click(qtbot, window, "[Folder 10")
    assert "Title" in listed(window)[4]
    QApplication.processEvents()
    assert not window.library.list.visualRect(window.library.model.index(4)).isEmpty()
    close_window(window)


def test_of_a_long_list_below_a_head_only_those_in_view_are_measured(
    long: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    long.done(edits.documents.put_in_set, range(1, 1301), "Box")
    path = long.path
    long.close()
    window = open_window(path, qtbot)
    measured: list[int] = []
    size = LibraryDelegate.sizeHint

    def measure(delegate: LibraryDelegate, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        measured.append(index.row())
        return size(delegate, option, index)

    monkeypatch.setattr(LibraryDelegate, "sizeHint", measure)
    window.library.choose(700)
    QApplication.processEvents()
    library = window.library
    seen = library.list.visualRect(library.model.index(library.model.row_of(700)))
    assert library.list.viewport().rect().contains(seen)
    assert len(set(measured)) < 100
    close_window(window)
