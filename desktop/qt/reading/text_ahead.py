"""Large texts that are to be opened are read in another thread: the window has its turn until they are there."""

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.core.errors import UserError
from desktop.core.progress import Progress
from desktop.core.showing import ReadyText
from desktop.qt.background import Work, Worker
from desktop.qt.reading.desk import Desk
from desktop.qt.session import Session
from desktop.store import reads

# letters of a text that a window reads at once; of Chinese these take some 10 ms, of emojis ten times as long
LARGE = 500_000


class TextAhead(QObject):
    """Have the texts of documents in memory before the panes of a desk show them, with what lays them out."""

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(desk)
        self._session = session
        self._desk = desk
        # grows with each that is asked for: only the last one is waited for
        self._asked = 0
        self._waited_for = 0

    @cached_property
    def _worker(self) -> Worker:
        return self._session.worker(self)

    @property
    def is_waited_for(self) -> bool:
        """Whether texts are being read that somebody still wants to see."""
        return self._waited_for == self._asked > 0

    def begin(self, document_ids: Iterable[int], then: Callable[[], object]) -> bool:
        """Read the texts of documents that are large and on no pane, and call *then* when they are there.

        False where none need wait. What was asked for before is waited for no more.
        """
        self._asked += 1
        asked, session = self._asked, self._session
        try:
            wanted = self._large(document_ids)
        except UserError:
            # whoever opens it is told
            return False
        if not wanted:
            return False
        path = session.database.path

        def done(found: dict[int, ReadyText] | UserError) -> None:
            if asked != self._asked:
                return
            self._asked += 1
            if not session.is_open or session.database.path != path:
                return
            if not isinstance(found, UserError):
                self._desk.ready = found
                for one in found.values():
                    session.database.texts.keep(one.sha256, one.text)
            session.messages.attempt(then)
            self._desk.ready = {}

        self._waited_for = asked
        self._worker.ask(partial(_reading, path, wanted, session.database.texts.last), done)
        return True

    def _large(self, document_ids: Iterable[int]) -> dict[int, str]:
        """Return those of documents that are large and on no pane, each with the hash of its text."""
        on_desk = self._desk.document_ids()
        asked = (number for number in document_ids if number not in on_desk)
        found = [(number, self._session.read(reads.project.document, number)) for number in asked]
        return {number: document.text_sha256 for number, document in found if document.length > LARGE}

    def forget(self) -> None:
        """Wait for nothing any more: somebody went elsewhere."""
        self._asked += 1


def _reading(path: Path, wanted: dict[int, str], known: tuple[str, str]) -> Work:
    """Return what reads texts, each by its hash; of one of them the text may be *known*."""

    def read(_progress: Progress) -> dict[int, ReadyText]:
        # not at the start of the window
        from desktop.project.opening import text_beside

        found = {}
        for number, sha256 in wanted.items():
            if text := known[1] if known[0] == sha256 else text_beside(path, sha256):
                found[number] = ReadyText(text, sha256)
        return found

    return read
