"""The page of contradictions by real keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt.findings.contradictions_page import ContradictionsPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts.page import GotoClaim
from desktop.qt.parts.stance_cells import counts_text
from desktop.qt.session import Session
from desktop.store import edits
from tests.qt.window_kit import facing_words, make_page, quotes_of

from .test_matrix_model import BRIDGE, ELBAR, ids
from .test_pictures_page import count
from .window_kit import tag_claim

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ContradictionsPage:
    found = make_page(ContradictionsPage, session)
    QAbstractItemModelTester(
        found.table.findings, QAbstractItemModelTester.FailureReportingMode.Fatal, found.table.findings
    )
    qtbot.addWidget(found)
    found.resize(1280, 700)
    with qtbot.waitExposed(found):
        found.show()
    return found


def words(page: ContradictionsPage) -> list[tuple[str, ...]]:
    return [row.words for row in page.table.findings.rows]


def test_who_takes_both_sides_is_listed_with_dates(page: ContradictionsPage) -> None:
    assert words(page) == [("Elbar Nim", "Trade", "▲1 ▼1", "at once", "2024-04-26")]
    assert facing_words(page.facing).startswith("Elbar Nim · Trade\nTarn should trade more\nIn time: at once")
    assert [side.title.text() for side in page.facing.sides] == ["In favor", "Against"]
    assert [quotes_of(side) for side in page.facing.sides] == [["marin tosk 😀 elbar"], ["tosk"]]


def test_a_column_that_was_made_narrow_stays_so_until_another_list_is_shown(
    page: ContradictionsPage, qtbot: QtBot
) -> None:
    header = page.table.horizontalHeader()
    width = header.sectionSize(0) - 40
    header.resizeSection(0, width)
    page.resize(1200, 700)
    QApplication.processEvents()
    page.renew()
    assert header.sectionSize(0) == width
    assert header.length() == page.table.viewport().width(), "another column takes what is left"
    qtbot.mouseClick(page.kind.button("others"), LEFT)
    assert header.sectionSize(0) != width
    assert header.length() <= page.table.viewport().width()


def test_what_is_pressed_is_written_in_full(page: ContradictionsPage, qtbot: QtBot) -> None:
    for name in ("itself", "others", "coders"):
        qtbot.mouseClick(page.kind.button(name), LEFT)
        button = page.kind.button(name)
        bold = button.font()
        bold.setBold(True)
        option = QStyleOptionButton()
        button.initStyleOption(option)
        inner = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button)
        assert QFontMetrics(bold).horizontalAdvance(button.text()) <= inner.width()


def test_opponents_face_each_other_on_what_they_dispute(page: ContradictionsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button("others"), LEFT)
    assert words(page) == [("Ordun Vask", "Elbar Nim", "0.50", "1", "1", "Trade")]
    assert [side.title.text() for side in page.facing.sides] == ["Ordun Vask", "Elbar Nim"]
    assert quotes_of(page.facing.sides[0]) == ["marin tosk 😀 elbar"], "not what he says of the bridge"
    assert "Opposed on Trade; agreed on Trade." in facing_words(page.facing)


def test_where_coders_differ_they_face_each_other(page: ContradictionsPage, session: Session, qtbot: QtBot) -> None:
    topics, actors = ids(session)
    place = Span(5, 15)
    tag_claim(session, 1, place, (actors["elbar"],), topics["bridge"], Stance.FAVOR)
    session.coder = "Mara"
    tag_claim(session, 1, place, (actors["elbar"],), topics["bridge"], Stance.AGAINST)
    page.renew()
    assert ("Elbar Nim", "Bridge") not in {row[:2] for row in words(page)}, "nobody takes both sides there"
    qtbot.mouseClick(page.kind.button("coders"), LEFT)
    assert page.kind.button("coders").text() == "Coders differ (1)"
    assert [row[:3] for row in words(page)] == [("Elbar Nim", "Bridge", "1")]
    assert words(page)[0][4] == "Mara" == page.facing.sides[1].title.text()
    assert [quotes_of(side) for side in page.facing.sides] == [["marin tosk"], ["marin tosk"]]
    matrix = make_page(MatrixPage, session)
    qtbot.addWidget(matrix)
    with qtbot.waitExposed(matrix):
        matrix.show()
    for compact in (False, True):
        matrix.grid.set_compact(compact)
        image = matrix.grid.viewport().grab(matrix.grid.rect_of(BRIDGE, ELBAR)).toImage()
        assert count(image, "favor") > 5 < count(image, "against")
        assert not count(image, "accent"), "no frame: nobody contradicts themselves"
    both = matrix.model.counts(BRIDGE, ELBAR)
    assert counts_text(both) == "1 favor, 1 against: coders differ"


def test_enter_goes_to_the_quotations_and_enter_there_opens_the_text(
    page: ContradictionsPage, session: Session, qtbot: QtBot
) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    side = page.facing.sides[0]
    assert side.list.hasFocus()
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.keyClick(side.list, Qt.Key.Key_Return)
    assert opened.args == [GotoClaim(1, session.claims()[0].id)]
    qtbot.keyClick(side.list, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_the_strongest_stands_first_and_a_choice_outlives_an_edit(
    page: ContradictionsPage, session: Session, qtbot: QtBot
) -> None:
    topics, actors = ids(session)
    for stance in (Stance.FAVOR, Stance.FAVOR, Stance.AGAINST, Stance.AGAINST):
        tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["bridge"], stance)
    qtbot.waitUntil(lambda: len(words(page)) == 2)
    assert [row[0] for row in words(page)] == ["Tarn", "Elbar Nim"]
    assert facing_words(page.facing).startswith("Elbar Nim"), "what was looked at stays"
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert facing_words(page.facing).startswith("Tarn")


def test_a_hidden_page_reads_nothing_until_it_is_shown(page: ContradictionsPage, session: Session) -> None:
    page.hide()
    session.undo()
    session.done(edits.claims.delete, [session.claims()[0].id])
    assert len(words(page)) == 1
    page.show()
    assert words(page) == []
    assert facing_words(page.facing).startswith("Nobody takes both sides on a topic: ")


def test_the_half_that_has_something_is_opened_and_both_tell_how_much(session: Session, qtbot: QtBot) -> None:
    topics, actors = ids(session)
    session.done(edits.claims.delete, [session.claims()[0].id])
    tag_claim(session, 1, Span(0, 4), (actors["ordun"],), topics["trade"], Stance.FAVOR)
    page = make_page(ContradictionsPage, session)
    qtbot.addWidget(page)
    page.show()
    assert [page.kind.button(kind).text() for kind in ("itself", "others")] == ["Both sides (0)", "Opponents (1)"]
    assert page.kind.value == "others"
    assert [row[:2] for row in words(page)] == [("Ordun Vask", "Elbar Nim")]
    qtbot.mouseClick(page.kind.button("itself"), LEFT)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["bridge"], Stance.FAVOR)
    qtbot.waitUntil(lambda: page.kind.button("others").text() == "Opponents (2)")
    assert (page.kind.value, words(page)) == ("itself", []), "what was chosen stays"


def test_a_filter_narrows_what_counts(page: ContradictionsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.filters.button, LEFT)
    assert page.filters.bar.isVisible()
    page.filters.bar.set_filter(ClaimFilter(stances=(Stance.FAVOR,)))
    qtbot.waitUntil(lambda: not words(page))
    qtbot.mouseClick(page.filters.chips.chips["stance"], LEFT)
    qtbot.waitUntil(lambda: len(words(page)) == 1)
