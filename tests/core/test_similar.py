import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.near_duplicates import SIZE, Sketch, SketchIndex, containment, is_shortened, resemblance, sketch


def text(first: int, last: int) -> str:
    return " ".join(f"word{number}" for number in range(first, last))


def test_the_same_text_resembles_itself_wholly_whatever_its_case_and_marks() -> None:
    assert resemblance(sketch(text(0, 500)), sketch(text(0, 500).upper().replace(" ", ", "))) == 1.0


def test_the_share_is_that_of_the_common_runs_within_a_few_percent() -> None:
    # 800 of 1200 words are common
    assert abs(resemblance(sketch(text(0, 1000)), sketch(text(200, 1200))) - 2 / 3) < 0.1


def test_texts_of_other_words_and_very_short_ones_resemble_nothing() -> None:
    assert resemblance(sketch(text(0, 100)), sketch(text(500, 600))) == 0.0
    assert sketch("only four words here") == ()
    assert resemblance((), sketch(text(0, 100))) == 0.0


def test_an_index_finds_what_is_nearly_the_same_first_among_many() -> None:
    index: SketchIndex[int] = SketchIndex()
    for number in range(50):
        index.add(number, sketch(text(number * 1000, number * 1000 + 400)))
    found = index.near(sketch(text(7000, 7380)))
    assert [key for key, _ in found] == [7]
    assert found[0][1] > 0.85
    assert index.near(sketch(text(90_000, 90_400))) == []


def test_what_thousands_of_texts_share_makes_the_search_no_slower_and_the_nearest_is_found() -> None:
    index: SketchIndex[int] = SketchIndex()
    # a form with two lines of its own in each
    for number in range(600):
        index.add(number, sketch(f"{text(0, 60)} {text(number * 1000, number * 1000 + 20)}"))
    assert max(len(one) for one in index._having.values() if not isinstance(one, int)) <= 200
    found = index.near(sketch(f"{text(0, 60)} {text(7000, 7020)}"))
    assert found[0][0] == 7


@pytest.mark.parametrize("common", [0.5, 0.6, 0.7])
def test_texts_that_share_half_of_their_runs_are_found_by_few_of_their_hashes(common: float) -> None:
    missed = 0
    for number in range(100):
        first = number * 5000
        index: SketchIndex[int] = SketchIndex()
        index.add(number, sketch(text(first, first + 400)))
        # as many words again as are not common
        shift = round(400 * (1 - common) / (1 + common))
        missed += not index.near(sketch(text(first + shift, first + shift + 400)), least=0.3)
    assert missed == 0


HASHES = st.sets(st.integers(0, 700), max_size=SIZE).map(lambda found: tuple(sorted(found)))


@given(HASHES, HASHES, st.integers(0, 700))
def test_the_share_is_that_of_the_smallest_hashes_of_both(first: Sketch, second: Sketch, moved: int) -> None:
    for other in (second, first[moved:] + tuple(number + 1000 for number in first[:moved])):
        smallest = set(sorted({*first, *other})[:SIZE])
        common = len({*first} & {*other} & smallest) / len(smallest) if first and other else 0.0
        assert resemblance(first, other) == pytest.approx(common)
        index: SketchIndex[str] = SketchIndex()
        index.add("other", other)
        assert index.near(first) in ([], [("other", pytest.approx(common))])
        assert index.near(first) == [] or common >= 0.5


def test_of_thousands_that_are_nearly_the_same_a_few_are_compared() -> None:
    class Asked(dict[int, object]):
        times = 0

        def get(self, key: int, default: object = None) -> object:
            self.times += 1
            return super().get(key, default)

    index: SketchIndex[int] = SketchIndex()
    letters = [
        sketch(f"{text(0, 60)} {text(1000 * number, 1000 * number + 3)} {text(60, 90)}") for number in range(2000)
    ]
    for number, letter in enumerate(letters):
        index.add(number, letter)
    index._sketches = asked = Asked(index._sketches)  # type: ignore[assignment]
    found = index.near(letters[-1])
    assert found[0][1] > 0.7
    assert len(found) >= 5
    # each is compared whole: 256 hashes with 256
    assert asked.times <= 10


@pytest.mark.parametrize(("size", "kept"), [(400, 0.5), (400, 0.65), (2000, 0.4), (4000, 0.3)])
def test_a_shortened_copy_is_told_by_what_of_it_stands_in_the_longer(size: int, kept: float) -> None:
    """A wire story of *size* words, of which a paper has kept the beginning and added a fifth as much."""
    whole = sketch(text(0, size))
    copy = f"{text(0, round(size * kept))} {text(90_000, 90_000 + round(size * kept / 5))}"
    short = sketch(copy)
    assert abs(containment(short, whole) - 5 / 6) < 0.12
    assert abs(containment(whole, short) - kept) < 0.12
    assert containment(whole, whole) == 1.0
    assert containment(short, sketch(text(50_000, 51_000))) == 0.0
    index: SketchIndex[str] = SketchIndex()
    index.add("wire", whole)
    ((key, share, rest),) = index.copies(short)
    assert (key, is_shortened(share, rest), is_shortened(rest, share)) == ("wire", True, False)
    other: SketchIndex[str] = SketchIndex()
    other.add("paper", short)
    ((key, share, rest),) = other.copies(whole)
    assert (key, is_shortened(share, rest), is_shortened(rest, share)) == ("paper", False, True)
    # what was changed here and there is no shortened copy
    changed = index.copies(sketch(text(0, size).replace("word7 ", "word ")))[0]
    assert not is_shortened(*changed[1:])


def test_a_copy_with_as_much_of_its_own_is_found_and_what_only_quotes_is_not() -> None:
    wire = sketch(text(0, 500))
    index: SketchIndex[str] = SketchIndex()
    index.add("wire", wire)
    # kept and added in turns, as papers do
    mixed = " ".join(f"{text(at, at + 60)} {text(80_000 + at, 80_000 + at + 60)}" for at in range(0, 480, 120))
    ((key, share, _rest),) = index.copies(sketch(mixed))
    assert key == "wire"
    assert 0.3 < share < 0.5
    quoting = " ".join(f"{text(at, at + 15)} {text(90_000 + at, 90_000 + at + 60)}" for at in range(0, 300, 60))
    assert index.copies(sketch(quoting)) == []
