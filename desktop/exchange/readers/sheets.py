"""Tables in which a row is a document: CSV, tab-separated, workbooks (Excel, OpenDocument) and lines of JSON.

The first row names the columns. Which is the text is told by its name, or by its cells: those of a text are by far the
longest. A table without one is no collection.
"""

import csv
import datetime
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import mean
from typing import Any

from desktop.core.language import N_, _
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import Archive
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.fact_dates import parse_stamp
from desktop.exchange.readers.front_matter import FIELDS, facts_of
from desktop.exchange.readers.source import SourceFile

Cells = list[str]
_TEXTS = (
    *("text", "body", "content", "speech", "speech_text", "full_text", "fulltext", "article", "transcript", "message"),
    *("statement", "utterance", "paragraph", "answer", "comment", "tweet", "post", "texto", "texte", "testo", "inhalt"),
)
# columns whose names another table has in other words
_NAMES = {
    **dict.fromkeys(
        ("speaker_name", "full_name", "fullname", "orator", "redner", "sprecher", "orador", "locuteur"), "speaker"
    ),
    **dict.fromkeys(("mp", "member", "politician", "actor", "person"), "speaker"),
    **dict.fromkeys(("datum", "fecha", "data", "day", "timestamp", "datetime", "time_stamp", "speech_date"), "date"),
    **dict.fromkeys(("heading", "subject", "titel", "titulo", "título", "titre", "titolo", "topic"), "title"),
    **dict.fromkeys(("autor", "auteur", "autore"), "author"),
    **dict.fromkeys(("newspaper", "medium", "media", "zeitung", "journal", "quelle"), "publisher"),
    **dict.fromkeys(("website", "permalink", "uri"), "url"),
}
_KNOWN = frozenset(itertools.chain.from_iterable(FIELDS.values()))
# rows that are looked at to tell what the columns are
_SAMPLE = 500
# words of a cell of text, on average, where no column is called so
_LONG = 8
_NUMERIC = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})(?:[ T].*)?")
_COLUMN = re.compile(r"[A-Z]+")
_REPEATED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-columns-repeated"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}date-value"
# cells of a row, and the same cell repeated; a sheet ends with millions of empty ones
_WIDEST = 400


def read_rows(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted]]:
    """Yield title, bytes and content of each row with a text; nothing when no column holds one."""
    rows = _rows(source)
    head = next((row for row in rows if sum(bool(cell.strip()) for cell in row) > 1), None)
    if head is None:
        return
    sample = list(itertools.islice(rows, _SAMPLE))
    text = _text_column(head, sample)
    if text is None:
        return
    names = [re.sub(r"[\s-]+", "_", cell.strip().casefold()) for cell in head]
    names = [name if (name := _NAMES.get(told, told)) in _KNOWN else "" for told in names]
    orders = {at: _is_month_first([row[at] for row in sample if at < len(row)]) for at in range(len(head))}
    for row in itertools.chain(sample, rows):
        if text < len(row) and row[text].strip():
            yield _document(source.name, dict(_cells(names, row, orders)), row[text], head, row, text)


def _cells(names: Sequence[str], row: Cells, orders: Mapping[int, bool]) -> Iterator[tuple[str, str]]:
    seen = set[str]()
    for at, (name, cell) in enumerate(zip(names, row, strict=False)):
        if name and cell.strip() and name not in seen:
            seen.add(name)
            yield name, _day(cell, month_first=orders.get(at, False)) if name in FIELDS["date"] else cell


def _document(
    name: str, fields: dict[str, Any], words: str, head: Cells, row: Cells, text: int
) -> tuple[str, bytes, Extracted]:
    origin = N_("the row of the table")
    stated = [fact for fact in facts_of(fields, origin) if fact.name != "tags"]
    speakers = next((fact.value for fact in stated if fact.name == "speakers"), "")
    title = next((fact.value for fact in stated if fact.name == "title"), "")
    day = next((fact for fact in stated if fact.name == "date"), None)
    if not title:
        told = [part for part in (speakers, day.value if day else "") if part]
        title = ", ".join(told)
        if title:
            stated.append(Fact("title", title, Certainty.INFERRED, origin))
    builder = TextBuilder(name)
    for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        builder.add(line)
    # what else a row says is kept in the facts or told
    other = [
        cell for at, cell in enumerate(row) if at != text and not any(cell.strip() == fact.value for fact in stated)
    ]
    builder.leave_out(_("other columns of the table"), " ".join(other))
    found = builder.build("visavis-rows 1", tuple(stated), lines=True)
    return (
        title or name,
        json.dumps(dict(zip(head, row, strict=False)), ensure_ascii=False).encode(),
        replace(found, is_spoken=bool(speakers)),
    )


def _text_column(head: Cells, sample: Sequence[Cells]) -> int | None:
    names = [re.sub(r"[\s-]+", "_", cell.strip().casefold()) for cell in head]
    for name in _TEXTS:
        if name in names and any(names.index(name) < len(row) and row[names.index(name)].strip() for row in sample):
            return names.index(name)
    lengths = {
        at: mean(len(row[at].split()) for row in sample if at < len(row)) if any(at < len(row) for row in sample) else 0
        for at in range(len(head))
    }
    longest = max(lengths, key=lambda at: lengths[at], default=None)
    return longest if longest is not None and lengths[longest] >= _LONG else None


def _is_month_first(cells: Sequence[str]) -> bool:
    """Tell whether the days of a column are written month first: one of them could not be read otherwise."""
    found = [one for one in map(_NUMERIC.fullmatch, cells) if one]
    return any(int(one[2]) > 12 for one in found) and not any(int(one[1]) > 12 for one in found)


def _day(cell: str, *, month_first: bool) -> str:
    found = _NUMERIC.fullmatch(cell)
    if found:
        first, second, year = (int(part) for part in found.groups())
        year += (2000 if year < 70 else 1900) if year < 100 else 0
        return f"{year:04}-{first if month_first else second:02}-{second if month_first else first:02}"
    stamp = parse_stamp(cell)
    return str(stamp) if stamp else ""


def _rows(source: SourceFile) -> Iterator[Cells]:
    if source.is_zip:
        archive = source.archive
        yield from _sheet(archive) if "xl/workbook.xml" in archive.names else _ods(archive)
        return
    text = source.decoded.text.lstrip("\ufeff")
    begin = text.lstrip()[:1]
    if begin == "[":
        yield from _array(text)
        return
    if begin == "{":
        yield from _objects(text)
        return
    line = text.partition("\n")[0]
    separator = max("\t;,|", key=line.count)
    # a cell may be as long as a book
    csv.field_size_limit(32 * 1024 * 1024)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def _array(text: str) -> Iterator[Cells]:
    """Yield the rows of a list of objects that have a title or a day: without, it is a transcript."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    rows = [one for one in found if isinstance(one, dict)]
    names = [str(name) for name in rows[0]] if rows else []
    if {name.casefold() for name in names} & {*FIELDS["title"], *FIELDS["date"]}:
        yield names
        yield from ([_flat(row.get(name)) for name in names] for row in rows)


def _objects(text: str) -> Iterator[Cells]:
    names: list[str] = []
    for line in io.StringIO(text):
        try:
            found = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            return
        if isinstance(found, dict):
            if not names:
                names = [str(name) for name in found]
                yield names
            yield [_flat(found.get(name)) for name in names]


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("text") or ""
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _sheet(archive: Archive) -> Iterator[Cells]:
    """Yield the rows of a workbook's first sheet that has any."""
    shared: list[str] = []
    if "xl/sharedStrings.xml" in archive.names:
        root = archive.xml("xl/sharedStrings.xml")
        shared = ["".join(each.text or "" for each in one.iter("{*}t")) for one in root.iter("{*}si")]
    days = _day_styles(archive)
    for name in sorted(name for name in archive.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)):
        found = False
        for row in archive.xml(name).iter("{*}row"):
            cells: Cells = []
            for cell in row.iter("{*}c"):
                letters = _COLUMN.match(cell.get("r") or "")
                at = _number(letters[0]) if letters else len(cells)
                if at < _WIDEST:
                    cells += [""] * (at - len(cells))
                    cells.append(_cell(cell, shared, days))
            found = True
            yield cells
        if found:
            return


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: Any, shared: Sequence[str], days: set[str]) -> str:
    kind = cell.get("t") or ""
    value = next((each.text or "" for each in cell.iter("{*}v")), "")
    if kind == "inlineStr":
        return "".join(each.text or "" for each in cell.iter("{*}t"))
    if kind == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    if cell.get("s") in days and re.fullmatch(r"\d{1,6}(?:\.\d+)?", value):
        return str(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(value))))
    return value


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


def _ods(archive: Archive) -> Iterator[Cells]:
    if "content.xml" not in archive.names:
        return
    for table in archive.xml("content.xml").iter("{*}table"):
        for row in table.iter("{*}table-row"):
            cells: Cells = []
            for cell in row.iter("{*}table-cell", "{*}covered-table-cell"):
                words = cell.get(_VALUE) or "\n".join("".join(one.itertext()) for one in cell.iter("{*}p"))
                count = int(cell.get(_REPEATED) or 1)
                cells += [words] * min(count, _WIDEST - len(cells))
            if any(cells):
                yield cells
        return
