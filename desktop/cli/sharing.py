"""Commands for work by several: bringing files of a project together, what stands against each other, and teams."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from desktop.cli import options, writing
from desktop.cli.terminal import say
from desktop.core.conflicts import Conflict, Settlement
from desktop.core.errors import UsageError, UserError
from desktop.core.language import _, ngettext
from desktop.project import opening
from desktop.project.sharing import merging, teams
from desktop.store import edits, reads
from desktop.store.database import Database


def merge_files(
    project: Path, other: Path, output: Path | None, *, force: bool, yes: bool, dry_run: bool
) -> tuple[str, dict[str, Any]]:
    """Bring the file *other* into a project or a new file; return what to say of it, and as a record.

    Raises:
        UserError: when the two have no common history and nobody said that they are to be matched.
    """
    if output is not None and not dry_run:
        writing.refuse(output, force)
        with opening.open_project(project) as db:
            found = merging.plan(db, other)
            _refuse_unmatched(found, yes=yes)
            opening.save_copy(db, output)
        project = output
    with opening.open_project(project) as db:
        found = merging.plan(db, other)
        record: dict[str, Any] = {
            "applied": not dry_run,
            "common": found.common,
            "actions": len(found.theirs),
            "things": merging.described(found.theirs),
            "matches": [[one.table, one.own, one.theirs, one.name, one.why] for one in found.matches],
        }
        if dry_run:
            return "\n".join(merging.told(found)), record
        _refuse_unmatched(found, yes=yes)
        taken = merging.carry_out(db, found)
        record |= {"conflicts": [_record(one) for one in reads.conflicts.conflicts(db) if one.uuid in taken.conflicts]}
    return "\n".join(merging.told(found, taken)), record


def _refuse_unmatched(found: merging.FilesPlan, *, yes: bool) -> None:
    if not found.common and found.matches and not yes:
        told = _(
            "The two have no history in common: what is the same was found by what it is. Look at it with --dry-run "
            "--json, and say --yes to take it so."
        )
        raise UserError(told)


@click.command(
    "conflicts",
    help=_(
        "List or decide what stands against each other.\n\nIt does since works came together. The columns: "
        "number, document, what it is about, and the versions, the one that is shown marked by “*”. NUMBER is decided "
        "by --take; the versions are “first” and “second”."
    ),
)
@options.project
@click.argument("number", required=False, type=int)
@click.option("--take", type=click.Choice([one.value for one in Settlement]), help=_("Decide the conflict NUMBER."))
@click.option("--note", metavar="TEXT", help=_("Write a note on the conflict NUMBER."))
@click.option("--all", "every", is_flag=True, help=_("List what was decided, too."))
@click.option("--json", "as_json", is_flag=True, help=_("Tell it as JSON."))
@options.coder
def conflicts_command(
    project: Path, number: int | None, take: str | None, note: str | None, every: bool, as_json: bool
) -> None:
    """List or decide what stands against each other."""
    if (take is not None or note is not None) and number is None:
        raise UsageError(_("Name the conflict by its number, which the list begins with."))
    with opening.open_project(project) as db:
        if number is not None and take is not None:
            edits.conflicts.decide(db, number, Settlement(take), note)
        elif number is not None and note is not None:
            edits.conflicts.set_note(db, number, note)
        found = _listed(db, number, every=every)
    if as_json:
        writing.write_json([_record(one) for one in found])
    elif not found:
        say(_("Nothing stands against each other."))
    else:
        writing.write_rows([_line(one) for one in found])


def _listed(db: Database, number: int | None, *, every: bool) -> list[Conflict]:
    if number is not None:
        return [reads.conflicts.conflict(db, number)]
    return reads.conflicts.conflicts(db, is_open=not every)


def _line(one: Conflict) -> list[str | int]:
    versions = [
        version.deed
        or f"{'*' if version.is_shown else ''}{version.coder}: "
        + "; ".join(f"{name} {value}" for name, value in version.told if name not in ("quote",))
        for version in one.versions
    ]
    return [one.id, one.document or "", one.told, *versions, *([one.decision] if one.decision else [])]


def _record(one: Conflict) -> dict[str, Any]:
    return {
        "conflict_id": one.id,
        "uuid": one.uuid,
        "kind": one.kind.value,
        "table": one.table,
        "thing": one.thing,
        "field": one.field,
        "told": one.told,
        "document_id": one.document or None,
        "passage": list(one.passage),
        "versions": [
            {"coder": version.coder, "created": version.created, "shown": version.is_shown, "says": dict(version.told)}
            | ({"did": version.did} if version.did else {})
            for version in one.versions
        ],
        "choices": [choice.value for choice in one.choices],
        "decision": one.decision,
        "note": one.note,
    }


@click.group(
    "team",
    help=_(
        "Work on one project with others.\n\nEach has a file of their own. A team meets at PLACE: a folder that some "
        "program keeps the same for all of them (Nextcloud, Dropbox, a network drive, a stick), or the address of a "
        "PostgreSQL server, such as postgresql://name@host/database. Each project stays complete without it."
    ),
)
def team_command() -> None:
    """Work on one project with others."""


_place = click.argument("place")
_documents = click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")


@team_command.command("init", help=_("Let a team begin with PROJECT, and meet at PLACE."))
@options.project
@_place
@click.option("--name", default="", metavar="NAME", help=_("What the team is called; else like the file."))
@options.coder
def team_init(project: Path, place: str, name: str) -> None:
    """Let a team begin with a project."""
    with opening.open_project(project) as db:
        teams.init(db, place, name)
        found = teams.status(db)
    say(_("The team “{name}” meets at {place}.").format(name=found.team, place=found.place))


@team_command.command("join", help=_("Take part in the team that meets at PLACE, with a new file PROJECT of your own."))
@_place
@click.argument("project", type=options.FILE)
@options.coder
def team_join(place: str, project: Path) -> None:
    """Take part in a team."""
    say(teams.join(place, project, opening.coder()).told)


@team_command.command("sync", help=_("Send what was done here, and take in what the others did."))
@options.project
@click.option("--watch", is_flag=True, help=_("Go on until Ctrl+C, and tell of each time that something came or went."))
@options.coder
def team_sync(project: Path, watch: bool) -> None:
    """Meet with the team."""
    with opening.open_project(project) as db:
        say(teams.sync(db).told)
        if watch:
            for found in teams.watch(db):
                say(found.told)


@team_command.command("status", help=_("Tell who takes part, when they were here last, and what waits."))
@options.project
@click.option("--json", "as_json", is_flag=True, help=_("Tell it as JSON."))
def team_status(project: Path, as_json: bool) -> None:
    """Tell how the project stands to its team."""
    with opening.open_project(project) as db:
        found = teams.status(db)
    if as_json:
        writing.write_json(asdict(found))
        return
    if not found.team:
        say(_("This project is in no team."))
        return
    say(_("The team “{name}” meets at {place}.").format(name=found.team, place=found.place))
    if found.away:
        say(found.away)
    say(teams.unsent_told(found.unsent))
    rows: list[list[str | int]] = [[one.name, one.synced, one.number, one.waiting] for one in found.members]
    writing.write_rows([[_("member"), _("last here"), _("sent"), _("not here yet")], *rows])
    say(merging.conflicts_told(found.conflicts))


@team_command.command(
    "snapshot",
    help=_(
        "Leave a new copy of the project for those who come.\n\nThey begin with it instead of reading all that was "
        "ever done, and older copies go. On a server who founded the team does that."
    ),
)
@options.project
@options.coder
def team_snapshot(project: Path) -> None:
    """Leave a new copy for those who come."""
    with opening.open_project(project) as db:
        say(teams.renew_snapshot(db).told)


@team_command.command("admit", help=_("Let ROLE, one of the server’s, take part; who founded the team does."))
@options.project
@click.argument("role")
@options.coder
def team_admit(project: Path, role: str) -> None:
    """Let a role of the server take part."""
    with opening.open_project(project) as db:
        teams.admit(db, role)


@team_command.command("blind", help=_("Let members of a team on a server see one another’s work, or not."))
@options.project
@click.argument("state", type=click.Choice(["on", "off"]))
@options.coder
def team_blind(project: Path, state: str) -> None:
    """Let members see one another's work, or not."""
    with opening.open_project(project) as db:
        teams.set_blind(db, is_blind=state == "on")


@team_command.command(
    "hand-out",
    help=_(
        "Hand documents out to be coded blind.\n\nUntil a coder has declared a document finished, what others say "
        "there is not shown to them, and agreement counts only what two have finished. --back takes documents back."
    ),
)
@options.project
@_documents
@click.option("--to", "coders", required=True, multiple=True, metavar="NAME", help=_("To whom; may be repeated."))
@click.option("--back", is_flag=True, help=_("Take them back from NAME."))
@options.coder
def team_hand_out(project: Path, documents: tuple[str, ...], coders: tuple[str, ...], back: bool) -> None:
    """Hand documents out, or take them back."""
    with opening.open_project(project) as db:
        numbers = [reads.project.find_document(db, one).id for one in documents]
        if back:
            count = edits.handouts.take_back(db, numbers, coders)
            say(ngettext("{count} taken back.", "{count} taken back.", count).format(count=count))
        else:
            count = edits.handouts.hand_out(db, numbers, coders)
            say(ngettext("{count} handed out.", "{count} handed out.", count).format(count=count))


@team_command.command(
    "finish", help=_("Declare documents finished that are handed out to you; what others say there is shown then.")
)
@options.project
@_documents
@click.option("--reopen", is_flag=True, help=_("Declare them not finished after all."))
@options.coder
def team_finish(project: Path, documents: tuple[str, ...], reopen: bool) -> None:
    """Declare documents finished."""
    with opening.open_project(project) as db:
        numbers = [reads.project.find_document(db, one).id for one in documents]
        count = edits.handouts.finish(db, numbers, is_finished=not reopen)
    told = (
        ngettext("{count} document is open again.", "{count} documents are open again.", count)
        if reopen
        else ngettext("{count} document finished.", "{count} documents finished.", count)
    )
    say(told.format(count=count))


@team_command.command("handouts", help=_("List which documents are handed out to whom, and which are finished."))
@options.project
@click.option("--to", "coder", default="", metavar="NAME", help=_("Only what NAME has."))
@click.option("--open", "is_open", is_flag=True, help=_("Only what is not finished."))
@click.option("--json", "as_json", is_flag=True, help=_("Tell it as JSON."))
def team_handouts(project: Path, coder: str, is_open: bool, as_json: bool) -> None:
    """List what is handed out."""
    with opening.open_project(project) as db:
        found = [one for one in reads.handouts.handouts(db, coder) if not (is_open and one.is_finished)]
        names = {one.document_id: reads.project.document(db, one.document_id).name for one in found}
    if as_json:
        writing.write_json([{"document": names[one.document_id], **asdict(one)} for one in found])
    elif not found:
        say(_("Nothing is handed out."))
    else:
        writing.write_rows([[one.document_id, names[one.document_id], one.coder, one.finished] for one in found])


@team_command.command("leave", help=_("Take this file out of its team; it stays as it is."))
@options.project
@options.coder
def team_leave(project: Path) -> None:
    """Leave the team."""
    with opening.open_project(project) as db:
        teams.leave(db)
