import pytest

from desktop.core.mentions import RULES, Duplicates, Mention, first_of_each, period_of


def said(claim: int, date: str, document: int = 1, stance: str = "favor", actor: int = 1, start: int = 0) -> Mention:
    return Mention(claim, actor, 1, stance, document, date, start)


@pytest.mark.parametrize(
    ("rule", "date", "period"),
    [
        ("all", "", "all"),
        ("document", "2024-01-01", "document 7"),
        ("day", "2024-01-01", "2024-01-01"),
        ("day", "2024-01", "document 7"),
        ("week", "2024-01-01", "2024-W01"),
        ("week", "2023-01-01", "2022-W52"),
        ("week", "2024-12-30", "2025-W01"),
        ("week", "0000-01-05", "document 7"),
        ("month", "2024-01", "2024-01"),
        ("month", "2024", "document 7"),
        ("month", "--01-05", "document 7"),
        ("year", "2024", "2024"),
        ("year", "", "document 7"),
        ("year", "no date", "document 7"),
    ],
)
def test_a_period_is_as_long_as_the_rule_says(rule: Duplicates, date: str, period: str) -> None:
    assert period_of(rule, 7, date) == period


def test_the_first_in_time_stands() -> None:
    late, early, undated = said(1, "2024-05-02", 1), said(2, "2024-05-01", 2), said(3, "", 3)
    assert first_of_each([late, undated, early], "include") == [early, late, undated]
    assert first_of_each([late, undated, early], "all") == [early]
    assert first_of_each([late, undated, early], "month") == [early, undated]
    assert first_of_each([late, undated, early], "day") == [early, late, undated]


def test_only_one_actor_topic_and_stance_repeat_each_other() -> None:
    others = [said(1, "2024"), said(2, "2024", stance="against"), said(3, "2024", actor=2)]
    for rule in RULES:
        assert first_of_each(others, rule) == others


def test_once_per_document_keeps_the_first_place() -> None:
    assert first_of_each([said(1, "2024", start=9), said(2, "2024", start=3)], "document") == [said(2, "2024", start=3)]
