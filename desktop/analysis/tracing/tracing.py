"""From each quotation to the best matching passage of every other document, with a verdict and its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop.analysis.attribution.quotations import Quotation
from desktop.analysis.tracing.events import Source, is_foreign
from desktop.analysis.tracing.governing import left_out_around
from desktop.analysis.tracing.matches import LISTED, SHORT, Finder, FoundWords, PassageMatch, SearchedQuotation
from desktop.analysis.tracing.quoted_parts import parts
from desktop.analysis.tracing.reported import ReportedSpeech, reported_speech
from desktop.analysis.tracing.unfound import Unfound, without
from desktop.analysis.tracing.verdicts import HALF, NEARLY_ALL, Located, changes, explain, judge
from desktop.analysis.tracing.word_index import WordIndex
from desktop.analysis.words import Grammar, stem
from desktop.core.language import _, ngettext
from desktop.core.progress import Progress
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import Change, Trace, Verdict

# a passage with less of what is told again is not near it
_FAINT = 0.15


class Tracer:
    """Traces quotations through a set of documents."""

    def __init__(
        self,
        sources: Iterable[Source],
        same_event: Mapping[frozenset[int], bool] | None = None,
        names: Mapping[str, str] | None = None,
        index: WordIndex | None = None,
    ) -> None:
        """Index *sources*.

        Args:
            sources: the documents.
            same_event: pairs of ids of which a user said that they cover the same event, or that they do not.
            names: the actors' names by key, for the reasons.
            index: the words of exactly these sources, where they are indexed already.
        """
        self._finder = Finder(sources, same_event or {}, index)
        self.sources = self._finder.sources
        self._names = dict(names or {})
        self._unfound = Unfound(self._finder, self._name)

    def trace_all(self, documents: Iterable[int] | None = None, progress: Progress | None = None) -> list[Trace]:
        """Return the traces of all quotations of *documents* (all without it), in their order: of each at least one.

        What a report of an event with a record tells in its own words follows those of its document.
        """
        wanted = list(self.sources if documents is None else documents)
        work: list[tuple[int, Quotation | ReportedSpeech]] = []
        for number in wanted:
            work += [(number, one) for one in self.sources[number].quotations]
            if self._finder.events.records(number):
                work += [(number, one) for one in reported_speech(self.sources[number])]
        found: list[Trace] = []
        for done, (number, one) in enumerate(work):
            if isinstance(one, Quotation):
                found.extend(self.trace(number, one))
            elif told := self._trace_reported(number, one):
                found.append(told)
            if progress is not None:
                progress(done + 1, len(work))
        return found

    def trace(self, document: int, quotation: Quotation) -> list[Trace]:
        """Return where a quotation stands in other documents, those of the same event and speaker first.

        Its very words are looked for first, then passages like them; sentences that an ellipsis joins each by itself.
        What no record of the event has, though its speaker's turns are there, is *not found*, once; what is found
        nowhere gives one trace that says what was tested. In a document that holds both report and transcript, the
        turns outside the quotation count as another document.
        """
        return [
            trace
            for part in parts(self.sources[document].text, quotation)
            for trace in self._trace_part(document, part)
        ]

    def _trace_part(self, document: int, quotation: Quotation) -> list[Trace]:
        finder = self._finder
        searched = finder.searched(document, quotation)
        if not searched.words:
            reason = _("It has no word that could be looked for.")
            return [without(searched, None, Verdict.UNTRACED, reason)]
        records = finder.events.records(document)
        own = self.sources[document]
        near_ones = [number for number in records if not is_foreign(own, self.sources[number])]
        near_ones += [document] if finder.is_near(searched, document) else []
        looked = self._look(searched, near_ones)
        found = looked.matches
        traces = [self._told(searched, match) for match in found.values()]
        traces.sort(key=lambda one: (not one.same_event, one.actor_b != one.actor, -one.score))
        if traces and looked.more:
            more = ngettext(
                "{count:,} more document has the very same words.",
                "{count:,} more documents have the very same words.",
                looked.more,
            )
            traces[0] = replace(traces[0], reason=f"{traces[0].reason} {more.format(count=looked.more)}")
        if found.keys().isdisjoint({*records, *near_ones}):
            told = self._unfound.told(searched, records, looked, alone=not traces)
            traces += [told] if told is not None else []
        return traces

    def _trace_reported(self, document: int, told: ReportedSpeech) -> Trace | None:
        """Return what a report tells in its own words beside the nearest sentence of a record of the event.

        None where there is no record in its language, and for a headline that resembles nothing said there.
        """
        finder, source = self._finder, self.sources[document]
        records = [number for number in finder.events.records(document) if not is_foreign(source, self.sources[number])]
        if not records:
            return None
        quotation = Quotation(told.span.start, told.span.end, told.actor, rule="reported", context=told.sentence)
        searched = finder.searched(document, quotation)
        speaking = [number for number in records if told.actor in finder.passages[number].actors]
        roots = [stem(word) for word in searched.words if searched.grammar.is_content(word)]
        places = [
            (place[1], number, place[0])
            for number in speaking or records
            if (place := finder.passages[number].likeliest(roots, told.actor if speaking else ""))
        ]
        share, number, span = max(places, key=lambda one: one[0], default=(0.0, (speaking or records)[0], None))
        label = self.sources[number].label
        if span is None or share < _FAINT:
            if told.is_heading:
                return None
            reason = _("Told in other words; nothing in {document} is near it.").format(document=label)
            if told.actor and not speaking:
                reason = _("Told in other words; {document}, the record of the event, has no words of {actor}.")
                reason = reason.format(document=label, actor=self._name(told.actor))
            return without(searched, number, Verdict.REPORTED, reason)
        said_by = finder.passages[number].speaker(span)
        reason = _("Told in other words; {share} % of them stand in the nearest passage of the record.")
        reason = reason.format(share=round(share * 100))
        if told.actor and not speaking:
            said = _("It has no words of {actor}.")
            reason += " " + said.format(actor=self._name(told.actor))
        there = self._finder.index.read(self.sources[number].text[span.start : span.end])
        if share >= HALF and _denies(searched.grammar, searched.words) != _denies(searched.grammar, there):
            reason += " " + _("Only one of the two denies.")
        where = (document, told.span.start, told.span.end, told.actor, number, span.start, span.end)
        return Trace(*where, said_by, Verdict.REPORTED, round(share, 3), reason, (), same_event=True)

    def _look(self, searched: SearchedQuotation, near_ones: Sequence[int]) -> FoundWords:
        """Return where a quotation stands: its very words, passages like them, the sentences of its event.

        *near_ones* are those of the documents where it must stand.
        """
        finder = self._finder
        exact = finder.exact(searched)
        found = dict(exact.matches)
        nearest = 0
        for within in (None, near_ones):
            wanted = len(found) < LISTED if within is None else any(number not in found for number in within)
            if wanted:
                alike = finder.alike(searched, within and [number for number in within if number not in found])
                found = {**alike.matches, **found}
                nearest = max(nearest, alike.nearest)
        unsure: dict[int, PassageMatch] = {}
        for number in [*near_ones, *finder.events.siblings(searched.document)]:
            known = found.get(number)
            # a few words in common are a passage only where the words around them agree: all sentences are asked then
            if known is not None and (searched.content >= SHORT or known.comparison.alike == 1):
                continue
            near, is_enough = finder.nearest(searched, number)
            if near is not None and is_enough and (known is None or near.worth > known.worth):
                found[number] = near
            elif known is not None and not known.agreement and known.comparison.alike < NEARLY_ALL:
                del found[number]
            elif near is not None and known is None:
                unsure[number] = near
        return FoundWords(found, exact.more, exact.is_tested, nearest, unsure)

    def where_else(self, document: int, span: Span, actor: str = "", limit: int = 12) -> list[Trace]:
        """Return where the words of a claim, or other words like them, stand in all other documents: the best first."""
        quotation = Quotation(span.start, span.end, actor, rule="claim", context=span)
        return [one for one in self._trace_part(document, quotation) if one.start_b is not None][:limit]

    def _told(self, searched: SearchedQuotation, match: PassageMatch) -> Trace:
        document, quotation = searched.document, searched.quotation
        near = match.document == document or self._finder.events.are_one(document, match.document)
        found = self._changes(searched, match)
        verdict = judge(match.comparison, found, same_event=near)
        if verdict is Verdict.LOOSE:
            match = self._finder.echo(searched, match)
            found = self._changes(searched, match)
        else:
            around = left_out_around(
                (self.sources[match.document].text, match.span),
                (self.sources[document].text, quotation.span),
                searched.grammar,
            )
            found = (*around, *found)
            verdict = judge(match.comparison, found, same_event=near)
        reason = explain(verdict, match.comparison, found)
        if quotation.actor and match.actor and not match.fits:
            told = _("There {actor} says it, not {speaker}.")
            reason += " " + told.format(actor=self._name(match.actor), speaker=self._name(quotation.actor))
        place = (
            document,
            quotation.start,
            quotation.end,
            quotation.actor,
            match.document,
            match.span.start,
            match.span.end,
        )
        return Trace(*place, match.actor, verdict, round(match.comparison.score, 3), reason, found, near)

    def _changes(self, searched: SearchedQuotation, match: PassageMatch) -> tuple[Change, ...]:
        text_a, text_b = self.sources[searched.document].text, self.sources[match.document].text
        span = searched.quotation.span
        own = [
            (one.start() + span.start, one.end() + span.start)
            for one in COMPARED.finditer(text_a[span.start : span.end])
        ]
        return changes(
            searched.words,
            match.passage,
            match.comparison.blocks,
            Located(text_a, span.start, lambda start, end: Span(own[start][0], own[end - 1][1])),
            Located(
                text_b,
                match.span.start,
                lambda start, end: self._finder.index.span(match.document, match.base + start, match.base + end),
            ),
            searched.grammar,
        )

    def _name(self, actor: str) -> str:
        return self._names.get(actor, actor)


def _denies(grammar: Grammar, words: Iterable[str]) -> bool:
    return any(map(grammar.denies, words))


def order(traces: Iterable[Trace]) -> list[Trace]:
    """Return *traces* by verdict, the altered first, of these those on whose changed words the rest depends."""
    ranks = {verdict: rank for rank, verdict in enumerate(Verdict)}
    return sorted(
        traces, key=lambda one: (ranks[one.verdict], not one.turns, not one.same_event, one.document_a, one.start_a)
    )
