"""The words and marks by which `furniture` knows what is no part of an article."""

import re

from desktop.core.structure.units import STOPS
from desktop.core.vocabulary.forms import either
from desktop.core.vocabulary.languages import vocabulary

_PAGE, _DATES = vocabulary().page, vocabulary().dates
_ORDINAL, _OF = either(_DATES.ordinals), either(_DATES.of)
_MONTHS = _DATES.begun.union(*_DATES.months.values())
# however a word goes on that begins like a month: the longer ones need not be tried
_BEGUN = frozenset(one for one in _MONTHS if not any(one != other and one.startswith(other) for other in _MONTHS))
_MONTH = rf"{either(_BEGUN)}[^\W\d_]*\.?"
_BY = either(_PAGE.by)

BULLET = re.compile(r"^\s*[•·▪◦‣●■►*-]\s")
LONE_DATE = re.compile(
    # possessive: a long line of letters would else be tried from each of them
    rf"(?:[^\W\d_]++\s*+[:,]?\s*+){{0,3}}(?:\d{{1,2}}{_ORDINAL}?\s+(?:{_OF}\s+)?{_MONTH}(?:\s+{_OF})?,?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}{_ORDINAL}?,?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    rf"(?:\W*{either(_DATES.at)}?\W*\d{{1,2}}[:.h]\d\d.{{0,20}})?",
    re.IGNORECASE,
)
BYLINE = re.compile(
    rf"{either(_PAGE.bylines, _PAGE.posted)}\s+\S.{{0,100}}"
    # “Von Hamburg nach Wien” is no byline
    rf"|(?-i:{either(_PAGE.named_by)}(?:\s+[A-ZÄÖÜ][\w.-]+){{2,4}})",
    re.IGNORECASE,
)
CREDIT = re.compile(
    rf"\|\s*{either(_PAGE.credits)}\s*:|^\W*{either(_PAGE.credits)}\s*(?:{_BY}\b|:)"
    rf"|(?:{either(_PAGE.picture_agencies)}|©|\(c\) \d{{4}})",
    re.IGNORECASE,
)
CRUMB = re.compile(r"\s[>›»/|]\s")
BOILERPLATE = re.compile(rf"^\W*(?:{either(_PAGE.boilerplate)}|©.*)$", re.IGNORECASE)
CUT = re.compile(rf"^\W*{either(_PAGE.cuts)}\W*$", re.IGNORECASE)
# what a press release says of its sender at the end
ABOUT = re.compile(rf"^\W*{either(_PAGE.about)}\s*\S[^{STOPS}]{{0,80}}$", re.IGNORECASE)
# what the United Nations put below each record
RECORD_NOTE = re.compile(rf"^{either(_PAGE.notes)}\b", re.IGNORECASE)
# what a record tells between its speeches
NARRATION = re.compile(rf"^{either(_PAGE.narration)}\b.{{0,100}}$", re.IGNORECASE)
SALUTATION = re.compile(rf"^{either(_PAGE.salutations)}\b[^{STOPS}]{{0,80}}[,.!:—]\s*$", re.IGNORECASE)
DIRECTION = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\)|♪.*)[.\s]*")
FIRST_PERSON = re.compile(rf"\b{either(vocabulary().holding.first_person)}\b")
JOINING = vocabulary().names.joining
