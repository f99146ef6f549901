import gc
import sqlite3
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.core.own_fields import OwnField
from desktop.core.showing import PART
from desktop.core.spans import Span
from desktop.core.stopping import StoppedError
from desktop.core.text import text_hash
from desktop.core.values import NewClaim, Stance
from desktop.exchange.documents import Reading
from desktop.exchange.recognition import FoundFile
from desktop.project import foreign, importing
from desktop.project.importing import FileResult
from desktop.project.reading import ImportFiles, ReadFile
from desktop.qt.dialogs import FileDialogs
from desktop.qt.importing import reading_files
from desktop.qt.importing.files_model import DATE, ENCODING, FILE, FORMAT, KIND, NOTE, SPEAKERS, TITLE, ImportTableModel
from desktop.qt.importing.page import ImportPage
from desktop.qt.importing.reading_files import FileImport
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits, files, reads, trail
from desktop.store.check import problems
from desktop.store.database import Database

from ..benchmarks.documents import write_documents
from ..store.making import BRIEF, ORIGINAL, TEXT
from .import_kit import import_page
from .window_kit import tag_claim

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
DEBATE = """The river debate

ANNA KROLL: We want a bridge over the river, and we want it now, for everyone.

BEN OST: A bridge costs too much, and nobody needs it at all.

ANNA KROLL: That is wrong. We all need it.
"""
WORDS = "Señor Muñoz: mañana, ¿qué pasará?\n\n" + "La acción del señor ministro fue rápida según él. " * 6


@pytest.fixture
def told(session: Session) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    session.messages.posted.connect(lambda kind, text: found.append((kind, text)))
    return found


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[ImportPage]:
    with import_page(session, qtbot, tmp_path) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "texts"
    found.mkdir()
    (found / "a-debate.txt").write_text(DEBATE)
    (found / "b-latin.txt").write_bytes(WORDS.encode("cp1252"))
    (found / "c-there.txt").write_text(TEXT)
    (found / "d-broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    (found / "e-like.txt").write_text(DEBATE + "And it rains.\n")
    return found


def many(folder: Path, count: int) -> Path:
    found = folder / "many"
    found.mkdir()
    for number in range(count):
        body = " ".join(f"Word{number} speaks of thing{number * 7 % 31} and of bridge{at}." for at in range(12))
        (found / f"{number:04}.txt").write_text(f"Title {number}\n\n{body}\n")
    return found


def ready(page: ImportPage, qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: bool(page.model.rows) and not page.imports.is_busy, timeout=60_000)


def drop(page: ImportPage, data: QMimeData) -> None:
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(200, 200), copy, data, left, none))


def drop_paths(page: ImportPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop(page, data)


def cell(page: ImportPage, row: int, column: int) -> str:
    return str(page.model.index(row, column).data())


def click(page: ImportPage, qtbot: QtBot, row: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    point = page.table.visualRect(page.model.index(row, TITLE)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, modifier, point)


def counts(session: Session) -> list[int]:
    tables = ("document", "segment", "actor", "participant", "history", "text", "file", "claim")
    return [session.database.sqlite.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]


def test_a_dropped_folder_is_shown_with_what_was_found_and_nothing_is_written(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    before = session.path.read_bytes()
    drop_paths(page, folder)
    ready(page, qtbot, session)
    assert [cell(page, row, FILE) for row in range(5)] == [
        "a-debate.txt",
        "b-latin.txt",
        "c-there.txt",
        "d-broken.pdf",
        "e-like.txt",
    ]
    assert cell(page, 0, FORMAT) == "plain text"
    assert cell(page, 0, TITLE) == "The river debate"
    assert cell(page, 0, SPEAKERS) == "2 (2 new)"
    assert (cell(page, 1, ENCODING)[:3], cell(page, 1, NOTE)) == ("cp1", "encoding guessed")
    assert cell(page, 2, NOTE) == "same text as “The Élbar papers”"
    assert "damaged" in cell(page, 3, NOTE)
    assert "of it in “a-debate.txt”" in cell(page, 4, NOTE)
    qtbot.waitUntil(lambda: page.top.told.text() == "5 files · 1 cannot be read · 1 there already · 2 new actors")
    assert page.foot.accept.text() == "Import 3 documents"
    assert session.path.read_bytes() == before


def test_columns_are_as_wide_as_their_words_where_there_is_room(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    title = "The harbour commission on tolls, quays and the bridge of Velden"
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{title} {number}\n\nThe tolls of {number} are too high for all.\n")
    page.resize(1280, 740)
    drop_paths(page, *tmp_path.glob("*.txt"))
    ready(page, qtbot, session)
    needed = page.table.fontMetrics().horizontalAdvance(cell(page, 0, TITLE)) + 8
    qtbot.waitUntil(lambda: page.table.columnWidth(TITLE) >= needed)
    total = sum(page.table.columnWidth(column) for column in range(page.model.columnCount()))
    assert total <= page.table.viewport().width() + page.model.columnCount()
    page.resize(900, 740)
    assert not page.table.horizontalScrollBar().isVisible()


def test_briefs_that_were_replaced_are_told_with_their_claims(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    session.done(edits.documents.add_documents, [BRIEF])
    (tmp_path / "melka.txt").write_text(ORIGINAL, "utf-8")
    (tmp_path / "other.txt").write_text("Quite another text about tolls.", "utf-8")
    drop_paths(page, *tmp_path.glob("*.txt"))
    ready(page, qtbot, session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    sentence = "2 documents imported. 1 took the place of its brief; the claims went with it: 2."
    assert told[-1] == ("info", sentence)


def test_values_that_do_not_fit_their_field_are_told(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    for field in (
        OwnField("document", "Leaning", "one", choices=("left", "right")),
        OwnField("document", "Reach", "number"),
    ):
        session.done(edits.own_fields.make, field)
    for name, leaning, reach in (("a", "Left", "2,5"), ("b", "{sideways}", "many"), ("c", "{sideways}", "4")):
        text = f"---\nLeaning: '{leaning}'\nReach: '{reach}'\n---\n\nText {name} of its own about tolls and harbours.\n"
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    drop_paths(page, *tmp_path.glob("?.md"))
    ready(page, qtbot, session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    sentence = "3 documents imported. What came in and does not fit its field stays as it is: "
    assert told[-1] == ("info", sentence + "Leaning “{sideways}” (2), Reach “many” (1).")
    own = {one.name: dict(one.facts.variables) for one in session.read(reads.project.documents)}
    assert own["a.md"] == {"Leaning": "left", "Reach": "2.5"}
    assert own["b.md"] == {"Leaning": "{sideways}", "Reach": "many"}


def test_accepting_adds_all_in_one_step_that_one_undo_takes_back(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path, told: list[tuple[str, str]]
) -> None:
    drop_paths(page, folder)
    ready(page, qtbot, session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000) as imported:
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    assert len(imported.args[0].document_ids) == 3
    names = [one.name for one in session.shown(reads.filtered.documents)]
    assert names == ["velo.txt", "a-debate.txt", "b-latin.txt", "e-like.txt"]
    assert session.database.undo_text() == "Import 3 documents"
    # the second file's speakers are those that the first one brought
    assert sum(actor.name == "Anna Kroll" for actor in session.actors().values()) == 1
    assert told[-1] == ("info", "3 documents imported.")
    assert not page.model.rows
    session.undo()
    assert [one.name for one in session.shown(reads.filtered.documents)] == ["velo.txt"]


def test_facts_are_mended_in_their_cells_and_for_many_rows_at_once(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path, told: list[tuple[str, str]]
) -> None:
    drop_paths(page, folder)
    ready(page, qtbot, session)
    click(page, qtbot, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    line = page.table.viewport().findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "A debate of the river")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(page, 0, TITLE) == "A debate of the river")
    click(page, qtbot, 4, modifier=CTRL)
    page.top.kind.setFocus()
    qtbot.keyClicks(page.top.kind, "deb")
    qtbot.keyClick(page.top.kind, Qt.Key.Key_Down, SHIFT)
    page.top.kind.activated.emit(page.top.kind.findText("debate"))
    qtbot.mouseClick(page.top.date, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.top.date, "sometime")
    qtbot.keyClick(page.top.date, Qt.Key.Key_Return)
    assert told[-1][0] == "error"
    assert "is no date" in told[-1][1]
    page.top.date.clear()
    qtbot.keyClicks(page.top.date, "--04-26")
    qtbot.keyClick(page.top.date, Qt.Key.Key_Return)
    # a missing year is asked for, never filled
    assert cell(page, 4, DATE) == "26 April, year?"
    qtbot.keyClicks(page.top.date, "26 April 2023")
    qtbot.keyClick(page.top.date, Qt.Key.Key_Return)
    assert cell(page, 0, DATE) == cell(page, 4, DATE) == "26 April 2023"
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.keyClick(page.table, Qt.Key.Key_Return, CTRL)
    facts = {one.name: one.facts for one in session.shown(reads.filtered.documents)}
    assert facts["a-debate.txt"].title == "A debate of the river"
    assert facts["e-like.txt"].title == "The river debate"
    assert [facts[name].kind for name in ("a-debate.txt", "e-like.txt")] == ["debate", "debate"]
    assert [facts[name].date for name in ("a-debate.txt", "e-like.txt", "b-latin.txt")] == ["2023-04-26"] * 2 + [""]
    assert facts["a-debate.txt"].date_certainty == "stated"


def test_an_emptied_fact_stays_empty(page: ImportPage, session: Session, qtbot: QtBot, folder: Path) -> None:
    page.begin([folder / "a-debate.txt"])
    ready(page, qtbot, session)
    assert page.model.set_field([0], "title", " ")
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        page.accept_all()
    assert session.shown(reads.filtered.documents)[-1].facts.title == ""


def test_the_kind_is_chosen_from_a_list_in_its_cell(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    page.begin([folder / "a-debate.txt"])
    ready(page, qtbot, session)
    page.table.setCurrentIndex(page.model.index(0, KIND))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    box = page.table.viewport().findChild(QComboBox)
    assert box is not None
    box.setCurrentText("blog post")
    box.activated.emit(box.currentIndex())
    assert cell(page, 0, KIND) == "blog post"


def test_rows_are_left_out_and_taken_in_by_keys_and_ticks(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    page.begin([folder])
    ready(page, qtbot, session)
    click(page, qtbot, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert not page.model.rows[0].wanted
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.model.rows[0].wanted
    click(page, qtbot, 1)
    click(page, qtbot, 4, modifier=SHIFT)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.keyClick(page.table, Qt.Key.Key_Return, CTRL)
    assert [one.name for one in session.shown(reads.filtered.documents)] == ["velo.txt", "a-debate.txt"]


@pytest.mark.parametrize("letters", ["สวัสดีครับประชาชน", "The council talked about the ferry. ", "a"])
def test_a_text_without_end_is_previewed_in_paragraphs_that_look_like_one(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, letters: str
) -> None:
    (tmp_path / "long.txt").write_text(letters * (30_000 // len(letters)) + "\n\nThe second one. It says more.\n")
    page.begin([tmp_path / "long.txt"])
    ready(page, qtbot, page._session)
    document = page.preview.text.document()
    qtbot.waitUntil(lambda: document.characterCount() > 20_000)
    blocks = [document.findBlockByNumber(at) for at in range(document.blockCount())]
    long = [one for one in blocks if one.length() > PART // 2]
    assert max(one.length() for one in blocks) <= PART + 1
    assert "".join(one.text() for one in long).startswith((letters * 30_000)[: (len(long) - 1) * PART // 2])
    # no gap tells of a paragraph where there is none
    assert {one.blockFormat().topMargin() for one in blocks[1 : len(long) - 1]} == {0.0}


def test_another_encoding_changes_the_preview_and_what_is_imported(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    page.begin([folder / "b-latin.txt"])
    ready(page, qtbot, session)
    qtbot.waitUntil(lambda: "Mu" in page.preview.text.toPlainText())
    page.preview.encoding.setCurrentText("cp437")
    page.preview.encoding.activated.emit(page.preview.encoding.currentIndex())
    qtbot.waitUntil(lambda: "Mu±oz" in page.preview.text.toPlainText())
    ready(page, qtbot, session)
    page.preview.encoding.setCurrentText("utf-8")
    page.preview.encoding.activated.emit(page.preview.encoding.currentIndex())
    qtbot.waitUntil(lambda: "not valid utf-8" in page.preview.text.toPlainText())
    ready(page, qtbot, session)
    qtbot.waitUntil(lambda: not page.foot.accept.isEnabled())
    page.preview.encoding.setCurrentText("iso8859-15")
    page.preview.encoding.activated.emit(page.preview.encoding.currentIndex())
    ready(page, qtbot, session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        page.accept_all()
    assert "Muñoz" in session.read(reads.project.text, 2)
    assert "iso8859-15" in session.shown(reads.filtered.document, 2).extractor


def test_a_text_that_is_refused_can_be_read_in_an_encoding_that_one_chooses(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "marked.txt").write_bytes(b"\xff\xfea\0b")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    drop_paths(page, tmp_path / "broken.pdf", tmp_path / "marked.txt")
    ready(page, qtbot, session)
    click(page, qtbot, 0)
    assert not page.preview.encoding.isVisible()
    click(page, qtbot, 1)
    assert "not valid UTF-16" in cell(page, 1, NOTE)
    assert page.preview.encoding.isVisible()
    assert page.preview.encoding.currentText() == ""
    page.preview.encoding.setCurrentText("cp1252")
    page.preview.encoding.activated.emit(page.preview.encoding.currentIndex())
    ready(page, qtbot, session)
    assert cell(page, 1, ENCODING) == "cp1252"


def test_the_preview_tells_turns_headings_and_furniture_apart(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    (folder / "web.html").write_text(
        "<html><head><title>River</title></head><body><nav>Home About</nav><article><h1>The river</h1>"
        + "<p>A bridge is wanted by all who live here, and it shall be built in the next year.</p>" * 5
        + "</article></body></html>"
    )
    page.begin([folder / "a-debate.txt", folder / "web.html"])
    ready(page, qtbot, session)
    qtbot.waitUntil(lambda: "Anna Kroll" in page.preview.text.toPlainText())
    assert page.preview.encoding.isVisible()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "A bridge is wanted" in page.preview.text.toPlainText())
    cursor = page.preview.text.document().find("The river")
    assert cursor.charFormat().fontWeight() > 400
    cursor = page.preview.text.document().find("A bridge")
    assert cursor.charFormat().fontWeight() == 400


def test_pasted_text_becomes_a_document(page: ImportPage, session: Session, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(DEBATE)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_V, CTRL)
    ready(page, qtbot, session)
    assert cell(page, 0, FILE) == "pasted text 1"
    data = QMimeData()
    data.setText("Another text\n\nThat was dropped here with some words in it.\n")
    drop(page, data)
    qtbot.waitUntil(lambda: len(page.model.rows) == 2)
    ready(page, qtbot, session)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        page.accept_all()
    assert [one.name for one in session.shown(reads.filtered.documents)][1:] == [
        "pasted text 1",
        "pasted text 2",
    ]
    assert session.read(reads.project.text, 2) == DEBATE


def test_the_files_themselves_are_kept_on_wish(page: ImportPage, session: Session, qtbot: QtBot, folder: Path) -> None:
    page.begin([folder / "b-latin.txt"])
    ready(page, qtbot, session)
    qtbot.mouseClick(page.foot.keep, Qt.MouseButton.LeftButton, pos=QPoint(8, page.foot.keep.height() // 2))
    assert page.foot.keep.isChecked()
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        page.accept_all()
    assert reads.project.kept_file(session.database, 2) == ("b-latin.txt", WORDS.encode("cp1252"))


def test_recent_folders_are_listed_and_read_again(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    page.begin([folder])
    ready(page, qtbot, session)
    qtbot.mouseClick(page.foot.cancel, Qt.MouseButton.LeftButton)
    assert not page.model.rows
    assert [button.toolTip() for button in page.start.recent] == [f"Look for documents in {folder}"]
    qtbot.mouseClick(page.start.recent[0], Qt.MouseButton.LeftButton)
    ready(page, qtbot, session)
    assert len(page.model.rows) == 5


def test_an_import_cancelled_half_way_leaves_the_file_as_it_was(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    page.begin([many(tmp_path, 40)])
    ready(page, qtbot, session)
    before, rows = session.path.read_bytes(), counts(session)
    # each is read, and then written
    with qtbot.waitSignal(page.imports.progressed, check_params_cb=lambda so_far, _: so_far >= 60, timeout=30_000):
        page.accept_all()
    # all else is refused meanwhile, in a sentence
    assert tag_claim(session, 1, Span(0, 4), (1,), 1, Stance.FAVOR) is None
    assert "import" in told[-1][1]
    qtbot.mouseClick(page.foot.cancel, Qt.MouseButton.LeftButton)
    assert told[-1][1] == "The import was cancelled; nothing was added."
    assert counts(session) == rows
    assert session.path.read_bytes() == before
    # what was found stands, and can still be accepted
    assert len(page.model.rows) == 40
    assert tag_claim(session, 1, Span(0, 4), (1,), 1, Stance.FAVOR) is not None
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=30_000):
        page.accept_all()
    assert len(session.shown(reads.filtered.documents)) == 41


def test_others_and_oneself_work_in_the_project_while_files_are_read_and_it_waits_for_who_writes(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    page.begin([many(tmp_path, 40)])
    ready(page, qtbot, session)
    made: list[int | None] = []
    other = sqlite3.connect(session.path, isolation_level=None, timeout=0)

    def work(done: int, _total: int) -> None:
        if done == 5:
            with Database(session.path) as second:
                second.set_coder("Mira")
                made.append(edits.claims.tag(second, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR)))
        elif done == 15:
            made.append(tag_claim(session, 1, Span(5, 9), (1,), 1, Stance.FAVOR))
            made.append(session.do(edits.codebook.add, "actor", "Somebody new"))
        elif done == 40:
            # another writes when all is read
            other.execute("BEGIN IMMEDIATE")
            QTimer.singleShot(1000, lambda: other.execute("ROLLBACK"))

    page.imports.progressed.connect(work)
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    other.close()
    assert len(made) == 3
    assert None not in made
    assert {"Waiting for another program that writes to the project…"} <= {text for _kind, text in told}
    assert len(session.shown(reads.filtered.documents)) == 41
    assert set(made[:2]) <= {claim.id for claim in session.claims()}
    assert problems(session.database) == []
    session.undo()
    assert len(session.shown(reads.filtered.documents)) == 1
    assert set(made[:2]) <= {claim.id for claim in session.claims()}


def test_mixed_formats_are_cancelled_half_way_without_a_trace_and_then_imported_in_one_step(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    page.begin([write_documents(tmp_path / "mixed", 24, paragraphs=5)])
    ready(page, qtbot, session)
    assert {cell(page, row, FORMAT) for row in range(4)} == {"plain text", "web page", "Word document", "PDF"}
    before, rows = session.path.read_bytes(), counts(session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    # at once: looking now and then, one may come when all is written
    half = qtbot.waitSignal(page.imports.progressed, check_params_cb=lambda so_far, _: so_far >= 36, timeout=30_000)
    with half:
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.foot.cancel, Qt.MouseButton.LeftButton)
    assert session.path.read_bytes() == before
    assert counts(session) == rows
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=30_000):
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    assert len(session.shown(reads.filtered.documents)) == 25
    session.undo()
    assert len(session.shown(reads.filtered.documents)) == 1


def test_reading_is_cancelled_at_any_moment_and_late_results_are_dropped(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    page.begin([many(tmp_path, 60)])
    qtbot.waitUntil(lambda: any(row.found is not None for row in page.model.rows))
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.model.rows
    qtbot.wait(100)
    assert not page.model.rows
    assert not page.imports.is_busy


def test_thousands_of_files_are_taken_in_a_few_between_two_events(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_files, "_TOGETHER", 4)
    together: list[int] = []
    was_busy: list[bool] = []

    def listed(files: list[object]) -> None:
        together.append(len(files))
        was_busy.append(page.imports.is_busy)

    page.imports.listed.connect(listed)
    folder = many(tmp_path, 10)
    (folder / "0004.txt").write_bytes(b"%PDF-1.4 cut off")
    page.begin([folder])
    ready(page, qtbot, session)
    assert together == [4, 4, 2]
    assert all(was_busy)
    assert [row.path.name for row in page.model.rows] == [f"{number:04}.txt" for number in range(10)]
    assert [row.readable for row in page.model.rows] == [number != 4 for number in range(10)]
    qtbot.waitUntil(lambda: page.top.bar.value() == page.top.bar.maximum())


def test_what_is_not_taken_in_yet_is_forgotten_with_the_rest(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_files, "_TOGETHER", 4)
    page.begin([many(tmp_path, 10)])
    with qtbot.waitSignal(page.imports.listed):
        pass
    page.give_up()
    qtbot.wait(300)
    assert not page.model.rows
    assert not page.imports.is_busy
    assert page.imports.files.paths() == []


def test_files_are_known_by_what_stands_in_the_project_now(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = many(tmp_path, 2)
    first, second = sorted(folder.iterdir())
    page.begin([first])
    ready(page, qtbot, session)
    # while the page waits, another brings the second in
    with Database(session.path) as other:
        other.set_coder("Mira")
        importing.import_files(other, [second])
    page.begin([second])
    ready(page, qtbot, session)
    assert [bool(row.found and row.found.same) for row in page.model.rows] == [False, True]
    assert page.model.rows[1].found is not None
    assert page.model.rows[1].found.same == "Title 1"
    # and takes it out again
    with Database(session.path) as other:
        other.set_coder("Mira")
        other.undo()
    page.imports.read_again(second, "")
    qtbot.waitUntil(lambda: not page.imports.is_busy)
    assert page.model.rows[1].found.same == ""


def test_closing_the_project_while_files_are_added_leaves_no_trace(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    page.begin([many(tmp_path, 30)])
    ready(page, qtbot, session)
    before, path = session.path.read_bytes(), session.path
    page.accept_all()
    qtbot.wait(30)
    session.close()
    assert path.read_bytes() == before
    session.open(path)


def test_what_is_asked_of_tables_is_made_when_there_is_one(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    assert "columns" not in vars(page)
    (tmp_path / "rows.csv").write_text("title,text\nOne,Velo marin tosk elbar.\n")
    page.begin([tmp_path / "rows.csv"])
    qtbot.waitUntil(lambda: "columns" in vars(page) and page.columns.isVisibleTo(page))
    assert page.columns.model.look.head == ("title", "text")


def test_the_window_answers_while_many_files_are_read_and_added(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    found = many(tmp_path, 300)
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    page.begin([found])
    ready(page, qtbot, session)
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    timer.stop()
    longest = max(second - first for first, second in pairwise(ticks))
    assert len(session.shown(reads.filtered.documents)) == 301
    assert longest < 1.0


def test_the_model_keeps_the_rules_of_qt(session: Session, qtbot: QtBot, folder: Path) -> None:
    model = ImportTableModel(session.messages)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    imports = FileImport(session)
    imports.read.connect(model.put)
    model.add([(folder / "a-debate.txt", ""), (folder / "x", "It is gone.")])
    imports.find([folder / "a-debate.txt"])
    qtbot.waitUntil(lambda: model.rows[0].found is not None)
    assert not model.setData(model.index(0, FILE), "other")
    assert model.setData(model.index(0, FILE), Qt.CheckState.Unchecked, int(Qt.ItemDataRole.CheckStateRole))
    assert not model.rows[0].wanted
    model.clear()
    del tester


REPORT = """Council votes on ships

"We are not closing the door," said Ingrid Solberg on Monday. She promised that the piers would be dredged.

"They have voted my street away," said Omar Haddad, whose bakery stands there. "I shall see them in court."
"""


def who(page: ImportPage) -> list[list[str]]:
    model = page.speakers.table.model()
    return [[str(model.index(row, column).data()) for column in range(4)] for row in range(model.rowCount())]


def choose_speaker(page: ImportPage, qtbot: QtBot, name: str) -> None:
    row = [one[0] for one in who(page)].index(name)
    table = page.speakers.table
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(row, 0)).center()
    )
    table.setFocus()


def type_who(page: ImportPage, qtbot: QtBot, text: str) -> None:
    table = page.speakers.table
    qtbot.keyClick(table, Qt.Key.Key_Return)
    (line,) = [one for one in table.findChildren(QLineEdit) if one.isVisible()]
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_speakers_of_turns_and_quotations_are_shown_renamed_matched_and_refused(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    (folder / "report.txt").write_text(REPORT)
    (folder / "talk.txt").write_text(DEBATE.replace("BEN OST", "OMAR HADDAD"))
    known = next(iter(session.actors().values()))
    drop_paths(page, folder / "report.txt", folder / "talk.txt")
    ready(page, qtbot, session)
    qtbot.waitUntil(lambda: len(who(page)) == 2)
    assert sorted(who(page)) == [["Ingrid Solberg", "proposed", "", "1"], ["Omar Haddad", "proposed", "", "2"]]
    assert "2 PROPOSED" in page.speakers._head.text()
    assert page.speakers.adopt.isVisible()
    # what is only proposed makes no actor until it is said to be one
    qtbot.waitUntil(lambda: "2 new actors" in page.top.told.text())
    choose_speaker(page, qtbot, "Ingrid Solberg")
    qtbot.keyClick(page.speakers.table, Qt.Key.Key_A)
    assert ["Ingrid Solberg", "new actor “Ingrid Solberg”", "", "1"] in who(page)
    qtbot.keyClick(page.table, Qt.Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: len(who(page)) == 3)
    assert who(page)[0] == ["Omar Haddad", "new actor", "1", "2"]
    assert "3 new actors" in page.top.told.text()
    choose_speaker(page, qtbot, "Ingrid Solberg")
    choose_speaker(page, qtbot, "Omar Haddad")
    type_who(page, qtbot, "Omar Haddad Junior")
    choose_speaker(page, qtbot, "Ingrid Solberg")
    type_who(page, qtbot, known.name.lower())
    # a name of the codebook, walked to in the list that opens below the cell; Escape leaves it as it was
    choose_speaker(page, qtbot, "Ingrid Solberg")
    type_who(page, qtbot, "nobody")
    qtbot.waitUntil(lambda: ["Ingrid Solberg", "nobody", "", "1"] in who(page))
    for end in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        qtbot.keyClick(page.speakers.table, Qt.Key.Key_Return)
        (line,) = [one for one in page.speakers.table.findChildren(QLineEdit) if one.isVisible()]
        line.selectAll()
        qtbot.keyClicks(line, known.name[:4].lower())
        qtbot.keyClick(line, Qt.Key.Key_Down)
        qtbot.keyClick(line, end)
        qtbot.keyClick(line, end)
        qtbot.waitUntil(lambda: not any(one.isVisible() for one in page.speakers.table.findChildren(QLineEdit)))
        told = {row[0]: row[1] for row in who(page)}["Ingrid Solberg"]
        assert told == ("nobody" if end == Qt.Key.Key_Escape else known.name)
    choose_speaker(page, qtbot, "Anna Kroll")
    qtbot.keyClick(page.speakers.table, Qt.Key.Key_Delete)
    assert {row[0]: row[1] for row in who(page)} == {
        "Omar Haddad": "new actor “Omar Haddad Junior”",
        "Ingrid Solberg": known.name,
        "Anna Kroll": "nobody",
    }
    qtbot.waitUntil(lambda: "1 new actor" in page.top.told.text() and "actors" not in page.top.told.text())
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.keyClick(page.table, Qt.Key.Key_Return, CTRL)
    actors = {actor.name: actor for actor in session.actors().values()}
    assert "Ingrid Solberg" in actors[known.name].aliases
    assert "Omar Haddad" in actors["Omar Haddad Junior"].aliases
    assert not {"Omar Haddad", "Anna Kroll", "Ingrid Solberg"} & actors.keys()
    talk = next(one for one in session.shown(reads.filtered.documents) if one.name == "talk.txt")
    turns = reads.project.segments(session.database, talk.id, paragraphs=False)
    assert [(turn.label, turn.actor_id) for turn in turns if turn.label] == [
        ("ANNA KROLL", None),
        ("OMAR HADDAD", actors["Omar Haddad Junior"].id),
        ("ANNA KROLL", None),
    ]
    session.undo()
    assert known.name in {actor.name for actor in session.actors().values()}
    assert "Ingrid Solberg" not in next(one for one in session.actors().values() if one.name == known.name).aliases


def test_a_refused_speaker_can_be_taken_back(page: ImportPage, session: Session, qtbot: QtBot, folder: Path) -> None:
    drop_paths(page, folder / "a-debate.txt")
    ready(page, qtbot, session)
    qtbot.waitUntil(lambda: len(who(page)) == 2)
    choose_speaker(page, qtbot, "Ben Ost")
    for words in ("nobody", "new actor"):
        qtbot.mouseClick(page.speakers.refuse, Qt.MouseButton.LeftButton)
        assert {row[0]: row[1] for row in who(page)} == {"Anna Kroll": "new actor", "Ben Ost": words}


def test_a_recent_folder_tells_its_new_files_and_a_key_looks_at_them(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    drop_paths(page, folder)
    ready(page, qtbot, session)
    # one is left out on purpose
    page.model.take([1], False)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: folder in page.start.news)
    qtbot.wait(50)
    # nothing is new: the same text, the one left out, and what cannot be read are none
    assert page.start.new_files() == []
    assert not page.start.news[folder].isVisible()
    before = session.path.read_bytes()
    (folder / "z-late.txt").write_text("A late report.\n\nIt rained for seven days and nobody came to the harbour.\n")
    # the system tells of it
    qtbot.waitUntil(lambda: page.start.news[folder].isVisible(), timeout=8_000)
    assert page.start.news[folder].text() == "1 new"
    assert page.start.told.text() == "N looks at the new file"
    assert session.path.read_bytes() == before
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_N)
    ready(page, qtbot, session)
    assert [row.path.name for row in page.model.rows] == ["z-late.txt"]
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.model.rows
    # what is only looked at stays new; a folder can be taken off the list
    qtbot.waitUntil(lambda: page.start.news[folder].isVisible(), timeout=8_000)
    qtbot.mouseClick(page.start.forget[0], Qt.MouseButton.LeftButton)
    assert (page.start.recent, page.start.told.text()) == ([], "")
    assert session.path.read_bytes() == before


def test_undoing_an_import_makes_its_files_new_again(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    drop_paths(page, folder)
    ready(page, qtbot, session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        qtbot.mouseClick(page.foot.accept, Qt.MouseButton.LeftButton)
    session.undo()
    page.start.look()
    qtbot.waitUntil(lambda: len(page.start.new_files()) == 3, timeout=8_000)


def test_what_was_left_out_is_told_beside_the_text_and_taken_in_by_a_press(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    prose = "".join(
        f"<p>The board met on Monday and came back without an answer to number {at}.</p>" for at in range(9)
    )
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><nav>Start here</nav><main>{prose}</main></body></html>")
    page.begin([path])
    ready(page, qtbot, session)
    qtbot.waitUntil(lambda: page.preview.whole.isVisible())
    assert "2 of 128 words left out (navigation: 2)." in page.preview.left_out.toolTip() + page.preview.left_out.text()
    assert "Start here" not in page.preview.text.toPlainText()
    qtbot.mouseClick(page.preview.whole, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Start here" in page.preview.text.toPlainText())
    qtbot.waitUntil(lambda: not page.preview.whole.isVisible())
    ready(page, qtbot, session)
    page.accept_all()
    qtbot.waitUntil(lambda: any("Start here" in text for _n, _name, text in session.read(reads.project.texts)))


def test_a_dropped_tree_of_folders_comes_in_as_sets(
    page: ImportPage, session: Session, qtbot: QtBot, folder: Path
) -> None:
    below = folder / "2031" / "Été"
    below.mkdir(parents=True)
    (below / "f-summer.txt").write_text("Il fera beau sur le pont.\n", "utf-8")
    drop_paths(page, folder)
    ready(page, qtbot, session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        page.accept_all()
    assert session.read(reads.project.sets) == {"2031": 1, "2031/Été": 1}
    found = {one.name: one.set_path for one in session.read(reads.project.documents)}
    assert (found["f-summer.txt"], found["a-debate.txt"]) == ("2031/Été", "")
    # what comes into the folder later comes into its set
    (below / "g-autumn.txt").write_text("Il pleuvra sept jours sur le port, et personne ne viendra.\n", "utf-8")
    page.start.look()
    qtbot.waitUntil(lambda: len(page.start.new_files()) == 1, timeout=8_000)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_N)
    ready(page, qtbot, session)
    qtbot.waitUntil(page.foot.accept.isEnabled)
    with qtbot.waitSignal(page.wanted, timeout=4_000):
        page.accept_all()
    assert session.read(reads.project.sets) == {"2031": 2, "2031/Été": 2}


def test_files_are_compared_with_what_is_still_there(session: Session, folder: Path) -> None:
    reading = FileImport(session, None)
    files = reading.files
    listed = files.texts()
    assert listed
    session.do(edits.documents.remove, [listed[0]])
    for document in listed:
        # the first was removed since all were listed: no mistake of anybody's
        files.sketcher(document)()


def test_a_page_of_articles_is_asked_about_and_comes_in_as_was_chosen(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    words = "<p>The harbour board met on Monday and came back without an answer, as all the crews had feared. </p>" * 3
    articles = "".join(f"<article><h2>{title}</h2>{words}</article>" for title in ("Fares", "Crews"))
    path = tmp_path / "news.html"
    path.write_text(f"<!DOCTYPE html><html><body>{articles}</body></html>")
    before = {one.id for one in session.read(reads.project.documents)}
    with qtbot.waitSignal(page.imports.listed):
        page.begin([path])
    qtbot.waitUntil(lambda: not page.imports.is_busy)
    assert [row.value("title") for row in page.model.rows] == ["Fares", "Crews"]
    assert page.preview.left_out.text().startswith("One of 2 documents of news.html.")
    qtbot.mouseClick(page.preview.parting, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.model.rows) == 1 and page.model.rows[0].found is not None)
    qtbot.waitUntil(lambda: page.preview.parting.text() == "Make 2 documents of it")
    assert "Its 2 articles are one document." in page.preview.left_out.text()
    qtbot.waitUntil(lambda: not page.imports.is_busy)
    # it is like none of the documents that it was before
    assert page.model.rows[0].found.near.name == ""  # type: ignore[union-attr]
    qtbot.mouseClick(page.preview.parting, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.model.rows) == 2 and not page.imports.is_busy)
    assert [row.found.near[0] for row in page.model.rows] == ["", "0001 Fares"]  # type: ignore[union-attr]
    with qtbot.waitSignal(page.imports.finished):
        page.accept_all()
    new = [one for one in session.read(reads.project.documents) if one.id not in before]
    assert [(one.facts.title, one.set_path) for one in new] == [("Fares", "news.html"), ("Crews", "news.html")]


def test_names_of_files_tell_facts_and_the_pattern_is_remembered(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    for name in ("2018-04-23 - Kasia Quill.txt", "notes.txt"):
        (tmp_path / name).write_text(f"The harbour board met on Monday, says {name} of it.\n")
    with qtbot.waitSignal(page.imports.listed):
        page.begin([tmp_path / "2018-04-23 - Kasia Quill.txt", tmp_path / "notes.txt"])
    qtbot.waitUntil(lambda: not page.imports.is_busy)
    page.foot.names.setText("{day}")
    qtbot.keyClick(page.foot.names, Qt.Key.Key_Return)
    assert "A name has no place “{day}”" in told[-1][1]
    page.foot.names.setText("{date} - {author}")
    qtbot.keyClick(page.foot.names, Qt.Key.Key_Return)
    assert page.foot.following.text() == "1 of 2 names follow it."
    named = page.model.rows[0]
    assert (named.value("author"), named.value("date"), named.sure("date")[0].value) == (
        "Kasia Quill",
        "2018-04-23",
        "stated",
    )
    with qtbot.waitSignal(page.imports.finished):
        page.accept_all()
    stored = session.read(reads.project.documents)[-2].facts
    assert (stored.author, stored.date, stored.origin("author").words) == (
        "Kasia Quill",
        "2018-04-23",
        "{date} - {author}",
    )
    again = ImportPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(again)
    assert again.foot.names.text() == "{date} - {author}"


def test_what_is_more_than_can_be_held_is_read_while_it_is_written(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_AHEAD", 60_000)
    page.begin([many(tmp_path, 40)])
    ready(page, qtbot, session)
    locked: list[bool] = []
    page.imports.progressed.connect(lambda *_: locked.append(session.database.sqlite.conn.in_transaction))
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    # some before the project was locked
    assert 5 < locked.index(True) < 20
    assert len(session.shown(reads.filtered.documents)) == 41
    assert len({one.name for one in session.shown(reads.filtered.documents)}) == 41
    assert problems(session.database) == []
    session.undo()
    assert len(session.shown(reads.filtered.documents)) == 1


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each document that is added, whether the window's thread does it; every text is a large one."""
    found: list[bool] = []
    add = edits.documents.add_document

    def add_and_tell(*given: Any, **more: Any) -> Any:
        found.append(threading.current_thread() is threading.main_thread())
        return add(*given, **more)

    monkeypatch.setattr(edits.documents, "add_document", add_and_tell)
    monkeypatch.setattr(reading_files, "_LARGE", 10)
    return found


def test_what_was_read_of_files_is_looked_through_for_circles_when_it_is_gone(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    kinds = (FileResult, Reading, ReadFile, FoundFile)
    # what pages of other tests left is none of this one's
    others = [one for one in gc.get_objects() if isinstance(one, kinds)]
    page.begin([many(tmp_path, 5)])
    ready(page, qtbot, session)
    collects: list[bool] = []
    session.changed.connect(lambda _changes: collects.append(gc.isenabled()))
    page.imports.finished.connect(lambda _results: collects.append(gc.isenabled()))
    assert gc.isenabled()
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    assert len(collects) >= 2
    assert not any(collects)
    qtbot.waitUntil(gc.isenabled)
    # and nothing of it stays until the next import
    known = {id(one) for one in others}
    qtbot.waitUntil(lambda: all(id(one) in known for one in gc.get_objects() if isinstance(one, kinds)))


def test_a_very_large_text_is_written_beside_the_window_as_ones_own(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, threads: list[bool]
) -> None:
    session.coder = "Nilo Vask"
    page.begin([many(tmp_path, 5)])
    ready(page, qtbot, session)
    page.imports.paste("Words that were copied on tolls and quays.")
    ready(page, qtbot, session)
    done: list[tuple[int, int]] = []
    page.imports.progressed.connect(lambda *now: done.append(now))
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    assert threads == [False] * 6
    assert done[-1] == (12, 12)
    assert len(session.shown(reads.filtered.documents)) == 7
    assert session.database.history()[0].coder == "Nilo Vask"
    assert problems(session.database) == []
    # it is one step of one's own
    session.undo()
    assert len(session.shown(reads.filtered.documents)) == 1


def test_of_files_that_are_not_read_yet_a_large_one_is_written_beside_the_window_too(
    page: ImportPage,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    threads: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "_AHEAD", 0)
    folder = many(tmp_path, 4)
    (folder / "0002.txt").write_text("MILLER: We build the bridge, and we build it now.\n\nKELL: Never.\n")
    page.begin([folder])
    ready(page, qtbot, session)
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    assert threads == [False] * 4
    assert len(session.shown(reads.filtered.documents)) == 5
    assert problems(session.database) == []
    session.undo()
    assert len(session.shown(reads.filtered.documents)) == 1


@pytest.mark.parametrize("is_seen_before", [False, True])
def test_a_text_of_very_many_short_parts_is_a_large_one(
    is_seen_before: bool,
    page: ImportPage,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    threads: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_files, "_LARGE", 50_000)
    (tmp_path / "parts.html").write_text("<html><body>" + "<p>A few words.</p>" * 600 + "</body></html>")
    page.begin([tmp_path / "parts.html"])
    ready(page, qtbot, session)
    # of its structure no more is shown than can be laid out at once
    qtbot.waitUntil(lambda: page.preview.text.document().blockCount() > 1)
    assert page.preview.text.document().blockCount() <= 402
    assert "more characters" in page.preview.text.toPlainText()
    read: list[bool] = []
    load = trail.load_changes

    def load_and_tell(text: str, content: trail.TextContent) -> Any:
        read.append(threading.current_thread() is threading.main_thread())
        return load(text, content)

    monkeypatch.setattr(trail, "PART", 1_000)
    monkeypatch.setattr(trail, "load_changes", load_and_tell)
    # the look for others' work may come between the writing and the word of it
    session._watch.stop()
    written = reading_files.FileImport._on_written

    def look_before(imports: reading_files.FileImport, found: Any) -> None:
        if is_seen_before:
            session._look()
        written(imports, found)

    monkeypatch.setattr(reading_files.FileImport, "_on_written", look_before)
    told: list[str] = []
    session.changed.connect(lambda _changes: told.append("views"))
    page.wanted.connect(lambda _goto: told.append("page"))
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    assert threads == [False]
    assert len(session.shown(reads.filtered.documents)) == 2
    # the views know the document before it is shown
    assert told == ["views", "page"]
    # what the window asks of hundreds of rows it is told by whoever wrote them
    assert not any(read)
    session.undo()
    assert len(session.shown(reads.filtered.documents)) == 1
    assert problems(session.database) == []


def test_a_packed_file_may_hold_far_more_letters_than_bytes(
    page: ImportPage,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    threads: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "_AHEAD", 0)
    path = tmp_path / "words.docx"
    document = docx.Document()
    for _ in range(2_000):
        document.add_paragraph("The bridge is built, and nobody crosses it.")
    document.save(str(path))
    size = path.stat().st_size
    monkeypatch.setattr(reading_files, "_LARGE", 2 * size)
    monkeypatch.setattr(ImportFiles, "size", lambda *_: 0)
    page.begin([path, tmp_path / "words.docx"])
    ready(page, qtbot, session)
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    assert threads == [False]


def test_the_project_can_be_read_until_a_very_large_text_is_committed(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.txt"
    path.write_text(" ".join(f"Word{number} speaks of thing{number * 7}." for number in range(60_000)))
    asked: list[int] = []

    def look(_found: object, actors: Any, _encoding: str) -> Any:
        return foreign.read_file(path, actors)

    def commit() -> None:
        # all is in the transaction: what has no room in SQLite's memory would be in the file, and nobody could read it
        with Database(session.path, read_only=True) as other:
            other.wait_at_most(0)
            asked.append(len(reads.project.documents(other)))

    monkeypatch.setattr(files, "CACHE", 2_000)
    importing.write_at_once(
        session.path, "Nilo", [FoundFile(path)], importing.ImportOptions(), look, lambda *_: None, commit
    )
    assert asked == [1]
    assert len(session.read(reads.project.documents)) == 2


def test_what_is_shown_of_an_import_is_not_read_from_the_file_again(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, threads: list[bool]
) -> None:
    there = session.read(reads.project.text, 1)
    (tmp_path / "0.txt").write_text(there)
    names = [tmp_path / "0.txt", tmp_path / "1.txt", tmp_path / "2.txt"]
    for name in names[1:]:
        name.write_text(f"{name.name} is a text of its own.\r\nOf two lines.\n")
    page.begin(names)
    ready(page, qtbot, session)
    page.model.take(range(3), True)
    with qtbot.waitSignal(page.wanted, timeout=60_000) as wanted:
        page.accept_all()
    assert threads == [False] * 3
    # the first that came in; what is here already did not
    shown = wanted.args[0].document_ids[0]
    text = "1.txt is a text of its own.\nOf two lines.\n"
    assert session.database.texts.last == (text_hash(text), text)
    # it is what the file has
    session.database.texts.forget()
    assert session.read(reads.project.text, shown) == text


def test_a_very_large_text_that_is_given_up_leaves_nothing(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path, threads: list[bool], told: list[tuple[str, str]]
) -> None:
    page.begin([many(tmp_path, 5)])
    ready(page, qtbot, session)
    before = counts(session)
    page.accept_all()
    qtbot.waitUntil(lambda: bool(threads))
    qtbot.mouseClick(page.foot.cancel, Qt.MouseButton.LeftButton)
    if told and told[-1][1] == "The import was cancelled; nothing was added.":
        qtbot.wait(300)
        assert counts(session) == before
    else:
        qtbot.waitUntil(lambda: not page.imports.is_adding)
        assert len(session.shown(reads.filtered.documents)) == 6
    assert problems(session.database) == []


def test_what_is_written_for_good_is_given_up_no_more_and_the_other_way_round() -> None:
    first, second = reading_files._Commit(), reading_files._Commit()
    first.begin()
    assert not first.forbid()
    assert second.forbid()
    with pytest.raises(StoppedError):
        second.begin()
