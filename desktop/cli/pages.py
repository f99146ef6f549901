"""Commands that write coded documents to look at: as web pages, and as PDF."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from desktop.cli import display, options, tables
from desktop.cli.output import write
from desktop.core.errors import UsageError
from desktop.project import opening

F = TypeVar("F", bound=Callable[..., Any])


class Printer(Protocol):
    """What prints pages; handed in as click's ``obj``, so that the command line need not import Qt's layer."""

    def print_documents(self, project: Path, documents: tuple[str, ...], where: str, written: str) -> bytes:
        """Return coded documents as PDF; *written* is the time to be told in it, or empty."""


def _options(command: F) -> F:
    for option in (
        tables.stamp,
        tables.force,
        tables.output,
        options.where,
        click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT..."),
        options.project,
    ):
        command = option(command)
    return command


@click.command("document-html")
@_options
def document_html_command(
    project: Path, documents: tuple[str, ...], where: str, target: Path | None, force: bool, stamp: bool
) -> None:
    """Write coded documents as a web page.

    One alone, or two side by side.

    DOCUMENT is its number, uuid, file name or title. The page has the text with its highlights, lanes and notes, and
    needs nothing else.
    """
    from desktop.project import pages

    _check(documents)
    with opening.open_project(project) as db:
        tables.refuse(target, force)
        page = pages.document_page(db, documents, where, _time(stamp))
    write(target, page, _told(documents))


@click.command("document-pdf")
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
    """Write coded documents as PDF.

    One alone, or two side by side; no display is needed.

    DOCUMENT is its number, uuid, file name or title. The pages have the text with its highlights, lanes and notes.
    """
    _check(documents)
    # what is wrong with the project is told before Qt is started
    with opening.open_project(project):
        tables.refuse(target, force)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    display.require_qt()
    write(target, printer.print_documents(project, documents, where, _time(stamp)), _told(documents))


def _check(documents: tuple[str, ...]) -> None:
    if len(documents) > 2:
        raise UsageError("At most two documents stand side by side: name one or two.")


def _time(stamp: bool) -> str:
    from desktop.store.database import now

    return now() if stamp else ""


def _told(documents: tuple[str, ...]) -> str:
    return f"{len(documents)} document{'s' if len(documents) > 1 else ''}"
