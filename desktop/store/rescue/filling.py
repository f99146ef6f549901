"""Writing what was found in a damaged file into a clean one, and telling what is missing."""

import json
import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.scale import NOT_CODED, THREE, Scale
from desktop.core.text import context, one_line, text_hash
from desktop.store import check, files, foreign
from desktop.store.database import Database, now
from desktop.store.errors import explained, hinders_all
from desktop.store.rescue.gathering import BASE, FoundRow, Gathered, gather, is_as_it_came_in
from desktop.store.rescue.pages import Stored
from desktop.store.rescue.replay import Replay
from desktop.store.schema import MIGRATIONS, RECORDED
from desktop.store.sqlite import Sqlite
from desktop.store.trail import load_changes, read_all
from desktop.store.whole import written_whole

_ALL_IS_THERE = N_("Nothing is missing: all rows and the whole history are in {new}.")
_ROWS_ARE_THERE = N_("All rows that were found are in {new}; what was done before cannot be undone any more.")
_LOST_NAME = N_("(lost {thing} {number})")
# the first version in which a stance may be not coded
_NOT_CODED = 16
# that in which what others did is kept
_SHARING = 17
# where a row comes from that was nowhere
_INVENTED = "invented"
_GAP = " "
# what stands for bytes that are no text
_BROKEN = "\N{REPLACEMENT CHARACTER}"
# no row of ours has a number from here on
_HIGHEST = 2**62
# so many rows that belong to what is lost are told each by itself
_ONE_BY_ONE = 20
# letters of the longest text that is made up, whatever a damaged row says of its length
_LONGEST = 50_000_000
# what a row is given where what stood there cannot be: the rest has a default
_PLAIN: dict[str, dict[str, Stored]] = {
    "actor": {"kind": "group"},
    "claim": {"stance": "neutral", "voice": "direct"},
    "segment": {"kind": "paragraph"},
    "own_field": {"owner": "claim", "kind": "text"},
}
_DOUBTFUL = frozenset(
    {
        *("kind", "stance", "voice", "origin", "certainty", "date_certainty", "is_brief", "parent_id", "aliases"),
        *("original_start", "original_end", "pages", "origins", "variables", "action", "choices", "since", "until"),
    }
)

Values = dict[str, Stored]


@dataclass(slots=True)
class Rescued:
    """What became of a file.

    Attributes:
        new: the clean file.
        found: how many rows of each table are in it.
        sources: where they come from, by table and source.
        lines: what is missing or was made up, each a finished sentence.
    """

    new: Path
    found: Counter[str] = field(default_factory=Counter)
    sources: dict[str, Counter[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def rescue(path: Path, new: Path, *, by_history: bool = False) -> Rescued:
    """Bring what can be read of the project file at *path* into a clean file *new*, and tell what is missing.

    The file at *path* is only read. Rows are taken from its tables, else from its pages, the history, or indexes; where
    the table and the history say different things of a row, the table is right, or the history *by_history*.

    Raises:
        UserError: when something stands at *new*, or nothing of a project can be read at *path*.
    """
    try:
        gathered = gather(path)
        if not any(gathered.rows.get(name) for name in BASE):
            sentence = _("Nothing of a project can be read in “{path}”: restore a backup of it, if there is one.")
            raise UserError(sentence, path=path)
        if new.exists():
            raise FileExistsError
        with explained(new), written_whole(new, replace=False) as part:
            return _Filling(gathered, path, new, by_history=by_history).write(part)
    except FileExistsError as error:
        raise UserError(_("“{path}” exists already: choose another name, or delete it first."), path=new) from error
    except OSError as error:
        sentence = _("“{path}” cannot be brought into “{new}” ({reason}): choose another place.")
        raise UserError(sentence, path=path, new=new, reason=error.strerror) from error


class _Filling:
    """The rows of one file on their way into another."""

    def __init__(self, gathered: Gathered, path: Path, new: Path, *, by_history: bool) -> None:
        self._gathered = gathered
        self._path = path
        self._rows = gathered.rows
        self._report = Rescued(new)
        self._by_history = by_history
        self._is_whole = gathered.is_sound
        self._last_ids: dict[str, int] = {}
        # claims whose stance cannot be read
        self._uncoded: list[int] = []

    def write(self, part: Path) -> Rescued:
        """Write all into the file *part*."""
        self._add_from_history()
        if not self._gathered.is_sound:
            self._add_from_indexes()
        self._mend_texts()
        self._mend_claims()
        self._mend_segments()
        self._stand_in()
        db = files.create(part, MIGRATIONS[: self._gathered.version])
        try:
            # what refers to what is lost is taken out at the end
            db.execute("PRAGMA foreign_keys=OFF").close()
            with db.atomic():
                self._insert(db)
                self._sever(db)
                self._tell_empty_sets(db)
                self._mend_history(db)
            db.execute("PRAGMA foreign_keys=ON").close()
            self._finish(db)
        finally:
            db.close()
        self._look_over(part)
        return self._report

    # where rows come from

    def _add_from_history(self) -> None:
        replay = Replay(*(self._rows.get(table, {}) for table in ("history", "history_part", "text")))
        self._is_whole &= replay.is_whole
        for table, number in replay.last:
            self._last_ids[table] = max(number, self._last_ids.get(table, 0))
        otherwise = Counter[str]()
        for (table, number), state in replay.last.items():
            rows = self._rows.setdefault(table, {})
            known = rows.get(number)
            if state is None:
                # on a page that no table leads to, what was deleted may still stand
                if known is not None and known.source == "stray":
                    del rows[number]
                continue
            state = {**state, "id": number}
            if known is None or not known.is_whole:
                rows[number] = FoundRow({**(known.values if known else {}), **state}, "history")
            elif any(known.values.get(name) != value for name, value in state.items() if name in known.values):
                otherwise[table] += 1
                if self._by_history:
                    rows[number] = FoundRow({**known.values, **state}, "history")
        for table, count in sorted(otherwise.items()):
            told = _(
                "{count:,} rows of {table} stand otherwise in the table than the history tells: the table was taken."
            )
            if self._by_history:
                told = _("{count:,} rows of {table} stood otherwise in the table than the history tells: it was taken.")
            self._report.lines.append(told.format(count=count, table=table))

    def _add_from_indexes(self) -> None:
        """Make claims that are in no table and no step of what indexes say of them, and their holders of mentions."""
        entries = self._gathered.entries
        claims = self._rows["claim"]
        uuids = {entry["id"]: entry["uuid"] for entry in entries.get("sqlite_autoindex_claim_1", ())}
        for entry in (*entries.get("claim_document", ()), *entries.get("claim_topic", ())):
            number = entry["id"]
            if _number(number) > 0 and (number not in claims or claims[number].source == "index"):
                known = claims[number].values if number in claims else {"uuid": uuids.get(number), "created": ""}
                claims[number] = FoundRow({**known, **entry}, "index")
        held = {(row.values.get("claim_id"), row.values.get("actor_id")) for row in self._rows["claim_actor"].values()}
        free = max(self._rows["claim_actor"], default=0)
        for entry in entries.get("mention", ()):
            if entry["claim_id"] in claims and (entry["claim_id"], entry["actor_id"]) not in held:
                free += 1
                held.add((entry["claim_id"], entry["actor_id"]))
                names = ("claim_id", "actor_id", "topic_id", "stance")
                self._rows["claim_actor"][free] = FoundRow(
                    {"id": free, **{name: entry[name] for name in names}}, "index"
                )

    # making it fit together

    def _mend_texts(self) -> None:
        """See that each document has a text as long as it says, with the quotes of its claims where they stand."""
        claims: dict[int, list[Values]] = {}
        for row in self._rows["claim"].values():
            claims.setdefault(_number(row.values.get("document_id")), []).append(row.values)
        for number in sorted(claims.keys() - self._rows["document"].keys()):
            if number > 0:
                self._make_document(number, claims[number])
        # several documents may have one text, and each its own quotes to be set into it
        texts = {**self._rows["text"]}
        for number, row in self._rows["document"].items():
            text = texts.get(_number(row.values.get("text_id")))
            if text is not None and is_as_it_came_in(text):
                row.values["length"] = len(str(text.values["content"]))
            else:
                self._mend_text(number, row, text, claims.get(number, []))
        used = {row.values.get("text_id") for row in self._rows["document"].values()}
        for number, row in [*self._rows["text"].items()]:
            if number not in used and not is_as_it_came_in(row):
                del self._rows["text"][number]

    def _make_document(self, number: int, claims: list[Values]) -> None:
        name = _(_LOST_NAME).format(thing=_("document"), number=number)
        values: Values = {"id": number, "uuid": str(uuid.uuid4()), "name": name, "created": now()}
        length = max((_number(one.get("end")) for one in claims), default=0)
        self._rows["document"][number] = FoundRow({**values, "length": length}, _INVENTED)
        told = _("Document {number} is lost; its claims stand in “{name}”.")
        self._report.lines.append(told.format(number=number, name=name))

    def _mend_text(self, number: int, document: FoundRow, text: FoundRow | None, claims: list[Values]) -> None:
        length = _number(document.values.get("length"))
        content = _shortened(str(text.values.get("content") or "") if text is not None else "", length)
        # SQLite takes one for the end of a text when it counts letters
        content = content.replace("\0", _GAP)
        wanted = [one for one in (length, *(_number(claim.get("end")) for claim in claims)) if one <= _LONGEST]
        letters = [*content.ljust(max(wanted, default=0), _GAP)]
        for claim in claims:
            _set_in(letters, claim)
        patched = "".join(letters)
        if not patched.strip():
            told = _("The text of document {number}, “{name}”, is lost.")
        elif content.strip():
            told = _("The text of document {number}, “{name}”, is not as it came in: parts of it may be lost.")
        else:
            told = _("The text of document {number}, “{name}”, is lost but for the quotes of its claims.")
        name = one_line(str(document.values.get("name", "")), 60)
        self._report.lines.append(told.format(number=number, name=name))
        digest, texts = text_hash(patched), self._rows["text"]
        same = next((one for one, row in texts.items() if row.values.get("sha256") == digest), 0)
        if not same or not is_as_it_came_in(texts[same]):
            # under its number the history finds the words of former steps
            own = _number(document.values.get("text_id"))
            is_free = 0 < own < _HIGHEST and (own not in texts or texts[own].source != _INVENTED)
            same = same or (own if is_free else max(texts, default=0) + 1)
            texts[same] = FoundRow({"id": same, "sha256": digest, "content": patched}, _INVENTED)
        document.values.update(text_id=same, length=len(patched))

    def _mend_claims(self) -> None:
        texts, documents = self._rows["text"], self._rows["document"]
        stances = {one.key for one in self._scale().all}
        held: dict[int, list[Values]] = {}
        for row in self._rows["claim_actor"].values():
            held.setdefault(_number(row.values.get("claim_id")), []).append(row.values)
        for number in [*self._rows["claim"]]:
            values = self._rows["claim"][number].values
            document = documents.get(_number(values.get("document_id")))
            start, end = values.get("start"), values.get("end")
            text = texts.get(_number(document.values.get("text_id"))) if document else None
            if text is None or not isinstance(start, int) or not isinstance(end, int):
                del self._rows["claim"][number]
                self._report.lines.append(_("Claim {number} cannot be read.").format(number=number))
                continue
            content = str(text.values["content"])
            if not 0 <= start < end <= len(content):
                del self._rows["claim"][number]
                quote = one_line(str(values.get("quote", "")), 80)
                told = _("Claim {number} stood outside of its document and is left out: “{quote}”.")
                self._report.lines.append(told.format(number=number, quote=quote))
                continue
            values["quote"] = content[start:end]
            values["prefix"], values["suffix"] = context(content, start, end)
            values["uuid"] = values.get("uuid") or str(uuid.uuid4())
            if values.get("stance") not in stances:
                said = (one.get("stance") for one in held.get(number, ()))
                found = next((one for one in said if one in stances), NOT_CODED)
                told = _("The stance of claim {number} cannot be read: it is {stance} now.")
                self._report.lines.append(told.format(number=number, stance=found))
                if found == NOT_CODED:
                    self._uncoded.append(number)
                    # what is read is made anew in its own version first
                    found = found if self._gathered.version >= _NOT_CODED else THREE.steps[-1].key
                values["stance"] = found
            # both say the topic and the stance: the claim is right where they differ
            for each in held.get(number, ()):
                each.update(topic_id=values.get("topic_id"), stance=values.get("stance"))

    def _scale(self) -> Scale:
        """Return the scale that the file says it has; where it cannot be read, that of three steps."""
        settings = self._rows.get("setting", {}).values()
        value = next((row.values.get("value") for row in settings if row.values.get("key") == "scale"), None)
        try:
            return Scale.from_record(json.loads(str(value))) if value is not None else THREE
        except (ValueError, UserError):
            return THREE

    def _mend_segments(self) -> None:
        """Leave no segment outside of its document."""
        documents, cut = self._rows["document"], 0
        for number, row in [*self._rows["segment"].items()]:
            document = documents.get(_number(row.values.get("document_id")))
            length = _number(document.values.get("length")) if document is not None else -1
            if _number(row.values.get("end")) <= length:
                continue
            cut += 1
            if 0 <= _number(row.values.get("start")) < length:
                row.values["end"] = length
            else:
                del self._rows["segment"][number]
        if cut:
            told = _("{count:,} paragraphs and turns stood where no text is left; they were cut or left out.")
            self._report.lines.append(told.format(count=cut))

    def _stand_in(self) -> None:
        """Make up the actors, topics and coders that claims need and that are lost, under names that say so."""
        claims, held = self._rows["claim"], self._rows["claim_actor"]
        coders = {row.values.get("coder_id") for row in claims.values()}
        for table in ("memo", "trace_verdict", "same_event", "dismissed_suggestion", "conflict"):
            coders |= {row.values.get("coder_id") for row in self._rows.get(table, {}).values()}
        topics = {row.values.get("topic_id") for row in claims.values()}
        actors = {row.values.get("actor_id") for row in held.values() if row.values.get("claim_id") in claims}
        without = claims.keys() - {row.values.get("claim_id") for row in held.values()}
        if without:
            free = max((*self._rows["actor"], *(one for one in actors if isinstance(one, int))), default=0) + 1
            actors.add(free)
            at = max(held, default=0)
            for number in sorted(without):
                at += 1
                said = {name: claims[number].values.get(name) for name in ("topic_id", "stance")}
                held[at] = FoundRow({"id": at, "claim_id": number, "actor_id": free, **said}, _INVENTED)
            told = _("Who holds {count:,} claims is lost: {numbers}.")
            self._report.lines.append(told.format(count=len(without), numbers=_listed(without)))
        for table, thing, needed in (
            ("coder", _("coder"), coders),
            ("topic", _("topic"), topics),
            ("actor", _("actor"), actors),
        ):
            for number in sorted(one for one in needed if isinstance(one, int) and one not in self._rows[table]):
                name = _(_LOST_NAME).format(thing=thing, number=number)
                self._rows[table][number] = FoundRow({**_nameless(table, number), "name": name}, _INVENTED)
                told = _("The {thing} {number} is lost; what belongs to it stands under “{name}”.")
                self._report.lines.append(told.format(thing=thing, number=number, name=name))

    # writing

    def _insert(self, db: Sqlite) -> None:
        for table in BASE:
            columns = [str(row[1]) for row in db.execute(f'PRAGMA table_info("{table}")')]
            if not columns:
                continue
            lost: list[int] = []
            counted = self._report.sources.setdefault(table, Counter())
            for number in sorted(self._rows.get(table, {})):
                row = self._rows[table][number]
                if self._put(db, table, columns, row):
                    counted[row.source] += 1
                    self._report.found[table] += 1
                else:
                    lost.append(number)
            if lost:
                self._is_whole = False
                told = ngettext(
                    "{count:,} row of {table} holds what Visavis writes nowhere and is left out: {numbers}.",
                    "{count:,} rows of {table} hold what Visavis writes nowhere and are left out: {numbers}.",
                    len(lost),
                )
                self._report.lines.append(told.format(count=len(lost), table=table, numbers=_listed(lost)))

    def _put(self, db: Sqlite, table: str, columns: list[str], row: FoundRow) -> bool:
        """Write one row; what is in it that cannot be is left to its default, and told."""
        values = {name: row.values[name] for name in columns if row.values.get(name) is not None}
        wrong = {name for name, value in values.items() if not foreign.is_ours(table, name, value)}
        doubtful = _DOUBTFUL & values.keys()
        one_by_one = [wrong | {name} for name in sorted(doubtful)]
        for leave_out in (wrong, *one_by_one, wrong | doubtful, values.keys() - {"id", "name"}):
            if {"original_start", "original_end"} & leave_out:
                # neither stands without the other
                leave_out |= {"original_start", "original_end"} & values.keys()
            plain = {name: value for name, value in values.items() if name not in leave_out}
            if "key" in leave_out or (table == "coder" and "uuid" in leave_out):
                # nothing but its name is left, and claims that need it
                plain = {**_nameless(table, _number(values["id"])), **plain}
            plain = {**{name: one for name, one in _PLAIN.get(table, {}).items() if name in columns}, **plain}
            names = ", ".join(f'"{name}"' for name in plain)
            marks = ", ".join("?" * len(plain))
            try:
                db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [*plain.values()]).close()
            except (sqlite3.Error, OverflowError) as error:
                if isinstance(error, sqlite3.Error) and hinders_all(error):
                    # a full disk says nothing of the row
                    raise
                continue
            if leave_out:
                told = _("{table} {number} held what Visavis writes nowhere; left at what is usual: {columns}.")
                self._report.lines.append(
                    told.format(table=table, number=values["id"], columns=", ".join(sorted(leave_out)))
                )
            return True
        return False

    def _sever(self, db: Sqlite) -> None:
        """Take out what refers to what is lost, and what stands in a circle."""
        for table in ("actor", "topic"):
            sql = (
                f"WITH RECURSIVE up(id, at) AS (SELECT id, parent_id FROM {table} WHERE parent_id IS NOT NULL UNION "
                f"SELECT up.id, t.parent_id FROM up JOIN {table} t ON t.id = up.at WHERE t.parent_id IS NOT NULL) "
                "SELECT DISTINCT id FROM up WHERE id = at ORDER BY id"
            )
            for (number,) in db.execute(sql).fetchall():
                db.execute(f"UPDATE {table} SET parent_id = NULL WHERE id = ?", [number]).close()
        # both say the topic and the stance, whatever was left at what is usual
        db.execute(
            "UPDATE claim_actor SET (topic_id, stance) = (SELECT topic_id, stance FROM claim WHERE id = claim_id) "
            "WHERE claim_id IN (SELECT id FROM claim)"
        ).close()
        while wrong := db.execute("PRAGMA foreign_key_check").fetchall():
            self._is_whole = False
            often = Counter((table, parent) for table, _number, parent, _key in wrong)
            for (table, parent), count in often.items():
                if count > _ONE_BY_ONE and table != parent:
                    told = _("{count:,} rows of {table} belong to rows of {parent} that are lost, and are left out.")
                    self._report.lines.append(told.format(count=count, table=table, parent=parent))
            for table, number, parent, _key in wrong:
                if table == parent and table in ("actor", "topic"):
                    db.execute(f"UPDATE {table} SET parent_id = NULL WHERE id = ?", [number]).close()
                    continue
                if often[table, parent] > _ONE_BY_ONE:
                    self._report.found[table] -= db.execute(f'DELETE FROM "{table}" WHERE id = ?', [number]).rowcount
                    continue
                row = self._rows.get(table, {}).get(number)
                told = _("{table} {number} belongs to a row of {parent} that is lost, and is left out{text}.")
                text = one_line(str(row.values.get("text") or ""), 80) if row is not None else ""
                db.execute(f'DELETE FROM "{table}" WHERE id = ?', [number]).close()
                self._report.found[table] -= 1
                self._report.lines.append(
                    told.format(table=table, number=number, parent=parent, text=f": “{text}”" if text else "")
                )

    def _tell_empty_sets(self, db: Sqlite) -> None:
        """Tell of actions of the team that did nothing any more: there is none that never did."""
        if self._gathered.version < _SHARING:
            return
        sql = "SELECT count(*) FROM change_set s WHERE NOT EXISTS (SELECT 1 FROM change_row r WHERE r.set_id = s.id)"
        (count,) = db.execute(sql).fetchone()
        if count:
            self._is_whole = False
            told = ngettext(
                "What {count:,} action that came by a team or a merging did is lost; its name is there.",
                "What {count:,} actions that came by a team or a merging did is lost; their names are there.",
                count,
            )
            self._report.lines.append(told.format(count=count))

    def _mend_history(self, db: Sqlite) -> None:
        """Keep of steps that cannot be read what they were, without what they changed."""
        has_parts = "parts" in {row[1] for row in db.execute("PRAGMA table_info(history)")}
        parts = "parts" if has_parts else "0"
        lost: list[int] = []
        for number, count in db.execute(f"SELECT id, {parts} FROM history").fetchall():
            try:
                read_all(db, number, count, db.texts.content) if has_parts else load_changes(
                    db.execute("SELECT changes FROM history WHERE id = ?", [number]).fetchone()[0], db.texts.content
                )
            except foreign.FAULTS:
                lost.append(number)
                if has_parts:
                    db.execute("DELETE FROM history_part WHERE history_id = ?", [number]).close()
                    db.execute("UPDATE history SET parts = 0 WHERE id = ?", [number]).close()
                db.execute("UPDATE history SET changes = '[]' WHERE id = ?", [number]).close()
        if lost:
            told = _("What {count:,} steps of the history changed is lost: {numbers}.")
            self._report.lines.append(told.format(count=len(lost), numbers=_listed(lost)))

    def _finish(self, db: Sqlite) -> None:
        with db.atomic():
            files.migrate(db, self._gathered.version, MIGRATIONS)
            for number in self._uncoded:
                db.execute("UPDATE claim SET stance = ? WHERE id = ?", [NOT_CODED, number]).close()
                db.execute("UPDATE claim_actor SET stance = ? WHERE claim_id = ?", [NOT_CODED, number]).close()
            if self._report.lines or not self._is_whole:
                # an undo would meet rows that are not as its step left them
                db.execute(
                    "UPDATE history SET state = 'permanent' WHERE kind = 'edit' AND state <> 'abandoned'"
                ).close()
            db.execute(
                "INSERT INTO history (uuid, created, coder, kind, text, state, changes) "
                "VALUES (?, ?, ?, 'edit', ?, 'permanent', '[]')",
                [str(uuid.uuid4()), now(), "Visavis", _("Rescue {name}").format(name=self._path.name)],
            ).close()
            self._put_team(db)
            for entry in self._gathered.entries.get("last_id", ()):
                table, number = str(entry["name"]), _number(entry["number"])
                if table in RECORDED and 0 < number < _HIGHEST:
                    self._last_ids[table] = max(number, self._last_ids.get(table, 0))
            for table, number in self._last_ids.items():
                # nobody gets the number of a row that is lost
                db.execute(
                    "INSERT INTO last_id (name, number) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
                    "number = max(number, excluded.number)",
                    [table, number],
                ).close()

    def _put_team(self, db: Sqlite) -> None:
        """Leave the project in its team where it is all there: others take for known what its sets tell them of."""
        told = {str(one["key"]): str(one["value"]) for one in self._gathered.entries.get("team", ())}
        is_lost = "team" in self._gathered.unreadable and bool(self._rows.get("change_set"))
        is_whole = self._gathered.is_sound and self._is_whole and not self._report.lines
        if "client" in told and not (is_whole and foreign.are_team_facts(_as_bytes(told))):
            words = _(
                "The project was in a team; as not all of it could be read, the new file is in none: join the team "
                "anew (“visavis team join”), and bring this file in there (“visavis merge”)."
            )
            self._report.lines.append(words)
            told = {}
        elif is_lost:
            words = _(
                "Whether the project was in a team cannot be read: the new file is in none. If it was, join the team "
                "anew (“visavis team join”), and bring this file in there (“visavis merge”)."
            )
            self._report.lines.append(words)
        elif "client" not in told:
            told = {}
        for key, value in told.items():
            db.execute("INSERT INTO team (key, value) VALUES (?, ?)", [key, value]).close()
            self._report.found["team"] += 1

    def _look_over(self, part: Path) -> None:
        with Database(part) as found:
            self._report.lines.extend(check.problems(found))
        if not self._report.lines:
            told = _(_ALL_IS_THERE) if self._is_whole else _(_ROWS_ARE_THERE)
            self._report.lines.append(told.format(new=self._report.new))


def _nameless(table: str, number: int) -> Values:
    """Return the values of an actor, a topic or a coder of whom nothing is known."""
    values: Values = {"id": number, "uuid": str(uuid.uuid4())}
    values["name"] = _(_LOST_NAME).format(thing=table, number=number)
    if table != "coder":
        values["key"] = f"lost-{table}-{number}"
    if table == "actor":
        values["kind"] = "group"
    return values


def _as_bytes(told: Mapping[str, str]) -> dict[bytes, bytes]:
    return {key.encode(): value.encode() for key, value in told.items()}


def _number(value: Stored) -> int:
    """Return a value that is to be a number; what is none is -1, which is no row's."""
    return value if isinstance(value, int) else -1


def _shortened(content: str, length: int) -> str:
    """Return a text with as many letters as there were: bytes of one that are no text any more were read as several."""
    while len(content) > length >= 0 and _BROKEN in content[:-1]:
        at = content.index(_BROKEN)
        content = f"{content[:at]}{_GAP}{content[at + 2 :]}"
    return content


def _set_in(letters: list[str], claim: Values) -> None:
    """Put a claim's quote into a text, and what stood around it where nothing else stands."""
    start, end, quote = claim.get("start"), claim.get("end"), claim.get("quote")
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(quote, str) and len(quote) == end - start):
        return
    if not 0 <= start < end <= len(letters) or _BROKEN in quote:
        return
    letters[start:end] = quote.replace("\0", _GAP)
    prefix, suffix = (str(claim.get(name) or "").replace("\0", _GAP) for name in ("prefix", "suffix"))
    for words, first in ((prefix, start - len(prefix)), (suffix, end)):
        for at, letter in enumerate(words, start=first):
            if 0 <= at < len(letters) and letters[at] in (_GAP, _BROKEN):
                letters[at] = letter


def _listed(numbers: Iterable[int]) -> str:
    found = sorted(numbers)
    return ", ".join(map(str, found[:20])) + (", …" if len(found) > 20 else "")
