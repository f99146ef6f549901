"""Claims in a list, read from the file only as they come into view."""

import contextlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from desktop.core.claim_fields import listed, name_claim
from desktop.core.collation import name_key
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.times import time_at
from desktop.core.values import Claim, Document, Stance
from desktop.qt.parts.claim_text import claim_words
from desktop.qt.parts.indexes import Index
from desktop.qt.session import Session
from desktop.store import reads
from desktop.store.reads.counts import ClaimKey

CLAIM_ROLE = int(Qt.ItemDataRole.UserRole)
DOCUMENT_ROLE = CLAIM_ROLE + 1
TIME_ROLE = CLAIM_ROLE + 2
CHUNK = 60
# the first is the order of reading, in which claims can be grouped by document
IN_TIME = N_("document and date")
ORDERS = (IN_TIME, N_("actor"), N_("topic"), N_("stance"), N_("length"))
COLUMNS = listed("document", "publisher", "date", "actors", "topic", "choices", "quote")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One row: a claim, or the head of the document whose claims follow (then *claim_id* is 0)."""

    document_id: int
    claim_id: int = 0


class ClaimListModel(QAbstractListModel):
    """List claims by id; with heads, grouped by document.

    A claim row answers ``CLAIM_ROLE`` with a `Claim`, and ``TIME_ROLE`` with when that was said, where it is known;
    every row answers ``DOCUMENT_ROLE`` with its `Document`.

    Attributes:
        order: one of `ORDERS`; any but the first does without groups.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[ClaimRow] = []
        self._claims: dict[int, Claim] = {}
        self._documents: dict[int, Document] = {}
        self._times: dict[int, list[tuple[int, str]]] = {}
        self.order = IN_TIME
        # the rows in the order in which they were given
        self._given: list[ClaimRow] = []
        # nothing can be read from then on
        session.closing.connect(self.clear)

    def clear(self) -> None:
        """Show nothing."""
        self.set_rows([])

    def set_rows(self, rows: list[ClaimRow], known: list[Claim] | None = None) -> None:
        """Show *rows*; *known* saves reading claims that the caller has already."""
        self._given = rows
        if self.order != IN_TIME:
            rows, known = self._sorted(rows, known)
        self.beginResetModel()
        self._rows = rows
        self._claims = {claim.id: claim for claim in known or []}
        self._documents, self._times = {}, {}
        self.endResetModel()

    def set_claims(self, claims: Sequence[Claim | ClaimKey], *, grouped: bool = False) -> None:
        """Show *claims* in their order; *grouped*: by document, the earliest document first.

        Those that are given by their keys are read as they come into view.
        """
        known = [claim for claim in claims if isinstance(claim, Claim)]
        if not grouped:
            self.set_rows([ClaimRow(claim.document_id, claim.id) for claim in claims], known)
            return
        by_document: dict[int, list[Claim | ClaimKey]] = {}
        for claim in claims:
            by_document.setdefault(claim.document_id, []).append(claim)
        documents = {number: self._session.shown(reads.filtered.document, number) for number in by_document}
        rows: list[ClaimRow] = []
        for number in sorted(by_document, key=lambda one: (documents[one].facts.date or "~", one)):
            rows.append(ClaimRow(number))
            rows.extend(ClaimRow(number, claim.id) for claim in by_document[number])
        self.set_rows(rows, known)
        self._documents = documents

    def rows(self) -> list[ClaimRow]:
        """Return what is shown."""
        return list(self._rows)

    def sort_by(self, order: str) -> None:
        """Show the claims in another order."""
        self.order = order
        self.set_rows(self._given)

    def table(self) -> Iterator[tuple[str, ...]]:
        """Yield the claims in their order, each as the words below the heads of `COLUMNS`."""
        actors, topics = self._session.actors(), self._session.topics()
        documents = {document.id: document for document in self._session.shown(reads.filtered.documents)}
        for claim in self._read([row.claim_id for row in self._rows if row.claim_id]):
            named = name_claim(claim, documents[claim.document_id], actors, topics)
            yield tuple(column.text(named) for column in COLUMNS)

    def _read(self, ids: list[int]) -> list[Claim]:
        found = {claim.id: claim for claim in self._session.read(reads.project.claims, ids=ids)}
        return [found[number] for number in ids if number in found]

    def _sorted(self, rows: list[ClaimRow], known: list[Claim] | None) -> tuple[list[ClaimRow], list[Claim]]:
        """Return the claims of *rows* by `order`, those that are equal as they were."""
        ids = [row.claim_id for row in rows if row.claim_id]
        claims = known if known is not None and len(known) == len(ids) else self._read(ids)
        actors, topics = self._session.actors(), self._session.topics()

        def key(claim: Claim) -> tuple[int, Any]:
            if self.order == "length":
                return -len(claim.quote), ""
            if self.order == "stance":
                return [*Stance].index(claim.stance), ""
            if self.order == "topic":
                return 0, name_key(topics[claim.topic_id].name if claim.topic_id in topics else "")
            return 0, name_key(", ".join(actors[number].name for number in claim.actor_ids if number in actors))

        places = {number: at for at, number in enumerate(ids)}
        ordered = sorted(sorted(claims, key=lambda claim: places.get(claim.id, 0)), key=key)
        return [ClaimRow(claim.document_id, claim.id) for claim in ordered], ordered

    def refresh(self, claim_ids: Set[int]) -> None:
        """Read these claims anew when they are shown."""
        for number in claim_ids:
            self._claims.pop(number, None)
        for at, row in enumerate(self._rows):
            if row.claim_id in claim_ids:
                index = self.index(at)
                self.dataChanged.emit(index, index)

    def row_of(self, claim_id: int) -> int:
        """Return the row of a claim; -1 when it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.claim_id == claim_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A head cannot be chosen."""
        if index.isValid() and not self._rows[index.row()].claim_id:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the claim, the document, or the quote as text."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == CLAIM_ROLE:
            return self._claim(index.row()) if row.claim_id else None
        if role == DOCUMENT_ROLE:
            return self._document(row.document_id)
        if role == TIME_ROLE:
            claim = self._claim(index.row()) if row.claim_id else None
            return self._time(claim) if claim is not None else ""
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            claim = self._claim(index.row()) if row.claim_id else None
            document = self._document(row.document_id)
            if claim is None:
                return document.facts.title or document.name if document else ""
            if role == int(Qt.ItemDataRole.DisplayRole):
                return claim.quote
            # the quotation last: who hears the list knows by then whether to go on listening
            return _("{claim}: {words}").format(claim=claim_words(self._session, claim), words=claim.quote)
        return None

    def _claim(self, at: int) -> Claim | None:
        wanted = self._rows[at].claim_id
        if wanted not in self._claims:
            ids = [row.claim_id for row in self._rows[max(0, at - 5) : at + CHUNK] if row.claim_id]
            missing = [number for number in ids if number not in self._claims]
            self._claims.update((claim.id, claim) for claim in self._session.read(reads.project.claims, ids=missing))
        return self._claims.get(wanted)

    def _time(self, claim: Claim) -> str:
        number = claim.document_id
        if number not in self._times:
            self._times[number] = self._session.read(reads.project.times, number).get(number, [])
        return time_at(self._times[number], claim.start)

    def _document(self, number: int) -> Document | None:
        if number not in self._documents:
            # a list out of sight is renewed when it comes into view, which may be after it is painted
            with contextlib.suppress(UserError):
                self._documents[number] = self._session.shown(reads.filtered.document, number)
        return self._documents.get(number)
