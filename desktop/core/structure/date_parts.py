"""How dates are written, from which a pattern can read them, and the place and day with which a report begins.

China, Japan and Korea write each part's sign behind it, with figures or numerals: 2021年10月9日, 二〇二一年十月九日.
Years may be counted from the beginning of an era, whose first is 元: 令和3年, 民國110年. The words are those of the
languages' files.
"""

import re
import unicodedata

from desktop.core.vocabulary.languages import either, groups, vocabulary

# no place with its day is longer
_HEAD = 200
WORDS = vocabulary().dates
ORDINAL, OF, YEARS = either(WORDS.ordinals), either(WORDS.of), either(WORDS.years)
_ALL_MONTHS = WORDS.begun.union(*WORDS.months.values())
# however a word goes on that begins like a month: the longer ones need not be tried
_BEGUN = frozenset(
    one for one in _ALL_MONTHS if not any(one != other and one.startswith(other) for other in _ALL_MONTHS)
)
MONTH = rf"{either(_BEGUN)}[^\W\d_]*\.?"
_ERA = either(*WORDS.eras.values())
_NUMERAL = "[〇零○一二三四五六七八九十百廿卅]"
_PARTS = (
    rf"(?:{_ERA}\s?(?:元|\d{{1,3}}|{_NUMERAL}{{1,5}})|(?<!\d)\d{{4}}|(?<!{_NUMERAL}){_NUMERAL}{{4}})\s?[年년]",
    rf"(?:\d{{1,2}}|{_NUMERAL}{{1,3}})\s?[月월]",
    rf"(?:\d{{1,2}}|{_NUMERAL}{{1,3}})\s?[日일号號]",
)
EASTERN = r"\s?".join(_PARTS)
# day, month and year with words before the number of the month and the year
NUMBERED = rf"\d{{1,2}}\s+{either(WORDS.numbered)}\s+\d{{1,2}}(?:,|\s+{either(WORDS.before_year)})?\s+\d{{4}}"
# the year first
YEAR_FIRST = rf"\d{{4}}\.?\s+(?:{YEARS}\s+)?(?:{MONTH}\s+\d{{1,2}}{ORDINAL}?(?:\s+{OF})?|\d{{1,2}}{ORDINAL}?\s+{MONTH})"
# where and when a report was written, with nothing but a day behind the place: its name is surely none of a speaker
_DATED_PLACE = re.compile(
    r"\s*[^\W\d_][^\n:：–—,，、،(]{0,40}[,，、،(]\s*(?:[^\W\d_]+\.?,?\s+)?"
    rf"(?:{EASTERN}|{MONTH}\s+\d{{1,2}}|\d{{1,2}}{ORDINAL}?\s+(?:{OF}\s+)?{MONTH}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    r"|\d{4}-\d\d-\d\d)[^\n:：–—]{0,40}?[-–—]",
    re.IGNORECASE,
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
    return number + int(groups(WORDS.eras)[era[0]]) if era else number


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
