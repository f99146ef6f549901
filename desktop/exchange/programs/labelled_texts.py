"""Texts with labelled stretches: Label Studio and doccano (JSON, a line or an element a text), brat (``.ann``).

Offsets are code points by intent; those of HTML in Label Studio and of graphemes in doccano are not, and are told by
the readings' score. Relations of brat and links between stretches are left out, and told.
"""

import json
from collections.abc import Sequence
from typing import Any

from desktop.core.language import _
from desktop.core.text import normalise_text, one_line
from desktop.exchange.programs.interchange import (
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.programs.readings import Selection, read_offsets
from desktop.exchange.readers.source import SourceFile

# keys under which doccano keeps its stretches, by version
_LABELS = ("label", "labels", "entities", "annotations")
# its place, its labels (the names of a code from the top down, parted by line feeds), coder, time and name
LabelledStretch = tuple[Selection, list[str], str, str, str]
# objects that are looked at to tell a form
_TELLING = 20


def is_label_studio(source: SourceFile) -> bool:
    """Tell whether *source* is an export of Label Studio: tasks with ``data`` and ``annotations``."""
    found = _objects(source, _TELLING)
    return bool(found) and all(
        isinstance(one.get("data"), dict) and ("annotations" in one or "completions" in one) for one in found
    )


def is_doccano(source: SourceFile) -> bool:
    """Tell whether *source* is an export of doccano: texts with stretches as lists of start, end, label."""
    found = _objects(source, _TELLING)
    return bool(found) and all(isinstance(one.get("text"), str) for one in found) and any(map(_stretches, found))


def is_brat(source: SourceFile) -> bool:
    """Tell whether *source* is an annotation file of brat."""
    lines = [line for line in source.start.split("\n")[:_TELLING] if line.strip()]
    return bool(lines) and any(_entity(line) for line in lines) and all(line[0] in "TREAMN#*" for line in lines)


def read_label_studio(source: SourceFile) -> ForeignProject:
    """Read an export of Label Studio."""
    made = LabelledTexts(source.name)
    for number, task in enumerate(_objects(source), 1):
        data = task["data"] if isinstance(task.get("data"), dict) else {}
        found: list[LabelledStretch] = []
        field = ""
        for done in task.get("annotations") or task.get("completions") or []:
            by = done.get("completed_by") if isinstance(done, dict) else None
            coder = one_line(str(by.get("email") or by.get("id") or "") if isinstance(by, dict) else str(by or ""))
            created = str(done.get("created_at") or "") if isinstance(done, dict) else ""
            for one in (done.get("result") or []) if isinstance(done, dict) else []:
                value = one.get("value") if isinstance(one, dict) else None
                if not isinstance(value, dict) or not isinstance(value.get("start"), int):
                    made.others += isinstance(value, dict)
                    continue
                field = field or str(one.get("to_name") or "")
                kinds = value.get(str(one.get("type"))) or value.get("labels") or value.get("choices") or []
                place = Selection(value["start"], _int(value.get("end")), str(value.get("text") or ""))
                top = one_line(str(one.get("from_name") or ""))
                found.append((place, [f"{top}\n{label}" for label in kinds], coder, created, str(one.get("id") or "")))
        words = data.get(field) or data.get("text") or next((one for one in data.values() if isinstance(one, str)), "")
        more = [
            (key, one_line(str(value)))
            for key, value in data.items()
            if isinstance(value, str | int) and value != words
        ]
        made.add(
            one_line(str(data.get("title") or task.get("file_upload") or f"{source.name} {number}")),
            str(words),
            found,
            more,
        )
    return made.project(term("Label Studio"))


def read_doccano(source: SourceFile) -> ForeignProject:
    """Read an export of doccano."""
    made = LabelledTexts(source.name)
    for number, one in enumerate(_objects(source), 1):
        found = [(Selection(start, end), [label], "", "", "") for start, end, label in _stretches(one)]
        about = one.get("meta")
        meta: dict[str, Any] = about if isinstance(about, dict) else {}
        told = {**{key: value for key, value in one.items() if key not in ("text", "id", *_LABELS)}, **meta}
        more = [
            (str(key), one_line(str(value)))
            for key, value in told.items()
            if isinstance(value, str | int) and str(value).strip()
        ]
        made.add(f"{source.name} {one.get('id', number)}", str(one.get("text") or ""), found, more)
        comments = one.get(term("Comments")) or one.get("comments")
        for comment in comments if isinstance(comments, list) else []:
            made.memos.append(ForeignMemo(one_line(str(comment)), document=made.documents[-1].id))
    return made.project("doccano")


def read_brat(sources: Sequence[SourceFile]) -> ForeignProject:
    """Read an annotation file and its text."""
    annotations, source = sources
    made = LabelledTexts(source.name)
    notes: dict[str, list[str]] = {}
    found: dict[str, LabelledStretch] = {}
    parts = 0
    for line in annotations.decoded.text.replace("\r\n", "\n").split("\n"):
        entity = _entity(line)
        if entity is not None:
            name, label, start, end, is_parted, words = entity
            found[name] = Selection(start, end, "" if is_parted else words), [label], "", "", name
            parts += is_parted
        elif line.startswith("#"):
            _kind, _tab, rest = line.partition("\t")
            target, _tab, words = rest.partition("\t")
            notes.setdefault(target.rpartition(" ")[2], []).append(words)
        elif line.startswith(("A", "M")):
            # “A1 Negation E1”: an attribute is a code beside its entity's
            told = line.partition("\t")[2].split(" ", 2)
            if len(told) >= 2 and told[1] in found:
                found[told[1]][1].append("\n".join([told[0], *told[2:]]))
        elif line.strip():
            made.others += 1
    if parts:
        made.notes.append(
            _("Stretches in several parts are taken from the first to the last: {count}.").format(count=parts)
        )
    # the byte-order mark and ends of lines as they stand in the file
    made.add(source.name, source.content.decode("utf-8", "replace"), list(found.values()), [])
    for name, told_of in notes.items():
        if name in found:
            made.memos += [ForeignMemo(one, unit=f"{made.documents[-1].id} {name}") for one in told_of if one.strip()]
    return made.project("brat")


class LabelledTexts:
    """What was read so far of texts with labelled stretches, until `project` gives it.

    Attributes:
        others: how many labels are of no words.
        lost: how many stretches have no place in their text.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: list[ForeignDocument] = []
        self.codes: dict[str, ForeignCode] = {}
        self.codings: list[ForeignCoding] = []
        self.memos: list[ForeignMemo] = []
        self.notes: list[str] = []
        self.readings: dict[str, tuple[str, float]] = {}
        self.others = self.lost = 0

    def add(
        self,
        name: str,
        raw: str,
        found: Sequence[LabelledStretch],
        more: Sequence[tuple[str, str]],
    ) -> None:
        """Add a text with its stretches: place, labels, coder, time and name of each."""
        number = f"document {len(self.documents)}"
        reading = read_offsets(raw, [one[0] for one in found])
        if found:
            self.readings[number] = reading.told, reading.score
        self.documents.append(ForeignDocument(number, name, reading.text, tuple(more)))
        for place, labels, coder, created, unit in found:
            span = reading.span(place.start, place.end)
            if span is None:
                self.lost += 1
                continue
            for label in labels:
                self.codings.append(
                    ForeignCoding(number, self.code(label), *span, coder, created, f"{number} {unit or span}")
                )

    def code(self, path: str) -> str:
        """Return the id of a code, whose names from the top down a line feed parts."""
        above = ""
        for name in filter(None, map(one_line, path.split("\n"))):
            code = f"{above}\n{name}"
            self.codes.setdefault(code, ForeignCode(code, name, above))
            above = code
        return above

    def project(self, program: str, *, whole_units: bool = False) -> ForeignProject:
        """Return all of it."""
        if self.others:
            self.notes.append(_("Left out, since it is no label of words: {count}.").format(count=self.others))
        if self.lost:
            told = _("Selections that are empty or lie outside their text are left out: {count}.")
            self.notes.append(told.format(count=self.lost))
        coders = {one.coder: "" for one in self.codings if one.coder}
        return ForeignProject(
            program, tuple(self.documents), tuple(self.codes.values()), tuple(self.codings), tuple(self.memos), coders,
            whole_units, tuple(self.notes), self.readings,
        )  # fmt: skip


def _int(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _objects(source: SourceFile, most: int = 0) -> list[dict[str, Any]]:
    """Return the objects of a file in JSON, as one list or a line each; none of what is no JSON."""
    start = source.start.lstrip()[:1]
    if start not in ("[", "{"):
        return []
    text = source.decoded.text.lstrip("\ufeff")
    try:
        if start == "[":
            found = json.loads(text)
        else:
            lines = (line for line in text.split("\n") if line.strip())
            found = [json.loads(line) for number, line in enumerate(lines) if not most or number < most]
    except (ValueError, RecursionError):
        return []
    every = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return every if len(every) == len(found) else []


def _stretches(one: dict[str, Any]) -> list[tuple[int, int, str]]:
    made: list[tuple[int, int, str]] = []
    for key in _LABELS:
        told = one.get(key)
        for each in told if isinstance(told, list) else []:
            if isinstance(each, list) and len(each) == 3 and isinstance(each[0], int) and isinstance(each[1], int):
                made.append((each[0], each[1], one_line(str(each[2]))))
            elif isinstance(each, dict) and isinstance(each.get("start_offset"), int):
                made.append((each["start_offset"], _int(each.get("end_offset")), one_line(str(each.get("label")))))
    return made


def _entity(line: str) -> tuple[str, str, int, int, bool, str] | None:
    """Return name, label, start, end, whether it is in several parts, and words of a line of brat; None for another."""
    name, _tab, rest = line.partition("\t")
    told, _tab, words = rest.partition("\t")
    label, _blank, places = told.partition(" ")
    numbers = places.replace(";", " ").split()
    if not name.startswith("T") or len(numbers) < 2 or not all(one.isdigit() and len(one) < 10 for one in numbers):
        return None
    return name, label, int(numbers[0]), int(numbers[-1]), ";" in places, normalise_text(words)
