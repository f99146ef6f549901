"""The page of contradictions: actors who take both sides, and pairs who oppose each other."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop.analysis.comparison.contradictions import BothSides, Course, Dispute, Opponents
from desktop.analysis.comparison.counts import of_sides
from desktop.analysis.comparison.positions import Opposed, TwoSided
from desktop.core import scale
from desktop.core.direction import isolated
from desktop.core.language import N_, _, ngettext
from desktop.core.mentions import has_year
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.findings_page import FindingsPage, Side
from desktop.qt.findings.findings_table import Finding, LazyFindings
from desktop.qt.parts.stance_cells import cell_text
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads
from desktop.store.reads.counts import ClaimPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.project.contradictions import Contradictions
    from desktop.project.requests import Request

ITSELF, OTHERS, CODERS = "itself", "others", "coders"
KINDS = [
    (ITSELF, N_("Both sides"), N_("Actors who speak for and against the same topic")),
    (OTHERS, N_("Opponents"), N_("Pairs of actors who take opposite sides")),
    (CODERS, N_("Coders differ"), N_("Words of an actor to which coders gave different stances")),
]
_DISPUTED = (N_("Actor"), N_("Other actor"), N_("Strength"), N_("Opposed"), N_("Agreed"), N_("Topics in dispute"))
_TITLES = {
    ITSELF: (N_("Actor"), N_("Topic"), N_("Claims"), N_("In time"), N_("Dates")),
    OTHERS: _DISPUTED,
    CODERS: (N_("Actor"), N_("Topic"), N_("Passages"), N_("Coder"), N_("Other coder")),
}
# the table of each list
_TABLES = {ITSELF: "both_sides", OTHERS: "opponents", CODERS: "disputes"}
# what would stand in an empty list is told there
_NONE = {
    ITSELF: N_(
        "Nobody takes both sides on a topic: an actor with a claim in favor and one against it would stand here."
    ),
    OTHERS: N_("No two actors oppose each other: pairs who take opposite sides on a topic would stand here."),
    CODERS: N_("No two coders gave the same words of an actor different stances on a topic: they would stand here."),
}
# how two sides lie in time: in a cell, and in a sentence
_COURSES: dict[Course, tuple[str, str]] = {
    "at once": (N_("at once"), N_("at once: in one document, or on one day")),
    "back and forth": (N_("back and forth"), N_("back and forth")),
    "undated": (N_("undated"), N_("undated: the dates do not tell")),
}


class ContradictionsPage(FindingsPage):
    """Show contradictions, the strongest first; the chosen one's two sides face each other."""

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings, KINDS, _("Contradictions"))
        self.setObjectName("contradictionsPage")
        self._found: Contradictions | None = None
        self._coders: dict[int, str] = {}
        # whether the user, or who leads here, said which of the two lists it shall be
        self._is_chosen = False
        self.focus_target = self.table
        session.entered.connect(self._on_entered)

    def choose(self, kind: str) -> None:
        """Show one of the lists."""
        self._is_chosen = True
        self.kind.set_value(kind)
        self.renew()

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the contradictions that are listed."""
        return _TABLES[self.kind.value], replace(request, where=self.filters.filter.as_text())

    def examples(self) -> "Mapping[str, Callable[[], None]]":
        """Return two of the lists."""
        return {"contradictions": lambda: self.choose(OTHERS), "both-sides": lambda: self.choose(ITSELF)}

    def on_kind(self, kind: str) -> None:
        """List something else, and stay there."""
        self.choose(kind)

    def refresh(self) -> None:
        """Read the claims anew and list what they contradict; at first the half that has something."""
        self._found = found = self._session.comparisons.contradictions(self.filters.filter)
        positions, disputes = found.positions, found.disputes
        if not self._is_chosen:
            self.kind.set_value(OTHERS if positions.pair_count and not positions.both else ITSELF)
        self._coders = {coder.id: coder.name for coder in self._session.read(reads.project.coders)}
        numbers = len(positions.both), positions.pair_count, len(disputes)
        for (key, words, _tip), number in zip(KINDS, numbers, strict=True):
            self.kind.button(key).setText(_("{list} ({count:,})").format(list=_(words), count=number))
        kind = self.kind.value
        # as they stand now: the next edit changes what is counted
        if kind == ITSELF:
            both = [*positions.both]
            rows = LazyFindings(both, self._both, partial(_place, both))
        elif kind == OTHERS:
            pairs = [*positions.pairs]
            rows = LazyFindings(pairs, self._pair, partial(_place, pairs))
        else:
            rows = LazyFindings(
                disputes, self._dispute, lambda one: next((at for at, each in enumerate(disputes) if each == one), -1)
            )
        number = len(rows)
        count = ngettext("{count} found, the strongest first", "{count} found, the strongest first", number)
        self.filters.result.setText(count.format(count=number) if number else "")
        self.table.show_rows([_(title) for title in _TITLES[kind]], rows, whole=(2, 3, 4))

    def show_finding(self, what: object) -> None:
        """Show what an actor says on both sides, or two actors on what they dispute."""
        if isinstance(what, BothSides):
            topic = self._session.topics().get(what.topic_id)
            sides = [
                self._side(words, what.actor_id, (what.topic_id,), (sign,))
                for words, sign in ((_("In favor"), 1), (_("Against"), -1))
            ]
            time = _("In time: {course}. In favor {favor}, against {against}.").format(
                course=course_words(what),
                favor=_range(what.first_favor, what.last_favor),
                against=_range(what.first_against, what.last_against),
            )
            about = f"{isolated(topic.proposition) if topic else ''}\n{time}".strip()
            self.facing.show_sides(f"{self._actor(what.actor_id)} · {self._topic(what.topic_id)}", about, sides)
        elif isinstance(what, Opponents):
            sides = [
                self._side(self._actor(actor), actor, what.disputed, (1, -1))
                for actor in (what.actor_id, what.other_id)
            ]
            title = _("{actor} and {other}").format(actor=sides[0].title, other=sides[1].title)
            sentence = _("Opposed on {disputed}; agreed on {shared}.") if what.shared else _("Opposed on {disputed}.")
            disputed, shared = (_(", ").join(map(self._topic, each)) for each in (what.disputed, what.shared))
            about = sentence.format(disputed=disputed, shared=shared)
            self.facing.show_sides(title, about, sides, ("topic", "qualities"))
        elif isinstance(what, Dispute):
            sides = [Side(self._coder(what.coder_id), what.claims), Side(self._coder(what.other_id), what.other_claims)]
            about = _("What the two coders made of the same words. In the other lists opposite readings do not count.")
            self.facing.show_sides(f"{self._actor(what.actor_id)} · {self._topic(what.topic_id)}", about, sides)
        else:
            self.facing.clear(_(_NONE[self.kind.value]))

    def _side(self, title: str, actor: int, topics: tuple[int, ...], signs: tuple[int, ...]) -> Side:
        """Return the claims of an actor on some topics, on these sides."""
        found = self._found
        assert found is not None
        stands = [found.positions.stand(topic, actor) for topic in topics]
        counts = of_sides({sign: sum(one[at] for one in stands) for at, sign in enumerate((1, -1)) if sign in signs})
        stances = {key for sign in signs for key in scale.in_use().keys_of(sign)}

        def claims(documents: Sequence[int] | None) -> list[ClaimPlace]:
            of_all = self._session.read(found.claims, topics, actor, documents)
            return [one for one in of_all if one[2] in stances]

        key = found.chosen, found.aside, actor, topics, signs
        return Side(title, counts=counts, source=claims, key=key)

    def _on_entered(self) -> None:
        self._is_chosen = False

    def _both(self, key: TwoSided) -> Finding:
        assert self._found is not None
        one = self._session.read(self._found.both, key)
        counts = of_sides({1: one.favor, -1: one.against, 0: one.neutral})
        dates = [
            date for date in (one.first_favor, one.last_favor, one.first_against, one.last_against) if has_year(date)
        ]
        change = _("change ▲ → ▼") if _favor_first(one) else _("change ▼ → ▲")
        course = change if one.course == "change" else _(_COURSES[one.course][0])
        first, last = min(dates, default=""), max(dates, default="")
        # one date in full, or the months of two: the panel beside tells the days
        when = _range(first, last) if first == last else _range(first[:7], last[:7])
        words = (self._actor(one.actor_id), self._topic(one.topic_id), cell_text(counts), course, when)
        return Finding(words, one, (), ((2, counts),))

    def _pair(self, key: Opposed) -> Finding:
        assert self._found is not None
        one = self._found.pair(key)
        topics = _(", ").join(map(self._topic, one.disputed))
        names = self._actor(one.actor_id), self._actor(one.other_id)
        return Finding((*names, f"{one.strength:.2f}", str(one.conflict), str(one.congruence), topics), one)

    def _dispute(self, one: Dispute) -> Finding:
        words = (self._actor(one.actor_id), self._topic(one.topic_id), str(one.passages))
        return Finding((*words, self._coder(one.coder_id), self._coder(one.other_id)), one)

    def _coder(self, number: int) -> str:
        return self._coders.get(number, "")

    def _actor(self, number: int) -> str:
        return self._session.actors()[number].name if number in self._session.actors() else ""

    def _topic(self, number: int) -> str:
        return self._session.topic_names().get(number, "")


def _place(keys: Sequence[TwoSided] | Sequence[Opposed], what: object) -> int:
    """Return where that of an actor and a topic, or another actor, stands; -1 where it does not."""
    kind: type = TwoSided
    if isinstance(what, BothSides):
        wanted = what.actor_id, what.topic_id
    elif isinstance(what, Opponents):
        kind, wanted = Opposed, (what.actor_id, what.other_id)
    else:
        return -1
    found = (at for at, key in enumerate(keys) if key[2] == wanted[0] and key[3] == wanted[1])
    return next(found, -1) if keys and isinstance(keys[0], kind) else -1


def course_words(one: BothSides) -> str:
    """Return how the two sides of an actor lie in time, in a sentence's words."""
    if one.course != "change":
        return _(_COURSES[one.course][1])
    if _favor_first(one):
        sentence = _("a change: in favor until {until}, against since {since}")
        return sentence.format(until=one.last_favor, since=one.first_against)
    sentence = _("a change: against until {until}, in favor since {since}")
    return sentence.format(until=one.last_against, since=one.first_favor)


def _favor_first(one: BothSides) -> bool:
    return one.last_favor < one.first_against


def _range(first: str, last: str) -> str:
    return (first if first == last else f"{first} – {last}") or _("undated")
