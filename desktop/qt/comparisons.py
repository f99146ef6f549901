"""What comparisons of claims share, read once and kept as long as it holds; a part of the session."""

from collections.abc import Callable
from functools import partial

from desktop.analysis.comparison.members import Members
from desktop.analysis.comparison.places import Called, Place, called, within
from desktop.core.axes import field_of
from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.mentions import Mention
from desktop.core.views import View
from desktop.project import contradictions, matrix
from desktop.project.contradictions import Contradictions
from desktop.project.matrix import Comparison
from desktop.qt.messages import Messages
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads

_MEMBERS = ("actor", "topic", "document", "coder", "own_field", "membership")
# of edits that are taken over when contradictions are looked at again: so many, and rows; of more all is counted anew
_FEW_EDITS, _FEW_ROWS = 50, 2000
EVERYTHING = ClaimFilter()


class Comparisons:
    """Compare the claims of the project that is open, without those that are hidden."""

    def __init__(self, database: Callable[[], Database], messages: Messages, hidden: Callable[[], ClaimFilter]) -> None:
        self._database = database
        self._messages = messages
        self._hidden = hidden
        self._members: Members | None = None
        self._called: Called | None = None
        self._mentions: tuple[ClaimFilter, list[Mention]] | None = None
        self._contradictions: Contradictions | None = None
        # what was done since these were looked at: who tags elsewhere does not wait for them
        self._edits: list[ChangeSet] = []

    def note(self, changes: ChangeSet | None) -> None:
        """Forget what *changes* have made old; everything when they are None."""
        self._mentions = None
        if self._contradictions is not None:
            if changes is None or len(self._edits) >= _FEW_EDITS or len(changes.rows) > _FEW_ROWS:
                self._contradictions, self._edits = None, []
            else:
                self._edits.append(changes)
        if changes is None or changes.touches(*_MEMBERS):
            self._members = self._called = None

    # the matrix

    def compare(self, view: View) -> Comparison | None:
        """Return what *view* shows; None when the user was told why not."""

        def compare() -> Comparison:
            hidden = self._hidden()
            shown = view.changed(where=ClaimFilter.parse(view.where).hiding(hidden).as_text()) if hidden.hides else view
            return matrix.compare(self._database(), shown, self.members(), empty_columns=True)

        return self._messages.attempt(compare)

    def members(self) -> Members:
        """Return the members of every field."""
        if self._members is None:
            self._members = matrix.load_members(self._database())
        return self._members

    def called(self) -> Called:
        """Return what the members of each field are called, by their keys."""
        if self._called is None:
            self._called = called(self.members())
        return self._called

    # findings

    def mentions(self, chosen: ClaimFilter = EVERYTHING) -> list[Mention]:
        """Return each claim that *chosen* lets through once for every actor who holds it."""
        wanted = chosen.hiding(self._hidden())
        if self._mentions is None or self._mentions[0] != wanted:
            # the last ones are kept: from page to page people ask for the same
            self._mentions = wanted, pivot_reads.mentions(self._database(), wanted)
        return self._mentions[1]

    def fullest(self) -> list[tuple[int, int]]:
        """Return topic and actor of each cell and stance that has claims, the most claims first."""
        counted = pivot_reads.stands(self._database(), EVERYTHING.hiding(self._hidden()))
        return [(topic, actor) for (topic, actor, _), _ in sorted(counted, key=lambda one: (-one[1], one[0]))]

    def contradictions(self, chosen: ClaimFilter = EVERYTHING) -> Contradictions:
        """Return who takes both sides and who opposes whom, the strongest first; what edits change is kept right."""
        wanted = chosen.hiding(self._hidden())
        edits, self._edits = self._edits, []
        found = self._contradictions
        # none is kept that was taken over in part
        self._contradictions = None
        if found is None or found.chosen != wanted or (edits and not found.follow(self._database(), edits)):
            found = contradictions.load(self._database(), wanted)
        self._contradictions = found
        return found

    def sides(self, both: tuple[Place, Place], chosen: ClaimFilter = EVERYTHING) -> tuple[list[Mention], list[Mention]]:
        """Return what stands in two places of the matrix, each under its own filter and *chosen*."""
        passed = None if chosen.is_empty else {one.claim_id for one in self.mentions(chosen)}
        found: dict[str, list[Mention]] = {}
        for place in both:
            if place.where not in found:
                own = self._messages.attempt(partial(self._under, place.where))
                found[place.where] = [one for one in own or () if passed is None or one.claim_id in passed]
        bases = [field_of(name).base for place in both for name in place.fields]
        values = pivot_reads.own_values(self._database(), bases)
        one, other = (within(found[place.where], place, self.members(), values) for place in both)
        return one, other

    def _under(self, where: str) -> list[Mention]:
        return self.mentions(ClaimFilter.parse(where))
