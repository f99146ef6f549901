"""The arguments and options that several commands take, each worded once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

# whether a file is there and is what it should be is told by what reads it, in a sentence and with exit status 1
FILE = click.Path(path_type=Path)

project = click.argument("project", type=FILE)
as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON instead of columns.")


def table(command: F) -> F:
    """Add the options of a command that writes a table."""
    for option in (
        click.option(
            "-o",
            "--output",
            "target",
            type=click.Path(path_type=Path, allow_dash=True),
            metavar="FILE",
            help="Write to FILE instead of standard output (“-”).",
        ),
        click.option(
            "--exact",
            is_flag=True,
            help="CSV to the letter of RFC 4180: without the byte-order mark and the guards that keep a spreadsheet "
            "from taking a text for a formula.",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(("csv", "json")),
            default="csv",
            show_default=True,
            help="What to write.",
        ),
    ):
        command = option(command)
    return command
