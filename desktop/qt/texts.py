"""What the window can do with the text of a document: replace it, mend its structure and facts; part of the session.

The new text is read beside the window's thread; nothing is written before the user accepts the plan.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import SegmentKind, TurnRole
from desktop.project.importing import read_file, read_pasted
from desktop.qt.background import Worker
from desktop.qt.messages import Messages
from desktop.store.database import Database
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import segments as edit_segments
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

    def replace(self, plan: Replacement, *, drop_lost: bool = False) -> bool:
        """Do what a plan says, in one undo step; False when the user was told why not."""
        return self._done(lambda: edit_text.replace_text(self._database(), plan, drop_lost=drop_lost))

    def mark(
        self,
        document_id: int,
        span: Span,
        kind: SegmentKind,
        *,
        actor_id: int | None = None,
        role: TurnRole | None = None,
    ) -> bool:
        """Mark a selection as furniture, heading, paragraph, or a turn of somebody; over what was there before."""
        return self._done(
            lambda: edit_segments.mark(self._database(), document_id, span, kind, actor_id=actor_id, role=role)
        )

    def set_speaker(self, segment_ids: list[int], actor_id: int | None, role: TurnRole | None = None) -> bool:
        """Say who speaks in turns; None for nobody known."""
        return self._done(lambda: edit_segments.set_speaker(self._database(), segment_ids, actor_id, role))

    def update_facts(self, document_id: int, changes: Mapping[str, str]) -> bool:
        """Change fields of a document's facts, in one undo step."""
        return self._done(lambda: edit_documents.update_facts(self._database(), document_id, changes))

    def _ask(self, document_id: int, read: Callable[[], Any]) -> None:
        self._worker.drop()
        self._worker.ask(lambda: read, lambda found: self._on_read(document_id, found))

    def _on_read(self, document_id: int, found: Any) -> None:
        def plan() -> Replacement:
            if isinstance(found, UserError):
                raise found
            return edit_text.plan_replacement(self._database(), document_id, edit_text.as_new_text(found.document))

        self.planned.emit(self._messages.attempt(plan))

    def _done(self, action: Callable[[], object]) -> bool:
        return self._messages.succeeded(action)
