"""Discourse Network Analyzer (``.dna``): statements with the variables person, organization, concept and agreement.

Offsets are half-open and count UTF-16 units, as Java does. A statement is one claim.
"""

import base64
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.memberships import Membership, checked
from desktop.core.scale import in_use
from desktop.core.text import one_line
from desktop.exchange.programs.interchange import (
    DatabaseRows,
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.programs.readings import Selection, read_offsets

TABLES = (
    *("documents", "coders", "statementtypes", "variables", "statements", "entities", "dataShorttext".lower()),
    *("datalongtext", "databoolean", "datainteger", "attributevariables", "attributevalues", "settings", "regexes"),
)

# what a note is written in
_LONG = (term("long text"),)
# what Visavis calls the variable of the step of a scale, beside agreement; as a branch it is one of stances
STEP, _STANCE = term("step"), term("stance")
# what keeps apart what Visavis writes beside a value, and the salt by which its files are known
ATTRIBUTES = TYPE, ALIAS, NOTES = term("Type"), term("Alias"), term("Notes")
ROLE, MEMBERSHIPS = term("Role"), term("Memberships")
_WRITTEN = (*ATTRIBUTES, ROLE, MEMBERSHIPS)
ORGANIZATION = term("organization")
SALT = b"visavis.dna.salt"
# of a document, which facts its fields are
_FACTS = (
    ("title", "title"),
    ("author", "author"),
    ("source", "source"),
    ("section", "section"),
    ("notes", "note"),
    ("type", "type"),
)


def is_dna(tables: frozenset[str]) -> bool:
    """Tell by the names of its tables whether a database is DNA's."""
    return {"statements", "variables", "documents", "statementtypes"} <= tables


def read_dna(tables: DatabaseRows) -> ForeignProject:
    """Return what the rows of DNA's tables hold."""
    return _DnaReader(tables).project()


class _DnaReader:
    def __init__(self, tables: DatabaseRows) -> None:
        self.tables = tables
        self.coders = {row["id"]: one_line(str(row["name"])) for row in tables["coders"]}
        self.codes: dict[str, ForeignCode] = {}
        self.notes: list[str] = []
        # a concept of two types of statements is one: of each variable the first of its name
        self.homes: dict[int, int] = {}
        # of each variable of steps that Visavis wrote the agreement that it stands beside, by their ids
        self.sides = dict(self._steps())
        self.refolded = 0
        self.is_ours = any(_salted(str(row.get("password") or "")) for row in tables["coders"])

    def project(self) -> ForeignProject:
        statements = self.tables["statements"]
        documents, places, readings = self._documents(statements)
        self._branches(statements)
        codings: list[ForeignCoding] = []
        memos: list[ForeignMemo] = []
        said = self._said()
        by_id = {row["id"]: row for row in self.tables["variables"]}
        lost = 0
        for row in statements:
            place = places.get(row["id"])
            if place is None:
                lost += 1
                continue
            document, start, end = place
            unit, coder = f"statement {row['id']}", self.coders.get(row["coder"], "")
            for variable, value in self._on_scale(said.get(row["id"], ())):
                one = by_id.get(variable)
                if one is None or value in (None, ""):
                    continue
                if one["datatype"] in _LONG:
                    memos.append(ForeignMemo(str(value).strip(), coder, unit=unit))
                    continue
                code = self._value(variable, str(value))
                codings.append(ForeignCoding(document, code, start, end, coder, unit=unit))
            if unit not in {one.unit for one in codings[-1:]}:
                # a note on words of which nothing else is said
                codings.append(ForeignCoding(document, "", start, end, coder, unit=unit))
        if lost:
            self.notes.append(_("Statements that lie outside their text are left out: {count}.").format(count=lost))
        if self.refolded:
            told = _("Steps that the scale here has not are read as agreement: {count}.")
            self.notes.append(told.format(count=self.refolded))
        if self.tables["regexes"]:
            told = _("Expressions whose finds DNA colours are left out: {count}.")
            self.notes.append(told.format(count=len(self.tables["regexes"])))
        version = next((row["value"] for row in self.tables["settings"] if row["property"] == "version"), "")
        return ForeignProject(
            " ".join(filter(None, (term("Discourse Network Analyzer"), version))),
            tuple(documents),
            self._filled(),
            tuple(codings),
            tuple(one for one in memos if one.text),
            dict.fromkeys(self.coders.values(), ""),
            True,
            tuple(self.notes),
            readings,
        )

    def _filled(self) -> tuple[ForeignCode, ...]:
        """Return the codes, without variables of which nothing is said anywhere: these are no codes of anybody's."""
        parents = {one.parent for one in self.codes.values()}
        empty = {f"variable {number}" for number in self.homes.values()} - parents
        return tuple(one for key, one in self.codes.items() if key not in empty)

    def _documents(
        self, statements: Sequence[Mapping[str, Any]]
    ) -> tuple[list[ForeignDocument], dict[int, tuple[str, int, int]], dict[str, tuple[str, float]]]:
        own: dict[int, list[Mapping[str, Any]]] = {}
        for row in statements:
            own.setdefault(row["documentid"], []).append(row)
        found, places, readings = [], {}, {}
        for row in self.tables["documents"]:
            number, there = f"document {row['id']}", own.get(row["id"], [])
            reading = read_offsets(str(row["text"]), [Selection(one["start"], one["stop"]) for one in there])
            if there:
                readings[number] = reading.told, reading.score
            for one in there:
                span = reading.span(one["start"], one["stop"])
                if span is not None:
                    places[one["id"]] = number, *span
            facts = [(fact, one_line(str(row.get(name) or ""))) for name, fact in _FACTS]
            day = _day(row.get("date"))
            variables = (*((fact, value) for fact, value in facts if value), *([("date", day)] if day else ()))
            found.append(ForeignDocument(number, one_line(str(row["title"])) or number, reading.text, variables))
        return found, places, readings

    def _branches(self, statements: Sequence[Mapping[str, Any]]) -> None:
        used = {row["statementtypeid"] for row in statements}
        for row in self.tables["statementtypes"]:
            if row["id"] in used:
                code = f"type {row['id']}"
                self.codes[code] = ForeignCode(code, one_line(str(row["label"])))
        firsts: dict[tuple[str, str], int] = {}
        for row in self.tables["variables"]:
            if row["statementtypeid"] in used and row["datatype"] not in _LONG:
                self.homes[row["id"]] = firsts.setdefault((str(row["variable"]), str(row["datatype"])), row["id"])
                if self.homes[row["id"]] != row["id"]:
                    continue
                code = f"variable {row['id']}"
                name = _STANCE if row["id"] in self.sides else one_line(str(row["variable"]))
                self.codes[code] = ForeignCode(code, name, f"type {row['statementtypeid']}")
        self._entities()

    def _entities(self) -> None:
        attributes: dict[int, dict[str, str]] = {}
        names = {row["id"]: str(row["attributevariable"]) for row in self.tables["attributevariables"]}
        for row in self.tables["attributevalues"]:
            value = str(row["attributevalue"] or "").strip()
            if value:
                name = one_line(names.get(row["attributevariableid"], ""))
                attributes.setdefault(row["entityid"], {})[name] = value
        self.entities: dict[int, str] = {}
        for row in self.tables["entities"]:
            value = one_line(str(row["value"]))
            self.entities[row["id"]] = value
            parent = f"variable {self.homes.get(row['variableid'], row['variableid'])}"
            if not value or parent not in self.codes:
                continue
            code = f"{parent}\n{value}"
            shades = [row.get(name) for name in ("red", "green", "blue")]
            color = "#" + "".join(f"{int(one or 0) & 255:02x}" for one in shades) if None not in shades else ""
            # black is what nobody chose
            color = "" if color == "#000000" else color
            told = attributes.get(row["id"], {})
            there = self.codes.get(code)
            if there is None or not (there.color or there.attributes):
                made = ForeignCode(code, value, parent, color, attributes=tuple(told.items()))
                self.codes[code] = self._as_written(made, told) if self.is_ours else made

    def _as_written(self, code: ForeignCode, told: Mapping[str, str]) -> ForeignCode:
        """Return a value with what Visavis wrote of it, which are no attributes of anybody's own."""
        body = next((row["id"] for row in self.tables["variables"] if row["variable"] == ORGANIZATION), 0)
        memberships = [
            Membership(f"variable {body}\n{name}", since, until, role)
            for name, since, until, role in parse_memberships(told.get(MEMBERSHIPS, ""))
        ]
        return replace(
            code,
            definition=told.get(NOTES, ""),
            attributes=tuple((name, value) for name, value in told.items() if name not in _WRITTEN),
            role=told.get(ROLE, ""),
            kind=told.get(TYPE, ""),
            aliases=tuple(one.strip() for one in told.get(ALIAS, "").split(";") if one.strip()),
            memberships=tuple(memberships),
        )

    def _value(self, variable: int, value: str) -> str:
        parent = f"variable {self.homes.get(variable, variable)}"
        code = f"{parent}\n{one_line(value)}"
        self.codes.setdefault(code, ForeignCode(code, one_line(value), parent))
        return code

    def _steps(self) -> Iterator[tuple[int, int]]:
        """Yield the variables of steps that Visavis wrote, each with the agreement of the same statements."""
        agreements = {
            row["statementtypeid"]: row["id"]
            for row in self.tables["variables"]
            if (row["variable"], row["datatype"]) == ("agreement", "boolean")
        }
        for row in self.tables["variables"]:
            if row["variable"] == STEP and row["datatype"] not in _LONG and row["statementtypeid"] in agreements:
                yield row["id"], agreements[row["statementtypeid"]]

    def _on_scale(self, pairs: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
        """Yield what a statement says: of a step and its side the step, if it is one of the scale in use."""
        told = dict(pairs)
        dropped = set[int]()
        for step, side in self.sides.items():
            if told.get(step):
                sign = in_use().sign(told[step]) if in_use().has(told[step]) else None
                fits = sign is not None and side in told and sign == (1 if told[side] else -1)
                dropped.add(side if fits else step)
                self.refolded += not fits
        yield from (pair for pair in told.items() if pair[0] not in dropped)

    def _said(self) -> dict[int, list[tuple[int, Any]]]:
        """Return what each statement says, as pairs of variable and value in the order of the variables."""
        found: dict[int, list[tuple[int, Any]]] = {}
        for row in self.tables["datashorttext"]:
            value = self.entities.get(row["entity"], "")
            found.setdefault(row["statementid"], []).append((row["variableid"], value))
        for table in ("databoolean", "datainteger", "datalongtext"):
            for row in self.tables[table]:
                found.setdefault(row["statementid"], []).append((row["variableid"], row["value"]))
        return {number: sorted(pairs, key=lambda pair: pair[0]) for number, pairs in found.items()}


def write_memberships(told: Iterable[tuple[str, str, str, str]]) -> str:
    """Return organisations by their names with first date, last date and role, as `parse_memberships` reads them."""
    return "; ".join(" | ".join(re.sub(r"([\\\\;|])", r"\\\1", part) for part in one).rstrip(" |") for one in told)


def parse_memberships(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield what `write_memberships` wrote; what has no such form, or no such dates, is left out."""
    for one in re.findall(r"(?:\\.|[^;\\])+", text, re.DOTALL):
        parts = [re.sub(r"\\(.)", r"\1", part).strip() for part in re.findall(r"(?:\\.|[^|\\])+", one, re.DOTALL)]
        name, since, until, role = (*parts, "", "", "", "")[:4]
        try:
            found = checked(Membership(name, since, until, role))
        except UserError:
            continue
        if name:
            yield name, found.since, found.until, found.role


def _salted(password: str) -> bool:
    """Tell whether the digest of a password is one that Visavis made."""
    try:
        return base64.b64decode(password, validate=True)[: len(SALT)] == SALT
    except ValueError:
        return False


def _day(seconds: Any) -> str:
    try:
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=int(seconds))
    except (TypeError, ValueError, OverflowError):
        return ""
    return moment.date().isoformat() if moment.year > 1 else ""
