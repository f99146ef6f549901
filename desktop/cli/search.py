"""The command that searches a project's documents, claims and memos."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from desktop.cli import options, tables
from desktop.cli.output import write_json, write_rows
from desktop.core.results import MemoHit, SearchResults
from desktop.project import lookup, opening
from desktop.store.database import Database
from desktop.store.reads import project as reads
from desktop.store.reads.search import search_all


@click.command("search")
@options.project
@click.argument("query")
@options.where
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="The most to list of each kind.")
@options.as_json
@tables.options(lists=True)
def search_command(project: Path, query: str, where: str, limit: int, as_json: bool, **writing: Any) -> None:
    """Search documents, claims and memos.

    QUERY is words, of which the last may be begun, “phrases” in double quotes, prefixes (conquest*), AND, OR, NOT (or
    a hyphen before a word) and brackets. --where narrows the claims.

    The columns: document, claim or memo; its number; what was found. With --format or -o a table of all that is found
    is written instead.
    """
    with opening.open_project(project) as db:
        if tables.is_wanted(writing, as_json):
            from desktop.project import lists as listings

            to = tables.Writing(**writing)
            to.write(listings.search_table(db, query, where))
            return
        found = search_all(db, query, limit, lookup.claim_filter(db, where))
        record = _record(db, found)
    if as_json:
        write_json(record)
        return
    rows = [
        (kind, number, snippet)
        for kind, hits in (("document", found.documents), ("claim", found.claims), ("memo", found.memos))
        for number, snippet in ((_number(hit), hit.snippet) for hit in hits)
    ]
    write_rows(rows)
    told = (("document", found.document_count), ("claim", found.claim_count), ("memo", found.memo_count))
    click.echo(", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in told), err=True)


def _number(hit: Any) -> int:
    if isinstance(hit, MemoHit):
        return hit.memo.id
    return int(getattr(hit, "claim_id", 0) or hit.document_id)


def _record(db: Database, found: SearchResults) -> dict[str, Any]:
    names = {document.id: document.name for document in reads.documents(db)}
    return {
        "counts": {
            "documents": found.document_count,
            "claims": found.claim_count,
            "memos": found.memo_count,
        },
        "documents": [{"document": names[hit.document_id], **asdict(hit)} for hit in found.documents],
        "claims": [{"document": names[hit.document_id], **asdict(hit)} for hit in found.claims],
        "memos": [
            {
                "memo_id": hit.memo.id,
                "uuid": hit.memo.uuid,
                "on": hit.memo.target.kind,
                **asdict(hit.memo.target),
                "text": hit.memo.text,
                "snippet": hit.snippet,
                "marks": hit.marks,
            }
            for hit in found.memos
        ],
    }
