"""A line over the window that reaches everything by typing."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget
from shiboken6 import isValid

from desktop.core.language import _
from desktop.qt.parts.layouts import label, vbox
from desktop.qt.parts.page import GotoDocument, GotoEntry, GotoSearch
from desktop.qt.parts.popup_list import VISIBLE, PopupList
from desktop.qt.session import Session
from desktop.qt.window.palette_model import SEARCH, PaletteModel

WIDTH, TOP = 640, 58
PAD = 10
_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class Palette(QFrame):
    """Run commands and go to documents, topics and actors, by their names."""

    # a document, an entry of the codebook, or what a search of all texts finds: a `Goto`
    wanted = Signal(object)
    # it has gone, and the focus is back where it was
    closed = Signal()

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._actions = actions
        self._over = parent
        self._back: QWidget | None = None
        self.model = PaletteModel(session, actions, self)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("A command, a document, a topic, an actor…"))
        self.line.setAccessibleName(_("Command palette"))
        self.list = PopupList(self.model, _("What answers"), self.line)
        # asked before the list
        self.line.installEventFilter(self)
        self._hint = label(role="dim")
        vbox(self.line, self.list, self._hint, on=self, margins=(PAD, PAD, PAD, 8), gap=7)
        self.line.textChanged.connect(self._search)
        self.list.taken.connect(self._run)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        parent.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is there."""
        return not self.isHidden()

    def begin(self) -> None:
        """Open it with an empty line."""
        if not self.is_open:
            self._back = QApplication.focusWidget()
        self.model.begin()
        self.line.clear()
        self._search("")
        self.show()
        self.raise_()
        self._place()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # the many names are read once it is seen, before the first key
        QTimer.singleShot(0, self, lambda: self.model.prepare() if self.is_open else None)

    def end(self, *, give_back: bool = True) -> None:
        """Close it and give the focus back to where it was."""
        if not self.is_open:
            return
        back, self._back = self._back, None
        self.hide()
        if give_back and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def toggle(self) -> None:
        """Open it, or close it."""
        if self.is_open:
            self.end()
        else:
            self.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close by Escape; stay in the middle of the window; go when the focus goes."""
        kind = event.type()
        if watched is not self.line:
            if kind == QEvent.Type.Resize and self.is_open:
                self._place()
            return False
        if isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _OWN_KEYS:
            if kind == QEvent.Type.ShortcutOverride:
                # the window's own shortcuts must not take it
                event.accept()
                return True
            return kind == QEvent.Type.KeyPress and self._on_key(Qt.Key(event.key()))
        if isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusOut:
            passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            if event.reason() not in passing:
                self.end(give_back=False)
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.end()
        else:
            # there is no other field to go to
            self.list.step(1 if key == Qt.Key.Key_Tab else -1)
        return True

    def _search(self, query: str) -> None:
        self.model.search(query)
        self.list.setCurrentIndex(self.model.index(0))
        self.list.scrollToTop()
        self._tell()
        if self.is_open:
            self._place()

    def _run(self, row: int, beside: bool) -> None:
        entry = self.model.entry_at(row)
        if entry is None or entry.reason:
            return
        self.model.used(entry)
        # first: what is run acts on what has the focus
        self.end()
        if entry.kind in ("command", "page"):
            self._actions[entry.key].trigger()
        elif entry.kind == "document":
            self.wanted.emit(GotoDocument(int(entry.key), beside))
        elif entry.kind == SEARCH:
            self.wanted.emit(GotoSearch(entry.key))
        else:
            self.wanted.emit(GotoEntry(entry.kind, int(entry.key)))

    def _tell(self) -> None:
        entry = self.model.entry_at(self.list.currentIndex().row())
        hints = {
            "command": _("Enter runs · Esc closes"),
            "search": _("Enter searches · Esc closes"),
            "document": _("Enter opens · Ctrl+Enter opens beside · Esc closes"),
        }
        if entry is None:
            self._hint.setText(_("Nothing is called like this · Esc closes"))
        elif entry.reason:
            self._hint.setText(_("{reason} · Esc closes").format(reason=entry.reason))
        else:
            self._hint.setText(hints.get(entry.kind, _("Enter goes there · Esc closes")))

    def _place(self) -> None:
        over = self._over
        head = self.line.sizeHint().height() + self._hint.sizeHint().height() + 2 * PAD + 16
        room = max(1, (over.height() - TOP - head - 40) // self.list.height_of(1))
        self.list.setFixedHeight(self.list.height_of(min(VISIBLE, room, self.model.rowCount())))
        self.list.setVisible(self.model.rowCount() > 0)
        self.setFixedWidth(min(WIDTH, over.width() - 40))
        self.adjustSize()
        self.move((over.width() - self.width()) // 2, TOP)
