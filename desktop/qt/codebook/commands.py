"""What can be done on the codebook's page: one table of commands, their menu, and what each asks first."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.core.language import N_, _
from desktop.project.codebook import export_codebook, import_codebook
from desktop.qt.codebook.entry import CodebookEntry
from desktop.qt.codebook.filling import DeleteManyQuestion, FillQuestion, MergeManyQuestion
from desktop.qt.codebook.proposals import ProposalQuestion
from desktop.qt.codebook.questions import DeleteQuestion, ImportQuestion, MergeQuestion, NameQuestion
from desktop.qt.codebook.tree_view import CodebookTree
from desktop.qt.codebook.uses import CodebookUses
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.entry_tree import ID_ROLE, EntryTreeModel
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_FOLDER, IMPORT_FOLDER, Settings
from desktop.store import edits

if TYPE_CHECKING:
    from collections.abc import Callable

# the name for `do`, the words, and the key that works while the tree has the focus; without a name it is a line
COMMANDS = (
    ("add", N_("New topic…"), "N"),
    ("add_child", N_("New topic below this one…"), "Shift+N"),
    ("rename", N_("Rename"), "F2"),
    ("", "", ""),
    ("up", N_("Move up"), "Alt+Up"),
    ("down", N_("Move down"), "Alt+Down"),
    ("nest", N_("Put below the one above"), "Alt+Right"),
    ("unnest", N_("Take out one step"), "Alt+Left"),
    ("sort_name", N_("Sort all by name"), ""),
    ("sort_uses", N_("Sort all by number of claims"), ""),
    ("", "", ""),
    ("fill", N_("Change many at once…"), "F"),
    ("merge", N_("Merge into another…"), "M"),
    ("split", N_("Split claims off…"), "S"),
    ("delete", N_("Delete…"), "Del"),
    ("", "", ""),
    ("topics", N_("Show the topics"), "T"),
    ("actors", N_("Show the actors"), "A"),
    ("find", N_("Find…"), "/"),
    ("", "", ""),
    ("adopt", N_("Proposed actors…"), ""),
    ("import", N_("Import codebook…"), ""),
    ("export", N_("Export codebook…"), ""),
)
# of actors
_FOR_ACTORS = {"add": N_("New actor…"), "add_child": N_("New actor below this one…")}
KEYS = {key: name for name, _words, key in COMMANDS if key}
# these need no entry
FREE = ("add", "fill", "sort_name", "sort_uses", "topics", "actors", "find", "adopt", "import", "export")


class CodebookCommands(QObject):
    """Do the commands of `COMMANDS` on the chosen entry.

    Signals:
        made(table, id): something new is there, to be shown.
        wanted(str): a command of the menu was chosen; the page does what it can do alone.
    """

    made = Signal(str, int)
    wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        dialogs: FileDialogs,
        settings: Settings,
        tree: CodebookTree,
        entry: CodebookEntry,
        uses: CodebookUses,
    ) -> None:
        super().__init__(tree)
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._tree = tree
        self._model: EntryTreeModel = tree.entries
        self._entry = entry
        self._uses = uses

    def do(self, name: str) -> None:
        """Do one of the commands; nothing when it needs an entry and none is chosen."""
        number = self._tree.current_id()
        if not self._session.is_open or not (number or name in FREE):
            return
        self._entry.save()
        table, done = self._model.table, self._session.done
        work: dict[str, Callable[[], object]] = {
            "add": partial(self._ask_name, 0),
            "add_child": partial(self._ask_name, number),
            "rename": self._rename,
            "up": partial(done, edits.codebook_tree.move, table, number, -1),
            "down": partial(done, edits.codebook_tree.move, table, number, 1),
            "nest": partial(self._nest, number),
            "unnest": partial(self._unnest, number),
            "sort_name": partial(done, edits.codebook_tree.sort, table, "name"),
            "sort_uses": partial(done, edits.codebook_tree.sort, table, "uses"),
            "fill": partial(self._ask_fill, number),
            "merge": partial(self._ask_merge, number),
            "split": partial(self._ask_split, number),
            "delete": partial(self._ask_delete, number),
            "adopt": lambda: self._entry.ask(ProposalQuestion(self._session)),
            "import": self._ask_import,
            "export": self._export,
        }
        work[name]()
        if number and name in ("up", "down", "nest", "unnest", "sort_name", "sort_uses"):
            self._tree.choose(number)

    def menu(self, at: QPoint, *, above: bool = False) -> None:
        """Show all commands at a global point, or above it."""
        menu = QMenu(self._tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = bool(self._tree.current_id())
        for name, words, key in COMMANDS:
            if not name:
                menu.addSeparator()
                continue
            # the key is only shown: the tree hears it itself
            told = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            words = _FOR_ACTORS.get(name, words) if self._model.table == "actor" else words
            action = menu.addAction(f"{_(words)}\t{told}")
            action.setEnabled(chosen or name in FREE)
            action.triggered.connect(lambda checked=False, what=name: self.wanted.emit(what))
        menu.popup(at - QPoint(0, menu.sizeHint().height()) if above else at)

    def _ask_name(self, parent: int) -> None:
        table, entry = self._model.table, self._model.entry(parent)

        key = "new", table, parent

        def write(name: str, _seen: str) -> None:
            made = self._session.read(edits.codebook.add, table, name, parent or None)
            # one that is made later is shown only to who still looks on
            if self._entry.question is question:
                self.made.emit(table, made)

        def add(name: str) -> bool:
            what = {"actor": _("the name of a new actor"), "topic": _("the name of a new topic")}[table]
            return self._session.drafts.write(key, name, "", write, what, refusable=True)

        where = _("It will stand at the top, as the last.")
        if entry is not None:
            where = _("It will stand below “{name}”.").format(name=self._called(entry.id))
        heading = {"actor": _("New actor"), "topic": _("New topic")}[table]
        question = NameQuestion(heading, _("Add"), where, add, draft=(self._session.drafts, key))
        self._entry.ask(question)

    def _ask_fill(self, number: int) -> None:
        """Change what is chosen together, else what is found, or an entry and all below it, or all."""
        table, picked = self._model.table, self._tree.picked()
        entries = self._model.entries()
        chosen = entries.get(number)
        if len(picked) > 1:
            found = picked
        elif self._model.query:
            found = self._tree.shown()
        elif chosen is None:
            found = [*entries]
        else:
            keys, found = {chosen.key}, [number]
            # what stands below may stand before what it is below of
            while more := [one for one, entry in entries.items() if entry.parent in keys and one not in found]:
                found += more
                keys = {entries[one].key for one in more}
            found = [one for one in entries if one in found]
        self._entry.ask(FillQuestion(self._session, table, found))

    def _ask_merge(self, number: int) -> None:
        table, picked = self._model.table, self._tree.picked()
        if len(picked) > 1:
            self._entry.ask(MergeManyQuestion(self._session, table, picked))
        else:
            self._entry.ask(MergeQuestion(self._session, table, number))

    def _called(self, number: int) -> str:
        return self._session.entry_names(self._model.table).get(number, "")

    def _ask_split(self, number: int) -> None:
        table, entry = self._model.table, self._model.entry(number)
        if entry is None:
            return
        if not self._model.uses(number):
            told = _("“{name}” has no claims that could be split off.")
            self._session.messages.info(told.format(name=self._called(number)))
            return

        def split(name: str) -> bool:
            return self._show(self._session.do(edits.codebook_merge.split, table, number, self._uses.picked(), name))

        heading = _("Split claims off “{name}”").format(name=self._called(number))
        question = NameQuestion(heading, _("Split off"), "", split, picks=True)
        self._uses.picked_changed.connect(question.set_picked)
        self._entry.ask(question)
        self._uses.set_picking(True)
        question.set_picked(0)

    def _show(self, made: int | None) -> bool:
        if made is not None:
            self.made.emit(self._model.table, made)
        return made is not None

    def _ask_delete(self, number: int) -> None:
        picked = self._tree.picked()
        if len(picked) > 1:
            claims = sum(self._model.uses(one) for one in picked)
            self._entry.ask(DeleteManyQuestion(self._session, self._model.table, picked, claims))
            return
        plan = self._session.do(edits.codebook_merge.delete_plan, self._model.table, number)
        if plan is not None:
            self._entry.ask(DeleteQuestion(self._session, self._model.table, number, plan))

    def _ask_import(self) -> None:
        path = self._dialogs.open_codebook(self._tree.window(), self._settings.folder(IMPORT_FOLDER))
        if path is not None:
            self._settings.keep_folder(IMPORT_FOLDER, path)
            done = self._session.done
            self._entry.ask(ImportQuestion(path.name, lambda update: done(import_codebook, path, update=update)))

    def _export(self) -> None:
        suggestion = Path(self._settings.folder(EXPORT_FOLDER)) / "codebook.toml"
        path: Path | None = self._dialogs.save_codebook(self._tree.window(), str(suggestion))
        if path is not None:
            self._settings.keep_folder(EXPORT_FOLDER, path)
            with self._session.messages.writing(path):
                self._session.do(export_codebook, path)

    def _rename(self) -> None:
        self._tree.setFocus()
        self._tree.edit(self._tree.currentIndex())

    def _nest(self, number: int) -> None:
        index = self._model.index_of(number)
        above = index.siblingAtRow(index.row() - 1) if index.row() > 0 else QModelIndex()
        if above.isValid():
            self._session.do(edits.codebook_tree.place, self._model.table, number, int(above.data(ID_ROLE)))

    def _unnest(self, number: int) -> None:
        parent = self._model.index_of(number).parent()
        if not parent.isValid():
            return
        behind = parent.siblingAtRow(parent.row() + 1)
        before = int(behind.data(ID_ROLE)) if behind.isValid() else None
        upper = parent.parent()
        under = int(upper.data(ID_ROLE)) if upper.isValid() else None
        self._session.do(edits.codebook_tree.place, self._model.table, number, under, before)
