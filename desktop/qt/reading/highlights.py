"""Painting the claims of the visible blocks behind the text: grounds, underlines, the outline of the chosen one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.qt import theme
from desktop.qt.parts.stance_lines import paint_line, seen_on
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.placed import PlacedBlock
from desktop.qt.session import Session

UNDERLINE = 2.0


class ClaimColors:
    """Choose the colours of claims *by* ``stance``, ``topic`` or ``actor``, one meaning at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.by = "stance"

    def line(self, document: PaneDocument, claim_id: int) -> QColor:
        """Return the colour of a claim's underline, lane and mark."""
        if self.by == "stance":
            return theme.color(document.stance_of(claim_id))
        if self.by == "topic":
            return self.topic(document.topic_of(claim_id))
        return self.actor(document.actor(claim_id))

    def ground(self, document: PaneDocument, claim_id: int) -> QColor:
        """Return the colour behind a claim's words."""
        if self.by == "stance":
            return theme.color(document.stance_of(claim_id) + "_ground")
        return theme.blend(theme.color("page"), self.line(document, claim_id), 0.2)

    def topic(self, topic_id: int) -> QColor:
        """Return a topic's colour."""
        topic = self._session.topics().get(topic_id)
        return self._seen(topic.color if topic else "", topic_id)

    def actor(self, actor_id: int) -> QColor:
        """Return an actor's colour."""
        actor = self._session.actors().get(actor_id)
        return self._seen(actor.color if actor else "", actor_id)

    @staticmethod
    def _seen(color: str, number: int) -> QColor:
        return seen_on(color or theme.CATEGORY[number % len(theme.CATEGORY)], theme.colors().page)


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
        document.learn_actors(document.marks_on(placed[0].block.position(), last.position() + last.length()))
    underlines: list[tuple[QRectF, QColor, str]] = []
    outline: list[QRectF] = []
    for one in placed:
        begin = one.block.position()
        stop = begin + one.block.length() - 1
        for claim_id in document.marks_on(begin, stop):
            start, end = document.mark(claim_id)
            rects = one.rects(start, end)
            if not rects:
                continue
            ground = colors.ground(document, claim_id)
            line, stance = colors.line(document, claim_id), document.stance_of(claim_id)
            drop = (document.lane(claim_id) % 3) * (UNDERLINE + 1)
            for rect in rects:
                painter.fillRect(rect, ground)
                under = QRectF(rect.left(), rect.bottom() - 1 + drop, rect.width(), UNDERLINE)
                underlines.append((under, line, stance))
                if claim_id == chosen:
                    outline.append(rect)
    # above every ground: an underline tells where its own claim ends, also below another's ground
    for rect, color, stance in underlines:
        paint_line(painter, stance, color, rect)
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
