"""Commands that write tables."""

from pathlib import Path
from typing import Any

import click

from desktop import work
from desktop.cli import options, tables


@click.command("claims")
@options.project
@options.where
@tables.options(overwrites=True)
def claims_command(project: Path, where: str, **writing: Any) -> None:
    """Write the claims as a table, one row for each.

    A value of --where with blanks or commas stands in double quotes. An actor or topic stands for all below it too,
    unless children=no is said.
    """
    with work.open_project(project) as db:
        to = tables.Writing(**writing)
        table = work.claims_export(db, work.claim_filter(db, where))
    to.write(table, f"{len(table.rows)} claims")
