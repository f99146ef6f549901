"""How a text falls into the blocks of annotated Markdown, and how blocks stand for segments."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedSegment, SegmentKind

# a run of lines without a blank one among them
_RUN = re.compile(r"[^\n]+(?:\n[^\n]+)*")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that is one paragraph of Markdown; only line feeds stand between two blocks.

    Attributes:
        kind: the kind of its segment; None when it is text that belongs to none.
        in_turn: whether it begins or continues a speaker's turn.
        speaker, role, label: of the turn it begins, or of its own segment when it is in no turn.
    """

    span: Span
    kind: SegmentKind | None = SegmentKind.PARAGRAPH
    in_turn: bool = False
    speaker: str = ""
    role: str = ""
    label: str = ""
    original: Span | None = None

    @property
    def is_named(self) -> bool:
        """Tell whether it says who speaks, and so begins a turn."""
        return bool(self.speaker or self.role or self.label)


class LayoutError(ValueError):
    """Tell that blocks stand for no segments; ``index`` is the block's, the message the middle of a sentence."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index


def segments_in_order(segments: Iterable[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Return *segments* in reading order: by start, the longer first, a turn before its paragraph."""
    return tuple(sorted(segments, key=lambda each: (each.span.start, -each.span.end, each.kind != SegmentKind.TURN)))


def claims_in_order(claims: Iterable[CodedClaim]) -> tuple[CodedClaim, ...]:
    """Return *claims* in reading order: by start, the longer first; those on one span keep their order."""
    return tuple(sorted(claims, key=lambda each: (each.span.start, -each.span.end)))


def segments_of(blocks: Sequence[Block]) -> tuple[CodedSegment, ...]:
    """Return the segments that *blocks* stand for, in reading order.

    Each block gives a segment of its kind; each turn gives a TURN besides, from its first block to its last, whose
    original reaches from the start of the first block's original to the end of the last one's when both have one.

    Raises:
        LayoutError: when a block continues a turn that nobody began, or a turn's originals run backwards.
    """
    segments = []
    turn: list[int] = []
    turns: list[list[int]] = []
    for index, block in enumerate(blocks):
        if block.kind is not None:
            segment = CodedSegment(block.kind, block.span, original=block.original)
            if not block.in_turn:
                segment = replace(segment, speaker=block.speaker, role=block.role, label=block.label)
            segments.append(segment)
        if not block.in_turn:
            turn = []
        elif block.is_named:
            turn = [index]
            turns.append(turn)
        elif turn:
            turn.append(index)
        else:
            raise LayoutError(
                index, _("this block continues no turn, so it must say who speaks (speaker, role or label)")
            )
    for turn in turns:
        first, last = blocks[turn[0]], blocks[turn[-1]]
        original = None
        if first.original is not None and last.original is not None:
            if last.original.end < first.original.start:
                raise LayoutError(turn[-1], _("the original spans of this turn run backwards"))
            original = Span(first.original.start, last.original.end)
        span = Span(first.span.start, last.span.end)
        segments.append(CodedSegment(SegmentKind.TURN, span, first.speaker, first.role, first.label, original))
    return segments_in_order(segments)


def text_blocks(text: str, start: int = 0, end: int | None = None) -> list[Block]:
    """Return the runs of lines between blank lines of ``text[start:end]``, as blocks that are no segments."""
    runs = _RUN.finditer(text, start, len(text) if end is None else end)
    return [Block(Span(run.start(), run.end()), None) for run in runs]


def blocks_of(text: str, segments: Iterable[CodedSegment]) -> list[Block] | None:
    """Return the blocks that stand for exactly these *segments*, or None when no blocks do.

    None it is when there are no segments, when they overlap, are empty or reach beyond the text, and when a turn does
    not begin and end with paragraphs.
    """
    ordered = segments_in_order(segments)
    blocks: list[Block] = []
    end = 0
    for each in ordered:
        if each.kind == SegmentKind.TURN:
            continue
        if each.span.start < end or not each.span or each.span.end > len(text):
            return None
        blocks += text_blocks(text, end, each.span.start)
        blocks.append(Block(each.span, each.kind, False, each.speaker, each.role, each.label, each.original))
        end = each.span.end
    if not blocks:
        return None
    blocks += text_blocks(text, end)
    starts = [block.span.start for block in blocks]
    for turn in ordered:
        if turn.kind != SegmentKind.TURN:
            continue
        first = index = bisect_left(starts, turn.span.start)
        while index < len(blocks) and turn.span.contains(blocks[index].span):
            blocks[index] = replace(blocks[index], in_turn=True)
            index += 1
        if index > first:
            blocks[first] = replace(blocks[first], speaker=turn.speaker, role=turn.role, label=turn.label)
    try:
        faithful = segments_of(blocks) == ordered
    except LayoutError:
        faithful = False
    return blocks if faithful else None


def gaps_of(blocks: Sequence[Block]) -> list[int]:
    """Return how many line feeds stand before each block."""
    ends = [0, *(block.span.end for block in blocks)]
    return [block.span.start - end for block, end in zip(blocks, ends, strict=False)]


def usual_gap(gaps: Sequence[int]) -> int:
    """Return the number of line feeds between most blocks: 1 in a text of a line per paragraph, else 2."""
    counted = Counter(gaps[1:])
    return 1 if counted[1] > counted[2] else 2
