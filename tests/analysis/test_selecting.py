"""Keys that select by words, sentences and paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis import selecting
from desktop.analysis.selecting import SpanEnd, Unit, extend, move_edge, next_sentence, split_at
from desktop.core.spans import Span
from tests.clock import processor_time

TEXT = (
    "The harbour is open. Tolls, said Dr. Vane, “must go”. Nobody objected!\n\n"
    "A second paragraph 😀 stands here.\nA third."
)


def words_of(span: Span) -> str:
    return TEXT[span.start : span.end]


def span_of(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_the_first_press_takes_the_sentence_under_the_cursor() -> None:
    at = TEXT.index("Vane")
    assert words_of(extend(TEXT, Span(at, at), "sentence")) == "Tolls, said Dr. Vane, “must go”."


def test_each_further_press_takes_one_more_sentence_over_paragraph_borders() -> None:
    span = extend(TEXT, span_of("Nobody objected!"), "sentence")
    assert words_of(span) == "Nobody objected!\n\nA second paragraph 😀 stands here."
    assert words_of(extend(TEXT, span, "sentence", -1)) == "Nobody objected!"
    assert words_of(extend(TEXT, span_of("Nobody objected!"), "sentence", -1)) == "Nobody objected!"


def test_words_are_added_and_taken_at_the_end() -> None:
    span = extend(TEXT, Span(1, 1), "word")
    assert words_of(span) == "The"
    span = extend(TEXT, span, "word")
    assert words_of(span) == "The harbour"
    assert words_of(extend(TEXT, span, "word", -1)) == "The"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Of 12.5% nothing, of 1,250.75 all.", "12.5"),
        ("Of 1,250.75 all, 3.5", "1,250.75"),
        ("וכי ב-12.5% מהנהגים", "ב-12.5"),
        ("نسبة ١٢٫٥٪ من", "١٢٫٥"),
        ("at 15:50 in 2026. 45 came", "2026"),
    ],
)
def test_a_number_is_one_word_with_the_mark_in_it(text: str, number: str) -> None:
    at = text.index(number) + len(number) - 1
    span = extend(text, Span(at, at), "word")
    assert text[span.start : span.end] == number


def test_a_paragraph_is_a_line() -> None:
    at = TEXT.index("second")
    span = extend(TEXT, Span(at, at), "paragraph")
    assert words_of(span) == "A second paragraph 😀 stands here."
    assert words_of(extend(TEXT, span, "paragraph")).endswith("A third.")


@pytest.mark.parametrize(
    ("edge", "way", "wanted"),
    [
        ("end", 1, "is open. Tolls"),
        ("end", -1, "is"),
        ("start", -1, "harbour is open."),
        ("start", 1, "open."),
    ],
)
def test_an_edge_moves_by_a_word(edge: SpanEnd, way: int, wanted: str) -> None:
    assert words_of(move_edge(TEXT, span_of("is open."), edge, way)) == wanted


def test_the_stop_goes_with_the_last_word_of_a_sentence() -> None:
    assert words_of(move_edge(TEXT, span_of("harbour is"), "end", 1)) == "harbour is open."


def test_a_claim_of_one_word_does_not_become_empty() -> None:
    assert move_edge(TEXT, span_of("harbour"), "end", -1) == span_of("harbour")
    assert move_edge(TEXT, span_of("harbour"), "start", 1) == span_of("harbour")


def test_a_claim_is_parted_at_the_cursor_between_words() -> None:
    span = span_of("The harbour is open.")
    parts = split_at(TEXT, span, TEXT.index("is open"))
    assert parts is not None
    assert [words_of(part) for part in parts] == ["The harbour", "is open."]


def test_without_a_cursor_inside_the_first_sentence_is_parted_off() -> None:
    span = Span(0, TEXT.index(" Nobody"))
    parts = split_at(TEXT, span, 0)
    assert parts is not None
    assert words_of(parts[0]) == "The harbour is open."
    assert split_at(TEXT, span_of("Nobody objected!"), 0) is None


@given(st.text(max_size=200), st.data(), st.sampled_from(["word", "sentence", "paragraph"]), st.sampled_from([1, -1]))
def test_whatever_is_selected_stays_inside_the_text(text: str, data: st.DataObject, unit: Unit, way: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = extend(text, span, unit, way)
    assert 0 <= found.start <= found.end <= len(text)
    for edge in ("start", "end"):
        moved = move_edge(text, span, edge, way)
        assert 0 <= moved.start <= moved.end <= len(text)
        assert len(moved) or not len(span)
    parts = split_at(text, span, start + len(span) // 2)
    if parts is not None:
        assert span.start <= parts[0].start < parts[0].end <= parts[1].start < parts[1].end <= span.end


def test_nothing_closed_is_part_of_a_sentence_and_no_selection_grows_over_it() -> None:
    text = "Okafor: The tram must come. It is late.\nPage 3\nWeber: No."
    closed = [Span(text.index(words), text.index(words) + len(words)) for words in ("Okafor: ", "Page 3", "Weber: ")]

    def grown(at: int, unit: Unit = "sentence") -> str:
        span = extend(text, Span(at, at), unit, 1, closed)
        return text[span.start : span.end]

    assert grown(0) == grown(3) == "The tram must come."
    assert grown(0, "paragraph") == "The tram must come. It is late."
    assert grown(text.index("Page")) == "No."
    whole = Span(text.index("The"), text.index("\nPage"))
    assert extend(text, whole, "sentence", 1, closed) == whole
    assert extend(text, whole, "sentence", -1, closed) == Span(whole.start, text.index(" It is"))
    # of a long text only what is closed near by is asked for
    asked: list[Span] = []

    def near(within: Span) -> list[Span]:
        asked.append(within)
        return [one for one in closed if one.overlaps(within)]

    for at in range(len(text)):
        assert extend(text, Span(at, at), "sentence", 1, near) == extend(text, Span(at, at), "sentence", 1, closed)
    long = text + ("\n" + "So it goes. " * 40) * 2000
    asked.clear()
    assert extend(long, Span(3, 3), "sentence", 1, near) == extend(text, Span(3, 3), "sentence", 1, closed)
    assert max(one.end for one in asked) < 20_000
    # without anything closed, as before
    assert extend(text, Span(0, 0), "sentence").end == text.index(" It is")


def test_the_sentence_that_follows_is_found_however_much_is_closed_before_it() -> None:
    folded = "Printed matter. " * 600
    text = f"One. Two.\n{folded}\nThree."
    closed = [Span(10, 10 + len(folded))]
    assert next_sentence(text, 4, closed) == 5
    assert next_sentence(text, 9, closed) == text.index("Three")
    assert next_sentence(text, len(text), closed) is None
    assert next_sentence(text, 9) == 10


def test_between_two_sentences_that_touch_the_next_is_meant() -> None:
    text = "电车必须来。公交车太慢！"
    at = text.index("公")
    assert extend(text, Span(at, at), "sentence") == Span(at, len(text))
    assert extend(text, Span(0, 0), "sentence") == Span(0, at)


SENTENCES = st.sampled_from(
    [
        "The ferry of Dr. Vask, no. 5, runs at 8.30. ",
        "“We go now!” said she. ",
        "No… ",
        "Really?! ",
        "and so on, e.g. ",
        "x ",
    ]
)


@given(
    st.lists(SENTENCES, max_size=40).map("".join),
    st.data(),
    st.sampled_from([1, -1]),
    st.integers(1, 120),
)
def test_a_sentence_of_a_long_paragraph_is_the_one_of_the_whole(
    text: str, data: st.DataObject, way: int, window: int
) -> None:
    start = data.draw(st.integers(0, len(text)))
    chosen = Span(start, data.draw(st.integers(start, min(len(text), start + 150))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selecting, "_WINDOW", 10**9)
        whole = extend(text, chosen, "sentence", way), next_sentence(text, start)
        patch.setattr(selecting, "_WINDOW", window)
        assert (extend(text, chosen, "sentence", way), next_sentence(text, start)) == whole


def test_a_sentence_of_a_paragraph_of_a_megabyte_costs_no_more_than_one_of_a_page() -> None:
    sentence = "The harbour council talked about the ferry and the tram until late at night. "
    page, book = sentence * 200, sentence * 14_000
    one = processor_time(lambda: extend(page, Span(7_000, 7_010), "sentence"))
    assert extend(book, Span(500_000, 500_010), "sentence") == Span(499_961, 500_037)
    assert processor_time(lambda: extend(book, Span(500_000, 500_010), "sentence")) < 8 * one
