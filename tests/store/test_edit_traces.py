from dataclasses import replace

import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.traces import Answer, Trace, Verdict, answered_only
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import text as edit_text
from desktop.store.edits import traces as edit_traces
from desktop.store.reads import project as reads
from desktop.store.reads import traces as trace_reads


@pytest.fixture(autouse=True)
def second(db: Database) -> None:
    edit_documents.add_documents(db, [CodedDocument("second.txt", Facts(), "Velo tosk, and more.")])


@pytest.fixture
def trace(db: Database) -> Trace:
    first, second = (document.id for document in reads.documents(db)[:2])
    return Trace(first, 0, 4, "ordun", second, 0, 3, "ordun", Verdict.ALTERED, 0.5, "Because.")


def test_a_verdict_is_kept_and_undone(db: Database, trace: Trace) -> None:
    edit_traces.confirm(db, trace, " a memo ")
    (kept,) = trace_reads.verdicts(db)
    assert (kept.key, kept.verdict, kept.answer, kept.memo) == (
        trace.key,
        Verdict.ALTERED,
        Answer.CONFIRMED,
        "a memo",
    )
    assert kept.quote == reads.text(db, trace.document_a)[0:4]
    assert db.undo_text() == "Confirm verdict"
    db.undo()
    assert trace_reads.verdicts(db) == []
    db.redo()
    assert trace_reads.verdicts(db) == [kept]
    assert problems(db) == []


def test_an_answer_replaces_the_one_before_and_keeps_its_memo(db: Database, trace: Trace) -> None:
    number = edit_traces.confirm(db, trace, "why")
    assert edit_traces.correct(db, trace, Verdict.LOOSE) == number
    kept = trace_reads.verdict(db, trace.key)
    assert kept is not None
    assert (kept.verdict, kept.found, kept.answer, kept.memo) == (
        Verdict.LOOSE,
        Verdict.ALTERED,
        Answer.CORRECTED,
        "why",
    )
    edit_traces.reject(db, trace)
    edit_traces.set_memo(db, trace, "other")
    kept = trace_reads.verdict(db, trace.key)
    assert kept is not None
    assert (kept.answer, kept.memo) == (Answer.REJECTED, "other")
    edit_traces.withdraw(db, trace)
    assert trace_reads.verdict(db, trace.key) is None


def test_a_memo_alone_confirms(db: Database, trace: Trace) -> None:
    edit_traces.set_memo(db, trace, "seen")
    assert [one.answer for one in trace_reads.verdicts(db, trace.document_a)] == [Answer.CONFIRMED]
    assert edit_traces.correct(db, trace, trace.verdict)
    assert [one.answer for one in trace_reads.verdicts(db)] == [Answer.CONFIRMED]


def test_what_has_no_other_document_cannot_be_judged(db: Database) -> None:
    alone = Trace(1, 0, 4, "", None, None, None, "", Verdict.UNTRACED, 0.0, "")
    with pytest.raises(UserError, match="no other document"):
        edit_traces.confirm(db, alone)
    outside = Trace(1, 0, 10**6, "", 2, None, None, "", Verdict.NOT_FOUND, 0.0, "")
    with pytest.raises(UserError, match="outside the text"):
        edit_traces.confirm(db, outside)
    unsure = Trace(1, 0, 4, "", 2, None, None, "", Verdict.UNTRACED, 0.0, "")
    with pytest.raises(UserError, match="give a verdict of your own"):
        edit_traces.confirm(db, unsure)
    edit_traces.correct(db, unsure, Verdict.NOT_FOUND)
    assert [(one.found, one.verdict) for one in trace_reads.verdicts(db)] == [(Verdict.UNTRACED, Verdict.NOT_FOUND)]


@pytest.mark.parametrize("verdict", [Verdict.REPORTED, Verdict.NOT_COMPARED])
def test_what_is_told_in_other_words_or_in_another_language_is_judged_too(
    db: Database, trace: Trace, verdict: Verdict
) -> None:
    edit_traces.confirm(db, replace(trace, verdict=verdict))
    assert [(one.verdict, one.answer) for one in trace_reads.verdicts(db)] == [(verdict, Answer.CONFIRMED)]
    assert problems(db) == []


def test_the_user_says_what_covers_the_same_event(db: Database) -> None:
    edit_traces.set_same_event(db, 2, 1, True)
    assert trace_reads.same_events(db) == {frozenset((1, 2)): True}
    edit_traces.set_same_event(db, 1, 2, False)
    assert trace_reads.same_events(db) == {frozenset((1, 2)): False}
    edit_traces.set_same_event(db, 1, 2, None)
    assert trace_reads.same_events(db) == {}
    db.undo()
    assert trace_reads.same_events(db) == {frozenset((1, 2)): False}
    with pytest.raises(UserError, match="its own event"):
        edit_traces.set_same_event(db, 1, 1, True)
    with pytest.raises(UserError, match="no document 99"):
        edit_traces.set_same_event(db, 1, 99, True)


def test_an_accepted_suggestion_is_told_apart_from_the_coders_own(db: Database) -> None:
    actor, topic = reads.actors(db)[0].id, reads.claims(db)[0].topic_id
    new = NewClaim(1, Span(0, 4), (actor,), topic, Stance.FAVOR)
    number = edit_traces.accept(db, new)
    assert reads.claim(db, number).origin == "suggestion"
    assert db.undo_text() == "Accept suggestion"


def test_a_dismissed_suggestion_stays_away_until_it_is_undone(db: Database) -> None:
    edit_traces.dismiss(db, 1, Span(0, 4))
    edit_traces.dismiss(db, 1, Span(0, 4))
    assert trace_reads.dismissed(db, 1) == {Span(0, 4)}
    db.undo()
    assert trace_reads.dismissed(db, 1) == set()


def corrected(db: Database, text: str, number: int = 1) -> None:
    document = CodedDocument("corrected.txt", Facts(), text)
    edit_text.replace_text(db, edit_text.plan_replacement(db, number, document), drop_lost=True)


def test_verdicts_move_with_the_words_of_a_corrected_text(db: Database, trace: Trace) -> None:
    old = reads.text(db, 1)
    further = replace(trace, start_a=5, end_a=12, verdict=Verdict.TRIMMED)
    edit_traces.confirm(db, trace, "mine")
    edit_traces.reject(db, further)
    before = trace_reads.verdicts(db)
    corrected(db, f"Five more words came in.\n\n{old}")
    shift = len("Five more words came in.\n\n")
    found = trace_reads.verdicts(db)
    assert [(one.start_a, one.end_a, one.quote, one.memo, one.stands) for one in found] == [
        (one.start_a + shift, one.end_a + shift, one.quote, one.memo, True) for one in before
    ]
    assert problems(db) == []
    db.undo()
    assert trace_reads.verdicts(db) == before
    db.redo()
    assert trace_reads.verdicts(db) == found


def test_passages_move_with_the_words_of_a_corrected_transcript(db: Database, trace: Trace) -> None:
    edit_traces.confirm(db, trace)
    corrected(db, "A title.\n\nVelo tosk, and more.", 2)
    (kept,) = trace_reads.verdicts(db)
    assert kept.start_b is not None
    assert reads.text(db, 2)[kept.start_b : kept.end_b] == "Vel"


def test_a_verdict_on_words_that_are_gone_is_kept_and_told(db: Database, trace: Trace) -> None:
    edit_traces.confirm(db, trace, "do not lose this")
    quote = trace_reads.verdicts(db)[0].quote
    corrected(db, "Zzz.\n")
    (kept,) = trace_reads.verdicts(db)
    assert (kept.quote, kept.memo, kept.stands) == (quote, "do not lose this", False)
    (told,) = answered_only([kept], [])
    assert (told.key, told.start_b, told.kept_only) == (kept.key, None, True)
    edit_traces.set_memo(db, told, "still here")
    edit_traces.correct(db, told, Verdict.LOOSE)
    (kept,) = trace_reads.verdicts(db)
    assert (kept.quote, kept.memo, kept.verdict) == (quote, "still here", Verdict.LOOSE)
    # an answer on the words that stand there now takes the old one over into its memo
    edit_traces.confirm(db, replace(trace, end_a=4, verdict=Verdict.IDENTICAL))
    (kept,) = trace_reads.verdicts(db)
    assert kept.stands
    assert quote in kept.memo
    assert "still here" in kept.memo
    edit_traces.withdraw(db, trace)
    assert trace_reads.verdicts(db) == []


def test_two_verdicts_never_come_to_stand_on_one_place(db: Database, trace: Trace) -> None:
    corrected(db, "Velo. Velo. Velo.\n")
    for start in (0, 6, 12):
        edit_traces.confirm(db, replace(trace, start_a=start, end_a=start + 4), str(start))
    before = trace_reads.verdicts(db)
    corrected(db, "Velo.\n")
    found = trace_reads.verdicts(db)
    assert sorted(one.memo for one in found) == ["0", "12", "6"]
    assert len({one.key for one in found}) == 3
    db.undo()
    assert trace_reads.verdicts(db) == before


def test_an_answer_that_the_rules_no_longer_lead_to_stays_listed(db: Database, trace: Trace) -> None:
    edit_traces.confirm(db, trace)
    kept = trace_reads.verdicts(db)
    assert answered_only(kept, [trace]) == []
    elsewhere = replace(trace, document_b=None, start_b=None, end_b=None, verdict=Verdict.UNTRACED)
    (told,) = answered_only(kept, [elsewhere])
    assert (told.key, told.start_b, told.verdict) == (trace.key, trace.start_b, Verdict.ALTERED)


def test_what_suggestions_learn_from_are_the_claims_of_a_document(db: Database) -> None:
    # the second named first, and two at one place
    edit_claims.tag(db, NewClaim(1, Span(5, 23), (2, 1), 2, Stance.AGAINST))
    edit_claims.tag(db, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR))
    for document in reads.document_ids(db):
        claims = reads.claims(db, document_id=document)
        assert [*trace_reads.tagged(db, document)] == [(one.span, one.topic_id, one.actor_ids) for one in claims]
    assert len([*trace_reads.tagged(db, 1)]) > 2
