"""The page of two sides by real keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt.findings.compare_page import APART, CHOOSE, ComparePage
from desktop.qt.session import Session
from tests.qt.window_kit import facing_words, make_page, quotes_of

from .test_matrix_model import ids
from .window_kit import tag_claim

ALL_OF_BOTH = ("all", "All topics", "▲1 ▼1", "▲1 ▼1")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ComparePage:
    found = make_page(ComparePage, session)
    qtbot.addWidget(found)
    found.resize(1280, 700)
    with qtbot.waitExposed(found):
        found.show()
    return found


def words(page: ComparePage) -> list[tuple[str, ...]]:
    return [row.words for row in page.table.findings.rows]


def test_two_actors_are_chosen_by_typing(page: ComparePage, session: Session, qtbot: QtBot) -> None:
    _, actors = ids(session)
    assert facing_words(page.facing) == CHOOSE
    page.a.setFocus()
    qtbot.keyClicks(page.a, "vask")
    qtbot.keyClick(page.a, Qt.Key.Key_Return)
    assert (page.a.chosen, page.a.text()) == (actors["ordun"], "Ordun Vask")
    page.b.setFocus()
    qtbot.keyClick(page.b, Qt.Key.Key_Down)
    assert page.b.suggestions.isVisible()
    qtbot.keyClicks(page.b, "elb")
    qtbot.keyClick(page.b, Qt.Key.Key_Return)
    assert words(page) == [("≈ mixed", "Trade", "▲1", "▲1 ▼1"), ("only A", "Bridge", "▼1", ""), ALL_OF_BOTH]
    assert page.filters.result.text() == "1 mixed"
    assert [side.title.text() for side in page.facing.sides] == ["Ordun Vask", "Elbar Nim"]
    assert [quotes_of(side) for side in page.facing.sides] == [["marin tosk 😀 elbar"], ["marin tosk 😀 elbar", "tosk"]]


def test_what_is_typed_and_not_taken_leaves_the_choice(page: ComparePage, session: Session, qtbot: QtBot) -> None:
    _, actors = ids(session)
    page.choose("actor", actors["ordun"], actors["elbar"])
    page.a.setFocus()
    qtbot.keyClicks(page.a, "tarn")
    qtbot.keyClick(page.a, Qt.Key.Key_Escape)
    assert (page.a.chosen, page.a.text()) == (actors["ordun"], "Ordun Vask")
    qtbot.mouseClick(page.swap, LEFT)
    assert (page.a.text(), page.b.text()) == ("Elbar Nim", "Ordun Vask")


def test_disagreements_stand_before_agreements(page: ComparePage, session: Session) -> None:
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    tag_claim(session, 1, Span(5, 9), (actors["tarn"],), topics["bridge"], Stance.FAVOR)
    page.choose("actor", actors["ordun"], actors["tarn"])
    assert [row[:2] for row in words(page)] == [("≠ disagree", "Bridge"), ("= agree", "Trade"), ("all", "All topics")]
    assert facing_words(page.facing) == "Bridge: ≠ disagree\nThe bridge should be built"


def test_a_topic_of_one_side_alone_shows_its_claims(page: ComparePage, session: Session, qtbot: QtBot) -> None:
    _, actors = ids(session)
    page.choose("actor", actors["ordun"], actors["elbar"])
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert facing_words(page.facing).startswith("Bridge: only A")
    assert [quotes_of(side) for side in page.facing.sides] == [["“nimor” ést"], []]
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.wanted):
        qtbot.keyClick(page.facing.sides[0].list, Qt.Key.Key_Return)


def test_documents_are_compared_too_and_those_apart_are_told(page: ComparePage, session: Session) -> None:
    page.choose("document", 1, 1)
    assert [row[0] for row in words(page)] == ["≈ mixed", "= agree", "all"]
    assert page.facing.sides[0].title.text() == "The Élbar papers"
    _, actors = ids(session)
    page.choose("actor", actors["ordun"], actors["tarn"])
    assert page.filters.result.text() == APART
    page.kind.button("document").click()
    assert page.a.chosen is None
    assert facing_words(page.facing) == CHOOSE
