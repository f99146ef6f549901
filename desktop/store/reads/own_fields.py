"""The fields that a project has of its own, what things have of them, and how many."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from desktop.core.own_fields import KINDS, OwnField, of_owner, parted
from desktop.store.database import Database
from desktop.store.errors import wrong_row
from desktop.store.foreign import FAULTS

# from one value to the next in the covering index: a million rows are gone through by few values
_DISTINCT = """
WITH RECURSIVE known(value) AS (
    SELECT (SELECT min(value) FROM field_mention WHERE field_id = :field)
    UNION ALL
    SELECT (SELECT min(m.value) FROM field_mention m WHERE m.field_id = :field AND m.value > known.value) FROM known
    WHERE known.value IS NOT NULL
)
SELECT value FROM known WHERE value IS NOT NULL LIMIT :most
"""
# values that are offered while one types
_OFFERED = 500


def fields(db: Database, owner: str = "", *, defined: bool = False) -> list[OwnField]:
    """Return the fields of one *owner*, or of all, in their order.

    What documents have that nobody has defined (a column of a table that came in, say) stands behind the others, as
    text without an id; not where only those that are *defined* are asked for.
    """
    found: list[OwnField] = []
    sql = (
        "SELECT owner, name, kind, definition, preset, choices, id, uuid FROM own_field "
        "WHERE ? IN ('', owner) ORDER BY position, id"
    )
    for row in db.sqlite.execute(sql, [owner]):
        try:
            choices = tuple(map(str, json.loads(row[5])))
            KINDS[row[2]]
        except FAULTS as error:
            raise wrong_row("own_field", row[6]) from error
        found.append(OwnField(row[0], row[1], row[2], row[3], row[4], choices, row[6], row[7]))
    if defined or owner not in ("", "document"):
        return found
    known = {one.name for one in of_owner(found, "document")}
    sql = "SELECT DISTINCT v.key FROM document d, json_each(d.variables) v WHERE d.variables <> '{}' ORDER BY v.key"
    return [*found, *(OwnField("document", name) for (name,) in db.sqlite.execute(sql) if name not in known)]


def used(db: Database, field: OwnField, most: int = _OFFERED) -> list[str]:
    """Return the values that things have of a field, sorted; no more than *most* of them."""
    if field.owner == "claim":
        rows = db.sqlite.execute(_DISTINCT, {"field": field.id, "most": most})
        return sorted((str(value) for (value,) in rows), key=field.rank)
    return sorted({value for text in texts(db, field).values() for value in split(field, text)}, key=field.rank)[:most]


def counts(db: Database, field: OwnField) -> dict[str, int]:
    """Return how many things have each value of a field, sorted; a thing with several counts for each."""
    if field.owner == "claim":
        sql = "SELECT value, count(*) FROM field_mention WHERE field_id = ? GROUP BY value"
        found: Mapping[str, int] = dict(db.sqlite.execute(sql, [field.id]).fetchall())
    else:
        found = Counter(value for text in texts(db, field).values() for value in split(field, text))
    return {value: found[value] for value in sorted(found, key=field.rank)}


def holders(db: Database, field: OwnField) -> int:
    """Return how many things have a value of a field."""
    if field.owner == "claim":
        sql = "SELECT count(DISTINCT claim_id) FROM claim_value WHERE field_id = ?"
        return int(db.sqlite.execute(sql, [field.id]).fetchone()[0])
    return len(texts(db, field))


def texts(db: Database, field: OwnField, numbers: Iterable[int] | None = None) -> dict[int, str]:
    """Return what things have of a field of documents, actors or topics, by their ids; those without are left out."""
    among, values = "", [field.name]
    if numbers is not None:
        among = " AND t.id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(numbers)))
    sql = (
        f"SELECT t.id, v.value FROM {field.owner} t, json_each(t.variables) v "
        f"WHERE t.variables <> '{{}}' AND v.key = ?{among}"
    )
    return {int(number): str(value) for number, value in db.sqlite.execute(sql, values)}


def split(field: OwnField, text: str) -> tuple[str, ...]:
    """Return the values that stand in a text, whether they fit or not."""
    if not field.made.several:
        return (text,) if text else ()
    return tuple(part for part in (one.strip() for one in text.split(";")) if part)


def wanted(db: Database, places: Iterable[str]) -> dict[str, OwnField]:
    """Return the fields of these places that there are, by place."""
    known = {one.place: one for one in fields(db)} if any(parted(place)[0] for place in places) else {}
    return {place: known[place] for place in places if place in known}
