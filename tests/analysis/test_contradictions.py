import pytest

from desktop.analysis.comparison.contradictions import ambivalence, both_sides, compare, opponents, verdict
from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.member import Member
from desktop.analysis.comparison.pictured import Point, strips, timeline
from desktop.core.mentions import Mention


def said(claim: int, actor: int, topic: int, stance: str, date: str = "2024-01-01", document: int = 0) -> Mention:
    return Mention(claim, actor, topic, stance, document or claim, date, 0)


@pytest.mark.parametrize(("favor", "against", "strength"), [(1, 1, 1), (3, 3, 3), (2, 1, 0.5), (10, 1, -3.5)])
def test_strong_is_who_says_much_on_both_sides(favor: int, against: int, strength: float) -> None:
    assert ambivalence(favor, against) == ambivalence(against, favor) == strength


@pytest.mark.parametrize(
    ("favor", "against", "course"),
    [
        ([("2024-01-01", 1)], [("2024-01-01", 1)], "at once"),
        ([("", 1)], [("", 1)], "at once"),
        ([("2024-01-01", 1)], [("2024-01-01", 2)], "at once"),
        ([("2024-01-01", 1)], [("2024-02-01", 2), ("2025", 3)], "change"),
        ([("2025-01-01", 1)], [("2024-02-01", 2)], "change"),
        ([("2024-01-01", 1), ("2024-03-01", 3)], [("2024-02-01", 2)], "back and forth"),
        ([("2024-01-01", 1)], [("", 2)], "undated"),
        ([("2024-01-01", 1)], [("2024-01", 2)], "undated"),
        ([("2024", 1)], [("2024", 2)], "undated"),
        ([("--01-01", 1)], [("2024-01-02", 2)], "undated"),
    ],
)
def test_a_contradiction_says_how_its_sides_lie_in_time(
    favor: list[tuple[str, int]], against: list[tuple[str, int]], course: str
) -> None:
    mentions = [
        said(number, 1, 1, stance, date, document)
        for stance, side in (("favor", favor), ("against", against))
        for number, (date, document) in enumerate(side, 1)
    ]
    (found,) = both_sides(mentions)
    assert found.course == course


def test_contradictions_come_strongest_first_with_their_dates() -> None:
    found = both_sides(
        [
            said(1, 1, 1, "favor", "2021"),
            said(2, 1, 1, "against", "2024-05"),
            said(3, 2, 1, "favor"),
            said(4, 2, 2, "favor"),
            said(5, 2, 2, "favor", "2022-01-01"),
            said(6, 2, 2, "against", ""),
            said(7, 2, 2, "against"),
            said(8, 2, 2, "neutral"),
        ]
    )
    assert [(one.actor_id, one.topic_id, one.strength) for one in found] == [(2, 2, 2), (1, 1, 1)]
    assert (found[0].favor, found[0].against, found[0].neutral) == (2, 2, 1)
    assert (found[0].first_favor, found[0].last_favor) == ("2022-01-01", "2024-01-01")
    assert (found[1].first_favor, found[1].last_against, found[1].course) == ("2021", "2024-05", "change")
    assert found[1].claims == (1, 2)


def test_opponents_are_who_stand_on_opposite_sides() -> None:
    found = opponents(
        [
            *(said(n, 1, 1, "favor") for n in (1, 2)),
            said(3, 2, 1, "against"),
            said(4, 2, 2, "favor"),
            said(5, 1, 2, "favor"),
            said(6, 3, 1, "against"),
            said(7, 3, 9, "neutral"),
            said(8, 4, 9, "favor"),
        ]
    )
    # 1 and 3: conflict 2 × 1, activity (3 + 1) / 2; 1 and 2: conflict 2 × 1, activity (3 + 2) / 2
    assert [(one.actor_id, one.other_id, one.conflict, one.congruence, one.strength) for one in found] == [
        (1, 3, 2, 0, 1.0),
        (1, 2, 2, 1, 0.8),
    ]
    assert (found[1].disputed, found[1].shared) == ((1,), (2,))


@pytest.mark.parametrize(
    ("a", "b", "word"),
    [
        ((1, 0, 0), (5, 0, 9), "agree"),
        ((1, 0, 0), (0, 1, 0), "disagree"),
        ((1, 1, 0), (0, 1, 0), "mixed"),
        ((0, 0, 1), (0, 0, 2), "agree"),
        ((0, 0, 1), (0, 2, 0), "open"),
        ((0, 0, 0, 2), (0, 2, 0), "open"),
        ((0, 0, 0, 2), (0, 0, 0, 1), "open"),
        ((0, 0, 0, 1), (0, 0, 3), "open"),
        ((2, 0, 0, 7), (1, 0, 0), "agree"),
    ],
)
def test_two_positions_agree_or_not(a: tuple[int, ...], b: tuple[int, ...], word: str) -> None:
    assert verdict(CellCounts(*a), CellCounts(*b)) == verdict(CellCounts(*b), CellCounts(*a)) == word


def test_two_sides_face_each_other_on_what_they_share() -> None:
    found = compare(
        [said(1, 1, 1, "favor"), said(2, 1, 2, "favor"), said(3, 1, 3, "favor"), said(2, 5, 2, "favor")],
        [said(4, 2, 1, "favor"), said(5, 2, 2, "against"), said(6, 2, 4, "favor")],
    )
    assert [(one.topic_id, one.verdict) for one in found.shared] == [(2, "disagree"), (1, "agree")]
    # a claim of two actors counts once
    assert found.shared[0].a == CellCounts(1, 0, 0)
    assert (found.only_a, found.only_b) == ((3,), (4,))
    assert [one.topic_id for one in found.of("agree")] == [1]


def test_stance_over_time_is_counted_by_period() -> None:
    mentions = [
        said(1, 1, 1, "favor", "2024-01-09"),
        said(2, 1, 1, "against", "2024-01-31"),
        said(3, 1, 2, "favor", "2024-02"),
        said(4, 2, 1, "favor", "2023"),
        said(4, 1, 1, "favor", "2023"),
    ]
    found = {name: {n: Member(n, f"{name}{n}", f"{name.title()} {n}") for n in (1, 2)} for name in ("actor", "topic")}
    both = [(found["actor"][one], found["topic"][other]) for one, other in ((1, 1), (1, 2), (2, 1))]
    assert timeline(mentions, fields=("actor", "topic"), found=found) == [
        Point("2024-01", both[0], CellCounts(1, 1, 0)),
        Point("2024-02", both[1], CellCounts(1, 0, 0)),
        Point("", both[0], CellCounts(1, 0, 0)),
        Point("", both[2], CellCounts(1, 0, 0)),
    ]
    assert {point.period for point in timeline([Mention(9, 1, 1, "favor", 1, "2021-01-01", 0)], "week")} == {"2020-W53"}
    assert {point.period for point in timeline([Mention(9, 1, 1, "favor", 1, "2021-01", 0)], "week")} == {""}
    by_year = timeline(mentions, "year")
    assert by_year == [Point("2023", (), CellCounts(1, 0, 0)), Point("2024", (), CellCounts(2, 1, 0))]
    # two actors on one line are one; with no value of its own a claim stands on a line, with two on two
    alike = {"country": {1: Member(0, "tarn", "Tarn"), 2: Member(0, "tarn", "Tarn")}}
    (point,) = timeline(mentions[3:], "year", fields=("country",), found=alike)
    assert (point.name, point.counts) == ("Tarn", CellCounts(1, 0, 0))
    own = {"claim:Frame": {1: ("cost", "law"), 2: ("law",)}}
    frames = {"claim:Frame": {one: Member(0, one or "(none)", one or "(none)") for one in ("cost", "law", None)}}
    told = timeline(mentions[:3], "year", fields=("claim:Frame",), found=frames, own=own)
    assert {point.name: point.counts for point in told} == {
        "cost": CellCounts(1, 0, 0),
        "law": CellCounts(1, 1, 0),
        "(none)": CellCounts(1, 0, 0),
    }
    assert by_year[1].net == 1


def test_a_document_is_a_strip_of_its_claims() -> None:
    (strip, empty) = strips({7: 100, 8: 0}, {7: [(2, 1, "against", 20, 60), (1, 1, "favor", 0, 50)]})
    assert [(bar.claim_id, bar.start, bar.end, bar.lane) for bar in strip.bars] == [(1, 0, 0.5, 0), (2, 0.2, 0.6, 1)]
    assert (strip.lanes, empty.bars, empty.lanes) == (2, (), 0)
