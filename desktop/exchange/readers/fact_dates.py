"""Finding dates in running text in six languages, without ever filling in what is not said."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateutil import parser as dateutil

from desktop.core.dates import PartialDate

_MONTHS = (
    ("jan", "january", "ene", "enero", "janeiro", "janv", "janvier", "jän", "januar", "jänner", "gennaio"),
    ("feb", "february", "febrero", "fev", "fevereiro", "févr", "février", "fevrier", "februar", "febbraio"),
    ("mar", "march", "marzo", "março", "marco", "mars", "mär", "märz", "maerz"),
    ("apr", "april", "abr", "abril", "avr", "avril", "aprile"),
    ("may", "mayo", "maio", "mai", "maggio"),
    ("jun", "june", "junio", "junho", "juin", "juni", "giugno"),
    ("jul", "july", "julio", "julho", "juil", "juillet", "juli", "luglio"),
    ("aug", "august", "ago", "agosto", "août", "aout"),
    ("sep", "sept", "september", "septiembre", "setiembre", "set", "setembro", "septembre", "settembre"),
    ("oct", "october", "octubre", "out", "outubro", "octobre", "okt", "oktober", "ottobre"),
    ("nov", "november", "noviembre", "novembro", "novembre"),
    ("dec", "december", "dic", "diciembre", "dez", "dezembro", "déc", "décembre", "decembre", "dezember", "dicembre"),
)
_NAME = "|".join(sorted({name for names in _MONTHS for name in names}, key=len, reverse=True))
_OF = r"(?:\s+(?:de|of|del))?\.?"
_YEAR = r"(?:,?(?:\s+(?:de|del|of))?\s+(?P<{0}>(?:1[5-9]|20)\d\d))"
_DATE = re.compile(
    rf"(?<!\w)(?:"
    rf"(?P<iso>(?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)(?!\d)"
    rf"|(?P<d1>[0-3]?\d)(?:st|nd|rd|th|º|°|er|\.)?{_OF}\s+(?P<m1>{_NAME})\b\.?{_YEAR.format('y1')}?"
    rf"|(?P<m2>{_NAME})\b\.?\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|:)(?:,?\s+(?P<y2>(?:1[5-9]|20)\d\d))?"
    rf"|(?P<d3>[0-3]?\d)[./](?P<m3>[0-3]?\d)[./](?P<y3>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<d4>[0-3]\d)-(?P<m4>[01]\d)-(?P<y4>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<m5>{_NAME})\b\.?{_YEAR.format('y5')}"
    rf")",
    re.IGNORECASE,
)


class _Names(dateutil.parserinfo):
    """The words of six languages, under the names that dateutil looks for."""

    MONTHS = list[Any](_MONTHS)  # noqa: RUF012
    JUMP = [*dateutil.parserinfo.JUMP, "de", "del", "º", "er", "le", "el"]  # noqa: RUF012


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        start, end: where it stands.
        unsure: whether day and month could be the other way round, as in 04/05/2024; then the day comes first.
    """

    date: PartialDate
    start: int
    end: int
    unsure: bool = False


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the dates in *text*, in order; a day and month without a year is one as well.

    Month names of English, Spanish, Portuguese, French, German and Italian are known, most shortened ones too. “May”
    and “mars” alone are words; a day or a year must stand beside them.
    """
    for found in _DATE.finditer(text):
        groups = {name: value for name, value in found.groupdict().items() if value}
        if "iso" in groups:
            date = _real(*(int(part) for part in groups["iso"].split("-")))
        else:
            kind = next(name[1] for name in groups if name[0] == "m")
            named = groups[f"m{kind}"]
            month = int(named) if named.isdecimal() else _month(named)
            year, day = groups.get(f"y{kind}"), groups.get(f"d{kind}")
            date = _real(int(year) if year else None, month, int(day) if day else None)
            if date is None and named.isdecimal() and year and day:
                date = _real(int(year), int(day), month)
        if date is None:
            continue
        unsure = "d3" in groups and int(groups["d3"]) <= 12 and groups["d3"] != groups["m3"]
        yield FoundDate(date, found.start(), found.end(), unsure)


def parse_stamp(text: str) -> PartialDate | None:
    """Return the day of a time stamp or date such as metadata hold, in whatever form; None when it is none.

    dateutil fills what is missing from a default; reading twice with two defaults shows which parts the text has.
    """
    text = text.strip()[:80]
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", text):
        return PartialDate(int(text))
    try:
        first, second = (
            dateutil.parse(text, parserinfo=_Names(), default=datetime.datetime(*day), ignoretz=True)
            for day in ((2000, 1, 1), (2004, 2, 2))
        )
    except (ValueError, OverflowError, TypeError):
        return None
    year = first.year if first.year == second.year else None
    month = first.month if first.month == second.month else None
    day = first.day if first.day == second.day and month else None
    return PartialDate(year, month, day) if month or year else None


def _month(name: str) -> int:
    return next(number for number, names in enumerate(_MONTHS, 1) if name.lower() in names)


def _real(year: int | None, month: int, day: int | None) -> PartialDate | None:
    try:
        return PartialDate.parse(str(PartialDate(year, month, day)))
    except ValueError:
        return None
