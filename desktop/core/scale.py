"""The scale on which stances lie: its steps, each with its key, word, value and look, and what is *not coded*.

A project may choose its own (`store.reads.scale`); where none is chosen it is that of three steps. *Not coded* is none
of the steps: nobody has said which stance a claim takes, and what weighs stances leaves it out.

One scale is in use in a process, as one language is: that of the open project, from which words and looks are drawn.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from desktop.core.language import N_, _

T = TypeVar("T")
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
_in_use = THREE


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
