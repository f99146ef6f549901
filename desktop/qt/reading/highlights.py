"""Painting the claims of the visible blocks behind the text: grounds, underlines, the outline of the chosen one."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.core.own_fields import OwnField, parted
from desktop.qt import theme
from desktop.qt.parts.field_colors import colored_values, value_color
from desktop.qt.parts.stance_lines import paint_lines, seen_on
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.placed import PlacedBlock
from desktop.qt.session import Session

UNDERLINE = 2.0
# what colours may tell besides own fields
BUILT_IN = ("stance", "topic", "actor")


class ClaimColors:
    """Choose the colours of claims *by* one meaning at a time: ``stance``, ``topic``, ``actor``, or an own field.

    A field goes by its place, such as ``claim:Frame``; of several values the first one colours. What has no value has
    no ground and a grey line, so that it is told apart from all that have one.

    Attributes:
        field: the own field that colours; None for the other meanings.
        values: its values that have colours, in their order: those of its list, else those that there are.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.by = "stance"
        self.field: OwnField | None = None
        self.values: list[str] = []

    def choose(self, by: str) -> str:
        """Let colours tell something; where the project has no such field, the stance. Return what they tell."""
        owner = parted(by)[0]
        fields = self._session.own_fields(owner) if owner and self._session.is_open else []
        self.field = next((one for one in fields if one.place == by), None)
        self.by = by if self.field is not None or by in BUILT_IN else "stance"
        self.values = []
        if self.field is not None:
            self.values = colored_values(self._session, self.field)
        return self.by

    def learn(self, document: PaneDocument, claim_ids: Iterable[int]) -> None:
        """Read at once what colours these claims and no highlight tells."""
        owner = self.field.owner if self.field is not None else ""
        if self.by == "actor" or owner == "actor":
            document.learn_actors(claim_ids)
        elif self.field is not None and owner == "claim":
            document.learn_values(self.field.place, claim_ids)

    def value(self, document: PaneDocument, claim_id: int) -> str:
        """Return what a claim, its topic, first actor or document has of the field that colours; empty for nothing."""
        if self.field is None:
            return ""
        if self.field.owner == "claim":
            return document.value_of(self.field.place, claim_id)
        told: dict[str, str] = {}
        if self.field.owner == "topic":
            topic = self._session.topics().get(document.topic_of(claim_id))
            told = dict(topic.variables) if topic is not None else {}
        elif self.field.owner == "actor":
            actor = self._session.actors().get(document.actor(claim_id))
            told = dict(actor.variables) if actor is not None else {}
        else:
            told = dict(document.document.facts.variables)
        words = told.get(self.field.name, "")
        return next(iter(self.field.read(words)), "") if self.field.fits(words) else words

    def of_value(self, value: str) -> QColor:
        """Return the colour of a value of the field."""
        return value_color(self.values, value)

    def line(self, document: PaneDocument, claim_id: int) -> QColor:
        """Return the colour of a claim's underline, lane and mark."""
        if self.by == "stance":
            return theme.color(document.stance_of(claim_id))
        if self.field is not None:
            return self.of_value(self.value(document, claim_id))
        if self.by == "topic":
            return self.topic(document.topic_of(claim_id))
        return self.actor(document.actor(claim_id))

    def ground(self, document: PaneDocument, claim_id: int) -> QColor:
        """Return the colour behind a claim's words."""
        if self.by == "stance":
            return theme.color(document.stance_of(claim_id) + "_ground")
        if self.field is not None and not self.value(document, claim_id):
            return QColor(Qt.GlobalColor.transparent)
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
    if placed:
        last = placed[-1].block
        colors.learn(document, document.marks_on(placed[0].block.position(), last.position() + last.length()))
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
    paint_lines(painter, underlines)
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
