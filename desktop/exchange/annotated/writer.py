"""Writing a coded document as annotated Markdown."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from desktop.core.claim_fields import chosen
from desktop.core.scale import THREE, in_use
from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, SegmentKind
from desktop.exchange.annotated.blocks import (
    Block,
    blocks_of,
    claims_in_order,
    gaps_of,
    segments_in_order,
    text_blocks,
    usual_gap,
)
from desktop.exchange.annotated.front_matter import FrontMatter, ListedMemo, ListItem, write_front_matter
from desktop.exchange.annotated.markdown import HIDDEN, format_attributes, reference

_ESCAPED = re.compile(r"[\\\[\]{]|&(?=[#a-zA-Z])")
# white space at the ends of a line, and all line feeds of a run but the last: Markdown would drop them
_DROPPED = re.compile(r"^ +| +$|\n(?=\n)|\A\n|\n\Z", re.MULTILINE)
# a claim's piece begins (True) or ends (False) before the text that follows
_Mark = tuple[bool, int]


def write_annotated(document: CodedDocument) -> str:
    """Return *document* as annotated Markdown; the same document gives the same bytes.

    `read_annotated` gives the document back, with its claims and segments in reading order; only of one that was never
    stored ``name`` and ``bytes_sha256`` are not kept, since they are the file's. Segments are written as blocks when
    blocks can stand for them, else they are listed in the front matter with their spans; so are the claims that begin
    or end between two blocks, where no bracket can stand.
    """
    blocks = blocks_of(document.text, document.segments)
    listed = None
    if blocks is None:
        blocks = text_blocks(document.text)
        listed = tuple(ListItem(_segment(each)) for each in segments_in_order(document.segments))
        if not listed and not blocks:
            listed = None
    gaps = gaps_of(blocks)
    gap = usual_gap(gaps)
    claims = claims_in_order(document.claims)
    pieces, unmarked = _pieces(blocks, claims)
    page_marks = _page_marks(blocks, document.pages)
    front = FrontMatter(
        facts=document.facts,
        original_sha256=document.original_sha256,
        extractor=document.extractor,
        gap=gap,
        end_newlines=len(document.text) - (blocks[-1].span.end if blocks else 0),
        segments=listed,
        claims=tuple(ListItem(_claim(each, span=str(each.span))) for each in unmarked),
        pages=document.pages if page_marks is None else (),
        uuid=document.uuid,
        # where it is stored, for the file that is written is called otherwise
        file=document.name if document.uuid else "",
        file_sha256=document.bytes_sha256 if document.uuid else "",
        set=document.set_path,
        memos=(*map(ListedMemo, document.memos), *_listed_memos(claims)),
        # what its claims say lies on this scale wherever it is read
        stances=used if claims and (used := document.scale or in_use()) != THREE else None,
    )
    marks = [_marks(pieces[index]) for index in range(len(blocks))]
    counts = Counter(key for of_block in marks for at in of_block.values() for opens, key in at if opens)
    names = {key: f"c{number}" for number, key in enumerate((key for key in sorted(counts) if counts[key] > 1), 1)}
    written: set[int] = set()
    out = [write_front_matter(front)]
    for index, block in enumerate(blocks):
        own_gap = gaps[index] if gaps[index] != (gap if index else 0) else None
        attributes = _block(block, own_gap, listed is not None)
        out.append("\n" + (f"{{{attributes}}}\n" if attributes else ""))
        own_pages = (page_marks or {}).get(index, {})
        out.append(_body(document.text, block.span, marks[index], own_pages, claims, names, written) + "\n")
    return "".join(out)


def _listed_memos(claims: Iterable[CodedClaim]) -> Iterator[ListedMemo]:
    """Yield the memos of claims for which there is no place among a claim's attributes (`_is_listed`)."""
    for claim in claims:
        if _is_listed(claim):
            yield from (ListedMemo(memo, claim.uuid) for memo in claim.memos)


def _is_listed(claim: CodedClaim) -> bool:
    # several; and what attributes have no form for, in which the end of a line is a line feed
    return bool(claim.uuid) and (len(claim.memos) > 1 or any("\r" in memo.text for memo in claim.memos))


def _memo(claim: CodedClaim) -> list[tuple[str, str]]:
    """Return the attributes that tell the memo of a claim, where it is one."""
    if _is_listed(claim):
        return []
    if len(claim.memos) != 1:
        words = claim.memo or "\n\n".join(memo.text for memo in claim.memos)
        return [("memo", words)]
    memo = claim.memos[0]
    by = memo.coder if memo.coder != claim.coder else ""
    when = memo.created if memo.created != claim.created else ""
    return [("memo", memo.text), ("memo-coder", by), ("memo-created", when), ("memo-uuid", memo.uuid)]


def _segment(segment: CodedSegment) -> str:
    values = [("span", str(segment.span)), *_segment_values(segment)]
    return format_attributes((segment.kind,), values)


def _segment_values(of: CodedSegment | Block) -> list[tuple[str, str]]:
    original = str(of.original) if of.original is not None else ""
    told = [("speaker", of.speaker), ("role", of.role), ("label", of.label), ("time", of.time)]
    return [*told, ("original", original)]


def _block(block: Block, gap: int | None, listed: bool) -> str:
    values = [*_segment_values(block), ("gap", "" if gap is None else str(gap))]
    if listed:
        return format_attributes((), values)
    classes = ["plain" if block.kind is None else block.kind.value]
    if block.in_turn:
        classes = ["turn", *classes] if block.kind != SegmentKind.PARAGRAPH else ["turn"]
    if classes == [SegmentKind.PARAGRAPH.value] and not any(value for _, value in values):
        return ""
    return format_attributes(classes, values)


def _claim(claim: CodedClaim, span: str = "", part: str = "") -> str:
    values: list[tuple[str, str | Iterable[str]]] = [
        ("part", part),
        ("span", span),
        ("actor", claim.actors),
        ("topic", claim.topic),
        *((name, value.value) for name, value in chosen(claim).items()),
        ("certainty", claim.certainty.value),
        ("original", str(claim.original) if claim.original is not None else ""),
        *_memo(claim),
        ("fields", "\n".join(f"{name}={value}" for name, value in claim.own)),
        ("coder", claim.coder),
        ("created", claim.created),
        ("came", claim.came if claim.came != "coder" or not claim.coder else ""),
        ("uuid", claim.uuid),
    ]
    return format_attributes(("claim",), values)


def _pieces(
    blocks: Sequence[Block], claims: Sequence[CodedClaim]
) -> tuple[dict[int, list[tuple[Span, int]]], list[CodedClaim]]:
    """Cut *claims* at the borders of *blocks*.

    Returns the pieces by block, each with its claim's index, and the claims whose ends stand in no block.
    """
    starts = [block.span.start for block in blocks]
    pieces: dict[int, list[tuple[Span, int]]] = defaultdict(list)
    unmarked = []
    for key, claim in enumerate(claims):
        span = claim.span
        first = max(0, bisect_right(starts, span.start) - 1)
        own: list[tuple[int, Span]] = []
        for index in range(first, len(blocks)):
            block = blocks[index].span
            if block.start > span.end:
                break
            start, end = max(span.start, block.start), min(span.end, block.end)
            if start < end or (start == end and not span and not own):
                own.append((index, Span(start, end)))
        if own and own[0][1].start == span.start and own[-1][1].end == span.end:
            for index, piece in own:
                pieces[index].append((piece, key))
        else:
            unmarked.append(claim)
    return pieces, unmarked


def _page_marks(blocks: Sequence[Block], pages: Sequence[int]) -> dict[int, dict[int, list[int]]] | None:
    """Return by block and position the pages that begin there; None when one begins between two blocks."""
    starts = [block.span.start for block in blocks]
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, position in enumerate(pages, 1):
        index = bisect_right(starts, position) - 1
        if index < 0 or position > blocks[index].span.end:
            return None
        found[index][position].append(number)
    return found


def _marks(pieces: Sequence[tuple[Span, int]]) -> dict[int, list[_Mark]]:
    """Return where brackets open and close in one block, by position, so that they nest.

    Of two pieces that overlap in part the later one is closed and opened again where the earlier one ends.
    """
    marks: dict[int, list[_Mark]] = defaultdict(list)
    begins: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for span, key in pieces:
        begins[span.start].append((span.end, key))
    stack: list[tuple[int, int]] = []
    for position in sorted({end for span, _ in pieces for end in (span.start, span.end)}):
        ending = [depth for depth, (end, _) in enumerate(stack) if end == position]
        again = []
        if ending:
            while len(stack) > ending[0]:
                end, key = stack.pop()
                marks[position].append((False, key))
                if end > position:
                    again.append((end, key))
        new = [each for each in begins[position] if each[0] > position]
        for end, key in sorted(again + new, key=lambda each: (-each[0], each[1])):
            marks[position].append((True, key))
            stack.append((end, key))
        for end, key in begins[position]:
            if end == position:
                marks[position] += [(True, key), (False, key)]
    return marks


def _body(
    text: str,
    span: Span,
    marks: dict[int, list[_Mark]],
    pages: dict[int, list[int]],
    claims: Sequence[CodedClaim],
    names: dict[int, str],
    written: set[int],
) -> str:
    """Return one block's text with its brackets; *written* collects the claims whose attributes stand in the file."""
    characters = _escaped(text[span.start : span.end])
    out = []
    position = span.start
    for mark in sorted(marks.keys() | pages.keys()):
        out += characters[position - span.start : mark - span.start]
        position = mark
        out += [f"[]{{{format_attributes(('page',), [('n', str(number))])}}}" for number in pages.get(mark, ())]
        for opens, key in marks.get(mark, ()):
            if opens:
                out.append("[")
            elif key in written:
                out.append(f"]{{.claim part={names[key]}}}")
            else:
                written.add(key)
                out.append(f"]{{{_claim(claims[key], part=names.get(key, ''))}}}")
    out += characters[position - span.start :]
    return "".join(out)


def _escaped(text: str) -> list[str]:
    """Return what stands in Markdown for each character of *text*."""
    characters = list(text)
    for found in _ESCAPED.finditer(text):
        characters[found.start()] = f"\\{found[0]}"
    for found in HIDDEN.finditer(text):
        characters[found.start()] = reference(found[0])
    for found in _DROPPED.finditer(text):
        for index in range(found.start(), found.end()):
            characters[index] = reference(text[index])
    return characters
