"""Commands that write what people read: texts, coded documents as web pages and as PDF, the report of a project."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from desktop.cli import display, options, writing
from desktop.cli.writing import write
from desktop.core import phrases
from desktop.core.errors import UsageError
from desktop.core.language import _
from desktop.project import opening
from desktop.store import reads

F = TypeVar("F", bound=Callable[..., Any])


class Printer(Protocol):
    """What prints pages; handed in as click's ``obj``, so that the command line need not import Qt's layer."""

    def print_documents(self, project: Path, documents: tuple[str, ...], where: str, written: str) -> bytes:
        """Return coded documents as PDF; *written* is the time to be told in it, or empty."""


def _options(command: F) -> F:
    for option in (
        writing.stamp,
        writing.force,
        writing.output,
        options.where,
        click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT..."),
        options.project,
    ):
        command = option(command)
    return command


@click.command(
    "show",
    help=_(
        "Write a document's text, or all that is coded in it.\n\nDOCUMENT is its number, uuid, file name or "
        "title; the text is written exactly as it is, in UTF-8. With --annotated it is Markdown with the claims "
        "marked in it."
    ),
)
@options.project
@click.argument("document")
@click.option(
    "--annotated", is_flag=True, help=_("With its facts, structure, pages and claims, as “import” reads them.")
)
@click.option("-o", "--output", "target", type=options.FILE, metavar="FILE", help=_("Write to FILE."))
def show_command(project: Path, document: str, annotated: bool, target: Path | None) -> None:
    """Write a document's text, or all that is coded in it."""
    with opening.open_project(project) as db:
        number = reads.project.find_document(db, document).id
        if annotated:
            from desktop.exchange.annotated.writer import write_annotated

            # the file that it was read from is not this one
            coded = replace(reads.project.coded_document(db, number), bytes_sha256="")
            write(target, write_annotated(coded).encode(), phrases.counted("claim", len(coded.claims)))
        else:
            text = reads.project.text(db, number)
            write(target, text.encode(), phrases.counted("character", len(text)))


@click.command(
    "document-html",
    help=_(
        "Write coded documents as a web page.\n\nOne alone, or two side by side.\n\nDOCUMENT is its number, "
        "uuid, file name or title. The page has the text with its highlights, lanes and notes, and needs nothing "
        "else."
    ),
)
@_options
def document_html_command(
    project: Path, documents: tuple[str, ...], where: str, target: Path | None, force: bool, stamp: bool
) -> None:
    """Write coded documents as a web page."""
    from desktop.project import pages

    _check(documents)
    with opening.open_project(project) as db:
        writing.refuse(target, force)
        page = pages.document_page(db, documents, where, _time(stamp))
    write(target, page, phrases.counted("document", len(documents)))


@click.command(
    "document-pdf",
    help=_(
        "Write coded documents as PDF.\n\nOne alone, or two side by side; no display is needed.\n\nDOCUMENT is "
        "its number, uuid, file name or title. The pages have the text with its highlights, lanes and notes."
    ),
)
@_options
@click.pass_obj
def document_pdf_command(
    printer: Printer,
    project: Path,
    documents: tuple[str, ...],
    where: str,
    target: Path | None,
    force: bool,
    stamp: bool,
) -> None:
    """Write coded documents as PDF."""
    _check(documents)
    # what is wrong with the project is told before Qt is started
    with opening.open_project(project):
        writing.refuse(target, force)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    display.require_qt()
    write(
        target,
        printer.print_documents(project, documents, where, _time(stamp)),
        phrases.counted("document", len(documents)),
    )


def _check(documents: tuple[str, ...]) -> None:
    if len(documents) > 2:
        raise UsageError(_("At most two documents stand side by side: name one or two."))


def _time(stamp: bool) -> str:
    from desktop.store.database import now

    return now() if stamp else ""


@click.command(
    "report",
    help=_(
        "Write the report of a project.\n\nThe appendix that journals ask for: method, scale, codebook with "
        "definitions, counts, agreement of coders where there is any, and documents, as a web page, a Word document or "
        "Markdown."
    ),
)
@options.project
@click.option(
    "-o",
    "--output",
    "target",
    type=options.FILE,
    metavar="FILE",
    required=True,
    help=_("Write to FILE; its ending says in which form: .html, .docx or .md."),
)
@options.where
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="SECTION",
    help=_(
        "Only this section; as often as wanted: method, scale, topics, actors, fields, counts, agreement, documents."
    ),
)
@writing.force
@writing.stamp
def report_command(
    project: Path, target: Path, where: str, sections: tuple[str, ...], force: bool, stamp: bool
) -> None:
    """Write the report of a project."""
    from desktop.exchange.report.formats import format_of
    from desktop.project import report

    form = format_of(target)
    with opening.open_project(project) as db:
        writing.refuse(target, force)
        made = report.report(db, where, sections or report.SECTIONS, stamp=stamp)
    write(target, form.write(made), ", ".join(part.title for part in made.sections))
