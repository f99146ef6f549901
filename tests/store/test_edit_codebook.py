from dataclasses import replace

import pytest

from desktop.core.errors import UserError
from desktop.core.keys import key_of
from desktop.core.values import Actor, ActorKind, Codebook, Topic
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits.codebook import add, add_codebook, initials_of
from desktop.store.reads import project as reads

from .making import CODEBOOK, everything, rows


def test_a_new_actor_has_a_key_and_initials_of_its_name_and_stands_last(db: Database) -> None:
    number = add(db, "actor", "  Élen \n van  Dáar ", kind="group")
    actor = reads.actors(db)[-1]
    assert (actor.id, actor.key, actor.name) == (number, "elen-van-daar", "Élen van Dáar")
    assert (actor.initials, actor.kind) == ("ÉD", ActorKind.GROUP)
    assert db.undo_text().startswith("Add actor Élen")


def test_a_new_topic_has_no_proposition_that_nobody_wrote(db: Database) -> None:
    add(db, "topic", "Toll")
    add(db, "topic", "Road", proposition="Roads should be free", key="free-roads")
    assert [(topic.key, topic.proposition) for topic in reads.topics(db)[-2:]] == [
        ("toll", ""),
        ("free-roads", "Roads should be free"),
    ]


def test_a_key_that_is_taken_gets_a_number(db: Database) -> None:
    for _ in range(3):
        add(db, "actor", "Tarn")
    assert [actor.key for actor in reads.actors(db)[1:]] == ["tarn", "elbar", "tarn-2", "tarn-3", "tarn-4"]


def test_a_name_without_latin_letters_still_gets_a_key(db: Database) -> None:
    add(db, "actor", "Новый")
    add(db, "topic", "Мост")
    assert (reads.actors(db)[-1].key, reads.topics(db)[-1].key) == ("actor", "topic")


@pytest.mark.parametrize(
    ("name", "key", "sentence"),
    [
        (" \n", "", r"^The new actor needs a name: type one\.$"),
        ("Tarn", "tarn", r"^The key “tarn” is another actor’s already: choose another\.$"),
    ],
)
def test_an_actor_that_cannot_be_is_refused_and_nothing_is_written(
    db: Database, name: str, key: str, sentence: str
) -> None:
    before = everything(db)
    with pytest.raises(UserError, match=sentence):
        add(db, "actor", name, key=key)
    assert everything(db) == before


def test_a_codebook_adds_what_is_missing_and_leaves_the_others_as_they_are(db: Database) -> None:
    old = rows(db)
    more = Codebook(
        (
            replace(CODEBOOK.actors[0], name="Renamed"),
            Actor("nilo", "Nilo", parent="guild"),
            Actor("guild", "Guild", ActorKind.ORGANISATION, parent="tarn"),
        ),
        (Topic("road", "Road", "Roads should be free", parent="economy"), CODEBOOK.topics[0]),
    )
    with db.edit("Add codebook") as recorder:
        add_codebook(db, recorder, more)
    assert rows(db)["actor"][:3] == old["actor"]
    assert [(actor.key, actor.parent) for actor in reads.actors(db)[3:]] == [("nilo", "guild"), ("guild", "tarn")]
    assert [(topic.key, topic.parent) for topic in reads.topics(db)[3:]] == [("road", "economy")]
    assert problems(db) == []
    db.undo()
    assert rows(db) == old


def test_the_same_codebook_twice_changes_nothing(db: Database) -> None:
    before = everything(db)
    with db.edit("Add codebook") as recorder:
        add_codebook(db, recorder, CODEBOOK)
    assert everything(db) == before


@pytest.mark.parametrize(
    ("name", "key"),
    [("Ordun Vask", "ordun-vask"), ("  Élan—d’Ör ", "elan-d-or"), ("2 Tarn!", "2-tarn"), ("…", ""), ("Мост", "")],
)
def test_a_key_is_lower_case_ascii_words(name: str, key: str) -> None:
    assert key_of(name) == key


def test_a_key_is_at_most_60_characters_and_ends_with_none_of_its_hyphens() -> None:
    assert key_of("x" * 59 + " yy") == "x" * 59
    assert len(key_of("ab " * 50)) <= 60


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ordun Vask", "OV"), ("Ursula van der Ley", "UL"), ("the guild", "TG"), ("A B C D", "ABC"), ("", "")],
)
def test_initials_leave_the_particles_out(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_only_actors_and_topics_have_keys(db: Database) -> None:
    with pytest.raises(ValueError, match="claim"):
        edit_codebook.keys(db, "claim")
