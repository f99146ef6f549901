"""The arguments and options that several commands take, each worded once."""

from pathlib import Path

import click

# whether a file is there and is what it should be is told by what reads it, in a sentence and with exit status 1
FILE = click.Path(path_type=Path)

project = click.argument("project", type=FILE)
where = click.option(
    "--where",
    default="",
    metavar="FILTER",
    help="Only the claims that meet FILTER, such as “topic=trade,bridge actor=ana date=2021..2024 stance=against "
    'voice=direct text="zone of peace"”; also document, publisher, kind, coder, memo, origin, hide, children.',
)
counted = click.option(
    "--where",
    default="",
    metavar="FILTER",
    help="Count only the claims that meet FILTER, such as “hide=Ana”; “visavis claims --help” tells what it takes.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON instead of columns.")
