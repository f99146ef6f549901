"""A text that no screen can lay out is shown as far as it can, and the window says so."""

import itertools
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.core.showing import LONGEST_LINE, PIECE_LINES, ReadyText, breaks
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, CodedSegment, Facts, SegmentKind, Stance
from desktop.qt import settings as keys
from desktop.qt.parts.page import GotoDocument, GotoReading
from desktop.qt.reading import document_model, text_ahead
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.text_view import LINES_AT_ONCE, SIDE
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import READ
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.qt.window_kit import open_window, tag_claim
from tests.store.making import make_project


def open_text(
    tmp_path: Path, qtbot: QtBot, text: str, segments: tuple[CodedSegment, ...] = ()
) -> tuple[MainWindow, int]:
    path = tmp_path / "p.visavis"
    with make_project(path) as db, db.edit("Fill", undoable=False) as recorder:
        document = CodedDocument("long.txt", Facts(title="Long"), text, segments)
        edits.documents.add_document(db, recorder, document, "import")
        number = max(one.id for one in reads.project.documents(db))
    with Database(path) as db:
        assert reads.project.text(db, number) == text
    window = open_window(path, qtbot)
    qtbot.addWidget(window)
    # what it has opened of itself
    window.desk.clear()
    return window, number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 1_000_000 + " end\nlast line\n", ""),
        ("議員說我們要建電車。" * 50_000, ""),
        ("Words of a line. " * 60_000, ""),
        ("a\n" * 250_000, "Only the first 200,000 of 250,001 lines are shown here."),
    ],
)
def test_a_text_without_end_is_laid_out_in_pieces(tmp_path: Path, qtbot: QtBot, text: str, told: str) -> None:
    window, number = open_text(tmp_path, qtbot, text)
    window.desk.open(number)
    pane = next(one for one in window.desk.panes if one.model.document_id == number)
    pane.view.lay_to(len(text))
    block = pane.view.document().begin()
    while block.isValid():
        assert not block.isVisible() or block.length() <= LONGEST_LINE + 1
        block = block.next()
    qtbot.waitUntil(lambda: not pane.lacking.isHidden() or not told)
    assert pane.lacking.text().startswith(told)
    # a claim where nothing is shown is chosen like any other
    claim = tag_claim(window.session, number, Span(len(text) - 40, len(text) - 30), (1,), 1, Stance.FAVOR)
    assert claim is not None
    pane.view.show_claim(claim)
    assert not window.grab().isNull()
    window.session.close()


def test_a_text_is_laid_out_when_its_pane_has_its_width_and_not_on_the_way_there(tmp_path: Path, qtbot: QtBot) -> None:
    window, number = open_text(tmp_path, qtbot, "Words of a line. " * 60_000)
    window.desk.open(1)
    pane = window.desk.open(number, beside=True)
    assert pane.view.layout_of_text.waits
    assert not pane.view.document().begin().layout().lineCount()
    # where one wants to be meanwhile is where one comes to
    window.desk.scroll_to([(1, 0, 0), (number, 100_000, 0)])
    assert pane.view.layout_of_text.waits
    assert pane.view.top() == 100_000
    assert pane.view.placed()[0].block.contains(100_000)
    assert abs(pane.view.top() - 100_000) < 100
    window.session.close()


@pytest.mark.parametrize("letters", ["an " + "a" * 5000, "- " + "-" * 5000, "words " * 300 + "b" * 5000])
def test_a_word_of_many_lines_ends_them_behind_any_letter_within_the_width(
    tmp_path: Path, qtbot: QtBot, letters: str
) -> None:
    window, number = open_text(tmp_path, qtbot, f"{letters}\nWords below.\n")
    view = window.desk.open(number).view
    lines = view.placed()[0].block.layout()
    below = next((one for one in view.placed() if one.block.text() == "Words below."), None)
    assert lines.lineCount() > 40
    room = view.viewport().width() - 2 * SIDE
    assert all(lines.lineAt(at).naturalTextWidth() <= room + 1 for at in range(lines.lineCount()))
    assert sum(lines.lineAt(at).textLength() for at in range(lines.lineCount())) == len(letters)
    # the lines that it takes are counted, so that one comes to what stands below
    assert below is None
    view.scroll_to(len(letters) + 1)
    assert any(one.block.text() == "Words below." for one in view.placed())
    window.session.close()


@pytest.mark.parametrize("letters", ["議員說我們要建電車。", "สวัสดีครับประชาชน", "abcdefg😀"])
def test_all_of_a_word_without_end_is_read_selected_tagged_and_found(
    tmp_path: Path, qtbot: QtBot, letters: str
) -> None:
    text = letters * (40_000 // len(letters)) + "Quon" + letters * 1000
    window, number = open_text(tmp_path, qtbot, text)
    pane = window.desk.open(number)
    view, places = pane.view, breaks(text, pane.model.line_ends)
    assert len(places) > 10
    view.lay_to(pane.model.from_span(len(text), len(text))[0])
    assert view.document().characterCount() - 1 == pane.model.from_span(len(text), len(text))[0]
    # over the border of two paragraphs that are one word
    for place in (places[0], places[-2]):
        span = Span(place - len(letters), place + len(letters))
        view.select(*pane.model.from_span(span.start, span.end))
        view.copy()
        assert QGuiApplication.clipboard().text() == text[span.start : span.end]
        claim = tag_claim(window.session, number, span, (1,), 1, Stance.FAVOR)
        assert claim is not None
        assert window.session.read(reads.project.claims, ids=[claim])[0].quote == text[span.start : span.end]
        view.show_claim(claim)
        rects = [rect for one in view.placed() for rect in one.rects(*pane.model.mark(claim))]
        assert rects[0].top() < rects[-1].top()
        # what is under the mouse on either side is this claim
        for at in (span.start, span.end - 1):
            assert claim in view.claims_at(pane.model.from_span(at, at)[0])
    pane.find_bar.begin()
    pane.find_bar.field.setText("quon")
    assert pane.find_bar.count.text() == "1 of 1"
    assert view.textCursor().selectedText() == "Quon"
    window.session.close()


PARAGRAPH = "Velo marin tosk 😀 elbar ordun karvel nimor.\n"


def test_a_large_text_is_read_beside_the_window_and_what_one_goes_to_meanwhile_stays(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PARAGRAPH * 50
    window, number = open_text(tmp_path, qtbot, text)
    monkeypatch.setattr(text_ahead, "LARGE", 1000)
    threads: list[bool] = []
    read = reads.project.text_in_pieces

    def read_and_tell(*asked: Any) -> str:
        threads.append(threading.current_thread() is threading.main_thread())
        return read(*asked)

    monkeypatch.setattr(reads.project, "text_in_pieces", read_and_tell)
    window.session.database.texts.forget()
    window.go(GotoDocument(number, beside=False, words=Span(11, 15)))
    assert number not in window.desk.document_ids()
    qtbot.waitUntil(lambda: number in window.desk.document_ids())
    assert threads == [False]
    assert window.desk.panes[0].model.text == text
    assert window.desk.panes[0].view.selected_span() == Span(11, 15)
    # open already, and in memory, it is turned to at once
    window.go(GotoDocument(number, beside=False))
    assert threads == [False]
    # who goes elsewhere is not brought back
    window.desk.clear()
    window.session.database.texts.forget()
    window.go(GotoDocument(number, beside=False))
    window.go(GotoDocument(1, beside=False))
    assert window.desk.document_ids() == [1]
    qtbot.waitUntil(lambda: len(threads) == 2)
    qtbot.wait(100)
    assert window.desk.document_ids() == [1]
    window.session.close()


@pytest.mark.parametrize("stood_open", [True, False])
def test_large_texts_that_open_of_themselves_are_read_beside_the_window(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stood_open: bool
) -> None:
    window, number = open_text(tmp_path, qtbot, PARAGRAPH * 400)
    there = 300 * len(PARAGRAPH)
    window.desk.arrange([(number, there, 0), (1, 0, 0)], 1)
    qtbot.waitUntil(lambda: window.desk.whereabouts()[0][1] == there)
    window.close()
    window.session.close()
    if not stood_open:
        Settings(tmp_path / "settings.ini").set(keys.SPOTS, "{}")
    opened = [number, 1] if stood_open else [1, number]
    in_window: list[int] = []
    may_read = threading.Event()

    class Watched(ReadyText):
        def __init__(self, text: str, sha256: str) -> None:
            if threading.current_thread() is threading.main_thread():
                in_window.append(len(text))
            elif not may_read.wait(20):
                raise TimeoutError
            super().__init__(text, sha256)

    monkeypatch.setattr(text_ahead, "LARGE", 20)
    monkeypatch.setattr(text_ahead, "ReadyText", Watched)
    monkeypatch.setattr(document_model, "ReadyText", Watched)
    again = open_window(tmp_path / "p.visavis", qtbot)
    qtbot.addWidget(again)
    assert again.desk.document_ids() == []
    # whoever leaves before they are read comes back to them
    assert [one[0] for one in again.pages.page(READ).whereabouts()["panes"]] == opened
    # to come to the page meanwhile is no reason to go without them
    again.go(GotoReading())
    may_read.set()
    qtbot.waitUntil(lambda: len(again.desk.panes) == 2)
    assert again.desk.document_ids() == opened
    assert max(in_window, default=0) == 0
    for pane in again.desk.panes:
        assert pane.model.text == again.session.read(reads.project.text, pane.model.document_id)
    if stood_open:
        assert again.desk.active is again.desk.panes[1]
        qtbot.waitUntil(lambda: again.desk.whereabouts()[0][1] == there)
    again.session.close()


def test_a_large_text_is_laid_out_a_piece_between_two_events_and_where_one_goes_at_once(
    tmp_path: Path, qtbot: QtBot
) -> None:
    text = PARAGRAPH * 60_000
    last = len(text) - len(PARAGRAPH)
    furniture, heading = Span(last - 3 * len(PARAGRAPH), last - 1), Span(last, len(text) - 1)
    segments = (CodedSegment(SegmentKind.FURNITURE, furniture), CodedSegment(SegmentKind.HEADING, heading))
    window, number = open_text(tmp_path, qtbot, text, segments)
    pieces: list[int] = []
    view = window.desk.open(number).view
    view.laid.connect(lambda begin, end: pieces.append(view.document().findBlock(end).blockNumber()))
    # the first screens are there at once, and nobody has waited for the end
    assert not view.is_laid
    assert view.document().blockCount() < 2 * LINES_AT_ONCE
    assert view.placed()[0].block.text() == PARAGRAPH.strip()
    # what one goes to is there at once, too, folded and bold like all else
    view.select(*view.model.from_span(heading.start, heading.end))
    assert view.selected_span() == heading
    assert view.document().findBlock(view.model.from_span(heading.start, heading.start)[0]).layout().formats()
    assert view.furniture.folded(0, 10**9) == [view.model.from_span(furniture.start, furniture.end)]
    view.scroll_to(view.model.from_span(heading.start, heading.start)[0])
    assert any(one.block.text() == PARAGRAPH.strip() and one.block.layout().formats() for one in view.placed())
    steps = [behind - before for before, behind in itertools.pairwise(pieces)]
    assert len(steps) > 5
    assert max(steps) <= 2 * PIECE_LINES
    qtbot.waitUntil(lambda: view.is_laid)
    assert view.document().characterCount() - 1 == view.model.from_span(len(text), len(text))[0]
    window.session.close()


def test_the_place_where_one_was_in_a_large_text_is_shown_once_it_is_laid_out(tmp_path: Path, qtbot: QtBot) -> None:
    text = PARAGRAPH * 60_000
    window, number = open_text(tmp_path, qtbot, text)
    there = 50_000 * len(PARAGRAPH)
    window.desk.arrange([(number, there, 0)], 0)
    view = window.desk.panes[0].view
    assert not view.is_laid
    qtbot.waitUntil(lambda: view.model.to_span(view.top(), view.top()).start == there)
    window.session.close()


def test_turns_times_and_furniture_read_between_events_are_those_read_at_once(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(PARAGRAPH)
    text = PARAGRAPH * 400
    segments = []
    for at in range(0, 400, 4):
        places = [Span(one * size, one * size + size - 1) for one in range(at, at + 4)]
        time = f"00:{at // 10:02}:00" if at % 8 else ""
        segments += [
            CodedSegment(SegmentKind.TURN, places[0], "", "answer", "Velo", time=time),
            CodedSegment(SegmentKind.PARAGRAPH, places[0]),
            # two that touch are one stretch, whichever is read when
            CodedSegment(SegmentKind.FURNITURE, places[1]),
            CodedSegment(SegmentKind.FURNITURE, places[2]),
            CodedSegment(SegmentKind.HEADING, places[3]),
        ]
    window, number = open_text(tmp_path, qtbot, text, tuple(segments))

    def told(model: PaneDocument) -> tuple[object, ...]:
        return model.turns, model.furniture, model.headings, model.times, model.labels(Span(0, len(text)))

    whole = PaneDocument(window.session, number, window)
    assert whole.is_structure_read
    assert len(whole.furniture) == len(whole.turns) == len(whole.headings) == 100
    told_times = window.session.read(reads.project.times, number)[number]
    assert whole.times == [(whole.from_span(place, place)[0], time) for place, time in told_times]
    monkeypatch.setattr("desktop.qt.reading.document_model.SEGMENTS", 7)
    pane = window.desk.open(number)
    assert len(pane.model.turns) < 3
    folded = [pane.model.from_span(one * size, (one + 2) * size - 1) for one in range(1, 400, 4)]
    # who asks for one place does not wait for all the others, and is told right
    middle = whole.turns[50]
    assert pane.model.turn_at(middle.start) == middle
    assert not pane.model.is_structure_read
    qtbot.waitUntil(lambda: pane.model.is_structure_read)
    assert told(pane.model) == told(whole)
    assert pane.view.furniture.folded(0, 10**9) == folded
    assert pane.view.document().findBlock(whole.headings[-1][0]).layout().formats()
    window.session.close()
