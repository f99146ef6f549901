"""Beginning, keeping and coming back: projects by the window's menus, its start page and its palette."""

import errno
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.errors import UserError
from desktop.project.programs.exporting import FORMS, choices
from desktop.project.sharing import teams
from desktop.qt import settings as keys_of
from desktop.qt.app import first_window
from desktop.qt.dialogs import FileDialogs
from desktop.qt.importing.page import ImportPage
from desktop.qt.messages import Messages
from desktop.qt.parts.page import GotoFiles, GotoReading
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.help import PropertiesDialog
from desktop.qt.window.main_window import MainWindow
from desktop.store import check, reads
from desktop.store.database import Database
from tests.qt.window_kit import close_window, open_window, page_of
from tests.qt.window_kit import keys as press

from ..store.making import make_project

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "first.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


@pytest.fixture
def told(window: MainWindow) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    window.session.messages.posted.connect(lambda kind, text: found.append((kind, text)))
    return found


def recent(window: MainWindow) -> list[tuple[str, bool]]:
    menu = next(one for one in window.findChildren(QMenu) if one.title() == "Open &recent")
    menu.aboutToShow.emit()
    return [(one.text(), one.isEnabled()) for one in menu.actions() if one.text()][:-1]


@pytest.mark.parametrize(("kind", "documents"), [("empty", 0), ("example", 5)])
def test_a_new_project_is_empty_or_holds_the_example(
    window: MainWindow, tmp_path: Path, kind: str, documents: int
) -> None:
    window.dialogs.new_kind = lambda parent: kind
    window.dialogs.save_project = lambda parent, folder: tmp_path / "own.visavis"
    window.actions_by_key["new"].trigger()
    assert window.session.path == tmp_path / "own.visavis"
    assert window.session.counts()["documents"] == documents
    assert [name for name, _ in recent(window)] == [f"own – {tmp_path}", f"first – {tmp_path}"]


def test_what_was_imported_is_opened_unless_the_project_was_left(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    other = tmp_path / "other.visavis"
    Database(other, create=True).close()
    window.desk.clear()
    window.go(GotoReading((1,)))
    qtbot.waitUntil(lambda: window.desk.document_ids() == [1])
    window.desk.clear()
    window.go(GotoReading((1,)))
    window.session.open(other)
    qtbot.wait(50)
    assert window.session.path == other
    assert window.desk.document_ids() == []
    assert not [one for one in told if one[0] == "error"]


@pytest.mark.parametrize(("button", "kind"), [("Empty project", "empty"), ("With the example", "example"), ("", "")])
def test_the_question_for_a_new_project_takes_each_answer(
    qtbot: QtBot, window: MainWindow, button: str, kind: str
) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        found = [one for one in box.findChildren(QPushButton) if one.text().replace("&", "") == button]
        if found:
            found[0].click()
        else:
            box.reject()

    QTimer.singleShot(100, answer)
    assert FileDialogs().new_kind(window) == kind


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_R])
def test_nothing_is_done_by_habit_where_something_would_be_lost(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        button = next(one for one in box.findChildren(QPushButton) if one.text().replace("&", "") == "Remove")
        if key == Qt.Key.Key_R:
            button.click()
        else:
            qtbot.keyClick(box, key)

    QTimer.singleShot(100, answer)
    assert FileDialogs().confirm(window, "Remove documents", "Remove them?", "Remove") == (key == Qt.Key.Key_R)


def test_without_an_answer_no_project_is_made(window: MainWindow, tmp_path: Path) -> None:
    window.dialogs.new_kind = lambda parent: ""
    window.dialogs.save_project = lambda parent, folder: pytest.fail("asked for a name")
    window.actions_by_key["new"].trigger()
    assert window.session.path == tmp_path / "first.visavis"


def test_dialogs_open_in_the_documents_or_where_one_was_last_by_what_they_are_for(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setattr("desktop.qt.settings.QStandardPaths.writableLocation", lambda _kind: str(documents))
    make_project(tmp_path / "second.visavis").close()
    asked: list[tuple[str, str]] = []

    def open_project(parent: object, folder: str) -> Path:
        asked.append(("open", folder))
        return tmp_path / "second.visavis"

    def open_documents(parent: object, folder: str) -> list[Path]:
        asked.append(("import", folder))
        return []

    window.dialogs.open_project, window.dialogs.open_documents = open_project, open_documents
    window.actions_by_key["open"].trigger()
    window.actions_by_key["import"].trigger()
    window.actions_by_key["open"].trigger()
    assert asked == [("open", str(documents)), ("import", str(documents)), ("open", str(tmp_path))]


def test_recent_projects_are_named_in_the_menu_the_palette_and_on_the_start_page(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("second", "gone"):
        make_project(tmp_path / f"{name}.visavis").close()
        window.projects.open_recent(tmp_path / f"{name}.visavis")
    window.projects.open_recent(tmp_path / "first.visavis")
    (tmp_path / "gone.visavis").unlink()
    assert recent(window) == [
        (f"first – {tmp_path}", True),
        (f"gone – {tmp_path} (not there any more)", False),
        (f"second – {tmp_path}", True),
    ]
    window.actions_by_key["start"].trigger()
    assert window.start.isVisible()
    assert [button.isEnabled() for button in window.start.recent] == [True, False, True]
    assert "not there any more" in window.start.recent[1].text()
    qtbot.mouseClick(window.start.forget[1], LEFT)
    assert [path.stem for path in window.projects.recent()] == ["first", "second"]
    qtbot.mouseClick(window.start.recent[1], LEFT)
    assert (window.session.path.stem, window.start.isVisible()) == ("second", False)
    # the palette
    palette = window.palette_line
    palette.begin()
    press(qtbot, "open first")
    entry = palette.model.entry_at(0)
    assert entry is not None
    assert (entry.kind, entry.name, entry.reason) == ("project", "first", "")
    press(qtbot, Qt.Key.Key_Return)
    assert window.session.path.stem == "first"


def test_the_start_page_leads_back_to_the_project(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_key["start"].trigger()
    assert window.start.back.hasFocus()
    assert not window.top_bar.legend.isVisible(), "there is nothing that it explains"
    press(qtbot, Qt.Key.Key_Space)
    assert not window.start.isVisible()
    assert window.top_bar.legend.isVisible()
    assert window.pages.isVisible()
    window.desk.show_claim(1, window.session.claims()[0].id)
    window.actions_by_key["start"].trigger()
    press(qtbot, Qt.Key.Key_Delete, Qt.Key.Key_3)
    assert [one.stance for one in window.session.claims()] == ["favor", "against", "against"], "no page is seen"
    press(qtbot, Qt.Key.Key_Escape)
    assert window.pages.isVisible()
    window.actions_by_key["start"].trigger()
    press(qtbot, Qt.Key.Key_2, modifier=CTRL)
    assert (window.pages.current, window.pages.isVisible()) == ("page_matrix", True)


def test_a_project_that_cannot_be_opened_is_told_in_a_window(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.visavis"
    broken.write_text("Dear all,")
    settings = Settings(tmp_path / "settings.ini")
    window = first_window(broken, settings)
    qtbot.addWidget(window)
    window.show()
    assert window.start.problem.isVisible()
    assert "broken.visavis" in window.start.problem.text()
    QApplication.processEvents()
    problem = window.start.problem
    assert problem.height() >= problem.heightForWidth(problem.width()), "no line is cut through"
    assert not window.session.is_open
    assert not window.actions_by_key["import"].isEnabled()
    assert not window.start.back.isVisible()
    # and one goes on from there
    window.dialogs.new_kind = lambda parent: "empty"
    window.dialogs.save_project = lambda parent, folder: tmp_path / "own.visavis"
    qtbot.mouseClick(window.start.new, LEFT)
    assert window.session.path == tmp_path / "own.visavis"
    assert not window.start.isVisible()
    assert window.actions_by_key["import"].isEnabled()
    window.session.close()


def test_the_project_that_was_open_last_opens_again_and_its_absence_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    make_project(tmp_path / "last.visavis").close()
    window = first_window(tmp_path / "last.visavis", settings)
    qtbot.addWidget(window)
    window.close()
    window.session.close()
    again = first_window(None, settings)
    qtbot.addWidget(again)
    assert again.session.path == tmp_path / "last.visavis"
    again.session.close()
    (tmp_path / "last.visavis").unlink()
    third = first_window(None, settings)
    qtbot.addWidget(third)
    third.show()
    assert "There is no project" in third.start.problem.text()
    assert "not there any more" in third.start.recent[0].text()


def test_a_project_on_a_disk_that_does_not_answer_stops_no_start(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path / "settings.ini")
    away = tmp_path / "away"
    settings.set(keys_of.RECENT_PROJECTS, str(away / "old.visavis"))
    settings.set(keys_of.IMPORT_FOLDERS, str(away))
    settings.set(keys_of.OPEN_FOLDER, str(away))
    stat = Path.stat

    def answer(path: Path, *, follow_symlinks: bool = True) -> object:
        if away in (path, *path.parents):
            raise OSError(errno.EIO, "Input/output error")
        return stat(path, follow_symlinks=follow_symlinks)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "stat", answer)
        window = first_window(None, settings)
        qtbot.addWidget(window)
        window.show()
        folder = settings.folder(keys_of.OPEN_FOLDER)
        window.show_page("page_import")
        window.actions_by_key["start"].trigger()
        named = [button.text() for button in window.start.recent]
    window.session.close()
    assert "old" in named[-1]
    assert "not there any more" in named[-1]
    assert folder != str(away)


def test_a_copy_is_sound_and_the_project_goes_on_itself(
    window: MainWindow, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    asked = []

    def save_copy(parent: object, suggestion: str) -> Path:
        asked.append(Path(suggestion).name)
        return tmp_path / "copy.visavis"

    (tmp_path / "copy.visavis").write_text("older")
    window.dialogs.save_copy = save_copy
    window.actions_by_key["save_copy"].trigger()
    assert asked == ["first (copy).visavis"]
    assert told[-1] == ("info", f"A copy of the project was saved as {tmp_path / 'copy.visavis'}.")
    with Database(tmp_path / "copy.visavis") as copy:
        assert check.problems(copy) == []
        assert reads.project.counts(copy) == reads.project.counts(window.session.database)
    assert window.session.path == tmp_path / "first.visavis"
    # the project itself is not written over
    window.dialogs.save_copy = lambda parent, suggestion: tmp_path / "first.visavis"
    window.actions_by_key["save_copy"].trigger()
    assert told[-1][0] == "error"
    assert "the project itself" in told[-1][1]
    window.dialogs.save_copy = lambda parent, suggestion: tmp_path / "no folder" / "copy.visavis"
    window.actions_by_key["save_copy"].trigger()
    assert told[-1][0] == "error"
    assert sorted(path.name for path in tmp_path.glob(".*part")) == []


def test_a_project_whose_file_was_taken_away_can_still_be_saved(
    window: MainWindow, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    (tmp_path / "first.visavis").unlink()
    (tmp_path / "other.visavis").write_text("older")
    window.actions_by_key["properties"].trigger()
    dialog = next(one for one in window.findChildren(PropertiesDialog))
    assert dialog.values["Size"] != "0.0 MB"
    dialog.close()
    for name in ("other.visavis", "first.visavis"):
        window.dialogs.save_copy = lambda parent, suggestion, name=name: tmp_path / name
        window.actions_by_key["save_copy"].trigger()
        assert told[-1][0] == "info"
        with Database(tmp_path / name) as copy:
            assert reads.project.counts(copy) == reads.project.counts(window.session.database)


def test_a_project_that_is_written_over_is_told_of_in_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "first.visavis").write_bytes(b"no project any more " * 1000)
    with pytest.raises(UserError, match="is damaged"):
        window.session.undo_names()
    window.session.refresh()
    assert window.lost.isVisible()
    assert "“first.visavis” was cut short or written over by another program at " in window.lost.told.text()


def test_the_properties_tell_place_size_counts_and_coders(window: MainWindow, tmp_path: Path) -> None:
    window.actions_by_key["properties"].trigger()
    dialog = next(one for one in window.findChildren(PropertiesDialog))
    assert dialog.isVisible()
    assert dialog.values["File"] == str(tmp_path / "first.visavis")
    assert (dialog.values["Documents"], dialog.values["Claims"], dialog.values["Actors"]) == ("1", "3", "3")
    assert dialog.values["Coders"] == "Nilo: 3 claims"
    assert dialog.values["Size"].endswith(" MB")
    dialog.close()


def test_leaving_in_the_middle_of_an_import_asks(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Title {number}\n\nWords of {number} on tolls and quays.\n" * 20)
    asked: list[str] = []

    def no(parent: object, title: str, question: str, words: str) -> bool:
        asked.append(question)
        return False

    window.dialogs.confirm = no
    window.go(GotoFiles((folder,)))
    page = page_of(window, ImportPage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    assert not window.close()
    assert asked[-1].startswith("Files are being read for an import.")
    assert window.isVisible()
    qtbot.waitUntil(lambda: not page.imports.is_busy, timeout=20_000)
    page.accept_all()
    assert not window.close()
    assert asked[-1].startswith("Documents are being imported.")
    with qtbot.waitSignal(page.wanted, timeout=20_000):
        pass
    # what was written of files that wait
    (tmp_path / "late.txt").write_text("ANNA KROLL: We want a bridge over the river.\n\nBEN OST: No.\n")
    window.go(GotoFiles((tmp_path / "late.txt",)))
    qtbot.waitUntil(lambda: bool(page.model.rows) and not page.imports.is_busy, timeout=20_000)
    assert page.unfinished() == ""
    page.model.set_field([0], "title", "Late")
    window.projects.open_recent(tmp_path / "other.visavis")
    assert asked[-1].startswith("Files wait to be imported.")
    assert window.session.path == tmp_path / "first.visavis"
    page.give_up()
    count = len(asked)
    assert window.close()
    assert len(asked) == count
    window.show()


def test_on_a_narrow_screen_the_documents_have_the_room_until_the_panel_is_asked_for(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.ini")
    make_project(tmp_path / "p.visavis").close()
    window = first_window(tmp_path / "p.visavis", settings)
    qtbot.addWidget(window)
    window.show()
    assert not window.reading.sides.is_shown("panel")
    window.actions_by_key["next_claim"].trigger()
    assert "F10" in window.statusBar().currentMessage()
    window.reading.sides.toggle("panel")
    assert window.reading.sides.is_shown("panel")
    window.close()
    window.session.close()
    again = first_window(None, settings)
    qtbot.addWidget(again)
    assert again.reading.sides.is_shown("panel"), "what was asked for stays"
    again.session.close()


def test_each_form_is_offered_with_the_program_that_it_is_for(window: MainWindow, tmp_path: Path) -> None:
    offered: list[str] = []

    def choose(_parent: object, forms: list[str]) -> int:
        offered.extend(forms)
        return next(at for at, name in enumerate(forms) if "MAXQDA" in name)

    suggested: list[str] = []
    window.dialogs.program_form = choose
    window.dialogs.save_program = lambda _parent, name: suggested.append(name) or tmp_path / "out.qdpx"
    window.projects.export_project()
    assert {one.key for one in FORMS} <= {one.key for one in choices()}
    assert len(offered) == len(FORMS) + 2
    assert suggested[0].endswith(".qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        assert b"(maxqda)" in archive.read("project.qde")
    window.dialogs.program_form = lambda _parent, _forms: None
    window.projects.export_project()
    assert len(suggested) == 1


def test_a_team_is_joined_from_the_start_page_where_no_project_is_open(
    light: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "shared").mkdir()
    with make_project(tmp_path / "ana.visavis") as db:
        db.set_coder("Ana")
        teams.init(db, str(tmp_path / "shared"))
    window = MainWindow(Session(Messages()), Settings(tmp_path / "settings.ini"))
    with qtbot.waitExposed(window):
        window.show()
    assert window.start.isVisible()
    names: list[str] = []

    def name(_parent: object, current: str) -> str:
        names.append(current)
        return "Ben"

    window.dialogs.coder_name = name
    window.dialogs.choose_folder = lambda _parent, _title: tmp_path / "shared"
    window.dialogs.save_project = lambda _parent, _folder: tmp_path / "ben.visavis"
    (in_folder, _on_server) = window.start.join.menu().actions()
    in_folder.trigger()
    qtbot.waitUntil(lambda: window.session.is_open, timeout=20_000)
    assert (window.session.path.stem, window.session.coder, names) == ("ben", "Ben", [""])
    assert not window.start.isVisible()
    assert {one.name for one in teams.status(window.session.database).members} == {"Ana", "Ben"}
    # an address with a password is nowhere kept
    window.dialogs.ask_text = lambda *_: "postgresql://ben:secret@127.0.0.1/x"
    window.dialogs.save_project = lambda *_: pytest.fail("asked for a name")
    window.actions_by_key["join_server"].trigger()
    close_window(window)
