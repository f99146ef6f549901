"""Two files of a project of 10,000 to 1,000,000 claims come together, a thousand changes apart, one in ten disputed:
`pytest tests/benchmarks --benchmark-only`.
"""

import random
import shutil
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.core.scale import THREE
from desktop.project.sharing import merging
from desktop.store import edits, reads
from desktop.store.database import Database

from .growth.projects import project

CHANGES = 1000
# seconds for both looking and bringing together, at 1,000,000 claims
MOST = 10.0


def change(path: Path, coder: str, claims: list[int], seed: int) -> None:
    """Let a coder give each of these claims another stance, an action each."""
    rng = random.Random(seed)
    with Database(path) as db:
        db.sqlite.execute("PRAGMA synchronous=OFF").close()
        db.set_coder(coder)
        for number in claims:
            known = reads.project.claim(db, number)
            stances = [step.key for step in THREE.steps if step.key != known.stance]
            edits.claims.change(db, number, stance=rng.choice(stances))


@pytest.mark.parametrize("claims", [10_000, 100_000, 1_000_000], ids=["10k", "100k", "1M"])
def test_a_thousand_changes_come_together(benchmark: BenchmarkFixture, tmp_path: Path, claims: int) -> None:
    one, other = tmp_path / "one.visavis", tmp_path / "other.visavis"
    shutil.copyfile(project(claims), one)
    with Database(one) as db:
        # the line of the history that both go on from
        edits.codebook.update(db, "topic", 1, definition="What both know.")
    shutil.copyfile(one, other)
    chosen = random.Random(20).sample(range(1, claims + 1), CHANGES - CHANGES // 10)
    half, both = CHANGES // 2, CHANGES // 10
    change(one, "Ana", chosen[:half], 1)
    change(other, "Ben", chosen[half - both :], 2)

    def work() -> int:
        with Database(one) as db:
            found = merging.plan(db, other)
            assert len(found.own) + len(found.theirs) == CHANGES
            return len(merging.carry_out(db, found).conflicts)

    listed = benchmark.pedantic(work, rounds=1)
    # two who chose the same stance do not stand against each other
    assert 0 < listed <= both
    benchmark.extra_info.update(claims=claims, changes=CHANGES, conflicts=listed)
    assert benchmark.stats["max"] < MOST
