from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.spans import Span
from desktop.core.structure.furniture import classify
from desktop.core.structure.hints import Hints
from desktop.core.structure.paragraphs import find_paragraphs
from desktop.core.structure.structure import find_structure
from desktop.core.structure.turns import label_length
from desktop.core.values import Actor, SegmentKind

ACTORS = (
    Actor("ruiz", "Ana Ruiz", aliases=("Minister Ruiz",), initials="AR"),
    Actor("okri", "Ben Okri", initials="BO"),
)
LONG = "and this goes on for so many words that nobody would take it for a line of a menu."


def turns(text: str, actors: tuple[Actor, ...] = ()) -> list[tuple[str, str, str]]:
    found = find_structure(text, actors)
    return [(one.label, one.speaker, one.role) for one in found.segments if one.kind is SegmentKind.TURN]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("CE: Why now?\n\nSL: Because.\n\nCE: Tell us more?\n\nSL: No.", ["CE", "SL", "CE", "SL"]),
        ("BENJAMIN NOR: Why?\n\nSACHA LOR: So.", ["BENJAMIN NOR", "SACHA LOR"]),
        ("Question (from Spanish): Why?\n\nAna Ruiz (smiling): So.", ["Question (from Spanish)", "Ana Ruiz (smiling)"]),
        ("P.- ¿Por qué?\n\nR.- Porque sí.\n\nP.- ¿Y ahora?", ["P", "R", "P"]),
        ("El señor PRESIDENTE: Sí.\n\nLa señora RUIZ: Gracias.", ["El señor PRESIDENTE", "La señora RUIZ"]),
        ("Mr. SMITH of Ohio. I yield.\n\nMs. LEE of Utah. I object.", ["Mr. SMITH of Ohio", "Ms. LEE of Utah"]),
        (">> ANA: Go on.\n\n>> BEN: I will.", ["ANA", "BEN"]),
        ("— ¿Quién va?\n\n— Nadie.\n\n— ¿Nadie?", ["", "", ""]),
        ("ANA RUIZ\nOne of hers.\nBEN OKRI\nOne of his.\n" * 2, ["ANA RUIZ", "BEN OKRI"] * 2),
    ],
)  # fmt: skip
def test_turns_begin_where_speakers_are_named(text: str, speakers: list[str]) -> None:
    assert [label for label, _, _ in turns(text)] == speakers


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is no speaker.\n\nPhoto: nor is this.\n\nSource: nor this one.",
        f"He said this: {LONG}\n\nShe said that: {LONG}",
        "See http://example.org for more.\n\nIt is 10:30 now.",
        "- One thing\n\n- Another thing\n\n- A third thing",
    ],
)
def test_what_merely_has_a_colon_or_a_dash_is_no_turn(text: str) -> None:
    assert turns(text) == []


def test_speakers_are_matched_by_name_alias_and_initials_and_new_ones_are_proposed_once() -> None:
    text = "AR: One?\n\nMinister Ruiz: Two.\n\nOKRI: Three.\n\nCleo Marsh: Four.\n\nCLEO MARSH: Five."
    assert [speaker for _, speaker, _ in turns(text, ACTORS)] == ["ruiz", "ruiz", "okri", "cleo-marsh", "cleo-marsh"]
    new = find_structure(text, ACTORS).new_actors
    assert [(actor.key, actor.name, actor.initials) for actor in new] == [("cleo-marsh", "Cleo Marsh", "CM")]


def test_initials_stand_for_the_name_that_the_text_explains() -> None:
    text = f"Dora Elm (DE) met Fay Gold, {LONG}\n\nDE: Why?\n\nFG: Why not?"
    assert [actor.name for actor in find_structure(text).new_actors] == ["Dora Elm", "Fay Gold"]


def test_text_that_a_program_wrapped_has_its_blank_lines_as_borders() -> None:
    lines = ["This is a line of some sixty letters, no more than that here"] * 3
    text = "\n".join(lines) + "\n\n" + "\n".join(lines)
    assert len(find_paragraphs(text)) == 2
    assert len(find_paragraphs(text, joined=False)) == 6


def test_what_the_format_marks_goes_before_the_rules() -> None:
    text = f"Menu\n\nTitle\n\nA short line\n\nThis is the body of it, {LONG}"
    hints = Hints(headings=(Span(6, 11),), furniture=(Span(13, 25),), marked=True, lines=True)
    assert [one.kind.value for one in find_structure(text, (), hints).segments] == [
        "furniture",
        "heading",
        "furniture",
        "paragraph",
    ]


def test_a_text_of_short_lines_is_no_furniture() -> None:
    assert {one.kind for one in find_structure("One\nTwo\nThree\nFour").segments} == {SegmentKind.PARAGRAPH}


@given(st.text(alphabet=st.sampled_from("AB: .?\n—-(x•>é[]"), max_size=120))
def test_every_segment_lies_in_the_text_without_white_space_around_it(text: str) -> None:
    for one in find_structure(text, ACTORS).segments:
        words = text[one.span.start : one.span.end]
        assert words == words.strip() != ""


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("Okafor: The tram must come.", "Okafor", "The tram must come."),
        ("- CE: So what?", "CE", "So what?"),
        ("Mr. SMITH of Ohio. Mr. Speaker, I rise.", "Mr. SMITH of Ohio", "Mr. Speaker, I rise."),
        ("市长：电车必须来。", "市长", "电车必须来。"),
        # marked by hand: nothing is known of the label
        ("Ada Quill: We will close it.", "", "We will close it."),
        ("— So what?", "", "So what?"),
        ("We will close it.", "", "We will close it."),
        ("We will close it.", "Quill", "We will close it."),
    ],
)
def test_how_much_of_a_turn_its_label_takes(line: str, label: str, rest: str) -> None:
    assert line[label_length(line, label) :].lstrip() == rest


def test_a_text_of_many_lines_is_looked_through_once() -> None:
    class Counted(list[str]):
        sliced = 0

        def __getitem__(self, at: Any) -> Any:
            self.sliced += len(range(*at.indices(len(self)))) if isinstance(at, slice) else 0
            return super().__getitem__(at)

    lines = Counted(["Aa"] * 2_000)
    classify(lines, set(), set(), set(), title="", marked=False)
    assert lines.sliced <= len(lines)
