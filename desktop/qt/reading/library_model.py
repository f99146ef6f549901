"""The library's list: all documents, or those that a search finds, with where it found them."""

from collections.abc import Callable, Set

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from desktop.core.changes import ChangeSet
from desktop.core.language import N_
from desktop.core.values import Document, SearchHit
from desktop.qt.parts.indexes import Index
from desktop.qt.session import Session
from desktop.store import reads

DOCUMENT_ROLE = int(Qt.ItemDataRole.UserRole)
HIT_ROLE = DOCUMENT_ROLE + 1
SHOWN_ROLE = DOCUMENT_ROLE + 2
SEARCHING_ROLE = DOCUMENT_ROLE + 3


# what the library can be sorted by: its name, and the key of a document
ORDERS: dict[str, Callable[[Document], object]] = {
    N_("order of import"): lambda one: one.id,
    N_("title"): lambda one: ((one.facts.title or one.name).casefold(), one.id),
    N_("publisher"): lambda one: (one.facts.publisher.casefold(), one.facts.date, one.id),
    # a document without a year stands after those with one
    N_("date"): lambda one: (
        one.facts.date.lstrip("-") if one.facts.date[:1].isdigit() else "~" + one.facts.date,
        one.id,
    ),
    N_("number of claims"): lambda one: (-one.claim_count, one.id),
}
HEADS = ("id", "title", "publisher", "date", "kind", "language", "claims", "favor", "against", "neutral", "file")


class DocumentListModel(QAbstractListModel):
    """List documents. A row answers ``DOCUMENT_ROLE`` with a `Document` and ``HIT_ROLE`` with its `SearchHit` or None.

    Attributes:
        order: what they are sorted by, one of `ORDERS`.
        query: what is searched for.

    ``SHOWN_ROLE`` tells whether the document is on the desk, ``SEARCHING_ROLE`` whether these are a search's results.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._documents: dict[int, Document] = {}
        self._order: list[int] = []
        self._hits: dict[int, SearchHit] = {}
        self.query = ""
        self.order = "order of import"
        self._shown: set[int] = set()
        session.opened.connect(self.reload)
        session.changed.connect(self._on_changed)
        session.visibility_changed.connect(self._on_visibility)

    def reload(self) -> None:
        """Read all documents anew."""
        self._documents = {one.id: one for one in self._session.shown(reads.filtered.documents)}
        self._arrange()

    def search(self, query: str) -> None:
        """Show the documents that *query* finds; all when it is empty."""
        self.query = query.strip()
        self._arrange()

    def sort_by(self, order: str) -> None:
        """Put the documents into one of `ORDERS`; a search's results stay by how well they match."""
        self.order = order
        self._arrange()

    def table(self) -> list[tuple[str, ...]]:
        """Return the listed documents as rows of `HEADS`."""
        return [
            (
                *(str(one.id), one.facts.title, one.facts.publisher, one.facts.date, one.facts.kind),
                *(one.facts.language, str(one.claim_count), *(str(count) for count in one.stances), one.name),
            )
            for one in (self._documents[number] for number in self._order)
        ]

    def listed(self) -> tuple[int, ...]:
        """Return the ids of the listed documents, in their order."""
        return tuple(self._order)

    def set_shown(self, document_ids: list[int]) -> None:
        """Mark the documents that are on the desk."""
        changed = self._shown ^ set(document_ids)
        self._shown = set(document_ids)
        self._touch(changed)

    def row_of(self, document_id: int) -> int:
        """Return the row of a document; -1 when it is not listed."""
        return self._order.index(document_id) if document_id in self._order else -1

    def document_at(self, row: int) -> Document | None:
        """Return the document in a row."""
        return self._documents[self._order[row]] if 0 <= row < len(self._order) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the document, the search's hit, or the title."""
        if not index.isValid() or not 0 <= index.row() < len(self._order):
            return None
        number = self._order[index.row()]
        document = self._documents[number]
        if role == DOCUMENT_ROLE:
            return document
        if role == HIT_ROLE:
            return self._hits.get(number)
        if role == SEARCHING_ROLE:
            return bool(self.query)
        if role == SHOWN_ROLE:
            return number in self._shown
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return document.facts.title or document.name
        return None

    def _arrange(self) -> None:
        self.beginResetModel()
        if self.query:
            self._hits = {hit.document_id: hit for hit in self._session.read(reads.search.search, self.query)}
            self._order = [number for number in self._hits if number in self._documents]
        else:
            self._hits = {}
            key = ORDERS[self.order]
            self._order = sorted(self._documents, key=lambda number: key(self._documents[number]))  # type: ignore[arg-type,return-value]
        self.endResetModel()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("document"):
            self.reload()
            return
        touched = changes.grouped("claim", "document").keys()
        for number in touched & self._documents.keys():
            self._documents[number] = self._session.shown(reads.filtered.document, number)
        self._touch(touched)

    def _on_visibility(self) -> None:
        if self.order == "number of claims" and not self.query:
            self.reload()
            return
        self._documents = {one.id: one for one in self._session.shown(reads.filtered.documents)}
        self._touch(self._documents.keys())

    def _touch(self, document_ids: Set[int]) -> None:
        if not document_ids:
            return
        for row, number in enumerate(self._order):
            if number in document_ids:
                index = self.index(row)
                self.dataChanged.emit(index, index)
