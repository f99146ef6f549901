from hypothesis import given
from hypothesis import strategies as st

from desktop.core.reanchor import Anchor, ClaimQuote, Fate, PlaceMap, reanchor
from desktop.core.spans import Span
from desktop.core.text import context

OLD = (
    "The mill by the old bridge was sold in May.\n"
    "Nobody asked the miller, who had worked there for thirty years.\n"
    "The town wants a museum in its place, and the river wants its bed back.\n"
)


def quoted(text: str, words: str, number: int = 1) -> ClaimQuote:
    start = text.index(words)
    return ClaimQuote(number, Span(start, start + len(words)), words, *context(text, start, start + len(words)))


def anchor(new: str, words: str, old: str = OLD) -> Anchor:
    (found,) = reanchor(old, new, [quoted(old, words)])
    return found


def test_words_that_stand_where_they_stood_are_kept() -> None:
    found = anchor(OLD + "More.\n", "Nobody asked the miller")
    assert (found.fate, found.how, found.after) == (Fate.KEPT, "exact", found.before)


def test_words_that_stand_elsewhere_are_moved() -> None:
    found = anchor("A new first line.\n" + OLD, "Nobody asked the miller")
    assert found.fate is Fate.MOVED
    assert found.after == Span(found.before.start + 18, found.before.end + 18)


def test_of_equal_words_those_with_the_old_neighbours_are_chosen() -> None:
    old = "One yes here. Two yes there. Three yes everywhere."
    start = old.index("yes there")
    quote = ClaimQuote(1, Span(start, start + 3), "yes", *context(old, start, start + 3))
    (found,) = reanchor(old, "Zero yes now. " + old, [quote])
    assert found.after == Span(start + 14, start + 17)


def test_corrected_words_between_the_old_neighbours_are_changed() -> None:
    new = OLD.replace("who had worked there for thirty", "who has been at work there for thirty")
    found = anchor(new, "had worked there")
    assert (found.fate, found.new_quote) == (Fate.CHANGED, "has been at work there")


def test_words_with_many_small_corrections_are_aligned_and_snapped_to_words() -> None:
    new = OLD.replace("Nobody asked the miller, who had worked", "No-one asked the millar, who hed workt")
    new = new.replace("in May.", "in June!").replace("years.", "years;")
    found = anchor(new, "Nobody asked the miller, who had worked there for thirty years")
    assert (found.fate, found.how) == (Fate.CHANGED, "alignment")
    assert found.new_quote.startswith("No-one asked")
    assert found.new_quote.endswith("thirty years")


def test_words_that_are_gone_are_lost() -> None:
    found = anchor(OLD.split("\n")[0], "the river wants its bed back")
    assert (found.fate, found.after, found.new_quote) == (Fate.LOST, None, "")


def test_a_short_quote_is_not_found_by_chance_far_away() -> None:
    old, new = "no. " + "word " * 2000, "other " + "thing " * 3000 + "no. "
    (found,) = reanchor(old, new, [ClaimQuote(1, Span(0, 2), "no", "", "")])
    assert found.fate is Fate.LOST


def test_a_place_between_two_known_lines_is_in_proportion() -> None:
    places = PlaceMap("a\nbbbb\nc\n", "a\nBBBBBBBB\nc\n")
    assert [places(at) for at in (0, 2, 7)] == [0, 2, 11]


@given(st.text(max_size=60), st.text(max_size=60), st.data())
def test_every_place_lies_in_the_new_text_and_says_its_words(old: str, new: str, data: st.DataObject) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    (found,) = reanchor(old, new, [ClaimQuote(1, Span(start, end), old[start:end], *context(old, start, end))])
    if found.after is not None:
        assert new[found.after.start : found.after.end] == found.new_quote != ""
        assert found.fate is not Fate.LOST
