"""Contradictions, opponents, timelines, similarities and A/B comparisons as tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from desktop.analysis.comparison import places
from desktop.analysis.comparison.contradictions import TwoSides, both_sides, compare, opponents, settle
from desktop.analysis.comparison.counts import nothing
from desktop.analysis.comparison.members import Member, Members
from desktop.analysis.comparison.organisations import dated, in_parts
from desktop.analysis.comparison.pictured import LineFinder, Point, TimeUnit, timeline
from desktop.analysis.comparison.pivot import Path
from desktop.analysis.comparison.similarity import Clustering, Measure, cluster, similarities, stance_vectors
from desktop.core import phrases, scale
from desktop.core.axes import Axis, field_of
from desktop.core.errors import UsageError, UserError
from desktop.core.fields import title_of
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _, ngettext
from desktop.core.mentions import Duplicates, Mention
from desktop.core.views import View, weighed
from desktop.exchange.tables.table import Cell, Column, Table, Tone
from desktop.project import counting, lookup
from desktop.project.matrix import load_members, notes
from desktop.project.requests import Request
from desktop.store import reads
from desktop.store.database import Database

SideKind = Literal["actor", "document", "filter", "cell"]
# the sides in which contradictions are counted, whatever the steps of the scale: title and description of their columns
_SIDE_WORDS: dict[Tone, tuple[str, str]] = {
    "favor": (N_("Favor"), N_("Claims: favor.")),
    "against": (N_("Against"), N_("Claims: against.")),
    "neutral": (N_("Neutral"), N_("Claims: neutral.")),
}
_PERIOD_WORDS: dict[TimeUnit, tuple[str, str]] = {
    "day": (N_("Stance by day"), N_("The day; empty where the date does not tell it.")),
    "week": (N_("Stance by week"), N_("The week of ISO 8601; empty where the date does not tell it.")),
    "month": (N_("Stance by month"), N_("The month; empty where the date does not tell it.")),
    "year": (N_("Stance by year"), N_("The year; empty where the date does not tell it.")),
}
_VERDICTS: dict[str, Tone] = {
    "agree": "favor",
    "disagree": "against",
    "mixed": "contradictory",
    "open": "neutral",
}


@dataclass(frozen=True)
class _Labels:
    """What actors and topics go by in a table: their names, or else their keys."""

    members: Members
    named: bool

    def of(self, field: str, number: int) -> str:
        member = self.members[field][number]
        return member.name if self.named else member.key


def contradictions_table(db: Database, request: Request) -> Table:
    """Return the topics on which an actor takes both sides, the strongest first."""
    mentions, names, sentences = _settled(db, request)
    columns = (
        Column("actor", title=_("Actor")),
        Column("topic", title=_("Topic")),
        *(Column(side, "integer", *map(_, words)) for side, words in _SIDE_WORDS.items()),
        Column(
            "strength", "number", _("Strength"), _("(favor + against) / 2 − |favor − against|, Griffin’s ambivalence.")
        ),
        Column("course", title=_("Course"), description=_("At once, a change, back and forth, or undated.")),
        Column("first_favor", title=_("First in favor")),
        Column("last_favor", title=_("Last in favor")),
        Column("first_against", title=_("First against")),
        Column("last_against", title=_("Last against")),
        Column("claims", title=_("Claims"), description=_("The numbers of the claims on both sides.")),
    )
    told = attrgetter(*(column.key for column in columns[2:-1]))
    rows: list[tuple[Cell, ...]] = [
        (
            names.of("actor", one.actor_id),
            names.of("topic", one.topic_id),
            *told(one),
            tuple(map(str, one.claims)),
        )
        for one in both_sides(mentions)
    ]
    caption = _("Actors who take both sides on a topic")
    return Table(columns, tuple(rows), caption, sentences, 2, _toned(rows, 2, tuple(_SIDE_WORDS)))


def opponents_table(db: Database, request: Request) -> Table:
    """Return the pairs of actors who oppose each other, the strongest first."""
    mentions, names, sentences = _settled(db, request)
    rows = tuple(
        (
            names.of("actor", one.actor_id),
            names.of("actor", one.other_id),
            one.conflict,
            one.congruence,
            round(one.strength, 6),
            tuple(names.of("topic", topic) for topic in one.disputed),
            tuple(names.of("topic", topic) for topic in one.shared),
        )
        for one in opponents(mentions)
    )
    columns = (
        Column("actor", title=_("Actor")),
        Column("other", title=_("Other actor")),
        Column("conflict", "integer", _("Conflict"), _("Pairs of claims that are opposed.")),
        Column("congruence", "integer", _("Congruence"), _("Pairs of claims that agree.")),
        Column("strength", "number", _("Strength"), _("Conflict by the average number of claims of the two.")),
        Column("disputed", title=_("Disputed topics")),
        Column("shared", title=_("Topics of agreement")),
    )
    return Table(columns, rows, _("Actors who oppose each other"), sentences, 2)


def disputes_table(db: Database, request: Request) -> Table:
    """Return where two coders gave words of an actor different stances, the most passages first."""
    mentions, names, sentences = _mentions(db, request)
    chosen = lookup.claim_filter(db, request.where)
    settled = settle(mentions, reads.counts.encounters(db, chosen, of_coders=True))
    rows = tuple(
        (
            names.of("actor", one.actor_id),
            names.of("topic", one.topic_id),
            names.of("coder", one.coder_id),
            names.of("coder", one.other_id),
            one.passages,
            tuple(map(str, one.claims)),
            tuple(map(str, one.other_claims)),
        )
        for one in settled.disputes
    )
    columns = (
        Column("actor", title=_("Actor")),
        Column("topic", title=_("Topic")),
        Column("coder", title=_("Coder")),
        Column("other_coder", title=_("Other coder")),
        Column("passages", "integer", _("Passages"), _("Pairs of claims on the same words with different stances.")),
        Column("claims", title=_("Claims"), description=_("The numbers of the coder’s claims.")),
        Column("other_claims", title=_("Other claims"), description=_("The numbers of the other coder’s claims.")),
    )
    return Table(columns, rows, _("Passages that coders read differently"), sentences, 2)


def timeline_table(db: Database, request: Request) -> Table:
    """Return stance over time, per actor and topic where that is wanted."""
    mentions, names, sentences = _mentions(db, request)
    options: Any = request.options
    step: TimeUnit = options["step"]
    fields = line_fields(db, options["by"])
    caption, about = _PERIOD_WORDS[step]
    heads = [Column("period", title=_("Period"), description=_(about))]
    heads += [Column(name, title=field_of(name).title) for name in fields]
    if dated(names.members, fields) is not None:
        sentences = (*sentences, _(phrases.SPOKEN_FOR))
    rows: list[tuple[Cell, ...]] = []
    points = timeline_of(db, mentions, step, fields, names.members)
    steps = scale.counted(uncoded=any(point.counts.uncoded for point in points))
    for point in points:
        named = [member.name if request.named else member.key for member in point.line]
        percent = None if point.counts.percent is None else round(point.counts.percent, 4)
        rows.append((point.period, *named, *point.counts[: len(steps)], point.net, percent, point.counts.sided))
    net = Column("net", weighed(), _("Net"), _("Claims in favor less claims against."))
    tones = _toned(rows, len(heads), tuple(one.look for one in steps))
    about = _("Claims in favor in a hundred of those in favor or against; empty where there are none.")
    part = Column("percent", "number", _("Percent in favor"), about)
    sided = Column("n", "integer", _("n"), _("Claims in favor or against."))
    return Table((*heads, *_counted(steps), net, part, sided), tuple(rows), _(caption), sentences, len(heads), tones)


def line_fields(db: Database, by: str) -> tuple[str, ...]:
    """Return the fields that tell lines apart: ``both`` are actor and topic, ``none`` is nothing, else an axis.

    Raises:
        UserError: when there is no such field, or several of that name.
    """
    if by == "none":
        return ()
    axis = Axis.parse(lookup.axis(db, "actor>topic" if by == "both" else by))
    for name in axis.fields:
        if field_of(name).is_own:
            lookup.own_field(db, name)
    return axis.fields


def timeline_of(
    db: Database, mentions: Iterable[Mention], step: TimeUnit, fields: Sequence[str], found: Members
) -> list[Point]:
    """Return the counts of *mentions* per period and line of *fields*, whose members are *found*."""
    own = reads.counts.own_values(db, Axis(tuple(fields)).bases)
    return timeline(mentions, step, fields=fields, found=found, own=own)


def claim_members(db: Database, mentions: Iterable[Mention], field: str, found: Members) -> dict[int, Member]:
    """Return the member of a field that each claim has, by its id: of several the first."""
    finder = LineFinder(found, (field,), reads.counts.own_values(db, [field_of(field).base]))
    told: dict[int, Member] = {}
    for one in in_parts(found, (field,), mentions):
        if one.claim_id not in told:
            told[one.claim_id] = finder.lines[finder(one)[0]][0]
    return told


@dataclass(frozen=True)
class Likeness:
    """How alike lines are: actors, or what else claims are told apart by.

    Attributes:
        lines: in the order of the table, each a member of every field.
        claims: how many each has.
        table: similarities, row by row.
        clustering: the dendrogram; its order is of places in *lines*.
    """

    lines: tuple[Path, ...]
    claims: tuple[int, ...]
    table: tuple[tuple[float, ...], ...]
    clustering: Clustering


def likeness(
    db: Database,
    chosen: ClaimFilter,
    measure: Measure,
    duplicates: Duplicates = "include",
    of: str = "actor",
    found: Members | None = None,
) -> Likeness:
    """Return the similarities of all lines of the axis *of* that have a claim, in the codebook's order.

    Raises:
        UserError: when there is no such field, or one is of topics, by which lines are compared.
    """
    fields = line_fields(db, of)
    if not fields or any(field_of(name).base == "topic" for name in fields):
        raise UsageError(_("Lines are alike by their topics: “{of}” cannot be compared so. Choose “actor”."), of=of)
    found = found or load_members(db)
    bases, rows = counting.counted(db, {"topic", *Axis(fields).bases}, found, fields, chosen, duplicates)
    told = [(bases.index(field_of(name).base), found[name]) for name in fields]
    topic, end = bases.index("topic"), len(bases)
    numbers: dict[Path, int] = {}
    cells: dict[tuple[int, int], list[int]] = {}
    place = scale.in_use().place
    for row in rows:
        path = tuple([members[row[at]] for at, members in told])
        line = numbers.setdefault(path, len(numbers))
        cells.setdefault((line, row[topic]), nothing())[place(str(row[end]))] += row[end + 1]
    sums: Counter[int] = Counter()
    for (line, _topic), counts in cells.items():
        sums[line] += sum(counts)
    lines = tuple(sorted(path for path, line in numbers.items() if sums[line]))
    order = [numbers[path] for path in lines]
    table = similarities(stance_vectors(cells, order, measure), measure)
    return Likeness(lines, tuple(sums[line] for line in order), tuple(map(tuple, table)), cluster(table))


def similarity_table(db: Database, request: Request) -> Table:
    """Return the similarities of actors, or of what else is asked for, like beside like."""
    options: Any = request.options
    measure: Measure = options["measure"]
    chosen = lookup.claim_filter(db, request.where)
    members = load_members(db)
    found = likeness(db, chosen, measure, options["duplicates"], options["lines"], members)
    fields = line_fields(db, options["lines"])
    sentences = _sentences(db, request, chosen)
    if dated(members, fields) is not None:
        sentences = (*sentences, _(phrases.SPOKEN_FOR))
    columns = [Column(name, title=field_of(name).title) for name in fields]
    order = found.clustering.order
    for at in order:
        key = ">".join(member.key for member in found.lines[at])
        name = " › ".join(member.name if request.named else member.key for member in found.lines[at])
        columns.append(Column(f"{key}_{fields[-1]}" if key in fields else key, "number", name))
    rows: list[tuple[Cell, ...]] = []
    for row in order:
        weights = [round(found.table[row][column], 6) for column in order]
        rows.append((*(member.name if request.named else member.key for member in found.lines[row]), *weights))
    caption = _("Similarity of actors ({measure}), in clustered order").format(measure=measure)
    if fields != ("actor",):
        told = " › ".join(field_of(name).called for name in fields)
        caption = _("Similarity by {field} ({measure}), in clustered order").format(field=told, measure=measure)
    return Table(tuple(columns), tuple(rows), caption, sentences)


def sides(db: Database, by: SideKind, a: str, b: str, where: str = "") -> tuple[TwoSides, tuple[str, str]]:
    """Return two sides facing each other, of the claims that *where* lets through, and what each is called.

    *by* says what *a* and *b* are: keys of actors, documents (number, uuid, file name or title), filters, or cells,
    rows and columns of any axes, in the text form of `Place`: ``topic=trade actor=ana``. A filter lets a claim through
    with all its actors; a cell holds the part of the actor that it names.

    Raises:
        UserError: when a name is unknown or a filter none.
    """
    known = {mention.claim_id for mention in reads.counts.mentions(db, lookup.claim_filter(db, where))}
    found: list[list[Mention]] = []
    names: list[str] = []
    for one in (a, b):
        if by == "filter":
            chosen = lookup.claim_filter(db, one)
            mentions = reads.counts.mentions(db, chosen)
            names.append(lookup.filter_sentence(db, chosen))
        elif by == "cell":
            place = places.Place.parse(one)
            members = load_members(db)
            places.check_place(place, members)
            chosen = lookup.claim_filter(db, place.where)
            own = reads.counts.own_values(db, [field_of(name).base for name in place.fields])
            mentions = places.within(reads.counts.mentions(db, chosen), place, members, own)
            under = f" ({lookup.filter_sentence(db, chosen)})" if place.where else ""
            names.append(places.words(place, places.called(members)) + under)
        elif by == "document":
            document = reads.project.find_document(db, one)
            mentions = [each for each in reads.counts.mentions(db) if each.document_id == document.id]
            names.append(document.facts.title or document.name)
        else:
            number = lookup.find_key(db, "actor", one)
            mentions = [each for each in reads.counts.mentions(db) if each.actor_id == number]
            names.append(next(actor.name for actor in reads.project.actors(db) if actor.id == number))
        found.append([each for each in mentions if each.claim_id in known])
    return compare(found[0], found[1]), (names[0], names[1])


def sides_table(db: Database, request: Request) -> Table:
    """Return two sides on the topics they share, disagreements first, then the topics of one side alone."""
    options: Any = request.options
    if not options["a"] or not options["b"]:
        raise UserError(_("Two sides are compared: choose both A and B."))
    facing, titles = sides(db, options["by"], options["a"], options["b"], request.where)
    sentences = (
        _("A: {a}. B: {b}.").format(a=titles[0], b=titles[1]),
        lookup.filter_note(db, lookup.claim_filter(db, request.where)),
    )
    names = _Labels(load_members(db), request.named)
    rows: list[tuple[Cell, ...]] = []
    tones: dict[tuple[int, int], Tone] = {}
    steps = scale.counted(uncoded=any(one.a.uncoded or one.b.uncoded for one in facing.shared))
    for one in facing.shared:
        tones[len(rows), 1] = _VERDICTS[one.verdict]
        claims = (tuple(map(str, one.a_claims)), tuple(map(str, one.b_claims)))
        each: list[Cell] = []
        for side in (one.a, one.b):
            each += [side.label, *side[: len(steps)]]
        rows.append((names.of("topic", one.topic_id), one.verdict, *each, *claims))
    empty = (None,) * len(steps)
    for word, topics in (("only A", facing.only_a), ("only B", facing.only_b)):
        rows += [(names.of("topic", topic), word, "", *empty, "", *empty, (), ()) for topic in topics]
    about = _("Agree, disagree, mixed, open, or of which side alone.")
    columns = (
        Column("topic", title=_("Topic")),
        Column("verdict", title=_("Verdict"), description=about),
        *_side_columns("a", _("A: {stance}"), steps),
        *_side_columns("b", _("B: {stance}"), steps),
        Column("a_claims", title=_("A: claims")),
        Column("b_claims", title=_("B: claims")),
    )
    caption = _("{a} and {b} face to face").format(a=titles[0], b=titles[1])
    return Table(columns, tuple(rows), caption, sentences, 1, tones)


def _mentions(db: Database, request: Request) -> tuple[Sequence[Mention], _Labels, tuple[str, ...]]:
    """Return what a request lets through, what its actors and topics go by, and the sentences that tell of it."""
    options: Any = request.options
    chosen = lookup.claim_filter(db, request.where)
    mentions = reads.counts.mentions(db, chosen, options["duplicates"])
    return mentions, _Labels(load_members(db), request.named), _sentences(db, request, chosen)


def _settled(db: Database, request: Request) -> tuple[Sequence[Mention], _Labels, tuple[str, ...]]:
    """Return what `_mentions` does, without what only coders differ in, and a sentence that tells how much that is."""
    mentions, names, sentences = _mentions(db, request)
    chosen = lookup.claim_filter(db, request.where)
    settled = settle(mentions, reads.counts.encounters(db, chosen, of_coders=True))
    if settled.aside:
        count = len({claim for claim, _actor in settled.aside})
        told = ngettext(
            "{count} claim is left out, to whose words coders gave opposite stances.",
            "{count} claims are left out, to whose words coders gave opposite stances.",
            count,
        )
        sentences = (*sentences, told.format(count=count))
    return settled.mentions, names, sentences


def _sentences(db: Database, request: Request, chosen: ClaimFilter) -> tuple[str, ...]:
    options: Any = request.options
    return notes(db, View(where=request.where, duplicates=options["duplicates"]), chosen)


def _counted(steps: Iterable[scale.StanceStep]) -> tuple[Column, ...]:
    about = _("Claims: {stance}.")
    return tuple(Column(one.column, "integer", title_of(one.word), about.format(stance=_(one.word))) for one in steps)


def _side_columns(side: str, title: str, steps: Iterable[scale.StanceStep]) -> tuple[Column, ...]:
    counted = (Column(f"{side}_{one.column}", "integer", title.format(stance=_(one.word))) for one in steps)
    return (Column(f"{side}_stance", "text", title.format(stance=_("stance"))), *counted)


def _toned(rows: Sequence[tuple[Cell, ...]], first: int, tones: Sequence[Tone]) -> dict[tuple[int, int], Tone]:
    """Return the *tones* of columns of counts."""
    return {(at, first + to): tone for at, row in enumerate(rows) for to, tone in enumerate(tones) if row[first + to]}
