"""Who speaks in records that tell what was said, and in those where names have a line of their own.

“MR. KELL said, he would …”, “3. Ms. Almond (Southmoor) said that …”:

So wrote the parliaments of the nineteenth century and so write the summary records of the United Nations. News write so
as well; such a record is known by what they have not: names in capitals, paragraphs with numbers, or the section mark.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop.core.matching import fold
from desktop.core.structure.heads import STAMP
from desktop.core.structure.labels import ASKING, Label, is_no_label
from desktop.core.structure.makes import SPEECH
from desktop.core.structure.names import (
    CHAIR,
    HONORIFIC,
    NAME,
    PAREN,
    has_capitals,
    holder_of,
    without_brackets,
)
from desktop.core.structure.prose import NARRATION
from desktop.core.structure.units import UPPER, count_words, ends_sentence
from desktop.core.vocabulary.languages import either, vocabulary

_WORDS = vocabulary().turns
_LEAD = r"\s*(?P<section>§+\s*)?(?P<number>\d{1,4}[.)]\s+)?"
_ARTICLES = frozenset({"la", "le", "el", "l", "der", "die", "il", "de"})
_ARTICLE = rf"(?:(?i:{either(_WORDS.articles, _ARTICLES)})(?:\s+|(?<=[lL])[’'])|[lL][’'])?"
_CAPITALS = rf"[{UPPER}][{UPPER}.’'-]+(?:\s+(?:[{UPPER}][{UPPER}.’'-]*|(?i:{either(_WORDS.of, _WORDS.articles)})))+"
_SAID = either(vocabulary().saying.verbs, _WORDS.telling)
_NAMES = vocabulary().names
# “Abg. Ada Quill”, “Staatsrätin Ada Quill”
_TITLE = rf"(?i:{either(_NAMES.titles, frozenset({'abg'}))}\.?|[^\W\d_]+{either(_NAMES.title_endings)})"
# “, speaking on behalf of the Group,”: what stands between the name and the word that tells
_ASIDE = r"(?:\s*,\s(?:[^.;:\n]|(?<=[MDrs][rs])\.){1,200}?,)?"
_TOLD = re.compile(
    rf"{_LEAD}(?P<label>(?:{_CAPITALS}|{_ARTICLE}(?:(?i:{HONORIFIC})\s+{NAME}|{_TITLE}\s+(?=[{UPPER}]){NAME}|(?i:{CHAIR})|{NAME}(?=\s\()){PAREN}){PAREN})"
    rf"(?P<aside>{_ASIDE})\s+(?:se\s|s[’'])?(?P<verb>[^\W\d_]+)\b"
)
_PRESIDING = re.compile(rf"{_ARTICLE}(?i:{CHAIR})")
_VERB = re.compile(rf"{_SAID}|[^\W\d_]+ed")
# a body or a country that takes the floor: “8. Southmoor, which had not spoken, asked …”
_BODY = re.compile(rf"\s*\d{{1,4}}[.)]\s+(?P<label>{NAME}){_ASIDE}\s+(?P<verb>[^\W\d_]+)\b")
# lines above a record in which its heading stands, and how much of it tells what was said
_ABOVE, _MOSTLY = 8, 0.5
_SUMMARY = re.compile(rf"\W*(?:[^\W\d_]+\s){{0,2}}{either(_WORDS.summaries)}\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\d{1,4}[.)]\s+\S")
_LONGEST = 400
_SEVERAL = 4
_ALONE = re.compile(rf"\s*(?:§+\s*(?:\d{{1,3}}\.\s+)?)?(?P<label>{NAME}{PAREN}{PAREN}):?\s*")
_OFFICE = re.compile(rf"{_ARTICLE}(?:{HONORIFIC}\s|(?i:{CHAIR})\b)")
# “The Minister of State, Department for Transport (Baroness Quill) (Con)”, “Quill, Ada, minister”
_HELD = re.compile(
    rf"\s*(?P<label>[{UPPER}][^.:;!?\n()\[\]]{{5,150}}\s\((?P<name>{NAME})\)(?P<party>\s[(\[][^()\[\]\n]{{1,40}}[)\]])?):?\s*"
)
_TURNED = re.compile(
    rf"\s*(?P<label>(?P<last>[{UPPER}][\w’'-]+),\s(?P<first>[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'.-]+)?)"
    rf"(?:{PAREN}|,\s[^.:;!?\n]{{2,80}}))\s*"
)
_LONGEST_ALONE = 200


@dataclass(frozen=True, slots=True)
class _Told:
    label: Label
    capitals: bool
    number: int | None
    section: bool


def find_told(lines: Sequence[str], heads: Collection[Label] = ()) -> dict[int, Label]:
    """Return the paragraphs that tell who began to speak, in a record of two speakers at least; else none.

    *heads* are those of other shapes in the same text.
    """
    found = {at: told for at, line in enumerate(lines) if (told := _told(line)) is not None}
    is_summary = any(_SUMMARY.match(line) for line in lines[:_ABOVE])
    if is_summary and len(found) > 1:
        # whatever they do, who spoke before or has a title and brackets takes the floor
        names = {fold(one.label.name) for one in found.values()}
        more = ((at, _told(line, sure=True)) for at, line in enumerate(lines) if at not in found)
        found |= {
            at: one
            for at, one in more
            if one is not None
            if fold(one.label.name) in names or one.label.text != one.label.name or _PRESIDING.fullmatch(one.label.name)
        }
        found = dict(sorted(found.items()))
    counts = Counter(fold(one.label.name) for one in found.values())
    counts.update(fold(label.name) for label in heads)
    again = any(counts[fold(one.label.name)] > 1 for one in found.values())
    if not found or len(counts) < 2 or counts.total() < 3 or not (again or len(found) > _SEVERAL):
        return {}
    numbers = [one.number for one in found.values() if one.number is not None]
    # a judgment has numbers too, some of which tell what somebody said; the speeches of a summary record go on in the
    # next numbers, and whoever speaks for a country or a body has it in brackets
    numbered = sum(_NUMBERED.match(line) is not None for line in lines)
    spoken_for = sum(one.label.text != one.label.name for one in found.values())
    numbered = 0 if 2 * spoken_for > len(found) or any(map(NARRATION.match, lines)) else numbered
    marked = max(
        sum(one.capitals for one in found.values()),
        sum(one.section for one in found.values()),
        len(numbers) if numbers == sorted(numbers) and 3 * len(numbers) >= 2 * numbered else 0,
    )
    mostly = is_summary and len(found) >= _MOSTLY * (max(found) - min(found) + 1)
    if 2 * marked <= len(found) and not mostly:
        return {}
    bodies = {
        at: Label(body["label"], body["label"], body.end("label"), doubtful=True, shape="told")
        for at, line in enumerate(lines)
        if at not in found and at > min(found) and (body := _BODY.match(line[:_LONGEST])) and _says(body)
    }
    return {at: one.label for at, one in found.items()} | bodies


def _says(found: re.Match[str]) -> bool:
    return _VERB.fullmatch(found["verb"]) is not None


def _told(line: str, *, sure: bool = False) -> _Told | None:
    """Return how a paragraph tells who spoke; where it is *sure* that it does, whatever word follows the name."""
    found = _TOLD.match(line[:_LONGEST])
    if found is None or not (_says(found) or (sure and found["verb"].islower())):
        return None
    text = found["label"].strip()
    name = without_brackets(text)
    capitals = name.isupper() or sum(word.isupper() and len(word) > 1 for word in name.split()) > 0
    end = found.end("label")
    end += len(line[end:]) - len(line[end:].lstrip(", "))
    number = int(re.sub(r"\D", "", found["number"])) if found["number"] else None
    return _Told(Label(text, name, end, shape="told"), capitals, number, found["section"] is not None)


def find_alone(lines: Sequence[str], bold: Sequence[int]) -> dict[int, Label]:
    """Return the names that stand alone on their line above what they say, by their paragraph.

    Those in capitals or *bold* are some that come again. Others are where a party, a place or an office stands beside
    two of them at least, or where names that come again are two in five of all lines; what follows must be speech.
    """
    able = {
        at: label
        for at, line in enumerate(lines[:-1])
        if (label := _name_alone(line)) is not None
        and lines[at + 1].strip()
        and not ends_sentence(without_brackets(line))
    }
    plain = {
        at: label.text
        for at, label in able.items()
        if len(lines[at]) <= 60 and label.text.startswith(label.name)
        for name in (label.text,)
        if has_capitals(without_brackets(name)) or (bold and bold[at] >= len(lines[at].strip()) - 1)
    }
    counts = Counter(plain.values())
    found = {at: able[at] for at, name in plain.items() if counts[name] > 1 and len(lines[at + 1]) > len(name)}
    if len({label.text for label in found.values()}) > 1:
        return found
    spoken = {at: label for at, label in able.items() if _is_speech(lines[at + 1])}
    names = Counter(fold(label.name) for label in spoken.values())
    marked = {at for at, label in spoken.items() if label.text != label.name or _OFFICE.match(label.name)}
    again = {at for at, label in spoken.items() if names[fold(label.name)] > 1}
    found = {at: spoken[at] for at in sorted(marked | again)}
    several = len(found) > 3 and len({fold(label.name) for label in found.values()}) > 1 and again
    # “Pros” and “Cons” come again as well
    # clocks between them, and what stands above the first, are no lines of a talk
    told = sum(not STAMP.fullmatch(line.strip()[:60]) for line in lines[min(again, default=0) :])
    of_two = 5 * len(again) >= 2 * told and any(" " in label.name for label in found.values())
    return found if several and (len(marked) > 1 or of_two) else {}


def _name_alone(line: str) -> Label | None:
    """Return the name that stands alone on a line, with what is told of who has it; None for another line."""
    if len(line) > _LONGEST_ALONE:
        return None
    plain = _ALONE.fullmatch(line) if len(line) <= 90 else None
    if is_no_label(line):
        return None
    if plain is not None:
        return _alone(plain["label"].strip(), line)
    turned, held = _TURNED.fullmatch(line), _HELD.fullmatch(line)
    if turned is not None:
        return Label(turned["label"].strip(), f"{turned['last']}, {turned['first']}", len(line), alone=True)
    # “Van der Q (Greens)” is no office
    if held is None or " " not in held["name"] or not (held["party"] or holder_of(held["label"].strip())):
        return None
    return Label(held["label"].strip(), held["name"], len(line), alone=True)


def _alone(text: str, line: str) -> Label:
    name = without_brackets(text)
    return Label(text, name, len(line), ASKING.fullmatch(fold(name)) is not None, alone=True)


def _is_speech(line: str) -> bool:
    return ends_sentence(line) or count_words(line) >= SPEECH
