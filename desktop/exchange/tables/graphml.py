"""Networks as GraphML, which Gephi, visone, igraph and NetworkX read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from desktop.exchange.tables.networks import Edge, End, Node, clean, fact_ids, written

_KEYS = (
    ("label", "node", "string"),
    ("kind", "node", "string"),
    ("color", "node", "string"),
    ("weight", "edge", "double"),
)


# a truth is a number too
_TYPES = ((bool, "boolean"), (int, "int"), (float, "double"), (str, "string"))


def write_graphml(nodes: Sequence[Node], edges: Sequence[Edge], about: str = "") -> bytes:
    """Return an undirected weighted network as GraphML in UTF-8; *about* becomes the description of the graph.

    Brandes, Eiglsperger, Lerner and Pich 2013, Graph markup language (GraphML), in Handbook of Graph Drawing and
    Visualization, 517–541.
    """
    ids = fact_ids([name for node in nodes for name in node.facts] + [name for edge in edges for name in edge.facts])
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n',
        *(f'  <key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n' for name, of, kind in _KEYS),
        *_more_keys(nodes, "node", ids),
        *_more_keys(edges, "edge", ids),
        '  <graph id="G" edgedefault="undirected">\n',
    ]
    if about:
        parts.append(f"    <desc>{clean(escape(about))}</desc>\n")
    for node in nodes:
        parts.append(f"    <node id={_id((node.kind, node.key))}>\n")
        own = {"label": node.label, "kind": node.kind, "color": node.color, **node.facts}
        parts += [
            f'      <data key="{ids.get(name, name)}">{_value(value)}</data>\n'
            for name, value in own.items()
            if value != ""
        ]
        parts.append("    </node>\n")
    for number, edge in enumerate(edges):
        parts.append(f'    <edge id="e{number}" source={_id(edge.one)} target={_id(edge.other)}>\n')
        told = {"weight": edge.weight, **edge.facts}
        parts += [f'      <data key="{name}">{value!r}</data>\n' for name, value in told.items()]
        parts.append("    </edge>\n")
    parts.append("  </graph>\n</graphml>\n")
    return "".join(parts).encode("utf-8", "replace")


def _more_keys(things: Iterable[Node | Edge], of: str, ids: Mapping[str, str]) -> Iterator[str]:
    """Yield the declarations of what is told of nodes or edges beside what all have."""
    types: dict[str, str] = {}
    for one in things:
        for name, value in one.facts.items():
            types.setdefault(name, next(kind for type_of, kind in _TYPES if isinstance(value, type_of)))
    for name, kind in types.items():
        yield f'  <key id="{ids[name]}" for="{of}" attr.name={quoteattr(clean(name))} attr.type="{kind}"/>\n'


def _value(value: str | int | float) -> str:
    return clean(escape(written(value)))


def _id(end: End) -> str:
    return quoteattr(clean(":".join(end)))
