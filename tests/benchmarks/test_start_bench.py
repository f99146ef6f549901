"""How long a new process takes to its first painted window, and what it has in memory then.

Timed from before the process is begun until its window has been painted whole, beside a process that shows nothing but
the project's first text in a plain text widget. Run with ``make bench``, or for any project:
``python -m tests.benchmarks.test_start_bench PROJECT``.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from .generator import generate_project, multiply_claims

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
# the processor's time of a start to that of a plain widget; a plain one takes 0.13 to 0.2 s where that is 0.5 and 0.8
SEED, LARGE = 4.0, 6.0
MEGABYTES, MEGABYTES_LARGE = 100, 150


class Start(NamedTuple):
    """One start: milliseconds by the clock and of the processor to the first paint; megabytes then, and at rest."""

    clock: float
    processor: float
    painted: float
    resident: float


def start(kind: str, project: Path, folder: Path) -> Start:
    """Return what one start takes: of the ``window``, or of a ``plain`` widget with a text."""
    own = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    command = [sys.executable, "-m", "tests.benchmarks.starting", kind, str(project)]
    env = {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    # what is installed is compiled
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.monotonic()
    out = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True, text=True).stdout
    ended, processor, painted, resident = map(float, out.split()[-4:])
    return Start((ended - begun) * 1000, processor * 1000, painted / 1e6, resident / 1e6)


def starts(project: Path, folder: Path, rounds: int = ROUNDS) -> dict[str, Start]:
    """Return the least of each figure of some starts of the window and of a plain widget, taken in turn."""
    found: dict[str, list[Start]] = {"plain": [], "window": []}
    for kind in found:
        # compiles, and reads from the disk what the others then have at hand
        start(kind, project, folder)
    for _ in range(rounds):
        for kind, taken in found.items():
            taken.append(start(kind, project, folder))
    for kind, taken in found.items():
        told = (f"{name} {statistics.median(values):.0f} / {min(values):.0f}" for name, *values in _columns(taken))
        print(f"\n{kind} (median / least; ms, MB):", ", ".join(told), end="")
    return {kind: Start(*map(min, zip(*taken, strict=True))) for kind, taken in found.items()}


def _columns(taken: list[Start]) -> list[tuple[str, *tuple[float, ...]]]:
    return [(name, *values) for name, values in zip(Start._fields, zip(*taken, strict=True), strict=True)]


@pytest.mark.parametrize("size", ["seed", "1,000,000 claims in 10,000 documents"])
def test_the_first_window_is_painted_soon(size: str, tmp_path: Path, benchmark: BenchmarkFixture) -> None:
    project = tmp_path / "project.visavis"
    if size == "seed":
        from desktop.project.opening import new_project

        new_project(project).close()
    else:
        generate_project(project, documents=10_000, claims=100_000, paragraphs=12)
        multiply_claims(project, 10)
    found = benchmark.pedantic(lambda: starts(project, tmp_path), rounds=1)
    own, plain = found["window"], found["plain"]
    ratio = own.processor / plain.processor
    print(f"\nstart, {size}: {ratio:.2f} × plain, {own.resident:.0f} MB")
    benchmark.extra_info.update(ratio=ratio, ms=own.clock, MB=own.resident)
    assert ratio <= (SEED if size == "seed" else LARGE)
    assert own.resident <= (MEGABYTES if size == "seed" else MEGABYTES_LARGE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        starts(Path(sys.argv[1]), Path(where))
    print()
