"""A process that works on projects in a folder until it is killed, and acknowledges each thing that it has done.

``python -m tests.storm.victim WHAT FOLDER SEED``. A line is what was done, the file, and what tells that it is there.
Of a project that gives way to a backup, a line before tells what will stand there.
"""

import contextlib
import gzip
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop.core.errors import UserError
from desktop.project import backups as keeping
from desktop.project import opening
from desktop.project.importing import import_files
from desktop.store import backups
from desktop.store.database import Database
from desktop.store.edits import codebook_merge
from desktop.store.rescue import rescue

from ..store import every_action
from ..store.making import ids, make_project

FORMATS = Path(__file__).parents[1] / "data" / "formats"
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


def importing(folder: Path, chance: random.Random) -> None:
    """Import files of many formats, which child processes read, and take some of these imports back."""
    shipped = sorted(FORMATS.glob("*.*"))
    for path in names(folder):
        files = folder / f"{path.stem}.files"
        files.mkdir()
        with make_project(path) as db:
            for number in range(6):
                for one in chance.sample(shipped, 2):
                    shutil.copy(one, files / f"{number} {one.name}")
                for at in range(chance.choice([1, 20, 200])):
                    (files / f"{number} {at}.txt").write_text(
                        f"ANA BELL: {number} {at}.\n\n" + "The ferry comes. " * 40
                    )
                import_files(db, [files])
                tell("import", path, backups.state(db))
                if chance.random() < 0.3 and db.undo() is not None:
                    tell("undo", path, backups.state(db))
                    db.redo()
                    tell("redo", path, backups.state(db))


def undoing(folder: Path, chance: random.Random) -> None:
    """Do every kind of action, and then take all back and do all again, as far as chance will have it."""
    for path in names(folder):
        with make_project(path) as db:
            for _name, step in every_action.steps(db):
                step()
            tell("edit", path, backups.state(db))
            for _ in range(4):
                for _ in range(chance.randrange(1, 150)):
                    if db.undo() is None:
                        break
                    tell("undo", path, backups.state(db))
                for _ in range(chance.randrange(1, 150)):
                    if db.redo() is None:
                        break
                    tell("redo", path, backups.state(db))


def merging(folder: Path, chance: random.Random) -> None:
    """Merge and delete entries of the codebook, each after a backup, and take that back."""
    path = folder / "p.visavis"
    opening.new_project(path).close()
    with Database(path) as db:
        keeper = keeping.Keeper(db)
        while True:
            table = chance.choice(["topic", "actor"])
            one, other = chance.sample([*ids(db, table).values()], 2)
            tell("backup", keeper.keep(), backups.state(db))
            try:
                if chance.random() < 0.5:
                    codebook_merge.merge(db, table, one, other)
                else:
                    codebook_merge.delete(db, table, one, with_claims=True)
            except UserError:
                continue
            tell("merge", path, backups.state(db))
            if chance.random() < 0.9:
                db.undo()
                tell("undo", path, backups.state(db))


def migrations(folder: Path, chance: random.Random) -> None:
    """Open projects of older versions, which are brought up."""
    for path in names(folder):
        # half a copy is no project that was ever whole
        copy = path.with_suffix(".copy")
        copy.write_bytes(gzip.decompress(chance.choice(OLD).read_bytes()))
        copy.rename(path)
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
            # what was brought back may have these changes already, and refuse them
            with contextlib.suppress(UserError):
                for _name, step in every_action.steps(db):
                    step()
                    tell("edit", path, backups.state(db))
                    if chance.random() < 0.2:
                        break
            before = backups.state(db)
            tell("edit", path, before)
        folder_of_backups = keeping.folder_of(path)
        one = chance.choice([*backups.stamps(path, folder_of_backups).values()])
        with Database(one, read_only=True) as db:
            brought = backups.state(db)
        tell("restoring", path, brought)
        kept = backups.restore(path, one, folder_of_backups)
        assert kept is not None
        tell("backup", kept, before)
        tell("restore", path, brought)


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


KINDS = {
    "edits": edits,
    "importing": importing,
    "undoing": undoing,
    "merging": merging,
    "migrations": migrations,
    "new": new,
    "restoring": restoring,
    "rescuing": rescuing,
}

if __name__ == "__main__":
    # what undoes is ready when there is something to take back
    if sys.argv[1] != "undoing":
        tell("ready", Path())
    KINDS[sys.argv[1]](Path(sys.argv[2]), random.Random(int(sys.argv[3])))
