"""The window: pages, panels, menus, and the user's actions, each a short function."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QSplitter, QVBoxLayout, QWidget

from desktop import paths
from desktop.core.changes import ChangeSet
from desktop.core.language import _, ngettext
from desktop.core.values import Stance
from desktop.core.views import View
from desktop.qt import settings as keys
from desktop.qt.clipboard import copy_table
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting.document_export import save_document
from desktop.qt.parts.notice import Notice
from desktop.qt.reading.claim_panel import ClaimPanel
from desktop.qt.reading.desk import Desk
from desktop.qt.reading.facts_form import FactsForm
from desktop.qt.reading.library import Library
from desktop.qt.reading.library_model import HEADS, ORDERS
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.structure_bar import StructureBar
from desktop.qt.reading.tag_bar import TagBar
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.actions import COMMANDS, Command
from desktop.qt.window.claim_actions import ClaimActions
from desktop.qt.window.look_actions import LookActions
from desktop.qt.window.pages import READ, Pages
from desktop.qt.window.top_bar import TopBar

if TYPE_CHECKING:
    from desktop.analysis.comparison.places import Place
    from desktop.project.asking import Request
    from desktop.qt.claims.claims_page import ClaimsPage
    from desktop.qt.codebook.page import CodebookPage
    from desktop.qt.exporting.panel import ExportPanel
    from desktop.qt.findings.compare_page import ComparePage
    from desktop.qt.findings.contradictions_page import ContradictionsPage
    from desktop.qt.findings.pictures_page import PicturesPage
    from desktop.qt.history.page import HistoryPage
    from desktop.qt.importing.page import ImportPage
    from desktop.qt.importing.replace_page import ReplacePage
    from desktop.qt.matrix.page import MatrixPage
    from desktop.qt.window.palette import Palette

# for so many milliseconds a hint stands in the status bar
HINT = 6000
# an empty key is a line between two
TEXT_MENU = (
    *("tag", "mark", "copy", "", "edit_claim", "delete_claim", "", "find", "furniture", "facts", "replace"),
    *("export_document", "", "twice", "close_pane"),
)


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
        self.library = Library(session)
        self.desk = Desk(session, float(settings.get(keys.ZOOM)))
        self.claim_panel = ClaimPanel(session)
        self.tag_bar = TagBar(session)
        self.structure_bar = StructureBar(session)
        self.facts_form = FactsForm(session)
        self.claims = ClaimActions(
            session, self.desk, self.claim_panel, self.tag_bar, lambda: self.pages.currentWidget() is self.read_page
        )
        self.export_panel: ExportPanel | None = None
        self.actions_by_key: dict[str, QAction] = {}
        self._make_actions()
        self.top_bar = TopBar(
            [self.actions_by_key[f"color_{by}"] for by in ("stance", "topic", "actor")], self.actions_by_key["linked"]
        )
        self.looks = LookActions(session, settings, self.desk, self.top_bar, self.actions_by_key)
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
            "replace": self.replace_text,
            "export_document": self.export_document,
            "facts": self.edit_facts,
            "mark": self.mark_structure,
            "export": self.export,
            "quit": self.close,
            "undo": self.session.undo,
            "redo": self.session.redo,
            "copy": self.copy,
            "find": self.find_words,
            "search": self.search,
            "coder": self.set_coder,
            "tag": lambda: self.claims.tag(),
            "repeat": lambda: self.claims.tag(like_last=True),
            "suggest": lambda: self.claims.suggest(),
            "favor": lambda: self.claims.set_stance(Stance.FAVOR),
            "against": lambda: self.claims.set_stance(Stance.AGAINST),
            "neutral": lambda: self.claims.set_stance(Stance.NEUTRAL),
            "edit_claim": lambda: self.claims.edit_claim(),
            "delete_claim": lambda: self.claims.delete_claim(),
            "word": lambda: self.claims.select_unit("word", 1),
            "word_less": lambda: self.claims.select_unit("word", -1),
            "sentence": lambda: self.claims.select_unit("sentence", 1),
            "sentence_less": lambda: self.claims.select_unit("sentence", -1),
            "paragraph": lambda: self.claims.select_unit("paragraph", 1),
            "paragraph_less": lambda: self.claims.select_unit("paragraph", -1),
            "duplicate": lambda: self.claims.tag_again(),
            "split": lambda: self.claims.split_claim(),
            "join": lambda: self.claims.join_claim(),
            "end_right": lambda: self.claims.move_edge("end", 1),
            "end_left": lambda: self.claims.move_edge("end", -1),
            "start_left": lambda: self.claims.move_edge("start", -1),
            "start_right": lambda: self.claims.move_edge("start", 1),
            "next_claim": lambda: self.desk.step_claim(1),
            "previous_claim": lambda: self.desk.step_claim(-1),
            "side_a": lambda: self.matrix_page.mark_side("A"),
            "side_b": lambda: self.matrix_page.mark_side("B"),
            "under": self.desk.choose_under,
            "next_topic": lambda: self.desk.step_claim(1, like="topic"),
            "previous_topic": lambda: self.desk.step_claim(-1, like="topic"),
            "next_actor": lambda: self.desk.step_claim(1, like="actor"),
            "previous_actor": lambda: self.desk.step_claim(-1, like="actor"),
            "next_stance": lambda: self.desk.step_claim(1, like="stance"),
            "previous_stance": lambda: self.desk.step_claim(-1, like="stance"),
            "next_neutral": lambda: self.desk.step_claim(1, like="neutral"),
            "unchoose": self.desk.unchoose,
            "beside": self.open_beside,
            "twice": self.open_twice,
            "close_pane": self.desk.close,
            "next_pane": lambda: self.desk.turn(1),
            "previous_pane": lambda: self.desk.turn(-1),
            "linked": lambda: self.looks.toggle_linked(),
            "furniture": lambda: self.looks.toggle_furniture(),
            "zoom_in": lambda: self.looks.zoom(1),
            "zoom_out": lambda: self.looks.zoom(-1),
            "zoom_reset": lambda: self.looks.zoom(0),
            "color_stance": lambda: self.looks.color_by("stance"),
            "color_topic": lambda: self.looks.color_by("topic"),
            "color_actor": lambda: self.looks.color_by("actor"),
            "scheme_system": lambda: self.looks.set_scheme("system"),
            "scheme_light": lambda: self.looks.set_scheme("light"),
            "scheme_dark": lambda: self.looks.set_scheme("dark"),
            "library": self.library.list.setFocus,
            "only_mine": self.toggle_only_mine,
            "palette": lambda: self.palette_line.toggle(),
            "keys": self.show_keys,
            "about": self.show_about,
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
            is_page = command.key.startswith("page_")
            handler = partial(self.show_page, command.key) if is_page else handlers[command.key]
            action = self._make_action(command, handler)
            if command.group:
                groups.setdefault(command.group, QActionGroup(self)).addAction(action)
            menu.addAction(action)
            self.actions_by_key[command.key] = action

    def _make_action(self, command: Command, handler: Callable[[], object]) -> QAction:
        action = QAction(command.text, self)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in command.shortcuts])
        action.setCheckable(command.checkable)
        action.triggered.connect(lambda checked=False: handler())
        return action

    def _build(self) -> None:
        side = QSplitter(Qt.Orientation.Horizontal)
        # what is chosen at the right, and above it, when asked for, the facts of a document
        right = QWidget()
        right.setObjectName("side")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(right)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.facts_form)
        rows.addWidget(self.claim_panel, 1)
        for widget in (self.library, self.desk, right):
            side.addWidget(widget)
        side.setCollapsible(1, False)
        side.setStretchFactor(1, 1)
        side.setSizes([236, 780, 276])
        self.library.setMinimumWidth(180)
        right.setMinimumWidth(230)
        self.read_page = side
        self.pages = Pages(self.session, self.settings, self.dialogs, self.read_page)
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
        self.statusBar().addPermanentWidget(self.top_bar.legend, 1)
        self.statusBar().addPermanentWidget(self._coder)

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._on_changed)
        self.session.visibility_changed.connect(self._on_visibility)
        self.session.messages.posted.connect(self._show_message)
        self.library.open_wanted.connect(lambda number, beside: self.open_document(number, beside=beside))
        self.library.hit_wanted.connect(self._show_hit)
        self.library.found.claim_wanted.connect(self.show_claim)
        self.library.found.document_wanted.connect(self.open_document)
        self.library.found.entry_wanted.connect(self.show_entry)
        self.library.import_wanted.connect(self.import_documents)
        self.library.menu_wanted.connect(self._library_menu)
        self.desk.claim_chosen.connect(self._on_claim_chosen)
        self.desk.span_wanted.connect(lambda claim, span: self.session.change_claim(claim, span=span))
        self.desk.panes_changed.connect(self._on_panes_changed)
        self.desk.menu_wanted.connect(self._text_menu)
        self.claim_panel.claim_wanted.connect(lambda document, claim: self.show_claim(document, claim, beside=True))
        self.claim_panel.delete_wanted.connect(lambda claim: self.session.delete_claims([claim]))
        self.pages.claim_opened.connect(lambda document, claim: self.show_claim(document, claim, beside=True))
        self.pages.compare_wanted.connect(self.show_facing)
        self.pages.document_opened.connect(lambda document: self.open_document(document, beside=True))
        self.pages.export_wanted.connect(self.export)
        self.pages.imported.connect(self._on_imported)
        self.pages.left.connect(lambda: self.show_page("page_read"))
        self.structure_bar.closed.connect(self._enable_actions)
        self.pages.passages_wanted.connect(self.show_passages)
        self.claim_panel.elsewhere.passages_wanted.connect(self.show_passages)
        self.tag_bar.tagged.connect(lambda claim: self.desk.choose(claim, source=self.desk.active))
        self.tag_bar.closed.connect(self._enable_actions)
        self.top_bar.page_wanted.connect(self.show_page)
        self.claims.bar_moved.connect(self._enable_actions)
        self.claims.suggesting.connect(self.actions_by_key["suggest"].setChecked)
        self.claims.reading_wanted.connect(lambda: self.show_page("page_read"))
        self.looks.changing.connect(self._end_bars)
        self.looks.restyled.connect(self._restyle)
        # the desktop may turn dark while the window is open
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.looks.follow_system)

    def _take_settings(self) -> None:
        self.desk.linked = self.settings.get(keys.LINKED) == "1"
        self.actions_by_key["linked"].setChecked(self.desk.linked)
        self.top_bar.set_linked(self.desk.linked)
        self.actions_by_key[f"scheme_{self.settings.get(keys.SCHEME)}"].setChecked(True)
        self.looks.color_by(self.settings.get(keys.COLOR_BY))
        self.show_page("page_read")

    # projects and documents

    def open_path(self, path: Path) -> bool:
        """Open the project at *path*; tell why not when that fails."""
        return self.session.messages.succeeded(self.session.open, path)

    def new_project(self) -> None:
        """Ask for a name and make a project populated from the seeds."""
        path = self.dialogs.save_project(self, str(self._folder()))
        if path is not None:
            self.session.messages.succeeded(self.session.create, path)

    def open_project(self) -> None:
        """Ask for a project and open it."""
        path = self.dialogs.open_project(self, str(self._folder()))
        if path is not None:
            self.open_path(path)

    def import_documents(self) -> None:
        """Ask for files and show what is in them."""
        found = self.dialogs.open_documents(self, str(self._folder()))
        if found:
            self.import_paths(found)

    def import_paths(self, found: list[Path]) -> None:
        """Show what is in files or folders on the page where they are accepted."""
        self.show_page("page_import")
        self.import_page.begin(found)

    def export_document(self) -> None:
        """Export the active document with its highlights, beside the next one where two are open."""
        active = self.desk.active
        if active is not None:
            numbers = dict.fromkeys([active.model.document_id, *self.desk.document_ids()])
            save_document(self.session, self.dialogs, self.settings, self, list(numbers)[:2])

    def replace_text(self) -> None:
        """Put a corrected text in the place of the active document's."""
        if self.desk.active is not None:
            number = self.desk.active.model.document_id
            self.show_page("page_replace")
            self.replace_page.begin(number)

    def edit_facts(self) -> None:
        """Correct the active document's title, date and other facts."""
        if self.desk.active is not None:
            self.facts_form.begin(self.desk.active.model.document_id)

    def mark_structure(self) -> None:
        """Say what the selection is: a turn and whose, a heading, furniture, a paragraph."""
        pane = self.desk.active
        if pane is not None and self.structure_bar.begin(pane, self.desk):
            self._enable_actions()
        else:
            self.session.messages.hint(_("Select the words first, then press M."))

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
        """Open the export panel on what the page shows."""
        from desktop.qt.window.page_tables import shown_table

        self._export(*shown_table(self.session, self.pages, self.library, self._panel().scope))

    def export_library(self) -> None:
        """Open the export panel on the documents as they are listed."""
        from desktop.qt.window.page_tables import library_table

        self._export("documents", library_table(self.pages, self.library, self._panel().scope))

    def _panel(self) -> "ExportPanel":
        if self.export_panel is None:
            from desktop.qt.exporting.panel import ExportPanel

            self.export_panel = ExportPanel(self.session, self.dialogs, self.settings, self)
        return self.export_panel

    def _export(self, what: str, request: "Request") -> None:
        panel = self._panel()
        panel.set_scope(request)
        panel.choose(what)
        panel.show()
        panel.raise_()
        panel.activateWindow()

    def set_coder(self) -> None:
        """Ask who tags from now on."""
        name = self.dialogs.coder_name(self, self.session.database.coder_name)
        if name:
            self.settings.set(keys.CODER, name)
            self.session.database.set_coder(name)
            self._tell_status()

    def toggle_only_mine(self) -> None:
        """Hide the claims of all other coders, or show everybody's."""
        only = self.actions_by_key["only_mine"].isChecked()
        mine = self.session.database.coder_name
        others = {coder.name for coder in self.session.lists.coders()} - {mine}
        self.session.hide_coders(others if only else set())

    # claims

    def show_claim(self, document_id: int, claim_id: int, *, beside: bool = False) -> None:
        """Show a claim in its text."""
        self.show_page("page_read")
        self.desk.show_claim(document_id, claim_id, beside=beside)

    def show_passages(self, one: int, start: int, end: int, other: int, from_: int, to: int) -> None:
        """Show two passages side by side, selected; the second has document 0 when there is none."""
        self.show_page("page_read")
        panes = [(self.desk.open(one), start, end)]
        if other:
            # both passages may stand in one document
            beside = other == one or other not in self.desk.document_ids()
            panes.append((self.desk.open(other, beside=beside), from_, to))
        for pane, begin, stop in panes:
            if stop:
                units = pane.model.from_span(begin, stop)
                pane.view.scroll_to(units[0], 0.3)
                pane.view.select(*units)

    # looks

    def show_page(self, key: str) -> None:
        """Show a page by its command's key; it is made when it is first wanted."""
        self.statusBar().clearMessage()
        if key != READ:
            self._end_bars()
            self.claim_panel.save_memo()
        page = self.pages.show_page(key)
        self.top_bar.set_page(key)
        if key in self.actions_by_key:
            self.actions_by_key[key].setChecked(True)
        if page is not self.read_page:
            page.setFocus()
            self.top_bar.legend.set_names([])
        else:
            self.looks.fill_legend()
            if self.desk.active is not None and not self._bar_is_open():
                self.desk.active.view.setFocus()
        self._enable_actions()

    def show_entry(self, table: str, number: int) -> None:
        """Show a topic or actor (*table*) in the codebook."""
        self.show_page("page_codebook")
        self.codebook_page.choose(table, number)

    def show_facing(self, view: View, one: "Place", other: "Place | None") -> None:
        """Let two places of the matrix face each other."""
        self.compare_page.choose_places(view, one, other)
        self.show_page("page_compare")

    def search_for(self, words: str) -> None:
        """Search all texts for *words*."""
        self.search()
        self.library.search.setText(words)

    @property
    def matrix_page(self) -> "MatrixPage":
        """The matrix."""
        return cast("MatrixPage", self.pages.page("page_matrix"))

    @property
    def import_page(self) -> "ImportPage":
        """Where documents come in."""
        return cast("ImportPage", self.pages.page("page_import"))

    @property
    def replace_page(self) -> "ReplacePage":
        """Where a text is replaced."""
        return cast("ReplacePage", self.pages.page("page_replace"))

    @property
    def contradictions_page(self) -> "ContradictionsPage":
        """Who takes both sides, and who opposes whom."""
        return cast("ContradictionsPage", self.pages.page("page_contradictions"))

    @property
    def compare_page(self) -> "ComparePage":
        """Two actors or documents facing each other."""
        return cast("ComparePage", self.pages.page("page_compare"))

    @property
    def pictures_page(self) -> "PicturesPage":
        """Stance over time, similarity, strips."""
        return cast("PicturesPage", self.pages.page("page_pictures"))

    @property
    def claims_page(self) -> "ClaimsPage":
        """The table of all claims."""
        return cast("ClaimsPage", self.pages.page("page_claims"))

    @property
    def codebook_page(self) -> "CodebookPage":
        """The topics and actors."""
        return cast("CodebookPage", self.pages.page("page_codebook"))

    @property
    def history_page(self) -> "HistoryPage":
        """Who did what and when."""
        return cast("HistoryPage", self.pages.page("page_history"))

    @cached_property
    def palette_line(self) -> "Palette":
        """The command palette."""
        from desktop.qt.window.palette import Palette

        palette = Palette(self.session, self.actions_by_key, self)
        palette.document_wanted.connect(lambda number, beside: self.open_document(number, beside=beside))
        palette.topic_wanted.connect(lambda number: self.show_entry("topic", number))
        palette.actor_wanted.connect(lambda number: self.show_entry("actor", number))
        palette.search_wanted.connect(self.search_for)
        palette.closed.connect(self._enable_actions)
        return palette

    def show_keys(self) -> None:
        """Show what the keys do."""
        from desktop.qt.window.help import show_keys

        show_keys(self)

    def show_about(self) -> None:
        """Tell what this program is."""
        from desktop.qt.window.help import about_text

        self.session.messages.info(about_text())

    def copy(self) -> None:
        """Copy the selection, exactly as the text is stored."""
        focus = QApplication.focusWidget()
        if focus is self.library.list:
            self.copy_library()
            return
        pane = self.desk.active
        if pane is not None and focus in (pane.view, pane.view.viewport()):
            cursor = pane.view.textCursor()
            if cursor.hasSelection():
                span = pane.model.to_span(cursor.selectionStart(), cursor.selectionEnd())
                QGuiApplication.clipboard().setText(pane.model.text[span.start : span.end])
        elif focus is not None and hasattr(focus, "copy"):
            copied = focus.copy()
            # lists say how many rows they put on the clipboard, lines of text say nothing
            if isinstance(copied, int):
                told = ngettext("{count} row copied as a table.", "{count} rows copied as a table.", copied)
                self.session.messages.hint(told.format(count=copied))

    def copy_library(self) -> None:
        """Copy the listed documents as a table."""
        count = copy_table(HEADS, self.library.model.table())
        told = ngettext("{count} document copied as a table.", "{count} documents copied as a table.", count)
        self.session.messages.hint(told.format(count=count))

    def find_words(self) -> None:
        """Find words in the active pane; on the page of claims, in their quotes and memos."""
        if self.pages.current == "page_claims":
            self.claims_page.focus_search()
            return
        if self.desk.active is not None:
            self.show_page("page_read")
            self.desk.active.find_bar.begin()

    def search(self) -> None:
        """Search all documents."""
        self.show_page("page_read")
        self.library.search.setFocus()
        self.library.search.selectAll()

    def _restyle(self) -> None:
        self.claim_panel.restyle()
        self.tag_bar.stance.restyle()
        self.pages.restyle()

    # following

    def _on_opened(self) -> None:
        self._end_bars()
        self.facts_form.end()
        self.desk.clear()
        self.claim_panel.set_document(0)
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
        self.looks.fill_legend()
        self._enable_actions()

    def _show_message(self, kind: str, text: str) -> None:
        if kind == "hint":
            self.statusBar().showMessage(text, HINT)
        else:
            self.notice.tell(kind, text)

    def _on_changed(self, changes: ChangeSet) -> None:
        self._tell_status()
        self.looks.fill_legend()
        self._enable_actions()
        if changes.kind != "edit":
            told = _("Undone: {action}") if changes.kind == "undo" else _("Done again: {action}")
            self.session.messages.hint(told.format(action=changes.text))
            self._show_changed(changes)

    def _show_changed(self, changes: ChangeSet) -> None:
        # an undo that happens out of sight would be a riddle
        back = set(changes.ids("claim")) - changes.deleted("claim")
        if len(back) == 1 and self.pages.currentWidget() is self.read_page:
            claim = self.session.claim(*back)
            if claim is not None and claim.document_id in self.desk.document_ids():
                # after the panes have followed the change too
                QTimer.singleShot(0, self, lambda: self._show_again(claim.document_id, claim.id))

    def _show_again(self, document_id: int, claim_id: int) -> None:
        if self.session.is_open and document_id in self.desk.document_ids():
            self.desk.show_claim(document_id, claim_id)

    def _on_imported(self, numbers: list[int]) -> None:
        self.show_page("page_read")
        if numbers and self.desk.active is None:
            self.open_document(numbers[0])

    def _on_visibility(self) -> None:
        self._tell_status()
        self.actions_by_key["only_mine"].setChecked(bool(self.session.lists.hidden_coders))

    def _on_claim_chosen(self, claim_id: int) -> None:
        self.claim_panel.show_claim(claim_id)
        self._enable_actions()

    def _on_panes_changed(self) -> None:
        self.claims.show_suggesting()
        self.library.set_shown(self.desk.document_ids())
        if self.desk.active is not None:
            self.claim_panel.set_document(self.desk.active.model.document_id)
        self.looks.fill_legend()
        self._enable_actions()

    def _show_hit(self, number: int, position: int) -> None:
        pane = self.desk.active
        if pane is not None and pane.model.document_id == number:
            start, end = pane.model.from_span(position, position)
            pane.find_bar.field.setText("")
            pane.view.scroll_to(start, 0.3)
            pane.view.select(start, end)
            pane.view.setFocus()

    def _bar_is_open(self) -> bool:
        return self.tag_bar.is_open or self.structure_bar.is_open

    def _end_bars(self) -> None:
        self.tag_bar.end()
        self.structure_bar.end()

    def _enable_actions(self) -> None:
        reading = self.pages.currentWidget() is self.read_page
        there = {
            "": True,
            "project": self.session.is_open,
            "reading": reading and self.session.is_open,
            "pane": reading and self.session.is_open and self.desk.active is not None,
            "matrix": self.session.is_open and self.pages.current == "page_matrix",
            "selection": reading and self.desk.active is not None and not self._bar_is_open(),
            # the digits and Esc belong to the tag bar while it is open
            "claim": reading and self.claim_panel.claim is not None and not self._bar_is_open(),
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
                action.setEnabled(bool(text) and not self._bar_is_open())
                action.setText(f"{words} {text[:1].lower()}{text[1:]}" if text else words)

    def _tell_status(self) -> None:
        if not self.session.is_open:
            return
        counts = self.session.counts()
        self._file.setText(self.session.path.name)
        self._file.setToolTip(str(self.session.path))
        self._counts.setText(" · ".join(f"{count:,} {what}" for what, count in counts.items()))
        hidden = self.session.lists.hidden_text()
        self._coder.setText(" · ".join(part for part in (hidden, f"coder: {self.session.database.coder_name}") if part))

    # menus under the mouse

    def _text_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        for key in TEXT_MENU:
            if key:
                menu.addAction(self.actions_by_key[key])
            else:
                menu.addSeparator()
        menu.popup(point)

    def _library_menu(self, number: int, point: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Open", lambda: self.open_document(number))
        menu.addAction("Open beside", lambda: self.open_document(number, beside=True))
        menu.addSeparator()
        order = menu.addMenu("Sort by")
        for name in ORDERS:
            action = order.addAction(name, partial(self.library.model.sort_by, name))
            action.setCheckable(True)
            action.setChecked(name == self.library.model.order)
        menu.addAction("Copy this list as a table", self.copy_library)
        menu.addAction("Export this list…", self.export_library)
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
            self.session.finish()
            self.settings.set(keys.RECENT, str(self.session.path))
        self.settings.set_geometry(self.saveGeometry())
        super().closeEvent(event)

    def _folder(self) -> Path:
        return self.session.path.parent if self.session.is_open else paths.user_data()
