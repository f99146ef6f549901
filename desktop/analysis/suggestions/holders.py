"""Who holds the position that a sentence tells: its speaker, whoever the speaker tells of, a body, or the document.

Every actor that comes into question gathers *evidence* (`evidence`): speaks the turn, is quoted, is the subject of a
frame (“Sosa said”, “in his view”), or of a verb of attitude inside it (“… said that Mexico rejects”), has the attitude
as a noun (“the wish of …”). The actors are ranked by the weighted sum of their evidence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.suggestions import holder_words
from desktop.analysis.suggestions.clauses import Attitude, Clauses
from desktop.analysis.suggestions.evidence import SPEAKING, Evidence, Holders, add
from desktop.analysis.suggestions.frames import SourceFrame, Where, find_frames
from desktop.analysis.suggestions.references import Discourse, Reference, References
from desktop.analysis.words import stem
from desktop.core.spans import Span
from desktop.core.structure.units import STOPS, WORD
from desktop.core.values import ActorKind, Voice
from desktop.core.vocabulary.forms import either
from desktop.core.vocabulary.languages import vocabulary

_REFERRING = vocabulary().referring
_WE = re.compile(rf"\b{either(_REFERRING.we)}\b", re.IGNORECASE)
_PRONOUN = re.compile(rf"\b{either(_REFERRING.persons)}\b", re.IGNORECASE)
_STOP = re.compile(f"[{STOPS}]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text with what is known of who speaks there.

    Attributes:
        turn: the key of who speaks the turn; empty in prose, and where nobody of the codebook does.
        in_turn: whether it stands in a turn.
        role: the turn's.
        quoted: the key of who is quoted; None outside quotations.
        said: who is said to say the sentence, as `speakers` finds it; may be empty.
        sentence: the sentence of which it is a part.
        author: the key of the outlet; may be empty.
    """

    span: Span
    turn: str = ""
    in_turn: bool = False
    role: str = ""
    quoted: str | None = None
    said: str = ""
    sentence: Span = field(default=Span(0, 0))
    author: str = ""

    @property
    def speaker(self) -> str:
        """The key of who speaks or is quoted; empty in prose."""
        return self.quoted or self.turn

    @property
    def is_prose(self) -> bool:
        """Whether nobody speaks there."""
        return not self.in_turn and not self.quoted


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
        # the last stretch: where it ends, and who was told to hold it by a verb of attitude
        self._end = 0
        self._telling: Holders = ()
        self._author = ""

    def prepare(self, spans: Iterable[Span]) -> None:
        """Read a document once before it is read in order: who is mostly told to do harm is an opponent in it.

        A body counts as one when it opens three sentences with a hostile word, a third of all that it opens.
        """
        tally: dict[str, list[int]] = {}
        for span in spans:
            first = next(iter(self._names.find(self._text, span)), None)
            if (
                first is None
                or self._names.is_person(first.actor)
                or holder_words.BEGUN.search(self._text, span.start, first.start)
            ):
                continue
            counts = tally.setdefault(self._references.acting(first.actor), [0, 0])
            counts[0] += self._is_hostile(span)
            counts[1] += 1
        self._foes = frozenset(actor for actor, (harm, total) in tally.items() if harm >= 3 and 3 * harm >= total)

    def evidence(self, stretch: Stretch) -> Evidence:
        """Return who comes into question for a stretch, each with the evidence; stretches must come in order."""
        found: Evidence = {}
        self._author = stretch.author
        self._discourse.speaker, self._discourse.sayer = stretch.speaker, self._sayer(stretch)
        refs = self._references.find(self._text, stretch.span, self._discourse)
        frames = find_frames(self._text, stretch.span, refs, self._references, self._clauses, self._discourse)
        self._add_speaker(stretch, found)
        self._add_frames(stretch, frames, found)
        self._add_subjects(stretch, refs, frames, found)
        self._add_body(stretch, found)
        self._add_sentence(stretch, refs, found)
        self._add_named(stretch, refs, found)
        self._remember(stretch, refs)
        return found

    def settle(self, holders: Holders, *, telling: bool) -> None:
        """Remember who holds the last stretch, and whether by a verb of attitude: the next may go on with them."""
        other = bool(holders) and self._discourse.speaker not in holders and holders != (self._author,)
        if other:
            self._discourse.about = holders
        self._telling = holders if other and telling else ()

    def voice(self, stretch: Stretch, holders: Holders) -> Voice:
        """Return the voice in which *holders* hold a stretch: direct where they speak, or who belongs to them."""
        speaker = stretch.quoted if stretch.quoted is not None else stretch.turn
        if not {speaker, *(one.key for one in self._references.above(speaker))}.isdisjoint(holders):
            return Voice.DIRECT
        return Voice.AUTHOR if stretch.is_prose and holders == (stretch.author,) else Voice.REPORTED

    # the evidence

    def _add_speaker(self, stretch: Stretch, found: Evidence) -> None:
        words = self._words(stretch)
        if stretch.speaker:
            told = add(found, (stretch.speaker,), "quoted" if stretch.quoted else "turn")
            told |= {"I think"} if holder_words.ASSERTING.search(words) else set()
            told |= {"asks"} if stretch.role == "question" and not stretch.quoted else set()
        if stretch.said and stretch.quoted is None:
            add(found, (stretch.said,), "said")

    def _add_frames(self, stretch: Stretch, frames: Sequence[SourceFrame], found: Evidence) -> None:
        for frame in frames:
            if frame.actors != (stretch.turn,):
                told = add(found, frame.actors, frame.where)
                if stretch.in_turn and frame.where is not Where.INSIDE:
                    told.add("framed in a turn")
        for told in found.values():
            # what stands there need not be guessed
            if told & {Where.OPENING, Where.BRACKETED}:
                told.discard("said")

    def _add_subjects(
        self, stretch: Stretch, refs: Sequence[Reference], frames: Sequence[SourceFrame], found: Evidence
    ) -> None:
        text, span = self._text, stretch.span
        uttered = {}
        for match in holder_words.UTTERED.finditer(text, span.start, span.end):
            named = next((one for one in refs if one.start >= match.end()), None)
            if named is not None and holder_words.LEADING.fullmatch(text, match.end(), named.start):
                uttered[named.start] = True
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
            if holder_words.AGENT.search(before) and holder_words.BY.search(before):
                add(found, one.actors, "agent")
            if one.start in uttered:
                told = add(found, one.actors, "uttered")
                told |= {"uttered in a question"} if stretch.role == "question" else set()

    def _add_attitude(
        self, stretch: Stretch, one: Reference, frames: Sequence[SourceFrame], sayer: str, found: Evidence
    ) -> None:
        attitude = self._clauses.attitude(one, stretch.span)
        opens = self._clauses.opens(one, stretch.span, [frame.span for frame in frames])
        if attitude in (Attitude.PUBLIC, Attitude.PRIVATE):
            told = add(found, one.actors, "opens" if opens else "inside")
            if attitude is Attitude.PRIVATE and (stretch.in_turn or stretch.quoted or frames):
                told.add("in private")
                told |= {"imputed"} if self._imputes(stretch, one.actors[0], sayer) else set()
        elif attitude is Attitude.RELATIVE:
            add(found, one.actors, "relative")
        elif attitude in (Attitude.NOUN, Attitude.AIM):
            add(found, one.actors, "noun" if opens or attitude is Attitude.AIM else "noun inside")
        elif attitude is Attitude.DEED and opens:
            told = add(found, one.actors, "deed")
            if stretch.in_turn:
                told.add("deed in a turn")
                body = self._names.actors[one.actors[0]].kind is ActorKind.ORGANISATION
                told |= {"deed of a body"} if body and one.actors[0] not in self._foes else set()

    def _add_body(self, stretch: Stretch, found: Evidence) -> None:
        """Add the speaker's organisation where “we” is its act, or where it is the subject."""
        body = next(iter(self._references.above(stretch.speaker)), None)
        if body is None or body.kind is not ActorKind.ORGANISATION:
            return
        words = self._words(stretch)
        if holder_words.BODY_ACTS.search(words) and not holder_words.FIRST.search(words):
            add(found, (body.key,), "we as a body")
        found.setdefault((body.key,), {"named"})

    def _add_sentence(self, stretch: Stretch, refs: Sequence[Reference], found: Evidence) -> None:
        words = self._words(stretch)
        if self._telling and stretch.quoted and words[:1].islower() and self._follows(stretch):
            # advocates for reform “to reflect more objectively …”
            add(found, self._telling, "goes on")
        for group in self._references.described(self._text, stretch.span):
            add(found, (group,), "described")
        actors = dict.fromkeys(actor for one in refs if one.form != "anaphor" for actor in one.actors)
        persons = [actor for actor in actors if self._names.is_person(actor) and actor != stretch.speaker]
        if len(persons) >= 3 and holder_words.SEVERAL.search(words):
            add(found, persons, "listed")

    def _add_named(self, stretch: Stretch, refs: Sequence[Reference], found: Evidence) -> None:
        if stretch.is_prose and stretch.quoted is None:
            outside = {one.actors for one in refs if self._references.is_person(one)}
            if len(outside) == 1 and holder_words.SHORT_QUOTATION.search(self._words(stretch)):
                add(found, outside.pop(), "beside a quotation")
            if stretch.author:
                add(found, (stretch.author,), "author")
        named = [one for one in refs if one.form != "anaphor"]
        if stretch.is_prose and named and not SPEAKING & found.get(named[0].actors, set()):
            told = add(found, named[0].actors, "first")
            if self._references.is_person(named[0]) and self._clauses.at_opening(named[0].start, stretch.span):
                told.add("first person")
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

    def _sayer(self, stretch: Stretch) -> str:
        """Return who says the sentence, unless it only says “she said”: whom a pronoun means is settled here."""
        named = self._names.find(self._text, stretch.sentence) if stretch.said else []
        pronoun = _PRONOUN.search(self._text, stretch.sentence.start, stretch.sentence.end)
        return stretch.said if not pronoun or any(one.actor == stretch.said for one in named) else ""

    def _remember(self, stretch: Stretch, refs: Iterable[Reference]) -> None:
        self._end = stretch.span.end
        named = [one for one in refs if one.form != "anaphor"]
        for one in named:
            self._discourse.note(one.actors, self._names)
        persons = dict.fromkeys(actor for one in named for actor in one.actors if self._names.is_person(actor))
        bodies = [one for one in named if not self._references.is_person(one) and stretch.speaker not in one.actors]
        many = [one for one in bodies if one.form == "members" or self._is_group(one)]
        subject = next((one for one in bodies if self._clauses.at_opening(one.start, stretch.span)), None)
        if subject is None and len(persons) > 1:
            self._discourse.about = tuple(persons)
            return
        self._discourse.many = many[-1].actors if many else ()
        free = [one for one in bodies if not self._clauses.is_dependent(one.start, stretch.span)]
        chosen = subject or next(iter(free), None if self._discourse.about else next(iter(bodies), None))
        # a long list is what is told, not who tells
        if chosen is not None and len(chosen.actors) < 3:
            self._discourse.about = chosen.actors

    def _is_group(self, one: Reference) -> bool:
        return self._names.actors[one.actors[0]].kind is ActorKind.GROUP

    def _is_hostile(self, span: Span) -> bool:
        words = WORD.findall(self._text, span.start, span.end)
        return any(stem(word.lower()) in holder_words.HOSTILE and not word.endswith("ly") for word in words)

    def _follows(self, stretch: Stretch) -> bool:
        """Tell whether a stretch goes on with the sentence of the one before."""
        between = self._text[max(0, self._end - 1) : stretch.span.start]
        return len(between) <= 5 and not _STOP.search(between)

    def _words(self, stretch: Stretch) -> str:
        return self._text[stretch.span.start : stretch.span.end]
