"""The audit trail in a table, read from the file only as it comes into view."""

import datetime

from PySide6.QtCore import QModelIndex, QObject, Qt

from desktop.core.history import Step, StepFilter
from desktop.core.language import N_, _
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel
from desktop.qt.session import Session
from desktop.store import reads

STEP_ROLE = int(Qt.ItemDataRole.UserRole)
WHEN, WHO, KIND, WHAT, STATE = range(5)
# of an edit; what becomes of steps that take back or do again is told by their kind
STATES = {
    "done": N_("done"),
    "undone": N_("undone"),
    "abandoned": N_("abandoned"),
    "permanent": N_("cannot be undone"),
}
KINDS = {"edit": N_("edit"), "undo": N_("undo"), "redo": N_("redo")}
CHUNK = 100
# steps that are looked through at once, for those that a filter lets through: no longer than a frame
SLICE = 2_000
_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_NEAR = {0: N_("today {time}"), 1: N_("yesterday {time}")}


class HistoryModel(HeadedModel):
    """List the steps that a filter lets through, the newest first; every cell answers ``STEP_ROLE`` with its `Step`.

    Attributes:
        filter: what narrows the list.
        rows: the ids of the steps, as far as they were looked through.
        total: how many steps there are, filtered or not.
    """

    TITLES = (N_("When"), N_("Who"), N_("Kind"), N_("What"), N_("State"))

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.filter = StepFilter()
        self.rows: list[int] | range = []
        # the newest step that is known, and the newest that was not looked at yet
        self._newest = self._unread = 0
        self._steps: dict[int, Step] = {}
        self.total = 0
        # how many steps there were when which was the newest: none goes, and to count a million takes a frame or more
        self._counted = (0, 0)
        session.opened.connect(self._forget_count)

    def set_filter(self, found: StepFilter) -> None:
        """Read anew which steps there are that *found* lets through: all, or the newest, and `read_on` the rest."""
        self.filter = found
        self.beginResetModel()
        self._steps, self.rows = {}, []
        self._newest = self._unread = self.total = 0
        if self._session.is_open:
            self._newest = self._session.read(reads.history.newest)
            if found == StepFilter():
                self.rows = self._session.read(reads.history.all_ids, self._count())
                self.total = len(self.rows)
            else:
                self.total = self._count()
                self._unread = self._newest
                self.rows = self._next_slice()
        self.endResetModel()

    @property
    def is_unread(self) -> bool:
        """Whether there may be more steps that the filter lets through."""
        return self._unread > 0

    def read_on(self) -> None:
        """Look the next steps through, and add those that the filter lets through."""
        found = self._next_slice() if self.is_unread else []
        if found:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(found) - 1)
            self.rows = self.rows if isinstance(self.rows, list) else [*self.rows]
            self.rows += found
            self.endInsertRows()

    def _count(self) -> int:
        """Return how many steps there are; those that are known of are not counted again."""
        newest, count = self._counted
        new = self._session.read(reads.history.count, after=newest)
        self._counted = (self._session.read(reads.history.newest), count + new)
        return self._counted[1]

    def _forget_count(self) -> None:
        self._counted = (0, 0)

    def _next_slice(self) -> list[int]:
        until, self._unread = self._unread, max(0, self._unread - SLICE)
        return self._session.read(reads.history.step_ids, self.filter, after=self._unread, until=until)

    def follow(self) -> None:
        """Add what was done since; the state of older steps may be another one now."""
        new = self._session.read(reads.history.step_ids, self.filter, after=self._newest)
        self._newest = self._session.read(reads.history.newest)
        self._steps = {}
        if new:
            self.beginInsertRows(QModelIndex(), 0, len(new) - 1)
            # a range stays one
            whole = self._session.read(reads.history.all_ids, self._count()) if self.filter == StepFilter() else []
            self.rows = whole if len(whole) == len(new) + len(self.rows) else [*new, *self.rows]
            self.endInsertRows()
        self.total = self._count()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.TITLES) - 1))

    def step_at(self, row: int) -> Step | None:
        """Return the step in a row."""
        if not 0 <= row < len(self.rows):
            return None
        wanted = self.rows[row]
        if wanted not in self._steps:
            ids = self.rows[max(0, row - CHUNK // 4) : row + CHUNK]
            self._steps.update((step.id, step) for step in self._session.read(reads.history.steps, ids))
        return self._steps.get(wanted)

    def row_of(self, step_id: int) -> int:
        """Return the row of a step; -1 when it is not listed."""
        return self.rows.index(step_id) if step_id in self.rows else -1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the step, or a cell's words."""
        # a view measures with other roles than it shows: only what needs the step reads it
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.ForegroundRole, STEP_ROLE)
        if not index.isValid() or role not in shown:
            return None
        step = self.step_at(index.row())
        if step is None or role == STEP_ROLE:
            return step
        column = index.column()
        if role == Qt.ItemDataRole.ForegroundRole:
            faded = step.state in ("undone", "abandoned") or step.kind != "edit"
            return theme.color("dim") if faded or column in (WHEN, KIND, STATE) else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return time_text(step.created, exact=True) if column == WHEN else None
        return step_cells(step)[column]


def step_cells(step: Step) -> tuple[str, ...]:
    """Return what stands in a step's row."""
    state = _(STATES[step.state]) if step.kind == "edit" else ""
    return time_text(step.created), step.coder, _(KINDS[step.kind]), step.text, state


def time_text(created: str, *, exact: bool = False, today: datetime.date | None = None) -> str:
    """Return a time in UTC as local people write it: ``today 14:05``, ``26 Apr 2024 14:05``; *exact*: to the second."""
    try:
        local = datetime.datetime.fromisoformat(created).astimezone()
    except ValueError:
        return created
    day = _("{day} {month} {year} {time}").format(
        day=local.day, month=_(_MONTHS[local.month - 1]), year=local.year, time="{time}"
    )
    if exact:
        return day.format(time=f"{local:%H:%M:%S}")
    age = ((today or datetime.datetime.now().astimezone().date()) - local.date()).days
    return (_(_NEAR[age]) if age in _NEAR else day).format(time=f"{local:%H:%M}")


def utc_text(day: datetime.date) -> str:
    """Return the beginning of a local day as the history writes times."""
    begin = datetime.datetime.combine(day, datetime.time()).astimezone()
    return begin.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
