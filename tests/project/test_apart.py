"""Tables of a great many claims, written by two processes at once: the same bytes, or nothing."""

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.exchange.tables.formats import choices
from desktop.project import apart, children, lists
from desktop.project.export import Export, writing
from desktop.project.requests import Request
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.reads import filtered

from ..store.making import make_project

_STANCES = itertools.cycle((Stance.FAVOR, Stance.AGAINST, Stance.NEUTRAL))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with make_project(tmp_path / "some.visavis") as made:
        # names and words that a spreadsheet and a page would read otherwise
        actor = edits.codebook.add(made, "actor", '=Ann "A" <b>, & co')
        claims = [
            NewClaim(1, Span(at, at + 6 + at % 9), (actor, 1)[: 1 + at % 2], 1, next(_STANCES)) for at in range(40)
        ]
        edits.claims.tag_many(made, claims)
        edits.memos.add(made, MemoTarget(claim_id=9), "Two\nlines, “quoted”\t|")
        yield made
    children.close()


@pytest.fixture
def by_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LEAST", 2)
    monkeypatch.setattr(filtered, "_BLOCK", 4)
    monkeypatch.setattr(children, "count", lambda: 2)
    monkeypatch.setattr(apart, "_PATIENCE", 60)


def quietly(_done: int, _whole: int) -> None:
    pass


def written(db: Database, path: Path, form: str, progress: Callable[[int, int], None] = quietly) -> tuple[str, bytes]:
    told = writing(db, Export("claims", form), path)(progress)
    return told, path.read_bytes()


@pytest.mark.parametrize("form", [*choices(), "exact", "csvw"])
def test_what_two_processes_write_is_what_one_writes(
    db: Database, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtered, "_BLOCK", 4)
    by_one = written(db, tmp_path / "claims", form)
    monkeypatch.setattr(apart, "LEAST", 2)
    monkeypatch.setattr(children, "count", lambda: 2)
    # in a child, and not here, however long it takes to begin
    monkeypatch.setattr(apart, "_PATIENCE", 60)
    monkeypatch.setattr(apart, "_of_stretch", only_the_first(apart._of_stretch))
    assert written(db, tmp_path / "claims", form) == by_one


def only_the_first(made: Callable[..., Iterator[object]]) -> Callable[..., Iterator[object]]:
    def of_stretch(stretch: object, make: object, first: int, rows: int) -> Iterator[object]:
        assert first == 0
        yield from made(stretch, make, first, rows)

    return of_stretch


@pytest.mark.usefixtures("by_two")
def test_where_an_import_keeps_all_children_nobody_waits_for_one(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "LEAST", 10**9)
    whole = written(db, tmp_path / "claims.csv", "csv")
    monkeypatch.setattr(apart, "LEAST", 2)
    monkeypatch.setattr(apart, "_PATIENCE", 0.1)
    monkeypatch.setattr(children._pool, "most", 0)
    begun = time.monotonic()
    assert written(db, tmp_path / "claims.csv", "csv") == whole
    assert time.monotonic() - begun < 10


@pytest.mark.usefixtures("by_two")
def test_another_file_in_the_place_of_the_project_gives_no_rows(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = written(db, tmp_path / "claims.csv", "csv")
    run, other = children.run_own, tmp_path / "other.visavis"
    with make_project(other) as made:
        edits.claims.tag_many(made, [NewClaim(1, Span(at, at + 9), (1,), 1, Stance.FAVOR) for at in range(45)])

    def replaced(call: Callable[[], bool], patience: float | None = None) -> bool:
        db.path.rename(tmp_path / "moved.visavis")
        other.rename(db.path)
        try:
            return run(call, patience=patience)
        finally:
            db.path.rename(other)
            (tmp_path / "moved.visavis").rename(db.path)

    monkeypatch.setattr(children, "run_own", replaced)
    assert written(db, tmp_path / "claims.csv", "csv") == whole


@pytest.mark.usefixtures("by_two")
def test_what_is_cut_for_excel_is_counted_in_every_process(db: Database, tmp_path: Path) -> None:
    for claim in (1, 20, 43):
        edits.memos.add(db, MemoTarget(claim_id=claim), "x" * 40_000)
    told, _data = written(db, tmp_path / "claims.xlsx", "xlsx")
    assert "3 cells were cut at 32,767 characters" in told


@pytest.mark.usefixtures("by_two")
def test_what_a_child_cannot_make_is_made_here(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(db, tmp_path / "claims.csv", "csv")

    def refused(_call: object, patience: object) -> None:
        raise UserError("The project broke off the process that read it.")

    monkeypatch.setattr(children, "run_own", refused)
    assert written(db, tmp_path / "claims.csv", "csv") == whole


@pytest.mark.usefixtures("by_two")
def test_who_writes_while_a_child_reads_makes_it_begin_anew(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = ["once", "twice"]

    # in turn: the project's own connection belongs to the thread that opened it
    @contextmanager
    def overtaken(_stop: object, call: Callable[[], bool]) -> Iterator[Future[bool]]:
        made = Future[bool]()
        made.set_result(children.run_own(call))
        if notes:
            edits.memos.add(db, MemoTarget(claim_id=1), notes.pop(0))
        yield made

    monkeypatch.setattr(children, "beside", overtaken)
    _told, data = written(db, tmp_path / "claims.csv", "exact")
    assert b"once\n\ntwice" in data


@pytest.mark.usefixtures("by_two")
def test_what_is_given_up_is_no_file_and_leaves_no_child_at_work(db: Database, tmp_path: Path) -> None:
    class GivenUpError(Exception):
        pass

    def give_up(done: int, whole: int) -> None:
        if done == whole:
            raise GivenUpError

    with pytest.raises(GivenUpError):
        written(db, tmp_path / "claims.csv", "csv", give_up)
    assert [one.name for one in tmp_path.iterdir() if "claims" in one.name or one.suffix == ".tmp"] == []
    assert [one for one in children._pool._children if one.began is not None] == []


def test_few_rows_are_made_by_one_process(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "count", lambda: 2)
    assert lists.claims_table(db, Request()).rows.apart is None  # type: ignore[attr-defined]
    monkeypatch.setattr(apart, "LEAST", 2)
    assert lists.claims_table(db, Request()).rows.apart is not None  # type: ignore[attr-defined]
    monkeypatch.setattr(children, "count", lambda: 1)
    assert lists.claims_table(db, Request()).rows.apart is None  # type: ignore[attr-defined]
