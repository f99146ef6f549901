import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Participant, Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits.claims import tag
from desktop.store.edits.codebook import update
from desktop.store.edits.codebook_merge import merge, merge_plan, split
from desktop.store.edits.codebook_tree import place
from desktop.store.reads import counts
from desktop.store.reads import project as reads

from .making import everything, ids, rows


def add_memo(db: Database, **on: int) -> int:
    with db.edit("Memo") as recorder:
        row = {"coder_id": db.coder_id(recorder), "text": "Own.", "created": "2024-01-01T00:00:00Z", **on}
        return recorder.insert("memo", row)


def there_and_back(db: Database, before: dict[str, list[tuple[object, ...]]]) -> None:
    """Take the last edit back and do it again, and compare all rows each time."""
    after = rows(db)
    assert problems(db) == []
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == after


def test_merging_topics_takes_claims_names_memos_and_children_along(db: Database) -> None:
    topics, actors = ids(db, "topic"), ids(db, "actor")
    memo, cell = (
        add_memo(db, topic_id=topics["trade"]),
        add_memo(db, topic_id=topics["trade"], actor_id=actors["elbar"]),
    )
    place(db, "topic", topics["economy"], topics["bridge"])
    place(db, "topic", topics["trade"], None)
    place(db, "topic", topics["bridge"], topics["trade"])
    before = rows(db)
    plan = merge_plan(db, "topic", topics["trade"], topics["economy"])
    assert (plan.claims, plan.both, plan.memos, plan.children) == (2, 0, 2, 1)
    assert (plan.aliases, plan.taken, plan.dropped) == (("Trade", "commerce"), ("proposition",), ())
    merge(db, "topic", topics["trade"], topics["economy"])
    assert db.undo_text() == "Merge topic Trade into Economy"
    found = {topic.key: topic for topic in reads.topics(db)}
    # economy stood two below trade: it takes its place, and the rest hangs on it
    assert {key: topic.parent for key, topic in found.items()} == {"economy": "", "bridge": "economy"}
    assert found["economy"].aliases == ("Trade", "commerce")
    assert found["economy"].proposition == "Tarn should trade more"
    assert {claim.topic_id for claim in reads.claims(db)} == {topics["economy"], topics["bridge"]}
    sql = "SELECT topic_id FROM memo WHERE id IN (?, ?)"
    assert db.sqlite.execute(sql, [memo, cell]).fetchall() == [(topics["economy"],)] * 2
    there_and_back(db, before)


def test_merging_actors_names_a_claim_of_both_once_and_takes_turns_and_documents_along(db: Database) -> None:
    actors = ids(db, "actor")
    before = rows(db)
    plan = merge_plan(db, "actor", actors["ordun"], actors["elbar"])
    assert (plan.claims, plan.both, plan.turns, plan.participations) == (2, 1, 1, 1)
    assert plan.aliases == ("Ordun Vask", "O. Vask", "Vásk")
    assert plan.taken == ("role",)
    merge(db, "actor", actors["ordun"], actors["elbar"])
    assert [claim.actor_ids for claim in reads.claims(db)] == [(actors["elbar"],)] * 3
    assert reads.documents(db)[0].facts.participants == (
        Participant("elbar", "speaker"),
        Participant("elbar", "interviewer"),
    )
    assert [one.actor_id for one in reads.segments(db, 1) if one.label] == [actors["elbar"]]
    there_and_back(db, before)


def test_the_merged_actor_stands_where_the_first_of_the_two_stood(db: Database) -> None:
    actors = ids(db, "actor")
    new = NewClaim(1, Span(0, 4), (actors["ordun"], actors["tarn"], actors["elbar"]), 1, Stance.FAVOR)
    number = tag(db, new)
    merge(db, "actor", actors["ordun"], actors["elbar"])
    assert reads.claim(db, number).actor_ids == (actors["elbar"], actors["tarn"])


def test_a_part_that_both_play_is_played_once(db: Database) -> None:
    actors = ids(db, "actor")
    with db.edit("Part") as recorder:
        recorder.insert("participant", {"document_id": 1, "actor_id": actors["elbar"], "role": "speaker"})
    before = rows(db)
    merge(db, "actor", actors["ordun"], actors["elbar"])
    assert len(reads.documents(db)[0].facts.participants) == 2
    there_and_back(db, before)


def test_the_plan_tells_the_cells_and_which_become_contradictory(db: Database) -> None:
    topics, actors = ids(db, "topic"), ids(db, "actor")
    plan = merge_plan(db, "topic", topics["bridge"], topics["trade"])
    (cell,) = plan.cells
    assert (cell.topic_id, cell.actor_id) == (topics["trade"], actors["ordun"])
    assert (cell.before, cell.after) == ((1, 0, 0, 0), (1, 1, 0, 0))
    assert cell.becomes_contradictory
    assert plan.dropped == ("proposition",)
    plan = merge_plan(db, "actor", actors["elbar"], actors["ordun"])
    # the claim of both counts once, so trade gets one more against and no more favor
    assert [(one.before, one.after) for one in plan.cells] == [((1, 0, 0, 0), (1, 1, 0, 0))]


@pytest.mark.parametrize("table", ["actor", "topic"])
def test_the_plan_is_what_happens(db: Database, table: str) -> None:
    numbers = list(ids(db, table).values())
    for source in numbers:
        for target in numbers:
            if source == target:
                continue
            plan = merge_plan(db, table, source, target)
            before = rows(db)
            merge(db, table, source, target)
            cells = {(t, a, stance): n for t, a, stance, n in counts.counts(db, ("topic", "actor"))}
            for cell in plan.cells:
                assert tuple(cells.get((cell.topic_id, cell.actor_id, one), 0) for one in Stance) == cell.after
            there_and_back(db, before)
            db.undo()


def test_an_entry_is_not_merged_with_itself_or_with_what_is_gone(db: Database) -> None:
    before = everything(db)
    with pytest.raises(UserError, match=r"^This actor cannot be merged with itself: choose another one\.$"):
        merge(db, "actor", 1, 1)
    with pytest.raises(UserError, match="was deleted meanwhile"):
        merge(db, "actor", 1, 99)
    assert everything(db) == before


def test_claims_are_split_off_into_a_new_topic_beside_the_old_one(db: Database) -> None:
    topics = ids(db, "topic")
    chosen = [claim.id for claim in reads.claims(db, topic_id=topics["trade"])][1:]
    before = rows(db)
    number = split(db, "topic", topics["trade"], chosen, "Barter")
    found = reads.topics(db)[-1]
    assert (found.id, found.name, found.parent) == (number, "Barter", "economy")
    assert [claim.id for claim in reads.claims(db, topic_id=number)] == chosen
    assert len(reads.claims(db, topic_id=topics["trade"])) == 1
    there_and_back(db, before)


def test_an_actor_is_split_with_its_kind_and_shared_claims_keep_their_order(db: Database) -> None:
    actors = ids(db, "actor")
    update(db, "actor", actors["ordun"], kind="group")
    shared = next(claim for claim in reads.claims(db) if len(claim.actor_ids) == 2)
    before = rows(db)
    number = split(db, "actor", actors["ordun"], [shared.id], "Ordun the Younger")
    assert reads.claim(db, shared.id).actor_ids == (number, actors["elbar"])
    assert (reads.actors(db)[-1].kind, reads.actors(db)[-1].parent) == ("group", "tarn")
    assert len(reads.claims(db, actor_id=actors["ordun"])) == 1
    there_and_back(db, before)


def test_a_split_needs_claims_of_its_own_and_a_name(db: Database) -> None:
    topics = ids(db, "topic")
    before = everything(db)
    other = reads.claims(db, topic_id=topics["bridge"])[0].id
    own = reads.claims(db, topic_id=topics["trade"])[0].id
    with pytest.raises(UserError, match=r"^No claim is chosen: choose those that go to the new topic\.$"):
        split(db, "topic", topics["trade"], [], "Barter")
    with pytest.raises(UserError, match="Not all of these are claims of “Trade” any more"):
        split(db, "topic", topics["trade"], [own, other], "Barter")
    with pytest.raises(UserError, match="needs a name"):
        split(db, "topic", topics["trade"], [own], " ")
    assert everything(db) == before
