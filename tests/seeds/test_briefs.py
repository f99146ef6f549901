import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from desktop.core.dates import PartialDate
from desktop.core.values import DOCUMENT_KINDS, ActorKind, Certainty, Codebook, SegmentKind, Stance, Voice
from desktop.exchange.annotated.reader import read_annotated
from desktop.exchange.annotated.writer import write_annotated
from desktop.exchange.seeds import load_seeds

from .reading import CLOSERS, OPENERS, Brief

LEAST_CLAIMS = 10
ENDS = ".?!…"


def test_five_briefs_are_there_each_of_another_original(briefs: dict[str, Brief]) -> None:
    assert len(briefs) == 5
    assert len({brief.document.original_sha256 for brief in briefs.values()}) == 5


def test_the_seeds_that_a_new_project_gets_are_these_briefs_and_this_codebook(
    seeds: Path, briefs: dict[str, Brief], codebook: Codebook
) -> None:
    loaded, documents = load_seeds(seeds)
    assert loaded == codebook
    assert [replace(document, bytes_sha256="") for document in documents] == [b.document for b in briefs.values()]


def test_the_brief_comes_back_byte_for_byte_from_its_reader_and_writer(brief: Brief) -> None:
    assert write_annotated(read_annotated(brief.source, brief.name)) == brief.source


def test_the_brief_says_what_it_is_a_brief_of(brief: Brief) -> None:
    facts = brief.document.facts
    assert re.fullmatch("[0-9a-f]{64}", brief.document.original_sha256)
    assert facts.title
    assert facts.publisher
    assert facts.note
    assert facts.language == "en"
    assert facts.kind in DOCUMENT_KINDS
    assert facts.participants


def test_the_dates_of_the_brief_are_dates_and_an_inferred_one_gives_its_reason(brief: Brief) -> None:
    facts = brief.document.facts
    for date in (facts.date, facts.event_date):
        assert str(PartialDate.parse(date)) == date
    assert bool(facts.date) == (facts.date_certainty is not Certainty.UNKNOWN)
    assert bool(facts.date_note) >= (facts.date_certainty is Certainty.INFERRED)


def test_every_key_in_the_brief_is_in_the_codebook(brief: Brief, codebook: Codebook) -> None:
    document = brief.document
    actors = {actor for claim in document.claims for actor in claim.actors}
    actors |= {segment.speaker for segment in document.segments} - {""}
    actors |= {participant.actor for participant in document.facts.participants}
    assert actors - {actor.key for actor in codebook.actors} == set()
    propositions = {topic.key for topic in codebook.topics if topic.proposition}
    assert {claim.topic for claim in document.claims} - propositions == set()


def test_who_speaks_in_a_turn_is_a_participant_of_the_document(brief: Brief) -> None:
    participants = {participant.actor for participant in brief.document.facts.participants}
    assert {block.speaker for block in brief.blocks} - {""} <= participants


def test_every_turn_has_a_speaker(brief: Brief) -> None:
    assert [brief.where_block(block) for block in brief.blocks if block.turn and not block.speaker] == []


def test_the_label_of_a_turn_is_a_name_of_its_speaker(brief: Brief, codebook: Codebook) -> None:
    calls = {actor.key: {actor.name.casefold(), *(a.casefold() for a in actor.aliases)} for actor in codebook.actors}
    labelled = [block for block in brief.blocks if block.label]
    wrong = [b for b in labelled if b.label.partition(" (")[0].casefold() not in calls[b.speaker]]
    assert [f"{brief.where_block(block)}: {block.label}" for block in wrong] == []


def test_the_brief_has_at_least_ten_claims_each_with_an_actor_a_stance_and_a_voice(brief: Brief) -> None:
    assert len(brief.document.claims) >= LEAST_CLAIMS
    for claim in brief.document.claims:
        assert claim.stance in Stance, brief.where(claim)
        assert claim.voice in Voice, brief.where(claim)
        assert claim.actors, brief.where(claim)
        assert len(set(claim.actors)) == len(claim.actors), brief.where(claim)


def test_no_claim_is_there_twice_and_nobody_takes_two_stances_in_one_sentence(brief: Brief) -> None:
    held = Counter((c.span, actor, c.topic) for c in brief.document.claims for actor in c.actors)
    assert [key for key, count in held.items() if count > 1] == []


def test_every_claim_is_a_sentence_or_sentences_of_its_own(brief: Brief) -> None:
    text = brief.document.text
    wrong = []
    for claim in brief.document.claims:
        span, block = claim.span, brief.block_of(claim)
        before = text[block.segment.span.start : span.start]
        own = text[span.start : span.end]
        after = text[span.end : block.segment.span.end]
        at_start = not before or (before[-1].isspace() and _ends_a_sentence(before.rstrip()))
        first = own.lstrip(OPENERS)[:1]
        at_start = at_start and (first.isupper() or first.isdigit())
        whole_heading = block.segment.kind is SegmentKind.HEADING and not before and not after
        at_end = whole_heading or (_ends_a_sentence(own) and (not after or after[0].isspace()))
        if not (at_start and at_end):
            wrong.append(brief.where(claim))
    assert wrong == []


def test_claims_share_a_sentence_exactly_when_they_share_a_stretch_of_the_original(brief: Brief) -> None:
    originals: dict[object, set[object]] = {}
    sentences: dict[object, set[object]] = {}
    for claim in brief.document.claims:
        originals.setdefault(claim.span, set()).add(claim.original)
        sentences.setdefault(claim.original, set()).add(claim.span)
    wrong = [c for c in brief.document.claims if len(originals[c.span]) > 1 or len(sentences[c.original]) > 1]
    assert [brief.where(claim) for claim in wrong] == []


def test_every_claim_stands_in_the_block_that_tells_its_paragraph_of_the_original(brief: Brief) -> None:
    wrong = []
    for claim in brief.document.claims:
        block = brief.block_of(claim)
        if claim.original is None or block.is_furniture or not block.original.contains(claim.original):
            wrong.append(brief.where(claim))
    assert wrong == []


def test_every_block_of_the_article_says_something_in_sentences(brief: Brief) -> None:
    silent = [b for b in brief.blocks if not re.search(r"[^\W\d_]{2,}", b.text)]
    assert [brief.where_block(block) for block in silent] == []
    told = [block for block in brief.blocks if block.is_told]
    assert [brief.where_block(block) for block in told if not _ends_a_sentence(block.text)] == []


def test_neighbouring_furniture_is_one_block(brief: Brief) -> None:
    pairs = zip(brief.blocks, brief.blocks[1:], strict=False)
    assert [brief.where_block(two) for one, two in pairs if one.is_furniture and two.is_furniture] == []


def test_what_a_speaker_holds_in_their_own_turn_is_direct_and_never_the_document_s(brief: Brief) -> None:
    wrong = []
    for claim in brief.document.claims:
        speaker = brief.block_of(claim).speaker
        if not speaker:
            continue
        if claim.voice is Voice.AUTHOR or (claim.voice is Voice.REPORTED and speaker in claim.actors):
            wrong.append(brief.where(claim))
    assert wrong == []


def test_who_says_nothing_in_a_turn_holds_nothing_there_in_their_own_words(brief: Brief, codebook: Codebook) -> None:
    above = {actor.key: actor.parent for actor in codebook.actors}
    wrong = []
    for claim in brief.document.claims:
        speaker = brief.block_of(claim).speaker
        # “we” may be the body that one speaks for, and somebody may be quoted
        quoted = "“" in brief.document.text[claim.span.start : claim.span.end]
        own = quoted or {*claim.actors} <= {speaker, above.get(speaker, "")}
        if speaker and claim.voice is Voice.DIRECT and not own:
            wrong.append(brief.where(claim))
    assert wrong == []


def test_only_an_outlet_speaks_in_the_document_s_own_voice(brief: Brief, codebook: Codebook) -> None:
    outlets = {actor.key for actor in codebook.actors if actor.kind is ActorKind.OUTLET}
    claims = [c for c in brief.document.claims if c.voice is Voice.AUTHOR]
    assert [brief.where(c) for c in claims if not set(c.actors) <= outlets] == []


def _ends_a_sentence(text: str) -> bool:
    return text.rstrip(CLOSERS)[-1:] in tuple(ENDS)
