"""Turns of an interview as papers print it, with no name before what is said, and whom its head names.

What is asked is bold, or question and answer take turns, one paragraph each. Either is tried only where the head or the
foot says that it is an interview.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from desktop.core.structure.labels import Label
from desktop.core.structure.margin_lines import BYLINE
from desktop.core.structure.names import NAME, without_titles
from desktop.core.structure.prose import is_aside
from desktop.core.structure.units import UPPER, ends_sentence
from desktop.core.structure.writing import QUESTION_MARKS
from desktop.core.vocabulary.languages import either, vocabulary

_ALL = vocabulary()
# lines above an interview that may tell who is asked, and below it who asked
_ABOVE, _BELOW = 12, 3
# fewer questions show nothing
_LEAST = 3
# nor do those whose answers have more paragraphs
_LONGEST_ANSWER = 3
# so many of all that is asked end with a question mark
_ASKING = 0.5
_LONGEST_QUESTION, _LONGEST_STATED = 400, 200
_INTERVIEW = re.compile(rf"\b{either(_ALL.kinds.interviews, _ALL.page.conducted)}", re.IGNORECASE)
_NAME = rf"[{UPPER}][\w’'-]+(?:\s(?:{either(_ALL.names.particles)}\s){{0,2}}[{UPPER}][\w’'-]+){{1,3}}"
_CONDUCTED = re.compile(rf"(?i:{either(_ALL.page.conducted)})\s+(?P<name>{_NAME})")
# “Ada Quill: “We row””, the heading
_QUOTED = re.compile(rf"(?P<name>{NAME})(?:,\s[^:«“„\"\n]{{3,60}})?\s?[:–—]\s+[«“„\"]")
# “Interview with the harbour master, Ada Quill”
_WITH = re.compile(
    rf"(?i:{either(_ALL.kinds.interviews)})\s+[^\W\d_]{{1,4}}[’']?\s?(?:[^\W\d_][\w’'-]*,?\s){{0,8}}?"
    rf"(?P<name>{_NAME})(?=\s*(?:[,.;:(]|$|[^\W\d_{UPPER}]))"
)
# “The harbour master Ada Quill on bridges and boats”
_ON = re.compile(rf"(?P<name>{_NAME})(?:,\s[^,.:;!?]{{3,60}},)?\s(?:[-–—]\s)?{either(_ALL.turns.on)}\s")
# “INTERVIEW. Ada Quill keeps the lock”, “Ada Quill (Sarn, 1958) rows alone”: how the paragraph above begins
_PORTRAYED = re.compile(
    rf"(?:(?i:{either(_ALL.kinds.interviews)})\s?[.:|–—-]\s+)?(?P<name>{_NAME})(?:\s\([^)]{{2,60}}\))?\s[^\W\d_{UPPER}]"
)
# whose words these are: answers tell of oneself
_ONESELF = re.compile(rf"(?<![^\W\d_]){either(_ALL.claims.first_person)}(?![^\W\d_])", re.IGNORECASE)
_ARTICLE = re.compile(rf"^{either(_ALL.saying.determiners)}\s", re.IGNORECASE)
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_FIELD = re.compile(r"[^\W\d_][^:.?!\n]{0,25}\s?:\s")
_ENDS_ASKING = re.compile(rf"[{QUESTION_MARKS}][\s»”\"]*$")


class Voices(NamedTuple):
    """Whom an interview names: who asks and who answers; either may be empty."""

    asking: str = ""
    answering: str = ""


def find_interview_voices(lines: Sequence[str], first: int) -> Voices:
    """Return whom the lines above the *first* turn, or the last lines, name as asking and answering."""
    head = lines[max(0, first - _ABOVE) : first]
    told = [found["name"] for line in (*head, *lines[-_BELOW:]) if (found := _CONDUCTED.search(line))]
    asking = told[0] if told else ""
    able = quoted = [found["name"] for line in head if (found := _QUOTED.match(line.strip()))]
    able = quoted + [found["name"] for line in head if not _CONDUCTED.search(line) for found in _WITH.finditer(line)]
    # Russian has the name in another case behind “with”
    able = [name for name in able if not _CYRILLIC.search(name) or name in quoted]
    able = able or [found["name"] for line in head if not ends_sentence(line) for found in _ON.finditer(line)]
    # the paragraph that tells of whom it is; a second name there, and it tells of others
    above = [line.strip() for line in head if ends_sentence(line) and not _CONDUCTED.search(line)]
    able = able or [found["name"] for line in above if (found := _PORTRAYED.match(line))]
    named = [one for name in able if " " in (one := without_titles(_ARTICLE.sub("", name))) and one != asking]
    # two of them cannot be told apart
    return Voices(asking, named[0] if len(set(named)) == 1 else "")


def find_printed(
    lines: Sequence[str], bold: Sequence[int], dashed: Mapping[int, Label] | None = None
) -> dict[int, Label]:
    """Return the turns of an interview in which nobody is named before what is said, by their paragraph.

    *bold* is how many characters of each paragraph are bold at its beginning, empty when the format does not say. Where
    *dashed* are the paragraphs that begin with a dash, only these ask.
    """
    around = (*lines[:_ABOVE], *lines[-_BELOW:])
    if not any(len(line) < _LONGEST_QUESTION and _INTERVIEW.search(line) for line in around):
        return {}
    asked = _of_dashes(lines, dashed) if dashed else _in_bold(lines, bold) or _in_turn(lines) or _in_blocks(lines)
    if not asked:
        return {}
    voices = find_interview_voices(lines, min(asked))
    end = _end(lines, max(asked), voices.answering)
    found = {at: _label(voices.asking, asks=True) for at in asked}
    if dashed:
        found = {at: replace(label, end=dashed[at].end) for at, label in found.items()}
    found |= {at + 1: _label(voices.answering, asks=False) for at in asked}
    return {at: label for at, label in sorted(found.items()) if at < end}


def is_portrait(line: str, label: Label) -> bool:
    """Tell whether *line*, behind the last words of an interview, tells of who spoke them: “Ada Quill heads the port”.

    It begins with their whole name; where no name stands before what is said, it is enough that it has it.
    """
    if label.shape == "printed" and (_FIELD.match(line) or not ends_sentence(line)):
        return True
    if " " not in label.name:
        return False
    if label.shape == "printed":
        return label.name in line
    return re.match(rf"\W*{re.escape(label.name)}(?!\w|\s?[:：])", line) is not None


def _label(name: str, *, asks: bool) -> Label:
    return Label("", name, 0, asks=asks and not name, answers=not asks and not name, shape="printed")


def _of_dashes(lines: Sequence[str], dashed: Mapping[int, Label]) -> list[int]:
    """Return the paragraphs behind a dash where most of them ask, and what has none follows each."""
    asked = sorted(dashed)
    alone = all(at + 1 < len(lines) and at + 1 not in dashed and ends_sentence(lines[at + 1]) for at in asked)
    return asked if alone and len(asked) >= _LEAST and _most_ask(lines, asked) else []


def _in_bold(lines: Sequence[str], bold: Sequence[int]) -> list[int]:
    """Return the paragraphs that are bold throughout, if plain ones follow each and most of them ask."""
    able = [at for at, length in enumerate(bold) if length >= len(lines[at].rstrip()) > 0]
    first = next((at for at in able if _asks(lines[at])), len(lines))
    asked = [at for at in able if at >= first and at + 1 < len(lines) and at + 1 not in able]
    return asked if len(asked) >= _LEAST and _most_ask(lines, asked) else []


def _in_turn(lines: Sequence[str]) -> list[int]:
    """Return every second paragraph from the first question on, if all questions are among them, and most ask."""
    first = next((at for at, line in enumerate(lines) if _asks(line) and at + 1 < len(lines)), len(lines))
    last = max((at for at, line in enumerate(lines) if _asks(line)), default=0)
    asked = list(range(first, last + 1, 2))
    others = range(first + 1, last + 1, 2)
    if len(asked) < _LEAST or any(_asks(lines[at]) or not ends_sentence(lines[at]) for at in others):
        return []
    if any(not ends_sentence(lines[at]) or len(lines[at]) > _LONGEST_QUESTION for at in asked):
        return []
    if last + 1 >= len(lines) or not _most_ask(lines, asked):
        return []
    # the last may state what the answer behind it denies
    while asked[-1] + 3 < len(lines) and _goes_on(lines, asked[-1] + 2):
        asked.append(asked[-1] + 2)
    return asked


def _in_blocks(lines: Sequence[str]) -> list[int]:
    """Return the paragraphs that ask where answers have several: all that end so, and short ones that state something.

    These stand between answers, and tell nothing of oneself.
    """
    asked = [at for at, line in enumerate(lines) if _asks(line)]
    if len(asked) < _LEAST or asked[-1] + 1 >= len(lines):
        return []
    first, last = asked[0], asked[-1]
    able = [at for at in range(first, last) if at not in asked]
    # one question below another is no interview, nor is a question in what somebody says at length
    if any(at + 1 in asked for at in asked) or not all(ends_sentence(lines[at]) for at in able):
        return []
    if len(able) > _LONGEST_ANSWER * len(asked) or not find_interview_voices(lines, first).answering:
        return []
    for at in able:
        between = at - 1 not in asked and at + 1 not in asked and at + 1 <= last
        stated = len(lines[at]) <= _LONGEST_STATED and len(lines[at]) < len(lines[at + 1])
        if between and stated and not _ONESELF.search(lines[at]) and _ONESELF.search(lines[at + 1]):
            asked.append(at)
    return sorted(asked)


def _goes_on(lines: Sequence[str], at: int) -> bool:
    able = [
        line for line in lines[at : at + 2] if ends_sentence(line) and not _FIELD.match(line) and not is_aside(line)
    ]
    return len(able) == 2 and len(lines[at]) < len(lines[at + 1]) and BYLINE.fullmatch(lines[at]) is None


def _most_ask(lines: Sequence[str], asked: Sequence[int]) -> bool:
    return sum(_asks(lines[at]) for at in asked) >= _ASKING * len(asked)


def _asks(line: str) -> bool:
    return len(line) <= _LONGEST_QUESTION and _ENDS_ASKING.search(line) is not None


def _end(lines: Sequence[str], last: int, name: str) -> int:
    """Return where the last answer, which follows the question at *last*, is over."""
    told = Label("", name, 0, shape="printed")
    return next((at for at in range(last + 2, len(lines)) if is_portrait(lines[at], told)), len(lines))
