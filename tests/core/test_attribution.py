"""Who probably speaks, and in which voice."""

from desktop.core.spans import Span
from desktop.core.speaker_guess import NameIndex, guess_actor, guess_voice, quotations
from desktop.core.values import Voice

NAMES = NameIndex({1: ["Vera Stone", "Stone"], 2: ["Ada Quill", "Quill"], 3: ["League of Harbours", "LH"]})
PERSONS = {1, 2}


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def guess(text: str, words: str) -> int | None:
    return guess_actor(text, span_of(text, words), NAMES, PERSONS)


def test_the_name_after_a_quotation_wins_over_the_one_before_it() -> None:
    assert guess("Quill listened. “Tolls must go”, Stone said.", "Tolls must go") == 1


def test_a_name_before_the_quotation_serves_where_none_follows() -> None:
    assert guess("Vera Stone said that “tolls must go”.", "tolls must go") == 1


def test_a_person_speaks_rather_than_the_body_that_is_talked_about() -> None:
    assert guess("The League of Harbours brings peace, according to Minister Ada Quill.", "brings peace") == 2
    assert guess("The League of Harbours rejects tolls.", "rejects tolls") == 3


def test_names_inside_quotations_and_in_other_paragraphs_do_not_count() -> None:
    assert guess("Stone spoke.\nShe said “I told Quill that tolls must go”.", "tolls must go") is None


def test_a_name_inside_a_longer_word_is_no_name() -> None:
    assert guess("Stonewalls are high, it said.", "are high") is None


def test_words_between_marks_are_direct_and_others_reported() -> None:
    text = 'She said “tolls must go” and left. «No», he said, "never".'
    assert guess_voice(text, span_of(text, "tolls must go"), in_turn=False) == Voice.DIRECT
    assert guess_voice(text, span_of(text, "“tolls must go”"), in_turn=False) == Voice.DIRECT
    assert guess_voice(text, span_of(text, "and left"), in_turn=False) == Voice.REPORTED
    assert guess_voice(text, span_of(text, "and left"), in_turn=True) == Voice.DIRECT
    assert [text[one.start : one.end] for one in quotations(text, Span(0, len(text)))] == [
        "tolls must go",
        "No",
        "never",
    ]
