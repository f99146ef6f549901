"""What a report tells in its own words of what somebody said: “X said that …”, headlines and decks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.analysis.attribution import speech_words
from desktop.analysis.tracing.events import Source
from desktop.core.spans import Span, trimmed
from desktop.core.structure.units import COMPARED, split_sentences
from desktop.core.vocabulary.languages import either

_THAT = either(speech_words.LEADING_OVER)
_VERBS = re.compile(rf"(?<![\w’'-]){either(speech_words.VERBS)}(?![\w’'-])", re.IGNORECASE)
# “said in Moscow on Friday that …”; the clause begins behind the word
_CLAUSE = re.compile(rf"(?:,\s*)?(?:\s[^\s,;:“«\"]+){{0,6}}?,?\s{_THAT}\s", re.IGNORECASE)
# words with which a sentence ends by saying whose it is: “…, the minister said.”
_TAIL = 9
# of fewer words nothing can be told
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class ReportedSpeech:
    """What is told in other words.

    Attributes:
        span: where, without the marks around it.
        actor: the key of who is said to have said it; may be empty.
        sentence: the sentence around it.
        is_heading: whether it is a headline, which need not tell of anything said.
    """

    span: Span
    actor: str
    sentence: Span
    is_heading: bool = False


def reported_speech(source: Source) -> list[ReportedSpeech]:
    """Return what a report tells in its own words of what was said, in the order of its text; turns are left out."""
    known = {sentence.start: actor for sentence, actor in source.sayings}
    sentences = {sentence.start: sentence for sentence, _actor in source.sayings}
    for sentence in _with_clause(source):
        sentences.setdefault(sentence.start, sentence)
    by_span: dict[Span, ReportedSpeech] = {}
    for start, sentence in sorted(sentences.items()):
        if any(turn.start <= start < turn.end for turn in source.turns):
            continue
        for span in _told(source, sentence):
            actor = known.get(start, "")
            if actor or span not in by_span:
                by_span[span] = ReportedSpeech(span, actor, sentence)
    found = list(by_span.values())
    for heading in source.headings:
        if not any(one.sentence.overlaps(heading) for one in found):
            found.append(ReportedSpeech(heading, "", heading, is_heading=True))
    return sorted(
        (one for one in found if _words(source.text, one.span) >= _FEWEST),
        key=lambda one: (one.span.start, one.span.end),
    )


def _with_clause(source: Source) -> Iterator[Span]:
    """Yield the sentences of prose in which a verb of saying leads to a clause, whoever says it."""
    text = source.text
    for paragraph in source.prose:
        if not _VERBS.search(text, paragraph.start, paragraph.end):
            continue
        for sentence in split_sentences(text, paragraph):
            if any(_clauses(source, sentence)):
                yield sentence


def _clauses(source: Source, sentence: Span) -> Iterator[Span]:
    """Yield the clauses of a sentence behind a verb of saying outside quotations: behind “said that”, to the end."""
    text = source.text
    quoted = [one.span for one in source.quotations if one.span.overlaps(sentence)]
    for verb in _VERBS.finditer(text, sentence.start, sentence.end):
        clause = _CLAUSE.match(text, verb.end(), sentence.end)
        if clause is None or any(
            one.start <= at < one.end for one in quoted for at in (verb.start(), clause.end() - 1)
        ):
            continue
        yield trimmed(text, clause.end(), sentence.end)


def _told(source: Source, sentence: Span) -> list[Span]:
    """Return what of a sentence tells in other words what was said."""
    clauses = list(_clauses(source, sentence))
    if clauses:
        # the first that leads over to another one ends there
        ends = [*(one.start for one in clauses[1:]), sentence.end]
        return [trimmed(source.text, one.start, end) for one, end in zip(clauses, ends, strict=True)]
    if any(one.span.overlaps(sentence) for one in source.quotations):
        return []
    text = source.text
    comma = text.rfind(",", sentence.start, sentence.end)
    tail = text[comma + 1 : sentence.end] if comma > 0 else ""
    if tail and len(tail.split()) <= _TAIL and _VERBS.search(tail):
        return [trimmed(text, sentence.start, comma)]
    return [sentence]


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in COMPARED.finditer(text, span.start, span.end))
