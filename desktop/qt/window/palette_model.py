"""What the command palette offers: commands, pages, documents, topics, actors, and a search of the texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from desktop.core.changes import ChangeSet
from desktop.core.language import N_, _, ngettext
from desktop.core.matching import Candidate, Match, MatchingIndex
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.popup_list import DETAIL_ROLE, SHORTCUT_ROLE
from desktop.qt.session import Session
from desktop.qt.window import page_rows
from desktop.qt.window.actions import LINE, MENUS, Command
from desktop.store import reads

EntryKey = tuple[str, str]

ROWS = 40
RECENT = 8
SEARCH = "search"
# why a command cannot be run now, by what it needs
NOT_NOW = N_("It cannot be done now")
NEEDS = {
    "pane": N_("It needs an open document"),
    "claim": N_("It needs a chosen claim on the reading page"),
    "selection": N_("It needs selected words on the reading page"),
}


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One thing that can be run or gone to.

    Attributes:
        kind: ``command``, ``page``, ``document``, ``topic``, ``actor`` or ``search``.
        key: the command's key, the row's id, or the words to search for.
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

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
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
            commands = sorted(self._commands, key=lambda key: key[0] != "page")
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
    reason = "" if action.isEnabled() else _reason(command)
    shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return PaletteEntry(kind, command.key, name, menu.replace("&", ""), shortcut, reason)


def _reason(command: Command) -> str:
    """Return why a command cannot be run now."""
    if command.needs in page_rows.ROWS:
        return _("It needs the page {page}").format(page=page_rows.ROWS[command.needs].title)
    # what needs an open project needs more than that: there is one
    return _("There is nothing to do") if command.needs == "project" else _(NEEDS.get(command.needs, NOT_NOW))


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
    for topic in session.topics().values():
        count = uses.get(topic.id, 0)
        detail = ngettext("topic · {count:,} claim", "topic · {count:,} claims", count).format(count=count)
        add("topic", topic.id, detail, (topic.name, topic.key, *topic.aliases), count)
    uses = session.usage("actor")
    for actor in session.actors().values():
        count = uses.get(actor.id, 0)
        detail = ngettext("actor · {count:,} claim", "actor · {count:,} claims", count).format(count=count)
        add("actor", actor.id, detail, (actor.name, actor.key, actor.initials, *actor.aliases), count)
    return entries, candidates
