"""What stands in the cells of a comparison besides numbers: quotes with their source, and summaries."""

from collections.abc import Iterable

from desktop.analysis.comparison.members import Members
from desktop.analysis.comparison.pivot import Path, Pivot
from desktop.core.axes import FIELDS, Axis, Base
from desktop.core.filters import ClaimFilter
from desktop.core.mentions import Mention
from desktop.core.views import View
from desktop.project.exports import Quote
from desktop.project.matrix import check_summaries
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads
from desktop.store.reads import project as reads

Cells = dict[tuple[int, int], tuple[str, ...]]


def claims_of_cells(found: Members, shown: Pivot, mentions: Iterable[Mention]) -> dict[tuple[int, int], list[int]]:
    """Return the claims of each cell by the numbers of its lines, each once, in the order of *mentions*."""
    at_row, at_column = _places(shown)
    cells: dict[tuple[int, int], dict[int, None]] = {}
    for one in mentions:
        ids: dict[Base, int | str] = {
            "topic": one.topic_id,
            "actor": one.actor_id,
            "document": one.document_id,
            "voice": one.voice,
            "coder": one.coder_id,
        }
        key = at_row.get(_path(shown.row_axis, found, ids)), at_column.get(_path(shown.column_axis, found, ids))
        if key[0] is not None and key[1] is not None:
            cells.setdefault((key[0], key[1]), {})[one.claim_id] = None
    return {key: list(claims) for key, claims in cells.items()}


def quotes(db: Database, view: View, chosen: ClaimFilter, found: Members, shown: Pivot) -> Cells:
    """Return the quotes of each cell with the publisher and date of their documents."""
    cells = claims_of_cells(found, shown, pivot_reads.mentions(db, chosen, view.duplicates))
    facts = {document.id: document.facts for document in reads.documents(db)}
    wanted = None if chosen.is_empty else {claim for claims in cells.values() for claim in claims}
    told = {}
    for claim in reads.claims(db, ids=wanted):
        source = facts[claim.document_id]
        told[claim.id] = str(Quote(claim.quote, claim.stance, source.publisher, source.date))
    return {key: tuple(told[claim] for claim in claims) for key, claims in cells.items()}


def summaries(db: Database, found: Members, shown: Pivot) -> Cells:
    """Return the analyst's summaries of each cell; a cell of several topics or actors holds those of all, named."""
    check_summaries((*shown.row_axis.bases, *shown.column_axis.bases))
    at_row, at_column = _places(shown)
    finest = {"topic", "actor"} <= {*shown.row_axis.fields, *shown.column_axis.fields}
    cells: dict[tuple[int, int], list[str]] = {}
    for (topic, actor), text in pivot_reads.summaries(db).items():
        ids: dict[Base, int | str] = {"topic": topic, "actor": actor}
        row = at_row.get(_path(shown.row_axis, found, ids))
        column = at_column.get(_path(shown.column_axis, found, ids))
        if row is not None and column is not None:
            named = f"{found['topic'][topic].name}, {found['actor'][actor].name}: {text}"
            cells.setdefault((row, column), []).append(text if finest else named)
    return {key: tuple(texts) for key, texts in sorted(cells.items())}


def _places(shown: Pivot) -> tuple[dict[Path, int], dict[Path, int]]:
    rows, columns = ({line: at for at, line in enumerate(lines)} for lines in (shown.rows, shown.columns))
    return rows, columns


def _path(axis: Axis, found: Members, ids: dict[Base, int | str]) -> Path:
    return tuple(found[name][ids[FIELDS[name].base]] for name in axis.fields)
