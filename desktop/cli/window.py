"""Opening the window, and pictures of it."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import click

from desktop.cli import display, options
from desktop.cli.terminal import say
from desktop.core.errors import UserError
from desktop.core.language import _

THEMES = ("light", "dark")
_SIZES = ("1280x800", "1920x1080")
# what a picture can hold without running out of memory
_LARGEST = 10_000


class Window(Protocol):
    """What opens the window; handed in as click's ``obj``, so that the command line need not import Qt's layer."""

    def run(self, project: Path | None) -> int:
        """Open the window on *project*; return the exit status when it is closed."""

    def take(self, project: Path, folder: Path, sizes: Sequence[tuple[int, int]], themes: Sequence[str]) -> list[Path]:
        """Write pictures of the window's pages into *folder* and return their files."""


def parse_size(value: str) -> tuple[int, int]:
    """Return width and height of a size in pixels such as ``1280x800``."""
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", value)
    if found is None:
        raise click.BadParameter(_("“{value}” is no size such as 1280x800.").format(value=value))
    width, height = int(found[1]), int(found[2])
    if not (1 <= width <= _LARGEST and 1 <= height <= _LARGEST):
        raise click.BadParameter(
            _("“{value}” is out of range: from 1x1 to {largest}x{largest}.").format(value=value, largest=_LARGEST)
        )
    return width, height


@click.command(
    "visavis",
    help=_("Open the window on PROJECT, or on the project that was open last when none is named."),
)
@click.argument("project", type=options.FILE, required=False)
@click.pass_obj
def window_command(window: Window, project: Path | None) -> None:
    """Open the window on PROJECT, or on the project that was open last when none is named."""
    display.require_window()
    # what is wrong with the file is told in the window: who clicked on it sees no terminal
    sys.exit(window.run(project))


@click.command(
    "snapshot",
    help=_("Write pictures (PNG) of the window's pages.\n\nNo display is needed."),
)
@options.project
@click.option(
    "-o",
    "--output",
    "folder",
    type=options.FILE,
    metavar="DIR",
    required=True,
    help=_("The folder to write to; it is made when missing."),
)
@click.option(
    "--size",
    "sizes",
    type=parse_size,
    metavar="WIDTHxHEIGHT",
    multiple=True,
    default=_SIZES,
    show_default=True,
    help=_("The window's size; may be given several times."),
)
@click.option(
    "--theme", type=click.Choice((*THEMES, "both")), default="both", show_default=True, help=_("The colours.")
)
@click.pass_obj
def snapshot_command(
    window: Window, project: Path, folder: Path, sizes: tuple[tuple[int, int], ...], theme: str
) -> None:
    """Write pictures (PNG) of the window's pages."""
    from desktop.project import opening

    with opening.open_project(project):
        pass
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    display.require_qt()
    _make_folder(folder)
    for path in window.take(project, folder, sizes, THEMES if theme == "both" else (theme,)):
        say(str(path))


def _make_folder(folder: Path) -> None:
    """Make *folder* with those above it; nothing when it is there; UserError when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("The folder “{folder}” cannot be made ({reason}): choose another place.")
        raise UserError(sentence, folder=folder, reason=error.strerror) from error
