"""Verdicts on traced quotations, when the text that they are about is replaced."""

from typing import TYPE_CHECKING

from desktop.core.reanchor import Quoted, reanchor
from desktop.core.spans import Span
from desktop.core.text import context
from desktop.store.database import Database
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Cell


def move_verdicts(db: Database, recorder: Recorder, document_id: int, old: str, new: str) -> None:
    """Move what users said of quotations and passages of a document to where their words stand in its new text.

    A quotation that finds no place keeps its verdict, memo and words, and is told as one that stands nowhere; a passage
    that finds none leaves its verdict with the quotation.
    """
    sql = "SELECT id, start_a, end_a, quote, document_b_id FROM trace_verdict WHERE document_a_id = ? ORDER BY id"
    rows = [row for row in db.sqlite.execute(sql, [document_id]) if old[row[1] : row[2]] == row[3]]
    spans = _places(old, new, [(row[1], row[2]) for row in rows])
    waiting = [
        ((row[0], (row[1], row[2], row[4])), span)
        for row, span in zip(rows, spans, strict=True)
        if span is not None and (span.start, span.end) != (row[1], row[2])
    ]
    taken = {(row[1], row[2], row[4]) for row in db.sqlite.execute(sql, [document_id])}
    changes: dict[int, dict[str, Cell]] = {}
    # in an order in which each finds its place free, as undo then does backwards; two never come to stand on one place
    while free := [one for one in waiting if (one[1].start, one[1].end, one[0][1][2]) not in taken]:
        (number, place), span = free[0]
        changes[number] = {"start_a": span.start, "end_a": span.end, "quote": new[span.start : span.end]}
        taken.remove(place)
        taken.add((span.start, span.end, place[2]))
        waiting.remove(free[0])
    sql = "SELECT id, start_b, end_b FROM trace_verdict WHERE document_b_id = ? AND start_b IS NOT NULL ORDER BY id"
    passages = [row for row in db.sqlite.execute(sql, [document_id]) if row[2] <= len(old)]
    for row, place_b in zip(passages, _places(old, new, [(row[1], row[2]) for row in passages]), strict=True):
        if place_b is not None:
            changes.setdefault(row[0], {}).update(start_b=place_b.start, end_b=place_b.end)
    recorder.update_many("trace_verdict", changes)


def _places(old: str, new: str, spans: list[tuple[int, int]]) -> list[Span | None]:
    """Return where spans of *old* stand in *new*; None for those whose words are gone."""
    quotes = [
        Quoted(number, Span(start, end), old[start:end], *context(old, start, end))
        for number, (start, end) in enumerate(spans)
    ]
    found = {anchor.id: anchor.after for anchor in reanchor(old, new, quotes)} if quotes else {}
    return [found.get(number) for number in range(len(spans))]
