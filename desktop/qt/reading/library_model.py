"""The library's list: all documents below the heads of their sets, or those that a search or a filter leaves."""

import contextlib
import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QObject, Qt, QTimer

from desktop.core.changes import ChangeSet
from desktop.core.collation import name_key
from desktop.core.collecting import LongWork
from desktop.core.columns import own, own_name
from desktop.core.errors import LockedError, UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.values import Document, SearchHit
from desktop.qt.parts.claim_text import document_words
from desktop.qt.parts.indexes import Index
from desktop.qt.session import Session
from desktop.store import edits, reads

if TYPE_CHECKING:
    from desktop.store.reads.handouts import Handout
    from desktop.store.reads.search import FoundDocument

DOCUMENT_ROLE = int(Qt.ItemDataRole.UserRole)
HIT_ROLE = DOCUMENT_ROLE + 1
SHOWN_ROLE = DOCUMENT_ROLE + 2
SEARCHING_ROLE = DOCUMENT_ROLE + 3
HEAD_ROLE = DOCUMENT_ROLE + 4


class Sorting(NamedTuple):
    """What the library can be sorted by: the key of a document, and the head below which it stands in a long list."""

    key: Callable[[Document], Any]
    head: Callable[[Document], str]


class LibraryHead(NamedTuple):
    """What stands above documents: a set, or what the documents below it have in common.

    Attributes:
        key: the path of the set, or the words that are shown.
        words: what is shown.
        depth: how far in it stands, from 0.
        documents: how many stand below it, in its sets too.
        is_open: whether they are shown.
        is_set: whether it is a set.
    """

    key: str
    words: str
    depth: int
    documents: int
    is_open: bool
    is_set: bool


def _title(one: Document) -> str:
    return one.facts.title or one.name


def _key(number: int) -> tuple[str, int, str]:
    # of a title that is typed and not saved yet
    return "document", number, "title"


def _claims_head(one: Document) -> str:
    for least in (100, 50, 20, 10):
        if one.claim_count >= least:
            return _("{count} claims or more").format(count=least)
    return _("Fewer than 10 claims") if one.claim_count else _("No claims")


ORDERS: dict[str, Sorting] = {
    N_("order of import"): Sorting(
        lambda one: (one.id,),
        lambda one: _("Documents {first} – {last}").format(
            first=(one.id - 1) // 50 * 50 + 1, last=(one.id + 49) // 50 * 50
        ),
    ),
    N_("title"): Sorting(lambda one: (name_key(_title(one)), one.id), lambda one: _title(one)[:1].upper()),
    N_("publisher"): Sorting(
        lambda one: (name_key(one.facts.publisher), one.facts.date, one.id),
        lambda one: one.facts.publisher or _("No publisher"),
    ),
    # a document without a year stands after those with one
    N_("date"): Sorting(
        lambda one: (
            one.facts.date.lstrip("-") if one.facts.date[:1].isdigit() else "~" + one.facts.date,
            one.id,
        ),
        lambda one: one.facts.date[:4] if one.facts.date[:1].isdigit() else _("No year"),
    ),
    N_("number of claims"): Sorting(lambda one: (-one.claim_count, one.id), _claims_head),
}
# what the library can be narrowed by: the word for it, and what a document has of it
FILTERS: dict[str, tuple[str, Callable[[Document], str]]] = {
    "publisher": (N_("Publisher"), lambda one: one.facts.publisher),
    "kind": (N_("Kind"), lambda one: one.facts.kind),
    "language": (N_("Language"), lambda one: one.facts.language),
    "year": (N_("Year"), lambda one: one.facts.date[:4] if one.facts.date[:1].isdigit() else ""),
    "claims": (N_("Claims"), lambda one: _("with claims") if one.claim_count else _("without claims")),
}
_HANDOUT = "handout"
HEADS = ("id", "title", "publisher", "date", "kind", "language", "claims", "favor", "against", "neutral", "file")
# so many values of a filter, and sets, are offered in a menu
MOST_CHOICES = 40
# a list of more documents has heads where there are no sets; of yet more all are closed at first
LONG, CLOSED = 40, 200
# of more documents those in view come first when they are read anew; and so many are read between two events
MANY, PART = 3000, 100
# milliseconds after which it is tried again to read what another program keeps
_AGAIN = 500


def _is_filter(key: str) -> bool:
    return key in FILTERS or key == _HANDOUT or bool(own_name(key))


def _own_value(name: str, one: Document) -> str:
    return dict(one.facts.variables).get(name, "")


def _in_hand(one: "Handout | None") -> str:
    if one is None:
        return ""
    return _("finished") if one.is_finished else _("to be coded")


class DocumentListModel(QAbstractListModel):
    """List documents. A row answers ``DOCUMENT_ROLE`` with a `Document` and ``HIT_ROLE`` with its `SearchHit` or None.

    A head answers ``HEAD_ROLE`` with a `LibraryHead`, and ``DOCUMENT_ROLE`` with None. ``SHOWN_ROLE`` tells whether the
    document is on the desk, ``SEARCHING_ROLE`` whether these are a search's results.

    Attributes:
        order: what they are sorted by, one of `ORDERS`.
        query: what is searched for.
        wanted: by the keys of `FILTERS` the values that are let through; all where there are none.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._documents: dict[int, Document] = {}
        self._rows: list[int | LibraryHead] = []
        self._places: dict[int, int] = {}
        self._found: dict[int, FoundDocument] = {}
        # those of the rows that were looked at
        self._hits: dict[int, SearchHit] = {}
        self.query = ""
        self.order = "order of import"
        self.wanted: dict[str, frozenset[str]] = {}
        # the heads that are not as they are at first: closed, or of a very long list open
        self._turned: set[str] = set()
        self._shown: set[int] = set()
        # what is still to be read of very many documents, or of a long change
        self._unread: dict[int, None] = {}
        # as long as there is anything of that
        self._work = LongWork()
        self.destroyed.connect(self._work.end)
        # the words of the head below which each document stands in this order, once they were asked for
        self._words: dict[int, str] = {}
        session.entered.connect(self._on_entered)
        session.opened.connect(self.reload)
        session.changed.connect(self._on_changed)
        session.visibility_changed.connect(self._on_visibility)
        if session.is_open:
            self.reload()

    def reload(self) -> None:
        """Read all documents anew; of very many the first ones, and the rest between events."""
        self._words = {}
        numbers = self._session.read(reads.project.document_ids)
        if len(numbers) <= MANY:
            self._unread = {}
            self._documents = {one.id: one for one in self._session.shown(reads.filtered.documents)}
            self._arrange()
            return
        # what was read before stands there until it is read again
        self._documents = {number: self._documents[number] for number in numbers if number in self._documents}
        is_under_way, self._unread = bool(self._unread), dict.fromkeys(numbers)
        # else all that is looked up for ten thousand documents would stay there
        self._session.database.keep_little()
        with contextlib.suppress(LockedError):
            self._read_part()
        self._arrange()
        if not is_under_way:
            QTimer.singleShot(0, self, self._go_on)

    def search(self, query: str) -> None:
        """Show the documents that *query* finds; all when it is empty."""
        self.query = query.strip()
        self._arrange()

    def sort_by(self, order: str) -> None:
        """Put the documents into one of `ORDERS`; a search's results stay by how well they match."""
        self.order, self._words = order, {}
        self._turned.clear()
        self._arrange()

    def narrow(self, key: str, values: Iterable[str]) -> None:
        """Let only documents through that have one of these *values*, by a key of `FILTERS`; none lets all through."""
        self.wanted = {**self.wanted, key: frozenset(values)}
        self._arrange()

    def filters(self) -> dict[str, tuple[str, Callable[[Document], str]]]:
        """Return what the library can be narrowed by, as `FILTERS` has it: the own variables of documents too."""
        self._read_all()
        return self._filters()

    def _filters(self) -> dict[str, tuple[str, Callable[[Document], str]]]:
        names = dict.fromkeys(name for one in self._documents.values() for name, _value in one.facts.variables)
        handed = {one.document_id: one for one in self._session.read(reads.handouts.handouts, self._session.coder)}
        return (
            FILTERS
            | {_HANDOUT: (N_("Handed out to me"), lambda one: _in_hand(handed.get(one.id)))}
            | {own(name): (name, partial(_own_value, name)) for name in sorted(names, key=name_key)}
        )

    def choices(self, key: str) -> dict[str, int]:
        """Return what documents have, by a key of `filters`, with the number of those that have it, most first."""
        value = self.filters()[key][1]
        counts = Counter(map(value, self._documents.values()))
        return dict(sorted(counts.items(), key=lambda one: (-one[1], name_key(one[0]))))

    @property
    def has_heads(self) -> bool:
        """Whether documents stand below heads."""
        return bool(self._rows) and isinstance(self._rows[0], LibraryHead)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter leaves documents out."""
        return any(self.wanted.values())

    def fold(self, key: str) -> None:
        """Close an open head, open a closed one."""
        self._turned ^= {key}
        self._arrange()

    def fold_all(self, *, closed: bool) -> None:
        """Close, or open, all heads."""
        keys = {one.key for one in self._heads_of(self._listed()).values()}
        self._turned = keys if closed != self._closed_at_first else set()
        self._arrange()

    def whereabouts(self) -> dict[str, Any]:
        """Return what the documents are sorted and narrowed by, and which heads are closed or open, as JSON has it."""
        wanted = {key: sorted(values) for key, values in self.wanted.items() if values}
        return {"order": self.order, "wanted": wanted, "turned": sorted(self._turned)}

    def return_to(self, spot: dict[str, Any]) -> None:
        """Show the list as `whereabouts` told it; what is not known any more is left out."""
        self._words = {}
        self.order = spot["order"] if spot.get("order") in ORDERS else self.order
        self.wanted = {key: frozenset(values) for key, values in spot.get("wanted", {}).items() if _is_filter(key)}
        self._turned = set(spot.get("turned", ()))
        self._arrange()

    def below(self, head: LibraryHead) -> list[int]:
        """Return the documents below a head, whether they are shown or not, in their order."""
        self._read_all()
        if not head.is_set:
            return [number for number in self._listed() if self._head_words(self._documents[number]) == head.key]
        inside = f"{head.key}/"
        return [number for number in self._listed() if f"{self._documents[number].set_path}/".startswith(inside)]

    def counts(self) -> tuple[int, int]:
        """Return how many documents are let through, closed heads or not, and how many there are.

        As long as very many are being read, those that were read are let through.
        """
        there = self._documents.keys() | self._unread.keys() if self._unread else self._documents
        return len(self._listed()) if self.query or self.is_narrowed else len(self._documents), len(there)

    def table(self) -> list[tuple[str, ...]]:
        """Return the listed documents as rows of `HEADS`."""
        return [
            (
                *(str(one.id), one.facts.title, one.facts.publisher, one.facts.date, one.facts.kind),
                *(one.facts.language, str(one.claim_count), *(str(count) for count in one.stances), one.name),
            )
            for one in (self._documents[number] for number in self.listed())
        ]

    def listed(self) -> tuple[int, ...]:
        """Return the ids of the listed documents, in their order; those below closed heads too."""
        self._read_all()
        return tuple(self._listed())

    def first(self, count: int) -> list[int]:
        """Return the ids of the documents that came in first, whatever is listed."""
        return heapq.nsmallest(count, self._documents.keys() | self._unread.keys())

    def holds(self, document_id: int) -> bool:
        """Tell whether there is a document, whatever is listed."""
        return document_id in self._documents or document_id in self._unread

    def set_shown(self, document_ids: list[int]) -> None:
        """Mark the documents that are on the desk."""
        changed = self._shown ^ set(document_ids)
        self._shown = set(document_ids)
        self._touch(changed)

    def document_at(self, row: int) -> Document | None:
        """Return the document in a row; None for a head."""
        number = self._rows[row] if 0 <= row < len(self._rows) else None
        return self._documents[number] if isinstance(number, int) else None

    def head_at(self, row: int) -> LibraryHead | None:
        """Return the head in a row; None for a document."""
        head = self._rows[row] if 0 <= row < len(self._rows) else None
        return head if isinstance(head, LibraryHead) else None

    def row_of(self, document_id: int) -> int:
        """Return the row of a document; -1 when it is not shown."""
        return self._places.get(document_id, -1)

    def reveal(self, document_id: int) -> int:
        """Open the heads above a document, and let it through the filter; return its row, -1 when there is none."""
        if document_id in self._unread and document_id not in self._documents:
            # the others come between events, as they would
            self._read([document_id])
        document = self._documents.get(document_id)
        if document is not None and document_id not in self._places:
            if not self._lets_through(document):
                self.wanted = {}
            self._turned ^= {key for key in self._heads_above(document) if self._is_closed(key)}
            self._arrange()
        return self.row_of(document_id)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let titles be edited, and heads not be chosen among documents."""
        if self.head_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        editable = Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the document, the search's hit, or the title; of a head what it says."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        number = self._rows[index.row()]
        texts = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
        if isinstance(number, LibraryHead):
            if role in texts:
                words = ngettext("{head}: {count:,} document", "{head}: {count:,} documents", number.documents)
                return words.format(head=number.words, count=number.documents)
            return number if role == HEAD_ROLE else None
        if role == int(Qt.ItemDataRole.EditRole):
            draft = self._session.drafts.of(_key(number))
            return draft.text if draft is not None else _title(self._documents[number])
        document = self._with_draft(self._documents[number])
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            hit = self._hit(number)
            return document_words(document, found=hit.count if hit else 0, is_open=number in self._shown)
        if role in texts:
            return _title(document)
        return {
            DOCUMENT_ROLE: document,
            HIT_ROLE: self._hit(number) if role == HIT_ROLE else None,
            SEARCHING_ROLE: bool(self.query),
            SHOWN_ROLE: number in self._shown,
        }.get(role)

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Give a document another title."""
        document = self.document_at(index.row())
        if document is None or role != int(Qt.ItemDataRole.EditRole):
            return False
        number, drafts = document.id, self._session.drafts
        draft = drafts.of(_key(number))
        if draft is not None and str(value) == _title(document):
            drafts.drop(_key(number))
            return False

        def write(text: str, seen: str) -> None:
            self._session.read(edits.documents.rename, number, text, seen)

        where = _("the title of {name}").format(name=_title(document))
        seen = draft.seen if draft is not None and not draft.is_overtaken else document.facts.title
        return drafts.write(_key(number), str(value), seen, write, where, refusable=True)

    def _on_draft(self, key: object) -> None:
        if isinstance(key, tuple) and key[::2] == ("document", "title"):
            row = self.row_of(int(key[1]))
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _with_draft(self, document: Document) -> Document:
        """Return a document as it is shown: with a title that is typed and not saved yet."""
        draft = self._session.drafts.of(_key(document.id))
        if draft is None:
            return document
        title = _("{name} (not saved yet)").format(name=draft.text)
        return replace(document, facts=replace(document.facts, title=title))

    def _hit(self, number: int) -> SearchHit | None:
        """Return a document with the passage that a search has found: its text is read when its row is looked at."""
        found = self._found.get(number)
        if found is None or number in self._hits:
            return self._hits.get(number)
        try:
            hit = self._hits[number] = self._session.read(reads.search.passage, self.query, found)
        except UserError:
            # another program keeps the file for a moment: the next look has it
            return SearchHit(number, "")
        return hit

    # arranging

    def _listed(self) -> list[int]:
        """Return the documents that a search and the filter let through, in their order."""
        if self.query:
            found = [number for number in self._found if number in self._documents]
        elif self.order == "order of import":
            found = sorted(self._documents)
        else:
            key = ORDERS[self.order].key
            found = sorted(self._documents, key=lambda number: key(self._documents[number]))
        wanted = self._narrowing()
        if not wanted:
            return found
        return [one for one in found if all(value(self._documents[one]) in values for value, values in wanted)]

    def _narrowing(self) -> list[tuple[Callable[[Document], str], frozenset[str]]]:
        """Return what a document is asked for by the filter, with what it may have."""
        filters = self._filters() if any(self.wanted.values()) else {}
        return [(filters[key][1], values) for key, values in self.wanted.items() if values and key in filters]

    def _lets_through(self, document: Document) -> bool:
        return all(value(document) in values for value, values in self._narrowing())

    @property
    def _closed_at_first(self) -> bool:
        return len(self._documents) > CLOSED

    def _head_words(self, document: Document) -> str:
        words = self._words.get(document.id)
        if words is None:
            words = self._words[document.id] = ORDERS[self.order].head(document)
        return words

    def _heads_of(self, listed: list[int]) -> Mapping[str, LibraryHead]:
        """Return the heads by their keys, in their order; none where a search has its own order, or few have no set."""
        if self.query:
            return {}
        counts: Counter[str] = Counter()
        if any(one.set_path for one in self._documents.values()):
            # of a hundred thousand documents most have the set of others
            for path, count in Counter([self._documents[number].set_path for number in listed]).items():
                names = path.split("/")
                for depth in range(1, len(names) + 1):
                    counts["/".join(names[:depth])] += count
            # what is in no set stands at the end
            keys = sorted(counts, key=lambda path: (not path, [name_key(name) for name in path.split("/")]))
        elif len(self._documents) > LONG:
            counts.update(self._head_words(self._documents[number]) for number in listed)
            return {key: self._head(key, key, 0, count, is_set=False) for key, count in counts.items()}
        else:
            return {}
        return {
            key: self._head(key, key.rpartition("/")[2] or _("In no set"), key.count("/"), counts[key], is_set=True)
            for key in keys
        }

    def _heads_above(self, document: Document) -> list[str]:
        """Return the keys of the heads below which a document stands, the outermost first."""
        if self.query:
            return []
        if any(one.set_path for one in self._documents.values()):
            names = document.set_path.split("/")
            return ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]
        return [self._head_words(document)] if len(self._documents) > LONG else []

    def _is_closed(self, key: str) -> bool:
        return (key in self._turned) != self._closed_at_first

    def _head(self, key: str, words: str, depth: int, count: int, *, is_set: bool) -> LibraryHead:
        return LibraryHead(key, words, depth, count, not self._is_closed(key), is_set)

    def _arrange(self) -> None:
        self.beginResetModel()
        self._hits = {}
        found = self._session.read(reads.search.found_documents, self.query) if self.query else ()
        self._found = {one.number: one for one in found}
        listed = self._listed()
        heads = self._heads_of(listed)
        if not heads:
            self._rows = [*listed]
        else:
            self._rows = self._below_heads(listed, heads)
        self._places = {number: row for row, number in enumerate(self._rows) if isinstance(number, int)}
        self.endResetModel()

    def _below_heads(self, listed: list[int], heads: Mapping[str, LibraryHead]) -> list[int | LibraryHead]:
        is_set = next(iter(heads.values())).is_set
        inside: dict[str, list[int]] = {key: [] for key in heads}
        # what stands below closed heads alone has no row
        for number in listed if any(head.is_open for head in heads.values()) else ():
            document = self._documents[number]
            inside[document.set_path if is_set else self._head_words(document)].append(number)
        rows: list[int | LibraryHead] = []
        for key, head in heads.items():
            names = key.split("/") if is_set else [key]
            above = ("/".join(names[:depth]) for depth in range(1, len(names)))
            if all(heads[one].is_open for one in above):
                rows += [head, *(inside[key] if head.is_open else ())]
        return rows

    def _on_entered(self) -> None:
        self.wanted, self._turned = {}, set()
        self._documents, self._words, self._unread = {}, {}, {}

    def _on_changed(self, changes: ChangeSet) -> None:
        touched = changes.grouped("claim", "document").keys()
        if changes.touches("document") or len(touched) > PART:
            self._take_changed(changes, changes.ids("document"))
            return
        for number in touched & self._documents.keys():
            self._documents[number] = self._session.shown(reads.filtered.document, number)
            self._words.pop(number, None)
        self._touch(touched)

    def _take_changed(self, changes: ChangeSet, changed: Iterable[int]) -> None:
        """Read what has changed, and nothing else: all of very many documents would take seconds.

        Of few it is there at once; what an import of thousands brings comes part by part.
        """
        gone, is_under_way = changes.deleted("document"), bool(self._unread)
        with_claims = changes.grouped("claim", "document").keys() & self._documents.keys()
        for number in gone:
            self._documents.pop(number, None)
            self._unread.pop(number, None)
        self._unread.update(dict.fromkeys(number for number in (*changed, *with_claims) if number not in gone))
        if is_under_way or len(self._unread) > PART:
            # what is gone is not shown until the last part
            self._arrange()
        if not is_under_way:
            if len(self._unread) > PART:
                # others are told of it yet
                QTimer.singleShot(0, self, self._go_on)
            else:
                self._read_on()

    def _go_on(self) -> None:
        # all may have been read at once meanwhile, or be gone
        if self._unread and self._session.is_open:
            self._read_on()
        else:
            self._end_reading()

    def _end_reading(self) -> None:
        if self._session.is_open:
            self._session.database.keep_as_usual()
        self._work.end()

    def _read_on(self) -> None:
        """Read the next documents, and let more follow behind what waits."""
        self._work.begin()
        try:
            self._read_part()
        except LockedError:
            # another program keeps everybody from reading for a moment
            QTimer.singleShot(_AGAIN, self, self._go_on)
            return
        if self._unread:
            QTimer.singleShot(0, self, self._go_on)
        else:
            self._arrange()
            self._end_reading()

    def _read_part(self) -> None:
        self._read(list(itertools.islice(self._unread, PART)))

    def _read(self, part: list[int]) -> None:
        found = self._session.shown(reads.filtered.documents, part) if part else ()
        for number in part:
            del self._unread[number]
            self._words.pop(number, None)
        for one in found:
            self._documents[one.id] = one
            # of all at the end it would take long
            self._head_words(one)

    def _read_all(self) -> None:
        """Read what is left to be read: somebody wants to have all now."""
        if self._unread:
            while self._unread:
                self._read_part()
            self._arrange()

    def _on_visibility(self) -> None:
        if (self.order == "number of claims" and not self.query) or len(self._documents) > MANY:
            self.reload()
            return
        self._unread = {}
        self._documents = {one.id: one for one in self._session.shown(reads.filtered.documents)}
        self._touch(self._documents.keys())

    def _touch(self, document_ids: Set[int]) -> None:
        for number in document_ids:
            if number in self._places:
                index = self.index(self._places[number])
                self.dataChanged.emit(index, index)
