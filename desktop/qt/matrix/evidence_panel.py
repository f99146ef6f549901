"""The claims behind a cell, a row or a column of the matrix, by document and date."""

from collections import Counter

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.changes import ChangeSet
from desktop.core.memos import MemoTarget
from desktop.core.values import Claim, Stance
from desktop.qt.parts.claim_cards import EvidenceList
from desktop.qt.parts.claim_delegate import ClaimDelegate
from desktop.qt.parts.claim_list_model import CLAIM_ROLE, ClaimListModel
from desktop.qt.parts.memo_field import MemoField
from desktop.qt.parts.stance_cells import StanceCounts
from desktop.qt.session import Session
from desktop.store import reads

NO_CHOICE = "Choose a cell to see its claims, or the name of a topic or an actor to see all of theirs."
NO_CLAIMS = "There are no claims here yet."


class EvidencePanel(QWidget):
    """Show the claims on a topic, of an actor, or both; or those of any other cell or line.

    Attributes:
        summary: the analyst's summary of a cell of a topic and an actor.
        context: whether the words before and after each quotation are shown.
        list: the claims.
        model: what they come from.

    Signals:
        claim_opened(document_id, claim_id): the user wants to see a claim in its document.
        left(): the user wants to go back to the matrix.
    """

    claim_opened = Signal(int, int)
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._topic_id: int | None = None
        self._actor_id: int | None = None
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._counts = StanceCounts()
        self._about = QLabel()
        self._about.setProperty("role", "dim")
        self._about.setWordWrap(True)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self.summary = MemoField(session, "Your summary of this cell… (goes into the framework table)")
        self.summary.setAccessibleName("Summary of this cell")
        self._shown: tuple[object, ...] = ()
        self._section = QLabel("EVIDENCE, BY DOCUMENT AND DATE")
        self._section.setProperty("role", "section")
        self.context = QToolButton()
        self.context.setText("Context")
        self.context.setToolTip("Show the words before and after each quotation")
        self.context.setCheckable(True)
        self.context.setChecked(True)
        self.context.setProperty("role", "choice")
        self.model = ClaimListModel(session, self)
        self.list = EvidenceList("Evidence")
        self._delegate = ClaimDelegate(session, ("voice",), self.list)
        self._delegate.context = True
        self.list.setItemDelegate(self._delegate)
        self.list.setModel(self.model)
        self._hint = QLabel("Enter or a double click opens the claim in its document.")
        self._hint.setProperty("role", "dim")
        self._hint.setWordWrap(True)
        self.list.opened.connect(self._on_opened)
        self.list.left.connect(self.left)
        self.context.toggled.connect(self._on_context)
        self.model.modelReset.connect(self._tell_order)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._counts, 0, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setContentsMargins(14, 12, 14, 4)
        top.setSpacing(6)
        top.addLayout(head)
        top.addWidget(self._about)
        top.addWidget(self.summary)
        section = QHBoxLayout()
        section.addWidget(self._section, 1)
        section.addWidget(self.context)
        top.addLayout(section)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 4, 14, 10)
        foot.addWidget(self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.show_choice(None, None)

    def show_choice(self, topic_id: int | None, actor_id: int | None) -> None:
        """Show the claims of a cell, of a row (*actor_id* is None), of a column, or a hint for neither."""
        other = self._shown != ("codebook", topic_id, actor_id)
        self._shown = ("codebook", topic_id, actor_id)
        self._topic_id, self._actor_id = topic_id, actor_id
        if other:
            # what the heading says already need not stand on every card
            missing = [name for name, told in (("actor", actor_id), ("topic", topic_id)) if told is None]
            self._delegate.tells = (*missing, "voice")
        chosen = topic_id is not None or actor_id is not None
        claims = self._session.claims(topic_id=topic_id, actor_id=actor_id) if chosen else []
        counts = _counted(claims)
        self._show_head(counts)
        self._show_summary(topic_id, actor_id)
        self._show_claims(claims, keep=not other)

    def show_line(
        self, title: str, about: str, ids: list[int], *, tells: tuple[str, ...], cell: tuple[int, int] | None = None
    ) -> None:
        """Show the claims *ids* of a cell, a row or a column by any axes.

        Args:
            title: what it is called.
            about: a side remark.
            ids: the claims.
            tells: what stands on each card, as `ClaimDelegate` has it.
            cell: topic and actor when it is a cell of these two.
        """
        other = self._shown != (title, about)
        self._shown = (title, about)
        self._topic_id = self._actor_id = None
        self._delegate.tells = tells
        claims = self._session.read(reads.project.claims, ids=ids)
        counts = _counted(claims)
        self._title.setText(title)
        self._counts.set_counts(counts)
        self._counts.setVisible(counts.total > 0)
        self._show_about(about if counts.total else f"{about}\n\n{NO_CLAIMS}".strip(), counts)
        self._show_summary(*(cell or (None, None)))
        self._show_claims(claims, keep=not other)

    def follow(self, changes: ChangeSet) -> None:
        """Read anew those of the shown claims whose own facts an edit changed."""
        self.model.refresh(changes.claims())

    def focus_list(self) -> None:
        """Move the focus to the first claim, or to the one that was chosen last."""
        if not self.list.currentIndex().isValid():
            first = next((at for at, row in enumerate(self.model.rows()) if row.claim_id), -1)
            self.list.setCurrentIndex(self.model.index(first))
        if self.model.rowCount():
            self.list.setFocus()

    def text(self) -> str:
        """Return the heading."""
        return self._title.text()

    def counts(self) -> CellCounts:
        """Return how many claims of each stance are listed."""
        return self._counts.counts

    def _show_head(self, counts: CellCounts) -> None:
        topic = self._session.topics().get(self._topic_id or 0) if self._topic_id else None
        actor = self._session.actors().get(self._actor_id or 0) if self._actor_id else None
        names = [one.name for one in (actor, topic) if one is not None]
        self._title.setText(" · ".join(names) or "Evidence")
        self._counts.set_counts(counts)
        self._counts.setVisible(counts.total > 0)
        if topic is not None:
            about = topic.proposition
        elif actor is not None:
            about = ", ".join(part for part in (actor.role, actor.affiliation) if part)
        else:
            about = NO_CHOICE
        if names and not counts.total:
            about = f"{about}\n\n{NO_CLAIMS}".strip()
        self._show_about(about, counts)

    def _show_about(self, about: str, counts: CellCounts) -> None:
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._section.setVisible(counts.total > 0)
        self.context.setVisible(counts.total > 0)
        self._hint.setVisible(counts.total > 0)

    def _show_summary(self, topic_id: int | None, actor_id: int | None) -> None:
        is_cell = topic_id is not None and actor_id is not None
        self.summary.set_target(MemoTarget(actor_id=actor_id, topic_id=topic_id) if is_cell else None)
        self.summary.setVisible(is_cell)

    def _show_claims(self, claims: list[Claim], *, keep: bool) -> None:
        current = self.list.currentIndex()
        claim: Claim | None = current.data(CLAIM_ROLE) if keep else None
        row = current.row()
        bar = self.list.verticalScrollBar()
        before = bar.value()
        self.model.set_claims(claims, grouped=True)
        if not keep:
            self.list.scrollToTop()
            return
        if row < 0:
            bar.setValue(before)
            return
        found = self.model.row_of(claim.id) if claim is not None else -1
        if found < 0:
            # its neighbour, so that the keyboard does not lose its place when a claim goes
            near = sorted((abs(at - row), at) for at, one in enumerate(self.model.rows()) if one.claim_id)
            found = near[0][1] if near else -1
        self.list.setCurrentIndex(self.model.index(found))
        bar.setValue(before)

    def _on_context(self, on: bool) -> None:
        self._delegate.context = on
        # other words need other heights
        self.list.scheduleDelayedItemsLayout()

    def _tell_order(self) -> None:
        self._section.setText(f"EVIDENCE, BY {self.model.order.upper()}")

    def _on_opened(self, index: QModelIndex) -> None:
        claim: Claim | None = index.data(CLAIM_ROLE)
        if claim is not None:
            self.claim_opened.emit(claim.document_id, claim.id)


def _counted(claims: list[Claim]) -> CellCounts:
    # of the claims and not the matrix's: in a row's total a claim of two actors counts twice
    tally = Counter(claim.stance for claim in claims)
    return CellCounts(*(tally[stance] for stance in Stance))
