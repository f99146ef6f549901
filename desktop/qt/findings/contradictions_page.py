"""The page of contradictions: actors who take both sides, and pairs who oppose each other."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.analysis.comparison.contradictions import BothSides, Course, Dispute, Opponents
from desktop.analysis.comparison.counts import CellCounts
from desktop.core.direction import isolated
from desktop.core.language import N_, _, ngettext
from desktop.core.mentions import Mention, has_year
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.findings_page import FindingsPage, Side
from desktop.qt.findings.findings_table import Finding
from desktop.qt.parts.stance_cells import cell_text
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        self._mentions: list[Mention] = []
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
        found = self._session.comparisons.contradictions(self.filters.filter)
        if not self._is_chosen:
            self.kind.set_value(OTHERS if found.pairs and not found.both else ITSELF)
        self._coders = {coder.id: coder.name for coder in self._session.read(reads.project.coders)}
        rows = {
            ITSELF: [self._both(one) for one in found.both],
            OTHERS: [self._pair(one) for one in found.pairs],
            CODERS: [self._dispute(one) for one in found.disputes],
        }
        for (key, words, _tip), number in zip(KINDS, map(len, rows.values()), strict=True):
            self.kind.button(key).setText(_("{list} ({count:,})").format(list=_(words), count=number))
        kind = self.kind.value
        self._mentions = found.mentions
        number = len(rows[kind])
        count = ngettext("{count} found, the strongest first", "{count} found, the strongest first", number)
        self.filters.result.setText(count.format(count=number) if number else "")
        self.table.show_rows([_(title) for title in _TITLES[kind]], rows[kind], whole=(2, 3, 4))

    def show_finding(self, what: object) -> None:
        """Show what an actor says on both sides, or two actors on what they dispute."""
        if isinstance(what, BothSides):
            topic = self._session.topics().get(what.topic_id)
            mine = [one for one in self._mentions if (one.actor_id, one.topic_id) == (what.actor_id, what.topic_id)]
            sides = [
                Side(words, tuple(one.claim_id for one in mine if one.stance == stance))
                for words, stance in ((_("In favor"), "favor"), (_("Against"), "against"))
            ]
            time = _("In time: {course}. In favor {favor}, against {against}.").format(
                course=course_words(what),
                favor=_range(what.first_favor, what.last_favor),
                against=_range(what.first_against, what.last_against),
            )
            about = f"{isolated(topic.proposition) if topic else ''}\n{time}".strip()
            self.facing.show_sides(f"{self._actor(what.actor_id)} · {self._topic(what.topic_id)}", about, sides)
        elif isinstance(what, Opponents):
            topics = set(what.disputed)
            taken = [one for one in self._mentions if one.topic_id in topics and one.stance != "neutral"]
            sides = [
                Side(self._actor(actor), tuple(one.claim_id for one in taken if one.actor_id == actor))
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

    def _on_entered(self) -> None:
        self._is_chosen = False

    def _both(self, one: BothSides) -> Finding:
        counts = CellCounts(one.favor, one.against, one.neutral)
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

    def _pair(self, one: Opponents) -> Finding:
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
        return self._session.topics()[number].name if number in self._session.topics() else ""


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
