"""The page of two sides: two actors or two documents on the topics that they share."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from desktop.analysis.compare import SharedTopic
from desktop.core.matching import Candidate
from desktop.qt.models.findings_model import Finding
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.views.choice_field import ChoiceField
from desktop.qt.views.choices import Choices
from desktop.qt.views.claim_text import title_text
from desktop.qt.views.facing_panel import FacingPanel, Side
from desktop.qt.views.filter_row import FilterRow
from desktop.qt.views.findings_table import FindingsTable
from desktop.qt.views.matrix_cells import cell_text
from desktop.qt.views.stale_page import StalePage

KINDS = [("actor", "Actors", "Compare two actors"), ("document", "Documents", "Compare two documents")]
# told by a sign as well as by a colour
SIGNS = {"disagree": "≠ disagree", "mixed": "≈ mixed", "agree": "= agree", "open": "… open"}
# not the colours of stances: those would mean two things
_TONES = {"disagree": "ink", "mixed": "ink", "agree": "accent", "open": "dim"}
CHOOSE = "Choose two to compare: type a few letters of their names."
APART = "They share no topic."


class ComparePage(StalePage):
    """Let two actors or documents face each other.

    Attributes:
        kind: actors or documents.
        a, b: the lines in which they are chosen.
        filters: which claims count.
        table: the topics, disagreements first; then those of which one side alone speaks.
        facing: both sides on the chosen topic.

    Signals:
        claim_opened(document_id, claim_id): the user wants to see a claim in its document.
    """

    claim_opened = Signal(int, int)

    def __init__(self, session: Session, settings: Settings | None = None) -> None:
        super().__init__(session)
        self.setObjectName("comparePage")
        self.kind = Choices(KINDS)
        self.kind.set_value("actor")
        self.a, self.b = (ChoiceField(name, self._candidates) for name in ("A", "B"))
        self.swap = QToolButton()
        self.swap.setText("⇄")
        self.swap.setToolTip("Let A and B change places")
        self.swap.setAccessibleName("Let A and B change places")
        self.swap.setProperty("role", "flat")
        self.filters = FilterRow(session)
        self.table = FindingsTable("Topics of both")
        self.facing = FacingPanel(session)
        self._path = session.path if session.is_open else None
        self._lay()
        self.kind.picked.connect(self._on_kind)
        for field in (self.a, self.b):
            field.picked.connect(lambda _: self.refresh())
        self.swap.clicked.connect(lambda: self.choose(self.kind.value, self.b.chosen, self.a.chosen))
        self.filters.changed.connect(self.mark_stale)
        self.table.chosen.connect(self._show)
        self.table.entered.connect(self.facing.focus_list)
        self.facing.left.connect(self.table.setFocus)
        self.facing.claim_opened.connect(self.claim_opened)
        session.opened.connect(self._on_opened)

    def choose(self, kind: str, a: int | None, b: int | None = None) -> None:
        """Compare two actors or documents (*kind*) by their ids; None is still to be chosen."""
        self.kind.set_value(kind)
        self.a.set_chosen(a)
        self.b.set_chosen(b)
        self.refresh()

    def refresh(self) -> None:
        """Read the claims anew and list the topics."""
        a, b = self.a.chosen, self.b.chosen
        if a is None or b is None:
            self.filters.told.setText("")
            self.table.show_rows((), [])
            return
        found = self.session.comparisons.facing(self.kind.value, a, b, self.filters.filter)
        topics = self.session.topics()
        rows = [
            Finding(
                (SIGNS[one.verdict], topics[one.topic_id].name, cell_text(one.a), cell_text(one.b)),
                one,
                ((0, _TONES[one.verdict]),),
            )
            for one in found.shared
        ]
        for words, alone in (("only A", found.only_a), ("only B", found.only_b)):
            rows += [Finding((words, topics[one].name, "", ""), (words, one), ((0, "dim"),)) for one in alone]
        told = [f"{len(found.of(one))} {one}" for one in ("disagree", "mixed", "agree", "open") if found.of(one)]
        self.filters.told.setText(", ".join(told) or APART)
        self.table.show_rows(("", "Topic", "A", "B"), rows)

    def _lay(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.kind)
        for label, field in (("A", self.a), ("B", self.b)):
            above.addWidget(QLabel(label))
            above.addWidget(field, 1)
            if label == "A":
                above.addWidget(self.swap)
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
        splitter.setSizes([560, 720])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.setFocusProxy(self.a)

    def _show(self, what: object) -> None:
        names = (self.a.text(), self.b.text())
        if isinstance(what, SharedTopic):
            topic = self.session.topics()[what.topic_id]
            claims = (what.a_claims, what.b_claims)
            title = f"{topic.name}: {SIGNS[what.verdict]}"
        elif isinstance(what, tuple):
            topic = self.session.topics()[what[1]]
            alone = self._alone(what[1], 0 if what[0] == "only A" else 1)
            claims = (alone, ()) if what[0] == "only A" else ((), alone)
            title = f"{topic.name}: {what[0]}"
        else:
            both = self.a.chosen is not None and self.b.chosen is not None
            self.facing.clear(APART if both else CHOOSE)
            return
        sides = [Side(name, tuple(ids)) for name, ids in zip(names, claims, strict=True)]
        tells = ("actor", "voice") if self.kind.value == "document" else ("voice",)
        self.facing.show_sides(title, topic.proposition, sides, tells)

    def _alone(self, topic_id: int, side: int) -> tuple[int, ...]:
        number = (self.a.chosen, self.b.chosen)[side]
        found = self.session.comparisons.mentions(self.filters.filter)
        by = f"{self.kind.value}_id"
        mine = (one.claim_id for one in found if getattr(one, by) == number and one.topic_id == topic_id)
        return tuple(dict.fromkeys(mine))

    def _candidates(self) -> list[Candidate[int]]:
        if self.kind.value == "document":
            return [Candidate(one.id, (title_text(one), one.name)) for one in self.session.documents()]
        uses = self.session.usage("actor")
        return [
            Candidate(one.id, (one.name, one.key, one.initials, *one.aliases), uses.get(one.id, 0))
            for one in self.session.actors().values()
        ]

    def _on_kind(self, kind: str) -> None:
        self.choose(kind, None, None)
        self.a.setFocus()

    def _on_opened(self) -> None:
        # the ids of another project mean other things
        if self.session.path != self._path:
            self._path = self.session.path
            self.a.set_chosen(None)
            self.b.set_chosen(None)
