"""What stands in the cells of a comparison besides numbers: quotes with their source, and summaries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.analysis.comparison.members import Members
from desktop.analysis.comparison.pivot import Pivot, path_of
from desktop.core.axes import COLUMNS
from desktop.core.errors import UsageError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.mentions import Mention
from desktop.core.text import one_line
from desktop.core.values import Stance
from desktop.core.views import View
from desktop.exchange.tables.table import SHAPES
from desktop.store.database import Database
from desktop.store.reads import counts, project

# by the numbers of a comparison's lines
CellTexts = dict[tuple[int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CellQuote:
    """A claim's words in a cell of the matrix, with their source."""

    text: str
    stance: Stance
    publisher: str = ""
    date: str = ""

    def __str__(self) -> str:
        source = ", ".join(part for part in (self.publisher, self.date) if part)
        return f"{SHAPES[self.stance.value]} {one_line(self.text)}" + (f" ({source})" if source else "")


def claims_of_cells(found: Members, shown: Pivot, mentions: Iterable[Mention]) -> dict[tuple[int, int], list[int]]:
    """Return the claims of each cell by the numbers of its lines, each once, in the order of *mentions*."""
    cells: dict[tuple[int, int], dict[int, None]] = {}
    place_of = _CellFinder(found, shown)
    for one in mentions:
        place = place_of({column: getattr(one, column) for column in COLUMNS.values()})
        if place is not None:
            cells.setdefault(place, {})[one.claim_id] = None
    return {key: list(claims) for key, claims in cells.items()}


def quotes(db: Database, view: View, chosen: ClaimFilter, found: Members, shown: Pivot) -> CellTexts:
    """Return the quotes of each cell with the publisher and date of their documents."""
    cells = claims_of_cells(found, shown, counts.mentions(db, chosen, view.duplicates))
    facts = {document.id: document.facts for document in project.documents(db)}
    wanted = None if chosen.is_empty else {claim for claims in cells.values() for claim in claims}
    texts = {}
    for claim in project.claims(db, ids=wanted):
        source = facts[claim.document_id]
        texts[claim.id] = str(CellQuote(claim.quote, claim.stance, source.publisher, source.date))
    return {key: tuple(texts[claim] for claim in claims) for key, claims in cells.items()}


def summaries(db: Database, found: Members, shown: Pivot) -> CellTexts:
    """Return the analyst's summaries of each cell; a cell of several topics or actors holds those of all, named.

    Raises:
        UsageError: when cells do not stand for topics and actors, which is what summaries are written on.
    """
    if {*shown.row_axis.bases, *shown.column_axis.bases} != {"topic", "actor"}:
        raise UsageError(
            _(
                "Summaries are written on a topic and an actor: put one of topic and theme on one axis, and one of "
                "actor, organisation and country on the other."
            )
        )
    finest = {"topic", "actor"} <= {*shown.row_axis.fields, *shown.column_axis.fields}
    cells: dict[tuple[int, int], list[str]] = {}
    place_of = _CellFinder(found, shown)
    for (topic, actor), text in counts.summaries(db).items():
        place = place_of({"topic_id": topic, "actor_id": actor})
        if place is not None:
            named = f"{found['topic'][topic].name}, {found['actor'][actor].name}: {text}"
            cells.setdefault(place, []).append(text if finest else named)
    return {key: tuple(texts) for key, texts in sorted(cells.items())}


class _CellFinder:
    """Tell in which cell something stands."""

    def __init__(self, found: Members, shown: Pivot) -> None:
        self._found, self._shown = found, shown
        self._rows, self._columns = (
            {line: at for at, line in enumerate(lines)} for lines in (shown.rows, shown.columns)
        )

    def __call__(self, ids: Mapping[str, Any]) -> tuple[int, int] | None:
        """Return the numbers of the lines; None when one is not shown."""
        row = self._rows.get(path_of(self._shown.row_axis, self._found, ids))
        column = self._columns.get(path_of(self._shown.column_axis, self._found, ids))
        return None if row is None or column is None else (row, column)
