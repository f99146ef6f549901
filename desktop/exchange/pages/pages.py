"""Coded documents ready to be laid out: claims numbered and in lanes, text by paragraphs and by pieces.

What web pages and printed pages share; each then draws it with its own means.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from desktop.core import scale
from desktop.core.intervals import lanes
from desktop.core.phrases import counted
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, SegmentKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim in its document: its number on the page, and its lane."""

    number: int
    claim: CodedClaim
    lane: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text that holds something.

    Attributes:
        speaker: who speaks from here on; empty where that was told before, or nobody is known.
        marks: the claims that cover some of it.
        begun: those of them that cover nothing before it: their notes stand here.
    """

    start: int
    end: int
    kind: SegmentKind
    speaker: str
    marks: tuple[Mark, ...]
    begun: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same claims cover.

    Attributes:
        begun, ended: the claims whose first, or last, piece of the paragraph this is.
    """

    text: str
    marks: tuple[Mark, ...]
    begun: tuple[Mark, ...]
    ended: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class CodedPage:
    """A coded document with its claims numbered in the order of their places.

    Attributes:
        actors, topics: names by key; a key without a name stands for itself.
    """

    document: CodedDocument
    marks: tuple[Mark, ...]
    actors: Mapping[str, str]
    topics: Mapping[str, str]

    @property
    def title(self) -> str:
        """The document's title; the name of its file when it has none."""
        return self.document.facts.title or self.document.name

    @property
    def source(self) -> str:
        """Who published it and when, and what it is."""
        facts = self.document.facts
        return ", ".join(part for part in (facts.publisher, facts.author, facts.date, facts.kind) if part)

    @property
    def size(self) -> str:
        """How many claims it has."""
        return counted("claim", len(self.marks))

    @property
    def lane_count(self) -> int:
        """How many lanes there are."""
        return max((mark.lane for mark in self.marks), default=-1) + 1

    def holders(self, mark: Mark) -> str:
        """Return who holds a claim."""
        return ", ".join(self.actors.get(key, key) for key in mark.claim.actors)

    def topic(self, mark: Mark) -> str:
        """Return what a claim is on."""
        return self.topics.get(mark.claim.topic, mark.claim.topic)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the lines of the text that hold something."""
        segments = self.document.segments
        turns = _SegmentCursor(one for one in segments if one.kind is SegmentKind.TURN)
        kinds = _SegmentCursor(one for one in segments if one.kind in (SegmentKind.HEADING, SegmentKind.FURNITURE))
        waiting, open_marks = list(reversed(self.marks)), list[Mark]()
        shown: CodedSegment | None = None
        start = 0
        for line in self.document.text.split("\n"):
            end = start + len(line)
            if line.strip():
                turn, kind = turns.at(start), kinds.at(start)
                speaker = ""
                if turn is not None and turn is not shown:
                    speaker = self.actors.get(turn.speaker, turn.speaker) or turn.label
                shown = turn
                open_marks = [mark for mark in open_marks if mark.claim.span.end > start]
                begun = []
                while waiting and waiting[-1].claim.span.start < end:
                    mark = waiting.pop()
                    if mark.claim.span.end > start:
                        begun.append(mark)
                open_marks += begun
                yield Paragraph(
                    start, end, kind.kind if kind else SegmentKind.PARAGRAPH, speaker, tuple(open_marks), tuple(begun)
                )
            start = end + 1

    def pieces(self, paragraph: Paragraph) -> Iterator[Piece]:
        """Yield a paragraph's text, cut wherever a claim begins or ends."""
        start, end = paragraph.start, paragraph.end
        cuts = {start, end}
        for mark in paragraph.marks:
            cuts |= {max(start, mark.claim.span.start), min(end, mark.claim.span.end)}
        for left, right in pairwise(sorted(cuts)):
            spans = [
                (mark, mark.claim.span)
                for mark in paragraph.marks
                if mark.claim.span.start <= left and right <= mark.claim.span.end
            ]
            yield Piece(
                self.document.text[left:right],
                tuple(mark for mark, _ in spans),
                tuple(mark for mark, span in spans if max(start, span.start) == left and mark in paragraph.begun),
                tuple(mark for mark, span in spans if span.end == right),
            )


class _SegmentCursor:
    """Segments of a kind by their places, asked for from the beginning of the text to its end."""

    def __init__(self, segments: Iterator[CodedSegment]) -> None:
        self._waiting = sorted(segments, key=lambda one: (one.span.start, -one.span.end), reverse=True)
        self._now: list[CodedSegment] = []

    def at(self, place: int) -> CodedSegment | None:
        """Return the first segment that covers *place*, which is no less than the place before."""
        while self._waiting and self._waiting[-1].span.start <= place:
            self._now.append(self._waiting.pop())
        self._now = [one for one in self._now if one.span.end > place]
        return self._now[0] if self._now else None


def coded_page(document: CodedDocument, actors: Mapping[str, str], topics: Mapping[str, str]) -> CodedPage:
    """Return a document with its claims numbered and each in a lane of its own where they overlap."""
    ordered = sorted(document.claims, key=lambda one: (one.span.start, -one.span.end, one.topic, one.actors))
    places = lanes((one.span.start, one.span.end) for one in ordered)
    numbered = enumerate(zip(ordered, places, strict=True), 1)
    marks = tuple(Mark(number, claim, lane) for number, (claim, lane) in numbered)
    return CodedPage(document, marks, actors, topics)


def look(marks: tuple[Mark, ...]) -> str:
    """Return how a piece that *marks* cover looks: as their stance, ``contradictory`` when they differ, or nothing."""
    stances = {mark.claim.stance for mark in marks}
    return scale.look(stances.pop()).key if len(stances) == 1 else "contradictory" if stances else ""
