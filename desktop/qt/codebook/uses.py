"""The claims that use an actor or a topic; for a split, the ones that go are chosen here."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.language import N_, _, ngettext
from desktop.qt.parts.claim_cards import ClaimDelegate, EvidenceList
from desktop.qt.parts.claim_list_model import ClaimListModel
from desktop.qt.parts.layouts import ground, label, vbox
from desktop.qt.session import Session
from desktop.store import reads
from desktop.store.reads.counts import ClaimPlace

HINT = N_("Enter or a double click opens the claim in its document.")
PICK_HINT = N_("Click the claims that go, or move with the arrow keys and press Space.")
NO_USES = N_("No claim uses this entry yet.")


class CodebookUses(QWidget):
    """List the claims of one entry, by document and date.

    Signals:
        claim_opened(document_id, claim_id): the user wants to see a claim in its document.
        left(): the user wants to go back to the tree.
        picked_changed(int): so many claims are picked for a split.
    """

    claim_opened = Signal(int, int)
    left = Signal()
    picked_changed = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        ground("side", self)
        self._session = session
        self._table = "topic"
        self._number = 0
        self._title = label(_("USES"), "section", wraps=True, margins=(14, 6, 14, 4))
        self.model = ClaimListModel(session, self)
        self.list = EvidenceList(_("Uses"))
        self._delegate = ClaimDelegate(session, (), self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setModel(self.model)
        self._hint = label(role="dim", wraps=True, margins=(14, 4, 14, 10))
        self.list.claim_opened.connect(self.claim_opened)
        self.list.left.connect(self.left)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self.picked_changed.emit(len(self.picked())))
        vbox(self._title, (self.list, 1), self._hint, on=self, gap=0)
        self._tell(0)

    def show_uses(self, table: str, number: int) -> None:
        """Show the claims of an entry; none when *number* is 0."""
        if (table, number) != (self._table, self._number):
            self.set_picking(False)
        self._table, self._number = table, number
        self._delegate.tells = ("topic", "qualities") if table == "actor" else ("actor", "qualities")
        self.reload()

    def reload(self) -> None:
        """Read the claims anew."""
        bar = self.list.verticalScrollBar()
        at, shown = bar.value(), self.model.rowCount()
        only = {self._table: [self._number]}

        def uses(documents: Sequence[int] | None) -> list[ClaimPlace]:
            return self._session.shown(reads.counts.claim_places, only, documents) if only[self._table][0] else []

        if self.model.set_source((self._table, self._number), uses, grouped=True) and shown:
            bar.setValue(at)
        self._tell(self.model.claim_count())

    def follow(self, changes: ChangeSet) -> None:
        """Show what an edit changed of these claims."""
        if changes.touches("actor", "topic"):
            self.list.viewport().update()
        self.model.follow(changes)
        self._tell(self.model.claim_count())

    def set_picking(self, picking: bool) -> None:
        """Let several claims be picked, or leave it at one."""
        several = QAbstractItemView.SelectionMode.MultiSelection
        self.list.setSelectionMode(several if picking else QAbstractItemView.SelectionMode.SingleSelection)
        self.list.clearSelection()
        self._tell(self.model.claim_count())

    def picked(self) -> list[int]:
        """Return the claims that are picked, in their order."""
        return self.model.claim_ids(sorted(index.row() for index in self.list.selectionModel().selectedIndexes()))

    def _tell(self, count: int) -> None:
        words = ngettext("USES: {count:,} CLAIM, BY DOCUMENT", "USES: {count:,} CLAIMS, BY DOCUMENT", count)
        self._title.setText(words.format(count=count) if count else _("USES"))
        if not self._number:
            self._hint.setText("")
        elif not count:
            self._hint.setText(_(NO_USES))
        else:
            picking = self.list.selectionMode() == QAbstractItemView.SelectionMode.MultiSelection
            self._hint.setText(_(PICK_HINT if picking else HINT))
