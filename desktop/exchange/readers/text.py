"""Texts: plain, plain Markdown read for its text, and subtitles (SubRip and WebVTT) read as a transcript."""

import html
import re
from dataclasses import dataclass
from typing import Any

from desktop.core.structure.structure import Hints
from desktop.core.structure.units import ends_sentence
from desktop.core.text import normalise_text
from desktop.exchange.readers.extracted import Extracted, TextBuilder
from desktop.exchange.readers.front_matter import split_front_matter
from desktop.exchange.readers.source import SourceFile

PLAIN = "visavis-text 1"
MARKDOWN = "visavis-markdown 1"
# plain text may happen to have its marks, so the name must say it
_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_SYNTAX = re.compile(
    r"^#{1,6}[ \t]+\S|^(?:=+|-{3,})[ \t]*$|\[[^\]\n]+\]\([^)\s]+\)|^[*+-][ \t]+\S|^>[ \t]|\*\*\w|^```|^\d+\.[ \t]",
    re.MULTILINE,
)
_FRONT = re.compile(r"(?:---|\+\+\+)[ \t]*\n|%[ \t]+\S")
_NOTE = re.compile(r"^\[\^([^\]\s]{1,60})\]:[ \t]*([^\n]*(?:\n(?:\t|  )[ \t]*\S[^\n]*)*)\n?", re.MULTILINE)

SUBTITLES = "visavis-subtitles 1"
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_ARROW = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_SUBRIP = re.compile(rf"\ufeff?\s*(?:\d+\s*\n)?\s*{_TIME}\s*-->")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>\n]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^>\n]{0,80}>|<\d[\d:.]*>|\{\\[^}\n]{0,40}\}")
_NEW = re.compile(r"^\s*(?:[-–—]\s*|>>+\s*)(?=\S)")
_NAMED = re.compile(r"^\s*(?:>>+\s*)?[^\W\d_a-z][\w.’' -]{0,40}(?:\([^)]{1,40}\))?:\s")
_SOUND = re.compile(r"^\s*(?:[\[(♪#].*[\])♪#]|♪.*)\s*$")
# seconds of silence after a finished sentence that begin a new paragraph
_PAUSE = 2.0
_LONG = 600


def is_text(_source: SourceFile) -> bool:
    """Tell that what is nothing else is read as it stands."""
    return True


def read_text(source: SourceFile) -> Extracted:
    """Return a plain text as it stands; nothing of it moves, so that its hash is that of the original of a brief."""
    decoded = source.decoded
    return Extracted(
        normalise_text(decoded.text), PLAIN, Hints(), (), (), encoding=decoded.encoding, encoding_origin=decoded.origin
    )


def is_markdown(source: SourceFile) -> bool:
    """Tell whether *source*, whose name says that it is Markdown, has any of its marks."""
    if not source.name.lower().endswith(_SUFFIXES):
        return False
    return _FRONT.match(source.start) is not None or _SYNTAX.search(source.start) is not None


def read_markdown(source: SourceFile) -> Extracted:
    """Return the text of plain Markdown: without marks, links as their words, HTML left out, notes at the end."""
    from markdown_it import MarkdownIt

    decoded = source.decoded
    stated, text = split_front_matter(normalise_text(decoded.text))
    notes = {note[1]: note[2] for note in _NOTE.finditer(text)}
    if notes:
        text = re.sub(r"\[\^([^\]\s]{1,60})\]", lambda mark: "" if mark[1] in notes else mark[0], _NOTE.sub("", text))
        text = "\n\n".join([text, *(re.sub(r"\n[ \t]+", "\n", note) for note in notes.values())])
    builder = TextBuilder(source.name)
    kinds: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.nesting == 1:
            kinds.append(token.type)
        elif token.nesting == -1:
            kinds.pop()
        elif token.type == "inline":
            words, bold = _inline(token.children or [])
            builder.add(words, "heading" if "heading_open" in kinds else "", bold)
        elif token.type in ("fence", "code_block"):
            builder.add(token.content)
    return builder.build(MARKDOWN, stated, decoded, marked=True)


def _inline(tokens: list[Any]) -> tuple[str, int]:
    """Return the words of inline tokens, and how many characters at their beginning are bold."""
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
        elif token.content and token.type != "html_inline":
            words = token.content if token.type != "image" else ""
            beginning = beginning and strong > 0
            bold += len(words) if beginning else 0
            parts.append(words)
    return "".join(parts), bold


@dataclass(frozen=True, slots=True)
class _Subtitle:
    start: float
    end: float
    lines: tuple[str, ...]


def is_subtitles(source: SourceFile) -> bool:
    """Tell whether *source* begins as WebVTT or SubRip does."""
    text = source.start
    return text.lstrip("\ufeff").startswith("WEBVTT") or _SUBRIP.match(text[:400]) is not None


def read_subtitles(source: SourceFile) -> Extracted:
    """Return the words of subtitles without numbers and times.

    A cue that goes on with a sentence is joined to the one before. A new paragraph begins with a new speaker (``<v
    Name>``, ``NAME:``, ``>>``, or a dash where a cue holds two), with a sound in brackets, and after a finished
    sentence when two seconds of silence or six hundred characters have passed.
    """
    decoded = source.decoded
    builder = TextBuilder(source.name)
    open_text, last_end, voice = "", 0.0, ""
    for cue in _cues(normalise_text(decoded.text)):
        two = sum(_NEW.match(line) is not None for line in cue.lines) > 1
        for line in cue.lines:
            named = _VOICE.search(line)
            words = html.unescape(_TAG.sub("", _VOICE.sub("", line))).strip()
            if not words:
                continue
            new = bool(_NAMED.match(words) or words.startswith(">>") or _SOUND.match(words))
            if named and named[1].strip() != voice:
                voice = named[1].strip()
                words, new = f"{voice}: {words}", True
            if two and _NEW.match(words):
                # the dash is the turn: a long one says so to whoever looks for dialogue
                words, new = "— " + _NEW.sub("", words), True
            ended = ends_sentence(open_text)
            pause = ended and (cue.start - last_end >= _PAUSE or len(open_text) > _LONG)
            if not open_text or new or pause or _SOUND.match(open_text):
                builder.add(open_text)
                open_text = words
            else:
                open_text = f"{open_text} {words}"
            last_end = cue.end
    builder.add(open_text)
    return builder.build(SUBTITLES, decoded=decoded)


def _cues(text: str) -> list[_Subtitle]:
    found: list[_Subtitle] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        arrow = _ARROW.match(lines[at])
        at += 1
        if arrow is None:
            continue
        begin = at
        while at < len(lines) and lines[at].strip() and not _ARROW.match(lines[at]):
            at += 1
        # without a blank line between, the number of the next cue stands last
        end = at - 1 if at < len(lines) and lines[at].strip() and lines[at - 1].strip().isdecimal() else at
        numbers = arrow.groups()
        found.append(_Subtitle(_seconds(numbers[:4]), _seconds(numbers[4:]), tuple(lines[begin:end])))
    return found


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + fraction / float(10 ** len(parts[3] or "0"))
