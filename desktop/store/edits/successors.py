"""What stands in the place of an actor, a topic or an own field that was merged away or deleted."""

from desktop.store.database import Database
from desktop.store.recorder import Recorder


def leave(db: Database, recorder: Recorder, table: str, old: int, new: int) -> None:
    """Note that the row *new* stands in the place of *old*, which goes, as part of a greater action.

    What a colleague writes of the one that went points there.
    """
    sql = f"SELECT uuid FROM {table} WHERE id = ?"
    gone, kept = (str(db.sqlite.execute(sql, [number]).fetchone()[0]) for number in (old, new))
    told = {"uuid": gone, "name": table, "successor": kept}
    # one that went before and was kept, because a colleague had changed it, has a successor already
    row = db.sqlite.execute("SELECT id FROM successor WHERE uuid = ?", [gone]).fetchone()
    if row is None:
        recorder.insert("successor", told)
    else:
        recorder.update("successor", int(row[0]), told)
