"""Finding a document's bibliographic facts in its text and in its file's own fields; each says where it comes from.

What kind of document a text is, and in which language, is told by what stands in it.
"""

import re
from dataclasses import replace
from pathlib import PurePath

from desktop.core.language import N_, _
from desktop.core.structure.heads import DATED, find_head
from desktop.core.structure.margin_lines import CRUMB, PROCEDURE, UNTITLED, is_title
from desktop.core.structure.mastheads import is_numbered_kind, is_numbered_title, masthead
from desktop.core.structure.names import has_capitals
from desktop.core.structure.prose import is_direction
from desktop.core.structure.structure import Structure
from desktop.core.structure.units import ends_sentence
from desktop.core.text import one_line
from desktop.core.values import Certainty, Facts, Participant, SegmentKind, TurnRole
from desktop.exchange.readers.day_orders import read_day
from desktop.exchange.readers.extracted import ROW_OF_TABLE, Extracted, Fact
from desktop.exchange.readers.fact_dates import find_dates
from desktop.exchange.readers.fact_days import find_dateline, find_days, find_stamp
from desktop.exchange.readers.fact_kinds import TIMED, find_kind, find_language, is_opinion
from desktop.exchange.readers.fact_notes import LED_BYLINE, NAME_ALONE, TOP, FactNotes
from desktop.exchange.readers.fact_people import find_people, issuing_body, site_of

TITLE_LIMIT = 200
# characters of a line that tells a day and where, and no more
_DATED_LINE = 80
# words of a line that may sum up a text below its title
_DECK = 12
# what programs write where they know no author
_NO_AUTHOR = re.compile(
    r"[\W_]*(?:anonymous|unknown(?:\sauthor)?|un-?named|author|user|owner|admin(?:istrator)?|root|none|default|n/a|python-docx|"
    r"microsoft\s(?:office\suser|word)|windows\suser|libreoffice|openoffice(?:\.org)?|openpyxl|apache\spoi)?[\W_]*",
    re.IGNORECASE,
)
# what Word puts before the name of a file that it prints
_PROGRAM = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) [-–] ")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARK = re.compile(r"^\s*#{1,6}\s+")
_QUOTED = re.compile(r"[«“„\"].{3,}[»”“\"]\.?")


def find_facts(found: Extracted, structure: Structure, name: str, form: str) -> tuple[Facts, tuple[Fact, ...]]:
    """Return the facts of what was read from the file *name* (*form*: its format’s key), and where each comes from.

    A date without a year stays so (``--12-22``); it is never filled with this year or that of the file.
    """
    return _found(FactNotes(found, structure, name, form))


def _found(notes: FactNotes) -> tuple[Facts, tuple[Fact, ...]]:
    _title(notes)
    find_dateline(notes)
    for fact in notes.found.stated:
        if fact.name == "date":
            day, unsure = read_day(fact.value, month_first=None, spoken=notes.spoken)
            sure = Certainty.INFERRED if unsure and fact.certainty is Certainty.STATED else fact.certainty
            notes.say("date", day, sure, fact.origin, fact.words)
        elif fact.name == "language":
            notes.say("language", fact.value.split("-")[0].lower()[:8], fact.certainty, fact.origin, fact.words)
        elif fact.name == "author" and _NO_AUTHOR.fullmatch(fact.value):
            continue
        elif fact.name == "publisher" and re.sub(r"^www\.", "", fact.value.casefold()) == site_of(notes):
            # whoever knows no name of a site gives its address
            continue
        elif fact.name not in ("title", "speakers", "tags") and is_somebody(fact):
            notes.say(fact.name, one_line(fact.value, TITLE_LIMIT), fact.certainty, fact.origin, fact.words)
    find_days(notes)
    find_stamp(notes)
    find_people(notes)
    sample = notes.found.text[:40_000]
    notes.say("language", find_language(sample), Certainty.INFERRED, N_("the commonest words"))
    kind, reason = find_kind(notes.facts, notes.structure, sample[:TOP], notes.form)
    if kind:
        notes.say("kind", kind, Certainty.INFERRED, reason)
    values: dict[str, str] = {key: fact.value for key, fact in notes.facts.items()}
    date = notes.facts.get("date")
    facts = Facts(
        **values,  # type: ignore[arg-type]
        date_certainty=date.certainty if date else Certainty.UNKNOWN,
        date_note=_("Found in {origin}.").format(origin=date.told)
        if date and date.certainty is not Certainty.STATED
        else "",
        participants=_participants(notes),
        origins=tuple(fact.source for fact in notes.facts.values()),
    )
    return facts, tuple(notes.facts.values())


def _is_of_row(fact: Fact) -> bool:
    return fact.certainty is Certainty.STATED and fact.origin == ROW_OF_TABLE


def _title(notes: FactNotes) -> None:
    titles = [fact for fact in notes.found.stated if fact.name == "title"]
    titles = [replace(fact, value=_PROGRAM.sub("", fact.value)) for fact in titles]
    # what somebody wrote below “title” in a table is one, whatever it is made of
    stated = next((fact for fact in titles if is_title(fact.value) or _is_of_row(fact)), None)
    # a page's own title is often that of its site, a file's properties stay when its text changes
    if stated and stated.certainty is Certainty.STATED and notes.form not in ("html", "webarchive"):
        notes.say("title", one_line(stated.value, 400), stated.certainty, stated.origin, stated.words)
    elif notes.structure.title and not is_title(notes.structure.title):
        pass
    elif notes.structure.title and len(notes.structure.title) <= 400:
        heading = one_line(_MARK.sub("", notes.structure.title), 400)
        above, below = _rivals(notes, heading)
        numbered = _numbered(notes)
        if numbered and not is_numbered_title(heading):
            heading, sure = numbered, Certainty.INFERRED
        elif masthead(heading) or heading == issuing_body(notes) or PROCEDURE.match(heading):
            # a name of who publishes, or who presides, is the title only for want of another
            dated = (line for line in (*above, *below) if _is_dated(notes, line))
            heading, sure = next(dated, next(iter(below), heading)), Certainty.INFERRED
        elif above and NAME_ALONE.fullmatch(heading) and is_opinion(notes.found.text[:TOP]):
            # who signs it
            heading, sure = above[-1], Certainty.INFERRED
        elif heading.isupper() and any(not line.isupper() for line in below):
            # as names of papers and programmes are written
            sure = Certainty.INFERRED
        else:
            # nor is it sure where another line stands above it; a long one sums up what is quoted there as its title
            if above and _QUOTED.fullmatch(above[-1]) and len(heading.split()) > _DECK:
                heading = above[-1]
            sure = Certainty.INFERRED if above or not _is_signed(notes, notes.structure.title) else Certainty.STATED
        notes.say("title", heading, sure, N_("the heading"))
    elif stated:
        notes.say("title", one_line(stated.value, 400), stated.certainty, stated.origin, stated.words)
    else:
        # what is seen or heard in a film is not what it is called, and neither is what somebody says
        said = [one.span.start for one in notes.structure.segments if one.kind is SegmentKind.TURN][:1]
        lines = [found[0] for found in _LINE.finditer(notes.found.text[: min([TOP, *said])])]
        # nor is the line of a chat
        lines = [line for line in lines if not (is_direction(line) or notes.is_margin(line) or DATED.match(line))]
        telling = filter(is_title, lines)
        first = "" if notes.form in TIMED else next(telling, "")
        # neither is a whole paragraph, nor a statement, nor what begins with who says it
        head = find_head(first)
        spoken = head is not None and head.shape == "strict" and has_capitals(head.name) and ends_sentence(first)
        is_statement = first.rstrip("\"'”’»)").endswith((".", "…", "。"))
        first = "" if spoken or is_statement or len(first) > TITLE_LIMIT else first
        notes.say("title", one_line(_MARK.sub("", first), TITLE_LIMIT), Certainty.GUESSED, N_("the first line"))
    # a heading may be nothing but its mark
    notes.say("title", PurePath(notes.name).stem or notes.name, Certainty.GUESSED, N_("the file’s name"))


def _numbered(notes: FactNotes) -> str:
    """Return the line on top of a text that is the title of a record or an episode; empty without one."""
    return next((line for line in _top(notes) if len(line) <= TITLE_LIMIT and is_numbered_title(line)), "")


def _top(notes: FactNotes) -> list[str]:
    """Return the lines above the body."""
    text = notes.found.text[:TOP]
    end = text.find(notes.body[:80]) if notes.body else -1
    return [one_line(_MARK.sub("", found[0]), 400) for found in _LINE.finditer(text, 0, end if end >= 0 else TOP)]


def _rivals(notes: FactNotes, heading: str) -> tuple[list[str], list[str]]:
    """Return the lines above and below *heading*, before the body, that may be what the text is called as well."""
    lines = _top(notes)
    if heading not in lines:
        return [], []
    at = lines.index(heading)
    above, below = ([line for line in part if _may_name(notes, line)] for part in (lines[:at], lines[at + 1 :]))
    return above, below


def _may_name(notes: FactNotes, line: str) -> bool:
    """Tell whether a line on top of a text may be its title: of several words or quoted, no name, day or place."""
    if not is_title(line) or masthead(line) or is_numbered_kind(line) or PROCEDURE.match(line):
        return False
    if len(line) > TITLE_LIMIT or LED_BYLINE.match(line) or NAME_ALONE.fullmatch(line) or CRUMB.search(line):
        return False
    several = len(line.split()) > 2 and not line.isupper()
    return (several or _QUOTED.fullmatch(line) is not None) and not any(
        day.date.year or day.date.day for day in find_dates(line, notes.spoken)
    )


def _is_dated(notes: FactNotes, title: str) -> bool:
    """Tell whether a day stands in the line below a title."""
    below = notes.found.text[:TOP].partition(f"{title}\n")[2].strip().partition("\n")[0]
    return len(below) < _DATED_LINE and any(day.date.year for day in find_dates(below, notes.spoken))


def _is_signed(notes: FactNotes, title: str) -> bool:
    """Tell whether a title stands beside a byline or a date, as that of a text does and no other line."""
    words = " ".join(title.split())
    lines = [found[0].strip() for found in _LINE.finditer(notes.found.text[:TOP])]
    at = next((at for at, line in enumerate(lines) if words.startswith(" ".join(_MARK.sub("", line).split()))), None)
    if at is None:
        return False
    near = [*lines[max(0, at - 2) : at], *lines[at + 1 : at + 5]]
    return any(
        len(line) < 160 and (LED_BYLINE.match(line) or any(day.date.year for day in find_dates(line))) for line in near
    )


def _participants(notes: FactNotes) -> tuple[Participant, ...]:
    """Return who speaks: whoever mostly asks is an interviewer."""
    asked: dict[str, list[bool]] = {}
    for segment in notes.structure.segments:
        if segment.kind is SegmentKind.TURN and segment.speaker:
            asked.setdefault(segment.speaker, []).append(segment.role == TurnRole.QUESTION)
    return tuple(
        Participant(actor, "interviewer" if 2 * sum(asks) > len(asks) else "speaker") for actor, asks in asked.items()
    )


def is_somebody(fact: Fact) -> bool:
    """Tell whether the value of a fact is one: programs write “anonymous” where nobody is named."""
    return UNTITLED.fullmatch(fact.value.strip()) is None
