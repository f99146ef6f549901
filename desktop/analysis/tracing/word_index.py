"""An index of the words of all documents with their places: from a quotation to where it may stand.

A positional index (Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008, §2.4): from it any run of
k words is found by its rarest word, without a table of all runs, which at 60 MB of text would fill a gigabyte. Places
are found as by seed and vote in sequence search (BLAST, Altschul et al. 1990): each rare word of the quotation votes
for the stretches, as wide as the quotation, in which it stands, and two neighbours are taken together. The rarest words
are asked first, until they tell enough or stand in more than `BUDGET` places, so that the cost of a search hardly grows
with the corpus.
"""

import heapq
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.analysis.tracing.indexed_words import IndexedWords

BUDGET = 3_000
# words that tell so many times what chance does find a quotation of which half is left: more are asked while cheap
_ENOUGH, _CHEAP = 12, 300
_SAMPLE = 400
_LONGEST_SEED = 24


@dataclass(frozen=True, slots=True)
class PossiblePassage:
    """A stretch of a document where a quotation may stand.

    Attributes:
        document: the document's id.
        first, last: half-open range of the document's words.
        votes: the summed rarity of the quotation's words that stand there, in nats.
    """

    document: int
    first: int
    last: int
    votes: float


class WordIndex(IndexedWords):
    """Says where the words of a quotation may stand together, and how much that tells."""

    def __init__(self, documents: Iterable[tuple[int, str]] = ()) -> None:
        """Add *documents*, each an id and a text."""
        # pairs of words come again and again
        self._following: dict[tuple[int, int], float] = {}
        self._rarity: dict[str, float] = {}
        super().__init__(documents)

    def find(self, words: Sequence[str], limit: int = 24, within: Iterable[int] | None = None) -> list[PossiblePassage]:
        """Return where a quotation of *words* (keys) may stand, the best place first, at most *limit* of them.

        Of a very long one some words are left out. *within* are the ids of the documents to look in; all without it.
        """
        votes, width = self._votes(words)
        allowed = None if within is None else set(within)
        # most places have one vote or two: only the rest are worth ranking
        least = max(votes.values(), default=0.0) / 4
        ranked = [(value + votes.get(place + 1, 0.0), place) for place, value in votes.items() if value >= least]
        found: list[PossiblePassage] = []
        seen: set[tuple[int, int]] = set()
        # neighbours share their votes, so twice as many are asked for as are wanted
        wanted = heapq.nlargest(limit * 3 if allowed is None else len(ranked), ranked)
        for value, place in wanted:
            # a clause that was dropped makes the passage longer than the quotation
            for one in self._places(place * width - width // 2, (place + 2) * width + width // 2, value):
                # a neighbour that reaches into another document is another place there
                if (place, one.document) in seen or (allowed is not None and one.document not in allowed):
                    continue
                seen.update((near, one.document) for near in (place - 1, place, place + 1))
                found.append(one)
            if len(found) >= limit:
                break
        return found[:limit]

    def surprise(self, runs: Iterable[Sequence[str]], width: int, enough: float = math.inf) -> float:
        """Return how unlikely it is, in nats, that words meet by chance in one stretch of *width* words.

        The negative logarithm of the product of their chances, each ``min(1, width · count / total)``. As with the
        E-value of Karlin & Altschul (1990), the logarithm of the number of words is to be expected of chance alone. In
        a run of words that follow each other here and there, a word that often follows the one before it elsewhere too,
        as in a name, tells no more than that one: its chance is how often it follows.

        Args:
            runs: the keys, in runs of consecutive ones.
            width: how many words wide the stretch is.
            enough: from here on it is told how unlikely at least.
        """
        total = self.total
        found = 0.0
        told: set[str] = set()
        for run in runs:
            previous = ""
            for word in run:
                if word not in told:
                    chance = width * max(1, self.frequency(word)) / total
                    # what is everywhere tells nothing, whatever it follows
                    if previous and chance < 1:
                        chance = max(chance, self._follows(previous, word))
                    found -= min(0.0, math.log(chance))
                    told.add(word)
                    if found >= enough:
                        return found
                previous = word
        return found

    def rarity(self, words: Sequence[str]) -> list[float]:
        """Return of each key how much finding it tells, from a quarter for the most frequent to 1."""
        known = self._rarity
        for word in words:
            if word not in known:
                told = math.log((len(self) + 2) / (1 + self.frequency(word))) * 1.4 / math.log(len(self) + 2)
                known[word] = min(1.0, max(0.25, told))
        return [known[word] for word in words]

    def _forget(self) -> None:
        """Forget what was reckoned from the words of all documents."""
        self._following.clear()
        self._rarity.clear()

    def _follows(self, previous: str, word: str) -> float:
        """Return how often *word* follows *previous*, the quotation and its passage left out."""
        before, after = self.numbers((previous, word))
        if before < 0 or after < 0:
            return 0.0
        known = self._following.get((before, after))
        if known is None:
            known = self._following[before, after] = self._share_following(before, after)
        return known

    def _share_following(self, before: int, after: int) -> float:
        places = self._vocabulary.places
        words = self._words
        if len(places[before]) <= len(places[after]):
            end = len(words) - 1
            together = [words[at + 1] for at in places[before][:_SAMPLE] if at < end].count(after)
        else:
            together = [words[at - 1] for at in places[after][:_SAMPLE] if at].count(before)
        return (together - 2) / max(1, min(_SAMPLE, len(places[before])) - 2) if together > 2 else 0.0

    def _votes(self, words: Sequence[str]) -> tuple[dict[int, float], int]:
        """Return for each place the rarity of the words that stand there, and how many words wide a place is."""
        places = self._vocabulary.places
        known = {number for number in self.numbers(words) if number >= 0}
        rarest = sorted((len(places[number]), number) for number in known)[: 2 * _LONGEST_SEED]
        total = len(self)
        width = max(12, len(words))
        enough = _ENOUGH * math.log(total + 1)
        votes: dict[int, float] = {}
        asked, spent = 0.0, 0
        for rank, (count, number) in enumerate(rarest):
            if not count:
                continue
            # the rarest words are always asked, however often they stand
            if rank >= 2 and (spent + count > BUDGET or (asked >= enough and spent + count > _CHEAP)):
                break
            rarity = math.log(total / count) + 0.01
            spent += count
            asked += rarity
            for place in {at // width for at in places[number]}:
                votes[place] = votes.get(place, 0.0) + rarity
        return votes, width

    def _places(self, first: int, last: int, votes: float) -> Iterable[PossiblePassage]:
        """Yield the parts of a range of all words, one for each document that it touches."""
        first, last = max(0, first), min(last, len(self._words))
        rank = bisect_right(self._firsts, first) - 1
        while 0 <= rank < len(self._firsts) and self._firsts[rank] < last:
            base, document = self._firsts[rank], self._documents[rank]
            start, stop = max(first, base), min(last, self._end(rank))
            if start < stop and document is not None:
                yield PossiblePassage(document, start - base, stop - base, votes)
            rank += 1
