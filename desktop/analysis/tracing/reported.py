"""What a report tells in its own words of what somebody said: “X said that …”, headlines and decks."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from desktop.analysis.attribution import speech_words
from desktop.analysis.tracing.events import Source, Telling
from desktop.analysis.words import key
from desktop.core.spans import Span, trimmed
from desktop.core.structure.units import COMPARED, split_sentences
from desktop.core.vocabulary.languages import either, languages, vocabulary

_THAT = either(speech_words.LEADING_OVER)
_VERBS = re.compile(rf"(?<![\w’'-]){either(speech_words.VERBS)}(?![\w’'-])", re.IGNORECASE)
# “…, Orsk and Nim say”, as headings end
_PLURAL = re.compile(rf"(?<![\w’'-]){either(speech_words.BARE)}$", re.IGNORECASE)
_ACCORDING = re.compile(rf"(?<!\w){either(vocabulary().saying.prepositions)}(?!\w)", re.IGNORECASE)
# “said in Moscow on Friday that …”; the clause begins behind the word
_CLAUSE = re.compile(
    rf"(?:,\s*)?(?:\s[^\s,;:“«\"]+){{0,6}}?(?:\s[“«„\"][^,;:“«„\"]{{1,40}}[”»“\"])?,?\s{_THAT}\s", re.IGNORECASE
)
# words of who says it, before the verb or behind it: “…, the minister said on Tuesday, …”
_SUBJECT = 6
_AFTER = re.compile(r"[,;:.!?]")
# of fewer words nothing can be told
_FEWEST = 4
# words of so many letters tell little in any language
_SMALL = 3


@dataclass(frozen=True, slots=True)
class ReportedSpeech:
    """What is told in other words.

    Attributes:
        span: where, without the marks around it.
        said: of it, what was said: without who says it and the verb.
        actor: the key of who is said to have said it; may be empty.
        sentence: the sentence around it.
        is_guess: whether it need not tell of anything said: a headline, a sentence with such a verb alone.
    """

    span: Span
    actor: str
    sentence: Span
    said: Span
    is_guess: bool = False


def reported_speech(source: Source, name: Callable[[str], str] = str) -> list[ReportedSpeech]:
    """Return what a report tells in its own words of what was said, in the order of its text; turns are left out.

    *name* gives an actor's name by the key.
    """
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
        actor = known.get(start, "")
        for span, said in _told(source, sentence, name(actor)):
            if actor or span not in by_span:
                by_span[span] = ReportedSpeech(span, actor, sentence, said)
    found = list(by_span.values())
    headings = frozenset(telling.headings)
    for guess in [*telling.headings, *_guesses(source, telling.prose)]:
        if not any(one.sentence.overlaps(guess) for one in found):
            for span, said in _told(source, guess):
                # “…, Orsk Says”: a heading that tells who says it tells of something said
                told = guess in headings and span.end < guess.end
                found.append(ReportedSpeech(span, "", guess, said, is_guess=not told))
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
    """Yield the sentences of prose with a verb of saying, “according to”, or in the mood of telling again."""
    text = source.text
    mood = _mood(source.language)
    for paragraph in prose:
        if not any(one.search(text, *_ends(paragraph)) for one in (_VERBS, _ACCORDING, mood)):
            continue
        for sentence in split_sentences(text, paragraph):
            if any(one.span.overlaps(sentence) for one in source.quotations):
                continue
            if any(one.search(text, *_ends(sentence)) for one in (_VERBS, _ACCORDING, mood)):
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


def _told(source: Source, sentence: Span, name: str = "") -> list[tuple[Span, Span]]:
    """Return what of a sentence tells in other words what was said, each with what of it was said.

    *name* is whose it is; empty when unknown.
    """
    text = source.text
    clauses = list(_clauses(source, sentence))
    if clauses:
        # the first that leads over to another one ends there
        ends = [*(one.start for one in clauses[1:]), sentence.end]
        spans = [trimmed(text, one.start, end) for one, end in zip(clauses, ends, strict=True)]
        return [(span, span) for span in spans]
    if any(one.span.overlaps(sentence) for one in source.quotations):
        return []
    verbs = [*_VERBS.finditer(text, *_ends(sentence)), *_PLURAL.finditer(text, *_ends(sentence))]
    for verb in verbs:
        # “The bank will be closed, the minister said on Tuesday, after …”: what is told stands before
        comma = text.rfind(",", sentence.start, verb.start())
        told = Span(sentence.start, max(comma, sentence.start))
        says = len(text[comma + 1 : verb.start()].split()) <= _SUBJECT
        closing, *rest = _AFTER.split(text[verb.end() : sentence.end], maxsplit=1)
        if comma < 0 or not says or len(closing.split()) > _SUBJECT:
            continue
        # “Ferry Is No Bridge, Orsk Says”: capitals tell no name there
        if _is_subject(text, told, name, titled=verb[0][0].isupper()):
            continue
        if rest and len(rest[0].split()) > _words(text, told):
            # “Bolivia, she added, will go on …”: it goes on behind who says it
            return [(sentence, sentence)]
        if _words(text, told) >= _FEWEST:
            span = trimmed(text, told.start, told.end)
            return [(span, span)]
    behind = _behind(text, sentence, name)
    return [(sentence, behind)] if behind is not None else []


def _is_subject(text: str, span: Span, name: str, *, titled: bool = False) -> bool:
    """Tell whether what stands before a comma names who says what follows: “Lena Orsk, who was born there, said”.

    In a heading that is *titled*, with a capital on each word, capitals tell nothing.
    """
    words = list(COMPARED.finditer(text, span.start, span.end))
    if name and key(name.split()[-1]) in {key(one[0]) for one in words}:
        return True
    weighty = [str(one[0]) for one in words if len(one[0]) > _SMALL]
    return not titled and 2 * sum(word[0].isupper() for word in weighty) > len(weighty)


def _behind(text: str, sentence: Span, name: str) -> Span | None:
    """Return what of a sentence stands behind its first verb of saying; all of it where too little does.

    None where that is nothing but who says something: “The mayor, Teresa Orsk, answered.”
    """
    verb = _VERBS.search(text, sentence.start, sentence.end)
    if verb is None:
        return sentence
    behind = trimmed(text, verb.end(), sentence.end)
    if sum(len(one[0]) > _SMALL for one in COMPARED.finditer(text, behind.start, behind.end)) > 1:
        return behind
    return None if name and _is_subject(text, Span(sentence.start, verb.start()), name) else sentence


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in COMPARED.finditer(text, span.start, span.end))
