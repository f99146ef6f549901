"""PDF files, by pypdfium2: lines put together to paragraphs, running heads dropped, the page of each place kept."""

import re
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from statistics import median
from typing import Any

from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.values import Certainty
from desktop.exchange.extracted import Extracted, Fact, TextBuilder

PAGES = 5000
# PDFium's own mark for a hyphen at the end of a line that belongs to no word
_HYPHENS = ("\ufffe", "\x02", "\u00ad")
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"^\W*(?:page|página|p\.)?\W*\d{1,4}(?:\W*(?:of|de|/|sur)\W*\d{1,4})?\W*$", re.IGNORECASE)
_EDGE = 2
_ENDS = re.compile(r"[.?!:…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its box in points, the origin at the foot of the page; ``height`` is that of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def read_pdf(content: bytes, name: str) -> Extracted:
    """Return the text of a PDF.

    A word cut at the end of a line is joined. A line begins a paragraph when the space above it is wider than usual,
    when it is indented or of another size, or when the line above ends a sentence before the margin. A line at the top
    or foot that comes on half of the pages, figures aside, is a running head; so is a page's number. A paragraph that
    goes on over a page is one.

    Raises:
        UserError: when it is damaged, protected, or holds pictures of pages only.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UserError(f"{name} is protected by a password; save it without one and open that.") from error
        raise UserError(f"{name} is a PDF that is damaged or cut off; get a new copy of it.") from error
    try:
        if len(document) > PAGES:
            raise UserError(f"{name} has more than {PAGES} pages; split it into several files.")
        pages = []
        characters = 0
        for number in range(len(document)):
            lines = _lines(document, number)
            characters += sum(len(line.text) for line in lines)
            if characters > 32 * 1024 * 1024:
                raise UserError(f"{name} holds too much text; split it into several files.")
            pages.append(lines)
        stated = _facts(document)
    except pypdfium2.PdfiumError as error:
        raise UserError(f"{name} is a PDF that is damaged or cut off; get a new copy of it.") from error
    finally:
        document.close()
    builder = TextBuilder(name)
    _Writer(builder, _without_heads(pages)).write()
    return builder.build(f"pypdfium2 {version('pypdfium2')}", stated)


def _lines(document: Any, number: int) -> list[_Line]:
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            return _lines_of(textpage)
        finally:
            textpage.close()
    finally:
        page.close()


def _lines_of(textpage: Any) -> list[_Line]:
    found: list[_Line] = []
    count = textpage.count_chars()
    text = textpage.get_text_range(0, count) if count else ""
    # PDFium counts a character beyond the basic plane twice, Python once
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    if places[-1] != count:
        lines = text.replace("\r", "\n").split("\n")
        return [_Line(line.strip(), 0, 0, -12.0 * at, -12.0 * at - 10) for at, line in enumerate(lines) if line.strip()]
    # PDFium itself puts a word cut by a hyphen together, with U+FFFE where the line ended
    for match in re.finditer("[^\r\n\ufffe]+\ufffe?", text):
        words = match[0]
        if not words.strip():
            continue
        first = match.start() + len(words) - len(words.lstrip())
        last = match.start() + len(words.rstrip()) - 1
        if text[last] in _HYPHENS and last > first:
            last -= 1
        left, bottom, _, top = textpage.get_charbox(places[first], loose=True)
        right = textpage.get_charbox(places[last], loose=True)[2]
        found.append(_Line(words.strip(), left, right, top, bottom))
    return found


def _without_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Return the pages without the lines that come again at their tops and feet."""
    if len(pages) < 2:
        return [[line for at, line in enumerate(page) if not _is_number(page, at)] for page in pages]
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(page[at].text) for at in _edges(page)})
    least = max(2, (len(pages) + 1) // 2)
    kept = []
    for page in pages:
        dropped = {at for at in _edges(page) if seen[_shape(page[at].text)] >= least or _is_number(page, at)}
        kept.append([line for at, line in enumerate(page) if at not in dropped])
    return kept


def _edges(page: list[_Line]) -> set[int]:
    return {*range(min(_EDGE, len(page))), *range(max(0, len(page) - _EDGE), len(page))}


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).casefold()


def _is_number(page: list[_Line], at: int) -> bool:
    return at in (0, len(page) - 1) and len(page) > 1 and _NUMBER.match(page[at].text) is not None


class _Writer:
    """Put lines together to paragraphs."""

    def __init__(self, builder: TextBuilder, pages: list[list[_Line]]) -> None:
        self.builder = builder
        self.pages = pages
        lines = [line for page in pages for line in page]
        gaps = [
            above.bottom - below.top for page in pages for above, below in pairwise(page) if above.bottom > below.bottom
        ]
        self.gap = median(gaps) if gaps else 0.0
        self.height = median(line.height for line in lines) if lines else 10.0
        self.right = sorted(line.right for line in lines)[int(0.9 * len(lines))] if lines else 0.0
        self.left = median(line.left for line in lines) if lines else 0.0
        self.words = ""
        self.marks: list[int] = []

    def write(self) -> None:
        previous: _Line | None = None
        for page in self.pages:
            pending = True
            for line in page:
                if previous is None or self.begins(previous, line, over_page=pending):
                    self.flush()
                    if pending:
                        self.builder.page()
                    self.words = line.text
                else:
                    self.join(line.text, pending)
                pending = False
                previous = line
            if pending:
                # a page without a line still counts
                self.marks.append(len(self.words))
        self.flush()

    def begins(self, above: _Line, line: _Line, *, over_page: bool) -> bool:
        ended = _ENDS.search(above.text) is not None
        short = above.right < self.right - 0.12 * max(1.0, self.right - self.left)
        other = abs(line.height - above.height) > 0.18 * max(1.0, self.height)
        if above.text[-1] in _HYPHENS:
            return False
        if over_page:
            return (ended and (short or line.left > self.left + self.height)) or other
        gap = above.bottom - line.top
        wide = gap > self.gap + 0.35 * self.height
        indented = line.left > above.left + 0.8 * self.height and ended
        return wide or other or (ended and short) or indented

    def join(self, words: str, new_page: bool) -> None:
        if self.words[-1] in _HYPHENS:
            self.words = self.words[:-1]
        elif re.search(r"[^\W\d_]-$", self.words) and words[0].islower():
            # a word divided at its hyphen: “co-” and “operate”; a compound keeps it when its parts are long
            self.words = self.words[:-1]
        else:
            self.words += " "
        if new_page:
            self.marks.append(len(self.words))
        self.words += words

    def flush(self) -> None:
        for mark in self.marks:
            self.builder.page_inside(mark)
        self.marks.clear()
        self.builder.add(self.words)
        self.words = ""


def _facts(document: Any) -> tuple[Fact, ...]:
    found = []
    metadata = document.get_metadata_dict()
    for key, field in (("Title", "title"), ("Author", "author")):
        if metadata.get(key, "").strip():
            found.append(Fact(field, metadata[key].strip(), Certainty.INFERRED, "the file’s properties"))
    made = _DATE.match(metadata.get("CreationDate", ""))
    if made:
        day = PartialDate(*(int(part) for part in made.groups()))
        found.append(Fact("date", str(day), Certainty.GUESSED, "the file’s properties"))
    return tuple(found)
