"""Which documents are handed out to whom, and whether they are finished.

A hand-out is a setting, known by its document and its coder: it travels with the sets of a team, and can be undone. One
whose document is gone says nothing, and says it again where the document comes back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.store.database import Database
from desktop.store.foreign import FAULTS

# the setting in which a hand-out stands is called so, with the uuids of document and coder
PREFIX = "handout/"
# after the prefix the uuid of a document, a stroke, and the uuid of a coder
_DOCUMENT, _CODER = len(PREFIX) + 1, len(PREFIX) + 38
# what another hand wrote there may be anything
_IS_OPEN = (
    "CASE WHEN json_valid(s.value) AND json_type(s.value) = 'object' "
    "THEN coalesce(json_extract(s.value, '$.finished'), '') = '' ELSE 0 END"
)
_OF = f"s.key >= '{PREFIX}' AND s.key < '{PREFIX[:-1]}0'"
# the ids of the documents that a coder, by name, has in hand and has not finished
UNFINISHED = (
    f"SELECT d.id FROM setting s JOIN document d ON d.uuid = substr(s.key, {_DOCUMENT}, 36) "
    f"WHERE {_OF} AND substr(s.key, {_CODER}) = (SELECT uuid FROM coder WHERE name = ?) AND {_IS_OPEN}"
)
_ROWS = (
    f"SELECT d.id, k.id, k.name, s.value FROM setting s JOIN document d ON d.uuid = substr(s.key, {_DOCUMENT}, 36) "
    f"JOIN coder k ON k.uuid = substr(s.key, {_CODER}) WHERE {_OF} ORDER BY d.id, k.name, k.id"
)


@dataclass(frozen=True, slots=True)
class Handout:
    """A document that somebody is to code without seeing what others say there.

    Attributes:
        document_id, coder_id: which document, and whose it is to code.
        coder: their name.
        by: who handed it out.
        since, finished: ISO 8601 times in UTC; *finished* is empty until it is declared so.
    """

    document_id: int
    coder_id: int
    coder: str
    by: str
    since: str
    finished: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether it was declared finished."""
        return bool(self.finished)


def key(document: str, coder: str) -> str:
    """Return what the setting of a hand-out is called: of the uuids of document and coder."""
    return f"{PREFIX}{document}/{coder}"


def as_json(by: str, since: str, finished: str = "") -> str:
    """Return the state of a hand-out as it is kept."""
    return json.dumps({"by": by, "since": since, "finished": finished}, ensure_ascii=False)


def handouts(db: Database, coder: str = "") -> list[Handout]:
    """Return all hand-outs by document, or those of one coder; what cannot be read is passed over."""
    found = []
    for document, number, name, value in db.sqlite.execute(_ROWS).fetchall():
        try:
            told = json.loads(value)
            one = Handout(document, number, name, str(told["by"]), str(told["since"]), str(told["finished"]))
        except FAULTS:
            continue
        if not coder or name == coder:
            found.append(one)
    return found


def by_document(db: Database) -> Mapping[int, list[Handout]]:
    """Return the hand-outs of each document that has any."""
    found: dict[int, list[Handout]] = {}
    for one in handouts(db):
        found.setdefault(one.document_id, []).append(one)
    return found


def unfinished(db: Database, coder: str) -> frozenset[int]:
    """Return the documents that a coder has in hand and has not finished: there others' claims are not shown."""
    return frozenset(int(row[0]) for row in db.sqlite.execute(UNFINISHED, [coder]))
