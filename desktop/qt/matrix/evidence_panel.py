"""The claims behind a cell, a row or a column of the matrix, by document and date."""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from PySide6.QtWidgets import QWidget

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.pivot import Path
from desktop.core import phrases
from desktop.core.axes import field_of
from desktop.core.changes import ChangeSet
from desktop.core.language import N_, _
from desktop.core.memos import MemoTarget
from desktop.core.values import Stance
from desktop.project import matrix
from desktop.project.matrix import Comparison
from desktop.qt.parts.claim_cards import ClaimDelegate, EvidenceList
from desktop.qt.parts.claim_list_model import ClaimListModel
from desktop.qt.parts.layouts import TOP, ground, hbox, label, tool, vbox
from desktop.qt.parts.memo_field import MemoField
from desktop.qt.parts.stance_cells import StanceCounts
from desktop.qt.session import Session
from desktop.store.reads.counts import ClaimPlace

NO_CHOICE = N_("Choose a cell to see its claims, or the name of a topic or an actor to see all of theirs.")
NONE_HERE = N_("There are no claims here yet.")

# of a claim its document and stance
_held = itemgetter(1, 2)


class EvidencePanel(QWidget):
    """Show the claims of a cell, a row or a column.

    Attributes:
        title, counted: the heading, and how many claims of each stance are listed.
        summary: the analyst's summary of a cell of a topic and an actor.
        context: whether the words before and after each quotation are shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground("side", self)
        self._session = session
        self.title = label(role="title", wraps=True)
        self.counted = StanceCounts()
        self._about = label(role="dim", wraps=True)
        self.summary = MemoField(session, _("Your summary of this cell… (goes into the framework table)"))
        self.summary.setAccessibleName(_("Summary of this cell"))
        # what is chosen, and how many claims each document has there of each stance
        self._cell: tuple[Comparison | None, Path | None, Path | None] = (None, None, None)
        self._held: Counter[tuple[int, str]] = Counter()
        # the fields that the choice names, with the keys of its members
        self._shown: dict[str, str] | None = None
        self._section = label(role="section", wraps=True)
        self.context = tool(_("Context"), "choice", _("Show the words before and after each quotation"), checkable=True)
        self.context.setChecked(True)
        self.model = ClaimListModel(session, self)
        self.list = EvidenceList(_("Evidence"))
        self._delegate = ClaimDelegate(session, ("qualities",), self.list)
        self._delegate.context = True
        self.list.setItemDelegate(self._delegate)
        self.list.setModel(self.model)
        self._hint = label(_("Enter or a double click opens the claim in its document."), "dim", wraps=True)
        self.context.toggled.connect(self._on_context)
        self.model.modelReset.connect(self._tell_order)
        head, section = hbox((self.title, 1), (self.counted, 0, TOP)), hbox((self._section, 1), self.context)
        top = vbox(head, self._about, self.summary, section, margins=(14, 12, 14, 4), gap=6)
        vbox(top, (self.list, 1), vbox(self._hint, margins=(14, 4, 14, 10)), on=self, gap=0)
        self._tell_order()
        self.show_cell(None, None, None)

    def show_cell(self, comparison: Comparison | None, row: Path | None, column: Path | None) -> None:
        """Show the claims of a cell, of a row (*column* is None) or of a column; a hint for neither."""
        self._cell = comparison, row, column
        lines: list[tuple[str, str]] = []
        claims: list[ClaimPlace] = []
        title, about = _("Evidence"), _(NO_CHOICE)
        if comparison is not None and (row or column):
            # the claims of what stands together in a cell are those of its row
            together = bool(row and column) and comparison.view.is_together
            sides = (comparison.pivot.row_axis, row), (comparison.pivot.column_axis, None if together else column)
            for axis, path in sides:
                lines += [(name, one.key) for name, one in zip(axis.fields, path or (), strict=False)]
            title = " · ".join(" › ".join(member.name for member in path) for path in (column, row) if path)
            about = self._about_of(comparison, dict(lines))
            if together:
                about = _(phrases.TOGETHER_WITHIN[comparison.view.within])
            # the claims themselves are read as they come into view: a row may have thousands
            claims = self._read(None)
            if not claims:
                about = f"{about}\n\n{_(NONE_HERE)}".strip()
        other = (self._shown, self.title.text()) != (dict(lines), title)
        self._shown = dict(lines)
        # what the heading says already need not stand on every card
        self._delegate.tells = (*(name for name in ("actor", "topic") if name not in self._shown), "qualities")
        self._held = Counter(map(_held, claims))
        counts = self._counts()
        self.title.setText(title)
        self.counted.set_counts(counts)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        for widget in (self.counted, self._section, self.context, self._hint):
            widget.setVisible(counts.total > 0)
        self._show_summary()
        self._show_claims(claims, keep=not other)

    def follow(self, changes: ChangeSet) -> None:
        """Read anew those of the shown claims whose own facts an edit changed."""
        self.model.follow_facts(changes)

    def follow_cell(self, comparison: Comparison, changes: ChangeSet) -> None:
        """Show what an edit made of the claims of the same choice: those of the documents that it touched."""
        _former, row, column = self._cell
        self._cell = comparison, row, column
        if not self._held:
            self.show_cell(comparison, row, column)
            return
        current = self.list.currentIndex()
        at = current.row()
        claim = self.model.claim_ids([at]) if current.isValid() else []
        self.model.follow(changes)
        if not self._held:
            # of an empty cell something else is said
            self.show_cell(comparison, row, column)
            return
        self.counted.set_counts(self._counts())
        now = self.list.currentIndex()
        if claim and (self.model.claim_ids([now.row()]) if now.isValid() else []) != claim:
            # its neighbour, so that the keyboard does not lose its place when a claim goes
            found = self.model.row_of(claim[0])
            self.list.setCurrentIndex(self.model.index(found if found >= 0 else self.model.near(at)))

    def _read(self, documents: Sequence[int] | None) -> list[ClaimPlace]:
        """Return the claims of what is chosen, or those of some documents."""
        comparison, row, column = self._cell
        assert comparison is not None
        return self._session.read(matrix.cell_claims, comparison, row, column, documents)

    def _renewed(self, documents: Sequence[int] | None) -> list[ClaimPlace]:
        """Return the same, and count them."""
        claims = self._read(documents)
        if documents is None:
            self._held.clear()
        for key in [(document, stance.value) for document in documents or () for stance in Stance]:
            self._held.pop(key, None)
        self._held.update(map(_held, claims))
        return claims

    def _counts(self) -> CellCounts:
        # of the claims and not the matrix's: in a row's total a claim of two actors counts twice
        totals: Counter[str] = Counter()
        for (_document, stance), number in self._held.items():
            totals[stance] += number
        return CellCounts(*(totals[stance.value] for stance in Stance))

    def focus_list(self) -> None:
        """Move the focus to the first claim, or to the one that was chosen last."""
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.first())
        if self.model.rowCount():
            self.list.setFocus()

    def _about_of(self, comparison: Comparison, keys: dict[str, str]) -> str:
        """Return a topic's proposition, who an actor is, or else what fields the choice names."""
        topic = comparison.topics.get(keys.get("topic", ""))
        if topic is not None:
            return topic.proposition
        if [*keys] == ["actor"]:
            actor = next(one for one in self._session.actors().values() if one.key == keys["actor"])
            return ", ".join(part for part in (actor.role, actor.affiliation) if part)
        return ", ".join(field_of(name).called for name in keys)

    def _show_summary(self) -> None:
        keys = self._shown or {}
        target = None
        if {"topic", "actor"} <= {*keys}:
            topics = {one.key: one.id for one in self._session.topics().values()}
            actors = {one.key: one.id for one in self._session.actors().values()}
            target = MemoTarget(actor_id=actors[keys["actor"]], topic_id=topics[keys["topic"]])
        self.summary.set_target(target)
        self.summary.setVisible(target is not None)

    def _show_claims(self, claims: list[ClaimPlace], *, keep: bool) -> None:
        current = self.list.currentIndex()
        claim = self.model.claim_ids([current.row()]) if keep and current.isValid() else []
        row = current.row()
        bar = self.list.verticalScrollBar()
        before = bar.value()
        self.model.set_places(claims, grouped=True, source=self._renewed if claims else None)
        if not keep:
            self.list.scrollToTop()
            return
        if row < 0:
            bar.setValue(before)
            return
        found = self.model.row_of(claim[0]) if claim else -1
        if found < 0:
            # its neighbour, so that the keyboard does not lose its place when a claim goes
            found = self.model.near(row)
        self.list.setCurrentIndex(self.model.index(found))
        bar.setValue(before)

    def _on_context(self, on: bool) -> None:
        self._delegate.context = on
        # other words need other heights
        self.list.scheduleDelayedItemsLayout()

    def _tell_order(self) -> None:
        self._section.setText(_("Evidence, by {order}").format(order=_(self.model.order)).upper())
