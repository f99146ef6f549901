"""All claims in a table: filter, sort, choose, and change many at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.language import _, ngettext
from desktop.qt import theme
from desktop.qt.claims.model import FEW, ClaimTableModel
from desktop.qt.claims.retag_bar import RetagBar
from desktop.qt.claims.table_view import ClaimTableView
from desktop.qt.clipboard import copied_text, copy_table
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.filter_bar import FilterBar, FilterChips
from desktop.qt.parts.layouts import hbox, label, tool, vbox
from desktop.qt.parts.page import StalePage
from desktop.qt.parts.pick_button import SavedNames
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.project.requests import Request


class ClaimsPage(StalePage):
    """Show the claims that a filter lets through."""

    SHOWN = (*StalePage.SHOWN, "memo", "claim_value", "own_field")

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("claimsPage")
        self.bar = FilterBar(session)
        self.chips = FilterChips(session, self.bar)
        self.saved = SavedNames(session, "filter", lambda: self.bar.filter)
        self.count = label()
        self.hidden = tool(role="warning", tip=_("Show the claims of all coders"))
        self.copy_all = tool(_("Copy table"), "flat", _("Copy all rows that are listed"))
        self.export_all = tool(_("Export…"), "flat", _("Save all rows that are listed as a table"))
        self.model = ClaimTableModel(session, self)
        self.table = ClaimTableView(self.model)
        self.focus_target = self.table
        self.nothing = label(role="dim", centred=True)
        # of all claims that are not hidden; None where they are to be counted
        self._total: int | None = None
        self.retag = RetagBar(session)
        self._build()
        self._connect()

    def _build(self) -> None:
        # in the middle of the empty list
        vbox(self.nothing, on=self.table.viewport())
        vbox(
            vbox(
                hbox((self.bar, 1), self.saved, gap=10),
                hbox(self.count, self.hidden, (self.chips, 1), self.copy_all, self.export_all, gap=10),
                margins=(14, 12, 14, 8),
                gap=8,
            ),
            (self.table, 1),
            self.retag,
            on=self,
            gap=0,
        )

    def _connect(self) -> None:
        self.bar.changed.connect(self._on_filter)
        self.saved.chosen.connect(self.set_filter)
        self.hidden.clicked.connect(lambda: self._session.hide_coders(()))
        self.export_all.clicked.connect(self.want_export)
        self.copy_all.clicked.connect(lambda: self._copy(range(self._every())))
        self.table.open_wanted.connect(self._open)
        self.table.copy_wanted.connect(self.copy_chosen)
        self.table.delete_wanted.connect(self.retag.delete_chosen)
        self.table.choice_changed.connect(lambda: self.retag.set_ids(self.chosen_ids()))
        self.retag.copy_wanted.connect(self.copy_chosen)
        self.retag.finished.connect(self.table.setFocus)
        self._session.opened.connect(self._on_opened)
        self._session.visibility_changed.connect(self._forget_total)

    def _on_changed(self, changes: ChangeSet) -> None:
        self.model.note(changes)
        self._count(changes)
        super()._on_changed(changes)

    # the filter

    @property
    def filter(self) -> ClaimFilter:
        """The filter that stands."""
        return self.bar.filter

    def set_filter(self, chosen: ClaimFilter) -> None:
        """List what *chosen* lets through."""
        self.bar.set_filter(chosen)

    def find_words(self) -> bool:
        """Put the cursor into the line that searches quotes and memos."""
        self.bar.text.setFocus()
        self.bar.text.selectAll()
        return True

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the claims that are listed."""
        return "claims", replace(request, where=self.filter.as_text())

    def refresh(self) -> None:
        """Read the claims anew."""
        self.model.set_filter(self.bar.filter)
        self._tell()
        # what the chosen claims say may be new
        self.retag.set_ids(self.chosen_ids())

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.retag.choices["stance"].restyle()

    # the chosen claims

    def chosen_ids(self) -> tuple[int, ...]:
        """Return the ids of the chosen claims in the order of their rows."""
        return self.table.chosen_ids()

    def copy_chosen(self) -> None:
        """Copy the chosen rows as a table; all of them when none is chosen."""
        self._copy(self.table.chosen_rows() or range(self._every()))

    def _every(self) -> int:
        self.model.complete()
        return self.model.rowCount()

    def _copy(self, rows: Sequence[int]) -> None:
        cells = map(self.model.cells, self.model.claims(rows))
        count = copy_table([column.title for column in self.model.columns], cells)
        self._session.messages.info(copied_text(count))

    def _open(self, row: int) -> None:
        for claim in self.model.claims([row]):
            self.want_claim(claim.document_id, claim.id)

    # what happens

    def _on_opened(self) -> None:
        self._forget_total()
        self.set_filter(ClaimFilter())

    def _forget_total(self) -> None:
        self._total = None

    def _count(self, changes: ChangeSet) -> None:
        """Count on what an edit brought and took: to count a million anew takes longer than the edit."""
        if changes.touches("coder") or self._session.visible.hides or len(changes.ids("claim")) > FEW:
            self._total = None
        if self._total is not None:
            for change in changes.of("claim"):
                self._total += (change.after is not None) - (change.before is not None)

    def _on_filter(self) -> None:
        self.mark_stale()
        # what one types or picks is answered at once
        self.catch_up()

    def _tell(self) -> None:
        shown = self.model.total()
        if self.filter.is_empty:
            self._total = shown
        elif self._total is None:
            self._total = self._session.shown(reads.filtered.count) if self._session.is_open else 0
        total = self._total
        words = ngettext("{shown:,} of {total:,} claim", "{shown:,} of {total:,} claims", total)
        self.count.setText(words.format(shown=shown, total=total))
        hidden = self._session.hidden_text() if self._session.is_open else ""
        self.hidden.setText(hidden)
        self.hidden.setVisible(bool(hidden))
        self.copy_all.setEnabled(bool(shown))
        self.export_all.setEnabled(bool(shown))
        empty = _("All claims are hidden.") if hidden else _("There are no claims yet.")
        if total:
            empty = _("No claim meets the filter.")
        self.nothing.setText("" if shown else empty)
        self.nothing.setFont(theme.small_font())
