"""Where a range of text stands on the screen: a rectangle for each stretch that a reader sees, in each line.

What is one range in the file may be several stretches in a line that holds words of both directions. Everything that is
painted on words asks here: grounds, outlines, handles, lanes, marks of what was found, and suggestions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextLine

# of two stretches that touch; their places are fractions of pixels
_TOUCH = 0.6


@dataclass(frozen=True, slots=True)
class Corner:
    """Where a range begins, above its first letter, or ends, below its last one.

    Attributes:
        leftward: whether that letter runs from right to left: its right side is where it begins.
    """

    point: QPointF
    leftward: bool


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A visible block and where it stands in the viewport.

    Attributes:
        turns: whether any of its words run from right to left.
    """

    block: QTextBlock
    rect: QRectF
    turns: bool = False
    # what was asked for already: the text, its margin and what lies over it ask for the same in every frame
    _known: dict[tuple[int, int], list[QRectF]] = field(default_factory=dict, compare=False, repr=False)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Return rectangles for the UTF-16 range ``[start, end)`` of the document, in viewport pixels.

        One for each line; several, from the left, where the range is not in one piece there. The lines go down.
        """
        found = self._known.get((start, end))
        if found is None:
            found = self._known[start, end] = list(self._rects(start, end))
        return found

    def _rects(self, start: int, end: int) -> Iterator[QRectF]:
        first = self.block.position()
        layout = self.block.layout()
        begin, stop = max(0, start - first), min(self.block.length() - 1, end - first)
        if begin >= stop:
            return
        for number in range(layout.lineForTextPosition(begin).lineNumber(), layout.lineCount()):
            line = layout.lineAt(number)
            line_start = line.textStart()
            if line_start >= stop:
                return
            line_end = line_start + line.textLength()
            top, height = self.rect.top() + line.y() - 2, line.height() + 4
            if self.turns:
                for left, right in _stretches(line, max(begin, line_start), min(stop, line_end)):
                    yield QRectF(self.rect.left() + left, top, max(right - left, 2), height)
                continue
            left = _x(line, max(begin, line_start))
            if stop >= line_end:
                right = line.x() + line.naturalTextWidth()
            else:
                right = _x(line, stop)
            yield QRectF(self.rect.left() + left, top, max(right - left, 2), height)

    def corners(self, start: int, end: int) -> tuple[Corner, Corner] | None:
        """Return where a reader sees the part of the range ``[start, end)`` in this block begin and end.

        None where no part of it is.
        """
        rects = self.rects(start, end)
        if not rects:
            return None
        if not self.turns:
            return Corner(rects[0].topLeft(), False), Corner(rects[-1].bottomRight(), False)
        first, layout = self.block.position(), self.block.layout()
        begin, last = max(start, first), min(end, first + self.block.length() - 1) - 1
        while last > begin and not layout.isValidCursorPosition(last - first):
            last -= 1
        return self._corner(begin, ends=False), self._corner(last, ends=True)

    def _corner(self, position: int, *, ends: bool) -> Corner:
        layout, at = self.block.layout(), position - self.block.position()
        runs = layout.lineForTextPosition(at).glyphRuns(at, 1)
        leftward = any(run.isRightToLeft() for run in runs)
        letter = position + 1
        while letter < self.block.position() + self.block.length() and not layout.isValidCursorPosition(
            letter - self.block.position()
        ):
            letter += 1
        rect = next(iter(self.rects(position, letter)), QRectF(self.rect.topLeft(), self.rect.topLeft()))
        x = rect.left() if ends == leftward else rect.right()
        return Corner(QPointF(x, rect.bottom() if ends else rect.top()), leftward)


def lines_of(rects: list[QRectF]) -> list[QRectF]:
    """Return a rectangle for each line from those of its stretches."""
    found: list[QRectF] = []
    for rect in rects:
        if found and abs(found[-1].top() - rect.top()) < 1:
            found[-1] = found[-1].united(rect)
        else:
            found.append(QRectF(rect))
    return found


def _stretches(line: QTextLine, begin: int, stop: int) -> list[tuple[float, float]]:
    """Return the left and right ends of what is seen of a range in a line, from the left."""
    runs = (run.boundingRect() for run in line.glyphRuns(begin, stop - begin))
    found: list[tuple[float, float]] = []
    for left, right in sorted((rect.left(), rect.right()) for rect in runs):
        if found and left <= found[-1][1] + _TOUCH:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def _x(line: QTextLine, position: int) -> float:
    # the stubs call it object: it gives the place and the position that it settled on
    found: tuple[float, int] = line.cursorToX(position)  # type: ignore[assignment]
    return found[0]
