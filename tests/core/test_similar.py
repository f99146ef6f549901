from desktop.core.near_duplicates import SketchIndex, resemblance, sketch


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
