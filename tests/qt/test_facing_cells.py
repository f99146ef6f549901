"""Two cells of the matrix facing each other, from the matrix by real keys and mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.outline import LineKey
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.core.views import View
from desktop.qt.findings.compare_page import CHOOSE_PLACES, ComparePage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits
from tests.qt.window_kit import CTRL, close_window, facing_words, keys, open_window, page_of, quotes_of

from ..store.making import make_project
from .test_matrix_model import BRIDGE, ELBAR, ORDUN, TRADE, ids
from .window_kit import tag_claim

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    found.show_page("page_matrix")
    yield found
    close_window(found)


def click(window: MainWindow, qtbot: QtBot, topic: LineKey | None, actor: LineKey | None) -> None:
    grid = page_of(window, MatrixPage).grid
    qtbot.mouseClick(grid.viewport(), LEFT, pos=grid.rect_of(topic, actor).center())


def words(window: MainWindow) -> list[tuple[str, ...]]:
    return [row.words for row in page_of(window, ComparePage).table.findings.rows]


def sides(window: MainWindow) -> list[tuple[str, list[str]]]:
    return [(side.title.text(), quotes_of(side)) for side in page_of(window, ComparePage).facing.sides]


def menu(window: MainWindow, topic: LineKey | None, actor: LineKey | None) -> dict[str, object]:
    """Open the context menu below the mouse and return its actions by their words."""
    viewport = page_of(window, MatrixPage).grid.viewport()
    point: QPoint = page_of(window, MatrixPage).grid.rect_of(topic, actor).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return {action.text().split("\t")[0]: action for action in found.actions() if action.text()}


def test_two_cells_marked_by_keys_face_each_other(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window, MatrixPage)
    click(window, qtbot, TRADE, ORDUN)
    before = page.grid.viewport().grab(page.grid.rect_of(TRADE, ORDUN)).toImage()
    keys(qtbot, "a")
    assert "Ordun Vask · Trade" in page.side.text()
    assert page.grid.pins == {(TRADE, ORDUN): "A"}
    assert page.grid.viewport().grab(page.grid.rect_of(TRADE, ORDUN)).toImage() != before
    click(window, qtbot, TRADE, ELBAR)
    keys(qtbot, "b")
    assert window.pages.current == "page_compare"
    assert words(window) == [("≈ mixed", "Trade", "▲1", "▲1 ▼1"), ("all", "All topics", "▲1", "▲1 ▼1")]
    assert sides(window) == [
        ("Actor Ordun Vask · Topic Trade", ["marin tosk 😀 elbar"]),
        ("Actor Elbar Nim · Topic Trade", ["marin tosk 😀 elbar", "tosk"]),
    ]
    window.show_page("page_matrix")
    assert page.grid.pins == {}, "the next two are others"
    assert not page.side.isVisible()


def test_cells_of_different_topics_face_each_other_whole(window: MainWindow, qtbot: QtBot) -> None:
    click(window, qtbot, BRIDGE, ORDUN)
    keys(qtbot, "b")
    click(window, qtbot, TRADE, ELBAR)
    keys(qtbot, "a")
    assert [row[0] for row in words(window)] == ["only A", "only B", "all"]
    assert [quotes for _, quotes in sides(window)] == [["marin tosk 😀 elbar", "tosk"], ["“nimor” ést"]]


def test_a_mark_is_forgotten_by_a_click_and_nothing_chosen_is_told(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, "a")
    assert page_of(window, MatrixPage).grid.pins == {}
    assert "Choose a cell" in window.notice.label.text()
    click(window, qtbot, TRADE, ORDUN)
    keys(qtbot, "a")
    qtbot.mouseClick(page_of(window, MatrixPage).side, LEFT)
    assert page_of(window, MatrixPage).grid.pins == {}


def test_a_head_is_compared_with_what_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    menu(window, None, ORDUN)["Compare with…"].trigger()  # type: ignore[attr-defined]
    page = page_of(window, ComparePage)
    assert window.pages.current == "page_compare"
    assert page.a.text() == "Ordun Vask"
    assert facing_words(page.facing) == CHOOSE_PLACES
    assert page.b.hasFocus()
    keys(qtbot, "elbar", Qt.Key.Key_Return)
    assert page.b.text() == "Elbar Nim"
    assert [row[:2] for row in words(window)][:2] == [("≈ mixed", "Trade"), ("only A", "Bridge")]
    assert page.table.hasFocus(), "on to what was found"


def test_any_axes_can_face_each_other_each_under_its_own_filter(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["bridge"], Stance.FAVOR)
    page = page_of(window, MatrixPage)
    page.set_view(View().changed(rows="country", columns="month", where="stance=favor"))
    page.grid.choose(("Tarn",), ("2024-04",))
    page.grid.setFocus()
    keys(qtbot, "a")
    page.set_view(View().changed(rows="voice", columns="document"))
    assert page.grid.pins == {}, "these lines mean other things"
    page.grid.choose(("reported",), None)
    page.grid.setFocus()
    keys(qtbot, "b")
    # Ordun belongs to Tarn; in favor only
    assert words(window)[0] == ("≠ disagree", "Bridge", "▲1", "▼1")
    titles = [title for title, _ in sides(window)]
    assert titles == ["Month 2024-04 · Country Tarn (stance favor)", "Voice reported"]


def test_the_sides_follow_edits_and_another_kind_begins_anew(window: MainWindow, qtbot: QtBot) -> None:
    topics, actors = ids(window.session)
    for letter, actor in (("A", "ordun"), ("B", "elbar")):
        page_of(window, MatrixPage).choose(topics["trade"], actors[actor])
        page_of(window, MatrixPage).mark_side(letter)
    claim = next(one for one in window.session.claims() if one.quote == "tosk")
    window.session.done(edits.claims.delete, [claim.id])
    qtbot.waitUntil(lambda: words(window)[0] == ("= agree", "Trade", "▲1", "▲1"))
    window.session.undo()
    qtbot.waitUntil(lambda: words(window)[0][0] == "≈ mixed")
    qtbot.mouseClick(page_of(window, ComparePage).kind.button("document"), LEFT)
    assert words(window) == []
    assert (page_of(window, ComparePage).a.text(), page_of(window, ComparePage).b.text()) == ("", "")


def test_the_matrix_is_copied_as_it_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    page_of(window, MatrixPage).grid.setFocus()
    keys(qtbot, "c", modifier=CTRL)
    data = QApplication.clipboard().mimeData()
    assert data.text().split("\n")[:3] == [
        "\tOrdun Vask\tElbar Nim\tΣ mentions",
        "Trade\t▲1\t▲1 ▼1\t3",
        "Bridge\t▼1\t\t1",
    ]
    assert "<th>Ordun Vask</th>" in data.html()
    assert window.statusBar().currentMessage() == "2 rows copied as a table."
