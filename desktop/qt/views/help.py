"""What the keys do, and what this program is."""

from html import escape
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from desktop.qt.commands.table import COMMANDS

READING_KEYS = (
    ("Shift + arrows", "Select by character and line; with Ctrl by word"),
    ("Enter in the library", "Open the document; with Ctrl beside the active one"),
    ("Space", "Page down; with Shift up"),
    ("Ctrl + wheel", "Larger or smaller type"),
    ("Click on a highlight", "Choose the claim; again: the claim under it"),
    ("In the tag bar", "Type a name, Enter takes it · 1 favor, 2 against, 3 neutral · Enter tags · Esc leaves"),
    ("In the matrix", "Arrows move · Enter goes to the evidence · Enter there opens the text"),
)


def show_keys(parent: QWidget) -> QDialog:
    """Show the keyboard map in a window that blocks nothing."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Keys")
    dialog.resize(560, 640)
    text = QTextBrowser()
    text.setHtml(keys_html())
    column = QVBoxLayout(dialog)
    column.addWidget(text)
    dialog.show()
    return dialog


def keys_html() -> str:
    """Return the keyboard map as HTML, made of the table of commands."""
    parts: list[str] = []
    menu = ""
    for command in COMMANDS:
        if command.menu != menu:
            menu = command.menu
            parts.append(f"<tr><td colspan=2><h3>{escape(menu.replace('&', ''))}</h3></td></tr>")
        if command.text and command.shortcuts:
            shown = " or ".join(
                QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.shortcuts
            )
            parts.append(_row(shown, command.text.replace("&", "").rstrip("…")))
    parts.append("<tr><td colspan=2><h3>Reading and tagging</h3></td></tr>")
    parts.extend(_row(*pair) for pair in READING_KEYS)
    return f"<table cellpadding=3>{''.join(parts)}</table>"


def about_text() -> str:
    """Return one sentence about the program."""
    try:
        number = version("visavis")
    except PackageNotFoundError:
        number = ""
    return f"Visavis {number} compares what political actors say; MIT licence, offline, one file a project.".replace(
        "  ", " "
    )


def _row(shortcut: str, text: str) -> str:
    return f"<tr><td><b>{escape(shortcut)}</b>&nbsp;&nbsp;</td><td>{escape(text)}</td></tr>"
