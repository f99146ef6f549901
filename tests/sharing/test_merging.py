"""Two files of one project come together: nothing is lost, and what stands against each other is listed."""

import json
import random
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from desktop.cli.sharing import merge_files
from desktop.core.conflicts import ConflictKind, Settlement
from desktop.core.errors import ConflictError, UserError
from desktop.core.filters import ClaimFilter
from desktop.core.own_fields import OwnField
from desktop.core.portable import PortableRow, PortableSet, ThingKey, dump_set, fold, in_order, load_set
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, Stance
from desktop.project.opening import new_project
from desktop.project.sharing import merging
from desktop.store import check, edits, reads, set_log
from desktop.store.database import Database
from desktop.store.edits.taking.alone import AloneClaims
from desktop.store.edits.taking.writing import ThingWriting
from desktop.store.portable_rows import sets_since, state
from tests.cli.conftest import Run

from . import pairs, work


@pytest.fixture
def ancestor(tmp_path: Path) -> Path:
    path = tmp_path / "ancestor.visavis"
    work.base(path)
    return path


def side(ancestor: Path, name: str, coder: str, act: Callable[[Database], object]) -> Path:
    path = ancestor.with_name(f"{name}.visavis")
    shutil.copy(ancestor, path)
    with Database(path) as db:
        db.set_coder(coder)
        act(db)
    return path


def copy(path: Path) -> Path:
    new = path.with_name(f"{path.stem}-copy.visavis")
    shutil.copy(path, new)
    return new


def merged(one: Path, other: Path) -> Database:
    db = Database(one)
    merging.carry_out(db, merging.plan(db, other))
    assert check.problems(db) == []
    return db


@pytest.mark.parametrize("seed", [*range(6), 5000123, 5000324, 5001543])
def test_random_histories_come_together_in_either_order_and_twice(tmp_path: Path, ancestor: Path, seed: int) -> None:
    pairs.try_pair(tmp_path, seed, ancestor)


def test_claims_for_which_nothing_else_matters_are_taken_in_as_if_they_were_made_anew(
    tmp_path: Path, ancestor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[ThingKey] = []
    write = ThingWriting.write

    def noting(self: ThingWriting) -> None:
        alone.extend([*self._things.alone.changed, *self._things.alone.new])
        write(self)

    monkeypatch.setattr(ThingWriting, "write", noting)
    coding = ("tag", "change", "many", "value")
    matters = ("merge", "delete_entry", "remove", "replace", "make_field", "change_field", "undo", "document")
    for seed in range(40):
        rng = random.Random(seed)

        def code(db: Database, rng: random.Random = rng) -> None:
            work.Worker(db, rng, coding).work(9)
            if rng.random() < 0.4:
                # all that those claims refer to comes with them
                work.Worker(db, rng, (*coding, *matters)).work(6)

        def change_what_matters(db: Database, rng: random.Random = rng) -> None:
            work.Worker(db, rng, matters).work(rng.randrange(3))

        with patch("uuid.uuid4", lambda rng=rng: uuid.UUID(int=rng.getrandbits(128), version=4)):
            ana, ben = side(ancestor, "ana", "Ana", change_what_matters), side(ancestor, "ben", "Ben", code)
        found = []
        for find in (AloneClaims.find, lambda *_told: None):
            with monkeypatch.context() as context:
                context.setattr(AloneClaims, "find", find)
                with merged(copy(ana), ben) as db:
                    found.append(state(db.sqlite))
        assert found[0] == found[1], seed
    # of few claims nearly each meets something: these did not
    assert len(set(alone)) > 50


def test_two_fresh_projects_are_the_same_project(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.visavis" for name in "ab"]
    for path in paths:
        new_project(path).close()
    with Database(paths[0]) as one, Database(paths[1]) as other:
        plan = merging.plan(one, paths[1])
        assert (plan.common, plan.theirs, plan.matches) == (1, (), ())
        before = {thing for thing, _values in state(one.sqlite).items()}
        assert before == set(state(other.sqlite))
        assert len(before) > 500
        edits.claims.delete(other, [1])
        merging.carry_out(one, merging.plan(one, paths[1]))
        assert len(before - set(state(one.sqlite))) == 1 + (len(before) - len(set(state(other.sqlite))) - 1)


def test_one_coders_stance_and_anothers_topic_make_no_claim_that_nobody_made(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.claims.change(db, 1, stance=Stance.AGAINST))
    b = side(ancestor, "b", "Ben", lambda db: edits.claims.change(db, 1, topic_id=3))
    with merged(a, b) as db:
        claim = reads.project.claim(db, 1)
        (conflict,) = reads.conflicts.conflicts(db)
        assert (claim.stance, claim.topic_id) in ((Stance.AGAINST, 1), (Stance.FAVOR, 3))
        assert (conflict.kind, conflict.field, conflict.row) == (ConflictKind.FIELD, "unit", 1)
        assert {version.coder for version in conflict.versions} == {"Ana", "Ben"}
        assert conflict.passage[1] == claim.quote
        assert [version.is_shown for version in conflict.versions] == [True, False]
        # the other one is chosen
        edits.conflicts.decide(db, conflict.id, Settlement.SECOND, "as the text has it")
        after = reads.project.claim(db, 1)
        assert {(claim.stance, claim.topic_id), (after.stance, after.topic_id)} == {
            (Stance.AGAINST, 1),
            (Stance.FAVOR, 3),
        }
        assert reads.conflicts.count(db) == 0
        db.undo()
        assert reads.project.claim(db, 1) == claim
        # and both
        edits.conflicts.decide(db, conflict.id, Settlement.BOTH)
        assert len(reads.project.claims(db, document_id=1)) == 4
        assert check.problems(db) == []


def test_a_decision_travels_and_is_not_asked_again(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.claims.change(db, 1, stance=Stance.AGAINST))
    b = side(ancestor, "b", "Ben", lambda db: edits.claims.change(db, 1, stance=Stance.NEUTRAL))
    with merged(a, b) as db:
        (conflict,) = reads.conflicts.conflicts(db)
        edits.conflicts.decide(db, conflict.id, Settlement.SECOND)
        shown = reads.project.claim(db, 1).stance
    with merged(b, a) as db:
        assert reads.project.claim(db, 1).stance is shown
        assert reads.conflicts.count(db) == 0
    with Database(a) as db:
        assert not merging.plan(db, b).theirs


def test_what_one_deletes_and_another_changes_is_kept_and_listed(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.claims.delete(db, [1]))
    b = side(ancestor, "b", "Ben", lambda db: edits.claims.change(db, 1, stance=Stance.NEUTRAL))
    for one, other in ((a, b), (b, a)):
        with merged(copy(one), other) as db:
            (conflict,) = reads.conflicts.conflicts(db)
            assert conflict.kind is ConflictKind.DELETED
            assert reads.project.claim(db, conflict.row).stance is Stance.NEUTRAL
            assert sorted(one.deed for one in conflict.versions) == ["Ana deleted it", "Ben changed it"]
            # with what was deleted with it
            assert reads.project.claim(db, conflict.row).memo == "First."
            edits.conflicts.decide(db, conflict.id, Settlement.DELETE)
            assert conflict.row not in [claim.id for claim in reads.project.claims(db, document_id=1)]


def test_claims_on_a_topic_that_was_merged_away_go_to_its_successor(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.codebook_merge.merge(db, "topic", 3, 1))
    b = side(ancestor, "b", "Ben", lambda db: edits.claims.change(db, 3, topic_id=3))
    for one, other in ((a, b), (b, a)):
        with merged(copy(one), other) as db:
            sql = "SELECT t.key FROM claim c JOIN topic t ON t.id = c.topic_id WHERE c.quote = 'tosk'"
            assert db.sqlite.execute(sql).fetchall() == [("trade",)]
            assert reads.conflicts.count(db) == 0


def test_a_topic_that_came_back_can_be_merged_away_again(ancestor: Path) -> None:
    def delete(db: Database) -> None:
        edits.codebook_merge.delete(db, "topic", 3, move_to=2)

    one = side(ancestor, "a", "Ana", delete)
    other = side(ancestor, "b", "Ben", lambda db: edits.codebook.update(db, "topic", 3, definition="Over the bay"))
    with merged(one, other) as db:
        (back,) = [topic.id for topic in reads.project.topics(db) if topic.definition == "Over the bay"]
        edits.codebook_merge.delete(db, "topic", back, move_to=1)
        assert back not in {topic.id for topic in reads.project.topics(db)}
        assert check.problems(db) == []


def test_a_document_that_one_removed_and_another_coded_is_kept_with_all_that_was_in_it(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.documents.remove(db, [1]))

    def tag(db: Database) -> None:
        claim = reads.project.claim(db, 2)
        edits.claims_many.duplicate(db, [2], 1)
        assert claim.document_id == 1

    b = side(ancestor, "b", "Ben", tag)
    for one, other in ((a, b), (b, a)):
        with merged(copy(one), other) as db:
            (conflict,) = reads.conflicts.conflicts(db)
            assert (conflict.kind, conflict.table) == (ConflictKind.USED, "document")
            assert len(reads.project.claims(db, document_id=conflict.row)) == 4
            assert len(reads.project.segments(db, conflict.row)) == 4
            edits.conflicts.decide(db, conflict.id, Settlement.KEEP)
            assert not merging.plan(db, other).theirs
            assert reads.conflicts.count(db) == 0


def test_a_document_that_both_removed_comes_back_with_what_each_had_in_it(ancestor: Path) -> None:
    def tag_and_remove(db: Database) -> None:
        edits.claims_many.duplicate(db, [2], 1)
        edits.documents.remove(db, [1])

    a = side(ancestor, "a", "Ana", tag_and_remove)
    b = side(ancestor, "b", "Ben", lambda db: edits.documents.remove(db, [1]))
    c, d = copy(a), copy(b)
    merged(c, b).close()
    merged(d, a).close()
    with Database(d) as db:
        db.set_coder("Ben")
        last = db.sqlite.execute("SELECT id FROM history WHERE coder = 'Ben' ORDER BY id DESC LIMIT 1").fetchone()[0]
        db.undo(last)
    with Database(c) as db:
        edits.codebook.add(db, "topic", "Tolls")
    with merged(copy(c), d) as one, merged(copy(d), c) as other:
        assert work.differences(one, other) == []
        (count,) = other.sqlite.execute("SELECT count(*) FROM claim WHERE document_id = 1").fetchone()
        with Database(ancestor, read_only=True) as before:
            assert count == len(reads.project.claims(before, document_id=1)) + 1


def test_a_new_topic_that_stands_under_a_newer_one_comes_in(ancestor: Path) -> None:
    def nest(db: Database) -> None:
        for name in ("Tolls", "Fares"):
            edits.codebook.add(db, "topic", name)
        numbers = {topic.name: topic.id for topic in reads.project.topics(db)}
        edits.codebook_tree.place(db, "topic", numbers["Tolls"], numbers["Fares"])

    with merged(ancestor, side(ancestor, "b", "Ben", nest)) as db:
        sql = "SELECT t.name, p.name FROM topic t JOIN topic p ON p.id = t.parent_id WHERE t.name = 'Tolls'"
        assert db.sqlite.execute(sql).fetchall() == [("Tolls", "Fares")]


def test_what_lost_its_place_stays_listed_while_others_go_on(ancestor: Path) -> None:
    # far from the claims that both have
    def correct(db: Database) -> None:
        new = CodedDocument("velo.txt", Facts(), reads.project.text(db, 1).replace("quist", "Olme"))
        edits.text.replace_text(db, edits.text.plan_replacement(db, 1, new), drop_lost=True)

    def code(db: Database) -> None:
        start = reads.project.text(db, 1).index("quist")
        edits.claims.change(db, 1, span=Span(start, start + len("quist")))

    a, b = side(ancestor, "a", "Ana", correct), side(ancestor, "b", "Ben", code)
    c, d = copy(a), copy(b)
    merged(c, b).close()
    with merged(d, a) as other:
        lost = {one.uuid for one in reads.conflicts.conflicts(other) if one.kind is ConflictKind.LOST}
        assert len(lost) == 2  # with its memo
        edits.codebook.add(other, "topic", "Tolls")
    with merged(copy(c), d) as db, merged(copy(d), c) as other:
        assert work.differences(db, other) == []
        assert lost == {one.uuid for one in reads.conflicts.conflicts(db)}


def test_a_document_that_was_kept_goes_with_what_it_was_kept_for(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.documents.remove(db, [1]))
    b = side(ancestor, "b", "Ben", lambda db: edits.claims_many.duplicate(db, [2], 1))
    c, d = copy(a), copy(b)
    merged(c, b).close()
    with merged(d, a) as other:
        other.set_coder("Ben")
        assert len(reads.project.documents(other)) == 2
        sql = "SELECT id FROM history WHERE coder = 'Ben' AND kind = 'edit' ORDER BY id LIMIT 1"
        other.undo(other.sqlite.execute(sql).fetchone()[0])
    with merged(copy(c), d) as db, merged(copy(d), c) as other:
        assert work.differences(db, other) == []
        assert len(reads.project.documents(other)) == 1
        assert reads.conflicts.count(other) == 0


def test_claims_move_to_a_text_that_another_corrected_and_lost_ones_are_listed(ancestor: Path) -> None:
    def correct(db: Database) -> None:
        text = reads.project.text(db, 1)
        new = CodedDocument("velo.txt", Facts(), "Erratum.\n\n" + text.replace("Ordun: Karvel, ", "Ordun: "))
        edits.text.replace_text(db, edits.text.plan_replacement(db, 1, new))

    def code(db: Database) -> None:
        text = reads.project.text(db, 1)
        for words in ("pardun quist", "Karvel"):
            start = text.index(words)
            new = reads.project.claim(db, 1)
            edits.claims.change(db, 1, span=Span(start, start + len(words)))
            edits.claims_many.duplicate(db, [1], 3)
            assert new.id == 1

    a, b = side(ancestor, "a", "Ana", correct), side(ancestor, "b", "Ben", code)
    for one, other in ((a, b), (b, a)):
        with merged(copy(one), other) as db:
            text = reads.project.text(db, 1)
            assert text.startswith("Erratum.")
            quotes = [claim.quote for claim in reads.project.claims(db, document_id=1)]
            assert "pardun quist" in quotes
            lost = [conflict for conflict in reads.conflicts.conflicts(db) if conflict.kind is ConflictKind.LOST]
            assert {"Karvel"} == {conflict.versions[0].values["quote"] for conflict in lost}


@pytest.mark.parametrize("reopened", [False, True])
def test_what_others_coded_goes_back_with_a_correction_that_is_undone(ancestor: Path, *, reopened: bool) -> None:
    def correct(db: Database) -> None:
        new = CodedDocument("velo.txt", Facts(), reads.project.text(db, 1).replace("quist", "quiet"))
        edits.text.replace_text(db, edits.text.plan_replacement(db, 1, new))

    def code(db: Database) -> None:
        start = reads.project.text(db, 1).index("pardun quist")
        edits.claims.change(db, 1, span=Span(start, start + len("pardun quist")))

    a, b = side(ancestor, "a", "Ana", code), side(ancestor, "b", "Ben", correct)
    c, d = copy(a), copy(b)
    merged(c, b).close()
    other = merged(d, a)
    if reopened:
        # whoever merged is somebody else then
        other.close()
        other = Database(d)
    with other:
        other.set_coder("Ben")
        sql = "SELECT id FROM history WHERE coder = 'Ben' AND kind = 'edit' ORDER BY id LIMIT 1"
        other.undo(other.sqlite.execute(sql).fetchone()[0])
    with merged(copy(c), d) as db, merged(copy(d), c) as other:
        assert work.differences(db, other) == []
        assert reads.project.claim(other, 1).quote == "pardun quist"


def test_what_one_deleted_does_not_come_back_onto_other_words_of_a_text_that_another_corrected(ancestor: Path) -> None:
    def correct(db: Database) -> None:
        new = CodedDocument("velo.txt", Facts(), reads.project.text(db, 1).replace("nimor", "nimer"))
        edits.text.replace_text(db, edits.text.plan_replacement(db, 1, new))

    def delete(db: Database) -> None:
        edits.claims.delete(db, [2])

    def correct_and_delete(db: Database) -> None:
        delete(db)
        correct(db)

    a, b = side(ancestor, "a", "Ana", correct_and_delete), side(ancestor, "b", "Ben", delete)
    c, d = copy(a), copy(b)
    merged(c, b).close()
    merged(d, a).close()
    with Database(d) as other:
        other.set_coder("Ben")
        with pytest.raises(
            ConflictError, match=r"“Delete claim” cannot be undone: .+ has changed the text there since"
        ):
            other.undo()
        assert check.problems(other) == []
        edits.codebook.add(other, "topic", "Tolls")
    # and whatever else is done comes to the other one
    with merged(c, d) as db:
        assert "Tolls" in {topic.name for topic in reads.project.topics(db)}
        assert len(reads.project.claims(db, document_id=1)) == 2


def test_a_part_that_both_corrections_moved_is_decided_into_the_text_that_stands(ancestor: Path) -> None:
    def correct(lead: str) -> Callable[[Database], object]:
        def act(db: Database) -> None:
            new = CodedDocument("new.txt", Facts(), lead + reads.project.text(db, 2))
            edits.text.replace_text(db, edits.text.plan_replacement(db, 2, new))

        return act

    def words(db: Database) -> list[str]:
        text = reads.project.text(db, 2)
        return [text[one.start : one.end] for one in reads.project.segments(db, 2)]

    with Database(ancestor) as db:
        parts = words(db)
    assert len(parts) > 1
    a, b = side(ancestor, "a", "Ana", correct("Nu. ")), side(ancestor, "b", "Ben", correct("Navari telu orosta. " * 9))
    with merged(a, b) as db:
        moved = [one for one in reads.conflicts.conflicts(db) if one.table == "segment"]
        assert moved
        before = words(db)
        for conflict in moved:
            edits.conflicts.decide(db, conflict.id, Settlement.SECOND)
        # the last part is where its words are, and no part is behind the end
        assert words(db)[-1] == before[-1] == parts[-1]
        assert check.problems(db) == []


def test_two_new_topics_with_one_key_are_both_there_and_memos_of_both_are_joined(ancestor: Path) -> None:
    def work_of(word: str) -> Callable[[Database], object]:
        def act(db: Database) -> None:
            edits.codebook.add(db, "topic", "Harbour", definition=word)
            edits.codebook.update(db, "topic", 1, definition=f"Of {word}.")
            edits.codebook.update(db, "actor", 1, aliases=(word,))

        return act

    a, b = side(ancestor, "a", "Ana", work_of("sea")), side(ancestor, "b", "Ben", work_of("land"))
    with merged(a, b) as db:
        keys = sorted(topic.key for topic in reads.project.topics(db))
        assert keys == ["bridge", "economy", "harbour", "harbour-2", "trade"]
        kinds = sorted(conflict.kind for conflict in reads.conflicts.conflicts(db))
        assert kinds == [ConflictKind.KEY, ConflictKind.TEXTS]
        definition = next(topic.definition for topic in reads.project.topics(db) if topic.key == "trade")
        assert sorted(definition.split("\n\n")) == ["Of land.", "Of sea."]
        assert set(next(actor.aliases for actor in reads.project.actors(db) if actor.id == 1)) == {"sea", "land"}


def fields_and_values(db: Database) -> tuple[set[str], list[tuple[int, str, str]]]:
    sql = (
        "SELECT v.claim_id, f.name, v.value FROM claim_value v JOIN own_field f ON f.id = v.field_id "
        "ORDER BY v.claim_id, f.name, v.value"
    )
    values = [(int(claim), str(name), str(value)) for claim, name, value in db.sqlite.execute(sql)]
    return {one.name for one in reads.own_fields.fields(db, "claim")}, values


def field_called(db: Database, name: str) -> OwnField:
    return next(one for one in reads.own_fields.fields(db, "claim") if one.name == name)


@pytest.mark.parametrize("theirs", ["Area", "AREA"])
def test_two_fields_that_come_to_one_name_are_both_there_with_their_values(ancestor: Path, theirs: str) -> None:
    def ours(db: Database) -> None:
        edits.own_fields.rename(db, field_called(db, "Frame"), "Area")

    def of_theirs(db: Database) -> None:
        edits.own_fields.make(db, OwnField("claim", theirs, "number"))
        edits.own_fields.set_value(db, field_called(db, theirs), [2], "7")

    a, b = side(ancestor, "a", "Ana", ours), side(ancestor, "b", "Ben", of_theirs)
    d = copy(b)
    with merged(copy(a), b) as db, merged(d, a) as other:
        assert work.differences(db, other) == []
        # the elder keeps its name
        names, values = fields_and_values(db)
        assert names == {"Area", f"{theirs} (2)"}
        assert values == [(1, "Area", "a"), (2, f"{theirs} (2)", "7")]
        (conflict,) = reads.conflicts.conflicts(db)
        assert conflict.kind is ConflictKind.KEY
        assert conflict.told == (
            f"field “{theirs} (2)” is called like another one: its name was numbered; merge the two if they are one"
        )
        # one that gets a name of its own needs no number any more
        edits.own_fields.rename(db, field_called(db, "Area"), "Region")
    with Database(d) as db:
        merging.carry_out(db, merging.plan(db, a.with_name("a-copy.visavis")))
        assert check.problems(db) == []
        assert fields_and_values(db)[0] == {"Region", theirs}
        assert reads.conflicts.conflicts(db) == []


@pytest.mark.parametrize("kind", ["text", "several"])
def test_what_another_wrote_of_a_field_that_was_merged_away_goes_to_the_one_that_stays(
    ancestor: Path, kind: str
) -> None:
    def make(db: Database) -> None:
        choices = ("a", "c", "d") if kind == "several" else ()
        for owner in ("claim", "document"):
            for name in ("Area", "Party"):
                edits.own_fields.make(db, OwnField(owner, name, kind, choices=choices))
        edits.own_fields.set_value(db, field_called(db, "Area"), [3], "a")

    def merge(db: Database) -> None:
        for owner in ("claim", "document"):
            fields = {one.name: one for one in reads.own_fields.fields(db, owner)}
            edits.own_fields.merge(db, fields["Party"], fields["Area"])

    def write(db: Database) -> None:
        edits.own_fields.set_value(db, field_called(db, "Party"), [2, 3], "c")
        (party,) = [one for one in reads.own_fields.fields(db, "document") if one.name == "Party"]
        edits.own_fields.set_value(db, party, [2], "d")

    def party_of(db: Database) -> object:
        return json.loads(db.sqlite.execute("SELECT variables FROM document WHERE id = 2").fetchone()[0])

    both = side(ancestor, "both", "Ana", make)
    a, b = side(both, "a", "Ana", merge), side(both, "b", "Ben", write)
    c, d = copy(a), copy(b)
    with merged(c, b) as db, merged(d, a) as other:
        assert work.differences(db, other) == []
        names, values = fields_and_values(db)
        assert names == {"Frame", "Area"}
        # what a claim has of the one that stays goes before, unless it takes several
        own = [(3, "Area", "a")] + ([(3, "Area", "c")] if kind == "several" else [])
        assert values == [(1, "Frame", "a"), (2, "Area", "c"), *own]
        assert party_of(db) == {"Area": "d"}
        assert reads.conflicts.count(db) == 0
    # and comes back with it
    with Database(c) as db:
        db.set_coder("Ana")
        sql = "SELECT id FROM history WHERE action LIKE '%merge_fields%' AND state = 'done' ORDER BY id DESC"
        for (number,) in db.sqlite.execute(sql).fetchall():
            db.undo(number)
        edits.codebook.add(db, "topic", "Tolls")
    with Database(d) as db:
        edits.codebook.add(db, "topic", "Fares")
    with merged(copy(c), d) as db, merged(copy(d), c) as other:
        assert work.differences(db, other) == []
        assert set(fields_and_values(db)[1]) == {
            *((1, "Frame", "a"), (2, "Party", "c"), (3, "Area", "a"), (3, "Party", "c")),
        }
        assert party_of(db) == {"Party": "d"}


def test_fields_that_change_their_names_with_each_other_do_so_elsewhere_too(ancestor: Path) -> None:
    def make(db: Database) -> None:
        edits.own_fields.make(db, OwnField("claim", "Area"))
        edits.own_fields.set_value(db, field_called(db, "Area"), [2], "b")

    def change(db: Database) -> None:
        edits.own_fields.rename(db, field_called(db, "Area"), "Free")
        edits.own_fields.rename(db, field_called(db, "Frame"), "Area")
        edits.own_fields.rename(db, field_called(db, "Free"), "Frame")

    both = side(ancestor, "both", "Ana", make)
    a, b = side(both, "a", "Ana", lambda db: edits.claims.delete(db, [3])), side(both, "b", "Ben", change)
    with merged(a, b) as db:
        assert fields_and_values(db) == ({"Area", "Frame"}, [(1, "Area", "a"), (2, "Frame", "b")])
        assert reads.conflicts.conflicts(db) == []


def test_a_field_that_was_kept_is_deleted_from_the_desk_with_its_values(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.own_fields.delete(db, field_called(db, "Frame")))
    b = side(ancestor, "b", "Ben", lambda db: edits.own_fields.change(db, field_called(db, "Frame"), definition="Why."))
    with Database(b) as db:
        edits.own_fields.set_value(db, field_called(db, "Frame"), [2], "b")
    with merged(a, b) as db:
        assert (2, "Frame", "b") in fields_and_values(db)[1]
        conflict = next(one for one in reads.conflicts.conflicts(db) if one.table == "own_field")
        edits.conflicts.decide(db, conflict.id, Settlement.DELETE)
        assert fields_and_values(db) == (set(), [])
        db.undo()
        assert (2, "Frame", "b") in fields_and_values(db)[1]


def test_a_name_that_another_field_took_meanwhile_is_refused_on_the_desk(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.own_fields.rename(db, field_called(db, "Frame"), "Area"))
    b = side(ancestor, "b", "Ben", lambda db: edits.own_fields.rename(db, field_called(db, "Frame"), "Party"))
    with merged(a, b) as db:
        (conflict,) = reads.conflicts.conflicts(db)
        (shown,) = fields_and_values(db)[0]
        (other,) = {"Area", "Party"} - {shown}
        edits.own_fields.make(db, OwnField("claim", other.upper()))
        with pytest.raises(UserError, match="There is a field"):
            edits.conflicts.decide(db, conflict.id, Settlement.SECOND)
        assert fields_and_values(db)[0] == {shown, other.upper()}


def test_settings_that_differ_are_told_in_words(ancestor: Path, run: Run) -> None:
    def work_of(word: str) -> Callable[[Database], object]:
        def act(db: Database) -> None:
            edits.handouts.hand_out(db, [1], [db.coder_name, "Cleo"])
            edits.handouts.finish(db, [1])
            edits.saved.save(db, "Harbours", ClaimFilter(text=word))

        return act

    a, b = side(ancestor, "a", "Ana", work_of("velo")), side(ancestor, "b", "Ben", work_of("marin"))
    with merged(a, b) as db:
        handout, saved = sorted(reads.conflicts.conflicts(db), key=lambda one: one.told)
        title = reads.project.document(db, 1).facts.title
        assert handout.told == f"hand-out “{title}, Cleo”: what it says was changed by both"
        said = [version.told for version in handout.versions]
        assert sorted(words.split(",")[0] for ((_name, words),) in said) == ["handed out by Ana", "handed out by Ben"]
        assert all(words.endswith("; not finished") for ((_name, words),) in said)
        assert saved.told == "saved filter “Harbours”: what it says was changed by both"
        assert sorted(version.told for version in saved.versions) == [(("text", "marin"),), (("text", "velo"),)]
    told = run("conflicts", a).stdout
    assert "handed out by Ben" in told
    assert not any(sign in told for sign in ("{", "handout/"))


def test_a_circle_of_parents_is_opened_at_its_last_link(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.codebook_tree.place(db, "topic", 3, 1))
    b = side(ancestor, "b", "Ben", lambda db: edits.codebook_tree.place(db, "topic", 1, 3))
    with merged(a, b) as db:
        assert [conflict.kind for conflict in reads.conflicts.conflicts(db)] == [ConflictKind.CIRCLE]


def test_the_verdicts_and_events_of_two_coders_are_both_kept(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.traces.set_same_event(db, 1, 2, True))
    b = side(ancestor, "b", "Ben", lambda db: edits.traces.set_same_event(db, 1, 2, False))
    with merged(a, b) as db:
        rows = db.sqlite.execute("SELECT c.name, s.same FROM same_event s JOIN coder c ON c.id = s.coder_id").fetchall()
        assert sorted(rows) == [("Ana", 1), ("Ben", 0)]
        for coder, same in (("Ana", True), ("Ben", False)):
            db.set_coder(coder)
            assert set(reads.traces.same_events(db).values()) == {same}


def test_projects_without_common_history_are_matched_by_what_they_are(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.visavis" for name in "ab"]
    for path in paths:
        work.base(path)
    with Database(paths[1]) as other:
        edits.claims.change(other, 1, stance=Stance.NEUTRAL)
        edits.codebook.add(other, "topic", "Harbour")
    with pytest.raises(UserError, match="--yes"):
        merge_files(paths[0], paths[1], None, force=False, yes=False, dry_run=False)
    with Database(paths[0]) as db:
        plan = merging.plan(db, paths[1])
        assert not plan.common
        assert {match.table for match in plan.matches} >= {"document", "claim"}
        before = len(reads.project.claims(db, document_id=1))
    with merged(*paths) as db:
        topics = [topic.key for topic in reads.project.topics(db)]
        assert (len(topics), len(set(topics))) == (4, 4)
        assert len(reads.project.documents(db)) == 2
        # the claim that says something else is another one
        assert len(reads.project.claims(db, document_id=1)) == before + 1
        assert not merging.plan(db, paths[1]).theirs
    with Database(paths[1]) as other:
        edits.claims.delete(other, [2])
    with merged(*paths) as db:
        assert len(reads.project.claims(db, document_id=1)) == before


def test_one_undo_takes_a_merging_back_and_it_can_come_again(ancestor: Path) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.claims.change(db, 1, stance=Stance.AGAINST))
    b = side(ancestor, "b", "Ben", lambda db: edits.claims.change(db, 1, stance=Stance.NEUTRAL))
    with Database(a) as db:
        before = state(db.sqlite)
    with merged(a, b) as db:
        after = state(db.sqlite)
        assert after != before
        db.undo()
        assert state(db.sqlite) == before
        merging.carry_out(db, merging.plan(db, b))
        assert state(db.sqlite) == after


@pytest.mark.parametrize("changed", ["one", "other"])
def test_what_was_done_in_either_file_since_one_looked_is_not_passed_over(ancestor: Path, changed: str) -> None:
    b = side(ancestor, "b", "Ben", lambda db: edits.claims.change(db, 1, stance=Stance.NEUTRAL))
    with Database(ancestor) as db:
        plan = merging.plan(db, b)
        with Database(ancestor if changed == "one" else b) as writer:
            edits.codebook.add(writer, "topic", "Tolls")
        before = state(db.sqlite)
        with pytest.raises(UserError, match="look at the merging again"):
            merging.carry_out(db, plan)
        assert state(db.sqlite) == before


def test_what_changed_nothing_does_not_come_again(ancestor: Path) -> None:
    def act(db: Database) -> None:
        edits.codebook.add(db, "topic", "Tolls")
        db.undo()

    with merged(ancestor, side(ancestor, "b", "Ben", act)) as db:
        assert merging.plan(db, ancestor.with_name("b.visavis")).theirs == ()
    # and is passed on, since what follows knew of it
    with Database(ancestor.with_name("b.visavis")) as db:
        edits.codebook.add(db, "topic", "Trade winds")
    with merged(ancestor, ancestor.with_name("b.visavis")) as db:
        assert "Trade winds" in {topic.name for topic in reads.project.topics(db)}


def test_merging_and_conflicts_on_the_command_line(ancestor: Path, tmp_path: Path, run: Run) -> None:
    a = side(ancestor, "a", "Ana", lambda db: edits.claims.change(db, 1, stance=Stance.AGAINST))
    b = side(ancestor, "b", "Ben", lambda db: edits.claims.change(db, 1, stance=Stance.NEUTRAL))
    new = tmp_path / "new.visavis"
    before = a.read_bytes()
    told = run("merge", a, b, "--dry-run", "--json").stdout
    assert json.loads(told)["actions"] == 1
    told = run("merge", a, b, "-o", new).stdout
    assert "1 conflict is to be looked at" in told
    assert a.read_bytes() == before
    (conflict,) = json.loads(run("conflicts", new, "--json").stdout)
    assert {version["says"]["stance"] for version in conflict["versions"]} == {"against", "neutral"}
    run("conflicts", new, str(conflict["conflict_id"]), "--take", "second", "--coder", "Ana")
    assert run("conflicts", new).stdout.strip() == "Nothing stands against each other."
    assert "Merge with the project b.visavis" in run("history", new).stdout


def test_a_set_is_read_back_and_what_is_none_is_refused(ancestor: Path) -> None:
    with Database(ancestor) as db:
        before = set_log.newest_line(db)
        edits.claims.change(db, 1, stance=Stance.AGAINST)
        ((_line, one),) = sets_since(db.sqlite, before, client="c", number=1, order=1, base={"d": 2})
    assert load_set(dump_set(one)) == one
    (row,) = one.rows
    # only the unit, whole; the document and the coder are not told again
    assert {"stance", "topic_id", "actors", "start"} <= set(row.columns)
    assert not {"document_id", "coder_id", "created"} & set(row.columns)
    assert all(isinstance(uuid, str) and len(uuid) == 36 for uuid in row.columns["actors"][0])
    for told in ("[]", "{}", '{"uuid": 3}', dump_set(one).replace('"number":1', '"number":-1')):
        with pytest.raises((ValueError, TypeError, KeyError)):
            load_set(told)


def test_sets_are_taken_after_all_that_they_had_seen() -> None:
    def made(client: str, number: int, **base: int) -> PortableSet:
        row = PortableRow("topic", "t", "changed", {"name": ("x", f"{client}{number}")})
        return PortableSet(f"{client}{number}", "", client, number, number, base, client, "", "", (row,))

    one, two, other = made("a", 1), made("a", 2, b=1), made("b", 1)
    ready, waiting = in_order([two, one], {})
    assert ([each.uuid for each in ready], [each.uuid for each in waiting]) == (["a1"], ["a2"])
    ready, waiting = in_order([two, other, one, one], {})
    assert [each.uuid for each in ready] == ["a1", "b1", "a2"]
    versions = [(each, each.rows[0]) for each in ready]
    assert [each.by.uuid for each in fold("topic", versions).fields["name"]] == ["a2"]  # type: ignore[arg-type]
