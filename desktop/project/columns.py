"""What the columns of tables are that come in: as the user says, as the project remembers, or as they seem to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.core.columns import ColumnChoices, TableLook, head_name, problem_of
from desktop.core.errors import UsageError, UserError
from desktop.core.language import _
from desktop.exchange.readers.source import shown
from desktop.project import foreign
from desktop.project.children import ChildError
from desktop.store import edits
from desktop.store.database import Database

# documents that are shown before a table is read
_FIRST = 20


def tables_in(names: Iterable[Path], choices: ColumnChoices) -> list[tuple[Path, TableLook]]:
    """Return the tables among files and below folders, each with what its columns seem to be or were said to be.

    Needs no project, and so may run beside the window's thread. What cannot be read is told when it is to come in.
    """
    found = []
    for path in foreign.tables(names):
        try:
            look = foreign.look(path, choices)
        except (UserError, ChildError):
            # whatever is wrong with it, its reader says so when it comes in
            continue
        if look is not None:
            found.append((path, look))
    return found


def look_at(path: Path, choices: ColumnChoices) -> TableLook:
    """Return the table in a file with what its columns seem to be.

    Raises:
        UserError: when it cannot be read so, or holds no table then.
    """
    found = foreign.look(path, choices)
    if found is None:
        raise UserError(_("{name} holds no table in this encoding; choose another."), name=shown(path.name))
    return found


def first_documents(look: TableLook, roles: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Return the first documents that a table makes with these *roles*: what stands above the columns, and the rows."""
    from desktop.exchange.readers.sheets import first_documents as made

    return made(look, roles, _FIRST)


def chosen_columns(db: Database, names: Sequence[Path], said: Mapping[str, str], encoding: str = "") -> ColumnChoices:
    """Return what the columns of the tables in *names* are: as is *said* of a column, else as the project remembers.

    The tables are read in an *encoding*, which is found out when it is empty.

    Raises:
        UserError: when no table has a column that something is said of, or a table cannot be read so.
    """
    known = edits.columns.remembered(db)
    choices = ColumnChoices(tuple(said.items()), known.by_head, encoding=encoding, own=known.own)
    if not said:
        return choices
    tables = tables_in(names, choices)
    there = {head_name(cell) for _path, look in tables for cell in look.head}
    for name in said:
        if head_name(name) not in there:
            heads = ", ".join(dict.fromkeys(cell for _path, look in tables for cell in look.head)) or _("none")
            raise UsageError(_("No table has a column “{name}”: there are {heads}."), name=name, heads=heads)
    for _path, look in tables:
        if {head_name(cell) for cell in look.head} & set(map(head_name, said)):
            problem = problem_of(look.roles)
            if problem:
                raise UserError(_("{name}: {problem}"), name=look.name, problem=problem)
            choices = choices.with_table(look.head, look.roles)
    return replace(choices.with_seen((path, look.head) for path, look in tables), every=())
