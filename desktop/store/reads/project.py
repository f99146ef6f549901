"""Reading a project: every query that is not part of an action."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from desktop.core.claim_fields import CHOICES, QUALITIES, chosen
from desktop.core.errors import GoneError, UserError
from desktop.core.fields import ENTRY_COLUMNS, FACTS
from desktop.core.language import N_, _
from desktop.core.memberships import Membership
from desktop.core.spans import Span
from desktop.core.text import decoded
from desktop.core.times import timeline
from desktop.core.values import (
    Actor,
    ActorKind,
    Certainty,
    Claim,
    CodedClaim,
    CodedDocument,
    CodedMemo,
    CodedSegment,
    Coder,
    Document,
    FactOrigin,
    Facts,
    Participant,
    Segment,
    SegmentKind,
    SpeakerCertainty,
    Stance,
    Topic,
)
from desktop.store.database import Database
from desktop.store.errors import explained, wrong_row
from desktop.store.foreign import FAULTS
from desktop.store.reads import scale as scales

_DOCUMENTS = f"""{{all}}
SELECT d.id, d.uuid, d.name, t.sha256, d.bytes_sha256, d.extractor, d.original_sha256, d.is_brief, d.length,
       {{stances}},
       {", ".join("d." + name for name in FACTS)}, d.origins, d.variables, d.pages, d.set_path
FROM document d JOIN {{text}} t ON t.id = d.text_id
"""
_OF_STANCE = "(SELECT count(*) FROM claim c WHERE c.document_id = d.id AND c.stance = {key})"
# of all documents: the index of the hashes is read whole, and no page of a text, which are most of the file
_HASHES = "WITH h AS MATERIALIZED (SELECT id, sha256 FROM text) "

# what a document is called
_CALLED = "coalesce(nullif(d.title, ''), d.name)"

_CLAIMS = f"""
SELECT c.id, c.uuid, c.document_id, c.start, c."end", c.quote, c.prefix, c.suffix, c.topic_id,
       {", ".join("c." + choice.key for choice in CHOICES)}, c.coder_id, c.created, c.origin, c.certainty
FROM claim c {{where}} ORDER BY c.document_id, c.start, c."end", c.id
"""
# what tables have of a claim itself, by the names of its attributes
CLAIM_COLUMNS = (
    *("id", "uuid", "document_id", "start", "end", "quote", "topic_id", "coder_id", "created", "origin"),
    *("certainty", *(choice.key for choice in CHOICES)),
)
_FLAT = (
    "SELECT " + ", ".join(f'c."{name}"' for name in CLAIM_COLUMNS) + " FROM json_each(:ids) "
    # a cross join is never turned round: the ids are gone through one after the other, and each claim is looked up
    "CROSS JOIN claim c ON c.id = value"
)
# one index has the actors of a claim, but in which order they stand; most claims have one
_FLAT_ACTORS = "SELECT claim_id, actor_id FROM json_each(:ids) CROSS JOIN claim_actor ON claim_id = value"
_ACTORS_IN_ORDER = """
SELECT claim_id, actor_id FROM claim_actor WHERE claim_id IN (SELECT value FROM json_each(?))
ORDER BY claim_id, position, id
"""
_FLAT_MEMOS = "SELECT claim_id, text FROM memo WHERE claim_id IN (SELECT value FROM json_each(:ids)) ORDER BY id"
_AMONG = "WHERE c.id IN (SELECT value FROM json_each(:ids))"
_CLAIM_ACTORS = """
SELECT a.claim_id, a.actor_id FROM claim c JOIN claim_actor a ON a.claim_id = c.id {where}
ORDER BY a.claim_id, a.position, a.id
"""
_CLAIM_VALUES = """
SELECT v.claim_id, f.name, v.value FROM claim c CROSS JOIN claim_value v ON v.claim_id = c.id
AND (SELECT max(id) FROM claim_value) IS NOT NULL CROSS JOIN own_field f ON f.id = v.field_id
{where} ORDER BY v.claim_id, f.position, f.id, v.id
"""
_CLAIM_MEMOS = "SELECT m.claim_id, m.text FROM claim c JOIN memo m ON m.claim_id = c.id {where} ORDER BY m.id"

_NO_DOCUMENT = N_("There is no document {number}: “visavis documents” lists them.")

# what a claim has of own fields, by name
OwnValues = tuple[tuple[str, str], ...]
# looking a member up takes a fifth of the time of calling its class, and there are 100,000 of them
_DATE_CERTAINTIES = {one.value: one for one in Certainty}
_CERTAINTIES = {one.value: one for one in SpeakerCertainty}
_QUALITIES = tuple({value.value: value for value in choice.values} for choice in QUALITIES)


@dataclass(frozen=True, slots=True)
class Marks:
    """The claims of a document as highlights, an array for each fact: a pane opens thousands of them at once.

    Attributes:
        ids, starts, ends: in the order of their starts, the longer first; offsets in code points.
        stances, topics: what may colour them.
        following: the code point from which others may begin; None where these are the last.
    """

    ids: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    stances: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    following: int | None = field(default=None, kw_only=True)


def documents(db: Database, ids: Iterable[int] | None = None) -> list[Document]:
    """Return all documents in the order in which they came in; with *ids* those of them that there are."""
    wanted = None if ids is None else list(ids)
    sql, values = _documents(_HASHES), list[str]()
    if wanted is not None:
        sql, values = f"{_documents()}WHERE d.id IN (SELECT value FROM json_each(?)) ", [json.dumps(wanted)]
    participants = _participants(db, wanted)
    return [_document(row, participants) for row in db.sqlite.execute(f"{sql}ORDER BY d.id", values)]


def document(db: Database, number: int) -> Document:
    """Return one document.

    Raises:
        UserError: when there is none of that number.
    """
    row = db.sqlite.execute(_documents() + "WHERE d.id = ?", [number]).fetchone()
    if row is None:
        raise GoneError(_(_NO_DOCUMENT), "document", number)
    return _document(row, _participants(db, [number]))


def sets(db: Database) -> dict[str, int]:
    """Return how many documents are in each set and in those below it, by its path, in the order of the paths."""
    found: Counter[str] = Counter()
    for (path,) in db.sqlite.execute("SELECT set_path FROM document WHERE set_path <> ''"):
        names = path.split("/")
        found.update("/".join(names[:depth]) for depth in range(1, len(names) + 1))
    return {path: found[path] for path in sorted(found, key=lambda path: path.split("/"))}


def variables(db: Database) -> dict[str, dict[str, int]]:
    """Return the own variables of documents by name, each with its values and how many documents have them."""
    sql = (
        "SELECT v.key, v.value, count(*) FROM document d, json_each(d.variables) v WHERE d.variables <> '{}' "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )
    found: dict[str, dict[str, int]] = {}
    for name, value, count in db.sqlite.execute(sql):
        found.setdefault(str(name), {})[str(value)] = count
    return found


@dataclass(frozen=True, slots=True)
class Removal:
    """How much goes with documents that are removed: their claims, the memos on both, and what was said of traces."""

    documents: int
    claims: int
    memos: int
    verdicts: int


def removal(db: Database, numbers: Iterable[int]) -> Removal:
    """Return how much would go with these documents."""
    chosen = json.dumps(list(dict.fromkeys(numbers)))
    own = "IN (SELECT value FROM json_each(:chosen))"
    sql = (
        f"SELECT (SELECT count(*) FROM document WHERE id {own}), (SELECT count(*) FROM claim WHERE document_id {own}), "
        f"(SELECT count(*) FROM memo WHERE document_id {own} OR claim_id IN "
        f"(SELECT id FROM claim WHERE document_id {own})), "
        f"(SELECT count(*) FROM trace_verdict WHERE document_a_id {own} OR document_b_id {own})"
    )
    return Removal(*db.sqlite.execute(sql, {"chosen": chosen}).fetchone())


def find_document(db: Database, reference: str) -> Document:
    """Return the document that *reference* names: its number, uuid, file name, or title.

    Raises:
        UserError: when nothing, or more than one document, answers to it.
    """
    # SQLite's integers have 64 bits: a longer number can only be a name
    if reference.isdecimal() and len(reference) <= 18:
        return document(db, int(reference))
    for column in ("uuid", "name", "title"):
        rows = db.sqlite.execute(f"SELECT id FROM document WHERE {column} = ?", [reference]).fetchall()
        if len(rows) == 1:
            return document(db, int(rows[0][0]))
        if rows:
            numbers = ", ".join(str(row[0]) for row in rows)
            sentence = _("“{reference}” names several documents ({numbers}): give the number of the one you mean.")
            raise UserError(sentence, reference=reference, numbers=numbers)
    sentence = _("There is no document “{reference}”: “visavis documents” lists them with their numbers.")
    raise UserError(sentence, reference=reference)


def text(db: Database, document_id: int) -> str:
    """Return a document's stored text.

    Raises:
        UserError: when there is no such document.
    """
    sql = "SELECT t.id FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?"
    row = db.sqlite.execute(sql, [document_id]).fetchone()
    if row is None:
        raise GoneError(_(_NO_DOCUMENT), "document", document_id)
    return db.texts.content(row[0])


def text_in_pieces(db: Database, sha256: str) -> str:
    """Return a stored text by its hash, decoded piece by piece: other threads have their turn meanwhile.

    It is empty where the text is gone, or is no text, which `text` tells of.

    Raises:
        UserError: when the file cannot be read.
    """
    with explained(db.path):
        row = db.sqlite.execute("SELECT CAST(content AS BLOB) FROM text WHERE sha256 = ?", [sha256]).fetchone()
    try:
        return decoded(row[0], "strict") if row is not None else ""
    except UnicodeDecodeError:
        return ""


def document_ids(db: Database) -> list[int]:
    """Return the ids of all documents, in the order in which they came in."""
    return [number for (number,) in db.sqlite.execute("SELECT id FROM document ORDER BY id").fetchall()]


def name_and_hash(db: Database, document_id: int) -> tuple[str, str]:
    """Return what a document is called, and the hash of its text.

    Raises:
        UserError: when there is no such document.
    """
    sql = f"SELECT {_CALLED}, t.sha256 FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?"
    row = db.sqlite.execute(sql, [document_id]).fetchone()
    if row is None:
        raise GoneError(_(_NO_DOCUMENT), "document", document_id)
    return str(row[0]), str(row[1])


# segments before a place that are looked through for what reaches over it
_REACHING = 20_000
_SEGMENT = 'SELECT id, document_id, kind, start, "end", actor_id, role, label, time FROM segment'
_SEGMENTS = f"{_SEGMENT} WHERE document_id = ? {{among}}ORDER BY start, \"end\" DESC, kind = 'turn' DESC, id"


def having_text(db: Database, sha256: str) -> tuple[str, str]:
    """Return what the document is called whose text has this hash, and the brief of it; empty where there is none."""
    sql = f"SELECT {_CALLED} FROM text t JOIN document d ON d.text_id = t.id WHERE t.sha256 = ?"
    row = db.sqlite.execute(sql, [sha256]).fetchone()
    # said twice, as where documents come in: the index of briefs has no others
    sql = f"SELECT {_CALLED} FROM document d WHERE d.original_sha256 = ? AND d.original_sha256 <> '' AND d.is_brief = 1"
    brief = db.sqlite.execute(sql, [sha256]).fetchone()
    return str(row[0]) if row else "", str(brief[0]) if brief else ""


def texts(db: Database) -> Iterator[tuple[int, str, str]]:
    """Yield the id, the name and the stored text of each document, one text at a time."""
    yield from db.sqlite.execute("SELECT d.id, d.name, t.content FROM document d JOIN text t ON t.id = d.text_id")


def segments(db: Database, document_id: int, *, paragraphs: bool = True) -> list[Segment]:
    """Return a document's segments by their place in the text, a turn before its paragraphs.

    Without *paragraphs* only those are among them that somebody threw in.
    """
    among = "" if paragraphs else "AND (kind <> 'paragraph' OR role <> '') "
    return [_segment(row) for row in db.sqlite.execute(_SEGMENTS.format(among=among), [document_id])]


def segments_around(db: Database, document_id: int, start: int, end: int) -> list[Segment]:
    """Return the segments that share a code point with a stretch of a document, in the order of `segments`.

    Of those that begin before it the last turn and what is in it: what begins before that does not reach so far.
    """
    inside = _SEGMENTS.format(among="AND start >= ? AND start < ? ")
    found = [_segment(row) for row in db.sqlite.execute(inside, [document_id, start, end])]
    before = (
        f"{_SEGMENT} WHERE document_id = ? AND start < ? ORDER BY start DESC, \"end\", kind = 'turn', id DESC LIMIT ?"
    )
    reaching = []
    for one in map(_segment, db.sqlite.execute(before, [document_id, start, _REACHING])):
        if one.end > start:
            reaching.append(one)
        if one.kind is SegmentKind.TURN:
            break
    return [*reversed(reaching), *found]


def structure(db: Database, document_id: int, *, start: int = 0, most: int) -> tuple[list[Segment], int | None]:
    """Return what a pane needs of a document's segments, in the order of `segments`, and where the next begin.

    Mere paragraphs are left out: they are most of the segments, and the text shows them. Of those that begin at the
    code point *start* or behind it about *most* are looked at: of segments that begin at one place all, or none. The
    second is None behind the last.
    """
    sql = "SELECT start FROM segment WHERE document_id = ? AND start >= ? ORDER BY start LIMIT 1 OFFSET ?"
    row = db.sqlite.execute(sql, [document_id, start, most]).fetchone()
    following = max(int(row[0]), start + 1) if row else None
    among = "AND start >= ? AND start < ? AND (kind <> 'paragraph' OR role <> '' OR time <> '') "
    values = [document_id, start, 2**63 - 1 if following is None else following]
    return [_segment(row) for row in db.sqlite.execute(_SEGMENTS.format(among=among), values)], following


def times(db: Database, document_id: int | None = None) -> dict[int, list[tuple[int, str]]]:
    """Return for each document whose file tells times from where on which holds, as `core.times.timeline` does."""
    # most documents have no times, and thousands of turns
    timed = "SELECT document_id FROM segment WHERE time <> ''"
    among = f"IN ({timed})" if document_id is None else f"= ? AND EXISTS ({timed} AND document_id = ?)"
    sql = (
        "SELECT document_id, start, \"end\", kind = 'turn', time FROM segment "
        f"WHERE (kind = 'turn' OR time <> '') AND document_id {among} "
        "ORDER BY document_id, start, \"end\" DESC, kind = 'turn' DESC, id"
    )
    found: dict[int, list[tuple[int, int, bool, str]]] = {}
    for number, start, end, is_turn, time in db.sqlite.execute(sql, [] if document_id is None else [document_id] * 2):
        found.setdefault(number, []).append((start, end, bool(is_turn), time))
    return {number: told for number, rows in found.items() if (told := timeline(rows))}


def claims(
    db: Database,
    *,
    document_id: int | None = None,
    topic_id: int | None = None,
    actor_id: int | None = None,
    ids: Iterable[int] | None = None,
) -> list[Claim]:
    """Return claims by document and place; each argument that is given narrows them."""
    numbers = None if ids is None else json.dumps(list(ids))
    values = {"document": document_id, "topic": topic_id, "actor": actor_id, "ids": numbers}
    # the covering index of the matrix finds a cell's claims at once
    cell = "" if topic_id is None else " AND topic_id = :topic"
    asked = {
        "c.document_id = :document": document_id,
        f"c.id IN (SELECT claim_id FROM claim_actor WHERE actor_id = :actor{cell})": actor_id,
        "c.topic_id = :topic": topic_id if actor_id is None else None,
        "c.id IN (SELECT value FROM json_each(:ids))": numbers,
    }
    wheres = [sql for sql, value in asked.items() if value is not None]
    where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
    actors: dict[int, list[int]] = {}
    memos: dict[int, list[str]] = {}
    # three reads of one state take a third of the time of one read with two subqueries for each claim
    with db.sqlite.one_state():
        found = db.sqlite.execute(_CLAIMS.format(where=where), values).fetchall()
        for number, actor in db.sqlite.execute(_CLAIM_ACTORS.format(where=where), values):
            actors.setdefault(number, []).append(actor)
        for number, memo in db.sqlite.execute(_CLAIM_MEMOS.format(where=where), values):
            memos.setdefault(number, []).append(memo)
        own = _own_values(db, where, values)
    stances = scales.members(db)
    return [_claim(row, stances, actors.get(row[0], ()), memos.get(row[0], ()), own.get(row[0], ())) for row in found]


def has_own_values(db: Database) -> bool:
    """Tell whether a claim has a value of an own field."""
    return db.sqlite.execute("SELECT max(id) FROM claim_value").fetchone()[0] is not None


def own_values(db: Database, claim_ids: Iterable[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return what claims have of own fields, by their ids; as `Claim.own`."""
    return _own_values(db, _AMONG, {"ids": json.dumps(list(claim_ids))}) if has_own_values(db) else {}


def _own_values(db: Database, where: str, values: dict[str, Any]) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, dict[str, str]] = {}
    for number, name, value in db.sqlite.execute(_CLAIM_VALUES.format(where=where), values):
        told = found.setdefault(number, {})
        told[name] = f"{told[name]}; {value}" if name in told else value
    return {number: tuple(told.items()) for number, told in found.items()}


class FlatClaims(NamedTuple):
    """Claims as columns of equal length, without an object for each.

    Attributes:
        stored: the columns of `CLAIM_COLUMNS`, by their names.
        actors: of each claim its actors' ids.
        memos: of each claim its memos as one text.
        own: of each claim its own fields, as `Claim.own`.
    """

    stored: Mapping[str, Sequence[Any]]
    actors: Sequence[Sequence[int]]
    memos: Sequence[str]
    own: Sequence[OwnValues]


def flat_claims(db: Database, ids: Sequence[int]) -> FlatClaims:
    """Return claims as columns, in the order of *ids*.

    Those that are gone are left out.

    Raises:
        DamageError: when a claim has a value that there is not.
    """
    values = {"ids": json.dumps(list(ids))}
    actors: dict[int, tuple[int, ...]] = {}
    memos: dict[int, str] = {}
    with db.sqlite.one_state():
        found = db.sqlite.execute(_FLAT, values).fetchall()
        several = set[int]()
        for number, actor in db.sqlite.execute(_FLAT_ACTORS, values):
            if number in actors:
                several.add(number)
            else:
                actors[number] = (actor,)
        if several:
            ordered = db.sqlite.execute(_ACTORS_IN_ORDER, [json.dumps([*several])])
            actors |= {
                number: tuple([actor for _number, actor in rows]) for number, rows in groupby(ordered, itemgetter(0))
            }
        has_memos = db.sqlite.execute("SELECT max(claim_id) FROM memo").fetchone()[0] is not None
        for number, memo in db.sqlite.execute(_FLAT_MEMOS, values) if has_memos else ():
            memos[number] = f"{memos[number]}\n\n{memo}" if number in memos else memo
        own = own_values(db, ids)
    stored: dict[str, Sequence[Any]] = dict(
        zip(CLAIM_COLUMNS, zip(*found, strict=True) if found else repeat(()), strict=False)
    )
    there = stored["id"]
    known: tuple[dict[str, Any], ...] = (_CERTAINTIES, scales.members(db), *_QUALITIES)
    for key, members in zip(CLAIM_COLUMNS[-len(known) :], known, strict=True):
        if not {*stored[key]} <= members.keys():
            wrong = zip(there, stored[key], strict=True)
            raise wrong_row("claim", next(number for number, value in wrong if value not in members))
    return FlatClaims(
        stored,
        [*map(actors.get, there, repeat(()))],
        [*map(memos.get, there, repeat(""))] if memos else [""] * len(there),
        [*map(own.get, there, repeat(()))] if own else [()] * len(there),
    )


def claim(db: Database, number: int) -> Claim:
    """Return one claim.

    Raises:
        UserError: when there is none of that number.
    """
    found = claims(db, ids=[number])
    if not found:
        raise GoneError(_("There is no claim {number}: “visavis claims” lists them."), "claim", number)
    return found[0]


def actors(db: Database, *, after: int = 0) -> list[Actor]:
    """Return all actors in the codebook's order, or those that were added *after* that of this id."""
    belonging = memberships(db)
    return [
        Actor(**values, memberships=tuple(belonging.get(values["id"], ()))) for values in _entries(db, "actor", after)
    ]


def memberships(db: Database) -> dict[int, list[Membership]]:
    """Return by actor where it belongs from when until when, the first one first."""
    sql = (
        "SELECT m.actor_id, o.key, m.since, m.until, m.role, m.id, m.uuid FROM membership m "
        "JOIN actor o ON o.id = m.organisation_id ORDER BY m.actor_id, m.since, m.until, m.id"
    )
    found: dict[int, list[Membership]] = {}
    for number, *values in db.sqlite.execute(sql):
        found.setdefault(number, []).append(Membership(*values))
    return found


def has_memberships(db: Database) -> bool:
    """Tell whether anybody belongs to an organisation besides what it stands under."""
    return bool(db.sqlite.execute("SELECT EXISTS (SELECT 1 FROM membership)").fetchone()[0])


def topics(db: Database) -> list[Topic]:
    """Return all topics, themes included, in the codebook's order."""
    return [Topic(**values) for values in _entries(db, "topic")]


def coders(db: Database) -> list[Coder]:
    """Return all coders."""
    return [Coder(*row) for row in db.sqlite.execute("SELECT id, uuid, name FROM coder ORDER BY id")]


def counts(db: Database) -> dict[str, int]:
    """Return how many documents, claims, topics and actors there are; themes are no topics."""
    sql = (
        "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM claim), "
        "(SELECT count(*) FROM topic WHERE proposition <> '' OR id IN (SELECT topic_id FROM claim) "
        "OR id NOT IN (SELECT parent_id FROM topic WHERE parent_id IS NOT NULL)), "
        "(SELECT count(*) FROM actor)"
    )
    return dict(zip(("documents", "claims", "topics", "actors"), db.sqlite.execute(sql).fetchone(), strict=True))


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a project holds besides what `counts` tells.

    Attributes:
        coders: who tagged, with the number of their claims.
        first, last: the days of the first and the last step; empty where nothing was done.
        version: the version of the file's format.
    """

    memos: int
    files: int
    coders: tuple[tuple[str, int], ...]
    first: str
    last: str
    version: int


def holdings(db: Database) -> Holdings:
    """Return what a project holds."""
    sql = (
        "SELECT (SELECT count(*) FROM memo), (SELECT count(*) FROM file), "
        "(SELECT coalesce(min(substr(created, 1, 10)), '') FROM history), "
        "(SELECT coalesce(max(substr(created, 1, 10)), '') FROM history)"
    )
    memos, files, first, last = db.sqlite.execute(sql).fetchone()
    by_coder = (
        "SELECT r.name, count(c.id) FROM coder r LEFT JOIN claim c ON c.coder_id = r.id GROUP BY r.id ORDER BY r.id"
    )
    coders = tuple((name, count) for name, count in db.sqlite.execute(by_coder))
    return Holdings(memos, files, coders, first, last, db.sqlite.execute("PRAGMA user_version").fetchone()[0])


def document_of(db: Database, uuid: str) -> Document | None:
    """Return the document of this uuid; None where there is none."""
    row = db.sqlite.execute("SELECT id FROM document WHERE uuid = ?", [uuid]).fetchone()
    return document(db, int(row[0])) if row is not None else None


def coded_document(db: Database, number: int) -> CodedDocument:
    """Return a document with its text, structure and claims, as exchange formats carry it."""
    return next(coded_documents(db, [document(db, number)]))


def coded_documents(db: Database, wanted: Iterable[Document]) -> Iterator[CodedDocument]:
    """Yield documents as `coded_document` does; the codebook is read once for all of them."""
    keys = (
        {actor.id: actor.key for actor in actors(db)},
        {topic.id: topic.key for topic in topics(db)},
        {coder.id: coder.name for coder in coders(db)},
    )
    for found in wanted:
        yield _coded(db, found, *keys)


def _coded(
    db: Database,
    found: Document,
    actor_keys: Mapping[int, str],
    topic_keys: Mapping[int, str],
    names: Mapping[int, str],
) -> CodedDocument:
    number = found.id
    memos = _coded_memos(db, number, names)
    spans = "SELECT id, original_start, original_end FROM {} WHERE document_id = ? AND original_start IS NOT NULL"
    originals = {
        table: {row[0]: Span(row[1], row[2]) for row in db.sqlite.execute(spans.format(table), [number])}
        for table in ("segment", "claim")
    }
    return CodedDocument(
        found.name,
        found.facts,
        text(db, number),
        tuple(
            CodedSegment(
                segment.kind,
                segment.span,
                actor_keys.get(segment.actor_id or 0, ""),
                segment.role,
                segment.label,
                originals["segment"].get(segment.id),
                segment.time,
            )
            for segment in segments(db, number)
        ),
        tuple(
            CodedClaim(
                one.span,
                tuple(actor_keys[actor] for actor in one.actor_ids),
                topic_keys[one.topic_id],
                memo=one.memo,
                original=originals["claim"].get(one.id),
                uuid=one.uuid,
                certainty=one.certainty,
                coder=names[one.coder_id],
                created=one.created,
                came=one.origin,
                memos=tuple(memos.get(one.id, ())),
                own=one.own,
                **chosen(one),
            )
            for one in claims(db, document_id=number)
        ),
        found.original_sha256 if found.is_brief else "",
        found.bytes_sha256,
        found.extractor,
        found.pages,
        set_path=found.set_path,
        uuid=found.uuid,
        memos=tuple(memos.get(None, ())),
    )


def _coded_memos(db: Database, number: int, coders: Mapping[int, str]) -> dict[int | None, list[CodedMemo]]:
    """Return the memos on a document, under None, and on its claims, by their ids."""
    found: dict[int | None, list[CodedMemo]] = {}
    sql = (
        "SELECT claim_id, text, coder_id, created, uuid FROM memo WHERE document_id = :number "
        "OR claim_id IN (SELECT id FROM claim WHERE document_id = :number) ORDER BY id"
    )
    for claim_id, text, coder_id, created, uuid in db.sqlite.execute(sql, {"number": number}):
        found.setdefault(claim_id, []).append(CodedMemo(text, coders[coder_id], created, uuid))
    return found


def hashes(db: Database) -> list[tuple[str, str]]:
    """Return the SHA-256 of each document's file, empty for none, and of its text."""
    sql = "SELECT d.bytes_sha256, t.sha256 FROM document d JOIN text t ON t.id = d.text_id"
    return [(row[0] or "", row[1]) for row in db.sqlite.execute(sql)]


def kept_file(db: Database, document_id: int) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the file that a document was read from; None when it was not kept."""
    sql = "SELECT f.name, f.content FROM document d JOIN file f ON f.sha256 = d.bytes_sha256 WHERE d.id = ?"
    row = db.sqlite.execute(sql, [document_id]).fetchone()
    return (str(row[0]), bytes(row[1])) if row else None


def _entries(db: Database, table: str, after: int = 0) -> Iterator[dict[str, Any]]:
    names = ENTRY_COLUMNS[table]
    sql = (
        f"SELECT {', '.join('e.' + name for name in names)}, coalesce(p.key, ''), e.aliases, e.variables, e.id, e.uuid "
        f"FROM {table} e LEFT JOIN {table} p ON p.id = e.parent_id WHERE e.id > ? ORDER BY e.position, e.id"
    )
    for row in db.sqlite.execute(sql, [after]):
        values = dict(zip((*names, "parent", "aliases", "variables", "id", "uuid"), row, strict=True))
        try:
            values["aliases"] = tuple(map(str, json.loads(values["aliases"])))
            told = values["variables"]
            values["variables"] = tuple(json.loads(told).items()) if told != "{}" else ()
            if table == "actor":
                values["kind"] = ActorKind(values["kind"])
        except FAULTS as error:
            raise wrong_row(table, values["id"]) from error
        yield values


def _participants(db: Database, ids: Iterable[int] | None = None) -> dict[int, tuple[Participant, ...]]:
    # without ids no condition: one that may be none keeps SQLite from its index
    where, values = (
        ("", [])
        if ids is None
        else ("WHERE p.document_id IN (SELECT value FROM json_each(?)) ", [json.dumps(list(ids))])
    )
    sql = (
        f"SELECT p.document_id, a.key, p.role FROM participant p JOIN actor a ON a.id = p.actor_id {where}ORDER BY p.id"
    )
    found: dict[int, tuple[Participant, ...]] = {}
    for row in db.sqlite.execute(sql, values):
        found[row[0]] = (*found.get(row[0], ()), Participant(row[1], row[2]))
    return found


def _documents(hashes: str = "") -> str:
    """Return what reads documents, with their claims by the steps of the scale in use; *hashes* where all are read."""
    counted = ", ".join(_OF_STANCE.format(key=scales.literals([key])) for key in Stance)
    return _DOCUMENTS.format(all=hashes, stances=counted, text="h" if hashes else "text")


def _document(row: Sequence[Any], participants: dict[int, tuple[Participant, ...]]) -> Document:
    number, uuid, name, sha256, bytes_sha256, extractor, original, is_brief, length, *rest = row
    steps = len(Stance)
    known = dict(zip(FACTS, rest[steps:-4], strict=True))
    origins: tuple[FactOrigin, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    pages: tuple[int, ...] = ()
    try:
        certainty = _DATE_CERTAINTIES[known.pop("date_certainty")]
        # most have none, and a window begins with all documents
        if rest[-4] != "[]":
            origins = tuple(FactOrigin(name, Certainty(sure), *told) for name, sure, *told in json.loads(rest[-4]))
        if rest[-3] != "{}":
            variables = tuple(json.loads(rest[-3]).items())
        if rest[-2] != "[]":
            pages = tuple(map(int, json.loads(rest[-2])))
    except FAULTS as error:
        raise wrong_row("document", number) from error
    return Document(
        number,
        uuid,
        name,
        Facts(
            date_certainty=certainty,
            participants=participants.get(number, ()),
            origins=origins,
            variables=variables,
            **known,
        ),
        sha256,
        bytes_sha256,
        extractor,
        original,
        bool(is_brief),
        length,
        sum(rest[:steps]),
        (*rest[:steps],),
        pages,
        rest[-1],
    )


def _claim(
    row: Sequence[Any],
    stances: dict[str, Stance],
    actors: Sequence[int],
    memos: Sequence[str],
    own: tuple[tuple[str, str], ...],
) -> Claim:
    last = 10 + len(_QUALITIES)
    try:
        choices = [*map(dict.__getitem__, (stances, *_QUALITIES), row[9:last])]
        certainty = _CERTAINTIES[row[-1]]
    except LookupError as error:
        raise wrong_row("claim", row[0]) from error
    return Claim(*(*row[:9], *choices, tuple(actors), *row[last:-1], certainty, "\n\n".join(memos), own))


# a third of the time that making it from the value takes, and a long text has thousands
_KINDS = {kind.value: kind for kind in SegmentKind}


def _segment(row: Sequence[Any]) -> Segment:
    try:
        return Segment(row[0], row[1], _KINDS[row[2]], *row[3:])
    except (KeyError, TypeError) as error:
        raise wrong_row("segment", row[0]) from error
