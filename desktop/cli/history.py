"""The command that lists and exports what was done."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from desktop.cli import options, tables
from desktop.cli.output import write, write_json, write_rows
from desktop.core.text import one_line
from desktop.project import history as work_history
from desktop.project import opening


@click.command("history")
@options.project
@options.as_json
@click.option(
    "--changes", is_flag=True, help="In the table, a line for each changed field instead of one for each step."
)
@tables.options(lists=True)
def history_command(project: Path, as_json: bool, changes: bool, **writing: Any) -> None:
    """List what was done, the newest first.

    The columns: number, time (UTC), coder, kind, state, and what was done. With --format, --changes or -o a table
    is written instead: the whole audit trail, for other programs.
    """
    with opening.open_project(project) as db:
        if tables.is_wanted({**writing, "changes": changes}, as_json):
            to = tables.Writing(**writing)
            if not to.format.has_notes:
                # block by block: a long trail has millions of fields
                data, count = work_history.export(db, changes=changes, exact=to.format.key == "exact")
                write(to.target, data, f"{count} {'changes' if changes else 'steps'}")
            else:
                to.write(work_history.table(db, changes=changes, brief=to.compact))
            return
        found = db.history()
    if as_json:
        write_json([asdict(entry) for entry in found])
    else:
        write_rows(
            [(entry.id, entry.created, entry.coder, entry.kind, entry.state, one_line(entry.text)) for entry in found]
        )
