"""Contradictions of a project: what follows edits is what is counted anew, and what all claims as objects tell."""

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.analysis.comparison.contradictions import both_sides, opponents, settle
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance, Voice
from desktop.project import contradictions
from desktop.project.contradictions import Contradictions
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.edits.claims_many import Retag
from desktop.store.reads import counts
from desktop.store.reads import project as reads

from ..benchmarks.generator import generate_project

if TYPE_CHECKING:
    from desktop.core.changes import ChangeSet

FILTERS = [
    ClaimFilter(),
    ClaimFilter(voices=(Voice.DIRECT, Voice.REPORTED)),
    ClaimFilter(hidden_coders=("Mira",)),
    ClaimFilter(text="e"),
]


def edit(db: Database, rng: random.Random) -> None:
    """Do one of what users do with claims, as one of two coders."""
    db.set_coder(rng.choice(["generator", "Mira"]))
    some = rng.sample([claim.id for claim in reads.claims(db)], 2)
    match rng.randrange(8):
        case 0 | 1 | 2:
            start = rng.randrange(900)
            span = Span(start, start + rng.randint(20, 90))
            who = tuple(rng.sample(range(1, 6), rng.randint(1, 2)))
            edits.claims.tag(db, NewClaim(rng.randint(1, 3), span, who, rng.randint(1, 4), rng.choice([*Stance])))
        case 3:
            edits.claims.delete(db, some)
        case 4:
            edits.claims.change(db, some[0], stance=rng.choice([*Stance]), voice=rng.choice([*Voice]))
        case 5:
            edits.claims_many.retag(db, some, Retag(topic_id=rng.randint(1, 4)))
        case 6:
            edits.claims.change(db, some[0], actor_ids=(rng.randint(1, 5),))
        case _:
            db.undo()


def told(db: Database, found: Contradictions) -> tuple[object, ...]:
    """Return all that is told of contradictions, but for the numbers of claims on both sides."""
    both = [found.both(db, one) for one in found.positions.both]
    return both, [found.pair(one) for one in found.positions.pairs], found.disputes, found.aside


@pytest.mark.parametrize("chosen", FILTERS, ids=lambda one: one.as_text() or "all")
def test_contradictions_that_follow_edits_are_those_that_all_claims_tell(chosen: ClaimFilter, tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    generate_project(path, documents=3, claims=90, topics=4, actors=5, paragraphs=4, seed=4)
    with Database(path) as db:
        found = contradictions.load(db, chosen)
        followed = disputes = 0
        done: list[ChangeSet] = []
        db.on_change = done.append
        rng, looking = random.Random(chosen.as_text()), random.Random(1)
        for _ in range(120):
            edit(db, rng)
            if looking.random() < 0.3:
                # they are looked at after several
                continue
            if found.follow(db, done):
                followed += len(done)
            else:
                found = contradictions.load(db, chosen)
            done.clear()
            mentions = counts.mentions(db, chosen)
            settled = settle(mentions, counts.encounters(db, chosen, of_coders=True))
            both, pairs, differing, aside = told(db, found)
            plain = both_sides(settled.mentions)
            assert [repr(one).rpartition(" claims=")[0] for one in both] == [  # type: ignore[attr-defined]
                repr(one).rpartition(" claims=")[0] for one in plain
            ]
            assert pairs == opponents(settled.mentions)
            assert differing == settled.disputes
            left = {(one.claim_id, one.actor_id) for one in settled.mentions}
            assert aside == {(one.claim_id, one.actor_id) for one in mentions} - left
            for one in plain[:3]:
                own = found.claims(db, (one.topic_id,), one.actor_id)
                assert sorted(claim for claim, _, stance in own if stance in ("favor", "against")) == sorted(one.claims)
            disputes += len(settled.disputes)
        assert followed > 60, "edits of a few claims are followed"
        assert disputes or chosen.hidden_coders


def test_what_is_looked_at_is_read_by_the_cells_own_place(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    generate_project(path, documents=3, claims=90, topics=4, actors=5, paragraphs=4, seed=4)
    with Database(path) as db:
        asked: list[str] = []
        db.sqlite.conn.set_trace_callback(asked.append)
        counts.stands(db, ClaimFilter(), [(1, 1)])
        counts.documents_of(db, ClaimFilter(voices=(Voice.DIRECT,)), 1, 1)
        counts.stands(db)
        db.sqlite.conn.set_trace_callback(None)
        plans = [[row[3] for row in db.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in asked]
        assert plans[0] == plans[1] == ["SEARCH x USING PRIMARY KEY (topic_id=? AND actor_id=?)"]
        assert "COVERING INDEX" in plans[2][0]
