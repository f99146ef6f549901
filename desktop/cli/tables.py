"""The commands that write tables, made from the catalogue: they have the options that the export panel offers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from desktop.cli import options, writing
from desktop.cli.listing import LISTERS, Lister
from desktop.cli.terminal import say
from desktop.cli.writing import Writing, write_json, write_rows
from desktop.core import phrases
from desktop.core.axes import FIELDS, ORDERS
from desktop.core.errors import UsageError
from desktop.core.filters import quoted
from desktop.core.language import _
from desktop.core.views import CELLS, View
from desktop.project import lookup, opening
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import APART, Entry, Option, Request
from desktop.store import edits
from desktop.store.database import Database

Given = Mapping[str, Any]
# without a default: what is not given stays as the view has it
_VIEW_OPTIONS = (
    click.option("--view", metavar="NAME", help=_("Begin with a view that is saved in the project.")),
    click.option(
        "--rows",
        metavar="AXIS",
        help=_("What stands down the side: any of {fields}, or an own field; nested: theme>topic.").format(
            fields=", ".join(FIELDS)
        ),
        show_default="topic",
    ),
    click.option("--columns", metavar="AXIS", show_default="actor", help=_("What stands across the top.")),
    click.option(
        "--cells",
        metavar="CELLS",
        help=_("{choices} Or the name of a field, an own one too: its values, with how many claims have each.").format(
            choices=options.choice_words(_("What a cell holds"), ((kind.key, kind.title) for kind in CELLS.values()))
        ),
        show_default="counts",
    ),
    click.option(
        "--share-of",
        type=click.Choice([*phrases.SHARES]),
        help=options.choice_words(_("What a share is a part of"), phrases.SHARES.items()),
        show_default="row",
    ),
    click.option("--order", type=click.Choice(ORDERS), show_default="codebook", help=_("How the rows are sorted.")),
    click.option("--column-order", type=click.Choice(ORDERS), show_default="codebook", help=_("How the columns are.")),
    click.option(
        "--duplicates",
        type=click.Choice([*phrases.RULES]),
        help=options.choice_words(_("Repetitions"), phrases.RULES.items()),
        show_default="include",
    ),
    click.option(
        "--within",
        type=click.Choice([*phrases.WITHIN]),
        help=options.choice_words(_("What holds claims that stand together"), phrases.WITHIN.items()),
        show_default="overlap",
    ),
    click.option("--hide-empty/--show-empty", default=None, help=_("Leave out rows without a claim.")),
    click.option("--transpose/--no-transpose", default=None, help=_("Let rows and columns change places.")),
    click.option("--save", metavar="NAME", help=_("Save the view in the project under NAME, too.")),
)


def table_command(name: str) -> click.Command:
    """Return the command of this name, which writes a table of the catalogue or one of several."""
    entries = [entry for entry in ENTRIES.values() if entry.command == name]
    lister = LISTERS.get(name)

    def run(project: Path, **given: Any) -> None:
        with opening.open_project(project) as db:
            entry = _entry(entries, given)
            if lister is None or _is_table_wanted(lister, entry is not entries[0], given):
                finish = _made(db, entry, given)
            else:
                finish = _listed(db, lister, given)
            # the rows of a long table are read while it is written
            finish()

    decorated: Any = run
    for decorator in reversed([*_decorators(entries, lister)]):
        decorated = decorator(decorated)
    return click.command(name, help=_help(entries, lister))(decorated)


def _entry(entries: Sequence[Entry], given: Given) -> Entry:
    """Return the table that the command's options choose among its tables."""
    found = next(one for one in entries if one.variant is None or one.variant[1] == _text(given[one.variant[0]]))
    own = {option.key for option in found.options}
    for entry in entries if found.narrowed != "view" else ():
        for option in entry.options:
            # what the table does not have would change nothing
            if option.key not in own and _text(given.get(option.key)) not in ("", option.default):
                raise UsageError(
                    _("“--{option}” is for {table}: leave it out here."), option=option.key, table=_(entry.title)
                )
    return found


def _is_table_wanted(lister: Lister, is_other: bool, given: Given) -> bool:
    """Tell whether the options of a command that lists ask for a table instead; another than its first is one, too."""
    if given.get(lister.acts_by):
        return False
    return writing.is_wanted(given, is_other)


def _listed(db: Database, lister: Lister, given: Given) -> Callable[[], None]:
    """Read a list, and return what writes it."""
    listing = lister.read(db, given)
    if given["as_json"]:
        return partial(write_json, listing.records())

    def finish() -> None:
        # what it says of itself is enough
        write_rows(listing.rows, "" if listing.message else None)
        if listing.message:
            say(listing.message, err=True)

    return finish


def _made(db: Database, entry: Entry, given: Given) -> Callable[[], None]:
    """Make a table, and return what writes it."""
    if given.get(APART):
        return _made_apart(db, entry, given)
    to = Writing(given, networks=bool(entry.writers))
    view = _view(db, given) if entry.narrowed == "view" else View()
    request = Request(
        view.where if entry.narrowed == "view" else given.get("where", ""),
        named=to.format.named,
        compact=to.format.compact,
        view=view,
        options={option.key: _text(given[option.key]) for option in entry.options},
    )
    table = to.stamped(entry.make(db, request))
    own = entry.write(db, request, to.format.key, table.notes) if to.format.for_networks else None
    if given.get("save"):
        edits.saved.save(db, given["save"], view)
    return partial(to.write, table, entry.size(len(table.rows)), own)


def _made_apart(db: Database, entry: Entry, given: Given) -> Callable[[], None]:
    """Make a table or a network for each part, and return what writes them into files that are called after it.

    Raises:
        UserError: when there is no file to call them after, no part, or a file stands in the way.
    """
    target: Path | None = given["target"]
    if target is None or str(target) == "-":
        raise UsageError(_("Several files need a name to be called after: say -o FILE."))
    options = {option.key: _text(given[option.key]) for option in entry.options}
    parts = entry.parted(db, Request(given.get("where", ""), options=options), target)
    # all are looked at before the first is written
    ways = [Writing({**given, "target": path}, networks=True) for path in parts]
    made = []
    for request, to in zip(parts.values(), ways, strict=True):
        request = replace(request, named=to.format.named, compact=to.format.compact)
        table = to.stamped(entry.make(db, request))
        own = entry.write(db, request, to.format.key, table.notes) if to.format.for_networks else None
        made.append(partial(to.write, table, entry.size(len(table.rows)), own))

    def finish() -> None:
        for write in made:
            write()

    return finish


def _decorators(entries: Sequence[Entry], lister: Lister | None) -> Iterator[Callable[[Any], Any]]:
    """Yield what adds the arguments and options of a command, in their order."""
    yield options.project
    by_key: dict[str, list[Option]] = {}
    for entry in entries:
        for option in entry.options:
            by_key.setdefault(option.key, []).append(option)
    if any(entry.narrowed == "view" for entry in entries):
        yield from _VIEW_OPTIONS
        by_key.clear()
    yield from (click.argument(key) for key, alike in by_key.items() if alike[0].needed)
    if entries[0].variant is not None:
        yield _variant_option(entries)
    yield from (_option(alike, entries) for alike in by_key.values() if not alike[0].needed)
    if any(entry.narrowed in ("claims", "view") for entry in entries):
        yield options.where
    if lister is not None:
        yield from lister.options
    if any(entry.narrowed == "view" for entry in entries) or (lister is not None and lister.acts_by):
        yield options.coder
    yield from writing.options(lists=lister is not None, networks=bool(entries[0].writers))


def _option(alike: Sequence[Option], entries: Sequence[Entry]) -> Callable[[Any], Any]:
    """Return the command's option for one that its tables have alike, or each with choices of its own."""
    option = alike[0]
    flag, about = f"--{option.key}", _(option.about)
    if option.kind == "flag":
        return click.option(flag, is_flag=True, help=about or f"{_(option.title)}.")
    if option.kind == "document":
        return click.option(
            flag, default="", metavar="D", help=_("Only this one: its number, uuid, file name or title.")
        )
    if option.kind == "text":
        return click.option(flag, default="", metavar="TEXT", help=f"{_(option.title)}: {about}")
    if option.kind == "coders":
        return click.option(flag, nargs=2, metavar="A B", help=about)
    if option.kind == "axis":
        words = options.choice_words(option.title, option.choices)
        return click.option(
            flag,
            default=option.default,
            metavar="AXIS",
            show_default=True,
            help=_("{choices} Or another field, an own one too. {about}").format(choices=words, about=about),
        )
    if all(other.choices == option.choices for other in alike):
        return click.option(
            flag,
            type=click.Choice([value for value, _name in option.choices]),
            default=option.default,
            show_default=True,
            help=f"{options.choice_words(option.title, option.choices)} {about}".strip(),
        )
    # what one table does not have is refused when it is made
    told = []
    having = [entry for entry in entries if any(one.key == option.key for one in entry.options)]
    for entry, own in zip(having, alike, strict=True):
        assert entry.variant is not None
        title = f"{_(option.title)}, --{' '.join(entry.variant)}"
        told.append(options.choice_words(title, own.choices))
    return click.option(flag, default="", metavar="NAME", help=" ".join([*told, _("The first is the default.")]))


def _variant_option(entries: Sequence[Entry]) -> Callable[[Any], Any]:
    """Return the option that chooses among the tables of a command: a flag where the first has no name."""
    variants = [entry.variant[1] if entry.variant else "" for entry in entries]
    key = entries[0].variant[0] if entries[0].variant else ""
    if not variants[0]:
        return click.option(f"--{key}", is_flag=True, help=_(entries[-1].about))
    titles = [(value, entry.title) for value, entry in zip(variants, entries, strict=True)]
    return click.option(
        f"--{key}",
        type=click.Choice(variants),
        default=variants[0],
        show_default=True,
        help=options.choice_words(_("Which table"), titles),
    )


def _help(entries: Sequence[Entry], lister: Lister | None) -> str:
    entry = next(entry for entry in entries if entry.narrowed != "view")
    parts = [_(entry.about), _(entry.details)]
    if lister is not None:
        parts.append(
            f"{_(lister.columns)} {_('With --format or -o a table with all that is known is written instead.')}"
        )
    return "\n\n".join(part for part in parts if part)


def _text(value: Any) -> str:
    """Return a value of the command line as a request has it."""
    if isinstance(value, tuple):
        return ",".join(quoted(one) for one in value)
    return {True: "yes", False: "", None: ""}[value] if not isinstance(value, str) else value


def _view(db: Database, given: Mapping[str, Any]) -> View:
    """Return the view that the options choose.

    Raises:
        UserError: when the project has none of that name, or two choices do not go together.
    """
    view = edits.saved.view(db, given["view"]) if given["view"] else View()
    changes = {name: given[name] for name in View.__dataclass_fields__ if given[name] not in (None, "")}
    named: dict[str, Any] = {name: lookup.axis(db, changes[name]) for name in ("rows", "columns") if name in changes}
    if "cells" in changes:
        named["cells"] = lookup.cells(db, changes["cells"])
    return view.changed(**{**changes, **named})
