"""The table of who belongs to which organisation, from when until when.

There are a few for each actor, so comparisons read them once and ask the index of mentions for the rest
(`desktop.analysis.comparison.members`): no claim holds what it was said for, and none has to be touched when somebody's
dates are corrected.
"""

from desktop.store.sqlite import Sqlite

_STATEMENTS = """
CREATE TABLE membership (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    actor_id INTEGER NOT NULL REFERENCES actor(id) ON DELETE RESTRICT,
    organisation_id INTEGER NOT NULL REFERENCES actor(id) ON DELETE RESTRICT,
    -- the first and the last date, both included, as `core.dates` writes them; empty where it has no end
    since TEXT NOT NULL DEFAULT '' CHECK (since = '' OR since >= '0'),
    until TEXT NOT NULL DEFAULT '' CHECK (until = '' OR until >= '0'),
    role TEXT NOT NULL DEFAULT ''
) STRICT;;
CREATE INDEX membership_actor ON membership(actor_id);;
CREATE INDEX membership_organisation ON membership(organisation_id)
"""


def add_memberships(db: Sqlite) -> None:
    """Make the table in an open file."""
    for statement in _STATEMENTS.split(";;\n"):
        db.execute(statement).close()
