"""Tables as web pages that need nothing else."""

from html import escape

from desktop.core.language import _
from desktop.exchange.tables.table import SHAPES, TONES, Cell, Table, Tone, is_number, text, title

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #23262b; background: #fbfaf7; }
table { border-collapse: collapse; background: #fff; }
caption { text-align: left; font-size: 1.15rem; font-weight: 600; padding: 0 0 .75rem; }
th, td { border: 1px solid #c9c3b6; padding: .3rem .6rem; vertical-align: top; text-align: left; }
thead th { position: sticky; top: 0; background: #f3f1ec; border-bottom: 2px solid #6b665b; }
th[scope="row"] { font-weight: 600; background: #faf8f4; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.notes { color: #555a61; margin: .75rem 0 0; padding: 0; list-style: none; }
"""
_DARK = """
@media (prefers-color-scheme: dark) {
  body { color: #e4e2dc; background: #1b1d21; }
  table { background: #22252a; }
  th, td { border-color: #4a515a; }
  thead th, th[scope="row"] { background: #2a2e34; }
  .notes { color: #a9afb7; }
}
@media print {
  body { margin: 0; color: #000; background: #fff; }
  thead th { position: static; }
  tr { break-inside: avoid; }
}
"""


def write_html(table: Table) -> bytes:
    """Return *table* as a page of its own: captioned, with headers that a screen reader can tell, colours and shapes.

    A cell that has a tone and tells only numbers gets the tone's shape before it, so that it can be read without
    colours.
    """
    used = sorted(set(table.tones.values()))
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(table.caption or _('Table'))}</title>\n",
        f"<style>{_STYLE}{''.join(_tone_style(tone) for tone in used)}{_DARK}</style>\n</head>\n<body>\n<table>\n",
    ]
    if table.caption:
        parts.append(f"<caption>{_escaped(table.caption)}</caption>\n")
    heads = "".join(f'<th scope="col">{_escaped(title(column))}</th>' for column in table.columns)
    parts.append(f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n")
    for number, row in enumerate(table.rows):
        cells = "".join(_cell(table, number, at, cell) for at, cell in enumerate(row))
        parts.append(f"<tr>{cells}</tr>\n")
    parts.append("</tbody>\n</table>\n")
    if table.notes:
        notes = "".join(f"<li>{_escaped(note)}</li>\n" for note in table.notes)
        parts.append(f'<ul class="notes">\n{notes}</ul>\n')
    parts.append("</body>\n</html>\n")
    return "".join(parts).encode("utf-8", "replace")


def _cell(table: Table, row: int, at: int, cell: Cell) -> str:
    shown = _escaped(text(cell))
    if at < table.heads:
        return f'<th scope="row">{shown}</th>'
    tone = table.tones.get((row, at))
    classes = [name for name in ("number" if is_number(table.columns[at]) else "", tone or "") if name]
    if tone and shown and SHAPES[tone] and is_number(table.columns[at]):
        shown = f'<span aria-label="{tone}">{SHAPES[tone]}</span> {shown}'
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{attribute}>{shown}</td>"


def _tone_style(tone: Tone) -> str:
    ink, ground = TONES[tone]
    return f"td.{tone} {{ color: {ink}; background: {ground}; }}\n"


def _escaped(value: str) -> str:
    return escape(value, quote=False).replace("\n", "<br>")
