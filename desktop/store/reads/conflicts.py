"""Questions on what stands against each other since the work of several came together."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.core.conflicts import Conflict, ConflictKind, ConflictVersion, setting_parts
from desktop.core.dates import here
from desktop.core.history_text import column_word
from desktop.core.language import _
from desktop.core.phrases import counted, gone
from desktop.core.portable import ACTORS, OF_TEXT, VALUES
from desktop.core.text import context, one_line
from desktop.store.database import Database
from desktop.store.foreign import FAULTS
from desktop.store.portable_rows import reference
from desktop.store.reads.agreement import Decision
from desktop.store.schema import RECORDED

_COLUMNS = ("id", "uuid", "kind", "name", "thing", "field", "versions", "decision", "note")
_ROWS = f"SELECT {', '.join(_COLUMNS)} FROM conflict"
# what nobody reads of a version
_HIDDEN = frozenset(
    ("uuid", "prefix", "suffix", "length", "bytes_sha256", "extractor", "pages", "original_start", "original_end")
)
_AROUND = 240
_VALUES_OF = "SELECT f.uuid, v.value FROM claim_value v JOIN own_field f ON f.id = v.field_id WHERE v.claim_id = ?"


def count(db: Database, *, is_open: bool = True) -> int:
    """Return how many are to be decided; with *is_open* False of all."""
    where = "WHERE decision = ''" if is_open else ""
    return int(db.sqlite.execute(f"SELECT count(*) FROM conflict {where}").fetchone()[0])


def conflicts(db: Database, *, is_open: bool = True) -> list[Conflict]:
    """Return what is to be decided, by document and place, then all else; with *is_open* False what was decided too."""
    where = "WHERE decision = ''" if is_open else ""
    rows = db.sqlite.execute(f"{_ROWS} {where} ORDER BY id").fetchall()
    found = [_conflict(db, row) for row in rows]
    return sorted(found, key=lambda one: (not one.document, one.document, one.id))


def conflict(db: Database, number: int) -> Conflict:
    """Return one.

    Raises:
        UserError: when there is none of this number.
    """
    row = db.sqlite.execute(f"{_ROWS} WHERE id = ?", [number]).fetchone()
    if row is None:
        raise gone("conflict", number)
    return _conflict(db, row)


def _conflict(db: Database, row: tuple[Any, ...]) -> Conflict:
    number, uuid, kind, table, thing, field, dumped, decision, note = row
    if table not in RECORDED:
        raise ValueError(f"conflict {number}: {table}")
    column = "key" if table == "setting" else "uuid"
    there = db.sqlite.execute(f'SELECT * FROM "{table}" WHERE {column} = ?', [thing])
    names = [one[0] for one in there.description]
    own = there.fetchone()
    now: dict[str, Any] = dict(zip(names, own, strict=True)) if own is not None else {}
    told = json.loads(dumped)
    versions = [_version(db, table, one, now) for one in told]
    last = dict(told[0]["values"]) if told else {}
    document, passage = _passage(db, table, now, last)
    if table == "setting":
        versions = [replace(one, told=_setting_told(thing, one)) for one in versions]
        now["name"] = _setting_name(db, thing)
    name = now.get("quote") or now.get("name") or now.get("text") or last.get("quote") or last.get("name") or ""
    if table == "document":
        name = now.get("title") or name
    return Conflict(
        *(
            int(number),
            str(uuid),
            ConflictKind(kind),
            str(table),
            str(thing),
            int(now.get("id", 0)),
            one_line(str(name), 80),
        ),
        *(str(field), versions, str(decision), str(note), document, passage),
    )


def _setting_name(db: Database, key: str) -> str:
    """Return what a setting is called: a hand-out by its document and its coder, others by what was given them."""
    kind, name = setting_parts(key)
    if kind == "handout":
        document, _stroke, coder = name.partition("/")
        return f"{_called(db, 'document', document)}, {_called(db, 'coder', coder)}"
    return name if kind in ("filter", "view") else ""


def _setting_told(key: str, version: ConflictVersion) -> tuple[tuple[str, str], ...]:
    """Return what a setting says in words: it is kept as JSON, which nobody reads."""
    value = version.values.get("value")
    if value is None:
        return ()
    kind = setting_parts(key)[0]
    try:
        told = json.loads(str(value))
        if kind == "handout":
            by, since, finished = (str(told[name]) for name in ("by", "since", "finished"))
            sentence = _("handed out by {coder}, {since}; declared finished {finished}")
            if not finished:
                sentence = _("handed out by {coder}, {since}; not finished")
            return ((_("state"), sentence.format(coder=by, since=here(since), finished=here(finished))),)
        if kind == "agreed":
            decision = Decision.from_json(str(value))
            counts = _("none were taken over") if not decision.taken else counted("claim", len(decision.taken))
            found = () if decision.taken is None else ((_("taken over"), counts),)
            return (*found, *(((_("note"), decision.note),) if decision.note else ()))
    except FAULTS:
        # what another hand wrote there may be anything
        return ((_("what it says"), one_line(str(value), 2000)),)
    if isinstance(told, dict):
        parts = ((column_word(str(name)), one_line(_plain(part), 2000)) for name, part in told.items())
        return tuple((name, words) for name, words in parts if words)
    return ((_("what it says"), one_line(_plain(told), 2000)),)


def _plain(value: Any) -> str:
    """Return a value of JSON without its signs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{column_word(str(name))} {words}" for name, one in value.items() if (words := _plain(one)))
    if isinstance(value, list):
        return ("; " if any(isinstance(one, list | dict) for one in value) else ", ").join(map(_plain, value))
    return str(value)


def _version(db: Database, table: str, one: Mapping[str, Any], now: Mapping[str, Any]) -> ConflictVersion:
    values = one["values"]
    told: list[tuple[str, str]] = []
    is_shown = bool(values)
    for name, value in values.items():
        if name == ACTORS:
            shown = [str(row[0]) for row in _held(db, int(now.get("id", 0)))]
            is_shown = is_shown and shown == list(value)
            told.append((column_word("actor_id"), ", ".join(_called(db, "actor", uuid) for uuid in value)))
            continue
        if name == VALUES:
            told.extend((_called(db, "own_field", uuid), str(one)) for uuid, one in value)
            rows = db.sqlite.execute(_VALUES_OF, [int(now.get("id", 0))]).fetchall()
            is_shown = is_shown and sorted(map(list, rows)) == sorted(value)
            continue
        if name.startswith(OF_TEXT):
            continue
        other = reference(table, name)
        own = now.get(name)
        if other and value is not None:
            word = _called(db, other, str(value))
            row = db.sqlite.execute(f'SELECT {_known(other)} FROM "{other}" WHERE id = ?', [own]).fetchone()
            own = str(row[0]) if row else None
        else:
            word = "" if value is None else str(value)
        if name not in ("certainty", "prefix", "suffix") and name in now and own != value:
            is_shown = False
        if name not in _HIDDEN and word:
            told.append((column_word(name), one_line(word, 2000) if other != "text" else word))
    by = (str(one.get("coder", "")), str(one.get("created", "")))
    return ConflictVersion(*by, tuple(told), is_shown, values, str(one.get("did", "")))


def _held(db: Database, claim: int) -> list[tuple[str]]:
    sql = (
        "SELECT a.uuid FROM claim_actor c JOIN actor a ON a.id = c.actor_id WHERE c.claim_id = ? "
        "ORDER BY c.position, c.id"
    )
    return db.sqlite.execute(sql, [claim]).fetchall()


def _known(table: str) -> str:
    return "sha256" if table == "text" else "uuid"


def _called(db: Database, table: str, uuid: str) -> str:
    if table == "text":
        row = db.sqlite.execute("SELECT substr(content, 1, 400) FROM text WHERE sha256 = ?", [uuid]).fetchone()
    elif table == "document":
        sql = "SELECT CASE title WHEN '' THEN name ELSE title END FROM document WHERE uuid = ?"
        row = db.sqlite.execute(sql, [uuid]).fetchone()
    elif table == "claim":
        row = db.sqlite.execute("SELECT quote FROM claim WHERE uuid = ?", [uuid]).fetchone()
    else:
        row = db.sqlite.execute(f'SELECT name FROM "{table}" WHERE uuid = ?', [uuid]).fetchone()
    return str(row[0]) if row else uuid


def _passage(
    db: Database, table: str, now: Mapping[str, Any], last: Mapping[str, Any]
) -> tuple[int, tuple[str, str, str]]:
    """Return the document and the words that a thing is about, with what stands around them."""
    if table == "memo" and now.get("claim_id"):
        row = db.sqlite.execute(
            'SELECT document_id, start, "end" FROM claim WHERE id = ?', [now["claim_id"]]
        ).fetchone()
        now = dict(zip(("document_id", "start", "end"), row, strict=True)) if row else {}
    if table == "document" and now:
        return int(now["id"]), ("", "", "")
    document = int(now.get("document_id") or now.get("document_a_id") or 0)
    if not document and last.get("document_id"):
        row = db.sqlite.execute("SELECT id FROM document WHERE uuid = ?", [last["document_id"]]).fetchone()
        return (int(row[0]) if row else 0), ("", str(last.get("quote", "")), "")
    start, end = now.get("start", now.get("start_a")), now.get("end", now.get("end_a"))
    if not document or start is None or end is None:
        return document, ("", "", "")
    sql = "SELECT t.content FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?"
    text = str(db.sqlite.execute(sql, [document]).fetchone()[0])
    before, after = context(text, int(start), int(end), _AROUND)
    return document, (before, text[int(start) : int(end)], after)
