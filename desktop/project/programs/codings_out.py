"""A project's claims as a table of codings that comes in again: CSV, a workbook, or JSON lines."""

import json
from collections.abc import Iterator, Sequence

from desktop.exchange.programs.codings_table import FIELD, LEVEL, PARTS, STEP, escaped
from desktop.exchange.programs.interchange import ForeignProject
from desktop.exchange.programs.own_claims import own_claims
from desktop.exchange.tables.formats import by_suffix
from desktop.exchange.tables.table import Column, Table

_COLUMNS = (
    *("uuid", "document", "document_uuid", "document_sha256", "start", "end", "quote", "prefix", "suffix"),
    *(
        "actors",
        "actor_keys",
        "topic",
        "topic_key",
        "stance",
        "voice",
        "certainty",
        "origin",
        "coder",
        "created",
        "memo",
        "memos",
    ),
)


def write_codings(project: ForeignProject, form: str) -> bytes:
    """Return the claims of a gathered project in a format of tables, or as JSON lines."""
    own = list(dict.fromkeys(name for pairs in project.values.values() for name, _value in pairs))
    # of a scale that others may not know word and value of each step
    steps = {one.id: one.definition for one in project.codes if one.entry is None and one.definition}
    stances = {one.unit: steps[one.code] for one in project.codings if one.code in steps}
    names = (*_COLUMNS, *(f"{FIELD}{name}" for name in own), *([STEP] if stances else ()))
    rows = [(*row, *([stances.get(str(row[0]), "")] if stances else ())) for row in _rows(project, own)]
    if form == "jsonl":
        lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in rows)
        return "".join(f"{line}\n" for line in lines).encode("utf-8")
    columns = tuple(Column(name, "integer" if name in ("start", "end") else "text") for name in names)
    table = Table(columns, tuple(rows))
    row = by_suffix(f".{form}")
    assert row is not None
    return row.write(table, exact=True)


def _rows(project: ForeignProject, own: Sequence[str]) -> Iterator[tuple[str | int, ...]]:
    codes = {one.id: one for one in project.codes}
    documents = {one.id: one for one in project.documents}

    def path(code: str) -> str:
        names = []
        while code in codes and codes[code].entry is not None:
            names.append(escaped(codes[code].name))
            code = codes[code].parent
        return LEVEL.join(reversed(names))

    for claim in own_claims(project):
        first, said = claim.place, claim.said
        document = documents[first.document]
        noted = [[memo.text, memo.coder, memo.created, memo.uuid] for memo in claim.memos]
        values = dict(project.values.get(first.unit, ()))
        yield (
            first.uuid, document.name, document.uuid, document.sha256, first.start, first.end, first.quote,
            first.prefix, first.suffix, PARTS.join(escaped(one.name) for one in claim.actors),
            PARTS.join(one.key for one in claim.actors), path(claim.topic_code),
            claim.topic.key if claim.topic else "", said.get("stance", ""), said.get("voice", ""),
            said.get("certainty", ""), said.get("origin", ""), first.coder, first.created,
            "\n\n".join(memo[0] for memo in noted), json.dumps(noted, ensure_ascii=False) if noted else "",
            *(values.get(name, "") for name in own),
        )  # fmt: skip
