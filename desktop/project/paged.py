"""The page that each row of a table stands on, where its document has pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.core.pages import page_of
from desktop.exchange.tables.table import Cell, Column, Table


def with_pages(table: Table, pages: Mapping[int, Sequence[int]]) -> Table:
    """Return *table* with a last column ``page``: that of each row's ``start`` in its ``document_id``, counted from 1.

    *pages* are the places where pages begin, by document. A table of documents without pages stays as it is.
    """
    names = [column.key for column in table.columns]
    document, start = names.index("document_id"), names.index("start")
    told: list[Cell] = [page_of(pages.get(int(str(row[document])), ()), int(str(row[start]))) for row in table.rows]
    if all(page is None for page in told):
        return table
    rows = tuple((*row, page) for row, page in zip(table.rows, told, strict=True))
    return replace(
        table,
        columns=(*table.columns, Column("page", "integer", "Page", "The page on which it begins, counted from 1.")),
        rows=rows,
    )
