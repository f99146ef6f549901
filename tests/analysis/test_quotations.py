import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.attribution.quotations import Quotation, find_quotations, find_turns
from desktop.core.values import Actor, ActorKind, Segment, SegmentKind

ACTORS = (
    Actor("ordun", "Ordun Vask", role="minister of trade", country="Tarn", aliases=("O. Vask",), id=1),
    Actor("elbar", "Elbar Nim", role="ambassador", country="Velo", id=2),
    Actor("tarn", "Tarn", ActorKind.COUNTRY, country="Tarn", id=3),
    Actor("guild", "Guild of Ferrymen", ActorKind.ORGANISATION, aliases=("the Guild",), id=4),
)


def quotations(text: str, *segments: Segment) -> list[Quotation]:
    return find_quotations(text, segments, ACTORS)


def told(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.actor) for one in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"The bridge stays," Vask said.', [("The bridge stays,", "ordun")]),
        ("“The bridge stays,” said Ordun Vask.", [("The bridge stays,", "ordun")]),
        ("Vask said: “The bridge stays.”", [("The bridge stays.", "ordun")]),
        ("«The bridge stays», said Nim.", [("The bridge stays", "elbar")]),
        ("„The bridge stays“, said Nim.", [("The bridge stays", "elbar")]),
        ("»The bridge stays«, said Nim.", [("The bridge stays", "elbar")]),
        ("”The bridge stays,” said Nim.", [("The bridge stays,", "elbar")]),
        ("‘The bridge stays,’ Nim said.", [("The bridge stays,", "elbar")]),
        ("'The bridge won't go,' Nim said.", [("The bridge won't go,", "elbar")]),
        ("‘The ferrymen’s boat won’t sink,’ Nim said.", [("The ferrymen’s boat won’t sink,", "elbar")]),
        ("‘The peoples’ will counts,’ Nim said.", [("The peoples’ will counts,", "elbar")]),
        ("Nim called it “a wide road “. Then it rained.", [("a wide road", "elbar")]),
        ("Nim said that “it is a wide road “.", [("it is a wide road", "elbar")]),
        ("“It is wide“, Nim said.", [("It is wide", "elbar")]),
        ("According to Nim, “nobody came”.", [("nobody came", "elbar")]),
        (
            "“The bridge,” Vask said, “will stay where it is.”",
            [("The bridge,", "ordun"), ("will stay where it is.", "ordun")],
        ),
        (
            "Vask spoke of the ferry. “It is late,” he added. “It is always late.”",
            [("It is late,", "ordun"), ("It is always late.", "ordun")],
        ),
        (
            "Vask said: “The toll goes.” Nim replied: “The toll stays.”",
            [("The toll goes.", "ordun"), ("The toll stays.", "elbar")],
        ),
        ("“The toll stays,” the Velo ambassador noted. Nim left.", [("The toll stays,", "elbar")]),
        ("Its president, Ordun Vask, warned that “the toll goes”.", [("the toll goes", "ordun")]),
        ("Its president, Mr Ordun Vask, 52, warned: “The toll goes.”", [("The toll goes.", "ordun")]),
        ("The head of the Guild, Elbar Nim, warned that “the toll goes”.", [("the toll goes", "elbar")]),
        ("“The toll goes,” Elbar Nim, who heads the union, told reporters.", [("The toll goes,", "elbar")]),
        ("“The toll goes,” Nim, who chairs it and heads its board, said.", [("The toll goes,", "elbar")]),
        ("With Vask, Nim, who heads the union, said “the toll goes”.", [("the toll goes", "elbar")]),
        ("Elbar Nim, head of the Guild of Ferrymen, said “the toll goes”.", [("the toll goes", "elbar")]),
        ("Elbar Nim of the Guild of Ferrymen warned that “the toll goes”.", [("the toll goes", "elbar")]),
        ("The Guild of Ferrymen, led by Elbar Nim, said “the toll goes”.", [("the toll goes", "guild")]),
        ("After he met Nim, the Guild of Ferrymen said “the toll goes”.", [("the toll goes", "guild")]),
        ("The letter reads, “Come at once.”", [("Come at once.", "")]),
        ("Its so-called “toll” is high.", [("toll", "")]),
    ],
)
def test_a_quotation_is_found_with_its_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    if "Velo ambassador" in text:
        text = "Elbar Nim came by boat. " + text
    assert told(text) == expected


def test_a_pronoun_stands_for_who_spoke_last_and_not_for_who_was_named_last() -> None:
    text = "Nim warned that the toll of Ordun Vask is high. “It ruins us,” she said."
    assert told(text) == [("It ruins us,", "elbar")]


def test_a_pronoun_keeps_to_one_person() -> None:
    text = "“We row,” Nim said. “We tire,” she added. “We wait,” Vask said. “We sing,” he said. “We swim,” she said."
    assert [actor for _, actor in told(text)] == ["elbar", "elbar", "ordun", "ordun", "elbar"]


def test_nested_marks_give_the_inner_passage_too() -> None:
    text = "Vask said: “The old song ‘Row on’ is ours.”"
    found = quotations(text)
    assert [(text[one.start : one.end], one.depth) for one in found] == [
        ("The old song ‘Row on’ is ours.", 0),
        ("Row on", 1),
    ]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "Vask said: “The bridge stays.\n“The toll goes.”"
    assert told(text) == [("The bridge stays.", "ordun"), ("The toll goes.", "ordun")]
    assert [one.unclosed for one in quotations(text)] == [True, False]


def test_apostrophes_and_inches_are_no_quotations() -> None:
    assert told("The ferrymen’s boat isn't 5'10\" long; rock 'n' roll in the '90s, ’tis said.") == []


def test_furniture_holds_no_quotations_and_turns_lose_their_labels() -> None:
    text = "Menu “here”\n\nOV: We row “on”.\n\nNim: Yes."
    segments = (
        Segment(1, 1, SegmentKind.FURNITURE, 0, 11),
        Segment(2, 1, SegmentKind.TURN, 13, 29, 1, "answer", "OV"),
        Segment(3, 1, SegmentKind.TURN, 31, 40, 2, "answer", "Nim"),
    )
    found = quotations(text, *segments)
    assert [(text[one.start : one.end], one.actor, one.rule, one.is_attributed) for one in found] == [
        ("on", "", "", False)
    ]
    turns = find_turns(text, segments, ACTORS)
    assert [(text[one.start : one.end], one.actor) for one in turns] == [("We row “on”.", "ordun"), ("Yes.", "elbar")]


@pytest.mark.parametrize(
    ("text", "actor", "certainty"),
    [
        ("“We row,” Vask said.", "ordun", "named"),
        ("According to Nim, “nobody came”.", "elbar", "named"),
        ("Elbar Nim came by boat. “The toll stays,” the Velo ambassador noted.", "elbar", "role"),
        ("Vask laughed. “It is late,” he said.", "ordun", "pronoun"),
        ("It rained. “It is late,” he said.", "", "pronoun"),
        ("The old song “Row on” is ours.", "", ""),
    ],
)
def test_a_quotation_tells_how_its_speaker_is_known(text: str, actor: str, certainty: str) -> None:
    (found,) = quotations(text)
    assert (found.actor, found.certainty.value) == (actor, certainty)
    assert found.told_actor == (actor if certainty in ("named", "role") else "")


@pytest.mark.parametrize(
    "text",
    [
        # somebody without a name, or whom nobody knows, stands between
        "Vask left. A neighbour saw it burn. “It burnt,” he said.",
        "Vask left. Asked of it, Minister Tom Reyes laughed. “Ask me in July,” he replied.",
        "Vask left. Her uncle came home. “It burnt,” he said.",
        # what is not he, or not she
        "Tarn lies by the sea. “We row,” he said.",
        "Mr Vask left. “We row,” she said.",
        "The Guild of Ferrymen met. “We row,” he said.",
        # far before
        "Vask left. It rained. The sea rose. Boats sank. Nets tore. It hailed. “We row,” he said.",
        # of another institution, and of another first name
        "Vask came. “We row,” the minister of fisheries said.",
        "“We row,” Ingrid Vask said.",
        "Vask left. “We row,” you said.",
    ],
)
def test_who_is_not_told_is_nobody(text: str) -> None:
    assert [actor for _, actor in told(text)] == [""]


def test_a_pronoun_looks_for_the_latest_subject_that_fits() -> None:
    assert told("Vask spoke of the sea. Nim, of the toll of Vask, knew more. “It is high,” she said.") == [
        ("It is high,", "elbar")
    ]
    assert told("Mr Vask laughed. Ms Nim wept. “It is high,” he said.") == [("It is high,", "ordun")]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("„Wir rudern“, sagte die alte Fährfrau Elbar Nim. „So bleibt es“, so Nim.", "elbar"),
        ("„Wir rudern“, so Nim am Montag.", "elbar"),
        ("„Wir rudern“, versicherte gestern Handelsminister Ordun Vask.", "ordun"),
        ("« On rame », a promis jeudi Ordun Vask.", "ordun"),
        ("« On rame », a déclaré la ministre du Commerce, Elbar Nim.", "elbar"),
        ("Pour Elbar Nim, la rame est « un droit ».", "elbar"),
        ("Vask s’est dit « soulagé ».", "ordun"),
        ("Nim est venue. « On rame, a-t-elle martelé, et on chante. »", "elbar"),
        ("Nim rió. —Remamos —explicó Elbar Nim—. Y cantamos.", "elbar"),
        ("Habló Nim. —Remamos —le respondió Ordun Vask, de Tarn—. Y cantamos.", "ordun"),
        ("«Si rema», attacca Elbar Nim.", "elbar"),
        ("Nim sorride. E aggiunge: «Si rema».", "elbar"),
        ("«Si rema». Ordun Vask, ministro da sette mesi, lo ripete.", "ordun"),
        ("“Remamos”, afirmou a presidente do sindicato, Elbar Nim, ao fim.", "elbar"),
        ("‘Wij roeien’, zegt Elbar Nim.", "elbar"),
        ("‘Wij roeien’, aldus Vask.", "ordun"),
        ("«Мы гребём», — сказала Elbar Nim.", "elbar"),
    ],
)
def test_each_language_tells_its_own_way(text: str, actor: str) -> None:
    assert {one for _, one in told(text)} == {actor}


def test_inside_a_turn_words_are_nobodys_unless_it_is_said_whose_they_are() -> None:
    text = "OV: We row “on”, and I said: “Go.” Nim wrote: “Stay.” He said: “No.”"
    found = quotations(text, Segment(1, 1, SegmentKind.TURN, 0, len(text), 1, "answer", "OV"))
    assert [(text[one.start : one.end], one.actor, one.certainty.value) for one in found] == [
        ("on", "", ""),
        ("Go.", "ordun", "turn"),
        ("Stay.", "elbar", "named"),
        ("No.", "elbar", "pronoun"),
    ]


def test_who_speaks_a_turn_is_never_he_or_she_in_it() -> None:
    text = "OV: My sister came in. She said: “No.” Then I met a man, and he told me: “Go.”"
    found = quotations(text, Segment(1, 1, SegmentKind.TURN, 0, len(text), 1, "answer", "OV"))
    assert [one.actor for one in found] == ["", ""]


def test_those_who_speak_are_known_by_their_first_names_in_the_same_talk() -> None:
    text = "Nim: So Ordun said: “Row.” Ordun Tarr said: “Stay.”"
    found = find_quotations(
        text, [Segment(1, 1, SegmentKind.TURN, 0, len(text), 2, "answer", "Nim")], ACTORS, ["ordun"]
    )
    assert [one.actor for one in found] == ["ordun", ""]


def test_who_answers_says_what_verbs_of_the_first_person_tell() -> None:
    text = "Nim: Vino el alcalde y le dije: «Remamos»."
    (one,) = find_quotations(text, [Segment(1, 1, SegmentKind.TURN, 0, len(text), 2, "answer", "Nim")], ACTORS)
    assert (one.actor, one.certainty.value) == ("elbar", "turn")


def test_what_stands_above_an_interview_alone_is_guessed_to_be_who_answers_in_it() -> None:
    text = "“Nobody rows alone”\n\nNim: Why?\n\nVask: Because.\n"
    asks, answers = text.index("Nim"), text.index("Vask")
    (found,) = quotations(
        text,
        Segment(1, 1, SegmentKind.TURN, asks, answers - 2, 2, "question", "Nim"),
        Segment(2, 1, SegmentKind.TURN, answers, len(text) - 1, 1, "answer", "Vask"),
    )
    assert (found.actor, found.told_actor, found.certainty.value) == ("ordun", "", "turn")


PIECES = st.sampled_from(
    [
        "Vask said ",
        "“",
        "”",
        '"',
        "'",
        "’",
        "‘",
        "«",
        "»",
        "„",
        "word ",
        "wort’s ",
        ", ",
        ". ",
        "\n",
        "😀",
        "e\u0301",
        " ",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_offsets_hold_on_any_text(text: str) -> None:
    for one in quotations(text):
        assert 0 <= one.start < one.end <= len(text)
        words = text[one.start : one.end]
        # the space that French sets inside its marks is none of the words
        assert words == words.strip() != ""
        assert text[: one.start].rstrip()[-1] in "\"'“”„‟«»‹›‘’‚‛"
        assert "\n" not in text[one.start : one.end]
        assert one.unclosed or text[one.end :].lstrip()[0] in "\"'“”„‟«»‹›‘’‚‛"


@given(st.lists(st.text(alphabet="abc é😀", min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_what_stands_between_curly_marks_is_found_exactly(passages: list[str]) -> None:
    text = " ".join(f"Vask said: “{passage.strip()}.”" for passage in passages)
    assert told(text) == [(f"{passage.strip()}.", "ordun") for passage in passages]
