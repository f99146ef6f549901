"""The project's lists as tables: claims, documents, topics, actors, search results, memos, views, filters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.exchange.tables.table import Cell, Column, Kind, Table, Tone, only
from desktop.project import exports, lookup
from desktop.project.requests import Request
from desktop.store.database import Database
from desktop.store.edits import saved
from desktop.store.reads import filtered, memos, search
from desktop.store.reads import project as reads


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of a list and where its cells come from.

    Attributes:
        brief: whether formats that people read on a page have it too; there is no room for all of them.
    """

    column: Column
    cell: Callable[[Any], Cell]
    brief: bool = False


_BRIEF_CLAIMS = ("claim_id", "title", "date", "quote", "actors", "topic", "stance", "voice", "coder", "memo")
_VIEW_WORDS = {
    "rows": N_("Rows"),
    "columns": N_("Columns"),
    "cells": N_("Cells"),
    "where": N_("Where"),
    "order": N_("Order"),
    "column_order": N_("Column order"),
    "duplicates": N_("Duplicates"),
    "share_of": N_("Share of"),
    "hide_empty": N_("Hide empty"),
    "transpose": N_("Transpose"),
}
_TONES: dict[str, Tone] = {"favor": "favor", "against": "against", "neutral": "neutral"}


def _field(
    key: str, cell: Callable[[Any], Cell], title: str = "", about: str = "", kind: Kind = "text", brief: bool = False
) -> _Field:
    return _Field(Column(key, kind, title or key.replace("_", " ").capitalize(), about), cell, brief)


def _fact(name: str, title: str = "", about: str = "", *, brief: bool = False) -> _Field:
    return _field(name, lambda one: str(getattr(one.facts, name)), title, about, brief=brief)


def _of_document() -> tuple[_Field, ...]:
    return (
        _field("document_id", lambda one: one.id, "No.", "The number of the document.", "integer", True),
        _field("uuid", lambda one: one.uuid, "UUID", "Names the document in every project."),
        _field("document", lambda one: one.name, "File", "The name of the file that it was read from."),
        _fact("title", brief=True),
        _fact("date", about="The day of publication, or as much as is known of it.", brief=True),
        _fact("publisher", brief=True),
        _fact("author"),
        _fact("source", about="Where it was found."),
        _fact("date_certainty", "Certainty of the date", "Stated by the document, inferred, guessed or unknown."),
        _fact("date_note", "Note on the date", "Why a date was inferred."),
        _fact("event_date", "Date of the event"),
        _fact("event"),
        _fact("place"),
        _fact("kind", brief=True),
        _fact("language", about="A tag of BCP 47.", brief=True),
        _field("participants", lambda one: tuple(f"{each.actor} ({each.role})" for each in one.facts.participants)),
        _fact("note"),
        _field("is_brief", lambda one: "yes" if one.is_brief else "no", "Brief", "Whether it sums up an original."),
        _field("length", lambda one: one.length, "Length", "In code points.", "integer"),
        *_counts(lambda one: one.stances),
        _field("text_sha256", lambda one: one.text_sha256, "SHA-256 of the text"),
        _field("bytes_sha256", lambda one: one.bytes_sha256, "SHA-256 of the file"),
        _field("original_sha256", lambda one: one.original_sha256, "SHA-256 of the original"),
        _field("extractor", lambda one: one.extractor, about="What took the text out of the file."),
    )


def _counts(stances: Callable[[Any], filtered.Stances]) -> tuple[_Field, ...]:
    return (
        _field("claims", lambda one: sum(stances(one)), "Claims", "How many there are.", "integer", True),
        _field("favor", lambda one: stances(one)[0], "In favor", "Claims in favor.", "integer", True),
        _field("against", lambda one: stances(one)[1], "Against", "Claims against.", "integer", True),
        _field("neutral", lambda one: stances(one)[2], "Neutral", "Neutral or mixed claims.", "integer", True),
    )


def _of_topic(uses: Mapping[int, filtered.Stances]) -> tuple[_Field, ...]:
    return (
        _field("topic", lambda one: one.key, "Key", "Names the topic in tables and filters."),
        _field("name", lambda one: one.name, brief=True),
        _field("theme", lambda one: one.parent, about="The key of the topic or theme above it.", brief=True),
        _field("proposition", lambda one: one.proposition, about="What one can be for or against.", brief=True),
        _field("definition", lambda one: one.definition),
        _field("inclusion", lambda one: one.inclusion, about="What belongs to it."),
        _field("exclusion", lambda one: one.exclusion, about="What does not."),
        _field("example", lambda one: one.example),
        _field("aliases", lambda one: one.aliases),
        _field("color", lambda one: one.color, "Colour"),
        *_counts(lambda one: uses.get(one.id, (0, 0, 0))),
        _field("uuid", lambda one: one.uuid, "UUID"),
    )


def _of_actor(uses: Mapping[int, filtered.Stances]) -> tuple[_Field, ...]:
    return (
        _field("actor", lambda one: one.key, "Key", "Names the actor in tables and filters."),
        _field("name", lambda one: one.name, brief=True),
        _field("kind", lambda one: str(one.kind), brief=True),
        _field("role", lambda one: one.role, brief=True),
        _field("affiliation", lambda one: one.affiliation),
        _field("country", lambda one: one.country, brief=True),
        _field("parent", lambda one: one.parent, "Belongs to", "The key of the actor above it.", brief=True),
        _field("aliases", lambda one: one.aliases),
        _field("initials", lambda one: one.initials),
        _field("color", lambda one: one.color, "Colour"),
        _field("definition", lambda one: one.definition),
        *_counts(lambda one: uses.get(one.id, (0, 0, 0))),
        _field("uuid", lambda one: one.uuid, "UUID"),
    )


def claims_table(db: Database, request: Request) -> Table:
    """Return one row a claim, by document and place.

    Raises:
        UserError: when the filter names what the project does not have.
    """
    chosen = lookup.claim_filter(db, request.where)
    table = exports.claims_export(db, chosen, request.limit, named=request.named)
    table = replace(table, caption=_("Claims"), notes=(lookup.filter_note(db, chosen),))
    if not request.compact:
        return table
    table = only(table, _BRIEF_CLAIMS)
    at = [column.key for column in table.columns].index("stance")
    return replace(table, tones={(row, at): _TONES[str(cells[at])] for row, cells in enumerate(table.rows)})


def claim_count(db: Database, request: Request) -> int:
    """Return how many claims the filter lets through."""
    return filtered.count(db, lookup.claim_filter(db, request.where))


def documents_table(db: Database, request: Request) -> Table:
    """Return one row a document, in the order that is asked for, with the claims that the filter lets through.

    Raises:
        UserError: when the filter names what the project does not have.
    """
    chosen = lookup.claim_filter(db, request.where)
    found = {one.id: one for one in filtered.documents(db, chosen)}
    order = found if request.order is None else [number for number in request.order if number in found]
    return _table(_of_document(), [found[number] for number in order], _("Documents"), db, request)


def topics_table(db: Database, request: Request) -> Table:
    """Return one row a topic or theme in the codebook's order, with the claims on it that the filter lets through.

    Raises:
        UserError: when the filter names what the project does not have.
    """
    uses = filtered.stances(db, "topic", lookup.claim_filter(db, request.where))
    return _table(_of_topic(uses), reads.topics(db), _("Topics"), db, request)


def actors_table(db: Database, request: Request) -> Table:
    """Return one row an actor in the codebook's order, with the claims they hold that the filter lets through.

    Raises:
        UserError: when the filter names what the project does not have.
    """
    uses = filtered.stances(db, "actor", lookup.claim_filter(db, request.where))
    return _table(_of_actor(uses), reads.actors(db), _("Actors"), db, request)


def search_table(db: Database, request: Request) -> Table:
    """Return what a query finds: documents, claims that the filter lets through, and memos, the best of each first.

    Raises:
        UserError: when nothing is searched for, or the filter names what the project does not have.
    """
    query = request.options["query"]
    if not query.strip():
        raise UserError(_("Nothing is searched for: type the words to find."))
    chosen = lookup.claim_filter(db, request.where)
    found = search.search_all(db, query, 2**31, chosen)
    titles = {one.id: one.facts.title or one.name for one in reads.documents(db)}
    places = {memo.memo.target.claim_id for memo in found.memos if memo.memo.target.claim_id is not None}
    documents = {one.id: one.document_id for one in reads.claims(db, ids=places)} if places else {}
    rows: list[tuple[Cell, ...]] = [
        ("document", hit.document_id, hit.document_id, titles[hit.document_id], hit.snippet) for hit in found.documents
    ]
    rows += [("claim", hit.claim_id, hit.document_id, titles[hit.document_id], hit.snippet) for hit in found.claims]
    for memo in found.memos:
        target = memo.memo.target
        number = target.document_id or documents.get(target.claim_id or 0)
        rows.append(("memo", memo.memo.id, number, titles.get(number or 0, ""), memo.snippet))
    columns = (
        Column("found", title=_("Found"), description=_("A document, a claim, or a memo.")),
        Column("number", "integer", _("No."), _("The number of the document, the claim or the memo.")),
        Column("document_id", "integer", _("Document no."), _("The document that it is, stands in, or is on.")),
        Column("title", title=_("Title"), description=_("The title of that document.")),
        Column("passage", title=_("Passage"), description=_("The words around the first match.")),
    )
    notes = (_("Searched for: {query}.").format(query=query), lookup.filter_note(db, chosen))
    return Table(columns, tuple(rows), _("Search results"), notes, 2)


def memos_table(db: Database, request: Request) -> Table:
    """Return one row a memo in the order in which they were written; of those on claims, what the filter lets.

    Raises:
        UserError: when the filter names what the project does not have.
    """
    chosen = lookup.claim_filter(db, request.where)
    kept = None if chosen.is_empty else set(filtered.ids(db, chosen))
    documents = {one.id: one.name for one in reads.documents(db)}
    actors = {one.id: one.name if request.named else one.key for one in reads.actors(db)}
    topics = {one.id: one.name if request.named else one.key for one in reads.topics(db)}
    coders = {one.id: one.name for one in reads.coders(db)}
    noted = memos.memos(db)
    on_claims = [memo.target.claim_id for memo in noted if memo.target.claim_id is not None]
    claims = {one.id: one for one in reads.claims(db, ids=on_claims)}
    rows: list[tuple[Cell, ...]] = []
    for memo in noted:
        target = memo.target
        if target.claim_id is not None and kept is not None and target.claim_id not in kept:
            continue
        claim = claims.get(target.claim_id or 0)
        document = target.document_id or (claim.document_id if claim else 0)
        on = (documents.get(document, ""), target.claim_id, actors.get(target.actor_id or 0, ""))
        rows.append(
            (
                *(memo.id, target.kind, *on, topics.get(target.topic_id or 0, "")),
                *(memo.text, coders[memo.coder_id], memo.created),
            )
        )
    columns = (
        Column("memo_id", "integer", _("No.")),
        Column("on", title=_("On"), description=_("A document, a claim, an actor, a topic, or a cell of the matrix.")),
        Column("document", title=_("Document"), description=_("The document's file name.")),
        Column("claim_id", "integer", _("Claim")),
        Column("actor", title=_("Actor")),
        Column("topic", title=_("Topic")),
        Column("text", title=_("Memo")),
        Column("coder", title=_("Coder")),
        Column("created", title=_("Written"), description=_("In ISO 8601 and UTC.")),
    )
    return Table(columns, tuple(rows), _("Memos"), (lookup.filter_note(db, chosen),))


def views_table(db: Database, _request: Request) -> Table:
    """Return one row a saved view, by name."""
    rows = []
    for name, view in saved.views(db).items():
        record = view.as_record()
        cells = ({True: "yes", False: "no"}.get(record[key], str(record[key])) for key in _VIEW_WORDS)
        rows.append((name, *cells))
    columns = (Column("view", title=_("View")), *(Column(key, title=_(word)) for key, word in _VIEW_WORDS.items()))
    return Table(columns, tuple(rows), _("Saved views"))


def filters_table(db: Database, _request: Request) -> Table:
    """Return one row a saved filter, by name: as it is typed, and as it is told."""
    rows = tuple(
        (name, chosen.as_text(), lookup.filter_sentence(db, chosen)) for name, chosen in saved.filters(db).items()
    )
    columns = (
        Column("filter", title=_("Filter")),
        Column("where", title=_("As it is typed"), description=_("What the option --where takes.")),
        Column("sentence", title=_("In words")),
    )
    return Table(columns, rows, _("Saved filters"))


def _table(fields: Iterable[_Field], listed: Iterable[object], caption: str, db: Database, request: Request) -> Table:
    kept = [one for one in fields if one.brief or not request.compact]
    rows = tuple(tuple(one.cell(value) for one in kept) for value in listed)
    counted = lookup.filter_sentence(db, lookup.claim_filter(db, request.where))
    note = _("Claims counted: {filter}.").format(filter=counted)
    return Table(tuple(one.column for one in kept), rows, caption, (note,))
