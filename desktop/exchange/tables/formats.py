"""The formats of tables, one row each: what people call them, how their files are called, and what writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pkgutil import resolve_name

from desktop.core.language import N_, ngettext
from desktop.exchange.tables.table import Table, text


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format that tables are written in.

    Attributes:
        suffix: how the file's name ends; `suffixes` are all of them, this one first.
        writer: the function in `desktop.exchange.tables` that makes a file's content of a table, loaded when it is
            called; empty for what is made of a network and not of a table.
        options: what the writer can be told besides the table, with what it is told when nobody says anything.
        form_of: the key of the format of which this is another form; it shares its suffix.
        named: whether people read it: topics and actors go by their names, columns by their titles.
        compact: whether a cell may say more than a number.
        is_text: whether people look at the file as it is written.
        has_notes: whether it has a place for the filter, and for the time.
        beside: how the name of a second file goes on, which describes the first; empty when there is none.
        for_networks: whether only networks are written in it.
        longest: how many UTF-16 units a cell has room for; what is longer is cut, which `cut_message` tells.
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

    def write(self, table: Table, **options: bool) -> bytes:
        """Return *table* as the content of a file; an option that this format does not have is none to it."""
        told = {key: options.get(key, usual) for key, usual in self.options.items()}
        content: bytes = resolve_name(f"desktop.exchange.tables.{self.writer}")(table, **told)
        return content

    def cut_message(self, table: Table) -> str:
        """Return in a sentence how many cells of *table* this format has no room for; empty when there are none."""
        if not self.longest:
            return ""
        # a character is two UTF-16 units at most
        texts = (text(cell) for row in table.rows for cell in row if isinstance(cell, str | tuple))
        long = (one for one in texts if 2 * len(one) > self.longest)
        count = sum(len(one.encode("utf-16-le", "surrogatepass")) // 2 > self.longest for one in long)
        sentence = ngettext(
            "{count:,} cell was cut at {limit:,} characters, the most that a cell of Excel holds: CSV has it whole.",
            "{count:,} cells were cut at {limit:,} characters, the most that a cell of Excel holds: "
            "CSV has them whole.",
            count,
        )
        return sentence.format(count=count, limit=self.longest) if count else ""


FORMATS = {
    row.key: row
    for row in (
        TableFormat(
            "csv",
            N_("CSV for spreadsheets"),
            N_("UTF-8 with a byte-order mark; an apostrophe guards texts that a spreadsheet would take for formulas"),
            (".csv",),
            "text/csv",
            "table:write_csv",
            {"exact": False},
            has_notes=False,
        ),
        TableFormat(
            "exact",
            N_("CSV, exact"),
            N_("Plain RFC 4180 in UTF-8: every cell as it is"),
            (".csv",),
            "text/csv",
            "table:write_csv",
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
            "table:write_csv",
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
            "xlsx:write_xlsx",
            named=True,
            longest=32_767,
        ),
        TableFormat(
            "html",
            N_("Web page"),
            N_("A table with colours and shapes, readable in print"),
            (".html", ".htm"),
            "text/html",
            "markup:write_html",
            named=True,
            compact=True,
        ),
        TableFormat(
            "md",
            N_("Markdown"),
            N_("A table for notes and repositories"),
            (".md",),
            "text/markdown",
            "markup:write_markdown",
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
            "markup:write_latex",
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
            "table:write_described_json",
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
    )
}


def choices(*, networks: bool = False) -> list[str]:
    """Return the keys of the formats that one can choose by name: with *networks*, those of networks too."""
    return [row.key for row in FORMATS.values() if not row.form_of and (networks or not row.for_networks)]


def by_suffix(suffix: str, *, networks: bool = False) -> TableFormat | None:
    """Return the format that a file is meant to have whose name ends with *suffix*; None when that tells nothing."""
    rows = (FORMATS[key] for key in choices(networks=networks))
    return next((row for row in rows if suffix.lower() in row.suffixes), None)
