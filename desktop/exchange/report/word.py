"""A report as a Word document (Office Open XML), in the styles that every Word has, so that a journal's apply."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from desktop.core.direction import is_leftward
from desktop.core.language import _
from desktop.core.visible import visible
from desktop.exchange.report.report import Report, ReportEntry
from desktop.exchange.tables.table import SHAPES, TONES, Table, is_number, text, title, tone_of

if TYPE_CHECKING:
    from docx.document import Document

# Word takes a minute for more, and nobody reads them on paper: the other forms have all of them
MOST_ROWS = 5_000
# a grid of Word has no more than 63
MOST_COLUMNS = 12
_INDENT, _SMALL = 0.25, 8.5
# the same report is the same bytes: a file does not tell when it was made (a ZIP knows no time before 1980)
_MADE = datetime(2000, 1, 1)


def word_report(report: Report) -> bytes:
    """Return *report* as a document with headings that Word's outline and table of contents know."""
    import docx
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    document.core_properties.title = _words(report.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _MADE
    # tables of counts are wide
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    _directed(document.add_heading(_words(report.title), 0), report.title)
    for line in report.told:
        _directed(document.add_paragraph(_words(line), style=_style("subtitle")), line)
    for part in report.sections:
        _directed(document.add_heading(_words(part.title), 1), part.title)
        for line in part.paragraphs:
            _directed(document.add_paragraph(_words(line)), line)
        for entry in part.entries:
            _add_entry(document, entry)
        for table in part.tables:
            _add_table(document, table)
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _undated(packed: io.BytesIO) -> bytes:
    """Return the content of a ZIP file with one time for all that it holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            info = zipfile.ZipInfo(one.filename, _MADE.timetuple()[:6])
            new.writestr(info, old.read(one), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add_entry(document: "Document", entry: ReportEntry) -> None:
    from docx.shared import Inches

    # Word knows nine levels of headings
    heading = document.add_heading(_words(entry.name), min(entry.depth + 2, 9))
    _directed(heading, entry.name)
    for label, words in entry.lines:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Inches(_INDENT)
        paragraph.paragraph_format.space_after = 0
        paragraph.add_run(f"{_words(label)}: ").italic = True
        paragraph.add_run(_words(words))
        _directed(paragraph, words)


def _add_table(document: "Document", table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if table.caption:
        _directed(document.add_paragraph(_words(table.caption), style=_style("caption")), table.caption)
    rows = list(islice(table.rows, MOST_ROWS))
    for part in _parts(table):
        grid = document.add_table(rows=1 + len(rows), cols=len(part), style=_style("table-grid"))
        # of a table that is made at once, its lines are asked for once: each asking goes through all of them
        lines = iter(grid.rows)
        head = next(lines)
        _repeated(head)
        for cell, at in zip(head.cells, part, strict=True):
            _fill(cell, title(table.columns[at]), bold=True)
        for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
            for cell, at in zip(line.cells, part, strict=True):
                words = text(row[at])
                tone = tone_of(table, number, at, row[at])
                if tone and words and SHAPES[tone] and is_number(table.columns[at]):
                    words = f"{SHAPES[tone]} {words}"
                _fill(cell, words, bold=at < table.heads, tone=tone or "")
                if is_number(table.columns[at]):
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if len(table.rows) > MOST_ROWS:
        told = _("The first {shown:,} of {count:,} rows; the web page has all of them.")
        document.add_paragraph(told.format(shown=MOST_ROWS, count=len(table.rows)))
    for note in filter(None, table.notes):
        _directed(document.add_paragraph(_words(note)), note)
    document.add_paragraph()


def _parts(table: Table) -> Iterator[list[int]]:
    """Yield the numbers of the columns that stand in one grid; where there are several, each has the heads again."""
    heads, others = list(range(table.heads)), list(range(table.heads, len(table.columns)))
    each = max(1, MOST_COLUMNS - len(heads))
    for at in range(0, max(1, len(others)), each):
        yield heads + others[at : at + each]


def _fill(cell: Any, words: str, *, bold: bool, tone: str = "") -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_words(words))
    run.bold, run.font.size = bold, Pt(_SMALL)
    _directed(paragraph, words)
    if tone in TONES:
        _coloured(cell, run, *TONES[tone])


def _directed(paragraph: Any, words: str) -> None:
    """Let a paragraph run from right to left where its words do."""
    if is_leftward(words):
        from docx.oxml import OxmlElement

        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True


def _repeated(head: Any) -> None:
    """Let the head of a table stand on each of its pages."""
    from docx.oxml import OxmlElement

    line = _element(head.cells[0]).getparent()
    line.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _coloured(cell: Any, run: Any, ink: str, ground: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", ground[1:])):
        shade.set(qn(f"w:{name}"), value)
    _element(cell).get_or_add_tcPr().append(shade)
    run.font.color.rgb = RGBColor.from_string(ink[1:])


def _element(cell: Any) -> Any:
    """Return the element of a cell: the library has no properties for what is set there."""
    return cell.paragraphs[0].paragraph_format.element.getparent()


def _style(key: str) -> str:
    """Return how the library calls one of the styles that every Word has, whatever its language."""
    return key.replace("-", " ").title()


def _words(value: str) -> str:
    """Return a text that XML can hold: control characters shown, halves of characters replaced."""
    return visible(value).encode("utf-8", "replace").decode()
