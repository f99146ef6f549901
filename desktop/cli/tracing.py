"""Commands on quotations: who is quoted, where it was said, and which sentences may hold claims."""

from pathlib import Path
from typing import Any

import click

from desktop.cli import options, tables
from desktop.project import opening
from desktop.store.reads import project as reads

_document = click.option("--document", metavar="D", help="Only this one: its number, uuid, file name or title.")


@click.command("quotations")
@options.project
@_document
@tables.options()
def quotations_command(project: Path, document: str | None, **writing: Any) -> None:
    """Write the quotations with their speakers.

    The turns of transcripts too, without their labels.
    """
    from desktop.project import quotation_tables as quoted

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        chosen = reads.find_document(db, document).id if document is not None else None
        table = quoted.quotations_table(db, chosen, brief=to.compact)
    to.write(table, f"{len(table.rows)} quotations and turns")


@click.command("trace")
@options.project
@_document
@tables.options()
def trace_command(project: Path, document: str | None, **writing: Any) -> None:
    """Write what became of each quotation.

    Where it stands in the other documents, with a verdict and what changed by words; the altered ones come first.
    """
    from desktop.project import quotation_tables as quoted
    from desktop.project import quotations as work_traces

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        chosen = None if document is None else [reads.find_document(db, document).id]
        material = work_traces.load(db)
    told = "all" if chosen is None else f"those of {material.documents[chosen[0]].name}"
    table = quoted.traces_table(material, work_traces.traces(material, chosen), told, brief=to.compact)
    to.write(table, f"{len(table.rows)} traces")


@click.command("suggest")
@options.project
@click.argument("document")
@tables.options()
def suggest_command(project: Path, document: str, **writing: Any) -> None:
    """Write sentences that may hold a claim.

    Those of a document that are not tagged yet, with actor, voice and the likeliest topics.

    DOCUMENT is its number, uuid, file name or title. Nothing is entered into the project.
    """
    from desktop.project import quotation_tables as quoted

    with opening.open_project(project) as db:
        to = tables.Writing(**writing)
        table = quoted.suggestions_table(db, reads.find_document(db, document).id, brief=to.compact)
    to.write(table, f"{len(table.rows)} suggestions")
