"""A comparison whose cells are made when they are looked at says what one says that is made at once."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.late import LateCells, changed
from desktop.analysis.comparison.pivot import Pivot
from desktop.core.views import View
from desktop.project import matrix
from desktop.store.database import Database

from ..benchmarks.generator import generate_project
from .test_recounts import diversify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("late") / "p.visavis"
    generate_project(path, documents=12, claims=400, topics=9, actors=10, paragraphs=12, seed=3)
    with Database(path) as db:
        diversify(db)
        yield db


def at_once(db: Database, view: View) -> Pivot:
    with patch.object(matrix, "_told", return_value=None):
        return matrix.compare(db, view).pivot


of_documents = ["document", "set>document", "month", "publisher>year", "kind", "year>month>document"]
of_claims = ["topic", "theme>topic", "theme", "actor", "country>organisation>actor", "topic>actor"]
orders = st.sampled_from(["codebook", "name", "count"])
wheres = st.sampled_from(
    ["", "stance=favor", "voice=direct date=2023..", "publisher=Herald", "topic=topic-1", "hide=Ana"]
)
views = st.builds(
    lambda pair, turned, **rest: View().changed(
        rows=pair[turned], columns=pair[not turned], **{key: value for key, value in rest.items() if value != ""}
    ),
    st.one_of(
        st.tuples(st.sampled_from(of_documents), st.sampled_from(of_claims)),
        st.tuples(st.sampled_from(["topic", "theme>topic"]), st.sampled_from(["actor", "country>actor"])),
    ),
    st.booleans(),
    order=orders,
    column_order=orders,
    where=wheres,
    cells=st.sampled_from(["counts", "dates"]),
    transpose=st.booleans(),
    hide_empty=st.booleans(),
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(view=views, seed=st.integers(0, 9))
def test_cells_are_the_same_in_whatever_order_they_are_looked_at(generated: Database, view: View, seed: int) -> None:
    own, expected = matrix.compare(generated, view).pivot, at_once(generated, view)
    assert (own.rows, own.columns) == (expected.rows, expected.columns)
    assert (own.row_counts, own.column_counts, own.total) == (
        expected.row_counts,
        expected.column_counts,
        expected.total,
    )
    places = [(row, column) for row in range(len(own.rows)) for column in range(len(own.columns))]
    random.Random(seed).shuffle(places)
    assert [own.cell(*place) for place in places] == [expected.cell(*place) for place in places]
    assert [own.dates.get(place) for place in places] == [expected.dates.get(place) for place in places]
    anew = matrix.compare(generated, view).pivot
    assert dict(anew.cells.items()) == dict(expected.cells.items())
    assert sorted(anew.cells) == sorted(expected.cells)
    assert [*anew.cells.values()] == [anew.cells[place] for place in anew.cells]
    assert len(anew.cells) == len(expected.cells)
    assert dict(anew.dates) == dict(expected.dates)
    turned = matrix.compare(generated, view).pivot.transposed()
    assert dict(turned.cells) == dict(expected.transposed().cells)


def test_only_lines_that_are_looked_at_are_made() -> None:
    made: list[int] = []

    def make(at: int) -> dict[int, CellCounts]:
        made.append(at)
        return {1: CellCounts(at + 1)}

    cells = LateCells(5, make)
    assert cells.get((3, 1)) == CellCounts(4)
    assert cells.get((3, 0)) is None
    assert cells.turned().get((1, 3)) == CellCounts(4)
    assert cells.get((5, 1)) is None
    assert made == [3]
    new = cast("LateCells[CellCounts]", changed(cells, {(3, 1): None, (2, 4): CellCounts(7)}))
    assert (new.get((3, 1)), new[2, 4], new[2, 1]) == (None, CellCounts(7), CellCounts(3))
    # what is shown still is as it was
    assert (cells[3, 1], cells.get((2, 4))) == (CellCounts(4), None)
    assert made == [3, 2]
