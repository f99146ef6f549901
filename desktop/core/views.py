"""A view of the comparison that can be saved under a name: axes, cells, filter, order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from desktop.core import scale
from desktop.core.axes import FIELDS, ORDERS, Axis, Order, check_pair, field_of, is_shared
from desktop.core.errors import UsageError
from desktop.core.language import N_, _
from desktop.core.mentions import RULES, Duplicates
from desktop.core.own_fields import parted

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
        source: what it is made of besides the counts: dates of the claims, texts, or a field; empty for nothing.
        scale: what stands at the ends of the scale of its grounds, and the tones of these; None for no scale.
        lines: how many lines of words a cell of the page has; 1 where it is as narrow as a number.
        paired: for a figure that stands with the number of claims of which it is one, in columns of their own where a
            program reads them: what its column is called, and what both hold.
        is_summed: whether a table of them ends with a row of totals.
    """

    key: str
    title: str
    word: str
    about: str
    column: Literal["text", "integer", "number"] = "text"
    source: Literal["", "dates", "texts", "field"] = ""
    scale: tuple[str, str, tuple[str, ...]] | None = None
    lines: int = 1
    paired: tuple[str, str, str] | None = None
    is_summed: bool = False

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
            is_summed=True,
        ),
        CellKind(
            "net",
            N_("net (favor − against)"),
            N_("net"),
            N_("claims in favor less claims against (their numbers)"),
            "integer",
            scale=(N_("▼ against"), N_("favor ▲"), ("against", "favor")),
            is_summed=True,
        ),
        CellKind(
            "percent",
            N_("percent in favor"),
            N_("% favor"),
            N_("claims in favor in a hundred of those in favor or against, whose number is n"),
            "number",
            scale=(N_("▼ 0 %"), N_("100 % ▲"), ("against", "favor")),
            paired=(
                "percent",
                N_("Claims of {name} in favor in a hundred of those in favor or against; empty where there are none."),
                N_("Claims of {name} in favor or against."),
            ),
            is_summed=True,
        ),
        CellKind(
            "congruence",
            N_("congruence (how often two claims agree)"),
            N_("congruence"),
            N_("of two claims in favor or against, how often both are on one side, from 0 to 1"),
            "number",
            scale=("0", "1", ("share",)),
            is_summed=True,
        ),
        CellKind("share", N_("share"), N_("share"), "", "number", scale=("0 %", "100 %", ("share",))),
        CellKind("dominant", N_("dominant stance"), N_("dominant"), N_("the more frequent stance")),
        CellKind("stance", N_("stance in a word"), N_("stance"), N_("stance")),
        CellKind("dates", N_("first and last date"), N_("dates"), N_("first and last date"), source="dates"),
        CellKind("quotes", N_("quotes"), N_("quotes"), N_("quotes"), source="texts", lines=3),
        CellKind("summary", N_("summaries"), N_("summary"), N_("summaries"), source="texts", lines=3),
    )
}
# what cells tell of a field, whose name stands in the place of a key: `FieldKind.told` says which of these; a claim
# without a value is none of them
FIELD_CELLS = {
    kind.key: kind
    for kind in (
        CellKind(
            "values",
            N_("values of a field"),
            N_("values"),
            N_("{field}: each value with the number of its claims, the most frequent first"),
            source="field",
            lines=3,
            is_summed=True,
        ),
        CellKind(
            "mean",
            N_("mean of a field"),
            N_("mean"),
            N_("{field}: the mean, and of how many claims (n)"),
            "number",
            source="field",
            paired=(
                "mean",
                N_("The mean of {field} of the claims of {name}; empty where none has a value."),
                N_("Claims of {name} with a value of {field}."),
            ),
            is_summed=True,
        ),
        CellKind(
            "part",
            N_("share of yes"),
            N_("yes"),
            N_("{field}: claims with yes in a hundred of those with yes or no, whose number is n"),
            "number",
            source="field",
            paired=(
                "percent",
                N_("Claims of {name} with yes of {field} in a hundred of those with yes or no; empty where none are."),
                N_("Claims of {name} with yes or no of {field}."),
            ),
            is_summed=True,
        ),
        CellKind(
            "span",
            N_("first and last of a field"),
            N_("first and last"),
            N_("{field}: the first and the last of its dates that have a year"),
            source="field",
            is_summed=True,
        ),
    )
}
TOPICS = Axis(("topic",))
ACTORS = Axis(("actor",))


def is_field(cells: str) -> bool:
    """Tell whether the cells of a view are the values of a field: its name stands for them."""
    owner, name = parted(cells)
    return cells not in CELLS and (bool(name.strip()) if owner else cells in FIELDS)


def kind_of(cells: str, way: str = "values") -> CellKind:
    """Return what the cells of a view hold; of a field what is told of it in that *way*, a key of `FIELD_CELLS`."""
    return FIELD_CELLS[way] if is_field(cells) else CELLS[cells]


def cell_word(cells: str) -> str:
    """Return what people call the cells of a view where there is little room, in the language of the interface."""
    return field_of(cells).called if is_field(cells) else _(CELLS[cells].word)


@dataclass(frozen=True, slots=True)
class View:
    """What a comparison shows and how.

    Attributes:
        cells: a key of `CELLS`, or the name of a field whose values stand in them.
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
        if self.cells not in CELLS and not is_field(self.cells):
            sentence = _("“{value}” is nothing that cells can show: choose among {choices}, or write a field’s name.")
            raise UsageError(sentence, value=self.cells, choices=", ".join(CELLS))
        for value, choices in (
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
    def fields(self) -> tuple[str, ...]:
        """The fields on its axes and in its cells, by their names."""
        shown = (self.cells,) if is_field(self.cells) else ()
        return tuple(dict.fromkeys((*self.rows.fields, *self.columns.fields, *shown)))

    def without(self, field: str) -> "View":
        """Return the view without a field that is gone: its cells are counts then, and an axis what is left of it."""
        left = {side: tuple(one for one in getattr(self, side).fields if one != field) for side in ("rows", "columns")}
        for side, other in (("rows", "columns"), ("columns", "rows")):
            if not left[side]:
                left[side] = next(
                    one.fields for one in (TOPICS, ACTORS, Axis(("document",))) if {*one.fields}.isdisjoint(left[other])
                )
        axes = {side: Axis(fields) for side, fields in left.items()}
        return self.changed(**axes, cells="counts" if self.cells == field else self.cells)

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
