"""The page of agreement and its desk, by real keys and clicks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.findings import agreement_page
from desktop.qt.findings.agreement_page import DIFFERENCES, FIGURES, WORDS, AgreementPage
from desktop.qt.messages import Messages
from desktop.qt.parts.page import GotoClaim
from desktop.qt.session import Session
from desktop.store import edits, reads
from tests.comparing.two_coders import make_example
from tests.qt.window_kit import make_page, tag_claim

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def coded(light: QApplication, tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "two.visavis"
    make_example(path)
    found = Session(Messages())
    found.open(path)
    found.coder = "Ada"
    yield found
    found.close()


@pytest.fixture
def page(coded: Session, qtbot: QtBot) -> AgreementPage:
    found = make_page(AgreementPage, coded)
    for model in (found.table.findings, found.grid.confusions):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    qtbot.addWidget(found)
    found.resize(1280, 700)
    with qtbot.waitExposed(found):
        found.show()
    return found


def words(page: AgreementPage) -> list[tuple[str, ...]]:
    return [row.words for row in page.table.findings.rows]


def agreed(session: Session) -> list[str]:
    """Return the words of the claims that were agreed on."""
    number = {coder.name: coder.id for coder in session.read(reads.project.coders)}.get("agreed", 0)
    return [claim.quote for claim in session.read(reads.project.claims) if claim.coder_id == number]


def counts(page: AgreementPage) -> dict[tuple[str, str], str]:
    """Return what stands in the cells of the confusions."""
    model = page.grid.confusions
    return {
        (model.rows[row][1], model.columns[column][1]): str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if model.index(row, column).data()
    }


def test_figures_stand_in_a_table_and_the_chosen_ones_with_intervals(page: AgreementPage) -> None:
    assert words(page)[0] == ("Topic", "15", "2", "80", "0.69", "0.69", "0.69", "0.70", "–", "0.70", "0.70")
    assert page.about.text() == "15 passages of two coders or more. Alone: Ada 1, Bert 1."
    told = dict(row.words for row in page.figures.findings.rows)
    assert told["Cohen’s κ"].startswith("0.69 [0.")
    assert told["α, ordinal"] == "its values have no order"
    page.rule.setCurrentIndex(1)
    page.rule.activated.emit(1)
    assert words(page)[0][3:5] == ("93", "0.90")


def test_in_a_narrow_window_fewer_coefficients_leave_room_for_the_names(page: AgreementPage, qtbot: QtBot) -> None:
    page.resize(1024, 500)
    qtbot.waitUntil(lambda: len(words(page)[0]) == 8)
    assert words(page)[0][3:] == ("80", "0.69", "0.70", "–", "0.70")
    header = page.table.horizontalHeader()
    assert header.sectionSize(0) >= page.table.fontMetrics().horizontalAdvance("Stance")
    assert header.length() <= page.table.viewport().width()
    page.resize(1280, 700)
    qtbot.waitUntil(lambda: len(words(page)[0]) == 11)


def test_figures_by_topic_name_each_topic(page: AgreementPage) -> None:
    page.by.setCurrentIndex(page.by.findData("topic"))
    page.by.activated.emit(0)
    assert [row[:4] for row in words(page)] == [
        ("Bridge toll", "Topic", "15", "1"),
        ("Bridge toll", "Stance", "3", "1"),
        ("Harbour", "Topic", "15", "0"),
        ("Harbour", "Stance", "5", "0"),
        ("Night ferry", "Topic", "15", "1"),
        ("Night ferry", "Stance", "4", "1"),
    ]


def test_a_cell_of_confusions_opens_its_passages(page: AgreementPage, qtbot: QtBot) -> None:
    assert counts(page)["Harbour", "Bridge toll"] == "2"
    assert counts(page)["Night ferry", "no claim"] == "1"
    model = page.grid.confusions
    row = [name for _value, name in model.rows].index("Harbour")
    column = [name for _value, name in model.columns].index("Bridge toll")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.grid.hasFocus()
    page.grid.setCurrentIndex(model.index(row, column))
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    assert page.kind.value == DIFFERENCES
    assert [each[2:] for each in words(page)] == [
        ("Topic", "Harbour", "Bridge toll"),
        ("Topic, Stance", "Harbour, favor", "Bridge toll, neutral"),
    ]
    assert page.narrowed.text() == "Topic: Harbour / Bridge toll  ×"
    qtbot.mouseClick(page.narrowed, LEFT)
    assert len(words(page)) == 8
    # what both said alike can be looked at as well
    qtbot.mouseClick(page.kind.button(FIGURES), LEFT)
    page.grid.setCurrentIndex(model.index(row, row))
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    assert len(words(page)) == 5


def test_the_passage_stands_once_with_both_versions_beside_it(page: AgreementPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button(DIFFERENCES), LEFT)
    text = page.desk.passage.text.toPlainText()
    assert text.count("called the plan a gift to the shipping lines") == 1
    assert [version.coder.text() for version in page.desk.versions] == ["Ada · on a ground", "Bert · underlined"]
    assert page.desk.versions[0].words() == ["Harbour", "Fishers’ union", "▼ against", "≠ reported"]
    assert page.desk.versions[1].words() == ["Harbour", "Fishers’ union", "▼ against", "≠ author"]
    image = page.desk.passage.text.viewport().grab().toImage()
    assert painted(image, "accent_ground") > 500
    assert painted(image, "against") > 20


def painted(image: QImage, name: str) -> int:
    wanted = theme.color(name).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(0, image.width(), 2) for y in range(image.height()))


def test_keys_decide_and_go_on_and_what_is_left_is_counted(page: AgreementPage, coded: Session, qtbot: QtBot) -> None:
    before = coded.read(reads.project.claims)
    qtbot.mouseClick(page.kind.button(DIFFERENCES), LEFT)
    assert page.filters.result.text() == "8 of 8 left to settle"
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    assert agreed(coded) == ["called the plan a gift to the shipping lines"]
    qtbot.keyClick(page.table, Qt.Key.Key_3)
    assert len(agreed(coded)) == 3
    qtbot.keyClick(page.table, Qt.Key.Key_J)
    qtbot.keyClick(page.table, Qt.Key.Key_K)
    qtbot.keyClick(page.table, Qt.Key.Key_0)
    assert page.filters.result.text() == "5 of 8 left to settle"
    assert [row[0] for row in words(page)] == ["1", "1 2", "×", *["○"] * 5]
    assert page.table.currentIndex().row() == 3
    originals = {claim.id: claim for claim in before}
    assert {one.id: one for one in coded.read(reads.project.claims) if one.id in originals} == originals
    # back to the first, and taken back
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_K)
    assert "Decided: Ada’s version." in page.desk.state.text()
    qtbot.keyClick(page.table, Qt.Key.Key_Backspace)
    assert words(page)[0][0] == "○"
    assert len(agreed(coded)) == 2


def test_undo_opens_the_passage_again(page: AgreementPage, coded: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button(DIFFERENCES), LEFT)
    qtbot.mouseClick(page.desk.buttons["b"], LEFT)
    assert page.filters.result.text() == "7 of 8 left to settle"
    coded.undo()
    qtbot.waitUntil(lambda: page.filters.result.text() == "8 of 8 left to settle")
    assert agreed(coded) == []


def test_where_only_one_has_a_claim_the_other_cannot_be_taken(
    page: AgreementPage, coded: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.kind.button(DIFFERENCES), LEFT)
    row = next(at for at, each in enumerate(words(page)) if each[2:] == ("alone", "Night ferry", "no claim"))
    page.table.selectRow(row)
    assert not page.desk.buttons["b"].isEnabled()
    assert not page.desk.buttons["both"].isEnabled()
    assert page.desk.versions[1].words() == []
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    assert agreed(coded) == []
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    assert agreed(coded) == ["the ferry is to run through the night from May on"]


def test_a_note_is_kept_and_goes_with_what_is_taken(page: AgreementPage, coded: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button(DIFFERENCES), LEFT)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_N)
    assert page.desk.note.hasFocus()
    qtbot.keyClicks(page.desk.note, "Whose word is gift?")
    qtbot.keyClick(page.desk.note, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_J)
    assert page.desk.note.toPlainText() == ""
    qtbot.keyClick(page.table, Qt.Key.Key_K)
    assert page.desk.note.toPlainText() == "Whose word is gift?"
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    made = [claim for claim in coded.read(reads.project.claims) if claim.memo]
    assert [claim.memo for claim in made] == ["Whose word is gift?"]


def test_all_that_agree_are_taken_with_one_click_and_one_undo(
    page: AgreementPage, coded: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.kind.button(DIFFERENCES), LEFT)
    assert page.take_alike.text() == "Take the 9 that agree"
    qtbot.mouseClick(page.take_alike, LEFT)
    assert len(agreed(coded)) == 9
    assert page.take_alike.isHidden()
    coded.undo()
    assert agreed(coded) == []


def test_enter_opens_the_passage_in_its_text(page: AgreementPage, coded: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button(DIFFERENCES), LEFT)
    page.table.setFocus()
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == [GotoClaim(1, 3)]


def test_words_tell_whether_they_found_the_same(page: AgreementPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.kind.button(WORDS), LEFT)
    assert words(page) == [("Ada × Bert", "15", "2", "0.94", "0.88", "82", "0.62", "0.77")]
    assert page.about.text() == "14 of 15 pairs have half of their words in common or more."


def test_an_edit_elsewhere_is_counted(page: AgreementPage, coded: Session, qtbot: QtBot) -> None:
    coded.do(edits.claims.change, 14, stance=Stance.NEUTRAL)
    qtbot.waitUntil(lambda: words(page)[2][3] == "87")


def test_one_coder_is_told_what_is_missing(session: Session, qtbot: QtBot) -> None:
    page = make_page(AgreementPage, session)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    assert page.hint.isVisible()
    assert page.hint.text().startswith("Agreement is between two coders or more")
    for kind in (WORDS, DIFFERENCES, FIGURES):
        qtbot.mouseClick(page.kind.button(kind), LEFT)
        assert words(page) == []


def test_what_is_hidden_everywhere_is_not_told_here(page: AgreementPage, coded: Session, qtbot: QtBot) -> None:
    coded.hide_coders(["Bert"])
    qtbot.waitUntil(lambda: words(page) == [])
    assert page.hint.text().endswith("16 claims hidden (Bert)")
    coded.hide_coders([])
    qtbot.waitUntil(lambda: len(words(page)) == 4)


def test_many_claims_are_paired_while_the_window_goes_on(
    page: AgreementPage, coded: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = words(page)
    monkeypatch.setattr(agreement_page, "_AT_ONCE", 10)
    monkeypatch.setattr(agreement_page, "_MANY", 2)
    page.renew()
    assert words(page) == []
    assert page.busy
    assert page.hint.text() == "The claims are being paired…"
    qtbot.waitUntil(lambda: words(page) == before)
    # intervals come afterwards, and may have come between two looks
    assert dict(row.words for row in page.figures.findings.rows)["Cohen’s κ"] in ("0.69", "0.69 [0.30, 1.00]")
    qtbot.waitUntil(lambda: not page.busy)
    assert dict(row.words for row in page.figures.findings.rows)["Cohen’s κ"].startswith("0.69 [0.")


def test_of_three_coders_a_pair_has_confusions_that_open(page: AgreementPage, coded: Session, qtbot: QtBot) -> None:
    coded.coder = "Cleo"
    claim = coded.read(reads.project.claims)[0]
    tag_claim(coded, 1, claim.span, claim.actor_ids, claim.topic_id, Stance.AGAINST)
    qtbot.waitUntil(lambda: words(page)[0][4] == "–")
    assert page.grid.isHidden(), "kappa and confusions are of two"
    page.by.setCurrentIndex(page.by.findData("pair"))
    page.by.activated.emit(0)
    row = next(at for at, each in enumerate(words(page)) if each[:2] == ("Ada × Cleo", "Stance"))
    page.table.selectRow(row)
    assert counts(page)["favor", "against"] == "1"
    model = page.grid.confusions
    at = [name for _value, name in model.rows].index("favor"), [name for _value, name in model.columns].index("against")
    page.grid.setCurrentIndex(model.index(*at))
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    assert page.coders.chosen == ("Ada", "Cleo")
    assert [each[2:] for each in words(page)] == [("Stance, Voice", "favor, reported", "against, direct")]
