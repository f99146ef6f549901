import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop import work
from desktop.comparing import findings, networks
from desktop.comparing.matrix import compare
from desktop.comparing.matrix_table import comparison_table
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.core.views import View
from desktop.exchange.rendering import COMPACT, NAMED, render
from desktop.exchange.tables import read_csv
from desktop.qt import exporting
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting import FORMS
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_EXACT, EXPORT_FOLDER, Settings
from desktop.qt.views.export_panel import ExportPanel

from .test_matrix_model import ids

KEYS = ["counts", "net", "stance", "quotes", "claims"]


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


@pytest.mark.parametrize("form", [key for key, *_ in FORMS])
@pytest.mark.parametrize("what", ["view", "both_sides", "opponents", "network_two", "network_one", "events"])
def test_every_table_is_written_in_every_form_as_the_command_line_writes_it(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot, what: str, form: str
) -> None:
    network = what.startswith("network")
    panel.choose(what, form="csv" if form == "graphml" else form)
    if form == "graphml":
        button = panel._form.button([key for key, *_ in FORMS].index("graphml"))
        assert button.isEnabled() == network, "GraphML is for networks"
        if not network:
            return
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    save(qtbot, panel)
    assert asked.answer is not None
    written = asked.answer.read_bytes()
    ending = next(ending for key, _, ending, _ in FORMS if key == form)
    assert asked.suggestions[-1].endswith(f"small-{what.replace('_', '-')}{ending}")
    db = session.database
    if form == "graphml":
        mode = "two" if what == "network_two" else "one"
        assert written == networks.network_graphml(networks.network(db, networks.Wish(mode=mode)))  # type: ignore[arg-type]
        return
    named, compact = form in NAMED, form in COMPACT
    tables = {
        "view": lambda: comparison_table(compare(db, View()), named=named, compact=compact),
        "both_sides": lambda: findings.contradictions_table(findings.ask(db, named=named)),
        "opponents": lambda: findings.opponents_table(findings.ask(db, named=named)),
        "network_two": lambda: networks.network_table(networks.network(db, networks.Wish(mode="two")), named=named),
        "network_one": lambda: networks.network_table(networks.network(db, networks.Wish(mode="one")), named=named),
        "events": lambda: networks.events_table(db, named=named),
    }
    table = tables[what]()
    exact = form in ("exact", "csvw")
    assert written == render(table, "csv" if exact else form, exact=exact)
    assert panel.model.preview.row_count == len(table.rows)
    metadata = asked.answer.with_name("table.csv-metadata.json")
    assert metadata.exists() == (form == "csvw")
    if metadata.exists():
        assert json.loads(metadata.read_bytes())["url"] == "table.csv"


def test_the_matrix_is_exported_as_it_is_shown(panel: ExportPanel, asked: Asked, qtbot: QtBot) -> None:
    panel.choose("view", exact=True)
    panel.set_view(View().changed(rows="voice", columns="month", where="stance=favor"))
    assert panel.told() == "4 rows, 5 columns"
    save(qtbot, panel)
    assert asked.answer is not None
    assert asked.answer.read_text("utf-8").splitlines()[:2] == [
        "voice,2024-04_favor,2024-04_against,2024-04_neutral,total",
        "direct,1,0,0,1",
    ]


def test_the_matrix_s_filter_holds_for_other_tables_on_wish(panel: ExportPanel, qtbot: QtBot) -> None:
    panel.choose("claims")
    assert not panel.only_filtered.isVisible()
    panel.set_view(View(where="stance=against"))
    assert panel.told().startswith("3 rows")
    qtbot.mouseClick(panel.only_filtered, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.only_filtered.height() // 2))
    assert panel.told().startswith("2 rows")


def test_a_view_that_cannot_be_made_is_told_and_writes_nothing(panel: ExportPanel, asked: Asked, qtbot: QtBot) -> None:
    panel.choose("view")
    panel.set_view(View(where="actor=nobody"))
    assert asked.told[-1][0] == "error"
    assert not panel.save_button.isEnabled()


def test_what_takes_seconds_is_not_made_for_a_preview(
    panel: ExportPanel, asked: Asked, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_CLAIMS", 2)
    panel.choose("opponents")
    assert panel.told() == "too many claims for a preview: Save… makes the table"
    save(qtbot, panel)
    assert asked.answer is not None
    assert asked.answer.exists()
