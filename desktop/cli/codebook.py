"""Commands that write and read the codebook."""

from pathlib import Path

import click

from desktop.cli import options, writing
from desktop.cli.output import write
from desktop.core.language import _
from desktop.exchange.recognition import CODEBOOKS
from desktop.project import codebook, opening


@click.command(
    "codebook",
    help=_(
        "Write the actors and topics.\n\nTo be read in again with “visavis codebook-import”; “visavis topics” "
        "and “visavis actors” write tables."
    ),
)
@options.project
@click.option(
    "--format",
    "form",
    type=click.Choice([row.key for row in CODEBOOKS]),
    default=CODEBOOKS[0].key,
    show_default=True,
    help=_("What to write: TOML for people and programs, CSV for spreadsheets."),
)
@writing.output
@writing.force
def codebook_command(project: Path, form: str, target: Path | None, force: bool) -> None:
    """Write the actors and topics."""
    with opening.open_project(project) as db:
        writing.refuse(target, force)
        found = codebook.codebook(db)
    told = _("{actors}, {topics}").format(
        actors=codebook.count_actors(len(found.actors)), topics=codebook.count_topics(len(found.topics))
    )
    write(target, next(row for row in CODEBOOKS if row.key == form).write(found), told)


@click.command(
    "codebook-import",
    help=_(
        "Add actors and topics from a file.\n\nFILE is a codebook in TOML or in CSV. What the project has "
        "already stays as it is, unless it is told to --update; then each field that the file has is taken over, "
        "and what the file does not mention stays. All is one step of undo."
    ),
)
@options.project
@click.argument("file", type=options.FILE)
@click.option("--update", is_flag=True, help=_("Change what the project has already to what the file says."))
def codebook_import_command(project: Path, file: Path, update: bool) -> None:
    """Add actors and topics from a file."""
    with opening.open_project(project) as db:
        click.echo(codebook.import_codebook(db, file, update=update))
