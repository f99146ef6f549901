"""What the heads of one text have in common, by which those are known that only look like them.

A program that writes a time stamp beside each name writes it beside all; a name on a line of its own, or in bold, comes
again, and so does another.
"""

import re
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import replace

from desktop.core.matching import fold
from desktop.core.structure.heads import DATED, find_name
from desktop.core.structure.labels import ASKING, NOBODY, Label, is_no_label
from desktop.core.structure.names import NAME, PAREN, has_capitals, is_chair, without_brackets
from desktop.core.structure.units import UPPER, count_words, ends_sentence
from desktop.core.structure.writing import QUESTION_MARKS
from desktop.core.vocabulary.languages import either, vocabulary

_WORDS, _NAMES = vocabulary().turns, vocabulary().names
_TITLED = re.compile(rf"{either(_WORDS.address)}\b\.?\s", re.IGNORECASE)
# fewer heads show nothing
LEAST = 3
_NEARLY_ALL = 0.9
# “Bob O’Hare”, and not “Listen” or “First of all”
_TWO_NAMES = re.compile(rf"[{UPPER}]\S*(?:\s[{UPPER}(]\S*)+")
_GIVEN = rf"[{UPPER}][\w’'.-]*"
_SURNAME_FIRST = re.compile(
    rf"(?P<family>(?:{either(_NAMES.particles)}\s){{0,2}}{_GIVEN}(?:\s{_GIVEN})?),\s(?P<given>{_GIVEN}(?:\s{_GIVEN}){{0,2}}){PAREN}"
)
_OFFICES = either(_NAMES.titles, _NAMES.bodies, _WORDS.chairs, _WORDS.dropped, _WORDS.honorifics)
_NO_GIVEN = re.compile(rf"(?:{_OFFICES}|[js]r|i{{2,3}}|iv)\.?", re.IGNORECASE)
# who speaks, when nobody knows: “???: ”, “[?]: ”, “--: ”
_NO_LETTER = re.compile(r"\s*(?P<label>[\[(]?(?:[?？]{1,6}|[-–—_]{2,6}|…|\.{3})[\])]?)\s?[:：]\s+(?=\S)")
# a name that stands alone is no longer
_LONGEST = 60
# so many words are speech, with a stop or without
SPEECH = 5
ASKED = re.compile(rf"[{QUESTION_MARKS}]\s*$")
_RULE = re.compile(r"(?:[-_=~*•·–—]\s?){3,}")
# paragraphs below a last rule; characters of what a program says of itself
_NOTES, _LONGEST_NOTE = 3, 300
_NOTE = re.compile(rf"{either(_WORDS.remarks)}\s?[:：]\s", re.IGNORECASE)
_TOLD_BY = re.compile(either(_WORDS.transcribing), re.IGNORECASE)
# before what WhatsApp itself says in somebody's place
_SYSTEM = "\u200e"


def of_one_make(found: Mapping[int, Label], bold: Sequence[int] = ()) -> dict[int, Label]:
    """Return *found* without what merely begins like a head where heads are of one make.

    Below a name that has a line of its own stands what is said, and where nearly all heads have a time stamp one
    without is a sentence with a colon: “Energy: that is the word.” *bold* is how many characters of each paragraph are
    bold at its beginning.
    """
    found = _in_capitals(_as_marked(found, bold))
    counts = Counter(fold(label.name) for label in found.values())
    kept = {
        at: label
        for at, label in found.items()
        if not (at - 1 in found and found[at - 1].alone and counts[fold(label.name)] < 2)
    }
    stamped = {fold(label.name) for label in kept.values() if label.stamped}
    bare = [at for at, label in kept.items() if not label.stamped]
    if len(kept) - len(bare) < LEAST or 3 * len(bare) > len(kept):
        return kept
    # somebody whom who wrote it down put in by hand
    named = {at for at in bare if kept[at].shape == "strict" and len(kept[at].name.split()) > 1}
    return {
        at: label if label.stamped or fold(label.name) in stamped else replace(label, doubtful=True)
        for at, label in kept.items()
        if label.stamped or fold(label.name) in stamped or at in named
    }


def _as_marked(found: Mapping[int, Label], bold: Sequence[int]) -> Mapping[int, Label]:
    """Return the heads of those whose names are bold, where most are: the others are sentences with a colon."""
    marked = {at for at, label in found.items() if bold and bold[at] >= len(label.text) > 0}
    if len(marked) < LEAST or 2 * len(marked) <= len(found):
        return found
    names = {fold(found[at].name) for at in marked}
    return {at: label for at, label in found.items() if fold(label.name) in names}


def _in_capitals(found: Mapping[int, Label]) -> Mapping[int, Label]:
    """Return the heads without those that come once and are no name, where nearly all the others are in capitals."""
    large = sum(has_capitals(label.name) for label in found.values())
    if large < 2 * LEAST or large < _NEARLY_ALL * len(found):
        return found
    counts = Counter(fold(label.name) for label in found.values())
    return {
        at: label
        for at, label in found.items()
        if has_capitals(label.name)
        or counts[fold(label.name)] > 1
        or _TWO_NAMES.fullmatch(label.text)
        or NOBODY.match(fold(label.name))
    }


def without_frame(found: Mapping[int, Label]) -> dict[int, Label]:
    """Return *found* with the names alone where all stand in the same words: “From Ada Quill to Everyone”.

    All begin with one word, and one small word stands in all of them.
    """
    able = {at: label.name.split() for at, label in found.items() if label.stamped}
    if len(able) < LEAST or len(able) < len(found):
        return dict(found)
    first = {words[0] for words in able.values()}
    inner = set.intersection(*({word for word in words[2:-1] if word.islower()} for words in able.values()))
    names = {at: _between(words, inner) for at, words in able.items()}
    if len(first) > 1 or not inner or len(set(names.values())) < 2 or not all(names.values()):
        return dict(found)
    return {at: replace(label, name=names[at]) for at, label in found.items()}


def _between(words: Sequence[str], inner: Collection[str]) -> str:
    end = next((at for at, word in enumerate(words) if at > 1 and word in inner), len(words))
    return " ".join(words[1:end])


def surnames_first(found: Mapping[int, Label], lines: Sequence[str], known: Container[str]) -> dict[int, Label]:
    """Return *found* with “Berg, Anna” as the name where labels have the family's name first, and no group or office.

    So it is where the text or the *known* actors have “Anna Berg”, and where all who speak more than once are written
    so, each with another name behind the comma, which the text has behind no small word: “the Greens”, “in Hamburg”.
    """
    able = {at: parts for at, label in found.items() if (parts := _SURNAME_FIRST.fullmatch(label.text))}
    able = {at: parts for at, parts in able.items() if _is_given(parts["given"], parts["family"])}
    if not able:
        return dict(found)
    written = {parts["family"]: parts["given"] for parts in able.values()}
    counts = Counter(fold(label.name) for label in found.values())
    others = any(
        counts[fold(label.name)] > 1 and not (label.asks or label.answers or is_chair(label.name))
        for at, label in found.items()
        if at not in able
    )
    sure = len(written) > 1 and len(set(written.values())) == len(written) and not others
    behind = re.compile(rf"(?<![,;]\s)\b[^\W\d_{UPPER}]+\s(?:{'|'.join(map(re.escape, written.values()))})\b")
    sure = sure and not any(behind.search(line) for line in lines)
    told = {
        family
        for family, given in written.items()
        if sure or fold(f"{given} {family}") in known or any(f"{given} {family}" in line for line in lines)
    }
    return {
        at: replace(label, name=f"{able[at]['family']}, {able[at]['given']}")
        if at in able and able[at]["family"] in told
        else label
        for at, label in found.items()
    }


def find_slips(lines: Sequence[str], found: Mapping[int, Label]) -> dict[int, Label]:
    """Return heads of those who speak elsewhere that were mistyped, and of nobody: “Kell:They”, “Host; We”, “???: ”.

    Other heads are the names with a colon; what stands as a name and has no letter is doubtful.
    """
    counts = Counter(label.text for at, label in found.items() if _colon_behind(lines[at], label))
    names = sorted((name for name, count in counts.items() if count > 1), key=len, reverse=True)
    if not names or 2 * counts.total() < len(found):
        return {}
    known = {name: next(label for label in found.values() if label.text == name) for name in names}
    slip = re.compile(
        rf"\s*(?P<label>{'|'.join(map(re.escape, names))})(?:\s?[:：;；](?!\d)|\.(?=\s[{UPPER}]))\s*(?=\S)"
    )
    slips: dict[int, Label] = {}
    for at, line in enumerate(lines):
        if at in found or at <= min(found):
            continue
        if typed := slip.match(line[:200]):
            slips[at] = replace(known[typed["label"]], end=typed.end(), stamped=False, alone=False)
        elif unknown := _NO_LETTER.match(line[:40]):
            text = unknown["label"]
            slips[at] = Label(text, text, unknown.end(), doubtful=True, shape="loose")
    return slips


def _colon_behind(line: str, label: Label) -> bool:
    return not label.alone and line[: label.end].rstrip().endswith((":", "："))


def _is_given(given: str, family: str) -> bool:
    words = given.split()
    shouted = any(len(word.strip(".")) > 1 and word.isupper() for word in words)
    return not (shouted and not family.isupper()) and not any(_NO_GIVEN.fullmatch(word) for word in words)


def is_name(label: Label) -> bool:
    """Tell whether a head is sure to name somebody."""
    words = [word for word in label.name.split() if word[0].isalpha()]
    capitals = len(words) > 1 and sum(word[0].isupper() for word in words) > 1
    upper = len(label.name) > 1 and label.name.isupper()
    digits = any(map(str.isdecimal, label.name))
    return label.asks or label.answers or label.stamped or label.doubtful or capitals or upper or digits


def names_alone(lines: Sequence[str], bold: Sequence[int], *, marked: bool = True) -> dict[int, Label]:
    """Return the names that stand alone on their line, speech below them, where two of them come again.

    They are in capitals or *bold*; or, not *marked* so, each follows the end of a sentence, and one at least has a
    figure or two words, or asks, or is asked something. Another of the kind, which comes but once, ends what was said
    before it; without a title it may be a heading, and is doubtful.
    """
    able = {at: label for at in range(len(lines) - 1) if (label := _alone(lines, at)) is not None}
    able = {at: label for at, label in able.items() if _is_marked(lines[at], label, bold[at] if bold else 0) == marked}
    counts = Counter(label.text for label in able.values())
    again = {at: label for at, label in able.items() if counts[label.text] > 1}
    if len({label.text for label in again.values()}) < 2 or not (marked or _are_sure(lines, able, again)):
        return {}
    others = {
        at: label if label.text != label.name or _TITLED.match(label.name) else replace(label, doubtful=True)
        for at, label in able.items()
        if at not in again and at > min(again) and ends_sentence(lines[at - 1], ":;")
    }
    return dict(sorted({**again, **others}.items())) if marked or 2 * len(others) <= len(again) else {}


def _alone(lines: Sequence[str], at: int) -> Label | None:
    line = lines[at].strip()
    below = lines[at + 1]
    if len(line) > _LONGEST or len(below) <= len(line.rstrip(":")) or not is_said(below):
        return None
    name = line.rstrip(":").rstrip()
    if is_no_label(name):
        return None
    bare = without_brackets(name)
    if not re.fullmatch(rf"{NAME}{PAREN}", name):
        found = find_name(name)
        if found is None or found.name != bare or not (name[0].isupper() or any(map(str.isdecimal, name))):
            return None
    return Label(name, bare, len(lines[at]), ASKING.fullmatch(fold(bare)) is not None, alone=True)


def is_said(line: str) -> bool:
    """Tell whether a line is speech: it ends a sentence or has so many words as none but speech has."""
    return ends_sentence(line, ":;") or count_words(line) >= SPEECH


def _is_marked(line: str, label: Label, bold: int) -> bool:
    return has_capitals(label.name) or bold >= len(line.strip().rstrip(":"))


def names_in_bold(lines: Sequence[str], bold: Sequence[int]) -> dict[int, Label]:
    """Return the names in bold that begin paragraphs without any mark, speech behind them, where two come again.

    Most paragraphs below the first have one. Another of the kind, which comes but once, is doubtful.
    """
    able: dict[int, Label] = {}
    for at, length in enumerate(bold):
        name, behind = lines[at][:length].strip(), lines[at][length:]
        apart = behind[:1].isspace() or lines[at][:length].endswith((" ", "\t"))
        able_name = 0 < len(name) <= _LONGEST and apart and not is_no_label(name)
        if able_name and is_said(behind) and re.fullmatch(rf"{NAME}{PAREN}", name):
            end = length + len(behind) - len(behind.lstrip())
            able[at] = Label(name, without_brackets(name), end, shape="loose")
    counts = Counter(label.text for label in able.values())
    again = {at for at, label in able.items() if counts[label.text] > 1}
    if len({able[at].text for at in again}) < 2 or 2 * len(again) < len(lines) - min(again):
        return {}
    return {at: label if at in again else replace(label, doubtful=True) for at, label in able.items()}


def _are_sure(lines: Sequence[str], able: Mapping[int, Label], again: Mapping[int, Label]) -> bool:
    inner = [at for at in again if at - 1 not in able and at > min(again)]
    if len(again) < LEAST + 1 or not all(ends_sentence(lines[at - 1], ":;") for at in inner):
        return False
    asked = any(ASKED.search(lines[at + 1]) for at in again)
    return asked or any(map(is_name, again.values()))


def system_lines(lines: Sequence[str], labels: Mapping[int, Label]) -> set[int]:
    """Return the lines of a chat that the program wrote: they have the time of a message and no sender, or its mark."""
    dated = [at for at, line in enumerate(lines) if DATED.match(line[:60])]
    if not labels or 2 * sum(at in labels for at in dated) <= len(dated) or not labels.keys() <= set(dated):
        return set()
    return {at for at in dated if at not in labels or lines[at][labels[at].end :].startswith(_SYSTEM)}


def after_all(lines: Sequence[str], labels: Mapping[int, Label], breaks: Collection[int]) -> set[int]:
    """Return the lines at the end that nobody says: below a rule, what a program that transcribes says of itself,
    or a note in capitals where nobody speaks so.

    *breaks* are the lines that stand below a rule of which the format tells.
    """
    start = max(labels, default=len(lines)) + 1
    ruled = [at for at in range(start, len(lines)) if at in breaks or _RULE.fullmatch(lines[at].strip())]
    end = len(lines)
    if ruled and sum(_RULE.fullmatch(lines[at].strip()) is None for at in range(ruled[-1], end)) <= _NOTES:
        end = ruled[-1]
    # below a name alone stands what is said
    first = start + (start - 1 in labels and labels[start - 1].alone)
    shouted = any(_is_shouted(lines[at][label.end :]) for at, label in labels.items())
    while end > first and len(lines[end - 1]) < _LONGEST_NOTE:
        # “TO ORDER A TRANSCRIPT, PLEASE WRITE TO US.”, “Note: The conference began at noon.”
        noted = _NOTE.match(lines[end - 1]) is not None or _TOLD_BY.search(lines[end - 1]) is not None
        if not noted and (shouted or not _is_shouted(lines[end - 1])):
            break
        end -= 1
    return set(range(end, len(lines))) if len(labels) > 1 else set()


def _is_shouted(words: str) -> bool:
    return words.isupper() and count_words(words) >= SPEECH
