"""Memos that files tell, each with who wrote it and when: bringing them in beside those that are here."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from desktop.core.changes import Value
from desktop.core.memos import Memo, MemoTarget
from desktop.core.values import CodedMemo
from desktop.store.database import Database, now
from desktop.store.reads import memos as read_memos
from desktop.store.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file says otherwise of one thing.

    Attributes:
        kind: ``claim``, or what a memo is on (`MemoTarget.kind`).
        number: the id of the claim or the memo.
        words: the claim's quote, or the memo's text here.
        fields: of each that differs its name, what stands here, and what stands in the file.
    """

    kind: str
    number: int
    words: str
    fields: tuple[tuple[str, str, str], ...]


def coder_called(db: Database, recorder: Recorder, name: str, uuid: str = "") -> int:
    """Return the id of the coder of this name, whose row is made when it is missing, as part of a greater action."""
    row = db.sqlite.execute("SELECT id FROM coder WHERE name = ?", [name]).fetchone()
    if row is not None:
        return int(row[0])
    taken = uuid and db.sqlite.execute("SELECT 1 FROM coder WHERE uuid = ?", [uuid]).fetchone()
    return recorder.insert("coder", {"name": name, "uuid": "" if taken else uuid})


def memo_rows(
    db: Database, memos: Sequence[CodedMemo], coders: Mapping[str, int], coder_id: int, target: Mapping[str, Value]
) -> list[dict[str, Value]]:
    """Return the rows of memos on *target*; one that is in the project already gets another uuid."""
    given = [one.uuid for one in memos if one.uuid]
    sql = "SELECT uuid FROM memo WHERE uuid IN (SELECT value FROM json_each(?))"
    known = {row[0] for row in db.sqlite.execute(sql, [json.dumps(given)])} if given else set[str]()
    rows: list[dict[str, Value]] = []
    for one in memos:
        uuid = "" if one.uuid in known else one.uuid
        known.add(one.uuid)
        coder = coders.get(one.coder, coder_id)
        rows.append({"uuid": uuid, **target, "coder_id": coder, "text": one.text, "created": one.created or now()})
    return rows


def bring_memos(
    db: Database, recorder: Recorder, target: MemoTarget, memos: Sequence[CodedMemo], *, takes: bool
) -> tuple[int, list[Difference]]:
    """Add memos to *target* that it lacks; return how many, and what is said otherwise of those that it has.

    A memo is there when its uuid is, or its words are. With *takes* those of the same uuid say what the file says.
    """
    if not memos:
        return 0, []
    differing = differing_memos(read_memos.memos_on(db, target), memos)
    new = [(memo, before) for memo, before in differing if before is None]
    changed = [(memo, before) for memo, before in differing if before is not None]
    names = sorted({memo.coder for memo, _before in differing if memo.coder})
    coders = {name: coder_called(db, recorder, name) for name in names}
    take_memos(db, recorder, target, [*new, *(changed if takes else ())], coders)
    return len(new), [
        Difference(target.kind, before.id, before.text, (("memo", before.text, memo.text),))
        for memo, before in changed
        if before is not None
    ]


def differing_memos(here: Sequence[Memo], told: Sequence[CodedMemo]) -> list[tuple[CodedMemo, Memo | None]]:
    """Return the memos of a file that are not here, each with the one of the same uuid that says something else."""
    by_uuid = {one.uuid: one for one in here}
    named = {one.uuid for one in told if one.uuid}
    # what the file names otherwise may be noted twice in the same words, by two coders for example
    texts = Counter(one.text.strip() for one in here if one.uuid not in named)
    # all of them as one, as a file may have them that does not tell each
    joined = "\n\n".join(one.text for one in here)
    found: list[tuple[CodedMemo, Memo | None]] = []
    for memo in told:
        before, words = by_uuid.get(memo.uuid) if memo.uuid else None, memo.text.strip()
        if before is not None:
            if before.text.strip() != words:
                found.append((memo, before))
        elif texts[words]:
            texts[words] -= 1
        elif memo.uuid or words not in (joined.strip(), *(one.text.strip() for one in here)):
            found.append((memo, None))
    return found


def take_memos(
    db: Database,
    recorder: Recorder,
    target: MemoTarget,
    differing: Sequence[tuple[CodedMemo, Memo | None]],
    coders: Mapping[str, int],
) -> None:
    """Let memos say what a file says of them, and add to *target* those that are new; as `differing_memos` has them."""
    new = []
    for memo, before in differing:
        if before is None:
            new.append(memo)
            continue
        recorder.update("memo", before.id, {"text": memo.text})
    own = db.coder_id(recorder) if any(not memo.coder for memo in new) else 0
    recorder.insert_many("memo", memo_rows(db, new, coders, own, asdict(target)))
