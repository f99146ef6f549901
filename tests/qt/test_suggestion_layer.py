from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
from desktop.qt.session import Session
from desktop.qt.views.elsewhere import NOTHING as NOT_ELSEWHERE
from desktop.qt.views.elsewhere import ONE_DOCUMENT, Elsewhere
from desktop.qt.views.main_window import MainWindow
from desktop.qt.views.suggestion_layer import NO_TOPIC, NOTHING, SuggestionLayer
from desktop.store import edit_codebook, edit_documents, reads, trace_reads
from desktop.store.database import Database

from .window_kit import close_window, keys, middle_of, open_window, span_of

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
    found.open_document(1)
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
    assert (claim.quote, claim.origin, claim.stance) == (REJECT, "suggestion", Stance.NEUTRAL)
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


def test_the_end_is_told_in_a_sentence(layer: SuggestionLayer, qtbot: QtBot) -> None:
    told: list[str] = []
    layer.told.connect(told.append)
    for _ in range(len(layer.suggestions)):
        keys(qtbot, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert layer.suggestions == []
    assert told == [NOTHING]


def test_what_is_tagged_by_hand_is_suggested_no_more(layer: SuggestionLayer, window: MainWindow) -> None:
    session: Session = window.session
    session.tag(1, span_of(TEXT, DEMAND), (1,), 2, Stance.FAVOR)
    assert "demand" not in words(layer)


def test_without_topics_nothing_can_be_accepted_and_the_way_out_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "bare.visavis"
    make(path, ())
    window = open_window(path, qtbot)
    window.open_document(1)
    layer = asked(window, qtbot)
    told: list[str] = []
    layer.told.connect(told.append)
    keys(qtbot, Qt.Key.Key_A)
    assert told == [NO_TOPIC]
    assert window.session.claims() == []
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
    with qtbot.waitSignal(widget.passages_wanted) as told:
        qtbot.keyClick(widget.list, Qt.Key.Key_Return)
    assert told.args[:4] == [1, span.start, span.end, 2]
    assert OTHER[told.args[4] : told.args[5]].startswith("The harbour must")


def test_a_claim_said_nowhere_else_gets_a_sentence(window: MainWindow, qtbot: QtBot) -> None:
    widget = Elsewhere(window.session)
    qtbot.addWidget(widget)
    widget.set_span(1, span_of(TEXT, REJECT), "vask")
    with qtbot.waitSignal(window.session.traces.elsewhere):
        widget.ask()
    assert widget.told() == NOT_ELSEWHERE
    window.session.database.undo()
    widget.set_span(1, span_of(TEXT, DEMAND), "vask")
    assert widget.told() == ""
    assert ONE_DOCUMENT.endswith(".")
