import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.spans import Span
from desktop.core.text import text_hash
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, Facts, SegmentKind, Stance
from desktop.project.document_files import imported_message
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits.documents import Outcome, add_documents
from desktop.store.reads import project as reads

ORIGINAL = "The river is wide.\n\nNobody owns the river, and nobody will."
BRIEF = "A wide river.\n\nIt is owned by nobody."
OWNED = CodedClaim(Span(15, 37), ("ana",), "river", Stance.FAVOR, original=Span(20, 41))
WIDE = CodedClaim(Span(2, 6), ("ana",), "width", Stance.NEUTRAL)


def brief(*claims: CodedClaim) -> CodedDocument:
    segments = (
        CodedSegment(SegmentKind.PARAGRAPH, Span(0, 13), original=Span(0, 18)),
        CodedSegment(SegmentKind.PARAGRAPH, Span(15, 37), original=Span(20, 58)),
    )
    facts = Facts(title="River")
    return CodedDocument("brief.md", facts, BRIEF, segments, claims, original_sha256=text_hash(ORIGINAL))


def original(*claims: CodedClaim) -> CodedDocument:
    return CodedDocument("original.txt", Facts(title="The river"), ORIGINAL, claims=claims)


def claims(db: Database) -> list[tuple[str, str, str]]:
    topics = {topic.id: topic.key for topic in reads.topics(db)}
    return [(claim.quote, topics[claim.topic_id], claim.stance.value) for claim in reads.claims(db)]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with contextlib.closing(Database(tmp_path / "p.visavis", create=True)) as db:
        yield db


def test_a_brief_that_comes_after_its_original_gives_it_its_claims(db: Database) -> None:
    add_documents(db, [original()])
    (told,) = add_documents(db, [brief(OWNED, WIDE)])
    assert (told.outcome, told.document_id, told.claims) == (Outcome.MERGED, 1, 2)
    assert imported_message(told) == (
        "brief.md: a brief of document 1 (original.txt), whose own text is there; 2 claims moved into it. "
        "1 claim stands for its whole paragraph: look at it."
    )
    assert [one.facts.title for one in reads.documents(db)] == ["The river"]
    assert claims(db) == [("The river is wide.", "width", "neutral"), ("Nobody owns the river", "river", "favor")]
    assert [claim.quote for claim in reads.claims(db, ids=told.approximate)] == ["The river is wide."]
    assert problems(db) == []
    # the same brief again brings nothing
    (again,) = add_documents(db, [brief(OWNED, WIDE)])
    assert again.outcome is Outcome.DUPLICATE
    assert "all its claims are there already" in imported_message(again)
    db.undo()
    assert claims(db) == []
    assert [one.name for one in reads.documents(db)] == ["original.txt"]


def test_the_order_of_brief_and_original_makes_no_difference(
    db: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    add_documents(db, [brief(OWNED, WIDE)])
    add_documents(db, [original()])
    with Database(tmp_path_factory.mktemp("q") / "q.visavis", create=True) as other:
        add_documents(other, [original()])
        add_documents(other, [brief(OWNED, WIDE)])
        assert claims(other) == claims(db)


def test_a_coded_original_keeps_its_own_claims_when_it_takes_its_brief_s_place(db: Database) -> None:
    add_documents(db, [brief(OWNED)])
    same = replace(OWNED, span=Span(20, 41), original=None)
    own = CodedClaim(Span(0, 18), ("ben",), "width", Stance.FAVOR, memo="mine", uuid="7" * 32)
    (told,) = add_documents(db, [original(same, own)])
    assert (told.outcome, told.claims) == (Outcome.REPLACED, 2)
    assert imported_message(told).endswith(
        "1 claim moved into it. Of the 2 claims that came with it, 1 came in, 1 stood there already."
    )
    assert claims(db) == [("The river is wide.", "width", "favor"), ("Nobody owns the river", "river", "favor")]
    assert [claim.memo for claim in reads.claims(db)] == ["mine", ""]
    assert problems(db) == []
    db.undo()
    assert [one.is_brief for one in reads.documents(db)] == [True]
    assert claims(db) == [("It is owned by nobody.", "river", "favor")]
    assert [actor.key for actor in reads.actors(db)] == ["ana"]


def test_another_coding_of_the_same_text_adds_the_claims_that_are_missing(db: Database) -> None:
    mine = CodedClaim(Span(0, 9), ("ana",), "river", Stance.FAVOR, uuid="a" * 32)
    add_documents(db, [original(mine)])
    changed = replace(mine, stance=Stance.AGAINST)
    theirs = CodedClaim(Span(4, 9), ("ana", "ben"), "river", Stance.AGAINST)
    # a claim of the same uuid is the same, whatever was made of it since
    (told,) = add_documents(db, [original(changed, theirs)])
    assert (told.outcome, told.claims) == (Outcome.MERGED, 1)
    assert imported_message(told) == (
        "original.txt: the same text is there already, as document 1 (original.txt); 1 claim of its own added. "
        "1 claim is there already. Of 1 claim or memo that is here it says something else, which is left: what stands "
        "here stays."
    )
    assert sorted(claims(db)) == [("The river", "river", "favor"), ("river", "river", "against")]
    (again,) = add_documents(db, [original(changed, theirs)])
    assert again.outcome is Outcome.DUPLICATE
    assert "left out. Of 1 claim or memo" in imported_message(again)
