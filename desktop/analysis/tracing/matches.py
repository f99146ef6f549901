"""Where a quotation may stand: candidates in two stages, each aligned and weighed against chance.

The word index (`word_index`) finds passages that share rare words at matching places, in all documents. Where one
covers the same event, its sentences by the same speaker are ranked as well by the word stems they share with the
quotation and its sentence (BM25: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009): a paraphrase of
three words has no run to be found by.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop.analysis.attribution.quotations import Quotation, SpeechTurn
from desktop.analysis.tracing.alignment import Alignment, align, outline, with_moved
from desktop.analysis.tracing.alignment_table import Run
from desktop.analysis.tracing.verdicts import HALF, WordComparison, as_echo, compare
from desktop.analysis.tracing.word_index import Passages, WordIndex
from desktop.analysis.words import FUNCTION, stem
from desktop.core.spans import Span

# how much more than chance, in nats, a passage elsewhere must be (see `WordIndex.surprise`)
_MARGIN = 3.0
_PLACES = 24
_ALIGNED = 2
_HOPE = 0.9
# a quotation of fewer words of weight is found in too many places to be found by its words alone
SHORT = 4
_LONGEST_ECHO = 12


@dataclass(frozen=True, slots=True)
class Source:
    """A document as tracing needs it.

    Attributes:
        label: how reasons name it: its publisher, or its title.
        quotations: as `find_quotations` gives them.
        turns: as `find_turns` gives them; empty for prose.
        event_date: the day of the event, empty when unknown.
        participants: the keys of those who take part in the event.
    """

    id: int
    text: str
    label: str
    quotations: tuple[Quotation, ...] = ()
    turns: tuple[SpeechTurn, ...] = ()
    event_date: str = ""
    participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchedQuotation:
    """A quotation as it is searched for.

    Attributes:
        words: its words as keys.
        around: the stems of the sentence it stands in, without its own.
        content: how many of its words weigh in full.
        rarity: how much finding each of its words tells.
    """

    document: int
    quotation: Quotation
    words: tuple[str, ...]
    around: tuple[str, ...]
    content: int
    rarity: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """A passage that was aligned with a quotation.

    Attributes:
        alignment: its places count from *base*, a word of the document, as does *passage*, the keys.
        actor: who speaks there; *fits* when that is the quotation's speaker.
        agreement: how far the sentences around both agree, 0 to 1.
    """

    document: int
    alignment: Alignment
    comparison: WordComparison
    passage: tuple[str, ...]
    base: int
    span: Span
    actor: str
    fits: bool
    agreement: float

    @property
    def worth(self) -> tuple[bool, float]:
        """What the best of several passages has most of: the speaker, then words in common, then the surroundings."""
        return self.fits, self.comparison.alike + self.comparison.score / 4 + self.agreement / 2


class Finder:
    """Finds and weighs passages for quotations.

    Attributes:
        sources: the documents by id.
        passages: their sentences.
        index: their words.
    """

    def __init__(
        self, sources: Iterable[Source], same_event: Mapping[frozenset[int], bool], index: WordIndex | None = None
    ) -> None:
        """Index *sources*; *same_event* and *index* as `desktop.analysis.tracing.tracing.Tracer` has them."""
        self.sources = {source.id: source for source in sources}
        self._said = dict(same_event)
        self.index = index or WordIndex((source.id, source.text) for source in self.sources.values())
        self._by_date: dict[str, list[int]] = {}
        for source in self.sources.values():
            if _is_whole(source.event_date):
                self._by_date.setdefault(source.event_date, []).append(source.id)
        self._near: dict[int, list[int]] = {}
        self.passages = {number: Passages(source.text, source.turns) for number, source in self.sources.items()}

    def covers_same_event(self, one: int, other: int) -> bool:
        """Tell whether two documents cover the same event.

        A user has said so; else they give the same day of the event and share a participant.
        """
        said = self._said.get(frozenset((one, other)))
        if said is not None:
            return said
        a, b = self.sources[one], self.sources[other]
        return (
            _is_whole(a.event_date) and a.event_date == b.event_date and bool(set(a.participants) & set(b.participants))
        )

    def same_event(self, document: int) -> list[int]:
        """Return the other documents that cover the same event, in the order of all."""
        known = self._near.get(document)
        if known is None:
            said = {other for pair in self._said if document in pair for other in pair}
            near = {*self._by_date.get(self.sources[document].event_date, ()), *said} - {document}
            near = {one for one in near & self.sources.keys() if self.covers_same_event(document, one)}
            known = self._near[document] = [one for one in self.sources if one in near] if near else []
        return known

    def searched(self, document: int, quotation: Quotation) -> SearchedQuotation:
        """Return what is searched for when a quotation is."""
        text = self.sources[document].text
        words = tuple(self.index.read(text[quotation.start : quotation.end]))
        own = {stem(word) for word in words}
        near = self.index.read(text[quotation.context.start : quotation.context.end])
        around = tuple({stem(word) for word in near if word not in FUNCTION} - own)
        content = sum(word not in FUNCTION for word in words)
        return SearchedQuotation(document, quotation, words, around, content, tuple(self.index.rarity(words)))

    def is_near(self, searched: SearchedQuotation, number: int) -> bool:
        """Tell whether a document is searched sentence by sentence."""
        if number == searched.document:
            return bool(self.passages[number].actors) and not searched.quotation.turn
        return number in self.same_event(searched.document)

    def stage_one(self, searched: SearchedQuotation) -> dict[int, PassageMatch]:
        """Return the accepted match of each document that the index leads to."""
        numbers = self.index.numbers(searched.words)
        expected = math.log(self.index.total)
        ranked: dict[int, list[tuple[float, int, int, tuple[Run, ...]]]] = {}
        for place in self.index.find(searched.words, _PLACES):
            near = self.is_near(searched, place.document)
            if (place.document == searched.document and not near) or place.votes < expected * (not near):
                continue
            rough = outline(numbers, self.index.window(place.document, place.first, place.last))
            shared = [[searched.words[at]] for at in rough.shared]
            surprise = self.index.surprise(shared, 2 * len(searched.words))
            # the longest subsequence is not the most telling one, so some less than is asked for later
            if near or surprise >= expected * _HOPE:
                stretch = (place.first + rough.start, place.first + rough.end)
                ranked.setdefault(place.document, []).append((surprise, *stretch, rough.runs))
        found: dict[int, PassageMatch] = {}
        for number, places in ranked.items():
            places.sort(reverse=True)
            likely = (one for one in places[:_ALIGNED] if one[0] * 1.5 >= places[0][0])
            matches = [match for one in likely if (match := self._match(searched, number, *one[1:]))]
            best = max(matches, key=lambda match: match.worth, default=None)
            if best is not None and self._accepts(searched, best):
                found[number] = best
        return found

    def _match(
        self, searched: SearchedQuotation, number: int, first: int, last: int, runs: tuple[Run, ...] | None = None
    ) -> PassageMatch | None:
        """Return a quotation aligned with words *first* to *last* of a document; None without a shared word."""
        passage = tuple(self.index.keys(number, first, last))
        alignment = with_moved(
            searched.words, passage, align(searched.words, passage, searched.rarity, runs), searched.rarity
        )
        comparison = compare(searched.words, passage, alignment)
        if not comparison.runs:
            return None
        span = self.index.span(number, first + alignment.first, first + alignment.last)
        actor = self.passages[number].speaker(span)
        if not actor:
            told = next((one for one in self.sources[number].quotations if one.span.overlaps(span)), None)
            actor = told.actor if told else ""
        fits = bool(actor) and actor == searched.quotation.actor
        if number == searched.document and (not fits or span.overlaps(searched.quotation.span)):
            return None
        agreement = self.passages[number].agreement(span, searched.around) if self.is_near(searched, number) else 0.0
        return PassageMatch(number, alignment, comparison, passage, first, span, actor, fits, agreement)

    def _accepts(self, searched: SearchedQuotation, match: PassageMatch) -> bool:
        """Tell whether a passage is more than chance."""
        comparison = match.comparison
        content = len(comparison.matched)
        if self.is_near(searched, match.document) and match.fits and comparison.alike >= HALF and content:
            return True
        if searched.quotation.actor and match.actor and not match.fits and (comparison.alike < 0.6 or content < 4):
            # in another's mouth only when it is plainly the same
            return False
        if content < 2 or comparison.alike < (0.3 if content >= 4 else HALF):
            return False
        runs = sorted(([searched.words[at] for at in run] for run in comparison.runs), key=len)
        width = match.alignment.last - match.alignment.first + len(searched.words)
        bound = math.log(self.index.total) + (0 if match.fits else _MARGIN)
        if comparison.alike >= HALF:
            return self.index.surprise(runs, width, bound) >= bound
        # a long name that both mention is no passage: words in common must not stand in one run alone
        return self.index.surprise(runs, width) - self.index.surprise(runs[-1:], width) / 2 >= bound

    def stage_two(self, searched: SearchedQuotation, number: int) -> PassageMatch | None:
        """Return the sentence of the same speaker that says most nearly the same, when it is near enough."""
        passages, actor = self.passages[number], searched.quotation.actor
        if not actor or (passages.actors and actor not in passages.actors):
            return None
        roots = [stem(word) for word in searched.words if word not in FUNCTION]
        likely = (self.index.range(number, sentence) for sentence in passages.rank(roots, searched.around, actor))
        matches = (match for one in likely if (match := self._match(searched, number, *one)))
        best = max((one for one in matches if one.comparison.matched), key=lambda match: match.worth, default=None)
        # one word in three is little, but here the event, the speaker and the sentence's other words agree too
        if best is None or best.comparison.alike < 0.3 or not best.agreement:
            return None
        return best if len(roots) <= SHORT or len(best.comparison.matched) >= 3 else None

    def echo(self, searched: SearchedQuotation, match: PassageMatch) -> PassageMatch:
        """Return a loose match grown to its sentence."""
        sentence = self.passages[match.document].sentence(match.span)
        first, last = self.index.range(match.document, sentence)
        if last - first > 2 * len(searched.words) + _LONGEST_ECHO:
            first, last = match.base + match.alignment.first, match.base + match.alignment.last
        passage = tuple(self.index.keys(match.document, first, last))
        shift = match.base - first
        moved = replace(
            match.alignment,
            first=match.alignment.first + shift,
            last=match.alignment.last + shift,
            steps=tuple(
                step._replace(passage=step.passage + shift) if step.passage is not None else step
                for step in match.alignment.steps
            ),
        )
        alignment = as_echo(moved, 0, last - first)
        return replace(
            match,
            alignment=alignment,
            # how near the two are is told by the words that were laid beside each other
            comparison=replace(compare(searched.words, passage, alignment), score=match.comparison.score),
            passage=passage,
            base=first,
            span=self.index.span(match.document, first, last),
        )


def _is_whole(date: str) -> bool:
    """Tell whether a date has its day; without it is shared by too much."""
    return len(date) == len("2024-04-26") and not date.startswith("-")
