"""What is held back from Python's collector, and what is not."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from desktop.core import collecting
from desktop.core.collecting import LongWork, empty, no_collecting


class Thing:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def work() -> Iterator[LongWork]:
    gc.collect()
    found = LongWork()
    found.begin()
    yield found
    found.end()
    gc.unfreeze()


@pytest.mark.parametrize("is_work_over_first", [True, False])
def test_collections_begin_again_only_when_nobody_holds_them_back_any_more(is_work_over_first: bool) -> None:
    work = LongWork()
    block = no_collecting()
    for begin in (block.__enter__, work.begin)[:: 1 if is_work_over_first else -1]:
        begin()
    first, last = (work.end, lambda: block.__exit__(None, None, None))[:: 1 if is_work_over_first else -1]
    first()
    # in a thread of its own, the other one goes on
    assert not gc.isenabled()
    last()
    assert gc.isenabled()


def test_a_step_collects_the_circles_that_a_piece_of_the_work_has_left_behind(work: LongWork) -> None:
    gone = weakref.ref(Thing())
    assert gone() is not None
    work.step()
    assert gone() is None


def test_what_comes_in_great_number_is_not_looked_through_and_goes_all_the_same(
    work: LongWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_MANY", 1000)
    many = [[number] for number in range(2000)]
    before = gc.get_freeze_count()
    looked: list[object] = []
    gc.callbacks.append(lambda phase, found: looked.append((phase, found)))
    try:
        work.step()
        assert looked == []
    finally:
        gc.callbacks.pop()
    held = gc.get_freeze_count()
    assert held >= before + 2000
    # what is in no circle goes when nobody refers to it, as ever
    many.clear()
    assert gc.get_freeze_count() <= held - 2000
    # and the next pieces are looked through again
    gone = weakref.ref(Thing())
    work.step()
    assert gone() is None


def test_lists_dictionaries_and_sets_are_emptied() -> None:
    things = [object(), object()], {1: object(), 2: object()}, {"a", "b"}
    empty(*things)
    assert things == ([], {}, set())
