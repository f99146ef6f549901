"""A project's own scale of stances: converting claims, taking that back, and counts that follow."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.analysis.comparison import networks
from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.positions import stands
from desktop.core import scale
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.scale import FIVE, KNOWN, NOT_CODED, THREE, TWO, Scale, made
from desktop.core.values import NewClaim, Stance
from desktop.store import edits, reads
from desktop.store.check import problems
from desktop.store.database import Database

from .making import TEXT, make_project, rows, span_of


@pytest.fixture(autouse=True)
def _three() -> Iterator[None]:
    yield
    scale.use(THREE)


def stances(db: Database) -> dict[int, str]:
    return dict(db.sqlite.execute("SELECT id, stance FROM claim ORDER BY id"))


OWN = made((("aye", "Aye", 1.0), ("rather-aye", "Rather", 0.25), ("so-so", "So so", 0), ("nay", "Nay", -1)))
SCALES = st.sampled_from([*KNOWN.values(), OWN])


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(steps=st.lists(st.tuples(SCALES, st.randoms(use_true_random=False)), min_size=1, max_size=4))
def test_any_conversions_change_what_their_plan_says_and_are_taken_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Scale, object]]
) -> None:
    with make_project(tmp_path_factory.mktemp("scale") / "p.visavis") as db:
        scale.use(THREE)
        edits.claims.tag(db, NewClaim(1, span_of(TEXT, "velo pardun quist"), (1,), 3, Stance.NOT_CODED))
        edits.claims.tag(db, NewClaim(1, span_of(TEXT, "pardun quist"), (1, 2), 3, Stance.NEUTRAL))
        states = [(stances(db), rows(db)["setting"])]
        for new, chance in steps:
            old, before = reads.scale.scale(db), stances(db)
            answers = {one.key: chance.choice(new.all).key for one in old.steps if chance.random() < 0.5}  # type: ignore[attr-defined]
            told = edits.scale.plan(db, new, answers)
            edits.scale.choose(db, new, answers)
            after = stances(db)
            # nothing here says the same as another, so none goes
            assert after == {number: told[stance][0] for number, stance in before.items()}
            assert set(after.values()) <= {one.key for one in new.all}
            assert reads.scale.scale(db) == scale.in_use() == new
            assert problems(db) == []
            counted = CellCounts.of(after.values())
            assert reads.filtered.stances(db, "document", ClaimFilter())[1] == tuple(counted)
            if (state := (after, rows(db)["setting"])) != states[-1]:
                states.append(state)
        for past in reversed(states[:-1]):
            db.undo()
            assert (stances(db), rows(db)["setting"]) == past


def test_a_step_that_no_new_one_is_near_is_not_coded_and_never_guessed() -> None:
    assert scale.fitting(FIVE, THREE) == {
        "strongly favor": "favor",
        "favor": "favor",
        "neutral": "neutral",
        "against": "against",
        "strongly against": "against",
    }
    assert scale.fitting(THREE, TWO)["neutral"] == NOT_CODED


@pytest.mark.parametrize(
    "given",
    [
        (("a", "A", 1.0),),
        (("a", "A", 1.0), ("b", "B", 0.5)),
        (("a", "A", 1.0), ("b", "B", 1.0), ("c", "C", -1)),
        (("a", "A", 1.0), ("a", "B", -1.0)),
        (("a", "A", 1.5), ("b", "B", -1.0)),
        ((NOT_CODED, "Not coded", 1.0), ("b", "B", -1.0)),
        (("", "", 1.0), ("b", "B", -1.0)),
        (("a", "A", 1.0), ("b", "B", 0.5), ("c", "C", 0.25), ("d", "D", -1)),
    ],
)
def test_what_is_no_scale_is_refused_in_one_sentence(given: tuple[tuple[str, str, float], ...]) -> None:
    with pytest.raises(UserError):
        made(given)


def test_weights_follow_the_values_and_leave_out_what_is_not_coded() -> None:
    scale.use(FIVE)
    counts = CellCounts.of(["strongly favor", "favor", "against", NOT_CODED, NOT_CODED])
    assert counts == (1, 1, 0, 1, 0, 2)
    assert (counts.total, counts.net, counts.sides) == (5, 1.0, (2, 1, 0))
    assert counts.is_contradictory
    assert CellCounts.of(["favor", "strongly favor"]).stance == "strongly favor"
    assert stands([((1, 2, "favor"), 2), ((1, 2, "strongly against"), 1), ((1, 2, NOT_CODED), 9)]) == {
        (1, 2): (2, 1, 0)
    }
    uses = {("a", "x"): (1, 0, 0, 0, 0, 4), ("b", "x"): (0, 0, 0, 1, 0, 0)}
    # the distance of 1 and −0.5 on a range of 2
    assert networks.one_mode(uses, "conflict").weight("a", "b") == 0.75
    assert networks.one_mode(uses, "congruence").weight("a", "b") == 0.25
    assert networks.two_mode(uses, "subtract").weights == {("a", "x"): 1.0, ("b", "x"): -0.5}
    assert networks.two_mode(uses, "ignore").weight("a", "x") == 5


def test_claims_that_say_the_same_then_are_one(db: Database) -> None:
    edits.scale.choose(db, FIVE)
    span = span_of(TEXT, "velo pardun quist")
    one = edits.claims.tag(db, NewClaim(1, span, (1,), 3, Stance("strongly favor"), memo="First"))
    two = edits.claims.tag(db, NewClaim(1, span, (1,), 3, Stance("favor"), memo="Second"))
    assert edits.scale.choose(db, THREE)[1] == 1
    left = reads.project.claims(db, ids=[one, two])
    assert [(claim.stance, claim.memo) for claim in left] == [("favor", "First\n\nSecond")]
    assert problems(db) == []


def test_stances_are_counted_by_a_covering_index(db: Database) -> None:
    asked: list[str] = []
    db.sqlite.conn.set_trace_callback(asked.append)
    reads.scale.usage(db)
    db.sqlite.conn.set_trace_callback(None)
    plan = [row[3] for row in db.sqlite.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert "COVERING INDEX claim_document_stance" in plan[0]
