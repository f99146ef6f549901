"""What a screen reader is told: names, roles, cells, and what is said when a claim is chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.values import Stance
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts.stance_cells import counts_text
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES, TABS
from desktop.store.edits import documents as edit_documents

from ..store.making import BRIEF, make_project
from .window_kit import CTRL, close_window, keys, open_window, page_of, span_of, tag_claim

Node = QAccessibleInterface
Name, Role = QAccessible.Text.Name, QAccessible.Role
# of a list of thousands the first children tell enough
_MOST = 60


@pytest.fixture
def heard() -> Iterator[None]:
    """Somebody hears the window."""
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(before)


@pytest.fixture
def window(heard: None, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    database = make_project(path)
    edit_documents.add_documents(database, [BRIEF])
    database.close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced from now on, and what is told to have the focus, in their order."""
    found: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            found.append(event.message())
        elif event.type() == QAccessible.Event.Focus:
            found.append(f"focus: {event.accessibleInterface().text(Name)}")

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return found


def walk(node: Node | None, above: tuple[str, ...] = ()) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Yield all that is seen of a tree, each with the roles and names that lead to it."""
    if node is None or not node.isValid() or node.state().invisible:
        return
    here = (*above, f"{node.role().name} {node.text(Name)}".strip())
    yield node, here
    for at in range(min(node.childCount(), _MOST)):
        yield from walk(node.child(at), here)


def tree_of(widget: QWidget) -> list[tuple[Node, tuple[str, ...]]]:
    QApplication.processEvents()
    return list(walk(QAccessible.queryAccessibleInterface(widget)))


@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_all_that_takes_the_focus_has_a_name(window: MainWindow, key: str) -> None:
    window.show_page(key)
    # an empty cell of a table is told by its head
    controls = [(node, trail) for node, trail in tree_of(window) if node.state().focusable and node.role() != Role.Cell]
    assert len(controls) > 3
    assert not [trail[-6:] for node, trail in controls if not node.text(Name).strip()]


def test_what_opens_over_the_window_has_names_too(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("page_read")
    pane = window.desk.panes[0]
    pane.find_bar.begin()
    window.show_keys()
    window.show_preferences()
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert len(shown) > 2
    for top in shown:
        for node, trail in tree_of(top):
            assert node.text(Name).strip() or not node.state().focusable or node.role() == Role.Cell, trail[-6:]
    for top in shown:
        if top is not window:
            top.close()


def test_the_tabs_are_radio_buttons_and_one_is_pressed(window: MainWindow) -> None:
    window.show_page("page_claims")
    radios = [node for node, _trail in tree_of(window.top_bar) if node.role() == Role.RadioButton]
    assert [node.text(Name) for node in radios] == [row.title for row in TABS]
    assert [node.text(Name) for node in radios if node.state().checked] == ["Claims"]


def test_parts_beside_each_other_come_from_the_left(window: MainWindow) -> None:
    window.show_page("page_read")
    window.reading.sides.show_side("panel")
    trails = [trail[-1] for _node, trail in tree_of(window.reading)]
    names = ("List Documents", "EditableText Text of The Élbar papers", "List Related claims")
    assert [name for name in trails if name in names] == list(names)


def test_panes_are_named_by_their_documents(window: MainWindow) -> None:
    window.desk.open(1)
    window.desk.open(2, beside=True)
    names = [node.text(Name) for node, _trail in tree_of(window.desk)]
    assert "Text of The Élbar papers" in names
    assert "Text of Melka" in names


def test_the_library_says_what_a_document_is_and_whether_it_is_open(window: MainWindow) -> None:
    window.desk.clear()
    window.desk.open(1)
    items = [node.text(Name) for node, _trail in tree_of(window.library.list) if node.role() == Role.ListItem]
    (first,) = [one for one in items if one.startswith("The Élbar papers")]
    assert first == "The Élbar papers, 26 April 2024, interview, Tarn Herald, 3 claims, open"
    (other,) = [one for one in items if one.startswith("Melka")]
    assert not other.endswith("open")


def test_a_list_of_claims_says_stance_actors_and_topic_before_the_words(window: MainWindow) -> None:
    window.desk.open(1)
    panel = window.reading.claim_panel
    panel.show_claim(1)
    items = [node.text(Name) for node, _trail in tree_of(panel.list) if node.role() == Role.ListItem]
    assert "favor, Ordun Vask, Elbar Nim, Trade: marin tosk 😀 elbar" in items
    assert "against, Elbar Nim, Trade: tosk" in items


def test_j_and_k_say_the_claim(window: MainWindow, qtbot: QtBot, said: list[str]) -> None:
    window.show_page("page_read")
    window.desk.open(1).view.setFocus()
    keys(qtbot, "j")
    assert said[-1] == "favor, Ordun Vask, Elbar Nim, Trade. Claim 1 of 3. marin tosk 😀 elbar"
    keys(qtbot, "j", "j")
    assert said[-1] == "against, Ordun Vask, Bridge. Claim 3 of 3. “nimor” ést"
    keys(qtbot, "k")
    assert said[-1] == "against, Elbar Nim, Trade. Claim 2 of 3. tosk"
    # and nothing follows once the cursor has come to rest
    before = list(said)
    qtbot.wait(400)
    assert said == before


def test_the_cursor_says_the_claim_it_comes_into_and_that_it_left(
    window: MainWindow, qtbot: QtBot, said: list[str]
) -> None:
    window.show_page("page_read")
    view = window.desk.open(1).view
    view.setFocus()
    view.select(0, 0)
    qtbot.wait(300)
    said.clear()
    keys(qtbot, *[Qt.Key.Key_Right] * 6)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["favor, Ordun Vask, Elbar Nim, Trade"]
    keys(qtbot, *[Qt.Key.Key_Right] * 7)
    qtbot.waitUntil(lambda: len(said) > 1)
    assert said[1:] == ["against, Elbar Nim, Trade"]
    keys(qtbot, Qt.Key.Key_Down)
    keys(qtbot, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: len(said) > 2)
    assert said[2:] == ["End of the claim"]


def matrix_table(window: MainWindow) -> Node:
    tables = [node for node, _trail in tree_of(window.pages.shown) if node.role() == Role.Table]
    assert len(tables) == 1
    return tables[0]


def cells_of(table: Node) -> dict[tuple[str, str], str]:
    """Return what stands in each cell by the names of its row and its column."""
    children = [table.child(at) for at in range(table.childCount())]
    heads = [one.text(Name) for one in children if one.role() == Role.ColumnHeader]
    found: dict[tuple[str, str], str] = {}
    row = ""
    at = 0
    for one in children:
        if one.role() == Role.RowHeader:
            row, at = one.text(Name), 0
        elif one.role() == Role.Cell:
            found[row, heads[at]] = one.text(Name)
            at += 1
    return found


def test_the_matrix_is_a_table_with_heads_and_cells(window: MainWindow) -> None:
    window.show_page("page_matrix")
    page = page_of(window, MatrixPage)
    table = matrix_table(window)
    assert table.text(Name) == page.model.about
    cells, model = cells_of(table), page.model
    assert cells["Trade", "Elbar Nim"] == "1 favor, 1 against: contradictory"
    assert cells["Bridge", "Elbar Nim"] == "1 neutral"
    assert cells["Bridge", "Total"] == "1 against, 1 neutral"
    assert len(cells) == (len(model.rows) + 1) * (len(model.columns) + 1)
    for at, row in enumerate(model.rows):
        for place, column in enumerate(model.columns):
            heads = model.head(True, at).name, model.head(False, place).name
            assert cells[heads] == counts_text(model.counts(row, column))


def test_the_table_of_the_matrix_follows_what_is_tagged_and_shown(window: MainWindow) -> None:
    window.show_page("page_matrix")
    page, own = page_of(window, MatrixPage), window.session
    assert cells_of(matrix_table(window))["Bridge", "Ordun Vask"] == "1 against"
    text = own.read(lambda database: window.desk.model(1).text)
    bridge = next(number for number, topic in own.topics().items() if topic.key == "bridge")
    ordun = next(number for number, actor in own.actors().items() if actor.key == "ordun")
    tag_claim(own, 1, span_of(text, "velo pardun"), (ordun,), bridge, Stance.FAVOR)
    QApplication.processEvents()
    assert cells_of(matrix_table(window))["Bridge", "Ordun Vask"] == "1 favor, 1 against: contradictory"
    page.set_view(page.view.changed(transpose=True))
    assert cells_of(matrix_table(window))["Ordun Vask", "Bridge"] == "1 favor, 1 against: contradictory"


def test_arrows_in_the_matrix_take_a_reader_from_cell_to_cell(
    window: MainWindow, qtbot: QtBot, said: list[str]
) -> None:
    window.show_page("page_matrix")
    page = page_of(window, MatrixPage)
    page.grid.setFocus()
    page.grid.choose(("trade",), ("elbar",))
    QApplication.processEvents()
    assert said[-1] == "focus: 1 favor, 1 against: contradictory"
    said.clear()
    keys(qtbot, Qt.Key.Key_Left if page.model.column_of(("elbar",)) else Qt.Key.Key_Right)
    QApplication.processEvents()
    assert said == [f"focus: {counts_text(page.model.counts(page.grid.row_id, page.grid.column_id))}"]


def test_the_table_for_readers_paints_nothing_and_takes_no_click(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("page_matrix")
    grid = page_of(window, MatrixPage).grid
    QApplication.processEvents()
    assert grid._spoken is not None
    assert grid._spoken.isVisible()
    with_it = grid.viewport().grab().toImage()
    grid._spoken.hide()
    assert grid.viewport().grab().toImage() == with_it
    grid._spoken.show()
    place = grid.rect_of(("trade",), ("elbar",)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (grid.row_id, grid.column_id) == (("trade",), ("elbar",))
    # and it stands where the cell does
    index = grid._spoken.currentIndex()
    spoken = grid._spoken.visualRect(index).translated(grid._spoken.viewport().pos())
    assert abs(spoken.center().x() - place.x()) <= 2
    assert abs(spoken.center().y() - place.y()) <= 2


def test_nobody_who_hears_nothing_pays_for_it(window: MainWindow) -> None:
    QAccessible.setActive(False)
    window.show_page("page_matrix")
    assert page_of(window, MatrixPage).grid._spoken is None


def test_a_column_and_the_whole_line_are_cells_too(window: MainWindow, said: list[str]) -> None:
    window.show_page("page_matrix")
    page = page_of(window, MatrixPage)
    page.grid.setFocus()
    page.grid.choose(("bridge",), None)
    QApplication.processEvents()
    page.grid.choose(None, ("elbar",))
    QApplication.processEvents()
    totals = [counts_text(page.model.counts(*line)) for line in ((("bridge",), None), (None, ("elbar",)))]
    assert [one for one in said if one.startswith("focus")][-2:] == [f"focus: {one}" for one in totals]


def press(node: Node) -> None:
    actions = node.actionInterface()
    actions.doAction(actions.actionNames()[0])
    QApplication.processEvents()


def test_a_reader_turns_pages_and_switches(window: MainWindow, qtbot: QtBot) -> None:
    shown: list[str] = []
    window.top_bar.page_wanted.connect(shown.append)
    radios = {node.text(Name): node for node, _trail in tree_of(window.top_bar) if node.role() == Role.RadioButton}
    press(radios["Matrix"])
    assert window.pages.current == "page_matrix"
    grid = page_of(window, MatrixPage).grid
    (compact,) = [node for node, _trail in tree_of(window.pages.shown) if node.text(Name) == "Compact"]
    press(compact)
    assert grid.compact
    press(compact)
    assert not grid.compact
    (pick,) = [node for node, _trail in tree_of(window.pages.shown) if node.text(Name) == "+ filter"]
    press(pick)
    assert page_of(window, MatrixPage).filters.bar.isVisible()
    qtbot.mouseClick(window.top_bar._buttons["page_read"], Qt.MouseButton.LeftButton)
    keys(qtbot, Qt.Key.Key_4, modifier=CTRL)
    # each once, and a key, which presses the tab, not at all
    assert shown == ["page_matrix", "page_read"]
    assert window.pages.current == "page_claims"


def test_a_reader_changes_a_stance(window: MainWindow) -> None:
    window.show_page("page_read")
    pane = window.desk.open(1)
    pane.view.show_claim(1)
    window.desk.choose(1, source=pane)
    QApplication.processEvents()
    row = window.reading.claim_panel.choices["stance"]
    (against,) = [node for node, _trail in tree_of(row) if node.text(Name) == "against"]
    assert against.parent().text(Name) == "Stance"
    press(against)
    claim = window.session.claim(1)
    assert claim is not None
    assert claim.stance == Stance.AGAINST
