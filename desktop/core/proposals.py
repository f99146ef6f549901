"""Who may be an actor: names and labels that were found, and of which a user has to say whether they are anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.core.language import NN_, ngettext
from desktop.core.matching import fold
from desktop.core.values import Actor

_TURNS = NN_("{count} turn", "{count} turns")
_IN_FULL = NN_("in full beside {count} verb", "in full beside {count} verbs")
_NAMED = NN_("named beside {count} verb", "named beside {count} verbs")
_QUOTED = NN_("{count} quotation", "{count} quotations")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who may be an actor, with what tells so.

    Attributes:
        actor: as it would be made.
        in_full: in how many sentences the whole name stands beside a verb of saying.
        named: in how many it does, or the surname alone, or, where the whole name does in one, what describes them.
        quotations: how many go to it by a name or a role.
        mentions: how often prose names it, quotations and turns left out.
        turns: how many turns have it as their label.
        words: the first sentence, or the words of the first turn, that tell of it.
        documents: their numbers in the project; empty before they are imported.
        is_described: whether an office, an apposition, an age or a clause beside the whole name tells who it is.
    """

    actor: Actor
    in_full: int = 0
    named: int = 0
    quotations: int = 0
    turns: int = 0
    words: str = ""
    mentions: int = 0
    documents: tuple[int, ...] = field(default=())
    is_described: bool = False

    @property
    def name(self) -> str:
        """How it is called."""
        return self.actor.name

    @property
    def evidence(self) -> tuple[int, int, int, int, int]:
        """What it is sorted by: who is named in full, named, quoted, begins turns, and is described."""
        return self.in_full, self.named, self.quotations, self.turns, int(self.is_described)

    @property
    def is_sure(self) -> bool:
        """Whether an import makes an actor of it: a whole name, beside verbs of saying, and named twice."""
        in_prose = self.mentions > 1 and self.named + self.quotations > 1
        return in_prose or (self.in_full > 0 and self.named > 1 and self.quotations > 0)


def by_evidence(found: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return *found* with the same name as one, those with most evidence first."""
    united: dict[str, Proposal] = {}
    for one in found:
        known = united.setdefault(fold(one.name), one)
        if known is one:
            continue
        actor = replace(
            known.actor, role=known.actor.role or one.actor.role, country=known.actor.country or one.actor.country
        )
        united[fold(one.name)] = Proposal(
            actor,
            known.in_full + one.in_full,
            known.named + one.named,
            known.quotations + one.quotations,
            known.turns + one.turns,
            known.words or one.words,
            known.mentions + one.mentions,
            tuple(dict.fromkeys((*known.documents, *one.documents))),
            known.is_described or one.is_described,
        )
    return tuple(sorted(united.values(), key=lambda one: (*(-count for count in one.evidence), fold(one.name))))


def evidence_told(one: Proposal) -> str:
    """Return in words what tells of a name: ``in full beside 1 verb, 2 quotations``."""
    counts = (
        (_TURNS, one.turns),
        (_IN_FULL, one.in_full),
        (_NAMED, one.named - one.in_full),
        (_QUOTED, one.quotations),
    )
    return ", ".join(ngettext(*words, count).format(count=count) for words, count in counts if count > 0)


def proposal_record(one: Proposal) -> dict[str, Any]:
    """Return a proposal as a JSON object."""
    return {
        "name": one.name,
        "role": one.actor.role,
        "country": one.actor.country,
        "turns": one.turns,
        "in_full": one.in_full,
        "named": one.named,
        "quotations": one.quotations,
        "words": one.words,
    }
