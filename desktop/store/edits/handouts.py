"""Actions on what is coded blind: documents are handed out to coders, who declare them finished.

As long as a coder has not finished a document, what others say there is not shown to them; agreement counts what both
have finished (`project.agreement`).
"""

from collections.abc import Collection, Iterable

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.values import Document
from desktop.store.database import Database, now
from desktop.store.edits import settings
from desktop.store.edits.agreement import AGREED
from desktop.store.edits.told_memos import coder_called
from desktop.store.reads import handouts as reads
from desktop.store.reads import project
from desktop.store.recorder import Recorder


def hand_out(db: Database, documents: Collection[int], coders: Iterable[str]) -> int:
    """Hand documents out to coders, by name, one of whom may have done nothing yet; return how many are new in hand.

    What somebody has in hand already, or has finished, stays as it is.

    Raises:
        UserError: when a document is gone, or a name is none that one can code under.
    """
    names = list(dict.fromkeys(name.strip() for name in coders))
    if not all(names) or not names:
        raise UserError(_("Say to whom the documents are handed out: name a coder."))
    if AGREED in names:
        raise UserError(_("“{name}” is whoever holds what was agreed on: hand out to those who code."), name=AGREED)
    uuids = _uuids(db, documents)
    with db.edit("hand_out", {"count": len(uuids), "coders": ", ".join(names)}) as recorder:
        wanted = [reads.key(uuid, coder) for coder in _coders(db, recorder, names) for uuid in uuids]
        there = settings.held(db, wanted)
        new = {key: reads.as_json(db.coder_name, now()) for key in wanted if key not in there}
        settings.put(db, recorder, new)
    return len(new)


def take_back(db: Database, documents: Collection[int], coders: Iterable[str]) -> int:
    """Take documents back from coders, by name, as if they had never been handed out; return how many were in hand.

    Raises:
        UserError: when a document is gone.
    """
    names = list(dict.fromkeys(name.strip() for name in coders))
    uuids = _uuids(db, documents)
    with db.edit("take_back_handout", {"count": len(uuids), "coders": ", ".join(names)}) as recorder:
        own = [one for one in project.coders(db) if one.name in names]
        keys = settings.held(db, [reads.key(uuid, coder.uuid) for coder in own for uuid in uuids])
        settings.take_away(db, recorder, keys)
    return len(keys)


def finish(db: Database, documents: Collection[int], *, is_finished: bool = True) -> int:
    """Declare documents that the current coder has in hand finished, or not finished after all; return how many were.

    Raises:
        UserError: when one of the documents is not in their hand.
    """
    action = "finish_handout" if is_finished else "reopen_handout"
    uuids = _uuids(db, documents)
    own = {one.document_id: one for one in reads.handouts(db, db.coder_name)}
    for number in documents:
        if number not in own:
            sentence = _(
                "“{title}” is not handed out to {coder}: see who codes (Coder in the menu, --coder NAME), or let the "
                "document be handed out first."
            )
            title = _title(project.document(db, number))
            raise UserError(sentence, title=title, coder=db.coder_name)
    new = {number: one for number, one in own.items() if number in uuids.values() and one.is_finished != is_finished}
    with db.edit(action, {"count": len(new)}) as recorder:
        coder = _coders(db, recorder, [db.coder_name])[0]
        time = now() if is_finished else ""
        values = {
            reads.key(uuid, coder): reads.as_json(new[number].by, new[number].since, time)
            for uuid, number in uuids.items()
            if number in new
        }
        settings.put(db, recorder, values)
    return len(new)


def _title(one: Document) -> str:
    return one.facts.title or one.name


def _uuids(db: Database, documents: Iterable[int]) -> dict[str, int]:
    return {project.document(db, number).uuid: number for number in dict.fromkeys(documents)}


def _coders(db: Database, recorder: Recorder, names: Iterable[str]) -> list[str]:
    numbers = [coder_called(db, recorder, name) for name in names]
    known = {coder.id: coder.uuid for coder in project.coders(db)}
    return [known[number] for number in numbers]
