"""What the commands that write tables share: their options, and the writing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from desktop.cli.output import write
from desktop.core.errors import UsageError
from desktop.exchange.rendering import COMPACT, FORMATS, NAMED, render
from desktop.exchange.tables import Table, refuse_to_overwrite

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
duplicates = click.option(
    "--duplicates",
    type=click.Choice(("include", "document", "day", "week", "month", "year", "all")),
    default="include",
    show_default=True,
    help="Count each actor, topic and stance once per document, day, week, month, year, or once at all.",
)


def options(*more: str, overwrites: bool = False) -> Callable[[F], F]:
    """Return what adds the options of a command that writes a table, which come to it as one *writing*.

    Args:
        more: formats besides those that every table has.
        overwrites: whether a file that exists is replaced without being asked.
    """
    found: list[Callable[[Any], Any]] = [
        output,
        click.option("--csvw", is_flag=True, help="Describe an exact CSV file in FILE-metadata.json (W3C CSVW)."),
        click.option("--plain-rules", is_flag=True, help="LaTeX without the package booktabs."),
        click.option(
            "--exact",
            is_flag=True,
            help="CSV to the letter of RFC 4180: without the byte-order mark and the guards that keep a spreadsheet "
            "from taking a text for a formula.",
        ),
        click.option("--json", "as_json", is_flag=True, help="The same as --format json."),
        click.option(
            "--format",
            "form",
            type=click.Choice((*FORMATS, *more)),
            default="csv",
            show_default=True,
            help="What to write.",
        ),
    ]
    if not overwrites:
        found.insert(0, force)

    def add(command: F) -> F:
        for option in found:
            command = option(command)
        return command

    return add


class Writing:
    """How a table is to be written, as the options say.

    Attributes:
        form: the format.
        named, compact: what that means for the table, see `desktop.exchange.rendering`.
    """

    def __init__(
        self,
        form: str,
        as_json: bool,
        exact: bool,
        csvw: bool,
        plain_rules: bool,
        target: Path | None,
        force: bool = True,
    ) -> None:
        """Take the options, and look before the work whether they can be met.

        Raises:
            UsageError: when metadata is asked for without a CSV file.
            UserError: when a file is in the way.
        """
        self.form = "json" if as_json else form
        self.named, self.compact = self.form in NAMED, self.form in COMPACT
        self._exact, self._booktabs = exact or csvw, not plain_rules
        self.target = None if target is not None and str(target) == "-" else target
        self._metadata: Path | None = None
        if csvw:
            if self.form != "csv" or self.target is None:
                raise UsageError("Metadata stands beside a CSV file: name it with -o, and leave the format at csv.")
            from desktop.exchange.csvw import SUFFIX

            self._metadata = self.target.with_name(self.target.name + SUFFIX)
        for path in (self.target, self._metadata):
            if path is not None and not force:
                refuse_to_overwrite(path)

    def write(self, table: Table, told: str = "") -> None:
        """Write *table*, and say so with *told*.

        Raises:
            UserError: when a file cannot be written.
        """
        if self._metadata is not None:
            from desktop.exchange.csvw import prepare, write_metadata

            assert self.target is not None
            table = prepare(table)
            described = write_metadata(table, self.target.name)
        data = render(table, self.form, exact=self._exact, booktabs=self._booktabs)
        write(self.target, data, told or f"{len(table.rows)} rows, {len(table.columns)} columns")
        if self._metadata is not None:
            write(self._metadata, described, "its description")
