"""Bringing another program's project in: its texts, codes, claims and memos, in one action.

A text that comes with it is a document like any other; one that is here already, or nearly, is joined. What became of
each claim is told: how many came in, and of the others why not.
"""

import contextlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from desktop.core.keys import UUID, free_key
from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.roster import Roster
from desktop.core.scale import told_becoming
from desktop.core.spans import Span
from desktop.core.text import one_line
from desktop.core.times import moment
from desktop.core.values import Codebook, CodedClaim, CodedDocument, CodedMemo, CodedSegment, Facts, SegmentKind, Stance
from desktop.exchange.programs.interchange import NOWHERE, ForeignDocument, ForeignProject
from desktop.project.foreign import read_plain
from desktop.project.programs.brought import NO_ACTOR, NO_DOCUMENT, NO_STANCE, NO_TEXT, Brought, BroughtSoFar, some_of
from desktop.project.programs.claims import FoundClaim, Unused, claims_of
from desktop.project.programs.codes import CodeTree, Meanings
from desktop.project.programs.entries import drop_topics, set_memberships, set_parents, settle_entries
from desktop.project.programs.foreign_memos import ForeignMemos, add_summaries
from desktop.project.programs.known_documents import KnownDocuments
from desktop.project.programs.mapping import (
    ATTRIBUTE,
    COLUMN,
    JOINT,
    Changes,
    CodeMapping,
    CodeRole,
    WithoutActor,
    WithoutStance,
)
from desktop.project.programs.own_values import FieldFilling, SaidOfFields, name_of_path
from desktop.project.programs.placing_claims import homes, moved, placed
from desktop.project.programs.told_facts import facts_of, own_fields_of, take_record
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.recorder import Recorder

_NOT_CODED = N_("not coded")


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
        self.found = claims_of(project, mapping)
        self.so_far = BroughtSoFar(self.tree, project.notes, self.found.unused)
        self.claims: dict[str, list[FoundClaim]] = {}
        for claim in self.found.claims:
            self.claims.setdefault(claim.document, []).append(claim)
        self.order = list(project.documents)
        known = {one.id for one in self.order}
        self.order += [ForeignDocument(one, one) for one in self.claims if one not in known]
        self.entries = settle_entries(
            self.tree, Meanings(self.tree, mapping), self.found, reads.project.topics(db), reads.project.actors(db)
        )
        self.memos = ForeignMemos(project, self._coder)
        # keys of topics of which claims come in
        self.coded = set[str]()
        self.takes = mapping.changes is Changes.TAKE
        # what codings do not tell of claims: where those of a brief stand in its original, and their own fields
        self.written = {
            claim.uuid: claim
            for one in project.documents
            if one.coded is not None
            for claim in one.coded.claims
            if claim.uuid and (claim.original is not None or claim.own)
        }
        self.own = FieldFilling(db, recorder)
        # what is told of the own fields of each document, by its variables and by codes on the whole of it
        self.told_of = {
            one.id: tuple(dict([*own_fields_of(one, mapping), *self.found.of_documents.get(one.id, ())]).items())
            for one in project.documents
        }

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
        self.known = KnownDocuments(self.db)
        for document in self.order:
            self._document(document)
            yield document

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
                self.so_far.notes.append(sentence.format(count=other))

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
        elif document.text is None:
            self._claims_of_named(document, claims)
        elif not document.text.strip():
            self.so_far.refuse(claims, NO_TEXT)
        else:
            self._text(document, document.text, claims)

    def _text(self, document: ForeignDocument, text: str, claims: Sequence[FoundClaim]) -> None:
        number = self.known.of_text(text)
        near = None if number is not None else self._itself(document) or self.known.nearly(text)
        if near is not None:
            here = reads.project.text(self.db, near)
            self._add_to(near, here, moved(text, here, claims, self.so_far))
            self.known.here[document.id] = near
            self._fill(document, near)
            self.so_far.counts["joined"] += 1
            return
        coded = CodedDocument(document.name, Facts(), text) if number is not None else self._new(document, text)
        self._speakers(coded, number)
        imported = self._add(replace(coded, claims=tuple(self._ready(coded.text, claims, number))))
        self.known.came(document, imported.document_id, text)
        self._fill(document, imported.document_id)
        self.so_far.counts["documents" if number is None else "joined"] += 1
        if coded.new_actors:
            self.roster = Roster(reads.project.actors(self.db))

    def _new(self, document: ForeignDocument, text: str) -> CodedDocument:
        """Return a document that is not here yet: as it was written, or as its text is read."""
        if document.coded is not None:
            return self._as_written(document.coded)
        is_own = self.project.is_own
        coded = read_plain(text, document.name, self.roster).document
        facts = facts_of(document, coded.facts, self.mapping, is_own=is_own)
        coded = replace(coded, uuid=document.uuid, bytes_sha256="", facts=facts)
        if is_own:
            # who speaks in it was decided where it was written, and is not made anew
            coded = replace(coded, new_actors=(), segments=tuple(map(self._known_speaker, coded.segments)))
        return coded

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
        self.so_far.differences.extend(imported.differences)
        self.so_far.counts["claims"] += imported.claims
        self.so_far.counts["there"] += imported.there + imported.repeated
        return imported

    def _itself(self, document: ForeignDocument) -> int | None:
        """Return the document that this one is, whose text was changed there or here; None where it is new."""
        here = reads.project.document_of(self.db, document.uuid) if self.project.is_own and document.uuid else None
        if here is None:
            return None
        told = _("The text of document {number} ({name}) is another in the file, and stays as it is here.")
        self.so_far.notes.append(told.format(number=here.id, name=here.name))
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

    def _add_to(self, number: int, text: str, claims: Sequence[FoundClaim]) -> None:
        """Add claims to a document that is here."""
        coded = CodedDocument(reads.project.document(self.db, number).name, Facts(), text)
        self._speakers(coded, number)
        self._add(replace(coded, claims=tuple(self._ready(text, claims, number))))

    def _claims_of_named(self, document: ForeignDocument, claims: Sequence[FoundClaim]) -> None:
        """Add claims to the document of the project that the file names, or to that in which their words stand."""
        number = self.known.named(document)
        if number is not None:
            self.known.here[document.id] = number
            self._fill(document, number)
            self._add_to(number, reads.project.text(self.db, number), claims)
            self.so_far.counts["joined"] += bool(claims)
            return
        texts = {one: content for one, _name, content in reads.project.texts(self.db)} if claims else {}
        told = [one for one in claims if texts and one.quote.strip()]
        self.so_far.refuse([one for one in claims if not (texts and one.quote.strip())], NO_TEXT)
        for number, own in homes(texts, told, self.so_far).items():
            self._add_to(number, texts[number], own)

    def _record(self, record: ForeignDocument) -> None:
        """Add what a bibliography knows of a document that is here; what stands there already is told, or taken."""
        here = self.known.catalogued(record)
        if here is None:
            self.so_far.refused.append(Unused(record.id, NOWHERE, NOWHERE, (record.name,), NO_DOCUMENT))
            return
        self.so_far.counts["joined"] += 1
        self._fill(record, here.id)
        taken = take_record(self.db, self.recorder, record, here, self.mapping, takes=self.takes)
        self.so_far.counts["facts"] += taken.new
        if taken.difference is not None:
            self.so_far.differences.append(taken.difference)

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
        shared, counts = self._shared(number), self.so_far.counts
        for claim in claims:
            place = placed(text, claim, self.so_far)
            if place is None:
                continue
            span, was_found = place
            actors, stance = self._actors(claim, span), claim.stance
            memos = list(self.memos.on_claim(claim))
            if not actors:
                counts["without_actor"] += 1
                if self.mapping.without_actor is not WithoutActor.NOT_CODED:
                    self.so_far.refuse([claim], NO_ACTOR)
                    continue
                actors = (self._actor_called(_(_NOT_CODED)),)
            if stance is None:
                counts["without_stance"] += 1
                if self.mapping.without_stance is WithoutStance.LEAVE_OUT:
                    self.so_far.refuse([claim], NO_STANCE)
                    continue
                if claim.word:
                    memos.append(CodedMemo(_("What “{word}” means was not told.").format(word=claim.word)))
                stance = Stance.NOT_CODED
            counts["moved"] += was_found
            written = self.written.get(claim.uuid)
            topic, coder = self.entries.topics[claim.topic], self._coder(claim.coder)
            self.coded.add(topic)
            if any(set(actors) <= holders for holders in shared.get((span, topic, stance.value, coder), ())):
                counts["there"] += 1
                continue
            yield CodedClaim(
                span,
                actors,
                topic,
                stance,
                claim.voice,
                original=written.original if written is not None else None,
                own=written.own if written is not None else self._own_of(claim),
                uuid=claim.uuid if UUID.fullmatch(claim.uuid) else "",
                certainty=claim.certainty,
                coder=coder,
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
        self.so_far.counts["actors"] += 1
        return key

    # what is told at last

    def end(self) -> Brought:
        """Add the memos on documents and entries, and the parents of actors; return what became of all."""
        db, recorder, project, so_far = self.db, self.recorder, self.project, self.so_far
        set_parents(db, recorder, self.entries, self.found.parents)
        set_memberships(db, recorder, self.entries, project.codes)
        add_summaries(db, recorder, project, so_far, takes=self.takes)
        # a codebook without codings is one of topics that wait for theirs
        if project.codings and not (project.is_own or self.mapping.unused or project.summaries):
            drop_topics(db, recorder, self.entries, self.coded, so_far)
        self.memos.add_others(db, recorder, self.entries, self.known.here, so_far, takes=self.takes)
        self._tell_left_out()
        # which steps of another scale became which, in a project of ours
        so_far.notes.extend(filter(None, [told_becoming(self.mapping.stances) if project.is_own else ""]))
        self._tell_columns()
        so_far.notes.extend(self.own.notes())
        so_far.counts["topics"] += len(self.entries.new_topics)
        so_far.counts["actors"] += len(self.entries.new_actors)
        return so_far.brought(asked=self.found.asked, taken=self.takes, own=self.own.counts)

    def _tell_left_out(self) -> None:
        left = self.found.left_out
        if left:
            told = _("Codings with codes that are left out: {count} ({branches}).")
            branches = [f"{one_line(name, 30) or _('unknown codes')}: {count:,}" for name, count in left.items()]
            self.so_far.notes.append(told.format(count=sum(left.values()), branches=some_of(branches)))

    def _tell_columns(self) -> None:
        every = dict.fromkeys(name for pairs in self.project.values.values() for name, _value in pairs)
        roles = self.mapping.roles
        left = [one for one in every if roles.get(f"{COLUMN}{JOINT}{one}", CodeRole.NOTHING) is CodeRole.NOTHING]
        if left:
            told = _("Columns that are left out: {names}; the answer “own-field” brings them in.")
            self.so_far.notes.append(told.format(names=some_of(left)))
