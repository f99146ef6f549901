"""Writing a table in any of the formats that tables have."""

from typing import Literal, get_args

from desktop.exchange.tables.table import Table, write_csv, write_told_json

Format = Literal["csv", "xlsx", "html", "md", "latex", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
# the formats that people read: where things go by their names, and where a cell may say more than a number
NAMED: tuple[Format, ...] = ("xlsx", "html", "md", "latex")
COMPACT: tuple[Format, ...] = ("html", "md", "latex")
# what the ending of a file's name says of its format
ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".tex": "latex",
    ".json": "json",
}


def render(table: Table, form: str = "csv", *, exact: bool = False, booktabs: bool = True) -> bytes:
    """Return *table* as the content of a file.

    Args:
        table: what to write.
        form: one of `FORMATS`.
        exact: CSV without what spreadsheets need; see `write_csv`.
        booktabs: LaTeX with the rules of that package.
    """
    # each writer is imported when it is called: most commands need none of them
    if form == "xlsx":
        from desktop.exchange.tables.xlsx import write_xlsx

        return write_xlsx(table)
    if form == "html":
        from desktop.exchange.tables.html import write_html

        return write_html(table)
    if form == "md":
        from desktop.exchange.tables.markdown import write_markdown

        return write_markdown(table)
    if form == "latex":
        from desktop.exchange.tables.latex import write_latex

        return write_latex(table, booktabs=booktabs)
    if form == "json":
        return write_told_json(table)
    if form == "csv":
        return write_csv(table, exact=exact)
    raise ValueError(form)
