"""The one form for the time stamps of transcripts."""

import pytest

from desktop.core.times import of_seconds, of_stamps, time_at, timeline


@pytest.mark.parametrize(
    ("stamps", "times"),
    [
        (["00:03", "(1:02)", "[75:12]"], ["00:00:03", "00:01:02", "01:15:12"]),
        (
            ["#00:00:02-1#", "00:00:02:12", "1:02:03.450", "00:12:31,9"],
            ["00:00:02", "00:00:02", "01:02:03", "00:12:31"],
        ),
        # from a clock, and not since the beginning
        (["10:02 AM", "9:05 p.m.", "12:30 am", "10:02:03 PM"], ["10:02", "21:05", "00:30", "22:02:03"]),
        # one day beyond the twelfth tells which number is the day
        (["04/03/2025, 10:03 -", "14/03/2025, 10:05 -"], ["2025-03-04 10:03", "2025-03-14 10:05"]),
        (["[3/4/25, 9:05 PM]", "[3/14/25, 9:06 PM]"], ["2025-03-04 21:05", "2025-03-14 21:06"]),
        (["2025-03-04 10:03", "4.3.2025, 10:03"], ["2025-03-04 10:03", "2025-03-04 10:03"]),
        (["[14-Mar-25 10:03 AM]", "[4-Xyz-25 10:04 AM]"], ["2025-03-14 10:03", "10:04"]),
        # else it is not guessed
        (["04/03/2025, 10:03", "05/03/2025, 10:05"], ["10:03", "10:05"]),
        (["noon", "45/46/2025 10:03"], ["", "10:03"]),
    ],
)
def test_stamps_of_all_programs_are_told_in_one_form(stamps: list[str], times: list[str]) -> None:
    assert of_stamps(stamps) == times


def test_seconds_are_told_without_their_parts() -> None:
    assert [of_seconds(one) for one in (0.0, 3.9, 4351.2, -1.0, float("inf"), float("nan"))] == [
        *("00:00:00", "00:00:03", "01:12:31", "", "", "")
    ]


def test_a_turn_without_a_time_does_not_take_over_that_of_another() -> None:
    turns = [(0, 10, True, "00:01"), (4, 9, False, "00:02"), (11, 20, True, ""), (21, 30, True, "00:04")]
    times = timeline(turns)
    assert [time_at(times, at) for at in (0, 4, 9, 10, 11, 20, 21, 30)] == [
        *("00:01", "00:02", "00:02", "", "", "", "00:04", "")
    ]
    # paragraphs of subtitles, which are no turns
    times = timeline([(2, 5, False, "00:01"), (6, 9, False, ""), (10, 12, False, "00:03")])
    assert [time_at(times, at) for at in (0, 2, 7, 11)] == ["", "00:01", "00:01", "00:03"]
    assert timeline([(0, 5, True, ""), (0, 5, False, "")]) == []
