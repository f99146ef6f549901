from hypothesis import given
from hypothesis import strategies as st

from desktop.core.reanchor import Anchor, ClaimQuote, Doubt, Fate, PlaceMap, reanchor
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


# two sentences that say the same, each with a claim, among others
TWICE = (
    "The mayor opened the meeting at noon.\n"
    "The bridge must be built.\n"
    "The harbour master had brought his charts and nobody looked at them.\n"
    "The bridge must be built.\n"
    "After that they all went home in the rain.\n"
)
SAID = "The bridge must be built."


def both(text: str = TWICE, words: str = SAID) -> list[ClaimQuote]:
    starts = [at for at in range(len(text)) if text.startswith(words, at)]
    return [
        ClaimQuote(number, Span(at, at + len(words)), words, *context(text, at, at + len(words)))
        for number, at in enumerate(starts, 1)
    ]


def test_claims_of_two_identical_sentences_that_come_to_one_are_doubtful() -> None:
    new = TWICE.replace("looked at them.\n" + SAID, "looked at them.")
    first, second = reanchor(TWICE, new, both())
    assert first.after == second.after
    assert (first.doubt, first.others) == (Doubt.SHARED, (2,))
    assert (second.doubt, second.others) == (Doubt.SHARED, (1,))
    assert "claim 2" in first.doubt_told


def test_a_claim_alone_on_the_sentence_that_went_is_doubtful() -> None:
    new = TWICE.replace("looked at them.\n" + SAID, "looked at them.")
    first, second = both()
    assert [one.doubt for one in reanchor(TWICE, new, [first])] == [None]
    (found,) = reanchor(TWICE, new, [second])
    assert (found.doubt, found.times) == (Doubt.AGAIN, (2, 1))


def test_a_sentence_that_stands_twice_now_is_doubtful_only_where_its_neighbours_do_not_tell() -> None:
    once = "They met.\n" + SAID + "\nThey parted.\n"
    kept = once + "A year went by and the town had another mayor.\n" + SAID + "\nNobody was there.\n"
    (found,) = reanchor(once, kept, both(once))
    assert (found.fate, found.doubt) == (Fate.KEPT, None)
    changed = f"First of all: {SAID} So he began. And later on: {SAID} So he ended.\n"
    (found,) = reanchor(once, changed, both(once))
    assert (found.doubt, found.times) == (Doubt.AGAIN, (1, 2))
    assert "stand 2 × there now" in found.doubt_told


def test_sentences_whose_neighbours_all_changed_keep_their_order() -> None:
    new = f"Nobody came. {SAID} Silence.\nWeeks later: {SAID} Applause.\n"
    first, second = reanchor(TWICE, new, both())
    assert first.after is not None
    assert second.after is not None
    assert first.after.start == new.index(SAID)
    assert second.after.start == new.rindex(SAID)
    assert first.doubt is second.doubt is None


def test_claims_that_stood_on_the_same_words_share_them_without_doubt() -> None:
    first, second = quoted(OLD, "Nobody asked the miller", 1), quoted(OLD, "asked the miller", 2)
    assert [one.doubt for one in reanchor(OLD, "More.\n" + OLD, [first, second])] == [None, None]


def test_claims_of_like_sentences_that_come_to_one_are_doubtful() -> None:
    old = OLD + "The town wants a market in its place, and the river wants its bed back.\n"
    claims = [
        quoted(old, "The town wants a museum in its place", 1),
        quoted(old, "The town wants a market in its place", 2),
    ]
    found = reanchor(old, OLD, claims)
    assert [one.doubt for one in found] == [Doubt.SHARED, Doubt.SHARED]
