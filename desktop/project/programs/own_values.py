"""What another program tells beside topics, actors and stances, as own fields: of which kind they are, and what fits.

A field that the project has already takes what fits it, and its list gets what it lacks; one that it has not is made,
of the kind that all its values are of.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop.core.language import _
from desktop.core.own_fields import KINDS, PARTING, OwnField, joined
from desktop.core.text import one_line
from desktop.project.programs.mapping import JOINT
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.recorder import Recorder

# by names of fields what is said of each
SaidOfFields = tuple[tuple[str, tuple[str, ...]], ...]
# the value of a code that is a whole field: it is there, or not
SET = "yes"
# no letters of a field's name
_NOT_IN_NAMES = re.compile(r"\s*[>=;]+\s*")
# a list has no more values, and none that is longer
_LONGEST_LIST, _LONGEST_VALUE = 100, 100
# values that do not fit that are named, at most
_NAMED = 5


def name_of_path(path: str) -> str:
    """Return what a field is called that the branch, variable, attribute or column of this path is."""
    plain = _NOT_IN_NAMES.sub(" - ", one_line(path.rpartition(JOINT)[2] or path))
    return plain.strip(" -") or _("field")


def guessed(owner: str, name: str, said: Iterable[Sequence[str]]) -> OwnField:
    """Return the field that things are told by what is *said* of each: yes or no, numbers, dates, a list, or text."""
    told = list(said)
    values = list(dict.fromkeys(value for one in told for value in one))
    several = any(len(one) > 1 for one in told)
    if not several:
        for key in ("yes-no", "number", "date"):
            able = OwnField(owner, name, key)
            if values and all(able.fits(value) and able.read(value) == (value,) for value in values):
                return able
    short = all(len(value) <= _LONGEST_VALUE for value in values)
    if not values or len(values) > _LONGEST_LIST or not short or (not several and any(PARTING in v for v in values)):
        return OwnField(owner, name)
    return OwnField(owner, name, "several" if several else "one", choices=tuple(map(_listed, values)))


def _listed(value: str) -> str:
    return one_line(value.replace(PARTING, ","))


def _parted(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that stand in a cell of a field that takes several: “firms; voters” are two."""
    return tuple(part.strip() for value in values for part in value.split(PARTING) if part.strip())


@dataclass(slots=True)
class FieldFilling:
    """The own fields of a project that things get values of while another one comes in.

    Attributes:
        counts: how many things have got a value of each, by the fields' places.
    """

    db: Database
    recorder: Recorder
    counts: Counter[str] = field(default_factory=Counter)
    _fields: dict[tuple[str, str], OwnField] = field(default_factory=dict)
    _lost: dict[str, Counter[str]] = field(default_factory=dict)

    def settle(self, owner: str, told: Iterable[SaidOfFields]) -> None:
        """Make the fields of claims, documents, actors or topics of which something is *told*."""
        said: dict[str, list[Sequence[str]]] = {}
        for one in told:
            for name, values in one:
                said.setdefault(name, []).append(values)
        several = {one.name for one in reads.own_fields.fields(self.db, owner, defined=True) if one.made.several}
        for name, every in said.items():
            if name in several:
                every = [_parted(one) for one in every]
            new = guessed(owner, name, every)
            choices = list(dict.fromkeys(_listed(value) for one in every for value in one))
            self._fields[owner, name] = edits.own_fields.provide(self.db, self.recorder, new, choices)

    def fitting(self, owner: str, told: SaidOfFields) -> dict[str, str]:
        """Return what a thing gets of own fields, by their names, in the form that is kept."""
        found: dict[str, str] = {}
        for name, values in told:
            own = self._fields[owner, name]
            if own.made.several:
                values = _parted(values)
            listed = [_listed(value) for value in values] if own.made.listed else list(values)
            kept = [one for one in listed if one.strip() and own.fits(one)]
            if own.kind == "text":
                kept = [joined(kept)] if kept else []
            elif not own.made.several:
                kept = kept[:1]
            lost = [one for one in listed if one not in kept] if own.kind != "text" else []
            self._lost.setdefault(own.place, Counter()).update(lost)
            if kept:
                found[own.name] = joined(own.read(joined(kept)))
                self.counts[own.place] += 1
        return found

    def notes(self) -> Iterable[str]:
        """Yield what does not fit the fields that are here, a sentence each."""
        for place, lost in self._lost.items():
            if lost:
                names = ", ".join(f"“{one_line(value, 30)}”" for value, _count in lost.most_common(_NAMED))
                kind = _(KINDS[next(one.kind for one in self._fields.values() if one.place == place)].word)
                told = _(
                    "Values that do not fit the field “{field}” ({kind}) are left out: {count:,} ({values}{more}). "
                    "Make it a text, or several of a list, before the import to keep them."
                )
                more = ", …" * (len(lost) > _NAMED)
                yield told.format(field=place, kind=kind, count=lost.total(), values=names, more=more)
