"""The desk of conflicts: a passage once, the versions beside each other, and what is decided of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.conflicts import Conflict, Settlement
from desktop.core.language import N_, _
from desktop.core.spans import Span
from desktop.qt.parts.claim_text import source_text, title_text
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.layouts import TOP, ground, hbox, label, push, scrolled, splitter, vbox
from desktop.qt.parts.passage_pane import PassagePane
from desktop.qt.session import Session
from desktop.qt.together.meetings import when
from desktop.store import reads

# what each decision is called on its button, with its key
WORDS: dict[Settlement, str] = {
    Settlement.FIRST: N_("Take mine  1"),
    Settlement.SECOND: N_("Take theirs  2"),
    Settlement.BOTH: N_("Both  3"),
    Settlement.KEEP: N_("Keep it  1"),
    Settlement.DELETE: N_("Delete it  2"),
    Settlement.SEEN: N_("Seen  1"),
}


class VersionCard(QWidget):
    """What one of the versions says.

    Attributes:
        who: whose it is, and whether it is shown now.
        told: what it says, a line each.
    """

    def __init__(self) -> None:
        super().__init__()
        ground("card", self)
        self.who = label(role="section", wraps=True)
        self.told = label(wraps=True)
        vbox(self.who, self.told, 1, on=self, margins=(12, 8, 12, 8), gap=4)

    def show_version(self, who: str, lines: list[str]) -> None:
        """Show whose version it is, and what it says."""
        self.who.setText(who)
        self.told.setText("\n".join(lines))


class ConflictDesk(QWidget):
    """Show what stands against each other, and offer what can be decided.

    Attributes:
        shown: the conflict; None for none.
        order: the numbers of its versions as they stand, one's own first.

    Signals:
        decided(Settlement): the user wants this.
        note_wanted(): the user wants to write a note.
        text_wanted(): the user wants to see the passage in its document.
    """

    decided = Signal(object)
    note_wanted = Signal()
    text_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        ground("side", self)
        self._session = session
        self.shown: Conflict | None = None
        self.order: list[int] = []
        self.about = label(role="title", wraps=True)
        self.passage = PassagePane()
        self.cards = [VersionCard(), VersionCard()]
        self.buttons = {choice: push(_(words), "pill") for choice, words in WORDS.items()}
        self.note = push(_("Note  N"), "flat", _("Write down why it is decided so"))
        self.open_text = push(_("Open in text"), "flat", _("Show the passage in its document"))
        self.noted = label(role="dim", wraps=True)
        foot = ground("side")
        cards = ground("side")
        hbox(*((card, 1, TOP) for card in self.cards), on=cards, gap=8)
        vbox(
            (scrolled(cards, _("Versions")), 1),
            flowing(*self.buttons.values(), self.note, self.open_text, gap=6),
            self.noted,
            on=foot,
            margins=(12, 8, 12, 10),
            gap=8,
        )
        head = ground("side")
        vbox(self.about, on=head, margins=(16, 10, 16, 6))
        foot.setMinimumHeight(190)
        vbox(head, (splitter((self.passage, 1), (foot, 1), upright=True, sizes=(300, 300)), 1), on=self, gap=0)
        for choice, button in self.buttons.items():
            button.clicked.connect(lambda _on, choice=choice: self.decided.emit(choice))
        self.note.clicked.connect(self.note_wanted)
        self.open_text.clicked.connect(self.text_wanted)

    def show_conflict(self, one: Conflict | None) -> None:
        """Show a conflict, or that there is none."""
        self.shown = one
        self.passage.setVisible(one is not None and bool(one.document and one.passage[1]))
        for button in self.buttons.values():
            button.setVisible(False)
        self.note.setVisible(one is not None)
        self.open_text.setVisible(one is not None and bool(one.document))
        for card in self.cards:
            card.setVisible(False)
        if one is None:
            self.about.setText(_("Nothing stands against each other."))
            self.noted.setText(_("What several did in files of their own comes together here; both versions are kept."))
            return
        self.about.setText(one.told)
        own = [at for at, version in enumerate(one.versions) if version.coder == self._session.coder]
        # one's own stands first, whichever is shown
        self.order = [*own[:1], *(at for at in range(len(one.versions)) if at not in own[:1])]
        said = [dict(version.told) for version in one.versions]
        for card, at in zip(self.cards, self.order, strict=False):
            version = one.versions[at]
            who = version.coder or _("As it was")
            if version.deed:
                # neither says anything: what each did is what is decided on
                side = _("Mine") if version.coder == self._session.coder else _("Theirs")
                card.show_version(f"{side}: {version.deed}", [when(version.created)])
                card.setVisible(True)
                continue
            # what differs stands first; of places in the text the words tell enough
            lines = [(name, words) for name, words in version.told if not words.isdecimal()]
            differing = [(name, words) for name, words in lines if any(each.get(name) != words for each in said)]
            card.show_version(
                _("{coder} (shown now)").format(coder=who) if version.is_shown else who,
                [f"≠ {name}: {words}" for name, words in differing]
                + [f"{name}: {words}" for name, words in lines if (name, words) not in differing],
            )
            card.setVisible(True)
        for choice in one.choices:
            self.buttons[choice].setVisible(True)
        self.noted.setText(one.note)
        if one.document and one.passage[1]:
            self._show_passage(one)

    def _show_passage(self, one: Conflict) -> None:
        document = self._session.read(reads.project.document, one.document)
        before, words, after = one.passage
        self.passage.show_head(title_text(document), source_text(document.facts))
        text = before + words + after
        self.passage.show_passage(text, Span(len(before), len(before) + len(words)), "", [])
        self.passage.scroll_to(self.passage.passage_top())

    def version_of(self, choice: Settlement) -> Settlement:
        """Return which version a decision means: on the desk one's own stands first."""
        if choice in (Settlement.FIRST, Settlement.SECOND) and len(self.order) > 1:
            at = self.order[0 if choice is Settlement.FIRST else 1]
            return Settlement.FIRST if at == 0 else Settlement.SECOND
        return choice

    def choice_of(self, key: int) -> Settlement | None:
        """Return what a key decides: 1, 2, 3 as the buttons stand."""
        at = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}.get(Qt.Key(key), -1)
        choices = self.shown.choices if self.shown is not None else ()
        return choices[at] if 0 <= at < len(choices) else None
