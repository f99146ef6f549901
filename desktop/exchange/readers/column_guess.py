"""What the columns of a table seem to be, by their heads and by what stands in them; and how their days are written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import mean
from typing import NamedTuple

from desktop.core.columns import LEFT_OUT, ROLES, head_name, own
from desktop.core.dates import PartialDate

# rows that are looked at
SAMPLE = 500
# words of a cell of text, on average, where no column is called so
_LONG = 8
# letters of a value that many rows share, such as a party; what is longer is no value to sort by
_LONGEST_VALUE = 80
_NUMERIC = re.compile(r"\s*(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?:[ T,].*)?", re.DOTALL)
_ISO = re.compile(r"\s*(?:1[5-9]|20)\d\d-[01]\d(?:-[0-3]\d)?(?:[ T].*)?")
_WHOLE_DAY = re.compile(r"\s*((?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)(?!\d)")
_ADDRESS = re.compile(r"\s*https?://\S+\s*")
_HEADS = {head_name(name): (role.key, at) for role in ROLES for at, name in enumerate(role.heads)}


class DayOrder(NamedTuple):
    """How the days of a column are written.

    Attributes:
        month_first: whether ``03/04/2025`` is the 4th of March; None when nothing tells it.
        doubtful: such a cell, where nothing tells it; empty for none.
    """

    month_first: bool | None = None
    doubtful: str = ""


def suggest(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a role for each column; without a text among them, the table is probably none of documents."""
    sample = rows[:SAMPLE]
    columns = [[row[at] for row in sample if row[at].strip()] for at in range(len(head))]
    names = [head_name(cell) for cell in head]
    roles = [LEFT_OUT] * len(head)
    # the surest head of each role has it
    ranked = sorted((_HEADS[name][1], at) for at, name in enumerate(names) if name in _HEADS and columns[at])
    taken = set[str]()
    for _rank, at in ranked:
        key = _HEADS[names[at]][0]
        if key not in taken and (key != "date" or _are_days(columns[at])):
            roles[at] = key
            taken.add(key)
    free = [at for at, role in enumerate(roles) if role == LEFT_OUT and columns[at]]
    if "text" not in taken:
        lengths = {at: mean(len(cell.split()) for cell in columns[at]) for at in free}
        longest = max(lengths, key=lambda at: lengths[at], default=None)
        if longest is not None and lengths[longest] >= _LONG:
            roles[longest] = "text"
            free.remove(longest)
    for key, is_it in (("date", _are_days), ("source", _are_addresses)):
        found = next((at for at in free if key not in taken and is_it(columns[at])), None)
        if found is not None:
            roles[found] = key
            free.remove(found)
    for at in free:
        values = columns[at]
        if 2 * len(set(values)) <= len(values) and max(map(len, values)) <= _LONGEST_VALUE:
            roles[at] = own(head[at])
    return tuple(roles)


def day_order(cells: Iterable[str]) -> DayOrder:
    """Return how the days of a column are written: one that can be read but one way tells it of the others."""
    day = month = False
    doubtful = ""
    for cell in cells:
        found = _NUMERIC.fullmatch(cell)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        day, month = day or first > 12 >= second, month or second > 12 >= first
        if not doubtful and first != second and max(first, second) <= 12 and found[2] != ".":
            doubtful = cell.strip()
    if day != month:
        return DayOrder(month)
    return DayOrder(None, doubtful)


def read_day(cell: str, *, month_first: bool | None) -> tuple[str, bool]:
    """Return a day in the form of `PartialDate`, empty for none, and whether it may be read another way."""
    found = _NUMERIC.fullmatch(cell)
    whole = _WHOLE_DAY.match(cell) if found is None else None
    if whole is not None:
        try:
            return str(PartialDate.parse(whole[1])), False
        except ValueError:
            return "", False
    if found is None:
        stamp = _stamp(cell)
        return (str(stamp) if stamp else ""), False
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += (2000 if year < 70 else 1900) if len(found[4]) == 2 else 0
    both = max(first, second) <= 12 and first != second
    # with full stops the day comes first
    turned = found[2] != "." and month_first is True
    ways = ((first, second), (second, first)) if turned else ((second, first), (first, second))
    for month, day in ways:
        try:
            told = str(PartialDate.parse(f"{year:04}-{month:02}-{day:02}"))
        except ValueError:
            continue
        return told, both and month_first is None and found[2] != "."
    return "", False


def _are_days(cells: Sequence[str]) -> bool:
    found = sum(_is_day(cell) for cell in cells[:60])
    return found >= 0.8 * min(len(cells), 60) > 0


def _is_day(cell: str) -> bool:
    if _NUMERIC.fullmatch(cell) or _ISO.fullmatch(cell):
        return True
    return len(cell) < 60 and any(map(str.isdigit, cell)) and _stamp(cell) is not None


def _are_addresses(cells: Sequence[str]) -> bool:
    return bool(cells) and all(map(_ADDRESS.fullmatch, cells[:60]))


def numeric_columns(width: int, rows: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield the columns whose first cells are all days in figures."""
    for at in range(width):
        cells = [row[at] for row in rows[:60] if row[at].strip()]
        if cells and all(map(_NUMERIC.fullmatch, cells)):
            yield at


def _stamp(cell: str) -> PartialDate | None:
    # the window opens without the words of languages
    from desktop.exchange.readers.fact_dates import parse_stamp

    return parse_stamp(cell)
