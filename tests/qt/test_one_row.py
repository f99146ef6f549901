"""Choices of pictures in one row: nothing is cut, and what has no room stands in a panel where it does the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.project import opening
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.network_panel import MODES
from desktop.qt.findings.pictures_page import PicturesPage
from desktop.qt.messages import Messages
from desktop.qt.parts.one_row import OneRow, focus_fields
from desktop.qt.session import Session
from desktop.qt.settings import Settings


@pytest.fixture
def page(light: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[PicturesPage]:
    path = tmp_path / "seeds.visavis"
    opening.new_project(path).close()
    session = Session(Messages())
    session.open(path)
    found = PicturesPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(found)
    with qtbot.waitActive(found):
        found.show()
        found.activateWindow()
    yield found
    session.close()


def settle(page: PicturesPage, width: int) -> None:
    page.resize(width, 560)
    for _ in range(4):
        QApplication.processEvents()


def cut(row: OneRow) -> list[str]:
    """Return what in a row has less room than its words need, or stands beyond its end or below its line."""
    found = []
    for one in row.findChildren(QWidget):
        if one.window() is not row.window() or not one.isVisible():
            continue
        if one.parent() is row and (one.geometry().right() >= row.width() or one.height() > row.height()):
            found.append(f"beyond: {one.accessibleName() or one}")
        if isinstance(one, QComboBox):
            words = one.fontMetrics().horizontalAdvance(one.currentText())
            # the arrow and the frame
            if one.width() < words + 24:
                found.append(one.currentText())
    return found


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_what_is_chosen_of_any_picture_stands_in_one_row_and_is_not_cut(page: PicturesPage, width: int) -> None:
    for kind in ("time", "likeness", "strips"):
        page.choose(kind)
        settle(page, width)
        row = page.kind.parent()
        assert isinstance(row, OneRow)
        assert row.height() <= page.kind.sizeHint().height() + 8
        assert cut(row) == []
        assert page.kind.isVisible()
    for mode in MODES:
        page.choose("network", mode=mode)
        settle(page, width)
        (row,) = page.network.findChildren(OneRow)
        box = page.network.boxes["mode"]
        assert row.height() <= box.height() + box.fontMetrics().height() + 8
        assert cut(row) == []
        assert row.more.isVisible() == bool(row.away)
        if width == 1920:
            assert row.away == []
        else:
            assert {"duplicates", "significance"} & {
                key for key, field in page.network.boxes.items() if field.isVisible() and row.isAncestorOf(field)
            }


def test_the_longest_choice_is_not_cut_and_sends_others_away(page: PicturesPage) -> None:
    page.choose("network", mode="two")
    settle(page, 1024)
    (row,) = page.network.findChildren(OneRow)
    before = len(row.away)
    page.network.choose(size="eigenvector", spell="2 weeks|1 week")
    settle(page, 1024)
    assert cut(row) == []
    assert len(row.away) > before
    settle(page, 1920)
    page.network.choose(size="claims", spell="|")
    settle(page, 1920)
    assert row.away == []
    assert not row.more.isVisible()


def test_what_has_no_room_is_chosen_by_keys_in_the_panel_and_escape_closes_it(page: PicturesPage, qtbot: QtBot) -> None:
    page.choose("network", mode="two")
    settle(page, 1024)
    panel = page.network
    (row,) = panel.findChildren(OneRow)
    boxes = [field for one in row.away for field in focus_fields(one)]
    assert panel.boxes["isolates"] in boxes
    row.more.setFocus()
    qtbot.keyClick(row.more, Qt.Key.Key_Down)
    assert row.more.popup.isVisible()
    assert QApplication.focusWidget() in boxes or row.more.popup.focusWidget() in boxes
    nodes = len(panel.view.drawing.nodes)
    qtbot.keyClick(panel.boxes["isolates"], Qt.Key.Key_End)
    assert panel.value["isolates"] == "yes"
    assert len(panel.view.drawing.nodes) > nodes, "what is chosen there is drawn"
    assert row.more.popup.isVisible()
    qtbot.keyClick(row.more.popup, Qt.Key.Key_Escape)
    assert not row.more.popup.isVisible()
    # back in the row, Tab goes through it as it stands
    settle(page, 1920)
    order = [field for one in row._wanted for field in focus_fields(one)]
    walked: list[QWidget] = [order[0]]
    while len(walked) < len(order):
        step = walked[-1].nextInFocusChain()
        while step not in order:
            step = step.nextInFocusChain()
        walked.append(step)
    assert walked == order


def test_the_step_of_time_is_chosen_in_the_panel_of_a_narrow_window(page: PicturesPage, qtbot: QtBot) -> None:
    page.choose("time")
    settle(page, 1024)
    row = page.kind.parent()
    assert isinstance(row, OneRow)
    step = page.options["step"]
    assert step in row.away
    assert page.options["by"] not in row.away
    row.more.open()
    qtbot.mouseClick(step.button("year"), Qt.MouseButton.LeftButton)
    assert step.value == "year"
    assert page.picture is not None
    assert "year" in page.picture.title
    row.more.close_popup()
    page.choose("strips")
    settle(page, 1024)
    assert row.away == []
    assert not step.isVisible()
