"""The tables of a project file, version by version.

Every recorded table has an integer ``id`` (its row within this file) and a ``uuid`` (the same thing across files).
Offsets are half-open ranges of code points. Foreign keys are RESTRICT: a cascade would delete behind the recorder's
back. Nothing here is changed once a version has been released; a new version appends a migration.
"""

import re
from collections.abc import Callable
from functools import partial

from desktop.store.divided_history import divide_history
from desktop.store.guarded import undefended
from desktop.store.membership_schema import add_memberships
from desktop.store.mention_schema import add_mentions
from desktop.store.own_field_schema import add_own_fields
from desktop.store.sharing_schema import add_sharing
from desktop.store.sqlite import Sqlite
from desktop.store.vocabulary_schema import add_vocabulary

_VERSION_1 = """
CREATE TABLE text (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    content TEXT NOT NULL
) STRICT;
-- the files that documents were read from, where the user wants them kept: document.bytes_sha256 names them
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    name TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE TABLE coder (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;
CREATE TABLE actor (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE CHECK (key <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'government', 'country', 'outlet', 'group')),
    role TEXT NOT NULL DEFAULT '',
    affiliation TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    parent_id INTEGER REFERENCES actor(id) ON DELETE RESTRICT CHECK (parent_id <> id),
    aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
    color TEXT NOT NULL DEFAULT '',
    initials TEXT NOT NULL DEFAULT '',
    definition TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX actor_parent ON actor(parent_id);
CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE CHECK (key <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    proposition TEXT NOT NULL DEFAULT '',
    definition TEXT NOT NULL DEFAULT '',
    inclusion TEXT NOT NULL DEFAULT '',
    exclusion TEXT NOT NULL DEFAULT '',
    example TEXT NOT NULL DEFAULT '',
    parent_id INTEGER REFERENCES topic(id) ON DELETE RESTRICT CHECK (parent_id <> id),
    aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
    color TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX topic_parent ON topic(parent_id);
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    text_id INTEGER NOT NULL REFERENCES text(id) ON DELETE RESTRICT,
    title TEXT NOT NULL DEFAULT '',
    publisher TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    date_certainty TEXT NOT NULL DEFAULT 'unknown'
        CHECK (date_certainty IN ('stated', 'inferred', 'guessed', 'unknown')),
    date_note TEXT NOT NULL DEFAULT '',
    event_date TEXT NOT NULL DEFAULT '',
    event TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'other',
    language TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    length INTEGER NOT NULL CHECK (length >= 0),
    bytes_sha256 TEXT NOT NULL DEFAULT '',
    extractor TEXT NOT NULL DEFAULT '',
    -- where each page begins, as a JSON list of offsets
    pages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pages)),
    original_sha256 TEXT NOT NULL DEFAULT '',
    is_brief INTEGER NOT NULL DEFAULT 0 CHECK (is_brief IN (0, 1)),
    created TEXT NOT NULL
) STRICT;
CREATE INDEX document_text ON document(text_id);
CREATE INDEX document_original ON document(original_sha256) WHERE original_sha256 <> '';
CREATE TABLE participant (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    actor_id INTEGER NOT NULL REFERENCES actor(id) ON DELETE RESTRICT,
    role TEXT NOT NULL DEFAULT '',
    UNIQUE (document_id, actor_id, role)
) STRICT;
CREATE INDEX participant_actor ON participant(actor_id);
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    kind TEXT NOT NULL CHECK (kind IN ('heading', 'paragraph', 'turn', 'furniture')),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" >= start),
    actor_id INTEGER REFERENCES actor(id) ON DELETE RESTRICT,
    role TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL DEFAULT '',
    original_start INTEGER CHECK (original_start >= 0),
    original_end INTEGER CHECK (original_end >= original_start),
    CHECK ((original_start IS NULL) = (original_end IS NULL))
) STRICT;
CREATE INDEX segment_document ON segment(document_id, start);
CREATE INDEX segment_actor ON segment(actor_id) WHERE actor_id IS NOT NULL;
CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    quote TEXT NOT NULL CHECK (length(quote) = "end" - start),
    prefix TEXT NOT NULL DEFAULT '' CHECK (length(prefix) <= 32),
    suffix TEXT NOT NULL DEFAULT '' CHECK (length(suffix) <= 32),
    topic_id INTEGER NOT NULL REFERENCES topic(id) ON DELETE RESTRICT,
    stance TEXT NOT NULL CHECK (stance IN ('favor', 'against', 'neutral')),
    voice TEXT NOT NULL CHECK (voice IN ('direct', 'reported', 'author')),
    coder_id INTEGER NOT NULL REFERENCES coder(id) ON DELETE RESTRICT,
    origin TEXT NOT NULL DEFAULT 'coder' CHECK (origin IN ('coder', 'seed', 'import', 'suggestion')),
    original_start INTEGER CHECK (original_start >= 0),
    original_end INTEGER CHECK (original_end > original_start),
    created TEXT NOT NULL,
    UNIQUE (id, topic_id, stance),
    CHECK ((original_start IS NULL) = (original_end IS NULL))
) STRICT;
-- covers all that a reading pane needs to paint its highlights
CREATE INDEX claim_document ON claim(document_id, start, "end" DESC, stance, topic_id);
CREATE INDEX claim_document_stance ON claim(document_id, stance);
-- covers what comparisons divide and filter claims by, so that they need not read the quotes
CREATE INDEX claim_topic ON claim(topic_id, stance, voice, document_id, coder_id);
CREATE INDEX claim_coder ON claim(coder_id);
-- topic and stance stand here too, so that the matrix is one read of one covering index; the deferred composite key
-- keeps them equal to the claim's
CREATE TABLE claim_actor (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claim(id) ON DELETE RESTRICT,
    actor_id INTEGER NOT NULL REFERENCES actor(id) ON DELETE RESTRICT,
    topic_id INTEGER NOT NULL,
    stance TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    -- once for each actor: topic and stance are the same in all rows of a claim, and stand here so that the foreign key
    -- below finds them at once when a claim changes
    UNIQUE (claim_id, topic_id, stance, actor_id),
    FOREIGN KEY (claim_id, topic_id, stance) REFERENCES claim(id, topic_id, stance)
        ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX claim_actor_cell ON claim_actor(topic_id, actor_id, stance, claim_id);
CREATE INDEX claim_actor_actor ON claim_actor(actor_id);
CREATE TABLE memo (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_id INTEGER REFERENCES document(id) ON DELETE RESTRICT,
    claim_id INTEGER REFERENCES claim(id) ON DELETE RESTRICT,
    actor_id INTEGER REFERENCES actor(id) ON DELETE RESTRICT,
    topic_id INTEGER REFERENCES topic(id) ON DELETE RESTRICT,
    coder_id INTEGER NOT NULL REFERENCES coder(id) ON DELETE RESTRICT,
    text TEXT NOT NULL,
    created TEXT NOT NULL,
    -- a memo is on one thing; on an actor and a topic together it is on their cell
    CHECK (
        (document_id IS NOT NULL) + (claim_id IS NOT NULL) + (actor_id IS NOT NULL OR topic_id IS NOT NULL) = 1
    )
) STRICT;
CREATE INDEX memo_document ON memo(document_id) WHERE document_id IS NOT NULL;
CREATE INDEX memo_claim ON memo(claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX memo_actor ON memo(actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX memo_topic ON memo(topic_id) WHERE topic_id IS NOT NULL;
-- what a user said of a quotation and its passage in another document; without offsets: it is not found there
CREATE TABLE trace_verdict (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_a_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    start_a INTEGER NOT NULL CHECK (start_a >= 0),
    end_a INTEGER NOT NULL CHECK (end_a > start_a),
    quote TEXT NOT NULL CHECK (length(quote) = end_a - start_a),
    document_b_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    start_b INTEGER CHECK (start_b >= 0),
    end_b INTEGER CHECK (end_b > start_b),
    found TEXT NOT NULL,
    verdict TEXT NOT NULL
        CHECK (verdict IN ('altered', 'loosely the same', 'not found', 'trimmed', 'identical')),
    answer TEXT NOT NULL CHECK (answer IN ('confirmed', 'corrected', 'rejected')),
    memo TEXT NOT NULL DEFAULT '',
    coder_id INTEGER NOT NULL REFERENCES coder(id) ON DELETE RESTRICT,
    created TEXT NOT NULL,
    UNIQUE (document_a_id, start_a, end_a, document_b_id),
    CHECK ((start_b IS NULL) = (end_b IS NULL))
) STRICT;
CREATE INDEX trace_verdict_document_b ON trace_verdict(document_b_id);
CREATE INDEX trace_verdict_coder ON trace_verdict(coder_id);
-- documents that cover one event, or do not, by the user's word
CREATE TABLE same_event (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_a_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    document_b_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT CHECK (document_b_id > document_a_id),
    same INTEGER NOT NULL CHECK (same IN (0, 1)),
    coder_id INTEGER NOT NULL REFERENCES coder(id) ON DELETE RESTRICT,
    created TEXT NOT NULL,
    UNIQUE (document_a_id, document_b_id)
) STRICT;
CREATE INDEX same_event_document_b ON same_event(document_b_id);
CREATE INDEX same_event_coder ON same_event(coder_id);
CREATE TABLE dismissed_suggestion (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    quote TEXT NOT NULL CHECK (length(quote) = "end" - start),
    coder_id INTEGER NOT NULL REFERENCES coder(id) ON DELETE RESTRICT,
    created TEXT NOT NULL,
    UNIQUE (document_id, start, "end")
) STRICT;
CREATE INDEX dismissed_suggestion_coder ON dismissed_suggestion(coder_id);
CREATE TABLE setting (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    coder TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
    -- what was done, in words; empty where action tells it (from version 3 on)
    text TEXT NOT NULL,
    -- of an undo or redo: the edit it takes back or does again
    edit_id INTEGER REFERENCES history(id) ON DELETE RESTRICT,
    -- of an edit: whether it stands, is undone, is undone for good because something else was done since, or
    -- cannot be undone (the first filling)
    state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'abandoned', 'permanent')),
    changes TEXT NOT NULL CHECK (json_valid(changes))
) STRICT;
CREATE INDEX history_state ON history(kind, state, id);
"""


# the search indexes, with the table and the column that each of them holds
INDEXED = {"text_fts": ("text", "content"), "claim_fts": ("claim", "quote"), "memo_fts": ("memo", "text")}

# triggers keep an index right whoever writes: an action, its undo, another program. An update names its column, since
# a claim's stance changes more often than its quote
_INDEX = """
CREATE VIRTUAL TABLE {index} USING FTS5 (
    {column}, tokenize='unicode61 remove_diacritics 2', content={table}, content_rowid=id
);;
CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN
    INSERT INTO {index} (rowid, {column}) VALUES (new.id, new.{column});
END;;
CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN
    INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});
END;;
CREATE TRIGGER {index}_update AFTER UPDATE OF {column} ON {table} BEGIN
    INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});
    INSERT INTO {index} (rowid, {column}) VALUES (new.id, new.{column});
END;;
"""


def _create(db: Sqlite) -> None:
    for statement in _VERSION_1.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
    for index, (table, column) in INDEXED.items():
        for statement in _INDEX.format(index=index, table=table, column=column).split(";;\n"):
            if statement.strip():
                db.conn.execute(statement)


def _add_actions(db: Sqlite) -> None:
    # an identifier of `core.actions` with values; empty for what was done before
    db.execute(
        "ALTER TABLE history ADD COLUMN action TEXT NOT NULL DEFAULT '' CHECK (action = '' OR json_valid(action))"
    ).close()


def _add_sets(db: Sqlite) -> None:
    # the set that a document is in: its names from the topmost down, parted by slashes; empty for none
    db.execute("ALTER TABLE document ADD COLUMN set_path TEXT NOT NULL DEFAULT ''").close()


def _add_origins(db: Sqlite) -> None:
    # of the facts, how sure each is and where it comes from: a JSON list of fact, certainty, origin, words
    db.execute("ALTER TABLE document ADD COLUMN origins TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(origins))").close()


def _add_times(db: Sqlite) -> None:
    # when a turn or a paragraph begins, as `core.times` writes it; empty where the file does not say
    db.execute("ALTER TABLE segment ADD COLUMN time TEXT NOT NULL DEFAULT ''").close()


def _add_variables(db: Sqlite) -> None:
    # what the user keeps of a document besides its facts: a JSON object of names and values
    db.execute(
        "ALTER TABLE document ADD COLUMN variables TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(variables))"
    ).close()


# what an index holds is what `core.folding` makes of the column: a view has it, so that FTS5 can tell whether they
# agree. As bytes, so that what another program wrote that is no UTF-8 hinders nobody who looks the project over
_FOLDED_INDEX = """
CREATE VIEW {table}_searchable AS SELECT id, searchable(CAST({column} AS BLOB)) AS {column} FROM {table};;
CREATE VIRTUAL TABLE {index} USING FTS5 (
    {column}, tokenize='ascii', content={table}_searchable, content_rowid=id
);;
CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN
    INSERT INTO {index} (rowid, {column}) VALUES (new.id, searchable(CAST(new.{column} AS BLOB)));
END;;
CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN
    INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', old.id, searchable(CAST(old.{column} AS BLOB)));
END;;
CREATE TRIGGER {index}_update AFTER UPDATE OF {column} ON {table} BEGIN
    INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', old.id, searchable(CAST(old.{column} AS BLOB)));
    INSERT INTO {index} (rowid, {column}) VALUES (new.id, searchable(CAST(new.{column} AS BLOB)));
END;;
INSERT INTO {index} ({index}) VALUES ('rebuild');;
"""


def _fold_indexes(db: Sqlite) -> None:
    # words of every script: without marks, and one by one where no blanks part them
    for index, (table, column) in INDEXED.items():
        for event in ("insert", "delete", "update"):
            db.execute(f"DROP TRIGGER {index}_{event}").close()
        db.execute(f"DROP TABLE {index}").close()
        for statement in _FOLDED_INDEX.format(index=index, table=table, column=column).split(";;\n"):
            if statement.strip():
                db.execute(statement).close()


def _keep_in_parts(db: Sqlite) -> None:
    # how many rows of history_part the changes of a long action are in; of a short one they stand in its own line
    # a line that is damaged hinders nobody from opening the project: SQLite looks at all of them
    db.execute("PRAGMA ignore_check_constraints=ON").close()
    db.execute("ALTER TABLE history ADD COLUMN parts INTEGER NOT NULL DEFAULT 0 CHECK (parts >= 0)").close()
    db.execute("PRAGMA ignore_check_constraints=OFF").close()
    db.execute(_HISTORY_PART).close()
    divide_history(db)


def _add_certainty(db: Sqlite) -> None:
    # how the text tells who holds a claim; of what was coded before nobody knows
    values = "'', 'named', 'role', 'pronoun', 'turn'"
    db.execute("PRAGMA ignore_check_constraints=ON").close()
    db.execute(
        f"ALTER TABLE claim ADD COLUMN certainty TEXT NOT NULL DEFAULT '' CHECK (certainty IN ({values}))"
    ).close()
    db.execute("PRAGMA ignore_check_constraints=OFF").close()
    add_mentions(db, ("voice", "certainty"))


_HISTORY_PART = """
CREATE TABLE history_part (
    id INTEGER PRIMARY KEY,
    -- written while the action runs, and before the action itself
    history_id INTEGER NOT NULL REFERENCES history(id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL CHECK (position >= 0),
    row_count INTEGER NOT NULL CHECK (row_count > 0),
    -- those whose rows it has: a JSON list
    tables TEXT NOT NULL CHECK (json_valid(tables)),
    changes TEXT NOT NULL CHECK (json_valid(changes)),
    UNIQUE (history_id, position)
) STRICT
"""


# what stays when a row goes: a number that somebody may still have in mind is not another row's meanwhile
_LAST_ID = """
CREATE TABLE last_id (
    -- a recorded table, and the highest id that a row of it ever had
    name TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL CHECK (number > 0)
) STRICT, WITHOUT ROWID
"""


# those that were recorded when they were first kept
_RECORDED_THEN = (
    *("coder", "actor", "topic", "document", "participant", "segment", "claim", "claim_actor", "memo"),
    *("trace_verdict", "same_event", "dismissed_suggestion", "setting"),
)


def _keep_last_ids(db: Sqlite) -> None:
    db.execute(_LAST_ID).close()
    for table in _RECORDED_THEN:
        sql = f"INSERT INTO last_id (name, number) SELECT '{table}', id FROM {table} ORDER BY id DESC LIMIT 1"
        db.execute(sql).close()
    # whose the last standing action is, and by whom one was taken back
    db.execute("CREATE INDEX history_coder ON history(kind, state, coder, id)").close()
    db.execute("CREATE INDEX history_edit ON history(edit_id, id) WHERE edit_id IS NOT NULL").close()


# SQLite changes no check of a table that stands
_MORE_VERDICTS = """
CREATE TABLE trace_verdict_new (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_a_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    start_a INTEGER NOT NULL CHECK (start_a >= 0),
    end_a INTEGER NOT NULL CHECK (end_a > start_a),
    quote TEXT NOT NULL CHECK (length(quote) = end_a - start_a),
    document_b_id INTEGER NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
    start_b INTEGER CHECK (start_b >= 0),
    end_b INTEGER CHECK (end_b > start_b),
    found TEXT NOT NULL,
    verdict TEXT NOT NULL
        CHECK (
            verdict IN
            ('altered', 'loosely the same', 'not found', 'trimmed', 'identical', 'reported', 'not compared')
        ),
    answer TEXT NOT NULL CHECK (answer IN ('confirmed', 'corrected', 'rejected')),
    memo TEXT NOT NULL DEFAULT '',
    coder_id INTEGER NOT NULL REFERENCES coder(id) ON DELETE RESTRICT,
    created TEXT NOT NULL,
    UNIQUE (document_a_id, start_a, end_a, document_b_id),
    CHECK ((start_b IS NULL) = (end_b IS NULL))
) STRICT;
INSERT INTO trace_verdict_new SELECT * FROM trace_verdict;
DROP TABLE trace_verdict;
ALTER TABLE trace_verdict_new RENAME TO trace_verdict;
CREATE INDEX trace_verdict_document_b ON trace_verdict(document_b_id);
CREATE INDEX trace_verdict_coder ON trace_verdict(coder_id)
"""


def _add_verdicts(db: Sqlite) -> None:
    # what is told in other words, and what was said in another language
    # a line that is damaged hinders nobody from opening the project
    db.execute("PRAGMA ignore_check_constraints=ON").close()
    for statement in _MORE_VERDICTS.split(";\n"):
        if statement.strip():
            db.execute(statement).close()
    db.execute("PRAGMA ignore_check_constraints=OFF").close()


def _keep_rows_by_columns(_db: Sqlite) -> None:
    """Change no table: from here on `trail` keeps rows in a form that former versions cannot read."""


# most steps stand: of these an index has the name alone, and an own one those that can be done again
_NARROW_INDEXES = """
DROP INDEX IF EXISTS history_state;
DROP INDEX IF EXISTS history_coder;
CREATE INDEX history_standing ON history(coder) WHERE kind = 'edit' AND state = 'done';
CREATE INDEX history_other ON history(coder) WHERE kind <> 'edit' OR state <> 'done';
CREATE INDEX history_undone ON history(state) WHERE kind = 'edit' AND state = 'undone'
"""


def _narrow_history(db: Sqlite) -> None:
    """Index each step by what is asked of it alone; from here on `trail` leaves words in the texts they stand in."""
    for statement in _NARROW_INDEXES.split(";\n"):
        db.execute(statement).close()


_OLD_STANCES = re.compile(r"CHECK\s*\(\s*stance\s+IN\s*\([^)]*\)\s*\)", re.IGNORECASE)


def _free_stances(db: Sqlite) -> None:
    """Let a stance be a step of the project's own scale, or not coded: `check` tells of those that are neither.

    A million claims with their search index would be written anew to have another check, so the statement of their
    table is changed where it stands, as SQLite tells to (https://www.sqlite.org/lang_altertable.html#otheralter).
    """
    (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'claim'").fetchone()
    changed, number = _OLD_STANCES.subn("CHECK (stance <> '')", sql)
    if number != 1:
        raise ValueError(f"the table of claims has {number} checks of stances")
    with undefended(db.conn):
        (version,) = db.execute("PRAGMA schema_version").fetchone()
        db.execute("PRAGMA writable_schema=ON").close()
        db.execute("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = 'claim'", [changed]).close()
        db.execute(f"PRAGMA schema_version={version + 1}").close()
        # read anew
        db.execute("PRAGMA writable_schema=RESET").close()


# the tables whose rows are recorded; texts and files are immutable and history is the record itself
RECORDED = (
    "coder",
    "actor",
    "topic",
    "document",
    "participant",
    "segment",
    "claim",
    "claim_actor",
    "memo",
    "trace_verdict",
    "same_event",
    "dismissed_suggestion",
    "setting",
    "own_field",
    "claim_value",
    "conflict",
    "successor",
    "membership",
)

Migration = Callable[[Sqlite], None]

# the n-th migration makes version n out of version n - 1; with each goes a new `own_schema.NEWEST`
MIGRATIONS: tuple[Migration, ...] = (
    *(_create, add_mentions, _add_actions, _add_sets, _add_origins, _add_times),
    *(_add_variables, _fold_indexes, _keep_in_parts, _add_verdicts),
    partial(add_vocabulary, indexed=INDEXED),
    *(_add_certainty, _keep_last_ids, _keep_rows_by_columns, add_own_fields, _free_stances),
    *(add_sharing, add_memberships, _narrow_history),
)
