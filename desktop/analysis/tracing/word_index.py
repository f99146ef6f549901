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
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.analysis.tracing.word_blocks import WordBlocks
from desktop.analysis.words import key
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED

BUDGET = 3_000
# words that tell so many times what chance does find a quotation of which half is left: more are asked while cheap
_ENOUGH, _CHEAP = 12, 300
_SAMPLE = 400
_LONGEST_SEED = 24
# of so many blocks the places of their words are kept
_KEPT = 4_096
FEWEST = 5_000


@dataclass(frozen=True, slots=True)
class Place:
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


class _Vocabulary(dict[str, int]):
    """Numbers for words; a new word gets the number of its key, and a new key the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_of: list[str] = []
        self.places: list[array[int]] = []

    def __missing__(self, word: str) -> int:
        plain = key(word)
        number = self.get(plain)
        if number is None:
            number = len(self.keys_of)
            self.keys_of.append(plain)
            self.places.append(array("I"))
            self[plain] = number
        self[word] = number
        return number


class WordIndex:
    """The words of documents in the order in which they were added."""

    def __init__(self, documents: Iterable[tuple[int, str]] = ()) -> None:
        """Add *documents*, each an id and a text."""
        self._vocabulary = _Vocabulary()
        self._words = array("I")
        self._removed = 0
        self._firsts: list[int] = []
        self._documents: list[int | None] = []
        self._rank: dict[int, int] = {}
        self._texts: list[WordBlocks] = []
        # pairs of words come again and again
        self._following: dict[tuple[int, int], float] = {}
        self._rarity: dict[str, float] = {}
        self._places_in: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        for document, text in documents:
            self.add(document, text)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._words) - self._removed

    @property
    def is_worn(self) -> bool:
        """Whether removed documents take so much room that a new index is due."""
        return self._removed > max(FEWEST, len(self._words) // 3)

    @property
    def total(self) -> int:
        """How many words chance is reckoned by: all, and at least `FEWEST`, since in few words all seem frequent."""
        return max(FEWEST, len(self))

    def add(self, document: int, text: str) -> None:
        """Add a document.

        Raises:
            ValueError: when it is there already.
        """
        if document in self._rank:
            raise ValueError(f"document {document} is indexed already")
        self._rank[document] = len(self._documents)
        self._documents.append(document)
        blocks = WordBlocks(text)
        self._texts.append(blocks)
        self._forget()
        at = len(self._words)
        self._firsts.append(at)
        new = array("I", map(self._vocabulary.__getitem__, blocks.read()))
        self._words.extend(new)
        places = self._vocabulary.places
        for word in new:
            places[word].append(at)
            at += 1

    def remove(self, document: int) -> None:
        """Take a document out: its words are found no more and count no more.

        Raises:
            KeyError: when it is not there.
        """
        rank = self._rank.pop(document)
        first, last = self._firsts[rank], self._end(rank)
        places = self._vocabulary.places
        for number in set(self._words[first:last]):
            own = places[number]
            del own[bisect_left(own, first) : bisect_left(own, last)]
        self._removed += last - first
        self._documents[rank], self._texts[rank] = None, WordBlocks("")
        self._places_in.clear()
        self._forget()

    def read(self, text: str) -> list[str]:
        """Return the keys of the words of a text; it need not be in the index."""
        known, names = self._vocabulary.get, self._vocabulary.keys_of
        return [key(word) if (number := known(word)) is None else names[number] for word in COMPARED.findall(text)]

    def numbers(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of keys; -1 for one that stands nowhere."""
        return [self._vocabulary.get(word, -1) for word in words]

    def frequency(self, word: str) -> int:
        """Return how often a key stands in all documents."""
        number = self._vocabulary.get(word)
        return len(self._vocabulary.places[number]) if number is not None else 0

    def size(self, document: int) -> int:
        """Return the number of words of a document."""
        rank = self._rank[document]
        return self._end(rank) - self._firsts[rank]

    def window(self, document: int, first: int, last: int) -> "array[int]":
        """Return the numbers of a document's words from *first* up to *last*."""
        base = self._firsts[self._rank[document]]
        return self._words[base + first : base + last]

    def keys(self, document: int, first: int, last: int) -> list[str]:
        """Return the keys of a document's words from *first* up to *last*."""
        names = self._vocabulary.keys_of
        return [names[number] for number in self.window(document, first, last)]

    def span(self, document: int, first: int, last: int) -> Span:
        """Return the code points from the beginning of word *first* to the end of the word before *last*."""
        rank = self._rank[document]
        return Span(self._place(rank, first)[0], self._place(rank, last - 1)[1])

    def range(self, document: int, span: Span) -> tuple[int, int]:
        """Return the half-open range of a document's words that lie inside *span*."""
        rank = self._rank[document]
        blocks = self._texts[rank]
        if not blocks.starts:
            return 0, 0
        found = []
        for side, at in ((0, span.start), (1, span.end)):
            number = max(0, bisect_right(blocks.starts, at) - 1)
            places = self._block(rank, number)[side]
            found.append(blocks.firsts[number] + (bisect_right(places, at) if side else bisect_left(places, at)))
        return found[0], found[1]

    def find(self, words: Sequence[str], limit: int = 24, within: Iterable[int] | None = None) -> list[Place]:
        """Return where a quotation of *words* (keys) may stand, the best place first, at most *limit* of them.

        Args:
            words: the quotation; of a very long one some words are left out.
            limit: how many places.
            within: the ids of the documents to look in; all without it.
        """
        votes, width = self._votes(words)
        allowed = None if within is None else set(within)
        # most places have one vote or two: only the rest are worth ranking
        least = max(votes.values(), default=0.0) / 4
        ranked = [(value + votes.get(place + 1, 0.0), place) for place, value in votes.items() if value >= least]
        found: list[Place] = []
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

    def _places(self, first: int, last: int, votes: float) -> Iterable[Place]:
        """Yield the parts of a range of all words, one for each document that it touches."""
        first, last = max(0, first), min(last, len(self._words))
        rank = bisect_right(self._firsts, first) - 1
        while 0 <= rank < len(self._firsts) and self._firsts[rank] < last:
            base, document = self._firsts[rank], self._documents[rank]
            start, stop = max(first, base), min(last, self._end(rank))
            if start < stop and document is not None:
                yield Place(document, start - base, stop - base, votes)
            rank += 1

    def _end(self, rank: int) -> int:
        return self._firsts[rank + 1] if rank + 1 < len(self._firsts) else len(self._words)

    def _place(self, rank: int, word: int) -> tuple[int, int]:
        """Return where a word of a document begins and ends."""
        firsts = self._texts[rank].firsts
        number = bisect_right(firsts, word) - 1
        starts, ends = self._block(rank, number)
        at = word - firsts[number]
        return starts[at], ends[at]

    def _block(self, rank: int, number: int) -> tuple[list[int], list[int]]:
        """Return where the words of a block begin and end: asked of few blocks, so found when asked."""
        known = self._places_in.get((rank, number))
        if known is None:
            if len(self._places_in) >= _KEPT:
                self._places_in.clear()
            known = self._places_in[rank, number] = self._texts[rank].places(number)
        return known
