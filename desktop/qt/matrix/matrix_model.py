"""The matrix as the window shows it: which topics and actors, in which order, kept right by every change."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.analysis.comparison.counts import NO_CLAIMS, CellCounts, CellKey, Matrix
from desktop.core.changes import ChangeSet
from desktop.qt.matrix.short_names import short_names
from desktop.qt.parts.grid_model import Content, GridModel, Head, LineId
from desktop.qt.session import Session

if TYPE_CHECKING:
    from desktop.core.values import Actor, Topic


class MatrixModel(GridModel):
    """Hold the matrix, its rows (topics) and its columns (actors).

    Rows stand in the codebook's order, columns by their totals, the largest first. Between two resets the columns keep
    their places however the totals change: a table that reorders itself at every tag cannot be read.

    Attributes:
        matrix: the counts.
        topics, actors: what is shown, down and across.
        topic_count, actor_count: how many there are, shown or not; themes are no topics.
    """

    about = "Matrix of topics and actors"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.matrix = Matrix()
        self.topics: list[Topic] = []
        self.actors: list[Actor] = []
        self.topic_count = self.actor_count = 0
        self._rows: dict[LineId, int] = {}
        self._columns: dict[LineId, int] = {}
        self._short: dict[int, str] = {}
        self._hide_empty = True
        self._active = True
        self._stale = True
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_changed)
        session.visibility_changed.connect(self._on_opened)
        if session.is_open:
            self.load()

    @property
    def hide_empty(self) -> bool:
        """Whether topics and actors without claims are left out."""
        return self._hide_empty

    def set_hide_empty(self, hide: bool) -> None:
        """Leave topics and actors without claims out, or show them."""
        if hide != self._hide_empty:
            self._hide_empty = hide
            if not self._stale:
                self._arrange()

    def set_active(self, active: bool) -> None:
        """Follow changes at once, or (while nobody looks) only remember that there were some."""
        self._active = active
        if active and self._stale and self.session.is_open:
            self.load()

    def load(self) -> None:
        """Read everything anew."""
        self._stale = False
        self.matrix = self.session.matrix()
        self._arrange()

    def row_count(self) -> int:
        """Return how many topics are shown."""
        return len(self.topics)

    def column_count(self) -> int:
        """Return how many actors are shown."""
        return len(self.actors)

    def row_id(self, row: int) -> int:
        """Return the id of a row's topic."""
        return self.topics[row].id

    def column_id(self, column: int) -> int:
        """Return the id of a column's actor."""
        return self.actors[column].id

    def row_of(self, row_id: LineId) -> int:
        """Return the row of a topic; -1 when it is not shown."""
        return self._rows.get(row_id, -1)

    def column_of(self, column_id: LineId) -> int:
        """Return the column of an actor; -1 when it is not shown."""
        return self._columns.get(column_id, -1)

    def row_head(self, row: int) -> Head:
        """Return a topic's name and proposition."""
        topic = self.topics[row]
        return Head(topic.name, topic.proposition)

    def column_head(self, column: int) -> Head:
        """Return an actor's name, role and short name."""
        actor = self.actors[column]
        return Head(actor.name, actor.role, self._short.get(actor.id, ""))

    def content(self, row: int, column: int) -> CellCounts:
        """Return the counts at a place."""
        return self.matrix.cells.get((self.topics[row].id, self.actors[column].id), NO_CLAIMS)

    def contents(self) -> set[Content]:
        """Return all counts that stand in cells, each once."""
        return set(self.matrix.cells.values())

    def counts(self, row_id: LineId | None, column_id: LineId | None) -> CellCounts:
        """Return the counts of a cell, of a row (*column_id* is None), of a column, or of all."""
        assert row_id is None or isinstance(row_id, int)
        assert column_id is None or isinstance(column_id, int)
        if row_id is None:
            return self.matrix.total if column_id is None else self.matrix.column(column_id)
        return self.matrix.row(row_id) if column_id is None else self.matrix.cell(row_id, column_id)

    def _arrange(self) -> None:
        topics, actors = self.session.topics(), self.session.actors()
        rows, columns = self.matrix.rows, self.matrix.columns
        real = [topic for topic in topics.values() if topic.proposition or topic.id in rows]
        self.topic_count, self.actor_count = len(real), len(actors)
        self.topics = [topic for topic in real if not self._hide_empty or topic.id in rows]
        shown = [actor for actor in actors.values() if not self._hide_empty or actor.id in columns]
        # sorted() is stable: among equals the codebook decides
        self.actors = sorted(shown, key=lambda actor: -self.matrix.column(actor.id).total)
        self._short = short_names(actors)
        self._index()
        self.reset.emit()

    def _index(self) -> None:
        self._rows = {topic.id: at for at, topic in enumerate(self.topics)}
        self._columns = {actor.id: at for at, actor in enumerate(self.actors)}

    def _on_opened(self) -> None:
        self._stale = True
        if self._active:
            self.load()

    def _on_changed(self, changes: ChangeSet) -> None:
        if not self._active or self._stale:
            self._stale = True
            return
        try:
            touched = self.matrix.apply(changes)
        except ValueError:
            # the file was changed behind our back; what it holds now is right
            self.load()
            return
        if changes.touches("actor", "topic"):
            self._arrange()
        elif touched:
            if any(self._appears(key) for key in touched):
                self._patch_shown(touched)
                self.reset.emit()
            else:
                self.cells_changed.emit(touched)

    def _appears(self, key: CellKey) -> bool:
        """Tell whether a row or column has to come or go for the cell."""
        topic_id, actor_id = key
        missing = topic_id not in self._rows or actor_id not in self._columns
        return missing or (self._hide_empty and not (topic_id in self.matrix.rows and actor_id in self.matrix.columns))

    def _patch_shown(self, touched: set[CellKey]) -> None:
        rows, columns = self.matrix.rows, self.matrix.columns
        topics, actors = self.session.topics(), self.session.actors()
        if self._hide_empty:
            self.topics = [topic for number, topic in topics.items() if number in rows]
            self.actors = [actor for actor in self.actors if actor.id in columns]
        else:
            self.topics = [topic for number, topic in topics.items() if topic.proposition or number in rows]
        order = {number: at for at, number in enumerate(actors)}
        present = {actor.id for actor in self.actors}
        coming = {actor_id for _, actor_id in touched if actor_id in columns and actor_id not in present}
        for actor_id in sorted(coming, key=lambda number: order[number]):
            place = (-columns[actor_id].total, order[actor_id])
            at = (n for n, one in enumerate(self.actors) if (-self.matrix.column(one.id).total, order[one.id]) > place)
            self.actors.insert(next(at, len(self.actors)), actors[actor_id])
        self._index()
