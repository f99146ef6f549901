"""What others do or call while somebody speaks is nobody's, and the turn goes on behind it."""

from pathlib import Path

import pytest

from desktop.analysis.attribution.quotations import find_turns
from desktop.core.interjections import INTERJECTION, spoken_parts
from desktop.core.structure.structure import find_structure
from desktop.core.values import CodedDocument, Facts, Segment, SegmentKind
from desktop.exchange.annotated.reader import read_annotated
from desktop.exchange.annotated.writer import write_annotated
from desktop.exchange.documents import read_document
from desktop.exchange.recognition import find_files


def labels(text: str) -> list[str]:
    return [one.label for one in find_structure(text).segments if one.kind is SegmentKind.TURN]


def spoken(text: str) -> list[tuple[str, str]]:
    segments = find_structure(text).segments
    stored = [
        Segment(at, 1, one.kind, one.span.start, one.span.end, role=one.role, label=one.label)
        for at, one in enumerate(segments, 1)
    ]
    return [(one.label, " ".join(text[one.start : one.end].split())) for one in find_turns(text, stored, [])]


@pytest.mark.parametrize(
    "interjection",
    [
        "(Beifall bei der SPD)",
        "(Laughter)",
        "[applause]",
        "(Ute Lund [FDP]: Das stimmt nicht!)",
        "Zuruf von Ute Lund: Das stimmt nicht!",
        "Zuruf von der FDP: Oho!",
        "Lebhafter Beifall bei der SPD",
        "Laughter and applause.",
        "Vifs applaudissements sur les bancs du groupe",
        "Aplausos de la derecha",
    ],
)
def test_what_is_thrown_in_amid_a_turn_is_nobodys_and_the_turn_goes_on(interjection: str) -> None:
    text = (
        f"Ben Ost (SPD):\nWir lehnen das ab.\n\n{interjection}\n\nEs trifft die Falschen.\n\n"
        f"{interjection}\n\nUte Lund (FDP):\nDoch, es stimmt.\n\nBen Ost (SPD):\nNein."
    )
    assert labels(text) == ["Ben Ost (SPD)", "Ute Lund (FDP)", "Ben Ost (SPD)"]
    assert spoken(text) == [
        ("Ben Ost (SPD)", "Wir lehnen das ab."),
        ("Ben Ost (SPD)", "Es trifft die Falschen."),
        ("Ute Lund (FDP)", "Doch, es stimmt."),
        ("Ben Ost (SPD)", "Nein."),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Laughter in the house is rare, and I miss it.",
        "Der Beifall der anderen ist mir gleich.",
        "Cries of joy would be too much for this. It is a toll.",
        "Widerspruch und Zweifel gehören dazu.",
    ],
)
def test_a_speaker_may_begin_with_the_word_for_an_interjection(words: str) -> None:
    text = f"Ben Ost:\nWe oppose it.\n\n{words}\n\nAnd so on.\n\nUte Lund:\nWe do not.\n\nBen Ost:\nNo."
    assert spoken(text)[0] == ("Ben Ost", f"We oppose it. {words} And so on.")


def test_what_is_left_of_a_turn_is_what_lies_between_interjections() -> None:
    thrown_in = [(0, 3), (12, 15), (20, 22), (40, 44)]
    assert spoken_parts(5, 30, thrown_in) == [(5, 12), (15, 20), (22, 30)]
    assert spoken_parts(12, 22, thrown_in) == [(15, 20)]
    assert spoken_parts(23, 39, thrown_in) == [(23, 39)]


@pytest.mark.parametrize(
    "thrown_in",
    [
        "(Beifall)",
        "(Beifall bei der SPD – Zuruf von links: Nein!)",
        "(Heiterkeit und Beifall)",
        "(Applause)",
        "[laughter]",
        "[Cheers and applause.]",
        "(applause).",
        "(Applaudissements)",
        "(Аплодисменты)",
        "（拍手）",
        "［笑い］",
        "(potlesk)",
    ],
)
def test_what_is_thrown_in_inside_a_paragraph_is_nobodys_words(thrown_in: str) -> None:
    text = (
        f"Ben Ost: We oppose it, all of us. {thrown_in} It hits the wrong people.\n\n"
        f"Ute Lund: No, it does not. {thrown_in}\n\nBen Ost: {thrown_in} Thank you.\n\nUte Lund: Well."
    )
    assert [words for _label, words in spoken(text)] == [
        "We oppose it, all of us.",
        "It hits the wrong people.",
        "No, it does not.",
        "Thank you.",
        "Well.",
    ]
    # and the file says so: a part of its own, the words around it as they were
    found = find_structure(text).segments
    assert [text[one.span.start : one.span.end] for one in found if one.role == INTERJECTION] == [thrown_in] * 3
    assert labels(text) == ["Ben Ost", "Ute Lund", "Ben Ost", "Ute Lund"]


@pytest.mark.parametrize(
    "aside",
    ["(applause is rare here)", "(the Greens)", "[sic]", "(inaudible)", "(see the report on laughter)", "(ein Lacher)"],
)
def test_what_a_speaker_puts_in_brackets_stays_theirs(aside: str) -> None:
    text = f"Ben Ost: We oppose it {aside} all of us.\n\nUte Lund: No.\n\nBen Ost: Yes.\n\nUte Lund: No."
    assert spoken(text)[0] == ("Ben Ost", f"We oppose it {aside} all of us.")


def test_a_question_before_laughter_is_a_question() -> None:
    turns = "\n\n".join(
        f"Ute Lund: Is pier {number} safe? (Laughter)\n\nBen Ost: Pier {number} is safe, and it was. (Applause)"
        for number in range(3)
    )
    roles = [one.role for one in find_structure(turns).segments if one.kind is SegmentKind.TURN]
    assert roles == ["question", "answer"] * 3


def test_a_reported_applause_in_an_article_is_a_part_of_it() -> None:
    text = (
        "The minister met the fishers of the island on Monday to hear them.\n\n"
        "They were loud (applause) and the minister stayed for a whole hour."
    )
    assert all(one.role != INTERJECTION for one in find_structure(text).segments)


def test_a_table_tells_the_speaker_and_brackets_what_others_do(tmp_path: Path) -> None:
    table = tmp_path / "talks.csv"
    table.write_text(
        "Date,Speaker,Text\n2024-03-01,Ada Quill,We will build it. (Applause) Soon.\n2024-03-02,Ben Ost,No.\n"
    )
    document = read_document(find_files([table])[0].path).document
    inner = [document.text[one.span.start : one.span.end] for one in document.segments if one.role == INTERJECTION]
    assert inner == ["(Applause)"]
    assert [one.kind for one in document.segments].count(SegmentKind.TURN) == 1


def test_a_turn_with_something_thrown_in_is_written_block_by_block() -> None:
    text = "Ben Ost: We oppose it. (Beifall) It is wrong.\n\nUte Lund: No. (Zuruf von links: Doch!)\n\nBen Ost: Yes."
    found = find_structure(text)
    document = CodedDocument(
        name="talk.txt", facts=Facts(), text=text, segments=found.segments, new_actors=found.new_actors
    )
    written = write_annotated(document)
    assert read_annotated(written, "talk.md").segments == found.segments
    # as blocks, and not as a list of places that nobody can read
    assert "span=" not in written
