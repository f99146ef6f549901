import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.claim_fields import CHOICES, CLAIM, listed
from desktop.core.fields import ACTOR, DOCUMENT, TOPIC, Field
from desktop.exchange.tables.table import Table, read_csv, write_csv, write_json
from desktop.project import lists
from desktop.project.requests import Request
from desktop.store.database import Database
from desktop.store.reads.filtered import ORDERS

from ..store.making import make_project


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with make_project(tmp_path / "small.visavis") as db:
        yield db


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns]


def test_claims_have_a_row_each_with_the_actors_as_a_list(db: Database) -> None:
    table = lists.claims_table(db, Request())
    assert keys(table)[:9] == ["claim_id", "uuid", "document_id", "document", "title", "date", "start", "end", "quote"]
    assert keys(table)[9:] == ["actors", "topic", "stance", "voice", "coder", "created", "memo", "certainty", "origin"]
    assert json.loads(write_json(table))[0]["actors"] == ["ordun", "elbar"]
    cells = read_csv(write_csv(table)).rows[0]
    assert cells[8:13] == ("marin tosk 😀 elbar", "ordun; elbar", "trade", "favor", "direct")


def test_names_stand_for_keys_where_they_are_asked_for(db: Database) -> None:
    table = lists.claims_table(db, Request(named=True, compact=True, limit=1))
    assert table.rows[0][3:6] == ("marin tosk 😀 elbar", ("Ordun Vask", "Elbar Nim"), "Trade")
    assert keys(table) == [field.key for field in CLAIM if field.brief]


def test_the_page_of_a_claim_has_a_column_where_a_document_has_pages(db: Database) -> None:
    assert "page" not in keys(lists.claims_table(db, Request()))
    with db.edit("Paginate") as recorder:
        recorder.update("document", 1, {"pages": "[0, 20]"})
    table = lists.claims_table(db, Request())
    assert keys(table)[-1] == "page"
    assert [row[-1] for row in table.rows] == [1, 1, 2]


@pytest.mark.parametrize("fields", [CLAIM, DOCUMENT, ACTOR, TOPIC])
def test_no_two_fields_of_a_thing_have_one_key_or_one_head(fields: tuple[Field, ...]) -> None:
    assert len({field.key for field in fields}) == len({field.title for field in fields}) == len(fields)


def test_what_the_list_of_claims_shows_can_be_sorted() -> None:
    assert {field.key for field in CLAIM if field.width} == {*ORDERS}


def test_the_choices_of_a_claim_stand_together_wherever_they_are_listed() -> None:
    assert [field.key for field in listed("topic", "choices", "quote")] == [
        "topic",
        *(choice.key for choice in CHOICES),
        "quote",
    ]
