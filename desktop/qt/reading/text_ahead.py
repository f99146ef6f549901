"""A large text that is to be opened is read in another thread: the window has its turn until it is there."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject

from desktop.core.errors import UserError
from desktop.core.progress import Progress
from desktop.qt.background import Worker
from desktop.qt.session import Session
from desktop.store import reads

# letters of a text that a window reads at once; of Chinese these take some 20 ms
LARGE = 1_500_000


class TextAhead(QObject):
    """Have the text of a document in memory before a pane shows it."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        # grows with each that is asked for: only the last one is waited for
        self._asked = 0

    @cached_property
    def _worker(self) -> Worker:
        return self._session.worker(self)

    def begin(self, document_id: int, then: Callable[[], object]) -> bool:
        """Read the text of a document if it is large, and call *then* when it is there; False where none need wait.

        What was asked for before is waited for no more.
        """
        self._asked += 1
        asked, session, database = self._asked, self._session, self._session.database
        try:
            document = session.read(reads.project.document, document_id)
        except UserError:
            # whoever opens it is told
            return False
        sha256, path = document.text_sha256, database.path
        if document.length <= LARGE or database.last_text[0] == sha256:
            return False

        def read(_progress: Progress) -> str:
            # not at the start of the window
            from desktop.project.opening import text_beside

            return text_beside(path, sha256)

        def done(text: str | UserError) -> None:
            if asked == self._asked and session.is_open and session.database is database:
                if isinstance(text, str) and text:
                    database.last_text = sha256, text
                session.messages.attempt(then)

        self._worker.ask(lambda: read, done)
        return True

    def forget(self) -> None:
        """Wait for nothing any more: somebody went elsewhere."""
        self._asked += 1
