"""What describes an exact CSV file to programs: CSV on the Web metadata (W3C 2015)."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from desktop.core.language import _
from desktop.exchange.tables.table import Column, Table, title

_TYPES = {"text": "string", "integer": "integer", "number": "number"}
# the first cell of a line that begins with it makes the line a comment, which the dialect cannot switch off
_COMMENT = "#"


def prepare(table: Table) -> Table:
    """Return *table* fit to be described: with numbered rows before it where a first cell would make a comment."""
    first = [table.columns[0].key if table.columns else "", *(str(row[0]) for row in table.rows if row)]
    if not any(cell.startswith(_COMMENT) for cell in first):
        return table
    number = Column("row", "integer", _("Row"), _("The number of the row."))
    if any(column.key == number.key for column in table.columns):
        number = replace(number, key="row_number")
    rows = tuple((at, *row) for at, row in enumerate(table.rows, 1))
    tones = {(row, at + 1): tone for (row, at), tone in table.tones.items()}
    return replace(table, columns=(number, *table.columns), rows=rows, heads=table.heads + 1, tones=tones)


def write_metadata(table: Table, name: str) -> bytes:
    """Return the metadata of the exact CSV file called *name*, to be written beside it."""
    lists = {at for row in table.rows for at, cell in enumerate(row) if isinstance(cell, tuple)}
    names = _names([column.key for column in table.columns])
    columns = []
    for at, column in enumerate(table.columns):
        described: dict[str, object] = {
            "name": names[at],
            "titles": column.key,
            "datatype": _TYPES[column.kind],
        }
        if column.title or column.description:
            described["dc:description"] = column.description or title(column)
        if at in lists:
            described["separator"] = "; "
        columns.append(described)
    metadata: dict[str, object] = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": quote(name),
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": ["\r\n"],
            "quoteChar": '"',
            "doubleQuote": True,
            "delimiter": ",",
            "header": True,
            "headerRowCount": 1,
            "skipBlankRows": False,
            "skipInitialSpace": False,
            "trim": False,
        },
        "tableSchema": {"columns": columns},
    }
    if table.caption:
        metadata["dc:title"] = table.caption
    if table.notes:
        metadata["notes"] = [{"type": "TextualBody", "value": note} for note in table.notes]
    if table.written:
        metadata["dc:created"] = table.written
    return (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _names(keys: Sequence[str]) -> list[str]:
    """Return names that a URI template takes: ASCII letters, digits, underscores and dots; each once.

    None is the title of another column, which programs that look columns up by either would take for it.
    """
    found: list[str] = []
    for key in keys:
        base = re.sub(r"[^A-Za-z0-9.]+", "_", key).strip("_.") or "column"
        name, number = base, 1
        while name in found or (name != key and name in keys):
            number += 1
            name = f"{base}.{number}"
        found.append(name)
    return found
