"""No exception leaves a method that Qt calls: told once, and the window goes on."""

import importlib
import inspect
import pkgutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget
from pytestqt.qtbot import QtBot

import desktop.qt
from desktop.project import opening
from desktop.qt import app, guard
from desktop.qt.settings import Settings
from desktop.qt.window.page_rows import PAGES
from desktop.store.database import Database
from tests.qt.test_faults import shown_boxes

Index = QModelIndex | QPersistentModelIndex


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Return what is told of exceptions, in the place of the program's hook."""
    found: list[BaseException] = []

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        found.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    return found


def classes() -> Iterator[type]:
    """Yield the window's classes that are made of one of Qt's."""
    for module in pkgutil.walk_packages(desktop.qt.__path__, "desktop.qt."):
        for found in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(found) and found.__module__ == module.name and any(guard.overrides(found)):
                yield found


def test_every_method_of_the_window_that_qt_calls_is_guarded() -> None:
    found = [(owner.__name__, name) for one in classes() for owner, name in guard.overrides(one)]
    open_ones = [
        (owner.__name__, name)
        for one in classes()
        for owner, name in guard.overrides(one)
        if not guard.is_guarded(vars(owner)[name])
    ]
    assert open_ones == []
    assert len(found) > 200
    assert {"showEvent", "paintEvent", "data", "sort", "rowCount", "event", "paint"} <= {name for _owner, name in found}


class _Model(QAbstractTableModel):
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 3

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        raise KeyError("head")

    def data(self, index: Index, role: int = 0) -> object:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        raise sqlite3.DatabaseError("paint")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        raise ValueError("size")


class _Widget(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.shows = 0

    def showEvent(self, event: QShowEvent) -> None:
        self.shows += 1
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawLine(0, 0, 9, 9)
        raise sqlite3.OperationalError("paint")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            raise ZeroDivisionError
        return super().event(event)


def test_what_a_method_raises_is_told_and_does_not_go_on_into_qt(qtbot: QtBot, told: list[BaseException]) -> None:
    widget, view, model = _Widget(), QTreeView(), _Model()
    qtbot.addWidget(widget)
    qtbot.addWidget(view)
    view.setItemDelegate(_Delegate(view))
    view.setModel(model)
    for one in (widget, view):
        one.show()
        qtbot.waitExposed(one)
        # painted again and again: a painter that stayed would end the process
        for _time in range(3):
            one.grab()
    assert widget.shows == 1
    assert {type(error) for error in told} == {
        *(UnicodeDecodeError, ZeroDivisionError, ValueError, KeyError),
        *(sqlite3.OperationalError, sqlite3.DatabaseError),
    }
    assert model.index(0, 0).data() is None
    view.setModel(None)


@pytest.fixture
def seeded(tmp_path: Path) -> Path:
    path = tmp_path / "p.visavis"
    opening.new_project(path).close()
    return path


def spoil(path: Path, table: str, column: str, number: int) -> None:
    """Put a byte that is no UTF-8 into one value."""
    with Database(path) as db:
        sql = f"UPDATE {table} SET {column} = CAST(CAST({column} AS BLOB) || x'ff' AS TEXT) WHERE id = ?"
        db.sqlite.execute(sql, [number])
        db.sqlite.conn.commit()


@pytest.mark.parametrize(("table", "column"), [("text", "content"), ("actor", "role")])
def test_one_bad_byte_ends_no_window_whichever_page_is_shown(
    seeded: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, table: str, column: str
) -> None:
    spoil(seeded, table, column, 3)
    monkeypatch.setattr(sys, "excepthook", app.show_fault)
    monkeypatch.setattr(app, "_faults", None)
    settings = Settings(seeded.with_name("settings.ini"))
    window = app.first_window(seeded, settings)
    window.dialogs.confirm = lambda *_: True
    window.show()
    for row in PAGES:
        if row.tab:
            window.actions_by_key[row.key].trigger()
            QApplication.processEvents()
            window.grab()
        assert len(shown_boxes()) <= 1
    assert window.isVisible()
    for box in shown_boxes():
        box.close()
    window.close()
    window.session.close()
