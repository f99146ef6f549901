"""Keys and initials for those who are new to a codebook."""

import re
from collections.abc import Container

from desktop.core.matching import fold

_PARTS = re.compile(r"[^a-z0-9]+")


def key_of(name: str) -> str:
    """Return a key for *name*: lower-case ASCII words joined by hyphens; empty when no letter or digit is left."""
    return _PARTS.sub("-", fold(name)).strip("-")[:60].rstrip("-")


def free_key(name: str, taken: Container[str], otherwise: str = "speaker") -> str:
    """Return a key for *name*, or *otherwise*, that is none of those *taken*: numbered where another has it already."""
    wanted = key_of(name) or otherwise
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def capitals_of(name: str) -> str:
    """Return up to three initials of *name*: of its words in capitals, else its first two letters."""
    return "".join(word[0] for word in name.split() if word[0].isupper())[:3].upper() or name[:2].upper()
