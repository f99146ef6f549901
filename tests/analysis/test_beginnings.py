"""Which patterns a sentence may have: never is one missed that it has, and most are not looked for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.suggestions import beginnings
from desktop.analysis.suggestions.beginnings import BEGINNINGS, Beginnings

# what looks ahead and behind leaves too little to chance
_LOOKS = re.compile(r"\(\?=\[[^]]*\]\)|\(\?!\\w\)|\\b")
GATED = dict(enumerate(beginnings._GATED))
# what words are joined by
BETWEEN = st.sampled_from((" ", "  ", "\n", ", ", "-", "’", " – ", "\u00a0", "(", ""))
WORDS = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Mn")), min_size=1, max_size=6)


@pytest.mark.parametrize("number", GATED)
@given(st.data())
def test_a_pattern_that_a_sentence_has_is_never_missed(number: int, data: st.DataObject) -> None:
    pattern = GATED[number]
    found = st.from_regex(re.compile(_LOOKS.sub("", pattern.pattern), pattern.flags), fullmatch=True)
    parts = [data.draw(one) for one in (WORDS, BETWEEN, found, BETWEEN, WORDS)]
    text = "".join(parts)
    if pattern.search(text):
        assert BEGINNINGS.in_stretch(text, 0, len(text)) & 1 << number
    # a stretch may end inside a word
    for end in range(len(parts[0]), len(text)):
        if pattern.search(text, 0, end):
            assert BEGINNINGS.in_stretch(text, 0, end) & 1 << number


def test_a_word_that_begins_one_is_not_enough_where_the_next_word_follows() -> None:
    assert not BEGINNINGS.in_stretch("The boat came at night.", 0, 23)
    both = "The two ministers came."
    assert BEGINNINGS.in_stretch(both, 0, len(both)) & beginnings.TOGETHER
    assert BEGINNINGS.in_stretch(both, 4, len(both)) & beginnings.TITLED


def test_of_words_without_end_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "_MOST", 100)
    kept = Beginnings((re.compile(r"\bboat\b"),))
    for at in range(1_000):
        kept.in_stretch(f"boat w{at}", 0, 10)
    assert len(kept) <= 100
    assert kept.in_stretch("a boat", 0, 6) == 1
    # nor any without an end, or of scripts in which a run of letters is seldom met again
    kept.clear()
    assert kept.in_stretch("b" * 100_000, 0, 100_000) == 1
    assert kept.in_stretch("全城反对修建大桥", 0, 8) == 0
    assert len(kept) == 0
