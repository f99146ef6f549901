"""Doubtful speakers on the import page: seen, given to somebody, or joined to the turn before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.values import SegmentKind
from desktop.qt import theme
from desktop.qt.importing.files_model import NOTE
from desktop.qt.importing.page import ImportPage
from desktop.qt.importing.preview import pieces
from desktop.qt.session import Session
from desktop.store import reads

from .import_kit import import_page

TALK = (
    "Anna Kroll [00:00:02]: We want a bridge.\nBen Ost [00:00:09]: I do not, and I say so.\n"
    "Unidentified speaker [00:00:15]: Shame on you!\nAnna Kroll [00:00:21]: Quiet, please.\n"
    "Ben Ost [00:12:31]: I will not be.\nBen Ost [00:12:40]: Never.\n"
)


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[ImportPage]:
    (tmp_path / "talk.txt").write_text(TALK)
    with import_page(session, qtbot, tmp_path) as found:
        found.begin([tmp_path / "talk.txt"])
        qtbot.waitUntil(lambda: found.speakers.table.model().rowCount() == 3)
        qtbot.waitUntil(lambda: not found.imports.is_busy and "Shame" in found.preview.text.toPlainText())
        yield found


def rows(page: ImportPage) -> list[tuple[str, str, str]]:
    model = page.speakers.table.model()
    cells = ([str(model.index(row, column).data()) for column in range(3)] for row in range(model.rowCount()))
    return [(name, becomes, turns) for name, becomes, turns in cells]


def choose_first(page: ImportPage, qtbot: QtBot) -> None:
    table = page.speakers.table
    place = table.visualRect(table.model().index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    table.setFocus()


def imported(page: ImportPage, session: Session, qtbot: QtBot) -> list[tuple[str, str, str]]:
    """Import, and return who speaks in each turn, its label and its last word."""
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    talk = next(one for one in session.shown(reads.filtered.documents) if one.name == "talk.txt")
    text = session.read(reads.project.text, talk.id)
    names = {actor.id: actor.name for actor in session.actors().values()}
    return [
        (names.get(one.actor_id or 0, ""), one.label, text[one.start : one.end].split()[-1])
        for one in session.read(reads.project.segments, talk.id)
        if one.kind is SegmentKind.TURN
    ][1:3]


def test_a_doubtful_speaker_heads_the_list_and_is_seen_in_the_text(page: ImportPage, qtbot: QtBot) -> None:
    assert rows(page)[0] == ("Unidentified speaker", "doubtful", "1")
    model = page.speakers.table.model()
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) == theme.color("against")
    assert "Shame on you!" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    qtbot.waitUntil(lambda: "1 doubtful speaker" in page.top.told.text())
    assert "“Unidentified speaker”" in page.preview.left_out.text()
    qtbot.waitUntil(lambda: "Shame" in page.preview.text.toPlainText())
    shown = page.preview._preview
    assert shown is not None
    assert ("Unidentified speaker · statement · 00:00:15 · doubtful: nobody’s", "doubtful") in list(
        pieces(shown, SpeakerChoices())
    )


def test_it_is_given_to_whom_the_user_names(page: ImportPage, session: Session, qtbot: QtBot) -> None:
    choose_first(page, qtbot)
    # its words are in sight
    assert page.preview.text.textCursor().block().text().startswith("Unidentified speaker")
    qtbot.keyClick(page.speakers.table, Qt.Key.Key_Return)
    (line,) = [one for one in page.speakers.table.findChildren(QLineEdit) if one.isVisible()]
    assert line.text() == ""
    qtbot.keyClicks(line, "Zora Quux")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows(page)[0][1] == "new actor “Zora Quux”")
    qtbot.waitUntil(lambda: "doubtful" not in page.top.told.text() and "3 new actors" in page.top.told.text())
    assert imported(page, session, qtbot)[1] == ("Zora Quux", "Unidentified speaker", "you!")


def test_it_is_nobodys_by_the_users_word(page: ImportPage, session: Session, qtbot: QtBot) -> None:
    choose_first(page, qtbot)
    qtbot.keyClick(page.speakers.table, Qt.Key.Key_Delete)
    assert rows(page)[0][1] == "nobody"
    qtbot.waitUntil(lambda: "doubtful" not in page.top.told.text())
    # and is in doubt again
    qtbot.mouseClick(page.speakers.refuse, Qt.MouseButton.LeftButton)
    assert rows(page)[0][1] == "doubtful"
    assert page.unfinished() == ""
    qtbot.mouseClick(page.speakers.refuse, Qt.MouseButton.LeftButton)
    assert "wait to be imported" in page.unfinished()
    assert imported(page, session, qtbot)[1] == ("", "Unidentified speaker", "you!")


def test_what_is_no_speaker_joins_its_words_to_the_turn_before(
    page: ImportPage, session: Session, qtbot: QtBot
) -> None:
    assert not page.speakers.join.isEnabled()
    choose_first(page, qtbot)
    for told in (
        "no speaker: the turn before goes on",
        "doubtful",
        "no speaker: the turn before goes on",
    ):
        qtbot.mouseClick(page.speakers.join, Qt.MouseButton.LeftButton)
        assert rows(page)[0][1] == told
    assert "wait to be imported" in page.unfinished()
    assert imported(page, session, qtbot) == [("Ben Ost", "Ben Ost", "you!"), ("Anna Kroll", "Anna Kroll", "please.")]


def test_what_was_decided_is_seen_in_the_text_and_is_no_doubt_any_more(page: ImportPage, qtbot: QtBot) -> None:
    def shown() -> tuple[str, str, str]:
        note = page.model.index(0, NOTE).data()
        return page.preview.text.toPlainText(), page.preview.left_out.text(), str(note)

    def doubts() -> list[bool]:
        return ["doubtful" in shown()[0], "may be no speaker" in shown()[1], "may be no speaker" in shown()[2]]

    assert doubts() == [True] * 3
    model = page.speakers.table.model()
    assert model.setData(model.index(0, 1), "Zora Quux")
    assert doubts() == [False] * 3
    assert "Zora Quux · statement · 00:00:15" in shown()[0]
    assert model.setData(model.index(0, 1), "nobody")
    assert doubts() == [False] * 3
    assert "Unidentified speaker · statement · 00:00:15 · nobody’s" in shown()[0]
    # its words are a part of the turn before, which nobody heads anew
    choose_first(page, qtbot)
    page.speakers.join.click()
    assert doubts() == [False] * 3
    assert "Unidentified speaker · statement" not in shown()[0]
    page.speakers.join.click()
    assert doubts() == [True] * 3
    # and who is sure may be somebody else
    assert model.setData(model.index(1, 1), "Zora Quux")
    name = model.index(1, 0).data()
    assert f"{name} ·" not in shown()[0]
