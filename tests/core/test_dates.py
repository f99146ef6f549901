import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.dates import PartialDate


@given(st.dates(), st.integers(0, 3))
def test_a_date_is_read_back_as_it_was_written(day: datetime.date, shape: int) -> None:
    date = [
        PartialDate(day.year, day.month, day.day),
        PartialDate(day.year, day.month),
        PartialDate(day.year),
        PartialDate(None, day.month, day.day),
    ][shape]
    assert PartialDate.parse(str(date)) == date


@pytest.mark.parametrize(
    "text", ["2024-04-26", "2024-04", "2024", "--12-22", "--12", "--02-29", "2000-02-29", "0099", ""]
)
def test_each_form_is_written_as_it_was_read(text: str) -> None:
    assert str(PartialDate.parse(f" {text} ")) == text


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_the_days_that_exist_are_those_of_the_calendar(year: int, month: int, day: int) -> None:
    try:
        datetime.date(year, month, day)
    except ValueError:
        with pytest.raises(ValueError, match="no such"):
            PartialDate.parse(f"{year:04}-{month:02}-{day:02}")
    else:
        assert PartialDate.parse(f"{year:04}-{month:02}-{day:02}") == PartialDate(year, month, day)


FORMS = ["-", "--", "24", "2024-4", "2024-", "--4-26", "-04-26", "2024/04/26", "26.4.2024", "April", "２０２４"]
TIMES = ["2024-04-26T10:00", "2024-04-26 x"]
DAYS = ["2024-00", "2024-13", "--02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-04-00"]


@pytest.mark.parametrize("text", [*FORMS, *TIMES, *DAYS])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|no such (month|day)"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024-04-26", "26 April 2024"),
        ("2024-04", "April 2024"),
        ("2024", "2024"),
        ("--12-22", "22 December"),
        ("", ""),
    ],
)
def test_a_reader_sees_the_parts_that_are_known(text: str, told: str) -> None:
    assert PartialDate.parse(text).for_people() == told
