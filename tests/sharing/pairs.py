"""Pairs of random histories from a common ancestor, brought together in either order, twice, and gone on with.

``python -m tests.sharing.pairs --count 10000`` tries so many; ``--seed N`` one of them.
"""

import argparse
import random
import shutil
import sys
import tempfile
import traceback
import uuid
from pathlib import Path
from unittest.mock import patch

from desktop.project.sharing import merging
from desktop.store import own_schema
from desktop.store.database import Database
from desktop.store.portable_rows import state

from .work import Worker, base, dangling, differences, lost


def _open(path: Path, *, read_only: bool = False) -> Database:
    db = Database(path, read_only=read_only)
    # files of a moment need not be on the disk
    db.sqlite.execute("PRAGMA synchronous=OFF").close()
    return db


def try_pair(folder: Path, seed: int, ancestor: Path) -> dict[str, int]:
    """Let two work from one ancestor, bring their files together, and raise AssertionError for what is not as it must.

    Returns how many conflicts there were, and how many actions.
    """
    rng = random.Random(seed)
    with patch("uuid.uuid4", lambda: uuid.UUID(int=rng.getrandbits(128), version=4)):
        return _try(folder, seed, ancestor, rng)


def _try(folder: Path, seed: int, ancestor: Path, rng: random.Random) -> dict[str, int]:
    a, b, c, d = (folder / f"{name}.visavis" for name in "abcd")
    for path in (a, b):
        shutil.copy(ancestor, path)
    with _open(a) as one:
        one.set_coder("Ana")
        Worker(one, rng).work(rng.randrange(1, 14))
    with _open(b) as other:
        other.set_coder("Ben")
        Worker(other, rng).work(rng.randrange(1, 14))
    shutil.copy(a, c)
    shutil.copy(b, d)
    conflicts = actions = 0
    with _open(c) as one, _open(d) as other, _open(ancestor, read_only=True) as before:
        plan = merging.plan(one, b)
        actions = len(plan.theirs) + len(plan.own)
        was = state(one.sqlite)
        merging.carry_out(one, plan)
        merging.carry_out(other, merging.plan(other, a))
        assert not (told := differences(one, other)), f"seed {seed}: order matters: {told}"
        for db in (one, other):
            assert not (told := dangling(db)), f"seed {seed}: check: {told}"
            with _open(a, read_only=True) as left, _open(b, read_only=True) as right:
                assert not (told := lost(before, [left, right], db)), f"seed {seed}: lost: {told}"
        conflicts = sum(table == "conflict" for table, _uuid in state(one.sqlite))
        # twice is once
        again = merging.plan(one, b)
        assert not again.theirs, f"seed {seed}: twice: {again.rows}"
        # what was merged goes back by one undo, and comes again
        if plan.theirs and state(one.sqlite) != was:
            now = state(one.sqlite)
            one.undo()
            assert state(one.sqlite) == was, f"seed {seed}: undo"
            one.redo()
            assert state(one.sqlite) == now, f"seed {seed}: redo"
    # both go on, decide, and bring their files together again
    with _open(c) as one:
        one.set_coder("Ana")
        Worker(one, rng).work(rng.randrange(1, 8))
    with _open(d) as other:
        other.set_coder("Ben")
        Worker(other, rng).work(rng.randrange(1, 8))
    e, f = folder / "e.visavis", folder / "f.visavis"
    shutil.copy(c, e)
    shutil.copy(d, f)
    with _open(e) as one, _open(f) as other:
        merging.carry_out(one, merging.plan(one, d))
        merging.carry_out(other, merging.plan(other, c))
        assert not (told := differences(one, other)), f"seed {seed}: second time: order matters: {told}"
        assert not (told := dangling(one)), f"seed {seed}: second time: check: {told}"
    return {"conflicts": conflicts, "actions": actions}


def main() -> int:
    """Try many, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    seeds = [options.seed] if options.seed is not None else range(options.first, options.first + options.count)
    done = failed = conflicts = actions = disputed = 0
    # files that are made here need no look at their schema each time that they are opened: a third of all
    known = patch.object(own_schema, "differences", lambda *_: own_schema.Differences())
    with tempfile.TemporaryDirectory() as folder, known:
        ancestor = Path(folder) / "ancestor.visavis"
        numbers = iter(range(10**9))
        with patch("uuid.uuid4", lambda: uuid.UUID(int=next(numbers), version=4)):
            base(ancestor)
        for seed in seeds:
            done += 1
            own = Path(folder) / str(seed)
            own.mkdir()
            try:
                found = try_pair(own, seed, ancestor)
                conflicts += found["conflicts"]
                actions += found["actions"]
                disputed += found["conflicts"] > 0
            except Exception:
                failed += 1
                print(f"seed {seed}:", traceback.format_exc(limit=-6)[-3000:], flush=True)
                if failed >= 3:
                    break
            shutil.rmtree(own)
    print(f"{done:,} pairs, {actions:,} actions, {conflicts:,} listed in {disputed:,} pairs; {failed:,} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
