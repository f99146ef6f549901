"""Tagging and correcting by keyboard and mouse."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.core.spans import Span
from desktop.core.values import Claim, CodedDocument, Facts, Stance, Voice
from desktop.exchange.seeds import load_seeds
from desktop.project import opening
from desktop.qt import settings
from desktop.qt.importing.page import ImportPage
from desktop.qt.window.main_window import MainWindow
from desktop.store import check
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import text as edit_text
from desktop.store.reads import project as reads
from tests.qt.window_kit import ALT, CTRL, SHIFT, click_words, close_window, keys, open_window, page_of, span_of

from .window_kit import tag_claim

TEXT = (
    "The envoy 😀 spoke at noon. Harbours must stay open, she said. Tolls should go.\n\n"
    "The minister, Ada Quill, said “we will close the harbour” and left. Nobody objected.\n"
    "A last line about tolls."
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "tag.visavis"
    with opening.new_project(path, empty=True) as db:
        edit_documents.add_documents(db, [CodedDocument("speech.txt", Facts(title="A speech"), TEXT)])
        edit_codebook.add(db, "actor", "Vera Stone", key="envoy")
        edit_codebook.add(db, "actor", "Ada Quill", key="minister")
        edit_codebook.add(db, "topic", "Open harbours", key="harbour")
        edit_codebook.add(db, "topic", "Tolls", key="tolls")
    return path


@pytest.fixture
def window(project: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window(project, qtbot)
    window.desk.panes[0].view.setFocus()
    yield window
    close_window(window)


def put_cursor(window: MainWindow, words: str) -> None:
    pane = window.desk.panes[0]
    start = pane.model.from_span(TEXT.index(words), TEXT.index(words))[0]
    pane.view.select(start, start)


def selected(window: MainWindow) -> str:
    span = window.desk.panes[0].view.selected_span()
    return window.desk.panes[0].model.text[span.start : span.end] if span else ""


def only_claim(window: MainWindow) -> Claim:
    (claim,) = reads.claims(window.session.database)
    return claim


def tag(window: MainWindow, words: str, actor: int = 1, topic: int = 1, stance: Stance = Stance.FAVOR) -> int:
    number = tag_claim(window.session, 1, span_of(TEXT, words), (actor,), topic, stance, Voice.REPORTED)
    assert number is not None
    return number


def test_s_w_and_p_select_by_sentence_word_and_paragraph(window: MainWindow, qtbot: QtBot) -> None:
    put_cursor(window, "must")
    keys(qtbot, "s")
    assert selected(window) == "Harbours must stay open, she said."
    keys(qtbot, "s")
    assert selected(window) == "Harbours must stay open, she said. Tolls should go."
    keys(qtbot, "S", modifier=SHIFT)
    assert selected(window) == "Harbours must stay open, she said."
    put_cursor(window, "minister")
    keys(qtbot, "w")
    keys(qtbot, "w")
    assert selected(window) == "minister, Ada"
    put_cursor(window, "Nobody")
    keys(qtbot, "p")
    assert selected(window) == TEXT.split("\n")[2]


def test_a_larger_interface_leaves_the_words_of_the_tag_bar_whole(window: MainWindow, qtbot: QtBot) -> None:
    window.looks.set_type(settings.INTERFACE, "150")
    keys(qtbot, "s", "t")
    bar = window.reading.tag_bar
    buttons = [button for row in bar.choices.values() for button in row.findChildren(QPushButton)]
    assert len(buttons) == 7
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert window.desk.rect().contains(bar.geometry())


def test_the_tag_bar_fills_in_who_is_named_and_the_voice_of_a_quotation(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[0]
    span = span_of(TEXT, "we will close the harbour")
    pane.view.select(*pane.model.from_span(span.start, span.end))
    keys(qtbot, "t")
    assert window.reading.tag_bar.who.chosen == (2,)
    assert window.reading.tag_bar.choices["voice"].value == "direct"
    keys(qtbot, "open", Qt.Key.Key_Return, "2", Qt.Key.Key_Return)
    claim = only_claim(window)
    assert (claim.quote, claim.actor_ids, claim.stance, claim.voice) == (
        "we will close the harbour",
        (2,),
        Stance.AGAINST,
        Voice.DIRECT,
    )


def test_the_tag_bar_does_not_cover_the_selection(window: MainWindow, qtbot: QtBot) -> None:
    for words in ("Tolls should go.", "A last line about tolls."):
        put_cursor(window, words)
        keys(qtbot, "s", "t")
        bar = window.reading.tag_bar
        pane = window.desk.panes[0]
        rects = [
            rect.toRect().translated(pane.view.viewport().mapTo(window.desk, QPoint(0, 0)))
            for one in pane.view.placed()
            for rect in one.rects(*pane.model.from_span(bar._span.start, bar._span.end))
        ]
        assert rects
        assert not any(rect.intersects(bar.geometry()) for rect in rects)
        keys(qtbot, Qt.Key.Key_Escape)
        assert not bar.isVisible()


def test_a_new_topic_is_made_in_place_and_a_nearly_equal_name_is_warned_of(window: MainWindow, qtbot: QtBot) -> None:
    put_cursor(window, "Tolls should")
    keys(qtbot, "s", "t")
    bar = window.reading.tag_bar
    if not bar.who.chosen:
        keys(qtbot, "vera", Qt.Key.Key_Return)
    keys(qtbot, "open harbors")
    rows = [
        bar.topic.suggestions.model().index(row, 0).data() for row in range(bar.topic.suggestions.model().rowCount())
    ]
    assert any("nearly “Open harbours”" in row for row in rows)
    bar.topic.line.selectAll()
    keys(qtbot, "Lighthouses", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    topic = {one.id: one for one in reads.topics(window.session.database)}[only_claim(window).topic_id]
    assert (topic.name, topic.key) == ("Lighthouses", "lighthouses")


def test_the_bar_is_as_high_as_its_list_and_no_higher_when_that_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    put_cursor(window, "Tolls should")
    keys(qtbot, "s", "t")
    bar = window.reading.tag_bar
    bar.topic.line.setFocus()
    before = bar.height()
    keys(qtbot, Qt.Key.Key_Down)
    assert bar.topic.suggestions.isVisible()
    assert bar.height() == before + bar.topic.suggestions.height() + 6
    keys(qtbot, Qt.Key.Key_Escape)
    assert bar.isVisible()
    assert bar.height() == before


def test_two_actors_hold_one_claim(window: MainWindow, qtbot: QtBot) -> None:
    put_cursor(window, "Tolls should")
    keys(qtbot, "s", "t")
    bar = window.reading.tag_bar
    bar.who.line.setFocus()
    while bar.who.chosen:
        keys(qtbot, Qt.Key.Key_Backspace)
    keys(qtbot, "vera", Qt.Key.Key_Return)
    bar.who.line.setFocus()
    keys(qtbot, "quill", Qt.Key.Key_Return)
    bar.topic.line.setFocus()
    keys(qtbot, "toll", Qt.Key.Key_Return, "3", Qt.Key.Key_Return)
    assert only_claim(window).actor_ids == (1, 2)


def test_brackets_let_a_claim_begin_and_end_elsewhere_and_undo_names_the_step(window: MainWindow, qtbot: QtBot) -> None:
    number = tag(window, "must stay open")
    click_words(qtbot, window.desk.panes[0], "must stay")
    keys(qtbot, "]")
    assert window.session.claim(number).quote == "must stay open, she"  # type: ignore[union-attr]
    keys(qtbot, "[", "[")
    assert window.session.claim(number).quote == "must stay"  # type: ignore[union-attr]
    keys(qtbot, "{")
    assert window.session.claim(number).quote == "Harbours must stay"  # type: ignore[union-attr]
    keys(qtbot, "}", "}")
    assert window.session.claim(number).quote == "stay"  # type: ignore[union-attr]
    assert window.actions_by_key["undo"].text() == "&Undo change span"
    for _ in range(6):
        keys(qtbot, Qt.Key.Key_Z, modifier=CTRL)
    assert window.session.claim(number).quote == "must stay open"  # type: ignore[union-attr]


def test_a_handle_is_dragged_to_another_word(window: MainWindow, qtbot: QtBot) -> None:
    number = tag(window, "must stay open")
    pane = window.desk.panes[0]
    click_words(qtbot, pane, "must stay")
    handle = pane.view._handles.places(pane.view.placed())["end"].toPoint()
    target = (
        next(rect for one in pane.view.placed() for rect in one.rects(*pane.model.from_span(*_range("she said"))))
        .center()
        .toPoint()
    )
    viewport = pane.view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=handle)
    qtbot.mouseMove(viewport, target)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=target)
    claim = window.session.claim(number)
    assert claim is not None
    assert claim.quote in ("must stay open, she", "must stay open, she said")
    assert claim.quote == TEXT[claim.start : claim.end]


def _range(words: str) -> tuple[int, int]:
    span = span_of(TEXT, words)
    return span.start, span.end


def test_x_parts_a_claim_at_the_cursor_and_g_joins_the_parts_again(window: MainWindow, qtbot: QtBot) -> None:
    number = tag(window, "Harbours must stay open, she said. Tolls should go.")
    before = only_claim(window)
    click_words(qtbot, window.desk.panes[0], "Harbours")
    put_cursor(window, "Tolls should")
    keys(qtbot, "x")
    first, second = reads.claims(window.session.database)
    assert (first.id, first.quote, second.quote) == (number, "Harbours must stay open, she said.", "Tolls should go.")
    assert (second.actor_ids, second.topic_id, second.stance) == (first.actor_ids, first.topic_id, first.stance)
    keys(qtbot, "g")
    assert only_claim(window) == before


def test_shift_t_tags_the_same_words_on_another_topic(window: MainWindow, qtbot: QtBot) -> None:
    tag(window, "Tolls should go.", topic=2)
    click_words(qtbot, window.desk.panes[0], "Tolls should")
    keys(qtbot, "T", modifier=SHIFT)
    keys(qtbot, "open", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    first, second = reads.claims(window.session.database)
    assert first.span == second.span
    assert {first.topic_id, second.topic_id} == {1, 2}
    assert first.actor_ids == second.actor_ids == (1,)


def test_o_goes_to_the_claim_under_the_chosen_one(window: MainWindow, qtbot: QtBot) -> None:
    outer, inner = tag(window, "Harbours must stay open, she said."), tag(window, "stay open", topic=2)
    click_words(qtbot, window.desk.panes[0], "stay")
    assert window.reading.claim_panel.claim is not None
    assert window.reading.claim_panel.claim.id == inner
    keys(qtbot, "o")
    assert window.reading.claim_panel.claim.id == outer
    keys(qtbot, "o")
    assert window.reading.claim_panel.claim.id == inner


def test_one_goes_to_the_next_claim_on_the_topic_of_the_actor_and_with_the_stance(
    window: MainWindow, qtbot: QtBot
) -> None:
    first = tag(window, "Harbours must stay open", actor=1, topic=1, stance=Stance.FAVOR)
    second = tag(window, "Tolls should go", actor=2, topic=2, stance=Stance.AGAINST)
    third = tag(window, "we will close the harbour", actor=2, topic=1, stance=Stance.AGAINST)
    fourth = tag(window, "Nobody objected", actor=1, topic=2, stance=Stance.NEUTRAL)

    def chosen() -> int:
        assert window.reading.claim_panel.claim is not None
        return window.reading.claim_panel.claim.id

    click_words(qtbot, window.desk.panes[0], "Harbours")
    keys(qtbot, "J", modifier=SHIFT)
    assert chosen() == third
    keys(qtbot, "J", modifier=CTRL)
    assert chosen() == second
    keys(qtbot, "j", modifier=ALT)
    assert chosen() == third
    keys(qtbot, "u")
    assert chosen() == fourth
    keys(qtbot, "k", modifier=ALT)
    assert chosen() == first


def test_a_claim_that_repeats_actor_and_topic_costs_at_most_four_keys(tmp_path: Path, qtbot: QtBot) -> None:
    """Twenty claims of the five documents, each after one with the same actor and topic."""
    _, documents = load_seeds(paths.shipped("seeds"))
    path = tmp_path / "twenty.visavis"
    with opening.new_project(path):
        pass
    window = open_window(path, qtbot)
    actors = {one.key: one.id for one in window.session.actors().values()}
    topics = {one.key: one.id for one in window.session.topics().values()}
    worst, done, pressed_in_all, begin = 0, 0, 0, time.perf_counter()
    for number, document in enumerate(documents, start=1):
        pane = window.desk.open(number)
        # claims as far apart as possible, from every document
        for claim in document.claims[:: max(1, len(document.claims) // 4)][:4]:
            pane.view.select(*pane.model.from_span(claim.span.start, claim.span.end))
            holders = tuple(actors[key] for key in claim.actors)
            assert window.reading.tag_bar.begin(pane, window.desk)
            window.reading.tag_bar.who.set_chosen(holders)
            window.reading.tag_bar.topic.set_chosen((topics[claim.topic],))
            keys(qtbot, "3", Qt.Key.Key_Return)
            # the claim that repeats them: this is what is counted
            pane.view.setFocus()
            pane.view.select(*pane.model.from_span(claim.span.start, claim.span.end))
            digit = str(list(Stance).index(claim.stance) + 1)
            sequence: list[Qt.Key | str] = ["r", digit, Qt.Key.Key_Return]
            keys(qtbot, "r")
            # who speaks there counts, and not who was entered by hand; nobody there: who it was last time
            who = window.reading.tag_bar.who.chosen
            keys(qtbot, *sequence[1:])
            assert not window.reading.tag_bar.isVisible()
            made = window.reading.claim_panel.claim
            assert made is not None
            assert (made.actor_ids, made.topic_id, made.stance) == (who, topics[claim.topic], claim.stance)
            assert made.span == claim.span
            worst, done, pressed_in_all = max(worst, len(sequence)), done + 1, pressed_in_all + len(sequence)
    taken = time.perf_counter() - begin
    print(f"\n{done} claims, {pressed_in_all} keys, {taken:.1f} s for both claims of each pair, scripted")
    assert done == 20
    assert worst <= 4
    close_window(window)


def test_a_whole_document_is_coded_from_an_empty_project_by_keyboard_alone(tmp_path: Path, qtbot: QtBot) -> None:
    """The wire report's brief, replayed: import, find, select, tag; actors and topics are made as they come."""
    codebook, documents = load_seeds(paths.shipped("seeds"))
    brief = documents[2]
    names = {one.key: one.name for one in (*codebook.actors, *codebook.topics)}
    source = tmp_path / "report.txt"
    source.write_text(brief.text, "utf-8")
    path = tmp_path / "empty.visavis"
    opening.new_project(path, empty=True).close()
    window = open_window(path, qtbot)
    window.dialogs.open_documents = lambda parent, folder: [source]
    window.setFocus()
    keys(qtbot, Qt.Key.Key_I, modifier=CTRL)
    qtbot.waitUntil(page_of(window, ImportPage).foot.accept.isEnabled)
    keys(qtbot, Qt.Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: window.desk.active is not None)
    pane = window.desk.panes[0]
    assert pane.model.text == brief.text
    pane.view.setFocus()
    bar = window.reading.tag_bar
    for claim in brief.claims:
        wanted = brief.text[claim.span.start : claim.span.end]
        keys(qtbot, Qt.Key.Key_F, modifier=CTRL)
        pane.find_bar.field.selectAll()
        keys(qtbot, wanted[:60].split("\n")[0], Qt.Key.Key_Escape)
        assert pane.view.hasFocus()
        keys(qtbot, "s")
        while len(selected(window)) < len(wanted):
            keys(qtbot, "s")
        assert selected(window) == wanted
        keys(qtbot, "t")
        bar.who.line.setFocus()
        while bar.who.chosen:
            keys(qtbot, Qt.Key.Key_Backspace)
        for key in claim.actors:
            bar.who.line.setFocus()
            keys(qtbot, names[key], Qt.Key.Key_Return)
        bar.topic.line.setFocus()
        bar.topic.line.selectAll()
        keys(qtbot, Qt.Key.Key_Delete, names[claim.topic], Qt.Key.Key_Return)
        keys(qtbot, str(list(Stance).index(claim.stance) + 1), Qt.Key.Key_Return)
        assert not bar.isVisible()
    close_window(window)
    with Database(path) as db:
        assert check.problems(db) == []
        actors = {one.id: one.name for one in reads.actors(db)}
        topics = {one.id: one.name for one in reads.topics(db)}
        made = [
            (one.span, tuple(actors[actor] for actor in one.actor_ids), topics[one.topic_id], one.stance)
            for one in reads.claims(db)
        ]
    expected = [
        (one.span, tuple(names[key] for key in one.actors), names[one.topic], one.stance) for one in brief.claims
    ]
    assert sorted(made, key=str) == sorted(expected, key=str)


def test_digits_in_the_name_of_a_topic_do_not_set_the_stance_while_it_is_typed(
    window: MainWindow, qtbot: QtBot
) -> None:
    put_cursor(window, "Tolls should")
    keys(qtbot, "s", "t")
    bar = window.reading.tag_bar
    if QApplication.focusWidget() is bar.who.line:
        keys(qtbot, "vera", Qt.Key.Key_Return)
    keys(qtbot, "Tolls of 2031", Qt.Key.Key_Return)
    assert bar.stance.value == ""
    keys(qtbot, "2", Qt.Key.Key_Return)
    claim = only_claim(window)
    assert window.session.topics()[claim.topic_id].name == "Tolls of 2031"
    assert claim.stance == Stance.AGAINST
    assert claim.span == Span(*_range("Tolls should go."))


def test_words_are_not_tagged_where_another_program_has_put_others(window: MainWindow, qtbot: QtBot) -> None:
    told: list[str] = []
    window.session.messages.posted.connect(lambda _kind, text, _path: told.append(text))
    put_cursor(window, "Tolls should")
    keys(qtbot, "s", "t")
    bar = window.reading.tag_bar
    if QApplication.focusWidget() is bar.who.line:
        keys(qtbot, "vera", Qt.Key.Key_Return)
    keys(qtbot, "toll", Qt.Key.Key_Return, "2")
    with Database(window.session.path) as other:
        new = replace(reads.coded_document(other, 1), text=f"Corrected.\n\n{TEXT}")
        edit_text.replace_text(other, edit_text.plan_replacement(other, 1, new))
    for _ in range(2):
        # the second time the pane has the new text already
        keys(qtbot, Qt.Key.Key_Return)
        assert told.pop() == "These words do not stand there any more: select them anew."
        qtbot.waitUntil(lambda: window.desk.panes[0].model.text.startswith("Corrected."))
    assert reads.claims(window.session.database) == []
