"""The stretches of a document that may hold a claim, each with who may hold it and what in it suggests one.

They are the same whatever was tagged, so that they are found once and weighed again after every claim.
"""

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.quotations import Quotation, Speech, SpeechReader, paragraphs
from desktop.analysis.suggestions.holders import ATTITUDINAL, FRAMING, Evidence, HolderFinder, Holders, Stretch, rank
from desktop.analysis.words import is_negation, key, stem, stems
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED, split_sentences
from desktop.core.values import Actor, Segment, SegmentKind, Voice
from desktop.core.vocabulary.languages import either, vocabulary

# guesses at who holds a position, to choose from
GUESSES = 3
# of a sentence with a quotation of so many words, the quotation is looked at by itself
_LONG_QUOTATION = 6
# documents whose candidates are kept
_KEPT = 32
_CLAIMS = vocabulary().claims
_CUES = {group: frozenset(map(stem, words)) for group, words in _CLAIMS.cues.items()}
_GREETING = re.compile(rf"\b{either(_CLAIMS.greetings)}\b", re.IGNORECASE)
_THAT = re.compile(rf" {either(vocabulary().holding.that)} ")


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
    """A stretch of text that may hold a claim.

    Attributes:
        span: its offsets.
        holders: who may hold it, the likeliest first: one actor by its key, or several who hold it jointly.
        voices: the voice of each.
        features: as `_features`.
        stems: of its words of weight.
    """

    span: Span
    holders: tuple[Holders, ...]
    voices: tuple[Voice, ...]
    features: Mapping[str, float]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaggedClaim:
    """A claim as suggestions learn from it: its place, the keys of its topic and of those who hold it."""

    span: Span
    topic: str
    actors: Holders = ()


@dataclass(frozen=True, slots=True)
class CodedText:
    """A document as suggestions need it.

    Attributes:
        participants: the keys of those who are known to speak in it.
        claims: those tagged in it.
        author: the key of the outlet whose voice the document's own is; may be empty.
        year: of its date, four digits; may be empty.
        dismissed: the spans of suggestions that were dismissed in it.
        unfinished: whether it is being coded: what is neither tagged nor dismissed teaches nothing then.
    """

    text: str
    segments: tuple[Segment, ...]
    participants: tuple[str, ...] = ()
    claims: tuple[TaggedClaim, ...] = ()
    author: str = ""
    year: str = ""
    dismissed: tuple[Span, ...] = ()
    unfinished: bool = False


class CandidateFinder:
    """Finds the candidates of documents, and keeps those of the last ones."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        """Prepare to look for *actors*, who may hold positions."""
        self._actors = tuple(actors)
        self._names = ActorNames(_capitalised(actors))
        self._kept: OrderedDict[CodedText, tuple[ClaimCandidate, ...]] = OrderedDict()

    def find(
        self, document: CodedText, progress: Callable[[int, int], None] | None = None
    ) -> tuple[ClaimCandidate, ...]:
        """Return the candidates of a document by their place; *progress* counts characters and may raise."""
        bare = replace(document, claims=(), dismissed=(), unfinished=False)
        found = self._kept.get(bare)
        if found is None:
            found = self._kept[bare] = tuple(self._find(bare, progress))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _find(self, document: CodedText, progress: Callable[[int, int], None] | None) -> list[ClaimCandidate]:
        text = document.text
        speech = SpeechReader(self._actors).read(text, document.segments, document.participants, sayings=True)
        headings = {one.start for one in document.segments if one.kind is SegmentKind.HEADING}
        finder = HolderFinder(self._names, text, document.participants, document.year)
        stretches = [
            (_stretch(document, span, quotation, speech), paragraph.start in headings)
            for paragraph in paragraphs(text, document.segments)
            for span, quotation in _parts(text, paragraph, speech)
        ]
        finder.prepare(one.span for one, _ in stretches)
        found = []
        for stretch, heading in stretches:
            found.append(_candidate(text, stretch, finder, heading=heading))
            if progress is not None:
                progress(stretch.span.end, len(text))
        return found


def _candidate(text: str, stretch: Stretch, finder: HolderFinder, *, heading: bool) -> ClaimCandidate:
    evidence = finder.evidence(stretch)
    ranked = rank(evidence)
    if ranked:
        finder.settle(ranked[0], telling=bool(ATTITUDINAL & evidence[ranked[0]]))
    guesses = tuple(ranked[:GUESSES])
    voices = tuple(finder.voice(stretch, one) for one in guesses)
    sentence = text[stretch.span.start : stretch.span.end]
    told = _features(sentence, stretch, evidence, heading=heading)
    return ClaimCandidate(stretch.span, guesses, voices, told, tuple(stems(sentence)))


def _features(sentence: str, stretch: Stretch, evidence: Evidence, *, heading: bool) -> dict[str, float]:
    """Return the features of a sentence: name to value, most of them 0 or 1."""
    words = [key(word) for word in COMPARED.findall(sentence)]
    known, roots = set(words), {stem(word) for word in words}
    kinds = set().union(*evidence.values())
    quoted = stretch.quoted is not None
    first = not known.isdisjoint(_CLAIMS.first_person)
    counts = {group: len(roots & cues) for group, cues in _CUES.items()}
    found: dict[str, float] = {
        "bias": 1.0,
        **{group: 1.0 + 0.3 * min(3, count - 1) for group, count in counts.items() if count},
        "cues": min(4, sum(map(bool, counts.values()))) / 2,
        "first": first,
        "modal": not known.isdisjoint(_CLAIMS.modal),
        "negation": any(map(is_negation, words)),
        "question": sentence.rstrip().endswith("?"),
        "greeting": bool(_GREETING.search(sentence)),
        "short": len(words) < 6,
        "brief": 6 <= len(words) < 10,
        "long": len(words) > 25,
        "number": any(word.isdigit() for word in words),
        "turn": stretch.in_turn,
        "asks": stretch.role == "question",
        "first turn": first and stretch.in_turn,
        "quoted": quoted,
        "attributed": bool(stretch.said) and not quoted,
        "heading": heading,
        # somebody is told to hold something, or to say it
        "holds": bool(kinds & ATTITUDINAL),
        "framed": bool(kinds & FRAMING) and not quoted,
    }
    return {name: float(value) for name, value in found.items() if value}


def _capitalised(actors: Sequence[Actor]) -> list[Actor]:
    """Return actors whose lower-case aliases, “cyclists”, are found at the beginning of a sentence as well."""
    names = [name for actor in actors for name in (actor.name, *actor.aliases)]

    def may_begin(alias: str) -> bool:
        # “The Alliance” would hide “Alliance of Harbours” behind the article
        hides = alias.startswith("the ") and any(name.startswith(alias[4:] + " ") for name in names)
        return alias[:1].islower() and not hides

    capitals = [[one[0].upper() + one[1:] for one in actor.aliases if may_begin(one)] for actor in actors]
    return [replace(actor, aliases=(*actor.aliases, *more)) for actor, more in zip(actors, capitals, strict=True)]


def _stretch(document: CodedText, span: Span, quotation: Quotation | None, speech: Speech) -> Stretch:
    at = bisect_right(speech.turns, span.start, key=lambda one: one.start) - 1
    turn = speech.turns[at] if at >= 0 and span.start < speech.turns[at].end else None
    at = bisect_left(speech.sayings, span.end, key=lambda one: one[0].start) - 1
    said = speech.sayings[at][1] if at >= 0 and speech.sayings[at][0].overlaps(span) else ""
    actor, role = (turn.actor, turn.role) if turn is not None else ("", "")
    quoted = quotation.actor if quotation is not None else None
    return Stretch(span, actor, turn is not None, role, quoted, said, document.author)


def _parts(text: str, paragraph: Span, speech: Speech) -> list[tuple[Span, Quotation | None]]:
    """Return the sentences of a paragraph; long quotations, and what is reported beside them, stand by themselves."""
    first = bisect_left(speech.quotations, paragraph.start, key=lambda one: one.start)
    last = bisect_left(speech.quotations, paragraph.end, key=lambda one: one.start)
    quoted = [
        one
        for one in speech.quotations[first:last]
        if not one.depth and len(COMPARED.findall(text[one.start : one.end])) >= _LONG_QUOTATION
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
    if beside and (that := _THAT.search(words)) and not words[:1].isupper():
        start += that.end()
    span = Span(start, sentence.end)
    # “he said on Monday” is no sentence of its own
    least = 5 if beside and not words[:1].isupper() else 3
    return [(span, None)] if len(COMPARED.findall(text[span.start : span.end])) >= least else []
