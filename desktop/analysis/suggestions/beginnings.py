"""Which of the patterns a sentence may have, told by its words: most sentences have none of most.

To look for seven patterns of hundreds of words takes longer than all else that is asked of a sentence. Each of them
begins where a word begins; of each word is remembered which of them may begin there.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import regex

from desktop.analysis.suggestions import patterns

# words, and pairs of words, of which is remembered what may begin with them
_MOST = 30_000
# letters of what is remembered
_LONGEST = 80
# a word, with the space behind it where the next one follows at once
_RUN = re.compile(r"\w+(?: (?=\w))?")
# letters that the two libraries of patterns do not take for the same other one where case is ignored
_ODD = re.compile("[İıſ\N{KELVIN SIGN}\N{ANGSTROM SIGN}]")


class Beginnings(dict[str, int]):
    """Of words, which patterns may begin with each, as bits in their order.

    Where a space stands behind a word, another word follows.
    """

    def __init__(self, of: Iterable[re.Pattern[str]]) -> None:
        r"""Prepare patterns that begin with ``\b`` and a letter."""
        super().__init__()
        self._of = tuple(of)
        # of first letters the same
        self._firsts: dict[str, int] = {}

    def __missing__(self, words: str) -> int:
        first = words[0]
        may_be = self._firsts.get(first)
        if may_be is None:
            bits = (1 << at for at, (one, _marks) in enumerate(self._partial) if one.match(first, partial=True))
            may_be = self._firsts[first] = -1 if _ODD.match(first) else sum(bits)
        if not may_be or len(words) > _LONGEST:
            # of scripts without spaces a run is seldom met again, and of words without end none is kept
            return may_be
        if len(self) >= _MOST:
            self.clear()
        bits = (1 << at for at, (one, marks) in enumerate(self._partial) if _may_begin(one, words, marks))
        found = self[words] = sum(bits)
        return found

    def in_stretch(self, text: str, start: int, end: int) -> int:
        """Return which of the patterns a stretch of *text* may have; those of the others it has not."""
        found = 0
        words = _RUN.findall(text, start, end)
        for at, word in enumerate(words):
            begun = self[word]
            if begun & ~found and word[-1] == " ":
                # “the” begins many, “the boat” none
                begun &= self[word + words[at + 1]]
            found |= begun
        return found

    @cached_property
    def _partial(self) -> list[tuple[Any, str]]:
        """The patterns as those of the library that tells whether what is there may go on, each with its marks."""
        return [
            (
                regex.compile(one.pattern, regex.IGNORECASE if one.flags & re.IGNORECASE else 0),
                "".join({mark for mark in one.pattern if not mark.isalnum()} | {" "}),
            )
            for one in self._of
        ]


def _may_begin(pattern: Any, words: str, marks: str) -> bool:
    """Tell whether a pattern may begin with *words*; it has no other *marks* than these."""
    if _ODD.search(words):
        return True
    if not pattern.match(words, partial=True):
        return False
    # what goes on without end behind the last word may be a longer one
    return words[-1] == " " or any(pattern.match(words + mark, partial=True) for mark in marks)


_GATED = (
    patterns.MAY_BE_TITLED,
    patterns.TOGETHER,
    patterns.ANAPHOR,
    patterns.MANY,
    patterns.SOURCE,
    patterns.IN_THEIR_VIEW,
    patterns.ASSERTING,
)
TITLED, TOGETHER, ANAPHOR, MANY, SOURCE, IN_THEIR_VIEW, ASSERTING = (1 << at for at in range(len(_GATED)))
BEGINNINGS = Beginnings(_GATED)
