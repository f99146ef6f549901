"""How a text falls into the blocks of annotated Markdown, how blocks stand for segments, and what attributes say."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from desktop.core.claim_fields import CHOICES, STANCE, Choice
from desktop.core.errors import UserError
from desktop.core.interjections import INTERJECTION
from desktop.core.language import _
from desktop.core.scale import KNOWN, Scale, Stance
from desktop.core.spans import Span
from desktop.core.text import one_line
from desktop.core.times import moment
from desktop.core.values import CodedClaim, CodedMemo, CodedSegment, SegmentKind, SpeakerCertainty
from desktop.exchange.annotated.front_matter import NO_TIME, error_at
from desktop.exchange.annotated.markdown import Attributes, parse_attributes

# a run of lines without a blank one among them
_RUN = re.compile(r"[^\n]+(?:\n[^\n]+)*")

T = TypeVar("T")
# who noted it, when, and what names it in every project, where a claim has one memo
MEMO = ("memo-coder", "memo-created", "memo-uuid")
CLAIM = (
    *("actor", "topic", *(choice.key for choice in CHOICES), "certainty", "original", "memo", *MEMO),
    *("fields", "coder", "created", "came", "uuid"),
)
# how a claim may have come about
CAME = ("coder", "seed", "import", "suggestion")
SEGMENT = ("speaker", "role", "label", "time", "original")
_TURN = SegmentKind.TURN.value
_PLAIN = "plain"
_BLOCKS = (*(kind.value for kind in SegmentKind), _PLAIN)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that is one paragraph of Markdown; only line feeds stand between two blocks.

    Attributes:
        kind: the kind of its segment; None when it is text that belongs to none.
        in_turn: whether it begins or continues a speaker's turn.
        speaker, role, label: of the turn it begins, or of its own segment when it is in no turn.
        time: of the turn it begins, or of its own segment.
    """

    span: Span
    kind: SegmentKind | None = SegmentKind.PARAGRAPH
    in_turn: bool = False
    speaker: str = ""
    role: str = ""
    label: str = ""
    original: Span | None = None
    time: str = ""

    @property
    def is_named(self) -> bool:
        """Tell whether it says who speaks, and so begins a turn."""
        return bool(self.speaker or self.label or (self.role and self.role != INTERJECTION))


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
    segments: list[CodedSegment] = []
    turn: list[int] = []
    turns: list[list[int]] = []
    for index, block in enumerate(blocks):
        if block.kind is not None:
            segments.append(_own_segment(block, block.kind))
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
        segments.append(
            CodedSegment(SegmentKind.TURN, span, first.speaker, first.role, first.label, original, first.time)
        )
    return segments_in_order(segments)


def _own_segment(block: Block, kind: SegmentKind) -> CodedSegment:
    # a paragraph with which a turn begins has no time of its own
    time = "" if block.in_turn and block.is_named else block.time
    if block.in_turn:
        role = block.role if block.role == INTERJECTION else ""
        return CodedSegment(kind, block.span, role=role, original=block.original, time=time)
    return CodedSegment(kind, block.span, block.speaker, block.role, block.label, block.original, time)


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
        blocks.append(Block(each.span, each.kind, False, each.speaker, each.role, each.label, each.original, each.time))
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
            blocks[first] = replace(
                blocks[first], speaker=turn.speaker, role=turn.role, label=turn.label, time=turn.time
            )
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


class ValueReader:
    """Read values out of attributes for the file *name*.

    All methods take the line that an error is to name and raise UserError.

    Attributes:
        scale: that of the stances: the file's own, or another that Visavis knows, once a stance is met of that.
    """

    def __init__(self, name: str, scale: Scale) -> None:
        self.name, self.scale = name, scale

    def error(self, line: int, reason: str, /, **values: object) -> UserError:
        """Return the error that *reason* and *line* make; as `error_at`."""
        return error_at(self.name, line, reason, **values)

    def attributes(self, source: str, line: int, names: Collection[str]) -> Attributes:
        """Read the part between two braces, in which only *names* may be given."""
        way = _('write them as {.class name=value name="any text"}')
        attributes = self._checked(lambda: parse_attributes(source), line, way)
        for name in attributes.values:
            if name not in names:
                reason = _("the attribute {name} is unknown here; the known ones are {known}")
                raise self.error(line, reason, name=one_line(name, 60), known=", ".join(names))
        return attributes

    def claim(self, attributes: Attributes, span: Span, line: int) -> CodedClaim:
        """Return the claim that *attributes* describe."""
        for name in ("actor", "topic", "stance"):
            if not attributes.text(name).strip():
                reason = _("this claim has no {name}; add {name}= and the key of the {name} in the codebook")
                if name == "stance":
                    reason = _("this claim has no stance; add stance= and favor, against or neutral")
                raise self.error(line, reason, name=name)
        coder, memo = one_line(attributes.text("coder")), attributes.text("memo")
        memos: tuple[CodedMemo, ...] = ()
        if memo.strip() and any(attributes.text(name) for name in ("coder", *MEMO)):
            # noted by who tagged it, and then, where it does not say otherwise
            by, when = one_line(attributes.text("memo-coder")) or coder, self._time(attributes, "memo-created", line)
            memos = (
                CodedMemo(memo, by, when or self._time(attributes, "created", line), attributes.text("memo-uuid")),
            )
        return CodedClaim(
            span=span,
            actors=attributes.texts("actor"),
            topic=attributes.text("topic"),
            memo=memo,
            original=self.span(attributes, "original", line),
            uuid=attributes.text("uuid"),
            certainty=self._certainty(attributes, line),
            coder=coder,
            created=self._time(attributes, "created", line),
            came=self._came(attributes, line) or ("coder" if coder else ""),
            memos=memos,
            own=self._own(attributes, line),
            **{choice.key: self._choice(choice, attributes, line) for choice in CHOICES},
        )

    def _time(self, attributes: Attributes, name: str, line: int) -> str:
        value = attributes.text(name)
        if value and not moment(value):
            raise self.error(line, _(NO_TIME), key=name, words=value)
        return moment(value)

    def _came(self, attributes: Attributes, line: int) -> str:
        value = attributes.text("came")
        if value and value not in CAME:
            reason = _("the {key} “{words}” is unknown; write one of {known}")
            raise self.error(line, reason, key="came", words=value, known=", ".join(CAME))
        return value

    def _own(self, attributes: Attributes, line: int) -> tuple[tuple[str, str], ...]:
        told = [one.partition("=") for one in attributes.text("fields").split("\n") if one.strip()]
        for name, sign, value in told:
            if not (sign and name.strip() and value.strip()):
                reason = _("fields=“{words}” names no field with a value; write name=value, and each in a line")
                raise self.error(line, reason, words=one_line(name, 60))
        return tuple((name.strip(), value.strip()) for name, _sign, value in told)

    def _certainty(self, attributes: Attributes, line: int) -> SpeakerCertainty:
        value = attributes.text("certainty")
        reason = _("the {key} “{words}” is unknown").format(key="certainty", words=one_line(value, 60))
        way = _("write {known}").format(known=", ".join(filter(None, SpeakerCertainty)))
        return self._checked(lambda: SpeakerCertainty(value), line, way, reason)

    def _choice(self, choice: Choice, attributes: Attributes, line: int) -> Any:
        value = attributes.text(choice.key)
        reason = _("the {key} “{words}” is unknown").format(key=choice.key, words=one_line(value, 60))
        if choice is STANCE and value:
            if not self.scale.has(value):
                # a file that does not tell its scale
                self.scale = next((one for one in KNOWN.values() if one.has(value)), self.scale)
            if self.scale.has(value):
                return Stance.of(value)
        way = _("write {known}").format(known=", ".join(choice.values))
        return self._checked(lambda: choice.parse(value), line, way, reason)

    def listed_claim(self, source: str, length: int, line: int) -> CodedClaim:
        """Return the claim of an item in the front matter; *length* is the text's."""
        attributes = self.attributes(source, line, (*CLAIM, "span"))
        if attributes.classes != ("claim",):
            raise self.error(line, _("an item of claims must begin with .claim"))
        return self.claim(attributes, self._span_in_text(attributes, length, line), line)

    def listed_segment(self, source: str, length: int, line: int) -> CodedSegment:
        """Return the segment of an item in the front matter; *length* is the text's."""
        attributes = self.attributes(source, line, (*SEGMENT, "span"))
        if len(attributes.classes) != 1 or attributes.classes[0] not in set(SegmentKind):
            known = ", ".join(f".{each}" for each in SegmentKind)
            raise self.error(line, _("an item of segments must begin with one of {known}"), known=known)
        return CodedSegment(
            kind=SegmentKind(attributes.classes[0]),
            span=self._span_in_text(attributes, length, line),
            speaker=attributes.text("speaker"),
            role=attributes.text("role"),
            label=attributes.text("label"),
            original=self.span(attributes, "original", line),
            time=attributes.text("time"),
        )

    def block(self, attributes: Attributes, span: Span, line: int) -> Block:
        """Return the block that *attributes* describe."""
        classes = set(attributes.classes)
        if unknown := classes - set(_BLOCKS):
            known = ", ".join(f".{each}" for each in _BLOCKS)
            reason = _("the kind of block .{value} is unknown; write one of {known}")
            raise self.error(line, reason, value=min(unknown), known=known)
        kinds = classes - {_TURN}
        if len(kinds) > 1:
            both = " and ".join(f".{each}" for each in attributes.classes)
            raise self.error(line, _("a block cannot be {both}; keep one of them"), both=both)
        if classes == {_PLAIN} and attributes.values.keys() - {"gap"}:
            reason = _("a .plain block is no segment and can only have a gap; remove the rest, or .plain")
            raise self.error(line, reason)
        return Block(
            span=span,
            kind=None if _PLAIN in kinds else SegmentKind(kinds.pop()) if kinds else SegmentKind.PARAGRAPH,
            in_turn=_TURN in classes,
            speaker=attributes.text("speaker"),
            role=attributes.text("role"),
            label=attributes.text("label"),
            original=self.span(attributes, "original", line),
            time=attributes.text("time"),
        )

    def gap(self, attributes: Attributes, usual: int, line: int) -> int:
        """Return how many line feeds stand before the block; *usual* when its attributes do not say."""
        value = attributes.text("gap")
        if not value:
            return usual
        if not value.isascii() or not value.isdigit() or len(value) > 6:
            reason = _("gap must be the number of line feeds before the block, not “{words}”")
            raise self.error(line, reason, words=value)
        return int(value)

    def page(self, attributes: Attributes, line: int) -> int:
        """Return the number of the page that begins at a mark."""
        value = attributes.text("n")
        if (
            not (value.isascii() and value.isdigit() and 0 < len(value) <= 6 and int(value))
            or len(attributes.values) > 1
        ):
            raise self.error(line, _("the mark of a page has a number and nothing else; write []{.page n=3}"))
        return int(value)

    def span(self, attributes: Attributes, name: str, line: int) -> Span | None:
        """Return the span under *name*, or None when it is not given."""
        if name not in attributes.values:
            return None
        value = attributes.text(name)
        way = _("write START-END in characters, such as 120-184")
        reason = _("{name}=“{words}” is no span").format(name=name, words=one_line(value, 60))
        return self._checked(lambda: Span.parse(value), line, way, reason)

    def _span_in_text(self, attributes: Attributes, length: int, line: int) -> Span:
        span = self.span(attributes, "span", line)
        if span is None or span.end > length:
            reason = _(
                "this item has no span in the text; write span=START-END within the {length} characters of the text"
            )
            raise self.error(line, reason, length=length)
        return span

    def _checked(self, read: Callable[[], T], line: int, way: str, reason: str = "") -> T:
        try:
            return read()
        except ValueError as error:
            raise self.error(line, f"{reason or error}; {way}") from error
