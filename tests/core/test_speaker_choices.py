from desktop.core.matching import fold
from desktop.core.spans import Span
from desktop.core.structure.speaker_choices import SpeakerChoices, settle
from desktop.core.values import Actor, CodedDocument, CodedSegment, Facts, Participant, SegmentKind

KNOWN = (Actor("lavrov", "Sergey Lavrov", aliases=("Minister Lavrov",)), Actor("nato", "NATO"))
NEW = (Actor("ana", "Ana Ruiz", initials="AR"), Actor("the-chair", "The chair"))


def document(*speakers: str) -> CodedDocument:
    segments = tuple(
        CodedSegment(SegmentKind.TURN, Span(at, at + 1), one, label=one) for at, one in enumerate(speakers)
    )
    facts = Facts(participants=tuple(Participant(one, "speaker") for one in dict.fromkeys(speakers)))
    return CodedDocument("a", facts, "x" * len(speakers), segments, new_actors=NEW)


def settled(
    *speakers: str, only_known: bool = False, **names: str
) -> tuple[list[str], CodedDocument, dict[str, tuple[str, ...]]]:
    choices = SpeakerChoices({fold(name.replace("_", " ")): who for name, who in names.items()}, only_known=only_known)
    found, aliases = settle(document(*speakers), KNOWN, choices)
    return [one.speaker for one in found.segments], found, aliases


def test_without_a_wish_all_stays_as_it_was_proposed() -> None:
    speakers, found, aliases = settled("ana", "lavrov")
    assert (speakers, aliases) == (["ana", "lavrov"], {})
    assert found.new_actors == NEW


def test_a_refused_speaker_is_nobody_and_their_label_stays() -> None:
    speakers, found, _ = settled("ana", "lavrov", "ana", Ana_Ruiz="")
    assert speakers == ["", "lavrov", ""]
    assert found.segments[0].label == "ana"
    assert [one.actor for one in found.facts.participants] == ["lavrov"]
    assert NEW[0] not in found.new_actors


def test_a_renamed_speaker_keeps_the_found_name_as_an_alias() -> None:
    speakers, found, aliases = settled("ana", Ana_Ruiz="Ana  Ruiz Díaz")
    assert (speakers, aliases) == (["ana-ruiz-diaz"], {})
    (actor,) = [one for one in found.new_actors if one.key == "ana-ruiz-diaz"]
    assert (actor.name, actor.aliases, actor.initials) == ("Ana Ruiz Díaz", ("Ana Ruiz",), "ARD")


def test_a_speaker_can_be_said_to_be_a_known_actor_by_key_name_or_alias_who_learns_the_name() -> None:
    for who in ("lavrov", "sergey lavrov", "Minister Lavrov"):
        speakers, found, aliases = settled("ana", "ana", Ana_Ruiz=who)
        assert speakers == ["lavrov", "lavrov"]
        assert aliases == {"lavrov": ("Ana Ruiz",)}
        assert [one.key for one in found.new_actors] == ["the-chair"]


def test_two_proposals_can_become_one() -> None:
    speakers, found, _ = settled("ana", "the-chair", The_chair="Ana Ruiz")
    assert speakers == ["ana", "ana"]
    assert found.facts.participants == (Participant("ana", "speaker"),)
    assert [(one.key, one.aliases) for one in found.new_actors] == [("ana", ("The chair",))]
    speakers, _, _ = settled("ana", "the-chair", The_chair="Eva Sol", Ana_Ruiz="eva sol")
    assert speakers == ["eva-sol", "eva-sol"]


def test_a_wrong_match_can_be_corrected_without_touching_the_codebook() -> None:
    speakers, _, aliases = settled("lavrov", "nato", Sergey_Lavrov="nato")
    assert (speakers, aliases) == (["nato", "nato"], {})
    speakers, found, _ = settled("lavrov", Sergey_Lavrov="Another Lavrov")
    assert speakers == ["another-lavrov"]
    assert [one.name for one in found.new_actors][-1] == "Another Lavrov"


def test_only_known_speakers_are_taken_when_that_is_wished() -> None:
    speakers, found, _ = settled("ana", "lavrov", "the-chair", only_known=True, The_chair="The Chair of All")
    assert speakers == ["", "lavrov", "the-chair-of-all"]
    assert [one.key for one in found.new_actors] == ["the-chair-of-all"]
