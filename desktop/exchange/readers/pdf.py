"""PDF files, by pypdfium2: lines put together to paragraphs, running heads dropped, the page of each place kept."""

import logging
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import pairwise
from statistics import median
from typing import Any

from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.structure.heads import find_head
from desktop.core.structure.names import has_capitals
from desktop.core.structure.units import LETTERS, ends_sentence
from desktop.core.values import Certainty
from desktop.core.vocabulary.languages import either, vocabulary
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.fact_dates import find_dates
from desktop.exchange.readers.pdf_columns import in_order, without_numbers
from desktop.exchange.readers.pdf_lines import HYPHENS, UNKNOWN, Line, lines_of
from desktop.exchange.readers.pdf_notes import read_notes, with_filled
from desktop.exchange.readers.pdf_titles import title_by_size, told_by_size
from desktop.exchange.readers.source import SourceFile

PAGES = 5000
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_PAGE = vocabulary().page
_NUMBER = re.compile(
    rf"^\W*{either(_PAGE.numbers)}?\W*\d{{1,4}}(?:\W*(?:{either(_PAGE.out_of)}|/)\W*\d{{1,4}})?\W*$", re.IGNORECASE
)
# a preface has its pages numbered so
_ROMAN = re.compile(r"^\W*(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\W*$")
_EDGE = 2
# an item of a list: a sign that means nothing else, or one that does
_ITEM = re.compile(r"[•●◦○▪■‣∙·]\s|\uf0b7")
_LIKE_ITEM = re.compile(r"(?:[–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s")
_WORD = re.compile(rf"{LETTERS.pattern}(?:-{LETTERS.pattern})*")
_LAST = re.compile(rf"{LETTERS.pattern}$")
# characters; a paragraph that is longer is none
_LONGEST = 20_000
# characters; no word that is cut at the end of a line is longer
_CUT = 60
# points; lines that begin no farther from each other stand in one column
_COLUMN = 20.0
# PDFium may be in one call at a time only, and files are read, looked at and watched in threads of their own; held for
# a page at a time, so that a look at one file need not wait for the end of another
_ALONE = threading.Lock()


def is_pdf(source: SourceFile) -> bool:
    """Tell whether *source* says that it is a PDF, which some do behind what a mail or a server put before it."""
    return b"%PDF-" in source.content[:1024]


def read_pdf(source: SourceFile) -> Extracted:
    """Return the text of a PDF.

    A word cut at the end of a line is joined; its hyphen stays where the text has it elsewhere too. A line begins a
    paragraph when the space above it is wider than usual, when it is indented or of another size or an item of a list,
    when the line above ends a sentence before the margin of its column, or when its first word would have found room
    there. A line at the top or foot that comes on half of the pages, figures aside, is a running head; so is a page's
    number. A raised figure with which a note begins is left out, at the note and at its place. A paragraph that goes on
    over a page is one.

    Raises:
        UserError: when it is damaged, protected, or holds pictures of pages only.
    """
    name = source.name
    drawn, stated, comments = draw(source)
    builder = TextBuilder(name)
    pages, numbers = without_numbers(drawn) if not source.whole else (drawn, 0)
    builder.leave_out_words(_("numbers of lines"), numbers)
    pages = [in_order(page) for page in pages]
    kept = _without_heads(pages) if not source.whole else pages
    heads = _heads(pages, kept)
    for head in heads:
        builder.leave_out(_("running heads and numbers of pages"), head)
    _tell_pages(builder, pages)
    marked, marks = _without_marks(kept)
    builder.leave_out_words(_("marks of notes"), marks)
    title = title_by_size(marked)
    _Writer(builder, marked, title).write()
    for comment in comments if source.whole else ():
        builder.add(comment, "furniture")
    if not source.whole:
        builder.leave_out(_("comments"), "\n".join(comments))
    found = builder.build(f"pypdfium2 {version('pypdfium2')}", (*told_by_size(title), *stated, *_told_by_heads(heads)))
    lost = found.text.count(UNKNOWN)
    told = ngettext(
        "{count} letter has no meaning in the file and is shown as {mark}.",
        "{count} letters have no meaning in the file and are shown as {mark}.",
        lost,
    )
    return replace(found, notes=(*found.notes, told.format(count=lost, mark=UNKNOWN))) if lost else found


def draw(source: SourceFile) -> tuple[list[list[Line]], tuple[Fact, ...], list[str]]:
    """Return the lines of a PDF's pages as they are drawn, what its properties state, and the comments on it.

    Raises:
        UserError: as `read_pdf`.
    """
    import pypdfium2

    name = source.name
    try:
        with _ALONE:
            document = pypdfium2.PdfDocument(source.content)
        try:
            return _pages(document, name)
        finally:
            with _ALONE:
                document.close()
    except pypdfium2.PdfiumError as error:
        sentence = _("{name} is a PDF that is damaged or cut off; get a new copy of it.")
        if "password" in str(error).lower():
            sentence = _("{name} is protected by a password; save it without one and open that.")
        raise UserError(sentence, name=name) from error


def paragraphs_of(pages: list[list[Line]], name: str) -> list[str]:
    """Return the paragraphs of pages from which running heads were taken."""
    builder = TextBuilder(name)
    _Writer(builder, _without_marks([in_order(page) for page in pages])[0]).write()
    return [] if builder.is_empty else builder.build("").text.split("\n\n")


def edges(content: bytes) -> str:
    """Return the words of a PDF's first two pages and of its last, as they are drawn; of an unsound one nothing."""
    import pypdfium2

    with _ALONE:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return ""
        try:
            numbers = sorted({0, 1, len(document) - 1} & set(range(len(document))))
            return "\n".join(document[number].get_textpage().get_text_bounded() for number in numbers)
        except pypdfium2.PdfiumError:
            return ""
        finally:
            document.close()


def _heads(pages: list[list[Line]], kept: list[list[Line]]) -> list[str]:
    """Return the lines that were left out, page by page."""
    return [line.text for page, rest in zip(pages, kept, strict=True) for line in page if line not in rest]


def _told_by_heads(heads: list[str]) -> tuple[Fact, ...]:
    """Return what the first running head may tell: the title, and the day where all heads have the same."""
    first = next((head for head in heads if len(LETTERS.findall(head)) >= 2 and not _NUMBER.match(head)), "")
    days = {str(day.date) for head in heads for day in find_dates(head) if day.date.day and day.date.year}
    found = [Fact("title", first, Certainty.GUESSED, N_("the running head"))] if first else []
    if len(days) == 1:
        found.append(Fact("date", days.pop(), Certainty.INFERRED, N_("the running head")))
    return tuple(found)


def _tell_pages(builder: TextBuilder, pages: list[list[Line]]) -> None:
    """Name the pages without a text among those with one."""
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if not empty or len(empty) == len(pages):
        return
    runs: list[list[int]] = []
    for number in empty:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs)
    sentence = ngettext(
        "Page {pages} holds no text: if it is a picture, recognise its text first (OCR).",
        "Pages {pages} hold no text: if they are pictures, recognise their text first (OCR).",
        len(empty),
    )
    builder.note(sentence.format(pages=told))


def _pages(document: Any, name: str) -> tuple[list[list[Line]], tuple[Fact, ...], list[str]]:
    with _ALONE:
        count = len(document)
        # what is filled into fields is known to a form only
        if document.get_formtype():
            # it warns of forms that are made of XML too, whose fields it knows all the same
            logging.getLogger("pypdfium2").setLevel(logging.ERROR)
            document.init_forms()
    if count > PAGES:
        raise UserError(_("{name} has more than {pages} pages; split it into several files."), name=name, pages=PAGES)
    pages = []
    comments: list[str] = []
    characters = 0
    for number in range(count):
        with _ALONE:
            lines, told = _lines(document, number)
        comments += told
        characters += sum(len(line.text) for line in lines) + sum(map(len, told))
        if characters > 32 * 1024 * 1024:
            raise UserError(_("{name} holds too much text; split it into several files."), name=name)
        pages.append(lines)
    with _ALONE:
        return pages, _facts(document), comments


def _lines(document: Any, number: int) -> tuple[list[Line], list[str]]:
    """Return the lines of a page, with what is filled into its fields, and the comments on it."""
    page = document[number]
    try:
        filled, comments = read_notes(page, document.formenv)
        textpage = page.get_textpage()
        try:
            return with_filled(lines_of(textpage), filled), comments
        finally:
            textpage.close()
    finally:
        page.close()


def _without_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Return the pages without the lines that come again at their tops and feet."""
    if len(pages) < 2:
        return [[line for at, line in enumerate(page) if not _is_number(page, at)] for page in pages]
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(page[at].text) for at in _edges(page)})
    least = max(2, (len(pages) + 1) // 2)
    again = [
        {at for at in _edges(page) if seen[_shape(page[at].text)] >= least and _is_apart(page, at)} for page in pages
    ]
    # those of even pages may say something else, at the same height and in the same small letters
    heads = Counter(_place(page[at]) for page, known in zip(pages, again, strict=True) for at in known)
    kept = []
    for page, known in zip(pages, again, strict=True):
        size = median(line.size for line in page) if page else 0.0
        dropped = known | {
            at
            for at in _edges(page)
            if (heads[_place(page[at])] and page[at].size < 0.93 * size) or _is_number(page, at)
        }
        kept.append([line for at, line in enumerate(page) if at not in dropped])
    # pages of a few lines each that are all alike: better all than nothing
    return kept if any(kept) else pages


def _place(line: Line) -> tuple[int, float]:
    return round(line.base), line.size


def _is_apart(page: list[Line], at: int) -> bool:
    """Tell whether a line is the outermost, or stands apart from the text by its size or the space between."""
    inward = at + 1 if at < _EDGE else at - 1
    if at in (0, len(page) - 1) or not 0 < inward < len(page) - 1:
        return True
    gaps = [above.base - below.base for above, below in pairwise(page) if above.base > below.base]
    usual, size = median(gaps) if gaps else 0.0, median(line.size for line in page)
    return abs(page[at].size - size) > 0.07 * size or abs(page[at].base - page[inward].base) > 1.3 * usual


def _edges(page: list[Line]) -> set[int]:
    return {*range(min(_EDGE, len(page))), *range(max(0, len(page) - _EDGE), len(page))}


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).casefold()


def _is_number(page: list[Line], at: int) -> bool:
    heights = [line.base for line in page]
    # a foot may be drawn before the text above it
    return (
        (at in (0, len(page) - 1) or page[at].base in (min(heights), max(heights)))
        and len(page) > 1
        and len(page[at].text) <= 40
        and (_NUMBER.match(page[at].text) or _ROMAN.match(page[at].text)) is not None
    )


def _without_marks(pages: list[list[Line]]) -> tuple[list[list[Line]], int]:
    """Return the pages without the figures of notes that stand on the same page or later, and how many these were."""
    last: dict[str, int] = {}
    for number, page in enumerate(pages):
        for line in page:
            if line.figures and line.figures[0][0] == 0:
                last[line.figures[0][1]] = number
    found = [[_without_figures(line, number, last) for line in page] for number, page in enumerate(pages)]
    kept = [[line for line, _count in page] for page in found]
    return kept, sum(count for page in found for _line, count in page)


def _without_figures(line: Line, page: int, last: dict[str, int]) -> tuple[Line, int]:
    text, count = line.text, 0
    for at, figure in reversed(line.figures):
        rest = text[at + len(figure) :]
        # a line that is nothing but its figure keeps it
        if last.get(figure, -1) >= page and (at or rest.strip()):
            text, count = text[:at] + (rest if at else rest.lstrip()), count + 1
    note = line.figures[:1] if line.figures and line.figures[0][0] == 0 and text != line.text else ()
    return (replace(line, text=text, figures=note), count) if text.strip() else (replace(line, figures=()), 0)


def _begins_note(line: Line) -> bool:
    return bool(line.figures) or line.text[:1] in "*†‡"


def _speaks(text: str) -> bool:
    """Tell whether a line begins with who speaks, in capitals, or with “Q.” and the like."""
    head = find_head(text)
    return head is not None and bool(head.asks or head.answers or (":" in text[: head.end] and has_capitals(head.name)))


class _Columns:
    """Where the lines that begin near a place usually begin and end."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines: defaultdict[int, list[Line]] = defaultdict(list)
        for line in lines:
            self._lines[int(line.left // _COLUMN)].append(line)
        self._known: dict[int, tuple[float, float]] = {}

    def of(self, line: Line) -> tuple[float, float]:
        """Return the left and the right margin of the column that *line* stands in."""
        at = int(line.left // _COLUMN)
        if at not in self._known:
            near = [each for key in (at - 1, at, at + 1) for each in self._lines[key]]
            rights = sorted(each.right for each in near)
            # the commonest beginning: in most texts fewer lines are indented than not
            left = Counter(round(each.left) for each in near).most_common(1)[0][0]
            self._known[at] = (left, rights[int(0.9 * len(rights))])
        return self._known[at]


class _Writer:
    """Put lines together to paragraphs."""

    def __init__(self, builder: TextBuilder, pages: list[list[Line]], title: Sequence[Line] = ()) -> None:
        self.builder = builder
        self.title = title
        self.pages = pages
        lines = [line for page in pages for line in page]
        self.size = median(line.size for line in lines) if lines else 10.0
        gaps = sorted(
            above.base - below.base
            for page in pages
            for above, below in pairwise(page)
            if above.base > below.base and abs(below.size - self.size) < 0.5
        )
        # not the middle one: a text may have as many paragraphs as lines
        self.gap = gaps[len(gaps) // 5] if gaps else 0.0
        self.columns = _Columns(lines)
        words = Counter(match[0].casefold() for line in lines for match in _WORD.finditer(line.text))
        self.spelt = frozenset(words)
        self.words = ""
        self.marks: list[int] = []

    def write(self) -> None:
        """Write all pages; the notes at the foot of a column go before the paragraph that goes on after them."""
        runs = [(number, run) for number, page in enumerate(self.pages) for run in self.runs(page)]
        begun = -1
        previous: Line | None = None
        for at, (number, run) in enumerate(runs):
            if previous is not None and _begins_note(run[0]) and not self.marks and begun >= number:
                after = runs[at + 1] if at + 1 < len(runs) else None
                if after is not None and not self.begins(previous, after[1][0], over_page=True):
                    held, self.words = self.words, ""
                    self.lines(run, None, new_page=False)
                    self.flush()
                    self.words = held
                    continue
            while begun < number - 1:
                # a page without a line still counts
                begun += 1
                self.marks.append(len(self.words))
            self.lines(run, previous, new_page=begun < number)
            begun, previous = number, run[-1]
        self.marks.extend(len(self.words) for _page in range(begun + 1, len(self.pages)))
        self.flush()

    def runs(self, page: list[Line]) -> list[list[Line]]:
        """Return the lines of a page, the notes at the foot of each column apart."""
        found: list[list[Line]] = []
        notes = False
        for line in page:
            note = line.size < 0.93 * self.size and (notes or _begins_note(line))
            if found and note == notes:
                found[-1].append(line)
            else:
                found.append([line])
            notes = note
        return found

    def lines(self, run: list[Line], previous: Line | None, *, new_page: bool) -> None:
        for line in run:
            if previous is None or self.begins(previous, line, over_page=new_page):
                self.flush()
                if new_page:
                    self.builder.page()
                self.words = line.text
            else:
                self.join(line.text, new_page)
            new_page = False
            previous = line

    def begins(self, above: Line, line: Line, *, over_page: bool) -> bool:
        if len(self.words) > _LONGEST:
            return True
        if line.is_row or above.is_row or _speaks(line.text):
            return True
        if above.text[-1] in HYPHENS or (above in self.title and line in self.title):
            return False
        left, right = self.columns.of(above)
        ended = ends_sentence(above.text, ":")
        short = above.right < right - 0.12 * max(1.0, right - left)
        other = abs(line.size - above.size) > 0.07 * max(1.0, self.size)
        if other or _ITEM.match(line.text) or line.figures:
            return True
        indent = line.left - self.columns.of(line)[0]
        indented = indent > 0.8 * self.size and indent > above.left - left + 0.8 * self.size
        # the top of a column is no more than that of a page
        if over_page or line.base > above.base + self.size:
            return ended and (short or indented)
        # a sentence goes on below a little more space, as under a large first letter
        goes_on = not ended and line.text[:1].islower() and above.base - line.base < 1.6 * self.gap
        if (above.base - line.base > self.gap + 0.35 * self.size and not goes_on) or (ended and (short or indented)):
            return True
        if _LIKE_ITEM.match(line.text) and (ended or short or _LIKE_ITEM.match(above.text)):
            return True
        first = line.text.split(maxsplit=1)[0]
        letter = (above.right - above.left) / len(above.text)
        room = right - above.right - letter * (len(first) + 1)
        return room > 2 * self.size and not first[0].islower()

    def join(self, words: str, new_page: bool) -> None:
        soft = self.words[-1] in HYPHENS
        hard = self.words[-1] == "-" and self.words[-2:-1].isalpha()
        # a word divided at its hyphen: “co-” and “operate”
        if soft or (hard and words[0].islower()):
            whole, self.words = self.words, self.words[:-1]
            if not whole.endswith("\u00ad") and self.is_compound(words):
                self.words += "-"
        elif not hard:
            self.words += " "
        if new_page:
            self.marks.append(len(self.words))
        self.words += words

    def is_compound(self, words: str) -> bool:
        """Tell whether the text has the word that was cut with a hyphen elsewhere, and nowhere without."""
        first, second = _LAST.search(self.words[-_CUT:]), LETTERS.match(words[:_CUT])
        if first is None or second is None:
            return False
        parts = first[0].casefold(), second[0].casefold()
        if "".join(parts) in self.spelt:
            return False
        # both are words of their own, and the first is one that joins others
        return "-".join(parts) in self.spelt or (parts[0] in _PAGE.joined and len(parts[1]) > 3)

    def flush(self) -> None:
        for mark in self.marks:
            self.builder.page(mark)
        self.marks.clear()
        self.builder.add(self.words)
        self.words = ""


def _facts(document: Any) -> tuple[Fact, ...]:
    found = []
    metadata = document.get_metadata_dict()
    for key, field in (("Title", "title"), ("Author", "author")):
        if metadata.get(key, "").strip():
            found.append(Fact(field, metadata[key].strip(), Certainty.INFERRED, N_("the file’s properties")))
    made = _DATE.match(metadata.get("CreationDate", ""))
    if made:
        day = PartialDate(*(int(part) for part in made.groups()))
        found.append(Fact("date", str(day), Certainty.GUESSED, N_("the file’s properties")))
    return tuple(found)
