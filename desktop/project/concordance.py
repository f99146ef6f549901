"""Words in context of a whole project: the list, its order and its table, claims made of its lines, and frequencies."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from desktop.analysis.attribution.quotations import SpeechReader, after_label
from desktop.core.concordance import Ground, HitLine, HitOrder, Wanted, lines, wanted
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.folding import fold
from desktop.core.interjections import INTERJECTION
from desktop.core.language import N_, _
from desktop.core.progress import Progress
from desktop.core.spans import Span, trimmed
from desktop.core.speaker_guess import guess_voice, paragraph_at
from desktop.core.structure.units import counted_words, snap_to_words, split_sentences
from desktop.core.structure.writing import WordKind, word_kind
from desktop.core.told_apart import shown_names
from desktop.core.values import NewClaim, Segment, SegmentKind, Stance, Voice
from desktop.core.vocabulary.languages import vocabulary, words_of
from desktop.exchange.tables.table import Cell, Column, Table, translated
from desktop.project import lookup
from desktop.project.requests import Request
from desktop.store import reads
from desktop.store.database import Database

# words of a text that are listed with their frequencies
_LISTED = 1_000
_HITS = (
    Column("left", title=N_("Before"), description=N_("The words before it.")),
    Column("words", title=N_("Words"), description=N_("The words that were looked for, as they stand.")),
    Column("right", title=N_("After"), description=N_("The words behind it.")),
    Column("speaker", title=N_("Speaker"), description=N_("Who speaks there, by the turn or the quotation.")),
    Column("document_id", "integer", N_("Document no."), N_("The number of the document.")),
    Column("title", title=N_("Title"), description=N_("Its title.")),
    Column("date", title=N_("Date"), description=N_("Its date.")),
    Column("start", "integer", N_("Start"), N_("The first code point of the words in the text.")),
    Column("end", "integer", N_("End"), N_("The code point behind them.")),
)
_GROUPS = {
    "none": (),
    "document": (Column("document", title=N_("Document"), description=N_("The document whose words they are.")),),
    "actor": (Column("actor", title=N_("Actor"), description=N_("Who says them, or holds the claims.")),),
    "topic": (Column("topic", title=N_("Topic"), description=N_("The topic of the claims.")),),
}
_COUNTED = (
    Column("word", title=N_("Word"), description=N_("The word in small letters.")),
    Column("count", "integer", N_("Count"), N_("How often it stands there.")),
    Column("per_thousand", "number", N_("Per 1000"), N_("How often in a thousand words, those left out among them.")),
)
# what is counted where blanks do not tell what a word is
_KINDS = {
    WordKind.CHARACTER: N_("Chinese is counted by pairs of characters beside each other."),
    WordKind.RUN: N_("Japanese is counted by runs of one script."),
    WordKind.SYLLABLE: N_("Thai, Lao, Khmer and Burmese are counted by syllables."),
    WordKind.JOINED: N_("Arabic and Hebrew words are counted as they are written, with what is joined to them."),
}


@dataclass(frozen=True, slots=True)
class Coding:
    """How chosen lines become claims.

    Attributes:
        voice: of each; None for what the words around show.
        actor_ids: who holds what nobody is known to say.
        whole: whether the sentence is the claim, or else the words alone.
    """

    topic_id: int
    stance: Stance
    voice: Voice | None = None
    actor_ids: tuple[int, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes of chosen lines.

    Attributes:
        claims: those that are made.
        doubles: lines whose claim is there already, or is made of another line.
        nobody: lines of which nobody is known to speak.
    """

    claims: tuple[NewClaim, ...] = ()
    doubles: tuple[HitLine, ...] = ()
    nobody: tuple[HitLine, ...] = ()


def what_is_wanted(asked: str, *, whole: bool) -> Wanted:
    """Return what *asked* looks for.

    Raises:
        UserError: when it has no word.
    """
    found = wanted(asked, whole=whole)
    if found is None:
        raise UserError(_("Nothing is looked for: type a word."))
    return found


def found_in(grounds: Iterable[Ground], what: Wanted) -> list[HitLine]:
    """Return all places in texts where *what* stands."""
    return [line for ground in grounds for line in lines(ground, what)]


def speakers(db: Database, found: Sequence[HitLine]) -> Callable[[Progress], list[HitLine]]:
    """Return what finds who is told to speak the quotations in which lines stand, where no turn tells it.

    The documents are read now; the work needs no store, and counts them.
    """
    actors = reads.project.actors(db)
    reader, ids = SpeechReader(actors), {actor.key: actor.id for actor in actors}
    parts: list[tuple[list[HitLine], tuple[str, list[Segment], list[str]]]] = []
    for number, each in groupby(found, attrgetter("document_id")):
        own = list(each)
        place: tuple[str, list[Segment], list[str]] = ("", [], [])
        if not all(one.actor_id for one in own):
            keys = [one.actor for one in reads.project.document(db, number).facts.participants]
            place = reads.project.text(db, number), reads.project.segments(db, number), keys
        parts.append((own, place))

    def work(progress: Progress) -> list[HitLine]:
        told: list[HitLine] = []
        for done, (own, place) in enumerate(parts, 1):
            # a pronoun is a guess, and fills in nobody
            quoted = [one for one in reader.read(*place).quotations if one.told_actor in ids]
            for line in own:
                who = next((ids[one.actor] for one in quoted if one.span.contains(line.span)), 0)
                told.append(line if line.actor_id else replace(line, actor_id=who))
            progress(done, len(parts))
        return told

    return work


def in_order(
    found: Sequence[HitLine], order: HitOrder, names: Mapping[int, str], *, descending: bool = False
) -> list[HitLine]:
    """Return lines as the documents run, by their neighbours, or by the *names* of their speakers."""
    by_name = {number: fold(name) for number, name in names.items()}

    def key(line: HitLine) -> tuple[object, ...]:
        if order == "speaker":
            # those of whom nobody is known stand last
            return not line.actor_id, by_name.get(line.actor_id, "")
        return () if order == "document" else tuple(line.neighbours(order))

    placed = sorted(found, key=attrgetter("document_id", "start"), reverse=descending and order == "document")
    return placed if order == "document" else sorted(placed, key=key, reverse=descending)


def plan(db: Database, chosen: Sequence[HitLine], coding: Coding) -> Plan:
    """Return the claims that the present coder would make of lines: each sentence, or word, once."""
    coder = db.coder_name
    coders = {one.id for one in reads.project.coders(db) if one.name == coder}
    made: list[NewClaim] = []
    doubles: list[HitLine] = []
    nobody: list[HitLine] = []
    for number, each in groupby(sorted(chosen, key=attrgetter("document_id", "start")), attrgetter("document_id")):
        text, segments = reads.project.text(db, number), reads.project.segments(db, number)
        turns = [one for one in segments if one.kind is SegmentKind.TURN]
        thrown_in = [one for one in segments if one.role == INTERJECTION]
        known = {
            (one.span, frozenset(one.actor_ids), one.topic_id, one.stance, one.voice)
            for one in reads.project.claims(db, document_id=number)
            if one.coder_id in coders
        }
        for line in each:
            actors = (line.actor_id,) if line.actor_id else coding.actor_ids
            if not actors:
                nobody.append(line)
                continue
            turn = next((one for one in turns if one.start <= line.start < one.end), None)
            if any(one.start <= line.start < one.end for one in thrown_in):
                turn = None
            span = _sentence(text, line.span, after_label(text, turn) if turn else 0) if coding.whole else line.span
            span = snap_to_words(text, span)
            voice = coding.voice or guess_voice(text, line.span, in_turn=turn is not None)
            same = (span, frozenset(actors), coding.topic_id, coding.stance, voice)
            if same in known:
                doubles.append(line)
                continue
            known.add(same)
            quote = text[span.start : span.end]
            made.append(NewClaim(number, span, actors, coding.topic_id, coding.stance, voice, quote=quote))
    return Plan(tuple(made), tuple(doubles), tuple(nobody))


def _sentence(text: str, within: Span, floor: int) -> Span:
    """Return the sentence, or sentences, that hold some words, without the speaker's label before *floor*."""
    paragraph = paragraph_at(text, within.start)
    touched = [one for one in split_sentences(text, paragraph) if one.overlaps(within)]
    start = max(touched[0].start, floor) if touched else within.start
    return trimmed(text, min(start, within.start), max([within.end, *(one.end for one in touched)]))


def _uncounted(done: int, total: int) -> None:
    """Count nothing: nobody waits to be told."""


# the tables


def hits_table(db: Database, request: Request) -> Table:
    """Return each place where words stand, with what is around it.

    Raises:
        UserError: when there is no word, or no such document.
    """
    options: Mapping[str, Any] = request.options
    what = what_is_wanted(options["word"], whole=options["match"] == "words")
    chosen = lookup.claim_filter(db, request.where)
    found = found_in(reads.search.grounds(db, what.phrases, _among(db, request, chosen)), what)
    documents = {one.id: one for one in reads.project.documents(db)}
    actors = {one.id: one for one in reads.project.actors(db)}
    titles = {number: one.facts.title or one.name for number, one in documents.items()}
    order: HitOrder = options["order"]
    names = {number: one.name for number, one in actors.items()}
    found = in_order(speakers(db, found)(_uncounted), order, names)
    rows: list[tuple[Cell, ...]] = []
    for line in found[: request.limit]:
        actor = actors.get(line.actor_id)
        who = "" if actor is None else actor.name if request.named else actor.key
        document = documents[line.document_id]
        place = (line.document_id, titles[line.document_id], document.facts.date, line.start, line.end)
        rows.append((line.left, line.words, line.right, who, *place))
    notes = (_("Looked for: {words}.").format(words=options["word"]), lookup.filter_note(db, chosen))
    return Table(translated(_HITS), tuple(rows), _("Words in context"), notes, 0)


def _among(db: Database, request: Request, chosen: ClaimFilter) -> Collection[int] | None:
    """Return the documents that a request names, or that hold a claim which its filter lets through; None for all."""
    if request.options["document"]:
        return [reads.project.find_document(db, request.options["document"]).id]
    # whose claims are hidden says nothing of texts
    shown = replace(chosen, hidden_coders=(), blind_coders=())
    holding = None if shown.is_empty else {one.document_id for one in reads.filtered.claims(db, shown)}
    return holding if request.order is None else [one for one in request.order if holding is None or one in holding]


def words_table(db: Database, request: Request) -> Table:
    """Return how often each word stands; as `counting`."""
    return counting(db, request)(_uncounted)


def counting(db: Database, request: Request) -> Callable[[Progress], Table]:
    """Return what counts how often each word stands in texts, in what actors say in turns, or in claims.

    The texts are read now; the work needs no store, and counts them.

    Raises:
        UserError: when there is no such document.
    """
    options = request.options
    by = options["by"]
    # texts have no topic
    of = "claims" if by == "topic" else options["of"]
    chosen = lookup.claim_filter(db, request.where)
    among = _among(db, request, chosen)
    documents = {one.id: one for one in reads.project.documents(db) if among is None or one.id in among}
    told = list(_claimed(db, chosen, by) if of == "claims" else _said(db, by))
    every = bool(options["all"])
    left_out = _("All words.") if every else _("Without the words of grammar of each language.")
    filtered = lookup.filter_note(db, chosen)

    def work(progress: Progress) -> Table:
        counted: dict[str, Counter[str]] = {}
        totals: Counter[str] = Counter()
        for done, (name, document_id, text) in enumerate(told, 1):
            if document_id in documents:
                words = counted_words(text)
                totals[name] += len(words)
                stop = frozenset() if every else stop_words(documents[document_id].facts.language)
                counted.setdefault(name, Counter()).update(word for word in words if word not in stop)
            progress(done, len(told))
        rows: list[tuple[Cell, ...]] = []
        kinds = {word_kind(text) for _name, document_id, text in told if document_id in documents}
        warnings = tuple(_(words) for kind, words in _KINDS.items() if kind in kinds)
        notes = (left_out, *warnings, filtered)
        for name, counts in counted.items():
            ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_LISTED]
            group = () if by == "none" else (name,)
            rows += [(*group, word, count, round(1000 * count / totals[name], 3)) for word, count in ranked]
        return Table(
            translated((*_GROUPS[by], *_COUNTED)), tuple(rows), _("Word frequencies"), notes, warnings=warnings
        )

    return work


def stop_words(language: str) -> frozenset[str]:
    """Return the words that say nothing by being frequent: of a language, of all where that one has no list."""
    own = words_of(language[:2].lower())
    return own.counting.stop if own is not None and own.counting.stop else vocabulary().counting.stop


def _said(db: Database, by: str) -> Iterator[tuple[str, int, str]]:
    """Yield the texts without furniture, or what each actor says in turns: by whose name, in which document, what."""
    titles = {one.id: one.facts.title or one.name for one in reads.project.documents(db)}
    names = {one.id: one.name for one in reads.project.actors(db)}
    for ground in reads.search.grounds(db):
        if by == "actor":
            for start, end, actor in ground.turns:
                if actor:
                    yield names[actor], ground.document_id, ground.text[start:end]
            continue
        edges = [0, *(at for span in ground.hidden for at in span), len(ground.text)]
        name = titles[ground.document_id] if by == "document" else ""
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            yield name, ground.document_id, ground.text[start:end]


def _claimed(db: Database, chosen: ClaimFilter, by: str) -> Iterator[tuple[str, int, str]]:
    """Yield the quotes of claims; as `_said`. One of several actors counts for each of them."""
    titles = {one.id: one.facts.title or one.name for one in reads.project.documents(db)}
    names = {one.id: one.name for one in reads.project.actors(db)}
    every = reads.project.topics(db)
    called = shown_names(every)
    topics = {one.id: called[one.key] for one in every}
    for claim in reads.filtered.claims(db, chosen):
        groups = {
            "none": ("",),
            "document": (titles[claim.document_id],),
            "actor": tuple(names[number] for number in claim.actor_ids),
            "topic": (topics[claim.topic_id],),
        }
        for name in groups[by]:
            yield name, claim.document_id, claim.quote
