"""Coded documents broken into pages: where each line, lane and note stands.

A line and the notes on the claims that begin in it stand on one page, as a footnote stands on the page of its mark:
when the notes do not fit any more, the text goes on overleaf. Only the notes of a single line that fill more than a
page run on to the next.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from desktop.core import scale
from desktop.core.claim_fields import quality_words
from desktop.core.direction import isolated, turns
from desktop.core.text import is_latin
from desktop.core.values import SegmentKind
from desktop.exchange.pages.pages import CodedPage, Mark, Paragraph, Piece, look
from desktop.exchange.tables.table import TONES
from desktop.qt import theme
from desktop.qt.scripts import hint, serifs, text_option

# told as well by the line under a claim, for print in black and white
_LINES = {
    "favor": QTextCharFormat.UnderlineStyle.SingleUnderline,
    "against": QTextCharFormat.UnderlineStyle.DashUnderline,
    "neutral": QTextCharFormat.UnderlineStyle.DotLine,
    "favor_strong": QTextCharFormat.UnderlineStyle.WaveUnderline,
    "against_strong": QTextCharFormat.UnderlineStyle.DashDotLine,
    "uncoded": QTextCharFormat.UnderlineStyle.DashDotDotLine,
    "contradictory": QTextCharFormat.UnderlineStyle.WaveUnderline,
}
_LEADING = 1.2
_TEXT, _HEADING, _FURNITURE, _SPEAKER, _NOTE, _TITLE = 9.5, 11.5, 7.5, 7.5, 7.0, 15.0


@dataclass(frozen=True, slots=True)
class ColumnFrame:
    """Where the parts of a column stand on every page, in the units of the paint device.

    Attributes:
        left, width: of the whole column.
        lane: the width of a lane; negative where they stand at the right, each at the left of the one before.
        lanes: the side of the column at which the first one stands.
        text, text_width, note, note_width: of text and notes.
        top, first, bottom: where both begin, on the first page below the title, and where they end.
    """

    left: float
    width: float
    lane: float
    lanes: float
    text: float
    text_width: float
    note: float
    note_width: float
    top: float
    first: float
    bottom: float


@dataclass(slots=True)
class LaneBar:
    """A piece of a lane.

    Attributes:
        head: whether the claim begins here.
    """

    lane: int
    top: float
    bottom: float
    stance: str
    head: bool


@dataclass(slots=True)
class Sheet:
    """What one column of one page holds; lines are of layouts that are kept with them.

    Attributes:
        lines: layout, number of the line, and where it stands.
        heads: where the shape of a note stands, and its stance.
    """

    lines: list[tuple[QTextLayout, int, QPointF]] = field(default_factory=list)
    bars: list[LaneBar] = field(default_factory=list)
    heads: list[tuple[QPointF, str]] = field(default_factory=list)


@dataclass(slots=True)
class _NoteLine:
    layout: QTextLayout
    number: int
    height: float
    stance: str
    gap: float


class Composer:
    """Lay texts out for a paint device.

    Attributes:
        point: how many of its units a point (1/72 inch) has.
        scale: how large the type of texts is, beside the usual.
    """

    def __init__(self, device: QPagedPaintDevice, scale: float = 1.0) -> None:
        self._device = device
        self.point = device.logicalDpiX() / 72
        self.scale = scale

    def font(
        self, family: str, points: float, *, bold: bool = False, italic: bool = False, language: str = ""
    ) -> QFont:
        """Return a font of the type that comes with Visavis, with that of other scripts as a *language* needs it."""
        font = QFont(family)
        if family == theme.SERIF:
            font.setFamilies([family, *serifs(language)])
            font.setStyleHint(hint(language))
        font.setPointSizeF(points * self.scale)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # the sans comes along as semibold; a bold one would be smeared
        if bold:
            font.setWeight(QFont.Weight.DemiBold if family == theme.SANS else QFont.Weight.Bold)
        font.setItalic(italic)
        return font

    def lay(
        self,
        runs: Sequence[tuple[str, QTextCharFormat]],
        font: QFont,
        width: float,
        *,
        own: bool = False,
        beside: str = "",
    ) -> QTextLayout:
        """Return *runs* of text one after the other, broken into lines of a *width*.

        They have the direction of their first letter, of that of the text *beside* which they stand, or, where it is
        our *own* sentence, that of the interface.
        """
        layout = QTextLayout("".join(text for text, _ in runs), font, self._device)
        option = text_option("" if own else beside or layout.text())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats, at = [], 0
        for text, form in runs:
            one = QTextLayout.FormatRange()
            # Qt counts UTF-16 units
            one.start, one.length, one.format = at, len(text.encode("utf-16-le", "replace")) // 2, form
            at += one.length
            formats.append(one)
        layout.setFormats(formats)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
        layout.endLayout()
        layout.setCacheEnabled(True)
        return layout

    def title(self, page: CodedPage, notes: Sequence[str], width: float) -> list[tuple[QTextLayout, float]]:
        """Return the lines of a document's title, source and notes, each with the room before it."""
        dim = _ink(theme.LIGHT.dim)
        told = " · ".join(part for part in (page.source, page.size) if part)
        font = self.font(theme.SERIF, _TITLE, bold=True, language=page.document.facts.language)
        parts = [self.lay([(page.title, _ink("#000000"))], font, width)]
        parts += [self.lay([(one, dim)], self.font(theme.SANS, _NOTE + 1), width, own=True) for one in (told, *notes)]
        return [(part, 0 if at == 0 else 3 * self.point) for at, part in enumerate(parts)]

    def paragraph(
        self, page: CodedPage, paragraph: Paragraph, width: float
    ) -> tuple[QTextLayout, dict[Mark, tuple[int, int]]]:
        """Return a paragraph, and where each of its claims stands in it, in UTF-16 units; numbers count with it."""
        furniture, heading = paragraph.kind is SegmentKind.FURNITURE, paragraph.kind is SegmentKind.HEADING
        points = _FURNITURE if furniture else _HEADING if heading else _TEXT
        runs: list[tuple[str, QTextCharFormat]] = []
        places: dict[Mark, tuple[int, int]] = {}
        at = 0
        pieces = list(page.pieces(paragraph))
        # isolated (UAX #9), the numbers keep apart from the figures of a text that runs from right to left
        form = "\u2066{}\u2069 " if any(turns(piece.text) for piece in pieces) else "{} "
        for piece in pieces:
            begin = at
            for mark in piece.begun:
                runs.append((form.format(mark.number), _number(mark)))
                at += len(runs[-1][0])
            # what is no letter is shown, if at all, as a space is
            runs.append((piece.text, _marked(piece, dim=furniture)))
            at += len(piece.text.encode("utf-16-le", "replace")) // 2
            for mark in piece.marks:
                places[mark] = (places.get(mark, (begin, 0))[0], at)
        font = self.font(theme.SERIF, points, bold=heading, language=page.document.facts.language)
        return self.lay(runs, font, width), places

    def note(self, page: CodedPage, mark: Mark, width: float) -> QTextLayout:
        """Return the note on a claim: who holds it, on what, how, and what was noted."""
        claim = mark.claim
        bold, dim, memo = _ink("#000000"), _ink(theme.LIGHT.dim), _ink("#000000")
        bold.setFontWeight(QFont.Weight.DemiBold)
        memo.setFontItalic(is_latin(claim.memo))
        stance = _ink(TONES[scale.look(claim.stance).key][0])
        stance.setFontWeight(QFont.Weight.DemiBold)
        runs = [
            (f"{mark.number} ", stance),
            (isolated(page.holders(mark)), bold),
            (f" · {isolated(page.topic(mark))}", _ink("#000000")),
            (f" · {', '.join((scale.word(claim.stance), *quality_words(claim)))}", dim),
        ]
        if claim.memo:
            # a line separator: a layout is one paragraph
            runs.append(("\u2028" + claim.memo.replace("\n", "\u2028"), memo))
        return self.lay(runs, self.font(theme.SANS, _NOTE), width, own=True)


def flow(composer: Composer, page: CodedPage, frame: ColumnFrame) -> Iterator[Sheet]:
    """Yield the sheets of a document's column, one for each page that it takes."""
    sheets = deque[Sheet]()
    flowing = _Flow(composer, page, frame, sheets.append)
    for paragraph in page.paragraphs():
        flowing.add(paragraph)
        while sheets:
            yield sheets.popleft()
    flowing.end()
    yield from sheets


class _Flow:
    """Put paragraphs onto sheets, with the notes on them."""

    def __init__(self, composer: Composer, page: CodedPage, frame: ColumnFrame, done: Callable[[Sheet], None]) -> None:
        self._composer, self._page, self._frame, self._done = composer, page, frame, done
        self._sheet = Sheet()
        self._y = self._note_y = frame.first
        self._waiting = deque[_NoteLine]()

    def add(self, paragraph: Paragraph) -> None:
        """Put one paragraph after those before."""
        composer, frame = self._composer, self._frame
        layout, places = composer.paragraph(self._page, paragraph, frame.text_width)
        lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        heights = [line.height() * _LEADING for line in lines]
        runs = [(paragraph.speaker, _ink(theme.LIGHT.dim))] if paragraph.speaker else []
        font = composer.font(theme.SANS, _SPEAKER, bold=True)
        speaker = composer.lay(runs, font, frame.text_width, beside=layout.text())
        above = height_of(speaker) if runs else 0.0
        heading = paragraph.kind is SegmentKind.HEADING
        for number, (line, height) in enumerate(zip(lines, heights, strict=True)):
            first, last = line.textStart(), line.textStart() + line.textLength()
            begun = [mark for mark in paragraph.begun if first <= places[mark][0] < last]
            notes = [one for mark in begun for one in self._note_lines(mark)]
            # neither the first nor the last line of a paragraph stands alone, nor a heading at the foot
            together = number == 0 or (number == len(lines) - 2 and number > 0)
            need = height + (heights[number + 1] if together and number + 1 < len(lines) else 0.0)
            need += above if number == 0 else 0.0
            need += 4 * height if heading and number == 0 else 0.0
            noted = max(self._note_y, self._y) + sum(one.height + one.gap for one in notes)
            # what has no room on an empty sheet has it nowhere
            if self._sheet.lines and max(self._y + need, noted) > frame.bottom:
                self._turn()
            if number == 0 and runs:
                for part in range(speaker.lineCount()):
                    self._sheet.lines.append((speaker, part, QPointF(frame.text, self._y)))
                    self._y += speaker.lineAt(part).height()
            self._put_line(layout, number, height, places, begun)
            self._waiting.extend(notes)
            self._put_notes(self._y - height)
        self._y += (3 if paragraph.kind is SegmentKind.FURNITURE else 6) * composer.point

    def end(self) -> None:
        """Give the last sheets away."""
        self._turn()
        while self._waiting:
            self._turn()
        if self._sheet.lines:
            self._done(self._sheet)

    def _turn(self) -> None:
        """Go on overleaf; what is left of the notes comes first there."""
        self._done(self._sheet)
        self._sheet = Sheet()
        self._y = self._note_y = self._frame.top
        self._put_notes(self._y)

    def _put_line(
        self,
        layout: QTextLayout,
        number: int,
        height: float,
        places: dict[Mark, tuple[int, int]],
        begun: Sequence[Mark],
    ) -> None:
        line: QTextLine = layout.lineAt(number)
        self._sheet.lines.append((layout, number, QPointF(self._frame.text, self._y)))
        first, last = line.textStart(), line.textStart() + line.textLength()
        lanes: dict[int, list[Mark]] = {}
        for mark, (begin, end) in places.items():
            if begin < last and end > first:
                lanes.setdefault(mark.lane, []).append(mark)
        for lane, marks in lanes.items():
            # claims that follow each other in a line share its height
            share = height / len(marks)
            for at, mark in enumerate(sorted(marks, key=lambda one: one.number)):
                top = self._y + at * share
                head = mark in begun and places[mark][0] >= first
                self._sheet.bars.append(LaneBar(lane, top, top + share, scale.look(mark.claim.stance).key, head))
        self._y += height

    def _note_lines(self, mark: Mark) -> list[_NoteLine]:
        indent = 9 * self._composer.point
        layout = self._composer.note(self._page, mark, self._frame.note_width - indent)
        gap = 3 * self._composer.point
        return [
            _NoteLine(
                layout,
                number,
                layout.lineAt(number).height() * 1.08,
                scale.look(mark.claim.stance).key if number == 0 else "",
                gap if number == 0 else 0.0,
            )
            for number in range(layout.lineCount())
        ]

    def _put_notes(self, beside: float) -> None:
        """Put what is left of the notes beside a line, or below the notes before."""
        indent = 9 * self._composer.point
        if self._waiting:
            self._note_y = max(self._note_y, beside)
        while self._waiting:
            one = self._waiting[0]
            if self._note_y + one.height > self._frame.bottom:
                break
            self._waiting.popleft()
            place = QPointF(self._frame.note + indent, self._note_y)
            self._sheet.lines.append((one.layout, one.number, place))
            if one.stance:
                middle = QPointF(self._frame.note + indent / 2.4, self._note_y + one.height / 2)
                self._sheet.heads.append((middle, one.stance))
            self._note_y += one.height
            following = self._waiting[0] if self._waiting else None
            if following is None or following.gap:
                self._note_y += 3 * self._composer.point


def height_of(layout: QTextLayout) -> float:
    """Return how high the lines of a text are together."""
    return sum(layout.lineAt(number).height() for number in range(layout.lineCount()))


def _ink(color: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(color))
    return form


def _number(mark: Mark) -> QTextCharFormat:
    form = _ink(TONES[scale.look(mark.claim.stance).key][0])
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    form.setFontFamilies([theme.SANS])
    form.setFontWeight(QFont.Weight.DemiBold)
    return form


def _marked(piece: Piece, *, dim: bool) -> QTextCharFormat:
    form = _ink(theme.LIGHT.dim if dim else "#000000")
    tone = look(piece.marks)
    if tone:
        ink, ground = TONES[tone]
        form.setBackground(QColor(ground))
        form.setUnderlineStyle(_LINES[tone])
        form.setUnderlineColor(QColor(ink))
    return form
