"""Every connection to a file is set to what a file from elsewhere may do, and what lies there ends no look."""

import contextlib
import datetime
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.project.backups import Keeper
from desktop.store import backups, guarded, held, quick_look, rescue
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims
from desktop.store.lost import Loss

from .making import make_project
from .test_own_schema import script

# a history that never ends
ENDLESS = (
    "PRAGMA foreign_keys=OFF; ALTER TABLE history RENAME TO old_history; CREATE VIEW history AS "
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT -i AS id, 'x' AS uuid, '' AS created, '' AS kind, '' AS action, '' AS text FROM n WHERE i < 0"
)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int, int]]:
    """What each connection is set to when it is closed: its file, sizes of cells, length of statements, defensive."""
    found: list[tuple[str, int, int, int]] = []
    connect = sqlite3.connect

    def connect_and_look(database: Any, *given: Any, factory: type = sqlite3.Connection, **named: Any) -> Any:
        class Looked(factory):  # type: ignore[misc]
            def close(self) -> None:
                with contextlib.suppress(sqlite3.ProgrammingError):
                    (cells,) = self.execute("PRAGMA cell_size_check").fetchone()
                    longest = self.getlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH)
                    defensive = 1
                    if sys.version_info >= (3, 12):
                        defensive = int(self.getconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE))
                    found.append((str(database), cells, longest, defensive))
                super().close()

        return connect(database, *given, factory=Looked, **named)

    monkeypatch.setattr(sqlite3, "connect", connect_and_look)
    return found


def tag(db: Database, start: int = 0) -> int:
    return claims.tag(db, NewClaim(1, Span(start, start + 4), (1,), 1, Stance.FAVOR))


def test_every_connection_is_guarded(tmp_path: Path, seen: list[tuple[str, int, int, int]]) -> None:
    path, folder = tmp_path / "small.visavis", tmp_path / "small.backups"
    make_project(path).close()
    with Database(path, read_only=True) as db:
        assert problems(db) == []
    with Database(path) as db:
        db.keep_steps()
        db.hold()
        kept = backups.keep(db, folder)
        tag(db)
        assert not backups.is_in(db, kept)
        os.utime(path)
        db.look_after_file()
        db.save_copy(tmp_path / "copy.visavis")
        held.save(db, tmp_path / "held.visavis", [kept])
    assert backups.listed(path, folder)
    quick_look.damage(path, lambda *_: None)
    backups.restore(path, kept, folder)
    backups.restore_as(kept, tmp_path / "as.visavis")
    rescue.rescue(path, tmp_path / "rescued.visavis")
    shutil.copy(path, tmp_path / "damaged.visavis")
    with (tmp_path / "damaged.visavis").open("r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\xff" * 4096)
    with contextlib.suppress(UserError):
        Database(tmp_path / "damaged.visavis").close()
    rescue.rescue(tmp_path / "damaged.visavis", tmp_path / "mended.visavis")
    assert len(seen) > 25
    most = guarded.LIMITS[sqlite3.SQLITE_LIMIT_SQL_LENGTH]
    assert {one[1:] for one in seen} == {(1, most, 1)}, [one for one in seen if one[1:] != (1, most, 1)]


def test_a_schema_that_is_not_compared_yet_is_trusted_with_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    # a function of ours, called by what is not ours
    script(path, "CREATE VIEW spy AS SELECT searchable('x') AS a")
    connection = guarded.guard(sqlite3.connect(path))
    guarded.distrust(connection)
    called: list[object] = []
    connection.create_function("searchable", 1, called.append)
    with pytest.raises(sqlite3.OperationalError, match="unsafe use of"):
        connection.execute("SELECT a FROM spy").fetchall()
    connection.close()
    assert called == []


def overwrite(path: Path, hostile: Path) -> None:
    path.write_bytes(hostile.read_bytes())


def replace(path: Path, hostile: Path) -> None:
    hostile.replace(path)


@pytest.mark.parametrize(("change", "loss"), [(overwrite, Loss.CUT), (replace, Loss.REPLACED)])
def test_what_was_written_over_a_project_ends_no_look_at_it(
    db: Database, tmp_path: Path, change: Callable[[Path, Path], None], loss: Loss
) -> None:
    db.keep_steps()
    kept = backups.keep(db, db.path.with_name("small.backups"))
    tag(db)
    hostile = tmp_path / "hostile.visavis"
    shutil.copy(db.path, hostile)
    script(hostile, ENDLESS)
    change(db.path, hostile)
    assert db.look_after_file()
    assert db.watch.loss is loss
    found = held.save(db, tmp_path / "copy.visavis", [kept])
    assert (found.added, found.missing) == (1, ())


def test_a_backup_that_somebody_else_has_put_there_ends_no_look_at_it(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISAVIS_BACKUPS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = db.path.with_name("small.backups")
    kept = backups.keep(db, folder)
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)
    hostile = folder / f"small.{now:%Y-%m-%dT%H%M%SZ}.visavis"
    shutil.copy(kept, hostile)
    script(hostile, ENDLESS)
    # nothing of it is taken for the present state
    assert not backups.is_in(db, hostile)
    keeper = Keeper(db)
    assert keeper.is_due(at_opening=True)
    listed = backups.listed(db.path, folder)
    assert [one.path for one in listed if not one.problem] == [kept]
