"""Nothing jumps, and one comes back to one's place: panes, focus, sides, the window, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QSplitter, QToolButton
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.values import CodedDocument, Facts, NewClaim, SegmentKind, Stance
from desktop.core.views import View
from desktop.project import opening
from desktop.qt import settings as keys_of
from desktop.qt import theme
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts.page import GotoClaim
from desktop.qt.reading.pane import Pane
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import READ
from desktop.store import edits
from desktop.store.database import Database
from tests.qt.window_kit import ALT, CTRL, click_words, close_window, keys, open_window, page_of, span_of, tag_claim

ENGLISH = "The ferry must stay.\n\n" + "\n\n".join(
    f"Paragraph {number}: the council spoke for a long time about timetables, piers and the price of a ticket."
    for number in range(1, 40)
)
GERMAN = "Die Fähre muss bleiben.\n\n" + "\n\n".join(
    f"Absatz {number}: Der Rat sprach lange über Fahrpläne, Anleger und den Preis einer Karte."
    for number in range(1, 40)
)
LAST = "Paragraph 39: the council spoke"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.visavis"
    with opening.new_project(path, empty=True) as db:
        texts = {"a.txt": ENGLISH, "b.txt": GERMAN, "c.txt": ENGLISH.replace("ferry", "tram"), "d.txt": "Kurz.\n" * 3}
        found = [CodedDocument(name, Facts(title=name[0].upper()), text) for name, text in texts.items()]
        edits.documents.add_documents(db, found)
        edits.codebook.add(db, "actor", "Vera Stone", key="vera")
        edits.codebook.add(db, "topic", "Keep the ferry", key="ferry")
    return path


@pytest.fixture
def window(project: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    found = open_window(project, qtbot)
    for document, text, words in ((1, ENGLISH, "The ferry must stay."), (2, GERMAN, "Die Fähre muss bleiben.")):
        tag_claim(found.session, document, span_of(text, words), (1,), 1, Stance.FAVOR)
    QApplication.processEvents()
    yield found
    close_window(found)


def screen_of(window: MainWindow) -> QImage:
    """Return what stands on the screen; to grab a widget would paint it anew."""
    return window.screen().grabWindow(window.winId()).toImage()


def painted(window: MainWindow, pane: Pane, color: str) -> int:
    """Return how many pixels of the text of a pane stand on the screen in a colour of the scheme."""
    image, wanted = screen_of(window), theme.color(color).rgb()
    area = QRect(pane.view.viewport().mapTo(window, QPoint(0, 0)), pane.view.viewport().size()).intersected(
        image.rect()
    )
    return sum(
        image.pixelColor(x, y).rgb() == wanted
        for y in range(area.top(), area.bottom(), 2)
        for x in range(area.left(), area.right(), 2)
    )


def top_of(pane: Pane) -> int:
    """Return the offset of the letter that stands on top."""
    return pane.model.to_span(pane.view.top(), pane.view.top()).start


def told(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def choose(window: MainWindow, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Open a document of the library by keys."""
    window.library.list.setFocus()
    window.library.list.setCurrentIndex(window.library.model.index(row))
    QApplication.processEvents()


def test_the_other_pane_stays_painted_when_a_document_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    left = window.desk.panes[0]
    window.desk.panes[1].view.setFocus()
    qtbot.wait(100)
    before = painted(window, left, "favor_ground")
    assert before > 100
    choose(window, 3)
    keys(qtbot, Qt.Key.Key_Return)
    qtbot.wait(100)
    assert window.desk.document_ids() == [1, 4]
    assert painted(window, left, "favor_ground") == before


@pytest.mark.parametrize("beside", [False, True])
def test_the_keyboard_goes_into_the_text_that_was_opened(window: MainWindow, qtbot: QtBot, beside: bool) -> None:
    choose(window, 2)
    keys(qtbot, Qt.Key.Key_Return, modifier=CTRL if beside else Qt.KeyboardModifier.NoModifier)
    qtbot.wait(50)
    pane = window.desk.active
    assert pane is not None
    assert pane.model.document_id == 3
    assert QApplication.focusWidget() is pane.view
    count = len(window.desk.panes)
    keys(qtbot, Qt.Key.Key_Space)
    assert len(window.desk.panes) == count
    window.desk.close()
    assert QApplication.focusWidget() is window.desk.active.view  # type: ignore[union-attr]
    # and Tab still reaches what closes the pane
    reached = set()
    for _ in range(40):
        keys(qtbot, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        reached.add(focus.accessibleName() if focus is not None else "")
    assert "Close this pane" in reached


def test_a_click_beside_all_claims_chooses_none(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[0]
    click_words(qtbot, pane, "The ferry must stay.")
    assert window.reading.claim_panel.claim is not None
    click_words(qtbot, pane, "Paragraph 1")
    assert window.reading.claim_panel.claim is None
    assert pane.view.chosen is None
    keys(qtbot, Qt.Key.Key_Delete)
    assert len(window.session.claims()) == 2


def test_keys_act_only_on_a_claim_in_sight_and_say_what_they_did(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[0]
    click_words(qtbot, pane, "The ferry must stay.")
    (claim,) = window.session.claims(document_id=1)
    keys(qtbot, "2")
    assert window.session.claim(claim.id).stance == Stance.AGAINST  # type: ignore[union-attr]
    assert "against" in told(window)
    assert "The ferry must stay." in told(window)
    # what was shown anew beside it has not been a window of its own for a moment, which would take the keyboard
    QApplication.processEvents()
    assert window.isActiveWindow()
    for key, changes in (("1", False), ("1", True), (Qt.Key.Key_Delete, False), (Qt.Key.Key_Delete, True)):
        if not changes:
            pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum())
            QApplication.processEvents()
            assert not window.desk.in_sight(claim.id)
        before = window.session.database.undo_text()
        steps = len(window.session.database.history())
        keys(qtbot, key)
        assert (len(window.session.database.history()) > steps) == changes
        if not changes:
            assert "out of sight" in told(window)
            assert window.session.database.undo_text() == before
            assert window.desk.in_sight(claim.id)
    assert "deleted" in told(window)
    assert window.session.claim(claim.id) is None


def test_whatever_is_edited_is_told(window: MainWindow, qtbot: QtBot) -> None:
    window.status.clearMessage()
    window.session.do(edits.codebook.add, "actor", "Ola Berg")
    assert told(window) == "Done: Add actor Ola Berg"
    pane = window.desk.panes[0]
    pane.view.select(*pane.model.from_span(24, 60))
    tag_claim(window.session, 1, span_of(ENGLISH, "the council spoke for a long time"), (1,), 1, Stance.FAVOR)
    click_words(qtbot, pane, "the council spoke for")
    for key, words in (("]", "The claim is now"), ("[", "The claim is now"), ("g", ""), ("x", "")):
        window.status.clearMessage()
        keys(qtbot, key)
        assert words in told(window)


@pytest.mark.parametrize("bar", ["m", "t"])
def test_escape_closes_a_bar_from_the_text(window: MainWindow, qtbot: QtBot, bar: str) -> None:
    pane = window.desk.panes[0]
    pane.view.setFocus()
    pane.view.select(*pane.model.from_span(24, 60))
    keys(qtbot, bar)
    assert window.reading.bar_is_open
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_Escape)
    assert not window.reading.bar_is_open
    assert window.actions_by_key["tag"].isEnabled()
    keys(qtbot, "t")
    assert window.reading.tag_bar.isVisible()


def test_a_bar_closes_with_the_pane_that_it_asks_about(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[1]
    pane.view.setFocus()
    pane.view.select(*pane.model.from_span(24, 60))
    keys(qtbot, "t")
    window.library.list.setFocus()
    choose(window, 2)
    keys(qtbot, Qt.Key.Key_Return)
    assert window.desk.document_ids() == [1, 3]
    assert not window.reading.bar_is_open
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    keys(qtbot, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.desk.panes[1].view


def test_the_window_stays_as_large_as_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 600)
    click_words(qtbot, window.desk.panes[0], "The ferry must stay.")
    keys(qtbot, "F", modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.wait(50)
    form, panel = window.reading.facts_form, window.reading.claim_panel
    assert (window.width(), window.height()) == (1024, 600)
    assert window.minimumSizeHint().height() <= 600
    title = form.lines["title"]
    assert QApplication.focusWidget() is title
    # every field has its height, and the last of the panel is reached by scrolling
    assert all(line.height() >= line.sizeHint().height() for line in form.lines.values())
    assert title.width() > title.fontMetrics().horizontalAdvance("m" * 12)
    column = window.reading._right
    assert column.verticalScrollBar().maximum() > 0
    column.ensureWidgetVisible(panel.list)
    assert not panel.list.visibleRegion().isEmpty()
    assert panel.quote.height() >= panel.quote.heightForWidth(panel.quote.width())
    window.desk.panes[0].view.setFocus()
    keys(qtbot, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert window.reading.claim_panel.claim is not None
    for row in ("page_matrix", "page_quotations", "page_claims", "page_codebook", "page_import", READ):
        window.show_page(row)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1024, 600), row


def test_a_long_name_of_the_project_makes_no_window_wider(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / ("a long name " * 18 + ".visavis")
    opening.new_project(path, empty=True).close()
    found = open_window(path, qtbot)
    assert found.minimumSizeHint().width() <= 640
    close_window(found)


def test_the_sides_are_hidden_and_come_back_by_keys_and_by_a_handle(
    window: MainWindow, project: Path, qtbot: QtBot
) -> None:
    sides = window.reading.sides
    pane = window.desk.panes[0]
    pane.view.setFocus()
    for key, side, part in (
        (Qt.Key.Key_F9, "library", window.library),
        (Qt.Key.Key_F10, "panel", window.reading.claim_panel),
    ):
        handle = sides._handles[side]
        width = part.width()
        assert not handle.isVisible()
        keys(qtbot, key)
        assert not part.isVisible()
        assert not window.actions_by_key[f"side_{side}"].isChecked()
        assert handle.isVisible()
        assert handle.height() > sides.height() // 2
        qtbot.mouseClick(handle, Qt.MouseButton.LeftButton)
        qtbot.wait(20)
        assert part.isVisible()
        assert abs(part.width() - width) <= 2
        keys(qtbot, key, key)
        assert part.isVisible()
        assert window.actions_by_key[f"side_{side}"].isChecked()
    # dragged to the edge
    splitter = sides.findChild(QSplitter)
    assert isinstance(splitter, QSplitter)
    splitter.moveSplitter(0, 1)
    assert not sides.is_shown("library")
    assert sides._handles["library"].isVisible()
    keys(qtbot, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is window.library.list
    keys(qtbot, Qt.Key.Key_F10)
    click_words(qtbot, pane, "The ferry must stay.")
    keys(qtbot, Qt.Key.Key_F10, Qt.Key.Key_F10)
    assert not sides.is_shown("panel")
    keys(qtbot, "e")
    assert QApplication.focusWidget() is window.reading.claim_panel.topic.line
    keys(qtbot, Qt.Key.Key_F9)
    close_window(window)
    again = open_window(project, qtbot)
    assert not again.library.isVisible()
    assert again.reading.claim_panel.isVisible()
    close_window(again)


def letters_of(pane: Pane) -> float:
    """Return how many letters the full lines of a pane hold at the least."""
    counts = []
    for one in pane.view.placed():
        layout = one.block.layout()
        counts += [layout.lineAt(number).textLength() for number in range(layout.lineCount() - 1)]
    return min(counts)


def test_a_pane_is_never_too_narrow_to_read_in(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 600)
    for row in (2, 3):
        choose(window, row)
        keys(qtbot, Qt.Key.Key_Return, modifier=CTRL)
    qtbot.wait(50)
    assert len(window.desk.panes) == 4
    for pane in window.desk.panes:
        window.desk.activate(pane)
        pane.view.setFocus()
        qtbot.wait(20)
        # the pane that one works in is in view
        place = QRect(pane.mapTo(window.desk, QPoint(0, 0)), pane.size())
        assert window.desk.rect().intersected(place).width() >= min(pane.width(), window.desk.width()) - 2
        if pane.model.document_id != 4:
            assert letters_of(pane) >= 34
    assert sum(pane.width() for pane in window.desk.panes) > window.desk.width()
    assert (window.width(), window.height()) == (1024, 600)


def test_evidence_is_shown_in_one_pane_after_another(window: MainWindow, qtbot: QtBot) -> None:
    for document, text in ((3, ENGLISH.replace("ferry", "tram")), (4, "Kurz.\n" * 3)):
        tag_claim(window.session, document, span_of(text, text.split("\n")[0]), (1,), 1, Stance.FAVOR)
    while len(window.desk.panes) > 1:
        window.desk.close()
    claims = {claim.document_id: claim.id for claim in window.session.claims()}
    (own,) = window.desk.document_ids()
    for document in (number for number in claims if number != own):
        window.go(GotoClaim(document, claims[document]))
        assert window.desk.document_ids() == [own, document]
        assert QApplication.focusWidget() is window.desk.panes[1].view
        window.show_page("page_claims")


def test_a_document_is_not_opened_beside_itself_again_and_again(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        choose(window, 2)
        keys(qtbot, Qt.Key.Key_Return, modifier=CTRL)
    assert sorted(window.desk.document_ids()) == [1, 2, 3]
    assert window.desk.active is not None
    assert window.desk.active.model.document_id == 3


def test_the_project_opens_again_where_it_was_left(window: MainWindow, project: Path, qtbot: QtBot) -> None:
    while window.desk.panes:
        window.desk.close()
    window.desk.open(3)
    window.desk.open(1, beside=True)
    pane = window.desk.panes[1]
    claim = tag_claim(window.session, 1, span_of(ENGLISH, LAST), (1,), 1, Stance.AGAINST)
    assert claim is not None
    window.desk.show_claim(1, claim)
    qtbot.wait(50)
    top = top_of(pane)
    assert top > 1000
    matrix = page_of(window, MatrixPage)
    where = ClaimFilter(stances=(Stance.AGAINST,)).as_text()
    view = View.from_record({"rows": "actor", "columns": "topic", "where": where, "cells": "net"})
    window.show_page("page_matrix")
    matrix.set_view(view)
    assert matrix.view == view
    qtbot.wait(50)
    close_window(window)
    again = open_window(project, qtbot)
    qtbot.wait(100)
    assert again.pages.current == "page_matrix"
    assert page_of(again, MatrixPage).view == view
    again.show_page(READ)
    qtbot.wait(50)
    assert again.desk.document_ids() == [3, 1]
    assert again.desk.active is again.desk.panes[1]
    assert again.desk.panes[1].view.chosen == claim
    assert again.reading.claim_panel.claim is not None
    assert again.reading.claim_panel.claim.id == claim
    assert abs(top_of(again.desk.panes[1]) - top) < 100
    assert QApplication.focusWidget() is again.desk.panes[1].view
    close_window(again)


def test_another_project_and_back_leads_to_ones_place(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    first = window.session.path
    window.desk.open(4)
    before = window.desk.document_ids()
    window.session.create(tmp_path / "other.visavis", empty=True)
    qtbot.wait(50)
    assert window.desk.document_ids() == []
    assert not window.actions_by_key["back"].isEnabled()
    window.session.open(first)
    qtbot.wait(50)
    assert window.desk.document_ids() == before
    # what was removed in between is left out
    window.session.open(tmp_path / "other.visavis")
    qtbot.wait(20)


def test_where_one_was_in_one_project_is_not_taken_for_a_place_in_another(
    window: MainWindow, project: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    where = ClaimFilter(stances=(Stance.AGAINST,)).as_text()
    window.show_page("page_matrix")
    page_of(window, MatrixPage).set_view(View.from_record({"rows": "actor", "columns": "topic", "where": where}))
    close_window(window)
    again = open_window(project, qtbot)
    again.show_page(READ)
    again.trail.keep()
    close_window(again)
    # the page is not made before another project is open
    again = open_window(project, qtbot)
    qtbot.wait(50)
    again.session.create(tmp_path / "other.visavis", empty=True)
    qtbot.wait(50)
    again.show_page("page_matrix")
    found = page_of(again, MatrixPage).view.where
    close_window(again)
    assert found == "", "no claim is hidden by what was chosen elsewhere"


@pytest.mark.parametrize(
    "spot",
    [
        "[1]",
        '{"pages": [1], "library": 2, "page": []}',
        '{"pages": {"page_read": {"panes": [[1, 2]]}, "page_matrix": 3}, "library": {"wanted": {"kind": 5}}}',
    ],
)
def test_places_that_another_version_wrote_stop_no_window(
    window: MainWindow, project: Path, qtbot: QtBot, spot: str
) -> None:
    window.settings.set(keys_of.SPOTS, "")
    close_window(window)
    Settings(project.with_name("settings.ini")).set(keys_of.SPOTS, f'{{"{project.as_posix()}": {spot}}}')
    with qtbot.captureExceptions() as faults:
        again = open_window(project, qtbot)
        qtbot.wait(50)
        again.show_page("page_matrix")
        again.show_page(READ)
        found = again.desk.document_ids()
        close_window(again)
    assert faults == []
    assert found == [1, 2]


def test_another_window_on_the_project_resets_nothing(window: MainWindow, project: Path, qtbot: QtBot) -> None:
    window.desk.open(3, beside=True)
    click_words(qtbot, window.desk.panes[0], "The ferry must stay.")
    for pane in window.desk.panes:
        pane.view.verticalScrollBar().setValue(20)
    pane = window.desk.panes[0]
    pane.view.select(*pane.model.from_span(300, 330))
    keys(qtbot, "t")
    keys(qtbot, "fer")
    field = QApplication.focusWidget()
    qtbot.wait(20)
    panes = list(window.desk.panes)
    before = window.reading.whereabouts()
    with Database(project) as other:
        edits.codebook.add(other, "actor", "Ola Berg")
        new = NewClaim(1, span_of(ENGLISH, LAST), (1,), 1, Stance.AGAINST)
        claim = edits.claims.tag(other, new)
    window.session.refresh()
    qtbot.wait(50)
    assert {actor.name for actor in window.session.actors().values()} == {"Vera Stone", "Ola Berg"}
    assert window.reading.whereabouts() == before
    assert window.desk.panes == panes
    assert claim in pane.model.marks
    # what was being typed stands
    assert window.reading.tag_bar.isVisible()
    assert QApplication.focusWidget() is field
    assert field in (window.reading.tag_bar.who.line, window.reading.tag_bar.topic.line)
    assert field.text() == "fer"  # type: ignore[union-attr]


def test_a_change_of_the_codebook_or_of_facts_moves_no_text(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[0]
    pane.view.verticalScrollBar().setValue(25)
    pane.view.select(*pane.model.from_span(1200, 1230))
    pane.view.verticalScrollBar().setValue(25)
    before = (top_of(pane), pane.view.selected_span(), pane.view.document())
    window.session.do(edits.codebook.add, "actor", "Ola Berg")
    window.session.do(edits.documents.update_facts, 1, {"title": "Another title"})
    assert (top_of(pane), pane.view.selected_span(), pane.view.document()) == before
    assert pane._title.text() == "Another title"
    # where the structure is another, the text is laid out anew, and one stays where one was
    window.session.do(edits.segments.mark, 1, span_of(ENGLISH, "The ferry must stay."), SegmentKind.HEADING)
    assert pane.view.document() is not before[2]
    assert (top_of(pane), pane.view.selected_span()) == before[:2]


def test_alt_left_leads_back_and_alt_right_forth(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.actions_by_key["back"].isEnabled()
    start = window.desk.document_ids()
    choose(window, 3)
    keys(qtbot, Qt.Key.Key_Return)
    there = window.desk.document_ids()
    assert there != start
    keys(qtbot, Qt.Key.Key_2, modifier=CTRL)
    keys(qtbot, Qt.Key.Key_4, modifier=CTRL)
    assert window.pages.current == "page_claims"
    keys(qtbot, Qt.Key.Key_Left, modifier=ALT)
    assert window.pages.current == "page_matrix"
    keys(qtbot, Qt.Key.Key_Left, modifier=ALT)
    assert (window.pages.current, window.desk.document_ids()) == (READ, there)
    keys(qtbot, Qt.Key.Key_Left, modifier=ALT)
    assert (window.pages.current, window.desk.document_ids()) == (READ, start)
    assert not window.actions_by_key["back"].isEnabled()
    for page, documents in ((READ, there), ("page_matrix", there), ("page_claims", there)):
        keys(qtbot, Qt.Key.Key_Right, modifier=ALT)
        assert (window.pages.current, window.desk.document_ids()) == (page, documents)
    assert not window.actions_by_key["forward"].isEnabled()


def test_the_window_does_not_drift_and_is_always_on_a_screen(window: MainWindow, project: Path, qtbot: QtBot) -> None:
    window.resize(700, 500)
    window.move(40, 30)
    qtbot.wait(20)
    places = []
    for _ in range(3):
        places.append((window.pos(), window.size()))
        settings = window.settings
        close_window(window)
        window = open_again(project, qtbot)
    assert len(set(map(str, places))) == 1
    for place in ("-4000 -4000 900 500 4 30 0", "9000 9000 5000 4000 4 30 0", "none", ""):
        close_window(window)
        settings.set(keys_of.PLACE, place)
        settings._store.sync()
        window = open_again(project, qtbot)
        assert QGuiApplication.primaryScreen().availableGeometry().contains(window.geometry()), place
    close_window(window)


def open_again(project: Path, qtbot: QtBot) -> MainWindow:
    """Return a window of the size that was kept, not one that the tests like."""
    from desktop.qt.messages import Messages
    from desktop.qt.session import Session
    from desktop.qt.settings import Settings

    session = Session(Messages())
    session.open(project)
    window = MainWindow(session, Settings(project.with_name("settings.ini")))
    window.show()
    qtbot.wait(20)
    return window


def test_f11_fills_the_screen_and_gives_it_back(window: MainWindow, qtbot: QtBot) -> None:
    size = window.size()
    keys(qtbot, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert window.actions_by_key["full_screen"].isChecked()
    keys(qtbot, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    qtbot.wait(20)
    assert window.size() == size


def test_no_key_of_the_sides_is_another_command(window: MainWindow) -> None:
    taken = [key.toString() for action in window.actions_by_key.values() for key in action.shortcuts()]
    assert all(taken.count(key) == 1 for key in ("F9", "F10", "F11", "Alt+Left", "Alt+Right", "Esc"))
    assert [one for one in window.findChildren(QToolButton) if one.accessibleName() == "Show the library (F9)"]


def test_what_stands_on_top_stays_there_when_panes_become_narrower_and_wider(window: MainWindow, qtbot: QtBot) -> None:
    long = " ".join(f"word{number}" for number in range(3000))
    edits.documents.add_documents(window.session.database, [CodedDocument("e.txt", Facts(title="E"), long)])
    pane = window.desk.open(5)
    qtbot.wait(20)
    pane.view.scroll_to(9000)
    qtbot.wait(20)
    top = top_of(pane)
    assert 8900 < top <= 9000
    keys(qtbot, Qt.Key.Key_F9, Qt.Key.Key_F10, Qt.Key.Key_F10, Qt.Key.Key_F9)
    window.resize(900, 700)
    window.looks.zoom(1)
    qtbot.wait(20)
    assert top_of(pane) == top
    first = pane.view.cursorForPosition(QPoint(0, 2)).position()
    assert first <= top < first + 120


def test_a_text_that_nearly_fits_stands_still(window: MainWindow, qtbot: QtBot) -> None:
    """A bar that took width only where it was needed came and went without end, and ended the program."""
    window.desk.open(4)
    view = window.desk.panes[0].view
    view.window().resize(900, 700)
    view.settle()
    bar = view.verticalScrollBar()
    needed = set()
    for height in range(60, 700, 7):
        view.resize(view.width(), height)
        assert bar.isVisible()
        assert bar.isEnabled() == (bar.maximum() > bar.minimum())
        needed.add(bar.isEnabled())
    assert needed == {True, False}


def test_what_is_left_of_a_removed_document_asks_for_it_no_more(window: MainWindow) -> None:
    model = window.desk.model(1)
    window.session.do(edits.documents.remove, [1])
    # it goes when the window comes to rest: what happens before must not reach it
    window.session.do(edits.codebook.add, "actor", "Somebody else")
    window.session.visibility_changed.emit()
    window.session.undo()
    window.session.undo()
    assert 1 not in window.desk.document_ids()
    assert model is not window.desk.model(1)
