"""From each quotation to the best matching passage of every other document, with a verdict and its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop.analysis.attribution.quotations import Quotation
from desktop.analysis.tracing.events import Source, is_foreign
from desktop.analysis.tracing.governing import left_out_around
from desktop.analysis.tracing.matches import LISTED, PLACES, SHORT, Finder, FoundWords, PassageMatch, SearchedQuotation
from desktop.analysis.tracing.quoted_parts import parts
from desktop.analysis.tracing.reported import reported_speech
from desktop.analysis.tracing.retold import Retold
from desktop.analysis.tracing.unfound import Unfound, without
from desktop.analysis.tracing.verdicts import Located, changes, explain, judge
from desktop.analysis.tracing.word_index import WordIndex
from desktop.core.language import _, ngettext
from desktop.core.progress import Progress
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import Change, Trace, Verdict

# of so many quotations, or of one with so many words of weight, a document is the record, when so few days lie between
_QUOTED, _SAYS = 2, 6
_NEXT, _SOON = 3, 14


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
        self._retold = Retold(self._finder, self._unfound, self._name)
        self._recognised: set[int] = set()
        # of the document that was looked through last for its records, what was found of its quotations by the way
        self._first: dict[tuple[int, int, int], tuple[FoundWords, FoundWords | None]] = {}

    def trace_all(self, documents: Iterable[int] | None = None, progress: Progress | None = None) -> list[Trace]:
        """Return the traces of all quotations of *documents* (all without it), in their order: of each at least one.

        What a report of an event with a record tells in its own words follows those of its document.
        """
        wanted = list(self.sources if documents is None else documents)
        total = sum(len(self.sources[number].quotations) for number in wanted)
        found: list[Trace] = []
        done = 0
        for number in wanted:
            source = self.sources[number]
            for quotation in source.quotations:
                found.extend(self.trace(number, quotation))
                done += 1
                if progress is not None:
                    progress(done, total)
            self._recognise(number)
            if self._finder.events.records(number):
                found += filter(
                    None, (self._retold.trace(number, told) for told in reported_speech(source, self._name))
                )
        return found

    def trace(self, document: int, quotation: Quotation) -> list[Trace]:
        """Return where a quotation stands in other documents, those of the same event and speaker first.

        Its very words are looked for first, then passages like them; sentences that an ellipsis joins each by itself.
        What no record of the event has, though its speaker's turns are there, is *not found*, once; what is found
        nowhere gives one trace that says what was tested. In a document that holds both report and transcript, the
        turns outside the quotation count as another document.
        """
        self._recognise(document)
        return [
            trace
            for part in parts(self.sources[document].text, quotation)
            for trace in self._trace_part(document, part)
        ]

    def _recognise(self, document: int) -> None:
        """Find the records of a document's event by what it quotes, where no day and no user tells them."""
        if document in self._recognised:
            return
        self._recognised.add(document)
        self._first.clear()
        finder, source = self._finder, self.sources[document]
        if finder.events.records(document) or source.turns:
            return
        quoted: dict[int, list[int]] = {}
        for quotation in source.quotations:
            for part in parts(source.text, quotation):
                searched = finder.searched(document, part)
                exact = finder.exact(searched)
                in_turns = any(self.sources[number].speaking for number in exact.matches)
                alike = None if in_turns else finder.alike(searched)
                self._first[document, part.start, part.end] = exact, alike
                for number in finder.quoted_from(searched, alike or exact):
                    quoted.setdefault(number, []).append(searched.weighty)
        found = [number for number, words in quoted.items() if self._is_record(source, self.sources[number], words)]
        # the one most is quoted from first
        found.sort(key=lambda number: (-len(quoted[number]), number))
        records = found or finder.events.abroad(document, self._name)
        finder.events.found_by_quoting(document, records)
        if records:
            # what was found before weighs otherwise now
            self._first.clear()

    @staticmethod
    def _is_record(source: Source, other: Source, words: Sequence[int]) -> bool:
        """Tell whether a document is of the event of another from which it has quotations of so many *words* of weight.

        A report comes out on the same day or soon after; where a day is not known, more must be quoted.
        """
        if not (source.ordinal and other.ordinal):
            return len(words) >= _QUOTED and 2 * sum(words) >= 3 * _SAYS
        days = source.ordinal - other.ordinal
        return -1 <= days <= _SOON and (len(words) >= _QUOTED or (days <= _NEXT and max(words) >= _SAYS))

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

    def _look(self, searched: SearchedQuotation, near_ones: Sequence[int]) -> FoundWords:
        """Return where a quotation stands: its very words, passages like them, the sentences of its event.

        *near_ones* are those of the documents where it must stand.
        """
        finder = self._finder
        place = searched.document, searched.quotation.start, searched.quotation.end
        exact, everywhere = self._first.get(place) or (finder.exact(searched), None)
        found = dict(exact.matches)
        # where there is a record, what other reports made of the words is worth less
        most = LISTED if near_ones else PLACES
        nearest = 0
        for within in (None, near_ones):
            wanted = len(found) < LISTED if within is None else any(number not in found for number in within)
            if wanted:
                rest = within and [number for number in within if number not in found]
                alike = everywhere if within is None and everywhere else finder.alike(searched, rest, most)
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
            elif known is not None and not (known.agreement or known.is_telling):
                del found[number]
            elif near is not None and known is None:
                unsure[number] = near
        return FoundWords(found, exact.more, exact.is_tested, nearest, exact.stands, unsure)

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


def order(traces: Iterable[Trace]) -> list[Trace]:
    """Return *traces* by verdict, the altered first, of these those on whose changed words the rest depends."""
    ranks = {verdict: rank for rank, verdict in enumerate(Verdict)}

    def place(one: Trace) -> tuple[object, ...]:
        telling = one.turns or (one.verdict is Verdict.REPORTED and bool(one.changes))
        return ranks[one.verdict], not telling, not one.same_event, one.document_a, one.start_a

    return sorted(traces, key=place)
