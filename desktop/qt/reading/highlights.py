"""Painting the claims of the visible blocks behind the text: grounds, underlines, the outline of the chosen one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.qt import theme
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.placed import PlacedBlock
from desktop.qt.session import Session

UNDERLINE = 2.0


def mixed(color: QColor, ground: QColor, share: float) -> QColor:
    """Return *ground* with a *share* (0 to 1) of *color*."""
    parts = ((color.red(), ground.red()), (color.green(), ground.green()), (color.blue(), ground.blue()))
    return QColor(*(round(part * share + under * (1 - share)) for part, under in parts))


class ClaimColors:
    """Choose the colours of claims *by* ``stance``, ``topic`` or ``actor``, one meaning at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.by = "stance"

    def line(self, document: PaneDocument, claim_id: int) -> QColor:
        """Return the colour of a claim's underline, lane and mark."""
        if self.by == "stance":
            return theme.color(document.stance.get(claim_id, "neutral"))
        if self.by == "topic":
            return self.topic(document.topic.get(claim_id, 0))
        return self.actor(document.actor(claim_id))

    def ground(self, document: PaneDocument, claim_id: int) -> QColor:
        """Return the colour behind a claim's words."""
        if self.by == "stance":
            return theme.color(document.stance.get(claim_id, "neutral") + "_ground")
        return mixed(self.line(document, claim_id), theme.color("page"), 0.2)

    def topic(self, topic_id: int) -> QColor:
        """Return a topic's colour."""
        topic = self._session.topics().get(topic_id)
        return QColor(topic.color) if topic and topic.color else theme.color(theme.CATEGORY[topic_id % 8])

    def actor(self, actor_id: int) -> QColor:
        """Return an actor's colour."""
        actor = self._session.actors().get(actor_id)
        return QColor(actor.color) if actor and actor.color else theme.color(theme.CATEGORY[actor_id % 8])


def paint_claims(
    painter: QPainter,
    document: PaneDocument,
    colors: ClaimColors,
    placed: list[PlacedBlock],
    chosen: int | None,
) -> None:
    """Paint the grounds and underlines of the claims on the visible blocks, and the outline of the *chosen* one."""
    painter.setPen(Qt.PenStyle.NoPen)
    if placed and colors.by == "actor":
        last = placed[-1].block
        document.learn_actors(document.marks.overlapping(placed[0].block.position(), last.position() + last.length()))
    underlines: list[tuple[QRectF, QColor]] = []
    outline: list[QRectF] = []
    for one in placed:
        begin = one.block.position()
        stop = begin + one.block.length() - 1
        for claim_id in document.marks.overlapping(begin, stop):
            start, end = document.marks.span(claim_id)
            ground = colors.ground(document, claim_id)
            line = colors.line(document, claim_id)
            drop = (document.lane(claim_id) % 3) * (UNDERLINE + 1)
            for rect in one.rects(start, end):
                painter.fillRect(rect, ground)
                underlines.append((QRectF(rect.left(), rect.bottom() - 1 + drop, rect.width(), UNDERLINE), line))
                if claim_id == chosen:
                    outline.append(rect)
    # above every ground: an underline tells where its own claim ends, also below another's ground
    for rect, color in underlines:
        painter.fillRect(rect, color)
    if outline:
        _paint_outline(painter, outline)


def _paint_outline(painter: QPainter, rects: list[QRectF]) -> None:
    path = QPainterPath()
    for rect in rects:
        one = QPainterPath()
        one.addRoundedRect(rect.adjusted(-3, -2, 3, 4), 4, 4)
        path = path.united(one)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
