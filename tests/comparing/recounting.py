"""Two recounts of a comparison that share nothing with what they check: plain Python over plain rows, and plain SQL.

Members of fields, filters, rules against duplicates and what stands in a cell are written here once more, from the
descriptions of them, on purpose: nothing of ``desktop`` is called.
"""

import datetime
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

Path = tuple[str, ...]
Cells = dict[tuple[Path, Path], Any]
ACTOR_FIELDS = ("actor", "organisation", "country")
BODIES = ("organisation", "government", "outlet")
# the days that are looked through where a date is unknown: memberships begin and end within them
FIRST_DAY, LAST_DAY = datetime.date(2022, 6, 1), datetime.date(2025, 6, 30)
SHAPES = {"favor": "▲", "against": "▼", "neutral": "●", "not coded": "□"}


@dataclass(frozen=True)
class Asked:
    """A comparison to recount; empty choices are no condition."""

    rows: Path
    columns: Path
    duplicates: str = "include"
    stances: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    children: bool = True
    coders: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    memo: bool | None = None
    word: str = ""

    @property
    def where(self) -> str:
        """The filter as the command line takes it."""

        def listed(name: str, values: tuple[str, ...]) -> str:
            return f"{name}=" + ",".join(f'"{value}"' for value in values) if values else ""

        parts = [
            listed("stance", self.stances),
            listed("voice", self.voices),
            listed("topic", self.topics),
            listed("actor", self.actors),
            listed("coder", self.coders),
            listed("hide", self.hidden),
            listed("publisher", self.publishers),
            listed("kind", self.kinds),
            listed("document", self.documents),
            listed("origin", self.origins),
            "" if self.children else "children=no",
            f"date={self.since}..{self.until}" if self.since or self.until else "",
            "" if self.memo is None else f"memo={'yes' if self.memo else 'no'}",
            f'text="\\"{self.word}\\""' if self.word else "",
        ]
        return " ".join(part for part in parts if part)


@dataclass
class Counted:
    """What one cell holds, counted by hand."""

    stances: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SHAPES, 0))
    dates: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.stances.values())


class Rows:
    """Every row that matters, read once with ``SELECT *``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        def table(name: str) -> dict[int, dict[str, Any]]:
            cursor = connection.execute(f"SELECT * FROM {name} ORDER BY id")
            names = [one[0] for one in cursor.description]
            return {row[0]: dict(zip(names, row, strict=True)) for row in cursor}

        self.topics, self.actors, self.documents = table("topic"), table("actor"), table("document")
        self.coders, self.claims, self.held = table("coder"), table("claim"), table("claim_actor")
        self.memos: dict[int, list[str]] = defaultdict(list)
        self.summaries: dict[tuple[int, int], list[str]] = defaultdict(list)
        for memo in table("memo").values():
            if memo["claim_id"]:
                self.memos[memo["claim_id"]].append(memo["text"])
            elif memo["topic_id"] and memo["actor_id"]:
                self.summaries[memo["topic_id"], memo["actor_id"]].append(memo["text"])
        self.actors_of: dict[int, list[int]] = defaultdict(list)
        for row in sorted(self.held.values(), key=lambda row: (row["position"], row["id"])):
            self.actors_of[row["claim_id"]].append(row["actor_id"])
        self._keys: dict[tuple[str, int], str] = {}
        self.memberships: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in table("membership").values():
            if self.actors[row["actor_id"]]["kind"] not in BODIES:
                self.memberships[row["actor_id"]].append(row)
        self._spoken: dict[tuple[int, str], list[str]] = {}

    def keys(self, names: Path, claim: dict[str, Any], actor: int) -> list[Path]:
        """Return the lines on which a claim, as *actor*'s, stands: one for each organisation that it speaks for."""
        each = [
            self.spoken(actor, self.documents[claim["document_id"]]["date"])
            if name == "organisation"
            else [self.key(name, claim, actor)]
            for name in names
        ]
        return [tuple(one) for one in product(*each)]

    def spoken(self, actor: int, date: str) -> list[str]:
        """Return the organisations of an actor on a date, day by day."""
        if actor not in self.memberships:
            return [self._key("organisation", actor)]
        if (actor, date) not in self._spoken:
            standing = self._key("organisation", actor)
            always = {standing} - {self.actors[actor]["key"]}
            days = (LAST_DAY - FIRST_DAY).days + 1
            each = []
            whole = [date] if len(date) == 10 and date[:1].isdigit() else []
            for day in whole or (str(FIRST_DAY + datetime.timedelta(at)) for at in range(days)):
                if day.startswith(date) or not date[:1].isdigit():
                    theirs = {
                        self.actors[one["organisation_id"]]["key"]
                        for one in self.memberships[actor]
                        if day >= one["since"] and day[: len(one["until"])] <= one["until"]
                    }
                    each.append(theirs | always or {self.actors[actor]["key"]})
            sure = set.intersection(*each)
            self._spoken[actor, date] = [*sure, *(["(not known)"] if any(one != sure for one in each) else [])]
        return self._spoken[actor, date]

    def key(self, name: str, claim: dict[str, Any], actor: int) -> str:
        """Return what a claim, as *actor*'s, is under a field."""
        base = {"theme": "topic", "topic": "topic", "voice": "voice", "coder": "coder"}.get(name)
        if base == "voice":
            return str(claim["voice"])
        number = actor if name in ACTOR_FIELDS else claim["document_id"] if base is None else int(claim[f"{base}_id"])
        found = self._keys.get((name, number))
        if found is None:
            found = self._keys[name, number] = self._key(name, number)
        return found

    def _affiliated(self, actor: dict[str, Any]) -> str:
        """Return the body that an actor says to belong to: by its name or an alias, else by the words themselves."""
        wanted = actor["affiliation"].casefold()
        for one in self.actors.values():
            if one["kind"] in BODIES and wanted in map(str.casefold, (one["name"], *json.loads(one["aliases"]))):
                return str(one["key"])
        return str(actor["affiliation"] or actor["key"])

    def _key(self, name: str, number: int) -> str:
        if name == "topic":
            return str(self.topics[number]["key"])
        if name == "theme":
            while self.topics[number]["parent_id"]:
                number = self.topics[number]["parent_id"]
            return str(self.topics[number]["key"])
        if name == "coder":
            return str(self.coders[number]["name"])
        if name in ACTOR_FIELDS:
            above: list[dict[str, Any]] = []
            at: int | None = number
            while at:
                above.append(self.actors[at])
                at = self.actors[at]["parent_id"]
            if name == "actor":
                return str(above[0]["key"])
            if name == "organisation":
                body = next((one for one in above if one["kind"] in BODIES), None)
                return str(body["key"] if body else self._affiliated(above[0]))
            for one in above:
                if one["country"] or one["kind"] == "country":
                    return str(one["country"] or one["name"])
            return "(none)"
        document = self.documents[number]
        if name == "document":
            return str(document["name"])
        if name == "set":
            return str(document["set_path"] or "(none)")
        if name in ("publisher", "kind"):
            return str(document[name] or "(none)")
        if name == "week":
            day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", document["date"])
            year, week, _day = datetime.date(*map(int, day.groups())).isocalendar() if day else (0, 0, 0)
            return f"{year}-W{week:02}" if day else "(none)"
        length = 4 if name == "year" else 7
        dated = re.match(r"\d{4}" if name == "year" else r"\d{4}-\d{2}", document["date"])
        return str(document["date"][:length]) if dated else "(none)"


def below(table: dict[int, dict[str, Any]], keys: tuple[str, ...], *, children: bool) -> set[int]:
    """Return the ids of *keys* and, with *children*, of all that stand under them."""
    found = {number for number, row in table.items() if row["key"] in keys}
    while children:
        more = {number for number, row in table.items() if row["parent_id"] in found} - found
        if not more:
            break
        found |= more
    return found


def words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(one for one in letters if not unicodedata.combining(one)))


def passes(rows: Rows, asked: Asked, claim: dict[str, Any], topics: set[int], actors: set[int]) -> bool:
    """Tell whether a claim meets the filter."""
    document, coder = rows.documents[claim["document_id"]], rows.coders[claim["coder_id"]]["name"]
    date = document["date"]
    # the earliest and latest day that a date without month or day may mean
    first, last = (
        (date + "-00-00"[len(date) - 4 :], date + "-99-99"[len(date) - 4 :]) if date[:1].isdigit() else ("", "")
    )
    until = asked.until + "-99-99"[len(asked.until) - 4 :] if asked.until else ""
    memos = rows.memos.get(claim["id"], [])
    return (
        (not asked.stances or claim["stance"] in asked.stances)
        and (not asked.voices or claim["voice"] in asked.voices)
        and (not asked.origins or claim["origin"] in asked.origins)
        and (not asked.topics or claim["topic_id"] in topics)
        and (not asked.actors or any(actor in actors for actor in rows.actors_of[claim["id"]]))
        and (not asked.coders or coder in asked.coders)
        and coder not in asked.hidden
        and (not asked.publishers or document["publisher"] in asked.publishers)
        and (not asked.kinds or document["kind"] in asked.kinds)
        and (not asked.documents or document["name"] in asked.documents)
        and (not asked.since or (bool(first) and last >= asked.since))
        and (not until or (bool(first) and first <= until))
        and (asked.memo is None or bool(memos) == asked.memo)
        and (not asked.word or any(asked.word in words(text) for text in (claim["quote"], *memos)))
    )


def stretch(rule: str, document: dict[str, Any]) -> object:
    """Return the stretch of time in which a rule lets an actor say something once."""
    date, alone = document["date"], ("document", document["id"])
    known = [int(part) for part in date.split("-")] if date[:1].isdigit() else []
    if rule == "all":
        return "all"
    needed = {"document": 9, "year": 1, "month": 2, "week": 3, "day": 3}[rule]
    if len(known) < needed:
        return alone
    if rule == "week":
        return datetime.date(*known).isocalendar()[:2]
    return tuple(known[:needed])


def count_in_python(
    rows: Rows, asked: Asked, values: Callable[[dict[str, Any], int], list[str]] | None = None
) -> dict[tuple[Path, Path], Counted]:
    """Count claim by claim and actor by actor; *values* tells what a claim, as an actor's, has of one more field."""
    topics = below(rows.topics, asked.topics, children=asked.children)
    actors = below(rows.actors, asked.actors, children=asked.children)
    mentions = [
        (claim, actor)
        for claim in rows.claims.values()
        if passes(rows, asked, claim, topics, actors)
        for actor in rows.actors_of[claim["id"]]
    ]
    if asked.duplicates == "include":
        mentions.sort(key=lambda one: (one[0]["document_id"], one[0]["start"], one[0]["id"]))
    else:

        def in_time(one: tuple[dict[str, Any], int]) -> tuple[object, ...]:
            date = rows.documents[one[0]["document_id"]]["date"]
            date = date if date[:1].isdigit() else "~"
            return (date, one[0]["document_id"], one[0]["start"], one[0]["id"], one[1])

        said: set[object] = set()
        kept = []
        for claim, actor in sorted(mentions, key=in_time):
            what = (actor, claim["topic_id"], claim["stance"])
            once = (*what, stretch(asked.duplicates, rows.documents[claim["document_id"]]))
            if once not in said:
                said.add(once)
                kept.append((claim, actor))
        mentions = kept
    cells: dict[tuple[Path, Path], Counted] = {}
    counted: set[object] = set()
    lines = (
        (claim, actor, key)
        for claim, actor in mentions
        for key in product(rows.keys(asked.rows, claim, actor), rows.keys(asked.columns, claim, actor))
    )
    for claim, actor, key in lines:
        cell = cells.setdefault(key, Counted())
        for value in values(claim, actor) if values else ():
            if (key, claim["id"], value) not in counted:
                counted.add((key, claim["id"], value))
                cell.values[value] = cell.values.get(value, 0) + 1
        if (key, claim["id"]) in counted:
            continue
        counted.add((key, claim["id"]))
        document = rows.documents[claim["document_id"]]
        cell.stances[claim["stance"]] += 1
        if document["date"][:1].isdigit():
            cell.dates.append(document["date"])
        source = ", ".join(part for part in (document["publisher"], document["date"]) if part)
        told = f"{SHAPES[claim['stance']]} {' '.join(claim['quote'].split())}"
        cell.quotes.append(f"{told} ({source})" if source else told)
    return cells


_FIELDS = {
    "topic": "t.key",
    "theme": "(WITH RECURSIVE up(id, parent_id, key) AS (SELECT id, parent_id, key FROM topic WHERE id = t.id "
    "UNION ALL SELECT b.id, b.parent_id, b.key FROM topic b, up WHERE b.id = up.parent_id) "
    "SELECT key FROM up WHERE parent_id IS NULL)",
    "actor": "a.key",
    "organisation": "o.key",
    "country": "k.country",
    "document": "d.name",
    "set": "CASE d.set_path WHEN '' THEN '(none)' ELSE d.set_path END",
    "publisher": "CASE d.publisher WHEN '' THEN '(none)' ELSE d.publisher END",
    "kind": "d.kind",
    "year": "CASE WHEN d.date GLOB '[0-9][0-9][0-9][0-9]*' THEN substr(d.date, 1, 4) ELSE '(none)' END",
    "month": "CASE WHEN d.date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*' THEN substr(d.date, 1, 7) ELSE '(none)' END",
    # the year of ISO 8601 is that of the week's Thursday
    "week": "CASE WHEN d.date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN "
    "strftime('%Y-W', d.date, 'weekday 0', '-3 days') || printf('%02d', "
    "(strftime('%j', d.date, 'weekday 0', '-3 days') - 1) / 7 + 1) ELSE '(none)' END",
    "voice": "c.voice",
    "coder": "r.name",
}
# for each actor what stands above it, itself first
_ABOVE = """
CREATE TEMP TABLE above AS WITH RECURSIVE up(id, at, step) AS (
    SELECT id, id, 0 FROM actor UNION ALL
    SELECT up.id, a.parent_id, step + 1 FROM up JOIN actor a ON a.id = up.at WHERE a.parent_id IS NOT NULL
) SELECT * FROM up;
CREATE TEMP TABLE body AS SELECT x.id, coalesce(
    (SELECT a.key FROM above u JOIN actor a ON a.id = u.at WHERE u.id = x.id
     AND a.kind IN ('organisation', 'government', 'outlet') ORDER BY step LIMIT 1),
    (SELECT a.key FROM actor a WHERE a.kind IN ('organisation', 'government', 'outlet')
     AND (lower(a.name) = lower(x.affiliation) OR EXISTS (
        SELECT 1 FROM json_each(a.aliases) WHERE lower(value) = lower(x.affiliation))) ORDER BY a.id LIMIT 1),
    nullif(x.affiliation, ''), x.key) AS key FROM actor x;
CREATE TEMP TABLE land AS SELECT x.id, coalesce(
    (SELECT CASE a.country WHEN '' THEN a.name ELSE a.country END FROM above u JOIN actor a ON a.id = u.at
     WHERE u.id = x.id AND (a.country <> '' OR a.kind = 'country') ORDER BY step LIMIT 1), '(none)') AS country
    FROM actor x;
CREATE TEMP TABLE dated AS SELECT id FROM actor WHERE id IN (SELECT actor_id FROM membership)
    AND kind NOT IN ('organisation', 'government', 'outlet');
CREATE TEMP TABLE spoken AS WITH RECURSIVE calendar(day) AS (
    SELECT '2022-06-01' UNION ALL SELECT date(day, '+1 day') FROM calendar WHERE day < '2025-06-30'
), span AS (
    SELECT DISTINCT d.date, c.day FROM document d
    JOIN calendar c ON d.date NOT GLOB '[0-9]*' OR c.day GLOB d.date || '*'
    UNION SELECT date, date FROM document WHERE date GLOB '[0-9]*-*-*'
), belongs AS (
    SELECT m.actor_id AS actor, o.key, m.since, m.until FROM membership m JOIN actor o ON o.id = m.organisation_id
    WHERE m.actor_id IN (SELECT id FROM dated)
    UNION ALL
    SELECT b.id, b.key, '', '' FROM body b JOIN actor a ON a.id = b.id
    WHERE a.key <> b.key AND b.id IN (SELECT id FROM dated)
), daily AS (
    SELECT DISTINCT b.actor, s.date, s.day, b.key FROM belongs b JOIN span s
    ON s.day >= b.since AND substr(s.day, 1, length(b.until)) <= b.until
), whole AS (
    SELECT actor, date, day, key FROM daily
    UNION ALL
    SELECT a.id, s.date, s.day, a.key FROM actor a JOIN span s WHERE a.id IN (SELECT id FROM dated)
    AND NOT EXISTS (SELECT 1 FROM daily b WHERE b.actor = a.id AND b.date = s.date AND b.day = s.day)
), often AS (
    SELECT actor, w.date, key, count(*) = (SELECT count(*) FROM span s WHERE s.date = w.date) AS always
    FROM whole w GROUP BY actor, w.date, key
)
SELECT actor, date, key FROM often WHERE always
UNION ALL SELECT DISTINCT actor, date, '(not known)' FROM often WHERE NOT always
UNION ALL SELECT DISTINCT b.id, d.date, b.key FROM body b, document d WHERE b.id NOT IN (SELECT id FROM dated);
"""
_STRETCH = {
    "document": "'document ' || d.id",
    "day": "CASE WHEN length(d.date) = 10 AND d.date GLOB '[0-9]*' THEN d.date ELSE 'document ' || d.id END",
    # the Monday of its week
    "week": "CASE WHEN length(d.date) = 10 AND d.date GLOB '[0-9]*' THEN date(d.date, 'weekday 0', '-6 days') "
    "ELSE 'document ' || d.id END",
    "month": "CASE WHEN d.date GLOB '[0-9][0-9][0-9][0-9]-[0-9]*' THEN substr(d.date, 1, 7) "
    "ELSE 'document ' || d.id END",
    "year": "CASE WHEN d.date GLOB '[0-9]*' THEN substr(d.date, 1, 4) ELSE 'document ' || d.id END",
    "all": "'all'",
}


def count_in_sql(connection: sqlite3.Connection, asked: Asked) -> Cells:
    """Return for each cell the stances, first and last date, by one statement over the recorded tables.

    A filter on words is the business of the other recount.
    """
    if not connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'above'").fetchone():
        connection.executescript(_ABOVE)
    wheres, values = ["1"], []

    def among(expression: str, chosen: tuple[str, ...], word: str = "IN") -> None:
        if chosen:
            wheres.append(f"{expression} {word} ({', '.join('?' * len(chosen))})")
            values.extend(chosen)

    for expression, chosen in (
        ("c.stance", asked.stances),
        ("c.voice", asked.voices),
        ("c.origin", asked.origins),
        ("r.name", asked.coders),
        ("d.publisher", asked.publishers),
        ("d.kind", asked.kinds),
        ("d.name", asked.documents),
    ):
        among(expression, chosen)
    among("r.name", asked.hidden, "NOT IN")
    tree = "IN (WITH RECURSIVE down(id) AS (SELECT id FROM {0} WHERE key IN ({1}) UNION SELECT b.id FROM {0} b, down "
    tree += "WHERE b.parent_id = down.id AND {2}) SELECT id FROM down)"
    for table, expression, chosen in (
        ("topic", "c.topic_id {}", asked.topics),
        ("actor", "EXISTS (SELECT 1 FROM claim_actor z WHERE z.claim_id = c.id AND z.actor_id {})", asked.actors),
    ):
        if chosen:
            marks = ", ".join("?" * len(chosen))
            wheres.append(expression.format(tree.format(table, marks, int(asked.children))))
            values.extend(chosen)
    if asked.since or asked.until:
        wheres.append("d.date GLOB '[0-9]*'")
    if asked.since:
        wheres.append("d.date || substr('-99-99', length(d.date) - 3) >= ?")
        values.append(asked.since)
    if asked.until:
        wheres.append("d.date || substr('-00-00', length(d.date) - 3) <= ? || substr('-99-99', length(?) - 3)")
        values.extend([asked.until] * 2)
    if asked.memo is not None:
        wheres.append(f"{'' if asked.memo else 'NOT'} EXISTS (SELECT 1 FROM memo m WHERE m.claim_id = c.id)")
    names = [*asked.rows, *asked.columns]
    keys = ", ".join(f"{_FIELDS[name]} AS k{at}" for at, name in enumerate(names))
    stands = _STRETCH.get(asked.duplicates, "x.id")
    sql = f"""
    WITH said AS (
        SELECT {keys}, c.id AS claim, c.stance AS stance, CASE WHEN d.date GLOB '[0-9]*' THEN d.date END AS date,
               dense_rank() OVER (PARTITION BY x.actor_id, c.topic_id, c.stance, {stands} ORDER BY
                   CASE WHEN d.date GLOB '[0-9]*' THEN d.date ELSE '~' END, d.id, c.start, c.id) AS nth
        FROM claim c JOIN claim_actor x ON x.claim_id = c.id JOIN actor a ON a.id = x.actor_id
        JOIN topic t ON t.id = c.topic_id JOIN document d ON d.id = c.document_id JOIN coder r ON r.id = c.coder_id
        JOIN temp.spoken o ON o.actor = a.id AND o.date = d.date JOIN temp.land k ON k.id = a.id
        WHERE {" AND ".join(wheres)}
    ), once AS (
        SELECT DISTINCT {", ".join(f"k{at}" for at in range(len(names)))}, claim, stance, date FROM said
        WHERE {"1" if asked.duplicates == "include" else "nth = 1"}
    )
    SELECT {", ".join(f"k{at}" for at in range(len(names)))}, sum(stance = 'favor'), sum(stance = 'against'),
           sum(stance = 'neutral'), sum(stance = 'not coded'), min(date), max(date)
    FROM once GROUP BY {", ".join(str(at + 1) for at in range(len(names)))}
    """
    cut, end = len(asked.rows), len(names)
    return {(row[:cut], row[cut:end]): row[end:] for row in connection.execute(sql, values)}
