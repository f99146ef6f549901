"""What a line is, whatever stands around it: prose, a stage direction, an interjection, a byline or a date."""

import re

from desktop.core.structure.date_lines import LONE_DATE, PUBLISHED
from desktop.core.structure.margin_lines import BYLINE
from desktop.core.structure.units import count_words, ends_sentence
from desktop.core.structure.writing import ALL_STOPS, COLONS
from desktop.core.vocabulary.languages import either, vocabulary

PROSE_WORDS = 8
_PAGE, _TURNS = vocabulary().page, vocabulary().turns

# what a record tells between its speeches
NARRATION = re.compile(rf"^(?:§+\s*)?(?:\d{{1,4}}[.)]\s+)?{either(_PAGE.narration)}\b.{{0,100}}$", re.IGNORECASE)
# “-Se vota y aprueba.”, as the records of Spanish America write what happens
REMARK = re.compile(r"-(?=[A-ZÁÉÍÓÚÑ])[^\W\d_]+(?=[ ,])[^\n]{3,200}[.:]\s*")
SALUTATION = re.compile(rf"^{either(_PAGE.salutations)}\b[^{ALL_STOPS}]{{0,80}}[,.!:—]\s*$", re.IGNORECASE)
# formulas of a record that nobody says: “The incident is closed.”, “It was 6:12 p.m.”
CLOSED = re.compile(rf"{either(_PAGE.narration)}\W{{0,3}}$", re.IGNORECASE)
DIRECTION = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|［[^［］]*］|♪.*)[.。\s]*")
# “Beifall bei der SPD”, “Zuruf von Ada Quill: Nein!”
INTERJECTION = re.compile(
    rf"\W*{either(_TURNS.interjections)}(?:[{ALL_STOPS}]?|(?:\s+{either(_TURNS.interjecting)}\s[^:{ALL_STOPS}]{{1,120}}))"
    rf"(?:\s*[{COLONS}]\s*\S.{{0,300}})?\s*",
    re.IGNORECASE,
)
# the same in brackets amid what somebody says, as “(Beifall bei der SPD – Zuruf von links: Nein!)”
_BRACKETED = re.compile(
    r"(?:\((?P<round>(?:[^()\n]|\([^()\n]{0,200}\)){1,400})\)|\[(?P<square>[^\[\]\n]{1,400})\]"
    r"|（(?P<wide>[^（）\n]{1,400})）|［(?P<wide_square>[^［］\n]{1,400})］)"
    # the stop of a sentence that it cut
    rf"(?:[{ALL_STOPS}](?=\s|$))?"
)
_DASHED = re.compile(r"\s[-–—]\s")


def ends_like_a_sentence(line: str) -> bool:
    """Tell whether *line* ends as a sentence does, or leads on to the next with a colon."""
    return ends_sentence(line, ":;")


def is_direction(line: str) -> bool:
    """Tell whether *line* is all in brackets: ``[applause]``, a sound or a gesture of a transcript."""
    return len(line) < 200 and DIRECTION.fullmatch(line) is not None


def is_interjection(line: str) -> bool:
    """Tell whether *line*, amid what somebody says, is what others do or call: ``(Laughter)``, ``Zuruf von …: …``."""
    if len(line) >= 400:
        return False
    return is_direction(line) or bool(INTERJECTION.fullmatch(line) or REMARK.fullmatch(line) or CLOSED.match(line))


def find_thrown_in(line: str, start: int = 0) -> list[tuple[int, int]]:
    """Return the ranges of *line* from *start* on in which others do or call something in brackets: ``(Applause)``.

    Only what the languages' words tell is such: in brackets a speaker adds words of their own, too.
    """
    if not any(mark in line for mark in "([（［"):
        return []
    return [
        found.span()
        for found in _BRACKETED.finditer(line, start)
        if INTERJECTION.fullmatch(_DASHED.split(found[found.lastgroup or 0], maxsplit=1)[0].strip().rstrip(ALL_STOPS))
    ]


def is_narration(line: str) -> bool:
    """Tell whether *line* is what a record tells between speeches: a direction, or that the meeting rose."""
    return is_direction(line) or NARRATION.match(line) is not None or REMARK.fullmatch(line) is not None


def is_prose(line: str, least: int = PROSE_WORDS) -> bool:
    """Tell whether *line* is so many words or more that end like a sentence, or a salutation."""
    if len(line) < 200 and SALUTATION.match(line):
        return True
    # a line may be as long as a file
    return ends_like_a_sentence(line) and count_words(line) >= least


def is_told(line: str) -> bool:
    """Tell whether *line* is a byline or a date, beside which a title stands."""
    if len(line) > 200:
        return False
    byline = BYLINE.fullmatch(line) and not ends_like_a_sentence(line)
    return bool(byline or LONE_DATE.fullmatch(line) or PUBLISHED.fullmatch(line))


def is_aside(line: str) -> bool:
    """Tell whether *line* is no speaker's, whatever stands around it: narration or an interjection."""
    return is_narration(line) or is_interjection(line)
