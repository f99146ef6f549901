"""The evidence that somebody holds a position, and what each piece of it weighs.

A linear model as for the sources of opinions in Choi, Cardie, Riloff & Patwardhan, “Identifying sources of opinions
with conditional random fields and extraction patterns”, EMNLP 2005. The weights are set by hand, the same in every
project; they say, in this order: who is told to want, say or reject something holds it, and who reports it does not;
what a speaker imputes to an opponent is the speaker's, what opponents say in public is their own; “we” is the body
where its act is meant, else the speaker; without any of these it is who speaks, then who is named first, then the
outlet.
"""

from collections.abc import Iterable, Mapping

from desktop.analysis.suggestions.frames import Where

Holders = tuple[str, ...]
Evidence = dict[Holders, set[str]]

WEIGHTS: Mapping[str, float] = {
    # who speaks
    "turn": 2.6, "I think": 2.0, "asks": -0.3, "quoted": 3.0, "said": 2.0,
    "frame": 3.0, "frame late": 3.0, "frame inside": 0.8, "framed in a turn": 1.6,
    # who is told of
    "opens": 4.0, "inside": 0.7, "in private": -0.5, "imputed": -3.5, "noun": 4.0, "noun inside": 1.5,
    "relative": 4.0, "agent": 3.0, "uttered": 1.4, "uttered in a question": 2.0, "deed": 0.9, "deed in a turn": -0.3,
    "deed of a body": 1.8, "goes on": 3.6, "described": 5.5, "listed": 6.0, "beside a quotation": 1.5,
    # the rest
    "we as a body": 3.2, "first": 1.3, "first person": 0.8, "author": 0.3, "named": -2.0,
}  # fmt: skip
# what tells of an attitude, what of somebody who says, and what frames
ATTITUDINAL = frozenset(("opens", "noun", "relative", "agent", "described", "listed"))
SPEAKING = frozenset(("turn", "quoted", "said", Where.OPENING, Where.BRACKETED))
FRAMING = frozenset((Where.OPENING, Where.BRACKETED, "uttered"))


def rank(evidence: Mapping[Holders, Iterable[str]]) -> list[Holders]:
    """Return who comes into question, the likeliest first."""
    return sorted(evidence, key=lambda who: -sum(WEIGHTS[name] for name in evidence[who]))


def add(found: Evidence, holders: Iterable[str], name: str) -> set[str]:
    """Note a piece of evidence for *holders*, and return all that speaks for them."""
    told = found.setdefault(tuple(holders), set())
    told.add(name)
    return told
