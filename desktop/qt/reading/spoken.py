"""What a text tells those who hear it of its claims: the one that is chosen, and those that the cursor comes into.

Qt's own interface of a text tells its words, lines and selection, and the bindings let no program add attributes of its
words to it: `QAccessibleTextInterface` has no ``attributes`` in PySide6, and `QAccessible.installFactory` takes the
process down. So claims are announced.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

from desktop.core.language import _
from desktop.core.text import one_line
from desktop.qt.background import later
from desktop.qt.parts.claim_text import claim_words
from desktop.qt.parts.notice import announce
from desktop.qt.reading.text_view import TextView
from desktop.store import reads

# milliseconds that the cursor rests before it tells where it is: the reader tells the letter or the line first
_REST = 200
# letters of a quotation: the text itself is there for the rest
_LETTERS = 300


class SpokenClaims(QObject):
    """Announce the claims of a text."""

    def __init__(self, view: TextView) -> None:
        super().__init__(view)
        self._view = view
        # the claims in which the cursor was when they were told
        self._here: list[int] = []
        self._rest = later(self, _REST, self._tell_here)
        view.cursorPositionChanged.connect(self._on_moved)

    def tell_chosen(self, claim_id: int) -> None:
        """Say who holds what on what in a claim that was chosen, which one of how many it is, and its words."""
        self._rest.stop()
        self._here = self._at_cursor()
        marks, session = self._view.model.marks, self._view.model.session
        claim = session.claim(claim_id) if claim_id in marks else None
        if claim is None:
            return
        told = _("{claim}. Claim {number} of {count}. {words}").format(
            claim=claim_words(session, claim),
            number=marks.rank(claim_id) + 1,
            count=len(marks),
            words=one_line(claim.quote, _LETTERS),
        )
        announce(self._view, told)

    def _at_cursor(self) -> list[int]:
        return self._view.claims_at(self._view.textCursor().position())

    def _on_moved(self) -> None:
        # nobody hears it, or the text is moved from elsewhere
        if QAccessible.isActive() and self._view.hasFocus():
            self._rest.start()

    def _tell_here(self) -> None:
        before, self._here = self._here, self._at_cursor()
        session = self._view.model.session
        if not session.is_open:
            return
        entered = [number for number in self._here if number not in before]
        if entered:
            claims = {claim.id: claim for claim in session.read(reads.project.claims, ids=entered)}
            told = [claim_words(session, claims[number]) for number in entered if number in claims]
            announce(self._view, "; ".join(told))
        elif before and not self._here:
            announce(self._view, _("End of the claim"))
