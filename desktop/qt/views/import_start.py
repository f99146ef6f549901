"""What the import page shows before there are files: where to drop them, how to choose them, where one was before."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.text import one_line
from desktop.qt import settings as keys
from desktop.qt.settings import Settings
from desktop.qt.views.elided import FlowLayout

_KEPT = 8


class ImportStart(QWidget):
    """Offer the ways in.

    Attributes:
        files, folder, paste: the buttons.
        recent: the buttons of the recent folders, the latest first.

    Signals:
        folder_wanted(Path): read a recent folder.
    """

    folder_wanted = Signal(Path)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        title = QLabel("Drop files or a folder here")
        title.setProperty("role", "title")
        told = QLabel(
            "Text, Markdown, web pages, PDF, Word, OpenDocument, RTF, EPUB, subtitles and mail.\n"
            "Nothing is added before you have looked at what was found."
        )
        told.setProperty("role", "dim")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.files = QPushButton("Choose files…")
        self.folder = QPushButton("Choose a folder…")
        self.paste = QPushButton("Paste text")
        ways = QWidget()
        row = FlowLayout(ways)
        row.setSpacing(8)
        for button in (self.files, self.folder, self.paste):
            row.addWidget(button)
        ways.setFixedWidth(sum(button.sizeHint().width() for button in (self.files, self.folder, self.paste)) + 40)
        self._head = QLabel("RECENT FOLDERS")
        self._head.setProperty("role", "section")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.recent: list[QPushButton] = []
        center = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(title, 0, center)
        column.addSpacing(6)
        column.addWidget(told, 0, center)
        column.addSpacing(14)
        column.addWidget(ways, 0, center)
        column.addSpacing(22)
        column.addWidget(self._head, 0, center)
        column.addLayout(self._list)
        column.addStretch(3)
        self.fill()

    def remember(self, folder: Path) -> None:
        """Put a folder on top of the recent ones."""
        folders = [str(folder), *(one for one in self._folders() if one != str(folder))]
        self._settings.set(keys.IMPORT_FOLDERS, "\n".join(folders[:_KEPT]))
        self.fill()

    def fill(self) -> None:
        """List the recent folders that are still there."""
        for button in self.recent:
            self._list.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.recent = []
        for name in self._folders():
            path = Path(name)
            if not path.is_dir():
                continue
            button = QPushButton(f"{one_line(path.name or name, 60)}    {one_line(str(path.parent), 80)}")
            button.setProperty("role", "flat")
            button.setToolTip(f"Look for documents in {name}")
            button.clicked.connect(lambda _=False, one=path: self.folder_wanted.emit(one))
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.recent.append(button)
        self._head.setVisible(bool(self.recent))

    def _folders(self) -> list[str]:
        return [one for one in self._settings.get(keys.IMPORT_FOLDERS).split("\n") if one]
