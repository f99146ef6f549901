"""Who belongs to which organisation, from when until when, and what that says of a day.

An actor may belong to several organisations, one after the other or at once: “minister until May, deputy after”. Each
of its claims counts for every organisation to which it belonged on the date of the document. Both ends are included,
and a date that lacks a part is all of its days, as filters have it: “until 2024-05” is until the last of May. A
document whose date lacks a part, or which has none, may lie anywhere in it: what all of these days have in common is
known, and where they differ the rest is not.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple, TypeVar

from desktop.core.dates import PartialDate, dated
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.text import one_line

# what parts two dates, and several memberships
RANGE, PARTING = "..", ";"
_FORM = re.compile(r"(?P<organisation>[^\s();]+)\s*(?:\((?P<role>.*)\))?\s*(?P<dates>\S*\.\.\S*)?", re.DOTALL)
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor's place in an organisation.

    Attributes:
        organisation: the key of the actor that it is.
        since, until: the first and the last date, in the form of `PartialDate` with a year; empty where it has no end.
        role: what the actor is there.
        id: its row; 0 before it is stored.
    """

    organisation: str
    since: str = ""
    until: str = ""
    role: str = ""
    id: int = 0
    uuid: str = ""

    @property
    def dates(self) -> str:
        """The dates as one writes them: ``2022-03..2024-05``; empty where there is none."""
        return f"{self.since}{RANGE}{self.until}" if self.since or self.until else ""

    def __str__(self) -> str:
        parts = (self.organisation, f"({self.role})" if self.role else "", self.dates)
        return " ".join(filter(None, parts))

    @classmethod
    def parse(cls, text: str) -> "Membership":
        """Read ``ministry (minister) 2022-03..2024-05``, of which only the key is needed.

        Raises:
            UserError: when it is written otherwise, or as `checked`.
        """
        found = _FORM.fullmatch(text.strip())
        if found is None:
            sentence = _("“{text}” is no membership: write it as {example}.")
            raise UserError(sentence, text=one_line(text, 80), example="ministry (minister) 2022-03..2024-05")
        since, _dots, until = (found["dates"] or "").partition(RANGE)
        return checked(cls(found["organisation"], since, until, found["role"] or ""))


def checked(one: Membership) -> Membership:
    """Return a membership in its one form.

    Raises:
        UserError: when a date is none or has no year, or the last lies before the first.
    """
    since, until = _date(one.since), _date(one.until)
    if since and until and days_of(until)[1] < days_of(since)[0]:
        sentence = _("The membership's dates {since}..{until} end before they begin: swap them.")
        raise UserError(sentence, since=since, until=until)
    return replace(one, since=since, until=until, role=one_line(one.role))


def _date(text: str) -> str:
    return dated(text, N_("The membership's date “{text}” has no year: write 2024, 2024-04 or 2024-04-26."))


def parse_all(text: str) -> tuple[Membership, ...]:
    """Read memberships parted by semicolons; in a role these stand behind a backslash.

    Raises:
        UserError: as `Membership.parse`.
    """
    parts = (re.sub(r"\\(.)", r"\1", one, flags=re.DOTALL) for one in re.findall(r"(?:\\.|[^;\\])+", text, re.DOTALL))
    return tuple(Membership.parse(one) for one in parts if one.strip())


def told(memberships: Iterable[Membership]) -> str:
    """Return memberships as `parse_all` reads them."""
    return f"{PARTING} ".join(re.sub(r"([\\;])", r"\\\1", str(one)) for one in memberships)


def days_of(date: str) -> tuple[float, float]:
    """Return the first and the last day that a partial date may be, as numbers that grow by one from day to day.

    Every month has 31 of them, so that the last of one and the first of the next follow each other in each. What has no
    year, or is no date, may be any day.
    """
    try:
        known = PartialDate.parse(date)
    except ValueError:
        return -inf, inf
    if known.year is None:
        return -inf, inf
    first, last = _day(known.year, known.month or 1, known.day or 1), _day(known.year, known.month or 12, known.day)
    return float(first), float(last)


def _day(year: int, month: int, day: int | None) -> int:
    if day is None or day == monthrange(year, month)[1]:
        day = 31
    return (year * 12 + month - 1) * 31 + day


class Belonging(NamedTuple):
    """What is known of a time.

    Attributes:
        sure: what holds on each of its days.
        is_known: whether nothing else holds on any of them.
    """

    sure: tuple[Hashable, ...]
    is_known: bool


class Belongings:
    """What somebody belongs to on each day.

    What stands for them where they belong to nothing is *alone*, such as themselves.
    """

    def __init__(self, spans: Iterable[tuple[Hashable, str, str]], alone: Hashable) -> None:
        """Take what they belong to with its first and last date, each in the form of `PartialDate` or empty."""
        self.spans = [
            (one, days_of(since)[0] if since else -inf, days_of(until)[1] if until else inf)
            for one, since, until in spans
        ]
        self.alone = alone
        # the days on which something begins, or has ended the day before
        self._turns = sorted({day for _one, first, last in self.spans for day in (first, last + 1) if abs(day) != inf})
        self._found: dict[tuple[int, int], Belonging] = {}

    def at(self, first: float, last: float) -> Belonging:
        """Return what they belong to from a day to another, of which each may be the right one."""
        # between two turns all days are alike
        key = bisect_right(self._turns, first), bisect_right(self._turns, last)
        if key not in self._found:
            days = [first, *self._turns[key[0] : key[1]]]
            each = [
                tuple(dict.fromkeys(one for one, begin, end in self.spans if begin <= day <= end)) or (self.alone,)
                for day in days
            ]
            sure = tuple(one for one in each[0] if all(one in other for other in each))
            self._found[key] = Belonging(sure, all(set(one) == set(each[0]) for one in each))
        return self._found[key]


class Turns:
    """The days on which anything changes for anybody: dates between the same two are alike."""

    def __init__(self, dates: Sequence[tuple[str, str]]) -> None:
        """Take the first and the last date of all memberships."""
        days = {days_of(since)[0] for since, _until in dates if since}
        days |= {days_of(until)[1] + 1 for _since, until in dates if until}
        self._days: Sequence[float] = sorted(days)

    def place(self, date: str) -> tuple[int, int]:
        """Return between which of them a date begins and ends."""
        first, last = days_of(date)
        return bisect_right(self._days, first), bisect_right(self._days, last)
