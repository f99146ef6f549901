"""What is suggested of quotations, opinion pieces, joint statements and records, in several languages."""

import pytest

from desktop.analysis.suggestions.claim_candidates import CandidateFinder, ClaimCandidate
from desktop.analysis.suggestions.coded_text import CodedText, TaggedClaim
from desktop.analysis.suggestions.suggestions import THRESHOLD, Suggester, Suggestion, separation
from desktop.core.spans import Span
from desktop.core.values import Actor, Segment, SegmentKind, Topic, Voice

ACTORS = (
    Actor("vask", "Ordun Vask", id=1),
    Actor("nim", "Elbar Nim", id=2),
    Actor("cora", "Cora Tessel", id=3),
)
TOPICS = (Topic("toll", "Toll", proposition="The river toll should be abolished"),)


def candidates(text: str, **facts: object) -> dict[str, ClaimCandidate]:
    found = CandidateFinder(ACTORS).find(CodedText(text, (), **facts))  # type: ignore[arg-type]
    return {text[one.span.start : one.span.end]: one for one in found}


def suggested(text: str, language: str) -> list[str]:
    found = Suggester(ACTORS, TOPICS).suggest(CodedText(text, (), language=language), THRESHOLD)
    return [text[one.span.start : one.span.end] for one in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "“The toll must be abolished at once,” Ordun Vask said on Monday.",
        "Ordun Vask told the crews on Monday: “The toll must be abolished at once.”",
        "Ordun Vask said that “the toll must be abolished at once”",
    ],
)
def test_a_quotation_is_suggested_with_the_words_that_say_whose_it_is(sentence: str) -> None:
    found = candidates(f"The boat left at noon. {sentence} It came back empty.")
    assert set(found) == {"The boat left at noon.", sentence, "It came back empty."}
    assert (found[sentence].holders[0], found[sentence].voices[0]) == (("vask",), Voice.DIRECT)


def test_of_several_sentences_quoted_the_one_beside_the_attribution_has_it() -> None:
    text = "“The toll must go at once. It has harmed the crews for years,” Ordun Vask said. Nobody answered him."
    found = candidates(text)
    assert {"The toll must go at once.", "It has harmed the crews for years,” Ordun Vask said."} <= set(found)
    assert {one.holders[0] for words, one in found.items() if "Nobody" not in words} == {("vask",)}


def test_what_is_reported_beside_a_quotation_stays_a_candidate_of_its_own() -> None:
    text = "Ordun Vask rejects every toll on the river and said: “We have always paid our share of the repairs.”"
    assert len(candidates(text)) == 2


def test_words_of_somebody_unknown_in_a_turn_are_not_the_speakers() -> None:
    words = "Ordun Vask: A baker told me: “The toll takes my bread away from me.” That was in May."
    turn = Segment(1, 1, SegmentKind.TURN, 0, len(words), actor_id=1, label="Ordun Vask")
    found = CandidateFinder(ACTORS).find(CodedText(words, (turn,)))
    quoted = next(one for one in found if "takes my bread" in words[one.span.start : one.span.end])
    assert ("vask",) not in quoted.holders[:1]


def test_who_signs_an_opinion_piece_holds_it_in_the_authors_voice() -> None:
    text = (
        "The council should keep the ferry. Nobody else will carry the children over the river in winter. "
        "“The toll must be abolished at once,” Ordun Vask said."
    )
    found = list(candidates(text, author="cora", signed=True).values())
    assert [(one.holders[0], one.voices[0]) for one in found] == [
        (("cora",), Voice.AUTHOR),
        (("cora",), Voice.AUTHOR),
        (("vask",), Voice.DIRECT),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The minister of Arland, Ordun Vask, and the minister of Nimor, Elbar Nim, met in Port Tarn. "
            "Both ministers rejected the new toll on the river.",
            "Both ministers",
        ),
        (
            "El ministro de Arland, Ordun Vask, y la ministra de Nimor, Elbar Nim, se reunieron en Port Tarn. "
            "Los ministros coincidieron en que el puente debe abrirse antes de mayo.",
            "Los ministros",
        ),
        (
            "Der Minister von Arland, Ordun Vask, und die Ministerin von Nimor, Elbar Nim, trafen sich in Tarn. "
            "Beide Seiten lehnen die neue Maut auf dem Fluss ab.",
            "Beide Seiten",
        ),
    ],
)
def test_a_joint_statement_has_both_holders(text: str, words: str) -> None:
    (found,) = (one for said, one in candidates(text).items() if said.startswith(words))
    assert (set(found.holders[0]), found.voices[0]) == ({"vask", "nim"}, Voice.REPORTED)


def test_the_ministers_are_nobody_where_others_were_named_as_well() -> None:
    text = (
        "Ordun Vask and Elbar Nim met in Port Tarn. Cora Tessel was there too. "
        "The ministers rejected the new toll on the river."
    )
    (found,) = (one for said, one in candidates(text).items() if said.startswith("The ministers"))
    assert ("vask", "nim") not in found.holders


def turns(*lines: tuple[str, int, str]) -> CodedText:
    """A transcript: each line with the number of the actor and the label with which it begins."""
    text = "\n".join(line for line, _actor, _label in lines)
    starts = [text.index(line) for line, _actor, _label in lines]
    found = (
        Segment(at, 1, SegmentKind.TURN, start, start + len(line), actor_id=actor, label=label)
        for at, (start, (line, actor, label)) in enumerate(zip(starts, lines, strict=True), 1)
    )
    return CodedText(text, tuple(found))


def test_what_a_record_tells_in_other_words_is_reported() -> None:
    told = turns(
        ("Ordun Vask said that the toll was too high.", 1, "Ordun Vask"),
        ("Elbar Nim said that he opposed every toll.", 2, "Elbar Nim"),
    )
    assert [one.voices[0] for one in CandidateFinder(ACTORS).find(told)] == [Voice.REPORTED, Voice.REPORTED]
    # many machines write small letters
    spoken = turns(("Ordun Vask: we want no toll at all", 1, "Ordun Vask"))
    assert [one.voices[0] for one in CandidateFinder(ACTORS).find(spoken)] == [Voice.DIRECT]


@pytest.mark.parametrize(
    ("language", "other", "claim"),
    [
        ("de", "Das Boot fuhr um zwölf Uhr ab.", "Wir fordern die Abschaffung der Maut, weil sie ungerecht ist."),
        ("fr", "Le bateau est parti à midi.", "Nous demandons la suppression du péage, parce qu'il est injuste."),
        ("es", "El barco salió al mediodía.", "Exigimos que se suprima el peaje, porque es injusto."),
        ("it", "La barca è partita a mezzogiorno.", "Chiediamo di abolire il pedaggio, perché è ingiusto."),
        ("pt", "O barco saiu ao meio-dia.", "Exigimos que se acabe com o pedágio, porque é injusto."),
        ("nl", "De boot vertrok om twaalf uur.", "Wij eisen dat de tol verdwijnt, want die is oneerlijk."),
        ("ru", "Лодка ушла в полдень.", "Мы требуем отменить сбор, потому что он несправедлив."),
        ("pl", "Łódź odpłynęła w południe.", "Żądamy zniesienia opłaty, bo jest niesprawiedliwa."),
        ("sv", "Båten gick klockan tolv.", "Vi kräver att tullen avskaffas, för den är orättvis."),
    ],
)
def test_claims_are_suggested_by_the_words_of_each_language(language: str, other: str, claim: str) -> None:
    assert suggested(f"{other} {claim}", language) == [claim]


def test_a_long_speech_that_ends_with_a_question_is_no_question() -> None:
    speech = "We reject the toll because it harms our trade. " + "The boats came late again on that day in May. " * 12
    text = f"Ordun Vask: {speech}Will the council listen?"
    turn = Segment(1, 1, SegmentKind.TURN, 0, len(text), actor_id=1, label="Ordun Vask", role="question")
    found = Suggester(ACTORS, TOPICS).suggest(CodedText(text, (turn,), language="en"))
    assert "We reject the toll" in text[found[0].span.start : found[0].span.end]


def test_scores_are_ranked_only_where_they_separate() -> None:
    claim = "Vask rejects the unjust toll and demands that it must be abolished. "
    boat = "The boat left at noon and came back in the evening. "
    text = (claim + boat) * 10
    spans = [Span(at, at + len(claim) - 1) for at in range(0, len(text), len(claim + boat))]
    claims = tuple(TaggedClaim(one, "toll") for one in spans)
    others = tuple(TaggedClaim(Span(one.end + 1, one.end + len(boat)), "toll") for one in spans)

    def ranked(*coded: CodedText) -> set[bool]:
        found: list[Suggestion] = Suggester(ACTORS, TOPICS, coded).suggest(CodedText(claim + boat, ()), 0.0)
        return {one.is_ranked for one in found}

    assert ranked(CodedText(text, (), claims=claims)) == {True}
    assert ranked(CodedText(text, (), claims=others)) == {False}
    # two are not enough to know
    assert ranked(CodedText(text[: len(claim + boat) * 2], (), claims=claims[:2])) == {False}
    assert ranked() == {False}


def test_separation_is_the_area_under_the_curve() -> None:
    assert separation([(0.9, True), (0.8, True), (0.1, False)]) == 1.0
    assert separation([(0.9, False), (0.1, True)]) == 0.0
    assert separation([(0.5, True), (0.5, False)]) == 0.5
    assert separation([(0.5, True)]) == 0.5
