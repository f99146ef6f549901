"""QualCoder (``.qda``, a folder with an SQLite file): codes in categories, coded texts, cases, attributes, notes.

Its offsets are mixed: what is marked in its window counts UTF-16 units, what it imported counts code points. Each row
holds its words, by which the two are told apart.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.core.language import _
from desktop.core.spans import Utf16Map
from desktop.core.text import normalise_text, one_line
from desktop.exchange.programs.interchange import (
    NOWHERE,
    DatabaseRows,
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
)
from desktop.exchange.programs.refi import CASES

TABLES = (
    *("source", "code_name", "code_cat", "code_text", "cases", "case_text", "attribute", "attribute_type"),
    *("annotation", "journal", "project"),
)


def is_qualcoder(tables: frozenset[str]) -> bool:
    """Tell by the names of its tables whether a database is QualCoder's."""
    return {"source", "code_name", "code_text", "code_cat"} <= tables


def read_qualcoder(tables: DatabaseRows) -> ForeignProject:
    """Return what the rows of QualCoder's tables hold."""
    return _QualCoderReader(tables).project()


class _QualCoderReader:
    def __init__(self, tables: DatabaseRows) -> None:
        self.tables = tables
        self.memos: list[ForeignMemo] = []
        self.raw: dict[str, str] = {}
        self.lost = self.moved = 0

    def project(self) -> ForeignProject:
        documents = self._documents()
        self.places = {number: _MixedPlaces(text) for number, text in self.raw.items()}
        codes = [*self._codes(), *self._case_codes()]
        codings = [*self._codings(), *self._case_codings()]
        notes: list[str] = []
        if self.lost:
            told = _("Selections that are empty or lie outside their text are left out: {count}.")
            notes.append(told.format(count=self.lost))
        if self.moved:
            told = _("Codings whose offsets count UTF-16 units were told by their words: {count}.")
            notes.append(told.format(count=self.moved))
        version = next((str(row.get("databaseversion") or "") for row in self.tables["project"]), "")
        return ForeignProject(
            f"QualCoder {version}".strip(),
            tuple(documents),
            tuple(codes),
            tuple(codings),
            tuple(self.memos),
            {one.coder: "" for one in codings if one.coder},
            notes=tuple(notes),
        )

    def _codes(self) -> Iterator[ForeignCode]:
        for row in self.tables["code_cat"]:
            parent = f"category {row['supercatid']}" if row.get("supercatid") else ""
            yield ForeignCode(f"category {row['catid']}", _line(row, "name"), parent, "", _words(row, "memo"))
        for row in self.tables["code_name"]:
            # newer versions let codes stand below codes
            above = row.get("supercid")
            parent = f"code {above}" if above else f"category {row['catid']}" if row.get("catid") else ""
            color = str(row.get("color") or "").lower()
            yield ForeignCode(f"code {row['cid']}", _line(row, "name"), parent, color, _words(row, "memo"))

    def _documents(self) -> list[ForeignDocument]:
        variables: dict[str, list[tuple[str, str]]] = {}
        for row in self.tables["attribute"]:
            if str(row.get("attr_type")) == "file" and _words(row, "value"):
                variables.setdefault(f"source {row['id']}", []).append((_line(row, "name"), _line(row, "value")))
        documents = []
        for row in self.tables["source"]:
            number = f"source {row['id']}"
            if row.get("fulltext") is not None:
                self.raw[number] = str(row["fulltext"])
            text = normalise_text(self.raw[number]) if number in self.raw else None
            documents.append(ForeignDocument(number, _line(row, "name"), text, tuple(variables.get(number, ()))))
            self._memo(row, document=number)
        return documents

    def _codings(self) -> Iterator[ForeignCoding]:
        for row in self.tables["code_text"]:
            number, words = f"source {row['fid']}", str(row.get("seltext") or "")
            place = self.places.get(number)
            found = place.find(row["pos0"], row["pos1"], words) if place is not None else None
            if found is None:
                self.lost += 1
                continue
            start, end, by_words = found
            self.moved += by_words
            unit = f"coding {row['ctid']}"
            yield ForeignCoding(number, f"code {row['cid']}", start, end, _line(row, "owner"), _time(row), unit)
            self._memo(row, unit=unit)

    def _case_codes(self) -> Iterator[ForeignCode]:
        if self.tables["cases"]:
            yield ForeignCode(CASES, _("Cases"))
        told: dict[Any, dict[str, str]] = {}
        for row in self.tables["attribute"]:
            if str(row.get("attr_type")) == "case" and _words(row, "value"):
                told.setdefault(row["id"], {})[_line(row, "name")] = _line(row, "value")
        for row in self.tables["cases"]:
            own = tuple(told.get(row["caseid"], {}).items())
            name, memo = _line(row, "name"), _words(row, "memo")
            yield ForeignCode(f"case {row['caseid']}", name, CASES, "", memo, attributes=own)

    def _case_codings(self) -> Iterator[ForeignCoding]:
        for row in self.tables["case_text"]:
            number, code = f"source {row['fid']}", f"case {row['caseid']}"
            if number not in self.raw:
                continue
            is_whole = row["pos0"] in (0, None) and int(row["pos1"] or 0) >= len(self.raw[number]) - 1
            place = None if is_whole else self.places[number].find(row["pos0"], row["pos1"], "")
            if is_whole or place:
                start, end = place[:2] if place else (NOWHERE, NOWHERE)
                yield ForeignCoding(number, code, start, end, unit=f"{code} {start}")

    def _memo(self, row: Mapping[str, Any], **on: str) -> None:
        if _words(row, "memo"):
            self.memos.append(ForeignMemo(_words(row, "memo"), _line(row, "owner"), _time(row), **on))


class _MixedPlaces:
    """Where rows stand in a text, whatever they count."""

    def __init__(self, raw: str) -> None:
        self.raw, self.text = raw, normalise_text(raw)
        self.units = Utf16Map(raw)

    def find(self, start: Any, end: Any, words: str) -> tuple[int, int, bool] | None:
        """Return where a row stands in the text as it is stored, and whether it counts UTF-16 units."""
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
            return None
        points = start, end
        other = self.units.to_points(start), self.units.to_points(end)
        is_other = bool(words) and self.raw[start:end] != words and self.raw[other[0] : other[1]] == words
        first, last = other if is_other else points
        if first >= min(last, len(self.raw)):
            return None
        if self.raw == self.text:
            return first, min(last, len(self.raw)), is_other
        # a beginning has the same length in both texts, but for what is normalised in it
        before, inside = len(normalise_text(self.raw[:first])), len(normalise_text(self.raw[:last]))
        return (before, inside, is_other) if before < inside else None


def _words(row: Mapping[str, Any], key: str) -> str:
    return normalise_text(str(row.get(key) or "")).strip()


def _line(row: Mapping[str, Any], key: str) -> str:
    return one_line(str(row.get(key) or ""))


def _time(row: Mapping[str, Any]) -> str:
    return _line(row, "date").replace(" ", "T")
