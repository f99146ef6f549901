"""Dates that may lack a part: a year and month, or a day and month without a year."""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass

from desktop.core.errors import UserError
from desktop.core.language import N_, _

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
_FORM = re.compile(r"(?:([0-9]{4})|-)(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which some parts may be unknown, written as ISO 8601 does, with ``--12-22`` for a missing year.

    Attributes:
        year: None when the source does not say and nothing lets one infer it.
        month: 1 to 12, or None.
        day: 1 to 31, or None; never without a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        text = f"{self.year:04}" if self.year is not None else "-"
        if self.month is not None:
            text += f"-{self.month:02}"
            if self.day is not None:
                text += f"-{self.day:02}"
        return "" if text == "-" else text

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2024-04-26``, ``2024-04``, ``2024``, ``--12-22`` or nothing.

        Raises:
            ValueError: when *text* is of none of these forms or no such day exists.
        """
        text = text.strip()
        if not text:
            return cls()
        found = _FORM.fullmatch(text)
        if found is None or text == "-":
            raise ValueError(f"not a date (2024-04-26, 2024-04, 2024 or --04-26): {text!r}")
        year, month, day = (int(part) if part else None for part in found.groups())
        if month is not None and not 1 <= month <= 12:
            raise ValueError(f"no such month: {text!r}")
        # without a year it may be a leap year
        if day is not None and month and not 1 <= day <= monthrange(2000 if year is None else year, month)[1]:
            raise ValueError(f"no such day: {text!r}")
        return cls(year, month, day)

    def for_people(self) -> str:
        """Return the date as a reader would write it: ``26 April 2024``, ``April 2024``, ``22 December``."""
        # a language has its own order of the parts
        if self.month is None:
            return str(self.year) if self.year else ""
        if self.day is None:
            form = _("{month} {year}") if self.year else "{month}"
        else:
            form = _("{day} {month} {year}") if self.year else _("{day} {month}")
        return form.format(day=self.day, month=_(MONTHS[self.month - 1]), year=str(self.year))


def dated(text: str, lacking: str) -> str:
    """Return a date that a user wrote, in the form of `PartialDate`; empty for nothing.

    Raises:
        UserError: when it is none, or *lacking*, a sentence with a place for the ``text``, when it has no year.
    """
    try:
        date = PartialDate.parse(text)
    except ValueError:
        raise UserError(_("“{text}” is no date: write 2024, 2024-04 or 2024-04-26."), text=text) from None
    if text.strip() and date.year is None:
        raise UserError(_(lacking), text=text)
    return str(date)


def here(time: str, *, seconds: bool = False) -> str:
    """Return a time as files keep it, ``2026-11-26T13:02:10Z``, by the clock where one is: ``2026-11-26 14:02``.

    What is none, as a hand may have put it there, stays as it is.
    """
    try:
        moment = datetime.datetime.fromisoformat(time)
    except ValueError:
        return time[:20]
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")
