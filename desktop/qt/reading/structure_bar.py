"""Mending the structure of a text: saying what a selected stretch is, and who speaks in it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.core.language import N_, _
from desktop.core.spans import Span
from desktop.core.values import SegmentKind, TurnRole
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.layouts import hbox, label, tool, vbox
from desktop.qt.parts.name_field import EntryField
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.store import edits

_KINDS = [
    (SegmentKind.PARAGRAPH.value, N_("Paragraph"), N_("a paragraph of the text")),
    (SegmentKind.HEADING.value, N_("Heading"), N_("a title or a heading between paragraphs")),
    (SegmentKind.TURN.value, N_("Turn"), N_("what one speaker says")),
    (SegmentKind.FURNITURE.value, N_("Furniture"), N_("page text that is no part of the article")),
]
_ROLES = [
    (TurnRole.QUESTION.value, N_("Question"), N_("the turn is a question")),
    (TurnRole.ANSWER.value, N_("Answer"), N_("the turn is an answer")),
    (TurnRole.STATEMENT.value, N_("Statement"), N_("the turn is a statement")),
]


class StructureBar(QFrame):
    """A line on top of the desk while a selection is being marked.

    Digits 1 to 4 choose what it is, Enter marks, Escape leaves.

    Attributes:
        kind: what the selection is.
        who, role: of a turn: the speaker, and what they do.
        accept: the button that marks.

    Signals:
        closed(): the bar is gone.
    """

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("question")
        self.setAccessibleName(_("Mark the selection"))
        self._session = session
        self._pane: Pane | None = None
        self._span = Span(0, 0)
        self.kind = Choices([(value, _(words), _(tip)) for value, words, tip in _KINDS], digits=True)
        self.who = EntryField(session, "actor", _("Speaker…"))
        self.who.setFixedWidth(200)
        self.role = Choices([(value, _(words), _(tip)) for value, words, tip in _ROLES])
        self.accept = tool(_("Mark"), does=self.mark)
        leave = tool("×", "flat", does=self.end)
        leave.setAccessibleName(_("Close"))
        # two lines: a desk between two panels is narrow
        self._column = vbox(
            hbox(label(_("The selection is a"), "dim"), self.kind, self.accept, leave, gap=8),
            hbox(self.who, self.role, 1, gap=8),
            on=self,
            margins=(14, 8, 8, 8),
            gap=6,
        )
        self.kind.picked.connect(lambda: self._tell())
        for value, *_names in _KINDS:
            self.kind.button(value).installEventFilter(self)
        for value, *_names in _ROLES:
            self.role.button(value).installEventFilter(self)
        self.who.line.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a selection is being marked."""
        return self._pane is not None

    def begin(self, pane: Pane, desk: QWidget) -> bool:
        """Open on the *desk* for the selection of *pane*; tell whether something is selected.

        Inside a turn, its speaker and role are filled in, so that correcting who speaks is one choice.
        """
        span = pane.view.selected_span()
        if span is None:
            return False
        self._pane, self._span = pane, span
        start = pane.model.from_span(span.start, span.start)[0]
        turn = pane.model.turn_at(start)
        self.kind.set_value(SegmentKind.TURN.value if turn is not None else SegmentKind.PARAGRAPH.value)
        self.who.set_chosen((turn.actor_id,) if turn is not None and turn.actor_id else ())
        self.role.set_value(turn.role if turn is not None else "")
        self.setParent(desk)
        self._tell()
        self.show()
        self.raise_()
        self.kind.button(self.kind.value).setFocus()
        return True

    def mark(self) -> None:
        """Mark the selection, in one undo step."""
        pane = self._pane
        if pane is None:
            return
        kind = SegmentKind(self.kind.value)
        turn = kind is SegmentKind.TURN
        if self._session.done(
            edits.segments.mark,
            pane.model.document_id,
            self._span,
            kind,
            actor_id=self.who.chosen[0] if turn and self.who.chosen else None,
            role=TurnRole(self.role.value) if turn and self.role.value else None,
        ):
            self.end()

    def end(self) -> None:
        """Close the bar."""
        pane, self._pane = self._pane, None
        if pane is not None:
            self.hide()
            # not a child of the desk any more, which may go
            self.setParent(None)
            pane.view.setFocus()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take digits, Enter and Escape from wherever the focus is in the bar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and not self.who.suggestions.isVisible():
                self.end()
                return True
            if watched is not self.who.line:
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self.mark()
                    return True
                if event.text() in ("1", "2", "3", "4"):
                    self.kind.set_value(_KINDS[int(event.text()) - 1][0])
                    self._tell()
                    return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        for part in (self.who, self.role):
            part.setVisible(self.kind.value == SegmentKind.TURN.value)
        self._place()

    def _place(self) -> None:
        desk = self.parentWidget()
        if desk is not None:
            self._column.activate()
            self.adjustSize()
            # on top: suggestions for the speaker open below
            self.move(max(4, (desk.width() - self.width()) // 2), 8)
