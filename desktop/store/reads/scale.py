"""The scale of a project: what its claims' stances are steps of."""

from collections.abc import Iterable

from desktop.core.scale import THREE, Scale, Stance
from desktop.store.database import Database


def scale(db: Database) -> Scale:
    """Return the scale that a project has chosen, or that of three steps."""
    return THREE


def members(db: Database) -> dict[str, Stance]:
    """Return the stances that claims of a project may have, by their keys."""
    return {one.key: Stance.of(one.key) for one in scale(db).all}


def literals(keys: Iterable[str]) -> str:
    """Return keys as SQL has them in a list; keys have no quotation marks, and these would be doubled."""
    return ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
