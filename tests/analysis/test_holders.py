"""Who holds the position that a sentence tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.suggestions.claim_candidates import CandidateFinder
from desktop.analysis.suggestions.coded_text import CodedText
from desktop.core.values import Actor, ActorKind, Segment, SegmentKind, Voice

ACTORS = (
    Actor("arland", "Arland", ActorKind.COUNTRY, country="Arland", aliases=("Arlanders",), id=1),
    Actor("arland-gov", "Government of Arland", ActorKind.GOVERNMENT, parent="arland", aliases=("Arlstadt",), id=2),
    Actor("benia", "Benia", ActorKind.COUNTRY, country="Benia", id=3),
    Actor("cora", "Cora", ActorKind.COUNTRY, country="Cora", id=4),
    Actor("vask", "Ordun Vask", role="foreign minister of Benia", country="Benia", parent="benia", id=5),
    Actor("nim", "Elbar Nim", role="president of Cora", country="Cora", parent="cora", id=6),
    Actor("old", "Tov Old", role="former president of Cora", country="Cora", parent="cora", id=7),
    Actor("tell", "Ada Tell", role="secretary of the Guild", parent="guild", id=8),
    Actor("guild", "Guild of Ferrymen", ActorKind.ORGANISATION, aliases=("the Guild", "Guild"), id=9),
    Actor("both", "Benia and Cora", ActorKind.GROUP, id=10),
    Actor("absent", "States that stayed away from the fair", ActorKind.GROUP, id=11),
    Actor("gazette", "The Gazette", ActorKind.OUTLET, id=12),
    Actor(
        "apart",
        "Mira Zoll",
        role="envoy of Cora",
        parent="cora",
        definition="Cora’s own: cora.",
        id=13,
    ),
)


def holders(text: str, turn: int = 0, role: str = "answer", **facts: str) -> list[tuple[tuple[str, ...], Voice]]:
    """Return the likeliest holder of each stretch and its voice; *turn* is the id of who speaks the text."""
    segments = (Segment(1, 1, SegmentKind.TURN, 0, len(text), turn, role),) if turn else ()
    found = CandidateFinder(ACTORS).find(CodedText(text, segments, author=facts.get("author", "")))
    return [(one.holders[0], one.voices[0]) for one in found]


def last(text: str, turn: int = 0, role: str = "answer") -> str:
    return "+".join(holders(text, turn, role)[-1][0])


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Vask said that tolls must be abolished at once.", "vask"),
        ("Benia’s foreign minister, Ordun Vask, said yesterday that tolls must be abolished.", "vask"),
        ("Tolls, Nim hoped, would soon be gone from the river.", "nim"),
        ("Tolls harm the trade of the river, according to Benia’s foreign minister, Vask.", "vask"),
        ("In Tell’s eyes the new toll is a great injustice.", "tell"),
        ("Vask spoke at noon. In his view the new toll is an injustice.", "vask"),
        ("Arland rejects the new toll on the river.", "arland-gov"),
        ("Arlstadt has refused to lower the toll again.", "arland-gov"),
        ("Officials of Arland want to keep the toll.", "arland-gov"),
        ("Tell said that Cora rejects any toll on the river.", "cora"),
        ("The toll is an aim of Arland, Tell remarked.", "arland-gov"),
        ("Benia’s refusal to pay the toll came late.", "benia"),
        ("The president of Cora opposes the toll on boats.", "nim"),
        ("Cora’s former president opposes the toll on boats.", "old"),
        ("The ministers of Benia and Cora oppose the toll on boats.", "vask"),
        ("Vask and Tell want the toll to be abolished.", "vask+tell"),
        ("Cora and Benia oppose the toll on the river.", "both"),
        ("Those who stay away from the fair do so in protest.", "absent"),
        ("The Guild met at noon. It wants the toll abolished at once.", "guild"),
        ("Vask met Nim. He said that the toll must go.", "nim"),
    ],
)
def test_prose_tells_who_holds_a_position(text: str, holder: str) -> None:
    assert last(text) == holder


VASK, TELL, ZOLL, NIM = 5, 8, 13, 6


@pytest.mark.parametrize(
    ("text", "turn", "holder"),
    [
        ("The toll is a great injustice to us all.", VASK, "vask"),
        # a minister speaks for the country, unless the codebook tells them apart
        ("Benia wants the toll to be abolished.", VASK, "vask"),
        ("Cora wants the toll to be abolished.", ZOLL, "cora"),
        ("Nim has said he will not pay the toll.", VASK, "nim"),
        ("I believe that Arland wants to keep its toll for ever.", VASK, "vask"),
        # an act of the body, or the speaker's own mind
        ("In our declaration we reject every toll on the river.", TELL, "guild"),
        ("We are happy about this beautiful river.", TELL, "tell"),
        # said in public, the opponent's own; a mere wish is imputed
        ("Arland announced that it will keep the toll.", TELL, "arland-gov"),
        ("Arland wants to punish and to threaten us by sanctions.", TELL, "tell"),
        # who “they” are is a guess, where they are no subject just before
        ("Nobody had asked the people of Cora. There was rain. They want to build a toll gate there.", TELL, "tell"),
        ("Arland met at noon. They want to build a toll gate there.", TELL, "arland-gov"),
    ],
)
def test_a_turn_tells_its_speakers_position_and_that_of_others(text: str, turn: int, holder: str) -> None:
    assert last(text, turn) == holder


def test_who_asks_with_a_premise_holds_it() -> None:
    assert holders("Is this unjust toll not a shame?", NIM, "question") == [(("nim",), Voice.DIRECT)]


def test_the_voice_goes_with_the_holder() -> None:
    text = "“The toll must be abolished at once,” Vask said. Cora rejects the toll."
    assert [voice for _, voice in holders(text)] == [Voice.DIRECT, Voice.REPORTED]
    assert holders("It is a shame how long this toll has lasted.", author="gazette") == [(("gazette",), Voice.AUTHOR)]
    assert holders("In our declaration we reject the toll.", TELL)[0] == (("guild",), Voice.DIRECT)


def test_every_guess_is_offered_once_and_no_more_than_three() -> None:
    (one,) = CandidateFinder(ACTORS).find(
        CodedText("Vask told Nim that Arland rejects what Cora and the Guild want.", ())
    )
    assert len(set(one.holders)) == len(one.holders) == 3 == len(one.voices)


WORDS = (
    "Vask Nim Arland Cora said that rejects wants he they it the president of and , . “ ” ’s in view according to ( ) "
    "will who I we ministers 😀 \u00a0"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=60), st.sampled_from([0, VASK, TELL]))
def test_whatever_is_read_places_are_in_the_text_and_holders_in_the_codebook(words: list[str], turn: int) -> None:
    text = " ".join(words)
    segments = (Segment(1, 1, SegmentKind.TURN, 0, len(text), turn, "answer"),) if turn and text else ()
    keys = {actor.key for actor in ACTORS}
    for one in CandidateFinder(ACTORS).find(CodedText(text, segments)):
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert all(guess and keys.issuperset(guess) for guess in one.holders)


def test_a_codebook_without_actors_or_with_a_circle_is_no_trouble() -> None:
    (one,) = CandidateFinder(()).find(CodedText("The toll must be abolished at once.", ()))
    assert one.holders == ()
    circle = (Actor("a", "Ann Ash", parent="b", id=1), Actor("b", "Bo Birch", parent="a", id=2))
    (one,) = CandidateFinder(circle).find(CodedText("Ash said that our country rejects it.", ()))
    assert one.holders[0] == ("a",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Cora calla, y Benia respalda los peajes del río."),
        ("fr", "Cora se tait, mais Benia souhaite la fin des péages du fleuve."),
        ("it", "Cora tace, e Benia respinge i pedaggi del fiume."),
        ("de", "Cora schweigt, und Benia befürwortet ein Ende der Zölle auf dem Fluss."),
        ("pt", "Cora cala, e Benia apoia as portagens do rio."),
        ("nl", "Cora zwijgt, en Benia eist een einde aan de tol op de rivier."),
    ],
)
def test_who_is_told_to_want_or_reject_something_holds_it_in_each_language(language: str, text: str) -> None:
    (found,) = CandidateFinder(ACTORS).find(CodedText(text, (), language=language))
    assert found.holders[0] == ("benia",)
