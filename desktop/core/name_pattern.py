"""What the names of files tell by a pattern that a user gives: ``{date} - {author} - {title}``.

What stands between the places is taken as it is written, but that any dash is a dash, and that spaces and underscores
are the same. A place takes as little as it can, the last one the rest.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from desktop.core.dates import PartialDate
from desktop.core.errors import UsageError
from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.core.values import DOCUMENT_KINDS, Certainty, FactOrigin
from desktop.core.vocabulary.months import month_numbers

# the facts that a name may tell; an empty place is anything
PLACES = ("date", "author", "title", "publisher", "place", "event", "kind", "language")
EXAMPLE = "{date} - {author} - {title}"
# places of a pattern
_MOST = 40
_PLACE = re.compile(r"\{\s*([\w ]*?)\s*\}")
_DATE = (
    r"\d{4}[-_.]\d{1,2}[-_.]\d{1,2}|\d{8}|\d{4}[-_.]\d{2}|\d{1,2}[-_. ]\d{1,2}[-_. ]\d{4}|"
    r"\d{1,2}(?:st|nd|rd|th|\.)?[ _][^\W\d_]+[ _]\d{4}|[^\W\d_]+[ _]\d{1,2},?[ _]\d{4}|[^\W\d_]+[ _]\d{4}|\d{4}"
)
_VALUES = {"date": _DATE, "language": r"[A-Za-z]{2,3}", "kind": r"[^\W\d_]+(?:[ _-][^\W\d_]+)?"}
_PARTS = re.compile(r"(\d{4})[-_.](\d{1,2})(?:[-_.](\d{1,2}))?|(\d{4})(\d\d)(\d\d)")
_SPOKEN = re.compile(
    r"(?:(?P<first>\d{1,2})(?:st|nd|rd|th|\.)? )?(?P<month>[^\W\d_]+)\.?(?: (?P<second>\d{1,2}),?)? (?P<year>\d{4})"
)
_NUMERIC = re.compile(r"(\d{1,2})[-_. ](\d{1,2})[-_. ](\d{4})")


@dataclass(frozen=True)
class NamePattern:
    """A pattern of files' names; empty for none.

    Raises:
        UsageError: when it has no place, an unknown one, one twice, two side by side, or far too many.
    """

    pattern: str = ""

    def __post_init__(self) -> None:
        names = _PLACE.findall(self.pattern)
        known = ", ".join(f"{{{name}}}" for name in PLACES)
        unknown = next((name for name in names if name and name not in PLACES), None)
        if unknown is not None:
            sentence = _("A name has no place “{place}”: write {known}, or {anything} for anything.")
            raise UsageError(sentence, place=f"{{{unknown}}}", known=known, anything="{}")
        if self.pattern.strip() and not any(names):
            sentence = _("The pattern “{pattern}” has no place: write {known}.")
            raise UsageError(sentence, pattern=self.pattern, known=known)
        told = [name for name in names if name]
        twice = next((name for name in told if told.count(name) > 1), None)
        if twice is not None:
            raise UsageError(_("The pattern has the place “{place}” twice; keep one of them."), place=f"{{{twice}}}")
        if len(names) > _MOST:
            sentence = _("The pattern has more than {count} places; keep those you need.")
            raise UsageError(sentence, count=_MOST)
        if "}{" in self.pattern:
            raise UsageError(_("Two places of the pattern stand side by side; write what parts them, such as “ - ”."))

    def __bool__(self) -> bool:
        return bool(self.pattern.strip())

    @cached_property
    def _steps(self) -> tuple["_Step", ...]:
        steps, end = [], 0
        for place in _PLACE.finditer(self.pattern.strip()):
            value = _VALUES.get(place[1])
            written = re.compile(value, re.IGNORECASE) if value else None
            steps.append(_Step(_literal(self.pattern.strip()[end : place.start()]), place[1], written))
            end = place.end()
        return (*steps, _Step(_literal(self.pattern.strip()[end:]), "", None))

    def read(self, name: str) -> dict[str, str] | None:
        """Return the facts that a file's name tells; None when it does not follow the pattern."""
        found = _Matching(self._steps, unicodedata.normalize("NFC", PurePath(name).stem)[:300].strip()).run()
        if found is None:
            return None
        facts = {place: _value(place, words) for place, words in found.items()}
        return facts if all(facts.values()) else None

    def origin(self, place: str) -> FactOrigin:
        """Return where the fact of a place comes from."""
        told = N_("the file’s name, by the pattern {words}")
        return FactOrigin(place, Certainty.STATED, told, one_line(self.pattern, 80))


class _Step(NamedTuple):
    """What is written before a place, its name, and how what stands there is written; nothing for anything.

    The last one has what is written behind all places.
    """

    before: re.Pattern[str]
    place: str
    written: re.Pattern[str] | None


class _Matching:
    """Match one name with the steps of a pattern.

    As one regular expression, five places would try the names of two hundred dashes in a thousand million ways: here
    each place of the name is tried once for each step.
    """

    def __init__(self, steps: Sequence[_Step], name: str) -> None:
        self._steps, self._name = steps, name
        self._vain: set[tuple[int, int]] = set()
        self._found: dict[str, str] = {}

    def run(self) -> dict[str, str] | None:
        """Return what stands at each place; None when the name does not follow."""
        return self._found if self._follows(0, 0) else None

    def _follows(self, number: int, start: int) -> bool:
        if (number, start) in self._vain:
            return False
        step = self._steps[number]
        before = step.before.match(self._name, start)
        if before is not None and number == len(self._steps) - 1:
            return before.end() == len(self._name)
        if before is not None and any(self._follows(number + 1, end) for end in self._ends(step, before.end())):
            return True
        self._vain.add((number, start))
        return False

    def _ends(self, step: _Step, start: int) -> Iterator[int]:
        """Yield where what stands at a place may end: anything as early as it can, what is written in a way as late."""
        length = len(self._name)
        if step.written is None:
            ends: Iterable[int] = range(start + bool(step.place), length + 1)
        else:
            ends = (end for end in range(length, start, -1) if step.written.fullmatch(self._name, start, end))
        for end in ends:
            if step.place:
                self._found[step.place] = self._name[start:end]
            yield end


def _value(place: str, words: str) -> str:
    """Return what stands at a place; empty when it cannot stand there."""
    if place == "date":
        return _day(words)
    value = one_line(words.replace("_", " "), 400).strip(" -–—")
    if place == "kind":
        return value.casefold() if value.casefold() in DOCUMENT_KINDS else ""
    return value.casefold() if place == "language" else value


def _day(words: str) -> str:
    parts, numeric = _PARTS.fullmatch(words), _NUMERIC.fullmatch(words)
    if parts:
        year, month, day = (parts[at] or parts[at + 3] for at in (1, 2, 3))
        written = "-".join(filter(None, (year, month and f"{int(month):02}", day and f"{int(day):02}")))
    elif numeric:
        written = f"{numeric[3]}-{int(numeric[2]):02}-{int(numeric[1]):02}"
    elif re.fullmatch(r"\d{4}", words):
        written = words
    else:
        written = _spoken(words.replace("_", " "))
    try:
        return str(PartialDate.parse(written))
    except ValueError:
        return ""


def _spoken(words: str) -> str:
    """Return the day of “6 May 2020”, “May 6, 2020” or “May 2020” in any language of the word lists."""
    found = _SPOKEN.fullmatch(words)
    months: tuple[int, ...] = month_numbers(found["month"].casefold()) if found else ()
    # a name of files does not tell its language
    if found is None or len(months) != 1:
        return ""
    day = found["first"] or found["second"]
    return f"{found['year']}-{months[0]:02}" + (f"-{int(day):02}" if day else "")


def _literal(words: str) -> re.Pattern[str]:
    parts = re.split(r"([\s_]+|[-–—]+)", words)
    written = "".join(
        r"[\s_]+" if re.fullmatch(r"[\s_]+", part) else "[-–—]+" if re.fullmatch("[-–—]+", part) else re.escape(part)
        for part in parts
    )
    return re.compile(written, re.IGNORECASE)
