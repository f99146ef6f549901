"""What begins a paragraph like a speaker's name and may be none: it ends the turn before it and is nobody's."""

import pytest

from desktop.core.matching import fold
from desktop.core.structure.speaker_choices import SpeakerChoices, UnnamedLabel, settle, unnamed_labels
from desktop.core.structure.structure import find_structure
from desktop.core.values import Actor, CodedDocument, Facts, Participant, SegmentKind

MORE = "And this is what I mean by it, as I have said before, and it is long.\n\n"
TALK = "Ada Quill: Is it?\nBen Ost: It is slow.\nUnidentified speaker: Not so!\nAda Quill: So?\nBen Ost: Yes."
KNOWN = Actor("ruth-lund", "Ruth Lund", aliases=("R. Lund",))


def document(text: str, *actors: Actor) -> tuple[CodedDocument, tuple[str, ...]]:
    found = find_structure(text, actors)
    return CodedDocument("a", Facts(), text, found.segments, new_actors=found.new_actors), found.doubtful


def told(of: CodedDocument) -> list[tuple[str, str]]:
    """Return who speaks in each turn, and its last words."""
    turns = (one for one in of.segments if one.kind is SegmentKind.TURN)
    return [(one.speaker, of.text[one.span.start : one.span.end].split("\n")[-1]) for one in turns]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        # turns of several paragraphs, in which most heads have lines of their own
        (
            f"Ada Quill:\nIs it safe?\n\n{MORE}{MORE}Ben Ost:\nIt is slow.\n\n{MORE}{MORE}the gentleman in the back:\n"
            f"I say no to it.\n\n{MORE}Ada Quill:\nSo?\n\n{MORE}{MORE}Ben Ost:\nIt is.\n\n{MORE}",
            "the gentleman in the back",
        ),
        # or in which names are written like no words
        (
            f"pupil_4: Is it safe?\n\n{MORE}{MORE}pupil_5: It is slow.\n\n{MORE}pupil_9: I say no to it.\n\n{MORE}"
            f"pupil_4: So?\n\n{MORE}{MORE}pupil_5: It is.\n\n{MORE}{MORE}My point: it sinks.\n\n{MORE}",
            "pupil_9",
        ),
        (TALK, "Unidentified speaker"),
    ],
)
def test_a_head_that_is_not_sure_ends_the_turn_before_it_and_is_told(text: str, label: str) -> None:
    found, doubtful = document(text)
    assert doubtful == (label,)
    turns = [one for one in found.segments if one.kind is SegmentKind.TURN]
    (own,) = [one for one in turns if one.label == label]
    assert own.speaker == ""
    before = turns[turns.index(own) - 1]
    assert before.span.end < own.span.start
    assert label not in text[before.span.start : before.span.end]
    (unnamed,) = unnamed_labels(found, doubtful)
    assert (unnamed.label, unnamed.turns, unnamed.doubtful) == (label, 1, True)
    assert unnamed.words.startswith(("I say no to it.", "Not so!"))


def test_questions_and_answers_of_nobody_named_are_unnamed_but_not_doubtful() -> None:
    found, doubtful = document("Q. Is it safe?\nA. It is.\nQ. Who pays?\nA. The county.")
    told = (UnnamedLabel("Q", 2, "Is it safe?", False), UnnamedLabel("A", 2, "It is.", False))
    assert unnamed_labels(found, doubtful) == told


def test_a_doubtful_turn_is_given_to_whom_the_user_names() -> None:
    found, _ = document(TALK, KNOWN)
    label = fold("Unidentified speaker")
    settled, aliases = settle(found, [KNOWN], SpeakerChoices({label: "r. lund"}))
    assert told(settled)[2] == ("ruth-lund", "Unidentified speaker: Not so!")
    assert Participant("ruth-lund", "speaker") in settled.facts.participants
    # nobody is known by that label from then on
    assert aliases == {}
    settled, _ = settle(found, [], SpeakerChoices({label: "Tove Berg"}, only_known=True))
    assert told(settled)[2][0] == "tove-berg"
    assert [(one.name, one.aliases) for one in settled.new_actors] == [("Tove Berg", ())]
    settled, _ = settle(found, [], SpeakerChoices({label: "Ben Ost"}))
    assert [who for who, _ in told(settled)] == ["ada-quill", "ben-ost", "ben-ost", "ada-quill", "ben-ost"]
    assert [one.name for one in settled.new_actors] == ["Ada Quill", "Ben Ost"]


def test_what_is_no_name_joins_its_words_to_the_turn_before() -> None:
    found, _ = document(TALK)
    settled, _ = settle(found, [], SpeakerChoices(no_heads={fold("Unidentified speaker")}))
    assert told(settled) == [
        ("ada-quill", "Ada Quill: Is it?"),
        ("ben-ost", "Unidentified speaker: Not so!"),
        ("ada-quill", "Ada Quill: So?"),
        ("ben-ost", "Ben Ost: Yes."),
    ]
    assert [one for one in settled.segments if one.kind is not SegmentKind.TURN] == [
        one for one in found.segments if one.kind is not SegmentKind.TURN
    ]
    # whose turns have a speaker is no such label
    settled, _ = settle(found, [], SpeakerChoices(no_heads={fold("Ben Ost")}))
    assert told(settled) == told(found)


def test_speakers_of_a_number_are_told_apart_and_nobody() -> None:
    found, doubtful = document("Speaker 1: Is it safe?\n\nSpeaker 2: It is.\n\nSpeaker 1: So?\n\nSpeaker 2: Yes.")
    assert [one.label for one in found.segments if one.label] == ["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2"]
    # of the next file the first speaker is somebody else
    assert found.new_actors == ()
    assert doubtful == ("Speaker 1", "Speaker 2")


@pytest.mark.parametrize("label", ["Trust", "Key storage", "Break", "Jingle"])
def test_a_word_of_the_text_that_begins_one_paragraph_is_doubtful(label: str) -> None:
    text = (
        f"Ada Quill: We speak of trust, of a second piece and of storage.\n\nBen Ost: So we do.\n\n{label}: It is a "
        "matter of storage. The piece is there.\n\nAda Quill: Is it?\n\nBen Ost: It is."
    )
    found, doubtful = document(text)
    assert [one.name for one in found.new_actors] == ["Ada Quill", "Ben Ost"]
    assert doubtful == (label,)


def test_a_first_name_is_who_speaks_by_the_whole_one() -> None:
    found, _doubtful = document("Ada Quill: Is it?\n\nBen Ost: It is slow.\n\nAda: So?\n\nBen Ost: Yes.\n\nAda: Good.")
    assert [one.name for one in found.new_actors] == ["Ada Quill", "Ben Ost"]


def test_a_title_is_no_part_of_a_speakers_name() -> None:
    text = "Mayor Lindqvist: It is shut.\n\nChief Executive: So?\n\nMayor Lindqvist: It is.\n\nChief Executive: Good."
    found, _doubtful = document(text)
    assert [(one.name, one.aliases) for one in found.new_actors] == [
        ("Lindqvist", ("Mayor Lindqvist",)),
        ("Chief Executive", ()),
    ]


def test_a_single_question_set_off_by_blanks_ends_the_turn_before() -> None:
    text = "ADA QUILL: It is shut.\n\nQ    Since when?\n\nADA QUILL: Since Monday.\n\nADA QUILL: So."
    found, _doubtful = document(text)
    assert [one.label for one in found.segments if one.label] == ["ADA QUILL", "Q", "ADA QUILL", "ADA QUILL"]


def test_who_asks_may_be_named_in_brackets() -> None:
    text = "Question 1 (Lea Voss, Hafenblatt): Why?\n\nADA QUILL: So.\n\nQuestion 2: Will it?\n\nADA QUILL: No."
    found, _doubtful = document(text)
    assert [one.name for one in found.new_actors] == ["Lea Voss", "Ada Quill", "Journalists"]
