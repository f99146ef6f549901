"""Finding a document's bibliographic facts in its text and in its file's own fields; each says where it comes from.

What kind of document a text is, and in which language, is told by what stands in it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from desktop.core.dates import PartialDate
from desktop.core.language import N_, _
from desktop.core.structure.date_lines import LONE_DATE, PUBLISHED
from desktop.core.structure.furniture import JOINING
from desktop.core.structure.heads import DATED, find_head
from desktop.core.structure.margin_lines import BOILERPLATE, BULLET, BYLINE, CRUMB, UNTITLED, is_title
from desktop.core.structure.names import has_capitals
from desktop.core.structure.prose import is_direction, is_prose
from desktop.core.structure.structure import Structure
from desktop.core.structure.turns import label_length
from desktop.core.structure.units import LETTERED, ends_sentence
from desktop.core.text import one_line
from desktop.core.values import Certainty, Facts, Participant, SegmentKind, TurnRole
from desktop.core.vocabulary.languages import either, vocabulary
from desktop.core.vocabulary.months import Spoken
from desktop.exchange.readers.day_orders import read_day
from desktop.exchange.readers.extracted import Extracted, Fact
from desktop.exchange.readers.fact_dates import FoundDate, find_dates
from desktop.exchange.readers.fact_kinds import DATELINE, TIMED, find_kind, find_language

TITLE_LIMIT = 200
# what programs write where they know no author
_NO_AUTHOR = re.compile(
    r"[\W_]*(?:anonymous|unknown(?:\sauthor)?|un-?named|author|user|owner|admin(?:istrator)?|root|none|default|n/a|python-docx|"
    r"microsoft\s(?:office\suser|word)|windows\suser|libreoffice|openoffice(?:\.org)?|openpyxl|apache\spoi)?[\W_]*",
    re.IGNORECASE,
)
# what Word puts before the name of a file that it prints
_PROGRAM = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) [-–] ")
# how much of a text is searched for what stands on top of it
_TOP = 4000
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARK = re.compile(r"^\s*#{1,6}\s+")
_PAGE, _DATES = vocabulary().page, vocabulary().dates
_AGENCY = re.compile(either(_PAGE.agencies), re.IGNORECASE)
_CAPITAL = r"[A-ZÀ-Þ][\w’'.-]*"
_NAMED = rf"{_CAPITAL}(?:(?:\s+{either(vocabulary().names.place_words)})?[ ]+{_CAPITAL}){{0,4}}"
_PLACE = rf"{_NAMED}(?:,\s{_CAPITAL}(?:\s{_CAPITAL})?){{0,2}}"
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?P<place>{_PLACE}?)(?:\s*\((?P<first>[^()\n]{{2,40}})\)(?=\s*,))?(?:\s*[,(]\s*|\s+)(?P<date>(?:\w+\s+)?[^\n()—–]{{0,40}}?\d[^\n()—–]{{0,24}}?)?\s*[,.]?\s*"
    r"(?:\((?P<agency>[^()\n]{2,40})\))?\s*[.,]?\s*(?:[-–—]{1,2}|:|\.-|\.—)\s"
)
_BYLINE = re.compile(
    rf"^{either(_PAGE.bylines)}\s*[:：]?(?:\s+|(?<=[:：]))(?P<name>[^\W\d_][^\n,|•0-9]{{1,80}}?)"
    r"\s*(?:[,|•–—-].*)?$",
    re.IGNORECASE,
)
_NAME_ALONE = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ]\.)?(?: [A-ZÀ-Þ][\w’'-]+){1,2}")
_CONDUCTED = re.compile(rf"{either(_PAGE.conducted)}\s+([^\n.;]{{3,100}})[.;\n]", re.IGNORECASE)
_OWNED = rf"(?:©|\(c\)|{either(_PAGE.owned)})"
_OWNER = re.compile(
    rf"{_OWNED}\s*(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?)?\s*(?:{either(_PAGE.by)}\s+)?([^\W\d_][^\n.|,]{{2,60}}?)"
    rf"(?:\.|,|\||\s+{either(_PAGE.rights)}\b|$)",
    re.IGNORECASE,
)
_OWNER_LINE = re.compile(rf"\W*{_OWNED}", re.IGNORECASE)
_SPOKEN = re.compile(rf"\b{either(_DATES.today)}\s+([^\n.]{{3,40}})", re.IGNORECASE)
_LAST_PLACE = re.compile(rf",\s(?P<place>{_PLACE}),?\s*$")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
# “03.09.2013”, “12-31-2013”
_TURNED = re.compile(r"(?<!\d)\d{1,2}([._-])\d{1,2}\1(?:19|20)\d\d(?!\d)")
# a name with letters in its last part; figures alone are a machine
_SITE = re.compile(r"https?://(?:[^/@\s]*@)?(?:www\.)?((?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_HELD = re.compile(rf"\W*{either(_DATES.held)}\b", re.IGNORECASE)
# “Friday, 14 March 2025 - Strasbourg”
_PLACED = re.compile(rf"(?:{LONE_DATE.pattern})\s+[-–—]\s+{_NAMED}", re.IGNORECASE)
# what stands between a line's beginning and its day where it is written, and behind the day
_BEFORE_DAY = re.compile(r"\s*(?:[^\s,]+\s+){0,4}[^\s,]+,\s*(?:[^\W\d_]{1,4}\s+)?")
_YEAR = re.compile(rf"\s*{either(_DATES.years)}?[\s.]*$")
# above what is said or told
_HEAD_LINES = 8
_UPDATED = re.compile(rf"\b{either(_DATES.updated)}\b", re.IGNORECASE)


def find_facts(found: Extracted, structure: Structure, name: str, form: str) -> tuple[Facts, tuple[Fact, ...]]:
    """Return the facts of what was read from the file *name* (*form*: its format’s key), and where each comes from.

    A date without a year stays so (``--12-22``); it is never filled with this year or that of the file.
    """
    return _Finder(found, structure, name, form).find()


class _Finder:
    def __init__(self, found: Extracted, structure: Structure, name: str, form: str) -> None:
        self.found = found
        self.structure = structure
        self.name = name
        self.form = form
        self.facts: dict[str, Fact] = {}
        self.spoken = spoken_of(found)
        text = found.text
        self.margin = [
            line.strip()
            for segment in structure.segments
            if segment.kind is SegmentKind.FURNITURE
            for line in text[segment.span.start : segment.span.end][:20_000].split("\n")
            if line.strip()
        ]
        self.body = next(
            (
                text[segment.span.start : segment.span.end]
                for segment in structure.segments
                if segment.kind in (SegmentKind.PARAGRAPH, SegmentKind.TURN)
            ),
            "",
        )[:2000]

    def find(self) -> tuple[Facts, tuple[Fact, ...]]:
        self.title()
        self.dateline()
        for fact in self.found.stated:
            if fact.name == "date":
                day, unsure = read_day(fact.value, month_first=None, spoken=self.spoken)
                sure = Certainty.INFERRED if unsure and fact.certainty is Certainty.STATED else fact.certainty
                self.say("date", day, sure, fact.origin, fact.words)
            elif fact.name == "language":
                self.say("language", fact.value.split("-")[0].lower()[:8], fact.certainty, fact.origin, fact.words)
            elif fact.name == "author" and _NO_AUTHOR.fullmatch(fact.value):
                continue
            elif fact.name == "publisher" and re.sub(r"^www\.", "", fact.value.casefold()) == self.domain():
                # whoever knows no name of a site gives its address
                continue
            elif fact.name not in ("title", "speakers", "tags") and is_somebody(fact):
                self.say(fact.name, one_line(fact.value, TITLE_LIMIT), fact.certainty, fact.origin, fact.words)
        self.dates()
        self.stamp()
        self.people()
        sample = self.found.text[:40_000]
        self.say("language", find_language(sample), Certainty.INFERRED, N_("the commonest words"))
        kind, reason = find_kind(self.facts, self.structure, sample[:_TOP], self.form)
        if kind:
            self.say("kind", kind, Certainty.INFERRED, reason)
        values: dict[str, str] = {key: fact.value for key, fact in self.facts.items()}
        date = self.facts.get("date")
        facts = Facts(
            **values,  # type: ignore[arg-type]
            date_certainty=date.certainty if date else Certainty.UNKNOWN,
            date_note=_("Found in {origin}.").format(origin=date.told)
            if date and date.certainty is not Certainty.STATED
            else "",
            participants=self.participants(),
            origins=tuple(fact.source for fact in self.facts.values()),
        )
        return facts, tuple(self.facts.values())

    def say(self, name: str, value: str, certainty: Certainty, origin: str, words: str = "") -> None:
        """Note a fact; a guess gives way to what is surer, else what came first stays."""
        order = (Certainty.STATED, Certainty.INFERRED, Certainty.GUESSED)
        known = self.facts.get(name)
        # headers of damaged messages have what no text may have
        value = value.replace("\0", "").strip()
        if value and (known is None or order.index(certainty) < order.index(known.certainty)):
            self.facts[name] = Fact(name, value, certainty, origin, one_line(words, 60))

    def title(self) -> None:
        titles = [fact for fact in self.found.stated if fact.name == "title"]
        titles = [replace(fact, value=_PROGRAM.sub("", fact.value)) for fact in titles]
        stated = next((fact for fact in titles if is_title(fact.value)), None)
        # a page's own title is often that of its site, a file's properties stay when its text changes
        if stated and stated.certainty is Certainty.STATED and self.form not in ("html", "webarchive"):
            self.say("title", one_line(stated.value, 400), stated.certainty, stated.origin, stated.words)
        elif self.structure.title and not is_title(self.structure.title):
            pass
        elif self.structure.title and len(self.structure.title) <= 400:
            heading = one_line(_MARK.sub("", self.structure.title), 400)
            sure = Certainty.STATED if self.is_signed(self.structure.title) else Certainty.INFERRED
            self.say("title", heading, sure, N_("the heading"))
        elif stated:
            self.say("title", one_line(stated.value, 400), stated.certainty, stated.origin, stated.words)
        else:
            # what is seen or heard in a film is not what it is called, and neither is what somebody says
            said = [one.span.start for one in self.structure.segments if one.kind is SegmentKind.TURN][:1]
            lines = [found[0] for found in _LINE.finditer(self.found.text[: min([_TOP, *said])])]
            # nor is the line of a chat
            lines = [line for line in lines if not (is_direction(line) or self.is_margin(line) or DATED.match(line))]
            telling = filter(is_title, lines)
            first = "" if self.form in TIMED else next(telling, "")
            # neither is a whole paragraph, nor a statement, nor what begins with who says it
            head = find_head(first)
            spoken = head is not None and head.shape == "strict" and has_capitals(head.name) and ends_sentence(first)
            is_statement = first.rstrip("\"'”’»)").endswith((".", "…", "。"))
            first = "" if spoken or is_statement or len(first) > TITLE_LIMIT else first
            self.say("title", one_line(_MARK.sub("", first), TITLE_LIMIT), Certainty.GUESSED, N_("the first line"))
        # a heading may be nothing but its mark
        self.say("title", PurePath(self.name).stem or self.name, Certainty.GUESSED, N_("the file’s name"))

    def is_signed(self, title: str) -> bool:
        """Tell whether a title stands beside a byline or a date, as that of a text does and no other line."""
        words = " ".join(title.split())
        lines = [found[0].strip() for found in _LINE.finditer(self.found.text[:_TOP])]
        at = next(
            (at for at, line in enumerate(lines) if words.startswith(" ".join(_MARK.sub("", line).split()))), None
        )
        if at is None:
            return False
        near = [*lines[max(0, at - 2) : at], *lines[at + 1 : at + 5]]
        return any(
            len(line) < 160 and (_BYLINE.match(line) or any(day.date.year for day in find_dates(line))) for line in near
        )

    def is_margin(self, line: str) -> bool:
        return LONE_DATE.fullmatch(line.strip()) is not None or PUBLISHED.fullmatch(line.strip()) is not None

    def dateline(self) -> None:
        # many blanks in a row could be parted in as many ways
        blanks = re.compile(r"[^\S\n]+|\s*\n\s*")
        found = _DATELINE.match(blanks.sub(lambda one: "\n" if "\n" in one[0] else " ", self.body[:2000])[:200])
        if found is None or not (found["agency"] or found["first"] or found["date"]):
            return
        days = list(find_dates(found["date"] or "", self.spoken))
        agency = (found["agency"] or found["first"] or "").strip()
        if not days and _AGENCY.fullmatch(agency) is None:
            return
        # “(Reuters/EFE)”, and a day inside the parentheses
        days = days or list(find_dates(agency, self.spoken))
        if _AGENCY.fullmatch(agency) or (agency and agency.replace(" ", "").isalpha() and not days[1:]):
            self.say("publisher", agency, Certainty.STATED, DATELINE)
        place = found["place"].strip(" ,")
        if place:
            self.say("place", place.title() if place.isupper() else place, Certainty.STATED, DATELINE)
        if days:
            self.say("date", str(days[0].date), _sure(days[0]), DATELINE, _doubt(days[0], found["date"] or agency))

    def meeting(self, top: Sequence[str]) -> None:
        """Take the day of a meeting from the line of a record's *top* that tells where and when it was held."""
        for line in top:
            held = find_dates(line, self.spoken) if _HELD.match(line) else ()
            days = [day for day in held if day.date.day is not None]
            for day in days[:1]:
                self.say("event_date", str(day.date), _sure(day), N_("the line “{words}”"), line)
                self.say("date", str(day.date), _sure(day), N_("the line “{words}”"), line)

    def dates(self) -> None:
        top = [line.strip() for line in self.found.text[:_TOP].split("\n")[:20]]
        self.meeting(top)
        # a text without prose has no margin
        dated = [
            line for line in top if (LONE_DATE.fullmatch(line) or PUBLISHED.fullmatch(line)) and line not in self.margin
        ]
        short = [line for line in [*self.margin, *dated] if len(line) < 120 and not line.startswith(("©", "•"))]
        # a line of nothing but a date says more than a caption with one
        for line in sorted(short, key=lambda line: len(line) > 60):
            if _OWNER_LINE.match(line):
                continue
            days = [day for day in find_dates(line, self.spoken) if day.date.day is not None]
            # what was changed later was published before
            first = [
                day
                for at, day in enumerate(days)
                if not _UPDATED.search(line[days[at - 1].end if at else 0 : day.start])
            ]
            for day in first:
                told = any(map(str.isalpha, line)) or day.end - day.start == len(line)
                sure = Certainty.STATED if told and not day.unsure and day.date.year else Certainty.INFERRED
                self.say("date", str(day.date), sure, N_("the line “{words}”"), line)
                break
        self.head_lines()
        title = self.facts["title"].value if self.facts["title"].certainty is not Certainty.GUESSED else ""
        for day in find_dates(title, self.spoken):
            self.say("event_date", str(day.date), _sure(day), N_("the title"), _doubt(day, title))
            self.say("date", str(day.date), Certainty.INFERRED, N_("the title"), _doubt(day, title))
            place = _LAST_PLACE.search(title[: day.start])
            if place:
                self.say("place", place["place"], Certainty.STATED, N_("the title"))
        spoken = _SPOKEN.search(self.found.text[:20_000])
        for day in find_dates(spoken[1] if spoken else "", self.spoken):
            origin, words = N_("the words “{words}”"), spoken[0] if spoken else ""
            self.say("event_date", str(day.date), _sure(day), origin, words)
            self.say("date", str(day.date), Certainty.GUESSED, origin, words)
            break
        for line in short:
            for day in find_dates(line, self.spoken):
                if day.date.day is not None and _UPDATED.search(line[: day.start]):
                    origin = N_("the day of a change: “{words}”")
                    self.say("date", str(day.date), Certainty.GUESSED, origin, line)
        self.name_parts()

    def head_lines(self) -> None:
        """Take the day from the lines above the first turn, or above all prose: “Recorded on 3 October 2021”."""
        turn = next((one.span.start for one in self.structure.segments if one.kind is SegmentKind.TURN), None)
        for line in self.found.text[: _TOP if turn is None else min(turn, _TOP)].split("\n")[:_HEAD_LINES]:
            days = [day for day in find_dates(line, self.spoken) if day.date.day is not None and day.date.year]
            # “г. Орск, 4 июня 2021 г.” is no sentence
            placed = (
                len(days) == 1
                and _BEFORE_DAY.fullmatch(line[: days[0].start])
                and not _YEAR.sub("", line[days[0].end :])
            )
            if not placed and (is_prose(line) or ends_sentence(line, ":;")):
                return
            if len(days) == 1 and len(line) < 120 and not _UPDATED.search(line) and not _OWNER_LINE.match(line):
                self.say("date", str(days[0].date), Certainty.INFERRED, N_("the line “{words}”"), line.strip())
                return

    def name_parts(self) -> None:
        """Take the day and the author that the file's name may have: “2024-04-26 - Ada Quill”."""
        parts = [part.strip() for part in re.split(r"\s+[-–—]\s+|__", PurePath(self.name).stem)]
        if len(parts) > 1 and any(map(_IN_NAME.search, parts)):
            names = [part for part in parts if _NAME_ALONE.fullmatch(part)]
            self.say("author", names[0] if names else "", Certainty.GUESSED, N_("the file’s name"))
        stem = PurePath(self.name).stem
        named = _IN_NAME.search(stem)
        if named:
            try:
                self.say(
                    "date", str(PartialDate.parse("-".join(named.groups()))), Certainty.GUESSED, N_("the file’s name")
                )
            except ValueError:
                return
        turned = _TURNED.search(stem)
        if turned:
            words = turned[0].replace("_", "-")
            self.say("date", read_day(words, month_first=None)[0], Certainty.GUESSED, N_("the file’s name"), words)

    def stamp(self) -> None:
        """Take the day of a chat from the time that stands before its first message."""
        turn = next((one for one in self.structure.segments if one.kind is SegmentKind.TURN), None)
        if turn is None:
            return
        line = self.found.text[turn.span.start : turn.span.start + 200].partition("\n")[0]
        # “Ada Quill, [03.05.2024 09:14]”
        stamp = DATED.match(line) or DATED.search(line[: label_length(line, turn.label)], len(turn.label))
        # “14.03.25”
        written = re.sub(r"^(\d{1,2}[./-]\d{1,2}[./-])(\d\d)$", r"\g<1>20\2", stamp["day"]) if stamp else ""
        for day in find_dates(written, self.spoken):
            self.say("date", str(day.date), Certainty.INFERRED, N_("the time of the first turn"))

    def people(self) -> None:
        signed = (name for line in self.margin if (name := _signed(line)) and not any(find_dates(name, self.spoken)))
        self.say("author", next(signed, ""), Certainty.STATED, N_("the byline"))
        for line, below in pairwise(self.margin):
            # a name right above the date, as many newspapers have it
            if line == self.margin[0] or not (_NAME_ALONE.fullmatch(line) and LONE_DATE.fullmatch(below)):
                continue
            if re.search(rf"{re.escape(line)}\s+{re.escape(below)}", self.found.text[:20_000]):
                self.say("author", line, Certainty.GUESSED, N_("the line above the date"))
                break
        conducted = _CONDUCTED.search(self.found.text[:_TOP])
        if conducted:
            names = re.sub(r"\s*\([^)]*\)", "", conducted[1]).strip()
            self.say("author", names, Certainty.INFERRED, N_("what is said of the interview"))
        for line in self.margin:
            owner = _OWNER.search(line) if len(line) < 200 else None
            if owner:
                self.say("publisher", owner[1].strip(), Certainty.INFERRED, N_("the copyright line"))
                break
        self.say("publisher", self.banner(), Certainty.GUESSED, N_("the first line of the page"))
        if "publisher" not in self.facts:
            self.say("publisher", self.domain(), Certainty.INFERRED, N_("the address"))

    def domain(self) -> str:
        """Return the name of the site in the address that the file states; empty without one."""
        address = next((fact.value for fact in self.found.stated if fact.name == "source"), "")
        found = _SITE.match(address)
        return found[1].casefold() if found else ""

    def banner(self) -> str:
        """Return the name of a site that stands above all else on its page; empty when the first line is none."""
        line = self.margin[0] if self.margin and self.found.text[:200].lstrip().startswith(self.margin[0]) else ""
        if not is_title(line):
            return ""
        words = LETTERED.findall(line)
        if not 2 <= len(words) <= 6 or len(line) > 60 or not words[0][0].isupper() or re.search(r"[\d.:;?!,]", line):
            return ""
        if BOILERPLATE.match(line) or BULLET.match(line) or CRUMB.search(line) or any(find_dates(line, self.spoken)):
            return ""
        named = all(word[0].isupper() for word in words if word.casefold() not in JOINING)
        # a line in small letters is a name when the text has it too
        return line if named or self.found.text.count(line) > 1 else ""

    def participants(self) -> tuple[Participant, ...]:
        """Return who speaks: whoever mostly asks is an interviewer."""
        asked: dict[str, list[bool]] = {}
        for segment in self.structure.segments:
            if segment.kind is SegmentKind.TURN and segment.speaker:
                asked.setdefault(segment.speaker, []).append(segment.role == TurnRole.QUESTION)
        return tuple(
            Participant(actor, "interviewer" if 2 * sum(asks) > len(asks) else "speaker")
            for actor, asks in asked.items()
        )


def spoken_of(found: Extracted) -> Spoken:
    """Return what tells in which language a file is."""
    return Spoken(next((fact.value for fact in found.stated if fact.name == "language"), ""), found.text[:40_000])


def _sure(day: FoundDate) -> Certainty:
    return Certainty.INFERRED if day.unsure else Certainty.STATED


def _doubt(day: FoundDate, words: str) -> str:
    """Return the words where a day stands, where they are needed: it may be another."""
    return words if day.unsure else ""


def _signed(line: str) -> str:
    """Return who a byline names; nothing when *line* is none."""
    if len(line) >= 160:
        return ""
    byline = _BYLINE.match(line)
    named = BYLINE.fullmatch(line)
    return byline["name"].strip() if byline else (named["named"] or "" if named else "")


def is_somebody(fact: Fact) -> bool:
    """Tell whether the value of a fact is one: programs write “anonymous” where nobody is named."""
    return UNTITLED.fullmatch(fact.value.strip()) is None
