"""The coding loop by real keys: no wrong speaker, nothing said twice, no label and nothing folded in a quotation."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import Actor, Codebook, CodedDocument, CodedSegment, Facts, SegmentKind, Stance, Topic, Voice
from desktop.project import opening
from desktop.qt.reading.pane import Pane
from desktop.qt.window.main_window import MainWindow
from desktop.store import check
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits.claims import doubles
from desktop.store.reads import project as reads
from tests.qt.window_kit import close_window, keys, open_window, span_of, tag_claim

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
SPEAKERS = {"okafor": "Ada Okafor", "weber": "Jan Weber", "lindqvist": "Mia Lindqvist"}
CODEBOOK = Codebook(
    tuple(Actor(key, name) for key, name in SPEAKERS.items()),
    (Topic("tram", "City tram", "The tram should come."), Topic("tolls", "Tolls", "Tolls should go.")),
)


@dataclass
class Talk:
    """A transcript: its text and structure, and who says each sentence."""

    document: CodedDocument
    said: list[tuple[str, str]]


def talk(turns: list[tuple[str, list[str]]], label: str = "{name}: ", between: str = " ", date: str = "") -> Talk:
    """Put turns together, page furniture between every few of them, each turn with its label."""
    text, segments, said = "", [], []
    for number, (speaker, sentences) in enumerate(turns):
        if date and number % 4 == 0:
            segments.append(CodedSegment(SegmentKind.FURNITURE, Span(len(text), len(text) + len(date))))
            text += f"{date}\n"
        name = SPEAKERS[speaker].split()[-1] if label.startswith("{name}") else label
        words = label.format(name=name) + between.join(sentences)
        segments.append(CodedSegment(SegmentKind.TURN, Span(len(text), len(text) + len(words)), speaker, "", name))
        segments.append(CodedSegment(SegmentKind.PARAGRAPH, Span(len(text), len(text) + len(words))))
        text += f"{words}\n"
        said += [(speaker, sentence) for sentence in sentences]
    return Talk(CodedDocument("talk.txt", Facts(title="A talk"), text, tuple(segments)), said)


def window_on(path: Path, qtbot: QtBot, *talks: Talk) -> MainWindow:
    with opening.new_project(path, empty=True) as db, db.edit("fill_from_seeds", undoable=False) as recorder:
        edit_codebook.add_codebook(db, recorder, CODEBOOK)
        for number, one in enumerate(talks):
            document = one.document
            edit_documents.add_document(db, recorder, document, f"{number}")
    window = open_window(path, qtbot)
    window.desk.panes[0].view.setFocus()
    return window


SHORT = talk(
    [
        ("okafor", ["The tram must come.", "It is late already."]),
        ("weber", ["No, it must not!", "Who would pay for it?"]),
    ],
    date="Printed on 3 May",
)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = window_on(tmp_path / "loop.visavis", qtbot, SHORT)
    yield window
    close_window(window)


def pane_of(window: MainWindow) -> Pane:
    return window.desk.panes[0]


def put_cursor(window: MainWindow, words: str) -> None:
    pane = pane_of(window)
    at = pane.model.from_span(pane.model.text.index(words), 0)[0]
    pane.view.select(at, at)


def selected(window: MainWindow) -> str:
    span = pane_of(window).view.selected_span()
    return pane_of(window).model.text[span.start : span.end] if span else ""


def claims_of(window: MainWindow) -> list[tuple[str, str, str]]:
    """Return words, holder and stance of each claim, in the order of the text."""
    names = {one.id: one.key for one in reads.actors(window.session.database)}
    found = reads.claims(window.session.database)
    return [(one.quote, names[one.actor_ids[0]], one.stance.value) for one in found]


def test_s_takes_no_label_and_nothing_that_is_folded(window: MainWindow, qtbot: QtBot) -> None:
    put_cursor(window, "Printed")
    keys(qtbot, "s")
    assert selected(window) == "The tram must come."
    keys(qtbot, "s")
    assert selected(window) == "The tram must come. It is late already."
    # not over the label of the next speaker
    keys(qtbot, "s")
    assert selected(window) == "The tram must come. It is late already."
    put_cursor(window, "Weber")
    keys(qtbot, "p")
    assert selected(window) == "No, it must not! Who would pay for it?"
    # what is unfolded can be read, and coded
    pane_of(window).view.furniture.toggle_all()
    put_cursor(window, "Printed")
    keys(qtbot, "s")
    assert selected(window) == "Printed on 3 May"


def test_after_a_claim_s_goes_to_the_next_sentence_and_r_takes_who_from_the_turn(
    window: MainWindow, qtbot: QtBot
) -> None:
    put_cursor(window, "The tram")
    bar = window.reading.tag_bar
    keys(qtbot, "s", "t", "city", ENTER, "1", ENTER)
    assert claims_of(window) == [("The tram must come.", "okafor", "favor")]
    keys(qtbot, "s")
    assert selected(window) == "It is late already."
    keys(qtbot, "r", ENTER)
    assert claims_of(window)[1:] == [("It is late already.", "okafor", "favor")]
    keys(qtbot, "s")
    assert selected(window) == "No, it must not!"
    keys(qtbot, "r")
    assert [window.session.actors()[one].key for one in bar.who.chosen] == ["weber"]
    assert bar._hint.text() == (
        "Jan Weber, from the turn; last time it was Ada Okafor. Enter keeps Jan Weber, a second Enter tags."
    )
    keys(qtbot, ENTER)
    assert bar.isVisible()
    assert len(claims_of(window)) == 2
    keys(qtbot, ENTER)
    assert claims_of(window)[2:] == [("No, it must not!", "weber", "favor")]
    # a stance is said by somebody who looks: no second Enter
    keys(qtbot, "s", "r")
    assert "Enter tags" in bar._hint.text()
    keys(qtbot, "2", ENTER)
    assert claims_of(window)[3:] == [("Who would pay for it?", "weber", "against")]
    # nothing follows: the last stays the last
    keys(qtbot, "s")
    assert selected(window) == "Who would pay for it?"


def test_the_voice_too_is_that_of_last_time(window: MainWindow, qtbot: QtBot) -> None:
    put_cursor(window, "The tram")
    bar = window.reading.tag_bar
    keys(qtbot, "s", "t", "city", ENTER, "1")
    bar.choices["voice"].set_value("reported")
    keys(qtbot, ENTER, "s", "r", ENTER)
    assert {claim.voice for claim in reads.claims(window.session.database)} == {Voice.REPORTED}


def test_the_same_claim_again_is_refused_and_told(window: MainWindow, qtbot: QtBot) -> None:
    told: list[str] = []
    window.session.messages.posted.connect(lambda kind, text: told.append(text))
    span = span_of(SHORT.document.text, "The tram must come.")
    number = tag_claim(window.session, 1, span, (1,), 1, Stance.FAVOR)
    before = list(window.session.database.sqlite.conn.iterdump())
    put_cursor(window, "The tram")
    keys(qtbot, "s", "t", "city", ENTER, "1", ENTER)
    assert told == [f"Claim {number} says just this of the same words already: change what differs, or leave it."]
    assert window.reading.tag_bar.isVisible()
    assert list(window.session.database.sqlite.conn.iterdump()) == before
    # another stance is another claim
    keys(qtbot, "2", ENTER)
    assert [stance for _, _, stance in claims_of(window)] == ["favor", "against"]


def test_a_change_that_is_refused_leaves_the_panel_as_the_claim_is(window: MainWindow, qtbot: QtBot) -> None:
    span = span_of(SHORT.document.text, "The tram must come.")
    tag_claim(window.session, 1, span, (1,), 1, Stance.FAVOR)
    other = tag_claim(window.session, 1, span, (1,), 1, Stance.AGAINST)
    assert other is not None
    window.desk.show_claim(1, other)
    panel = window.reading.claim_panel
    favor = panel.choices["stance"].findChildren(QPushButton)[0]
    qtbot.mouseClick(favor, Qt.MouseButton.LeftButton)
    assert panel.choices["stance"].value == "against"
    panel.topic.line.setFocus()
    panel.topic.line.selectAll()
    keys(qtbot, "tolls", ENTER)
    qtbot.mouseClick(favor, Qt.MouseButton.LeftButton)
    panel.topic.line.setFocus()
    panel.topic.line.selectAll()
    keys(qtbot, "city", ENTER)
    assert panel.topic.line.text() == "Tolls"
    assert [stance for _, _, stance in claims_of(window)] == ["favor", "favor"]


def test_a_selection_without_a_word_is_refused(window: MainWindow, qtbot: QtBot) -> None:
    told: list[str] = []
    window.session.messages.posted.connect(lambda kind, text: told.append(text))
    at = pane_of(window).model.text.index("!")
    assert tag_claim(window.session, 1, Span(at, at + 1), (1,), 1, Stance.FAVOR) is None
    assert told == ["There is no word in the selection: select the words that carry the claim."]
    assert claims_of(window) == []


def test_who_and_topic_made_while_tagging_come_and_go_with_the_claim(window: MainWindow, qtbot: QtBot) -> None:
    database, bar = window.session.database, window.reading.tag_bar
    before = (reads.actors(database), reads.topics(database))
    put_cursor(window, "It is late")
    keys(qtbot, "s", "t")
    bar.who.line.setFocus()
    keys(qtbot, "Ruth Olmes", ENTER)
    bar.topic.line.setFocus()
    keys(qtbot, "tram stops", ENTER)
    assert len(bar.who.chosen) == 2
    keys(qtbot, ESCAPE)
    assert not bar.isVisible()
    assert (reads.actors(database), reads.topics(database)) == before
    assert selected(window) == "It is late already."
    view = pane_of(window).view
    top = view.verticalScrollBar().value()
    keys(qtbot, "t")
    bar.who.line.setFocus()
    keys(qtbot, Qt.Key.Key_Backspace, "Ruth Olmes", ENTER)
    bar.topic.line.setFocus()
    keys(qtbot, "tram stops", ENTER, "3", ENTER)
    (claim,) = reads.claims(database)
    assert [window.session.actors()[one].name for one in claim.actor_ids] == ["Ruth Olmes"]
    assert (window.session.topics()[claim.topic_id].name, claim.stance) == ("tram stops", Stance.NEUTRAL)
    assert window.session.topics()[claim.topic_id].proposition == ""
    assert (view.verticalScrollBar().value(), view.hasFocus()) == (top, True)
    keys(qtbot, "s")
    assert selected(window) == "No, it must not!"
    # and the new ones are offered from now on
    keys(qtbot, "t")
    bar.topic.line.setFocus()
    bar.topic.line.selectAll()
    keys(qtbot, "tram st")
    assert bar.topic.line.offered[0].text == "tram stops"
    keys(qtbot, ESCAPE, ESCAPE)
    window.session.undo()
    assert (reads.actors(database), reads.topics(database)) == before
    assert claims_of(window) == []


def test_where_nothing_fits_the_new_one_is_the_chosen_entry(window: MainWindow, qtbot: QtBot) -> None:
    bar = window.reading.tag_bar
    put_cursor(window, "It is late")
    keys(qtbot, "s", "t")
    bar.topic.line.setFocus()
    bar.topic.line.selectAll()
    # letters of “City tram” in order, and no beginning of it
    keys(qtbot, "citram")
    assert [row.text for row in bar.topic.line.offered] == [
        "City tram",
        "+ new topic “citram”  – nearly “City tram”, which exists",
    ]
    bar.topic.line.selectAll()
    keys(qtbot, "ctrm")
    assert [row.text for row in bar.topic.line.offered] == ["+ new topic “ctrm”"]
    assert bar.topic.suggestions.currentIndex().row() == 0
    keys(qtbot, ENTER, "1", ENTER)
    (claim,) = reads.claims(window.session.database)
    assert window.session.topics()[claim.topic_id].name == "ctrm"


def test_a_new_actor_in_the_panel_comes_with_the_change_of_the_claim(window: MainWindow, qtbot: QtBot) -> None:
    span = span_of(SHORT.document.text, "The tram must come.")
    number = tag_claim(window.session, 1, span, (1,), 1, Stance.FAVOR)
    assert number is not None
    window.desk.show_claim(1, number)
    before = reads.actors(window.session.database)
    who = window.reading.claim_panel.who
    who.line.setFocus()
    keys(qtbot, "Zeno Quill", ENTER)
    claim = window.session.claim(number)
    assert claim is not None
    assert [window.session.actors()[one].name for one in claim.actor_ids] == ["Ada Okafor", "Zeno Quill"]
    window.session.undo()
    assert reads.actors(window.session.database) == before


CHINESE = talk(
    [
        ("okafor", ["电车必须来。", "公交车太慢！"]),
        ("weber", ["谁来付钱？", "我们（不是你们。）说了算。"]),
    ],
    label="{name}：",
    between="",
    date="打印于五月三日",
)


def test_one_chinese_sentence_and_not_the_paragraph(tmp_path: Path, qtbot: QtBot) -> None:
    window = window_on(tmp_path / "zh.visavis", qtbot, CHINESE)
    put_cursor(window, "电车")
    keys(qtbot, "s")
    assert selected(window) == "电车必须来。"
    keys(qtbot, "t", "city", ENTER, "1", ENTER, "s", "r", ENTER, "s", "r", "2", ENTER)
    assert claims_of(window) == [
        ("电车必须来。", "okafor", "favor"),
        ("公交车太慢！", "okafor", "favor"),
        ("谁来付钱？", "weber", "against"),
    ]
    close_window(window)


def long_talk(count: int) -> Talk:
    """Make a transcript of so many sentences, speakers changing after one to four of them."""
    made = random.Random(7)
    verbs = ("must come", "should wait", "costs too much", "was promised", "helps nobody", "is fair")
    turns: list[tuple[str, list[str]]] = []
    number = 0
    while number < count:
        speaker = made.choice([key for key in SPEAKERS if not turns or key != turns[-1][0]])
        size = min(made.randint(1, 4), count - number)
        turns.append((speaker, [f"Line {number + at} {made.choice(verbs)}." for at in range(size)]))
        number += size
    return talk(turns, date="Page of the record")


def test_two_hundred_claims_with_changes_of_speaker(tmp_path: Path, qtbot: QtBot) -> None:
    """At most four keys each, no wrong speaker, none twice, each the sentence and no more."""
    long, path = long_talk(200), tmp_path / "long.visavis"
    window = window_on(path, qtbot, long)
    changes = sum(one[0] != other[0] for one, other in zip(long.said, long.said[1:], strict=False))
    assert changes > 60
    put_cursor(window, "Line 0")
    keys(qtbot, "s", "t", "city", ENTER, "1", ENTER)
    made, last, most, stances = random.Random(11), long.said[0][0], 0, [Stance.FAVOR]
    for speaker, _sentence in long.said[1:]:
        pressed: list[Qt.Key | str] = ["s", "r"]
        if made.random() < 0.3:
            stances.append(made.choice(list(Stance)))
            # 1, 2, 3, and 0 for what is not coded
            pressed += [str((list(Stance).index(stances[-1]) + 1) % len(Stance)), ENTER]
        else:
            stances.append(stances[-1])
            # another speaker is told, and waits for a second Enter
            pressed += [ENTER, ENTER] if speaker != last else [ENTER]
        keys(qtbot, *pressed)
        assert not window.reading.tag_bar.isVisible()
        most, last = max(most, len(pressed)), speaker
    assert QApplication.focusWidget() is pane_of(window).view
    assert most == 4
    close_window(window)
    with Database(path) as db:
        names = {one.id: one.key for one in reads.actors(db)}
        found = reads.claims(db)
        assert [(names[one.actor_ids[0]], one.quote) for one in found] == long.said
        assert [one.stance for one in found] == stances
        assert doubles(db, [one.id for one in found]) == {}
        assert check.problems(db) == []
