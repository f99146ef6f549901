"""The disagreement desk: a passage once, both versions beside it, and what is decided of them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QWidget

from desktop.analysis.agreement.coded import FIELDS, CoderClaim
from desktop.core.claim_fields import CHOICES
from desktop.core.language import N_, _
from desktop.core.phrases import SHAPES
from desktop.core.spans import Span
from desktop.project.agreement import CoderDifference
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.drafts import PAUSE
from desktop.qt.parts.claim_text import source_text, title_text
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.layouts import TOP, ground, hbox, label, push, splitter, vbox
from desktop.qt.parts.memo_field import GrowingText
from desktop.qt.parts.passage_pane import PassagePane
from desktop.qt.session import Session
from desktop.store import edits, reads

STATES = {
    "open": N_("Open"),
    "a": N_("Decided: {first}’s version."),
    "b": N_("Decided: {second}’s version."),
    "both": N_("Decided: both versions."),
    "none": N_("Decided: neither."),
}
_KEEP = N_(
    "What is taken becomes a claim of the coder “agreed”, by which one can filter; {first}’s and {second}’s stay as "
    "they are."
)


class Version(QWidget):
    """What one coder says of the passage.

    Attributes:
        coder: who it is, and how their words are marked.
        told: of each field what it is called, and its value.
    """

    def __init__(self) -> None:
        super().__init__()
        ground("card", self)
        self.coder = label(role="section")
        self.told = [(label(role="dim"), label(wraps=True)) for _field in FIELDS]
        self._nothing = label(_("No claim here."), "dim")
        rows = (hbox((name, 0, TOP), (value, 1), gap=6) for name, value in self.told)
        vbox(self.coder, self._nothing, *rows, 1, on=self, margins=(12, 8, 12, 8), gap=3)

    def show_claim(self, coder: str, mark: str, lines: Sequence[tuple[str, str, bool]]) -> None:
        """Show the name of a coder and what was said.

        Args:
            coder: who it is.
            mark: how their words are marked in the passage.
            lines: what each field is called, its value, and whether it differs from the other's; none for no claim.
        """
        self.coder.setText(f"{coder} · {mark}" if lines else coder)
        self._nothing.setVisible(not lines)
        for at, (name, value) in enumerate(self.told):
            for one in (name, value):
                one.setVisible(bool(lines))
            if lines:
                word, told, differs = lines[at]
                name.setText(_("{field}:").format(field=word))
                value.setText(f"≠ {told}" if differs else told)
                value.setProperty("role", "differs" if differs else None)
                value.style().unpolish(value)
                value.style().polish(value)

    def words(self) -> list[str]:
        """Return the values that are shown."""
        return [value.text() for _name, value in self.told if not value.isHidden()]


class NoteField(GrowingText):
    """The note on a passage; it is written soon after the last key, and when another is shown.

    Signals:
        left(): Esc: the user is done with it.
    """

    left = Signal()

    def __init__(self, write: Callable[[tuple[int, ...], str], bool]) -> None:
        """Write by *write*, which tells whether it could."""
        super().__init__()
        self._write = write
        self._claims: tuple[int, ...] = ()
        self._saved = ""
        self.setPlaceholderText(_("Note: why do the readings differ?"))
        self.setAccessibleName(_("Note on what coders differ in"))
        self._soon = later(self, PAUSE, self.save)
        self.textChanged.connect(self._soon.start)

    def show_note(self, claims: tuple[int, ...], text: str) -> None:
        """Show the note on some claims, the one before having been written."""
        if claims != self._claims:
            self.save()
        if claims != self._claims or self.toPlainText().strip() == self._saved:
            self._saved = text
            if self.toPlainText().strip() != text:
                self.setPlainText(text)
        self._claims = claims
        self._soon.stop()

    def save(self) -> None:
        """Write a changed note."""
        self._soon.stop()
        text = self.toPlainText().strip()
        if self._claims and text != self._saved:
            before, self._saved = self._saved, text
            if not self._write(self._claims, text):
                self._saved = before

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.save()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write what was typed."""
        super().focusOutEvent(event)
        self.save()


class AgreementDesk(QWidget):
    """Show a passage that two coders read, and take one version, or both, or neither.

    Attributes:
        shown: what is shown; None for nothing.
        buttons: what is taken by each: ``a``, ``b``, ``both``, ``none``, and ``reopen``.

    Signals:
        decided(str): the user wants this taken, or the decision taken back.
        text_wanted(): the user wants to see the passage in its document.
    """

    decided = Signal(str)
    text_wanted = Signal()

    def __init__(self, session: Session, write_note: Callable[[tuple[int, ...], str], bool]) -> None:
        """Show passages of *session*; notes are written by *write_note*, which tells whether it could."""
        super().__init__()
        ground("side", self)
        self._session = session
        self.shown: CoderDifference | None = None
        self._coders = ("", "")
        self.state = label(role="dim", wraps=True)
        self.passage = PassagePane()
        self.versions = (Version(), Version())
        words = {
            "a": ("1", _("Take the first coder’s version (1 in the list)")),
            "b": ("2", _("Take the second coder’s version (2 in the list)")),
            "both": (_("Both  3"), _("Take both versions (3 in the list)")),
            "none": (_("Neither  0"), _("Take neither (0 in the list)")),
            "reopen": (_("Take back"), _("Take the decision back (Backspace in the list)")),
        }
        self.buttons = {key: push(name, "pill", tip) for key, (name, tip) in words.items()}
        self.open_text = push(_("Open in text"), "flat", _("Show the passage in its document (Enter in the list)"))
        self.note = NoteField(write_note)
        both = hbox(*((version, 1, TOP) for version in self.versions), gap=8)
        foot = ground("side")
        vbox(
            both,
            flowing(*self.buttons.values(), self.open_text, gap=6),
            self.note,
            self.state,
            on=foot,
            margins=(12, 8, 12, 10),
            gap=8,
        )
        vbox((splitter((self.passage, 1), (foot, 0), upright=True), 1), on=self, gap=0)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _on, key=key: self.decided.emit(key))
        self.open_text.clicked.connect(self.text_wanted)

    def show_difference(self, one: CoderDifference | None, coders: tuple[str, str]) -> None:
        """Show what two coders said of a passage."""
        self.shown, self._coders = one, coders
        if one is None:
            self.note.show_note((), "")
            return
        there = [claim for claim in one.unit if claim is not None]
        document = self._session.read(reads.project.document, there[0].document_id)
        text = self._session.read(reads.project.text, document.id)
        whole = Span(min(claim.start for claim in there), max(claim.end for claim in there))
        place = _("characters {start:,} to {end:,} of the text").format(start=whole.start + 1, end=whole.end)
        self.passage.show_head(title_text(document), source_text(document.facts), place)
        self.passage.show_passage(text, whole, "", self._marks(one))
        self.passage.scroll_to(self.passage.passage_top())
        for version, claim, coder, mark in zip(
            self.versions, one.unit, coders, (_("on a ground"), _("underlined")), strict=True
        ):
            version.show_claim(coder, mark, self._lines(one, claim) if claim is not None else ())
        self.state.setText(self._told(one))
        for key, at in (("a", 0), ("b", 1)):
            self.buttons[key].setText(f"{coders[at]}  {at + 1}")
            self.buttons[key].setEnabled(one.unit[at] is not None)
        self.buttons["both"].setEnabled(len(there) > 1)
        self.buttons["reopen"].setVisible(one.taken is not None)
        self.note.show_note(one.claims, one.note)

    def _told(self, one: CoderDifference) -> str:
        names = {"first": self._coders[0], "second": self._coders[1]}
        state = _(STATES[one.state]).format(**names) if one.taken is not None else ""
        return f"{state} {_(_KEEP).format(**names)}".strip()

    def _marks(self, one: CoderDifference) -> list[tuple[Span, QTextCharFormat]]:
        on_ground, underlined = QTextCharFormat(), QTextCharFormat()
        on_ground.setBackground(theme.color("accent_ground"))
        underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        underlined.setUnderlineColor(theme.color("against"))
        looks = (on_ground, underlined)
        return [
            (Span(claim.start, claim.end), look)
            for claim, look in zip(one.unit, looks, strict=True)
            if claim is not None
        ]

    def _lines(self, one: CoderDifference, claim: CoderClaim) -> list[tuple[str, str, bool]]:
        topics, actors = self._session.topic_names(), self._session.actors()
        names = ", ".join(actors[number].name for number in sorted(claim.actor_ids) if number in actors)
        lines = [
            (_("Topic"), topics.get(claim.topic_id, ""), "topic" in one.fields),
            (_("Actors"), names, "actor" in one.fields),
        ]
        for choice in CHOICES:
            value = str(getattr(claim, choice.key))
            words = next((_(told[0]) for each, told in choice.values.items() if each.value == value), value)
            shape = f"{SHAPES[value]} " if value in SHAPES else ""
            lines.append((choice.title, shape + words, choice.key in one.fields))
        return lines


def decide(session: Session, one: CoderDifference, key: str) -> bool:
    """Take what a key says of a passage's versions; return whether it was done."""
    if key == "reopen":
        return session.done(edits.agreement.reopen, one.claims)
    sides = {"a": (0,), "b": (1,), "both": (0, 1), "none": ()}[key]
    taken = [claim.claim_id for at in sides if (claim := one.unit[at]) is not None]
    return session.done(edits.agreement.decide, [(one.claims, taken)])
