"""Finding the structure of a text that came without one: headings, paragraphs, turns with their speakers, furniture.

Nothing here is sure. The rules are in `furniture` (what is no part of the article), `turns` (who begins to speak)
and `roles` (what they do); this module puts them together and finds who the speakers are.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from desktop.core.interjections import INTERJECTION, spoken_parts
from desktop.core.keys import capitals_of, free_key
from desktop.core.matching import fold
from desktop.core.roster import GrownRoster, Roster, last_word
from desktop.core.spans import Span, trimmed
from desktop.core.structure import furniture
from desktop.core.structure.hints import Hints
from desktop.core.structure.interviews import Voices, find_interview_voices, is_portrait
from desktop.core.structure.labels import UNNAMED, Label
from desktop.core.structure.makes import after_all, system_lines
from desktop.core.structure.names import (
    asker_of,
    bare_name,
    holder_of,
    in_small,
    is_chair,
    is_initials,
    is_one_word,
    is_wording,
    presiding_of,
    spelt_out,
    without_brackets,
)
from desktop.core.structure.pages import find_running
from desktop.core.structure.paragraphs import find_paragraphs
from desktop.core.structure.prose import SALUTATION, find_thrown_in, is_aside, is_interjection
from desktop.core.structure.roles import find_roles
from desktop.core.structure.stamps import cut_trails, find_times, move_starts
from desktop.core.structure.turns import find_labels
from desktop.core.structure.units import LETTERS
from desktop.core.structure.writing import QUESTION_MARKS
from desktop.core.values import Actor, ActorKind, CodedSegment, SegmentKind, TurnRole

# no conversation has more speakers who are called by initials; each costs a search of the whole text
_LOOKED_UP = 60
# labels that come so often at most may be headings or words; so many labels are those of a conversation
_SELDOM, _MANY = 2, 8


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found.

    Attributes:
        segments: by their place, a turn before its paragraphs.
        new_actors: speakers who are none of the known actors.
        title: the first heading above the body; empty when there is none.
        doubtful: how those turns are labelled that may be nobody's.
    """

    segments: tuple[CodedSegment, ...]
    new_actors: tuple[Actor, ...] = ()
    title: str = ""
    doubtful: tuple[str, ...] = ()


def find_structure(text: str, actors: Sequence[Actor] = (), hints: Hints | None = None) -> Structure:
    """Return the structure of *text*, its speakers matched to *actors* by name, alias and initials."""
    hints = hints or Hints()
    spans = find_paragraphs(text, joined=not hints.lines)
    lines = [text[span.start : span.end] for span in spans]
    trails = cut_trails(lines)
    for at, (length, _stamp) in trails.items():
        spans[at], lines[at] = Span(spans[at].start, spans[at].start + length), lines[at][:length]
    roster = Roster.of(actors)
    bold = _bold_lengths(spans, hints.bold)
    labels = find_labels(lines, bold, roster.by_name, voiced=hints.voiced)
    # below a name that has a line of its own stands what is said
    spoken = labels.keys() | {at + 1 for at, label in labels.items() if label.alone and at + 1 < len(lines)}
    times, leads = find_times(lines, labels, trails)
    if hints.times:
        stated = dict(hints.times)
        times = [stated.get(span.start, "") for span in spans]
    starts = [span.start for span in spans]
    spans = move_starts(spans, leads)
    lines = [line[leads.get(at, 0) :] for at, line in enumerate(lines)]
    headings, marginal = _covered(spans, hints.headings), _covered(spans, hints.furniture)
    marginal |= system_lines(lines, labels)
    marginal |= after_all(lines, labels, {bisect_left(starts, place) for place in hints.breaks}) - labels.keys()
    marginal |= find_running(lines, spoken)
    kinds = furniture.classify(
        lines,
        spoken - marginal,
        headings - labels.keys(),
        marginal,
        title=hints.title,
        marked=hints.marked,
        bold={at for at, length in enumerate(bold) if length - leads.get(at, 0) >= len(lines[at]) > 0},
    )
    labels = {at: label for at, label in labels.items() if kinds[at] is not SegmentKind.FURNITURE}
    labels = _doubted(text, lines, labels, roster.by_name)
    title = _title(lines, kinds, headings, min(labels, default=len(lines)))
    turns = _turns(spans, lines, kinds, labels)
    people = _Speakers(text, roster if labels else Roster(), title)
    # who only asks is a journalist where somebody named answers; “Q. … A. …” may be anybody
    people.pressed = any(map(_is_named, labels.values())) and not any(one.answers for one in labels.values())
    if any(one.answers or not one.name for one in labels.values()):
        people.voices = find_interview_voices(lines, min(labels))
    people.learn_chairs(list(labels.values()))
    speakers = {people.named(label): people.find(label) for label in labels.values()}
    opening = people.opening(speakers.values())
    inner = _interjections(spans, lines, kinds, labels, turns)
    roles = find_roles([(label, _said(text, span, inner)[label.end if label else 0 :]) for label, span in turns])
    found: list[CodedSegment] = []
    begins = {span.start: time for span, time in zip(spans, times, strict=True) if time}
    for (label, span), role in zip(turns, roles, strict=True):
        speaker = speakers[people.named(label)] if label else opening
        if label is not None and not (speaker or label.name or label.doubtful):
            # behind a dash stands no name, and the head of an interview may tell it
            speaker = people.voice(role)
        time = begins.pop(span.start, "")
        found.append(CodedSegment(SegmentKind.TURN, span, speaker, role, label.text if label else "", time=time))
    thrown_in = {start for start, _end in inner}
    for kind, whole in _merged(spans, kinds):
        for span in _parts(text, whole, inner):
            time = begins.get(span.start, "") if kind is not SegmentKind.FURNITURE else ""
            found.append(CodedSegment(kind, span, role=INTERJECTION if span.start in thrown_in else "", time=time))
    found.sort(key=lambda one: (one.span.start, -one.span.end, one.kind is not SegmentKind.TURN))
    used = {one.speaker for one in found}
    doubtful = tuple(dict.fromkeys(label.text for label in labels.values() if label.doubtful))
    return Structure(tuple(found), tuple(actor for actor in people.new if actor.key in used), title, doubtful)


def _is_named(label: Label) -> bool:
    return bool(label.name) and not (label.asks or label.answers or label.doubtful)


def _doubted(text: str, lines: Sequence[str], labels: Mapping[int, Label], known: Container[str]) -> dict[int, Label]:
    """Return *labels* with those doubtful that hardly come again and are words rather than somebody's name.

    “Trust: …” where the text has “trust” too; “Key storage: …”, “The second piece is: …”. Where many have spoken, a
    single word that comes but once and asks nothing is one too: “Futurama: …”.
    """
    counts = Counter(fold(label.name) for label in labels.values())
    able = {
        at: label
        for at, label in labels.items()
        if counts[fold(label.name)] <= _SELDOM and label.shape in ("strict", "loose")
        if not (label.asks or label.answers or fold(label.name) in known)
        # beside a time stands a name, if it is a word
        if not label.stamped or " " in label.name
    }
    small = Counter(word for word in LETTERS.findall(text) if word.islower()) if able else Counter[str]()
    several = len(labels) >= _MANY and len(counts) * 2 <= len(labels)
    found = dict(labels)
    for at, label in able.items():
        count = counts[fold(label.name)]
        lone = several and count == 1 and at != min(labels) and not _asks(lines, at, label)
        if is_wording(label.name, small, count) or (lone and is_one_word(label.name)):
            found[at] = replace(label, doubtful=True)
    return found


def _asks(lines: Sequence[str], at: int, label: Label) -> bool:
    said = lines[at + 1] if label.alone and at + 1 < len(lines) else lines[at][label.end :]
    return any(mark in said for mark in QUESTION_MARKS)


def _title(lines: Sequence[str], kinds: Sequence[SegmentKind], marked: set[int], spoken: int) -> str:
    """Return the first heading; one that the format has not *marked* only above the body and above who has *spoken*."""
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind is SegmentKind.HEADING and (at in marked or at < spoken):
            return line
        if kind is SegmentKind.PARAGRAPH:
            spoken = 0
    return ""


def _covered(spans: Sequence[Span], marks: Sequence[Span]) -> set[int]:
    """Return which of *spans* lie in one of *marks*; both are in order."""
    starts = [span.start for span in spans]
    ends = [(bisect_left(starts, mark.start), bisect_left(starts, mark.end)) for mark in marks]
    return {at for first, last in ends for at in range(first, last)}


def _bold_lengths(spans: Sequence[Span], bold: Sequence[Span]) -> list[int]:
    if not bold:
        return []
    starts = [mark.start for mark in bold]
    before = [bisect_right(starts, span.start) - 1 for span in spans]
    return [max(0, bold[at].end - span.start) if at >= 0 else 0 for at, span in zip(before, spans, strict=True)]


def _interjections(
    spans: Sequence[Span],
    lines: Sequence[str],
    kinds: Sequence[SegmentKind],
    labels: Mapping[int, Label],
    turns: Sequence[tuple[Label | None, Span]],
) -> list[tuple[int, int]]:
    """Return the ranges of what others throw in amid turns: paragraphs, and what stands in brackets inside some."""
    starts = [span.start for _label, span in turns]
    found = []
    for at, (span, line, kind) in enumerate(zip(spans, lines, kinds, strict=True)):
        turn = bisect_right(starts, span.start) - 1
        if turn < 0 or span.end > turns[turn][1].end or kind is not SegmentKind.PARAGRAPH:
            continue
        if at not in labels and is_interjection(line):
            found.append((span.start, span.end))
            continue
        # the first words of a paragraph are its label
        first = labels[at].end if at in labels else 0
        found += [(span.start + start, span.start + end) for start, end in find_thrown_in(line, first)]
    return found


def throw_in(text: str, segments: Sequence[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Return *segments*, in order, whose turns a file tells, with what others throw in amid these apart."""
    found: list[CodedSegment] = []
    turn = Span(0, 0)
    for one in segments:
        if one.kind is SegmentKind.TURN:
            turn = one.span
        line = text[one.span.start : one.span.end]
        if one.kind is not SegmentKind.PARAGRAPH or one.role or not turn.contains(one.span):
            found.append(one)
        elif one.span.start > turn.start and is_interjection(line):
            found.append(replace(one, role=INTERJECTION))
        else:
            inner = [(one.span.start + start, one.span.start + end) for start, end in find_thrown_in(line)]
            starts = {start for start, _end in inner}
            for span in _parts(text, one.span, inner):
                role = INTERJECTION if span.start in starts else ""
                found.append(replace(one, span=span, role=role, time=one.time if span.start == one.span.start else ""))
    return tuple(found)


def _parts(text: str, span: Span, thrown_in: Sequence[tuple[int, int]]) -> list[Span]:
    """Return a paragraph in parts: what others throw in, and what is said before and behind it."""
    first = bisect_left(thrown_in, (span.start, 0))
    inner = [Span(*one) for one in islice(thrown_in, first, bisect_left(thrown_in, (span.end, 0)))]
    said = [trimmed(text, *part) for part in spoken_parts(span.start, span.end, thrown_in)] if inner else [span]
    return sorted((*inner, *filter(len, said)))


def _said(text: str, turn: Span, interjections: Sequence[tuple[int, int]]) -> str:
    """Return the words of a turn without what others throw in."""
    return "".join(text[start:end] for start, end in spoken_parts(turn.start, turn.end, interjections))


def _turns(
    spans: Sequence[Span], lines: Sequence[str], kinds: Sequence[SegmentKind], labels: dict[int, Label]
) -> list[tuple[Label | None, Span]]:
    """Return the turns: from each label to the next, without furniture and headings at their ends.

    What is said before the first label is the turn of an unnamed speaker when it begins with a salutation.
    """
    if not labels:
        return []
    starts: list[tuple[int, Label | None]] = sorted(labels.items())
    body = [at for at in range(starts[0][0]) if kinds[at] is SegmentKind.PARAGRAPH]
    if body and SALUTATION.match(lines[body[0]][:200]):
        starts.insert(0, (body[0], None))
    # after the last turn, what follows a heading is told by whoever wrote the record
    headings = (at for at in range(starts[-1][0] + 1, len(lines)) if kinds[at] is SegmentKind.HEADING)
    ends = [*(at for at, _ in starts[1:]), next(headings, len(lines))]
    turns = []
    for (at, label), end in zip(starts, ends, strict=True):
        told = (each for each in range(at, end) if kinds[each] is SegmentKind.PARAGRAPH)
        last = max((each for each in told if not is_aside(lines[each])), default=at)
        if label is not None and end == ends[-1]:
            last = next((each - 1 for each in range(at + 1, last + 1) if is_portrait(lines[each], label)), last)
        turns.append((label, Span(spans[at].start, spans[last].end)))
    return turns


def _merged(spans: Sequence[Span], kinds: Sequence[SegmentKind]) -> list[tuple[SegmentKind, Span]]:
    """Return the paragraphs with their kinds, neighbouring furniture as one."""
    found: list[tuple[SegmentKind, Span]] = []
    for span, kind in zip(spans, kinds, strict=True):
        if found and kind is SegmentKind.FURNITURE is found[-1][0]:
            found[-1] = (kind, Span(found[-1][1].start, span.end))
        else:
            found.append((kind, span))
    return found


def _turned(label: Label) -> str:
    """Return “Ada Quill” of “Quill, Ada”, as programs write people; empty for a name that is not so."""
    last, comma, first = label.name.partition(", ")
    if (
        not comma
        or label.shape not in ("strict", "loose", "timed")
        or not all(word[0].isupper() for word in first.split())
    ):
        return ""
    return f"{first} {last if first.isupper() or not last.isupper() else in_small(last)}"


class _Speakers:
    """Find the actor of each label, and make up those that nobody knows yet."""

    def __init__(self, text: str, actors: Roster, title: str) -> None:
        self.text = text
        self.title = fold(title)
        # those of the codebook, which is not copied for each document, and the new ones
        self.people = GrownRoster(actors, ())
        # names that this text alone has for somebody
        self.told: dict[str, str] = {}
        self.new: list[Actor] = []
        # the new ones with several names by the first of these
        self.begun: dict[str, set[str]] = {}
        self.looked_up = 0
        self.pressed = True
        # whom the head of an interview names
        self.voices = Voices()
        # by heads that tell it who presides, and as what
        self.chairs: dict[str, tuple[str, str]] = {}

    def find(self, label: Label) -> str:
        """Return the key of who speaks; empty for a turn without a name and for an answer of nobody named."""
        if label.answers and self.voices.answering:
            # “R. ”, where the head says with whom the interview is
            return self.voice(TurnRole.ANSWER.value)
        if not label.name or label.answers or label.doubtful:
            return ""
        if label.asks:
            # “Question 1 (Lea Voss, Hafenblatt)”
            asker = asker_of(label.text)
            if asker:
                return self.known(asker) or self.propose(asker, ActorKind.PERSON)
            return self.known(label.name) or self.propose_asker(label.name)
        if holder := holder_of(label.text):
            key = self.known(holder) or self.propose(holder, ActorKind.PERSON)
            # others will hold it: no alias
            self.told[fold(label.name)] = key
            return key
        presides, office = self.chair_of(label)
        if presides:
            return self.known(presides) or self.propose(presides, ActorKind.PERSON, role=office)
        name = _turned(label) or bare_name(label.name) or label.name
        if is_initials(label.name) and self.looked_up < _LOOKED_UP:
            self.looked_up += 1
            name = spelt_out(label.name, self.text) or label.name
        found = self.known(label.name) or self.known(name)
        if not found and name == label.name and is_initials(label.name):
            alike = self.people.by_initials.get(label.name.replace(".", ""), ())
            found = alike[0] if len(alike) == 1 else ""
        return found or self.propose(name, ActorKind.PERSON, () if name == label.name else (label.name,))

    def learn_chairs(self, labels: Sequence[Label]) -> None:
        """Learn who presides where heads tell it in parentheses, “CHAIR (Odile Marchetti)”, and as what.

        What stands so behind others, too, is no name: “Mr. Kell (New Isle)”.
        """
        others = {one.text[len(one.name) :].strip() for one in labels if "(" in one.text and not is_chair(one.name)}
        for text, name in {one.text: one.name for one in labels if "(" in one.text}.items():
            person, office = presiding_of(text)
            if person and text[len(name) :].strip() not in others:
                self.chairs[text] = person, office

    def chair_of(self, label: Label) -> tuple[str, str]:
        """Return who presides by a head, and as what; of one without a name, the only one who does in this text."""
        if label.text in self.chairs:
            return self.chairs[label.text]
        if not self.chairs or not is_chair(label.name):
            return "", ""
        name = fold(label.name)
        told = {one for text, one in self.chairs.items() if fold(without_brackets(text)) == name}
        return told.pop() if len(told) == 1 else ("", "")

    def named(self, label: Label) -> str:
        """Return what tells a label from others: two may have been in one chair."""
        return label.text if label.text in self.chairs else label.name

    def voice(self, role: str) -> str:
        """Return who asks or answers by the head of an interview, for a turn of that *role*; empty for nobody."""
        name = {TurnRole.QUESTION.value: self.voices.asking, TurnRole.ANSWER.value: self.voices.answering}.get(role, "")
        return (self.known(name) or self.propose(name, ActorKind.PERSON)) if name else ""

    def known(self, name: str) -> str:
        folded = fold(name)
        if found := self.called(folded):
            return found
        # “Lavrov” is “Sergey Lavrov” as long as nobody else has that name
        last = folded.rpartition(" ")[2]
        # by their last words: a text of thousands of speakers asks for each
        alike = (
            fold(one) for actor in self.people.ending_in({last_word(last)}) for one in (actor.name, *actor.aliases)
        )
        ending = {self.called(one) for one in chain(alike, self.told) if one.endswith(" " + folded)}
        if not ending:
            # “Ada” is Ada Quill, who speaks here too
            begun = self.begun.get(folded, set())
            return self.called(last) or (next(iter(begun)) if len(begun) == 1 else "")
        return ending.pop() if len(ending) == 1 else ""

    def called(self, folded: str) -> str:
        """Return the key of who has this folded name; empty when nobody has."""
        return self.told.get(folded) or self.people.by_name.get(folded, "")

    def propose_asker(self, name: str) -> str:
        """Return one group for all who are only called “Question” or the like; a moderator stands alone."""
        if not UNNAMED.fullmatch(fold(name)):
            return self.propose(bare_name(name).capitalize(), ActorKind.GROUP, (name,))
        if not self.pressed:
            return ""
        if "journalist" not in self.people.by_key:
            return self.propose("Journalists", ActorKind.GROUP, (name,), "journalist")
        self.told[fold(name)] = "journalist"
        return "journalist"

    def propose(self, name: str, kind: ActorKind, aliases: tuple[str, ...] = (), key: str = "", role: str = "") -> str:
        name = name if is_chair(name) is False or len(name.split()) > 1 else name.capitalize()
        key = free_key(key or name, self.people.by_key)
        actor = Actor(key, name, kind, role, aliases=aliases, initials=capitals_of(name))
        self.new.append(actor)
        self.people.add([actor])
        first, _blank, rest = fold(name).partition(" ")
        if rest and kind is ActorKind.PERSON:
            self.begun.setdefault(first, set()).add(key)
        return key

    def opening(self, speakers: Iterable[str]) -> str:
        """Return who of *speakers* the title names first: they give the opening statement."""
        found = (self.people.by_key[key] for key in speakers if key)
        persons = [one for one in found if one.kind is ActorKind.PERSON]
        places = [(self.title.find(fold(name)), one.key) for one in persons for name in (one.name, *one.aliases)]
        return min((one for one in places if one[0] >= 0), default=(0, ""))[1]
