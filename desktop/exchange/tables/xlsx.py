"""Tables as Excel workbooks, the same bytes for the same table."""

import datetime
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.exchange.tables.table import TONES, Cell, Table, is_leftward_table, text, title

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# what a workbook says of its creation; a real date would make two exports differ
_CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
# Excel's limits: longer texts, more rows and more columns are what it calls damaged
_LONGEST, _ROWS, _COLUMNS = 32_767, 1_048_576, 16_384
_WIDEST = 60


def write_xlsx(table: Table) -> bytes:
    """Return *table* as a workbook: a sheet with a frozen header, and a second one that says how it came about.

    Texts are written as texts, never as formulas, links or numbers. A text longer than a cell can hold (32,767
    characters) ends with “… [cut]”.

    Raises:
        UserError: when the table is larger than a sheet.
    """
    import xlsxwriter

    if len(table.rows) + 1 > _ROWS or len(table.columns) > _COLUMNS:
        raise UserError(
            _(
                "The table has {rows} rows and {columns} columns, more than a sheet of Excel holds "
                "({most_rows} and {most_columns}): write it as CSV."
            ),
            rows=len(table.rows),
            columns=len(table.columns),
            most_rows=_ROWS,
            most_columns=_COLUMNS,
        )
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        notes = "\n".join(table.notes)
        created = datetime.datetime.fromisoformat(table.written) if table.written else _CREATED
        book.set_properties({"title": _fitting(table.caption), "comments": _fitting(notes), "created": created})
        sheet = book.add_worksheet(_("Table"))
        if is_leftward_table(table):
            sheet.right_to_left()
        plain = {"valign": "top", "text_wrap": True}
        header = book.add_format({**plain, "bold": True, "bottom": 1})
        body = book.add_format(plain)
        heading = book.add_format({**plain, "bold": True})
        tones = {
            tone: book.add_format({**plain, "font_color": ink, "bg_color": ground})
            for tone, (ink, ground) in TONES.items()
        }
        sheet.freeze_panes(1, table.heads)
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, _width(title(column), [row[number] for row in table.rows]))
            sheet.write_string(0, number, _fitting(title(column)), header)
        for number, row in enumerate(table.rows):
            for at, cell in enumerate(row):
                tone = table.tones.get((number, at))
                _write(sheet, number + 1, at, cell, tones[tone] if tone else heading if at < table.heads else body)
        if table.columns:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        if table.caption or table.notes:
            about = book.add_worksheet(_("About"))
            about.set_column(0, 0, 100)
            for number, line in enumerate((table.caption, *table.notes)):
                about.write_string(number, 0, _fitting(line), heading if number == 0 else body)
    return out.getvalue()


def _write(sheet: "Worksheet", row: int, at: int, cell: Cell, form: "Format") -> None:
    if cell is None:
        sheet.write_blank(row, at, None, form)
    elif isinstance(cell, int | float) and abs(cell) < 2**53:
        sheet.write_number(row, at, cell, form)
    else:
        sheet.write_string(row, at, _fitting(text(cell)), form)


def _fitting(value: str) -> str:
    # most texts are short and plain, and there are millions of them
    if len(value) <= _LONGEST and value.isascii():
        return value
    # a lone surrogate cannot be encoded, and must not cost the whole export
    value = value.encode("utf-8", "replace").decode("utf-8")
    mark = _("… [cut]")
    # Excel counts UTF-16 units
    if len(value.encode("utf-16-le")) // 2 <= _LONGEST:
        return value
    room = value.encode("utf-16-le")[: 2 * (_LONGEST - len(mark))]
    return room.decode("utf-16-le", "ignore") + mark


def _width(head: str, cells: Sequence[Cell]) -> float:
    longest = max((len(line) for cell in cells[:1000] for line in text(cell).split("\n")), default=0)
    return float(min(_WIDEST, max(8, len(head) + 3, longest + 2)))
