"""What the window can do with the text of a document: replace it, mend its structure and facts; part of the session.

The new text is read beside the window's thread; nothing is written before the user accepts the plan.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import UserError
from desktop.project.importing import read_file, read_pasted
from desktop.qt.background import Worker
from desktop.qt.messages import Messages
from desktop.store.database import Database
from desktop.store.edits import text as edit_text
from desktop.store.edits.text import Replacement as Replacement
from desktop.store.reads import project as reads


class TextAccess(QObject):
    """Plan and do what changes a document's text, structure and facts.

    Signals:
        planned(Replacement): what the replacement asked for last would do; None when it cannot be, which was told.
    """

    planned = Signal(object)

    def __init__(self, database: Callable[[], Database], messages: Messages) -> None:
        super().__init__()
        self._database = database
        self._messages = messages
        self._worker = Worker(self)

    def close(self) -> None:
        """End the reading, and wait until it has ended."""
        self._worker.stop()

    def plan(self, document_id: int, path: Path, encoding: str = "") -> None:
        """Read the corrected text in a file and say by `planned` what it would do to the document's claims."""
        actors = reads.actors(self._database())
        self._ask(document_id, lambda: read_file(path, actors, encoding))

    def plan_pasted(self, document_id: int, text: str) -> None:
        """Plan with a text that was copied; as `plan`."""
        name = reads.document(self._database(), document_id).name
        self._ask(document_id, lambda: read_pasted(text, name))

    def _ask(self, document_id: int, read: Callable[[], Any]) -> None:
        self._worker.drop()
        self._worker.ask(lambda: read, lambda found: self._on_read(document_id, found))

    def _on_read(self, document_id: int, found: Any) -> None:
        def plan() -> Replacement:
            if isinstance(found, UserError):
                raise found
            return edit_text.plan_replacement(self._database(), document_id, edit_text.as_new_text(found.document))

        self.planned.emit(self._messages.attempt(plan))
