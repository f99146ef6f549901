"""The window: its pages, what is around them, and the ways between them."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QWidget,
)

from desktop.core.changes import ChangeSet
from desktop.core.concordance import places_of
from desktop.core.language import _
from desktop.qt import settings as keys
from desktop.qt.clipboard import copied_text
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting.document_export import save_document
from desktop.qt.parts.citations import Cited, copy_cited
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.layouts import vbox
from desktop.qt.parts.notice import Notice, announce
from desktop.qt.parts.page import Goto, GotoExport, focusable
from desktop.qt.reading.page import ReadingPage
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.actions import COMMANDS, make_actions, why_not
from desktop.qt.window.bars import StatusLine, TopBar
from desktop.qt.window.look_actions import LookActions
from desktop.qt.window.page_rows import DESTINATIONS, READ, TABS, Pages
from desktop.qt.window.projects import ProjectActions
from desktop.qt.window.start import StartPage
from desktop.qt.window.trail import Trail, Whereabouts, keep_spot, kept_spot
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.qt.exporting.panel import ExportPanel
    from desktop.qt.window.palette import Palette

# what is offered in a text; an empty key is a line between two
TEXT_MENU = (
    *(
        "tag",
        "mark",
        "copy",
        "copy_plain",
        "",
        "edit_claim",
        "delete_claim",
        "",
        "find",
        "furniture",
        "facts",
        "replace",
    ),
    *("export_document", "", "twice", "close_pane"),
)


class MainWindow(QMainWindow):
    """Show one project.

    Attributes:
        pages: all pages; `reading` is the one that is always there, with its `desk`, its `library` and `claims`, the
            actions on claims.
        projects, looks: the actions on projects, and on how things look.
        actions_by_key: the actions of `COMMANDS`.
        export_panel: what asks which table to export; None until it is first wanted.
    """

    def __init__(self, session: Session, settings: Settings, dialogs: FileDialogs | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.session = session
        self.settings = settings
        self.dialogs = dialogs or FileDialogs()
        self._trail = Trail()
        self._project: Path | None = None
        self._was_maximized = False
        self.reading = ReadingPage(session, self.dialogs, settings)
        self.desk, self.library, self.claims = self.reading.desk, self.reading.library, self.reading.claims
        self.pages = Pages(session, self.dialogs, settings, self.reading)
        self.projects = ProjectActions(session, self.dialogs, settings, self)
        self.export_panel: ExportPanel | None = None
        self.actions_by_key = make_actions(self)
        self.top_bar = TopBar(
            [self.actions_by_key[f"color_{by}"] for by in ("stance", "topic", "actor")], self.actions_by_key["linked"]
        )
        self.looks = LookActions(session, settings, self.desk, self.top_bar, self.actions_by_key)
        self.status = StatusLine(session, self.top_bar.legend)
        self.setStatusBar(self.status)
        central = QWidget()
        vbox(self.top_bar, (self.pages, 1), on=central, gap=0)
        self.start = StartPage(self.projects, self._leave_start)
        self._stack = QStackedWidget()
        self._stack.addWidget(central)
        self._stack.addWidget(self.start)
        self.setCentralWidget(self._stack)
        recent = QMenu(_("Open &recent"), self)
        recent.aboutToShow.connect(lambda: self.projects.fill_recent(recent))
        self.menuBar().actions()[0].menu().insertMenu(self.actions_by_key["start"], recent)  # type: ignore[attr-defined]
        self.notice = Notice(self)
        # where the focus was in each part of the window when it was left by F6
        self._left: dict[QWidget, QWidget] = {}
        self._connect()
        self.looks.take_settings()
        self.show_page(READ)
        self.setAcceptDrops(True)
        # all pages can be used in this; no page makes the window larger
        self.setMinimumSize(640, 400)
        self._take_place()
        if session.is_open:
            self._on_opened()
        else:
            self.show_start()

    def _connect(self) -> None:
        self.session.closing.connect(self._keep_spot)
        self.projects.may_leave = self.may_leave
        self.projects.start_wanted.connect(self.show_start)
        self.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._on_changed)
        self.session.visibility_changed.connect(self._refresh)
        self.session.messages.posted.connect(self._show_message)
        self.pages.wanted.connect(self.go)
        self.projects.wanted.connect(self.go)
        self.projects.coder_changed.connect(self._refresh)
        self.reading.changed.connect(self._on_reading)
        for side in ("library", "panel"):
            self.actions_by_key[f"side_{side}"].setChecked(self.reading.sides.is_shown(side))
        self.reading.sides.changed.connect(lambda side, on: self.actions_by_key[f"side_{side}"].setChecked(on))
        self.library.import_wanted.connect(self.projects.import_documents)
        self.desk.menu_wanted.connect(self._show_text_menu)
        self.desk.zoom_wanted.connect(self.looks.zoom)
        self.claims.suggesting.connect(self.actions_by_key["suggest"].setChecked)
        self.top_bar.page_wanted.connect(self.show_page)
        self.looks.changing.connect(self.reading.end_bars)
        self.looks.restyled.connect(self.pages.restyle)
        # the desktop may turn dark while the window is open
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.looks.follow_system)

    # pages

    def show_page(self, key: str) -> None:
        """Show a page by its key; it is made when it is first wanted."""
        if key != self.pages.current:
            self._leave_spot()
        self._show(key)

    def _show(self, key: str) -> None:
        self._stack.setCurrentIndex(0)
        self.status.clearMessage()
        if key != self.pages.current:
            self.notice.leave()
        page = self.pages.show_page(key)
        self.top_bar.set_page(key)
        if key in self.actions_by_key:
            self.actions_by_key[key].setChecked(True)
        self.looks.fill_legend()
        page.take_focus()
        self._enable_actions()

    def go(self, goto: Goto) -> None:
        """Go where the user wants to: to the page that receives it, or to the export panel."""
        if isinstance(goto, GotoExport):
            self.show_export(goto)
            return
        self._leave_spot()
        key = DESTINATIONS[type(goto)]
        self.show_page(key)
        # a list that leads there may be older than the removal of what it leads to
        self.session.messages.attempt(self.pages.page(key).arrive, goto)

    def go_back(self) -> None:
        """Go back to the place before this one."""
        self._return_to(self._trail.back(self._spot()))

    def go_forward(self) -> None:
        """Go again to the place from which one went back."""
        self._return_to(self._trail.forward(self._spot()))

    def _spot(self) -> Whereabouts:
        return {"page": self.pages.current, READ: self.reading.whereabouts()}

    def _leave_spot(self) -> None:
        if self.session.is_open:
            self._trail.leave(self._spot())

    def _return_to(self, spot: Whereabouts | None) -> None:
        if spot is not None:
            self._show(spot["page"])
            self.reading.return_to(spot[READ])
            self.pages.shown.take_focus()
        self._enable_actions()

    def toggle_full_screen(self) -> None:
        """Fill the screen with the window, or let it be as it was."""
        if not self.isFullScreen():
            self._was_maximized = self.isMaximized()
            self.showFullScreen()
        elif self._was_maximized:
            self.showMaximized()
        else:
            self.showNormal()
        self.actions_by_key["full_screen"].setChecked(self.isFullScreen())

    def turn_region(self, way: int) -> None:
        """Go to the next (1) or previous (-1) part of the window, round the end.

        Each is entered where it was left; at first in its text, list or table, and where there is none at the top.
        """
        now, regions = QApplication.focusWidget(), self.regions()
        if not regions:
            return
        at = next((at for at, (_part, there) in enumerate(regions) if now in there), -1 if way > 0 else 0)
        if at >= 0 and now is not None:
            self._left[regions[at][0]] = now
        part, there = regions[(at + way) % len(regions)]
        last = self._left.get(part)
        body = next((one for one in there if isinstance(one, QAbstractScrollArea)), there[0])
        (last if last in there else body).setFocus(Qt.FocusReason.TabFocusReason)

    def regions(self) -> list[tuple[QWidget, list[QWidget]]]:
        """Return the parts of the window with what Tab reaches in each: tabs, the page's own bars, what is below."""
        page = self.pages.shown
        parts = [self.top_bar, page, *(one for one in page.regions() if one is not page)]
        found: dict[QWidget, list[QWidget]] = {part: [] for part in parts}
        for one in focusable(self):
            # the innermost one
            inside = [part for part in parts if part is one or part.isAncestorOf(one)]
            if inside:
                found[inside[-1]].append(one)
        return [(part, there) for part, there in found.items() if there]

    def show_start(self, problem: str = "") -> None:
        """Show where one begins and comes back: a new project, one to open, and those that were open before."""
        if self.session.is_open:
            self.pages.shown.leave()
        self.start.tell(problem)
        self.start.fill()
        self._stack.setCurrentWidget(self.start)
        self.top_bar.legend.hide()
        first = next((button for button in self.start.recent if button.isEnabled()), self.start.new)
        (self.start.back if self.session.is_open else first).setFocus()
        self._enable_actions()

    def _leave_start(self) -> None:
        self._stack.setCurrentIndex(0)
        self.top_bar.set_page(self.pages.current)
        self.pages.shown.take_focus()
        self._enable_actions()

    def may_leave(self) -> bool:
        """Ask where something would be lost by leaving the project; tell whether one may go."""
        question = self.pages.unfinished()
        return not question or self.dialogs.confirm(self, _("Visavis"), question, _("Leave it"))

    def show_export(self, goto: GotoExport | None = None) -> None:
        """Open the export panel on what the page shows, or on the documents that *goto* lists."""
        if self.export_panel is None:
            from desktop.qt.exporting.panel import ExportPanel

            self.export_panel = ExportPanel(self.session, self.dialogs, self.settings, self)
        request = self.pages.blank_request(self.export_panel.scope)
        if goto is not None and goto.documents is not None:
            table, request = "documents", replace(request, order=goto.documents)
        else:
            table, request = self.pages.shown.shown_table(request)
        self.export_panel.set_scope(request)
        self.export_panel.choose(table)
        self.export_panel.show()
        self.export_panel.raise_()
        self.export_panel.activateWindow()

    def save_document(self) -> None:
        """Export the active document with its highlights, beside the next one where two are open."""
        if self.desk.active is not None:
            numbers = dict.fromkeys([self.desk.active.model.document_id, *self.desk.document_ids()])
            save_document(self.session, self.dialogs, self.settings, self, list(numbers)[:2])

    def print_page(self) -> None:
        """Print what the page in view exports: the documents that are read with their claims, or a table."""
        # not before they are wanted: the window starts without them
        from desktop.project.catalogue import ENTRIES
        from desktop.project.export import Export, as_page
        from desktop.project.requests import Request
        from desktop.qt.printing.paper import documents_on_paper, table_on_paper

        session, active = self.session, self.desk.active
        if self.pages.current == READ and active is not None:
            numbers = [*dict.fromkeys([active.model.document_id, *self.desk.document_ids()])][:2]
            where = session.visible.as_text()
            draw = session.do(documents_on_paper, [str(number) for number in numbers], where)
            title = title_text(session.read(reads.project.document, numbers[0]))
        else:
            key, request = self.pages.shown.shown_table(self.pages.blank_request(Request()))
            page = session.do(as_page, Export(key, "html", request), session.hidden_coders)
            draw, title = table_on_paper(page) if page is not None else None, _(ENTRIES[key].title)
        if draw is not None:
            self.dialogs.print_preview(self, title, draw)

    def find_words(self) -> None:
        """Find words on the page in view; where it has nothing to find them by, in the active pane."""
        if not self.pages.shown.find_words() and self.desk.active is not None:
            self.show_page(READ)
            self.reading.find_words()

    def search(self) -> None:
        """Search all documents."""
        self.show_page(READ)
        self.reading.search()

    def step_hit(self, way: int) -> None:
        """Go to the next (1) or previous (-1) place of what is looked for: in the text where one finds, else in all."""
        pane = self.desk.active
        if self.pages.current == READ and pane is not None and pane.find_bar.isVisible():
            pane.find_bar.step(way)
            return
        words, place = "", None
        if self.pages.current == READ and pane is not None and self.library.model.query:
            words = places_of(self.library.model.query)
            start = pane.view.textCursor().selectionStart()
            place = (pane.model.document_id, pane.model.to_span(start, start).start)
        self.pages.page("page_search").step(way, words, place)

    def copy(self, plain: bool = False) -> None:
        """Copy what is chosen where the focus is: quotations with their source unless *plain*, lists as tables."""
        focus = QApplication.focusWidget()
        if focus is not None and hasattr(focus, "cited"):
            claim = self.reading.claim_panel.claim if self.pages.current == READ else None
            if cited := focus.cited() or ([Cited.of(claim)] if claim is not None else []):
                self.session.messages.hint(copy_cited(self.session, cited, plain=plain))
                return
        copied = focus.copy() if focus is not None and hasattr(focus, "copy") else None
        # lists say how many rows they put on the clipboard, texts say nothing
        if isinstance(copied, int):
            self.session.messages.hint(copied_text(copied))

    @cached_property
    def palette_line(self) -> "Palette":
        """The command palette."""
        from desktop.qt.window.palette import Palette

        palette = Palette(self.session, self.actions_by_key, self.projects.recent, self)
        palette.wanted.connect(self.go)
        palette.project_wanted.connect(self.projects.open_recent)
        palette.closed.connect(self._enable_actions)
        return palette

    def show_preferences(self) -> None:
        """Show what can be set to one's own liking."""
        from desktop.qt.window.preferences import Preferences

        Preferences(self.looks, self.projects, self.settings, self).show()

    def show_keys(self) -> None:
        """Show what the keys do."""
        from desktop.qt.window.help import KeyMap

        KeyMap(self).show()

    def show_about(self) -> None:
        """Tell what this program is."""
        from desktop.qt.window.help import about_text

        self.session.messages.info(about_text())

    # following

    def _on_opened(self) -> None:
        if self._stack.currentIndex():
            self._leave_start()
        self.projects.take_coder()
        self.setWindowTitle(_("{project} – Visavis").format(project=self.session.path.name))
        self._refresh()
        if self._project != self.session.path:
            self._project = self.session.path
            self._trail.clear()
            # when all pages have opened it
            QTimer.singleShot(0, self, self._find_spot)

    def _keep_spot(self) -> None:
        if self.session.is_open:
            spot = {"page": self.pages.current, "pages": self.pages.whereabouts()}
            # not a page's: the way back leaves the order of the list as it is
            spot["library"] = self.library.model.whereabouts()
            keep_spot(self.settings, self.session.path, spot)

    def _find_spot(self) -> None:
        spot = kept_spot(self.settings, self.session.path) if self.session.is_open else None
        if spot is not None:
            self.library.model.return_to(spot.get("library", {}))
            self.pages.return_to(spot.get("pages", {}))
            # one visits a page without a tab for a task that is over
            if spot.get("page") in {row.key for row in TABS}:
                self._show(spot["page"])
            self.pages.shown.take_focus()

    def _on_changed(self, changes: ChangeSet) -> None:
        self._refresh()
        if changes.kind == "edit":
            # in passing: what tells more comes after it
            self.status.hint(_("Done: {action}").format(action=changes.text))
        elif changes.kind == "undo":
            self.session.messages.hint(_("Undone: {action}").format(action=changes.text))
        elif changes.kind == "redo":
            self.session.messages.hint(_("Done again: {action}").format(action=changes.text))

    def _show_message(self, kind: str, text: str, path: str) -> None:
        if kind == "hint":
            self.status.hint(text)
            announce(self.status, text)
            return
        # in front of the window that one is in
        front = QApplication.activeWindow()
        of_ours = isinstance(front, QDialog) and self in (front, front.parentWidget())
        notice = Notice.over(front) if of_ours and front is not None else self.notice
        notice.tell(kind, text, path)

    def _on_reading(self) -> None:
        self.actions_by_key["topics"].setChecked(not self.reading.topics.isHidden())
        self.looks.fill_legend()
        self._enable_actions()

    def _refresh(self) -> None:
        self.status.refresh()
        self.actions_by_key["only_mine"].setChecked(bool(self.session.hidden_coders))
        self._on_reading()

    def _enable_actions(self) -> None:
        there = ["project"] if self.session.is_open else []
        # where one begins, no page is seen
        is_seen = self.session.is_open and not self._stack.currentIndex()
        if is_seen:
            there += [self.pages.current, *self._trail.ways]
        # the digits and Esc belong to a bar while it is open
        bar = self.reading.bar_is_open
        if is_seen and self.pages.current == READ:
            there.append("reading")
            if self.desk.active is not None:
                there += ["pane"] if bar else ["pane", "selection"]
            if self.reading.claim_panel.claim is not None and not bar:
                there.append("claim")
        for command in COMMANDS:
            self.actions_by_key[command.key].setEnabled(command.needs in ("", *there))
        if self.session.is_open:
            for key, words, step in zip(
                ("undo", "redo"), (_("&Undo"), _("&Redo")), self.session.undo_names(), strict=True
            ):
                self.actions_by_key[key].setEnabled(bool(step) and not bar)
                self.actions_by_key[key].setText(f"{words} {step[:1].lower()}{step[1:]}" if step else words)

    def _show_text_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in TEXT_MENU:
            if key:
                menu.addAction(self.actions_by_key[key])
            else:
                menu.addSeparator()
        menu.popup(point)

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say of a key of the reading page that does nothing now why not: silence looks like a broken key."""
        keys_pressed = QKeySequence(event.keyCombination())
        reads_now = self.session.is_open and self.pages.current == READ and not self.start.isVisible()
        for command in COMMANDS if reads_now else ():
            action = self.actions_by_key[command.key]
            if not action.isEnabled() and keys_pressed in action.shortcuts():
                reason = _("Esc closes the bar first") if self.reading.bar_is_open else why_not(command)
                told = _("“{command}” is not done. {reason}.")
                self.status.hint(told.format(command=action.text().replace("&", ""), reason=reason))
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import dropped files; a single project is opened."""
        event.acceptProposedAction()
        self.projects.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def changeEvent(self, event: QEvent) -> None:
        """Look whether another program has written to the project when the user comes back."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.refresh()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where an import would be lost; keep the memo that is being written, and the window's place."""
        if not self.may_leave():
            event.ignore()
            return
        if self.session.is_open:
            self.pages.shown.leave()
            self._keep_spot()
        self._keep_place()
        super().closeEvent(event)

    def _keep_place(self) -> None:
        """Remember where the window stands; of one that fills the screen, where it stood before that."""
        if self.isMaximized() or self.isFullScreen():
            known = self.settings.get(keys.PLACE).rpartition(" ")[0]
            full = self.isMaximized() or self._was_maximized
            self.settings.set(keys.PLACE, f"{known} {int(full)}" if known else "")
            return
        frame, own = self.frameGeometry(), self.size()
        added = (frame.width() - own.width(), frame.height() - own.height())
        numbers = (self.x(), self.y(), own.width(), own.height(), *added, 0)
        self.settings.set(keys.PLACE, " ".join(map(str, numbers)))

    def _take_place(self) -> None:
        """Stand where the window stood, with its frame inside a screen that is there now."""
        known = True
        try:
            left, top, width, height, wider, higher, full = map(int, self.settings.get(keys.PLACE).split())
        except ValueError:
            # the first start; a frame is not known before it is there
            known = False
            left, top, width, height, wider, higher, full = (0, 0, 1280, 800, 4, 40, 0)
        middle = QPoint(left + width // 2, top + height // 2)
        room = (QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()).availableGeometry()
        width, height = min(width, room.width() - wider), min(height, room.height() - higher)
        self.resize(width, height)
        if known:
            right, bottom = room.right() + 1 - width - wider, room.bottom() + 1 - height - higher
            self.move(max(room.left(), min(left, right)), max(room.top(), min(top, bottom)))
        if full:
            self.setWindowState(Qt.WindowState.WindowMaximized)
