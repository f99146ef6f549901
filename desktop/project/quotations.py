"""Quotations, traces and suggestions of a project: what takes its texts, its codebook and the analysis together.

`load` reads what tracing needs out of the store, in the thread that holds it; what it returns can be worked on in
another. `take` and `take_lesson` only read: finding the quotations of long texts, and learning, can wait for a worker.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from desktop.analysis.attribution.quotations import Quotation, Speech, SpeechReader, paragraphs
from desktop.analysis.suggestions.claim_candidates import CandidateFinder
from desktop.analysis.suggestions.coded_text import CodedText, TaggedClaim
from desktop.analysis.suggestions.suggestions import Suggester, Suggestion
from desktop.analysis.tracing.events import Source, Telling
from desktop.analysis.tracing.tracing import Tracer, order
from desktop.analysis.tracing.word_index import WordIndex
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.core.mentions import has_year
from desktop.core.progress import Progress
from desktop.core.roster import Roster
from desktop.core.spans import Span
from desktop.core.structure.names import bare_name, names_of
from desktop.core.structure.units import PLAIN, split_sentences
from desktop.core.traces import KeptVerdict, Trace, answered_only
from desktop.core.values import (
    ISSUED_KINDS,
    SIGNED_KINDS,
    Actor,
    ActorKind,
    Document,
    Facts,
    Segment,
    SegmentKind,
    SpeakerCertainty,
    Topic,
)
from desktop.core.vocabulary.languages import vocabulary
from desktop.exchange.readers.fact_kinds import find_language
from desktop.project.candidates import candidate_finder
from desktop.store import reads
from desktop.store.database import Database

_NAMES, _SAYING = vocabulary().names, vocabulary().saying
# characters of the documents coded last, and quotes, that suggestions are learnt from
_LEARNT = 120_000
_QUOTES = 3_000
# paragraphs before a selection that are read for who speaks in it
_BEFORE = 8
# letters before and behind a selection in which those are looked for
_NEAR = 30_000
# a title stands among so many characters at the beginning
_HEAD = 5_000
# below it so many paragraphs of so many words may sum the report up
_BELOW, _DECK = 3, 40


@dataclass(frozen=True)
class Taken:
    """What tracing needs of a project, as it was read at one time and before any text was looked at.

    No store is needed any more.

    Attributes:
        documents: by their ids, in the project's order.
        same_event: what users said of pairs of documents.
        kept: what users said of traces.
    """

    documents: Mapping[int, Document]
    texts: Mapping[int, str]
    segments: Mapping[int, Sequence[Segment]]
    actors: Sequence[Actor]
    same_event: Mapping[frozenset[int], bool]
    kept: Sequence[KeptVerdict]


@dataclass(frozen=True)
class Material(Taken):
    """What was taken, with who says what in each document.

    Attributes:
        reader: reads more of a document when it is asked for.
        tellings: what it has read, and of what.
    """

    speech: Mapping[int, Speech]
    reader: SpeechReader
    tellings: dict[int, tuple[tuple[str, Sequence[Segment], tuple[str, ...]], Telling]]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The actors' names by key."""
        return {actor.key: actor.name for actor in self.actors}

    def tracer(self, index: WordIndex | None = None) -> Tracer:
        """Return the documents indexed; takes a second for each 6 MB of text, and needs no store.

        *index* holds their words, where they are indexed already.
        """
        sources = (self._source(number, document) for number, document in self.documents.items())
        return Tracer(sources, self.same_event, self.names, index)

    def _source(self, number: int, document: Document) -> Source:
        text, facts = self.texts[number], document.facts
        speech = self._as_one(self.speech[number])
        return Source(
            number,
            text,
            facts.publisher or facts.title or document.name,
            speech.quotations,
            speech.turns,
            _day(document),
            # who takes part in what it tells: as its facts say, and who speaks its turns
            tuple(dict.fromkeys([*_keys(document), *(one.actor for one in speech.turns if one.actor)])),
            facts.language or find_language(text),
            partial(self._telling, number),
        )

    @cached_property
    def _same(self) -> Mapping[str, str]:
        return same_persons(self.actors)

    def _as_one(self, speech: Speech) -> Speech:
        """Return who says what with one key for each person: a record calls “Mayor Olufsen” whom a report names."""
        same = self._same
        if not same:
            return speech
        return replace(
            speech,
            quotations=tuple(
                replace(one, actor=same.get(one.actor, one.actor), turn=same.get(one.turn, one.turn))
                for one in speech.quotations
            ),
            turns=tuple(replace(one, actor=same.get(one.actor, one.actor)) for one in speech.turns),
        )

    def _telling(self, number: int) -> Telling:
        """Return what of a document may be told in other words: read only where there is a record to show beside it."""
        text, segments, document = self.texts[number], self.segments[number], self.documents[number]
        basis = document.text_sha256, segments, _keys(document)
        known = self.tellings.get(number)
        if known is None or known[0] != basis:
            speech = self.reader.read(text, segments, basis[2], sayings=True)
            telling = Telling(
                tuple((one.sentence, self._same.get(one.actor, one.actor)) for one in (*speech.sayings, *speech.told)),
                tuple(_headings(text, document.facts.title, segments)),
                tuple(paragraphs(text, segments)) if not speech.turns else (),
            )
            known = self.tellings[number] = basis, telling
        return known[1]


class Workshop:
    """Quotations found and words indexed, kept from one edit to the next: only what changed is read again.

    For one thread at a time. What is interrupted by *progress* goes on where it was the next time.
    """

    def __init__(self) -> None:
        self._actors: Sequence[Actor] = ()
        self._reader = SpeechReader(())
        self._speech: dict[int, tuple[tuple[str, Sequence[Segment], tuple[str, ...]], Speech]] = {}
        self._tellings: dict[int, tuple[tuple[str, Sequence[Segment], tuple[str, ...]], Telling]] = {}
        self._index = WordIndex()
        self._indexed: dict[int, str] = {}

    def material(self, taken: Taken, progress: Progress | None = None) -> Material:
        """Return who says what in the documents of *taken*; *progress* counts documents."""
        if taken.actors != self._actors:
            self._actors, self._reader = taken.actors, SpeechReader(taken.actors)
            self._speech, self._tellings = {}, {}
        self._speech = {number: known for number, known in self._speech.items() if number in taken.documents}
        for done, (number, document) in enumerate(taken.documents.items(), 1):
            basis = (document.text_sha256, taken.segments[number], _keys(document))
            known = self._speech.get(number)
            if known is None or known[0] != basis:
                self._speech[number] = basis, self._reader.read(taken.texts[number], basis[1], basis[2])
            if progress is not None:
                progress(done, len(taken.documents))
        speech = {number: self._speech[number][1] for number in taken.documents}
        return Material(**vars(taken), speech=speech, reader=self._reader, tellings=self._tellings)

    def tracer(self, material: Material, progress: Progress | None = None) -> Tracer:
        """Return *material* indexed; *progress* counts documents."""
        hashes = {number: document.text_sha256 for number, document in material.documents.items()}
        for number in [number for number, known in self._indexed.items() if hashes.get(number) != known]:
            del self._indexed[number]
            self._index.remove(number)
        if self._index.is_worn:
            self._index, self._indexed = WordIndex(), {}
        for done, (number, sha256) in enumerate(hashes.items(), 1):
            if number not in self._indexed:
                self._index.add(number, material.texts[number])
                self._indexed[number] = sha256
            if progress is not None:
                progress(done, len(hashes))
        return material.tracer(self._index)


def take(db: Database, known: Taken | None = None, changed: Collection[int] | None = None) -> Taken:
    """Read all documents and what users said of traces.

    Of what is *known* since it was taken before, texts, which never change, are not read again; nor are the segments of
    documents that are not among the *changed* (None for all).
    """
    documents = {document.id: document for document in reads.project.documents(db)}
    old = known.documents if known is not None else {}
    same = {number for number, one in documents.items() if number in old and old[number].text_sha256 == one.text_sha256}
    texts = {
        number: known.texts[number] if known and number in same else reads.project.text(db, number)
        for number in documents
    }
    kept = same - set(changed) if changed is not None else set()
    return Taken(
        documents,
        texts,
        {n: known.segments[n] if known and n in kept else reads.project.segments(db, n) for n in documents},
        reads.project.actors(db),
        reads.traces.same_events(db),
        reads.traces.verdicts(db),
    )


def load(db: Database) -> Material:
    """Read all documents, find their quotations, and what users said of traces."""
    return Workshop().material(take(db))


def traces(material: Material, documents: Iterable[int] | None = None, progress: Progress | None = None) -> list[Trace]:
    """Return the traces of the quotations of *documents* (all without it): the altered first.

    Those that only an answer of the user tells of are among them.
    """
    wanted = list(material.documents if documents is None else documents)
    found = material.tracer().trace_all(wanted, progress)
    kept = [one for one in material.kept if one.document_a in wanted]
    return order([*found, *answered_only(kept, found)])


@dataclass(frozen=True, slots=True)
class ToldSpeaker:
    """Who speaks the quotation in which a selection lies.

    Attributes:
        actor_id: 0 when no actor of the codebook does.
        words: how the text names them; may be empty.
    """

    actor_id: int
    words: str
    certainty: SpeakerCertainty


def told_at(db: Database, document_id: int, span: Span) -> ToldSpeaker | None:
    """Return who speaks the quotation in which *span* lies; None where it lies in none."""
    document = reads.project.document(db, document_id)
    text, actors = reads.project.text(db, document_id), reads.project.actors(db)
    # of a text of megabytes with its many thousand turns only what stands around
    first, end = _around(text, span)
    near = [
        replace(
            one,
            start=max(0, one.start - first),
            end=min(one.end, end) - first,
            label=one.label if one.start >= first else "",
        )
        for one in reads.project.segments_around(db, document_id, first, end)
    ]
    moved = Span(span.start - first, span.end - first)
    found = speaker_at(text[first:end], near, actors, moved, _keys(document))
    if found is None:
        return None
    ids = {actor.key: actor.id for actor in actors}
    return ToldSpeaker(ids.get(found.actor, 0), found.speaker, found.certainty)


def _around(text: str, span: Span) -> tuple[int, int]:
    """Return where a stretch of lines around *span* begins and ends; of a line without end a part."""
    first, end = max(0, span.start - _NEAR), min(len(text), span.end + _NEAR)
    line = text.rfind("\n", max(0, first - _NEAR), first) + 1
    stop = text.find("\n", end, end + _NEAR)
    return (line or (first if first > _NEAR else 0)), (stop if stop >= 0 else end)


def speaker_at(
    text: str, segments: Sequence[Segment], actors: Sequence[Actor], span: Span, participants: Collection[str] = ()
) -> Quotation | None:
    """Return the quotation in which *span* lies with who speaks it; None where it lies in none.

    Only the paragraph is read, and some before it, so that a selection in a long text is answered at once.
    """
    prose = paragraphs(text, segments)
    at = bisect_right(prose, span.start, key=lambda one: one.start) - 1
    if at < 0:
        return None
    first, end = prose[max(0, at - _BEFORE)].start, prose[at].end
    near = [
        replace(
            one,
            start=max(0, one.start - first),
            end=min(one.end, end) - first,
            label=one.label if one.start >= first else "",
        )
        for one in segments
        if one.start < end and one.end > first
    ]
    moved = Span(span.start - first, span.end - first)
    # a codebook may have thousands of actors, these paragraphs name a few
    own = {actor.id for actor in Roster(actors).ending_in(set(PLAIN.findall(fold(text[first:end]))))}
    reader = SpeechReader([actor for actor in actors if actor.id in own or actor.key in participants])
    found = reader.read(text[first:end], near, participants).quotations
    return next((one for one in found if not one.depth and one.span.contains(moved)), None)


def quoted_words(material: Material, trace: Trace, kept: KeptVerdict | None) -> str:
    """Return the words of a trace's quotation; those that the text no longer has come from the user's answer."""
    if kept is not None and not kept.stands:
        return kept.quote
    return material.texts[trace.document_a][trace.start_a : trace.end_a]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What suggesting for a document needs, read at one time; no store is needed any more.

    Attributes:
        document: for which claims are suggested; what was answered in it teaches too.
        quotes: of the claims tagged last, with their topics' keys.
    """

    document: CodedText
    coded: tuple[CodedText, ...]
    quotes: tuple[tuple[str, str], ...]
    actors: tuple[Actor, ...]
    topics: tuple[Topic, ...]

    def suggest(
        self,
        finder: CandidateFinder | None = None,
        progress: Progress | None = None,
        tell: Callable[[list[Suggestion]], object] | None = None,
    ) -> list[Suggestion]:
        """Learn and suggest.

        Args:
            finder: one that has seen the documents makes it quick.
            progress: counts characters, and may raise.
            tell: is told again and again of what is suggested so far, as long as the document is read for the first
                time; what was answered in it counts at the end only.
        """
        finder = finder or candidate_finder(self.actors)
        # it is read while the others are learnt from
        finder.begin(self.document)
        answered = bool(self.document.claims or self.document.dismissed)
        if tell is not None and not finder.has_read(self.document):
            found: list[Suggestion] = []
            suggester = Suggester(
                self.actors, self.topics, self.coded, finder=finder, quotes=self.quotes, progress=progress
            )
            for found in suggester.suggesting(self.document, progress=progress):
                if not finder.has_read(self.document):
                    tell(found)
            if not answered:
                return found
        coded = [*self.coded, *((self.document,) if answered else ())]
        suggester = Suggester(self.actors, self.topics, coded, finder=finder, quotes=self.quotes, progress=progress)
        return suggester.suggest(self.document, progress=progress)


def take_lesson(db: Database, document_id: int) -> Lesson:
    """Read what suggesting for a document needs: so much that learning takes seconds, however large the project is.

    Raises:
        UserError: when there is no such document, or the codebook has nothing to suggest.
    """
    document = reads.project.document(db, document_id)
    actors, topics = reads.project.actors(db), reads.project.topics(db)
    if told := missing(actors, topics):
        raise UserError(told)
    keys = {topic.id: topic.key for topic in topics}
    others = [one for one in reads.traces.coded_last(db, _LEARNT) if one != document_id]
    quotes = tuple((quote, keys[topic]) for quote, topic in reads.traces.last_quotes(db, _QUOTES))
    coded = tuple(as_read(db, reads.project.document(db, one), topics, actors) for one in others)
    own = replace(as_read(db, document, topics, actors), unfinished=True)
    return Lesson(own, coded, quotes, tuple(actors), tuple(topics))


def missing(actors: Iterable[Actor], topics: Iterable[Topic]) -> str:
    """Return in a sentence what a codebook lacks for suggestions; empty when it lacks nothing."""
    if not any(topic.proposition for topic in topics):
        return _("The codebook has no topic with a proposition yet: add one to be for or against, and ask again.")
    if not any(True for _actor in actors):
        return _("The codebook has no actor yet: add who may hold a position, and ask again.")
    return ""


def suggestions(db: Database, document_id: int) -> list[Suggestion]:
    """Return the suggestions for a document, without what is tagged or dismissed there; as `take_lesson`."""
    return take_lesson(db, document_id).suggest()


def as_read(db: Database, document: Document, topics: Iterable[Topic], actors: Iterable[Actor] = ()) -> CodedText:
    """Return a document with its claims, as `Suggester` learns from it and suggests for it."""
    keys = {topic.id: topic.key for topic in topics}
    known = tuple(actors) or reads.project.actors(db)
    names = {actor.id: actor.key for actor in known}
    claims = tuple(
        TaggedClaim(span, keys[topic], tuple(names[actor] for actor in held_by))
        for span, topic, held_by in reads.traces.tagged(db, document.id)
    )
    year = document.facts.event_date or document.facts.date
    text = reads.project.text(db, document.id)
    signers = signed_by(document.facts, known)
    return CodedText(
        text,
        tuple(reads.project.segments(db, document.id)),
        _keys(document),
        claims,
        signers[0] if signers else issuer(document.facts, known) or outlet(document.facts.publisher, known),
        year[:4] if has_year(year) else "",
        bool(signers),
        document.facts.language or find_language(text),
        tuple(sorted(reads.traces.dismissed(db, document.id))),
        co_authors=signers[1:],
    )


def same_persons(actors: Iterable[Actor]) -> dict[str, str]:
    """Return for persons who are named by their surnames alone, or behind a title, the key of whom that means.

    Where two persons have one surname, nobody is taken for another.
    """
    small = {fold(word) for words in (_NAMES.titles, _SAYING.roles, _SAYING.honorifics) for word in words}
    full: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for actor in actors:
        words = fold(actor.name).replace(".", " ").split()
        if actor.kind is ActorKind.PERSON and words:
            lists = short if all(word in small for word in words[:-1]) else full
            lists.setdefault(words[-1], []).append(actor.key)
    return {key: full[surname][0] for surname, keys in short.items() if len(full.get(surname, ())) == 1 for key in keys}


def signed_by(facts: Facts, actors: Iterable[Actor]) -> tuple[str, ...]:
    """Return the keys of those who sign an opinion piece and hold what it says, in their order.

    It is nobody of other kinds of documents, and where one of the authors is not known.
    """
    if facts.kind not in SIGNED_KINDS:
        return ()
    known = {fold(name): one.key for one in actors for name in (*reversed(one.aliases), one.name)}
    found = [known.get(fold(bare_name(name)), "") for name in names_of(facts.author)]
    return tuple(dict.fromkeys(found)) if all(found) else ()


def issuer(facts: Facts, actors: Iterable[Actor]) -> str:
    """Return the key of the body that issues a press release or statement; empty where the codebook has none."""
    wanted = fold(facts.publisher)
    if facts.kind not in ISSUED_KINDS or not wanted:
        return ""
    found = (
        one.key for one in actors if one.kind is not ActorKind.PERSON and wanted in map(fold, (one.name, *one.aliases))
    )
    return next(found, "")


def outlet(publisher: str, actors: Iterable[Actor]) -> str:
    """Return the key of the outlet that is meant by a publisher; empty where the codebook has none."""
    wanted = fold(publisher).removeprefix("the ")
    for actor in actors:
        if actor.kind is ActorKind.OUTLET and wanted:
            names = [fold(name).removeprefix("the ") for name in (actor.name, *actor.aliases)]
            if any(name == wanted or wanted.startswith(f"{name} ") or name.startswith(f"{wanted} ") for name in names):
                return actor.key
    return ""


def _day(document: Document) -> str:
    # what only says when it came out mostly tells of that day
    return document.facts.event_date or document.facts.date


def _headings(text: str, title: str, segments: Sequence[Segment]) -> list[Span]:
    """Return where a document's headline stands in its text, and what stands below it before the report begins."""
    at = next(_titles(text, title, segments), None)
    if at is None:
        return []
    found = [at]
    for below in [one for one in paragraphs(text, segments) if one.start >= at.end][:_BELOW]:
        if len(text[below.start : below.end].split()) > _DECK or len(split_sentences(text, below)) > 1:
            break
        found.append(below)
    return found


def _titles(text: str, title: str, segments: Sequence[Segment]) -> Iterator[Span]:
    """Yield where a document's title stands in its text, as a heading or as a line."""
    wanted = " ".join(title.split())
    spans = [Span(one.start, one.end) for one in segments if one.kind is SegmentKind.HEADING]
    for span in spans:
        if wanted and " ".join(text[span.start : span.end].split()) == wanted:
            yield span
            return
    at = text.find(wanted, 0, _HEAD) if wanted else -1
    if at >= 0:
        yield Span(at, at + len(wanted))


def _keys(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.actor for one in document.facts.participants))
