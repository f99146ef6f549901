"""The page on which it is said what the columns of a table are, driven by keys."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.core.columns import TableLook
from desktop.core.filters import ClaimFilter
from desktop.qt.importing.columns_model import CALLED, IS, ColumnsModel, choices
from desktop.qt.importing.columns_view import ColumnsView
from desktop.qt.importing.page import ImportPage
from desktop.qt.reading.library_model import DocumentListModel
from desktop.qt.session import Session
from desktop.store import edits, reads

from .import_kit import import_page

CTRL = Qt.KeyboardModifier.ControlModifier
TABLE = (
    "id;Day;Who;Side;Body\n"
    "1;03/04/2025;Ada Quill;North;We sail at noon.\n"
    "2;05/06/2025;Odo Brink;South;Nobody sails.\n"
    "3;05/06/2025;Una Ward;North;We pay.\n"
)


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[ImportPage]:
    with import_page(session, qtbot, tmp_path, 1024, 600) as found:
        yield found


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "speeches.csv"
    path.write_text(TABLE)
    return path


def asked(page: ImportPage, qtbot: QtBot, *paths: Path) -> ColumnsView:
    page.begin(paths)
    qtbot.waitUntil(page.columns.isVisible, timeout=20_000)
    QAbstractItemModelTester(page.columns.model)
    QAbstractItemModelTester(page.columns.first)
    return page.columns


def choose(view: ColumnsView, qtbot: QtBot, column: str, role: str) -> None:
    row = view.model.look.head.index(column)
    view.table.setCurrentIndex(view.model.index(row, 0))
    qtbot.keyClick(view.table, Qt.Key.Key_Space)
    box = view.table.findChild(QComboBox)
    assert box is not None
    place = box.findData(role)
    box.hidePopup()
    box.setCurrentIndex(place)
    box.activated.emit(place)
    qtbot.waitUntil(lambda: view.window().focusWidget() is view.table)


def listed(page: ImportPage, qtbot: QtBot) -> list[str]:
    qtbot.waitUntil(lambda: bool(page.model.rows) and not page.imports.is_busy, timeout=30_000)
    return [row.path.name for row in page.model.rows]


def imported(page: ImportPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.wanted, timeout=30_000):
        page.accept_all()


def test_what_columns_are_is_chosen_by_keys_and_seen_before_anything_comes_in(
    page: ImportPage, session: Session, qtbot: QtBot, table: Path
) -> None:
    before = session.path.read_bytes()
    view = asked(page, qtbot, table)
    assert view.model.roles == ["", "date", "", "", "text"]
    # a day that may be either is asked of
    assert "“Day” has days that may be read two ways, such as 03/04/2025" in view.problem.text()
    assert view.first.data(view.first.index(0, 1)) == "2025-04-03"
    choose(view, qtbot, "Day", "date:month")
    assert not view.problem.text()
    assert view.first.data(view.first.index(0, 1)) == "2025-03-04"
    choose(view, qtbot, "Who", "speaker")
    choose(view, qtbot, "Side", "own")
    index = view.model.index(3, CALLED)
    view.table.setCurrentIndex(index)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    line = view.table.findChild(QLineEdit)
    assert line is not None
    line.setText("Party")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.model.roles == ["", "date:month", "speaker", "own:Party", "text"])
    qtbot.keyClick(view.table, Qt.Key.Key_Return, CTRL)
    assert listed(page, qtbot) == [
        "0001 Ada Quill, 2025-03-04",
        "0002 Odo Brink, 2025-05-06",
        "0003 Una Ward, 2025-05-06",
    ]
    assert session.path.read_bytes() == before
    known = {one.id for one in session.read(reads.project.documents)}
    imported(page, qtbot)
    new = [one for one in session.read(reads.project.documents) if one.id not in known]
    assert [dict(one.facts.variables) for one in new] == [{"Party": "North"}, {"Party": "South"}, {"Party": "North"}]
    # one step of undo takes the documents back, and what is remembered of the columns
    session.undo()
    assert session.read(edits.columns.remembered).by_head == ()
    assert {one.id for one in session.read(reads.project.documents)} == known


def test_a_table_cannot_be_read_without_a_text_and_what_was_chosen_can_be_taken_back(
    page: ImportPage, qtbot: QtBot, table: Path
) -> None:
    view = asked(page, qtbot, table)
    suggested = list(view.model.roles)
    choose(view, qtbot, "Body", "")
    assert "No column is the text" in view.problem.text()
    assert not view.read.isEnabled()
    assert view.first.rowCount() == 0
    view.accept()
    assert page.columns.isVisible()
    view.as_suggested.click()
    assert view.model.roles == suggested
    assert view.read.isEnabled()


def test_tables_of_one_head_are_asked_of_once_and_the_next_time_shown_as_said(
    page: ImportPage, session: Session, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.csv").write_text(TABLE.replace("We", f"We {number}").replace("Nobody", f"Nobody {number}"))
    view = asked(page, qtbot, folder)
    choose(view, qtbot, "Who", "author")
    view.accept()
    assert len(listed(page, qtbot)) == 9
    imported(page, qtbot)
    view = asked(page, qtbot, table)
    assert view.model.roles[2] == "author"
    assert view.model.look.is_known


def test_a_table_can_be_left_out_and_escape_leaves_all(
    page: ImportPage, session: Session, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("title,text\nFares,We sail.\nCrews,No.\n")
    view = asked(page, qtbot, table, other)
    assert view.model.look.name == "speeches.csv"
    view.leave.click()
    assert view.model.look.name == "other.csv"
    view.accept()
    assert listed(page, qtbot) == ["0001 Fares", "0002 Crews"]
    page.give_up()
    view = asked(page, qtbot, table)
    assert page.unfinished()
    qtbot.keyClick(view.table, Qt.Key.Key_Escape)
    assert page.start.isVisible()
    assert not page.unfinished()
    assert not page.model.rows


def test_a_table_that_was_left_out_is_asked_of_again_when_it_is_brought_again(
    page: ImportPage, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    (tmp_path / "plain.txt").write_text("Nobody sails.\n")
    view = asked(page, qtbot, table, tmp_path / "plain.txt")
    view.leave.click()
    assert listed(page, qtbot) == ["plain.txt"]
    asked(page, qtbot, table).accept()
    qtbot.waitUntil(lambda: len(page.model.rows) == 4, timeout=20_000)


def test_of_a_table_of_the_same_head_as_one_that_was_left_out_is_asked_too(
    page: ImportPage, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    other = tmp_path / "later.csv"
    other.write_text(TABLE.replace("We", "They"))
    view = asked(page, qtbot, table, other)
    view.leave.click()
    assert page.columns.isVisible()
    assert view.model.look.name == "later.csv"
    choose(view, qtbot, "Day", "date:month")
    view.accept()
    assert [name[-10:] for name in listed(page, qtbot)] == ["2025-03-04", "2025-05-06", "2025-05-06"]


def test_what_was_chosen_of_a_table_stays_when_another_one_is_brought(
    page: ImportPage, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("title,text\nFares,We sail.\nCrews,No.\n")
    view = asked(page, qtbot, table)
    choose(view, qtbot, "Who", "author")
    with qtbot.waitSignal(page.imports.asked, timeout=20_000):
        page.begin([other])
    assert view.model.roles[2] == "author"
    assert "table 1 of 2" in view._told.text()
    view.accept()
    assert view.model.look.name == "other.csv"


def test_what_cannot_be_read_as_a_table_is_not_asked_of(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 cut off")
    page.begin([tmp_path / "broken.xlsx"])
    qtbot.waitUntil(lambda: bool(page.model.rows) and not page.imports.is_busy, timeout=20_000)
    assert "damaged" in page.model.rows[0].found.problem  # type: ignore[union-attr]


def test_every_role_can_be_chosen_and_has_words(qtbot: QtBot) -> None:
    model = ColumnsModel()
    model.show_table(TableLook("a.csv", ("a", "b"), (("x", "y"),), 1, ("text", "")))
    for key, words in choices():
        model.setData(model.index(1, IS), key)
        assert str(model.index(1, IS).data()).startswith(words)


def test_the_library_and_the_claims_are_narrowed_by_an_own_variable(session: Session) -> None:
    session.do(edits.documents.set_variable, [1], "Party", "North")
    library = DocumentListModel(session)
    assert library.choices("own:Party") == {"North": 1}
    library.narrow("own:Party", ["North"])
    assert library.listed() == (1,)
    chosen = ClaimFilter.parse("variable=Party=North")
    found = session.read(reads.filtered.claims, chosen)
    assert found == session.read(reads.project.claims, document_id=1) != []
    assert session.read(reads.filtered.claims, ClaimFilter.parse("variable=Party=South")) == []
    session.undo()
    assert session.read(reads.filtered.claims, chosen) == []


CYRILLIC = "Кто;Текст\nАда;Паром стоит у причала.\nОдо;Никто не платит за билет.\n"


def recoded(page: ImportPage, qtbot: QtBot, box: QComboBox, encoding: str) -> None:
    box.setCurrentIndex(box.findText(encoding))
    with qtbot.waitSignal(page.imports.looked, timeout=20_000):
        box.activated.emit(box.currentIndex())


def test_the_encoding_of_a_table_is_chosen_before_it_comes_in(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(CYRILLIC.encode("cp866"))
    # UTF-8 is not guessed, and stays what it is
    other.write_text(CYRILLIC.replace("Паром", "Мост").replace("билет", "проезд"), encoding="utf-8")
    page.imports.files.choose_encoding(path, "cp1251")
    view = asked(page, qtbot, path)
    assert view.encoding.isVisible()
    assert view.encoding.currentText() == "cp1251"
    garbled = view.model.look.head
    view.model.set_role(0, "own")
    view.model.set_role(1, "text")
    # what cannot be is told, and changes nothing
    recoded(page, qtbot, view.encoding, "utf-8")
    assert view.model.look.head == garbled
    assert view.encoding.currentText() == "cp1251"
    recoded(page, qtbot, view.encoding, "cp866")
    assert view.model.look.head == ("Кто", "Текст")
    assert view.model.roles == ["own:Кто", "text"]
    view.accept()
    listed(page, qtbot)
    page.begin([other])
    qtbot.waitUntil(lambda: len(page.model.rows) == 4 and not page.imports.is_busy, timeout=30_000)
    imported(page, qtbot)
    database = session.database
    found = [
        (reads.project.text(database, one.id), dict(one.facts.variables))
        for one in reads.project.documents(database)
        if one.facts.variables
    ]
    assert found == [
        ("Паром стоит у причала.", {"Кто": "Ада"}),
        ("Никто не платит за билет.", {"Кто": "Одо"}),
        ("Мост стоит у причала.", {"Кто": "Ада"}),
        ("Никто не платит за проезд.", {"Кто": "Одо"}),
    ]


def test_tables_of_one_head_whose_encoding_was_guessed_are_read_in_the_same_one(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    told = ["Žluťoučký kůň stojí u vody a pije.", "Řeka teče pomalu a šumí pod městem."]
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, words in zip(paths, told, strict=True):
        path.write_bytes(f"Who,Text\nAda,{words}\nBo,{words[::-1]}\n".encode("cp1250"))
    view = asked(page, qtbot, *paths)
    assert "guessed" in view.encoding.label.text()
    recoded(page, qtbot, view.encoding, "cp437")
    view.accept()
    assert len(listed(page, qtbot)) == 4
    imported(page, qtbot)
    texts = {reads.project.text(session.database, one.id) for one in reads.project.documents(session.database)}
    assert {one.encode("cp1250").decode("cp437") for words in told for one in (words, words[::-1])} <= texts


def test_what_is_no_table_in_one_encoding_is_one_in_another(page: ImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("名,文\n甲,船不开。\n乙,没人付钱。\n".encode("utf-16-be"))
    page.imports.files.choose_encoding(path, "cp1252")
    page.begin([path])
    assert listed(page, qtbot) == ["a.csv"]
    box = page.preview.encoding
    assert box.isVisible()
    box.setCurrentIndex(box.findText("utf-16-be"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(page.columns.isVisible, timeout=20_000)
    assert page.columns.model.look.head == ("名", "文")
    page.columns.model.set_role(1, "text")
    page.columns.accept()
    assert [name[:4] for name in listed(page, qtbot)] == ["0001", "0002"]


def test_a_table_in_an_archive_is_asked_of_and_comes_in_as_it_was_said(
    page: ImportPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "talks.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024/speeches.csv", TABLE)
    view = asked(page, qtbot, path)
    assert view.model.look.name == "speeches.csv"
    choose(view, qtbot, "Side", "own")
    choose(view, qtbot, "Body", "text")
    view.accept()
    assert len(listed(page, qtbot)) == 3
    imported(page, qtbot)
    found = [one.facts for one in reads.project.documents(session.database) if one.facts.variables]
    assert [dict(one.variables)["Side"] for one in found] == ["North", "South", "North"]


def test_a_table_that_changed_while_it_was_asked_of_is_told_and_not_misread(
    page: ImportPage, qtbot: QtBot, table: Path
) -> None:
    view = asked(page, qtbot, table)
    choose(view, qtbot, "Body", "text")
    # somebody saves it with a column more in front of all
    table.write_text("Note;id;Day;Who;Side;Words of it\nNobody may read this note, not even the board.;1;;;;We sail.\n")
    view.accept()
    listed(page, qtbot)
    (row,) = page.model.rows
    assert row.found is not None
    assert row.found.problem.startswith("The columns of speeches.csv are others than when it was said")
    # brought again, it is asked of again
    page.give_up()
    assert asked(page, qtbot, table).model.look.head[0] == "Note"
