"""Lanes: putting what overlaps side by side."""

from collections.abc import Iterable


def lanes(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each half-open span the first lane, from 0, in which it meets none before it.

    The spans come by their start; the number of lanes is then the least possible, since a lane is opened only where as
    many spans as there are lanes cover one position.
    """
    ends: list[int] = []
    found = []
    for start, end in spans:
        lane = next((number for number, reached in enumerate(ends) if reached <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        found.append(lane)
    return found
