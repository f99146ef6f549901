"""What is saved in the project by name: filters, and views of the matrix."""

from collections.abc import Callable
from typing import Literal

import pytest

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.views import View
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import saved

from .making import rows

ONE, OTHER = ClaimFilter.parse("stance=favor"), ClaimFilter.parse("topic=trade children=no date=2021..")
VIEW = View().changed(
    rows="theme>topic", columns="country>actor", cells="net", where="stance=favor", order="similarity"
)
Read = Callable[[Database], dict[str, ClaimFilter] | dict[str, View]]
KINDS = pytest.mark.parametrize(
    ("kind", "read", "one", "other"), [("filter", saved.filters, ONE, OTHER), ("view", saved.views, View(), VIEW)]
)
Kind = Literal["filter", "view"]
Thing = ClaimFilter | View


@KINDS
def test_things_are_saved_by_name_and_every_change_can_be_undone(
    db: Database, kind: Kind, read: Read, one: Thing, other: Thing
) -> None:
    before = rows(db)
    saved.save(db, " velo  marin ", one)
    saved.save(db, "Ana", other)
    assert list(read(db).items()) == [("Ana", other), ("velo marin", one)]
    saved.save(db, "Ana", one)
    saved.rename(db, kind, "Ana", "Zuni")
    assert read(db) == {"velo marin": one, "Zuni": one}
    saved.delete(db, kind, "velo marin")
    assert read(db) == {"Zuni": one}
    states = []
    for _ in range(5):
        assert db.undo() is not None
        states.append(set(read(db)))
    assert states == [{"velo marin", "Zuni"}, {"velo marin", "Ana"}, {"velo marin", "Ana"}, {"velo marin"}, set()]
    assert rows(db) == before
    db.redo()
    assert read(db) == {"velo marin": one}
    assert problems(db) == []


@KINDS
def test_names_that_cannot_be_are_told(db: Database, kind: Kind, read: Read, one: Thing, other: Thing) -> None:
    saved.save(db, "a", one)
    saved.save(db, "b", one)
    for act, told in (
        (lambda: saved.save(db, " ", one), f"The {kind} needs a name"),
        (lambda: saved.rename(db, kind, "a", ""), f"The {kind} needs a name"),
        (lambda: saved.rename(db, kind, "a", "b"), f"There is a {kind} “b” already"),
        (lambda: saved.rename(db, kind, "c", "d"), f"There is no {kind} “c”: the project has “a”, “b”"),
        (lambda: saved.delete(db, kind, "c"), f"There is no {kind} “c”"),
    ):
        with pytest.raises(UserError, match=told):
            act()
    saved.rename(db, kind, "a", "a")
    assert set(read(db)) == {"a", "b"}


def test_a_filter_and_a_view_may_have_one_name(db: Database) -> None:
    saved.save(db, "mine", ONE)
    saved.save(db, "mine", VIEW)
    saved.delete(db, "filter", "mine")
    assert (saved.filters(db), saved.views(db)) == ({}, {"mine": VIEW})
    assert saved.view(db, "mine") == VIEW
    with pytest.raises(UserError, match="There is no view “other”: the project has “mine”"):
        saved.view(db, "other")


def test_filters_that_this_visavis_cannot_read_are_passed_over(db: Database) -> None:
    saved.save(db, "a", ONE)
    with db.edit("Future") as recorder:
        recorder.insert("setting", {"key": "claim filter/b", "value": '{"mood": ["glad"]}'})
        recorder.insert("setting", {"key": "another thing", "value": "1"})
    assert set(saved.filters(db)) == {"a"}


def test_a_view_of_a_newer_program_is_told_and_can_be_deleted(db: Database) -> None:
    saved.save(db, "new", View())
    db.sqlite.conn.execute("UPDATE setting SET value = '{\"rows\": \"planet\"}' WHERE key = 'view:new'")
    with pytest.raises(UserError, match="“new” cannot be read"):
        saved.views(db)
    saved.delete(db, "view", "new")
    assert saved.views(db) == {}


def test_they_lie_where_older_projects_have_them(db: Database) -> None:
    saved.save(db, "a", ONE)
    saved.save(db, "b", VIEW)
    keys = [row[0] for row in db.sqlite.execute("SELECT key FROM setting WHERE key LIKE '%a' OR key LIKE '%b'")]
    assert {"claim filter/a", "view:b"} <= set(keys)
