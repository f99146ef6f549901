"""What a report tells in its own words of what somebody said: “X said that …”, headlines and decks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from desktop.analysis.attribution import speech_words
from desktop.analysis.tracing.events import Source, Telling
from desktop.core.spans import Span, trimmed
from desktop.core.structure.units import COMPARED, split_sentences
from desktop.core.vocabulary.languages import either, languages

_THAT = either(speech_words.LEADING_OVER)
_VERBS = re.compile(rf"(?<![\w’'-]){either(speech_words.VERBS)}(?![\w’'-])", re.IGNORECASE)
# “said in Moscow on Friday that …”; the clause begins behind the word
_CLAUSE = re.compile(rf"(?:,\s*)?(?:\s[^\s,;:“«\"]+){{0,6}}?,?\s{_THAT}\s", re.IGNORECASE)
# words of who says it, before the verb or behind it: “…, the minister said on Tuesday, …”
_SUBJECT = 6
_AFTER = re.compile(r"[,;:.!?]")
# of fewer words nothing can be told
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class ReportedSpeech:
    """What is told in other words.

    Attributes:
        span: where, without the marks around it.
        actor: the key of who is said to have said it; may be empty.
        sentence: the sentence around it.
        is_guess: whether it need not tell of anything said: a headline, a sentence with such a verb alone.
    """

    span: Span
    actor: str
    sentence: Span
    is_guess: bool = False


def reported_speech(source: Source) -> list[ReportedSpeech]:
    """Return what a report tells in its own words of what was said, in the order of its text; turns are left out."""
    telling = source.telling() if source.telling is not None else Telling()
    known: dict[int, str] = {}
    for sentence, actor in telling.sayings:
        known[sentence.start] = known.get(sentence.start) or actor
    sentences = {sentence.start: sentence for sentence, _actor in telling.sayings}
    for sentence in _with_clause(source, telling.prose):
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
    for guess in [*telling.headings, *_guesses(source, telling.prose)]:
        if not any(one.sentence.overlaps(guess) for one in found):
            found += [ReportedSpeech(span, "", guess, is_guess=True) for span in _told(source, guess)]
    return sorted(
        (one for one in found if _words(source.text, one.span) >= _FEWEST),
        key=lambda one: (one.span.start, one.span.end),
    )


def _with_clause(source: Source, prose: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences of prose in which a verb of saying leads to a clause, whoever says it."""
    text = source.text
    for paragraph in prose:
        if not _VERBS.search(text, paragraph.start, paragraph.end):
            continue
        for sentence in split_sentences(text, paragraph):
            if any(_clauses(source, sentence)):
                yield sentence


def _guesses(source: Source, prose: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences of prose with a verb of saying, or in the mood in which a language tells again."""
    text = source.text
    mood = _mood(source.language)
    for paragraph in prose:
        if not (_VERBS.search(text, *_ends(paragraph)) or mood.search(text, *_ends(paragraph))):
            continue
        for sentence in split_sentences(text, paragraph):
            if any(one.span.overlaps(sentence) for one in source.quotations):
                continue
            if _VERBS.search(text, *_ends(sentence)) or mood.search(text, *_ends(sentence)):
                yield sentence


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@cache
def _mood(language: str) -> re.Pattern[str]:
    known = languages().get(language.partition("-")[0].lower())
    return re.compile(rf"(?<!\w){either(known.comparing.retelling if known else frozenset())}(?!\w)", re.IGNORECASE)


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
    text = source.text
    clauses = list(_clauses(source, sentence))
    if clauses:
        # the first that leads over to another one ends there
        ends = [*(one.start for one in clauses[1:]), sentence.end]
        return [trimmed(text, one.start, end) for one, end in zip(clauses, ends, strict=True)]
    if any(one.span.overlaps(sentence) for one in source.quotations):
        return []
    for verb in _VERBS.finditer(text, sentence.start, sentence.end):
        # “The bank will be closed, the minister said on Tuesday, after …”: what is told stands before
        comma = text.rfind(",", sentence.start, verb.start())
        told = Span(sentence.start, max(comma, sentence.start))
        says = len(text[comma + 1 : verb.start()].split()) <= _SUBJECT
        closes = len(_AFTER.split(text[verb.end() : sentence.end], maxsplit=1)[0].split()) <= _SUBJECT
        if comma > 0 and says and closes and _words(text, told) >= _FEWEST:
            return [trimmed(text, told.start, told.end)]
    return [sentence]


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in COMPARED.finditer(text, span.start, span.end))
