"""Coded documents as web pages: the text with its highlights, lanes beside it, and notes in the margin.

One document alone, or two side by side. The page needs nothing else, tells stances by shapes as well as colours, and
prints.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from desktop.core.lanes import lanes
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, SegmentKind
from desktop.exchange.coded_style import STYLE
from desktop.exchange.presented import SHAPES

_LANE_WIDTH = 5
_SHAPES: Mapping[str, str] = {str(tone): shape for tone, shape in SHAPES.items()}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A claim in its document: its number on the page, and its lane."""

    number: int
    claim: CodedClaim
    lane: int


@dataclass(frozen=True, slots=True)
class _Page:
    """One document of the page: what its ids begin with, its claims, and the names of actors and topics."""

    prefix: str
    document: CodedDocument
    marks: tuple[_Mark, ...]
    actors: Mapping[str, str]
    topics: Mapping[str, str]


def write_coded_html(
    documents: Sequence[CodedDocument],
    actors: Mapping[str, str],
    topics: Mapping[str, str],
    notes: Iterable[str] = (),
) -> bytes:
    """Return one or two coded documents as a page of its own.

    Args:
        documents: with the claims that are to be shown.
        actors: names by key; a key without a name stands for itself.
        topics: names by key.
        notes: sentences that say how it came about, such as the filter.

    Raises:
        ValueError: when there is no document.
    """
    if not documents:
        raise ValueError("no document")
    pages = [_page(f"d{number}", document, actors, topics) for number, document in enumerate(documents, 1)]
    title = " | ".join(_title(document) for document in documents)
    legend = "".join(
        f'<li class="{stance}"><span aria-hidden="true">{_SHAPES[stance]}</span> {word}</li>'
        for stance, word in (("favor", "in favor"), ("against", "against"), ("neutral", "neutral"))
    )
    told = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n",
        f'<body class="{"pair" if len(pages) > 1 else "single"}">\n',
        f'<ul class="legend" aria-label="Stances">{legend}</ul>\n<main>\n',
        *(_article(page) for page in pages),
        "</main>\n",
        f"<footer>\n{told}</footer>\n" if told else "",
        "</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def _page(prefix: str, document: CodedDocument, actors: Mapping[str, str], topics: Mapping[str, str]) -> _Page:
    ordered = sorted(document.claims, key=lambda one: (one.span.start, -one.span.end, one.topic, one.actors))
    places = lanes((one.span.start, one.span.end) for one in ordered)
    marks = tuple(
        _Mark(number, claim, lane) for number, (claim, lane) in enumerate(zip(ordered, places, strict=True), 1)
    )
    return _Page(prefix, document, marks, actors, topics)


def _article(page: _Page) -> str:
    facts = page.document.facts
    source = ", ".join(part for part in (facts.publisher, facts.author, facts.date, facts.kind) if part)
    language = f' lang="{escape(facts.language)}"' if facts.language else ""
    width = max((mark.lane for mark in page.marks), default=-1) + 1
    parts = [
        f'<article aria-labelledby="{page.prefix}-title" style="--lanes: {width * _LANE_WIDTH}px">\n',
        f'<header>\n<h1 id="{page.prefix}-title">{escape(_title(page.document))}</h1>\n',
        f'<p class="source">{escape(source)} · {len(page.marks)} claims</p>\n</header>\n',
    ]
    turns = [one for one in page.document.segments if one.kind is SegmentKind.TURN]
    shown: CodedSegment | None = None
    for start, end in _paragraphs(page.document.text):
        turn = next((one for one in turns if one.span.start <= start < one.span.end), None)
        speaker = turn if turn is not None and turn != shown else None
        shown = turn
        parts.append(_row(page, start, end, language, speaker))
    parts.append("</article>\n")
    return "".join(parts)


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    """Yield the half-open spans of the lines that hold something."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _row(page: _Page, start: int, end: int, language: str, speaker: CodedSegment | None) -> str:
    """Return one paragraph: its lanes, its text, and the notes on the claims that begin in it."""
    here = [mark for mark in page.marks if mark.claim.span.start < end and mark.claim.span.end > start]
    kind = next(
        (
            one.kind
            for one in page.document.segments
            if one.kind in (SegmentKind.HEADING, SegmentKind.FURNITURE) and one.span.start <= start < one.span.end
        ),
        SegmentKind.PARAGRAPH,
    )
    bars = "".join(
        f'<span class="bar {mark.claim.stance}" style="left: {mark.lane * _LANE_WIDTH}px"></span>' for mark in here
    )
    tag = "h2" if kind is SegmentKind.HEADING else "p"
    name = ""
    if speaker is not None:
        called = page.actors.get(speaker.speaker, speaker.speaker) or speaker.label
        name = f'<span class="speaker">{escape(called)}</span> ' if called else ""
    text = _highlighted(page, start, end, here)
    notes = "".join(_note(page, mark) for mark in here if start <= mark.claim.span.start < end)
    return (
        f'<section class="{kind}">\n<div class="lanes" aria-hidden="true">{bars}</div>\n'
        f"<{tag}{language}>{name}{text}</{tag}>\n"
        + (f'<ol class="notes">\n{notes}</ol>\n' if notes else "")
        + "</section>\n"
    )


def _highlighted(page: _Page, start: int, end: int, here: Sequence[_Mark]) -> str:
    """Return a paragraph cut wherever a claim begins or ends, each piece marked by the claims that cover it."""
    cuts = {start, end}
    for mark in here:
        cuts |= {max(start, mark.claim.span.start), min(end, mark.claim.span.end)}
    places = sorted(cuts)
    parts = []
    for left, right in pairwise(places):
        piece = escape(page.document.text[left:right], quote=False)
        covering = [mark for mark in here if mark.claim.span.start <= left and right <= mark.claim.span.end]
        if not covering:
            parts.append(piece)
            continue
        stances = {mark.claim.stance for mark in covering}
        look = next(iter(stances)) if len(stances) == 1 else "contradictory"
        deep = " deep" if len(covering) > 1 else ""
        begun = "".join(
            f' id="{page.prefix}-c{mark.number}"' for mark in covering[-1:] if mark.claim.span.start == left
        )
        parts.append(f'<mark class="{look}{deep}"{begun}>{piece}</mark>')
        for mark in covering:
            if mark.claim.span.end == right:
                number = f"{page.prefix}-n{mark.number}"
                parts.append(f'<a class="to" href="#{number}" aria-label="Note {mark.number}">{mark.number}</a>')
    return "".join(parts)


def _note(page: _Page, mark: _Mark) -> str:
    claim = mark.claim
    who = ", ".join(page.actors.get(key, key) for key in claim.actors)
    topic = page.topics.get(claim.topic, claim.topic)
    memo = f"<br><em>{escape(claim.memo)}</em>".replace("\n", "<br>") if claim.memo else ""
    stance = claim.stance.value
    return (
        f'<li id="{page.prefix}-n{mark.number}" value="{mark.number}" class="{stance}">'
        f'<span role="img" aria-label="{stance}">{_SHAPES[stance]}</span> <strong>{escape(who)}</strong>: '
        f"{escape(topic)} ({claim.voice.value}){memo}</li>\n"
    )


def _title(document: CodedDocument) -> str:
    return document.facts.title or document.name
