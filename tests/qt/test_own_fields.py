"""Own fields in the window: made, filled by keys where one tags and reads, for many at once, shown where others are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.core.own_fields import OwnField, find
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.project import opening
from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts.own_field_rows import OwnFieldLine
from desktop.qt.parts.text_cells import CellText
from desktop.qt.window.fields_dialog import FieldsDialog
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits, reads
from desktop.store.database import Database

from .window_kit import close_window, keys, open_window, page_of, span_of, tag_claim

TEXT = "Harbours must stay open, she said. Tolls should go. Nobody objected to that."


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "own.visavis"
    with opening.new_project(path, empty=True) as db:
        edits.documents.add_documents(db, [CodedDocument("speech.txt", Facts(title="A speech"), TEXT)])
        edits.codebook.add(db, "actor", "Vera Stone", key="envoy")
        edits.codebook.add(db, "topic", "Open harbours", key="harbour")
        choices = ("cost", "faith")
        edits.own_fields.make(db, OwnField("claim", "Frame", "one", preset="cost", choices=choices))
        edits.own_fields.make(db, OwnField("actor", "Party"))
        edits.own_fields.make(db, OwnField("document", "Leaning", "one", choices=("left", "right")))
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def values(window: MainWindow, name: str = "Frame") -> dict[str, int]:
    """Return what the file has of a field, read by itself."""
    with Database(window.session.path, read_only=True) as db:
        return reads.own_fields.counts(db, find(reads.own_fields.fields(db), name))


def write(line: OwnFieldLine, text: str, qtbot: QtBot) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    popup = line.completer().popup()
    if popup is not None:
        popup.hide()
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_a_claim_is_tagged_with_the_default_or_with_what_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    for words, typed in (("Harbours must stay open", ""), ("Tolls should go", "faith")):
        pane = window.desk.panes[0]
        span = span_of(TEXT, words)
        pane.view.setFocus()
        pane.view.select(*pane.model.from_span(span.start, span.end))
        keys(qtbot, "t")
        bar = window.reading.tag_bar
        bar.who.set_chosen((1,))
        bar.topic.set_chosen((1,))
        bar.stance.set_value("favor")
        line = bar.own.lines["Frame"]
        assert line.text() == "cost"
        write(line, typed or "cost", qtbot)
        assert not bar.is_open
    assert values(window) == {"cost": 1, "faith": 1}
    window.session.undo()
    assert values(window) == {"cost": 1}


def test_the_panel_changes_a_value_and_keeps_what_is_refused(window: MainWindow, qtbot: QtBot) -> None:
    number = tag_claim(window.session, 1, span_of(TEXT, "Tolls"), (1,), 1, Stance.FAVOR)
    panel = window.reading.claim_panel
    panel.show_claim(number or 0)
    line = panel.own.lines["Frame"]
    assert line.text() == "cost"
    write(line, "faith", qtbot)
    assert values(window) == {"faith": 1}
    write(line, "cheap", qtbot)
    assert values(window) == {"faith": 1}
    assert line.text() == "cheap"
    window.session.undo()
    assert (values(window), line.text()) == ({"cost": 1}, "cost")


def test_all_chosen_claims_get_a_value_and_the_table_shows_and_sorts_it(window: MainWindow, qtbot: QtBot) -> None:
    for words in ("Harbours", "Tolls", "Nobody"):
        tag_claim(window.session, 1, span_of(TEXT, words), (1,), 1, Stance.FAVOR)
    window.show_page("page_claims")
    page = page_of(window, ClaimsPage)
    model = page.model
    column = [one.key for one in model.columns].index("claim:Frame")
    assert model.headerData(column, Qt.Orientation.Horizontal) == "Frame"
    page.table.selectRow(1)
    page.retag.open_field("own")
    assert page.retag.line is not None
    write(page.retag.line, "faith", qtbot)
    assert values(window) == {"cost": 2, "faith": 1}
    assert [model.data(model.index(row, column)) for row in range(3)] == ["cost", "faith", "cost"]
    model.sort(column, Qt.SortOrder.DescendingOrder)
    assert [model.data(model.index(row, column)) for row in range(3)] == ["faith", "cost", "cost"]
    field = find(window.session.own_fields("claim"), "Frame")
    assert window.session.done(edits.own_fields.delete, field)
    model.refresh()
    assert "claim:Frame" not in [one.key for one in model.columns]
    assert model.rowCount() == 3


def test_the_beginning_of_a_value_of_a_list_is_enough(window: MainWindow, qtbot: QtBot) -> None:
    number = tag_claim(window.session, 1, span_of(TEXT, "Tolls"), (1,), 1, Stance.FAVOR)
    field = OwnField("claim", "Grounds", "several", choices=("law and order", "land", "sea", "safe seas"))
    window.session.do(edits.own_fields.make, field)
    window.show_page("page_claims")
    page = page_of(window, ClaimsPage)
    page.table.selectRow(0)

    def stored(name: str) -> list[str]:
        return [*values(window, name)]

    page.retag.open_field("own")
    assert page.retag.line is not None
    page.retag.line.setFocus()
    qtbot.keyClicks(page.retag.line, "fa")
    # once for what is offered, which the first Enter takes, and once to set it
    for _enter in range(2):
        if page.retag.line.isVisible():
            qtbot.keyClick(page.retag.line, Qt.Key.Key_Return)
    assert stored("Frame") == ["faith"]
    line = OwnFieldLine(find(window.session.own_fields("claim"), "Grounds"), window.session)
    qtbot.addWidget(line)
    for typed, complete in (
        *(("law", "law and order"), ("land; law", "land; law and order"), ("order", "law and order")),
        # of several nobody knows which one is meant, and what is one stays
        *(("la", "la"), ("sea", "sea"), ("seas", "safe seas"), ("mountains", "mountains"), ("", "")),
    ):
        line.setText(typed)
        line.complete()
        assert line.text() == complete
    assert number is not None


def test_documents_and_actors_have_theirs_in_their_forms(window: MainWindow, qtbot: QtBot) -> None:
    window.reading.edit_facts()
    form = window.reading.facts_form
    line = form.own["Leaning"]
    assert isinstance(line, OwnFieldLine)
    write(line, "left", qtbot)
    assert values(window, "Leaning") == {"left": 1}
    window.show_page("page_codebook")
    page = page_of(window, CodebookPage)
    page.choose("actor", 1)
    write(page.entry.forms["actor"].own.lines["Party"], "Greens", qtbot)
    assert values(window, "Party") == {"Greens": 1}


def test_the_matrix_has_own_fields_on_its_axes_and_follows_their_values(window: MainWindow, qtbot: QtBot) -> None:
    number = tag_claim(window.session, 1, span_of(TEXT, "Tolls"), (1,), 1, Stance.FAVOR)
    window.show_page("page_matrix")
    page = page_of(window, MatrixPage)
    page.bar.rows.choices.aboutToShow.emit()
    menu = {action.text(): action for action in page.bar.rows.choices.actions()}
    assert {"Frame", "Party", "Leaning"} <= menu.keys()
    menu["Frame"].trigger()
    assert page.view.rows.fields == ("claim:Frame",)

    def counted() -> dict[str, int]:
        shown = page.model.comparison
        assert shown is not None
        return {
            line[-1].key: counts.total
            for line, counts in zip(shown.pivot.rows, shown.pivot.row_counts, strict=True)
            if counts.total
        }

    qtbot.waitUntil(lambda: counted() == {"cost": 1})
    field = find(window.session.own_fields("claim"), "Frame")
    window.session.do(edits.own_fields.set_value, field, [number or 0], "faith")
    qtbot.waitUntil(lambda: counted() == {"faith": 1})


def test_the_cells_of_the_matrix_list_a_field_and_follow_what_becomes_of_it(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    numbers = [
        tag_claim(session, 1, span_of(TEXT, word), (1,), 1, Stance.FAVOR) or 0 for word in ("Tolls", "Nobody", "open")
    ]
    field = find(session.own_fields("claim"), "Frame")
    session.do(edits.own_fields.set_value, field, numbers[:1], "faith")
    window.show_page("page_matrix")
    page = page_of(window, MatrixPage)
    page.bar.cells.choices.aboutToShow.emit()
    (menu,) = (one for one in page.bar.cells.choices.findChildren(QMenu) if one.title() == "Values of a field")
    {action.text(): action for action in menu.actions()}["Frame"].trigger()
    assert page.view.cells == "claim:Frame"
    assert page.bar.cells.text() == "Cells Frame"

    def cell() -> tuple[str, ...]:
        content = page.model.content(0, 0)
        return content.lines if isinstance(content, CellText) else ()

    assert cell() == ("cost (2)", "faith (1)")
    assert "cost (2)<br>faith (1)" in page.grid.tip((0, 0))
    session.do(edits.own_fields.set_value, field, numbers[:2], "faith")
    qtbot.waitUntil(lambda: cell() == ("faith (2)", "cost (1)"))
    session.do(edits.own_fields.rename, field, "Ground")
    qtbot.waitUntil(lambda: page.view.cells == "claim:Ground" and cell() == ("faith (2)", "cost (1)"))
    assert page.bar.cells.text() == "Cells Ground"
    told: list[str] = []
    session.messages.posted.connect(lambda _kind, text, *_rest: told.append(text))
    session.do(edits.own_fields.delete, find(session.own_fields("claim"), "Ground"))
    qtbot.waitUntil(lambda: page.view.cells == "counts")
    assert told == ["The field “Ground” is not there any more: the matrix goes without it."]
    assert page.model.contents[0, 0].total == 3
    session.undo()
    qtbot.waitUntil(lambda: page.view.cells == "claim:Ground" and cell() == ("faith (2)", "cost (1)"))
    session.do(edits.own_fields.make, OwnField("claim", "Word"))
    ground, other = (find(session.own_fields("claim"), name) for name in ("Ground", "Word"))
    session.do(edits.own_fields.merge, ground, other)
    qtbot.waitUntil(lambda: page.view.cells == "claim:Word" and cell() == ("faith (2)", "cost (1)"))
    for number, text in zip(numbers, ("a", "b", "c"), strict=True):
        session.do(edits.own_fields.set_value, find(session.own_fields("claim"), "Word"), [number], text)
    claim = NewClaim(1, span_of(TEXT, "objected"), (1,), 1, Stance.AGAINST, own=(("Word", "d"),))
    session.do(edits.claims.tag, claim)
    qtbot.waitUntil(lambda: cell() == ("a (1)", "b (1)", "and 2 more"))
    assert "a (1)<br>b (1)<br>c (1)<br>d (1)" in page.grid.tip((0, 0))


def test_the_dialog_makes_changes_and_deletes_a_field(window: MainWindow, qtbot: QtBot) -> None:
    tag_claim(window.session, 1, span_of(TEXT, "Tolls"), (1,), 1, Stance.FAVOR)
    dialog = FieldsDialog(window.session, window.dialogs, window)
    dialog.show()
    dialog.begin()
    dialog.name.setText("Weight")
    dialog.kind.setCurrentIndex(dialog.kind.findData("number"))
    dialog.save.click()
    assert [one.place for one in window.session.own_fields("claim")] == ["claim:Frame", "claim:Weight"]
    dialog.list.setCurrentRow(0)
    assert (dialog.name.text(), dialog.values.toPlainText()) == ("Frame", "cost\nfaith")
    asked: list[str] = []
    window.dialogs.confirm = lambda *words: bool(asked.append(words[2]))
    dialog.values.setPlainText("faith")
    dialog.preset.setText("")
    dialog.save.click()
    assert "“cost” (1)" in asked[0]
    assert values(window) == {"cost": 1}
    window.dialogs.confirm = lambda *_words: True
    dialog.values.setPlainText("faith\nlaw")
    dialog.name.setText("Ground")
    dialog.save.click()
    (field, _weight) = window.session.own_fields("claim")
    assert (field.name, field.choices, field.preset) == ("Ground", ("faith", "law"), "")
    assert values(window, "Ground") == {}
    dialog.delete.click()
    assert [one.place for one in window.session.own_fields("claim")] == ["claim:Weight"]
    dialog.close()
    QApplication.processEvents()


def test_the_library_gives_all_chosen_documents_a_value(window: MainWindow) -> None:
    window.library.choose(1)
    menu = QMenu()
    window.library.documents.offer(menu)
    (leaning,) = [action.menu() for action in menu.actions() if action.text() == "Leaning"]
    assert isinstance(leaning, QMenu)
    assert [action.text() for action in leaning.actions() if action.text()] == ["left", "right", "No value"]
    leaning.actions()[1].trigger()
    assert values(window, "Leaning") == {"right": 1}
    window.session.undo()
    assert values(window, "Leaning") == {}


def test_several_chosen_documents_stay_chosen_while_they_get_one_value_after_the_other(window: MainWindow) -> None:
    session = window.session
    session.do(edits.documents.add_documents, [CodedDocument(f"{at}.txt", Facts(), f"{TEXT} {at}") for at in range(3)])
    session.do(edits.own_fields.make, OwnField("document", "Reach", "number"))
    session.do(edits.documents.update_facts, 4, {"title": "Last"})
    view, model = window.library.list, window.library.model

    def choose(numbers: tuple[int, ...]) -> None:
        view.clearSelection()
        for number in numbers:
            index = model.index(model.row_of(number))
            view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def give(name: str, words: str) -> None:
        menu = QMenu()
        window.library.documents.offer(menu)
        (inner,) = [action.menu() for action in menu.actions() if action.text() == name]
        assert isinstance(inner, QMenu)
        next(one for one in inner.actions() if one.text() == words).trigger()

    choose((2, 3))
    give("Leaning", "left")
    assert view.chosen() == [2, 3]
    reach = find(session.own_fields("document"), "Reach")
    session.do(edits.own_fields.set_value, reach, [4], "7")
    assert view.chosen() == [2, 3], "whatever else changes"
    give("Reach", "7")
    assert values(window, "Leaning") == {"left": 2}
    assert values(window, "Reach") == {"7": 3}
    assert sorted(view.chosen()) == [2, 3]
    # what is gone is not chosen any more
    choose((1, 2, 3))
    session.do(edits.documents.remove, [2])
    assert sorted(view.chosen()) == [1, 3]
