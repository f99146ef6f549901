"""Topics ranked for a sentence by the words it shares with the codebook and with claims already coded."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from desktop.analysis.words import FUNCTION, key, stem
from desktop.core.structure.units import COMPARED
from desktop.core.values import Topic

_K1, _B = 1.2, 0.6
_NEAR = 0.25
_HABIT = 0.5


def stems(text: str) -> list[str]:
    """Return the stems of the words of weight in *text*."""
    return [stem(word) for word in map(key, COMPARED.findall(text)) if word not in FUNCTION]


class TopicRanking:
    """Ranks topics by BM25F (Robertson, Zaragoza & Taylor, CIKM 2004).

    A topic's text has three fields: its name, aliases and proposition (thrice), the rest of its entry (once), and the
    quotes of its claims (once). To the score comes the logarithm of how many claims the topic has, since a coder who
    has used a topic often is likely to use it again.
    """

    def __init__(self, topics: Sequence[Topic], coded: Iterable[tuple[str, str]] = ()) -> None:
        """Prepare *topics*; *coded* are quotes of claims, each with its topic's key. Themes are left out."""
        self._counts: dict[str, Counter[str]] = {}
        for topic in topics:
            if topic.proposition:
                named = stems(" ".join((topic.name, topic.proposition, *topic.aliases)))
                entry = stems(" ".join((topic.definition, topic.inclusion, topic.example)))
                self._counts[topic.key] = Counter(named * 3 + entry)
        self._used: Counter[str] = Counter()
        for quote, topic_key in coded:
            if topic_key in self._counts:
                self._counts[topic_key].update(stems(quote))
                self._used[topic_key] += 1
        self._spread = Counter(word for counts in self._counts.values() for word in counts)
        lengths = [counts.total() for counts in self._counts.values()]
        self._mean = max(1.0, sum(lengths) / max(1, len(lengths)))
        # by word, as search engines keep it: a sentence touches few of the topics
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for own, counts in self._counts.items():
            length = 1 - _B + _B * counts.total() / self._mean
            for word, count in counts.items():
                weight = self._rarity(word) * count * (_K1 + 1) / (count + _K1 * length)
                self._postings.setdefault(word, []).append((own, weight))

    def scores(self, words: Iterable[str]) -> dict[str, float]:
        """Return the score of each topic that shares a word with the stems of a sentence."""
        found: dict[str, float] = {}
        # in the order of the words, so that the sums are the same each time
        for word in dict.fromkeys(words):
            for topic, weight in self._postings.get(word, ()):
                found[topic] = found.get(topic, 0.0) + weight
        return found

    def rank(self, words: Sequence[str], around: Sequence[str] = (), limit: int = 3) -> list[str]:
        """Return the keys of the best topics for a sentence; *around*, its neighbours' stems, count less."""
        own, near = self.scores(words), self.scores(around) if around else {}
        total = {
            topic: own.get(topic, 0.0) + _NEAR * near.get(topic, 0.0) + _HABIT * math.log1p(self._used[topic])
            for topic in self._counts
        }
        return sorted(total, key=lambda topic: -total[topic])[:limit]

    def _rarity(self, word: str) -> float:
        spread = self._spread[word]
        return math.log(1 + (len(self._counts) - spread + 0.5) / (spread + 0.5))
