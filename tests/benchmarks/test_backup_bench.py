"""How long backups, looks for damage and rescuing take, and how long the window is kept from anything meanwhile.

VISAVIS_BACKUP_MB says how large the project is, 100 MB else.
"""

import os
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from desktop.core.text import bytes_hash
from desktop.project import backups
from desktop.store import backups as store_backups
from desktop.store import quick_look
from desktop.store import rescue as rescuing
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from tests.qt.window_kit import close_window, open_window
from tests.store.making import make_project

MEGABYTES = int(os.environ.get("VISAVIS_BACKUP_MB", "100"))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.visavis"
    with make_project(path) as db:
        for number in range(MEGABYTES // 10):
            content = os.urandom(10_000_000)
            db.sqlite.execute(
                "INSERT INTO file (sha256, name, content) VALUES (?, ?, ?)",
                [bytes_hash(content), f"{number}.pdf", content],
            ).close()
        edit_claims.delete(db, [1])
    return path


def test_a_backup(benchmark: BenchmarkFixture, large: Path) -> None:
    with Database(large) as db:
        benchmark.pedantic(lambda: store_backups.keep(db, large.with_name("kept")), rounds=3)


def test_a_look_for_damage(benchmark: BenchmarkFixture, large: Path) -> None:
    benchmark.pedantic(lambda: quick_look.damage(large, lambda _done, _total: None), rounds=3)


def test_a_rescue(benchmark: BenchmarkFixture, large: Path) -> None:
    new = large.with_name("new.visavis")
    benchmark.pedantic(lambda: rescuing.rescue(large, new), setup=lambda: new.unlink(missing_ok=True), rounds=2)


def test_the_window_meanwhile(benchmark: BenchmarkFixture, large: Path, qtbot: QtBot) -> None:
    """The longest time between two events, and for a question to the project, while a backup is made, in ms."""
    window = open_window(large, qtbot)
    qtbot.wait(300)
    gaps, questions = [0.0], [0.0]

    def work() -> None:
        before = {*backups.folder_of(large).glob("*")}
        window.keeping.look()
        last = time.monotonic()
        while not set(backups.folder_of(large).glob("*.visavis")) - before or window.keeping._worker.busy:
            qtbot.wait(1)
            now = time.monotonic()
            gaps.append(now - last)
            asked = time.monotonic()
            window.session.claims(document_id=1)
            questions.append(time.monotonic() - asked)
            last = time.monotonic()

    benchmark.pedantic(work, rounds=1)
    benchmark.extra_info["longest gap, ms"] = round(max(gaps) * 1000)
    benchmark.extra_info["longest question, ms"] = round(max(questions) * 1000)
    print(
        f"\nlongest gap {max(gaps) * 1000:.0f} ms, longest question {max(questions) * 1000:.0f} ms, {len(gaps)} turns"
    )
    close_window(window)
