"""The names of files by a pattern that the user gives."""

import pytest

from desktop.core.errors import UsageError
from desktop.core.name_pattern import NamePattern


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
        ("{date}{title}", "Two places of the pattern stand side by side"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_with_the_way_out(pattern: str, sentence: str) -> None:
    with pytest.raises(UsageError) as error:
        NamePattern(pattern)
    assert str(error.value).startswith(sentence)


def test_no_pattern_reads_nothing() -> None:
    assert not NamePattern()
