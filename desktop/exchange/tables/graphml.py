"""Networks as GraphML, which Gephi, visone, igraph and NetworkX read."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its key, what people call it, what it is (``actor``, ``topic``), and its colour."""

    key: str
    label: str
    kind: str
    color: str = ""


# both ends, by kind and key, and the weight
Edge = tuple[tuple[str, str], tuple[str, str], float]

_KEYS = (
    ("label", "node", "string"),
    ("kind", "node", "string"),
    ("color", "node", "string"),
    ("weight", "edge", "double"),
)


def write_graphml(nodes: Iterable[Node], edges: Iterable[Edge], about: str = "") -> bytes:
    """Return an undirected weighted network as GraphML in UTF-8; *about* becomes the description of the graph.

    Brandes, Eiglsperger, Lerner and Pich 2013, Graph markup language (GraphML), in Handbook of Graph Drawing and
    Visualization, 517–541.
    """
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n',
        *(f'  <key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n' for name, of, kind in _KEYS),
        '  <graph id="G" edgedefault="undirected">\n',
    ]
    if about:
        parts.append(f"    <desc>{_clean(escape(about))}</desc>\n")
    for node in nodes:
        parts.append(f"    <node id={_id((node.kind, node.key))}>\n")
        for name, value in (("label", node.label), ("kind", node.kind), ("color", node.color)):
            if value:
                parts.append(f'      <data key="{name}">{_clean(escape(value))}</data>\n')
        parts.append("    </node>\n")
    for number, (one, other, weight) in enumerate(edges):
        parts.append(f'    <edge id="e{number}" source={_id(one)} target={_id(other)}>\n')
        parts.append(f'      <data key="weight">{weight!r}</data>\n    </edge>\n')
    parts.append("  </graph>\n</graphml>\n")
    return "".join(parts).encode("utf-8", "replace")


def _id(end: tuple[str, str]) -> str:
    # an actor and a topic may have one key
    return quoteattr(_clean(":".join(end)))


def _clean(value: str) -> str:
    """Return *value* without the control characters that XML 1.0 cannot hold."""
    return "".join(one for one in value if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff"))
