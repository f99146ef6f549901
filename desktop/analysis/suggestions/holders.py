"""Who holds the position that a sentence tells: its speaker, whoever the speaker tells of, a body, or the document.

Every actor that comes into question gathers *evidence*: speaks the turn, is quoted, is the subject of a
frame (“Sosa said”, “in his view”), or of a verb of attitude inside it (“… said that Mexico rejects”), has the attitude
as a noun (“the wish of …”). The actors are ranked by its weighted sum.

A linear model as for the sources of opinions in Choi, Cardie, Riloff & Patwardhan, “Identifying sources of opinions
with conditional random fields and extraction patterns”, EMNLP 2005. The weights are set by hand, the same in every
project; they say, in this order: who is told to want, say or reject something holds it, and who reports it does not;
what a speaker imputes to an opponent is the speaker's, what opponents say in public is their own; “we” is the body
where its act is meant, else the speaker; without any of these it is who speaks, then who is named first, then the
outlet.
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.suggestions import patterns
from desktop.analysis.suggestions.clauses import Attitude, Clauses, SourceFrame, Where, find_frames
from desktop.analysis.suggestions.coded_text import Holders
from desktop.analysis.suggestions.references import Discourse, Reference, References
from desktop.analysis.suggestions.stretches import Stretch
from desktop.analysis.words import stem
from desktop.core.spans import Span
from desktop.core.structure.units import WORD
from desktop.core.structure.writing import ALL_STOPS
from desktop.core.values import ActorKind, Voice
from desktop.core.vocabulary.languages import vocabulary

_REFERRING = vocabulary().referring
_STOP = re.compile(f"[{ALL_STOPS}]")
# of one of so many sentences before it somebody must be the subject for “they” to be sure
_LATELY = 2
Evidence = dict[Holders, set[str]]

WEIGHTS: Mapping[str, float] = {
    # who speaks
    "turn": 2.6, "I think": 2.0, "asks": -0.3, "quoted": 3.0, "said": 2.0,
    "frame": 3.0, "frame late": 3.0, "frame inside": 0.8, "framed in a turn": 1.6,
    # who is told of
    "opens": 4.0, "inside": 0.7, "imputed": -3.5, "noun": 4.0, "noun inside": 1.5,
    "relative": 4.0, "agent": 3.0, "uttered": 1.4, "uttered in a question": 2.0, "deed": 0.9, "deed in a turn": -0.3,
    "deed of a body": 1.8, "goes on": 3.6, "described": 5.5, "listed": 6.0,
    # the rest
    "we as a body": 3.2, "first": 1.3, "author": 0.3, "signed": 2.2, "named": -2.0,
}  # fmt: skip
# what tells of an attitude, what of somebody who says, and what frames
ATTITUDINAL = frozenset(("opens", "noun", "relative", "agent", "described", "listed"))
SPEAKING = frozenset(("turn", "quoted", "said", Where.OPENING, Where.BRACKETED))
FRAMING = frozenset((Where.OPENING, Where.BRACKETED, "uttered"))


class HolderFinder:
    """Finds who holds the positions of one document, stretch by stretch in their order."""

    def __init__(self, names: ActorNames, text: str, participants: Sequence[str] = (), year: str = "") -> None:
        """Prepare a *text* of a *year* in which *participants* are known to speak."""
        self._names = names
        self._text = text
        self._references = References(names, participants)
        self._clauses = Clauses(text)
        self._discourse = Discourse(year=year)
        self._foes: frozenset[str] = frozenset()
        # the last stretch, and who was told to hold it by a verb of attitude
        self._last = Stretch(Span(0, 0))
        self._telling: Holders = ()
        # the subjects of each of the last sentences
        self._lately: deque[frozenset[str]] = deque(maxlen=_LATELY)

    def prepare(self, spans: Iterable[Span]) -> None:
        """Read a document's sentences once before they are read in order: who is told to do harm is an opponent in it.

        A body counts as one when it opens three sentences with a hostile word, a third of all that it opens.
        """
        tally: dict[str, list[int]] = {}
        for span in spans:
            for first in self._references.named(self._text, span)[:1]:
                if not self._names.is_person(first.actor) and not patterns.BEGUN.search(
                    self._text, span.start, first.start
                ):
                    counts = tally.setdefault(self._references.acting(first.actor), [0, 0])
                    counts[0] += self._is_hostile(span)
                    counts[1] += 1
        self._foes = frozenset(actor for actor, (harm, total) in tally.items() if harm >= 3 and 3 * harm >= total)

    def evidence(self, stretch: Stretch) -> Evidence:
        """Return who comes into question for a stretch, each with the evidence; stretches must come in order."""
        found: Evidence = {}
        self._discourse.speaker, self._discourse.sayer = stretch.speaker, stretch.said
        refs = self._references.find(self._text, stretch.span, self._discourse)
        frames = find_frames(self._text, stretch.span, refs, self._references, self._clauses, self._discourse)
        joint = self._joint(stretch, refs)
        self._add_speaker(stretch, joint, found)
        self._add_frames(stretch, frames, found)
        self._add_subjects(stretch, refs, frames, found)
        self._add_body(stretch, refs, found)
        self._add_sentence(stretch, refs, found)
        self._add_named(stretch, refs, found)
        self._remember(stretch, refs)
        return found

    def settle(self, holders: Holders, *, telling: bool) -> None:
        """Remember who holds the last stretch, and whether by a verb of attitude: the next may go on with them."""
        other = bool(holders) and self._last.speaker not in holders and holders != self._last.authors
        if other:
            self._discourse.about = holders
        self._telling = holders if other and telling else ()

    def voice(self, stretch: Stretch, holders: Holders) -> Voice:
        """Return the voice in which *holders* hold a stretch: direct where they speak, or who belongs to them."""
        speaker = stretch.quoted if stretch.quoted is not None else stretch.turn
        if not {speaker, *(one.key for one in self._references.above(speaker))}.isdisjoint(holders):
            return Voice.REPORTED if stretch.is_told and stretch.quoted is None else Voice.DIRECT
        return Voice.AUTHOR if stretch.is_prose and holders == stretch.authors else Voice.REPORTED

    # the evidence

    def _joint(self, stretch: Stretch, refs: Sequence[Reference]) -> Holders:
        """Return those who say a stretch together, “both ministers said”; one of them was taken for the speaker."""
        whole = stretch.whole or stretch.span
        if whole != stretch.span and patterns.TOGETHER.search(self._text, whole.start, whole.end):
            refs = self._references.find(self._text, whole, self._discourse)
        says = stretch.said if stretch.quoted is None else stretch.quoted
        together = (one.actors for one in refs if one.form == "together" and (not says or says in one.actors))
        return next(together, ()) if not stretch.in_turn else ()

    def _add_speaker(self, stretch: Stretch, joint: Holders, found: Evidence) -> None:
        if joint and (stretch.said or stretch.quoted is not None):
            _add(found, joint, "said" if stretch.quoted is None else "quoted")
            return
        if stretch.speaker:
            told = _add(found, (stretch.speaker,), "quoted" if stretch.quoted else "turn")
            told |= {"I think"} if patterns.ASSERTING.search(self._words(stretch)) else set()
            told |= {"asks"} if stretch.role == "question" and not stretch.quoted else set()
        if stretch.said and stretch.quoted is None:
            _add(found, (stretch.said,), "said")

    def _add_frames(self, stretch: Stretch, frames: Sequence[SourceFrame], found: Evidence) -> None:
        for frame in frames:
            if frame.actors != (stretch.turn,):
                told = _add(found, frame.actors, frame.where)
                if stretch.in_turn and frame.where is not Where.INSIDE:
                    told.add("framed in a turn")
        for told in found.values():
            # what stands there need not be guessed
            if told & {Where.OPENING, Where.BRACKETED}:
                told.discard("said")

    def _add_subjects(
        self, stretch: Stretch, refs: Sequence[Reference], frames: Sequence[SourceFrame], found: Evidence
    ) -> None:
        if not refs:
            return
        text, span = self._text, stretch.span
        uttered = set()
        for match in patterns.UTTERED.finditer(text, span.start, span.end):
            named = next((one for one in refs if one.start >= match.end()), None)
            if named is not None and patterns.LEADING.fullmatch(text, match.end(), named.start):
                uttered.add(named.start)
        persons = [frame.actors[0] for frame in frames if self._names.is_person(frame.actors[0])]
        sayer = stretch.speaker or next(iter(persons), stretch.said)
        for ref in refs:
            one = self._in_mouth(stretch, ref, frames, sayer)
            framed = any(
                frame.span.start <= one.start < frame.span.end and frame.actors == one.actors for frame in frames
            )
            if framed or one.actors == (stretch.turn,) or (stretch.quoted and one.actors == (stretch.quoted,)):
                continue
            self._add_attitude(stretch, one, frames, sayer, found)
            before = text[max(span.start, one.start - 60) : one.start]
            if patterns.AGENT.search(before) and patterns.BY.search(before):
                _add(found, one.actors, "agent")
            if one.start in uttered:
                told = _add(found, one.actors, "uttered")
                told |= {"uttered in a question"} if stretch.role == "question" else set()

    def _add_attitude(
        self, stretch: Stretch, one: Reference, frames: Sequence[SourceFrame], sayer: str, found: Evidence
    ) -> None:
        attitude = self._clauses.attitude(one, stretch.span)
        opens = self._clauses.opens(one, stretch.span)
        if attitude in (Attitude.PUBLIC, Attitude.PRIVATE):
            told = _add(found, one.actors, "opens" if opens else "inside")
            private = attitude is Attitude.PRIVATE and (stretch.in_turn or stretch.quoted or frames)
            told |= {"imputed"} if private and self._imputes(stretch, one.actors[0], sayer) else set()
            # who “they” are is a guess where they are the subject of none of them: in a turn it is who speaks then
            guessed = one.form == "anaphor" and stretch.in_turn and not any(map(set(one.actors).issubset, self._lately))
            told |= {"imputed"} if attitude is Attitude.PRIVATE and guessed else set()
        elif attitude is Attitude.RELATIVE:
            _add(found, one.actors, "relative")
        elif attitude in (Attitude.NOUN, Attitude.AIM):
            _add(found, one.actors, "noun" if opens or attitude is Attitude.AIM else "noun inside")
        elif attitude is Attitude.DEED and opens:
            told = _add(found, one.actors, "deed")
            if stretch.in_turn:
                told.add("deed in a turn")
                body = self._names.actors[one.actors[0]].kind is ActorKind.ORGANISATION
                told |= {"deed of a body"} if body and one.actors[0] not in self._foes else set()

    def _add_body(self, stretch: Stretch, refs: Sequence[Reference], found: Evidence) -> None:
        """Add the speaker's organisation where “we” is its act, or where it is the subject."""
        body = next(iter(self._references.above(stretch.speaker)), None)
        if body is None or body.kind is not ActorKind.ORGANISATION:
            return
        words = self._words(stretch)
        named = any(
            body.key in one.actors
            and patterns.WE_OF.search(self._text, max(stretch.span.start, one.start - 30), one.start)
            for one in refs
        )
        if named or (patterns.BODY_ACTS.search(words) and not patterns.FIRST.search(words)):
            _add(found, (body.key,), "we as a body")
        found.setdefault((body.key,), {"named"})

    def _add_sentence(self, stretch: Stretch, refs: Sequence[Reference], found: Evidence) -> None:
        if self._telling and stretch.quoted and self._words(stretch)[:1].islower() and self._follows(stretch):
            # advocates for reform “to reflect more objectively …”
            _add(found, self._telling, "goes on")
        for group in self._references.described(self._text, stretch.span):
            _add(found, (group,), "described")
        actors = dict.fromkeys(actor for one in refs if one.form != "anaphor" for actor in one.actors)
        persons = [actor for actor in actors if self._names.is_person(actor) and actor != stretch.speaker]
        if len(persons) >= 3 and patterns.SEVERAL.search(self._words(stretch)):
            _add(found, persons, "listed")

    def _add_named(self, stretch: Stretch, refs: Sequence[Reference], found: Evidence) -> None:
        if stretch.is_prose and stretch.quoted is None and stretch.author:
            _add(found, stretch.authors, "signed" if stretch.is_signed else "author")
        named = [one for one in refs if one.form != "anaphor"]
        if stretch.is_prose and named and not SPEAKING & found.get(named[0].actors, set()):
            _add(found, named[0].actors, "first")
        for one in named:
            # a guess to choose from, where nothing else speaks for them
            found.setdefault(one.actors, {"named"})

    # who is meant

    def _in_mouth(self, stretch: Stretch, one: Reference, frames: Sequence[SourceFrame], sayer: str) -> Reference:
        """Return a reference as whoever says the words means it.

        “CARICOM, who said that they would” is CARICOM still; “Russia”, said by who speaks for Russia, is the speaker;
        and a country that acts is its government.
        """
        before = [frame.actors for frame in frames if frame.span.end <= one.start and frame.actors != one.actors]
        framing = before[-1] if before and stretch.quoted is None else ()
        teller = framing[0] if framing else sayer
        framed = bool(teller) and teller != stretch.speaker
        actors = one.actors
        if one.form == "anaphor" and framed and self._text[one.start : one.end].lower() in _REFERRING.tellers:
            actors = framing or (teller,)
        body = framed and one.form == "name"
        meant = dict.fromkeys(
            teller
            if teller and self._references.speaks_for(teller, actor, framed=body)
            else self._references.acting(actor)
            for actor in actors
        )
        return replace(one, actors=tuple(meant))

    def _imputes(self, stretch: Stretch, actor: str, sayer: str) -> bool:
        """Tell whether a speaker only imputes a wish to a body: to an opponent, or a hostile one."""
        if self._names.is_person(actor) or any(one.key == actor for one in self._references.above(sayer)):
            return False
        return actor in self._foes or (stretch.in_turn and self._is_hostile(stretch.span))

    def _remember(self, stretch: Stretch, refs: Sequence[Reference]) -> None:
        self._last = stretch
        if together := self._references.named_together(self._text, refs):
            self._discourse.together = together
        named = [one for one in refs if one.form != "anaphor"]
        subjects = [one for one in named if self._clauses.at_opening(one.start, stretch.span)]
        self._lately.append(frozenset(actor for one in subjects for actor in one.actors))
        for one in named:
            self._discourse.note(one.actors, self._names)
        persons = dict.fromkeys(actor for one in named for actor in one.actors if self._names.is_person(actor))
        bodies = [one for one in named if not self._references.is_person(one) and stretch.speaker not in one.actors]
        kinds = self._names.actors
        many = [one for one in bodies if one.form == "members" or kinds[one.actors[0]].kind is ActorKind.GROUP]
        subjects = [one for one in bodies if self._clauses.at_opening(one.start, stretch.span)]
        if not subjects and len(persons) > 1:
            self._discourse.about = tuple(persons)
            return
        self._discourse.many = many[-1].actors if many else ()
        free = [one for one in bodies if not self._clauses.is_dependent(one.start, stretch.span)]
        chosen = [*subjects, *free, *(() if self._discourse.about else bodies)][:1]
        # a long list is what is told, not who tells
        if chosen and len(chosen[0].actors) < 3:
            self._discourse.about = chosen[0].actors

    def _is_hostile(self, span: Span) -> bool:
        words = WORD.findall(self._text, span.start, span.end)
        return any(stem(word.lower()) in patterns.HOSTILE and not word.endswith("ly") for word in words)

    def _follows(self, stretch: Stretch) -> bool:
        """Tell whether a stretch goes on with the sentence of the one before."""
        between = self._text[max(0, self._last.span.end - 1) : stretch.span.start]
        return len(between) <= 5 and not _STOP.search(between)

    def _words(self, stretch: Stretch) -> str:
        return self._text[stretch.span.start : stretch.span.end]


def rank(evidence: Mapping[Holders, Iterable[str]]) -> list[Holders]:
    """Return who comes into question, the likeliest first."""
    return sorted(evidence, key=lambda who: -sum(WEIGHTS[name] for name in evidence[who]))


def _add(found: Evidence, holders: Iterable[str], name: str) -> set[str]:
    """Note a piece of evidence for *holders*, and return all that speaks for them."""
    told = found.setdefault(tuple(holders), set())
    told.add(name)
    return told
