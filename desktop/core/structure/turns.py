"""Finding who begins to speak at a paragraph, from how transcripts name their speakers."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise

from desktop.core.matching import fold
from desktop.core.structure.dialogues import DIALOGUE, find_options, find_questions, find_voices
from desktop.core.structure.forms import are_fields, is_day, is_field, is_log
from desktop.core.structure.heads import LEAD, LINE_NUMBER, STAMP, find_dashed, find_head, find_name, named_label
from desktop.core.structure.interviews import find_printed
from desktop.core.structure.labels import Label
from desktop.core.structure.makes import (
    SPEECH,
    find_slips,
    names_alone,
    names_in_bold,
    of_one_make,
    surnames_first,
    without_frame,
)
from desktop.core.structure.names import NAME, has_capitals, is_chair, without_brackets, without_titles
from desktop.core.structure.prose import is_interjection
from desktop.core.structure.records import find_alone, find_told
from desktop.core.structure.units import LETTERED, LETTERS, UPPER, count_words, ends_sentence
from desktop.core.structure.writing import COLONS, STOPS, WIDE_STOPS, count_unspaced
from desktop.core.vocabulary.languages import either, vocabulary

_WORDS = vocabulary().turns
JOINING = vocabulary().names.joining
_APART = re.compile(r"\s*\w(?:\s{2,}|\t)")
_ROMAN = re.compile(r"[IVX]+")
# “Ms. Okafor: ”, not “Note: ”
_TITLED = re.compile(rf"{either(_WORDS.address)}\b\.?\s+\w")
_NEARLY_ALL = 0.9
# a head of more words that comes but once is a sentence with a colon
_SHORT = 3
_COUNTED = re.compile(r"\s*(\d{1,4})\s(?=[^\W_][^\n:：]{0,60}[:：]\s)")
# lines above a text with numbers
_ABOVE = 4
# and no title has more
_TITLE = 14
_GIVEN_INITIALS = re.compile(rf"({NAME})\s\(([{UPPER}]{{2,4}})\)")
_IN_BRACKETS = re.compile(rf"\([{UPPER}]{{2,4}}\)")
_INITIALS_HEAD = re.compile(r"\s*([^\W\d_]{2,4})\s?[:.]-?\s+(?=\S)")
_QUOTED = re.compile(r"[«“„\"][^«»“”„\"\n]{1,200}[»”“\"]")
_CLOCK = re.compile(r"\d:\d\d")
_DASHES = ("-", "–", "—", "\N{MINUS SIGN}")
_SENTENCE = re.compile(rf"[{STOPS}](?=\s|$)|[{WIDE_STOPS}]")


def find_labels(
    lines: Sequence[str], bold: Sequence[int] = (), known: Container[str] = (), *, voiced: bool = False
) -> dict[int, Label]:
    """Return the paragraphs that begin a turn, by their number, with how each names its speaker.

    A strict head (`heads`) is a speaker's when its name comes again, is written in capitals or bold, says “Question” or
    the like, is a *known* name, or has “Mr”, “Ms” or the like before it; once there are three such paragraphs, every
    strict head is. Where none is sure, but half of all lines begin with a name of two words, these are. Two turns make
    a transcript; a single one counts only of a known speaker.

    Any other head is one when its shape recurs with two names at least, one of them twice; what follows must be speech.
    Where half of all paragraphs have heads, those whose name comes but once are too, doubtful unless all have.

    Without names, numbered questions, and three paragraphs or more that begin with a long dash, one of them a question,
    are a dialogue. Names alone on their line, each several times, are speakers too.

    *bold* is how many characters of each paragraph are bold at its beginning, empty when the format does not say;
    *known* are folded names of actors. Where a text is *voiced*, all that is bold names who speaks.
    """
    if is_log(lines):
        return {}
    stated = {at: named_label(lines[at], length) for at, length in enumerate(bold) if length > 1} if voiced else {}
    lines = _without_numbers(lines)
    heads = _heads(lines)
    found = _strict_labels(lines, heads, bold, known)
    for shape in ("role", "stop", "bracket", "tab", "timed", "loose", "dash"):
        found |= _recurring(lines, heads, shape)
    found |= stated
    every = find_told(lines, found.values()) | found
    found = _without_fields(lines, every)
    heads = {at: label for at, label in heads.items() if at in found or at not in every}
    plain = {at: label for at, label in found.items() if label.shape in ("strict", "loose")}
    if not stated and len(plain) == len(found) and not any(fold(one.name) in known for one in found.values()):
        said = {at: _words_of(lines, at, label) for at, label in found.items()}
        found = {} if are_fields(lines, said, found, heads, _coming_again(lines, found)) else found
    if found:
        found |= _others(lines, heads, found)
        found = surnames_first(of_one_make(found, bold), lines, known)
        found |= find_slips(lines, found)
        found = _without_days(lines, found)
    dashed = find_voices(lines)
    alone: dict[int, Label] = {}
    if not stated:
        alone = (
            names_alone(lines, bold)
            or names_in_bold(lines, bold)
            or find_alone(lines, bold)
            or names_alone(lines, bold, marked=False)
        )
    if len(alone) > 2 * len(found):
        return alone
    sure = len(found) >= 2 or any(fold(without_titles(label.name)) in known for label in found.values())
    if not sure and dashed and (printed := find_printed(lines, bold, dashed)):
        return printed
    return _with_dashes(lines, heads, found, dashed, sure=sure) or find_questions(lines) or find_printed(lines, bold)


def _with_dashes(
    lines: Sequence[str], heads: dict[int, Label], found: dict[int, Label], dashed: dict[int, Label], *, sure: bool
) -> dict[int, Label]:
    """Return the turns of named speakers, where these are *sure*, and those that only a long dash begins."""
    if sure:
        # two voices in a row that nobody named
        exchange = {at: label for at, label in dashed.items() if at + 1 in dashed or at - 1 in dashed}
        asking = {at for at in dashed if at + 1 in found}
        if 2 * len(asking) >= len(found) and 5 * len(asking) >= 4 * len(dashed):
            # who asks has a dash, and who answers a name
            exchange = dashed
        return dict(sorted({**exchange, **found}.items()))
    answered = {at + 1: heads[at + 1] for at in dashed if at + 1 in heads}
    if len(answered) >= 2 and 5 * len(answered) >= 4 * len(dashed) and len(_names(answered)) < len(answered):
        # and so where always the same answers
        return dict(sorted({**dashed, **answered}.items()))
    asks = len(dashed) >= 3 and any(lines[at].rstrip().endswith("?") for at in dashed)
    return dashed if asks else {}


def _heads(lines: Sequence[str]) -> dict[int, Label]:
    heads = ((at, find_head(line)) for at, line in enumerate(lines))
    found = {at: label for at, label in heads if label is not None and not is_interjection(lines[at])}
    clocks = {at for at, line in enumerate(lines) if len(line) < 60 and STAMP.fullmatch(line.strip())}
    dated = {at for at, line in enumerate(lines) if _is_dated_clock(line)}
    clocks |= dated if len(dated) >= _SHORT else set()
    # a table may have the name before the time or behind it: the place where names come again
    beside: list[dict[int, Label]] = [{}, {}]
    for labels, step in zip(beside, (1, -1), strict=True):
        for at in {at + step for at in clocks} - found.keys():
            if 0 <= at < len(lines) and (label := find_name(lines[at])) is not None:
                labels[at] = label
    names = max(beside, key=_repetitions)
    found |= names
    found |= _initials(lines)
    found |= without_frame({at: label for at, label in found.items() if label.stamped})
    options = find_options(lines)
    found = {at: label for at, label in found.items() if at not in options}
    if not any(label.answers for label in found.values()):
        # “P1” is the first participant where nobody’s answers are numbered
        for at, label in found.items():
            if label.asks and label.name[-1].isdecimal() and len(label.name) < 4:
                found[at] = replace(label, asks=False)
    return found


def _initials(lines: Sequence[str]) -> dict[int, Label]:
    """Return the heads of those whose initials a line gives behind their name, whatever else these mean: “RE: ”."""
    # few lines have any, and a name is dear to look for
    given = (line[:2000] for line in lines if _IN_BRACKETS.search(line, 0, 2000))
    able = {found[2]: found[1] for line in given for found in _GIVEN_INITIALS.finditer(line)}
    told = {
        short
        for short, name in able.items()
        if short == "".join(word[0] for word in name.split() if word[0].isupper())[-len(short) :]
    }
    if not told:
        return {}
    heads = {at: _INITIALS_HEAD.match(line) for at, line in enumerate(lines)}
    found = {at: Label(head[1], head[1], head.end()) for at, head in heads.items() if head and head[1] in told}
    return found if len({label.name for label in found.values()}) > 1 else {}


def _is_dated_clock(line: str) -> bool:
    """Tell whether a line is nothing but a day with a time: “Mar 12, 2024 10:33:05 AM (read at noon)”."""
    bare = without_brackets(line[:120]).strip()
    return len(line) < 120 and _CLOCK.search(bare) is not None and is_day(bare)


def _repetitions(labels: dict[int, Label]) -> int:
    return len(labels) - len(_names(labels))


def _names(labels: dict[int, Label]) -> set[str]:
    return {fold(label.name) for label in labels.values()}


def _strict_labels(
    lines: Sequence[str], heads: dict[int, Label], bold: Sequence[int], known: Container[str]
) -> dict[int, Label]:
    candidates = {at: label for at, label in heads.items() if label.shape == "strict"}
    again = _coming_again(lines, candidates)
    marked = {at for at, label in candidates.items() if bold and bold[at] >= len(label.text) > 0}
    # many that differ are the headings of their paragraphs
    if len(marked) > _SHORT and not any(fold(candidates[at].name) in again for at in marked):
        marked = set()
    sure = {
        at
        for at, label in candidates.items()
        if label.asks
        or fold(label.name) in again
        or has_capitals(label.name)
        or _TITLED.match(label.name)
        or at in marked
        or fold(label.name) in known
        or fold(without_titles(label.name)) in known
        or has_capitals(without_titles(label.name))
    }
    # “Ada Quill, rapporteur. – ” and “Ben Ost (Greens). – ” are how records name who speaks, each maybe once
    told = {at for at, label in candidates.items() if _is_told(lines[at], label) and _is_speech(lines, at, label)}
    if len(told) >= 3:
        sure |= told
        presiding = {at: label for at, label in heads.items() if label.shape == "dash" and is_chair(label.name)}
        candidates |= presiding
    of_two = sum(len(label.name.split()) > 1 for label in candidates.values())
    # the names of a list have no sentences behind them
    of_two *= 2 * sum(_ends(_words_of(lines, at, label)) for at, label in candidates.items()) >= len(candidates)
    covered = len(candidates) + sum(label.alone for label in candidates.values())
    if len(sure) >= 3 or (2 * covered >= len(lines) and (len(sure) >= 2 or 2 * of_two >= len(candidates) >= 2)):
        sure = set(candidates)
    return {at: candidates[at] for at in sure}


def _is_told(line: str, label: Label) -> bool:
    """Tell whether *label* has an office or a group behind the name, and a dash behind its stop."""
    details = label.text[len(label.name) :] if label.text.startswith(label.name) else ""
    return LETTERED.search(details) is not None and line[: label.end].rstrip()[-1:] in _DASHES


def _coming_again(lines: Sequence[str], heads: dict[int, Label]) -> set[str]:
    """Return the folded names that come twice and more often have speech behind them than the field of a form."""
    counts = Counter(fold(label.name) for label in heads.values())
    spoken = Counter(fold(label.name) for at, label in heads.items() if _is_speech(lines, at, label))
    return {name for name, count in counts.items() if count > 1 and 2 * spoken[name] >= count}


def _is_speech(lines: Sequence[str], at: int, label: Label) -> bool:
    words = _words_of(lines, at, label)
    return _ends(words) or count_words(words) >= SPEECH


def _words_of(lines: Sequence[str], at: int, label: Label) -> str:
    below = next((line for line in lines[at + 1 : at + 3] if not STAMP.fullmatch(line.strip()[:60])), "")
    return below if label.alone else lines[at][label.end :]


def _ends(words: str) -> bool:
    # a semicolon asks in Greek, and no stop ends a sentence in Thai
    return ends_sentence(words, ";") or count_unspaced(words[:200]) >= SPEECH


def _recurring(lines: Sequence[str], heads: dict[int, Label], shape: str) -> dict[int, Label]:
    """Return the heads of a shape that recurs: with two names, one of them twice, and much of the text behind them."""
    stamps = any(label.stamped for label in heads.values())
    # names beside stamps, strict or not, are of one shape
    found = {
        at: label
        for at, label in heads.items()
        if label.shape == shape
        or (shape == "role" and (label.asks or label.answers))
        or (shape == "loose" and label.shape == "strict" and label.stamped)
        or (shape in ("dash", "bracket") and label.shape == "role")
    }
    if shape == "dash" and found:
        loose = {at for at, label in heads.items() if at not in found and label.shape in ("loose", "strict")}
        found |= {at: label for at in loose if (label := find_dashed(lines[at])) is not None}
    again = _coming_again(lines, found)
    distinct = {fold(label.name) for label in found.values()}
    if shape == "role":
        asks, answers = (any(getattr(one, kind) for one in found.values()) for kind in ("asks", "answers"))
        # “Q” between the names of a briefing
        names = any(
            (label.shape == "strict" and not label.asks) or (label.shape == "stop" and is_chair(label.name))
            for label in heads.values()
        )
        # once, but set off from what is asked: “Q    Since when?”
        apart = all(_APART.match(lines[at]) and lines[at].rstrip().endswith("?") for at in found)
        return found if asks and (answers or (names and (len(found) > 1 or apart))) else {}
    if shape == "stop":
        presiding = {at: label for at, label in found.items() if is_chair(label.name)}
        if presiding:
            found |= {at: label for at, label in heads.items() if label.shape == "family"}
            again, distinct = _coming_again(lines, found), {fold(label.name) for label in found.values()}
        # in a hearing many paragraphs may follow each name, but hardly an article has three such names
        enough = 3 * len(found) >= len(lines) or (len(again) > 1 and len(found) > _SHORT)
        if len(distinct) > 1 and len(found) >= 3 and again and enough:
            return found
        strict = sum(label.shape == "strict" and _TITLED.match(label.name) is not None for label in heads.values())
        # “The President. ” between “Q. ”, as news conferences are written
        asked = sum(label.asks and label.shape == "role" for label in heads.values())
        return presiding if strict >= 3 or (asked > 1 and len(presiding) > 1) else {}
    stamped = stamps and all(label.stamped for label in found.values())
    least = 1 if stamped else 2 if shape in ("bracket", "tab", "dash") else 0
    enough = not least or 2 * len(found) * (2 if stamped else 1) >= len(lines)
    if len(distinct) < 2 or not again or not enough or len(found) < 3:
        return {}
    return {at: label for at, label in found.items() if fold(label.name) in again or label.stamped}


def _others(lines: Sequence[str], heads: dict[int, Label], found: dict[int, Label]) -> dict[int, Label]:
    """Return the other heads of a text that is a transcript for sure: whoever it is, another speaks no longer.

    Where nearly each paragraph has a head they are speakers like the rest; else they may be sentences with a colon.
    """
    shapes = {label.shape for label in found.values()} | {"strict", "loose"}
    shapes |= {"nobody"} if shapes & {"strict", "stop"} else set()
    # where names have lines of their own, another such line is no sentence
    alone = 2 * sum(label.alone for label in found.values()) > len(found)
    first = min(found)
    # who asks first may come but once
    while first - 1 in heads and heads[first - 1].shape in shapes and _is_said(lines, first - 1, heads[first - 1]):
        if first == 1 and _is_topic(lines, heads[0], found):
            break
        first -= 1
    others = {
        at: label
        for at, label in heads.items()
        if at not in found and label.shape in shapes and at >= first
        if len(label.name.split()) <= _SHORT or label.doubtful or label.text[-1] in ")]" or (alone and label.alone)
        if _ends(_words_of(lines, at, label))
    }
    speaking = sum(LETTERED.search(line[:200]) is not None for line in lines[first:])
    covered = sum(1 + label.alone for label in (*found.values(), *others.values()))
    if 2 * covered < speaking:
        # turns of several paragraphs, in which sentences have colons: what is written as no sentence begins
        written = {_writing(label.name) for label in found.values()} - {""}
        return {
            at: replace(label, doubtful=True)
            for at, label in others.items()
            if at > min(found)
            if (alone and label.alone) or label.doubtful or _writing(label.name) in written
        }
    doubtful = covered < _NEARLY_ALL * speaking
    return {
        at: replace(label, doubtful=label.doubtful or doubtful)
        for at, label in others.items()
        if at > min(found) or not doubtful
    }


def _is_said(lines: Sequence[str], at: int, label: Label) -> bool:
    """Tell whether a head above all that are known is no field or title: sentences follow it, or it has brackets."""
    words = _words_of(lines, at, label)
    return at > 0 and _ends(words) and (label.text[-1] in ")]" or len(_SENTENCE.findall(words[:2000])) > 1)


def _writing(name: str) -> str:
    """Return how a name is written that is no mere words: ``a_a`` of “anna_b”, ``a 0`` of “Pupil 4”; else nothing."""
    found = re.sub(r"\d+", "0", LETTERS.sub("a", name))
    return found if re.search(r"[^a\s]", found) else ""


def _is_headline(lines: Sequence[str], at: int, label: Label) -> bool:
    """Tell whether a head may be a headline's, as in “River Charter: ministers meet”: no “Mr”, and no sentence."""
    titled = label.asks or label.answers or _TITLED.match(label.text) is not None
    return not (titled or label.alone or ends_sentence(lines[at]))


def _without_days(lines: Sequence[str], found: dict[int, Label]) -> dict[int, Label]:
    """Return the heads without those that come once and have but a day behind them: “Created On: 06/02/2014”."""
    counts = Counter(fold(label.name) for label in found.values())
    return {
        at: label
        for at, label in found.items()
        if counts[fold(label.name)] > 1
        or label.stamped
        or label.alone
        or label.asks
        or not is_day(lines[at][label.end : label.end + 80])
    }


def _is_topic(lines: Sequence[str], label: Label, found: dict[int, Label]) -> bool:
    """Tell whether a head on top of all is a title, as in “Ferries: who pays?”, by what the others are.

    They begin with capitals behind the colon and it does not, or it has capitals at each word; they have two words or
    capitals throughout, and it has one; the next one asks, or stands further below.
    """
    words = lines[0][label.end :].strip()
    others = {at: one for at, one in found.items() if at}
    able = not (label.alone or label.stamped or label.doubtful or is_chair(label.name))
    if able and lines[0].isupper() and len(others) > 1:
        # “LOW TIDE, PART 2: WHO PAYS?”, where nobody else shouts
        return not any(lines[at][one.end :].isupper() for at, one in others.items())
    able = able and label.text == label.name
    if len(others) < _SHORT or not able or count_words(lines[0]) > _TITLE or len(_SENTENCE.findall(words)) > 1:
        return False
    if lines[0].rstrip().endswith(".") or _TITLED.match(label.name):
        return False
    first = min(others)
    letters = [found for found in LETTERS.findall(words) if found.casefold() not in JOINING]
    shouts = len(letters) > 1 and all(word[0].isupper() for word in letters)
    small = words[:1].islower() and not any(lines[at][one.end :].lstrip()[:1].islower() for at, one in others.items())
    two = " " not in label.name and not has_capitals(label.name)
    two = two and all(" " in one.name or has_capitals(one.name) or one.asks for one in others.values())
    return shouts or small or two or others[first].asks or first > 1


def _without_fields(lines: Sequence[str], found: dict[int, Label]) -> dict[int, Label]:
    """Return the heads without those above the others that are fields (“President: Mrs. Quill”) or a headline."""
    counts = Counter(fold(label.name) for label in found.values())
    stopped = sum(_ends(_words_of(lines, at, label)) for at, label in found.items()) >= max(1, len(found) - 1)
    fields = []
    for at, label in sorted(found.items()):
        spoken = label.alone or lines[at].rstrip().endswith(":") or _is_speech(lines, at, label)
        # “I: Ada Quill, director, and Ben Ost, engineer.”
        field = _ROMAN.fullmatch(label.name) or is_field(_words_of(lines, at, label), label, above=at + 2 in found)
        # “Ada Quill: “We row””, above who wrote it down
        quoted = at + 1 not in found and _QUOTED.fullmatch(_words_of(lines, at, label).strip()) is not None
        headline = (
            quoted or (stopped and _is_headline(lines, at, label)) or (at == 0 and _is_topic(lines, label, found))
        )
        spoken = spoken and not field and not headline
        if (counts[fold(label.name)] > 1 and not quoted) or (label.asks and not (field and label.alone)) or spoken:
            break
        fields.append(at)
    return {at: label for at, label in found.items() if at not in fields}


def _without_numbers(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines with blanks instead of numbers, where each has one: an analyst's transcript."""
    numbers = [LINE_NUMBER.match(line) for line in lines]
    if sum(number is not None for number in numbers) < 3:
        # one blank behind each number, where they count the paragraphs
        counted = [_COUNTED.match(line) for line in lines]
        told = [int(number[1]) for number in counted if number]
        numbers = counted if told == list(range(1, len(told) + 1)) else numbers
    told = [int(number[1]) for number in numbers if number]
    # what stands above the first, such as a title, has none
    first = next((at for at, number in enumerate(numbers) if number), 0)
    rest = len(lines) - (first if first <= _ABOVE else 0)
    if len(told) < 3 or len(told) < rest - 1 or any(one >= other for one, other in pairwise(told)):
        return lines
    return [
        " " * len(found[0]) + line[found.end() :] if found else line for found, line in zip(numbers, lines, strict=True)
    ]


def label_length(line: str, label: str) -> int:
    """Return how many characters of a turn's first line its *label* takes, with marks, times and the space after it.

    A turn that was marked by hand knows no label: then what its line begins with counts.
    """
    number = LINE_NUMBER.match(line)
    start = number.end() if number else 0
    known, dash = find_head(line[start:]), DIALOGUE.match(line)
    if label and not (known and known.text == label):
        found = re.match(
            rf"(?:\s*(?:§+\s*)?\d{{1,4}}[.)]?\s)?{LEAD.lstrip('^')}{re.escape(label)}\s*(?:\.\s?[-–—]+|[{COLONS}.;；])?\s*",
            line,
        )
        return found.end() if found else 0
    if known and (label or known.shape == "strict"):
        return start + known.end
    return dash.end() if dash else 0
