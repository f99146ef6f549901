"""What changed in a quotation, and what the user says of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QPushButton, QWidget

from desktop.core.language import N_, _
from desktop.core.text import escape
from desktop.core.traces import Answer, Change, ChangeKind, Trace, Verdict
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.drafts import PAUSE
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.layouts import ground, label, push, scrolled, vbox
from desktop.qt.parts.memo_field import GrowingText
from desktop.qt.parts.unsaved import UnsavedMark
from desktop.qt.parts.verdict_look import SHORT, TIPS, TITLES
from desktop.qt.session import Session
from desktop.store import edits, reads


class EventChoice(QWidget):
    """Say whether the two documents of a trace cover one event; or which does, when it has no second one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._trace: Trace | None = None
        self.same = QCheckBox(_("Both cover the same event"))
        self.others = QComboBox()
        self.others.setAccessibleName(_("Document that covers the same event"))
        self.others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.others.setMinimumContentsLength(12)
        self._why = label(role="dim", wraps=True)
        self.by_date = push(_("Leave it to their dates"), "flat")
        vbox(self.same, self.others, self._why, (self.by_date, 0, Qt.AlignmentFlag.AlignLeft), on=self, gap=4)
        self.same.clicked.connect(self._set)
        self.others.activated.connect(self._on_other)
        self.by_date.clicked.connect(lambda: self._set(None))

    def show_trace(self, trace: Trace | None) -> None:
        """Show what is known of a trace's documents."""
        self._trace = trace
        if trace is None:
            return
        other = trace.document_b
        alone = other is None
        self.same.setVisible(not alone and other != trace.document_a)
        self.others.setVisible(alone)
        answers = self._session.read(reads.traces.same_events)
        said = answers.get(frozenset((trace.document_a, other))) if other is not None else None
        self.by_date.setVisible(said is not None)
        self.same.setChecked(trace.same_event if said is None else said)
        if alone:
            self.others.clear()
            self.others.addItem(_("The same event is covered by…"), 0)
            material = self._session.traces.material
            for number, document in (material.documents if material is not None else {}).items():
                if number != trace.document_a:
                    self.others.addItem(title_text(document), number)
            self._why.setText(_("Say so, and it is looked for there as a quotation that must be in it."))
        elif other == trace.document_a:
            self._why.setText(_("Report and transcript stand in one document."))
        else:
            self._why.setText(
                _("By their dates, by who takes part, or by what the one quotes of the other.")
                if said is None
                else _("So you said.")
            )

    def _on_other(self, row: int) -> None:
        number = self.others.itemData(row)
        if self._trace is not None and number:
            self._session.do(edits.traces.set_same_event, self._trace.document_a, int(number), True)

    def _set(self, same: bool | None) -> None:
        trace = self._trace
        if trace is not None and trace.document_b is not None:
            self._session.do(edits.traces.set_same_event, trace.document_a, trace.document_b, same)


_TOLD = {
    Answer.CONFIRMED: N_("You confirmed it."),
    Answer.CORRECTED: N_("You corrected it: the rules say “{verdict}”."),
    Answer.REJECTED: N_("You rejected it."),
}
# of a long quotation in other words, the first say enough
_MOST = 14


class TraceMemo(GrowingText):
    """The memo on a trace; it is saved soon after the last key, and when another trace is shown.

    Signals:
        left(): Esc: the user is done with it.
    """

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._trace: Trace | None = None
        self._saved = ""
        self._writing = False
        self.setPlaceholderText(_("Memo: a translation may explain the wording…"))
        self.setAccessibleName(_("Memo on the verdict"))
        session.traces.left.connect(self._forget)
        self.mark = UnsavedMark(self, self._take_both, self._take_theirs)
        self._soon = later(self, PAUSE, self.save)
        self.textChanged.connect(self._soon.start)
        session.drafts.changed.connect(self._on_draft)
        session.drafts.keeping.connect(self.save)

    def show_trace(self, trace: Trace | None) -> None:
        """Show the memo on *trace*, the one before having been saved."""
        other = trace is None or self._trace is None or trace.key != self._trace.key
        if other:
            self.save()
        self._trace = trace
        draft = self._session.drafts.of(self._key) if trace is not None else None
        memo = draft.text if draft is not None else self._stored()
        # what is being written is not lost to an edit elsewhere
        if other or (not self._writing and self.toPlainText().strip() == self._saved):
            self._saved = draft.seen if draft is not None else memo
            if self.toPlainText().strip() != memo:
                self.setPlainText(memo)
        self.mark.tell(draft)

    def save(self) -> None:
        """Write a changed memo to the file; one that cannot be written is kept."""
        self._soon.stop()
        text, trace, seen = self.toPlainText().strip(), self._trace, self._saved
        if trace is None or trace.document_b is None:
            return
        draft = self._session.drafts.of(self._key)
        if text == seen:
            self._session.drafts.drop(self._key)
        if text == seen or (draft is not None and draft.text == text):
            return

        def write(text: str, seen: str) -> None:
            self._session.read(edits.traces.set_memo, trace, text, seen)

        self._saved, self._writing = text, True
        try:
            written = self._session.drafts.write(self._key, text, seen, write, _("the memo on a quotation"))
        finally:
            self._writing = False
        if not written and self._trace is not None and self._trace.key == trace.key:
            self._saved = seen

    @property
    def _key(self) -> tuple[str, object]:
        return "quotation", self._trace.key if self._trace is not None else None

    def _stored(self) -> str:
        kept = self._session.traces.kept(self._trace) if self._trace is not None else None
        return kept.memo if kept is not None else ""

    def _on_draft(self, key: object) -> None:
        if self._trace is not None and key == self._key:
            draft = self._session.drafts.of(self._key)
            if draft is None:
                self._saved = self._stored()
            self.mark.tell(draft)

    def _take_both(self) -> None:
        mine, theirs = self.toPlainText().strip(), self._stored()
        self._saved = theirs
        self.setPlainText("\n\n".join(one for one in (theirs, mine) if one))
        self.save()

    def _take_theirs(self) -> None:
        self._session.drafts.drop(self._key)
        self._saved = self._stored()
        self.setPlainText(self._saved)

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

    Signals:
        desk_wanted(): the user wants to see both passages on the desk.
    """

    desk_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        ground("side", self)
        self.setMinimumWidth(250)
        self._session = session
        self._trace: Trace | None = None
        self.changes = label(wraps=True)
        self.changes.setTextFormat(Qt.TextFormat.RichText)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reason = label(role="dim", wraps=True)
        self._answer = label(role="dim", wraps=True)
        self.choices = Choices(
            [
                (verdict.value, _(words), _("{what} ({key} in the list)").format(what=_(TIPS[verdict]), key=number))
                for number, (verdict, words) in enumerate(SHORT.items(), start=1)
            ],
            wraps=True,
        )
        self.choices.setObjectName("verdicts")
        self.confirm = push(_("Confirm"), tip=_("The verdict is right (Enter in the list)"))
        self.reject = push(_("Reject"), tip=_("The passage is not what was quoted (Del in the list)"))
        self.withdraw = push(
            _("Take back"), "flat", _("Forget what you said of it, the memo too (Backspace in the list)")
        )
        self.desk = QPushButton(_("Open both on the desk"))
        self.memo = TraceMemo(session)
        self.event_choice = EventChoice(session)
        self._judging = QWidget()
        self._lay()
        self.choices.picked.connect(self._on_picked)
        self.confirm.clicked.connect(self.confirm_it)
        self.reject.clicked.connect(self.reject_it)
        self.withdraw.clicked.connect(self.take_back)
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
        self.changes.setText(changes_html(trace.changes))
        self._card.setVisible(bool(trace.changes))
        self._reason.setText(trace.reason)
        can = trace.document_b is not None
        self._judging.setVisible(can)
        self.desk.setText(_("Open both on the desk") if trace.start_b is not None else _("Open on the desk"))
        self.choices.set_value(self._session.traces.verdict(trace).value if can else "")
        told = _(_TOLD[kept.answer]).format(verdict=_(TITLES[kept.found.value])) if kept is not None else ""
        self._answer.setText(told or _("By rule, until you say more."))
        self.withdraw.setVisible(kept is not None)
        sure = trace.verdict is not Verdict.UNTRACED
        # a memo is on a verdict, and there is none yet
        self.memo.setEnabled(sure or kept is not None)
        self.confirm.setEnabled(sure and (kept is None or kept.answer is not Answer.CONFIRMED))
        self.reject.setEnabled(trace.start_b is not None and (kept is None or kept.answer is not Answer.REJECTED))

    def confirm_it(self) -> None:
        """Say that the verdict of the rules is right."""
        if self.confirm.isEnabled():
            self._say(lambda trace: self._session.do(edits.traces.confirm, trace))

    def reject_it(self) -> None:
        """Say that the passage is not what was quoted."""
        if self._trace is not None and self._trace.start_b is not None:
            self._say(lambda trace: self._session.do(edits.traces.reject, trace))

    def judge(self, number: int) -> None:
        """Give the verdict of a number, from 1, as the buttons stand."""
        if self._trace is not None and self._trace.document_b is not None:
            self._on_picked(list(SHORT)[number - 1].value)

    def take_back(self) -> None:
        """Forget what the user said of it."""
        if self._trace is not None and self._session.traces.kept(self._trace) is not None:
            self._say(lambda trace: self._session.do(edits.traces.withdraw, trace))

    def _lay(self) -> None:
        self._card = QFrame()
        self._card.setObjectName("traceCard")
        vbox(self.changes, on=self._card, margins=(10, 8, 10, 8))
        buttons = flowing(self.confirm, self.reject, self.withdraw)
        heading = label(_("YOUR VERDICT"), "section")
        vbox(heading, self.choices, self._answer, buttons, self.memo, on=self._judging, gap=8)
        self._inner = QWidget()
        told = (label(_("WHAT CHANGED"), "section"), self._card, self._reason, self._judging)
        event = (label(_("EVENT"), "section"), self.event_choice)
        vbox(*told, *event, self.desk, 1, on=self._inner, margins=(14, 10, 14, 14), gap=8)
        vbox(scrolled(self._inner, _("Verdict")), on=self)

    def _on_picked(self, value: str) -> None:
        self._say(lambda trace: self._session.do(edits.traces.correct, trace, Verdict(value)))

    def _say(self, answer: Callable[[Trace], object]) -> None:
        if self._trace is not None:
            self.memo.save()
            answer(self._trace)


def changes_html(changes: tuple[Change, ...]) -> str:
    """Return changes as rich text, a line each, with hedges and negations called out."""
    lines = [_line(change) for change in changes[:_MOST]]
    if len(changes) > _MOST:
        lines.append(f"<p style='margin:2px 0'>{_('and {count:,} more').format(count=len(changes) - _MOST)}</p>")
    return "".join(lines)


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
    called = (change.hedge, _("hedge")), (change.negation, _("negation")), (change.modal, _("modal verb"))
    names = ", ".join(name for holds, name in called if holds)
    call = f" <b style='color:{colors.against}'>· {names}</b>" if names else ""
    return f"<p style='margin:2px 0; line-height:125%'><b>{change.kind}</b> {told}{call}</p>"
