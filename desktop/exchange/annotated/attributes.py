"""The attributes in braces of annotated Markdown, ``{.class name=value name="any text"}``, and character references.

The form is that of Pandoc's bracketed spans. It is read here and not by a plugin because the attributes carry the
coding itself: a name given twice, a missing quote or a misspelt brace must be an error with a line and never a value
lost or a claim turned into plain text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.entities import html5

from desktop.core.language import _

# what may stand between braces; the text in quotes may hold braces of its own
EXTENT = re.compile(r'\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}', re.DOTALL)
REFERENCE = re.compile(r"&(?:#[xX](?P<hex>[0-9a-fA-F]{1,6})|#(?P<decimal>[0-9]{1,7})|(?P<name>[a-zA-Z][a-zA-Z0-9]*));")

_ITEM = re.compile(
    r"\s*(?:\.(?P<class>[A-Za-z][\w-]*)"
    r'|(?P<name>[A-Za-z][\w-]*)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"]+)))(?=\s|\Z)',
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_:-]+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|" + REFERENCE.pattern)
# control characters, and the ones that editors hide, trim or take for something else
HIDDEN = re.compile(
    "[\x01-\x09\x0b-\x1f\x7f-\xa0\xad\u1680\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
_NAMED = {"\xa0": "&nbsp;", "\xad": "&shy;"}
_IN_VALUE = re.compile(r'[\\"\n]|&(?=[#a-zA-Z])|' + HIDDEN.pattern)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between two braces.

    Attributes:
        classes: the names after a dot, in order.
        values: the values as written, by name; `decode` gives the text they stand for.
    """

    classes: tuple[str, ...]
    values: dict[str, str]

    def text(self, name: str) -> str:
        """Return the decoded value of *name*, or nothing when it is not given."""
        return decode(self.values.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the decoded values of *name*, which are separated by white space."""
        return tuple(decode(value) for value in self.values.get(name, "").split())


def parse_attributes(source: str) -> Attributes:
    """Read *source*, the part between the braces.

    Raises:
        ValueError: with the reason, as the middle of a sentence.
    """
    classes: list[str] = []
    values: dict[str, str] = {}
    position, end = 0, len(source.rstrip())
    while position < end:
        found = _ITEM.match(source, position)
        if found is None:
            raise ValueError(
                _("the attributes cannot be read from “{words}” on").format(words=_start(source[position:]))
            )
        position = found.end()
        if found["class"] is not None:
            classes.append(found["class"])
            continue
        if found["name"] in values:
            raise ValueError(_("the attribute {name} is given twice").format(name=found["name"]))
        values[found["name"]] = found["bare"] if found["quoted"] is None else found["quoted"]
    return Attributes(tuple(classes), values)


def format_attributes(classes: Iterable[str], values: Iterable[tuple[str, str | Iterable[str]]]) -> str:
    """Return attributes without their braces; empty values are left out, several texts are set apart by a space."""
    parts = [f".{name}" for name in classes]
    for name, value in values:
        texts = [value] if isinstance(value, str) else list(value)
        if not any(texts):
            continue
        joined = value if isinstance(value, str) else " ".join(texts)
        if _BARE.fullmatch(joined):
            parts.append(f"{name}={joined}")
        elif isinstance(value, str):
            parts.append(f'{name}="{_encode(value)}"')
        else:
            # a space inside a key would make two keys of it
            parts.append(f'{name}="{" ".join(_encode(text).replace(" ", "&#32;") for text in texts)}"')
    return " ".join(parts)


def decode(value: str) -> str:
    """Return *value* with its backslash escapes and character references replaced by what they stand for."""
    return _ESCAPED.sub(lambda found: found[1] or character(found), value)


def character(found: re.Match[str]) -> str:
    """Return what a match of `REFERENCE` stands for; an unknown name stays as it is.

    Control characters are given as they are (CommonMark allows them, markdown-it does not): without them a text with
    a vertical tab could not be written. What no stored text can hold becomes what `normalise_text` makes of it.
    """
    if found["name"]:
        return html5.get(f"{found['name']};", found[0])
    code = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
    if code == 0x0D:
        return "\n"
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def reference(text: str) -> str:
    """Return the character references for each character of *text*."""
    return "".join(_NAMED.get(each) or (f"&#{ord(each)};" if each.isascii() else f"&#x{ord(each):X};") for each in text)


def _encode(value: str) -> str:
    return _IN_VALUE.sub(lambda found: f"\\{found[0]}" if found[0] in '\\"&' else reference(found[0]), value)


def _start(text: str, limit: int = 30) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
