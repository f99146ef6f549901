import random

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.outline import LineKey
from desktop.core.spans import Span
from desktop.core.values import Actor, ActorKind, Stance
from desktop.core.views import View
from desktop.project.export import TablePreview
from desktop.qt.exporting.preview_model import TablePreviewModel
from desktop.qt.matrix.model import MatrixModel, short_names
from desktop.qt.matrix.page import PLAIN
from desktop.qt.session import Session
from desktop.store import edits, reads

from .window_kit import tag_claim

# lines of the small project's matrix
TRADE, BRIDGE, ORDUN, ELBAR, TARN = ("trade",), ("bridge",), ("ordun",), ("elbar",), ("tarn",)


def ids(session: Session) -> tuple[dict[str, int], dict[str, int]]:
    topics = {topic.key: topic.id for topic in session.topics().values()}
    return topics, {actor.key: actor.id for actor in session.actors().values()}


def model_of(session: Session, view: View = PLAIN) -> MatrixModel:
    model = MatrixModel(session, view)
    model.set_active(True)
    return model


def rows(model: MatrixModel) -> list[LineKey]:
    return list(model.rows)


def columns(model: MatrixModel) -> list[LineKey]:
    return list(model.columns)


def test_rows_are_topics_with_claims_and_columns_actors_by_total(session: Session) -> None:
    model = model_of(session)
    assert rows(model) == [TRADE, BRIDGE]
    # both have two claims: the codebook decides
    assert columns(model) == [ORDUN, ELBAR]
    model.set_view(PLAIN.changed(hide_empty=False))
    assert rows(model) == [TRADE, BRIDGE], "a theme gathers topics and is none"
    assert columns(model) == [ORDUN, ELBAR, TARN]


def test_an_edit_tells_only_the_cells_that_it_touched(session: Session, qtbot: QtBot) -> None:
    model = model_of(session)
    topics, actors = ids(session)
    told: list[set[tuple[LineKey, LineKey]]] = []
    model.cells_changed.connect(told.append)
    with qtbot.assertNotEmitted(model.reset, wait=20):
        tag_claim(session, 1, Span(0, 4), (actors["ordun"],), topics["bridge"], Stance.FAVOR)
    assert told == [{(BRIDGE, ORDUN)}]
    assert model.counts(BRIDGE, None) == (1, 1, 0, 0)
    assert model.counts(None, ORDUN).total == 3
    assert model.counts(None, None).total == 5


def test_an_actor_comes_with_the_first_claim_and_goes_with_the_last(session: Session) -> None:
    model = model_of(session)
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["economy"], Stance.NEUTRAL)
    assert columns(model) == [ORDUN, ELBAR, TARN]
    assert rows(model) == [TRADE, ("economy",), BRIDGE]
    session.undo()
    assert columns(model) == [ORDUN, ELBAR]
    assert rows(model) == [TRADE, BRIDGE]


def test_columns_keep_their_places_however_their_totals_change(session: Session) -> None:
    model = model_of(session)
    topics, actors = ids(session)
    for _ in range(3):
        tag_claim(session, 1, Span(0, 4), (actors["elbar"],), topics["trade"], Stance.FAVOR)
    assert columns(model) == [ORDUN, ELBAR]
    assert columns(model_of(session)) == [ELBAR, ORDUN]


def test_a_line_that_is_not_shown_counts_nothing(session: Session) -> None:
    model = model_of(session)
    assert model.counts(None, TARN) == model.counts(TRADE, TARN) == (0, 0, 0, 0)
    assert model.path(False, TARN) is not None
    assert model.path(False, ("nobody",)) is None


def test_a_model_that_nobody_looks_at_catches_up_later(session: Session) -> None:
    model = model_of(session)
    topics, actors = ids(session)
    model.set_active(False)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.NEUTRAL)
    assert model.column_of(TARN) == -1
    model.set_active(True)
    assert model.column_of(TARN) == 2


def test_what_has_to_be_counted_anew_is_counted_once_however_many_edits_there_are(
    session: Session, qtbot: QtBot
) -> None:
    model = model_of(session, View().changed(columns="organisation"))
    resets: list[int] = []
    model.reset.connect(lambda: resets.append(len(model.columns)))
    with qtbot.waitSignal(model.reset):
        for number in range(5):
            session.do(edits.codebook.add, "actor", f"Actor {number}")
        assert model.is_stale
        assert resets == []
    assert resets == [8]


def test_a_change_of_the_codebook_is_shown_at_once(session: Session) -> None:
    model = model_of(session)
    topics, actors = ids(session)
    session.do(edits.codebook.update, "actor", actors["elbar"], name="Aron Nim", role="Envoy")
    assert not model.is_stale
    head = model.head(False, model.column_of(ELBAR))
    assert (head.name, head.about) == ("Aron Nim", "Envoy")
    session.do(edits.codebook.update, "topic", topics["trade"], proposition="Tarn should trade less")
    assert model.head(True, model.row_of(TRADE)).about == "Tarn should trade less"
    session.do(edits.codebook_merge.merge, "actor", actors["elbar"], actors["ordun"])
    assert columns(model) == [ORDUN]
    session.undo()
    assert columns(model) == [ORDUN, ELBAR]
    model.set_view(PLAIN.changed(hide_empty=False))
    session.do(edits.codebook.add, "topic", "Tolls", proposition="Tolls should go")
    assert ("tolls",) in rows(model)
    session.undo()
    assert ("tolls",) not in rows(model)


def test_a_model_kept_right_equals_one_made_anew_after_any_edits(session: Session) -> None:
    random_ = random.Random(22)
    # the rows of a change tell all about the counts of these
    followed = [
        PLAIN,
        PLAIN.changed(hide_empty=False),
        PLAIN.changed(transpose=True, cells="net"),
        View(cells="share", order="name", column_order="name"),
        View(order="count", column_order="count"),
        View().changed(rows="theme>topic", cells="dominant"),
        View().changed(rows="voice", columns="topic", hide_empty=True),
        View().changed(rows="topic", columns="month"),
        View().changed(rows="country>actor", columns="theme"),
    ]
    # and not about these
    others = [
        View().changed(rows="voice", columns="actor"),
        View().changed(rows="country", columns="topic"),
        View().changed(rows="theme>topic", order="count", hide_empty=True),
        View().changed(cells="dates"),
        View().changed(where="stance=favor"),
        View().changed(duplicates="document"),
    ]
    models = [model_of(session, view) for view in (*followed, *others)]
    text = session.read(reads.project.text, 1)
    codebook: list[bool] = []
    session.changed.connect(lambda changes: codebook.append(changes.touches("actor", "topic")))
    for step in range(150):
        codebook.clear()
        topics, actors = ids(session)
        claims = [claim.id for claim in session.claims()]
        who = tuple(random_.sample(sorted(actors.values()), random_.randint(1, 3)))
        topic, stance = random_.choice(sorted(topics.values())), random_.choice(list(Stance))
        start = random_.randrange(len(text) - 1)
        action = random_.choice(["tag", "tag", "tag", "change", "delete", "undo", "undo", "redo", "codebook"])
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
        elif action == "codebook":
            change_codebook(session, random_, step)
        for model in models:
            nested = model.view.rows.fields != model.view.rows.bases or model.view.columns.fields != ("actor",)
            assert not model.is_stale or model.view in others or (nested and any(codebook))
            model.catch_up()
            assert content(model) == content(model_of(session, model.view)), (model.view, action)


def change_codebook(session: Session, random_: random.Random, step: int) -> None:
    """Rename, add, move, merge or delete an entry of the codebook."""
    table = random_.choice(["actor", "topic"])
    numbers = sorted(session.actors() if table == "actor" else session.topics())
    number, other = random_.sample(numbers, 2)
    action = random_.choice(["rename", "rename", "add", "move", "merge", "delete"])
    if action == "rename":
        session.do(edits.codebook.update, table, number, name=f"Name {step}")
    elif action == "add":
        session.do(edits.codebook.add, table, f"New {step}")
    elif action == "move":
        session.do(edits.codebook_tree.move, table, number, random_.choice([-1, 1]))
    elif len(numbers) > 3 and action == "merge":
        session.do(edits.codebook_merge.merge, table, number, other)
    elif len(numbers) > 3:
        session.do(edits.codebook_merge.delete, table, number, with_claims=True)


def content(model: MatrixModel) -> dict[str, object]:
    """Return all that a model shows, by the names of its lines: their order is made anew only with all else."""
    down, across = rows(model), columns(model)
    found: dict[str, object] = {"all": model.counts(None, None)}
    for row in down:
        found[str(row)] = model.head(True, model.row_of(row)), model.counts(row, None)
        for column in across:
            found[f"{row} {column}"] = model.content(model.row_of(row), model.column_of(column))
    for column in across:
        found[f"above {column}"] = model.head(False, model.column_of(column)), model.counts(None, column)
    if "count" in (model.view.order, model.view.column_order):
        down, across = sorted(down), sorted(across)
    return {**found, "lines": (down, across)}


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
