"""Lists of claims by ids: right after every edit, and measured only where they are seen."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, QStringListModel, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.qt.claims.model import COLUMNS, ClaimTableModel
from desktop.qt.messages import Messages
from desktop.qt.parts.claim_list_model import CLAIM_ROLE, ClaimListModel, ClaimRow
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.lazy_list import MEASURED, LazyList
from desktop.qt.session import Session
from desktop.store import edits, reads
from desktop.store.edits.claims_many import Retag
from desktop.store.reads.counts import ClaimPlace
from tests.benchmarks.generator import generate_project

SOURCES: dict[str, dict[str, Sequence[int]]] = {
    "topic": {"topic": [1]},
    "actor": {"actor": [2]},
    "cell": {"topic": [1, 2], "actor": [1]},
}


@pytest.fixture
def generated(light: QApplication, tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "lists.visavis"
    generate_project(path, documents=7, claims=240, topics=4, actors=5, paragraphs=8, seed=3)
    session = Session(Messages())
    session.open(path)
    for number, date in enumerate(("2024-03-01", "", "--05-01", "2024", "2023-12-31", "2024-03-01"), 1):
        session.database.sqlite.conn.execute("UPDATE document SET date = ? WHERE id = ?", [date, number])
    session.database.sqlite.conn.commit()
    yield session
    session.close()


def plain_rows(session: Session, only: dict[str, Sequence[int]], *, grouped: bool) -> list[ClaimRow]:
    """Return what a list must show, of all claims as objects."""
    claims = [
        claim
        for claim in session.read(reads.project.claims)
        if ("topic" not in only or claim.topic_id in only["topic"])
        and ("actor" not in only or {*only["actor"]} & {*claim.actor_ids})
    ]
    if not grouped:
        return [ClaimRow(claim.document_id, claim.id) for claim in claims]
    rows: list[ClaimRow] = []
    documents = session.read(reads.project.documents)
    for document in sorted(documents, key=lambda one: (one.facts.date or "~", one.id)):
        own = [ClaimRow(document.id, claim.id) for claim in claims if claim.document_id == document.id]
        rows += [ClaimRow(document.id), *own] if own else []
    return rows


def edit(session: Session, rng: random.Random) -> None:
    """Do one of what users do with claims."""
    ids = [claim.id for claim in session.claims()]
    some = rng.sample(ids, 3)
    match rng.randrange(8):
        case 0 | 1:
            start = rng.randrange(300)
            chosen = (rng.randint(1, 5),), rng.randint(1, 4), rng.choice([*Stance])
            session.do(edits.claims.tag, NewClaim(rng.randint(1, 7), Span(start, start + rng.randint(1, 40)), *chosen))
        case 2:
            session.do(edits.claims.delete, some)
        case 3:
            session.do(edits.claims.change, some[0], topic_id=rng.randint(1, 4))
        case 4:
            session.do(edits.claims.change, some[0], actor_ids=(rng.randint(1, 5),))
        case 5:
            session.do(edits.claims_many.retag, tuple(some), Retag(topic_id=rng.randint(1, 4)), {})
        case 6:
            session.undo()
        case _:
            session.redo()


@pytest.mark.parametrize("grouped", [True, False])
@pytest.mark.parametrize("what", SOURCES)
@pytest.mark.parametrize("looks", [True, False])
def test_a_list_that_follows_edits_is_the_one_that_is_made_anew(
    generated: Session, what: str, grouped: bool, looks: bool
) -> None:
    model = ClaimListModel(generated)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    only = SOURCES[what]

    def source(documents: Sequence[int] | None) -> list[ClaimPlace]:
        return generated.shown(reads.counts.claim_places, only, documents)

    assert model.set_source(what, source, grouped=grouped)
    assert not model.set_source(what, source, grouped=grouped), "nothing has changed"
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    generated.changed.connect(model.follow)
    rng = random.Random(f"{what} {grouped}")
    for _ in range(60):
        if looks:
            # what is looked at has its order from then on
            model.index(rng.randrange(model.rowCount())).data(CLAIM_ROLE)
        edit(generated, rng)
        if looks:
            assert model.rows() == plain_rows(generated, only, grouped=grouped)
    assert model.rows() == plain_rows(generated, only, grouped=grouped)
    assert not resets, "no edit of a few claims lists all anew"
    for row, one in enumerate(model.rows()):
        claim = model.index(row).data(CLAIM_ROLE)
        assert (claim.id if claim else 0) == one.claim_id
        assert not one.claim_id or model.row_of(one.claim_id) == row


def test_a_chosen_claim_stays_chosen_where_others_come_and_go(generated: Session, qtbot: QtBot) -> None:
    model = ClaimListModel(generated)
    view = LazyList()
    qtbot.addWidget(view)
    view.setModel(model)

    def source(documents: Sequence[int] | None) -> list[ClaimPlace]:
        return generated.shown(reads.counts.claim_places, {"topic": [1]}, documents)

    model.set_source("topic", source, grouped=True)
    generated.changed.connect(model.follow)
    claim = next(row.claim_id for row in model.rows()[20:] if row.claim_id)
    view.setCurrentIndex(model.index(model.row_of(claim)))
    first = model.rows()[0].document_id
    generated.do(edits.claims.tag, NewClaim(first, Span(0, 9), (1,), 1, Stance.NEUTRAL))
    generated.do(edits.claims.delete, [model.rows()[2].claim_id])
    assert view.currentIndex().data(CLAIM_ROLE).id == claim


TABLES = ["", "stance=favor,against", "voice=direct", "text=e", "coder=Mira,generator", "topic=topic-1 actor=actor-2"]


# each filter, each order and each way of looking with the others, and not all with all: the judge of models is slow
@pytest.mark.parametrize(
    ("where", "order", "each"),
    [(where, order, (at + bool(order)) % 2 == 0) for at, where in enumerate(TABLES) for order in ("", "topic")],
)
def test_the_table_of_claims_follows_edits(generated: Session, where: str, order: str, each: bool) -> None:
    model, chosen = ClaimTableModel(generated), ClaimFilter.parse(where)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    if order:
        model.sort([column.key for column in COLUMNS].index(order))
    model.set_filter(chosen)
    generated.changed.connect(model.note)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    rng = random.Random(f"{where} {order}")
    for at in range(16):
        generated.coder = rng.choice(["generator", "Mira"])
        edit(generated, rng)
        if each or at % 5 == 4:
            # of a page that was hidden meanwhile
            model.refresh()
            assert list(model.ids) == generated.read(reads.filtered.ids, chosen, order)
    model.refresh()
    assert list(model.ids) == generated.read(reads.filtered.ids, chosen, order)
    # who the coders are may be new
    assert order or "coder" in where or not resets
    shown = [tuple(model.index(row, at).data() for at in range(len(COLUMNS))) for row in range(model.rowCount())]
    anew = ClaimTableModel(generated)
    if order:
        anew.sort([column.key for column in COLUMNS].index(order))
    anew.set_filter(chosen)
    assert shown == [tuple(anew.index(row, at).data() for at in range(len(COLUMNS))) for row in range(len(shown))]


class Cards(QStyledItemDelegate):
    """Rows of several heights; knows which were measured and painted."""

    def __init__(self) -> None:
        super().__init__()
        self.measured: set[int] = set()
        self.painted: dict[int, tuple[int, int]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        self.measured.add(index.row())
        return QSize(50, 30 + index.row() * 7 % 90)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painted[index.row()] = option.rect.top(), option.rect.bottom()


def height(row: int) -> int:
    return 30 + row * 7 % 90


def show(count: int, qtbot: QtBot) -> tuple[LazyList, Cards]:
    view, cards = LazyList(), Cards()
    cards.setParent(view)
    qtbot.addWidget(view)
    model = QStringListModel([f"row {row}" for row in range(count)], view)
    view.setItemDelegate(cards)
    view.setModel(model)
    view.resize(300, 400)
    with qtbot.waitExposed(view):
        view.show()
    QApplication.processEvents()
    return view, cards


def painted(view: LazyList, cards: Cards) -> list[int]:
    cards.painted = {}
    view.viewport().grab()
    rows = sorted(cards.painted)
    assert rows == list(range(rows[0], rows[-1] + 1))
    for row in rows:
        top, bottom = cards.painted[row]
        assert bottom - top + 1 == height(row)
        assert view.visualRect(view.model().index(row, 0)).top() == top
        assert row == rows[0] or top == cards.painted[row - 1][1] + 1, "no gap and nothing upon another"
    return rows


@pytest.mark.parametrize("count", [MEASURED, 100_000])
def test_rows_stand_one_below_the_other_wherever_one_scrolls(count: int, qtbot: QtBot) -> None:
    view, cards = show(count, qtbot)
    room, bar = view.viewport().height(), view.verticalScrollBar()
    assert painted(view, cards)[0] == 0
    for share in range(0, 101, 5):
        bar.setValue(bar.maximum() * share // 100)
        rows = painted(view, cards)
        assert cards.painted[rows[0]][0] <= 0
        assert cards.painted[rows[-1]][1] >= room - 1
    assert rows[-1] == count - 1
    assert cards.painted[count - 1][1] == room - 1, "nothing below the last one, and all of it is seen"
    assert len(cards.measured) <= 400


def test_all_of_a_short_list_is_scrolled_by_pixels(qtbot: QtBot) -> None:
    view, cards = show(MEASURED, qtbot)
    bar = view.verticalScrollBar()
    assert bar.maximum() == sum(map(height, range(MEASURED))) - view.viewport().height()
    before = {row: painted(view, cards) and cards.painted[row] for row in (1, 2)}
    bar.setValue(11)
    painted(view, cards)
    assert {row: (top + 11, bottom + 11) for row, (top, bottom) in cards.painted.items() if row in before} == before


@pytest.mark.parametrize("count", [MEASURED, 3_000])
def test_keys_and_the_mouse_lead_to_rows_that_are_seen(count: int, qtbot: QtBot) -> None:
    view, cards = show(count, qtbot)
    seen = list[int]()

    def press(key: Qt.Key) -> int:
        qtbot.keyClick(view, key)
        row = view.currentIndex().row()
        painted(view, cards)
        top, bottom = cards.painted[row]
        assert (top >= 0, bottom < view.viewport().height()) == (True, True), (key, row)
        assert view.selectionModel().isSelected(view.currentIndex())
        return row

    view.setFocus()
    seen += [press(Qt.Key.Key_Down) for _ in range(12)]
    assert seen == [*range(seen[0], seen[0] + 12)]
    assert press(Qt.Key.Key_End) == count - 1
    assert press(Qt.Key.Key_Up) == count - 2
    page = count - 2 - press(Qt.Key.Key_PageUp)
    assert 3 <= page <= 14
    assert press(Qt.Key.Key_PageDown) >= count - 4
    assert press(Qt.Key.Key_Home) == 0
    rows = painted(view, cards)
    top, bottom = cards.painted[rows[2]]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, (top + bottom) // 2))
    assert view.currentIndex().row() == rows[2]


def test_several_are_chosen_by_clicks_and_a_row_far_away_is_brought_into_view(qtbot: QtBot) -> None:
    view, cards = show(3_000, qtbot)
    view.setSelectionMode(LazyList.SelectionMode.MultiSelection)
    for row in (1, 3):
        point = view.visualRect(view.model().index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert sorted(index.row() for index in view.selectedIndexes()) == [1, 3]
    for row in (1_500, 200, 2_999, 0):
        view.scrollTo(view.model().index(row, 0))
        painted(view, cards)
        assert cards.painted[row][0] >= 0
        assert cards.painted[row][1] < view.viewport().height()
    view.setModel(QStringListModel([], view))
    assert not view.indexAt(QPoint(5, 5)).isValid()
    view.viewport().grab()
