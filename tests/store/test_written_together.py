"""What is written of many rows at once is what each would have been alone, and what the history says that it was."""

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from desktop.core.claim_fields import CHOICES
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.store import recorder
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits.claims import NewClaim, change, tag_many
from desktop.store.edits.claims_many import Retag, retag
from desktop.store.edits.codebook import add
from desktop.store.reads import project as reads

from .making import make_project

if TYPE_CHECKING:
    from desktop.core.changes import ChangeSet, Row

CODED = ("claim", "claim_actor", "mention")


def tag_all(db: Database, count: int = 90) -> list[int]:
    places = [(start, start + size) for size in range(4, 12) for start in range(0, 60, 2)]
    text = reads.text(db, 1)
    found = [Span(*place) for place in places if text[slice(*place)].strip()][:count]
    assert len(found) == count
    tag_many(db, [NewClaim(1, span, (1,), 1, Stance.FAVOR) for span in found])
    return [claim.id for claim in reads.claims(db)][-count:]


def rows(db: Database) -> dict[str, list[tuple[object, ...]]]:
    told = {table: db.sqlite.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4").fetchall() for table in CODED}
    # when and as what each came into its file
    told["claim"] = [tuple(one for at, one in enumerate(row) if at not in (1, 15)) for row in told["claim"]]
    return told


def test_many_claims_are_changed_as_each_would_be_alone(db: Database, tmp_path: Path) -> None:
    rng = Random(11)
    with make_project(tmp_path / "alone.visavis") as alone:
        for one in (db, alone):
            one.set_coder("Nilo")
        ids = tag_all(db)
        assert tag_all(alone) == ids
        before = rows(db)
        for choice in CHOICES:
            for value in choice.values:
                some = rng.sample(ids, 60)
                retag(db, some, Retag(chosen={choice.key: value}))
                for number in some:
                    change(alone, number, **{choice.key: value})
        assert rows(db) == rows(alone) != before
    for _ in range(sum(len(choice.values) for choice in CHOICES)):
        db.undo()
    assert rows(db) == before
    assert problems(db) == []


@pytest.mark.parametrize("size", [1, 40, 89])
def test_what_is_inserted_in_parts_is_what_is_inserted_at_once(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    db.set_coder("Nilo")
    tag_all(db)
    with make_project(tmp_path / "parts.visavis") as parts:
        parts.set_coder("Nilo")
        monkeypatch.setattr(recorder, "_INSERTED", size)
        tag_all(parts)
        assert rows(parts) == rows(db)
        assert problems(parts) == []
        before = rows(parts)
        parts.undo()
        parts.redo()
        assert rows(parts) == before


def test_the_history_has_new_rows_as_the_file_has_them(db: Database) -> None:
    told: list[ChangeSet] = []
    db.on_change = told.append
    db.set_coder("Nilo")
    ids = tag_all(db)
    retag(db, ids, Retag(chosen={"stance": Stance.AGAINST}))
    add(db, "actor", "Ministry of fog")
    now: dict[tuple[str, int], Row] = {}
    for changes in told:
        for row in changes.rows:
            assert row.after is not None
            now[row.table, row.id] = row.after
            if row.before is not None:
                assert list(row.before) == list(row.after)
    assert len(now) > 2 * len(ids)
    for (table, number), row in now.items():
        cursor = db.sqlite.execute(f"SELECT * FROM {table} WHERE id = ?", [number])
        (there,) = cursor.fetchall()
        assert row == dict(zip([column[0] for column in cursor.description], there, strict=True))
        assert [type(value) for value in there] == [type(value) for value in row.values()]
