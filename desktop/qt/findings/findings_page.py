"""A page with findings at the left and both sides of the chosen one at the right."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.findings_table import FindingsTable
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.claim_cards import ClaimDelegate, EvidenceList
from desktop.qt.parts.claim_list_model import ClaimListModel, ClaimSource
from desktop.qt.parts.filter_bar import FilterRow
from desktop.qt.parts.layouts import TOP, ground, hbox, label, splitter, vbox
from desktop.qt.parts.page import StalePage
from desktop.qt.parts.stance_cells import StanceCounts
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads


@dataclass(frozen=True, slots=True)
class Side:
    """What one side is called, and its claims.

    Attributes:
        counts: how many there are of each stance; counted from *claims* where it is None.
        claims: their ids, where no *source* tells them.
        source: returns them, as `ClaimListModel.set_source` has it; *key* says what it returns.
    """

    title: str
    claims: tuple[int, ...] = ()
    counts: CellCounts | None = None
    source: ClaimSource | None = None
    key: Hashable = None


class SidePanel(QWidget):
    """Show one side."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self._session = session
        self.title = label(role="title", wraps=True)
        self._counts = StanceCounts()
        self.model = ClaimListModel(session, self)
        self.list = EvidenceList(name)
        self.delegate = ClaimDelegate(session, ("qualities",), self.list)
        self.list.setItemDelegate(self.delegate)
        self.list.setModel(self.model)
        head = hbox((self.title, 1), (self._counts, 0, TOP), margins=(12, 10, 12, 4))
        vbox(head, (self.list, 1), on=self, gap=0)

    def show_side(self, side: Side, tells: tuple[str, ...]) -> None:
        """Show a side; *tells* is what stands on each card."""
        self.title.setText(side.title)
        self.delegate.tells = tells
        counts = side.counts
        if side.source is not None:
            self.model.set_source(side.key, side.source, grouped=True)
        else:
            claims = self._session.read(reads.project.claims, ids=list(side.claims)) if side.claims else []
            counts = CellCounts.of(claim.stance for claim in claims)
            self.model.set_claims(claims, grouped=True)
        counts = counts or CellCounts()
        self._counts.set_counts(counts)
        self._counts.setVisible(counts.total > 0)

    def follow(self, changes: ChangeSet) -> None:
        """List what an edit made of the claims."""
        if self.isVisible():
            self.model.follow(changes)


class FacingPanel(QWidget):
    """Show two sides of one question."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        ground("side", self)
        self.title, self.about = label(role="title", wraps=True), label(role="dim", wraps=True)
        self.sides = (SidePanel(session, _("One side")), SidePanel(session, _("The other side")))
        facing = hbox(*((side, 1) for side in self.sides), gap=0)
        vbox(vbox(self.title, self.about, margins=(14, 12, 14, 2)), (facing, 1), on=self, gap=0)

    def show_sides(
        self, title: str, about: str, sides: Sequence[Side], tells: tuple[str, ...] = ("qualities",)
    ) -> None:
        """Show two sides under a heading; *tells* is what stands on each card."""
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        for panel, side in zip(self.sides, sides, strict=True):
            panel.show_side(side, tells)

    def clear(self, why: str) -> None:
        """Show nothing, and why."""
        self.show_sides("", why, (Side(""), Side("")))

    def focus_list(self) -> None:
        """Move the focus to the first claim of the first side that has one."""
        found = next((side.list for side in self.sides if side.model.rowCount()), self.sides[0].list)
        found.setCurrentIndex(found.first())
        found.setFocus()


class FindingsPage(StalePage):
    """List findings of several kinds; the chosen one's two sides face each other.

    Attributes:
        above: the lines above the list; a page may add its own.
    """

    def __init__(
        self, session: Session, dialogs: FileDialogs, settings: Settings, kinds: list[tuple[str, str, str]], name: str
    ) -> None:
        """Offer *kinds* (value, words, tool tip), the first at first; *name* is for those who hear the window."""
        super().__init__(session, dialogs, settings)
        self.kind = Choices([(value, _(words), _(tip)) for value, words, tip in kinds])
        self.kind.set_value(kinds[0][0])
        self.filters = FilterRow(session)
        self.table = FindingsTable(name)
        self.facing = FacingPanel(session)
        self.above = vbox(hbox(self.kind, 1), gap=8)
        left = ground()
        vbox(self.above, self.filters, (self.table, 1), on=left, margins=(12, 10, 12, 0), gap=8)
        vbox(splitter((left, 0), (self.facing, 0), sizes=(640, 640)), on=self)
        self.kind.picked.connect(self.on_kind)
        self.filters.changed.connect(self.mark_stale)
        for side in self.facing.sides:
            session.changed.connect(side.follow)
        self.table.chosen.connect(self.show_finding)
        self.table.entered.connect(self.facing.focus_list)
        for side in self.facing.sides:
            side.list.left.connect(self.table.setFocus)
            side.list.claim_opened.connect(self.want_claim)

    def on_kind(self, kind: str) -> None:
        """List findings of another kind, which the user chose."""
        self.refresh()

    def show_finding(self, what: object) -> None:
        """Show the two sides of a finding; None says that there is none."""
        raise NotImplementedError
