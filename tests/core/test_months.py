"""Months that have the name of another in another language."""

import pytest

from desktop.core.name_pattern import NamePattern
from desktop.core.values import Certainty
from desktop.core.vocabulary.languages import languages
from desktop.core.vocabulary.months import ambiguous
from desktop.exchange.documents import read_content

CROATIAN = "Župan je rekao da će mlin ostati otvoren, što radnici već dugo žele čuti od gradskog vijeća.\n"
POLISH = "Burmistrz powiedział, że młyn zostanie otwarty, a związkowcy cieszą się z tej wiadomości.\n"
ENGLISH = "The mill stays open, said the board of the harbour on Monday, and nobody was surprised by that.\n"
DOUBT = "“listopada” is October or November, by the language; October is taken: look at its date."


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"Mlin ostaje otvoren\n\n15. listopada 2024.\n\n{CROATIAN}", "2024-10-15"),
        (f"Młyn zostaje\n\n15 listopada 2024 r.\n\n{POLISH}", "2024-11-15"),
        ("Mlýn zůstane\n\n15. listopadu 2024\n\nStarosta řekl, že mlýn zůstane otevřený.\n", "2024-11-15"),
        (f"---\nlang: hr\ndate: 15 listopada 2024\n---\n\n# Mlin\n\n{ENGLISH}", "2024-10-15"),
        (f"---\nlang: pl-PL\ndate: 15 listopada 2024\n---\n\n# Mlin\n\n{CROATIAN}", "2024-11-15"),
    ],
)
def test_a_month_is_that_of_the_documents_language(text: str, date: str) -> None:
    found = read_content(text.encode(), "a.md")
    assert (found.document.facts.date, found.document.facts.date_certainty) == (date, Certainty.STATED)
    assert found.notes == ()


@pytest.mark.parametrize(
    "text",
    [
        f"Mill talks\n\n15 listopada 2024\n\n{ENGLISH}",
        f"---\ndate: 15 listopada 2024\n---\n\n# Mill\n\n{ENGLISH}",
        f"HAVEN, 15 listopada 2024 (Isle Press) - {ENGLISH}",
        f"# Mill talks of 15 listopada 2024\n\nBy Ada Quill\n\n{ENGLISH}",
    ],
)
def test_a_month_of_which_nothing_tells_the_language_is_doubted(text: str) -> None:
    found = read_content(text.encode(), "a.md")
    assert found.document.facts.date == "2024-10-15"
    assert found.document.facts.date_certainty is not Certainty.STATED
    assert found.notes == (DOUBT,)


def test_a_name_of_a_file_with_such_a_month_does_not_follow_its_pattern() -> None:
    names = NamePattern("{date} - {title}")
    assert names.read("15 listopada 2024 - Mill.txt") is None
    assert names.read("15 listopadu 2024 - Mill.txt") == {"date": "2024-11-15", "title": "Mill"}


def test_names_of_several_months_are_those_of_languages_that_letters_tell_apart() -> None:
    assert ambiguous() == {"listopad", "listopada"}
    spoken = [known.recognition.written for known in languages().values() if "listopad" in str(known.dates.months)]
    assert len(spoken) == len(set(spoken)) == 3
