"""From each quotation to the best matching passage of every other document, with a verdict and its reason."""

from collections.abc import Iterable, Mapping

from desktop.analysis.attribution.quotations import Quotation
from desktop.analysis.tracing.matches import SHORT, Finder, PassageMatch, SearchedQuotation, Source
from desktop.analysis.tracing.verdicts import Located, changes, explain, judge
from desktop.analysis.tracing.word_index import WordIndex
from desktop.analysis.words import HEDGES, is_negation, key
from desktop.core.language import _
from desktop.core.progress import Progress
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import Change, Trace, Verdict


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

    def trace_all(self, documents: Iterable[int] | None = None, progress: Progress | None = None) -> list[Trace]:
        """Return the traces of all attributed quotations of *documents* (all without it), in their order."""
        wanted = list(self.sources if documents is None else documents)
        work = [(number, one) for number in wanted for one in self.sources[number].quotations if one.is_attributed]
        found: list[Trace] = []
        for done, (number, quotation) in enumerate(work):
            found.extend(self.trace(number, quotation))
            if progress is not None:
                progress(done + 1, len(work))
        return found

    def trace(self, document: int, quotation: Quotation) -> list[Trace]:
        """Return where a quotation stands in each other document, those of the same event and speaker first.

        A document of the same event that does not have it gives a trace too, when the speaker is known; what is found
        nowhere gives one trace without a document. In a document that holds both report and transcript, the turns
        outside the quotation count as another document.
        """
        searched = self._finder.searched(document, quotation)
        if not searched.words:
            return []
        found = self._finder.stage_one(searched)
        near_ones = self._finder.same_event(document)
        for number in [*near_ones, document] if self._finder.is_near(searched, document) else near_ones:
            known = found.get(number)
            # a few words in common are a passage only where the words around them agree: all sentences are asked then
            if known is None or (searched.content < SHORT and known.comparison.alike < 1):
                near = self._finder.stage_two(searched, number)
                if near is not None and (known is None or near.worth > known.worth):
                    found[number] = near
                elif known is not None and not known.agreement:
                    del found[number]
        traces = [self._told(searched, match) for match in found.values()]
        if quotation.actor:
            traces += [self._missing(searched, number) for number in near_ones if number not in found]
        if not traces:
            reason = _("No other document has these words, and none that covers the same event tells of their speaker.")
            traces = [self._without(searched, None, Verdict.UNTRACED, reason)]
        return sorted(traces, key=lambda one: (not one.same_event, one.actor_b != one.actor, -one.score))

    def where_else(self, document: int, span: Span, actor: str = "", limit: int = 12) -> list[Trace]:
        """Return where the words of a claim, or other words like them, stand in all other documents: the best first."""
        quotation = Quotation(span.start, span.end, actor, rule="claim", context=span)
        return [one for one in self.trace(document, quotation) if one.start_b is not None][:limit]

    def _told(self, searched: SearchedQuotation, match: PassageMatch) -> Trace:
        document, quotation = searched.document, searched.quotation
        near = match.document == document or self._finder.covers_same_event(document, match.document)
        found = self._changes(searched, match)
        verdict = judge(match.comparison, found, same_event=near)
        if verdict is Verdict.LOOSE:
            match = self._finder.echo(searched, match)
            found = self._changes(searched, match)
        reason = explain(verdict, match.comparison, found)
        text = self.sources[match.document].text
        lead = self._led_in(text, match.span) if verdict in (Verdict.IDENTICAL, Verdict.TRIMMED) else ""
        if lead:
            verdict = Verdict.TRIMMED
            reason += " " + _("Before it stands “{words}”, which the quotation leaves out.").format(words=lead)
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
        )

    def _led_in(self, text: str, span: Span) -> str:
        """Return a hedge or a negation that governs a passage from right before it, such as “I do not think that”."""
        before = text[max(0, span.start - 60) : span.start]
        clause = before[max(before.rfind(mark) for mark in '.!?;:,\n“"') + 1 :]
        words = COMPARED.findall(clause)[-4:]
        governing = [at for at, word in enumerate(words) if key(word) in HEDGES or is_negation(key(word))]
        return clause[clause.rindex(words[max(0, governing[0] - 1)]) :].strip() if governing else ""

    def _missing(self, searched: SearchedQuotation, number: int) -> Trace:
        source = self.sources[number]
        name = self._name(searched.quotation.actor)
        reason = _("Not found in {document}, which covers the same event.")
        actors = self._finder.passages[number].actors
        if actors and searched.quotation.actor not in actors:
            reason = _("Not found in {document}, which covers the same event; it has no words of {actor} at all.")
        elif actors:
            reason = _("Not found in {document}, which covers the same event, in no turn of {actor}.")
        reason = reason.format(document=source.label, actor=name)
        return self._without(searched, number, Verdict.NOT_FOUND, reason)

    def _without(self, searched: SearchedQuotation, number: int | None, verdict: Verdict, reason: str) -> Trace:
        quotation = searched.quotation
        place = (searched.document, quotation.start, quotation.end, quotation.actor, number, None, None, "")
        return Trace(*place, verdict, 0.0, reason, (), number is not None)

    def _name(self, actor: str) -> str:
        return self._names.get(actor, actor)


def order(traces: Iterable[Trace]) -> list[Trace]:
    """Return *traces* by verdict, the altered first, then by how much of the words is left, then by place."""
    ranks = {verdict: rank for rank, verdict in enumerate(Verdict)}
    return sorted(traces, key=lambda one: (ranks[one.verdict], not one.same_event, one.document_a, one.start_a))
