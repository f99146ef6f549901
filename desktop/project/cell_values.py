"""What the cells of a comparison tell of a field, counted as its axes are: by indexes, not claim by claim."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from desktop.analysis.comparison import pivot
from desktop.analysis.comparison.field_values import FieldValues, LateValues, field_values, values_of
from desktop.analysis.comparison.member import Member
from desktop.analysis.comparison.members import Members, groups
from desktop.analysis.comparison.organisations import dated, in_parts
from desktop.analysis.comparison.pivot import Pivot
from desktop.core.axes import COLUMNS, column_of, field_of, is_own_base
from desktop.core.filters import ClaimFilter
from desktop.core.own_fields import OwnField, find, parted
from desktop.core.views import View
from desktop.project import counting
from desktop.store.database import Database
from desktop.store.reads import counts, own_fields

# the claims of each cell, by the numbers of its lines
ClaimsOfCells = Mapping[tuple[int, int], Sequence[int]]


def load(
    db: Database, view: View, chosen: ClaimFilter, found: Members, shown: Pivot, claims: Callable[[], ClaimsOfCells]
) -> FieldValues:
    """Return what the claims of each cell have of the field that *view* names.

    A claim counts once for each value that it has in a cell: of two actors in one organisation once for it. *claims*
    tells what is in each cell where claims are counted that stand together, of which no index knows.
    """
    name = view.cells
    own = find(own_fields.fields(db), name) if parted(name)[0] else None
    if view.is_together:
        return field_values(_of_claims(db, name, own, chosen, found, claims()), own)
    has_several = own.made.several if own is not None else dated(found, (name,)) is not None
    is_shared = own is not None and own.owner == "actor" and "actor" not in view.fields
    if has_several and (is_shared or name in {*view.rows.fields, *view.columns.fields}):
        # of a claim that two hold one may have what the other has besides, and what stands on one line has others too
        return field_values(_of_mentions(db, view, own, chosen, found, shown), own)
    late = _late(db, view, own, chosen, found, shown)
    if late is not None:
        return FieldValues(late, own)
    bases = {field_of(one).base for one in view.fields}
    told, rows = counting.counted(db, bases, found, view.fields, chosen, view.duplicates)
    return field_values(pivot.by_field(shown, name, found, told, rows), own)


def _late(
    db: Database, view: View, own: OwnField | None, chosen: ClaimFilter, found: Members, shown: Pivot
) -> LateValues | None:
    """Return what cells of topics and actors have of a field of claims or documents, which are counted when seen.

    None where a claim may stand in a cell more than once, or for what counts by other numbers.
    """
    base, members = field_of(view.cells).base, found[view.cells]
    if view.duplicates != "include" or {*view.rows.bases, *view.columns.bases} != {"topic", "actor"}:
        return None
    standing = groups(found, view.fields)
    if dated(found, view.fields) is not None or any(one != other for one, other in (standing or {}).items()):
        return None
    if is_own_base(base):
        read = counts.texts_of_cells(db, base, chosen)
    elif base == "document":
        numbers = {line: at for at, line in enumerate(dict.fromkeys(members.values()))}
        read = counts.texts_of_cells(db, base, chosen, {one: numbers[line] for one, line in members.items()})
        members = dict(enumerate(numbers))
    else:
        return None
    if read is None:
        return None
    meaning, rows = read
    place_of = pivot.placing(shown, found, ["topic", "actor"])
    texts: dict[tuple[int, int], str] = {}
    for row in rows:
        place = place_of(row)
        if place is not None:
            texts[place] = texts[place] + row[2] if place in texts else row[2]
    return LateValues(texts, {letter: values_of(members[value], own) for letter, value in meaning.items()})


def _of_claims(
    db: Database, name: str, own: OwnField | None, chosen: ClaimFilter, found: Members, cells: ClaimsOfCells
) -> dict[tuple[int, int], dict[Member, int]]:
    """Return how many of the claims of each cell have each value of a field."""
    base, members = field_of(name).base, found[name]
    values: dict[int, dict[Member, None]] = {}
    if is_own_base(base):
        for claim, told in counts.own_values(db, [base])[base].items():
            values[claim] = dict.fromkeys(members[value] for value in told)
    else:
        for one in in_parts(found, (name,), counts.mentions(db, chosen)):
            line = members[getattr(one, column_of(base))]
            values.setdefault(one.claim_id, {}).update(dict.fromkeys(values_of(line, own)))
    counted: dict[tuple[int, int], dict[Member, int]] = {}
    for place, claims in cells.items():
        into = counted.setdefault(place, {})
        for claim in claims:
            for member in values.get(claim, ()):
                into[member] = into.get(member, 0) + 1
    return counted


def _of_mentions(
    db: Database, view: View, own: OwnField | None, chosen: ClaimFilter, found: Members, shown: Pivot
) -> dict[tuple[int, int], dict[Member, int]]:
    """Return how many claims of each cell have each value of a field, as who holds them has it."""
    axes = (*view.rows.fields, *view.columns.fields)
    base, members = field_of(view.cells).base, found[view.cells]
    places = [
        (axis, {line: at for at, line in enumerate(lines)})
        for axis, lines in ((shown.row_axis, shown.rows), (shown.column_axis, shown.columns))
    ]
    told = counts.own_values(db, {*view.rows.bases, *view.columns.bases})
    seen: dict[tuple[tuple[int, ...], int, Member], None] = {}
    for mention in counts.mentions(db, chosen, view.duplicates):
        if is_own_base(base):
            held_here = [members[value] for value in told[base].get(mention.claim_id, ())]
        else:
            held_here = [members[getattr(part, column_of(base))] for part in in_parts(found, (view.cells,), [mention])]
        values = [value for line in held_here for value in values_of(line, own)]
        for one in in_parts(found, axes, [mention]):
            ids = {column: getattr(one, column) for column in COLUMNS.values()}
            for held in product(*(claims.get(one.claim_id, (None,)) for claims in told.values())):
                known = {**ids, **dict(zip(told, held, strict=True))}
                place = tuple(lines.get(pivot.path_of(axis, found, known), -1) for axis, lines in places)
                seen.update(dict.fromkeys((place, one.claim_id, value) for value in values))
    counted: dict[tuple[int, int], dict[Member, int]] = {}
    for (row, column), _claim, value in seen:
        into = counted.setdefault((row, column), {})
        into[value] = into.get(value, 0) + 1
    return counted
