"""A team in a folder: whatever becomes of the files on their way, all come to the same project."""

import itertools
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.conflicts import ConflictKind
from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.project.sharing import teams
from desktop.store import check, edits, reads
from desktop.store.database import Database
from tests.cli.conftest import Run

from . import work
from .courier import Courier


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "ana.visavis"
    work.base(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def settle(*paths: Path) -> None:
    """Let all meet until nothing comes or goes."""
    for _ in range(6):
        for path in paths:
            with Database(path) as db:
                db.set_coder(path.stem.title())
                teams.sync(db)


def refuse_differences(*paths: Path) -> None:
    with Database(paths[0], read_only=True) as one:
        assert check.problems(one) == []
        for path in paths[1:]:
            with Database(path, read_only=True) as other:
                assert work.differences(one, other) == []
                assert check.problems(other) == []


def test_a_team_begins_is_joined_and_meets(first: Path, folder: Path, tmp_path: Path, run: Run) -> None:
    ben = tmp_path / "ben.visavis"
    run("team", "init", first, folder, "--name", "Harbour", "--coder", "Ana")
    run("team", "join", folder, ben, "--coder", "Ben")
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.claims.change(db, 1, stance=Stance.AGAINST)
        assert teams.status(db).unsent == 1
    before = files(folder)
    assert run("team", "sync", ben, "--coder", "Ben").stdout.strip() == "0 actions taken in, 1 sent."
    after = files(folder)
    # nobody else's file is touched, and a set is written once
    changed = {name for name in after if before.get(name) != after[name]}
    with Database(ben) as db:
        own = teams.status(db).client
    assert changed - {f"{own}/member.json"} == {f"{own}/000000/000000001.json.gz"}
    assert run("team", "sync", first, "--coder", "Ana").stdout.strip() == "1 action taken in, 0 sent."
    with Database(first) as db:
        assert reads.project.claim(db, 1).stance is Stance.AGAINST
        # what others did is not one's own to undo
        assert db.undo_text() != "Take in an action of the team"
    told = json.loads(run("team", "status", first, "--json").stdout)
    assert [(one["name"], one["waiting"]) for one in told["members"]] == [("Ana", 0), ("Ben", 0)]
    refuse_differences(first, ben)


def test_ones_own_undo_is_refused_where_a_colleague_went_on(first: Path, folder: Path, tmp_path: Path) -> None:
    ben = tmp_path / "ben.visavis"
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folder))
        edits.claims.change(db, 1, stance=Stance.AGAINST)
        teams.sync(db)
    teams.join(str(folder), ben, "Ben")
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.claims.change(db, 1, topic_id=3)
        teams.sync(db)
    with Database(first) as db:
        db.set_coder("Ana")
        teams.sync(db)
        with pytest.raises(UserError, match="Ben has changed"):
            db.undo()
        assert reads.conflicts.count(db) == 0


def test_a_member_who_was_away_finds_both_versions(first: Path, folder: Path, tmp_path: Path) -> None:
    ben = tmp_path / "ben.visavis"
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folder))
    teams.join(str(folder), ben, "Ben")
    away = folder.rename(tmp_path / "elsewhere")
    for path, stance in ((first, Stance.AGAINST), (ben, Stance.NEUTRAL)):
        with Database(path) as db:
            db.set_coder(path.stem.title())
            edits.claims.change(db, 1, stance=stance)
            with pytest.raises(UserError, match="not here now"):
                teams.sync(db)
            assert teams.status(db).away
    away.rename(folder)
    settle(first, ben)
    refuse_differences(first, ben)
    with Database(ben) as db:
        db.set_coder("Ben")
        (conflict,) = reads.conflicts.conflicts(db)
        edits.conflicts.decide(db, conflict.id, conflict.choices[1], "so the text")
    settle(ben, first)
    refuse_differences(first, ben)
    with Database(first) as db:
        assert reads.conflicts.count(db) == 0


@pytest.mark.parametrize("seed", range(2))
def test_three_work_at_random_while_files_come_late_twice_and_in_another_order(
    first: Path, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    paths = [first, tmp_path / "ben.visavis", tmp_path / "cleo.visavis"]
    folders = [tmp_path / f"folder-{path.stem}" for path in paths]
    for one in folders:
        one.mkdir()
    courier = Courier(folders, rng)
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folders[0]))
    courier.carry_all()
    for path, own in zip(paths[1:], folders[1:], strict=True):
        teams.join(str(own), path, path.stem.title())
        courier.carry_all()
    for _ in range(8):
        at = rng.randrange(3)
        with Database(paths[at]) as db:
            db.set_coder(paths[at].stem.title())
            work.Worker(db, rng).work(rng.randrange(1, 5))
            teams.sync(db)
        courier.carry_some()
    for _ in range(4):
        courier.carry_all()
        settle(*paths)
    refuse_differences(*paths)


def test_two_processes_and_a_third_that_copies(first: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for one in folders:
        one.mkdir()
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folders[0]))
    shutil.copytree(folders[0], folders[1], dirs_exist_ok=True)
    ben = tmp_path / "ben.visavis"
    teams.join(str(folders[1]), ben, "Ben")
    carrier = subprocess.Popen([sys.executable, "-m", "tests.sharing.courier", *map(str, folders)])
    workers = [
        subprocess.Popen([sys.executable, "-m", "tests.sharing.member", str(path), str(number), "12"])
        for number, path in enumerate((first, ben))
    ]
    try:
        assert [worker.wait(120) for worker in workers] == [0, 0]
    finally:
        carrier.terminate()
        carrier.wait(30)
    for _ in range(4):
        Courier(folders, random.Random(1)).carry_all()
        settle(first, ben)
    refuse_differences(first, ben)


def test_a_copied_file_goes_on_as_another_member(first: Path, folder: Path, tmp_path: Path) -> None:
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folder))
        edits.codebook.add(db, "topic", "Before")
        teams.sync(db)
    copy = tmp_path / "copy.visavis"
    shutil.copy(first, copy)
    for path in (first, copy):
        with Database(path) as db:
            db.set_coder("Ana")
            edits.codebook.add(db, "topic", f"In {path.stem}")
            teams.sync(db)
    settle(first, copy)
    refuse_differences(first, copy)
    with Database(first) as db:
        assert {"before", "in-ana", "in-copy"} <= {topic.key for topic in reads.project.topics(db)}


def test_a_file_that_is_not_all_there_waits(first: Path, folder: Path, tmp_path: Path) -> None:
    ben = tmp_path / "ben.visavis"
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folder))
    teams.join(str(folder), ben, "Ben")
    with Database(first) as db:
        db.set_coder("Ana")
        for name in ("One", "Two"):
            edits.codebook.add(db, "topic", name)
        teams.sync(db)
    (path,) = folder.glob("*/000000/000000001.json.gz")
    whole = path.read_bytes()
    for damaged in (whole[:40], b"", b"\x1f\x8bnothing", whole[:-3] + b"xyz"):
        path.write_bytes(damaged)
        with Database(ben) as db:
            db.set_coder("Ben")
            assert teams.sync(db).taken == 0
            assert [one.waiting for one in teams.status(db).members if one.name == "Ana"] == [2]
    path.write_bytes(whole)
    settle(ben)
    refuse_differences(first, ben)


def test_what_is_no_place_of_a_team_is_told(first: Path, folder: Path, tmp_path: Path, run: Run) -> None:
    for command, told in (
        (("team", "join", folder, tmp_path / "new.visavis"), "No team meets there"),
        (("team", "init", first, tmp_path / "nowhere"), "does not exist"),
        (("team", "sync", first), "is in no team"),
        (("team", "init", first, "postgresql://ana:secret@127.0.0.1/x"), "password"),
    ):
        result = run(*command)
        assert result.exit_code == 1
        assert told in result.stderr
    assert not (tmp_path / "new.visavis").exists()


def meeting(path: Path) -> None:
    with Database(path) as db:
        db.set_coder(path.stem.title())
        teams.sync(db)


def test_what_comes_back_has_again_what_went_to_its_successor(first: Path, folder: Path, tmp_path: Path) -> None:
    ben, cleo = tmp_path / "ben.visavis", tmp_path / "cleo.visavis"
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folder))
    for path in (ben, cleo):
        teams.join(str(folder), path, path.stem.title())
    settle(first, ben, cleo)
    with Database(first) as db:
        claim = edits.claims.tag(db, NewClaim(1, Span(0, 9), (1,), 1, Stance.FAVOR))
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.codebook.update(db, "topic", 1, name="Renamed")
    with Database(cleo) as db:
        db.set_coder("Cleo")
        edits.codebook_merge.delete(db, "topic", 1, move_to=2, with_claims=False)
    # Ana hears of the deletion first: her claim goes to the other topic, until Ben's name keeps the first one
    meeting(cleo)
    meeting(first)
    with Database(first) as db:
        assert reads.project.claim(db, claim).topic_id == 2
    settle(ben, first, cleo)
    refuse_differences(first, ben, cleo)
    with Database(first) as db:
        assert reads.project.claim(db, claim).topic_id == next(
            topic.id for topic in reads.project.topics(db) if topic.name == "Renamed"
        )
        assert [one.kind for one in reads.conflicts.conflicts(db)] == [ConflictKind.DELETED]


@pytest.mark.parametrize("attempt", range(4))
def test_of_several_that_went_one_after_another_the_last_comes_back_everywhere(
    first: Path, folder: Path, tmp_path: Path, attempt: int
) -> None:
    ben = tmp_path / "ben.visavis"
    with Database(first) as db:
        db.set_coder("Ana")
        # uuids of chance: in what order they are looked through is no matter
        topics = [edits.codebook.add(db, "topic", f"Topic {number}") for number in range(5)]
        teams.init(db, str(folder))
    teams.join(str(folder), ben, "Ben")
    with Database(first) as db:
        db.set_coder("Ana")
        for source, target in itertools.pairwise(topics):
            edits.codebook_merge.merge(db, "topic", source, target)
        edits.codebook_merge.delete(db, "topic", topics[-1], with_claims=True)
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.claims.tag(db, NewClaim(1, Span(0, 9), (1,), topics[0], Stance.FAVOR))
    settle(first, ben)
    refuse_differences(first, ben)
    with Database(first) as db:
        assert [topic.name for topic in reads.project.topics(db) if topic.name.startswith("Topic")] == ["Topic 4"]


def test_what_comes_back_with_its_document_refers_to_what_the_sets_tell(
    first: Path, folder: Path, tmp_path: Path
) -> None:
    ben, cleo, dora = (tmp_path / f"{name}.visavis" for name in ("ben", "cleo", "dora"))
    with Database(first) as db:
        db.set_coder("Ana")
        claim = edits.claims.tag(db, NewClaim(1, Span(0, 9), (1,), 1, Stance.FAVOR))
        uuid = reads.project.claim(db, claim).uuid
        teams.init(db, str(folder))
    for path in (ben, cleo, dora):
        teams.join(str(folder), path, path.stem.title())
    settle(first, ben, cleo, dora)
    with Database(cleo) as db:
        db.set_coder("Cleo")
        edits.documents.remove(db, [1])
    meeting(cleo)
    meeting(first)
    with Database(first) as db:
        db.set_coder("Ana")
        edits.codebook_merge.merge(db, "actor", 1, 2)
    meeting(first)
    with Database(dora) as db:
        # what Dora tags keeps the document, with which Ana's claim comes back: of the actor that is left
        db.set_coder("Dora")
        edits.claims.tag(db, NewClaim(1, Span(2, 12), (2,), 1, Stance.FAVOR))
    meeting(dora)
    meeting(first)
    with Database(ben) as db:
        # until Ben, who was away, keeps the other one
        db.set_coder("Ben")
        edits.codebook.update(db, "actor", 1, name="Renamed")
    settle(ben, first, cleo, dora)
    refuse_differences(first, ben, cleo, dora)
    with Database(first) as db:
        (held,) = (one.actor_ids for one in reads.project.claims(db) if one.uuid == uuid)
        assert [one.name for one in reads.project.actors(db) if one.id in held] == ["Renamed"]


def test_what_undo_brings_back_has_again_what_others_tagged_meanwhile(
    first: Path, folder: Path, tmp_path: Path
) -> None:
    ben = tmp_path / "ben.visavis"
    with Database(first) as db:
        db.set_coder("Ana")
        teams.init(db, str(folder))
    teams.join(str(folder), ben, "Ben")
    with Database(first) as db:
        db.set_coder("Ana")
        claim = edits.claims.tag(db, NewClaim(1, Span(0, 9), (1,), 1, Stance.FAVOR))
        uuid = reads.project.claim(db, claim).uuid
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.codebook_merge.merge(db, "actor", 1, 2)
    settle(ben, first)
    with Database(first) as db:
        assert reads.project.claim(db, claim).actor_ids == (2,)
    with Database(ben) as db:
        # Ana's claim was never of the actor that is gone here
        db.set_coder("Ben")
        db.undo()
    settle(ben, first)
    refuse_differences(first, ben)
    with Database(ben) as db:
        (held,) = (one.actor_ids for one in reads.project.claims(db) if one.uuid == uuid)
        names = {one.id: one.name for one in reads.project.actors(db)}
    with Database(first) as db:
        assert [names[one] for one in held] == [reads.project.actors(db)[0].name]


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_that_each_went_to_the_other_one_is_there_for_all(
    first: Path, folder: Path, tmp_path: Path, attempt: int
) -> None:
    ben, cleo, dora = (tmp_path / f"{name}.visavis" for name in ("ben", "cleo", "dora"))
    with Database(first) as db:
        db.set_coder("Ana")
        topics = [edits.codebook.add(db, "topic", name) for name in ("One", "Other")]
        teams.init(db, str(folder))
    for path in (ben, cleo, dora):
        teams.join(str(folder), path, path.stem.title())
    for path, (source, target) in ((first, topics), (ben, topics[::-1])):
        with Database(path) as db:
            db.set_coder(path.stem.title())
            edits.codebook_merge.delete(db, "topic", source, move_to=target)
    for path, order in ((cleo, topics), (dora, topics[::-1])):
        with Database(path) as db:
            db.set_coder(path.stem.title())
            for at, topic in enumerate(order):
                edits.claims.tag(db, NewClaim(1, Span(at, at + 9), (1,), topic, Stance.FAVOR))
    # one after another, so that each hears of them in another order
    for path in (cleo, first, dora, ben):
        meeting(path)
    settle(first, ben, cleo, dora)
    refuse_differences(first, ben, cleo, dora)
    with Database(first) as db:
        assert sum(topic.name in ("One", "Other") for topic in reads.project.topics(db)) == 1
        assert len(reads.project.claims(db)) >= 4
