"""What can be asked of a table: its options, and how it is wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from desktop.core.history import StepFilter
from desktop.core.views import View

if TYPE_CHECKING:
    from desktop.core.traces import Trace
    from desktop.project.quotations import Material

Choices = tuple[tuple[str, str], ...]
OptionKind = Literal["choice", "flag", "text", "actor", "document"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen of a table, in the export panel and on the command line alike.

    Attributes:
        key, title: its fixed name, which is the command's option, and what people call it.
        choices: values and their names; the first is the default. Empty for a text, an actor or a document.
        kind: ``flag`` is ``yes`` or empty; ``actor`` a key; ``document`` whatever names one.
        needed: whether there is no table without it: the command takes it as an argument.
        about: what it does, where its title does not say it.
    """

    key: str
    title: str
    choices: Choices = ()
    kind: OptionKind = "choice"
    needed: bool = False
    about: str = ""

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
        scope: what narrows those, in words; empty for nothing.
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
    scope: str = ""
    order: Sequence[int] | None = None
