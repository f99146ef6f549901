"""Words with times, read as a transcript: subtitles of all makes, and what machines write that hear speech.

SubRip, WebVTT, SubViewer (SBV), SubStation (SSA, ASS) and TTML are subtitles; the JSON of Whisper, WhisperX and
whisper.cpp, and that of podcasts, has the same with speakers; Whisper's table (TSV) without.
"""

import html
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.structure.heads import find_head
from desktop.core.structure.units import ends_sentence
from desktop.core.times import of_seconds
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_xml
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.source import SourceFile

SUBTITLES = "visavis-subtitles 2"
MACHINE = "visavis-machine-transcript 1"
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_ARROW = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_SUBRIP = re.compile(rf"\ufeff?\s*(?:\d+\s*\n)?\s*{_TIME}\s*-->")
_SBV = re.compile(rf"\s*{_TIME},{_TIME}[ \t]*$", re.MULTILINE)
_ASS = re.compile(r"\s*(?:;[^\n]*\n\s*)*\[Script Info\]", re.IGNORECASE)
_TTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:\w{1,10}:)?tt[\s>]", re.DOTALL)
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*[{\["\]\d-])')
# of Whisper's tables, which tell milliseconds
_TABLE = "start\tend\ttext\n"
_HEARD = (b'"segments"', b'"transcription"', b'"utterances"', b'"tStartMs"')
# SAMI, and the times before the lines of a song
_SAMI = re.compile(r"\s*<SAMI[\s>]", re.IGNORECASE)
_SYNC = re.compile(r"<SYNC\s[^>]{0,80}?Start\s*=\s*[\"']?(\d{1,9})[^>]{0,80}>", re.IGNORECASE)
_CLASS = re.compile(r"\s*<p\b[^>]{0,80}?\bclass\s*=\s*[\"']?(?P<name>\w{1,40})", re.IGNORECASE)
_LYRIC = re.compile(r"^[ \t]*(?P<times>(?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\])+)(?P<words>[^\n]*)$", re.MULTILINE)
_NO_CUE = re.compile(r"\s*(NOTE|STYLE|REGION)\b")
# what is left out, as it is told
_COMMENTS = N_("comments")
_AGAIN = N_("what captions show again")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>\n]{1,80})>")
# Webex names who speaks where a cue has its number: 1 "Ada Quill" (16801984)
_IDENTIFIER = re.compile(r'\s*\d+\s+"(?P<voice>[^"\n]{1,80})"(?:\s+\(\d+\))?\s*')
_TAG = re.compile(r"</?[a-zA-Z][^>\n]{0,80}>|<\d[\d:.]*>|\{\\[^}\n]{0,80}\}")
_NEW = re.compile(r"^\s*(?:[-–—]\s*|>>+\s*)(?=\S)")
_NAMED = re.compile(r"^\s*(?:>>+\s*)?[^\W\d_a-z][\w.’' -]{0,40}(?:\([^)]{1,40}\))?:\s")
_SOUND = re.compile(r"^\s*(?:[\[(♪#].*[\])♪#]|♪.*)\s*$")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
# seconds of silence after a finished sentence that begin a new paragraph
_PAUSE = 2.0
_LONG = 600
# where so many cues begin with what the one before ended with, all roll
_ROLLING = 0.3
# and where so many begin with a name, each such beginning is one
_NAMING = 0.8


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown or heard from *start* to *end*, in seconds; *voice* is who speaks where the format says so."""

    start: float
    end: float
    lines: tuple[str, ...]
    voice: str = ""


def is_subtitles(source: SourceFile) -> bool:
    """Tell whether *source* begins as one of the formats of subtitles does."""
    text = source.start
    known = text.lstrip("\ufeff").startswith(("WEBVTT", _TABLE)) or _SUBRIP.match(text[:400]) or _SBV.match(text[:400])
    if _SAMI.match(text[:400]) or _is_lyrics(source, text):
        return True
    return bool(known or _ASS.match(text[:2000]) or (_TTML.match(text) and ("ttml" in text or "ttaf" in text)))


def read_subtitles(source: SourceFile) -> Extracted:
    """Return the words of subtitles without numbers and times; paragraphs are told to begin when their first cue does.

    A cue that goes on with a sentence is joined to the one before, what rolls up is told once. A new paragraph begins
    with a new speaker (``<v Name>``, an agent, ``NAME:``, ``>>``, or a dash where a cue holds two), with a sound in
    brackets, and after a finished sentence when two seconds of silence or six hundred characters have passed.
    """
    if _TTML.match(source.start):
        cues, stated = _ttml(source)
        return _told(source, cues, SUBTITLES, stated)
    text = source.decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    aside: list[str] = []
    if _ASS.match(text[:2000]):
        return _told(source, list(_substation(text, aside)), SUBTITLES, aside=aside)
    if text.lstrip("\ufeff").startswith(_TABLE):
        return _told(source, list(_table(text)), MACHINE)
    if _SAMI.match(text[:400]) or _is_lyrics(source, text):
        is_sami = _SAMI.match(text[:400])
        shown = list(_synchronised(text, aside) if is_sami else _lyrics(text, aside))
        named = re.search(r"<title>([^<]{1,300})</title>", text[:4000], re.IGNORECASE) if is_sami else None
        title = " ".join(html.unescape(named[1]).split()) if named else ""
        stated = (Fact("title", title, Certainty.INFERRED, N_("the page’s title")),) if title else ()
        why = N_("captions in another language") if is_sami else N_("fields of the file")
        return _told(source, shown, SUBTITLES, stated, aside, why)
    arrow = _SBV if _SBV.match(text[:400]) else _ARROW
    cues = [
        voiced
        for cue in _cues(text, arrow, aside, blank_ends=text.lstrip("\ufeff").startswith("WEBVTT"))
        for voiced in _voices(cue)
    ]
    return _told(source, cues, SUBTITLES, aside=aside)


def is_machine(source: SourceFile) -> bool:
    """Tell whether *source* is JSON: by its name, or since it has what machines that hear speech write."""
    if not _JSON.match(source.start):
        return False
    return source.name.lower().endswith(".json") or any(mark in source.content for mark in _HEARD)


def read_machine(source: SourceFile) -> Extracted:
    """Return the words of a machine's transcript, a paragraph for each turn; UserError for other JSON."""
    try:
        held: Any = json.loads(source.decoded.text.lstrip("\ufeff"))
    except ValueError as error:
        sentence = _("{name} is damaged JSON; get a new copy, or save its text as .txt and open that.")
        raise UserError(sentence, name=source.name) from error
    segments = held if isinstance(held, list) else _segments(held)
    if not segments and isinstance(held, dict):
        # some give nothing but the whole
        segments = [{"text": held.get("text")}]
    cues = [cue for one in segments if (cue := _heard(one))] if isinstance(segments, list) else []
    if not cues:
        sentence = _("{name} is JSON, but no transcript as Whisper writes it; save its text as .txt and open that.")
        raise UserError(sentence, name=source.name)
    language = held.get("language") if isinstance(held, dict) else None
    stated = (_language(language),) if isinstance(language, str) and 1 < len(language) < 4 else ()
    return _told(source, cues, MACHINE, stated)


def _is_lyrics(source: SourceFile, text: str) -> bool:
    return source.name.lower().endswith(".lrc") and _LYRIC.search(text) is not None


def _segments(held: dict[str, Any]) -> Any:
    """Return the parts of what a machine heard, those that say who speaks before others."""
    results = held.get("results")
    utterances = held.get("utterances") or (results.get("utterances") if isinstance(results, dict) else None)
    if isinstance(utterances, list):
        # whole numbers are thousandths of a second
        whole = all(isinstance(one, dict) and isinstance(one.get("start", 0), int) for one in utterances)
        return [{**one, "scale": 1000.0 if whole else 1.0} for one in utterances if isinstance(one, dict)]
    events = held.get("events")
    if isinstance(events, list):
        return [_event(one) for one in events if isinstance(one, dict)]
    return held.get("segments") or held.get("transcription")


def _event(event: dict[str, Any]) -> dict[str, Any]:
    """Return a caption of a video as a segment: its words stand apart, each with a time of its own."""
    parts = event.get("segs")
    words = (
        "".join(str(one.get("utf8", "")) for one in parts if isinstance(one, dict)) if isinstance(parts, list) else ""
    )
    start, length = event.get("tStartMs"), event.get("dDurationMs")
    end = start + length if isinstance(start, int) and isinstance(length, int) else None
    return {"text": words, "start": start, "end": end, "scale": 1000.0}


def _synchronised(text: str, aside: list[str]) -> Iterator[Cue]:
    """Yield the cues of SAMI in the first of its languages; what the others show goes *aside*.

    Each shows until the next begins, and one without words ends what is shown.
    """
    parts = list(_SYNC.finditer(text))
    first = ""
    for number, part in enumerate(parts):
        last = number + 1 == len(parts)
        shown = text[part.end() : len(text) if last else parts[number + 1].start()]
        for inner in re.split(r"(?=<p\b)", shown, flags=re.IGNORECASE):
            told = _CLASS.match(inner)
            inner = re.sub(r"<br\s*/?>", "\n", inner, flags=re.IGNORECASE)
            inner = re.sub(r"</(?:SYNC|BODY|SAMI)>", "", inner, flags=re.IGNORECASE)
            words = html.unescape(_TAG.sub("", inner)).replace("\u00a0", " ").strip()
            if not words:
                continue
            name = told["name"].casefold() if told else first
            first = first or name
            if name != first:
                aside.append(words)
                continue
            start = int(part[1]) / 1000
            end = start if last else int(parts[number + 1][1]) / 1000
            yield Cue(start, end, tuple(html.escape(line.strip(), quote=False) for line in words.split("\n")))


def _lyrics(text: str, aside: list[str]) -> Iterator[Cue]:
    """Yield the lines of a song's or a talk's words by their times, of which one may have several.

    What is said of it else goes *aside*.
    """
    cues = []
    for line in text.split("\n"):
        found = _LYRIC.match(line)
        if found is None:
            aside.append(line.strip("[] \t\ufeff"))
        elif found["words"].strip():
            for minutes, seconds in re.findall(r"(\d{1,3}):(\d{2}(?:[.:]\d{1,3})?)", found["times"]):
                start = int(minutes) * 60 + float(seconds.replace(":", "."))
                cues.append(Cue(start, start, (html.escape(found["words"].strip(), quote=False),)))
    yield from sorted(cues, key=lambda cue: cue.start)


def _told(
    source: SourceFile,
    cues: Sequence[Cue],
    extractor: str,
    stated: tuple[Fact, ...] = (),
    aside: Sequence[str] = (),
    why: str = _COMMENTS,
) -> Extracted:
    builder = TextBuilder(source.name)
    builder.leave_out(_(why), "\n".join(aside))
    cues = _unrolled(cues, builder)
    paragraph = _Paragraph(builder, any(cue.voice for cue in cues), _names(cues))
    for cue in cues:
        paragraph.add(cue)
    paragraph.close()
    found = builder.build(extractor, stated, source.decoded)
    return replace(found, hints=replace(found.hints, voiced=bool(found.hints.bold)))


class _Paragraph:
    """Put the lines of cues together to paragraphs."""

    def __init__(self, builder: TextBuilder, voiced: bool, names: frozenset[str]) -> None:
        self.builder = builder
        self.voiced = voiced
        self.names = names
        self.text, self.bold, self.name, self.voice = "", 0, "", ""
        self.start = self.end = 0.0

    def add(self, cue: Cue) -> None:
        """Append a cue: to the paragraph, or as one of its own."""
        two = sum(_NEW.match(line) is not None for line in cue.lines) > 1
        for line in cue.lines:
            words = html.unescape(_TAG.sub("", line)).strip()
            if words:
                self.line(cue, words, two)

    def line(self, cue: Cue, words: str, two: bool) -> None:
        head = find_head(words)
        named = head is not None and fold(head.name) in self.names
        new = bool(_NAMED.match(words) or named or words.startswith(">>") or _SOUND.match(words))
        if named and head is not None and head.text == self.name:
            # the machine names the speaker of each cue
            self.builder.leave_out(_(_AGAIN), words[: head.end])
            words, new = words[head.end :].strip(), False
        name = head.text if head is not None and new else ""
        bold = words.index(name) + len(name) + 1 if named and name else 0
        if self.voiced and (cue.voice != self.voice or not self.text):
            self.voice, new = cue.voice, True
            bold = len(cue.voice) + 1 if cue.voice else 0
            words = f"{cue.voice}: {words}" if cue.voice else words
        if two and _NEW.match(words):
            # the dash is the turn: a long one says so to whoever looks for dialogue
            words, new = "— " + _NEW.sub("", words), True
        pause = ends_sentence(self.text) and (cue.start - self.end >= _PAUSE or len(self.text) > _LONG)
        same = self.name and not new
        if not self.text or new or (pause and not (self.voiced and self.voice) and not same) or _SOUND.match(self.text):
            self.close()
            self.text, self.bold, self.name, self.start = words, bold, name, cue.start
        else:
            self.text = f"{self.text} {words}"
        self.end = cue.end

    def close(self) -> None:
        """Give the paragraph to the builder."""
        self.builder.add(self.text, bold=self.bold, time=of_seconds(self.start))
        self.text = self.name = ""


def _names(cues: Sequence[Cue]) -> frozenset[str]:
    """Return the folded names that begin several cues; all of them where nearly each cue begins with one."""
    heads = (find_head(_TAG.sub("", line).strip()) for cue in cues for line in cue.lines)
    counts = Counter(fold(head.name) for head in heads if head is not None and head.shape in ("strict", "loose"))
    least = 1 if max(counts.values(), default=0) > 1 and counts.total() >= _NAMING * len(cues) else 2
    return frozenset(name for name, count in counts.items() if count >= least)


def _unrolled(cues: Sequence[Cue], builder: TextBuilder) -> Sequence[Cue]:
    """Return cues without the lines that the one before has shown already, where captions roll up; these are told."""
    shown = [tuple(words for line in cue.lines if (words := _TAG.sub("", line).strip())) for cue in cues]
    shared = [_overlap(before, lines) for before, lines in pairwise(shown)]
    # who says the same twice rolls nothing: below what is shown again something new must stand
    rolled = sum(0 < past < len(lines) for lines, past in zip(shown[1:], shared, strict=True))
    if len(cues) < 3 or rolled < _ROLLING * (len(cues) - 1):
        return cues
    for lines, past in zip(shown[1:], shared, strict=True):
        builder.leave_out(_(_AGAIN), html.unescape("\n".join(lines[:past])))
    return [replace(cue, lines=lines[past:]) for cue, lines, past in zip(cues, shown, (0, *shared), strict=True)]


def _overlap(before: tuple[str, ...], lines: tuple[str, ...]) -> int:
    most = min(len(before), len(lines))
    return next((count for count in range(most, 0, -1) if before[-count:] == lines[:count]), 0)


def _cues(text: str, arrow: re.Pattern[str], aside: list[str], *, blank_ends: bool) -> Iterator[Cue]:
    """Yield the cues below lines with times; where a blank line does not end one, the next one's number does.

    Comments go *aside*.
    """
    lines = text.split("\n")
    places = [at for at, line in enumerate(lines) if arrow.match(line)]
    if blank_ends and places:
        _between(lines[: places[0]], aside)
    for at, after in pairwise([*places, len(lines)]):
        found = arrow.match(lines[at])
        inner = lines[at + 1 : after]
        if blank_ends:
            blank = next((number for number, line in enumerate(inner) if not line), len(inner))
            # a line right above the times is the name of their cue
            named = after < len(lines) and bool(inner) and bool(inner[-1].strip()) and blank < len(inner)
            rest = inner[blank : len(inner) - named]
            inner = inner[:blank] + _between(rest, aside)
        elif after < len(lines) or arrow is _SBV:
            inner = _without_number(inner) if arrow is _ARROW else inner
        assert found is not None
        numbers = found.groups()
        above = _IDENTIFIER.fullmatch(lines[at - 1]) if blank_ends and at else None
        voice = " ".join(html.unescape(above["voice"]).split()) if above else ""
        yield Cue(_seconds(numbers[:4]), _seconds(numbers[4:]), tuple(inner), voice)


def _between(lines: Sequence[str], aside: list[str]) -> list[str]:
    """Return the lines that are shown below a blank one, which a sloppy writer leaves inside; comments go *aside*."""
    shown: list[str] = []
    for block in re.split(r"\n\s*\n", "\n".join(lines)):
        kind = _NO_CUE.match(block)
        if kind is None:
            shown += [line for line in block.split("\n") if line.strip()]
        elif kind[1] == "NOTE":
            aside.append(block[kind.end() :])
    return shown


def _without_number(lines: list[str]) -> list[str]:
    """Return the lines of a cue without the number of the next."""
    told = [at for at, line in enumerate(lines) if line.strip()]
    return lines[: told[-1]] if told and lines[told[-1]].strip().isdecimal() else lines


def _voices(cue: Cue) -> Iterator[Cue]:
    """Yield a WebVTT cue voice by voice; one that names none goes on with the voice before."""
    parts = _VOICE.split("\n".join(cue.lines))
    if len(parts) == 1:
        yield cue
        return
    if parts[0].strip():
        yield replace(cue, lines=tuple(parts[0].split("\n")))
    for voice, words in zip(parts[1::2], parts[2::2], strict=True):
        yield replace(cue, lines=tuple(words.split("\n")), voice=" ".join(html.unescape(voice).split()))


def _table(text: str) -> Iterator[Cue]:
    for line in text.split("\n")[1:]:
        start, end, words = (*line.split("\t", 2), "", "")[:3]
        if start.isdecimal() and end.isdecimal() and max(len(start), len(end)) < 12:
            yield Cue(int(start) / 1000, int(end) / 1000, (html.escape(words, quote=False),))


def _substation(text: str, aside: list[str]) -> Iterator[Cue]:
    fields: list[str] = []
    for line in text.split("\n"):
        kind, _colon, rest = line.partition(":")
        if kind.strip().lower() == "format":
            # that of the last section, which is the events
            fields = [field.strip().lower() for field in rest.split(",")]
        elif kind.strip().lower() in ("dialogue", "comment") and "text" in fields:
            values = dict(zip(fields, rest.strip().split(",", len(fields) - 1), strict=False))
            words = re.sub(r"\\[Nn]", "\n", values.get("text", "")).replace("\\h", " ")
            if kind.strip().lower() == "comment":
                aside.append(_TAG.sub("", words))
                continue
            start, end = (_clock(values.get(field, "")) for field in ("start", "end"))
            yield Cue(start, end, tuple(words.split("\n")), values.get("name", values.get("actor", "")).strip())


def _ttml(source: SourceFile) -> tuple[list[Cue], tuple[Fact, ...]]:
    root = parse_xml(source.content, source.name)
    agents: dict[str, str] = {}
    cues: list[Cue] = []
    names = "http://www.w3.org/XML/1998/namespace"
    for element in root.iter("{*}agent", "{*}p"):
        if element.tag.endswith("}agent"):
            agents[element.get(f"{{{names}}}id") or ""] = " ".join("".join(element.itertext()).split())
            continue
        for line_break in element.iter("{*}br"):
            line_break.text = "\n"
        spoken = next(
            (one.get(key) for one in (element, *element.iter()) for key in one.attrib if key.endswith("}agent")), ""
        )
        words = "".join(element.itertext("{*}p", "{*}span", "{*}br"))
        lines = tuple(" ".join(line.split()) for line in re.split(r"(?<=\S)[ \t]*\n", words))
        start, end = (_clock(element.get(key) or "") for key in ("begin", "end"))
        cues.append(Cue(start, end, tuple(map(html.escape, lines)), agents.get(spoken or "", "")))
    language = root.get(f"{{{names}}}lang") or ""
    return cues, (_language(language),) if language else ()


def _heard(segment: object) -> Cue | None:
    """Return a segment of a machine's JSON; None for anything else."""
    if not isinstance(segment, dict):
        return None
    words = segment.get("text", segment.get("body", segment.get("transcript")))
    if not isinstance(words, str) or not words.strip():
        return None
    offsets = segment.get("offsets")
    times = (
        (offsets.get("from"), offsets.get("to"))
        if isinstance(offsets, dict)
        else (segment.get("start", segment.get("startTime")), segment.get("end", segment.get("endTime")))
    )
    # a time that is not told is none: nothing begins at zero for that
    start, end = (float(time) if isinstance(time, int | float) else math.nan for time in times)
    scale = 1000.0 if isinstance(offsets, dict) else float(segment.get("scale", 1.0))
    voice = segment.get("speaker")
    voice = " ".join(str(voice).split())[:80] if isinstance(voice, str | int) else ""
    return Cue(start / scale, end / scale, tuple(html.escape(words, quote=False).split("\n")), voice)


def _language(code: str) -> Fact:
    return Fact("language", code, Certainty.STATED, N_("the file’s language mark"))


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + fraction / float(10 ** len(parts[3] or "0"))


def _clock(time: str) -> float:
    """Return the seconds of ``0:00:01.50``, ``00:00:01:12``, ``1.5s`` or ``90m``; no number for what is none."""
    found = re.match(r"(\d{1,4}):(\d{1,2}):(\d{1,2}(?:\.\d{1,6})?)", time)
    if found:
        return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])
    offset = _OFFSET.fullmatch(time)
    return float(offset[1]) * _UNITS.get(offset[2], math.nan) if offset else math.nan
