"""What the cells of the matrix tell of a field equals a recount claim by claim, for every field and kind of field."""

import json
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.axes import FIELDS
from desktop.core.own_fields import KINDS, OWNERS, OwnField
from desktop.core.views import View
from desktop.project import lookup
from desktop.project.matrix import compare
from desktop.project.matrix_table import comparison_table
from desktop.store import edits
from desktop.store.database import Database

from ..benchmarks.generator import generate_project
from .recounting import Asked, Counted, Path, Rows, count_in_python
from .test_recounts import askings, diversify

if TYPE_CHECKING:
    from pathlib import Path as File

VALUES = {
    "text": ["north", "a=b", "😀", "03"],
    "number": ["1", "2.5", "-3", "10"],
    "date": ["2024", "2024-05", "2023-05-06", "--05-01"],
    "yes-no": ["yes", "no"],
    "one": ["cost", "faith", "law and order"],
    "several": ["cost", "cost; law and order", "faith; law and order"],
}
PLACES = [f"{owner}:{kind}" for owner in OWNERS for kind in KINDS]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: File = tmp_path_factory.mktemp("cells") / "p.visavis"
    generate_project(path, documents=12, claims=300, topics=9, actors=10, paragraphs=12, seed=5)
    chance = random.Random(3)
    with Database(path) as db:
        diversify(db)
        # before anybody says that it is a number
        with db.edit("import_documents", {"count": 1}) as recorder:
            recorder.update("document", 3, {"variables": json.dumps({"loose": "many"})})
        for owner in OWNERS:
            numbers = [row[0] for row in db.sqlite.execute(f"SELECT id FROM {owner} ORDER BY id")]
            for kind, values in VALUES.items():
                choices = ("faith", "law and order", "cost") if KINDS[kind].listed else ()
                edits.own_fields.make(db, OwnField(owner, kind, kind, choices=choices))
                own = lookup.own_field(db, f"{owner}:{kind}")
                for value in values:
                    chosen = [one for one in numbers if chance.random() < 0.35]
                    edits.own_fields.set_value(db, own, chosen, value)
        yield db


def said(db: Database, rows: Rows, name: str) -> Callable[[dict[str, Any], int], list[str]]:
    """Return what tells the values of a field that a claim, as an actor's, has: from the rows alone."""
    owner, _sign, called = name.partition(":")
    if not called:
        if name == "organisation":
            return lambda claim, actor: [
                one for one in rows.spoken(actor, rows.documents[claim["document_id"]]["date"]) if one != "(none)"
            ]
        return lambda claim, actor: [one for one in [rows.key(name, claim, actor)] if one != "(none)"]
    if owner == "claim":
        held: dict[int, list[str]] = {}
        sql = "SELECT v.claim_id, v.value FROM claim_value v JOIN own_field f ON f.id = v.field_id WHERE f.name = ?"
        for number, value in db.sqlite.execute(sql, [called]):
            held.setdefault(number, []).append(value)
        return lambda claim, actor: held.get(claim["id"], [])
    table = {"document": rows.documents, "actor": rows.actors, "topic": rows.topics}[owner]

    def values(claim: dict[str, Any], actor: int) -> list[str]:
        number = actor if owner == "actor" else claim[f"{owner}_id"]
        text = json.loads(table[number]["variables"]).get(called, "")
        return [one for one in (text.split("; ") if called == "several" else [text]) if one]

    return values


def told(kind: str, counted: dict[str, int], total: int) -> object:
    """Return what a table must say, from values that were counted by hand."""
    whole = sum(counted.values())
    if kind in ("number", "yes-no"):
        if not total:
            return None, None
        if kind == "number":
            mean = sum(Fraction(value) * n for value, n in counted.items()) / whole if whole else None
            return (None if mean is None else round(float(mean), 6)), whole
        return (round(100 * counted.get("yes", 0) / whole, 4) if whole else None), whole
    if kind == "date":
        dates = sorted(one for one in counted if not one.startswith("--"))
        return "" if not dates else dates[0] if dates[0] == dates[-1] else f"{dates[0]}..{dates[-1]}"
    return counted


def read(cell: object) -> object:
    """Return the values that a cell lists with their counts."""
    parts = re.findall(r"(.+?) \((\d+)\)(?:; |$)", str(cell))
    numbers = [int(number) for _value, number in parts]
    assert numbers == sorted(numbers, reverse=True), "the most frequent first"
    assert "; ".join(f"{value} ({number})" for value, number in parts) == cell
    return {value: int(number) for value, number in parts}


def hold(db: Database, asked: Asked, name: str, expected: dict[tuple[Path, Path], Counted]) -> None:
    """Hold each cell of the table that is written, and its totals, to what was counted by hand."""
    view = View().changed(
        rows=">".join(asked.rows),
        columns=">".join(asked.columns),
        cells=name,
        where=asked.where,
        duplicates=asked.duplicates,
        hide_empty=True,
    )
    made = compare(db, view)
    table = comparison_table(made)
    _owner, _sign, kind = name.partition(":")
    width = 2 if kind in ("number", "yes-no") else 1
    begin = len(asked.rows) + (asked.rows[-1] == "topic")
    paths = [tuple(member.key for member in line) for line in made.pivot.columns]
    rows = [tuple(member.key for member in line) for line in made.pivot.rows]
    *body, totals = table.rows
    assert len(body) == len(rows)
    sums: dict[Path, dict[str, int]] = {path: {} for path in paths}
    for row, line in zip(rows, body, strict=True):
        for at, path in enumerate(paths):
            cell = expected.get((row, path), Counted())
            for value, number in cell.values.items():
                sums[path][value] = sums[path].get(value, 0) + number
            found = line[begin + at * width : begin + (at + 1) * width]
            check(kind, found, cell.values, cell.total)
    for at, path in enumerate(paths):
        check(kind, totals[begin + at * width : begin + (at + 1) * width], sums[path], 1)


def check(kind: str, found: tuple[object, ...], counted: dict[str, int], total: int) -> None:
    wanted = told(kind, counted, total)
    if isinstance(wanted, dict):
        assert read(found[0]) == wanted
    else:
        assert found == (wanted if isinstance(wanted, tuple) else (wanted,))


@settings(max_examples=120, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_the_values_of_any_field_in_any_matrix_equal_a_recount(study: Database, data: st.DataObject) -> None:
    if not hasattr(study, "rows"):
        study.rows = Rows(study.sqlite.conn)  # type: ignore[attr-defined]
    rows: Rows = study.rows  # type: ignore[attr-defined]
    asked = data.draw(askings(study.sqlite.conn))
    name = data.draw(st.sampled_from([*PLACES, *FIELDS]))
    hold(study, asked, name, count_in_python(rows, asked, said(study, rows, name)))


@pytest.mark.parametrize("name", [*PLACES, *FIELDS])
def test_the_values_of_each_field_by_topics_and_actors_equal_a_recount(study: Database, name: str) -> None:
    asked, rows = Asked(("topic",), ("actor",)), Rows(study.sqlite.conn)
    hold(study, asked, name, count_in_python(rows, asked, said(study, rows, name)))


@pytest.mark.parametrize("columns", [("organisation",), ("theme", "organisation")])
def test_on_the_line_of_an_organisation_a_claim_has_the_others_that_it_was_said_for(
    study: Database, columns: Path
) -> None:
    asked, rows = Asked(("topic",), columns), Rows(study.sqlite.conn)
    expected = count_in_python(rows, asked, said(study, rows, "organisation"))
    assert any(len(cell.values) > 1 for cell in expected.values())
    hold(study, asked, "organisation", expected)


def test_on_the_line_of_a_value_a_claim_has_its_others_too(study: Database) -> None:
    sql = (
        "SELECT t.key, a.value, b.value, count(DISTINCT c.id) FROM claim c JOIN topic t ON t.id = c.topic_id "
        "JOIN own_field f ON f.name = 'several' AND f.owner = 'claim' "
        "JOIN claim_value a ON a.claim_id = c.id AND a.field_id = f.id "
        "JOIN claim_value b ON b.claim_id = c.id AND b.field_id = f.id GROUP BY 1, 2, 3"
    )
    expected = {(row, column, value): number for row, column, value, number in study.sqlite.execute(sql)}
    assert any(column != value for _row, column, value in expected)
    made = compare(study, View().changed(columns="claim:several", cells="claim:several"))
    assert made.values is not None
    found = {
        (made.pivot.rows[row][-1].key, made.pivot.columns[column][-1].key, member.key): number
        for (row, column), counts in made.values.cells.items()
        for member, number in counts.items()
    }
    assert found == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_of_claims_by_topics_and_actors_equals_plain_sql(study: Database, kind: str) -> None:
    sql = (
        "SELECT t.key, a.key, v.value, count(*) FROM claim c JOIN topic t ON t.id = c.topic_id "
        "JOIN claim_actor x ON x.claim_id = c.id JOIN actor a ON a.id = x.actor_id "
        "JOIN claim_value v ON v.claim_id = c.id JOIN own_field f ON f.id = v.field_id AND f.name = ? "
        "AND f.owner = 'claim' GROUP BY 1, 2, 3"
    )
    expected = {(row, column, value): number for row, column, value, number in study.sqlite.execute(sql, [kind])}
    made = compare(study, View(cells=f"claim:{kind}"))
    assert made.values is not None
    found = {
        (made.pivot.rows[row][-1].key, made.pivot.columns[column][-1].key, member.key): number
        for (row, column), counts in made.values.cells.items()
        for member, number in counts.items()
    }
    assert found == expected
