"""What the names of files tell by a pattern that a user gives: ``{date} - {author} - {title}``.

What stands between the places is taken as it is written, but that any dash is a dash, and that spaces and underscores
are the same. A place takes as little as it can, the last one the rest.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from desktop.core.dates import PartialDate
from desktop.core.errors import UsageError
from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.core.values import DOCUMENT_KINDS, Certainty, FactOrigin
from desktop.core.vocabulary.months import month_numbers

# the facts that a name may tell; an empty place is anything
PLACES = ("date", "author", "title", "publisher", "place", "event", "kind", "language")
EXAMPLE = "{date} - {author} - {title}"
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
        UsageError: when it has no place, an unknown one, one twice, or two side by side.
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
        if "}{" in self.pattern:
            raise UsageError(_("Two places of the pattern stand side by side; write what parts them, such as “ - ”."))

    def __bool__(self) -> bool:
        return bool(self.pattern.strip())

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        parts, end = [], 0
        for place in _PLACE.finditer(self.pattern.strip()):
            parts.append(_literal(self.pattern.strip()[end : place.start()]))
            name = place[1]
            parts.append(f"(?P<{name}>{_VALUES.get(name, '.+?')})" if name else ".*?")
            end = place.end()
        return re.compile("".join(parts) + _literal(self.pattern.strip()[end:]), re.IGNORECASE)

    def read(self, name: str) -> dict[str, str] | None:
        """Return the facts that a file's name tells; None when it does not follow the pattern."""
        found = self._compiled.fullmatch(unicodedata.normalize("NFC", PurePath(name).stem)[:300].strip())
        if found is None:
            return None
        facts = {place: _value(place, words) for place, words in found.groupdict().items()}
        return facts if all(facts.values()) else None

    def origin(self, place: str) -> FactOrigin:
        """Return where the fact of a place comes from."""
        told = N_("the file’s name, by the pattern {words}")
        return FactOrigin(place, Certainty.STATED, told, one_line(self.pattern, 80))


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


def _literal(words: str) -> str:
    parts = re.split(r"([\s_]+|[-–—]+)", words)
    return "".join(
        r"[\s_]+" if re.fullmatch(r"[\s_]+", part) else "[-–—]+" if re.fullmatch("[-–—]+", part) else re.escape(part)
        for part in parts
    )
