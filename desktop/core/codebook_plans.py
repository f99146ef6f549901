"""What a merge or a deletion in the codebook would do, told before it is done."""

from dataclasses import dataclass

from desktop.core.values import Codebook

Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A codebook as a file tells it.

    Attributes:
        given: the fields that the file has for each entry, by table (``actor``, ``topic``) and key; what a file does
            not mention is not meant to be emptied.
    """

    codebook: Codebook
    given: dict[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the matrix that a merge would change; counts are claims in the order favor, against, neutral."""

    topic_id: int
    actor_id: int
    before: Counts
    after: Counts

    @property
    def becomes_contradictory(self) -> bool:
        """Whether it has favor and against only afterwards."""
        return bool(self.after[0] and self.after[1]) and not (self.before[0] and self.before[1])


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging one actor or topic into another would do.

    Attributes:
        claims: how many claims get the other topic or actor.
        both: of these, those that name both actors already, and name one afterwards.
        cells: the cells of the remaining topic or actor that would change.
        aliases: the names it would get.
        taken, dropped: fields that it would take over because its own are empty; that are lost because they are not.
        memos, children, participations, turns: what else would be the other's: memos (those on cells too), entries
            nested under it, documents it takes part in, segments it speaks.
    """

    claims: int
    both: int
    cells: tuple[CellChange, ...]
    aliases: tuple[str, ...]
    taken: tuple[str, ...]
    dropped: tuple[str, ...]
    memos: int
    children: int
    participations: int
    turns: int


@dataclass(frozen=True, slots=True)
class DeletePlan:
    """What hangs on an actor or topic.

    Attributes:
        claims: claims that would be left without a topic or actor.
        shared: claims that other actors hold too; they only lose this one.
        memos, children, participations, turns: as in `MergePlan`.
    """

    claims: int
    shared: int
    memos: int
    children: int
    participations: int
    turns: int
