"""Tables as Excel workbooks, the same bytes for the same table."""

import datetime
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from xml.sax.saxutils import escape

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.exchange.tables.table import (
    TONES,
    Cell,
    CellColumns,
    ColumnTelling,
    Table,
    is_leftward_table,
    made_of,
    text,
    title,
    tone_of,
)

# what a workbook says of its creation; a real date would make two exports differ
CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
# Excel's limits: longer texts, more rows and more columns are what it calls damaged
LONGEST, _ROWS, _COLUMNS = 32_767, 1_048_576, 16_384
_WIDEST = 60
# rows by which the widths of columns are known, and bytes that are handed on at once
_MEASURED, _BLOCK = 1000, 2**16
# a tenth larger than at 6, which takes more than twice as long
_PACKED = 3

_SHEET = "xl/worksheets/sheet1.xml"
_BLANKS = re.compile(r'<row r="2".*?</row>', re.DOTALL)
_STYLE = re.compile(r'\bs="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
# what XML has no place for is written as _xHHHH_ (ECMA-376, part 1, 22.9.2.19), and what looks like that as well
_ESCAPED = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def xlsx_blocks(table: Table) -> Iterator[bytes]:
    """Yield *table* as a workbook: a sheet with a frozen header, and a second one that says how it came about.

    Texts are written as texts, never as formulas, links or numbers. A text longer than a cell can hold (32,767
    characters) ends with “… [cut]”.

    Raises:
        UserError: when the table is larger than a sheet.
    """
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
    empty = io.BytesIO()
    styles = _write_frame(table, empty)
    with tempfile.TemporaryFile() as file:
        with (
            zipfile.ZipFile(empty) as frame,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKED) as book,
        ):
            for part in frame.infolist():
                if part.filename != _SHEET:
                    book.writestr(part, frame.read(part))
                    continue
                before, after = _around_rows(frame.read(part).decode(), table)
                # by its name, since a part of another archive brings a level of its own
                with book.open(part.filename, "w") as sheet:
                    sheet.write(before)
                    # what is done in another process takes no rows with it
                    for block in made_of(table.rows, _SheetRows(replace(table, rows=()), styles)):
                        sheet.write(block)
                    sheet.write(after)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _write_frame(table: Table, out: io.BytesIO) -> dict[str, str]:
    """Write a workbook that lacks only the rows, and return the numbers of its formats.

    Those are ``head`` and ``body``, and the tones by their names. The rows are put in later: XlsxWriter takes three
    times as long for a million cells, and holds them all.
    """
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        notes = "\n".join(table.notes)
        created = datetime.datetime.fromisoformat(table.written) if table.written else CREATED
        book.set_properties({"title": fitting(table.caption), "comments": fitting(notes), "created": created})
        sheet = book.add_worksheet(_("Table"))
        if is_leftward_table(table):
            sheet.right_to_left()
        plain = {"valign": "top", "text_wrap": True}
        header = book.add_format({**plain, "bold": True, "bottom": 1})
        body = book.add_format(plain)
        heading = book.add_format({**plain, "bold": True})
        forms = {"body": body, "head": heading} | {
            tone: book.add_format({**plain, "font_color": ink, "bg_color": ground})
            for tone, (ink, ground) in TONES.items()
        }
        sheet.freeze_panes(1, table.heads)
        first = table.rows[:_MEASURED]
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, _width(title(column), [row[number] for row in first]))
            sheet.write_string(0, number, fitting(title(column)), header)
        # a row of blanks tells what numbers the formats have; it is left out of what is kept
        for number, form in enumerate(forms.values()):
            sheet.write_blank(1, number, None, form)
        if table.columns:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        if table.caption or table.notes:
            about = book.add_worksheet(_("About"))
            about.set_column(0, 0, 100)
            for number, line in enumerate((table.caption, *table.notes)):
                about.write_string(number, 0, fitting(line), heading if number == 0 else body)
    with zipfile.ZipFile(out) as frame:
        blanks = _BLANKS.search(frame.read(_SHEET).decode())
    assert blanks is not None
    return dict(zip(forms, _STYLE.findall(blanks[0]), strict=True))


def _around_rows(sheet: str, table: Table) -> tuple[bytes, bytes]:
    """Return what stands before and behind the rows in the XML of a sheet that has none but its header."""
    row = _BLANKS.search(sheet)
    assert row is not None
    last = f"{_letters(max(1, len(table.columns)) - 1)}{len(table.rows) + 1}"
    before = _DIMENSION.sub(f'<dimension ref="A1:{last}"/>', sheet[: row.start()])
    return before.encode(), sheet[row.end() :].encode()


class _SheetRows:
    """Makes rows as Office Open XML has them (ECMA-376, part 1, 18.3.1.73), texts within their cells."""

    def __init__(self, table: Table, styles: Mapping[str, str]) -> None:
        """Take the table, without its rows, and the numbers of the formats."""
        self._table, self._styles = table, styles
        cells = "".join(f'<c r="{_letters(at)}%s"%s' for at in range(len(table.columns)))
        self._form = f'<row r="%s">{cells}</row>'
        self._tellings = [self._telling(at) for at in range(len(table.columns))]

    def __call__(self, before: int, count: int, columns: CellColumns) -> bytes:
        lines = [*map(str, range(before + 2, before + 2 + count))]
        parts: list[Iterable[str]] = [lines]
        for at, column in enumerate(columns):
            parts += [lines, self._toned(at, before, column) if self._table.tones else self._tellings[at](column)]
        return "".join(map(self._form.__mod__, zip(*parts, strict=True))).encode("utf-8", "replace")

    def _usual(self, at: int) -> str:
        return self._styles["head" if at < self._table.heads else "body"]

    def _telling(self, at: int) -> ColumnTelling[str]:
        """Return what tells a column whose cells are coloured by what they say, or not at all."""
        usual = self._usual(at)
        if self._table.columns[at].key == self._table.toned:
            return ColumnTelling(partial(_saying_cell, table=self._table, at=at, styles={"": usual, **self._styles}))
        return ColumnTelling(partial(_cell, style=usual), {str: partial(_texts, style=usual)})

    def _toned(self, at: int, before: int, cells: Sequence[Cell]) -> Iterable[str]:
        """Return a column of cells that have their own colours."""
        tones = (tone_of(self._table, number, at, cell) for number, cell in enumerate(cells, before))
        usual = self._usual(at)
        return [_cell(cell, self._styles[tone] if tone else usual) for tone, cell in zip(tones, cells, strict=True)]


def _saying_cell(cell: Cell, table: Table, at: int, styles: Mapping[str, str]) -> str:
    """Return a cell that is coloured by what it says."""
    return _cell(cell, styles.get(tone_of(table, 0, at, cell) or "", styles[""]))


def _texts(values: Sequence[str], style: str) -> Iterable[str]:
    """Return what stands behind the names of the cells of a column of texts."""
    # of most columns a few looks tell that all are short and stand as they are
    if 2 * max(map(len, values)) <= LONGEST and not _ESCAPED.search("\n".join(values)):
        return map(f' s="{style}" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'.__mod__, values)
    return [_cell(value, style) for value in values]


def _cell(cell: Cell, style: str) -> str:
    if cell is None:
        return f' s="{style}"/>'
    if isinstance(cell, int | float) and abs(cell) < 2**53:
        return f' s="{style}"><v>{cell if type(cell) is float else int(cell)!r}</v></c>'
    value = text(cell)
    # a character is two units at most
    if 2 * len(value) > LONGEST:
        value = fitting(value)
    if _ESCAPED.search(value):
        value = _UNDERSCORE.sub("_x005F_", escape(value))
        value = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def _letters(at: int) -> str:
    """Return what a sheet calls its column *at*, counted from 0."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def fitting(value: str) -> str:
    """Return a text as a cell can hold it: what is longer than `LONGEST` units of UTF-16 is cut, and says so."""
    # most texts are short and plain, and there are millions of them
    if len(value) <= LONGEST and value.isascii():
        return value
    # a lone surrogate cannot be encoded, and must not cost the whole export
    value = value.encode("utf-8", "replace").decode("utf-8")
    mark = _("… [cut]")
    # Excel counts UTF-16 units
    if len(value.encode("utf-16-le")) // 2 <= LONGEST:
        return value
    room = value.encode("utf-16-le")[: 2 * (LONGEST - len(mark))]
    return room.decode("utf-16-le", "ignore") + mark


def _width(head: str, cells: Sequence[Cell]) -> float:
    longest = max((len(line) for cell in cells for line in text(cell).split("\n")), default=0)
    return float(min(_WIDEST, max(8, len(head) + 3, longest + 2)))
