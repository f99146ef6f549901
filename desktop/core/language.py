"""The language of the interface: every text that reaches a user goes through `_`, `ngettext` or `N_`.

Texts are whole sentences with named places: ``_("{count} claims of {actor}").format(count=…, actor=…)``. They are never
cut together, and a number decides between forms by `ngettext`, never by an added “s”. What stands in a table that is
made when its module is read is marked with `N_` and handed to `_` where it is shown. Numbers in these places stand as
the language writes them; in cells of tables and other files that programs read they never pass here.
"""

import gettext as _gettext
import re
import string
import struct
from collections.abc import Sequence
from pathlib import Path

DOMAIN = "visavis"

_marks: dict[int, str] = {}
_translations: _gettext.NullTranslations = _gettext.NullTranslations()


def _(text: str) -> str:
    """Return *text* in the language of the interface."""
    # an empty text would give the catalogue's own head
    return _told(_translations.gettext(text)) if text else text


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a text that *count* asks for, in the language of the interface."""
    return _told(_translations.ngettext(singular, plural, count))


def figure(value: int) -> str:
    """Return a whole number by itself, as the language writes it."""
    return _written(f"{value:,}")


def N_(text: str) -> str:
    """Return *text* unchanged: it is marked here, and handed to `_` where it is shown."""
    return text


# a translator writes it as the language does: 1.234,5 or ١٬٢٣٤٫٥
HOW_NUMBERS_ARE_WRITTEN = N_("1,234.5")


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Return both forms of a text unchanged: as `N_`, for `ngettext`."""
    return singular, plural


def install(folder: Path, languages: Sequence[str] | None = None) -> None:
    """Take the texts from the catalogues below *folder* (``xx/LC_MESSAGES/visavis.mo``) from now on.

    Args:
        folder: where the catalogues lie.
        languages: codes, the preferred first; None for those of the environment. Without a catalogue, or with an
            unreadable one, the texts stay as they are written in the code.
    """
    global _translations, _marks
    try:
        _translations = _gettext.translation(DOMAIN, folder, languages, fallback=True)
    except (OSError, ValueError, struct.error):
        _translations = _gettext.NullTranslations()
    _marks = _marks_of(_translations.gettext(HOW_NUMBERS_ARE_WRITTEN))


def _marks_of(example: str) -> dict[int, str]:
    """Return what stands for the digits, the comma and the point of an English number; nothing for English."""
    found = re.fullmatch(r"(\d)(\D?)\d{3}(\D)\d", example)
    if found is None or example == HOW_NUMBERS_ARE_WRITTEN:
        return {}
    # the digits of a script follow one another
    zero = ord(found[1]) - 1
    return {**{ord("0") + digit: chr(zero + digit) for digit in range(10)}, ord(","): found[2], ord("."): found[3]}


def _written(english: str) -> str:
    return english.translate(_marks) if _marks else english


class _Numbers(string.Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        """Write numbers as the language does, and all else as ever."""
        found = str(super().format_field(value, format_spec))
        return _written(found) if isinstance(value, int | float) else found


class _Text(str):
    __slots__ = ()

    def format(self, *values: object, **named: object) -> str:
        """Put values into their places."""
        return _NUMBERS.vformat(self, values, named)


_NUMBERS = _Numbers()


def _told(text: str) -> str:
    return _Text(text) if _marks else text
