"""The scale on which stances lie: its steps, each with its key, word, value and look, and what is *not coded*.

A project may choose its own (`store.reads.scale`); where none is chosen it is that of three steps. *Not coded* is none
of the steps: nobody has said which stance a claim takes, and what weighs stances leaves it out.

One scale is in use in a process, as one language is: that of the open project, from which words and looks are drawn.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from desktop.core.errors import UserError
from desktop.core.language import N_, _

T = TypeVar("T")
_KEY = re.compile(r"[\w-]+(?: [\w-]+)*")
# the key of what no coder has said, and the word for it
NOT_CODED = N_("not coded")


@dataclass(frozen=True, slots=True)
class Look:
    """How a step is told apart by eye: never by its colour alone.

    Attributes:
        key: what palettes call its colours.
        shape: in characters.
        side: the look of the side that it is on, for what has room for sides alone.
    """

    key: str
    shape: str
    side: str


LOOKS = {
    one.key: one
    for one in (
        Look("favor", "▲", "favor"),
        Look("against", "▼", "against"),
        Look("neutral", "●", "neutral"),
        Look("uncoded", "□", "uncoded"),
        # the outer step of a side that has two
        Look("favor_strong", "▲▲", "favor"),
        Look("against_strong", "▼▼", "against"),
    )
}


@dataclass(frozen=True, slots=True)
class StanceStep:
    """A step of a scale.

    Attributes:
        key: its name wherever a program reads it.
        word: what people call it; of a scale that comes with Visavis not yet in the language of the interface.
        meaning: what it says.
        value: where it lies, from −1 (against) to 1 (favor).
        look: a key of `LOOKS`.
        told: what claims of it are, in legends, where that is another word.
    """

    key: str
    word: str
    meaning: str
    value: float
    look: str
    told: str = ""

    @property
    def side(self) -> str:
        """What claims of it are, in legends."""
        return self.told or self.word

    @property
    def column(self) -> str:
        """What columns of files call it."""
        return self.key.replace(" ", "_")

    @property
    def sign(self) -> int:
        """On which side it lies: 1 in favor, −1 against, 0 on neither."""
        return (self.value > 0) - (self.value < 0)


# what stands for all scales behind their steps; it has no value, which 0 is not
_UNCODED = StanceStep(NOT_CODED, NOT_CODED, N_("no coder has said which stance"), 0.0, "uncoded", NOT_CODED)


@dataclass(frozen=True)
class Scale:
    """The steps that a stance may take, in the order in which they are offered, counted and sorted.

    Attributes:
        steps: those with a value.
    """

    steps: tuple[StanceStep, ...]
    _by_key: dict[str, StanceStep] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make what looks steps up."""
        object.__setattr__(self, "_by_key", {one.key: one for one in self.all})

    @classmethod
    def from_record(cls, record: object) -> "Scale":
        """Read what `as_record` gave.

        Raises:
            UserError: when it is no scale.
        """
        if record == THREE.as_record():
            return THREE
        if record == TWO.as_record():
            return TWO
        if not isinstance(record, list):
            raise UserError(_("The scale of the project cannot be read: choose it anew."))
        try:
            return made((str(key), str(word), float(value)) for key, word, value in record)
        except (TypeError, ValueError) as error:
            raise UserError(_("The scale of the project cannot be read: choose it anew.")) from error

    def as_record(self) -> list[list[str | float]]:
        """Return it as JSON has it: key, word and value of each step."""
        return [[one.key, one.word, one.value] for one in self.steps]

    @property
    def all(self) -> tuple[StanceStep, ...]:
        """The steps, and *not coded* behind them."""
        return (*self.steps, _UNCODED)

    @cached_property
    def size(self) -> int:
        """How many numbers count claims by stance: one for each step, and the last for what is not coded."""
        return len(self.steps) + 1

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each key stands among these numbers."""
        return {one.key: at for at, one in enumerate(self.all)}

    @cached_property
    def sides(self) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
        """Where the steps in favor, against, and on neither side stand among these numbers."""
        favor, against, neither = (
            tuple(at for at, one in enumerate(self.steps) if one.sign == sign) for sign in (1, -1, 0)
        )
        return favor, against, neither

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The values of the steps; whole numbers where all are."""
        whole = all(one.value == int(one.value) for one in self.steps)
        return tuple(int(one.value) if whole else one.value for one in self.steps)

    def has(self, key: str) -> bool:
        """Tell whether a claim may have this stance."""
        return key in self._by_key

    def step(self, key: str) -> StanceStep:
        """Return a step; of a key that there is not, *not coded*: what is not known is not said."""
        return self._by_key.get(key, _UNCODED)

    def place(self, key: str) -> int:
        """Return where a key stands among the numbers that count claims by stance."""
        return self.places.get(key, len(self.steps))

    def value(self, key: str) -> float | None:
        """Return where a stance lies; None for *not coded*."""
        found = self._by_key.get(key)
        return None if found is None or found is _UNCODED else self.values[self.places[key]]

    def sign(self, key: str) -> int | None:
        """Return on which side a stance lies: 1, −1, or 0 for neither; None for *not coded*."""
        return None if self.value(key) is None else self.step(key).sign

    def keys_of(self, sign: int) -> tuple[str, ...]:
        """Return the keys of the steps on a side."""
        return tuple(one.key for one in self.steps if one.sign == sign)


THREE = Scale(
    (
        StanceStep("favor", N_("favor"), N_("for the topic's proposition"), 1.0, "favor", N_("in favor")),
        StanceStep("against", N_("against"), N_("against the topic's proposition"), -1.0, "against", N_("against")),
        StanceStep("neutral", N_("neutral"), N_("neither, or mixed"), 0.0, "neutral", N_("neutral")),
    )
)
TWO = Scale(tuple(one for one in THREE.steps if one.sign))
# the most steps of a side, which are told apart by their shapes
MOST = 2
# what a step may not be called, since tables have it
_TAKEN = frozenset(
    (NOT_CODED, "stance", "contradictory", "balanced", "total", "net", "percent", "n", "claims", "mentions")
)
_in_use = THREE


def made(given: Iterable[tuple[str, str, float]]) -> Scale:
    """Return a scale of steps, each given by its key, its word and its value; in the order of their values.

    Raises:
        UserError: when a side has no step or more than two, two have one key, word or value, or one cannot be.
    """
    steps = sorted(given, key=lambda one: -one[2])
    for key, word, value in steps:
        if not _KEY.fullmatch(key) or key in _TAKEN or not word.strip():
            raise UserError(_("A step cannot be called “{word}”: choose another word for it."), word=word or key)
        if not -1 <= value <= 1:
            raise UserError(_("“{word}” lies at {value}: values are from −1 to 1."), word=word, value=value)
    for column in zip(*steps, strict=True):
        if len({one.casefold() if isinstance(one, str) else one for one in column}) < len(column):
            raise UserError(_("Two steps of the scale have the same word or value: let each have its own."))
    outer = {}
    for sign in (1, -1):
        side = [value for _key, _word, value in steps if value * sign > 0]
        if not 1 <= len(side) <= MOST:
            raise UserError(_("A scale has one or two steps above 0 and as many below, and may have one at 0."))
        outer[sign] = max(side, key=abs) if len(side) > 1 else None
    found = []
    for key, word, value in steps:
        sign = (value > 0) - (value < 0)
        look_key = {1: "favor", -1: "against", 0: "neutral"}[sign]
        if sign and outer[sign] == value:
            look_key += "_strong"
        found.append(StanceStep(key, word, word, value, look_key))
    return Scale(tuple(found))


def key_of(word: str) -> str:
    """Return the key of a step that people call *word*."""
    return " ".join(re.sub(r"[^\w-]+", " ", word.casefold().replace("_", " ")).split())


_FIVE = (
    (N_("strongly favor"), 1.0),
    (N_("favor"), 0.5),
    (N_("neutral"), 0.0),
    (N_("against"), -0.5),
    (N_("strongly against"), -1.0),
)
FIVE = made((word, word, value) for word, value in _FIVE)
# the scales that a project may choose by their number of steps
KNOWN = {"two": TWO, "three": THREE, "five": FIVE}


def fitting(old: Scale, new: Scale) -> dict[str, str]:
    """Return for each step of *old* what it becomes in *new*.

    That is the step of its key or its word, else the nearest on its side.

    What has no step on its side is not coded then: nobody has said on which side it would be.
    """
    return {one.key: nearest(one, new) for one in old.steps}


def nearest(one: StanceStep, new: Scale) -> str:
    """Return the key of what a step becomes in *new*, as `fitting` says."""
    near = [each for each in new.steps if each.sign == one.sign]
    same = next((each for each in near if each.key == one.key), None) or next(
        (each for each in near if each.word.casefold() == one.word.casefold()), None
    )
    best = same or min(near, key=lambda each: abs(each.value - one.value), default=None)
    return best.key if best is not None else NOT_CODED


def placed(key: str, degree: float | None = None) -> "Stance":
    """Return what one of the three stances, or *not coded*, is on the scale in use.

    Args:
        key: the stance.
        degree: how far on its side it lies, 0 to 1, where that is told: the nearest step there.
    """
    side = [one for one in _in_use.steps if one.sign == THREE.sign(key)] if degree is not None else []
    if side and degree is not None:
        least, most = (end(abs(one.value) for one in side) for end in (min, max))
        far = least + degree * (most - least)
        return Stance.of(min(side, key=lambda one: abs(abs(one.value) - far)).key)
    return Stance.of(fitting(THREE, _in_use).get(key, NOT_CODED))


def told_step(key: str, scale: Scale | None = None) -> str:
    """Return word and value of a step, for a file; empty where Visavis knows its scale, else the one in use."""
    scale = scale or _in_use
    if key == NOT_CODED or not scale.has(key) or any(scale == one for one in KNOWN.values()):
        return ""
    one = scale.step(key)
    return f"{one.word}: {one.value:g}"


def read_step(key: str, words: str) -> StanceStep | None:
    """Read what `told_step` said of the step *key*; None where that says nothing."""
    word, _sign, told = words.rpartition(": ")
    try:
        value = float(told)
    except ValueError:
        return None
    is_step = bool(word.strip()) and -1 <= value <= 1
    return StanceStep(key, word, word, value, "neutral") if is_step else None


def told_becoming(becomes: Mapping[str, str]) -> str:
    """Return in a sentence what stances become that the scale in use has not; empty where there are none."""
    told = ", ".join(f"{old} → {new}" for old, new in becomes.items() if old != new)
    return _("Stances that the scale here has not: {told}.").format(told=told) if told else ""


def in_use() -> Scale:
    """Return the scale of the open project."""
    return _in_use


def use(scale: Scale) -> bool:
    """Let *scale* be that of the open project; tell whether it is another than before."""
    global _in_use
    is_new, _in_use = scale != _in_use, scale
    return is_new


class _Members(type):
    """What makes `Stance` go through the steps of the scale in use, as an enumeration does through its members."""

    def __iter__(cls) -> "Iterator[Stance]":
        return iter([Stance.of(one.key) for one in _in_use.all])

    def __len__(cls) -> int:
        return _in_use.size

    def __contains__(cls, key: object) -> bool:
        return isinstance(key, str) and _in_use.has(key)


_known: "dict[str, Stance]" = {}


class Stance(str, metaclass=_Members):
    """The position taken toward a topic's proposition: the key of a step of the scale in use, or *not coded*.

    Raises:
        ValueError: when the scale in use has no such key.
    """

    __slots__ = ()
    # the labels of stance-detection research
    FAVOR: "ClassVar[Stance]"
    AGAINST: "ClassVar[Stance]"
    NEUTRAL: "ClassVar[Stance]"
    NOT_CODED: "ClassVar[Stance]"

    def __new__(cls, key: str) -> "Stance":
        """Return the stance of this key."""
        if not _in_use.has(key):
            raise ValueError(f"no stance: {key!r}")
        return cls.of(key)

    @classmethod
    def of(cls, key: str) -> "Stance":
        """Return a stance of whatever scale; the same one each time."""
        found = _known.get(key)
        if found is None:
            found = _known[key] = str.__new__(cls, key)
        return found

    @property
    def value(self) -> str:
        """Its key."""
        return str(self)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let another process read it, whatever scale is in use there."""
        return _Pickled, (str(self),)


class _Pickled:
    """What reads a stance that another process wrote; a class, since the answers of children may name nothing else."""

    def __new__(cls, key: str) -> Stance:  # type: ignore[misc]
        """Return the stance of this key, of whatever scale."""
        return Stance.of(key)


Stance.FAVOR, Stance.AGAINST, Stance.NEUTRAL = (Stance.of(one.key) for one in THREE.steps)
Stance.NOT_CODED = Stance.of(NOT_CODED)


class ByStance(Mapping[Any, T]):
    """What each step of the scale in use has, by its key: in the order of the scale, *not coded* last."""

    def __init__(self, read: Callable[[StanceStep], T]) -> None:
        self._read = read

    def __getitem__(self, key: str) -> T:
        return self._read(_in_use.step(key))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and _in_use.has(key)

    def __iter__(self) -> Iterator[Stance]:
        return iter(Stance)

    def __len__(self) -> int:
        return len(Stance)


def counted(*, uncoded: bool) -> tuple[StanceStep, ...]:
    """Return the steps that a table of counts has a column for; what is not coded only where there are such claims."""
    return _in_use.all if uncoded else _in_use.steps


def look(key: str) -> Look:
    """Return the look of a stance."""
    return LOOKS[_in_use.step(key).look]


def shape(key: str) -> str:
    """Return the shape of a stance, in characters."""
    return look(key).shape


def word(key: str) -> str:
    """Return what people call a stance, in the language of the interface."""
    return _(_in_use.step(key).word)
