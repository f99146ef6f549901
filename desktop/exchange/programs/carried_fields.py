"""What a project of ours has of own fields, in forms that have codes alone: each field a branch, each value a code.

Which field and which value a code is stands in its description, in letters that every form has: names of codes are cut
and made unique. What the fields are stands in one place for all, as JSON.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from desktop.core.own_fields import KINDS, OwnField
from desktop.exchange.programs.interchange import ForeignCode, ForeignCoding, ForeignProject, term

_BRANCH, _VALUE, _FIELDS = term("[Visavis field] "), term("[Visavis value] "), term("[Visavis fields]\n")
_SPACE = uuid.UUID("3b9a4f0d-0b1e-4d2c-9f0b-58f5f0d7a6c1")


def with_field_codes(project: ForeignProject) -> ForeignProject:
    """Return a gathered project in which the own fields of claims are codes and codings, too."""
    first: dict[str, ForeignCoding] = {}
    for one in project.codings:
        first.setdefault(one.unit, one)
    several = {one.name for one in project.own_fields if one.owner == "claim" and one.made.several}
    definitions = {one.name: one.definition for one in project.own_fields if one.owner == "claim"}
    codes: dict[tuple[str, ...], ForeignCode] = {}
    codings: list[ForeignCoding] = []
    for unit, pairs in project.values.items():
        for name, text in pairs:
            branch = codes.get((name,))
            if branch is None:
                told = "\n\n".join(filter(None, (definitions.get(name, ""), _BRANCH + json.dumps(name))))
                branch = codes[name,] = _code(f"Field: {name}", "", told, name)
            for value in text.split("; ") if name in several else [text]:
                code = codes.get((name, value))
                if code is None:
                    code = codes[name, value] = _code(value, branch.id, _VALUE + json.dumps(value), name, value)
                codings.append(replace(first[unit], code=code.id))
    return replace(project, codes=(*project.codes, *codes.values()), codings=(*project.codings, *codings))


def _code(shown: str, parent: str, definition: str, *key: str) -> ForeignCode:
    number = str(uuid.uuid5(_SPACE, json.dumps(key)))
    return ForeignCode(number, shown, parent, "", definition, number)


def without_field_codes(project: ForeignProject) -> ForeignProject:
    """Return a project that Visavis wrote, in which such codes are values of their units again."""
    fields: dict[str, str] = {}
    for code in project.codes:
        name = _told(code.definition.rpartition("\n")[2], _BRANCH)
        if name is not None and not code.parent:
            fields[code.id] = name
    said: dict[str, tuple[str, str]] = {}
    for code in project.codes:
        value = _told(code.definition, _VALUE)
        if value is not None and code.parent in fields:
            said[code.id] = fields[code.parent], value
    if not fields:
        return project
    values: dict[str, dict[str, list[str]]] = {}
    for one in project.codings:
        if one.code in said:
            name, value = said[one.code]
            values.setdefault(one.unit, {}).setdefault(name, []).append(value)
    return replace(
        project,
        codes=tuple(one for one in project.codes if one.id not in fields and one.id not in said),
        codings=tuple(one for one in project.codings if one.code not in said and one.code not in fields),
        values={unit: tuple((name, "; ".join(told)) for name, told in own.items()) for unit, own in values.items()},
    )


def _told(words: str, mark: str) -> str | None:
    if not words.startswith(mark):
        return None
    try:
        found = json.loads(words[len(mark) :])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, str) and found.strip() else None


def fields_record(fields: Iterable[OwnField]) -> list[dict[str, Any]]:
    """Return what fields are, as JSON has it."""
    return [one.as_record() for one in fields]


def read_fields(record: object) -> tuple[OwnField, ...]:
    """Return the fields that `fields_record` was made of; what is none is left out."""
    found = []
    for one in record if isinstance(record, list) else ():
        values = one.get("values") if isinstance(one, dict) else None
        if not isinstance(values, list) or one.get("kind") not in KINDS:
            continue
        owner, name, definition, preset, number = (
            str(one.get(key) or "") for key in ("owner", "name", "definition", "default", "uuid")
        )
        choices = tuple(map(str, values))
        found.append(OwnField(owner, name, str(one["kind"]), definition, preset, choices, uuid=number))
    return tuple(found)


def write_fields(fields: Sequence[OwnField]) -> str:
    """Return what fields are as words, in letters that every form has; nothing where there are none."""
    return _FIELDS + json.dumps(fields_record(fields)) if fields else ""


def fields_of_words(words: str) -> tuple[OwnField, ...]:
    """Return the fields that `write_fields` was made of; none of any other words."""
    if not words.startswith(_FIELDS):
        return ()
    try:
        return read_fields(json.loads(words[len(_FIELDS) :]))
    except (ValueError, RecursionError):
        return ()
