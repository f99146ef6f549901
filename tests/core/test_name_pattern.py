"""The names of files by a pattern that the user gives."""

import pytest

from desktop.core.errors import UsageError
from desktop.core.name_pattern import NamePattern
from tests.clock import processor_time


def told(pattern: str, name: str) -> dict[str, str] | None:
    return NamePattern(pattern).read(name)


@pytest.mark.parametrize(
    ("pattern", "name", "facts"),
    [
        (
            "{date} - {author} - {title}",
            "2018-04-23 - Kasia Quill - Speech - at Orsk.txt",
            {"date": "2018-04-23", "author": "Kasia Quill", "title": "Speech - at Orsk"},
        ),
        ("{date} - {author}", "2018-04-23 – Ada Quill.md", {"date": "2018-04-23", "author": "Ada Quill"}),
        (
            "{date}_{author}_{title}",
            "20160714_quill_on_fares.txt",
            {"date": "2016-07-14", "author": "quill", "title": "on fares"},
        ),
        ("{title} ({publisher}, {date})", "Fares (Isle Post, 6 May 2020).pdf", {
            "title": "Fares", "publisher": "Isle Post", "date": "2020-05-06"}),
        ("{date}-{title}", "2017-08-09-a-walk.markdown", {"date": "2017-08-09", "title": "a-walk"}),
        ("{date} {}", "2020-05 whatever.txt", {"date": "2020-05"}),
        ("{author}, {date}", "Quill, 06.05.2020.txt", {"author": "Quill", "date": "2020-05-06"}),
        ("{date} {title}", "notes.txt", None),
        ("{date} {title}", "2020-13-45 Fares.txt", None),
        ("{kind} {title}", "interview Fares.txt", {"kind": "interview", "title": "Fares"}),
        ("{kind} {title}", "song Fares.txt", None),
    ],
)  # fmt: skip
def test_names_are_read_by_their_pattern(pattern: str, name: str, facts: dict[str, str] | None) -> None:
    assert told(pattern, name) == facts


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{day} {title}", "A name has no place “{day}”: write {date}, {author}, "),
        ("Fares", "The pattern “Fares” has no place: write {date}, "),
        ("{title} - {title}", "The pattern has the place “{title}” twice"),
        ("{} " * 60 + "{title}", "The pattern has more than 40 places"),
        ("{date}{title}", "Two places of the pattern stand side by side"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_with_the_way_out(pattern: str, sentence: str) -> None:
    with pytest.raises(UsageError) as error:
        NamePattern(pattern)
    assert str(error.value).startswith(sentence)


def test_no_pattern_reads_nothing() -> None:
    assert not NamePattern()


def test_many_places_are_found_in_a_name_of_nothing_but_what_parts_them() -> None:
    pattern = "{title} - {author} - {publisher} - {place} - {event}.{language}"
    plain = told("{title} - {author}", "a - " * 60 + "b.txt")
    assert plain == {"title": "a", "author": "a - " * 59 + "b"}
    # where it does not follow, each way to part it would be tried
    name = "a - " * 70
    ordinary = processor_time(lambda: told("{title} - {author}", name))
    assert processor_time(lambda: told(pattern, name)) < 500 * ordinary
    assert told(pattern, name) is None
    assert told("{} - {} - {} - {} - {} - {date}", f"{name}2020.txt") == {"date": "2020"}


@pytest.mark.parametrize(
    ("pattern", "name", "facts"),
    [
        ("{title}-{date}", "a--2020.txt", {"title": "a", "date": "2020"}),
        ("{date}_{title}", "2020__x.txt", {"date": "2020", "title": "x"}),
        ("{author} {title}", "Ada  Quill.txt", {"author": "Ada", "title": "Quill"}),
        ("{kind} {title}", "press release Fares.txt", {"kind": "press release", "title": "Fares"}),
        ("Talk {title}", "talk Fares.txt", {"title": "Fares"}),
    ],
)
def test_what_parts_places_is_taken_whole(pattern: str, name: str, facts: dict[str, str]) -> None:
    assert told(pattern, name) == facts
