"""Whether what is kept of a passage depends on a negation, a modal verb or a hedge that came or went.

What governs reaches from where it stands to the end of its clause: to the next mark, as far as no clause of its own
holds it. “We will not raise the fares” says the contrary without one word; “the ferries, which were never late, will
sail” says the same without its clause.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from desktop.analysis.words import Grammar, is_name, key, stem
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED
from desktop.core.structure.writing import Found
from desktop.core.traces import Change, ChangeKind

_MARK = re.compile(r"[,;:.!?…—()\[\]“”«»„¿¡،؛。、，]|\s[–-]\s")
# how far before a passage what governs it is looked for, in code points and in words
_LED_IN, _GOVERNING = 60, 4
# what is quoted with fewer words of weight says too little to depend on a hedge
_SAID = 3
# a text and where in it
SpanOfText = tuple[str, Span]
# words of one side, what stands between two of them in its text, and whether one is written as a name
WordsOfSide = tuple[Sequence[str], Callable[[int, int], str], Callable[[int], bool]]


class Governed(NamedTuple):
    """What came or went with a change.

    Attributes:
        hedge, negation, modal: whether such a word did.
        governs: whether what is kept depends on it.
    """

    hedge: bool
    negation: bool
    modal: bool
    governs: bool


class Governing:
    """Tells of the changes between a passage and a quotation what depends on them."""

    def __init__(self, grammar: Grammar, passage: WordsOfSide, quotation: WordsOfSide) -> None:
        """Prepare both sides; their words are keys."""
        self._grammar = grammar
        self._passage, self._quotation = passage, quotation

    def of(self, old: Sequence[int], new: Sequence[int]) -> Governed:
        """Return what came or went where the words at *old* of the passage became those at *new* of the quotation."""
        passage, quoted = self._passage[0], self._quotation[0]
        grammar = self._grammar
        # “in May” allows nothing; headlines write “Not” so
        old, new = (
            [at for at in places if not grammar.governs(side[0][at]) or grammar.denies(side[0][at]) or not side[2](at)]
            for side, places in ((self._passage, old), (self._quotation, new))
        )
        was, now = {passage[at] for at in old}, {quoted[at] for at in new}
        # “never” for “not” denies as much
        denied = [any(map(grammar.denies, words)) for words in (was, now)]
        negation = denied[0] != denied[1]
        differing = was ^ now
        modal = not differing.isdisjoint(grammar.modals)
        hedge = not differing.isdisjoint(grammar.hedges) or any(
            self._hedges_figure(words, at) for words, places in ((passage, old), (quoted, new)) for at in places
        )
        if not (negation or modal or hedge) and differing.isdisjoint(grammar.limiting):
            return Governed(False, False, False, False)
        reaches = any(
            self._reaches(side, places, at)
            for side, places, others in ((self._passage, old, now), (self._quotation, new, was))
            for at in places
            if side[0][at] not in others
            and (
                (negation and grammar.denies(side[0][at]))
                or side[0][at] in grammar.modals
                or side[0][at] in grammar.hedges
                or side[0][at] in grammar.limiting
                or self._hedges_figure(side[0], at)
            )
        )
        return Governed(hedge, negation, modal, reaches)

    def _hedges_figure(self, words: Sequence[str], at: int) -> bool:
        return words[at] in self._grammar.approximating and words[at + 1 : at + 2] != [] and words[at + 1][:1].isdigit()

    def _reaches(self, side: WordsOfSide, run: Sequence[int], at: int) -> bool:
        """Tell whether the word at *at*, in a *run* that only one side has, reaches to a word beyond it."""
        words, gap, _is_name = side
        grammar = self._grammar
        first, last = run[0], run[-1]
        behind = words[at] in grammar.trailing or words[at] in grammar.limiting
        if behind and first and not _MARK.search(gap(first - 1, at)):
            return True
        if last + 1 >= len(words) or _MARK.search(gap(at, last + 1)):
            return False
        # words between that carry a clause of their own: “a plan that nobody wanted”, “without reforms”
        between = any(
            grammar.is_content(words[one]) and not grammar.governs(words[one]) for one in range(at + 1, last + 1)
        )
        return not (between and (words[at] in grammar.relative or words[first] in grammar.relative))


def left_out_around(passage: SpanOfText, quotation: SpanOfText, grammar: Grammar) -> Iterator[Change]:
    """Yield what governs a passage from right before or behind it and is not quoted: “I do not think that”.

    What the report itself says before the quotation is not left out: he did not think that “…”. Both places are a text
    and a span of it.
    """
    (text, span), (own, quoted) = passage, quotation
    said = {stem(key(word)) for word in COMPARED.findall(own[max(0, quoted.start - _LED_IN) : quoted.start])}
    denied = any(map(grammar.denies, said))
    words = [key(word) for word in COMPARED.findall(own, quoted.start, quoted.end)]
    is_long = sum(map(grammar.is_content, words)) >= _SAID
    lead = _led_in(text, span, grammar)
    leading = [key(one[0]) for one in lead if grammar.denies(key(one[0])) or not is_name(text, one.start())]
    telling = {one for one in leading if stem(one) not in said and not grammar.denies(one)} if is_long else set()
    last = max((at for at, one in enumerate(leading) if grammar.denies(one)), default=-1)
    # of a few words only what stands right before them tells something else: “not a failure”
    close = is_long or not any(map(grammar.is_content, leading[last + 1 :]))
    negation = last >= 0 and close and not denied
    hedge, modal = not telling.isdisjoint(grammar.hedges), not telling.isdisjoint(grammar.modals)
    if negation or hedge or modal:
        start, end = lead[0].start(), lead[-1].end()
        place = (start, end, quoted.start, quoted.start)
        yield Change(ChangeKind.DROPPED, text[start:end], "", *place, hedge, negation, modal, governs=True)
    behind = COMPARED.match(text, span.end + 1)
    if behind and key(behind[0]) in grammar.trailing and not denied:
        place = (behind.start(), behind.end(), quoted.end, quoted.end)
        yield Change(ChangeKind.DROPPED, behind[0], "", *place, negation=True, governs=True)
    elif behind and key(behind[0]) in grammar.limiting:
        after = {key(word) for word in COMPARED.findall(own[quoted.end : quoted.end + _LED_IN])}
        if key(behind[0]) not in after:
            end = _limited_to(text, behind.start())
            place = (behind.start(), end, quoted.end, quoted.end)
            yield Change(ChangeKind.DROPPED, text[behind.start() : end], "", *place, governs=True)


def _limited_to(text: str, start: int) -> int:
    """Return where a limit that begins at *start* ends: “until April”, up to a mark or a few words."""
    mark = _MARK.search(text, start, start + _LED_IN)
    words = list(COMPARED.finditer(text, start, mark.start() if mark else start + _LED_IN))[:_GOVERNING]
    return words[-1].end()


def _led_in(text: str, span: Span, grammar: Grammar) -> list[Found | re.Match[str]]:
    """Return the words of a clause from a negation, modal verb or hedge, with the word before it, up to a passage."""
    start = max(0, span.start - _LED_IN)
    before = text[start : span.start]
    start += max(before.rfind(mark) for mark in '.!?;:,\n“"—') + 1
    words: list[Found | re.Match[str]] = list(COMPARED.finditer(text, start, span.start))[-_GOVERNING:]
    names = {at for at, one in enumerate(words) if is_name(text, one.start()) and not grammar.denies(key(one[0]))}
    governing = [at for at, one in enumerate(words) if grammar.governs(key(one[0])) and at not in names]
    return words[max(0, governing[0] - 1) :] if governing else []
