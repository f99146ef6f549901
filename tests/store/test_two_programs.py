"""Two programs on one file: what one has looked at, the other may change before the one writes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.core.errors import ConflictError, UserError
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.values import NewClaim, SegmentKind, Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims, claims_many, codebook, codebook_merge, documents, memos, segments, text
from desktop.store.edits.claims_many import Retag
from desktop.store.reads import project as reads

from .making import TEXT, everything, ids, rows, span_of

NEW = NewClaim(1, span_of(TEXT, "velo pardun"), (3,), 3, Stance.FAVOR)
Act = Callable[[Database], object]


def remove(db: Database) -> None:
    documents.remove(db, [1])


def merge(db: Database) -> None:
    codebook_merge.merge(db, "topic", ids(db, "topic")["bridge"], ids(db, "topic")["trade"])


def put_before(db: Database) -> None:
    new = replace(reads.coded_document(db, 1), text=f"Zuni. {TEXT}")
    text.replace_text(db, text.plan_replacement(db, 1, new))


def meanwhile(db: Database, act: Act) -> None:
    """Let another program act when *db* begins to write: what was read before then is as it was."""

    def traced(statement: str) -> None:
        if statement == "BEGIN IMMEDIATE":
            db.sqlite.conn.set_trace_callback(None)
            with Database(db.path) as other:
                other.set_coder("Mira")
                act(other)

    db.sqlite.conn.set_trace_callback(traced)


@pytest.mark.parametrize(
    ("other", "act"),
    [
        (remove, lambda db: claims.tag(db, NEW)),
        (remove, lambda db: claims.change(db, 1, stance=Stance.NEUTRAL)),
        (remove, lambda db: claims.split(db, 1, Span(0, 4), Span(5, 9))),
        (remove, lambda db: documents.remove(db, [1])),
        (remove, lambda db: documents.rename(db, 1, "Papers")),
        (remove, lambda db: memos.add(db, MemoTarget(document_id=1), "Why?")),
        (remove, lambda db: segments.mark(db, 1, Span(0, 4), SegmentKind.FURNITURE)),
        (merge, lambda db: claims.tag(db, NEW)),
        (merge, lambda db: claims.change(db, 1, topic_id=3)),
        (merge, lambda db: claims_many.retag(db, [1], Retag(topic_id=3))),
        (merge, lambda db: claims_many.duplicate(db, [1], 3)),
        (merge, lambda db: codebook.update(db, "topic", 3, name="Tram")),
        (merge, lambda db: codebook_merge.merge(db, "topic", 1, 3)),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_what_is_gone_by_another_program_is_a_sentence_and_nothing_is_half_written(
    db: Database, other: Act, act: Act, late: bool
) -> None:
    before = rows(db)
    if late:
        meanwhile(db, other)
    else:
        with Database(db.path) as second:
            second.set_coder("Mira")
            other(second)
    with pytest.raises(
        UserError, match=r"^Mira has (deleted|changed) this meanwhile \((Remove document|Merge topic .+)\)"
    ):
        act(db)
    assert len(db.history()) == 1 + len([one for one in db.history() if one.state == "permanent"])
    assert problems(db) == []
    assert db.undo() is None, "it is not one's own"
    last = db.last_of_others()
    assert last is not None
    db.undo(last.id)
    assert rows(db) == before


def test_what_refers_to_nothing_is_a_bug_where_no_other_program_has_written(db: Database) -> None:
    before = everything(db)
    with pytest.raises(Exception, match="FOREIGN KEY constraint failed") as caught:
        claims.tag(db, replace(NEW, topic_id=99))
    assert not isinstance(caught.value, UserError)
    assert everything(db) == before


@pytest.mark.parametrize(
    "act", [lambda db: claims.tag(db, NEW), lambda db: claims.split(db, 1, Span(0, 4), Span(5, 11))]
)
def test_what_was_chosen_in_another_text_than_stands_there_now_is_refused(db: Database, act: Act) -> None:
    meanwhile(db, put_before)
    with pytest.raises(ConflictError, match=r"Mira has changed this meanwhile \(Replace text\)"):
        act(db)
    assert reads.text(db, 1).startswith("Zuni. ")
    assert [claim.id for claim in reads.claims(db)] == [1, 3, 2]
    assert problems(db) == []


def test_a_claim_that_another_program_changed_is_left_as_that_said_until_it_was_seen(db: Database) -> None:
    bridge = ids(db, "topic")["bridge"]
    meanwhile(db, lambda other: claims.change(other, 1, topic_id=bridge, actor_ids=(3,)))
    with pytest.raises(ConflictError, match=r"Mira has changed this meanwhile \(Change claim\)"):
        claims.change(db, 1, stance=Stance.NEUTRAL)
    claim = reads.claim(db, 1)
    assert (claim.topic_id, claim.actor_ids, claim.stance) == (bridge, (3,), Stance.FAVOR)
    # it has been told: who asks again has seen it
    claims.change(db, 1, stance=Stance.NEUTRAL)
    claim = reads.claim(db, 1)
    assert (claim.topic_id, claim.actor_ids, claim.stance) == (bridge, (3,), Stance.NEUTRAL)


def test_a_claim_that_another_program_tags_on_a_topic_does_not_go_with_the_topic(db: Database) -> None:
    economy = ids(db, "topic")["economy"]
    meanwhile(db, lambda other: claims.tag(other, replace(NEW, topic_id=economy)))
    with pytest.raises(UserError, match="“Economy” has claims"):
        codebook_merge.delete(db, "topic", economy)
    assert [claim.topic_id for claim in reads.claims(db)].count(economy) == 1


def test_words_that_were_seen_are_tagged_only_where_they_still_stand(db: Database) -> None:
    seen = replace(NEW, quote="velo pardun")
    claims.tag(db, seen)
    with Database(db.path) as other:
        put_before(other)
    before = everything(db)
    acts: tuple[Act, ...] = (
        lambda db: claims.tag(db, replace(seen, actor_ids=(1,))),
        lambda db: claims.tag_many(db, [replace(seen, actor_ids=(1,))]),
        lambda db: claims.change(db, 1, span=Span(0, 4), quote="Velo"),
    )
    for act in acts:
        with pytest.raises(UserError, match="These words do not stand there any more"):
            act(db)
    assert everything(db) == before
    claims.change(db, 1, span=Span(0, 4), quote="Zuni")
    assert reads.claim(db, 1).quote == "Zuni"
