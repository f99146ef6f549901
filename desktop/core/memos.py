"""Memos: notes on documents, claims, actors, topics, and on what one actor says on one topic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemoTarget:
    """What a memo is on: the id of a document, a claim, an actor, a topic, or of an actor and a topic, their cell.

    Raises:
        ValueError: when it names nothing, or more than one thing.
    """

    document_id: int | None = None
    claim_id: int | None = None
    actor_id: int | None = None
    topic_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse what the table would refuse."""
        of_codebook = self.actor_id is not None or self.topic_id is not None
        if (self.document_id is not None) + (self.claim_id is not None) + of_codebook != 1:
            raise ValueError(f"a memo is on one thing: {self}")

    @property
    def kind(self) -> str:
        """``document``, ``claim``, ``actor``, ``topic`` or ``cell``."""
        if self.actor_id is not None and self.topic_id is not None:
            return "cell"
        names = ("document", "claim", "actor", "topic")
        return next(name for name in names if getattr(self, f"{name}_id") is not None)


@dataclass(frozen=True, slots=True)
class Memo:
    """A stored memo.

    Attributes:
        created: ISO 8601 time in UTC.
    """

    id: int
    uuid: str
    target: MemoTarget
    text: str
    coder_id: int
    created: str
