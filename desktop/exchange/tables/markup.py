r"""Tables in languages of markup: HTML pages, Markdown (pipe tables, as GitHub, Pandoc and Quarto read them), LaTeX."""

import marshal
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from itertools import repeat
from typing import cast

from desktop.core import scale
from desktop.core.direction import is_leftward, turns
from desktop.core.language import _
from desktop.core.visible import numbered, visible
from desktop.exchange.tables.latex_scripts import scripts_in
from desktop.exchange.tables.table import (
    SHAPES,
    TONES,
    Cell,
    CellColumns,
    Table,
    Tone,
    display_width,
    is_leftward_table,
    is_number,
    made_of,
    text,
    title,
    told,
    tone_of,
)

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    "▲": r"\(\blacktriangle\)",
    "▼": r"\(\blacktriangledown\)",
    "◆": r"\(\blacklozenge\)",
    "●": r"\(\bullet\)",
    "−": r"\(-\)",
    "→": r"\(\rightarrow\)",
    "↔": r"\(\leftrightarrow\)",
    "⟨": r"\(\langle\)",
    "⟩": r"\(\rangle\)",
}
# what stands in the cells of a column, and by how much each is longer than wide; None where none is
_ColumnOfCells = tuple[Sequence[str], Sequence[int] | None]
_ANY = re.compile("|".join(map(re.escape, _SPECIAL)))
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=,)(?=,)")
# what would be taken for an option or the star of the line break before it
_OPENING = re.compile(r"\s*[\[*]")
_WIDE = 30
# what babel changes as soon as a letter of another script comes: the language and the font
_FOLLOWS = ("ids", "fonts")

# what would begin a mark, a link, a tag, an entity or the next cell
_MARKS = re.compile(r"([\\`*_\[\]|~^$])")
# white space that is no blank: what a pattern knows as such takes it several times as long to look for
_SPACE = "\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# a cell without any of it, and whose blanks stand between words alone, stands as it is, as most do
_TOUCHED = re.compile(rf"[\\`*_\[\]|~^$&<>{_SPACE}]")
# all other letters of ASCII, with what stands between cells that are looked at together
_PLAIN = bytes(letter for letter in range(128) if letter == 0 or not _TOUCHED.search(chr(letter)))

STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #23262b; background: #fbfaf7; }
table { border-collapse: collapse; background: #fff; }
caption { text-align: start; font-size: 1.15rem; font-weight: 600; padding: 0 0 .75rem; }
th, td { border: 1px solid #c9c3b6; padding: .3rem .6rem; vertical-align: top; text-align: start; }
thead th { position: sticky; top: 0; background: #f3f1ec; border-bottom: 2px solid #6b665b; }
th[scope="row"] { font-weight: 600; background: #faf8f4; }
td.number { text-align: end; font-variant-numeric: tabular-nums; }
.notes { color: #555a61; margin: .75rem 0 0; padding: 0; list-style: none; }
"""
DARK = """
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


def latex_blocks(table: Table, *, booktabs: bool = True) -> Iterator[bytes]:
    """Yield *table* as a ``longtable``, which may go over several pages.

    The first lines, comments, name the packages it needs; with *booktabs* its rules are those of that package, else
    plain ones. All that LaTeX reads as a command is escaped. Accents of Latin scripts work with every engine; for other
    scripts the comments name LuaLaTeX, with what its preamble needs: babel tells the scripts apart and turns what runs
    from right to left.
    """
    top, middle, bottom = (r"\toprule", r"\midrule", r"\bottomrule") if booktabs else (r"\hline",) * 3
    body = [[text(cell) for cell in row] for row in table.rows]
    wide = [
        not is_number(column) and any(len(row[at]) > _WIDE or "\n" in row[at] for row in body)
        for at, column in enumerate(table.columns)
    ]
    share = 0.8 / max(1, sum(wide))
    form = "".join(
        rf">{{\raggedright\arraybackslash}}p{{{share:.2f}\linewidth}}" if broad else "r" if is_number(column) else "l"
        for broad, column in zip(wide, table.columns, strict=True)
    )
    lines = [*_needs(table, body, booktabs=booktabs), rf"\begin{{longtable}}{{{form}}}"]
    caption = " ".join(part if part[-1:] in ".?!" else f"{part}." for part in (table.caption, *table.notes) if part)
    if caption:
        lines.append(rf"\caption{{{_latex(caption, ' ')}}}\\")
    head = " & ".join(_latex_cell(title(column), " ") for column in table.columns)
    lines += [top, rf"{head} \\", middle, r"\endhead", bottom, r"\endfoot"]
    for row in body:
        cells = [_latex_cell(value, r"\newline " if wide[at] else " ") for at, value in enumerate(row)]
        lines.append(rf"{' & '.join(cells)} \\")
    lines += [r"\end{longtable}", ""]
    yield "\n".join(lines).encode("utf-8", "replace")


def _needs(table: Table, body: list[list[str]], *, booktabs: bool) -> list[str]:
    """Return comments that say what the preamble of the document needs."""
    shared = "{amssymb}, {array}, {longtable}" + (", {booktabs}" if booktabs else "")
    scripts = scripts_in(
        [table.caption, *table.notes, *map(title, table.columns), *(cell for row in body for cell in row)]
    )
    if not scripts:
        return [f"% needs: [T1]{{fontenc}}, {{textcomp}}, {shared}"]
    leftward = any(one.leftward for one in scripts)
    return [
        "% " + _("needs LuaLaTeX: {packages}, and in the preamble:").format(packages=f"{{fontspec}}, {shared}"),
        rf"% \usepackage[english{', bidi=basic' if leftward else ''}]{{babel}}",
        *(rf"% \babelprovide[import,onchar={' '.join(_FOLLOWS)}]{{{one.language}}}" for one in scripts),
        *(rf"% \babelfont[{one.language}]{{rm}}{{{one.font}}}" for one in scripts),
    ]


def _latex_cell(value: str, line_break: str) -> str:
    shown = _latex(value, line_break)
    shown = "{}" + shown if _OPENING.match(shown) else shown
    # where paragraphs run to the right marks at its ends tell that this does not: its stop stands at the left
    return f"\u200f{shown}\u200f" if is_leftward(value) else shown


def _latex(value: str, line_break: str) -> str:
    lines = unicodedata.normalize("NFC", value).replace("\u2028", " ").replace("\u2029", " ").split("\n")
    return line_break.join(
        _ANY.sub(lambda found: _SPECIAL[found[0]], _LIGATURE.sub("\0", numbered(" ".join(line.split())))).replace(
            "\0", "{}"
        )
        for line in lines
        if line.strip()
    )


def markdown_blocks(table: Table) -> Iterator[bytes]:
    """Yield *table* as Markdown, its caption and notes around it; a line break in a cell is ``<br>``.

    How wide the columns are is known at the end: till then what stands in them is kept in a file beside.
    """
    heads = [_markdown_cell(title(column)) for column in table.columns]
    widths = [max(3, width) for _head, width in heads]
    with tempfile.TemporaryFile() as kept:
        blocks = 0
        for columns in made_of(table.rows, _columns_with_widths):
            widths = [max(usual, column[2]) for usual, column in zip(widths, columns, strict=True)]
            marshal.dump([column[:2] for column in columns], kept)
            blocks += 1
        kept.seek(0)
        yield from _markdown(table, heads, widths, (marshal.load(kept) for _number in range(blocks)))


def _markdown(
    table: Table, heads: Sequence[tuple[str, int]], widths: Sequence[int], blocks: Iterable[Sequence[_ColumnOfCells]]
) -> Iterator[bytes]:
    """Yield a table whose columns are as wide as told, with the columns of each of its *blocks* of rows."""
    places = [(width, is_number(column)) for width, column in zip(widths, table.columns, strict=True)]
    before = ""
    if table.caption:
        yield _bytes(f"**{markdown_words(table.caption)}**")
        before = "\n\n"
    if table.columns:
        rules = ["-" * (width - 1) + (":" if at_end else "-") for width, at_end in places]
        row = f"\n| {' | '.join(['%s'] * len(places))} |"
        head: list[_ColumnOfCells] = [((value,), (len(value) - own,)) for value, own in heads]
        yield _bytes(f"{before}| {' | '.join(next(_lines(head, places)))} |\n| {' | '.join(rules)} |")
        before = "\n\n"
        for columns in blocks:
            yield _bytes("".join(map(row.__mod__, _lines(columns, places))))
    for note in table.notes:
        yield _bytes(before + markdown_words(note))
        before = "\n\n"
    yield b"\n"


def _lines(columns: Iterable[_ColumnOfCells], places: Sequence[tuple[int, bool]]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a block, their cells as wide as their columns."""
    filled = []
    for (values, beyond), (width, at_end) in zip(columns, places, strict=True):
        widths = repeat(width) if beyond is None else map(width.__add__, beyond)
        filled.append(map(str.rjust if at_end else str.ljust, values, widths))
    yield from zip(*filled, strict=True)


def _columns_with_widths(
    _before: int, _count: int, columns: CellColumns
) -> list[tuple[Sequence[str], Sequence[int] | None, int]]:
    return [_with_widths(cells) for cells in columns]


def _with_widths(cells: Sequence[Cell]) -> tuple[Sequence[str], Sequence[int] | None, int]:
    """Return what stands in the cells of a column, by how much each is longer than wide, and the width of the widest.

    The second is None where all are as wide as they are long.
    """
    values = _as_they_are(cells)
    if values is not None:
        return values, None, max(map(len, values))
    found = [*told(cells, _markdown_cell)]
    beyond = [len(value) - width for value, width in found]
    return [value for value, _width in found], beyond if any(beyond) else None, max(width for _value, width in found)


def _as_they_are(cells: Sequence[Cell]) -> Sequence[str] | None:
    """Return what stands in the cells of a column where that is seen at once, and each is as wide as it is long."""
    kinds = {*map(type, cells)}
    if kinds == {int}:
        return [*map(str, cells)]
    if kinds != {str}:
        return None
    values = cast("Sequence[str]", cells)
    together = "\0".join(("", *values, ""))
    touched = not together.isascii() or together.encode().translate(None, _PLAIN)
    return None if touched or any(one in together for one in ("  ", "\0 ", " \0")) else values


def _markdown_cell(cell: Cell) -> tuple[str, int]:
    """Return what stands in a cell, and how wide it is."""
    value = markdown_words(text(cell))
    return value, display_width(value)


def markdown_words(value: str) -> str:
    """Return a text as it stands in Markdown, in one line."""
    if not (_TOUCHED.search(value) or "  " in value or value[:1] == " " or value[-1:] == " "):
        return value
    value = _MARKS.sub(r"\\\1", value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    # a tab or another break would end the line or the column
    return "<br>".join(visible(" ".join(line.split())) for line in value.strip().splitlines())


def _bytes(value: str) -> bytes:
    # a lone surrogate must not cost the whole export
    return value.encode("utf-8", "replace")


def html_blocks(table: Table) -> Iterator[bytes]:
    """Yield *table* as a page of its own: captioned, with headers that a screen reader can tell, colours and shapes.

    A cell that has a tone and tells only numbers gets the tone's shape before it, so that it can be read without
    colours.
    """
    used = {step.look for step in scale.in_use().all} if table.toned else set(table.tones.values())
    parts = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(visible(table.caption) or _('Table'))}</title>\n",
        f"<style>{STYLE}{tone_rules(used)}{DARK}</style>\n</head>\n<body>\n",
    )
    yield _bytes("".join(parts))
    yield from map(_bytes, table_html(table))
    if table.notes:
        notes = "".join(f"<li{html_direction(note)}>{html_words(note)}</li>\n" for note in table.notes)
        yield _bytes(f'<ul class="notes">\n{notes}</ul>\n')
    yield _bytes("</body>\n</html>\n")


def tone_rules(tones: Iterable[Tone]) -> str:
    """Return the rules of a style sheet that colour cells with these tones."""
    rule = "td.{tone} {{ color: {ink}; background: {ground}; }}\n"
    return "".join(rule.format(tone=one, ink=TONES[one][0], ground=TONES[one][1]) for one in sorted(tones))


def table_html(table: Table) -> Iterator[str]:
    """Yield *table* as an element of a page, with its caption and without its notes."""
    parts = ['<table dir="rtl">\n' if is_leftward_table(table) else "<table>\n"]
    if table.caption:
        parts.append(f"<caption{html_direction(table.caption)}>{html_words(table.caption)}</caption>\n")
    titles = [title(column) for column in table.columns]
    heads = "".join(f'<th scope="col"{html_direction(one)}>{html_words(one)}</th>' for one in titles)
    parts.append(f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n")
    yield "".join(parts)
    # what is done in another process takes no rows with it
    yield from made_of(table.rows, partial(_html_rows, table=replace(table, rows=())))
    yield "</tbody>\n</table>\n"


def _html_rows(before: int, count: int, columns: CellColumns, *, table: Table) -> str:
    parts = [_html_column(table, at, before, cells) for at, cells in enumerate(columns)]
    rows = map("".join, zip(*parts, strict=True)) if parts else [""] * count
    return "".join(f"<tr>{cells}</tr>\n" for cells in rows)


def _html_column(table: Table, at: int, before: int, cells: Sequence[Cell]) -> Iterable[str]:
    """Return the cells of a column, in rows that have so many *before* them."""
    if at < table.heads:
        return told(cells, _html_head)
    is_right = is_number(table.columns[at])
    if not table.tones:
        return told(cells, lambda cell: _html_cell(cell, tone_of(table, 0, at, cell), is_right))
    tones = (tone_of(table, number, at, cell) for number, cell in enumerate(cells, before))
    return [_html_cell(cell, tone, is_right) for tone, cell in zip(tones, cells, strict=True)]


def _html_head(cell: Cell) -> str:
    words = text(cell)
    return f'<th scope="row"{html_direction(words)}>{html_words(words)}</th>'


def _html_cell(cell: Cell, tone: Tone | None, is_right: bool) -> str:
    words = text(cell)
    told_words = html_words(words)
    classes = [name for name in ("number" if is_right else "", tone or "") if name]
    if tone and told_words and SHAPES[tone] and is_right:
        told_words = f'<span aria-label="{_spoken(tone)}">{SHAPES[tone]}</span> {told_words}'
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{attribute}{html_direction(words)}>{told_words}</td>"


def _spoken(tone: Tone) -> str:
    """Return the word for the shape of a tone: that of the step which has this look, where one has."""
    return next((one.key for one in scale.in_use().all if one.look == tone), tone)


def html_direction(value: str) -> str:
    """Return the attribute with which a browser finds the direction of a text; none where it cannot matter."""
    return ' dir="auto"' if turns(value) else ""


def html_words(value: str) -> str:
    """Return a text as it stands in a page."""
    return escape(visible(value), quote=False).replace("\n", "<br>")
