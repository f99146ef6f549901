"""What a cell of the matrix can hold."""

from typing import NamedTuple

from desktop.analysis.comparison.counts import CellCounts


class CellText(NamedTuple):
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


Content = CellCounts | CellText
