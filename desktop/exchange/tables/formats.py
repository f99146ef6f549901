"""The formats of tables, one row each: what people call them, how their files are called, and what writes them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pkgutil import resolve_name
from typing import Any

from desktop.core.language import N_, ngettext
from desktop.core.progress import Progress
from desktop.exchange.tables.table import Apart, CellColumns, OfRows, Rows, Table, in_columns, text


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format that tables are written in.

    Attributes:
        suffix: how the file's name ends; `suffixes` are all of them, this one first.
        writer: the function in `desktop.exchange.tables` that yields a file's content of a table in blocks, loaded when
            it is called; empty for what is made of a network and not of a table.
        options: what the writer can be told besides the table, with what it is told when nobody says anything.
        form_of: the key of the format of which this is another form; it shares its suffix.
        named: whether people read it: topics and actors go by their names, columns by their titles.
        compact: whether a cell may say more than a number.
        is_text: whether people look at the file as it is written.
        has_notes: whether it has a place for the filter, and for the time.
        beside: how the name of a second file goes on, which describes the first; empty when there is none.
        for_networks: whether only networks are written in it.
        longest: how many UTF-16 units a cell has room for; what is longer is cut, which `watched` tells.
    """

    key: str
    name: str
    about: str
    suffixes: tuple[str, ...]
    media_type: str
    writer: str = ""
    options: Mapping[str, bool] = field(default_factory=dict)
    form_of: str = ""
    named: bool = False
    compact: bool = False
    is_text: bool = False
    has_notes: bool = True
    beside: str = ""
    for_networks: bool = False
    longest: int = 0

    @property
    def suffix(self) -> str:
        """How the name of a new file ends."""
        return self.suffixes[0]

    @property
    def is_csv(self) -> bool:
        """Whether it is CSV, in any of its forms."""
        return "csv" in (self.key, self.form_of)

    def blocks(self, table: Table, **options: bool) -> Iterator[bytes]:
        """Yield the content of a file with *table*; an option that this format does not have is none to it."""
        told = {key: options.get(key, usual) for key, usual in self.options.items()}
        content: Iterator[bytes] = resolve_name(f"desktop.exchange.tables.{self.writer}")(table, **told)
        return content

    def write(self, table: Table, **options: bool) -> bytes:
        """Return what `blocks` yields, all at once."""
        return b"".join(self.blocks(table, **options))

    def watched(self, table: Table) -> tuple[Table, Callable[[], str]]:
        """Return *table*, and what tells in a sentence, once it was written, how many of its cells were cut.

        That is empty when none was.
        """
        if not self.longest or not table.columns:
            return table, str
        count, given = 0, table.rows

        def watch() -> Iterator[CellColumns]:
            nonlocal count
            found = 0
            for _count, columns in in_columns(given):
                found += _count_cut(columns, self.longest)
                yield columns
            count = found

        def watch_apart(apart: Apart, make: OfRows[Any], progress: Progress) -> Iterator[Any]:
            nonlocal count
            found = 0
            for cut, made in apart(partial(_watched, make=make, longest=self.longest), progress):
                found += cut
                yield made
            count = found

        def told() -> str:
            sentence = ngettext(
                "{count:,} cell was cut at {limit:,} characters, the most that a cell of Excel holds: "
                "CSV has it whole.",
                "{count:,} cells were cut at {limit:,} characters, the most that a cell of Excel holds: "
                "CSV has them whole.",
                count,
            )
            return sentence.format(count=count, limit=self.longest) if count else ""

        rows = Rows(len(table.rows), lambda: chain.from_iterable(zip(*block, strict=True) for block in watch()), watch)
        if isinstance(given, Rows) and given.apart is not None:
            rows.apart = partial(watch_apart, given.apart)
        return replace(table, rows=rows), told


def _watched(before: int, count: int, columns: CellColumns, *, make: OfRows[Any], longest: int) -> tuple[int, Any]:
    """Return how many cells of a block are cut, and what *make* makes of it."""
    return _count_cut(columns, longest), make(before, count, columns)


def _count_cut(columns: CellColumns, longest: int) -> int:
    """Return how many cells are longer than so many UTF-16 units."""
    found = 0
    for cells in columns:
        kinds = {*map(type, cells)}
        # of most columns one look tells that nothing is long enough
        if kinds == {int} or (kinds == {str} and 2 * max(map(len, cells)) <= longest):  # type: ignore[arg-type]
            continue
        found += sum(_is_cut(text(cell), longest) for cell in cells if isinstance(cell, str | tuple))
    return found


def _is_cut(value: str, longest: int) -> bool:
    # a character is two UTF-16 units at most
    return 2 * len(value) > longest < len(value.encode("utf-16-le", "surrogatepass")) // 2


FORMATS = {
    row.key: row
    for row in (
        TableFormat(
            "csv",
            N_("CSV for spreadsheets"),
            N_("UTF-8 with a byte-order mark; an apostrophe guards texts that a spreadsheet would take for formulas"),
            (".csv",),
            "text/csv",
            "table:csv_blocks",
            {"exact": False},
            has_notes=False,
        ),
        TableFormat(
            "exact",
            N_("CSV, exact"),
            N_("Plain RFC 4180 in UTF-8: every cell as it is"),
            (".csv",),
            "text/csv",
            "table:csv_blocks",
            {"exact": True},
            form_of="csv",
            has_notes=False,
        ),
        TableFormat(
            "csvw",
            N_("CSV, exact, described"),
            N_("With metadata of every column in a second file (W3C CSVW)"),
            (".csv",),
            "text/csv",
            "table:csv_blocks",
            {"exact": True},
            form_of="csv",
            beside="-metadata.json",
        ),
        TableFormat(
            "xlsx",
            N_("Excel workbook"),
            N_("Frozen headers, widths, colours; no formulas"),
            (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx:xlsx_blocks",
            named=True,
            longest=32_767,
        ),
        TableFormat(
            "html",
            N_("Web page"),
            N_("A table with colours and shapes, readable in print"),
            (".html", ".htm"),
            "text/html",
            "markup:html_blocks",
            named=True,
            compact=True,
        ),
        TableFormat(
            "md",
            N_("Markdown"),
            N_("A table for notes and repositories"),
            (".md",),
            "text/markdown",
            "markup:markdown_blocks",
            named=True,
            compact=True,
            is_text=True,
        ),
        TableFormat(
            "latex",
            N_("LaTeX"),
            N_("A table with the rules of booktabs, for the paper"),
            (".tex",),
            "application/x-tex",
            "markup:latex_blocks",
            {"booktabs": True},
            named=True,
            compact=True,
            is_text=True,
        ),
        TableFormat(
            "json",
            N_("JSON"),
            N_("Rows as objects, with caption, notes and columns"),
            (".json",),
            "application/json",
            "table:described_json_blocks",
            is_text=True,
        ),
        TableFormat(
            "graphml",
            N_("GraphML"),
            N_("A network with names, kinds and weights; for networks only"),
            (".graphml",),
            "application/graphml+xml",
            is_text=True,
            for_networks=True,
        ),
        TableFormat(
            "gexf",
            N_("GEXF"),
            N_("A network for Gephi, which may change from window to window; for networks only"),
            (".gexf",),
            "application/gexf+xml",
            is_text=True,
            for_networks=True,
        ),
        TableFormat(
            "pajek",
            N_("Pajek network"),
            N_("Names, shapes by kind, colours and weights; igraph and NetworkX read it, too; for networks only"),
            (".net",),
            "text/plain",
            has_notes=False,
            for_networks=True,
        ),
        TableFormat(
            "paj",
            N_("Pajek project"),
            N_("The network with the kinds as a partition and the numbers of claims as a vector; for networks only"),
            (".paj",),
            "text/plain",
            has_notes=False,
            for_networks=True,
        ),
    )
}


def choices(*, networks: bool = False) -> list[str]:
    """Return the keys of the formats that one can choose by name: with *networks*, those of networks too."""
    return [row.key for row in FORMATS.values() if not row.form_of and (networks or not row.for_networks)]


def by_suffix(suffix: str, *, networks: bool = False) -> TableFormat | None:
    """Return the format that a file is meant to have whose name ends with *suffix*; None when that tells nothing."""
    rows = (FORMATS[key] for key in choices(networks=networks))
    return next((row for row in rows if suffix.lower() in row.suffixes), None)
