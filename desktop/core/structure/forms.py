"""What only looks like a conversation: the fields of forms and minutes, lists, songs, and what programs note."""

import re
from collections.abc import Collection, Mapping, Sequence

from desktop.core.matching import fold
from desktop.core.structure.date_lines import LONE_DATE
from desktop.core.structure.labels import Label
from desktop.core.structure.makes import ASKED, LEAST, is_name, is_said
from desktop.core.structure.names import NAME, PAREN
from desktop.core.structure.units import LETTERS, UPPER, ends_sentence
from desktop.core.times import CLOCK
from desktop.core.vocabulary.languages import either, vocabulary

# letters of a word that may come in small letters, too
_WORD = 3
# so many names that differ may be the fields of a form
_MANY = 5
_FIGURE = re.compile(r"\s*+(?:[-−+~<>≈]\s*+)?(?:\w{1,3}\s?)?[€$£]?\d")
# “Ada Quill and Dr Ben Ost.”, “Dame Ada Quill (Chair); Ben Ost.”, but not “Hello, Ada.”; “2:06 p.m. EDT”
_AND = re.compile(rf"\s*[,;]\s*|\s+{either(vocabulary().saying.conjunctions)}\s+")
_FULL_NAME = re.compile(rf"(?=\S+\s+[{UPPER}]){NAME}{PAREN}")
_LAST_AND = re.compile(rf"\s+{either(vocabulary().saying.conjunctions)}$")
_TIME = re.compile(rf"{CLOCK}\W*[A-Z]{{0,5}}\W*")
_LONGEST_LIST = 300
# “2024-03-12 10:33:00,120 WARN harbour.mail: ”, “[core:error] ”, “harbourd[871]: ”
_LOGGED = re.compile(
    r".{0,60}?(?:\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|SEVERE|FATAL|CRITICAL)\b"
    r"|\[(?:\w+:)?(?:trace\d?|debug|info|notice|warn(?:ing)?|error|crit|alert|emerg)\]|\b[\w./-]+\[\d+\]:\s)"
)


def are_fields(
    lines: Sequence[str],
    words: Mapping[int, str],
    found: Mapping[int, Label],
    heads: Mapping[int, Label],
    again: Collection[str],
) -> bool:
    """Tell whether the heads in *found* are the fields of a form, a recipe or minutes, and no speakers.

    *heads* are all there are, *words* what follows each in *found*; *again* the folded names that come twice and more.
    What stands behind them is no speech but figures, or the names of a cast. Or nothing tells of any that it is a name:
    no more than one comes again, and they are many that differ or stand apart; or the same ones come in the same order
    below several headings: “Pros” and “Cons”.
    """
    if _are_entries(found, words) or _are_rounds(lines, found, words):
        return True
    if not found or any(map(is_name, found.values())) or any(ASKED.search(said) for said in words.values()):
        return False
    if len(again) > 1:
        return _are_parts(lines, found)
    distinct = len({fold(label.name) for label in found.values()})
    first, last = min(found), max(found)
    covered = sum(1 + label.alone for at, label in heads.items() if first <= at <= last)
    return 3 * covered < 2 * (last - first + 1) or (len(found) >= _MANY and 3 * distinct > 2 * len(found))


def is_field(words: str, label: Label, *, above: bool) -> bool:
    """Tell whether the *words* behind a head that comes but once are a list of names, a date, or when a record began.

    Behind a head that has a line of its own it is the last, where it stands right *above* another head.
    """
    words = words.strip()
    if len(words) > _LONGEST_LIST:
        return False
    if label.alone:
        # “Participants:” above the names of these
        listed = [name for name in re.split(r"\s*[,;]\s*", words.rstrip(",;")) if name]
        told = all(_FULL_NAME.fullmatch(_LAST_AND.sub("", name)) for name in listed)
        return (above and _TIME.fullmatch(words) is not None) or (bool(listed) and told)
    dated = any(LONE_DATE.fullmatch(part) for part in re.split(r"(?<=[^\W\d_])\.\s+", words))
    names = _AND.split(words.removesuffix("."))
    return dated or (len(names) > 1 and all(_FULL_NAME.fullmatch(name) for name in names))


def is_day(words: str) -> bool:
    """Tell whether *words* are nothing but a day, and perhaps a time: “06/02/2014 10:12”."""
    return LONE_DATE.fullmatch(words.strip()) is not None


def _are_rounds(lines: Sequence[str], found: Mapping[int, Label], words: Mapping[int, str]) -> bool:
    """Tell whether the same heads come in the same order again and again, and are words of the text or single letters.

    So do “Claim” and “Fact”, and “S”, “O”, “A”, “P”; people who talk seldom do, and their names are no words.
    """
    order = [fold(label.name) for _at, label in sorted(found.items())]
    names = list(dict.fromkeys(order))
    rounds = len(order) // max(1, len(names))
    if len(names) < 2 or rounds < LEAST or order != (names * (rounds + 1))[: len(order)]:
        return False
    if any(label.stamped or label.doubtful or label.text != label.name for label in found.values()):
        return False
    if all(len(name) == 1 for name in names):
        return len(names) > 2
    if any(map(is_name, found.values())) or any(len(name) < _WORD for name in names):
        return False
    if any(ASKED.search(said) for said in words.values()) or any(" " in name for name in names):
        return False
    said = "\n".join(line[found[at].end :] if at in found else line for at, line in enumerate(lines))
    small = {word for word in LETTERS.findall(said) if word.islower()}
    return 2 * sum(not small.isdisjoint((name, f"{name}s", f"{name}en")) for name in names) >= len(names)


def _are_entries(found: Mapping[int, Label], words: Mapping[int, str]) -> bool:
    if not found or any(label.asks or label.answers or label.stamped for label in found.values()):
        return False
    # “Music” and “Voices” may be fields of a programme
    if 2 * sum(label.doubtful for label in found.values()) > len(found):
        return False
    figures = sum(_FIGURE.match(said) is not None and not ends_sentence(said) for said in words.values())
    spoken = sum(is_said(said) for said in words.values())
    distinct = len({fold(label.name) for label in found.values()})
    listed = len(found) >= _MANY and 3 * spoken < len(found) and 3 * distinct > 2 * len(found)
    return 3 * figures >= 2 * len(found) or listed


def _are_parts(lines: Sequence[str], found: Mapping[int, Label]) -> bool:
    groups: list[list[str]] = []
    for at, label in sorted(found.items()):
        if at - 1 in found:
            groups[-1].append(fold(label.name))
        else:
            groups.append([fold(label.name)])
            if len(groups) > 1 and ends_sentence(lines[at - 1], ":;,"):
                return False
    return len(groups) > 1 and len(groups[0]) > 1 and all(group == groups[0] for group in groups)


def is_log(lines: Sequence[str]) -> bool:
    """Tell whether most *lines* are what a program noted: each has a time and how grave it is, or a process."""
    noted = sum(_LOGGED.match(line[:200]) is not None for line in lines)
    return noted >= LEAST and 2 * noted > len(lines)
