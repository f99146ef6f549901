import random
from typing import TYPE_CHECKING

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import Actor, ActorKind, Stance
from desktop.project.export import TablePreview
from desktop.qt.exporting.preview_model import TablePreviewModel
from desktop.qt.matrix.matrix_model import MatrixModel
from desktop.qt.matrix.short_names import short_names
from desktop.qt.session import Session
from desktop.store import edits, reads

from .window_kit import tag_claim

if TYPE_CHECKING:
    from desktop.analysis.comparison.counts import CellKey


def ids(session: Session) -> tuple[dict[str, int], dict[str, int]]:
    topics = {topic.key: topic.id for topic in session.topics().values()}
    return topics, {actor.key: actor.id for actor in session.actors().values()}


def test_rows_are_topics_with_claims_and_columns_actors_by_total(session: Session) -> None:
    model = MatrixModel(session)
    assert [topic.key for topic in model.topics] == ["trade", "bridge"]
    # both have two claims: the codebook decides
    assert [actor.key for actor in model.actors] == ["ordun", "elbar"]
    assert (model.topic_count, model.actor_count) == (2, 3)
    model.set_hide_empty(False)
    assert [actor.key for actor in model.actors] == ["ordun", "elbar", "tarn"]


def test_an_edit_tells_only_the_cells_that_it_touched(session: Session, qtbot: QtBot) -> None:
    model = MatrixModel(session)
    topics, actors = ids(session)
    told: list[set[CellKey]] = []
    model.cells_changed.connect(told.append)
    with qtbot.assertNotEmitted(model.reset):
        tag_claim(session, 1, Span(0, 4), (actors["ordun"],), topics["bridge"], Stance.FAVOR)
    assert told == [{(topics["bridge"], actors["ordun"])}]
    assert model.counts(topics["bridge"], None) == (1, 1, 0)
    assert model.counts(None, actors["ordun"]).total == 3


def test_an_actor_comes_with_the_first_claim_and_goes_with_the_last(session: Session) -> None:
    model = MatrixModel(session)
    topics, actors = ids(session)
    before = [actor.key for actor in model.actors]
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["economy"], Stance.NEUTRAL)
    assert [actor.key for actor in model.actors] == ["ordun", "elbar", "tarn"]
    assert [topic.key for topic in model.topics] == ["trade", "economy", "bridge"]
    session.undo()
    assert [actor.key for actor in model.actors] == before
    assert len(model.topics) == 2


def test_a_model_that_nobody_looks_at_catches_up_later(session: Session) -> None:
    model = MatrixModel(session)
    topics, actors = ids(session)
    model.set_active(False)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.NEUTRAL)
    assert model.column_of(actors["tarn"]) == -1
    model.set_active(True)
    assert model.column_of(actors["tarn"]) == 2


def test_the_patched_model_equals_one_made_anew_after_any_edits(session: Session) -> None:
    random_ = random.Random(20)
    model = MatrixModel(session)
    everything = MatrixModel(session)
    everything.set_hide_empty(False)
    topics, actors = ids(session)
    text = session.read(reads.project.text, 1)
    for _ in range(150):
        claims = [claim.id for claim in session.claims()]
        who = tuple(random_.sample(sorted(actors.values()), random_.randint(1, 3)))
        topic, stance = random_.choice(sorted(topics.values())), random_.choice(list(Stance))
        start = random_.randrange(len(text) - 1)
        action = random_.choice(["tag", "tag", "change", "delete", "undo", "undo", "redo"])
        if action == "tag":
            tag_claim(session, 1, Span(start, start + 1), who, topic, stance)
        elif action == "change" and claims:
            session.do(edits.claims.change, random_.choice(claims), actor_ids=who, topic_id=topic, stance=stance)
        elif action == "delete" and claims:
            session.done(edits.claims.delete, random_.sample(claims, random_.randint(1, min(3, len(claims)))))
        elif action == "undo":
            session.undo()
        elif action == "redo":
            session.redo()
        anew = MatrixModel(session)
        for patched in (model, everything):
            assert patched.matrix == anew.matrix
        assert model.topics == anew.topics
        # the order of columns is only made anew when the page is
        assert {actor.id for actor in model.actors} == {actor.id for actor in anew.actors}
        assert all(model.actors[model.column_of(actor.id)] == actor for actor in anew.actors)
        assert len(everything.actors) == 3


def test_short_names_are_abbreviations_and_surnames_and_never_the_same_twice() -> None:
    actors = [
        Actor("a", "Velo Marin Tosk", aliases=("VT", "Marin Tosk")),
        Actor("b", "Karvel Union (KU)", ActorKind.ORGANISATION),
        Actor("c", "Tarn", ActorKind.COUNTRY, aliases=("Tarnia",)),
        Actor("d", "Elba Quist", aliases=("Quist",)),
        Actor("e", "Nim Quist", aliases=("Quist",)),
    ]
    short = short_names(dict(enumerate(actors)))
    assert list(short.values()) == ["Marin Tosk", "KU", "Tarn", "Elba Quist", "Nim Quist"]


def test_the_preview_is_a_sound_table_model(light: QApplication) -> None:
    model = TablePreviewModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_preview(TablePreview(("a", "b"), (("x", "1"), ("y\nz", "2")), (False, True), 2))
    assert tester.model() is model
    assert model.data(model.index(1, 0)) == "y ⏎ z"
