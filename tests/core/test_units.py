"""Words and sentences as everybody asks for them."""

import re

import pytest

from desktop.core.spans import Span
from desktop.core.structure.units import (
    COMPARED,
    LETTERED,
    LETTERS,
    PLAIN,
    WORD,
    ends_sentence,
    split_sentences,
    with_stop,
)
from desktop.core.structure.writing import WordPattern

TEXT = "The U.S. pan-regional kafe\u0301s’ co\u00adop: 21st ma’rin-to, d’Orsk_2 – 15:50"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (WORD, "The U S pan-regional kafe\u0301s co\u00adop 21st ma’rin-to d’Orsk_2 15 50"),
        (LETTERED, "The U S pan-regional kafe\u0301s co\u00adop st ma’rin-to d’Orsk_2"),
        (COMPARED, "The U.S. pan regional kafe\u0301s co\u00adop 21st ma’rin to d’Orsk 2 15 50"),
        (PLAIN, "The U S pan regional kafe s co op 21st ma rin to d Orsk 2 15 50"),
        (LETTERS, "The U S pan regional kafe s co op st ma rin to d Orsk"),
    ],
    ids=["read", "lettered", "compared", "plain", "letters"],
)
def test_a_word_is_what_it_is_asked_for(words: WordPattern | re.Pattern[str], found: str) -> None:
    assert " ".join(words.findall(TEXT)) == found


@pytest.mark.parametrize(
    "line", ["It stands.", "Does it?", "“It stands.”", "It stands …", "«Sta in piedi!»", "(It stands.)  "]
)
def test_a_line_that_ends_a_sentence_is_told_by_its_last_mark(line: str) -> None:
    assert ends_sentence(line)


@pytest.mark.parametrize("line", ["", "The harbour", "The harbour:", "The harbour,”", "3.5 metres", "and; so"])
def test_a_line_that_only_stops_ends_no_sentence(line: str) -> None:
    assert not ends_sentence(line)


def test_a_line_that_leads_on_ends_only_for_those_who_ask_for_it() -> None:
    assert ends_sentence("These are:", ":;")
    assert ends_sentence("one of them;", ":;")
    assert not ends_sentence("one of them;", ":")


def test_marks_that_close_a_sentence_go_with_its_last_word() -> None:
    text = "He said “go.” Then?! 3.5 m"
    assert with_stop(text, text.index(".”")) == text.index(".”") + 1
    assert with_stop(text, text.index("?!")) == text.index("?!") + 2
    assert with_stop(text, text.index(".5")) == text.index(".5")


def test_abbreviations_end_a_sentence_only_where_the_next_one_shows_it() -> None:
    text = "Mr. Vane of the U.S. Navy spoke, etc. The bridge of the U.S. He left at 5 p.m. on Dec. 3"
    spans = split_sentences(text, Span(0, len(text)))
    assert [text[one.start : one.end] for one in spans] == [
        "Mr. Vane of the U.S. Navy spoke, etc.",
        "The bridge of the U.S.",
        "He left at 5 p.m. on Dec. 3",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("电车必须来。公交车太慢！谁来付钱？", ["电车必须来。", "公交车太慢！", "谁来付钱？"]),
        ("彼は「もう来ない。」と言った。終わり。", ["彼は「もう来ない。」と言った。", "終わり。"]),
        ("“来吧。”他说。Then he left. 走了。", ["“来吧。”", "他说。", "Then he left.", "走了。"]),
        ("没有句号", ["没有句号"]),
    ],
)
def test_chinese_and_japanese_sentences_end_at_their_own_stops(text: str, sentences: list[str]) -> None:
    assert [text[one.start : one.end] for one in split_sentences(text, Span(0, len(text)))] == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Порт, 3 марта 2026 г. – Министр сказала. Всё.", ["Порт, 3 марта 2026 г. – Министр сказала.", "Всё."]),
        ("Так было в 2026 г. Мы начнём.", ["Так было в 2026 г.", "Мы начнём."]),
        ("Депутат П. С. Орлов ответил.", ["Депутат П. С. Орлов ответил."]),
        ("Ο Κ. Δήμου μίλησε. Τέλος.", ["Ο Κ. Δήμου μίλησε.", "Τέλος."]),
        ("قال د. سامر نعم. ثم خرج.", ["قال د. سامر نعم.", "ثم خرج."]),
        ("डॉ. शर्मा ने कहा। फिर गए।", ["डॉ. शर्मा ने कहा।", "फिर गए।"]),
    ],
)
def test_initials_and_abbreviations_of_other_scripts_end_no_sentence(text: str, sentences: list[str]) -> None:
    assert [text[one.start : one.end] for one in split_sentences(text, Span(0, len(text)))] == sentences
