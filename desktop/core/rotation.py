"""Which of many backups are kept: the last ones, then ever fewer the older they are."""

import datetime
from collections.abc import Mapping

LAST = 5
HOURS, DAYS, WEEKS = 12, 7, 4
# bytes that the backups of one project may take together; the last ones are kept all the same
MOST = 4_000_000_000
ALWAYS = 2

_Stamp = datetime.datetime


def kept(backups: Mapping[_Stamp, int], now: _Stamp) -> set[_Stamp]:
    """Return which backups stay: the last `LAST`, and the last of each hour, day and week of some time past.

    That is of each of the last `HOURS` hours, `DAYS` days and `WEEKS` weeks, today's included, by UTC; of all these the
    last that take no more than `MOST` together, and the last `ALWAYS` in any case. Those of a clock that ran ahead come
    behind all others: what was made by now does not give way to them, and the last `LAST` of them stay beside it.

    Args:
        backups: when each was made, and its bytes.
        now: the present time.
    """
    newest_first = sorted(backups, reverse=True)
    ahead = [stamp for stamp in newest_first if stamp > now]
    newest_first = [*newest_first[len(ahead) :], *ahead]
    stay = {*newest_first[:LAST], *ahead[:LAST]}
    for count, unit, length in (
        (HOURS, _hour, datetime.timedelta(hours=1)),
        (DAYS, _day, datetime.timedelta(days=1)),
        (WEEKS, _week, datetime.timedelta(weeks=1)),
    ):
        first = unit(now) - (count - 1) * length
        of_unit: dict[_Stamp, _Stamp] = {}
        for stamp in newest_first:
            if unit(stamp) >= first:
                of_unit.setdefault(unit(stamp), stamp)
        stay.update(of_unit.values())
    taken = 0
    for at, stamp in enumerate(one for one in newest_first if one in stay):
        taken += backups[stamp]
        if at >= ALWAYS and taken > MOST:
            stay.discard(stamp)
    return stay


def _hour(stamp: _Stamp) -> _Stamp:
    return stamp.replace(minute=0, second=0, microsecond=0)


def _day(stamp: _Stamp) -> _Stamp:
    return _hour(stamp).replace(hour=0)


def _week(stamp: _Stamp) -> _Stamp:
    return _day(stamp) - datetime.timedelta(days=stamp.weekday())
