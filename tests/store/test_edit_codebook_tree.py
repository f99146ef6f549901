import pytest

from desktop.core.errors import UserError
from desktop.store.database import Database
from desktop.store.edits.codebook import add
from desktop.store.edits.codebook_tree import ancestors, move, place, siblings, sort
from desktop.store.reads import project as reads

from .making import everything, ids, rows


def names(db: Database, parent: int | None = None) -> list[str]:
    keys = {number: key for key, number in ids(db, "actor").items()}
    return [keys[number] for number in siblings(db, "actor", parent)]


def test_an_entry_is_put_under_another_as_the_last_one_and_back(db: Database) -> None:
    before = rows(db)
    actors = ids(db, "actor")
    place(db, "actor", actors["elbar"], actors["tarn"])
    assert db.undo_text() == "Put Elbar Nim under Tarn"
    assert names(db, actors["tarn"]) == ["ordun", "elbar"]
    assert ancestors(db, "actor", actors["elbar"]) == [actors["tarn"]]
    place(db, "actor", actors["elbar"], None)
    assert names(db) == ["tarn", "elbar"]
    db.undo()
    db.undo()
    assert rows(db) == before


def test_an_entry_is_put_before_another(db: Database) -> None:
    actors = ids(db, "actor")
    place(db, "actor", actors["elbar"], actors["tarn"], actors["ordun"])
    assert names(db, actors["tarn"]) == ["elbar", "ordun"]
    assert [actor.key for actor in reads.actors(db)] == ["elbar", "tarn", "ordun"]


def test_moving_up_and_down_stays_among_the_siblings_and_ends_at_the_ends(db: Database) -> None:
    velo = add(db, "actor", "Velo")
    assert names(db) == ["tarn", "elbar", "velo"]
    move(db, "actor", velo, -1)
    assert names(db) == ["tarn", "velo", "elbar"]
    move(db, "actor", velo, -5)
    assert names(db) == ["velo", "tarn", "elbar"]
    before = everything(db)
    move(db, "actor", velo, -1)
    assert everything(db) == before
    move(db, "actor", velo, 9)
    assert names(db) == ["tarn", "elbar", "velo"]


def test_moving_by_one_writes_two_rows_and_positions_that_are_the_same_come_apart(db: Database) -> None:
    velo = add(db, "actor", "Velo")
    move(db, "actor", velo, -1)
    assert db.history(1)[0].changes == 2
    with db.edit("Flatten") as recorder:
        recorder.update_many("actor", {number: {"position": 3} for number in ids(db, "actor").values()})
    before = rows(db)
    move(db, "actor", velo, -1)
    assert names(db) == ["tarn", "velo", "elbar"]
    db.undo()
    assert rows(db) == before


def test_a_circle_is_refused_in_one_sentence_and_nothing_is_written(db: Database) -> None:
    actors = ids(db, "actor")
    before = everything(db)
    with pytest.raises(
        UserError, match=r"^“Tarn” cannot stand under “Ordun Vask”, which stands under it: move that one out first\.$"
    ):
        place(db, "actor", actors["tarn"], actors["ordun"])
    with pytest.raises(UserError, match=r"^“Tarn” cannot stand under itself: choose another actor\.$"):
        place(db, "actor", actors["tarn"], actors["tarn"])
    with pytest.raises(UserError, match="was deleted meanwhile"):
        place(db, "actor", actors["tarn"], 99)
    assert everything(db) == before


def test_a_child_is_added_in_one_step(db: Database) -> None:
    before = rows(db)
    add(db, "topic", "Toll", ids(db, "topic")["economy"])
    assert [(one.key, one.parent) for one in reads.topics(db)][-1] == ("toll", "economy")
    add(db, "actor", "Guild", None)
    db.undo()
    db.undo()
    assert rows(db) == before


def test_entries_are_sorted_by_name_or_use_among_their_siblings_and_back(db: Database) -> None:
    for name in ("Zuni", "älva", "Bel"):
        add(db, "actor", name)
    actors = ids(db, "actor")
    place(db, "actor", actors["bel"], actors["tarn"])
    before = rows(db)
    sort(db, "actor", "name")
    assert names(db) == ["alva", "elbar", "tarn", "zuni"], "without case and accents"
    assert names(db, actors["tarn"]) == ["bel", "ordun"]
    assert db.undo_text() == "Sort the actors by name"
    sort(db, "actor", "uses")
    assert names(db) == ["elbar", "alva", "tarn", "zuni"]
    assert names(db, actors["tarn"]) == ["ordun", "bel"]
    db.undo()
    db.undo()
    assert rows(db) == before


def test_topics_are_sorted_by_use_and_what_is_sorted_already_leaves_no_step(db: Database) -> None:
    add(db, "topic", "Aqueduct")
    sort(db, "topic", "uses")
    keys = {number: key for key, number in ids(db, "topic").items()}
    assert [keys[number] for number in siblings(db, "topic", None)] == ["bridge", "economy", "aqueduct"]
    told = db.undo_text()
    steps = db.sqlite.execute("SELECT count(*) FROM history").fetchone()
    sort(db, "topic", "uses")
    assert (db.undo_text(), db.sqlite.execute("SELECT count(*) FROM history").fetchone()) == (told, steps)
