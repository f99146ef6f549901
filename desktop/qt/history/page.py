"""The page of the history: who did what and when, each step with what it changed, and the way back."""

import datetime
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QItemSelection, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.dates import PartialDate
from desktop.core.history import TOUCHED, Step, StepFilter, ToldStep
from desktop.core.language import N_, _, ngettext
from desktop.core.text import one_line
from desktop.qt.background import later
from desktop.qt.clipboard import copy_table
from desktop.qt.dialogs import FileDialogs
from desktop.qt.history.detail import HistoryDetail
from desktop.qt.history.model import KIND, STATE, WHAT, WHEN, WHO, HistoryModel, step_cells, utc_text
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.parts.layouts import ground, hbox, label, splitter, tool, vbox
from desktop.qt.parts.page import Page
from desktop.qt.parts.row_table import RowTable, choose_alone, shared
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.project.requests import Request


class HistoryPage(Page):
    """Show the audit trail: a filter, the list, what the chosen step changed, and buttons that undo and redo."""

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("historyPage")
        self._stale = True
        # what is being told of a long step
        self._telling: Generator[None, None, ToldStep] | None = None
        # the step to which one goes, and its state before, while a long one is undone on the way
        self._way: tuple[int, str] | None = None
        # looks the rest of a long history through, between the events of the window
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read_on)
        self.model = HistoryModel(session, self)
        self.list = HistoryList(self.model)
        self.filter = HistoryFilter()
        self.detail = HistoryDetail()
        self.detail.setMinimumWidth(260)
        self.told = label(role="dim")
        self._nothing = label(_("No step is like this."), "dim", centred=True)
        self.undo, self.redo = tool(role="pill"), tool(role="pill")
        self.export_button = tool(_("Export…"), "pill")
        self._lay()
        self.filter.changed.connect(self._on_filter)
        self.list.chosen.connect(self._show_step)
        self.list.opened.connect(self.detail.text.setFocus)
        self.detail.left.connect(self.list.setFocus)
        self.detail.wanted.connect(self.wanted)
        self.detail.step_wanted.connect(self.choose)
        self.detail.back_wanted.connect(self.go_to)
        self.export_button.clicked.connect(self.want_export)
        self.undo.clicked.connect(session.undo)
        self.redo.clicked.connect(session.redo)
        session.changed.connect(self._on_changed)
        session.changed.connect(self._on_step_told)
        session.stepped.connect(self._on_stepped)
        session.opened.connect(self._on_opened)

    def choose(self, step_id: int) -> None:
        """Choose a step; the filter gives way when it hides it."""
        while self.model.row_of(step_id) < 0 and self.model.is_unread:
            self.model.read_on()
        if self.model.row_of(step_id) < 0:
            self.filter.clear()
        self.list.choose(self.model.row_of(step_id))

    def go_to(self, step_id: int) -> None:
        """Undo back to a step that stands, itself included; or redo up to one that is undone."""
        first = self._step(step_id)
        if first is not None:
            self._go_on_to(step_id, first.state)

    def _go_on_to(self, step_id: int, state: str) -> None:
        """Undo or redo until a step is no longer in *state*; go on behind a long one when it is done."""
        self._way = None
        action = {"done": self._session.undo, "undone": self._session.redo}.get(state)
        while action is not None:
            now = self._step(step_id)
            if now is None or now.state != state:
                break
            if action() is None:
                self._way = (step_id, state) if self._session.is_stepping else None
                break

    def _on_stepped(self, done: bool) -> None:
        if not done:
            self._way = None

    def _on_step_told(self, changes: ChangeSet) -> None:
        if self._way is not None and changes.kind != "edit":
            # what follows this change sees it first
            QTimer.singleShot(0, self, partial(self._go_on_to, *self._way))
        self._way = None

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the steps that are listed."""
        return "history", replace(request, steps=self.model.filter)

    def examples(self) -> Mapping[str, Callable[[], None]]:
        """Return the newest step."""
        return {"history": lambda: self.list.choose(0)}

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was done while the page was hidden."""
        super().showEvent(event)
        if self._stale and self._session.is_open:
            self._load()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following."""
        super().hideEvent(event)
        self._reading.stop()
        # shown again, it reads what it lists anew; that is cheap
        self._stale = True

    def _lay(self) -> None:
        left = ground()
        vbox(
            hbox(self.told, 1, self.undo, self.redo, self.export_button, margins=(12, 8, 12, 0), gap=8),
            hbox(self.filter, margins=(12, 0, 12, 4)),
            (self._nothing, 1),
            (self.list, 1),
            on=left,
            gap=8,
        )
        vbox(splitter((left, 1), (self.detail, 0), sizes=(900, 380)), on=self)
        self.focus_target = self.list

    def _load(self) -> None:
        chosen = self.list.step_id()
        self._stale = False
        # their names take as long to read as all else together, and nobody needs them at once
        QTimer.singleShot(0, self, self._fill_coders)
        self.model.set_filter(self.filter.value())
        self.list.choose(self.model.row_of(chosen) if chosen else 0)
        self._tell()

    def _read_on(self) -> None:
        if self._session.is_open:
            self.model.read_on()
            if self.list.currentIndex().row() < 0:
                self.list.choose(0 if self.model.rowCount() else -1)
            self._tell()

    def _fill_coders(self) -> None:
        if self._session.is_open:
            self.filter.set_coders(self._session.history.coders())

    def _on_filter(self, found: StepFilter) -> None:
        if found != self.model.filter and self._session.is_open:
            chosen = self.list.step_id()
            self.model.set_filter(found)
            self.list.choose(max(0, self.model.row_of(chosen)))
            self._tell()

    def _on_opened(self) -> None:
        self._stale = True
        self._reading.stop()
        self._telling = self._way = None
        self.list.choose(-1)
        if self.isVisible():
            self._load()

    def _on_changed(self, _changes: ChangeSet) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._fill_coders()
        newest = self.list.currentIndex().row() <= 0
        self.model.follow()
        if newest:
            self.list.choose(0)
        else:
            self._show_step(self.list.step_id())
        self._tell()

    def _show_step(self, step_id: int) -> None:
        step = self._step(step_id) if step_id and self._session.is_open else None
        self._telling = self._session.history.telling(step.id) if step is not None else None
        if step is None or self._telling is None:
            self.detail.show_step(None, ToldStep(""))
        elif not self._go_on(step, self._telling):
            self.detail.show_step(step, ToldStep(_("reading what it changed")))

    def _go_on(self, step: Step, telling: Generator[None, None, ToldStep]) -> bool:
        """Tell a step and return whether it is told; a long one part by part, between events, while it is chosen."""
        if self._telling is not telling or not self._session.is_open:
            return False
        try:
            next(telling)
        except StopIteration as end:
            self._telling = None
            self.detail.show_step(step, end.value)
            return True
        QTimer.singleShot(0, self, lambda: self._go_on(step, telling))
        return False

    def _step(self, step_id: int) -> Step | None:
        return next(iter(self._session.read(reads.history.steps, [step_id])), None)

    def _tell(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        told = ngettext("{count:,} step", "{count:,} steps", total)
        if shown != total:
            told = ngettext("{shown:,} of {count:,} step", "{shown:,} of {count:,} steps", total)
        if self.model.is_unread:
            told = ngettext("{shown:,} of {count:,} step so far", "{shown:,} of {count:,} steps so far", total)
            self._reading.start()
        else:
            self._reading.stop()
        self.told.setText(told.format(shown=shown, count=total))
        self._nothing.setVisible(not shown and not self.model.is_unread)
        self.list.setVisible(bool(shown))
        undo, redo = self._session.undo_names()
        for button, word, text in ((self.undo, _("Undo"), undo), (self.redo, _("Redo"), redo)):
            button.setText(f"{word} {one_line(text[:1].lower() + text[1:], 36)}" if text else word)
            button.setEnabled(bool(text))
        self.export_button.setEnabled(bool(shown))


class HistoryList(RowTable):
    """List the steps; ``chosen`` has the id of the step that is chosen now, 0 for none, ``opened`` is Enter."""

    chosen = Signal(int)
    opened = Signal()

    def __init__(self, model: HistoryModel) -> None:
        # asked as soon as the view has its model
        self._history = model
        super().__init__(model, "historyList", _("History"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what was done three tenths of the width at least, and the rest what its words need."""
        super().resizeEvent(event)
        samples = {WHEN: "28 Sep 2024 00:00", WHO: "A. Researcher", KIND: "redo+", STATE: _("cannot be undone")}
        free = [column for column in samples if column not in self.by_hand]
        needed = [self.fontMetrics().horizontalAdvance(samples[column]) + 26 for column in free]
        self.fit(dict(zip(free, shared(needed, event.size().width() * 7 // 10 - self.drawn), strict=True)))

    def choose(self, row: int) -> None:
        """Choose a row; none when it is -1."""
        if row < 0:
            self.clearSelection()
        choose_alone(self, self._history.index(row, 0 if row >= 0 else -1))
        self.scrollTo(self.currentIndex())
        self.chosen.emit(self.step_id())

    def step_id(self) -> int:
        """Return the id of the chosen step; 0 when there is none."""
        step = self._history.step_at(self.currentIndex().row())
        return step.id if step else 0

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which step is chosen now."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.step_id())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter; copy the chosen lines as a table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the chosen lines as a table."""
        steps = (self._history.step_at(row) for row in self.chosen_rows())
        copy_table(self._history.heads(), [step_cells(step) for step in steps if step is not None])


KINDS = ((N_("all kinds"), ""), (N_("edits"), "edit"), (N_("undone steps"), "undo"), (N_("redone steps"), "redo"))
BETWEEN = "between"
DATES = (
    (N_("any time"), ""),
    (N_("today"), "0"),
    (N_("last 7 days"), "6"),
    (N_("last 30 days"), "29"),
    (N_("last 365 days"), "364"),
    (N_("from … to …"), BETWEEN),
)


class HistoryFilter(QWidget):
    """Choose what is listed; ``since`` and ``until`` are for dates that ``when`` does not name."""

    # the `StepFilter` that the user wants
    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Filter by name…"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(130)
        self.text.setAccessibleName(_("Filter by name"))
        self.coder = _combo([(N_("all coders"), "")], _("Coder"))
        self.kind = _combo(list(KINDS), _("Kind"))
        self.touched = _combo([(N_("everything"), ""), *((name, name) for name in TOUCHED)], _("What was touched"))
        self.when = _combo(list(DATES), _("Date"))
        self.since, self.until = QLineEdit(), QLineEdit()
        for line, prompt, name in (
            (self.since, _("from 2024-04-26"), _("From")),
            (self.until, _("to 2024-04-26"), _("Until")),
        ):
            line.setPlaceholderText(prompt)
            line.setAccessibleName(name)
            line.setFixedWidth(124)
        fields = (self.coder, self.kind, self.touched, self.when, self.since, self.until)
        FlowLayout(self.text, *fields, on=self, wide=self.text, gap=6)
        # the list is read anew once the typing pauses
        self._later = later(self, 120, self._emit)
        for line in (self.text, self.since, self.until):
            line.textChanged.connect(lambda: self._later.start())
            line.returnPressed.connect(self._emit)
        for combo in (self.coder, self.kind, self.touched, self.when):
            combo.currentIndexChanged.connect(self._emit)
        self.when.currentIndexChanged.connect(self._show_days)
        self._show_days()

    def set_coders(self, names: list[str]) -> None:
        """Offer these names."""
        if names == [self.coder.itemData(at) for at in range(1, self.coder.count())]:
            return
        chosen = self.coder.currentData()
        with QSignalBlocker(self.coder):
            while self.coder.count() > 1:
                self.coder.removeItem(1)
            for name in names:
                self.coder.addItem(name, name)
            self.coder.setCurrentIndex(max(0, self.coder.findData(chosen)))

    def clear(self) -> None:
        """Let everything through."""
        for combo in (self.coder, self.kind, self.touched, self.when):
            combo.setCurrentIndex(0)
        for line in (self.text, self.since, self.until):
            line.clear()
        self._emit()

    def value(self) -> StepFilter:
        """Return what is chosen; a date that is none narrows nothing."""
        since, before = self._period()
        coder, kind, touched = (combo.currentData() for combo in (self.coder, self.kind, self.touched))
        return StepFilter(coder, kind, since, before, self.text.text(), touched)

    def _period(self) -> tuple[str, str]:
        chosen = self.when.currentData()
        if chosen == BETWEEN:
            first, last = _days(self.since.text())[0], _days(self.until.text())[1]
            after = last + datetime.timedelta(days=1) if last else None
            return utc_text(first) if first else "", utc_text(after) if after else ""
        if not chosen:
            return "", ""
        today = datetime.datetime.now().astimezone().date()
        return utc_text(today - datetime.timedelta(days=int(chosen))), ""

    def _show_days(self) -> None:
        shown = self.when.currentData() == BETWEEN
        self.since.setVisible(shown)
        self.until.setVisible(shown)
        if shown:
            self.since.setFocus()

    def _emit(self) -> None:
        self._later.stop()
        for line in (self.since, self.until):
            wrong = bool(line.text().strip()) and _days(line.text())[0] is None
            line.setToolTip(_("A day, a month or a year: 2024-04-26, 2024-04, 2024") if wrong else "")
            if wrong != bool(line.property("wrong")):
                line.setProperty("wrong", wrong)
                line.style().unpolish(line)
                line.style().polish(line)
        self.changed.emit(self.value())


def _combo(entries: list[tuple[str, str]], name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for words, value in entries:
        combo.addItem(_(words), value)
    return combo


def _days(text: str) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of a date that may lack its month or day; None and None when it is none."""
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return None, None
    if not date.year:
        return None, None
    first = datetime.date(date.year, date.month or 1, date.day or 1)
    last_month = date.month or 12
    last = date.day or QDate(date.year, last_month, 1).daysInMonth()
    return first, datetime.date(date.year, last_month, last)
