"""Lines of nothing but a date, and how dates are written from which a pattern can read them.

China, Japan and Korea write each part's sign behind it, with figures or numerals: 2021年10月9日, 二〇二一年十月九日.
Years may be counted from the beginning of an era, whose first is 元: 令和3年, 民國110年. The words are those of the
languages' files.
"""

import re
import unicodedata

from desktop.core.vocabulary.languages import either, groups, vocabulary

# no place with its day is longer
_HEAD = 200
_WORDS = vocabulary().dates
_ORDINAL, _OF, _YEARS = either(_WORDS.ordinals), either(_WORDS.of), either(_WORDS.years)
_ALL_MONTHS = _WORDS.begun.union(*_WORDS.months.values())
# however a word goes on that begins like a month: the longer ones need not be tried
_BEGUN = frozenset(
    one for one in _ALL_MONTHS if not any(one != other and one.startswith(other) for other in _ALL_MONTHS)
)
_MONTH = rf"{either(_BEGUN)}[^\W\d_]*\.?"
_ERA = either(*_WORDS.eras.values())
_NUMERAL = "[〇零○一二三四五六七八九十百廿卅]"
_PARTS = (
    rf"(?:{_ERA}\s?(?:元|\d{{1,3}}|{_NUMERAL}{{1,5}})|(?<!\d)\d{{4}}|(?<!{_NUMERAL}){_NUMERAL}{{4}})\s?[年년]",
    rf"(?:\d{{1,2}}|{_NUMERAL}{{1,3}})\s?[月월]",
    rf"(?:\d{{1,2}}|{_NUMERAL}{{1,3}})\s?[日일号號]",
)
_EASTERN = r"\s?".join(_PARTS)
# day, month and year with words before the number of the month and the year
_NUMBERED = rf"\d{{1,2}}\s+{either(_WORDS.numbered)}\s+\d{{1,2}}(?:,|\s+{either(_WORDS.before_year)})?\s+\d{{4}}"
# the year first
_YEAR_FIRST = (
    rf"\d{{4}}\.?\s+(?:{_YEARS}\s+)?(?:{_MONTH}\s+\d{{1,2}}{_ORDINAL}?(?:\s+{_OF})?|\d{{1,2}}{_ORDINAL}?\s+{_MONTH})"
)
LONE_DATE = re.compile(
    # possessive: a long line of letters would else be tried from each of them
    rf"(?:[^\W\d_]++\s*+[:,،、，]?\s*+){{0,3}}(?:\d{{1,2}}{_ORDINAL}?\s+(?:{_OF}\s+)?{_MONTH}(?:\s+{_OF})?,?\s+(?:{_YEARS}\s*)?\d{{4}}(?:\s*{_YEARS}|\.)?"
    # a day of the week behind it
    rf"|{_EASTERN}(?:\s*[（(]?[^\W\d_]{{1,3}}[）)]?)?|{_NUMBERED}|{_YEAR_FIRST}"
    rf"|{_MONTH}\s+\d{{1,2}}{_ORDINAL}?(?:,|\s+{_OF})?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    rf"(?:\W*{either(_WORDS.at)}?\W*\d{{1,2}}[:.h]\d\d.{{0,20}})?",
    re.IGNORECASE,
)
# “Updated 20 March 2025 · First published 14 March 2025, 10:30”
_TOLD = rf"(?:(?:\w+\s+)?{either(_WORDS.updated, _WORDS.published)}(?:\s+\w+)?\s*:?\s*)"
PUBLISHED = re.compile(
    rf"\W*{_TOLD}[^\W\d_]{{0,12}},?\s*(?:{LONE_DATE.pattern})(?:\W+{_TOLD}[^\W\d_]{{0,12}},?\s*(?:{LONE_DATE.pattern}))*\W*",
    re.IGNORECASE,
)
# where and when a report was written, before a dash: “PORT CITY, 3 March 2026 – ”, “Port City, March 3 (Wire) — ”
DATELINE = re.compile(
    r"\s*[^\W\d_][^\n:：–—]{0,60}?[,،，、(\s]\s*"
    rf"(?:{_EASTERN}|{_MONTH}\s+\d{{1,2}}|\d{{1,2}}{_ORDINAL}?\s+(?:{_OF}\s+)?{_MONTH}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    r"|\d{4}-\d\d-\d\d|[^\n:：–—]{0,30}(?<!\d)(?:19|20)\d\d(?!\d))[^\n:：–—]{0,40}?[-–—]",
    re.IGNORECASE,
)
# the same where nothing but a day stands behind the place, so that its name is surely none of a speaker
_DATED_PLACE = re.compile(
    r"\s*[^\W\d_][^\n:：–—,，、،(]{0,40}[,，、،(]\s*(?:[^\W\d_]+\.?,?\s+)?"
    rf"(?:{_EASTERN}|{_MONTH}\s+\d{{1,2}}|\d{{1,2}}{_ORDINAL}?\s+(?:{_OF}\s+)?{_MONTH}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    r"|\d{4}-\d\d-\d\d)[^\n:：–—]{0,40}?[-–—]",
    re.IGNORECASE,
)
# a date in a language that is not known
LIKE_DATE = re.compile(
    r"(?:[^\W\d_][\w’' -]{1,40},\s+)?\d{1,2}\.?\s+[^\W\d_]{3,12}\s+(?:19|20)\d\d\.?(?:\s+[^\W\d_]{1,10}\.?)?"
)


def after_dateline(text: str, start: int, end: int) -> int:
    """Return where a paragraph goes on behind the place and the day with which it begins; *start* without these."""
    head = text[start : min(end, start + _HEAD)]
    if "–" not in head and "—" not in head and "-" not in head:
        return start
    found = _DATED_PLACE.match(head)
    return start + found.end() if found else start


def eastern_pattern(year: str, month: str, day: str) -> str:
    """Return the pattern of a date with a sign behind each part, in groups of these names; the day may be missing."""
    one, two, three = _PARTS
    return rf"(?P<{year}>{one})\s?(?P<{month}>{two})(?:\s?(?P<{day}>{three}))?"


def eastern_number(part: str) -> int:
    """Return the number of a part of such a date, a year's as the common era counts."""
    part = part.strip()[:-1].strip()
    era = re.match(_ERA, part)
    number = 1 if part.endswith("元") else _number(part[era.end() :].strip() if era else part)
    return number + int(groups(_WORDS.eras)[era[0]]) if era else number


def _number(numerals: str) -> int:
    """Return what *numerals* stand for: 二〇二一 and 110 digit by digit, 二十九 and 百十 by tens and hundreds."""
    values = [int(unicodedata.numeric(one, 0)) for one in numerals]
    if max(values, default=0) < 10:
        return int("".join(map(str, values)) or 0)
    total = waiting = 0
    for value in values:
        if value in (10, 100):
            total, waiting = total + max(waiting, 1) * value, 0
        else:
            # 廿 is twenty itself
            total, waiting = (total + value, 0) if value > 10 else (total, value)
    return total + waiting
