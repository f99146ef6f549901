"""Making actors of names that were proposed."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.core.keys import free_key
from desktop.core.values import Actor, Codebook, SegmentKind
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.reads import project as reads


def adopt(db: Database, actors: Sequence[Actor]) -> list[int]:
    """Make *actors*, under keys that are free, and return their ids.

    Turns that have the name of one as their label, and nobody who speaks, become theirs.
    """
    with db.edit("adopt_proposals", {"count": len(actors)}) as recorder:
        taken = {actor.key for actor in reads.actors(db)}
        new: list[Actor] = []
        for actor in actors:
            new.append(replace(actor, key=free_key(actor.key or actor.name, taken), id=0))
            taken.add(new[-1].key)
        edit_codebook.add_codebook(db, recorder, Codebook(tuple(new), ()))
        ids = edit_codebook.keys(db, "actor", [actor.key for actor in new])
        labelled = {actor.name: ids[actor.key] for actor in new}
        sql = "SELECT id, label FROM segment WHERE kind = ? AND actor_id IS NULL AND label <> ''"
        rows = db.sqlite.execute(sql, [SegmentKind.TURN.value]).fetchall()
        recorder.update_many("segment", {row[0]: {"actor_id": labelled[row[1]]} for row in rows if row[1] in labelled})
    return [ids[actor.key] for actor in new]
