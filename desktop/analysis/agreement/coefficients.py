"""How alike the values are that coders gave to the same units: the coefficients of the field, each with its source.

A unit is what every coder gave it, in the order of the coders; None where one gave nothing. Units that only one coder
has are no part of any figure here: `pairing` counts them.

All figures follow from sums over the units, so that resampling need not look at each unit again.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.core.language import N_

RatedValue = Hashable
Ratings = tuple[RatedValue | None, ...]
Distance = Callable[[Sequence[RatedValue], Sequence[float], int, int], float]

# why there is no figure
NOTHING_PAIRED = N_("no two coders have a claim on the same words")
ONE_VALUE = N_("all gave one value, so that agreement by chance is certain")
ONE_CHOICE = N_("there is one value only to choose from")
ONLY_TWO = N_("for two coders only")
NO_ORDER = N_("its values have no order")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, or why there is none: never a number that means nothing.

    Attributes:
        value: None where it is not defined.
        why: what hinders it then, as a part of a sentence, not yet in the language of the interface.
        low, high: the bounds of its interval; None where that was not asked for or cannot be told.
    """

    value: float | None
    why: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient: its fixed name, what people call it, and what it is."""

    key: str
    title: str
    about: str


MEASURES = (
    Coefficient(
        "percent", N_("Agreement"), N_("The share of pairs of values that are the same; not corrected for chance.")
    ),
    Coefficient("kappa", N_("Cohen’s κ"), N_("Cohen 1960: chance by what each of two coders used.")),
    Coefficient("pi", N_("Scott’s π"), N_("Scott 1955: chance by what both coders used together.")),
    Coefficient("fleiss", N_("Fleiss’ κ"), N_("Fleiss 1971: Scott’s π for any number of coders.")),
    Coefficient("alpha", N_("Krippendorff’s α"), N_("Krippendorff 2004, nominal: π for small numbers and gaps.")),
    Coefficient(
        "ordinal", N_("α, ordinal"), N_("Krippendorff’s α where favor and against are further apart than neutral.")
    ),
    Coefficient("ac1", N_("Gwet’s AC1"), N_("Gwet 2008: steady where one value is much used.")),
    Coefficient("bp", N_("Brennan–Prediger"), N_("Brennan and Prediger 1981: every value is as likely by chance.")),
)
KEYS = tuple(measure.key for measure in MEASURES)


@dataclass(slots=True)
class Sums:
    """What the coefficients are made of, summed over units.

    Attributes:
        number: units with two values or more.
        agreed: their shares of pairs of values that are the same.
        values, agreeing: how many values they have, and how many of these agree: the coincidences of alpha.
        used: how often each value was given in them.
        shares: how much of a unit each value had, over all units with one value or more.
        rated: how many units these are.
        by_first, by_second: how often each of two coders used each value, where both gave one.
    """

    number: float = 0
    agreed: float = 0
    values: float = 0
    agreeing: float = 0
    used: dict[int, float] = field(default_factory=dict)
    shares: dict[int, float] = field(default_factory=dict)
    rated: float = 0
    by_first: dict[int, float] = field(default_factory=dict)
    by_second: dict[int, float] = field(default_factory=dict)


class Rated:
    """Units that coders gave values to, ready to be counted again and again.

    Attributes:
        patterns: the different units, and *counts* how many there are of each.
        values: what could be chosen, in the order of the scale where there is one.
        ordered: how many of the first *values* are a scale, from one end to the other; the rest stands outside of it.
        coders: how many.
    """

    def __init__(self, units: Mapping[Ratings, int], values: Sequence[RatedValue] = (), ordered: int = 0) -> None:
        """Take units with how many there are of each.

        Args:
            units: what every coder gave, in the same order for all.
            values: what can be chosen; what is used besides is added behind. Brennan–Prediger and AC1 divide by how
                many these are: for a closed list all of it, for an open one (topics, actors) what was used.
            ordered: how many of the first *values* are an ordinal scale. A value outside of it, such as “not coded”,
                is a value of its own for the nominal coefficients and a missing one for the ordinal alpha.
        """
        self.patterns = [unit for unit in units if any(value is not None for value in unit)]
        self.counts = [units[unit] for unit in self.patterns]
        used = {value for unit in self.patterns for value in unit if value is not None}
        self.values = [*values, *sorted(used.difference(values), key=repr)]
        self.ordered = ordered
        self.coders = max(map(len, self.patterns), default=0)
        at = {value: place for place, value in enumerate(self.values)}
        self._places = [[None if value is None else at[value] for value in unit] for unit in self.patterns]
        self._held = [Counter(place for place in unit if place is not None) for unit in self._places]
        # of two coders who gave both a value: nothing else need be looked at
        self._pairs = [(unit[0], unit[1]) for unit in self._places] if self._is_of_two() else []
        self._scale: Rated | None = None
        self._scaled: list[int] = []
        if ordered:
            self._scale, self._scaled = self._within_scale()

    @property
    def total(self) -> int:
        """How many units with values of two coders or more."""
        return sum(count for count, held in zip(self.counts, self._held, strict=True) if held.total() > 1)

    def _is_of_two(self) -> bool:
        return self.coders == 2 and all(held.total() == 2 for held in self._held)

    def _sums_of_two(self, counts: Sequence[float]) -> Sums:
        """Return `sums` where both of two coders gave a value everywhere, which takes a fifth of the time."""
        first, second = [0.0] * len(self.values), [0.0] * len(self.values)
        number = agreed = 0.0
        for times, (one, other) in zip(counts, self._pairs, strict=True):
            if times:
                assert one is not None
                assert other is not None
                number += times
                first[one] += times
                second[other] += times
                if one == other:
                    agreed += times
        used = {
            place: one + other for place, (one, other) in enumerate(zip(first, second, strict=True)) if one or other
        }
        shares = {place: often / 2 for place, often in used.items()}
        by_first, by_second = ({place: own[place] for place in used if own[place]} for own in (first, second))
        return Sums(number, agreed, 2 * number, 2 * agreed, used, shares, number, by_first, by_second)

    def sums(self, counts: Sequence[float]) -> Sums:
        """Return the sums where there are *counts* of each pattern."""
        if self._pairs:
            return self._sums_of_two(counts)
        found = Sums()
        two = self.coders == 2
        for times, held, unit in zip(counts, self._held, self._places, strict=True):
            if not times:
                continue
            number = held.total()
            found.rated += times
            for place, often in held.items():
                found.shares[place] = found.shares.get(place, 0) + times * often / number
            if number < 2:
                continue
            same = sum(often * (often - 1) for often in held.values()) / (number - 1)
            found.number += times
            found.agreed += times * same / number
            found.values += times * number
            found.agreeing += times * same
            for place, often in held.items():
                found.used[place] = found.used.get(place, 0) + times * often
            if two:
                first, second = unit
                assert first is not None
                assert second is not None
                found.by_first[first] = found.by_first.get(first, 0) + times
                found.by_second[second] = found.by_second.get(second, 0) + times
        return found

    def figures(self, counts: Sequence[float] | None = None) -> dict[str, Figure]:
        """Return every coefficient by its key, of the units as they are, or where there are *counts* of each."""
        counts = self.counts if counts is None else counts
        sums = self.sums(counts)
        if not sums.number:
            return {key: Figure(None, NOTHING_PAIRED) for key in KEYS}
        number = len(self.values)
        return {
            "percent": Figure(percent(sums)),
            "kappa": cohen(sums) if self.coders == 2 else Figure(None, ONLY_TWO),
            "pi": scott(sums) if self.coders == 2 else Figure(None, ONLY_TWO),
            "fleiss": fleiss(sums),
            "alpha": alpha(sums),
            "ordinal": self._ordinal(counts),
            "ac1": gwet(sums, number),
            "bp": brennan_prediger(sums, number),
        }

    def weighted(self, distance: Distance, counts: Sequence[float] | None = None) -> Figure:
        """Return Krippendorff's alpha for any *distance* of two values, called as `ordinal` is."""
        counts = self.counts if counts is None else counts
        used: dict[int, float] = {}
        apart: dict[tuple[int, int], float] = {}
        for times, held in zip(counts, self._held, strict=True):
            number = held.total()
            if number < 2 or not times:
                continue
            for place, often in held.items():
                used[place] = used.get(place, 0) + times * often
            places = sorted(held)
            for at, one in enumerate(places):
                for other in places[at + 1 :]:
                    pairs = times * held[one] * held[other] / (number - 1)
                    apart[one, other] = apart.get((one, other), 0) + pairs
        return _weighted(self.values, used, apart, distance)

    def _within_scale(self) -> tuple["Rated", list[int]]:
        """Return the units without what is outside of the scale, and for each pattern which of these it is; -1 none."""
        places: dict[Ratings, int] = {}
        found: list[int] = []
        for unit in self._places:
            within = tuple(None if at is None or at >= self.ordered else self.values[at] for at in unit)
            told = sum(value is not None for value in within) > 1
            found.append(places.setdefault(within, len(places)) if told else -1)
        return Rated(dict.fromkeys(places, 1), self.values[: self.ordered]), found

    def _ordinal(self, counts: Sequence[float]) -> Figure:
        if self._scale is None:
            return Figure(None, NO_ORDER)
        within = [0.0] * len(self._scale.patterns)
        for times, at in zip(counts, self._scaled, strict=True):
            if at >= 0:
                within[at] += times
        return self._scale.weighted(ordinal, within)


def percent(sums: Sums) -> float:
    """Return the mean share of pairs of values that are the same, from 0 to 1: of two coders, how many units agree.

    Source: J. L. Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76 (1971), 379.
    """
    return sums.agreed / sums.number


def _corrected(observed: float, expected: float, why: str = ONE_VALUE) -> Figure:
    """Return (observed − expected) / (1 − expected); undefined where chance alone makes all agree."""
    return Figure(None, why) if expected >= 1 - 1e-12 else Figure((observed - expected) / (1 - expected))


def cohen(sums: Sums) -> Figure:
    """Return Cohen's kappa: chance is the sum over the values of the product of both coders' shares.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20
    (1960), 37–46.
    """
    chance = sum(often * sums.by_second.get(place, 0) for place, often in sums.by_first.items()) / sums.number**2
    return _corrected(percent(sums), chance)


def scott(sums: Sums) -> Figure:
    """Return Scott's pi: chance is the sum of the squares of the shares of both coders together.

    Source: W. A. Scott, Reliability of content analysis: the case of nominal scale coding, Public Opinion Quarterly 19
    (1955), 321–325.
    """
    return _corrected(percent(sums), sum((often / sums.values) ** 2 for often in sums.used.values()))


def fleiss(sums: Sums) -> Figure:
    """Return Fleiss' kappa, of units with values of two coders or more; of two coders it is Scott's pi.

    Units need not all have as many values: the share of a value is then the mean of its shares in the units.

    Source: Fleiss 1971, 378–382; with gaps K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), ch. 2.
    """
    return _corrected(percent(sums), sum((often / sums.rated) ** 2 for often in sums.shares.values()))


def alpha(sums: Sums) -> Figure:
    """Return Krippendorff's alpha for nominal values: 1 − observed by expected disagreement; units may have gaps.

    Source: K. Krippendorff, Content Analysis, 2nd ed. (2004), 221–230; Computing Krippendorff's Alpha-Reliability
    (2011), sections A to C.
    """
    expected = sums.values**2 - sum(often**2 for often in sums.used.values())
    if expected < 1e-9:
        return Figure(None, ONE_VALUE)
    return Figure(1 - (sums.values - 1) * (sums.values - sums.agreeing) / expected)


def gwet(sums: Sums, number: int) -> Figure:
    """Return Gwet's AC1; chance is the sum of share × (1 − share) over all values by their number less 1.

    Source: K. L. Gwet, Computing inter-rater reliability and its variance in the presence of high agreement, British
    Journal of Mathematical and Statistical Psychology 61 (2008), 29–48.
    """
    if number < 2:
        return Figure(None, ONE_CHOICE)
    shares = [often / sums.rated for often in sums.shares.values()]
    return _corrected(percent(sums), sum(share * (1 - share) for share in shares) / (number - 1))


def brennan_prediger(sums: Sums, number: int) -> Figure:
    """Return the kappa of Brennan and Prediger; chance is 1 by the *number* of values.

    Source: R. L. Brennan and D. J. Prediger, Coefficient kappa: some uses, misuses, and alternatives, Educational and
    Psychological Measurement 41 (1981), 687–699.
    """
    return Figure(None, ONE_CHOICE) if number < 2 else _corrected(percent(sums), 1 / number)


def ordinal(_values: Sequence[RatedValue], used: Sequence[float], one: int, other: int) -> float:
    """Return the squared distance of two values of a scale: how many values lie between them, the two halved.

    It is told by how often each value of the scale was *used*, and by the places of the two in it.

    Source: Krippendorff 2011, section E: (Σ n_g from c to k − (n_c + n_k) / 2)².
    """
    low, high = sorted((one, other))
    return (sum(used[low : high + 1]) - (used[low] + used[high]) / 2) ** 2


def interval(values: Sequence[RatedValue], _used: Sequence[float], one: int, other: int) -> float:
    """Return the squared difference of two numbers: Krippendorff 2011, section E."""
    return float(values[one] - values[other]) ** 2  # type: ignore[operator]


def _weighted(
    values: Sequence[RatedValue],
    used: Mapping[int, float],
    apart: Mapping[tuple[int, int], float],
    distance: Distance,
) -> Figure:
    often = [used.get(place, 0.0) for place in range(len(values))]
    total = sum(often)
    if not total:
        return Figure(None, NOTHING_PAIRED)
    observed = sum(pairs * distance(values, often, *places) for places, pairs in apart.items())
    there = [place for place, number in enumerate(often) if number]
    expected = sum(
        often[one] * often[other] * distance(values, often, one, other)
        for at, one in enumerate(there)
        for other in there[at + 1 :]
    )
    if expected < 1e-12:
        return Figure(None, ONE_VALUE)
    return Figure(1 - (total - 1) * observed / expected)
