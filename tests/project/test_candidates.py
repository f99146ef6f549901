"""Long documents that are read for claims in a process of its own: what comes of it, and what ends it."""

import gc
import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import islice
from types import SimpleNamespace

import pytest

from desktop.analysis.suggestions.claim_candidates import CandidateFinder, Looked
from desktop.analysis.suggestions.coded_text import CodedText
from desktop.core.errors import UserError
from desktop.core.stopping import StoppedError
from desktop.core.values import Actor, ActorKind, Segment, SegmentKind
from desktop.project import candidates, children
from desktop.project.candidates import candidate_finder
from desktop.project.children import Stream

ACTORS = (
    Actor("vask", "Ordun Vask", role="minister", parent="guild", id=1),
    Actor("nim", "Elbar Nim", id=2),
    Actor("guild", "Guild of Ferrymen", ActorKind.ORGANISATION, id=3),
)
PROSE = (
    "Vask demanded that the unjust toll must be abolished. He left at noon. “We reject any new bridge because it would "
    "destroy our trade,” Nim said, adding that the fee is necessary. The Guild of Ferrymen attacked the mayor."
)
TURN = "OV: We want the bridge, and both ministers have refused it. They said “no” again and again."


def long_text(repeats: int) -> CodedText:
    parts = [f"{PROSE if at % 3 else TURN} House {at} stands." for at in range(repeats)]
    starts = [sum(len(one) + 2 for one in parts[:at]) for at in range(repeats)]
    turns = [
        Segment(at, 1, SegmentKind.TURN, start, start + len(parts[at]), 1, "answer", "OV")
        for at, start in enumerate(starts)
        if not at % 3
    ]
    return CodedText("\n\n".join(parts), tuple(turns), ("vask",), language="en", year="2024")


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let short documents be read apart, too, by children that end with the test."""
    monkeypatch.setattr(candidates, "_LONG", 1_000)
    monkeypatch.setattr(children, "_pool", children._Pool())
    monkeypatch.setattr(children._pool, "most", 2)
    yield
    children._pool.close()


def numbers() -> list[int]:
    return [one.number for one in children._pool._children]


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_is_read_apart_is_what_is_read_here() -> None:
    document = long_text(200)
    finder = candidate_finder(ACTORS)
    finder.begin(document)
    wait_until(lambda: bool(numbers()))
    assert [*finder.find(document)] == [*CandidateFinder(ACTORS).find(document)]
    assert len(finder.find(document)) > 800


def test_a_short_document_needs_no_process() -> None:
    finder = candidate_finder(ACTORS)
    assert finder.find(long_text(2))
    assert numbers() == []


def test_where_the_process_dies_the_rest_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    document = long_text(200)
    whole = [*CandidateFinder(ACTORS).find(document)]
    ends = iter((2, 0))

    class Broken(Stream[Looked]):
        """One whose child is killed from outside behind some parts."""

        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            self.left = next(ends)

        def __next__(self) -> Looked | None:
            if not self.left:
                self._is_over = True
                raise UserError("The project broke off the process that read it.")
            part = super().__next__()
            self.left -= part is not None
            return part

    monkeypatch.setattr(children, "Stream", Broken)
    for _again in range(2):
        assert [*candidate_finder(ACTORS).find(document)] == whole


def test_a_killed_process_is_told_and_where_none_is_free_nobody_waits() -> None:
    stream = Stream(forever)
    assert next(one for one in stream if one is not None) == Looked()
    os.kill(numbers()[0], signal.SIGKILL)
    with pytest.raises(UserError, match="broke off the process"):
        list(stream)
    assert [*stream] == []
    busy = [Stream(forever) for _one in range(2)]
    wait_until(lambda: len(numbers()) == 2)
    with pytest.raises(StoppedError):
        list(Stream(forever))
    assert all(next(part for part in one if part is not None) == Looked() for one in busy)


def test_parts_come_one_by_one_and_a_sentence_behind_them() -> None:
    assert [one for one in Stream(some, 3) if one is not None] == [0, 1, 2]
    stream = (one for one in Stream(some, 3, True) if one is not None)
    assert [*islice(stream, 3)] == [0, 1, 2]
    with pytest.raises(UserError, match="No more"):
        next(stream)


def test_what_nobody_has_any_more_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "look", forever)
    document = long_text(20)
    # nothing is collected that goes in a circle
    gc.disable()
    try:
        for given_up in (False, True):
            finder = candidate_finder(ACTORS)
            finder.begin(document)
            wait_until(lambda: bool(numbers()))
            if given_up:
                with pytest.raises(StoppedError):
                    finder.find(document, stop)
            del finder
            wait_until(lambda: not numbers())
    finally:
        gc.enable()


def test_a_reading_apart_that_was_given_up_goes_on_where_it_was() -> None:
    document = long_text(200)
    finder, places = candidate_finder(ACTORS), SimpleNamespace(reached=[])

    def give_up(done: int, _whole: int) -> None:
        places.reached.append(done)
        if done > limit:
            raise StoppedError

    for limit in (0, 9_000, 30_000):  # noqa: B007 - read by what is called
        with pytest.raises(StoppedError):
            finder.find(document, give_up)
        assert not finder.has_read(document)
    assert sorted(places.reached) == places.reached
    assert [*finder.find(document)] == [*CandidateFinder(ACTORS).find(document)]


def stop(_done: int, _whole: int) -> None:
    raise StoppedError


# what is called in the child


def forever(*_arguments: object) -> Iterator[Looked]:
    while True:
        yield Looked()
        time.sleep(0.05)


def some(count: int, refused: bool = False) -> Iterator[int]:
    yield from range(count)
    if refused:
        raise UserError("No more.")
