"""The projects of each size: made once, and kept in ``.benchmarks`` for as long as they would be made the same."""

import hashlib
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims

from .. import generator

HOME = Path(__file__).parents[3] / ".benchmarks" / "growth"
DOCUMENT = 6_000


def project(claims: int, home: Path = HOME) -> Path:
    """Return a project of so many claims: a document of 6 kB for each hundred, 60 topics and 200 actors."""
    return _kept(home, f"claims-{claims}", lambda path: _fill(path, claims))


def trail(steps: int, home: Path = HOME) -> Path:
    """Return a small project whose history has so many steps."""
    return _kept(home, f"steps-{steps}", lambda path: _tag_often(path, steps))


def _kept(home: Path, name: str, make: Callable[[Path], None]) -> Path:
    made = hashlib.sha256(Path(generator.__file__).read_bytes()).hexdigest()[:8]
    path = home / f"{name}-{made}.visavis"
    if path.exists():
        # one from before the last migration is brought up to it, once
        Database(path).close()
    else:
        home.mkdir(parents=True, exist_ok=True)
        for former in home.glob(f"{name}-*"):
            former.unlink()
        unfinished = path.with_suffix(".unfinished")
        make(unfinished)
        unfinished.rename(path)
    return path


def _fill(path: Path, claims: int) -> None:
    documents = max(2, claims // 100)
    generator.generate_project(path, documents=documents, claims=claims, topics=60, actors=200, document_size=DOCUMENT)


def _tag_often(path: Path, steps: int) -> None:
    """Tag once, and write that step again and again with other numbers: through the recorder it would take an hour."""
    generator.generate_project(path, documents=2, claims=100, topics=5, actors=5)
    with Database(path) as db:
        db.set_coder("generator")
        edit_claims.tag(db, NewClaim(1, Span(100, 160), (1, 2), 1, Stance.FAVOR))
        run = db.sqlite.conn.execute
        for pragma in ("synchronous=OFF", "journal_mode=MEMORY"):
            run(f"PRAGMA {pragma}")
        cursor = run("SELECT * FROM history")
        names = [column[0] for column in cursor.description]
        first = dict(zip(names, cursor.fetchone(), strict=True))
        # before the one that is there, whose claim is there too
        first_id = steps
        run("BEGIN IMMEDIATE")
        run("UPDATE history SET id = ?", [first_id])
        rows = (
            [{**first, "id": number, "uuid": str(uuid.UUID(int=number, version=4))}[name] for name in names]
            for number in range(1, steps)
        )
        marks = ", ".join("?" * len(names))
        db.sqlite.conn.executemany(f"INSERT INTO history ({', '.join(names)}) VALUES ({marks})", rows)
        run("UPDATE history SET created = strftime('%Y-%m-%dT%H:%M:%SZ', '2024-01-01', (id * 7) || ' seconds')")
        run("UPDATE history SET coder = 'Ana' WHERE id % 3 = 0")
        run("COMMIT")


def copied(path: Path, folder: Path) -> Path:
    """Return a copy that may be changed."""
    return Path(shutil.copy(path, folder / path.name))
