"""What the formats for readers share: cells as texts, headers as titles, the colours of stances."""

from desktop.exchange.tables.table import Cell, Column, Table, Tone

# ink and ground of each tone; every pair has a contrast of 4.5 : 1 or more (WCAG 2.2, 1.4.3)
TONES: dict[Tone, tuple[str, str]] = {
    "favor": ("#004e7a", "#d9eaf5"),
    "against": ("#8a3700", "#fce4d4"),
    "neutral": ("#4b5058", "#e8e9ec"),
    "contradictory": ("#5b2a78", "#efe3f6"),
    "total": ("#23262b", "#f3f1ec"),
}
# told as well by a shape, for those who see no colours and for paper without any
SHAPES: dict[Tone, str] = {"favor": "▲", "against": "▼", "neutral": "●", "contradictory": "◆", "total": ""}


def title(column: Column) -> str:
    """Return what a reader finds at the head of a column."""
    return column.title or column.key


def text(cell: Cell) -> str:
    """Return a cell as a reader finds it; numbers that are not whole have up to four digits behind the point."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return "; ".join(cell)
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".") if cell == cell and abs(cell) < 1e15 else str(cell)
    return str(cell)


def is_number(column: Column) -> bool:
    """Tell whether a column's cells are numbers, which stand to the right."""
    return column.kind != "text"


def told(table: Table) -> str:
    """Return the caption and the notes in one line."""
    return " · ".join(part for part in (table.caption, *table.notes) if part)
