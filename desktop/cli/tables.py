"""What the commands that write tables share: their options, and the writing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from desktop.cli.output import tell_written, write
from desktop.core.errors import UsageError
from desktop.core.language import _
from desktop.exchange.tables import formats
from desktop.exchange.tables.table import Table, stamped, write_json
from desktop.exchange.writing import refuse_to_overwrite, write_files

F = TypeVar("F", bound=Callable[..., Any])

output = click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write to FILE instead of standard output (“-”).",
)
force = click.option("--force", is_flag=True, help="Replace what stands at FILE.")
stamp = click.option("--stamp", is_flag=True, help="Say in the file when it was written; else nothing tells it.")
duplicates = click.option(
    "--duplicates",
    type=click.Choice(("include", "document", "day", "week", "month", "year", "all")),
    default="include",
    show_default=True,
    help="Count each actor, topic and stance once per document, day, week, month, year, or once at all.",
)


def options(*, lists: bool = False, networks: bool = False) -> Callable[[F], F]:
    """Return what adds the options of a command that writes a table, which come to it as one *writing*.

    Args:
        networks: whether the table is that of a network, which has formats of its own.
        lists: whether the command lists in columns, with a JSON of its own, unless one of these options is given.
    """
    found: list[Callable[[Any], Any]] = [
        stamp,
        force,
        output,
        click.option("--csvw", is_flag=True, help="Describe an exact CSV file in FILE-metadata.json (W3C CSVW)."),
        click.option("--plain-rules", is_flag=True, help="LaTeX without the package booktabs."),
        click.option(
            "--exact",
            is_flag=True,
            help="CSV to the letter of RFC 4180: without the byte-order mark and the guards that keep a spreadsheet "
            "from taking a text for a formula.",
        ),
    ]
    if not lists:
        found.append(
            click.option(
                "--json", "as_json", is_flag=True, help="The rows alone as a JSON list; --format json says the filter."
            )
        )
    usual = "a table instead of columns" if lists else "csv"
    found.append(
        click.option(
            "--format",
            "form",
            type=click.Choice(formats.choices(networks=networks)),
            help=f"What to write. [default: what the ending of FILE says, else {usual}]",
        )
    )

    def add(command: F) -> F:
        for option in found:
            command = option(command)
        return command

    return add


def is_wanted(writing: dict[str, Any], as_json: bool) -> bool:
    """Tell whether the options of a command that lists ask for a table instead.

    Raises:
        UsageError: when they ask for the list as JSON, too.
    """
    wanted = any(writing.values())
    if wanted and as_json:
        raise UsageError("--json is the list itself: leave it out, and say “--format json” for a table.")
    return wanted


def refuse(target: Path | None, force: bool) -> None:
    """Make sure that nothing stands at *target*, unless it is standard output or *force* is given.

    Raises:
        UserError: when something does.
    """
    if target is not None and str(target) != "-" and not force:
        refuse_to_overwrite(target)


class Writing:
    """How a table is to be written, as the options say.

    Attributes:
        format: the format.
        named, compact: what that means for the table, see `TableFormat`.
        target: the file; None for standard output.
    """

    def __init__(
        self,
        form: str | None,
        exact: bool,
        csvw: bool,
        plain_rules: bool,
        target: Path | None,
        force: bool,
        stamp: bool,
        as_json: bool = False,
        *,
        networks: bool = False,
    ) -> None:
        """Take the options, and look before the work whether they can be met.

        Raises:
            UsageError: when metadata is asked for without a CSV file, or a stamp where there is no place for it.
            UserError: when a file is in the way.
        """
        self.target = None if target is not None and str(target) == "-" else target
        by_name = formats.by_suffix(self.target.suffix, networks=networks) if self.target is not None else None
        key = "json" if as_json else form or (by_name.key if by_name is not None else "csv")
        if csvw and (key != "csv" or self.target is None):
            raise UsageError(_("Metadata stands beside a CSV file: name it with -o, and leave the format at csv."))
        if key == "csv" and (csvw or exact):
            key = "csvw" if csvw else "exact"
        self.format = formats.FORMATS[key]
        self.named, self.compact = self.format.named, self.format.compact
        self._booktabs, self._bare = not plain_rules, as_json
        self._stamp = stamp
        if stamp and (as_json or not self.format.has_notes):
            raise UsageError(_("Bare rows have no place for a time: leave --stamp out, or add --csvw to a CSV file."))
        self._metadata: Path | None = None
        if self.format.beside and self.target is not None:
            self._metadata = self.target.with_name(self.target.name + self.format.beside)
        for path in (self.target, self._metadata):
            refuse(path, force)

    def table(self, table: Table) -> Table:
        """Return *table* saying when it is written, where that is asked for."""
        if not self._stamp:
            return table
        from desktop.store.database import now

        return stamped(table, now())

    def write(self, table: Table, told: str = "") -> None:
        """Write *table*, and say so with *told*.

        Raises:
            UserError: when a file cannot be written.
        """
        table = self.table(table)
        told = told or f"{len(table.rows)} rows, {len(table.columns)} columns"
        if table.notes:
            told += f" ({' '.join(table.notes)})"
        if self._metadata is None or self.target is None:
            write(self.target, self._render(table), told)
            return
        from desktop.exchange.tables.csvw import prepare, write_metadata

        table = prepare(table)
        described = write_metadata(table, self.target.name)
        write_files({self.target: self._render(table), self._metadata: described})
        tell_written(self.target, told)
        tell_written(self._metadata, "its description")

    def _render(self, table: Table) -> bytes:
        if self._bare:
            return write_json(table)
        return self.format.write(table, booktabs=self._booktabs)
