import datetime
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from desktop.core.errors import DamageError, UserError
from desktop.core.values import Stance
from desktop.project.backups import Keeper, told
from desktop.store import backups, files, whole
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import codebook as edit_codebook

from .making import make_project, rows

NOW = datetime.datetime(2026, 3, 18, 12, 30, tzinfo=datetime.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def destroy(path: Path, table: str = "claim") -> None:
    """Overwrite the page in which a table begins."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_a_backup_is_a_project_of_its_own_with_all_that_there_was(db: Database, folder: Path) -> None:
    before = rows(db)
    made = backups.keep(db, folder, now=NOW)
    assert made == folder / "small.2026-03-18T123000Z.visavis"
    edit_claims.delete(db, [1, 2])
    with Database(made) as kept:
        assert rows(kept) == before
        assert problems(kept) == []
    assert [one.name for one in folder.iterdir()] == [made.name]


def test_backups_are_listed_with_what_they_hold(db: Database, folder: Path) -> None:
    backups.keep(db, folder, now=NOW)
    edit_claims.delete(db, [1, 2])
    backups.keep(db, folder, now=NOW + datetime.timedelta(hours=1))
    db.undo()
    backups.keep(db, folder, now=NOW + datetime.timedelta(hours=2))
    (folder / "small.2026-03-18T093000Z.visavis").write_bytes(b"SQLite format 3\0 and no more")
    (folder / "other.2026-03-18T093000Z.visavis").write_bytes(b"of another project")
    found = backups.listed(db.path, folder)
    assert [(one.created.hour, one.documents, one.claims) for one in found] == [
        (14, 1, 3),
        (13, 1, 1),
        (12, 1, 3),
        (9, 0, 0),
    ]
    assert [one.last.partition(", 20")[0] for one in found[:2]] == ["undone: Delete 2 claims", "Delete 2 claims"]
    assert [bool(one.problem) for one in found] == [False, False, False, True]
    assert found[0].size == found[0].path.stat().st_size


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock of a place cannot be chosen here")
def test_all_times_of_a_backup_are_told_by_the_clock_where_one_is(
    db: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        edit_claims.delete(db, [1, 2])
        db.sqlite.execute("UPDATE history SET created = '2026-03-18T12:29:00Z'").close()
        backups.keep(db, folder, now=NOW)
        line = told(backups.listed(db.path, folder)[0])
    time.tzset()
    assert line.startswith("2026-03-18 21:30:00, ")
    assert line.endswith("; last: Delete 2 claims, 2026-03-18 21:29:00")


def test_old_backups_give_way_by_the_rule(db: Database, folder: Path) -> None:
    for days in range(40, -1, -1):
        backups.keep(db, folder, now=NOW - datetime.timedelta(days=days))
    ages = [(NOW - stamp).days for stamp in backups.stamps(db.path, folder)]
    # the last of each of seven days, and of each of three weeks before: these end on Sundays
    assert ages == [0, 1, 2, 3, 4, 5, 6, 10, 17]


def test_of_many_backups_within_seconds_each_is_newer_than_those_before_and_the_last_five_stay(
    db: Database, folder: Path
) -> None:
    made: dict[Path, str] = {}
    for at in range(16):
        edit_claims.change(db, 1, stance=Stance.FAVOR if at % 2 else Stance.AGAINST)
        one = backups.keep(db, folder, now=NOW + datetime.timedelta(seconds=at // 8))
        assert one not in made
        made[one] = backups.state(db)
        assert next(iter(backups.stamps(db.path, folder).values())) == one
    last = [*made][:-6:-1]
    assert [*backups.stamps(db.path, folder).values()] == last
    for one in last:
        with Database(one) as kept:
            assert backups.state(kept) == made[one]


def test_what_a_restored_project_was_is_newer_than_all_backups_of_the_same_seconds(path: Path, folder: Path) -> None:
    with make_project(path) as db:
        now = datetime.datetime.now(datetime.UTC)
        made = [backups.keep(db, folder, now=now) for _ in range(9)][-1]
        edit_claims.delete(db, [1, 2])
    kept = backups.restore(path, made, folder)
    assert [*backups.stamps(path, folder).values()][:2] == [kept, made]


def test_a_clock_that_is_set_back_costs_no_new_backup(db: Database, folder: Path) -> None:
    ahead = [backups.keep(db, folder, now=NOW + datetime.timedelta(days=2, seconds=at)) for at in range(6)]
    made = [backups.keep(db, folder, now=NOW + datetime.timedelta(minutes=at)) for at in range(7)]
    assert made[-1].name == "small.2026-03-18T123600Z.visavis"
    assert [*backups.stamps(db.path, folder).values()] == [*ahead[:0:-1], *made[:1:-1]]


def test_where_the_clock_was_set_back_backups_are_made_by_its_time_and_only_of_what_is_new(
    db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISAVIS_BACKUPS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    now = datetime.datetime.now(datetime.UTC)
    keeper = Keeper(db)
    edit_claims.delete(db, [1])
    # what is there is from before the clock was set back
    backups.keep(db, keeper.folder, now=now + datetime.timedelta(days=400))
    # it holds all there is
    assert not keeper.is_due(at_opening=True)
    edit_claims.delete(db, [2])
    assert keeper.is_due()
    kept = backups.keep(db, keeper.folder, now=now - datetime.timedelta(minutes=1))
    # neither again of the same, nor more often than else
    assert not keeper.is_due(at_opening=True)
    edit_claims.delete(db, [3])
    assert not keeper.is_due()
    assert keeper.is_due(at_opening=True)
    kept.unlink()
    # of one that is a day old by now
    backups.keep(db, keeper.folder, now=now - datetime.timedelta(days=1))
    assert not keeper.is_due()
    edit_codebook.add(db, "topic", "Tolls")
    assert keeper.is_due()


def test_what_is_no_backup_of_ours_is_never_deleted(db: Database, folder: Path) -> None:
    folder.mkdir()
    mine = [folder / name for name in ("small.visavis", "small.2001-01-01.visavis", "x.2001-01-01T000000Z.visavis")]
    for path in mine:
        path.write_bytes(b"mine")
    for hours in range(9, -1, -1):
        backups.keep(db, folder, now=NOW - datetime.timedelta(days=70, hours=hours))
    assert all(path.read_bytes() == b"mine" for path in mine)


def test_a_disk_without_room_leaves_no_half_backup(db: Database, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backups.keep(db, folder, now=NOW)

    def no_room(source: sqlite3.Connection, path: Path, **_more: object) -> None:
        path.write_bytes(db.path.read_bytes()[:5000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_copy", no_room)
    with pytest.raises(UserError, match=r"No backup of “.*” could be kept in “.*” \(No space left on device\)"):
        backups.keep(db, folder, now=NOW + datetime.timedelta(hours=1))
    assert [one.name for one in folder.iterdir()] == ["small.2026-03-18T123000Z.visavis"]


def test_a_backup_that_is_broken_off_leaves_nothing(db: Database, folder: Path) -> None:
    class EnoughError(Exception):
        pass

    def enough(_done: int, _total: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        backups.keep(db, folder, now=NOW, progress=enough)
    assert list(folder.iterdir()) == []


def test_of_a_damaged_project_no_backup_is_made_and_none_gives_way(path: Path, folder: Path) -> None:
    with make_project(path) as db:
        for hours in range(8):
            backups.keep(db, folder, now=NOW - datetime.timedelta(days=90, hours=hours))
    before = sorted(one.name for one in folder.iterdir())
    destroy(path)
    with Database(path) as db, pytest.raises(DamageError, match="is damaged"):
        backups.keep(db, folder, now=NOW)
    assert sorted(one.name for one in folder.iterdir()) == before


def test_what_is_written_while_a_backup_is_made_is_in_it_or_not_and_it_is_whole(db: Database, folder: Path) -> None:
    db.sqlite.execute("UPDATE history SET changes = '[\"' || hex(zeroblob(3000000)) || '\"]' WHERE id = 1").close()
    edits = iter([*range(3)])

    def edit(_done: int, _total: int) -> None:
        if next(edits, None) is not None:
            edit_claims.delete(db, [1])
            db.undo()

    made = backups.keep(db, folder, now=NOW, progress=edit)
    assert next(edits, None) is None
    with Database(made) as kept:
        assert rows(kept) == rows(db)
        assert kept.sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_restoring_brings_the_backup_and_keeps_the_present_file(path: Path, folder: Path) -> None:
    with make_project(path) as db:
        before = rows(db)
        made = backups.keep(db, folder, now=NOW)
        edit_claims.delete(db, [1, 2])
        after = rows(db)
    kept = backups.restore(path, made, folder)
    assert kept is not None
    for place, expected in ((path, before), (kept, after), (made, before)):
        with Database(place) as db:
            assert rows(db) == expected
            assert problems(db) == []


def test_a_new_folder_of_backups_is_on_the_disk_before_the_project_gives_way(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_project(path) as db:
        made = backups.keep(db, tmp_path / "kept")
    done: list[Path] = []
    replace = Path.replace

    def give_way(part: Path, target: Path) -> Path:
        done.append(target)
        return replace(part, target)

    monkeypatch.setattr(whole, "sync_folder", done.append)
    monkeypatch.setattr(Path, "replace", give_way)
    backups.restore(path, made, tmp_path / "new" / "folder")
    assert done == [tmp_path / "new", tmp_path, tmp_path / "new" / "folder", path, path.parent]


def test_a_damaged_file_gives_way_with_what_was_left_of_a_write_and_both_are_kept(path: Path, folder: Path) -> None:
    with make_project(path) as db:
        before = rows(db)
        made = backups.keep(db, folder, now=NOW)
    destroy(path)
    path.with_name("small.visavis-journal").write_bytes(b"left of a write")
    damaged = path.read_bytes()
    kept = backups.restore(path, made, folder)
    assert kept is not None
    assert kept.name.endswith(".damaged.visavis")
    assert kept.read_bytes() == damaged
    with Database(path) as db:
        assert rows(db) == before
    assert [one.name for one in path.parent.iterdir() if one.is_file()] == ["small.visavis"]


def test_a_project_that_is_gone_is_restored(path: Path, folder: Path) -> None:
    with make_project(path) as db:
        before = rows(db)
        made = backups.keep(db, folder, now=NOW)
    path.unlink()
    assert backups.restore(path, made, folder) is None
    with Database(path) as db:
        assert rows(db) == before


def test_a_damaged_backup_is_not_restored_and_all_stays(path: Path, folder: Path) -> None:
    with make_project(path) as db:
        made = backups.keep(db, folder, now=NOW)
        edit_claims.delete(db, [1, 2])
    destroy(made)
    before = path.read_bytes()
    with pytest.raises(UserError, match=r"The backup “.*” cannot be read .*: choose another one"):
        backups.restore(path, made, folder)
    with pytest.raises(UserError, match=r"cannot be read"):
        backups.restore_as(made, path.with_name("new.visavis"))
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.iterdir()} == {"small.visavis", "kept"}


def test_a_project_in_use_is_not_replaced(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TIMEOUT", 0.02)
    with make_project(path) as db:
        made = backups.keep(db, folder, now=NOW)
        db.sqlite.execute("BEGIN IMMEDIATE").close()
        before = path.read_bytes()
        with pytest.raises(UserError, match="is in use by another program"):
            backups.restore(path, made, folder)
        assert path.read_bytes() == before


def test_the_copies_of_before_a_conversion_are_listed_too(path: Path, folder: Path) -> None:
    with make_project(path) as db:
        backups.keep(db, folder, now=NOW)
    shutil.copyfile(path, path.with_name("small.visavis.version-3"))
    (path.parent / "small.visavis.version-x").write_bytes(b"")
    names = {one.path.name for one in backups.listed(path, folder)}
    assert names == {"small.2026-03-18T123000Z.visavis", "small.visavis.version-3"}


def test_a_name_as_long_as_names_can_be_has_backups_too(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / ("é" * 118 + ".visavis")
    with make_project(path) as db:
        made = backups.keep(db, folder, now=NOW)
    assert [one.path for one in backups.listed(path, folder)] == [made]
