"""The codebook as a table in CSV: a row for each actor and each topic, for spreadsheets.

The columns are those of `COLUMNS`; ``entry`` says ``actor`` or ``topic``, cells of the other kind's fields are empty.
A file may leave columns out; what it leaves out it does not speak of.
"""

import csv
import re
from collections.abc import Iterator

from desktop.core.codebook_plans import CodebookFile
from desktop.core.errors import UserError
from desktop.core.fields import ENTRY_COLUMNS
from desktop.core.language import _
from desktop.core.values import Actor, Codebook, Topic
from desktop.exchange.codebook import codebook_of
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.tables.table import Cell, Column, Table, read_csv, write_csv

COLUMNS = (
    *("entry", "key", "name", "kind", "parent", "proposition", "definition", "inclusion", "exclusion", "example"),
    *("role", "affiliation", "country", "aliases", "color", "initials", "uuid"),
)
_NEEDED = {"entry", "key", "name"}
# what the other kind of entry has and this one has not
_FOREIGN = {
    "actor": {*ENTRY_COLUMNS["topic"]} - {*ENTRY_COLUMNS["actor"]},
    "topic": {*ENTRY_COLUMNS["actor"]} - {*ENTRY_COLUMNS["topic"]},
}


def write_codebook_csv(codebook: Codebook) -> bytes:
    """Return *codebook* as CSV, made safe for spreadsheets: actors, then topics, in their order."""
    rows = [_row("actor", one) for one in codebook.actors] + [_row("topic", one) for one in codebook.topics]
    return write_csv(Table(tuple(map(Column, COLUMNS)), tuple(rows)))


def is_codebook_csv(source: SourceFile) -> bool:
    """Tell whether the first line of *source* has the columns of a codebook and no others."""
    try:
        head = set(next(csv.reader([source.start.partition("\n")[0]])))
    except csv.Error:
        return False
    return _NEEDED <= head <= set(COLUMNS)


def read_codebook_csv(source: SourceFile) -> CodebookFile:
    """Read a codebook from CSV.

    An empty cell empties the field; only a kind that is empty says nothing.

    Raises:
        UserError: when it is no such table, and for all that `codebook_of` refuses.
    """
    name = source.name
    try:
        table = read_csv(source.content)
    except UserError as error:
        raise UserError(f"{name}: {error}") from error
    keys = [column.key for column in table.columns]
    if missing := _NEEDED - set(keys):
        raise UserError(
            _("{name} has no column “{column}”; a codebook needs the columns entry, key and name.").format(
                name=name, column=min(missing)
            )
        )
    if unknown := set(keys) - set(COLUMNS):
        raise UserError(
            _("{name} has the unknown column “{column}”; the columns are {columns}.").format(
                name=name, column=min(unknown), columns=", ".join(COLUMNS)
            )
        )
    entries: dict[str, list[dict[str, object]]] = {"actor": [], "topic": []}
    for number, row in enumerate(table.rows, 2):
        values = dict(zip(keys, map(str, row), strict=True))
        entry = values.pop("entry").strip()
        if entry not in entries:
            raise UserError(
                _("{name}: row {number} is neither actor nor topic; write one of them in the column entry.").format(
                    name=name, number=number
                )
            )
        entries[entry].append(dict(_fields(entry, values, _("{name}: row {number}").format(name=name, number=number))))
    return codebook_of(entries["actor"], entries["topic"], name)


def _row(entry: str, value: Actor | Topic) -> tuple[Cell, ...]:
    return (entry, *(_cell(getattr(value, name, "")) for name in COLUMNS[1:]))


def _cell(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "; ".join(re.sub(r"([\\;])", r"\\\1", alias) for alias in value)
    return str(value)


def _fields(entry: str, values: dict[str, str], where: str) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if name in _FOREIGN[entry]:
            if value.strip():
                sentence = _("{where} is a topic and has no {field}; empty that cell.")
                if entry == "actor":
                    sentence = _("{where} is an actor and has no {field}; empty that cell.")
                raise UserError(sentence.format(where=where, field=name))
        elif name == "aliases":
            yield name, _aliases(value)
        elif value or name not in ("kind", "uuid"):
            yield name, value


def _aliases(cell: str) -> list[str]:
    """Split at the semicolons that no backslash stands before."""
    parts = re.findall(r"(?:\\.|[^;\\]|\\$)+", cell, re.DOTALL)
    return [found for part in parts if (found := re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL).strip())]
