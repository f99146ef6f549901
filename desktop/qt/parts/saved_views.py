"""A button with the views that are kept in the project."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from desktop.core.views import View
from desktop.qt.parts.kept_names import KeptNames
from desktop.qt.session import Session


class SavedViews(KeptNames):
    """Keep views by name.

    Signals:
        chosen(str, View): a kept view was chosen, by its name.
    """

    chosen = Signal(str, object)

    def __init__(self, session: Session, present: Callable[[], View]) -> None:
        """Offer the views of *session*; *present* returns the one to be kept."""
        super().__init__(session, "Views", "view", "Views kept in the project: axes, cells, filter, order")
        self._present = present

    def kept(self) -> list[str]:
        """Return the names of the views."""
        return list(self.session.comparisons.views())

    def choose_name(self, name: str) -> None:
        """Tell which view was chosen."""
        found = self.session.comparisons.views().get(name)
        if found is not None:
            self.chosen.emit(name, found)

    def keep_as(self, name: str) -> bool:
        """Keep the present view, in place of the one that has the name."""
        done = self.session.comparisons.keep_view(name, self._present())
        if done:
            self.session.messages.info(f"The view “{name.strip()}” is kept in the project.")
        return done

    def delete_name(self, name: str) -> None:
        """Delete a view."""
        self.session.comparisons.delete_view(name)
