"""What lists of claims read and do: filters, whose claims are shown, many claims at once, memos."""

from collections.abc import Callable, Iterable

from desktop.core.filters import ClaimFilter
from desktop.core.memos import MemoTarget
from desktop.core.results import SearchResults
from desktop.core.values import Coder
from desktop.qt.messages import Messages
from desktop.store.database import Database
from desktop.store.edits import claims_many as edit_claims_many
from desktop.store.edits import edit_filters
from desktop.store.edits import memos as edit_memos
from desktop.store.edits.claims_many import Retag
from desktop.store.reads import filtered, memos, search
from desktop.store.reads import project as reads

__all__ = ["ClaimLists", "Retag"]


class ClaimLists:
    """Read claims through filters and change many at once, on the project that is open.

    Attributes:
        hidden_coders: names of the coders whose claims are hidden everywhere; `Session.hide_coders` sets them.
    """

    def __init__(self, database: Callable[[], Database], messages: Messages) -> None:
        self._database = database
        self._messages = messages
        self.hidden_coders: frozenset[str] = frozenset()

    # whose claims are shown

    @property
    def visible(self) -> ClaimFilter:
        """The filter that holds for everything that is shown."""
        return ClaimFilter(hidden_coders=tuple(self.hidden_coders))

    def hidden_count(self) -> int:
        """Return how many claims are hidden."""
        if not self.hidden_coders:
            return 0
        return filtered.count(self._database(), ClaimFilter(coders=tuple(self.hidden_coders)))

    def hidden_text(self) -> str:
        """Return what must be told: ``14 claims hidden (Ana, Bo)``; empty when nothing is hidden."""
        count = self.hidden_count()
        if not count:
            return ""
        return f"{count:,} claim{'' if count == 1 else 's'} hidden ({', '.join(sorted(self.hidden_coders))})"

    def coders(self) -> list[Coder]:
        """Return all who have tagged or noted something."""
        return reads.coders(self._database())

    # filters

    def ids(self, chosen: ClaimFilter, order: str = "", *, descending: bool = False) -> list[int]:
        """Return the claims that *chosen* lets through and that are shown; as `filtered.ids`."""
        return filtered.ids(self._database(), chosen.hiding(self.hidden_coders), order, descending=descending)

    def count(self, chosen: ClaimFilter) -> int:
        """Return how many claims *chosen* lets through and are shown."""
        return filtered.count(self._database(), chosen.hiding(self.hidden_coders))

    def saved(self) -> dict[str, ClaimFilter]:
        """Return the filters that are kept in the project, by name."""
        return edit_filters.saved_filters(self._database())

    def save(self, name: str, chosen: ClaimFilter) -> bool:
        """Keep a filter in the project."""
        return self._messages.succeeded(lambda: edit_filters.save(self._database(), name, chosen))

    def rename(self, old: str, new: str) -> bool:
        """Give a saved filter another name."""
        return self._messages.succeeded(lambda: edit_filters.rename(self._database(), old, new))

    def delete(self, name: str) -> bool:
        """Delete a saved filter."""
        return self._messages.succeeded(lambda: edit_filters.delete(self._database(), name))

    def search(self, query: str, limit: int = 50) -> SearchResults:
        """Return the documents, claims and memos that *query* finds; what is hidden is left out."""
        return search.search_all(self._database(), query, limit, self.visible)

    # many claims at once

    def retag(self, ids: Iterable[int], new: Retag) -> bool:
        """Make claims say what *new* says."""
        return self._messages.attempt(lambda: edit_claims_many.retag(self._database(), ids, new)) is not None

    def duplicate(self, ids: Iterable[int], topic_id: int) -> list[int] | None:
        """Lay claims onto another topic as well and return the copies."""
        return self._messages.attempt(lambda: edit_claims_many.duplicate(self._database(), ids, topic_id))

    # memos

    def memo(self, target: MemoTarget) -> str:
        """Return what is noted on *target*: its memos, joined by a blank line."""
        return "\n\n".join(memo.text for memo in memos.memos_on(self._database(), target))

    def set_memo(self, target: MemoTarget, text: str) -> bool:
        """Make *text* the memo on *target*; an empty one deletes it."""
        return self._messages.succeeded(lambda: edit_memos.set_text(self._database(), target, text))
