"""The project's lists as tables: claims, documents, topics, actors, search results, memos, views, filters.

They raise `UserError` when the filter names what the project does not have.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from desktop.analysis.comparison.counts import nothing
from desktop.core.claim_fields import CLAIM, NamedClaim
from desktop.core.errors import UserError
from desktop.core.fields import ACTOR, DOCUMENT, TOPIC, Counted, Field, FieldValue
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _
from desktop.core.own_fields import OwnField
from desktop.core.progress import Progress
from desktop.core.scale import THREE
from desktop.core.spans import page_of
from desktop.core.times import time_at
from desktop.core.told_apart import shown_names
from desktop.core.values import Actor, Document, Topic
from desktop.exchange.tables.table import Cell, CellColumns, Column, OfRows, Rows, Table, only
from desktop.project import apart, lookup
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.lost import FileMark, mark

# what is made of each claim beside what is stored with it
_OF_CLAIMS = ("actors", "topic", "coder", "page", "time", "stance_value")
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


def claims_table(db: Database, request: Request) -> Table:
    """Return one row a claim, by document and place; the rows are made while they are gone through."""
    made = _ClaimRows(db, request)
    several = made.made_apart if apart.is_worth_while(len(made)) else None
    return Table(
        tuple(Column(one.key, one.kind, one.title, _(one.about)) for one in made.fields),
        Rows(len(made), lambda: iter(made), made.in_columns, several),
        _("Claims"),
        (lookup.filter_note(db, made.chosen),),
        toned="stance" if request.compact else "",
    )


def claims_stretch(
    path: Path, request: Request, known: FileMark | None, first: int, count: int
) -> Iterator[CellColumns]:
    """Yield so many rows of the claims of the project at *path* from the *first* on, as columns.

    Raises:
        OvertakenError: when the file is not as it is *known* any more: another one may have taken its place.
    """
    with Database(path, read_only=True) as db:
        if mark(path) != known:
            raise reads.filtered.OvertakenError(_("The project was changed while it was being written out."))
        yield from _ClaimRows(db, request).stretch(first, count)


class _ClaimRows:
    """The rows of a table of claims, each of what is stored, of what its document has, and of names.

    Attributes:
        chosen: which claims.
        fields: those of which some claim has a value, or that stand in any case.
    """

    def __init__(self, db: Database, request: Request) -> None:
        """Take the project, and which claims are wanted how."""
        self._db, self._request = db, request
        self.chosen = lookup.claim_filter(db, request.where)
        own = reads.own_fields.fields(db, "claim")
        fields = [
            one
            for one in (*CLAIM, *fields_of(own), *_own_fields(db, "document"))
            if one.value is not None and (one.brief or not request.compact)
        ]
        self._claims = reads.filtered.rows(db, self.chosen, request.limit)
        self._names = _names(db, request)
        self._documents = {document.id: document for document in reads.project.documents(db)}
        self._times = reads.project.times(db)
        self.fields = [one for one in fields if not one.optional or self._has(db, one, self.chosen)]
        self._own = {one.place: read_own(one) for one in own}
        # of what depends on the document alone, the cell of each
        self._cells = {
            _place(one): {number: _of_document(one, document) for number, document in self._documents.items()}
            for one in self.fields
            if _place(one).partition(".")[0] != "claim" and _place(one) not in (*_OF_CLAIMS, *self._own)
        }

    def __len__(self) -> int:
        return len(self._claims)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for columns in self.in_columns():
            yield from zip(*columns, strict=True)

    def in_columns(self) -> Iterator[CellColumns]:
        """Yield the columns of so many rows at once."""
        return self.stretch(0, len(self))

    def made_apart(self, make: OfRows[Any], progress: Progress) -> Iterator[Any]:
        """Yield what is made of each block of rows, by two processes."""
        wanted = Request(self._request.where, named=self._request.named, compact=self._request.compact)
        known = mark(self._db.path) if not self._db.look_after_file() else None
        work = partial(claims_stretch, self._db.path, wanted, known)
        yield from apart.made_apart(self.stretch, work, len(self), make, progress)
        # then what was read there was what is read here
        self._claims.look_after_state()

    def stretch(self, first: int, count: int) -> Iterator[CellColumns]:
        """Yield the columns of so many rows from the *first* on, counted from 0."""
        scale = reads.scale.scale(self._db)
        value_of = {one.key: scale.value(one.key) for one in scale.all}
        called: dict[Sequence[int], tuple[str, ...]] = {}
        for claims in self._claims.stretch(first, count):
            columns = self._columns(claims, value_of, called)
            # of claims that are gone meanwhile there is nothing
            if claims.stored["id"]:
                yield [one if isinstance(one, Sequence) else [*one] for one in columns]

    def _columns(
        self,
        claims: reads.project.FlatClaims,
        value_of: Mapping[str, float | None],
        called: dict[Sequence[int], tuple[str, ...]],
    ) -> Iterator[Iterable[Cell]]:
        """Yield the columns of so many rows: a column costs a fraction of what its cells would, one by one."""
        actors, topics, coders = self._names
        stored, holders, memos, values = claims
        documents, starts = stored["document_id"], stored["start"]
        for held in {*holders} - called.keys():
            called[held] = tuple(actors[number] for number in held)
        made: dict[str, Callable[[], Iterable[Cell]]] = {
            "claim.memo": lambda: memos,
            "actors": lambda: map(called.__getitem__, holders),
            "topic": lambda: map(topics.__getitem__, stored["topic_id"]),
            "coder": lambda: map(coders.__getitem__, stored["coder_id"]),
            "page": lambda: map(self._page, documents, starts),
            "time": lambda: map(self._time, documents, starts),
            "stance_value": lambda: map(value_of.get, stored["stance"]),
        }
        for field in self.fields:
            place = _place(field)
            owner, _dot, own = place.partition(".")
            if place in made:
                yield made[place]()
            elif place in self._own:
                yield map(self._own[place], values)
            elif owner == "claim":
                yield stored[own]
            else:
                yield map(self._cells[place].__getitem__, documents)

    def _page(self, document: int, start: int) -> int | None:
        pages = self._documents[document].pages
        return page_of(pages, start) if pages else None

    def _time(self, document: int, start: int) -> str | None:
        return time_at(self._times[document], start) or None if document in self._times else None

    def _has(self, db: Database, field: Field, chosen: ClaimFilter) -> bool:
        """Tell whether a claim has a value of a field that not every table has."""
        if field.key == "stance_value":
            # of the scale of three steps the key says it
            return reads.scale.scale(db) != THREE
        used = reads.filtered.usage(db, "document", chosen)
        if field.key == "time":
            timed = {number: self._times[number] for number in used if number in self._times}
            return any(
                time_at(times, start)
                for number, times in timed.items()
                for start in reads.filtered.marks(db, chosen, number).starts
            )
        return any(_of_document(field, self._documents[number]) is not None for number in used)


def _place(field: Field) -> str:
    """Return where the value of a field of claims stands, in a row that is made without objects."""
    return field.path.removesuffix(".value") or field.key


def _of_document(field: Field, document: Document) -> FieldValue:
    """Return the value of a field of claims that depends on the document alone; of its pages, the first."""
    first: Any = SimpleNamespace(start=0)
    return field.value(NamedClaim(first, document, (), "", "")) if field.value is not None else None


def claim_count(db: Database, request: Request) -> int:
    """Return how many claims the filter lets through."""
    return reads.filtered.count(db, lookup.claim_filter(db, request.where))


def documents_table(db: Database, request: Request) -> Table:
    """Return one row a document, in the order that is asked for, with the claims that the filter lets through."""
    chosen = lookup.claim_filter(db, request.where)
    found = {one.id: Counted(one, one.stances) for one in reads.filtered.documents(db, chosen)}
    order = found if request.order is None else [number for number in request.order if number in found]
    fields = (*DOCUMENT, *_own_fields(db, "thing"))
    return _table(fields, [found[number] for number in order], _("Documents"), request, counted_note(db, chosen))


def topics_table(db: Database, request: Request) -> Table:
    """Return one row a topic or theme in the codebook's order, with the claims on it that the filter lets through."""
    return _entries(db, "topic", TOPIC, reads.project.topics(db), _("Topics"), request)


def actors_table(db: Database, request: Request) -> Table:
    """Return one row an actor in the codebook's order, with the claims they hold that the filter lets through."""
    return _entries(db, "actor", ACTOR, reads.project.actors(db), _("Actors"), request)


def search_table(db: Database, request: Request) -> Table:
    """Return what a query finds: documents, claims that the filter lets through, and memos, the best of each first."""
    query = request.options["query"]
    if not query.strip():
        raise UserError(_("Nothing is searched for: type the words to find."))
    chosen = lookup.claim_filter(db, request.where)
    found = reads.search.search_all(db, query, 2**31, chosen)
    titles = {one.id: one.facts.title or one.name for one in reads.project.documents(db)}
    places = {memo.memo.target.claim_id for memo in found.memos if memo.memo.target.claim_id is not None}
    documents = {one.id: one.document_id for one in reads.project.claims(db, ids=places)} if places else {}
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
    """Return one row a memo in the order in which they were written; of those on claims, what the filter lets."""
    chosen = lookup.claim_filter(db, request.where)
    kept = None if chosen.is_empty else set(reads.filtered.ids(db, chosen))
    documents = {one.id: one.name for one in reads.project.documents(db)}
    actors, topics, coders = _names(db, request)
    noted = reads.memos.memos(db)
    on_claims = [memo.target.claim_id for memo in noted if memo.target.claim_id is not None]
    claims = {one.id: one for one in reads.project.claims(db, ids=on_claims)}
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
    for name, view in edits.saved.views(db).items():
        record = view.as_record()
        cells = ({True: "yes", False: "no"}.get(record[key], str(record[key])) for key in _VIEW_WORDS)
        rows.append((name, *cells))
    columns = (Column("view", title=_("View")), *(Column(key, title=_(word)) for key, word in _VIEW_WORDS.items()))
    return Table(columns, tuple(rows), _("Saved views"))


def filters_table(db: Database, _request: Request) -> Table:
    """Return one row a saved filter, by name: as it is typed, and as it is told."""
    rows = tuple(
        (name, chosen.as_text(), lookup.filter_sentence(db, chosen)) for name, chosen in edits.saved.filters(db).items()
    )
    columns = (
        Column("filter", title=_("Filter")),
        Column("where", title=_("As it is typed"), description=_("What the option --where takes.")),
        Column("sentence", title=_("In words")),
    )
    return Table(columns, rows, _("Saved filters"))


def _names(db: Database, request: Request) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """Return what actors, topics and coders go by: their names, or else the keys of those that have one."""
    by = attrgetter("name" if request.named else "key")
    actors, topics = reads.project.actors(db), reads.project.topics(db)
    called = shown_names(topics) if request.named else {one.key: one.key for one in topics}
    coders = {one.id: one.name for one in reads.project.coders(db)}
    return {one.id: by(one) for one in actors}, {one.id: called[one.key] for one in topics}, coders


def _own_fields(db: Database, path: str) -> Iterator[Field]:
    """Yield a field for each own variable of the documents, which are at *path* of the things of a table."""
    document = attrgetter(path)
    defined = {one.name: one for one in reads.own_fields.fields(db, "document", defined=True)}
    for name in reads.project.variables(db):
        field = defined.get(name) or OwnField("document", name)
        read = read_own(field)
        yield Field(
            f"own:{name}",
            name,
            field.definition or N_("An own variable of the document."),
            lambda one, read=read: read(document(one).facts.variables),  # type: ignore[misc]
            "number" if field.kind == "number" else "text",
            optional=True,
        )


def fields_of(own: Iterable[OwnField]) -> Iterator[Field]:
    """Yield what tables know of own fields of claims, actors or topics: a column each, also where nothing has it."""
    for field in own:
        read = read_own(field)
        holder = attrgetter("claim.own" if field.owner == "claim" else "thing.variables")
        yield Field(
            field.place,
            field.name,
            field.definition or N_("An own field of the project."),
            lambda one, read=read, holder=holder: read(holder(one)),  # type: ignore[misc]
            "number" if field.kind == "number" else "text",
        )


def read_own(field: OwnField) -> Callable[[Iterable[tuple[str, str]]], FieldValue]:
    """Return what reads the value of a field from what a thing has of own fields."""

    def read(held: Iterable[tuple[str, str]]) -> FieldValue:
        text = dict(held).get(field.name) if held else None
        if text is None or field.kind != "number":
            return text
        # of a value that another program wrote
        with contextlib.suppress(ValueError):
            return int(text) if text.lstrip("-").isdecimal() else float(text)
        return text

    return read


def _entries(
    db: Database,
    table: reads.filtered.Holder,
    fields: Iterable[Field],
    entries: Iterable[Actor | Topic],
    caption: str,
    request: Request,
) -> Table:
    chosen = lookup.claim_filter(db, request.where)
    uses, none = reads.filtered.stances(db, table, chosen), tuple(nothing())
    listed = list(entries)
    if request.named:
        # those of one name are told apart by what stands above them
        called = shown_names(listed)
        listed = [replace(one, name=called[one.key], parent=called.get(one.parent, one.parent)) for one in listed]
    found = [Counted(one, uses.get(one.id, none)) for one in listed]
    own = fields_of(reads.own_fields.fields(db, table))
    return _table((*fields, *own), found, caption, request, counted_note(db, chosen))


def _table(fields: Iterable[Field], things: Iterable[object], caption: str, request: Request, note: str) -> Table:
    kept = [one for one in fields if one.value is not None and (one.brief or not request.compact)]
    read = [one.value for one in kept if one.value is not None]
    rows = tuple(tuple(value(thing) for value in read) for thing in things)
    empty = [at for at, one in enumerate(kept) if one.optional and all(row[at] is None for row in rows)]
    table = Table(tuple(Column(one.key, one.kind, one.title, _(one.about)) for one in kept), rows, caption, (note,))
    return only(table, [one.key for at, one in enumerate(kept) if at not in empty]) if empty else table


def counted_note(db: Database, chosen: ClaimFilter) -> str:
    """Return the note of a table that counts the claims that *chosen* lets through."""
    return _("Claims counted: {filter}.").format(filter=lookup.filter_sentence(db, chosen))
