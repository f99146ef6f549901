"""Writing results to a file, to standard output or to the terminal, and what commands that write have for options."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from desktop.cli.terminal import say, shown
from desktop.core import phrases
from desktop.core.errors import UsageError
from desktop.core.language import _
from desktop.core.visible import visible_line
from desktop.exchange.tables import formats
from desktop.exchange.tables import table as tables
from desktop.exchange.tables.table import Table
from desktop.exchange.writing import FileContent, refuse_to_overwrite, write_file, write_files

output = click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help=_("Write to FILE instead of standard output (“-”)."),
)
force = click.option("--force", is_flag=True, help=_("Replace what stands at FILE."))
stamp = click.option("--stamp", is_flag=True, help=_("Say in the file when it was written; else nothing tells it."))
KEYS = ("form", "exact", "csvw", "plain_rules", "target", "force", "stamp")


def options(*, lists: bool = False, networks: bool = False) -> tuple[Callable[[Any], Any], ...]:
    """Return what adds the options of a command that writes a table, in their order; *networks* have more formats.

    One that *lists* does so in columns, with a JSON of its own, unless one of these options is given.
    """
    usual = _("what the ending of FILE says, else csv")
    bare = _("The rows alone as a JSON list; --format json says the filter.")
    if lists:
        usual, bare = _("what the ending of FILE says, else columns"), _("Write JSON instead of columns.")
    return (
        click.option(
            "--format",
            "form",
            type=click.Choice(formats.choices(networks=networks)),
            show_default=usual,
            help=_("What to write."),
        ),
        click.option("--json", "as_json", is_flag=True, help=bare),
        click.option(
            "--exact",
            is_flag=True,
            help=_(
                "CSV to the letter of RFC 4180: without the byte-order mark and the guards that keep a spreadsheet "
                "from taking a text for a formula."
            ),
        ),
        click.option("--plain-rules", is_flag=True, help=_("LaTeX without the package booktabs.")),
        click.option("--csvw", is_flag=True, help=_("Describe an exact CSV file in FILE-metadata.json (W3C CSVW).")),
        output,
        force,
        stamp,
    )


def is_wanted(given: Mapping[str, Any], is_other: bool = False) -> bool:
    """Tell whether the options of a command that lists ask for a table instead; *is_other*: for one it does not list.

    UsageError when they ask for the list as JSON, too.
    """
    wanted = is_other or any(given[key] for key in KEYS)
    if wanted and given["as_json"]:
        raise UsageError(_("--json is the list itself: leave it out, and say “--format json” for a table."))
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
        target: the file; None for standard output.
    """

    def __init__(self, given: Mapping[str, Any], *, networks: bool = False) -> None:
        """Take the options, and look before the work whether they can be met; *networks* have more formats.

        Raises:
            UsageError: when metadata is asked for without a CSV file, or a stamp where there is no place for it.
            UserError: when a file is in the way.
        """
        target, csvw = given["target"], given["csvw"]
        # of a command that lists, “--json” is the list itself
        self._bare, self._stamp, self._booktabs = given["as_json"], given["stamp"], not given["plain_rules"]
        self.target = None if target is not None and str(target) == "-" else target
        by_name = formats.by_suffix(self.target.suffix, networks=networks) if self.target is not None else None
        key = "json" if self._bare else given["form"] or (by_name.key if by_name is not None else "csv")
        if csvw and (key != "csv" or self.target is None):
            raise UsageError(_("Metadata stands beside a CSV file: name it with -o, and leave the format at csv."))
        if key == "csv" and (csvw or given["exact"]):
            key = "csvw" if csvw else "exact"
        self.format = formats.FORMATS[key]
        if self._stamp and (self._bare or not self.format.has_notes):
            raise UsageError(_("Bare rows have no place for a time: leave --stamp out, or add --csvw to a CSV file."))
        self._metadata: Path | None = None
        if self.format.beside and self.target is not None:
            self._metadata = self.target.with_name(self.target.name + self.format.beside)
        for path in (self.target, self._metadata):
            refuse(path, given["force"])

    def stamped(self, table: Table) -> Table:
        """Return *table* saying when it is written, where that is asked for."""
        if not self._stamp:
            return table
        from desktop.store.database import now

        return tables.stamped(table, now())

    def write(self, table: Table, rows: str = "", own: bytes | None = None) -> None:
        """Write *table*, and say so with its *rows* in words; *own* is the file's content in a format of its own."""
        size = rows or f"{phrases.counted('row', len(table.rows))}, {phrases.counted('column', len(table.columns))}"
        message = f"{size} ({' '.join(table.notes)})" if table.notes else size
        for warning in table.warnings:
            say(warning, err=True)
        cut: Callable[[], str] = str
        if not self._bare and own is None:
            table, cut = self.format.watched(table)
        if self._metadata is None or self.target is None:
            write(self.target, self._render(table) if own is None else own, message)
            if told := cut():
                say(told, err=True)
            return
        from desktop.exchange.tables.table import prepare, write_metadata

        table = prepare(table)
        described = write_metadata(table, self.target.name)
        write_files({self.target: self._render(table), self._metadata: described})
        tell_written(self.target, message)
        tell_written(self._metadata, _("its description"))

    def _render(self, table: Table) -> Iterator[bytes]:
        if self._bare:
            return tables.json_blocks(table)
        return self.format.blocks(table, booktabs=self._booktabs)


def write(target: Path | None, data: FileContent, told: str = "") -> None:
    """Write *data* to the file *target*, and say so with *told*; or to standard output when it is None or ``-``.

    Raises:
        UserError: when the file cannot be written; what stood there before is left as it was.
    """
    if target is None or str(target) == "-":
        for block in [data] if isinstance(data, bytes) else data:
            sys.stdout.buffer.write(shown(block))
        # now, while a reader that has gone away can still be told from a success
        sys.stdout.buffer.flush()
    else:
        write_file(target, data)
        tell_written(target, told)


def tell_written(target: Path, told: str) -> None:
    """Say that a file was written."""
    say(f"{target}: {told}")


def write_json(value: Any) -> None:
    """Write *value* to standard output as JSON in UTF-8."""
    write(None, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))


def write_rows(rows: Sequence[Sequence[str | int]], empty: str | None = None) -> None:
    """Write *rows* to standard output in columns, numbers to the right.

    Where there are none, standard error says so: by the sentence *empty*, if it is given, and nothing where that is
    empty itself.
    """
    if not rows:
        told = _("There is nothing in this list.") if empty is None else empty
        if told:
            say(told, err=True)
    texts = [[visible_line(str(cell)) for cell in row] for row in rows]
    widths = [max(map(tables.display_width, column)) for column in zip(*texts, strict=True)]
    for row, values in zip(texts, rows, strict=True):
        cells = []
        for text, value, width in zip(row, values, widths, strict=True):
            space = " " * (width - tables.display_width(text))
            cells.append(space + text if isinstance(value, int) else text + space)
        say("  ".join(cells).rstrip())
