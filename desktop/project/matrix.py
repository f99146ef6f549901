"""The comparison that a view asks for: counted, patched after an edit, and with what explains it.

What stands in its cells besides numbers: quotes with their source, and summaries.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Any

from desktop.analysis.comparison import late, outline, pivot
from desktop.analysis.comparison.counts import CellCounts, DisputedCounts, nothing
from desktop.analysis.comparison.field_values import FieldValues
from desktop.analysis.comparison.meetings import MetSides, Tally, known, lines_of, meetings, sides
from desktop.analysis.comparison.members import DocumentLine, Members, OwnMembers, groups, members
from desktop.analysis.comparison.organisations import FIELD, dated, in_parts
from desktop.analysis.comparison.pictured import ClaimValues
from desktop.analysis.comparison.pivot import Path, Pivot, path_of
from desktop.core import phrases, scale
from desktop.core.axes import COLUMNS, NONE, Base, column_of, field_of, is_own_base
from desktop.core.changes import ChangeSet
from desktop.core.collecting import no_collecting
from desktop.core.errors import UsageError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.mentions import Mention, Passage, has_year
from desktop.core.text import one_line
from desktop.core.values import Stance, Topic, topics_to_code
from desktop.core.views import CellKind, View, is_field, kind_of
from desktop.project import cell_values, counting, lookup
from desktop.store.database import Database
from desktop.store.reads import counts, own_fields, placed, project

# by the numbers of a comparison's lines
CellTexts = dict[tuple[int, int], tuple[str, ...]]
NO_VALUES: ClaimValues = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CellQuote:
    """A claim's words in a cell of the matrix, with their source."""

    text: str
    stance: Stance
    publisher: str = ""
    date: str = ""

    def __str__(self) -> str:
        source = ", ".join(part for part in (self.publisher, self.date) if part)
        return f"{scale.shape(self.stance)} {one_line(self.text)}" + (f" ({source})" if source else "")


@dataclass(frozen=True)
class Comparison:
    """What a view shows of a project.

    Attributes:
        chosen: the view's filter, its names looked up.
        pivot: the counts, with rows and columns as the view shows them.
        empty_columns: whether columns without a claim are shown where the view shows such rows.
        topics: by key, for their propositions.
        texts: what stands in each cell where the view asks for quotes or summaries, by the numbers of its lines.
        notes: the filter and the rule against duplicates, each a sentence.
        has_disputes: whether coders read a passage in opposite ways.
        values: what its cells have of a field, where the view asks for one.
    """

    view: View
    chosen: ClaimFilter
    found: Members
    pivot: Pivot
    empty_columns: bool
    topics: Mapping[str, Topic]
    texts: CellTexts
    notes: tuple[str, ...]
    has_disputes: bool = False
    values: FieldValues | None = None

    @property
    def kind(self) -> CellKind:
        """What its cells hold."""
        return kind_of(self.view.cells, self.values.way if self.values is not None else "values")


def load_members(db: Database) -> Members:
    """Return the members of every field of the project; they change with its codebook and documents only."""
    documents = [DocumentLine(*row) for row in counts.document_lines(db)]
    return members(project.topics(db), project.actors(db), documents, project.coders(db), own_fields.fields(db))


def compare(db: Database, view: View, found: Members | None = None, *, empty_columns: bool = False) -> Comparison:
    """Return what *view* shows of the project; *found* are the members of each field, where they are known already.

    With *empty_columns*, columns without a claim are shown where the view shows such rows.

    Raises:
        UserError: when the filter names what the project does not have, or summaries are asked for without topics and
            actors on the axes.
    """
    found = found or load_members(db)
    for name in view.fields:
        if name not in found:
            lookup.own_field(db, name)
    chosen = lookup.claim_filter(db, view.where)
    topics = {topic.key: topic for topic in project.topics(db)}
    with no_collecting():
        shown = count(db, view, chosen, found, _kept(view, found, topics, empty_columns))
        if view.transpose:
            shown = shown.transposed()
    shown, has_disputes = _without_disputes(db, view, chosen, found, shown)
    texts: CellTexts = {}
    if view.cells == "quotes":
        texts = _quotes(db, view, chosen, found, shown)
    elif view.cells == "summary":
        texts = _summaries(db, found, shown)
    values = None
    if is_field(view.cells):
        values = cell_values.load(db, view, chosen, found, shown, lambda: _met_claims(db, view, chosen, found, shown))
    told = notes(db, view, chosen)
    return Comparison(view, chosen, found, shown, empty_columns, topics, texts, told, has_disputes, values)


def count(
    db: Database,
    view: View,
    chosen: ClaimFilter,
    found: Members,
    kept: tuple[Iterable[Path], Iterable[Path]] = ((), ()),
) -> Pivot:
    """Return the counts that *view* asks for, with the rows and columns *kept*, its sides not yet transposed."""
    orders = {"order": view.order, "column_order": view.column_order}
    if view.is_together and view.duplicates == "include" and not _has_own(view):
        return _met(db, view, chosen, found, kept)
    if view.is_together:
        cells = _together(db, view, chosen, found)
        counted = ((cell, one.stance, _dated(one)) for cell, claims in cells.items() for one in claims.values())
        return pivot.build_cells(view.rows, view.columns, counted, **orders, kept=kept)
    told = _told(db, view, chosen, found)
    if told is not None:
        build = pivot.build_by_document if "document" in _bases(view) else pivot.build_dated
        return build(view.rows, view.columns, found, told, **orders, kept=kept)
    bases, rows = counting.counted(
        db, _bases(view), found, _fields(view), chosen, view.duplicates, dates=_has_dates(view)
    )
    return pivot.build(
        view.rows,
        view.columns,
        found,
        bases,
        rows,
        **orders,
        kept=kept,
    )


def _told(db: Database, view: View, chosen: ClaimFilter, found: Members) -> pivot.DocumentsTold | None:
    """Return what a view is made of whose cells, or their dates, are made when they are looked at.

    None for one without dates or documents, and for one that needs all of it: to sort by dates or likeness, to keep
    duplicates out, to count a claim of two actors once, or to tell for whom an actor spoke on a day.
    """
    bases = _bases(view)
    others = counts.ordered(bases - {"document"})
    dates = kind_of(view.cells).source == "dates"
    sides = [axis.bases for axis in (view.rows, view.columns)]
    if not others or not {*others} <= {"topic", "actor"} or not (dates or "document" in bases):
        return None
    if "document" in bases and not (("document",) in sides and {*others} in map(set, sides)):
        return None
    standing = groups(found, _fields(view))
    if standing is not None and any(one != other for one, other in standing.items()):
        return None
    if dated(found, _fields(view)) is not None:
        return None
    if view.duplicates != "include" or not {"date", "similarity"}.isdisjoint((view.order, view.column_order)):
        return None
    rows, documents = counts.with_documents(db, others, chosen, by_document="document" in bases)
    date_of = {str(number): date for number, date in counts.dates(db).items() if has_year(date)} if dates else None
    return pivot.DocumentsTold(others, rows, documents, date_of)


def follow(
    db: Database, comparison: Comparison, changes: ChangeSet, found: Members | None = None
) -> tuple[Comparison, frozenset[tuple[Path, Path]]] | None:
    """Return a comparison after an edit, and the cells whose claims it touched; None where it has to be made anew.

    It takes constant time per changed row, for what those rows tell: topics by actors of all claims, or axes that do
    not divide by actors. *found* are the members that each field has now, where they are known already.
    """
    if not _is_followed(comparison):
        return None
    if changes.touches("own_field") and any(field_of(name).is_own for name in _fields(comparison.view)):
        return None
    if changes.touches("membership") and FIELD in _fields(comparison.view):
        return None
    view, lookups, renewed = comparison.view, comparison.found, False
    # the members of an axis follow from the table that its base is called after
    if changes.touches(*_bases(view)):
        found = found or load_members(db)
        # claims leave what is gone under the name that it had
        lookups = {name: {**members, **found[name]} for name, members in comparison.found.items()}
        with_members = _with_members(db, comparison, found)
        if with_members is None:
            return None
        comparison, renewed = with_members, True
    shown, kept = comparison.pivot, _kept(view, comparison.found, comparison.topics, comparison.empty_columns)
    orders = (view.order, view.column_order)
    if view.transpose:
        kept, orders = kept[::-1], orders[::-1]
    try:
        deltas = _deltas(shown, lookups, changes, "claim_actor" if "actor" in _bases(view) else "claim")
        patched = outline.patched(shown, deltas, orders, kept, arranged=renewed) if deltas or renewed else shown
    except (KeyError, ValueError):
        # the file was changed behind our back; what it holds now is right
        return None
    if patched is None:
        return None
    if len(comparison.found["coder"]) > 1 and counts.are_read_otherwise(db, changes.claims()):
        # what only coders differ in has to be looked for anew
        return None
    return replace(comparison, pivot=patched), frozenset(deltas)


def cell_claims(
    db: Database,
    comparison: Comparison,
    row: Path | None = None,
    column: Path | None = None,
    documents: Sequence[int] | None = None,
) -> list[counts.ClaimPlace]:
    """Return the claims of a cell, or of a whole row or column, each with its document and stance, in no order.

    A group that is folded is named by its own members. The rule against duplicates is about counting: what it leaves
    out is evidence all the same. With *documents* only those of these.
    """
    shown, found = comparison.pivot, comparison.found
    if row and column and comparison.view.is_together:
        ids = _meeting(db, comparison, row, column)
        return [one for one in cell_claims(db, comparison, row, documents=documents) if one[0] in ids]
    only: dict[Base, list[int | str | None]] = {}
    for axis, path in ((shown.row_axis, row), (shown.column_axis, column)):
        for name, member in zip(axis.fields, path or (), strict=False):
            base = field_of(name).base
            if is_own_base(base):
                only[base] = [None if member.key == NONE else member.key]
                continue
            having = [number for number, one in found[name].items() if one == member]
            only[base] = [number for number in only[base] if number in having] if base in only else having
    own = dated(found, _fields(comparison.view))
    if own is None or "actor" not in only:
        return counts.claim_places(db, comparison.chosen, only, documents)
    placed: dict[int, counts.ClaimPlace] = {}
    for actors, periods in own.claims_of(int(str(one)) for one in only["actor"]):
        some = counts.claim_places(db, comparison.chosen, {**only, "actor": actors}, documents)
        placed.update({one[0]: one for one in some if periods is None or own.periods[one[1]] in periods})
    return [*placed.values()]


def notes(db: Database, view: View, chosen: ClaimFilter) -> tuple[str, ...]:
    """Return the sentences that tell how a comparison came about."""
    sentences = [lookup.filter_note(db, chosen)]
    if view.is_together:
        sentences.append(_(phrases.TOGETHER_WITHIN[view.within]))
    if view.duplicates != "include":
        rule = _(phrases.RULES[view.duplicates])
        sentences.append(_("Each actor, topic and stance is counted {rule}.").format(rule=rule))
    if FIELD in view.fields and project.has_memberships(db):
        sentences.append(_(phrases.SPOKEN_FOR))
    if is_field(view.cells):
        sentences.append(_(phrases.FIELD_IN_CELLS).format(field=field_of(view.cells).called))
    return tuple(sentences)


def claims_of_cells(
    found: Members, shown: Pivot, mentions: Iterable[Mention], own: ClaimValues = NO_VALUES
) -> dict[tuple[int, int], list[int]]:
    """Return the claims of each cell by the numbers of its lines, each once, in the order of *mentions*.

    *own* are the values of the own fields of claims that stand on the axes, as `counts.own_values` has them.
    """
    cells: dict[tuple[int, int], dict[int, None]] = {}
    place_of = _CellFinder(found, shown)
    for one in in_parts(found, (*shown.row_axis.fields, *shown.column_axis.fields), mentions):
        ids = {column: getattr(one, column) for column in COLUMNS.values()}
        for values in product(*(held.get(one.claim_id, (None,)) for held in own.values())):
            place = place_of({**ids, **dict(zip(own, values, strict=True))} if own else ids)
            if place is not None:
                cells.setdefault(place, {})[one.claim_id] = None
    return {key: list(claims) for key, claims in cells.items()}


class _Sides:
    """Give the claims of a view with a field on both sides their lines, by numbers: a million have few.

    Attributes:
        own_lines, met_lines: the lines of what meets, which is counted, and those of what it meets, by these numbers.
    """

    def __init__(self, view: View, found: Members) -> None:
        self._view = view
        self._axes = (view.columns, view.rows) if view.transpose else (view.rows, view.columns)
        self.own_lines: list[Path] = []
        self.met_lines: list[Path] = []
        self._found = found
        bases = _bases(view)
        self._has_actors = "actor" in bases
        self._of_actors = "actor" in {*view.rows.bases} & {*view.columns.bases}
        self._organisations = dated(found, _fields(view))
        if self._organisations is not None:
            # on what day an actor spoke
            bases.add("document")
        self._columns = [column_of(base) for base in counts.ordered(bases - {"actor"})]
        self._numbers: tuple[dict[Path, int], dict[Path, int]] = ({}, {})

    def meetings(self, db: Database, chosen: ClaimFilter) -> Iterator[tuple[Passage, int, int]]:
        """Yield what `meetings.meetings` does."""
        passages = counts.passages(db, chosen, self._columns, with_actors=self._has_actors)
        return meetings(passages, known(self._sides), _unit_of(db, self._view, chosen))

    def _sides(self, kind: tuple[Any, ...]) -> MetSides:
        whose, *told = kind
        ids = dict(zip(self._columns, told, strict=True))
        actors = [*map(int, whose.split(","))] if whose else [0]
        own = self._organisations
        if own is not None:
            actors = [part for actor in actors for part in own.parts(actor, ids[COLUMNS["document"]])]
        return sides([self._placed({**ids, COLUMNS["actor"]: actor}) for actor in actors], of_actors=self._of_actors)

    def _placed(self, ids: Mapping[str, Any]) -> tuple[int, int]:
        placed = []
        for axis, numbers, lines in zip(self._axes, self._numbers, (self.own_lines, self.met_lines), strict=True):
            path = path_of(axis, self._found, ids)
            placed.append(numbers.setdefault(path, len(lines)))
            if placed[-1] == len(lines):
                lines.append(path)
        return placed[0], placed[1]


def _unit_of(db: Database, view: View, chosen: ClaimFilter) -> Callable[[int, int, int], Hashable] | None:
    """Return what tells the unit of a claim, of its id, start and end, from others of its document.

    None where claims stand together on words that overlap.
    """
    if view.within == "overlap":
        return None
    if view.within == "document":
        return lambda claim, start, end: 0
    if view.within == "span":
        return lambda claim, start, end: (start, end)
    turns = {row[0]: row[-1] for row in placed.claims(db, chosen, with_turns=True)}
    # what begins in no turn and no paragraph stands alone
    return lambda claim, start, end: turns[claim] or (0, claim)


def _met(
    db: Database,
    view: View,
    chosen: ClaimFilter,
    found: Members,
    kept: tuple[Iterable[Path], Iterable[Path]],
) -> Pivot:
    """Return the counts of a view with a field on both sides, its sides not yet transposed."""
    lines, place = _Sides(view, found), scale.in_use().place
    known_dates = counts.dates(db) if _has_dates(view) else {}
    dates: dict[tuple[int, int], late.Dates] = {}
    tally = Tally()
    for passage, own, met in lines.meetings(db, chosen):
        tally.add((own, passage[5]), met)
        if known_dates and has_year(date := known_dates[passage[0]]):
            for one in lines_of(met):
                dates[own, one] = pivot.wider(dates.get((own, one)), (date, date))
    cells: dict[tuple[int, int], list[int]] = {}
    for (own, stance), numbers in tally.told().items():
        at = place(stance)
        for one, number in enumerate(numbers):
            if number:
                cells.setdefault((own, one), nothing())[at] += number
    if view.transpose:
        cells = {line[::-1]: counted for line, counted in cells.items()}
        dates = {line[::-1]: both for line, both in dates.items()}
    paths = (lines.own_lines, lines.met_lines)
    return pivot.build_counted(
        view.rows,
        view.columns,
        paths[::-1] if view.transpose else paths,
        cells,
        dates,
        order=view.order,
        column_order=view.column_order,
        kept=kept,
    )


def _meeting(db: Database, comparison: Comparison, row: Path, column: Path) -> set[int]:
    """Return the claims of a cell of such a view."""
    view, chosen = comparison.view, comparison.chosen
    ids: set[int] = set()
    if view.duplicates != "include" or _has_own(view):
        for cell, claims in _together(db, view, chosen, comparison.found).items():
            down, across = cell[::-1] if view.transpose else cell
            if (down[: len(row)], across[: len(column)]) == (row, column):
                ids.update(claims)
        return ids
    lines = _Sides(view, comparison.found)
    for passage, own, met in lines.meetings(db, chosen):
        if lines.own_lines[own][: len(row)] == row and any(
            lines.met_lines[one][: len(column)] == column for one in lines_of(met)
        ):
            ids.add(passage[4])
    return ids


def _has_own(view: View) -> bool:
    """Tell whether a field of the user's own stands on an axis: what it says of a claim is not in its row."""
    return any(map(is_own_base, _bases(view)))


def _together(
    db: Database, view: View, chosen: ClaimFilter, found: Members
) -> dict[tuple[Path, Path], dict[int, Mention]]:
    """Return the claims of each cell of a view with a field on both sides, its sides not yet transposed.

    They are those of what is shown as row that meet one of the column: on words that overlap, or held by both.
    """
    of_actors = "actor" in {*view.rows.bases} & {*view.columns.bases}
    unit_of = _unit_of(db, view, chosen)
    if unit_of is not None:
        return _gathered_together(db, view, chosen, found, unit_of, of_actors=of_actors)
    pairs = counts.encounters(db, chosen, of_actors=of_actors)
    # a rule against duplicates has to see all of them
    ids = {one for one, _other in pairs} if view.duplicates == "include" else None
    held: dict[int, list[Mention]] = {}
    for mention in in_parts(found, _fields(view), counts.mentions(db, chosen, view.duplicates, ids=ids)):
        held.setdefault(mention.claim_id, []).append(mention)
    lines = {
        (axis, mention): path_of(axis, found, {column: getattr(mention, column) for column in COLUMNS.values()})
        for mentions in held.values()
        for mention in mentions
        for axis in (view.rows, view.columns)
    }
    cells: dict[tuple[Path, Path], dict[int, Mention]] = {}
    for claim, other in pairs:
        for one in held.get(claim, ()):
            for two in held.get(other, ()):
                if claim != other or one.actor_id != two.actor_id:
                    row, column = (two, one) if view.transpose else (one, two)
                    cells.setdefault((lines[view.rows, row], lines[view.columns, column]), {})[claim] = one
    return cells


def _gathered_together(
    db: Database,
    view: View,
    chosen: ClaimFilter,
    found: Members,
    unit_of: Callable[[int, int, int], Hashable],
    *,
    of_actors: bool,
) -> dict[tuple[Path, Path], dict[int, Mention]]:
    """Return the same where a unit holds what stands together: each claim meets the lines that others have there."""
    spans = {row[0]: row[2:4] for row in placed.claims(db, chosen)}
    own, met = (view.columns, view.rows) if view.transpose else (view.rows, view.columns)
    units: dict[Hashable, list[tuple[Mention, Path, Path]]] = {}
    for one in in_parts(found, _fields(view), counts.mentions(db, chosen, view.duplicates)):
        ids = {column: getattr(one, column) for column in COLUMNS.values()}
        unit = (one.document_id, one.coder_id, unit_of(one.claim_id, *spans[one.claim_id]))
        units.setdefault(unit, []).append((one, path_of(own, found, ids), path_of(met, found, ids)))
    cells: dict[tuple[Path, Path], dict[int, Mention]] = {}
    for held in units.values():
        claims_of: dict[Path, set[int]] = {}
        parts_of: dict[Path, set[tuple[int, int]]] = {}
        for one, _row, line in held:
            claims_of.setdefault(line, set()).add(one.claim_id)
            parts_of.setdefault(line, set()).add((one.claim_id, one.actor_id))
        for one, row, _line in held:
            for line, claims in claims_of.items():
                others = of_actors and any(
                    claim == one.claim_id and actor != one.actor_id for claim, actor in parts_of[line]
                )
                if others or len(claims) > 1 or one.claim_id not in claims:
                    cell = (line, row) if view.transpose else (row, line)
                    cells.setdefault(cell, {})[one.claim_id] = one
    return cells


def _dated(mention: Mention) -> str:
    return mention.date if has_year(mention.date) else ""


def _without_disputes(
    db: Database, view: View, chosen: ClaimFilter, found: Members, shown: Pivot
) -> tuple[Pivot, bool]:
    """Return counts in which nobody is contradictory only because two coders read one passage in opposite ways.

    And whether there are such passages.
    """
    if view.is_together or not counts.has_coders(db):
        return shown, False
    if not any(cell.is_contradictory for cell in shown.cells.values()):
        return shown, False
    aside = counts.disputed(db, chosen)
    if not aside:
        return shown, False
    held = counts.mentions(db, chosen, ids={claim for claim, _actor in aside})
    own = counts.own_values(db, _bases(view), {claim for claim, _actor in aside})
    cells = claims_of_cells(found, shown, [one for one in held if (one.claim_id, one.actor_id) in aside], own)
    stance_of = {one.claim_id: one.stance for one in held}
    disputed = {}
    for place, claims in cells.items():
        taken = CellCounts.of(stance_of[claim] for claim in claims)
        counted = shown.cells[place]
        if counted.is_contradictory and not (counted.favor > taken.favor and counted.against > taken.against):
            disputed[place] = DisputedCounts(*counted)
    return replace(shown, cells=late.changed(shown.cells, disputed)), True


def _quotes(db: Database, view: View, chosen: ClaimFilter, found: Members, shown: Pivot) -> CellTexts:
    if view.is_together:
        cells = _met_claims(db, view, chosen, found, shown)
    else:
        own = counts.own_values(db, _bases(view))
        cells = claims_of_cells(found, shown, counts.mentions(db, chosen, view.duplicates), own)
    facts = {document.id: document.facts for document in project.documents(db)}
    wanted = None if chosen.is_empty else {claim for claims in cells.values() for claim in claims}
    texts = {}
    for claim in project.claims(db, ids=wanted):
        source = facts[claim.document_id]
        texts[claim.id] = str(CellQuote(claim.quote, claim.stance, source.publisher, source.date))
    return {key: tuple(texts[claim] for claim in claims) for key, claims in cells.items()}


def _summaries(db: Database, found: Members, shown: Pivot) -> CellTexts:
    """Return the analyst's summaries of each cell; a cell of several topics or actors holds those of all, named.

    Raises:
        UsageError: when cells do not stand for topics and actors, which is what summaries are written on.
    """
    if {*shown.row_axis.bases, *shown.column_axis.bases} != {"topic", "actor"}:
        raise UsageError(
            _(
                "Summaries are written on a topic and an actor: put one of topic and theme on one axis, and one of "
                "actor, organisation and country on the other."
            )
        )
    finest = {"topic", "actor"} <= {*shown.row_axis.fields, *shown.column_axis.fields}
    cells: dict[tuple[int, int], list[str]] = {}
    place_of = _CellFinder(found, shown)
    own = dated(found, (*shown.row_axis.fields, *shown.column_axis.fields))
    for (topic, actor), text in counts.summaries(db).items():
        # what is written of an actor has no date: it stands with all that it belongs to
        parts = own.bodies_of.get(actor, [actor]) if own is not None else [actor]
        places = dict.fromkeys(place_of({"topic_id": topic, "actor_id": part}) for part in parts)
        for place in places:
            if place is not None:
                named = f"{found['topic'][topic].name}, {found['actor'][actor].name}: {text}"
                cells.setdefault(place, []).append(text if finest else named)
    return {key: tuple(texts) for key, texts in sorted(cells.items())}


def _met_claims(
    db: Database, view: View, chosen: ClaimFilter, found: Members, shown: Pivot
) -> dict[tuple[int, int], list[int]]:
    """Return the claims of each cell of a view with a field on both sides, by the numbers of its lines."""
    cells = _together(db, view, chosen, found)
    rows, columns = ({line: at for at, line in enumerate(lines)} for lines in (shown.rows, shown.columns))
    turned = ((cell[::-1] if view.transpose else cell, claims) for cell, claims in cells.items())
    return {(rows[row], columns[column]): list(claims) for (row, column), claims in turned}


def _standing(found: Mapping[Any, Any]) -> Iterable[Any]:
    return found.standing if isinstance(found, OwnMembers) else found


class _CellFinder:
    """Tell in which cell something stands."""

    def __init__(self, found: Members, shown: Pivot) -> None:
        self._found, self._shown = found, shown
        self._rows, self._columns = (
            {line: at for at, line in enumerate(lines)} for lines in (shown.rows, shown.columns)
        )

    def __call__(self, ids: Mapping[str, Any]) -> tuple[int, int] | None:
        """Return the numbers of the lines; None when one is not shown."""
        row = self._rows.get(path_of(self._shown.row_axis, self._found, ids))
        column = self._columns.get(path_of(self._shown.column_axis, self._found, ids))
        return None if row is None or column is None else (row, column)


def _fields(view: View) -> tuple[str, ...]:
    return (*view.rows.fields, *view.columns.fields)


def _bases(view: View) -> set[Base]:
    return {*view.rows.bases, *view.columns.bases}


def _has_dates(view: View) -> bool:
    return kind_of(view.cells).source == "dates" or "date" in (view.order, view.column_order)


def _is_followed(comparison: Comparison) -> bool:
    """Tell whether the rows that an edit changes say what became of the counts."""
    view, bases = comparison.view, _bases(comparison.view)
    if view.is_together or comparison.has_disputes:
        return False
    plain = comparison.chosen.is_empty and view.duplicates == "include"
    counted = not kind_of(view.cells).source and not _has_dates(view)
    # a claim of two actors of a group counts once, and where its actors are told its document and voice are not
    is_summed = groups(comparison.found, _fields(view)) is None and dated(comparison.found, _fields(view)) is None
    # what a claim has of own fields stands in rows of another table
    is_counted = not any(map(is_own_base, bases))
    return plain and counted and is_summed and is_counted and ("actor" not in bases or bases <= {"topic", "actor"})


def _with_members(db: Database, comparison: Comparison, found: Members) -> Comparison | None:
    """Return a comparison whose lines have their present members; None where several share a line."""
    lines = []
    shown = comparison.pivot
    for axis, paths in ((shown.row_axis, shown.rows), (shown.column_axis, shown.columns)):
        if axis.fields != axis.bases:
            return None
        now = found[axis.leaf]
        present = {member: now.get(number, member) for number, member in comparison.found[axis.leaf].items()}
        lines.append(tuple((present[member],) for (member,) in paths))
    topics = {topic.key: topic for topic in project.topics(db)}
    return replace(comparison, found=found, topics=topics, pivot=replace(shown, rows=lines[0], columns=lines[1]))


def _deltas(shown: Pivot, found: Members, changes: ChangeSet, table: str) -> dict[tuple[Path, Path], list[int]]:
    """Return how many claims came to each cell, by stance, and how many went, as the changed rows of *table* tell."""
    deltas: dict[tuple[Path, Path], list[int]] = {}
    place = scale.in_use().place
    for change in changes.of(table):
        for row, step in ((change.before, -1), (change.after, 1)):
            if row is not None:
                cell = path_of(shown.row_axis, found, row), path_of(shown.column_axis, found, row)
                deltas.setdefault(cell, nothing())[place(str(row["stance"]))] += step
    return deltas


def _kept(
    view: View, found: Members, topics: Mapping[str, Topic], empty_columns: bool
) -> tuple[frozenset[Path], frozenset[Path]]:
    """Return the rows and columns of a view that stay even without a claim, its sides not yet transposed.

    They are topics that one can be for or against, and all members of other fields.
    """
    kept: list[frozenset[Path]] = []
    for axis, is_kept in ((view.rows, not view.hide_empty), (view.columns, not view.hide_empty and empty_columns)):
        ids: Iterable[int | str] = ()
        if is_kept and len(axis.bases) == 1:
            is_topic = axis.bases == ("topic",)
            ids = [one.id for one in topics_to_code(topics.values())] if is_topic else _standing(found[axis.leaf])
        kept.append(frozenset(path_of(axis, found, {column_of(axis.bases[0]): number}) for number in ids))
    return kept[0], kept[1]
