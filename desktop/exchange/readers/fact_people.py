"""Who wrote and who published a text, as its margin and its address tell."""

import re
from itertools import pairwise

from desktop.core.language import N_
from desktop.core.structure.date_lines import LONE_DATE
from desktop.core.structure.furniture import JOINING
from desktop.core.structure.margin_lines import BOILERPLATE, BULLET, BYLINE, CRUMB, is_title
from desktop.core.structure.mastheads import body_name, masthead
from desktop.core.structure.units import LETTERED
from desktop.core.values import Certainty
from desktop.core.vocabulary.languages import either, vocabulary
from desktop.exchange.readers.bylines import authors_of
from desktop.exchange.readers.fact_dates import find_dates
from desktop.exchange.readers.fact_kinds import is_opinion, is_press_release
from desktop.exchange.readers.fact_notes import LED_BYLINE, NAME_ALONE, OWNED, TOP, FactNotes

_PAGE = vocabulary().page
_CONDUCTED = re.compile(rf"{either(_PAGE.conducted)}\s+([^\n.;]{{3,100}})[.;\n]", re.IGNORECASE)
# so many lines on top may say who publishes or signs
_HEAD_LINES = 8
_OWNER = re.compile(
    rf"{OWNED}\s*(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?)?\s*(?:{either(_PAGE.by)}\s+)?([^\W\d_][^\n.|,]{{2,60}}?)"
    rf"(?:\.|,|\||\s+{either(_PAGE.rights)}\b|$)",
    re.IGNORECASE,
)
# a name with letters in its last part; figures alone are a machine
_SITE = re.compile(r"https?://(?:[^/@\s]*@)?(?:www\.)?((?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)


def find_people(notes: FactNotes) -> None:
    """Take who wrote and who published a text from its margin and its first lines."""
    signed = (name for line in notes.margin if (name := _signed(line)) and not any(find_dates(name, notes.spoken)))
    notes.say("author", next(signed, ""), Certainty.STATED, N_("the byline"))
    for line, below in pairwise(notes.margin):
        # a name right above the date, as many newspapers have it
        able = NAME_ALONE.fullmatch(line) and is_title(line)
        if line == notes.margin[0] or not (able and LONE_DATE.fullmatch(below)):
            continue
        if re.search(rf"{re.escape(line)}\s+{re.escape(below)}", notes.found.text[:20_000]):
            notes.say("author", line, Certainty.GUESSED, N_("the line above the date"))
            break
    if is_opinion(notes.found.text[:TOP]) and (below := _below_title(notes)):
        notes.say("author", below, Certainty.GUESSED, N_("the line below the title"))
    conducted = _CONDUCTED.search(notes.found.text[:TOP])
    if conducted:
        names = re.sub(r"\s*\([^)]*\)", "", conducted[1]).strip()
        notes.say("author", names, Certainty.INFERRED, N_("what is said of the interview"))
    for line in notes.margin:
        owner = _OWNER.search(line) if len(line) < 200 else None
        if owner:
            notes.say("publisher", owner[1].strip(), Certainty.INFERRED, N_("the copyright line"))
            break
    title = notes.facts["title"].value if "title" in notes.facts else ""
    named = (fact.value for fact in notes.found.stated if fact.name == "title" and fact.value != title)
    notes.say("publisher", next(filter(masthead, named), ""), Certainty.INFERRED, N_("the page’s title"))
    notes.say("publisher", issuing_body(notes), Certainty.INFERRED, N_("the line beside the words “press release”"))
    notes.say("publisher", _banner(notes), Certainty.GUESSED, N_("the first line of the page"))
    if "publisher" not in notes.facts:
        notes.say("publisher", site_of(notes), Certainty.INFERRED, N_("the address"))


def issuing_body(notes: FactNotes) -> str:
    """Return the name of the body that stands beside a line that only says “press release”; empty without one."""
    lines = [line for one in notes.found.text[:TOP].split("\n") if (line := one.strip())][:_HEAD_LINES]
    at = next((at for at, line in enumerate(lines) if is_press_release(line)), None)
    if at is None:
        return ""
    return next(filter(None, map(body_name, [*lines[at + 1 : at + 2], *lines[max(0, at - 1) : at]])), "")


def _below_title(notes: FactNotes) -> str:
    """Return the name that stands alone in the line below the title and above the body."""
    lines = [line for one in notes.found.text[:TOP].split("\n") if (line := one.strip())]
    title = notes.facts["title"].value if "title" in notes.facts else ""
    for line, below in pairwise(lines[:_HEAD_LINES]):
        if line == title and NAME_ALONE.fullmatch(below) and not notes.body.startswith(below):
            return below
    return ""


def site_of(notes: FactNotes) -> str:
    """Return the name of the site in the address that the file states; empty without one."""
    address = next((fact.value for fact in notes.found.stated if fact.name == "source"), "")
    found = _SITE.match(address)
    return found[1].casefold() if found else ""


def _banner(notes: FactNotes) -> str:
    """Return the name of a site that stands above all else on its page; empty when the first line is none."""
    top = next((line.strip() for line in notes.found.text[:TOP].split("\n") if line.strip()), "")
    if name := masthead(top):
        return name
    line = notes.margin[0] if notes.margin and top.startswith(notes.margin[0]) else ""
    if not is_title(line):
        return ""
    words = LETTERED.findall(line)
    if not 2 <= len(words) <= 6 or len(line) > 60 or not words[0][0].isupper() or re.search(r"[\d.:;?!,]", line):
        return ""
    if BOILERPLATE.match(line) or BULLET.match(line) or CRUMB.search(line) or any(find_dates(line, notes.spoken)):
        return ""
    named = all(word[0].isupper() for word in words if word.casefold() not in JOINING)
    # a line in small letters is a name when the text has it too
    return line if named or notes.found.text.count(line) > 1 else ""


def _signed(line: str) -> str:
    """Return who a byline names; nothing when *line* is none."""
    if len(line) >= 160:
        return ""
    byline = LED_BYLINE.match(line)
    named = BYLINE.fullmatch(line)
    return authors_of(byline["name"] if byline else (named["named"] or "" if named else ""))
