"""What a cell of the matrix looks like: the shapes of its stances with their counts, painted once for each content."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.analysis.comparison.counts import CellCounts, DisputedCounts
from desktop.core import phrases
from desktop.core.language import N_, _
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.parts.text_cells import CellText, Content, paint_text, text_width
from desktop.qt.tips import tip

FRAME = 2.0
RADIUS = 5.0
# sizes are multiples of 8, and so of whole device pixels at 125, 150 and 175 % too
GRID = 8
# about 40 MB; a large project has some thousand different contents
CACHE_LIMIT = 4000


# what a cell with both favor and against is: on one topic, and where a cell holds several
CONTRADICTORY, BOTH = N_("contradictory"), N_("both sides, of several topics")


def parts(counts: CellCounts) -> list[tuple[Stance, int]]:
    """Return the stances that have claims, with their number."""
    return [(stance, count) for stance, count in zip(Stance, counts, strict=True) if count]


def cell_text(counts: Content) -> str:
    """Return the content of a cell in characters: ``▲2 ▼1``; empty without claims."""
    if isinstance(counts, CellText):
        return "\n".join(counts.told)
    return " ".join(f"{phrases.SHAPES[stance]}{count}" for stance, count in parts(counts))


def counts_text(counts: CellCounts, both: str = CONTRADICTORY) -> str:
    """Return the content of a cell in words: ``2 favor, 1 against: contradictory``; *both* tells such a cell."""
    words = _(", ").join(
        _("{count} {stance}").format(count=count, stance=_(phrases.STANCES[stance])) for stance, count in parts(counts)
    )
    if counts.is_contradictory:
        return _("{counts}: {both}").format(counts=words, both=_(both))
    if isinstance(counts, DisputedCounts):
        return _("{counts}: {both}").format(counts=words, both=_("coders differ"))
    return words or _("no claims")


def up_to_grid(value: float, grid: int = GRID) -> int:
    """Return the next multiple of *grid*."""
    return -int(-value // grid) * grid


def transparent(size: QSize, ratio: float) -> QPixmap:
    """Return a clear pixmap of *size* for a screen with *ratio* device pixels to one."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def number_font(size: float = 0.97) -> QFont:
    """Return the font of counts, by its *size* beside the interface's."""
    font = theme.interface_font()
    font.setPointSizeF(font.pointSizeF() * size)
    return font


class CellPainter:
    """Paint cells, each content once for a scheme, a font and a screen's resolution."""

    def __init__(self) -> None:
        self._cache: dict[Content, QPixmap] = {}
        self._part_cache: dict[tuple[Stance, int], QPixmap] = {}
        self._part_widths: dict[int, float] = {}
        self._for: tuple[object, ...] = ()
        self._lines, self._wide, self._compact = 1, False, False
        self.measure()

    def set_room(self, lines: int, *, wide: bool, compact: bool = False) -> None:
        """Give cells room for so many lines of text; *wide*: for sentences; *compact*: stances one below the other."""
        if (lines, wide, compact) != (self._lines, self._wide, self._compact):
            self._lines, self._wide, self._compact = lines, wide, compact
            self.measure()

    def measure(self) -> None:
        """Take the sizes from the application's font and forget what was painted."""
        self.font = number_font(0.85 if self._compact else 0.97)
        self._metrics = QFontMetricsF(self.font)
        self.shape = round(self._metrics.capHeight() + (0 if self._compact else 1))
        self.height = self._part_height = up_to_grid(self._metrics.height() * self._lines + 6)
        if self._compact:
            self._part_height = self.shape + 6
            least = self._metrics.height() + 2
            self.height = up_to_grid(max(least, self._part_height * self._lines + 2), GRID // 2)
        self._widths: dict[Content, int] = {}
        self._part_widths.clear()
        self._cache.clear()
        self._part_cache.clear()

    def width(self, counts: Content) -> int:
        """Return how wide the box of *counts* is, a multiple of 8 pixels, or of 4."""
        width = self._widths.get(counts)
        if width is None:
            least, grid = (24, GRID // 2) if self._compact else (56, GRID)
            if isinstance(counts, CellText):
                content = text_width(counts, self._metrics, self.shape, wide=self._wide) + (6 if self._compact else 16)
            elif self._compact:
                content = max((self._part(count) for _stance, count in parts(counts)), default=0) + 6
            else:
                around = 5 * len(parts(counts)) if counts.is_contradictory else 16
                content = self.content_width(counts) + around + 2 * FRAME
            width = self._widths[counts] = max(least, up_to_grid(content, grid))
        return width

    def pixmap(self, counts: Content, ratio: float) -> QPixmap:
        """Return the box of *counts* for a screen with *ratio* device pixels to one."""
        now = (theme.colors(), ratio)
        if now != self._for or len(self._cache) > CACHE_LIMIT:
            self._for = now
            self._cache.clear()
            self._part_cache.clear()
        found = self._cache.get(counts)
        if found is None:
            found = self._cache[counts] = self._painted(counts, ratio)
        return found

    def paint(self, painter: QPainter, counts: Content, rect: QRectF) -> None:
        """Paint the box of *counts* into *rect*; a faint dot without claims."""
        if isinstance(counts, CellText):
            painter.setFont(self.font)
            paint_text(painter, counts, rect, self._metrics, wide=self._wide)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if not counts.total:
            painter.setBrush(theme.color("line"))
            painter.drawEllipse(rect.center(), 1.5, 1.5)
        elif self._compact:
            self._paint_stacked(painter, counts, rect)
        elif counts.is_contradictory:
            self._paint_contradictory(painter, counts, rect)
        else:
            # coders who differ leave no side
            painter.setBrush(theme.color(f"{counts.stance or Stance.NEUTRAL}_ground"))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
            self.paint_counts(painter, counts, rect)

    def paint_counts(self, painter: QPainter, counts: CellCounts, rect: QRectF) -> None:
        """Paint shapes and numbers in the middle of *rect*."""
        x = rect.center().x() - self.content_width(counts) / 2
        for stance, count in parts(counts):
            x = self._paint_part(painter, stance, count, x, rect) + self._gap

    @property
    def _gap(self) -> float:
        return self.shape * 0.6

    def content_width(self, counts: CellCounts) -> float:
        """Return how wide the shapes and numbers of *counts* are together."""
        found = parts(counts)
        return sum(self._part(count) for _, count in found) + self._gap * max(0, len(found) - 1)

    def _part(self, count: int) -> float:
        width = self._part_widths.get(count)
        if width is None:
            number = self._metrics.horizontalAdvance(str(count))
            width = self._part_widths[count] = self.shape + self._beside + number
        return width

    @property
    def _beside(self) -> float:
        return 2.0 if self._compact else 3.0

    def _painted(self, counts: Content, ratio: float) -> QPixmap:
        size = QSize(self.width(counts), self.height)
        pixmap = transparent(size, ratio)
        painter = QPainter(pixmap)
        self.paint(painter, counts, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        return pixmap

    def _paint_part(self, painter: QPainter, stance: Stance, count: int, x: float, rect: QRectF) -> float:
        """Paint a shape and its number from *x* on and return where they end."""
        ratio = painter.device().devicePixelRatio()
        # a picture between two device pixels would be blurred
        place = QPointF(round(x * ratio) / ratio, round((rect.center().y() - self._part_height / 2) * ratio) / ratio)
        painter.drawPixmap(place, self._part_pixmap(stance, count, ratio))
        return x + self._part(count)

    def _part_pixmap(self, stance: Stance, count: int, ratio: float) -> QPixmap:
        pixmap = self._part_cache.get((stance, count))
        if pixmap is None:
            width, height = self._part(count), self._part_height
            pixmap = self._part_cache[stance, count] = transparent(QSize(int(width) + 2, height), ratio)
            painter = QPainter(pixmap)
            theme.paint_shape(painter, stance, QRectF(0, (height - self.shape) / 2, self.shape, self.shape))
            painter.setPen(theme.color(stance))
            painter.setFont(self.font)
            rect = QRectF(self.shape + self._beside, 0, width, height)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, str(count))
            painter.end()
        return pixmap

    def _paint_stacked(self, painter: QPainter, counts: CellCounts, rect: QRectF) -> None:
        """Paint the stances one below the other, each on its ground; a frame where they contradict each other."""
        found = parts(counts)
        high = self._part_height
        top = rect.center().y() - high * len(found) / 2
        for number, (stance, count) in enumerate(found):
            part = QRectF(rect.left() + 1, top + high * number, rect.width() - 2, high)
            painter.fillRect(part, theme.color(f"{stance}_ground"))
            self._paint_part(painter, stance, count, part.center().x() - self._part(count) / 2, part)
        if counts.is_contradictory:
            painter.setPen(QPen(theme.color("accent"), FRAME))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(rect.left(), top, rect.width(), high * len(found))
            painter.drawRoundedRect(box.adjusted(1, 0, -1, 0), 3, 3)

    def _paint_contradictory(self, painter: QPainter, counts: CellCounts, rect: QRectF) -> None:
        inner = rect.adjusted(FRAME / 2, FRAME / 2, -FRAME / 2, -FRAME / 2)
        found = parts(counts)
        spare = (inner.width() - sum(self._part(count) for _, count in found)) / len(found)
        x = inner.left()
        for stance, count in found:
            part = QRectF(x, inner.top(), self._part(count) + spare, inner.height())
            # a whole box behind a straight edge: clipping to a round path takes ten times as long
            painter.setClipRect(part.adjusted(-1 if x == inner.left() else 0, -1, 1, 1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{stance}_ground"))
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
            painter.setClipping(False)
            self._paint_part(painter, stance, count, x + spare / 2, part)
            x = part.right()
        painter.setPen(QPen(theme.color("accent"), FRAME))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, RADIUS, RADIUS)


class StanceCounts(QWidget):
    """Show counts per stance by shapes and numbers, on no ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = CellCounts()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: CellCounts) -> None:
        """Show *counts*."""
        self.counts = counts
        self.setAccessibleName(counts_text(counts))
        self.setToolTip(tip(counts_text(counts)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the shapes and numbers."""
        cells = CellPainter()
        return QSize(int(cells.content_width(self.counts)) + 2, cells.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes and numbers."""
        painter = QPainter(self)
        CellPainter().paint_counts(painter, self.counts, QRectF(self.rect()))


class StanceLegend(QWidget):
    """Say what the shapes mean, and what a framed box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._both = ""
        self.set_both(CONTRADICTORY)

    def set_both(self, words: str) -> None:
        """Say what a framed box is: `CONTRADICTORY` or `BOTH`."""
        if words != self._both:
            self._both = words
            self.setAccessibleName(
                _("Legend: triangle up favor, triangle down against, circle neutral, frame {both}").format(
                    both=_(words)
                )
            )
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """Return the words for a framed box."""
        return _(self._both)

    def sizeHint(self) -> QSize:
        """Return the size of all entries."""
        metrics = QFontMetricsF(theme.small_font())
        return QSize(int(self._lay(metrics)[-1][1]), up_to_grid(metrics.height() + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entries."""
        font = theme.small_font()
        metrics = QFontMetricsF(font)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        middle = self.height() / 2
        begin = 0.0
        for word, end in self._lay(metrics):
            if word == self._both:
                _paint_split(painter, QRectF(begin - 4, middle - 6, 15, 12))
            else:
                theme.paint_shape(painter, word, QRectF(begin, middle - 5, 10, 10))
            painter.setPen(theme.color("dim" if word == self._both else word))
            painter.drawText(QRectF(begin + 15, 0, end - begin, self.height()), Qt.AlignmentFlag.AlignVCenter, _(word))
            begin = end

    def _lay(self, metrics: QFontMetricsF) -> list[tuple[str, float]]:
        """Return the entries and where each ends."""
        found, end = [], 0.0
        for word in (*phrases.STANCES.values(), self._both):
            end += 15 + metrics.horizontalAdvance(_(word)) + 16
            found.append((word, end))
        return found


def _paint_split(painter: QPainter, box: QRectF) -> None:
    half = box.width() / 2
    painter.fillRect(box.adjusted(0, 0, -half, 0), theme.color("favor_ground"))
    painter.fillRect(box.adjusted(half, 0, 0, 0), theme.color("against_ground"))
    painter.setPen(QPen(theme.color("accent"), 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)
