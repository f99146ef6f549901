"""The sentences of one document as passages to search: who says each, and which resemble a quotation."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from desktop.analysis.attribution.quotations import SpeechTurn
from desktop.analysis.words import FUNCTION, key, stem
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED, split_sentences

# BM25's two constants, at their usual values
_K1, _B = 1.2, 0.75
_AROUND = 0.35


class Passages:
    """A document's sentences; they are made when they are first asked for.

    Attributes:
        actors: the keys of those who speak in turns; empty for prose.
    """

    def __init__(self, text: str, turns: Sequence[SpeechTurn]) -> None:
        """Keep *text* and its *turns*, which follow each other."""
        self._text = text
        self._turns = sorted(turns, key=lambda turn: turn.start)
        self._starts = [turn.start for turn in self._turns]
        self.actors = frozenset(turn.actor for turn in turns if turn.actor)
        self._spans: list[Span] | None = None
        self._sentences: list[tuple[Span, str, Counter[str]]] | None = None
        self._spread: Counter[str] = Counter()
        self._mean = 1.0

    def speaker(self, span: Span) -> str:
        """Return the key of the actor in whose turn *span* begins; empty in prose."""
        at = bisect_right(self._starts, span.start) - 1
        return self._turns[at].actor if at >= 0 and span.start < self._turns[at].end else ""

    def rank(self, words: Sequence[str], around: Sequence[str], actor: str, limit: int = 4) -> list[Span]:
        """Return the sentences of *actor* that share most stems with a quotation, the best first.

        Those *around* it, of the sentence it stands in, count a third. A document without turns is searched whole.
        """
        sentences = self._made()
        quoted = set(words)
        context = {word for word in around if word not in quoted}
        found: list[tuple[float, int, Span]] = []
        for number, (span, speaker, counts) in enumerate(sentences):
            if self.actors and speaker != actor:
                continue
            own = sum(self._bm25(word, counts) for word in quoted if word in counts)
            # the sentence around must not carry a passage alone
            if own:
                other = sum(self._bm25(word, counts) for word in context if word in counts)
                found.append((own + _AROUND * other, -number, span))
        return [span for _, _, span in sorted(found, reverse=True)[:limit]]

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
                counts = Counter(stem(word) for word in words if word not in FUNCTION)
                self._sentences.append((sentence, self.speaker(sentence), counts))
                self._spread.update(counts.keys())
            total = sum(counts.total() for _, _, counts in self._sentences)
            self._mean = max(1.0, total / max(1, len(self._sentences)))
        return self._sentences
