"""A coded document as PDF: its text with highlights, and beside each paragraph the notes on its claims."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.core.values import Claim, Document
from desktop.qt import theme

_SHAPES = {"favor": "▲", "against": "▼", "neutral": "●"}
_STAMPS = re.compile(rb"/(?:Creation|Mod)Date \(D:[^)]*\)|<xmp:\w+Date>[^<]*<|\w+Date=\"[^\"]*\"")
_FONT_POINTS = 10


def write_pdf(
    document: Document, text: str, claims: Sequence[Claim], actors: Mapping[int, str], topics: Mapping[int, str]
) -> bytes:
    """Return a document with its claims as PDF on A4; the same document gives the same bytes.

    Args:
        document: its title and facts.
        text: as it is stored; the claims' offsets are of it.
        claims: in any order.
        actors: names by id.
        topics: names by id.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(16, 16, 16, 16), QPageLayout.Unit.Millimeter)
    writer.setTitle(document.facts.title or document.name)
    writer.setCreator("Visavis")
    # else every file would be another
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), document.uuid.encode()))
    made = QTextDocument()
    made.setDefaultFont(QFont(theme.SERIF, _FONT_POINTS))
    with theme.on_paper():
        made.setHtml(as_html(document, text, claims, actors, topics))
    made.documentLayout().setPaintDevice(writer)
    made.setPageSize(QSizeF(writer.width(), writer.height()))
    made.print_(writer)
    buffer.close()
    # the engine stamps the time; the same length keeps every offset in the file right
    return _STAMPS.sub(lambda found: re.sub(rb"\d", b"0", found.group()), bytes(data.data()))


def as_html(
    document: Document, text: str, claims: Sequence[Claim], actors: Mapping[int, str], topics: Mapping[int, str]
) -> str:
    """Return the page in the little HTML that `QTextDocument` knows."""
    ordered = sorted(claims, key=lambda one: (one.start, -one.end, one.id))
    numbers = {claim.id: number for number, claim in enumerate(ordered, 1)}
    facts = " · ".join(part for part in (document.facts.publisher, document.facts.date, document.facts.kind) if part)
    legend = " &nbsp; ".join(
        f'<span style="color:{theme.LIGHT.stance(stance)}">{shape} {stance}</span>' for stance, shape in _SHAPES.items()
    )
    rows = []
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if not line.strip():
            continue
        here = [claim for claim in ordered if claim.start < end and claim.end > start]
        notes = [_note(claim, numbers[claim.id], actors, topics) for claim in here if claim.start >= start]
        rows.append(
            f'<tr><td width="66%" style="padding:0 14px 8px 0">{_marked(line, start, here, numbers)}</td>'
            f'<td width="34%" style="padding:0 0 8px 0">{"".join(notes)}</td></tr>'
        )
    title = escape(document.facts.title or document.name)
    return (
        f'<h2>{title}</h2><p style="color:{theme.LIGHT.dim}">{escape(facts)}</p><p>{legend}</p>'
        f'<table width="100%" cellspacing="0" cellpadding="0">{"".join(rows)}</table>'
    )


def _marked(line: str, start: int, here: Sequence[Claim], numbers: Mapping[int, int]) -> str:
    """Return a paragraph with a ground behind its claims and the number of each where it begins."""
    cuts = {0, len(line)}
    for claim in here:
        cuts |= {min(max(claim.start - start, 0), len(line)), min(max(claim.end - start, 0), len(line))}
    places = sorted(cuts)
    parts = []
    for first, last in pairwise(places):
        words = escape(line[first:last])
        inside = [claim for claim in here if claim.start - start <= first and claim.end - start >= last]
        begun = [claim for claim in inside if claim.start - start == first]
        marks = "".join(
            f'<sup style="color:{theme.LIGHT.stance(claim.stance)}">{_SHAPES[claim.stance]}{numbers[claim.id]}</sup>'
            for claim in begun
        )
        if inside:
            words = f'<span style="background-color:{theme.LIGHT.ground(inside[-1].stance)}">{words}</span>'
        parts.append(marks + words)
    return "".join(parts)


def _note(claim: Claim, number: int, actors: Mapping[int, str], topics: Mapping[int, str]) -> str:
    who = ", ".join(actors.get(one, "") for one in claim.actor_ids)
    color = theme.LIGHT.stance(claim.stance)
    memo = f" <i>{escape(claim.memo)}</i>" if claim.memo else ""
    return (
        f'<p style="margin:0 0 3px 0; font-size:7pt">'
        f'<span style="color:{color}">{_SHAPES[claim.stance]}{number}</span> '
        f"{escape(who)} · {escape(topics.get(claim.topic_id, ''))} · {claim.voice.value}{memo}</p>"
    )
