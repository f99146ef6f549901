"""One document as its panes show it: text, structure, highlights and their lanes, kept right by every change."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from itertools import islice, takewhile
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import ChangeSet
from desktop.core.errors import UserError
from desktop.core.interjections import INTERJECTION
from desktop.core.intervals import IntervalIndex
from desktop.core.scale import NOT_CODED
from desktop.core.showing import ReadyText
from desktop.core.spans import Span
from desktop.core.times import Timeline
from desktop.core.values import Document, SegmentKind
from desktop.qt.background import later
from desktop.qt.session import Session
from desktop.store import reads

# highlights that are read before the first paint, and between two events: a slice takes some milliseconds
FIRST, SLICE = 300, 1000
# segments of a text that are read so
SEGMENTS = 1500


class PaneTurn(NamedTuple):
    """A speaker turn in UTF-16 units: who speaks, whether they ask, and how the text names them."""

    start: int
    end: int
    speaker: str
    role: str
    actor_id: int | None
    label: str = ""


class PaneDocument(QObject):
    """Hold what the panes of one document share.

    All positions are UTF-16 units, as Qt counts them; `to_span` and `from_span` are the border to the store's code
    points.

    Attributes:
        document: the document's facts.
        text: the stored text.
        line_ends: where lines of it are broken that are too long to be laid out (`core.showing`).
        turns, furniture, headings: of a text of many segments those of the first screens, and the others as they are
            read between events: `structure_grown` tells of them, and what asks for one place reads up to it.
        times: from where on which time holds, as `reads.project.times` tells; empty where the file has none.
        marks: the claims' intervals by id.
        stance, topic: of each claim by id.
        is_read: whether all of these are known. Those of the first screens are read at once, and the rest between
            events: what asks for `marks`, `stance` or `topic` has all of them, what is painted only those on it
            (`marks_on`).

    Signals:
        structure_grown(int): more turns, stretches of furniture and headings are known, from this position on.
        marks_changed(list): these claims' highlights were added, changed or removed.
        marks_read(): all highlights are known now.
        text_changed(): everything is different (an original took its brief's place).
    """

    structure_grown = Signal(int)
    marks_changed = Signal(list)
    marks_read = Signal()
    text_changed = Signal()

    def __init__(
        self, session: Session, document_id: int, parent: QObject | None = None, ready: ReadyText | None = None
    ) -> None:
        """*ready* is the text of the document, if it was read before."""
        super().__init__(parent)
        self.session = session
        self.document_id = document_id
        self._more = later(self, 0, self._read_on)
        self._more_structure = later(self, 0, self._read_more_structure)
        self._ready = ready or ReadyText("", "")
        self._load()
        session.changed.connect(self._on_changed)
        session.visibility_changed.connect(self._on_visibility)

    def _load(self) -> None:
        self.document: Document = self.session.shown(reads.filtered.document, self.document_id)
        if self._ready.sha256 != self.document.text_sha256:
            text = self.session.read(reads.project.text, self.document_id)
            self._ready = ReadyText(text, self.document.text_sha256)
        self.text, self.line_ends, self._map = self._ready.text, self._ready.line_ends, self._ready.units
        self._load_structure()
        self._load_marks()

    def renew(self) -> None:
        """Read everything anew; a text that is the same with the same structure stays as it is laid out."""
        before, marks = self._laid_out(), list(self._marks)
        self._load()
        # to read a structure of many thousands to its end, only to compare it, takes longer than to lay it out
        if self._laid_out() != before or not self.is_structure_read:
            self.text_changed.emit()
        else:
            self.marks_changed.emit(list(dict.fromkeys((*marks, *self.marks))))

    def _laid_out(self) -> tuple[object, ...]:
        # the language has a say in the type, and in the side where lines begin
        return self.text, self.turns, self.furniture, self.headings, self.times, self.document.facts.language

    def _load_structure(self) -> None:
        self.turns: list[PaneTurn] = []
        self.furniture: list[tuple[int, int]] = []
        self.headings: list[tuple[int, int]] = []
        # where those turns name their speakers around which somebody selected
        self._labels: dict[PaneTurn, Span] = {}
        self._thrown_in: list[tuple[int, int]] = []
        self._timeline = Timeline()
        self._times: list[tuple[int, str]] = []
        # the code point from which on segments are not read yet; None behind the last
        self._unread_structure: int | None = 0
        self._read_structure()
        if self._unread_structure is not None:
            self._more_structure.start()

    @property
    def is_structure_read(self) -> bool:
        """Whether all turns, stretches of furniture, headings and times are known."""
        return self._unread_structure is None

    @property
    def times(self) -> list[tuple[int, str]]:
        """From where on which time holds, in UTF-16 units, as far as it is known."""
        return self._times if self._timeline.has_times else []

    def _read_structure(self) -> None:
        """Read the next segments."""
        if self._unread_structure is None:
            return
        actors = self.session.actors()
        to = self._map.to_utf16
        found, following = self.session.read(
            reads.project.structure, self.document_id, start=self._unread_structure, most=SEGMENTS
        )
        self._unread_structure = following
        for segment in found:
            start, end = to(segment.start), to(segment.end)
            if segment.kind == SegmentKind.TURN or segment.time:
                self._timeline.add(segment.start, segment.end, segment.kind == SegmentKind.TURN, segment.time)
            if segment.kind == SegmentKind.TURN:
                actor = actors.get(segment.actor_id or 0)
                name = actor.name if actor else segment.label
                self.turns.append(PaneTurn(start, end, name, segment.role, segment.actor_id, segment.label))
            elif segment.kind == SegmentKind.FURNITURE:
                # neighbours are one stretch: nothing but white space stands between them
                if self.furniture and not self.text[self._map.to_points(self.furniture[-1][1]) : segment.start].strip():
                    self.furniture[-1] = (self.furniture[-1][0], end)
                else:
                    self.furniture.append((start, end))
            elif segment.kind == SegmentKind.HEADING:
                self.headings.append((start, end))
            elif segment.role == INTERJECTION:
                self._thrown_in.append((start, end))
        if following is None:
            self._timeline.end()
        self._times.extend((to(place), time) for place, time in self._timeline.found[len(self._times) :])

    def _read_more_structure(self) -> None:
        """Read the next segments, between two events."""
        if self._unread_structure is None or not self.session.is_open:
            return
        begin = self._map.to_utf16(self._unread_structure)
        try:
            self._read_structure()
        except UserError:
            # who needs them is told why they cannot be read
            return
        self.structure_grown.emit(begin)
        if self._unread_structure is not None:
            self._more_structure.start()

    def _read_structure_to(self, position: int | None) -> None:
        """Read the segments that begin at a UTF-16 position or before it; without one, all."""
        while self._unread_structure is not None and (
            position is None or self._map.to_utf16(self._unread_structure) <= position
        ):
            begin = self._map.to_utf16(self._unread_structure)
            self._read_structure()
            self.structure_grown.emit(begin)

    def _load_marks(self) -> None:
        self._marks: IntervalIndex[int] = IntervalIndex()
        self._stance: dict[int, str] = {}
        self._topic: dict[int, int] = {}
        # the claims on each topic, once somebody asked
        self._by_topic: dict[int, tuple[list[int], list[int]]] | None = None
        self._actor: dict[int, int] = {}
        # by the place of an own field, what claims have of it
        self._values: dict[str, dict[int, str]] = {}
        self._lanes: dict[int, int] = {}
        self._laid = 0
        self._busy: list[int] = []
        # the code point from which on claims are not read yet; None behind the last
        self._unread: int | None = 0
        self._read_marks(FIRST)
        if self._unread is not None:
            self._more.start()

    def _read_marks(self, most: int | None) -> None:
        if self._unread is None:
            return
        found = self.session.shown(reads.filtered.marks, self.document_id, start=self._unread, most=most)
        starts, ends = self._map.to_utf16_many(found.starts), self._map.to_utf16_many(found.ends)
        self._marks.extend(found.ids, starts, ends)
        self._stance.update(zip(found.ids, found.stances, strict=True))
        self._topic.update(zip(found.ids, found.topics, strict=True))
        self._unread = found.following

    def _read_on(self) -> None:
        """Read the next highlights, between two events."""
        if self._unread is None or not self.session.is_open:
            return
        try:
            self._read_marks(SLICE)
        except UserError:
            # who needs them is told why they cannot be read
            return
        if self._unread is not None:
            self._more.start()
        else:
            self.marks_read.emit()

    def _read_whole(self) -> None:
        if self._unread is not None:
            self._read_marks(None)

    @property
    def is_read(self) -> bool:
        """Whether the highlights of the whole text are known."""
        return self._unread is None

    @property
    def marks(self) -> IntervalIndex[int]:
        """The claims' intervals by id, all of them."""
        self._read_whole()
        return self._marks

    @property
    def stance(self) -> dict[int, str]:
        """The stance of each claim by id."""
        self._read_whole()
        return self._stance

    @property
    def topic(self) -> dict[int, int]:
        """The topic of each claim by id."""
        self._read_whole()
        return self._topic

    def marks_on(self, start: int, end: int) -> list[int]:
        """Return the claims that share a position with the UTF-16 range ``[start, end)``: by start, longest first.

        What is known of one of them tell `mark`, `stance_of`, `topic_of` and `lane`, without reading what comes behind.
        """
        while self._unread is not None and self._map.to_utf16(self._unread) <= end:
            self._read_marks(SLICE)
        return self._marks.overlapping(start, end)

    def mark(self, claim_id: int) -> tuple[int, int]:
        """Return the UTF-16 range of a claim that `marks_on` told; KeyError when it is gone."""
        return self._marks.span(claim_id)

    def stance_of(self, claim_id: int) -> str:
        """Return the stance of a claim that `marks_on` told."""
        return self._stance.get(claim_id, NOT_CODED)

    def topic_of(self, claim_id: int) -> int:
        """Return the topic of a claim that `marks_on` told; 0 when it is gone."""
        return self._topic.get(claim_id, 0)

    def to_span(self, start: int, end: int) -> Span:
        """Return the code point span of the UTF-16 range ``[start, end)``."""
        return Span(self._map.to_points(start), self._map.to_points(end))

    def from_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the UTF-16 range of the code points ``[start, end)``."""
        return self._map.to_utf16(start), self._map.to_utf16(end)

    def lane(self, claim_id: int) -> int:
        """Return the margin lane of a claim: 0 next to the text; claims that overlap have different lanes.

        Lanes are given in the order of the text, and only as far as somebody looked: opening a long document does not
        wait for its end.
        """
        if claim_id not in self._lanes:
            rank = self._marks.rank(claim_id)
            for key in islice(self._marks, self._laid, rank + 1):
                if key not in self._lanes:
                    start, end = self._marks.span(key)
                    lane = next((n for n, busy in enumerate(self._busy) if busy <= start), len(self._busy))
                    self._busy[lane : lane + 1] = [end]
                    self._lanes[key] = lane
            self._laid = max(self._laid, rank + 1)
        return self._lanes[claim_id]

    def actor(self, claim_id: int) -> int:
        """Return the id of a claim's first actor; 0 when the claim is gone."""
        if claim_id not in self._actor:
            self.learn_actors([claim_id])
        return self._actor.get(claim_id, 0)

    def learn_actors(self, claim_ids: Iterable[int]) -> None:
        """Read the first actors of these claims at once."""
        missing = [number for number in claim_ids if number not in self._actor]
        if missing:
            for claim in self.session.read(reads.project.claims, ids=missing):
                self._actor[claim.id] = claim.actor_ids[0] if claim.actor_ids else 0

    def value_of(self, place: str, claim_id: int) -> str:
        """Return what a claim has of an own field of claims, the first of several; empty for nothing."""
        if claim_id not in self._values.get(place, {}):
            self.learn_values(place, [claim_id])
        return self._values[place].get(claim_id, "")

    def learn_values(self, place: str, claim_ids: Iterable[int]) -> None:
        """Read what these claims have of an own field at once."""
        known = self._values.setdefault(place, {})
        missing = [number for number in claim_ids if number not in known]
        if missing:
            found = self.session.read(reads.counts.own_values, [place], missing).get(place, {})
            known.update({number: found[number][0] if number in found else "" for number in missing})

    def turn_at(self, position: int) -> PaneTurn | None:
        """Return the speaker turn at the UTF-16 position, if any; what others throw in is nobody's."""
        self._read_structure_to(position)
        if any(start <= position < end for start, end in self._thrown_in):
            return None
        return next((turn for turn in self.turns if turn.start <= position < turn.end), None)

    def labels(self, within: Span) -> list[Span]:
        """Return where turns name their speakers in a stretch, in code points."""
        # words of languages, which no window waits for
        from desktop.core.structure.turns import label_length

        start, stop = self.from_span(within.start, within.end)
        self._read_structure_to(stop)
        # that of the turn before may reach into it
        first = max(0, bisect_left(self.turns, start, key=lambda turn: turn.start) - 1)
        found = []
        for turn in takewhile(lambda turn: turn.start < stop, islice(self.turns, first, None)):
            label = self._labels.get(turn)
            if label is None:
                begin = self.to_span(turn.start, turn.start).start
                end = self.text.find("\n", begin)
                length = label_length(self.text[begin : end if end >= 0 else len(self.text)], turn.label)
                label = self._labels[turn] = Span(begin, begin + length)
            found.append(label)
        return [one for one in found if one.overlaps(within)]

    def turns_within(self, start: int, end: int) -> list[PaneTurn]:
        """Return the turns that begin in the UTF-16 range ``[start, end)``, as far as they are known."""
        first = bisect_left(self.turns, start, key=lambda turn: turn.start)
        return list(takewhile(lambda turn: turn.start < end, islice(self.turns, first, None)))

    def nearest(self, topic_id: int, position: int) -> int | None:
        """Return the claim on a topic that begins nearest to the UTF-16 position, or None."""
        if self._by_topic is None:
            # a step through the claims of another document asks each time
            self._by_topic = {}
            for claim_id in self.marks:
                starts, claims = self._by_topic.setdefault(self.topic[claim_id], ([], []))
                starts.append(self.marks.span(claim_id)[0])
                claims.append(claim_id)
        starts, claims = self._by_topic.get(topic_id, ([], []))
        at = bisect_left(starts, position)
        # of those that begin together the first
        before = bisect_left(starts, starts[at - 1]) if at else 0
        near = min(
            (place for place in (before, at) if place < len(starts)),
            key=lambda one: abs(starts[one] - position),
            default=None,
        )
        return claims[near] if near is not None else None

    def next_on_topic(self, claim_id: int) -> int | None:
        """Return the claim on the same topic that follows in the text, or None."""
        order = list(self.marks)
        following = order[self.marks.rank(claim_id) + 1 :]
        return next((other for other in following if self.topic[other] == self.topic[claim_id]), None)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.document_id in changes.deleted("document"):
            # its panes close; until it goes itself, there is nothing that it could read
            self.session.changed.disconnect(self._on_changed)
            self.session.visibility_changed.disconnect(self._on_visibility)
            self._more.stop()
            self._more_structure.stop()
            self._unread = self._unread_structure = None
            return
        if self.document_id in changes.ids("document"):
            self.renew()
            return
        own = changes.grouped("claim", "document").get(self.document_id, ())
        held = self._marked(changes.grouped("claim_actor", "claim"))
        if changes.touches("own_field"):
            self._values = {}
        valued = self._marked(changes.grouped("claim_value", "claim"))
        for known in self._values.values():
            for number in valued:
                known.pop(number, None)
        touched = list(dict.fromkeys((*own, *held, *valued)))
        if touched:
            self._patch(touched)
            self.marks_changed.emit(touched)
        if changes.touches("actor", "segment"):
            before = self._laid_out()
            self._load_structure()
            # another actor of the codebook moves no text
            is_own = self.document_id in changes.grouped("segment", "document")
            if self._laid_out() != before if self.is_structure_read else is_own:
                self.text_changed.emit()

    def _marked(self, claims: Mapping[int, object]) -> list[int]:
        """Return those of *claims* that stand in the text."""
        # a document has some hundreds, and others may have changed a hundred thousand
        marks: Collection[int] = self.marks if claims else ()
        few, many = (marks, claims) if len(marks) < len(claims) else (claims, marks)
        return [number for number in few if number in many]

    def _on_visibility(self) -> None:
        before = list(self._marks)
        self._load_marks()
        self.marks_changed.emit(list(dict.fromkeys((*before, *self.marks))))

    def _patch(self, touched: list[int]) -> None:
        self._by_topic = None
        there = {claim.id: claim for claim in self.session.claims(ids=touched)}
        for claim_id in touched:
            self._actor.pop(claim_id, None)
            claim = there.get(claim_id)
            if claim is None or claim.document_id != self.document_id:
                if claim_id in self.marks:
                    self._forget_mark(claim_id)
                continue
            start, end = self.from_span(claim.start, claim.end)
            self.stance[claim_id], self.topic[claim_id] = claim.stance, claim.topic_id
            if claim_id not in self.marks or self.marks.span(claim_id) != (start, end):
                if claim_id in self.marks:
                    self._forget_mark(claim_id, keep=True)
                taken = {self._lanes[other] for other in self.marks.overlapping(start, end) if other in self._lanes}
                self.marks.add(claim_id, start, end)
                if self.marks.rank(claim_id) < self._laid:
                    # the others keep their lanes: a margin that jumps at every tag cannot be read
                    self._lanes[claim_id] = next(n for n in range(len(taken) + 1) if n not in taken)
                    self._laid += 1

    def _forget_mark(self, claim_id: int, *, keep: bool = False) -> None:
        if self.marks.rank(claim_id) < self._laid:
            self._laid -= 1
        self.marks.remove(claim_id)
        self._lanes.pop(claim_id, None)
        if not keep:
            del self.stance[claim_id], self.topic[claim_id]
