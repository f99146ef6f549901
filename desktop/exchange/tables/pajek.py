"""Networks for Pajek: the plain ``.net``, which NetworkX and igraph read too, and the project file ``.paj``.

Mrvar and Batagelj 2023, Pajek: Reference manual, List of commands with short explanations, 5.18, Appendix.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import cos, pi, sin

from desktop.core.text import one_line
from desktop.exchange.tables.networks import Edge, Node

# of kinds of nodes, in their order; Pajek knows no others that can be told apart at a glance
_SHAPES = ("ellipse", "box", "diamond", "triangle")
# of what nodes have of a field; further shapes it does not know
_MARKS = {"round": "ellipse", "square": "box", "diamond": "diamond", "triangle": "triangle"}
_LINE = "\r\n"


def write_net(nodes: Sequence[Node], edges: Sequence[Edge], name: str = "") -> bytes:
    """Return an undirected weighted network as a ``.net`` in UTF-8: names, shapes by kind, colours, weights.

    Names that several nodes share have their keys behind them, since what reads a ``.net`` knows nodes by their names.
    """
    lines = [
        *_headed("*Network", name or "-".join(dict.fromkeys(node.kind for node in nodes))),
        f"*Vertices {len(nodes)}",
        *_vertices(nodes),
        *_edges(nodes, edges),
    ]
    return _LINE.join((*lines, "")).encode("utf-8", "replace")


def write_paj(nodes: Sequence[Node], edges: Sequence[Edge], name: str = "") -> bytes:
    """Return the same as a project of Pajek: with the kinds as a partition and the numbers of claims as a vector.

    What nodes have of own fields stands in partitions and vectors of its own: words as a partition, whose head says
    what each number is (0 is nothing), numbers as a vector.

    Of two kinds of nodes the head tells how many are of the first, which is Pajek's two-mode network. A mark of UTF-8
    stands first, without which Pajek takes a file for one of the system's code page.
    """
    kinds = list(dict.fromkeys(node.kind for node in nodes))
    first = sum(node.kind == kinds[0] for node in nodes) if len(kinds) == 2 else 0
    lines = [
        *_headed("*Network", name or "-".join(dict.fromkeys(node.kind for node in nodes))),
        f"*Vertices {len(nodes)}" + (f" {first}" if first else ""),
        *_vertices(nodes),
        *_edges(nodes, edges),
        "",
        *_headed("*Partition", ", ".join(f"{at} {kind}" for at, kind in enumerate(kinds, 1))),
        f"*Vertices {len(nodes)}",
        *(str(kinds.index(node.kind) + 1) for node in nodes),
        "",
        *_headed("*Vector", "claims"),
        f"*Vertices {len(nodes)}",
        *(str(node.facts.get("claims", 0)) for node in nodes),
        *_own(nodes),
    ]
    return b"\xef\xbb\xbf" + _LINE.join((*lines, "")).encode("utf-8", "replace")


def _own(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield a partition or a vector for each own field that some node has a value of."""
    for name in dict.fromkeys(name for node in nodes for name in node.facts if ":" in name):
        given = [node.facts.get(name, "") for node in nodes]
        values = [*dict.fromkeys(value for value in given if isinstance(value, str) and value)]
        yield ""
        if values:
            yield from _headed("*Partition", f"{name}: " + ", ".join(f"{at} {one}" for at, one in enumerate(values, 1)))
            numbers = {value: str(at) for at, value in enumerate(values, 1)}
            told = [numbers.get(str(value), "0") for value in given]
        else:
            yield from _headed("*Vector", name)
            told = [str(value or 0) for value in given]
        yield f"*Vertices {len(nodes)}"
        yield from told


def _headed(head: str, name: str) -> Iterator[str]:
    yield f"{head} {one_line(name, 100)}".rstrip()


def _vertices(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield a line for each node: number, name, place on a circle, shape and colour."""
    kinds = list(dict.fromkeys(node.kind for node in nodes))
    for number, (node, label) in enumerate(zip(nodes, _labels(nodes), strict=True), 1):
        turn = 2 * pi * number / max(1, len(nodes))
        place = f"{0.5 + 0.45 * cos(turn):.4f} {0.5 + 0.45 * sin(turn):.4f}"
        shape = _MARKS.get(str(node.facts.get("shape", "")), _SHAPES[kinds.index(node.kind) % len(_SHAPES)])
        color = ("ic", "RGB" + node.color[1:].upper()) if len(node.color) == 7 else ()
        yield " ".join((str(number), f'"{label}"', place, shape, *color))


def _labels(nodes: Iterable[Node]) -> list[str]:
    """Return what nodes are called, each otherwise; in quotes no quotes can stand."""
    # a backslash at the end would take the quotes for a part of the name
    plain = [one_line(node.label).replace('"', "'").replace("\\", "/") or node.key for node in nodes]
    counts = Counter(plain)
    kinds = [f"{label} ({node.key})" if counts[label] > 1 else label for node, label in zip(nodes, plain, strict=True)]
    again = Counter(kinds)
    return [f"{label} ({node.kind})" if again[label] > 1 else label for node, label in zip(nodes, kinds, strict=True)]


def _edges(nodes: Sequence[Node], edges: Iterable[Edge]) -> Iterator[str]:
    numbers = {(node.kind, node.key): number for number, node in enumerate(nodes, 1)}
    yield "*Edges"
    for edge in edges:
        # ties of weight 0 are none to programs that know weights alone
        if edge.weight:
            yield f"{numbers[edge.one]} {numbers[edge.other]} {edge.weight:.9g}"
