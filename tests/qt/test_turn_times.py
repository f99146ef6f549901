"""When something was said: beside the text, on a claim's card, and in what is copied."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.values import Stance
from desktop.project import opening
from desktop.project.importing import import_files
from desktop.qt import theme
from desktop.qt.parts.claim_cards import ClaimDelegate
from desktop.qt.parts.claim_list_model import CLAIM_ROLE, ClaimListModel
from desktop.qt.reading.pane import Pane
from desktop.qt.window.main_window import MainWindow
from desktop.store import reads
from desktop.store.edits import codebook as edit_codebook

from .window_kit import CTRL, close_window, keys, open_window, span_of, tag_claim

TALK = (
    "Ordun Vask [00:00:03] Who pays for the bridge?\n\nElba Nim [00:12:31] We do, and nobody else, as it has been said "
    "by all of us for as long as there has been a bridge here and somebody who went over it to the other side.\n\n"
    "(Laughter)\n\nThe toll must go.\n\nOrdun Vask [01:02:24] So?\n"
)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "own.visavis"
    (tmp_path / "talk.txt").write_text(TALK)
    with opening.new_project(path, empty=True) as db:
        edit_codebook.add(db, "topic", "Bridge toll", proposition="The toll should be paid.")
        import_files(db, [tmp_path / "talk.txt"])
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def height_of(pane: Pane, words: str) -> int:
    position = pane.model.from_span(pane.model.text.index(words), 0)[0]
    placed = next(one for one in pane.view.placed() if one.block.contains(position))
    return int(placed.rect.top() + 3)


def test_the_margin_tells_who_speaks_and_since_when(window: MainWindow) -> None:
    pane = window.desk.open(1)
    margin = pane.view.margin
    assert margin.tip_at(height_of(pane, "Who pays")) == "Ordun Vask · 00:00:03"
    assert margin.tip_at(height_of(pane, "The toll must go")) == "Elba Nim · 00:12:31"
    # what is thrown in is nobody's
    assert margin.tip_at(height_of(pane, "(Laughter)")) == "00:12:31"
    assert pane.model.turn_at(pane.model.text.index("Laughter")) is None


def test_the_time_is_painted_below_the_name_in_the_colour_of_side_notes(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.open(1)
    qtbot.wait(50)
    margin = pane.view.margin
    image = margin.grab().toImage()
    top = height_of(pane, "We do, and nobody")
    line = pane.view.document().findBlock(TALK.index("We do")).layout().lineAt(0).height()

    def inked(first: float, last: float, name: str) -> bool:
        wanted = theme.color(name)
        columns, lines = range(image.width() - 40), range(int(first), int(last))
        near = (image.pixelColor(x, y) for x in columns for y in lines)
        return any(
            abs(one.red() - wanted.red()) + abs(one.green() - wanted.green()) + abs(one.blue() - wanted.blue()) < 60
            for one in near
        )

    assert image.devicePixelRatio() == 1
    assert inked(top, top + line, "accent")
    assert inked(top + line, top + 2 * line, "dim")
    assert not inked(top + 2 * line + 4, top + 3 * line - 4, "dim")


def test_a_claim_is_shown_and_copied_with_the_time_of_its_turn(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    nim = next(one.id for one in session.actors().values() if one.name == "Elba Nim")
    topic = next(iter(session.topics()))
    claim_id = tag_claim(session, 1, span_of(TALK, "The toll must go."), (nim,), topic, Stance.AGAINST)
    model = ClaimListModel(session)
    model.set_claims(session.read(reads.project.claims))
    index = model.index(model.row_of(claim_id or 0))
    delegate = ClaimDelegate(session, ("actor", "qualities"))
    assert delegate.told(index, index.data(CLAIM_ROLE), None, False) == "Elba Nim · direct · 00:12:31"
    pane = window.desk.open(1)
    span = span_of(pane.model.text, "The toll must go.")
    pane.view.select(*pane.model.from_span(span.start, span.end))
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL)
    assert QApplication.clipboard().mimeData().text() == "“The toll must go.” (Elba Nim, talk, 00:12:31)"


def test_a_tool_tip_shows_what_the_margin_tells(window: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QToolTip

    pane = window.desk.open(1)
    place = QPoint(5, height_of(pane, "Who pays"))
    QApplication.sendEvent(
        pane.view.margin, QHelpEvent(QEvent.Type.ToolTip, place, pane.view.margin.mapToGlobal(place))
    )
    qtbot.waitUntil(lambda: QToolTip.text() == "Ordun Vask · 00:00:03")
    QToolTip.hideText()
