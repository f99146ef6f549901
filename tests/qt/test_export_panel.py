from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop import work
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.exchange.tables import read_csv
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting import WHAT
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_EXACT, EXPORT_FOLDER, Settings
from desktop.qt.views.export_panel import ExportPanel

from .test_matrix_model import ids

KEYS = [key for key, _, _ in WHAT]


class Asked:
    """What the panel asked and told, and the file that the user names."""

    def __init__(self, folder: Path) -> None:
        self.answer: Path | None = folder / "table.csv"
        self.suggestions: list[str] = []
        self.told: list[tuple[str, str]] = []

    def save_table(self, _parent: QWidget, suggestion: str) -> Path | None:
        self.suggestions.append(suggestion)
        return self.answer


@pytest.fixture
def asked(session: Session, tmp_path: Path) -> Asked:
    found = Asked(tmp_path)
    session.messages.told.connect(lambda kind, text: found.told.append((kind, text)))
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def panel(session: Session, asked: Asked, settings: Settings, qtbot: QtBot) -> ExportPanel:
    dialogs = FileDialogs()
    dialogs.save_table = asked.save_table
    found = ExportPanel(session, dialogs, settings)
    qtbot.addWidget(found)
    found.show()
    return found


def save(qtbot: QtBot, panel: ExportPanel) -> None:
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("what", KEYS)
def test_a_saved_table_has_the_bytes_of_the_command_line_and_can_be_read_back(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot, what: str, exact: bool
) -> None:
    panel.choose(what, exact=exact)
    save(qtbot, panel)
    assert asked.answer is not None
    written = asked.answer.read_bytes()
    table = work.claims_export(session.database) if what == "claims" else work.matrix_export(session.database, what)  # type: ignore[arg-type]
    assert written == work.render(table, exact=exact)
    back = read_csv(written, guarded=not exact)
    assert [column.key for column in back.columns] == [column.key for column in table.columns]
    assert len(back.rows) == len(table.rows)
    # what was seen is what was written
    preview = panel.model.preview
    assert preview.rows == read_csv(written, guarded=False).rows[:200]
    assert asked.told[-1][0] == "info"
    assert asked.told[-1][1].startswith("table.csv: ")


def test_the_preview_tells_the_size_and_puts_numbers_to_the_right(panel: ExportPanel) -> None:
    assert panel.told() == "3 rows, 9 columns"
    model = panel.model
    assert model.headerData(2, Qt.Orientation.Horizontal) == "ordun_favor"
    right = model.data(model.index(0, 2), int(Qt.ItemDataRole.TextAlignmentRole))
    left = model.data(model.index(0, 0), int(Qt.ItemDataRole.TextAlignmentRole))
    assert isinstance(right, Qt.AlignmentFlag)
    assert isinstance(left, Qt.AlignmentFlag)
    assert right & Qt.AlignmentFlag.AlignRight
    assert left & Qt.AlignmentFlag.AlignLeft


def test_the_preview_follows_the_project(panel: ExportPanel, session: Session, qtbot: QtBot) -> None:
    panel.choose("claims")
    assert panel.told().startswith("3 rows")
    topics, actors = ids(session)
    session.tag(1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    qtbot.waitUntil(lambda: panel.told().startswith("4 rows"))


def test_a_dangerous_quote_is_guarded_in_the_preview_unless_exact(panel: ExportPanel, session: Session) -> None:
    topics, actors = ids(session)
    claim = session.tag(1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    assert claim is not None
    session.change_claim(claim, memo="=1+2")
    panel.choose("claims", exact=False)
    column = panel.model.preview.header.index("memo")
    assert "'=1+2" in [row[column] for row in panel.model.preview.rows]
    panel.choose("claims", exact=True)
    assert "=1+2" in [row[column] for row in panel.model.preview.rows]


def test_what_the_dialog_returns_is_replaced_without_another_question(
    panel: ExportPanel, asked: Asked, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    assert asked.answer is not None
    asked.answer.write_text("old")
    panel.choose("net", exact=True)
    save(qtbot, panel)
    assert asked.answer.read_bytes().startswith(b"topic,proposition,")
    assert asked.suggestions == [str(tmp_path / "small-matrix-net.csv")]
    assert (settings.get(EXPORT_FOLDER), settings.get(EXPORT_EXACT)) == (str(tmp_path), "1")


def test_a_question_that_is_not_answered_writes_nothing(panel: ExportPanel, asked: Asked, qtbot: QtBot) -> None:
    asked.answer = None
    with qtbot.assertNotEmitted(panel.saved):
        save(qtbot, panel)
    assert asked.told == []


def test_a_file_that_cannot_be_written_is_told_in_one_sentence(
    panel: ExportPanel, asked: Asked, qtbot: QtBot, tmp_path: Path
) -> None:
    asked.answer = tmp_path / "missing" / "table.csv"
    with qtbot.assertNotEmitted(panel.saved):
        save(qtbot, panel)
    assert [kind for kind, _ in asked.told] == ["error"]
    assert "does not exist" in asked.told[0][1]


def test_a_hidden_panel_is_fresh_when_it_is_shown_again(panel: ExportPanel, session: Session) -> None:
    panel.close()
    session.undo()
    topics, actors = ids(session)
    session.tag(1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    assert panel.told() == "3 rows, 9 columns"
    panel.show()
    assert panel.told() == "3 rows, 12 columns"
