"""The page of contradictions: actors who take both sides, and pairs who oppose each other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.analysis.contradictions import BothSides, Opponents
from desktop.core.mentions import Mention
from desktop.qt.models.findings_model import Finding
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.views.choices import Choices
from desktop.qt.views.facing_panel import FacingPanel, Side
from desktop.qt.views.filter_row import FilterRow
from desktop.qt.views.findings_table import FindingsTable
from desktop.qt.views.stale_page import StalePage

ITSELF, OTHERS = "itself", "others"
KINDS = [
    (ITSELF, "Both sides", "Actors who speak for and against the same topic"),
    (OTHERS, "Opponents", "Pairs of actors who take opposite sides"),
]
_TITLES = {
    ITSELF: ("Actor", "Topic", "Claims", "In time", "Dates"),
    OTHERS: ("Actor", "Other actor", "Strength", "Opposed", "Agreed", "Topics in dispute"),
}
_NONE = {ITSELF: "Nobody takes both sides on a topic.", OTHERS: "No two actors oppose each other."}
_COURSE = {
    "at once": "at once: in one document, or on one day",
    "change": "a change: all of one side before all of the other",
    "back and forth": "back and forth",
    "undated": "undated: the dates do not tell",
}


class ContradictionsPage(StalePage):
    """Show contradictions, the strongest first; the chosen one's two sides face each other.

    Attributes:
        kind: which of the two lists is shown.
        filters: which claims count.
        table: the list.
        facing: the two sides.

    Signals:
        claim_opened(document_id, claim_id): the user wants to see a claim in its document.
    """

    claim_opened = Signal(int, int)

    def __init__(self, session: Session, settings: Settings | None = None) -> None:
        super().__init__(session)
        self.setObjectName("contradictionsPage")
        self._mentions: list[Mention] = []
        self.kind = Choices(KINDS)
        self.kind.set_value(ITSELF)
        self.filters = FilterRow(session)
        self.table = FindingsTable("Contradictions")
        self.facing = FacingPanel(session)
        above = QHBoxLayout()
        above.addWidget(self.kind)
        above.addStretch(1)
        left = QWidget()
        left.setObjectName("pane")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 12, 0)
        column.setSpacing(8)
        column.addLayout(above)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.facing)
        splitter.setSizes([600, 680])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.setFocusProxy(self.table)
        self.kind.picked.connect(lambda _: self.refresh())
        self.filters.changed.connect(self.mark_stale)
        self.table.chosen.connect(self._show)
        self.table.entered.connect(self.facing.focus_list)
        self.facing.left.connect(self.table.setFocus)
        self.facing.claim_opened.connect(self.claim_opened)

    def choose(self, kind: str) -> None:
        """Show one of the two lists."""
        self.kind.set_value(kind)
        self.refresh()

    def refresh(self) -> None:
        """Read the claims anew and list what they contradict."""
        kind = self.kind.value
        found = self.session.comparisons.contradictions(self.filters.filter)
        self._mentions = found.mentions
        rows = [self._both(one) for one in found.both] if kind == ITSELF else [self._pair(one) for one in found.pairs]
        self.filters.told.setText(f"{len(rows)} found" if rows else "")
        self.table.show_rows(_TITLES[kind], rows)

    def _both(self, one: BothSides) -> Finding:
        dates = f"▲ {_range(one.first_favor, one.last_favor)}   ▼ {_range(one.first_against, one.last_against)}"
        neutral = f" ●{one.neutral}" if one.neutral else ""
        counts = f"▲{one.favor} ▼{one.against}{neutral}"
        return Finding((self._actor(one.actor_id), self._topic(one.topic_id), counts, one.course, dates), one)

    def _pair(self, one: Opponents) -> Finding:
        topics = ", ".join(map(self._topic, one.disputed))
        names = self._actor(one.actor_id), self._actor(one.other_id)
        return Finding((*names, f"{one.strength:.2f}", str(one.conflict), str(one.congruence), topics), one)

    def _show(self, what: object) -> None:
        if isinstance(what, BothSides):
            topic = self.session.topics().get(what.topic_id)
            mine = [one for one in self._mentions if (one.actor_id, one.topic_id) == (what.actor_id, what.topic_id)]
            sides = [
                Side(words, tuple(one.claim_id for one in mine if one.stance == stance))
                for words, stance in (("In favor", "favor"), ("Against", "against"))
            ]
            about = f"{topic.proposition if topic else ''}\nIn time: {_COURSE[what.course]}".strip()
            self.facing.show_sides(f"{self._actor(what.actor_id)} · {self._topic(what.topic_id)}", about, sides)
        elif isinstance(what, Opponents):
            topics = set(what.disputed)
            sides = [
                Side(
                    self._actor(actor),
                    tuple(
                        one.claim_id
                        for one in self._mentions
                        if one.actor_id == actor and one.topic_id in topics and one.stance != "neutral"
                    ),
                )
                for actor in (what.actor_id, what.other_id)
            ]
            title = " and ".join(side.title for side in sides)
            about = f"Opposed on {', '.join(map(self._topic, what.disputed))}"
            if what.shared:
                about += f"; agreed on {', '.join(map(self._topic, what.shared))}"
            self.facing.show_sides(title, about + ".", sides, ("topic", "voice"))
        else:
            self.facing.clear(_NONE[self.kind.value])

    def _actor(self, number: int) -> str:
        actor = self.session.actors().get(number)
        return actor.name if actor else ""

    def _topic(self, number: int) -> str:
        topic = self.session.topics().get(number)
        return topic.name if topic else ""


def _range(first: str, last: str) -> str:
    return (first if first == last else f"{first} – {last}") or "undated"
