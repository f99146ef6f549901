"""The command that lists and exports what was done."""

from dataclasses import asdict
from pathlib import Path

import click

from desktop import work, work_history
from desktop.cli import options
from desktop.cli.output import write, write_json, write_rows
from desktop.core.text import one_line


@click.command("history")
@options.project
@options.as_json
@click.option("--format", "form", type=click.Choice(("csv", "json")), help="Write a table instead of columns.")
@click.option(
    "--changes", is_flag=True, help="In the table, a line for each changed field instead of one for each step."
)
@click.option(
    "--exact", is_flag=True, help="CSV to the letter of RFC 4180: without the byte-order mark and the guards."
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write the table to FILE instead of standard output (“-”).",
)
def history_command(
    project: Path, as_json: bool, form: str | None, changes: bool, exact: bool, target: Path | None
) -> None:
    """List what was done, the newest first.

    The columns: number, time (UTC), coder, kind, state, and what was done. With --format, --changes or -o a table
    is written instead (CSV when nothing else is said): the whole audit trail, for other programs.
    """
    table = bool(form or changes or exact or target is not None)
    if as_json and table:
        raise click.UsageError("--json lists the steps; with --changes or -o say “--format json” instead.")
    with work.open_project(project) as db:
        if table:
            data, count = work_history.export(db, form or "csv", changes=changes, exact=exact)
        else:
            found = db.history()
    if table:
        write(target, data, f"{count} {'changes' if changes else 'steps'}")
    elif as_json:
        write_json([asdict(entry) for entry in found])
    else:
        write_rows(
            [(entry.id, entry.created, entry.coder, entry.kind, entry.state, one_line(entry.text)) for entry in found]
        )
