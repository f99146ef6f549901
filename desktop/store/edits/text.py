"""Replacing a document's text by a corrected one: first a plan to look at, then one undo step."""

from collections import Counter
from dataclasses import dataclass, replace

from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.reanchor import Anchor, ClaimQuote, Fate, PlaceMap, moved_span, reanchor
from desktop.core.spans import Span
from desktop.core.structure.paragraphs import find_paragraphs
from desktop.core.values import CodedDocument, SegmentKind
from desktop.store.database import Database
from desktop.store.edits.claims import place, remove, unite
from desktop.store.edits.documents import text_columns
from desktop.store.edits.segments import segment_row
from desktop.store.edits.traces import move_verdicts
from desktop.store.reads import project as reads


@dataclass(frozen=True, slots=True)
class Replacement:
    """What replacing a document's text would do; nothing is written yet.

    Attributes:
        old_sha256: of the text that it was planned for.
        new: the corrected text with what it was read from; its own segments and claims are not used.
        anchors: each claim with its place in the new text, by its old place.
        segments: each segment's id with its new place; None for one whose words are gone.
        paragraphs: lines of the new text that no segment reaches.
    """

    document_id: int
    name: str
    old_sha256: str
    new: CodedDocument
    anchors: tuple[Anchor, ...]
    segments: tuple[tuple[int, Span | None], ...]
    paragraphs: tuple[Span, ...]

    def of(self, fate: Fate) -> list[Anchor]:
        """Return the claims that have this fate."""
        return [anchor for anchor in self.anchors if anchor.fate is fate]

    @property
    def doubtful(self) -> list[Anchor]:
        """The claims whose place may be another's."""
        return [anchor for anchor in self.anchors if anchor.doubt is not None]

    def summary(self) -> str:
        """Return how many claims have which fate: ``4 kept, 2 moved, 1 changed, 0 lost``, and ``2 doubtful`` if so."""
        counts = Counter(anchor.fate for anchor in self.anchors)
        told = [f"{counts[fate]} {fate.value}" for fate in Fate]
        return ", ".join([*told, f"{len(self.doubtful)} doubtful"] if self.doubtful else told)


def plan_replacement(db: Database, document_id: int, new: CodedDocument) -> Replacement:
    """Return what putting the text of *new* in the place of a document's text would do to its claims and segments.

    Raises:
        UserError: when there is no such document, or its text is the same.
    """
    document = reads.document(db, document_id)
    old = reads.text(db, document_id)
    if old == new.text:
        sentence = _("{file}: this is the text that document {number} has already; there is nothing to replace.")
        raise UserError(sentence, file=new.name, number=document_id)
    quotes = [
        ClaimQuote(claim.id, claim.span, claim.quote, claim.prefix, claim.suffix)
        for claim in reads.claims(db, document_id=document_id)
    ]
    places = PlaceMap(old, new.text)
    segments: list[tuple[int, Span | None]] = []
    for segment in reads.segments(db, document_id):
        segments.append((segment.id, moved_span(old, new.text, segment.span, places)))
    reached = [span for _, span in segments if span is not None]
    paragraphs = [
        span for span in find_paragraphs(new.text, joined=False) if not any(span.overlaps(other) for other in reached)
    ]
    anchors = reanchor(old, new.text, quotes)
    name = document.facts.title or document.name
    return Replacement(document_id, name, document.text_sha256, new, anchors, tuple(segments), tuple(paragraphs))


def replace_text(db: Database, plan: Replacement, *, drop_lost: bool = False) -> frozenset[int]:
    """Do what *plan* says, in one undo step; return the claims that went since another says the same there now.

    A claim that found no place stops it all unless *drop_lost* says that such claims shall go, with their memos; undo
    brings them back.

    Raises:
        UserError: for lost claims, and when the document changed since the plan was made; nothing is written then.
    """
    lost = [anchor.id for anchor in plan.of(Fate.LOST)]
    if lost and not drop_lost:
        sentence = ngettext(
            "{count} claim finds no place in the new text of “{name}” ({numbers}): "
            "move or delete them first, or say that they shall go.",
            "{count} claims find no place in the new text of “{name}” ({numbers}): "
            "move or delete them first, or say that they shall go.",
            len(lost),
        )
        raise UserError(sentence, count=len(lost), name=plan.name, numbers=", ".join(map(str, lost)))
    with db.edit("replace_text") as recorder:
        if reads.document(db, plan.document_id).text_sha256 != plan.old_sha256 or _claims(db, plan) != {
            anchor.id: anchor.before for anchor in plan.anchors
        }:
            raise UserError(_("“{name}” was changed meanwhile: look at the replacement again."), name=plan.name)
        remove(db, recorder, lost)
        moved = {anchor.id: anchor.after for anchor in plan.anchors if anchor.after is not None}
        recorder.update_many("claim", {number: place(plan.new.text, span) for number, span in moved.items()})
        united = unite(db, recorder, list(moved))
        recorder.delete("segment", [number for number, span in plan.segments if span is None])
        recorder.update_many(
            "segment",
            {number: {"start": span.start, "end": span.end} for number, span in plan.segments if span is not None},
        )
        paragraphs = [segment_row(plan.document_id, SegmentKind.PARAGRAPH, span) for span in plan.paragraphs]
        recorder.insert_many("segment", paragraphs)
        move_verdicts(db, recorder, plan.document_id, reads.text(db, plan.document_id), plan.new.text)
        columns = text_columns(db, plan.new)
        # a corrected text stands for itself, no longer for an original that would take its place
        recorder.update("document", plan.document_id, {**columns, "name": plan.new.name, "is_brief": 0})
    return united


def as_new_text(document: CodedDocument) -> CodedDocument:
    """Return *document* without what a replacement does not take from it."""
    return replace(document, segments=(), claims=(), new_actors=())


def _claims(db: Database, plan: Replacement) -> dict[int, Span]:
    return {claim.id: claim.span for claim in reads.claims(db, document_id=plan.document_id)}
