"""Subtitles (SubRip and WebVTT) read as a transcript: whole sentences in place of cues, speakers kept."""

import html
import re
from dataclasses import dataclass

from desktop.core.structure.units import ends_sentence
from desktop.core.text import normalise_text
from desktop.exchange.readers.extracted import Extracted, TextBuilder
from desktop.exchange.readers.source import SourceFile

EXTRACTOR = "visavis-subtitles 1"
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
    return builder.build(EXTRACTOR, decoded=decoded)


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
