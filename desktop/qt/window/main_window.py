"""The window: its pages, what is around them, and the ways between them."""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QStackedWidget, QWidget

from desktop.core import scale
from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.layouts import vbox
from desktop.qt.parts.notice import Notice, announce
from desktop.qt.parts.page import Goto, GotoExport
from desktop.qt.reading.page import ReadingPage
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.together.meetings import meetings_of
from desktop.qt.window.actions import COMMANDS, make_actions, mirror_edges, show_text_menu, why_not
from desktop.qt.window.bars import StatusLine, TopBar
from desktop.qt.window.export_actions import ExportActions
from desktop.qt.window.keeping import Keeping
from desktop.qt.window.look_actions import LookActions
from desktop.qt.window.lost_bar import LostBar
from desktop.qt.window.page_rows import DESTINATIONS, READ, Pages
from desktop.qt.window.place import WindowPlace
from desktop.qt.window.projects import ProjectActions
from desktop.qt.window.regions import Regions
from desktop.qt.window.second_clicks import SecondClicks
from desktop.qt.window.start import StartPage
from desktop.qt.window.trail import Trail
from desktop.qt.window.working import WorkingPage

if TYPE_CHECKING:
    from desktop.qt.window.palette import Palette


class MainWindow(QMainWindow):
    """Show one project.

    Attributes:
        pages: all pages; `reading` is the one that is always there, with its `desk`, its `library` and `claims`, the
            actions on claims.
        projects, looks, exports: the actions on projects, on how things look, and what takes something out.
        keeping: backups, and what is done about a damaged file.
        trail, regions, place: the way back, the parts that F6 goes round, and where the window stands.
        actions_by_key: the actions of `COMMANDS`.
    """

    def __init__(self, session: Session, settings: Settings, dialogs: FileDialogs | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.session = session
        self.settings = settings
        settings.allow_reading()
        self.dialogs = dialogs or FileDialogs()
        self.reading = ReadingPage(session, self.dialogs, settings)
        self.desk, self.library, self.claims = self.reading.desk, self.reading.library, self.reading.claims
        self.pages = Pages(session, self.dialogs, settings, self.reading)
        self.projects = ProjectActions(session, self.dialogs, settings, self)
        self.trail = Trail(session, settings, self.pages, self.reading)
        self.exports = ExportActions(session, self.dialogs, settings, self.pages, self.reading, self)
        self.actions_by_key = make_actions(self)
        # whether the arrows work as in a text from right to left
        self._leftward = False
        self.top_bar = TopBar(
            [self.actions_by_key[f"color_{by}"] for by in ("stance", "topic", "actor")], self.actions_by_key["linked"]
        )
        self.place = WindowPlace(self, settings, self.actions_by_key["full_screen"])
        self.regions = Regions(self, self.top_bar, self.pages)
        self.looks = LookActions(session, settings, self.desk, self.top_bar, self.actions_by_key)
        colors = [self.actions_by_key[f"color_{by}"] for by in ("stance", "topic", "actor")]
        # in the pill and in the menu of the window
        for menu in colors[0].associatedObjects():
            if isinstance(menu, QMenu):
                menu.aboutToShow.connect(partial(self.looks.offer_fields, menu, colors))
        self.status = StatusLine(session, self.top_bar.legend)
        self.setStatusBar(self.status)
        central = QWidget()
        self.lost = LostBar(session, self.projects)
        vbox(self.top_bar, self.lost, (self.pages, 1), on=central, gap=0)
        self.start = StartPage(self.projects, self._leave_start)
        self._stack = QStackedWidget()
        self._stack.addWidget(central)
        self._stack.addWidget(self.start)
        self.working = WorkingPage(session)
        self._stack.addWidget(self.working)
        # what it stands in place of
        self._before = 0
        self.setCentralWidget(self._stack)
        recent = QMenu(_("Open &recent"), self)
        recent.aboutToShow.connect(lambda: self.projects.fill_recent(recent))
        self.menuBar().actions()[0].menu().insertMenu(self.actions_by_key["start"], recent)  # type: ignore[attr-defined]
        self.keeping = Keeping(session, self.dialogs, settings, self)
        self.notice = Notice(self)
        self._clicks = SecondClicks(self)
        self._connect()
        self.looks.take_settings()
        self.show_page(READ)
        self.setAcceptDrops(True)
        # what a screen of 1024 by 600 at 150 % has beside the frame; no page makes the window larger
        self.setMinimumSize(640, 340)
        self.place.take()
        if session.is_open:
            self._on_opened()
        else:
            self.show_start()

    def _connect(self) -> None:
        self.trail.page_wanted.connect(self._show)
        self.trail.moved.connect(self._enable_actions)
        self.projects.may_leave = self.keeping.may_leave = self.may_leave
        self.session.may_undo = self._may_undo
        self.projects.start_wanted.connect(self.show_start)
        self.session.opened.connect(self._on_opened)
        self.session.scale_changed.connect(self._name_stances)
        self._name_stances()
        self.session.changed.connect(self._on_changed)
        self.session.visibility_changed.connect(self._refresh)
        meetings_of(self.session).moved.connect(self.status.refresh)
        self.session.stepping.connect(self._on_stepping)
        self.session.stepped.connect(self._on_stepped)
        self.session.messages.posted.connect(self._show_message)
        self.pages.wanted.connect(self.go)
        self.projects.wanted.connect(self.go)
        self.projects.coder_changed.connect(self._refresh)
        self.reading.changed.connect(self._on_reading)
        for side in ("library", "panel"):
            self.actions_by_key[f"side_{side}"].setChecked(self.reading.sides.is_shown(side))
        self.reading.sides.changed.connect(lambda side, on: self.actions_by_key[f"side_{side}"].setChecked(on))
        self.library.import_wanted.connect(self.projects.import_documents)
        self.desk.menu_wanted.connect(partial(show_text_menu, self, self.actions_by_key))
        self.desk.zoom_wanted.connect(self.looks.zoom)
        self.claims.suggesting.connect(self.actions_by_key["suggest"].setChecked)
        self.top_bar.page_wanted.connect(self.show_page)
        self.looks.changing.connect(self.reading.end_bars)
        self.looks.restyled.connect(self.pages.restyle)
        # the desktop may turn dark while the window is open
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.looks.follow_system)

    def _name_stances(self) -> None:
        """Let the menu have the stances of the scale in use, and their keys."""
        steps = scale.in_use().steps
        if steps == scale.THREE.steps:
            words = [_("Stance: &favor"), _("Stance: &against"), _("Stance: &neutral")]
        else:
            words = [_("Stance: {stance}").format(stance=_(one.word).replace("&", "&&")) for one in steps]
        for at, key in enumerate(("favor", "against", "neutral", "stance_4", "stance_5")):
            action = self.actions_by_key[key]
            action.setVisible(at < len(words))
            if at < len(words):
                action.setText(words[at])

    # pages

    def show_page(self, key: str) -> None:
        """Show a page by its key; it is made when it is first wanted."""
        if key != self.pages.current:
            self.trail.leave()
        self._show(key)

    def _show(self, key: str) -> None:
        if key != self.pages.current and self.session.is_open and self.session.is_locked():
            # a page that cannot be filled is not shown half
            self.session.messages.error(_("Another program holds the project. Wait until it is done, and try again."))
            return
        if not self.session.is_stepping:
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
            self.exports.show_panel(goto)
            return
        self.trail.leave()
        key = DESTINATIONS[type(goto)]
        self.show_page(key)
        # a list that leads there may be older than the removal of what it leads to
        self.session.messages.attempt(self.pages.page(key).arrive, goto)

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
        if self.session.is_waiting:
            self.session.give_up_waiting()
            self.session.messages.error(_("What waited for another program was not done. Do again what you wanted."))
            return False
        for question in (self.pages.unfinished(), self.session.drafts.question() if self.session.is_open else ""):
            if question and not self.dialogs.confirm(self, _("Visavis"), question, _("Leave it")):
                return False
        return True

    def _may_undo(self, action: str, coder: str) -> bool:
        question = _("Nothing of yours is left to undo. The last action, “{action}”, is of {coder}. Take it back?")
        told = question.format(action=action, coder=coder)
        return self.dialogs.confirm(self, _("Undo"), told, _("Take it back"))

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
        if self.pages.current == READ and pane is not None and pane.is_finding:
            pane.find_bar.step(way)
            return
        words, place = "", None
        if self.pages.current == READ and pane is not None and self.library.model.query:
            # what reads a query is not needed before there is one
            from desktop.core.concordance import places_of

            words = places_of(self.library.model.query)
            start = pane.view.textCursor().selectionStart()
            place = (pane.model.document_id, pane.model.to_span(start, start).start)
        self.pages.page("page_search").step(way, words, place)

    @cached_property
    def palette_line(self) -> "Palette":
        """The command palette."""
        from desktop.qt.window.palette import Palette

        palette = Palette(self.session, self.actions_by_key, self.projects.recent, self)
        palette.wanted.connect(self.go)
        palette.project_wanted.connect(self.projects.open_recent)
        palette.closed.connect(self._enable_actions)
        return palette

    def show_own_fields(self) -> None:
        """Show the fields that the project has of its own, to be made and changed."""
        from desktop.qt.window.fields_dialog import FieldsDialog

        FieldsDialog(self.session, self.dialogs, self).show()

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

    def _on_stepping(self, told: str) -> None:
        self._before = self._stack.currentIndex()
        self._stack.setCurrentWidget(self.working)
        self.working.begin(told)
        announce(self.working, told)
        self._enable_actions()

    def _on_stepped(self, _done: bool) -> None:
        if self._stack.currentWidget() is self.working:
            self._stack.setCurrentIndex(self._before)
        self._enable_actions()

    def _on_opened(self) -> None:
        if self._stack.currentIndex():
            self._leave_start()
        self.projects.take_coder()
        title = _("{project} – Visavis")
        if self.session.database.is_read_only:
            title = _("{project} (to be read only) – Visavis")
        self.setWindowTitle(title.format(project=self.session.path.name))
        self._refresh()
        self.trail.enter()

    def _on_changed(self, changes: ChangeSet) -> None:
        self._refresh()
        if changes.coder:
            self.session.messages.hint(_("{coder}: {action}").format(coder=changes.coder, action=changes.text))
        elif changes.kind == "edit":
            # in passing: what tells more comes after it
            self.status.hint(_("Done: {action}").format(action=changes.text))
        elif changes.kind == "undo":
            self.session.messages.hint(_("Undone: {action}").format(action=changes.text))
        elif changes.kind == "redo":
            self.session.messages.hint(_("Done again: {action}").format(action=changes.text))

    def _show_message(self, kind: str, text: str, path: str) -> None:
        if kind == "damage":
            self.keeping.tell_damage(text, Path(path) if path else self._damaged())
            return
        if kind == "hint":
            self.status.hint(text)
            announce(self.status, text)
            return
        # in front of the window that one is in, but on no question that is asked there
        front = QApplication.activeWindow()
        of_ours = isinstance(front, QDialog) and not front.isModal() and front.parentWidget() is self
        notice = Notice.over(front) if of_ours and front is not None else self.notice
        notice.tell(kind, text, path)

    def _damaged(self) -> Path | None:
        return self.session.path if self.session.is_open else None

    def _on_reading(self) -> None:
        self.actions_by_key["topics"].setChecked(not self.reading.topics.isHidden())
        self.looks.fill_legend()
        self._enable_actions()

    def _refresh(self) -> None:
        self.status.refresh()
        self.actions_by_key["only_mine"].setChecked(bool(self.session.hidden_coders))
        self._on_reading()

    def _enable_actions(self) -> None:
        # neither as before nor as after a step that is under way
        is_whole = self.session.is_open and not self.session.is_stepping
        there = ["project"] if is_whole else []
        # where one begins, no page is seen
        is_seen = is_whole and not self._stack.currentIndex()
        if is_seen:
            there += [self.pages.current, *self.trail.ways]
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
        if (leftward := "claim" in there and self.desk.chosen_is_leftward()) != self._leftward:
            self._leftward = leftward
            mirror_edges(self.actions_by_key, leftward=leftward)
        if is_whole:
            for key, words, step in zip(
                ("undo", "redo"), (_("&Undo"), _("&Redo")), self.session.undo_names(), strict=True
            ):
                self.actions_by_key[key].setEnabled(bool(step) and not bar)
                self.actions_by_key[key].setText(f"{words} {step[:1].lower()}{step[1:]}" if step else words)

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

    def showEvent(self, event: QShowEvent) -> None:
        """Let the second click of a double click hit nothing but what the first has hit."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self._clicks)

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
            self.trail.keep()
        self.place.keep()
        self.keeping.end()
        super().closeEvent(event)
