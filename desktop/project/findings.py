"""Contradictions, opponents, timelines, similarities and A/B comparisons as tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.analysis.comparison import places
from desktop.analysis.comparison.contradictions import both_sides, opponents
from desktop.analysis.comparison.members import Members
from desktop.analysis.comparison.similarity import Clustering, Measure, cluster, similarities, stance_vectors
from desktop.analysis.comparison.timeline import Step, timeline
from desktop.analysis.comparison.two_sides import Comparison, compare
from desktop.core.duplicates import Duplicates
from desktop.core.filters import ClaimFilter
from desktop.core.mentions import Mention
from desktop.core.views import View
from desktop.exchange.tables.table import Cell, Column, Table, Tone
from desktop.project import lookup
from desktop.project.matrix import load_members, notes
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads
from desktop.store.reads import project as reads

SideKind = Literal["actor", "document", "filter", "cell"]
_STANCES: tuple[Tone, ...] = ("favor", "against", "neutral")
_VERDICTS: dict[str, Tone] = {
    "agree": "favor",
    "disagree": "against",
    "mixed": "contradictory",
    "open": "neutral",
}


@dataclass(frozen=True)
class Asked:
    """Mentions of a project with what tells and names them.

    Attributes:
        mentions: of the claims that the filter lets through, without repetitions under a rule against them.
        notes: the filter and that rule, in sentences.
        named: whether actors and topics go by their names instead of their keys.
    """

    mentions: Sequence[Mention]
    found: Members
    notes: tuple[str, ...]
    named: bool = False

    def name(self, field: str, number: int) -> str:
        """Return what an actor or topic goes by."""
        member = self.found[field][number]
        return member.name if self.named else member.key


def ask(db: Database, where: str = "", duplicates: Duplicates = "include", *, named: bool = False) -> Asked:
    """Return the mentions of the claims that *where* lets through.

    Raises:
        UserError: when the filter names what the project does not have.
    """
    chosen = lookup.claim_filter(db, where)
    told = notes(db, View(where=where, duplicates=duplicates), chosen)
    return Asked(pivot_reads.mentions(db, chosen, duplicates), load_members(db), told, named)


def contradictions_table(asked: Asked) -> Table:
    """Return the topics on which an actor takes both sides, the strongest first."""
    rows: list[tuple[Cell, ...]] = [
        (
            asked.name("actor", one.actor_id),
            asked.name("topic", one.topic_id),
            one.favor,
            one.against,
            one.neutral,
            one.strength,
            one.course,
            one.first_favor,
            one.last_favor,
            one.first_against,
            one.last_against,
            tuple(map(str, one.claims)),
        )
        for one in both_sides(asked.mentions)
    ]
    columns = (
        Column("actor", title="Actor"),
        Column("topic", title="Topic"),
        *_counted(),
        Column("strength", "number", "Strength", "(favor + against) / 2 − |favor − against|, Griffin’s ambivalence."),
        Column("course", title="Course", description="At once, a change, back and forth, or undated."),
        Column("first_favor", title="First in favor"),
        Column("last_favor", title="Last in favor"),
        Column("first_against", title="First against"),
        Column("last_against", title="Last against"),
        Column("claims", title="Claims", description="The numbers of the claims on both sides."),
    )
    return Table(columns, tuple(rows), "Actors who take both sides on a topic", asked.notes, 2, _toned(rows, 2))


def opponents_table(asked: Asked) -> Table:
    """Return the pairs of actors who oppose each other, the strongest first."""
    rows = tuple(
        (
            asked.name("actor", one.actor_id),
            asked.name("actor", one.other_id),
            one.conflict,
            one.congruence,
            round(one.strength, 6),
            tuple(asked.name("topic", topic) for topic in one.disputed),
            tuple(asked.name("topic", topic) for topic in one.shared),
        )
        for one in opponents(asked.mentions)
    )
    columns = (
        Column("actor", title="Actor"),
        Column("other", title="Other actor"),
        Column("conflict", "integer", "Conflict", "Pairs of claims that are opposed."),
        Column("congruence", "integer", "Congruence", "Pairs of claims that agree."),
        Column("strength", "number", "Strength", "Conflict by the average number of claims of the two."),
        Column("disputed", title="Disputed topics"),
        Column("shared", title="Topics of agreement"),
    )
    return Table(columns, rows, "Actors who oppose each other", asked.notes, 2)


def timeline_table(asked: Asked, step: Step = "month", *, by_actor: bool = True, by_topic: bool = True) -> Table:
    """Return stance over time, per actor and topic where asked for."""
    rows: list[tuple[Cell, ...]] = []
    heads = [Column("period", title="Period", description=f"The {step}; empty where the date does not tell it.")]
    heads += [Column("actor", title="Actor")] * by_actor + [Column("topic", title="Topic")] * by_topic
    for point in timeline(asked.mentions, step, by_actor=by_actor, by_topic=by_topic):
        named = [asked.name("actor", point.actor_id)] if by_actor else []
        named += [asked.name("topic", point.topic_id)] if by_topic else []
        rows.append((point.period, *named, point.favor, point.against, point.neutral, point.net))
    columns = (*heads, *_counted(), Column("net", "integer", "Net", "Claims in favor less claims against."))
    caption = f"Stance by {step}"
    return Table(columns, tuple(rows), caption, asked.notes, len(heads), _toned(rows, len(heads)))


@dataclass(frozen=True)
class Likeness:
    """How alike actors are.

    Attributes:
        actors: their ids, in the order of the table.
        table: similarities, row by row.
        clustering: the dendrogram; its order is of places in *actors*.
    """

    actors: tuple[int, ...]
    table: tuple[tuple[float, ...], ...]
    clustering: Clustering


def likeness(db: Database, chosen: ClaimFilter, measure: Measure, duplicates: Duplicates = "include") -> Likeness:
    """Return the similarities of all actors who hold a claim, in the codebook's order."""
    cells: dict[tuple[int, int], list[int]] = {}
    for topic, actor, stance, number in pivot_reads.counts(db, ("topic", "actor"), chosen, duplicates):
        assert isinstance(topic, int)
        assert isinstance(actor, int)
        assert isinstance(number, int)
        cells.setdefault((actor, topic), [0, 0, 0])[("favor", "against", "neutral").index(str(stance))] += number
    speaking = {actor for actor, _ in cells}
    actors = tuple(actor.id for actor in reads.actors(db) if actor.id in speaking)
    counts = {key: (one[0], one[1], one[2]) for key, one in cells.items()}
    table = similarities(stance_vectors(counts, actors, measure), measure)
    return Likeness(actors, tuple(map(tuple, table)), cluster(table))


def similarity_table(
    db: Database,
    where: str = "",
    measure: Measure = "cosine",
    duplicates: Duplicates = "include",
    *,
    named: bool = False,
) -> Table:
    """Return the similarities of actors, like beside like."""
    chosen = lookup.claim_filter(db, where)
    found = likeness(db, chosen, measure, duplicates)
    told = notes(db, View(where=where, duplicates=duplicates), chosen)
    asked = Asked((), load_members(db), told, named)
    order = found.clustering.order
    names = [asked.name("actor", found.actors[at]) for at in order]
    keys = [asked.found["actor"][found.actors[at]].key for at in order]
    columns = (Column("actor", title="Actor"), *(_column(key, name) for key, name in zip(keys, names, strict=True)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(round(found.table[row][column], 6) for column in order))
        for name, row in zip(names, order, strict=True)
    )
    return Table(columns, rows, f"Similarity of actors ({measure}), in clustered order", asked.notes)


def sides(db: Database, by: SideKind, a: str, b: str, where: str = "") -> tuple[Comparison, tuple[str, str]]:
    """Return two sides facing each other, and what each is called.

    Args:
        db: the project.
        by: what *a* and *b* are: keys of actors, documents (number, uuid, file name or title), filters, or cells,
            rows and columns of any axes, in the text form of `Place`: ``topic=trade actor=ana``. A filter lets a claim
            through with all its actors; a cell holds the part of the actor that it names.
        a: the one side.
        b: the other side.
        where: a filter for both.

    Raises:
        UserError: when a name is unknown or a filter none.
    """
    known = {mention.claim_id for mention in pivot_reads.mentions(db, lookup.claim_filter(db, where))}
    found: list[list[Mention]] = []
    names: list[str] = []
    for one in (a, b):
        if by == "filter":
            chosen = lookup.claim_filter(db, one)
            mentions = pivot_reads.mentions(db, chosen)
            names.append(lookup.filter_sentence(db, chosen))
        elif by == "cell":
            place = places.Place.parse(one)
            members = load_members(db)
            places.check_place(place, members)
            chosen = lookup.claim_filter(db, place.where)
            mentions = places.within(pivot_reads.mentions(db, chosen), place, members)
            under = f" ({lookup.filter_sentence(db, chosen)})" if place.where else ""
            names.append(places.told(place, places.called(members)) + under)
        elif by == "document":
            document = reads.find_document(db, one)
            mentions = [each for each in pivot_reads.mentions(db) if each.document_id == document.id]
            names.append(document.facts.title or document.name)
        else:
            number = lookup.find_key(db, "actor", one)
            mentions = [each for each in pivot_reads.mentions(db) if each.actor_id == number]
            names.append(next(actor.name for actor in reads.actors(db) if actor.id == number))
        found.append([each for each in mentions if each.claim_id in known])
    return compare(found[0], found[1]), (names[0], names[1])


def compare_table(db: Database, by: SideKind, a: str, b: str, where: str = "", *, named: bool = False) -> Table:
    """Return two sides on the topics they share, disagreements first, then the topics of one side alone."""
    facing, names = sides(db, by, a, b, where)
    told = (f"A: {names[0]}. B: {names[1]}.", f"Filter: {lookup.filter_sentence(db, lookup.claim_filter(db, where))}.")
    asked = Asked((), load_members(db), told, named)
    rows: list[tuple[Cell, ...]] = []
    tones: dict[tuple[int, int], Tone] = {}
    for one in facing.shared:
        tones[len(rows), 1] = _VERDICTS[one.verdict]
        claims = (tuple(map(str, one.a_claims)), tuple(map(str, one.b_claims)))
        rows.append((asked.name("topic", one.topic_id), one.verdict, one.a.label, *one.a, one.b.label, *one.b, *claims))
    empty = (None, None, None)
    for word, topics in (("only A", facing.only_a), ("only B", facing.only_b)):
        rows += [(asked.name("topic", topic), word, "", *empty, "", *empty, (), ()) for topic in topics]
    columns = (
        Column("topic", title="Topic"),
        Column("verdict", title="Verdict", description="Agree, disagree, mixed, open, or of which side alone."),
        *(
            column
            for side in ("a", "b")
            for column in (
                Column(f"{side}_stance", title=f"{side.upper()}: stance"),
                *(Column(f"{side}_{stance}", "integer", f"{side.upper()}: {stance}") for stance in _STANCES),
            )
        ),
        Column("a_claims", title="A: claims"),
        Column("b_claims", title="B: claims"),
    )
    return Table(columns, tuple(rows), f"{names[0]} and {names[1]} face to face", told, 1, tones)


def _counted() -> tuple[Column, ...]:
    return tuple(Column(stance, "integer", stance.capitalize(), f"Claims: {stance}.") for stance in _STANCES)


def _toned(rows: Sequence[tuple[Cell, ...]], first: int) -> dict[tuple[int, int], Tone]:
    """Return the tones of three columns of counts."""
    return {
        (at, first + to): tone for at, row in enumerate(rows) for to, tone in enumerate(_STANCES) if row[first + to]
    }


def _column(key: str, title: str) -> Column:
    return Column(f"{key}_actor" if key == "actor" else key, "number", title)
