"""A line over the window that reaches everything by typing: commands, pages, documents, topics, actors, all texts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget
from shiboken6 import isValid

from desktop.core.changes import ChangeSet
from desktop.core.language import _, ngettext
from desktop.core.matching import Candidate, Match, MatchingIndex
from desktop.paths import is_there
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import label, vbox
from desktop.qt.parts.page import GotoDocument, GotoEntry, GotoSearch
from desktop.qt.parts.popup_list import DETAIL_ROLE, SHORTCUT_ROLE, VISIBLE, PopupList
from desktop.qt.session import Session
from desktop.qt.window.actions import LINE, MENUS, Command, why_not
from desktop.store import reads

EntryKey = tuple[str, str]

ROWS = 40
RECENT = 8
SEARCH = "search"
PROJECT = "project"
WIDTH, TOP = 640, 58
PAD = 10
_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One thing that can be run or gone to.

    Attributes:
        kind: ``command``, ``page``, ``project``, ``document``, ``topic``, ``actor`` or ``search``.
        key: the command's key, the project's file, the row's id, or the words to search for.
        name, detail: what stands to the left, and dim to the right of it.
        shortcut: the key that does it without the palette.
        reason: why it cannot be done now; empty where it can.
    """

    kind: str
    key: str
    name: str
    detail: str = ""
    shortcut: str = ""
    reason: str = ""


class PaletteModel(QAbstractListModel):
    """List what answers to what is typed, the best first; each row is a `PaletteEntry`.

    The names of documents, topics and actors are kept between two openings, until one of them changes.
    """

    def __init__(
        self,
        session: Session,
        actions: Mapping[str, QAction],
        projects: Callable[[], Iterable[Path]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._projects = projects
        self._rows: list[PaletteEntry] = []
        self._recent: list[EntryKey] = []
        self._things: dict[EntryKey, PaletteEntry] = {}
        self._index: MatchingIndex[EntryKey] | None = None
        self._commands: dict[EntryKey, PaletteEntry] = {}
        self._command_index: MatchingIndex[EntryKey] = MatchingIndex(())
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Look which commands there are and which of them can be run now."""
        self._commands = {}
        candidates = []
        for menu, commands in MENUS.items():
            for command in commands:
                if command is LINE or command.key not in self._actions:
                    continue
                entry = _command(_(menu), self._actions[command.key], command)
                at = (entry.kind, entry.key)
                self._commands[at] = entry
                candidates.append(Candidate(at, (entry.name, f"{entry.name} {entry.detail}"), int(not entry.reason)))
        for path in self._projects():
            reason = "" if is_there(path) else _("It is not there any more")
            entry = PaletteEntry(
                PROJECT, str(path), path.stem, _("project · {folder}").format(folder=path.parent), "", reason
            )
            self._commands[PROJECT, entry.key] = entry
            names = (_("Open {project}").format(project=path.stem), path.stem, str(path))
            candidates.append(Candidate((PROJECT, entry.key), names, int(not reason)))
        self._command_index = MatchingIndex(candidates)

    def prepare(self) -> None:
        """Read the names of documents, topics and actors, unless they are known."""
        if self._index is None:
            self._things, candidates = _things(self._session) if self._session.is_open else ({}, [])
            self._index = MatchingIndex(candidates)

    def search(self, query: str) -> None:
        """Show what answers to *query*; when it is empty, what was used last and then every command."""
        typed = " ".join(query.split())
        if typed:
            keys = self._found(typed)
        else:
            commands = sorted(self._commands, key=lambda key: (key[0] == PROJECT, key[0] != "page"))
            keys = list(dict.fromkeys((*self.recent(), *commands)))
        rows = [entry for key in keys if (entry := self._entry(key)) is not None]
        if typed and self._session.is_open:
            rows.append(PaletteEntry(SEARCH, typed, _("Search texts for “{words}”").format(words=typed), _("search")))
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def used(self, entry: PaletteEntry) -> None:
        """Remember that *entry* was chosen."""
        if entry.kind != SEARCH:
            key = (entry.kind, entry.key)
            self._recent = [key, *(one for one in self._recent if one != key)][: RECENT * 2]

    def recent(self) -> list[EntryKey]:
        """Return what was chosen last and is still there, the last first."""
        if any(kind not in ("command", "page") for kind, _ in self._recent):
            self.prepare()
        return [key for key in self._recent if self._entry(key) is not None][:RECENT]

    def entry_at(self, row: int) -> PaletteEntry | None:
        """Return what stands in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the entry, or what it is called."""
        entry = self.entry_at(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.name, entry.detail, entry.shortcut, entry.reason) if part)
        if role == Qt.ItemDataRole.ForegroundRole and entry.reason:
            return theme.color("dim")
        return {DETAIL_ROLE: entry.detail, SHORTCUT_ROLE: entry.shortcut}.get(role)

    def _found(self, typed: str) -> list[EntryKey]:
        self.prepare()
        assert self._index is not None
        found = [*self._command_index.find(typed, ROWS), *self._index.find(typed, ROWS)]
        recent = {key: at for at, key in enumerate(self._recent)}

        def order(match: Match[EntryKey]) -> tuple[int, int, bool, int]:
            # a command weighs 1 when it can be run now
            return -match.score, recent.get(match.key, len(recent)), match.key not in self._commands, -match.weight

        return [match.key for match in sorted(found, key=order)[:ROWS]]

    def _entry(self, key: EntryKey) -> PaletteEntry | None:
        return self._commands.get(key) or self._things.get(key)

    def _on_opened(self) -> None:
        self._recent = [key for key in self._recent if key[0] in ("command", "page")]
        self._forget()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("actor", "topic", "document"):
            self._forget()

    def _forget(self) -> None:
        self._index = None
        self._things = {}


def _command(menu: str, action: QAction, command: Command) -> PaletteEntry:
    kind = "page" if command.group == "page" else "command"
    name = action.text().replace("&", "")
    if action.isChecked() and kind == "command":
        name += "  ✓"
    reason = "" if action.isEnabled() else why_not(command)
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return PaletteEntry(kind, command.key, name, menu.replace("&", ""), shortcut, reason)


def _things(session: Session) -> tuple[dict[EntryKey, PaletteEntry], list[Candidate[EntryKey]]]:
    entries: dict[EntryKey, PaletteEntry] = {}
    candidates: list[Candidate[EntryKey]] = []

    def add(kind: str, number: int, detail: str, names: tuple[str, ...], weight: int) -> None:
        key = (kind, str(number))
        entries[key] = PaletteEntry(*key, names[0], detail)
        candidates.append(Candidate(key, names, weight))

    for document in session.shown(reads.filtered.documents):
        title = document.facts.title or document.name
        publisher = document.facts.publisher
        detail = _("document · {publisher}").format(publisher=publisher) if publisher else _("document")
        add("document", document.id, detail, (title, document.name, publisher), document.claim_count)
    uses = session.usage("topic")
    called = session.topic_names()
    for topic in session.topics().values():
        count = uses.get(topic.id, 0)
        detail = ngettext("topic · {count:,} claim", "topic · {count:,} claims", count).format(count=count)
        add(
            "topic",
            topic.id,
            detail,
            (called[topic.id], *dict.fromkeys((topic.name, topic.key, *topic.aliases))),
            count,
        )
    uses = session.usage("actor")
    for actor in session.actors().values():
        count = uses.get(actor.id, 0)
        detail = ngettext("actor · {count:,} claim", "actor · {count:,} claims", count).format(count=count)
        add("actor", actor.id, detail, (actor.name, actor.key, actor.initials, *actor.aliases), count)
    return entries, candidates


class Palette(QFrame):
    """Run commands and go to documents, topics and actors, by their names."""

    # a document, an entry of the codebook, or what a search of all texts finds: a `Goto`
    wanted = Signal(object)
    # the file of another project
    project_wanted = Signal(Path)
    # it has gone, and the focus is back where it was
    closed = Signal()

    def __init__(
        self,
        session: Session,
        actions: Mapping[str, QAction],
        projects: Callable[[], Iterable[Path]],
        parent: QWidget,
    ) -> None:
        """Reach the commands *actions*, what *session* holds, and the *projects* that were open before."""
        super().__init__(parent)
        self.setObjectName("palette")
        self._actions = actions
        self._over = parent
        self._back: QWidget | None = None
        self.model = PaletteModel(session, actions, projects, self)
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
        elif entry.kind == PROJECT:
            self.project_wanted.emit(Path(entry.key))
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
