"""What coders said of the same words, and what was decided where they differ."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.core.filters import ClaimFilter
from desktop.store.database import Database
from desktop.store.foreign import FAULTS
from desktop.store.reads.filtered import condition

# the setting in which a decision stands is called so, with the uuids of the claims that it is on
PREFIX = "agreed/"
_ALL = ClaimFilter()
_CODED = (
    'SELECT c.id, c.document_id, c.coder_id, c.start, c."end", c.topic_id, c.stance, c.voice FROM claim c '
    "WHERE {where} ORDER BY c.document_id, c.id"
)
_HELD = "SELECT x.claim_id, x.actor_id FROM claim_actor x JOIN claim c ON c.id = x.claim_id WHERE {where}"

# id, document, coder, start, end, topic, actors, stance, voice
CodedRow = tuple[int, int, int, int, int, int, frozenset[int], str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of two claims on the same words, or of one that stands alone.

    Attributes:
        taken: the uuids of those that were taken over; None where only a note was written.
        said: what the claims said then, so that one that was changed since is open again.
        made: the uuids of the claims that the decision made.
        note: what was noted of it.
    """

    taken: tuple[str, ...] | None
    said: str = ""
    made: tuple[str, ...] = ()
    note: str = ""

    def as_json(self) -> str:
        """Return it as it is kept."""
        record = {"taken": self.taken, "said": self.said, "made": self.made, "note": self.note}
        return json.dumps(record, ensure_ascii=False)

    @classmethod
    def from_json(cls, value: str) -> "Decision":
        """Read what `as_json` made; what another hand wrote there may be anything (`FAULTS`)."""
        record = json.loads(value)
        taken = None if record["taken"] is None else tuple(map(str, record["taken"]))
        return cls(taken, str(record["said"]), tuple(map(str, record["made"])), str(record["note"]))


def coded(db: Database, chosen: ClaimFilter = _ALL) -> list[CodedRow]:
    """Return what the claims that *chosen* lets through say, by document and in the order in which they were made."""
    where = condition(db, chosen)
    held: defaultdict[int, set[int]] = defaultdict(set)
    with db.sqlite.atomic():
        for claim, actor in db.sqlite.execute(_HELD.format(where=where.sql), where.values):
            held[claim].add(actor)
        rows = db.sqlite.execute(_CODED.format(where=where.sql), where.values).fetchall()
    return [(*row[:6], frozenset(held[row[0]]), *row[6:]) for row in rows]


def lengths(db: Database) -> dict[int, int]:
    """Return how many code points the text of each document has."""
    return dict(db.sqlite.execute("SELECT id, length FROM document ORDER BY id").fetchall())


def uuids(db: Database, claims: Iterable[int]) -> dict[int, str]:
    """Return the uuids of claims by their ids."""
    sql = "SELECT id, uuid FROM claim WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.sqlite.execute(sql, [json.dumps(list(claims))]).fetchall())


def decisions(db: Database) -> dict[frozenset[str], Decision]:
    """Return what was decided, by the uuids of the claims that it is on; what cannot be read was not."""
    sql = "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ?"
    found: dict[frozenset[str], Decision] = {}
    for key, value in db.sqlite.execute(sql, [len(PREFIX), PREFIX]):
        try:
            found[frozenset(key.removeprefix(PREFIX).split("/"))] = Decision.from_json(value)
        except FAULTS:
            continue
    return found


def said(claims: Iterable[tuple[CodedRow, str]]) -> str:
    """Return what claims with their uuids say, in one form whatever their order: to be compared with it later.

    Of their place only the length: where the text before them changes they still say the same.
    """
    return json.dumps(sorted([uuid, row[4] - row[3], row[5], sorted(row[6]), *row[7:]] for row, uuid in claims))
