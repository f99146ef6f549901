"""A bar over the pages that stays while the file of the project is not the one that was opened any more."""

from PySide6.QtWidgets import QFrame

from desktop.core.language import _
from desktop.qt.parts.layouts import hbox, label, push
from desktop.qt.parts.notice import announce
from desktop.qt.session import Session
from desktop.qt.window.projects import ProjectActions


class LostBar(QFrame):
    """Tell what became of the file, and offer to save a copy of what is seen, and to open what is there now."""

    def __init__(self, session: Session, projects: ProjectActions) -> None:
        super().__init__()
        self.setObjectName("question")
        self.told = label(wraps=True)
        self.copy = push(_("Save a copy…"), does=projects.save_copy)
        self.anew = push(_("Open what is there now"), does=lambda: projects.open_recent(session.path))
        hbox((self.told, 1), self.copy, self.anew, on=self, margins=(14, 8, 14, 8), gap=10)
        self._session = session
        session.lost.connect(self._tell)
        session.entered.connect(self.hide)
        self.hide()

    def _tell(self, told: str) -> None:
        self.told.setText(told)
        self.anew.setVisible(self._session.is_file_there)
        self.setVisible(bool(told))
        if told:
            announce(self, told, urgent=True)
