"""How long the window stands still while a hundred thousand rows of a team are taken in and shown.

It has a project of 100,000 claims and a document open, and asks the file ten times a second, as somebody does who
works on. Run with ``make bench``, or ``python -m tests.benchmarks.test_meeting_window_bench changed`` (or ``new``).
"""

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.core.errors import LockedError
from desktop.project.sharing import teams
from desktop.store import reads
from desktop.store.database import Database

from .growth.projects import project
from .test_hub_bench import change_all, double_all, send

ROOT = Path(__file__).resolve().parents[2]
# seconds in which the window does not answer, in processor time of all its threads; and the share of what it asks that
# is refused, since another writes
PAUSE, REFUSED = 0.1, 0.05
# each changed claim has a row for itself and one for each actor
WORK = {"changed": (change_all, 70_000), "new": (double_all, 46_000)}


def make(folder: Path, what: str) -> None:
    """Make a team of two, of whom Ana has sent what Ben has not seen."""
    work_on, claims = WORK[what]
    ana, place = folder / "ana.visavis", folder / "team"
    place.mkdir()
    shutil.copy(project(100_000), ana)
    with Database(ana) as db:
        db.set_coder("Ana")
        teams.init(db, str(place), "Harbour")
    teams.join(str(place), folder / "ben.visavis", "Ben")
    send(ana, work_on, claims)


def meet(folder: Path) -> dict[str, float]:
    """Let a window on Ben's project meet the team; return what it was kept from, and the claims it counts then."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTimer

    from desktop.qt.app import first_window, make_application
    from desktop.qt.parts.page import GotoDocument
    from desktop.qt.settings import Settings
    from desktop.qt.together.meetings import meetings_of

    from ..hostile.__main__ import Heart, _until, _wait

    make_application()
    gc.freeze()
    window = first_window(folder / "ben.visavis", Settings(folder / "settings.ini"))
    window.dialogs.confirm = lambda *_: True
    window.show()
    window.go(GotoDocument(1))
    meetings = meetings_of(window.session)
    told: list[object] = []
    window.session.changed.connect(told.append)
    asked = refused = 0

    def ask() -> None:
        nonlocal asked, refused
        asked += 1
        try:
            window.session.read(reads.project.counts)
        except LockedError:
            refused += 1

    questions = QTimer()
    questions.timeout.connect(ask)
    questions.start(100)
    heart, begun = Heart(), time.monotonic()
    # it meets by itself soon after the opening
    _until(lambda: meetings.is_under_way, 30)
    _until(lambda: not meetings.is_under_way, 300)
    met = time.monotonic() - begun
    _until(lambda: bool(told), 60)
    _wait(3)
    heart.stop()
    claims = window.session.read(reads.project.counts)["claims"]
    return {"pause": heart.busiest, "met": met, "asked": asked, "refused": refused, "claims": claims}


@pytest.mark.parametrize("what", WORK)
def test_the_window_answers_while_a_hundred_thousand_rows_are_taken_in(
    benchmark: BenchmarkFixture, tmp_path: Path, what: str
) -> None:
    make(tmp_path, what)
    command = [sys.executable, "-m", "tests.benchmarks.test_meeting_window_bench", "window", str(tmp_path)]

    def run() -> dict[str, float]:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found

    found = benchmark.pedantic(run, rounds=1)
    benchmark.extra_info.update(found)
    with Database(tmp_path / "ana.visavis", read_only=True) as db:
        claims = reads.project.counts(db)["claims"]
    print(
        f"\n{what}: longest pause {found['pause'] * 1000:.0f} ms of processor time, "
        f"{found['refused']:.0f} of {found['asked']:.0f} questions refused, met in {found['met']:.1f} s"
    )
    assert found["claims"] == claims
    assert found["refused"] <= REFUSED * found["asked"]
    assert found["pause"] <= PAUSE


def main() -> None:
    """Print what one run found, as JSON: of ``changed`` or ``new`` rows, or of what is made in a folder already."""
    if sys.argv[1] == "window":
        print(json.dumps(meet(Path(sys.argv[2]))), flush=True)
    else:
        with tempfile.TemporaryDirectory() as name:
            make(Path(name), sys.argv[1])
            print(json.dumps(meet(Path(name))), flush=True)
    # Qt may take what is left down in any order
    os._exit(0)


if __name__ == "__main__":
    main()
