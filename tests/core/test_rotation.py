import datetime

from desktop.core import rotation
from desktop.core.rotation import kept

NOW = datetime.datetime(2026, 3, 18, 12, 30, tzinfo=datetime.UTC)


def ago(**length: float) -> datetime.datetime:
    return NOW - datetime.timedelta(**length)


def test_the_last_five_stay_whatever_their_age() -> None:
    old = {ago(days=400 + at): 1 for at in range(9)}
    assert kept(old, NOW) == {ago(days=400 + at) for at in range(5)}


def test_one_an_hour_one_a_day_and_one_a_week_stay_and_each_is_the_last_of_its_time() -> None:
    """
    minutes 0…80 by ten, hours 2…30, days 1…12 at noon, weeks 1…9
    """
    made = {ago(minutes=10 * at) for at in range(9)}
    made |= {ago(hours=at) for at in range(2, 31)}
    made |= {ago(days=at) for at in range(1, 13)}
    made |= {ago(weeks=at) for at in range(1, 10)}
    stay = kept(dict.fromkeys(made, 1), NOW)
    # the last five; of this hour and of the one before their last
    assert {ago(minutes=10 * at) for at in range(5)} <= stay
    assert ago(minutes=60) not in stay
    assert ago(minutes=80) not in stay
    assert {ago(hours=at) for at in range(2, 12)} <= stay
    assert not {ago(hours=at) for at in (14, 17, 20, 23)} & stay
    # the last of each day of seven: 18 March is today, of the 17th the last is of 23:30
    assert {one.day for one in stay if one > ago(days=6, hours=13)} == {12, 13, 14, 15, 16, 17, 18}
    assert ago(hours=13) in stay
    # a Wednesday: the weeks begin on Mondays, the last backup of each of the three before this one
    assert ago(days=3) in stay
    assert ago(days=10) in stay
    assert ago(weeks=3) in stay
    assert not {ago(weeks=at) for at in range(4, 10)} & stay
    assert len(stay) <= rotation.LAST + rotation.HOURS + rotation.DAYS + rotation.WEEKS


def test_a_second_rotation_takes_no_more_away() -> None:
    made = {ago(hours=3 * at): 1 for at in range(300)}
    once = kept(made, NOW)
    assert kept(dict.fromkeys(once, 1), NOW) == once


def test_large_backups_take_no_more_than_the_budget_and_two_stay_always() -> None:
    large = {ago(hours=at): rotation.MOST // 3 for at in range(9)}
    assert kept(large, NOW) == {ago(hours=at) for at in range(3)}
    huge = {ago(hours=at): rotation.MOST * 2 for at in range(9)}
    assert kept(huge, NOW) == {ago(hours=at) for at in range(2)}


def test_a_backup_of_a_clock_that_ran_ahead_is_kept_and_takes_no_place_of_a_day() -> None:
    made = {ago(days=-40): 1} | {ago(days=at): 1 for at in range(7)}
    assert kept(made, NOW) >= {ago(days=at) for at in range(7)}


def test_what_is_made_now_gives_way_to_none_of_a_clock_that_ran_ahead() -> None:
    ahead = {ago(hours=-1, seconds=at): rotation.MOST for at in range(9)}
    recent = {ago(seconds=at): 1 for at in range(9)}
    assert kept({**ahead, **recent}, NOW) == {ago(seconds=at) for at in range(5)}
    small = dict.fromkeys([*ahead, *recent], 1)
    assert kept(small, NOW) == {ago(seconds=at) for at in range(5)} | {ago(hours=-1, seconds=at) for at in range(5)}


def test_nothing_is_kept_of_nothing() -> None:
    assert kept({}, NOW) == set()
