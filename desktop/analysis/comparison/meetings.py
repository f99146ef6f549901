"""Claims that meet in one passage: on words that overlap, or held by several actors together.

A sweep over the claims in the order of their places: each meets those that have begun before it and not ended yet. It
takes no square of a document's claims, and of a million no table of all pairs.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from desktop.core.mentions import Passage

# of each actor's part in a claim, or of the claim itself, the lines on which it stands: as what meets, as what is met
PartLines = Sequence[tuple[int, int]]


@dataclass(slots=True)
class _Open:
    """A passage that has not ended, and the lines of those that it met."""

    passage: Passage
    sides: PartLines
    met: set[int] = field(default_factory=set)


def meetings(
    passages: Iterable[Passage], sides_of: Callable[[Passage], PartLines], *, of_actors: bool
) -> Iterator[tuple[Passage, set[tuple[int, int]]]]:
    """Yield each passage that meets another one of the same coder, with its own line and that of what it meets.

    Args:
        passages: by document and start.
        sides_of: returns the lines of a passage.
        of_actors: whether several actors of one claim meet each other.
    """
    document: int | None = None
    going_on: dict[int, list[_Open]] = {}
    for passage in passages:
        if passage.document_id != document:
            for former in going_on.values():
                yield from _ended(former, of_actors)
            document, going_on = passage.document_id, {}
        new = _Open(passage, sides_of(passage))
        mine = [line for _own, line in new.sides]
        still, over = [], []
        for one in going_on.get(passage.coder_id, ()):
            if one.passage.end > passage.start:
                still.append(one)
                one.met.update(mine)
                new.met.update([line for _own, line in one.sides])
            else:
                over.append(one)
        still.append(new)
        going_on[passage.coder_id] = still
        if over:
            yield from _ended(over, of_actors)
    for former in going_on.values():
        yield from _ended(former, of_actors)


def _ended(passages: Iterable[_Open], of_actors: bool) -> Iterator[tuple[Passage, set[tuple[int, int]]]]:
    for one in passages:
        lines = {(own, line) for own, _ in one.sides for line in one.met} if one.met else set()
        if of_actors and len(one.sides) > 1:
            lines.update(
                (own, line)
                for at, (own, _) in enumerate(one.sides)
                for other, (_, line) in enumerate(one.sides)
                if at != other
            )
        if lines:
            yield one.passage, lines
