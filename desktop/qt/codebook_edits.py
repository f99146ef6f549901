"""What the codebook's page can do with the open project; a part of the session."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.core.codebook_plans import DeletePlan, MergePlan
from desktop.project import codebook as work_codebook
from desktop.qt.dialogs import Messages
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import codebook_merge as edit_codebook_merge
from desktop.store.edits import codebook_plans as plan_codebook
from desktop.store.edits import codebook_tree as edit_codebook_tree
from desktop.store.edits import edit_codebook_delete
from desktop.store.edits.codebook_tree import SortBy


class CodebookEdits:
    """Run actions on actors and topics; *table* is always ``actor`` or ``topic``.

    What cannot be done is told to the user; then the answer is False or None.
    """

    def __init__(self, database: Callable[[], Database], messages: Messages) -> None:
        self._database = database
        self._messages = messages

    def add(self, table: str, name: str, parent_id: int | None = None) -> int | None:
        """Add an entry and return its id."""
        return self._messages.attempt(lambda: edit_codebook.add_child(self._database(), table, name, parent_id))

    def update(self, table: str, number: int, **values: str | tuple[str, ...]) -> bool:
        """Change fields of an entry; the arguments are those of `edits.codebook.update_actor` or ``update_topic``."""
        update = edit_codebook.update_actor if table == "actor" else edit_codebook.update_topic
        return self._messages.succeeded(lambda: update(self._database(), number, **values))

    def place(self, table: str, number: int, parent_id: int | None, before: int | None = None) -> bool:
        """Put an entry under another or at the top, before one or as the last."""
        return self._messages.succeeded(
            lambda: edit_codebook_tree.place(self._database(), table, number, parent_id, before)
        )

    def move(self, table: str, number: int, by: int) -> bool:
        """Move an entry among its siblings."""
        return self._messages.succeeded(lambda: edit_codebook_tree.move(self._database(), table, number, by))

    def sort(self, table: str, by: SortBy) -> bool:
        """Sort all entries among their siblings."""
        return self._messages.succeeded(lambda: edit_codebook_tree.sort(self._database(), table, by))

    def merge_plan(self, table: str, source: int, target: int) -> MergePlan | None:
        """Return what a merge would do."""
        return self._messages.attempt(lambda: plan_codebook.merge_plan(self._database(), table, source, target))

    def merge(self, table: str, source: int, target: int) -> bool:
        """Merge an entry into another."""
        return self._messages.succeeded(lambda: edit_codebook_merge.merge(self._database(), table, source, target))

    def split(self, table: str, source: int, claim_ids: Sequence[int], name: str) -> int | None:
        """Split claims off into a new entry and return its id."""
        return self._messages.attempt(
            lambda: edit_codebook_merge.split(self._database(), table, source, claim_ids, name)
        )

    def delete_plan(self, table: str, number: int) -> DeletePlan | None:
        """Return what hangs on an entry."""
        return self._messages.attempt(lambda: plan_codebook.delete_plan(self._database(), table, number))

    def delete(self, table: str, number: int, *, move_to: int | None = None, with_claims: bool = False) -> bool:
        """Delete an entry; its claims move or are deleted."""
        return self._messages.succeeded(
            lambda: edit_codebook_delete.delete(
                self._database(), table, number, move_to=move_to, with_claims=with_claims
            )
        )

    def export_file(self, path: Path) -> bool:
        """Write the codebook to a file, and tell it."""
        return self._told(lambda: work_codebook.export_codebook(self._database(), path))

    def import_file(self, path: Path, *, update: bool) -> bool:
        """Read a codebook into the project, and tell what became of it."""
        return self._told(lambda: work_codebook.import_codebook(self._database(), path, update=update))

    def _told(self, action: Callable[[], str]) -> bool:
        told = self._messages.attempt(action)
        if told is not None:
            self._messages.info(told)
        return told is not None
