"""Where a quotation may stand: candidates in two stages, each aligned and weighed against chance.

The word index (`word_index`) finds passages that share rare words at matching places, in all documents. Where one
covers the same event, its sentences by the same speaker are ranked as well by the word stems they share with the
quotation and its sentence (BM25: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009): a paraphrase of
three words has no run to be found by.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.analysis.attribution.quotations import Quotation
from desktop.analysis.tracing.alignment import Alignment, align, outline, with_moved
from desktop.analysis.tracing.alignment_table import Run
from desktop.analysis.tracing.events import Events, Source
from desktop.analysis.tracing.verdicts import HALF, NEARLY_ALL, WordComparison, as_echo, compare
from desktop.analysis.tracing.word_index import Passages, WordIndex
from desktop.analysis.words import Grammar, grammar, key, stem
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.values import SpeakerCertainty

# how much more than chance, in nats, a passage elsewhere must be (see `WordIndex.surprise`)
_MARGIN = 3.0
PLACES = 24
_ALIGNED = 2
_HOPE = 0.9
_THIRD, _TWO_OF_THREE = 0.3, 0.6
# a quotation with fewer words of weight is no evidence
_THREE = 3
# a quotation of fewer words of weight is found in too many places to be found by its words alone
SHORT = 4
_LONGEST_ECHO = 12
_LONG_RUN = 9
# so many documents with the same words are told one by one, and those of its event
LISTED = 12


@dataclass(frozen=True, slots=True)
class SearchedQuotation:
    """A quotation as it is searched for.

    Attributes:
        words: its words as keys.
        around: the stems of the sentence it stands in, without its own.
        content: how many of its words are none of grammar; *weighty*, with those that deny.
        rarity: how much finding each of its words tells.
        grammar: the small words of its language.
        names: the places of words that stand in a name of several words.
    """

    document: int
    quotation: Quotation
    words: tuple[str, ...]
    around: tuple[str, ...]
    content: int
    weighty: int
    rarity: tuple[float, ...]
    grammar: Grammar
    names: frozenset[int]

    def is_anothers(self, actor: str) -> bool:
        """Tell whether who says a passage is not who is quoted: by key, or where one is named who is no actor."""
        said = self.quotation
        named = said.speaker and said.certainty is SpeakerCertainty.NAMED
        return bool(actor) and said.actor != actor and bool(said.actor or named)


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
    def is_telling(self) -> bool:
        """Whether so much is there that nothing around need agree: nearly all, or two words of weight of three."""
        return self.comparison.alike >= (_TWO_OF_THREE if len(self.comparison.matched) > 1 else NEARLY_ALL)

    @property
    def worth(self) -> tuple[bool, float]:
        """What the best of several passages has most of: the speaker, then words in common, then the surroundings."""
        return self.fits, self.comparison.alike + self.comparison.score / 4 + self.agreement / 2


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Where a quotation was found.

    Attributes:
        matches: by document.
        more: how many more documents have the very same words.
        is_tested: whether all places were looked at.
        nearest: how many words of weight stand together where most of them do, of what was not found to be the same.
        stands: whether the very words stand elsewhere, and are too few to tell anything.
        unsure: by document, the sentence that says most nearly the same, where it is not near enough.
    """

    matches: dict[int, PassageMatch]
    more: int
    is_tested: bool
    nearest: int = 0
    stands: bool = False
    unsure: Mapping[int, PassageMatch] = field(default_factory=dict)


class Finder:
    """Finds and weighs passages for quotations.

    Attributes:
        sources: the documents by id.
        events: which of them cover one event.
        passages: their sentences.
        index: their words.
    """

    def __init__(
        self, sources: Iterable[Source], same_event: Mapping[frozenset[int], bool], index: WordIndex | None = None
    ) -> None:
        """Index *sources*; *same_event* and *index* as `desktop.analysis.tracing.tracing.Tracer` has them."""
        self.sources = {source.id: source for source in sources}
        self.events = Events(self.sources, same_event)
        self.index = index or WordIndex((source.id, source.text) for source in self.sources.values())
        self.passages = {
            number: Passages(
                source.text,
                source.turns,
                grammar(source.language),
                ((one.span, one.actor) for one in source.quotations if source.turns),
            )
            for number, source in self.sources.items()
        }

    def searched(self, document: int, quotation: Quotation) -> SearchedQuotation:
        """Return what is searched for when a quotation is."""
        text = self.sources[document].text
        words = tuple(self.index.read(text[quotation.start : quotation.end]))
        own = {stem(word) for word in words}
        near = self.index.read(text[quotation.context.start : quotation.context.end])
        small = grammar(self.sources[document].language)
        around = tuple({stem(word) for word in near if small.is_content(word)} - own)
        content = sum(map(small.is_content, words))
        weighty = sum(small.weight(word) == 1 for word in words)
        rarity = tuple(self.index.rarity(words))
        names = _in_names(COMPARED.findall(text, quotation.start, quotation.end), small)
        return SearchedQuotation(document, quotation, words, around, content, weighty, rarity, small, names)

    def is_near(self, searched: SearchedQuotation, number: int) -> bool:
        """Tell whether a document covers the event of a quotation; its own does where report and transcript are one."""
        if number == searched.document:
            return bool(self.passages[number].actors) and not searched.quotation.turn
        return self.events.are_one(searched.document, number)

    def quoted_from(self, searched: SearchedQuotation, looked: FoundWords) -> list[int]:
        """Return the documents in whose turns a quotation stands, nearly word for word, of those where it was found."""
        if searched.weighty < _THREE:
            return []
        return [
            number
            for number, match in looked.matches.items()
            if number != searched.document
            and self.sources[number].speaking
            and match.comparison.alike >= NEARLY_ALL
            and (
                match.fits
                or not searched.quotation.actor
                or not match.actor
                # who speaks is called otherwise there, or the report has taken one for another
                or (match.comparison.alike == 1 and searched.weighty >= SHORT)
            )
        ]

    def exact(self, searched: SearchedQuotation) -> FoundWords:
        """Return where the very words of a quotation stand, records and documents of its event first.

        A single word of weight is found anywhere, and counts in the speaker's own turns alone.
        """
        places = self.index.exact(searched.words)
        if not places:
            return FoundWords({}, 0, places is not None)
        elsewhere = any(number != searched.document for number in places)
        own = {*self.events.records(searched.document), *self.events.siblings(searched.document), searched.document}
        found: dict[int, PassageMatch] = {}
        more = 0
        alone = searched.weighty < 2 and len(searched.words) < SHORT
        for number in sorted(places, key=lambda one: one not in own):
            if number == searched.document and not self.is_near(searched, number):
                continue
            if len(found) >= LISTED and number not in own:
                more += 1
                continue
            starts = places[number][:PLACES]
            each = (self._match(searched, number, at, at + len(searched.words)) for at in starts)
            matches = [match for match in each if match is not None]
            if alone and len(matches) > 1 and not any(one.fits for one in matches):
                # one of many places of a word is a guess, but where it is all that is said: “Could.”
                whole = [one for one in matches if self._is_sentence(number, one)]
                matches = whole if len(whole) == 1 else []
            best = max(matches, key=lambda match: match.worth, default=None)
            if best is not None and (not alone or best.fits or (number in own and not searched.quotation.actor)):
                found[number] = best
        # what stands elsewhere and is too little to tell anything is not said to stand nowhere
        return FoundWords(found, more, True, stands=elsewhere and not found)

    def _is_sentence(self, number: int, match: PassageMatch) -> bool:
        """Tell whether a passage is a sentence by itself."""
        sentence = self.passages[number].sentence(match.span)
        return len(COMPARED.findall(self.sources[number].text, sentence.start, sentence.end)) == len(match.passage)

    def alike(self, searched: SearchedQuotation, within: Sequence[int] | None = None, most: int = PLACES) -> FoundWords:
        """Return the accepted match of each document that the index leads to, of those *within* which it is looked for.

        Without these it is looked for in all, at the *most* likely places.
        """
        numbers = self.index.numbers(searched.words)
        expected = math.log(self.index.total)
        ranked: dict[int, list[tuple[float, int, int, tuple[Run, ...]]]] = {}
        places = (
            self.index.find(searched.words, most)
            if within is None
            else [one for number in within for one in self.index.find(searched.words, PLACES // 4, number)]
        )
        nearest = 0
        for place in places:
            near = self.is_near(searched, place.document)
            if place.document == searched.document and not near:
                continue
            rough = outline(numbers, self.index.window(place.document, place.first, place.last))
            nearest = max(nearest, sum(searched.grammar.is_content(searched.words[at]) for at in rough.shared))
            if place.votes < expected * (not near):
                continue
            shared = [[searched.words[at]] for at in rough.shared]
            surprise = self.index.surprise(shared, 2 * len(searched.words))
            # the longest subsequence is not the most telling one, so some less than is asked for later
            if near or surprise >= expected * _HOPE:
                stretch = (place.first + rough.start, place.first + rough.end)
                ranked.setdefault(place.document, []).append((surprise, *stretch, rough.runs))
        found: dict[int, PassageMatch] = {}
        for number, likely in ranked.items():
            likely.sort(reverse=True)
            tried = (one for one in likely[:_ALIGNED] if one[0] * 1.5 >= likely[0][0])
            matches = [match for one in tried if (match := self._match(searched, number, *one[1:]))]
            best = max(matches, key=lambda match: match.worth, default=None)
            if best is not None and self._accepts(searched, best):
                found[number] = best
        return FoundWords(found, 0, True, nearest)

    def _match(
        self, searched: SearchedQuotation, number: int, first: int, last: int, runs: tuple[Run, ...] | None = None
    ) -> PassageMatch | None:
        """Return a quotation aligned with words *first* to *last* of a document; None without a shared word."""
        passage = tuple(self.index.keys(number, first, last))
        alignment = with_moved(
            searched.words,
            passage,
            align(searched.words, passage, searched.rarity, runs, searched.grammar),
            searched.rarity,
            searched.grammar,
        )
        comparison = compare(searched.words, passage, alignment, searched.grammar)
        if not comparison.runs:
            return None
        span = self.index.span(number, first + alignment.first, first + alignment.last)
        actor = self.passages[number].speaker(span)
        if not actor:
            told = next((one for one in self.sources[number].quotations if one.span.overlaps(span)), None)
            actor = told.actor if told else ""
        fits = bool(actor) and actor == searched.quotation.actor
        own = number == searched.document
        if own and (span.overlaps(searched.quotation.span) or not (fits or (actor and not searched.quotation.actor))):
            return None
        agreement = self.passages[number].agreement(span, searched.around) if self.is_near(searched, number) else 0.0
        return PassageMatch(number, alignment, comparison, passage, first, span, actor, fits, agreement)

    def _accepts(self, searched: SearchedQuotation, match: PassageMatch) -> bool:
        """Tell whether a passage is more than chance."""
        comparison = match.comparison
        content = len(comparison.matched)
        if self.is_near(searched, match.document) and match.fits and comparison.alike >= HALF and content:
            return True
        if searched.is_anothers(match.actor) and (comparison.alike < 0.6 or content < 4):
            # in another's mouth only when it is plainly the same
            return False
        own = [at for at, word in enumerate(searched.words) if searched.grammar.is_content(word)]
        besides = [at for at in own if at not in searched.names]
        if searched.names and 2 * sum(at not in searched.names for at in comparison.matched) < len(besides):
            # a long name that both mention is no passage
            return False
        if comparison.alike >= NEARLY_ALL and max(map(len, comparison.runs)) >= _LONG_RUN:
            # so many words in a row are the same ones, be they words of grammar
            return True
        if content < 2 or comparison.alike < (0.3 if content >= 4 else HALF):
            return False
        runs = sorted(([searched.words[at] for at in run] for run in comparison.runs), key=len)
        width = match.alignment.last - match.alignment.first + len(searched.words)
        bound = math.log(self.index.total) + (0 if match.fits else _MARGIN)
        if comparison.alike >= HALF:
            return self.index.surprise(runs, width, bound) >= bound
        # a long name that both mention is no passage: words in common must not stand in one run alone
        return self.index.surprise(runs, width) - self.index.surprise(runs[-1:], width) / 2 >= bound

    def nearest(self, searched: SearchedQuotation, number: int) -> tuple[PassageMatch | None, bool]:
        """Return the sentence of a document that says most nearly what the speaker of a quotation is quoted with.

        The second tells whether it is near enough to be what was quoted. Where nobody is named as the speaker, all
        sentences are asked. None where the speaker says nothing there.
        """
        passages, actor = self.passages[number], searched.quotation.actor
        if passages.actors and actor and actor not in passages.actors:
            return None, False
        roots = [stem(word) for word in searched.words if searched.grammar.is_content(word)]
        likely = (self.index.range(number, sentence) for sentence in passages.rank(roots, searched.around, actor))
        matches = (match for one in likely if (match := self._match(searched, number, *one)))
        best = max((one for one in matches if one.comparison.matched), key=lambda match: match.worth, default=None)
        if best is None:
            return None, False
        alike = best.comparison.alike
        if searched.is_anothers(best.actor) and (alike < 0.6 or len(best.comparison.matched) < SHORT):
            return best, False
        if not actor:
            return best, alike >= HALF and len(best.comparison.matched) >= 2
        # one word in three is little, but here the event, the speaker and the sentence's other words agree too
        if alike < _THIRD or not (best.agreement or best.is_telling):
            return best, False
        return best, len(roots) <= SHORT or len(best.comparison.matched) >= 3

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
            comparison=replace(
                compare(searched.words, passage, alignment, searched.grammar), score=match.comparison.score
            ),
            passage=passage,
            base=first,
            span=self.index.span(match.document, first, last),
        )


def _in_names(words: Sequence[str], small: Grammar) -> frozenset[int]:
    """Return the places of words that follow each other with capitals, words of grammar between them left out."""
    found: set[int] = set()
    run: list[int] = []
    for at, word in enumerate([*words, ""]):
        if word[:1].isupper():
            run.append(at)
        elif not word or small.is_content(key(word)):
            found.update(run if len(run) > 1 else ())
            run = []
    return frozenset(found)
