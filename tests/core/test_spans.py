import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.spans import Span, Utf16Map, display_text
from desktop.core.structure.units import snap_to_words

# text of what Qt and the store count differently, or what word borders turn on
texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("😀𝄞\r\n\u00a0\u2028\ufffc\ufdd0 ab-’_\u0301")),
    max_size=60,
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts)
def test_positions_in_utf_16_are_those_of_python_s_own_encoding(text: str) -> None:
    positions = Utf16Map(text)
    assert (positions.length, positions.utf16_length) == (len(text), utf16_length(text))
    for point in range(len(text) + 1):
        unit = utf16_length(text[:point])
        assert positions.to_utf16(point) == unit
        assert positions.to_points(unit) == point


@given(texts)
def test_a_cut_inside_a_surrogate_pair_gives_the_beginning_of_its_character(text: str) -> None:
    positions = Utf16Map(text)
    for point, character in enumerate(text):
        if ord(character) > 0xFFFF:
            assert positions.to_points(utf16_length(text[:point]) + 1) == point


@pytest.mark.parametrize(
    ("text", "point", "unit"),
    [
        ("a\r\nb", 3, 3),
        ("a\u00a0b", 2, 2),
        ("a\u2028b", 2, 2),
        ("😀b", 1, 2),
        ("a😀😀b", 3, 5),
        ("👩‍💻b", 3, 5),
        ("e\u0301b", 2, 2),
    ],
)
def test_only_characters_beyond_the_basic_plane_count_twice(text: str, point: int, unit: int) -> None:
    assert Utf16Map(text).to_utf16(point) == unit
    assert Utf16Map(text).to_points(unit) == point


@given(texts)
def test_the_display_text_is_unit_for_unit_as_long_and_differs_only_in_qt_s_own_marks(text: str) -> None:
    shown = display_text(text)
    assert utf16_length(shown) == utf16_length(text)
    assert all(a == b or (a in "\ufdd0\ufdd1\ufffc" and b == "\ufffd") for a, b in zip(text, shown, strict=True))
    assert not set(shown) & set("\ufdd0\ufdd1\ufffc")


@pytest.mark.parametrize(
    ("text", "chosen", "snapped"),
    [
        ("velo marin tosk", "arin", "marin"),
        ("velo marin tosk", " marin ", "marin"),
        ("velo marin tosk", "o m", "velo marin"),
        ("velo marin tosk", "elo marin tos", "velo marin tosk"),
        ("velo, (marin) tosk", "marin", "marin"),
        ("velo, (marin) tosk", "(mar", "(marin"),
        ("velo\u00a0marin", "\u00a0marin", "marin"),
        ("velo 😀 marin", "😀", "😀"),
        ("velo😀marin", "😀", "😀"),
        ("kafe\u0301 nar", "kafe", "kafe\u0301"),
        ("kafe\u0301s nar", "\u0301s", "kafe\u0301s"),
        ("demo\u00adkra nar", "demo", "demo\u00adkra"),
        ("velo_marin", "marin", "velo_marin"),
    ],
)
def test_a_selection_grows_to_the_words_it_cuts_and_loses_white_space(text: str, chosen: str, snapped: str) -> None:
    start = text.index(chosen)
    span = snap_to_words(text, Span(start, start + len(chosen)))
    assert text[span.start : span.end] == snapped


@given(texts, st.data())
def test_a_snapped_span_stays_snapped_and_inside_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) + 2))
    chosen = Span(start, data.draw(st.integers(start, len(text) + 4)))
    span = snap_to_words(text, chosen)
    told = text[span.start : span.end]
    assert span.end <= len(text)
    assert told == told.strip()
    assert snap_to_words(text, span) == span
    if text[chosen.start : chosen.end].strip():
        assert text[chosen.start : chosen.end].strip() in told
    else:
        assert not told


def test_spans_are_half_open() -> None:
    assert Span(2, 5).overlaps(Span(4, 6))
    assert not Span(2, 5).overlaps(Span(5, 6))
    assert not Span(5, 6).overlaps(Span(2, 5))
    assert Span(2, 5).contains(Span(2, 5))
    assert not Span(2, 5).contains(Span(2, 6))
    assert len(Span(2, 5)) == 3


def test_a_span_is_written_and_read_as_start_dash_end() -> None:
    assert str(Span(12, 345)) == "12-345"
    assert Span.parse(" 12-345\n") == Span(12, 345)


@pytest.mark.parametrize("text", ["", "12", "12-", "-12", "5-4", "a-b", "1-2-3", "1.5-2"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span.parse(text)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_a_span_begins_at_0_or_later_and_ends_no_earlier_than_it_begins(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)
