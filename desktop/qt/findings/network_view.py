"""Where a network is seen: nodes come to rest, are dragged and walked through, and lead to what they rest on."""

import math
import time
from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.analysis.comparison.layout import Layout
from desktop.core.language import _, ngettext
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.findings.picture_network import Drawing, DrawnTie, NetworkPicture, NodeEnd
from desktop.qt.findings.still_network import StillNetwork, is_large, key_of
from desktop.qt.parts.layouts import hbox
from desktop.qt.parts.notice import announce
from desktop.qt.tips import tip

# seconds that nodes move before other events have their turn, and between two pictures of it
_SLICE, _FRAME = 0.008, 0.04
# milliseconds after which what moved stands
_STILL = 90
# a network of so few comes to rest before it is seen
FEW = 60
NEAREST, FARTHEST = 2.0, 600.0
_STEP = 1.25
_ARROWS = {
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Up: (0, -1),
}


def number_words(value: float) -> str:
    """Return a number as people read it."""
    return f"{round(value, 3):g}".replace("-", "\N{MINUS SIGN}")


class NetworkView(QWidget):
    """Show a network; arrows and Page Down walk through nodes, T through ties, Enter goes to what they rest on.

    Attributes:
        picture: what is painted.

    Signals:
        chosen(ends): a node, or a tie with both its ends, is chosen; an empty list when nothing is.
        evidence_wanted(): Enter: the user wants to go on in the list of claims.
        rested(): all nodes have come to rest.
    """

    chosen = Signal(list)
    evidence_wanted = Signal()
    rested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("networkView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(160)
        self.picture = NetworkPicture(Drawing(""), [])
        self._whole = Drawing("")
        self._layout = Layout(0, [])
        # the node whose ties one walks through
        self._from = 0
        self._corner: QWidget | None = None
        # where nodes were when they were last seen, or put
        self._known: dict[NodeEnd, tuple[float, float]] = {}
        self._pinned: set[NodeEnd] = set()
        self._moving = QTimer(self)
        self._moving.setInterval(0)
        self._moving.timeout.connect(self._move)
        self._seen = 0.0
        self._settled = later(self, _STILL, self._settle)
        # the picture of many ties at rest
        self._still: StillNetwork | None = None
        self._refining = QTimer(self)
        self._refining.setInterval(0)
        self._refining.timeout.connect(self._refine)
        # whether the user has looked closer, and what the mouse has in hand: a node, or the ground
        self._is_own = False
        self._held = -1
        self._grasped: QPointF | None = None
        self._is_dragged = False

    # what is shown

    @property
    def drawing(self) -> Drawing:
        """What is drawn."""
        return self.picture.drawing

    @property
    def scale(self) -> float:
        """How large the picture is on the screen: as the rest of the interface."""
        return theme.type_choice().interface

    @property
    def is_moving(self) -> bool:
        """Whether nodes are on their way."""
        return self._moving.isActive()

    @property
    def is_refining(self) -> bool:
        """Whether what is seen is rough, and becomes finer."""
        if not self.isVisible() or not is_large(self.picture):
            return False
        still = self._still
        return self.picture.fast or still is None or not still.is_done or still.key != self._still_key()

    def show_drawing(self, drawing: Drawing, whole: Drawing) -> None:
        """Show a network; nodes stand where they stand in the *whole*, of which it is a part of time."""
        before = self.picture
        chosen = [before.drawing.nodes[at].end for at in self._marked()]
        same = self._ends(whole) == self._ends(self._whole)
        is_laid = same and whole.ties == self._whole.ties
        self._whole = whole
        if not is_laid:
            self._lay(whole)
        self.picture = NetworkPicture(drawing, self._places(drawing), self._width, self._height)
        if self._is_own and same:
            self.picture.zoom, self.picture.shift = before.zoom, before.shift
        else:
            self._is_own = False
            self._fit()
        self._choose_ends(chosen)
        self.setAccessibleName(drawing.title)
        self._tell(quiet=True)
        self.update()

    def set_corner(self, buttons: Sequence[QWidget]) -> None:
        """Put buttons into the lower right corner."""
        self._corner = QWidget(self)
        hbox(*buttons, on=self._corner, gap=4)
        self._corner.adjustSize()

    def forget(self) -> None:
        """Forget where nodes were: another project is open."""
        self._known, self._pinned = {}, set()
        self._is_own = False

    def choose(self, ends: Sequence[NodeEnd]) -> None:
        """Choose a node or a tie by its ends; nothing when it is not there."""
        self._choose_ends(ends)
        self._tell()

    def arrangement(self) -> Mapping[NodeEnd, tuple[float, float]]:
        """Return where each node is in the plane."""
        return {node.end: place for node, place in zip(self.drawing.nodes, self.picture.places, strict=True)}

    def on_paper(self, width: float) -> NetworkPicture:
        """Return it as a picture for a file, with all nodes in it."""
        return NetworkPicture(self.drawing, self.picture.places, width)

    def fit(self) -> None:
        """Let all nodes be in sight."""
        self._is_own = False
        self._fit()
        self.update()

    def zoom(self, times: float, about: QPointF | None = None) -> None:
        """Look closer, or from farther away, at a point of the picture."""
        picture = self.picture
        about = about or picture.room.center()
        new = max(NEAREST, min(FARTHEST, picture.zoom * times))
        place = picture.plane(about)
        picture.zoom = new
        picture.shift = about - QPointF(*place) * new
        self._hurry()
        self._is_own = True
        self.update()

    def _ends(self, drawing: Drawing) -> list[NodeEnd]:
        return [node.end for node in drawing.nodes]

    def _lay(self, whole: Drawing) -> None:
        """Let nodes find their places, from where those that were seen already are."""
        before = [self._known.get(node.end) for node in whole.nodes]
        ties = [(tie.one, tie.other, tie.weight) for tie in whole.ties]
        self._layout = Layout(len(whole.nodes), ties, before=before)
        self._layout.held.update(at for at, node in enumerate(whole.nodes) if node.end in self._pinned)
        if len(whole.nodes) <= FEW:
            self._layout.finish()
            self._rest()
        else:
            self._moving.start()

    def _move(self) -> None:
        """Let nodes go on for a moment."""
        end = time.monotonic() + _SLICE
        while not self._layout.is_done and time.monotonic() < end:
            self._layout.step()
        if self._layout.is_done:
            self._moving.stop()
            self._rest()
        if self._layout.is_done or time.monotonic() - self._seen > _FRAME:
            self._seen = time.monotonic()
            self._hurry()
            self._take_places()

    def _rest(self) -> None:
        for node, place in zip(self._whole.nodes, zip(self._layout.x, self._layout.y, strict=True), strict=True):
            self._known[node.end] = place
        self.rested.emit()

    def _take_places(self) -> None:
        self.picture.places = self._places(self.drawing)
        if not self._is_own:
            self._fit()
        self.update()

    def _places(self, drawing: Drawing) -> list[tuple[float, float]]:
        there = dict(zip(self._ends(self._whole), zip(self._layout.x, self._layout.y, strict=True), strict=True))
        return [there.get(node.end, (0.0, 0.0)) for node in drawing.nodes]

    @property
    def _width(self) -> float:
        return max(320.0, self.width() / self.scale)

    @property
    def _height(self) -> float:
        return max(160.0, self.height() / self.scale)

    def _fit(self) -> None:
        self.picture.fit()

    # what is chosen

    def _marked(self) -> list[int]:
        picture = self.picture
        if picture.chosen_tie >= 0:
            tie = picture.drawing.ties[picture.chosen_tie]
            return [tie.one, tie.other]
        return [picture.chosen] if picture.chosen >= 0 else []

    def _choose_ends(self, ends: Sequence[NodeEnd]) -> None:
        numbers = {end: at for at, end in enumerate(self._ends(self.drawing))}
        found = [numbers.get(end, -1) for end in ends]
        picture = self.picture
        picture.chosen = picture.chosen_tie = -1
        if len(found) == 1:
            picture.chosen = found[0]
        elif len(found) == 2:
            picture.chosen_tie = next(
                (at for at, tie in enumerate(picture.drawing.ties) if {tie.one, tie.other} == {*found}), -1
            )

    def _set(self, node: int = -1, tie: int = -1) -> None:
        self.picture.chosen, self.picture.chosen_tie = node, tie
        self._tell()
        self.update()

    def _tell(self, *, quiet: bool = False) -> None:
        """Say what is chosen to who asks for it, and to who hears the window."""
        words = self.words()
        self.setAccessibleDescription(
            words or _("Arrows walk through the nodes, T through the ties of one; Enter goes to the claims.")
        )
        if words and self.hasFocus() and not quiet:
            announce(self, words)
        self.chosen.emit([self.drawing.nodes[at].end for at in self._marked()])

    def words(self) -> str:
        """Return what is chosen, in words; empty for nothing."""
        picture = self.picture
        if picture.chosen_tie >= 0:
            return self.tie_words(picture.drawing.ties[picture.chosen_tie])
        return self.node_words(picture.chosen) if picture.chosen >= 0 else ""

    def node_words(self, number: int) -> str:
        """Return what is told of a node."""
        node = self.drawing.nodes[number]
        ties = sum(number in (tie.one, tie.other) for tie in self.drawing.ties)
        count = ngettext("{count} tie", "{count} ties", ties).format(count=ties)
        size = self.drawing.meaning.split(":", 1)[-1].split(";", 1)[0].strip()
        words = _("{name}: {ties}, {measure} {value}").format(
            name=node.name, ties=count, measure=size, value=number_words(node.value)
        )
        return f"{words} ({node.told})" if node.told else words

    def tie_words(self, tie: DrawnTie) -> str:
        """Return what is told of a tie."""
        one, other = (self.drawing.nodes[at].name for at in (tie.one, tie.other))
        words = _("{one} and {other}: weight {weight}").format(one=one, other=other, weight=number_words(tie.weight))
        return f"{words} ({tie.told})" if tie.told else words

    # mouse and keys

    def _point(self, event: QMouseEvent) -> QPointF:
        return event.position() / self.scale

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a node, or the ground, in hand."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self._point(event)
        self._held, self._grasped, self._is_dragged = self.picture.node_at(point), point, False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is in hand: a node to its new place, or all of it."""
        point = self._point(event)
        if self._grasped is None:
            over = self.picture.node_at(point) >= 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        way = point - self._grasped
        if not self._is_dragged and way.manhattanLength() < QApplication.startDragDistance() / 2:
            return
        self._is_dragged = True
        self._hurry()
        if self._held >= 0:
            self._put(self._held, self.picture.plane(point))
        else:
            self.picture.shift += way
            self._grasped = point
            self._is_own = True
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click chooses a node or a tie, or nothing."""
        if event.button() != Qt.MouseButton.LeftButton or self._grasped is None:
            return
        point, node = self._point(event), self._held
        self._held, self._grasped = -1, None
        self.update()
        if not self._is_dragged and self.picture.room.contains(point):
            self._set(node, self.picture.tie_at(point) if node < 0 else -1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to what a node or a tie rests on."""
        if self._marked():
            self.evidence_wanted.emit()

    def _hurry(self) -> None:
        """Paint roughly while something moves, and well once it stands."""
        self.picture.fast = True
        self._settled.start()

    def _settle(self) -> None:
        self.picture.fast = False
        self.update()

    def _put(self, number: int, place: tuple[float, float]) -> None:
        """Put a node somewhere, where it stays."""
        end = self.drawing.nodes[number].end
        self._known[end] = place
        self._pinned.add(end)
        self._is_own = True
        at = self._ends(self._whole).index(end)
        self._layout.x[at], self._layout.y[at] = place
        self._layout.held.add(at)
        self.picture.places = [*self.picture.places[:number], place, *self.picture.places[number + 1 :]]

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer or from farther away, at what stands below the mouse."""
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom(_STEP**turns, event.position() / self.scale)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through nodes and ties, look closer, move a node with Shift, or go to what is chosen."""
        way = _ARROWS.get(Qt.Key(event.key()))
        if self.drawing.nodes and (self._moved(way, event) if way is not None else self._acted(event)):
            return
        super().keyPressEvent(event)

    def _moved(self, way: tuple[int, int], event: QKeyEvent) -> bool:
        """Go to the next node in a direction, or with Shift push the chosen one there."""
        picture = self.picture
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and picture.chosen >= 0:
            x, y = picture.places[picture.chosen]
            self._put(picture.chosen, (x + way[0] * 12 / picture.zoom, y + way[1] * 12 / picture.zoom))
            self.update()
        else:
            self._set(self._next(way))
        return True

    def _acted(self, event: QKeyEvent) -> bool:
        """Do what a key other than an arrow means; tell whether it means something."""
        key, keys = event.key(), Qt.Key
        if key in (keys.Key_Home, keys.Key_End):
            order = sorted(range(len(self.drawing.nodes)), key=lambda at: self.drawing.nodes[at].name.casefold())
            self._set(order[0 if key == keys.Key_Home else -1])
        elif key in (keys.Key_PageDown, keys.Key_PageUp):
            self._set(self._by_size(1 if key == keys.Key_PageDown else -1))
        elif key == keys.Key_T:
            self._next_tie(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            if not self._marked():
                self._set(self._first())
            self.evidence_wanted.emit()
        elif key in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            self.zoom(1 / _STEP if key == keys.Key_Minus else _STEP)
        elif key == keys.Key_0:
            self.fit()
        elif key == keys.Key_Escape and self._marked():
            self._set()
        else:
            return False
        return True

    def _first(self) -> int:
        nodes = self.drawing.nodes
        return max(range(len(nodes)), key=lambda at: (nodes[at].part, -at))

    def _by_size(self, step: int) -> int:
        """Return the node that follows in size, so that all can be reached; the largest at first."""
        nodes, marked = self.drawing.nodes, self._marked()
        order = sorted(range(len(nodes)), key=lambda at: (-nodes[at].part, at))
        return order[(order.index(marked[0]) + step) % len(order)] if marked else order[0]

    def _next(self, way: tuple[int, int]) -> int:
        """Return the nearest node in a direction; the same one where there is none, and the largest at first."""
        marked = self._marked()
        if not marked:
            return self._first()
        here = self.picture.at(marked[0])
        best, found = math.inf, marked[0]
        for number in range(len(self.drawing.nodes)):
            off = self.picture.at(number) - here
            ahead = off.x() * way[0] + off.y() * way[1]
            aside = abs(off.x() * way[1]) + abs(off.y() * way[0])
            # what lies straight ahead first, and what is only beside not at all
            if number != marked[0] and ahead > 0.35 * aside and ahead + 2 * aside < best:
                best, found = ahead + 2 * aside, number
        return found

    def _next_tie(self, step: int) -> None:
        """Choose the next tie of the node that is chosen, or of the first end of the tie that is; strongest first."""
        marked = self._marked() or [self._first()]
        ties = self.drawing.around()[self._from if self.picture.chosen_tie >= 0 else marked[0]]
        if not ties:
            return
        if self.picture.chosen_tie < 0:
            self._from = marked[0]
            at = 0 if step > 0 else len(ties) - 1
        else:
            at = (ties.index(self.picture.chosen_tie) + step) % len(ties) if self.picture.chosen_tie in ties else 0
        self._set(tie=ties[at])

    # painting

    def sizeHint(self) -> QSize:
        """Return as much as there is."""
        return QSize(800, 500)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the head out for another width, and let all be in sight where the user has not looked closer."""
        super().resizeEvent(event)
        before = self.picture
        self.picture = NetworkPicture(before.drawing, before.places, self._width, self._height)
        self.picture.chosen, self.picture.chosen_tie = before.chosen, before.chosen_tie
        if self._is_own:
            self.picture.zoom, self.picture.shift = before.zoom, before.shift
        if self._corner is not None:
            size = self._corner.sizeHint()
            self._corner.setGeometry(
                self.width() - size.width() - 10, self.height() - size.height() - 8, *size.toTuple()
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the network, and a frame where the keyboard is."""
        picture, painter = self.picture, QPainter(self)
        painter.scale(self.scale, self.scale)
        if picture.fast or not is_large(picture):
            picture.paint(painter)
        else:
            picture.still = self._fine()
            # rough where the finer one is on its way
            picture.fast = picture.still is None
            picture.paint(painter)
            picture.fast, picture.still = False, None
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, self._width - 2, self._height - 2))
        painter.end()

    @property
    def _pixels(self) -> float:
        """How many pixels of the screen one of the picture has."""
        return self.devicePixelRatioF() * self.scale

    def _still_key(self) -> Hashable:
        return key_of(self.picture, self._pixels)

    def _fine(self) -> QPixmap | None:
        """Return the picture of many ties at rest; None where it is begun, or not done."""
        if self._still is None or self._still.key != self._still_key():
            self._refining.start()
            return None
        return self._still.pixmap if self._still.is_done else None

    def _refine(self) -> None:
        """Go on with the picture at rest for a moment; what moves is another one when it stands."""
        if self.picture.fast:
            self._still = None
        elif self._still is None or self._still.key != self._still_key():
            # making room for it is a moment by itself
            self._still = StillNetwork(self.picture, self._still_key(), self._pixels)
        else:
            self._still.go_on(_SLICE)
        if self._still is None or self._still.is_done:
            self._refining.stop()
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what is chosen."""
        super().focusInEvent(event)
        if words := self.words():
            announce(self, words)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell what stands below the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            point = event.pos().toPointF() / self.scale
            node = self.picture.node_at(point)
            tie = self.picture.tie_at(point) if node < 0 and self.picture.room.contains(point) else -1
            words = self.node_words(node) if node >= 0 else self.tie_words(self.drawing.ties[tie]) if tie >= 0 else ""
            QToolTip.showText(event.globalPos(), tip(words), self)
            return True
        return super().event(event)
