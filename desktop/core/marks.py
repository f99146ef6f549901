"""The shapes of nodes: of what kind a node is, or what it has of a field, told without a colour."""

from collections.abc import Sequence

from desktop.core.axes import field_of

ROUND, SQUARE = "round", "square"
# of the values of a field, in their order; the first are those that other programs know, too
MARKS = ("diamond", "triangle", "down", "hexagon", "star")
# what further values share
OTHER = "cross"


def mark_of_kind(kind: str) -> str:
    """Return the shape of nodes of a field: round where they are made of actors, square where of topics."""
    return ROUND if field_of(kind).base == "actor" else SQUARE


def marks_of(values: Sequence[str]) -> dict[str, str]:
    """Return the shape of each value: each of the first ones has its own."""
    return {value: MARKS[at] if at < len(MARKS) else OTHER for at, value in enumerate(values)}
