"""Lines that stand in the margin of an article, each known by itself: bylines, credits, what belongs to any page."""

import re

from desktop.core.structure.date_lines import LONE_DATE
from desktop.core.structure.units import UPPER
from desktop.core.structure.writing import ALL_STOPS
from desktop.core.vocabulary.languages import either, vocabulary

_PAGE = vocabulary().page
_BY = either(_PAGE.by)

BULLET = re.compile(r"^\s*[•·▪◦‣●■►*-]\s")
_NAME = rf"(?:{either(vocabulary().names.particles)}\s+)*[{UPPER}][\w.’'-]+"
_NAMES = (
    rf"{_NAME}(?:\s+{_NAME}){{1,3}}(?:\s+{either(vocabulary().saying.conjunctions)}\s+{_NAME}(?:\s+{_NAME}){{1,3}})?"
)
BYLINE = re.compile(
    rf"{either(_PAGE.bylines, _PAGE.posted)}\s*[:：]?(?:\s+|(?<=[:：]))\S.{{0,100}}"
    # “Von Hamburg nach Wien” is no byline
    rf"|(?-i:{either(_PAGE.named_by)}\s+(?P<named>{_NAMES})(?:\s*[,|•–—]\s*\S.{{0,60}})?)",
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
ABOUT = re.compile(rf"^\W*{either(_PAGE.about)}\s*\S[^{ALL_STOPS}]{{0,80}}$", re.IGNORECASE)
# “Signed:”
SIGNED = re.compile(rf"\W*{either(_PAGE.signed)}\W*", re.IGNORECASE)
# what the United Nations put below each record
RECORD_NOTE = re.compile(rf"^{either(_PAGE.notes)}\b", re.IGNORECASE)
UNTITLED = re.compile(rf"\W*{either(_PAGE.untitled, _PAGE.menus)}\W*(?:\d{{1,4}})?\W*", re.IGNORECASE)
CONTACT = re.compile(r"\S@\S+\.\w|https?://|\bwww\.|(?:\+|\b(?:tel|fax)\b\D{0,4})[\d ()/.-]{7,}", re.IGNORECASE)
# “31m 7s”, “14/03/2025, 10:02 - Messages are encrypted.”
NO_TITLE = re.compile(
    r"(?:\d{1,3}\s?(?:h|hrs?|m|min|s|sec)\.?\s*){1,3}$|\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}:\d\d\b.*\s[-–—:]\s",
    re.IGNORECASE,
)


# “Present: Ms Orsk, Mr Nim”, above what is said
PROCEDURE = re.compile(rf"\W*{either(_PAGE.procedure)}\s?[:：]", re.IGNORECASE)
# “Place: Port City, harbour office”
FIELD = re.compile(r"(?P<name>[^\W\d_][\w' -]{0,24}?)\s?[:：]\s")
# “S P E E C H”, which says what all of it is
_SPACED = re.compile(r"(?:\w\s){3,}\w")
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
# “Dear Ms Quill,”
_GOING_ON = (",", "،", "，", "、")


# “Interviewer (I), Respondent 1 (R1)”, which says who the letters of a transcript are
_LEGEND = re.compile(r"(?:[^\W\d_][^(),;=\n]{1,40}\s?[(=]\s?[A-Z]{1,2}\d{0,2}\)?(?:[,;]\s?|\s(?:and|und|y|et)\s)?){2,}")
# of a running head, far from its words: “Witness: Ada Quill     Page 12”
_PAGE_BEHIND = re.compile(rf"\S.*\s{either(_PAGE.numbers)}\s?\d{{1,5}}$", re.IGNORECASE)
# what goes on in the next line
BROKEN = re.compile(rf"\s{either(vocabulary().saying.conjunctions)}$")


def _is_moment(line: str) -> bool:
    """Tell whether a line is nothing but a day with a time, as chats have it."""
    return re.search(r"\d:\d\d", line) is not None and LONE_DATE.fullmatch(line) is not None


def is_title(line: str) -> bool:
    """Tell whether *line* may be a title: it has letters, is no address, time, menu, table's head or salutation."""
    if "\t" in line or line.rstrip().endswith(_GOING_ON) or (len(line) <= 400 and NO_TITLE.match(line)):
        return False
    if len(line) <= 160 and any(one.search(line.rstrip()) for one in (_PAGE_BEHIND, BROKEN)):
        return False
    if len(line) <= 160 and _LEGEND.fullmatch(line.strip()):
        return False
    if len(line) <= 120 and (_SPACED.fullmatch(line.strip()) or _is_moment(_BRACKETED.sub("", line).strip())):
        return False
    return any(map(str.isalpha, line)) and not UNTITLED.fullmatch(line.strip()) and not CONTACT.search(line)
