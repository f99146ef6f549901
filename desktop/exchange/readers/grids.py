"""The rows of a table, whatever its file: CSV with any separator, workbooks (Excel, OpenDocument), lists of objects.

Excel's sheets are Office Open XML (ECMA-376, part 1, 18.3), OpenDocument's are those of OASIS ODF 1.3, part 3, 9. What
is left out of a file is told: sheets beside the first with rows, lines above the head, lines that are no objects.
"""

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.text import normalise_part, one_line
from desktop.exchange.readers.archives import Archive, refuse_entities
from desktop.exchange.readers.column_guess import is_row
from desktop.exchange.readers.extracted import count_words
from desktop.exchange.readers.source import SourceFile

Cells = list[str]
# an object is a row of a table when one of these is told of it: without, a list of them is a transcript
_TELLING = frozenset(("title", "headline", "date", "published", "created", "pubdate", "name", "released"))
_COLUMN = re.compile(r"[A-Z]+")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}date-value"
# objects in each other: what is deeper is no field of a row
_DEEPEST = 100
# cells of a row, and the same cell or row repeated; a sheet ends with millions of empty ones
_WIDEST, _MOST_REPEATED = 400, 1000
# columns of any workbook
_MOST = 16_384
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
# ECMA-376, part 1, 22.9.2.19; halves of pairs are no letters of their own
_WRITTEN = re.compile(r"_x(00[0-9A-Fa-f]{2}|[1-9A-Ca-cE-Fe-f][0-9A-Fa-f]{3}|0[1-9A-Fa-f][0-9A-Fa-f]{2})_")
_SEPARATORS = "\t;,|"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        head: what each column is called, all differently.
        rows: all others, each with as many cells as the head; blank ones are left out.
        notes: what of the file is not in it, a sentence each.
        other_words: how many words stand in sheets that are not read.
        encoding: how its bytes were read, and *encoding_origin* what decided that; empty for a workbook.
    """

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: tuple[str, ...] = ()
    encoding: str = ""
    encoding_origin: str = ""
    other_words: int = 0


def read_grid(source: SourceFile) -> Grid | None:
    """Return the table in a file; None when it holds none, or its first row with two cells is the last.

    That row is the head, unless it is a row like the others (`column_guess.is_row`).

    Raises:
        UserError: when an archive is damaged or not safe, or a table has more columns than any.
    """
    notes: list[str] = []
    others: list[int] = []
    rows = _rows(source, notes, others)
    above, head = 0, Cells()
    # what no project can hold, in heads and cells alike
    rows = ([normalise_part(cell) for cell in row] for row in rows)
    for row in rows:
        if sum(bool(cell.strip()) for cell in row) > 1:
            head = row
            break
        above += any(cell.strip() for cell in row)
    if not head:
        return None
    width = len(head)
    _refuse_wide(source, width)
    found: list[tuple[str, ...]] = []
    wider = 0
    for row in rows:
        if any(cell.strip() for cell in row):
            # what stands beyond the head is a column without one
            wider = max(wider, len(row))
            found.append(tuple(row))
    width = max(width, min(wider, _WIDEST))
    _tell_beyond(notes, wider - width)
    if not found:
        return None
    if above:
        told = ngettext("{count} line above the head left out.", "{count} lines above the head left out.", above)
        notes.append(told.format(count=above))
    if is_row(head, found):
        notes.append(_("The table has no head: its columns are numbered, and its first row is a row like the others."))
        found.insert(0, tuple(head))
        head = Cells()
    padded = [row if len(row) == width else (*row[:width], *[""] * (width - len(row))) for row in found]
    encoding, origin = ("", "") if source.is_zip else (source.decoded.encoding, source.decoded.origin)
    return Grid(_named([*head, *[""] * (width - len(head))]), padded, tuple(notes), encoding, origin, sum(others))


def _refuse_wide(source: SourceFile, width: int) -> None:
    if width > _MOST:
        sentence = _(
            "{name} has {count:,} columns, and a table at most {most:,}: look whether all of them are wanted, and save "
            "it with fewer; or rename it to .txt."
        )
        raise UserError(sentence, name=source.name, count=width, most=_MOST)


def refuse_table(source: SourceFile) -> None:
    """Raise UserError for what by its name and its beginning is a table, and has no rows that can be read.

    As a text it would be its head, or the signs of JSON.
    """
    suffix = source.name.lower().rpartition(".")[2]
    if suffix in ("jsonl", "ndjson") and source.start.lstrip()[:1] in ("{", "["):
        sentence = _(
            "{name} is no table that can be read: its line {line} is no JSON object, or one nested too deep; mend it."
        )
        raise UserError(sentence, name=source.name, line=_first_bad(source.decoded.text))
    if suffix in ("csv", "tsv", "tab"):
        rows = (row for row in _rows(source, [], []) if any(cell.strip() for cell in row))
        first = next(rows, [])
        _refuse_wide(source, len(first))
        if sum(bool(cell.strip()) for cell in first) > 1 and next(rows, None) is None:
            sentence = _("{name} is a table with a head and no rows; choose one with rows, or rename it to .txt.")
            raise UserError(sentence, name=source.name)


def _first_bad(text: str) -> int:
    for number, line in enumerate(io.StringIO(text.lstrip("\ufeff")), 1):
        if line.strip() and _object(line) is None:
            return number
    return 1


def _object(line: str) -> dict[str, Any] | None:
    """Return the object in a line of JSON; None for one that is none, or too deep for what reads it later."""
    try:
        found = json.loads(line)
        depth = _depth(found)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and depth <= _DEEPEST else None


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        inner = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level = [each for one in inner for each in one]
    return depth


def _named(head: Sequence[str]) -> tuple[str, ...]:
    """Return what the columns are called: those without a name by their place, a name that comes again numbered."""
    found: dict[str, None] = {}
    for number, cell in enumerate(head, 1):
        name = wanted = one_line(cell, 200) or _("column {number}").format(number=number)
        again = 1
        while name in found:
            again += 1
            name = f"{wanted} ({again})"
        found[name] = None
    return tuple(found)


def _rows(source: SourceFile, notes: list[str], others: list[int]) -> Iterator[Cells]:
    """Yield the rows of a table; what is not in them is said in *notes*, words of other sheets counted in *others*."""
    if source.is_zip:
        archive = source.archive
        is_excel = "xl/workbook.xml" in archive.names
        return _sheets(archive, notes, others) if is_excel else _ods(archive, notes, others)
    text = source.decoded.text.lstrip("\ufeff")
    notes.extend(source.decoded.notes)
    begin = text.lstrip()[:1]
    if begin == "[":
        return _of_objects(_array(text), notes)
    if begin == "{":
        return _of_objects(_lines(text, notes), notes)
    # Excel tells the separator in a line of its own
    told = re.match(r"sep=(.)\r?\n", text)
    text = text[told.end() :] if told else text
    # a cell may be as long as a book
    csv.field_size_limit(32 * 1024 * 1024)
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else _separator(text)))


def _separator(text: str) -> str:
    # the head has most of them; what is said below may have commas
    lines = [line for line in text[:20_000].split("\n")[:10] if line.strip()]
    told = next((line for line in lines if any(one in line for one in _SEPARATORS)), "")
    return max(_SEPARATORS, key=told.count)


def _array(text: str) -> list[dict[str, Any]]:
    """Return the objects of a list that have a title or a day: without, it is a transcript."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    rows = [one for one in found if isinstance(one, dict)]
    return rows if rows and {str(name).casefold() for name in rows[0]} & _TELLING else []


def _lines(text: str, notes: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    bad = 0
    for line in io.StringIO(text):
        if not line.strip():
            continue
        one = _object(line)
        if one is not None:
            found.append(one)
        elif not found:
            # one object over several lines is no table
            return []
        else:
            bad += 1
    if bad:
        told = ngettext("{count} line that is no JSON left out.", "{count} lines that are no JSON left out.", bad)
        notes.append(told.format(count=bad))
    return found


def _tell_beyond(notes: list[str], count: int) -> None:
    if count > 0:
        told = ngettext(
            "{count:,} column beyond the first {limit} is left out.",
            "{count:,} columns beyond the first {limit} are left out.",
            count,
        )
        notes.append(told.format(count=count, limit=_WIDEST))


def _tell_others(notes: list[str], others: Sequence[int]) -> None:
    if others:
        notes.append(_("The workbook has other sheets, which are left out."))


def _of_objects(objects: list[dict[str, Any]], notes: list[str]) -> Iterator[Cells]:
    # one that comes late may have a field that the first lacks
    every = list(dict.fromkeys(str(name) for one in objects for name in one))
    names = every[:_WIDEST]
    _tell_beyond(notes, len(every) - len(names))
    if names:
        yield names
        yield from ([_flat(one.get(name)) for name in names] for one in objects)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("text") or json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return "" if value is None else str(value)


def _sheets(archive: Archive, notes: list[str], others: list[int]) -> Iterator[Cells]:
    """Yield the rows of a workbook's first sheet that has any."""
    shared: list[str] = []
    if "xl/sharedStrings.xml" in archive.names:
        for one in _each(archive, "xl/sharedStrings.xml", "si"):
            # how a word is read stands beside it
            shared.append(_plain("".join(each.text or "" for each in one.iter("{*}t") if _outer(each) != "rPh")))
    days = _day_styles(archive)
    sheets = sorted((int(one[1]), one[0]) for one in map(_SHEET.fullmatch, archive.names) if one)
    read, beyond = False, 0
    for _number, name in sheets:
        if read:
            others += (count_words(" ".join(_row_of(row, shared, days)[0])) for row in _each(archive, name, "row"))
            continue
        for row in _each(archive, name, "row"):
            read = True
            cells, width = _row_of(row, shared, days)
            beyond = max(beyond, width - _WIDEST)
            yield cells
    _tell_others(notes, others)
    _tell_beyond(notes, beyond)


def _row_of(row: Any, shared: Sequence[str], days: set[str]) -> tuple[Cells, int]:
    """Return the first cells of a row, and the number of the last one that holds something."""
    cells: Cells = []
    width = 0
    for cell in row.iter("{*}c"):
        letters = _COLUMN.match(cell.get("r") or "")
        at = _place(letters[0]) if letters else len(cells)
        words = _cell(cell, shared, days)
        width = at + 1 if words.strip() else width
        if at < _WIDEST:
            cells += [""] * (at - len(cells))
            cells.append(words)
    return cells, width


def _outer(element: Any) -> str:
    parent = element.getparent()
    return parent.tag.rpartition("}")[2] if parent is not None and isinstance(parent.tag, str) else ""


def _each(archive: Archive, part: str, tag: str) -> Iterator[Any]:
    """Yield the elements of that name, one at a time: a sheet of a hundred thousand rows is no tree to hold."""
    from lxml import etree

    content = archive.read(part)
    refuse_entities(content, archive.name)
    found: Iterable[tuple[str, Any]] = etree.iterparse(
        io.BytesIO(content), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _event, element in found:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.LxmlError as error:
        sentence = _("{name} is damaged: its text cannot be read; get a new copy of it.")
        raise UserError(sentence, name=archive.name) from error


def _place(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: Any, shared: Sequence[str], days: set[str]) -> str:
    kind = cell.get("t") or ""
    value = next((each.text or "" for each in cell.iter("{*}v")), "")
    if kind == "inlineStr":
        return _plain("".join(each.text or "" for each in cell.iter("{*}t")))
    if kind == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    if cell.get("s") in days and re.fullmatch(r"\d{1,6}(?:\.\d+)?", value):
        return str(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(value))))
    return value


def _plain(words: str) -> str:
    """Return a text of a workbook, in which what XML has no place for is written as ``_xHHHH_``."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), words) if "_x" in words else words


def _day_styles(archive: Archive) -> set[str]:
    """Return the numbers of the styles in which a figure is a day."""
    if "xl/styles.xml" not in archive.names:
        return set()
    root = archive.xml("xl/styles.xml")
    own = {
        one.get("numFmtId")
        for one in root.iter("{*}numFmt")
        if re.search(r"[yd]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", one.get("formatCode") or ""), re.IGNORECASE)
    }
    known = own | {str(number) for number in range(14, 23)}
    formats = next(root.iter("{*}cellXfs"), None)
    return {str(at) for at, one in enumerate(formats if formats is not None else ()) if one.get("numFmtId") in known}


def _ods(archive: Archive, notes: list[str], others: list[int]) -> Iterator[Cells]:
    if "content.xml" not in archive.names:
        return
    first: str | None = None
    beyond = 0
    for row in _each(archive, "content.xml", "table-row"):
        cells: Cells = []
        for cell in row.iter("{*}table-cell", "{*}covered-table-cell"):
            words = cell.get(_VALUE) or "\n".join("".join(one.itertext()) for one in cell.iter("{*}p"))
            count = _count(cell, "columns")
            beyond = max(beyond, len(cells) + count - _WIDEST) if words.strip() else beyond
            cells += [words] * min(count, _WIDEST - len(cells))
        if any(cells):
            table = next((one.get(f"{_TABLE}name") or "" for one in row.iterancestors("{*}table")), "")
            first = table if first is None else first
            if table != first:
                others.append(count_words(" ".join(cells)))
                continue
            for _again in range(min(_count(row, "rows"), _MOST_REPEATED)):
                yield cells
    _tell_others(notes, others)
    _tell_beyond(notes, beyond)


def _count(element: Any, what: str) -> int:
    told = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return int(told) if told.isdecimal() else 1
