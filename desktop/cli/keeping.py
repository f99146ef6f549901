"""Commands on backups of a project, and on damaged ones."""

from pathlib import Path

import click

from desktop.cli import options
from desktop.cli.terminal import say
from desktop.core.language import _
from desktop.project import backups


@click.command(
    "backups",
    help=_(
        "List the backups of the project, the newest first.\n\nThey are made when the project is opened and was "
        "changed since the last one, before actions that change much, and by time while one works. The variable "
        "VISAVIS_BACKUPS names another folder for them than the one beside the project, or “off” for none."
    ),
)
@click.argument("project", type=options.FILE)
def backups_command(project: Path) -> None:
    """List the backups of the project."""
    found = backups.listed(project)
    for number, one in enumerate(found, start=1):
        say(f"{number:>3}  {backups.told(one)}")
    say(_("In {folder}").format(folder=backups.folder_of(project)) if found else _("There is no backup yet."))


@click.command(
    "restore",
    help=_(
        "Bring a backup back.\n\nIt takes the place of the project, or is written to --output NEW. BACKUP is its "
        "number in the list of “visavis backups”, or its file; the newest when none is named. The present file is "
        "kept with the backups."
    ),
)
@click.argument("project", type=options.FILE)
@click.argument("backup", required=False, default="")
@click.option(
    "-o",
    "--output",
    "new",
    type=options.FILE,
    metavar="NEW",
    help=_("Write the backup to NEW, where nothing may stand; the project stays as it is."),
)
def restore_command(project: Path, backup: str, new: Path | None) -> None:
    """Put a backup in the place of the project."""
    say(backups.restore(project, backups.chosen(project, backup), new))


@click.command(
    "rescue",
    help=_(
        "Bring a damaged project into a clean file.\n\nRows are taken from its tables, else from "
        "its pages one by one, from the history and from indexes; what is missing is told. DAMAGED itself is only "
        "read. A file that holds what Visavis has not put there comes out without it."
    ),
)
@click.argument("damaged", type=options.FILE)
@click.option("-o", "--output", "new", type=options.FILE, metavar="NEW", required=True, help=_("The clean file."))
@click.option(
    "--by-history",
    is_flag=True,
    help=_("Where a row is not as the history tells, take it from there: another program may have changed it."),
)
def rescue_command(damaged: Path, new: Path, by_history: bool) -> None:
    """Bring what can be read of a damaged project into a clean file."""
    for line in backups.rescue(damaged, new, by_history=by_history):
        say(line)
