import pytest

from desktop.core.errors import UserError
from desktop.core.values import Stance, Voice
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits.claims_many import Retag, duplicate, retag
from desktop.store.reads import project as reads

from .making import ids, rows

ALL = (1, 2, 3)


def said(db: Database) -> dict[int, tuple[object, ...]]:
    topics = {topic.id: topic.key for topic in reads.topics(db)}
    keys = {actor.id: actor.key for actor in reads.actors(db)}
    return {
        claim.id: (topics[claim.topic_id], claim.stance, claim.voice, tuple(keys[one] for one in claim.actor_ids))
        for claim in reads.claims(db)
    }


def test_many_claims_are_changed_in_one_step(db: Database) -> None:
    before, topics, actors = rows(db), ids(db, "topic"), ids(db, "actor")
    new = Retag(
        topics["bridge"],
        (actors["tarn"], actors["elbar"]),
        chosen={"stance": Stance.NEUTRAL, "voice": Voice.REPORTED},
    )
    assert retag(db, ALL, new) == (3, 0)
    assert set(said(db).values()) == {("bridge", Stance.NEUTRAL, Voice.REPORTED, ("tarn", "elbar"))}
    assert problems(db) == []
    after = rows(db)
    assert db.undo_text() == "Change 3 claims"
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == after
    assert problems(db) == []


@pytest.mark.parametrize(
    ("new", "text", "changed"),
    [
        (lambda topics, _: Retag(topic_id=topics["trade"]), "Set topic of 3 claims", {2}),
        (lambda *_: Retag(chosen={"stance": Stance.FAVOR}), "Set stance of 3 claims", {2, 3}),
        (lambda *_: Retag(chosen={"voice": Voice.DIRECT}), "Set voice of 3 claims", {2, 3}),
        (lambda _, actors: Retag(add_actor_ids=(actors["elbar"],)), "Add actor to 3 claims", {2}),
        (lambda _, actors: Retag(actor_ids=(actors["elbar"],)), "Change actors of 3 claims", {1, 2}),
    ],
)
def test_one_thing_is_set_and_named_and_what_says_it_already_stays(
    db: Database, new: object, text: str, changed: set[int]
) -> None:
    before = said(db)
    wanted = new(ids(db, "topic"), ids(db, "actor"))  # type: ignore[operator]
    assert retag(db, ALL, wanted) == (len(changed), 0)
    assert db.undo_text() == text
    assert {number for number, values in said(db).items() if values != before[number]} == changed
    assert problems(db) == []
    assert retag(db, ALL, wanted) == (0, 0)
    assert db.undo_text() == text


def test_actors_are_added_behind_and_removed(db: Database) -> None:
    actors = ids(db, "actor")
    retag(db, ALL, Retag(add_actor_ids=(actors["tarn"],)))
    assert [said(db)[number][3] for number in ALL] == [
        ("ordun", "elbar", "tarn"),
        ("ordun", "tarn"),
        ("elbar", "tarn"),
    ]
    retag(db, ALL, Retag(remove_actor_ids=(actors["ordun"], actors["elbar"])))
    assert [said(db)[number][3] for number in ALL] == [("tarn",)] * 3


def test_no_claim_is_left_without_an_actor(db: Database) -> None:
    before = rows(db)
    with pytest.raises(UserError, match=r"^Claim would have no actor left"):
        retag(db, ALL, Retag(remove_actor_ids=(ids(db, "actor")["ordun"],)))
    with pytest.raises(UserError, match=r"^3 claims would have no actor left"):
        retag(db, ALL, Retag(actor_ids=()))
    assert rows(db) == before


def test_a_claim_that_is_gone_stops_it_all(db: Database) -> None:
    before = rows(db)
    with pytest.raises(UserError, match="There is no claim 99"):
        retag(db, [1, 99], Retag(chosen={"stance": Stance.NEUTRAL}))
    with pytest.raises(UserError, match="There is no claim 99"):
        duplicate(db, [1, 99], ids(db, "topic")["bridge"])
    assert rows(db) == before


def test_claims_are_laid_onto_another_topic_as_well(db: Database) -> None:
    before = rows(db)
    db.set_coder("Mira")
    copies = duplicate(db, ALL, ids(db, "topic")["bridge"])
    # the second is on it already
    assert len(copies) == 2
    now = said(db)
    assert [now[copy] for copy in copies] == [("bridge", *now[number][1:]) for number in (1, 3)]
    claims = {claim.id: claim for claim in reads.claims(db)}
    for copy, number in zip(copies, (1, 3), strict=True):
        assert (claims[copy].span, claims[copy].quote) == (claims[number].span, claims[number].quote)
        assert claims[copy].memo == ""
        assert claims[copy].origin == "coder"
        assert {coder.id: coder.name for coder in reads.coders(db)}[claims[copy].coder_id] == "Mira"
    assert problems(db) == []
    assert db.undo_text() == "Duplicate 3 claims"
    db.undo()
    assert rows(db) == before


def test_nothing_chosen_changes_nothing(db: Database) -> None:
    entries = len(db.history())
    assert retag(db, [], Retag(chosen={"stance": Stance.FAVOR})) == (0, 0)
    assert duplicate(db, [], 1) == []
    assert len(db.history()) == entries
