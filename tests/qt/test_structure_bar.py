from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.values import SegmentKind
from desktop.qt.importing.reading_files import FileImport
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.structure_bar import StructureBar
from desktop.qt.session import Session
from desktop.store import reads

TEXT = """The river debate

The bridge over the river must be built before the winter comes to the valley.

Nobody in the town has asked for another road through the old forest.
"""


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> Iterator[Pane]:
    """A text of three paragraphs on a desk."""
    imports = FileImport(session)
    imports.paste(TEXT)
    qtbot.waitUntil(lambda: not imports.is_busy)
    with qtbot.waitSignal(imports.finished):
        imports.add(imports.files.paths(), {}, {}, SpeakerChoices(), keep=False)
    desk = QWidget()
    desk.resize(900, 600)
    found = Pane(PaneDocument(session, 2), ClaimColors(session), 13)
    QHBoxLayout(desk).addWidget(found)
    qtbot.addWidget(desk)
    with qtbot.waitActive(desk):
        desk.show()
        desk.activateWindow()
    yield found
    desk.hide()
    desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def bar(pane: Pane, session: Session, qtbot: QtBot) -> StructureBar:
    found = StructureBar(session)
    qtbot.addWidget(found)
    return found


def select(pane: Pane, words: str) -> Span:
    start = pane.model.text.index(words)
    span = Span(start, pane.model.text.index("\n", start))
    pane.view.select(*pane.model.from_span(span.start, span.end))
    return span


def press(qtbot: QtBot, key: Qt.Key | str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    if isinstance(key, str):
        qtbot.keyClicks(target, key)
    else:
        qtbot.keyClick(target, key)


def kinds(session: Session, span: Span) -> list[str]:
    return [
        one.kind.value
        for one in session.read(reads.project.segments, 2, paragraphs=False)
        if (one.start, one.end) == (span.start, span.end)
    ]


def test_a_digit_and_enter_mark_the_selection_and_undo_takes_it_back(
    pane: Pane, bar: StructureBar, session: Session, qtbot: QtBot
) -> None:
    span = select(pane, "Nobody")
    assert bar.begin(pane, pane.window())
    assert bar.kind.value == SegmentKind.PARAGRAPH.value
    assert not bar.who.isVisible()
    press(qtbot, "4")
    press(qtbot, Qt.Key.Key_Return)
    assert not bar.is_open
    assert kinds(session, span) == ["furniture"]
    assert pane.model.furniture == [pane.model.from_span(span.start, span.end)]
    session.undo()
    assert kinds(session, span) == []


def test_a_turn_gets_its_speaker_by_typing_and_another_one_later(
    pane: Pane, bar: StructureBar, session: Session, qtbot: QtBot
) -> None:
    span = select(pane, "The bridge")
    bar.begin(pane, pane.window())
    qtbot.mouseClick(bar.kind.button("turn"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.who.line, Qt.MouseButton.LeftButton)
    press(qtbot, "ordun")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.mouseClick(bar.role.button("answer"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.accept, Qt.MouseButton.LeftButton)
    (turn,) = [one for one in session.read(reads.project.segments, 2, paragraphs=False) if one.kind is SegmentKind.TURN]
    assert (turn.start, turn.end, turn.role) == (span.start, span.end, "answer")
    assert session.actors()[turn.actor_id or 0].key == "ordun"
    # the speaker of a turn is filled in when it is marked again
    select(pane, "The bridge")
    bar.begin(pane, pane.window())
    assert bar.kind.value == "turn"
    assert [session.actors()[number].key for number in bar.who.chosen] == ["ordun"]


def test_escape_changes_nothing_and_without_a_selection_there_is_no_bar(
    pane: Pane, bar: StructureBar, session: Session, qtbot: QtBot
) -> None:
    assert not bar.begin(pane, pane.window())
    span = select(pane, "Nobody")
    bar.begin(pane, pane.window())
    with qtbot.waitSignal(bar.changed):
        press(qtbot, Qt.Key.Key_Escape)
    assert kinds(session, span) == []
    assert not bar.isVisible()
