"""What the attributes of annotated Markdown say: claims, blocks, listed segments; each error with file and line."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from desktop.core.claim_fields import CHOICES, Choice
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.text import one_line
from desktop.core.values import CodedClaim, CodedSegment, SegmentKind
from desktop.exchange.annotated.blocks import Block
from desktop.exchange.annotated.front_matter import error_at
from desktop.exchange.annotated.markdown import Attributes, parse_attributes

T = TypeVar("T")
CLAIM = ("actor", "topic", *(choice.key for choice in CHOICES), "original", "memo", "uuid")
SEGMENT = ("speaker", "role", "label", "original")
_TURN = SegmentKind.TURN.value
_PLAIN = "plain"
_BLOCKS = (*(kind.value for kind in SegmentKind), _PLAIN)


class ValueReader:
    """Read values out of attributes for the file *name*.

    All methods take the line that an error is to name and raise UserError.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def error(self, line: int, reason: str) -> UserError:
        """Return the error that *reason* and *line* make."""
        return error_at(self.name, line, reason)

    def attributes(self, source: str, line: int, names: Collection[str]) -> Attributes:
        """Read the part between two braces, in which only *names* may be given."""
        way = _('write them as {.class name=value name="any text"}')
        attributes = self._checked(lambda: parse_attributes(source), line, way)
        for name in attributes.values:
            if name not in names:
                raise self.error(
                    line,
                    _("the attribute {name} is unknown here; the known ones are {known}").format(
                        name=name, known=", ".join(names)
                    ),
                )
        return attributes

    def claim(self, attributes: Attributes, span: Span, line: int) -> CodedClaim:
        """Return the claim that *attributes* describe."""
        for name in ("actor", "topic", "stance"):
            if not attributes.text(name).strip():
                reason = _("this claim has no {name}; add {name}= and the key of the {name} in the codebook")
                if name == "stance":
                    reason = _("this claim has no stance; add stance= and favor, against or neutral")
                raise self.error(line, reason.format(name=name))
        return CodedClaim(
            span=span,
            actors=attributes.texts("actor"),
            topic=attributes.text("topic"),
            memo=attributes.text("memo"),
            original=self.span(attributes, "original", line),
            uuid=attributes.text("uuid"),
            **{choice.key: self._choice(choice, attributes, line) for choice in CHOICES},
        )

    def _choice(self, choice: Choice, attributes: Attributes, line: int) -> Any:
        value = attributes.text(choice.key)
        reason = _("the {key} “{words}” is unknown").format(key=choice.key, words=one_line(value, 60))
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
            raise self.error(line, _("an item of segments must begin with one of {known}").format(known=known))
        return CodedSegment(
            kind=SegmentKind(attributes.classes[0]),
            span=self._span_in_text(attributes, length, line),
            speaker=attributes.text("speaker"),
            role=attributes.text("role"),
            label=attributes.text("label"),
            original=self.span(attributes, "original", line),
        )

    def block(self, attributes: Attributes, span: Span, line: int) -> Block:
        """Return the block that *attributes* describe."""
        classes = set(attributes.classes)
        if unknown := classes - set(_BLOCKS):
            known = ", ".join(f".{each}" for each in _BLOCKS)
            raise self.error(
                line,
                _("the kind of block .{value} is unknown; write one of {known}").format(
                    value=min(unknown), known=known
                ),
            )
        kinds = classes - {_TURN}
        if len(kinds) > 1:
            both = " and ".join(f".{each}" for each in attributes.classes)
            raise self.error(line, _("a block cannot be {both}; keep one of them").format(both=both))
        if classes == {_PLAIN} and attributes.values.keys() - {"gap"}:
            raise self.error(
                line, _("a .plain block is no segment and can only have a gap; remove the rest, or .plain")
            )
        return Block(
            span=span,
            kind=None if _PLAIN in kinds else SegmentKind(kinds.pop()) if kinds else SegmentKind.PARAGRAPH,
            in_turn=_TURN in classes,
            speaker=attributes.text("speaker"),
            role=attributes.text("role"),
            label=attributes.text("label"),
            original=self.span(attributes, "original", line),
        )

    def gap(self, attributes: Attributes, usual: int, line: int) -> int:
        """Return how many line feeds stand before the block; *usual* when its attributes do not say."""
        value = attributes.text("gap")
        if not value:
            return usual
        if not value.isascii() or not value.isdigit() or len(value) > 6:
            raise self.error(
                line,
                _("gap must be the number of line feeds before the block, not “{words}”").format(
                    words=one_line(value, 60)
                ),
            )
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
            raise self.error(line, reason.format(length=length))
        return span

    def _checked(self, read: Callable[[], T], line: int, way: str, reason: str = "") -> T:
        try:
            return read()
        except ValueError as error:
            raise self.error(line, f"{reason or error}; {way}") from error
