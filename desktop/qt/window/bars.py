"""Above and below the pages: which page, what the colours mean, linked reading; the project and who tags."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QSizePolicy, QStatusBar, QToolButton, QWidget

from desktop.core import scale
from desktop.core.language import N_, NN_, _, ngettext
from desktop.core.text import one_line
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.parts.layouts import ground, hbox, label, radio, tool
from desktop.qt.parts.stance_lines import paint_line
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.qt.together.meetings import meetings_of
from desktop.qt.window.page_rows import READ, SHORTCUTS, TABS

# what the colours of the highlights tell
COLORS = {"stance": N_("Colour: stance"), "topic": N_("Colour: topic"), "actor": N_("Colour: actor")}


# what in a legend stands for what has no value
_MISSING = "missing"
# letters of a field on its pill
_FIELD = 16


class HighlightLegend(QWidget):
    """Say what the colours of the highlights mean: the shapes of the stances, or names with their colours."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[tuple[str, str, QColor]] = []
        self._shown: object = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(20)
        # of stances all are told, in two lines where one is too short
        self._rows = 1
        self.set_stances()

    def set_stances(self) -> None:
        """Explain the colours of the stances."""
        entries = [(stance.value, scale.word(stance), theme.color(stance)) for stance in Stance]
        self._show(entries, "\n".join(f"{scale.shape(stance)} {scale.word(stance)}" for stance in Stance))

    def set_names(self, names: list[tuple[str, QColor]], none: str = "") -> None:
        """Explain the colours of topics, actors or values in their order, and of what has none if *none* is given."""
        entries = [("", name, color) for name, color in names]
        if none:
            # a line without a ground, as in the text; where there is little room it is told before the others
            entries.insert(0, (_MISSING, none, theme.color("dim")))
        self._show(entries, "\n".join(name for _mark, name, _color in entries))

    def _show(self, entries: list[tuple[str, str, QColor]], told: str) -> None:
        """Show entries, and tell them whole; at each choice of a claim they are asked for, and nearly never others."""
        shown = (entries, told, theme.small_font().key())
        if shown != self._shown:
            self._shown, self._entries = shown, entries
            self.setToolTip(tip(told))
            self._fit()

    def sizeHint(self) -> QSize:
        """Return room for the stances."""
        return QSize(240, 24 if self._rows == 1 else 2 * self._line())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take two lines where one is too short."""
        super().resizeEvent(event)
        self._fit()

    def _line(self) -> int:
        # with the line below the words that a stance has
        return round(QFontMetricsF(theme.small_font()).height()) + 4

    def _widths(self) -> list[float]:
        metrics = QFontMetricsF(theme.small_font())
        return [metrics.horizontalAdvance(words) + 25 for _stance, words, _color in self._entries]

    def _fit(self) -> None:
        widths = self._widths()
        is_short = bool(self._entries and self._entries[0][0]) and sum(widths) > self.width() - 8
        rows = 2 if is_short else 1
        if rows != self._rows:
            self._rows = rows
            self.setMinimumHeight(0 if rows == 1 else 2 * self._line())
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as many entries as there is room for, from the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.small_font())
        if self._rows == 1:
            self._paint_row(painter, self._entries, self.height() / 2)
        else:
            half = (len(self._entries) + 1) // 2
            for entries, middle in ((self._entries[:half], 0.25), (self._entries[half:], 0.75)):
                self._paint_row(painter, entries, self.height() * middle)
        painter.end()

    def _paint_row(self, painter: QPainter, entries: Sequence[tuple[str, str, QColor]], middle: float) -> None:
        metrics = QFontMetricsF(painter.font())
        widths = [metrics.horizontalAdvance(words) + 25 for _stance, words, _color in entries]
        shown = 0
        while shown < len(widths) and sum(widths[: shown + 1]) <= self.width() - 8:
            shown += 1
        left = max(4.0, self.width() - sum(widths[:shown]) - (20 if shown < len(widths) else 4))
        for (stance, words, color), width in zip(entries[:shown], widths, strict=False):
            box = QRectF(left, middle - 5, 10, 10)
            if stance == _MISSING:
                painter.setPen(QPen(color, 1.4))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawLine(box.bottomLeft(), box.bottomRight())
            elif stance:
                theme.paint_shape(painter, stance, box, color)
                under = QRectF(left + 15, middle + metrics.height() / 2, metrics.horizontalAdvance(words), 2)
                paint_line(painter, stance, color, under)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawRoundedRect(box, 3, 3)
            painter.setPen(theme.color("dim"))
            place = QRectF(left + 15, middle - metrics.height(), width, 2 * metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            left += width
        if shown < len(entries):
            painter.setPen(theme.color("dim"))
            place = QRectF(left, middle - metrics.height(), 20, 2 * metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, "…")


class TopBar(QWidget):
    """Hold the page buttons and what the reader switches often; the window shows the legend in its status bar."""

    page_wanted = Signal(str)

    def __init__(self, color_actions: list[QAction], linked: QAction) -> None:
        super().__init__()
        ground("topBar", self)
        self._linked = linked
        self._brand = label(_("Visavis"))
        self._brand.setObjectName("brand")
        self._pages = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for page in TABS:
            button = radio(page.title, "page", SHORTCUTS.get(page.key, ""))
            button.clicked.connect(lambda _checked=False, key=page.key: self.page_wanted.emit(key))
            self._pages.addButton(button)
            self._buttons[page.key] = button
        self.legend = HighlightLegend()
        self._color = tool(role="pill", tip=_("What the colours of the highlights tell"))
        self._color.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.color_menu = QMenu(self._color)
        self.color_menu.addActions(color_actions)
        self._color.setMenu(self.color_menu)
        self._link = tool(
            role="pill",
            tip=_("Choosing a claim takes the other panes to theirs on the same topic (Ctrl+Shift+L)"),
            checkable=True,
        )
        self._link.clicked.connect(linked.trigger)
        # the pages without room for a tab
        self.more = tool("»", "page", _("More pages"))
        self.more.setAccessibleName(_("More pages"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        others = QMenu(self.more)
        others.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(others)
        pages = [self._brand, *self._buttons.values(), self.more]
        self._row = hbox(*pages, 1, self._color, self._link, on=self, margins=(10, 6, 12, 6), gap=3)

    def minimumSizeHint(self) -> QSize:
        """Return the height alone: pages give way before the window grows wider than its screen."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the tabs that there is room for, the page in view first, and the name where room is left."""
        gap, margins = self._row.spacing(), self._row.contentsMargins()

        def width(widget: QWidget) -> int:
            return widget.sizeHint().width() + gap

        room = self.width() - margins.left() - margins.right()
        room -= sum(width(one) for one in (self._color, self._link) if not one.isHidden())
        pages = sorted(self._buttons.values(), key=lambda button: not button.isChecked())
        crowded = sum(map(width, pages)) > room
        room -= width(self.more) if crowded else 0
        for button in pages:
            room -= width(button)
            button.setVisible(room >= 0)
        self.more.setVisible(crowded)
        self._brand.setVisible(not crowded and room >= width(self._brand))

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for key, button in self._buttons.items():
            if button.isHidden():
                menu.addAction(button.text(), partial(self.page_wanted.emit, key))

    def set_page(self, key: str) -> None:
        """Show which page is open; the reading switches go with the desk."""
        # a page without a button leaves none pressed, as if the page before were still there
        self._pages.setExclusive(False)
        for own, button in self._buttons.items():
            button.setChecked(own == key)
        self._pages.setExclusive(True)
        for widget in (self.legend, self._color, self._link):
            widget.setVisible(key == READ)
        self._fit()

    def set_color_by(self, by: str, field: str = "") -> None:
        """Show what the colours tell: one of `COLORS`, or an own field of that name."""
        words = _("Colour: {field}").format(field=one_line(field, _FIELD)) if field else _(COLORS[by])
        self._color.setText(words.replace("&", "&&"))
        self._fit()

    def set_linked(self, linked: bool) -> None:
        """Show whether reading is linked."""
        self._link.setText(_("Linked: on") if linked else _("Linked: off"))
        self._link.setChecked(linked)


# how long a sentence stands, in milliseconds
_HINT = 6000
# pixels of the name of a project
_FILE = 240
_COUNTS = {
    "documents": NN_("{count:,} document", "{count:,} documents"),
    "claims": NN_("{count:,} claim", "{count:,} claims"),
    "topics": NN_("{count:,} topic", "{count:,} topics"),
    "actors": NN_("{count:,} actor", "{count:,} actors"),
}


class StatusLine(QStatusBar):
    """Tell about the open project: what it holds, what the colours mean, whose claims are hidden, and who tags."""

    def __init__(self, session: Session, legend: QWidget) -> None:
        super().__init__()
        self._session = session
        self._meetings = meetings_of(session)
        self._file, self.counts, self.coder = label(), label(), label()
        self.setSizeGripEnabled(False)
        self.addWidget(self._file)
        self.addWidget(self.counts)
        # no stretch: it would take the width that a hint is written in
        self.addPermanentWidget(legend)
        self.addPermanentWidget(self.coder)
        self.messageChanged.connect(self._make_room)

    def _make_room(self, text: str) -> None:
        # Qt hides them too, and shows them again below the sentence where the legend takes a line more or less
        for part in (self._file, self.counts):
            part.setVisible(not text)

    def hint(self, text: str) -> None:
        """Show a sentence for a while."""
        self.showMessage(text, _HINT)

    def refresh(self) -> None:
        """Read everything anew."""
        if not self._session.is_open:
            return
        # a long name makes no window wider
        name, middle = self._session.path.name, Qt.TextElideMode.ElideMiddle
        self._file.setText(self._file.fontMetrics().elidedText(name, middle, _FILE))
        self._file.setToolTip(tip(str(self._session.path)))
        found = self._session.counts()
        self.counts.setText(
            " · ".join(ngettext(*forms, found[key]).format(count=found[key]) for key, forms in _COUNTS.items())
        )
        coder = _("coder: {name}").format(name=self._session.coder)
        told = (self._session.hidden_text(), self._meetings.told, coder)
        self.coder.setText(" · ".join(part for part in told if part))
        self.coder.setToolTip(tip(self._meetings.problem))
