"""What the keys do, and what this program and a project are."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QTextBrowser, QWidget

from desktop.core.language import N_, _
from desktop.core.logs import program_version
from desktop.core.matching import fold
from desktop.core.text import escape
from desktop.qt import theme
from desktop.qt.codebook.commands import COMMANDS as CODEBOOK
from desktop.qt.parts.layouts import hbox, label, push, resize_within_screen, vbox
from desktop.qt.window.actions import LINE, MENUS, Command
from desktop.qt.window.page_rows import KEYS_WITHIN

# what is no command of a menu: keys and mouse within a part of the window
WITHIN = {
    **KEYS_WITHIN,
    N_("In the codebook"): tuple((key, text.format(table="entry").rstrip("…")) for _name, text, key in CODEBOOK if key),
    N_("In the palette"): (
        (N_("Up, Down, Tab"), N_("Choose")),
        (N_("Enter"), N_("Run it or go there")),
        (N_("Ctrl+Enter"), N_("Open a document beside the active one")),
        (N_("Esc"), N_("Close; the focus goes back")),
    ),
}


class KeyMap(QDialog):
    """Show the keyboard map in a window that blocks nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys"))
        resize_within_screen(self, 620, 680)
        keys = KeyList()
        self.search, self.text, self.copy = keys.search, keys.text, keys.copy
        vbox(keys, on=self, margins=None)
        self.search.setFocus()


class KeyList(QWidget):
    """Show the keyboard map, narrowed by what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search keys and what they do…"))
        self.search.setAccessibleName(_("Search keys and what they do"))
        self.search.setClearButtonEnabled(True)
        self.text = QTextBrowser()
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setAccessibleName(_("Keys"))
        self.copy = push(_("Copy as text"), tip=_("The map as plain text, to be printed"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(keys_text(self.search.text())))
        vbox(hbox((self.search, 1), self.copy), (self.text, 1), on=self)
        self.search.textChanged.connect(self._show)
        self._show("")

    def changeEvent(self, event: QEvent) -> None:
        """Write anew in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._show(self.search.text())

    def _show(self, words: str) -> None:
        self.text.setHtml(keys_html(words))


def key_groups(words: str = "") -> dict[str, list[tuple[str, str]]]:
    """Return the keyboard map, menu by menu, then part by part: pairs of a key and what it does.

    Only what holds *words*, in any order. A command without a key stands there too: the palette and its menu reach it.
    """
    groups = {
        _(menu).replace("&", ""): [
            (_keys(one), _(one.text).replace("&", "").rstrip("…")) for one in commands if one is not LINE
        ]
        for menu, commands in MENUS.items()
    }
    groups |= {_(title): [(_(key), _(text)) for key, text in keys] for title, keys in WITHIN.items()}
    wanted = fold(words).split()
    for title, rows in groups.items():
        rows[:] = [row for row in rows if all(one in fold(f"{title} {row[0]} {row[1]}") for one in wanted)]
    return {title: rows for title, rows in groups.items() if rows}


def _keys(command: Command) -> str:
    """Return the keys of a command as they are read."""
    sequences = (QKeySequence(key) for key in command.shortcuts)
    return _(" or ").join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in sequences)


def keys_html(words: str = "") -> str:
    """Return the keyboard map as rich text; *words* as in `key_groups`."""
    dim = theme.colors().dim
    groups = key_groups(words)
    if not groups:
        return f"<p style='color:{dim}'>{_('No key does this.')}</p>"
    parts = []
    for title, rows in groups.items():
        parts.append(f"<tr><td colspan=2><p style='margin:12px 0 2px 0'><b>{escape(title)}</b></p></td></tr>")
        parts.extend(
            f"<tr><td style='color:{theme.colors().accent}; padding-right:18px'>{escape(keys)}</td>"
            f"<td>{escape(text)}</td></tr>"
            for keys, text in rows
        )
    return f"<table cellpadding=2>{''.join(parts)}</table>"


def keys_text(words: str = "") -> str:
    """Return the keyboard map as plain text in two columns; *words* as in `key_groups`."""
    groups = key_groups(words)
    width = max((len(keys) for rows in groups.values() for keys, _ in rows), default=0)
    parts = [
        "\n".join([title, *(f"  {keys:<{width}}  {text}" for keys, text in rows)]) for title, rows in groups.items()
    ]
    return "\n\n".join(parts) + "\n"


def about_text() -> str:
    """Return one sentence about the program."""
    text = _("Visavis {version} compares what political actors say; MIT licence, offline, one file a project.")
    return text.format(version=program_version()).replace("  ", " ")


class PropertiesDialog(QDialog):
    """Tell what a project is: its place, its size, what it holds and who tagged.

    Attributes:
        values: what is told, by its name.
    """

    def __init__(self, properties: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Properties of the project"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.values = dict(properties)
        form = QFormLayout()
        for name, value in properties:
            told = label(value, wraps=True)
            told.setMinimumWidth(340)
            told.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            told.setAccessibleName(name)
            form.addRow(label(name, "dim"), told)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        vbox(form, buttons, on=self, margins=(16, 14, 16, 12), gap=12)
