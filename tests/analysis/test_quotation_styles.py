import pytest

from desktop.analysis.attribution.quotations import find_quotations

from .quotation_styles import ACTORS, ENGLISH, OTHERS, SECOND, Sample

STYLES = {**ENGLISH, **OTHERS, **SECOND}


@pytest.mark.parametrize("sample", STYLES.values(), ids=STYLES)
def test_each_style_gives_its_quotations_and_their_speakers(sample: Sample) -> None:
    text, expected = sample
    assert [(text[one.start : one.end], one.actor) for one in find_quotations(text, (), ACTORS)] == expected


@pytest.mark.parametrize("sample", STYLES.values(), ids=STYLES)
def test_offsets_are_the_same_behind_other_text_and_emoji(sample: Sample) -> None:
    before = "The lamps burn 😀.\n\n"
    text, expected = sample
    found = find_quotations(before + text, (), ACTORS)
    assert [(before + text)[one.start : one.end] for one in found] == [words for words, _ in expected]
