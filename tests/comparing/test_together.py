"""What stands together in one passage, counted in a matrix that has the same field on both sides."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.analysis.comparison.meetings import Tally, lines_of
from desktop.core.values import Actor, Codebook, CodedDocument, Facts, Stance, Topic
from desktop.core.views import View
from desktop.project import lookup, opening
from desktop.project.matrix import cell_claims, compare
from desktop.project.matrix_table import comparison_table
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import project as reads

# where, who, what and how; the last by another coder
Line = tuple[int, int, tuple[str, ...], str, Stance, str]
LINES: tuple[Line, ...] = (
    (0, 20, ("ana",), "bridge", Stance.FAVOR, "mara"),
    (10, 15, ("ben",), "toll", Stance.AGAINST, "mara"),
    (14, 30, ("ana", "ben"), "toll", Stance.FAVOR, "mara"),
    # touches the first and shares no letter with it
    (20, 24, ("cleo",), "ferry", Stance.NEUTRAL, "mara"),
    # another coder's: how the two agree is another question
    (0, 20, ("ana",), "ferry", Stance.FAVOR, "tom"),
)
ACTORS = tuple(Actor(key, key.title(), affiliation=of) for key, of in (("ana", "Quay"), ("ben", "Quay"), ("cleo", "")))
TOPICS = tuple(Topic(key, key.title()) for key in ("bridge", "toll", "ferry"))


def filled(path: Path, lines: tuple[Line, ...]) -> Path:
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        with db.edit("Fill") as recorder:
            edit_codebook.add_codebook(db, recorder, Codebook(ACTORS, TOPICS))
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(date="2024-04-26"), "x" * 60)])
        for start, end, actors, topic, stance, coder in lines:
            db.set_coder(coder)
            place = {"start": start, "end": end, "actors": actors, "topic": topic}
            lookup.tag(db, document="1", **place, stance=stance.value)  # type: ignore[arg-type]
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database(filled(tmp_path_factory.mktemp("together") / "p.visavis", LINES)) as db:
        yield db


def cells(db: Database, **wishes: object) -> dict[tuple[str, str], tuple[int, ...]]:
    shown = compare(db, View().changed(**wishes)).pivot
    return {
        (shown.rows[row][-1].key, shown.columns[column][-1].key): (*cell,)
        for (row, column), cell in shown.cells.items()
    }


@pytest.mark.parametrize("number", [1, 254, 255, 256, 700])
def test_as_many_claims_are_counted_as_met_a_line(number: int) -> None:
    tally = Tally()
    for at in range(number):
        tally.add((0, "favor"), 1 | 1 << 8 * 5)
        tally.add((0, "favor"), 1 << 8 * (at % 3))
        tally.add((1, "favor"), 1 << 8 * 2)
    counted = tally.told()
    thirds = [len(range(first, number, 3)) for first in range(3)]
    assert counted[0, "favor"] == [number + thirds[0], thirds[1], thirds[2], 0, 0, number]
    assert counted[1, "favor"] == [0, 0, number]
    assert lines_of(1 | 1 << 8 * 5) == [0, 5]


def test_topics_meet_where_one_coder_tagged_words_of_both(project: Database) -> None:
    assert cells(project, rows="topic", columns="topic") == {
        ("bridge", "toll"): (1, 0, 0, 0),
        ("toll", "bridge"): (1, 1, 0, 0),
        ("toll", "toll"): (1, 1, 0, 0),
        ("toll", "ferry"): (1, 0, 0, 0),
        ("ferry", "toll"): (0, 0, 1, 0),
    }


def test_actors_meet_in_what_they_hold_together_too(project: Database) -> None:
    found = cells(project, rows="actor", columns="actor")
    assert found["ana", "ben"] == (2, 0, 0, 0)
    assert found["ben", "ana"] == (1, 1, 0, 0)
    assert found["ana", "cleo"] == found["ben", "cleo"] == (1, 0, 0, 0)
    assert ("cleo", "cleo") not in found
    assert cells(project, rows="organisation", columns="organisation")["Quay", "Quay"] == (2, 1, 0, 0)


def test_a_cell_leads_to_the_claims_of_its_row(project: Database) -> None:
    for transpose in (False, True):
        comparison = compare(project, View().changed(rows="topic", columns="topic", transpose=transpose))
        row, column = comparison.pivot.rows[1], comparison.pivot.columns[0]
        assert (row[0].key, column[0].key) == ("toll", "bridge")
        found = cell_claims(project, comparison, row, column)
        assert sorted(stance for _claim, _document, stance in found) == ["against", "favor"]
        assert len(found) == comparison.pivot.cell(1, 0).total


def test_the_table_says_how_it_counts_and_can_hold_the_words(project: Database) -> None:
    table = comparison_table(compare(project, View().changed(rows="topic", columns="topic", cells="net")))
    assert "words of which a claim of the column has some too" in table.notes[1]
    assert [row[0] for row in table.rows] == ["bridge", "toll", "ferry", "total"]
    table = comparison_table(compare(project, View().changed(rows="topic", columns="topic", cells="quotes")))
    assert table.rows[0][3] == "▲ " + "x" * 20 + " (2024-04-26)"


spans = st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda one: (one[0], sum(one)))
coded = st.tuples(
    spans,
    st.sets(st.sampled_from(["ana", "ben", "cleo"]), min_size=1).map(lambda keys: tuple(sorted(keys))),
    st.sampled_from(["bridge", "toll", "ferry"]),
    st.sampled_from(list(Stance)),
    st.sampled_from(["mara", "tom"]),
)


@given(st.lists(coded, max_size=9, unique_by=lambda one: (one[0], one[1:3], one[4])))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_pair_is_counted_as_by_looking_at_all(tmp_path: Path, found: list[Any]) -> None:
    path = tmp_path / "p.visavis"
    path.unlink(missing_ok=True)
    filled(path, tuple((*span, *rest) for span, *rest in found))
    expected: dict[tuple[str, str], set[int]] = {}
    with Database(path) as db:
        claims = reads.claims(db)
        topics = {topic.id: topic.key for topic in reads.topics(db)}
        for one in claims:
            for two in claims:
                together = one.start < two.end and two.start < one.end and one.coder_id == two.coder_id
                if one.id != two.id and together:
                    expected.setdefault((topics[one.topic_id], topics[two.topic_id]), set()).add(one.id)
        assert {key: sum(cell) for key, cell in cells(db, rows="topic", columns="topic").items()} == {
            key: len(ids) for key, ids in expected.items()
        }
