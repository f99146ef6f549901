"""Reading the words of languages: each file once, when words are first asked for.

Adding a language is adding its file, named by its code (BCP 47): ``pt.toml``; ``any.toml`` has what belongs to no
language. Nothing else of the program names one.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import chain
from typing import Any

from desktop.core.vocabulary.known import FOLDER
from desktop.core.vocabulary.lists import (
    ClaimWords,
    ComparisonWords,
    CountingWords,
    DateWords,
    HolderWords,
    KindWords,
    NameWords,
    PageWords,
    PatternGroups,
    Patterns,
    RecognitionWords,
    ReferenceWords,
    SayingWords,
    SentenceWords,
    TurnWords,
    WordGroups,
    Words,
)
from desktop.paths import shipped

# of so few words each is tried as fast
_FEW = 2
# a group with which a pattern begins, of words and the space between them
_WORD = r"(?:[^()\\\[|]|\\s\+)+"
_GROUP = re.compile(rf"\(\?:({_WORD}(?:\|{_WORD})*)\)(\?(?!\?))?")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, or of all: a table of a file for each attribute."""

    recognition: RecognitionWords = field(default_factory=RecognitionWords)
    comparing: ComparisonWords = field(default_factory=ComparisonWords)
    counting: CountingWords = field(default_factory=CountingWords)
    sentences: SentenceWords = field(default_factory=SentenceWords)
    names: NameWords = field(default_factory=NameWords)
    saying: SayingWords = field(default_factory=SayingWords)
    claims: ClaimWords = field(default_factory=ClaimWords)
    holding: HolderWords = field(default_factory=HolderWords)
    referring: ReferenceWords = field(default_factory=ReferenceWords)
    turns: TurnWords = field(default_factory=TurnWords)
    page: PageWords = field(default_factory=PageWords)
    dates: DateWords = field(default_factory=DateWords)
    kinds: KindWords = field(default_factory=KindWords)


@cache
def languages() -> Mapping[str, Vocabulary]:
    """Return the words of each language by its code; ValueError as `read_language`."""
    return {code: _language(code) for code in sorted(codes())}


def codes() -> frozenset[str]:
    """Return the codes of the languages that have a file."""
    return frozenset(file.stem for file in (shipped("resources") / FOLDER).glob("*.toml"))


def words_of(code: str) -> Vocabulary | None:
    """Return the words of one language without reading all the others; None of one that has no file."""
    return _language(code) if code in codes() else None


@cache
def _language(code: str) -> Vocabulary:
    file = shipped("resources") / FOLDER / f"{code}.toml"
    return read_language(file.read_text(encoding="utf-8"), file.name)


@cache
def vocabulary() -> Vocabulary:
    """Return the words of all languages together: a text need not say which one it is in, and may quote another."""
    found: Vocabulary = _merged(list(languages().values()))
    return found


def either(*lists: Words | Patterns) -> str:
    """Return a regular expression of what stands in one of *lists*, the longer first; without any it never matches."""
    found = set[str]()
    for one in lists:
        parts = one if isinstance(one, tuple) else [re.escape(part).replace(r"\ ", " ") for part in one]
        found.update(part.replace(" ", r"\s+") for part in parts)
    if not found:
        return "(?!)"
    ordered = sorted(found, key=lambda part: (-len(part), part))
    alternatives = f"(?:{'|'.join(_by_beginning(ordered))})"
    ahead = _looking_ahead(ordered)
    # one group, behind which a mark may say how often it stands there
    return f"(?:{ahead}{alternatives})" if ahead else alternatives


def _looking_ahead(parts: Sequence[str]) -> str:
    """Return what looks whether one of *parts* may begin here; empty where that is not told easily, or not worth it.

    A text is searched ten times as fast where most of its letters are passed over so.
    """
    firsts = [_first_letters(part) for part in parts] if len(parts) > _FEW else [None]
    if None in firsts:
        return ""
    return f"(?=[{''.join(sorted(frozenset().union(*filter(None, firsts))))}])"


def _by_beginning(parts: Sequence[str]) -> list[str]:
    """Return alternatives that match what *parts* match, and the same ones first, but one for each first letter.

    Of hundreds of words most begin with another letter than a text does: to try one by one takes four times as long.
    """
    found: list[tuple[frozenset[str] | None, list[str]]] = []
    # where the alternative of a first letter stands, behind which nothing else begins with it
    places: dict[str, int] = {}
    for part in parts:
        letters = _first_letters(part)
        firsts = None if letters is None else frozenset(map(_folded, letters))
        if firsts is not None and len(firsts) == 1 and _begins_with_letter(part):
            (first,) = firsts
            if first in places:
                found[places[first]][1].append(part)
                continue
            places[first] = len(found)
        else:
            places = {letter: at for letter, at in places.items() if firsts is not None and letter not in firsts}
        found.append((firsts, [part]))
    alternatives: list[str] = []
    for _firsts, same in found:
        first = _start(same[0])
        if len(same) > 1 and all(_start(part) == first for part in same):
            alternatives.append(f"{first}(?:{'|'.join(part[len(first) :] for part in same)})")
        else:
            alternatives.extend(same)
    return alternatives


def _start(part: str) -> str:
    return part[:2] if part[0] == "\\" else part[0]


def _folded(letter: str) -> str:
    # letters of either case may match each other, and so may the two i of Turkish
    return letter if letter[0] == "\\" else letter.casefold()[0].replace("ı", "i")


def _begins_with_letter(part: str) -> bool:
    """Tell whether a pattern begins with a letter that stands there once, or a mark that stands for itself."""
    plain = part[0].isalnum() or (part[0] == "\\" and not part[1].isalnum())
    return plain and part[len(_start(part)) :][:1] not in ("?", "*", "+", "{")


def _first_letters(part: str) -> frozenset[str] | None:
    """Return what a pattern may begin with; None where that is not told easily."""
    depth = 0
    for mark in re.sub(r"\\.|\[(?:\\.|[^]])*\]", "", part):
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and not depth:
            return None
    if _begins_with_letter(part):
        return frozenset((_start(part),))
    group = _GROUP.match(part)
    if group is None:
        return None
    inner = [_first_letters(one) for one in group[1].split("|")]
    if group[2]:
        inner.append(_first_letters(part[group.end() :]) if group.end() < len(part) else None)
    return None if None in inner else frozenset().union(*filter(None, inner))


def groups(of: WordGroups) -> dict[str, str]:
    """Return for each word what it stands for."""
    return {word: name for name, words in of.items() for word in words}


def read_language(source: str, name: str) -> Vocabulary:
    """Return the words of the file *name*, whose text is *source*.

    Raises:
        ValueError: when it is no TOML, has a table or list that nothing asks for, one of another type, a word that
            stands in its list twice, or a pattern with a blank at an end. The sentence names the file and the list.
    """
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from None
    found: Vocabulary = _record(Vocabulary, tables, name)
    return found


def _record(of: type[Any], table: object, where: str) -> Any:
    """Return an *of* from a table of a file."""
    if not isinstance(table, dict):
        raise ValueError(f"{where}: a table is needed")
    # a word that Python keeps for itself has a stroke behind it there
    known = {one.name.rstrip("_"): one for one in fields(of)}
    unknown = sorted(table.keys() - known.keys())
    if unknown:
        raise ValueError(f"{where}: nothing asks for {unknown[0]}")
    values = {}
    for key, value in table.items():
        kind: Any = known[key].type
        inner = f"{where}: {key}" if of is Vocabulary else f"{where}.{key}"
        values[known[key].name] = _READERS[kind](value, inner) if kind in _READERS else _record(kind, value, inner)
    return of(**values)


def _words(value: object, where: str) -> Words:
    if not isinstance(value, str):
        raise ValueError(f"{where}: words are written as one text")
    # a stroke stands for a blank inside one
    return frozenset(_single([part.replace("_", " ") for part in value.split()], where))


def _patterns(value: object, where: str) -> Patterns:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{where}: patterns are written as an array of texts")
    for one in value:
        if not one or one != one.strip():
            raise ValueError(f"{where}: a blank at an end, or nothing at all: “{one}”")
    return _single(value, where)


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{where}: true or false is needed")
    return value


def _grouped(read: Callable[[object, str], Any]) -> Callable[[object, str], Mapping[str, Any]]:
    def read_groups(value: object, where: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise ValueError(f"{where}: a table is needed")
        return {name: read(one, f"{where}.{name}") for name, one in value.items()}

    return read_groups


def _single(parts: Sequence[str], where: str) -> tuple[str, ...]:
    """Return *parts*, none of which may come twice."""
    if len(set(parts)) < len(parts):
        twice = next(part for part in parts if parts.count(part) > 1)
        raise ValueError(f"{where}: “{twice}” stands there twice")
    return tuple(parts)


_READERS: dict[Any, Callable[[object, str], object]] = {
    Words: _words,
    Patterns: _patterns,
    WordGroups: _grouped(_words),
    PatternGroups: _grouped(_patterns),
    bool: _flag,
}


def _merged(values: Sequence[Any]) -> Any:
    """Return the same part of several languages as one."""
    first = values[0]
    if isinstance(first, frozenset):
        return first.union(*values)
    if isinstance(first, tuple):
        return tuple(dict.fromkeys(chain.from_iterable(values)))
    if isinstance(first, bool):
        return any(values)
    if isinstance(first, Mapping):
        return {key: _merged([one[key] for one in values if key in one]) for key in chain.from_iterable(values)}
    names = (one.name for one in fields(first))
    return type(first)(**{name: _merged([getattr(one, name) for one in values]) for name in names})
