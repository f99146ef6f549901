"""Putting a table on the clipboard: as HTML for text processors, as tab-separated text for all others."""

import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.core.language import ngettext
from desktop.core.text import escape, one_line

# what a spreadsheet would run as a formula, or has an apostrophe before it already (CWE-1236)
_RISKY = re.compile(r"'*[=+\-@]")


def copy_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Copy a table and return how many rows it has; line breaks and tabs in cells become spaces."""
    lines = ["\t".join(map(_cell, header))]
    parts = ["<table><thead><tr>", *(f"<th>{escape(one)}</th>" for one in header), "</tr></thead><tbody>"]
    for row in rows:
        cells = [_cell(cell) for cell in row]
        lines.append("\t".join(cells))
        parts.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    parts.append("</tbody></table>")
    data = QMimeData()
    data.setText("\n".join(lines) + "\n")
    data.setHtml("".join(parts))
    QGuiApplication.clipboard().setMimeData(data)
    return len(lines) - 1


def copied_text(count: int) -> str:
    """Return a sentence that says how many rows were copied."""
    return ngettext("{count:,} row copied as a table.", "{count:,} rows copied as a table.", count).format(count=count)


def _cell(text: str) -> str:
    flat = one_line(text)
    return f"'{flat}" if _RISKY.match(flat) else flat
