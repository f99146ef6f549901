"""Writing a project for Discourse Network Analyzer: the tables of a ``.dna`` file as its version 3 makes them.

A claim is a statement with person, organization, concept and agreement, for each person who holds it and for each
organisation that none of these belongs to. Agreement is yes or no there; what is neither is a statement of a type of
its own, so that DNA's counts are those of the claims in favor and against. Offsets count UTF-16, as Java does. Whoever
opens the file is asked for a coder's password: DNA keeps it as a digest, SHA-256 done a hundred thousand times over a
salt and what came of it before (what Jasypt calls a strong password encryptor).
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from desktop.core.language import _
from desktop.core.memberships import Belongings, days_of
from desktop.core.scale import Stance, in_use, placed
from desktop.core.spans import Utf16Map
from desktop.core.speaking import standings
from desktop.core.text import one_line
from desktop.core.values import Actor, ActorKind, Topic
from desktop.exchange.programs.dna import (
    ALIAS,
    ATTRIBUTES,
    MEMBERSHIPS,
    NOTES,
    ROLE,
    SALT,
    STEP,
    TYPE,
    write_memberships,
)
from desktop.exchange.programs.interchange import ForeignProject, term
from desktop.exchange.programs.own_claims import own_claims

VERSION = "3.0.7"
# what every coder's password is at first; DNA asks for it, and lets it be changed
PASSWORD = term("visavis")
_TIMES = 100_000
# letters of what DNA keeps short
_LONGEST = 190
# a date that stands for none: what is read of it is no date of anything
_NO_DAY = -62_135_596_800
_ADMIN = term("Admin")
# what DNA has of a document, and which facts these are
_FIELDS = ("title", "author", "source", "section", "note", "type")
_CARRIED = frozenset(("title", "author", "source", "section", "note", "kind", "date", "date_certainty", "date_note"))
_STATEMENT, _OTHER = (1, term("DNA Statement"), (239, 208, 51)), (2, term("Statement, neither"), (211, 211, 211))
# how DNA calls the two kinds of texts
_SHORT, _LONG = term("short text"), term("long text")
_SHADES = ((51, 153, 255), (255, 102, 102), (102, 255, 0), (255, 153, 0), (153, 102, 255), (0, 204, 153))
# of a coder; all are allowed
_PERMISSIONS = 16
# in an order in which they can be filled
_TABLES = (
    *("SETTINGS", "CODERS", "DOCUMENTS", "STATEMENTTYPES", "VARIABLES", "CODERRELATIONS", "STATEMENTS", "ENTITIES"),
    *("DATABOOLEAN", "DATASHORTTEXT", "DATALONGTEXT", "ATTRIBUTEVARIABLES", "ATTRIBUTEVALUES"),
)
DnaRow = tuple[str | int | None, ...]


def dna_tables(project: ForeignProject) -> dict[str, list[DnaRow]]:
    """Return the rows of a gathered project by the tables of such a file, in an order in which they can be inserted."""
    return _DnaWriter(project).tables


def lost_in_dna(project: ForeignProject) -> Iterator[str]:
    """Yield what a ``.dna`` file cannot carry of a gathered project, and what DNA asks for, a sentence each."""
    yield from _DnaWriter(project).told()


def password_digest(password: str, salt: bytes = SALT) -> str:
    """Return what DNA keeps of a password: base 64 of a salt of 16 bytes and the digest."""
    digest = hashlib.sha256(salt + password.encode("utf-8")).digest()
    for _time in range(_TIMES - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")


class _DnaWriter:
    def __init__(self, project: ForeignProject) -> None:
        self.project = project
        self.tables: dict[str, list[DnaRow]] = {name: [] for name in _TABLES}
        self.entries = {one.entry.key: one.entry for one in project.codes if isinstance(one.entry, Actor)}
        self.standing, _others = standings([*self.entries.values()])
        # beside what DNA itself has there, only what there is
        self.values = (
            *ATTRIBUTES,
            *([ROLE] if any(one.role for one in self.entries.values()) else ()),
            *([MEMBERSHIPS] if any(one.spans for one in self.standing.values()) else ()),
        )
        self.dates: dict[str, str] = {}
        self.claims = list(own_claims(project))
        self.lost = Counter[str]()
        self.facts = dict[str, None]()
        self.variables: dict[tuple[int, str], int] = {}
        self.attributes: dict[tuple[int, str], int] = {}
        self.entities: dict[tuple[int, str], int] = {}
        self.tables["SETTINGS"] = [("version", VERSION), ("date", "2022-06-10")]
        self._coders()
        self._documents()
        self._types()
        self._statements()

    def _add(self, table: str, *values: str | int | None) -> int:
        number = len(self.tables[table]) + 1
        self.tables[table].append((number, *values))
        return number

    def _cut(self, words: str, what: str = "cut") -> str:
        plain = one_line(words).replace("\0", "\ufffd")
        self.lost[what] += len(plain) > _LONGEST
        return plain[:_LONGEST]

    def _coders(self) -> None:
        digest = password_digest(PASSWORD)
        names = [_ADMIN, *(name for name in self.project.coders if name != _ADMIN)]
        self.coders = {
            name: self._add(
                "CODERS", self._cut(name), *_SHADES[number % len(_SHADES)], 0, 14, digest, 300, 0, 0, 1,
                *([1] * _PERMISSIONS),
            )
            for number, name in enumerate(names)
        }  # fmt: skip
        for one in self.coders.values():
            for other in self.coders.values():
                if one != other:
                    self._add("CODERRELATIONS", one, other, 1, 1, 1, 1)

    def _documents(self) -> None:
        self.documents: dict[str, tuple[int, Utf16Map]] = {}
        for one in self.project.documents:
            told = dict(one.variables)
            values = [self._cut(told.get(name, "")) for name in ("author", "source", "section")]
            if not values[1]:
                values[1] = self._cut(told.pop("publisher", ""))
            kind = told.get("kind", "")
            number = self._add(
                "DOCUMENTS", self._cut(told.get("title") or one.name) or "-", one.text or "", self.coders[_ADMIN],
                *values, told.get("note", ""), kind, self._day(told.get("date", "")),
            )  # fmt: skip
            self.dates[one.id] = told.get("date", "")
            self.documents[one.id] = number, Utf16Map(one.text or "")
            self.facts.update(dict.fromkeys(name for name in told if name not in _CARRIED))

    def _day(self, words: str) -> int:
        parts = words.split("-") if words and not words.startswith("--") else []
        if not parts:
            self.lost["undated"] += 1
            return _NO_DAY
        self.lost["rough"] += len(parts) < 3
        year, month, day = (*map(int, parts), 1, 1)[:3]
        when = datetime.combine(date(year, month, day), datetime.min.time(), UTC)
        return int((when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())

    def _types(self) -> None:
        sign = in_use().sign
        stances = {claim.said.get("stance", "") for claim in self.claims}
        # agreement tells the side and no more: where that would come back as another step, the step stands beside it
        self.has_steps = any(
            placed(Stance.FAVOR if side > 0 else Stance.AGAINST) != stance
            for stance in stances
            if (side := sign(stance))
        )
        self.has_voice = any(claim.said.get("voice", "direct") != "direct" for claim in self.claims)
        self.has_notes = any(claim.memos for claim in self.claims)
        kinds = [_STATEMENT] + [_OTHER] * any(not sign(stance) for stance in stances)
        for number, label, shade in kinds:
            self._add("STATEMENTTYPES", label, *shade)
            names = [("person", _SHORT), ("organization", _SHORT), ("concept", _SHORT)]
            names += [("agreement", "boolean")] if number == _STATEMENT[0] else [("stance", _SHORT)]
            names += [(STEP, _SHORT)] * (number == _STATEMENT[0] and self.has_steps)
            names += [("voice", _SHORT)] * self.has_voice + [("note", _LONG)] * self.has_notes
            for name, datatype in names:
                variable = self.variables[number, name] = self._add("VARIABLES", name, datatype, number)
                if datatype == _SHORT:
                    # what is not told is the empty value, which DNA wants to be there
                    self.entities[variable, ""] = self._add("ENTITIES", variable, "", 0, 0, 0, None)
                    for attribute in self.values:
                        added = self._add("ATTRIBUTEVARIABLES", variable, attribute)
                        self.attributes[variable, attribute] = added
                        self._add("ATTRIBUTEVALUES", self.entities[variable, ""], added, "")
        self._entries(kinds[0][0])

    def _entries(self, number: int) -> None:
        """Make the entities of the codebook: who and what is not coded yet, too; themes are no concepts."""
        self.names = self._unique_names()
        used = {claim.topic.key for claim in self.claims if claim.topic is not None}
        for code in self.project.codes:
            entry = code.entry
            if isinstance(entry, Topic):
                if entry.proposition or entry.key in used:
                    self._entity(number, "concept", entry)
                else:
                    self.lost["themes"] += 1
            elif isinstance(entry, Actor):
                self._entity(number, "person" if entry.kind is ActorKind.PERSON else "organization", entry)

    def _unique_names(self) -> dict[tuple[str, str], str]:
        """Return what each entry is called: names that two of a kind share have their key behind them."""
        entries = [one.entry for one in self.project.codes if one.entry is not None]
        groups = [(_kind(one), one) for one in entries]
        counts = Counter((kind, self._plain(one)) for kind, one in groups)
        taken = set[tuple[str, str]]()
        found = {}
        for kind, one in groups:
            name = self._plain(one)
            if counts[kind, name] > 1:
                self.lost["namesakes"] += 1
                name = f"{name[: _LONGEST - len(one.key) - 3]} ({one.key})"
            while (kind, name) in taken:
                name = f"{name[: _LONGEST - 2]} ’"
            taken.add((kind, name))
            found[kind, one.key] = name
        return found

    def _plain(self, one: Actor | Topic) -> str:
        return self._cut(one.name) or one.key

    def _entity(self, number: int, variable: str, value: Actor | Topic | str | None) -> int:
        """Return the id of a value of a variable, made when it is new."""
        place = self.variables[number, variable]
        name = value if isinstance(value, str) else self.names[_kind(value), value.key] if value is not None else ""
        if (place, name) not in self.entities:
            color = value.color if not isinstance(value, str) and value is not None else ""
            shades = [int(color[at : at + 2], 16) for at in (1, 3, 5)] if len(color) == 7 else [0, 0, 0]
            added = self.entities[place, name] = self._add("ENTITIES", place, name, *shades, None)
            told = dict.fromkeys(self.values, "")
            if isinstance(value, Actor):
                told[TYPE] = "" if value.kind is ActorKind.PERSON else value.kind.value
                told[ROLE], told[MEMBERSHIPS] = self._cut(value.role), self._memberships(value)
            if value is not None and not isinstance(value, str):
                told[ALIAS] = self._cut("; ".join(value.aliases))
                told[NOTES] = self._cut(value.definition)
            for attribute in self.values:
                self._add("ATTRIBUTEVALUES", added, self.attributes[place, attribute], told[attribute])
        return self.entities[place, name]

    def _memberships(self, actor: Actor) -> str:
        """Return where an actor belongs from when until when; nothing where there is no room for all of it."""
        spans = self.standing[actor.id].spans
        roles = {(one.organisation, one.since, one.until): one.role for one in actor.memberships}
        told = write_memberships(
            (self.names["organization", key], since, until, roles.get((key, since, until), ""))
            for key, since, until in spans
            if ("organization", key) in self.names
        )
        if len(told) > _LONGEST:
            self.lost["memberships"] += len(spans)
            return ""
        return told

    def _statements(self) -> None:
        for claim in self.claims:
            number, units = self.documents[claim.place.document]
            start, stop = units.to_utf16(claim.place.start), units.to_utf16(claim.place.end)
            stance = claim.said.get("stance", "")
            sign = in_use().sign(stance)
            kind = _STATEMENT[0] if sign else _OTHER[0]
            pairs = list(self._holders(claim.actors, self.dates.get(claim.place.document, "")))
            self.lost["several"] += len(claim.actors) > 1 < len(pairs)
            self.lost["bodies"] += len(claim.actors) == 1 < len(pairs)
            self.lost["neither"] += kind == _OTHER[0]
            self.lost["certainty"] += "certainty" in claim.said
            self.lost["memos"] += any(memo.coder != claim.place.coder for memo in claim.memos)
            for person, body in pairs:
                coder = self.coders.get(claim.place.coder, self.coders[_ADMIN])
                statement = self._add("STATEMENTS", kind, number, start, stop, coder)
                values: dict[str, Actor | Topic | str | None] = {
                    "person": person,
                    "organization": body,
                    "concept": claim.topic,
                }
                if self.has_voice:
                    values["voice"] = claim.said.get("voice", "direct")
                if kind == _STATEMENT[0] and self.has_steps:
                    values[STEP] = stance
                if kind == _OTHER[0]:
                    values["stance"] = stance
                else:
                    self._add("DATABOOLEAN", statement, self.variables[kind, "agreement"], int((sign or 0) > 0))
                for name, value in values.items():
                    entity = self._entity(kind, name, value)
                    self._add("DATASHORTTEXT", statement, self.variables[kind, name], entity)
                if self.has_notes:
                    words = "\n\n".join(memo.text for memo in claim.memos)
                    self._add("DATALONGTEXT", statement, self.variables[kind, "note"], words)

    def _holders(self, actors: Sequence[Actor], date: str) -> Iterator[tuple[Actor | None, Actor | None]]:
        """Yield person and organisation of each statement that a claim in a document of a date makes."""
        people = [one for one in actors if one.kind is ActorKind.PERSON]
        bodies = [one for one in actors if one.kind is not ActorKind.PERSON]
        told = set[str]()
        for person in people:
            if spoken := self._spoken_for(person, date):
                told.update(body.key for body in spoken)
                yield from ((person, body) for body in spoken)
                continue
            body = None if self.standing[person.id].spans else self._body_of(person)
            if body is None and len(people) == len(bodies) == 1:
                # coded beside each other, as DNA has them
                body = bodies[0]
            told.update([body.key] if body is not None else [])
            yield person, body
        for body in bodies:
            if body.key not in told:
                yield None, body

    def _spoken_for(self, person: Actor, date: str) -> list[Actor]:
        """Return the organisations that a person belonged to on a date, as far as that is known; none for others."""
        spans = self.standing[person.id].spans
        if not spans:
            return []
        found = Belongings(spans, person.key).at(*days_of(date))
        return [self.entries[str(key)] for key in found.sure if key != person.key and key in self.entries]

    def _body_of(self, person: Actor) -> Actor | None:
        above: Actor | None = self.entries.get(person.parent)
        seen = {person.key}
        while above is not None and above.kind is ActorKind.PERSON and above.key not in seen:
            seen.add(above.key)
            above = self.entries.get(above.parent)
        return above if above is not None and above.kind is not ActorKind.PERSON else None

    def told(self) -> Iterator[str]:
        """Yield what is lost, in sentences."""
        others = sum(not one.unit for one in self.project.memos)
        lost: Mapping[str, int] = {**self.lost, "others": others, "times": len(self.claims)}
        yield _("The coders, and “{admin}”, log in with the password “{password}”: change it in DNA.").format(
            admin=_ADMIN, password=PASSWORD
        )
        sentences = {
            "several": _("Claims of several actors are a statement for each of them: {count}."),
            "bodies": _("Claims of who speaks for several organisations are a statement for each of these: {count}."),
            "memberships": _("Memberships that DNA has no room for are not carried: {count}."),
            "neither": _(
                "Agreement is yes or no in DNA: claims that are neither are statements of the type “{label}”: {count}."
            ),
            "undated": _("Documents without a date have the year 1: {count}."),
            "rough": _("Documents whose day is not known have the first day of their month or year: {count}."),
            "cut": _("Names and facts of more than {longest} letters are cut: {count}."),
            "namesakes": _("Actors and topics of one name have their keys behind it: {count}."),
            "themes": _("Themes above topics are not carried: {count}."),
            "certainty": _("How the text tells who holds a claim is not carried: {count}."),
            "memos": _("Memos of others than a claim's coder are its coder's: {count}."),
            "others": _("Memos on documents, topics and actors are not carried: {count}."),
            "times": _("When claims were tagged is not carried: {count}."),
        }
        for key, sentence in sentences.items():
            if lost.get(key):
                yield sentence.format(count=lost[key], label=_OTHER[1], longest=_LONGEST)
        if self.facts:
            yield _("Facts of documents that DNA has no field for are not carried: {names}.").format(
                names=", ".join(self.facts)
            )


def _kind(one: Actor | Topic) -> str:
    if isinstance(one, Topic):
        return "concept"
    return "person" if one.kind is ActorKind.PERSON else "organization"
