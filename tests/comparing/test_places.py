"""Places of a comparison: what stands in each is what the comparison counted there."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from desktop.analysis.comparison.places import Place, called, names, place_of, places, within, words
from desktop.core.axes import FIELDS
from desktop.core.errors import UserError
from desktop.core.views import View
from desktop.project import opening
from desktop.project.matrix import compare
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.analysis.comparison.pivot import Pivot


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("places") / "p.visavis"
    opening.new_project(path).close()
    with Database(path) as db:
        yield db


AXES = [("topic", "actor"), ("theme>topic", "country>actor"), ("document", "voice"), ("month", "organisation")]


@pytest.mark.parametrize(("rows", "columns"), AXES)
def test_a_place_holds_the_mentions_that_were_counted_there(seeds: Database, rows: str, columns: str) -> None:
    made = compare(seeds, View().changed(rows=rows, columns=columns))
    pivot: Pivot = made.pivot
    mentions = pivot_reads.mentions(seeds)
    fields = (*pivot.row_axis.fields, *pivot.column_axis.fields)
    offered = list(places(pivot))
    assert len({place for place, _ in offered}) == len(offered), "each is named once"
    assert any(len(place.parts) > 1 for place, _ in offered)
    sample = random.Random(5).sample(offered, min(40, len(offered)))
    for place, total in sample:
        found = within(mentions, place, made.found)
        # a claim counts once for all of its actors that the axes do not tell apart
        counted = {
            (one.claim_id, *(made.found[name][one.actor_id].key for name in fields if FIELDS[name].base == "actor"))
            for one in found
        }
        assert len(counted) == total, place


def test_a_place_is_told_by_the_names_that_its_members_have_now(seeds: Database) -> None:
    made = compare(seeds, View())
    pivot = made.pivot
    row, column = next(iter(pivot.cells))
    place = place_of((pivot.column_axis, pivot.columns[column]), (pivot.row_axis, pivot.rows[row]))
    known = called(made.found)
    actor, topic = pivot.columns[column][0], pivot.rows[row][0]
    assert place == Place((("actor", actor.key), ("topic", topic.key)))
    assert names(place, known) == (actor.name, topic.name)
    assert words(place, known) == f"Actor {actor.name} · Topic {topic.name}"
    gone = Place((("actor", "nobody"),))
    assert names(gone, known) == ("nobody",)
    assert within(pivot_reads.mentions(seeds), gone, made.found) == []


@pytest.mark.parametrize(
    "place",
    [
        Place((("actor", "ana"), ("topic", "trade"))),
        Place((("country", 'the "free" land, south'),), 'voice=direct text="zone of peace"'),
        Place((("month", "(none)"),)),
    ],
)
def test_a_place_survives_its_text_form(place: Place) -> None:
    assert Place.parse(place.as_text()) == place


@pytest.mark.parametrize("text", ["", "actor=ana actor=bo", "actor=ana,bo", "actro=ana", "actor", "where=voice=direct"])
def test_what_is_no_place_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError, match=r"[.:]"):
        Place.parse(text)
