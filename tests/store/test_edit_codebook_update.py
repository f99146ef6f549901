import pytest

from desktop.core.errors import UserError
from desktop.core.values import Actor, ActorKind, Codebook, CodebookFile, Topic
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits.codebook import apply_codebook, update
from desktop.store.reads import project as reads

from .making import everything, ids, rows


def actor(db: Database, key: str) -> Actor:
    return next(one for one in reads.actors(db) if one.key == key)


def topic(db: Database, key: str) -> Topic:
    return next(one for one in reads.topics(db) if one.key == key)


def test_every_field_of_an_actor_can_be_changed_in_one_step(db: Database) -> None:
    before = rows(db)
    update(
        db,
        "actor",
        ids(db, "actor")["elbar"],
        key="nim",
        name=" Elbar  Nimor ",
        kind="group",
        role="speaker ",
        affiliation="Guild",
        country="Tarn",
        color="#0072b2",
        initials="E",
        definition="Who\nspeaks.",
        aliases=("Nim", " nim", "", "elbar nimor", "E. N."),
    )
    found = actor(db, "nim")
    assert (found.name, found.kind, found.role, found.affiliation) == (
        "Elbar Nimor",
        ActorKind.GROUP,
        "speaker",
        "Guild",
    )
    assert (found.country, found.color, found.initials, found.definition) == ("Tarn", "#0072b2", "E", "Who\nspeaks.")
    assert found.aliases == ("Nim", "E. N.")
    after = rows(db)
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == after


def test_a_topic_is_changed_field_by_field_and_each_step_has_its_name(db: Database) -> None:
    number = ids(db, "topic")["trade"]
    update(db, "topic", number, name="Commerce")
    assert db.undo_text() == "Rename topic Trade"
    update(db, "topic", number, color="#123456")
    assert db.undo_text() == "Change colour of Commerce"
    values = {"inclusion": "fairs", "exclusion": "gifts", "example": "“nimor”", "definition": "D", "proposition": "P"}
    update(db, "topic", number, **values)
    assert db.undo_text() == "Change topic Commerce"
    found = topic(db, "trade")
    assert (found.inclusion, found.exclusion, found.example, found.proposition) == ("fairs", "gifts", "“nimor”", "P")


def test_what_was_made_of_the_name_follows_the_name(db: Database) -> None:
    with db.edit("Stand-in") as recorder:
        recorder.update("topic", ids(db, "topic")["bridge"], {"proposition": "Bridge"})
    update(db, "topic", ids(db, "topic")["bridge"], name="The bridge")
    update(db, "actor", ids(db, "actor")["ordun"], name="Ordun Welk")
    assert topic(db, "bridge").proposition == "The bridge"
    assert actor(db, "ordun").initials == "OW"
    update(db, "topic", ids(db, "topic")["trade"], name="Trading")
    assert topic(db, "trade").proposition == "Tarn should trade more"


def test_what_is_the_same_already_makes_no_step(db: Database) -> None:
    before = everything(db)
    update(db, "actor", ids(db, "actor")["ordun"], name="Ordun Vask", aliases=("O. Vask", "Vásk"))
    assert everything(db) == before


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": " "}, r"^The actor “Ordun Vask” needs a name: type one\.$"),
        ({"key": "Or dun"}, r"^“Or dun” is no key: write lower-case letters .* such as “us-gov”\.$"),
        ({"key": "tarn"}, r"^The key “tarn” is another actor’s already: choose another\.$"),
        ({"color": "blue"}, r"^“blue” is no colour: choose one, or write it like #0072b2\.$"),
        ({"kind": "ship"}, r"^“ship” is no kind of actor: choose one of person, "),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_is_written(
    db: Database, values: dict[str, str], sentence: str
) -> None:
    before = everything(db)
    with pytest.raises(UserError, match=sentence):
        update(db, "actor", ids(db, "actor")["ordun"], **values)
    assert everything(db) == before


def test_an_entry_that_is_gone_is_told(db: Database) -> None:
    with pytest.raises(UserError, match=r"^There is no topic 99: it was deleted meanwhile"):
        update(db, "topic", 99, name="Velo")


def test_an_unknown_field_is_a_bug(db: Database) -> None:
    with pytest.raises(ValueError, match="proposition"):
        update(db, "actor", ids(db, "actor")["ordun"], proposition="x")


def file_of(codebook: Codebook, *fields: str) -> CodebookFile:
    given = frozenset({"key", *fields})
    keys = [("actor", one.key) for one in codebook.actors] + [("topic", one.key) for one in codebook.topics]
    return CodebookFile(codebook, dict.fromkeys(keys, given))


def test_a_codebook_updates_only_on_wish_and_only_what_the_file_mentions(db: Database) -> None:
    before = rows(db)
    more = Codebook(
        (Actor("ordun", "Ordun Welk", parent="guild"), Actor("guild", "Guild", ActorKind.ORGANISATION)),
        (Topic("trade", "Trade", definition="Goods."),),
    )
    given = file_of(more, "name", "parent", "definition")
    assert apply_codebook(db, given) == (1, 0, 0, [])
    assert actor(db, "ordun").name == "Ordun Vask"
    assert apply_codebook(db, given, update=True) == (0, 2, 0, [])
    found = actor(db, "ordun")
    assert (found.name, found.parent, found.role, found.aliases) == (
        "Ordun Welk",
        "guild",
        "minister",
        ("O. Vask", "Vásk"),
    )
    assert (topic(db, "trade").definition, topic(db, "trade").proposition) == ("Goods.", "Tarn should trade more")
    # the file mentions a parent of the topic, and that it is none
    assert topic(db, "trade").parent == ""
    assert problems(db) == []
    db.undo()
    db.undo()
    assert rows(db) == before


def test_a_codebook_whose_parents_would_go_round_with_the_projects_is_refused(db: Database) -> None:
    before = everything(db)
    # the project has ordun under tarn; the file does not mention that
    circle = Codebook((Actor("tarn", "Tarn", parent="ordun"), Actor("ordun", "Ordun Vask")))
    file = CodebookFile(circle, {("actor", "tarn"): frozenset({"parent"}), ("actor", "ordun"): frozenset({"name"})})
    with pytest.raises(UserError, match=r"^The parents of actors would go round in a circle \(.*→.*\): remove one"):
        apply_codebook(db, file, update=True)
    assert everything(db) == before
