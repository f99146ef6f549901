"""The picture of a network: nodes by kind and size, ties by sign and weight, names where they have room."""

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF, QStaticText

from desktop.core.axes import field_of
from desktop.core.direction import isolated
from desktop.core.language import N_, _
from desktop.core.marks import OTHER, SQUARE, mark_of_kind
from desktop.qt import theme
from desktop.qt.findings.picture import LEGEND, MARGIN, PAPER, TITLE, Picture

# of a file: as high as a half page of a paper
SHARE = 0.62
# pixels: of nodes, and of ties
SMALLEST, LARGEST = 4.0, 18.0
THINNEST, THICKEST = 0.7, 6.0
# ties have so many widths: of one width they are painted at once
WIDTHS = 6
# ties that are painted in one go
_AT_ONCE = 120
# a name has so much room at most, and so many bins of pixels tell where others stand
WIDEST_NAME, _BIN = 190.0, 64.0
_GAP = 3.0
# pixels of a stroke and of what is between two, for ties of conflict
_DASH, _SPACE = 7.0, 5.0
# pixels of the page around a node, at each side of its edge
_RIM = 0.6
# the corners of shapes, in parts of the size of a node
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle": ((0, -1.15), (1.15, 0.85), (-1.15, 0.85)),
    "down": ((0, 1.15), (-1.15, -0.85), (1.15, -0.85)),
    "hexagon": tuple((1.05 * math.cos(at * math.pi / 3), 1.05 * math.sin(at * math.pi / 3)) for at in range(6)),
    "star": tuple(
        (far * math.sin(at * math.pi / 5), -far * math.cos(at * math.pi / 5))
        for at in range(10)
        for far in ((1.3, 0.58)[at % 2],)
    ),
    OTHER: tuple(
        (x * 1.05, y * 1.05)
        for x, y in (
            *((-0.35, -1), (0.35, -1), (0.35, -0.35), (1, -0.35), (1, 0.35), (0.35, 0.35)),
            *((0.35, 1), (-0.35, 1), (-0.35, 0.35), (-1, 0.35), (-1, -0.35), (-0.35, -0.35)),
        )
    ),
}
# the colours of ties by their sign
INKS = {1: "favor", -1: "against", 0: "dim"}


# a node by its kind and key: an actor and a topic may have one key
NodeEnd = tuple[str, str]
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node as it is drawn.

    Attributes:
        end: its kind and key.
        form: its shape, one of `core.marks`: what it is, or has of a field, without a colour.
        part: its size, from 0 for the smallest to 1.
        value: what its size tells.
        told: what its colour and its shape tell; empty for nothing.
    """

    end: NodeEnd
    name: str
    form: str
    color: str = ""
    part: float = 0.0
    value: float = 0.0
    told: str = ""


@dataclass(frozen=True, slots=True)
class DrawnTie:
    """A tie as it is drawn, between two nodes by their numbers.

    Attributes:
        sign: 1 for agreement, −1 for conflict, 0 where it is neither.
        part: its strength, from 0 to 1.
        told: what is counted of it, in words.
    """

    one: int
    other: int
    weight: float
    sign: int
    part: float
    told: str = ""


@dataclass(frozen=True)
class Drawing:
    """What is drawn, without places.

    Attributes:
        title: what it shows, in a line.
        meaning: what the size of nodes tells, and what the width of ties.
        plain: what a tie without a sign is.
        colors: what the colours of nodes tell: colour and words; none where they are those of the codebook.
        forms: what the shapes of nodes tell: shape and words; none where these are their kinds.
        unformed: the shape of nodes that might have another and have no value of what shapes tell; empty for none.
    """

    title: str
    nodes: tuple[DrawnNode, ...] = ()
    ties: tuple[DrawnTie, ...] = ()
    meaning: str = ""
    plain: str = ""
    colors: tuple[tuple[str, str], ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    unformed: str = ""

    def around(self) -> dict[int, list[int]]:
        """Return of each node the numbers of its ties, the strongest first."""
        found: dict[int, list[int]] = {at: [] for at in range(len(self.nodes))}
        for at, tie in sorted(enumerate(self.ties), key=lambda one: -abs(one[1].weight)):
            found[tie.one].append(at)
            found[tie.other].append(at)
        return found


class NetworkPicture(Picture):
    """A network in a room: a title, what its marks mean, and nodes and ties below.

    Attributes:
        drawing: what is drawn.
        places: where each node is, in the plane of the layout.
        zoom, shift: pixels to a unit of the plane, and where its origin stands in the room.
        chosen, chosen_tie: numbers of what is marked; -1 for nothing.
        fast: whether edges may be rough, since what is painted moves.
        still: what stands below the head where it was painted before; None for nothing.
    """

    def __init__(
        self,
        drawing: Drawing,
        places: Sequence[tuple[float, float]],
        width: float = PAPER,
        height: float = 0.0,
    ) -> None:
        """Fit the network into *width*; without a height into that of a file."""
        super().__init__(drawing.title, width)
        self.drawing, self.places = drawing, places
        self.signs = _signs(drawing)
        rows = {y for _x, y in self.legend_lines([words for _sign, words in self.signs])}
        self.head = TITLE + LEGEND * max(1, len(rows)) + 6
        self.size = QSizeF(width, height or max(360.0, width * SHARE))
        self.zoom, self.shift = 1.0, QPointF(0, 0)
        self.chosen = self.chosen_tie = -1
        self.fast = False
        self.still: QPixmap | None = None
        self._names: dict[int, QStaticText] = {}
        # at which side of its node each name stands, and of which nodes
        self._sides: dict[int, int] = {}
        self._named_for: set[int] | None = None
        self._small = QFontMetricsF(self.font)
        self._order = sorted(range(len(drawing.nodes)), key=lambda at: (-drawing.nodes[at].part, at))
        self._near: dict[int, set[int]] = {}
        # the pens of ties, and the numbers of those painted with each, for what they were made last
        self._grouped: tuple[Hashable, list[tuple[QPen, list[int]]]] = (None, [])
        self._size = 1.0
        self.fit()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.drawing.nodes

    @property
    def room(self) -> QRectF:
        """Where nodes and ties are painted."""
        return QRectF(0, self.head, self.size.width(), max(40.0, self.size.height() - self.head))

    def fit(self) -> None:
        """Let all nodes stand in the room, with space for the names at its sides."""
        if not self.places:
            return
        xs, ys = [x for x, _y in self.places], [y for _x, y in self.places]
        wide, high = max(max(xs) - min(xs), 0.5), max(max(ys) - min(ys), 0.5)
        room = self.room.adjusted(70, 34, -110, -34)
        self.zoom = max(4.0, min(room.width() / wide, room.height() / high, 160.0))
        # many in little room are smaller
        taken = (wide * self.zoom + LARGEST) * (high * self.zoom + LARGEST)
        self._size = max(0.45, min(1.0, math.sqrt(taken / (3600 * len(self.places)))))
        middle = QPointF((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
        self.shift = room.center() - middle * self.zoom

    def at(self, number: int) -> QPointF:
        """Return where a node stands, in pixels."""
        x, y = self.places[number]
        return QPointF(x * self.zoom + self.shift.x(), y * self.zoom + self.shift.y())

    def plane(self, point: QPointF) -> tuple[float, float]:
        """Return the place of a point in the plane of the layout."""
        return (point.x() - self.shift.x()) / self.zoom, (point.y() - self.shift.y()) / self.zoom

    def radius(self, number: int) -> float:
        """Return half the width of a node, in pixels."""
        return self._size * (SMALLEST + (LARGEST - SMALLEST) * math.sqrt(self.drawing.nodes[number].part))

    def node_at(self, point: QPointF) -> int:
        """Return the node at a point; of several the one on top, -1 for none."""
        for number in self._order:
            middle = self.at(number)
            far = self.radius(number) + 3
            if abs(point.x() - middle.x()) <= far and abs(point.y() - middle.y()) <= far:
                return number
        return -1

    def tie_at(self, point: QPointF) -> int:
        """Return the tie that a point lies on, or near; -1 for none."""
        best, found = 5.0, -1
        x, y = point.x(), point.y()
        pixels = [self.at(number) for number in range(len(self.places))]
        for number, tie in enumerate(self.drawing.ties):
            one, other = pixels[tie.one], pixels[tie.other]
            right, down = other.x() - one.x(), other.y() - one.y()
            square = right * right + down * down
            part = max(0.0, min(1.0, ((x - one.x()) * right + (y - one.y()) * down) / square)) if square else 0.0
            far = math.hypot(x - one.x() - part * right, y - one.y() - part * down)
            if far < best:
                best, found = far, number
        return found

    def paint_body(self, painter: QPainter) -> None:
        """Paint ties, nodes and names; what is chosen stands out."""
        if self.still is not None:
            painter.drawPixmap(QPointF(0, 0), self.still)
            return
        painter.save()
        painter.setClipRect(self.room, Qt.ClipOperation.IntersectClip)
        for paint in self.strokes():
            paint(painter)
        painter.restore()

    def strokes(self) -> Iterator[Callable[[QPainter], None]]:
        """Yield what paints the body, one after the other: some ties each, all nodes, all names."""
        pixels = [self.at(number) for number in range(len(self.places))]
        near = self._marked()

        def stroke(painter: QPainter, pen: QPen, lines: Sequence[QLineF]) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self.fast)
            painter.setPen(pen)
            painter.drawLines(lines)

        for pen, lines in self._pens(pixels, near):
            for start in range(0, len(lines), _AT_ONCE):
                yield partial(stroke, pen=pen, lines=lines[start : start + _AT_ONCE])
        yield partial(self._paint_nodes, pixels=pixels, near=near)
        yield partial(self._paint_names, pixels=pixels, near=near)

    def paint_legend(self, painter: QPainter) -> None:
        """Paint what the marks mean."""
        self.write_legend(painter, self.signs)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(MARGIN, self.head - 0.5), QPointF(self.size.width() - MARGIN, self.head - 0.5))

    def _marked(self) -> set[int]:
        """Return the nodes that stand out beside others: what is chosen and all tied to it; empty for no choice."""
        if self.chosen_tie >= 0:
            tie = self.drawing.ties[self.chosen_tie]
            return {tie.one, tie.other}
        if self.chosen < 0:
            return set()
        if self.chosen not in self._near:
            ties = (tie for tie in self.drawing.ties if self.chosen in (tie.one, tie.other))
            self._near[self.chosen] = {self.chosen, *(end for tie in ties for end in (tie.one, tie.other))}
        return self._near[self.chosen]

    def _is_marked(self, number: int, tie: DrawnTie) -> bool:
        return number == self.chosen_tie or (self.chosen_tie < 0 and self.chosen in (tie.one, tie.other))

    def _pens(self, pixels: Sequence[QPointF], near: set[int]) -> Iterator[tuple[QPen, list[QLineF]]]:
        """Yield the ties that are painted with one pen, and that."""
        ties = self.drawing.ties
        for pen, numbers in self._groups(near):
            yield pen, [QLineF(pixels[ties[at].one], pixels[ties[at].other]) for at in numbers]

    def _groups(self, near: set[int]) -> list[tuple[QPen, list[int]]]:
        """Return the pens and the numbers of the ties painted with each: a frame that only moves needs no new ones."""
        key = (bool(near), self.chosen, self.chosen_tie, *(theme.color(ink).rgba() for ink in ("page", *INKS.values())))
        if self._grouped[0] == key:
            return self._grouped[1]
        groups: dict[tuple[bool, int, int], list[int]] = {}
        for number, tie in enumerate(self.drawing.ties):
            marked = bool(near) and self._is_marked(number, tie)
            groups.setdefault((marked, min(WIDTHS - 1, int(tie.part * WIDTHS)), tie.sign), []).append(number)
        found = []
        # the strongest on top, and above all what is chosen
        for marked, step, sign in sorted(groups):
            width = THINNEST + (THICKEST - THINNEST) * step / (WIDTHS - 1)
            # what is weak, or not chosen, steps back
            part = 1.0 if marked else 0.12 if near else 0.45 + 0.45 * step / (WIDTHS - 1)
            pen = QPen(theme.mixed("page", INKS[sign], part), width + (1.2 if marked else 0))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if sign < 0:
                pen.setDashPattern([_DASH / pen.widthF(), _SPACE / pen.widthF()])
            found.append((pen, groups[marked, step, sign]))
        self._grouped = (key, found)
        return found

    def _paint_nodes(self, painter: QPainter, pixels: Sequence[QPointF], near: set[int]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        page = theme.color("page")
        for number in reversed(self._order):
            node, middle, size = self.drawing.nodes[number], pixels[number], self.radius(number)
            faint = bool(near) and number not in near
            fill = _fill(node)
            painter.setPen(Qt.PenStyle.NoPen)
            # a rim is what a larger form leaves of it: filling two takes less than drawing a line around one
            for color, wider in ((page, _RIM), (theme.blend(page, fill, 0.3) if faint else fill, -_RIM)):
                painter.setBrush(color)
                _paint_form(painter, node.form, middle, size, wider)
            if number == self.chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("ink"), 2))
                painter.drawEllipse(middle, size + 4, size + 4)

    def _paint_names(self, painter: QPainter, pixels: Sequence[QPointF], near: set[int]) -> None:
        """Paint the names that have room, of the largest nodes first, and always of what is chosen.

        While something moves names stay at the side on which they stood: looking for room takes longer than painting.
        """
        painter.setFont(self.font)
        painter.setPen(theme.color("ink"))
        if not self.fast or self._named_for != near:
            self._sides, self._named_for = self._find_sides(pixels, near), near
        high = self._small.height()
        for number, side in self._sides.items():
            left, top = self._corner(number, pixels[number], side, high)
            text = self._name(number)
            if number == self.chosen:
                box = QRectF(left - 2, top, text.size().width() + 4, high)
                painter.fillRect(box, theme.color("page"))
            painter.drawStaticText(QPointF(left, top), text)

    def _find_sides(self, pixels: Sequence[QPointF], near: set[int]) -> dict[int, int]:
        """Return at which side of its node each name stands that has room."""
        taken = _Crowd()
        for number, middle in enumerate(pixels):
            if near and number not in near:
                # what steps back may be covered
                continue
            size, x, y = self.radius(number), middle.x(), middle.y()
            taken.add((x - size, y - size, x + size, y + size))
        high, found = self._small.height(), dict[int, int]()
        room = (self.room.left(), self.room.top(), self.room.right(), self.room.bottom())
        for number in [number for number in self._order if not near or number in near]:
            wide = self._name(number).size().width()
            for side in range(4):
                left, top = self._corner(number, pixels[number], side, high)
                box = (left, top, left + wide, top + high)
                inside = box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]
                if (inside and taken.has_room(box)) or (number == self.chosen and side == 0):
                    taken.add(box)
                    found[number] = side
                    break
        return found

    def _corner(self, number: int, middle: QPointF, side: int, high: float) -> tuple[float, float]:
        """Return where a name begins that stands right of its node, left, above or below."""
        size, wide = self.radius(number), self._name(number).size().width()
        if side < 2:
            away = size + _GAP
            return middle.x() + away if side == 0 else middle.x() - away - wide, middle.y() - high / 2
        return middle.x() - wide / 2, middle.y() - size - high if side == 2 else middle.y() + size

    def _name(self, number: int) -> QStaticText:
        if number not in self._names:
            name = isolated(self.drawing.nodes[number].name)
            text = QStaticText(self.metrics.elidedText(name, Qt.TextElideMode.ElideRight, WIDEST_NAME))
            # names are no markup
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=self.font)
            self._names[number] = text
        return self._names[number]


class _Crowd:
    """Where something stands already, by bins of pixels: boxes from left and top to right and bottom."""

    def __init__(self) -> None:
        self._bins: dict[tuple[int, int], list[_Box]] = {}

    def has_room(self, box: _Box) -> bool:
        """Tell whether nothing stands in a box."""
        left, top, right, bottom = box
        for place in _bins(box):
            for other in self._bins.get(place, ()):
                if left < other[2] and right > other[0] and top < other[3] and bottom > other[1]:
                    return False
        return True

    def add(self, box: _Box) -> None:
        """Note that something stands there."""
        for place in _bins(box):
            self._bins.setdefault(place, []).append(box)


def _bins(box: _Box) -> list[tuple[int, int]]:
    columns = range(int(box[0] // _BIN), int(box[2] // _BIN) + 1)
    rows = range(int(box[1] // _BIN), int(box[3] // _BIN) + 1)
    return [(column, row) for column in columns for row in rows]


def _paint_form(painter: QPainter, form: str, middle: QPointF, size: float, wider: float) -> None:
    """Paint the form of a node of half a width, and *wider* at each side."""
    if form == SQUARE:
        side = size * 0.9 + wider
        painter.drawRect(QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side))
    elif form in _CORNERS:
        # a rim at slanted sides is as wide as at straight ones
        far = size + 1.4 * wider
        painter.drawPolygon(QPolygonF([QPointF(middle.x() + x * far, middle.y() + y * far) for x, y in _CORNERS[form]]))
    else:
        painter.drawEllipse(middle, size + wider, size + wider)


def _fill(node: DrawnNode) -> QColor:
    if node.color:
        return theme.color(node.color)
    return theme.mixed("page", "ink", 0.62) if mark_of_kind(node.end[0]) == SQUARE else theme.color("accent")


def _signs(drawing: Drawing) -> list[tuple[Callable[[QPainter, QRectF], None], str]]:
    """Return what the marks mean, for the legend: only those that are there."""
    found: list[tuple[Callable[[QPainter, QRectF], None], str]] = []
    told = dict(drawing.forms)
    forms = {node.form: node.end[0] for node in drawing.nodes if node.form not in told}
    for form, kind in forms.items():
        words = _(_KINDS[kind]) if kind in _KINDS else field_of(kind).called
        if form == drawing.unformed:
            words = _("{kind} without a value").format(kind=words)
        found.append((_form_sign(form, kind), words))
    found += [(_form_sign(form), words) for form, words in drawing.forms]
    found += [(_color_sign(color), words) for color, words in drawing.colors]
    signs = {tie.sign for tie in drawing.ties}
    for sign, words in _TIES.items():
        if sign in signs:
            found.append((_line_sign(sign), drawing.plain if not sign and drawing.plain else _(words)))
    if drawing.meaning:
        found.append((lambda painter, rect: None, drawing.meaning))
    return found


def _form_sign(form: str, kind: str = "") -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        # what a shape alone tells has no colour of its own
        painter.setBrush(_fill(DrawnNode((kind, ""), "", form)) if kind else theme.color("ink"))
        _paint_form(painter, form, rect.center(), rect.width() / 2, 0.0)

    return paint


def _color_sign(color: str) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(color))
        painter.drawRoundedRect(rect, 2, 2)

    return paint


def _line_sign(sign: int) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, rect: QRectF) -> None:
        pen = QPen(theme.color(INKS[sign]), 2.4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        y = rect.center().y()
        left, right = rect.left() - 3, rect.right() + 2
        parts = [(left, left + 6), (right - 6, right)] if sign < 0 else [(left, right)]
        for start, end in parts:
            painter.drawLine(QPointF(start, y), QPointF(end, y))

    return paint


_KINDS = {
    "actor": N_("actor"),
    "organisation": N_("organisation"),
    "country": N_("country"),
    "topic": N_("topic"),
    "theme": N_("theme"),
}
_TIES = {1: N_("favor, or agreement"), -1: N_("against, or conflict (dashed)"), 0: N_("neither, or both alike")}
