"""Mending the structure of a text: saying what a selected stretch is, and who speaks in it."""

from PySide6.QtWidgets import QWidget

from desktop.core.language import N_, _
from desktop.core.values import SegmentKind, TurnRole
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.layouts import hbox, label, tool, vbox
from desktop.qt.parts.name_field import EntryField
from desktop.qt.reading.desk_bar import DeskBar
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


class StructureBar(DeskBar):
    """A line on top of the desk while a selection is being marked: digits 1 to 4 choose what it is.

    Attributes:
        kind: what the selection is.
        who, role: of a turn: the speaker, and what they do.
        accept: marks the selection, in one undo step.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "question", _("Mark the selection"))
        self.kind = Choices([(value, _(words), _(tip)) for value, words, tip in _KINDS], digits=True)
        self.who = EntryField(session, "actor", _("Speaker…"))
        self.who.setFixedWidth(200)
        self.role = Choices([(value, _(words), _(tip)) for value, words, tip in _ROLES])
        self.accept = tool(_("Mark"), does=self._finish)
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
        self._listen([self.who], self.kind, self.role)

    def begin(self, pane: Pane, desk: QWidget) -> bool:
        """Open on the *desk* for the selection of *pane*; tell whether something is selected.

        Inside a turn, its speaker and role are filled in, so that correcting who speaks is one choice.
        """
        if not self._take(pane, desk):
            return False
        turn = pane.model.turn_at(pane.model.from_span(self._span.start, self._span.start)[0])
        self.kind.set_value(SegmentKind.TURN.value if turn is not None else SegmentKind.PARAGRAPH.value)
        self.who.set_chosen((turn.actor_id,) if turn is not None and turn.actor_id else ())
        self.role.set_value(turn.role if turn is not None else "")
        self._tell()
        self.show()
        self.raise_()
        self.kind.button(self.kind.value).setFocus()
        return True

    def _finish(self) -> None:
        if self._pane is None:
            return
        kind = SegmentKind(self.kind.value)
        turn = kind is SegmentKind.TURN
        if self._session.done(
            edits.segments.mark,
            self._pane.model.document_id,
            self._span,
            kind,
            actor_id=self.who.chosen[0] if turn and self.who.chosen else None,
            role=TurnRole(self.role.value) if turn and self.role.value else None,
        ):
            self.end()

    def _tell(self) -> None:
        for part in (self.who, self.role):
            part.setVisible(self.kind.value == SegmentKind.TURN.value)
        self._column.activate()
        self.adjustSize()
        # on top: suggestions for the speaker open below
        self.move(max(4, (self._desk.width() - self.width()) // 2), 8)
