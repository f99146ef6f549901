"""The networks and the event list of Discourse ProjectNetwork Analyzer, and co-occurrences, out of a project.

They raise `UserError` when the filter names what the project does not have.
"""

from collections.abc import Callable, Sequence
from typing import Any

from desktop.analysis.comparison.members import Members
from desktop.analysis.comparison.organisations import FIELD, in_parts
from desktop.core import phrases, scale
from desktop.core.axes import FIELDS, field_of
from desktop.core.claim_fields import QUALITIES
from desktop.core.errors import UsageError
from desktop.core.fields import title_of
from desktop.core.language import N_, _, ngettext
from desktop.core.mentions import Mention, first_of_each
from desktop.core.views import View
from desktop.exchange.programs.interchange import term
from desktop.exchange.tables.gexf import write_gexf
from desktop.exchange.tables.graphml import write_graphml
from desktop.exchange.tables.networks import Edge, Node, Spell
from desktop.exchange.tables.pajek import write_net, write_paj
from desktop.exchange.tables.table import Cell, Column, Table
from desktop.project import lookup
from desktop.project.matrix import load_members, notes
from desktop.project.network_figures import figure_of
from desktop.project.requests import Request
from desktop.project.ties import SHAPE, Making, ProjectNetwork
from desktop.store import reads
from desktop.store.database import Database

# what holds what stands together
_WITHIN = {
    "claim": N_("in one claim"),
    "span": N_("on the same words"),
    "overlap": N_("on words that overlap"),
    "turn": N_("in one turn or paragraph"),
    "document": N_("in one document"),
}
_MEANINGLESS = N_(
    "A weight of “combine” is a code (1 favor, 2 against, 3 both, 4 more for neutral): divided by the {normalisation} "
    "it means nothing. Choose no normalisation, or another aggregation."
)
# the columns of the event list by their keys
_EVENT_WORDS = {
    "claim_id": N_("claim id"),
    "date": N_("date"),
    "document_id": N_("document id"),
    "document": N_("document"),
    "title": N_("title"),
    "publisher": N_("publisher"),
    "author": N_("author"),
    "kind": N_("kind"),
    "actor": N_("actor"),
    "organisation": N_("organisation"),
    "country": N_("country"),
    "topic": N_("topic"),
    "theme": N_("theme"),
    "stance": N_("stance"),
    **{choice.key: choice.word for choice in QUALITIES},
    "coder": N_("coder"),
    "start": N_("start"),
    "end": N_("end"),
    "quote": N_("quote"),
}

# heads, and of each network its lines
_NetworkLines = list[tuple[ProjectNetwork, tuple[Cell, ...]]]
_NetworkRows = tuple[tuple[Column, ...], _NetworkLines]
# what nodes are told by, in this order
_NODE_FACTS = ("actor_kind", "organisation", "country", "theme")
# what is counted of ties as numbers with a fraction
_FRACTIONS = ("expected", "p", "q", "disparity")


def network_table(db: Database, request: Request) -> Table:
    """Return networks as matrices of weights, or as lists of ties, of nodes, or of figures of the whole.

    In a matrix 0 is where there is no tie, and numbers are whole where all are whole. Networks of several windows
    stand below each other, each row with its window.
    """
    making = Making(db, request)
    made = [*making.networks()]
    shape: Any = request.options["shape"]
    columns, lines = _SHAPES[shape](making, made, named=request.named)
    rows = [line for _network, line in lines]
    if making.choices.length is not None:
        columns = (*map(Column, ("window", "from", "to")), *columns)
        rows = [(*_time(network), *line) for network, line in lines]
    caption, told, warnings = _told_of(db, request, making)
    return Table(columns, tuple(rows), caption, told, warnings=warnings)


def window_names(db: Database, request: Request) -> list[str]:
    """Return the names of the windows that a request has; none where all time is one."""
    return [window.name for window in Making(db, request).windows]


def _time(network: ProjectNetwork) -> tuple[str, str, str]:
    window = network.window
    assert window is not None
    return window.name, window.start.isoformat(), window.last.isoformat()


def _matrix_rows(making: Making, made: Sequence[ProjectNetwork], *, named: bool) -> _NetworkRows:
    taken = making.choices.rows
    known = {key: node for network in made for key, node in network.column_nodes.items()}
    order = [key for key in making.column_order if key in known]
    whole = all(weight == int(weight) for network in made for weight in network.weights.values())
    heads = {taken} if making.choices.length is None else {taken, "window", "from", "to"}
    columns = [Column(taken, title=field_of(taken).title)]
    for key in order:
        name = f"{key}_node" if key in heads else key
        columns.append(Column(name, "integer" if whole else "number", known[key].label))
    lines: _NetworkLines = []
    for network in made:
        for key, node in network.row_nodes.items():
            weights = [network.weights.get((key, other), 0.0) for other in order]
            shown = [int(weight) if whole else round(weight, 9) for weight in weights]
            lines.append((network, (node.label if named else key, *shown)))
    return tuple(columns), lines


def _tie_rows(making: Making, made: Sequence[ProjectNetwork], *, named: bool) -> _NetworkRows:
    """Return a row for each tie, as Gephi and igraph read lists of edges."""
    del named
    told = {name for network in made for edge in network.edges for name in edge.facts}
    counted: tuple[str, ...]
    if making.choices.mode == "cooccurrence":
        counted = ("together", *(() if making.choices.within == "overlap" else _FRACTIONS[:3]))
    else:
        steps = scale.counted(uncoded=scale.in_use().all[-1].column in told)
        opposed = ("opposed",) if making.choices.mode == "one" else ()
        counted = (*(step.column for step in steps), *opposed, "sign")
    if making.choices.alpha is not None:
        counted = (*counted, "disparity")
    names = ("source", "target", "source_name", "target_name")
    columns = (
        *map(Column, names),
        Column("weight", "number"),
        *(Column(name, "number" if name in _FRACTIONS else "integer") for name in counted),
    )
    lines: _NetworkLines = []
    for network in made:
        for edge in network.edges:
            one, other = network.row_nodes[edge.one[1]], network.column_nodes[edge.other[1]]
            counts = (edge.facts.get(name, 0) for name in counted)
            lines.append((network, (one.id, other.id, one.label, other.label, round(edge.weight, 9), *counts)))
    return columns, lines


def _node_rows(making: Making, made: Sequence[ProjectNetwork], *, named: bool) -> _NetworkRows:
    """Return a row for each node, with what the list of ties calls it; of two kinds ``type`` says, as igraph asks."""
    del named
    kinds = () if making.choices.mode != "two" else ("type",)
    units = ("units",) if making.choices.mode == "cooccurrence" else ()
    whole = ("claims", *units, *(name for name in making.choices.measures if name in ("degree", "cluster", "camp")))
    measures, own = making.choices.measures, making.own
    shaped = (SHAPE,) if making.marked_by else ()
    columns = (
        *(Column(name) for name in ("id", "label", "kind")),
        *(Column(name, "integer") for name in ("claims", *units)),
        *(Column(name) for name in (*_NODE_FACTS, "color", *shaped)),
        *(Column(one.place, "number" if one.kind == "number" else "text") for one in own),
        *(Column(name, "integer" if name in whole else "number") for name in measures),
        *map(Column, kinds),
    )
    lines: _NetworkLines = []
    for network in made:
        for node in network.nodes():
            facts = node.facts
            line: tuple[Cell, ...] = (node.id, node.label, node.kind, *(facts[name] for name in ("claims", *units)))
            line = (*line, *(facts.get(name, "") for name in _NODE_FACTS), node.color)
            line = (*line, *(facts[name] for name in shaped))
            line = (*line, *(facts.get(one.place, None if one.kind == "number" else "") for one in own))
            side = (str(bool(facts["type"])).upper(),) if kinds else ()
            lines.append((network, (*line, *(facts.get(name) for name in measures), *side)))
    return columns, lines


def _figure_rows(making: Making, made: Sequence[ProjectNetwork], *, named: bool) -> _NetworkRows:
    """Return a row for each network, with what is told of the whole."""
    del making, named
    figures = [(network, network.figures()) for network in made]
    names = [*figures[0][1]] if figures else []
    told = {name: figure_of(name) for name in names}
    columns = tuple(
        Column(name, "integer" if one.is_count else "number", description=one.about) for name, one in told.items()
    )
    return columns, [(network, tuple(told.values())) for network, told in figures]


_SHAPES: dict[str, Callable[..., _NetworkRows]] = {
    "matrix": _matrix_rows,
    "ties": _tie_rows,
    "nodes": _node_rows,
    "figures": _figure_rows,
}


def _told_of(db: Database, request: Request, making: Making) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return caption, notes and warnings of a network."""
    options: Any = request.options
    choices = making.choices
    nodes, shared = choices.fields
    words = {"rows": phrases.nodes_of(nodes), "concepts": field_of(shared).called}
    if choices.mode == "cooccurrence":
        caption = _("Co-occurrence of {rows} {within}").format(rows=words["rows"], within=_(_WITHIN[choices.within]))
        made_by = _("Normalisation: {normalisation}.").format(normalisation=options["normalisation"])
    else:
        if choices.mode == "two":
            words["rows"] = field_of(nodes).called
            caption = _("Two-mode network of {rows} and {concepts}").format(**words)
        else:
            caption = _("One-mode network of {rows} by {concepts}").format(**words)
        made_by = _("Aggregation: {aggregation}; normalisation: {normalisation}.").format(
            aggregation=options["aggregation"], normalisation=options["normalisation"]
        )
    chosen = lookup.claim_filter(db, request.where)
    sentences = notes(db, View(where=request.where), chosen)
    if options.get("duplicates", "include") != "include":
        told = {**words, "rule": _(phrases.RULES[options["duplicates"]])}
        repeated = (
            _("{rows} and {concepts} together are counted {rule}.")
            if options["aggregation"] == "ignore"
            else _("{rows}, {concepts} and stance together are counted {rule}.")
        ).format(**told)
        sentences = (*sentences, repeated[:1].upper() + repeated[1:])
    warnings: tuple[str, ...] = ()
    if options.get("aggregation") == "combine" and options["normalisation"] != "none":
        warnings = (_(_MEANINGLESS).format(normalisation=options["normalisation"]),)
    undated = _undated(making)
    return caption, (made_by, *warnings, *_left(making), *_windows(making), *undated, *sentences), (*warnings, *undated)


def _left(making: Making) -> tuple[str, ...]:
    """Return sentences that tell which ties are left."""
    choices, told = making.choices, []
    if choices.significance is not None:
        sentence = _(
            "Only what stands together more often than by chance, q < {limit}: Fisher’s exact test, one-sided, "
            "adjusted by Benjamini and Hochberg for all pairs."
        )
        told.append(sentence.format(limit=choices.significance))
    if choices.alpha is not None:
        sentence = _("The backbone by the disparity filter of Serrano, Boguñá and Vespignani 2009, α = {alpha:g}.")
        told.append(sentence.format(alpha=choices.alpha))
    if choices.least:
        told.append(_("Ties of a weight of {least:g} or more.").format(least=choices.least))
    return tuple(told)


def _windows(making: Making) -> tuple[str, ...]:
    choices = making.choices
    if choices.length is None:
        return ()
    count = len(making.windows)
    told = ngettext(
        "{count} window of {length}, by the date of the document.",
        "{count} windows of {length}, by the date of the document.",
        count,
    )
    if choices.step is not None and choices.step != choices.length:
        told = ngettext(
            "{count} window of {length}, one every {step}, by the date of the document.",
            "{count} windows of {length}, one every {step}, by the date of the document.",
            count,
        )
    return (told.format(count=count, length=choices.options["window"], step=choices.options.get("step", "")),)


def _undated(making: Making) -> tuple[str, ...]:
    if making.choices.length is None or making.choices.at:
        return ()
    count = making.undated()
    told = ngettext(
        "{count} claim is in no window: the date of its document is not known as exactly.",
        "{count} claims are in no window: the dates of their documents are not known as exactly.",
        count,
    )
    return (told.format(count=count),) if count else ()


def network_graphml(db: Database, request: Request, notes: tuple[str, ...]) -> bytes:
    """Return a network as GraphML, described by *notes*; of a one-mode network each tie once.

    What is counted of nodes and ties stands at them, and ties whose weight is 0 since both sides are as many are there.

    Raises:
        UsageError: when there are several windows: a file of GraphML holds one network.
    """
    return write_graphml(*_only(db, request, "GraphML"), " ".join(notes))


def _only(db: Database, request: Request, form: str) -> tuple[Sequence[Node], Sequence[Edge]]:
    """Return nodes and ties of the only network that a request makes; UsageError when it makes several."""
    making = Making(db, request)
    if len(making.windows) > 1:
        raise UsageError(
            _(
                "A file of {form} holds one network, and there are {count} windows: choose one of them, a file for "
                "each, or GEXF, which holds a network that changes."
            ),
            form=form,
            count=len(making.windows),
        )
    network = next(making.networks(), None)
    return (network.nodes(), network.edges) if network is not None else ([], ())


def network_net(db: Database, request: Request, notes: tuple[str, ...]) -> bytes:
    """Return a network as Pajek's ``.net``, which has no place for *notes*.

    Raises:
        UsageError: when there are several windows: such a file holds one network.
    """
    return write_net(*_only(db, request, term("Pajek")))


def network_paj(db: Database, request: Request, notes: tuple[str, ...]) -> bytes:
    """Return a network as a project of Pajek, with kinds and numbers of claims; it has no place for *notes*.

    Raises:
        UsageError: as `network_net`.
    """
    return write_paj(*_only(db, request, term("Pajek")))


def network_gexf(db: Database, request: Request, notes: tuple[str, ...]) -> bytes:
    """Return a network as GEXF, described by *notes*; those of several windows as one that changes."""
    stretches = []
    for network in Making(db, request).networks():
        window = network.window
        time = (window.start, window.last) if window is not None else (None, None)
        stretches.append(Spell(network.nodes(), network.edges, *time))
    return write_gexf(stretches, " ".join(notes))


def events_table(db: Database, request: Request) -> Table:
    """Return the event list: each claim once for every actor who holds it, in time; undated ones last."""
    options: Any = request.options
    limit = request.limit
    chosen = lookup.claim_filter(db, request.where)
    members = load_members(db)
    documents = {document.id: document for document in reads.project.documents(db)}
    mentions = first_of_each(reads.counts.mentions(db, chosen), options["duplicates"])[:limit]
    spans = {
        claim.id: (claim.end, claim.quote)
        for claim in reads.project.claims(
            db, ids=None if chosen.is_empty and limit is None else {one.claim_id for one in mentions}
        )
    }
    rows: list[tuple[Cell, ...]] = []
    for one in mentions:
        document = documents[one.document_id]
        end, quote = spans[one.claim_id]
        rows.append(
            (
                one.claim_id,
                one.date,
                one.document_id,
                document.name,
                document.facts.title,
                document.facts.publisher,
                document.facts.author,
                document.facts.kind,
                *_who(members, one, named=request.named),
                one.stance,
                *(getattr(one, choice.key) for choice in QUALITIES),
                members["coder"][one.coder_id].key,
                one.start,
                end,
                quote,
            )
        )
    whole = ("claim_id", "document_id", "start", "end")
    columns = tuple(
        Column(key, "integer" if key in whole else "text", title_of(word)) for key, word in _EVENT_WORDS.items()
    )
    sentences = notes(db, View(where=request.where, duplicates=options["duplicates"]), chosen)
    return Table(columns, tuple(rows), _("Event list"), sentences)


def _who(members: Members, one: Mention, *, named: bool) -> list[str]:
    """Return actor, organisation, country, topic and theme of an event; several organisations joined."""
    found = []
    for field in ("actor", "organisation", "country", "topic", "theme"):
        bodies = [one] if field != FIELD else in_parts(members, (FIELD,), [one])
        numbers = [each.topic_id if FIELDS[field].base == "topic" else each.actor_id for each in bodies]
        told = (members[field][number] for number in numbers)
        found.append("; ".join(member.name if named else member.key for member in told))
    return found


def event_count(db: Database, request: Request) -> int:
    """Return how many events there are."""
    options: Any = request.options
    return len(reads.counts.mentions(db, lookup.claim_filter(db, request.where), options["duplicates"]))
