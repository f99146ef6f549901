"""Tables: what they hold, what readers of their files find in a cell, and they as CSV and JSON.

CSV is that of RFC 4180. By default it is made safe for spreadsheets: a text that a spreadsheet would run as a formula
(it begins with = + - @ in any width, a tab or the end of a line: CWE-1236) gets an apostrophe before it. So that this
can be undone, a text that begins with apostrophes before one of these characters gets one more. An exact file can be
described to programs: CSV on the Web metadata (W3C 2015).
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from json.encoder import encode_basestring
from typing import Any, Generic, Literal, TypeVar, overload
from urllib.parse import quote

from desktop.core import scale
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.progress import Progress, silent
from desktop.core.scale import LOOKS

Cell = str | int | float | tuple[str, ...] | None
TableRow = tuple[Cell, ...]
_Blocked = TypeVar("_Blocked")
# what is made of a cell, and of a block of rows
_MadeOfCell = TypeVar("_MadeOfCell")
_MadeOfRows = TypeVar("_MadeOfRows")
Kind = Literal["text", "integer", "number"]
# the look of a stance, or one of those below that are none
Tone = str

# ink and ground of each tone; every pair has a contrast of 4.5 : 1 or more (WCAG 2.2, 1.4.3)
TONES: dict[Tone, tuple[str, str]] = {
    "favor": ("#004e7a", "#d9eaf5"),
    "against": ("#8a3700", "#fce4d4"),
    "neutral": ("#4b5058", "#e8e9ec"),
    "uncoded": ("#5f5400", "#f6f1d3"),
    "favor_strong": ("#004e7a", "#d9eaf5"),
    "against_strong": ("#8a3700", "#fce4d4"),
    "contradictory": ("#5b2a78", "#efe3f6"),
    "total": ("#23262b", "#f3f1ec"),
}
# told as well by a shape, for those who see no colours and for paper without any
SHAPES: dict[Tone, str] = {**{look.key: look.shape for look in LOOKS.values()}, "contradictory": "◆", "total": ""}

# the full-width forms too: where Chinese or Japanese is written, spreadsheets take them for the others
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_RISKY_FIRST = frozenset("'=+-@\t\r\n＝＋－＠")
# one of several texts, each with a null before it, may be one
_RISKY_TEXTS = re.compile("\0['=+\\-@\t\r\n＝＋－＠]")
# cells of which equal ones are written alike
_EQUAL_ALIKE = frozenset((str, int, tuple, type(None)))
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
# before it stand letters of one column each: Latin ones, which are most even where not all are plain
_BEYOND_LATIN = re.compile(r"[^\x00-\u02ff]")
_LARGEST_CELL = 2**31 - 1
# rows that are written at once, and cells of a column of which it is known what is made of them
_BLOCK, _KNOWN = 1000, 20_000
# rows by which the direction of a table is known
_TELLING_ROWS = 300

_TYPES = {"text": "string", "integer": "integer", "number": "number"}
# the first cell of a line that begins with it makes the line a comment, which the dialect cannot switch off
_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, which is its header, and what its cells hold.

    Attributes:
        title: the header where people read it; the key when empty.
        description: what stands in it, in one sentence, for the metadata beside a CSV file.
    """

    key: str
    kind: Kind = "text"
    title: str = ""
    description: str = ""


CellColumns = Sequence[Sequence[Cell]]
# makes something of a block: of how many rows there are before it, how many it has, and its columns
OfRows = Callable[[int, int, CellColumns], _MadeOfRows]
# yields what is made of each block of rows, in their order, and tells its progress
Apart = Callable[[OfRows[Any], Progress], Iterator[Any]]


class Rows(Sequence[TableRow]):
    """Rows that are made anew each time they are gone through: a million of them are more than should be held.

    What is written of them is written while they are made. To take one of them, or the last, goes through all before.

    Attributes:
        columns: what makes them as columns, where there is such; `in_columns` asks it.
        apart: what yields in their order what a function makes of each block of them, in processes beside this one,
            where there is such; `made_of` asks it. Progress is told to what it takes besides.
    """

    def __init__(
        self,
        count: int,
        make: Callable[[], Iterator[TableRow]],
        columns: Callable[[], Iterator[CellColumns]] | None = None,
        apart: Apart | None = None,
    ) -> None:
        """Take how many there are, and what makes them from the first on.

        *columns* makes the same as the columns of so many rows at once, for tables that have any.
        """
        self._count = count
        self._make = make
        self.columns = columns
        self.apart = apart

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[TableRow]:
        return self._make()

    @overload
    def __getitem__(self, at: int) -> TableRow: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[TableRow, ...]: ...
    def __getitem__(self, at: int | slice) -> TableRow | tuple[TableRow, ...]:
        if isinstance(at, slice):
            return tuple(islice(self._make(), *at.indices(self._count)))
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return next(islice(self._make(), at % self._count, None))


def each(rows: Sequence[TableRow], change: Callable[[Iterable[TableRow]], Iterator[TableRow]]) -> Sequence[TableRow]:
    """Return rows as *change* makes them of *rows*, one of each: at once, or where they are made late, late as well."""
    return Rows(len(rows), lambda: change(rows)) if isinstance(rows, Rows) else tuple(change(rows))


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of as many cells.

    Attributes:
        rows: they may be made late (`Rows`). A cell is a text, a number, several texts, or None where there is no
            value.
        notes: how it came about: the filter, the rule against duplicates. CSV has no place for them but in the
            metadata beside it.
        heads: how many of the first columns name their row.
        tones: what colours a cell, by the numbers of its row and column.
        toned: the key of the column whose cells are coloured by what they say, the name of a tone.
        warnings: what one must know before one uses it; told beside the file, too.
        written: when it was written, in ISO 8601 and UTC; empty unless that was asked for.

    Raises:
        ValueError: when a row has more or fewer cells than there are columns, or two columns have one key.
    """

    columns: tuple[Column, ...]
    rows: Sequence[TableRow] = ()
    caption: str = ""
    notes: tuple[str, ...] = ()
    heads: int = 1
    tones: Mapping[tuple[int, int], Tone] = field(default_factory=dict)
    written: str = ""
    warnings: tuple[str, ...] = ()
    toned: str = ""

    def __post_init__(self) -> None:
        if len({column.key for column in self.columns}) != len(self.columns):
            raise ValueError("two columns have the same key")
        if isinstance(self.rows, tuple) and any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has not as many cells as there are columns")


def title(column: Column) -> str:
    """Return what a reader finds at the head of a column."""
    return column.title or column.key


def text(cell: Cell) -> str:
    """Return a cell as a reader finds it; numbers that are not whole have up to four digits behind the point."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return "; ".join(cell)
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".") if cell == cell and abs(cell) < 1e15 else str(cell)
    return str(cell)


def display_width(value: str) -> int:
    """Return how many columns of a terminal or a monospaced font *value* takes."""
    if value.isascii():
        return len(value)
    wide = _BEYOND_LATIN.findall(value)
    widths = (0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF") for one in wide)
    return len(value) - len(wide) + sum(widths)


def is_number(column: Column) -> bool:
    """Tell whether a column's cells are numbers, which stand to the right."""
    return column.kind != "text"


def tone_of(table: Table, number: int, at: int, cell: Cell) -> Tone | None:
    """Return what colours a cell, which stands in the row of this *number* and the column *at*."""
    if table.toned and table.columns[at].key == table.toned:
        return scale.look(str(cell)).key if scale.in_use().has(str(cell)) else None
    return table.tones.get((number, at))


def is_leftward_table(table: Table) -> bool:
    """Tell whether the first column belongs at the right: whether most letters of the first rows run from there."""
    cells = (text(cell) for row in table.rows[:_TELLING_ROWS] for cell in row if isinstance(cell, str | tuple))
    letters = leftward = 0
    for value in cells:
        if value.isascii():
            letters += len(value)
            continue
        kinds = [unicodedata.bidirectional(letter) for letter in value]
        letters += sum(kind in ("L", "R", "AL") for kind in kinds)
        leftward += sum(kind in ("R", "AL") for kind in kinds)
    return leftward * 2 > letters


def write_csv(table: Table, exact: bool = False) -> bytes:
    """Return *table* as CSV in UTF-8 with CRLF, its keys in the first row; *exact* as in `csv_blocks`."""
    return b"".join(csv_blocks(table, exact))


def csv_blocks(table: Table, exact: bool = False) -> Iterator[bytes]:
    """Yield *table* as CSV in UTF-8 with CRLF, its keys in the first row, so many rows at once.

    With *exact* the cells are as they are and no byte-order mark stands before them (for programs); else texts are
    guarded and the mark tells spreadsheets the encoding. Numbers are never guarded; several texts are joined by "; ".
    """
    heads = _CsvLines(len(table.columns), exact)(0, 1, [(column.key,) for column in table.columns])
    yield ("" if exact else "\ufeff").encode() + heads
    yield from made_of(table.rows, _CsvLines(len(table.columns), exact))


class _CsvLines:
    """Makes lines of CSV of blocks of rows."""

    def __init__(self, columns: int, exact: bool) -> None:
        """Take how many columns there are, and whether cells stay as they are."""
        texts = partial(_csv_texts, exact=exact)
        self._tellings = [
            ColumnTelling(partial(_csv_cell, exact=exact), {int: partial(map, str), str: texts})
            for _at in range(columns)
        ]
        # an empty line would be none
        self._line = ",".join if columns != 1 else _csv_line_of_one

    def __call__(self, _before: int, count: int, columns: CellColumns) -> bytes:
        cells = (tell(column) for tell, column in zip(self._tellings, columns, strict=True))
        lines = map(self._line, zip(*cells, strict=True)) if columns else [""] * count
        # a lone surrogate, which a memo may have caught from a clipboard, must not cost the whole export
        return "\r\n".join([*lines, ""]).encode("utf-8", "replace")


def _csv_line_of_one(cells: Sequence[str]) -> str:
    return cells[0] or '""'


def in_blocks(rows: Iterable[_Blocked]) -> Iterator[list[_Blocked]]:
    """Yield rows, so many at once."""
    given = iter(rows)
    while block := list(islice(given, _BLOCK)):
        yield block


def made_of(rows: Sequence[TableRow], make: OfRows[_MadeOfRows]) -> Iterator[_MadeOfRows]:
    """Yield what *make* makes of each block of rows, in their order.

    It is a function of a module, or a `functools.partial` of one, and what it makes is plain: for a great many rows it
    is called in other processes.
    """
    if isinstance(rows, Rows) and rows.apart is not None:
        yield from rows.apart(make, silent)
        return
    before = 0
    for count, columns in in_columns(rows):
        yield make(before, count, columns)
        before += count


def in_columns(rows: Sequence[TableRow]) -> Iterator[tuple[int, CellColumns]]:
    """Yield how many rows there are in each block, and their columns."""
    if isinstance(rows, Rows) and rows.columns is not None:
        # what is made column by column is not turned into rows and back
        yield from ((len(columns[0]), columns) for columns in rows.columns())
    else:
        yield from ((len(block), [*zip(*block, strict=True)]) for block in in_blocks(rows))


class ColumnTelling(Generic[_MadeOfCell]):
    """Tells the cells of a column, block after block, but once those that come again.

    A million claims have eighteen million cells, most of them names, dates and choices that come again and again.
    """

    def __init__(
        self,
        tell: Callable[[Cell], _MadeOfCell],
        quicker: Mapping[type, Callable[[Any], Iterable[_MadeOfCell]]] | None = None,
    ) -> None:
        """Take what is made of any cell, the same of equal ones.

        *quicker* makes the same of a whole column, where all of its cells are of one kind.
        """
        self._tell = tell
        self._quicker = quicker or {}
        self._known: _KnownCells[_MadeOfCell] = _KnownCells(tell)
        self._comes_again: bool | None = None

    def __call__(self, cells: Sequence[Cell]) -> Iterable[_MadeOfCell]:
        """Return what is made of the cells of a block."""
        kinds = {*map(type, cells)}
        # numbers that are equal may be written differently: 1 and 1.0
        if self._comes_again is not False and kinds <= _EQUAL_ALIKE:
            if self._comes_again is None:
                self._comes_again = 2 * len({*cells}) <= len(cells)
            if self._comes_again:
                if len(self._known) > _KNOWN:
                    self._known.clear()
                return map(self._known.__getitem__, cells)
        quicker = self._quicker.get(kinds.pop()) if len(kinds) == 1 else None
        return map(self._tell, cells) if quicker is None else quicker(cells)


class _KnownCells(dict[Cell, _MadeOfCell]):
    """What was made of cells; what is not known yet is made."""

    def __init__(self, tell: Callable[[Cell], _MadeOfCell]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, cell: Cell) -> _MadeOfCell:
        made = self[cell] = self._tell(cell)
        return made


def told(cells: Sequence[Cell], tell: Callable[[Cell], _MadeOfCell]) -> Iterable[_MadeOfCell]:
    """Return what *tell* makes of the cells of a column, but once of those that come again."""
    return ColumnTelling(tell)(cells)


def _csv_cell(cell: Cell, *, exact: bool) -> str:
    """Return a cell as it stands between two commas."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return str(cell)
    return _csv_text("; ".join(cell) if isinstance(cell, tuple) else cell, exact=exact)


def _csv_text(value: str, *, exact: bool) -> str:
    if not exact and value[:1] in _RISKY_FIRST and _RISKY.match(value):
        value = f"'{value}"
    # four looks take a fraction of the time of one for any of four
    if '"' in value or "," in value or "\n" in value or "\r" in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def _csv_texts(values: Sequence[str], *, exact: bool) -> Iterable[str]:
    """Return a column of texts as they stand between commas; where that is as they are, a few looks tell it."""
    together = "\0".join(("", *values))
    if any(one in together for one in '",\n\r') or (not exact and _RISKY_TEXTS.search(together)):
        return map(partial(_csv_text, exact=exact), values)
    return values


def read_csv(data: bytes, guarded: bool = True, separator: str = ",") -> Table:
    """Return the table in *data*, all cells as texts; *guarded* takes away the apostrophes that `write_csv` adds.

    Cells are parted by the *separator*.

    Raises:
        UserError: when it is not in UTF-8, has no header, or a row is longer or shorter than the header.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(_("The table is not in UTF-8; save it as CSV in UTF-8.")) from error
    # the limit of 128 KB a cell is one of Python's module and not of the format
    limit = csv.field_size_limit(_LARGEST_CELL)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if row]
    except csv.Error as error:
        sentence = _("The table cannot be read as CSV ({reason}); save it again with commas and quotes.")
        raise UserError(sentence, reason=error) from error
    finally:
        csv.field_size_limit(limit)
    if not rows:
        raise UserError(_("The table is empty; it needs a first row with the names of the columns."))
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            sentence = _("Row {number} of the table has {cells} cells and its first has {needed}; mend it.")
            raise UserError(sentence, number=number, cells=len(row), needed=len(rows[0]))
    if guarded:
        rows = [[cell[1:] if _GUARDED.match(cell) else cell for cell in row] for row in rows]
    if len(set(rows[0])) != len(rows[0]):
        raise UserError(_("Two columns of the table have the same name; rename one of them."))
    return Table(tuple(map(Column, rows[0])), tuple(map(tuple, rows[1:])))


def write_json(table: Table) -> bytes:
    """Return the rows of *table* as a JSON list of objects in UTF-8; several texts are a list, no value is null."""
    return b"".join(json_blocks(table))


def json_blocks(table: Table) -> Iterator[bytes]:
    """Yield what `write_json` returns, so many rows at once."""
    yield from _listed(table, "")
    yield b"\n"


def described_json_blocks(table: Table) -> Iterator[bytes]:
    """Yield *table* as a JSON object in UTF-8: its caption, notes and columns, and its rows as in `write_json`."""
    columns = [
        {"key": column.key, "type": column.kind, "title": column.title or column.key, "description": column.description}
        for column in table.columns
    ]
    head = _json({"caption": table.caption, "notes": table.notes, "columns": columns})
    yield head.removesuffix(b"\n}\n") + b',\n  "rows": '
    yield from _listed(table, "  ")
    yield b"\n}\n"


def _listed(table: Table, margin: str) -> Iterator[bytes]:
    """Yield the rows as a list of objects, laid out as the standard library does with an indent of 2, but faster."""
    before = b"["
    for objects in made_of(table.rows, _Objects([column.key for column in table.columns], margin)):
        yield before + objects
        before = b","
    yield b"[]" if before == b"[" else f"\n{margin}]".encode()


class _Objects:
    """Makes objects of JSON of blocks of rows."""

    def __init__(self, keys: Sequence[str], margin: str) -> None:
        """Take the keys of the columns, and what stands before each line."""
        inner = f"\n{margin}    "
        # a form that takes a row of cells at once
        cells = ",".join(f"{inner}{encode_basestring(key)}: ".replace("%", "%%") + "%s" for key in keys)
        self._form = f"\n{margin}  {{{cells}\n{margin}  }}" if keys else f"\n{margin}  {{}}"
        tell = partial(_json_cell, inner=inner)
        quicker = {int: partial(map, str), str: partial(map, encode_basestring)}
        self._tellings = [ColumnTelling(tell, quicker) for _key in keys]

    def __call__(self, _before: int, count: int, columns: CellColumns) -> bytes:
        values = [tell(column) for tell, column in zip(self._tellings, columns, strict=True)]
        objects = map(self._form.__mod__, zip(*values, strict=True)) if columns else [self._form] * count
        return ",".join(objects).encode("utf-8", "replace")


def _json_cell(cell: Cell, inner: str) -> str:
    if type(cell) is str:
        return encode_basestring(cell)
    if type(cell) is int:
        return str(cell)
    if isinstance(cell, tuple) and cell:
        return f"[{','.join(f'{inner}  {encode_basestring(one)}' for one in cell)}{inner}]"
    return json.dumps(cell, ensure_ascii=False)


def only(table: Table, keys: Sequence[str]) -> Table:
    """Return *table* with the columns of these keys alone, in its own order."""
    kept = [at for at, column in enumerate(table.columns) if column.key in keys]
    if len(kept) == len(table.columns):
        return table
    places = {at: to for to, at in enumerate(kept)}
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=each(table.rows, lambda rows: (tuple([row[at] for at in kept]) for row in rows)),
        heads=min(table.heads, len(kept)),
        tones={(row, places[at]): tone for (row, at), tone in table.tones.items() if at in places},
    )


def translated(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns whose titles and descriptions are marked with `N_`, in the language of the interface."""
    return tuple(replace(one, title=_(one.title), description=_(one.description)) for one in columns)


def stamped(table: Table, time: str) -> Table:
    """Return *table* saying that it was written at a *time*, which is in ISO 8601 and UTC."""
    return replace(table, notes=(*table.notes, _("Written at {time}.").format(time=time)), written=time)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def prepare(table: Table) -> Table:
    """Return *table* fit to be described: with numbered rows before it where a first cell would make a comment."""
    heads = [column.key for column in table.columns]
    # numbers begin no comment, and rows that are made late need not be made for them
    if not heads or is_number(table.columns[0]):
        return table
    if not any(str(row[0]).startswith(_COMMENT) for row in (heads, *table.rows)):
        return table
    number = Column("row", "integer", _("Row"), _("The number of the row."))
    if any(column.key == number.key for column in table.columns):
        number = replace(number, key="row_number")
    rows = each(table.rows, lambda rows: ((at, *row) for at, row in enumerate(rows, 1)))
    tones = {(row, at + 1): tone for (row, at), tone in table.tones.items()}
    return replace(table, columns=(number, *table.columns), rows=rows, heads=table.heads + 1, tones=tones)


def write_metadata(table: Table, name: str) -> bytes:
    """Return the metadata of the exact CSV file called *name*, to be written beside it."""
    lists = set(chain.from_iterable(made_of(table.rows, _lists)))
    names = _names([column.key for column in table.columns])
    columns = []
    for at, column in enumerate(table.columns):
        described: dict[str, object] = {"name": names[at], "titles": column.key, "datatype": _TYPES[column.kind]}
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
    return _json(metadata)


def _lists(_before: int, _count: int, columns: CellColumns) -> list[int]:
    """Return which columns have several texts in a cell."""
    return [at for at, cells in enumerate(columns) if tuple in {*map(type, cells)}]


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
