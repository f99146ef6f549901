from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.outline import LineKey
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.project import matrix
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.messages import Messages
from desktop.qt.parts.claim_list_model import CLAIM_ROLE
from desktop.qt.parts.page import GotoClaim
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits
from desktop.store.reads import counts
from tests.qt.window_kit import cell_words, make_page

from .test_matrix_model import BRIDGE, ELBAR, ORDUN, TARN, TRADE, ids
from .window_kit import tag_claim


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> MatrixPage:
    found = make_page(MatrixPage, session)
    qtbot.addWidget(found)
    found.resize(1100, 600)
    with qtbot.waitExposed(found):
        found.show()
    return found


def picture(page: MatrixPage, topic: LineKey | None, actor: LineKey | None) -> QImage:
    return page.grid.viewport().grab(page.grid.rect_of(topic, actor)).toImage()


def pixels(image: QImage, name: str) -> int:
    color = theme.color(name).rgb()
    return sum(image.pixel(x, y) == color for x in range(image.width()) for y in range(image.height()))


def click(qtbot: QtBot, page: MatrixPage, topic: LineKey | None, actor: LineKey | None) -> None:
    point = page.grid.rect_of(topic, actor).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=point)


def quotes(page: MatrixPage) -> list[str]:
    model = page.evidence.model
    claims = [model.data(model.index(row), CLAIM_ROLE) for row in range(model.rowCount())]
    return [claim.quote for claim in claims if claim is not None]


def press(qtbot: QtBot, page: MatrixPage, *keys: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(page.grid, key, modifier)


def test_clicking_a_cell_shows_its_evidence(page: MatrixPage, session: Session, qtbot: QtBot) -> None:
    click(qtbot, page, TRADE, ELBAR)
    assert page.evidence.title.text() == "Elbar Nim · Trade"
    assert quotes(page) == ["marin tosk 😀 elbar", "tosk"]
    assert page.evidence.model.rows()[0].claim_id == 0, "the document's head stands first"
    assert page.filters.result.text() == "2 of 2 topics, 2 of 3 actors"


def test_clicking_a_head_shows_the_evidence_of_the_row_or_the_column(
    page: MatrixPage, session: Session, qtbot: QtBot
) -> None:
    click(qtbot, page, TRADE, None)
    assert page.evidence.title.text() == "Trade"
    assert len(quotes(page)) == 2
    click(qtbot, page, None, ORDUN)
    assert page.evidence.title.text() == "Ordun Vask"
    assert quotes(page) == ["marin tosk 😀 elbar", "“nimor” ést"]
    # a total belongs to its head
    total = page.grid._layout.row_total(page.model.row_of(BRIDGE)).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=total)
    assert page.evidence.title.text() == "Bridge"


def test_enter_goes_to_the_evidence_and_enter_there_opens_the_claim(
    page: MatrixPage, session: Session, qtbot: QtBot
) -> None:
    topics, _ = ids(session)
    click(qtbot, page, BRIDGE, ORDUN)
    page.grid.setFocus()
    press(qtbot, page, Qt.Key.Key_Return)
    assert page.evidence.list.hasFocus()
    claim = session.claims(topic_id=topics["bridge"])[0]
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.keyClick(page.evidence.list, Qt.Key.Key_Return)
    assert opened.args == [GotoClaim(claim.document_id, claim.id)]
    qtbot.keyClick(page.evidence.list, Qt.Key.Key_Escape)
    assert page.grid.hasFocus()


def test_a_click_on_evidence_only_chooses_it_and_a_double_click_opens_it(
    page: MatrixPage, session: Session, qtbot: QtBot
) -> None:
    topics, actors = ids(session)
    page.choose(topics["bridge"], actors["ordun"])
    view = page.evidence.list
    point = view.visualRect(page.evidence.model.index(1)).center()
    with qtbot.assertNotEmitted(page.wanted):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert view.currentIndex().row() == 1
    with qtbot.waitSignal(page.wanted):
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_a_tag_changes_its_cell_and_its_evidence_and_undo_brings_back_the_same_pixels(
    page: MatrixPage, session: Session
) -> None:
    topics, actors = ids(session)
    cell, other = (BRIDGE, ELBAR), (BRIDGE, ORDUN)
    page.grid.choose(*cell)
    before, beside = picture(page, *cell), picture(page, *other)
    assert cell_words(page.grid, *cell) == ""
    tag_claim(session, 1, Span(0, 4), (actors["elbar"],), topics["bridge"], Stance.NEUTRAL)
    assert cell_words(page.grid, *cell) == "●1"
    assert quotes(page) == ["Velo"]
    after = picture(page, *cell)
    assert after != before
    assert pixels(after, "neutral_ground") > 300
    assert picture(page, *other) == beside
    session.undo()
    assert cell_words(page.grid, *cell) == ""
    assert quotes(page) == []
    assert picture(page, *cell) == before


def test_undoing_an_actor_away_brings_back_the_whole_picture(page: MatrixPage, session: Session) -> None:
    topics, actors = ids(session)
    before = page.grid.viewport().grab().toImage()
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["bridge"], Stance.FAVOR)
    assert page.filters.result.text() == "2 of 2 topics, 3 of 3 actors"
    assert page.grid.viewport().grab().toImage() != before
    session.undo()
    assert page.grid.viewport().grab().toImage() == before


def test_a_contradictory_cell_is_split_in_two_grounds_and_framed(page: MatrixPage, session: Session) -> None:
    contradictory = picture(page, TRADE, ELBAR)
    plain = picture(page, TRADE, ORDUN)
    assert cell_words(page.grid, TRADE, ELBAR) == "▲1 ▼1"
    assert pixels(contradictory, "accent") > 80
    assert pixels(contradictory, "favor_ground") > 100
    assert pixels(contradictory, "against_ground") > 100
    assert pixels(plain, "accent") == 0
    assert pixels(plain, "favor_ground") > 300


def test_the_arrows_home_end_and_page_keys_move_the_choice(page: MatrixPage, session: Session, qtbot: QtBot) -> None:
    topics, actors = ids(session)
    grid = page.grid
    page.choose(topics["trade"], actors["ordun"])
    press(qtbot, page, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert (grid.row_id, grid.column_id) == (BRIDGE, ELBAR)
    press(qtbot, page, Qt.Key.Key_Right, Qt.Key.Key_Home)
    assert grid.column_id == ORDUN
    press(qtbot, page, Qt.Key.Key_Home, control=True)
    assert (grid.row_id, grid.column_id) == (TRADE, ORDUN)
    press(qtbot, page, Qt.Key.Key_End, control=True)
    assert (grid.row_id, grid.column_id) == (BRIDGE, ELBAR)
    press(qtbot, page, Qt.Key.Key_PageUp)
    assert grid.row_id == TRADE
    press(qtbot, page, Qt.Key.Key_Up)
    assert (grid.row_id, grid.column_id) == (None, ELBAR), "above the cells stand the actors"
    press(qtbot, page, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert (grid.row_id, grid.column_id) == (TRADE, None)
    assert grid.accessibleDescription() == "Trade: 2 favor, 1 against: both sides"


def test_the_choice_comes_into_sight(page: MatrixPage, session: Session, qtbot: QtBot) -> None:
    topics, actors = ids(session)
    for number in range(40):
        topic, actor = (
            session.do(edits.codebook.add, "topic", f"Topic {number}"),
            session.do(edits.codebook.add, "actor", f"Actor {number}"),
        )
        assert topic is not None
        assert actor is not None
        tag_claim(session, 1, Span(0, 4), (actor,), topic, Stance.FAVOR)
    page.choose(topics["trade"], actors["ordun"])
    press(qtbot, page, Qt.Key.Key_End, control=True)
    last = page.grid.rect_of(page.grid.row_id, page.grid.column_id)
    assert page.grid._layout.body.contains(last)
    assert page.grid.verticalScrollBar().value() > 0
    click(qtbot, page, page.grid.row_id, page.grid.column_id)
    last_row, last_column = len(page.model.rows) - 1, len(page.model.columns) - 1
    assert cell_words(page.grid, page.model.rows[last_row], page.model.columns[last_column]) == "▲1"
    press(qtbot, page, Qt.Key.Key_Home, control=True)
    assert page.grid.verticalScrollBar().value() == page.grid.horizontalScrollBar().value() == 0


def test_another_scheme_repaints_the_cells(page: MatrixPage, session: Session, light: QApplication) -> None:
    cell = (TRADE, ORDUN)
    assert pixels(picture(page, *cell), "favor_ground") > 300
    before = picture(page, *cell)
    theme.apply(light, "dark")
    assert pixels(picture(page, *cell), "favor_ground") > 300
    assert picture(page, *cell) != before
    theme.apply(light, "light")
    assert picture(page, *cell) == before


def test_the_mouse_at_rest_is_told_topic_actor_and_counts(page: MatrixPage, session: Session) -> None:
    point = page.grid.rect_of(TRADE, ELBAR).center()
    where = page.grid.viewport().mapToGlobal(point)
    QApplication.sendEvent(page.grid.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, where))
    told = QToolTip.text()
    assert "Elbar Nim" in told
    assert "Tarn should trade more" in told
    assert "1 favor, 1 against: contradictory" in told
    QApplication.sendEvent(page.grid.viewport(), QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), where))
    QToolTip.hideText()


def test_empty_actors_are_shown_on_demand_and_when_they_are_chosen(
    page: MatrixPage, session: Session, qtbot: QtBot
) -> None:
    topics, actors = ids(session)
    assert page.grid.rect_of(None, TARN).isEmpty()
    page.choose(topics["bridge"], actors["tarn"])
    assert not page.hide_empty.isChecked()
    assert not page.grid.rect_of(None, TARN).isEmpty()
    assert page.evidence.title.text() == "Tarn · Bridge"
    qtbot.mouseClick(page.hide_empty, Qt.MouseButton.LeftButton)
    assert page.grid.rect_of(None, TARN).isEmpty()


def test_a_hidden_page_catches_up_when_it_is_shown(page: MatrixPage, session: Session) -> None:
    topics, actors = ids(session)
    cell = (BRIDGE, ORDUN)
    page.grid.choose(*cell)
    page.hide()
    tag_claim(session, 1, Span(0, 4), (actors["ordun"],), topics["bridge"], Stance.FAVOR)
    assert len(quotes(page)) == 1
    page.show()
    assert cell_words(page.grid, *cell) == "▲1 ▼1"
    assert len(quotes(page)) == 2


def test_deleting_the_chosen_claim_leaves_its_neighbour_chosen(page: MatrixPage, session: Session) -> None:
    topics, actors = ids(session)
    page.choose(topics["trade"], actors["elbar"])
    page.evidence.list.setCurrentIndex(page.evidence.model.index(2))
    session.done(edits.claims.delete, [page.evidence.model.rows()[2].claim_id])
    assert page.evidence.list.currentIndex().row() == 1


def test_an_empty_project_shows_what_to_do(light: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(Messages())
    session.create(tmp_path / "empty.visavis", empty=True)
    page = make_page(MatrixPage, session)
    qtbot.addWidget(page)
    page.show()
    assert not page.grid.isVisible()
    assert page.filters.result.text() == "0 of 0 topics, 0 of 0 actors"
    session.close()


def test_evidence_asks_a_closed_project_for_nothing(page: MatrixPage, session: Session) -> None:
    topics, _ = ids(session)
    page.choose(topics["trade"], None)
    assert page.evidence.model.rowCount() == 3
    session.close()
    # the list would read what comes into view
    page.evidence.resize(page.evidence.width(), 900)
    QApplication.processEvents()
    assert quotes(page) == []


def test_another_project_forgets_the_choice(page: MatrixPage, session: Session, tmp_path: Path) -> None:
    topics, actors = ids(session)
    page.choose(topics["trade"], actors["elbar"])
    session.create(tmp_path / "other.visavis", empty=True)
    assert (page.grid.row_id, page.grid.column_id) == (None, None)
    assert page.evidence.title.text() == "Evidence"
    assert not page.grid.isVisible()


def test_a_row_tells_each_claim_once_though_its_total_counts_each_actor(page: MatrixPage, session: Session) -> None:
    topics, _ = ids(session)
    page.choose(topics["trade"], None)
    assert page.model.counts(TRADE, None) == (2, 1, 0, 0)
    assert page.evidence.counted.counts == (1, 1, 0, 0)


def test_the_compact_matrix_shows_twenty_actors_in_a_window_of_1280_and_is_kept(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.ini")
    topics, _actors = ids(session)
    for number in range(30):
        actor = session.do(edits.codebook.add, "actor", f"Delegation of {number:02}")
        for stance in (Stance.FAVOR, Stance.AGAINST):
            tag_claim(session, 1, Span(number % 9, 10), (actor,), topics["bridge"], stance)
    page = MatrixPage(session, FileDialogs(), settings)
    qtbot.addWidget(page)
    page.resize(1280, 740)
    with qtbot.waitExposed(page):
        page.show()

    def seen() -> int:
        body = page.grid._layout.body
        rects = (page.grid._layout.rect(0, column) for column in range(len(page.model.columns)))
        return sum(body.left() <= rect.left() and rect.right() <= body.right() for rect in rects)

    assert seen() < 12
    rows = page.grid._layout.row
    qtbot.mouseClick(page.compact, Qt.MouseButton.LeftButton)
    assert seen() >= 20
    assert page.grid._layout.row <= rows
    # both stances of a cell are painted on their grounds, with a frame
    rect = page.grid.rect_of(BRIDGE, page.model.columns[5])
    image = page.grid.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    points = [(x, y) for x in range(rect.left(), rect.right()) for y in range(rect.top(), rect.bottom())]
    colors = {image.pixel(round(x * ratio), round(y * ratio)) for x, y in points}
    assert {theme.color(name).rgb() for name in ("favor_ground", "against_ground", "accent")} <= colors
    # a third stance in one cell makes room for itself
    tag_claim(session, 1, Span(0, 4), (ids(session)[1]["delegation-of-05"],), topics["bridge"], Stance.NEUTRAL)
    qtbot.waitUntil(lambda: page.grid._cells.height >= 3 * page.grid._cells._part_height)
    # another page, another start
    again = MatrixPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(again)
    assert again.compact.isChecked()
    assert again.grid.compact
    qtbot.mouseClick(page.compact, Qt.MouseButton.LeftButton)
    assert seen() < 12


def test_the_evidence_follows_an_edit_by_the_documents_that_it_touched(
    page: MatrixPage, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["elbar"],), topics["trade"], Stance.FAVOR)
    click(qtbot, page, TRADE, ELBAR)
    read: list[list[int] | None] = []
    cell_claims = matrix.cell_claims

    def note(*asked: Any, **named: Any) -> list[counts.ClaimPlace]:
        read.append(asked[4] if len(asked) > 4 else None)
        return cell_claims(*asked, **named)

    monkeypatch.setattr(matrix, "cell_claims", note)
    before, counted = quotes(page), page.evidence.counted.counts
    tag_claim(session, 1, Span(5, 10), (actors["elbar"],), topics["trade"], Stance.FAVOR)
    assert quotes(page) == [before[0], "marin", *before[1:]]
    assert page.evidence.counted.counts == (counted[0] + 1, *counted[1:])
    session.undo()
    assert (quotes(page), page.evidence.counted.counts) == (before, counted)
    # an edit elsewhere asks for nothing, and is no gap
    tag_claim(session, 1, Span(5, 10), (actors["ordun"],), topics["bridge"], Stance.FAVOR)
    tag_claim(session, 1, Span(5, 10), (actors["elbar"],), topics["trade"], Stance.AGAINST)
    assert page.evidence.counted.counts == (counted[0], counted[1] + 1, *counted[2:])
    assert read == [[1]] * 3
