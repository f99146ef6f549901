"""Claims as a table: the ids at once, the rest in chunks as it is looked at."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt

from desktop.core.claim_fields import NO_DOCUMENT, QUALITIES, listed, name_claim
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.text import one_line
from desktop.core.values import Claim, Document
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel
from desktop.qt.session import Session
from desktop.store import reads

CLAIM_ROLE = Qt.ItemDataRole.UserRole + 1
CHUNK = 200
# of claims read, so that scrolling through 100,000 does not keep them all
KEPT = 20 * CHUNK
LONGEST = 300

NOWHERE = QModelIndex()


COLUMNS = listed("document", "date", "actors", "topic", "choices", "quote", "coder", "memo")
_DIM = {"document", "date", "coder", *(choice.key for choice in QUALITIES)}
_LONG = {"document", "actors", "topic", "quote", "memo"}


class ClaimTableModel(HeadedModel):
    """List the claims that a filter lets through. A row answers ``CLAIM_ROLE`` with its `Claim`."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: list[int] = []
        self._claims: dict[int, Claim] = {}
        self._documents: dict[int, Document] = {}
        self._coders: dict[int, str] = {}
        self._revision = -1
        self._filter = ClaimFilter()
        self._order, self._descending = "", False

    @property
    def filter(self) -> ClaimFilter:
        """What is let through."""
        return self._filter

    def set_filter(self, chosen: ClaimFilter) -> None:
        """List what *chosen* lets through."""
        self._filter = chosen
        self.refresh()

    def refresh(self) -> None:
        """Read the project anew; rows that are the same stay where they are."""
        found: list[int] = []
        if self._session.is_open:
            shown = self._filter.hiding(self._session.hidden_coders)
            found = self._session.read(reads.filtered.ids, shown, self._order, descending=self._descending)
        if self._revision != self._session.revision:
            # another filter or order changes nothing of these
            self._revision = self._session.revision
            self._claims, self._documents, self._coders = {}, {}, {}
            if self._session.is_open:
                self._documents = {document.id: document for document in self._session.shown(reads.filtered.documents)}
                self._coders = {coder.id: coder.name for coder in self._session.read(reads.project.coders)}
        if found == self._ids:
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._ids = found
        self.endResetModel()

    # rows and claims

    @property
    def ids(self) -> Sequence[int]:
        """The claims' ids, row by row."""
        return self._ids

    def rows_of(self, ids: Iterable[int]) -> list[int]:
        """Return the rows of those of *ids* that are listed, from the top."""
        wanted = set(ids)
        if not wanted:
            return []
        # every filter asks once: a dictionary of 100,000 rows takes three times as long to make as this look at each
        return [row for row, number in enumerate(self._ids) if number in wanted]

    def claims(self, rows: Sequence[int]) -> list[Claim]:
        """Return the claims of *rows* without keeping them."""
        found: list[Claim] = []
        for at in range(0, len(rows), 5000):
            part = [self._ids[row] for row in rows[at : at + 5000]]
            by_id = {claim.id: claim for claim in self._session.read(reads.project.claims, ids=part)}
            found.extend(by_id[number] for number in part if number in by_id)
        return found

    def cells(self, claim: Claim) -> tuple[str, ...]:
        """Return what stands in a claim's row, in full."""
        document, coder = self._documents.get(claim.document_id, NO_DOCUMENT), self._coders.get(claim.coder_id, "")
        named = name_claim(claim, document, self._session.actors(), self._session.topics(), coder)
        return tuple(column.text(named) for column in COLUMNS)

    # Qt's side

    def heads(self) -> tuple[str, ...]:
        """Return the words above the columns."""
        return tuple(_(column.title) for column in COLUMNS)

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what one cell shows; a claim that was deleted meanwhile shows nothing."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DecorationRole, CLAIM_ROLE)
        if not index.isValid():
            return None
        key = COLUMNS[index.column()].key
        if role == Qt.ItemDataRole.ForegroundRole and key in _DIM:
            return theme.color("dim")
        if role == Qt.ItemDataRole.FontRole and key == "quote":
            return theme.reading_font(11)
        if role not in shown:
            return None
        # before anything is read: each cell is asked for its decoration
        if role == Qt.ItemDataRole.DecorationRole and key != "stance":
            return None
        claim = self._claim(index.row())
        if claim is None or role == CLAIM_ROLE:
            return claim
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.shape_icon(claim.stance, 11)
        text = self.cells(claim)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return text if key in _LONG else None
        return one_line(text, LONGEST)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by document and place when it is -1."""
        self._order = COLUMNS[column].key if column >= 0 else ""
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.refresh()

    def _claim(self, row: int) -> Claim | None:
        number = self._ids[row]
        if number not in self._claims:
            if len(self._claims) > KEPT:
                self._claims = {}
            # some above too: one scrolls up as often as down
            begin = max(0, row - CHUNK // 4)
            missing = [one for one in self._ids[begin : begin + CHUNK] if one not in self._claims]
            self._claims.update((claim.id, claim) for claim in self._session.read(reads.project.claims, ids=missing))
        return self._claims.get(number)
