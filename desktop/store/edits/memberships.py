"""Actions on who belongs to which organisation, from when until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.memberships import Membership, checked
from desktop.core.phrases import gone
from desktop.core.values import ActorKind
from desktop.store.database import Database
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Value

# by the columns of a row: what makes two of them one
_Known = tuple[int, str, str, str]


def add(db: Database, actor_id: int, membership: Membership) -> int:
    """Let an actor belong to an organisation, which goes by its key, and return the id of that.

    Raises:
        UserError: when there is no such actor, it is no organisation, the dates cannot be, or it is there already.
    """
    new = checked(membership)
    names = _names(db, actor_id, new.organisation)
    with db.edit("add_membership", {"name": names[0], "organisation": names[1]}) as recorder:
        row = _row(db, actor_id, new)
        if _known(row) in _there(db, actor_id):
            raise UserError(_("“{name}” belongs to “{organisation}” so already."), name=names[0], organisation=names[1])
        return recorder.insert("membership", row)


def change(
    db: Database,
    number: int,
    *,
    organisation: str | None = None,
    since: str | None = None,
    until: str | None = None,
    role: str | None = None,
) -> None:
    """Change what is said of a membership; None leaves it.

    Raises:
        UserError: as `add`, and when it is gone.
    """
    actor_id, old = find(db, number)
    new = checked(
        replace(
            old,
            organisation=old.organisation if organisation is None else organisation,
            since=old.since if since is None else since,
            until=old.until if until is None else until,
            role=old.role if role is None else role,
        )
    )
    names = _names(db, actor_id, new.organisation)
    with db.edit("change_membership", {"name": names[0], "organisation": names[1]}) as recorder:
        row = _row(db, actor_id, new)
        if _there(db, actor_id).get(_known(row), number) != number:
            raise UserError(_("“{name}” belongs to “{organisation}” so already."), name=names[0], organisation=names[1])
        recorder.update("membership", number, row)


def remove(db: Database, number: int) -> None:
    """Delete a membership.

    Raises:
        UserError: when it is gone.
    """
    actor_id, old = find(db, number)
    names = _names(db, actor_id, old.organisation, checking=False)
    with db.edit("delete_membership", {"name": names[0], "organisation": names[1]}) as recorder:
        recorder.delete("membership", [number])


def find(db: Database, number: int) -> tuple[int, Membership]:
    """Return whose a membership is, and what it says.

    Raises:
        UserError: when it is gone.
    """
    sql = (
        "SELECT m.actor_id, o.key, m.since, m.until, m.role, m.id, m.uuid FROM membership m "
        "JOIN actor o ON o.id = m.organisation_id WHERE m.id = ?"
    )
    row = db.sqlite.execute(sql, [number]).fetchone()
    if row is None:
        raise gone("membership", number)
    return int(row[0]), Membership(*row[1:])


def put(db: Database, recorder: Recorder, told: Mapping[int, Sequence[Membership]], *, only: bool = False) -> set[int]:
    """Let actors belong where a file says so, as part of a greater action; return those of whom that changed anything.

    With *only* they belong nowhere else any more.

    Raises:
        UserError: as `add`.
    """
    changed: set[int] = set()
    taken = {str(uuid) for (uuid,) in db.sqlite.execute("SELECT uuid FROM membership")} if any(told.values()) else set()
    for actor_id, memberships in told.items():
        there = _there(db, actor_id)
        rows = {_known(row): row for row in (_row(db, actor_id, checked(one)) for one in memberships)}
        old = [number for known, number in there.items() if known not in rows] if only else []
        new = [row for known, row in rows.items() if known not in there]
        for row in new:
            if row["uuid"] in taken:
                row["uuid"] = ""
            taken.add(str(row["uuid"]))
        recorder.delete("membership", old)
        recorder.insert_many("membership", new)
        if old or new:
            changed.add(actor_id)
    return changed


def move(db: Database, recorder: Recorder, source: int, target: int) -> None:
    """Let *target* stand where *source* does, as part of a greater action; what says the same twice goes.

    Nobody belongs to themselves.
    """
    sql = (
        "SELECT id, actor_id, organisation_id, since, until, role FROM membership "
        "WHERE ? IN (actor_id, organisation_id) OR ? IN (actor_id, organisation_id) ORDER BY id"
    )
    seen: set[tuple[Value, ...]] = set()
    going: list[int] = []
    moved: dict[int, dict[str, Value]] = {}
    for number, actor_id, organisation_id, *rest in db.sqlite.execute(sql, [source, target]).fetchall():
        actor, organisation = (target if one == source else one for one in (actor_id, organisation_id))
        known = (actor, organisation, *rest)
        if actor == organisation or known in seen:
            going.append(number)
            continue
        seen.add(known)
        if (actor, organisation) != (actor_id, organisation_id):
            moved[number] = {"actor_id": actor, "organisation_id": organisation}
    recorder.delete("membership", going)
    recorder.update_many("membership", moved)


def leave(db: Database, recorder: Recorder, number: int) -> None:
    """Let an actor belong nowhere, and nobody to it, as part of a greater action."""
    sql = "SELECT id FROM membership WHERE ? IN (actor_id, organisation_id) ORDER BY id"
    recorder.delete("membership", [int(row[0]) for row in db.sqlite.execute(sql, [number])])


def count(db: Database, number: int) -> int:
    """Return how many memberships an actor has, or others have in it."""
    sql = "SELECT count(*) FROM membership WHERE ? IN (actor_id, organisation_id)"
    return int(db.sqlite.execute(sql, [number]).fetchone()[0])


def _names(db: Database, actor_id: int, organisation: str, *, checking: bool = True) -> tuple[str, str]:
    """Return what an actor and an organisation are called.

    Raises:
        UserError: when one is not there, they are one, or the one can belong to nothing, or nobody to the other.
    """
    row = db.sqlite.execute("SELECT name FROM actor WHERE id = ?", [actor_id]).fetchone()
    if row is None:
        raise gone("actor", actor_id)
    sql = "SELECT id, name, kind FROM actor WHERE key = ?"
    other = db.sqlite.execute(sql, [organisation]).fetchone()
    if other is None:
        raise UserError(_("There is no actor with the key “{key}”: “visavis actors” lists the keys."), key=organisation)
    if checking and other[0] == actor_id:
        raise UserError(_("“{name}” cannot belong to itself: choose another organisation."), name=row[0])
    if checking and other[2] == ActorKind.PERSON:
        raise UserError(
            _("“{name}” is a person: choose an organisation, or make it one in the codebook."), name=other[1]
        )
    return str(row[0]), str(other[1])


def _row(db: Database, actor_id: int, one: Membership) -> "dict[str, Value]":
    _names(db, actor_id, one.organisation)
    (organisation_id,) = db.sqlite.execute("SELECT id FROM actor WHERE key = ?", [one.organisation]).fetchone()
    return {
        **{"uuid": one.uuid, "actor_id": actor_id, "organisation_id": organisation_id},
        **{"since": one.since, "until": one.until, "role": one.role},
    }


def _known(row: "Mapping[str, Value]") -> _Known:
    return (int(str(row["organisation_id"])), str(row["since"]), str(row["until"]), str(row["role"]))


def _there(db: Database, actor_id: int) -> dict[_Known, int]:
    sql = "SELECT organisation_id, since, until, role, id FROM membership WHERE actor_id = ? ORDER BY id DESC"
    return {tuple(row[:-1]): int(row[-1]) for row in db.sqlite.execute(sql, [actor_id])}


def numbers(db: Database, actor_id: int, organisation: str, since: str = "") -> list[int]:
    """Return the memberships of an actor in an organisation, or those that begin at a date."""
    sql = (
        "SELECT m.id FROM membership m JOIN actor o ON o.id = m.organisation_id "
        "WHERE m.actor_id = ? AND o.key = ? AND (? = '' OR m.since = ?) ORDER BY m.since, m.id"
    )
    found: Iterable[tuple[int]] = db.sqlite.execute(sql, [actor_id, organisation, since, since])
    return [number for (number,) in found]
