"""Words from right to left in tables, lists and on cards: their stops, their sides, the context of hits."""

import pytest
from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QImage, QPainter, QPalette, QTextCursor
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.core.concordance import HitLine
from desktop.core.direction import isolated, runs_leftward
from desktop.core.traces import Trace, Verdict
from desktop.qt import theme
from desktop.qt.parts.directed import DirectedDelegate
from desktop.qt.parts.elided import wrapped
from desktop.qt.parts.entry_tree import EntryDelegate
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import label, radio
from desktop.qt.parts.row_table import RowTable
from desktop.qt.parts.trace_card import TraceDelegate, meta
from desktop.qt.parts.trace_list_model import CARD_ROLE, TraceCard
from desktop.qt.search.hits_model import LEFT, RIGHT, WORDS, HitDelegate, HitsModel
from desktop.qt.session import Session

from .test_leftward_titles import side
from .test_scripts import ARABIC, open_text

# high letters, and a stop that is low
SENTENCE = "םםםם."
WIDTH, HEIGHT = 300, 40


class Words(QAbstractListModel):
    """One row of words."""

    def __init__(self, words: str, card: TraceCard | None = None) -> None:
        super().__init__()
        self.words, self.card = words, card

    def rowCount(self, parent: Index | None = None) -> int:
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == CARD_ROLE:
            return self.card
        return self.words if role == Qt.ItemDataRole.DisplayRole else None


def painted(delegate: QStyledItemDelegate, model: QAbstractListModel, size: QSize) -> QImage:
    option, view = QStyleOptionViewItem(), QListView()
    option.initFrom(view)
    option.rect = QRect(0, 0, size.width(), size.height())
    option.font = theme.interface_font()
    option.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0))
    painter.end()
    return image


def ink(image: QImage, rect: QRect) -> list[int]:
    """Return how high the dark points of each column of a part of a picture reach from its foot, without blank ones."""
    found = []
    for x in range(rect.left(), rect.right() + 1):
        dark = [y for y in range(rect.top(), rect.bottom() + 1) if image.pixelColor(x, y).lightness() < 150]
        if dark:
            found.append(rect.bottom() - min(dark))
    return found


def ends_at_left(heights: list[int]) -> bool:
    """Tell whether what is low stands at the left of what is high."""
    return heights[0] + 3 < heights[-1]


def test_the_stop_of_a_sentence_in_a_table_stands_where_its_readers_end(qtbot: QtBot) -> None:
    table = RowTable(Words(SENTENCE), "claims", "Words")
    qtbot.addWidget(table)
    delegate = table.itemDelegate()
    assert isinstance(delegate, DirectedDelegate)
    image = painted(delegate, Words(SENTENCE), QSize(WIDTH, HEIGHT))
    heights = ink(image, QRect(0, 0, WIDTH, HEIGHT))
    assert ends_at_left(heights)
    # the cell keeps its side: names and sentences begin in one line
    assert side(image) == "left"
    assert not ends_at_left(ink(painted(delegate, Words("HHHH."), QSize(WIDTH, HEIGHT)), QRect(0, 0, WIDTH, HEIGHT)))


def test_brackets_behind_a_name_stand_where_its_readers_end(qtbot: QtBot) -> None:
    image = painted(EntryDelegate(), Words("ששש (i)"), QSize(WIDTH, HEIGHT))
    alike = painted(EntryDelegate(), Words(f"\u2067{'ששש (i)'}\u2069"), QSize(WIDTH, HEIGHT))
    assert image == alike


def card(quote: str, speaker: str = "שש") -> TraceCard:
    trace = Trace(1, 0, 1, "", None, None, None, "", Verdict.NOT_FOUND, 0.0, "")
    return TraceCard(trace, None, "nowhere_else", speaker, "(i) A", "", quote)


def test_a_quotation_on_a_card_begins_and_ends_where_its_readers_do(qtbot: QtBot) -> None:
    size = QSize(400, 90)
    image = painted(TraceDelegate(), Words("", card(SENTENCE)), size)
    words = image.copy(18, 40, 364, 40)
    assert side(words) == "right"
    assert side(painted(TraceDelegate(), Words("", card("HHHH.")), size).copy(18, 40, 364, 40)) == "left"
    assert meta(card(SENTENCE)) == "\u2068שש\u2069 · (i) A"


def line(left: str, words: str, right: str) -> HitLine:
    return HitLine(1, 0, 1, left, words, right)


LEFTWARD, RIGHTWARD = line("قالت هذه", "الضريبة", "عادلة. ITF"), line("this", "toll", "is fair (עם)")


@pytest.mark.parametrize(
    ("lines", "heads"),
    [
        ([RIGHTWARD], ("Before", "Words", "After")),
        ([LEFTWARD], ("After", "Words", "Before")),
        ([LEFTWARD, RIGHTWARD], ("At the left", "Words", "At the right")),
        ([], ("Before", "Words", "After")),
    ],
)
def test_what_is_before_a_hit_stands_where_its_readers_come_from(
    qtbot: QtBot, lines: list[HitLine], heads: tuple[str, ...]
) -> None:
    model = HitsModel()
    model.set_lines(lines[:1], {}, {})
    model.add(lines[1:])
    assert tuple(model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)) == heads
    for row, one in enumerate(model.rows):
        told = tuple(model.index(row, at).data() for at in (LEFT, WORDS, RIGHT))
        assert told == ((one.right, one.words, one.left) if one is LEFTWARD else (one.left, one.words, one.right))
        # a table that is copied has its columns in one order
        assert model.words(one)[:3] == (one.left, one.words, one.right)


def test_hits_from_right_to_left_sort_by_the_column_that_is_clicked(qtbot: QtBot) -> None:
    model = HitsModel()
    lines = [line("ب", "ن", "ا"), line("ا", "ن", "ب")]
    model.set_lines(lines, {}, {})
    model.sort(LEFT)
    assert [model.index(row, LEFT).data() for row in range(2)] == ["ا", "ب"]
    model.sort(RIGHT)
    assert [model.index(row, RIGHT).data() for row in range(2)] == ["ا", "ب"]


@pytest.mark.parametrize(
    ("one", "column", "mode"),
    [
        (LEFTWARD, LEFT, Qt.TextElideMode.ElideRight),
        (LEFTWARD, RIGHT, Qt.TextElideMode.ElideLeft),
        (RIGHTWARD, LEFT, Qt.TextElideMode.ElideLeft),
        (RIGHTWARD, RIGHT, Qt.TextElideMode.ElideRight),
    ],
)
def test_of_what_is_before_a_hit_the_end_is_seen(
    qtbot: QtBot, one: HitLine, column: int, mode: Qt.TextElideMode
) -> None:
    model = HitsModel()
    model.set_lines([one], {}, {})
    option = QStyleOptionViewItem()
    option.textElideMode = Qt.TextElideMode.ElideRight
    HitDelegate().initStyleOption(option, model.index(0, column))
    assert option.textElideMode == mode
    turned = Qt.LayoutDirection.RightToLeft if one is LEFTWARD else Qt.LayoutDirection.LeftToRight
    assert option.direction == turned


def test_words_in_a_line_of_others_keep_to_themselves(qtbot: QtBot) -> None:
    assert isolated("The toll") == "The toll"
    assert isolated("שש.") == "\u2068שש.\u2069"
    assert runs_leftward("قالت ITF هذه")
    assert not runs_leftward("the ITF (עם)")
    # a sentence of the program below words of the user's begins at its own side
    below = label(wraps=True)
    qtbot.addWidget(below)
    below.setText(f"{isolated('ששש.')}\nAt once.")
    below.resize(400, 60)
    assert side(below.grab().toImage()) == "left"


def test_a_title_without_spaces_takes_the_lines_that_there_are(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(theme.interface_font())
    title = "议会就过桥费展开辩论，政府支持，反对党反对"
    room = metrics.horizontalAdvance(title) * 0.6
    lines = wrapped(title, metrics, room, 2)
    assert "".join(lines) == title
    assert len(lines) == 2
    assert max(map(metrics.horizontalAdvance, lines)) <= room
    # no line begins with a mark that closes
    assert lines[1][0] not in "，。"
    assert wrapped("The union refuses", metrics, 10_000, 2) == ["The union refuses"]


def test_a_choice_has_room_for_its_words_in_bold(qtbot: QtBot) -> None:
    choice, other = radio("Wwwwwwwwww mmmmmmmmmm", "choice"), radio("Wwwwwwwwww mmmmmmmmmm", "pill")
    for one in (choice, other):
        qtbot.addWidget(one)
    bold = QFont(choice.font())
    bold.setBold(True)
    wider = QFontMetrics(bold).horizontalAdvance(choice.text()) - QFontMetrics(choice.font()).horizontalAdvance(
        choice.text()
    )
    assert wider > 0
    assert choice.sizeHint().width() - QFontMetrics(bold).horizontalAdvance(choice.text()) >= 12
    assert choice.minimumSizeHint() == choice.sizeHint()


def test_the_cursor_on_a_blank_line_stands_where_lines_begin(session: Session) -> None:
    pane = open_text(session, ARABIC)
    blank = next(one.block for one in pane.view.placed() if not one.block.text())
    cursor = QTextCursor(blank)
    pane.view.setTextCursor(cursor)
    assert pane.view.cursorRect().left() > pane.view.viewport().width() // 2
    pane = open_text(session, "One.\n\nTwo.", "b.txt")
    pane.view.setTextCursor(QTextCursor(next(one.block for one in pane.view.placed() if not one.block.text())))
    assert pane.view.cursorRect().left() < 20
