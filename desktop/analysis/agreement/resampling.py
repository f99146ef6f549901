"""Within which bounds a figure lies: bootstrap intervals.

Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13 (percentile intervals). Units
are drawn with replacement, as many as there are; of units alike only their number is drawn, so that a hundred thousand
take no longer than a hundred. The generator is seeded: the same coding always gives the same bounds.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from desktop.analysis.agreement.coefficients import KEYS, Figure, Rated
from desktop.core.progress import Progress

LEVEL = 0.95
DRAWS = 1000
SEED = 20
# where there are more kinds of units than this, fewer draws are made, down to the least
_KINDS, _LEAST = 1000, 200
# expected numbers up to this are counted from gap to gap
_FEW = 10


def draws_for(kinds: int, draws: int = DRAWS) -> int:
    """Return how many draws are made of so many kinds of units."""
    return draws if kinds <= _KINDS else min(draws, max(_LEAST, draws * _KINDS // kinds))


def resampled(counts: Sequence[int], draws: int, seed: int = SEED) -> Iterator[list[int]]:
    """Yield so many samples with replacement of units of which there are *counts*, each as counts again."""
    random = Random(seed)
    total = sum(counts)
    if total <= len(counts) * 2:
        # hardly two alike: each by itself
        kinds = [at for at, count in enumerate(counts) for _ in range(count)]
        for _ in range(draws):
            drawn = [0] * len(counts)
            for at in random.choices(kinds, k=total) if kinds else ():
                drawn[at] += 1
            yield drawn
        return
    for _ in range(draws):
        left, weight = total, total
        drawn = []
        for count in counts:
            drawn.append(binomial(random, left, count / weight) if weight else 0)
            left -= drawn[-1]
            weight -= count
        yield drawn


def with_intervals(
    rated: Rated, draws: int = DRAWS, seed: int = SEED, progress: Progress = lambda _done, _total: None
) -> dict[str, Figure]:
    """Return every coefficient of `Rated.figures` with the bounds between which 95 % of the resampled ones lie.

    A sample in which a coefficient is not defined tells nothing; where half of them or more are such, or there is one
    unit only, there are no bounds.
    """
    figures = rated.figures()
    if rated.total < 2:
        return figures
    found: dict[str, list[float]] = {key: [] for key in KEYS if figures[key].value is not None}
    draws = draws_for(len(rated.patterns), draws)
    for done, counts in enumerate(resampled(rated.counts, draws, seed)):
        progress(done, draws)
        drawn = rated.figures(counts)
        for key, values in found.items():
            value = drawn[key].value
            if value is not None:
                values.append(value)
    return {key: bounded(one, found.get(key, []), draws) for key, one in figures.items()}


def bounded(figure: Figure, drawn: Sequence[float], draws: int) -> Figure:
    """Return a figure with the percentiles of what was *drawn* in so many *draws*."""
    if figure.value is None or len(drawn) * 2 <= draws:
        return figure
    ordered = sorted(drawn)
    outside = (1 - LEVEL) / 2
    low, high = math.floor(outside * len(ordered)), math.ceil((1 - outside) * len(ordered)) - 1
    return replace(figure, low=ordered[low], high=ordered[high])


def binomial(random: Random, number: int, chance: float) -> int:
    """Return how many of *number* trials succeed.

    Few are counted by the gaps between them: L. Devroye, Non-Uniform Random Variate Generation (1986), X.4. Many are
    drawn by transformed rejection, BTRS: W. Hörmann, The generation of binomial random variates, Journal of
    Statistical Computation and Simulation 46 (1993), 101–110. `random.binomialvariate` came with Python 3.12.
    """
    if number <= 0 or chance <= 0:
        return 0
    if chance >= 1:
        return number
    if chance > 0.5:
        return number - binomial(random, number, 1 - chance)
    return (_by_gaps if number * chance < _FEW else _by_rejection)(random, number, chance)


def _by_gaps(random: Random, number: int, chance: float) -> int:
    found, at = -1, 0
    scale = math.log1p(-chance)
    while at <= number:
        at += math.floor(math.log(1 - random.random()) / scale) + 1
        found += 1
    return found


def _by_rejection(random: Random, number: int, chance: float) -> int:
    spread = math.sqrt(number * chance * (1 - chance))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * chance
    middle = number * chance + 0.5
    v_r = 0.92 - 4.2 / b
    odds = math.log(chance / (1 - chance))
    mode = math.floor((number + 1) * chance)
    height = math.lgamma(mode + 1) + math.lgamma(number - mode + 1)
    while True:
        v = random.random()
        u = random.random() - 0.5
        us = 0.5 - abs(u)
        if us <= 0:
            continue
        k = math.floor((2 * a / us + b) * u + middle)
        if us >= 0.07 and v <= v_r:
            return k
        if not 0 <= k <= number or v <= 0:
            continue
        v = math.log(v * (2.83 + 5.1 / b) * spread / (a / (us * us) + b))
        if v <= height - math.lgamma(k + 1) - math.lgamma(number - k + 1) + (k - mode) * odds:
            return k
