"""The tables of the fields that a project has of its own; `desktop.core.own_fields` tells why they are such.

``field_mention`` follows from ``claim_value`` and ``claim``, and is no more than an index on both such as SQLite itself
cannot make: in the order in which a comparison over a field is grouped, and a filter by its values looks. Triggers keep
it right whoever writes: an action, its undo, another program.
"""

from desktop.store.sqlite import Sqlite

FIELD_MENTION = "field_mention"
# what it must hold, for those who fill and for those who check it
FIELD_MENTIONS = (
    "SELECT v.field_id, v.value, c.topic_id, c.stance, v.claim_id FROM claim_value v JOIN claim c ON c.id = v.claim_id"
)
_COLUMNS = "field_id, value, topic_id, stance, claim_id"
_KINDS = "'text', 'number', 'date', 'yes-no', 'one', 'several'"
_STATEMENTS = f"""
CREATE TABLE own_field (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL CHECK (owner IN ('claim', 'document', 'actor', 'topic')),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ({_KINDS})),
    definition TEXT NOT NULL DEFAULT '',
    -- what a new claim has of it
    preset TEXT NOT NULL DEFAULT '',
    -- what a list has, in its order
    choices TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(choices)),
    position INTEGER NOT NULL DEFAULT 0,
    UNIQUE (owner, name)
) STRICT;;
CREATE TABLE claim_value (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claim(id) ON DELETE RESTRICT,
    field_id INTEGER NOT NULL REFERENCES own_field(id) ON DELETE RESTRICT,
    value TEXT NOT NULL CHECK (value <> ''),
    UNIQUE (claim_id, field_id, value)
) STRICT;;
CREATE TABLE field_mention (
    field_id INTEGER NOT NULL,
    value TEXT NOT NULL,
    topic_id INTEGER NOT NULL,
    stance TEXT NOT NULL,
    claim_id INTEGER NOT NULL,
    PRIMARY KEY (field_id, value, topic_id, stance, claim_id)
) STRICT, WITHOUT ROWID;;
CREATE TRIGGER field_mention_insert AFTER INSERT ON claim_value BEGIN
    INSERT INTO field_mention ({_COLUMNS}) {FIELD_MENTIONS} WHERE v.id = new.id;
END;;
CREATE TRIGGER field_mention_delete AFTER DELETE ON claim_value BEGIN
    DELETE FROM field_mention WHERE (field_id, value, topic_id, stance, claim_id) IN
        (SELECT old.field_id, old.value, topic_id, stance, id FROM claim WHERE id = old.claim_id);
END;;
CREATE TRIGGER field_mention_update AFTER UPDATE OF claim_id, field_id, value ON claim_value BEGIN
    DELETE FROM field_mention WHERE (field_id, value, topic_id, stance, claim_id) IN
        (SELECT old.field_id, old.value, topic_id, stance, id FROM claim WHERE id = old.claim_id);
    INSERT INTO field_mention ({_COLUMNS}) {FIELD_MENTIONS} WHERE v.id = new.id;
END;;
CREATE TRIGGER field_mention_claim_update AFTER UPDATE OF topic_id, stance ON claim BEGIN
    UPDATE field_mention SET topic_id = new.topic_id, stance = new.stance
    WHERE (field_id, value, topic_id, stance, claim_id) IN
        (SELECT field_id, value, old.topic_id, old.stance, claim_id FROM claim_value WHERE claim_id = new.id);
END;;
-- of an entry of the codebook as of a document: a JSON object of names and values
ALTER TABLE actor ADD COLUMN variables TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(variables));;
ALTER TABLE topic ADD COLUMN variables TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(variables))
"""


def add_own_fields(db: Sqlite) -> None:
    """Make the tables, and the columns of actors and topics, in an open file."""
    # a line that is damaged hinders nobody from opening the project: SQLite looks at all of them
    db.execute("PRAGMA ignore_check_constraints=ON").close()
    for statement in _STATEMENTS.split(";;\n"):
        db.execute(statement).close()
    db.execute("PRAGMA ignore_check_constraints=OFF").close()
