"""A button with the filters that are kept in the project."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from desktop.core.filters import ClaimFilter
from desktop.qt.parts.kept_names import KeptNames
from desktop.qt.session import Session


class SavedFilters(KeptNames):
    """Keep filters by name.

    Signals:
        chosen(ClaimFilter): a saved filter was chosen.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, present: Callable[[], ClaimFilter]) -> None:
        """Offer the filters of *session*; *present* returns the one to be saved."""
        super().__init__(session, "Saved filters", "filter", "Filters kept in the project", renames=True)
        self._present = present

    def kept(self) -> list[str]:
        """Return the names of the filters."""
        return list(self.session.lists.saved())

    def can_keep(self) -> bool:
        """Tell whether a filter stands."""
        return not self._present().is_empty

    def choose_name(self, name: str) -> None:
        """Tell which filter was chosen."""
        found = self.session.lists.saved().get(name)
        if found is not None:
            self.chosen.emit(found)

    def keep_as(self, name: str) -> bool:
        """Save the present filter."""
        return self.session.lists.save(name, self._present())

    def rename_to(self, old: str, new: str) -> bool:
        """Rename a filter."""
        return self.session.lists.rename(old, new)

    def delete_name(self, name: str) -> None:
        """Delete a filter."""
        self.session.lists.delete(name)
