"""Who speaks a passage of a long text is told by what stands around it, whatever stands elsewhere."""

from functools import partial
from pathlib import Path

import pytest

from desktop.core.spans import Span
from desktop.core.values import CodedDocument, CodedSegment, Facts, SegmentKind
from desktop.project.quotations import ToldSpeaker, told_at
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.clock import processor_time

QUOTED = "“The harbour needs a tram,” said Elbar Nim."
OTHER = "“We want none of it and never did,” said Ordun Vask."
SPEECH = "The ferry comes back, and the tolls go. It was so, and it stays so in all the towns of the isle.\n\n"


def made(path: Path, before: int) -> tuple[Database, Span]:
    """Make a text of so many turns before one in which somebody is quoted, and as many behind it."""
    turn = f"VASK: {SPEECH}"
    text = turn * before + f"VASK: {OTHER}\n\n{SPEECH}{QUOTED}\n\n" + turn * before
    at = text.index(QUOTED)
    begin = before * len(turn)
    segments = []
    for number in range(before):
        for start in (number * len(turn), at + len(QUOTED) + 2 + number * len(turn)):
            segments += [
                CodedSegment(SegmentKind.TURN, Span(start, start + len(turn) - 2), "ordun", label="VASK"),
                CodedSegment(SegmentKind.PARAGRAPH, Span(start, start + len(turn) - 2)),
            ]
    segments += [
        CodedSegment(SegmentKind.TURN, Span(begin, at + len(QUOTED)), "ordun", label="VASK"),
        CodedSegment(SegmentKind.PARAGRAPH, Span(begin, begin + len(f"VASK: {OTHER}"))),
        CodedSegment(SegmentKind.PARAGRAPH, Span(at, at + len(QUOTED))),
    ]
    db = Database(path, create=True)
    for name in ("Ordun Vask", "Elbar Nim"):
        edits.codebook.add(db, "actor", name, key=name.partition(" ")[0].lower())
    edits.documents.add_documents(db, [CodedDocument("long.txt", Facts(language="en"), text, tuple(segments))])
    return db, Span(at + 3, at + 12)


def names(db: Database, told: ToldSpeaker | None) -> str:
    return {one.id: one.name for one in reads.project.actors(db)}[told.actor_id] if told is not None else ""


@pytest.mark.parametrize("before", [0, 3, 900])
def test_who_is_quoted_in_a_turn_is_told_wherever_it_stands(tmp_path: Path, before: int) -> None:
    db, span = made(tmp_path / "p.visavis", before)
    with db:
        assert names(db, told_at(db, 1, span)) == "Elbar Nim"
        other = reads.project.text(db, 1).index(OTHER)
        assert names(db, told_at(db, 1, Span(other + 3, other + 8))) == "Ordun Vask"
        assert told_at(db, 1, Span(0, 4)) is None


def test_segments_around_a_stretch_are_those_that_share_something_with_it(tmp_path: Path) -> None:
    db, _span = made(tmp_path / "p.visavis", 20)
    with db:
        everything = reads.project.segments(db, 1)
        for start in range(0, len(reads.project.text(db, 1)), 37):
            wanted = [one for one in everything if one.start < start + 50 and one.end > start]
            assert reads.project.segments_around(db, 1, start, start + 50) == wanted


def test_of_a_text_ten_times_as_long_it_costs_no_more(tmp_path: Path) -> None:
    took: list[float] = []
    for number, before in enumerate((400, 4000)):
        db, span = made(tmp_path / f"{number}.visavis", before)
        with db:
            told_at(db, 1, span)
            took.append(processor_time(partial(told_at, db, 1, span)))
    assert took[1] < 2.5 * took[0]
