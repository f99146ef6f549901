"""Coded documents as web pages: the text with its highlights, lanes beside it, and notes in the margin.

One document alone, or two side by side. The page needs nothing else, tells stances by shapes as well as colours, and
prints. It is calm, in a serif, with the notes beside what they are on.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from string import Template

from desktop.core import scale
from desktop.core.claim_fields import quality_words
from desktop.core.direction import reads_leftward
from desktop.core.language import _
from desktop.core.scale import LOOKS, NOT_CODED
from desktop.core.text import is_latin
from desktop.core.values import CodedDocument, SegmentKind
from desktop.exchange.pages.pages import CodedPage, Mark, Paragraph, coded_page, look
from desktop.exchange.tables.table import TONES

_LANE_WIDTH = 9
# of the looks that not every scale has: ink and ground in the dark, and the line
DARK_TONES = {
    "uncoded": ("#cdbe6b", "#3a3722"),
    "favor_strong": ("#8ccbf2", "#1d3a4c"),
    "against_strong": ("#f5b48c", "#4a2e1e"),
}
_LINES = {"uncoded": (2, "dotted"), "favor_strong": (4, "double"), "against_strong": (4, "dashed")}
_RULES = """
:root { --$name: $ink; --$name-ground: $ground; }
@media (prefers-color-scheme: dark) { :root { --$name: $dark_ink; --$name-ground: $dark_ground; } }
.bar.$name, li.$name { color: var(--$name); }
.bar.$name { border-inline-start: $line; }
.bar.$name.head::before { content: "$shape"; }
mark.$name { background: var(--$name-ground); border-bottom: $line var(--$name); }
"""
_STYLE = """
:root {
  color-scheme: light dark;
  --page: #fbfaf7; --ink: #23262b; --dim: #5f646b; --line: #d6d0c3;
  --favor: #004e7a; --favor-ground: #d9eaf5; --against: #8a3700; --against-ground: #fce4d4;
  --neutral: #4b5058; --neutral-ground: #e4e5e9; --contradictory: #5b2a78; --contradictory-ground: #efe3f6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #1b1d21; --ink: #e4e2dc; --dim: #a9afb7; --line: #41474f;
    --favor: #8ccbf2; --favor-ground: #1d3a4c; --against: #f5b48c; --against-ground: #4a2e1e;
    --neutral: #c3c7ce; --neutral-ground: #34383f; --contradictory: #d7b5ee; --contradictory-ground: #402a4f;
  }
}
body { margin: 1.5rem auto; padding: 0 1rem; max-width: 70rem; background: var(--page); color: var(--ink);
  font: 17px/1.7 Georgia, "Times New Roman", serif; }
body.pair { max-width: 120rem; }
body.pair main { display: grid; grid-template-columns: 1fr 1fr; gap: 2.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .3rem; }
.source, footer, .legend, .notes { font-family: system-ui, sans-serif; font-size: .8rem; line-height: 1.45; }
.source, footer { color: var(--dim); }
.legend { list-style: none; display: flex; gap: 1.2rem; margin: 0 0 1rem; padding: 0; }
section { display: grid; grid-template-columns: minmax(0, 40rem) minmax(10rem, 18rem); gap: 0 1rem;
  margin: 0 0 1rem; }
body.pair section { grid-template-columns: minmax(0, 3fr) minmax(8rem, 2fr); }
.text { position: relative; padding-inline-start: calc(var(--lanes) + .8rem); }
.text > p, .text > h2 { margin: 0; overflow-wrap: anywhere; }
.text > h2 { font-size: 1.15rem; line-height: 1.35; }
section.furniture .text > p { color: var(--dim); font-size: .85rem; }
.speaker { font: 600 .8rem system-ui, sans-serif; letter-spacing: .02em; color: var(--dim);
  padding-inline-start: calc(var(--lanes) + .8rem); }
.lanes { position: absolute; top: 0; bottom: 0; inset-inline-start: 0; width: var(--lanes); }
.bar { position: absolute; box-sizing: border-box; min-height: 1em; width: 0; margin-inline-start: 3px;
  border-inline-start: 2px solid currentColor; }
.bar.against { border-inline-start-style: dashed; }
.bar.neutral { border-inline-start-style: dotted; }
.bar.head::before { position: absolute; top: -1px; inset-inline-start: -5px; width: 8px;
  font: 8px/8px system-ui, sans-serif; text-align: center; background: var(--page); }
.bar.favor.head::before { content: "▲"; }
.bar.against.head::before { content: "▼"; }
.bar.neutral.head::before { content: "●"; }
mark { color: inherit; border-radius: 2px; padding: .1em 0; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; }
mark.favor { background: var(--favor-ground); border-bottom: 2px solid var(--favor); }
mark.against { background: var(--against-ground); border-bottom: 2px dashed var(--against); }
mark.neutral { background: var(--neutral-ground); border-bottom: 2px dotted var(--neutral); }
mark.contradictory { background: var(--contradictory-ground); border-bottom: 3px double var(--contradictory); }
mark.deep { border-bottom-width: 4px; }
.bar.favor, li.favor { color: var(--favor); }
.bar.against, li.against { color: var(--against); }
.bar.neutral, li.neutral { color: var(--neutral); }
.notes { margin: 0; padding: 0; padding-inline-start: 1.8rem; }
.notes li { margin: 0 0 .35rem; }
.notes li:target, mark:target { outline: 2px solid currentColor; outline-offset: 2px; }
a.to { font: .65rem system-ui, sans-serif; vertical-align: super; color: inherit; text-decoration: none;
  padding: 0 .15em; }
a.to:hover, a.to:focus { text-decoration: underline; }
footer { border-top: 1px solid var(--line); margin-top: 1.5rem; }
@media screen and (max-width: 50rem) {
  body.pair main, section, body.pair section { display: block; }
  .notes { padding-inline-start: calc(var(--lanes) + 2.4rem); }
}
@media print {
  :root { --page: #fff; }
  body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt; background: #fff; color: #000; }
  body.pair { font-size: 8.5pt; }
  section, body.pair section { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
  body.pair main { gap: 1.2rem; }
  section { break-inside: avoid; }
  mark, .bar, li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def write_coded_html(
    documents: Sequence[CodedDocument],
    actors: Mapping[str, str],
    topics: Mapping[str, str],
    notes: Iterable[str] = (),
) -> bytes:
    """Return one or two coded documents, with the claims that are to be shown, as a page of its own.

    *actors* and *topics* are names by key; a key without a name stands for itself. *notes* are sentences that say how
    it came about, such as the filter. ValueError when there is no document.
    """
    if not documents:
        raise ValueError("no document")
    pages = [coded_page(document, actors, topics) for document in documents]
    stances = escape(_("Stances"))
    held = {claim.stance for document in documents for claim in document.claims}
    steps = scale.counted(uncoded=NOT_CODED in held)
    title = " | ".join(page.title for page in pages)
    legend = "".join(
        f'<li class="{one.look}"><span aria-hidden="true">{scale.shape(one.key)}</span> {escape(_(one.side))}</li>'
        for one in steps
    )
    told = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{_more({one.look for one in steps})}</style>\n</head>\n",
        f'<body class="{"pair" if len(pages) > 1 else "single"}">\n',
        f'<ul class="legend" aria-label="{stances}">{legend}</ul>\n<main>\n',
        *(_article(page, f"d{number}") for number, page in enumerate(pages, 1)),
        "</main>\n",
        f"<footer>\n{told}</footer>\n" if told else "",
        "</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8", "replace")


def _more(looks: Iterable[str]) -> str:
    """Return the rules of *looks* that not every page has: colours in light and dark, lines and shapes."""
    parts = []
    for name in sorted(set(looks) & DARK_TONES.keys()):
        (ink, ground), (dark_ink, dark_ground) = TONES[name], DARK_TONES[name]
        colors = {"ink": ink, "ground": ground, "dark_ink": dark_ink, "dark_ground": dark_ground}
        width, line = _LINES[name]
        parts.append(Template(_RULES).substitute(colors, name=name, line=f"{width}px {line}", shape=LOOKS[name].shape))
    return "".join(parts)


def _article(page: CodedPage, prefix: str) -> str:
    """Return one document; *prefix* begins its ids."""
    language = f' lang="{escape(page.document.facts.language)}"' if page.document.facts.language else ""
    side = ' dir="rtl"' if reads_leftward(page.document.text, page.document.facts.language) else ""
    return "".join(
        (
            f'<article{side} aria-labelledby="{prefix}-title" style="--lanes: {page.lane_count * _LANE_WIDTH}px">\n',
            f'<header>\n<h1 id="{prefix}-title" dir="auto">{escape(page.title)}</h1>\n',
            f'<p class="source" dir="auto">{escape(page.source)} · {page.size}</p>\n</header>\n',
            *(_row(page, prefix, paragraph, language) for paragraph in page.paragraphs()),
            "</article>\n",
        )
    )


def _row(page: CodedPage, prefix: str, paragraph: Paragraph, language: str) -> str:
    """Return one paragraph: its lanes, its text, and the notes on the claims that begin in it."""
    bars = "".join(_bar(paragraph, mark) for mark in paragraph.marks)
    tag = "h2" if paragraph.kind is SegmentKind.HEADING else "p"
    name = f'<div class="speaker"><bdi>{escape(paragraph.speaker)}</bdi></div>\n' if paragraph.speaker else ""
    text = _highlighted(page, prefix, paragraph)
    notes = "".join(_note(page, prefix, mark) for mark in paragraph.begun)
    return (
        f'<section class="{paragraph.kind}">\n<div>\n{name}<div class="text">'
        f'<div class="lanes" aria-hidden="true">{bars}</div>\n'
        f'<{tag}{language} dir="auto">{text}</{tag}>\n</div>\n</div>\n'
        + (f'<ol class="notes">\n{notes}</ol>\n' if notes else "")
        + "</section>\n"
    )


def _bar(paragraph: Paragraph, mark: Mark) -> str:
    """Return a claim's part of its lane beside a paragraph: as far down as its words are in the text."""
    length = paragraph.end - paragraph.start
    first = max(mark.claim.span.start - paragraph.start, 0) / length
    last = min(mark.claim.span.end - paragraph.start, length) / length
    head = " head" if mark in paragraph.begun else ""
    place = f"inset-inline-start: {mark.lane * _LANE_WIDTH}px; top: {first:.1%}; height: {last - first:.1%}"
    return f'<span class="bar {scale.look(mark.claim.stance).key}{head}" style="{place}"></span>'


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
            # its own direction keeps the number apart from the figures of the text
            parts.append(f'<a class="to" dir="ltr" href="#{number}" aria-label="{label}">{mark.number}</a>')
    return "".join(parts)


def _note(page: CodedPage, prefix: str, mark: Mark) -> str:
    claim = mark.claim
    # most scripts have no italics
    tag = "em" if is_latin(claim.memo) else "span"
    memo = f'<br><{tag} dir="auto">{escape(claim.memo)}</{tag}>'.replace("\n", "<br>") if claim.memo else ""
    stance, who = escape(claim.stance.value), escape(page.holders(mark))
    return (
        f'<li id="{prefix}-n{mark.number}" value="{mark.number}" class="{scale.look(claim.stance).key}" dir="auto">'
        f'<span role="img" aria-label="{stance}">{scale.shape(claim.stance)}</span> <strong><bdi>{who}</bdi></strong>: '
        f"<bdi>{escape(page.topic(mark))}</bdi> ({', '.join(quality_words(claim))}){memo}</li>\n"
    )
