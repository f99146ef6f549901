"""The networks and the event list of Discourse Network Analyzer, out of a project.

They raise `UserError` when the filter names what the project does not have.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.analysis.comparison import networks
from desktop.analysis.comparison.counts import nothing
from desktop.analysis.comparison.members import Members, groups
from desktop.core import phrases, scale
from desktop.core.axes import FIELDS, NONE
from desktop.core.claim_fields import QUALITIES
from desktop.core.errors import UsageError
from desktop.core.fields import title_of
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _
from desktop.core.mentions import Mention, first_of_each
from desktop.core.values import Actor, Topic
from desktop.core.views import View
from desktop.exchange.tables.graphml import Edge, Node, write_graphml
from desktop.exchange.tables.table import Cell, Column, Table
from desktop.project import lookup
from desktop.project.matrix import load_members, notes
from desktop.project.requests import Request
from desktop.store import reads
from desktop.store.database import Database

# what the fields of nodes are called when there are several
_SEVERAL = {
    "actor": N_("actors"),
    "organisation": N_("organisations"),
    "country": N_("countries"),
    "topic": N_("topics"),
    "theme": N_("themes"),
}
# what nodes share where nothing else is said
_USUAL = {"actor": "topic", "topic": "actor"}
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


@dataclass(frozen=True)
class _Network:
    """A network with the names and colours of its nodes, which go by their keys.

    Attributes:
        rows, columns: the kinds of its nodes, a field's name each.
        told: what is counted of each tie, also of those whose weight is 0.
    """

    ties: networks.Network[str, str]
    rows: str
    columns: str
    row_nodes: dict[str, Node]
    column_nodes: dict[str, Node]
    told: Mapping[tuple[str, str], Mapping[str, int]]

    def nodes(self) -> list[Node]:
        """Return all nodes, those of the rows first; of two kinds ``type`` says of which each is, as igraph asks."""
        if self.ties.one_mode:
            return [self.row_nodes[key] for key in self.ties.rows]
        both = ((False, self.row_nodes, self.ties.rows), (True, self.column_nodes, self.ties.columns))
        return [
            replace(nodes[key], facts={**nodes[key].facts, "type": side}) for side, nodes, keys in both for key in keys
        ]

    def edges(self) -> list[Edge]:
        """Return all ties, in the order of their nodes; of a one-mode network each once."""
        ties = self.ties
        row_at, column_at = ({key: at for at, key in enumerate(keys)} for keys in (ties.rows, ties.columns))
        every = sorted({**ties.weights, **self.told}, key=lambda tie: (row_at[tie[0]], column_at[tie[1]]))
        return [
            Edge((self.rows, one), (self.columns, other), ties.weight(one, other), self.told.get((one, other), {}))
            for one, other in every
            if not ties.one_mode or row_at[one] < column_at[other]
        ]


def _fields(options: Mapping[str, str]) -> tuple[str, str]:
    """Return the fields of the nodes and of what they share.

    Raises:
        UsageError: when both are actors, or both topics.
    """
    rows, concepts = options["rows"], options["concepts"]
    if concepts == "usual":
        concepts = _USUAL[FIELDS[rows].base]
    if FIELDS[rows].base == FIELDS[concepts].base:
        near = _USUAL[FIELDS[rows].base]
        sentence = _("Nodes of the kind “{rows}” do not share “{concepts}”: choose “{near}”, for example.")
        raise UsageError(sentence, rows=rows, concepts=concepts, near=near)
    return rows, concepts


def _network(db: Database, request: Request) -> _Network:
    options: Any = request.options
    fields = _fields(options)
    members = load_members(db)
    uses: dict[tuple[str, str], list[int]] = {}
    place = scale.in_use().place
    for ids, stance, number in _counted(db, request, members, fields):
        row, concept = (members[field][ids[FIELDS[field].base]].key for field in fields)
        uses.setdefault((row, concept), nothing())[place(stance)] += number
    counts = networks.qualified(uses, options["aggregation"])
    chosen = lookup.claim_filter(db, request.where)
    rows, columns = (_nodes(db, field, members, chosen) for field in fields)
    # in the codebook's order; those without a claim only where they are wanted
    used = ({node for node, _concept in counts}, {concept for _node, concept in counts})
    isolates = bool(options["isolates"])
    nodes = [key for key in rows if isolates or key in used[0]]
    concepts = [key for key in columns if isolates or key in used[1]]
    choice = {key: options[key] for key in ("aggregation", "normalisation")}
    if options["mode"] == "two":
        ties = networks.two_mode(counts, nodes=nodes, concepts=concepts, **choice)
        return _Network(ties, *fields, rows, columns, networks.told(counts))
    ties = networks.one_mode(counts, nodes=nodes, **choice)
    return _Network(ties, fields[0], fields[0], rows, rows, networks.told_pairs(counts))


def _counted(
    db: Database, request: Request, members: Members, fields: tuple[str, str]
) -> Iterator[tuple[dict[str, int], str, int]]:
    """Yield a topic and an actor that stand for nodes, a stance, and the number of claims.

    A repetition is, as in DNA, what says the same of the same two nodes: two ministers of one organisation repeat each
    other where the nodes are organisations, and without a qualifier (``ignore``) the stance makes no difference.
    """
    chosen = lookup.claim_filter(db, request.where)
    rule: Any = request.options["duplicates"]
    if rule == "include":
        standing = groups(members, fields)
        for topic, actor, stance, number in reads.counts.counts(db, ("topic", "actor"), chosen, actor_groups=standing):
            assert isinstance(topic, int)
            assert isinstance(actor, int)
            assert isinstance(number, int)
            yield {"topic": topic, "actor": actor}, str(stance), number
        return
    by_stance = request.options["aggregation"] != "ignore"

    def nodes_of(one: Mention) -> tuple[Hashable, ...]:
        ids = {"topic": one.topic_id, "actor": one.actor_id}
        told = (members[field][ids[FIELDS[field].base]] for field in fields)
        return (*told, one.stance) if by_stance else (*told,)

    for one in first_of_each(reads.counts.mentions(db, chosen), rule, nodes_of):
        yield {"topic": one.topic_id, "actor": one.actor_id}, one.stance, 1


def network_table(db: Database, request: Request) -> Table:
    """Return a network as a matrix of weights; 0 where there is no tie, whole numbers where all are whole."""
    options: Any = request.options
    network = _network(db, request)
    ties, taken = network.ties, network.rows
    if options["shape"] != "matrix":
        heads, lines = (_tie_rows if options["shape"] == "ties" else _node_rows)(network)
        caption, told, warnings = _told_of(db, request)
        return Table(heads, lines, caption, told, warnings=warnings)
    whole = all(weight == int(weight) for weight in ties.weights.values())
    columns = [Column(taken, title=FIELDS[taken].title)]
    for key in ties.columns:
        label = network.column_nodes[key].label
        columns.append(Column(f"{key}_node" if key == taken else key, "integer" if whole else "number", label))
    rows: list[tuple[Cell, ...]] = []
    for key in ties.rows:
        weights = [ties.weight(key, other) for other in ties.columns]
        shown = [int(weight) if whole else round(weight, 9) for weight in weights]
        rows.append((network.row_nodes[key].label if request.named else key, *shown))
    caption, told, warnings = _told_of(db, request)
    return Table(tuple(columns), tuple(rows), caption, told, warnings=warnings)


def _told_of(db: Database, request: Request) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return caption, notes and warnings of a network."""
    options: Any = request.options
    nodes, shared = _fields(options)
    if options["mode"] == "two":
        words = {"rows": _(FIELDS[nodes].word), "concepts": _(FIELDS[shared].word)}
        caption = _("Two-mode network of {rows} and {concepts}").format(**words)
    else:
        words = {"rows": _(_SEVERAL[nodes]), "concepts": _(FIELDS[shared].word)}
        caption = _("One-mode network of {rows} by {concepts}").format(**words)
    made_by = _("Aggregation: {aggregation}; normalisation: {normalisation}.").format(
        aggregation=options["aggregation"], normalisation=options["normalisation"]
    )
    chosen = lookup.claim_filter(db, request.where)
    sentences = notes(db, View(where=request.where), chosen)
    if options["duplicates"] != "include":
        told = {**words, "rule": _(phrases.RULES[options["duplicates"]])}
        repeated = (
            _("{rows} and {concepts} together are counted {rule}.")
            if options["aggregation"] == "ignore"
            else _("{rows}, {concepts} and stance together are counted {rule}.")
        ).format(**told)
        sentences = (*sentences, repeated[:1].upper() + repeated[1:])
    warnings: tuple[str, ...] = ()
    if options["aggregation"] == "combine" and options["normalisation"] != "none":
        warnings = (_(_MEANINGLESS).format(normalisation=options["normalisation"]),)
    return caption, (made_by, *warnings, *sentences), warnings


def _tie_rows(network: _Network) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return a row for each tie, as Gephi and igraph read lists of edges."""
    edges = network.edges()
    steps = scale.counted(uncoded=any(scale.in_use().all[-1].column in edge.facts for edge in edges))
    counted = (*(step.column for step in steps), *(("opposed",) if network.ties.one_mode else ()), "sign")
    names = ("source", "target", "source_name", "target_name")
    columns = (*map(Column, names), Column("weight", "number"), *(Column(name, "integer") for name in counted))
    rows: list[tuple[Cell, ...]] = []
    for edge in edges:
        one, other = network.row_nodes[edge.one[1]], network.column_nodes[edge.other[1]]
        counts = (edge.facts.get(name, 0) for name in counted)
        rows.append((one.id, other.id, one.label, other.label, round(edge.weight, 9), *counts))
    return columns, tuple(rows)


def _node_rows(network: _Network) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Return a row for each node, with what the list of ties calls it."""
    told = ("actor_kind", "organisation", "country", "theme")
    columns = (
        *(Column(name) for name in ("id", "label", "kind")),
        Column("claims", "integer"),
        *(Column(name) for name in (*told, "color")),
    )
    rows = tuple(
        (node.id, node.label, node.kind, node.facts["claims"], *(node.facts.get(name, "") for name in told), node.color)
        for node in network.nodes()
    )
    return columns, rows


def network_graphml(db: Database, request: Request, notes: tuple[str, ...]) -> bytes:
    """Return a network as GraphML, described by *notes*; of a one-mode network each tie once.

    What is counted of nodes and ties stands at them, and ties whose weight is 0 since both sides are as many are there.
    """
    network = _network(db, request)
    return write_graphml(network.nodes(), network.edges(), " ".join(notes))


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
        ids = {"actor": one.actor_id, "organisation": one.actor_id, "country": one.actor_id}
        ids |= {"topic": one.topic_id, "theme": one.topic_id}
        who = [members[field][number] for field, number in ids.items()]
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
                *(member.name if request.named else member.key for member in who),
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


def event_count(db: Database, request: Request) -> int:
    """Return how many events there are."""
    options: Any = request.options
    return len(reads.counts.mentions(db, lookup.claim_filter(db, request.where), options["duplicates"]))


def _nodes(db: Database, field: str, members: Members, chosen: ClaimFilter) -> dict[str, Node]:
    """Return the nodes of a field by key, in the codebook's order, with what codebook and claims tell of them."""
    base = FIELDS[field].base
    kept: Sequence[Topic | Actor] = reads.project.topics(db) if base == "topic" else reads.project.actors(db)
    by_key = {one.key: one for one in kept} if field != "country" else {}
    claims: Counter[str] = Counter()
    standing = groups(members, (field,), base)
    for number, _stance, count in reads.counts.counts(
        db, (base,), chosen, actor_groups=standing if base == "actor" else None
    ):
        claims[members[field][number].key] += count  # type: ignore[operator]
    found = {}
    for one in sorted(set(members[field].values())):
        entry = by_key.get(one.key)
        facts: dict[str, str | int] = {"claims": claims[one.key]}
        if isinstance(entry, Actor):
            body, country = members["organisation"][entry.id], members["country"][entry.id]
            facts |= {"actor_kind": str(entry.kind), "organisation": body.name if body.key != entry.key else ""}
            facts |= {"country": country.name if country.name != NONE else ""}
        elif isinstance(entry, Topic):
            theme = members["theme"][entry.id]
            facts |= {"theme": theme.name if theme.key != entry.key else ""}
        found[one.key] = Node(one.key, one.name, field, entry.color if entry else "", facts)
    return found
