"""Lists in columns or as JSON: what commands show of the catalogue's tables unless they are told to write the table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click

from desktop.core import phrases, scale
from desktop.core.language import N_, _
from desktop.core.query import MemoHit, SearchResults
from desktop.core.text import one_line
from desktop.core.values import Document
from desktop.project import lookup
from desktop.store import edits, reads
from desktop.store.database import Database

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows.

    Attributes:
        message: what is said on standard error behind the lines.
    """

    rows: Sequence[Sequence[str | int]]
    records: Callable[[], Any]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Lister:
    """A command that lists.

    Attributes:
        options: options besides those of the table.
        acts_by: the option with which it does something instead, and no table is written.
    """

    columns: str
    read: Callable[[Database, Mapping[str, Any]], Listing]
    options: tuple[Callable[[Any], Any], ...] = ()
    acts_by: str = ""


def _documents(db: Database, given: Mapping[str, Any]) -> Listing:
    found = reads.filtered.documents(db, lookup.claim_filter(db, given["where"]))
    rows = [
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
    return Listing(rows, lambda: [_document_record(document) for document in found])


def _actors(db: Database, given: Mapping[str, Any]) -> Listing:
    found, usage = reads.project.actors(db), reads.filtered.usage(db, "actor", lookup.claim_filter(db, given["where"]))
    rows = [(actor.key, actor.name, str(actor.kind), actor.parent, usage.get(actor.id, 0)) for actor in found]
    return Listing(rows, lambda: [_entry_record(actor, "actor_id", usage.get(actor.id, 0)) for actor in found])


def _topics(db: Database, given: Mapping[str, Any]) -> Listing:
    found, usage = reads.project.topics(db), reads.filtered.usage(db, "topic", lookup.claim_filter(db, given["where"]))
    rows = [
        (topic.key, topic.parent, usage.get(topic.id, 0), one_line(topic.proposition or topic.name, _LONGEST))
        for topic in found
    ]
    return Listing(rows, lambda: [_entry_record(topic, "topic_id", usage.get(topic.id, 0)) for topic in found])


def _search(db: Database, given: Mapping[str, Any]) -> Listing:
    found = reads.search.search_all(db, given["query"], given["limit"], lookup.claim_filter(db, given["where"]))
    rows = [
        *(("document", hit.document_id, hit.snippet) for hit in found.documents),
        *(("claim", hit.claim_id, hit.snippet) for hit in found.claims),
        *(("memo", hit.memo.id, hit.snippet) for hit in found.memos),
    ]
    counts = (
        phrases.counted("document", found.document_count),
        phrases.counted("claim", found.claim_count),
        phrases.counted("memo", found.memo_count),
    )
    names = {document.id: document.name for document in reads.project.documents(db)}
    return Listing(rows, lambda: _search_record(names, found), ", ".join(counts))


def _history(db: Database, _given: Mapping[str, Any]) -> Listing:
    found = db.history()
    rows = [(entry.id, entry.created, entry.coder, entry.kind, entry.state, one_line(entry.text)) for entry in found]
    return Listing(rows, lambda: [asdict(entry) for entry in found])


def _views(db: Database, given: Mapping[str, Any]) -> Listing:
    name = given["delete"]
    if name:
        edits.saved.delete(db, "view", name)
        return Listing([(_("deleted: {name}").format(name=name),)], lambda: {"deleted": name})
    found = edits.saved.views(db)
    rows = [
        (name, str(view.rows), str(view.columns), view.cells, view.order, view.duplicates, view.where)
        for name, view in found.items()
    ]
    return Listing(rows, lambda: [{"name": name, **view.as_record()} for name, view in found.items()])


LISTERS = {
    "documents": Lister(N_("The columns: number, date, kind, claims, title, and the file’s name."), _documents),
    "actors": Lister(N_("The columns: key, name, kind, parent, and how many claims they hold."), _actors),
    "topics": Lister(N_("The columns: key, theme, claims, and the proposition."), _topics),
    "search": Lister(
        N_("The columns: document, claim or memo; its number; what was found."),
        _search,
        (
            click.option(
                "--limit",
                type=click.IntRange(1),
                default=50,
                show_default=True,
                help=_("The most to list of each kind; a table has all."),
            ),
        ),
    ),
    "history": Lister(N_("The columns: number, time (UTC), coder, kind, state, and what was done."), _history),
    "views": Lister(
        N_("The columns: name, rows, columns, cells, order, duplicates, and filter."),
        _views,
        (click.option("--delete", metavar="NAME", help=_("Delete a view instead.")),),
        "delete",
    ),
}


def _document_record(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "uuid": document.uuid,
        "document": document.name,
        "set": document.set_path,
        **asdict(document.facts),
        "variables": dict(document.facts.variables),
        "is_brief": document.is_brief,
        "length": document.length,
        "claims": document.claim_count,
        **{one.column: number for one, number in zip(scale.in_use().all, document.stances, strict=True)},
        "text_sha256": document.text_sha256,
        "bytes_sha256": document.bytes_sha256,
        "original_sha256": document.original_sha256,
        "extractor": document.extractor,
    }


def _entry_record(value: Any, name: str, claims: int) -> dict[str, Any]:
    record = asdict(value)
    return {name: record.pop("id"), "uuid": record.pop("uuid"), **record, "claims": claims}


def _search_record(names: Mapping[int, str], found: SearchResults) -> dict[str, Any]:
    return {
        "counts": {
            "documents": found.document_count,
            "claims": found.claim_count,
            "memos": found.memo_count,
        },
        "documents": [{"document": names[hit.document_id], **asdict(hit)} for hit in found.documents],
        "claims": [{"document": names[hit.document_id], **asdict(hit)} for hit in found.claims],
        "memos": [_memo_record(hit) for hit in found.memos],
    }


def _memo_record(hit: MemoHit) -> dict[str, Any]:
    return {
        "memo_id": hit.memo.id,
        "uuid": hit.memo.uuid,
        "on": hit.memo.target.kind,
        **asdict(hit.memo.target),
        "text": hit.memo.text,
        "snippet": hit.snippet,
        "marks": hit.marks,
    }
