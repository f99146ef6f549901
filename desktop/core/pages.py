"""Pages of a paged document: where each begins in its text, and on which a place stands."""

from bisect import bisect_right
from collections.abc import Sequence


def page_of(pages: Sequence[int], position: int) -> int | None:
    """Return the number of the page, from 1, that the character at *position* stands on; None without pages.

    *pages* are the positions at which the pages begin, in order.
    """
    return max(1, bisect_right(pages, position)) if pages else None
