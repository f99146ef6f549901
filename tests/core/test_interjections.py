"""What others do or call while somebody speaks is nobody's, and the turn goes on behind it."""

import pytest

from desktop.analysis.attribution.quotations import find_turns
from desktop.core.interjections import spoken_parts
from desktop.core.structure.structure import find_structure
from desktop.core.values import Segment, SegmentKind


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
