"""The lines of a PDF's pages as PDFium finds them: put together where a small figure parted them, in reading order."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# PDFium's own marks for a hyphen at the end of a line that belongs to no word, and the soft hyphen
HYPHENS = ("\ufffe", "\x02", "\u00ad")
# fonts that name no characters give the places of TeX's encoding (T1); the ligatures are letters in any case
_LETTERS = {
    0x0E: "‹", 0x0F: "›", 0x10: "“", 0x11: "”", 0x12: "„", 0x13: "«", 0x14: "»", 0x15: "–", 0x16: "—", 0x19: "ı",
    0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
# a letter of which the file does not tell what it is
UNKNOWN = "\ufffd"
_LETTERS |= {code: UNKNOWN for code in (1, *range(3, 9), 0x0B, 0x0C) if code not in _LETTERS}
_LETTERS |= {code: "" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF) if code not in _LETTERS and code != 0x09}
# a font without a map has its own places: one letter of a far script, or of none, amid Latin ones
_LATIN, _FAR = "A-Za-z\u00c0-\u024f", "\u0700-\u1dbf\u2c60-\u2dff\ua000-\uabff"
_STRAY = re.compile(
    rf"(?<![{_FAR}])[{_FAR}](?=[{_LATIN}])|(?<=[{_LATIN}])[{_FAR}](?![{_FAR}])|(?<=[{_LATIN}])[\ue000-\uf8ff](?=[{_LATIN}])"
)
# the space in a line that parts columns or cells, in sizes of its letters
_WIDE = 1.5
_SPACES = re.compile(r"[ \t\u00a0]+")
_RUN = re.compile("[^\r\n\ufffe]+\ufffe?")
# a figure after a word, or at the beginning of a line: it may be the mark of a note
_FIGURE = re.compile(r"(?:^|(?<=[^\W\d_])|(?<=[.,;:!?»”’\"')\]]))\d{1,3}(?!\d)")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_RTL}]")
_BACKWARDS = re.compile(rf"[{_RTL}][{_RTL}\W\d]*\s[{_RTL}\W\d]*[{_RTL}]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its place in points, the origin at the foot of the page.

    Attributes:
        base: how high its letters stand.
        figures: small raised figures in it, each with its place in the text.
        parted: whether what follows stands in the same line, a wide space behind it.
        is_row: whether it is a table's row, its cells parted by tabs.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    figures: tuple[tuple[int, str], ...] = ()
    parted: bool = False
    is_row: bool = False


def lines_of(textpage: Any) -> list[Line]:
    """Return the lines of a page, in the order in which PDFium reads them; parted at each wide space."""
    return list(_joined(_pieces(textpage)))


def clean(text: str) -> str:
    """Return the words of a line without control characters, its ligatures as letters."""
    return _STRAY.sub(UNKNOWN, text.translate(_LETTERS))


def _pieces(textpage: Any) -> Iterator[Line]:
    count = textpage.count_chars()
    text = textpage.get_text_range(0, count) if count else ""
    # PDFium counts a character beyond the basic plane twice, Python once
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    if places[-1] != count:
        # PDFium's text lacks letters of which it does not know what they are
        text = _letters(textpage, count)
        places = list(range(len(text) + 1))
    look = _Look(textpage)
    for match in _RUN.finditer(text):
        words = match[0]
        hyphen = words[-1] if words[-1] in HYPHENS else ""
        core = words[: len(words) - len(hyphen)]
        # not Python’s strip, to which some of TeX’s ligatures are blanks
        whole = core.strip(" \t\u00a0")
        if not clean(whole).strip():
            continue
        begin = match.start() + core.index(whole)
        for first, shown in _parts(whole, begin, places, look):
            ends = first + len(shown) == begin + len(whole)
            yield _piece(shown, first, places, look, hyphen if ends else "", parted=not ends)


def _letters(textpage: Any, count: int) -> str:
    """Return a page's letters one by one, `UNKNOWN` for each that has no meaning."""
    import pypdfium2.raw

    codes = [int(pypdfium2.raw.FPDFText_GetUnicode(textpage, at)) for at in range(count)]
    # what is no character of its own, as one half of a pair, cannot stand in a text
    return "".join(UNKNOWN if code in (0, 2) or 0xD800 <= code < 0xE000 else chr(code) for code in codes)


def _parts(whole: str, begin: int, places: Sequence[int], look: "_Look") -> Iterator[tuple[int, str]]:
    """Yield the parts of a line between its wide spaces, each with its place in the text."""
    start = 0
    size = look.letter(places[begin])[0]
    for space in _SPACES.finditer(whole):
        right = look.right(places[begin + space.start() - 1])
        left = look.left(places[begin + space.end()])
        if left - right > _WIDE * size and not _RIGHT_TO_LEFT.search(whole):
            yield begin + start, whole[start : space.start()]
            start = space.end()
    yield begin + start, whole[start:]


def _piece(shown: str, first: int, places: Sequence[int], look: "_Look", hyphen: str, *, parted: bool) -> Line:
    last = first + len(shown) - 1
    left = look.left(places[first])
    right = look.right(places[last])
    # a small figure at an end says nothing of the line
    size, base = max(look.letter(places[at]) for at in {first, (first + last) // 2, last})
    figures = []
    for figure in _FIGURE.finditer(shown):
        small, raised = look.letter(places[first + figure.start()])
        if small < 0.85 * size and raised > base + 0.1 * size:
            figures.append((len(clean(shown[: figure.start()])), figure[0]))
    if not figures and _BACKWARDS.search(shown):
        shown = _forwards(shown, [places[first + at] for at in range(len(shown))], look)
    return Line(clean(shown) + hyphen, left, right, base, size, tuple(figures), parted=parted)


class _Look:
    """What PDFium tells of a character: where it stands, and how large it is; all in points."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw

        self._raw: Any = pypdfium2.raw
        self._page = textpage
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = pypdfium2.raw.FS_MATRIX()

    def left(self, index: int) -> float:
        return float(self._page.get_charbox(index, loose=True)[0])

    def right(self, index: int) -> float:
        return float(self._page.get_charbox(index, loose=True)[2])

    def letter(self, index: int) -> tuple[float, float]:
        """Return the size of a character and how high it stands."""
        raw = self._raw
        size = float(raw.FPDFText_GetFontSize(self._page, index))
        # a font of size 1 may be made larger by the matrix of the page
        if raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            size *= (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        # rounded: the same size is computed in several ways
        return round(size, 1) or 1.0, self._y.value


def _forwards(words: str, places: Sequence[int], look: _Look) -> str:
    """Return *words* with those that are written from right to left in the order in which one reads them."""

    def turned(run: re.Match[str]) -> str:
        if look.left(places[run.start()]) > look.left(places[run.end() - 1]):
            return run[0]
        return "".join(reversed(re.split(r"(\s+)", run[0])))

    return _BACKWARDS.sub(turned, words)


def _joined(pieces: Iterator[Line]) -> Iterator[Line]:
    """Put pieces that stand beside each other together: PDFium parts a line at a figure that is raised."""
    open_line: Line | None = None
    for piece in pieces:
        if open_line is not None and _beside(open_line, piece):
            larger = max(open_line, piece, key=lambda each: each.size)
            space = "" if piece.left - open_line.right < 0.12 * larger.size else " "
            figures = open_line.figures
            if not figures and open_line.size < 0.85 * larger.size and open_line.text.isdecimal():
                figures = ((0, open_line.text),)
            shift = len(open_line.text) + len(space)
            if piece.size < 0.85 * larger.size and piece.text.isdecimal() and piece.base > open_line.base:
                figures = (*figures, (shift, piece.text))
            figures = (*figures, *((at + shift, figure) for at, figure in piece.figures))
            words = open_line.text + space + piece.text
            open_line = Line(words, open_line.left, piece.right, larger.base, larger.size, figures, parted=piece.parted)
            continue
        if open_line is not None:
            yield open_line
        open_line = piece
    if open_line is not None:
        yield open_line


def _beside(first: Line, second: Line) -> bool:
    size = max(first.size, second.size)
    level = abs(first.base - second.base) < 0.5 * min(size, 40.0)
    near = -0.3 * size < second.left - first.right < 0.9 * size
    return level and near and first.text[-1] not in HYPHENS and first.right > first.left
