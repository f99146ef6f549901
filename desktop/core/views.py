"""A view of the comparison that can be saved under a name: axes, cells, filter, order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from desktop.core import scale
from desktop.core.axes import ORDERS, Axis, Order, check_pair, is_shared
from desktop.core.errors import UsageError
from desktop.core.language import N_, _
from desktop.core.mentions import RULES, Duplicates

ShareOf = Literal["row", "column", "all"]
SHARES: tuple[ShareOf, ...] = get_args(ShareOf)
# what holds the claims that stand together where a field is on both axes
Within = Literal["overlap", "span", "turn", "document"]
WITHIN: tuple[Within, ...] = get_args(Within)


def weighed() -> Literal["integer", "number"]:
    """Return the type of a column that holds claims weighed by the values of the scale in use."""
    return "integer" if all(isinstance(value, int) for value in scale.in_use().values) else "number"


@dataclass(frozen=True, slots=True)
class CellKind:
    """Something that the cells of a comparison can hold; what makes it of a cell's counts is in `project.matrix_table`.

    Attributes:
        key: its fixed name.
        title: what people call it.
        word: the same where there is little room.
        about: what is said of the cells below a table.
        column: the type of a column of files that holds it.
        source: what it is made of besides the counts: dates of the claims, or texts; empty for nothing.
        scale: what stands at the ends of the scale of its grounds, and the tones of these; None for no scale.
        lines: how many lines of words a cell of the page has; 1 where it is as narrow as a number.
    """

    key: str
    title: str
    word: str
    about: str
    column: Literal["text", "integer", "number"] = "text"
    source: Literal["", "dates", "texts"] = ""
    scale: tuple[str, str, tuple[str, ...]] | None = None
    lines: int = 1

    @property
    def kind(self) -> Literal["text", "integer", "number"]:
        """The type of a column of files that holds it, by the scale in use."""
        return weighed() if self.key == "net" else self.column


CELLS = {
    kind.key: kind
    for kind in (
        CellKind(
            "counts",
            N_("claims per stance"),
            N_("counts"),
            N_("claims in favor (▲), against (▼) and neutral (●)"),
        ),
        CellKind(
            "net",
            N_("net (favor − against)"),
            N_("net"),
            N_("claims in favor less claims against (their numbers)"),
            "integer",
            scale=(N_("▼ against"), N_("favor ▲"), ("against", "favor")),
        ),
        CellKind(
            "percent",
            N_("percent in favor"),
            N_("% favor"),
            N_("claims in favor in a hundred of those in favor or against, whose number is n"),
            "number",
            scale=(N_("▼ 0 %"), N_("100 % ▲"), ("against", "favor")),
        ),
        CellKind(
            "congruence",
            N_("congruence (how often two claims agree)"),
            N_("congruence"),
            N_("of two claims in favor or against, how often both are on one side, from 0 to 1"),
            "number",
            scale=("0", "1", ("share",)),
        ),
        CellKind("share", N_("share"), N_("share"), "", "number", scale=("0 %", "100 %", ("share",))),
        CellKind("dominant", N_("dominant stance"), N_("dominant"), N_("the more frequent stance")),
        CellKind("stance", N_("stance in a word"), N_("stance"), N_("stance")),
        CellKind("dates", N_("first and last date"), N_("dates"), N_("first and last date"), source="dates"),
        CellKind("quotes", N_("quotes"), N_("quotes"), N_("quotes"), source="texts", lines=3),
        CellKind("summary", N_("summaries"), N_("summary"), N_("summaries"), source="texts", lines=3),
    )
}
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
        within: what holds claims that stand together, where a field is on both axes.

    Raises:
        UsageError: when a choice is none of those that exist, or a field stands on both axes that cannot.
    """

    rows: Axis = TOPICS
    columns: Axis = ACTORS
    cells: str = "counts"
    where: str = ""
    order: Order = "codebook"
    column_order: Order = "codebook"
    duplicates: Duplicates = "include"
    share_of: ShareOf = "row"
    hide_empty: bool = False
    transpose: bool = False
    within: Within = "overlap"

    def __post_init__(self) -> None:
        check_pair(self.rows, self.columns)
        for value, choices in (
            (self.cells, CELLS),
            (self.order, ORDERS),
            (self.column_order, ORDERS),
            (self.duplicates, RULES),
            (self.share_of, SHARES),
            (self.within, WITHIN),
        ):
            if value not in choices:
                sentence = _("“{value}” is no choice here: choose among {choices}.")
                raise UsageError(sentence, value=value, choices=", ".join(choices))

    @property
    def is_together(self) -> bool:
        """Whether it counts claims that stand together in one passage: a field is on both axes."""
        return is_shared(self.rows, self.columns)

    @property
    def summed(self) -> str:
        """What its totals count: a key of `phrases.SUMMED`."""
        if self.is_together:
            return "encounters"
        return "mentions" if "actor" in {*self.rows.bases, *self.columns.bases} else "claims"

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
