import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserError
from desktop.core.memos import MemoTarget
from desktop.core.text import bytes_hash
from desktop.core.traces import Trace, Verdict
from desktop.core.values import CodedDocument, Facts
from desktop.project.sharing import teams
from desktop.store import files, set_log, trail
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import memos as edit_memos
from desktop.store.edits import traces as edit_traces
from desktop.store.reads import history as history_reads
from desktop.store.reads import project as reads
from desktop.store.rescue import rescue
from desktop.store.rescue.pages import PageFile

from . import every_action
from .making import ids, make_project, rows

PAGE = 4096


def root(path: Path, name: str) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name]).fetchone()[0])
    finally:
        connection.close()


def overwrite(path: Path, *names: str) -> None:
    """Destroy the pages in which tables or indexes begin: of a small project all of each."""
    numbers = [root(path, name) for name in names]
    with path.open("r+b") as file:
        for number in numbers:
            file.seek((number - 1) * PAGE)
            file.write(b"\xff" * PAGE)


def script(path: Path, statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for name in ("searchable", "new_words"):
        connection.create_function(name, 1, lambda _content: "[]")
    try:
        connection.executescript(statements)
    finally:
        connection.close()


@pytest.fixture
def small(path: Path) -> Path:
    """A project with steps in its history and a memo on a claim."""
    with make_project(path) as db:
        edit_claims.delete(db, [3])
        db.undo()
        edit_memos.add(db, MemoTarget(claim_id=2), "A note of my own.")
    return path


def test_of_a_sound_file_everything_comes_over_and_can_be_undone(small: Path) -> None:
    new, before = small.with_name("new.visavis"), small.read_bytes()
    with Database(small) as db:
        expected = rows(db)
    found = rescue(small, new)
    assert found.lines == [f"Nothing is missing: all rows and the whole history are in {new}."]
    with Database(new) as db:
        assert rows(db) == expected
        assert problems(db) == []
        db.set_coder("Nilo")
        db.undo()
        assert reads.claim(db, 2).memo == ""
    assert small.read_bytes() == before
    with pytest.raises(UserError, match="exists already"):
        rescue(small, new)


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    path = folder / "p.visavis"
    with pytest.MonkeyPatch.context() as patch, make_project(path) as db:
        # long actions are kept in parts
        patch.setattr(trail, "PART", 300)
        patch.setattr(trail, "_ROWS", 2)
        for _name, act in every_action.steps(db):
            act()
        one = reads.documents(db)[0].id
        with db.edit("Read a file", undoable=False):
            set_log.put_content(db, "file", bytes_hash(b"velo"), "velo.pdf", b"velo")
        edit_memos.add(db, MemoTarget(document_id=one), "A note of my own.")
        actors = sorted(ids(db, "actor").values())
        with db.edit("Belong") as recorder:
            recorder.insert("membership", {"uuid": "m", "actor_id": actors[0], "organisation_id": actors[1]})
        other = edit_documents.add_documents(db, [CodedDocument("zel.txt", Facts(), "Zel tosk.\n")])[0].document_id
        edit_traces.set_same_event(db, one, other, True)
        edit_traces.confirm(db, Trace(one, 0, 4, "", other, 0, 2, "", Verdict.ALTERED, 0.5, ""))
        (folder / "team").mkdir()
        teams.init(db, str(folder / "team"))
        edit_memos.add(db, MemoTarget(document_id=one), "To be sent.")
    return path


@pytest.fixture
def filled(filled_once: Path, path: Path) -> Path:
    """A project in a team in which no table is empty."""
    return Path(shutil.copyfile(filled_once, path))


def every_table(path: Path) -> dict[str, list[str]]:
    """Return the rows of all tables that a project file has, those of search indexes by what they are searched for."""
    with Database(path) as db:
        sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
        names = [str(name) for (name,) in db.sqlite.execute(sql).fetchall()]
        return {name: sorted(map(repr, db.sqlite.execute(f'SELECT * FROM "{name}"').fetchall())) for name in names}


def test_no_table_of_a_project_is_forgotten(filled: Path) -> None:
    before = every_table(filled)
    assert [name for name, found in before.items() if not found] == [], "fill these, so that it is seen what is lost"
    new = filled.with_name("new.visavis")
    found = rescue(filled, new)
    assert found.lines == [f"Nothing is missing: all rows and the whole history are in {new}."]
    after = every_table(new)
    assert len(after["history"]) == len(before["history"]) + 1
    for name, expected in before.items():
        if name == "history":
            assert set(expected) < set(after[name])
        elif name == "vocabulary":
            # words of texts that are gone help nobody's search
            assert set() < set(after[name]) <= set(expected)
        else:
            assert after[name] == expected, name
    with Database(new) as db:
        assert problems(db) == []
        db.set_coder("Nilo")
        assert teams.status(db).unsent == 1
        assert teams.sync(db).sent == 1
        assert problems(db) == []


@pytest.mark.parametrize("lost", ["change_set", "change_row", "team", "history", "conflict", "claim", "last_id"])
def test_what_is_lost_of_a_team_is_told_and_the_rest_is_there(filled: Path, lost: str) -> None:
    before = every_table(filled)
    overwrite(filled, lost)
    new = filled.with_name("new.visavis")
    lines = rescue(filled, new).lines
    assert any("in a team" in line and "visavis team join" in line for line in lines), lines
    after = every_table(new)
    with Database(new) as db:
        assert problems(db) == []
        assert not teams.is_in_team(db)
    kept = {"change_set", "change_row", "conflict", "successor", "own_field", "claim_value", "last_id", "file"} - {lost}
    if lost == "change_set":
        kept -= {"change_row"}
        assert any("change_row" in line for line in lines), lines
    if lost == "change_row":
        assert any(line.startswith("What ") and "came by a team or a merging did is lost" in line for line in lines), (
            lines
        )
    for name in sorted(kept):
        assert after[name] == before[name], name
    again = rescue(new, new.with_name("again.visavis"))
    assert not any("in a team" in line for line in again.lines)


LOST = [
    ("claim",),
    ("actor", "topic"),
    ("document",),
    ("text",),
    ("history",),
    ("claim", "history"),
    ("claim_actor", "history"),
    ("segment", "mention", "claim_topic"),
]


@pytest.mark.parametrize("lost", LOST, ids=" and ".join)
def test_every_claim_comes_back_whatever_table_is_lost(small: Path, lost: tuple[str, ...]) -> None:
    with Database(small) as db:
        expected = {(one.id, one.quote, one.span, one.stance, one.uuid) for one in reads.claims(db)}
    overwrite(small, *lost)
    before = small.read_bytes()
    new = small.with_name("new.visavis")
    found = rescue(small, new)
    with Database(new) as db:
        assert problems(db) == []
        claims = reads.claims(db)
        assert {(one.id, one.quote, one.span, one.stance, one.uuid) for one in claims} == expected
        if lost != ("actor", "topic"):
            names = {actor.name for actor in reads.actors(db)}
            assert not any("lost" in name for name in names), names
    assert small.read_bytes() == before
    assert [one.name for one in small.parent.iterdir() if one.name not in (small.name, new.name)] == []
    assert found.found["claim"] == 3


def test_a_text_that_is_lost_is_told_and_has_the_quotes_of_its_claims(small: Path) -> None:
    overwrite(small, "text")
    new = small.with_name("new.visavis")
    lines = rescue(small, new).lines
    assert any("is lost but for the quotes of its claims" in line for line in lines), lines
    # what the history quotes from it is found where the quotes were put
    assert not any("of the history" in line for line in lines), lines
    with Database(new) as db:
        assert "marin tosk 😀 elbar" in reads.text(db, 1)
        told = [change for step in (1, 2) for change in history_reads.changes(db, step) if change.table == "claim"]
        quotes = [row["quote"] for change in told for row in (change.before, change.after) if row is not None]
        assert quotes == ["marin tosk 😀 elbar", "“nimor” ést", "tosk", "tosk"]


def test_where_the_beginning_is_lost_the_pages_tell_what_they_hold(small: Path) -> None:
    with Database(small) as db:
        expected = {(one.quote, one.uuid) for one in reads.claims(db)}
    with small.open("r+b") as file:
        # the header still says what it is; where each table begins is gone
        file.seek(100)
        file.write(b"\xff" * (PAGE - 100))
    new = small.with_name("new.visavis")
    rescue(small, new)
    with Database(new) as db:
        assert problems(db) == []
        assert {(one.quote, one.uuid) for one in reads.claims(db)} == expected


@pytest.mark.parametrize("told", [512, 1024, 32768])
def test_pages_of_a_wrong_size_in_the_header_are_read_as_what_they_are(small: Path, told: int) -> None:
    with Database(small) as db:
        expected = {(one.quote, one.uuid) for one in reads.claims(db)}
    with small.open("r+b") as file:
        file.seek(16)
        file.write(told.to_bytes(2))
    new = small.with_name("new.visavis")
    rescue(small, new)
    with Database(new) as db:
        assert {(one.quote, one.uuid) for one in reads.claims(db)} == expected


def test_what_was_deleted_does_not_come_back(small: Path) -> None:
    with Database(small) as db:
        edit_claims.delete(db, [1])
        expected = {one.uuid for one in reads.claims(db)}
    overwrite(small, "actor")
    new = small.with_name("new.visavis")
    rescue(small, new)
    with Database(new) as db:
        assert {one.uuid for one in reads.claims(db)} == expected


def test_what_another_program_put_into_the_schema_stays_behind(small: Path) -> None:
    with Database(small) as db:
        expected = rows(db)["memo"]
    script(
        small,
        "CREATE TRIGGER zz AFTER INSERT ON history BEGIN DELETE FROM memo; END; CREATE VIEW spy AS SELECT 1; "
        "CREATE TABLE note (a); ALTER TABLE claim ADD COLUMN big TEXT AS (hex(zeroblob(400000000)))",
    )
    new = small.with_name("new.visavis")
    rescue(small, new)
    with Database(new) as db:
        assert rows(db)["memo"] == expected
        assert problems(db) == []


def test_rows_that_a_trigger_has_changed_are_told_and_can_be_taken_from_the_history(small: Path) -> None:
    with Database(small) as db:
        expected = {one.id: one.voice for one in reads.claims(db)}
    script(small, "UPDATE claim SET voice = 'author'")
    for by_history in (False, True):
        new = small.with_name(f"new-{by_history}.visavis")
        lines = rescue(small, new, by_history=by_history).lines
        assert any(line.startswith("2 rows of claim") for line in lines), lines
        with Database(new) as db:
            voices = {one.id: one.voice for one in reads.claims(db)}
        assert (voices == expected) is by_history


WRONG: dict[str, str] = {
    "stance": "UPDATE claim SET stance = 'maybe' WHERE id = 3",
    "kind": "UPDATE actor SET kind = 'alien' WHERE id = 2",
    "aliases": "UPDATE topic SET aliases = '7' WHERE id = 1",
    "pages": "UPDATE document SET pages = '[\"a\"]' WHERE id = 1",
    "text": "UPDATE text SET content = CAST(CAST(content AS BLOB) || x'ff' AS TEXT) WHERE id = 1",
    "circle": "UPDATE topic SET parent_id = CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id IN (1, 2)",
    "history": "UPDATE history SET changes = '[[1]]' WHERE id = 2",
    "topic": "DELETE FROM topic WHERE id = (SELECT topic_id FROM claim WHERE id = 3)",
    "coder": "UPDATE claim SET coder_id = 99 WHERE id = 3",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_visavis_wrote_is_mended_and_the_rest_comes_over(small: Path, wrong: str) -> None:
    script(small, f"PRAGMA ignore_check_constraints=ON; {WRONG[wrong]}")
    new = small.with_name("new.visavis")
    rescue(small, new)
    with Database(new) as db:
        assert problems(db) == []
        assert len(reads.claims(db)) == 3


def test_a_text_with_nothing_but_zeros_in_it_has_the_length_that_its_document_says(small: Path) -> None:
    zeros = "quote = CAST(zeroblob(length(quote)) AS TEXT), prefix = CAST(x'00' AS TEXT)"
    script(small, f"PRAGMA ignore_check_constraints=ON; UPDATE claim SET {zeros}")
    overwrite(small, "text", "history")
    new = small.with_name("new.visavis")
    rescue(small, new)
    with Database(new) as db:
        assert problems(db) == []


def test_a_file_cut_short_is_rescued_as_far_as_it_goes(small: Path) -> None:
    content = small.read_bytes()
    small.write_bytes(content[: len(content) * 2 // 3])
    new = small.with_name("new.visavis")
    rescue(small, new)
    with Database(new) as db:
        assert problems(db) == []


def test_a_file_that_holds_nothing_of_a_project_is_one_sentence(tmp_path: Path) -> None:
    path, new = tmp_path / "p.visavis", tmp_path / "new.visavis"
    for content in (b"", b"velo marin " * 4000, b"SQLite format 3\0" + b"\xff" * 9000):
        path.write_bytes(content)
        with pytest.raises(UserError, match="Nothing of a project can be read"):
            rescue(path, new)
    with pytest.raises(UserError, match="cannot be brought into"):
        rescue(tmp_path / "none.visavis", new)
    assert [one.name for one in tmp_path.iterdir()] == ["p.visavis"]


@pytest.mark.parametrize("more", range(4))
def test_where_the_disk_is_full_nothing_is_told_of_the_rows_and_nothing_is_left(
    small: Path, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database(small) as db:
        edit_memos.add(db, MemoTarget(claim_id=1), "A long note. " * 4_000)
    create, new = files.create, small.with_name("new.visavis")

    def create_where_little_fits(*given: Any) -> Any:
        db = create(*given)
        (count,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count={count + more}").close()
        return db

    monkeypatch.setattr(files, "create", create_where_little_fits)
    before = sorted(small.parent.iterdir())
    with pytest.raises(UserError, match=r"The disk of “.*” is full: make room and try again"):
        rescue(small, new)
    assert sorted(small.parent.iterdir()) == before


def test_a_page_that_says_anything_ends_nothing() -> None:
    header = b"SQLite format 3\0" + (4096).to_bytes(2) + bytes(82)
    leaf = b"\r\0\0\xff\xff\0\0\0" + b"\xff" * 4088
    inner = b"\x05\0\0\0\x02\0\0\0" + (2).to_bytes(4) + b"\x0f\xf0\x0f\xf0" + bytes(4080)
    pages = PageFile(header.ljust(4096, b"\0") + inner + leaf)
    assert list(pages.records(3)) == []
    assert pages.reached(2, (13, 5)) == [2]
    assert pages.free() == set()
