"""Who belongs where, from when until when: written, told, undone, merged, checked, shared and rescued."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.memberships import Membership, parse_all, told
from desktop.core.values import Actor, ActorKind, Codebook, CodebookFile
from desktop.project.history import HistoryReader
from desktop.project.sharing import merging
from desktop.store import edits, reads
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.portable_rows import state
from desktop.store.rescue import rescue

from .making import ids, make_project, rows

MINISTER = Membership("board", "2022-03", "2024-05", "chair")


def of(db: Database, key: str) -> list[str]:
    (actor,) = (one for one in reads.project.actors(db) if one.key == key)
    return [str(one) for one in actor.memberships]


def with_board(db: Database) -> dict[str, int]:
    edits.codebook.add(db, "actor", "Board", kind="organisation")
    return ids(db, "actor")


def test_what_is_said_of_a_membership_is_kept_told_in_the_history_and_taken_back(db: Database) -> None:
    known = with_board(db)
    before = rows(db)
    number = edits.memberships.add(db, known["ordun"], MINISTER)
    edits.memberships.add(db, known["ordun"], Membership("board", "2024-06", "", "member"))
    edits.memberships.change(db, number, until="2024-04-30")
    assert of(db, "ordun") == ["board (chair) 2022-03..2024-04-30", "board (member) 2024-06.."]
    line = reads.history.steps(db, reads.history.step_ids(db))[0]
    assert line.text == "Change where Ordun Vask belongs: Board"
    (thing,) = HistoryReader(lambda: db).tell(line.id).things
    assert (thing.table, thing.name, [(one.name, one.before, one.after) for one in thing.fields]) == (
        "actor",
        "Ordun Vask",
        [("belongs to", "Board (chair) 2022-03–2024-05", "Board (chair) 2022-03–2024-04-30")],
    )
    edits.memberships.remove(db, number)
    assert of(db, "ordun") == ["board (member) 2024-06.."]
    for _step in range(4):
        db.undo()
    assert rows(db)["membership"] == before["membership"] == []
    for _step in range(4):
        db.redo()
    assert of(db, "ordun") == ["board (member) 2024-06.."]
    assert problems(db) == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Membership("nobody"), "no actor with the key “nobody”"),
        (Membership("elbar"), "“Elbar Nim” is a person"),
        (Membership("ordun"), "cannot belong to itself"),
        (Membership("board", "2024", "2023"), "end before they begin"),
        (Membership("board", "--05-01"), "has no year"),
        (Membership("board", "", "May"), "“May” is no date"),
        (MINISTER, "belongs to “Board” so already"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_and_nothing_is_written(
    db: Database, said: Membership, sentence: str
) -> None:
    known = with_board(db)
    edits.memberships.add(db, known["ordun"], MINISTER)
    before = rows(db)
    with pytest.raises(UserError, match=sentence):
        edits.memberships.add(db, known["ordun"], said)
    assert rows(db) == before


def test_merging_and_deleting_actors_leaves_nobody_in_what_is_gone_or_in_themselves(db: Database) -> None:
    known = with_board(db)
    edits.codebook.add(db, "actor", "Council", kind="organisation")
    known = ids(db, "actor")
    for who, one in (("ordun", MINISTER), ("elbar", MINISTER), ("board", Membership("council"))):
        edits.memberships.add(db, known[who], one)
    before = rows(db)
    plan = edits.codebook_merge.delete_plan(db, "actor", known["board"])
    assert plan.memberships == 3
    # both said the same: once is enough
    edits.codebook_merge.merge(db, "actor", known["elbar"], known["ordun"])
    assert of(db, "ordun") == [str(MINISTER)]
    edits.codebook_merge.merge(db, "actor", known["board"], known["council"])
    assert of(db, "ordun") == ["council (chair) 2022-03..2024-05"]
    assert of(db, "council") == []
    edits.codebook_merge.delete(db, "actor", known["council"])
    assert of(db, "ordun") == []
    for _step in range(3):
        db.undo()
    assert rows(db) == before
    assert problems(db) == []


def test_a_file_adds_memberships_and_an_update_takes_away_what_it_leaves_out(db: Database) -> None:
    board = Actor("board", "Board", ActorKind.ORGANISATION)
    who = Actor("ria", "Ria", memberships=(MINISTER, Membership("board", "2024-06")))
    given = {("actor", "ria"): frozenset({"key", "name", "memberships"})}
    assert edits.codebook.apply_codebook(db, CodebookFile(Codebook((who, board)), given), update=False)[:2] == (2, 0)
    assert of(db, "ria") == [str(MINISTER), "board 2024-06.."]
    fewer = CodebookFile(Codebook((Actor("ria", "Ria", memberships=(MINISTER,)), board)), given)
    assert edits.codebook.apply_codebook(db, fewer, update=True)[1] == 1
    assert of(db, "ria") == [str(MINISTER)]
    silent = CodebookFile(Codebook((Actor("ria", "Ria"), board)), {("actor", "ria"): frozenset({"key", "name"})})
    assert edits.codebook.apply_codebook(db, silent, update=True)[1] == 0
    assert of(db, "ria") == [str(MINISTER)]


def test_a_row_of_nothing_that_visavis_writes_is_told_and_left_out_by_a_rescue(db: Database, tmp_path: Path) -> None:
    known = with_board(db)
    edits.memberships.add(db, known["ordun"], MINISTER)
    edits.memberships.add(db, known["elbar"], Membership("board"))
    db.sqlite.execute("UPDATE membership SET since = 'spring' WHERE actor_id = ?", [known["ordun"]]).close()
    assert [one for one in problems(db) if "membership 1" in one]
    db.sqlite.execute("PRAGMA foreign_keys=OFF").close()
    db.sqlite.execute("UPDATE membership SET organisation_id = 99 WHERE actor_id = ?", [known["elbar"]]).close()
    assert [one for one in problems(db) if "membership 2" in one]
    db.close()
    rescue(db.path, tmp_path / "new.visavis")
    with Database(tmp_path / "new.visavis") as new:
        assert problems(new) == []
        assert of(new, "ordun") == ["board (chair) ..2024-05"]
        assert of(new, "elbar") == []


Edit = Callable[[Database, dict[str, int], int], object]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (
            lambda db, known, _number: edits.memberships.add(db, known["elbar"], MINISTER),
            lambda db, known, _number: edits.memberships.add(db, known["elbar"], Membership("board", "2025")),
            {"ordun": [str(MINISTER)], "elbar": [str(MINISTER), "board 2025.."]},
        ),
        (
            lambda db, _known, number: edits.memberships.remove(db, number),
            lambda db, known, _number: edits.memberships.add(db, known["elbar"], MINISTER),
            {"ordun": [], "elbar": [str(MINISTER)]},
        ),
        (
            lambda db, known, _number: edits.codebook_merge.merge(db, "actor", known["elbar"], known["ordun"]),
            lambda db, known, _number: edits.memberships.add(db, known["elbar"], Membership("board", "2025")),
            {"ordun": [str(MINISTER), "board 2025.."]},
        ),
    ],
    ids=["both add", "one removes", "one merges"],
)
def test_what_two_wrote_side_by_side_comes_together_the_same_on_both_sides(
    path: Path, tmp_path: Path, mine: Edit, theirs: Edit, expected: dict[str, list[str]]
) -> None:
    other, copy = tmp_path / "other.visavis", tmp_path / "copy.visavis"
    with make_project(path) as db:
        known = with_board(db)
        number = edits.memberships.add(db, known["ordun"], MINISTER)
    shutil.copyfile(path, other)
    with Database(path) as one, Database(other) as two:
        for db, name, edit in ((one, "Mira", mine), (two, "Tavi", theirs)):
            db.set_coder(name)
            edit(db, known, number)
        shutil.copyfile(path, copy)
        merging.carry_out(one, merging.plan(one, other))
        merging.carry_out(two, merging.plan(two, copy))
        for db in (one, two):
            assert {key: of(db, key) for key in expected} == expected
            assert problems(db) == []
        things = [{key: one for key, one in state(db.sqlite).items() if key[0] == "membership"} for db in (one, two)]
        assert things[0] == things[1] != {}


@pytest.mark.parametrize(
    "text",
    ["board", "board (chair)", "board 2022..", "board (a (b) c) ..2024-05-01", "board; house (x\\; y) 2022..2023"],
)
def test_memberships_are_read_as_they_are_written(text: str) -> None:
    assert told(parse_all(text)) == text


@pytest.mark.parametrize("text", ["two words", "board (chair", "board 2022", "(chair)"])
def test_what_is_no_membership_is_told_with_an_example(text: str) -> None:
    with pytest.raises(UserError, match=r"write it as ministry \(minister\) 2022-03..2024-05"):
        parse_all(text)
