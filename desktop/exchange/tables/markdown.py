"""Tables as Markdown (pipe tables, as GitHub, Pandoc and Quarto read them)."""

import re

from desktop.exchange.tables.table import Table, display_width, is_number, text, title

# what would begin a mark, a link, a tag, an entity or the next cell
_MARKS = re.compile(r"([\\`*_\[\]|~^$])")


def write_markdown(table: Table) -> bytes:
    """Return *table* as Markdown, its caption and notes around it; a line break in a cell is ``<br>``."""
    aligned = [
        [_escaped(title(column)) for column in table.columns],
        *([_escaped(text(cell)) for cell in row] for row in table.rows),
    ]
    widths = [max(3, *(display_width(line[at]) for line in aligned)) for at in range(len(table.columns))]
    lines = []
    for number, line in enumerate(aligned):
        cells = []
        for at, value in enumerate(line):
            space = " " * (widths[at] - display_width(value))
            cells.append(space + value if is_number(table.columns[at]) else value + space)
        lines.append(f"| {' | '.join(cells)} |")
        if number == 0:
            rules = ["-" * (widths[at] - 1) + (":" if is_number(one) else "-") for at, one in enumerate(table.columns)]
            lines.append(f"| {' | '.join(rules)} |")
    parts = [f"**{_escaped(table.caption)}**"] if table.caption else []
    if table.columns:
        parts.append("\n".join(lines))
    parts.extend(_escaped(note) for note in table.notes)
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _escaped(value: str) -> str:
    value = _MARKS.sub(r"\\\1", value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    # a tab or another break would end the line or the column
    return "<br>".join(" ".join(line.split()) for line in value.strip().splitlines())
