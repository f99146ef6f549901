"""Claims as a table: the ids at once, the rest in chunks as it is looked at."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, Qt

from desktop.core.changes import ChangeSet
from desktop.core.claim_fields import NO_DOCUMENT, QUALITIES, listed, name_claim
from desktop.core.errors import UserError
from desktop.core.fields import Field
from desktop.core.filters import ClaimFilter
from desktop.core.own_fields import OwnField
from desktop.core.text import one_line
from desktop.core.values import Claim, Document
from desktop.core.visible import visible
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.plain_cells import Plain
from desktop.qt.parts.row_table import HeadedModel
from desktop.qt.session import Session
from desktop.store import reads

CLAIM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
CHUNK = 200
# of claims read, so that scrolling through 100,000 does not keep them all
KEPT = 20 * CHUNK
LONGEST = 300
_QUOTE_POINTS = 11.0
# of all claims so many are listed at first, and more in each step that follows: a million take a second
FIRST, STEP = 2000, 10_000
# changed claims that are put into their rows one by one; of more all are listed anew
FEW = 200
# seven are asked of each cell that is painted: as plain numbers they are told apart in a tenth of the time
_SHOWN, _TOLD = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_ICON, _INK, _TYPE = (
    int(role) for role in (Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole)
)

NOWHERE = QModelIndex()


# those that every project has; behind them stand its own fields of claims
COLUMNS = listed("document", "date", "actors", "topic", "choices", "quote", "coder", "memo")
_DIM = {"document", "date", "coder", *(choice.key for choice in QUALITIES)}
_LONG = {"document", "actors", "topic", "quote", "memo"}


@dataclass(frozen=True, slots=True)
class _OwnColumn(Field):
    """A column of an own field: what heads it is the user's word."""

    @property
    def title(self) -> str:
        """What heads it."""
        return self.word


def _column_of(own: OwnField) -> Field:
    return _OwnColumn(own.place, own.name, shown=lambda one: dict(one.claim.own).get(own.name, ""), width=14)


class ClaimTableModel(HeadedModel):
    """List the claims that a filter lets through. A row answers ``CLAIM_ROLE`` with its `Claim`."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        # eight bytes for each of a million claims
        self._ids = array("q")
        self._claims: dict[int, Claim] = {}
        # what stands in the rows of these: in full, and on one line
        self._texts: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._documents: dict[int, Document] = {}
        self._coders: dict[int, str] = {}
        self._filter = ClaimFilter()
        self._order, self._descending = "", False
        # what is listed in which order, if it is right but for what waits
        self._listed: tuple[ClaimFilter, str, bool] | None = None
        # claims that were changed since, and their documents
        self._touched: dict[int, int] = {}
        self.columns: tuple[Field, ...] = COLUMNS
        # from which document on claims are still to be listed
        self._rest: int | None = None
        self._later = later(self, 0, self._go_on)
        self._take_columns()
        session.entered.connect(self._clear)
        session.opened.connect(self._take_columns)
        session.opened.connect(self._forget)
        session.visibility_changed.connect(self._forget)

    @property
    def filter(self) -> ClaimFilter:
        """What is let through."""
        return self._filter

    def set_filter(self, chosen: ClaimFilter) -> None:
        """List what *chosen* lets through."""
        self._filter = chosen
        self.refresh()

    def note(self, changes: ChangeSet) -> None:
        """Remember what an edit changed, for `refresh`."""
        claims = changes.claims()
        other = changes.touches("document", "topic", "actor") or (self._order and claims)
        if len(claims) + len(self._touched) > FEW or (other and (self._order or not self._filter.is_empty)):
            self._listed = None
        if changes.touches("document"):
            self._documents = {}
        if changes.touches("coder"):
            self._coders = {}
            if self._filter.coders or self._session.visible.hides or self._order == "coder":
                self._listed = None
        if changes.touches("document", "topic", "actor", "coder"):
            self._texts = {}
        places = [(number, whose) for whose, ids in changes.grouped("claim", "document").items() for number in ids]
        if len({*self._touched.items(), *places}) > len({*self._touched, *dict(places)}):
            # one came from another document
            self._listed = None
        if self._listed is None:
            self._touched, self._claims, self._texts = {}, {}, {}
            return
        self._touched.update(places)
        rest = claims - self._touched.keys()
        if rest:
            read = self._session.read(reads.project.claims, ids=rest)
            self._touched.update((claim.id, claim.document_id) for claim in read)
        for number in claims:
            self._claims.pop(number, None)
            self._texts.pop(number, None)

    def refresh(self) -> None:
        """Read anew what was changed; rows that are the same stay where they are."""
        self._take_columns()
        shown = self._filter.hiding(self._session.visible)
        wanted = shown, self._order, self._descending
        touched, self._touched = self._touched, {}
        if not self._session.is_open:
            self._forget()
            self._set(array("q"))
        elif wanted != self._listed:
            self._listed = wanted
            if shown.is_empty and not self._order and not self._ids:
                found, self._rest = self._session.read(reads.filtered.numbers_from, 0, FIRST)
                self._set(found)
                if self._rest is not None:
                    self._later.start()
            else:
                self._rest = None
                self._set(self._session.read(reads.filtered.numbers, shown, self._order, descending=self._descending))
        else:
            for document in sorted({*touched.values()}):
                # those behind are read as they are now
                if self._rest is None or document < self._rest:
                    self._renew(shown, document, touched)
            self._tell_all()

    def _take_columns(self) -> None:
        """Have a column for each own field of claims."""
        wanted = (*COLUMNS, *map(_column_of, self._session.own_fields("claim")))
        keys = [one.key for one in wanted]
        if keys != [one.key for one in self.columns]:
            self.beginResetModel()
            self.columns, self._texts = wanted, {}
            if self._order and self._order not in keys:
                self._order, self._listed = "", None
            self.endResetModel()

    def _forget(self) -> None:
        """Read everything anew when it is asked for."""
        self._listed, self._touched = None, {}
        self._claims, self._texts, self._documents, self._coders = {}, {}, {}, {}

    def _clear(self) -> None:
        self._forget()
        self._rest = None
        self._set(array("q"))

    def _go_on(self) -> None:
        """List some more claims, and go on when the window has done what it has to."""
        if self._listed is None:
            # all are listed anew when the page is looked at
            return
        # what cannot be read now is listed when it can
        with suppress(UserError):
            self._add(STEP)
            if self._rest is not None:
                self._later.start()

    def complete(self) -> None:
        """List the claims that are not listed yet."""
        if self._listed is not None:
            self._add(self.total())

    def _add(self, least: int) -> None:
        if self._rest is None or not self._session.is_open:
            return
        found, self._rest = self._session.read(reads.filtered.numbers_from, self._rest, least)
        if found:
            self.beginInsertRows(NOWHERE, len(self._ids), len(self._ids) + len(found) - 1)
            self._ids.extend(found)
            self.endInsertRows()

    def total(self) -> int:
        """Return how many claims the filter lets through, listed or not yet."""
        if self._rest is None or not self._session.is_open:
            return len(self._ids)
        return self._session.shown(reads.filtered.count)

    def _set(self, found: "array[int]") -> None:
        if found == self._ids:
            self._tell_all()
            return
        self.beginResetModel()
        self._ids = found
        self.endResetModel()

    def _tell_all(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    def _renew(self, shown: ClaimFilter, document: int, every: Mapping[int, int]) -> None:
        """Put changed claims of a document where they belong, and take those out that are not let through.

        *every* has all that were changed, with their documents.
        """
        order = self._session.read(reads.filtered.in_document, shown, document)
        first, stop = self._session.read(reads.filtered.slice_of, self._ids, document, every)
        places = {number: at for at, number in enumerate(order)}
        touched = [number for number, whose in every.items() if whose == document]
        touched.sort(key=lambda number: places.get(number, -1))
        for number in touched:
            row, at = self._row_in(first, stop, number), places.get(number)
            before = after = 0
            if at is not None:
                before, after = order[at - 1] if at else 0, order[at + 1] if at + 1 < len(order) else 0
                if row >= 0 and self._beside(row, before, after):
                    continue
            if row >= 0:
                self.beginRemoveRows(NOWHERE, row, row)
                del self._ids[row]
                self.endRemoveRows()
                stop -= 1
            if at is None:
                continue
            # behind the one before it, which is in its place already
            row = self._row_in(first, stop, before) + 1 if before else first
            self.beginInsertRows(NOWHERE, row, row)
            self._ids.insert(row, number)
            self.endInsertRows()
            stop += 1

    def _beside(self, row: int, before: int, after: int) -> bool:
        """Tell whether a row stands between two claims of its document, where there are such."""
        above = self._ids[row - 1] if row else 0
        below = self._ids[row + 1] if row + 1 < len(self._ids) else 0
        return (not before or above == before) and (not after or below == after)

    def _row_in(self, first: int, stop: int, number: int) -> int:
        """Return the row of a claim between two rows; -1 when it is not there."""
        try:
            return self._ids.index(number, first, stop)
        except ValueError:
            return -1

    def _row_of(self, number: int) -> int:
        """Return the row of a claim; -1 when it is not listed."""
        # an array compares its numbers one by one, as objects; bytes are looked through at once
        sought, held, at = array("q", [number]).tobytes(), self._ids.tobytes(), -1
        while (at := held.find(sought, at + 1)) >= 0:
            if at % 8 == 0:
                return at // 8
        return -1

    # rows and claims

    @property
    def ids(self) -> Sequence[int]:
        """The claims' ids, row by row."""
        return self._ids

    def rows_of(self, ids: Iterable[int]) -> list[int]:
        """Return the rows of those of *ids* that are listed, from the top."""
        wanted = {*ids} - {0}
        if wanted:
            self.complete()
        if len(wanted) < 10:
            return sorted(row for row in map(self._row_of, wanted) if row >= 0)
        # every filter asks once: a dictionary of 100,000 rows takes three times as long to make as this look at each
        return [row for row, number in enumerate(self._ids) if number in wanted]

    def claims(self, rows: Sequence[int]) -> list[Claim]:
        """Return the claims of *rows* without keeping them."""
        found: list[Claim] = []
        for at in range(0, len(rows), 5000):
            part = [self._ids[row] for row in rows[at : at + 5000]]
            by_id = {claim.id: claim for claim in self._session.read(reads.project.claims, ids=part)}
            found.extend(by_id[number] for number in part if number in by_id)
        self._learn(found)
        return found

    def _learn(self, claims: Iterable[Claim]) -> None:
        """Read the documents of these claims, and who the coders are."""
        missing = {claim.document_id for claim in claims} - self._documents.keys()
        if missing:
            read = self._session.shown(reads.filtered.documents, missing)
            self._documents.update((document.id, document) for document in read)
        if not self._coders:
            self._coders = {coder.id: coder.name for coder in self._session.read(reads.project.coders)}

    def cells(self, claim: Claim) -> tuple[str, ...]:
        """Return what stands in a claim's row, in full."""
        if claim.document_id not in self._documents or claim.coder_id not in self._coders:
            self._learn([claim])
        document, coder = self._documents.get(claim.document_id, NO_DOCUMENT), self._coders.get(claim.coder_id, "")
        named = name_claim(claim, document, self._session.actors(), self._session.topic_names(), coder)
        return tuple(column.text(named) for column in self.columns)

    # Qt's side

    def heads(self) -> tuple[str, ...]:
        """Return the words above the columns."""
        return tuple(column.title for column in self.columns)

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        # asked for each cell: no word is looked up for it
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _SHOWN) -> object:
        """Return what one cell shows; a claim that was deleted meanwhile shows nothing."""
        if not index.isValid():
            return None
        key = self.columns[index.column()].key
        if role == _INK:
            return theme.color("dim") if key in _DIM else None
        if role == _TYPE:
            return theme.reading_font(_QUOTE_POINTS) if key == "quote" else None
        # before anything is read: each cell is asked for its decoration
        if role not in (_SHOWN, _TOLD, CLAIM_ROLE) and (role != _ICON or key != "stance"):
            return None
        claim = self._claim(index.row())
        if claim is None or role == CLAIM_ROLE:
            return claim
        if role == _ICON:
            return theme.shape_icon(claim.stance, 11)
        full, lines = self._told(claim)
        if role == _TOLD:
            return full[index.column()] if key in _LONG else None
        return lines[index.column()]

    def plain(self, row: int, column: int) -> Plain | None:
        """Return what a cell shows, for who paints it; None where its claim was deleted meanwhile."""
        key = self.columns[column].key
        claim = self._claim(row)
        if claim is None:
            return None
        line = self._told(claim)[1][column]
        shape = claim.stance if key == "stance" else ""
        return Plain(line, "dim" if key in _DIM else "", _QUOTE_POINTS if key == "quote" else 0, shape)

    def _told(self, claim: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what stands in a claim's row, in full and on one line."""
        found = self._texts.get(claim.id)
        if found is None:
            full = self.cells(claim)
            found = self._texts[claim.id] = (
                full,
                tuple(visible(one_line(text, LONGEST), isolates=False) for text in full),
            )
        return found

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by document and place when it is -1."""
        self._order = self.columns[column].key if 0 <= column < len(self.columns) else ""
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.refresh()

    def _claim(self, row: int) -> Claim | None:
        number = self._ids[row]
        if number not in self._claims:
            if len(self._claims) > KEPT:
                self._claims, self._texts = {}, {}
            # some above too: one scrolls up as often as down
            begin = max(0, row - CHUNK // 4)
            missing = [one for one in self._ids[begin : begin + CHUNK] if one not in self._claims]
            read = self._session.read(reads.project.claims, ids=missing)
            self._claims.update((claim.id, claim) for claim in read)
            self._learn(read)
        return self._claims.get(number)
