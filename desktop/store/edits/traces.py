"""Actions on traced quotations and on suggestions: confirm, correct, reject; accept, dismiss."""

from typing import TYPE_CHECKING

from desktop.core.errors import ConflictError, UserError
from desktop.core.language import _, ngettext
from desktop.core.reanchor import ClaimQuote, reanchor
from desktop.core.spans import Span
from desktop.core.text import context
from desktop.core.traces import Answer, Trace, Verdict, answer_to
from desktop.core.values import NewClaim
from desktop.store.database import Database, now
from desktop.store.edits.claims import tag
from desktop.store.reads import project as reads
from desktop.store.reads import traces as trace_reads
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Value

_ACTIONS = {
    Answer.CONFIRMED: "confirm_verdict",
    Answer.CORRECTED: "correct_verdict",
    Answer.REJECTED: "reject_passage",
}


def confirm(db: Database, trace: Trace, memo: str | None = None) -> int:
    """Say that a trace's verdict is right; return the id of what is kept. *memo* None leaves the memo as it is.

    Raises:
        UserError: when the trace has no other document, or its words do not stand there any more.
    """
    return _answer(db, trace, trace.verdict, Answer.CONFIRMED, memo)


def correct(db: Database, trace: Trace, verdict: Verdict, memo: str | None = None) -> int:
    """Say that another verdict is right; as `confirm`. The one that the rules gave counts as a confirmation."""
    answer = Answer.CONFIRMED if verdict is trace.verdict else Answer.CORRECTED
    return _answer(db, trace, verdict, answer, memo)


def reject(db: Database, trace: Trace, memo: str | None = None) -> int:
    """Say that the passage is not what was quoted; as `confirm`."""
    return _answer(db, trace, trace.verdict, Answer.REJECTED, memo)


def set_memo(db: Database, trace: Trace, memo: str, seen: str | None = None) -> int:
    """Write a memo on a trace; its verdict counts as confirmed where none was given yet. As `confirm`.

    Where it is told what was *seen* there, nothing else may stand there now.

    Raises:
        ConflictError: when another memo stands there than was seen.
    """
    with db.edit_in_parts("change_verdict_memo") as edit:
        kept = trace_reads.verdict(db, trace.key)
        shown = answer_to(trace, kept)
        if seen is not None and (shown.memo if shown is not None else "").strip() not in (seen.strip(), memo.strip()):
            raise ConflictError(_("Another memo stands there now than the one that was changed: look at it first."))
        own = trace_reads.own_verdict(db, trace.key)
        if kept is None:
            edit.action = _ACTIONS[Answer.CONFIRMED]
            return _write_answer(db, edit.recorder, trace, trace.verdict, Answer.CONFIRMED, memo)
        if own is None:
            # another coder's word stays theirs
            return _write_answer(db, edit.recorder, trace, kept.verdict, kept.answer, memo)
        edit.recorder.update("trace_verdict", kept.id, {"memo": memo.strip()})
    return kept.id


def withdraw(db: Database, trace: Trace) -> None:
    """Take back what was said of a trace, its memo too; nothing when nothing was."""
    with db.edit("withdraw_verdict") as recorder:
        kept = trace_reads.own_verdict(db, trace.key)
        if kept is not None:
            recorder.delete("trace_verdict", [kept.id])
        elif (other := trace_reads.verdict(db, trace.key)) is not None:
            told = _("This verdict is another coder’s: give one of your own, which is shown to you then.")
            raise UserError(told, number=other.id)


def set_same_event(db: Database, one: int, other: int, same: bool | None) -> None:
    """Say that two documents cover the same event, or not; None leaves it to their dates and participants again.

    Raises:
        UserError: when they are one document, or one does not exist.
    """
    if one == other:
        raise UserError(_("A document always covers its own event: choose another one beside it."))
    action = {True: "same_event", False: "another_event", None: "event_by_date"}[same]
    with db.edit(action) as recorder:
        first, second = sorted((reads.document(db, one).id, reads.document(db, other).id))
        sql = (
            "SELECT s.id FROM same_event s JOIN coder c ON c.id = s.coder_id "
            "WHERE s.document_a_id = ? AND s.document_b_id = ? AND c.name = ?"
        )
        row = db.sqlite.execute(sql, [first, second, db.coder_name]).fetchone()
        if row and same is None:
            recorder.delete("same_event", [row[0]])
        elif row:
            recorder.update("same_event", row[0], {"same": int(bool(same))})
        elif same is not None:
            values: dict[str, Value] = {"document_a_id": first, "document_b_id": second, "same": int(same)}
            recorder.insert("same_event", {**values, "coder_id": db.coder_id(recorder), "created": now()})


def accept(db: Database, new: NewClaim) -> int:
    """Enter a suggestion as a claim with the origin ``suggestion`` and return its id.

    Raises:
        UserError: as `desktop.store.edits.claims.tag`.
    """
    return tag(db, new, origin="suggestion")


def dismiss(db: Database, document_id: int, span: Span) -> None:
    """Never show the suggestion on *span* again; nothing when it was dismissed already.

    Raises:
        UserError: when the span is not inside the document's text.
    """
    with db.edit("dismiss_suggestion") as recorder:
        quote = _words(reads.text(db, document_id), span)
        if span in trace_reads.dismissed(db, document_id):
            return
        # one on other words, from before the text was replaced, has no object any more
        sql = (
            "SELECT s.id FROM dismissed_suggestion s JOIN coder c ON c.id = s.coder_id "
            'WHERE s.document_id = ? AND s.start = ? AND s."end" = ? AND c.name = ?'
        )
        old = [int(row[0]) for row in db.sqlite.execute(sql, [document_id, span.start, span.end, db.coder_name])]
        recorder.delete("dismissed_suggestion", old)
        place: dict[str, Value] = {"document_id": document_id, "start": span.start, "end": span.end, "quote": quote}
        recorder.insert("dismissed_suggestion", {**place, "coder_id": db.coder_id(recorder), "created": now()})


def move_verdicts(db: Database, recorder: Recorder, document_id: int, old: str, new: str) -> None:
    """Move what users said of quotations and passages of a document to where their words stand in its new text.

    A quotation that finds no place keeps its verdict, memo and words, and is told as one that stands nowhere; a passage
    that finds none leaves its verdict with the quotation.
    """
    sql = (
        "SELECT id, start_a, end_a, quote, json_array(document_b_id, coder_id) FROM trace_verdict "
        "WHERE document_a_id = ? ORDER BY id"
    )
    rows = [row for row in db.sqlite.execute(sql, [document_id]) if old[row[1] : row[2]] == row[3]]
    spans = _places(old, new, [(row[1], row[2]) for row in rows])
    waiting = [
        ((row[0], (row[1], row[2], row[4])), span)
        for row, span in zip(rows, spans, strict=True)
        if span is not None and (span.start, span.end) != (row[1], row[2])
    ]
    taken = {(row[1], row[2], row[4]) for row in db.sqlite.execute(sql, [document_id])}
    changes: dict[int, dict[str, Value]] = {}
    # in an order in which each finds its place free, as undo then does backwards; two never come to stand on one place
    while free := [one for one in waiting if (one[1].start, one[1].end, one[0][1][2]) not in taken]:
        (number, place), span = free[0]
        changes[number] = {"start_a": span.start, "end_a": span.end, "quote": new[span.start : span.end]}
        taken.remove(place)
        taken.add((span.start, span.end, place[2]))
        waiting.remove(free[0])
    sql = "SELECT id, start_b, end_b FROM trace_verdict WHERE document_b_id = ? AND start_b IS NOT NULL ORDER BY id"
    passages = [row for row in db.sqlite.execute(sql, [document_id]) if row[2] <= len(old)]
    for row, place_b in zip(passages, _places(old, new, [(row[1], row[2]) for row in passages]), strict=True):
        if place_b is not None:
            changes.setdefault(row[0], {}).update(start_b=place_b.start, end_b=place_b.end)
    recorder.update_many("trace_verdict", changes)


def _answer(db: Database, trace: Trace, verdict: Verdict, answer: Answer, memo: str | None) -> int:
    with db.edit(_ACTIONS[answer]) as recorder:
        return _write_answer(db, recorder, trace, verdict, answer, memo)


def _write_answer(
    db: Database, recorder: Recorder, trace: Trace, verdict: Verdict, answer: Answer, memo: str | None
) -> int:
    kept = trace_reads.own_verdict(db, trace.key)
    if kept is None and trace.kept_only and (other := trace_reads.verdict(db, trace.key)) is not None:
        # said by another coder of words that may be gone: one's own word on the same
        same = trace_reads.row_of(db, other.id)
        same |= {"verdict": verdict.value, "answer": answer.value, "coder_id": db.coder_id(recorder)}
        same |= {"created": now(), "memo": memo.strip() if memo is not None else same["memo"]}
        return recorder.insert("trace_verdict", same)
    if kept is not None and trace.kept_only:
        # its words may be gone, and are not taken anew
        told = {"verdict": verdict.value, "answer": answer.value}
        recorder.update("trace_verdict", kept.id, told if memo is None else {**told, "memo": memo.strip()})
        return kept.id
    if trace.document_b is not None and verdict is Verdict.UNTRACED:
        raise UserError(
            _("The rules say nothing of this quotation that could be confirmed: give a verdict of your own.")
        )
    if trace.document_b is None:
        sentence = _("There is no other document to judge this quotation by: say first which covers the same event.")
        raise UserError(sentence)
    quote = _words(reads.text(db, trace.document_a), Span(trace.start_a, trace.end_a))
    if trace.start_b is not None and trace.end_b is not None:
        _words(reads.text(db, trace.document_b), Span(trace.start_b, trace.end_b))
    values: dict[str, Value] = {
        "quote": quote,
        "start_b": trace.start_b,
        "end_b": trace.end_b,
        "found": trace.verdict.value,
        "verdict": verdict.value,
        "answer": answer.value,
    }
    if memo is not None:
        values["memo"] = memo.strip()
    if kept is not None and not kept.stands:
        # said of other words, from before the text was replaced, at the same place
        before = _("Before, of “{quote}”: {verdict}, {answer}. {memo}")
        before = before.format(quote=kept.quote, verdict=kept.verdict, answer=kept.answer, memo=kept.memo)
        values["memo"] = f"{values.get('memo', '')}\n{before}".strip()
    if kept is not None:
        recorder.update("trace_verdict", kept.id, values)
        return kept.id
    place: dict[str, Value] = {
        "document_a_id": trace.document_a,
        "start_a": trace.start_a,
        "end_a": trace.end_a,
        "document_b_id": trace.document_b,
    }
    return recorder.insert("trace_verdict", {**place, **values, "coder_id": db.coder_id(recorder), "created": now()})


def _words(text: str, span: Span) -> str:
    if span.start == span.end or span.end > len(text):
        sentence = ngettext(
            "The span {span} lies outside the text, which has {count} character: trace it again.",
            "The span {span} lies outside the text, which has {count} characters: trace it again.",
            len(text),
        )
        raise UserError(sentence, span=span, count=len(text))
    return text[span.start : span.end]


def _places(old: str, new: str, spans: list[tuple[int, int]]) -> list[Span | None]:
    """Return where spans of *old* stand in *new*; None for those whose words are gone."""
    quotes = [
        ClaimQuote(number, Span(start, end), old[start:end], *context(old, start, end))
        for number, (start, end) in enumerate(spans)
    ]
    found = {anchor.id: anchor.after for anchor in reanchor(old, new, quotes)} if quotes else {}
    return [found.get(number) for number in range(len(spans))]
