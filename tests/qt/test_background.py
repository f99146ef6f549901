import gc
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from desktop.core.errors import UserError
from desktop.core.progress import Progress
from desktop.qt.background import Worker, let_go
from desktop.qt.window.page_rows import PAGES

from ..store.making import make_project
from .window_kit import open_window


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    owner = QObject()
    found = Worker(owner)
    yield found
    found.stop()


def long_work(ended: list[str], began: list[None] | None = None) -> Callable[[], Callable[[Progress], object]]:
    """Work of half a minute that says when it began and how it ended."""

    def work(progress: Progress) -> None:
        if began is not None:
            began.append(None)
        how = "stopped"
        try:
            for number in range(6000):
                progress(number, 6000)
                time.sleep(0.005)
            how = "done"
        finally:
            ended.append(how)

    return lambda: work


def says(answer: object) -> Callable[[], Callable[[Progress], object]]:
    return lambda: lambda _progress: answer


def test_work_is_done_in_its_order_beside_the_window_and_told_in_it(worker: Worker, qtbot: QtBot) -> None:
    told: list[tuple[object, bool]] = []
    gate = threading.Event()

    def done(answer: object) -> None:
        told.append((answer, threading.current_thread() is threading.main_thread()))

    worker.ask(lambda: lambda _: (gate.wait(), threading.current_thread() is threading.main_thread())[1], done)
    worker.ask(says("second"), done)
    worker.ask(says("first of those that wait"), done, first=True)
    assert worker.busy
    gate.set()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == [(False, True), ("first of those that wait", True), ("second", True)]
    assert not worker.busy


def test_what_nobody_waits_for_ends_at_its_next_word_and_makes_room_for_the_next(worker: Worker, qtbot: QtBot) -> None:
    counted: list[int] = []
    told: list[object] = []

    def endless(progress: Progress) -> None:
        number = 0
        while True:
            number += 1
            counted.append(number)
            progress(number, 0)

    worker.ask(lambda: endless, told.append)
    worker.ask(says("waits"), told.append)
    qtbot.waitUntil(lambda: bool(counted))
    worker.drop()
    assert not worker.busy
    worker.ask(says("new"), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["new"]


def test_progress_is_told_of_what_is_still_wanted(worker: Worker, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []
    worker.progressed.connect(lambda done, total: steps.append((done, total)))
    with qtbot.waitSignal(worker.progressed):
        worker.ask(lambda: lambda progress: progress(3, 3), lambda _: None)
    assert steps == [(3, 3)]
    worker.ask(lambda: lambda progress: progress(4, 4), steps.append)
    worker.drop()
    qtbot.wait(50)
    assert steps == [(3, 3)]


def test_what_the_user_can_mend_is_handed_over_and_a_bug_is_raised(worker: Worker, qtbot: QtBot) -> None:
    told: list[object] = []
    failed: list[bool] = []
    worker.failed.connect(lambda: failed.append(True))

    def fail(error: Exception) -> Callable[[Progress], object]:
        def work(_progress: Progress) -> object:
            raise error

        return work

    worker.ask(lambda: fail(UserError("The file is gone: choose another.")), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert [str(one) for one in told] == ["The file is gone: choose another."]
    with qtbot.captureExceptions() as bugs:
        worker.ask(lambda: fail(KeyError("ours")), told.append)
        worker.ask(says("goes on"), told.append)
        qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == "goes on"
    assert [kind for kind, _, _ in bugs] == [KeyError]
    assert failed == [True]


def test_what_cannot_be_begun_is_handed_over_too_and_holds_nothing_up(worker: Worker, qtbot: QtBot) -> None:
    told: list[object] = []

    def refuse() -> Callable[[Progress], object]:
        raise UserError("The disk is full.")

    worker.ask(refuse, lambda answer: told.append(str(answer)))
    worker.ask(says("the next"), told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["The disk is full.", "the next"]
    assert not worker.busy


def test_what_runs_is_ended_before_the_thing_that_it_is_for_goes(qtbot: QtBot) -> None:
    owner, ended = QObject(), list[str]()
    worker = Worker(owner, threads=2)
    for _ in range(2):
        worker.ask(long_work(ended), lambda _result: None)
    qtbot.waitUntil(lambda: len(worker._running) == 2)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert ended == ["stopped"] * 2


def test_nothing_goes_on_when_a_window_and_its_project_are_closed(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    window = open_window(path, qtbot)
    # all that have threads of their own, also those of pages that were looked at
    for row in PAGES:
        window.show_page(row.key)
    window.session.traces.trace()
    window.keeping.look()
    window.keeping.show_backups()
    workers = [*window.findChildren(Worker), *window.session.findChildren(Worker)]
    assert len(workers) > 8
    ended, began = list[str](), list[None]()
    for worker in workers:
        worker.drop()
        worker.ask(long_work(ended, began), lambda _result: None, first=True)
    # what was given up ends first
    qtbot.waitUntil(lambda: len(began) == len(workers), timeout=25_000)
    assert window.close()
    window.session.close()
    assert ended == ["stopped"] * len(workers)
    assert not any(worker.busy for worker in workers)
    window.deleteLater()


def test_what_is_let_go_is_freed_part_by_part_and_few_things_at_once_as_ever(qtbot: QtBot) -> None:
    owner = QObject()
    many, named, few = list(range(3500)), dict.fromkeys(range(2500)), list(range(10))
    let_go(owner, many, named, few)
    assert (len(many), len(named)) == (3500, 2500)
    left: list[int] = []
    while many or named:
        # so many things are not looked through for circles
        assert not gc.isenabled()
        left.append(len(many) + len(named))
        QCoreApplication.processEvents()
    assert gc.isenabled()
    assert len(left) >= 6
    assert all(before - behind <= 1000 for before, behind in pairwise(left))
    assert len(few) == 10
    let_go(owner, [], {})
    QCoreApplication.processEvents()
    assert gc.isenabled()
    # a window that is closed meanwhile leaves the others their collector
    let_go(owner, list(range(3500)))
    assert not gc.isenabled()
    shiboken6.delete(owner)
    assert gc.isenabled()


def test_the_window_has_its_turn_soon_while_something_works_beside_it(worker: Worker, qtbot: QtBot) -> None:
    """Each call of Qt's may let the work go on: what paints a page makes dozens of them."""
    ended = threading.Event()

    def work(_progress: Progress) -> int:
        count = 0
        while not ended.is_set():
            count += 1
        return count

    told: list[int] = []
    worker.ask(lambda: work, told.append)
    try:
        took = []
        for _try in range(5):
            begun = time.perf_counter()
            for _call in range(60):
                time.sleep(0)
            took.append(time.perf_counter() - begun)
    finally:
        ended.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0] > 1000
    assert min(took) < 0.1
