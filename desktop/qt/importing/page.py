"""The page of the import: what was found in files, to be mended and accepted; nothing is written before."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.core.columns import TableLook
from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.name_pattern import NamePattern
from desktop.core.own_fields import misfits_sentence
from desktop.paths import is_there
from desktop.project.importing import FileResult
from desktop.project.reading import ReadFile, TextPreview, may_be_table
from desktop.qt import settings as keys
from desktop.qt.background import later
from desktop.qt.dialogs import FileDialogs
from desktop.qt.importing.files_model import FileRow, ImportTableModel
from desktop.qt.importing.files_view import ImportFoot, ImportSpeakers, ImportTableView, ImportTop
from desktop.qt.importing.preview import ImportPreview
from desktop.qt.importing.reading_files import FileImport
from desktop.qt.importing.speakers_model import ImportSpeakersModel
from desktop.qt.importing.start import FolderWatch, ImportStart
from desktop.qt.parts.layouts import fill, ground, splitter, vbox
from desktop.qt.parts.page import Goto, GotoFiles, GotoReading, Page
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits

if TYPE_CHECKING:
    from desktop.qt.importing.columns_view import ColumnsView

# how often the line that counts is written anew while files arrive, in milliseconds
_TELLING = 100


class ImportPage(Page):
    """Show what files hold before they are imported; `start` stands there as long as no file was found."""

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        ground("importPage", self)
        self.setAcceptDrops(True)
        self.imports = FileImport(session, self)
        self._folders = FolderWatch(session, self)
        self.start = ImportStart(settings, self._folders)
        self.model = ImportTableModel(session.messages, self)
        self.table = ImportTableView(self.model)
        self.preview = ImportPreview()
        self._who = ImportSpeakersModel(self)
        self.speakers = ImportSpeakers(self._who)
        self._tables: list[tuple[Path, TableLook]] = []
        self._asked = 0
        self.top, self.foot = ImportTop(), ImportFoot()
        self.foot.keep.setChecked(settings.get(keys.IMPORT_KEEP) == "1")
        self._names = NamePattern()
        self.foot.names.setText(settings.get(keys.IMPORT_NAMES))
        self._timer = later(self, _TELLING, self._tell)
        self._lay()
        self._connect()
        self._take_names(quiet=True)
        self._tell()

    def arrive(self, goto: Goto) -> None:
        """Look at files and folders."""
        if isinstance(goto, GotoFiles):
            self.begin(goto.paths)

    def begin(self, paths: Sequence[Path]) -> None:
        """Look at files and folders, besides those that are listed already."""
        if self.imports.is_adding or not paths:
            return
        for path in paths:
            if is_there(path, folder=True):
                self.start.remember(path)
        # new files of a folder that was taken before come as they would come with the folder
        is_news = set(paths) <= set(self.start.new_files())
        self.imports.find(list(paths), [Path(one) for one in self.start.folders()] if is_news else ())
        self._tell()

    def unfinished(self) -> str:
        """Ask before an import is stopped, and before what was written of files is forgotten."""
        if self.imports.is_adding:
            return _("Documents are being imported. Stop that? None of them is added then.")
        if self.imports.is_busy or self._tables:
            return _("Files are being read for an import. Stop that? None of them is added then.")
        if not self._who.is_decided and not any(row.edits for row in self.model.rows):
            return ""
        return _("Files wait to be imported. Leave them? What you wrote of them and of their speakers is lost then.")

    def choose_files(self) -> None:
        """Ask for files."""
        found = self._dialogs.open_documents(self, self._settings.folder(keys.IMPORT_FOLDER))
        if found:
            self._settings.keep_folder(keys.IMPORT_FOLDER, found[0])
        self.begin(found)

    def choose_folder(self) -> None:
        """Ask for a folder."""
        path = self._dialogs.open_folder(self, self._settings.folder(keys.IMPORT_FOLDER))
        if path is not None:
            self._settings.keep_folder(keys.IMPORT_FOLDER, path)
            self.begin([path])

    def take_clipboard(self) -> None:
        """Take the copied text, or the copied files."""
        # a clipboard that holds nothing may have nothing to say either
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not self._take(data):
            self._session.messages.error(_("Nothing that can be imported was copied: copy a text or files first."))
        self._tell()

    def accept_all(self) -> None:
        """Add the ticked files in one step."""
        rows = [row for row in self.model.rows if row.wanted]
        if not rows or self.imports.is_busy:
            return
        self.imports.add(
            [row.path for row in rows],
            {row.path: row.encoding for row in rows if row.encoding},
            {row.path: dict(row.edits) for row in rows if row.edits},
            self._who.choices,
            keep=self.foot.keep.isChecked(),
            names=self._names,
        )
        # what was looked at and left out is not told as new again
        self.start.leave_out(
            row.found.bytes_sha256 for row in self.model.rows if row.found is not None and not row.wanted
        )
        self._tell()

    def give_up(self) -> None:
        """Stop adding, which takes all back; or else forget what was found and leave."""
        if self.imports.is_adding:
            if self.imports.stop():
                self._session.messages.info(_("The import was cancelled; nothing was added."))
            return
        self._clear()
        self.wanted.emit(GotoReading())

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.preview.restyle()
        self.table.viewport().update()
        self.speakers.table.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Look whether the recent folders have new files."""
        super().showEvent(event)
        self._look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and text."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self._take(event.mimeData())
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, accept with Ctrl+Enter, give up with Escape."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take_clipboard()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accept_all()
        elif event.key() == Qt.Key.Key_Escape and self.model.rows:
            self.give_up()
        elif event.key() == Qt.Key.Key_N and not event.modifiers() and not self.model.rows:
            self.begin(self.start.new_files())
        else:
            super().keyPressEvent(event)

    # building

    def _lay(self) -> None:
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.start)
        # from without to within, so that no part is put into another place twice
        self._full = QWidget(self)
        self._stack.addWidget(self._full)
        parts = splitter(upright=True, on=self._full)
        below = splitter(on=parts)
        vbox(self.top, (parts, 1), self.foot, on=self._full, gap=0)
        fill(parts, (self.table, 0), (below, 0), sizes=(420, 320))
        fill(below, (self.preview, 2), (self.speakers, 1), sizes=(820, 460))

    @cached_property
    def columns(self) -> "ColumnsView":
        """What is asked of a table; made when it is first wanted."""
        from desktop.project.columns import first_documents
        from desktop.qt.importing.columns_view import ColumnsView

        found = ColumnsView(first_documents)
        found.encoding_chosen.connect(self._on_table_encoding)
        found.accepted.connect(self._on_columns)
        found.refused.connect(self._on_table_refused)
        found.given_up.connect(self._forget_tables)
        self._stack.addWidget(found)
        return found

    def _connect(self) -> None:
        for button, action in (
            (self.start.files, self.choose_files),
            (self.foot.files, self.choose_files),
            (self.start.folder, self.choose_folder),
            (self.foot.folder, self.choose_folder),
            (self.start.paste, self.take_clipboard),
            (self.foot.paste, self.take_clipboard),
            (self.foot.accept, self.accept_all),
            (self.foot.cancel, self.give_up),
            (self.top.out, lambda: self.model.take(self.table.chosen_rows(), False)),
            (self.top.back, lambda: self.model.take(self.table.chosen_rows(), True)),
        ):
            button.clicked.connect(lambda _=False, do=action: do())
        self.start.wanted.connect(self.begin)
        self.start.came_back.connect(self._look)
        self._who.decided.connect(self._later)
        self._who.decided.connect(self._on_decided)
        self.foot.names.editingFinished.connect(self._take_names)
        self.foot.keep.toggled.connect(lambda on: self._settings.set(keys.IMPORT_KEEP, "1" if on else "0"))
        self.top.kind.activated.connect(self._set_kind)
        self.top.date.returnPressed.connect(self._set_date)
        self.table.chosen.connect(self._on_chosen)
        self.speakers.looked_at.connect(self.preview.reveal)
        self.table.choice_changed.connect(self._timer.start)
        self.preview.encoding_chosen.connect(self._on_encoding)
        self.preview.whole_wanted.connect(self._on_whole)
        self.preview.parting_wanted.connect(self._on_parting)
        self._progress = 0, 1
        self._refused = ""
        self._chooses_new = False
        self.model.counted.connect(self._later)
        self.imports.asked.connect(self._on_asked)
        self.imports.looked.connect(self._on_looked)
        self.imports.listed.connect(self._on_listed)
        self.imports.read.connect(self._on_read)
        self.imports.previewed.connect(self._on_previewed)
        self.imports.progressed.connect(self._on_progress)
        self.imports.finished.connect(self._on_finished)
        # the same project, changed from outside, takes nothing from what was found
        self._session.entered.connect(self._clear)
        self._session.entered.connect(self.start.fill)

    # what happens

    def _take(self, data: QMimeData) -> bool:
        """Look at copied or dropped files, or else at the text; tell whether there were any."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.begin(paths)
        elif data.text().strip() and not self.imports.is_adding:
            self.imports.paste(data.text())
        return bool(paths or data.text().strip())

    def _row(self) -> FileRow | None:
        number = self.table.currentIndex().row()
        return self.model.rows[number] if 0 <= number < len(self.model.rows) else None

    def _later(self) -> None:
        # not begun anew by each file that arrives
        if not self._timer.isActive():
            self._timer.start()

    def _on_asked(self, tables: list[tuple[Path, TableLook]]) -> None:
        heads = {look.head for _path, look in self._tables}
        self._tables += [one for one in tables if one[1].head not in heads]
        if heads:
            # what was chosen of the one that is shown stays
            self.columns.tell(self._asked + 1, self._asked + len(self._tables))
        else:
            self._ask()

    def _ask(self) -> None:
        """Ask of the next table, or go on when all were asked of."""
        if self._tables:
            self._stack.setCurrentWidget(self.columns)
            self.columns.show_table(self._tables[0][1], self._asked + 1, self._asked + len(self._tables))
            return
        self._asked = 0
        self._stack.setCurrentWidget(self._full if self.model.rows else self.start)
        self.imports.go_on()
        self._tell()

    def _on_columns(self) -> None:
        if self._tables:
            self.imports.choose_columns(self.columns.model.look.head, self.columns.model.roles)
            self._next_table()

    def _on_table_encoding(self, encoding: str) -> None:
        if self._tables:
            self.imports.look_again(self._tables[0][0], encoding)

    def _on_looked(self, path: Path, found: TableLook | UserError) -> None:
        if not self._tables or self._tables[0][0] != path:
            return
        if isinstance(found, UserError):
            self._session.messages.error(str(found))
            look = self.columns.model.look
            self.columns.encoding.tell(look.encoding, look.encoding_origin)
        else:
            self._tables[0] = path, found
            self.columns.show_again(found)

    def _on_table_refused(self) -> None:
        if not self._tables:
            return
        path, look = self._tables[0]
        alike = self.imports.leave_out(path)
        if alike is None:
            self._next_table()
            return
        self._tables[0] = alike
        self._ask()
        if look.encoding_origin == "chosen":
            # chosen for those of the same head too
            self._on_table_encoding(look.encoding)

    def _next_table(self) -> None:
        del self._tables[0]
        self._asked += 1
        self._ask()

    def _forget_tables(self) -> None:
        self._tables, self._asked = [], 0
        self.imports.forget_tables()
        self._stack.setCurrentWidget(self._full if self.model.rows else self.start)

    def _on_listed(self, found: list[ReadFile]) -> None:
        first, there = not self.model.rows, len(self.model.rows)
        self.model.add((one.path, one.problem) for one in found)
        if first and self.model.rows:
            self._folders.look(())
            self._stack.setCurrentWidget(self.columns if self._tables else self._full)
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus()
            # the list is laid out and painted for the first time: what is said of it follows in an event of its own
            QTimer.singleShot(0, self, self._tell_listed)
            self._chooses_new = False
            return
        if self._chooses_new and len(self.model.rows) > there:
            self.table.setCurrentIndex(self.model.index(there, 0))
        self._chooses_new = False
        self._tell_listed()

    def _tell_listed(self) -> None:
        self._tell_names()
        self._tell()

    def _on_read(self, found: ReadFile) -> None:
        self.model.put(found)
        row = self._row()
        if row is not None and row.path == found.path:
            self.preview.show_row(row)
        self._later()

    def _on_chosen(self) -> None:
        row = self._row()
        self.preview.show_row(row)
        if row is None:
            self.preview.show_preview(None)
        elif row.found is not None and row.found.problem and not row.found.encoding:
            self.preview.show_preview(TextPreview(row.path, problem=row.found.problem))
        else:
            self.imports.preview(row.path, row.encoding)

    def _on_previewed(self, preview: TextPreview) -> None:
        row = self._row()
        if row is not None and row.path == preview.path:
            self.preview.show_preview(preview)

    def _on_decided(self) -> None:
        self.model.show_choices(self._who.choices)
        self.preview.show_choices(self._who.choices)

    def _on_encoding(self, encoding: str) -> None:
        row = self._row()
        if row is not None and not self.imports.is_adding:
            if may_be_table(row.path):
                self._chooses_new = True
                self.model.remove(self.imports.table_again(row.path, encoding))
            else:
                row.encoding = encoding
                self.imports.read_again(row.path, encoding)
            self._tell()

    def _on_whole(self) -> None:
        row = self._row()
        if row is not None and not self.imports.is_adding:
            self.imports.read_whole(row.path, row.encoding)
            self._tell()

    def _on_parting(self) -> None:
        row = self._row()
        if row is not None and not self.imports.is_adding:
            self._chooses_new = True
            self.model.remove(self.imports.part_again(row.path))
            self._tell()

    def _take_names(self, *, quiet: bool = False) -> None:
        pattern = self.foot.names.text().strip()
        try:
            names = NamePattern(pattern)
        except UserError as error:
            # what was kept from before may be none any more
            names = NamePattern()
            if not quiet and pattern != self._refused:
                self._session.messages.error(str(error))
            self._refused = pattern
        else:
            self._refused = ""
            self._settings.set(keys.IMPORT_NAMES, pattern)
        if names != self._names or quiet:
            self._names = names
            self._tell_names()

    def _tell_names(self) -> None:
        self.foot.tell_names(*self.model.name_by(self._names))

    def _set_kind(self, number: int) -> None:
        if number:
            self.model.set_field(self.table.chosen_rows(), "kind", self.top.kind.itemText(number))
        self.top.kind.setCurrentIndex(0)

    def _set_date(self) -> None:
        if self.model.set_field(self.table.chosen_rows(), "date", self.top.date.text()):
            self.top.date.clear()
            self.table.setFocus()

    def _on_progress(self, done: int, total: int) -> None:
        # painted with all else: a bar paints itself at once, a hundred times a second
        self._progress = done, max(1, total)
        self._later()

    def _on_finished(self, results: list[FileResult]) -> None:
        outcome = edits.coded_rows.Outcome
        done = [one.imported for one in results if one.imported and one.imported.outcome is not outcome.DUPLICATE]
        failed = [one.message for one in results if one.imported is None]
        if results:
            self._clear()
            told = [ngettext("{count} document imported.", "{count} documents imported.", len(done))]
            replaced = [one for one in done if one.outcome is outcome.REPLACED]
            if replaced:
                told.append(
                    ngettext(
                        "{replaced} took the place of its brief; the claims went with it: {claims:,}.",
                        "{replaced} took the place of their briefs; the claims went with them: {claims:,}.",
                        len(replaced),
                    )
                )
            moved = sum(one.claims for one in replaced)
            sentence = " ".join(told).format(count=len(done), replaced=len(replaced), claims=moved)
            misfits = misfits_sentence(pair for one in results for pair in one.misfits)
            sentence = f"{sentence} {misfits}" if misfits else sentence
            if failed:
                self._session.messages.error(" ".join([sentence, *failed[:3]]))
            else:
                self._session.messages.info(results[0].message if len(results) == 1 else sentence)
            # the list is cleared and the documents are shown in events of their own
            goto = GotoReading(tuple(one.document_id for one in done))
            QTimer.singleShot(0, self, partial(self._show_imported, self._session.database, goto))
        self._tell()

    def _show_imported(self, database: object, goto: GotoReading) -> None:
        # the project may have been left meanwhile
        if self._session.is_open and self._session.database is database:
            self.wanted.emit(goto)

    def _clear(self) -> None:
        self.imports.clear()
        self._tables, self._asked = [], 0
        self.model.clear()
        self._who.clear()
        self._on_decided()
        self._stack.setCurrentWidget(self.start)
        if self.isVisible():
            # what is there already is asked of the project: behind what waits
            QTimer.singleShot(0, self, self._look)
        self._tell()

    def _look(self) -> None:
        # what is new is told on the page's start only, and while files are read it would read them a second time
        if self._session.is_open and not self.model.rows:
            self.start.look()

    def _tell(self) -> None:
        rows = self.model.rows
        self.top.bar.setMaximum(self._progress[1])
        self.top.bar.setValue(self._progress[0])
        adding, busy = self.imports.is_adding, self.imports.is_busy
        chosen = self.table.chosen_rows()
        if not adding and self._session.is_open:
            self._who.show_files((rows[row] for row in chosen), self._session.actors().values())
        counts = self.model.counts
        made, doubtful = self._who.new_names(counts.names), self._who.doubtful_names(counts.names)
        self.top.tell(len(rows), counts, len(chosen), len(made), len(doubtful), adding=adding, busy=busy)
        self.foot.tell(counts.wanted, adding=adding, busy=busy)
        for part in (self.table, self.speakers):
            part.setEnabled(not adding)
