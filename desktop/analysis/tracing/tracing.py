"""From each quotation to the best matching passage of every other document, with a verdict and its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from desktop.analysis.attribution.quotations import Quotation
from desktop.analysis.tracing.events import Source
from desktop.analysis.tracing.matches import LISTED, SHORT, Finder, FoundWords, PassageMatch, SearchedQuotation
from desktop.analysis.tracing.quoted_parts import parts
from desktop.analysis.tracing.verdicts import HALF, NEARLY_ALL, Located, changes, explain, judge
from desktop.analysis.tracing.word_index import WordIndex
from desktop.analysis.words import Grammar, key, stem
from desktop.core.language import _, ngettext
from desktop.core.progress import Progress
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.traces import Change, ChangeKind, Trace, Verdict
from desktop.core.vocabulary.languages import vocabulary

# how far before a passage what governs it is looked for, in code points and in words
_LED_IN, _GOVERNING = 60, 4
# what is quoted with fewer words of weight says too little to depend on a hedge
_SAID = 3
# so many words of weight that stand together somewhere may be the quotation's
_TOGETHER = 2
_PRONOUNS = frozenset().union(*vocabulary().saying.pronouns.values())


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
        """Return the traces of all quotations of *documents* (all without it), in their order: of each at least one."""
        wanted = list(self.sources if documents is None else documents)
        work = [(number, one) for number in wanted for one in self.sources[number].quotations]
        found: list[Trace] = []
        for done, (number, quotation) in enumerate(work):
            found.extend(self.trace(number, quotation))
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
            return [self._without(searched, None, Verdict.UNTRACED, reason)]
        records = finder.events.records(document)
        near_ones = [*records, *([document] if finder.is_near(searched, document) else [])]
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
        if found.keys().isdisjoint(near_ones):
            if missing := self._missing(searched, records, looked):
                traces.append(missing)
            elif not traces:
                traces.append(self._untraced(searched, records, looked))
        return traces

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
            found = (*self._left_out_around(searched, match), *found)
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

    def _left_out_around(self, searched: SearchedQuotation, match: PassageMatch) -> Iterator[Change]:
        """Yield what governs a passage from right before or behind it and is not quoted: “I do not think that”.

        What the report itself says before the quotation is not left out: he did not think that “…”.
        """
        text, span, grammar = self.sources[match.document].text, match.span, searched.grammar
        own, start = self.sources[searched.document].text, searched.quotation.start
        said = {stem(key(word)) for word in COMPARED.findall(own[max(0, start - _LED_IN) : start])}
        denied = any(map(grammar.denies, said))
        long_enough = searched.content >= _SAID
        if words := led_in(text, span, grammar):
            governing = [one for one in map(key, COMPARED.findall(words)) if grammar.governs(one)]
            between = COMPARED.findall(words)
            last = max((at for at, one in enumerate(between) if grammar.denies(key(one))), default=0)
            # of a few words only what stands right before them tells something else: “not a failure”
            close = long_enough or not any(grammar.is_content(key(one)) for one in between[last + 1 :])
            negation = any(map(grammar.denies, governing)) and not denied and close
            telling = [one for one in governing if not grammar.denies(one) and stem(one) not in said]
            hedge = long_enough and any(one in grammar.hedges for one in telling)
            modal = long_enough and any(one in grammar.modals for one in telling)
            if negation or hedge or modal:
                before = text.rindex(words, 0, span.start)
                place = (before, before + len(words), start, start)
                yield Change(ChangeKind.DROPPED, words, "", *place, hedge, negation, modal, governs=True)
        behind = COMPARED.match(text, span.end + 1)
        if behind and key(behind[0]) in grammar.trailing and not denied:
            end = searched.quotation.end
            place = (behind.start(), behind.end(), end, end)
            yield Change(ChangeKind.DROPPED, behind[0], "", *place, negation=True, governs=True)

    def _missing(self, searched: SearchedQuotation, records: Sequence[int], looked: FoundWords) -> Trace | None:
        """Return that no record of the event has a quotation, where that may be said: its speaker is sure."""
        quotation = searched.quotation
        speaking = [number for number in records if quotation.actor in self._finder.passages[number].actors]
        unsure = [looked.unsure[number] for number in records if number in looked.unsure]
        near = max((match.comparison.alike for match in unsure), default=0.0)
        if not speaking or near >= HALF or not self._is_sure(searched):
            return None
        reason = _("Not found in {document}, the record of the event: nothing that {actor} says there is like it.")
        reason = reason.format(document=self.sources[speaking[0]].label, actor=self._name(quotation.actor))
        return self._without(searched, speaking[0], Verdict.NOT_FOUND, reason)

    def _is_sure(self, searched: SearchedQuotation) -> bool:
        """Tell whether it is sure whose a quotation is: somebody is named, or nobody else is quoted there."""
        quotation = searched.quotation
        if quotation.turn or quotation.depth or not quotation.actor or not quotation.is_attributed:
            return False
        return (bool(quotation.speaker) and quotation.speaker.casefold() not in _PRONOUNS) or self.sources[
            searched.document
        ].quoted == {quotation.actor}

    def _untraced(self, searched: SearchedQuotation, records: Sequence[int], looked: FoundWords) -> Trace:
        """Return that a quotation is found nowhere, with what was tested and why no more is said."""
        actor = searched.quotation.actor
        record = records[0] if records else None
        if len(self.sources) == 1:
            return self._without(searched, None, Verdict.UNTRACED, _("There is no other document to look in."))
        if looked.is_tested and looked.nearest < _TOGETHER:
            reason = _("No other document has these words, and none has a passage that is like them.")
        else:
            reason = _("Looked for word for word and by likeness: no passage is sure enough.")
        if record is not None and actor and actor not in self._finder.passages[record].actors:
            told = _("{document}, the record of the event, has no words of {actor}.")
            reason += " " + told.format(document=self.sources[record].label, actor=self._name(actor))
        elif looked.unsure:
            best = max(looked.unsure.values(), key=lambda match: match.comparison.alike)
            told = _("The nearest, in {document}, has {share} % of the words.")
            share = round(best.comparison.alike * 100)
            reason += " " + told.format(document=self.sources[best.document].label, share=share)
        return self._without(searched, record, Verdict.UNTRACED, reason)

    def _without(self, searched: SearchedQuotation, number: int | None, verdict: Verdict, reason: str) -> Trace:
        quotation = searched.quotation
        place = (searched.document, quotation.start, quotation.end, quotation.actor, number, None, None, "")
        return Trace(*place, verdict, 0.0, reason, (), number is not None)

    def _name(self, actor: str) -> str:
        return self._names.get(actor, actor)


def led_in(text: str, span: Span, grammar: Grammar) -> str:
    """Return a negation, modal verb or hedge with what follows it up to a passage, in the passage's own clause."""
    before = text[max(0, span.start - _LED_IN) : span.start]
    clause = before[max(before.rfind(mark) for mark in '.!?;:,\n“"—') + 1 :]
    words = list(COMPARED.finditer(clause))[-_GOVERNING:]
    governing = [at for at, one in enumerate(words) if grammar.governs(key(one[0]))]
    return clause[words[max(0, governing[0] - 1)].start() :].strip() if governing else ""


def order(traces: Iterable[Trace]) -> list[Trace]:
    """Return *traces* by verdict, the altered first, of these those on whose changed words the rest depends."""
    ranks = {verdict: rank for rank, verdict in enumerate(Verdict)}
    return sorted(
        traces, key=lambda one: (ranks[one.verdict], not one.turns, not one.same_event, one.document_a, one.start_a)
    )
