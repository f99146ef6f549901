"""What the matrix's grid shows: lines down and across, and what stands where they meet."""

from collections.abc import Hashable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.analysis.comparison.counts import CellCounts


class Head(NamedTuple):
    """What stands at the head of a line.

    Attributes:
        name: what it is called.
        about: a side remark; empty for none.
        short: the name where there is little room.
        depth: how far in it stands, from 0.
        is_open: whether the lines of a group are shown; None where there are none.
    """

    name: str
    about: str = ""
    short: str = ""
    depth: int = 0
    is_open: bool | None = None


class Told(NamedTuple):
    """A cell that holds something else than counts.

    Attributes:
        lines: its words, line by line.
        tone: ``favor``, ``against`` or ``neutral`` for their colour and shape, ``share`` for the accent's, empty for
            plain words.
        strength: how strong its ground is, from 0 to 1.
        framed: whether claims in favor and against stand together here.
    """

    lines: tuple[str, ...]
    tone: str = ""
    strength: float = 0.0
    framed: bool = False


Content = CellCounts | Told
LineId = Hashable


class GridModel(QObject):
    """Hold lines down (rows) and across (columns), each known by an id that outlives its place.

    Attributes:
        about: what it shows, for those who hear the window.
        lines: how many lines of text a cell has room for.
        wide: whether cells hold sentences.

    Signals:
        cells_changed(set): these cells, as pairs of line ids, and their totals changed.
        reset(): other lines are shown, or they are called otherwise.
    """

    cells_changed = Signal(object)
    reset = Signal()
    about = "Matrix"
    lines = 1
    wide = False

    def row_count(self) -> int:
        """Return how many rows there are."""
        raise NotImplementedError

    def column_count(self) -> int:
        """Return how many columns there are."""
        raise NotImplementedError

    def row_id(self, row: int) -> LineId:
        """Return the id of a row."""
        raise NotImplementedError

    def column_id(self, column: int) -> LineId:
        """Return the id of a column."""
        raise NotImplementedError

    def row_of(self, row_id: LineId) -> int:
        """Return where a row stands; -1 when it is not shown."""
        raise NotImplementedError

    def column_of(self, column_id: LineId) -> int:
        """Return where a column stands; -1 when it is not shown."""
        raise NotImplementedError

    def row_head(self, row: int) -> Head:
        """Return what stands at the head of a row."""
        raise NotImplementedError

    def column_head(self, column: int) -> Head:
        """Return what stands at the head of a column."""
        raise NotImplementedError

    def content(self, row: int, column: int) -> Content:
        """Return what stands in a cell."""
        raise NotImplementedError

    def contents(self) -> set[Content]:
        """Return all that stands in cells, each once."""
        raise NotImplementedError

    def counts(self, row_id: LineId | None, column_id: LineId | None) -> CellCounts:
        """Return the counts of a cell, of a row (*column_id* is None), of a column, or of all."""
        raise NotImplementedError
