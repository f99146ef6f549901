"""The menus, made from the table of actions."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.core.language import _
from desktop.qt.window.actions import COMMANDS, LINE, MENUS, Command


def make_actions(window: QMainWindow) -> dict[str, QAction]:
    """Fill the menu bar of *window* and return the actions by the keys of their commands."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for title, commands in MENUS.items():
        menu = window.menuBar().addMenu(_(title))
        for command in commands:
            if command is LINE:
                menu.addSeparator()
                continue
            action = actions[command.key] = _action(window, command)
            if command.group:
                groups.setdefault(command.group, QActionGroup(window)).addAction(action)
            menu.addAction(action)
    return actions


def run(window: QMainWindow, command: Command) -> None:
    """Do what *command* says."""
    name, *arguments = command.does
    attrgetter(name)(window)(*arguments)


def enable(actions: Mapping[str, QAction], there: Iterable[str]) -> None:
    """Let be done what needs nothing but what is *there*."""
    met = {"", *there}
    for command in COMMANDS:
        actions[command.key].setEnabled(command.needs in met)


def name_step(action: QAction, words: str, step: str, *, can: bool) -> None:
    """Let *action* say which *step* it undoes or does again; without one, or when it *can* not be, it is grey."""
    action.setEnabled(bool(step) and can)
    action.setText(f"{words} {step[:1].lower()}{step[1:]}" if step else words)


def popup(window: QMainWindow, actions: Mapping[str, QAction], keys: Iterable[str], point: QPoint) -> None:
    """Show a menu of the commands of these keys at a global point; an empty key is a line between two."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key in keys:
        if key:
            menu.addAction(actions[key])
        else:
            menu.addSeparator()
    menu.popup(point)


def _action(window: QMainWindow, command: Command) -> QAction:
    action = QAction(_(command.text), window)
    action.setShortcuts([QKeySequence(shortcut) for shortcut in command.shortcuts])
    action.setCheckable(command.checkable or bool(command.group))
    action.triggered.connect(lambda _checked=False: run(window, command))
    return action
