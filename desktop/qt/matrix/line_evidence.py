"""The evidence of a cell, a row or a column of a comparison by any axes."""

from desktop.analysis.comparison.pivot import Path
from desktop.core.axes import FIELDS, Axis
from desktop.project import matrix
from desktop.qt.matrix.evidence_panel import EvidencePanel
from desktop.qt.matrix.model import PivotModel
from desktop.qt.parts.grid_model import LineId
from desktop.qt.session import Session


def show_line(
    session: Session, model: PivotModel, panel: EvidencePanel, row_id: LineId | None, column_id: LineId | None
) -> None:
    """Show in *panel* the claims of a cell, of a row (*column_id* is None) or of a column of *model*."""
    found = model.comparison
    row, column = model.path(True, row_id), model.path(False, column_id)
    if found is None or (row is None and column is None):
        panel.show_choice(None, None)
        return
    title = " · ".join(" › ".join(member.name for member in path) for path in (column, row) if path)
    lines = [*_told(found.pivot.row_axis, row), *_told(found.pivot.column_axis, column)]
    told = {name for name, _ in lines}
    topic = next((found.topics.get(key) for name, key in lines if name == "topic"), None)
    topics = {one.key: one.id for one in session.topics().values()}
    actors = {one.key: one.id for one in session.actors().values()}
    keys = dict(lines)
    cell = (topics[keys["topic"]], actors[keys["actor"]]) if {"topic", "actor"} <= told else None
    panel.show_line(
        title,
        topic.proposition if topic else ", ".join(FIELDS[name].title.lower() for name, _ in lines),
        session.read(matrix.cell_claims, found, row, column),
        tells=(*(name for name in ("actor", "topic") if name not in told), "voice"),
        cell=cell,
    )


def _told(axis: Axis, path: Path | None) -> list[tuple[str, str]]:
    """Return the fields that a line tells, with the keys of its members."""
    return [(name, member.key) for name, member in zip(axis.fields, path or (), strict=False)]
