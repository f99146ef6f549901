"""The little Markdown that annotated documents use: paragraphs, bracketed spans, escapes, references, and attributes.

markdown-it-py does the paragraphs, escapes and soft breaks; three rules of our own do the rest. Brackets become tokens
of their own and are paired by the reader, so that no depth of nesting is too deep and a lone bracket is an error with
a line or plain text, and never half of something else.

The attributes in braces, ``{.class name=value name="any text"}``, have the form of Pandoc's bracketed spans. They are
read here and not by a plugin because they carry the coding itself: a name given twice, a missing quote or a misspelt
brace must be an error with a line and never a value lost or a claim turned into plain text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html.entities import html5

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from desktop.core.language import _
from desktop.core.text import one_line

ATTRIBUTE_LINE = "attribute_line"
BRACKET_OPEN = "bracket_open"
BRACKET_CLOSE = "bracket_close"
SPAN_CLOSE = "span_close"
STRAY = "stray_attributes"

# what can only be meant as attributes; a lone brace is text
_STRAY = re.compile(r"\{\s*\.[A-Za-z]")
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
    """Read *source*, the part between the braces; ValueError with the reason, as the middle of a sentence."""
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
            raise ValueError(_("the attribute {name} is given twice").format(name=one_line(found["name"], 60)))
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


@cache
def parser() -> MarkdownIt:
    """Return the parser; tokens of our rules hold their attributes as content and their position in ``meta["at"]``."""
    markdown = MarkdownIt("zero").enable(["newline", "escape"])
    markdown.inline.ruler.push("reference", _reference)
    markdown.inline.ruler.push("bracket", _bracket)
    markdown.inline.ruler.push("stray", _stray)
    markdown.block.ruler.before("paragraph", "attribute_line", _attribute_line)
    return markdown


def _attribute_line(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take a line that begins with a brace; the whole line is its content, well formed or not."""
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    if not line.startswith("{"):
        return False
    if not silent:
        token = state.push(ATTRIBUTE_LINE, "", 0)
        token.content = line.rstrip()
        token.map = [start_line, start_line + 1]
        state.line = start_line + 1
    return True


def _reference(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        # not into the pending text: the newline rule would trim a space that was written as a reference
        token = state.push("text_special", "", 0)
        token.content = character(found)
        token.markup = found[0]
        token.info = "entity"
    state.pos = found.end()
    return True


def _bracket(state: StateInline, silent: bool) -> bool:
    here = state.src[state.pos]
    if here not in "[]":
        return False
    kind, content, end = BRACKET_OPEN if here == "[" else BRACKET_CLOSE, here, state.pos + 1
    if here == "]" and state.src.startswith("{", end):
        found = EXTENT.match(state.src, end)
        kind = SPAN_CLOSE if found else STRAY
        content = found[1] if found else "]{"
        end = found.end() if found else end + 1
    _push(state, silent, kind, content, end)
    return True


def _stray(state: StateInline, silent: bool) -> bool:
    if not _STRAY.match(state.src, state.pos):
        return False
    _push(state, silent, STRAY, "{", state.pos + 1)
    return True


def _push(state: StateInline, silent: bool, kind: str, content: str, end: int) -> None:
    if not silent:
        token = state.push(kind, "", 0)
        token.content = content
        token.meta = {"at": state.pos}
    state.pos = end
