from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.speech_words import AGED, MAY_BE_AGED
from desktop.analysis.suggestions import claim_candidates, patterns
from desktop.analysis.suggestions.beginnings import BEGINNINGS
from desktop.analysis.suggestions.claim_candidates import CandidateFinder, ClaimCandidate
from desktop.analysis.suggestions.coded_text import CodedText, TaggedClaim
from desktop.analysis.suggestions.offices import Offices
from desktop.analysis.suggestions.stretches import ReadStretch
from desktop.analysis.suggestions.suggestions import (
    PRIOR,
    Answered,
    Suggester,
    TopicRanking,
    is_found,
    probability,
    train,
)
from desktop.analysis.words import stems
from desktop.core.spans import Span
from desktop.core.stopping import StoppedError
from desktop.core.values import Actor, ActorKind, Segment, SegmentKind, Topic, Voice
from desktop.core.vocabulary.languages import vocabulary
from tests.clock import processor_time

ACTORS = (
    Actor("vask", "Ordun Vask", role="minister", parent="guild", id=1),
    Actor("nim", "Elbar Nim", id=2),
    Actor("guild", "Guild of Ferrymen", ActorKind.ORGANISATION, id=3),
)
TOPICS = (
    Topic("toll", "Toll", proposition="The river toll should be abolished", aliases=("ferry fee",)),
    Topic("bridge", "Bridge", proposition="A bridge should be built over the river"),
    Topic("economy", "Economy"),
)
PROSE = (
    "Vask demanded that the unjust toll must be abolished at once. The boat left at noon. "
    "“We reject any new bridge because it would destroy our trade,” Nim said, adding that the ferry fee is necessary."
)


def test_suggestions_carry_actor_voice_and_topics() -> None:
    found = Suggester(ACTORS, TOPICS).suggest(CodedText(PROSE, ()), threshold=0.4)
    told = [(PROSE[one.span.start : one.span.end][:12], one.actors, one.voice, one.topics[0]) for one in found]
    assert told[0] == ("Vask demande", ("vask",), Voice.REPORTED, "toll")
    assert told[1] == ("We reject an", ("nim",), Voice.DIRECT, "bridge")
    assert not any(words.startswith("The boat") for words, *_ in told)
    assert all("economy" not in one.topics and one.reason for one in found)


LONG = CodedText("\n\n".join(f"{PROSE} House {at} stands." for at in range(20)), ())


def test_what_is_suggested_first_is_the_beginning_of_all_that_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_candidates, "_FIRST", 3)
    *parts, whole = Suggester(ACTORS, TOPICS).suggesting(LONG)
    assert len(parts) > 2
    assert [len(one) for one in parts] == sorted({len(one) for one in parts})
    assert all(one == whole[: len(one)] for one in parts)
    assert whole == Suggester(ACTORS, TOPICS).suggest(LONG)
    assert len(whole) > 40


def test_a_reading_that_was_given_up_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    finder, read, places = CandidateFinder(ACTORS), claim_candidates._candidate, list[int]()

    def noted(one: ReadStretch, *arguments: Any) -> ClaimCandidate:
        places.append(one.stretch.span.start)
        return read(one, *arguments)

    def give_up(done: int, _whole: int) -> None:
        if done > stop:
            raise StoppedError

    monkeypatch.setattr(claim_candidates, "_candidate", noted)
    stop = 0
    for stop in (500, 1_500, 1_500):  # noqa: B007 - read by what is called
        with pytest.raises(StoppedError):
            finder.find(LONG, give_up)
        assert not finder.has_read(LONG)
    found = [*finder.find(LONG)]
    assert finder.has_read(LONG)
    assert len(places) == len(set(places)) == len(found)
    assert found == [*CandidateFinder(ACTORS).find(LONG)]


def test_a_reading_that_broke_off_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    finder, read = CandidateFinder(ACTORS), claim_candidates._candidate

    def broken(one: ReadStretch, *arguments: Any) -> ClaimCandidate:
        if one.stretch.span.start > 500:
            raise MemoryError
        return read(one, *arguments)

    monkeypatch.setattr(claim_candidates, "_candidate", broken)
    with pytest.raises(MemoryError):
        finder.find(LONG)
    monkeypatch.setattr(claim_candidates, "_candidate", read)
    assert [*finder.find(LONG)] == [*CandidateFinder(ACTORS).find(LONG)]


def test_what_is_tagged_or_dismissed_is_not_suggested() -> None:
    suggester = Suggester(ACTORS, TOPICS)
    spans = [one.span for one in suggester.suggest(CodedText(PROSE, ()), threshold=0.4)]
    read = CodedText(PROSE, (), claims=(TaggedClaim(spans[0], "toll"),), dismissed=tuple(spans[1:]))
    assert suggester.suggest(read, threshold=0.4) == []


def test_a_turn_is_in_the_speakers_own_voice_and_its_organisation_acts_as_we() -> None:
    text = "OV: The toll is a great injustice. In our declaration we reject the bridge."
    turn = Segment(1, 1, SegmentKind.TURN, 0, len(text), 1, "answer", "OV")
    found = Suggester(ACTORS, TOPICS).suggest(CodedText(text, (turn,)), threshold=0.1)
    assert [(one.actors, one.voice) for one in found] == [(("vask",), Voice.DIRECT), (("guild",), Voice.DIRECT)]


def test_the_model_learns_from_what_was_tagged() -> None:
    text = "The boat left at noon. The boat came at noon. Rain fell all day long."
    tagged = (TaggedClaim(Span(0, 22), "toll"), TaggedClaim(Span(23, 45), "toll"))
    untaught, taught = Suggester(ACTORS, TOPICS), Suggester(ACTORS, TOPICS, [CodedText(text, (), claims=tagged)] * 5)
    new = CodedText("The boat sank at noon.", ())
    assert untaught.suggest(new) == []
    assert [one.topics[0] for one in taught.suggest(new)] == ["toll"]


def test_few_examples_leave_the_prior_as_it_is() -> None:
    assert train([], PRIOR) == PRIOR
    weights = train([({"bias": 1.0, "x": 1.0}, True), ({"bias": 1.0}, False)] * 30, {"bias": 0.0})
    assert probability(weights, {"bias": 1.0, "x": 1.0}) > 0.8 > 0.2 > probability(weights, {"bias": 1.0})


def test_topics_are_ranked_by_shared_words_and_by_use() -> None:
    assert TopicRanking(TOPICS).rank(stems("abolish the toll"))[0] == "toll"
    told = stems("abolish the toll on the bridge")
    assert TopicRanking(TOPICS, [("no word in common", "bridge")] * 400).rank(told)[0] == "bridge"


def test_no_topic_is_named_for_which_no_word_speaks() -> None:
    assert TopicRanking(TOPICS, [("no word in common", "bridge")] * 4).rank(stems("The weather was fine.")) == []
    assert TopicRanking(TOPICS).rank(stems("The weather was fine."), stems("abolish the toll")) == ["toll"]


def test_half_of_the_shorter_is_enough_to_be_found() -> None:
    assert is_found(Span(0, 10), [Span(5, 100)])
    assert not is_found(Span(0, 10), [Span(6, 100)])


def test_an_unfinished_document_teaches_by_what_was_answered_in_it_alone() -> None:
    """Else the first claim that is accepted would make all the others of the document unlikely."""
    boats = "The boat left at noon. The boat came at noon. " * 20
    tagged = CodedText(boats, (), claims=(TaggedClaim(Span(0, 22), "toll"),), unfinished=True)
    new = CodedText("The boat sank at noon.", ())
    half, whole = (Suggester(ACTORS, TOPICS, [one] * 5) for one in (tagged, replace(tagged, unfinished=False)))
    (score,) = (one.score for one in half.suggest(new, threshold=0.0))
    (other,) = (one.score for one in whole.suggest(new, threshold=0.0))
    assert score > 0.5 > other
    against = replace(tagged, claims=(), dismissed=(Span(0, 22),))
    (worse,) = (one.score for one in Suggester(ACTORS, TOPICS, [against] * 5).suggest(new, threshold=0.0))
    assert worse < Suggester(ACTORS, TOPICS).suggest(new, threshold=0.0)[0].score


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda one: Span(one[0], one[0] + one[1])))


@given(SPANS, st.integers(0, 60), st.integers(1, 20))
def test_what_is_answered_is_found_as_by_looking_at_every_span(spans: list[Span], start: int, length: int) -> None:
    one = Span(start, start + length)
    assert Answered(spans).has(one) == is_found(one, spans)


def test_nobody_is_overlooked_where_a_sentence_is_not_looked_through_for_an_office_or_an_age() -> None:
    for role in vocabulary().saying.roles:
        for told in (f"The {role} of Arland spoke.", f"So said {role.upper()}s.", f"“{role}, Arland"):
            assert not patterns.OFFICE.search(told) or patterns.MAY_BE_TITLED.search(told)
    ages = (
        "der 61-Jährige",
        "the 61-Year-Old",
        "un sexagenario",
        "uma octogenária",
        "une octogénaire",
        "61-летний токарь",
    )
    for age in ages:
        assert AGED.search(f"So {age} said.")
        assert MAY_BE_AGED.search(f"So {age} said.")


def test_a_sentence_without_an_office_is_not_looked_through_for_one() -> None:
    sentence = "Many of them talked about the ferry and the tram until late at night in the old hall. "
    text = sentence * 200
    offices = Offices(ActorNames(ACTORS))
    spans = [Span(at, at + len(sentence)) for at in range(0, len(text), len(sentence))]
    looked = processor_time(
        lambda: [
            list(offices.find(text, one, (), (), "2024", BEGINNINGS.in_stretch(text, *ends(one)))) for one in spans
        ]
    )
    assert looked < 0.6 * processor_time(
        lambda: [list(patterns.OFFICE.finditer(text, *one)) for one in map(ends, spans)]
    )


def ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
