"""The tables that work by several in several files needs: conflicts, successors, and the sets that were taken in.

What a coder says of a quotation, of two documents, or of a suggestion is theirs: another's word does not take its
place.
"""

import re

from desktop.store.sqlite import Sqlite

# by table what was unique without the coder
_ONE_EACH = {
    "trace_verdict": ("document_a_id", "start_a", "end_a", "document_b_id"),
    "same_event": ("document_a_id", "document_b_id"),
    "dismissed_suggestion": ("document_id", "start", '"end"'),
}
_SHARING = """
-- what two wrote side by side, until somebody decides; both versions are kept
CREATE TABLE conflict (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    -- table and uuid of the thing, and the field of it
    name TEXT NOT NULL,
    thing TEXT NOT NULL,
    field TEXT NOT NULL DEFAULT '',
    -- the elder first: a JSON list of objects
    versions TEXT NOT NULL CHECK (json_valid(versions)),
    decision TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    -- who decided, or noted
    coder_id INTEGER REFERENCES coder(id) ON DELETE RESTRICT,
    created TEXT NOT NULL
) STRICT;;
CREATE INDEX conflict_thing ON conflict(thing);;
CREATE INDEX conflict_coder ON conflict(coder_id);;
-- what stands in the place of an actor or topic that was merged away or deleted; its uuid is that of the one that went
CREATE TABLE successor (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    successor TEXT NOT NULL
) STRICT;;
-- the sets of all that are in this file, one's own too, once they are to travel; not recorded: they are a record
CREATE TABLE change_set (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    client TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    place INTEGER NOT NULL CHECK (place >= 0),
    base TEXT NOT NULL CHECK (json_valid(base)),
    coder TEXT NOT NULL,
    created TEXT NOT NULL,
    text TEXT NOT NULL,
    -- the line of the history that brought it in, or of one's own the line itself
    line INTEGER NOT NULL,
    UNIQUE (client, number)
) STRICT;;
CREATE INDEX change_set_line ON change_set(line);;
CREATE TABLE change_row (
    id INTEGER PRIMARY KEY,
    set_id INTEGER NOT NULL REFERENCES change_set(id) ON DELETE RESTRICT,
    name TEXT NOT NULL,
    thing TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('added', 'changed', 'deleted')),
    columns TEXT NOT NULL CHECK (json_valid(columns))
) STRICT;;
CREATE INDEX change_row_thing ON change_row(thing, name);;
CREATE INDEX change_row_set ON change_row(set_id);;
-- of this file alone: which team it belongs to, and how far it is
CREATE TABLE team (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""


def add_sharing(db: Sqlite) -> None:
    """Make the tables of an open file, and let each coder say their own of quotations, events and suggestions."""
    # a line that is damaged hinders nobody from opening the project
    db.execute("PRAGMA ignore_check_constraints=ON").close()
    for table, unique in _ONE_EACH.items():
        (made,) = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone()
        indexes = db.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name",
            [table],
        ).fetchall()
        new = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_new", made)
        told = ", ".join(unique)
        db.execute(new.replace(f"UNIQUE ({told})", f"UNIQUE ({told}, coder_id)")).close()
        db.execute(f"INSERT INTO {table}_new SELECT * FROM {table}").close()
        db.execute(f"DROP TABLE {table}").close()
        db.execute(f"ALTER TABLE {table}_new RENAME TO {table}").close()
        for (index,) in indexes:
            db.execute(index).close()
    db.execute("PRAGMA ignore_check_constraints=OFF").close()
    for statement in _SHARING.split(";;\n"):
        db.execute(statement).close()
