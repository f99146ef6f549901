r"""Tables as LaTeX, to be read into a paper with ``\input``."""

import re
import unicodedata

from desktop.exchange.tables.table import Table, is_number, text, title

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
    "\u2028": " ",
    "\u2029": " ",
}
_ANY = re.compile("|".join(map(re.escape, _SPECIAL)))
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=,)(?=,)")
# what would be taken for an option or the star of the line break before it
_OPENING = re.compile(r"\s*[\[*]")
_WIDE = 30


def write_latex(table: Table, *, booktabs: bool = True) -> bytes:
    """Return *table* as a ``longtable``, which may go over several pages.

    The first line, a comment, names the packages it needs; with *booktabs* its rules are those of that package, else
    plain ones. All that LaTeX reads as a command is escaped. Accents of Latin scripts work with every engine; other
    scripts need XeLaTeX or LuaLaTeX and a font that has them.
    """
    top, middle, bottom = (r"\toprule", r"\midrule", r"\bottomrule") if booktabs else (r"\hline",) * 3
    packages = "[T1]{fontenc}, {textcomp}, {amssymb}, {array}, {longtable}" + (", {booktabs}" if booktabs else "")
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
    lines = [f"% needs: {packages}", rf"\begin{{longtable}}{{{form}}}"]
    caption = " ".join(part if part[-1:] in ".?!" else f"{part}." for part in (table.caption, *table.notes) if part)
    if caption:
        lines.append(rf"\caption{{{_escaped(caption, ' ')}}}\\")
    head = " & ".join(_cell(title(column), " ") for column in table.columns)
    lines += [top, rf"{head} \\", middle, r"\endhead", bottom, r"\endfoot"]
    for row in body:
        cells = [_cell(value, r"\newline " if wide[at] else " ") for at, value in enumerate(row)]
        lines.append(rf"{' & '.join(cells)} \\")
    lines += [r"\end{longtable}", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _cell(value: str, line_break: str) -> str:
    shown = _escaped(value, line_break)
    return "{}" + shown if _OPENING.match(shown) else shown


def _escaped(value: str, line_break: str) -> str:
    lines = unicodedata.normalize("NFC", value).split("\n")
    return line_break.join(
        _ANY.sub(lambda found: _SPECIAL[found[0]], _LIGATURE.sub("\0", " ".join(line.split()))).replace("\0", "{}")
        for line in lines
        if line.strip()
    )
