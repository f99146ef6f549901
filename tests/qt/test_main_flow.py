"""The main job as a user does it: real keys and real mouse, and what the file says afterwards."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, Facts, SegmentKind, Stance, Voice
from desktop.exchange.tables.table import read_csv
from desktop.project import lookup
from desktop.project.importing import import_files
from desktop.qt import theme
from desktop.qt.importing.files_model import FILE, NOTE
from desktop.qt.importing.page import ImportPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts.page import GotoFiles
from desktop.qt.reading.library_model import DOCUMENT_ROLE
from desktop.qt.reading.reading_view import visible_rect
from desktop.qt.search.search_page import SearchPage
from desktop.qt.window.main_window import MainWindow
from desktop.store import check, reads
from desktop.store.database import Database
from desktop.store.edits import documents as edit_documents
from tests.qt.window_kit import (
    cell_words,
    click_words,
    close_window,
    drag,
    keys,
    middle_of,
    open_window,
    page_of,
    span_of,
    tag_claim,
)

FIRST = (
    "Menu 😀 share\nMore menu\nThe envoy 😀 spoke at noon.\n\nHarbours must stay open to all ships, she said.\n"
    "Tolls should go.\nNobody objected."
)
SECOND = "The minister: We will close the harbour.\n\nReporter: Why close the harbour?\nThe weather was fine."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "flow.visavis"
    with Database(path, create=True) as db:
        first = CodedDocument(
            "first.txt",
            Facts(title="Open harbours", publisher="The Daily", date="2031-02-03"),
            FIRST,
            (CodedSegment(SegmentKind.FURNITURE, span_of(FIRST, "Menu 😀 share\nMore menu")),),
            (
                CodedClaim(span_of(FIRST, "Harbours must stay open to all ships"), ("envoy",), "harbour", Stance.FAVOR),
                CodedClaim(span_of(FIRST, "stay open"), ("envoy",), "ships", Stance.NEUTRAL),
            ),
        )
        second = CodedDocument(
            "second.txt",
            Facts(title="The minister speaks", kind="transcript"),
            SECOND,
            (
                CodedSegment(
                    SegmentKind.TURN, span_of(SECOND, SECOND.split("\n")[0]), "minister", "answer", "The minister"
                ),
                CodedSegment(
                    SegmentKind.TURN, span_of(SECOND, "Reporter: Why close the harbour?"), "reporter", "question"
                ),
            ),
            (CodedClaim(span_of(SECOND, "close the harbour"), ("minister",), "harbour", Stance.AGAINST),),
        )
        edit_documents.add_documents(db, [first, second])
    return path


@pytest.fixture
def window(project: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window(project, qtbot)
    yield window
    close_window(window)


def cell_image(window: MainWindow, topic: str, actor: str) -> QImage:
    grid = page_of(window, MatrixPage).grid
    rect = grid.rect_of((topic,), (actor,))
    return grid.viewport().grab(rect).toImage()


def test_the_first_window_shows_two_documents_side_by_side(window: MainWindow) -> None:
    assert window.desk.document_ids() == [1, 2]
    left, right = (pane.geometry() for pane in window.desk.panes)
    assert left.right() < right.left()
    # with the library and the claim panel beside them each has the room that its own lines need
    assert all(pane.width() >= pane.least_width() for pane in window.desk.panes)
    window.resize(1700, 800)
    window.desk.close(window.desk.panes[1])
    window.desk.open(2, beside=True)
    left, right = (pane.geometry() for pane in window.desk.panes)
    assert abs(left.width() - right.width()) < 5, "and the same where there is more"


def test_the_whole_job_from_selecting_words_to_reading_the_table_back(
    project: Path, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = window.desk.panes[0]
    wanted = Span(FIRST.index("Harbours"), FIRST.index("Tolls should go.") + len("Tolls should go."))

    # the matrix before
    keys(qtbot, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is page_of(window, MatrixPage)
    before = cell_image(window, "harbour", "envoy")
    told = cell_words(page_of(window, MatrixPage).grid, ("harbour",), ("envoy",))
    keys(qtbot, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier)

    # select two paragraphs with the mouse, behind an emoji; tag them with keys alone
    drag(qtbot, pane, wanted)
    assert pane.view.selected_span() == wanted
    keys(qtbot, "t")
    assert window.reading.tag_bar.isVisible()
    bar = window.reading.tag_bar
    while bar.who.chosen:
        bar.who.line.setFocus()
        keys(qtbot, Qt.Key.Key_Backspace)
    keys(qtbot, "env", Qt.Key.Key_Return)
    assert QApplication.focusWidget() is bar.topic.line
    keys(qtbot, "harb", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    assert not window.reading.tag_bar.isVisible()
    claim_id = window.reading.claim_panel.claim.id if window.reading.claim_panel.claim else 0
    stored = reads.project.claim(window.session.database, claim_id)
    assert stored.span == wanted
    assert stored.quote == FIRST[wanted.start : wanted.end]
    assert "\n" in stored.quote
    assert (stored.stance, stored.voice) == (Stance.FAVOR, Voice.REPORTED)

    # the cell has changed, and its evidence leads back to the text
    keys(qtbot, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.ControlModifier)
    after = cell_image(window, "harbour", "envoy")
    assert after != before
    assert cell_words(page_of(window, MatrixPage).grid, ("harbour",), ("envoy",)) != told
    rect = page_of(window, MatrixPage).grid.rect_of(("harbour",), ("envoy",))
    qtbot.mouseClick(page_of(window, MatrixPage).grid.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    keys(qtbot, Qt.Key.Key_Return)
    keys(qtbot, Qt.Key.Key_End)
    keys(qtbot, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.reading
    assert window.reading.claim_panel.claim is not None
    assert window.reading.claim_panel.claim.document_id == 1

    # undo, redo, close, open, undo again
    keys(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.session.claim(claim_id) is None
    keys(qtbot, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.ControlModifier)
    assert cell_image(window, "harbour", "envoy") != after
    assert cell_words(page_of(window, MatrixPage).grid, ("harbour",), ("envoy",)) == told
    keys(qtbot, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.claim(claim_id) == stored
    close_window(window)
    again = open_window(project, qtbot)
    assert again.session.claim(claim_id) == stored
    keys(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert again.session.claim(claim_id) is None
    keys(qtbot, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)

    # export, and read back
    target = tmp_path / "claims.csv"
    again.dialogs.save_table = lambda parent, suggestion: target
    keys(qtbot, Qt.Key.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    panel = again.exports.panel
    assert panel is not None
    assert panel.isVisible()
    panel.choose("claims", form="csv")
    with qtbot.waitSignal(panel.saved):
        qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    mine = next(row for row in rows if row["claim_id"] == str(claim_id))
    assert mine["quote"] == stored.quote
    assert (mine["actors"], mine["topic"], mine["stance"]) == ("envoy", "harbour", "favor")
    assert (int(mine["start"]), int(mine["end"])) == (wanted.start, wanted.end)
    table = read_csv(target.read_bytes())
    assert len(table.rows) == len(rows) == 4
    panel.close()
    close_window(again)
    with Database(project) as db:
        assert check.problems(db) == []


def test_a_click_chooses_the_shortest_claim_and_a_second_click_the_one_under_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    pane = window.desk.panes[0]
    click_words(qtbot, pane, "stay open")
    assert window.reading.claim_panel.claim is not None
    assert window.reading.claim_panel.claim.quote == "stay open"
    click_words(qtbot, pane, "stay open")
    assert window.reading.claim_panel.claim.quote == "Harbours must stay open to all ships"


def test_choosing_a_claim_takes_the_other_pane_to_its_claim_on_the_same_topic(window: MainWindow, qtbot: QtBot) -> None:
    click_words(qtbot, window.desk.panes[0], "Harbours")
    assert window.desk.panes[1].view.chosen == 3
    window.actions_by_key["linked"].trigger()
    window.desk.unchoose()
    click_words(qtbot, window.desk.panes[0], "Harbours")
    assert window.desk.panes[1].view.chosen is None


def test_hovering_tells_who_holds_the_claim_and_its_stance(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[1]
    at = middle_of(pane, "close the harbour")
    viewport = pane.view.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    assert "minister" in QToolTip.text()
    assert "against" in QToolTip.text()
    QToolTip.hideText()


def test_the_claim_panel_changes_the_file_at_once(window: MainWindow, qtbot: QtBot) -> None:
    click_words(qtbot, window.desk.panes[0], "Harbours")
    panel = window.reading.claim_panel
    assert panel.claim is not None
    number = panel.claim.id
    qtbot.mouseClick(panel.choices["stance"].button("against"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.choices["voice"].button("author"), Qt.MouseButton.LeftButton)
    panel.memo.setFocus()
    keys(qtbot, "look here")
    window.desk.panes[0].view.setFocus()
    claim = reads.project.claim(window.session.database, number)
    assert (claim.stance, claim.voice, claim.memo) == (Stance.AGAINST, Voice.AUTHOR, "look here")
    for _ in range(3):
        keys(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    claim = reads.project.claim(window.session.database, number)
    assert (claim.stance, claim.voice, claim.memo) == (Stance.FAVOR, Voice.DIRECT, "")


def test_delete_takes_the_claim_away_and_undo_brings_it_back(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[0]
    click_words(qtbot, pane, "stay open")
    assert window.reading.claim_panel.claim is not None
    number = window.reading.claim_panel.claim.id
    keys(qtbot, Qt.Key.Key_Delete)
    assert window.session.claim(number) is None
    assert number not in pane.model.marks
    keys(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.session.claim(number) is not None
    assert number in pane.model.marks


def test_the_highlight_is_painted_in_the_ground_of_its_stance(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[1]
    span = span_of(SECOND, "close the harbour")
    rect = visible_rect(pane.view, *pane.model.from_span(span.start, span.end)).toRect()
    image = pane.view.viewport().grab(rect).toImage()
    found = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme.LIGHT.against_ground.lower() in found
    assert theme.LIGHT.against.lower() in found
    assert theme.LIGHT.favor_ground.lower() not in found


def test_a_space_between_words_of_a_claim_is_highlighted_but_not_beside_it(window: MainWindow) -> None:
    pane = window.desk.panes[1]
    fine = span_of(SECOND, "The weather was fine.")
    rect = visible_rect(pane.view, *pane.model.from_span(fine.start, fine.end)).toRect()
    image = pane.view.viewport().grab(rect).toImage()
    found = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme.LIGHT.against_ground.lower() not in found


def test_furniture_is_folded_until_it_is_clicked(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[0]
    document = pane.view.document()
    assert document.findBlockByNumber(0).isVisible()
    assert not document.findBlockByNumber(1).isVisible()
    head = next(one for one in pane.view.placed() if one.block.blockNumber() == 0)
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=head.rect.center().toPoint())
    assert document.findBlockByNumber(1).isVisible()


def test_search_shows_snippets_and_enter_goes_to_the_words(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.library.search
    keys(qtbot, "weath", Qt.Key.Key_Return)
    assert window.library.model.rowCount() == 1
    pane = window.desk.active
    assert pane is not None
    assert pane.model.document_id == 2
    assert QApplication.focusWidget() is pane.view
    # marked, and in the upper part of the pane
    assert pane.view.selected_span() == span_of(SECOND, "weather")
    assert pane.view.cursorRect().top() < 0.6 * pane.view.viewport().height()
    keys(qtbot, Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, Qt.Key.Key_Escape)
    assert window.library.search.text() == ""
    assert window.library.model.rowCount() == 2


def test_all_places_of_a_search_are_listed_by_one_click(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, "weather -cloud", Qt.Key.Key_Return)
    qtbot.mouseClick(window.library.in_context, Qt.MouseButton.LeftButton)
    assert window.pages.current == "page_search"
    assert [line.words.lower() for line in page_of(window, SearchPage).model.rows] == ["weather"]


def test_find_without_a_match_marks_nothing(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[1]
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, "harb")
    assert pane.view.selected_span() is not None
    keys(qtbot, "xx")
    assert pane.find_bar.count.text() == "no match"
    assert pane.view.selected_span() is None


def test_find_goes_from_match_to_match_round_the_end(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[1]
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, "HARBOUR")
    assert pane.find_bar.count.text() == "1 of 2"
    keys(qtbot, Qt.Key.Key_Return)
    assert pane.find_bar.count.text() == "2 of 2"
    keys(qtbot, Qt.Key.Key_Return)
    assert pane.find_bar.count.text() == "1 of 2"
    keys(qtbot, Qt.Key.Key_Escape)
    assert not pane.find_bar.isVisible()
    assert pane.view.found == []


def test_the_same_document_stands_in_two_panes_that_both_follow(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.panes[1].view.setFocus()
    keys(qtbot, Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.document_ids() == [1, 2, 2]
    tag_claim(window.session, 2, span_of(SECOND, "The weather was fine."), (1,), 1, Stance.NEUTRAL)
    for pane in window.desk.panes[1:]:
        assert len(pane.model.marks) == 2
    # not again and again: the two are turned to in turn
    before = window.desk.active
    keys(qtbot, Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.document_ids() == [1, 2, 2]
    assert window.desk.active is not before
    keys(qtbot, Qt.Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.active is before
    keys(qtbot, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.document_ids() == [1, 2]


def test_j_and_k_walk_through_the_claims(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.panes[0].view.setFocus()
    keys(qtbot, "j")
    assert window.reading.claim_panel.claim is not None
    first = window.reading.claim_panel.claim
    assert first.quote == "Harbours must stay open to all ships"
    keys(qtbot, "j")
    assert window.reading.claim_panel.claim.quote == "stay open"
    keys(qtbot, "k")
    assert window.reading.claim_panel.claim == first


def test_dropped_files_come_in_and_a_bad_one_is_one_sentence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("A new text about tolls.", "utf-8")
    bad.write_bytes(bytes(range(256)) * 8)
    window.go(GotoFiles((good, bad)))
    page = page_of(window, ImportPage)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    assert page.foot.accept.text() == "Import 1 document"
    (wrong,) = (row for row in range(page.model.rowCount()) if page.model.index(row, FILE).data() == "bad.txt")
    assert page.model.index(wrong, NOTE).data()
    with qtbot.waitSignal(page.wanted):
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    assert [one.name for one in window.session.shown(reads.filtered.documents)] == [
        "first.txt",
        "second.txt",
        "good.txt",
    ]
    keys(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [one.name for one in window.session.shown(reads.filtered.documents)] == [
        "first.txt",
        "second.txt",
    ]


def test_a_document_that_was_imported_is_opened_and_of_several_the_first_is_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    def bring(*names: str) -> None:
        paths = tuple(tmp_path / name for name in names)
        for path in paths:
            path.write_text(f"A text about the tolls of {path.stem}, and nothing else.", "utf-8")
        window.go(GotoFiles(paths))
        page = page_of(window, ImportPage)
        words = "Import 1 document" if len(names) == 1 else f"Import {len(names)} documents"
        qtbot.waitUntil(lambda: page.foot.accept.text() == words and page.foot.accept.isEnabled())
        with qtbot.waitSignal(page.wanted):
            qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)

    def chosen() -> str:
        document = window.library.list.currentIndex().data(DOCUMENT_ROLE)
        return str(document.name)

    bring("alone.txt")
    # it is opened in an event of its own
    qtbot.wait(50)
    assert window.desk.active is not None
    assert window.desk.active.model.text.startswith("A text about the tolls of alone")
    assert chosen() == "alone.txt"
    bring("three.txt", "four.txt")
    qtbot.wait(50)
    assert window.desk.active.model.text.startswith("A text about the tolls of alone"), "what is read stays"
    assert chosen() == "three.txt"


def test_copy_gives_the_stored_text_with_its_no_break_spaces(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "nbsp.txt"
    path.write_text("one\u00a0two\nthree", "utf-8")
    window.session.do(import_files, [path])
    pane = window.desk.open(3)
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    keys(qtbot, Qt.Key.Key_C, modifier=both)
    assert QApplication.clipboard().text() == "one\u00a0two\nthree"


def test_another_program_that_writes_to_the_project_is_noticed_on_return(
    project: Path, window: MainWindow, qtbot: QtBot
) -> None:
    with Database(project) as other:
        lookup.tag(other, document="2", start=0, end=12, actors=["envoy"], topic="ships", stance=Stance.FAVOR)
    window.session.refresh()
    assert len(window.desk.panes[1].model.marks) == 2


def test_every_command_of_the_table_is_bound_and_has_a_name(window: MainWindow) -> None:
    from desktop.qt.window.actions import COMMANDS

    shortcuts: dict[str, str] = {}
    for command in COMMANDS:
        if not command.text:
            continue
        assert window.actions_by_key[command.key].text()
        for shortcut in command.shortcuts:
            assert shortcut not in shortcuts, f"{shortcut} is both {command.key} and {shortcuts[shortcut]}"
            shortcuts[shortcut] = command.key


def test_dark_paints_the_page_dark(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_key["scheme_dark"].trigger()
    pane = window.desk.panes[0]
    image = pane.view.viewport().grab().toImage()
    assert image.pixelColor(image.width() - 2, image.height() - 2).name() == theme.DARK.page.lower()
    window.actions_by_key["scheme_light"].trigger()
    image = pane.view.viewport().grab().toImage()
    assert image.pixelColor(image.width() - 2, image.height() - 2).name() == theme.LIGHT.page.lower()


def test_words_are_hit_where_they_are_painted(window: MainWindow) -> None:
    pane = window.desk.panes[0]
    for words in ("envoy", "Harbours", "objected"):
        span = span_of(FIRST, words)
        start, end = pane.model.from_span(span.start, span.end)
        rect = visible_rect(pane.view, start, end)
        for part, wanted in ((0.02, start), (0.98, end - 1)):
            at = QPointF(rect.left() + rect.width() * part, rect.center().y()).toPoint()
            assert pane.view.position_at(at) == wanted
