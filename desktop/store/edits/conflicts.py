"""Deciding what stands against each other since the work of several came together: one action each, which undo takes
back. A decision travels like any other action, so that a team decides each once.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.core.changes import Value
from desktop.core.conflicts import Conflict, ConflictKind, Settlement
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.own_fields import OwnField
from desktop.core.portable import ACTORS, OF_TEXT, VALUES
from desktop.core.reanchor import ClaimQuote, PlaceMap, moved_span, reanchor
from desktop.core.spans import Span
from desktop.core.text import context
from desktop.core.values import CodedDocument
from desktop.store.database import Database, now
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import own_fields
from desktop.store.edits import text as edit_text
from desktop.store.edits.claims import actor_rows, place, remove, rows_of
from desktop.store.portable_rows import by_name, from_names, reference
from desktop.store.reads import conflicts as reads
from desktop.store.reads import own_fields as read_fields
from desktop.store.reads import project as project_reads
from desktop.store.recorder import Recorder

_NOWHERE = N_("The words of this version do not stand in the text any more: choose the other one.")


def decide(db: Database, number: int, choice: Settlement, note: str | None = None) -> None:
    """Decide a conflict: which version stands, or that both do; with a *note* on why.

    Raises:
        UserError: when there is no such conflict, the choice is none of it, or cannot be carried out any more; nothing
            is changed then.
    """
    found = reads.conflict(db, number)
    if choice not in found.choices:
        told = _("This cannot be decided so: choose one of {choices}.")
        raise UserError(told, choices=", ".join(one.value for one in found.choices))
    version = {Settlement.FIRST: 0, Settlement.SECOND: 1}.get(choice)
    values = found.versions[version].values if version is not None else {}
    if found.table == "document" and "text_id" in values:
        if not found.versions[version or 0].is_shown:
            _replace_text(db, found, values)
        values = {}
    with db.edit("decide_conflict") as recorder:
        if not found.row and choice not in (Settlement.SEEN, Settlement.KEEP):
            raise UserError(_("What this is about is not there any more: mark it as seen."))
        if version is not None and values:
            _write(db, recorder, found, values)
        elif choice is Settlement.BOTH and found.kind is ConflictKind.FIELD:
            _make_both(db, recorder, found)
        elif choice is Settlement.DELETE:
            _delete(db, recorder, found)
        told_values: dict[str, Value] = {"decision": choice.value, "coder_id": db.coder_id(recorder)}
        if note is not None:
            told_values["note"] = note.strip()
        recorder.update("conflict", number, told_values)


def set_note(db: Database, number: int, note: str) -> None:
    """Write a note on a conflict; it stays open.

    Raises:
        UserError: when there is no such conflict.
    """
    with db.edit("note_conflict") as recorder:
        reads.conflict(db, number)
        recorder.update("conflict", number, {"note": note.strip(), "coder_id": db.coder_id(recorder)})


def _replace_text(db: Database, found: Conflict, values: Mapping[str, Any]) -> None:
    """Put the chosen text in the place of the shown one, as a step of its own: claims move to it."""
    row = db.sqlite.execute("SELECT content FROM text WHERE sha256 = ?", [values["text_id"]]).fetchone()
    document = project_reads.document(db, found.row)
    new = CodedDocument(
        document.name,
        document.facts,
        str(row[0]),
        bytes_sha256=str(values.get("bytes_sha256", "")),
        extractor=str(values.get("extractor", "")),
    )
    edit_text.replace_text(db, edit_text.plan_replacement(db, found.row, new))


def _number(db: Database, table: str, uuid: str) -> int:
    seen: set[str] = set()
    while uuid not in seen:
        seen.add(uuid)
        row = db.sqlite.execute(f'SELECT id FROM "{table}" WHERE uuid = ?', [uuid]).fetchone()
        if row is not None:
            return int(row[0])
        sql = "SELECT successor FROM successor WHERE name = ? AND uuid = ?"
        after = db.sqlite.execute(sql, [table, uuid]).fetchone()
        uuid = str(after[0]) if after else uuid
    raise UserError(_("What this version names was deleted meanwhile: choose the other one, or change it by hand."))


def _row(db: Database, found: Conflict, values: Mapping[str, Any]) -> dict[str, Value]:
    """Return the columns of a version as a row of this file has them."""
    row: dict[str, Value] = {}
    parts: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        other = reference(found.table, name)
        whole = name.partition(".")[0]
        if name in (ACTORS, VALUES) or name.startswith(OF_TEXT):
            continue
        if "." in name:
            sql = f'SELECT "{whole}" FROM "{found.table}" WHERE id = ?'
            (before,) = db.sqlite.execute(sql, [found.row]).fetchone()
            own = parts.setdefault(whole, {})
            own.update({key.partition(".")[2]: part for key, part in by_name(whole, before).items() if not own})
            own[name.partition(".")[2]] = value
            told = {key: part for key, part in own.items() if part is not None}
            row[whole] = from_names(whole, told, before)
        elif other and value is not None:
            row[name] = _number(db, other, str(value))
        else:
            row[name] = value
    if found.table == "claim" and "start" in row:
        row.update(_placed(db, found, values, row))
    elif found.table == "segment" and "start" in row:
        row.update(_placed_part(db, found, values, row))
    return row


def _placed(db: Database, found: Conflict, values: Mapping[str, Any], row: Mapping[str, Value]) -> dict[str, Value]:
    """Return where a version of a claim stands in the text that its document has now."""
    text = project_reads.text(db, found.document)
    span = Span(int(str(row["start"])), int(str(row["end"])))
    if text[span.start : span.end] == values["quote"]:
        return place(text, span)
    old = db.sqlite.execute("SELECT content FROM text WHERE sha256 = ?", [values.get(OF_TEXT, "")]).fetchone()
    quote = ClaimQuote(1, span, str(values["quote"]), *context(str(old[0]), span.start, span.end)) if old else None
    after = reanchor(str(old[0]), text, [quote])[0].after if old and quote else None
    if after is None:
        raise UserError(_(_NOWHERE))
    return place(text, after)


def _placed_part(
    db: Database, found: Conflict, values: Mapping[str, Any], row: Mapping[str, Value]
) -> dict[str, Value]:
    """Return where a version of a part of the structure stands in the text that its document has now."""
    text = project_reads.text(db, found.document)
    span = Span(int(str(row["start"])), int(str(row["end"])))
    old = db.sqlite.execute("SELECT content FROM text WHERE sha256 = ?", [values.get(OF_TEXT, "")]).fetchone()
    before = str(old[0]) if old else text
    after = span if before == text else moved_span(before, text, span, PlaceMap(before, text))
    if after is None or after.end > len(text):
        raise UserError(_(_NOWHERE))
    return {"start": after.start, "end": after.end}


def _write(db: Database, recorder: Recorder, found: Conflict, values: Mapping[str, Any]) -> None:
    row = _row(db, found, values)
    if found.table == "own_field" and "name" in row:
        own_fields.refuse_taken(db, replace(_field(db, found.row), name=str(row["name"])))
    recorder.update(found.table, found.row, row)
    if found.table == "claim" and ACTORS in values:
        actors = [_number(db, "actor", uuid) for uuid in values[ACTORS]]
        recorder.delete("claim_actor", rows_of(db, "claim_actor", [found.row]))
        topic, stance = int(str(row["topic_id"])), str(row["stance"])
        recorder.insert_many("claim_actor", actor_rows(found.row, list(dict.fromkeys(actors)), topic, stance))
        _write_values(db, recorder, found.row, values)


def _write_values(db: Database, recorder: Recorder, claim: int, values: Mapping[str, Any]) -> None:
    recorder.delete("claim_value", rows_of(db, "claim_value", [claim]))
    told = values.get(VALUES, [])
    rows: list[dict[str, Value]] = [
        {"claim_id": claim, "field_id": _number(db, "own_field", uuid), "value": value} for uuid, value in told
    ]
    recorder.insert_many("claim_value", rows)


def _make_both(db: Database, recorder: Recorder, found: Conflict) -> None:
    """Let the claim be what it is, and make another one of each other version."""
    cursor = db.sqlite.execute("SELECT * FROM claim WHERE id = ?", [found.row])
    names = [column[0] for column in cursor.description]
    before = dict(zip(names, cursor.fetchone(), strict=True))
    for version in found.versions:
        if version.is_shown:
            continue
        row = {**before, **_row(db, found, version.values), "uuid": "", "created": now()}
        del row["id"]
        number = recorder.insert("claim", row)
        actors = [_number(db, "actor", uuid) for uuid in version.values[ACTORS]]
        topic, stance = int(str(row["topic_id"])), str(row["stance"])
        recorder.insert_many("claim_actor", actor_rows(number, list(dict.fromkeys(actors)), topic, stance))
        _write_values(db, recorder, number, version.values)


def _field(db: Database, number: int) -> OwnField:
    return next(one for one in read_fields.fields(db, defined=True) if one.id == number)


def _delete(db: Database, recorder: Recorder, found: Conflict) -> None:
    if found.table == "claim":
        remove(db, recorder, [found.row])
    elif found.table == "document":
        edit_documents.remove_within(db, recorder, [found.row])
    elif found.table in ("actor", "topic"):
        raise UserError(_("Delete it on the codebook’s page, where it is asked what becomes of its claims."))
    elif found.table == "own_field":
        own_fields.remove(db, recorder, _field(db, found.row))
    else:
        recorder.delete(found.table, [found.row])


__all__ = ["decide", "set_note"]
