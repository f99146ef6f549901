"""Who speaks the quotations of a paragraph: the rules of attribution in English prose.

A *cue* is a verb of saying with its subject (`cues`). A quotation goes to the cue that stands
nearest to it in its sentence, before or after; without one, to who spoke the quotation before it, where it goes on.
The order of the rules is that of O'Keefe et al., “A sequence labelling approach to quote attribution”, EMNLP 2012
(their rule-based baseline). A pronoun stands for the latest subject that fits it in number and gender, which in news is
right far more often than whoever was named last (Pareti et al., EMNLP 2013); it is a guess all the same.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.analysis.attribution import speech_words
from desktop.analysis.attribution.cues import MASK, CueFinder, SpeechCue
from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.quote_marks import Marked
from desktop.analysis.attribution.subjects import NAME, VERB, Recall, Subject, WordKinds, is_free, is_pronoun, scan
from desktop.analysis.attribution.written_names import NameReader, languages_of
from desktop.core.spans import Span, trimmed
from desktop.core.structure.date_parts import after_dateline
from desktop.core.structure.units import LETTERS, split_sentences
from desktop.core.values import SpeakerCertainty

# words that a stop in the middle of a sentence of monstrous length stands for
_LONGEST_SENTENCE = 2_000
_FAR = 1_500
# who says inside the marks, behind the verb or joined to its auxiliary
_PRONOUN = re.compile(r"(?:-t)?[-\s]([^\W\d_]+)(?=\s*[,—–])")
_OF_AUXILIARY = re.compile(r"-([^\W\d_]{2,})\b")
# words between two parts of one quotation: “…” – she paused – “…”
_PAUSE = 60
# so many words name something
_NAMING = 6
_LAST_WORD = re.compile(r"(?<![\w’'-])([^\W\d_]+),?\s$")
# characters that words between a quotation and the verb behind it weigh, where another verb stands before it
_OTHER_CLAUSE = 80
# no more blanks stand between words of a sentence
_BLANKS = 60


class Attribution(NamedTuple):
    """Who speaks: the actor's key, the words that say so, the rule, the sentence, and how surely."""

    actor: str
    speaker: str
    rule: str
    sentence: Span
    certainty: SpeakerCertainty = SpeakerCertainty.NONE


class Saying(NamedTuple):
    """A sentence with a verb of saying outside quotations: who says, by key, and how the text tells it.

    Attributes:
        words: how the sentence names them.
        is_label: whether they stand before a colon, and no verb says that they speak.
    """

    sentence: Span
    actor: str
    words: str = ""
    certainty: SpeakerCertainty = SpeakerCertainty.NONE
    is_label: bool = False


class Attributor:
    """Reads a document once, paragraph by paragraph, and remembers who spoke last.

    Paragraphs must come in order.

    Attributes:
        sayings: the sentences with a verb of saying outside quotations, each with whom it names first as saying it.
        told: the same of each verb, whoever says it.
    """

    def __init__(
        self,
        text: str,
        names: ActorNames,
        kinds: WordKinds,
        participants: Iterable[str],
        quoted: Sequence[Span],
        called: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Prepare *text*, in which *quoted* are the outermost quotations with their marks.

        *called* are keys of those who speak its turns with their labels, which may tell an office.
        """
        self._names = names
        self._kinds = kinds
        self._quoted = sorted(quoted)
        self._starts = [one.start for one in self._quoted]
        self._original = text
        self._text = _masked(text, self._quoted)
        codes = languages_of(text)
        self._recall = Recall(
            self._text,
            names,
            participants,
            speech_words.indefinite_articles(codes),
            speech_words.article_genders(codes),
        )
        for actor, label in called:
            self._recall.call(actor, label)
        self._cues = CueFinder(self._text, names, self._recall)
        self._last = Attribution("", "", "", Span(0, 0))
        # who speaks a quotation whose paragraph ended before its closing mark came
        self._hanging = self._last
        # whom the sentence before is about or lets speak, and the quotations that go to them for no other reason
        self._led: Attribution | None = None
        self._weak: set[int] = set()
        self._written = NameReader(text, describes=False)
        self._foreign = speech_words.foreign_pronouns(codes)
        self.sayings: list[Saying] = []
        self.told: list[Saying] = []

    def begin_turn(self, speaker: str) -> None:
        """Go on with what somebody says, *speaker* by their key; what others said before leads to nobody now."""
        self._recall.begin_turn(speaker)
        self._last = Attribution("", "", "", Span(0, 0))

    def attribute(self, paragraph: Span, marked: Sequence[Marked], heading: bool = False) -> dict[int, Attribution]:
        """Return who speaks each of the outermost quotations of a paragraph, by where they begin with their marks."""
        found: dict[int, Attribution] = {}
        previous: Marked | None = None
        waiting: Marked | None = None
        at = word_at = 0
        # the place where a report was written says nothing
        behind = after_dateline(self._text, paragraph.start, paragraph.end)
        if behind > paragraph.start and not (marked and marked[0].outer.start < behind):
            paragraph = trimmed(self._text, behind, paragraph.end)
        words = scan(self._text, paragraph, self._kinds, self._foreign)
        if self._led is not None and not self._is_before_colon(self._led.sentence):
            self._led = None
        for sentence in self._sentences(paragraph):
            first_word = word_at
            while word_at < len(words) and words[word_at].start < sentence.end:
                word_at += 1
            own_words = words[first_word:word_at]
            named = [word[:2] for word in own_words if word.kinds & NAME]
            self._recall.here = self._names.find(self._text, sentence, named)
            self._recall.written = [*self._written.find(self._text, sentence)]
            first = at
            while at < len(marked) and marked[at].outer.start < sentence.end:
                at += 1
            own = marked[first:at]
            cues, subjects = self._cues.find(
                sentence, own_words, opens=sentence.start == paragraph.start, heading=heading, quotes=bool(own)
            )
            sayings = [Saying(sentence, cue.actor, cue.words, cue.certainty, cue.is_label) for cue in cues]
            self.told += sayings
            self.sayings.extend(one for one in sayings[:1] if one.actor)
            told = []
            for one in own:
                choice = self._choose(one, sentence, cues, subjects, previous, paragraph)
                if choice.rule:
                    self._last = choice
                told.append(choice)
                previous = one
                self._led = None
            self._carry_back(own, told)
            if waiting is not None and cues and cues[0].start == sentence.start:
                self._settle(waiting, cues[0], found)
            waiting = own[-1] if own and self._fills(own[-1], sentence) else None
            about = None if cues else self._recall.take_subject(sentence, own_words)
            self._lead_on(sentence, own, cues, about)
            found.update((one.outer.start, choice) for one, choice in zip(own, told, strict=True))
            self._recall.read_on()
        if marked:
            self._hanging = found[marked[-1].outer.start] if marked[-1].unclosed else Attribution("", "", "", paragraph)
        return found

    def _lead_on(
        self,
        sentence: Span,
        own: Sequence[Marked],
        cues: Sequence[SpeechCue],
        about: tuple[str, str, SpeakerCertainty] | None,
    ) -> None:
        """Remember who may speak a quotation that makes the next sentence.

        It is who says something at the end of this one, as in ``That is untrue, says Vask. “…”``; where nobody does, it
        is whom the sentence is about, which is a guess.
        """
        self._led = None
        last = cues[-1] if cues else None
        if last is not None and not (own and own[-1].outer.start > last.verb):
            self._led = Attribution(last.actor, last.words, "continued", sentence, last.certainty)
        elif about is not None and not own:
            actor, words, _certainty = about
            self._led = Attribution(actor, words, "continued", sentence, SpeakerCertainty.PRONOUN)

    def _is_before_colon(self, sentence: Span) -> bool:
        """Tell whether a sentence ends with a colon."""
        return self._text[max(0, sentence.end - _BLANKS) : sentence.end].rstrip().endswith(":")

    def _fills(self, one: Marked, sentence: Span) -> bool:
        """Tell whether a quotation makes the whole sentence, or ends one behind other quotations of it."""
        behind = self._text[one.outer.end : sentence.end].strip(" .")
        before = self._text[sentence.start : one.outer.start].strip(" —–")
        return not behind and (not before or before[-1] in '”»“"')

    def _settle(self, one: Marked, cue: SpeechCue, found: dict[int, Attribution]) -> None:
        """Give a quotation that makes a whole sentence to who is told at once behind it: ``“Who pays?” Vask asked.``"""
        known = found[one.outer.start]
        asks = self._text[one.span.end - 1] in "?!"
        weak = one.outer.start in self._weak
        if known.rule not in ("", "continued") or (known.rule and not (asks or weak)) or self._opens_other(cue, one):
            return
        self._last = found[one.outer.start] = Attribution(cue.actor, cue.words, "after", known.sentence, cue.certainty)

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
        cues: Sequence[SpeechCue],
        subjects: Sequence[Subject],
        previous: Marked | None,
        paragraph: Span,
    ) -> Attribution:
        if one.continued and self._hanging.rule:
            return self._hanging._replace(rule="continued", sentence=sentence)
        nobody = Attribution("", "", "", sentence)
        before = self._text[max(sentence.start, one.outer.start - 40) : one.outer.start]
        if speech_words.NOT_SAID.search(before) or speech_words.REPORTED_BY.search(before):
            return nobody
        if speech_words.IMPERSONAL.match(self._text, one.outer.end, one.outer.end + 40):
            # „…“, heißt es im Brief
            self._last = nobody
            return nobody
        if self._is_name(one, before):
            return nobody
        if cited := self._cited(one, sentence, subjects):
            return cited
        if best := self._nearest(one, cues):
            _, rule, cue = best
            others = rule == "before" and self._tells_of_others(cue, one, subjects)
            return nobody if others else Attribution(cue.actor, cue.words, rule, sentence, cue.certainty)
        if before.split()[-1:] and before.split()[-1].lower() in speech_words.NAMING:
            # “a boat called ‘Row On’”: a name
            return nobody
        if before.rstrip().endswith(":") and (introduced := self._introduced(one, sentence, subjects)):
            return introduced
        return self._going_on(one, sentence, previous, paragraph) or nobody

    def _going_on(self, one: Marked, sentence: Span, previous: Marked | None, paragraph: Span) -> Attribution | None:
        """Return who speaks a quotation of which its own sentence does not tell it outside the marks; None for nobody.

        *previous* is the quotation before it in the *paragraph*.
        """
        if previous is not None and self._last.rule:
            gap = self._text[previous.outer.end : min(one.outer.start, previous.outer.end + _FAR)]
            if not gap.strip(" ,"):
                return self._continued(sentence)
        if inside := self._inside(one, sentence):
            return inside
        if self._text[sentence.start : one.outer.start].strip(" —–"):
            return None
        if self._led is not None and not self._text[one.outer.end : sentence.end].strip(" ."):
            # what the sentence before told goes on in words of theirs
            self._weak.add(one.outer.start)
            return self._led._replace(sentence=sentence)
        # words that make a sentence of their own go on what was quoted before them in the paragraph
        goes_on = previous is not None and self._last.sentence.start >= paragraph.start
        # and those that are not closed, what was quoted in the paragraph before
        fills = one.unclosed and previous is None and not self._text[self._last.sentence.end : paragraph.start].strip()
        return self._continued(sentence) if (goes_on or fills) and self._last.rule else None

    def _tells_of_others(self, cue: SpeechCue, one: Marked, subjects: Sequence[Subject]) -> bool:
        """Tell whether what is quoted behind a cue are the words of others: ``Nim read a letter from the owners``."""
        gap = self._text[cue.end : one.outer.start]
        aside = gap[:1] == "," and self._text[max(0, cue.start - _BLANKS) : cue.start].rstrip()[-1:] == ","
        if aside and gap.rstrip().endswith(":") and gap.count(",") == 1:
            # “Then, Nim said, the owners had written: …”
            return True
        verb = self._text[cue.verb : cue.end].split()[:1]
        if verb and verb[0].lower().rstrip(":,") in speech_words.CITING and speech_words.OF_OTHERS.search(gap):
            return True
        # “Nim said her mother used to say: …”
        others = [who for who in subjects if cue.end <= who.start < one.outer.start and not is_pronoun(self._text, who)]
        last = self._text[others[-1].end : one.outer.start].rstrip(" :").split()[-1:] if others else []
        return any(word.lower() in speech_words.BARE for word in last)

    def _is_name(self, one: Marked, before: str) -> bool:
        """Tell whether a few words behind a noun name what it means: ``in the paper «Evening»``."""
        inner = self._original[one.span.start : one.span.end]
        found = _LAST_WORD.search(before)
        short = len(inner.split()) <= _NAMING and inner[-1:] not in ",.!?…"
        return short and found is not None and inner[0].isupper() and found[1].lower() in speech_words.WORKS

    def _cited(self, one: Marked, sentence: Span, subjects: Sequence[Subject]) -> Attribution | None:
        """Return who is cited right before a quotation: ``who quoted the mayor of Sarn, Ordun Vask: “…”``."""
        lead = self._text[sentence.start : one.outer.start].rstrip()
        end = sentence.start + len(lead) - 1
        who = next((who for who in subjects if who.end == end), None) if lead.endswith(":") else None
        if who is None:
            return None
        verbs = [*speech_words.CITED.finditer(self._text, sentence.start, who.start)]
        between = self._text[verbs[-1].end() : who.start] if verbs else ";"
        if re.search(r"[.;:\x01]", between) or any(word in speech_words.VERBS for word in between.split()):
            return None
        actor, words, certainty = self._recall.resolve(who)
        self._recall.speaks(actor, words, certainty)
        return Attribution(actor, words, "before", sentence, certainty)

    def _continued(self, sentence: Span) -> Attribution:
        return self._last._replace(rule="continued", sentence=sentence)

    def _introduced(self, one: Marked, sentence: Span, subjects: Sequence[Subject]) -> Attribution | None:
        """Return the first person of a sentence that leads over with a colon: ``Solano was brief: “…”``."""
        able = (who for who in subjects if is_free(self._text, who.start, who.end))
        person = next((who for who in able if self._names.is_person(who.actor)), None)
        if person is None or person.end > one.outer.start:
            return None
        between = [who for who in subjects if person.end <= who.start < one.outer.start]
        others = [who for who in between if not (is_pronoun(self._text, who) or who.is_thing)]
        if any(speech_words.RESTRICTED.match(self._text, who.end, one.outer.start) for who in subjects):
            # “Nim called a member to order who shouted: …”
            return None
        if speech_words.OF_OTHERS.search(self._text, person.end, one.outer.start) or any(
            is_free(self._text, who.start, who.end) and self._text[who.start - 2 : who.start] != ", " for who in others
        ):
            # “Nim held up a letter in which her own engineer had written: …”
            return None
        words = self._text[person.start : person.end]
        self._recall.speaks(person.actor, words, SpeakerCertainty.NAMED)
        return Attribution(person.actor, words, "before", sentence, SpeakerCertainty.NAMED)

    def _nearest(self, one: Marked, cues: Sequence[SpeechCue]) -> tuple[int, str, SpeechCue] | None:
        """Return the cue that stands nearest to a quotation: its distance, the rule, and itself."""
        found: list[tuple[int, str, SpeechCue]] = []
        last = bisect_right(cues, one.outer.start, key=lambda cue: cue.end)
        for cue in cues[max(0, last - 1) : last + 1]:
            spans = cue.start < one.outer.start and cue.end > one.outer.end
            if (cue.end > one.outer.start and not spans) or one.outer.start - cue.end > _FAR:
                continue
            between = self._text[cue.end : one.outer.start]
            # where a quotation stands between, the words belong to that one
            found.append((len(between) + 60 * between.count(MASK * 2), "before", cue))
        following = bisect_left(cues, one.outer.end, key=lambda cue: cue.start)
        for cue in cues[following : following + 1]:
            between = self._text[one.outer.end : cue.start]
            # “… ,” he said: a comma inside the marks, or none, leads over to the verb behind it
            leads = self._text[one.span.end - 1] in ",?!" or between.strip() in ("", ",", "-", "–", "—")
            # “… ‘not for sale’, but Nim said”: who is told before says it
            apart = _OTHER_CLAUSE if found and LETTERS.search(between) else 0
            if len(between) <= _FAR and not self._opens_other(cue, one):
                found.append((apart + len(between) // (3 if leads else 1), "after", cue))
        return min(found, default=None)

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
        for word in scan(self._original, one.span, self._kinds):
            lead = self._original[max(one.span.start, word.start - 20) : word.start]
            told = speech_words.AUXILIARY.search(f" {lead.rstrip()}")
            lead = speech_words.AUXILIARY.sub("", f" {lead.rstrip()}").rstrip()
            if not word.kinds & VERB or not lead.endswith((",", "—", "–")):
                continue
            # « …, a-t-il martelé, … » and «…, — напомнила она, — …»
            behind = _PRONOUN.match(self._original, word.end)
            said = behind[1] if behind else "".join(_OF_AUXILIARY.findall(told[0]) if told else ())
            if pronoun := speech_words.PRONOUNS.get(said.lower()):
                self._recall.here = []
                actor = self._recall.pronoun(pronoun, one.span.start)
                return Attribution(actor, said, "between", sentence, SpeakerCertainty.PRONOUN)
            for mention in self._names.find(self._original, Span(word.end, one.span.end))[:1]:
                if mention.start == word.end + 1:
                    words, named = self._original[mention.start : mention.end], SpeakerCertainty.NAMED
                    self._recall.speaks(mention.actor, words, named)
                    return Attribution(mention.actor, words, "between", sentence, named)
        return None

    def _opens_other(self, cue: SpeechCue, one: Marked) -> bool:
        """Tell whether *cue* leads over to another quotation, as in ``“…” Sosa said: “…”``."""
        at = bisect_left(self._starts, cue.end)
        if at == len(self._quoted):
            return False
        gap = self._text[cue.end : min(self._starts[at], cue.end + 20)]
        if not gap.strip() and self._text[cue.start : cue.end].rstrip().endswith(":"):
            gap = ":"
        return (
            gap.strip().removeprefix(", ") in (":", *speech_words.LEADING_OVER)
            and self._text[one.span.end - 1] not in ",?!"
        )


def _masked(text: str, quoted: Sequence[Span]) -> str:
    """Return *text* with what is quoted hidden, as long as before; a stop at the end of a quotation stays."""
    parts, position = [], 0
    for one in quoted:
        if one.start < position or len(one) < 3:
            continue
        inner = text[one.start + 1 : one.end - 1]
        keep = len(inner) - len(inner.rstrip(" .,!?…"))
        hidden = MASK * (len(inner) - keep) + inner[len(inner) - keep :]
        parts += [text[position : one.start + 1], hidden, text[one.end - 1 : one.end]]
        position = one.end
    return "".join([*parts, text[position:]])
