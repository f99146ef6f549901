"""The command for the fields that a project has of its own."""

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from desktop.cli import options
from desktop.cli.terminal import say
from desktop.cli.writing import write_json, write_rows
from desktop.core.errors import UsageError
from desktop.core.language import _, ngettext
from desktop.core.own_fields import KINDS, OwnField, parted
from desktop.project import lookup
from desktop.project.opening import open_project
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.edits.own_fields import Misfits

FieldOptions = dict[str, Any]
Act = Callable[[Database, list[str], FieldOptions], str]


def _named(db: Database, names: Sequence[str], count: int) -> list[OwnField]:
    if len(names) != count:
        raise UsageError(_("Name the field, and what else this needs: see “visavis fields --help”."))
    return [lookup.own_field(db, name) for name in names]


def _make(db: Database, names: list[str], given: FieldOptions) -> str:
    if len(names) > 1:
        told = _(
            "A field is made by one name: what its list holds goes by --value, each with its own (--value {value})."
        )
        raise UsageError(told, value=shlex.quote(names[1]))
    if not names:
        raise UsageError(_("Name the field, and what else this needs: see “visavis fields --help”."))
    owner, name = parted(names[0])
    field = OwnField(owner or "claim", name, given["kind"] or "text", given["definition"] or "", given["preset"] or "")
    new = OwnField(field.owner, name, field.kind, field.definition, field.preset, given["values"])
    if not given["dry_run"]:
        edits.own_fields.make(db, new)
    return _("made: {field}").format(field=new.place)


def _rename(db: Database, names: list[str], given: FieldOptions) -> str:
    (field,) = _named(db, names[:1], 1)
    if len(names) == 3:
        count = 0 if given["dry_run"] else edits.own_fields.rename_value(db, field, names[1], names[2])
        return _("renamed in {count:,} places: {name} → {new}").format(count=count, name=names[1], new=names[2])
    if len(names) != 2:
        raise UsageError(_("Name the field, and what else this needs: see “visavis fields --help”."))
    if not given["dry_run"]:
        edits.own_fields.rename(db, field, names[1])
    return _("renamed: {name} → {new}").format(name=field.name, new=names[1])


def _retype(db: Database, names: list[str], given: FieldOptions) -> str:
    (field,) = _named(db, names, 1)
    kind = given["kind"] or field.kind
    new = OwnField(field.owner, field.name, kind, field.definition, field.preset, given["values"], field.id, field.uuid)
    if given["dry_run"]:
        return _told(edits.own_fields.misfits(db, field, new), _("would be {kind}").format(kind=kind))
    found = edits.own_fields.retype(db, field, kind, given["values"], drop=given["drop"])
    return _told(found, _("is {kind} now").format(kind=kind))


def _told(found: Misfits, what: str) -> str:
    lines = [f"{found.field.place}: {what}"]
    if found.values:
        sentence = ngettext("{count:,} value does not fit:", "{count:,} values do not fit:", len(found.values))
        lines.append(sentence.format(count=len(found.values)))
        lines += [f"  {value}\t{count:,}" for value, count in found.values.items()]
    return "\n".join(lines)


def _define(db: Database, names: list[str], given: FieldOptions) -> str:
    (field,) = _named(db, names, 1)
    choices = given["values"] or None
    if not given["dry_run"]:
        edits.own_fields.change(db, field, definition=given["definition"], preset=given["preset"], choices=choices)
    return _("changed: {field}").format(field=field.place)


def _merge(db: Database, names: list[str], given: FieldOptions) -> str:
    one, other = _named(db, names, 2)
    count = reads.own_fields.holders(db, one) if given["dry_run"] else edits.own_fields.merge(db, one, other)
    return _("merged: {name} → {new} ({count:,})").format(name=one.place, new=other.place, count=count)


def _order(db: Database, names: list[str], given: FieldOptions) -> str:
    chosen = [lookup.own_field(db, name) for name in names]
    rest = [
        one for one in reads.own_fields.fields(db, defined=True) if one.place not in {each.place for each in chosen}
    ]
    if not given["dry_run"]:
        edits.own_fields.reorder(db, [*chosen, *rest])
    return ", ".join(one.place for one in (*chosen, *rest))


def _delete(db: Database, names: list[str], given: FieldOptions) -> str:
    (field,) = _named(db, names, 1)
    count = reads.own_fields.holders(db, field) if given["dry_run"] else edits.own_fields.delete(db, field)
    sentence = _("would be deleted: {field}, with {count:,} values")
    return (sentence if given["dry_run"] else _("deleted: {field}, with {count:,} values")).format(
        field=field.place, count=count
    )


def _set(db: Database, names: list[str], given: FieldOptions) -> str:
    if len(names) < 2:
        raise UsageError(_("Name the field, its value (“” for none), and the things that get it."))
    field, value = lookup.own_field(db, names[0]), names[1]
    chosen = _things(db, field, names[2:], given["where"])
    if given["dry_run"]:
        field.read(value)
        return _("would be set: {field} of {count:,}").format(field=field.place, count=len(chosen))
    count = edits.own_fields.set_value(db, field, chosen, value)
    return _("set: {field} of {count:,}").format(field=field.place, count=count)


def _things(db: Database, field: OwnField, names: Sequence[str], where: str) -> list[int]:
    if field.owner == "claim" and where:
        return reads.filtered.ids(db, lookup.claim_filter(db, where))
    if where:
        raise UsageError(_("Only claims are named by a filter: name the documents, actors or topics."))
    if not names:
        raise UsageError(_("Name the field, its value (“” for none), and the things that get it."))
    if field.owner == "document":
        return [reads.project.find_document(db, name).id for name in names]
    if field.owner == "claim":
        for name in names:
            if not name.isdecimal():
                raise UsageError(_("“{name}” is no number: claims and memos go by their numbers."), name=name)
        return [reads.project.claim(db, int(name)).id for name in names]
    return [lookup.find_key(db, field.owner, name) for name in names]


_ACTS: dict[str, Act] = {
    "make": _make,
    "define": _define,
    "rename": _rename,
    "retype": _retype,
    "merge": _merge,
    "order": _order,
    "delete": _delete,
    "set": _set,
}


@click.command(
    "fields",
    help=_(
        "List the own fields of a project, or change them.\n\nA field is one of claims, documents, "
        "actors or topics, and goes by its name, or with whose it is: “claim:Frame”. The columns: owner, name, kind, "
        "how many have it, default, values.\n\n"
        "make FIELD · define FIELD · rename FIELD NEW · rename FIELD VALUE NEW · retype FIELD · merge FIELD INTO · "
        "order FIELD… · delete FIELD · set FIELD VALUE THING… (claims also by --where)"
    ),
)
@options.project
@click.argument("act", type=click.Choice([*_ACTS]), required=False)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--kind",
    type=click.Choice([*KINDS]),
    help=options.choice_words(_("What it takes"), ((one.key, one.word) for one in KINDS.values())),
)
@click.option("--definition", metavar="TEXT", help=_("What coders shall mean by it."))
@click.option("--default", "preset", metavar="VALUE", help=_("What a new claim has of it."))
@click.option("--value", "values", multiple=True, metavar="VALUE", help=_("One of its list; as often as there are."))
@click.option("--drop", is_flag=True, help=_("Let go what would not fit."))
@click.option("--dry-run", is_flag=True, help=_("Tell what would be done, and change nothing."))
@options.where
@click.option("--json", "as_json", is_flag=True, help=_("Tell the fields as JSON."))
@options.coder
def fields_command(project: Path, act: str | None, names: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """List the fields that a project has of its own, or change them."""
    with open_project(project) as db:
        if act is not None:
            message = _ACTS[act](db, list(names), given)
            if not as_json:
                say(message)
                return
        elif names or given["dry_run"]:
            raise UsageError(_("Say what is to be done: {acts}."), acts=", ".join(_ACTS))
        found = reads.own_fields.fields(db)
        held = {one.place: reads.own_fields.holders(db, one) for one in found}
    if as_json:
        write_json([{**one.as_record(), "things": held[one.place]} for one in found])
    else:
        write_rows(
            [(one.owner, one.name, one.kind, held[one.place], one.preset, "; ".join(one.choices)) for one in found],
            _("The project has no fields of its own: “visavis fields {project} make NAME” makes one.").format(
                project=project
            ),
        )
