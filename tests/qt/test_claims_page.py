"""The claims page by real keys and clicks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.values import Claim, Stance, Voice
from desktop.core.views import View
from desktop.qt.claims import model as claims_model
from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.claims.model import COLUMNS, ClaimTableModel
from desktop.qt.dialogs import FileDialogs
from desktop.qt.messages import Messages
from desktop.qt.parts.memo_field import MemoField
from desktop.qt.parts.page import GotoClaim
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits, reads
from desktop.store.database import Database

from ..benchmarks.generator import generate_project
from .test_matrix_model import ids
from .window_kit import tag_claim

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
AT = {column.key: number for number, column in enumerate(COLUMNS)}


@pytest.fixture
def page(session: Session, tmp_path: Path, qtbot: QtBot) -> Iterator[ClaimsPage]:
    found = ClaimsPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    QAbstractItemModelTester(found.model, QAbstractItemModelTester.FailureReportingMode.Fatal, found)
    qtbot.addWidget(found)
    found.resize(1280, 700)
    found.show()
    qtbot.waitExposed(found)
    return found


@pytest.fixture
def told(session: Session) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    session.messages.posted.connect(lambda kind, text: found.append((kind, text)))
    return found


def column(page: ClaimsPage, key: str) -> list[str]:
    model = page.model
    return [str(model.index(row, AT[key]).data()) for row in range(model.rowCount())]


def click(
    qtbot: QtBot, page: ClaimsPage, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.mouseClick(page.table.viewport(), LEFT, modifiers, place(page, row))


def place(page: ClaimsPage, row: int) -> QPoint:
    return page.table.visualRect(page.model.index(row, AT["quote"])).center()


def keys(qtbot: QtBot, widget: QWidget, *pressed: Key | str) -> None:
    for one in pressed:
        if isinstance(one, str):
            qtbot.keyClicks(widget, one)
        else:
            qtbot.keyClick(widget, one)


def choose_all(qtbot: QtBot, page: ClaimsPage) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Key.Key_A, CONTROL)


def test_every_claim_is_a_row_with_all_that_is_known_of_it(page: ClaimsPage) -> None:
    assert page.count.text() == "3 of 3 claims"
    assert column(page, "document") == ["The Élbar papers"] * 3
    assert column(page, "date") == ["2024-04-26"] * 3
    assert column(page, "actors") == ["Ordun Vask, Elbar Nim", "Elbar Nim", "Ordun Vask"]
    assert column(page, "topic") == ["Trade", "Trade", "Bridge"]
    assert column(page, "stance") == ["favor", "against", "against"]
    assert column(page, "voice") == ["direct", "author", "reported"]
    assert column(page, "quote") == ["marin tosk 😀 elbar", "tosk", "“nimor” ést"]
    assert column(page, "coder") == ["Nilo"] * 3
    assert column(page, "memo") == ["First.", "", ""]
    stances = [page.model.index(row, AT["stance"]).data(Qt.ItemDataRole.DecorationRole) for row in range(3)]
    assert all(not icon.isNull() for icon in stances)


def test_words_are_searched_as_one_types(page: ClaimsPage, qtbot: QtBot) -> None:
    page.find_words()
    keys(qtbot, page.bar.text, "tos")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    keys(qtbot, page.bar.text, "k NOT elbar")
    qtbot.waitUntil(lambda: column(page, "quote") == ["tosk"])
    assert page.count.text() == "1 of 3 claims"
    assert list(page.chips.chips) == ["text"]
    qtbot.mouseClick(page.chips.chips["text"], LEFT)
    assert page.bar.text.text() == ""
    assert page.model.rowCount() == 3
    assert not page.chips.chips
    # a memo is searched like the words
    keys(qtbot, page.bar.text, "first", Key.Key_Return)
    assert column(page, "memo") == ["First."]
    keys(qtbot, page.bar.text, *"xyz", Key.Key_Return)
    assert page.nothing.text() == "No claim meets the filter."


def test_dates_from_and_to_and_a_date_that_is_none(page: ClaimsPage, qtbot: QtBot) -> None:
    keys(qtbot, page.bar.since, "2024-05", Key.Key_Return)
    assert page.model.rowCount() == 0
    page.bar.since.selectAll()
    keys(qtbot, page.bar.since, "2023", Key.Key_Return)
    keys(qtbot, page.bar.until, "2024", Key.Key_Return)
    assert page.model.rowCount() == 3
    assert page.chips.chips["date"].text() == "date 2023–2024  ×"
    page.bar.until.selectAll()
    keys(qtbot, page.bar.until, "soon", Key.Key_Return)
    assert page.bar.until.property("wrong")
    assert "no date" in page.bar.until.toolTip()
    assert page.filter == ClaimFilter(since="2023", until="2024")
    page.bar.until.selectAll()
    keys(qtbot, page.bar.until, "2022", Key.Key_Return)
    assert "swap" in page.bar.until.toolTip()
    page.bar.until.clear()
    keys(qtbot, page.bar.until, Key.Key_Return)
    assert not page.bar.until.property("wrong")
    assert page.filter == ClaimFilter(since="2023")


def test_a_list_is_opened_searched_and_ticked_from_the_keyboard(page: ClaimsPage, qtbot: QtBot) -> None:
    stance = page.bar.picks["stance"]
    stance.setFocus()
    keys(qtbot, stance, Key.Key_Down)
    assert stance.popup.isVisible()
    keys(qtbot, stance.list, Key.Key_Down, Key.Key_Return)
    assert page.filter.stances == (Stance.AGAINST,)
    keys(qtbot, stance.list, Key.Key_Up, Key.Key_Space)
    assert page.filter.stances == (Stance.FAVOR, Stance.AGAINST)
    keys(qtbot, stance.list, Key.Key_Space, Key.Key_Escape)
    assert not stance.popup.isVisible()
    assert column(page, "stance") == ["against", "against"]
    assert stance.text() == "Stance 1"


def test_a_tick_by_mouse_and_every_kind_of_list(page: ClaimsPage, qtbot: QtBot) -> None:
    for name, row, wanted in (
        ("document", 0, 3),
        ("voice", 0, 1),
        ("coder", 0, 3),
        ("memo", 0, 1),
        ("memo", 1, 2),
        ("actor", 0, 2),
        ("topic", 1, 2),
    ):
        page.set_filter(ClaimFilter())
        pick = page.bar.picks[name]
        qtbot.mouseClick(pick, LEFT)
        qtbot.mouseClick(pick.list.viewport(), LEFT, pos=pick.list.visualRect(pick.model.index(row)).center())
        pick.popup.hide()
        assert page.model.rowCount() == wanted, (name, row)
        assert list(page.chips.chips) == [name]


def test_a_long_list_is_found_in_by_typing(page: ClaimsPage, session: Session, qtbot: QtBot) -> None:
    for number in range(9):
        session.do(edits.codebook.add, "topic", f"Zorn {number}")
    topic = page.bar.picks["topic"]
    qtbot.mouseClick(topic, LEFT)
    keys(qtbot, topic.line, "econ", Key.Key_Return, Key.Key_Escape)
    assert page.filter.topics == ("economy",)
    # the theme stands for its topics
    assert column(page, "topic") == ["Trade", "Trade"]
    qtbot.mouseClick(topic, LEFT)
    assert topic.model.index(0).data() == "Economy"
    topic.popup.hide()


def test_all_chips_can_be_taken_away_at_once(page: ClaimsPage, qtbot: QtBot) -> None:
    page.set_filter(ClaimFilter.parse("stance=against topic=economy children=no publisher=x"))
    assert [chip.text() for chip in page.chips.chips.values()] == [
        "publisher x  ×",
        "topic Economy alone  ×",
        "stance against  ×",
    ]
    assert page.chips.clear_all is not None
    qtbot.mouseClick(page.chips.clear_all, LEFT)
    assert page.filter == ClaimFilter()
    assert page.model.rowCount() == 3


def test_a_head_sorts_both_ways_and_back(page: ClaimsPage, qtbot: QtBot) -> None:
    head = page.table.horizontalHeader()

    def press(key: str) -> list[int]:
        x = head.sectionViewportPosition(AT[key]) + 12
        qtbot.mouseClick(head.viewport(), LEFT, pos=QPoint(x, head.height() // 2))
        return list(page.model.ids)

    assert press("actors") == [3, 1, 2]
    assert press("actors") == [1, 2, 3]
    assert press("actors") == [1, 3, 2]
    for key in AT:
        assert sorted(press(key)) == [1, 2, 3]


def test_the_chosen_rows_stay_chosen_when_they_move(page: ClaimsPage, qtbot: QtBot) -> None:
    click(qtbot, page, 0)
    click(qtbot, page, 2, CONTROL)
    assert set(page.chosen_ids()) == {1, 2}
    page.model.sort(AT["actors"])
    page.refresh()
    page.set_filter(ClaimFilter(stances=(Stance.AGAINST,)))
    assert page.chosen_ids() == (2,)
    assert page.retag.told.text() == "1 chosen"


def test_the_bar_appears_with_a_choice_and_sets_stance_and_voice(
    page: ClaimsPage, session: Session, qtbot: QtBot
) -> None:
    assert not page.retag.choices["stance"].isVisible()
    height = page.retag.height()
    click(qtbot, page, 1)
    qtbot.mouseClick(page.table.viewport(), LEFT, SHIFT, place(page, 2))
    assert page.retag.choices["stance"].isVisible()
    assert page.retag.height() == height
    assert page.retag.told.text() == "2 chosen"
    assert page.retag.choices["stance"].value == "against"
    assert page.retag.choices["voice"].value == ""
    qtbot.mouseClick(page.retag.choices["stance"].button("neutral"), LEFT)
    qtbot.mouseClick(page.retag.choices["voice"].button("direct"), LEFT)
    qtbot.waitUntil(lambda: column(page, "stance") == ["favor", "neutral", "neutral"])
    assert column(page, "voice") == ["direct"] * 3
    assert page.chosen_ids() == (3, 2)
    assert session.undo() is not None
    assert session.undo() is not None
    qtbot.waitUntil(lambda: column(page, "stance") == ["favor", "against", "against"])
    assert column(page, "voice") == ["direct", "author", "reported"]


def test_a_topic_is_set_by_typing(page: ClaimsPage, session: Session, qtbot: QtBot) -> None:
    choose_all(qtbot, page)
    keys(qtbot, page.retag.topic, Key.Key_Space)
    keys(qtbot, page.retag.name.line, "bri", Key.Key_Return, Key.Key_Return)
    qtbot.waitUntil(lambda: column(page, "topic") == ["Bridge"] * 3)
    assert not page.retag.field.isVisible()
    assert page.table.hasFocus()
    assert session.database.undo_text() == "Set topic of 3 claims"


def test_actors_are_set_added_and_removed(page: ClaimsPage, qtbot: QtBot) -> None:
    for mode, typed, wanted in (
        ("add", "tarn", ["Ordun Vask, Elbar Nim, Tarn", "Elbar Nim, Tarn", "Ordun Vask, Tarn"]),
        ("remove", "elbar", ["Ordun Vask, Tarn", "Tarn", "Ordun Vask, Tarn"]),
        ("replace", "elbar", ["Elbar Nim"] * 3),
    ):
        choose_all(qtbot, page)
        qtbot.mouseClick(page.retag.actors, LEFT)
        qtbot.mouseClick(page.retag.mode.button(mode), LEFT)
        keys(qtbot, page.retag.who.line, typed, Key.Key_Return, Key.Key_Return)
        qtbot.waitUntil(lambda wanted=wanted: column(page, "actors") == wanted)


def test_what_would_leave_no_actor_is_told(page: ClaimsPage, qtbot: QtBot, told: list[tuple[str, str]]) -> None:
    choose_all(qtbot, page)
    qtbot.mouseClick(page.retag.actors, LEFT)
    qtbot.mouseClick(page.retag.mode.button("remove"), LEFT)
    keys(qtbot, page.retag.who.line, "elbar")
    qtbot.mouseClick(page.retag.apply, LEFT)
    assert told == [("error", "Claim would have no actor left: give another one first.")]


def test_claims_are_duplicated_onto_another_topic(page: ClaimsPage, qtbot: QtBot) -> None:
    choose_all(qtbot, page)
    qtbot.mouseClick(page.retag.twice, LEFT)
    keys(qtbot, page.retag.name.line, "bridge", Key.Key_Return)
    qtbot.mouseClick(page.retag.apply, LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert column(page, "topic").count("Bridge") == 3
    # what was chosen is still what is chosen
    assert set(page.chosen_ids()) == {1, 2, 3}


def test_escape_closes_the_field_and_changes_nothing(page: ClaimsPage, session: Session, qtbot: QtBot) -> None:
    choose_all(qtbot, page)
    entries = len(session.database.history())
    qtbot.mouseClick(page.retag.topic, LEFT)
    keys(qtbot, page.retag.name.line, "bri", Key.Key_Escape)
    keys(qtbot, page.retag.name.line, Key.Key_Escape)
    assert not page.retag.field.isVisible()
    assert page.table.hasFocus()
    assert len(session.database.history()) == entries


def test_delete_deletes_the_chosen_rows_and_undo_brings_them_back(
    page: ClaimsPage, session: Session, qtbot: QtBot
) -> None:
    click(qtbot, page, 1)
    qtbot.keyClick(page.table, Key.Key_Down, SHIFT)
    keys(qtbot, page.table, Key.Key_Delete)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.chosen_ids() == ()
    assert not page.retag.choices["stance"].isVisible()
    session.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


def test_enter_and_a_double_click_open_a_claim(page: ClaimsPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    click(qtbot, page, 0)
    keys(qtbot, page.table, Key.Key_Down)
    with qtbot.waitSignal(page.wanted) as opened:
        keys(qtbot, page.table, Key.Key_Return)
    assert opened.args == [GotoClaim(1, 3)]
    click(qtbot, page, 2)
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.mouseDClick(page.table.viewport(), LEFT, pos=place(page, 2))
    assert opened.args == [GotoClaim(1, 2)]


def test_rows_are_copied_as_a_table(
    page: ClaimsPage, qtbot: QtBot, told: list[tuple[str, str]], session: Session
) -> None:
    session.do(edits.claims.change, 1, memo="=1+2\n<b>")
    qtbot.waitUntil(lambda: column(page, "memo")[0].startswith("=1"))
    click(qtbot, page, 0)
    qtbot.keyClick(page.table, Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    header, row = data.text().splitlines()
    assert header.split("\t") == [one.title for one in COLUMNS]
    assert row.split("\t")[AT["quote"]] == "marin tosk 😀 elbar"
    # no spreadsheet runs it
    assert row.split("\t")[AT["memo"]] == "'=1+2 <b>"
    assert "<td>&#x27;=1+2 &lt;b&gt;</td>" in data.html()
    qtbot.mouseClick(page.copy_all, LEFT)
    assert len(data_lines()) == 4
    assert told == [("info", "1 row copied as a table."), ("info", "3 rows copied as a table.")]


def data_lines() -> list[str]:
    return QGuiApplication.clipboard().text().splitlines()


def test_the_memo_of_one_claim_is_written_from_the_bar(page: ClaimsPage, session: Session, qtbot: QtBot) -> None:
    choose_all(qtbot, page)
    assert not page.retag.memo.isVisible()
    click(qtbot, page, 1)
    qtbot.mouseClick(page.retag.memo, LEFT)
    keys(qtbot, page.retag.memo_field, "Velo.")
    click(qtbot, page, 2)
    qtbot.waitUntil(lambda: column(page, "memo") == ["First.", "Velo.", ""])
    assert session.database.undo_text() == "Add memo on claim"


def test_filters_are_saved_chosen_renamed_and_deleted(page: ClaimsPage, session: Session, qtbot: QtBot) -> None:
    saved = page.saved
    qtbot.mouseClick(saved, LEFT)
    assert saved.nothing.isVisible()
    assert not saved.save.isEnabled()
    saved.popup.hide()
    chosen = ClaimFilter(stances=(Stance.AGAINST,))
    page.set_filter(chosen)
    qtbot.mouseClick(saved, LEFT)
    keys(qtbot, saved.name, "against all", Key.Key_Return)
    assert session.read(edits.saved.filters) == {"against all": chosen}
    keys(qtbot, saved.name, Key.Key_Escape)
    page.set_filter(ClaimFilter())
    keys(qtbot, saved, Key.Key_Down)
    keys(qtbot, saved.list, Key.Key_Return)
    assert not saved.popup.isVisible()
    assert page.filter == chosen
    assert page.bar.picks["stance"].chosen == ("against",)
    keys(qtbot, saved, Key.Key_Down)
    keys(qtbot, saved.list, Key.Key_F2)
    editor = saved.list.findChild(QLineEdit)
    assert editor is not None
    keys(qtbot, editor, "Zuni", Key.Key_Return)
    qtbot.waitUntil(lambda: set(session.read(edits.saved.filters)) == {"Zuni"})
    saved.list.setFocus()
    keys(qtbot, saved.list, Key.Key_Delete)
    assert session.read(edits.saved.filters) == {}
    session.undo()
    assert set(session.read(edits.saved.filters)) == {"Zuni"}
    saved.popup.hide()


def test_hidden_coders_are_told_and_shown_again_by_a_click(page: ClaimsPage, session: Session, qtbot: QtBot) -> None:
    topics, actors = ids(session)
    session.database.set_coder("Mira")
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert not page.hidden.isVisible()
    session.hide_coders(["Nilo"])
    qtbot.waitUntil(lambda: column(page, "coder") == ["Mira"])
    assert page.hidden.text() == "3 claims hidden (Nilo)"
    assert page.count.text() == "1 of 1 claim"
    shown = session.comparisons.compare(View())
    assert shown is not None
    claims, cells = len(session.claims()), shown.pivot.cells
    assert len(session.shown(reads.filtered.marks, 1).ids) == claims == shown.pivot.total.total == len(cells) == 1
    assert len(session.read(reads.search.search_all, "tosk", shown=session.visible).claims) == 0
    qtbot.mouseClick(page.hidden, LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert not page.hidden.isVisible()


def test_another_project_shows_all_its_claims(page: ClaimsPage, session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    session.hide_coders(["Nilo"])
    page.set_filter(ClaimFilter(stances=(Stance.FAVOR,)))
    session.create(tmp_path / "empty.visavis", empty=True)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.filter == ClaimFilter()
    assert page.nothing.text() == "There are no claims yet."
    assert not page.hidden.isVisible()


def test_a_hidden_page_reads_nothing_until_it_is_shown(page: ClaimsPage, session: Session, qtbot: QtBot) -> None:
    page.hide()
    told: list[None] = []
    page.model.dataChanged.connect(lambda *_: told.append(None))
    page.model.modelReset.connect(lambda: told.append(None))
    session.do(edits.claims.change, 1, stance=Stance.NEUTRAL)
    qtbot.wait(20)
    assert not told
    page.show()
    assert column(page, "stance")[0] == "neutral"


def test_everything_is_reached_by_tab(page: ClaimsPage, qtbot: QtBot) -> None:
    page.set_filter(ClaimFilter(stances=(Stance.AGAINST, Stance.FAVOR)))
    click(qtbot, page, 0)
    wanted: set[QWidget] = {
        page.bar.text,
        page.bar.since,
        page.bar.until,
        *page.bar.picks.values(),
        page.saved,
        *page.chips.chips.values(),
        page.copy_all,
        page.table,
        *(page.retag.choices["stance"].button(one) for one in Stance),
        *(page.retag.choices["voice"].button(one) for one in Voice),
        page.retag.topic,
        page.retag.delete,
    }
    reachable = set()
    at: QWidget | None = page
    for _ in range(400):
        assert at is not None
        at = at.nextInFocusChain()
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reachable.add(at)
    assert wanted <= reachable


def test_a_memo_field_saves_when_one_leaves_and_follows_undo(session: Session, qtbot: QtBot) -> None:
    field, other = MemoField(session), MemoField(session)
    for one in (field, other):
        qtbot.addWidget(one)
        one.show()
    assert not field.isEnabled()
    target = MemoTarget(topic_id=1)
    field.set_target(target)
    field.setFocus()
    keys(qtbot, field, "Velo.")
    assert session.read(reads.memos.text_on, target) == ""
    other.set_target(target)
    other.setFocus()
    qtbot.waitUntil(lambda: session.read(reads.memos.text_on, target) == "Velo.")
    assert other.toPlainText() == "Velo."
    field.set_target(MemoTarget(document_id=1))
    assert field.toPlainText() == ""
    session.undo()
    assert other.toPlainText() == ""


def test_a_large_table_reads_only_what_is_looked_at(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    topics, actors = ids(session)
    for number in range(700):
        tag_claim(
            session,
            1,
            Span(number % 20, number % 20 + 4 + number // 20),
            (actors["tarn"],),
            topics["trade"],
            Stance.FAVOR,
        )
    read: list[int] = []
    claims = reads.project.claims

    def count(db: Database, *, ids: list[int]) -> list[Claim]:
        read.append(len(ids))
        return claims(db, ids=ids)

    monkeypatch.setattr(reads.project, "claims", count)
    model = ClaimTableModel(session)
    model.set_filter(ClaimFilter())
    assert model.rowCount() == 703
    assert read == []
    assert model.index(500, AT["quote"]).data()
    assert len(read) == 1
    assert read[0] <= 200


@pytest.mark.parametrize("width", [700, 1024, 1600])
def test_the_quotations_have_their_share_of_a_window(page: ClaimsPage, width: int) -> None:
    page.resize(width, 500)
    QApplication.processEvents()
    at = [column.key for column in COLUMNS].index("quote")
    assert page.table.columnWidth(at) >= 0.27 * page.table.viewport().width()
    # a title that is cut tells something, a stance that is cut nothing
    stance = AT["stance"]
    assert width < 1024 or page.table.columnWidth(stance) >= page.table.sizeHintForColumn(stance)
    # what the user has made wide stays so
    page.table.horizontalHeader().resizeSection(0, 333)
    page.resize(width + 50, 500)
    QApplication.processEvents()
    assert page.table.columnWidth(0) == 333


def test_an_edit_is_followed_without_counting_or_looking_through_all_claims(
    page: ClaimsPage, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics, actors = ids(session)
    # who codes is known from then on
    tag_claim(session, 1, Span(0, 3), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    page.set_filter(ClaimFilter(stances=(Stance.FAVOR,)))
    total = session.shown(reads.filtered.count)
    shown = page.model.rowCount()

    def through_all(*_: object) -> None:
        pytest.fail("all claims are looked through")

    for name in ("count", "numbers"):
        monkeypatch.setattr(reads.filtered, name, through_all)
    monkeypatch.setattr(ClaimTableModel, "_row_of", through_all)
    for start, stance in ((2, Stance.FAVOR), (4, Stance.AGAINST)):
        tag_claim(session, 1, Span(start, start + 3), (actors["tarn"],), topics["trade"], stance)
    qtbot.waitUntil(lambda: page.model.rowCount() == shown + 1)
    assert page.count.text().startswith(f"{shown + 1} of {total + 2} ")
    session.undo()
    session.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == shown)
    assert page.count.text().startswith(f"{shown} of {total} ")


@pytest.fixture
def several(light: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session on several documents, of which the claims of one are listed in a step."""
    path = tmp_path / "several.visavis"
    generate_project(path, documents=4, claims=40, topics=3, actors=3, paragraphs=2, seed=2)
    for name in ("FIRST", "STEP"):
        monkeypatch.setattr(claims_model, name, 1)
    found = Session(Messages())
    found.open(path)
    yield found
    found.close()


def test_claims_of_a_large_project_are_listed_one_after_the_other(several: Session, qtbot: QtBot) -> None:
    model = ClaimTableModel(several)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.refresh()
    first = model.rowCount()
    assert 1 <= first < 40
    assert model.total() == 40
    # what is tagged meanwhile stands where it belongs, whether its document is listed already or not
    several.changed.connect(model.note)
    for document in (1, 4):
        tag_claim(several, document, Span(6, 9), (1,), 1, Stance.FAVOR)
    model.refresh()
    assert model.rowCount() == first + 1
    qtbot.waitUntil(lambda: model.rowCount() == 42)
    assert list(model.ids) == several.read(reads.filtered.ids, ClaimFilter())


def test_all_claims_are_chosen_and_copied_where_not_all_are_listed_yet(several: Session, tmp_path: Path) -> None:
    def page() -> ClaimsPage:
        found = ClaimsPage(several, FileDialogs(), Settings(tmp_path / "settings.ini"))
        found.renew()
        assert found.model.rowCount() < 40
        return found

    first, second = page(), page()
    assert first.count.text().startswith("40 of 40 ")
    first.table.selectAll()
    assert list(first.chosen_ids()) == several.read(reads.filtered.ids, ClaimFilter())
    second.copy_all.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 41
