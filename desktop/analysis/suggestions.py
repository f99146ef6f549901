"""Suggested claims: sentences that probably hold one, with actor, voice and topics filled in.

A sentence is scored by a logistic regression on cues (`claim_cues`, `logistic`): verbs of demanding, rejecting,
supporting and stating, evaluative words, first person in turns, quotation and attribution, and its fit to a topic. Its
weights begin at a prior and are fitted to the claims that the project's coders have tagged. Nothing is downloaded,
nothing leaves the program. What it is good for: not to overlook a passage; what a claim is, the coder decides.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.analysis.claim_cues import features
from desktop.analysis.logistic import Example, probability, train
from desktop.analysis.names import Names
from desktop.analysis.quotations import Quotation, Speech, paragraphs, read_speech
from desktop.analysis.sentences import split_sentences
from desktop.analysis.topic_ranking import TopicRanking, stems
from desktop.analysis.words import WORD
from desktop.core.spans import Span
from desktop.core.values import Actor, ActorKind, Segment, SegmentKind, Topic, Voice

# hand-set: what the cues say before any claim is tagged
PRIOR: dict[str, float] = {
    "bias": -1.6, "demand": 0.6, "reject": 1.0, "support": 0.5, "state": 0.6, "judge": 0.5, "act": 0.3, "cues": 0.5,
    "first": 0.2, "modal": 0.4, "negation": 0.3, "question": -1.2, "greeting": -2.5, "short": -1.2, "brief": -0.2,
    "long": 0.4, "number": -0.2, "asks": -1.0, "first turn": 0.3, "quoted": 1.2, "attributed": 1.0, "topic": 0.8,
    "heading": 0.3,
}  # fmt: skip
# of a sentence with a quotation of so many words, the quotation is looked at by itself
_LONG_QUOTATION = 6
_BEHIND = ("that ", "and that ")
# asked for rather too much than too little: a coder dismisses one by a key
THRESHOLD = 0.3
_OPENING = re.compile(r"(?:(?:And|But|So|Also|Now|Then|Right now|Today|of course|the|The|that|In this regard)[,\s]+)*")
_ATTITUDE = re.compile(
    r"(?:\s+(?:officials|leaders|government|states?|countries|itself))?(?:\s+\([^)]*\))?(?:\s+(?:also|has|have|had|is|are|was|"
    r"were|will|did|does|not|already|now|truly|just|currently|actively))*\s+(?:interested|want\w*|wish\w*|seek\w*|tr(?:y|ies|ied|"
    r"ying)|reject\w*|oppos\w*|support\w*|denounc\w*|refus\w*|call\w*|demand\w*|promot\w*|declar\w*|plan\w*|boycott\w*|"
    r"announc\w*|stat\w*|consider\w*|use[ds]?|impos\w*|accus\w*|welcom\w*|advocat\w*|say\w*|said|began|"
    r"begin\w*|aim\w*|propos\w*|agree\w*)\b"
)
_COLLECTIVE = re.compile(
    r"\b(?:[Ww]e|[Oo]ur)\b(?=.{0,60}\b(?:reject\w*|denounc\w*|declar\w*|issued|statements?|stated|adopted|perspective)\b)|"
    r"\bthey adopted\b|\bperspective\b.*\bwe\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may hold a claim.

    Attributes:
        actor: the key of who would hold it; may be empty.
        features: as `claim_cues.features`, with the fit to a topic.
    """

    span: Span
    actor: str
    voice: Voice
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim that a coder may accept.

    Attributes:
        actor: the key of who would hold it; empty when nobody is told.
        topics: the keys of the likeliest topics, the best first.
        score: the probability that the model gives, 0 to 1.
        reason: what suggests it, in words.
    """

    span: Span
    actor: str
    voice: Voice
    topics: tuple[str, ...]
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """A document as suggestions need it; *claims* are the spans of those tagged in it, with their topic's key."""

    text: str
    segments: tuple[Segment, ...]
    participants: tuple[str, ...] = ()
    claims: tuple[tuple[Span, str], ...] = ()


class Suggester:
    """Learns from coded documents and suggests claims for others."""

    def __init__(self, actors: Sequence[Actor], topics: Sequence[Topic], coded: Iterable[Read] = ()) -> None:
        """Learn from *coded*; documents without claims teach nothing."""
        self._actors = tuple(actors)
        self._names = Names(actors)
        documents = [document for document in coded if document.claims]
        quotes = [
            (document.text[span.start : span.end], topic) for document in documents for span, topic in document.claims
        ]
        self.topics = TopicRanking(topics, quotes)
        examples: list[Example] = []
        for document in documents:
            tagged = [span for span, _ in document.claims]
            examples += [(one.features, is_found(one.span, tagged)) for one in self.candidates(document)]
        self._weights = train(examples, PRIOR) if examples else PRIOR

    def suggest(self, document: Read, dismissed: Iterable[Span] = (), threshold: float = THRESHOLD) -> list[Suggestion]:
        """Return suggestions by their place, without those on claims that are tagged already and those dismissed."""
        taken = [*(span for span, _ in document.claims), *dismissed]
        candidates = self.candidates(document)
        words = [stems(document.text[one.span.start : one.span.end]) for one in candidates]
        found = []
        for number, one in enumerate(candidates):
            score = probability(self._weights, one.features)
            if score < threshold or is_found(one.span, taken):
                continue
            around = [word for near in words[max(0, number - 2) : number + 3] for word in near]
            topics = tuple(self.topics.rank(words[number], around))
            found.append(Suggestion(one.span, one.actor, one.voice, topics, round(score, 3), _reason(one.features)))
        return found

    def candidates(self, document: Read) -> list[Candidate]:
        """Return the stretches of a document that may hold a claim, in order."""
        speech = read_speech(document.text, document.segments, self._actors, document.participants)
        headings = {one.start for one in document.segments if one.kind is SegmentKind.HEADING}
        found = []
        for paragraph in paragraphs(document.text, document.segments):
            for span, quotation in _stretches(document.text, paragraph, speech):
                found.append(self._candidate(document, span, quotation, speech, paragraph.start in headings))
        return found

    def _candidate(
        self, document: Read, span: Span, quotation: Quotation | None, speech: Speech, heading: bool
    ) -> Candidate:
        sentence = document.text[span.start : span.end]
        turn = next((one for one in speech.turns if one.start <= span.start < one.end), None)
        at = bisect_left(speech.sayings, span.end, key=lambda one: one[0].start) - 1
        said = speech.sayings[at][1] if at >= 0 and speech.sayings[at][0].overlaps(span) else ""
        actor, voice = said, Voice.REPORTED
        if quotation is not None:
            actor, voice = quotation.actor, Voice.DIRECT
        elif turn is not None:
            actor, voice = turn.actor, Voice.DIRECT
            # “President Biden said …” in another's turn
            if said and said != turn.actor:
                actor, voice = said, Voice.REPORTED
        if not actor and turn is None:
            # told in the document's own voice: the first who is named is whom it tells of
            named = self._names.find(document.text, span)
            actor = named[0].actor if named else ""
        if not (turn is not None and actor != turn.actor):
            actor, voice = self._holder(document.text, span, actor, voice)
        told = features(
            sentence,
            in_turn=turn is not None,
            role=turn.role if turn is not None else "",
            quoted=quotation is not None,
            attributed=bool(said),
            heading=heading,
        )
        fit = max(self.topics.scores(stems(sentence)).values(), default=0.0)
        return Candidate(span, actor, voice, {**told, "topic": min(2.0, fit / 12)})

    def _holder(self, text: str, span: Span, actor: str, voice: Voice) -> tuple[str, Voice]:
        """Return who holds the position that *actor* tells of, and its voice.

        “We reject” is the speaker's organisation where its acts are meant; who does the wanting, rejecting or planning
        of a sentence as its subject holds the position, and the speaker reports it.
        """
        words = text[span.start : span.end]
        own = self._names.actors.get(actor)
        parent = self._names.actors.get(own.parent) if own else None
        if parent and parent.kind is ActorKind.ORGANISATION and _COLLECTIVE.search(words):
            return parent.key, voice
        begin = re.match(_OPENING, words)
        start = span.start + (begin.end() if begin else 0)
        for mention in self._names.find(text, Span(start, min(span.end, start + 40))):
            if mention.start > start or mention.actor == actor or self._speaks_for(actor, mention.actor):
                break
            if _ATTITUDE.match(text[mention.end : mention.end + 80]):
                return mention.actor, Voice.REPORTED
            break
        return actor, voice

    def _speaks_for(self, actor: str, other: str) -> bool:
        """Tell whether *other* stands above *actor*: a minister who says “Russia supports” tells what he holds."""
        seen = set()
        while actor in self._names.actors and actor not in seen:
            seen.add(actor)
            actor = self._names.actors[actor].parent
            own = self._names.actors.get(actor)
            if actor == other and own and own.kind is not ActorKind.ORGANISATION:
                return True
        return False


def is_found(span: Span, tagged: Iterable[Span]) -> bool:
    """Tell whether a span and one of *tagged* share at least half of the shorter of the two."""
    return any(2 * (min(span.end, one.end) - max(span.start, one.start)) >= min(len(span), len(one)) for one in tagged)


def _stretches(text: str, paragraph: Span, speech: Speech) -> list[tuple[Span, Quotation | None]]:
    """Return the sentences of a paragraph; long quotations, and what is reported beside them, stand by themselves."""
    first = bisect_left(speech.quotations, paragraph.start, key=lambda one: one.start)
    last = bisect_left(speech.quotations, paragraph.end, key=lambda one: one.start)
    quoted = [
        one
        for one in speech.quotations[first:last]
        if not one.depth and len(WORD.findall(text[one.start : one.end])) >= _LONG_QUOTATION
    ]
    found: list[tuple[Span, Quotation | None]] = []
    position = paragraph.start
    for one in [*quoted, None]:
        end = one.start - 1 if one is not None else paragraph.end
        for sentence in split_sentences(text, Span(position, max(position, end))):
            found += _beside(text, sentence, bool(quoted))
        if one is not None:
            found += [(sentence, one) for sentence in split_sentences(text, one.span)]
            position = min(one.end + 1, paragraph.end)
    return sorted(found, key=lambda one: one[0])


def _beside(text: str, sentence: Span, beside: bool) -> list[tuple[Span, Quotation | None]]:
    """Return a sentence, or of one beside a quotation what follows “that”, when it is long enough for a claim."""
    words = text[sentence.start : sentence.end]
    start = sentence.start
    if beside and (at := words.find(" that ")) >= 0 and not words[:1].isupper():
        start += at + len(" that ")
    span = Span(start, sentence.end)
    least = 5 if beside else 3
    return [(span, None)] if len(WORD.findall(text[span.start : span.end])) >= least else []


def _reason(told: Mapping[str, float]) -> str:
    names = {
        "reject": "rejects", "demand": "demands", "support": "supports", "state": "states a view", "judge": "judges",
        "act": "tells of a decision", "quoted": "quoted", "attributed": "attributed", "modal": "says what must be",
        "first turn": "in the first person",
    }  # fmt: skip
    return ", ".join(words for name, words in names.items() if told.get(name)) or "fits a topic"
