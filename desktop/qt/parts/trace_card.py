"""Painting traced quotations as cards: verdict, speaker, from whom to whom, score, the words."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.core.direction import isolated
from desktop.core.language import _, figure
from desktop.core.traces import Answer, Verdict
from desktop.qt import theme
from desktop.qt.parts.elided import view_width, wrapped
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.trace_list_model import CARD_ROLE, GROUP_ROLE, TraceCard
from desktop.qt.parts.verdict_look import ALIGN, TITLES, verdict_color
from desktop.qt.scripts import line_option

PAD, GAP, LINES = 10, 4, 2
# the least height of a group's line, and what stands above and below its words
HEAD, _AROUND_HEAD = 26, 8


class TraceDelegate(QStyledItemDelegate):
    """Paint a trace; the words take two lines at most."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the card's size."""
        card: TraceCard | None = index.data(CARD_ROLE)
        width = view_width(option)
        if card is None:
            return QSize(width, 0)
        lines = len(self._words(card, width - 2 * PAD - 16))
        meta = QFontMetricsF(theme.small_font()).height()
        head = self._head() if index.data(GROUP_ROLE) else 0
        return QSize(width, int(meta + GAP + lines * self._pitch() + 2 * PAD + 8) + head)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        card: TraceCard | None = index.data(CARD_ROLE)
        if card is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(8, 3, -8, -3)
        group: tuple[str, int] | None = index.data(GROUP_ROLE)
        if group is not None:
            self._paint_group(painter, QRectF(rect.left() + 6, rect.top(), rect.width() - 12, self._head()), *group)
            rect.setTop(rect.top() + self._head())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(theme.color("accent" if chosen else "line"), 2 if chosen else 1))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(rect, 6, 6)
        inner = rect.adjusted(PAD, PAD, -PAD, -PAD)
        height = self._paint_head(painter, inner, card)
        painter.setFont(theme.reading_font(11.0))
        painter.setPen(theme.color("ink"))
        top = inner.top() + height + GAP
        # a card that was measured wider, before the scroll bar came, must not write into what stands below it
        room = max(1, int((inner.bottom() - top) / self._pitch() + 0.1))
        for number, line in enumerate(self._words(card, inner.width(), min(LINES, room))):
            painter.drawText(
                QRectF(inner.left(), top + number * self._pitch(), inner.width(), self._pitch()),
                line,
                line_option(card.quote),
            )
        painter.restore()

    @staticmethod
    def _paint_group(painter: QPainter, rect: QRectF, key: str, count: int) -> None:
        """Paint what the cards below have in common."""
        font = theme.small_font()
        painter.setFont(font)
        painter.setPen(theme.color("dim"))
        words = f"{isolated(_(TITLES.get(key, key))) or _('nobody named')} · {figure(count)}".upper()
        painter.drawText(rect, ALIGN, QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideMiddle, rect.width()))

    def _paint_head(self, painter: QPainter, inner: QRectF, card: TraceCard) -> float:
        bold, plain = theme.small_font(bold=True), theme.small_font()
        height = QFontMetricsF(bold).height()
        row = QRectF(inner.left(), inner.top(), inner.width(), height)
        painter.setFont(plain)
        painter.setPen(theme.color("dim"))
        alike = _("{percent} % alike").format(percent=round(card.trace.score * 100))
        score = alike if card.trace.start_b is not None else ""
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, score)
        right = QFontMetricsF(plain).horizontalAdvance(score) + (8 if score else 0)
        verdict = _(TITLES.get(card.verdict, card.verdict))
        painter.setFont(bold)
        painter.setPen(verdict_color(card.verdict))
        painter.drawText(row, ALIGN, verdict)
        left = QFontMetricsF(bold).horizontalAdvance(verdict) + 8
        if card.kept is not None:
            left += self._paint_tick(painter, row, left, card)
        painter.setFont(plain)
        painter.setPen(theme.color("dim"))
        room = row.adjusted(left, 0, -right, 0)
        words = QFontMetricsF(plain).elidedText(meta(card), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, ALIGN, words)
        return height

    def _paint_tick(self, painter: QPainter, row: QRectF, left: float, card: TraceCard) -> float:
        """Paint the sign that the user has answered; painted, not written: no font need have it."""
        if card.kept is not None and card.kept.answer is Answer.REJECTED:
            return 0
        size = row.height() * 0.5
        base = QRectF(row.left() + left, row.center().y() - size / 2, size, size)
        painter.setPen(QPen(theme.color("accent"), 1.8))
        painter.drawPolyline(
            [
                base.topLeft() + (base.bottomLeft() - base.topLeft()) * 0.55,
                base.bottomLeft() + (base.bottomRight() - base.bottomLeft()) * 0.4,
                base.topRight(),
            ]
        )
        return size + 8

    @staticmethod
    def _words(card: TraceCard, width: float, lines: int = LINES) -> list[str]:
        # what is told in other words stands between no marks
        words = card.quote if card.trace.verdict is Verdict.REPORTED else f"“{card.quote}”"
        return wrapped(words, QFontMetricsF(theme.reading_font(11.0)), width, lines)

    @staticmethod
    def _head() -> int:
        return max(HEAD, ceil(QFontMetricsF(theme.small_font()).height()) + _AROUND_HEAD)

    @staticmethod
    def _pitch() -> float:
        return QFontMetricsF(theme.reading_font(11.0)).height() * 1.1


def meta(card: TraceCard) -> str:
    """Return who is quoted, by whom, and where the words were looked for or found."""
    speaker = isolated(card.speaker) or _("nobody named")
    if card.is_guess and card.speaker:
        # to be confirmed by who reads it
        speaker = _("{speaker} (a pronoun)").format(speaker=speaker)
    source, target = isolated(card.source), isolated(card.target or "")
    if card.trace.document_b == card.trace.document_a:
        return _("{speaker} · within {source}").format(speaker=speaker, source=source)
    if card.target and card.trace.start_b is not None:
        return f"{speaker} · {source} → {target}"
    if card.target:
        return _("{speaker} · {source}, same event").format(speaker=speaker, source=source)
    return f"{speaker} · {source}"
