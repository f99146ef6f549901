"""Claims in a list by their ids: what is in them is read from the file only as they come into view."""

import contextlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from desktop.core.changes import ChangeSet
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

CLAIM_ROLE = int(Qt.ItemDataRole.UserRole)
DOCUMENT_ROLE = CLAIM_ROLE + 1
TIME_ROLE = CLAIM_ROLE + 2
CHUNK = 60
# of claims read, so that who scrolls through a hundred thousand does not keep them all
KEPT = 40 * CHUNK
# documents of one action whose claims are looked for one by one; of more everything is listed anew
FEW = 200
# the first is the order of reading, in which claims can be grouped by document
IN_TIME = N_("document and date")
ORDERS = (IN_TIME, N_("actor"), N_("topic"), N_("stance"), N_("length"))
COLUMNS = listed("document", "publisher", "date", "actors", "topic", "choices", "quote")

# the claims that are listed, each with its document: all, or those of some documents
ClaimSource = Callable[[Sequence[int] | None], Iterable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One row: a claim, or the head of the document whose claims follow (then *claim_id* is 0)."""

    document_id: int
    claim_id: int = 0


class ClaimListModel(QAbstractListModel):
    """List claims by id; with heads, grouped by document.

    A claim row answers ``CLAIM_ROLE`` with a `Claim`, and ``TIME_ROLE`` with when that was said, where it is known;
    every row answers ``DOCUMENT_ROLE`` with its `Document`.

    It keeps two numbers for each row. In which order the claims of a document stand is looked for when one of them
    comes into view: until then nobody can tell.

    Attributes:
        order: one of `ORDERS`; any but the first does without groups.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        # of each row the claim, 0 for a head, and the document
        self._ids = array("q")
        self._places = array("q")
        # documents whose claims stand in no order yet
        self._unsorted: set[int] = set()
        self._claims: dict[int, Claim] = {}
        self._documents: dict[int, Document] = {}
        self._times: dict[int, list[tuple[int, str]]] = {}
        self.order = IN_TIME
        # the rows in the order in which they were given
        self._given: tuple[array[int], array[int], set[int]] = self._ids, self._places, self._unsorted
        self._source: ClaimSource | None = None
        self._key: Hashable = None
        # of the session, when the rows were right last
        self._revision = -1
        self._grouped = self._ordered = False
        # nothing can be read from then on
        session.closing.connect(self.clear)

    def clear(self) -> None:
        """Show nothing."""
        self.set_rows([])

    # what is listed

    def set_source(self, key: Hashable, source: ClaimSource, *, grouped: bool = False, ordered: bool = False) -> bool:
        """List what *source* tells; tell whether that was done, and not there already.

        Args:
            key: says what is listed; of the same, nothing is read again until something changes.
            source: returns the claims, each once. Those of a document need not stand together.
            grouped: with heads, the earliest document first; else by the numbers of the documents.
            ordered: whether *source* has the claims of a document in their order; else they stand by their place.
        """
        if key is not None and (key, self._revision) == (self._key, self._session.revision):
            return False
        self._source, self._grouped, self._ordered, self._key = source, grouped, ordered, key
        self.reload()
        return True

    def set_rows(self, rows: list[ClaimRow], known: list[Claim] | None = None) -> None:
        """Show *rows*; *known* saves reading claims that the caller has already."""
        self._source, self._key = None, None
        ids, places = array("q", (row.claim_id for row in rows)), array("q", (row.document_id for row in rows))
        self._set(ids, places, set(), known)

    def set_claims(self, claims: Sequence[Claim], *, grouped: bool = False) -> None:
        """Show *claims* in their order; *grouped*: by document, the earliest document first."""
        self._source, self._key, self._grouped, self._ordered = None, None, grouped, True
        pairs = [(claim.id, claim.document_id) for claim in claims]
        if grouped:
            self._set(*self._lay(pairs), claims)
        else:
            self._set(array("q", (one for one, _ in pairs)), array("q", (place for _, place in pairs)), set(), claims)

    def set_places(
        self, pairs: Iterable[Sequence[Any]], *, grouped: bool = False, source: ClaimSource | None = None
    ) -> None:
        """List claims, each given with its document, by their place; *grouped* as `set_source` has it.

        A *source* tells what an edit made of them.
        """
        self._source, self._key, self._grouped, self._ordered = source, None, grouped, False
        self._set(*self._lay(pairs))
        self._revision = self._session.revision

    def reload(self) -> None:
        """Ask the source anew."""
        if self._source is not None:
            self._set(*self._lay(self._source(None)))
            self._revision = self._session.revision

    def _lay(self, pairs: Iterable[Sequence[Any]]) -> "tuple[array[int], array[int], set[int]]":
        """Return ids and documents of the rows, and the documents whose claims stand in no order."""
        groups: dict[int, list[int]] = {}
        for pair in pairs:
            # stances and such may follow
            if pair[1] in groups:
                groups[pair[1]].append(pair[0])
            else:
                groups[pair[1]] = [pair[0]]
        order = self._by_date(groups) if self._grouped else sorted(groups)
        ids, places = array("q"), array("q")
        for number in order:
            claims = groups[number]
            if self._grouped:
                ids.append(0)
                places.append(number)
            ids.extend(claims)
            places.extend(repeat(number, len(claims)))
        unsorted = set() if self._ordered else {number for number in order if len(groups[number]) > 1}
        return ids, places, unsorted

    def _by_date(self, numbers: Iterable[int]) -> list[int]:
        dates = self._session.dates()
        return sorted(numbers, key=lambda one: (dates.get(one) or "~", one))

    def _in_time(self, document: int) -> tuple[str, int]:
        return self._session.dates().get(document) or "~", document

    def _set(
        self, ids: "array[int]", places: "array[int]", unsorted: set[int], known: Iterable[Claim] | None = None
    ) -> None:
        self._given = ids, places, unsorted
        if self.order != IN_TIME:
            ids, places = self._sorted()
            unsorted = set()
        self.beginResetModel()
        self._ids, self._places, self._unsorted = ids, places, unsorted
        self._claims = {claim.id: claim for claim in known or ()}
        self._documents, self._times = {}, {}
        self.endResetModel()

    # following what happens

    def follow(self, changes: ChangeSet) -> None:
        """List what an edit made of the claims: those of the documents that it touched are looked for anew."""
        touched = changes.claims()
        if self._source is None:
            self.refresh(touched)
            return
        documents = self._touched(touched, changes)
        if self._revision != self._session.revision - 1 or documents is None:
            self.reload()
            return
        if documents:
            self.look_again(documents)
        self._revision = self._session.revision
        self.refresh(touched)

    def follow_facts(self, changes: ChangeSet) -> None:
        """Read anew what an edit changed of the claims; none of those that are listed came or went."""
        if self._revision == self._session.revision - 1:
            self._revision = self._session.revision
        self.refresh(changes.claims())

    def look_again(self, documents: Sequence[int]) -> None:
        """Ask the source anew for the claims of some documents; the other rows stay."""
        assert self._source is not None
        found: dict[int, list[int]] = {number: [] for number in documents}
        for pair in self._source(documents):
            found[pair[1]].append(pair[0])
        if not self._ordered:
            every = [number for claims in found.values() for number in claims]
            at = {number: place for place, number in enumerate(self._session.read(reads.counts.in_place, every))}
            found = {number: sorted(claims, key=lambda one: at.get(one, 0)) for number, claims in found.items()}
        for number, claims in found.items():
            self._unsorted.discard(number)
            self._replace(number, claims)

    def _touched(self, claims: Set[int], changes: ChangeSet) -> list[int] | None:
        """Return the documents of which claims may have come or gone; None where all are to be listed anew."""
        if changes.touches("document") or self.order != IN_TIME or len(claims) > FEW:
            return None
        found = {*changes.grouped("claim", "document")}
        rest = claims - {*changes.ids("claim")}
        if rest:
            found.update(claim.document_id for claim in self._session.read(reads.project.claims, ids=rest))
        return sorted(found) if len(found) <= FEW else None

    def _replace(self, document: int, claims: list[int]) -> None:
        """Let the rows of a document be these claims: rows that stay are not touched."""
        first, stop = self._slice(document)
        new = array("q", [0, *claims] if self._grouped and claims else claims)
        old = self._ids[first:stop]
        same = next((at for at, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), None)
        begin = min(len(old), len(new)) if same is None else same
        end = 0
        while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
            end += 1
        if begin + end < len(old):
            self.beginRemoveRows(QModelIndex(), first + begin, stop - end - 1)
            del self._ids[first + begin : stop - end], self._places[first + begin : stop - end]
            self.endRemoveRows()
        added = new[begin : len(new) - end]
        if added:
            at = first + begin
            self.beginInsertRows(QModelIndex(), at, at + len(added) - 1)
            self._ids[at:at] = added
            self._places[at:at] = array("q", repeat(document, len(added)))
            self.endInsertRows()

    def _slice(self, document: int) -> tuple[int, int]:
        """Return from which row to which a document's stand; twice where they would, if it has none."""
        if not self._grouped:
            return bisect_left(self._places, document), bisect_right(self._places, document)
        try:
            first = self._places.index(document)
        except ValueError:
            heads = [row for row, number in enumerate(self._ids) if not number]
            # a dozen dates of ten thousand
            at = bisect_left(heads, self._in_time(document), key=lambda row: self._in_time(self._places[row]))
            first = heads[at] if at < len(heads) else len(self._ids)
            return first, first
        stop = first + 1
        while stop < len(self._places) and self._places[stop] == document:
            stop += 1
        return first, stop

    def _sort(self, documents: Iterable[int]) -> None:
        """Put the claims of some documents in order; who looks at a row of theirs looks for the first time."""
        wanted = [number for number in documents if number in self._unsorted]
        if not wanted or self._ids is not self._given[0]:
            return
        self._unsorted.difference_update(wanted)
        if len(wanted) == 1:
            first, stop = self._slice(wanted[0])
            first += self._grouped
            self._ids[first:stop] = self._in_place(self._ids[first:stop])
            return
        # of many at once, what one query tells is put where the document's rows are
        among = set(wanted)
        claims = [one for one, place in zip(self._ids, self._places, strict=True) if one and place in among]
        rows = [row for row, one in enumerate(self._ids) if one and self._places[row] in among]
        of = dict(zip(claims, (self._places[row] for row in rows), strict=True))
        queues: dict[int, list[int]] = {}
        for one in self._in_place(claims):
            queues.setdefault(of[one], []).append(one)
        iterators = {number: iter(queue) for number, queue in queues.items()}
        for row in rows:
            self._ids[row] = next(iterators[self._places[row]])

    def _in_place(self, ids: Sequence[int]) -> "array[int]":
        """Return claims in their order; what is gone, as happens before it is told, stands behind."""
        found = self._session.read(reads.counts.in_place, ids)
        if len(found) < len(ids):
            found += [one for one in ids if one not in set(found)]
        return array("q", found)

    # rows

    def rows(self) -> list[ClaimRow]:
        """Return what is shown."""
        self._sort(list(self._unsorted))
        return [ClaimRow(*row) for row in zip(self._places, self._ids, strict=True)]

    def is_head(self, row: int) -> bool:
        """Tell whether the head of a document stands in a row."""
        return not self._ids[row]

    def claim_count(self) -> int:
        """Return how many claims are listed."""
        return len(self._ids) - self._ids.count(0)

    def claim_ids(self, rows: Iterable[int] | None = None) -> list[int]:
        """Return the ids of the claims in *rows*, or in all."""
        if rows is None:
            self._sort(list(self._unsorted))
            return [number for number in self._ids if number]
        wanted = list(rows)
        self._sort({self._places[row] for row in wanted})
        return [self._ids[row] for row in wanted if self._ids[row]]

    def row_of(self, claim_id: int) -> int:
        """Return the row of a claim; -1 when it is not shown."""
        try:
            row = self._ids.index(claim_id) if claim_id else -1
        except ValueError:
            return -1
        if self._unsorted and self._places[row] in self._unsorted:
            self._sort([self._places[row]])
            row = self._ids.index(claim_id)
        return row

    def near(self, row: int) -> int:
        """Return the row of the claim that is nearest to a row, the one above of two; -1 where there is none."""
        for away in range(len(self._ids)):
            for at in (row - away, row + away):
                if 0 <= at < len(self._ids) and self._ids[at]:
                    return at
        return -1

    def sort_by(self, order: str) -> None:
        """Show the claims in another order."""
        self.order = order
        self._set(*self._given)

    def table(self) -> Iterator[tuple[str, ...]]:
        """Yield the claims in their order, each as the words below the heads of `COLUMNS`."""
        actors, topics = self._session.actors(), self._session.topic_names()
        documents = {document.id: document for document in self._session.shown(reads.filtered.documents)}
        for claim in self._read(self.claim_ids()):
            named = name_claim(claim, documents[claim.document_id], actors, topics)
            yield tuple(column.text(named) for column in COLUMNS)

    def _read(self, ids: Sequence[int]) -> list[Claim]:
        found = {claim.id: claim for claim in self._session.read(reads.project.claims, ids=ids)}
        return [found[number] for number in ids if number in found]

    def _sorted(self) -> "tuple[array[int], array[int]]":
        """Return the given claims by `order`, those that are equal as they were."""
        shown = self._ids, self._places, self._unsorted
        self._ids, self._places, self._unsorted = self._given
        claims = self._read(self.claim_ids())
        self._ids, self._places, self._unsorted = shown
        actors, topics = self._session.actors(), self._session.topic_names()

        def key(claim: Claim) -> tuple[int, Any]:
            if self.order == "length":
                return -len(claim.quote), ""
            if self.order == "stance":
                return [*Stance].index(claim.stance), ""
            if self.order == "topic":
                return 0, name_key(topics.get(claim.topic_id, ""))
            return 0, name_key(", ".join(actors[number].name for number in claim.actor_ids if number in actors))

        claims.sort(key=key)
        return array("q", (claim.id for claim in claims)), array("q", (claim.document_id for claim in claims))

    def refresh(self, claim_ids: Set[int]) -> None:
        """Read these claims anew when they are shown."""
        for number in claim_ids:
            self._claims.pop(number, None)
        if len(claim_ids) <= FEW:
            rows = [row for row in map(self.row_of, claim_ids) if row >= 0]
        else:
            rows = [row for row, number in enumerate(self._ids) if number and number in claim_ids]
        for row in rows:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    # Qt's side

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A head cannot be chosen."""
        if index.isValid() and not self._ids[index.row()]:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the claim, the document, or the quote as text."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        row = index.row()
        if role == CLAIM_ROLE:
            return self._claim(row)
        if role == DOCUMENT_ROLE:
            return self._document(row)
        if role == TIME_ROLE:
            claim = self._claim(row)
            return self._time(claim) if claim is not None else ""
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            claim = self._claim(row)
            if claim is None:
                document = self._document(row)
                return document.facts.title or document.name if document else ""
            if role == int(Qt.ItemDataRole.DisplayRole):
                return claim.quote
            # the quotation last: who hears the list knows by then whether to go on listening
            return _("{claim}: {words}").format(claim=claim_words(self._session, claim), words=claim.quote)
        return None

    def _claim(self, row: int) -> Claim | None:
        if not self._ids[row]:
            return None
        if self._unsorted and self._places[row] in self._unsorted:
            self._sort(dict.fromkeys(self._places[max(0, row - 5) : row + CHUNK]))
        wanted = self._ids[row]
        if wanted not in self._claims:
            if len(self._claims) > KEPT:
                self._claims = {}
            ids = filter(None, self._ids[max(0, row - 5) : row + CHUNK])
            missing = [number for number in ids if number not in self._claims]
            self._claims.update((claim.id, claim) for claim in self._session.read(reads.project.claims, ids=missing))
        return self._claims.get(wanted)

    def _time(self, claim: Claim) -> str:
        number = claim.document_id
        if number not in self._times:
            self._times[number] = self._session.read(reads.project.times, number).get(number, [])
        return time_at(self._times[number], claim.start)

    def _document(self, row: int) -> Document | None:
        number = self._places[row]
        if number not in self._documents:
            near = dict.fromkeys(self._places[max(0, row - 5) : row + CHUNK])
            missing = [one for one in near if one not in self._documents]
            # a list out of sight is renewed when it comes into view, which may be after it is painted
            with contextlib.suppress(UserError):
                found = self._session.shown(reads.filtered.documents, missing)
                self._documents.update((document.id, document) for document in found)
        return self._documents.get(number)
