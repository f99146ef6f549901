"""Highlights that are read after the first paint: nobody sees, hears or changes anything that is not so in the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.intervals import IntervalIndex, lanes
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.qt import theme
from desktop.qt.messages import Messages
from desktop.qt.reading.document_model import FIRST, PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.store import edits, reads
from tests.benchmarks.generator import generate_project

from .window_kit import tag_claim

CLAIMS = 4 * FIRST + 7


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    theme.apply(qapp, "light")
    path = tmp_path / "long.visavis"
    generate_project(path, documents=1, claims=CLAIMS, topics=9, actors=8, seed=3, document_size=40_000)
    session = Session(Messages())
    session.open(path)
    yield session
    session.close()


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.qt.reading.document_model.SLICE", 100)


def whole(session: Session) -> dict[int, tuple[int, int, str, int]]:
    """Return what every claim of the document is, read at once, in UTF-16 units."""
    model = PaneDocument(session, 1, session)
    claims = session.read(reads.project.claims, document_id=1)
    return {one.id: (*model.from_span(one.start, one.end), one.stance, one.topic_id) for one in claims}


def known(model: PaneDocument) -> dict[int, tuple[int, int, str, int]]:
    assert model.is_read
    return {number: (*model.marks.span(number), model.stance[number], model.topic[number]) for number in model.marks}


def read_on(qtbot: QtBot, model: PaneDocument) -> None:
    qtbot.waitUntil(lambda: model.is_read)


def test_all_highlights_and_lanes_are_as_if_they_were_read_at_once(
    session: Session, qtbot: QtBot, small_slices: None
) -> None:
    model = PaneDocument(session, 1, session)
    assert not model.is_read
    with qtbot.waitSignal(model.marks_read):
        pass
    assert known(model) == whole(session)
    assert len(model.marks) == CLAIMS
    rows = session.shown(reads.filtered.marks, 1)
    at_once = IntervalIndex.from_sorted(rows.ids, rows.starts, rows.ends)
    assert list(model.marks) == list(at_once)
    for position in range(0, len(model.text), 97):
        place = model.from_span(position, position)[0]
        assert model.marks.at(place) == at_once.at(position)
    expected = dict(zip(model.marks, lanes(model.marks.span(one) for one in model.marks), strict=True))
    assert {one: model.lane(one) for one in reversed(list(model.marks))} == expected


def test_what_is_painted_is_the_same_before_and_after_the_last_slice(
    session: Session, qtbot: QtBot, small_slices: None
) -> None:
    model = PaneDocument(session, 1, session)
    pane = Pane(model, ClaimColors(session), 13.0)
    qtbot.addWidget(pane)
    pane.resize(700, 600)
    # laid out, and not shown: no event comes between; else the bar beside it is painted before it has its range
    pane.view.settle()
    first = pane.view.grab().toImage()
    assert not model.is_read
    # to the end, of which nothing is known yet
    pane.view.scroll_to(len(model.text) - 1)
    last = pane.view.grab().toImage()
    strip = pane.overview.grab().toImage()
    read_on(qtbot, model)
    assert pane.view.grab().toImage() == last
    pane.view.scroll_to(0)
    assert pane.view.grab().toImage() == first
    assert known(model) == whole(session)
    again = Pane(PaneDocument(session, 1, session), ClaimColors(session), 13.0)
    qtbot.addWidget(again)
    again.resize(700, 600)
    assert len(again.model.marks) == CLAIMS
    again.view.settle()
    assert again.view.grab().toImage() == first
    # the strip has every claim once all are known
    again.overview.resize(strip.size())
    pane.overview.resize(strip.size())
    assert again.overview.grab().toImage() == pane.overview.grab().toImage() != strip


@pytest.mark.parametrize("act", ["last", "tag", "move", "delete", "hide"])
def test_nothing_is_missing_when_one_acts_before_the_last_slice(
    session: Session, qtbot: QtBot, small_slices: None, act: str
) -> None:
    model = PaneDocument(session, 1, session)
    rows = session.shown(reads.filtered.marks, 1)
    first, last = rows.ids[0], rows.ids[-1]
    end = len(model.text)
    assert not model.is_read
    if act == "last":
        assert list(model.marks)[-1] == last
    elif act == "tag":
        new = tag_claim(session, 1, Span(end - 40, end - 20), (1,), 1, Stance.FAVOR)
        assert new in model.marks
    elif act == "move":
        session.do(edits.claims.change, first, span=Span(end - 40, end - 20), quote=model.text[end - 40 : end - 20])
        assert model.marks.span(first) == model.from_span(end - 40, end - 20)
    elif act == "delete":
        session.do(edits.claims.delete, [last, first])
        assert last not in model.marks
    else:
        session.hide_coders(["generator"])
        read_on(qtbot, model)
        assert not len(model.marks)
        session.hide_coders([])
    read_on(qtbot, model)
    assert known(model) == whole(session)
    expected = sorted(known(model).values())
    anew = PaneDocument(session, 1, session).marks
    assert sorted(anew.span(one) for one in model.marks) == [one[:2] for one in expected]


def test_a_claim_that_was_moved_back_before_it_was_read_stands_once(
    session: Session, qtbot: QtBot, small_slices: None
) -> None:
    model = PaneDocument(session, 1, session)
    last = session.shown(reads.filtered.marks, 1).ids[-1]
    session.do(edits.claims.change, last, span=Span(2, 30), quote=model.text[2:30])
    read_on(qtbot, model)
    assert list(model.marks).count(last) == 1
    assert known(model) == whole(session)


@pytest.mark.parametrize("most", [1, 7, 100, CLAIMS + 30])
def test_slices_are_parts_of_the_whole(session: Session, most: int) -> None:
    db = session.database
    # many at one place are never torn apart
    spans = [Span(500, 500 + length) for length in range(10, 40)]
    edits.claims.tag_many(db, [NewClaim(1, span, (1,), 1, Stance.FAVOR) for span in spans])
    rows = reads.filtered.marks(db, ClaimFilter(), 1)
    found: list[int] = []
    start: int | None = 0
    while start is not None:
        part = reads.filtered.marks(db, ClaimFilter(), 1, start=start, most=most)
        assert part.ids or part.following is None
        found += part.ids
        start = part.following
    assert found == list(rows.ids)
