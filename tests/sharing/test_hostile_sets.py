"""What others put into a team's folder may be anything: it is told in a sentence, and nothing of it is written."""

import gzip
import hashlib
import json
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.core.conflicts import ConflictKind
from desktop.core.errors import UserError
from desktop.core.values import Stance
from desktop.project.sharing import teams
from desktop.store import check, edits, reads
from desktop.store.database import Database
from tests.cli.conftest import Run

from . import changed_sets, work

BEN = "0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b"
Told = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


@pytest.fixture
def ana(tmp_path: Path, folder: Path) -> Path:
    path = tmp_path / "ana.visavis"
    work.base(path)
    with Database(path) as db:
        db.set_coder("Ana")
        teams.init(db, str(folder), "Harbour")
    return path


def sent(folder: Path, told: object, *, number: int = 1) -> Path:
    """Let Ben send what is packed JSON."""
    path = folder / BEN / "000000" / f"{number:09}.json.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(told if isinstance(told, bytes) else json.dumps(told).encode()))
    (folder / BEN / "member.json").write_text('{"name": "Ben", "synced": ""}')
    return path


def change(folder: Path, rows: list[Any], **other: object) -> Told:
    """Return a set of Ben's as it should be, but for what is given."""
    project = json.loads((folder / "visavis-team.json").read_text())["project"]
    told = {"uuid": "u", "project": project, "client": BEN, "number": 1, "order": 1, "base": {}, "coder": "Ben"}
    return {**told, "created": "2026-01-01T00:00:00Z", "text": '["edit_topic", {}]', "rows": rows, **other}


def dumped(path: Path) -> list[str]:
    """Return all that a project file holds, but for what it knows of its own meetings."""
    with Database(path, read_only=True) as db:
        return [line for line in db.sqlite.conn.iterdump() if '"team"' not in line]


def topic(path: Path) -> str:
    with Database(path, read_only=True) as db:
        return str(db.sqlite.execute("SELECT uuid FROM topic WHERE id = 1").fetchone()[0])


def claim(path: Path) -> str:
    with Database(path, read_only=True) as db:
        return str(db.sqlite.execute("SELECT uuid FROM claim WHERE id = 1").fetchone()[0])


def new_topic(**columns: object) -> list[Any]:
    told = {"key": "new", "name": "New", "proposition": "", "position": 9, **columns}
    return ["topic", "aaaa", "added", {name: [None, value] for name, value in told.items()}]


# what is no set: it and what follows wait, and that is said
UNREADABLE: dict[str, Callable[[Told], object]] = {
    "no JSON": lambda _told: b"{",
    "bytes that are no text": lambda _told: b'{"uuid": "\xff"}',
    "a list": lambda _told: [1],
    "lists without end": lambda _told: b"[" * 200_000,
    "another number": lambda told: {**told, "number": 7},
    "another member": lambda told: {**told, "client": "../../elsewhere"},
    "a counter that is a word": lambda told: {**told, "order": "1"},
    "half a letter": lambda told: {**told, "coder": "\ud800"},
    "half a letter in a row": lambda told: {**told, "rows": [new_topic(name="\ud800")]},
    "half a letter as bytes": lambda told: (
        json.dumps({**told, "rows": [new_topic(name="NAME")]}).encode().replace(b"NAME", b"\xed\xa0\x80")
    ),
    "another encoding": lambda told: json.dumps({**told, "rows": [new_topic(name="\ud800")]}).encode("utf-16"),
    "a value that is a list": lambda told: {**told, "rows": [new_topic(name=["New"])]},
    "a value beyond all numbers": lambda told: {**told, "rows": [new_topic(position=2**70)]},
    "a table that is none": lambda told: {**told, "rows": [["claim; DROP TABLE claim", "a", "added", {}]]},
    "an op that is none": lambda told: {**told, "rows": [["topic", "a", "drop", {}]]},
    "a bomb": lambda _told: b" " * 60_000_000,
}


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_what_is_no_set_waits_and_is_told(wrong: str, ana: Path, folder: Path, run: Run) -> None:
    path = sent(folder, UNREADABLE[wrong](change(folder, [])))
    before = dumped(ana)
    result = run("team", "sync", ana)
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert f"“{path}” is not here as a whole" in result.stdout
    assert dumped(ana) == before
    status = run("team", "status", ana)
    assert status.exit_code == 0
    assert "Ben" in status.stdout


# what is a set and fits no project: refused as a whole
REFUSED: dict[str, Callable[[Path], list[Any]]] = {
    "a column of another statement": lambda _path: [new_topic(**{'x") VALUES (1); --': 1})],
    "a column that there is not": lambda _path: [new_topic(colour="red")],
    "its own number": lambda _path: [new_topic(id=1)],
    "a table that is not recorded": lambda _path: [["history", "a", "added", {"text": [None, "x"]}]],
    "a topic without its key": lambda _path: [["topic", "a", "added", {"name": [None, "New"]}]],
    "a name that is a number": lambda _path: [new_topic(name=3)],
    "other names that are a number": lambda _path: [new_topic(aliases="3")],
    "a scale that is none": lambda _path: [
        ["setting", "scale", "added", {"key": [None, "scale"], "value": [None, "[[1, 2, 3]]"]}]
    ],
    "a place behind the end": lambda path: [
        ["claim", claim(path), "changed", {"start": [0, 5], "end": [1, 90_000_000]}]
    ],
    "words that stand nowhere": lambda path: [["claim", claim(path), "changed", {"quote": ["", "x" * 18]}]],
    "a place before the beginning": lambda path: [["claim", claim(path), "changed", {"start": [0, -5]}]],
    "a counter beyond all": lambda path: [["topic", topic(path), "changed", {"name": ["a", "b"]}], 2**61],
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_set_that_fits_no_project_is_refused_as_a_whole(wrong: str, ana: Path, folder: Path, run: Run) -> None:
    good = ["topic", topic(ana), "changed", {"definition": ["", "Good."]}]
    *rows, last = REFUSED[wrong](ana)
    told = change(folder, [good, *rows], order=last) if isinstance(last, int) else change(folder, [good, *rows, last])
    sent(folder, told)
    before = dumped(ana)
    result = run("team", "sync", ana)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "What Ben did elsewhere does not fit together and was not taken in" in result.stderr
    assert dumped(ana) == before
    with Database(ana) as db:
        assert check.problems(db) == []
        # and one's own work goes on
        db.set_coder("Ana")
        edits.claims.change(db, 1, stance=Stance.AGAINST)


def test_a_stance_that_there_is_not_is_refused(ana: Path, folder: Path, run: Run) -> None:
    sent(folder, change(folder, [["claim", claim(ana), "changed", {"stance": ["favor", "maybe"]}]]))
    before = dumped(ana)
    result = run("team", "sync", ana)
    assert result.exit_code == 1
    assert "would have the stance “maybe”, which is no step of the scale" in result.stderr
    assert dumped(ana) == before


def test_a_circle_of_two_is_cut_and_listed(ana: Path, folder: Path, run: Run) -> None:
    with Database(ana) as db:
        (one, other) = [uuid for (uuid,) in db.sqlite.execute("SELECT uuid FROM topic ORDER BY id LIMIT 2")]
    rows = [
        ["topic", one, "changed", {"parent_id": [None, other]}],
        ["topic", other, "changed", {"parent_id": ["", one]}],
    ]
    sent(folder, change(folder, rows))
    assert run("team", "sync", ana).exit_code == 0
    with Database(ana) as db:
        assert check.problems(db) == []
        assert [one.kind for one in reads.conflicts.conflicts(db)] == [ConflictKind.CIRCLE]


NOWHERE: dict[str, Callable[[Path], list[Any]]] = {
    "a claim of no topic": lambda path: ["claim", claim(path), "changed", {"topic_id": ["x", "nowhere"]}],
    "a claim of no document": lambda path: ["claim", claim(path), "changed", {"document_id": ["x", "nowhere"]}],
    "a claim of nobody": lambda path: ["claim", claim(path), "changed", {"actors": [["x"], ["nowhere"]]}],
    "a claim by no coder": lambda path: ["claim", claim(path), "changed", {"coder_id": ["x", "nowhere"]}],
    "a value of no field": lambda path: ["claim", claim(path), "changed", {"values": [[], [["nowhere", "a"]]]}],
    "a topic below none": lambda path: ["topic", topic(path), "changed", {"parent_id": ["x", "nowhere"]}],
    "a topic below itself": lambda path: ["topic", topic(path), "changed", {"parent_id": ["x", topic(path)]}],
    "a memo on nothing": lambda _path: ["memo", "m", "added", {"claim_id": [None, "nowhere"], "text": [None, "Why."]}],
    "in the place of itself": lambda _path: [
        "successor", "s", "added", {"name": [None, "topic"], "successor": [None, "s"]}
    ],
}  # fmt: skip


@pytest.mark.parametrize("where", NOWHERE)
def test_what_refers_to_nothing_leaves_the_project_sound_and_loses_no_claim_unseen(
    where: str, ana: Path, folder: Path, run: Run
) -> None:
    with Database(ana) as db:
        before = {one.uuid for one in reads.project.claims(db)}
    sent(folder, change(folder, [NOWHERE[where](ana)]))
    result = run("team", "sync", ana)
    assert result.exit_code == 0 or result.stderr.count("\n") == 1
    with Database(ana) as db:
        assert check.problems(db) == []
        listed = {one.thing for one in reads.conflicts.conflicts(db)}
        assert before <= {one.uuid for one in reads.project.claims(db)} | listed


def test_what_stands_around_a_claim_is_what_stands_in_its_text(ana: Path, folder: Path, run: Run) -> None:
    with Database(ana) as db:
        before = reads.project.claim(db, 1)
    rows = [["claim", claim(ana), "changed", {"prefix": ["", "Nobody said: "], "stance": ["favor", "against"]}]]
    sent(folder, change(folder, rows))
    assert run("team", "sync", ana).exit_code == 0
    with Database(ana) as db:
        assert check.problems(db) == []
        assert reads.project.claim(db, 1) == replace(before, stance=Stance.AGAINST)


def test_names_that_others_send_are_text(ana: Path, folder: Path, run: Run) -> None:
    name = "<img src=//x/y>\x1b[2J\u202e=1+1"
    rows = [["topic", topic(ana), "changed", {"name": ["", name], "proposition": ["", name]}]]
    sent(folder, change(folder, rows, coder=name))
    assert run("team", "sync", ana).exit_code == 0
    for words in (("topics",), ("history",), ("conflicts",), ("claims",), ("team", "status")):
        told = run(*words, ana)
        assert told.exit_code == 0, told.output
        assert not {"\x1b", "\u202e"} & set(told.output), words
    with Database(ana) as db:
        assert name in {one.name for one in reads.project.topics(db)}


def test_sets_that_were_changed_at_random_are_taken_refused_or_wait_and_the_project_stays_sound(
    tmp_path: Path,
) -> None:
    sets = changed_sets.ChangedSets(tmp_path, 1)
    came = [sets.take(random.Random(number)) for number in range(30)]
    assert [wrong for _came, wrong in came if wrong] == []
    assert {"taken", "refused"} <= {one for one, _wrong in came}


def test_a_text_that_is_no_text_is_not_taken(ana: Path, folder: Path, run: Run) -> None:
    data = b"\xff\xfe no text"
    sha256 = hashlib.sha256(data).hexdigest()
    blob = folder / BEN / "texts" / sha256[:2] / f"{sha256}.gz"
    blob.parent.mkdir(parents=True)
    blob.write_bytes(gzip.compress(b'"../../x"\n' + data))
    with Database(ana, read_only=True) as db:
        (uuid,) = db.sqlite.execute("SELECT uuid FROM document WHERE id = 1").fetchone()
    sent(folder, change(folder, [["document", uuid, "changed", {"text_id": ["", sha256]}]]))
    before = dumped(ana)
    assert run("team", "sync", ana).stdout.startswith("0 actions taken in, 0 sent, 1 waits.")
    assert dumped(ana) == before


def test_a_hash_that_leads_elsewhere_stays_in_the_folder(ana: Path, folder: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.gz").write_bytes(gzip.compress(b'""\nsecret'))
    rows = [["document", "d", "changed", {"text_id": ["", "../../../../secret"], "bytes_sha256": ["", "../x"]}]]
    sent(folder, change(folder, rows))
    before = dumped(ana)
    assert run("team", "sync", ana).exit_code == 0
    assert dumped(ana) == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["ana.visavis", "secret.gz"]


@pytest.mark.parametrize("told", ["[]", "3", "{", '{"project": "x"}', '{"project": "x", "name": "\\ud800"}', "\xff"])
def test_a_teams_file_that_is_none(told: str, ana: Path, folder: Path, run: Run, tmp_path: Path) -> None:
    (folder / "visavis-team.json").write_bytes(told.encode("latin-1"))
    new = tmp_path / "new.visavis"
    other = tmp_path / "other.visavis"
    work.base(other)
    for words in (("sync", ana), ("join", folder, new), ("init", other, folder)):
        result = run("team", *words)
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert "visavis-team.json" in result.stderr
    assert not new.exists()


def test_a_member_of_whom_nothing_can_be_read_is_one_of_many(ana: Path, folder: Path, run: Run) -> None:
    for name, told in (
        ("1", b"[]"),
        ("2", b"{"),
        ("3", b'{"name": "\\ud800"}'),
        ("4", b'{"name": "\\u202e\\u001b[2J"}'),
    ):
        client = f"{name}{BEN[1:]}"
        (folder / client).mkdir()
        (folder / client / "member.json").write_bytes(told)
    result = run("team", "status", ana)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


def test_a_copy_of_the_project_that_is_none(ana: Path, folder: Path, run: Run, tmp_path: Path) -> None:
    (own,) = [path for path in folder.iterdir() if path.is_dir()]
    copy = own / "snapshot.visavis.gz"
    new = tmp_path / "new.visavis"
    whole = gzip.decompress(copy.read_bytes())
    for data in (b"no project", whole[:5000], b"\0" * 60_000_000, b""):
        copy.write_bytes(gzip.compress(data))
        result = run("team", "join", folder, new)
        assert result.exit_code == 1, len(data)
        assert result.stderr.count("\n") == 1
        assert result.stderr.endswith(".\n")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["ana.visavis"]


def test_a_copy_of_the_project_that_is_too_large_or_not_sound_is_told_as_such(
    ana: Path, folder: Path, run: Run, tmp_path: Path
) -> None:
    (own,) = [path for path in folder.iterdir() if path.is_dir()]
    copy, new = own / "snapshot.visavis.gz", tmp_path / "new.visavis"
    whole = gzip.decompress(copy.read_bytes())
    spoilt = tmp_path / "spoilt"
    spoilt.write_bytes(whole)
    connection = sqlite3.connect(spoilt, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("UPDATE topic SET aliases = '3' WHERE id = 1")
    connection.close()
    for data, told in (
        (b"\0" * 60_000_000, "bytes and would unpack to more than 11,"),
        (whole[:5000], "is damaged"),
        (spoilt.read_bytes(), "is not sound (topic 1 has something in aliases that Visavis writes nowhere)"),
    ):
        copy.write_bytes(gzip.compress(data))
        result = run("team", "join", folder, new)
        assert told in result.stderr, result.stderr
        assert result.stderr.count("\n") == 1
    copy.write_bytes(gzip.compress(whole)[:-400])
    assert "is not there as a whole" in run("team", "join", folder, new).stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["ana.visavis", "spoilt"]
    copy.write_bytes(gzip.compress(whole))
    assert run("team", "join", folder, new).exit_code == 0


def test_no_team_begins_where_another_begins_meanwhile(
    ana: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.project.sharing.folder.FolderTransport.team", lambda _self: None)
    with Database(ana) as db:
        teams.leave(db)
        with pytest.raises(UserError, match="Another team has begun"):
            teams.init(db, str(folder))
