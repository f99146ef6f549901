"""Networks as GraphML, which Gephi, visone, igraph and NetworkX read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its key, what people call it, what it is (``actor``, ``topic``), its colour, and what else is told."""

    key: str
    label: str
    kind: str
    color: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What names it among nodes of other kinds: an actor and a topic may have one key."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie: both ends, by kind and key, its weight, and what else is counted of it."""

    one: tuple[str, str]
    other: tuple[str, str]
    weight: float
    facts: Mapping[str, int] = field(default_factory=dict)


_KEYS = (
    ("label", "node", "string"),
    ("kind", "node", "string"),
    ("color", "node", "string"),
    ("weight", "edge", "double"),
)


def write_graphml(nodes: Sequence[Node], edges: Sequence[Edge], about: str = "") -> bytes:
    """Return an undirected weighted network as GraphML in UTF-8; *about* becomes the description of the graph.

    Brandes, Eiglsperger, Lerner and Pich 2013, Graph markup language (GraphML), in Handbook of Graph Drawing and
    Visualization, 517–541.
    """
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n',
        *(f'  <key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n' for name, of, kind in _KEYS),
        *_more_keys(nodes, "node"),
        *_more_keys(edges, "edge"),
        '  <graph id="G" edgedefault="undirected">\n',
    ]
    if about:
        parts.append(f"    <desc>{_clean(escape(about))}</desc>\n")
    for node in nodes:
        parts.append(f"    <node id={_id((node.kind, node.key))}>\n")
        own = {"label": node.label, "kind": node.kind, "color": node.color, **node.facts}
        parts += [f'      <data key="{name}">{_value(value)}</data>\n' for name, value in own.items() if value != ""]
        parts.append("    </node>\n")
    for number, edge in enumerate(edges):
        parts.append(f'    <edge id="e{number}" source={_id(edge.one)} target={_id(edge.other)}>\n')
        told = {"weight": edge.weight, **edge.facts}
        parts += [f'      <data key="{name}">{value!r}</data>\n' for name, value in told.items()]
        parts.append("    </edge>\n")
    parts.append("  </graph>\n</graphml>\n")
    return "".join(parts).encode("utf-8", "replace")


def _more_keys(things: Iterable[Node | Edge], of: str) -> Iterator[str]:
    """Yield the declarations of what is told of nodes or edges beside what all have."""
    types: dict[str, str] = {}
    for one in things:
        for name, value in one.facts.items():
            types.setdefault(
                name, "boolean" if isinstance(value, bool) else "int" if isinstance(value, int) else "string"
            )
    for name, kind in types.items():
        yield f'  <key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'


def _value(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else _clean(escape(str(value)))


def _id(end: tuple[str, str]) -> str:
    # an actor and a topic may have one key
    return quoteattr(_clean(":".join(end)))


def _clean(value: str) -> str:
    """Return *value* without the control characters that XML 1.0 cannot hold."""
    return "".join(one for one in value if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff"))
