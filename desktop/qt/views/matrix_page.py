"""The page of the matrix: what actors hold on topics, and the claims behind each cell."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QToolButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from desktop.core.changes import ChangeSet
from desktop.qt.models.matrix_model import MatrixModel
from desktop.qt.session import Session
from desktop.qt.views.evidence_panel import EvidencePanel
from desktop.qt.views.matrix_cells import Legend
from desktop.qt.views.matrix_grid import MatrixGrid

EMPTY = (
    "There is nothing to compare yet. Import documents, select the words in which somebody takes a position, and tag "
    "who holds it, on which topic, for or against: each claim fills a cell here."
)


class MatrixPage(Widget):
    """Show the matrix and its evidence.

    Attributes:
        model: what is shown.
        grid: the table.
        evidence: the claims of what is chosen in it.
        hide_empty: the toggle.

    Signals:
        claim_opened(document_id, claim_id): the user wants to see a claim in its document.
        export_wanted(): the user wants to export a table.
    """

    claim_opened = Signal(int, int)
    export_wanted = Signal()

    def __init__(self, session: Session, parent: Widget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrixPage")
        self._session = session
        self._project = session.path if session.is_open else None
        self._shown: tuple[object, ...] = ()
        self.model = MatrixModel(session, self)
        # until it is shown; a page that nobody looks at follows nothing
        self.model.set_active(False)
        self.grid = MatrixGrid(self.model)
        self.evidence = EvidencePanel(session)
        self.evidence.setMinimumWidth(240)
        self._told = QLabel()
        self._told.setProperty("role", "dim")
        self.hide_empty = QToolButton()
        self.hide_empty.setText("Hide empty")
        self.hide_empty.setToolTip("Leave out topics and actors without claims")
        self.hide_empty.setProperty("role", "pill")
        self.hide_empty.setCheckable(True)
        self.hide_empty.setChecked(True)
        self._export = QToolButton()
        self._export.setText("Export…")
        self._export.setToolTip("Save the matrix or the claims as a table")
        self._export.setProperty("role", "pill")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty_sentence())
        self._lay()
        self.hide_empty.toggled.connect(self.model.set_hide_empty)
        self._export.clicked.connect(self.export_wanted)
        self.grid.chosen.connect(self._show_evidence)
        self.grid.evidence_wanted.connect(self.evidence.focus_list)
        self.evidence.left.connect(self.grid.setFocus)
        self.evidence.claim_opened.connect(self.claim_opened)
        self.model.reset.connect(self._on_reset)
        # after the model, which is connected since it was made: its counts are right by now
        session.changed.connect(self._on_changed)
        session.opened.connect(self._on_opened)
        self._on_reset()

    def choose(self, topic_id: int | None, actor_id: int | None) -> None:
        """Choose a cell, a row (*actor_id* is None) or a column (*topic_id* is None) and show its evidence."""
        hidden = (topic_id is not None and self.model.row_of(topic_id) < 0) or (
            actor_id is not None and self.model.column_of(actor_id) < 0
        )
        if hidden:
            self.hide_empty.setChecked(False)
        self.grid.choose(topic_id, actor_id)

    def told(self) -> str:
        """Return the line above the grid."""
        return self._told.text()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was changed while the page was hidden."""
        super().showEvent(event)
        self.model.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following changes."""
        super().hideEvent(event)
        self.model.set_active(False)

    def _lay(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(10)
        bar.addWidget(self._told)
        bar.addWidget(self.hide_empty)
        bar.addStretch(1)
        bar.addWidget(Legend())
        bar.addWidget(self._export)
        left = Widget()
        left.setObjectName("pane")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.evidence)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([1000, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    @staticmethod
    def _empty_sentence() -> Widget:
        page = Widget()
        words = QLabel(EMPTY)
        words.setProperty("role", "dim")
        words.setWordWrap(True)
        words.setMaximumWidth(460)
        words.setMinimumWidth(420)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(page)
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
        return page

    def _on_reset(self) -> None:
        model = self.model
        filled = bool(model.topics and model.actors)
        self._stack.setCurrentIndex(0 if filled else 1)
        self.evidence.setVisible(filled)
        self._told.setText(
            f"{len(model.topics)} of {_number(model.topic_count, 'topic')}, "
            f"{len(model.actors)} of {_number(model.actor_count, 'actor')}"
        )
        self._export.setEnabled(model.matrix.total.total > 0)
        if self._session.is_open:
            topic_id, actor_id = self.grid.topic_id, self.grid.actor_id
            gone = (topic_id or 0) not in (0, *self._session.topics()) or (
                (actor_id or 0) not in (0, *self._session.actors())
            )
            if gone:
                self.grid.choose(None, None)
            else:
                self._show_evidence(topic_id, actor_id)

    def _show_evidence(self, topic_id: int | None, actor_id: int | None) -> None:
        shown = (self._session.revision, topic_id, actor_id)
        if self._session.is_open and shown != self._shown:
            self._shown = shown
            self.evidence.show_choice(topic_id, actor_id)

    def _on_opened(self) -> None:
        """Forget the choice when this is another project: its ids mean other things there."""
        if self._session.path != self._project:
            self._project = self._session.path
            self.grid.choose(None, None)

    def _on_changed(self, changes: ChangeSet) -> None:
        if not self.isVisible():
            return
        topic_id, actor_id = self.grid.topic_id, self.grid.actor_id
        touched = [
            row
            for change in changes.of("claim_actor")
            for row in (change.before, change.after)
            if row is not None and topic_id in (None, row["topic_id"]) and actor_id in (None, row["actor_id"])
        ]
        if touched or changes.touches("document", "actor", "topic"):
            self._show_evidence(topic_id, actor_id)
        else:
            self.evidence.follow(changes)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
