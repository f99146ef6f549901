"""What a table is to those who want one: what can be chosen of it, how it is wanted, and how it is made.

What makes a table is named and read in when it is wanted: most commands need none of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from desktop.core.axes import field_of
from desktop.core.errors import UsageError
from desktop.core.history import StepFilter
from desktop.core.language import _, ngettext
from desktop.core.views import View

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.traces import Trace
    from desktop.exchange.tables.table import Table
    from desktop.project.quotations import Material
    from desktop.store.database import Database

# the option that asks for a file of each part
APART = "apart"
OptionKind = Literal["choice", "axis", "flag", "text", "actor", "document", "coders"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen of a table, in the export panel and on the command line alike.

    Attributes:
        key, title: its fixed name, which is the command's option, and what people call it.
        choices: values and their names; the first is the default. Empty for a text, an actor or a document.
        kind: ``axis`` is one of the choices, or any fields that an axis can show; ``flag`` is ``yes`` or empty;
            ``actor`` a key; ``document`` whatever names one; ``coders`` names with commas between them.
        needed: whether there is no table without it: the command takes it as an argument.
        about: what it does, where its title does not say it.
        needs: the key of another option, without which it means nothing.
        bases: of an ``axis`` what its fields may follow from; empty for anything.
    """

    key: str
    title: str
    choices: tuple[tuple[str, str], ...] = ()
    kind: OptionKind = "choice"
    needed: bool = False
    about: str = ""
    needs: str = ""
    bases: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Tell whether an ``axis`` may be a field by its name."""
        return not self.bases or field_of(name).base in self.bases

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
        options: values by the keys of the table's options; what is missing has its default.
        traces, material: which traces, and what they were found in, when the quotations page has them.
        scope: what narrows those, in words; empty for nothing.
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


@dataclass(frozen=True)
class Entry:
    """A table that can be written.

    Attributes:
        key, title, group: its fixed name, what people call it, and where it stands in the list.
        about: what it is good for, in a sentence of no more than 57 letters: lists of commands have no more room.
        maker: what makes it, from the database and a request with a value for each option: ``module.function``.
        narrowed: what narrows it: ``claims`` (a filter), ``view`` (the matrix's own), ``list`` (what its page lists),
            or nothing.
        costly: whether it is made of everything at once, which takes seconds for much: ``claims`` or ``texts``.
        counter: what counts its rows, when its maker keeps to a limit: ``module.function``.
        command: the command that writes it, if it is not called so; several tables may share one, told apart by one
            more option.
        variant: the key and the value of that option: flags are ``yes`` or empty.
        details: what the help of its command says besides.
        rows: what one row and several are called; None where they have no name of their own.
        writers: what writes the formats that not every table has, from the database, a request and the notes.
        parts: what tells the names of the networks that it has of several stretches of time, each to be chosen as the
            option ``at``: ``module.function``.
        late: whether its rows are made while they are written, from the project alone, also where a page narrows it.
    """

    key: str
    title: str
    group: str
    about: str
    maker: str
    options: tuple[Option, ...] = ()
    narrowed: Literal["claims", "view", "list", ""] = "claims"
    costly: Literal["claims", "texts", ""] = ""
    counter: str = ""
    command: str = ""
    variant: tuple[str, str] | None = None
    details: str = ""
    rows: tuple[str, str] | None = None
    writers: Mapping[str, str] = field(default_factory=dict)
    late: bool = False
    parts: str = ""

    def make(self, db: "Database", request: Request) -> "Table":
        """Return the table; UserError when it cannot be made as it is wanted."""
        table: Table = _function(self.maker)(db, self.completed(request))
        return table

    def size(self, count: int) -> str:
        """Return what so many rows are called; nothing where they have no name of their own."""
        return ngettext(*self.rows, count).format(count=count) if self.rows else ""

    def count(self, db: "Database", request: Request) -> int:
        """Return how many rows it has in all; only where it has a counter."""
        return int(_function(self.counter)(db, self.completed(request)))

    def write(self, db: "Database", request: Request, form: str, notes: tuple[str, ...]) -> bytes:
        """Return it in one of its own formats (`writers`), described by *notes*.

        Raises:
            UserError: when it cannot be made as it is wanted.
        """
        data: bytes = _function(self.writers[form])(db, self.completed(request), notes)
        return data

    def is_apart(self, request: Request) -> bool:
        """Tell whether its parts are wanted in files of their own."""
        return bool(self.parts and request.options.get(APART))

    def parted(self, db: "Database", request: Request, path: "Path") -> dict["Path", Request]:
        """Return the files of its parts, called after *path* and the part, with what is wanted of each.

        Raises:
            UsageError: when it has no parts, since no window is asked for or no claim is in one.
            UserError: when it cannot be made as it is wanted.
        """
        whole = self.completed(request)
        if not whole.options["window"]:
            raise UsageError(_("A file for each window needs windows: say how long they are, as in “3 months”."))
        names: list[str] = _function(self.parts)(db, whole)
        if not names:
            raise UsageError(_("There is no window: no claim has a date that is known."))
        return {
            path.with_name(f"{path.stem}-{name}{path.suffix}"): replace(
                request, options={**whole.options, "at": name, APART: ""}
            )
            for name in names
        }

    def completed(self, request: Request) -> Request:
        """Return *request* with a value for each option, and for no other.

        Raises:
            UsageError: when a value is none of an option's choices.
        """
        options = {option.key: request.options.get(option.key) or option.default for option in self.options}
        for option in self.options:
            known = [value for value, _name in option.choices if option.kind != "axis"]
            if known and options[option.key] not in known:
                raise UsageError(
                    _("“{value}” is no choice for “{option}” in the table “{table}”: choose among {choices}."),
                    value=options[option.key],
                    option=_(option.title),
                    table=_(self.title),
                    choices=", ".join(known),
                )
        return replace(request, options=options | dict([self.variant] if self.variant else []))


def _function(name: str) -> Callable[..., Any]:
    module, _dot, function = name.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"desktop.project.{module}"), function)
    return found
