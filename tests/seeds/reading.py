"""What the tests of the seeds see in a brief: its blocks with their speakers, and each claim in its block."""

import re
from dataclasses import dataclass
from pathlib import Path

from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, SegmentKind
from desktop.exchange.annotated.reader import read_annotated

WORD = re.compile(r"[^\W\d_]+")
CLOSERS = "\"'”’)"
OPENERS = "\"'“‘("
# what stands between a pair of marks; one original closes some of its quotations with another opening mark, and an
# apostrophe is no closing mark since a letter follows it
QUOTED = re.compile(r"“[^“”\n]*[“”]|\"[^\"\n]*\"|‘[^\n]*?’(?!\w)")


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or run of furniture; *turn* is the speaker's turn that it is part of."""

    segment: CodedSegment
    text: str
    original: Span
    turn: CodedSegment | None

    @property
    def is_furniture(self) -> bool:
        return self.segment.kind is SegmentKind.FURNITURE

    @property
    def is_told(self) -> bool:
        return self.segment.kind is SegmentKind.PARAGRAPH

    @property
    def speaker(self) -> str:
        return self.turn.speaker if self.turn else ""

    @property
    def label(self) -> str:
        """What the original calls the speaker, for the block that begins a turn."""
        return self.turn.label if self.turn and self.turn.span.start == self.segment.span.start else ""


@dataclass(frozen=True)
class Brief:
    name: str
    source: str
    document: CodedDocument
    blocks: tuple[Block, ...]

    def block_of(self, claim: CodedClaim) -> Block:
        found = [block for block in self.blocks if block.segment.span.contains(claim.span)]
        assert len(found) == 1, f"{self.where(claim)}: in {len(found)} blocks"
        return found[0]

    def sentence(self, claim: CodedClaim) -> str:
        return self.document.text[claim.span.start : claim.span.end]

    def where(self, claim: CodedClaim) -> str:
        """The claim's file, line and first words, for the message of a test that fails."""
        return self._where(rf"topic={claim.topic} .*{_original(claim.original)}", self.sentence(claim))

    def where_block(self, block: Block) -> str:
        return self._where(rf"^\{{\..*{_original(block.original)}", block.text)

    def _where(self, pattern: str, text: str) -> str:
        lines = enumerate(self.source.splitlines(), start=1)
        number = next((str(number) for number, line in lines if re.search(pattern, line)), "?")
        return f"{self.name}:{number} {text[:50]!r}"


@dataclass(frozen=True)
class Pair:
    """A brief and the text of its original."""

    brief: Brief
    original: str


def briefs_in(folder: Path) -> dict[str, Brief]:
    return {path.name: _read(path) for path in sorted(folder.glob("*.md"))}


def _read(path: Path) -> Brief:
    source = path.read_bytes().decode("utf-8")
    document = read_annotated(source, path.name)
    turns = [segment for segment in document.segments if segment.kind is SegmentKind.TURN]
    blocks = []
    for segment in document.segments:
        if segment.kind is SegmentKind.TURN:
            continue
        assert segment.original is not None, f"{path.name}: a block without its original's span: {segment}"
        text = document.text[segment.span.start : segment.span.end]
        turn = next((turn for turn in turns if turn.span.contains(segment.span)), None)
        blocks.append(Block(segment, text, segment.original, turn))
    return Brief(path.name, source, document, tuple(blocks))


def _original(span: Span | None) -> str:
    return rf"original=\"?{span}\b"
