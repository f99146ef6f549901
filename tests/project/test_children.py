"""Work in child processes: within limits, ended at any moment, and nothing but values comes back."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.limits import MEGABYTE, Limits, allow, limits
from desktop.core.progress import alive
from desktop.core.roster import Roster
from desktop.core.stopping import CURRENT, Stop, StoppedError
from desktop.core.values import Actor
from desktop.project import children
from desktop.project.children import ChildError, _Answer, _Pool, _Work
from desktop.project.memory import waited

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shared() -> Iterator[_Pool]:
    # to begin takes a child a second
    made = _Pool()
    made.most = 2
    yield made
    made.close()


@pytest.fixture
def pool(shared: _Pool) -> Iterator[_Pool]:
    yield shared
    allow(Limits())


def run(pool: _Pool, call: object, *arguments: object, actors: object = None, **named: object) -> object:
    return pool.run(call, arguments, named, _Work("a.txt", limits(), reads=True), actors)  # type: ignore[arg-type]


# what is called in the child


def number(_again: int = 0) -> int:
    return os.getpid()


def echo(value: object) -> object:
    return value


def refuse() -> None:
    raise UserError("{name} holds no text.", name="a.txt")


def fail() -> None:
    raise ZeroDivisionError("a bug")


def wait(seconds: float) -> None:
    time.sleep(seconds)


def count_for_ever() -> None:
    # a loop in C that never lets another thread of its process run
    sum(iter(int, 1))


def hoard(megabytes: int) -> int:
    return sum(map(len, [os.urandom(MEGABYTE) for _piece in range(megabytes)]))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def go_on(pieces: int, seconds: float) -> str:
    for _piece in range(pieces):
        time.sleep(seconds)
        alive()
    return "done"


def names(actors: Roster) -> list[str]:
    return [one.name for one in actors]


def complain() -> str:
    print("a library that prints where the answers go")
    os.write(1, b"and one that does so without asking Python")
    return "heard"


def test_a_child_is_used_again_and_another_takes_the_place_of_one_that_died(pool: _Pool) -> None:
    first = run(pool, number)
    assert first != os.getpid()
    assert run(pool, number) == first
    assert run(pool, complain) == "heard"
    with pytest.raises(UserError, match=r"^a\.txt broke off the process that read it; get a new copy or save it as"):
        run(pool, die)
    assert run(pool, number) != first


def test_a_sentence_comes_back_as_one_and_a_bug_as_a_bug_with_where_it_arose(pool: _Pool) -> None:
    with pytest.raises(UserError, match=r"^a\.txt holds no text\.$"):
        run(pool, refuse)
    with pytest.raises(ChildError, match="ZeroDivisionError") as caught:
        run(pool, fail)
    assert "in fail" in "".join(caught.value.__notes__)
    # neither costs the child
    assert run(pool, echo, {"a": (1, "ä")}) == {"a": (1, "ä")}


def test_what_takes_too_long_is_ended_in_one_sentence_that_says_how_to_allow_more(pool: _Pool) -> None:
    run(pool, number)
    allow(Limits(seconds=0.5))
    with pytest.raises(UserError) as caught:
        run(pool, count_for_ever)
    assert str(caught.value) == (
        "a.txt took more than 0.5 s to read and was left out; the preferences and --time-limit allow more."
    )
    allow(Limits())
    assert run(pool, echo, 1) == 1


def test_the_time_that_others_have_the_processor_does_not_count(pool: _Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    run(pool, number)
    allow(Limits(seconds=0.5))
    begun = time.monotonic()
    # of ten seconds it has one
    monkeypatch.setattr(children, "waited", lambda _process: 0.9 * (time.monotonic() - begun))
    run(pool, wait, 0.8)
    allow(Limits(seconds=0.1))
    with pytest.raises(UserError, match=r"took more than 0\.1 s"):
        run(pool, count_for_ever)
    assert time.monotonic() - begun > 1


@pytest.mark.skipif(sys.platform != "linux", reason="only there a system tells it")
def test_a_system_tells_how_long_a_process_waited_for_a_processor() -> None:
    before = waited(os.getpid())
    time.sleep(0.05)
    # who sleeps does not wait
    assert 0 <= waited(os.getpid()) - before < 5
    assert waited(2**30) == 0


def test_what_takes_too_much_memory_is_ended_in_one_sentence(pool: _Pool) -> None:
    allow(Limits(memory=300 * MEGABYTE))
    with pytest.raises(UserError) as caught:
        run(pool, hoard, 20_000)
    assert str(caught.value) == (
        "a.txt took more than 300 MB of memory to read and was left out; the preferences and --memory-limit allow more."
    )


def test_a_file_of_many_documents_may_take_long_as_long_as_one_comes_after_the_other(pool: _Pool) -> None:
    run(pool, number)
    allow(Limits(seconds=2.5))
    assert run(pool, go_on, 3, 1.0) == "done"


def test_what_nobody_waits_for_any_more_is_ended_at_once(pool: _Pool) -> None:
    child, stop = run(pool, number), Stop()
    assert isinstance(child, int)
    raised: list[BaseException] = []

    def work() -> None:
        CURRENT.set(stop)
        try:
            run(pool, count_for_ever)
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while not any(one.began for one in pool._children):
        time.sleep(0.01)
    stop.set(at_once=True)
    thread.join(20)
    assert not thread.is_alive()
    assert isinstance(raised[0], StoppedError)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    CURRENT.set(None)


def test_several_work_at_once_and_never_more_than_there_may_be(pool: _Pool) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(run(pool, go_on, 1, 0.2))) for _one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == ["done"] * 6
    assert len(pool._children) <= 2


def test_of_actors_only_those_go_to_a_child_whom_it_does_not_have(pool: _Pool) -> None:
    roster = Roster([Actor("a", "Ana")])
    assert run(pool, names, actors=roster) == ["Ana"]
    roster.add([Actor("b", "Bea")])
    assert run(pool, names, actors=roster) == ["Ana", "Bea"]
    roster.reset([Actor("c", "Cem")])
    assert run(pool, names, actors=roster) == ["Cem"]
    assert run(pool, names, actors=Roster([Actor("d", "Dee")])) == ["Dee"]
    assert run(pool, names, actors=roster) == ["Cem"]


def test_an_answer_makes_nothing_but_values() -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("touch harmed",)

    with pytest.raises(pickle.UnpicklingError, match="system"):
        _Answer(pickle.dumps(("done", Harm()))).load()
    value = (Path("a"), frozenset({1}), Actor("a", "Ana"), {"b": [1.5, None, b"x"]})
    assert _Answer(pickle.dumps(value)).load() == value


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be asked after by its number")
def test_a_child_is_gone_when_the_program_is_killed_that_started_it() -> None:
    code = (
        "import threading\nfrom desktop.project import children\nfrom tests.project.test_children import number, wait\n"
        "print(children.run(number, name='a'), flush=True)\nchildren.run(wait, 60, name='a')"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        child = int(program.stdout.readline())
        program.kill()
    for _look in range(400):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and " Z " in Path(f"/proc/{child}/stat").read_text():
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")


def test_the_shared_pool_is_there_for_all() -> None:
    assert children.run(echo, "x", name="a.txt") == "x"
    assert 1 <= children.count() <= 8
