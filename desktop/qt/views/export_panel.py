"""The export panel: which table, for whom, what it will look like, and where it goes."""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QRadioButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.core.views import View
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting import FORMS, NETWORKS, VIEW, WHAT, Wish, numbered
from desktop.qt.models.table_preview import TablePreviewModel
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_EXACT, EXPORT_FOLDER, Settings

PREVIEW_ROWS = 200
WIDEST = 320
# a table of many claims takes a moment to make: not at each of ten edits in a row
DELAY = 250
# a preview that takes longer (in seconds) waits until the user comes back to the panel
SLOW = 0.3


class ExportPanel(QDialog):
    """Save a table in any of its forms, after a look at what will be written.

    It blocks nothing: work goes on beside it, and the preview follows. The file's dialog asks before it overwrites, so
    the panel does not ask again: what the dialog returns is replaced.

    Attributes:
        model: the preview.
        view: what the matrix page shows; `set_view` changes it.
        only_filtered: whether the matrix's filter holds for the other tables too.
        save_button: asks for the file and writes it.

    Signals:
        saved(Path): a table was written there.
    """

    saved = Signal(Path)

    def __init__(
        self, session: Session, dialogs: FileDialogs, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a table")
        self.setModal(False)
        self.resize(1000, 760)
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._stale = True
        self._took = 0.0
        self.view = View()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._refresh)
        self.model = TablePreviewModel(self)
        self._what = QButtonGroup(self)
        self._form = QButtonGroup(self)
        self._about = _dim_label()
        self._told = _dim_label()
        self._told.setWordWrap(False)
        self.table = self._preview_table()
        self.save_button = QPushButton("Save…")
        self.save_button.setDefault(True)
        self._close_button = QPushButton("Close")
        self._close_button.setAutoDefault(False)
        self._lay()
        self._what.idToggled.connect(self._on_toggled)
        self._form.idToggled.connect(self._on_toggled)
        self.save_button.clicked.connect(self.save)
        self._close_button.clicked.connect(self.close)
        session.changed.connect(self._on_changed)
        session.opened.connect(self._on_changed)

    @property
    def what(self) -> str:
        """Which table is chosen, a key of `exporting.WHAT`."""
        return WHAT[self._what.checkedId()][0]

    @property
    def exact(self) -> bool:
        """Whether cells are written as they are."""
        return self.form in ("exact", "csvw")

    @property
    def form(self) -> str:
        """Which form is chosen, a key of `exporting.FORMS`."""
        return FORMS[self._form.checkedId()][0]

    @property
    def wish(self) -> Wish:
        """What is chosen."""
        return Wish(self.what, self.form, self.view, self.only_filtered.isChecked())

    def set_view(self, view: View) -> None:
        """Take over what the matrix page shows."""
        if view != self.view:
            self.view = view
            self._tell_choice()
            self._on_changed()
            if self.isVisible():
                self._refresh()

    def choose(self, what: str, *, exact: bool | None = None, form: str = "") -> None:
        """Choose a table by its key, and its form when that is given."""
        self._what.button([key for key, _, _ in WHAT].index(what)).setChecked(True)
        form = form or {None: "", False: "csv", True: "exact"}[exact]
        if form:
            self._form.button([key for key, *_ in FORMS].index(form)).setChecked(True)

    def told(self) -> str:
        """Return how large the table is, as the panel says it."""
        return self._told.text()

    def save(self) -> None:
        """Ask for the file and write the table."""
        wish = self.wish
        plain = wish.what in ("counts", "net", "stance", "quotes")
        name = f"{self._session.path.stem}-{'matrix-' if plain else ''}{wish.what.replace('_', '-')}{wish.ending}"
        folder = self._settings.get(EXPORT_FOLDER)
        # a folder that is gone would open the dialog anywhere
        place = Path(folder) if folder and Path(folder).is_dir() else self._session.path.parent
        path = self._dialogs.save_table(self, str(place / name))
        if path is None:
            return
        self._settings.set(EXPORT_FOLDER, str(path.parent))
        self._settings.set(EXPORT_EXACT, str(int(self.exact)))
        if self._session.export(wish, path):
            self.saved.emit(path)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the preview as it is now."""
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Catch up when the user comes back to the panel."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._stale and self.isVisible():
            self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following changes."""
        super().hideEvent(event)
        self._timer.stop()
        self._stale = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the panel for the next time."""
        self._settings.set(EXPORT_EXACT, str(int(self.exact)))
        super().closeEvent(event)

    def _lay(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(_section("TABLE"))
        for number, (_, name, about) in enumerate(WHAT):
            button = QRadioButton(name)
            button.setToolTip(about)
            self._what.addButton(button, number)
            side.addWidget(button)
        side.addWidget(self._about)
        side.addSpacing(10)
        side.addWidget(_section("FORM"))
        for number, (_, name, _, tip) in enumerate(FORMS):
            button = QRadioButton(name)
            button.setToolTip(tip)
            self._form.addButton(button, number)
            side.addWidget(button)
        self._form_about = _dim_label()
        side.addWidget(self._form_about)
        side.addSpacing(6)
        self.only_filtered = QCheckBox("With the matrix's filter")
        self.only_filtered.setToolTip("Only the claims that the filter of the matrix page lets through")
        self.only_filtered.toggled.connect(lambda: self._on_toggled(0, True))
        side.addWidget(self.only_filtered)
        side.addStretch(1)
        self._what.button(0).setChecked(True)
        self._form.button(int(self._settings.get(EXPORT_EXACT) == "1")).setChecked(True)
        self._tell_choice()
        frame = QWidget()
        frame.setFixedWidth(230)
        frame.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        buttons = QHBoxLayout()
        buttons.addWidget(self._told, 1)
        buttons.addWidget(self._close_button)
        buttons.addWidget(self.save_button)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(_section("PREVIEW: AS IT WILL BE WRITTEN"))
        right.addWidget(self.table, 1)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 14)
        layout.setSpacing(20)
        layout.addWidget(frame)
        layout.addLayout(right, 1)

    def _preview_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("Preview")
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # the rows in sight tell the widths; measuring all cells takes long
        table.horizontalHeader().setResizeContentsPrecision(20)
        table.horizontalHeader().setMaximumSectionSize(WIDEST)
        table.horizontalHeader().setMinimumSectionSize(44)
        return table

    def _tell_choice(self) -> None:
        self._about.setText(WHAT[self._what.checkedId()][2])
        self._form_about.setText(FORMS[self._form.checkedId()][3])
        network = self.what in NETWORKS
        graph = self._form.button(len(FORMS) - 1)
        graph.setEnabled(network)
        if not network and graph.isChecked():
            self._form.button(0).setChecked(True)
        plain = self.what in ("counts", "net", "stance", "quotes")
        self.only_filtered.setVisible(bool(self.view.where) and not plain and self.what != VIEW)

    def _on_toggled(self, _number: int, checked: bool) -> None:
        if checked:
            self._tell_choice()
            self._on_changed()
            if self.isVisible():
                # the user waits for this one
                self._refresh()

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible() and (self._took < SLOW or self.isActiveWindow()):
            self._timer.start()
        elif self.isVisible():
            self._told.setText(f"{self._size()}; changed since")

    def _refresh(self) -> None:
        self._timer.stop()
        if not self._session.is_open:
            return
        self._stale = False
        begun = time.perf_counter()
        preview = self._session.export_preview(self.wish, PREVIEW_ROWS)
        across, down = self.table.horizontalScrollBar().value(), self.table.verticalScrollBar().value()
        same = preview.header == self.model.preview.header
        self.model.set_preview(preview)
        if same:
            self.table.horizontalScrollBar().setValue(across)
            self.table.verticalScrollBar().setValue(down)
        else:
            self.table.resizeColumnsToContents()
        self._told.setText(self._size())
        self._took = time.perf_counter() - begun
        self.save_button.setEnabled(preview.row_count != 0)

    def _size(self) -> str:
        preview = self.model.preview
        if preview.row_count < 0:
            return "too many claims for a preview: Save… makes the table"
        told = f"{numbered(preview.row_count, 'row')}, {numbered(len(preview.header), 'column')}"
        return told if preview.row_count == len(preview.rows) else f"{told}; the first {len(preview.rows)} are shown"


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "section")
    return label


def _dim_label() -> QLabel:
    label = QLabel()
    label.setProperty("role", "dim")
    label.setWordWrap(True)
    return label
