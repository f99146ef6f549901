"""What a report tells in its own words beside the nearest passage of a record of the event."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from desktop.analysis.attribution import speech_words
from desktop.analysis.attribution.quotations import Quotation
from desktop.analysis.tracing.events import is_foreign
from desktop.analysis.tracing.matches import Finder, SearchedQuotation
from desktop.analysis.tracing.reported import ReportedSpeech
from desktop.analysis.tracing.unfound import Unfound, without
from desktop.analysis.tracing.word_index import Passages
from desktop.analysis.words import Grammar, is_name, key, stem
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import Change, ChangeKind, Trace, Verdict
from desktop.core.vocabulary.languages import groups, languages

# a passage with less of what is told again is not near it; with less than so much it is not laid beside it
_FAINT, _LAID = 0.15, 0.35
# what may be no speech at all must be nearer
_GUESSED = 0.25
# what others say there must be much nearer: reports take one minister for another
_OTHERS = 0.7
# what tells who says it counts so much less than what is said
_WHO = 0.1
# so many words that none before has make another clause one that is told again
_MORE = 2
# a month in fewer letters is another word too
_SHORT_MONTH = 3
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_VERBS = frozenset(map(key, speech_words.VERBS))
_MARK = re.compile(r"[,;:—]|\s[–-]\s")


class Retold:
    """Finds what was told in other words."""

    def __init__(self, finder: Finder, unfound: Unfound, name: Callable[[str], str]) -> None:
        """Ask *finder* for records; *name* gives an actor's name by the key."""
        self._finder, self._unfound, self._name = finder, unfound, name

    def trace(self, document: int, told: ReportedSpeech) -> Trace | None:
        """Return the trace of what *document* tells in its own words.

        None where there is no record, and for a guess that resembles nothing said there.
        """
        finder, sources = self._finder, self._finder.sources
        known = finder.events.records(document)
        if not known:
            return None
        quotation = Quotation(told.span.start, told.span.end, told.actor, rule="reported", context=told.sentence)
        searched = finder.searched(document, quotation)
        records = [number for number in known if not is_foreign(sources[document], sources[number])]
        if not records:
            foreign = self._unfound.not_compared(searched, known)
            return foreign if foreign.start_b is not None or not told.is_guess else None
        near = self._nearest(searched, records, told.said)
        if near is not None and (not told.is_guess or near[2] >= _GUESSED):
            return self._beside(searched, *near)
        return None if told.is_guess else self._alone(searched, records)

    def _nearest(
        self, searched: SearchedQuotation, records: Sequence[int], said: Span
    ) -> tuple[int, Span, float] | None:
        """Return the record, the passage and how much of what is told stands there; None where nothing is near it.

        Of what is told *said* counts most: the rest tells who says it.
        """
        actor, passages = searched.quotation.actor, self._finder.passages
        # a headline names who speaks there without a verb of saying: “Orsk to sell the bridge”
        actor = actor or self._named(searched, records)
        speaking = [number for number in records if actor in passages[number].actors]
        name = set(map(key, COMPARED.findall(self._name(actor))))
        text = self._finder.sources[searched.document].text
        core = set(map(key, COMPARED.findall(text, said.start, said.end)))
        # who says it, and that it is said, stand in the report alone
        roots = {
            stem(word): 1.0 if word in core else _WHO
            for word in searched.words
            if searched.grammar.is_content(word) and word not in name and word not in _VERBS
        }
        places = []
        for within, who, worth in ((speaking, actor, 1.0), (records, "", _OTHERS if speaking else 1.0)):
            for number in within:
                if place := passages[number].likeliest(roots, who):
                    places.append((worth * place[1], number, *place))
        _worth, number, span, share = max(places, key=lambda one: one[0], default=(0.0, 0, Span(0, 0), 0.0))
        return (number, span, share) if share >= _FAINT else None

    def _named(self, searched: SearchedQuotation, records: Sequence[int]) -> str:
        """Return the key of who speaks in *records* and is alone named where something is told; empty without one."""
        text, span = self._finder.sources[searched.document].text, searched.quotation.span
        words = {key(one[0]) for one in COMPARED.finditer(text, span.start, span.end) if one[0][0].isupper()}
        speaking = {actor for number in records for actor in self._finder.passages[number].actors}
        found = [one for one in speaking if {*map(key, self._name(one).split()[-1:])} & words]
        return found[0] if len(found) == 1 else ""

    def _beside(self, searched: SearchedQuotation, number: int, span: Span, share: float) -> Trace:
        actor, source = searched.quotation.actor, self._finder.sources[number]
        passages = self._finder.passages[number]
        said_by = actor if actor and passages.says(span, actor) else passages.speaker(span)
        changes: tuple[Change, ...] = ()
        reason = _("Told in other words; {share} % of them stand in the nearest passage of the record.")
        reason = reason.format(share=round(share * 100))
        if actor and actor not in self._finder.passages[number].actors:
            reason += " " + _("It has no words of {actor}.").format(actor=self._name(actor))
        elif actor and said_by != actor:
            told = _("There {actor} says it, not {speaker}.")
            reason += " " + told.format(actor=self._name(said_by), speaker=self._name(actor))
        roots = [stem(word) for word in searched.words if searched.grammar.is_content(word)]
        if share >= _LAID:
            own = (self._finder.sources[searched.document].text, searched.quotation.span)
            clauses = _told_clauses(passages, source.text, span, searched)
            context = searched.quotation.context
            around = {key(one) for one in COMPARED.findall(own[0], context.start, context.end)}
            # of an answer that has but one of the words nothing but its figures can be laid beside them
            if len(passages.roots(roots) & passages.roots_in(span)) > 1:
                changes = tuple(
                    one
                    for one in small_words(own, (source.text, clauses), searched.grammar)
                    # “he believes, he said, that …”
                    if not one.old or stem(key(one.old)) not in set(map(stem, around))
                )
            figures = changed_figure(own, (source.text, span), source.language, passages.sentences())
            if figures is not None:
                changes = (figures, *changes)
                reason += " " + _("The report has “{new}” where the record has “{old}”.").format(
                    new=figures.new, old=figures.old
                )
            for change in changes[figures is not None :]:
                told = _("Only the record has “{words}”.") if change.old else _("Only the report has “{words}”.")
                reason += " " + told.format(words=change.old or change.new)
        where = (searched.document, searched.quotation.start, searched.quotation.end, actor)
        place = (number, span.start, span.end, said_by)
        return Trace(*where, *place, Verdict.REPORTED, round(share, 3), reason, changes, same_event=True)

    def _alone(self, searched: SearchedQuotation, records: Sequence[int]) -> Trace:
        actor = searched.quotation.actor
        speaking = [number for number in records if actor in self._finder.passages[number].actors]
        number = (speaking or records)[0]
        reason = _("Told in other words; no passage of {document} is sure enough.")
        if actor and not speaking:
            reason = _("Told in other words; {document}, the record of the event, has no words of {actor}.")
        reason = reason.format(document=self._finder.sources[number].label, actor=self._name(actor))
        return without(searched, number, Verdict.REPORTED, reason)


def _told_clauses(passages: Passages, text: str, span: Span, searched: SearchedQuotation) -> list[Span]:
    """Return the clauses of a passage that are told again: that with most of the words, and what has more of them."""
    left = passages.roots(stem(word) for word in searched.words if searched.grammar.is_content(word))
    clauses = {
        clause: passages.roots(
            stem(word)
            for word in map(key, COMPARED.findall(text, clause.start, clause.end))
            if searched.grammar.is_content(word)
        )
        for sentence in passages.sentences_in(span)
        for clause in _clauses(text, sentence)
    }
    found = [max(clauses, key=lambda one: len(left & clauses[one]))]
    while clauses:
        best = max(clauses, key=lambda one: len(left & clauses[one]))
        own = clauses.pop(best)
        there = left & own
        # “… eggs, not fish”: a clause of which nothing else is left is told too
        if best not in found and (len(there) >= _MORE or (there and there == own)):
            found.append(best)
        left -= there
    return sorted(found, key=lambda one: one.start)


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for mark in _MARK.finditer(text, sentence.start, sentence.end):
        yield Span(start, mark.start())
        start = mark.end()
    yield Span(start, sentence.end)


def changed_figure(
    report: tuple[str, Span], record: tuple[str, Span], language: str = "", elsewhere: Iterable[Span] = ()
) -> Change | None:
    """Return the figure or month that stands for another, where each of two passages has one that the other lacks.

    Both are a text and a span of it; figures may stand in words of the *language*. Where they differ in several, or
    the report's counts the same in the record *elsewhere*, nothing is said.
    """
    own, said = (dict(_figures(text, span, language)) for text, span in (report, record))
    values = [{(one.kind, one.value) for one in side} for side in (own, said)]
    for kind in ("figure", "month"):
        new = [one for one in own if one.kind == kind and (kind, one.value) not in values[1]]
        old = [one for one in said if one.kind == kind and (kind, one.value) not in values[0]]
        if len(new) != 1 or len(old) != 1:
            continue
        if any(one == new[0] for span in elsewhere for one, _at in _figures(record[0], span, language)):
            continue
        there, here = said[old[0]], own[new[0]]
        words = record[0][there.start : there.end], report[0][here.start : here.end]
        return Change(ChangeKind.REPLACED, *words, there.start, there.end, here.start, here.end)
    return None


class _Figure(NamedTuple):
    """A figure or month in digits or words; *counted* is the word behind a figure, of what it tells how many."""

    kind: str
    value: str
    counted: str


def _figures(text: str, span: Span, language: str) -> Iterator[tuple[_Figure, Span]]:
    """Yield the figures and months in a span, each with where it stands."""
    numbers, months = _words_of(language.partition("-")[0].lower())
    found = [(Span(*one.span()), re.sub(r"\D", "", one[0])) for one in _FIGURE.finditer(text, span.start, span.end)]
    for one in COMPARED.finditer(text, span.start, span.end):
        word = key(one[0])
        if word in numbers:
            found.append((Span(*one.span()), numbers[word]))
        elif word in months and len(word) > _SHORT_MONTH:
            yield _Figure("month", months[word], ""), Span(*one.span())
    for at, value in found:
        behind = COMPARED.search(text, at.end, span.end)
        yield _Figure("figure", value, stem(key(behind[0])) if behind else ""), at


@cache
def _words_of(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words for figures and for months of a language, as keys, each with its value."""
    known = languages().get(language)
    if known is None:
        return {}, {}
    lists = (known.comparing.numbers, known.dates.months)
    numbers, months = ({key(word): value for word, value in groups(one).items()} for one in lists)
    return numbers, months


def small_words(report: tuple[str, Span], record: tuple[str, Sequence[Span]], grammar: Grammar) -> Iterator[Change]:
    """Yield the negations, hedges and modal verbs that only one of two passages has.

    Of the report a text and a span of it are given, of the record the clauses that are told again: what the speaker
    denies in another one is another thing.

    Who tells again says “would” and “could” for “will” and “can”: such a verb in the report stands for any in the
    record, and says nothing of its own.
    """
    own, said = (
        [
            (key(one[0]), *one.span())
            for span in spans
            for one in COMPARED.finditer(text, span.start, span.end)
            if grammar.denies(key(one[0])) or not is_name(text, one.start())
        ]
        for text, spans in ((report[0], [report[1]]), record)
    )
    # where the other side's words would stand: nowhere, so at its end
    ends = report[1].end, record[1][-1].end
    soft = (grammar.modals | grammar.hedges) - grammar.future
    for words, others, is_record in ((said, own, True), (own, said, False)):
        theirs = {word for word, _start, _end in others}
        denied = any(map(grammar.denies, theirs))
        hedged, softened = not theirs.isdisjoint(grammar.hedges), not theirs.isdisjoint(soft)
        for word, start, end in words:
            negation = grammar.denies(word) and not denied
            hedge = word in grammar.hedges and not hedged and (is_record or word not in grammar.modals)
            modal = word in grammar.modals and not softened and is_record
            if not (negation or hedge or modal):
                continue
            if is_record:
                place = (start, end, ends[0], ends[0])
                yield Change(ChangeKind.DROPPED, record[0][start:end], "", *place, hedge, negation, modal)
            else:
                place = (ends[1], ends[1], start, end)
                yield Change(ChangeKind.ADDED, "", report[0][start:end], *place, hedge, negation, modal)
