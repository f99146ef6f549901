"""Actions on the tree of actors or topics: who stands under whom, and in which order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from desktop.core.collation import name_key
from desktop.core.errors import ConflictError, UserError
from desktop.core.language import N_, _
from desktop.core.memberships import Membership
from desktop.core.text import one_line
from desktop.core.values import ActorKind
from desktop.store.database import Database
from desktop.store.edits import memberships
from desktop.store.edits.codebook import entry, insert
from desktop.store.recorder import Recorder

SortBy = Literal["name", "uses"]
_UNDER_ITSELF = {
    "actor": N_("“{name}” cannot stand under itself: choose another actor."),
    "topic": N_("“{name}” cannot stand under itself: choose another topic."),
}


def place(
    db: Database,
    table: str,
    number: int,
    parent_id: int | None,
    before: int | None = None,
    made: str = "",
    seen: tuple[int | None] | None = None,
) -> None:
    """Put an entry under another, or at the top: before the entry *before*, or as the last one.

    With a name for what is *made*, it is put under a new entry at the top that is called so. Where it is told what it
    was *seen* under, it may stand under nothing else now.

    Raises:
        ConflictError: when it stands under something else than was seen.
        UserError: when it is put under itself or under what stands below it.
    """
    with db.edit_in_parts("move_entry") as edit:
        recorder = edit.recorder
        own = entry(db, table, number)
        edit.values["name"] = str(own["name"])
        if seen is not None and own["parent_id"] not in (*seen, None if made else parent_id):
            raise ConflictError(_("It stands under something else now than what was seen: look at it first."))
        if made:
            edit.action, edit.values["parent"] = "put_under", one_line(made)
            parent_id = insert(db, recorder, table, made)
        elif parent_id is not None:
            edit.action, edit.values["parent"] = "put_under", str(entry(db, table, parent_id)["name"])
            _refuse_circle(db, table, number, parent_id)
        recorder.update(table, number, {"parent_id": parent_id})
        order = [one for one in siblings(db, table, parent_id) if one != number]
        order.insert(order.index(before) if before in order else len(order), number)
        _write_order(db, recorder, table, order)


def join_new(db: Database, actor_id: int, name: str, membership: Membership) -> int:
    """Let an actor belong to a new organisation called *name*, at the top, and return the id of that.

    Of the *membership* dates and role are taken.

    Raises:
        UserError: when the name is empty, there is no such actor, or the dates cannot be.
    """
    with db.edit_in_parts("add_membership") as edit:
        edit.values |= {"name": str(entry(db, "actor", actor_id)["name"]), "organisation": one_line(name)}
        number = insert(db, edit.recorder, "actor", name, kind=ActorKind.ORGANISATION.value)
        key = str(entry(db, "actor", number)["key"])
        memberships.put(db, edit.recorder, {actor_id: [replace(membership, organisation=key)]})
        return number


def move(db: Database, table: str, number: int, by: int) -> None:
    """Move an entry *by* places down among its siblings, up when negative; at either end it stays."""
    with db.edit_in_parts("move_entry") as edit:
        own = entry(db, table, number)
        edit.values["name"] = str(own["name"])
        parent_id = own["parent_id"]
        order = siblings(db, table, int(str(parent_id)) if parent_id is not None else None)
        at = order.index(number)
        to = min(max(0, at + by), len(order) - 1)
        order.insert(to, order.pop(at))
        _write_order(db, edit.recorder, table, order)


def sort(db: Database, table: str, by: SortBy) -> None:
    """Put the entries among their siblings in the order of their names, or the most used first.

    Names are compared without case and accents; what is used alike keeps its order.
    """
    claims, column = ("claim", "topic_id") if table == "topic" else ("claim_actor", "actor_id")
    with db.edit(f"sort_{table}s", {"order": by}) as recorder:
        names = {number: str(name) for number, name in db.sqlite.execute(f"SELECT id, name FROM {table}").fetchall()}
        uses = dict(db.sqlite.execute(f"SELECT {column}, COUNT(*) FROM {claims} GROUP BY 1").fetchall())
        parents = [row[0] for row in db.sqlite.execute(f"SELECT DISTINCT parent_id FROM {table}").fetchall()]
        for parent in parents:
            order = siblings(db, table, parent)
            order.sort(key=lambda number: (0, name_key(names[number])) if by == "name" else (-uses.get(number, 0), ""))
            _write_order(db, recorder, table, order)


def siblings(db: Database, table: str, parent_id: int | None) -> list[int]:
    """Return the entries under another, or at the top, in their order."""
    sql = f"SELECT id FROM {table} WHERE parent_id IS ? ORDER BY position, id"
    return [int(row[0]) for row in db.sqlite.execute(sql, [parent_id])]


def ancestors(db: Database, table: str, number: int) -> list[int]:
    """Return what an entry stands under, the nearest first."""
    sql = (
        f"WITH RECURSIVE up(id, depth) AS (SELECT parent_id, 1 FROM {table} WHERE id = ? UNION "
        f"SELECT t.parent_id, depth + 1 FROM {table} t JOIN up ON t.id = up.id) "
        "SELECT id FROM up WHERE id IS NOT NULL ORDER BY depth"
    )
    return [int(row[0]) for row in db.sqlite.execute(sql, [number])]


def _refuse_circle(db: Database, table: str, number: int, parent_id: int) -> None:
    if number == parent_id:
        raise UserError(_(_UNDER_ITSELF[table]), name=entry(db, table, number)["name"])
    if number in ancestors(db, table, parent_id):
        own, other = entry(db, table, number)["name"], entry(db, table, parent_id)["name"]
        sentence = _("“{name}” cannot stand under “{other}”, which stands under it: move that one out first.")
        raise UserError(sentence, name=own, other=other)


def _write_order(db: Database, recorder: Recorder, table: str, order: Sequence[int]) -> None:
    """Write positions that put siblings into *order*, with as few rows as that takes.

    The positions that they have are dealt out anew, so that nothing else in the codebook moves.
    """
    found: dict[int, int] = dict(
        db.sqlite.execute(
            f"SELECT id, position FROM {table} WHERE parent_id IS (SELECT parent_id FROM {table} WHERE id = ?)",
            [order[0]],
        ).fetchall()
    )
    slots = sorted(found.values())
    for at in range(1, len(slots)):
        # two of one position would be in the order of their ids
        slots[at] = max(slots[at], slots[at - 1] + 1)
    recorder.update_many(
        table,
        {one: {"position": slot} for one, slot in zip(order, slots, strict=True) if found[one] != slot},
    )
