"""The command for who belongs to which organisation, from when until when."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from desktop.cli import options
from desktop.cli.terminal import say
from desktop.cli.writing import write_json, write_rows
from desktop.core.errors import UsageError
from desktop.core.language import _
from desktop.core.memberships import Membership, checked
from desktop.project import lookup
from desktop.project.opening import open_project
from desktop.store import edits, reads
from desktop.store.database import Database

MembershipOptions = dict[str, Any]


def _add(db: Database, names: Sequence[str], given: MembershipOptions) -> str:
    if len(names) != 2:
        raise UsageError(_("Name the actor and the organisation, by their keys."))
    since, until, role = (str(given[name] or "") for name in ("since", "until", "role"))
    actor, new = lookup.find_key(db, "actor", names[0]), checked(Membership(names[1], since, until, role))
    lookup.find_key(db, "actor", names[1])
    if not given["dry_run"]:
        edits.memberships.add(db, actor, new)
    return _("{actor} belongs to {membership}").format(actor=names[0], membership=new)


def _change(db: Database, names: Sequence[str], given: MembershipOptions) -> str:
    number = _number(names)
    if given["organisation"] is not None:
        lookup.find_key(db, "actor", given["organisation"])
    said = {name: given[name] for name in ("organisation", "since", "until", "role")}
    actor, old = edits.memberships.find(db, number)
    if not given["dry_run"]:
        edits.memberships.change(db, number, **said)
        actor, old = edits.memberships.find(db, number)
    return _("{actor} belongs to {membership}").format(actor=_keys(db)[actor], membership=old)


def _remove(db: Database, names: Sequence[str], given: MembershipOptions) -> str:
    number = _number(names)
    actor, old = edits.memberships.find(db, number)
    if not given["dry_run"]:
        edits.memberships.remove(db, number)
    return _("{actor} does not belong to {membership} any more").format(actor=_keys(db)[actor], membership=old)


def _number(names: Sequence[str]) -> int:
    if len(names) != 1 or not names[0].isdecimal():
        raise UsageError(_("Name the membership by its number: “visavis memberships” lists them."))
    return int(names[0])


def _keys(db: Database) -> dict[int, str]:
    return {one.id: one.key for one in reads.project.actors(db)}


_ACTS: dict[str, Callable[[Database, Sequence[str], MembershipOptions], str]] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
}


@click.command(
    "memberships",
    help=_(
        "List who belongs where and when, or change it.\n\nA claim counts for every "
        "organisation to which its actor belonged on the date of the document; what stands in the codebook as "
        "“belongs to” or as affiliation has no dates and always counts. The columns: number, actor, organisation, "
        "from, until, role.\n\n"
        "add ACTOR ORGANISATION · change NUMBER · remove NUMBER"
    ),
)
@options.project
@click.argument("act", type=click.Choice([*_ACTS]), required=False)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--from", "since", metavar="DATE", help=_("The first date: 2022-03-01, 2022-03 or 2022; “” for none."))
@click.option("--until", metavar="DATE", help=_("The last date, which is included; “” for none."))
@click.option("--role", metavar="TEXT", help=_("What the actor is there."))
@click.option("--organisation", metavar="KEY", help=_("Another organisation, with change."))
@click.option("--dry-run", is_flag=True, help=_("Tell what would be done, and change nothing."))
@click.option("--json", "as_json", is_flag=True, help=_("Tell the memberships as JSON."))
@options.coder
def memberships_command(project: Path, act: str | None, names: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """List who belongs to which organisation from when until when, or change it."""
    with open_project(project) as db:
        if act is not None:
            message = _ACTS[act](db, names, given)
            if not as_json:
                say(message)
                return
        elif names or any(given.values()):
            raise UsageError(_("Say what is to be done: {acts}."), acts=", ".join(_ACTS))
        found = [(actor.key, one) for actor in reads.project.actors(db) for one in actor.memberships]
    if as_json:
        write_json(
            [
                {
                    **{"membership_id": one.id, "uuid": one.uuid, "actor": key, "organisation": one.organisation},
                    **{"from": one.since, "until": one.until, "role": one.role},
                }
                for key, one in found
            ]
        )
    else:
        write_rows(
            [(one.id, key, one.organisation, one.since, one.until, one.role) for key, one in found],
            _("Nobody is said to belong to an organisation from when until when."),
        )
