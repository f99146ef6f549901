"""What LaTeX needs for scripts that are not Latin: a language of babel's and a font for each."""

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from desktop.core.text import is_beyond_latin
from desktop.paths import shipped

_LEFTWARD = frozenset(("ARABIC", "HEBREW", "SYRIAC"))
# Kana and Hangul say which language the signs beside them are of
_TELLING = {"HIRAGANA": "japanese", "KATAKANA": "japanese", "HANGUL": "korean"}
_KEYS = {"japanese": "ja", "korean": "ko"}


@dataclass(frozen=True, slots=True)
class LatexScript:
    """A script as babel is told of it.

    Attributes:
        language: babel's name of a language that is written in it.
        leftward: whether it runs from right to left.
    """

    language: str
    font: str
    leftward: bool


def scripts_in(texts: Iterable[str]) -> list[LatexScript]:
    """Return the scripts of *texts* for which Latin type has no letters, in the order of the table of scripts."""
    letters = set().union(*(set(text) for text in texts if not text.isascii()))
    words = {unicodedata.name(letter, "").split(" ")[0] for letter in letters if is_beyond_latin(letter)}
    shared = sorted({_TELLING[word] for word in words if word in _TELLING})
    found = []
    for key, row in _table().items():
        if key == "CJK" and shared:
            found += [LatexScript(language, row[_KEYS[language]][0], leftward=False) for language in shared]
        elif key in words:
            found.append(LatexScript(row["babel"], row["serif"][0], key in _LEFTWARD))
    return found


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((shipped("resources") / "fonts" / "scripts.toml").read_text("utf-8"))
