"""What a project keeps of quotations and suggestions: the user's verdicts, same events, dismissed suggestions."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from desktop.core.spans import Span
from desktop.core.traces import Answer, KeptVerdict, Verdict
from desktop.store.database import Database
from desktop.store.errors import wrong_row
from desktop.store.foreign import FAULTS
from desktop.store.reads import handouts

# an answer is about words: where the text was replaced since and others stand there, it has no object
_STANDING = "substr(t.content, v.start_a + 1, v.end_a - v.start_a) = v.quote"
_VERDICTS = f"""
SELECT v.id, v.uuid, v.document_a_id, v.start_a, v.end_a, v.quote, v.document_b_id, v.start_b, v.end_b, v.found,
       v.verdict, v.answer, v.memo, v.coder_id, v.created, {_STANDING}
FROM trace_verdict v JOIN document d ON d.id = v.document_a_id JOIN text t ON t.id = d.text_id
"""


# where several coders said something of one, one's own word is shown, else the last
_OWN_FIRST = ", ".join(f"{what} DESC" for what in ("c.name = :own", "v.created", "v.id"))


def verdicts(db: Database, document_id: int | None = None) -> list[KeptVerdict]:
    """Return what users said of traces, by document and place; of one document's quotations when it is given.

    Of several coders' words on one it is one's own, else the last. Those of words that stand nowhere any more are among
    them: nothing that a user said is lost.
    """
    sql = (
        f"{_VERDICTS} JOIN coder c ON c.id = v.coder_id "
        f"WHERE (:document IS NULL OR v.document_a_id = :document) ORDER BY 3, 4, 5, 7, {_OWN_FIRST}"
    )
    found: dict[tuple[int, ...], KeptVerdict] = {}
    for row in db.sqlite.execute(sql, {"document": document_id, "own": db.coder_name}):
        if (*row[2:5], row[6]) not in found:
            found[*row[2:5], row[6]] = _verdict(row)
    return list(found.values())


def verdict(db: Database, key: tuple[int, int, int, int | None]) -> KeptVerdict | None:
    """Return what was said of the trace of this key, by oneself, else by others last; or None."""
    return _verdict_of(db, key, f"ORDER BY {_OWN_FIRST} LIMIT 1")


def own_verdict(db: Database, key: tuple[int, int, int, int | None]) -> KeptVerdict | None:
    """Return what the coder said of the trace of this key, or None."""
    return _verdict_of(db, key, "AND c.name = :own")


def _verdict_of(db: Database, key: tuple[int, int, int, int | None], more: str) -> KeptVerdict | None:
    sql = (
        f"{_VERDICTS} JOIN coder c ON c.id = v.coder_id "
        f"WHERE v.document_a_id = :a AND v.start_a = :start AND v.end_a = :end AND v.document_b_id = :b {more}"
    )
    values = dict(zip(("a", "start", "end", "b"), key, strict=True))
    row = db.sqlite.execute(sql, {**values, "own": db.coder_name}).fetchone()
    return _verdict(row) if row else None


def row_of(db: Database, number: int) -> dict[str, Any]:
    """Return the columns of a verdict, without what it is known by."""
    cursor = db.sqlite.execute("SELECT * FROM trace_verdict WHERE id = ?", [number])
    names = [column[0] for column in cursor.description]
    return {name: value for name, value in zip(names, cursor.fetchone(), strict=True) if name not in ("id", "uuid")}


def same_events(db: Database) -> dict[frozenset[int], bool]:
    """Return the pairs of documents of which a user said that they cover the same event, or that they do not.

    Of several coders' words on one pair it is one's own, else the last.
    """
    sql = (
        "SELECT s.document_a_id, s.document_b_id, s.same FROM same_event s JOIN coder c ON c.id = s.coder_id "
        "ORDER BY c.name = ?, s.created, s.id"
    )
    rows = db.sqlite.execute(sql, [db.coder_name])
    return {frozenset((one, other)): bool(same) for one, other, same in rows}


def dismissed(db: Database, document_id: int) -> set[Span]:
    """Return the spans of a document's suggestions that were dismissed."""
    sql = (
        'SELECT s.start, s."end" FROM dismissed_suggestion s JOIN document d ON d.id = s.document_id '
        "JOIN text t ON t.id = d.text_id "
        'WHERE s.document_id = ? AND substr(t.content, s.start + 1, s."end" - s.start) = s.quote'
    )
    return {Span(start, end) for start, end in db.sqlite.execute(sql, [document_id])}


def claimed(db: Database, document_id: int) -> set[Span]:
    """Return the spans of a document's claims, whoever tagged them; of one that is coded blind the coder's own."""
    sql = 'SELECT start, "end" FROM claim WHERE document_id = ?'
    values: list[int | str] = [document_id]
    if document_id in handouts.unfinished(db, db.coder_name):
        sql += " AND coder_id IN (SELECT id FROM coder WHERE name = ?)"
        values.append(db.coder_name)
    return {Span(start, end) for start, end in db.sqlite.execute(sql, values)}


def tagged(db: Database, document_id: int) -> Iterator[tuple[Span, int, tuple[int, ...]]]:
    """Yield place, topic and actors of each claim of a document, as `reads.project.claims` has them, by their places.

    Without its words, which are most of what there is to read of thousands.
    """
    of_claims = (
        "SELECT x.claim_id, x.actor_id FROM claim c JOIN claim_actor x ON x.claim_id = c.id WHERE c.document_id = ? "
        "ORDER BY x.claim_id, x.position, x.id"
    )
    of_place = 'SELECT id, start, "end", topic_id FROM claim WHERE document_id = ? ORDER BY start, "end", id'
    with db.sqlite.one_state():
        found = db.sqlite.execute(of_place, [document_id]).fetchall()
        actors: dict[int, list[int]] = {}
        for claim, actor in db.sqlite.execute(of_claims, [document_id]):
            actors.setdefault(claim, []).append(actor)
    for claim, start, end, topic in found:
        yield Span(start, end), topic, tuple(actors.get(claim, ()))


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
