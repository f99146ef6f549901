"""What others did is told here like what was done here, and one takes back one's own."""

import contextlib
import gzip
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.changes import ChangeSet
from desktop.core.errors import ConflictError, GoneError, UserError
from desktop.core.memos import MemoTarget
from desktop.core.own_fields import find
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.project.sharing import teams
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims, codebook, codebook_merge, codebook_tree, documents, memos, own_fields, saved
from desktop.store.reads import own_fields as own_reads
from desktop.store.reads import project as reads

from .making import TEXT, ids, make_project, rows, span_of
from .test_every_action import BEFORE_LAST_IDS

TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d"
NEW = NewClaim(1, span_of(TEXT, "velo pardun"), (3,), 3, Stance.FAVOR)


@pytest.fixture
def other(db: Database) -> Iterator[Database]:
    """A second program of another coder on the same file; it has seen all that stood there."""
    with Database(db.path) as second:
        second.set_coder("Mira")
        yield second


def hear(db: Database) -> list[ChangeSet]:
    told: list[ChangeSet] = []
    db.on_change = told.append
    return told


def tag(db: Database, start: int = 0, **values: object) -> int:
    return claims.tag(db, replace(NEW, span=Span(start, start + 4), **values))  # type: ignore[arg-type]


# numbers


def test_the_number_of_a_topic_that_was_deleted_does_not_come_to_mean_another(db: Database, other: Database) -> None:
    harbours = codebook.add(db, "topic", "Harbours")
    other.catch_up()
    codebook_merge.delete(other, "topic", harbours)
    penalty = codebook.add(other, "topic", "Death penalty")
    assert penalty > harbours
    with pytest.raises(ConflictError, match=r"Mira has deleted this meanwhile \(Delete topic Harbours\)"):
        tag(db, topic_id=harbours)
    # and when that was seen, but a bar still holds the number
    with pytest.raises(GoneError, match=f"There is no topic {harbours}"):
        tag(db, topic_id=harbours)
    assert {claim.topic_id for claim in reads.claims(db)} == {1, 3}


@pytest.mark.parametrize("reopened", [False, True])
def test_a_claim_that_was_undone_leaves_its_number_unused(path: Path, reopened: bool) -> None:
    db = make_project(path)
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: db.close())
        first = tag(db)
        db.undo()
        if reopened:
            db.close()
            db = Database(path)
        assert tag(db, 5) == first + 1
        db.undo()
        db.redo()
        assert tag(db, 10) == first + 2
        assert problems(db) == []


def test_a_project_from_before_the_highest_numbers_were_kept_has_them(tmp_path: Path) -> None:
    path = tmp_path / "old.visavis"
    with gzip.open(BEFORE_LAST_IDS) as packed, path.open("wb") as target:
        shutil.copyfileobj(packed, target)
    with Database(path) as db:
        highest = {table: max(row[0] for row in found) for table, found in rows(db).items() if found}
        assert dict(db.sqlite.execute("SELECT name, number FROM last_id").fetchall()) == highest
        number = codebook.add(db, "topic", "Zuni")
        db.undo()
        assert codebook.add(db, "topic", "Olme") == number + 1
        assert problems(db) == []


# what others did is told


def test_what_others_did_is_told_row_by_row_and_by_name(db: Database, other: Database) -> None:
    told = hear(db)
    number = tag(other)
    claims.change(other, 1, stance=Stance.AGAINST)
    assert db.catch_up()
    (changes,) = told
    assert (changes.coder, changes.text, changes.kind) == ("Mira", "2 actions", "edit")
    assert changes.ids("claim") == (number, 1)
    other.undo()
    assert db.catch_up()
    assert (told[-1].text, told[-1].ids("claim"), told[-1].coder) == ("Change stance", (1,), "Mira")
    assert not db.catch_up()


def test_what_others_did_is_told_before_what_was_done_upon_it(db: Database, other: Database) -> None:
    told = hear(db)
    theirs = tag(other)
    mine = tag(db, 5)
    assert [(changes.coder, changes.ids("claim")) for changes in told] == [("Mira", (theirs,)), ("", (mine,))]
    assert not db.catch_up(), "it is told once"


def test_what_others_did_is_told_when_an_action_is_refused_for_it(db: Database, other: Database) -> None:
    told = hear(db)
    claims.delete(other, [1])
    with pytest.raises(ConflictError, match=r"Mira has deleted this meanwhile \(Delete claim\)"):
        claims.change(db, 1, stance=Stance.AGAINST)
    assert [changes.deleted("claim") for changes in told] == [{1}]


@pytest.mark.usefixtures("kept")
def test_a_long_action_of_others_is_told_in_parts(db: Database, other: Database) -> None:
    told = hear(db)
    many = [CodedDocument(f"{n}.txt", Facts(), f"Olme {n}.\n") for n in range(30)]
    documents.add_documents(other, many)
    tag(other)
    db.catch_up()
    (changes,) = told
    assert len(changes.ids("document")) == 30
    assert len(changes.ids("claim")) == 1
    assert len(changes.rows) == sum(1 for _ in changes.rows)


def test_what_is_no_action_is_told_as_something_strange_and_refuses_once(db: Database) -> None:
    strange: list[None] = []
    db.on_strange = lambda: strange.append(None)
    with Database(db.path) as other:
        other.sqlite.execute("UPDATE topic SET definition = 'by a script' WHERE id = 1").close()
    with pytest.raises(ConflictError, match="not by an action that could be named"):
        tag(db)
    assert len(strange) == 1
    tag(db)
    assert problems(db) == []


def test_a_meeting_of_a_team_that_changes_nothing_here_is_nothing_strange(db: Database, tmp_path: Path) -> None:
    strange: list[None] = []
    db.on_strange = lambda: strange.append(None)
    teams.init(db, str(tmp_path))
    with Database(db.path) as other:
        for stance in (Stance.AGAINST, Stance.NEUTRAL):
            # the second is not refused because of what the first meeting has left in the file
            claims.change(db, 1, stance=stance)
            assert teams.sync(other).sent
        assert not db.catch_up()
        assert strange == []
        # what a script writes is
        other.sqlite.execute("UPDATE topic SET definition = 'by a script' WHERE id = 1").close()
    db.catch_up()
    assert len(strange) == 1


# what is refused, and what is not


def act_on(table: str, **values: str) -> Callable[[Database], object]:
    return lambda db: codebook.update(db, table, 1, **values)


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (act_on("topic", definition="one"), act_on("topic", definition="two")),
        (act_on("actor", aliases=("A", "B")), act_on("actor", aliases=("C",))),  # type: ignore[arg-type]
        (lambda db: claims.change(db, 1, memo="theirs"), lambda db: claims.change(db, 1, memo="mine")),
        (lambda db: claims.change(db, 1, actor_ids=(1, 3, 2)), lambda db: claims.change(db, 1, actor_ids=(1, 3))),
        (lambda db: claims.change(db, 1, actor_ids=(2,)), lambda db: claims.change(db, 1, stance=Stance.NEUTRAL)),
        (lambda db: claims.change(db, 1, topic_id=3), lambda db: claims.split(db, 1, Span(5, 10), Span(11, 15))),
        (lambda db: claims.change(db, 1, actor_ids=(2,)), lambda db: claims.split(db, 1, Span(5, 10), Span(11, 15))),
        (act_on("topic", proposition="Tarn should not"), lambda db: tag(db, topic_id=1)),
        (lambda db: documents.update_facts(db, 1, {"title": "A"}), lambda db: documents.rename(db, 1, "B")),
        (lambda db: codebook_tree.move(db, "topic", 3, -1), lambda db: codebook_tree.move(db, "topic", 3, 1)),
        (lambda db: tag(db, topic_id=3), lambda db: codebook_merge.merge(db, "topic", 3, 1)),
        (lambda db: tag(db, topic_id=3), lambda db: codebook_merge.delete(db, "topic", 3, with_claims=True)),
    ],
)
def test_nothing_of_others_is_written_over_unseen(
    db: Database, other: Database, theirs: Callable[[Database], object], mine: Callable[[Database], object]
) -> None:
    theirs(other)
    stands = rows(other)
    with pytest.raises(ConflictError, match=r"^Mira has (changed|deleted) this meanwhile"):
        mine(db)
    assert rows(db) == stands
    assert problems(db) == []


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (lambda db: tag(db, 5), lambda db: tag(db)),
        (act_on("topic", definition="one"), act_on("topic", example="two")),
        (act_on("topic", definition="one"), lambda db: tag(db, topic_id=1)),
        (lambda db: claims.change(db, 1, stance=Stance.NEUTRAL), lambda db: claims.change(db, 2, stance=Stance.FAVOR)),
        (lambda db: claims.change(db, 1, memo="theirs"), lambda db: claims.change(db, 1, stance=Stance.NEUTRAL)),
        (lambda db: codebook.add(db, "topic", "Zuni"), lambda db: codebook.add(db, "topic", "Zuni")),
        (lambda db: documents.update_facts(db, 1, {"place": "Tarn"}), lambda db: tag(db)),
        (lambda db: (tag(db), db.undo()), lambda db: claims.delete(db, [1])),
        (
            lambda db: (claims.change(db, 1, stance=Stance.NEUTRAL), db.undo()),
            lambda db: claims.change(db, 1, stance=Stance.AGAINST),
        ),
    ],
)
def test_what_others_did_elsewhere_is_in_nobodys_way(
    db: Database, other: Database, theirs: Callable[[Database], object], mine: Callable[[Database], object]
) -> None:
    theirs(other)
    mine(db)
    done = [entry.coder for entry in db.history() if entry.state == "done" and entry.kind == "edit"]
    assert "Nilo" in done
    assert problems(db) == []


def test_a_memo_is_not_written_over_one_that_was_not_seen(db: Database, other: Database) -> None:
    target = MemoTarget(claim_id=1)
    memos.set_text(other, target, "two pages long")
    # seen by the window, though not by the field in which somebody writes
    db.catch_up()
    with pytest.raises(ConflictError, match="Another memo stands there now"):
        memos.set_text(db, target, "my note", seen="First.")
    assert memos.text_on(db, target) == "two pages long"
    memos.set_text(db, target, "two pages long\n\nmy note", seen="two pages long")
    memos.set_text(db, target, "two pages long\n\nmy note", seen="what it was long ago")
    assert memos.text_on(db, target) == "two pages long\n\nmy note"


# undo


def test_undo_takes_back_ones_own_last_action_and_leaves_that_of_others(db: Database, other: Database) -> None:
    mine = tag(db)
    theirs = tag(other, 5)
    assert db.undo_text() == "Tag claim"
    db.undo()
    assert [claim.id for claim in reads.claims(db) if claim.id in (mine, theirs)] == [theirs]
    assert (db.undo_text(), db.undo()) == ("", None)
    last = db.last_of_others()
    assert last is not None
    assert (last.coder, last.text) == ("Mira", "Tag claim")
    db.undo(last.id)
    assert len(reads.claims(db)) == 3
    assert db.last_of_others() is None
    with pytest.raises(UserError, match="does not stand any more"):
        db.undo(last.id)
    # what each has undone is theirs to do again
    assert other.redo() is None
    assert db.redo_text() == "Tag claim"
    db.redo()
    db.redo()
    assert {mine, theirs} <= {claim.id for claim in reads.claims(db)}
    assert problems(db) == []


def test_what_others_have_undone_stays_theirs_when_one_goes_on(db: Database, other: Database) -> None:
    theirs = tag(other)
    other.undo()
    tag(db, 5)
    assert other.redo_text() == "Tag claim"
    other.redo()
    assert theirs in {claim.id for claim in reads.claims(db)}
    assert problems(db) == []


def test_what_others_built_on_is_not_undone_from_under_them(db: Database, other: Database) -> None:
    claims.change(db, 1, stance=Stance.AGAINST)
    zuni = codebook.add(db, "topic", "Zuni")
    other.catch_up()
    tag(other, topic_id=zuni)
    claims.change(other, 1, stance=Stance.NEUTRAL)
    before = rows(db)
    # who did what, and when
    told = (
        r"“Add topic Zuni” cannot be undone: what Mira did since \(Tag claim, {time}\) builds on it\. Undo that first\."
    )
    with pytest.raises(ConflictError, match=told.format(time=TIME)):
        db.undo()
    assert rows(db) == before
    saved_undo = [entry.id for entry in db.history() if entry.text == "Change stance" and entry.coder == "Nilo"]
    with pytest.raises(ConflictError, match=rf"“Change stance” cannot be undone: Mira .+ \(Change stance, {TIME}\)"):
        db.undo(saved_undo[0])
    assert rows(db) == before


def test_what_wrote_a_row_twice_is_undone_whatever_others_did_elsewhere(db: Database, other: Database) -> None:
    documents.set_variable(db, [1], "Leaning", "left")
    # it makes the field, and gives it a name then
    own_fields.rename(db, find(own_reads.fields(db), "Leaning"), "Bias")
    other.set_coder("Mira")
    before = rows(other)
    memos.add(other, MemoTarget(document_id=1), "Elsewhere.")
    undone = db.undo()
    assert undone is not None
    assert undone.text == "Rename field Leaning"
    assert db.redo() is not None
    assert {**rows(db), "memo": before["memo"], "coder": before["coder"]} == before


def test_nothing_is_done_again_upon_what_others_changed(db: Database, other: Database) -> None:
    claims.change(db, 1, stance=Stance.AGAINST)
    db.undo()
    other.catch_up()
    claims.change(other, 1, stance=Stance.NEUTRAL)
    with pytest.raises(
        ConflictError, match=rf"“Change stance” cannot be done again: Mira .+ \(Change stance, {TIME}\)"
    ):
        db.redo()
    assert reads.claim(db, 1).stance == Stance.NEUTRAL


BUILT_ON: dict[str, tuple[Callable[[Database], object], Callable[[Database, int], object], str]] = {
    "retag": (
        lambda db: codebook.add(db, "topic", "Zuni"),
        lambda db, number: claims.change(db, 2, topic_id=number),
        "Change topic",
    ),
    "holder": (
        lambda db: codebook.add(db, "actor", "Zuni"),
        lambda db, number: claims.change(db, 2, actor_ids=(1, number)),
        "Change actors",
    ),
    "below": (
        lambda db: codebook.add(db, "topic", "Zuni"),
        lambda db, number: codebook_tree.place(db, "topic", 3, number),
        "Put Bridge under Zuni",
    ),
    "memo": (
        lambda db: codebook.add(db, "actor", "Zuni"),
        lambda db, number: memos.set_text(db, MemoTarget(actor_id=number), "Who?"),
        "Add memo on actor",
    ),
    "claim of a document": (
        lambda db: documents.add_documents(db, [CodedDocument("zuni.txt", Facts(), "Zuni bel hask.")])[0].document_id,
        lambda db, number: tag(db, document_id=number),
        "Tag claim",
    ),
    "name": (
        lambda db: codebook_merge.delete(db, "topic", 3, with_claims=True),
        lambda db, _number: codebook.add(db, "topic", "Bridge", key="bridge"),
        "Add topic Bridge",
    ),
}


@pytest.mark.parametrize("case", BUILT_ON)
def test_whoever_built_on_a_step_is_named_with_what_and_when(
    db: Database, other: Database, case: str, kept: str
) -> None:
    make, build, action = BUILT_ON[case]
    number = make(db)
    other.catch_up()
    build(other, int(str(number or 0)))
    # the last of it is named, not what came after and is about something else
    tag(other, 12, topic_id=1)
    before = rows(db)
    with pytest.raises(
        ConflictError, match=rf"cannot be undone: what Mira did since \({action}, {TIME}\) builds on it"
    ):
        db.undo()
    assert rows(db) == before
    # once that is undone it can be
    other.undo()
    other.undo()
    assert db.undo() is not None
    assert problems(db) == []


def test_who_takes_another_name_can_still_undo_what_was_done_here(db: Database) -> None:
    number = tag(db)
    db.set_coder("Nilo Vask")
    assert db.undo_text() == "Tag claim"
    db.undo()
    assert number not in {claim.id for claim in reads.claims(db)}
    assert db.redo_text() == "Tag claim"


# two at work

_DOINGS: list[Callable[[Database], object]] = [
    tag,
    lambda db: tag(db, 5, topic_id=1),
    lambda db: claims.change(db, 1, stance=Stance.AGAINST),
    lambda db: claims.change(db, 1, stance=Stance.NEUTRAL, actor_ids=(2,)),
    lambda db: claims.change(db, 2, topic_id=1),
    lambda db: claims.delete(db, [1]),
    lambda db: claims.change(db, 1, memo=db.coder_name),
    lambda db: codebook.update(db, "topic", 3, definition=db.coder_name),
    lambda db: codebook.add(db, "topic", "Zuni"),
    lambda db: codebook_merge.merge(db, "topic", 3, 1),
    lambda db: codebook_merge.delete(db, "topic", ids(db, "topic").get("zuni", 3), with_claims=True),
    lambda db: documents.rename(db, 1, f"By {db.coder_name}"),
    lambda db: saved.delete(db, "filter", "a"),
    Database.undo,
    Database.redo,
    Database.catch_up,
]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, len(_DOINGS) - 1)), max_size=14))
def test_whatever_two_do_the_project_is_sound_and_each_sees_all(doings: list[tuple[bool, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.visavis"
        with make_project(path) as db, Database(path) as other:
            other.set_coder("Mira")
            first = rows(db)
            heard = [hear(db), hear(other)]
            for one in (db, other):
                one.sqlite.execute("PRAGMA synchronous=OFF").close()
            for mine, number in doings:
                # a refusal is a sentence; anything else would be a bug
                with contextlib.suppress(UserError):
                    _DOINGS[number](db if mine else other)
            for one in (db, other):
                one.catch_up()
            told = [[row for changes in every for row in changes.rows] for every in heard]
            assert told[0] == told[1]
            assert problems(db) == []
            while (step := db.last_of_others()) is not None or db.undo_text():
                db.undo(step.id if step is not None else None)
            assert rows(db) == first
