"""What tracing a quotation yields, and what a user has said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.core.language import N_, _
from desktop.core.spans import Span


class Verdict(StrEnum):
    """How the words of a quotation relate to a passage of another document; the most telling first.

    *reported* is what a report tells in its own words, beside what was said; *not compared*, what was said in another
    language.
    """

    ALTERED = "altered"
    LOOSE = "loosely the same"
    NOT_FOUND = "not found"
    TRIMMED = "trimmed"
    IDENTICAL = "identical"
    REPORTED = "reported"
    NOT_COMPARED = "not compared"
    UNTRACED = "untraced"


# how people call them, the most telling first
VERDICTS = {
    Verdict.ALTERED: N_("altered"),
    Verdict.LOOSE: N_("loosely the same"),
    Verdict.NOT_FOUND: N_("not found"),
    Verdict.TRIMMED: N_("trimmed"),
    Verdict.IDENTICAL: N_("the same"),
    Verdict.REPORTED: N_("reported"),
    Verdict.NOT_COMPARED: N_("not compared"),
    Verdict.UNTRACED: N_("not traced"),
}


class ChangeKind(StrEnum):
    """What became of words on the way from the passage to the quotation."""

    DROPPED = "dropped"
    ADDED = "added"
    REPLACED = "replaced"
    MOVED = "moved"


class Answer(StrEnum):
    """What a user says of a verdict: it is right; another one is; the two passages do not belong together."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Change:
    """Words that differ, with their places in both texts.

    Attributes:
        kind: what happened to them.
        old, new: the passage's words and the quotation's; empty where there are none.
        old_start, old_end: half-open code point offsets in the passage's document; equal when *old* is empty.
        new_start, new_end: the same in the quotation's document.
        hedge: whether a hedge such as “most” or “I think” came or went.
        negation: whether a negation came or went.
        modal: whether a verb came or went that tells what may or must be.
        governs: whether what is kept depends on one of these.
    """

    kind: ChangeKind
    old: str
    new: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    hedge: bool = False
    negation: bool = False
    modal: bool = False
    governs: bool = False

    def __str__(self) -> str:
        return f"{self.old} → {self.new}" if self.kind is ChangeKind.REPLACED else self.old or self.new


@dataclass(frozen=True, slots=True)
class Trace:
    """A quotation and where it stands in another document, or that it does not.

    Attributes:
        document_a, start_a, end_a: the quotation.
        actor: the key of its speaker; may be empty.
        document_b, start_b, end_b: the passage; None without one. With a document and no offsets: it is
            the record that was looked through in vain.
        actor_b: the key of who speaks in the passage; may be empty.
        verdict: how the two relate, by rule.
        score: 0 to 1: twice the shared words over all words of both, words of grammar counting a third.
        reason: one sentence that says why.
        changes: in the order of the quotation.
        same_event: whether both documents cover one event.
        kept_only: whether nothing but the user's answer tells of it: the rules lead elsewhere now.
    """

    document_a: int
    start_a: int
    end_a: int
    actor: str
    document_b: int | None
    start_b: int | None
    end_b: int | None
    actor_b: str
    verdict: Verdict
    score: float
    reason: str
    changes: tuple[Change, ...] = ()
    same_event: bool = False
    kept_only: bool = False

    @property
    def key(self) -> tuple[int, int, int, int | None]:
        """What the user's answer to it is kept under: the quotation and the other document."""
        return self.document_a, self.start_a, self.end_a, self.document_b

    def passages(self) -> tuple[tuple[int, Span], ...]:
        """Return the quotation and its passage: documents and spans; none without one, an empty one if not found."""
        quotation = (self.document_a, Span(self.start_a, self.end_a))
        if self.document_b is None:
            return (quotation,)
        return quotation, (self.document_b, Span(self.start_b or 0, self.end_b or 0))

    @property
    def turns(self) -> bool:
        """Whether a word is gone or new on which the rest of the quotation depends."""
        return any(change.governs for change in self.changes)

    def words(self, kind: ChangeKind) -> tuple[str, ...]:
        """Return the changes of one kind as they are read."""
        return tuple(str(change) for change in self.changes if change.kind is kind)


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """What a user said of a trace, as the project keeps it.

    Attributes:
        quote: the quotation's words; when the document no longer has them at its offsets, its text was replaced since.
        found: the verdict by rule when the user answered.
        verdict: the verdict that counts.
        created: ISO 8601 time in UTC of the first answer.
        stands: whether the quotation's words still stand at its place.
    """

    id: int
    uuid: str
    document_a: int
    start_a: int
    end_a: int
    quote: str
    document_b: int
    start_b: int | None
    end_b: int | None
    found: Verdict
    verdict: Verdict
    answer: Answer
    memo: str
    coder_id: int
    created: str
    stands: bool = True

    @property
    def key(self) -> tuple[int, int, int, int | None]:
        """The same as the key of the trace it is about."""
        return self.document_a, self.start_a, self.end_a, self.document_b


def answered_only(kept: Iterable[KeptVerdict], found: Iterable[Trace]) -> list[Trace]:
    """Return a trace for each answer that none of *found* is about: what a user said stays in sight.

    A text was replaced since, or speakers and events are told otherwise, and the rules lead elsewhere.
    """
    known = {trace.key for trace in found}
    return [_answered(one) for one in kept if not one.stands or one.key not in known]


def answer_to(trace: Trace, kept: KeptVerdict | None) -> KeptVerdict | None:
    """Return *kept*, which has the trace's key, when it is about its words and not about those that stood there."""
    return kept if kept is not None and (kept.stands or trace.kept_only) else None


def _answered(one: KeptVerdict) -> Trace:
    reason = _("You judged this; the rules do not lead there any more.")
    passage: tuple[int | None, int | None] = (one.start_b, one.end_b)
    if not one.stands:
        reason = _("The text was replaced, and these words stand nowhere in it now. What you said of them is kept.")
        passage = (None, None)
    place = (one.document_a, one.start_a, one.end_a, "", one.document_b, *passage, "")
    return Trace(*place, one.found, 0.0, reason, (), False, True)
