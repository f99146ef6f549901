"""What a change set did, told for people: which claim, which field, from what to what."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop.core.changes import Row, RowChange, Value
from desktop.core.claim_fields import CHOICES, CLAIM
from desktop.core.fields import ACTOR, DOCUMENT, TOPIC
from desktop.core.history import FieldChange, Told
from desktop.core.language import N_, _
from desktop.core.phrases import THINGS, counted
from desktop.core.text import one_line
from desktop.core.told_apart import BELOW

Key = tuple[str, int]
Names = Mapping[Key, Row]


class Lookup(Protocol):
    """The claims of a step by id."""

    def get(self, number: int, /) -> RowChange | None:
        """Return what became of a claim; None when nothing did."""


LONGEST = 160
# columns that name a row of another table
REFERENCES = {
    "actor_id": "actor",
    "organisation_id": "actor",
    "topic_id": "topic",
    "coder_id": "coder",
    "document_id": "document",
    "document_a_id": "document",
    "document_b_id": "document",
    "claim_id": "claim",
    "field_id": "own_field",
}
# tables of what belongs to another thing, and of that
OWNERS = {
    **{"claim_actor": "claim", "claim_value": "claim", "participant": "document", "segment": "document"},
    "membership": "actor",
}
ORDER = (
    *("document", "claim", "actor", "topic", "memo", "own_field"),
    *("trace_verdict", "same_event", "dismissed_suggestion", "conflict", "coder", "setting"),
)
# those of which a document has words
_QUOTED = ("claim", "trace_verdict", "dismissed_suggestion")
# what people call columns; a column that is not among them is its own word
_COLUMNS = {
    **{field.stored: field.word for field in (*CLAIM, *DOCUMENT, *ACTOR, *TOPIC)},
    "topic_id": N_("topic"),
    "actor_id": N_("actor"),
    "organisation_id": N_("organisation"),
    "since": N_("from"),
    "until": N_("until"),
    "coder_id": N_("coder"),
    "parent_id": N_("under"),
    "start": N_("begins at"),
    "end": N_("ends at"),
    "position": N_("place in the order"),
    "variables": N_("own fields"),
    "preset": N_("default"),
    "choices": N_("values"),
    "start_b": N_("begins at"),
    "end_b": N_("ends at"),
    "same": N_("the same event"),
}
_DONE = {"added": N_("added {things}"), "changed": N_("changed {things}"), "deleted": N_("deleted {things}")}
# what serves the program alone; the export of the audit trail has it
_TECHNICAL = ("id", "uuid", "prefix", "suffix", "created", "length", "bytes_sha256", "original_sha256")
_HIDDEN = frozenset((*_TECHNICAL, "extractor", "pages", "origins", "original_start", "original_end"))


def column_word(name: str) -> str:
    """Return what people call a column."""
    return _(_COLUMNS.get(name, name.replace("_", " ")))


def squash(changes: Iterable[RowChange]) -> list[RowChange]:
    """Return one change for each row, from its first before to its last after; none for what ended as it began."""
    found: dict[Key, RowChange] = {}
    for change in changes:
        key = (change.table, change.id)
        first = found.get(key)
        found[key] = RowChange(change.table, change.id, first.before if first else change.before, change.after)
    return [change for change in found.values() if change.before != change.after]


def wanted_names(changes: Sequence[RowChange]) -> set[Key]:
    """Return the rows that *changes* name and do not hold themselves."""
    wanted: set[Key] = set()
    for change in changes:
        for row in (change.before, change.after):
            for column, value in (row or {}).items():
                table = change.table if column == "parent_id" else REFERENCES.get(column)
                if table is not None and isinstance(value, int):
                    wanted.add((table, value))
    return wanted - {(change.table, change.id) for change in changes}


# what stands in the place of one that went is told by what went
UNTOLD = frozenset({"successor"})


def summary(changes: Sequence[RowChange]) -> str:
    """Return in one line how many things of each kind *changes* (squashed) added, changed and deleted."""
    return counts_told(_count(changes))


def counts_told(counts: Mapping[tuple[str, str], int]) -> str:
    """Return in one line how many things there are by verb and table."""
    parts = []
    for verb, sentence in _DONE.items():
        things = [counted(table, counts[verb, table]) for table in ORDER if counts.get((verb, table))]
        if things:
            parts.append(_(sentence).format(things=", ".join(things)))
    return "; ".join(parts)


def subjects(changes: Sequence[RowChange]) -> list[list[RowChange]]:
    """Return *changes* (squashed) by the thing they belong to; with a document go its segments and its claims."""
    groups: dict[Key, list[RowChange]] = {}
    whole = {change.id for change in changes if change.table == "document" and verb_of(change) != "changed"}
    own = {change.id: change for change in changes if change.table == "claim"}
    for change in changes:
        if change.table not in UNTOLD:
            groups.setdefault(subject(change, whole, own), []).append(change)
    # a new order moves many things of which nobody asks
    moved = {key for key, rows in groups.items() if all(is_move(row) for row in rows)}
    found = [rows for key, rows in groups.items() if key not in moved]
    for table in ("actor", "topic"):
        rows = [row for key in groups if key in moved and key[0] == table for row in groups[key]]
        if rows:
            found.append(rows)
    # what came in comes first; that somebody does something for the first time is said last
    return sorted(found, key=lambda rows: {"document": 0, "coder": 2}.get(rows[0].table, 1))


@dataclass(slots=True)
class Teller:
    """Tell groups of changes; *names* are the rows of other things, as they were then.

    Attributes:
        alike: the ids of topics that share their name with others, which what stands above them tells apart.
    """

    names: Names
    alike: frozenset[int] = frozenset()
    _own: dict[Key, Row] = field(default_factory=dict)

    def tell(self, rows: Sequence[RowChange], every: Sequence[RowChange]) -> Told:
        """Tell what became of one thing; *every* change of the step may name others."""
        if not self._own:
            for change in every:
                self._own[change.table, change.id] = change.after or change.before or {}
        main = next((row for row in rows if row.table in ("claim", "document", "actor", "topic")), rows[0])
        if main.table in ("actor", "topic") and all(map(is_move, rows)):
            name = self._name(main.table, main.id) if len(rows) == 1 else counted(main.table, len(rows))
            return Told("changed", main.table, name, _("put in another place of the order"))
        kind = OWNERS.get(main.table, main.table)
        row = main.after or main.before or {}
        number = main.id if main.table == kind else int(str(row[f"{kind}_id"]))
        verb = verb_of(main) if main.table == kind else "changed"
        changes = self._fields(main) if (main.table, verb) == (kind, "changed") else ()
        changes += self._memberships_changed(rows) if verb == "changed" else ()
        about, name, whose = "", self._name(kind, number) if kind != "memo" else "", (kind, number)
        if kind == "claim":
            before = [self._cell("actor_id", one.before["actor_id"]) for one in rows if _holds(one) and one.before]
            after = [self._cell("actor_id", one.after["actor_id"]) for one in rows if _holds(one) and one.after]
            about = self._about_claim(row, ", ".join(before or after)) if verb != "changed" else ""
            changes += _actors_changed(before, after) if verb == "changed" else ()
            changes += self._values_changed(rows) if verb == "changed" else ()
        elif kind == "document":
            counts = Counter(one.table for one in rows if one.table in ("segment", "claim", "participant", "memo"))
            about = ", ".join(counted(table, counts[table]) for table in counts)
        elif kind == "memo":
            on = [(table, int(str(row[one]))) for one, table in REFERENCES.items() if row.get(one) and table != "coder"]
            name = " × ".join(self._name(*key) for key in on)
            about = _short(row.get("text")) if verb != "changed" else ""
            whose = on[0] if on else whose
        elif kind == "same_event":
            about = (_("the same event") if row["same"] else _("not the same event")) if verb != "changed" else ""
        elif kind in _QUOTED and verb != "changed":
            about = " × ".join(self._documents(row)) if kind == "trace_verdict" else self._in_document(row)
        elif verb != "changed":
            about = _short(row.get("proposition") or row.get("kind") or "")
        uuid = str(self._row(*whose).get("uuid", "")) if whose[0] in ("claim", "document") else ""
        return Told(verb, kind, name, about, changes, uuid, whose[0] == "document")

    def _about_claim(self, row: Row, actors: str) -> str:
        # a row from before a field was there lacks it
        choices = (row.get(choice.key) for choice in CHOICES)
        parts = (actors, self._cell("topic_id", row["topic_id"]), *choices, self._in_document(row))
        return " · ".join(str(part) for part in parts if part)

    def _in_document(self, row: Row) -> str:
        return _("in {document}").format(document=one_line(self._cell("document_id", row["document_id"]), 60))

    def _values_changed(self, rows: Sequence[RowChange]) -> tuple[FieldChange, ...]:
        """Tell what a claim had and has of each own field that a step changed."""
        told: dict[str, tuple[list[str], list[str]]] = {}
        for one in rows:
            if one.table == "claim_value":
                for row, at in ((one.before, 0), (one.after, 1)):
                    if row is not None:
                        told.setdefault(self._cell("field_id", row["field_id"]), ([], []))[at].append(str(row["value"]))
        return tuple(
            FieldChange(name, *(_short("; ".join(sorted(one))) for one in both)) for name, both in told.items()
        )

    def _memberships_changed(self, rows: Sequence[RowChange]) -> tuple[FieldChange, ...]:
        """Tell where an actor belonged and belongs, of each membership that a step changed."""
        told = [
            tuple(self._membership(row) if row is not None else "" for row in (one.before, one.after))
            for one in rows
            if one.table == "membership"
        ]
        return tuple(FieldChange(_("belongs to"), before, after) for before, after in told)

    def _membership(self, row: Row) -> str:
        role, since, until = (str(row[name]) for name in ("role", "since", "until"))
        parts = (self._cell("organisation_id", row["organisation_id"]), f"({role})" if role else "")
        return " ".join(filter(None, (*parts, f"{since}–{until}" if since or until else "")))

    def _documents(self, row: Row) -> Iterator[str]:
        return (self._cell(column, row[column]) for column in ("document_a_id", "document_b_id"))

    def _fields(self, change: RowChange) -> tuple[FieldChange, ...]:
        before, after = change.before or {}, change.after or {}
        names = [name for name in after if name not in _HIDDEN and before.get(name) != after[name]]
        if "text_id" in names:
            return (
                FieldChange(_("text"), *(counted("character", int(str(row["length"]))) for row in (before, after))),
                *(self._field(change.table, name, before, after) for name in names if name != "text_id"),
            )
        return tuple(self._field(change.table, name, before, after) for name in names)

    def _field(self, table: str, name: str, before: Row, after: Row) -> FieldChange:
        return FieldChange(
            _(_COLUMNS.get(name, name.replace("_", " "))),
            self._cell(name, before.get(name), table),
            self._cell(name, after[name], table),
        )

    def _cell(self, column: str, value: Value, table: str = "") -> str:
        if value is None:
            return ""
        other = table if column == "parent_id" else REFERENCES.get(column)
        if other is not None and isinstance(value, int):
            return self._name(other, value)
        if column in ("aliases", "choices"):
            return _short("; ".join(json.loads(str(value))))
        if column == "variables":
            return _short("; ".join(f"{name}: {told}" for name, told in json.loads(str(value)).items()))
        if column in ("is_brief", "same"):
            return _("yes") if value else _("no")
        return _short(value)

    def _name(self, table: str, number: int) -> str:
        row = self._row(table, number)
        if table == "same_event" and row:
            return " × ".join(self._documents(row))
        if table in _QUOTED and row.get("quote"):
            return f"“{_short(row['quote'])}”"
        if table == "setting" and str(row.get("key", "")).startswith("agreed/"):
            return _("of what coders differ in")
        if table == "setting":
            return str(row.get("key", number)).replace(":", " ").replace("_", " ")
        name = _short(row.get("title") or row.get("name")) or _("{thing} {number}").format(
            thing=_(THINGS[table]), number=number
        )
        above = row.get("parent_id")
        if table == "topic" and number in self.alike and isinstance(above, int) and above != number:
            return f"{_short(self._row(table, above).get('name'))}{BELOW}{name}"
        return name

    def _row(self, table: str, number: int) -> Row:
        return self._own.get((table, number)) or self.names.get((table, number)) or {}


def _holds(change: RowChange) -> bool:
    return change.table == "claim_actor"


def _actors_changed(before: Sequence[str], after: Sequence[str]) -> tuple[FieldChange, ...]:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if gone or come:
        return (FieldChange(_("actors"), ", ".join(gone.elements()), ", ".join(come.elements())),)
    return (FieldChange(_("order of the actors"), ", ".join(before), ", ".join(after)),) if before != after else ()


def subject(change: RowChange, whole: Container[int], own: Lookup) -> Key:
    """Return the thing that a change belongs to; *whole* documents came or went, *own* are the step's claims."""
    row = change.after or change.before or {}
    if change.table == "membership":
        return "actor", int(str(row["actor_id"]))
    if change.table in ("claim", "segment", "participant", "claim_actor", "claim_value", "memo"):
        claim_id = row.get("claim_id") if change.table != "claim" else change.id
        if isinstance(claim_id, int):
            claim = own.get(claim_id)
            document_id = (claim.after or claim.before or {}).get("document_id") if claim is not None else None
            if claim is not None and verb_of(claim) != "changed" and document_id in whole:
                return "document", int(str(document_id))
            if change.table != "memo" or (claim is not None and verb_of(claim) == verb_of(change) != "changed"):
                return "claim", claim_id
        document_id = row.get("document_id")
        if isinstance(document_id, int) and (change.table != "memo" or document_id in whole):
            return "document", document_id
    return change.table, change.id


def _count(changes: Sequence[RowChange]) -> Counter[tuple[str, str]]:
    """Count things by verb and table; a claim whose actors alone changed has changed itself."""
    found: Counter[tuple[str, str]] = Counter()
    own = {(change.table, change.id) for change in changes}
    touched: set[Key] = set()
    for change in changes:
        row = change.after or change.before or {}
        if change.table in ORDER:
            found[verb_of(change), change.table] += 1
        elif change.table in ("claim_actor", "claim_value"):
            touched.add(("claim", int(str(row["claim_id"]))))
        elif change.table == "membership":
            touched.add(("actor", int(str(row["actor_id"]))))
        elif isinstance(document_id := row.get("document_id"), int):
            touched.add(("document", document_id))
    found.update(("changed", table) for table, _number in touched - own)
    return found


def is_move(change: RowChange) -> bool:
    """Tell whether no more than the place of an actor or topic in the order was changed."""
    if change.before is None or change.after is None or change.table not in ("actor", "topic"):
        return False
    return {name for name in change.after if change.before.get(name) != change.after[name]} == {"position"}


def verb_of(change: RowChange) -> str:
    """Return what became of a row: ``added``, ``changed`` or ``deleted``."""
    return "added" if change.before is None else "deleted" if change.after is None else "changed"


def _short(value: Value) -> str:
    return "" if value is None else one_line(str(value), LONGEST)
