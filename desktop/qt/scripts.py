"""Type for every script: with serifs where one is installed, and what no type shows.

Which type there is for a script, and the package that brings it, stands in ``resources/fonts/scripts.toml``.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Set
from functools import cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QTextLayout, QTextOption

from desktop.core.direction import is_leftward
from desktop.core.language import N_, _
from desktop.paths import shipped

# by the first word of their letters' names in Unicode
NAMES = {
    "ARABIC": N_("Arabic"),
    "ARMENIAN": N_("Armenian"),
    "BENGALI": N_("Bengali"),
    "CJK": N_("Chinese, Japanese and Korean"),
    "CYRILLIC": N_("Cyrillic"),
    "DEVANAGARI": N_("Devanagari"),
    "ETHIOPIC": N_("Ethiopic"),
    "GEORGIAN": N_("Georgian"),
    "GREEK": N_("Greek"),
    "GUJARATI": N_("Gujarati"),
    "GURMUKHI": N_("Gurmukhi"),
    "HEBREW": N_("Hebrew"),
    "KANNADA": N_("Kannada"),
    "KHMER": N_("Khmer"),
    "LAO": N_("Lao"),
    "MALAYALAM": N_("Malayalam"),
    "MYANMAR": N_("Burmese"),
    "SINHALA": N_("Sinhala"),
    "SYRIAC": N_("Syriac"),
    "TAMIL": N_("Tamil"),
    "TELUGU": N_("Telugu"),
    "THAI": N_("Thai"),
    "TIBETAN": N_("Tibetan"),
}
# scripts that one type has together
_TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "HANGUL": "CJK", "BOPOMOFO": "CJK"}
# pictures and whatever else has no letters
SIGNS = ""
_SIGNS_PACKAGE = "fonts-noto-color-emoji"
# letters of a script that are asked for: of one type mostly all are there, or none
_ASKED = 40
# the letters that the type that comes along has in any case
_OWN = 0x24F
# neither letters nor signs: controls, white space, and marks of punctuation, which come with the letters
_UNSEEN = "CZP"
# what chooses a variant, the tones of skins and the letters of flags, which stand in no picture by themselves
_PARTS = (range(0xFE00, 0xFE10), range(0xE0000, 0xE01F0), range(0x1F1E6, 0x1F200), range(0x1F3FB, 0x1F400))

# letters without white space; not of scripts whose lines may end behind any letter
_ENDLESS = re.compile(r"[^\s\u0e00-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{1000}")


# of the languages that have rows of their own in the table; any that differ
_HINTS = {
    "ja": QFont.StyleHint.Serif,
    "ko": QFont.StyleHint.System,
    "zh-Hant": QFont.StyleHint.Decorative,
    "ur": QFont.StyleHint.Cursive,
}


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((shipped("resources") / "fonts" / "scripts.toml").read_text("utf-8"))


def serifs(language: str = "") -> tuple[str, ...]:
    """Return the installed families for all scripts, one of each, as a text in *language* (a BCP 47 tag) needs them."""
    return _serifs(_kind(language))


def hint(language: str) -> QFont.StyleHint:
    """Return what keeps the type of a *language* apart from that of others.

    Qt keeps one type behind the first family of a font, whichever families follow, unless something else differs.
    """
    return _HINTS.get(_kind(language), QFont.StyleHint.AnyStyle)


@cache
def _serifs(kind: str) -> tuple[str, ...]:
    found: list[str] = []
    rows, installed = _table(), _installed()
    # of Chinese, Japanese and Korean type each has Latin, Greek and Cyrillic letters too: it comes last
    for script in sorted(rows, key=lambda script: (script == "CJK", script not in ("CYRILLIC", "GREEK"))):
        wanted = [*rows[script].get(kind, ()), *rows[script]["serif"]]
        first = next((family for family in wanted if family.casefold() in installed), "")
        if first and first not in found:
            found.append(first)
    return tuple(found)


def _installed() -> Set[str]:
    """Return the families there are, in small letters: Qt gathers all of them for each that it is asked for."""
    return {name.partition(" [")[0].casefold() for name in QFontDatabase.families()}


def _kind(language: str) -> str:
    parts = language.replace("_", "-").split("-")
    if parts[0].lower() == "zh" and {part.lower() for part in parts[1:]} & {"hant", "tw", "hk", "mo"}:
        return "zh-Hant"
    return parts[0].lower()


def text_option(text: str) -> QTextOption:
    """Return an option with which the lines of a paragraph begin where its readers do."""
    return sided_option(leftward=is_leftward(text))


def sided_option(*, leftward: bool) -> QTextOption:
    """Return an option with which lines begin at the right, or else at the left."""
    option = QTextOption(Qt.AlignmentFlag.AlignRight if leftward else Qt.AlignmentFlag.AlignLeft)
    # an option that is made of an alignment has the direction of the window
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if leftward else Qt.LayoutDirection.LeftToRight)
    return option


def has_endless_word(text: str) -> bool:
    """Tell whether a word of a text fills so many lines that they should end behind any of its letters.

    Where lines end between words if they can, Qt looks again at all that is left of such a word for each line of it.
    """
    return _ENDLESS.search(text) is not None


def line_option(text: str) -> QTextOption:
    """Return an option for single lines of a *text* that begin where its readers do, in the middle of their height."""
    option = text_option(text)
    # a painter turns sides round with the direction
    option.setAlignment(option.alignment() | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    return option


def script_of(letter: str) -> str:
    """Return the key in `NAMES` of a letter's script; `SIGNS` for what is of none of these."""
    word = unicodedata.name(letter, "").split(" ")[0]
    word = _TOGETHER.get(word, word)
    return word if word in NAMES else SIGNS


def missing(text: Iterable[str], font: QFont) -> dict[str, list[str]]:
    """Return the letters of a text that no type here shows, of some of each script, by their scripts.

    It may be given as the set of its letters.
    """
    letters: dict[str, list[str]] = {}
    for letter in sorted(set(text)):
        point = ord(letter)
        if point <= _OWN or unicodedata.category(letter)[0] in _UNSEEN or any(point in one for one in _PARTS):
            continue
        asked = letters.setdefault(script_of(letter), [])
        if len(asked) < _ASKED:
            asked.append(letter)
    found = {script: [one for one in asked if not _is_shown(one, font)] for script, asked in letters.items()}
    return {script: those for script, those in found.items() if those}


def _is_shown(letter: str, font: QFont) -> bool:
    """Tell whether a letter is more than a box."""
    if unicodedata.category(letter)[0] in "LMN":
        return QFontMetrics(font).inFontUcs4(ord(letter))
    # pictures take other ways than letters, which Qt's answer does not know: it is laid out
    layout = QTextLayout(letter, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1000)
    layout.endLayout()
    return not any(0 in run.glyphIndexes() for run in line.glyphRuns())


def told(lacking: dict[str, list[str]]) -> str:
    """Return a sentence for what no type here shows, with the packages that bring it; empty for nothing."""
    scripts = [script for script in lacking if script != SIGNS]
    packages = list(dict.fromkeys(str(_table()[script]["package"]) for script in scripts))
    if SIGNS in lacking:
        packages.append(_SIGNS_PACKAGE)
    if scripts:
        sentence = _("No font here shows {what}. Install one that does; on Debian and Ubuntu: {packages}.")
        what = ", ".join(_(NAMES[script]) for script in scripts)
    elif lacking:
        sentence = _(
            "No font here shows signs such as {what}. Install one that does; on Debian and Ubuntu: {packages}."
        )
        what = _spelled(lacking[SIGNS][0])
    else:
        return ""
    return sentence.format(what=what, packages=", ".join(packages))


def _spelled(letter: str) -> str:
    name = unicodedata.name(letter, "").capitalize()
    return f"U+{ord(letter):04X} {name}".rstrip()
