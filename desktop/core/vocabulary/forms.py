"""The forms in which a language's file writes its lists, and the one way in which they become regular expressions.

Words are one text, patterns an array. A pattern is a regular expression without groups that capture, in which a blank
stands for any white space.
"""

import re
from collections.abc import Iterable, Mapping

Words = frozenset[str]
Patterns = tuple[str, ...]
# words, or patterns, by what they stand for
WordGroups = Mapping[str, frozenset[str]]
PatternGroups = Mapping[str, tuple[str, ...]]


def either(*lists: Words | Patterns) -> str:
    """Return a regular expression of what stands in one of *lists*, the longer first; without any it never matches."""
    parts = sorted({part for one in lists for part in _expressions(one)}, key=lambda part: (-len(part), part))
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


def groups(of: WordGroups) -> dict[str, str]:
    """Return for each word what it stands for."""
    return {word: name for name, words in of.items() for word in words}


def _expressions(of: Words | Patterns) -> Iterable[str]:
    return (part.replace(" ", r"\s+") for part in of) if isinstance(of, tuple) else map(re.escape, of)
