"""A process that works on projects in a folder until it is killed, and acknowledges each thing that it has done.

``python -m tests.storm.victim WHAT FOLDER SEED``. A line is what was done, the file, and what tells that it is there.
"""

import gzip
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop.core.errors import UserError
from desktop.project import backups as keeping
from desktop.project import opening
from desktop.store import backups
from desktop.store.database import Database
from desktop.store.rescue import rescue

from ..store import every_action
from ..store.making import make_project

OLD = sorted((Path(__file__).parents[1] / "data" / "projects").glob("version-*.gz"))


def tell(what: str, path: Path, sign: str = "") -> None:
    """Acknowledge what was done."""
    print(f"{what}\t{path}\t{sign}", flush=True)


def names(folder: Path) -> Iterator[Path]:
    """Yield names for new projects."""
    at = 0
    while True:
        at += 1
        yield folder / f"p{at}.visavis"


def edits(folder: Path, chance: random.Random) -> None:
    """Do each kind of action, take some back and do them again; keep backups between."""
    for path in names(folder):
        with make_project(path) as db:
            tell("new", path)
            keeper = keeping.Keeper(db)
            for _name, step in every_action.steps(db):
                step()
                tell("edit", path, backups.state(db))
                if chance.random() < 0.1:
                    for _ in range(chance.randrange(1, 4)):
                        if db.undo() is not None:
                            tell("undo", path, backups.state(db))
                    while db.redo() is not None:
                        tell("redo", path, backups.state(db))
                if chance.random() < 0.05:
                    tell("backup", keeper.keep(), backups.state(db))


def migrations(folder: Path, chance: random.Random) -> None:
    """Open projects of older versions, which are brought up."""
    for path in names(folder):
        path.write_bytes(gzip.decompress(chance.choice(OLD).read_bytes()))
        with Database(path) as db:
            tell("migration", path, backups.state(db))


def new(folder: Path, chance: random.Random) -> None:
    """Make projects, empty and with the example."""
    for path in names(folder):
        with opening.new_project(path, empty=chance.random() < 0.5):
            tell("new", path)


def restoring(folder: Path, chance: random.Random) -> None:
    """Keep backups of a project, change it, bring one back."""
    path = folder / "p.visavis"
    make_project(path).close()
    while True:
        with Database(path) as db:
            tell("backup", keeping.Keeper(db).keep(), backups.state(db))
            for _name, step in every_action.steps(db):
                step()
                tell("edit", path, backups.state(db))
                if chance.random() < 0.2:
                    break
        one = chance.choice([*backups.stamps(path, keeping.folder_of(path)).values()])
        keeping.restore(path, one)
        tell("restore", path)


def rescuing(folder: Path, chance: random.Random) -> None:
    """Rescue a damaged project again and again."""
    path = folder / "damaged"
    make_project(path).close()
    content = bytearray(path.read_bytes())
    for _ in range(40):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    path.write_bytes(content)
    for one in names(folder):
        try:
            rescue(path, one)
        except UserError:
            continue
        tell("rescue", one)


KINDS = {"edits": edits, "migrations": migrations, "new": new, "restoring": restoring, "rescuing": rescuing}

if __name__ == "__main__":
    tell("ready", Path())
    KINDS[sys.argv[1]](Path(sys.argv[2]), random.Random(int(sys.argv[3])))
