"""Places in texts that an undo or redo would leave in another text than theirs, since others worked on it meanwhile.

A place counts in the text that its document had when the action was done. In another text other words may stand there,
and a claim on words that nobody coded would be taken in by no other file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from desktop.core import actions
from desktop.core.changes import Row, RowChange, parts_of
from desktop.core.spans import Span
from desktop.core.text import AROUND
from desktop.store.elsewhere import HistoryLine, rows_of
from desktop.store.portable_rows import MERGE, SYNC
from desktop.store.sqlite import Sqlite

# by table, the columns of its places: the document, the beginning, and the end. A suggestion that was dismissed stays
# one of the text that it was dismissed in
_PLACES = {
    "claim": (("document_id", "start", "end"),),
    "segment": (("document_id", "start", "end"),),
    "trace_verdict": (("document_a_id", "start_a", "end_a"), ("document_b_id", "start_b", "end_b")),
}
_DOCUMENT = '"document"'


def last_that_corrected(db: Sqlite, rows: Sequence[RowChange], after: int) -> HistoryLine | None:
    """Return the last of the lines of the history behind *after* in whose text *rows* would have places of another.

    None where there is none: at each place, and around it, stands what stood there.
    """
    former = _former(db, after)
    if not former:
        # as nearly always: the rows of a long action need not be gone through
        return None
    # what a correction places counts in its own text
    corrected = {document for document, *_texts in _brought(rows)}
    texts: dict[int, tuple[str | None, str | None]] = {}
    for _row, document, span in _placed(rows):
        if document not in former or document in corrected:
            continue
        text, line = former[document]
        if document not in texts:
            row = db.execute("SELECT text_id FROM document WHERE id = ?", [document]).fetchone()
            texts[document] = _content(db, text), _content(db, row[0] if row else None)
        if not _stands(*texts[document], span):
            return line
    return None


def last_that_placed(db: Sqlite, rows: Sequence[RowChange], after: int) -> HistoryLine | None:
    """Return the last of the lines of the history behind *after* whose places would not stand in a text of *rows*.

    None where there is none. What came in from others' files has its place found again with the next that comes.
    """
    texts = [one for one in _brought(rows) if one[1] is not None]
    own = {(row.table, row.id) for row, _document, _span in _placed(rows)} if texts else set()
    wanted: set[tuple[str, int]] = set()
    for document, before, then in texts:
        old, new = _content(db, before), _content(db, then)
        for table, places in _PLACES.items():
            for of, start, end in places:
                sql = f'SELECT id, "{start}", "{end}" FROM "{table}" WHERE "{of}" = ? AND "{start}" IS NOT NULL'
                for number, *ends in db.execute(sql, [document]):
                    if (table, number) not in own and not _stands(old, new, Span(*ends)):
                        wanted.add((table, int(number)))
    if not wanted:
        return None
    sql = "SELECT id, coder, action, text, kind, created FROM history WHERE id > ? ORDER BY id DESC"
    for number, coder, action, text, kind, created in db.execute(sql, [after]).fetchall():
        if action.startswith((f'["{SYNC}"', f'["{MERGE}"')):
            continue
        if any((row.table, row.id) in wanted for row, _document, _span in _placed(rows_of(db, number))):
            return HistoryLine(number, coder, actions.tell(action, text), kind, created)
    return None


def _placed(rows: Sequence[RowChange]) -> Iterator[tuple[RowChange, int, Span]]:
    """Yield of *rows* those that write places, with the document and the place."""
    for part in parts_of(rows):
        for row in part:
            for names in _PLACES.get(row.table, ()):
                document, start, end = _values(row.after, names)
                if start is not None and end is not None and (document, start, end) != _values(row.before, names):
                    yield row, int(document or 0), Span(start, end)


def _values(row: Row | None, names: Iterable[str]) -> tuple[int | None, ...]:
    return tuple(int(str(row[name])) if row is not None and row[name] is not None else None for name in names)


def _brought(rows: Sequence[RowChange]) -> list[tuple[int, int | None, int]]:
    """Return the documents that *rows* bring, or give another text, with the text before and after.

    What they place there counts in the one after.
    """
    names = ("text_id",)
    found: list[tuple[int, int | None, int]] = []
    for part in parts_of(rows):
        for row in part:
            if row.table == "document" and row.after is not None:
                (before,), (after,) = _values(row.before, names), _values(row.after, names)
                if before != after and after is not None:
                    found.append((row.id, before, after))
    return found


def _former(db: Sqlite, after: int) -> Mapping[int, tuple[int, HistoryLine]]:
    """Return the documents that got another text behind a line, each with its former one and who changed it last."""
    # a row of a document is written by few lines: only these are read
    sql = (
        "SELECT h.id, h.coder, h.action, h.text, h.kind, h.created FROM history h "
        "JOIN history e ON e.id = coalesce(h.edit_id, h.id) WHERE h.id > :after AND (instr(e.changes, :table) "
        "OR EXISTS (SELECT 1 FROM history_part p WHERE p.history_id = e.id AND instr(p.tables, :table))) "
        "ORDER BY h.id DESC"
    )
    texts: dict[int, int] = {}
    lines: dict[int, HistoryLine] = {}
    for number, coder, action, text, kind, created in db.execute(sql, {"after": after, "table": _DOCUMENT}).fetchall():
        first: dict[int, int] = {}
        for part in parts_of(rows_of(db, number)):
            for row in part:
                if row.table != "document" or row.before is None or row.after is None:
                    continue
                if row.before["text_id"] != row.after["text_id"]:
                    first.setdefault(row.id, int(str(row.before["text_id"])))
        for document in first:
            lines.setdefault(document, HistoryLine(number, coder, actions.tell(action, text), kind, created))
        texts |= first
    return {document: (texts[document], line) for document, line in lines.items()}


def _content(db: Sqlite, text: int | None) -> str | None:
    row = db.execute("SELECT content FROM text WHERE id = ?", [text]).fetchone()
    return str(row[0]) if row else None


def _stands(old: str | None, new: str | None, span: Span) -> bool:
    """Tell whether at a place, and around it, stands in one text what stands there in the other."""
    if old is None or new is None:
        return False
    start, end = max(0, span.start - AROUND), span.end + AROUND
    return old[start:end] == new[start:end]


__all__ = ["last_that_corrected", "last_that_placed"]
