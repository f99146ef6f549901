"""What variables tell of the facts of another program's document, and a bibliography of one that is here."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from desktop.core.dates import PartialDate
from desktop.core.values import BY_HAND, DOCUMENT_KINDS, Certainty, Document, FactOrigin, Facts
from desktop.exchange.programs.interchange import ForeignDocument
from desktop.project.programs.mapping import JOINT, VARIABLE, CodeMapping, CodeRole
from desktop.project.programs.own_values import SaidOfFields, name_of_path
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.edits.told_memos import Difference
from desktop.store.recorder import Recorder

# before the name of an own variable that is called as a fact is, in what Visavis writes
OWN = "own: "
_EMPTY = Facts()
_DATES = ("date", "event_date")
_FACTS = frozenset(one.name for one in fields(Facts)) - {"participants", "origins", "variables", "date_certainty"}


def _role(mapping: CodeMapping, name: str) -> CodeRole:
    return mapping.roles.get(f"{VARIABLE}{JOINT}{name}", CodeRole.FACT)


def own_fields_of(document: ForeignDocument, mapping: CodeMapping) -> SaidOfFields:
    """Return what variables of a document tell of its own fields."""
    found = {
        name_of_path(name): (value.strip(),)
        for name, value in document.variables
        if value.strip() and _role(mapping, name) is CodeRole.FIELD
    }
    return tuple(found.items())


def facts_of(document: ForeignDocument, facts: Facts, mapping: CodeMapping, *, is_own: bool) -> Facts:
    """Return the *facts* that were found in a text, below those that the program keeps of it.

    Beside what Visavis itself wrote (*is_own*) what was found says nothing.
    """
    told: dict[str, Any] = {}
    own: list[tuple[str, str]] = []
    facts = Facts() if is_own else facts
    # own fields are given when it is here
    for name, value in _told(document, mapping):
        key = name.casefold().replace(" ", "_")
        if is_own and name.startswith(OWN):
            own.append((name.removeprefix(OWN), value))
        elif is_own and key == "date_certainty" and value in tuple(Certainty):
            told[key] = Certainty(value)
        elif key in _DATES:
            try:
                told[key] = str(PartialDate.parse(value.strip()[:10]))
            except ValueError:
                own.append((name, value))
        elif _is_fact(key, value):
            told[key] = value
        else:
            own.append((name, value))
    if "date" in told:
        told = {"date_certainty": Certainty.STATED, "date_note": "", **told}
    if "title" not in told and not is_own and not facts.title:
        told["title"] = document.name
    rest = tuple(one for one in facts.origins if one.fact not in told)
    origins = (*rest, *(FactOrigin(one, Certainty.STATED, BY_HAND) for one in told if one in _FACTS))
    return replace(facts, **told, origins=origins, variables=tuple(own))


def _told(document: ForeignDocument, mapping: CodeMapping) -> Iterator[tuple[str, str]]:
    """Yield the variables of a document that are neither left out nor own fields."""
    for name, value in document.variables:
        if _role(mapping, name) not in (CodeRole.NOTHING, CodeRole.FIELD):
            yield name, value


def _is_fact(key: str, value: str) -> bool:
    return key in _FACTS and not (key == "kind" and value not in DOCUMENT_KINDS)


@dataclass(frozen=True, slots=True)
class RecordTaken:
    """What became of a record of a bibliography.

    Attributes:
        new: how many facts the document has got that it did not have.
        difference: what the record says otherwise; None where it does not.
    """

    new: int
    difference: Difference | None


def take_record(
    db: Database, recorder: Recorder, record: ForeignDocument, here: Document, mapping: CodeMapping, *, takes: bool
) -> RecordTaken:
    """Give a document what a bibliography knows of it.

    What stands there otherwise becomes what the record says where that is wanted (*takes*).
    """
    told, own = _facts_of_record(record, here, mapping)
    if "date" in told and told.get("date_certainty") not in (Certainty.INFERRED, Certainty.GUESSED):
        told.pop("date_certainty", None)
    before = {name: str(getattr(here.facts, name)) for name in told} | dict(here.facts.variables)
    empty = {name: str(getattr(_EMPTY, name)) for name in told}
    every = {**told, **own}
    new = {name: value for name, value in every.items() if before.get(name, "") in ("", empty.get(name, ""))}
    other = {name: value for name, value in every.items() if name not in new and before[name] != value}
    if "date" not in new and "date" not in other:
        other.pop("date_certainty", None)
        new.pop("date_certainty", None)
    difference = None
    if other:
        changes = tuple((name, before[name], value) for name, value in other.items())
        difference = Difference("facts", here.id, here.facts.title or here.name, changes)
    taken = {**new, **(other if takes else {})}
    if "date" not in taken:
        taken.pop("date_certainty", None)
    facts = {name: value for name, value in taken.items() if name in told}
    variables = {name: value for name, value in taken.items() if name not in told}
    edits.documents.add_facts(db, recorder, here.id, facts, variables)
    return RecordTaken(len(new) - ("date_certainty" in new), difference)


def _facts_of_record(
    record: ForeignDocument, here: Document, mapping: CodeMapping
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the facts and the own variables that a record tells."""
    told: dict[str, str] = {}
    own: dict[str, str] = {}
    for name, words in _told(record, mapping):
        value = words.strip()
        if name.startswith(OWN) or name not in _FACTS | {"date_certainty"}:
            own[name.removeprefix(OWN)] = value
        elif name in _DATES:
            with contextlib.suppress(ValueError):
                told[name] = str(PartialDate.parse(value))
        elif not (name == "kind" and value not in DOCUMENT_KINDS) and (name, value) != ("title", here.name):
            told[name] = value
    return {name: value for name, value in told.items() if value}, own
