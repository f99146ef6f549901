"""Where one begins and comes back: a new project, one to open, and those that were open before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.core.language import _
from desktop.core.text import one_line
from desktop.paths import is_there
from desktop.qt.parts.layouts import Space, ground, hbox, label, push, vbox
from desktop.qt.window.projects import ProjectActions

_WIDTH = 560


class StartPage(QWidget):
    """Offer a new project, one to open, and those that were open before; the window shows it while none is open.

    Attributes:
        problem: why a project could not be opened.
        recent: the buttons of the projects that were open before, the last first.
        forget: those that take each off the list.
    """

    def __init__(self, projects: ProjectActions, back: Callable[[], object]) -> None:
        """Let *projects* do what is chosen; *back* leads to the project that is open."""
        super().__init__()
        ground("startPage", self)
        self._projects = projects
        self.problem = label(wraps=True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.hide()
        self.new = push(_("New project…"), tip=_("Empty, or with the example (Ctrl+N)"), does=projects.new_project)
        self.open = push(_("Open project…"), tip=_("Ctrl+O"), does=projects.open_project)
        self.join = push(_("Join a team…"), tip=_("Make a file of your own of what a team has"))
        menu = QMenu(self.join)
        menu.addAction(_("In a folder…"), projects.join_in_folder)
        menu.addAction(_("On a server…"), projects.join_on_server)
        self.join.setMenu(menu)
        self.back = push(_("Back to the project"), does=back)
        self._head = label(_("RECENT PROJECTS"), "section")
        self._list = vbox(gap=2)
        self.recent: list[QPushButton] = []
        self.forget: list[QPushButton] = []
        self._rows: list[QWidget] = []
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        about = label(_("Compare what political actors say: who, on what, for or against."), "dim", wraps=True)
        ways = hbox(self.new, self.open, self.join, self.back, 1, gap=8)
        below = (self._head, self._list)
        vbox(label(_("Visavis"), "title"), about, self.problem, Space(10), ways, Space(18), *below, on=inner, gap=8)
        # not centred by its alignment: lines that are broken would get no room
        vbox(1, hbox(1, inner, 1), 2, on=self)
        projects.recent_changed.connect(self.fill)
        self.fill()

    def tell(self, problem: str) -> None:
        """Say why a project could not be opened; nothing takes it away."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def fill(self) -> None:
        """List the projects that were open before; one that is missing is told, and can be taken off the list."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.recent, self.forget, self._rows = [], [], []
        for path in self._projects.recent():
            self._rows.append(self._row(path))
            self._list.addWidget(self._rows[-1])
        self._head.setVisible(bool(self.recent))
        self.back.setVisible(self._projects.is_open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the project with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._projects.is_open:
            self.back.click()
        else:
            super().keyPressEvent(event)

    def _row(self, path: Path) -> QWidget:
        there = is_there(path)
        words = f"{one_line(path.stem, 40)}    {one_line(str(path.parent), 60)}"
        sentence = _("{project} (not there any more)")
        project = push(words if there else sentence.format(project=words), "flat", str(path))
        project.setEnabled(there)
        project.clicked.connect(lambda: self._projects.open_recent(path))
        forget = push("×", "flat", _("Take this project off the list; nothing is deleted"))
        forget.setAccessibleName(_("Take {project} off this list").format(project=path.stem))
        forget.clicked.connect(lambda: self._projects.forget(path))
        row = QWidget()
        hbox(project, forget, 1, on=row, gap=6)
        self.recent.append(project)
        self.forget.append(forget)
        return row
