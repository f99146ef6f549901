"""Windows of time, in which networks are made one after another: days to years, with a step, overlapping or apart."""

import datetime
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.dates import PartialDate
from desktop.core.errors import UsageError
from desktop.core.language import _

# more of them nobody looks through
MOST = 1000
_UNITS = ("day", "week", "month", "year")
_FORM = re.compile(r"(?:(\d{1,4})\s*)?(day|week|month|year)s?", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: so many days, weeks, months or years."""

    number: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> "Length":
        """Read ``month``, ``3 months``, ``30days``.

        Raises:
            UsageError: when *text* is none of these, or nothing long.
        """
        found = _FORM.fullmatch(text.strip())
        number = int(found[1] or 1) if found else 0
        if not found or not number:
            raise UsageError(
                _("“{text}” is no length of time: write it as 30 days, 2 weeks, 3 months or 1 year."), text=text
            )
        return cls(number, found[2].lower())

    def after(self, day: datetime.date, times: int = 1) -> datetime.date:
        """Return the day that lies so often this length after the first of a month, or any day for days and weeks.

        Raises:
            OverflowError: when the calendar ends before.
        """
        if self.unit in _DAYS:
            return day + datetime.timedelta(self.number * _DAYS[self.unit] * times)
        months = day.year * 12 + day.month - 1 + self.number * _MONTHS[self.unit] * times
        if months >= 10_000 * 12:
            raise OverflowError
        return datetime.date(months // 12, months % 12 + 1, day.day)


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A stretch of time from its first day to before *end*."""

    start: datetime.date
    end: datetime.date

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return self.end - datetime.timedelta(1)

    @property
    def name(self) -> str:
        """What files are called after it: ``2024``, ``2024-04``, ``2024-W17``, ``2024-04-26``, or both its ends."""
        first, last = self.start, self.last
        if first == last:
            return first.isoformat()
        if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
            return f"{first.year:04}"
        if (first.day, first.year, first.month) == (1, last.year, last.month) and self.end.day == 1:
            return first.isoformat()[:7]
        if first.weekday() == 0 and (self.end - first).days == 7:
            year, week, _day = first.isocalendar()
            return f"{year:04}-W{week:02}"
        return f"{first.isoformat()}_{last.isoformat()}"

    def holds(self, stretch: tuple[datetime.date, datetime.date] | None) -> bool:
        """Tell whether a date, as `stretch_of` gives it, lies wholly in it."""
        return stretch is not None and self.start <= stretch[0] and stretch[1] < self.end


def stretch_of(date: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that a date may mean, as much of it as is known; None without a year."""
    try:
        known = PartialDate.parse(date)
        if not known.year:
            return None
        first = datetime.date(known.year, known.month or 1, known.day or 1)
        if known.day:
            return first, first
        month = known.month or 12
        return first, datetime.date(known.year, month, monthrange(known.year, month)[1])
    except ValueError:
        return None


def windows(dates: Sequence[str], length: Length, step: Length | None = None) -> list[TimeWindow]:
    """Return the windows that go over *dates*; without a *step* each begins where the one before ends.

    The first begins with the day, the week (Monday, as ISO 8601 has it), the month or the year of the earliest date;
    the last is the first that reaches the latest. With a step that is shorter than the length they overlap.

    Raises:
        UsageError: when they would be more than `MOST`, or months stand beside weeks so that no window would begin as
            its name says.
    """
    step = step or length
    if (step.unit in _DAYS) != (length.unit in _DAYS):
        raise UsageError(
            _("Windows of months and years go by months or years, those of days and weeks by days or weeks.")
        )
    found = [stretch for date in dates if (stretch := stretch_of(date)) is not None]
    if not found:
        return []
    first, latest = min(one[0] for one in found), max(one[1] for one in found)
    units = {length.unit, step.unit}
    if "day" in units:
        start = first
    elif units == {"week"}:
        start = first - datetime.timedelta(first.weekday())
    else:
        start = first.replace(day=1) if "month" in units else first.replace(month=1, day=1)
    made: list[TimeWindow] = []
    try:
        while (begin := step.after(start, len(made))) <= latest:
            made.append(TimeWindow(begin, length.after(begin)))
            if made[-1].end > latest:
                break
            if len(made) > MOST:
                raise UsageError(
                    _("There would be more than {most:,} windows: choose longer ones, or a longer step."), most=MOST
                )
    except OverflowError:
        pass
    return made
