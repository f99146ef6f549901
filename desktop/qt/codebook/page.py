"""The page of the codebook: topics and actors as a tree, the form of the chosen one, and the claims that use it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton

from desktop.core.changes import ChangeSet
from desktop.core.language import _, ngettext
from desktop.core.phrases import counted
from desktop.core.values import Topic, topics_to_code
from desktop.qt.background import later
from desktop.qt.codebook.commands import KEYS, CodebookCommands
from desktop.qt.codebook.entry import CodebookEntry
from desktop.qt.codebook.tree_view import CodebookTree
from desktop.qt.codebook.uses import CodebookUses
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.entry_tree import EntryTreeModel
from desktop.qt.parts.layouts import ground, hbox, label, splitter, tool, vbox
from desktop.qt.parts.page import Goto, GotoEntry, Page
from desktop.qt.session import Session
from desktop.qt.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.project.requests import Request

# the tables of what is shown here
_SHOWN = ("claim", "claim_actor", "memo", "document", "actor", "topic", "own_field", "membership")


class CodebookPage(Page):
    """Work on topics and actors."""

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("codebookPage")
        # before the model hears of it and shows other entries under the same ids
        session.opened.connect(self._on_opening)
        self.model = EntryTreeModel(session, "topic", self)
        self.tree = CodebookTree(self.model, frozenset(KEYS))
        self.focus_target = self.tree
        self.table = Choices([("topic", _("Topics"), "T"), ("actor", _("Actors"), "A")])
        self.table.set_value("topic")
        for name in ("topic", "actor"):
            self.table.button(name).setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Find a name, key or alias…"))
        self.filter.setAccessibleName(_("Find an entry"))
        self.filter.setToolTip(_("Best match first (/)"))
        self.filter.setClearButtonEnabled(True)
        self.entry = CodebookEntry(session, self.model)
        self.uses = CodebookUses(session)
        self.commands = CodebookCommands(session, dialogs, settings, self.tree, self.entry, self.uses)
        self._told = label(role="dim", wraps=True, margins=(14, 4, 14, 0))
        self._buttons: dict[str, QToolButton] = {}
        # the tree follows the filter once the typing pauses
        self._filter_later = later(self, 80, lambda: self._find(self.filter.text()))
        self._lay()
        self._connect()
        self._show(self.tree.current_id())

    def do(self, name: str) -> None:
        """Do one of `commands.COMMANDS`."""
        if name in ("topics", "actors"):
            self.set_table(name.removesuffix("s"))
        elif name == "find":
            self.find_words()
        else:
            self.commands.do(name)

    def set_table(self, table: str) -> None:
        """Show the ``topic``s or the ``actor``s."""
        self.entry.end_question()
        self.entry.save()
        self.table.set_value(table)
        if table != self.model.table:
            self._find("")
            self.model.set_table(table)
        self._show(self.tree.current_id())

    def choose(self, table: str, number: int) -> None:
        """Show one entry."""
        self.set_table(table)
        self._find("")
        self.tree.choose(number)

    def arrive(self, goto: Goto) -> None:
        """Show one entry."""
        if isinstance(goto, GotoEntry):
            self.choose(goto.table, goto.entry_id)

    def find_words(self) -> bool:
        """Put the cursor into the line that finds entries."""
        self.filter.setFocus()
        self.filter.selectAll()
        return True

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the topics, or the actors."""
        return f"{self.model.table}s", request

    def examples(self) -> "Mapping[str, Callable[[], None]]":
        """Return the topic of the fullest cell of the matrix."""
        return {"codebook": self._choose_fullest}

    def _choose_fullest(self) -> None:
        for topic, _actor in self._session.comparisons.fullest()[:1]:
            self.choose("topic", topic)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was changed while the page was hidden."""
        super().showEvent(event)
        self.model.set_active(True)
        if self._session.is_open:
            self._show(self.tree.current_id())

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what was typed, and stop following changes."""
        super().hideEvent(event)
        if self._session.is_open:
            self.entry.save()
        self.model.set_active(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the filter to the tree with Enter, Up and Down; empty it with Escape."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._find(self.filter.text())
                self.tree.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                number = self.tree.current_id()
                self._find("")
                self.tree.choose(number)
                self.tree.setFocus()
                return True
        return False

    def _lay(self) -> None:
        left = ground("library")
        left.setMinimumWidth(190)
        vbox(
            vbox(self.table, self.filter, margins=(10, 10, 10, 6), gap=8),
            (self.tree, 1),
            self._told,
            self._lay_buttons(),
            on=left,
            gap=0,
        )
        self.uses.setMinimumWidth(180)
        vbox(splitter((left, 2), (self.entry, 4), (self.uses, 2), sizes=(300, 620, 340)), on=self)

    def _lay_buttons(self) -> QHBoxLayout:
        keys = {name: key for key, name in KEYS.items()}
        for name, words in (("add", _("New")), ("merge", _("Merge")), ("delete", _("Delete"))):
            self._buttons[name] = tool(words, tip=f"{words} ({keys[name]})", does=partial(self.do, name))
        more = tool(_("More ▾"), tip=_("All that can be done here, with its keys"))
        more.clicked.connect(lambda: self.commands.menu(more.mapToGlobal(QPoint(0, 0)), above=True))
        return hbox(flowing(*self._buttons.values(), more), margins=(10, 6, 10, 8))

    def _connect(self) -> None:
        self.filter.textEdited.connect(lambda _: self._filter_later.start())
        # the clear button edits nothing
        self.filter.textChanged.connect(lambda text: None if text else self._filter_later.start())
        self.filter.installEventFilter(self)
        self.table.picked.connect(self.set_table)
        self.tree.entry_chosen.connect(self._on_chosen)
        self.tree.key_wanted.connect(lambda key: self.do(KEYS[key]))
        self.tree.menu_wanted.connect(self.commands.menu)
        self.tree.opened.connect(lambda: self.entry.form.rename())
        self.entry.left.connect(self.tree.setFocus)
        self.entry.question_ended.connect(lambda: self.uses.set_picking(False))
        self.entry.question_ended.connect(self.tree.setFocus)
        self.commands.made.connect(self.choose)
        self.commands.wanted.connect(self.do)
        self.uses.claim_opened.connect(self.want_claim)
        self.uses.left.connect(self.tree.setFocus)
        # after the model, which is connected since it was made: its rows are right by now
        self._session.changed.connect(self._on_changed)
        self._session.opened.connect(self._on_opened)
        self._session.visibility_changed.connect(self._on_visibility)

    def _show(self, number: int) -> None:
        """Show an entry and its uses."""
        self._show_entry(number)
        if self._session.is_open:
            self.uses.show_uses(self.model.table, number)

    def _show_entry(self, number: int) -> None:
        if not self._session.is_open:
            return
        self.entry.show_entry(number)
        for name in ("merge", "delete"):
            self._buttons[name].setEnabled(bool(number))
        entries = self.model.entries()
        topics = [one for one in entries.values() if isinstance(one, Topic)]
        coded = {one.id for one in topics_to_code(topics)}
        themes = sum(1 for one in topics if one.id not in coded and not self.model.uses(one.id))
        told = counted(self.model.table, len(entries) - themes)
        if themes:
            # as the line below the window counts them
            theme = ngettext("{count:,} theme", "{count:,} themes", themes).format(count=themes)
            told = _("{topics} in {themes}").format(topics=told, themes=theme)
        if self.model.query:
            told = _("{found:,} found of {all}").format(found=len(self.model.found()), all=told)
        self._told.setText(told)

    def _find(self, text: str) -> None:
        self._filter_later.stop()
        if self.filter.text() != text:
            self.filter.setText(text)
            self._filter_later.stop()
        self.model.set_query(text)

    def _on_chosen(self, number: int) -> None:
        self.entry.end_question()
        if self.isVisible():
            self._show(number)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.touches(*_SHOWN):
            # what is being asked was about what stood there before
            question = self.entry.question
            if question is None or not question.outlasts_changes:
                self.entry.end_question()
            self._show_entry(self.tree.current_id())
            self.uses.follow(changes)

    def _on_visibility(self) -> None:
        if self.isVisible():
            self.uses.reload()

    def _on_opening(self) -> None:
        self.entry.forget()

    def _on_opened(self) -> None:
        if self.isVisible():
            self._show(self.tree.current_id())
