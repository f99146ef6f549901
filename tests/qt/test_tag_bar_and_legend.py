"""What a long scale and own fields do to the bar in which one tags, and to the legend at the foot of a small window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from desktop.core.own_fields import OwnField
from desktop.core.scale import FIVE
from desktop.project import opening
from desktop.qt import theme
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits
from tests.qt.window_kit import close_window, open_window


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "seeds.visavis"
    opening.new_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


@pytest.mark.parametrize("name", ["Frame", "Intensity of the words"])
def test_lines_of_own_fields_begin_below_the_others(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.session.do(edits.own_fields.make, OwnField("claim", name, "text"))
    pane = window.desk.panes[0]
    pane.view.select(0, 9)
    bar = window.reading.tag_bar
    assert bar.begin(pane, window.desk)
    line = bar.own.lines[name]
    lefts = {widget.mapTo(bar, QPoint(0, 0)).x() for widget in (bar.who, bar.topic, bar.stance, line)}
    qtbot.waitUntil(line.isVisible)
    assert len(lefts) == 1


def test_all_steps_of_a_long_scale_are_in_the_legend_of_a_small_window(window: MainWindow, qtbot: QtBot) -> None:
    window.session.do(edits.scale.choose, FIVE)
    window.resize(1024, 600)
    legend = window.top_bar.legend
    qtbot.waitUntil(lambda: len(legend._entries) == len(FIVE.all))
    legend.setFixedWidth(330)
    widths = legend._widths()
    assert sum(widths) > legend.width()
    half = (len(widths) + 1) // 2
    qtbot.waitUntil(lambda: legend.height() >= 2 * QFontMetricsF(theme.small_font()).height())
    assert max(sum(widths[:half]), sum(widths[half:])) <= legend.width() - 8
    assert all(one.word in legend.toolTip() for one in FIVE.all)
