"""The matrix as the window shows it: which topics and actors, in which order, kept right by every change."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop.analysis.matrix import CellCounts, CellKey, Matrix
from desktop.core.changes import ChangeSet
from desktop.core.values import Actor, ActorKind, Topic
from desktop.qt.session import Session


class MatrixModel(QObject):
    """Hold the matrix, its rows (topics) and its columns (actors).

    Rows stand in the codebook's order, columns by their totals, the largest first. Between two resets the columns keep
    their places however the totals change: a table that reorders itself at every tag cannot be read.

    Attributes:
        matrix: the counts.
        topics, actors: what is shown, down and across.
        topic_count, actor_count: how many there are, shown or not; themes are no topics.

    Signals:
        cells_changed(set): the counts of these cells, as pairs of topic and actor id, and their totals changed.
        reset(): other rows or columns are shown, or they are called otherwise.
    """

    cells_changed = Signal(object)
    reset = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.matrix = Matrix()
        self.topics: list[Topic] = []
        self.actors: list[Actor] = []
        self.topic_count = self.actor_count = 0
        self._rows: dict[int, int] = {}
        self._columns: dict[int, int] = {}
        self._short: dict[int, str] = {}
        self._hide_empty = True
        self._active = True
        self._stale = True
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_changed)
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

    def row_of(self, topic_id: int) -> int:
        """Return the row of a topic; -1 when it is not shown."""
        return self._rows.get(topic_id, -1)

    def column_of(self, actor_id: int) -> int:
        """Return the column of an actor; -1 when it is not shown."""
        return self._columns.get(actor_id, -1)

    def cell(self, row: int, column: int) -> CellCounts:
        """Return the counts at a place."""
        return self.matrix.cell(self.topics[row].id, self.actors[column].id)

    def counts(self, topic_id: int | None, actor_id: int | None) -> CellCounts:
        """Return the counts of a cell, of a row (*actor_id* is None), of a column (*topic_id* is None), or of all."""
        if topic_id is None:
            return self.matrix.total if actor_id is None else self.matrix.column(actor_id)
        return self.matrix.row(topic_id) if actor_id is None else self.matrix.cell(topic_id, actor_id)

    def short_name(self, actor_id: int) -> str:
        """Return what stands above an actor's column."""
        return self._short.get(actor_id, "")

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


def short_names(actors: Mapping[int, Actor]) -> dict[int, str]:
    """Return short names by actor id: an abbreviation in brackets, a person's surname, else the name itself.

    A surname is an alias with which the name ends. No two actors get the same short name.
    """
    short = {number: _short_name(actor) for number, actor in actors.items()}
    seen: dict[str, int] = {}
    for name in short.values():
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
    return {number: name if seen[name.casefold()] == 1 else actors[number].name for number, name in short.items()}


def _short_name(actor: Actor) -> str:
    name = actor.name
    if name.endswith(")") and " (" in name:
        return name[name.rindex(" (") + 2 : -1]
    if actor.kind == ActorKind.PERSON:
        return next((alias for alias in actor.aliases if name.endswith(f" {alias}")), name)
    return name
