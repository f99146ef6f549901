"""The one way of a sentence to the terminal, which names must not command: what would do something there is shown."""

import sys

import click

from desktop.core.visible import visible


def say(text: str, err: bool = False) -> None:
    """Write *text* and the end of a line to standard output, or as an *err* to standard error."""
    click.echo(visible(text), err=err)


def shown(data: bytes) -> bytes:
    """Return the content of a file as standard output gets it: as it is, unless that is a terminal."""
    if not sys.stdout.isatty():
        return data
    try:
        return visible(data.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        return data
