"""Suggested claims: sentences that probably hold one, with actor, voice and topics filled in.

A sentence is scored by a logistic regression on cues (`claim_candidates`): verbs of demanding, rejecting,
supporting and stating, evaluative words, first person in turns, quotation and attribution, and its fit to a topic. Its
weights begin at a prior and are fitted to the claims that the project's coders have tagged. Who holds it is told by
`holders`, on what it is by a ranking of the topics. Nothing is downloaded, nothing leaves the program. What it is good
for: not to overlook a passage; what a claim is, and which side it takes, the coder decides: no stance is guessed.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from desktop.analysis.suggestions.claim_candidates import CandidateFinder
from desktop.analysis.suggestions.coded_text import CodedText, Holders
from desktop.analysis.words import stems
from desktop.core.intervals import IntervalIndex
from desktop.core.language import N_, _
from desktop.core.spans import Span
from desktop.core.values import Actor, Topic, Voice

# scores are shown where they separate claims so well, measured on so many claims and other sentences at least
_SEPARATES, _ENOUGH = 0.7, 8
Example = tuple[Mapping[str, float], bool]

# hand-set: what the cues say before any claim is tagged
PRIOR: dict[str, float] = {
    "bias": -1.6, "demand": 0.6, "reject": 1.0, "support": 0.5, "state": 0.6, "judge": 0.5, "act": 0.3, "cues": 0.5,
    "first": 0.2, "modal": 0.4, "negation": 0.3, "question": -1.2, "greeting": -2.5, "short": -1.2, "brief": -0.2,
    "long": 0.4, "number": -0.2, "asks": -1.0, "first turn": 0.3, "quoted": 1.2, "attributed": 1.0, "topic": 0.8,
    "heading": 0.3, "holds": 0.6, "framed": 0.6, "signed": 0.4,
}  # fmt: skip
# what is said of the cues that a sentence has
_REASONS = {
    "reject": N_("rejects"),
    "demand": N_("demands"),
    "support": N_("supports"),
    "state": N_("states a view"),
    "judge": N_("judges"),
    "act": N_("tells of a decision"),
    "quoted": N_("quoted"),
    "attributed": N_("attributed"),
    "modal": N_("says what must be"),
    "first turn": N_("in the first person"),
}
# asked for rather too much than too little: a coder dismisses one by a key
THRESHOLD = 0.18
# so many steps of learning at most, each on one sentence; a project of a few documents needs no more
_STEPS = 60_000
_ROUNDS = 60
# of the ranking of topics: the two constants of BM25, what neighbours count, and how much a topic is used
_K1, _B = 1.2, 0.6
_NEAR = 0.25
# sentences on each side that are neighbours
_NEIGHBOURS = 2
_HABIT = 0.5
# a topic is named where the sentence or its neighbours have a word that is so telling for it, of its most telling one;
# on the measured documents the first topic is right in 3 of 10 below a half, in 7 of 10 above
_FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim that a coder may accept.

    Attributes:
        holders: guesses at who would hold it, the likeliest first; each names one actor by its key, or several who hold
            it jointly. Empty when nobody is told.
        voices: the voice in which each of them would.
        topics: the keys of the likeliest topics, the best first.
        score: the probability that the model gives, 0 to 1.
        reason: what suggests it, in words.
        is_ranked: whether the score is known to tell claims from other sentences, in texts of this form.
    """

    span: Span
    holders: tuple[Holders, ...]
    voices: tuple[Voice, ...]
    topics: tuple[str, ...]
    score: float
    reason: str
    is_ranked: bool = False

    @property
    def actors(self) -> Holders:
        """The keys of the first guess; several hold it jointly."""
        return self.holders[0] if self.holders else ()

    @property
    def voice(self) -> Voice:
        """The voice of the first guess."""
        return self.voices[0] if self.voices else Voice.REPORTED


def separation(scored: Iterable[tuple[float, bool]]) -> float:
    """Return how well scores separate claims from the rest: the area under the curve (AUC), 0.5 to 1 for some order.

    It is the share of the pairs of a claim and another sentence in which the claim has the higher score; a tie counts
    half (Hanley & McNeil, Radiology 1982). 0.5 where one of the two is missing.
    """
    order = sorted(scored)
    claims = sum(held for _score, held in order)
    others = len(order) - claims
    won, below = 0.0, 0
    for _score, group in groupby(order, key=lambda one: one[0]):
        alike = [held for _same, held in group]
        rest = alike.count(False)
        won += alike.count(True) * (below + rest / 2)
        below += rest
    return won / (claims * others) if claims and others else 0.5


class Answered:
    """The places of a document that were tagged or dismissed; thousands cost no more than ten."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(set(spans))
        self._spans = ordered
        self._index = IntervalIndex((number, one.start, one.end) for number, one in enumerate(ordered))

    def has(self, span: Span) -> bool:
        """Tell whether one of them and *span* share at least half of the shorter of the two."""
        near = self._index.overlapping(span.start, span.end)
        return is_found(span, (self._spans[number] for number in near))


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
        spread = Counter(word for counts in self._counts.values() for word in counts)
        rarity = {word: math.log(1 + (len(self._counts) - held + 0.5) / (held + 0.5)) for word, held in spread.items()}
        mean = max(1.0, sum(counts.total() for counts in self._counts.values()) / max(1, len(self._counts)))
        # by word, as search engines keep it: a sentence touches few of the topics
        self._postings: dict[str, list[tuple[str, float]]] = {}
        best: dict[str, float] = {}
        for own, counts in self._counts.items():
            length = 1 - _B + _B * counts.total() / mean
            for word, count in counts.items():
                weight = rarity[word] * count * (_K1 + 1) / (count + _K1 * length)
                self._postings.setdefault(word, []).append((own, weight))
                best[own] = max(weight, best.get(own, 0.0))
        # and by the words of which one tells enough for a topic
        told = (
            (word, {own for own, one in held if one >= _FLOOR * best[own]}) for word, held in self._postings.items()
        )
        self._telling = {word: topics for word, topics in told if topics}
        # in the codebook's order, which counts where two are as good
        self._habits = {topic: _HABIT * math.log1p(self._used[topic]) for topic in self._counts}
        self._places = {topic: at for at, topic in enumerate(self._counts)}

    def scores(self, words: Iterable[str]) -> dict[str, float]:
        """Return the score of each topic that shares a word with the stems of a sentence."""
        found: dict[str, float] = {}
        # in the order of the words, so that the sums are the same each time
        for word in dict.fromkeys(words):
            for topic, weight in self._postings.get(word, ()):
                found[topic] = found.get(topic, 0.0) + weight
        return found

    def told(self, words: Iterable[str]) -> frozenset[str]:
        """Return the topics for which one of the stems of a sentence tells enough."""
        found = (self._telling.get(word) for word in words)
        return frozenset[str]().union(*(topics for topics in found if topics))

    def rank(
        self,
        words: Sequence[str],
        around: Sequence[str] = (),
        limit: int = 3,
        *,
        own: Mapping[str, float] | None = None,
        told: Set[str] | None = None,
    ) -> list[str]:
        """Return the keys of the best topics for a sentence; *around*, its neighbours' stems, count less.

        *own* are the `scores` of its words, and *told* what all the words tell of, where they are known. Topics for
        which no word speaks are not among them, so that there may be none.
        """
        own = self.scores(words) if own is None else own
        near = self.scores(around) if around else {}
        told = self.told({*words, *around}) if told is None else told
        total = {
            topic: own.get(topic, 0.0) + _NEAR * near.get(topic, 0.0) + self._habits[topic]
            for topic in sorted(told, key=self._places.__getitem__)
        }
        return sorted(total, key=lambda topic: -total[topic])[:limit]


class Suggester:
    """Learns from coded documents and suggests claims for others."""

    def __init__(
        self,
        actors: Sequence[Actor],
        topics: Sequence[Topic],
        coded: Iterable[CodedText] = (),
        *,
        finder: CandidateFinder | None = None,
        quotes: Iterable[tuple[str, str]] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Learn from *coded*; documents in which nothing is tagged or dismissed teach nothing.

        *finder* is what has looked at documents with the same *actors* before; *quotes* are quotes of claims with the
        keys of their topics, in the place of those in *coded*. *progress* counts the characters of each document and
        may raise.
        """
        self._finder = finder or CandidateFinder(actors)
        documents = [document for document in coded if document.claims or document.dismissed]
        if quotes is None:
            quotes = [
                (document.text[one.span.start : one.span.end], one.topic)
                for document in documents
                for one in document.claims
            ]
        self.topics = TopicRanking(topics, quotes)
        examples: list[Example] = []
        for document in documents:
            tagged, dismissed = Answered(one.span for one in document.claims), Answered(document.dismissed)
            for one in self._finder.find(document, progress):
                held = tagged.has(one.span)
                if held or not document.unfinished or dismissed.has(one.span):
                    examples.append((_with_topic(one.features, self.topics.scores(one.stems)), held))
        rounds = max(3, min(_ROUNDS, _STEPS // max(1, len(examples))))
        self._ranks = {form for form in (True, False) if _is_ranked(examples, in_turns=form)}
        self._weights = train(examples, PRIOR, rounds=rounds) if examples else PRIOR

    def suggest(
        self,
        document: CodedText,
        threshold: float = THRESHOLD,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Suggestion]:
        """Return suggestions by their place, without those on claims that are tagged already and those dismissed."""
        return [*self.suggesting(document, threshold, progress)][-1]

    def suggesting(
        self,
        document: CodedText,
        threshold: float = THRESHOLD,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[list[Suggestion]]:
        """Yield the suggestions of what is read so far, again and again, and all of them at last; as `suggest`."""
        answered = Answered([*(one.span for one in document.claims), *document.dismissed])
        found: list[Suggestion] = []
        # of each candidate, the topics of which it tells
        told_of: list[frozenset[str]] = []
        weighed = 0
        for candidates in self._finder.reading(document, progress):
            # the neighbours of the last ones are not read yet, where more may come
            end = len(candidates) if self._finder.has_read(document) else len(candidates) - _NEIGHBOURS
            told_of += (self.topics.told(one.stems) for one in candidates[len(told_of) :])
            for number in range(weighed, end):
                one = candidates[number]
                own = self.topics.scores(one.stems)
                told = _with_topic(one.features, own)
                score = probability(self._weights, told)
                if score < threshold or answered.has(one.span):
                    continue
                beside = slice(max(0, number - _NEIGHBOURS), number + _NEIGHBOURS + 1)
                around = [word for near in candidates[beside] for word in near.stems]
                topics_told = frozenset[str]().union(*told_of[beside])
                topics = tuple(self.topics.rank(one.stems, around, own=own, told=topics_told))
                ranked = bool(told.get("turn")) in self._ranks
                told_why = _reason(told)
                found.append(Suggestion(one.span, one.holders, one.voices, topics, round(score, 3), told_why, ranked))
            weighed = max(weighed, end)
            yield [*found]


def _with_topic(told: Mapping[str, float], fits: Mapping[str, float]) -> dict[str, float]:
    return {**told, "topic": min(2.0, max(fits.values(), default=0.0) / 12)}


def _is_ranked(examples: Iterable[Example], *, in_turns: bool) -> bool:
    """Tell whether scores separate the claims of turns, or of prose, by what the cues say before anything is learnt."""
    scored = [(probability(PRIOR, told), held) for told, held in examples if bool(told.get("turn")) == in_turns]
    claims = sum(held for _score, held in scored)
    return min(claims, len(scored) - claims) >= _ENOUGH and separation(scored) >= _SEPARATES


def is_found(span: Span, tagged: Iterable[Span]) -> bool:
    """Tell whether a span and one of *tagged* share at least half of the shorter of the two."""
    return any(2 * (min(span.end, one.end) - max(span.start, one.start)) >= min(len(span), len(one)) for one in tagged)


def _reason(told: Mapping[str, float]) -> str:
    return ", ".join(_(words) for name, words in _REASONS.items() if told.get(name)) or _("fits a topic")


def probability(weights: Mapping[str, float], example: Mapping[str, float]) -> float:
    """Return the probability that *weights* give to *example*."""
    return _probability(sum([weights.get(name, 0.0) * value for name, value in example.items()]))


def _probability(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def train(
    examples: Sequence[Example], prior: Mapping[str, float], *, rounds: int = 60, rate: float = 0.3, pull: float = 0.01
) -> dict[str, float]:
    """Return weights fitted to *examples*, pulled towards *prior*.

    AdaGrad (Duchi, Hazan & Singer, JMLR 2011) on the log loss with an L2 penalty around the prior instead of around 0,
    which is a Gaussian prior on the weights (Chelba & Acero, EMNLP 2004): few examples leave the prior as it is. The
    examples are taken in a fixed order, so that the same project gives the same weights.
    """
    weights = dict(prior)
    squares: dict[str, float] = {}
    # each value with where its weight is pulled to
    known = [([(name, value, prior.get(name, 0.0)) for name, value in told.items()], label) for told, label in examples]
    for turn in range(rounds):
        for at in range(len(known)):
            # a stride that shares no factor with most lengths spreads neighbouring sentences
            values, label = known[(at * 7919 + turn * 31) % len(known)]
            error = _probability(sum([weights.get(name, 0.0) * value for name, value, _pulled in values])) - label
            for name, value, pulled in values:
                weight = weights.get(name, 0.0)
                slope = error * value + pull * (weight - pulled)
                squares[name] = square = squares.get(name, 1e-8) + slope * slope
                weights[name] = weight - rate * slope / math.sqrt(square)
    return weights
