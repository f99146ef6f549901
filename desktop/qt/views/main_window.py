"""The window: pages, panels, menus, and the user's actions, each a short function."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import paths
from desktop.core.changes import ChangeSet
from desktop.core.values import Stance
from desktop.qt import settings as keys
from desktop.qt import theme
from desktop.qt.commands.table import COMMANDS, Command
from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.views.claim_panel import ClaimPanel
from desktop.qt.views.desk import Desk
from desktop.qt.views.export_panel import ExportPanel
from desktop.qt.views.help import about_text, show_keys
from desktop.qt.views.library import Library
from desktop.qt.views.matrix_page import MatrixPage
from desktop.qt.views.notice import Notice
from desktop.qt.views.pane import Pane
from desktop.qt.views.tag_bar import TagBar
from desktop.qt.views.top_bar import TopBar

SMALLEST, USUAL, LARGEST = 8.0, 13.0, 32.0


class MainWindow(QMainWindow):
    """Show one project.

    Attributes:
        session: the open project.
        dialogs: how files are asked for.
        actions_by_key: the actions of `COMMANDS`.
    """

    def __init__(self, session: Session, settings: Settings, dialogs: FileDialogs | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.session = session
        self.settings = settings
        self.dialogs = dialogs or FileDialogs()
        self._points = float(settings.get(keys.ZOOM))
        self.library = Library(session)
        self.desk = Desk(session, self._points)
        self.claim_panel = ClaimPanel(session)
        self.tag_bar = TagBar(session)
        self.matrix_page = MatrixPage(session)
        self.export_panel: ExportPanel | None = None
        self.actions_by_key: dict[str, QAction] = {}
        self._make_actions()
        self.top_bar = TopBar(
            [self.actions_by_key[f"color_{by}"] for by in ("stance", "topic", "actor")], self.actions_by_key["linked"]
        )
        self._build()
        self.notice = Notice(self)
        self._connect()
        self._take_settings()
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        geometry = settings.geometry()
        if geometry is not None:
            self.restoreGeometry(geometry)
        if session.is_open:
            self._on_opened()

    # building

    def _make_actions(self) -> None:
        handlers: dict[str, Callable[[], object]] = {
            "new": self.new_project,
            "open": self.open_project,
            "import": self.import_documents,
            "export": self.export,
            "quit": self.close,
            "undo": self.session.undo,
            "redo": self.session.redo,
            "copy": self.copy,
            "find": self.find_words,
            "search": self.search,
            "coder": self.set_coder,
            "tag": self.tag,
            "favor": lambda: self.set_stance(Stance.FAVOR),
            "against": lambda: self.set_stance(Stance.AGAINST),
            "neutral": lambda: self.set_stance(Stance.NEUTRAL),
            "edit_claim": self.edit_claim,
            "delete_claim": self.delete_claim,
            "next_claim": lambda: self.desk.step_claim(1),
            "previous_claim": lambda: self.desk.step_claim(-1),
            "unchoose": self.desk.unchoose,
            "page_read": lambda: self.show_page("page_read"),
            "page_matrix": lambda: self.show_page("page_matrix"),
            "beside": self.open_beside,
            "twice": self.open_twice,
            "close_pane": self.desk.close,
            "next_pane": lambda: self.desk.turn(1),
            "previous_pane": lambda: self.desk.turn(-1),
            "linked": self.toggle_linked,
            "furniture": self.toggle_furniture,
            "zoom_in": lambda: self.zoom(1),
            "zoom_out": lambda: self.zoom(-1),
            "zoom_reset": lambda: self.zoom(0),
            "color_stance": lambda: self.color_by("stance"),
            "color_topic": lambda: self.color_by("topic"),
            "color_actor": lambda: self.color_by("actor"),
            "scheme_system": lambda: self.set_scheme("system"),
            "scheme_light": lambda: self.set_scheme("light"),
            "scheme_dark": lambda: self.set_scheme("dark"),
            "library": self.library.list.setFocus,
            "keys": lambda: show_keys(self),
            "about": lambda: self.session.messages.info(about_text()),
        }
        groups: dict[str, QActionGroup] = {}
        menus: dict[str, QMenu] = {}
        for command in COMMANDS:
            menu = menus.get(command.menu)
            if menu is None:
                menu = menus[command.menu] = self.menuBar().addMenu(command.menu)
            if not command.text:
                menu.addSeparator()
                continue
            action = self._make_action(command, handlers[command.key])
            if command.group:
                groups.setdefault(command.group, QActionGroup(self)).addAction(action)
            menu.addAction(action)
            self.actions_by_key[command.key] = action

    def _make_action(self, command: Command, handler: Callable[[], object]) -> QAction:
        action = QAction(command.text, self)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in command.shortcuts])
        action.setCheckable(command.checkable)
        action.triggered.connect(lambda _=False: handler())
        return action

    def _build(self) -> None:
        side = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.library, self.desk, self.claim_panel):
            side.addWidget(widget)
        side.setCollapsible(1, False)
        side.setStretchFactor(1, 1)
        side.setSizes([236, 780, 276])
        self.library.setMinimumWidth(180)
        self.claim_panel.setMinimumWidth(230)
        self.read_page = side
        self.pages = QStackedWidget()
        self.pages.addWidget(self.read_page)
        self.pages.addWidget(self.matrix_page)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self._file, self._counts, self._coder = QLabel(), QLabel(), QLabel()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._file)
        self.statusBar().addWidget(self._counts)
        self.statusBar().addPermanentWidget(self._coder)

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._on_changed)
        self.session.messages.told.connect(self.notice.tell)
        self.library.open_wanted.connect(lambda number, beside: self.open_document(number, beside=beside))
        self.library.hit_wanted.connect(self._show_hit)
        self.library.import_wanted.connect(self.import_documents)
        self.library.menu_wanted.connect(self._library_menu)
        self.desk.claim_chosen.connect(self._on_claim_chosen)
        self.desk.panes_changed.connect(self._on_panes_changed)
        self.desk.menu_wanted.connect(self._text_menu)
        self.desk.told.connect(lambda text: self.statusBar().showMessage(text, 6000))
        self.claim_panel.claim_wanted.connect(lambda document, claim: self.show_claim(document, claim, beside=True))
        self.claim_panel.delete_wanted.connect(lambda claim: self.session.delete_claims([claim]))
        self.matrix_page.claim_opened.connect(lambda document, claim: self.show_claim(document, claim, beside=True))
        self.matrix_page.export_wanted.connect(self.export)
        self.tag_bar.tagged.connect(lambda claim: self.desk.choose(claim, source=self.desk.active))
        self.tag_bar.closed.connect(self._enable_actions)
        self.top_bar.page_wanted.connect(self.show_page)
        # the desktop may turn dark while the window is open
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    def _take_settings(self) -> None:
        self.desk.linked = self.settings.get(keys.LINKED) == "1"
        self.actions_by_key["linked"].setChecked(self.desk.linked)
        self.top_bar.set_linked(self.desk.linked)
        self.actions_by_key[f"scheme_{self.settings.get(keys.SCHEME)}"].setChecked(True)
        self.color_by(self.settings.get(keys.COLOR_BY))
        self.show_page("page_read")

    # projects and documents

    def open_path(self, path: Path) -> bool:
        """Open the project at *path*; tell why not when that fails."""
        with self.session.messages.guard():
            self.session.open(path)
            return True
        return False

    def new_project(self) -> None:
        """Ask for a name and make a project populated from the seeds."""
        path = self.dialogs.save_project(self, str(self._folder()))
        if path is not None:
            with self.session.messages.guard():
                self.session.create(path)

    def open_project(self) -> None:
        """Ask for a project and open it."""
        path = self.dialogs.open_project(self, str(self._folder()))
        if path is not None:
            self.open_path(path)

    def import_documents(self) -> None:
        """Ask for files and import them."""
        found = self.dialogs.open_documents(self, str(self._folder()))
        if found:
            self.import_paths(found)

    def import_paths(self, found: list[Path]) -> None:
        """Import files in one step, and open the first when the desk is empty."""
        results = self.session.import_files(found)
        numbers = [one.imported.document_id for one in results if one.imported is not None]
        if numbers and self.desk.active is None:
            self.open_document(numbers[0])

    def open_document(self, number: int, *, beside: bool = False) -> Pane:
        """Show a document on the desk."""
        self.show_page("page_read")
        return self.desk.open(number, beside=beside)

    def open_beside(self) -> None:
        """Open the library's current document beside the active pane."""
        document = self.library.model.document_at(self.library.list.currentIndex().row())
        if document is not None:
            self.open_document(document.id, beside=True)

    def open_twice(self) -> None:
        """Open the active pane's document in a second pane."""
        if self.desk.active is not None:
            self.desk.open(self.desk.active.model.document_id, beside=True)

    def export(self) -> None:
        """Open the export panel."""
        if self.export_panel is None:
            self.export_panel = ExportPanel(self.session, self.dialogs, self.settings, self)
        self.export_panel.choose("claims" if self.pages.currentWidget() is self.read_page else "counts")
        self.export_panel.show()
        self.export_panel.raise_()
        self.export_panel.activateWindow()

    def set_coder(self) -> None:
        """Ask who tags from now on."""
        name = self.dialogs.coder_name(self, self.session.database.coder_name)
        if name:
            self.settings.set(keys.CODER, name)
            self.session.database.set_coder(name)
            self._tell_status()

    # claims

    def tag(self) -> None:
        """Open the tag bar at the selection."""
        pane = self.desk.active
        if pane is None or self.pages.currentWidget() is not self.read_page:
            return
        if self.tag_bar.begin(pane, self.desk):
            self._enable_actions()
        else:
            self.statusBar().showMessage("Select the words that carry the claim first, then press T.", 6000)

    def set_stance(self, stance: Stance) -> None:
        """Give the chosen claim another stance."""
        if self.claim_panel.claim is not None:
            self.session.change_claim(self.claim_panel.claim.id, stance=stance)

    def edit_claim(self) -> None:
        """Go to the chosen claim's fields."""
        if self.claim_panel.claim is not None:
            self.show_page("page_read")
            self.claim_panel.topic.line.setFocus()
            self.claim_panel.topic.line.selectAll()

    def delete_claim(self) -> None:
        """Delete the chosen claim; undo brings it back."""
        if self.claim_panel.claim is not None and self.session.delete_claims([self.claim_panel.claim.id]):
            self.statusBar().showMessage("Claim deleted; Ctrl+Z brings it back.", 6000)

    def show_claim(self, document_id: int, claim_id: int, *, beside: bool = False) -> None:
        """Show a claim in its text."""
        self.show_page("page_read")
        self.desk.show_claim(document_id, claim_id, beside=beside)

    # looks

    def show_page(self, key: str) -> None:
        """Show the page ``page_read`` or ``page_matrix``."""
        page = self.read_page if key == "page_read" else self.matrix_page
        if page is self.matrix_page:
            self.tag_bar.end()
        self.pages.setCurrentWidget(page)
        self.top_bar.set_page(key)
        self.actions_by_key[key].setChecked(True)
        if page is self.matrix_page:
            self.matrix_page.setFocus()
            self.top_bar.legend.set_names([])
        else:
            self._fill_legend()
            if self.desk.active is not None and not self.tag_bar.is_open:
                self.desk.active.view.setFocus()
        self._enable_actions()

    def copy(self) -> None:
        """Copy the selection, exactly as the text is stored."""
        focus = QApplication.focusWidget()
        pane = self.desk.active
        if pane is not None and focus in (pane.view, pane.view.viewport()):
            cursor = pane.view.textCursor()
            if cursor.hasSelection():
                span = pane.model.to_span(cursor.selectionStart(), cursor.selectionEnd())
                QGuiApplication.clipboard().setText(pane.model.text[span.start : span.end])
        elif focus is not None and hasattr(focus, "copy"):
            focus.copy()

    def find_words(self) -> None:
        """Find words in the active pane."""
        if self.desk.active is not None:
            self.show_page("page_read")
            self.desk.active.find_bar.begin()

    def search(self) -> None:
        """Search all documents."""
        self.show_page("page_read")
        self.library.search.setFocus()
        self.library.search.selectAll()

    def toggle_linked(self) -> None:
        """Switch linked reading."""
        self.desk.linked = not self.desk.linked
        self.actions_by_key["linked"].setChecked(self.desk.linked)
        self.top_bar.set_linked(self.desk.linked)
        self.settings.set(keys.LINKED, "1" if self.desk.linked else "0")

    def toggle_furniture(self) -> None:
        """Unfold the page furniture of the active pane, or fold it."""
        if self.desk.active is not None:
            self.desk.active.view.furniture.toggle_all()

    def zoom(self, way: int) -> None:
        """Make the reading type larger (1), smaller (-1) or usual (0)."""
        points = min(LARGEST, max(SMALLEST, self._points + way)) if way else USUAL
        if points != self._points:
            self._points = points
            self.settings.set(keys.ZOOM, str(points))
            self.tag_bar.end()
            self.desk.set_points(points)

    def color_by(self, by: str) -> None:
        """Let the highlights' colours tell the ``stance``, ``topic`` or ``actor``."""
        self.settings.set(keys.COLOR_BY, by)
        self.actions_by_key[f"color_{by}"].setChecked(True)
        self.top_bar.set_color_by(by)
        self.desk.set_color_by(by)
        self._fill_legend()

    def set_scheme(self, scheme: str) -> None:
        """Turn ``light``, ``dark``, or as the ``system`` is."""
        self.settings.set(keys.SCHEME, scheme)
        self.actions_by_key[f"scheme_{scheme}"].setChecked(True)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, scheme)
        self.desk.restyle()
        self.claim_panel.restyle()
        self.tag_bar.stance.restyle()
        self.matrix_page.update()
        self._fill_legend()

    # following

    def _on_opened(self) -> None:
        self.tag_bar.end()
        self.desk.clear()
        self.claim_panel.show_claim(0)
        self.library.model.reload()
        name = self.settings.get(keys.CODER)
        if name:
            self.session.database.set_coder(name)
        documents = self.session.documents()
        for document in documents[:2]:
            self.desk.open(document.id, beside=bool(self.desk.panes))
        if self.desk.panes:
            self.desk.activate(self.desk.panes[0])
        self.setWindowTitle(f"{self.session.path.name} – Visavis")
        self._tell_status()
        self._fill_legend()
        self._enable_actions()

    def _on_changed(self, changes: ChangeSet) -> None:
        self._tell_status()
        self._fill_legend()
        self._enable_actions()
        if changes.kind != "edit":
            self.statusBar().showMessage(
                f"{'Undone' if changes.kind == 'undo' else 'Done again'}: {changes.text}", 4000
            )
            self._show_changed(changes)

    def _show_changed(self, changes: ChangeSet) -> None:
        # an undo that happens out of sight would be a riddle
        back = [change.id for change in changes.of("claim") if change.after is not None]
        if len(back) == 1 and self.pages.currentWidget() is self.read_page:
            claim = self.session.claim(back[0])
            if claim is not None and claim.document_id in self.desk.document_ids():
                # after the panes have followed the change too
                QTimer.singleShot(0, self, lambda: self._show_again(claim.document_id, claim.id))

    def _show_again(self, document_id: int, claim_id: int) -> None:
        if self.session.is_open and document_id in self.desk.document_ids():
            self.desk.show_claim(document_id, claim_id)

    def _on_claim_chosen(self, claim_id: int) -> None:
        self.claim_panel.show_claim(claim_id)
        self._enable_actions()

    def _on_panes_changed(self) -> None:
        self.library.set_shown(self.desk.document_ids())
        if self.desk.active is not None:
            self.claim_panel.set_document(self.desk.active.model.document_id)
        self._fill_legend()
        self._enable_actions()

    def _on_system_scheme(self, _scheme: Qt.ColorScheme) -> None:
        if self.settings.get(keys.SCHEME) == "system":
            self.set_scheme("system")

    def _show_hit(self, number: int, position: int) -> None:
        pane = self.desk.active
        if pane is not None and pane.model.document_id == number:
            start, end = pane.model.from_span(position, position)
            pane.find_bar.field.setText("")
            pane.view.scroll_to(start, 0.3)
            pane.view.select(start, end)
            pane.view.setFocus()

    def _enable_actions(self) -> None:
        reading = self.pages.currentWidget() is self.read_page
        there = {
            "": True,
            "project": self.session.is_open,
            "pane": self.session.is_open and self.desk.active is not None,
            "selection": reading and self.desk.active is not None and not self.tag_bar.is_open,
            # the digits and Esc belong to the tag bar while it is open
            "claim": reading and self.claim_panel.claim is not None and not self.tag_bar.is_open,
        }
        for command in COMMANDS:
            if command.text:
                self.actions_by_key[command.key].setEnabled(there[command.needs])
        if self.session.is_open:
            for key, words, text in (
                ("undo", "&Undo", self.session.database.undo_text()),
                ("redo", "&Redo", self.session.database.redo_text()),
            ):
                action = self.actions_by_key[key]
                action.setEnabled(bool(text) and not self.tag_bar.is_open)
                action.setText(f"{words} {text[:1].lower()}{text[1:]}" if text else words)

    def _tell_status(self) -> None:
        if not self.session.is_open:
            return
        counts = self.session.counts()
        self._file.setText(self.session.path.name)
        self._file.setToolTip(str(self.session.path))
        self._counts.setText(" · ".join(f"{count:,} {what}" for what, count in counts.items()))
        self._coder.setText(f"coder: {self.session.database.coder_name}")

    def _fill_legend(self) -> None:
        legend = self.top_bar.legend
        by = self.desk.colors.by
        if by == "stance" or not self.session.is_open:
            legend.set_stances()
            return
        tally: Counter[int] = Counter()
        for pane in self.desk.panes:
            model = pane.model
            if by == "topic":
                tally.update(model.topic.values())
            else:
                model.learn_actors(list(model.marks))
                tally.update(model.actor(claim_id) for claim_id in model.marks)
        names = self.session.topics() if by == "topic" else self.session.actors()
        color = self.desk.colors.topic if by == "topic" else self.desk.colors.actor
        most = [number for number, _ in tally.most_common(12) if number in names]
        legend.set_names([(names[number].name, color(number)) for number in most])

    # menus under the mouse

    def _text_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        for key in ("tag", "copy", "", "edit_claim", "delete_claim", "", "find", "furniture", "twice", "close_pane"):
            if key:
                menu.addAction(self.actions_by_key[key])
            else:
                menu.addSeparator()
        menu.popup(point)

    def _library_menu(self, number: int, point: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Open", lambda: self.open_document(number))
        menu.addAction("Open beside", lambda: self.open_document(number, beside=True))
        menu.popup(point)

    # events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import dropped files; a single project is opened."""
        found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if len(found) == 1 and found[0].suffix == ".visavis":
            self.open_path(found[0])
        elif found:
            self.import_paths(found)

    def changeEvent(self, event: QEvent) -> None:
        """Look whether another program has written to the project when the user comes back."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.refresh()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the memo that is being written, and the window's place."""
        if self.session.is_open:
            self.claim_panel.save_memo()
            self.settings.set(keys.RECENT, str(self.session.path))
        self.settings.set_geometry(self.saveGeometry())
        super().closeEvent(event)

    def _folder(self) -> Path:
        return self.session.path.parent if self.session.is_open else paths.user_data()
