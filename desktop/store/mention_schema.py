"""The table of mentions: each claim once for every actor who holds it, with all that comparisons filter it by.

It follows from ``claim`` and ``claim_actor`` and is no more than an index on both, such as SQLite itself cannot make:
in the order in which a matrix is grouped, and with the document, voice, coder and origin of the claim at hand, so that
a filtered matrix is one read of one tree. Triggers keep it right whoever writes: an action, its undo, another program.
"""

from sqlite_utils import Database as Sqlite

TABLE = "mention"
_COLUMNS = "topic_id, actor_id, stance, claim_id, document_id, voice, coder_id, origin"
# what the table must hold, for those who fill and for those who check it
MENTIONS = (
    "SELECT x.topic_id, x.actor_id, x.stance, x.claim_id, c.document_id, c.voice, c.coder_id, c.origin "
    "FROM claim_actor x JOIN claim c ON c.id = x.claim_id"
)
_INSERT = f"INSERT INTO mention ({_COLUMNS}) {MENTIONS} WHERE x.id = new.id"
_DELETE = (
    "DELETE FROM mention WHERE topic_id = old.topic_id AND actor_id = old.actor_id AND stance = old.stance "
    "AND claim_id = old.claim_id"
)

_STATEMENTS = (
    """
CREATE TABLE mention (
    topic_id INTEGER NOT NULL,
    actor_id INTEGER NOT NULL,
    stance TEXT NOT NULL,
    claim_id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    voice TEXT NOT NULL,
    coder_id INTEGER NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (topic_id, actor_id, stance, claim_id)
) STRICT, WITHOUT ROWID
""",
    f"INSERT INTO mention ({_COLUMNS}) {MENTIONS} ORDER BY x.topic_id, x.actor_id, x.stance, x.claim_id",
    f"CREATE TRIGGER mention_insert AFTER INSERT ON claim_actor BEGIN {_INSERT}; END",
    f"CREATE TRIGGER mention_delete AFTER DELETE ON claim_actor BEGIN {_DELETE}; END",
    "CREATE TRIGGER mention_update AFTER UPDATE OF claim_id, actor_id, topic_id, stance ON claim_actor "
    f"BEGIN {_DELETE}; {_INSERT}; END",
    # topic and stance of a claim come by its actors' rows, which must say the same
    """
CREATE TRIGGER mention_claim_update AFTER UPDATE OF document_id, voice, coder_id, origin ON claim BEGIN
    UPDATE mention SET document_id = new.document_id, voice = new.voice, coder_id = new.coder_id, origin = new.origin
    WHERE (topic_id, actor_id, stance, claim_id) IN
        (SELECT topic_id, actor_id, stance, claim_id FROM claim_actor WHERE claim_id = new.id);
END
""",
    # the same for lists of claims, in the order of their places, and for comparisons without actors: no condition of a
    # filter needs the row, which holds the quote
    "DROP INDEX claim_document",
    # with the id where lists have it in their order, else SQLite sorts those that are equal until there
    'CREATE INDEX claim_document ON claim(document_id, start, "end" DESC, stance, topic_id, id, '
    "voice, coder_id, origin)",
    "DROP INDEX claim_topic",
    "CREATE INDEX claim_topic ON claim(topic_id, stance, voice, document_id, coder_id, origin)",
    "DROP INDEX claim_actor_actor",
    "CREATE INDEX claim_actor_actor ON claim_actor(actor_id, claim_id)",
)


def add_mentions(db: Sqlite) -> None:
    """Make the table out of what is there, the triggers that follow it, and indexes that spare reading the quotes."""
    for statement in _STATEMENTS:
        db.execute(statement).close()
