"""Lists of every page: sorted, copied as a table, in the width that there is; quotations in their context."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.values import Stance
from desktop.core.views import View
from desktop.qt import theme
from desktop.qt.codebook.tree_view import CodebookTree
from desktop.qt.findings.findings_table import Finding, FindingsTable, shared
from desktop.qt.matrix.evidence_panel import EvidencePanel
from desktop.qt.parts.claim_cards import ClaimDelegate, in_context
from desktop.qt.parts.claim_list_model import CLAIM_ROLE
from desktop.qt.parts.entry_tree import EntryTreeModel
from desktop.qt.parts.stance_cells import CellPainter
from desktop.qt.session import Session

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
TITLES = ("Actor", "Strength", "Claims")
ROWS = [
    Finding(("Élan", "2", "▲3"), "e", counts=((2, CellCounts(3)),)),
    Finding(("bo", "10", "▲1 ▼1"), "b", counts=((2, CellCounts(1, 1)),)),
    Finding(
        ("Ana Maria of a very long name indeed, and of many titles", "−3", "▼9"), "a", counts=((2, CellCounts(0, 9)),)
    ),
]


def text() -> list[str]:
    return QApplication.clipboard().text().splitlines()


@pytest.fixture
def table(light: QApplication, qtbot: QtBot) -> FindingsTable:
    found = FindingsTable("Findings")
    QAbstractItemModelTester(found.findings, QAbstractItemModelTester.FailureReportingMode.Fatal, found.findings)
    qtbot.addWidget(found)
    found.resize(360, 300)
    found.show_rows(TITLES, ROWS, whole=(1, 2))
    with qtbot.waitExposed(found):
        found.show()
    return found


def shown(table: FindingsTable) -> list[object]:
    return [row.what for row in table.findings.rows]


def test_a_title_sorts_numbers_as_numbers_and_a_third_click_brings_back_the_order(
    table: FindingsTable, qtbot: QtBot
) -> None:
    def click(column: int) -> list[object]:
        header = table.horizontalHeader()
        at = QPoint(header.sectionViewportPosition(column) + 8, header.height() // 2)
        qtbot.mouseClick(header.viewport(), LEFT, pos=at)
        return shown(table)

    table.selectRow(1)
    assert click(1) == ["a", "e", "b"]
    assert table.current() == "b", "what was chosen stays so"
    assert click(1) == ["b", "e", "a"]
    assert click(1) == ["e", "b", "a"]
    assert click(0) == ["a", "b", "e"], "without case and accents"
    assert click(2) == ["b", "e", "a"], "by the number of claims"
    table.show_rows(TITLES, ROWS[1:])
    assert shown(table) == ["b", "a"], "still sorted"
    table.show_rows(("Other",), [Finding(("x",), 1), Finding(("a",), 2)])
    assert shown(table) == [1, 2], "other findings come in their own order"


def test_a_list_is_copied_in_its_order_as_text_and_html(table: FindingsTable, qtbot: QtBot) -> None:
    table.findings.sort(1)
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    assert text() == ["Actor\tStrength\tClaims", f"{ROWS[2].words[0]}\t−3\t▼9", "Élan\t2\t▲3", "bo\t10\t▲1 ▼1"]
    assert "<td>▲1 ▼1</td>" in QApplication.clipboard().mimeData().html()


@pytest.mark.parametrize("width", [300, 360, 800])
def test_columns_share_the_width_and_numbers_are_never_cut(table: FindingsTable, width: int) -> None:
    table.resize(width, 300)
    QApplication.processEvents()
    assert not table.horizontalScrollBar().isVisible()
    widths = [table.columnWidth(column) for column in range(3)]
    assert sum(widths) == table.viewport().width()
    painter = CellPainter()
    assert widths[2] >= painter.width(CellCounts(1, 1)) + 8
    assert widths[1] >= table.horizontalHeader().fontMetrics().horizontalAdvance("Strength")


def test_only_the_widest_give_way() -> None:
    assert shared([50, 100, 400], 300) == [50, 100, 150]
    assert shared([300, 300], 200) == [100, 100]
    assert shared([60, 60], 500) == [60, 60]
    assert shared([90, 90], 10) == [44, 44]


def test_counts_in_a_list_look_as_in_the_matrix(table: FindingsTable) -> None:
    image = table.viewport().grab().toImage()

    def has(row: int, name: str) -> bool:
        rect = table.visualRect(table.findings.index(row, 2))
        color = theme.color(name).rgb()
        points = [(x, y) for x in range(rect.left(), rect.right()) for y in range(rect.top(), rect.bottom())]
        return any(image.pixel(x, y) == color for x, y in points)

    assert has(1, "favor_ground")
    assert has(1, "against_ground")
    assert has(1, "accent"), "a contradiction is framed"
    assert not has(2, "favor_ground")
    assert has(2, "against_ground")


# quotations


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> EvidencePanel:
    found = EvidencePanel(session)
    qtbot.addWidget(found)
    found.resize(420, 700)
    with qtbot.waitExposed(found):
        found.show()
    show(found, session, "ordun")
    return found


def show(panel: EvidencePanel, session: Session, actor: str) -> None:
    comparison = session.comparisons.compare(View())
    assert comparison is not None
    column = next(path for path in comparison.pivot.columns if path[0].key == actor)
    panel.show_cell(comparison, None, column)


def quotes(panel: EvidencePanel) -> list[str]:
    claims = [panel.model.index(row).data(CLAIM_ROLE) for row in range(panel.model.rowCount())]
    return [claim.quote for claim in claims if claim is not None]


def test_evidence_is_copied_as_a_table(panel: EvidencePanel) -> None:
    panel.focus_list()
    assert panel.list.copy() == 2
    head, first, second = text()
    assert head == "Document\tPublisher\tDate\tActors\tTopic\tStance\tVoice\tQuote"
    assert first.startswith("The Élbar papers\tTarn Herald\t2024-04-26\tOrdun Vask, Elbar Nim\tTrade\tfavor\tdirect\t")
    assert second.endswith("Bridge\tagainst\treported\t“nimor” ést")


def test_evidence_is_sorted_by_its_menu_and_goes_back(panel: EvidencePanel) -> None:
    def sort(name: str) -> None:
        point = panel.list.viewport().rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, panel.list.viewport().mapToGlobal(point))
        QApplication.sendEvent(panel.list.viewport(), event)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        panel.list.orders[name].trigger()
        popup.close()

    before = quotes(panel)
    sort("topic")
    assert quotes(panel) == before[::-1]
    assert panel._section.text() == "EVIDENCE, BY TOPIC"
    assert all(row.claim_id for row in panel.model.rows()), "no heads of documents"
    sort("document and date")
    assert quotes(panel) == before
    assert not panel.model.rows()[0].claim_id


@pytest.mark.parametrize("width", range(380, 460, 4))
def test_no_card_is_lower_than_its_words(panel: EvidencePanel, session: Session, width: int) -> None:
    claim = session.claims()[0]
    panel.resize(width, 300)
    # measured while there is no scroll bar, painted beside one
    option = QStyleOptionViewItem()
    option.widget = panel.list
    panel._delegate.context = False
    words = " ".join(["harbour", "toll", "is", "sea"][at % 4] for at in range(18))
    card = replace(claim, quote=words)
    beside = panel.list.width() - panel.list.verticalScrollBar().sizeHint().width()
    needed = panel._delegate._lay(card, beside - 2 * 8 - 2 * 9 + 2)[1]
    assert panel._delegate._lay(card, panel._delegate._least(option) - 2 * 9 - 14)[1] >= needed


def test_context_is_whole_words_of_the_same_paragraph(session: Session) -> None:
    claim = next(one for one in session.claims() if one.quote == "tosk")
    words, begin, end = in_context(claim)
    assert words == "Velo marin tosk 😀 elbar."
    assert words[begin:end] == "tosk"
    long = replace(claim, prefix="f a long word before the quote ,", suffix=" and what follows it in the text")
    words, begin, end = in_context(long)
    assert words == "…a long word before the quote ,tosk and what follows it in the…"
    assert words[begin:end] == "tosk"


def test_context_is_dimmed_and_can_be_hidden(panel: EvidencePanel, session: Session, qtbot: QtBot) -> None:
    show(panel, session, "elbar")

    def dim() -> int:
        image = panel.list.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        near = theme.color("dim").red()
        return sum(
            abs(image.pixelColor(x, y).red() - near) < 14 for x in range(image.width()) for y in range(image.height())
        )

    before = dim()
    qtbot.mouseClick(panel.context, LEFT)
    QApplication.processEvents()
    # the edges of black letters have such a grey too
    assert before > dim() + 50


def test_a_long_quotation_in_context_is_cut_and_still_painted(panel: EvidencePanel, session: Session) -> None:
    claim = replace(session.claims()[0], quote="harbour tolls " * 90, prefix="before it ", suffix=" after it")
    layout, height = panel._delegate._lay(claim, 300)
    assert layout.lineCount() == 6
    assert layout.text().startswith("before it harbour")
    assert layout.text().endswith("…")
    assert layout.formats()[0].length == len("before it ")
    assert height > 0


def test_the_codebook_is_copied_as_it_is_shown(session: Session, qtbot: QtBot) -> None:
    model = EntryTreeModel(session)
    model.set_active(True)
    tree = CodebookTree(model, frozenset())
    qtbot.addWidget(tree)
    tree.resize(300, 300)
    with qtbot.waitExposed(tree):
        tree.show()
    qtbot.keyClick(tree, Qt.Key.Key_C, CTRL)
    assert text() == [
        "Topic\tTheme\tKey\tClaims\tProposition\tDefinition",
        "Economy\t\teconomy\t0\t\t",
        "Trade\tEconomy\ttrade\t2\tTarn should trade more\t",
        "Bridge\t\tbridge\t1\tThe bridge should be built\t",
    ]


# in print and in black and white


def test_stances_are_told_apart_without_colour(light: QApplication) -> None:
    cells = CellPainter()

    def grey(counts: CellCounts) -> list[list[bool]]:
        image = cells.pixmap(counts, 2.0).toImage()
        flat = QImage(image.size(), QImage.Format.Format_RGB32)
        flat.fill(theme.color("page"))
        for x in range(image.width()):
            for y in range(image.height()):
                if image.pixelColor(x, y).alpha() > 127:
                    flat.setPixelColor(x, y, image.pixelColor(x, y))
        flat = flat.convertToFormat(QImage.Format.Format_Grayscale8)
        # what a printer without colours makes dark
        return [[flat.pixelColor(x, y).red() < 140 for x in range(flat.width())] for y in range(flat.height())]

    kinds = {
        "favor": CellCounts(4),
        "against": CellCounts(0, 4),
        "neutral": CellCounts(0, 0, 4),
        "not coded": CellCounts(0, 0, 0, 4),
        "contradictory": CellCounts(2, 2),
    }
    painted = {name: grey(counts) for name, counts in kinds.items()}
    # the number is the same; the shape differs in a good part of its own square
    for one in Stance:
        for other in Stance:
            if one != other:
                rows = zip(painted[one], painted[other], strict=True)
                differing = sum(a != b for first, second in rows for a, b in zip(first, second, strict=True))
                assert differing > 60, (one, other)
    framed = painted["contradictory"]
    middle = len(framed[0]) // 2
    assert framed[1][middle] or framed[2][middle], "a frame that print shows"
    assert not any(painted["favor"][row][len(painted["favor"][0]) // 2] for row in range(4))


def test_a_quotation_that_is_cut_ends_with_an_ellipsis_in_any_width(session: Session) -> None:
    delegate = ClaimDelegate(session, ())
    words = "The harbour administration, by its own account, will become a longstanding partner of the 🚢 ferries. " * 4
    claim = replace(session.claims()[0], quote=words.strip())
    for width in range(120, 420, 3):
        layout = delegate._lay(claim, width)[0]
        last = layout.lineAt(layout.lineCount() - 1)
        painted = layout.text().encode("utf-16-le")[: 2 * (last.textStart() + last.textLength())].decode("utf-16-le")
        assert painted.endswith("…"), (width, painted[-20:])
