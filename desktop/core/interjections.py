"""What others do or call while somebody speaks is nobody's: a turn goes on behind it with its speaker.

A turn is one segment all the same. An interjection is a paragraph in it that has the role `INTERJECTION`.
"""

from bisect import bisect_left
from collections.abc import Sequence

INTERJECTION = "interjection"


def spoken_parts(start: int, end: int, interjections: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the range of a turn without the interjections in it; these, of a whole text, are in order."""
    parts = []
    for at in range(bisect_left(interjections, (start, 0)), len(interjections)):
        first, last = interjections[at]
        if last > end:
            break
        parts.append((start, first))
        start = last
    return [part for part in (*parts, (start, end)) if part[0] < part[1]]
