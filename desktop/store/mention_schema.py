"""The table of mentions: each claim once for every actor who holds it, with all that comparisons filter it by.

It follows from ``claim`` and ``claim_actor`` and is no more than an index on both, such as SQLite itself cannot make:
in the order in which a matrix is grouped, and with the document, coder, origin and qualities of the claim at hand, so
that a filtered matrix is one read of one tree. Triggers keep it right whoever writes: an action, its undo, another
program.
"""

from collections.abc import Iterator, Sequence

from desktop.core.claim_fields import QUALITIES
from desktop.store.sqlite import Sqlite

TABLE = "mention"
# who holds a claim, a row for each
HOLDERS = "claim_actor"


def mentions(qualities: Sequence[str]) -> str:
    """Return the SQL for what the table must hold where claims have these columns for their *qualities*."""
    columns = ", ".join(f"c.{name}" for name in ("document_id", *qualities, "coder_id", "origin"))
    return (
        f"SELECT x.topic_id, x.actor_id, x.stance, x.claim_id, {columns} "
        "FROM claim_actor x JOIN claim c ON c.id = x.claim_id"
    )


_NOW = [*(choice.key for choice in QUALITIES), "certainty"]
# what it must hold now, for those who fill and for those who check it
MENTIONS = mentions(_NOW)
# into it go rows of this select
FILL = f"INSERT INTO mention (topic_id, actor_id, stance, claim_id, document_id, {', '.join(_NOW)}, coder_id, origin)"


def add_mentions(db: Sqlite, qualities: Sequence[str] = ("voice",)) -> None:
    """Make the table out of what is there, the triggers that follow it, and indexes that spare reading the quotes.

    *qualities* are the columns that claims have for them in the version that is made; a version that adds one makes
    all of it anew.
    """
    for statement in _statements(list(qualities)):
        db.execute(statement).close()


def _statements(qualities: list[str]) -> Iterator[str]:
    own = ["document_id", *qualities, "coder_id", "origin"]
    columns = ", ".join(["topic_id", "actor_id", "stance", "claim_id", *own])
    found = mentions(qualities)
    insert = f"INSERT INTO mention ({columns}) {found} WHERE x.id = new.id"
    delete = (
        "DELETE FROM mention WHERE topic_id = old.topic_id AND actor_id = old.actor_id AND stance = old.stance "
        "AND claim_id = old.claim_id"
    )
    for trigger in ("insert", "delete", "update", "claim_update"):
        yield f"DROP TRIGGER IF EXISTS mention_{trigger}"
    yield "DROP TABLE IF EXISTS mention"
    yield f"""
CREATE TABLE mention (
    topic_id INTEGER NOT NULL,
    actor_id INTEGER NOT NULL,
    stance TEXT NOT NULL,
    claim_id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    {", ".join(f"{name} TEXT NOT NULL" for name in qualities)},
    coder_id INTEGER NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (topic_id, actor_id, stance, claim_id)
) STRICT, WITHOUT ROWID
"""
    yield f"INSERT INTO mention ({columns}) {found} ORDER BY x.topic_id, x.actor_id, x.stance, x.claim_id"
    yield f"CREATE TRIGGER mention_insert AFTER INSERT ON claim_actor BEGIN {insert}; END"
    yield f"CREATE TRIGGER mention_delete AFTER DELETE ON claim_actor BEGIN {delete}; END"
    yield (
        "CREATE TRIGGER mention_update AFTER UPDATE OF claim_id, actor_id, topic_id, stance ON claim_actor "
        f"BEGIN {delete}; {insert}; END"
    )
    # topic and stance of a claim come by its actors' rows, which must say the same
    yield f"""
CREATE TRIGGER mention_claim_update AFTER UPDATE OF {", ".join(own)} ON claim BEGIN
    UPDATE mention SET {", ".join(f"{name} = new.{name}" for name in own)}
    WHERE (topic_id, actor_id, stance, claim_id) IN
        (SELECT topic_id, actor_id, stance, claim_id FROM claim_actor WHERE claim_id = new.id);
END
"""
    # the same for lists of claims, in the order of their places, and for comparisons without actors: no condition of a
    # filter needs the row, which holds the quote
    yield "DROP INDEX claim_document"
    # with the id where lists have it in their order, else SQLite sorts those that are equal until there
    columns = ", ".join(("stance", "topic_id", "id", *qualities, "coder_id", "origin"))
    yield f'CREATE INDEX claim_document ON claim(document_id, start, "end" DESC, {columns})'
    yield "DROP INDEX claim_topic"
    columns = ", ".join(("topic_id", "stance", *qualities, "document_id", "coder_id", "origin"))
    yield f"CREATE INDEX claim_topic ON claim({columns})"
    yield "DROP INDEX claim_actor_actor"
    yield "CREATE INDEX claim_actor_actor ON claim_actor(actor_id, claim_id)"
