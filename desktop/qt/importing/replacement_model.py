"""What a replacement of a text would do to its claims, in a table."""

from PySide6.QtCore import QObject, Qt

from desktop.core.language import N_, _
from desktop.core.reanchor import Anchor, Fate
from desktop.core.text import one_line
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel

HEADERS = (N_("Claim"), N_("What becomes of it"), N_("Words now"), N_("Words then"))
NUMBER, FATE, NOW, THEN = range(len(HEADERS))
# what is to be looked at stands on top
ORDER = (Fate.LOST, Fate.CHANGED, Fate.MOVED, Fate.KEPT)
_FATES = {Fate.LOST: N_("lost"), Fate.CHANGED: N_("changed"), Fate.MOVED: N_("moved"), Fate.KEPT: N_("unchanged")}
# and how many have it
COUNTED = {
    Fate.LOST: N_("{count:,} lost"),
    Fate.CHANGED: N_("{count:,} changed"),
    Fate.MOVED: N_("{count:,} moved"),
    Fate.KEPT: N_("{count:,} unchanged"),
}


class ReplacementModel(HeadedModel):
    """List claims with their words before and after, the lost ones first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._anchors: list[Anchor] = []

    def set_anchors(self, anchors: tuple[Anchor, ...]) -> None:
        """List these claims."""
        self.beginResetModel()
        self._anchors = sorted(anchors, key=lambda one: (ORDER.index(one.fate), one.before.start, one.id))
        self.endResetModel()

    def anchor_at(self, row: int) -> Anchor | None:
        """Return the claim in a row."""
        return self._anchors[row] if 0 <= row < len(self._anchors) else None

    def heads(self) -> tuple[str, ...]:
        """Return the words above the columns."""
        return tuple(map(_, HEADERS))

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._anchors)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's words or colour."""
        anchor = self.anchor_at(index.row()) if index.isValid() else None
        if anchor is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(anchor, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            if anchor.fate is Fate.LOST:
                return theme.color("against")
            return theme.color("ink" if anchor.fate is Fate.CHANGED or index.column() in (NOW, THEN) else "dim")
        return None


def cell_text(anchor: Anchor, column: int) -> str:
    """Return what stands in a cell."""
    if column == NUMBER:
        return str(anchor.id)
    if column == FATE:
        alike = _("changed, {score:.0f} % alike")
        return alike.format(score=anchor.score) if anchor.fate is Fate.CHANGED else _(_FATES[anchor.fate])
    return one_line(anchor.quote if column == NOW else anchor.new_quote, 300)
