"""Who contradicts themselves or others, of all claims that a filter lets through, kept right through edits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from desktop.analysis.comparison.contradictions import (
    BothSides,
    Dispute,
    Opponents,
    opposing,
    settle,
    taking_both,
)
from desktop.analysis.comparison.positions import Opposed, Positions, Stand, TwoSided, stands, stands_of
from desktop.core import scale
from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.mentions import Mention
from desktop.store.database import Database
from desktop.store.reads import counts

# claims of one action whose topics and actors are counted again; of more all are
_FEW = 200
# of what coders put on the same words, all of which is looked at when one of it changes
_FEW_PAIRS = 4000


@dataclass
class Contradictions:
    """What is contradicted, by counts; more of one contradiction is read when it is looked at.

    Attributes:
        chosen: which claims.
        positions: who takes both sides and who opposes whom, the strongest first.
        disputes: where coders differ.
        aside: claim and actor of what does not count since coders differ in it, or said it twice.
        pairs: the claims of one topic that two coders put on the same words, each pair both ways.
    """

    chosen: ClaimFilter
    positions: Positions
    disputes: tuple[Dispute, ...] = ()
    aside: frozenset[tuple[int, int]] = frozenset()
    pairs: list[tuple[int, int]] = field(default_factory=list)
    _aside: list[Mention] = field(default_factory=list)
    _dates: dict[int, str] | None = None
    _both: dict[TwoSided, BothSides] = field(default_factory=dict)

    def both(self, db: Database, one: TwoSided) -> BothSides:
        """Return what is told of an actor on both sides of a topic."""
        if one not in self._both:
            if self._dates is None:
                self._dates = counts.dates(db)
            dates, sides = self._dates, dict[int | None, dict[int, str]]()
            sign = scale.in_use().sign
            if self.aside:
                for _claim, document, stance in self.claims(db, (one.topic_id,), one.actor_id):
                    sides.setdefault(sign(stance), {})[document] = dates.get(document, "")
            else:
                for stance, found in counts.documents_of(db, self.chosen, one.topic_id, one.actor_id).items():
                    if not sign(stance):
                        # what is on neither side says nothing of when they were taken
                        continue
                    told = {number: dates.get(number, "") for number in map(int, set(found))}
                    sides.setdefault(sign(stance), {}).update(told)
            stand = self.positions.stand(one.topic_id, one.actor_id)
            self._both[one] = taking_both(one.actor_id, one.topic_id, stand, sides.get(1, {}), sides.get(-1, {}))
        return self._both[one]

    def pair(self, one: Opposed) -> Opponents:
        """Return what is told of two actors who oppose each other."""
        return opposing(self.positions, one)

    def claims(
        self, db: Database, topics: tuple[int, ...], actor: int, documents: Sequence[int] | None = None
    ) -> list[counts.ClaimPlace]:
        """Return what counts of an actor's claims on some topics, of all stances, in no order."""
        found = counts.claim_places(db, self.chosen, {"topic": topics, "actor": [actor]}, documents)
        return [one for one in found if (one[0], actor) not in self.aside] if self.aside else found

    def read(self, db: Database) -> None:
        """Count all."""
        self.pairs = counts.encounters(db, self.chosen, of_coders=True)
        self._aside = self._settle(db, self.pairs) if self.pairs else []
        self.positions = Positions(_without(stands(counts.stands(db, self.chosen)), self._aside))

    def follow(self, db: Database, edits: Sequence[ChangeSet]) -> bool:
        """Take over edits, of which the file has all; tell whether that was possible.

        What coders differ in has to be looked for anew.
        """
        touched = frozenset[int]().union(*(changes.claims() for changes in edits))
        renewing = ["document", "actor", "topic"]
        if self.chosen.coders or self.chosen.hides:
            renewing.append("coder")
        if self.chosen.text or self.chosen.has_memo is not None:
            renewing.append("memo")
        if len(touched) > _FEW or any(changes.touches(*renewing) for changes in edits):
            return False
        cells = counts.actors_of(db, touched)
        for change in chain.from_iterable(changes.of("claim_actor") for changes in edits):
            for row in (change.before, change.after):
                if row is not None:
                    cells.add((int(str(row["topic_id"])), int(str(row["actor_id"]))))
        near = counts.encounters_of(db, touched, self.chosen)
        pairs = self.pairs
        if near or any(one in touched or other in touched for one, other in pairs):
            pairs = sorted({*near, *(pair for pair in pairs if touched.isdisjoint(pair))})
        if len(pairs) > _FEW_PAIRS:
            return False
        aside = self._settle(db, pairs) if pairs or self.pairs else []
        cells |= {(one.topic_id, one.actor_id) for one in (*aside, *self._aside)}
        self.pairs, self._aside = pairs, aside
        found = dict.fromkeys(cells, (0, 0, 0)) | stands(counts.stands(db, self.chosen, cells))
        found = _without(found, aside)
        self.positions.change(found)
        self._both = {one: told for one, told in self._both.items() if (one.topic_id, one.actor_id) not in cells}
        return True

    def _settle(self, db: Database, pairs: list[tuple[int, int]]) -> list[Mention]:
        """Find out what coders differ in, and return what does not count for it, or was said twice."""
        # of what coders put on one passage alone each claim is looked at
        held = counts.mentions(db, self.chosen, ids={claim for pair in pairs for claim in pair})
        settled = settle(held, pairs)
        left = {(one.claim_id, one.actor_id) for one in settled.mentions}
        aside = [one for one in held if (one.claim_id, one.actor_id) not in left]
        self.disputes = settled.disputes
        self.aside = frozenset((one.claim_id, one.actor_id) for one in aside)
        return aside


def load(db: Database, chosen: ClaimFilter) -> Contradictions:
    """Return what the claims that *chosen* lets through contradict."""
    found = Contradictions(chosen, Positions({}))
    found.read(db)
    return found


def _without(cells: dict[tuple[int, int], Stand], aside: list[Mention]) -> dict[tuple[int, int], Stand]:
    """Return counts without what does not count."""
    for cell, gone in stands_of(aside).items():
        own = cells[cell]
        cells[cell] = own[0] - gone[0], own[1] - gone[1], own[2] - gone[2]
    return cells
