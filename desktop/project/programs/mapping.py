"""The answers to what the codes of another program's project are: kept as a small TOML, to be used again."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, cast

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.values import Stance

FORMAT = 1
# between the names of a code and of those above it, in the path that names a branch
JOINT = " > "
# stands in a path for whatever is above: “* > pro”
ANY = "*"
VARIABLE = "variable"
# of a case, an actor or a topic, and of a row of a table: what the program keeps beside its codes
ATTRIBUTE, COLUMN = "attribute", "column"
# stands before a colour: “colour > #0072b2” is every code of that colour that no other path tells of
COLOR = "colour"
E = TypeVar("E", bound=str)


class CodeRole(StrEnum):
    """What a branch of codes holds."""

    TOPIC = "topic"
    ACTOR = "actor"
    STANCE = "stance"
    VOICE = "voice"
    FACT = "fact"
    NOTHING = "leave-out"
    # of claims, documents, actors or topics, beside what they all have
    FIELD = "own-field"
    CERTAINTY = "certainty"
    ORIGIN = "origin"


# what can be chosen, and what people call it; the others are for what Visavis wrote itself
ROLES = {
    CodeRole.TOPIC: N_("topic"),
    CodeRole.ACTOR: N_("actor"),
    CodeRole.STANCE: N_("stance"),
    CodeRole.VOICE: N_("voice"),
    CodeRole.FACT: N_("fact of the document"),
    CodeRole.FIELD: N_("own field"),
    CodeRole.NOTHING: N_("leave out"),
}


class ClaimUnit(StrEnum):
    """Which codings make one claim."""

    SELECTION = "selection"
    SPAN = "span"
    OVERLAP = "overlap"
    AROUND = "around"


UNITS = {
    ClaimUnit.SELECTION: N_("one selection"),
    ClaimUnit.SPAN: N_("the same words"),
    ClaimUnit.OVERLAP: N_("overlapping words"),
    ClaimUnit.AROUND: N_("same words, actor around"),
}


class WithoutActor(StrEnum):
    """What becomes of a claim for which no actor was coded."""

    SPEAKER = "speaker"
    NOT_CODED = "not-coded"
    LEAVE_OUT = "leave-out"


WITHOUT_ACTOR = {
    WithoutActor.SPEAKER: N_("speaker there, or left out"),
    WithoutActor.NOT_CODED: N_("actor “not coded”"),
    WithoutActor.LEAVE_OUT: N_("leave out"),
}


class WithoutStance(StrEnum):
    """What becomes of a claim for which no stance was coded, or several that cannot be told apart."""

    NOT_CODED = "not-coded"
    LEAVE_OUT = "leave-out"

    @classmethod
    def _missing_(cls, value: object) -> "WithoutStance | None":
        # what answers were called when a stance had to be one
        return cls.NOT_CODED if value == "neutral" else None


WITHOUT_STANCE = {
    WithoutStance.NOT_CODED: N_("stance not coded"),
    WithoutStance.LEAVE_OUT: N_("leave out"),
}


class SeveralStances(StrEnum):
    """What becomes of several topics and several stances on the same words."""

    LEAVE_OUT = "leave-out"
    EACH = "each"


SEVERAL = {
    SeveralStances.LEAVE_OUT: N_("leave out, and list"),
    SeveralStances.EACH: N_("each topic with each stance"),
}


class Changes(StrEnum):
    """What becomes of claims and memos that are here, of which the file says something else under the same uuid."""

    LEAVE = "leave"
    TAKE = "take"


CHANGES = {
    Changes.LEAVE: N_("leave them, and tell"),
    Changes.TAKE: N_("take what the file says"),
}


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """What is what in a project of another program.

    Attributes:
        roles: by the path of a branch (`JOINT`); the longest that fits a code says what it is. ``* > NAME`` is every
            code of that name, ``colour > #rrggbb`` every code of that colour.
        stances: what a word means, as it is written.
        pairs: whether “Military: Positive” is a topic and a stance.
        affiliations: whether an organisation that goes with a person in each of their claims is what they belong to.
        unused: whether codes of which no claim comes become topics, too.
        coders: other names for coders.
        cuts: weights up to the first are against, from the second on in favor; None where weights say nothing.
    """

    roles: Mapping[str, CodeRole] = field(default_factory=dict)
    stances: Mapping[str, Stance] = field(default_factory=dict)
    unit: ClaimUnit = ClaimUnit.SPAN
    without_actor: WithoutActor = WithoutActor.SPEAKER
    without_stance: WithoutStance = WithoutStance.NOT_CODED
    several_stances: SeveralStances = SeveralStances.LEAVE_OUT
    changes: Changes = Changes.LEAVE
    pairs: bool = True
    affiliations: bool = True
    unused: bool = False
    coders: Mapping[str, str] = field(default_factory=dict)
    cuts: tuple[float, float] | None = None


_CHOICES: dict[str, type[StrEnum]] = {
    "unit": ClaimUnit,
    "without-actor": WithoutActor,
    "without-stance": WithoutStance,
    "several-stances": SeveralStances,
    "changes": Changes,
}


def write_mapping(mapping: CodeMapping) -> str:
    """Return the answers as TOML."""
    import tomlkit

    document = tomlkit.document()
    document["visavis-map"] = FORMAT
    for key in _CHOICES:
        document[key] = str(getattr(mapping, key.replace("-", "_")))
    document["pairs"] = mapping.pairs
    document["affiliations"] = mapping.affiliations
    document["unused"] = mapping.unused
    if mapping.cuts is not None:
        document["cuts"] = list(mapping.cuts)
    for key in ("roles", "stances", "coders"):
        values = getattr(mapping, key)
        if values:
            document[key] = {name: str(value) for name, value in values.items()}
    return tomlkit.dumps(document)


def read_mapping(words: str, name: str) -> CodeMapping:
    """Read the answers from TOML; *name* is the file's, for errors.

    Raises:
        UserError: when it is no TOML, or says something that cannot be.
    """
    try:
        told = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        sentence = _("{name} cannot be read as TOML ({reason}): mend it, or write it anew with --write-map.")
        raise UserError(sentence, name=name, reason=error) from error
    if told.pop("visavis-map", None) != FORMAT:
        sentence = _("{name} is no map of codes: its first line must be “visavis-map = {format}”.")
        raise UserError(sentence, name=name, format=FORMAT)
    known = {*_CHOICES, "pairs", "affiliations", "unused", "cuts", "roles", "stances", "coders"}
    for key in told:
        if key not in known:
            sentence = _("{name}: there is no answer “{key}”; write one of {known}.")
            raise UserError(sentence, name=name, key=key, known=", ".join(sorted(known)))
    values: dict[str, Any] = {
        key.replace("-", "_"): _one_of(kind, told[key], key, name) for key, kind in _CHOICES.items() if key in told
    }
    for key in ("pairs", "affiliations", "unused"):
        if key in told:
            values[key] = _checked(told[key], bool, key, name)
    if "cuts" in told:
        cuts = _checked(told["cuts"], list, "cuts", name)
        if len(cuts) != 2 or not all(isinstance(one, int | float) for one in cuts) or cuts[0] > cuts[1]:
            sentence = _("{name}: cuts are two weights, the lower one first, such as [33, 67].")
            raise UserError(sentence, name=name)
        values["cuts"] = float(cuts[0]), float(cuts[1])
    for key, kind in (("roles", CodeRole), ("stances", Stance)):
        table = _checked(told.get(key, {}), dict, key, name)
        values[key] = {path: _one_of(kind, value, f"{key}: {path}", name) for path, value in table.items()}
    coders = _checked(told.get("coders", {}), dict, "coders", name)
    values["coders"] = {str(old): str(new).strip() for old, new in coders.items()}
    return CodeMapping(**values)


def _one_of(kind: type[E], value: object, key: str, name: str) -> E:
    try:
        return kind(str(value))
    except ValueError as error:
        sentence = _("{name}: “{value}” is no answer to “{key}”; write one of {known}.")
        known = ", ".join(map(str, cast("Iterable[E]", kind)))
        raise UserError(sentence, name=name, value=value, key=key, known=known) from error


def _checked(value: Any, kind: type, key: str, name: str) -> Any:
    if not isinstance(value, kind):
        raise UserError(_("{name}: the answer “{key}” has another form than it needs."), name=name, key=key)
    return value
