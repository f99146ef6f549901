"""Bringing another program's project in: its texts, codes, claims and memos, in one action.

A text that comes with it is a document like any other; one that is here already, or nearly, is joined. What became of
each claim is told: how many came in, and of the others why not.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from desktop.core.dates import PartialDate
from desktop.core.keys import COLOR, capitals_of, free_key
from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.memos import MemoTarget
from desktop.core.near_duplicates import SketchIndex, sketch
from desktop.core.placing import place_quote
from desktop.core.reanchor import ClaimQuote, reanchor
from desktop.core.roster import Roster
from desktop.core.scale import told_becoming
from desktop.core.spans import Span
from desktop.core.text import context, one_line, text_hash
from desktop.core.times import moment
from desktop.core.values import (
    BY_HAND,
    DOCUMENT_KINDS,
    Actor,
    Certainty,
    Codebook,
    CodedClaim,
    CodedDocument,
    CodedMemo,
    CodedSegment,
    Document,
    FactOrigin,
    Facts,
    SegmentKind,
    Stance,
    Topic,
)
from desktop.exchange.programs.framework import keys_called
from desktop.exchange.programs.interchange import NOWHERE, ForeignCoding, ForeignDocument, ForeignMemo, ForeignProject
from desktop.project.foreign import read_plain
from desktop.project.programs.claims import FoundClaim, Unused, claims_of
from desktop.project.programs.codes import CodeTree, Meanings, kind_of
from desktop.project.programs.mapping import (
    ATTRIBUTE,
    COLUMN,
    JOINT,
    VARIABLE,
    Changes,
    CodeMapping,
    CodeRole,
    WithoutActor,
    WithoutStance,
)
from desktop.project.programs.own_values import FieldFilling, SaidOfFields, name_of_path
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.edits.told_memos import Difference
from desktop.store.recorder import Recorder

# why a claim does not come in
NO_ACTOR = N_("nobody is coded who holds it, and nobody speaks there")
NO_STANCE = N_("no stance is coded")
NOT_FOUND = N_("its words are not found in the text")
AMBIGUOUS = N_("its words stand in several places")
NO_CELL = N_("no actor and topic are called so, or several")
NO_DOCUMENT = N_("no document here is called so, or several are")
NO_TEXT = N_("its document is not here, and the file does not have its text")
OUTSIDE = N_("it lies outside its text")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# branches whose codes are left out that are named, at most
_NAMED = 12
# letters that are looked through by likeness for quotations of which no document is told, in about ten seconds
_LOOKED_THROUGH = 500_000_000
# a text so much of which stands in another is another version of it
_NEARLY = 0.9
_NOT_CODED = N_("not coded")
# before the name of an own variable that is called as a fact is, in what Visavis writes
OWN = "own: "
_EMPTY = Facts()
_ADDRESS = re.compile(r"[a-z]+://(?:www\.)?(.*?)/*")
_FACTS = frozenset(one.name for one in fields(Facts)) - {"participants", "origins", "variables", "date_certainty"}


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a project that came in, or would become of it.

    Attributes:
        documents: how many are new, and how many were here already.
        claims: how many came in.
        there: how many were here already.
        refused: claims and codings that do not come in, each with its reason.
        moved: how many claims were found by their words, or moved to a text that is nearly the same.
        topics, actors: how many are new.
        facts: how many facts of documents are new.
        differences: what the file says otherwise of claims and memos that are here.
        taken: whether these say what the file says now.
        own: how many things have got a value of each own field, by the fields' places.
    """

    documents: int = 0
    joined: int = 0
    claims: int = 0
    there: int = 0
    refused: tuple[Unused, ...] = ()
    moved: int = 0
    topics: int = 0
    actors: int = 0
    memos: int = 0
    asked: int = 0
    without_actor: int = 0
    without_stance: int = 0
    notes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    taken: bool = False
    facts: int = 0
    own: Mapping[str, int] = field(default_factory=dict)

    @property
    def reasons(self) -> dict[str, int]:
        """How many do not come in for each reason."""
        return dict(Counter(one.reason for one in self.refused))


@dataclass(slots=True)
class _Entries:
    """The topics and actors that codes stand for, by the ids of these."""

    topics: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)
    new_topics: list[Topic] = field(default_factory=list)
    new_actors: list[Actor] = field(default_factory=list)


def bring(db: Database, project: ForeignProject, mapping: CodeMapping, name: str, *, dry_run: bool = False) -> Brought:
    """Bring a project in, in one action, and tell what became of it; a *dry_run* takes everything back.

    Raises:
        UserError: when the project cannot be written, or a text cannot be read; nothing is added then.
    """
    steps = bring_steps(db, project, mapping, name)
    with contextlib.closing(steps):
        for _done, _total, brought in steps:
            if brought is not None and dry_run:
                return brought
            if brought is not None:
                found = brought
    return found


def bring_steps(
    db: Database, project: ForeignProject, mapping: CodeMapping, name: str
) -> Generator[tuple[int, int, Brought | None], None, None]:
    """Bring a project in step by step: how many of how many documents are done, and at last what became of all.

    Closing the generator before it ends, or an exception, leaves no trace.
    """
    with db.edit_in_parts("import_program", {"name": name, "count": 0}) as edit:
        work = _Bringing(db, edit.recorder, project, mapping)
        total = len(work.order)
        for number, _document in enumerate(work.documents(), 1):
            yield number, total, None
        found = work.end()
        edit.values["count"] = found.claims
        yield total, total, found
        edit.note()
        edit.commit()


class _Bringing:
    def __init__(self, db: Database, recorder: Recorder, project: ForeignProject, mapping: CodeMapping) -> None:
        self.db, self.recorder, self.project, self.mapping = db, recorder, project, mapping
        self.tree = CodeTree(project)
        self.meanings = Meanings(self.tree, mapping)
        self.found = claims_of(project, mapping)
        self.refused: list[Unused] = list(self.found.unused)
        self.counts = Counter[str]()
        self.notes: list[str] = list(project.notes)
        self.claims: dict[str, list[FoundClaim]] = {}
        for claim in self.found.claims:
            self.claims.setdefault(claim.document, []).append(claim)
        self.memos: dict[str, list[ForeignMemo]] = {}
        for memo in project.memos:
            if memo.unit:
                self.memos.setdefault(memo.unit, []).append(memo)
        self.order = list(project.documents)
        known = {one.id for one in self.order}
        self.order += [ForeignDocument(one, one) for one in self.claims if one not in known]
        self.texts: SketchIndex[int] | None = None
        self.entries = self._settle_entries()
        self.told_units = set[str]()
        # keys of topics of which claims come in
        self.coded = set[str]()
        self.texts_by_id = {one.id: one.text for one in project.documents}
        self.here: dict[str, int] = {}
        self.catalogue: list[Document] | None = None
        self.takes = mapping.changes is Changes.TAKE
        self.differences: list[Difference] = []
        # what codings do not tell of claims: where those of a brief stand in its original, and their own fields
        self.written = {
            claim.uuid: claim
            for one in project.documents
            if one.coded is not None
            for claim in one.coded.claims
            if claim.uuid and (claim.original is not None or claim.own)
        }
        self.own = FieldFilling(db, recorder)
        # what is told of the own fields of each document
        self.told_of = {one.id: self._variables(one) for one in project.documents}

    # the codebook

    def _settle_entries(self) -> _Entries:
        found = _Entries()
        topics, actors = reads.project.topics(self.db), reads.project.actors(self.db)
        used_topics = {claim.topic for claim in self.found.claims}
        used_actors = {one for claim in self.found.claims for one in claim.actors} | set(self.found.parents.values())
        _Topics(self, found, topics, used_topics).settle()
        _Actors(self, found, actors, used_actors).settle()
        return found

    # documents

    def documents(self) -> Iterator[ForeignDocument]:
        """Add one document after the other, with its claims."""
        self._add_coders()
        edits.own_fields.define(self.db, self.recorder, self.project.own_fields, update=False)
        bodies = {one.key for one in (*reads.project.actors(self.db), *self.entries.new_actors) if one.can_be_joined}
        actors = [
            replace(one, memberships=tuple(each for each in one.memberships if each.organisation in bodies))
            for one in self.entries.new_actors
        ]
        edits.codebook.add_codebook(self.db, self.recorder, Codebook(tuple(actors), tuple(self.entries.new_topics)))
        self._own_fields()
        self.roster = Roster(reads.project.actors(self.db))
        self.by_hash = {sha: number for number, sha in self._hashes()}
        for document in self.order:
            self._document(document)
            yield document

    def _variables(self, document: ForeignDocument) -> SaidOfFields:
        """Return what variables of a document, and codes on the whole of it, tell of its own fields."""
        found = {
            name_of_path(name): (value.strip(),)
            for name, value in document.variables
            if value.strip() and self.mapping.roles.get(f"{VARIABLE}{JOINT}{name}") is CodeRole.FIELD
        }
        return tuple({**found, **dict(self.found.of_documents.get(document.id, ()))}.items())

    def _own_fields(self) -> None:
        """Make the own fields that branches, variables, attributes and columns are, and give actors and topics theirs.

        Of ours claims are told as they are kept, and what is not defined is a text.
        """
        if not self.project.is_own:
            self.own.settle("claim", (one.own for one in self.found.claims))
        self.own.settle("document", self.told_of.values())
        for owner, entries in (("actor", self.entries.actors), ("topic", self.entries.topics)):
            told = {entries[code]: own for code, own in self._attributes() if code in entries}
            if not told:
                continue
            self.own.settle(owner, told.values())
            ids = edits.codebook.keys(self.db, owner, told)
            said = {ids[key]: self.own.fitting(owner, own) for key, own in told.items()}
            other = edits.own_fields.fill_entries(self.db, self.recorder, owner, said)
            if other:
                sentence = _("Attributes that are others here stay as they are here: {count:,}.")
                self.notes.append(sentence.format(count=other))

    def _attributes(self) -> Iterator[tuple[str, SaidOfFields]]:
        """Yield what attributes that are own fields say of each code."""
        for code in self.tree.codes.values():
            told = tuple(
                (name_of_path(name), (value.strip(),))
                for name, value in dict(code.attributes).items()
                if value.strip() and self.mapping.roles.get(f"{ATTRIBUTE}{JOINT}{name}") is CodeRole.FIELD
            )
            if told:
                yield code.id, tuple(dict(told).items())

    def _hashes(self) -> Iterator[tuple[int, str]]:
        for one in reads.project.documents(self.db):
            yield one.id, one.text_sha256

    def _add_coders(self) -> None:
        used = {one.coder for one in self.project.codings if one.coder}
        for name, uuid in self.project.coders.items():
            if name in used or self.project.is_own:
                edits.told_memos.coder_called(self.db, self.recorder, self._coder(name), uuid)

    def _coder(self, name: str) -> str:
        return self.mapping.coders.get(name, name)

    def _document(self, document: ForeignDocument) -> None:
        claims = self.claims.get(document.id, [])
        if self.project.is_catalogue:
            self._record(document)
            return
        if document.text is None:
            self._claims_of_named(document, claims)
            return
        if not document.text.strip():
            self._refuse(claims, NO_TEXT)
            return
        number = self.by_hash.get(text_hash(document.text))
        near = None if number is not None else self._itself(document) or self._nearly(document.text)
        if near is not None:
            self._move_to(near, document.text, claims)
            self.here[document.id] = near
            self._fill(document, near)
            self.counts["joined"] += 1
            return
        coded = CodedDocument(document.name, Facts(), document.text)
        if number is None and document.coded is not None:
            coded = self._as_written(document.coded)
        elif number is None:
            coded = read_plain(document.text, document.name, self.roster).document
            coded = replace(coded, uuid=document.uuid, bytes_sha256="", facts=self._facts(document, coded.facts))
            if self.project.is_own:
                # who speaks in it was decided where it was written, and is not made anew
                coded = replace(coded, new_actors=(), segments=tuple(map(self._known_speaker, coded.segments)))
        self._speakers(coded, number)
        ready = list(self._ready(coded.text, claims, number))
        imported = self._add(replace(coded, claims=tuple(ready)))
        self.here[document.id] = imported.document_id
        self._fill(document, imported.document_id)
        self.by_hash[text_hash(document.text)] = imported.document_id
        self.counts["documents" if number is None else "joined"] += 1
        self.counts["claims"] += imported.claims
        self.counts["there"] += imported.there + imported.repeated
        if coded.new_actors:
            self.roster = Roster(reads.project.actors(self.db))

    def _fill(self, document: ForeignDocument, number: int) -> None:
        """Give a document what it lacks of own fields; what stands there stays."""
        told = self.told_of.get(document.id, ())
        if not told:
            return
        before = dict(reads.project.document(self.db, number).facts.variables)
        new = {name: value for name, value in self.own.fitting("document", told).items() if not before.get(name)}
        edits.documents.add_facts(self.db, self.recorder, number, {}, new)

    def _add(self, coded: CodedDocument) -> edits.coded_rows.Imported:
        imported = edits.documents.add_document(self.db, self.recorder, coded, "import", takes=self.takes)
        self.differences.extend(imported.differences)
        return imported

    def _itself(self, document: ForeignDocument) -> int | None:
        """Return the document that this one is, whose text was changed there or here; None where it is new."""
        here = reads.project.document_of(self.db, document.uuid) if self.project.is_own and document.uuid else None
        if here is None:
            return None
        told = _("The text of document {number} ({name}) is another in the file, and stays as it is here.")
        self.notes.append(told.format(number=here.id, name=here.name))
        return here.id

    def _as_written(self, coded: CodedDocument) -> CodedDocument:
        """Return a document as it was where it was written, its actors by their keys here."""
        codes = self.tree.codes
        keys = {one.entry.key: self.entries.actors[code] for code, one in codes.items() if code in self.entries.actors
                and one.entry is not None}  # fmt: skip
        facts = coded.facts
        known = self.roster.by_key
        people = tuple(replace(one, actor=keys.get(one.actor, one.actor)) for one in facts.participants)
        segments = tuple(replace(one, speaker=keys.get(one.speaker, one.speaker)) for one in coded.segments)
        return replace(
            coded,
            facts=replace(facts, participants=tuple(one for one in people if one.actor in known)),
            segments=tuple(map(self._known_speaker, segments)),
        )

    def _facts(self, document: ForeignDocument, facts: Facts) -> Facts:
        """Return the facts that were found, below those that the program keeps."""
        told: dict[str, Any] = {}
        own: list[tuple[str, str]] = []
        facts = Facts() if self.project.is_own else facts
        for name, value in document.variables:
            role = self.mapping.roles.get(f"{VARIABLE}{JOINT}{name}", CodeRole.FACT)
            # own fields are given when it is here
            if role in (CodeRole.NOTHING, CodeRole.FIELD):
                continue
            key = name.casefold().replace(" ", "_")
            if self.project.is_own and name.startswith(OWN):
                own.append((name[len(OWN) :], value))
                continue
            if self.project.is_own and key == "date_certainty" and value in tuple(Certainty):
                told[key] = Certainty(value)
                continue
            if key in ("date", "event_date"):
                try:
                    told[key] = str(PartialDate.parse(value.strip()[:10]))
                except ValueError:
                    own.append((name, value))
            elif key in _FACTS and not (key == "kind" and value not in DOCUMENT_KINDS):
                told[key] = value
            else:
                own.append((name, value))
        if "date" in told:
            told = {"date_certainty": Certainty.STATED, "date_note": "", **told}
        if "title" not in told and not self.project.is_own and not facts.title:
            told["title"] = document.name
        rest = tuple(one for one in facts.origins if one.fact not in told)
        origins = (*rest, *(FactOrigin(one, Certainty.STATED, BY_HAND) for one in told if one in _FACTS))
        return replace(facts, **told, origins=origins, variables=tuple(own))

    def _known_speaker(self, segment: CodedSegment) -> CodedSegment:
        return segment if segment.speaker in self.roster.by_key else replace(segment, speaker="")

    def _speakers(self, coded: CodedDocument, number: int | None) -> None:
        """Remember who speaks where: in the turns that were found, or in those that stand here."""
        if number is None:
            turns = [(one.span, one.speaker) for one in coded.segments if one.kind is SegmentKind.TURN and one.speaker]
        else:
            keys = {one.id: one.key for one in reads.project.actors(self.db)}
            stored = reads.project.segments(self.db, number, paragraphs=False)
            turns = [(one.span, keys[one.actor_id]) for one in stored if one.kind is SegmentKind.TURN and one.actor_id]
        self.turns = sorted(turns, key=lambda one: (len(one[0]), one[0].start))

    def _nearly(self, text: str) -> int | None:
        """Return the document whose text is another version of this one; None where there is none."""
        if self.texts is None:
            self.texts = SketchIndex()
            # two of one file are two, however like each other they are
            own = set(self.here.values())
            for number, _name, content in reads.project.texts(self.db):
                if number not in own:
                    self.texts.add(number, sketch(content))
        for number, share, whole in self.texts.copies(sketch(text)):
            if share >= _NEARLY and whole >= _NEARLY:
                return int(number)
        return None

    def _move_to(self, number: int, old: str, claims: Sequence[FoundClaim]) -> None:
        """Add claims to a text that is nearly theirs, each where its words stand there."""
        new = reads.project.text(self.db, number)
        able = [one for one in claims if 0 <= one.start < one.end <= len(old)]
        others = [one for one in claims if not 0 <= one.start < one.end <= len(old)]
        # of words without a place, or that do not fit theirs, it is the new text that tells
        quoted = [replace(one, start=NOWHERE, end=NOWHERE) for one in others if one.quote.strip()]
        self._refuse([one for one in others if not one.quote.strip()], OUTSIDE)
        quotes = [
            ClaimQuote(at, Span(one.start, one.end), old[one.start : one.end], *context(old, one.start, one.end))
            for at, one in enumerate(able)
        ]
        moved: list[FoundClaim] = []
        for anchor in reanchor(old, new, quotes):
            claim = able[anchor.id]
            if anchor.after is None:
                self._refuse([claim], NOT_FOUND)
            elif anchor.doubt is not None:
                self._refuse([claim], AMBIGUOUS)
            else:
                moved.append(replace(claim, start=anchor.after.start, end=anchor.after.end))
        self.counts["moved"] += len(moved)
        self._add_to(number, new, [*moved, *quoted])

    def _add_to(self, number: int, text: str, claims: Sequence[FoundClaim]) -> None:
        coded = CodedDocument(reads.project.document(self.db, number).name, Facts(), text)
        self._speakers(coded, number)
        ready = tuple(self._ready(text, claims, number))
        imported = self._add(replace(coded, claims=ready))
        self.counts["claims"] += imported.claims
        self.counts["there"] += imported.there + imported.repeated

    def _claims_of_named(self, document: ForeignDocument, claims: Sequence[FoundClaim]) -> None:
        """Add claims to the document of the project that the file names, or to that in which their words stand."""
        number = self._named(document)
        if number is not None:
            self.here[document.id] = number
            self._fill(document, number)
            self._add_to(number, reads.project.text(self.db, number), claims)
            self.counts["joined"] += bool(claims)
            return
        texts = {one: content for one, _name, content in reads.project.texts(self.db)} if claims else {}
        told = [one for one in claims if texts and one.quote.strip()]
        self._refuse([one for one in claims if not (texts and one.quote.strip())], NO_TEXT)
        for number, own in self._homes(texts, told).items():
            self._add_to(number, texts[number], own)

    def _homes(self, texts: Mapping[int, str], claims: Sequence[FoundClaim]) -> dict[int, list[FoundClaim]]:
        """Return the claims of each document in which alone their words stand; the others are told.

        Those that stand nowhere to the letter are looked for by likeness, if there is not too much to look through.
        """
        homes: dict[int, list[FoundClaim]] = {}
        others: dict[int, set[int]] = {}
        for at, claim in enumerate(claims):
            able = {one for one, text in texts.items() if claim.quote.strip() in text}
            if len(able) == 1:
                homes.setdefault(able.pop(), []).append(replace(claim, start=NOWHERE, end=NOWHERE))
            elif able:
                self._refuse([claim], AMBIGUOUS)
            else:
                others[at] = set()
        if sum(map(len, texts.values())) * len(others) <= _LOOKED_THROUGH:
            # text by text: each is folded once
            for number, text in texts.items():
                for at, found in others.items():
                    if place_quote(text, claims[at].quote, claims[at].prefix, claims[at].suffix).places:
                        found.add(number)
        for at, found in others.items():
            if len(found) == 1:
                homes.setdefault(found.pop(), []).append(replace(claims[at], start=NOWHERE, end=NOWHERE))
            else:
                self._refuse([claims[at]], AMBIGUOUS if found else NOT_FOUND)
        return homes

    def _record(self, record: ForeignDocument) -> None:
        """Add what a bibliography knows of a document that is here; what stands there already is told, or taken."""
        here = self._catalogued(record)
        if here is None:
            self.refused.append(Unused(record.id, NOWHERE, NOWHERE, (record.name,), NO_DOCUMENT))
            return
        self.counts["joined"] += 1
        self._fill(record, here.id)
        told, own = self._told_facts(record, here)
        if "date" in told and told.get("date_certainty") not in (Certainty.INFERRED, Certainty.GUESSED):
            told.pop("date_certainty", None)
        before = {name: str(getattr(here.facts, name)) for name in told} | dict(here.facts.variables)
        empty = {name: str(getattr(_EMPTY, name)) for name in told}
        every = {**told, **own}
        new = {name: value for name, value in every.items() if before.get(name, "") in ("", empty.get(name, ""))}
        other = {name: value for name, value in every.items() if name not in new and before[name] != value}
        if "date" not in new and "date" not in other:
            other.pop("date_certainty", None)
            new.pop("date_certainty", None)
        if other:
            fields = tuple((name, before[name], value) for name, value in other.items())
            self.differences.append(Difference("facts", here.id, here.facts.title or here.name, fields))
        taken = {**new, **(other if self.takes else {})}
        if "date" not in taken:
            taken.pop("date_certainty", None)
        facts = {name: value for name, value in taken.items() if name in told}
        variables = {name: value for name, value in taken.items() if name not in told}
        edits.documents.add_facts(self.db, self.recorder, here.id, facts, variables)
        self.counts["facts"] += len(new) - ("date_certainty" in new)

    def _told_facts(self, record: ForeignDocument, here: Document) -> tuple[dict[str, str], dict[str, str]]:
        """Return the facts and the own variables that a record tells."""
        told: dict[str, str] = {}
        own: dict[str, str] = {}
        for name, value in record.variables:
            value = value.strip()
            if self.mapping.roles.get(f"{VARIABLE}{JOINT}{name}") in (CodeRole.NOTHING, CodeRole.FIELD):
                continue
            if name.startswith(OWN) or name not in _FACTS | {"date_certainty"}:
                own[name.removeprefix(OWN)] = value
            elif name in ("date", "event_date"):
                with contextlib.suppress(ValueError):
                    told[name] = str(PartialDate.parse(value))
            elif not (name == "kind" and value not in DOCUMENT_KINDS) and (name, value) != ("title", here.name):
                told[name] = value
        return {name: value for name, value in told.items() if value}, own

    def _catalogued(self, record: ForeignDocument) -> Document | None:
        """Return the only document that a record is of: by its uuid, its address, or what it is called."""
        if self.catalogue is None:
            self.catalogue = reads.project.documents(self.db)
        told = dict(record.variables)
        address, title = _address(told.get("source", "")), fold(record.name)
        for able in (
            [one for one in self.catalogue if record.uuid and one.uuid == record.uuid],
            [one for one in self.catalogue if address and _address(one.facts.source) == address],
            [one for one in self.catalogue if title and title in map(fold, _names(one.facts.title, one.name))],
        ):
            if len(able) == 1:
                return able[0]
        return None

    def _named(self, document: ForeignDocument) -> int | None:
        every = reads.project.documents(self.db)
        words = fold(document.name)
        for able in (
            [one for one in every if document.uuid and one.uuid == document.uuid],
            [one for one in every if document.sha256 and one.text_sha256 == document.sha256],
            [one for one in every if words and one.name == document.name],
            [one for one in every if words and words in map(fold, _names(one.facts.title, one.name))],
        ):
            if len(able) == 1:
                return able[0].id
        return None

    # claims

    def _shared(self, number: int | None) -> dict[tuple[Span, str, str, str], list[set[str]]]:
        """Return who holds each claim of a document together, by its words, topic, stance and coder.

        A program that has one who speaks in each statement told them apart; with them may go whom they belong to.
        """
        found: dict[tuple[Span, str, str, str], list[set[str]]] = {}
        if number is None or self.project.is_own or not self.project.whole_units:
            return found
        actors = {one.id: one for one in reads.project.actors(self.db)}
        topics = {one.id: one.key for one in reads.project.topics(self.db)}
        coders = {one.id: one.name for one in reads.project.coders(self.db)}
        for one in reads.project.claims(self.db, document_id=number):
            keys = {actors[actor].key for actor in one.actor_ids}
            keys |= {actors[actor].parent for actor in one.actor_ids}
            place = Span(one.start, one.end), topics[one.topic_id], one.stance.value, coders[one.coder_id]
            found.setdefault(place, []).append(keys)
        return found

    def _ready(self, text: str, claims: Iterable[FoundClaim], number: int | None) -> Iterator[CodedClaim]:
        """Yield claims as they come in; those that do not are told, and those that are here with others are counted."""
        shared = self._shared(number)
        for claim in claims:
            placed = self._placed(text, claim)
            if placed is None:
                continue
            span, was_found = placed
            actors, stance = self._actors(claim, span), claim.stance
            memos = list(self._memos_of(claim))
            if not actors:
                self.counts["without_actor"] += 1
                if self.mapping.without_actor is not WithoutActor.NOT_CODED:
                    self._refuse([claim], NO_ACTOR)
                    continue
                actors = (self._not_coded(),)
            if stance is None:
                self.counts["without_stance"] += 1
                if self.mapping.without_stance is WithoutStance.LEAVE_OUT:
                    self._refuse([claim], NO_STANCE)
                    continue
                if claim.word:
                    memos.append(CodedMemo(_("What “{word}” means was not told.").format(word=claim.word)))
                stance = Stance.NOT_CODED
            self.counts["moved"] += was_found
            written = self.written.get(claim.uuid)
            self.coded.add(self.entries.topics[claim.topic])
            place = span, self.entries.topics[claim.topic], stance.value, self._coder(claim.coder)
            if any(set(actors) <= holders for holders in shared.get(place, ())):
                self.counts["there"] += 1
                continue
            yield CodedClaim(
                span,
                actors,
                self.entries.topics[claim.topic],
                stance,
                claim.voice,
                original=written.original if written is not None else None,
                own=written.own if written is not None else self._own_of(claim),
                uuid=claim.uuid if _is_uuid(claim.uuid) else "",
                certainty=claim.certainty,
                coder=self._coder(claim.coder),
                created=moment(claim.created),
                came=self._came(claim.origin),
                memos=tuple(memos),
            )

    def _own_of(self, claim: FoundClaim) -> tuple[tuple[str, str], ...]:
        if not self.project.is_own:
            return tuple(self.own.fitting("claim", claim.own).items())
        self.own.counts.update(f"claim:{name}" for name, _values in claim.own)
        return tuple((name, "; ".join(values)) for name, values in claim.own)

    def _came(self, origin: str) -> str:
        """Return how a claim came about; Visavis only says it where it is not a coder's."""
        known = origin if origin in ("coder", "seed", "import", "suggestion") else ""
        return known or ("coder" if self.project.is_own else "")

    def _placed(self, text: str, claim: FoundClaim) -> tuple[Span, bool] | None:
        """Return where a claim stands, and whether that was found by its words."""
        if claim.start != NOWHERE:
            inside = 0 <= claim.start < claim.end <= len(text)
            fits = inside and (not claim.quote or text[claim.start : claim.end] == claim.quote)
            if fits and text[claim.start : claim.end].strip():
                return Span(claim.start, claim.end), False
            if not claim.quote:
                self._refuse([claim], OUTSIDE)
                return None
        placed = place_quote(text, claim.quote, claim.prefix, claim.suffix)
        if placed.span is None:
            self._refuse([claim], AMBIGUOUS if placed.places else NOT_FOUND)
            return None
        return placed.span, True

    def _actors(self, claim: FoundClaim, span: Span) -> tuple[str, ...]:
        keys = [self.entries.actors[one] for one in claim.actors]
        keys += [self._actor_called(name) for name in claim.actor_names]
        if not keys and self.mapping.without_actor is WithoutActor.SPEAKER:
            speaker = next((key for turn, key in self.turns if turn.contains(span)), "")
            keys = [speaker] if speaker else []
        return tuple(dict.fromkeys(keys))

    def _actor_called(self, name: str) -> str:
        known = self.roster.by_name.get(fold(name))
        if known:
            return known
        key = free_key(name, self.roster.by_key, "actor")
        edits.codebook.insert(self.db, self.recorder, "actor", name, key=key)
        self.roster = Roster(reads.project.actors(self.db))
        self.counts["actors"] += 1
        return key

    def _not_coded(self) -> str:
        return self._actor_called(_(_NOT_CODED))

    def _memos_of(self, claim: FoundClaim) -> Iterator[CodedMemo]:
        # the memos of a selection stand on the first of its claims
        if claim.unit in self.told_units:
            return
        self.told_units.add(claim.unit)
        for one in self.memos.get(claim.unit, ()):
            yield self._memo(one)

    def _memo(self, one: ForeignMemo) -> CodedMemo:
        uuid = one.uuid if _is_uuid(one.uuid) else ""
        return CodedMemo(one.text.strip(), self._coder(one.coder), moment(one.created), uuid)

    def _refuse(self, claims: Iterable[FoundClaim], reason: str) -> None:
        for one in claims:
            names = [
                self.tree.paths.get(one.topic, one.topic_name),
                *(self.tree.paths.get(actor, "") for actor in one.actors),
            ]
            self.refused.append(Unused(one.document, one.start, one.end, tuple(filter(None, names)), reason, one.quote))

    def end(self) -> Brought:
        """Add the memos on documents and entries, and the parents of actors; return what became of all."""
        self._parents()
        self._add_summaries()
        self._drop_topics()
        lost = self._add_memos()
        if lost:
            self.notes.append(_("Memos on what does not come in are left out: {count}.").format(count=lost))
        if self.found.left_out:
            told = _("Codings with codes that are left out: {count} ({branches}).")
            every = [
                f"{one_line(name, 40) or _('unknown codes')}: {count:,}" for name, count in self.found.left_out.items()
            ]
            branches = ", ".join(every[:_NAMED]) + ", …" * (len(every) > _NAMED)
            self.notes.append(told.format(count=sum(self.found.left_out.values()), branches=branches))
        self._tell_stances()
        self._tell_columns()
        self.notes.extend(self.own.notes())
        return Brought(
            self.counts["documents"],
            self.counts["joined"],
            self.counts["claims"],
            self.counts["there"],
            tuple(self.refused),
            self.counts["moved"],
            len(self.entries.new_topics),
            len(self.entries.new_actors) + self.counts["actors"],
            self.counts["memos"],
            self.found.asked,
            self.counts["without_actor"],
            self.counts["without_stance"],
            tuple(self.notes),
            tuple(self.differences),
            self.takes,
            self.counts["facts"],
            dict(self.own.counts),
        )

    def _tell_stances(self) -> None:
        """Tell which steps of another scale became which, in a project of ours."""
        told = told_becoming(self.mapping.stances) if self.project.is_own else ""
        if told:
            self.notes.append(told)

    def _tell_columns(self) -> None:
        every = dict.fromkeys(name for pairs in self.project.values.values() for name, _value in pairs)
        roles = self.mapping.roles
        left = [one for one in every if roles.get(f"{COLUMN}{JOINT}{one}", CodeRole.NOTHING) is CodeRole.NOTHING]
        if left:
            names = ", ".join(one_line(one, 30) for one in left[:_NAMED]) + ", …" * (len(left) > _NAMED)
            told = _("Columns that are left out: {names}; the answer “own-field” brings them in.")
            self.notes.append(told.format(names=names))

    def _add_summaries(self) -> None:
        """Add summaries to the cells of the matrix, by the names of actor and topic, whichever goes down."""
        if not self.project.summaries:
            return
        actors, topics = reads.project.actors(self.db), reads.project.topics(self.db)
        ids = {("actor", one.key): one.id for one in actors} | {("topic", one.key): one.id for one in topics}
        called = keys_called(actors), keys_called(topics)
        for one in self.project.summaries:
            row, column = fold(one.row), fold(one.column)
            pairs = [(called[0].get(row), called[1].get(column)), (called[0].get(column), called[1].get(row))]
            actor, topic = next((pair for pair in pairs if all(pair)), ("", ""))
            if not actor or not topic:
                self.refused.append(Unused("", NOWHERE, NOWHERE, (one.row, one.column), NO_CELL, one.text))
                continue
            target = MemoTarget(actor_id=ids["actor", actor], topic_id=ids["topic", topic])
            there = reads.memos.memos_on(self.db, target)
            before = "\n\n".join(memo.text for memo in there)
            if before.strip() == one.text:
                self.counts["there"] += 1
                continue
            if there:
                fields = (("memo", before, one.text),)
                self.differences.append(Difference("cell", there[0].id, f"{one.row}, {one.column}", fields))
            if self.takes or not there:
                edits.memos.write(self.db, self.recorder, target, one.text)
            self.counts["memos"] += not there

    def _drop_topics(self) -> None:
        """Take back topics of which no claim came in, with none below them: codes of a file are for more than claims.

        A codebook without codings is one of topics that wait for theirs.
        """
        if self.project.is_own or self.mapping.unused or not self.project.codings or self.project.summaries:
            return
        new = {one.key: one for one in self.entries.new_topics}
        kept = set(self.coded)
        for key in self.coded:
            while key in new and (key := new[key].parent):
                kept.add(key)
        dropped = [one for one in self.entries.new_topics if one.key not in kept]
        if not dropped:
            return
        keys = edits.codebook.keys(self.db, "topic")
        # children before what they stand below
        for one in reversed(dropped):
            self.recorder.delete("topic", [keys[one.key]])
        self.entries.new_topics = [one for one in self.entries.new_topics if one.key in kept]
        gone = {one.key for one in dropped}
        self.entries.topics = {code: key for code, key in self.entries.topics.items() if key not in gone}
        names = ", ".join(one_line(one.name, 30) for one in dropped[:_NAMED]) + ", …" * (len(dropped) > _NAMED)
        told = _("Codes of which no claim comes make no topic: {count} ({names}); the answer “unused” brings them in.")
        self.notes.append(told.format(count=len(dropped), names=names))

    def _add_memos(self) -> int:
        """Add the memos on documents and entries; return how many are on what does not come in."""
        every: dict[str, Sequence[Topic | Actor]] = {
            "topic": reads.project.topics(self.db),
            "actor": reads.project.actors(self.db),
        }
        ids = {(table, one.key): one.id for table, entries in every.items() for one in entries}
        by_target: dict[MemoTarget, list[CodedMemo]] = {}
        units = {one.unit: one for one in self.project.codings if one.unit not in self.told_units}
        lost = 0
        for one in self.project.memos:
            if one.unit in self.told_units:
                continue
            told = self._memo(one)
            on = units.get(one.unit)
            if on is not None:
                # a comment on words that are no claim is one on their document
                words = one_line(self._words_of(on), 80)
                told = replace(told, text=f"“{words}”: {told.text}" if words else told.text)
            entry = {
                "topic_id": ids.get(("topic", self.entries.topics.get(one.code, ""))),
                "actor_id": ids.get(("actor", self.entries.actors.get(one.actor or one.code, ""))),
            }
            number = self.here.get(on.document if on is not None else one.document)
            if number is not None or (any(entry.values()) and (not one.actor or all(entry.values()))):
                target = MemoTarget(document_id=number) if number is not None else MemoTarget(**entry)
                by_target.setdefault(target, []).append(told)
            else:
                lost += 1
        for target, told_of in by_target.items():
            new, differing = edits.told_memos.bring_memos(self.db, self.recorder, target, told_of, takes=self.takes)
            self.counts["memos"] += new
            self.differences.extend(differing)
        return lost

    def _words_of(self, one: ForeignCoding) -> str:
        text = self.texts_by_id.get(one.document) or ""
        return one.quote or text[max(0, one.start) : max(0, one.end)]

    def _parents(self) -> None:
        """Let persons belong to the organisations that the file tells; what the project says of them stays."""
        keys = edits.codebook.keys(self.db, "actor")
        new = {one.key for one in self.entries.new_actors}
        rows = {}
        for person, body in self.found.parents.items():
            own, above = self.entries.actors.get(person, ""), self.entries.actors.get(body, "")
            if own in new and above and own != above:
                rows[keys[own]] = {"parent_id": keys[above]}
        self.recorder.update_many("actor", rows)
        edits.codebook.check_circle(self.db, "actor")


class _Topics:
    """The topics that codes stand for: those of the project, by what they are called and where, and new ones."""

    def __init__(self, work: _Bringing, found: _Entries, topics: Sequence[Topic], used: set[str]) -> None:
        self.work, self.found, self.used = work, found, used
        self.tree = work.tree
        self.keys = {one.key: one for one in topics}
        self.uuids = {one.uuid: one.key for one in topics}
        self.names: dict[str, list[Topic]] = {}
        for one in topics:
            for name in (one.name, *one.aliases):
                self.names.setdefault(fold(name), []).append(one)

    def settle(self) -> None:
        wanted = dict.fromkeys(one for one in self.tree.ancestors if self._is_wanted(one))
        named = {claim.topic: claim for claim in self.work.found.claims if claim.topic_name}
        for code in wanted:
            self._code(code)
        for topic, claim in named.items():
            parent = topic.partition("\n")[0] if "\n" in topic else ""
            above = self.tree.ancestors.get(topic.rpartition("\n")[0], ())
            parent = next((self.found.topics[one] for one in reversed(above) if one in self.found.topics), "")
            self.found.topics[topic] = self._topic(claim.topic_name, parent, "", "", "", True)

    def _is_wanted(self, code: str) -> bool:
        """Tell whether a code is a topic: used, or a part of a codebook that was made for more than is coded yet."""
        meaning = self.work.meanings[code]
        if meaning.role is not CodeRole.TOPIC or meaning.code != code or meaning.name:
            return False
        if code in self.used or self.tree.codes[code].entry is not None:
            return True
        if self.tree.is_heading(code) and self.work.meanings.branch_role(code) is CodeRole.TOPIC:
            from desktop.project.programs.words import role_of

            if role_of(self.tree.codes[code].name) is not None:
                return False
        return not self._is_type(code)

    def _is_type(self, code: str) -> bool:
        """Tell whether a code only holds branches of other roles, as a type of statements does."""
        inner = [one for one in self.tree.below(code) if one != code]
        return any(self.work.meanings[one].role not in (CodeRole.TOPIC, None) for one in inner)

    def _code(self, code: str) -> None:
        one = self.tree.codes[code]
        parent = next(
            (
                self.found.topics[above]
                for above in reversed(self.tree.ancestors[code][:-1])
                if above in self.found.topics
            ),
            "",
        )
        entry = one.entry if isinstance(one.entry, Topic) else None
        if entry is not None:
            self.found.topics[code] = self._entry(entry, one.uuid, one.color, parent)
            return
        is_theme = code not in self.used and any(self._is_wanted(child) for child in self.tree.children.get(code, []))
        self.found.topics[code] = self._topic(one.name, parent, one.definition, one.color, one.uuid, not is_theme)

    def _entry(self, entry: Topic, uuid: str, color: str, parent: str) -> str:
        if uuid in self.uuids:
            return self.uuids[uuid]
        if entry.key in self.keys and _is_same(entry, self.keys[entry.key]):
            return entry.key
        key = entry.key if entry.key not in self.keys else free_key(entry.name, self.keys, "topic")
        made = replace(entry, key=key, uuid=uuid if _is_uuid(uuid) else "", color=color, parent=parent)
        return self._add(made)

    def _topic(self, name: str, parent: str, definition: str, color: str, uuid: str, is_codable: bool) -> str:
        behind = _key_behind(name, self.keys)
        if behind:
            return behind
        able = self.names.get(fold(name), [])
        same = [one for one in able if one.parent == parent]
        # the only one of its name in the project, which may be grouped otherwise there
        chosen = same[0] if same else able[0] if len(able) == 1 and able[0] not in self.found.new_topics else None
        if chosen is not None and self._is_free(chosen):
            return chosen.key
        key = free_key(name, self.keys, "topic")
        own = uuid if _is_uuid(uuid) and uuid not in self.uuids else ""
        color = color if COLOR.fullmatch(color) else ""
        proposition = name if is_codable else ""
        return self._add(Topic(key, name or key, proposition, definition, parent=parent, color=color, uuid=own))

    def _is_free(self, topic: Topic) -> bool:
        """Tell whether no other code of the file is that topic already, so that two of one name stay two."""
        return topic.key not in self.found.topics.values()

    def _add(self, made: Topic) -> str:
        self.keys[made.key] = made
        if made.uuid:
            self.uuids[made.uuid] = made.key
        self.found.new_topics.append(made)
        self.names.setdefault(fold(made.name), []).append(made)
        return made.key


class _Actors:
    """The actors that codes stand for: those of the project by name or alias, and new ones."""

    def __init__(self, work: _Bringing, found: _Entries, actors: Sequence[Actor], used: set[str]) -> None:
        self.work, self.found, self.used = work, found, used
        self.keys = {one.key: one for one in actors}
        self.uuids = {one.uuid: one.key for one in actors}
        self.names = {fold(name): one.key for one in actors for name in (*one.aliases, one.name)}

    def settle(self) -> None:
        tree = work_tree = self.work.tree
        for code in tree.ancestors:
            meaning = self.work.meanings[code]
            if meaning.role is not CodeRole.ACTOR or self._is_heading(code):
                continue
            one = work_tree.codes[code]
            entry = one.entry if isinstance(one.entry, Actor) else None
            above = reversed(tree.ancestors[code][:-1])
            parent = next((self.found.actors[each] for each in above if each in self.found.actors), "")
            self.found.actors[code] = (
                self._entry(entry, one.uuid, one.color, parent) if entry else self._actor(code, parent)
            )

    def _is_heading(self, code: str) -> bool:
        is_entry = self.work.tree.codes[code].entry is not None
        return not is_entry and code not in self.used and self.work.tree.is_heading(code)

    def _entry(self, entry: Actor, uuid: str, color: str, parent: str) -> str:
        if uuid in self.uuids:
            return self.uuids[uuid]
        if entry.key in self.keys and _is_same(entry, self.keys[entry.key]):
            return entry.key
        key = entry.key if entry.key not in self.keys else free_key(entry.name, self.keys, "actor")
        own = uuid if _is_uuid(uuid) else ""
        return self._add(replace(entry, key=key, uuid=own, color=color, parent=parent))

    def _actor(self, code: str, parent: str) -> str:
        one = self.work.tree.codes[code]
        known = self.names.get(fold(one.name)) or _key_behind(one.name, self.keys)
        if known:
            return known
        kind = kind_of(self.work.tree, code)
        key = free_key(one.name, self.keys, "actor")
        color = one.color if COLOR.fullmatch(one.color) else ""
        own = one.uuid if _is_uuid(one.uuid) and one.uuid not in self.uuids else ""
        initials = capitals_of(one.name)
        return self._add(
            Actor(
                key,
                one.name or key,
                kind,
                parent=parent,
                color=color,
                initials=initials,
                definition=one.definition,
                uuid=own,
            )
        )

    def _add(self, made: Actor) -> str:
        self.keys[made.key] = made
        if made.uuid:
            self.uuids[made.uuid] = made.key
        self.names.setdefault(fold(made.name), made.key)
        self.found.new_actors.append(made)
        return made.key


def _key_behind(name: str, there: Mapping[str, Topic | Actor]) -> str:
    """Return the key that Visavis writes behind a name which several have, “Odo (odo-2)”; empty where there is none."""
    stem, _sign, key = name.strip().removesuffix(")").rpartition(" (")
    return key if name.endswith(")") and key in there and fold(there[key].name) == fold(stem) else ""


def _address(words: str) -> str:
    """Return an address of the web as it is compared: without scheme, “www.” and the last stroke; empty for others."""
    bare = words.strip().casefold()
    found = _ADDRESS.fullmatch(bare)
    return found[1] if found is not None else ""


def _is_same(entry: Topic | Actor, there: Topic | Actor) -> bool:
    """Tell whether two entries of one key are one: of the same name, or where a file tells no more than the key."""
    return fold(entry.name) == fold(there.name) or (entry.name == entry.key and not entry.uuid)


def _names(title: str, name: str) -> tuple[str, ...]:
    """Return what a document may be called elsewhere: its title, its file's name, and that without its ending."""
    return title, name, name.rpartition(".")[0]


def _is_uuid(words: str) -> bool:
    parts = words.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(map(_is_hex, parts))


def _is_hex(part: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in part)
