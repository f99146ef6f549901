"""What one types into a search: words, phrases, prefixes, AND, OR, NOT; whatever is typed is a query. What it finds.

``nato -alba``, ``"zone of peace" OR conquest*``, ``(cuba OR haiti) NOT sanctions``. Words without an operator must all
stand there; NOT binds tighter than AND, AND tighter than OR. The last word, unless it is quoted, is a prefix: it may
still be being typed. What is dangling, unclosed or empty is passed over.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from desktop.core.folding import Phrase, words
from desktop.core.memos import Memo
from desktop.core.text import normalise_text
from desktop.core.values import SearchHit

_TOKENS = re.compile(r'(-?)"([^"]*)("?)(\*?)|([()])|([^\s"()]+)')
# within a Hebrew abbreviation it quotes nothing
_GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
# FTS5 refuses deeper expressions than 256; nobody types the half of this
_MAX_TOKENS = 100
_MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other; of the last one only the beginning when it is a *prefix*."""

    words: str
    prefix: bool = False


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
    if tokens and isinstance(tokens[-1], Term) and not text.rstrip().endswith('"'):
        tokens[-1] = Term(tokens[-1].words, True)
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
    if isinstance(query, Term):
        return stands(query)
    if isinstance(query, Not):
        return not holds(query.part, stands)
    return (any if query.any else all)(holds(part, stands) for part in query.parts)


def term_stands(term: Term, folded: str) -> bool:
    """Tell whether *term* stands in a text that `fold` has folded."""
    asked = phrase(term)
    return f" {' '.join(asked.words)}" + ("" if asked.stars[-1][1] else " ") in f" {folded} "


def fold(text: str) -> str:
    """Return the words of *text* joined by single spaces, without case and marks."""
    return " ".join(words(text))


@lru_cache(maxsize=1_000)
def phrase(term: Term) -> Phrase:
    """Return the words of a term, folded: once, since each of 100,000 titles is asked for it."""
    return Phrase(words(term.words), prefix=term.prefix)


def term_as_fts(term: Term) -> str:
    """Return a term as FTS5 takes it."""
    return phrase(term).as_fts()


def places_pattern(query: Query) -> re.Pattern[str] | None:
    """Return what finds in a `FoldedText` the places of all that is looked for; None where that is nothing."""
    asked = dict.fromkeys(phrase(term).pattern() for term in terms(query))
    # the longest first: of “summit OR summits” the longer stands there where it stands
    return re.compile("|".join(sorted(asked, key=len, reverse=True))) if asked else None


def as_fts(query: Query) -> tuple[str, bool]:
    """Return *query* as an FTS5 expression, and whether what is asked for is all that it does not match.

    FTS5 has no NOT of one side, so negations are moved outwards by De Morgan's rules.
    """
    if isinstance(query, Term):
        return term_as_fts(query), False
    if isinstance(query, Not):
        expression, inverted = as_fts(query.part)
        return expression, not inverted
    parts = [as_fts(part) for part in query.parts]
    # a OR b is NOT (NOT a AND NOT b), so that one rule for AND serves both
    plain = [expression for expression, inverted in parts if inverted == query.any]
    against = [expression for expression, inverted in parts if inverted != query.any]
    if not plain:
        return f"({' OR '.join(against)})", not query.any
    if not against:
        return f"({' AND '.join(plain)})", query.any
    return f"(({' AND '.join(plain)}) NOT ({' OR '.join(against)}))", query.any


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
        minus, phrase, _, star, bracket, word = found.groups()
        if bracket:
            yield bracket
            continue
        if word in ("AND", "OR", "NOT"):
            yield word
            continue
        if phrase is None:
            minus = "-" if word.startswith("-") else ""
            phrase, star = word, "*" if word.endswith("*") else ""
        if fold(phrase):
            if minus:
                yield "NOT"
            yield Term(phrase.strip().lstrip("-").rstrip("*"), bool(star))


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
    """

    documents: tuple[SearchHit, ...] = ()
    claims: tuple[ClaimHit, ...] = ()
    memos: tuple[MemoHit, ...] = ()
    document_count: int = 0
    claim_count: int = 0
    memo_count: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self.document_count or self.claim_count or self.memo_count)
