"""The stretches of a document that may hold a claim, each with who speaks there and what its words tell."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from desktop.analysis.attribution.quotations import SpeechReader, SpeechTurn
from desktop.analysis.attribution.quote_marks import Marked
from desktop.analysis.suggestions.claim_words import ClaimCues, claim_words
from desktop.analysis.suggestions.coded_text import CodedText, Holders
from desktop.analysis.words import key, stems_of
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED, split_sentences
from desktop.core.structure.writing import ALL_STOPS, QUESTION_MARKS
from desktop.core.values import SegmentKind
from desktop.core.vocabulary.languages import either, vocabulary

# so many words that somebody is reported to say beside a quotation may be a claim
_LEAST_REPORTED = 5
# of a sentence with a quotation of so many words, the quotation is looked at by itself
_LONG_QUOTATION = 6
# characters of a turn that is nothing but a question; a longer one that ends with one is a speech
_LONGEST_QUESTION = 400
_SAYING = frozenset(map(key, vocabulary().saying.verbs | vocabulary().saying.bare))
# of words that only say who speaks there are so many in small letters at most, and none of these features
_LONGEST_ATTRIBUTION = 10
# stops with which a quotation is over, and words with a capital behind it a sentence of their own
_STATING = (".", "。", "।", "۔", "…")
# what may stand before the words behind a quotation
_OPENING_MARKS = ' \t\n,;:.–—-»”"’'
_QUESTION_MARKS = tuple(QUESTION_MARKS)
_THAT = re.compile(rf" {either(vocabulary().holding.that)} ")


class Stretch(NamedTuple):
    """A stretch of text with what is known of who speaks there.

    Attributes:
        turn: the key of who speaks the turn; empty in prose, and where nobody of the codebook does.
        in_turn: whether it stands in a turn.
        role: the turn's.
        quoted: the key of who is quoted; None outside quotations.
        said: who is said to say it, as `speakers` finds it; may be empty.
        author: the key of the outlet, or of who signs an opinion piece; may be empty.
        is_signed: whether it stands in such a piece.
        whole: its place with the words that say who is quoted, where these stand beside it.
        asks: 1 in a turn that is nothing but a question, 0.5 in a speech that ends with one, else 0.
        is_told: whether a record tells its turn in other words: “The Chair said that …”.
        co_authors: the keys of those who sign it besides the author.
    """

    span: Span
    turn: str = ""
    in_turn: bool = False
    role: str = ""
    quoted: str | None = None
    said: str = ""
    author: str = ""
    is_signed: bool = False
    whole: Span | None = None
    asks: float = 0.0
    is_told: bool = False
    co_authors: Holders = ()

    @property
    def authors(self) -> Holders:
        """All who sign it, or the outlet."""
        return (self.author, *self.co_authors)

    @property
    def speaker(self) -> str:
        """The key of who speaks or is quoted; empty in prose, and where somebody unknown is quoted in a turn."""
        return self.turn if self.quoted is None else self.quoted

    @property
    def is_prose(self) -> bool:
        """Whether nobody speaks there."""
        return not self.in_turn and not self.quoted


class ReadStretch(NamedTuple):
    """A stretch with what its words tell.

    Attributes:
        features: as `_features`.
        stems: of its words of weight.
    """

    stretch: Stretch
    features: dict[str, float]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch to look at: a sentence, or of one the words quoted in it, with who says so in *whole*.

    *number* is the quotation's in the document, -1 where there is none.
    """

    span: Span
    quotation: Marked | None = None
    number: int = -1
    whole: Span | None = None


class StretchReader:
    """Reads a document for its stretches, one paragraph after another."""

    def __init__(self, document: CodedText, speakers: SpeechReader) -> None:
        """Find the stretches of a document; who speaks there is read when they are asked for."""
        text = document.text
        self._document = document
        self._speech = speakers.reading(text, document.segments, document.participants, sayings=True)
        self._headings = {one.start for one in document.segments if one.kind is SegmentKind.HEADING}
        self._retold = _retold(text, self._speech.turns)
        self._turn_starts = [one.start for one in self._speech.turns]
        told, marked = claim_words(document.language), self._speech.marked
        starts = [one.span.start for one in marked]
        self._parts = [_parts(text, one, marked, starts, told) for one in self._speech.prose]

    def spans(self) -> Iterator[Span]:
        """Yield the places of all of them, in their order."""
        return (part.span for parts in self._parts for part in parts)

    def __iter__(self) -> Iterator[tuple[ReadStretch, ...]]:
        """Yield those of each paragraph, as they are read."""
        for paragraph, parts in zip(self._speech.prose, self._parts, strict=True):
            # others may begin before this one ends
            self._speech.read_to(paragraph.end)
            yield tuple(self._read(part, heading=paragraph.start in self._headings) for part in parts)

    def _read(self, part: _Piece, *, heading: bool) -> ReadStretch:
        stretch, language = self._stretch(part), self._document.language
        sentence = self._document.text[part.span.start : part.span.end]
        keys = [key(word) for word in COMPARED.findall(sentence)]
        features = _features(sentence, keys, stretch, language, heading=heading)
        return ReadStretch(stretch, features, tuple(stems_of(keys)))

    def _stretch(self, part: _Piece) -> Stretch:
        document, speech, span = self._document, self._speech, part.span
        at = bisect_right(self._turn_starts, span.start) - 1
        turn = speech.turns[at] if at >= 0 and span.start < speech.turns[at].end else None
        at = bisect_left(speech.sayings, span.end, key=lambda one: one[0].start) - 1
        said = speech.sayings[at][1] if at >= 0 and speech.sayings[at][0].overlaps(span) else ""
        actor, role = (turn.actor, turn.role) if turn is not None else ("", "")
        quoted = speech.quotations[part.number].actor if part.quotation is not None else None
        asks = float(role == "question")
        if asks and turn is not None and turn.end - turn.start > _LONGEST_QUESTION:
            asks = 0.5
        is_told = turn is not None and turn.start in self._retold
        if is_told and turn is not None and span.start <= turn.start:
            said = said or actor
        known = (quoted, said, document.author, document.signed)
        return Stretch(span, actor, turn is not None, role, *known, part.whole, asks, is_told, document.co_authors)


def _features(
    sentence: str, words: Sequence[str], stretch: Stretch, language: str, *, heading: bool
) -> dict[str, float]:
    """Return the features that a sentence has by its place and its *words* as keys: most of them are 0 or 1."""
    told = claim_words(language)
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
        "question": sentence.rstrip().endswith(_QUESTION_MARKS),
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
    }
    return {name: float(value) for name, value in found.items() if value}


def _retold(text: str, turns: Sequence[SpeechTurn]) -> frozenset[int]:
    """Return where the turns begin that a record tells in other words, behind who speaks: “The Chair said that …”."""
    small = [one.start for one in turns if text[one.start] == "," or text[one.start].islower()]
    # many machines write small letters as well
    said = sum(text[at] == "," or key(text[at : at + 40].split()[0]) in _SAYING for at in small)
    return frozenset(small if 2 * said > len(small) else ())


def _parts(
    text: str, paragraph: Span, marked: Sequence[Marked], starts: Sequence[int], told: ClaimCues
) -> list[_Piece]:
    """Return the sentences of a paragraph; long quotations stand by themselves, with the words that say whose they are.

    What else is reported beside a quotation stands by itself too. *starts* are those of the quotations' words.
    """
    first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
    quoted = [
        number
        for number in range(first, last)
        if not marked[number].depth
        and len(COMPARED.findall(text[marked[number].span.start : marked[number].span.end])) >= _LONG_QUOTATION
    ]
    found: list[_Piece] = []
    position = paragraph.start
    for number in [*quoted, None]:
        end = marked[number].span.start - 1 if number is not None else paragraph.end
        for sentence in split_sentences(text, Span(position, max(position, end))):
            found.append(_Piece(sentence))
        if number is not None:
            one = marked[number]
            found += [_Piece(sentence, one, number) for sentence in split_sentences(text, one.span)]
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
    if start == part.quotation.span.start and (mark := len(text[max(0, start - 3) : start].rstrip())):
        start -= min(start, 3) - mark + 1
    if end == part.quotation.span.end:
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
