"""What an act promises, and the table of all acts."""

import importlib
import itertools
import math
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .stage import Stage

# claims, or steps of the history
SIZES = (10_000, 100_000, 1_000_000)
# milliseconds: what takes less is not told from what the machine does otherwise
LEAST = 1.0


class Promise(Enum):
    """How an act may grow with the project: the exponent per decade that it may have at most.

    A logarithm grows with 0.1 per decade at these sizes; the rest is for caches that hold less and less of the whole.
    """

    FLAT = 0.15
    LOGARITHMIC = 0.3
    LINEAR = 1.05


@dataclass(frozen=True, slots=True)
class Work:
    """What is measured, and what makes it ready before each time.

    Attributes:
        rounds: how often at most; None for as often as there is time.
    """

    do: Callable[[], object]
    before: Callable[[], object] | None = None
    rounds: int | None = None


Made = Callable[["Stage"], Work | Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a user.

    Attributes:
        name: as the table has it.
        make: makes it ready on a stage, and returns what is measured.
        limit: milliseconds that it may take at the largest size.
        place: where it is done; acts of one place follow each other, see `Stage`.
    """

    name: str
    make: Made
    promise: Promise
    limit: float
    place: str

    def broken(self, figures: Mapping[int, float]) -> str:
        """Return how the *figures* (milliseconds by size) break the promise; empty where they do not."""
        found = [f"grows with {exponent:.2f}" for exponent in exponents(figures) if exponent > self.promise.value]
        last = figures.get(SIZES[-1])
        if last is not None and last > self.limit:
            found.append(f"takes {shown(last)} ms, not {self.limit:g}")
        return ", ".join(found)


ACTS: dict[str, Act] = {}


def act(name: str, promise: Promise, limit: float, place: str = "store") -> Callable[[Made], Made]:
    """Put the function below into the table of acts."""

    def enter(make: Made) -> Made:
        if name in ACTS and ACTS[name].make is not make:
            raise ValueError(f"two acts are called {name}")
        ACTS[name] = Act(name, make, promise, limit, place)
        return make

    return enter


def all_acts() -> list[Act]:
    """Return every act that a module of this package has, by place and name."""
    package = __name__.rpartition(".")[0]
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if module.name.endswith("_acts"):
            importlib.import_module(f"{package}.{module.name}")
    return sorted(ACTS.values(), key=lambda one: (one.place, one.name))


def exponents(figures: Mapping[int, float]) -> list[float]:
    """Return with which power of the size milliseconds grow, from each size to the next."""
    sizes = sorted(figures)
    return [
        math.log(max(LEAST, figures[after]) / max(LEAST, figures[size])) / math.log(after / size)
        for size, after in itertools.pairwise(sizes)
    ]


def shown(milliseconds: float) -> str:
    """Return a figure as a table has it: three digits, or as many as a whole number needs."""
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.3g}"


def table(acts: Sequence[Act], figures: Mapping[str, Mapping[int, float]]) -> str:
    """Return the acts with their figures as a table in Markdown; what was not measured has a dash."""
    heads = ["act", *(f"{size:,}" for size in SIZES), "grows", "promise", "limit"]
    lines = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|--:|---|--:|"]
    for one in acts:
        found = figures.get(one.name, {})
        cells = [shown(found[size]) if size in found else "–" for size in SIZES]
        grows = f"{max(0.0, *exponents(found)):.2f}" if len(found) == len(SIZES) else "–"
        promise = f"{one.promise.name.lower()} ≤ {one.promise.value:g}"
        lines.append(f"| {one.name} | {' | '.join(cells)} | {grows} | {promise} | {one.limit:,g} |")
    return "\n".join(lines)
