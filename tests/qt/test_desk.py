"""Documents on the desk, one in another's place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.project import opening
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.place import FIRST_SIZE
from tests.qt.window_kit import CTRL, SHIFT, close_window, keys, open_window


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "seeds.visavis"
    opening.new_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


@pytest.mark.parametrize("beside", [False, True])
def test_a_document_that_takes_anothers_place_shows_what_is_tagged_in_it(
    window: MainWindow, qtbot: QtBot, beside: bool
) -> None:
    for number in (3, 4) if beside else ():
        window.desk.open(number, beside=True)
    pane = window.desk.open(5, beside=beside)
    qtbot.wait(50)
    assert window.desk.document_ids().count(5) == 1
    before = set(pane.model.marks)
    start, end = pane.model.from_span(10, 60)
    pane.view.setFocus()
    pane.view.select(start, end)
    keys(qtbot, "t")
    keys(qtbot, "llor", Qt.Key.Key_Return, "nato", Qt.Key.Key_Return, "2", Qt.Key.Key_Return)
    (new,) = set(pane.model.marks) - before
    assert new in pane.view.claims_at(start + 1)


def test_a_document_that_is_opened_beside_others_is_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1100, 700)
    window.show()
    room = window.desk._area.viewport()
    for number in (3, 4):
        pane = window.desk.open(number, beside=True)
        qtbot.wait(50)
        assert window.desk._area.horizontalScrollBar().maximum() > 0, "they do not fit"
        left = pane.mapTo(room, QPoint(0, 0)).x()
        assert 0 <= left <= left + pane.width() <= room.width()
    # one without turns needs no room for the names of speakers
    widths = {bool(pane.model.turns): pane.minimumWidth() for pane in window.desk.panes}
    assert widths[False] < widths[True]


def test_two_documents_and_both_sides_fit_the_size_of_the_first_start(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(*FIRST_SIZE)
    window.show()
    qtbot.wait(50)
    assert len(window.desk.panes) == 2
    assert all(window.reading.sides.is_shown(side) for side in ("library", "panel"))
    assert window.desk._area.horizontalScrollBar().maximum() == 0


def test_suggestions_are_told_in_a_document_that_took_anothers_place(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.open(5)
    qtbot.wait(50)
    keys(qtbot, Qt.Key.Key_S, modifier=CTRL | SHIFT)
    qtbot.waitUntil(lambda: pane.suggestions is not None and pane.suggestions.is_whole, timeout=20_000)
    assert "may hold a claim" in window.statusBar().currentMessage()


def test_the_wheel_with_ctrl_makes_the_type_of_all_panes_larger(window: MainWindow) -> None:
    first, second = (pane.view for pane in window.desk.panes)
    before = second.font_of_text().pointSizeF()
    middle = QPointF(first.viewport().rect().center())
    turned = QWheelEvent(
        *(middle, QPointF(first.mapToGlobal(middle.toPoint())), QPoint(0, 0), QPoint(0, 120)),
        *(Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(first.viewport(), turned)
    assert first.font_of_text().pointSizeF() == second.font_of_text().pointSizeF() == before + 1


def test_the_nearest_claim_on_a_topic_is_found_without_looking_at_all(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = window.desk.panes[0].model
    begins = {number: model.marks.span(number)[0] for number in model.marks}
    assert begins
    model.nearest(0, 0)
    monkeypatch.setattr(model.marks, "span", lambda _number: pytest.fail("a claim is looked at"))
    for topic in {*model.topic.values(), 0}:
        own = [number for number in begins if model.topic[number] == topic]
        for position in {place + away for place in (0, *begins.values()) for away in (-1, 0, 1, 40)}:
            wanted = min(own, key=lambda number: abs(begins[number] - position), default=None)
            assert model.nearest(topic, position) == wanted


def test_what_flows_is_measured_once_until_something_in_it_changes(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, words = QWidget(), [QLabel("velo marin"), QLabel("tosk")]
    qtbot.addWidget(holder)
    flow = FlowLayout(*words, on=holder)
    measured: list[QRect] = []
    place = FlowLayout._place

    def note(self: FlowLayout, rect: QRect, *, move: bool) -> int:
        measured.append(rect)
        return place(self, rect, move=move)

    monkeypatch.setattr(FlowLayout, "_place", note)
    narrow = [flow.heightForWidth(60) for _ in range(5)]
    assert len(measured) == 1
    words[1].hide()
    assert flow.heightForWidth(60) < narrow[0]
    words[1].show()
    words[1].setText("tosk\n\n\n")
    assert flow.heightForWidth(60) > narrow[0]
