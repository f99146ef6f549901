"""The names in the texts that may be actors, to be looked through and made actors of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.proposals import Proposal, evidence_told
from desktop.project.proposals import take
from desktop.qt.background import Work
from desktop.qt.codebook.questions import Question
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel, RowTable
from desktop.qt.session import Session
from desktop.store import edits

NAME, EVIDENCE, DOCUMENTS, WORDS = range(4)
_LEAST_ROWS = 12


class ProposalsModel(HeadedModel):
    """List proposed names, those with most evidence first."""

    TITLES = (N_("Name"), N_("What tells so"), N_("Documents"), N_("Words"))

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Proposal, ...] = ()

    def show_rows(self, rows: tuple[Proposal, ...]) -> None:
        """List others."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the words of a cell."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            told = {NAME: row.name, EVIDENCE: evidence_told(row), DOCUMENTS: str(len(row.documents)), WORDS: row.words}
            return told[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            title = f"{row.name} ({row.actor.role})" if row.actor.role else row.name
            return f"{title}: {evidence_told(row)}\n“{row.words}”"
        return None


class ProposalQuestion(Question):
    """Ask which of the names in the texts shall be actors."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Proposed actors"), _("Make actors"))
        self._session = session
        self.model = ProposalsModel()
        self.first = self.table = RowTable(self.model, "importTable", _("Names that may be actors"))
        self.table.setMinimumHeight(_LEAST_ROWS * self.table.verticalHeader().defaultSectionSize())
        head = self.table.horizontalHeader()
        for column in (NAME, EVIDENCE, WORDS):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.body.addWidget(self.told)
        self.body.addWidget(self.table)
        self.told.setText(_("Looking through the documents…"))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._check())
        self._worker = session.worker(self)
        self.ended.connect(self._worker.drop)
        self._worker.ask(self._prepare, self._show)
        self._check()

    def act(self) -> bool:
        """Make actors of the chosen names."""
        chosen = [self.model.rows[row].actor for row in self.table.chosen_rows()]
        return self._session.do(edits.proposals.adopt, chosen) is not None

    def _prepare(self) -> Work:
        return self._session.read(take).proposals

    def _show(self, found: tuple[Proposal, ...] | UserError) -> None:
        if isinstance(found, UserError):
            self.told.setText(str(found))
            return
        self.model.show_rows(found)
        words = _("No text names anybody who may be an actor and is none yet.")
        if found:
            words = ngettext(
                "{count:,} name may be an actor’s; choose it.",
                "{count:,} names may be actors’, those with most evidence first; choose which are.",
                len(found),
            )
        self.told.setText(words.format(count=len(found)))
        self._check()

    def _check(self) -> None:
        self.go.setEnabled(bool(self.table.chosen_rows()))
