"""Quotations in prose and turns in transcripts, each with its speaker."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.quote_marks import Marked, find_marked
from desktop.analysis.attribution.speakers import Attribution, Attributor, Saying
from desktop.analysis.attribution.subjects import WordKinds
from desktop.core.interjections import INTERJECTION, spoken_parts
from desktop.core.spans import Span, trimmed
from desktop.core.values import Actor, Segment, SegmentKind, SpeakerCertainty, TurnRole

_NOWHERE = Span(0, 0)
# paragraphs before a quotation in which its speaker may be named
_LEADING = 6


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a document puts between quotation marks.

    Attributes:
        start, end: half-open code point offsets of the words without their marks.
        actor: the speaker's key; empty when no actor of the codebook answers to the words.
        speaker: how the document names the speaker: ``Sosa``, ``she``, ``the Bolivian diplomat``; may be empty.
        rule: how the speaker was found: ``after``, ``before``, ``between``, ``continued``, or empty. Inside a turn too
            words are nobody's unless it is said whose they are.
        depth: 0, or in how many other quotations it stands.
        unclosed: whether no closing mark was found; it ends with its paragraph then.
        turn: the key of the actor in whose turn it stands; empty in prose.
        context: the sentence around it.
        certainty: how the text tells who the speaker is.
    """

    start: int
    end: int
    actor: str = ""
    speaker: str = ""
    rule: str = ""
    depth: int = 0
    unclosed: bool = False
    turn: str = ""
    context: Span = _NOWHERE
    certainty: SpeakerCertainty = SpeakerCertainty.NONE

    @property
    def span(self) -> Span:
        """Its offsets as a span."""
        return Span(self.start, self.end)

    @property
    def is_attributed(self) -> bool:
        """Whether someone is said to have spoken the words."""
        return bool(self.rule)

    @property
    def told_actor(self) -> str:
        """The speaker's key where a name or a role tells it; a pronoun is a guess, and empty here."""
        return self.actor if self.certainty.is_told else ""


@dataclass(frozen=True, slots=True)
class SpeechTurn:
    """What one speaker says in a transcript, without the label before it.

    Attributes:
        actor: the speaker's key; may be empty.
        role: ``question``, ``answer`` or ``statement``.
        goes_on: whether it is what the turn before says behind an interjection.
        time: when it begins, in a form of `desktop.core.times`.
    """

    start: int
    end: int
    actor: str
    label: str = ""
    role: str = ""
    goes_on: bool = False
    time: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """Who says what in a document.

    Attributes:
        quotations: by their starts.
        turns: those of a transcript, in order.
        sayings: sentences with a verb of saying outside quotations, each with whom it names first as saying it.
        told: the same of each verb, whoever says it.
    """

    quotations: tuple[Quotation, ...]
    turns: tuple[SpeechTurn, ...]
    sayings: tuple[Saying, ...]
    told: tuple[Saying, ...] = ()


class SpeechReader:
    """Reads documents for who says what; the names of the actors are prepared once for all of them."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        """Prepare *actors*, those who may speak."""
        self._actors = actors
        self._names = ActorNames(actors)
        self._kinds = WordKinds(self._names)

    def read(
        self, text: str, segments: Sequence[Segment], participants: Iterable[str] = (), *, sayings: bool = False
    ) -> Speech:
        """Return who says what in a document; furniture is left out.

        Args:
            text: the document's text.
            segments: its segments; without any, each line is a paragraph.
            participants: the keys of those known to speak in it, who are preferred for “the minister” and “he”.
            sayings: whether all is read; else only what stands near a quotation is.
        """
        return self.reading(text, segments, participants, sayings=sayings).whole()

    def reading(
        self, text: str, segments: Sequence[Segment], participants: Iterable[str] = (), *, sayings: bool = False
    ) -> "SpeechReading":
        """Return what `read` does as something that reads paragraph by paragraph."""
        participants = tuple(participants)
        prose = paragraphs(text, segments)
        marked = find_marked(text, prose)
        outermost = [one.outer for one in marked if not one.depth]
        turns = find_turns(text, segments, self._actors)
        called = dict.fromkeys((turn.actor, turn.label) for turn in turns if turn.actor and turn.label)
        names = self._names.preferring(participants)
        attributor = Attributor(text, names, self._kinds, participants, outermost, called)
        near = None if sayings else _near(prose, outermost)
        read = [one for number, one in enumerate(prose) if near is None or number in near]
        headings = {segment.start for segment in segments if segment.kind is SegmentKind.HEADING}
        return SpeechReading(text, read, marked, turns, attributor, headings)


class SpeechReading:
    """A document that is read for who says what, as far as somebody wants it.

    Attributes:
        prose: the paragraphs to read, in order.
        marked: its quotations in the order in which they are read; nobody is known to speak them yet.
        turns: those of a transcript, in order.
        quotations: of `marked` those that are read, with their speakers.
        sayings, told: of what is read, as those of `Speech`.
    """

    def __init__(
        self,
        text: str,
        prose: Sequence[Span],
        marked: Sequence[Marked],
        turns: Sequence[SpeechTurn],
        attributor: Attributor,
        headings: Container[int],
    ) -> None:
        """Begin to read *text*; as `SpeechReader.reading`, which makes it."""
        self.prose = prose
        self.turns = tuple(turns)
        self.quotations: list[Quotation] = []
        self.sayings, self.told = attributor.sayings, attributor.told
        self._text = text
        self._attributor = attributor
        self._headings = headings
        self._inside = _inside(prose, marked)
        self.marked = [one for own in self._inside for one in own]
        self._answering = _answering(self.turns)
        # how many paragraphs are read, and which turn the last of them belongs to
        self._read = 0
        self._turn_at = 0
        self._heard: SpeechTurn | None = None

    def read_to(self, end: int) -> None:
        """Read on until all paragraphs are read that begin before *end*."""
        while self._read < len(self.prose) and self.prose[self._read].start < end:
            self._read_one(self.prose[self._read], self._inside[self._read])
            self._read += 1

    def whole(self) -> Speech:
        """Read all of it, and return who says what."""
        self.read_to(len(self._text))
        return Speech(tuple(self.quotations), self.turns, tuple(self.sayings), tuple(self.told))

    def _read_one(self, paragraph: Span, inside: Sequence[Marked]) -> None:
        turns, attributor = self.turns, self._attributor
        while self._turn_at < len(turns) and turns[self._turn_at].end <= paragraph.start:
            self._turn_at += 1
        turn = turns[self._turn_at] if self._turn_at < len(turns) else None
        turn = turn if turn is not None and turn.start < paragraph.end else None
        if turn is not self._heard:
            if turn is None or not turn.goes_on:
                attributor.begin_turn(turn.actor if turn is not None else "")
            self._heard = turn
        outermost = [one for one in inside if not one.depth]
        told = attributor.attribute(paragraph, outermost, paragraph.start in self._headings)
        self.quotations += map(self._with_heading, _told(inside, told, turn))

    def _with_heading(self, one: Quotation) -> Quotation:
        """Return a quotation with its speaker where it stands alone above an interview; a guess."""
        if not self._answering or one.end > self.turns[0].start or one.rule or one.depth:
            return one
        if not _is_alone(self._text, one):
            return one
        return replace(one, actor=self._answering, rule="before", certainty=SpeakerCertainty.TURN)


def _inside(prose: Sequence[Span], marked: Sequence[Marked]) -> list[list[Marked]]:
    """Return the quotations of each paragraph."""
    found: list[list[Marked]] = []
    at = 0
    for paragraph in prose:
        # paragraphs may overlap: what was read in the one before is read again
        while at and marked[at - 1].outer.start >= paragraph.start:
            at -= 1
        own = []
        while at < len(marked) and marked[at].outer.start < paragraph.end:
            if paragraph.contains(marked[at].outer):
                own.append(marked[at])
            at += 1
        found.append(own)
    return found


def find_quotations(
    text: str, segments: Sequence[Segment], actors: Sequence[Actor], participants: Iterable[str] = ()
) -> list[Quotation]:
    """Return the quotations of a document by their starts; as `SpeechReader.read`, once."""
    return list(SpeechReader(actors).read(text, segments, participants, sayings=True).quotations)


def _near(prose: Sequence[Span], quoted: Sequence[Span]) -> set[int]:
    """Return the numbers of the paragraphs that hold a quotation or lead up to one, where “she” was named."""
    starts = [paragraph.start for paragraph in prose]
    holding = {bisect_right(starts, one.start) - 1 for one in quoted}
    return {near for number in holding for near in range(max(0, number - _LEADING), number + 1)}


def _answering(turns: Sequence[SpeechTurn]) -> str:
    """Return the key of the only one who answers in an interview; empty where there is none."""
    answering = {turn.actor for turn in turns if turn.role == TurnRole.ANSWER.value}
    asking = {turn.actor for turn in turns if turn.role == TurnRole.QUESTION.value}
    if len(answering) != 1 or not asking or answering & asking:
        return ""
    (actor,) = answering
    return actor


def _is_alone(text: str, one: Quotation) -> bool:
    """Tell whether a quotation makes the whole of its line."""
    line = text[text.rfind("\n", 0, one.start) + 1 : one.start], text[one.end :].partition("\n")[0]
    return len(line[0].strip()) <= 1 and len(line[1].strip()) <= 1


def _told(inside: Sequence[Marked], told: Mapping[int, Attribution], turn: SpeechTurn | None) -> Iterator[Quotation]:
    """Yield the quotations of a paragraph with who speaks them."""
    outer, words = Span(0, 0), Attribution("", "", "", Span(0, 0))
    own = turn.actor if turn is not None else ""
    for one in inside:
        nobody = Attribution("", "", "", one.outer)
        # stray marks can make passages overlap
        if one.depth and outer.contains(one.outer):
            # quoted inside a quotation: who speaks that says these words, but whose they are is seldom told
            actor, speaker, rule, sentence, certainty = words._replace(rule="", sentence=one.outer)
            certainty = certainty and SpeakerCertainty.TURN
        else:
            outer, words = one.outer, told.get(one.outer.start, nobody)
            actor, speaker, rule, sentence, certainty = words
        yield Quotation(
            one.span.start, one.span.end, actor, speaker, rule, one.depth, one.unclosed, own, sentence, certainty
        )


def find_turns(text: str, segments: Sequence[Segment], actors: Sequence[Actor]) -> list[SpeechTurn]:
    """Return the turns of a transcript in order, without their labels; where others throw something in, in parts."""
    keys = {actor.id: actor.key for actor in actors}
    thrown_in = [(one.start, one.end) for one in segments if one.role == INTERJECTION]
    found = []
    for one in (one for one in segments if one.kind is SegmentKind.TURN):
        parts = spoken_parts(after_label(text, one), one.end, thrown_in)
        if len(parts) > 1:
            parts = [(span.start, span.end) for part in parts if (span := trimmed(text, *part))]
        who = keys.get(one.actor_id or 0, ""), one.label, one.role
        found += [SpeechTurn(*part, *who, goes_on=number > 0, time=one.time) for number, part in enumerate(parts)]
    return found


@cache
def _stamp_line() -> re.Pattern[str]:
    from desktop.core.structure.heads import STAMP

    return re.compile(rf"{STAMP.pattern}[ \t]*\n\s*")


def after_label(text: str, segment: Segment) -> int:
    """Return where the words of a turn begin, behind ``LABEL:`` and what time it was."""
    # what knows labels takes long to load, and prose has none
    from desktop.core.structure.turns import label_length

    start = segment.start
    if segment.label:
        # no label and no mark is longer
        line, _feed, _rest = text[start : min(segment.end, start + 400)].partition("\n")
        start += label_length(line, segment.label)
    if start > segment.start:
        while start < segment.end and (text[start].isspace() or text[start] in ":.–—"):
            start += 1
        # the time may have a line of its own below the name
        stamp = _stamp_line().match(text, start, segment.end)
        start = stamp.end() if stamp else start
    return start


def paragraphs(text: str, segments: Sequence[Segment]) -> list[Span]:
    """Return the stretches to read one by one: paragraphs and headings, and the lines of what is neither; no furniture.

    A quotation never reaches over the end of one, unless it is continued in the next.
    """
    kinds = (SegmentKind.PARAGRAPH, SegmentKind.HEADING)
    given = [Span(one.start, one.end) for one in segments if one.kind in kinds]
    labels = {one.start: after_label(text, one) for one in segments if one.kind is SegmentKind.TURN}
    taken = sorted(given + [Span(one.start, one.end) for one in segments if one.kind is SegmentKind.FURNITURE])
    found = list(given)
    position = 0
    for gap in [*taken, Span(len(text), len(text))]:
        while position < gap.start:
            end = text.find("\n", position, gap.start)
            end = gap.start if end < 0 else end
            if text[position:end].strip():
                found.append(Span(position, end))
            position = end + 1
        position = max(position, gap.end)
    starts = ((labels.get(span.start, span.start), span.end) for span in found)
    return sorted({Span(start, end) for start, end in starts if start < end})
