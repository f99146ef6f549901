"""Commands that write tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop import work
from desktop.cli import options
from desktop.cli.output import write

if TYPE_CHECKING:
    from desktop.exchange.exports import MatrixCells

CELLS = ("counts", "net", "stance", "quotes")


@click.command("claims")
@options.project
@options.table
def claims_command(project: Path, form: str, exact: bool, target: Path | None) -> None:
    """Write the claims as a table, one row for each."""
    with work.open_project(project) as db:
        table = work.claims_export(db)
    write(target, work.render(table, form, exact=exact), f"{len(table.rows)} claims")


@click.command("matrix")
@options.project
@click.option(
    "--cells",
    type=click.Choice(CELLS),
    default="counts",
    show_default=True,
    help="What a cell holds: claims per stance; in favor less against; the stance in a word; the quotes.",
)
@options.table
def matrix_command(project: Path, cells: "MatrixCells", form: str, exact: bool, target: Path | None) -> None:
    """Write the matrix as a table, topics down, actors across."""
    with work.open_project(project) as db:
        table = work.matrix_export(db, cells)
    write(target, work.render(table, form, exact=exact), f"{len(table.rows)} rows, {len(table.columns)} columns")
