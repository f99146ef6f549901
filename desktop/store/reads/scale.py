"""The scale of a project: what its claims' stances are steps of."""

import json
from collections.abc import Iterable
from functools import lru_cache

from desktop.core.errors import UserError
from desktop.core.scale import THREE, Scale, Stance
from desktop.store.database import Database

# of the setting that holds it
SETTING = "scale"


def scale(db: Database) -> Scale:
    """Return the scale that a project has chosen, or that of three steps.

    One that cannot be read is that of three steps, too: else nothing could be opened, not even to choose another.
    """
    row = db.sqlite.execute("SELECT CAST(value AS BLOB) FROM setting WHERE key = ?", [SETTING]).fetchone()
    return (read(row[0]) or THREE) if row else THREE


@lru_cache(maxsize=16)
def read(value: bytes) -> Scale | None:
    """Return the scale that a setting holds; None where it holds none."""
    try:
        return Scale.from_record(json.loads(value))
    except (UserError, ValueError, TypeError, RecursionError):
        return None


def usage(db: Database) -> dict[str, int]:
    """Return how many claims have each stance, by one read of a covering index."""
    sql = "SELECT stance, count(*) FROM claim INDEXED BY claim_document_stance GROUP BY 1"
    return dict(db.sqlite.execute(sql).fetchall())


def members(db: Database) -> dict[str, Stance]:
    """Return the stances that claims of a project may have, by their keys."""
    return {one.key: Stance.of(one.key) for one in scale(db).all}


def literals(keys: Iterable[str]) -> str:
    """Return keys as SQL has them in a list; keys have no quotation marks, and these would be doubled."""
    return ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
