"""The export panel: which table, for whom, what it will look like, and where it goes."""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFontDatabase, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from desktop.core import phrases
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.project import export
from desktop.project.catalogue import ENTRIES
from desktop.project.export import Export, TablePreview, files, forms
from desktop.project.requests import Entry, Request
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting.options import ExportOptions
from desktop.qt.exporting.preview_model import TablePreviewModel
from desktop.qt.parts.layouts import hbox, label, push, resize_within_screen, scrolled, vbox
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_EXACT, EXPORT_FOLDER, Settings

PREVIEW_ROWS = 200
WIDEST = 320
SIDE = 264
# pixels of height that what can be chosen keeps
LEAST_OPTIONS = 110
# a table of many claims takes a moment to make: not at each of ten edits in a row
DELAY = 250
# a preview that takes longer (in seconds) waits until the user comes back to the panel
SLOW = 0.3
KEY = int(Qt.ItemDataRole.UserRole)


class ExportPanel(QDialog):
    """Save a table in any of its forms, after a look at what will be written.

    It blocks nothing: work goes on beside it, and the preview follows. The file's dialog asks before it overwrites, so
    the panel does not ask again: what the dialog returns is replaced. It asks for what is written beside that file.

    Attributes:
        scope: what the page shows from which the panel was opened; `set_scope` changes it.
        only_listed: whether only what that page lists is written.

    Signals:
        saved(Path): a table was written there.
    """

    saved = Signal(Path)

    def __init__(
        self, session: Session, dialogs: FileDialogs, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export a table"))
        self.setModal(False)
        resize_within_screen(self, 1080, 740)
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._worker = session.worker(self)
        self._worker.progressed.connect(self._on_progress)
        self._stale = True
        self._took = 0.0
        # when writing began
        self._begun = 0.0
        self.scope = Request()
        self._timer = later(self, DELAY, self._refresh)
        self.model = TablePreviewModel(self)
        self.tables, self.forms = _TableList(), QComboBox()
        self.options = ExportOptions(session)
        self._about, self._form_about, self.says = (label(role="dim", wraps=True) for _part in range(3))
        self.told = label(role="dim")
        self.table = self._preview_table()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(_("Preview"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._preview = QStackedWidget()
        self._preview.addWidget(self.table)
        self._preview.addWidget(self.text)
        self.only_listed = QCheckBox(_("Only what the page lists"))
        self.only_listed.setChecked(True)
        self.stamp = QCheckBox(_("Say when it was written"))
        self.stamp.setToolTip(_("Without this, the same table gives the same file at any time"))
        self.save_button = push(_("Save…"), does=self.save)
        self.save_button.setDefault(True)
        self._close_button = push(_("Close"), does=self.close)
        self._close_button.setAutoDefault(False)
        self._lay()
        for chosen in (self.tables.currentItemChanged, self.forms.currentIndexChanged, self.options.changed):
            chosen.connect(self._on_chosen)
        for box in (self.only_listed, self.stamp):
            box.toggled.connect(self._on_chosen)
        for changed in (session.changed, session.visibility_changed):
            changed.connect(self._on_changed)
        session.opened.connect(self._on_opened)

    @property
    def what(self) -> str:
        """Which table is chosen, a key of `ENTRIES`."""
        return str(self.tables.currentItem().data(KEY))

    @property
    def entry(self) -> Entry:
        """Which table is chosen."""
        return ENTRIES[self.what]

    @property
    def form(self) -> str:
        """Which form is chosen, the key of a format."""
        return str(self.forms.currentData())

    @property
    def chosen(self) -> Export:
        """What is chosen."""
        scope, narrowed = self.scope, self.entry.narrowed
        listed = self.only_listed.isChecked()
        where = scope.view.where if narrowed == "view" else scope.where if listed and narrowed == "claims" else ""
        request = replace(scope, where=where, options=self.options.values())
        if not listed:
            request = replace(request, steps=None, traces=None, order=None, scope="")
        return Export(self.what, self.form, request, self.stamp.isChecked())

    @property
    def is_writing(self) -> bool:
        """Whether a file is being written."""
        return self._worker.busy

    def set_scope(self, scope: Request) -> None:
        """Take over what a page shows: its filter, its list, its choices."""
        if scope != self.scope:
            self.scope = scope
            self.options.set_values(scope.options)
            self._tell_choice()
            self._on_changed()
            if self.isVisible():
                self._refresh()

    def choose(self, what: str, *, form: str = "", options: Mapping[str, str] | None = None) -> None:
        """Choose a table by its key, and its form and options when they are given."""
        if options:
            self.options.set_values(options)
        self.tables.choose(what)
        if form and self.forms.findData(form) >= 0:
            self.forms.setCurrentIndex(self.forms.findData(form))
        if options:
            self._on_chosen()

    def save(self) -> None:
        """Ask for the file and write the table; while one is written, give that up."""
        if self.is_writing:
            # the second Enter or click of two that meant the first is no word against it
            if time.monotonic() - self._begun > QApplication.doubleClickInterval() / 1000:
                self.cancel()
            return
        chosen = self.chosen
        name = f"{self._session.path.stem}-{chosen.what.replace('_', '-')}{chosen.format.suffix}"
        path = self._dialogs.save_table(self, str(Path(self._settings.folder(EXPORT_FOLDER)) / name))
        if path is None:
            return
        written = self._session.do(files, chosen, path, self._session.visible)
        if written is None:
            return
        for beside in written:
            # of the file itself the dialog has asked already
            if beside != path and beside.exists() and not self._dialogs.overwrite(self, beside):
                return
        self._settings.keep_folder(EXPORT_FOLDER, path)
        self._keep_exact()
        write = self._session.do(export.writing, chosen, path, self._session.visible)
        if write is not None:
            self._begun = time.monotonic()
            self._worker.ask(lambda: write, partial(self._on_written, path))
            self._tell_writing()

    def cancel(self) -> None:
        """Give up what is being written; what stood in its place stays."""
        self._worker.drop()
        self._tell_writing()
        self.told.setText(_("Given up: nothing was written."))

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
        self._keep_exact()
        super().closeEvent(event)

    def _keep_exact(self) -> None:
        self._settings.set(EXPORT_EXACT, str(int(self.chosen.format.options.get("exact", False))))

    def _lay(self) -> None:
        # a network has more to choose than a small screen is high
        self._chosen_options = scrolled(self.options, _("Options"))
        self._chosen_options.setMinimumHeight(LEAST_OPTIONS)
        table = (
            label(_("TABLE"), "section"),
            (self.tables, 1),
            self._about,
            (self._chosen_options, 2),
            self.only_listed,
        )
        form = (label(_("FORM"), "section"), self.forms, self._form_about, self.stamp)
        side = vbox(*table, *form, gap=6)
        self.forms.setAccessibleName(_("Form"))
        self.tables.choose("view")
        self._fill_forms()
        self.forms.setCurrentIndex(self.forms.findData("exact" if self._settings.get(EXPORT_EXACT) == "1" else "csv"))
        self._tell_choice()
        frame = QWidget()
        frame.setFixedWidth(SIDE)
        frame.setLayout(side)
        foot = hbox((self.told, 1), self._close_button, self.save_button)
        head = label(_("PREVIEW: AS IT WILL BE WRITTEN"), "section")
        main = vbox(head, (self._preview, 1), self.says, foot, gap=8)
        hbox(frame, (main, 1), on=self, margins=(18, 12, 18, 14), gap=20)

    def _preview_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(_("Preview"))
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

    def _fill_forms(self) -> None:
        """Offer the forms that the table has; the one that stood stays, if it has that."""
        offered = forms(self.entry)
        if self.forms.count() == len(offered):
            return
        before = self.forms.currentData()
        with QSignalBlocker(self.forms):
            self.forms.clear()
            for form in offered:
                self.forms.addItem(_(form.name), form.key)
                self.forms.setItemData(self.forms.count() - 1, _(form.about), Qt.ItemDataRole.ToolTipRole)
            self.forms.setCurrentIndex(max(0, self.forms.findData(before)))

    def _tell_choice(self) -> None:
        entry, scope = self.entry, self.scope
        self._fill_forms()
        self._about.setText(_(entry.about))
        self._form_about.setText(_(self.chosen.format.about))
        self.options.show_entry(entry)
        high = self.options.sizeHint().height()
        self._chosen_options.setVisible(bool(entry.options))
        self._chosen_options.setMinimumHeight(min(high, LEAST_OPTIONS))
        self._chosen_options.setMaximumHeight(high)
        listed = {
            "claims": bool(scope.where) or (entry.key == "documents" and scope.order is not None),
            "list": scope.traces is not None if entry.key == "traces" else scope.steps is not None,
        }
        self.only_listed.setVisible(listed.get(entry.narrowed, False))
        self.stamp.setEnabled(self.chosen.format.has_notes)

    def _on_chosen(self) -> None:
        if self.tables.currentItem() is None:
            return
        self._tell_choice()
        self._on_changed()
        if self.isVisible():
            # the user waits for this one
            self._refresh()

    def _on_opened(self) -> None:
        # what another project's pages showed is nothing here
        self.scope = Request()
        self._tell_choice()
        self._on_changed()

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible() and (self._took < SLOW or self.isActiveWindow()):
            self._timer.start()
        elif self.isVisible():
            self.told.setText(_("{size}; changed since").format(size=self._size()))

    def _refresh(self) -> None:
        self._timer.stop()
        if not self._session.is_open:
            return
        self._stale = False
        lacking = self.options.lacking()
        if lacking:
            self.model.set_preview(TablePreview())
            self._preview.setCurrentWidget(self.table)
            self.told.setText(_("Choose {options} first.").format(options=_(" and ").join(lacking)))
            self.says.setText("")
            self.save_button.setEnabled(False)
            return
        begun = time.perf_counter()
        hidden = self._session.visible
        preview = self._session.do(export.preview, self.chosen, PREVIEW_ROWS, hidden) or TablePreview()
        across, down = self.table.horizontalScrollBar().value(), self.table.verticalScrollBar().value()
        same = preview.header == self.model.preview.header
        self.model.set_preview(preview)
        self.text.setPlainText(preview.text)
        self._preview.setCurrentWidget(self.text if preview.text else self.table)
        if same:
            self.table.horizontalScrollBar().setValue(across)
            self.table.verticalScrollBar().setValue(down)
        else:
            self.table.resizeColumnsToContents()
        self.told.setText(self._size())
        told = " ".join(preview.told[1:])
        if told and not self.chosen.format.has_notes:
            told = _("{notes} This form has no place for that.").format(notes=told)
        self.says.setText(told)
        self._took = time.perf_counter() - begun
        self.save_button.setEnabled(not self.is_writing and (bool(preview.header) or preview.row_count < 0))

    def _on_written(self, path: Path, result: "str | UserError") -> None:
        self._tell_writing()
        if isinstance(result, UserError):
            self._session.messages.error(str(result))
        else:
            with self._session.messages.writing(path):
                self._session.messages.info(result)
            self.saved.emit(path)

    def _tell_writing(self) -> None:
        self.save_button.setText(_("Cancel") if self.is_writing else _("Save…"))
        self.save_button.setEnabled(True)
        self.told.setText(_("Writing…") if self.is_writing else self._size())

    def _on_progress(self, done: int, total: int) -> None:
        if self.is_writing:
            self.told.setText(_("Writing: {done:,} of {total:,} rows").format(done=done, total=total))

    def _size(self) -> str:
        preview = self.model.preview
        if preview.row_count < 0:
            return _("too many claims for a preview: Save… makes the table")
        size = _("{rows}, {columns}")
        if preview.more:
            size = _("more than {rows}, {columns}; the first {shown} are shown")
        elif preview.row_count != len(preview.rows):
            size = _("{rows}, {columns}; the first {shown} are shown")
        rows, columns = phrases.counted("row", preview.row_count), phrases.counted("column", len(preview.header))
        return size.format(rows=rows, columns=columns, shown=len(preview.rows))


class _TableList(QListWidget):
    """All tables, by groups."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Table"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        group = ""
        for entry in ENTRIES.values():
            if entry.group != group:
                group = entry.group
                head = QListWidgetItem(_(group).upper())
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setFont(theme.small_font())
                self.addItem(head)
            item = QListWidgetItem(f"  {_(entry.title)}")
            item.setData(KEY, entry.key)
            item.setToolTip(_(entry.about))
            self.addItem(item)

    def choose(self, key: str) -> None:
        """Choose a table by its key."""
        row = next(row for row in range(self.count()) if self.item(row).data(KEY) == key)
        self.setCurrentRow(row)
        self.scrollToItem(self.item(row))
