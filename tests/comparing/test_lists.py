import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop.core.claim_fields import CHOICES, CLAIM, NamedClaim, listed
from desktop.core.fields import ACTOR, DOCUMENT, TOPIC, Field
from desktop.core.memos import MemoTarget
from desktop.exchange.tables.table import Table, in_columns, read_csv, write_csv, write_json
from desktop.project import lists, lookup
from desktop.project.export import Export, writing
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.reads import filtered
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


def test_rows_made_late_are_those_that_are_made_of_the_claims_themselves(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtered, "_BLOCK", 2)
    with db.edit("Fill") as recorder:
        recorder.update("document", 1, {"pages": "[0, 20]", "variables": '{"leaning": "left"}'})
    for number in (1, 2):
        edits.memos.add(db, MemoTarget(claim_id=1), f"note {number}")
    documents = {one.id: one for one in reads.project.documents(db)}
    actors, topics = ({one.id: one.key for one in found(db)} for found in (reads.project.actors, reads.project.topics))
    coders = {one.id: one.name for one in reads.project.coders(db)}
    fields = [one for one in CLAIM if one.value is not None and one.key not in ("time", "stance_value")]
    for where in ("", "stance=favor", "actor=elbar"):
        table = lists.claims_table(db, Request(where=where))
        assert keys(table) == [*(one.key for one in fields), "own:leaning"]
        claims = reads.filtered.claims(db, lookup.claim_filter(db, where))
        assert len(table.rows) == len(claims)
        for row, claim in zip(table.rows, claims, strict=True):
            names = tuple(actors[number] for number in claim.actor_ids)
            one = NamedClaim(claim, documents[claim.document_id], names, topics[claim.topic_id], coders[claim.coder_id])
            variables = dict(documents[claim.document_id].facts.variables)
            assert row == (*(field.value(one) for field in fields if field.value), variables.get("leaning"))
        # column by column, as what writes them asks for them, they are the same
        assert [row for _count, columns in in_columns(table.rows) for row in zip(*columns, strict=True)] == [
            *table.rows
        ]
        assert table.rows[0] in tuple(table.rows)
        assert table.rows[-1] == tuple(table.rows)[-1]


def test_what_is_written_while_somebody_else_writes_is_begun_anew(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtered, "_BLOCK", 1)
    others = [1, 1]
    read = reads.project.flat_claims

    def overtaken(own: Database, ids: Sequence[int]) -> reads.project.FlatClaims:
        found = read(own, ids)
        if others and own is not db:
            others.pop()
            edits.memos.add(db, MemoTarget(claim_id=1), f"note {len(others)}")
        return found

    monkeypatch.setattr(reads.project, "flat_claims", overtaken)
    told = writing(db, Export("claims", "exact"), tmp_path / "claims.csv")(lambda _done, _total: None)
    assert told.startswith("claims.csv: 3 rows")
    assert b"note 1\n\nnote 0" in (tmp_path / "claims.csv").read_bytes()
    others[:] = [1] * 9
    with pytest.raises(filtered.OvertakenError, match="once more"):
        writing(db, Export("claims", "exact"), tmp_path / "other.csv")(lambda _done, _total: None)
    assert not (tmp_path / "other.csv").exists()


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
