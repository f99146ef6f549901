"""Who speaks the quotations of a paragraph: the rules of attribution in English prose.

A *cue* is a verb of saying with its subject, outside all quotation marks. A quotation goes to the cue that stands
nearest to it in its sentence, before or after; without one, to who spoke the quotation before it, where it goes on.
The order of the rules is that of O'Keefe et al., “A sequence labelling approach to quote attribution”, EMNLP 2012
(their rule-based baseline), with pronouns after Pareti et al., EMNLP 2013: a pronoun stands for whoever spoke last,
which in news is right far more often than for whoever was named last.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.analysis.attribution.names import Mention, Names
from desktop.analysis.attribution.quote_marks import Marked
from desktop.analysis.attribution.speech_words import (
    AND,
    AUXILIARY,
    BETWEEN,
    COMPLEMENT,
    CONJUNCTIONS,
    FOLLOW,
    GOING_ON,
    NAMING,
    NOT_SAID,
    NOUNS,
    OF,
    OF_BODY,
    OPENED,
    PREPOSITION,
    PRONOUNS,
    THAT,
    TO_BE,
    WITHOUT_SUBJECT,
)
from desktop.analysis.attribution.subjects import PREPOSITION as PREPOSITION_WORD
from desktop.analysis.attribution.subjects import VERB, Subject, Told, WordKinds, find_mentions, find_subjects, scan
from desktop.core.spans import Span
from desktop.core.structure.units import split_sentences
from desktop.core.values import ActorKind

_GROUPS = (ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP)
_MASK = "\x01"
# words that a stop in the middle of a sentence of monstrous length stands for
_LONGEST_SENTENCE = 2_000
_FAR = 1_500
_RECENT = 40
# words between two parts of one quotation: “…” – she paused – “…”
_PAUSE = 60
# an aside with what may follow it up to the verb
_ASIDE = 140


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks: the actor's key, the words that say so, the rule, and the sentence."""

    actor: str
    speaker: str
    rule: str
    sentence: Span


class _Cue(NamedTuple):
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

    def __init__(
        self, text: str, names: Names, kinds: WordKinds, participants: Iterable[str], quoted: Sequence[Span]
    ) -> None:
        """Prepare *text*, in which *quoted* are the outermost quotations with their marks."""
        self._participants = tuple(participants)
        self._names = names
        self._kinds = kinds
        self._quoted = sorted(quoted)
        self._starts = [one.start for one in self._quoted]
        self._original = text
        self._text = _masked(text, self._quoted)
        self._spoken: list[str] = []
        self._named: list[str] = []
        self._here: list[Mention] = []
        self._pronouns: dict[str, str] = {}
        self._last = Attribution("", "", "", Span(0, 0))
        self.sayings: list[tuple[Span, str]] = []

    def attribute(self, paragraph: Span, marked: Sequence[Marked], heading: bool = False) -> dict[int, Attribution]:
        """Return who speaks each of the outermost quotations of a paragraph, by where they begin with their marks."""
        found: dict[int, Attribution] = {}
        previous: Marked | None = None
        waiting: Marked | None = None
        at = word_at = 0
        words = scan(self._text, paragraph, self._kinds)
        for sentence in self._sentences(paragraph):
            first_word = word_at
            while word_at < len(words) and words[word_at].start < sentence.end:
                word_at += 1
            own_words = words[first_word:word_at]
            self._here = find_mentions(self._text, own_words, self._names, sentence)
            first = at
            while at < len(marked) and marked[at].outer.start < sentence.end:
                at += 1
            own = marked[first:at]
            cues, subjects = self._cues(sentence, own_words, paragraph, heading, bool(own))
            self.sayings.extend((sentence, cue.actor) for cue in cues[:1] if cue.actor)
            told = []
            for one in own:
                choice = self._choose(one, sentence, cues, subjects, previous, paragraph)
                if choice.rule:
                    self._last = choice
                told.append(choice)
                previous = one
            self._carry_back(own, told)
            if waiting is not None and cues and cues[0].start == sentence.start:
                self._settle(waiting, cues[0], found)
            waiting = own[-1] if own and own[-1].outer.end == sentence.end else None
            if not cues:
                self._take_topic(sentence)
            found.update((one.outer.start, choice) for one, choice in zip(own, told, strict=True))
            # the first named is what the sentence is about, and what a pronoun in the next one stands for
            for mention in reversed(self._here):
                self._remember(self._named, mention.actor)
        return found

    def _settle(self, one: Marked, cue: _Cue, found: dict[int, Attribution]) -> None:
        """Give a quotation that makes a whole sentence to who is told at once behind it: ``“Who pays?” Vask asked.``"""
        known = found[one.outer.start]
        asks = self._text[one.span.end - 1] in "?!"
        if known.rule not in ("", "continued") or (known.rule and not asks) or self._opens_other(cue, one):
            return
        self._last = found[one.outer.start] = Attribution(cue.actor, cue.words, "after", known.sentence)

    def _take_topic(self, sentence: Span) -> None:
        """Remember whom a sentence without a verb of saying begins with: ``Nim disagreed. “…,” he said.``"""
        first = next(iter(self._here), None)
        if first is None or first.start != sentence.start or not self._names.is_person(first.actor):
            return
        if self._text[first.end : first.end + 2] not in ("’s", "'s"):
            self._remember(self._spoken, first.actor)

    def _sentences(self, paragraph: Span) -> Iterable[Span]:
        """Yield the sentences of a paragraph; what goes on without any stop is cut."""
        for sentence in split_sentences(self._text, paragraph):
            start = sentence.start
            while sentence.end - start > _LONGEST_SENTENCE:
                cut = self._text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
                cut = cut if cut > start else start + _LONGEST_SENTENCE
                yield Span(start, cut)
                start = cut
            yield Span(start, sentence.end)

    def _choose(
        self,
        one: Marked,
        sentence: Span,
        cues: Sequence[_Cue],
        subjects: Sequence[Subject],
        previous: Marked | None,
        paragraph: Span,
    ) -> Attribution:
        if one.continued and self._last.rule:
            return Attribution(self._last.actor, self._last.speaker, "continued", sentence)
        nobody = Attribution("", "", "", sentence)
        before = self._text[max(sentence.start, one.outer.start - 40) : one.outer.start]
        if NOT_SAID.search(before):
            return nobody
        best = self._nearest(one, cues)
        if best is None and before.split()[-1:] and before.split()[-1].lower() in NAMING:
            # “a boat called ‘Row On’”: a name
            return nobody
        if best is not None:
            _, rule, cue = best
            return Attribution(cue.actor, cue.words, rule, sentence)
        if before.rstrip().endswith(":"):
            # Solano was brief: “…”
            person = next((who for who in subjects if self._names.is_person(who.actor)), None)
            if person is not None and person.end <= one.outer.start:
                self._remember(self._spoken, person.actor)
                return Attribution(person.actor, self._text[person.start : person.end], "before", sentence)
        gap = None
        if previous is not None:
            gap = self._text[previous.outer.end : min(one.outer.start, previous.outer.end + _FAR)].strip(" ,")
        if gap == "" and self._last.rule:
            return Attribution(self._last.actor, self._last.speaker, "continued", sentence)
        inside = self._inside(one, sentence)
        if inside is not None:
            return inside
        whole = not self._text[sentence.start : one.outer.start].strip(" —–")
        # words that make a sentence of their own go on what was quoted before them in the paragraph
        if whole and self._last.rule and previous is not None and self._last.sentence.start >= paragraph.start:
            return Attribution(self._last.actor, self._last.speaker, "continued", sentence)
        return nobody

    def _nearest(self, one: Marked, cues: Sequence[_Cue]) -> tuple[int, str, _Cue] | None:
        """Return the cue that stands nearest to a quotation: its distance, the rule, and itself."""
        best: tuple[int, str, _Cue] | None = None
        last = bisect_right(cues, one.outer.start, key=lambda cue: cue.end)
        for cue in cues[max(0, last - 1) : last + 1]:
            spans = cue.start < one.outer.start and cue.end > one.outer.end
            if (cue.end > one.outer.start and not spans) or one.outer.start - cue.end > _FAR:
                continue
            between = self._text[cue.end : one.outer.start]
            # where a quotation stands between, the words belong to that one
            distance = len(between) + 60 * between.count(_MASK * 2)
            best = min(filter(None, (best, (distance, "before", cue))))
        following = bisect_left(cues, one.outer.end, key=lambda cue: cue.start)
        for cue in cues[following : following + 1]:
            if cue.start - one.outer.end > _FAR:
                continue
            between = self._text[one.outer.end : cue.start]
            inside = self._text[one.span.end - 1]
            # “… ,” he said: a comma inside the marks, or none, leads over to the verb behind it
            leads = inside in ",?!" or between.strip() in ("", ",", "-", "–", "—")
            distance = len(between) // (3 if leads else 1)
            if not self._opens_other(cue, one):
                best = min(filter(None, (best, (distance, "after", cue))))
        return best

    def _carry_back(self, own: Sequence[Marked], told: list[Attribution]) -> None:
        """Give the first part of a quotation to who is told behind its second: ``“…” – she paused – “…,” she said``."""
        for at in range(len(own) - 2, -1, -1):
            gap = own[at + 1].outer.start - own[at].outer.end
            if not told[at].rule and told[at + 1].rule == "after" and gap <= _PAUSE:
                between = self._text[own[at].outer.end : own[at + 1].outer.start].strip()
                if between[:1] in "–—-," and between[-1:] in "–—-,":
                    told[at] = told[at + 1]

    def _inside(self, one: Marked, sentence: Span) -> Attribution | None:
        """Return who is told within the marks themselves, as French does: ``« Si la glace tient, a dit Orsk, … »``."""
        if self._original[one.outer.start] != "«":
            return None
        words = scan(self._original, one.span, self._kinds)
        for number, word in enumerate(words):
            lead = self._original[max(one.span.start, word.start - 12) : word.start].rstrip()
            lead = AUXILIARY.sub("", " " + lead).rstrip()
            if not word.kinds & VERB or not lead.endswith((",", "—", "–")):
                continue
            for mention in find_mentions(self._original, words[number + 1 :], self._names, one.span)[:1]:
                if mention.start == word.end + 1:
                    self._remember(self._spoken, mention.actor)
                    return Attribution(mention.actor, self._original[mention.start : mention.end], "between", sentence)
        return None

    def _opens_other(self, cue: _Cue, one: Marked) -> bool:
        """Tell whether *cue* leads over to another quotation, as in ``“…” Sosa said: “…”``."""
        at = bisect_left(self._starts, cue.end)
        if at == len(self._quoted):
            return False
        gap = self._text[cue.end : min(self._starts[at], cue.end + 20)]
        return gap.strip() in (":", ", that", "that") and self._text[one.span.end - 1] not in ",?!"

    def _cues(
        self, sentence: Span, words: Sequence[Told], paragraph: Span, heading: bool, quotes: bool
    ) -> tuple[list[_Cue], list[Subject]]:
        """Return the cues of a sentence by their verbs, and who may be a subject in it."""
        found: list[_Cue] = []
        masked = self._text
        verbs = [word for word in words if word.kinds & VERB]
        prepositions = any(word.kinds & PREPOSITION_WORD for word in words)
        titled = sentence.start == paragraph.start and masked.find(":", sentence.start, sentence.end) >= 0
        if not (verbs or prepositions or titled or quotes):
            return [], []
        subjects = find_subjects(masked, words, self._here, self._names, sentence)
        if titled:
            for one in subjects:
                # ALBA secretary: …
                title = heading or masked[sentence.start : one.start].strip() == ""
                if title and masked[one.end : one.end + 1] == ":":
                    key, told = self._resolve(one)
                    found.append(self._spoke(_Cue(one.start, one.end + 1, one.end, key, told)))
                    break
        if prepositions:
            for preposition in PREPOSITION.finditer(masked, sentence.start, sentence.end):
                named = next((one for one in subjects if one.start == preposition.end()), None)
                if named is not None:
                    key, told = self._resolve(named)
                    found.append(self._spoke(_Cue(preposition.start(), named.end, preposition.start(), key, told)))
        for verb in verbs:
            cue = self._cue(verb, sentence, subjects, found)
            if cue is not None:
                found.append(self._spoke(cue))
        return sorted(found, key=lambda cue: cue.verb), subjects

    def _cue(self, verb: Told, sentence: Span, subjects: Sequence[Subject], found: Sequence[_Cue]) -> _Cue | None:
        masked = self._text
        form, end = masked[verb.start : verb.end].lower(), verb.end
        if masked[verb.start - 1 : verb.start] == "-" and masked[max(0, verb.start - 3) : verb.start] == "so-":
            return None
        if form in FOLLOW:
            follow = FOLLOW[form].match(masked, end)
            if follow is None:
                return None
            end = follow.end()
        that = THAT.match(masked[end : end + 8])
        left = [one for one in subjects if one.end <= verb.start]
        if left:
            one = self._before_aside(left, verb.start) or left[-1]
            start, stop, actor = one.start, one.end, one.actor
            if one is left[-1] and self._is_of(left):
                # “Orsk of the Harbour Council said”: Orsk did
                start, actor = left[-2].start, left[-2].actor
            elif (
                actor
                and one is left[-1]
                and len(left) > 1
                and not left[-2].actor
                and OF.fullmatch(masked[left[-2].end : start])
            ):
                # “the secretary of ALBA said”: the secretary did
                one = left[-2]
                start, actor = one.start, ""
            # “the Guild of Ferrymen”, of which “the Guild” alone may be known
            whole = self._names.is_person(one.actor) or BETWEEN.fullmatch(masked[stop : verb.start])
            if (not actor or not whole) and (complement := COMPLEMENT.match(masked, stop, verb.start)):
                stop = complement.end()
            gap = masked[stop : verb.start]
            closes = OPENED.search(masked, max(sentence.start, start - 8), start) or form.endswith(GOING_ON)
            if closes and not BETWEEN.fullmatch(gap):
                # “the ambassador, Elbar Nim, said”; “Nim, calling it …”
                gap = gap.removeprefix(",")
            named = form not in NAMING or not TO_BE.search(gap)
            if BETWEEN.fullmatch(gap) and named and (form not in NOUNS or that or not actor):
                key, words = self._resolve(Subject(start, stop, actor, one.is_thing))
                return _Cue(start, end + (that.end() if that else 0), verb.start, key, words)
        lead = masked[sentence.start : verb.start]
        if form.endswith(GOING_ON):
            # “…, adding that”: the subject is that of the verb before it
            told = found[-1] if found else None
            if told is not None and lead.rstrip().endswith((",", *CONJUNCTIONS)):
                return _Cue(verb.start, end + (that.end() if that else 0), verb.start, told.actor, told.words)
            topic = subjects[0] if subjects and subjects[0].start == sentence.start else None
            if told is None and topic is not None and lead.rstrip().endswith(",") and that:
                # “Orsk opened the market, warning that …”
                key, words = self._resolve(topic)
                return _Cue(verb.start, end + that.end(), verb.start, key, words)
            return None
        if found and AND.search(lead):
            # “He condemned … and said”: the same subject again
            return _Cue(verb.start, end, verb.start, found[-1].actor, found[-1].words)
        if form in NOUNS or form in NAMING or not self._inverted(lead):
            return None
        right = next((one for one in subjects if end <= one.start), None)
        if right is not None and (right.start <= end + 1 or BETWEEN.fullmatch(masked[end : right.start])):
            key, words = self._resolve(right)
            return _Cue(verb.start, right.end, verb.start, key, words)
        if right is not None and masked[end : right.start] in ("-t-", "-"):
            key, words = self._resolve(right)
            return _Cue(verb.start, right.end, verb.start, key, words)
        if form in WITHOUT_SUBJECT and lead.rstrip().endswith((",", "”", "»", '"', "—")):
            # “…”, agregó
            return _Cue(verb.start, end, verb.start, self._pronoun("", verb.start), "")
        return None

    def _before_aside(self, left: Sequence[Subject], verb: int) -> Subject | None:
        """Return of whom an aside right before a verb tells: ``Nim, who heads the union, told``."""
        last = left[-1]
        for at in range(len(left) - 2, -1, -1):
            one = left[at]
            gap = self._text[one.end : min(verb, one.end + _ASIDE)]
            if one.end + len(gap) < verb or _MASK in gap:
                break
            if gap[:1] != ",":
                continue
            if last.actor and OPENED.fullmatch(self._text[one.end : last.start]):
                # “the president of the union, Nim, told”: the aside is who tells
                break
            told = self._names.is_person(one.actor) or (one.actor and OF_BODY.match(gap))
            if told and BETWEEN.fullmatch(gap):
                return one
        return None

    def _is_of(self, left: Sequence[Subject]) -> bool:
        """Tell whether the last two subjects are a person and the body or place this is of."""
        if len(left) < 2 or not self._names.is_person(left[-2].actor) or self._names.is_person(left[-1].actor):
            return False
        return OF.fullmatch(self._text[left[-2].end : left[-1].start]) is not None

    @staticmethod
    def _inverted(lead: str) -> bool:
        """Tell whether a quotation or a comma ends right before a verb, as in ``“…”, said Sosa``."""
        return AUXILIARY.sub("", lead.rstrip()).rstrip()[-1:] in ("", *",\"”’»“'–—-«")

    def _resolve(self, subject: Subject) -> tuple[str, str]:
        """Return the key and the words of a subject."""
        words = self._text[subject.start : subject.end]
        if subject.actor:
            return subject.actor, words
        if words.lower() in PRONOUNS:
            return self._pronoun(PRONOUNS[words.lower()], subject.start), words
        if subject.is_thing:
            return "", words
        known = [*self._participants, *(key for key in self._named[-_RECENT:] if key not in self._participants)]
        known = [*known, *self._spoken[-_RECENT:]]
        return self._names.described(words, list(dict.fromkeys(reversed(known)))[::-1]), words

    def _pronoun(self, word: str, before: int) -> str:
        here = [mention.actor for mention in self._here if mention.end <= before]
        recent = [*reversed(self._spoken[-_RECENT:]), *here, *reversed(self._named[-_RECENT:])]
        for key in recent:
            actor = self._names.actors.get(key)
            if actor is None:
                continue
            fits = actor.kind in _GROUPS if word == "they" else actor.kind is ActorKind.PERSON
            if fits and (not word or self._pronouns.get(key, word) == word):
                if word:
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
