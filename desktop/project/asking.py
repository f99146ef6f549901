"""What can be asked of the tables that can be exported: their options, and how they are wanted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from desktop.core.history import StepFilter
from desktop.core.views import View
from desktop.exchange.tables.table import Table
from desktop.store.database import Database

if TYPE_CHECKING:
    from desktop.core.traces import Trace
    from desktop.project.quotations import Material

Choices = tuple[tuple[str, str], ...]
OptionKind = Literal["choice", "flag", "text", "actor", "document"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen of a table.

    Attributes:
        key, title: its fixed name, and what people call it.
        choices: values and their names; the first is the default. Empty for a text, an actor or a document.
        kind: ``flag`` is ``yes`` or empty; ``actor`` a key; ``document`` a number.
        needed: whether there is no table without it.
    """

    key: str
    title: str
    choices: Choices = ()
    kind: OptionKind = "choice"
    needed: bool = False

    @property
    def default(self) -> str:
        """The value when nothing is chosen."""
        return self.choices[0][0] if self.choices else ""


@dataclass(frozen=True)
class Request:
    """How a table is wanted.

    Attributes:
        where: which claims, in the text form of a filter.
        named: whether topics and actors go by their names instead of their keys.
        compact: whether it is for a page that people read, where a cell may say more than a number.
        limit: no more rows than this are needed; None for all. A table may give more.
        view: what the matrix page shows.
        options: values by the keys of the table's options; what is missing has its default.
        steps: which steps of the history.
        traces, material: which traces, and what they were found in, when the quotations page has them.
        told: what narrows those, in words.
        order: the documents to list, in their order.
    """

    where: str = ""
    named: bool = False
    compact: bool = False
    limit: int | None = None
    view: View = field(default_factory=View)
    options: Mapping[str, str] = field(default_factory=dict)
    steps: StepFilter | None = None
    traces: "Sequence[Trace] | None" = None
    material: "Material | None" = None
    told: str = ""
    order: Sequence[int] | None = None


@dataclass(frozen=True)
class Entry:
    """A table that can be exported.

    Attributes:
        key, title, group: its fixed name, what people call it, and where it stands in the list.
        about: what it is good for, in a sentence.
        make: what makes it.
        options: what can be chosen.
        narrowed: what narrows it: ``claims`` (a filter), ``view`` (the matrix's own), ``list`` (what its page lists),
            or nothing.
        costly: whether it is made of everything at once, which takes seconds for much: ``claims`` or ``texts``.
        count: how many rows it has in all, when *make* keeps to a limit.
    """

    key: str
    title: str
    group: str
    about: str
    make: Callable[[Database, Request], Table]
    options: tuple[Option, ...] = ()
    narrowed: Literal["claims", "view", "list", ""] = "claims"
    costly: Literal["claims", "texts", ""] = ""
    count: Callable[[Database, Request], int] | None = None

    @property
    def is_network(self) -> bool:
        """Whether it can be written as GraphML."""
        return self.key in ("network_two", "network_one")
