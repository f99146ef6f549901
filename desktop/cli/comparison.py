"""Commands that compare: the matrix, and the views that a project keeps."""

from pathlib import Path
from typing import Any

import click

from desktop.cli import options, tables
from desktop.cli.output import write_json, write_rows
from desktop.core.axes import FIELDS, ORDERS
from desktop.core.duplicates import RULES
from desktop.core.views import CELLS, SHARES, View
from desktop.project import opening

_AXIS = f"any of {', '.join(FIELDS)}; nested: theme>topic."


@click.command("matrix")
@options.project
@click.option("--view", "name", metavar="NAME", help="Begin with a view that the project keeps.")
@click.option("--rows", metavar="AXIS", help=f"What stands down the side: {_AXIS} [default: topic]")
@click.option("--columns", metavar="AXIS", help="What stands across the top. [default: actor]")
@click.option(
    "--cells",
    type=click.Choice(CELLS),
    help="What a cell holds: claims per stance; in favor less against; a part of the whole; the more frequent stance; "
    "the stance in a word; first and last date; the quotes; the analyst's summary. [default: counts]",
)
@click.option("--share-of", type=click.Choice(SHARES), help="What a share is a part of. [default: row]")
@options.where
@click.option("--order", type=click.Choice(ORDERS), help="How the rows are sorted. [default: codebook]")
@click.option("--column-order", type=click.Choice(ORDERS), help="How the columns are. [default: codebook]")
@click.option(
    "--duplicates",
    type=click.Choice(RULES),
    help="Count each actor, topic and stance once per document, day, week, month, year, or once at all. "
    "[default: include, all of them]",
)
@click.option("--hide-empty/--show-empty", default=None, help="Leave out rows without a claim.")
@click.option("--transpose/--no-transpose", default=None, help="Let rows and columns change places.")
@click.option("--keep", metavar="NAME", help="Keep the view in the project under NAME, too.")
@tables.options()
def matrix_command(
    project: Path,
    name: str | None,
    where: str,
    keep: str | None,
    rows: str | None,
    columns: str | None,
    cells: str | None,
    share_of: str | None,
    order: str | None,
    column_order: str | None,
    duplicates: str | None,
    hide_empty: bool | None,
    transpose: bool | None,
    **writing: Any,
) -> None:
    """Write the matrix as a table, topics down, actors across.

    Or whatever the axes say: “--rows theme>topic --columns country>actor”.
    """
    from desktop.project.matrix import compare
    from desktop.project.matrix_table import comparison_table
    from desktop.store.edits import kept as edit_views

    given: dict[str, Any] = {
        "rows": rows,
        "columns": columns,
        "cells": cells,
        "where": where or None,
        "share_of": share_of,
        "order": order,
        "column_order": column_order,
        "duplicates": duplicates,
        "hide_empty": hide_empty,
        "transpose": transpose,
    }
    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        view = edit_views.view(db, name) if name else View()
        view = view.changed(**{key: value for key, value in given.items() if value is not None})
        table = comparison_table(compare(db, view), named=to.named, compact=to.compact)
        if keep:
            edit_views.keep_view(db, keep, view)
    to.write(table)


@click.command("views")
@options.project
@click.option("--delete", metavar="NAME", help="Delete a view instead.")
@options.as_json
@tables.options(lists=True)
def views_command(project: Path, delete: str | None, as_json: bool, **writing: Any) -> None:
    """List the kept views.

    The columns: name, rows, columns, cells, order, duplicates, and filter. “visavis matrix --keep NAME” keeps one.
    With --format or -o a table is written instead.
    """
    from desktop.store.edits import kept as edit_views

    with opening.open_project(project) as db:
        if delete:
            edit_views.delete_view(db, delete)
            click.echo(f"deleted: {delete}")
            return
        if tables.is_wanted(writing, as_json):
            from desktop.project import lists as listings

            tables.Writing(**writing).write(listings.views_table(db))
            return
        found = edit_views.views(db)
    if as_json:
        write_json([{"name": name, **view.as_record()} for name, view in found.items()])
        return
    write_rows(
        [
            (name, str(view.rows), str(view.columns), view.cells, view.order, view.duplicates, view.where)
            for name, view in found.items()
        ]
    )


@click.command("filters")
@options.project
@tables.options()
def filters_command(project: Path, **writing: Any) -> None:
    """Write the kept filters as a table, one row for each."""
    from desktop.project import lists as listings

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        table = listings.filters_table(db)
    to.write(table)
