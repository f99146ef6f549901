"""Which claims are meant: a filter as a value, as JSON, as a sentence, and as words on a command line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.filter_words import quoted, split
from desktop.core.values import Stance, Voice

if TYPE_CHECKING:
    from enum import StrEnum

ORIGINS = ("coder", "seed", "import", "suggestion")

# what a key is called on the screen: called with a part's name (`actor`) and the key
Naming = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One condition a filter can hold.

    Attributes:
        name: how the command line and the screen call it.
        attribute: the attribute of `ClaimFilter`, or its first one.
        allowed: the only values it takes; empty when any may stand there.
    """

    name: str
    attribute: str
    allowed: tuple[str, ...] = ()


# the order in which a filter is told
PARTS = (
    Part("document", "documents"),
    Part("publisher", "publishers"),
    Part("kind", "kinds"),
    Part("date", "since"),
    Part("actor", "actors"),
    Part("topic", "topics"),
    Part("stance", "stances", tuple(Stance)),
    Part("voice", "voices", tuple(Voice)),
    Part("coder", "coders"),
    Part("memo", "has_memo", ("yes", "no")),
    Part("text", "text"),
    Part("origin", "origins", ORIGINS),
    Part("hide", "hidden_coders"),
    Part("children", "with_children", ("yes", "no")),
)
_BY_NAME = {part.name: part for part in PARTS}
# how each part is written, for who writes it wrong
_EXAMPLES = {part.name: f"{part.name}={part.allowed[0] if part.allowed else 'key'}" for part in PARTS}
_EXAMPLES |= {"date": "date=2021..2024", "text": 'text="zone of peace"'}


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims are meant: those that meet every condition given; None, or an empty choice, is no condition.

    Choices are kept without repetition in one order, so that filters which mean the same are equal.

    Attributes:
        documents: uuids or file names of documents.
        publishers, kinds: of the document.
        since, until: the first and last date of the document, in the form of `PartialDate` with a year, both
            included; a document whose own date lacks a part counts when it may lie between.
        actors, topics: keys; one of a claim's actors is enough.
        coders: names.
        has_memo: whether the claim has a memo.
        text: a query, in the form of `desktop.core.query`, over the claim's quote and its memos.
        origins: some of `ORIGINS`.
        hidden_coders: names of the coders whose claims are left out.
        with_children: whether an actor or topic stands for all below it too.
    """

    documents: tuple[str, ...] | None = None
    publishers: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    since: str = ""
    until: str = ""
    actors: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    stances: tuple[Stance, ...] | None = None
    voices: tuple[Voice, ...] | None = None
    coders: tuple[str, ...] | None = None
    has_memo: bool | None = None
    text: str = ""
    origins: tuple[str, ...] | None = None
    hidden_coders: tuple[str, ...] | None = None
    with_children: bool = True

    def __post_init__(self) -> None:
        """Bring the choices into one form.

        Raises:
            UserError: when a date is none, has no year, or the last lies before the first.
        """
        for name in ("documents", "publishers", "kinds", "actors", "topics", "coders", "origins", "hidden_coders"):
            chosen: Iterable[str] | None = getattr(self, name)
            object.__setattr__(self, name, tuple(sorted(set(chosen))) or None if chosen else None)
        for name, kind in (("stances", Stance), ("voices", Voice)):
            chosen = getattr(self, name)
            members: tuple[StrEnum, ...] = tuple(one for one in kind if one in (chosen or ()))
            object.__setattr__(self, name, members or None)
        object.__setattr__(self, "text", " ".join(self.text.split()))
        for name in ("since", "until"):
            object.__setattr__(self, name, _date(getattr(self, name)))
        if self.since and self.until and self.until + "~" < self.since:
            raise UserError(f"The filter's dates {self.since}..{self.until} end before they begin: swap them.")

    @property
    def is_empty(self) -> bool:
        """Whether it lets every claim through."""
        return not self.names()

    def names(self) -> tuple[str, ...]:
        """Return the names of the parts that hold a condition, in the order of `PARTS`."""
        return tuple(part.name for part in PARTS if part.name != "children" and self._values(part))

    def without(self, name: str) -> "ClaimFilter":
        """Return it without the condition *name*."""
        if name == "date":
            return replace(self, since="", until="")
        attribute = _BY_NAME[name].attribute
        default: Any = getattr(ClaimFilter(), attribute)
        return replace(self, **{attribute: default})

    def hiding(self, coders: Iterable[str]) -> "ClaimFilter":
        """Return it with the claims of these coders left out as well."""
        return replace(self, hidden_coders=(*(self.hidden_coders or ()), *coders))

    def told(self, naming: Naming | None = None) -> Iterator[tuple[str, str]]:
        """Yield each part that holds a condition: its name, and the sentence that tells it (``voice direct``)."""
        for name in self.names():
            yield name, self._tell(name, naming or (lambda _, key: key))

    def sentence(self, naming: Naming | None = None) -> str:
        """Return what it does as a reader would say it: ``date 2021–2024 · voice direct, reported``."""
        return " · ".join(part for _, part in self.told(naming)) or "all claims"

    def as_text(self) -> str:
        """Return it as the command line takes it: ``topic=trade,bridge date=2021..2024``; empty for no condition."""
        words = []
        for part in PARTS:
            values = self._values(part)
            if values:
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
            raise UserError("A saved filter is no JSON object: save it again.")
        known = {one.name: one for one in fields(cls)}
        found: dict[str, object] = {}
        for name, one in value.items():
            if name not in known or not _fits(str(known[name].type), one):
                raise UserError(f"A saved filter has a part “{name}” that this Visavis cannot read: save it again.")
            found[name] = tuple(one) if isinstance(one, list) else one
        # an unknown stance may not silently become no condition
        for part in PARTS:
            chosen = found.get(part.attribute)
            if part.allowed and isinstance(chosen, tuple):
                for each in chosen:
                    _check_allowed(part, str(each))
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
        found: dict[str, object] = {}
        for name, values in chosen.items():
            part = _BY_NAME[name]
            for value in values:
                if part.allowed:
                    _check_allowed(part, value)
            if name == "date":
                found["since"], found["until"] = _range(_only(name, values))
            elif name in ("memo", "children"):
                found[part.attribute] = _only(name, values) == "yes"
            elif name == "text":
                found["text"] = " ".join(values)
            else:
                found[part.attribute] = tuple(values)
        return cls(**found)  # type: ignore[arg-type]

    def _values(self, part: Part) -> tuple[str, ...]:
        """Return the part's values as the command line writes them; empty for no condition."""
        if part.name == "date":
            if not (self.since or self.until):
                return ()
            return (self.since if self.since == self.until else f"{self.since}..{self.until}",)
        if part.name == "children":
            return () if self.with_children else ("no",)
        value = getattr(self, part.attribute)
        if isinstance(value, bool):
            return ("yes" if value else "no",)
        return ((value,) if value else ()) if isinstance(value, str) else tuple(map(str, value or ()))

    def _tell(self, name: str, naming: Naming) -> str:
        part = _BY_NAME[name]
        if name == "date":
            if self.since and self.until:
                return f"date {self.since}" + (f"–{self.until}" if self.since != self.until else "")
            return f"date from {self.since}" if self.since else f"date until {self.until}"
        if name == "memo":
            return "with memo" if self.has_memo else "without memo"
        if name == "text":
            return f"text “{self.text}”"
        names = [naming("coder" if name == "hide" else name, value) for value in self._values(part)]
        # their uuids have an order of chance
        called = ", ".join(sorted(names) if name == "document" else names)
        alone = " alone" if name in ("actor", "topic") and not self.with_children else ""
        return f"without coder {called}" if name == "hide" else f"{name} {called}{alone}"


def _date(text: str) -> str:
    try:
        date = PartialDate.parse(text)
    except ValueError:
        raise UserError(f"“{text}” is no date: write 2024, 2024-04 or 2024-04-26.") from None
    if text.strip() and date.year is None:
        raise UserError(f"The filter's date “{text}” has no year: write 2024, 2024-04 or 2024-04-26.")
    return str(date)


def _range(text: str) -> tuple[str, str]:
    first, dots, last = text.partition("..")
    return (first.strip(), last.strip()) if dots else (text, text)


def _only(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise UserError(f"The filter's “{name}” takes one value: leave the others out.")
    return values[0]


def _check_allowed(part: Part, value: str) -> None:
    if value not in part.allowed:
        raise UserError(f"The filter's “{part.name}” cannot be “{value}”: it takes {', '.join(part.allowed)}.")


def _fits(kind: str, value: object) -> bool:
    """Tell whether a JSON value has the type of a field whose annotation is *kind*."""
    if "tuple" in kind:
        return value is None or (isinstance(value, list) and all(isinstance(each, str) for each in value))
    if "bool" in kind:
        return isinstance(value, bool) or (value is None and "None" in kind)
    return isinstance(value, str)
