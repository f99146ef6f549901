"""Two coders who read one passage in opposite ways: that is theirs, and no contradiction of who speaks there."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.analysis.comparison.contradictions import settle
from desktop.core.filters import ClaimFilter
from desktop.core.values import Actor, Codebook, CodedDocument, Facts, Topic
from desktop.core.views import View
from desktop.project import lookup, opening
from desktop.project.catalogue import ENTRIES
from desktop.project.matrix import compare, follow
from desktop.project.matrix_table import comparison_table
from desktop.project.requests import Request
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import counts

if TYPE_CHECKING:
    from desktop.core.changes import ChangeSet

CLAIMS = (
    # read in opposite ways
    ("mara", 0, 10, "ana", "toll", "favor"),
    ("tom", 4, 12, "ana", "toll", "against"),
    # read alike by both, and contradicted elsewhere
    ("mara", 20, 30, "ben", "toll", "favor"),
    ("tom", 20, 30, "ben", "toll", "favor"),
    ("tom", 40, 50, "ben", "toll", "against"),
    # one coder alone sees both sides in one sentence
    ("tom", 52, 60, "cleo", "toll", "favor"),
    ("tom", 55, 60, "cleo", "toll", "against"),
    # a lesser difference
    ("mara", 62, 70, "cleo", "ferry", "neutral"),
    ("tom", 62, 70, "cleo", "ferry", "favor"),
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "p.visavis"
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        with db.edit("Fill") as recorder:
            people = tuple(Actor(key, key.title()) for key in ("ana", "ben", "cleo"))
            edit_codebook.add_codebook(db, recorder, Codebook(people, (Topic("toll", "Toll"), Topic("ferry", "Ferry"))))
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(), "x" * 80)])
        for coder, start, end, actor, topic, stance in CLAIMS:
            db.set_coder(coder)
            lookup.tag(db, document="1", start=start, end=end, actors=[actor], topic=topic, stance=stance)
        yield db


def rows(db: Database, key: str, **wishes: str) -> list[tuple[object, ...]]:
    return list(ENTRIES[key].make(db, Request(**wishes)).rows)  # type: ignore[arg-type]


def test_only_what_one_reading_shows_is_a_contradiction(project: Database) -> None:
    found = rows(project, "both_sides")
    assert [row[:5] for row in found] == [("ben", "toll", 1, 1, 0), ("cleo", "toll", 1, 1, 0)]
    told = ENTRIES["both_sides"].make(project, Request()).notes
    assert "2 claims are left out, to whose words coders gave opposite stances." in told
    # what coders oppose each other in opposes no actors: Ana's only claims are left out
    assert {(row[0], row[1]) for row in rows(project, "opponents")} == {("ben", "cleo")}


def test_what_the_matrix_sets_aside_is_what_the_table_of_contradictions_does(project: Database) -> None:
    rng = random.Random(7)
    for number in range(120):
        project.set_coder("mara" if rng.random() < 0.5 else "tom")
        start = rng.randrange(70)
        lookup.tag(
            project,
            document="1",
            start=start,
            end=start + rng.randrange(1, 9),
            actors=rng.sample(["ana", "ben", "cleo"], 1 + number % 2),
            topic=rng.choice(["toll", "ferry"]),
            stance=rng.choice(["favor", "against", "neutral"]),
        )
    for chosen in (
        ClaimFilter(),
        lookup.claim_filter(project, "coder=mara"),
        lookup.claim_filter(project, "actor=ana"),
    ):
        mentions = counts.mentions(project, chosen)
        settled = settle(mentions, counts.encounters(project, chosen, of_coders=True))
        assert counts.disputed(project, chosen) == settled.aside
    assert len(counts.disputed(project)) > 20


def test_where_coders_differ_is_listed(project: Database) -> None:
    assert rows(project, "disputes") == [
        ("ana", "toll", "mara", "tom", 1, ("1",), ("2",)),
        ("cleo", "ferry", "mara", "tom", 1, ("8",), ("9",)),
    ]
    assert rows(project, "disputes", where="coder=mara") == []


def test_the_matrix_marks_nobody_for_what_coders_differ_in(project: Database) -> None:
    comparison = compare(project, View())
    marked = {
        (comparison.pivot.columns[column][0].key, counts.label)
        for (row, column), counts in comparison.pivot.cells.items()
        if comparison.pivot.rows[row][0].key == "toll"
    }
    assert marked == {("ana", ""), ("ben", "contradictory"), ("cleo", "contradictory")}
    assert comparison_table(comparison, named=True, compact=True).rows[0][2] == "▲1 ▼1"


def test_the_mark_follows_an_edit(project: Database) -> None:
    told: list[ChangeSet] = []
    edits.claims.delete(project, [2])
    comparison = compare(project, View())
    project.on_change = told.append
    lookup.tag(project, document="1", start=0, end=9, actors=["ana"], topic="toll", stance="against")
    assert follow(project, comparison, told[0]) is None
    lookup.tag(project, document="1", start=71, end=79, actors=["ana"], topic="ferry", stance="against")
    comparison = compare(project, View())
    edits.claims.delete(project, [11])
    assert follow(project, comparison, told[-1]) is None, "where disputes stand nothing is added up"
