"""Finding dates in running text, without ever filling in what is not said."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dateutil import parser as dateutil

from desktop.core.dates import MONTHS, PartialDate
from desktop.core.language import _
from desktop.core.structure.date_parts import eastern_number, eastern_pattern
from desktop.core.vocabulary.languages import either, groups, languages, vocabulary
from desktop.core.vocabulary.months import UNKNOWN, Spoken, ambiguous, month_numbers

_AMBIGUOUS = re.compile(rf"\b{either(ambiguous())}\b", re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    words = vocabulary().dates
    days = either(*words.days.values())
    name, of, ordinal = either(*words.months.values()), either(words.of), either(words.ordinals)
    # of calendars that are ahead too
    years = rf"(?:1[5-9]|2[0{'5' if words.ahead else ''}])\d\d"
    year = rf"(?:,?(?:\s+{of})?\s+(?:{either(words.years)}\s*)?(?P<{{0}}>{years}))"
    first = rf"(?P<{{0}}>(?:1[5-9]|20)\d\d)\.?\s+(?:{either(words.years)}\s+)?"
    return re.compile(
        rf"(?<!\w)(?:"
        rf"(?P<iso>(?:1[5-9]|20)\d\d(?P<mark>[-/])[01]\d(?P=mark)[0-3]\d)(?!\d)"
        rf"|{first.format('y7')}(?P<m7>{name})(?!\w)\.?\s+(?P<d7>[0-3]?\d)(?![\d:])"
        rf"|{first.format('y8')}(?P<d8>[0-3]?\d){ordinal}?\s+(?P<m8>{name})(?!\w)"
        rf"|(?P<d9>[0-3]?\d)\s+{either(words.numbered)}\s+(?P<m9>[01]?\d)(?:,|\s+{either(words.before_year)})?\s+(?P<y9>(?:1[5-9]|20)\d\d)(?!\d)"
        rf"|(?P<d1>[0-3]?\d){ordinal}?(?:\s+{of})?\.?\s+(?P<m1>{name})(?!\w)\.?{year.format('y1')}?"
        rf"|(?P<m2>{name})(?!\w)\.?\s+(?P<d2>[0-3]?\d){ordinal}?(?!\d|:)(?:(?:,|\s+{of})?\s+(?P<y2>(?:1[5-9]|20)\d\d))?"
        rf"|(?P<d3>[0-3]?\d)[./](?P<m3>[0-3]?\d)[./](?P<y3>(?:19|20)\d\d)(?!\d)"
        rf"|(?P<d4>[0-3]\d)-(?P<m4>[01]\d)-(?P<y4>(?:19|20)\d\d)(?!\d)"
        rf"|(?P<dw>{days})\s+{of}\s+(?P<mw>{name})(?!\w){year.format('yw')}"
        rf"|(?P<m5>{name})(?!\w)\.?{year.format('y5')}"
        rf")|{eastern_pattern('y6', 'm6', 'd6')}",
        re.IGNORECASE,
    )


@cache
def _names() -> dateutil.parserinfo:
    """Return the words of all languages, under the names that dateutil looks for."""
    words = vocabulary().dates
    known = {
        "MONTHS": [tuple(words.months[number]) for number in sorted(words.months)],
        "JUMP": [*dateutil.parserinfo.JUMP, *words.passed],
    }
    found: dateutil.parserinfo = type("Words", (dateutil.parserinfo,), known)()
    return found


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        unsure: whether day and month could be the other way round, as in 04/05/2024, where the day comes first; or
            whether the month's name is that of another in another language.
    """

    date: PartialDate
    start: int
    end: int
    unsure: bool = False


def find_dates(text: str, spoken: Spoken = UNKNOWN) -> Iterator[FoundDate]:
    """Yield the dates in *text*, in order; a day and month without a year is one as well.

    “May” and “mars” alone are words; a day or a year must stand beside them. *spoken* tells the language.
    """
    # figures of other scripts, each a character for a character
    text = re.sub(r"[^\x00-\x7f]", lambda one: str(unicodedata.decimal(one[0], one[0])), text)
    for found in _pattern().finditer(text):
        parts = {name: value for name, value in found.groupdict().items() if value}
        if "iso" in parts:
            date = _real(*(int(part) for part in re.split("[-/]", parts["iso"])))
        else:
            kind = next(name[1] for name in parts if name[0] == "m")
            named, year, day = (parts.get(f"{part}{kind}") for part in "myd")
            date = _read(kind, named or "", year, day, spoken)
        if date is None:
            continue
        # “04/25/2024” has the month first
        both = "d3" in parts and max(int(parts["d3"]), int(parts["m3"])) <= 12
        unsure = both and int(parts["d3"]) != int(parts["m3"])
        months = month_numbers(found[f"m{kind}"] or "", spoken) if "iso" not in parts else ()
        yield FoundDate(date, found.start(), found.end(), unsure or len(months) > 1)


def doubtful_month(text: str, spoken: Spoken = UNKNOWN) -> str:
    """Return in a sentence which months the first date may be in, whose month has the name of another; else nothing."""
    if not _AMBIGUOUS.search(text):
        return ""
    for found in _pattern().finditer(text):
        name = next((part for part in found.groups() if part and part.lower() in ambiguous()), "")
        months = month_numbers(name, spoken)
        if len(months) > 1:
            first, *others = (_(MONTHS[number - 1]) for number in months)
            told = _("“{name}” is {month} or {others}, by the language; {month} is taken: look at its date.")
            return told.format(name=name, month=first, others=", ".join(others))
    return ""


def parse_stamp(text: str, spoken: Spoken = UNKNOWN) -> PartialDate | None:
    """Return the day of a time stamp or date such as metadata hold, in whatever form; None when it is none.

    *spoken* tells the language.

    dateutil fills what is missing from a default; reading twice with two defaults shows which parts the text has.
    """
    text = text.strip()[:80]
    # with full stops the day comes first, of whatever language the words are; signs and eras are not in dateutil
    written = re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text) or not text.isascii()
    named = _AMBIGUOUS.search(text)
    found = next(find_dates(text, spoken), None) if written or named else None
    if found is not None and found.date.year is not None:
        return found.date
    if named:
        return found.date if found is not None else None
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", text):
        return PartialDate(int(text))
    try:
        first, second = (
            dateutil.parse(text, parserinfo=_names(), default=datetime.datetime(*day), ignoretz=True)
            for day in ((2000, 1, 1), (2004, 2, 2))
        )
    except (ValueError, OverflowError, TypeError):
        return None
    year = first.year if first.year == second.year else None
    month = first.month if first.month == second.month else None
    day = first.day if first.day == second.day and month else None
    return PartialDate(year, month, day) if month or year else None


def _read(kind: str, month: str, year: str | None, day: str | None, spoken: Spoken) -> PartialDate | None:
    """Return the date whose parts were found so; None when there is no such day."""
    if kind == "6":
        date = _real(*(eastern_number(part) if part else None for part in (year, month, day)))
        return date if date is None or date.year is None or 1500 <= date.year < 2100 else None
    if month.isdecimal():
        date = _real(int(year or 0), int(month), int(day or 0))
        return date if date is not None else _real(int(year or 0), int(day or 0), int(month))
    counted = int(year) if year else None
    if counted is not None and counted >= 2500:
        ahead = _ahead().get(month.lower())
        # else it is no year
        counted = counted - ahead if ahead else None
    if day and not day.isdecimal():
        day = groups(vocabulary().dates.days)[" ".join(day.lower().split())]
    return _real(counted, month_numbers(month, spoken)[0], int(day) if day else None)


@cache
def _ahead() -> dict[str, int]:
    """Return by how many years a year is ahead that stands beside each of these months."""
    words = [known.dates for known in languages().values() if known.dates.ahead]
    return {month: int(next(iter(one.ahead))) for one in words for month in groups(one.months)}


def _real(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    try:
        return PartialDate.parse(str(PartialDate(year, month, day)))
    except ValueError:
        return None
