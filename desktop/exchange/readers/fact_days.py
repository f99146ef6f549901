"""The days that a text tells: of its publication and of what it tells of, in its margin, its title, its first lines."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from desktop.core.dates import PartialDate
from desktop.core.language import N_
from desktop.core.structure.date_lines import LONE_DATE, PUBLISHED
from desktop.core.structure.heads import DATED
from desktop.core.structure.prose import is_prose
from desktop.core.structure.turns import label_length
from desktop.core.structure.units import ends_sentence
from desktop.core.values import Certainty, SegmentKind
from desktop.core.vocabulary.languages import either, vocabulary
from desktop.exchange.readers.day_orders import read_day
from desktop.exchange.readers.fact_dates import FoundDate, find_dates
from desktop.exchange.readers.fact_kinds import DATELINE
from desktop.exchange.readers.fact_notes import NAME_ALONE, OWNED, TOP, FactNotes

_PAGE, _DATES = vocabulary().page, vocabulary().dates
_AGENCY = re.compile(either(_PAGE.agencies), re.IGNORECASE)
_CAPITAL = r"[A-ZÀ-Þ][\w’'.-]*"
_NAMED = rf"{_CAPITAL}(?:(?:\s+{either(vocabulary().names.place_words)})?[ ]+{_CAPITAL}){{0,4}}"
_PLACE = rf"{_NAMED}(?:,\s{_CAPITAL}(?:\s{_CAPITAL})?){{0,2}}"
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?P<place>{_PLACE}?)(?:\s*\((?P<first>[^()\n]{{2,40}})\)(?=\s*,))?(?:\s*[,(]\s*|\s+)(?P<date>(?:\w+\s+)?[^\n()—–]{{0,40}}?\d[^\n()—–]{{0,24}}?)?\s*[,.]?\s*"
    r"(?:\((?P<agency>[^()\n]{2,40})\))?\s*[.,]?\s*(?:[-–—]{1,2}|:|\.-|\.—)\s"
)
_OWNER_LINE = re.compile(rf"\W*{OWNED}", re.IGNORECASE)
_SPOKEN = re.compile(rf"\b{either(_DATES.today)}\s+([^\n.]{{3,40}})", re.IGNORECASE)
_LAST_PLACE = re.compile(rf",\s(?P<place>{_PLACE}),?\s*$")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
# “03.09.2013”, “12-31-2013”
_TURNED = re.compile(r"(?<!\d)\d{1,2}([._-])\d{1,2}\1(?:19|20)\d\d(?!\d)")
_HELD = re.compile(rf"\W*{either(_DATES.held)}\b", re.IGNORECASE)
# what stands between a line's beginning and its day where it is written, and behind the day
_BEFORE_DAY = re.compile(r"\s*(?:[^\s,]+\s+){0,4}[^\s,]+,\s*(?:[^\W\d_]{1,4}\s+)?")
_YEAR = re.compile(rf"\s*{either(_DATES.years)}?[\s.]*$")
_DONE = re.compile(rf"\W*{either(_DATES.done)}\b", re.IGNORECASE)
# characters of a text's end in which its signing is told
_FOOT = 2500
# above what is said or told
_HEAD_LINES = 8
_UPDATED = re.compile(rf"\b{either(_DATES.updated)}\b", re.IGNORECASE)


def find_dateline(notes: FactNotes) -> None:
    """Take place, agency and day from the dateline that a report begins with."""
    # many blanks in a row could be parted in as many ways
    blanks = re.compile(r"[^\S\n]+|\s*\n\s*")
    found = _DATELINE.match(blanks.sub(lambda one: "\n" if "\n" in one[0] else " ", notes.body[:2000])[:200])
    if found is None or not (found["agency"] or found["first"] or found["date"]):
        return
    days = list(find_dates(found["date"] or "", notes.spoken))
    agency = (found["agency"] or found["first"] or "").strip()
    if not days and _AGENCY.fullmatch(agency) is None:
        return
    # “(Reuters/EFE)”, and a day inside the parentheses
    days = days or list(find_dates(agency, notes.spoken))
    if _AGENCY.fullmatch(agency) or (agency and agency.replace(" ", "").isalpha() and not days[1:]):
        notes.say("publisher", agency, Certainty.STATED, DATELINE)
    place = found["place"].strip(" ,")
    if place:
        notes.say("place", place.title() if place.isupper() else place, Certainty.STATED, DATELINE)
    if days:
        # it tells on which day a report was written, and often not of which year
        sure = _sure(days[0]) if days[0].date.year else Certainty.INFERRED
        notes.say("date", str(days[0].date), sure, DATELINE, _doubt(days[0], found["date"] or agency))


def _meeting(notes: FactNotes, top: Sequence[str]) -> None:
    """Take the day of a meeting from the line of a record's *top* that tells where and when it was held."""
    for line in top:
        held = find_dates(line, notes.spoken) if _HELD.match(line) else ()
        days = [day for day in held if day.date.day is not None]
        for day in days[:1]:
            notes.say("event_date", str(day.date), _sure(day), N_("the line “{words}”"), line)
            notes.say("date", str(day.date), _sure(day), N_("the line “{words}”"), line)


def find_days(notes: FactNotes) -> None:
    """Take the days that margin, title, first lines and the file’s name tell."""
    top = [line.strip() for line in notes.found.text[:TOP].split("\n")[:20]]
    _meeting(notes, top)
    # a text without prose has no margin
    dated = [
        line for line in top if (LONE_DATE.fullmatch(line) or PUBLISHED.fullmatch(line)) and line not in notes.margin
    ]
    short = [line for line in [*notes.margin, *dated] if len(line) < 120 and not line.startswith(("©", "•"))]
    # a line of nothing but a date says more than a caption with one
    for line in sorted(short, key=lambda line: len(line) > 60):
        if _OWNER_LINE.match(line):
            continue
        days = [day for day in find_dates(line, notes.spoken) if day.date.day is not None]
        # what was changed later was published before
        first = [
            day for at, day in enumerate(days) if not _UPDATED.search(line[days[at - 1].end if at else 0 : day.start])
        ]
        for day in first:
            told = any(map(str.isalpha, line)) or day.end - day.start == len(line)
            sure = Certainty.STATED if told and not day.unsure and day.date.year else Certainty.INFERRED
            notes.say("date", str(day.date), sure, N_("the line “{words}”"), line)
            break
    _head_lines(notes)
    _barred(notes, top)
    _done(notes)
    title = notes.facts["title"].value if notes.facts["title"].certainty is not Certainty.GUESSED else ""
    for day in find_dates(title, notes.spoken):
        notes.say("event_date", str(day.date), _sure(day), N_("the title"), _doubt(day, title))
        notes.say("date", str(day.date), Certainty.INFERRED, N_("the title"), _doubt(day, title))
        place = _LAST_PLACE.search(title[: day.start])
        if place:
            notes.say("place", place["place"], Certainty.STATED, N_("the title"))
    spoken = _SPOKEN.search(notes.found.text[:20_000])
    for day in find_dates(spoken[1] if spoken else "", notes.spoken):
        origin, words = N_("the words “{words}”"), spoken[0] if spoken else ""
        notes.say("event_date", str(day.date), _sure(day), origin, words)
        notes.say("date", str(day.date), Certainty.GUESSED, origin, words)
        break
    for line in short:
        for day in find_dates(line, notes.spoken):
            if day.date.day is not None and _UPDATED.search(line[: day.start]):
                origin = N_("the day of a change: “{words}”")
                notes.say("date", str(day.date), Certainty.GUESSED, origin, line)
    _name_parts(notes)


def _head_lines(notes: FactNotes) -> None:
    """Take the day from the lines above the first turn, or above all prose: “Recorded on 3 October 2021”."""
    turn = next((one.span.start for one in notes.structure.segments if one.kind is SegmentKind.TURN), None)
    for line in notes.found.text[: TOP if turn is None else min(turn, TOP)].split("\n")[:_HEAD_LINES]:
        days = [day for day in find_dates(line, notes.spoken) if day.date.day is not None and day.date.year]
        # “г. Орск, 4 июня 2021 г.” is no sentence
        placed = (
            len(days) == 1 and _BEFORE_DAY.fullmatch(line[: days[0].start]) and not _YEAR.sub("", line[days[0].end :])
        )
        if not placed and (is_prose(line) or ends_sentence(line, ":;")):
            return
        if len(days) == 1 and len(line) < 120 and not _UPDATED.search(line) and not _OWNER_LINE.match(line):
            notes.say("date", str(days[0].date), Certainty.INFERRED, N_("the line “{words}”"), line.strip())
            return


def _barred(notes: FactNotes, top: Sequence[str]) -> None:
    """Take the day that stands behind a bar in one of the first lines: “Interview: Ada Quill | 3 December 2014”."""
    for line in top[: 2 * _HEAD_LINES]:
        _before, bar, behind = line.rpartition("|")
        days = list(find_dates(behind, notes.spoken)) if bar and len(line) < 120 else []
        if len(days) == 1 and days[0].date.year and days[0].date.day and LONE_DATE.fullmatch(behind.strip()):
            sure = Certainty.INFERRED
            notes.say("date", str(days[0].date), sure, N_("the line “{words}”"), line)
            return


def _done(notes: FactNotes) -> None:
    """Take the day on which a treaty, a decree or a declaration was signed, from a line at its end."""
    for line in reversed(notes.found.text[-_FOOT:].split("\n")):
        signed = _DONE.match(line) if len(line) < 200 else None
        for day in find_dates(line[signed.end() :] if signed else "", notes.spoken):
            if day.date.year and day.date.day:
                notes.say("date", str(day.date), Certainty.INFERRED, N_("the line “{words}”"), line.strip())
                return


def _name_parts(notes: FactNotes) -> None:
    """Take the day and the author that the file's name may have: “2024-04-26 - Ada Quill”."""
    parts = [part.strip() for part in re.split(r"\s+[-–—]\s+|__", PurePath(notes.name).stem)]
    if len(parts) > 1 and any(map(_IN_NAME.search, parts)):
        names = [part for part in parts if NAME_ALONE.fullmatch(part)]
        notes.say("author", names[0] if names else "", Certainty.GUESSED, N_("the file’s name"))
    stem = PurePath(notes.name).stem
    named = _IN_NAME.search(stem)
    if named:
        try:
            notes.say(
                "date", str(PartialDate.parse("-".join(named.groups()))), Certainty.GUESSED, N_("the file’s name")
            )
        except ValueError:
            return
    turned = _TURNED.search(stem)
    if turned:
        words = turned[0].replace("_", "-")
        notes.say("date", read_day(words, month_first=None)[0], Certainty.GUESSED, N_("the file’s name"), words)
    # “Speech Quill 5 Mar 2019”: at an end of the name, for amid it may stand what the text is about
    words = " ".join(re.split(r"[\s_]+", stem.strip()))
    for day in find_dates(words, notes.spoken):
        if day.date.year and day.date.day and not day.unsure and (not day.start or day.end == len(words)):
            notes.say("date", str(day.date), Certainty.GUESSED, N_("the file’s name"))


def find_stamp(notes: FactNotes) -> None:
    """Take the day of a chat from the time that stands before its first message."""
    turn = next((one for one in notes.structure.segments if one.kind is SegmentKind.TURN), None)
    if turn is None:
        return
    line = notes.found.text[turn.span.start : turn.span.start + 200].partition("\n")[0]
    # “Ada Quill, [03.05.2024 09:14]”
    stamp = DATED.match(line) or DATED.search(line[: label_length(line, turn.label)], len(turn.label))
    # “14.03.25”
    written = re.sub(r"^(\d{1,2}[./-]\d{1,2}[./-])(\d\d)$", r"\g<1>20\2", stamp["day"]) if stamp else ""
    for day in find_dates(written, notes.spoken):
        notes.say("date", str(day.date), Certainty.INFERRED, N_("the time of the first turn"))


def _sure(day: FoundDate) -> Certainty:
    return Certainty.INFERRED if day.unsure else Certainty.STATED


def _doubt(day: FoundDate, words: str) -> str:
    """Return the words where a day stands, where they are needed: it may be another."""
    return words if day.unsure else ""
