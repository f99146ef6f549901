"""What changed in a quotation, and what the user says of it."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.core.traces import Answer, Change, ChangeKind, Trace, Verdict
from desktop.qt import theme
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.growing_text import GrowingText
from desktop.qt.parts.verdict_look import SHORT, TIPS, TITLES
from desktop.qt.quotations.event_choice import EventChoice
from desktop.qt.session import Session

_TOLD = {
    Answer.CONFIRMED: "You confirmed it.",
    Answer.CORRECTED: "You corrected it.",
    Answer.REJECTED: "You rejected it.",
}
# of a long quotation in other words, the first say enough
_MOST = 14


class TraceMemo(GrowingText):
    """The memo on a trace; it is saved when the focus leaves, or another trace is shown.

    Signals:
        left(): Esc: the user is done with it.
    """

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._trace: Trace | None = None
        self._saved = ""
        self.setPlaceholderText("Memo: a translation may explain the wording…")
        self.setAccessibleName("Memo on the verdict")
        session.traces.left.connect(self._forget)

    def show_trace(self, trace: Trace | None) -> None:
        """Show the memo on *trace*, the one before having been saved."""
        other = trace is None or self._trace is None or trace.key != self._trace.key
        if other:
            self.save()
        self._trace = trace
        kept = self._session.traces.kept(trace) if trace is not None else None
        memo = kept.memo if kept is not None else ""
        # what is being written is not lost to an edit elsewhere
        if other or self.toPlainText().strip() == self._saved:
            self._saved = memo
            if self.toPlainText().strip() != memo:
                self.setPlainText(memo)

    def save(self) -> None:
        """Write a changed memo to the file."""
        text = self.toPlainText().strip()
        if self._trace is not None and self._trace.document_b is not None and text != self._saved:
            self._saved = text
            self._session.traces.set_memo(self._trace, text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when one leaves."""
        super().focusOutEvent(event)
        self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _forget(self) -> None:
        self._trace, self._saved = None, ""
        self.clear()


class TraceDetail(QWidget):
    """Tell what changed, and let the user judge.

    Attributes:
        choices: the verdicts.
        confirm, reject, withdraw: the buttons.
        memo: the note.
        event_choice: whether the two documents cover one event.

    Signals:
        desk_wanted(): the user wants to see both passages on the desk.
    """

    desk_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(300)
        self._session = session
        self._trace: Trace | None = None
        self._changes = QLabel()
        self._changes.setTextFormat(Qt.TextFormat.RichText)
        self._changes.setWordWrap(True)
        self._changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reason = _dim()
        self._answer = _dim()
        self.choices = Choices(
            [
                (verdict.value, words, f"{TIPS[verdict]} ({number} in the list)")
                for number, (verdict, words) in enumerate(SHORT.items(), start=1)
            ]
        )
        self.choices.setObjectName("verdicts")
        self.confirm = QPushButton("Confirm")
        self.confirm.setToolTip("The verdict is right (Enter in the list)")
        self.reject = QPushButton("Reject")
        self.reject.setToolTip("The passage is not what was quoted (Del in the list)")
        self.withdraw = QPushButton("Take back")
        self.withdraw.setProperty("role", "flat")
        self.withdraw.setToolTip("Forget what you said of it, the memo too (Backspace in the list)")
        self.desk = QPushButton("Open both on the desk")
        self.memo = TraceMemo(session)
        self.event_choice = EventChoice(session)
        self._judging = QWidget()
        self._lay()
        self.choices.picked.connect(self._on_picked)
        self.confirm.clicked.connect(self.confirm_it)
        self.reject.clicked.connect(self.reject_it)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.desk.clicked.connect(self.desk_wanted)
        self.show_trace(None)

    def show_trace(self, trace: Trace | None) -> None:
        """Show a trace, or nothing."""
        self._trace = trace
        self.setVisible(trace is not None)
        self.memo.show_trace(trace)
        self.event_choice.show_trace(trace)
        if trace is None:
            return
        kept = self._session.traces.kept(trace)
        self._changes.setText(changes_html(trace.changes))
        self._card.setVisible(bool(trace.changes))
        self._reason.setText(trace.reason)
        can = trace.document_b is not None
        self._judging.setVisible(can)
        self.desk.setText("Open both on the desk" if trace.start_b is not None else "Open on the desk")
        self.choices.set_value(self._session.traces.verdict(trace).value if can else "")
        told = f"{_TOLD[kept.answer]}" if kept is not None else "By rule, until you say more."
        if kept is not None and kept.answer is Answer.CORRECTED:
            told = f"{told[:-1]}: the rules say “{TITLES[kept.found.value]}”."
        self._answer.setText(told)
        self.withdraw.setVisible(kept is not None)
        self.confirm.setEnabled(kept is None or kept.answer is not Answer.CONFIRMED)
        self.reject.setEnabled(trace.start_b is not None and (kept is None or kept.answer is not Answer.REJECTED))

    def confirm_it(self) -> None:
        """Say that the verdict of the rules is right."""
        if self._trace is not None:
            self.memo.save()
            self._session.traces.confirm(self._trace)

    def reject_it(self) -> None:
        """Say that the passage is not what was quoted."""
        if self._trace is not None and self._trace.start_b is not None:
            self.memo.save()
            self._session.traces.reject(self._trace)

    def judge(self, number: int) -> None:
        """Give the verdict of a number, from 1, as the buttons stand."""
        if self._trace is not None and self._trace.document_b is not None:
            self._on_picked(list(SHORT)[number - 1].value)

    def take_back(self) -> None:
        """Forget what the user said of it."""
        if self._trace is not None and self._session.traces.kept(self._trace) is not None:
            self._on_withdraw()

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.show_trace(self._trace)

    def reason(self) -> str:
        """Return the sentence that says why."""
        return self._reason.text()

    def changes(self) -> str:
        """Return what changed, as the rich text that is shown."""
        return self._changes.text()

    def _lay(self) -> None:
        self._card = QFrame()
        self._card.setObjectName("traceCard")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.addWidget(self._changes)
        buttons = QHBoxLayout()
        for button in (self.confirm, self.reject, self.withdraw):
            buttons.addWidget(button)
        buttons.addStretch(1)
        judging = QVBoxLayout(self._judging)
        judging.setContentsMargins(0, 0, 0, 0)
        judging.setSpacing(8)
        judging.addWidget(_section("YOUR VERDICT"))
        judging.addWidget(self.choices)
        judging.addWidget(self._answer)
        judging.addLayout(buttons)
        judging.addWidget(self.memo)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(8)
        for widget in (
            _section("WHAT CHANGED"),
            self._card,
            self._reason,
            self._judging,
            _section("EVENT"),
            self.event_choice,
            self.desk,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self._inner = inner
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as wide as the buttons need in the font of this system."""
        super().showEvent(event)
        self.setMinimumWidth(max(300, self._inner.minimumSizeHint().width() + 12))

    def _on_picked(self, value: str) -> None:
        if self._trace is not None:
            self.memo.save()
            self._session.traces.correct(self._trace, Verdict(value))

    def _on_withdraw(self) -> None:
        if self._trace is not None:
            self.memo.save()
            self._session.traces.withdraw(self._trace)


def changes_html(changes: tuple[Change, ...]) -> str:
    """Return changes as rich text, a line each, with hedges and negations called out."""
    return "".join(_line(change) for change in changes[:_MOST]) + (
        f"<p style='margin:2px 0'>and {len(changes) - _MOST} more</p>" if len(changes) > _MOST else ""
    )


def _line(change: Change) -> str:
    colors = theme.colors()
    gone = f"<span style='background:{colors.against_ground}; text-decoration:line-through'>"
    new = f"<span style='background:{colors.favor_ground}; text-decoration:underline'>"
    moved = f"<span style='background:{colors.neutral_ground}; text-decoration:underline'>"
    old_words, new_words = escape(change.old), escape(change.new)
    told = {
        ChangeKind.REPLACED: f"{old_words} → {new}{new_words}</span>",
        ChangeKind.DROPPED: f"{gone}{old_words}</span>",
        ChangeKind.ADDED: f"{new}{new_words}</span>",
        ChangeKind.MOVED: f"{moved}{old_words or new_words}</span>",
    }[change.kind]
    names = [name for name, is_one in (("hedge", change.hedge), ("negation", change.negation)) if is_one]
    call = f" <b style='color:{colors.against}'>· {' and '.join(names)}</b>" if names else ""
    return f"<p style='margin:2px 0; line-height:125%'><b>{change.kind}</b> {told}{call}</p>"


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "section")
    return label


def _dim() -> QLabel:
    label = QLabel()
    label.setProperty("role", "dim")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
