"""The export panel opens on what the page shows, and counts what the window shows."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.findings.compare_page import ComparePage
from desktop.qt.history.page import HistoryPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.quotations.quotations_page import QuotationsPage
from desktop.qt.reading.library_model import DOCUMENT_ROLE
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits

from ..store.making import make_project
from .window_kit import CTRL, close_window, keys, open_window, page_of, tag_claim


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    yield found
    if found.exports.panel is not None:
        found.exports.panel.close()
    close_window(found)


def exported(window: MainWindow, qtbot: QtBot, folder: Path) -> dict[str, object]:
    """Press Ctrl+E on the page in view, save as JSON, and return the panel's table and what the file holds."""
    keys(qtbot, Qt.Key.Key_E, modifier=CTRL)
    panel = window.exports.panel
    assert panel is not None
    assert panel.isVisible()
    what = panel.what
    panel.choose(what, form="json")
    path = folder / f"{what}.json"
    window.dialogs.save_table = lambda _parent, _suggestion: path
    with qtbot.waitSignal(panel.saved):
        qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    panel.close()
    window.activateWindow()
    return {"what": what, **json.loads(path.read_bytes())}


@pytest.mark.parametrize(
    ("key", "modifier", "what"),
    [
        (Qt.Key.Key_1, CTRL, "claims"),
        (Qt.Key.Key_2, CTRL, "view"),
        (Qt.Key.Key_3, CTRL, "traces"),
        (Qt.Key.Key_4, CTRL, "claims"),
        (Qt.Key.Key_5, CTRL, "topics"),
        (Qt.Key.Key_6, CTRL, "history"),
        (Qt.Key.Key_7, CTRL, "both_sides"),
        (Qt.Key.Key_9, CTRL, "timeline"),
    ],
)
def test_each_page_s_own_table_is_offered_first(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, key: Qt.Key, modifier: Qt.KeyboardModifier, what: str
) -> None:
    keys(qtbot, key, modifier=modifier)
    page = window.pages.currentWidget()
    if isinstance(page, QuotationsPage):
        qtbot.waitUntil(lambda: window.session.traces.state == "ready")
    assert exported(window, qtbot, tmp_path)["what"] == what


def test_two_sides_that_are_compared_are_the_table_s_sides(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    keys(qtbot, Qt.Key.Key_8, modifier=CTRL)
    ids = {actor.key: number for number, actor in window.session.actors().items()}
    page_of(window, ComparePage).choose("actor", ids["ordun"], ids["elbar"])
    told = exported(window, qtbot, tmp_path)
    assert (told["what"], told["caption"]) == ("compare_actors", "Ordun Vask and Elbar Nim face to face")


def test_two_cells_that_face_each_other_are_the_table_s_sides(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    keys(qtbot, Qt.Key.Key_2, modifier=CTRL)
    grid = page_of(window, MatrixPage).grid
    for key, letter in (("ordun", "a"), ("elbar", "b")):
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(("trade",), (key,)).center())
        keys(qtbot, letter)
    told = exported(window, qtbot, tmp_path)
    assert told["what"] == "compare_cells"
    assert told["caption"] == "Actor Ordun Vask · Topic Trade and Actor Elbar Nim · Topic Trade face to face"


def test_the_page_s_filter_is_the_file_s_filter(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    keys(qtbot, Qt.Key.Key_4, modifier=CTRL)
    page = window.pages.currentWidget()
    assert isinstance(page, ClaimsPage)
    page.set_filter(ClaimFilter(stances=(Stance.AGAINST,)))
    told = exported(window, qtbot, tmp_path)
    assert told["notes"] == ["Filter: stance against."]
    assert len(told["rows"]) == 2  # type: ignore[arg-type]
    qtbot.mouseClick(page.export_all, Qt.MouseButton.LeftButton)
    panel = window.exports.panel
    assert panel is not None
    assert (panel.isVisible(), panel.what, panel.chosen.request.where) == (True, "claims", "stance=against")


def test_a_search_s_results_are_exported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    keys(qtbot, Qt.Key.Key_L, modifier=CTRL)
    keys(qtbot, "marin")
    qtbot.waitUntil(lambda: window.library.model.query == "marin")
    told = exported(window, qtbot, tmp_path)
    assert told["what"] == "search"
    assert told["notes"] == ["Searched for: marin.", "Filter: all claims."]
    assert {row["found"] for row in told["rows"]} >= {"document", "claim"}  # type: ignore[attr-defined]


def test_only_the_listed_steps_are_exported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.database.set_coder("Mira")
    window.session.do(edits.codebook.add, "actor", "Quon")
    keys(qtbot, Qt.Key.Key_6, modifier=CTRL)
    field = page_of(window, HistoryPage).filter.coder
    qtbot.waitUntil(lambda: field.findData("Mira") >= 0)
    field.setCurrentIndex(field.findData("Mira"))
    told = exported(window, qtbot, tmp_path)
    assert told["notes"] == ["Steps: by Mira."]
    assert [row["text"] for row in told["rows"]] == ["Add actor Quon"]  # type: ignore[attr-defined]


def test_the_window_counts_only_the_claims_that_it_shows(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    ids = {table: {one.key: one.id for one in found.values()} for table, found in (("actor", session.actors()),)}
    trade = next(topic.id for topic in session.topics().values() if topic.key == "trade")
    session.database.set_coder("Mira")
    claim = tag_claim(session, 1, Span(0, 4), (ids["actor"]["tarn"],), trade, Stance.FAVOR)
    assert claim is not None
    keys(qtbot, Qt.Key.Key_5, modifier=CTRL)
    page = page_of(window, CodebookPage)

    def counted() -> tuple[int, int, int, str]:
        document = window.library.model.index(0).data(DOCUMENT_ROLE)
        listed = window.status.counts.text()
        return document.claim_count, session.usage("topic")[trade], session.usage("actor")[ids["actor"]["tarn"]], listed

    assert counted()[:3] == (4, 3, 1)
    shown = page.model._uses[trade]
    session.hide_coders(["Mira"])
    assert counted()[:3] == (3, 2, 0)
    assert "3 claims" in counted()[3]
    assert page.model._uses[trade] == shown - 1
    # what is changed while they are hidden is counted right, too
    session.do(edits.claims.change, claim, actor_ids=(ids["actor"]["elbar"],))
    tag_claim(session, 1, Span(5, 8), (ids["actor"]["tarn"],), trade, Stance.FAVOR)
    assert counted()[:3] == (3, 2, 0)
    session.hide_coders([])
    assert counted()[:3] == (5, 4, 1)


def test_the_library_s_list_is_exported_from_its_menu(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    place = window.library.list.visualRect(window.library.model.index(0)).center()
    window.library.list.customContextMenuRequested.emit(place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Export this list…").trigger()
    menu.close()
    panel = window.exports.panel
    assert panel is not None
    assert (panel.what, panel.isVisible()) == ("documents", True)
    assert panel.chosen.request.order == (1,)
    assert panel.told.text().startswith("1 row,")
