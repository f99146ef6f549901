"""Claims as they stand in their texts: what tells which of them stand together."""

from desktop.core.filters import ClaimFilter
from desktop.store.database import Database
from desktop.store.reads.filtered import condition

# claim, document, start, end, coder, and its turn or paragraph
PlacedClaim = tuple[int, int, int, int, int, int]
_ALL = ClaimFilter()


def claims(db: Database, chosen: ClaimFilter = _ALL, *, with_turns: bool = False) -> list[PlacedClaim]:
    """Return the chosen claims by document and place: ids of claim and document, code points, coder and segment.

    The segment is 0 unless *with_turns*: then the turn in which a claim begins, or its paragraph where there is no
    turn; 0 where there is neither.
    """
    where = condition(db, chosen)
    sql = (
        'SELECT c.id, c.document_id, c.start, c."end", c.coder_id FROM claim c INDEXED BY claim_document '
        f"WHERE {where.sql} ORDER BY c.document_id, c.start"
    )
    with db.sqlite.one_state():
        found = db.sqlite.execute(sql, where.values).fetchall()
        if not with_turns:
            return [(*row, 0) for row in found]
        # turns before the paragraphs that they contain
        sql = (
            "SELECT document_id, start, \"end\", id, kind = 'turn' FROM segment WHERE kind IN ('turn', 'paragraph') "
            "AND document_id IN (SELECT document_id FROM claim) ORDER BY document_id, start, kind = 'turn' DESC"
        )
        segments = db.sqlite.execute(sql).fetchall()
    by_document: dict[int, list[tuple[int, int, int, int]]] = {}
    for document, *segment in segments:
        by_document.setdefault(document, []).append(tuple(segment))
    placed: list[PlacedClaim] = []
    document, at = 0, 0
    turn = paragraph = (0, 0, 0, 0)
    for row in found:
        if row[1] != document:
            document, at, turn, paragraph = row[1], 0, (0, 0, 0, 0), (0, 0, 0, 0)
        known = by_document.get(document, [])
        while at < len(known) and known[at][0] <= row[2]:
            if known[at][3]:
                turn = known[at]
            else:
                paragraph = known[at]
            at += 1
        unit = next((one[2] for one in (turn, paragraph) if one[0] <= row[2] < one[1]), 0)
        placed.append((*row, unit))
    return placed
