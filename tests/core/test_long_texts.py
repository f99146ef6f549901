"""Texts of one long line, of thousands of lines and of thousands of speakers take no more than their share of time."""

from collections.abc import Iterator, Sequence

import pytest

from desktop.core.concordance import wanted
from desktop.core.keys import free_key
from desktop.core.roster import Roster
from desktop.core.structure.forms import are_fields
from desktop.core.structure.labels import Label
from desktop.core.structure.structure import find_structure
from desktop.core.values import Actor
from tests.clock import processor_time

TALK = "Ada Quill: Is the ferry safe?\nBen Ost: It is slow, and it is dear.\n"


@pytest.fixture(scope="module")
def ordinary() -> float:
    """Return how long a text of the same length takes in lines that people speak."""
    return processor_time(lambda: find_structure(TALK * (20_000 // len(TALK))))


@pytest.mark.parametrize("filler", [" ", "\t", ".", "a", "A. ", "7", "( "])
@pytest.mark.parametrize("before", ["", "Ada Quill: "])
def test_a_long_line_takes_no_square_of_its_length(before: str, filler: str, ordinary: float) -> None:
    line = filler * (10_000 // len(filler))
    assert processor_time(lambda: find_structure(f"{TALK}{before}{line}\n{before}{line}.\n"), 2) < 3 * ordinary


def test_speakers_are_looked_up_among_thousands_without_going_through_all() -> None:
    names = [f"{chr(65 + at % 26)}da {chr(65 + at // 26 % 26)}uill{'abcdefghij'[at % 10]}" for at in range(300)]
    text = "\n".join(f"{name}: It is slow, and it is dear." for name in names)
    many = Roster([Actor(f"known-{at}", f"Known Person{at}") for at in range(20_000)])
    alone = processor_time(lambda: find_structure(text))
    assert processor_time(lambda: find_structure(text, many)) < 8 * alone


def test_a_short_text_takes_no_longer_where_the_codebook_has_thousands() -> None:
    many = Roster([Actor(f"known-{at}", f"Known Person{at}", initials="KP") for at in range(20_000)])
    texts = [f"{TALK}Person{at}: It is slow.\n" for at in range(10)]

    def read(actors: Sequence[Actor]) -> list[str]:
        return [
            next(one.speaker for one in reversed(find_structure(text, actors).segments) if one.speaker)
            for text in texts
        ]

    # whoever brings a speaker of their own, as a table's row does
    assert read(many.plus([Actor("odo", "Odo Brink")])) == [f"known-{at}" for at in range(10)]
    alone = processor_time(lambda: read(()))
    assert processor_time(lambda: read(many)) < 2 * alone
    assert processor_time(lambda: read(many.plus([Actor("odo", "Odo Brink")]))) < 2 * alone


def test_a_roster_that_has_more_leaves_the_other_as_it_was() -> None:
    base = Roster([Actor("ada", "Ada Quill", initials="AQ")])
    more = base.plus([Actor("anna", "Anna Quill", initials="AQ")])
    assert [one.key for one in more] == ["ada", "anna"] == [more[at].key for at in range(len(more))]
    assert [one.key for one in more.ending_in({"quill"})] == ["ada", "anna"]
    assert more.by_initials["AQ"] == ["ada", "anna"]
    assert more.by_name["anna quill"] == "anna"
    assert (len(base), base.by_initials["AQ"], "anna" in base.by_key) == (1, ["ada"], False)


def test_many_heads_of_a_form_are_gone_through_a_few_times() -> None:
    class Counted(dict[int, Label]):
        gone_through = 0

        def __iter__(self) -> Iterator[int]:
            self.gone_through += 1
            return super().__iter__()

    found = Counted({at: Label("Price", "Price", 6, shape="loose") for at in range(0, 600, 3)})
    lines = ["Price: low"] * 600
    assert are_fields(lines, dict.fromkeys(found, "low"), found, dict(found), ())
    assert found.gone_through < 10


def test_a_key_that_thousands_have_is_numbered_without_counting_up() -> None:
    class Asked(set[str]):
        times = 0

        def __contains__(self, key: object) -> bool:
            self.times += 1
            return super().__contains__(key)

    taken = Asked()
    for number in range(1, 3_001):
        key = free_key("Орлов", taken)
        assert key == ("speaker" if number == 1 else f"speaker-{number}")
        taken.add(key)
    assert taken.times < 3_000 * 30


def test_a_pasted_run_of_blanks_is_as_little_to_look_for_as_letters() -> None:
    letters = processor_time(lambda: wanted("ferry " * 5_000))
    found = wanted("ferry" + " " * 30_000 + "OR" + " " * 30_000 + "tram | | bus")
    assert found is not None
    assert [found.pattern.search(word) is not None for word in ("ferry", "tram", "bus", "or")] == [True] * 3 + [False]
    assert processor_time(lambda: wanted("ferry" + " " * 30_000)) < 10 * letters
