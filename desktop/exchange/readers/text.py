"""Texts: plain, and plain Markdown read for its text."""

import re
from dataclasses import replace
from typing import Any

from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.structure.hints import Hints
from desktop.core.text import normalise_text
from desktop.exchange.readers.archives import parse_html
from desktop.exchange.readers.extracted import Extracted, LeftOut, TextBuilder, count_words
from desktop.exchange.readers.front_matter import document_fields, has_open_fields, split_front_matter
from desktop.exchange.readers.html import add_blocks
from desktop.exchange.readers.numbered_lines import without_line_numbers
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.readers.spoken_tables import write_turns

PLAIN = "visavis-text 1"
MARKDOWN = "visavis-markdown 1"
# plain text may happen to have its marks, so the name must say it
_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd")
_SYNTAX = re.compile(
    r"^#{1,6}[ \t]+\S|^(?:=+|-{3,})[ \t]*$|\[[^\]\n]+\]\([^)\s]+\)|^[*+-][ \t]+\S|^>[ \t]|\*\*\w|^```|^\d+\.[ \t]"
    # below the head of a table
    r"|^\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$",
    re.MULTILINE,
)
_FRONT = re.compile(r"\ufeff?(?:(?:---|\+\+\+)[ \t]*\n|%[ \t]+\S|\{\s*\")")
_BREAK = re.compile(r"</?(?:br|p|div|hr)\b", re.IGNORECASE)
_NOTE = re.compile(r"^\[\^([^\]\s]{1,60})\]:[ \t]*([^\n]*(?:\n(?:\t|  )[ \t]*\S[^\n]*)*)\n?", re.MULTILINE)


def is_text(_source: SourceFile) -> bool:
    """Tell that what is nothing else is read as it stands."""
    return True


def read_text(source: SourceFile) -> Extracted:
    """Return a plain text as it stands; nothing of it moves, so that its hash is that of the original of a brief.

    Only the numbers of lines are left out, and with them what stands above and below each page.
    """
    decoded = source.decoded
    text, origin = normalise_text(decoded.text), (decoded.encoding, decoded.origin)
    stated, end = document_fields(text, source.name)
    if stated:
        hints = Hints(furniture=(Span(0, end),), title=next((one.value for one in stated if one.name == "title"), ""))
        return Extracted(text, PLAIN, hints, stated, (), *origin, notes=decoded.notes)
    numbered = without_line_numbers(text) if not source.whole else None
    if numbered is not None:
        heads = sum(map(count_words, numbered.heads))
        told = (LeftOut(_("numbers of lines"), numbered.count), LeftOut(_("running heads and numbers of pages"), heads))
        left_out = tuple(one for one in told if one.words)
        return Extracted(numbered.text, PLAIN, Hints(), (), (), *origin, left_out=left_out, notes=decoded.notes)
    return Extracted(text, PLAIN, Hints(), (), (), *origin, notes=decoded.notes)


def is_markdown(source: SourceFile) -> bool:
    """Tell whether *source*, whose name says that it is Markdown, has any of its marks."""
    if not source.name.lower().endswith(_SUFFIXES):
        return False
    told = _FRONT.match(source.start) is not None or has_open_fields(source.start)
    return told or _SYNTAX.search(source.start) is not None


def read_markdown(source: SourceFile) -> Extracted:
    """Return the text of plain Markdown: without marks, links and HTML as their words, notes at the end."""
    decoded = source.decoded
    stated, fields, text = split_front_matter(normalise_text(decoded.text), source.fields)
    notes = {note[1]: note[2] for note in _NOTE.finditer(text)}
    if notes:
        text = re.sub(r"\[\^([^\]\s]{1,60})\]", lambda mark: "" if mark[1] in notes else mark[0], _NOTE.sub("", text))
        text = "\n\n".join([text, *(re.sub(r"\n[ \t]+", "\n", note) for note in notes.values())])
    builder = TextBuilder(source.name)
    _paragraphs(text, builder)
    return replace(builder.build(MARKDOWN, stated, decoded, marked=True), fields=fields)


def _spoken_table(parser: Any, tokens: list[Any], at: int, builder: TextBuilder) -> int:
    """Append the table that begins at a token when people speak in its rows; return where it ends, else nothing."""
    end = next(one for one in range(at, len(tokens)) if tokens[one].type == "table_close") + 1
    table = parse_html(f"<div>{parser.renderer.render(tokens[at:end], parser.options, {})}</div>", builder.name)
    if not write_turns(table, builder):
        return 0
    add_blocks(table, builder)
    return end


def _paragraphs(text: str, builder: TextBuilder) -> None:
    from markdown_it import MarkdownIt

    kinds: list[str] = []
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text)
    end, number = 0, ""
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            end = _spoken_table(parser, tokens, at, builder) or end
        if at < end:
            continue
        if token.nesting == 1:
            kinds.append(token.type)
            number = _lone_number(tokens, at) or number
        elif token.nesting == -1:
            kinds.pop()
        elif token.type == "inline":
            words, bold = _inline(token.children or [], builder)
            builder.add(f"{number}{words}", "heading" if "heading_open" in kinds else "", 0 if number else bold)
            number = ""
        elif token.type in ("fence", "code_block"):
            # what Quarto and R Markdown run is theirs
            builder.add(token.content, "furniture" if token.info.startswith("{") else "")
        elif token.type == "hr":
            builder.rule()
        elif token.type == "html_block":
            # an end that stands alone is no page
            add_blocks(parse_html(f"<div>{token.content}</div>", builder.name), builder)


def _lone_number(tokens: list[Any], at: int) -> str:
    """Return the number of the item that begins there, where it counts nothing: “15. Oktober 2024” is a date."""
    if tokens[at].type != "list_item_open" or not tokens[at].info:
        return ""
    level, beside = tokens[at].level, []
    for way in (-1, 1):
        one = at + way
        while tokens[one].level >= level and tokens[one].type != "ordered_list_close":
            if tokens[one].type == "list_item_open" and tokens[one].level == level:
                beside.append(int(tokens[one].info))
                break
            one += way
    counted = any(abs(int(tokens[at].info) - number) <= 1 for number in beside)
    return "" if counted else f"{tokens[at].info}{tokens[at].markup} "


def _inline(tokens: list[Any], builder: TextBuilder) -> tuple[str, int]:
    """Return the words of inline tokens, and how many characters at their beginning are bold; of pictures none."""
    parts: list[str] = []
    strong = bold = 0
    beginning = True
    for token in tokens:
        if token.type == "strong_open":
            strong += 1
        elif token.type == "strong_close":
            strong -= 1
        elif token.type in ("softbreak", "hardbreak"):
            # a line break in Markdown's source is a space of its text
            parts.append(" " if token.type == "softbreak" else "\n")
        elif token.type == "html_inline":
            parts.append("\n" * (_BREAK.match(token.content) is not None))
        elif token.type == "image":
            builder.leave_out(_("words of pictures"), token.content)
        elif token.content:
            words = token.content
            beginning = beginning and strong > 0
            bold += len(words) if beginning else 0
            parts.append(words)
    return "".join(parts), bold
