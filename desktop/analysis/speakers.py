"""Who speaks the quotations of a paragraph: the rules of attribution in English prose.

A *cue* is a verb of saying with its subject, outside all quotation marks. A quotation goes to the cue that stands
nearest to it in its sentence, before or after; without one, to who spoke the quotation before it, where it goes on.
The order of the rules is that of O'Keefe et al., “A sequence labelling approach to quote attribution”, EMNLP 2012
(their rule-based baseline), with pronouns after Pareti et al., EMNLP 2013: a pronoun stands for whoever spoke last,
which in news is right far more often than for whoever was named last.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.analysis.names import Mention, Names
from desktop.analysis.quote_marks import Marked
from desktop.analysis.sentences import split_sentences
from desktop.analysis.speech_words import (
    BETWEEN,
    DESCRIPTION,
    FOLLOW,
    NOUNS,
    PREPOSITION,
    PRONOUN,
    SAYING,
    THING,
    VERB,
)
from desktop.core.spans import Span
from desktop.core.values import Actor, ActorKind

_GROUPS = (ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP)
_MASK = "\x01"
_OF = re.compile(r"\s+(?:of|for|at|in)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,2}")
# “of Russian diplomacy”, up to what can stand between a subject and its verb
_COMPLEMENT = re.compile(
    r"\s+(?:of|for|at)\s+(?:the\s+)?[\w’'-]+(?:\s+(?!has|had|have|also|then)[\w’'-]+){0,4}(?=\s|,)"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks: the actor's key, the words that say so, the rule, and the sentence."""

    actor: str
    speaker: str
    rule: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class _Cue:
    """A verb of saying with its subject: where both stand, and who it is."""

    start: int
    end: int
    verb: int
    actor: str
    words: str


class Attributor:
    """Reads a document once, paragraph by paragraph, and remembers who spoke last.

    Paragraphs must come in order.

    Attributes:
        sayings: the sentences with a verb of saying outside quotations, each with the key of who says.
    """

    def __init__(self, text: str, actors: Sequence[Actor], participants: Iterable[str], quoted: Sequence[Span]) -> None:
        """Prepare *text*, in which *quoted* are the outermost quotations with their marks."""
        self._participants = tuple(participants)
        self._names = Names(actors, self._participants)
        self._quoted = sorted(quoted)
        self._starts = [one.start for one in self._quoted]
        self._text = _masked(text, self._quoted)
        self._spoken: list[str] = []
        self._named: list[str] = []
        self._pronouns: dict[str, str] = {}
        self._last = Attribution("", "", "", Span(0, 0))
        self.sayings: list[tuple[Span, str]] = []

    def attribute(self, paragraph: Span, marked: Sequence[Marked], heading: bool = False) -> dict[int, Attribution]:
        """Return who speaks each of the outermost quotations of a paragraph, by where they begin with their marks."""
        found: dict[int, Attribution] = {}
        mentions = self._names.find(self._text, paragraph)
        previous: Marked | None = None
        rest = list(marked)
        for sentence in split_sentences(self._text, paragraph):
            cues = self._cues(sentence, mentions, paragraph, heading)
            self.sayings.extend((sentence, cue.actor) for cue in cues[:1] if cue.actor)
            own = [one for one in rest if one.outer.start < sentence.end]
            rest = [one for one in rest if one.outer.start >= sentence.end]
            for one in own:
                told = self._choose(one, sentence, cues, previous, paragraph)
                if told.rule:
                    self._last = told
                found[one.outer.start] = told
                previous = one
            for mention in mentions:
                if sentence.start <= mention.start < sentence.end:
                    self._remember(self._named, mention.actor)
        return found

    def _choose(
        self, one: Marked, sentence: Span, cues: Sequence[_Cue], previous: Marked | None, paragraph: Span
    ) -> Attribution:
        if one.continued and self._last.rule:
            return Attribution(self._last.actor, self._last.speaker, "continued", sentence)
        before = [cue for cue in cues if cue.end <= one.outer.start]
        after = [cue for cue in cues if cue.start >= one.outer.end]
        outer = [cue for cue in cues if cue.start < one.outer.start and cue.end > one.outer.end]
        best: tuple[int, str, _Cue] | None = None
        for cue in [*before[-1:], *outer]:
            between = self._text[cue.end : one.outer.start]
            # where a quotation stands between, the words belong to that one
            distance = len(between) + 60 * between.count(_MASK * 2)
            best = min(filter(None, (best, (distance, "before", cue))))
        for cue in after[:1]:
            between = self._text[one.outer.end : cue.start]
            inside = self._text[one.span.end - 1]
            # “… ,” he said: a comma inside the marks, or none, leads over to the verb behind it
            leads = inside in ",?!" or between.strip() in ("", ",", "-", "–", "—")
            distance = len(between) // (3 if leads else 1)
            if not self._opens_other(cue, one):
                best = min(filter(None, (best, (distance, "after", cue))))
        if best is not None:
            _, rule, cue = best
            return Attribution(cue.actor, cue.words, rule, sentence)
        if (
            previous is not None
            and self._last.rule
            and not self._text[previous.outer.end : one.outer.start].strip(" ,")
        ):
            return Attribution(self._last.actor, self._last.speaker, "continued", sentence)
        whole = not self._text[sentence.start : one.outer.start].strip()
        # words that make a sentence of their own go on what was quoted before them in the paragraph
        if whole and self._last.rule and previous is not None and self._last.sentence.start >= paragraph.start:
            return Attribution(self._last.actor, self._last.speaker, "continued", sentence)
        return Attribution("", "", "", sentence)

    def _opens_other(self, cue: _Cue, one: Marked) -> bool:
        """Tell whether *cue* leads over to another quotation, as in ``“…” Sosa said: “…”``."""
        at = bisect_left(self._starts, cue.end)
        if at == len(self._quoted):
            return False
        gap = self._text[cue.end : self._starts[at]]
        return gap.strip() in (":", ", that", "that") and self._text[one.span.end - 1] not in ",?!"

    def _cues(self, sentence: Span, mentions: Sequence[Mention], paragraph: Span, heading: bool) -> list[_Cue]:
        found: list[_Cue] = []
        masked = self._text
        subjects = self._subjects(sentence, mentions)
        if sentence.start == paragraph.start:
            for start, end, actor in subjects:
                # ALBA secretary: …
                title = heading or masked[sentence.start : start].strip() == ""
                if title and masked[end : end + 1] == ":":
                    key, words = self._resolve(actor, masked[start:end])
                    found.append(self._spoke(_Cue(start, end + 1, end, key, words)))
                    break
        for preposition in PREPOSITION.finditer(masked, sentence.start, sentence.end):
            named = next((one for one in subjects if one[0] == preposition.end()), None)
            if named is not None:
                key, words = self._resolve(named[2], masked[named[0] : named[1]])
                found.append(self._spoke(_Cue(preposition.start(), named[1], preposition.start(), key, words)))
        for verb in VERB.finditer(masked, sentence.start, sentence.end):
            cue = self._cue(verb, sentence, subjects, found)
            if cue is not None:
                found.append(self._spoke(cue))
        return sorted(found, key=lambda cue: cue.verb)

    def _cue(
        self, verb: re.Match[str], sentence: Span, subjects: Sequence[tuple[int, int, str]], found: Sequence[_Cue]
    ) -> _Cue | None:
        form, masked = verb.group().lower(), self._text
        end = verb.end()
        if form in FOLLOW:
            follow = FOLLOW[form].match(masked, end)
            if follow is None:
                return None
            end = follow.end()
        that = re.match(r"\s+that\b|\s*[,:]?\s*(?=[\"“‘«„'])", masked[end : end + 8])
        left = [one for one in subjects if one[1] <= verb.start()]
        if left:
            start, stop, actor = left[-1]
            if actor and len(left) > 1 and not left[-2][2] and _OF.fullmatch(masked[left[-2][1] : start]):
                # “the secretary of ALBA said”: the secretary did
                start, actor = left[-2][0], ""
            if not actor and (complement := _COMPLEMENT.match(masked, stop, verb.start())):
                stop = complement.end()
            gap = masked[stop : verb.start()]
            if BETWEEN.fullmatch(gap) and (form not in NOUNS or that or not actor):
                key, words = self._resolve(actor, masked[start:stop])
                return _Cue(start, end + (that.end() if that else 0), verb.start(), key, words)
        if form.endswith("ing"):
            # “…, adding that”: the subject is that of the verb before it
            told = found[-1] if found else None
            comma = masked[sentence.start : verb.start()].rstrip().endswith((",", "and"))
            if told is not None and comma:
                return _Cue(verb.start(), end + (that.end() if that else 0), verb.start(), told.actor, told.words)
            return None
        if found and re.search(r"(?:\band|,)\s+(?:also\s+|later\s+|then\s+)?$", masked[sentence.start : verb.start()]):
            # “He condemned … and said”: the same subject again
            return _Cue(verb.start(), end, verb.start(), found[-1].actor, found[-1].words)
        right = next((one for one in subjects if end <= one[0] <= end + 1), None)
        if right is not None and form in SAYING and form not in NOUNS and self._inverted(verb.start(), sentence):
            key, words = self._resolve(right[2], masked[right[0] : right[1]])
            return _Cue(verb.start(), right[1], verb.start(), key, words)
        return None

    def _inverted(self, at: int, sentence: Span) -> bool:
        """Tell whether a quotation or a comma ends right before *at*, as in ``“…”, said Sosa``."""
        return self._text[sentence.start : at].rstrip()[-1:] in ("", ",", '"', "”", "’", "»", "“", "'", "–", "—", "-")

    def _subjects(self, sentence: Span, mentions: Sequence[Mention]) -> list[tuple[int, int, str]]:
        """Return who may be a subject in a sentence: start, end, and the key or empty for what must be resolved."""
        found = [(one.start, one.end, one.actor) for one in mentions if sentence.start <= one.start < sentence.end]
        for pattern in (PRONOUN, THING, DESCRIPTION):
            for match in pattern.finditer(self._text, sentence.start, sentence.end):
                start, end = match.span()
                # “Foreign Minister Lavrov” is named; “the secretary of ALBA” is described, though ALBA is named
                after = [one for one in found if one[2] and end <= one[0] <= end + 1]
                covering = [one for one in found if one[0] < end and start < one[1]]
                if after or any(one[0] <= start and end <= one[1] for one in covering):
                    continue
                if any(self._names.is_person(one[2]) for one in covering):
                    continue
                found = [one for one in found if one not in covering]
                found.append((start, end, ""))
        return sorted(found)

    def _resolve(self, actor: str, words: str) -> tuple[str, str]:
        """Return the key and the words of a subject."""
        if actor:
            return actor, words
        low = words.lower()
        if low in ("he", "she", "they"):
            return self._pronoun(low), words
        if THING.fullmatch(words):
            return "", words
        known = [*self._participants, *(key for key in self._named if key not in self._participants)]
        known = [*known, *self._spoken]
        return self._names.described(words, list(dict.fromkeys(reversed(known)))[::-1]), words

    def _pronoun(self, word: str) -> str:
        recent = [*reversed(self._spoken), *reversed(self._named)]
        for key in recent:
            actor = self._names.actors.get(key)
            if actor is None:
                continue
            fits = actor.kind in _GROUPS if word == "they" else actor.kind is ActorKind.PERSON
            if fits and self._pronouns.get(key, word) == word:
                self._pronouns[key] = word
                return key
        return ""

    def _spoke(self, cue: _Cue) -> _Cue:
        if cue.actor:
            self._remember(self._spoken, cue.actor)
        return cue

    @staticmethod
    def _remember(keys: list[str], key: str) -> None:
        if key in keys:
            keys.remove(key)
        keys.append(key)


def _masked(text: str, quoted: Sequence[Span]) -> str:
    """Return *text* with what is quoted hidden, as long as before; a stop at the end of a quotation stays."""
    parts, position = [], 0
    for one in quoted:
        if one.start < position or len(one) < 3:
            continue
        inner = text[one.start + 1 : one.end - 1]
        keep = len(inner) - len(inner.rstrip(" .,!?…"))
        hidden = _MASK * (len(inner) - keep) + inner[len(inner) - keep :]
        parts += [text[position : one.start + 1], hidden, text[one.end - 1 : one.end]]
        position = one.end
    return "".join([*parts, text[position:]])
