"""Folding, and the way back from what is folded to the places of the text."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core import folding
from desktop.core.folding import FoldedText, find_pattern, fold, has_signs, searchable, words, words_with_inside

# letters that become longer or shorter or belong together, among plain ones
LETTERS = "aßﬁÆİe\u0301\u0308éŁ 部长。ｶﾞか\u3099\u1112\u1161\u11ab한ёЁИ\u0306د\u064eًّשָ\u05c1ักส्क़\u00ad\u200d👩🏽ﷺ½x-’_"
texts = st.text(st.one_of(st.sampled_from(LETTERS), st.characters()), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź, Ørsted, Đà Nẵng, Straße, Ægir, Œuvre, þing", "lodz, orsted, da nang, strasse, aegir, oeuvre, thing"),
        ("Cafe\u0301 Café ﬁne ＡＢＣ", "cafe cafe fine abc"),
        ("Ёлка ежа", "елка ежа"),
        ("الدَّولَةُ ٢٠٢٦ مـــا أحمد", "الدولة 2026 ما احمد"),
        ("שָׁלוֹם", "שלום"),
        ("ガ カ ｶﾞ か\u3099 ⽂", "ガ カ ガ が 文"),
        (unicodedata.normalize("NFD", "한국"), "한국"),
        ("हस्ताक्षर क़", "हस्ताक्षर क"),
        ("ค่า คา", "ค่า คา"),
        ("co\u00adoperate \u200fab", "cooperate ab"),
    ],
)
def test_case_and_marks_go_and_other_letters_stay(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_each_character_folded_again_stays_and_is_alike_composed_and_decomposed() -> None:
    known = (one for one in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(one) not in ("Cn", "Cs", "Co"))
    assigned = list(known)
    assert [one for one in assigned if fold(fold(one)) != fold(one)] == []
    assert [one for one in assigned if fold(unicodedata.normalize("NFD", one)) != fold(one)] == []


def test_each_character_among_plain_letters_becomes_what_it_becomes_alone() -> None:
    around = "A plain line, And Another one"
    assigned = (one for one in map(chr, range(0x80, sys.maxunicode + 1)) if unicodedata.category(one) != "Cn")
    assert [
        one for one in assigned if fold(f"{around}{one}{around}") != f"{fold(around)}{fold(one)}{fold(around)}"
    ] == []


@given(st.lists(st.sampled_from(LETTERS), max_size=8))
def test_what_is_mostly_plain_is_folded_like_what_is_not(odd: list[str]) -> None:
    plain = f"{'Ab ' * 20}{'x Y'.join(odd)}!"
    # a text that is long is folded in another way
    assert fold(plain) + fold(" z" * 1_000) == fold(plain + " z" * 1_000)
    assert searchable(plain) + searchable(" z" * 1_000) == searchable(plain + " z" * 1_000)


def test_signs_and_digits_among_the_letters_of_a_script_are_no_letters() -> None:
    # Greek to Thai: most letters there are not looked up, whatever stands between them is
    assigned = [one for one in map(chr, range(0x370, 0xE7F)) if unicodedata.category(one) not in ("Cn", "Cs", "Co")]
    signs = [one for one in assigned if unicodedata.category(one)[0] in "CPSZ"]
    assert [one for one in signs if words(f"ab{one}cd") not in (["ab", "cd"], ["abcd"])] == []
    digits = [one for one in assigned if unicodedata.category(one) == "Nd"]
    assert [one for one in digits if fold(one) != str(unicodedata.decimal(one))] == []


@given(texts)
def test_texts_are_alike_however_they_are_composed(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words(unicodedata.normalize("NFD", unicodedata.normalize("NFC", text))) == words(
        unicodedata.normalize("NFC", text)
    )


@given(texts, st.data())
def test_a_place_in_what_is_folded_stands_at_the_same_letters_of_the_text(text: str, data: st.DataObject) -> None:
    for signs in (False, True):
        found = FoldedText(text, signs=signs)
        if not found.folded:
            continue
        start = data.draw(st.integers(0, len(found.folded) - 1))
        end = data.draw(st.integers(start + 1, len(found.folded)))
        begin, stop = found.place(start, end)
        assert 0 <= begin < stop <= len(text)
        # all that was asked for is there, and no more than the rest of the letters that were cut
        folded = FoldedText(text[begin:stop], signs=signs).folded
        assert found.folded[start:end] in folded
        before = len(FoldedText(text[:begin], signs=signs).folded)
        assert found.folded[before : before + len(folded)] == folded
        assert before <= start
        assert start - before < 20
        assert before + len(folded) >= end


@pytest.mark.parametrize(
    ("asked", "text", "place"),
    [
        ("don't - go", "They don’t – go", "don’t – go"),
        ("cafe", "a cafe\u0301s", "cafe\u0301"),
        ("gros", "so groß", "groß"),
        ("部长", "副部长说", "部长"),
        ("😀", "so 😀!", "😀"),
        ("50 %", "of 50\u00a0% now", "50\u00a0%"),
    ],
)
def test_the_line_above_a_text_finds_letters_and_signs(asked: str, text: str, place: str) -> None:
    pattern = find_pattern(asked)
    assert pattern is not None
    assert [text[start:end] for start, end in FoldedText(text, signs=True).spans(pattern)] == [place]


def test_nothing_but_marks_is_nothing_to_look_for() -> None:
    assert find_pattern(" \u0301\u200d ") is None


# what a cut may come upon: letters that stand alone, marks and stops between them, line breaks, plain words, parts of
# Korean syllables, voicings of kana, whole and half, one behind the other
CUT = "部長か\u3099ｶﾞカ\u309aﾞ゛กั้นาส☂\ufe0f฿。.,!\n \t\u3000\u0085aZ9e\u0301Ł\u1112\u1161\u11a8\u11ab각가ᅠ\ua960"
CUT += "\u202e\x80"
RUNS = st.builds(
    lambda one, count: one * count, st.text(st.sampled_from(CUT), min_size=1, max_size=2), st.integers(1, 20)
)
cut_texts = st.lists(st.one_of(st.text(st.sampled_from(CUT)), RUNS, st.text(st.characters())), max_size=8).map("".join)


@settings(max_examples=400)
@given(cut_texts, st.integers(1, 7))
def test_a_long_text_that_is_folded_in_pieces_is_the_whole_folded(text: str, piece: int) -> None:
    whole, plain, signs = searchable(text), fold(text), has_signs(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_PIECE", piece)
        patch.setattr(folding, "_PART", piece)
        assert searchable(text) == whole
        assert fold(text) == plain
        assert has_signs(text) == signs
        found = set().union(*words_with_inside(whole))
        cut = set().union(*words_with_inside(whole, 3))
    assert found == {word for word in words(text) if len(word) > 1}
    assert cut == {word[:3] for word in found}


@pytest.mark.parametrize(
    "letters",
    [
        "a\u0301\u0301",
        "\u0301",
        "\u202e\u2066word ",
        "สวัสดีครับประชาชน",
        "議員說。",
        "a",
        "(",
        "議" + " ." * 9,
        "\u1112\u1161\u11ab",
        "\u1161",
        "か\u3099",
        "ﾞ",
        "한국어 ",
        "😀",
    ],
)
def test_no_part_of_a_text_without_places_to_cut_is_folded_for_long(
    letters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # nothing else in the program has its turn while one call goes over a text
    text = letters * (40_000 // len(letters))
    whole = searchable(text)
    found = set().union(*words_with_inside(whole))
    lengths: list[int] = []
    once, spaced = folding._replaced, folding._spaced
    monkeypatch.setattr(folding, "_PIECE", 1000)
    monkeypatch.setattr(folding, "_PART", 1000)
    monkeypatch.setattr(folding, "_replaced", lambda one, to: (lengths.append(len(one)), once(one, to))[1])
    monkeypatch.setattr(folding, "_spaced", lambda one: (lengths.append(len(one)), spaced(one))[1])
    assert searchable(text) == whole
    assert set().union(*words_with_inside(whole)) == found
    assert max(lengths, default=0) <= 2010
