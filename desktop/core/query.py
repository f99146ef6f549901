"""What one types into a search: words, phrases, stars, AND, OR, NOT; whatever is typed is a query. What it finds.

``nato -alba``, ``"zone of peace" OR conquest*``, ``(cuba OR haiti) NOT sanctions``. Words without an operator must all
stand there; NOT binds tighter than AND, AND tighter than OR. What is dangling, unclosed or empty is passed over.

A word is found wherever its letters stand, inside of other words too, as by the line above a text; in quotation marks
whole words are. A star stands for the letters that may follow (``conquest*``) or precede (``*line``) a whole word.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_

from desktop.core.folding import Phrase, words
from desktop.core.memos import Memo
from desktop.core.text import normalise_text
from desktop.core.values import SearchHit

_TOKENS = re.compile(r'(-?)"([^"]*)("?)(\*?)|([()])|([^\s"()]+)')
_ENDS = re.compile(r"-*(\*?)(.*?)(\*?)")
# within a Hebrew abbreviation it quotes nothing
_GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
# FTS5 refuses deeper expressions than 256; nobody types the half of this
_MAX_TOKENS = 100
_MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other.

    Attributes:
        whole: whether they stand between borders, or else anywhere, inside of longer words too.
        prefix: of whole words, whether letters may follow the last.
        suffix: whether letters may precede the first.
    """

    words: str
    whole: bool = False
    prefix: bool = False
    suffix: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions of which all, or when *any* one, must hold."""

    parts: "tuple[Query, ...]"
    any: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """A condition that must not hold."""

    part: "Query"


Query = Term | Group | Not


def parse(text: str) -> Query | None:
    """Return what *text* asks for; None when there is no word in it."""
    tokens = list(_tokens(text))
    if len(tokens) > _MAX_TOKENS:
        # a whole page: its words without operators
        tokens = [*[token for token in tokens if isinstance(token, Term)][:_MAX_TOKENS]]
    return _Parser(tokens).read()


def terms(query: Query, *, every: bool = False) -> Iterator[Term]:
    """Yield the terms that are looked for, without those that must not stand there unless it is to be *every* one."""
    if isinstance(query, Term):
        yield query
    elif isinstance(query, Group) or every:
        for part in query.parts if isinstance(query, Group) else (query.part,):
            yield from terms(part, every=every)


def holds(query: Query, stands: Callable[[Term], bool]) -> bool:
    """Tell whether *query* holds where *stands* tells it of each term."""
    return bool(holding(query, lambda term: frozenset({0}) if stands(term) else frozenset(), frozenset({0})))


def holding(query: Query, having: Callable[[Term], Set[int]], everything: Set[int]) -> Set[int]:
    """Return for which of *everything* the query holds; *having* tells which have a term."""
    if isinstance(query, Term):
        return having(query)
    if isinstance(query, Not):
        return everything - holding(query.part, having, everything)
    parts = [holding(part, having, everything) for part in query.parts]
    return reduce(or_ if query.any else and_, parts)


def term_stands(term: Term, folded: str) -> bool:
    """Tell whether *term* stands in a text that `fold` has folded."""
    return any(one.stands_in(folded) for one in phrases(term))


def fold(text: str) -> str:
    """Return the words of *text* joined by single spaces, without case and marks."""
    return " ".join(words(text))


@lru_cache(maxsize=1_000)
def phrases(term: Term) -> tuple[Phrase, ...]:
    """Return what a term asks for, folded, in each spelling: once, since each of 100,000 titles is asked for it."""
    own = words(term.words)
    stars = [(False, False)] * len(own)
    if term.suffix:
        stars[0] = (True, False)
    return Phrase(own, stars, whole=term.whole, prefix=term.prefix).spellings()


def places_pattern(query: Query) -> re.Pattern[str] | None:
    """Return what finds in a `FoldedText` the places of all that is looked for; None where that is nothing."""
    asked = {one: None for term in terms(query) for one in phrases(term)}
    return pattern_of(list(asked)) if asked else None


def pattern_of(asked: Sequence[Phrase]) -> re.Pattern[str]:
    """Return what finds any of some phrases in a `FoldedText`: “nato summit OR nato” is the summit where it stands."""
    longest_first = sorted(asked, key=lambda one: -len("".join(one.words)))
    return re.compile("|".join(dict.fromkeys(one.pattern() for one in longest_first)))


class _Parser:
    """Read a list of tokens: terms and the operators ``(``, ``)``, ``AND``, ``OR``, ``NOT``."""

    def __init__(self, tokens: list[Term | str]) -> None:
        self._tokens = tokens
        self._at = 0

    def read(self) -> Query | None:
        parts = []
        while self._at < len(self._tokens):
            parts.append(self._any(0))
            # a bracket that closes nothing
            self._at += 1
        return _group(parts)

    def _any(self, depth: int) -> Query | None:
        parts = [self._all(depth)]
        while self._next() == "OR":
            self._at += 1
            parts.append(self._all(depth))
        return _group(parts, any_of=True)

    def _all(self, depth: int) -> Query | None:
        parts: list[Query | None] = []
        while self._next() not in ("", "OR", ")"):
            parts.append(self._one(depth))
        return _group(parts)

    def _one(self, depth: int) -> Query | None:
        negated = False
        while self._next() in ("AND", "NOT"):
            negated ^= self._next() == "NOT"
            self._at += 1
        token = self._next()
        if token in ("", "OR", ")"):
            return None
        self._at += 1
        found: Query | None
        if isinstance(token, Term):
            found = token
        elif depth == _MAX_DEPTH:
            return None
        else:
            found = self._any(depth + 1)
            if self._next() == ")":
                self._at += 1
        return Not(found) if negated and found is not None else found

    def _next(self) -> Term | str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""


def _tokens(text: str) -> Iterator[Term | str]:
    # normalised, since FTS5 ends an expression at a NUL and no lone surrogate can be written in UTF-8
    for found in _TOKENS.finditer(_GERSHAYIM.sub("\u05f4", normalise_text(text))):
        minus, phrase, closed, star, bracket, word = found.groups()
        if bracket:
            yield bracket
            continue
        if word in ("AND", "OR", "NOT"):
            yield word
            continue
        whole, suffix = phrase is not None, False
        if phrase is None:
            minus = "-" if word.startswith("-") else ""
            before, phrase, star = _ENDS.fullmatch(word).groups()  # type: ignore[union-attr]
            suffix, whole = bool(before), bool(before or star)
        if fold(phrase):
            if minus:
                yield "NOT"
            # one that is not closed is still being typed
            yield Term(phrase.strip(), whole, bool(star) or closed == "", suffix)


def _group(parts: list[Query | None], *, any_of: bool = False) -> Query | None:
    found = tuple(part for part in parts if part is not None)
    return Group(found, any_of) if len(found) > 1 else found[0] if found else None


MarkedRanges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim found by its quote.

    Attributes:
        marks: half-open ranges of the matched words inside the snippet.
    """

    claim_id: int
    document_id: int
    snippet: str
    marks: MarkedRanges = ()


@dataclass(frozen=True, slots=True)
class MemoHit:
    """A memo found by its text; marks as in `ClaimHit`."""

    memo: Memo
    snippet: str
    marks: MarkedRanges = ()


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What one query finds, grouped, the best match of each group first.

    Attributes:
        document_count, claim_count, memo_count: how many there are in all; the groups may be cut short.
        uncounted: ``claim`` and ``memo`` where there are more than that.
    """

    documents: tuple[SearchHit, ...] = ()
    claims: tuple[ClaimHit, ...] = ()
    memos: tuple[MemoHit, ...] = ()
    document_count: int = 0
    claim_count: int = 0
    memo_count: int = 0
    uncounted: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self.document_count or self.claim_count or self.memo_count)
