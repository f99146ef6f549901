"""What a report tells in its own words beside the nearest passage of a record of the event."""

import re
from collections.abc import Callable, Iterator, Sequence

from desktop.analysis.attribution import speech_words
from desktop.analysis.attribution.quotations import Quotation
from desktop.analysis.tracing.events import is_foreign
from desktop.analysis.tracing.matches import Finder, SearchedQuotation
from desktop.analysis.tracing.reported import ReportedSpeech
from desktop.analysis.tracing.unfound import Unfound, without
from desktop.analysis.tracing.word_index import has_root
from desktop.analysis.words import Grammar, is_name, key, stem
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import Change, ChangeKind, Trace, Verdict

# a passage with less of what is told again is not near it; with less than so much it is not laid beside it
_FAINT, _LAID = 0.15, 0.35
# what may be no speech at all must be nearer
_GUESSED = 0.25
# what others say there must be much nearer: reports take one minister for another
_OTHERS = 0.7
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
        near = self._nearest(searched, records)
        if near is not None and (not told.is_guess or near[2] >= _GUESSED):
            return self._beside(searched, *near)
        return None if told.is_guess else self._alone(searched, records)

    def _nearest(self, searched: SearchedQuotation, records: Sequence[int]) -> tuple[int, Span, float] | None:
        """Return the record, the passage and how much of what is told stands there; None where nothing is near it."""
        actor, passages = searched.quotation.actor, self._finder.passages
        speaking = [number for number in records if actor in passages[number].actors]
        name = set(map(key, COMPARED.findall(self._name(actor))))
        # who says it, and that it is said, stand in the report alone
        roots = [
            stem(word)
            for word in searched.words
            if searched.grammar.is_content(word) and word not in name and word not in _VERBS
        ]
        places = []
        for within, who, worth in ((speaking, actor, 1.0), (records, "", _OTHERS if speaking else 1.0)):
            for number in within:
                if place := passages[number].likeliest(roots, who):
                    places.append((worth * place[1], number, *place))
        _worth, number, span, share = max(places, key=lambda one: one[0], default=(0.0, 0, Span(0, 0), 0.0))
        return (number, span, share) if share >= _FAINT else None

    def _beside(self, searched: SearchedQuotation, number: int, span: Span, share: float) -> Trace:
        actor, source = searched.quotation.actor, self._finder.sources[number]
        said_by = self._finder.passages[number].speaker(span)
        changes: tuple[Change, ...] = ()
        reason = _("Told in other words; {share} % of them stand in the nearest passage of the record.")
        reason = reason.format(share=round(share * 100))
        if actor and actor not in self._finder.passages[number].actors:
            reason += " " + _("It has no words of {actor}.").format(actor=self._name(actor))
        elif actor and said_by != actor:
            told = _("There {actor} says it, not {speaker}.")
            reason += " " + told.format(actor=self._name(said_by), speaker=self._name(actor))
        if share >= _LAID:
            own = (self._finder.sources[searched.document].text, searched.quotation.span)
            roots = [stem(word) for word in searched.words if searched.grammar.is_content(word)]
            sentence = self._finder.passages[number].densest(span, roots)
            clauses = [one for one in _clauses(source.text, sentence) if has_root(source.text, one, roots)]
            changes = tuple(small_words(own, (source.text, clauses or [sentence]), searched.grammar))
            figures = changed_figure(own, (source.text, span))
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
        reason = _("Told in other words; nothing in {document} is near it.")
        if actor and not speaking:
            reason = _("Told in other words; {document}, the record of the event, has no words of {actor}.")
        reason = reason.format(document=self._finder.sources[number].label, actor=self._name(actor))
        return without(searched, number, Verdict.REPORTED, reason)


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for mark in _MARK.finditer(text, sentence.start, sentence.end):
        yield Span(start, mark.start())
        start = mark.end()
    yield Span(start, sentence.end)


def changed_figure(report: tuple[str, Span], record: tuple[str, Span]) -> Change | None:
    """Return the figure that stands for another, where each of two passages has one that the other lacks.

    Both are a text and a span of it. Where they differ in several figures, nothing is said.
    """
    own, said = (
        {re.sub(r"\D", "", one[0]): one for one in _FIGURE.finditer(text, span.start, span.end)}
        for text, span in (report, record)
    )
    new, old = [own[one] for one in own if one not in said], [said[one] for one in said if one not in own]
    if len(new) != 1 or len(old) != 1:
        return None
    return Change(ChangeKind.REPLACED, old[0][0], new[0][0], *old[0].span(), *new[0].span())


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
    soft = grammar.modals | grammar.hedges
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
