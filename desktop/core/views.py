"""A view of the comparison that can be saved under a name: axes, cells, filter, order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from desktop.core.axes import ORDERS, Axis, Order, check_pair
from desktop.core.duplicates import RULES, Duplicates
from desktop.core.errors import UsageError
from desktop.core.language import _

Cells = Literal["counts", "net", "share", "dominant", "stance", "dates", "quotes", "summary"]
ShareOf = Literal["row", "column", "all"]
CELLS: tuple[Cells, ...] = get_args(Cells)
SHARES: tuple[ShareOf, ...] = get_args(ShareOf)
TOPICS = Axis(("topic",))
ACTORS = Axis(("actor",))


@dataclass(frozen=True, slots=True)
class View:
    """What a comparison shows and how.

    Attributes:
        where: the filter in its text form; empty for all claims.
        order, column_order: how each axis is sorted.
        duplicates: how often an actor may hold a topic with one stance.
        share_of: what a share is a part of.
        hide_empty: whether rows without a claim are left out; columns without one always are.
        transpose: whether rows and columns change places in what is shown.

    Raises:
        UsageError: when a choice is none of those that exist, or a field stands on both axes.
    """

    rows: Axis = TOPICS
    columns: Axis = ACTORS
    cells: Cells = "counts"
    where: str = ""
    order: Order = "codebook"
    column_order: Order = "codebook"
    duplicates: Duplicates = "include"
    share_of: ShareOf = "row"
    hide_empty: bool = False
    transpose: bool = False

    def __post_init__(self) -> None:
        check_pair(self.rows, self.columns)
        for value, choices in (
            (self.cells, CELLS),
            (self.order, ORDERS),
            (self.column_order, ORDERS),
            (self.duplicates, RULES),
            (self.share_of, SHARES),
        ):
            if value not in choices:
                sentence = _("“{value}” is no choice here: choose among {choices}.")
                raise UsageError(sentence.format(value=value, choices=", ".join(choices)))

    def changed(self, **changes: Any) -> "View":
        """Return the view with some of its choices changed; axes may be given as text."""
        for name in ("rows", "columns"):
            if isinstance(changes.get(name), str):
                changes[name] = Axis.parse(changes[name])
        return replace(self, **changes)

    def as_record(self) -> dict[str, Any]:
        """Return the view as JSON has it."""
        return {**asdict(self), "rows": str(self.rows), "columns": str(self.columns)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "View":
        """Read what `as_record` gave; what a newer program added is passed by.

        Raises:
            UsageError: when a choice in it is unknown.
        """
        known = {name: record[name] for name in cls.__dataclass_fields__ if name in record}
        return cls().changed(**known)
