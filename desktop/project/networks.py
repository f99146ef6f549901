"""The networks and the event list of Discourse Network Analyzer, out of a project."""

from dataclasses import dataclass
from typing import Any, Literal

from desktop.analysis.comparison import networks
from desktop.analysis.comparison.members import groups
from desktop.core.axes import FIELDS
from desktop.core.duplicates import Duplicates, first_of_each
from desktop.core.errors import UsageError
from desktop.core.views import View
from desktop.exchange.tables.graphml import Edge, Node, write_graphml
from desktop.exchange.tables.table import Cell, Column, Table
from desktop.project import lookup
from desktop.project.matrix import load_members, notes
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads
from desktop.store.reads import project as reads

Mode = Literal["two", "one"]
ROWS = ("actor", "organisation", "country")
CONCEPTS = ("topic", "theme")


@dataclass(frozen=True)
class Wish:
    """Which network is asked for.

    Attributes:
        rows: one of `ROWS`: what the nodes are.
        concepts: one of `CONCEPTS`: what they share, and in a two-mode network the other nodes.
        aggregation: empty for the mode's own: subtract for two, congruence for one.
        isolates: whether nodes without a tie are kept.
    """

    mode: Mode = "two"
    rows: str = "actor"
    concepts: str = "topic"
    aggregation: str = ""
    normalisation: str = "none"
    where: str = ""
    duplicates: Duplicates = "include"
    isolates: bool = False


@dataclass(frozen=True)
class Drawn:
    """A network with the names and colours of its nodes, which go by their keys."""

    wish: Wish
    network: networks.Network[str, str]
    rows: dict[str, Node]
    columns: dict[str, Node]
    notes: tuple[str, ...]


def network(db: Database, wish: Wish) -> Drawn:
    """Return the network that is asked for.

    Raises:
        UserError: when the filter names what the project does not have.
        UsageError: when the aggregation or normalisation is none of the mode's.
    """
    aggregation = wish.aggregation or ("subtract" if wish.mode == "two" else "congruence")
    aggregations, normalisations = networks.TWO_MODE if wish.mode == "two" else networks.ONE_MODE
    for what, value, choices in (
        ("aggregation", aggregation, aggregations),
        ("normalisation", wish.normalisation, normalisations),
    ):
        if value not in choices:
            raise UsageError(f"A {wish.mode}-mode network has no {what} “{value}”: choose among {', '.join(choices)}.")
    chosen = lookup.claim_filter(db, wish.where)
    found = load_members(db)
    standing = groups(found, (wish.rows,))
    uses: dict[tuple[str, str], list[int]] = {}
    for topic, actor, stance, number in pivot_reads.counts(
        db, ("topic", "actor"), chosen, wish.duplicates, actor_groups=standing
    ):
        assert topic is not None
        assert actor is not None
        assert isinstance(number, int)
        key = found[wish.rows][actor].key, found[wish.concepts][topic].key
        uses.setdefault(key, [0, 0, 0])[("favor", "against", "neutral").index(str(stance))] += number
    counts = {key: (one[0], one[1], one[2]) for key, one in uses.items()}
    rows = _nodes(db, wish.rows, found[wish.rows])
    columns = _nodes(db, wish.concepts, found[wish.concepts])
    # in the codebook's order; those without a claim only where they are wished for
    used = ({node for node, _ in counts}, {concept for _, concept in counts})
    nodes = [key for key in rows if wish.isolates or key in used[0]]
    concepts = [key for key in columns if wish.isolates or key in used[1]]
    choice: Any = {"aggregation": aggregation, "normalisation": wish.normalisation}
    made: networks.Network[str, str]
    if wish.mode == "two":
        made = networks.two_mode(counts, nodes=nodes, concepts=concepts, **choice)
    else:
        made = networks.one_mode(counts, nodes=nodes, **choice)
    told = notes(db, View(where=wish.where, duplicates=wish.duplicates), chosen)
    about = (f"Aggregation: {aggregation}; normalisation: {wish.normalisation}.", *told)
    return Drawn(wish, made, rows, rows if wish.mode == "one" else columns, about)


def network_table(drawn: Drawn, *, named: bool = False) -> Table:
    """Return a network as a matrix of weights; 0 where there is no tie, whole numbers where all are whole."""
    made, wish = drawn.network, drawn.wish
    whole = all(weight == int(weight) for weight in made.weights.values())
    taken = wish.rows
    columns = [Column(taken, title=FIELDS[taken].title)]
    for key in made.columns:
        label = drawn.columns[key].label
        columns.append(Column(f"{key}_node" if key == taken else key, "integer" if whole else "number", label))
    rows: list[tuple[Cell, ...]] = []
    for key in made.rows:
        weights = [made.weight(key, other) for other in made.columns]
        shown = [int(weight) if whole else round(weight, 9) for weight in weights]
        rows.append((drawn.rows[key].label if named else key, *shown))
    caption = (
        f"Two-mode network of {FIELDS[wish.rows].title.lower()} and {FIELDS[wish.concepts].title.lower()}"
        if wish.mode == "two"
        else f"One-mode network of {FIELDS[wish.rows].title.lower()}s by {FIELDS[wish.concepts].title.lower()}"
    )
    return Table(tuple(columns), tuple(rows), caption, drawn.notes)


def network_graphml(drawn: Drawn) -> bytes:
    """Return a network as GraphML; of a one-mode network each tie once."""
    made = drawn.network
    row_kind, column_kind = drawn.wish.rows, drawn.wish.rows if made.one_mode else drawn.wish.concepts
    nodes = [drawn.rows[key] for key in made.rows]
    if not made.one_mode:
        nodes += [drawn.columns[key] for key in made.columns]
    row_at, column_at = ({key: at for at, key in enumerate(keys)} for keys in (made.rows, made.columns))
    edges: list[Edge] = []
    for (one, other), weight in sorted(made.weights.items(), key=lambda tie: (row_at[tie[0][0]], column_at[tie[0][1]])):
        if not made.one_mode or row_at[one] < column_at[other]:
            edges.append(((row_kind, one), (column_kind, other), weight))
    return write_graphml(nodes, edges, " ".join(drawn.notes))


def events_table(
    db: Database, where: str = "", duplicates: Duplicates = "include", *, named: bool = False, limit: int | None = None
) -> Table:
    """Return the event list: each claim once for every actor who holds it, in time; undated ones last.

    With *limit*, the first so many events.
    """
    chosen = lookup.claim_filter(db, where)
    found = load_members(db)
    documents = {document.id: document for document in reads.documents(db)}
    mentions = first_of_each(pivot_reads.mentions(db, chosen), duplicates)[:limit]
    spans = {
        claim.id: (claim.end, claim.quote)
        for claim in reads.claims(
            db, ids=None if chosen.is_empty and limit is None else {one.claim_id for one in mentions}
        )
    }
    rows: list[tuple[Cell, ...]] = []
    for one in mentions:
        document = documents[one.document_id]
        ids = {"actor": one.actor_id, "organisation": one.actor_id, "country": one.actor_id}
        ids |= {"topic": one.topic_id, "theme": one.topic_id}
        who = [found[field][number] for field, number in ids.items()]
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
                *(member.name if named else member.key for member in who),
                one.stance,
                one.voice,
                found["coder"][one.coder_id].key,
                one.start,
                end,
                quote,
            )
        )
    whole = ("claim_id", "document_id", "start", "end")
    keys = "claim_id date document_id document title publisher author kind actor organisation country topic theme "
    keys += "stance voice coder start end quote"
    columns = tuple(
        Column(key, "integer" if key in whole else "text", key.replace("_", " ").capitalize()) for key in keys.split()
    )
    told = notes(db, View(where=where, duplicates=duplicates), chosen)
    return Table(columns, tuple(rows), "Event list", told)


def _nodes(db: Database, field: str, members: Any) -> dict[str, Node]:
    """Return the nodes of a field by key, in the codebook's order, with the colours that the codebook gives."""
    kept = reads.topics(db) if FIELDS[field].base == "topic" else reads.actors(db)
    colors = {one.key: one.color for one in kept} if field != "country" else {}
    ordered = sorted(set(members.values()))
    return {one.key: Node(one.key, one.name, field, colors.get(one.key, "")) for one in ordered}
