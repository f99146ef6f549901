"""What was typed and is not in the file yet: it is kept whatever is chosen or shown, and written when it can be."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import ConflictError, DamageError, GoneError, UserError
from desktop.core.language import _
from desktop.qt.messages import Messages

# milliseconds from the last key until what was typed is written
PAUSE = 1500
# and until it is tried again
_AGAIN = 2000

# writes a text where another was seen before
Write = Callable[[str, str], object]


@dataclass(slots=True)
class Draft:
    """A text that could not be written.

    Attributes:
        where: what it was written on, in words: ``the memo on a claim``.
        seen: what stood there when it was begun.
        error: why it is not written.
        told: what it is called where it is asked about: a choice is kept by its number.
    """

    where: str
    text: str
    seen: str
    write: Write
    error: UserError
    told: str

    @property
    def is_overtaken(self) -> bool:
        """Whether another text stands there by now, so that somebody has to choose."""
        return isinstance(self.error, ConflictError)


class Drafts(QObject):
    """Write texts of fields, and keep those that cannot be written.

    Signals:
        changed(key): a text is kept, was written at last, or was given up.
        keeping(): what is typed is to be written now: the project is left.
    """

    changed = Signal(object)
    keeping = Signal()

    def __init__(self, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._messages = messages
        self._kept: dict[Hashable, Draft] = {}
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self.try_again)

    def of(self, key: Hashable) -> Draft | None:
        """Return the text that is kept for a field; None where all is written."""
        return self._kept.get(key)

    @property
    def waiting(self) -> list[Draft]:
        """All texts that are not written yet."""
        return list(self._kept.values())

    def write(
        self, key: Hashable, text: str, seen: str, write: Write, where: str, *, refusable: bool = False, told: str = ""
    ) -> bool:
        """Write a text, or keep it and tell why it is not written; return whether it was.

        Args:
            key: of the field; a text that was kept for it gives way.
            text: what is to stand there.
            seen: what stood there when it was begun.
            write: writes it, and raises a `UserError` when it cannot.
            where: what it is written on, in words.
            refusable: whether a text that cannot be, such as a name that is taken, is told and not kept.
            told: what a text is called that is no words, such as the number of a choice.
        """
        before = self._kept.pop(key, None)
        error = self._write(write, text, seen)
        if error is None:
            self._settle(key, told=before is not None)
            return True
        if refusable and not is_for_later(error):
            self._messages.error(str(error))
            self._settle(key, told=False)
            return False
        self._kept[key] = Draft(where, text, seen, write, error, told or text)
        self._again.start()
        if before is None or type(before.error) is not type(error):
            words = _("{reason} What you wrote stays in its field, and is written as soon as that is possible.")
            if isinstance(error, ConflictError | GoneError):
                words = _("{reason} What you wrote is not saved yet: it stays in its field.")
            self._messages.error(words.format(reason=error))
        self.changed.emit(key)
        return False

    def drop(self, key: Hashable) -> None:
        """Give up what was kept for a field."""
        if self._kept.pop(key, None) is not None:
            self._settle(key, told=False)

    def clear(self) -> None:
        """Give up everything: the user said so."""
        for key in list(self._kept):
            self.drop(key)

    def try_again(self) -> None:
        """Write what can be written by now; what somebody has to choose about waits."""
        for key, draft in list(self._kept.items()):
            if draft.is_overtaken or self._kept.get(key) is not draft:
                continue
            error = self._write(draft.write, draft.text, draft.seen)
            # writing it may have led to another text
            if self._kept.get(key) is not draft:
                continue
            if error is None:
                del self._kept[key]
                self._settle(key, told=True)
            elif type(error) is not type(draft.error):
                draft.error = error
                self.changed.emit(key)

    def question(self) -> str:
        """Return what is asked before the window closes over texts that are not written; empty where all are."""
        self.keeping.emit()
        self.try_again()
        if not self._kept:
            return ""
        first = self.waiting[0]
        told = _("This is not saved yet, and is lost if you leave: {where} (“{text}”)\n\n{reason}")
        text = first.told if len(first.told) <= 200 else f"{first.told[:200]}…"
        more = [f"{one.where} (“{one.told[:60]}”)" for one in self.waiting[1:4]]
        question = told.format(where=first.where, text=text, reason=first.error)
        return "\n\n".join([question, *more])

    @staticmethod
    def _write(write: Write, text: str, seen: str) -> UserError | None:
        try:
            write(text, seen)
        except UserError as error:
            return error
        return None

    def _settle(self, key: Hashable, *, told: bool) -> None:
        if not self._kept:
            self._again.stop()
        if told:
            self._messages.hint(_("What you wrote is saved now."))
        self.changed.emit(key)


def is_for_later(error: UserError) -> bool:
    """Tell whether something can be written as it is once a cause outside of it is gone."""
    return isinstance(error, ConflictError | DamageError | GoneError) or error.is_passing
