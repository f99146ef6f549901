"""What is said of a quotation that no passage was found for: what was tested, and no more than that."""

import re
from collections.abc import Callable, Sequence

from desktop.analysis.tracing.anchors import anchors, most_like
from desktop.analysis.tracing.events import is_foreign
from desktop.analysis.tracing.matches import Finder, FoundWords, SearchedQuotation
from desktop.analysis.tracing.verdicts import HALF
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.traces import Trace, Verdict
from desktop.core.vocabulary.languages import either, vocabulary

_ELSEWHERE = re.compile(rf"(?<!\w){either(vocabulary().comparing.elsewhere)}(?!\w)", re.IGNORECASE)
# so many words of weight that stand together somewhere may be the quotation's
_TOGETHER = 2
# what has a smaller share of the words is not worth a word
_WORTH_TELLING = 0.3


class Unfound:
    """Tells why a quotation has no passage."""

    def __init__(self, finder: Finder, name: Callable[[str], str]) -> None:
        """Ask *finder*; *name* gives an actor's name by the key."""
        self._finder, self._sources, self._name = finder, finder.sources, name

    def told(
        self, searched: SearchedQuotation, records: Sequence[int], looked: FoundWords, *, alone: bool
    ) -> Trace | None:
        """Return what is said of a quotation that none of *records* has.

        None where nothing is, and others have it: unless it stands *alone*.
        """
        own = self._sources[searched.document]
        near = [number for number in records if not is_foreign(own, self._sources[number])]
        if missing := self._missing(searched, near, looked):
            return missing
        if records and not near:
            return self.not_compared(searched, records)
        return self._untraced(searched, near, looked) if alone else None

    def _missing(self, searched: SearchedQuotation, records: Sequence[int], looked: FoundWords) -> Trace | None:
        """Return that no record of the event has a quotation, where that may be said: its speaker is sure."""
        quotation = searched.quotation
        speaking = [number for number in records if quotation.actor in self._finder.passages[number].actors]
        unsure = [looked.unsure[number] for number in records if number in looked.unsure]
        near = max((match.comparison.alike for match in unsure), default=0.0)
        if not speaking or near >= HALF or not self._is_sure(searched):
            return None
        reason = _("Not found in {document}, the record of the event: nothing that {actor} says there is like it.")
        reason = reason.format(document=self._sources[speaking[0]].label, actor=self._name(quotation.actor))
        return without(searched, speaking[0], Verdict.NOT_FOUND, reason)

    def _is_sure(self, searched: SearchedQuotation) -> bool:
        """Tell whether it is sure whose a quotation is, and that it was said there.

        Somebody is named, or nobody else is quoted; and nothing tells of an interview or a letter.
        """
        quotation = searched.quotation
        if quotation.turn or quotation.depth or not quotation.actor or not quotation.is_attributed:
            return False
        source = self._sources[searched.document]
        before = source.text[quotation.context.start : quotation.start]
        behind = source.text[quotation.end : quotation.context.end]
        if any(_ELSEWHERE.search(said) for said in (before, behind)):
            return False
        return quotation.certainty.is_told or self._sources[searched.document].quoted == {quotation.actor}

    def not_compared(self, searched: SearchedQuotation, records: Sequence[int]) -> Trace:
        """Return that the record is in another language, with the sentence that has its names and figures."""
        actor = searched.quotation.actor
        speaking = [number for number in records if actor and actor in self._finder.passages[number].actors]
        number = (speaking or records)[0]
        source, passages = self._sources[number], self._finder.passages[number]
        reason = _("Not compared: {document}, the record of the event, is in another language ({language}).")
        reason = reason.format(document=source.label, language=source.language)
        own = anchors(self._sources[searched.document].text, searched.quotation.span)
        own |= anchors(self._sources[searched.document].text, searched.quotation.context)
        # who is quoted is named there for other reasons
        name = self._name(actor)
        own -= anchors(name, Span(0, len(name)))
        place = most_like(own, source.text, passages.sentences(actor)) if speaking else None
        # who speaks may be another than it seems
        place = place or most_like(own, source.text, passages.sentences())
        trace = without(searched, number, Verdict.NOT_COMPARED, reason)
        if place is None:
            return trace
        reason += " " + _("This sentence has the same names or figures.")
        where = (place.start, place.end, passages.speaker(place))
        return Trace(*trace.key[:3], actor, number, *where, Verdict.NOT_COMPARED, 0.0, reason, same_event=True)

    def _untraced(self, searched: SearchedQuotation, records: Sequence[int], looked: FoundWords) -> Trace:
        """Return that a quotation is found nowhere, with what was tested and why no more is said."""
        actor = searched.quotation.actor
        record = records[0] if records else None
        best = max(looked.unsure.values(), key=lambda match: match.comparison.alike, default=None)
        own = self._sources[searched.document]
        others = [one for one in self._sources.values() if one is not own]
        if not others:
            return without(searched, None, Verdict.UNTRACED, _("There is no other document to look in."))
        if looked.is_tested and looked.nearest < _TOGETHER and (best is None or best.comparison.alike < _WORTH_TELLING):
            reason = _("No other document has these words, and none has a passage that is like them.")
        else:
            reason = _("Looked for word for word and by likeness: no passage is sure enough.")
        if looked.stands:
            reason = _("These few words stand in other documents too, and tell nothing by themselves.")
        if all(is_foreign(own, one) for one in others):
            reason = _("Not compared: all other documents are in other languages, and none has the very words.")
        elif record is not None and actor and actor not in self._finder.passages[record].actors:
            told = _("{document}, the record of the event, has no words of {actor}.")
            reason += " " + told.format(document=self._sources[record].label, actor=self._name(actor))
        elif best is not None and best.comparison.alike >= _WORTH_TELLING:
            told = _("The nearest, in {document}, has {share} % of the words.")
            share = round(best.comparison.alike * 100)
            reason += " " + told.format(document=self._sources[best.document].label, share=share)
        return without(searched, record, Verdict.UNTRACED, reason)


def without(searched: SearchedQuotation, number: int | None, verdict: Verdict, reason: str) -> Trace:
    """Return a trace without a passage, with the document *number* that was looked through."""
    quotation = searched.quotation
    place = (searched.document, quotation.start, quotation.end, quotation.actor, number, None, None, "")
    return Trace(*place, verdict, 0.0, reason, (), number is not None)
