"""Claims that stand together within a span, a turn or a document, against two loops over the rows of the file."""

import random
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from desktop.core.axes import Axis
from desktop.core.own_fields import OwnField
from desktop.core.spans import Span
from desktop.core.values import (
    Actor,
    Codebook,
    CodedDocument,
    CodedSegment,
    Facts,
    NewClaim,
    SegmentKind,
    Stance,
    Topic,
)
from desktop.core.views import WITHIN, View
from desktop.project import lookup, matrix, opening
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import own_fields
from desktop.store.edits.claims import tag_many

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    chance = random.Random(7)
    path: Path = tmp_path_factory.mktemp("together") / "p.visavis"
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        with db.edit("Fill") as recorder:
            actors, topics = (Actor(key, key) for key in "abcd"), (Topic(key, key) for key in "xyz")
            edit_codebook.add_codebook(db, recorder, Codebook(tuple(actors), tuple(topics)))
        text = "\n\n".join("word " * 8 for _ in range(4))
        # paragraphs of 40 letters, and in every other document a turn of the first two
        segments = [CodedSegment(SegmentKind.PARAGRAPH, Span(42 * at, 42 * at + 40)) for at in range(4)]
        turn = CodedSegment(SegmentKind.TURN, Span(0, 82))
        documents = [
            CodedDocument(
                f"{at}.txt",
                Facts(date=f"2024-0{at + 1}-01"),
                f"{text} {at}",
                segments=(*segments, *([turn] if at % 2 else [])),
            )
            for at in range(6)
        ]
        edit_documents.add_documents(db, documents)
        made: dict[object, NewClaim] = {}
        for coder in ("one", "two"):
            db.set_coder(coder)
            made.clear()
            for _claim in range(40):
                start = chance.choice((0, 20, 45, 50, 90, 120))
                actor_ids = tuple(sorted(chance.sample((1, 2, 3, 4), chance.choice((1, 1, 2)))))
                new = NewClaim(
                    chance.randint(1, 6),
                    Span(start, start + chance.choice((10, 14))),
                    actor_ids,
                    chance.randint(1, 3),
                    chance.choice([*Stance]),
                )
                made[new.document_id, new.span, new.actor_ids, new.topic_id, new.stance] = new
            tag_many(db, [*made.values()])
        for owner, numbers in (("claim", range(1, 61)), ("actor", range(1, 5))):
            own_fields.make(db, OwnField(owner, "Camp", "several", choices=("red", "blue", "green")))
            own = lookup.own_field(db, f"{owner}:Camp")
            for value in ("red", "blue", "red; blue", "green; red"):
                own_fields.set_value(db, own, [one for one in numbers if chance.random() < 0.4], value)
        yield db


@pytest.mark.parametrize("duplicates", ["include", "document"])
@pytest.mark.parametrize("field", ["topic", "actor"])
@pytest.mark.parametrize("within", WITHIN)
def test_the_matrix_counts_what_two_loops_find_together(
    project: Database, within: str, field: str, duplicates: str
) -> None:
    axis = Axis((field,))
    view = View(axis, axis, within=within, duplicates=duplicates)  # type: ignore[arg-type]
    found = matrix.compare(project, view)
    cells = {
        (found.pivot.rows[row][0].key, found.pivot.columns[column][0].key): {
            claim
            for claim, _document, _stance in matrix.cell_claims(
                project, found, found.pivot.rows[row], found.pivot.columns[column]
            )
        }
        for (row, column), counts in found.pivot.cells.items()
        if counts.total
    }
    expected = recount(project, within, field)
    assert expected
    if duplicates == "include":
        assert {place: len(claims) for place, claims in expected.items()} == {
            (found.pivot.rows[row][0].key, found.pivot.columns[column][0].key): counts.total
            for (row, column), counts in found.pivot.cells.items()
            if counts.total
        }
        assert cells == expected
    else:
        # a repetition is left out, and what is left stands where it stood
        assert all(claims <= expected[place] for place, claims in cells.items())
        assert {*cells} <= {*expected}
        assert cells
    turned = matrix.compare(project, view.changed(transpose=True))
    assert sum(one.total for one in turned.pivot.cells.values()) == sum(one.total for one in found.pivot.cells.values())


@pytest.mark.parametrize("transpose", [False, True])
@pytest.mark.parametrize("cells", ["claim:Camp", "actor:Camp", "document", "actor"])
@pytest.mark.parametrize("within", WITHIN)
def test_cells_tell_a_field_of_the_claims_that_two_loops_find_together(
    project: Database, within: str, cells: str, transpose: bool
) -> None:
    view = View().changed(rows="topic", columns="topic", within=within, cells=cells, transpose=transpose)
    found = matrix.compare(project, view)
    assert found.values is not None
    shown = {
        (found.pivot.rows[row][0].key, found.pivot.columns[column][0].key): {
            member.key: number for member, number in told.items()
        }
        for (row, column), told in found.values.cells.items()
    }
    of: dict[int, set[str]] = {}
    with sqlite3.connect(project.path) as raw:
        sql = {
            "claim:Camp": "SELECT claim_id, value FROM claim_value",
            "actor:Camp": "SELECT x.claim_id, json_extract(a.variables, '$.Camp') FROM claim_actor x "
            "JOIN actor a ON a.id = x.actor_id WHERE a.variables <> '{}'",
            "document": "SELECT c.id, d.name FROM claim c JOIN document d ON d.id = c.document_id",
            "actor": "SELECT x.claim_id, a.key FROM claim_actor x JOIN actor a ON a.id = x.actor_id",
        }[cells]
        for claim, value in raw.execute(sql):
            of.setdefault(claim, set()).update(value.split("; "))
    expected: dict[tuple[str, str], dict[str, int]] = {}
    for place, claims in recount(project, within, "topic").items():
        for value in (value for claim in claims for value in of.get(claim, ())):
            # whichever side it is, what is shown as row has the claims
            told = expected.setdefault(place, {})
            told[value] = told.get(value, 0) + 1
    assert shown == expected


def recount(db: Database, within: str, field: str) -> dict[tuple[str, str], set[int]]:
    with sqlite3.connect(db.path) as raw:
        sql = (
            'SELECT c.id, c.document_id, c.coder_id, c.start, c."end", t.key, a.key, '
            "(SELECT s.id FROM segment s WHERE s.document_id = c.document_id AND s.start <= c.start "
            "AND s.\"end\" > c.start ORDER BY s.kind = 'turn' DESC LIMIT 1) "
            "FROM claim c JOIN topic t ON t.id = c.topic_id JOIN claim_actor x ON x.claim_id = c.id "
            "JOIN actor a ON a.id = x.actor_id"
        )
        parts = raw.execute(sql).fetchall()
    found: dict[tuple[str, str], set[int]] = {}
    for one in parts:
        for other in parts:
            if one[1:3] != other[1:3]:
                continue
            if one[0] == other[0]:
                is_met = field == "actor" and one[6] != other[6]
            else:
                is_met = {
                    "overlap": one[3] < other[4] and other[3] < one[4],
                    "span": one[3:5] == other[3:5],
                    "turn": one[7] is not None and one[7] == other[7],
                    "document": True,
                }[within]
            if is_met:
                at = 5 if field == "topic" else 6
                found.setdefault((one[at], other[at]), set()).add(one[0])
    return found
