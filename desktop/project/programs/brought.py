"""What becomes of another program's project that comes in: what is counted, refused and told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.core.language import N_
from desktop.core.text import one_line
from desktop.project.programs.claims import FoundClaim, Unused
from desktop.project.programs.codes import CodeTree
from desktop.store.edits.told_memos import Difference

# why a claim does not come in
NO_ACTOR = N_("nobody is coded who holds it, and nobody speaks there")
NO_STANCE = N_("no stance is coded")
NOT_FOUND = N_("its words are not found in the text")
AMBIGUOUS = N_("its words stand in several places")
NO_CELL = N_("no actor and topic are called so, or several")
NO_DOCUMENT = N_("no document here is called so, or several are")
NO_TEXT = N_("its document is not here, and the file does not have its text")
OUTSIDE = N_("it lies outside its text")
# what is told of by name, at most
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a project that came in, or would become of it.

    Attributes:
        documents: how many are new, and how many were here already.
        claims: how many came in.
        there: how many were here already.
        refused: claims and codings that do not come in, each with its reason.
        moved: how many claims were found by their words, or moved to a text that is nearly the same.
        topics, actors: how many are new.
        facts: how many facts of documents are new.
        differences: what the file says otherwise of claims and memos that are here.
        taken: whether these say what the file says now.
        own: how many things have got a value of each own field, by the fields' places.
    """

    documents: int = 0
    joined: int = 0
    claims: int = 0
    there: int = 0
    refused: tuple[Unused, ...] = ()
    moved: int = 0
    topics: int = 0
    actors: int = 0
    memos: int = 0
    asked: int = 0
    without_actor: int = 0
    without_stance: int = 0
    notes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    taken: bool = False
    facts: int = 0
    own: Mapping[str, int] = field(default_factory=dict)

    @property
    def reasons(self) -> dict[str, int]:
        """How many do not come in for each reason."""
        return dict(Counter(one.reason for one in self.refused))


def some_of(names: Sequence[str]) -> str:
    """Return the first dozen of names, each as a line of a few words, and whether there are more."""
    return ", ".join(one_line(one, 40) for one in names[:_NAMED]) + ", …" * (len(names) > _NAMED)


class BroughtSoFar:
    """What has become of a project so far.

    Attributes:
        counts: by the names of the fields of `Brought`.
    """

    def __init__(self, tree: CodeTree, notes: Iterable[str], refused: Iterable[Unused]) -> None:
        self.counts = Counter[str]()
        self.notes, self.refused = list(notes), list(refused)
        self.differences: list[Difference] = []
        self._paths = tree.paths

    def refuse(self, claims: Iterable[FoundClaim], reason: str) -> None:
        """Note that claims do not come in, with the names of what they are coded with."""
        for one in claims:
            names = (self._paths.get(one.topic, one.topic_name), *(self._paths.get(each, "") for each in one.actors))
            self.refused.append(Unused(one.document, one.start, one.end, tuple(filter(None, names)), reason, one.quote))

    def brought(self, *, asked: int, taken: bool, own: Mapping[str, int]) -> Brought:
        """Return all of it, when nothing more comes."""
        return Brought(
            documents=self.counts["documents"],
            joined=self.counts["joined"],
            claims=self.counts["claims"],
            there=self.counts["there"],
            moved=self.counts["moved"],
            topics=self.counts["topics"],
            actors=self.counts["actors"],
            memos=self.counts["memos"],
            facts=self.counts["facts"],
            without_actor=self.counts["without_actor"],
            without_stance=self.counts["without_stance"],
            refused=tuple(self.refused),
            asked=asked,
            notes=tuple(self.notes),
            differences=tuple(self.differences),
            taken=taken,
            own=dict(own),
        )
