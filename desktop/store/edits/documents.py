"""Actions on documents: adding, renaming and removing them, and grouping them into sets."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.core.dates import PartialDate
from desktop.core.errors import ConflictError, UserError
from desktop.core.fields import FACTS
from desktop.core.language import N_, _, ngettext
from desktop.core.memos import MemoTarget
from desktop.core.phrases import gone
from desktop.core.text import bytes_hash, one_line, set_path, text_hash
from desktop.core.values import DOCUMENT_KINDS, Certainty, CodedDocument, FactOrigin, Facts
from desktop.store.database import Database, now
from desktop.store.edits.claims import remove as remove_claims
from desktop.store.edits.coded_rows import (
    Imported,
    Outcome,
    add_claims_to,
    ids_of,
    insert_coded_claims,
    move_brief_into,
    replace_brief,
    text_columns,
)
from desktop.store.edits.own_fields import checked_variables, fitting_variables, variables_column
from desktop.store.edits.segments import segment_row
from desktop.store.edits.told_memos import bring_memos
from desktop.store.reads import project as reads
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Value

__all__ = ["Imported", "Outcome", "text_columns"]
_SOMETHING_ELSE = N_("Something else stands there now than what was seen (“{value}”): save again to write over it.")
# what is no fact that a user writes
_FOLLOWING = ("date_certainty", "date_note", "variables")
# what goes with a document, and the column that names it there; claims go before
_PARTS = (
    ("memo", "document_id"),
    ("dismissed_suggestion", "document_id"),
    ("trace_verdict", "document_a_id"),
    ("trace_verdict", "document_b_id"),
    ("same_event", "document_a_id"),
    ("same_event", "document_b_id"),
    ("segment", "document_id"),
    ("participant", "document_id"),
)


def add_documents(db: Database, documents: Sequence[CodedDocument], *, origin: str = "import") -> list[Imported]:
    """Add documents in one action and return what became of each.

    A document whose text is there already is left out, save the claims of its own that are not there; one whose text
    is the original of a brief takes the brief's place, and each claim moves to its `original` span; a brief whose
    original is there gives it its claims. Actors and topics that the project lacks are made of their keys.

    Raises:
        UserError: when a claim or segment lies outside its text; nothing is added then.
    """
    with db.edit("import_documents", {"count": len(documents)}) as recorder:
        return [add_document(db, recorder, document, origin) for document in documents]


def update_facts(
    db: Database,
    document_id: int,
    changes: Mapping[str, str],
    variables: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Change fields of a document's `Facts`, and its own *variables* by name, in one undo step.

    A variable whose value is empty goes; what is not named stays.

    A date that is written by hand is as good as stated, so its certainty and note follow unless they are given too.
    Where it is told what was *seen* in a field, nothing else may stand there now.

    Raises:
        ConflictError: when something else stands in a field than was seen.
        UserError: when there is no such document, a date is none, or there is no such kind.
    """
    with db.edit("change_facts") as recorder:
        facts = reads.document(db, document_id).facts
        for name, value in (seen or {}).items():
            if str(getattr(facts, name)) not in (value, changes.get(name, value).strip()):
                raise ConflictError(_(_SOMETHING_ELSE), value=getattr(facts, name))
        values = _changed_facts(facts, changes, checked_variables(db, "document", variables or {}))
        if values:
            recorder.update("document", document_id, values)


def add_facts(
    db: Database, recorder: Recorder, document_id: int, changes: Mapping[str, str], variables: Mapping[str, str]
) -> None:
    """Change fields of a document's `Facts` and own variables as part of a greater action; as `update_facts`."""
    values = _changed_facts(reads.document(db, document_id).facts, changes, variables)
    if values:
        recorder.update("document", document_id, values)


def _changed_facts(before: Facts, changes: Mapping[str, str], variables: Mapping[str, str]) -> "dict[str, Value]":
    """Return the columns that differ from what stands there, or say why they cannot be."""
    values: dict[str, Value] = {
        name: value.strip() for name, value in changes.items() if str(getattr(before, name)) != value.strip()
    }
    for name in ("date", "event_date"):
        try:
            PartialDate.parse(str(values.get(name, "")))
        except ValueError as error:
            sentence = _("“{text}” is no date: write 2024-04-26, 2024-04, 2024 or --04-26.")
            raise UserError(sentence, text=values[name]) from error
    if values.get("kind", "other") not in DOCUMENT_KINDS:
        sentence = _("There is no kind “{kind}”: choose one of {kinds}.")
        raise UserError(sentence, kind=values["kind"], kinds=", ".join(DOCUMENT_KINDS))
    if "date" in values:
        certainty = Certainty.STATED if values["date"] else Certainty.UNKNOWN
        values = {"date_certainty": certainty.value, "date_note": "", **values}
    if variables:
        told = variables_column({**dict(before.variables), **variables})
        if told != variables_column(dict(before.variables)):
            values["variables"] = told
    if values:
        written = {name: value for name, value in values.items() if name not in _FOLLOWING}
        values["origins"] = origins_column(before.by_hand(written))
    return values


def rename(db: Database, document_id: int, name: str, seen: str | None = None) -> None:
    """Give a document another title, which is what it is called everywhere, in one undo step.

    Where it is told which title was *seen*, no other may stand there now.

    Raises:
        ConflictError: when another title stands there than was seen.
        UserError: when there is no such document, or the title is empty.
    """
    name = one_line(name)
    if not name:
        raise UserError(_("The title is empty: write what the document shall be called."))
    with db.edit("rename_document", {"name": name}) as recorder:
        facts = reads.document(db, document_id).facts
        if seen is not None and facts.title not in (seen, name):
            raise ConflictError(_(_SOMETHING_ELSE), value=facts.title)
        if facts.title != name:
            origins = origins_column(facts.by_hand({"title": name}))
            recorder.update("document", document_id, {"title": name, "origins": origins})


def remove(db: Database, numbers: Iterable[int]) -> None:
    """Remove documents with all that is in them: claims, segments, memos, and what was said of their traces and events.

    `reads.project.removal` tells how much that is. Their texts and files stay in the project file, for undo.

    Raises:
        UserError: when one of them does not exist; nothing is removed then.
    """
    chosen = list(dict.fromkeys(numbers))
    if not chosen:
        return
    with db.edit("remove_documents", {"count": len(chosen)}) as recorder:
        remove_within(db, recorder, chosen)


def remove_within(db: Database, recorder: Recorder, chosen: Sequence[int]) -> None:
    """Remove documents as part of a greater action; as `remove`."""
    _refuse_missing(db, chosen)
    remove_claims(db, recorder, _rows(db, "claim", "document_id", chosen))
    for table, column in _PARTS:
        recorder.delete(table, _rows(db, table, column, chosen))
    recorder.delete("document", chosen)


def origins_column(origins: Iterable[FactOrigin]) -> str:
    """Return where facts come from as it is stored."""
    told = [[one.fact, one.certainty.value, one.origin, one.words] for one in origins]
    return json.dumps(told, ensure_ascii=False)


def set_variable(db: Database, numbers: Iterable[int], name: str, value: str) -> None:
    """Give documents an own variable, or take it away where the *value* is empty, in one undo step.

    Raises:
        UserError: when one of them does not exist, or the name is empty; nothing is changed then.
    """
    chosen, name = list(dict.fromkeys(numbers)), one_line(name)
    if not name:
        raise UserError(_("The own variable has no name: write what it shall be called."))
    with db.edit("set_variable", {"count": len(chosen), "name": name}) as recorder:
        _refuse_missing(db, chosen)
        sql = "SELECT id, variables FROM document WHERE id IN (SELECT value FROM json_each(?))"
        before = {int(row[0]): json.loads(row[1]) for row in db.sqlite.execute(sql, [json.dumps(chosen)])}
        value = checked_variables(db, "document", {name: value})[name]
        recorder.update_many(
            "document",
            {number: {"variables": variables_column({**before[number], name: value})} for number in chosen},
        )


def put_in_set(db: Database, numbers: Iterable[int], path: str) -> None:
    """Put documents into a set, made by that, and out of those that they are in; an empty *path* is no set.

    Raises:
        UserError: when one of them does not exist; nothing is changed then.
    """
    chosen, path = list(dict.fromkeys(numbers)), set_path(path)
    if chosen:
        action = "put_in_set" if path else "take_out_of_set"
        with db.edit(action, {"count": len(chosen), "name": path}) as recorder:
            _refuse_missing(db, chosen)
            recorder.update_many("document", {number: {"set_path": path} for number in chosen})


def rename_set(db: Database, path: str, new: str) -> None:
    """Give a set, with all below it, another path; one that is there already takes its documents in.

    Raises:
        UserError: when there is no such set, or the new path is empty or lies below it.
    """
    path, new = set_path(path), set_path(new)
    with db.edit("rename_set", {"name": path}) as recorder:
        own = inside(db, path)
        if not new:
            raise UserError(_("The name is empty: write what the set shall be called."))
        if new.startswith(f"{path}/"):
            raise UserError(_("The set “{path}” cannot go into itself: choose another name."), path=path)
        recorder.update_many("document", {row: {"set_path": new + old[len(path) :]} for row, old in own.items()})


def dissolve_set(db: Database, path: str) -> None:
    """Let the documents and sets of a set go into the one above it, or into none.

    Raises:
        UserError: when there is no such set.
    """
    path = set_path(path)
    above = path.rpartition("/")[0]
    with db.edit("dissolve_set", {"name": path}) as recorder:
        own = inside(db, path)
        recorder.update_many(
            "document", {row: {"set_path": f"{above}{old[len(path) :]}".strip("/")} for row, old in own.items()}
        )


def add_document(
    db: Database, recorder: Recorder, document: CodedDocument, origin: str, *, takes: bool = False
) -> Imported:
    """Add one document as part of a greater action; as `add_documents`.

    With *takes*, claims and memos of a text that is there say what the document says of them.
    """
    sha256 = text_hash(document.text)
    sql = "SELECT d.id, d.name FROM document d JOIN text t ON t.id = d.text_id WHERE t.sha256 = ?"
    same = db.sqlite.execute(sql, [sha256]).fetchone()
    if same is not None:
        return add_claims_to(db, recorder, int(same[0]), str(same[1]), document, origin, takes=takes)
    # said twice: the index has no others, and else every document would be looked at for each that comes in
    sql = "SELECT id FROM document WHERE original_sha256 = ? AND original_sha256 <> '' AND is_brief = 1"
    brief = db.sqlite.execute(sql, [sha256]).fetchone()
    if brief is not None:
        return replace_brief(db, recorder, int(brief[0]), document, origin)
    if document.original_sha256:
        sql = "SELECT d.id, d.name FROM document d JOIN text t ON t.id = d.text_id WHERE t.sha256 = ?"
        original = db.sqlite.execute(sql, [document.original_sha256]).fetchone()
        if original is not None:
            return move_brief_into(db, recorder, int(original[0]), str(original[1]), document, origin)
    return _insert(db, recorder, document, origin)


def keep_file(db: Database, name: str, content: bytes) -> None:
    """Keep the bytes of a file in the project, as part of a greater action.

    Not recorded, as texts are not: a file is keyed by its hash, which documents name, and outlives the edit.
    """
    db.sqlite.execute(
        "INSERT OR IGNORE INTO file (sha256, name, content) VALUES (?, ?, ?)", [bytes_hash(content), name, content]
    ).close()


def _refuse_missing(db: Database, chosen: Iterable[int]) -> None:
    there = {row[0] for row in db.sqlite.execute("SELECT id FROM document")}
    for number in chosen:
        if number not in there:
            raise gone("document", number)


def _rows(db: Database, table: str, column: str, numbers: Sequence[int]) -> list[int]:
    sql = f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [int(row[0]) for row in db.sqlite.execute(sql, [json.dumps(numbers)])]


def inside(db: Database, path: str) -> dict[int, str]:
    """Return the documents in a set and below it, each with the path of its own set.

    Raises:
        UserError: when there is no such set.
    """
    path = set_path(path)
    rows = db.sqlite.execute("SELECT id, set_path FROM document WHERE set_path <> '' ORDER BY id")
    found = {number: own for number, own in rows if own == path or own.startswith(f"{path}/")}
    if not path or not found:
        raise UserError(_("There is no set “{path}”: “visavis set” lists those that there are."), path=path)
    return found


def _insert(db: Database, recorder: Recorder, document: CodedDocument, origin: str) -> Imported:
    for segment in document.segments:
        if segment.span.end > len(document.text):
            count = len(document.text)
            sentence = ngettext(
                "{file}: the segment {span} lies outside the text, which has {count} character: correct the file.",
                "{file}: the segment {span} lies outside the text, which has {count} characters: correct the file.",
                count,
            )
            raise UserError(sentence, file=document.name, span=segment.span, count=count)
    actors, topics = ids_of(db, recorder, document)
    sql = "SELECT 1 FROM document WHERE uuid = ?"
    is_taken = bool(document.uuid) and db.sqlite.execute(sql, [document.uuid]).fetchone() is not None
    number = recorder.insert(
        "document",
        {
            "uuid": "" if is_taken else document.uuid,
            "name": document.name,
            **text_columns(db, document),
            **{name: str(getattr(document.facts, name)) for name in FACTS},
            "origins": origins_column(document.facts.origins),
            "variables": variables_column(fitting_variables(db, "document", dict(document.facts.variables))),
            "original_sha256": document.original_sha256,
            "is_brief": int(bool(document.original_sha256)),
            "set_path": set_path(document.set_path),
            "created": now(),
        },
    )
    recorder.insert_many(
        "participant",
        [
            {"document_id": number, "actor_id": actors[one.actor], "role": one.role}
            for one in dict.fromkeys(document.facts.participants)
        ],
    )
    recorder.insert_many(
        "segment",
        [
            {
                **segment_row(number, one.kind, one.span, actors.get(one.speaker), one.role, one.label, one.time),
                "original_start": one.original.start if one.original else None,
                "original_end": one.original.end if one.original else None,
            }
            for one in document.segments
        ],
    )
    ids = (actors, topics)
    repeated = insert_coded_claims(db, recorder, number, document.text, document.claims, ids, origin)
    bring_memos(db, recorder, MemoTarget(document_id=number), document.memos, takes=False)
    return Imported(document.name, Outcome.ADDED, number, len(document.claims) - repeated, repeated=repeated)
