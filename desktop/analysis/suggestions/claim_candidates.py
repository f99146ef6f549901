"""The stretches of a document that may hold a claim, each with who may hold it and what in it suggests one.

They are the same whatever was tagged, so that they are found once and weighed again after every claim.
"""

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.quotations import Quotation, Speech, SpeechReader, paragraphs
from desktop.analysis.suggestions.claim_words import ClaimCues, claim_words
from desktop.analysis.suggestions.holders import ATTITUDINAL, FRAMING, Evidence, HolderFinder, Holders, Stretch, rank
from desktop.analysis.words import key, stems
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED, split_sentences
from desktop.core.structure.writing import ALL_STOPS, QUESTION_MARKS
from desktop.core.values import Actor, Segment, SegmentKind, Voice
from desktop.core.vocabulary.languages import either, vocabulary

# guesses at who holds a position, to choose from
GUESSES = 3
# so many words that somebody is reported to say beside a quotation may be a claim
_LEAST_REPORTED = 5
# of a sentence with a quotation of so many words, the quotation is looked at by itself
_LONG_QUOTATION = 6
# characters of a turn that is nothing but a question; a longer one that ends with one is a speech
_LONGEST_QUESTION = 400
# documents whose candidates are kept; twice as many as that are told of first while one is read
_KEPT = 32
_FIRST = 100
_SAYING = frozenset(map(key, vocabulary().saying.verbs | vocabulary().saying.bare))
# of words that only say who speaks there are so many in small letters at most, and none of these features
_LONGEST_ATTRIBUTION = 10
# stops with which a quotation is over, and words with a capital behind it a sentence of their own
_STATING = (".", "。", "।", "۔", "…")
# what may stand before the words behind a quotation
_OPENING_MARKS = ' \t\n,;:.–—-»”"’'
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
        author: the key of the outlet whose voice the document's own is, or of who signs it; may be empty.
        signed: whether it is an opinion piece; the author is who signs it then.
        language: in which it is written (BCP 47); may be empty.
        year: of its date, four digits; may be empty.
        dismissed: the spans of suggestions that were dismissed in it.
        co_authors: the keys of those who sign it besides the author.
        unfinished: whether it is being coded: what is neither tagged nor dismissed teaches nothing then.
    """

    text: str
    segments: tuple[Segment, ...]
    participants: tuple[str, ...] = ()
    claims: tuple[TaggedClaim, ...] = ()
    author: str = ""
    year: str = ""
    signed: bool = False
    language: str = ""
    dismissed: tuple[Span, ...] = ()
    unfinished: bool = False
    co_authors: tuple[str, ...] = ()


class _Reading:
    """A document that is being read, or was: it goes on where it was left."""

    def __init__(self, candidates: Iterator[ClaimCandidate]) -> None:
        self.found: list[ClaimCandidate] = []
        self._rest = candidates
        self.is_whole = False

    def next(self) -> ClaimCandidate | None:
        """Read the next candidate; None behind the last."""
        found = next(self._rest, None)
        if found is None:
            self.is_whole = True
        else:
            self.found.append(found)
        return found


class CandidateFinder:
    """Finds the candidates of documents, and keeps those of the last ones.

    A document whose reading was given up is read on from there when it is asked for again. One thread asks at a time.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        """Prepare to look for *actors*, who may hold positions."""
        self._actors = tuple(actors)
        self._names = ActorNames(_capitalised(actors))
        self._kept: OrderedDict[CodedText, _Reading] = OrderedDict()

    def find(self, document: CodedText, progress: Callable[[int, int], None] | None = None) -> Sequence[ClaimCandidate]:
        """Return the candidates of a document by their place; *progress* counts characters and may raise."""
        return [*self.reading(document, progress)][-1]

    def reading(
        self, document: CodedText, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[Sequence[ClaimCandidate]]:
        """Yield the candidates that are found so far, again and again, and all of them at last; as `find`.

        Each time there are about twice as many as before, so that who looks at all of them has little more to do.
        """
        bare = replace(document, claims=(), dismissed=(), unfinished=False)
        read = self._kept.get(bare)
        if read is None:
            read = self._kept[bare] = _Reading(self._find(bare))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        told = max(_FIRST, len(read.found))
        while not read.is_whole:
            try:
                one = read.next()
            except BaseException:
                # what broke off cannot go on
                self._kept.pop(bare, None)
                raise
            if one is not None and progress is not None:
                progress(one.span.end, len(bare.text))
            if len(read.found) >= 2 * told and not read.is_whole:
                told = len(read.found)
                yield read.found
        yield read.found

    def has_read(self, document: CodedText) -> bool:
        """Tell whether the candidates of a document are at hand."""
        read = self._kept.get(replace(document, claims=(), dismissed=(), unfinished=False))
        return read is not None and read.is_whole

    def _find(self, document: CodedText) -> Iterator[ClaimCandidate]:
        text = document.text
        speech = SpeechReader(self._actors).read(text, document.segments, document.participants, sayings=True)
        headings = {one.start for one in document.segments if one.kind is SegmentKind.HEADING}
        finder = HolderFinder(self._names, text, document.participants, document.year)
        told = claim_words(document.language)
        retold = _retold(text, speech)
        stretches = [
            (_stretch(document, part, speech, retold), paragraph.start in headings)
            for paragraph in paragraphs(text, document.segments)
            for part in _parts(text, paragraph, speech, told)
        ]
        finder.prepare(one.span for one, _ in stretches)
        for stretch, heading in stretches:
            yield _candidate(text, stretch, finder, document.language, heading=heading)


def _candidate(text: str, stretch: Stretch, finder: HolderFinder, language: str, *, heading: bool) -> ClaimCandidate:
    evidence = finder.evidence(stretch)
    ranked = rank(evidence)
    if ranked:
        finder.settle(ranked[0], telling=bool(ATTITUDINAL & evidence[ranked[0]]))
    guesses = tuple(ranked[:GUESSES])
    voices = tuple(finder.voice(stretch, one) for one in guesses)
    sentence = text[stretch.span.start : stretch.span.end]
    told = _features(sentence, stretch, evidence, language, heading=heading)
    return ClaimCandidate(stretch.whole or stretch.span, guesses, voices, told, tuple(stems(sentence)))


def _features(sentence: str, stretch: Stretch, evidence: Evidence, language: str, *, heading: bool) -> dict[str, float]:
    """Return the features of a sentence: name to value, most of them 0 or 1."""
    words = [key(word) for word in COMPARED.findall(sentence)]
    told = claim_words(language)
    kinds = set().union(*evidence.values())
    quoted = stretch.quoted is not None
    first = not told.first_person.isdisjoint(words)
    counts = told.counts(words)
    found: dict[str, float] = {
        "bias": 1.0,
        **{group: 1.0 + 0.3 * min(3, count - 1) for group, count in counts.items() if count},
        "cues": min(4, sum(map(bool, counts.values()))) / 2,
        "first": first,
        "modal": not told.modal.isdisjoint(words),
        "negation": told.denies(words),
        "question": sentence.rstrip().endswith(tuple(QUESTION_MARKS)),
        "greeting": bool(told.greeting.search(sentence)),
        "short": len(words) < 6,
        "brief": 6 <= len(words) < 10,
        "long": len(words) > 25,
        "number": any(word.isdigit() for word in words),
        "turn": stretch.in_turn,
        # a speech that ends with a question asks no more than that
        "asks": stretch.asks,
        "first turn": first and stretch.in_turn,
        "quoted": quoted,
        "attributed": bool(stretch.said) and not quoted,
        "heading": heading,
        # who signs an opinion speaks in all of it
        "signed": stretch.is_signed and stretch.is_prose,
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch to look at: a sentence, or of one the words quoted in it, with who says so in *whole*."""

    span: Span
    quotation: Quotation | None = None
    whole: Span | None = None


def _stretch(document: CodedText, part: _Piece, speech: Speech, retold: frozenset[int]) -> Stretch:
    span, quotation = part.span, part.quotation
    at = bisect_right(speech.turns, span.start, key=lambda one: one.start) - 1
    turn = speech.turns[at] if at >= 0 and span.start < speech.turns[at].end else None
    at = bisect_left(speech.sayings, span.end, key=lambda one: one[0].start) - 1
    said = speech.sayings[at][1] if at >= 0 and speech.sayings[at][0].overlaps(span) else ""
    actor, role = (turn.actor, turn.role) if turn is not None else ("", "")
    quoted = quotation.actor if quotation is not None else None
    asks = float(role == "question")
    if asks and turn is not None and turn.end - turn.start > _LONGEST_QUESTION:
        asks = 0.5
    is_told = turn is not None and turn.start in retold
    if is_told and turn is not None and span.start <= turn.start:
        said = said or actor
    known = (quoted, said, document.author, document.signed)
    return Stretch(span, actor, turn is not None, role, *known, part.whole, asks, is_told, document.co_authors)


def _retold(text: str, speech: Speech) -> frozenset[int]:
    """Return where the turns begin that a record tells in other words, behind who speaks: “The Chair said that …”."""
    small = [one.start for one in speech.turns if text[one.start] == "," or text[one.start].islower()]
    # many machines write small letters as well
    said = sum(text[at] == "," or key(text[at : at + 40].split()[0]) in _SAYING for at in small)
    return frozenset(small if 2 * said > len(small) else ())


def _parts(text: str, paragraph: Span, speech: Speech, told: ClaimCues) -> list[_Piece]:
    """Return the sentences of a paragraph; long quotations stand by themselves, with the words that say whose they are.

    What else is reported beside a quotation stands by itself too.
    """
    first = bisect_left(speech.quotations, paragraph.start, key=lambda one: one.start)
    last = bisect_left(speech.quotations, paragraph.end, key=lambda one: one.start)
    quoted = [
        one
        for one in speech.quotations[first:last]
        if not one.depth and len(COMPARED.findall(text[one.start : one.end])) >= _LONG_QUOTATION
    ]
    found: list[_Piece] = []
    position = paragraph.start
    for one in [*quoted, None]:
        end = one.start - 1 if one is not None else paragraph.end
        for sentence in split_sentences(text, Span(position, max(position, end))):
            found.append(_Piece(sentence))
        if one is not None:
            found += [_Piece(sentence, one) for sentence in split_sentences(text, one.span)]
            position = min(_with_marks(text, _Piece(one.span, one)).end, paragraph.end)
    found.sort(key=lambda part: part.span)
    if not quoted:
        return [each for part in found for each in _beside(text, part.span, beside=False)]
    return list(_joined(text, found, told))


def _joined(text: str, parts: Sequence[_Piece], told: ClaimCues) -> Iterator[_Piece]:
    """Yield the parts of a paragraph that quotes: words that only say who speaks belong to what is quoted."""
    wholes: dict[int, Span] = {}
    alone: set[int] = set()
    for at, part in enumerate(parts):
        if part.quotation is not None:
            continue
        if not _is_attribution(text, part.span, told):
            alone.add(at)
            continue
        if at and parts[at - 1].quotation is not None and _goes_on(text, parts[at - 1].span, part.span):
            before = wholes.get(at - 1, _with_marks(text, parts[at - 1]))
            wholes[at - 1] = Span(before.start, part.span.end)
        elif at + 1 < len(parts) and parts[at + 1].quotation is not None and _leads(text, part.span):
            wholes[at + 1] = Span(part.span.start, _with_marks(text, parts[at + 1]).end)
        else:
            alone.add(at)
    for at, part in enumerate(parts):
        if part.quotation is not None:
            yield replace(part, whole=wholes.get(at))
        elif at in alone:
            yield from _beside(text, part.span, beside=True)


def _is_attribution(text: str, span: Span, told: ClaimCues) -> bool:
    """Tell whether words beside a quotation hold nothing but who says it, to whom, where and when."""
    words = COMPARED.findall(text[span.start : span.end])
    said = [key(word) for word in words if word[0].islower()]
    rest = [word for word in said if word not in _SAYING]
    if len(rest) == len(said) or len(rest) > _LONGEST_ATTRIBUTION:
        return False
    that = _THAT.search(text, span.start, span.end)
    reports = that is not None and len(COMPARED.findall(text[that.end() : span.end])) >= _LEAST_REPORTED
    # “rejects every toll and said”: one of the verbs tells more than that something was said
    verbs = [word for word in said if word in _SAYING]
    return not (reports or any(told.counts(rest if len(verbs) == 1 else said).values()))


def _goes_on(text: str, quoted: Span, span: Span) -> bool:
    """Tell whether words behind a quotation belong to its sentence: “Never!” Quill said."""
    return not text[span.start].isupper() or text[quoted.start : quoted.end].rstrip()[-1:] not in _STATING


def _leads(text: str, span: Span) -> bool:
    """Tell whether words before a quotation lead to it, and end no sentence."""
    return text[span.start : span.end].rstrip()[-1:] not in ALL_STOPS


def _with_marks(text: str, part: _Piece) -> Span:
    """Return the words of a quotation with its marks, at the ends where they have them."""
    assert part.quotation is not None
    start, end = part.span.start, part.span.end
    if start == part.quotation.start and (mark := len(text[max(0, start - 3) : start].rstrip())):
        start -= min(start, 3) - mark + 1
    if end == part.quotation.end:
        after = text[end : end + 3]
        end += min(len(after), len(after) - len(after.lstrip()) + 1)
    return Span(start, end)


def _beside(text: str, sentence: Span, *, beside: bool) -> list[_Piece]:
    """Return a sentence, or of one beside a quotation what follows “that”, when it is long enough for a claim."""
    words = text[sentence.start : sentence.end]
    start = sentence.start
    if beside and (that := _THAT.search(words)) and not words[:1].isupper():
        start += that.end()
    # “, he said, and proposed …”
    start += len(text[start : sentence.end]) - len(text[start : sentence.end].lstrip(_OPENING_MARKS)) if beside else 0
    span = Span(min(start, sentence.end), sentence.end)
    # “he said on Monday” is no sentence of its own
    least = _LEAST_REPORTED if beside and not words[:1].isupper() else 3
    return [_Piece(span)] if len(COMPARED.findall(text[span.start : span.end])) >= least else []
