"""Tagging by eye and with the mouse: the topics beside the text, the button at a selection, a bar that stays put."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core import scale
from desktop.core.own_fields import OwnField
from desktop.core.values import Claim, CodedDocument, Facts, Stance
from desktop.project import opening
from desktop.qt import settings
from desktop.qt.parts.entry_tree import ID_ROLE
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.topics_panel import TagButton
from desktop.qt.window.main_window import MainWindow
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import own_fields as edit_own_fields
from desktop.store.edits import scale as edit_scale
from desktop.store.reads import project as reads
from tests.qt.window_kit import close_window, drag, keys, open_window, span_of

LEFT = Qt.MouseButton.LeftButton
HARBOUR = "Minutes of the harbour board\n\n" + "\n\n".join(
    f"Member {number} said that quay {number} must be widened before the winter of the year {1900 + number} comes."
    for number in range(40)
)
KAI = "Protokoll\n\n" + "\n\n".join(f"Der Kai Nummer {number} soll breiter werden." for number in range(30))


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """A study of one's own in two languages, with topics below two themes and one above all themes."""
    path = tmp_path / "own.visavis"
    with opening.new_project(path, empty=True) as db:
        documents = [CodedDocument("harbour.txt", Facts(title="Harbour"), HARBOUR)]
        documents.append(CodedDocument("kai.txt", Facts(title="Kai", language="de"), KAI))
        edit_documents.add_documents(db, documents)
        edit_codebook.add(db, "actor", "Mira Toll", key="mira")
        water, land, _ = (
            edit_codebook.add(db, "topic", name, proposition="") for name in ("Water", "Land", "Nothing in it")
        )
        for name, above in (("Quays", water), ("Docks", water), ("Roads", land)):
            edit_codebook.add(db, "topic", name, above, proposition=f"{name} should be widened.")
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def stored(window: MainWindow) -> list[Claim]:
    """Return the claims as they stand in the file."""
    with Database(window.session.path) as db:
        return reads.claims(db)


def topic_id(window: MainWindow, name: str) -> int:
    return next(one.id for one in window.session.topics().values() if one.name == name)


def select(window: MainWindow, qtbot: QtBot, words: str, number: int = 0) -> Pane:
    """Select words with the mouse, wherever they stand in the text."""
    pane = window.desk.panes[number]
    span = span_of(pane.model.text, words)
    pane.view.scroll_to(pane.model.from_span(span.start, span.end)[0], 0.3)
    QApplication.processEvents()
    drag(qtbot, pane, span)
    QApplication.processEvents()
    assert pane.view.selected_span() == span
    return pane


def tree(window: MainWindow) -> list[tuple[int, str]]:
    """Return what the panel lists: how deep, and the name."""
    view, found = window.reading.topics.tree, []
    index = view.model().index(0, 0)
    while index.isValid():
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        found.append((depth, str(index.data())))
        index = view.indexBelow(index)
    return found


def finish(window: MainWindow, qtbot: QtBot, topic: str) -> Claim:
    """Give what the bar still asks, and return the one claim that is in the file then."""
    bar = window.reading.tag_bar
    assert bar.is_open
    assert bar.topic.chosen == (topic_id(window, topic),)
    if not bar.who.chosen:
        bar.who.line.setFocus()
        keys(qtbot, "mira", Qt.Key.Key_Return)
    keys(qtbot, "1", Qt.Key.Key_Return)
    assert not bar.is_open
    (claim,) = stored(window)
    assert claim.topic_id == topic_id(window, topic)
    assert claim.stance is Stance.FAVOR
    return claim


def test_a_key_shows_the_topics_by_theme_and_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.reading.topics.isVisible()
    assert window.reading.topics.model.rowCount() == 0, "what is hidden is not read"
    window.desk.panes[0].view.setFocus()
    keys(qtbot, Qt.Key.Key_F8)
    assert window.reading.topics.isVisible()
    assert window.actions_by_key["topics"].isChecked()
    assert tree(window) == [(0, "Water"), (1, "Quays"), (1, "Docks"), (0, "Land"), (1, "Roads"), (0, "Nothing in it")]
    keys(qtbot, "doc")
    qtbot.waitUntil(lambda: tree(window) == [(0, "Water"), (1, "Docks")])
    assert window.settings.get(settings.TOPICS) == "1"
    keys(qtbot, Qt.Key.Key_F8)
    assert not window.reading.topics.isVisible()
    assert QApplication.focusWidget() is window.desk.panes[0].view


def test_enter_in_the_filter_tags_the_selected_words(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_F8)
    select(window, qtbot, "Der Kai Nummer 3 soll breiter werden", 1)
    window.reading.topics.filter.setFocus()
    keys(qtbot, "quay", Qt.Key.Key_Return)
    assert finish(window, qtbot, "Quays").quote == "Der Kai Nummer 3 soll breiter werden"
    # the counts follow
    index = window.reading.topics.model.index_of(topic_id(window, "Quays"))
    assert window.reading.topics.model.uses(topic_id(window, "Quays")) == 1
    assert index.isValid()


def test_a_double_click_tags_and_a_theme_only_folds(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_F8)
    pane = select(window, qtbot, "quay 4 must be widened")
    view, model = window.reading.topics.tree, window.reading.topics.model
    theme = view.visualRect(model.index_of(topic_id(window, "Water"))).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=theme)
    qtbot.mouseDClick(view.viewport(), LEFT, pos=theme)
    assert not window.reading.tag_bar.is_open
    assert (1, "Quays") not in tree(window)
    roads = view.visualRect(model.index_of(topic_id(window, "Roads"))).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=roads)
    assert not window.reading.tag_bar.is_open
    assert pane.view.selected_span() is not None
    qtbot.mouseDClick(view.viewport(), LEFT, pos=roads)
    assert finish(window, qtbot, "Roads").quote == "quay 4 must be widened"


def test_words_dropped_on_a_topic_are_tagged_with_it(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_F8)
    pane = select(window, qtbot, "quay 5 must be widened")
    view, model = window.reading.topics.tree, window.reading.topics.model
    at = QPointF(view.visualRect(model.index_of(topic_id(window, "Docks"))).center())
    words = pane.view.createMimeDataFromSelection()
    assert isinstance(words, QMimeData)
    now = (Qt.DropAction.CopyAction, words, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at.toPoint(), *now)
    QApplication.sendEvent(view.viewport(), enter)
    assert enter.isAccepted()
    QApplication.sendEvent(view.viewport(), QDragMoveEvent(at.toPoint(), *now))
    assert view.currentIndex().data(ID_ROLE) == topic_id(window, "Docks")
    QApplication.sendEvent(view.viewport(), QDropEvent(at, *now))
    qtbot.waitUntil(lambda: window.reading.tag_bar.is_open)
    assert finish(window, qtbot, "Docks").quote == "quay 5 must be widened"
    assert pane.model.text == HARBOUR


def test_without_selected_words_it_says_so(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_F8, "roads", Qt.Key.Key_Return)
    assert not window.reading.tag_bar.is_open
    assert "Select the words" in window.status.currentMessage()
    keys(qtbot, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.desk.panes[0].view


def test_a_button_at_the_selection_tags_it(window: MainWindow, qtbot: QtBot) -> None:
    for words in ("Minutes of the harbour", "quay 7 must be widened before", "the year 1939 comes"):
        pane = select(window, qtbot, words)
        button = pane.view.viewport().findChild(TagButton)
        assert isinstance(button, TagButton)
        assert button.isVisible()
        start, end = pane.model.from_span(*(lambda span: (span.start, span.end))(span_of(pane.model.text, words)))
        lines = [rect.toRect() for one in pane.view.placed() for rect in one.rects(start, end)]
        assert not any(line.intersects(button.geometry()) for line in lines)
        assert pane.view.viewport().rect().contains(button.geometry())
    # it goes along when the lines are broken anew
    width = pane.view.width()
    window.reading.sides.toggle("panel")
    window.reading.sides.toggle("library")
    qtbot.waitUntil(lambda: pane.view.width() > width)
    QApplication.processEvents()
    lines = [rect.toRect() for one in pane.view.placed() for rect in one.rects(start, end)]
    assert button.isVisible()
    assert 0 < min(abs(button.y() - lines[-1].bottom()), abs(lines[0].top() - button.geometry().bottom())) < 12
    qtbot.mouseClick(button, LEFT)
    assert window.reading.tag_bar.is_open
    assert not button.isVisible()
    window.reading.end_bars()
    keys(qtbot, Qt.Key.Key_Right)
    assert not button.isVisible()


def test_down_in_the_empty_field_lists_the_topics_by_theme(window: MainWindow, qtbot: QtBot) -> None:
    select(window, qtbot, "quay 2 must be widened")
    keys(qtbot, "t")
    bar = window.reading.tag_bar
    bar.topic.line.setFocus()
    keys(qtbot, Qt.Key.Key_Down)
    assert [(row.head, row.text) for row in bar.topic.line.offered] == [
        (True, "Water"),
        (False, "Quays"),
        (False, "Docks"),
        (True, "Land"),
        (False, "Roads"),
        (False, "Nothing in it"),
    ]
    # the cursor never stands on a theme
    walked = []
    for _ in range(5):
        walked.append(bar.topic.suggestions.currentIndex().data())
        keys(qtbot, Qt.Key.Key_Down)
    assert walked == ["Quays", "Docks", "Roads", "Nothing in it", "Quays"]
    keys(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert bar.topic.chosen == (topic_id(window, "Roads"),)


def test_the_bar_lies_below_the_end_of_very_long_words(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 600)
    QApplication.processEvents()
    pane = window.desk.panes[0]
    first, last = HARBOUR.index("Member 10"), HARBOUR.index("Member 16")
    units = pane.model.from_span(first, last - 2)
    pane.view.scroll_to(units[0], 0.1)
    pane.view.select(*units)
    window.claims.tag()
    bar = window.reading.tag_bar
    bar.topic.line.setFocus()
    keys(qtbot, Qt.Key.Key_Down)
    QApplication.processEvents()
    lines = [rect.toRect() for one in pane.view.placed() for rect in one.rects(*units)]
    assert len(lines) >= 2
    for line in lines:
        place = QRect(pane.view.viewport().mapTo(window.desk, line.topLeft()), line.size())
        assert not bar.geometry().intersects(place)


def test_words_within_a_long_paragraph_stay_in_sight_beside_the_bar(window: MainWindow) -> None:
    text = "A speech\n\n" + "\n\n".join(
        " ".join(f"In ward {ward} the crane number {crane} must go at once." for crane in range(12))
        for ward in range(9)
    )
    facts = Facts("A speech on the cranes of every ward, and on what becomes of them when the harbour moves to the sea")
    window.session.done(edit_documents.add_documents, [CodedDocument("speech.txt", facts, text)])
    pane = window.desk.open(max(one.id for one in window.session.read(reads.documents)))
    bar, view = window.reading.tag_bar, pane.view
    span = span_of(text, "crane number 7")
    units = pane.model.from_span(span.start, span.end)
    for height in range(600, 800, 7):
        window.resize(1280, height)
        QApplication.processEvents()
        # after it was selected, its line is scrolled out, its paragraph in part
        for away in (False, True):
            view.scroll_to(units[0], 0.7)
            view.select(*units)
            if away:
                view.scroll_to(units[1] + 200)
            window.claims.tag()
            QApplication.processEvents()
            lines = [rect.toRect() for one in view.placed() for rect in one.rects(*units)]
            assert lines
            for line in lines:
                assert 0 <= line.center().y() <= view.viewport().height(), (height, away)
                place = QRect(view.viewport().mapTo(window.desk, line.topLeft()), line.size())
                assert not bar.geometry().intersects(place), (height, away)
            window.reading.end_bars()


def test_a_click_in_the_empty_field_lists_them_too(window: MainWindow, qtbot: QtBot) -> None:
    select(window, qtbot, "quay 2 must be widened")
    keys(qtbot, "t")
    bar = window.reading.tag_bar
    qtbot.mouseClick(bar.topic.line, LEFT)
    assert [row.text for row in bar.topic.line.offered if not row.head][:3] == ["Quays", "Docks", "Roads"]
    docks = bar.topic.suggestions.model().index(2, 0)
    qtbot.mouseClick(bar.topic.suggestions.viewport(), LEFT, pos=bar.topic.suggestions.visualRect(docks).center())
    assert bar.topic.chosen == (topic_id(window, "Docks"),)
    # with a topic in it a click puts the cursor there
    qtbot.mouseClick(bar.topic.line, LEFT)
    assert not bar.topic.line.offered


@pytest.mark.parametrize(("size", "percent"), [((1024, 600), "100"), ((1024, 600), "110"), ((1280, 800), "125")])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
@pytest.mark.parametrize("steps", ["three", "five"])
def test_the_bar_stays_where_it_is_and_off_the_sentence(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int], percent: str, share: float, steps: str
) -> None:
    if steps == "five":
        words = ("wholly in favor", "rather in favor", "undecided", "rather against", "wholly against")
        window.session.do(edit_scale.choose, scale.made((word, word, 1 - at / 2) for at, word in enumerate(words)))
        window.session.do(edit_own_fields.make, OwnField("claim", "Frame"))
    window.looks.set_type(settings.INTERFACE, percent)
    window.resize(*size)
    QApplication.processEvents()
    pane = window.desk.panes[0]
    spoken = "Member 20 said that quay 20 must be widened before the winter of the year 1920 comes"
    span = span_of(pane.model.text, spoken)
    units = pane.model.from_span(span.start, span.end)
    pane.view.scroll_to(units[0], share)
    pane.view.select(*units)
    window.claims.tag()
    bar = window.reading.tag_bar
    QApplication.processEvents()

    def sentence() -> QRect:
        lines = [rect.toRect() for one in pane.view.placed() for rect in one.rects(*units)]
        assert lines, "the sentence is out of sight"
        whole = lines[0].united(lines[-1])
        return QRect(pane.view.viewport().mapTo(window.desk, whole.topLeft()), whole.size())

    places = []
    for act in (
        lambda: None,
        lambda: (bar.topic.line.setFocus(), keys(qtbot, Qt.Key.Key_Down)),
        lambda: keys(qtbot, Qt.Key.Key_Return),
        lambda: (bar.who.line.setFocus(), keys(qtbot, "mir")),
        lambda: keys(qtbot, Qt.Key.Key_Return),
    ):
        act()
        QApplication.processEvents()
        places.append((bar.pos(), bar.topic.mapTo(window.desk, QPoint(0, 0)), sentence().top()))
        assert not bar.geometry().intersects(sentence())
        assert window.desk.rect().contains(bar.geometry())
    assert len({str(place) for place in places}) == 1, places
