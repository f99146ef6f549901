"""When a turn begins: one form for the time stamps of all programs that write transcripts.

A time is a text: ``00:12:31`` is what has passed since the recording began, or a clock that shows seconds; ``10:03`` is
a clock without seconds, and ``2025-03-14 10:03`` one with its day, as chats have it. Parts of a second are dropped.
Where day and month may be either, as in 04/05/2025, the day is left out rather than guessed.
"""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from desktop.core.dates import MONTHS

# “0:0:2.711”: some write no noughts before single figures, where parts of a second stand behind
_MINUTES, _SECONDS = r"(?:\d{2}|\d(?=:\d{1,2}[.,]\d))", r"(?:\d{2}|\d(?=[.,]\d))"
CLOCK = rf"\d{{1,3}}:{_MINUTES}(?::{_SECONDS})?(?:[.,:-]\d{{1,3}})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}-[A-Z][a-z]{2}-\d{2,4}),?\s+"
# as computers write them, whatever their language
_MONTHS = [name[:3] for name in MONTHS]
_PARTS = re.compile(
    r"(?:(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2}|[A-Z][a-z]{2})[./-](?P<c>\d{1,4}),?\s+)?"
    rf"(?P<first>\d{{1,3}}):(?P<second>{_MINUTES})(?::(?P<third>{_SECONDS}))?(?:[.,:-]\d{{1,3}})?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b)?"
)


def of_seconds(seconds: float) -> str:
    """Return the time that has passed: ``00:12:31``; nothing for what is no time."""
    whole = int(seconds) if 0 <= seconds < 1e7 else -1
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}" if whole >= 0 else ""


def of_stamps(stamps: Sequence[str]) -> list[str]:
    """Return the times that the time stamps of one text tell, such as ``[00:04]``, ``#00:00:02-1#``, ``10:02 AM``.

    One that is none tells nothing. They are taken together, since only one with a day beyond the twelfth tells which
    of the two numbers is the day.
    """
    found = [_PARTS.search(stamp) for stamp in stamps]
    days = [(int(one["a"]), int(one["b"])) for one in found if one and one["mark"] == "/" and one["b"].isdecimal()]
    day_first, month_first = any(a > 12 for a, _ in days), any(b > 12 for _, b in days)
    order = "" if day_first == month_first else "dm" if day_first else "md"
    return [_written(one, order) if one else "" for one in found]


def time_at(times: Sequence[tuple[int, str]], position: int) -> str:
    """Return the time of what stands at *position*; *times* are those of `timeline`."""
    at = bisect_right(times, position, key=lambda one: one[0]) - 1
    return times[at][1] if at >= 0 else ""


class Timeline:
    """From where on which time holds, told segment by segment.

    Attributes:
        found: by place; an empty time where none is known.
        has_times: whether any segment so far has a time.
    """

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.has_times = False
        self._last = -1

    def add(self, start: int, end: int, is_turn: bool, time: str) -> None:
        """Go on with a segment; they come in order, a turn before what is in it."""
        if 0 <= self._last <= start:
            self.end()
        if is_turn:
            self._last = end
        if time or is_turn:
            self.found.append((start, time))
        self.has_times = self.has_times or bool(time)

    def end(self) -> None:
        """End the last turn."""
        if self._last >= 0:
            self.found.append((self._last, ""))
            self._last = -1


def timeline(segments: Iterable[tuple[int, int, bool, str]]) -> list[tuple[int, str]]:
    """Return from where on which time holds, by place; an empty one where none is known.

    Segments tell their start, end, whether they are a turn, and their time; they are in order, a turn before what is in
    it. A turn without a time does not take over that of another.
    """
    told = Timeline()
    for one in segments:
        told.add(*one)
    told.end()
    return told.found if told.has_times else []


def _written(found: re.Match[str], order: str) -> str:
    first, second, third = int(found["first"]), int(found["second"]), found["third"]
    if found["half"]:
        first = first % 12 + 12 * (found["half"].lower() == "p")
    if found["half"] or found["mark"]:
        time = f"{first:02}:{second:02}" + (f":{third}" if third else "")
        return " ".join(filter(None, (_day(found, order), time)))
    if third:
        return of_seconds(first * 3600 + second * 60 + int(third))
    return of_seconds(first * 60 + second)


def _day(found: re.Match[str], order: str) -> str:
    if not found["mark"]:
        return ""
    parts = found["a"], found["b"], found["c"]
    if parts[1] in _MONTHS:
        day, month, year = parts[0], str(_MONTHS.index(parts[1]) + 1), parts[2]
    elif not parts[1].isdecimal():
        return ""
    elif len(parts[0]) == 4:
        year, month, day = parts
    elif found["mark"] == "." or order == "dm":
        day, month, year = parts
    elif order == "md":
        month, day, year = parts
    else:
        return ""
    year = f"20{year}" if len(year) == 2 else year
    known = len(year) == 4 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return f"{year}-{int(month):02}-{int(day):02}" if known else ""


def moment(words: str) -> str:
    """Return a time as the store has it, ISO 8601 in UTC, to the second; empty for what is none."""
    try:
        found = datetime.datetime.fromisoformat(words.strip().replace("Z", "+00:00"))
        found = found.astimezone(datetime.UTC) if found.tzinfo is not None else found
    except (ValueError, OverflowError):
        return ""
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")
