"""Actions on segments: marking a selection as what it is, and naming who speaks in a turn."""

from desktop.core.changes import Value
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.phrases import gone
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
    text = reads.text(db, document_id)
    chosen = trimmed(text, span.start, span.end)
    if not len(chosen):
        raise UserError(_("The selection is empty: select the lines to mark."))
    with db.edit("mark_segment", {"kind": kind.value}) as recorder:
        found = reads.segments(db, document_id)
        for segment in found:
            if segment.kind in _YIELDING[kind]:
                _cut(recorder, text, segment, chosen, whole=kind is SegmentKind.FURNITURE)
        number = recorder.insert(
            "segment", _row(document_id, kind, chosen, actor_id, role.value if role else "", label)
        )
        if kind is SegmentKind.TURN and not any(_is_inner(one, chosen) for one in found):
            recorder.insert("segment", _row(document_id, SegmentKind.PARAGRAPH, chosen))
    return number


def set_speaker(db: Database, segment_ids: list[int], actor_id: int | None, role: TurnRole | None = None) -> None:
    """Say who speaks in turns; None for nobody known. A *role* that is None stays as it is.

    Raises:
        UserError: when one of them does not exist.
    """
    values: dict[str, Value] = {"actor_id": actor_id}
    if role is not None:
        values["role"] = role.value
    with db.edit("name_speaker") as recorder:
        try:
            recorder.update_many("segment", dict.fromkeys(segment_ids, values))
        except KeyError as error:
            raise UserError(gone(*error.args[0].split())) from error


def _is_inner(segment: Segment, chosen: Span) -> bool:
    inner = (SegmentKind.PARAGRAPH, SegmentKind.HEADING)
    return segment.kind in inner and Span(segment.start, segment.end).overlaps(chosen)


def _cut(recorder: Recorder, text: str, segment: Segment, chosen: Span, *, whole: bool) -> None:
    """Take *chosen* out of a segment; a turn around furniture stays one."""
    span = Span(segment.start, segment.end)
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
        row = _row(segment.document_id, segment.kind, part, segment.actor_id, segment.role)
        recorder.insert("segment", row)


def _row(
    document_id: int, kind: SegmentKind, span: Span, actor_id: int | None = None, role: str = "", label: str = ""
) -> dict[str, Value]:
    return {
        "document_id": document_id,
        "kind": kind.value,
        "start": span.start,
        "end": span.end,
        "actor_id": actor_id,
        "role": role,
        "label": label,
    }
