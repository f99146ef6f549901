"""Suggestions on a 1 MB document in a project of 100,000 claims: `pytest tests/benchmarks --benchmark-only`."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, Stance
from desktop.qt import app
from desktop.qt.window.main_window import MainWindow
from desktop.store.database import Database
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import project as reads
from tests.qt.window_kit import NONE, SHIFT, close_window, keys, open_window

from ..qt.window_kit import tag_claim
from .generator import generate_project

SENTENCES = (
    "{0} said that the toll must be abolished at once. ",
    "“We reject every toll on the river because it harms our trade,” {3} added. ",
    "The boat left at noon and came back in the evening with a load of grain and timber. ",
    "{1} wants the bridge to be built, and {2} has refused to pay for it. ",
)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "p.visavis"
    generate_project(path, documents=100, claims=100_000, topics=200, actors=500, document_size=20_000)
    with Database(path) as db:
        names = [actor.name for actor in reads.actors(db)]
        told = "".join(SENTENCES)
        parts = (told.format(*(names[(4 * at + one) % len(names)] for one in range(4))) for at in range(2_800))
        text = "\n\n".join(parts)
        edit_documents.add_documents(db, [CodedDocument("long.txt", Facts(title="Long"), text)])
    # as the program does soon after its start
    app._load(lambda _done, _whole: None)
    found = open_window(path, qtbot)
    found.desk.open(101)
    yield found
    found.session.traces.finish()
    close_window(found)


class Pulse:
    """The longest time for which the window did not answer, in seconds."""

    def __init__(self) -> None:
        # one that never rests would take the interpreter from what is measured
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self.reset()
        self._timer.start()

    def reset(self) -> None:
        self.worst, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.worst, self._last = max(self.worst, now - self._last), now


def test_the_window_answers_while_a_long_document_is_read_and_weighed(
    window: MainWindow, qtbot: QtBot, benchmark: BenchmarkFixture
) -> None:
    pane = window.desk.active
    assert pane is not None
    pulse = Pulse()
    begin = time.perf_counter()
    window.actions_by_key["suggest"].trigger()
    asked = time.perf_counter() - begin
    layer = pane.suggestions
    assert layer is not None
    qtbot.waitUntil(lambda: layer.chosen is not None, timeout=180_000)
    first, shown = time.perf_counter() - begin, len(layer.suggestions)
    qtbot.waitUntil(lambda: layer.is_whole, timeout=180_000)
    whole, worst = time.perf_counter() - begin, pulse.worst
    pane.view.setFocus()
    pulse.reset()

    accepted: list[float] = []
    tagged: list[float] = []

    def accept() -> None:
        number = len(accepted)
        begin = time.perf_counter()
        tag_claim(window.session, 1, Span(100 * number, 100 * number + 60), (1,), 2, Stance.FAVOR)
        tagged.append(time.perf_counter() - begin)
        count = len(layer.suggestions)
        # one of whom or of what is not known is dismissed
        known = layer.chosen is not None and layer.chosen.holders and layer.chosen.topics
        begin = time.perf_counter()
        keys(qtbot, Qt.Key.Key_A, modifier=NONE if known else SHIFT)
        accepted.append(time.perf_counter() - begin)
        assert len(layer.suggestions) < count

    benchmark.pedantic(accept, rounds=20)  # type: ignore[no-untyped-call]
    pulse.reset()
    begin = time.perf_counter()
    with qtbot.waitSignal(window.session.traces.suggested, timeout=180_000):
        pass
    again = time.perf_counter() - begin
    # what the machine takes for a claim that is tagged by hand, in the same run
    reference = statistics.median(tagged)
    answer = statistics.median(accepted)
    print(
        f"\nasked {asked:.2f} s; {shown:,} suggestions after {first:.1f} s, {len(layer.suggestions):,} after "
        f"{whole:.1f} s, worst gap {worst:.2f} s; "
        f"weighed anew after {again:.1f} s, worst gap {pulse.worst:.2f} s; "
        f"A answers in {answer:.3f} s, tagging by hand in {reference:.3f} s"
    )
    assert answer < 4 * reference
    assert asked < 20 * reference
    # it is read while the others are learnt from
    assert first < 0.6 * whole
