"""Networks as GEXF, which Gephi reads: of all time, or one after another as a network that changes."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from desktop.exchange.tables.networks import Edge, Node, Spell, clean, fact_ids, written

_TYPES = ((bool, "boolean"), (int, "integer"), (float, "double"), (str, "string"))
# what a time is to a value: its first and last day; None where there is one network of all time
_Time = tuple[datetime.date, datetime.date] | None
_Facts = Mapping[str, str | int | float]


def write_gexf(stretches: Sequence[Spell], about: str = "") -> bytes:
    """Return undirected weighted networks as GEXF 1.2 in UTF-8; *about* becomes its description.

    Several are one that changes: nodes and ties are there in the stretches that have them, numbers have a value in
    each, and words one. Where stretches overlap each is told until the next begins. (GEXF Working Group 2009, GEXF 1.2
    Primer.)
    """
    times = _times(stretches)
    mode = "dynamic" if times[:1] != [None] and times else "static"
    nodes: dict[str, list[tuple[_Time, Node]]] = {}
    edges: dict[tuple[str, str], list[tuple[_Time, Edge]]] = {}
    for time, stretch in zip(times, stretches, strict=True):
        for node in stretch.nodes:
            nodes.setdefault(node.id, []).append((time, node))
        for edge in stretch.edges:
            edges.setdefault((":".join(edge.one), ":".join(edge.other)), []).append((time, edge))
    told: dict[str, list[tuple[_Time, _Facts]]] = {
        name: [(time, {"kind": node.kind, **node.facts}) for time, node in held] for name, held in nodes.items()
    }
    counted: dict[tuple[str, str], list[tuple[_Time, _Facts]]] = {
        ends: [(time, {"weight": edge.weight, **edge.facts}) for time, edge in held] for ends, held in edges.items()
    }
    ids = fact_ids(name for held in (*told.values(), *counted.values()) for _time, facts in held for name in facts)
    timeformat = ' timeformat="date"' if mode == "dynamic" else ""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" '
        'xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n  <meta>\n    <creator>Visavis</creator>\n',
        f"    <description>{clean(escape(about))}</description>\n  </meta>\n",
        f'  <graph defaultedgetype="undirected" mode="{mode}"{timeformat}>\n',
        *_attributes("node", told.values(), mode, ids),
        *_attributes("edge", counted.values(), mode, ids),
        "    <nodes>\n",
    ]
    for name, facts in told.items():
        last = nodes[name][-1][1]
        parts.append(f"      <node id={_quoted(name)} label={_quoted(last.label)}>\n")
        parts += _values(facts, ids)
        parts += _color(last.color)
        if last.facts.get("shape") in _SHAPES:
            parts.append(_looks("shape", value=_SHAPES[str(last.facts["shape"])]))
        parts += [*_spells([time for time, _node in nodes[name]]), "      </node>\n"]
    parts.append("    </nodes>\n    <edges>\n")
    for number, ((one, other), facts) in enumerate(counted.items()):
        ends = f"source={_quoted(one)} target={_quoted(other)}"
        weight = f' weight="{facts[0][1]["weight"]!r}"' if mode == "static" else ""
        parts.append(f'      <edge id="{number}" {ends}{weight}>\n')
        parts += _values(facts, ids)
        parts += [*_spells([time for time, _facts in facts]), "      </edge>\n"]
    parts.append("    </edges>\n  </graph>\n</gexf>\n")
    return "".join(parts).encode("utf-8", "replace")


def _times(stretches: Sequence[Spell]) -> list[_Time]:
    """Return the days for which each stretch stands: where the next begins before it ends, those until then."""
    if any(one.first is None or one.last is None for one in stretches):
        return [None for _one in stretches]
    lasts = [one.last for one in stretches]
    for at, (one, after) in enumerate(pairwise(stretches)):
        assert one.last is not None
        assert after.first is not None
        lasts[at] = min(one.last, after.first - datetime.timedelta(1))
    return [(one.first, last) for one, last in zip(stretches, lasts, strict=True) if one.first and last]


def _attributes(
    of: str, things: Iterable[Sequence[tuple[_Time, _Facts]]], mode: str, ids: Mapping[str, str]
) -> Iterator[str]:
    """Yield the declarations of what is told of nodes or edges: words once, numbers in each stretch."""
    types: dict[str, str] = {}
    for held in things:
        for _time, facts in held:
            for name, value in facts.items():
                types.setdefault(name, next(kind for type_of, kind in _TYPES if isinstance(value, type_of)))
    steady = {name: kind for name, kind in types.items() if mode == "static" or kind in ("string", "boolean")}
    changing = {name: kind for name, kind in types.items() if name not in steady}
    for how, declared in (("static", steady), ("dynamic", changing)):
        if declared:
            yield f'    <attributes class="{of}" mode="{how}">\n'
            for name, kind in declared.items():
                yield f'      <attribute id="{of}-{ids[name]}" title={_quoted(name)} type="{kind}"/>\n'
            yield "    </attributes>\n"


def _values(held: Sequence[tuple[_Time, _Facts]], ids: Mapping[str, str]) -> Iterator[str]:
    of = "edge" if "weight" in held[0][1] else "node"
    yield "        <attvalues>\n"
    for name in dict.fromkeys(name for _time, facts in held for name in facts):
        given = [(time, facts[name]) for time, facts in held if facts.get(name, "") != ""]
        if given and isinstance(given[-1][1], str | bool):
            given = [(None, given[-1][1])]
        for time, value in given:
            yield f'          <attvalue for="{of}-{ids[name]}" value={_quoted(written(value))}{_span(time)}/>\n'
    yield "        </attvalues>\n"


def _spells(times: Sequence[_Time]) -> Iterator[str]:
    """Yield when something is there; what follows day upon day is one spell."""
    joined: list[tuple[datetime.date, datetime.date]] = []
    for time in times:
        if time is None:
            return
        if joined and joined[-1][1] + datetime.timedelta(1) == time[0]:
            joined[-1] = (joined[-1][0], time[1])
        else:
            joined.append(time)
    yield "        <spells>\n"
    for time in joined:
        yield f"          <spell{_span(time)}/>\n"
    yield "        </spells>\n"


def _span(time: _Time) -> str:
    return f' start="{time[0].isoformat()}" end="{time[1].isoformat()}"' if time else ""


# the shapes that it knows
_SHAPES = {"round": "disc", "square": "square", "diamond": "diamond", "triangle": "triangle"}


def _color(color: str) -> Iterator[str]:
    if color.startswith("#") and len(color) == 7:
        red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
        yield _looks("color", r=red, g=green, b=blue)


def _looks(what: str, **values: str | int) -> str:
    """Return how a node is drawn in one respect."""
    told = "".join(f' {name}="{value}"' for name, value in values.items())
    return f"        <viz:{what}{told}/>\n"


def _quoted(value: str) -> str:
    return quoteattr(clean(value))
