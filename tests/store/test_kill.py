import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .making import make_project, rows

TAGGER = Path(__file__).with_name("tag_until_killed.py")


@pytest.mark.parametrize(("after", "delay"), [(1, 0.0), (7, 0.0007), (40, 0.0013), (90, 0.0021), (160, 0.0004)])
def test_a_program_killed_while_it_tags_loses_no_claim_that_it_acknowledged(
    path: Path, after: int, delay: float
) -> None:
    with make_project(path) as db:
        filled = rows(db)
    acknowledged: list[int] = []
    with subprocess.Popen([sys.executable, TAGGER, path], stdout=subprocess.PIPE, text=True) as tagger:
        assert tagger.stdout is not None
        for _ in range(after):
            acknowledged.append(int(tagger.stdout.readline()))
        # each delay falls on another part of the next tag
        time.sleep(delay)
        tagger.kill()
        rest = tagger.stdout.read()
        # a line cut short was not acknowledged
        acknowledged += [int(line) for line in rest[: rest.rfind("\n") + 1].split()]
    assert tagger.returncode != 0, "it ended before it was killed"
    with Database(path) as db:
        assert problems(db) == []
        there = {claim.id: claim for claim in reads.claims(db)}
        assert set(acknowledged) <= there.keys()
        assert len(acknowledged) >= after
        # the one tag that the kill met may stand too, and then whole
        assert len(there) - 3 - len(acknowledged) in (0, 1)
        assert all(len(there[number].actor_ids) == 2 and there[number].memo for number in there if number > 3)
        steps = 0
        while db.undo() is not None:
            steps += 1
        assert steps == len(there) - 3
        assert rows(db) == filled
    assert [file.name for file in path.parent.iterdir()] == ["small.visavis"]
