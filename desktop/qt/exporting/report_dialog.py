"""Asking for the report of a project: which sections, and of which claims."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.project import report
from desktop.project.report import SECTIONS
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.layouts import hbox, label, push, resize_within_screen, vbox
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_FOLDER, Settings


class ProjectReportDialog(QDialog):
    """Choose sections, name the file, and wait beside the work until it is written.

    Attributes:
        boxes: one for each section, by its key.
        only_listed: whether only the claims count that the page listed; hidden where it listed all.
    """

    def __init__(
        self, session: Session, dialogs: FileDialogs, settings: Settings, where: str, parent: QWidget | None = None
    ) -> None:
        """Take what the page in view lists: *where*, in the text form of a filter."""
        super().__init__(parent)
        self.setWindowTitle(_("Export the report"))
        self.setModal(False)
        resize_within_screen(self, 440, 470)
        self._session, self._dialogs, self._settings, self._where = session, dialogs, settings, where
        self._worker = session.worker(self)
        self.boxes = {key: QCheckBox(_(one.title)) for key, one in SECTIONS.items()}
        self.only_listed = QCheckBox(_("Only the claims that the page lists"))
        self.only_listed.setChecked(True)
        self.only_listed.setVisible(bool(where))
        self.stamp = QCheckBox(_("Say when it was written"))
        self.told = label(role="dim", wraps=True)
        self.save_button = push(_("Save…"), does=self.save)
        self.save_button.setDefault(True)
        close = push(_("Close"), does=self.close)
        close.setAutoDefault(False)
        about = _(
            "The appendix that journals ask for, as a web page, a Word document or Markdown. What there is nothing to "
            "tell of is left out."
        )
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._tell)
        sections = vbox(label(_("SECTIONS"), "section"), *self.boxes.values(), gap=8)
        foot = vbox(self.only_listed, self.stamp, self.told, hbox(1, close, self.save_button), gap=8)
        vbox(label(about, "dim", wraps=True), sections, 1, foot, on=self, margins=(18, 12, 18, 14), gap=8)
        session.opened.connect(self.close)

    @property
    def is_writing(self) -> bool:
        """Whether the report is being written."""
        return self._worker.busy

    def save(self) -> None:
        """Ask for the file and write the report; while it is written, give that up."""
        if self.is_writing:
            self._worker.drop()
            self._tell()
            self.told.setText(_("Given up: nothing was written."))
            return
        session = self._session
        name = f"{session.path.stem}-report.html"
        path = self._dialogs.save_report(self, str(Path(self._settings.folder(EXPORT_FOLDER)) / name))
        if path is None:
            return
        self._settings.keep_folder(EXPORT_FOLDER, path)
        where = self._where if self.only_listed.isChecked() else ""
        where = ClaimFilter.parse(where).hiding(session.visible).as_text()
        wanted = [key for key, box in self.boxes.items() if box.isChecked()]
        try:
            write = report.writing(session.path, path, where, wanted, stamp=self.stamp.isChecked())
        except UserError as error:
            session.messages.error(str(error))
            return
        self._worker.ask(lambda: write, partial(self._on_written, path))
        self._tell()

    def _on_written(self, path: Path, result: "str | UserError") -> None:
        self._tell()
        if isinstance(result, UserError):
            self._session.messages.error(str(result))
            return
        with self._session.messages.writing(path):
            # it stands over this window, which must not take it along
            self._session.messages.info(result)

    def _tell(self) -> None:
        some = any(box.isChecked() for box in self.boxes.values())
        self.save_button.setText(_("Cancel") if self.is_writing else _("Save…"))
        self.save_button.setEnabled(self.is_writing or some)
        self.told.setText(_("Writing…") if self.is_writing else "" if some else _("Choose a section first."))
