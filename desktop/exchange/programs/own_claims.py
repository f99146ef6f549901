"""The claims of a project that Visavis gathered, put together again of their codings, for what writes a row a claim."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.core.values import Actor, Topic
from desktop.exchange.programs.interchange import ForeignCoding, ForeignMemo, ForeignProject


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim as its codings tell it.

    Attributes:
        place: the first of them, with where it stands, who coded it and when.
        topic: None in no project of ours.
        topic_code: the id of its code.
        said: what else is coded, by the name of the branch in small letters: ``stance``, ``voice``.
        memos: those on it, in order.
    """

    place: ForeignCoding
    actors: tuple[Actor, ...]
    topic: Topic | None
    topic_code: str = ""
    said: dict[str, str] = field(default_factory=dict)
    memos: tuple[ForeignMemo, ...] = ()


def own_claims(project: ForeignProject) -> Iterator[OwnClaim]:
    """Yield the claims of a gathered project, in the order of its codings."""
    codes = {one.id: one for one in project.codes}
    units: dict[str, list[ForeignCoding]] = {}
    for one in project.codings:
        units.setdefault(one.unit, []).append(one)
    memos: dict[str, list[ForeignMemo]] = {}
    for memo in project.memos:
        if memo.unit:
            memos.setdefault(memo.unit, []).append(memo)
    for unit, own in units.items():
        said: dict[str, str] = {}
        topic: Topic | None = None
        topic_code = ""
        for code in (codes[one.code] for one in own):
            above = codes.get(code.parent)
            if code.entry is None and above is not None and isinstance(above.entry, Topic):
                topic, topic_code, said["stance"] = above.entry, above.id, code.name.rpartition(": ")[2]
            elif code.entry is None and above is not None:
                said[above.name.lower()] = code.name
        actors = tuple(entry for one in own if isinstance(entry := codes[one.code].entry, Actor))
        yield OwnClaim(own[0], actors, topic, topic_code, said, tuple(memos.get(unit, ())))
