"""The little Markdown that annotated documents use: paragraphs, attribute lines, bracketed spans, escapes, references.

markdown-it-py does the paragraphs, escapes and soft breaks; three rules of our own do the rest. Brackets become tokens
of their own and are paired by the reader, so that no depth of nesting is too deep and a lone bracket is an error with
a line or plain text, and never half of something else.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from desktop.exchange.annotated.attributes import EXTENT, REFERENCE, character

ATTRIBUTE_LINE = "attribute_line"
BRACKET_OPEN = "bracket_open"
BRACKET_CLOSE = "bracket_close"
SPAN_CLOSE = "span_close"
STRAY = "stray_attributes"

# what can only be meant as attributes; a lone brace is text
_STRAY = re.compile(r"\{\s*\.[A-Za-z]")


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
