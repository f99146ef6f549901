"""Whatever is done, in whatever order: undone entirely the rows are as before, redone as after."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.text import text_hash
from desktop.core.values import (
    CodedClaim,
    CodedDocument,
    CodedSegment,
    Facts,
    NewClaim,
    Participant,
    SegmentKind,
    Stance,
    Voice,
)
from desktop.store import recorder, trail
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import claims_many as edit_claims_many
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import memos as edit_memos
from desktop.store.edits import saved
from desktop.store.reads import project as reads

from .making import BRIEF, DOCUMENT, ORIGINAL_DOCUMENT, make_project, rows
from .undo_steps import more_steps

Step = Callable[[Database], object]

FOREIGN = CodedDocument(
    "zuni.md",
    Facts(participants=(Participant("stranger", "speaker"),)),
    "Zuni olm.\n",
    (CodedSegment(SegmentKind.TURN, Span(0, 9), "stranger"),),
    (CodedClaim(Span(0, 4), ("stranger", "ordun"), "unheard", Stance.AGAINST, memo="Own.", original=Span(2, 5)),),
    original_sha256=text_hash("no such original"),
)
numbers = st.integers(0, 50)
some = st.lists(numbers, min_size=1, max_size=3)
stances, voices = st.sampled_from(list(Stance)), st.sampled_from(Voice)
memos = st.sampled_from(["", "velo", "marin\n😀", "  "])


@dataclass(frozen=True)
class Pick:
    """Choose what is there by drawn numbers, so that a step makes sense in whatever state it meets."""

    db: Database

    def document(self, number: int) -> int:
        found = reads.documents(self.db)
        return found[number % len(found)].id

    def claims(self, chosen: list[int]) -> list[int]:
        found = [claim.id for claim in reads.claims(self.db)]
        return [found[number % len(found)] for number in chosen] if found else []

    def actors(self, chosen: list[int]) -> tuple[int, ...]:
        found = [actor.id for actor in reads.actors(self.db)]
        assume(found)
        return tuple(dict.fromkeys(found[number % len(found)] for number in chosen))

    def topic(self, number: int) -> int:
        found = reads.topics(self.db)
        assume(found)
        return found[number % len(found)].id

    def span(self, document: int, start: int, length: int) -> Span:
        end = len(reads.text(self.db, document))
        start %= end
        return Span(start, min(end, start + 1 + length))


@st.composite
def tags(draw: st.DrawFn) -> Step:
    document, start, length, actors, topic = (draw(numbers), draw(numbers), draw(numbers), draw(some), draw(numbers))
    stance, voice, memo = draw(stances), draw(voices), draw(memos)

    def step(db: Database) -> None:
        pick = Pick(db)
        number = pick.document(document)
        span = pick.span(number, start, length)
        new = NewClaim(number, span, pick.actors(actors), pick.topic(topic), stance, voice, memo)
        edit_claims.tag(db, new)

    return step


@st.composite
def changes(draw: st.DrawFn) -> Step:
    claim = draw(numbers)
    actors, topic, stance = draw(st.none() | some), draw(st.none() | numbers), draw(st.none() | stances)
    voice, memo, place = (
        draw(st.none() | voices),
        draw(st.none() | memos),
        draw(st.none() | st.tuples(numbers, numbers)),
    )

    def step(db: Database) -> None:
        pick = Pick(db)
        for number in pick.claims([claim]):
            edit_claims.change(
                db,
                number,
                actor_ids=None if actors is None else pick.actors(actors),
                topic_id=None if topic is None else pick.topic(topic),
                stance=stance,
                voice=voice,
                span=None if place is None else pick.span(reads.claim(db, number).document_id, *place),
                memo=memo,
            )

    return step


@st.composite
def on_many(draw: st.DrawFn) -> Step:
    chosen, topic, stance = draw(some), draw(st.none() | numbers), draw(st.none() | stances)
    actors, added, duplicated = draw(st.none() | some), draw(st.just([]) | some), draw(st.booleans())

    def step(db: Database) -> None:
        pick = Pick(db)
        claims = pick.claims(chosen)
        if duplicated:
            edit_claims_many.duplicate(db, claims, pick.topic(topic or 0))
            return
        new = edit_claims_many.Retag(
            None if topic is None else pick.topic(topic),
            None if actors is None else pick.actors(actors),
            pick.actors(added),
            chosen={} if stance is None else {"stance": stance},
        )
        edit_claims_many.retag(db, claims, new)

    return step


@st.composite
def memo_edits(draw: st.DrawFn) -> Step:
    kind, number, other, text = (
        draw(st.sampled_from(["document", "claim", "cell"])),
        draw(numbers),
        draw(numbers),
        draw(memos),
    )

    def step(db: Database) -> None:
        pick = Pick(db)
        if kind == "document":
            edit_memos.set_text(db, MemoTarget(document_id=pick.document(number)), text)
        elif kind == "cell":
            target = MemoTarget(actor_id=pick.actors([other])[0], topic_id=pick.topic(number))
            edit_memos.set_text(db, target, text)
        for claim in pick.claims([number]) if kind == "claim" else ():
            edit_memos.set_text(db, MemoTarget(claim_id=claim), text)

    return step


def others() -> Iterator[st.SearchStrategy[Step]]:
    yield st.builds(lambda chosen: lambda db: edit_claims.delete(db, Pick(db).claims(chosen)), some)
    yield st.builds(lambda name: lambda db: edit_codebook.add(db, "actor", name), st.sampled_from(["Tarn", "Wend Ulm"]))
    yield st.builds(lambda name: lambda db: edit_codebook.add(db, "topic", name), st.sampled_from(["Trade", "Toll"]))
    yield st.builds(
        lambda documents: lambda db: edit_documents.add_documents(db, documents),
        st.lists(st.sampled_from([BRIEF, ORIGINAL_DOCUMENT, FOREIGN, DOCUMENT]), min_size=1, max_size=2),
    )
    yield on_many()
    yield memo_edits()
    yield st.builds(
        lambda name, text: lambda db: saved.save(db, name, ClaimFilter(text=text)),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["velo", "marin"]),
    )


steps = st.lists(
    st.one_of(tags(), changes(), *others(), *more_steps(), st.just("undo"), st.just("redo"), st.just("reopen")),
    max_size=14,
)


@cache
def template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.visavis"
        make_project(path).close()
        return path.read_bytes()


def open_fast(path: Path) -> Database:
    db = Database(path)
    # no power is cut here
    db.sqlite.execute("PRAGMA synchronous=OFF").close()
    db.set_coder("Nilo")
    return db


@settings(max_examples=100)
@given(steps)
def test_any_edits_undone_leave_the_rows_as_before_and_redone_as_after(doings: list[Step | str]) -> None:
    do_and_undo(doings)


@settings(max_examples=60)
@given(steps, st.integers(1, 2000), st.integers(1, 5))
def test_any_edits_in_parts_undone_leave_the_rows_as_before_and_redone_as_after(
    doings: list[Step | str], letters: int, together: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # as if the actions were long ones
        patch.setattr(trail, "PART", letters)
        patch.setattr(trail, "_ROWS", together)
        patch.setattr(recorder, "_TOGETHER", together)
        do_and_undo(doings)


def do_and_undo(doings: list[Step | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.visavis"
        path.write_bytes(template())
        db = open_fast(path)
        try:
            before, after = [rows(db)], []
            for doing in doings:
                if doing == "undo":
                    assert (db.undo() is not None) == (len(before) > 1)
                    if len(before) > 1:
                        after.append(before.pop())
                elif doing == "redo":
                    assert (db.redo() is not None) == bool(after)
                    if after:
                        before.append(after.pop())
                elif doing == "reopen":
                    db.close()
                    db = open_fast(path)
                elif not isinstance(doing, str):
                    entries = len(db.history())
                    # what is refused, such as a claim that is there, changes nothing
                    with contextlib.suppress(UserError):
                        doing(db)
                    if len(db.history()) > entries:
                        before.append(rows(db))
                        after = []
                assert rows(db) == before[-1]
            assert problems(db) == []
            last = len(before) - 1
            for state in reversed(before[:-1]):
                assert db.undo() is not None
                assert rows(db) == state
            assert db.undo() is None
            assert problems(db) == []
            db.close()
            db = open_fast(path)
            for state in before[1:]:
                assert db.redo() is not None
                assert rows(db) == state
            assert problems(db) == []
            db.close()
            db = open_fast(path)
            for _ in range(last):
                assert db.undo() is not None
            assert rows(db) == before[0]
        finally:
            db.close()
