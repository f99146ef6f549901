"""Commands that write tables."""

from pathlib import Path
from typing import Any

import click

from desktop.cli import options, tables
from desktop.project import opening


@click.command("claims")
@options.project
@options.where
@tables.options()
def claims_command(project: Path, where: str, **writing: Any) -> None:
    """Write the claims as a table, one row for each.

    A value of --where with blanks or commas stands in double quotes. An actor or topic stands for all below it too,
    unless children=no is said.
    """
    from desktop.project import lists as listings

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        table = listings.claims_table(db, where, named=to.named, brief=to.compact)
    to.write(table, f"{len(table.rows)} claims")


@click.command("memos")
@options.project
@options.where
@tables.options()
def memos_command(project: Path, where: str, **writing: Any) -> None:
    """Write the memos as a table, one row for each.

    Of those on claims, the ones on claims that --where lets through.
    """
    from desktop.project import lists as listings

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        table = listings.memos_table(db, where, named=to.named)
    to.write(table, f"{len(table.rows)} memos")
