"""Turns of those whom nobody names: paragraphs that begin with a long dash, and numbered questions with answers."""

import re
from collections.abc import Sequence

from desktop.core.structure.labels import Label
from desktop.core.structure.writing import QUESTION_MARKS

DIALOGUE = re.compile(r"^\s*(?:[—–]|―+)\s*(?=[^\s\d])")
_LISTED = re.compile(r";(?:\s\w+)?\s*$")
_OPTION = re.compile(r"\s*\(?([A-Ha-h])[.)]\s+\S")
_QUESTION = re.compile(rf"\s*(\d{{1,3}})[.)]\s+(\S.{{3,600}}[{QUESTION_MARKS}])\s*")


def find_voices(lines: Sequence[str]) -> dict[int, Label]:
    """Return the paragraphs that begin with a long dash, as voices do; the points of a list do so too, but go on."""
    found = {at: Label("", "", dash.end()) for at, line in enumerate(lines) if (dash := DIALOGUE.match(line))}
    listed = {at for at, label in found.items() if lines[at][label.end].islower() or _LISTED.search(lines[at][-20:])}
    for step in (1, -1):
        for at in sorted(found, reverse=step < 0):
            if at - step in listed:
                listed.add(at)
    return {at: label for at, label in found.items() if at not in listed}


def find_options(lines: Sequence[str]) -> set[int]:
    """Return the lines of which one is to be chosen, as in a test: “A) … B) … C) …”, right below each other."""
    marked = {at: option[1].upper() for at, line in enumerate(lines) if (option := _OPTION.match(line[:40]))}
    found: set[int] = set()
    for at, letter in marked.items():
        if letter == "A" and marked.get(at + 1) == "B":
            end = next(count for count in range(len(marked) + 1) if marked.get(at + count) != chr(ord("A") + count))
            found |= set(range(at, at + end))
    return found


def find_questions(lines: Sequence[str]) -> dict[int, Label]:
    """Return the turns of an interview whose questions are numbered, and what follows each its answer."""
    asked = {at: question for at, line in enumerate(lines) if (question := _QUESTION.fullmatch(line))}
    told = [int(question[1]) for question in asked.values()]
    if len(told) < 2 or told != list(range(told[0], told[0] + len(told))):
        return {}
    options = find_options(lines)
    found: dict[int, Label] = {}
    for at, question in asked.items():
        if at + 1 < len(lines) and at + 1 not in asked and at + 1 not in options:
            found[at] = Label(question[1], "", question.start(2), asks=True, shape="number")
            found[at + 1] = Label("", "", 0, answers=True, shape="number")
    return found if len(found) >= 4 else {}
