"""The command that writes a whole project in another program's form."""

from pathlib import Path

import click

from desktop.cli import options, writing
from desktop.cli.terminal import say
from desktop.core.errors import UsageError
from desktop.core.language import _
from desktop.exchange.programs.refi_writer import PROFILES
from desktop.project import opening
from desktop.project.programs.exporting import FORMS, export_project, form_of


@click.command(
    "export",
    help=_(
        "Write the whole project for another program.\n\nTexts, codebook, claims, memos and coders; what the form "
        "cannot carry is told on standard error. “visavis import” reads each of these again."
    ),
)
@options.project
@click.option(
    "--as",
    "form",
    type=click.Choice([one.key for one in FORMS]),
    default=None,
    show_default=_("what the ending of FILE says"),
    help=_(
        "The form: qdpx for NVivo, MAXQDA, ATLAS.ti and QualCoder, dna for Discourse Network Analyzer, annotated for "
        "all of the project as texts, framework for a matrix of summaries, csljson, ris and bibtex for a bibliography."
    ),
)
@click.option(
    "--for",
    "profile",
    type=click.Choice(PROFILES),
    default=PROFILES[0],
    show_default=True,
    help=_("The program that a qdpx is for: they count ends of lines and some letters otherwise."),
)
@writing.output
@writing.force
def export_command(project: Path, form: str | None, profile: str, target: Path | None, force: bool) -> None:
    """Write the whole project for another program."""
    key = form or (form_of(target) if target is not None else "")
    if not key:
        raise UsageError(_("Say in which form the project is wanted, such as “--as qdpx”."))
    writing.refuse(target, force)
    with opening.open_project(project) as db:
        data, lost = export_project(db, key, project.stem, profile)
    writing.write(target, data, key)
    for sentence in lost:
        say(sentence, err=True)
