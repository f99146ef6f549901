"""Documents that are handed out are coded blind, and count for agreement once two have finished them."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.values import NewClaim, Stance
from desktop.exchange.tables.table import write_csv
from desktop.project import agreement, export
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.project.sharing import teams
from desktop.store import edits, reads
from desktop.store.check import problems
from desktop.store.database import Database
from tests.cli.conftest import Run, own_environment, run, window

from .two_coders import make_example

__all__ = ["own_environment", "run", "window"]
BLIND = ClaimFilter(blind_coders=("Ada",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "two.visavis"
    make_example(found)
    return found


@pytest.fixture
def project(path: Path) -> Iterator[Database]:
    with Database(path) as db:
        db.set_coder("Lead")
        yield db


def finish(db: Database, coder: str, *documents: int) -> None:
    db.set_coder(coder)
    edits.handouts.finish(db, documents)


def shown(db: Database, chosen: ClaimFilter) -> set[tuple[int, str]]:
    """Return document and coder of the claims that a filter lets through."""
    coders = {coder.id: coder.name for coder in reads.project.coders(db)}
    return {(claim.document_id, coders[claim.coder_id]) for claim in reads.filtered.claims(db, chosen)}


def test_only_what_two_have_finished_counts(project: Database) -> None:
    whole = agreement.load(project, ClaimFilter())
    edits.handouts.hand_out(project, [1, 2], ["Ada", "Bert"])
    finish(project, "Ada", 1, 2)
    with pytest.raises(UserError, match="two have declared finished"):
        agreement.load(project, ClaimFilter())
    finish(project, "Bert", 1)
    found = agreement.load(project, ClaimFilter())
    assert (set(found.lengths), found.waiting) == ({1}, 1)
    assert {unit[0].document_id for unit in found.compared().units if unit[0]} == {1}
    table = ENTRIES["agreement"].make(project, Request(options={"resamples": "0"}))
    assert any(note.startswith("1 document is handed out and does not count") for note in table.notes)
    finish(project, "Bert", 2)
    assert agreement.load(project, ClaimFilter()).compared().units == whole.compared().units
    # what was declared is taken back by undo, as all else
    project.undo()
    assert set(agreement.load(project, ClaimFilter()).lengths) == {1}
    assert problems(project) == []


def test_who_finished_without_a_claim_has_found_nothing(project: Database) -> None:
    edits.handouts.hand_out(project, [1], ["Ada", "Cleo"])
    finish(project, "Ada", 1)
    finish(project, "Cleo", 1)
    (found,) = agreement.load(project, ClaimFilter(), ["Ada", "Cleo"]).compared().found(0)
    assert found.claims[0] > 0
    assert (found.claims[1], found.figures["f1"].value) == (0, 0.0)
    # Bert was never asked for the first and coded the second by himself: of two only what both coded counts
    both = {found.coders: found for found in agreement.load(project, ClaimFilter()).compared().found(0)}
    names = {coder.id: coder.name for coder in reads.project.coders(project)}
    told = {tuple(names[one] for one in two): found.claims for two, found in both.items()}
    assert told["Bert", "Cleo"] == (0, 0)
    assert told["Ada", "Bert"][0] == sum(
        one.document_id == 2 for one in reads.filtered.claims(project, ClaimFilter(coders=("Ada",)))
    )


def test_who_codes_blind_sees_only_their_own_until_they_have_finished(project: Database) -> None:
    everybody = shown(project, ClaimFilter())
    assert everybody == {(1, "Ada"), (1, "Bert"), (2, "Ada"), (2, "Bert")}
    edits.handouts.hand_out(project, [1], ["Ada"])
    assert shown(project, BLIND) == everybody - {(1, "Bert")}
    # nobody else is blind, and the words of others are found by no search
    assert shown(project, ClaimFilter(blind_coders=("Bert",))) == everybody
    quote = next(
        one.quote for one in reads.filtered.claims(project, ClaimFilter(coders=("Bert",))) if one.document_id == 1
    )
    words = f'"{quote}"'
    assert (
        reads.search.search_all(project, words, shown=ClaimFilter()).claim_count
        > reads.search.search_all(project, words, shown=BLIND).claim_count
    )
    # nor exported by who codes
    hidden = export.Export("claims", "csv", Request()).hiding(BLIND).request.where
    coders = {row["coder"] for row in _rows(project, "claims", f"{hidden} document=1")}
    assert (hidden, coders) == ("blind=Ada", {"Ada"})
    # where others have a claim a sentence is proposed all the same
    project.set_coder("Ada")
    assert len(reads.traces.claimed(project, 1)) < len(
        {one.span for one in reads.project.claims(project, document_id=1)}
    )
    finish(project, "Ada", 1)
    assert shown(project, BLIND) == everybody


def _rows(db: Database, key: str, where: str) -> list[dict[str, str]]:
    table = ENTRIES[key].make(db, Request(where=where))
    return list(csv.DictReader(io.StringIO(write_csv(table, exact=True).decode())))


def test_comparisons_count_what_who_codes_blind_may_see(project: Database) -> None:
    edits.handouts.hand_out(project, [1], ["Ada"])
    for key in ("documents", "topics", "actors", "coders", "frequencies"):
        if key in ENTRIES and ENTRIES[key].narrowed == "claims":
            assert _rows(project, key, "blind=Ada") == _rows(project, key, "blind=Ada"), key
    seen = reads.filtered.claims(project, BLIND)
    assert reads.filtered.count(project, BLIND) == len(seen) < reads.filtered.count(project, ClaimFilter())
    assert len(reads.counts.mentions(project, BLIND)) == sum(len(one.actor_ids) for one in seen)
    counted = reads.counts.counts(project, ("document",), BLIND)
    assert sum(row[-1] for row in counted) == sum(len(one.actor_ids) for one in seen) or len(seen)


def test_hand_outs_refuse_what_cannot_be(project: Database) -> None:
    with pytest.raises(UserError, match="name a coder"):
        edits.handouts.hand_out(project, [1], [" "])
    with pytest.raises(UserError, match="agreed"):
        edits.handouts.hand_out(project, [1], ["agreed"])
    with pytest.raises(UserError, match="not handed out to Lead"):
        edits.handouts.finish(project, [1])
    # what is finished is not handed out once more, and what another hand wrote there is passed over
    edits.handouts.hand_out(project, [1, 2], ["Ada"])
    finish(project, "Ada", 1)
    assert edits.handouts.hand_out(project, [1], ["Ada"]) == 0
    project.sqlite.execute("UPDATE setting SET value = '[7]' WHERE value LIKE '%\"finished\": \"\"%'").close()
    assert [(one.document_id, one.is_finished) for one in reads.handouts.handouts(project)] == [(1, True)]
    assert reads.handouts.unfinished(project, "Ada") == frozenset()
    # a document that is gone is in nobody's hand, and is again when it comes back
    edits.documents.remove(project, [1])
    assert reads.handouts.handouts(project) == []
    project.undo()
    assert len(reads.handouts.handouts(project)) == 1


def test_documents_are_handed_out_and_finished_by_commands(path: Path, run: Run) -> None:
    told = run("team", "hand-out", path, "1", "council.txt", "--to", "Ada", "--to", "Bert", "--coder", "Lead").stdout
    assert told.strip() == "4 handed out."
    assert run("team", "finish", path, "1", "--coder", "Ada").stdout.strip() == "1 document finished."
    listed = json.loads(run("team", "handouts", path, "--to", "Ada", "--json").stdout)
    assert [(one["document"], one["by"], bool(one["finished"])) for one in listed] == [
        ("harbour.txt", "Lead", True),
        ("council.txt", "Lead", False),
    ]
    assert len(run("team", "handouts", path, "--open").stdout.splitlines()) == 3
    refused = run("agreement", path)
    assert refused.exit_code == 1
    assert "declared finished" in refused.stderr
    assert (
        run("team", "hand-out", path, "1", "2", "--to", "Ada", "--to", "Bert", "--back").stdout.strip()
        == "4 taken back."
    )
    assert run("agreement", path, "--resamples", "0").exit_code == 0


def test_hand_outs_travel_with_the_team(path: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    own = tmp_path / "ada.visavis"
    with Database(path) as db:
        db.set_coder("Lead")
        teams.init(db, str(tmp_path / "shared"))
        edits.handouts.hand_out(db, [1], ["Ada", "Cleo"])
        teams.sync(db)
    teams.join(str(tmp_path / "shared"), own, "Ada")
    with Database(own) as db:
        db.set_coder("Ada")
        assert len(reads.handouts.unfinished(db, "Ada")) == 1
        edits.claims.tag(db, NewClaim(1, reads.project.claims(db, document_id=1)[0].span, (1,), 1, Stance.FAVOR))
        edits.handouts.finish(db, reads.handouts.unfinished(db, "Ada"))
        teams.sync(db)
    with Database(path) as db:
        db.set_coder("Lead")
        teams.sync(db)
        assert [(one.coder, one.is_finished) for one in reads.handouts.handouts(db)] == [("Ada", True), ("Cleo", False)]
        assert reads.conflicts.count(db) == 0
