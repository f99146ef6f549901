"""The language of the interface: every text that reaches a user goes through `_`, `ngettext` or `N_`.

Texts are whole sentences with named places: ``_("{count} claims of {actor}").format(count=…, actor=…)``. They are never
cut together, and a number decides between forms by `ngettext`, never by an added “s”. What stands in a table that is
made when its module is read is marked with `N_` and handed to `_` where it is shown.
"""

import gettext as _gettext
import struct
from collections.abc import Sequence
from pathlib import Path

DOMAIN = "visavis"

_translations: _gettext.NullTranslations = _gettext.NullTranslations()


def _(text: str) -> str:
    """Return *text* in the language of the interface."""
    # an empty text would give the catalogue's own head
    return _translations.gettext(text) if text else text


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a text that *count* asks for, in the language of the interface."""
    return _translations.ngettext(singular, plural, count)


def N_(text: str) -> str:
    """Return *text* unchanged: it is marked here, and handed to `_` where it is shown."""
    return text


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
    global _translations
    try:
        _translations = _gettext.translation(DOMAIN, folder, languages, fallback=True)
    except (OSError, ValueError, struct.error):
        _translations = _gettext.NullTranslations()
