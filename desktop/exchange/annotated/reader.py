"""Reading annotated Markdown into a coded document."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from desktop.core.language import N_, _
from desktop.core.scale import in_use
from desktop.core.spans import Span
from desktop.core.text import normalise_text
from desktop.core.values import CodedClaim, CodedDocument, CodedMemo, CodedSegment
from desktop.exchange.annotated import markdown
from desktop.exchange.annotated.blocks import (
    CLAIM,
    SEGMENT,
    Block,
    LayoutError,
    ValueReader,
    claims_in_order,
    segments_in_order,
    segments_of,
)
from desktop.exchange.annotated.front_matter import FrontMatter, is_annotated, read_front_matter, split_front_matter
from desktop.exchange.annotated.markdown import EXTENT, Attributes
from desktop.exchange.readers.source import SourceFile

_NO_BLOCK = N_("this line of attributes has no block; write the block right below it")


def is_coded(source: SourceFile) -> bool:
    """Tell whether the text file *source* is annotated Markdown."""
    return is_annotated(source.start)


def read_coded(source: SourceFile) -> CodedDocument:
    """Read the text file *source*; as `read_annotated`."""
    return read_annotated(normalise_text(source.decoded.text), source.name)


def read_annotated(source: str, name: str) -> CodedDocument:
    """Read annotated Markdown; *name* is the file's, for the document and for errors.

    The text is the paragraphs joined by a blank line (or as many line feeds as ``gap`` says); a line break within a
    paragraph is a line feed of the text. Claims and segments come in reading order. Hashes of the file are the
    caller's.

    Raises:
        UserError: naming the file, the line, what is wrong there and the way out.
    """
    top, body, first_line = split_front_matter(normalise_text(source), name)
    front = read_front_matter(top, name)
    return _Body(name, front, first_line).read(body)


@dataclass(slots=True)
class _Part:
    """A claim and the pieces it was met in; ``order`` is where it begins: its block's number and its bracket's."""

    attributes: Attributes
    line: int
    order: tuple[int, int]
    spans: list[Span] = field(default_factory=list)


class _Body:
    """Read the blocks below the front matter, one after the other, growing the text."""

    def __init__(self, name: str, front: FrontMatter, first_line: int) -> None:
        self.name = name
        self.front = front
        self.first_line = first_line
        self.values = ValueReader(name, front.stances or in_use())
        self.text: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.lines: list[int] = []
        self.parts: dict[str, _Part] = {}
        self.pages: dict[int, tuple[int, int]] = {}

    def read(self, body: str) -> CodedDocument:
        attributes, above = Attributes((), {}), 0
        for token in markdown.parser().parse(body):
            line = self.first_line + (token.map[0] if token.map else 0)
            if token.type == markdown.ATTRIBUTE_LINE:
                if above:
                    raise self.values.error(above, _(_NO_BLOCK))
                attributes, above = self.attribute_line(token.content, line), line
            elif token.type == "inline":
                self.block(token, line, attributes, above or line)
                attributes, above = Attributes((), {}), 0
        if above:
            raise self.values.error(above, _(_NO_BLOCK))
        self.append("\n" * self.front.end_newlines)
        return CodedDocument(
            name=self.front.file or self.name,
            facts=self.front.facts,
            text="".join(self.text),
            segments=self.segments(),
            claims=tuple(self.noted(self.claims())),
            original_sha256=self.front.original_sha256,
            bytes_sha256=self.front.file_sha256,
            extractor=self.front.extractor,
            pages=self.page_starts(),
            set_path=self.front.set,
            uuid=self.front.uuid,
            memos=tuple(each.memo for each in self.front.memos if not each.claim),
            scale=self.values.scale if self.values.scale != in_use() else None,
        )

    def noted(self, claims: Iterable[CodedClaim]) -> Iterator[CodedClaim]:
        """Yield *claims* with the memos that are listed for them."""
        listed: dict[str, list[CodedMemo]] = {}
        lines: dict[str, int] = {}
        for each in self.front.memos:
            if each.claim:
                listed.setdefault(each.claim, []).append(each.memo)
                lines.setdefault(each.claim, each.line)
        for claim in claims:
            own = listed.pop(claim.uuid, ()) if claim.uuid else ()
            if own:
                inline = claim.memos or ((CodedMemo(claim.memo),) if claim.memo.strip() else ())
                every = (*inline, *own)
                claim = replace(claim, memos=every, memo="\n\n".join(memo.text for memo in every))
            yield claim
        for uuid in listed:
            reason = _("a memo is on the claim {words}, which is not in this file; correct it, or leave the memo out")
            raise self.values.error(lines[uuid], reason, words=uuid)

    def append(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def attribute_line(self, content: str, line: int) -> Attributes:
        found = EXTENT.fullmatch(content)
        if found is None:
            reason = _(
                "a line that begins with { must hold the attributes of a block and end with }; "
                "write \\{ if the brace is text"
            )
            raise self.values.error(line, reason)
        return self.values.attributes(found[1], line, (*SEGMENT, "gap"))

    def block(self, token: Token, line: int, attributes: Attributes, above: int) -> None:
        """Append one block; *line* is that of its text, *above* that of its attributes."""
        if self.front.segments is not None:
            if attributes.classes or attributes.values.keys() - {"gap"}:
                reason = _(
                    "this file lists its segments in its front matter, so a block can only have a gap; "
                    "remove the other attributes or the list"
                )
                raise self.values.error(above, reason)
            attributes = Attributes(("plain",), attributes.values)
        self.append("\n" * self.values.gap(attributes, self.front.gap if self.blocks else 0, above))
        start = self.length
        self.inline(token.children or [], lambda child: line + token.content.count("\n", 0, child.meta["at"]))
        self.blocks.append(self.values.block(attributes, Span(start, self.length), above))
        self.lines.append(above)

    def inline(self, tokens: list[Token], line_of: Callable[[Token], int]) -> None:
        opening = self.pairs(tokens, line_of)
        starts = dict.fromkeys(opening.values(), 0)
        for index, token in enumerate(tokens):
            if index in starts:
                starts[index] = self.length
            elif token.type == markdown.SPAN_CLOSE:
                self.piece(token.content, line_of(token), starts[opening[index]], opening[index])
            elif token.type in ("softbreak", "hardbreak"):
                self.append("\n")
            else:
                self.append(token.content)

    def pairs(self, tokens: list[Token], line_of: Callable[[Token], int]) -> dict[int, int]:
        """Return the index of the opening bracket for each index of a span's end; other brackets are text."""
        opening: dict[int, int] = {}
        brackets: list[int] = []
        for index, token in enumerate(tokens):
            if token.type == markdown.STRAY:
                reason = _(
                    "these attributes belong to nothing or do not end; a claim is [sentence]{.claim …}, "
                    "a block's attributes have a blank line above, \\{ is a brace"
                )
                raise self.values.error(line_of(token), reason)
            if token.type == markdown.BRACKET_OPEN:
                brackets.append(index)
            elif token.type == markdown.BRACKET_CLOSE and brackets:
                brackets.pop()
            elif token.type == markdown.SPAN_CLOSE:
                if not brackets:
                    reason = _("no [ stands before this ]{…}; write one where the claim begins, in the same paragraph")
                    raise self.values.error(line_of(token), reason)
                opening[index] = brackets.pop()
        return opening

    def piece(self, source: str, line: int, start: int, bracket: int) -> None:
        attributes = self.values.attributes(source, line, (*CLAIM, "part", "n"))
        if attributes.classes == ("page",):
            number = self.values.page(attributes, line)
            if number in self.pages or start != self.length:
                reason = _("a page's mark holds words; write []{{.page n={number}}} once, where the page begins")
                if number in self.pages:
                    reason = _("page {number} begins twice; write []{{.page n={number}}} once, where the page begins")
                raise self.values.error(line, reason, number=number)
            self.pages[number] = (start, line)
            return
        if "n" in attributes.values:
            reason = _("only the mark of a page has a number; remove n= or write []{.page n=…}")
            raise self.values.error(line, reason)
        if attributes.classes != ("claim",):
            reason = _(
                "a sentence in brackets with attributes must be a claim; "
                "write {.claim …}, or \\[ and \\] for brackets that are text"
            )
            raise self.values.error(line, reason)
        # a claim in one piece needs no name, and no name that is given can begin with a line feed
        name = attributes.text("part") or f"\n{len(self.parts)}"
        if name not in self.parts:
            self.parts[name] = _Part(attributes, line, (len(self.blocks), bracket))
        elif attributes.values.keys() != {"part"}:
            reason = _(
                "part {part} has its attributes already; give this claim another part, or leave only part={part} here"
            )
            raise self.values.error(line, reason, part=name)
        self.parts[name].spans.append(Span(start, self.length))

    def claims(self) -> tuple[CodedClaim, ...]:
        claims = []
        for part in sorted(self.parts.values(), key=lambda part: part.order):
            span = Span(min(span.start for span in part.spans), max(span.end for span in part.spans))
            claims.append(self.values.claim(part.attributes, span, part.line))
        claims += [self.values.listed_claim(each.text, self.length, each.line) for each in self.front.claims]
        return claims_in_order(claims)

    def page_starts(self) -> tuple[int, ...]:
        if self.front.pages:
            if self.pages:
                line = next(iter(self.pages.values()))[1]
                reason = _("the front matter lists the pages already; remove the list or this mark")
                raise self.values.error(line, reason)
            # a text that was shortened by hand has fewer of them
            return tuple(min(start, self.length) for start in self.front.pages)
        starts: list[int] = []
        for number in sorted(self.pages):
            start, line = self.pages[number]
            if number != len(starts) + 1 or (starts and start < starts[-1]):
                reason = _("page {number} does not follow page {last}; number the pages from 1, one after the other")
                raise self.values.error(line, reason, number=number, last=len(starts))
            starts.append(start)
        return tuple(starts)

    def segments(self) -> tuple[CodedSegment, ...]:
        if self.front.segments is not None:
            listed = self.front.segments
            return segments_in_order(self.values.listed_segment(each.text, self.length, each.line) for each in listed)
        try:
            return segments_of(self.blocks)
        except LayoutError as error:
            raise self.values.error(self.lines[error.index], str(error)) from error
