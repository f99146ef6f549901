"""Finding dates in running text, without ever filling in what is not said."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dateutil import parser as dateutil

from desktop.core.dates import PartialDate
from desktop.core.vocabulary.languages import either, groups, vocabulary

# the year before the first of each era
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_FIGURES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}


@cache
def _pattern() -> re.Pattern[str]:
    words = vocabulary().dates
    name, of, ordinal = either(*words.months.values()), either(words.of), either(words.ordinals)
    # Chinese, Japanese and Korean write each part's sign behind it
    signs = r"(?P<y6>(?:1[5-9]|20)\d\d)\s?[年년]\s?(?P<m6>[01]?\d)\s?[月월]\s?(?P<d6>[0-3]?\d)\s?[日일号號]"
    # 令和三年四月六日, 民國110年5月20日, 二〇二一年四月六日
    number = r"[0-9〇零元一二三四五六七八九十]"
    era = rf"(?P<era>{'|'.join(_ERAS)})?\s?(?P<y7>{number}{{1,4}})\s?年"
    signs += rf"|{era}\s?(?P<m7>{number}{{1,3}})\s?月\s?(?P<d7>{number}{{1,3}})\s?[日號号]"
    year = rf"(?:,?(?:\s+{of})?\s+(?P<{{0}}>(?:1[5-9]|20)\d\d))"
    return re.compile(
        rf"(?<!\w)(?:"
        rf"(?P<iso>(?:1[5-9]|20)\d\d(?P<mark>[-/])[01]\d(?P=mark)[0-3]\d)(?!\d)"
        rf"|(?P<d1>[0-3]?\d){ordinal}?(?:\s+{of})?\.?\s+(?P<m1>{name})\b\.?{year.format('y1')}?"
        rf"|(?P<m2>{name})\b\.?\s+(?P<d2>[0-3]?\d){ordinal}?(?!\d|:)(?:,?\s+(?P<y2>(?:1[5-9]|20)\d\d))?"
        rf"|(?P<d3>[0-3]?\d)[./](?P<m3>[0-3]?\d)[./](?P<y3>(?:19|20)\d\d)(?!\d)"
        rf"|(?P<d4>[0-3]\d)-(?P<m4>[01]\d)-(?P<y4>(?:19|20)\d\d)(?!\d)"
        rf"|(?P<m5>{name})\b\.?{year.format('y5')}"
        rf")|{signs}",
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
        unsure: whether day and month could be the other way round, as in 04/05/2024; then the day comes first.
    """

    date: PartialDate
    start: int
    end: int
    unsure: bool = False


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the dates in *text*, in order; a day and month without a year is one as well.

    “May” and “mars” alone are words; a day or a year must stand beside them.
    """
    # figures of other scripts, each a character for a character
    text = re.sub(r"[^\x00-\x7f]", lambda one: str(unicodedata.decimal(one[0], one[0])), text)
    for found in _pattern().finditer(text):
        groups = {name: value for name, value in found.groupdict().items() if value}
        if "y7" in groups:
            date = _of_era(groups)
        elif "iso" in groups:
            date = _real(*(int(part) for part in re.split("[-/]", groups["iso"])))
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
        # “04/25/2024” has the month first
        both = "d3" in groups and max(int(groups["d3"]), int(groups["m3"])) <= 12
        unsure = both and int(groups["d3"]) != int(groups["m3"])
        yield FoundDate(date, found.start(), found.end(), unsure)


def parse_stamp(text: str) -> PartialDate | None:
    """Return the day of a time stamp or date such as metadata hold, in whatever form; None when it is none.

    dateutil fills what is missing from a default; reading twice with two defaults shows which parts the text has.
    """
    text = text.strip()[:80]
    # with full stops the day comes first, of whatever language the words are
    numeric = next(find_dates(text), None) if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text) else None
    if numeric is not None:
        return numeric.date
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


def _of_era(parts: dict[str, str]) -> PartialDate | None:
    year, month, day = (_number(parts[name]) for name in ("y7", "m7", "d7"))
    year += _ERAS.get(parts.get("era", ""), 0)
    return _real(year, month, day) if 1500 <= year < 2100 else None


def _number(signs: str) -> int:
    """Return the number that figures or Chinese signs write: 二十三, 二〇二一, 元 (the first year), 23."""
    if signs.isdecimal():
        return int(signs)
    tens, ten, ones = signs.rpartition("十")
    if ten:
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int("".join(str(_FIGURES.get(sign, sign)) for sign in signs) or 0)


def _month(name: str) -> int:
    return int(groups(vocabulary().dates.months)[name.lower()])


def _real(year: int | None, month: int, day: int | None) -> PartialDate | None:
    try:
        return PartialDate.parse(str(PartialDate(year, month, day)))
    except ValueError:
        return None
