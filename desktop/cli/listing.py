"""Commands that list what a project holds."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from desktop.cli import options, tables
from desktop.cli.output import write, write_json, write_rows
from desktop.core.text import one_line
from desktop.core.values import Document
from desktop.project import lookup, opening
from desktop.store.database import Database
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

_LONGEST = 80


@click.command("documents")
@options.project
@options.counted
@options.as_json
@tables.options(lists=True)
def documents_command(project: Path, where: str, as_json: bool, **writing: Any) -> None:
    """List the documents.

    The columns: number, date, kind, claims, title, and the file's name. With --format or -o a table with all facts is
    written instead.
    """
    with opening.open_project(project) as db:
        if _write_table("documents", db, where, as_json, writing):
            return
        found = filtered.documents(db, lookup.claim_filter(db, where))
    if as_json:
        write_json([_record(document) for document in found])
        return
    write_rows(
        [
            (
                document.id,
                document.facts.date,
                document.facts.kind + (" (brief)" if document.is_brief else ""),
                document.claim_count,
                one_line(document.facts.title, _LONGEST),
                document.name,
            )
            for document in found
        ]
    )


@click.command("actors")
@options.project
@options.counted
@options.as_json
@tables.options(lists=True)
def actors_command(project: Path, where: str, as_json: bool, **writing: Any) -> None:
    """List the actors.

    The columns: key, name, kind, parent, and how many claims they hold. With --format or -o a table with all that is
    known of them is written instead.
    """
    with opening.open_project(project) as db:
        if _write_table("actors", db, where, as_json, writing):
            return
        found, usage = reads.actors(db), filtered.usage(db, "actor", lookup.claim_filter(db, where))
    if as_json:
        write_json([_numbered(actor, "actor_id", usage.get(actor.id, 0)) for actor in found])
        return
    write_rows([(actor.key, actor.name, str(actor.kind), actor.parent, usage.get(actor.id, 0)) for actor in found])


@click.command("topics")
@options.project
@options.counted
@options.as_json
@tables.options(lists=True)
def topics_command(project: Path, where: str, as_json: bool, **writing: Any) -> None:
    """List the topics.

    The columns: key, theme, claims, and the proposition. With --format or -o a table with all that is known of them is
    written instead.
    """
    with opening.open_project(project) as db:
        if _write_table("topics", db, where, as_json, writing):
            return
        found, usage = reads.topics(db), filtered.usage(db, "topic", lookup.claim_filter(db, where))
    if as_json:
        write_json([_numbered(topic, "topic_id", usage.get(topic.id, 0)) for topic in found])
        return
    write_rows(
        [
            (topic.key, topic.parent, usage.get(topic.id, 0), one_line(topic.proposition or topic.name, _LONGEST))
            for topic in found
        ]
    )


@click.command("show")
@options.project
@click.argument("document")
@click.option("--annotated", is_flag=True, help="With its facts, structure, pages and claims, as “import” reads them.")
@click.option("-o", "--output", "target", type=options.FILE, metavar="FILE", help="Write to FILE.")
def show_command(project: Path, document: str, annotated: bool, target: Path | None) -> None:
    """Write a document's text, or all that is coded in it.

    DOCUMENT is its number, uuid, file name or title; the text is written exactly as it is, in UTF-8. With --annotated
    it is Markdown with the claims marked in it.
    """
    with opening.open_project(project) as db:
        number = reads.find_document(db, document).id
        if annotated:
            from desktop.exchange.annotated.writer import write_annotated

            coded = reads.coded_document(db, number)
            told = f"{len(coded.claims)} claim{'' if len(coded.claims) == 1 else 's'}"
            write(target, write_annotated(coded).encode(), told)
        else:
            text = reads.text(db, number)
            write(target, text.encode(), f"{len(text)} characters")


def _write_table(name: str, db: Database, where: str, as_json: bool, writing: dict[str, Any]) -> bool:
    """Write a list as a table when its options ask for one, and tell whether they did."""
    if not tables.is_wanted(writing, as_json):
        return False
    from desktop.project import catalogue
    from desktop.project.asking import Request

    to = tables.Writing(**writing)
    request = Request(where, named=to.named, compact=to.compact)
    to.write(catalogue.make(db, catalogue.ENTRIES[name], request))
    return True


def _record(document: Document) -> dict[str, Any]:
    favor, against, neutral = document.stances
    return {
        "document_id": document.id,
        "uuid": document.uuid,
        "document": document.name,
        **asdict(document.facts),
        "is_brief": document.is_brief,
        "length": document.length,
        "claims": document.claim_count,
        "favor": favor,
        "against": against,
        "neutral": neutral,
        "text_sha256": document.text_sha256,
        "bytes_sha256": document.bytes_sha256,
        "original_sha256": document.original_sha256,
        "extractor": document.extractor,
    }


def _numbered(value: Any, name: str, claims: int) -> dict[str, Any]:
    record = asdict(value)
    return {name: record.pop("id"), "uuid": record.pop("uuid"), **record, "claims": claims}
