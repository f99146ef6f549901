"""What a search of the whole project finds: documents, claims and memos."""

from dataclasses import dataclass

from desktop.core.memos import Memo
from desktop.core.values import SearchHit

MarkedRanges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim found by its quote.

    Attributes:
        marks: half-open ranges of the matched words inside the snippet.
    """

    claim_id: int
    document_id: int
    snippet: str
    marks: MarkedRanges = ()


@dataclass(frozen=True, slots=True)
class MemoHit:
    """A memo found by its text; marks as in `ClaimHit`."""

    memo: Memo
    snippet: str
    marks: MarkedRanges = ()


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What one query finds, grouped, the best match of each group first.

    Attributes:
        document_count, claim_count, memo_count: how many there are in all; the groups may be cut short.
    """

    documents: tuple[SearchHit, ...] = ()
    claims: tuple[ClaimHit, ...] = ()
    memos: tuple[MemoHit, ...] = ()
    document_count: int = 0
    claim_count: int = 0
    memo_count: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self.document_count or self.claim_count or self.memo_count)
