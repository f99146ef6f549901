"""A whole project in the form in which programs exchange them, and what of it a form cannot carry."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator

from desktop.core.claim_fields import QUALITIES
from desktop.core.fields import FACTS
from desktop.core.language import _
from desktop.core.memos import Memo
from desktop.core.scale import told_step
from desktop.core.values import Actor, Certainty, Document, Facts, SegmentKind, Topic
from desktop.exchange.programs.definitions import write_definition
from desktop.exchange.programs.interchange import (
    ACTORS,
    CERTAINTY,
    ORIGIN,
    TOPICS,
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.project.programs.told_facts import OWN
from desktop.store import reads
from desktop.store.database import Database

# what only some forms have a place for
CELLS, STRUCTURE = "cell", "structure"
# own fields of claims, those of documents, and those of topics and actors with what all of them are
FIELDS, FACT_FIELDS, ENTRY_FIELDS = "fields", "facts", "entries"
# where actors belong from when until when
MEMBERSHIPS = "memberships"
_SPACE = uuid.UUID("0b2f8f8e-9f41-4f6b-8a62-5b5c3f7a7e10")
_EMPTY = Facts()


def gather(db: Database, carries: frozenset[str] = frozenset()) -> ForeignProject:
    """Return all of a project: texts, codebook, claims, memos, coders.

    *carries* says for what the form has a place besides: summaries of cells (`CELLS`), own fields of claims (`FIELDS`),
    documents (`FACT_FIELDS`; forms that tell themselves which of a document's facts they leave have it, too) and
    topics and actors (`ENTRY_FIELDS`), documents with all that is known of them (`STRUCTURE`), and where actors belong
    from when until when (`MEMBERSHIPS`).
    """
    return _ProjectGathering(db, carries).project()


class _ProjectGathering:
    def __init__(self, db: Database, carries: frozenset[str]) -> None:
        self.db, self.carries = db, carries
        self.topics = {one.id: one for one in reads.project.topics(db)}
        self.actors = {one.id: one for one in reads.project.actors(db)}
        self.coders = {one.id: one for one in reads.project.coders(db)}
        self.claims = reads.project.claims(db)
        self.codes: dict[str, ForeignCode] = {}
        self.lost = Counter[str]()

    def project(self) -> ForeignProject:
        self._entries(TOPICS, list(self.topics.values()))
        self._entries(ACTORS, list(self.actors.values()))
        documents = {one.id: one for one in reads.project.documents(self.db)}
        if not self.carries & {STRUCTURE, ENTRY_FIELDS, MEMBERSHIPS}:
            self.lost["memberships"] = sum(len(one.memberships) for one in self.actors.values())
        codings = list(self._codings(documents))
        memos = list(self._memos(documents))
        texts = tuple(self._documents(documents.values()))
        return ForeignProject(
            term("Visavis"),
            texts,
            tuple(self.codes.values()),
            tuple(codings),
            tuple(memos),
            {one.name: one.uuid for one in self.coders.values()},
            True,
            tuple(self._notes()),
            {},
            True,
            own_fields=tuple(reads.own_fields.fields(self.db, defined=True)),
            values={one.uuid: one.own for one in self.claims if one.own},
        )

    def _entries(self, top: str, entries: "list[Topic] | list[Actor]") -> None:
        if entries:
            self.codes[top] = ForeignCode(top, top, uuid=_made(top))
        by_key = {one.key: one for one in entries}
        for one in entries:
            above = by_key.get(one.parent)
            parent = above.uuid if above is not None else top
            self.codes[one.uuid] = ForeignCode(
                one.uuid, one.name, parent, one.color, write_definition(one), one.uuid, one
            )

    def _value(self, top: str, name: str, parent: str = "", definition: str = "") -> str:
        """Return the code of a value such as a voice, made when the first claim has it."""
        above = parent or top
        if above not in self.codes:
            self.codes[above] = ForeignCode(above, above, uuid=_made(above))
        code = f"{above}\n{name}"
        if code not in self.codes:
            shown = f"{self.codes[above].name}: {name}" if parent else name
            self.codes[code] = ForeignCode(code, shown, above, definition=definition, uuid=_made(code))
        return code

    def _codings(self, documents: dict[int, Document]) -> Iterator[ForeignCoding]:
        for claim in self.claims:
            topic = self.topics[claim.topic_id]
            stance = claim.stance.value
            codes = [self._value("", stance, topic.uuid, told_step(stance))]
            codes += [self.actors[number].uuid for number in claim.actor_ids]
            codes += [self._value(one.key.capitalize(), getattr(claim, one.key).value) for one in QUALITIES]
            codes += [self._value(CERTAINTY, claim.certainty.value)] if claim.certainty.value else []
            codes += [self._value(ORIGIN, claim.origin)] if claim.origin != "coder" else []
            for code in codes:
                yield ForeignCoding(
                    documents[claim.document_id].uuid, code, claim.start, claim.end,
                    self.coders[claim.coder_id].name, claim.created, claim.uuid, claim.uuid,
                    claim.quote, claim.prefix, claim.suffix,
                )  # fmt: skip

    def _memos(self, documents: dict[int, Document]) -> Iterator[ForeignMemo]:
        units = {one.id: one.uuid for one in self.claims}
        for memo in reads.memos.memos(self.db):
            on = self._target(memo, units, documents)
            if not on:
                self.lost["cell"] += 1
                continue
            yield ForeignMemo(memo.text, self.coders[memo.coder_id].name, memo.created, uuid=memo.uuid, **on)

    def _target(self, memo: Memo, units: dict[int, str], documents: dict[int, Document]) -> dict[str, str]:
        target = memo.target
        if target.claim_id is not None:
            return {"unit": units[target.claim_id]}
        if target.document_id is not None:
            return {"document": documents[target.document_id].uuid}
        if target.kind == "topic":
            return {"code": self.topics[target.topic_id or 0].uuid}
        actor = self.actors[target.actor_id or 0].uuid
        if target.kind == "actor":
            return {"code": actor}
        return {"code": self.topics[target.topic_id or 0].uuid, "actor": actor} if CELLS in self.carries else {}

    def _documents(self, documents: Iterable[Document]) -> Iterator[ForeignDocument]:
        if STRUCTURE not in self.carries:
            yield from map(self._document, documents)
            return
        every = list(documents)
        for one, coded in zip(every, reads.project.coded_documents(self.db, every), strict=True):
            yield ForeignDocument(one.uuid, one.name, coded.text, (), one.uuid, one.text_sha256, coded)

    def _document(self, one: Document) -> ForeignDocument:
        facts = [
            (name, str(getattr(one.facts, name))) for name in FACTS if getattr(one.facts, name) != getattr(_EMPTY, name)
        ]
        facts = [(name, value) for name, value in facts if name != "date_certainty" or value != Certainty.STATED.value]
        taken = set(FACTS)
        own = [
            (OWN + name if name.casefold() in taken or name.startswith(OWN) else name, value)
            for name, value in one.facts.variables
        ]
        self.lost["origins"] += bool(one.facts.origins)
        self.lost["participants"] += len(one.facts.participants)
        self.lost["turns"] += sum(part.kind is SegmentKind.TURN for part in reads.project.segments(self.db, one.id))
        self.lost["sets"] += bool(one.set_path)
        self.lost["pages"] += bool(one.pages)
        text = reads.project.text(self.db, one.id)
        return ForeignDocument(one.uuid, one.name, text, (*facts, *own), one.uuid, one.text_sha256)

    def _notes(self) -> Iterator[str]:
        """Yield what of the project no program's form has a place for."""
        sentences = {
            "turns": _("Turns, and who speaks them, are not carried: {count}; the texts tell them again."),
            "cell": _("Summaries of what an actor says on a topic are not carried: {count}."),
            "participants": _("Who takes part in documents is not carried: {count}."),
            "sets": _("The sets that documents are in are not carried: {count}."),
            "memberships": _("Where actors belong from when until when is not carried: {count}."),
            "pages": _("Where pages begin is not carried: {count} documents."),
        }
        for key, sentence in sentences.items():
            if self.lost[key]:
                yield sentence.format(count=self.lost[key])
        if names := self._fields_left():
            told = _("Own fields that the form has no place for are not carried: {names}.")
            yield told.format(names=", ".join(names))

    def _fields_left(self) -> list[str]:
        """Return the own fields that are not carried, each by its place; what nobody defined, too."""
        carried = {
            "claim": {STRUCTURE, FIELDS},
            "document": {STRUCTURE, FACT_FIELDS},
            "actor": {STRUCTURE, ENTRY_FIELDS},
            "topic": {STRUCTURE, ENTRY_FIELDS},
        }
        return [one.place for one in reads.own_fields.fields(self.db) if not self.carries & carried[one.owner]]


def _made(words: str) -> str:
    return str(uuid.uuid5(_SPACE, words))
