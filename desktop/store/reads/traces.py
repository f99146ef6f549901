"""What a project keeps of quotations and suggestions: the user's verdicts, same events, dismissed suggestions."""

from dataclasses import fields
from typing import Any

from desktop.core.spans import Span
from desktop.core.traces import Answer, KeptVerdict, Verdict
from desktop.store.database import Database
from desktop.store.foreign import FAULTS, wrong_row

# an answer is about words: where the text was replaced since and others stand there, it has no object
_STANDING = "substr(t.content, v.start_a + 1, v.end_a - v.start_a) = v.quote"
_VERDICTS = f"""
SELECT v.id, v.uuid, v.document_a_id, v.start_a, v.end_a, v.quote, v.document_b_id, v.start_b, v.end_b, v.found,
       v.verdict, v.answer, v.memo, v.coder_id, v.created, {_STANDING}
FROM trace_verdict v JOIN document d ON d.id = v.document_a_id JOIN text t ON t.id = d.text_id
"""


def verdicts(db: Database, document_id: int | None = None) -> list[KeptVerdict]:
    """Return what users said of traces, by document and place; of one document's quotations when it is given.

    Those of words that stand nowhere any more are among them: nothing that a user said is lost.
    """
    sql = f"{_VERDICTS} WHERE (:document IS NULL OR v.document_a_id = :document) ORDER BY 3, 4, 5, 7"
    return [_verdict(row) for row in db.sqlite.execute(sql, {"document": document_id})]


def verdict(db: Database, key: tuple[int, int, int, int | None]) -> KeptVerdict | None:
    """Return what was said of the trace of this key, or None."""
    sql = f"{_VERDICTS} WHERE v.document_a_id = ? AND v.start_a = ? AND v.end_a = ? AND v.document_b_id = ?"
    row = db.sqlite.execute(sql, list(key)).fetchone()
    return _verdict(row) if row else None


def same_events(db: Database) -> dict[frozenset[int], bool]:
    """Return the pairs of documents of which a user said that they cover the same event, or that they do not."""
    sql = "SELECT document_a_id, document_b_id, same FROM same_event"
    return {frozenset((one, other)): bool(same) for one, other, same in db.sqlite.execute(sql)}


def dismissed(db: Database, document_id: int) -> set[Span]:
    """Return the spans of a document's suggestions that were dismissed."""
    sql = (
        'SELECT s.start, s."end" FROM dismissed_suggestion s JOIN document d ON d.id = s.document_id '
        "JOIN text t ON t.id = d.text_id "
        'WHERE s.document_id = ? AND substr(t.content, s.start + 1, s."end" - s.start) = s.quote'
    )
    return {Span(start, end) for start, end in db.sqlite.execute(sql, [document_id])}


def claimed(db: Database, document_id: int) -> set[Span]:
    """Return the spans of a document's claims, whoever tagged them; the index alone answers."""
    sql = 'SELECT start, "end" FROM claim WHERE document_id = ?'
    return {Span(start, end) for start, end in db.sqlite.execute(sql, [document_id])}


def coded_last(db: Database, characters: int) -> list[int]:
    """Return the documents coded last, the last first, as many as have no more than so many *characters* together."""
    sql = "SELECT document_id FROM claim GROUP BY document_id ORDER BY max(id) DESC LIMIT 100"
    size = "SELECT length(t.content) FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?"
    found = []
    for (number,) in db.sqlite.execute(sql).fetchall():
        characters -= int(db.sqlite.execute(size, [number]).fetchone()[0])
        if characters < 0:
            break
        found.append(int(number))
    return found


def last_quotes(db: Database, count: int) -> list[tuple[str, int]]:
    """Return the quotes of the claims tagged last, each with its topic's id."""
    sql = "SELECT quote, topic_id FROM claim ORDER BY id DESC LIMIT ?"
    return [(quote, topic) for quote, topic in db.sqlite.execute(sql, [count])]


def _verdict(row: tuple[Any, ...]) -> KeptVerdict:
    values: dict[str, Any] = dict(zip((one.name for one in fields(KeptVerdict)), row, strict=True))
    try:
        kinds = {"found": Verdict(values["found"]), "verdict": Verdict(values["verdict"])}
        values.update(kinds, answer=Answer(values["answer"]))
    except FAULTS as error:
        raise wrong_row("trace_verdict", row[0]) from error
    values["stands"] = bool(values["stands"])
    return KeptVerdict(**values)
