"""The values that all layers exchange: documents, segments, actors, topics, claims, memos, coders.

All are frozen; ``id`` is the row number within one project file (0 before it is stored), ``uuid`` names the same thing
across files. Actors and topics are named by their ``key`` wherever a person or another program reads them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from desktop.core.language import N_, _
from desktop.core.memberships import Membership
from desktop.core.own_fields import OwnField
from desktop.core.scale import Scale
from desktop.core.scale import Stance as Stance
from desktop.core.spans import Span
from desktop.core.text import decoded, encoded


class Voice(StrEnum):
    """Whose words carry the claim: the actor's own, indirect speech, or the document's."""

    DIRECT = "direct"
    REPORTED = "reported"
    AUTHOR = "author"


class Certainty(StrEnum):
    """How sure a bibliographic fact is."""

    STATED = "stated"
    INFERRED = "inferred"
    GUESSED = "guessed"
    UNKNOWN = "unknown"


class SpeakerCertainty(StrEnum):
    """How a text tells who speaks, the surest first; empty where it does not.

    Only the first two make an actor or fill in a claim: a pronoun is a guess to be confirmed, and what stands in
    somebody's turn is theirs only where they say so (“I said: …”).
    """

    NAMED = "named"
    ROLE = "role"
    PRONOUN = "pronoun"
    TURN = "turn"
    NONE = ""

    @property
    def is_told(self) -> bool:
        """Whether the words beside the verb say who speaks, by a name or a role."""
        return self in (SpeakerCertainty.NAMED, SpeakerCertainty.ROLE)


class SegmentKind(StrEnum):
    """What a stretch of a document is. Turns contain paragraphs; furniture is page text outside the article."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TURN = "turn"
    FURNITURE = "furniture"


class TurnRole(StrEnum):
    """What a speaker does in a turn."""

    QUESTION = "question"
    ANSWER = "answer"
    STATEMENT = "statement"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    COUNTRY = "country"
    OUTLET = "outlet"
    GROUP = "group"


PRESS_RELEASE = "press release"
DOCUMENT_KINDS = (
    "news report",
    "wire report",
    "transcript",
    "interview",
    "statement",
    "opinion",
    "blog post",
    PRESS_RELEASE,
    "debate",
    "parliamentary record",
    "report",
    "social media",
    "other",
)
# in which who signs says all that no other is said to say
SIGNED_KINDS = ("opinion",)
# which a body issues
ISSUED_KINDS = (PRESS_RELEASE, "statement")
# at whose foot they sign who say it
SIGNED_BELOW = ("statement",)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who speaks or is asked in a document: an actor's key and the part they play in it."""

    actor: str
    role: str


@dataclass(frozen=True, slots=True)
class FactOrigin:
    """How sure a fact of a document is, and where it comes from.

    Attributes:
        fact: the field of `Facts`.
        origin: as the end of a sentence, not yet in the language of the interface: ``the line “{words}”``.
        words: those of the document that stand in it.
    """

    fact: str
    certainty: Certainty
    origin: str
    words: str = ""

    @property
    def known(self) -> tuple[Certainty, str, str]:
        """All of it but which fact it is."""
        return self.certainty, self.origin, self.words

    @property
    def told(self) -> str:
        """Where it comes from, in the language of the interface."""
        # not by format: what another program wrote may have braces
        return _(self.origin).replace("{words}", self.words) if self.origin else ""


# of what a user writes: nobody has to ask how sure that is
BY_HAND = N_("what was written by hand")


@dataclass(frozen=True, slots=True)
class Facts:
    """The bibliographic facts of a document; a fact that is not known is empty.

    Attributes:
        date: day of publication in the form of `desktop.core.dates.PartialDate`.
        date_certainty: whether the document states its date, or someone inferred it.
        date_note: the reason for an inferred date.
        event_date: day of the event that the document covers, in the same form.
        kind: one of `DOCUMENT_KINDS`.
        language: BCP 47 tag, such as ``en``.
        note: what else a reader should know of the document as a source.
        origins: of each fact that was found or written how sure it is and where it comes from.
        variables: what the user keeps of it besides, by name; none twice, and none empty.
    """

    title: str = ""
    publisher: str = ""
    author: str = ""
    source: str = ""
    date: str = ""
    date_certainty: Certainty = Certainty.UNKNOWN
    date_note: str = ""
    event_date: str = ""
    event: str = ""
    place: str = ""
    kind: str = "other"
    language: str = ""
    participants: tuple[Participant, ...] = ()
    note: str = ""
    origins: tuple[FactOrigin, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()

    def origin(self, name: str) -> FactOrigin:
        """Return how sure a fact is and where it comes from; of an unknown one or of one nobody told of, unknown."""
        found = next((one for one in self.origins if one.fact == name), FactOrigin(name, Certainty.UNKNOWN, ""))
        return replace(found, certainty=self.date_certainty) if name == "date" else found

    def by_hand(self, written: Mapping[str, object]) -> tuple[FactOrigin, ...]:
        """Return `origins` when facts are *written* by hand; what is emptied comes from nowhere."""
        rest = (one for one in self.origins if one.fact not in written)
        told = (FactOrigin(name, Certainty.STATED, BY_HAND) for name, value in written.items() if value)
        return (*rest, *told)


@dataclass(frozen=True, slots=True)
class CodedSegment:
    """A segment outside a project file; its speaker is an actor's key.

    Attributes:
        role: what a turn is (`TurnRole`); of a paragraph amid a turn whether it is an `interjections.INTERJECTION`.
        label: how the document itself names the speaker, such as ``CE``.
        original: where the same stretch stands in the original that the document is a brief of.
        time: when it begins, in one of the forms of `desktop.core.times`; empty where the file does not say.
    """

    kind: SegmentKind
    span: Span
    speaker: str = ""
    role: str = ""
    label: str = ""
    original: Span | None = None
    time: str = ""


@dataclass(frozen=True, slots=True)
class CodedMemo:
    """A memo outside a project file; without a coder it is whoever's brings it in, without a time of then."""

    text: str
    coder: str = ""
    created: str = ""
    uuid: str = ""


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """A claim outside a project file; actors and topic are keys.

    Attributes:
        memo: its memos, joined by a blank line, where *memos* does not tell each.
        coder, created: who tagged it and when; empty for whoever brings it in, and for then.
        came: how it came about, as a stored claim's ``origin``; empty for what the bringing in says.
        memos: each with who wrote it.
        own: what it has of own fields, by name; of some fields several values, joined by semicolons.
    """

    span: Span
    actors: tuple[str, ...]
    topic: str
    stance: Stance
    voice: Voice = Voice.DIRECT
    memo: str = ""
    original: Span | None = None
    uuid: str = ""
    certainty: SpeakerCertainty = SpeakerCertainty.NONE
    coder: str = ""
    created: str = ""
    came: str = ""
    memos: tuple[CodedMemo, ...] = ()
    own: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """A document with its text, structure and claims, as exchange formats carry it.

    Attributes:
        name: the file's name.
        original_sha256: when this is a brief, the SHA-256 of its original's normalised text; else empty.
        bytes_sha256: the SHA-256 of the file it was read from.
        extractor: the name and version of what took the text out of the file.
        pages: where each page of a paged file begins in the text; empty when it has none.
        new_actors: who speaks in it and is in no codebook yet; made with the document.
        set_path: the set that it comes into when it is new.
        uuid: names it in every project; empty for a new one.
        memos: those on the document itself.
        scale: that of its claims' stances, where it is another than the one in use.
    """

    name: str
    facts: Facts
    text: str
    segments: tuple[CodedSegment, ...] = ()
    claims: tuple[CodedClaim, ...] = ()
    original_sha256: str = ""
    bytes_sha256: str = ""
    extractor: str = ""
    pages: tuple[int, ...] = ()
    new_actors: "tuple[Actor, ...]" = ()
    set_path: str = ""
    uuid: str = ""
    memos: tuple[CodedMemo, ...] = ()
    scale: Scale | None = None

    def __getstate__(self) -> list[object]:
        """Return what is handed to another process: the text as bytes, which are unpacked at once."""
        return [encoded(self.text) if one.name == "text" else getattr(self, one.name) for one in fields(self)]

    def __setstate__(self, state: list[object]) -> None:
        """Take what `__getstate__` returned; the text is decoded piece by piece."""
        for one, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, one.name, decoded(value) if isinstance(value, bytes) else value)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who holds positions. ``parent`` is a key: person → organisation → country.

    Attributes:
        variables: what it has of the project's own fields, by name.
        memberships: where it belongs besides *parent*, each with its dates.
    """

    key: str
    name: str
    kind: ActorKind = ActorKind.PERSON
    role: str = ""
    affiliation: str = ""
    country: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    color: str = ""
    initials: str = ""
    definition: str = ""
    id: int = 0
    uuid: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    memberships: tuple[Membership, ...] = ()

    @property
    def is_body(self) -> bool:
        """Whether it is an organisation, a government or an outlet, and so stands for itself where these are told."""
        return self.kind in (ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.OUTLET)

    @property
    def can_be_joined(self) -> bool:
        """Whether others can belong to it: it is no person."""
        return self.kind is not ActorKind.PERSON


@dataclass(frozen=True, slots=True)
class Topic:
    """A proposition one can be for or against. ``parent`` is the key of its theme; a theme has no proposition.

    Attributes:
        variables: what it has of the project's own fields, by name.
    """

    key: str
    name: str
    proposition: str = ""
    definition: str = ""
    inclusion: str = ""
    exclusion: str = ""
    example: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    color: str = ""
    id: int = 0
    uuid: str = ""
    variables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The actors and topics of a project, and the fields that it has of its own, in their order."""

    actors: tuple[Actor, ...] = ()
    topics: tuple[Topic, ...] = ()
    own_fields: tuple[OwnField, ...] = ()


def topics_to_code(topics: Iterable[Topic]) -> list[Topic]:
    """Return the topics that claims are on: all but themes, which have no proposition and hold other topics."""
    found = list(topics)
    above = {one.parent for one in found}
    return [one for one in found if one.proposition or one.key not in above]


@dataclass(frozen=True, slots=True)
class EntryMemo:
    """A memo outside a project file on a topic, an actor, or what one says on the other; both are keys."""

    memo: CodedMemo
    topic: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A codebook as a file tells it.

    Attributes:
        given: the fields that the file has for each entry, by table (``actor``, ``topic``) and key; what a file does
            not mention is not meant to be emptied.
        notes: what else the user shall know of the file, a sentence each.
        memos: those on its entries.
    """

    codebook: Codebook
    given: dict[tuple[str, str], frozenset[str]]
    notes: tuple[str, ...] = ()
    memos: tuple[EntryMemo, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document without its text.

    Attributes:
        name: the source file's name, or the brief's.
        is_brief: whether the text is a brief that stands in for its original.
        length: of the text, in code points.
        claim_count: claims tagged in it.
        stances: claims per stance, in the order of the scale, those that are not coded last.
        pages: where each page begins in the text; empty when its file had no pages.
        set_path: the set it is in, its names from the topmost down: ``2024/Spring``; empty for none.
    """

    id: int
    uuid: str
    name: str
    facts: Facts
    text_sha256: str
    bytes_sha256: str = ""
    extractor: str = ""
    original_sha256: str = ""
    is_brief: bool = False
    length: int = 0
    claim_count: int = 0
    stances: tuple[int, ...] = (0, 0, 0, 0)
    pages: tuple[int, ...] = ()
    set_path: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stored segment: half-open code point offsets of its document's text.

    Attributes:
        time: when it begins, in one of the forms of `desktop.core.times`; empty where that is not known.
    """

    id: int
    document_id: int
    kind: SegmentKind
    start: int
    end: int
    actor_id: int | None = None
    role: str = ""
    label: str = ""
    time: str = ""

    @property
    def span(self) -> Span:
        """Its offsets as a span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Claim:
    """A stored claim.

    Attributes:
        start, end: half-open code point offsets of the document's stored text.
        quote: exactly ``text[start:end]``.
        prefix, suffix: up to 32 code points before and after it.
        actor_ids: who holds the position, in order; at least one.
        created: ISO 8601 time in UTC.
        certainty: how the text tells who holds it, where that filled it in.
        memo: the claim's memos, joined by a blank line.
        own: what it has of the project's own fields, by name; of some fields several values, joined by semicolons.
    """

    id: int
    uuid: str
    document_id: int
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    topic_id: int
    stance: Stance
    voice: Voice
    actor_ids: tuple[int, ...]
    coder_id: int
    created: str
    origin: str = "coder"
    certainty: SpeakerCertainty = SpeakerCertainty.NONE
    memo: str = ""
    own: tuple[tuple[str, str], ...] = ()

    @property
    def span(self) -> Span:
        """Its offsets as a span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What a coder says of a span: who holds which stance toward which topic, and how.

    Attributes:
        certainty: how the text tells who holds it, where that filled it in.
        quote: the words that the coder saw there, where they must be what stands there; another program may have put
            another text in the place of that one.
        own: what is said of own fields, by name; of a field that is not named the claim has the default.
    """

    document_id: int
    span: Span
    actor_ids: tuple[int, ...]
    topic_id: int
    stance: Stance
    voice: Voice = Voice.DIRECT
    memo: str = ""
    quote: str = ""
    certainty: SpeakerCertainty = SpeakerCertainty.NONE
    own: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who tags."""

    id: int
    uuid: str
    name: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A document found by full-text search.

    Attributes:
        snippet: the passage around the first match.
        marks: half-open ranges of the matched words inside the snippet.
        count: how many matches the document has.
        position: code point offset of the first match in the document's text; None when only the title matches.
    """

    document_id: int
    snippet: str
    marks: tuple[tuple[int, int], ...] = field(default=())
    count: int = 0
    position: int | None = None
