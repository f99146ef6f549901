"""Commands that change what a project holds: documents and their sets, claims, memos, actors and topics."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from desktop.cli import options
from desktop.cli.terminal import say
from desktop.cli.writing import write_json, write_rows
from desktop.core import phrases
from desktop.core.claim_fields import CHOICES
from desktop.core.errors import UsageError
from desktop.core.filters import variable_parts
from desktop.core.language import N_, _, ngettext
from desktop.core.memos import MemoTarget
from desktop.core.proposals import proposal_record
from desktop.project import lookup, opening
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.edits.claims_many import Retag

_REFERENCE = N_("DOCUMENT is a number, uuid, file name or title.")
_NAMED = N_("Claims and memos go by their numbers, documents by number, uuid, file name or title, the others by keys.")
_dry_run = click.option("--dry-run", is_flag=True, help=_("Tell what would go, and change nothing."))
_as_json = click.option("--json", "as_json", is_flag=True, help=_("Tell what was done as JSON."))
_documents = click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
_of_set = click.option("--set", "of_set", metavar="PATH", help=_("All documents of this set and below it, too."))


def _kind(*kinds: str) -> Callable[[Any], Any]:
    return click.argument("kind", type=click.Choice(kinds))


def _tell(message: str, record: dict[str, Any], as_json: bool) -> None:
    if as_json:
        write_json(record)
    else:
        say(message)


@click.command(
    "remove",
    help=_(
        "Remove documents with all that is in them.\n\nTheir claims, memos, and what was said of their quotations go "
        "with them. One step of undo brings all back: for that their texts stay in the file, where nothing shows them."
    )
    + f"\n\n{_(_REFERENCE)}",
)
@options.project
@_documents
@_of_set
@_dry_run
@_as_json
@options.coder
def remove_command(project: Path, documents: tuple[str, ...], of_set: str | None, dry_run: bool, as_json: bool) -> None:
    """Remove documents with all that is in them."""
    with opening.open_project(project) as db:
        chosen = _chosen_documents(db, documents, of_set)
        going = reads.project.removal(db, chosen)
        if not dry_run:
            edits.documents.remove(db, chosen)
    sentence = _("Removed: {documents}, with {claims}, {memos} and {verdicts}.")
    if dry_run:
        sentence = _("Would be removed: {documents}, with {claims}, {memos} and {verdicts}.")
    counts = {"documents": len(chosen), "claims": going.claims, "memos": going.memos, "verdicts": going.verdicts}
    told = {name: phrases.counted(name.removesuffix("s"), count) for name, count in counts.items()}
    _tell(sentence.format(**told), {"applied": not dry_run, **counts, "document_ids": chosen}, as_json)


@click.command(
    "rename",
    help=_(
        "Give something another name.\n\nA document is called by its title; a set's name is its path, such as "
        "“2024/Spring”."
    )
    + f"\n\n{_(_NAMED)}",
)
@options.project
@_kind("document", "set", "topic", "actor", "view", "filter")
@click.argument("name")
@click.argument("new")
@options.coder
def rename_command(project: Path, kind: str, name: str, new: str) -> None:
    """Give something another name."""
    with opening.open_project(project) as db:
        if kind == "document":
            edits.documents.rename(db, reads.project.find_document(db, name).id, new)
        elif kind == "set":
            edits.documents.rename_set(db, name, new)
        elif kind in ("topic", "actor"):
            edits.codebook.update(db, kind, lookup.find_key(db, kind, name), name=new)
        else:
            edits.saved.rename(db, "view" if kind == "view" else "filter", name, new)
    say(_("renamed: {name} → {new}").format(name=name, new=new))


@click.command(
    "set",
    help=_(
        "List the sets of documents, or put documents into one.\n\nA document is in one set or in none. The columns: "
        "path, and how many documents are in the set and below it."
    )
    + f"\n\n{_(_REFERENCE)}",
)
@options.project
@_documents
@click.option("--to", metavar="PATH", help=_("Put the documents into this set, such as “2024/Spring”; “” for none."))
@click.option("--dissolve", metavar="PATH", help=_("Let all of this set go into the one above it, or into none."))
@_as_json
@options.coder
def set_command(project: Path, documents: tuple[str, ...], to: str | None, dissolve: str | None, as_json: bool) -> None:
    """List the sets of documents, or put documents into one."""
    if bool(documents) != (to is not None):
        raise UsageError(_("Documents go into a set: name them, and the set with --to."))
    with opening.open_project(project) as db:
        if to is not None:
            edits.documents.put_in_set(db, _chosen_documents(db, documents, None), to)
        if dissolve is not None:
            edits.documents.dissolve_set(db, dissolve)
        found = reads.project.sets(db)
    if as_json:
        write_json([{"set": path, "documents": count} for path, count in found.items()])
    else:
        write_rows(list(found.items()))


@click.command(
    "variable",
    help=_(
        "List the own variables of documents, or set one.\n\nThey come from columns of tables (import "
        "--column), and are kept beside the facts. The columns: name, value, and how many documents have it."
    )
    + f"\n\n{_(_REFERENCE)}",
)
@options.project
@_documents
@_of_set
@click.option("--to", metavar="NAME=VALUE", help=_("Give it to the documents; without a value take it away."))
@_as_json
@options.coder
def variable_command(
    project: Path, documents: tuple[str, ...], of_set: str | None, to: str | None, as_json: bool
) -> None:
    """List the own variables of documents, or give documents one."""
    if (bool(documents) or of_set is not None) != (to is not None):
        raise UsageError(_("Documents get a variable: name them, and the variable with --to."))
    if to is not None and "=" not in to:
        raise UsageError(_("“{given}” is no variable: write its name, “=”, and its value."), given=to)
    with opening.open_project(project) as db:
        found = reads.project.variables(db)
        if to is not None:
            chosen = _chosen_documents(db, documents, of_set)
            edits.documents.set_variable(db, chosen, *variable_parts(to, found))
            found = reads.project.variables(db)
    if as_json:
        write_json(found)
    else:
        write_rows([(name, value, count) for name, values in found.items() for value, count in values.items()])


@click.command(
    "delete",
    help=_(
        "Delete claims, memos, topics or actors.\n\nClaims may be named by a filter instead. A topic or an actor that "
        "has claims says what becomes of them. One step of undo brings all back. Documents go by “visavis remove”."
    )
    + f"\n\n{_(_NAMED)}",
)
@options.project
@_kind("claim", "memo", "topic", "actor")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@options.where
@click.option("--move-to", metavar="KEY", help=_("The topic or actor that the claims go to."))
@click.option("--with-claims", is_flag=True, help=_("Delete the claims of the topic or actor, too."))
@_dry_run
@_as_json
@options.coder
def delete_command(
    project: Path,
    kind: str,
    names: tuple[str, ...],
    where: str,
    move_to: str | None,
    with_claims: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Delete claims, memos, topics or actors."""
    with opening.open_project(project) as db:
        if kind in ("topic", "actor"):
            if len(names) != 1 or where:
                raise UsageError(_("One topic or actor is deleted at a time: name it by its key."))
            if move_to is not None and with_claims:
                raise UsageError(_("The claims move or are deleted: leave out --move-to or --with-claims."))
            number = lookup.find_key(db, kind, names[0])
            target = lookup.find_key(db, kind, move_to) if move_to is not None else None
            plan = edits.codebook_merge.delete_plan(db, kind, number)
            chosen, claims = [number], plan.claims + plan.shared
            act = edits.codebook_merge.refuse_deletion if dry_run else edits.codebook_merge.delete
            act(db, kind, number, move_to=target, with_claims=with_claims)
        else:
            if move_to is not None or with_claims:
                raise UsageError(_("Only a topic or an actor has claims: leave out --move-to and --with-claims."))
            chosen = _chosen_claims(db, names, where) if kind == "claim" else _chosen_memos(db, names, where)
            claims = len(chosen) if kind == "claim" else 0
            if not dry_run:
                (edits.claims if kind == "claim" else edits.memos).delete(db, chosen)
    sentence = _("Would be deleted: {things}.") if dry_run else _("Deleted: {things}.")
    things = phrases.counted(kind, len(chosen))
    record = {"applied": not dry_run, f"{kind}_ids": chosen, "claims": claims}
    _tell(sentence.format(things=things), record, as_json)


@click.command(
    "change",
    help=_(
        "Change what claims say.\n\nThe claims are named by their numbers, or by a filter; what is not given stays as "
        "it is. --start and --end move a single claim. One step of undo takes all back."
    ),
)
@options.project
@click.argument("names", nargs=-1, metavar="[CLAIM]...")
@options.where
@click.option("--topic", metavar="T", help=_("The key of the topic."))
@options.said(needed=False)
@click.option("--actor", "actors", multiple=True, metavar="A", help=_("Who holds the position instead."))
@click.option("--add-actor", "added", multiple=True, metavar="A", help=_("Who holds it, too."))
@click.option("--remove-actor", "removed", multiple=True, metavar="A", help=_("Who does not hold it."))
@options.own
@click.option("--start", type=click.IntRange(min=0), metavar="N", help=_("Where it begins, in code points."))
@click.option("--end", type=click.IntRange(min=0), metavar="N", help=_("The first code point after it."))
@_as_json
@options.coder
def change_command(project: Path, names: tuple[str, ...], where: str, as_json: bool, **given: Any) -> None:
    """Change what claims say."""
    if not any(value not in (None, ()) for value in given.values()):
        raise UsageError(_("Nothing is to be changed: say what the claims shall say, such as --stance against."))
    with opening.open_project(project) as db:
        chosen = _chosen_claims(db, names, where)
        new = Retag(
            lookup.find_key(db, "topic", given["topic"]) if given["topic"] is not None else None,
            _actors(db, given["actors"]) or None,
            _actors(db, given["added"]),
            _actors(db, given["removed"]),
            {choice.key: choice.given(given[choice.key]) for choice in CHOICES if given[choice.key]},
            lookup.own_given(db, given["own"]),
        )
        if given["start"] is None and given["end"] is None:
            changed, united = edits.claims_many.retag(db, chosen, new)
        else:
            changed, united = _move(db, chosen, new, given["start"], given["end"])
    message = ngettext("{count} claim changed.", "{count} claims changed.", changed).format(count=changed)
    _tell(_and_united(message, united), {"changed": changed, "united": united, "claim_ids": chosen}, as_json)


def _and_united(message: str, count: int) -> str:
    return f"{message} {phrases.united(count)}" if count else message


def _move(db: Database, chosen: Sequence[int], new: Retag, start: int | None, end: int | None) -> tuple[int, int]:
    if len(chosen) != 1:
        raise UsageError(_("Only one claim is moved at a time: name one with --start and --end."))
    claim = reads.project.claim(db, chosen[0])
    start, end = claim.start if start is None else start, claim.end if end is None else end
    said: dict[str, Any] = {
        "actor_ids": new.of(claim.actor_ids),
        "topic_id": new.topic_id,
        "own": new.own,
        **new.chosen,
    }
    edits.claims.change(db, claim.id, span=lookup.span(start, end), **said)
    return int(reads.project.claim(db, claim.id) != claim), 0


@click.command(
    "merge",
    help=_(
        "Merge topics, actors, or two files of a project.\n\nAs “merge PROJECT topic SOURCE TARGET”, claims, memos, "
        "documents and names of SOURCE become those of TARGET; both go by their keys. As “merge PROJECT OTHER”, what "
        "was done in the file OTHER since both were the same comes into PROJECT, "
        "or with -o into a new file. What both changed is kept in both versions, which “visavis conflicts” lists. One "
        "step of undo takes it all back."
    ),
)
@options.project
@click.argument("what", metavar="{topic|actor|OTHER}", type=options.FILE)
@click.argument("source", required=False)
@click.argument("target", required=False)
@click.option("-o", "--output", type=options.FILE, metavar="FILE", help=_("Write a new project; OTHER only."))
@click.option("--force", is_flag=True, help=_("Write over FILE if it exists."))
@click.option("--yes", is_flag=True, help=_("Take what has no common history for the same where it looks so."))
@_dry_run
@_as_json
@options.coder
def merge_command(
    project: Path,
    what: Path,
    source: str | None,
    target: str | None,
    output: Path | None,
    force: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make one topic or actor a part of another, or bring two files of a project together."""
    kind = str(what)
    if kind not in ("topic", "actor") or target is None:
        from desktop.cli import sharing

        if source is not None:
            raise click.UsageError(_("Two topics or actors are merged by “merge PROJECT topic SOURCE TARGET”."))
        message, told = sharing.merge_files(project, what, output, force=force, yes=yes, dry_run=dry_run)
        _tell(message, told, as_json)
        return
    if source is None or output is not None:
        raise UsageError(_("Only a whole project is written to another file."))
    with opening.open_project(project) as db:
        one, other = lookup.find_key(db, kind, source), lookup.find_key(db, kind, target)
        plan = edits.codebook_merge.merge_plan(db, kind, one, other)
        if not dry_run:
            edits.codebook_merge.merge(db, kind, one, other)
    sentence = _("“{source}” would become a part of “{target}”, with {claims} and {memos}.")
    if not dry_run:
        sentence = _("“{source}” is a part of “{target}” now, with {claims} and {memos}.")
    claims, memos = phrases.counted("claim", plan.claims), phrases.counted("memo", plan.memos)
    message = sentence.format(source=source, target=target, claims=claims, memos=memos)
    counts = {"claims": plan.claims, "memos": plan.memos, "united": plan.doubles}
    record = {"applied": not dry_run, "source": source, "target": target, **counts}
    _tell(message if dry_run else _and_united(message, plan.doubles), record, as_json)


@click.command(
    "adopt",
    help=_(
        "Make actors of proposed names.\n\nNAME is one that “visavis proposals” lists. Turns that have it as their "
        "label, and nobody who speaks, become the actor’s. One step of undo takes it all back."
    ),
)
@options.project
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option(
    "--least",
    type=click.IntRange(min=1),
    metavar="N",
    help=_("Also all that stand in full beside N verbs of saying at least."),
)
@_dry_run
@_as_json
@options.coder
def adopt_command(project: Path, names: tuple[str, ...], least: int | None, dry_run: bool, as_json: bool) -> None:
    """Make actors of proposed names."""
    from desktop.project import proposals

    with opening.open_project(project) as db:
        if not names and least is None:
            raise UsageError(_("Name who shall be an actor, or say --least N."))
        taken = proposals.adopt(db, names, least=least, is_trial=dry_run)
    sentence = ngettext("{count} actor would be made: {names}.", "{count} actors would be made: {names}.", len(taken))
    if not dry_run:
        sentence = ngettext("{count} actor made: {names}.", "{count} actors made: {names}.", len(taken))
    message = sentence.format(count=len(taken), names=", ".join(one.name for one in taken))
    record = {"applied": not dry_run, "actors": [proposal_record(one) for one in taken]}
    _tell(message if taken else _("Nobody is proposed."), record, as_json)


@click.command(
    "memo",
    help=_(
        "Read or write memos on something.\n\nWithout TEXT the memos that there are; with it, one more. A cell of the "
        "matrix is named by the keys of its topic and its actor: “trade,ana”."
    )
    + f"\n\n{_(_NAMED)}",
)
@options.project
@_kind("document", "claim", "topic", "actor", "cell")
@click.argument("name")
@click.argument("text", required=False)
@click.option("--replace", is_flag=True, help=_("Let TEXT take the place of the memos; an empty one deletes them."))
@_as_json
@options.coder
def memo_command(project: Path, kind: str, name: str, text: str | None, replace: bool, as_json: bool) -> None:
    """Read or write memos on something."""
    if replace and text is None:
        raise UsageError(_("Nothing is to take the place of the memos: write TEXT, or “” to delete them."))
    with opening.open_project(project) as db:
        target = _memo_target(db, kind, name)
        if text is not None and replace:
            edits.memos.set_text(db, target, text)
        elif text is not None:
            edits.memos.add(db, target, text)
        found = reads.memos.memos_on(db, target)
    if as_json:
        write_json([{"memo_id": one.id, "text": one.text, "created": one.created} for one in found])
    elif text is None:
        for one in found:
            say(one.text)
    else:
        say(phrases.counted("memo", len(found)))


def _memo_target(db: Database, kind: str, name: str) -> MemoTarget:
    """Return what a memo is on; a claim or document that is not there is told by what reads it."""
    if kind == "document":
        return MemoTarget(document_id=reads.project.find_document(db, name).id)
    if kind == "claim":
        return MemoTarget(claim_id=reads.project.claim(db, numbers_of([name])[0]).id)
    if kind == "cell":
        topic, comma, actor = name.partition(",")
        if not comma:
            raise UsageError(_("A cell is named by two keys: the topic's, a comma, and the actor's."))
        keys = lookup.find_key(db, "topic", topic.strip()), lookup.find_key(db, "actor", actor.strip())
        return MemoTarget(topic_id=keys[0], actor_id=keys[1])
    return MemoTarget(**{f"{kind}_id": lookup.find_key(db, kind, name)})


def _chosen_documents(db: Database, references: Iterable[str], of_set: str | None) -> list[int]:
    chosen = [reads.project.find_document(db, one).id for one in references]
    if of_set is not None:
        chosen += edits.documents.inside(db, of_set)
    if not chosen:
        raise UsageError(_("No document is named: give its number, uuid, file name or title."))
    return list(dict.fromkeys(chosen))


def _chosen_claims(db: Database, names: Sequence[str], where: str) -> list[int]:
    numbers = numbers_of(names)
    if where:
        found = reads.filtered.ids(db, lookup.claim_filter(db, where))
        return [number for number in found if not numbers or number in numbers]
    if not numbers:
        raise UsageError(_("No claim is named: give its number, or a filter with --where."))
    for number in numbers:
        reads.project.claim(db, number)
    return numbers


def _chosen_memos(db: Database, names: Sequence[str], where: str) -> list[int]:
    numbers = numbers_of(names)
    if where or not numbers:
        raise UsageError(_("Memos go by their numbers: name them, and leave out --where."))
    there = {one.id for one in reads.memos.memos(db, ids=numbers)}
    for number in numbers:
        if number not in there:
            raise phrases.gone("memo", number)
    return numbers


def numbers_of(names: Iterable[str]) -> list[int]:
    """Return the numbers that claims or memos are named by, each once.

    Raises:
        UsageError: when one is no number.
    """
    for name in names:
        # SQLite's integers have 64 bits
        if not (name.isascii() and name.isdecimal() and len(name) <= 18):
            raise UsageError(_("“{name}” is no number: claims and memos go by their numbers."), name=name)
    return list(dict.fromkeys(int(name) for name in names))


def _actors(db: Database, keys: Iterable[str]) -> tuple[int, ...]:
    return tuple(lookup.find_key(db, "actor", key) for key in keys)
