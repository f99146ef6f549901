"""Which claims are meant: a filter as a value, as JSON, as a sentence, and as words on a command line."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from desktop.core.claim_fields import CHOICES
from desktop.core.dates import dated
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.own_fields import parted
from desktop.core.values import SpeakerCertainty, Stance, Voice

ORIGINS = ("coder", "seed", "import", "suggestion")
# how the text tells who holds a claim; none where the coder says it
CERTAINTIES = (*filter(None, SpeakerCertainty), "none")

# a name with its sign, and a value: bare or in double quotes, with the comma before another one
_NAME = re.compile(r"\s*([^=\s]*)(=?)")
_VALUE = re.compile(r'(?:"((?:[^"\\]|\\.)*)("?)|([^,\s]*))(,?)', re.DOTALL)
# what a key is called on the screen: called with a part's name (`actor`) and the key
Naming = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One condition a filter can hold.

    Attributes:
        name: how the command line calls it.
        attribute: the attribute of `ClaimFilter`, or its first one.
        sentence: what tells it, with its values where ``{values}`` stands.
        allowed: the only values it takes; empty when any may stand there.
    """

    name: str
    attribute: str
    sentence: str = ""
    allowed: Collection[str] = ()


# the order in which a filter is told
PARTS = (
    Part("document", "documents", N_("document {values}")),
    Part("set", "sets", N_("set {values}")),
    Part("publisher", "publishers", N_("publisher {values}")),
    Part("kind", "kinds", N_("kind {values}")),
    Part("variable", "variables", N_("own variable {values}")),
    Part("field", "own"),
    Part("date", "since"),
    Part("actor", "actors", N_("actor {values}")),
    Part("organisation", "organisations", N_("speaking for {values}")),
    Part("topic", "topics", N_("topic {values}")),
    *(Part(one.key, one.several, one.condition, one.values) for one in CHOICES),
    Part("coder", "coders", N_("coder {values}")),
    Part("memo", "has_memo", "", ("yes", "no")),
    Part("text", "text", N_("text “{values}”")),
    Part("origin", "origins", N_("origin {values}"), ORIGINS),
    Part("certainty", "certainties", N_("speaker known by {values}"), CERTAINTIES),
    Part("hide", "hidden_coders", N_("without coder {values}")),
    Part("blind", "blind_coders", N_("as {values} may see it while coding blind")),
    Part("children", "with_children", "", ("yes", "no")),
)
# of the parts that mean what stands below their values too: when only they themselves are meant
_ALONE = {"actor": N_("actor {values} alone"), "topic": N_("topic {values} alone")}
_BY_NAME = {part.name: part for part in PARTS}
# how each part is written, for who writes it wrong
_EXAMPLES = {part.name: f"{part.name}={next(iter(part.allowed), 'key')}" for part in PARTS}
_EXAMPLES |= {
    "variable": "variable=Party=Greens",
    "field": "field=Frame=economic",
    "date": "date=2021..2024",
    "text": 'text="zone of peace"',
}


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims are meant: those that meet every condition given; None, or an empty choice, is no condition.

    Choices are kept without repetition in one order, so that filters which mean the same are equal.

    Attributes:
        documents: uuids or file names of documents.
        sets: paths of sets of documents; each stands for all below it too.
        publishers, kinds: of the document.
        variables: own variables of the document with their values, ``Party=Greens``; of each name one of its values.
        own: own fields with their values, each by its place: ``claim:Frame=economic``; of each field one of its values.
            A range ``2..5`` is all between, and ``(none)`` is none.
        since, until: the first and last date of the document, in the form of `PartialDate` with a year, both
            included; a document whose own date lacks a part counts when it may lie between.
        actors, topics: keys; one of a claim's actors is enough.
        organisations: keys of what one of a claim's actors speaks for on the date of its document, as the axis has it.
        coders: names.
        has_memo: whether the claim has a memo.
        text: a query, in the form of `desktop.core.query`, over the claim's quote and its memos.
        origins: some of `ORIGINS`.
        certainties: some of `CERTAINTIES`: how the text tells who holds the claim.
        hidden_coders: names of the coders whose claims are left out.
        blind_coders: names of coders: of each document that is handed out to one of them, and not finished, the claims
            of others are left out.
        with_children: whether an actor or topic stands for all below it too.
    """

    documents: tuple[str, ...] | None = None
    sets: tuple[str, ...] | None = None
    publishers: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    variables: tuple[str, ...] | None = None
    own: tuple[str, ...] | None = None
    since: str = ""
    until: str = ""
    actors: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    stances: tuple[Stance, ...] | None = None
    voices: tuple[Voice, ...] | None = None
    coders: tuple[str, ...] | None = None
    has_memo: bool | None = None
    text: str = ""
    origins: tuple[str, ...] | None = None
    certainties: tuple[str, ...] | None = None
    hidden_coders: tuple[str, ...] | None = None
    blind_coders: tuple[str, ...] | None = None
    with_children: bool = True

    def __post_init__(self) -> None:
        """Bring the choices into one form.

        Raises:
            UserError: when a date is none, has no year, or the last lies before the first.
        """
        for name in (
            "documents",
            "sets",
            "publishers",
            "kinds",
            "variables",
            "own",
            "actors",
            "topics",
            "organisations",
            "coders",
            "origins",
            "certainties",
            "hidden_coders",
            "blind_coders",
        ):
            chosen: Iterable[str] | None = getattr(self, name)
            object.__setattr__(self, name, tuple(sorted(set(chosen))) or None if chosen else None)
        for choice in CHOICES:
            chosen = getattr(self, choice.several) or ()
            object.__setattr__(self, choice.several, tuple(one for one in choice.values if one in chosen) or None)
        object.__setattr__(self, "text", " ".join(self.text.split()))
        for name in ("since", "until"):
            object.__setattr__(self, name, _date(getattr(self, name)))
        if self.since and self.until and self.until + "~" < self.since:
            sentence = _("The filter's dates {since}..{until} end before they begin: swap them.")
            raise UserError(sentence, since=self.since, until=self.until)

    @property
    def is_empty(self) -> bool:
        """Whether it lets every claim through."""
        return not self.names()

    def names(self) -> tuple[str, ...]:
        """Return the names of the parts that hold a condition, in the order of `PARTS`."""
        return tuple(part.name for part in PARTS if part.name != "children" and self.values(part.name))

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of the part *name* as the command line writes them; empty for no condition."""
        if name == "date":
            if not (self.since or self.until):
                return ()
            return (self.since if self.since == self.until else f"{self.since}..{self.until}",)
        if name == "children":
            return () if self.with_children else ("no",)
        value = getattr(self, _BY_NAME[name].attribute)
        if isinstance(value, bool):
            return ("yes" if value else "no",)
        return ((value,) if value else ()) if isinstance(value, str) else tuple(map(str, value or ()))

    def having(self, name: str, values: Sequence[str]) -> "ClaimFilter":
        """Return it with *values*, as the command line writes them, for the part *name*; none take the condition away.

        Raises:
            UserError: when a value is none that the part takes.
        """
        part = _BY_NAME[name]
        if name == "field":
            values = _named(values)
        for value in values:
            if name in ("variable", "field") and "=" not in value:
                sentence = _("The filter's “{name}” lacks a value: write it as {example}.")
                raise UserError(sentence, name=name, example=_EXAMPLES[name])
            if part.allowed and value not in part.allowed:
                raise _not_allowed(part, value)
        found: dict[str, Any] = {}
        if name == "date":
            found["since"], found["until"] = _range(_only(name, values))
        elif name in ("memo", "children"):
            found[part.attribute] = _only(name, values) == "yes" if values else getattr(ClaimFilter(), part.attribute)
        else:
            found[part.attribute] = " ".join(values) if name == "text" else tuple(values)
        return replace(self, **found)

    def without(self, name: str) -> "ClaimFilter":
        """Return it without the condition *name*."""
        return self.having(name, ())

    def hiding(self, other: "ClaimFilter") -> "ClaimFilter":
        """Return it with those claims left out as well that *other* hides: of coders, or of who codes blind."""
        if not other.hides:
            return self
        hidden = (*(self.hidden_coders or ()), *(other.hidden_coders or ()))
        return replace(
            self, hidden_coders=hidden, blind_coders=(*(self.blind_coders or ()), *(other.blind_coders or ()))
        )

    @property
    def hides(self) -> bool:
        """Whether it leaves claims out by whose they are."""
        return bool(self.hidden_coders or self.blind_coders)

    def told(self, naming: Naming | None = None) -> Iterator[tuple[str, str]]:
        """Yield each part that holds a condition: its name, and the sentence that tells it (``voice direct``)."""
        for name in self.names():
            yield name, self._tell(name, naming or (lambda _name, key: key))

    def sentence(self, naming: Naming | None = None) -> str:
        """Return what it does as a reader would say it: ``date 2021–2024 · voice direct, reported``."""
        return " · ".join(words for _name, words in self.told(naming)) or _("all claims")

    def as_text(self) -> str:
        """Return it as the command line takes it: ``topic=trade,bridge date=2021..2024``; empty for no condition."""
        words = []
        for part in PARTS:
            if values := self.values(part.name):
                words.append(f"{part.name}=" + ",".join(quoted(value) for value in values))
        return " ".join(words)

    def as_json(self) -> dict[str, object]:
        """Return it as a JSON object: its attributes that differ from an empty filter's."""
        empty = ClaimFilter()
        found: dict[str, object] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != getattr(empty, one.name):
                found[one.name] = [str(each) for each in value] if isinstance(value, tuple) else value
        return found

    @classmethod
    def from_json(cls, value: object) -> "ClaimFilter":
        """Read what `as_json` made.

        Raises:
            UserError: when *value* is no such object.
        """
        if not isinstance(value, Mapping):
            raise UserError(_("A saved filter is no JSON object: save it again."))
        known = {one.name: one for one in fields(cls)}
        found: dict[str, object] = {}
        for name, one in value.items():
            if name not in known or not _fits(str(known[name].type), one):
                words = _("A saved filter has a part “{name}” that this Visavis cannot read: save it again.")
                raise UserError(words, name=name)
            found[name] = tuple(one) if isinstance(one, list) else one
        # an unknown stance may not silently become no condition
        for part in PARTS:
            chosen = found.get(part.attribute)
            if part.allowed and isinstance(chosen, tuple):
                for each in chosen:
                    if each not in part.allowed:
                        raise _not_allowed(part, str(each))
        return cls(**found)  # type: ignore[arg-type]

    @classmethod
    def parse(cls, words: str) -> "ClaimFilter":
        r"""Read the form of `as_text`; a value with blanks or commas stands in double quotes (``\"`` inside).

        Raises:
            UserError: when a part is unknown or its value none that it takes; one sentence with the way out.
        """
        chosen: dict[str, list[str]] = {}
        for name, values in split(words, _EXAMPLES):
            chosen.setdefault(name, []).extend(values)
        found = cls()
        for name, values in chosen.items():
            found = found.having(name, values)
        return found

    def _tell(self, name: str, naming: Naming) -> str:
        if name == "date":
            if self.since and self.until:
                dates = self.since if self.since == self.until else f"{self.since}–{self.until}"
                return _("date {dates}").format(dates=dates)
            words = _("date from {date}") if self.since else _("date until {date}")
            return words.format(date=self.since or self.until)
        if name == "memo":
            return _("with memo") if self.has_memo else _("without memo")
        part = _BY_NAME[name]
        if name == "field":
            return ", ".join(_own_told(value) for value in self.values(name))
        names = [naming("coder" if name in ("hide", "blind") else name, value) for value in self.values(name)]
        sentence = part.sentence if self.with_children else _ALONE.get(name, part.sentence)
        # their uuids have an order of chance
        return _(sentence).format(values=", ".join(sorted(names) if name == "document" else names))


def _named(values: Sequence[str]) -> list[str]:
    """Return values of own fields each with its field: one that names none is of the field before it."""
    found: list[str] = []
    for value in values:
        is_bare = "=" not in value and found
        found.append(f"{found[-1].partition('=')[0]}={value}" if is_bare else value)
    return found


def _own_told(value: str) -> str:
    """Return an own field with its value as a reader says it: ``Frame economic``."""
    place, _sign, told = value.partition("=")
    return f"{parted(place)[1]} {told.replace('..', '–')}"


def variable_parts(given: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the name and the value of an own variable that is written ``name=value``.

    The name is the longest of the *known* ones that it may be, else all before the first equals sign.
    """
    name = max((one for one in known if given.startswith(f"{one}=")), key=len, default=given.partition("=")[0])
    return name, given[len(name) + 1 :]


def _date(text: str) -> str:
    return dated(text, N_("The filter's date “{text}” has no year: write 2024, 2024-04 or 2024-04-26."))


def _range(text: str) -> tuple[str, str]:
    first, dots, last = text.partition("..")
    return (first.strip(), last.strip()) if dots else (text, text)


def _only(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise UserError(_("The filter's “{name}” takes one value: leave the others out."), name=name)
    return values[0] if values else ""


def _not_allowed(part: Part, value: str) -> UserError:
    sentence = _("The filter's “{name}” cannot be “{value}”: it takes {allowed}.")
    return UserError(sentence, name=part.name, value=value, allowed=", ".join(part.allowed))


def _fits(kind: str, value: object) -> bool:
    """Tell whether a JSON value has the type of a field whose annotation is *kind*."""
    if "tuple" in kind:
        return value is None or (isinstance(value, list) and all(isinstance(each, str) for each in value))
    if "bool" in kind:
        return isinstance(value, bool) or (value is None and "None" in kind)
    return isinstance(value, str)


def split(words: str, examples: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and values of each ``name=value,value`` in *words*; *examples* has one for each name there is.

    Raises:
        UserError: when a name is unknown or lacks its value, or a quotation mark is not closed.
    """
    at = 0
    words = words.rstrip()
    while at < len(words):
        found = next(_NAME.finditer(words, at))
        name, at = found[1].lower(), found.end()
        example = examples.get(name, "topic=key")
        if not found[2]:
            sentence = _("The filter's “{name}” lacks its value: write it as {example}.")
            raise UserError(sentence, name=name, example=example)
        if name not in examples:
            raise UserError(_("A filter has no “{name}”: it has {names}."), name=name, names=", ".join(examples))
        values, comma = [], ","
        while comma:
            found = next(_VALUE.finditer(words, at))
            inner, closed, bare, comma = found.groups()
            if inner is not None and not closed:
                raise UserError(_("The filter has a double quote that is never closed: close it."))
            values.append(bare if inner is None else re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL).strip())
            at = found.end()
            if not values[-1]:
                sentence = _("The filter's “{name}” lacks a value: write it as {example}.")
                raise UserError(sentence, name=name, example=example)
        yield name, values


def quoted(value: str) -> str:
    """Return a value as `split` reads it."""
    if value and not any(one.isspace() or one in ',"\\' for one in value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
