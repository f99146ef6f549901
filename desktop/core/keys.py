"""Keys, initials and colours of those who are in a codebook: how they are written, and new ones."""

import re
from collections.abc import Container

from desktop.core.matching import fold

# of an actor or a topic, as every program reads it
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# of whatever is known to other programs, as every version writes it
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PARTS = re.compile(r"[^a-z0-9]+")


def key_of(name: str) -> str:
    """Return a key for *name*: lower-case ASCII words joined by hyphens; empty when no letter or digit is left."""
    return _PARTS.sub("-", fold(name)).strip("-")[:60].rstrip("-")


def free_key(name: str, taken: Container[str], otherwise: str = "speaker") -> str:
    """Return a key for *name*, or *otherwise*, that is none of those *taken*: numbered where another has it already."""
    wanted = key_of(name) or otherwise
    if wanted not in taken:
        return wanted
    # names without a letter of ASCII all have the same: of thousands the number is not counted up to
    last, free = 1, 2
    while f"{wanted}-{free}" in taken:
        last, free = free, 2 * free
    while free - last > 1:
        middle = (last + free) // 2
        last, free = (middle, free) if f"{wanted}-{middle}" in taken else (last, middle)
    return f"{wanted}-{free}"


def capitals_of(name: str) -> str:
    """Return up to three initials of *name*: of its words in capitals, else its first two letters."""
    return "".join(word[0] for word in name.split() if word[0].isupper())[:3].upper() or name[:2].upper()
