"""What the keys do, and what this program is."""

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from desktop.core.language import _
from desktop.core.logs import program_version
from desktop.core.matching import fold
from desktop.qt import theme
from desktop.qt.codebook.commands import COMMANDS as CODEBOOK
from desktop.qt.window.actions import COMMANDS

# what is no command of a menu: keys and mouse within a part of the window
WITHIN = (
    (
        "In the text",
        (
            ("Shift + arrows", "Select by character and line; with Ctrl by word"),
            ("Space", "Page down; with Shift up"),
            ("Ctrl + wheel", "Larger or smaller type"),
            ("Click on a highlight", "Choose the claim; again: the claim under it"),
        ),
    ),
    (
        "On suggested claims",
        (
            ("A", "Accept the chosen one and go on; 1 2 3 then give it a stance"),
            ("Shift+A", "Dismiss it: it is not suggested again"),
            ("N, Shift+N", "The next, the previous one"),
            ("C, Shift+C", "Another likely topic"),
            ("H, Shift+H", "Another likely holder"),
            ("T", "Tag its words by hand"),
        ),
    ),
    (
        "In the tag bar",
        (
            ("Letters", "Look for an actor or a topic; Up and Down choose, Enter takes it"),
            ("1 2 3", "Favor, against, neutral"),
            ("Backspace", "Take the last actor away"),
            ("Enter", "Tag"),
            ("Esc", "Leave"),
        ),
    ),
    (
        "In the library",
        (
            ("Enter", "Open the document"),
            ("Ctrl+Enter", "Open it beside the active one"),
        ),
    ),
    (
        "In the matrix",
        (
            ("Arrows, Home, End, Page Up, Page Down", "Move; with Ctrl to the ends"),
            ("Enter", "Go to the evidence; there: open the claim in its text"),
            ("Esc", "Back to the matrix"),
        ),
    ),
    (
        "In the quotations",
        (
            ("J, K", "Next and previous quotation"),
            ("Enter", "Confirm the verdict"),
            ("1 2 3 4 5", "Another verdict, as the buttons stand: altered, trimmed, same, loosely, not found"),
            ("Del", "Reject the passage"),
            ("Backspace", "Take back what you said"),
            ("N", "Write a memo; Esc goes back to the list"),
            ("M", "More around both passages, or less again"),
            ("Ctrl+Enter", "Open both on the desk"),
        ),
    ),
    (
        "In the palette",
        (
            ("Up, Down, Tab", "Choose"),
            ("Enter", "Run it or go there"),
            ("Ctrl+Enter", "Open a document beside the active one"),
            ("Esc", "Close; the focus goes back"),
        ),
    ),
    (
        "In the history",
        (
            ("Up, Down", "Choose a step"),
            ("Enter", "Go to what it changed; there Tab goes from link to link"),
            ("Ctrl+C", "Copy the chosen steps as a table"),
        ),
    ),
    (
        "In the claims table",
        (
            ("Enter", "Open the claim in its text"),
            ("Shift + arrows, Ctrl+A", "Choose many, to change or delete them at once"),
            ("Ctrl+C", "Copy the chosen rows as a table"),
            ("Del", "Delete the chosen claims"),
        ),
    ),
    ("In the codebook", tuple((key, text.format(table="entry").rstrip("…")) for _, text, key in CODEBOOK if key)),
)


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The keys of one menu, or of one part of the window: pairs of a key and what it does."""

    title: str
    keys: tuple[tuple[str, str], ...]


class KeyMap(QDialog):
    """Show the keyboard map in a window that blocks nothing.

    Attributes:
        search: narrows the map to what holds the words typed.
        text: the map.
        copy: copies the map as plain text, to be printed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys")
        self.resize(620, 680)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search keys and what they do…")
        self.search.setClearButtonEnabled(True)
        self.text = QTextBrowser()
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setAccessibleName("Keys")
        self.copy = QPushButton("Copy as text")
        self.copy.setToolTip("The map as plain text, to be printed")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(keys_text(self.search.text())))
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        self.search.textChanged.connect(self._show)
        self._show("")

    def changeEvent(self, event: QEvent) -> None:
        """Write anew in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._show(self.search.text())

    def _show(self, words: str) -> None:
        self.text.setHtml(keys_html(words))


def show_keys(parent: QWidget) -> KeyMap:
    """Show the keyboard map."""
    dialog = KeyMap(parent)
    dialog.show()
    dialog.search.setFocus()
    return dialog


def key_groups(words: str = "") -> list[KeyGroup]:
    """Return the keyboard map, menu by menu, then part by part; only what holds *words*, in any order.

    A command without a key stands there too: it is reached by the palette and its menu.
    """
    rows: dict[str, list[tuple[str, str]]] = {}
    for command in COMMANDS:
        if command.text:
            shown = " or ".join(
                QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.shortcuts
            )
            rows.setdefault(command.menu.replace("&", ""), []).append(
                (shown, command.text.replace("&", "").rstrip("…"))
            )
    for title, keys in WITHIN:
        rows.setdefault(title, []).extend(keys)
    wanted = fold(words).split()
    groups = []
    for title, found in rows.items():
        shown_rows = [row for row in found if all(one in fold(f"{title} {row[0]} {row[1]}") for one in wanted)]
        if shown_rows:
            groups.append(KeyGroup(title, tuple(shown_rows)))
    return groups


def keys_html(words: str = "") -> str:
    """Return the keyboard map as rich text; *words* as in `key_groups`."""
    dim = theme.colors().dim
    groups = key_groups(words)
    if not groups:
        return f"<p style='color:{dim}'>No key does this.</p>"
    parts = []
    for group in groups:
        parts.append(f"<tr><td colspan=2><p style='margin:12px 0 2px 0'><b>{escape(group.title)}</b></p></td></tr>")
        parts.extend(
            f"<tr><td style='color:{theme.colors().accent}; padding-right:18px'>{escape(keys)}</td>"
            f"<td>{escape(text)}</td></tr>"
            for keys, text in group.keys
        )
    return f"<table cellpadding=2>{''.join(parts)}</table>"


def keys_text(words: str = "") -> str:
    """Return the keyboard map as plain text in two columns; *words* as in `key_groups`."""
    groups = key_groups(words)
    width = max((len(keys) for group in groups for keys, _ in group.keys), default=0)
    parts = []
    for group in groups:
        lines = [f"  {keys:<{width}}  {text}" for keys, text in group.keys]
        parts.append("\n".join([group.title, *lines]))
    return "\n\n".join(parts) + "\n"


def about_text() -> str:
    """Return one sentence about the program."""
    text = _("Visavis {version} compares what political actors say; MIT licence, offline, one file a project.")
    return text.format(version=program_version()).replace("  ", " ")
