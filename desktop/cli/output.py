"""Writing results: to a file, or to standard output."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click


def write(target: Path | None, data: bytes, told: str = "") -> None:
    """Write *data* to the file *target*, and say so with *told*; or to standard output when it is None or ``-``.

    Raises:
        UserError: when the file cannot be written; what stood there before is left as it was.
    """
    if target is None or str(target) == "-":
        sys.stdout.buffer.write(data)
        # now, while a reader that has gone away can still be told from a success
        sys.stdout.buffer.flush()
    else:
        from desktop.exchange.writing import write_file

        write_file(target, data)
        tell_written(target, told)


def tell_written(target: Path, told: str) -> None:
    """Say that a file was written."""
    click.echo(f"{target}: {told}")


def write_json(value: Any) -> None:
    """Write *value* to standard output as JSON in UTF-8."""
    write(None, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))


def write_rows(rows: Sequence[Sequence[str | int]]) -> None:
    """Write *rows* to standard output in columns, numbers to the right; nothing when there are none."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
    for row, values in zip(texts, rows, strict=True):
        cells = []
        for text, value, width in zip(row, values, widths, strict=True):
            space = " " * (width - _width(text))
            cells.append(space + text if isinstance(value, int) else text + space)
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
