"""Actions on segments: marking a selection as what it is, a turn with who speaks in it."""

from desktop.core.changes import Value
from desktop.core.errors import UserError
from desktop.core.interjections import INTERJECTION
from desktop.core.language import _
from desktop.core.spans import Span, trimmed
from desktop.core.values import Segment, SegmentKind, TurnRole
from desktop.store.database import Database
from desktop.store.reads import project as reads
from desktop.store.recorder import Recorder

# what gives way to what: a turn holds paragraphs and headings, furniture holds nothing
_YIELDING = {
    SegmentKind.FURNITURE: tuple(SegmentKind),
    SegmentKind.TURN: (SegmentKind.TURN, SegmentKind.FURNITURE),
    SegmentKind.PARAGRAPH: (SegmentKind.PARAGRAPH, SegmentKind.HEADING, SegmentKind.FURNITURE),
    SegmentKind.HEADING: (SegmentKind.PARAGRAPH, SegmentKind.HEADING, SegmentKind.FURNITURE),
}


def mark(
    db: Database,
    document_id: int,
    span: Span,
    kind: SegmentKind,
    *,
    actor_id: int | None = None,
    role: TurnRole | None = None,
    label: str = "",
) -> int:
    """Mark a stretch of a document, without the white space at its ends, and return the segment's id.

    It overrides what the rules or an earlier mark said: segments inside it that it cannot hold are deleted, others are
    cut at its borders. A stretch that was furniture and becomes a turn is a paragraph of that turn.

    Args:
        db: the project.
        document_id: the document.
        span: code points of its text.
        kind: what it is.
        actor_id: of a turn: who speaks.
        role: of a turn: what they do.
        label: of a turn: how the text names them.

    Raises:
        UserError: when there is no such document, or nothing but white space is selected.
    """
    with db.edit("mark_segment", {"kind": kind.value}) as recorder:
        text = reads.text(db, document_id)
        chosen = trimmed(text, span.start, span.end)
        if not len(chosen):
            raise UserError(_("The selection is empty: select the lines to mark."))
        found = reads.segments(db, document_id)
        for segment in found:
            if segment.kind in _YIELDING[kind]:
                _cut(recorder, text, segment, chosen, whole=kind is SegmentKind.FURNITURE)
        # what is marked anew still begins when it did
        times = (one.time for one in found if one.time and one.start == chosen.start)
        time = next(times, "") if kind in (SegmentKind.TURN, SegmentKind.PARAGRAPH) else ""
        # what was thrown in has a speaker now
        thrown_in = [one.id for one in found if one.role == INTERJECTION and one.span.contains(chosen)]
        if kind is SegmentKind.TURN:
            recorder.update_many("segment", {one: {"role": ""} for one in thrown_in})
        number = recorder.insert(
            "segment", segment_row(document_id, kind, chosen, actor_id, role.value if role else "", label, time)
        )
        inner = (one for one in found if one.kind in (SegmentKind.PARAGRAPH, SegmentKind.HEADING))
        if kind is SegmentKind.TURN and not any(one.span.overlaps(chosen) for one in inner):
            recorder.insert("segment", segment_row(document_id, SegmentKind.PARAGRAPH, chosen))
    return number


def _cut(recorder: Recorder, text: str, segment: Segment, chosen: Span, *, whole: bool) -> None:
    """Take *chosen* out of a segment; a turn around furniture stays one."""
    span = segment.span
    if not span.overlaps(chosen):
        return
    ends = ((span.start, max(span.start, chosen.start)), (min(span.end, chosen.end), span.end))
    rest = [part for start, end in ends if len(part := trimmed(text, start, end))]
    if whole and segment.kind is SegmentKind.TURN and len(rest) == 2:
        return
    if not rest:
        recorder.delete("segment", [segment.id])
        return
    # a part of a segment has no place in an original
    nowhere: dict[str, Value] = {"original_start": None, "original_end": None}
    recorder.update("segment", segment.id, {"start": rest[0].start, "end": rest[0].end, **nowhere})
    for part in rest[1:]:
        row = segment_row(segment.document_id, segment.kind, part, segment.actor_id, segment.role)
        recorder.insert("segment", row)


def segment_row(
    document_id: int,
    kind: SegmentKind,
    span: Span,
    actor_id: int | None = None,
    role: str = "",
    label: str = "",
    time: str = "",
) -> dict[str, Value]:
    """Return the columns of a segment; *actor_id*, *role* and *label* are of a turn."""
    return {
        "document_id": document_id,
        "kind": kind.value,
        "start": span.start,
        "end": span.end,
        "actor_id": actor_id,
        "role": role,
        "label": label,
        "time": time,
    }
