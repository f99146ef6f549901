"""A page with findings at the left and both sides of the chosen one at the right."""

from desktop.core.language import _
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.facing_panel import FacingPanel
from desktop.qt.findings.findings_table import FindingsTable
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.filter_bar import FilterRow
from desktop.qt.parts.layouts import ground, hbox, splitter, vbox
from desktop.qt.parts.stale_page import StalePage
from desktop.qt.session import Session
from desktop.qt.settings import Settings


class FindingsPage(StalePage):
    """List findings of several kinds; the chosen one's two sides face each other.

    Attributes:
        kind: which findings are listed.
        above: the lines above the list; a page may add its own.
        filters: which claims count.
        table: the list.
        facing: the two sides.
    """

    def __init__(
        self,
        session: Session,
        dialogs: FileDialogs,
        settings: Settings,
        kinds: list[tuple[str, str, str]],
        name: str,
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
        self.table.chosen.connect(self.show_finding)
        self.table.entered.connect(self.facing.focus_list)
        self.facing.left.connect(self.table.setFocus)
        self.facing.claim_opened.connect(self.want_claim)

    def on_kind(self, kind: str) -> None:
        """List findings of another kind, which the user chose."""
        self.refresh()

    def show_finding(self, what: object) -> None:
        """Show the two sides of a finding; None says that there is none."""
        raise NotImplementedError
