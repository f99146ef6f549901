"""Sets of a member that are changed at random, as a spoilt or hostile one may send them.

``python -m tests.sharing.changed_sets FIRST COUNT`` lets so many be taken in, each by a project of its own, and prints
what became of them.
"""

import gzip
import json
import os
import random
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop.core.errors import UserError
from desktop.project import backups
from desktop.project.sharing import teams
from desktop.store import check, reads, set_log
from desktop.store.database import Database

from . import work

Told = dict[str, Any]
# what no column has, has not here, or has in another form
_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**40, 2**62, -(2**63), 1.5, "", "\0", "a\0b", "\u202e\x1b[2J", "x" * 5000),
    *("{}", "[]", "null", "[1]", '{"a": 1}', '["a", 1]', "2024-13-45", "../../x", "against", "person", "turn"),
    *([], ["x"], [["x", "y"]], {"a": 1}),
)
_TABLES = (
    *("coder", "actor", "topic", "document", "participant", "segment", "claim", "memo", "trace_verdict", "setting"),
    *(
        "same_event",
        "dismissed_suggestion",
        "own_field",
        "conflict",
        "successor",
        "membership",
        "claim_actor",
        "history",
    ),
)
_HEADS: dict[str, tuple[Any, ...]] = {
    "base": ({"nobody": 1}, {"nobody": 0}, {}),
    "order": (0, 1, 10**6, 2**61),
    "coder": ("", "Ana", "\x1b[2J", "x" * 100_000),
    "created": ("", "x", "9999-99-99"),
    "text": ("", "[", "[1]", '["x", {}]', '["sync", {"count": 1}]', "\x1b"),
    "uuid": ("u",),
}


class ChangedSets:
    """A team of two in a folder, of whom Ana has not seen what Ben sent."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Let both work."""
        self._ana, self._team = folder / "ana.visavis", folder / "team"
        self._team.mkdir()
        work.base(self._ana)
        with Database(self._ana) as db:
            db.set_coder("Ana")
            teams.init(db, str(self._team))
        teams.join(str(self._team), folder / "ben.visavis", "Ben")
        with Database(folder / "ben.visavis") as db:
            db.set_coder("Ben")
            work.Worker(db, random.Random(seed)).work(60)
            teams.sync(db)
            client = set_log.facts(db)[set_log.CLIENT]
        with Database(self._ana) as db:
            db.set_coder("Ana")
            work.Worker(db, random.Random(seed + 1)).work(15)
        self._before, self._kept = self._ana.read_bytes(), folder / "kept"
        shutil.copytree(self._team, self._kept)
        paths = sorted((self._team / client).rglob("0*.json.gz"))
        self._sets = [(path, json.loads(gzip.decompress(path.read_bytes()))) for path in paths]
        words = {
            one
            for _path, told in self._sets
            for _table, thing, _op, columns in told["rows"]
            for one in (thing, *(value for pair in columns.values() for value in pair))
            if isinstance(one, str) and 8 < len(one) < 70
        }
        self._words = sorted(words)

    def take(self, chance: random.Random) -> tuple[str, list[str]]:
        """Change a set, let Ana take all in, and return what became of it, and what is wrong then."""
        shutil.rmtree(self._team)
        shutil.copytree(self._kept, self._team)
        self._ana.write_bytes(self._before)
        path, told = self._changed(chance)
        path.write_bytes(gzip.compress(json.dumps(told).encode(), 1))
        try:
            with Database(self._ana) as db:
                db.set_coder("Ana")
                found = teams.sync(db)
                for document in reads.project.documents(db):
                    reads.project.coded_document(db, document.id)
                reads.conflicts.conflicts(db)
                wrong = [*check.problems(db), *map(str, work.dangling(db))]
                # one's own work goes on, unless another built on it
                with suppress(UserError):
                    db.undo()
                came = "waits" if found.unread or found.waiting else "taken"
        except UserError as error:
            came, wrong = "refused", []
            with Database(self._ana, read_only=True) as db:
                wrong = check.problems(db)
            if len(str(error)) > 1000:
                wrong.append(f"a sentence of {len(str(error))} letters")
        except Exception:
            came, wrong = "bug", [traceback.format_exc()]
        return came, wrong

    def _changed(self, chance: random.Random) -> tuple[Path, Told]:
        path, told = chance.choice(self._sets)
        told = json.loads(json.dumps(told))
        for _ in range(chance.choice([1, 1, 1, 2, 4])):
            row = chance.choice(told["rows"])
            columns = row[3]
            kind = chance.randrange(10)
            if kind < 5 and columns:
                name = chance.choice(sorted(columns))
                columns[name] = [columns[name][0], chance.choice([*_VALUES, *chance.sample(self._words, 20)])]
            elif kind == 5 and columns:
                del columns[chance.choice(sorted(columns))]
            elif kind == 6:
                row[2] = chance.choice(["added", "changed", "deleted"])
            elif kind == 7:
                row[1] = chance.choice([*self._words, "new"])
            elif kind == 8:
                row[0] = chance.choice(_TABLES)
            else:
                name = chance.choice(sorted(_HEADS))
                told[name] = chance.choice(_HEADS[name])
        return path, told


def main(first: int, count: int) -> int:
    """Let so many be taken in, print what became of them, and return how many are wrong."""
    os.environ[backups.VARIABLE] = backups.OFF
    counts, wrong = Counter[str](), 0
    for seed in range(first, first + count, 50):
        with tempfile.TemporaryDirectory() as folder:
            sets = ChangedSets(Path(folder), seed)
            for number in range(seed, min(seed + 50, first + count)):
                came, found = sets.take(random.Random(number))
                counts[came] += 1
                wrong += bool(found)
                for one in found[:3]:
                    print(f"{number}: {one}")
    for came, often in sorted(counts.items()):
        print(f"{often:>7} {came}")
    print(f"{wrong:>7} wrong")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]))))
