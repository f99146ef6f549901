"""Making claims of chosen hits: topic, stance and voice asked once, who from the text, a look before, one undo step."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from desktop.core.changes import ChangeSet
from desktop.core.concordance import HitLine
from desktop.core.language import N_, _, ngettext
from desktop.core.values import Stance, Voice
from desktop.project import concordance
from desktop.project.concordance import Coding, Plan
from desktop.qt.parts.choices import Choices, choice_rows
from desktop.qt.parts.layouts import hbox, label, push, vbox
from desktop.qt.parts.name_field import NameField
from desktop.qt.session import Session
from desktop.store import edits

HINT = N_("Choose rows to code them at once; Enter opens a hit in its text, F3 the next one.")
_WHAT = (
    ("sentence", N_("the sentence"), N_("The claim is the whole sentence in which the words stand.")),
    ("words", N_("the words"), N_("The claim is what was looked for alone.")),
)


class CodeBar(QFrame):
    """Ask how the chosen lines are coded, tell what comes of it, and do it.

    Signals:
        finished(): the focus belongs to the list again.
    """

    finished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("retagBar")
        self._session = session
        self._lines: Sequence[HitLine] = ()
        self.told = label(_(HINT), "dim", wraps=True)
        self.topic = NameField(session, "topic", several=False, floats=False)
        self.who = NameField(session, "actor", several=True, floats=False)
        rows = choice_rows()
        self.stance, self.voice = rows["stance"], rows["voice"]
        session.scale_changed.connect(self.stance.offer_stances)
        self.what = Choices([(key, _(words), _(tip)) for key, words, tip in _WHAT])
        self.what.set_value("sentence")
        self.code = push(_("Code"), does=self._code)
        self._fields = QFrame()
        fields = (
            hbox(label(_("Topic:"), "dim"), (self.topic, 1), self.stance, gap=8),
            hbox(
                label(_("Who, where nobody is known:"), "dim"), (self.who, 1), self.voice, self.what, self.code, gap=8
            ),
        )
        vbox(self.topic.suggestions, self.who.suggestions, *fields, on=self._fields, gap=6)
        vbox(self._fields, self.told, on=self, margins=(14, 7, 14, 7), gap=6)
        for field in (self.topic, self.who):
            field.chosen_changed.connect(self._tell)
            field.completed.connect(self.code.setFocus)
            field.digit_typed.connect(self._choose_digit)
        for choice in (self.stance, self.voice, self.what):
            choice.picked.connect(self._tell)
        session.changed.connect(self._on_changed)
        self.set_lines(())

    def set_lines(self, lines: Sequence[HitLine]) -> None:
        """Say which lines are chosen."""
        self._lines = lines
        self._fields.setVisible(bool(lines))
        self._tell()

    def plan(self) -> Plan | None:
        """Return what comes of the chosen lines; None while something is missing."""
        if not self._lines or not self.topic.chosen or not self.stance.value:
            return None
        voice = Voice(self.voice.value) if self.voice.value else None
        whole = self.what.value == "sentence"
        coding = Coding(self.topic.chosen[0], Stance(self.stance.value), voice, self.who.chosen, whole)
        work = self._session.read(concordance.speakers, self._lines)
        return self._session.read(concordance.plan, work(lambda done, total: None), coding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("document"):
            # lines of a document that is gone cannot be coded; the page chooses again
            self.set_lines(())
        elif self.isVisible():
            # what was coded meanwhile is there already
            self._tell()

    def _choose_digit(self, digit: int) -> None:
        """Take 1, 2, 3 and 0 in a field for the stance, as in the tag bar."""
        if digit in self.stance.keys:
            self.stance.keys[digit].click()

    def _tell(self) -> None:
        """Tell what would be made, or what is missing."""
        plan = self.plan()
        self.code.setEnabled(plan is not None and bool(plan.claims))
        if not self._lines:
            self.told.setText(_(HINT))
            return
        if plan is None:
            told = ngettext(
                "{count:,} hit chosen: say on which topic and which stance. The voice is what the text shows.",
                "{count:,} hits chosen: say on which topic and which stance. The voice is what the text shows.",
                len(self._lines),
            )
            self.told.setText(told.format(count=len(self._lines)))
            return
        made = ngettext("{count:,} claim will be made", "{count:,} claims will be made", len(plan.claims))
        parts = (
            (ngettext("{count:,} is there already", "{count:,} are there already", len(plan.doubles)), plan.doubles),
            (
                ngettext("nobody is known to say {count:,}", "nobody is known to say {count:,}", len(plan.nobody)),
                plan.nobody,
            ),
        )
        parts_told = [made.format(count=len(plan.claims)), *(words.format(count=len(of)) for words, of in parts if of)]
        self.told.setText("; ".join(parts_told) + ".")

    def _code(self) -> None:
        plan = self.plan()
        count = self._session.do(edits.claims.tag_many, plan.claims) if plan is not None and plan.claims else None
        if count is not None:
            told = ngettext("{count:,} claim was made.", "{count:,} claims were made; one undo takes them back.", count)
            self._session.messages.info(told.format(count=count))
            self.finished.emit()
