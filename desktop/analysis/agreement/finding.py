"""How alike the words are that coders chose, whatever they said of them.

What a coder has on words that overlap is one stretch here: these figures ask where something was found, and the
coefficients of `coefficients` what. Texts are laid end to end.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, combinations

from desktop.analysis.agreement.coefficients import ONE_VALUE, Figure, Rated
from desktop.core.language import N_

CodedStretch = tuple[int, int]
NO_CLAIM = N_("neither coder has a claim")
NO_TEXT = N_("there is no text")


def f1(pairs: int, ours: int, theirs: int) -> Figure:
    """Return the harmonic mean of precision and recall: two coders' *pairs* among the claims of each.

    Which of the two is held to be right makes no difference. Source: C. J. van Rijsbergen, Information Retrieval, 2nd
    ed. (1979), ch. 7; for agreement G. Hripcsak and A. S. Rothschild, Agreement, the F-measure, and reliability in
    information retrieval, JAMIA 12 (2005), 296–298.
    """
    return Figure(2 * pairs / (ours + theirs)) if ours + theirs else Figure(None, NO_CLAIM)


def merged(spans: Iterable[CodedStretch]) -> list[CodedStretch]:
    """Return the stretches that *spans* cover: those that overlap are one, those that only touch are not."""
    found: list[CodedStretch] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def characters(length: int, coders: Sequence[Sequence[CodedStretch]]) -> Counter[tuple[bool, ...]]:
    """Return for how many code points of a text of this *length* which of the *coders* has something, as `merged`."""
    edges: dict[int, list[int]] = {0: [], length: []}
    for coder, stretches in enumerate(coders):
        for start, end in stretches:
            edges.setdefault(start, []).append(coder)
            edges.setdefault(end, []).append(-coder - 1)
    inside = [0] * len(coders)
    found: Counter[tuple[bool, ...]] = Counter()
    before = 0
    for at in sorted(edges):
        if at > before:
            found[tuple(map(bool, inside))] += at - before
        for one in edges[at]:
            if one >= 0:
                inside[one] += 1
            else:
                inside[-one - 1] -= 1
        before = at
    return found


def of_characters(counted: Mapping[tuple[bool, ...], int]) -> Rated:
    """Return what `characters` counted as units, each code point one, with two values: chosen or not.

    Its ``alpha`` is Krippendorff's for the digitised text (1995, 57–58), its ``percent`` what other programs call the
    agreement of characters.
    """
    return Rated(dict(counted.items()), (True, False))


def unitized(length: int, coders: Sequence[Sequence[CodedStretch]]) -> tuple[float, float]:
    """Return the observed and the expected disagreement of Krippendorff's alpha for unitizing, of one category.

    Args:
        length: of the continuum, in code points.
        coders: the stretches of each of two coders or more, as `merged` gives them.

    Source: K. Krippendorff, Content Analysis, 2nd ed. (2004), 251–256; first in On the reliability of unitizing
    continuous data, Sociological Methodology 25 (1995), 47–76, whose expected disagreement has a plus for a minus.
    """
    number = len(coders)
    observed = 2 * sum(_apart(one, other) for one, other in combinations(coders, 2))
    observed_share = observed / (number * (number - 1) * length**2)
    gaps = sorted(gap for stretches in coders for gap in _gaps(length, stretches))
    # of the gaps from one on to the longest: how long they are together
    behind = [*accumulate(reversed(gaps), initial=0)][::-1]
    stretches = [end - start for one in coders for start, end in one]
    chance = 0.0
    for long in stretches:
        first = bisect_left(gaps, long)
        fitting = behind[first] - (len(gaps) - first) * (long - 1)
        chance += (len(stretches) - 1) / 3 * (2 * long**3 - 3 * long**2 + long) + long**2 * fitting
    whole = number * length
    divisor = whole * (whole - 1) - sum(long * (long - 1) for long in stretches)
    return observed_share, 2 / length * chance / divisor if divisor else 0.0


def alpha_u(length: int, categories: Sequence[Sequence[Sequence[CodedStretch]]]) -> Figure:
    """Return Krippendorff's alpha for unitizing over *categories*: 1 − observed by expected disagreement.

    Args:
        length: of the continuum, in code points.
        categories: of each the stretches of every coder, as `unitized` takes them.
    """
    if not length:
        return Figure(None, NO_TEXT)
    found = [unitized(length, coders) for coders in categories]
    expected = sum(one for _observed, one in found)
    if not any(stretches for coders in categories for stretches in coders):
        return Figure(None, NO_CLAIM)
    return Figure(1 - sum(one for one, _expected in found) / expected) if expected > 0 else Figure(None, ONE_VALUE)


def _gaps(length: int, stretches: Sequence[CodedStretch]) -> list[int]:
    starts = [*(start for start, _end in stretches), length]
    ends = [0, *(end for _start, end in stretches)]
    return [start - end for start, end in zip(starts, ends, strict=True) if start > end]


def _apart(ours: Sequence[CodedStretch], theirs: Sequence[CodedStretch]) -> int:
    """Return the sum of the squared differences: of the ends of what overlaps, and of what lies in a gap."""
    found = at = 0
    met: set[int] = set()
    for start, end in ours:
        while at < len(theirs) and theirs[at][1] <= start:
            at += 1
        near, alone = at, True
        while near < len(theirs) and theirs[near][0] < end:
            found += (start - theirs[near][0]) ** 2 + (end - theirs[near][1]) ** 2
            met.add(near)
            near, alone = near + 1, False
        if alone:
            found += (end - start) ** 2
    return found + sum((end - start) ** 2 for place, (start, end) in enumerate(theirs) if place not in met)
