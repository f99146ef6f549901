import pytest

from desktop.core.errors import UserError
from desktop.store.database import Database
from desktop.store.edits.codebook_merge import DeletePlan, delete, delete_plan
from desktop.store.reads import project as reads

from .making import everything, ids, rows
from .test_edit_codebook_merge import add_memo, there_and_back


def test_a_topic_is_deleted_with_its_claims_and_their_memos(db: Database) -> None:
    topics = ids(db, "topic")
    add_memo(db, topic_id=topics["trade"])
    assert delete_plan(db, "topic", topics["trade"]) == DeletePlan(2, 0, 1, 0, 0, 0, 0)
    before = rows(db)
    delete(db, "topic", topics["trade"], with_claims=True)
    assert db.undo_text() == "Delete topic Trade"
    assert [claim.topic_id for claim in reads.claims(db)] == [topics["bridge"]]
    assert rows(db)["memo"] == []
    there_and_back(db, before)


def test_a_topics_claims_move_to_another_and_its_children_move_up(db: Database) -> None:
    topics = ids(db, "topic")
    before = rows(db)
    delete(db, "topic", topics["trade"], move_to=topics["bridge"])
    assert {claim.topic_id for claim in reads.claims(db)} == {topics["bridge"]}
    there_and_back(db, before)
    before = rows(db)
    delete(db, "topic", topics["economy"])
    assert [(topic.key, topic.parent) for topic in reads.topics(db)] == [("bridge", "")]
    there_and_back(db, before)


def test_a_claim_of_several_actors_only_loses_the_one_that_goes(db: Database) -> None:
    actors = ids(db, "actor")
    before = rows(db)
    assert delete_plan(db, "actor", actors["ordun"]) == DeletePlan(1, 1, 0, 0, 1, 1, 0)
    delete(db, "actor", actors["ordun"], with_claims=True)
    assert [claim.actor_ids for claim in reads.claims(db)] == [(actors["elbar"],)] * 2
    there_and_back(db, before)


def test_an_actors_own_claims_move_and_its_turns_keep_the_name(db: Database) -> None:
    actors = ids(db, "actor")
    with db.edit("No label") as recorder:
        recorder.update_many("segment", {one.id: {"label": ""} for one in reads.segments(db, 1) if one.label})
    before = rows(db)
    delete(db, "actor", actors["ordun"], move_to=actors["tarn"])
    assert sorted(claim.actor_ids for claim in reads.claims(db)) == [
        (actors["tarn"],),
        (actors["elbar"],),
        (actors["elbar"],),
    ]
    assert [(one.label, one.actor_id) for one in reads.segments(db, 1) if one.label] == [("Ordun Vask", None)]
    assert [one.actor for one in reads.documents(db)[0].facts.participants] == ["elbar"]
    there_and_back(db, before)


def test_claims_are_not_deleted_without_a_word(db: Database) -> None:
    topics = ids(db, "topic")
    before = everything(db)
    with pytest.raises(UserError, match=r"^“Trade” has claims: say whether they are deleted too or move to another"):
        delete(db, "topic", topics["trade"])
    with pytest.raises(UserError, match=r"^The claims cannot move to the topic that is deleted: choose another one\.$"):
        delete(db, "topic", topics["trade"], move_to=topics["trade"])
    with pytest.raises(UserError, match="was deleted meanwhile"):
        delete(db, "topic", topics["trade"], move_to=99)
    assert everything(db) == before


def test_an_entry_that_nothing_hangs_on_goes_without_a_word(db: Database) -> None:
    actors = ids(db, "actor")
    before = rows(db)
    delete(db, "actor", actors["tarn"])
    assert [(actor.key, actor.parent) for actor in reads.actors(db)] == [("ordun", ""), ("elbar", "")]
    there_and_back(db, before)
