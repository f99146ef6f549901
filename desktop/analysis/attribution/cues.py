"""Verbs of saying with their subjects, outside all quotation marks: what says who speaks a quotation beside it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop.analysis.attribution import speech_words
from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.subjects import (
    PREPOSITION,
    VERB,
    KnownWord,
    Recall,
    Subject,
    described_start,
    find_subjects,
    is_apposed,
    is_free,
    is_named,
    is_pronoun,
)
from desktop.core.spans import Span
from desktop.core.values import SpeakerCertainty

# hides what is quoted
MASK = "\x01"
# an aside with what may follow it up to the verb
_ASIDE = 140
# what follows a verb that leads over to a quotation
_ELIDED_ARTICLE = re.compile(r"(?<=\s)[lL][’']$")
_LEADS_OVER = re.compile(r"[^.;\n]{0,40}:\s")


class SpeechCue(NamedTuple):
    """A verb of saying with its subject: where both stand, and who it is.

    Attributes:
        start, end: from the first of them to the last.
        verb: where the verb begins.
        actor: the key of who says; may be empty.
        words: how the text names them.
        certainty: whether by a name, a role or a pronoun.
        is_label: whether they stand before a colon, and no verb says that they speak.
    """

    start: int
    end: int
    verb: int
    actor: str
    words: str
    certainty: SpeakerCertainty = SpeakerCertainty.NONE
    is_label: bool = False


class CueFinder:
    """Finds the cues of a text, sentence by sentence in their order."""

    def __init__(self, text: str, names: ActorNames, recall: Recall) -> None:
        """Prepare *text*, in which what is quoted is masked."""
        self._text = text
        self._names = names
        self._recall = recall

    def find(
        self, sentence: Span, words: Sequence[KnownWord], *, opens: bool, heading: bool, quotes: bool
    ) -> tuple[list[SpeechCue], list[Subject]]:
        """Return the cues of a sentence by their verbs, and who may be a subject in it.

        *words* are those of it that may matter. Where it *opens* its paragraph it may begin with ``NAME:``; where it
        *quotes*, its subjects are asked for.
        """
        verbs = [word for word in words if word.kinds & VERB]
        prepositions = any(word.kinds & PREPOSITION for word in words)
        titled = opens and self._text.find(":", sentence.start, sentence.end) >= 0
        if not (verbs or prepositions or titled or quotes):
            return [], []
        subjects = find_subjects(
            self._text,
            words,
            self._recall.here,
            self._names,
            sentence,
            self._recall.written,
            self._recall.indefinite,
        )
        found: list[SpeechCue] = []
        if titled:
            self._add(found, self._label(sentence, subjects, heading=heading))
        if prepositions:
            for leads in speech_words.PREPOSITION.finditer(self._text, sentence.start, sentence.end):
                # “nach Angaben der Ministerin Nim”: the article may be part of both
                for named in [one for one in subjects if leads.start() < one.start <= leads.end() < one.end]:
                    self._add(found, self._with(named, leads.start(), named.end, leads.start()))
        self._add_views(found, sentence, subjects)
        for verb in verbs:
            self._add(found, self._of_verb(verb, sentence, subjects, found))
        return sorted(found, key=lambda cue: cue.verb), subjects

    def _add_views(self, found: list[SpeechCue], sentence: Span, subjects: Sequence[Subject]) -> None:
        """Add who is told without a verb: “Pour Orsk, …” at the beginning, „…“, so Orsk at the end."""
        view = speech_words.VIEW.match(self._text, sentence.start, sentence.end)
        for named in subjects:
            start = described_start(self._text, sentence.start, named)
            lead = self._text[max(sentence.start, start - 12) : start]
            after = self._text[named.end : named.end + 1]
            told = speech_words.TOLD_AFTER.search(lead)
            if view is not None and start == view.end() and speech_words.VIEWED.match(self._text, named.end):
                self._add(found, self._with(named, sentence.start, named.end, sentence.start))
            elif behind := speech_words.RELATIVE_VIEW.match(self._text, named.end, sentence.end):
                # “… to Nim, for whom ‘the bridge is a toy’”
                found.append(self._with(named, start, behind.end(), start))
            elif behind := speech_words.POSTPOSITION.match(self._text, named.end, sentence.end):
                self._add(found, self._with(named, start, behind.end(), start))
            elif told is not None and told.end() == len(lead) and (not after or after in ".;,:!?)" or after == " "):
                self._add(found, self._with(named, start - len(told[0]) + 1, named.end, start - len(told[0]) + 1))

    def _add(self, found: list[SpeechCue], cue: SpeechCue | None) -> None:
        if cue is not None:
            found.append(cue)
            self._recall.speaks(cue.actor, cue.words, cue.certainty)

    def _with(self, subject: Subject, start: int, end: int, verb: int, subjects: Sequence[Subject] = ()) -> SpeechCue:
        """Return the cue of a subject; of “the minister, Elbar Nim,” it is the name among *subjects* that says who."""
        behind = next((one for one in subjects if one.start >= subject.end), None)
        if behind is not None and is_apposed(self._text, subject, behind):
            subject, end = behind, max(end, behind.end) if verb <= subject.start else end
        return SpeechCue(start, end, verb, *self._recall.resolve(subject))

    def _label(self, sentence: Span, subjects: Sequence[Subject], *, heading: bool) -> SpeechCue | None:
        """Return who stands before a colon: ``ALBA secretary: …``."""
        for one in subjects:
            begins = heading or not self._text[sentence.start : one.start].strip()
            if begins and self._text[one.end : one.end + 1] == ":":
                return self._with(one, one.start, one.end + 1, one.end)._replace(is_label=True)
        return None

    def _of_verb(
        self, verb: KnownWord, sentence: Span, subjects: Sequence[Subject], found: Sequence[SpeechCue]
    ) -> SpeechCue | None:
        form, end = self._text[verb.start : verb.end].lower(), verb.end
        if form in speech_words.FOLLOW:
            follow = speech_words.FOLLOW[form].match(self._text, end)
            if follow is None:
                return None
            end = follow.end()
        if form in speech_words.OWN_VERBS:
            # “le dije: «…»”, in an answer
            own = SpeakerCertainty.TURN if self._recall.turn else SpeakerCertainty.NONE
            words = self._text[verb.start : verb.end]
            return SpeechCue(verb.start, end, verb.start, self._recall.turn, words, own)
        sure = form in speech_words.FOLLOW or form not in speech_words.NOUNS
        if (
            form in speech_words.PARTED
            and form not in speech_words.UNPARTED
            and not speech_words.PARTED[form].match(self._text, end)
        ):
            return None
        that = speech_words.THAT.match(self._text[end : end + 8])
        behind = end + (that.end() if that else 0)
        # a participle that closes its clause
        clear = that is not None or self._text[end : end + 1] in (",", ":")
        left = [one for one in subjects if one.end <= verb.start and not self._is_object(one, sentence, verb.start)]
        if form in speech_words.SMALL_VERBS:
            # German: “die Ministerin warf er vor”, whatever stands before
            for one in subjects:
                if one.start == end + 1 and is_pronoun(self._text, one):
                    return self._with(one, verb.start, one.end, verb.start)
        subject = self._before(form, verb.start, sentence, left, clear=clear) if left else None
        if subject is not None:
            return self._with(subject, subject.start, behind, verb.start, left)
        lead = self._text[sentence.start : verb.start]
        if form.endswith(speech_words.GOING_ON):
            return self._going_on(verb.start, behind, sentence, found, subjects if that else ())
        return self._inverted(form, verb.start, end, lead, subjects, sure=sure)

    def _is_object(self, one: Subject, sentence: Span, verb: int) -> bool:
        """Tell whether a pronoun right before a verb is to whom it is said: ``“…”, lui a répondu Nim``."""
        if self._text[one.start : one.end].lower() not in speech_words.CLITICS:
            return False
        lead = self._text[sentence.start : one.start].rstrip()
        quoted = lead.endswith((",", "”", "»", "“", '"', "—", "–", "?", "!", "-"))
        return quoted and speech_words.ONLY_AUXILIARIES.fullmatch(self._text, one.end, verb) is not None

    def _before(self, form: str, verb: int, sentence: Span, left: Sequence[Subject], *, clear: bool) -> Subject | None:
        """Return the subject of the verb *form* at *verb* that stands before it, one of *left*.

        It is *clear* when what follows shows that it is a verb, and no noun.
        """
        text, one = self._text, self._before_aside(left, verb) or left[-1]
        start, stop, actor = one.start, one.end, one.actor
        if one is left[-1] and len(left) > 1 and speech_words.OF.fullmatch(text[left[-2].end : start]):
            of, is_person = left[-2], self._names.is_person
            if actor and not of.actor:
                # “the secretary of ALBA said”: the secretary did
                one, start, actor = of, of.start, ""
            elif is_person(of.actor) and not is_person(actor):
                # “Orsk of the Harbour Council said”: Orsk did
                start, actor = of.start, of.actor
        if one is left[-1] and speech_words.POSSESSED.search(text, max(sentence.start, start - 12), start):
            # “Fuentes del ministerio de Nim aseguran”, and not Nim
            return one._replace(actor="", is_stranger=False, is_thing=True) if _only_between(text, stop, verb) else None
        # “the Guild of Ferrymen”, of which “the Guild” alone may be known
        whole = self._names.is_person(one.actor) or speech_words.BETWEEN.fullmatch(text[stop:verb])
        if (not actor or not whole) and (complement := speech_words.COMPLEMENT.match(text, stop, verb)):
            stop = complement.end()
        gap = text[stop:verb]
        opened = speech_words.OPENED.search(text, max(sentence.start, start - 8), start)
        if (opened or form.endswith(speech_words.GOING_ON)) and not speech_words.BETWEEN.fullmatch(gap):
            # “the ambassador, Elbar Nim, said”; “Nim, calling it …”
            gap = gap.removeprefix(",")
        if form in speech_words.NAMING and speech_words.TO_BE.search(gap):
            return None
        if clear and speech_words.PERFECT.fullmatch(gap):
            # “Nim hat es einmal so gesagt: …”
            return one._replace(start=start, end=stop, actor=actor)
        if speech_words.PERFECT_BEFORE.search(text[sentence.start : start]) and speech_words.CLAUSE_REST.fullmatch(gap):
            # „…“, hatte die Ministerin in der Debatte gesagt
            return one._replace(start=start, end=stop, actor=actor)
        says = form not in speech_words.NOUNS or clear or not actor
        return (
            one._replace(start=start, end=stop, actor=actor) if says and speech_words.BETWEEN.fullmatch(gap) else None
        )

    def _going_on(
        self, verb: int, end: int, sentence: Span, found: Sequence[SpeechCue], subjects: Sequence[Subject]
    ) -> SpeechCue | None:
        """Return a cue that goes on: “…, adding that” has the subject of the verb before it, or of the sentence."""
        lead = self._text[sentence.start : verb].rstrip()
        if found:
            goes_on = lead.endswith((",", *speech_words.CONJUNCTIONS))
            last = found[-1]
            return SpeechCue(verb, end, verb, last.actor, last.words, last.certainty) if goes_on else None
        # “Orsk opened the market, warning that …”
        opens = lead.endswith(",") and subjects and subjects[0].start == sentence.start
        return self._with(subjects[0], verb, end, verb) if opens else None

    def _inverted(
        self, form: str, verb: int, end: int, lead: str, subjects: Sequence[Subject], *, sure: bool
    ) -> SpeechCue | None:
        """Return a cue whose subject stands behind the verb, as in ``“…”, said Sosa``, or is left out."""
        bare = speech_words.AUXILIARY.sub("", lead.rstrip()).rstrip()
        before = bare[-1:]
        begins = lead.strip().lower() in speech_words.CONJUNCTIONS or not lead.strip()
        if begins and form in speech_words.WITHOUT_SUBJECT and _LEADS_OVER.match(self._text, end):
            # “E aggiunge: «…»”
            return SpeechCue(verb, end, verb, self._recall.pronoun("", verb), "", SpeakerCertainty.PRONOUN)
        if not (sure or self._is_said(end, bare, subjects)) or form in speech_words.NAMING:
            return None
        opens = before in ("", *",\"”’»“'–—-«")
        # German has its verb behind what begins a sentence: „Auf Nachfrage erklärte Vask, …“
        second = form in speech_words.SMALL_VERBS and len(lead) <= _ASIDE and not re.search(r"[,;:\x01]", lead)
        for right in [one for one in subjects if end <= one.start]:
            gap = self._text[end : described_start(self._text, end, right)]
            # the article of “l’assessora”
            gap = _ELIDED_ARTICLE.sub("", gap)
            is_next = len(gap) <= 1 or gap == "-t-" or speech_words.BETWEEN.fullmatch(gap)
            free = is_free(self._text, right.start, right.end)
            if free and (is_next or (form in speech_words.LATE_SUBJECT and speech_words.is_adverbial(gap))):
                cue = self._with(right, verb, right.end, verb, subjects)
                # „Zum Antrag erklärt der Sprecher, Ordun Vask: …“
                return cue if opens or (second and is_next) or self._text[cue.end : cue.end + 1] == ":" else None
            if is_named(right) and speech_words.DESCRIBED.fullmatch(self._text[end : right.start]):
                leads = opens or self._text[right.end : right.end + 1] == ":"
                return self._with(right, verb, right.end, verb) if leads else None
            if not opens:
                continue
            if free or right.start > end + _ASIDE:
                break
        if not opens:
            return None
        told = any(one.end <= verb and is_free(self._text, one.start, one.end) for one in subjects)
        if form in speech_words.WITHOUT_SUBJECT and (
            (bare.rstrip(",").endswith(("”", "»", '"', "“", "—")) and (bare[-1] in ",—" or lead.lstrip()[:1] in '«“„"'))
            or (bare.endswith(",") and not told)
        ):
            # “…”, agregó
            return SpeechCue(verb, end, verb, self._recall.pronoun("", verb), "", SpeakerCertainty.PRONOUN)
        return None

    def _is_said(self, end: int, bare: str, subjects: Sequence[Subject]) -> bool:
        """Tell whether a word that may be a noun is a verb: right behind a quotation, and right before who says it."""
        quoted = bare.rstrip(", ").endswith(("”", "»", "“", '"'))
        behind = next((one for one in subjects if one.start >= end), None)
        if not quoted or behind is None or behind.start != end + 1 or behind.is_thing:
            return False
        # “…”, lance la ministre
        return not is_named(behind) or self._names.is_person(behind.actor)

    def _before_aside(self, left: Sequence[Subject], verb: int) -> Subject | None:
        """Return of whom an aside right before a verb tells: ``Nim, who heads the union, told``."""
        last = left[-1]
        for at in range(len(left) - 2, -1, -1):
            one = left[at]
            gap = self._text[one.end : min(verb, one.end + _ASIDE)]
            if one.end + len(gap) < verb or MASK in gap:
                break
            if gap[:1] != ",":
                continue
            if last.actor and speech_words.OPENED.fullmatch(self._text[one.end : last.start]):
                # “the president of the union, Nim, told”: the aside is who tells
                break
            told = self._names.is_person(one.actor) or (one.actor and speech_words.OF_BODY.match(gap))
            if told and speech_words.BETWEEN.fullmatch(gap):
                return one
        return None


def _only_between(text: str, start: int, end: int) -> bool:
    return speech_words.BETWEEN.fullmatch(text, start, end) is not None
