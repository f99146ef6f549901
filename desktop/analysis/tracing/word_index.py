"""An index of the words of all documents with their places: from a quotation to where it may stand.

A positional index (Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008, §2.4): from it any run of
k words is found by its rarest word, without a table of all runs, which at 60 MB of text would fill a gigabyte. Places
are found as by seed and vote in sequence search (BLAST, Altschul et al. 1990): each rare word of the quotation votes
for the stretches, as wide as the quotation, in which it stands, and two neighbours are taken together. The rarest words
are asked first, until they tell enough or stand in more than `BUDGET` places, so that the cost of a search hardly grows
with the corpus. `Passages` are the sentences of one document: who says each, and which resemble a quotation.
"""

import heapq
import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.analysis.attribution.quotations import SpeechTurn
from desktop.analysis.tracing.indexed_words import IndexedWords
from desktop.analysis.words import USUAL, Grammar, key, stem
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED, split_sentences

BUDGET = 3_000
# words that tell so many times what chance does find a quotation of which half is left: more are asked while cheap
_ENOUGH, _CHEAP = 12, 300
_SAMPLE = 400
# a word that stands more often is too frequent to look at each of its places
_MOST_EXACT = 50_000
_LONGEST_SEED = 24

# BM25's two constants, at their usual values
_K1, _B = 1.2, 0.75
_AROUND = 0.35
# what is told in a sentence may have been said in a few; how much of its words each of these must add
_IN_A_ROW, _ONE_MORE = 3, 0.1
# a single word that so few sentences have, when it is so much of what is told again
_FEW, _ALONE = 2, 0.3
# an answer says what was asked too, though less surely than with words of its own: “How much?” “60 dollars.”
_ASKED = 0.6
# who asks says nothing: what was told again is rather in what others say
_QUESTION = 0.5
_ASKING, _CLOSING = frozenset("?？؟"), " \n\t”’»\"'"


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

    def exact(self, words: Sequence[str]) -> dict[int, list[int]] | None:
        """Return where *words* (keys) stand one behind the other: by document, the first word of each place.

        None where that cannot be told in little time: all of them are among the most frequent.
        """
        numbers = self.numbers(words)
        if not numbers or min(numbers) < 0:
            return {}
        places = self._vocabulary.places
        count, offset = min((len(places[number]), at) for at, number in enumerate(numbers))
        if count > _MOST_EXACT:
            return None
        wanted, length, all_words = array("I", numbers), len(numbers), self._words
        found: dict[int, list[int]] = {}
        for place in places[numbers[offset]]:
            first = place - offset
            if first < 0 or all_words[first : first + length] != wanted:
                continue
            rank = bisect_right(self._firsts, first) - 1
            document = self._documents[rank]
            if document is not None and first + length <= self._end(rank):
                found.setdefault(document, []).append(first - self._firsts[rank])
        return found

    def find(self, words: Sequence[str], limit: int = 24, document: int | None = None) -> list[PossiblePassage]:
        """Return where a quotation of *words* (keys) may stand, the best place first, at most *limit* of them.

        Of a very long one some words are left out. With a *document* only there.
        """
        votes, width = self._votes(words, document)
        # most places have one vote or two: only the rest are worth ranking
        least = max(votes.values(), default=0.0) / 4
        ranked = [(value + votes.get(place + 1, 0.0), place) for place, value in votes.items() if value >= least]
        found: list[PossiblePassage] = []
        seen: set[tuple[int, int]] = set()
        # neighbours share their votes, so twice as many are asked for as are wanted
        for value, place in heapq.nlargest(limit * 3, ranked):
            # a clause that was dropped makes the passage longer than the quotation
            for one in self._places(place * width - width // 2, (place + 2) * width + width // 2, value):
                if document is not None and one.document != document:
                    continue
                # a neighbour that reaches into another document is another place there
                if (place, one.document) not in seen:
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

    def _votes(self, words: Sequence[str], document: int | None = None) -> tuple[dict[int, float], int]:
        """Return for each place the rarity of the words that stand there, and how many words wide a place is."""
        places = self._vocabulary.places
        rank_of = self._rank[document] if document is not None else 0
        low, high = (self._firsts[rank_of], self._end(rank_of)) if document is not None else (0, len(self._words))
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
            if (
                document is None
                and rank >= 2
                and (spent + count > BUDGET or (asked >= enough and spent + count > _CHEAP))
            ):
                break
            rarity = math.log(total / count) + 0.01
            own = places[number]
            if document is not None:
                own = own[bisect_left(own, low) : bisect_left(own, high)]
            spent += len(own)
            asked += rarity
            for place in {at // width for at in own}:
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


class Passages:
    """A document's sentences; they are made when they are first asked for.

    Attributes:
        actors: the keys of those who speak in turns; empty for prose.
    """

    def __init__(
        self,
        text: str,
        turns: Sequence[SpeechTurn],
        grammar: Grammar = USUAL,
        quoted: Iterable[tuple[Span, str]] = (),
    ) -> None:
        """Keep *text* and its *turns*, which follow each other; *grammar* tells its words of weight.

        *quoted* are the quotations in it, each with the key of whose they are.
        """
        self._function, self._letters = grammar.function, grammar.letters
        self._text = text
        self._quoted = [(span, actor) for span, actor in quoted if actor]
        self._turns = sorted(turns, key=lambda turn: turn.start)
        self._starts = [turn.start for turn in self._turns]
        self.actors = frozenset(turn.actor for turn in turns if turn.actor)
        self._spans: list[Span] | None = None
        self._sentences: list[tuple[Span, str, Counter[str]]] | None = None
        self._spread: Counter[str] = Counter()
        self._roots: list[frozenset[str]] | None = None
        self._asked: list[frozenset[str]] = []
        self._having: Counter[str] = Counter()
        self._mean = 1.0

    def speaker(self, span: Span) -> str:
        """Return the key of the actor in whose turn *span* begins; empty in prose."""
        at = bisect_right(self._starts, span.start) - 1
        return self._turns[at].actor if at >= 0 and span.start < self._turns[at].end else ""

    def says(self, span: Span, actor: str) -> bool:
        """Tell whether *actor* speaks where *span* begins, or is quoted in it."""
        return self.speaker(span) == actor or any(
            who == actor and one.overlaps(span) for one, who in self._quoted if one.start < span.end
        )

    def rank(self, words: Sequence[str], around: Sequence[str], actor: str, limit: int = 4) -> list[Span]:
        """Return the sentences of *actor* that share most stems with a quotation, the best first.

        Those *around* it, of the sentence it stands in, count a third. A document without turns is searched whole, and
        any when nobody is named.
        """
        sentences = self._made()
        quoted = set(words)
        context = {word for word in around if word not in quoted}
        found: list[tuple[float, int, Span]] = []
        for number, (span, speaker, counts) in enumerate(sentences):
            if actor and self.actors and speaker != actor:
                continue
            own = sum(self._bm25(word, counts) for word in quoted if word in counts)
            # the sentence around must not carry a passage alone
            if own:
                other = sum(self._bm25(word, counts) for word in context if word in counts)
                found.append((own + _AROUND * other, -number, span))
        return [span for _, _, span in sorted(found, reverse=True)[:limit]]

    def likeliest(self, words: Mapping[str, float], actor: str = "") -> tuple[Span, float] | None:
        """Return where *actor* (anybody without a key) says what is told again in *words*, and how much of it.

        One sentence or a few in a row, by the share of the words that are there in any form and order, those counting
        more that few sentences have; a sentence more must be worth it. What an answer leaves out stands in the
        question. None where no two of the words stand together, or one that tells much.

        Args:
            words: stems, each with how much it counts.
            actor: the key of who says it, in a turn or in a quotation.
        """
        sentences, roots, asked = self._made(), *self._rooted()
        weights: dict[str, float] = {}
        for word, weight in words.items():
            if root := self._root(word):
                weights[root] = max(weight, weights.get(root, 0.0))
        wanted = weights.keys()
        rarity = {root: one * math.log(1 + len(sentences) / (1 + self._having[root])) for root, one in weights.items()}
        total = math.fsum(rarity.values()) or 1.0
        best: tuple[float, float, Span] | None = None
        for first, (span, speaker, _counts) in enumerate(sentences):
            told = wanted & asked[first]
            if (wanted.isdisjoint(roots[first]) and not told) or (actor and not self.says(span, actor)):
                continue
            there: set[str] = set()
            for last in range(first, min(first + _IN_A_ROW, len(sentences))):
                if sentences[last][1] != speaker:
                    break
                there |= wanted & roots[last]
                own = math.fsum(rarity[root] for root in there)
                share = (own + _ASKED * math.fsum(rarity[root] for root in told - there)) / total
                worth = share - _ONE_MORE * (last - first)
                if not actor and self._asks(sentences[last][0]):
                    worth *= _QUESTION
                # one word alone tells something where who says it is known, and few sentences have it
                alone = bool(actor) and len(there) == 1 and share >= _ALONE and self._having[min(there)] <= _FEW
                if (alone or len(there | told) >= min(2, len(wanted))) and (best is None or worth > best[0]):
                    best = worth, share, Span(span.start, sentences[last][0].end)
        return (best[2], best[1]) if best is not None else None

    def _rooted(self) -> tuple[Sequence[frozenset[str]], Sequence[frozenset[str]]]:
        """Return the roots of each sentence, and those of the question that it answers."""
        if self._roots is None:
            sentences = self._made()
            roots = [self.roots(counts) for _span, _speaker, counts in sentences]
            self._having.update(root for one in roots for root in one)
            asked: list[frozenset[str]] = []
            answering = _IN_A_ROW
            question: frozenset[str] = frozenset()
            for at, (_span, speaker, _counts) in enumerate(sentences):
                before = sentences[at - 1] if at else None
                answering += 1
                if before is not None and before[1] != speaker:
                    question, answering = (roots[at - 1] if self._asks(before[0]) else frozenset()), 0
                # the first sentence says what was asked with no word of its own: “No.”
                told = not answering or (answering < _IN_A_ROW and roots[at])
                asked.append(question if told else frozenset())
            self._roots, self._asked = roots, asked
        return self._roots, self._asked

    def _asks(self, sentence: Span) -> bool:
        return self._text[sentence.start : sentence.end].rstrip(_CLOSING)[-1:] in _ASKING

    def sentences_in(self, span: Span) -> list[Span]:
        """Return the sentences in *span*, which begins and ends with one."""
        return [sentence for sentence in self._split() if span.contains(sentence)]

    def roots(self, words: Iterable[str]) -> frozenset[str]:
        """Return what tells *words*, stems, from others where they are told again."""
        return frozenset(map(self._root, words)) - {""}

    def _root(self, word: str) -> str:
        # “l’intervento”, “qu’il”: an article or a conjunction without its vowel is no part of a word
        own = max(word.split("'"), key=len)
        return own[: self._letters] if own not in self._function else ""

    def roots_in(self, span: Span) -> frozenset[str]:
        """Return the roots of all words in a span."""
        return self.roots(stem(key(word)) for word in COMPARED.findall(self._text, span.start, span.end))

    def sentences(self, actor: str = "") -> list[Span]:
        """Return the sentences that *actor* says; all when nobody is named."""
        return [span for span, speaker, _ in self._made() if not actor or speaker == actor]

    def agreement(self, span: Span, around: Sequence[str]) -> float:
        """Return how many of the stems *around* stand in the sentence of *span*: a share, by rarity, 0 to 1."""
        sentences = self._made()
        at = bisect_right(sentences, span.start, key=lambda one: one[0].start) - 1
        if at < 0 or not around:
            return 0.0
        counts = sentences[at][2]
        rarity = {word: math.log(1 + len(sentences) / (1 + self._spread[word])) for word in set(around)}
        return sum(value for word, value in rarity.items() if word in counts) / (sum(rarity.values()) or 1.0)

    def sentence(self, span: Span) -> Span:
        """Return the sentence that holds *span*, or *span* when it reaches beyond one."""
        spans = self._split()
        at = bisect_right(spans, span.start, key=lambda one: one.start) - 1
        return spans[at] if at >= 0 and spans[at].contains(span) else span

    def _bm25(self, word: str, counts: "Counter[str]") -> float:
        spread = self._spread[word]
        rarity = math.log(1 + (len(self._made()) - spread + 0.5) / (spread + 0.5))
        length = counts.total() / self._mean
        count = counts[word]
        return rarity * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length))

    def _split(self) -> list[Span]:
        if self._spans is None:
            stretches = [Span(turn.start, turn.end) for turn in self._turns] or [Span(0, len(self._text))]
            self._spans = [one for stretch in stretches for one in split_sentences(self._text, stretch)]
        return self._spans

    def _made(self) -> "list[tuple[Span, str, Counter[str]]]":
        if self._sentences is None:
            self._sentences = []
            for sentence in self._split():
                words = map(key, COMPARED.findall(self._text, sentence.start, sentence.end))
                counts = Counter(stem(word) for word in words if word not in self._function)
                self._sentences.append((sentence, self.speaker(sentence), counts))
                self._spread.update(counts.keys())
            total = sum(counts.total() for _, _, counts in self._sentences)
            self._mean = max(1.0, total / max(1, len(self._sentences)))
        return self._sentences
