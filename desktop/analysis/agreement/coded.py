"""The claims of coders set side by side: which are on the same words, and how alike they are, by whatever one asks.

What both coded counts for the coefficients; what only one coder has a claim on is no value of the others, and is told
as a number beside each figure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from typing import Any, Literal, NamedTuple, get_args

from desktop.analysis.agreement import finding
from desktop.analysis.agreement.coefficients import Figure, Rated, Ratings
from desktop.analysis.agreement.pairing import CodedSpan, Rule, units
from desktop.analysis.agreement.resampling import DRAWS, bounded, draws_for, resampled, with_intervals
from desktop.core import scale
from desktop.core.claim_fields import CHOICES
from desktop.core.progress import Progress
from desktop.core.scale import NOT_CODED

By = Literal["field", "topic", "actor", "stance", "voice", "document", "pair"]
BYS: tuple[By, ...] = get_args(By)
# how much of the words of both a pair must have in common to have found the same, in the strict figure
ALIKE = 0.5


class CoderClaim(NamedTuple):
    """What a coder said of some words: a claim.

    Attributes:
        start, end: half-open code point offsets in the document's text.
        actor_ids: who holds it, without regard to their order.
    """

    claim_id: int
    document_id: int
    coder_id: int
    start: int
    end: int
    topic_id: int
    actor_ids: frozenset[int]
    stance: str
    voice: str


# what every coder said of the same words, in the order of the coders; None where one said nothing
CodedUnit = tuple[CoderClaim | None, ...]
# what of a claim is compared, and how it is read
FIELDS: Mapping[str, Callable[[CoderClaim], Hashable]] = {
    "topic": lambda one: one.topic_id,
    "actor": lambda one: one.actor_ids,
    **{choice.key: partial(lambda key, one: str(getattr(one, key)), choice.key) for choice in CHOICES},
}


def stances_in_order() -> tuple[str, ...]:
    """Return the steps of the scale in use from one end to the other: what is not coded is none of them."""
    return tuple(one.key for one in sorted(scale.in_use().steps, key=lambda one: one.value))


def _closed(field: str) -> Sequence[str]:
    """Return what can be chosen where the list is closed; topics and actors are those that were used."""
    if field == "stance":
        return stances_in_order()
    return tuple(value.value for choice in CHOICES if choice.key == field for value in choice.values)


def _rating(read: Callable[[CoderClaim], Hashable], one: CoderClaim | None) -> Hashable:
    """Return what a coder said; None where nothing was, or the stance was left open."""
    found = None if one is None else read(one)
    return None if found == NOT_CODED else found


@dataclass(frozen=True)
class AgreementLine:
    """One line of figures.

    Attributes:
        what: what it is about: the id of a topic, an actor or a document, a stance, a voice, two coders; None for all.
        field: which of `FIELDS` is compared; where it is that of *what*, whether a claim has this value or another.
        rated: the values that were given.
        used: units in which some coder gave this value; all where it is about none.
        alone: of each coder how many claims stand alone.
        coders: whose claims they are.
    """

    what: Any
    field: str
    rated: Rated
    used: int
    alone: tuple[int, ...]
    coders: tuple[int, ...]

    @property
    def number(self) -> int:
        """How many units two coders or more gave a value to."""
        return self.rated.total

    def figures(self, draws: int = DRAWS, progress: Progress = lambda _done, _total: None) -> dict[str, Figure]:
        """Return every coefficient by its key; with intervals, unless no *draws* are wanted."""
        return with_intervals(self.rated, draws, progress=progress) if draws else self.rated.figures()


@dataclass(frozen=True)
class WordAgreement:
    """How alike two coders' choice of words is.

    Attributes:
        coders: which two.
        pairs, alike: pairs whose words overlap at all, and whose intersection by union is `ALIKE` or more.
        claims: how many claims each has.
        figures: ``f1``, ``f1_strict``, ``characters`` (the share of code points), ``alpha`` (of code points), and
            ``alpha_u``.
    """

    coders: tuple[int, int]
    pairs: int
    alike: int
    claims: tuple[int, int]
    figures: Mapping[str, Figure]


class Compared:
    """Claims of two coders or more in the same documents, paired by a rule."""

    def __init__(
        self,
        codings: Iterable[CoderClaim],
        coders: Sequence[int],
        lengths: Mapping[int, int],
        rule: Rule = "span",
        present: Mapping[int, frozenset[int]] | None = None,
    ) -> None:
        """Pair claims.

        Args:
            codings: the claims, in the order in which they were made; those of others, and in other documents, are
                passed over.
            coders: who is compared, two or more.
            lengths: of the documents that count, how many code points each has.
            rule: see `pairing`.
            present: by document who coded it: of any two only what both coded counts; None where all coded all.
        """
        self.coders = tuple(coders)
        self.lengths = lengths
        self.rule: Rule = rule
        self._present = present
        self.claims: dict[int, list[list[CoderClaim]]] = {}
        at = {coder: place for place, coder in enumerate(self.coders)}
        for one in codings:
            if one.coder_id in at and one.document_id in lengths:
                own = self.claims.setdefault(one.document_id, [[] for _ in self.coders])
                own[at[one.coder_id]].append(one)

    @cached_property
    def by_document(self) -> dict[int, list[CodedUnit]]:
        """The units of each document, in the order of its text."""
        found: dict[int, list[CodedUnit]] = {}
        for document, sides in sorted(self.claims.items()):
            spans = [
                [CodedSpan(one.start, one.end, tuple(read(one) for read in FIELDS.values())) for one in side]
                for side in sides
            ]
            found[document] = [
                tuple(None if at is None else side[at] for at, side in zip(unit, sides, strict=True))
                for unit in units(spans, self.rule)
            ]
        return found

    @cached_property
    def units(self) -> list[CodedUnit]:
        """All units."""
        return [unit for found in self.by_document.values() for unit in found]

    def lines(self, by: By) -> list[AgreementLine]:
        """Return the lines of figures, divided *by* something: in the order of the ids and values it has.

        ``field`` has one for each of `FIELDS`; ``document`` and ``pair`` (of coders) have these for each; ``topic`` and
        ``actor`` have two for each: whether it was given, and the stances where two coders or more gave it.
        """
        if by == "field":
            return [self._line(None, name, self.units) for name in FIELDS]
        if by == "document":
            return [self._line(what, name, found) for what, found in self.by_document.items() for name in FIELDS]
        if by == "pair":
            return [line for two in self.pairs() for line in two.lines_of_pair()]
        return self._by_value(by)

    def pairs(self) -> list["Compared"]:
        """Return each two of the coders, compared by themselves."""
        return [self] if len(self.coders) == 2 else self._pairs

    @cached_property
    def _pairs(self) -> list["Compared"]:
        codings = [one for sides in self.claims.values() for side in sides for one in side]
        return [Compared(codings, two, self._coded_by(two), self.rule) for two in combinations(self.coders, 2)]

    def _coded_by(self, two: Sequence[int]) -> Mapping[int, int]:
        present = self._present
        if present is None:
            return self.lengths
        return {number: length for number, length in self.lengths.items() if present[number].issuperset(two)}

    def lines_of_pair(self) -> list[AgreementLine]:
        """Return a line for each of `FIELDS`, which is about the coders themselves."""
        return [self._line(self.coders, name, self.units) for name in FIELDS]

    def confusion(self, field: str) -> Counter[tuple[Hashable, Hashable]]:
        """Return how often two coders gave which two values of *field*; None where one has no claim there."""
        read = FIELDS[field]
        return Counter(
            (None if one is None else read(one), None if other is None else read(other)) for one, other in self.units
        )

    def cell(self, field: str, ours: Hashable, theirs: Hashable) -> list[CodedUnit]:
        """Return the units that `confusion` counts for two values."""
        read = FIELDS[field]
        return [unit for unit in self.units if [None if one is None else read(one) for one in unit] == [ours, theirs]]

    def found(self, draws: int = DRAWS) -> list[WordAgreement]:
        """Return for each two coders how alike their choice of words is.

        Intervals are of whole documents drawn anew, where there are two or more: claims of one text are not
        independent. `finding.alpha_u` has none.
        """
        return [two.found_by_pair(draws) for two in self.pairs()]

    def found_by_pair(self, draws: int) -> WordAgreement:
        """Return what `found` tells, of the two coders that these are."""
        counted: list[tuple[int, int, int, int, Counter[tuple[bool, ...]]]] = []
        for document, length in self.lengths.items():
            sides = self.claims.get(document, [[], []])
            both = [(one, other) for one, other in self.by_document.get(document, ()) if one and other]
            strict = sum(_span(one).likeness(_span(other)) >= ALIKE for one, other in both)
            stretches = [finding.merged((one.start, one.end) for one in side) for side in sides]
            characters = finding.characters(length, stretches)
            counted.append((len(both), strict, len(sides[0]), len(sides[1]), characters))
        whole = _finding_figures(counted, [1] * len(counted))
        if draws and len(counted) > 1:
            drawn: dict[str, list[float]] = defaultdict(list)
            number = draws_for(len(counted), draws)
            for times in resampled([1] * len(counted), number):
                for key, figure in _finding_figures(counted, times).items():
                    if figure.value is not None:
                        drawn[key].append(figure.value)
            whole = {key: bounded(figure, drawn[key], number) for key, figure in whole.items()}
        pairs, strict, ours, theirs = map(sum, list(zip(*counted, strict=True))[:4]) if counted else (0, 0, 0, 0)
        figures = {**whole, "alpha_u": self._alpha_u()}
        return WordAgreement((self.coders[0], self.coders[1]), pairs, strict, (ours, theirs), figures)

    def _alpha_u(self) -> Figure:
        stretches: list[list[finding.CodedStretch]] = [[], []]
        begin = 0
        for document, length in self.lengths.items():
            for at, side in enumerate(self.claims.get(document, ())):
                merged = finding.merged((one.start, one.end) for one in side)
                stretches[at] += [(begin + start, begin + end) for start, end in merged]
            begin += length
        return finding.alpha_u(begin, [stretches])

    def _line(self, what: Any, field: str, found: Sequence[CodedUnit]) -> AgreementLine:
        read = FIELDS[field]
        told = (tuple(_rating(read, one) for one in unit) for unit in found if _is_shared(unit))
        counted: Counter[Ratings] = Counter(
            ratings for ratings in told if sum(value is not None for value in ratings) > 1
        )
        closed = _closed(field)
        rated = Rated(counted, closed, len(closed) if field == "stance" else 0)
        return AgreementLine(what, field, rated, rated.total, self._alone(found), self.coders)

    def _alone(self, found: Iterable[CodedUnit]) -> tuple[int, ...]:
        alone = Counter(_only(unit) for unit in found if not _is_shared(unit))
        return tuple(alone[at] for at in range(len(self.coders)))

    def _by_value(self, by: By) -> list[AgreementLine]:
        patterns: Counter[tuple[frozenset[Hashable] | None, ...]] = Counter()
        stances: defaultdict[Hashable, Counter[Ratings]] = defaultdict(Counter)
        alone: defaultdict[Hashable, Counter[int]] = defaultdict(Counter)
        for unit in self.units:
            held = tuple(None if one is None else _held(one, by) for one in unit)
            there = frozenset(value for each in held if each for value in each)
            if not _is_shared(unit):
                for value in there:
                    alone[value][_only(unit)] += 1
                continue
            patterns[held] += 1
            for value in there if by in ("topic", "actor") else ():
                pairs = zip(unit, held, strict=True)
                told = tuple(_rating(FIELDS["stance"], one if each and value in each else None) for one, each in pairs)
                if sum(stance is not None for stance in told) > 1:
                    stances[value][told] += 1
        given = _given(patterns)
        lines: list[AgreementLine] = []
        for value in sorted({*given, *alone}, key=str):
            number = tuple(alone[value][at] for at in range(len(self.coders)))
            counted, used = given.get(value, (Counter(), 0))
            lines.append(AgreementLine(value, by, Rated(counted, (True, False)), used, number, self.coders))
            if by in ("topic", "actor"):
                scaled = stances_in_order()
                rated = Rated(stances[value], scaled, len(scaled))
                lines.append(AgreementLine(value, "stance", rated, rated.total, number, self.coders))
        return lines


def _given(
    patterns: Mapping[tuple[frozenset[Hashable] | None, ...], int],
) -> dict[Hashable, tuple[Counter[Ratings], int]]:
    """Return for each value who gave it and who did not, of all units, and in how many units somebody did."""
    neither: Counter[Ratings] = Counter()
    having: defaultdict[Hashable, Counter[Ratings]] = defaultdict(Counter)
    without: defaultdict[Hashable, Counter[Ratings]] = defaultdict(Counter)
    for held, times in patterns.items():
        none = tuple(None if each is None else False for each in held)
        neither[none] += times
        for value in {value for each in held if each for value in each}:
            having[value][tuple(None if each is None else value in each for each in held)] += times
            without[value][none] += times
    return {
        value: (Counter({**(neither - without[value]), **counted}), counted.total())
        for value, counted in having.items()
    }


def _held(one: CoderClaim, by: By) -> frozenset[Hashable]:
    if by == "actor":
        return frozenset(one.actor_ids)
    # what is not coded was not given
    value = _rating(FIELDS[by], one)
    return frozenset() if value is None else frozenset([value])


def _is_shared(unit: CodedUnit) -> bool:
    return sum(one is not None for one in unit) > 1


def _only(unit: CodedUnit) -> int:
    """Return whose a claim is that stands alone."""
    return next(at for at, one in enumerate(unit) if one is not None)


def _span(one: CoderClaim) -> CodedSpan:
    return CodedSpan(one.start, one.end)


def _finding_figures(
    counted: Sequence[tuple[int, int, int, int, Counter[tuple[bool, ...]]]], times: Sequence[int]
) -> dict[str, Figure]:
    pairs = strict = ours = theirs = 0
    characters: dict[tuple[bool, ...], int] = {}
    for often, (shared, alike, own, other, points) in zip(times, counted, strict=True):
        if not often:
            continue
        pairs, strict, ours, theirs = (
            pairs + often * shared,
            strict + often * alike,
            ours + often * own,
            theirs + often * other,
        )
        for key, number in points.items():
            characters[key] = characters.get(key, 0) + often * number
    of_characters = finding.of_characters(characters).figures()
    return {
        "f1": finding.f1(pairs, ours, theirs),
        "f1_strict": finding.f1(strict, ours, theirs),
        "characters": of_characters["percent"],
        "alpha": of_characters["alpha"],
    }
