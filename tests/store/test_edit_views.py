import pytest

from desktop.core.errors import UserError
from desktop.core.views import View
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import kept as edit_views
from desktop.store.reads import counts as pivot_reads

from .making import ids, rows

VIEW = View().changed(
    rows="theme>topic", columns="country>actor", cells="net", where="stance=favor", order="similarity"
)


def test_a_view_is_kept_changed_and_deleted_and_each_is_undone(db: Database) -> None:
    before = rows(db)
    edit_views.keep_view(db, "  my   view ", VIEW)
    assert edit_views.views(db) == {"my view": VIEW}
    edit_views.keep_view(db, "my view", View())
    assert edit_views.view(db, "my view") == View()
    db.undo()
    assert edit_views.view(db, "my view") == VIEW
    edit_views.delete_view(db, "my view")
    assert edit_views.views(db) == {}
    for _ in range(2):
        db.undo()
    assert rows(db) == before
    db.redo()
    assert edit_views.view(db, "my view") == VIEW
    assert problems(db) == []


def test_a_view_that_is_not_there_is_told(db: Database) -> None:
    with pytest.raises(UserError, match="There is no view “a”"):
        edit_views.view(db, "a")
    with pytest.raises(UserError, match="There is no view “a”"):
        edit_views.delete_view(db, "a")
    with pytest.raises(UserError, match="needs a name"):
        edit_views.keep_view(db, " ", View())


def test_a_view_of_a_newer_program_is_told_and_can_be_deleted(db: Database) -> None:
    edit_views.keep_view(db, "new", View())
    db.sqlite.conn.execute("UPDATE setting SET value = '{\"rows\": \"planet\"}' WHERE key = 'view:new'")
    with pytest.raises(UserError, match="“new” cannot be read"):
        edit_views.views(db)
    edit_views.delete_view(db, "new")
    assert edit_views.views(db) == {}


def test_a_summary_is_written_changed_and_taken_away(db: Database) -> None:
    topic, actor = ids(db, "topic")["trade"], ids(db, "actor")["ordun"]
    before = rows(db)
    edit_views.set_summary(db, topic, actor, "  Wavers. ")
    assert pivot_reads.summaries(db) == {(topic, actor): "Wavers."}
    edit_views.set_summary(db, topic, actor, "Wavers much.")
    assert pivot_reads.summaries(db) == {(topic, actor): "Wavers much."}
    edit_views.set_summary(db, topic, actor, "")
    assert pivot_reads.summaries(db) == {}
    edit_views.set_summary(db, topic, actor, "")
    for _ in range(3):
        db.undo()
    assert {name: one for name, one in rows(db).items() if name != "coder"} == {
        name: one for name, one in before.items() if name != "coder"
    }
    assert problems(db) == []
