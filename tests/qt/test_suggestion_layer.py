import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.analysis.suggestions import claim_candidates
from desktop.analysis.suggestions.stretches import ReadStretch
from desktop.core.spans import Span
from desktop.core.values import (
    Actor,
    Codebook,
    CodedDocument,
    CodedSegment,
    Facts,
    Participant,
    SegmentKind,
    Stance,
    Topic,
)
from desktop.qt import theme
from desktop.qt.reading.claim_panel import NOTHING as NOT_ELSEWHERE
from desktop.qt.reading.claim_panel import ONE_DOCUMENT, Elsewhere
from desktop.qt.reading.suggestion_layer import LOOKING, NOTHING, SuggestionLayer
from desktop.qt.window.main_window import MainWindow
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import project as reads
from desktop.store.reads import traces as trace_reads

from .window_kit import close_window, keys, middle_of, open_window, span_of, tag_claim

if TYPE_CHECKING:
    from desktop.qt.session import Session

TEXT = (
    "Edda Vask: 😀 Good evening to you all.\n"
    "We reject the toll on the river bridge, which harms every ferryman of our valley.\n"
    "We demand that the harbour must stay open to all boats of the valley in winter.\n"
    "The lamp is green.\n"
)
OTHER = "The minister wrote at noon. “The harbour must stay open to all boats of the valley,” Edda Vask said.\n"
TOPICS = (
    Topic("toll", "Toll", proposition="The toll on the river bridge should be kept"),
    Topic("harbour", "Harbour", proposition="The harbour should stay open to all boats"),
)


def make(path: Path, topics: tuple[Topic, ...] = TOPICS, others: int = 1) -> None:
    turn = CodedSegment(SegmentKind.TURN, Span(0, len(TEXT) - 1), "vask", "statement", "Edda Vask")
    facts = Facts(title="Valley talk", kind="transcript", participants=(Participant("vask", "speaker"),))
    with Database(path, create=True) as db:
        db.set_coder("Nilo")
        with db.edit("Fill", undoable=False) as recorder:
            edit_codebook.add_codebook(db, recorder, Codebook((Actor("vask", "Edda Vask"),), topics))
        edit_documents.add_documents(db, [CodedDocument("talk.txt", facts, TEXT, (turn,))])
        for _ in range(others):
            edit_documents.add_documents(db, [CodedDocument("note.txt", Facts(title="A note"), OTHER)])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "valley.visavis"
    make(path)
    return path


@pytest.fixture
def window(project: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    found = open_window(project, qtbot)
    found.desk.open(1)
    QApplication.processEvents()
    yield found
    found.session.traces.finish()
    close_window(found)


@pytest.fixture
def layer(window: MainWindow, qtbot: QtBot) -> SuggestionLayer:
    return asked(window, qtbot)


def asked(window: MainWindow, qtbot: QtBot) -> SuggestionLayer:
    pane = window.desk.active
    assert pane is not None
    found = SuggestionLayer(window.session, pane.view)
    with qtbot.waitSignal(window.session.traces.suggested):
        found.toggle()
    pane.view.setFocus()
    QApplication.processEvents()
    return found


def words(layer: SuggestionLayer) -> list[str]:
    return [TEXT[one.span.start : one.span.end].split()[1] for one in layer.suggestions]


def outline_pixels(window: MainWindow, sentence: str, color: str) -> int:
    """Return how many pixels of *color* are painted around a sentence."""
    pane = window.desk.active
    assert pane is not None
    span = span_of(TEXT, sentence)
    start, end = pane.model.from_span(span.start, span.end)
    rects = [rect for one in pane.view.placed() for rect in one.rects(start, end)]
    box = rects[0].adjusted(-4, -4, 4, 6).toRect()
    picture = pane.view.viewport().grab(box).toImage()
    wanted = theme.color(color).name()
    return sum(
        picture.pixelColor(x, y).name() == wanted for x in range(picture.width()) for y in range(picture.height())
    )


REJECT, DEMAND = TEXT.splitlines()[1], TEXT.splitlines()[2]


def test_nothing_is_suggested_until_asked_for(window: MainWindow) -> None:
    pane = window.desk.active
    assert pane is not None
    layer = SuggestionLayer(window.session, pane.view)
    assert (layer.on, layer.suggestions) == (False, [])
    assert outline_pixels(window, REJECT, "accent") == 0


def test_suggestions_are_dashed_outlines_and_the_chosen_one_has_the_accent(
    layer: SuggestionLayer, window: MainWindow
) -> None:
    assert words(layer)[:2] == ["reject", "demand"]
    assert layer.chosen is layer.suggestions[0]
    layer.step(1)
    QApplication.processEvents()
    # the chosen one's stands on the line below it
    assert outline_pixels(window, REJECT, "accent") == 0
    assert outline_pixels(window, REJECT, "dim") > 0
    assert outline_pixels(window, DEMAND, "accent") > 100
    layer.step(-1)
    QApplication.processEvents()
    assert outline_pixels(window, REJECT, "accent") > 100
    assert layer.chip_text(layer.suggestions[0]).startswith("Edda Vask · Toll")
    layer.toggle()
    assert outline_pixels(window, REJECT, "accent") == 0


def test_a_accepts_the_suggestion_and_goes_on(
    layer: SuggestionLayer, window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(layer.accepted) as told:
        keys(qtbot, Qt.Key.Key_A)
    with Database(project) as db:
        (claim,) = reads.claims(db)
        actors, topics = reads.actors(db), reads.topics(db)
    assert told.args == [claim.id]
    assert (claim.quote, claim.origin, claim.stance) == (REJECT, "suggestion", Stance.NOT_CODED)
    assert claim.actor_ids == (actors[0].id,)
    assert claim.topic_id == next(topic.id for topic in topics if topic.key == "toll")
    assert layer.chosen is not None
    assert TEXT[layer.chosen.span.start :].startswith("We demand")


def test_shift_a_dismisses_it_for_good_and_undo_brings_it_back(
    layer: SuggestionLayer, window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    keys(qtbot, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert "reject" not in words(layer)
    with Database(project) as db:
        assert trace_reads.dismissed(db, 1) == {span_of(TEXT, REJECT)}
        assert reads.claims(db) == []
    window.session.undo()
    assert words(layer)[0] == "reject"
    assert layer.chosen is layer.suggestions[0]
    window.session.redo()
    assert "reject" not in words(layer)
    layer.switch_off()
    with qtbot.waitSignal(window.session.traces.suggested):
        layer.toggle()
    assert "reject" not in words(layer)


def test_undo_of_an_accepted_one_takes_the_claim_away_and_suggests_it_again(
    layer: SuggestionLayer, window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    keys(qtbot, Qt.Key.Key_A)
    window.session.undo()
    assert words(layer)[0] == "reject"
    with Database(project) as db:
        assert reads.claims(db) == []


def test_n_walks_and_a_click_chooses(layer: SuggestionLayer, window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_N)
    assert layer.chosen is layer.suggestions[1]
    keys(qtbot, Qt.Key.Key_N, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert layer.chosen is layer.suggestions[0]
    pane = window.desk.active
    assert pane is not None
    point: QPoint = middle_of(pane, "harbour must")
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert layer.chosen is layer.suggestions[1]


def test_the_end_is_told_in_a_sentence(layer: SuggestionLayer, window: MainWindow, qtbot: QtBot) -> None:
    told: list[str] = []
    window.session.messages.posted.connect(lambda kind, text: told.append(text))
    for _ in range(len(layer.suggestions)):
        keys(qtbot, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert layer.suggestions == []
    assert told == [NOTHING]


def test_what_is_tagged_by_hand_is_suggested_no_more(layer: SuggestionLayer, window: MainWindow) -> None:
    session: Session = window.session
    tag_claim(session, 1, span_of(TEXT, DEMAND), (1,), 2, Stance.FAVOR)
    assert "demand" not in words(layer)


@pytest.mark.parametrize(("topics", "actors", "lacking"), [((), 1, "topic"), (TOPICS, 0, "actor")])
def test_without_a_codebook_one_sentence_tells_what_is_missing(
    tmp_path: Path, qtbot: QtBot, topics: tuple[Topic, ...], actors: int, lacking: str
) -> None:
    path = tmp_path / "bare.visavis"
    with Database(path, create=True) as db:
        with db.acting_as("Nilo"), db.edit("Fill", undoable=False) as recorder:
            people = (Actor("vask", "Edda Vask"),) * actors
            edit_codebook.add_codebook(db, recorder, Codebook(people, topics))
        edit_documents.add_documents(db, [CodedDocument("note.txt", Facts(title="A note"), OTHER)])
    window = open_window(path, qtbot)
    window.desk.open(1)
    pane = window.desk.active
    assert pane is not None
    pane.view.setFocus()
    shown: list[tuple[str, str]] = []
    window.session.messages.posted.connect(lambda kind, text: shown.append((kind, text)))
    keys(qtbot, Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    ((kind, told),) = shown
    assert kind == "error"
    assert f"has no {lacking}" in told
    assert told.endswith(".")
    assert pane.suggestions is not None
    assert not pane.suggestions.on
    close_window(window)


def test_the_topic_and_the_holder_are_chosen_by_one_key_before_accepting(
    layer: SuggestionLayer, window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    assert layer.chosen is not None
    first = layer.chip_text(layer.chosen)
    assert "Toll 1/2" in first
    keys(qtbot, Qt.Key.Key_C)
    assert "Harbour 2/2" in layer.chip_text(layer.chosen)
    keys(qtbot, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert layer.chip_text(layer.chosen) == first
    keys(qtbot, Qt.Key.Key_H)
    # one guess alone: there is nothing else to choose
    assert layer.chip_text(layer.chosen) == first
    keys(qtbot, Qt.Key.Key_C)
    keys(qtbot, Qt.Key.Key_A)
    with Database(project) as db:
        (claim,) = reads.claims(db)
        topics = {topic.id: topic.key for topic in reads.topics(db)}
    assert (topics[claim.topic_id], claim.origin) == ("harbour", "suggestion")
    # what was chosen for one is not chosen for the next
    assert layer.chosen is not None
    assert " 1/" in layer.chip_text(layer.chosen)


def test_t_opens_the_tag_bar_on_the_words_with_the_holder_filled_in(
    window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    window.actions_by_key["suggest"].trigger()
    pane = window.desk.active
    assert pane is not None
    layer = pane.suggestions
    assert layer is not None
    qtbot.waitUntil(lambda: layer.chosen is not None)
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_T)
    assert window.reading.tag_bar.isVisible()
    assert pane.view.selected_span() == span_of(TEXT, REJECT)
    assert window.reading.tag_bar.who.chosen == (1,)


def test_after_an_answer_the_rest_is_weighed_anew_and_the_chosen_one_stays(
    layer: SuggestionLayer, window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.session.traces.suggested):
        keys(qtbot, Qt.Key.Key_A)
        before = layer.chosen
        assert before is not None
        keys(qtbot, Qt.Key.Key_C)
        shown = layer.chip_text(before)
    assert layer.chosen is not None
    assert layer.chosen.span == before.span
    assert layer.chosen is not before
    assert layer.chip_text(layer.chosen) == shown
    assert not any(one.span.overlaps(span_of(TEXT, REJECT)) for one in layer.suggestions)


def test_the_first_are_answered_while_the_rest_of_a_long_text_is_read(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.visavis"
    make(path)
    text = "\n\n".join(f"Edda Vask said: “We reject toll number {at} on the river bridge.”" for at in range(40))
    with Database(path) as db:
        edit_documents.add_documents(db, [CodedDocument("long.txt", Facts(title="Long"), text)])
    window = open_window(path, qtbot)
    window.desk.open(3)
    pane = window.desk.active
    assert pane is not None
    reached, may_go_on, read = threading.Event(), threading.Event(), claim_candidates._candidate

    def held(one: ReadStretch, *arguments: Any) -> Any:
        if one.stretch.span.start > len(text) // 2:
            reached.set()
            may_go_on.wait(30)
        return read(one, *arguments)

    monkeypatch.setattr(claim_candidates, "_candidate", held)
    monkeypatch.setattr(claim_candidates, "_FIRST", 4)
    layer, hints = SuggestionLayer(window.session, pane.view), list[str]()
    window.session.messages.posted.connect(lambda _kind, told, _path: hints.append(told))
    layer.toggle()
    qtbot.waitUntil(lambda: layer.chosen is not None and reached.is_set())
    pane.view.setFocus()
    assert layer.chosen is layer.suggestions[0]
    assert not layer.is_whole
    first = len(layer.suggestions)
    assert 4 <= first < 30
    # behind the last one so far nobody comes to the first again
    for _ in range(first + 3):
        keys(qtbot, Qt.Key.Key_N)
    assert layer.chosen is layer.suggestions[-1]
    assert LOOKING in hints
    keys(qtbot, Qt.Key.Key_N, modifier=Qt.KeyboardModifier.ShiftModifier)
    answered, following = layer.chosen.span, layer.suggestions[-1].span
    keys(qtbot, Qt.Key.Key_A)
    with qtbot.waitSignal(window.session.traces.suggested, timeout=30_000):
        may_go_on.set()
    assert layer.is_whole
    assert len(layer.suggestions) == 39
    assert layer.chosen is not None
    assert layer.chosen.span == following
    with Database(path) as db:
        assert [claim.span for claim in reads.claims(db)] == [answered]
    window.session.traces.finish()
    close_window(window)


def test_a_second_press_of_the_key_while_it_looks_takes_all_away(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.active
    assert pane is not None
    layer = SuggestionLayer(window.session, pane.view)
    layer.toggle()
    layer.toggle()
    qtbot.wait(300)
    assert (layer.on, layer.suggestions, layer.chosen) == (False, [], None)


def test_several_holders_are_entered_as_one_claim(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "two.visavis"
    text = "Edda Vask and Ino Brill reject the toll on the river bridge, which harms every ferryman.\n"
    with Database(path, create=True) as db:
        with db.acting_as("Nilo"), db.edit("Fill", undoable=False) as recorder:
            people = (Actor("vask", "Edda Vask"), Actor("brill", "Ino Brill"))
            edit_codebook.add_codebook(db, recorder, Codebook(people, TOPICS))
        edit_documents.add_documents(db, [CodedDocument("two.txt", Facts(title="Two"), text)])
    window = open_window(path, qtbot)
    window.desk.open(1)
    layer = asked(window, qtbot)
    assert layer.chosen is not None
    assert layer.chip_text(layer.chosen).startswith("Edda Vask, Ino Brill")
    keys(qtbot, Qt.Key.Key_A)
    with Database(path) as db:
        (claim,) = reads.claims(db)
    assert claim.actor_ids == (1, 2)
    window.session.traces.finish()
    close_window(window)


def test_where_else_a_claim_was_said_is_asked_by_a_button(window: MainWindow, qtbot: QtBot) -> None:
    widget = Elsewhere(window.session)
    qtbot.addWidget(widget)
    widget.resize(320, 400)
    widget.show()
    assert not widget.button.isEnabled()
    span = span_of(TEXT, "the harbour must stay open to all boats of the valley")
    widget.set_span(1, span, "vask")
    with qtbot.waitSignal(window.session.traces.elsewhere):
        qtbot.mouseClick(widget.button, Qt.MouseButton.LeftButton)
    card = widget.model.card(0)
    assert card is not None
    assert (card.source, card.quote.lower()) == ("A note", "the harbour must stay open to all boats of the valley")
    assert card.trace.score > 0.9
    widget.list.setCurrentIndex(widget.model.index(0))
    with qtbot.waitSignal(widget.wanted) as told:
        qtbot.keyClick(widget.list, Qt.Key.Key_Return)
    (document, own), (other, passage) = told.args[0].passages
    assert (document, own, other) == (1, span, 2)
    assert OTHER[passage.start : passage.end].startswith("The harbour must")


def test_a_claim_said_nowhere_else_gets_a_sentence(window: MainWindow, qtbot: QtBot) -> None:
    widget = Elsewhere(window.session)
    qtbot.addWidget(widget)
    widget.set_span(1, span_of(TEXT, REJECT), "vask")
    with qtbot.waitSignal(window.session.traces.elsewhere):
        widget.ask()
    assert widget.told.text() == NOT_ELSEWHERE
    window.session.database.undo()
    widget.set_span(1, span_of(TEXT, DEMAND), "vask")
    assert widget.told.text() == ""
    assert ONE_DOCUMENT.endswith(".")
