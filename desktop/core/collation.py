"""The order of names in lists: letters beside what they are forms of, as Á beside A, ё beside е, Ł beside L.

Without a window the order is that of letters without case and accents, the same on every machine. The window takes the
rules of the user's language (CLDR), which put some letters elsewhere: Swedish Å stands behind Z, Chinese is in the
order of its sounds.
"""

from collections.abc import Callable
from functools import cmp_to_key, lru_cache
from typing import Any

from desktop.core.matching import fold


@lru_cache(maxsize=10_000)
def _plain(text: str) -> tuple[str, str]:
    return fold(text), text


def _by_letters(one: str, other: str) -> int:
    first, second = _plain(one), _plain(other)
    return (first > second) - (first < second)


_rules: Callable[[str, str], int] = _by_letters


def compare(one: str, other: str) -> int:
    """Return a negative number when *one* stands before *other*, a positive one when behind it, 0 for the same."""
    # what rules take for the same is in one order all the same
    return _rules(one, other) or (one > other) - (one < other)


_by_comparing: Callable[[str], Any] = cmp_to_key(compare)


def name_key(text: str) -> Any:
    """Return a name as something to sort by: where letters alone decide, each is folded once and not each pair."""
    return (fold(text), text) if _rules is _by_letters else _by_comparing(text)


def install(rules: Callable[[str, str], int] | None) -> None:
    """Take the order from *rules*, a function that compares two names, from now on; None for that of the letters."""
    global _rules
    _rules = rules or _by_letters
