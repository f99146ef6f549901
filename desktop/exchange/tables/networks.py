"""Nodes and ties of networks, whatever file they go into."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# a node, by its kind and key: an actor and a topic may have one key
End = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its key, what people call it, what it is (``actor``, ``topic``), its colour, and what else is told."""

    key: str
    label: str
    kind: str
    color: str = ""
    facts: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What names it among nodes of other kinds: an actor and a topic may have one key."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie: both ends, by kind and key, its weight, and what else is counted of it."""

    one: End
    other: End
    weight: float
    facts: Mapping[str, int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spell:
    """A network of a stretch of time.

    Attributes:
        first, last: its days, both in it; None for all time.
    """

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    first: datetime.date | None = None
    last: datetime.date | None = None


def fact_ids(names: Iterable[str]) -> dict[str, str]:
    """Return what names facts inside a file of XML, where an own field's name may have blanks and signs in it."""
    return {
        name: name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name) else f"field-{at}"
        for at, name in enumerate(dict.fromkeys(names))
    }


def clean(value: str) -> str:
    """Return *value* without the control characters that XML 1.0 cannot hold."""
    return "".join(one for one in value if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff"))


def written(value: str | int | float | bool) -> str:
    """Return a value as XML's types write it."""
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else repr(value)
