"""Texts of others where they are only to be seen: what would do something there is shown, not sent.

Control characters move the cursor of a terminal, write its title and its clipboard; the marks that turn the direction
of writing let a name say something else than it does (“Trojan Source”, CVE-2021-42574).
"""

import re

# C0 but for tab and line feed, DEL, C1; separators of lines; embeddings, overrides; isolates of direction
_DOES = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e"
_UNSEEN = re.compile(f"[{_DOES}\u2066-\u2069]")
_UNSEEN_OF_OTHERS = re.compile(f"[{_DOES}]")
_DEL, _PICTURES = 0x7F, 0x2400


def visible(text: str, *, isolates: bool = True) -> str:
    """Return *text* with a picture of each control character (␛), and the number of what else is not seen (⟨U+202E⟩).

    Tabs and line feeds stay, and so do the marks LRM and RLM, which turn nothing but themselves. Without *isolates*
    those of direction stay, too: where we put them around names ourselves.
    """
    if text.isascii() and text.isprintable():
        return text
    return (_UNSEEN if isolates else _UNSEEN_OF_OTHERS).sub(_shown, text)


def visible_line(text: str) -> str:
    """Return *text* as `visible` does, with pictures of tabs and line feeds too, where a line must stay one."""
    return visible(text).replace("\t", "␉").replace("\n", "␊")


def numbered(text: str) -> str:
    """Return *text* with the number of each such character, where there is no type for pictures (⟨U+001B⟩)."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def _shown(found: "re.Match[str]") -> str:
    code = ord(found[0])
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "␡" if code == _DEL else f"⟨U+{code:04X}⟩"
