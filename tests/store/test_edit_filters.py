import pytest

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.store.database import Database
from desktop.store.edits.edit_filters import delete, rename, save, saved_filters

ONE, OTHER = ClaimFilter.parse("stance=favor"), ClaimFilter.parse("topic=trade children=no date=2021..")


def test_filters_are_kept_by_name_and_every_change_can_be_undone(db: Database) -> None:
    save(db, " velo  marin ", ONE)
    save(db, "Ana", OTHER)
    assert list(saved_filters(db).items()) == [("Ana", OTHER), ("velo marin", ONE)]
    save(db, "Ana", ONE)
    rename(db, "Ana", "Zuni")
    assert saved_filters(db) == {"velo marin": ONE, "Zuni": ONE}
    delete(db, "velo marin")
    assert saved_filters(db) == {"Zuni": ONE}
    states = []
    for _ in range(5):
        assert db.undo() is not None
        states.append(set(saved_filters(db)))
    assert states == [{"velo marin", "Zuni"}, {"velo marin", "Ana"}, {"velo marin", "Ana"}, {"velo marin"}, set()]


def test_names_that_cannot_be_are_told(db: Database) -> None:
    save(db, "a", ONE)
    save(db, "b", ONE)
    for act in (lambda: save(db, " ", ONE), lambda: rename(db, "a", ""), lambda: rename(db, "a", "b")):
        with pytest.raises(UserError):
            act()
    for act in (lambda: rename(db, "c", "d"), lambda: delete(db, "c")):
        with pytest.raises(UserError, match="There is no filter"):
            act()
    rename(db, "a", "a")


def test_what_this_visavis_cannot_read_is_passed_over(db: Database) -> None:
    save(db, "a", ONE)
    with db.edit("Future") as recorder:
        recorder.insert("setting", {"key": "claim filter/b", "value": '{"mood": ["glad"]}'})
        recorder.insert("setting", {"key": "another thing", "value": "1"})
    assert set(saved_filters(db)) == {"a"}
