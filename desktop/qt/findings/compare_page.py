"""The page of two sides: two actors, two documents, or any two places of the matrix, on the topics they share."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.analysis.comparison import places
from desktop.analysis.comparison.contradictions import Agreement, SharedTopic, compare
from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.places import Place
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _
from desktop.core.matching import Candidate
from desktop.core.mentions import Mention
from desktop.core.views import View
from desktop.project import lookup
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.findings_page import FindingsPage, Side
from desktop.qt.findings.findings_table import Finding
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.layouts import hbox, label, tool
from desktop.qt.parts.page import Goto, GotoComparison
from desktop.qt.parts.stance_cells import cell_text
from desktop.qt.parts.type_ahead import ChoiceField
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.project.requests import Request

KINDS = [
    ("actor", N_("Actors"), N_("Compare two actors")),
    ("document", N_("Documents"), N_("Compare two documents")),
    ("place", N_("Cells"), N_("Compare any two cells, rows or columns of the matrix")),
]
# a sign as well as a colour, which is no stance's: that would mean two things; between them, how many there are
VERDICTS: dict[Agreement, tuple[str, str, str]] = {
    "disagree": (N_("≠ disagree"), N_("{count} disagree"), "ink"),
    "mixed": (N_("≈ mixed"), N_("{count} mixed"), "ink"),
    "agree": (N_("= agree"), N_("{count} agree"), "accent"),
    "open": (N_("… open"), N_("{count} open"), "dim"),
}
_HEADS = (N_("Verdict"), N_("Topic"), "A", "B")
CHOOSE = N_("Choose two to compare: type a few letters of their names.")
CHOOSE_PLACES = N_(
    "Choose two cells, rows or columns to compare: type a few letters of what they are called, or press A on the one "
    "and B on the other in the matrix."
)
APART = N_("They share no topic.")
ALL, ALL_TOPICS = N_("all"), N_("All topics")


class ComparePage(FindingsPage):
    """Let two sides face each other: their topics, disagreements first; then those of which one side alone speaks.

    Attributes:
        a, b: the lines in which they are chosen.
        view: the comparison whose cells, rows and columns can be chosen.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings, KINDS, _("Topics of both"))
        self.setObjectName("comparePage")
        self.a, self.b = (ChoiceField(name, self._candidates) for name in ("A", "B"))
        self.swap = tool("⇄", "flat", _("Let A and B change places"))
        self.swap.setAccessibleName(_("Let A and B change places"))
        self.view = View()
        # with the numbers that the lines know; those of another view stay while one of them is chosen
        self._places: dict[Place, int] = {}
        self._offers: tuple[tuple[object, ...], list[Candidate[int]]] = ((), [])
        self._mentions: tuple[list[Mention], list[Mention]] = ([], [])
        self.above.addLayout(hbox(label("A"), (self.a, 1), self.swap, label("B"), (self.b, 1), gap=8))
        self.focus_target = self.a
        for field in (self.a, self.b):
            field.picked.connect(lambda: self._on_picked())
        self.swap.clicked.connect(lambda: self.choose(self.kind.value, self.b.chosen, self.a.chosen))
        session.entered.connect(self._on_entered)

    def choose(self, kind: str, a: int | None, b: int | None = None) -> None:
        """Compare two actors or documents (*kind*) by their ids; None is still to be chosen."""
        # first neither: a number of the kind before means another thing
        for field in (self.a, self.b):
            field.set_chosen(None)
        self.kind.set_value(kind)
        self.a.set_chosen(a)
        self.b.set_chosen(b)
        self.renew()

    def choose_places(self, view: View, a: Place, b: Place | None = None) -> None:
        """Compare two places of *view*, whatever filter each was looked at under; without *b* it is to be chosen."""
        self.view = view
        self._offers = ((), [])
        self.choose("place", *(None if one is None else self._number(one) for one in (a, b)))
        # where there is something left to be chosen
        self.focus_target = self.b if b is None else self.table

    def arrive(self, goto: Goto) -> None:
        """Compare two places."""
        if isinstance(goto, GotoComparison):
            self.choose_places(goto.view, goto.a, goto.b)
            self.take_focus()

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the two sides."""
        kind, sides = self.kind.value, {}
        if kind in ("actor", "document"):
            for key, number in (("a", self.a.chosen), ("b", self.b.chosen)):
                if number is not None:
                    sides[key] = self._session.actors()[number].key if kind == "actor" else str(number)
        else:
            chosen = (self._place(field.chosen) for field in (self.a, self.b))
            sides = {key: place.as_text() for key, place in zip("ab", chosen, strict=True) if place}
        table = {"actor": "compare_actors", "document": "compare_documents"}.get(kind, "compare_cells")
        return table, replace(request, where=self.filters.filter.as_text(), options=sides)

    def examples(self) -> "Mapping[str, Callable[[], None]]":
        """Return the two actors with most claims, and the two fullest cells of one topic."""
        return {"compare": self._choose_actors, "cells": self._choose_cells}

    def _choose_actors(self) -> None:
        uses = self._session.usage("actor")
        most = sorted(uses, key=lambda actor: (-uses[actor], actor))[:2]
        if len(most) == 2:
            self.choose("actor", *most)

    def _choose_cells(self) -> None:
        topics, actors = self._session.topics(), self._session.actors()
        cells = self._session.comparisons.fullest()
        for topic, _actor in cells:
            two = [actor for other, actor in cells if other == topic][:2]
            if len(two) == 2:
                keys = [(("actor", actors[actor].key), ("topic", topics[topic].key)) for actor in two]
                self.choose_places(View(), *(Place(key) for key in keys))
                return

    def refresh(self) -> None:
        """Read the claims anew and list the topics."""
        a, b = (self._place(field.chosen) for field in (self.a, self.b))
        if a is None or b is None:
            self._mentions = ([], [])
            self.filters.result.setText("")
            self.table.show_rows((), [])
            return
        one, other = self._session.comparisons.sides((a, b), self.filters.filter)
        self._mentions = (one, other)
        found = compare(one, other)
        topics = self._session.topic_names()
        rows = []
        for each in found.shared:
            words, _count, tone = VERDICTS[each.verdict]
            rows.append(self._finding(_(words), topics[each.topic_id], each, (each.a, each.b), tone))
        for words, side, alone in ((N_("only A"), 0, found.only_a), (N_("only B"), 1, found.only_b)):
            for topic in alone:
                counts = [_counted(self._mentions[at], topic) if at == side else CellCounts() for at in (0, 1)]
                rows.append(self._finding(_(words), topics[topic], (words, topic), (counts[0], counts[1]), "dim"))
        if rows:
            # as words: for one topic and against another is no contradiction, and not painted as one
            counts_of_all = [cell_text(_counted(side)) for side in (one, other)]
            rows.append(Finding((_(ALL), _(ALL_TOPICS), *counts_of_all), (ALL, 0), ((0, "dim"),)))
        counts_of = ((count, len(found.of(verdict))) for verdict, (_sign, count, _tone) in VERDICTS.items())
        told = [_(words).format(count=count) for words, count in counts_of if count]
        self.filters.result.setText(_(", ").join(told) or _(APART))
        # what shares no topic can face each other all the same
        first = None if found.shared else (ALL, 0)
        self.table.show_rows([_(head) for head in _HEADS], rows, first, whole=(0, 2, 3))

    def show_finding(self, what: object) -> None:
        """Show the two sides on one topic, or on all."""
        if isinstance(what, SharedTopic):
            words, number = VERDICTS[what.verdict][0], what.topic_id
            claims = (what.a_claims, what.b_claims)
        elif isinstance(what, tuple):
            words, number = what
            claims = (_claims(self._mentions[0], number), _claims(self._mentions[1], number))
        else:
            both = self.a.chosen is not None and self.b.chosen is not None
            self.facing.clear(_(APART if both else CHOOSE_PLACES if self.kind.value == "place" else CHOOSE))
            return
        topic = self._session.topics()[number] if number else None
        sides = [Side(name, tuple(ids)) for name, ids in zip(self._names(), claims, strict=True)]
        named = {
            name for field in (self.a, self.b) if (one := self._place(field.chosen)) is not None for name in one.fields
        }
        tells = [*(["actor"] if "actor" not in named else []), *([] if topic else ["topic"]), "qualities"]
        title = f"{self._session.topic_names()[topic.id]}: {_(words)}" if topic else _(ALL_TOPICS)
        self.facing.show_sides(title, topic.proposition if topic else "", sides, tuple(tells))

    def on_kind(self, kind: str) -> None:
        """Begin with nothing chosen."""
        self.focus_target = self.a
        self.choose(kind, None, None)
        self.a.setFocus()

    def _finding(
        self, verdict: str, topic: str, what: object, counts: tuple[CellCounts, CellCounts], tone: str
    ) -> Finding:
        return Finding((verdict, topic, *map(cell_text, counts)), what, ((0, tone),), tuple(enumerate(counts, start=2)))

    def _on_picked(self) -> None:
        self.refresh()
        # on to what is missing, then to what was found
        missing = next((field for field in (self.a, self.b) if field.chosen is None), None)
        (missing or self.table).setFocus()

    # what can be chosen

    def _place(self, number: int | None) -> Place | None:
        kind = self.kind.value
        if number is None:
            return None
        if kind == "place":
            return list(self._places)[number]
        member = self._session.comparisons.members()[kind].get(number)
        return None if member is None else Place(((kind, member.key),))

    def _names(self) -> list[str]:
        if self.kind.value != "place":
            return [self.a.text(), self.b.text()]
        found = (self._place(field.chosen) for field in (self.a, self.b))
        return [self._words(one, full=True) if one is not None else "" for one in found]

    def _words(self, place: Place, *, full: bool = False) -> str:
        """Return a place in words; in *full* with its fields and filter."""
        known = self._session.comparisons.called()
        if not full:
            return " · ".join(places.names(place, known))
        chosen = ClaimFilter.parse(place.where)
        where = "" if chosen.is_empty else f" ({self._session.read(lookup.filter_sentence, chosen)})"
        return places.words(place, known) + where

    def _number(self, place: Place) -> int:
        return self._places.setdefault(place, len(self._places))

    def _candidates(self) -> list[Candidate[int]]:
        kind = self.kind.value
        if kind == "document":
            return [
                Candidate(one.id, (title_text(one), one.name)) for one in self._session.shown(reads.filtered.documents)
            ]
        if kind == "place":
            return self._offered()
        return self._session.candidates("actor")

    def _offered(self) -> list[Candidate[int]]:
        """Return the rows, columns and cells of the view, and what else is chosen."""
        known = (self._session.revision, self.view)
        if self._offers[0] != known:
            found = self._session.comparisons.compare(self.view)
            kept = [one for field in (self.a, self.b) if (one := self._place(field.chosen)) is not None]
            uses = dict(places.places(found.pivot, self.view.where)) if found is not None else {}
            offers = [
                Candidate(self._number(place), (self._words(place),), uses.get(place, 0))
                for place in dict.fromkeys((*kept, *uses))
            ]
            self._offers = (known, offers)
        return self._offers[1]

    def _on_entered(self) -> None:
        # the ids of another project mean other things
        for field in (self.a, self.b):
            field.set_chosen(None)
        self._places.clear()
        self._offers = ((), [])
        self.view = View()


def _claims(mentions: list[Mention], topic: int) -> tuple[int, ...]:
    """Return the claims of a side on a topic, or (0) on all, each once."""
    return tuple(dict.fromkeys(one.claim_id for one in mentions if topic in (0, one.topic_id)))


def _counted(mentions: list[Mention], topic: int = 0) -> CellCounts:
    return CellCounts.of({one.claim_id: one.stance for one in mentions if topic in (0, one.topic_id)}.values())
