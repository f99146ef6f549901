"""Actions on the fields that a project has of its own: making and changing them, and giving things values of them."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.own_fields import JOINT, KINDS, OwnField, checked, find, joined
from desktop.core.phrases import gone
from desktop.core.text import one_line
from desktop.store.database import Database
from desktop.store.edits import successors
from desktop.store.edits.saved import follow_field
from desktop.store.reads import own_fields as reads
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Value

# by the ids of things, what each has or shall have of one field
ValuesOf = Mapping[int, Sequence[str]]
# what the history calls it when things get a value, and what it calls the field there
_SET = {
    "claim": ("set_claims_field", "field"),
    "document": ("set_variable", "name"),
    "actor": ("set_actors_field", "field"),
    "topic": ("set_topics_field", "field"),
}
# values that a list is made of where nobody says what it has
_LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class Misfits:
    """What would not fit a field if it were another.

    Attributes:
        values: those that would go, each with how many things have it.
        things: how many would have another value, or none.
        field: what it would be, with the list that it would have.
    """

    field: OwnField
    values: Mapping[str, int]
    things: int = 0


def make(db: Database, field: OwnField) -> int:
    """Make a field and return its id.

    Raises:
        UserError: when it cannot be so (`own_fields.checked`), or its owner has one of that name.
    """
    with db.edit("make_field", {"name": one_line(field.name)}) as recorder:
        return _insert(db, recorder, field)


def rename(db: Database, field: OwnField, name: str) -> None:
    """Give a field another name; saved filters and views follow.

    Raises:
        UserError: as `make`.
    """
    new = checked(replace(_there(db, field), name=name))
    with db.edit("rename_field", {"name": field.name}) as recorder:
        refuse_taken(db, new)
        row = _row_of(db, recorder, field)
        recorder.update("own_field", row, {"name": new.name})
        if field.owner != "claim" and new.name != field.name:
            _rename_variable(db, recorder, field, new.name)
        follow_field(db, recorder, field, new)


def change(
    db: Database,
    field: OwnField,
    *,
    definition: str | None = None,
    preset: str | None = None,
    choices: Sequence[str] | None = None,
) -> None:
    """Change what a field says of itself: its definition, its default, and what its list has and in which order.

    Raises:
        UserError: when the default does not fit, or things have a value that the list had and has no more.
    """
    new = _there(db, field)
    new = new if definition is None else replace(new, definition=definition)
    new = new if preset is None else replace(new, preset=preset)
    new = checked(new if choices is None else replace(new, choices=tuple(choices)))
    with db.edit("change_field", {"name": field.name}) as recorder:
        if choices is not None:
            _refuse_misfits(misfits(db, field, new))
        recorder.update("own_field", _row_of(db, recorder, field), _row(new))


def misfits(db: Database, field: OwnField, new: OwnField) -> Misfits:
    """Return what things have of a field that would not fit it if it were *new*; nothing is changed.

    A list that is not said is what things have.
    """
    if KINDS[new.kind].listed and not new.choices:
        known = reads.used(db, field, _LONGEST_LIST + 1)
        if len(known) > _LONGEST_LIST:
            sentence = _("“{name}” has more than {count} values: write those that the list shall have.")
            raise UserError(sentence, name=field.name, count=_LONGEST_LIST)
        new = replace(
            new, choices=tuple(dict.fromkeys(part.strip() for one in known for part in one.split(";") if part.strip()))
        )
    new = replace(new, preset=new.preset if new.kind == field.kind and new.choices == field.choices else "")
    new = checked(new)
    gone_values: Counter[str] = Counter()
    things = 0
    for values in _held(db, field).values():
        kept = _fitting(new, values)
        lost = [one for one in values if not _fitting(new, [one])]
        if lost or len(values) > len(kept) > 0:
            things += 1
            gone_values.update(lost or values[1:])
    return Misfits(new, dict(gone_values.most_common()), things)


def retype(db: Database, field: OwnField, kind: str, choices: Sequence[str] = (), *, drop: bool = False) -> Misfits:
    """Make a field one of another kind, or with another list; return what did not fit, which goes only with *drop*.

    Raises:
        UserError: when there is something that would not fit, and nothing is said of it; nothing is changed then.
    """
    own = _there(db, field)
    if kind not in KINDS:
        raise UserError(_("“{kind}” is no kind of field: choose one of {kinds}."), kind=kind, kinds=", ".join(KINDS))
    with db.edit("retype_field", {"name": field.name}) as recorder:
        found = misfits(db, own, replace(own, kind=kind, choices=tuple(choices)))
        if not drop:
            _refuse_misfits(found)
        held = _held(db, own)
        row = _row_of(db, recorder, own)
        recorder.update("own_field", row, _row(found.field))
        new = replace(found.field, id=row)
        _write(db, recorder, new, held, {number: _fitting(new, values) for number, values in held.items()})
    return found


def rename_value(db: Database, field: OwnField, value: str, new: str) -> int:
    """Call a value of a field otherwise, or what another is called already, wherever it stands; return how often.

    Raises:
        UserError: when no thing and no list has the value, or the new one does not fit.
    """
    own, new = _there(db, field), one_line(new)
    if own.made.listed:
        known = [new if one == value else one for one in own.choices]
        if value not in own.choices:
            raise UserError(_("The list of “{name}” has no “{value}”."), name=own.name, value=value)
        own = checked(replace(own, choices=tuple(known), preset=""))
    with db.edit("change_field", {"name": field.name}) as recorder:
        row = _row_of(db, recorder, field)
        told = joined(new if one == value else one for one in reads.split(own, field.preset))
        recorder.update("own_field", row, {**_row(own), "preset": joined(own.read(told))})
        held = {number: values for number, values in _held(db, field).items() if value in values}
        wanted = {
            number: own.read(joined(new if one == value else one for one in values)) for number, values in held.items()
        }
        _write(db, recorder, replace(own, id=row), held, wanted)
    return len(held)


def merge(db: Database, source: OwnField, target: OwnField) -> int:
    """Put what things have of *source* into *target* and delete *source*; return how many things that changed.

    Saved filters and views follow. What a thing has of *target* stays; of a field of several it has both. A list gets
    the values that it lacks.

    Raises:
        UserError: when they are one, of different owners, or a value does not fit.
    """
    old, kept = _there(db, source), _there(db, target)
    if old.place == kept.place:
        raise UserError(_("A field cannot be merged into itself: choose another one."))
    if old.owner != kept.owner:
        raise UserError(_("“{name}” and “{other}” are not of the same things."), name=old.place, other=kept.place)
    with db.edit("merge_fields", {"name": old.name, "target": kept.name}) as recorder:
        held, there = _held(db, old), _held(db, kept)
        if kept.made.listed:
            more = {part.strip() for values in held.values() for one in values for part in one.split(";")}
            kept = checked(replace(kept, choices=(*kept.choices, *sorted({*more} - {*kept.choices, ""}))))
        row = _row_of(db, recorder, kept)
        recorder.update("own_field", row, _row(kept))
        kept = replace(kept, id=row)
        wanted = {}
        for number, values in held.items():
            before = there.get(number, ())
            if not before or kept.made.several:
                wanted[number] = kept.read(joined((*before, *values)))
        changed = _write(db, recorder, kept, there, wanted)
        _write(db, recorder, old, held, dict.fromkeys(held, ()))
        follow_field(db, recorder, old, kept)
        if old.id:
            successors.leave(db, recorder, "own_field", old.id, row)
            recorder.delete("own_field", [old.id])
        return len(changed)


def reorder(db: Database, fields: Sequence[OwnField]) -> None:
    """Put the fields into this order."""
    with db.edit("sort_fields") as recorder:
        rows = [_row_of(db, recorder, one) for one in fields]
        recorder.update_many("own_field", {row: {"position": at} for at, row in enumerate(rows, 1)})


def delete(db: Database, field: OwnField) -> int:
    """Delete a field with all that things have of it; return how many things that are."""
    own = _there(db, field)
    with db.edit("delete_field", {"name": own.name}) as recorder:
        return remove(db, recorder, own)


def remove(db: Database, recorder: Recorder, field: OwnField) -> int:
    """Delete a field as part of a greater action; return how many things had something of it."""
    own = _there(db, field)
    held = _held(db, own)
    _write(db, recorder, own, held, dict.fromkeys(held, ()))
    if own.id:
        recorder.delete("own_field", [own.id])
    return len(held)


def set_value(db: Database, field: OwnField, numbers: Iterable[int], text: str) -> int:
    """Give things a value of a field, or none where *text* is empty; return how many of them that changed.

    Raises:
        UserError: when the value does not fit, or one of the things is not there; nothing is changed then.
    """
    own, chosen = _there(db, field), list(dict.fromkeys(numbers))
    values = own.read(text)
    action, called = _SET[own.owner]
    with db.edit(action, {called: own.name, "count": len(chosen)}) as recorder:
        sql = f"SELECT id FROM {own.owner} WHERE id IN (SELECT value FROM json_each(?))"
        there = {int(number) for (number,) in db.sqlite.execute(sql, [json.dumps(chosen)])}
        for number in chosen:
            if number not in there:
                raise gone(own.owner, number)
        return len(_write(db, recorder, own, _held(db, own, chosen), dict.fromkeys(chosen, values)))


def give(db: Database, recorder: Recorder, field: OwnField, numbers: Sequence[int], text: str) -> set[int]:
    """Give things that are there a value of a field, as part of a greater action; return those that this changed.

    Raises:
        UserError: when the value does not fit, or the field is gone.
    """
    own = _there(db, field)
    return _write(db, recorder, own, _held(db, own, numbers), dict.fromkeys(numbers, own.read(text)))


def fields_called(db: Database, owner: str, names: Iterable[str]) -> list[OwnField]:
    """Return the fields of an owner by their names.

    Raises:
        UserError: when there is none of a name.
    """
    known = reads.fields(db, owner, defined=True)
    return [find(known, f"{owner}{JOINT}{name}") for name in names]


def define(db: Database, recorder: Recorder, fields: Iterable[OwnField], *, update: bool) -> int:
    """Make the fields that the project has not, as part of a greater action; with *update* change the others.

    Returns how many of those that were there are changed now. A kind stays: what things have may not fit another.

    Raises:
        UserError: when what things have would not fit.
    """
    known = {one.place: one for one in reads.fields(db, defined=True)}
    changed = 0
    for field in fields:
        old = known.get(field.place)
        if old is None:
            taken = any(one.uuid == field.uuid for one in known.values())
            _insert(db, recorder, replace(field, uuid="" if taken else field.uuid))
        elif update:
            new = checked(replace(old, definition=field.definition, preset=field.preset, choices=field.choices))
            _refuse_misfits(misfits(db, old, new))
            changed += recorder.update("own_field", old.id, _row(new))
    return changed


def insert_values(
    db: Database, recorder: Recorder, said: Mapping[int, Sequence[tuple[str, str]]], *, presets: bool
) -> None:
    """Write what new claims have of own fields, as part of a greater action.

    With *presets* they have the defaults of those that are not named. A field that the project has not is made, and a
    list gets what it lacks: what comes in shall not get lost.

    Raises:
        UserError: when a value does not fit.
    """
    if not presets and not any(said.values()):
        return
    known = {one.name: one for one in reads.fields(db, "claim")}
    rows: list[dict[str, Value]] = []
    for number, values in said.items():
        told = {**({one.name: one.preset for one in known.values() if one.preset} if presets else {}), **dict(values)}
        for name, text in told.items():
            if not text.strip():
                continue
            field = _taking(db, recorder, known, name, text)
            rows += [{"claim_id": number, "field_id": field.id, "value": value} for value in field.read(text)]
    recorder.insert_many("claim_value", rows)


def take_values(db: Database, recorder: Recorder, claim_id: int, own: Mapping[str, str]) -> None:
    """Give a claim what a file says of own fields, as part of a greater action; as `insert_values`.

    Raises:
        UserError: when a value does not fit.
    """
    known = {one.name: one for one in reads.fields(db, "claim")} if own else {}
    for name, text in own.items():
        _taking(db, recorder, known, name, text)
    write_values(db, recorder, {claim_id: own})


def write_values(db: Database, recorder: Recorder, said: Mapping[int, Mapping[str, str]]) -> set[int]:
    """Give claims values of own fields by name, as part of a greater action; return those that this changed.

    Raises:
        UserError: when there is no such field, or a value does not fit.
    """
    changed: set[int] = set()
    names = {name for values in said.values() for name in values}
    known = reads.fields(db, "claim") if names else []
    for name in names:
        field = find(known, name)
        wanted = {number: field.read(values[name]) for number, values in said.items() if name in values}
        changed |= _write(db, recorder, field, _held(db, field, wanted), wanted)
    return changed


def fill_up(db: Database, recorder: Recorder, pairs: Mapping[int, int]) -> None:
    """Give each claim of *pairs*' values what it lacks of own fields and its key has, as part of a greater action."""
    if not pairs:
        return
    sql = (
        "SELECT claim_id, field_id, value FROM claim_value WHERE claim_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY id"
    )
    rows = db.sqlite.execute(sql, [json.dumps([*pairs, *pairs.values()])]).fetchall()
    if not rows:
        return
    kinds = {one.id: one.made.several for one in reads.fields(db, "claim")}
    held: dict[int, dict[int, list[str]]] = {}
    for number, field, value in rows:
        held.setdefault(number, {}).setdefault(field, []).append(value)
    new: list[dict[str, Value]] = []
    for source, target in pairs.items():
        there = held.setdefault(target, {})
        for field, values in held.get(source, {}).items():
            before = there.setdefault(field, [])
            more = [one for one in values if one not in before] if kinds.get(field) or not before else []
            before += more
            new += [{"claim_id": target, "field_id": field, "value": value} for value in more]
    recorder.insert_many("claim_value", new)


def variables_column(variables: Mapping[str, str]) -> str:
    """Return the values of own fields as rows of few keep them, without those that have no name or no value."""
    told = {name: value.strip() for one, value in variables.items() if (name := one_line(one)) and value.strip()}
    return json.dumps(told, ensure_ascii=False)


def checked_variables(db: Database, owner: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Return values of own fields by name in the form that is kept; what is not defined is text.

    Raises:
        UserError: when one does not fit.
    """
    known = {one.name: one for one in reads.fields(db, owner, defined=True)} if variables else {}
    return {
        name: joined(known[one_line(name)].read(value)) if one_line(name) in known else value
        for name, value in variables.items()
    }


def fitting_variables(db: Database, owner: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Return values of own fields by name as a file tells them, in the form that is kept where they fit.

    What does not fit stays as it is: it stands behind all that does.
    """
    known = {one.name.casefold(): one for one in reads.fields(db, owner, defined=True)} if variables else {}
    found: dict[str, str] = {}
    for name, value in variables.items():
        own = known.get(one_line(name).casefold())
        if own is None or (own.name != name and own.name in variables):
            found[name] = value
        else:
            found[own.name] = joined(own.read(value)) if own.fits(value) else value
    return found


def provide(db: Database, recorder: Recorder, field: OwnField, values: Sequence[str]) -> OwnField:
    """Return the project's field of that owner and name, as part of a greater action.

    It is made as *field* is where there is none, as text where documents have other values of it already; a list that
    is there gets those of *values* that it lacks.
    """
    name = field.name.casefold()
    own = next((one for one in reads.fields(db, field.owner, defined=True) if one.name.casefold() == name), None)
    if own is None:
        new = checked(field)
        if new.owner == "document" and misfits(db, OwnField("document", new.name), new).values:
            new = checked(replace(new, kind="text", choices=()))
        return replace(new, id=_insert(db, recorder, new))
    known = {one.casefold() for one in own.choices}
    more = [one for one in values if one and one.casefold() not in known] if own.made.listed else []
    if more:
        own = checked(replace(own, choices=(*own.choices, *more)))
        recorder.update("own_field", own.id, _row(own))
    return own


def fill_entries(db: Database, recorder: Recorder, owner: str, said: Mapping[int, Mapping[str, str]]) -> int:
    """Give actors or topics what they lack of own fields, by name, as part of a greater action.

    Returns how many values are another there already, and stay.
    """
    sql = f"SELECT id, variables FROM {owner} WHERE id IN (SELECT value FROM json_each(?))"
    rows: dict[int, dict[str, Value]] = {}
    other = 0
    for number, words in db.sqlite.execute(sql, [json.dumps(list(said))]):
        before = json.loads(words)
        new = {name: value for name, value in said[int(number)].items() if not before.get(name)}
        other += sum(before.get(name) not in (None, "", value) for name, value in said[int(number)].items())
        if new:
            rows[int(number)] = {"variables": variables_column({**before, **new})}
    recorder.update_many(owner, rows)
    return other


def _there(db: Database, field: OwnField) -> OwnField:
    """Return a field as it stands now."""
    found = next(
        (one for one in reads.fields(db, field.owner) if one.id == field.id and (one.id or one.name == field.name)),
        None,
    )
    if found is None:
        raise gone("own_field", field.id)
    return found


def _insert(db: Database, recorder: Recorder, field: OwnField) -> int:
    new = checked(field)
    refuse_taken(db, new)
    (position,) = db.sqlite.execute("SELECT coalesce(max(position), 0) + 1 FROM own_field").fetchone()
    if new.owner == "document":
        # what documents have of that name already shall fit
        _refuse_misfits(misfits(db, OwnField("document", new.name), new))
    return recorder.insert("own_field", {"uuid": new.uuid, **_row(new), "owner": new.owner, "position": position})


def _row(field: OwnField) -> "dict[str, Value]":
    return {
        **{"name": field.name, "kind": field.kind, "definition": field.definition, "preset": field.preset},
        "choices": json.dumps(field.choices, ensure_ascii=False),
    }


def _row_of(db: Database, recorder: Recorder, field: OwnField) -> int:
    """Return the row of a field; one that nobody has defined is defined with that."""
    return field.id or _insert(db, recorder, replace(field, uuid=""))


def refuse_taken(db: Database, field: OwnField) -> None:
    """Refuse a field whose owner has another one of its name.

    Raises:
        UserError: when there is one.
    """
    sql = "SELECT name FROM own_field WHERE owner = ? AND id <> ?"
    names = {str(name).casefold() for (name,) in db.sqlite.execute(sql, [field.owner, field.id])}
    if field.name.casefold() in names:
        raise UserError(_("There is a field “{name}” already: choose another name."), name=field.name)


def _refuse_misfits(found: Misfits) -> None:
    if found.values:
        told = ", ".join(f"“{value}” ({count:,})" for value, count in list(found.values.items())[:8])
        sentence = ngettext(
            "{count:,} value would not fit “{name}”: {values}. Change it first, or let it go.",
            "{count:,} values would not fit “{name}”: {values}. Change them first, or let them go.",
            len(found.values),
        )
        raise UserError(sentence, count=len(found.values), name=found.field.name, values=told)


def _taking(db: Database, recorder: Recorder, known: dict[str, OwnField], name: str, text: str) -> OwnField:
    """Return the field of claims of a name, made where it is not *known*, and with what its list lacks of a text."""
    field = known.get(one_line(name))
    if field is None:
        field = OwnField("claim", name)
        field = known[name] = replace(checked(field), id=_insert(db, recorder, field))
    if field.made.listed:
        field = known[field.name] = _with_values(recorder, field, text)
    return field


def _with_values(recorder: Recorder, field: OwnField, text: str) -> OwnField:
    """Return a list with what it lacks of a text, as part of a greater action."""
    parts = text.split(";") if field.made.several else [text]
    known = {one.casefold() for one in field.choices}
    more = [one for one in map(one_line, parts) if one and one.casefold() not in known]
    if not more:
        return field
    new = checked(replace(field, choices=(*field.choices, *more)))
    recorder.update("own_field", field.id, _row(new))
    return new


def _fitting(field: OwnField, values: Sequence[str]) -> tuple[str, ...]:
    """Return what of *values* a field takes; of a field of one the first."""
    found: dict[str, None] = {}
    for value in values:
        parts = value.split(";") if field.made.several else [value]
        for part in parts:
            if field.fits(part):
                found.update(dict.fromkeys(field.read(part)))
    # a text says all that there was
    if field.kind == "text":
        return (joined(values),) if values else ()
    return tuple(found) if field.made.several else tuple(found)[:1]


def _held(db: Database, field: OwnField, numbers: Iterable[int] | None = None) -> dict[int, tuple[str, ...]]:
    """Return what things have of a field; those that have nothing are left out."""
    if field.owner != "claim":
        return {number: reads.split(field, text) for number, text in reads.texts(db, field, numbers).items()}
    among, values = "", [field.id]
    if numbers is not None:
        among = " AND claim_id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(numbers)))  # type: ignore[arg-type]
    sql = f"SELECT claim_id, value FROM claim_value WHERE field_id = ?{among} ORDER BY id"
    if numbers is None:
        # by the index that begins with the field
        sql = "SELECT claim_id, value FROM field_mention WHERE field_id = ? ORDER BY claim_id"
    found: dict[int, tuple[str, ...]] = {}
    for number, value in db.sqlite.execute(sql, values):
        found[number] = (*found[number], value) if number in found else (value,)
    return found


def _write(db: Database, recorder: Recorder, field: OwnField, held: ValuesOf, wanted: ValuesOf) -> set[int]:
    """Give things what is *wanted* of a field in the place of what they *held*; return those that this changed."""
    changed = {number for number, values in wanted.items() if tuple(values) != tuple(held.get(number, ()))}
    if not changed:
        return changed
    if field.owner != "claim":
        sql = f"SELECT id, variables FROM {field.owner} WHERE id IN (SELECT value FROM json_each(?))"
        before = {int(one): json.loads(told) for one, told in db.sqlite.execute(sql, [json.dumps(sorted(changed))])}
        rows = {one: {**before[one], field.name: joined(wanted[one])} for one in changed}
        recorder.update_many(field.owner, {one: {"variables": variables_column(told)} for one, told in rows.items()})
        return changed
    sql = (
        "SELECT claim_id, value, id FROM claim_value WHERE field_id = ? "
        "AND claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    )
    there: dict[int, dict[str, int]] = {}
    for number, value, row in db.sqlite.execute(sql, [field.id, json.dumps(sorted(changed))]):
        there.setdefault(number, {})[value] = row
    updated: dict[int, dict[str, Value]] = {}
    inserted: list[dict[str, Value]] = []
    deleted: list[int] = []
    for number in sorted(changed):
        own = there.get(number, {})
        if field.made.several:
            # written anew, so that they stand in the order of the list
            deleted += own.values()
            inserted += [{"claim_id": number, "field_id": field.id, "value": value} for value in wanted[number]]
            continue
        new = [value for value in wanted[number] if value not in own]
        old = [row for value, row in own.items() if value not in wanted[number]]
        updated.update({row: {"value": value} for row, value in zip(old, new, strict=False)})
        deleted += old[len(new) :]
        inserted += [{"claim_id": number, "field_id": field.id, "value": value} for value in new[len(old) :]]
    recorder.delete("claim_value", deleted)
    recorder.update_many("claim_value", updated)
    recorder.insert_many("claim_value", inserted)
    return changed


def _rename_variable(db: Database, recorder: Recorder, field: OwnField, name: str) -> None:
    held = reads.texts(db, field)
    sql = f"SELECT id, variables FROM {field.owner} WHERE id IN (SELECT value FROM json_each(?))"
    before = {int(one): json.loads(told) for one, told in db.sqlite.execute(sql, [json.dumps(list(held))])}
    rows = {
        one: variables_column({name if key == field.name else key: value for key, value in told.items()})
        for one, told in before.items()
    }
    recorder.update_many(field.owner, {one: {"variables": told} for one, told in rows.items()})
