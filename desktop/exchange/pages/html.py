"""Coded documents as web pages: the text with its highlights, lanes beside it, and notes in the margin.

One document alone, or two side by side. The page needs nothing else, tells stances by shapes as well as colours, and
prints.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from desktop.core.claim_fields import quality_words
from desktop.core.language import _
from desktop.core.phrases import SIDES
from desktop.core.values import CodedDocument, SegmentKind
from desktop.exchange.pages.pages import CodedPage, Mark, Paragraph, coded_page, look
from desktop.exchange.pages.style import STYLE
from desktop.exchange.tables.table import SHAPES

_LANE_WIDTH = 9
_SHAPES: Mapping[str, str] = {str(tone): shape for tone, shape in SHAPES.items()}


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
    pages = [coded_page(document, actors, topics) for document in documents]
    stances = escape(_("Stances"))
    title = " | ".join(page.title for page in pages)
    legend = "".join(
        f'<li class="{stance}"><span aria-hidden="true">{_SHAPES[stance]}</span> {_(word)}</li>'
        for stance, word in SIDES.items()
    )
    told = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n",
        f'<body class="{"pair" if len(pages) > 1 else "single"}">\n',
        f'<ul class="legend" aria-label="{stances}">{legend}</ul>\n<main>\n',
        *(_article(page, f"d{number}") for number, page in enumerate(pages, 1)),
        "</main>\n",
        f"<footer>\n{told}</footer>\n" if told else "",
        "</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def _article(page: CodedPage, prefix: str) -> str:
    """Return one document; *prefix* begins its ids."""
    language = f' lang="{escape(page.document.facts.language)}"' if page.document.facts.language else ""
    return "".join(
        (
            f'<article aria-labelledby="{prefix}-title" style="--lanes: {page.lane_count * _LANE_WIDTH}px">\n',
            f'<header>\n<h1 id="{prefix}-title">{escape(page.title)}</h1>\n',
            f'<p class="source">{escape(page.source)} · {page.size}</p>\n</header>\n',
            *(_row(page, prefix, paragraph, language) for paragraph in page.paragraphs()),
            "</article>\n",
        )
    )


def _row(page: CodedPage, prefix: str, paragraph: Paragraph, language: str) -> str:
    """Return one paragraph: its lanes, its text, and the notes on the claims that begin in it."""
    bars = "".join(_bar(paragraph, mark) for mark in paragraph.marks)
    tag = "h2" if paragraph.kind is SegmentKind.HEADING else "p"
    name = f'<div class="speaker">{escape(paragraph.speaker)}</div>\n' if paragraph.speaker else ""
    text = _highlighted(page, prefix, paragraph)
    notes = "".join(_note(page, prefix, mark) for mark in paragraph.begun)
    return (
        f'<section class="{paragraph.kind}">\n<div>\n{name}<div class="text">'
        f'<div class="lanes" aria-hidden="true">{bars}</div>\n'
        f"<{tag}{language}>{text}</{tag}>\n</div>\n</div>\n"
        + (f'<ol class="notes">\n{notes}</ol>\n' if notes else "")
        + "</section>\n"
    )


def _bar(paragraph: Paragraph, mark: Mark) -> str:
    """Return a claim's part of its lane beside a paragraph: as far down as its words are in the text."""
    length = paragraph.end - paragraph.start
    first = max(mark.claim.span.start - paragraph.start, 0) / length
    last = min(mark.claim.span.end - paragraph.start, length) / length
    head = " head" if mark in paragraph.begun else ""
    place = f"left: {mark.lane * _LANE_WIDTH}px; top: {first:.1%}; height: {last - first:.1%}"
    return f'<span class="bar {mark.claim.stance}{head}" style="{place}"></span>'


def _highlighted(page: CodedPage, prefix: str, paragraph: Paragraph) -> str:
    """Return a paragraph's text, each piece marked by the claims that cover it."""
    parts = []
    for piece in page.pieces(paragraph):
        text = escape(piece.text, quote=False)
        if not piece.marks:
            parts.append(text)
            continue
        deep = " deep" if len(piece.marks) > 1 else ""
        begun = f' id="{prefix}-c{piece.begun[-1].number}"' if piece.begun else ""
        parts.append(f'<mark class="{look(piece.marks)}{deep}"{begun}>{text}</mark>')
        for mark in piece.ended:
            number = f"{prefix}-n{mark.number}"
            label = escape(_("Note {number}").format(number=mark.number))
            parts.append(f'<a class="to" href="#{number}" aria-label="{label}">{mark.number}</a>')
    return "".join(parts)


def _note(page: CodedPage, prefix: str, mark: Mark) -> str:
    claim = mark.claim
    memo = f"<br><em>{escape(claim.memo)}</em>".replace("\n", "<br>") if claim.memo else ""
    stance, who = claim.stance.value, escape(page.holders(mark))
    return (
        f'<li id="{prefix}-n{mark.number}" value="{mark.number}" class="{stance}">'
        f'<span role="img" aria-label="{stance}">{_SHAPES[stance]}</span> <strong>{who}</strong>: '
        f"{escape(page.topic(mark))} ({', '.join(quality_words(claim))}){memo}</li>\n"
    )
