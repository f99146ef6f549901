"""The matrix page by any axes: pills, filter, saved views, groups, evidence, by real keys and clicks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.outline import LineKey
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.core.views import CELLS, CellKind, View
from desktop.project import matrix_table
from desktop.project.matrix_table import WRITERS
from desktop.qt import theme
from desktop.qt.matrix.page import PLAIN, MatrixPage
from desktop.qt.parts.field_choices import Pill
from desktop.qt.parts.page import GotoClaim
from desktop.qt.session import Session
from desktop.store import edits
from tests.qt.window_kit import cell_words, make_page

from .test_matrix_model import BRIDGE, ORDUN, TRADE, ids
from .test_matrix_page import pixels, quotes
from .window_kit import tag_claim

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> MatrixPage:
    found = make_page(MatrixPage, session)
    qtbot.addWidget(found)
    found.resize(1280, 700)
    with qtbot.waitExposed(found):
        found.show()
    return found


def pick(pill: Pill, words: str) -> None:
    """Choose in a pill's menu; opening it is what fills it."""
    pill.choices.aboutToShow.emit()
    menus = (pill.choices, *pill.choices.findChildren(QMenu))
    next(one for menu in menus for one in menu.actions() if one.text() == words).trigger()


def table(page: MatrixPage) -> dict[tuple[str, str], str]:
    """Return the texts of all cells that hold something, by the names of their lines."""
    model = page.grid.model
    found = {}
    for row in range(len(model.rows)):
        for column in range(len(model.columns)):
            text = cell_words(page.grid, model.rows[row], model.columns[column])
            if text:
                found[model.head(True, row).name, model.head(False, column).name] = text
    return found


def picture(page: MatrixPage, row: LineKey | None, column: LineKey | None) -> QImage:
    return page.grid.viewport().grab(page.grid.rect_of(row, column)).toImage()


def heads(page: MatrixPage) -> list[str]:
    model = page.grid.model
    return [model.head(True, row).name for row in range(len(model.rows))]


def test_the_page_begins_with_the_matrix_that_follows_each_edit(page: MatrixPage) -> None:
    assert page.view == PLAIN
    assert page.bar.rows.text() == "Rows topic"
    assert page.bar.columns.text() == "Columns actor"


def test_axes_are_chosen_in_the_pills(page: MatrixPage) -> None:
    pick(page.bar.rows, "Voice")
    assert table(page) == {
        ("direct", "Ordun Vask"): "▲1",
        ("direct", "Elbar Nim"): "▲1",
        ("reported", "Ordun Vask"): "▼1",
        ("author", "Elbar Nim"): "▼1",
    }
    assert page.filters.result.text() == "3 rows, 2 columns"
    pick(page.bar.columns, "Month")
    assert table(page)["direct", "2024-04"] == "▲1", "a claim of two actors counts once without actors"
    pick(page.bar.rows, "Topic")
    pick(page.bar.columns, "Actor")
    assert page.view == PLAIN


def test_what_stands_on_the_other_side_changes_places(page: MatrixPage) -> None:
    pick(page.bar.rows, "Actor")
    assert (str(page.view.rows), str(page.view.columns)) == ("actor", "topic")
    assert table(page)["Elbar Nim", "Trade"] == "▲1 ▼1"


def test_transposing_exchanges_rows_and_columns(page: MatrixPage, qtbot: QtBot) -> None:
    before = {(column, row): text for (row, column), text in table(page).items()}
    qtbot.mouseClick(page.bar.transpose, LEFT)
    assert table(page) == before
    assert page.grid.accessibleName() == "Matrix of actor and topic"


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ("net (favor − against)", "0  (1 : 1)"),
        ("share", "67%"),
        ("dominant stance", "balanced"),
        ("first and last date", "2024-04-26"),
    ],
)
def test_cells_tell_what_the_pill_says(page: MatrixPage, cells: str, text: str) -> None:
    pick(page.bar.cells, cells)
    assert table(page)["Trade", "Elbar Nim"] == text


def test_one_on_each_side_differs_from_nothing_in_a_net_cell(page: MatrixPage) -> None:
    pick(page.bar.cells, "net (favor − against)")
    told = table(page)
    assert told["Trade", "Ordun Vask"] == "+1  (1 : 0)"
    assert told["Bridge", "Ordun Vask"] == "−1  (0 : 1)"
    assert ("Bridge", "Elbar Nim") not in told
    assert page.scale.isVisible()
    assert page.scale.text() == "▼ against – favor ▲"
    # the strongest ground, the frame of both sides, the faint dot of nothing
    favor = picture(page, ("trade",), ("ordun",))
    strongest = theme.mixed("page", "favor", 0.42)
    assert sum(favor.pixelColor(x, 20) == strongest for x in range(favor.width())) > 20
    assert pixels(picture(page, ("trade",), ("elbar",)), "accent") > 60
    assert pixels(picture(page, ("bridge",), ("elbar",)), "accent") == 0


def contrast(one: QColor, other: QColor) -> float:
    def light(color: QColor) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tone", ["favor", "against", "neutral", "accent"])
def test_words_can_be_read_on_the_strongest_ground(light: QApplication, scheme: str, tone: str) -> None:
    theme.apply(light, scheme)
    assert contrast(theme.color("ink"), theme.mixed("page", tone, 0.42)) >= 4.5


def test_quotes_are_counted_and_begin_in_the_cell(page: MatrixPage) -> None:
    pick(page.bar.cells, "quotes")
    lines = table(page)["Trade", "Elbar Nim"].split("\n")
    assert lines[0] == "2 quotes"
    assert "marin tosk 😀 elbar" in " ".join(lines[1:])
    assert page.grid.rect_of(("trade",), ("elbar",)).width() > 180


def test_groups_have_a_line_of_their_own_and_close(page: MatrixPage, qtbot: QtBot) -> None:
    pick(page.bar.rows, "theme › topic")
    assert heads(page) == ["Economy", "Trade", "Bridge", "Bridge"]
    told = page.grid.model
    assert told.head(True, 0).is_open
    assert (told.head(True, 1).depth, told.head(True, 1).is_open) == (1, None)
    assert told.counts(("economy",), None) == (2, 1, 0, 0)
    assert told.counts(None, None) == (2, 2, 0, 0), "a group adds nothing to the whole"
    # by its triangle
    middle = page.grid.rect_of(("economy",), None).center().y()
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=QPoint(5, middle))
    assert heads(page) == ["Economy", "Bridge", "Bridge"]
    assert page.grid.row_id is None, "the triangle chooses nothing"
    # by keys
    page.grid.choose(("economy",), None)
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_Plus)
    assert heads(page)[1] == "Trade"
    qtbot.keyClick(page.grid, Qt.Key.Key_Minus)
    assert heads(page)[1] == "Bridge"
    pick(page.bar.rows, "Open all groups")
    assert len(heads(page)) == 4
    pick(page.bar.rows, "Close all groups")
    assert heads(page) == ["Economy", "Bridge"]


def test_a_group_of_columns_closes_too(page: MatrixPage, qtbot: QtBot) -> None:
    pick(page.bar.columns, "country › actor")
    names = [page.grid.model.head(False, at).name for at in range(len(page.grid.model.columns))]
    assert names == ["Tarn", "Ordun Vask", "(none)", "Elbar Nim"]
    rect = page.grid.rect_of(None, ("Tarn",))
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=QPoint(rect.left() + 8, rect.bottom() - 12))
    assert len(page.grid.model.columns) == 3
    assert page.grid.model.counts(None, ("Tarn",)).total == 2


def test_any_cell_row_column_and_group_has_its_evidence(page: MatrixPage, qtbot: QtBot) -> None:
    pick(page.bar.rows, "theme › topic")
    pick(page.bar.columns, "Voice")
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=page.grid.rect_of(("economy",), ("direct",)).center())
    assert page.evidence.title.text() == "direct · Economy"
    assert quotes(page) == ["marin tosk 😀 elbar"]
    page.grid.choose(("economy", "trade"), None)
    assert page.evidence.title.text() == "Economy › Trade"
    assert quotes(page) == ["marin tosk 😀 elbar", "tosk"]
    page.grid.choose(None, ("reported",))
    assert quotes(page) == ["“nimor” ést"]
    claim = page.evidence.model.rows()[1]
    page.evidence.focus_list()
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.keyClick(page.evidence.list, Qt.Key.Key_Return)
    assert opened.args == [GotoClaim(claim.document_id, claim.claim_id)]


def test_a_summary_is_written_beside_the_cell_and_can_be_undone(
    page: MatrixPage, session: Session, qtbot: QtBot
) -> None:
    topics, actors = ids(session)
    page.choose(topics["trade"], actors["elbar"])
    field = page.evidence.summary
    assert field.isVisible()
    field.setFocus()
    qtbot.keyClicks(field, "Changes sides.")
    page.grid.choose(TRADE, None)
    assert not field.isVisible()
    pick(page.bar.cells, "summaries")
    assert table(page) == {("Trade", "Elbar Nim"): "Changes sides."}
    page.grid.choose(("trade",), ("elbar",))
    assert field.toPlainText() == "Changes sides."
    session.undo()
    qtbot.waitUntil(lambda: not table(page))


def test_for_one_topic_and_against_another_is_called_no_contradiction(page: MatrixPage) -> None:
    assert page._legend.text() == "contradictory"
    page.set_view(View().changed(rows="country", columns="month"))
    assert page._legend.text() == "both sides, of several topics"
    tips = [page.grid.tip((row, 0)) for row in range(len(page.grid.model.rows))]
    assert any("both sides, of several topics" in tip for tip in tips)
    assert not any("contradictory" in tip for tip in tips)
    page.set_view(View().changed(rows="topic", columns="month"))
    assert page._legend.text() == "contradictory"


def test_summaries_need_topics_and_actors(page: MatrixPage, session: Session) -> None:
    told: list[str] = []
    session.messages.posted.connect(lambda _, text: told.append(text))
    pick(page.bar.rows, "Voice")
    pick(page.bar.cells, "summaries")
    assert told[0].startswith("Summaries are written on a topic and an actor")
    assert len(page.grid.model.rows) == 0
    pick(page.bar.cells, "claims per stance")
    assert page.grid.isVisible()


def test_a_filter_narrows_the_matrix_and_its_evidence(page: MatrixPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.filters.button, LEFT)
    assert page.filters.bar.isVisible()
    qtbot.keyClicks(page.filters.bar.text, "tosk NOT elbar")
    qtbot.keyClick(page.filters.bar.text, Qt.Key.Key_Return)
    assert table(page) == {("Trade", "Elbar Nim"): "▼1"}
    assert list(page.filters.chips.chips) == ["text"]
    page.grid.choose(("trade",), ("elbar",))
    assert quotes(page) == ["tosk"]
    qtbot.mouseClick(page.filters.chips.chips["text"], LEFT)
    assert page.view == PLAIN
    page.filters.bar.set_filter(ClaimFilter(text="absent"))
    assert not page.grid.isVisible()


def test_a_view_is_saved_chosen_renamed_and_deleted_and_each_can_be_undone(
    page: MatrixPage, session: Session, qtbot: QtBot
) -> None:
    pick(page.bar.rows, "Voice")
    page.filters.bar.set_filter(ClaimFilter(stances=(Stance.FAVOR,)))
    before = table(page)
    qtbot.mouseClick(page.saved, LEFT)
    qtbot.keyClicks(page.saved.name, "By voice")
    qtbot.keyClick(page.saved.name, Qt.Key.Key_Return)
    assert session.read(edits.saved.views) == {"By voice": page.view}
    page.saved.popup.hide()
    page.set_view(View())
    assert table(page) != before
    qtbot.mouseClick(page.saved, LEFT)
    assert page.saved.names() == ["By voice"]
    qtbot.keyClick(page.saved.list, Qt.Key.Key_Return)
    assert table(page) == before
    assert list(page.filters.chips.chips) == ["stance"]
    qtbot.mouseClick(page.saved, LEFT)
    qtbot.keyClick(page.saved.list, Qt.Key.Key_F2)
    (editor,) = (one for one in page.saved.list.findChildren(QLineEdit) if one.isVisible())
    editor.selectAll()
    qtbot.keyClicks(editor, "Voices")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.saved.names() == ["Voices"])
    page.saved.list.setFocus()
    qtbot.keyClick(page.saved.list, Qt.Key.Key_Delete)
    assert session.read(edits.saved.views) == {}
    session.undo()
    session.undo()
    assert list(session.read(edits.saved.views)) == ["By voice"]
    session.undo()
    assert session.read(edits.saved.views) == {}
    page.saved.popup.hide()


def test_repetitions_count_once_on_wish(page: MatrixPage, session: Session) -> None:
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["ordun"],), topics["trade"], Stance.FAVOR)
    assert table(page)["Trade", "Ordun Vask"] == "▲2"
    pick(page.bar.rule, "once per document")
    assert table(page)["Trade", "Ordun Vask"] == "▲1"


def test_any_view_follows_an_edit_and_undo(page: MatrixPage, session: Session, qtbot: QtBot) -> None:
    pick(page.bar.rows, "Voice")
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    qtbot.waitUntil(lambda: ("direct", "Tarn") in table(page))
    page.hide()
    session.undo()
    page.show()
    assert ("direct", "Tarn") not in table(page)


def test_names_are_found_on_both_axes(page: MatrixPage, qtbot: QtBot) -> None:
    page.finder.setFocus()
    qtbot.keyClicks(page.finder, "trade")
    assert (page.grid.row_id, page.grid.column_id) == (TRADE, None)
    page.finder.selectAll()
    qtbot.keyClicks(page.finder, "r")
    first = (page.grid.row_id, page.grid.column_id)
    assert first == (TRADE, None)
    qtbot.keyClick(page.finder, Qt.Key.Key_Return)
    assert page.grid.row_id == BRIDGE
    qtbot.keyClick(page.finder, Qt.Key.Key_Return)
    assert (page.grid.row_id, page.grid.column_id) == (None, ORDUN)
    qtbot.keyClick(page.finder, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.grid.row_id == BRIDGE
    qtbot.keyClick(page.finder, Qt.Key.Key_Escape)
    assert page.grid.hasFocus()


def test_rows_are_sorted_as_the_pill_says(page: MatrixPage) -> None:
    page.bar.choose(order="name", column_order="name")
    assert heads(page) == ["Bridge", "Trade"]
    page.bar.choose(order="count")
    assert heads(page) == ["Trade", "Bridge"]


def test_hidden_coders_are_left_out_of_any_view(page: MatrixPage, session: Session, qtbot: QtBot) -> None:
    pick(page.bar.rows, "Voice")
    session.hide_coders(["Nilo"])
    qtbot.waitUntil(lambda: not table(page))


def test_a_new_kind_of_cell_is_a_row_and_what_makes_it(page: MatrixPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CELLS, "claims", CellKind("claims", "number of claims", "number", "claims", "integer"))
    monkeypatch.setitem(WRITERS, "claims", lambda comparison, place, counts: counts.total)
    counted = table(page)
    pick(page.bar.cells, "number of claims")
    assert page.view.cells == "claims"
    assert table(page).keys() == counted.keys()
    assert all(text.isdecimal() for text in table(page).values())
    written = matrix_table.comparison_table(page.model.comparison)
    assert [column.kind for column in written.columns[written.heads :]] == ["integer"] * len(page.model.columns)


def test_topics_stand_on_both_sides_where_what_one_passage_holds_is_counted(
    page: MatrixPage, session: Session, qtbot: QtBot
) -> None:
    topics, actors = ids(session)
    for span, topic in ((Span(11, 16), "bridge"), (Span(8, 14), "trade")):
        tag_claim(session, 1, span, (actors["ordun"],), topics[topic], Stance.AGAINST)
    pick(page.bar.columns, "topic, as on the other side: claims of one passage")
    assert page.view.is_together
    assert set(table(page)) == {("Bridge", "Trade"), ("Trade", "Bridge"), ("Trade", "Trade")}
    page.grid.choose(TRADE, BRIDGE)
    assert page.evidence.title.text() == "Bridge · Trade"
    assert quotes(page) == ["in tos"]
    assert page.model.counts(TRADE, BRIDGE).against == 1
    # what two topics share is no side of a comparison, and that is told
    with qtbot.waitSignal(session.messages.posted) as told:
        page.mark_side("A")
    assert "cannot be compared" in " ".join(map(str, told.args or ()))
    assert page.place() is None
    page.grid.choose(TRADE, None)
    assert page.place() is not None
    pick(page.bar.columns, "Actor")
    assert not page.view.is_together
