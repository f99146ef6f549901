"""Actions on many actors or topics at once, each one step of undo."""

from collections.abc import Iterable, Mapping, Sequence

from desktop.core.changes import Value
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.store.database import Database
from desktop.store.edits import own_fields
from desktop.store.edits.codebook import check_circle, checked_values, entry
from desktop.store.edits.codebook_merge import delete_entry, merge_into

# letters of the names of many in a line of the history
_LONGEST = 80
_NONE_CHOSEN = {
    "actor": N_("No actor is chosen: choose those that it is about."),
    "topic": N_("No topic is chosen: choose those that it is about."),
}


def change(
    db: Database,
    table: str,
    numbers: Iterable[int],
    values: Mapping[str, str],
    *,
    parent_id: int | None = None,
    at_top: bool = False,
    own: Mapping[str, str] | None = None,
) -> int:
    """Give many entries fields of `ENTRY_COLUMNS`, put them under another, and fill own fields of theirs by name.

    With *at_top* they stand under nothing. Returns how many changed.

    Raises:
        UserError: when none is chosen or one is gone, a value cannot be, or one would stand under itself; nothing is
            changed then.
    """
    with db.edit_in_parts(f"change_{table}") as edit:
        chosen = _chosen(db, table, numbers)
        edit.values["name"] = _named(chosen.values())
        rows: dict[int, dict[str, Value]] = {
            number: checked_values(db, table, old, dict(values)) for number, old in chosen.items()
        }
        if parent_id is not None or at_top:
            if parent_id is not None:
                entry(db, table, parent_id)
            for row in rows.values():
                row["parent_id"] = parent_id
        changed = {number for number, row in rows.items() if any(chosen[number][name] != row[name] for name in row)}
        edit.recorder.update_many(table, {number: rows[number] for number in changed})
        check_circle(db, table)
        for field in own_fields.fields_called(db, table, own or {}):
            changed |= own_fields.give(db, edit.recorder, field, list(chosen), (own or {})[field.name])
        return len(changed)


def merge(db: Database, table: str, sources: Iterable[int], target: int) -> int:
    """Make each of *sources* a part of *target*; return how many claims went because another says the same now.

    Raises:
        UserError: when none is chosen, one is gone, or is the target.
    """
    with db.edit_in_parts(f"merge_{table}s") as edit:
        chosen = _chosen(db, table, sources)
        edit.values.update(name=_named(chosen.values()), target=str(entry(db, table, target)["name"]))
        return sum(merge_into(db, edit.recorder, table, source, target) for source in chosen)


def delete(
    db: Database, table: str, numbers: Iterable[int], *, move_to: int | None = None, with_claims: bool = False
) -> int:
    """Delete many entries, as `codebook_merge.delete` does one; return how many claims went that others say too.

    Raises:
        UserError: when none is chosen, one has claims and nothing is said of them, or they are to move to one of these.
    """
    with db.edit_in_parts(f"delete_{table}") as edit:
        chosen = _chosen(db, table, numbers)
        edit.values["name"] = _named(chosen.values())
        gone = 0
        for number in chosen:
            gone += delete_entry(db, edit.recorder, table, number, move_to=move_to, with_claims=with_claims)
        return gone


def _chosen(db: Database, table: str, numbers: Iterable[int]) -> dict[int, dict[str, Value]]:
    chosen = {number: entry(db, table, number) for number in dict.fromkeys(numbers)}
    if not chosen:
        raise UserError(_(_NONE_CHOSEN[table]))
    return chosen


def _named(rows: Iterable[Mapping[str, Value]]) -> str:
    names: Sequence[str] = [str(row["name"]) for row in rows]
    return one_line(", ".join(names), _LONGEST)
