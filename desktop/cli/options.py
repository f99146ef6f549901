"""The arguments and options that several commands take, each worded once."""

from collections.abc import Iterable
from pathlib import Path

import click

from desktop.core.language import _

# whether a file is there and is what it should be is told by what reads it, in a sentence and with exit status 1
FILE = click.Path(path_type=Path)

project = click.argument("project", type=FILE)
where = click.option(
    "--where",
    default="",
    metavar="FILTER",
    help=_(
        "Only the claims that meet FILTER, such as “topic=trade,bridge actor=ana date=2021..2024 stance=against "
        'voice=direct text="zone of peace"”; also document, publisher, kind, coder, memo, origin, hide, children.'
    ),
)


def choice_words(title: str, choices: Iterable[tuple[str, str]]) -> str:
    """Return what can be chosen, each with what it is called: ``Periods: month (months), year (years).``"""
    words = ", ".join(value if value == _(name) else f"{value} ({_(name)})" for value, name in choices)
    return _("{title}: {choices}.").format(title=_(title), choices=words)
