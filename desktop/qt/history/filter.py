"""The line over the history: by name, coder, kind, what was touched, and date."""

import datetime

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.core.dates import PartialDate
from desktop.core.history import TOUCHED, StepFilter
from desktop.core.language import N_, _
from desktop.qt.background import later
from desktop.qt.history.model import utc_text
from desktop.qt.parts.layouts import hbox

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
        self.coder = _combo([(N_("all coders"), "")], _("Coder"))
        self.kind = _combo(list(KINDS), _("Kind"))
        self.touched = _combo([(N_("everything"), ""), *((name, name) for name in TOUCHED)], _("What was touched"))
        self.when = _combo(list(DATES), _("Date"))
        self.since, self.until = QLineEdit(), QLineEdit()
        for line, prompt in ((self.since, _("from 2024-04-26")), (self.until, _("to 2024-04-26"))):
            line.setPlaceholderText(prompt)
            line.setFixedWidth(124)
        hbox((self.text, 1), self.coder, self.kind, self.touched, self.when, self.since, self.until, on=self, gap=6)
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
