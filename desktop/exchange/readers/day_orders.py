"""Days in figures whose month may stand first: one that can be read but one way tells it of all that belong to it."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.dates import PartialDate

if TYPE_CHECKING:
    from desktop.core.vocabulary.months import Spoken

NUMERIC_DAY = re.compile(r"\s*(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?:[ T,].*)?", re.DOTALL)
_WITHIN = re.compile(r"(?<![\d./-])\d{1,2}([/-])\d{1,2}\1\d{4}(?![\d/-])")
_WHOLE = re.compile(r"\s*((?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)(?!\d)")


class DayOrder(NamedTuple):
    """How the days of a column, or of a file of many documents, are written.

    Attributes:
        month_first: whether ``03/04/2025`` is the 4th of March; None when nothing tells it.
        doubtful: such a day, where nothing tells it; empty for none.
    """

    month_first: bool | None = None
    doubtful: str = ""


def day_order(cells: Iterable[str]) -> DayOrder:
    """Return how days are written: one that can be read but one way tells it of the others."""
    day = month = False
    doubtful = ""
    for cell in cells:
        found = NUMERIC_DAY.fullmatch(cell)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        day, month = day or first > 12 >= second, month or second > 12 >= first
        if not doubtful and first != second and max(first, second) <= 12 and found[2] != ".":
            doubtful = cell.strip()
    if day != month:
        return DayOrder(month)
    return DayOrder(None, doubtful)


def day_in_figures(words: str) -> str:
    """Return the first day in *words* that is written in figures, with strokes; empty for none."""
    found = _WITHIN.search(words)
    return found[0] if found else ""


def doubtful_day(words: str) -> str:
    """Return the first day in *words* that may be read two ways; empty for none."""
    days = (found[0] for found in _WITHIN.finditer(words))
    return next((day for day in days if day_order([day]).doubtful), "")


def read_day(cell: str, *, month_first: bool | None, spoken: "Spoken | None" = None) -> tuple[str, bool]:
    """Return a day in the form of `PartialDate`, empty for none, and whether it may be read another way.

    *spoken* tells the language of the name of its month.
    """
    found = NUMERIC_DAY.fullmatch(cell)
    whole = _WHOLE.match(cell) if found is None else None
    if whole is not None:
        try:
            return str(PartialDate.parse(whole[1])), False
        except ValueError:
            return "", False
    if found is None:
        # the window opens without the words of languages
        from desktop.core.vocabulary.months import UNKNOWN
        from desktop.exchange.readers.fact_dates import doubtful_month, parse_stamp

        of = spoken or UNKNOWN
        stamp = parse_stamp(cell, of)
        return (str(stamp), bool(doubtful_month(cell, of))) if stamp else ("", False)
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
