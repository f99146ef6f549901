import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.concordance import Ground, HitLine, lines, wanted
from desktop.core.folding import fold
from desktop.core.structure.units import PLAIN
from tests.clock import processor_time


def found(asked: str, text: str, *, whole: bool = True) -> list[str]:
    what = wanted(asked, whole=whole)
    return [] if what is None else [line.words for line in lines(Ground(1, text), what)]


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("tram", "The tram, the Tram; trams and TRAM’s.", ["tram", "Tram", "TRAM"]),
        ("tram*", "Trams run. Tramlines end.", ["Trams", "Tramlines"]),
        ("*line", "Tramline or lines.", ["Tramline"]),
        ("cafe", "Café, CAFE\u0301, cafés", ["Café", "CAFE\u0301"]),
        ("uber", "Über alles", ["Über"]),
        ("zone of peace", "a zone\nof peace, a “zone of, peace”", ["zone of peace", "zone of, peace"]),
        ("tram OR night bus", "The night bus and the tram", ["night bus", "tram"]),
        ("tram | bus", "bus tram", ["bus", "tram"]),
        ("don't", "They don’t, I don't.", ["don’t", "don't"]),
        ("北约", "这是北约峰会", ["北约"]),
        ("мост", "Мост закрыт, мосты нет", ["Мост"]),
        ("한국", "한국의 한국 항구", ["한국"]),
        ("ガ", "ガ カ", ["ガ"]),
        ("שלום", "שָׁלוֹם, שלום", ["שָׁלוֹם", "שלום"]),
        ("ΓΕΦΥΡΑ", "Η γέφυρα και η Γέφυρα", ["γέφυρα", "Γέφυρα"]),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(asked: str, text: str, expected: list[str]) -> None:
    assert found(asked, text) == expected


def test_inside_of_words_is_found_where_it_is_asked_for() -> None:
    assert found("ram", "tram ram", whole=False) == ["ram", "ram"]
    assert found("ram", "tram ram") == ["ram"]


@pytest.mark.parametrize("nothing", ["", "  ", "***", "OR", "?!"])
def test_without_a_word_nothing_is_looked_for(nothing: str) -> None:
    assert wanted(nothing) is None or nothing == "OR"


def test_furniture_is_left_out_and_a_turn_tells_who_speaks() -> None:
    text = "Share the tram\nOkafor: The tram must come.\nThe tram is late."
    what = wanted("tram")
    assert what is not None
    ground = Ground(3, text, [(text.index("The"), text.index("\nThe tram is"), 7)], [(0, 14)])
    assert [(line.document_id, line.start, line.actor_id) for line in lines(ground, what)] == [
        (3, text.index("tram must"), 7),
        (3, text.index("tram is"), 0),
    ]


def test_a_line_has_whole_words_around_it_and_its_neighbours_from_the_nearest_on() -> None:
    text = "eins zwei " * 20 + "Die alte Straßenbahn fährt\nnach Süden" + " drei vier" * 20
    (line,) = lines(Ground(1, text), wanted("Straßenbahn") or pytest.fail("no word"))
    assert line.left.endswith("Die alte")
    assert line.right.startswith("fährt nach Süden")
    assert {*line.left.split(), *line.right.split()} <= {*text.split()}
    assert line.neighbours("left")[:2] == ["alte", "die"]
    assert line.neighbours("right")[:2] == ["fahrt", "nach"]


@given(st.text(max_size=60), st.text("aàÁbB́ß -’", max_size=8), st.booleans())
def test_whatever_is_asked_places_are_in_the_text_and_in_order(text: str, asked: str, whole: bool) -> None:
    what = wanted(asked, whole=whole)
    places = [] if what is None else [(line.start, line.end) for line in lines(Ground(1, text), what)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(st.lists(st.sampled_from(["tram", "Träm", "bus", "trams", "a"]), min_size=1, max_size=12))
def test_a_whole_word_is_found_as_by_comparing_each(words: list[str]) -> None:
    text = ", ".join(words)
    assert found("tram", text) == [word for word in PLAIN.findall(text) if fold(word) == "tram"]


def test_ten_megabytes_are_looked_through_in_a_moment() -> None:
    text = "The council heard of a bridge and of its toll once more today. " * 160_000
    assert len(text) > 10_000_000
    what = wanted("ferry")
    assert what is not None

    def first() -> HitLine | None:
        return next(lines(Ground(1, text + "A ferry."), what), None)

    assert first() is not None
    # as a ratio to something timed in the same run: less than folding and splitting it
    assert processor_time(first, 2) < processor_time(lambda: ("ferry" in text, text.casefold().split()), 2)
