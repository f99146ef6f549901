"""Lines of nothing but a date, or that tell when a text came out, and what says where and when it was written."""

import re

from desktop.core.structure.date_parts import EASTERN, MONTH, NUMBERED, OF, ORDINAL, WORDS, YEAR_FIRST, YEARS
from desktop.core.vocabulary.languages import either

LONE_DATE = re.compile(
    # possessive: a long line of letters would else be tried from each of them
    rf"(?:[^\W\d_]++\s*+[:,،、，]?\s*+){{0,3}}(?:\d{{1,2}}{ORDINAL}?\s+(?:{OF}\s+)?{MONTH}(?:\s+{OF})?,?\s+(?:{YEARS}\s*)?\d{{4}}(?:\s*{YEARS}|\.)?"
    # a day of the week behind it
    rf"|{EASTERN}(?:\s*[（(]?[^\W\d_]{{1,3}}[）)]?)?|{NUMBERED}|{YEAR_FIRST}"
    rf"|{MONTH}\s+\d{{1,2}}{ORDINAL}?(?:,|\s+{OF})?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    rf"(?:\W*{either(WORDS.at)}?\W*\d{{1,2}}[:.h]\d\d.{{0,20}})?",
    re.IGNORECASE,
)
# “Updated 20 March 2025 · First published 14 March 2025, 10:30”
_TOLD = rf"(?:(?:\w+\s+)?{either(WORDS.updated, WORDS.published)}(?:\s+\w+)?\s*:?\s*)"
PUBLISHED = re.compile(
    rf"\W*{_TOLD}[^\W\d_]{{0,12}},?\s*(?:{LONE_DATE.pattern})(?:\W+{_TOLD}[^\W\d_]{{0,12}},?\s*(?:{LONE_DATE.pattern}))*\W*",
    re.IGNORECASE,
)
# where and when a report was written, before a dash: “PORT CITY, 3 March 2026 – ”, “Port City, March 3 (Wire) — ”
DATELINE = re.compile(
    r"\s*[^\W\d_][^\n:：–—]{0,60}?[,،，、(\s]\s*"
    rf"(?:{EASTERN}|{MONTH}\s+\d{{1,2}}|\d{{1,2}}{ORDINAL}?\s+(?:{OF}\s+)?{MONTH}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    r"|\d{4}-\d\d-\d\d|[^\n:：–—]{0,30}(?<!\d)(?:19|20)\d\d(?!\d))[^\n:：–—]{0,40}?[-–—]",
    re.IGNORECASE,
)
# a date in a language that is not known
LIKE_DATE = re.compile(
    r"(?:[^\W\d_][\w’' -]{1,40},\s+)?\d{1,2}\.?\s+[^\W\d_]{3,12}\s+(?:19|20)\d\d\.?(?:\s+[^\W\d_]{1,10}\.?)?"
)
