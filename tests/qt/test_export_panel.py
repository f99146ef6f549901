import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.core.views import View
from desktop.exchange.tables.formats import FORMATS
from desktop.exchange.tables.table import read_csv
from desktop.project import export as exporting
from desktop.project.catalogue import ENTRIES
from desktop.project.export import Export
from desktop.project.requests import Request
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting.panel import ExportPanel
from desktop.qt.session import Session
from desktop.qt.settings import EXPORT_EXACT, EXPORT_FOLDER, Settings
from desktop.store import edits
from desktop.store.reads import filtered

from .test_matrix_model import ids
from .window_kit import tag_claim


class Asked:
    """What the panel asked and told, and the file that the user names."""

    def __init__(self, folder: Path) -> None:
        self.answer: Path | None = folder / "table.csv"
        self.overwrites = True
        self.questions: list[Path] = []
        self.suggestions: list[str] = []
        self.told: list[tuple[str, str]] = []

    def save_table(self, _parent: QWidget, suggestion: str) -> Path | None:
        self.suggestions.append(suggestion)
        return self.answer

    def overwrite(self, _parent: QWidget, path: Path) -> bool:
        self.questions.append(path)
        return self.overwrites


@pytest.fixture
def asked(session: Session, tmp_path: Path) -> Asked:
    found = Asked(tmp_path)
    session.messages.posted.connect(lambda kind, text: found.told.append((kind, text)))
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def panel(session: Session, asked: Asked, settings: Settings, qtbot: QtBot) -> ExportPanel:
    dialogs = FileDialogs()
    dialogs.save_table = asked.save_table
    dialogs.overwrite = asked.overwrite
    found = ExportPanel(session, dialogs, settings)
    qtbot.addWidget(found)
    found.show()
    return found


def save(qtbot: QtBot, panel: ExportPanel) -> None:
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.is_writing)


OPTIONS = {
    "compare_actors": {"a": "ordun", "b": "elbar"},
    "compare_documents": {"a": "1", "b": "1"},
    "compare_filters": {"a": "actor=ordun", "b": "actor=elbar"},
    "compare_cells": {"a": "actor=ordun", "b": "actor=elbar"},
    "search": {"query": "marin"},
    "hits": {"word": "marin*"},
    "suggestions": {"document": "1"},
}


def expected(session: Session, export: Export) -> bytes:
    """Return what the file of an export holds, made by the catalogue and the writers alone."""
    form = FORMATS[export.form]
    request = replace(export.request, named=form.named, compact=form.compact)
    table = export.entry.make(session.database, request)
    if form.for_networks:
        return export.entry.write(session.database, request, form.key, table.notes)
    return form.write(table)


@pytest.mark.parametrize("what", ENTRIES)
def test_every_table_is_written_in_every_form_and_seen_before(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot, what: str, tmp_path: Path
) -> None:
    if ENTRIES[what].command == "agreement":
        session.coder = "Mira"
        topics, actors = ids(session)
        tag_claim(session, 1, Span(0, 9), (actors["elbar"],), topics["trade"], Stance.AGAINST)
    panel.choose(what, options=OPTIONS.get(what))
    for form in FORMATS:
        panel.choose(what, form=form)
        if FORMATS[form].for_networks and form not in ENTRIES[what].writers:
            assert panel.form != form, "GraphML, GEXF and Pajek's forms are for networks"
            continue
        asked.answer = tmp_path / f"table-{form}"
        save(qtbot, panel)
        assert asked.told[-1][0] == "info", asked.told[-1]
        written = asked.answer.read_bytes()
        suffix = FORMATS[form].suffix
        assert Path(asked.suggestions[-1]).name == f"small-{what.replace('_', '-')}{suffix}"
        assert written == expected(session, panel.chosen)
        preview = panel.model.preview
        if FORMATS[form].is_csv:
            table = read_csv(written, guarded=False)
            assert preview.header == tuple(column.key for column in table.columns)
            assert preview.rows == table.rows[:200]
        if FORMATS[form].is_text:
            assert panel.text.isVisible()
            assert panel.text.toPlainText() == written.decode()
        else:
            assert panel.table.isVisible()
        metadata = asked.answer.with_name(f"{asked.answer.name}-metadata.json")
        assert metadata.exists() == (form == "csvw")


def set_view(panel: ExportPanel, view: View) -> None:
    """Let the panel take over what the page of the matrix shows."""
    panel.set_scope(replace(panel.scope, view=view, where=view.where))


def test_what_stands_beside_the_file_is_replaced_only_when_that_is_allowed(
    panel: ExportPanel, asked: Asked, qtbot: QtBot, tmp_path: Path
) -> None:
    beside = tmp_path / "table.csv-metadata.json"
    beside.write_text("mine")
    asked.overwrites = False
    panel.choose("claims", form="csvw")
    save(qtbot, panel)
    assert asked.questions == [beside]
    assert beside.read_text() == "mine"
    assert asked.answer is not None
    assert not asked.answer.exists()
    asked.overwrites = True
    save(qtbot, panel)
    assert json.loads(beside.read_text())["url"] == "table.csv"


def test_hidden_coders_are_in_no_table_and_the_file_says_so(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot
) -> None:
    topics, actors = ids(session)
    session.database.set_coder("Mira")
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    panel.choose("claims", form="json")
    session.hide_coders(["Mira"])
    qtbot.waitUntil(lambda: panel.told.text().startswith("3 rows"))
    assert panel.says.text() == "Filter: without coder Mira."
    for what, counted in (("claims", 3), ("documents", 3), ("matrix", 4), ("topics", 3)):
        panel.choose(what, form="json")
        save(qtbot, panel)
        assert asked.answer is not None
        told = json.loads(asked.answer.read_bytes())
        assert "without coder Mira" in told["notes"][0]
        rows = told["rows"]
        if what == "claims":
            assert len(rows) == counted
        elif what == "matrix":
            assert rows[-1]["mentions"] == counted
        else:
            assert sum(row["claims"] for row in rows) == counted


def test_a_time_stands_in_the_file_only_when_it_is_asked_for(
    panel: ExportPanel, asked: Asked, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "now", lambda: "2031-02-03T04:05:06Z")
    assert asked.answer is not None
    for form in ("xlsx", "html", "md", "latex", "json", "csvw"):
        panel.choose("claims", form=form)
        panel.stamp.setChecked(False)
        save(qtbot, panel)
        file = asked.answer.with_name("table.csv-metadata.json") if form == "csvw" else asked.answer
        plain = file.read_bytes()
        assert b"2031" not in plain
        panel.stamp.setChecked(True)
        save(qtbot, panel)
        assert file.read_bytes() != plain
        assert form == "xlsx" or b"2031-02-03T04:05:06Z" in file.read_bytes()
    panel.choose("claims", form="csv")
    assert not panel.stamp.isEnabled()


def test_each_window_of_a_network_is_a_file_where_that_is_wanted(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot, tmp_path: Path
) -> None:
    # what another table has of the same name is no step between windows
    panel.choose("timeline", options={"step": "year"})
    panel.choose("network_two", form="graphml")
    fields = panel.options.fields
    assert not fields["step"].isEnabled()
    assert panel.chosen.request.options["step"] == ""
    qtbot.keyClicks(fields["window"], "month")
    assert fields["step"].isEnabled()
    fields["step"].clear()
    panel.choose("network_two", options={"apart": "yes", "step": ""})
    asked.answer = tmp_path / "net.graphml"
    save(qtbot, panel)
    assert [one.name for one in tmp_path.glob("net*")] == ["net-2024-04.graphml"]
    (tmp_path / "net-2024-04.graphml").write_text("mine")
    asked.overwrites = False
    save(qtbot, panel)
    assert (tmp_path / "net-2024-04.graphml").read_text() == "mine"


def test_network_options_are_chosen_by_keyboard_and_stand_in_the_file(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot
) -> None:
    panel.choose("network_one", form="graphml")
    for key, downs in (("rows", 1), ("aggregation", 2), ("normalisation", 1), ("duplicates", 1)):
        for _ in range(downs):
            qtbot.keyClick(panel.options.fields[key], Qt.Key.Key_Down)
    isolates = panel.options.fields["isolates"]
    qtbot.mouseClick(isolates, Qt.MouseButton.LeftButton, pos=QPoint(8, isolates.height() // 2))
    save(qtbot, panel)
    assert asked.answer is not None
    options = {"rows": "organisation", "aggregation": "subtract", "normalisation": "average"}
    request = Request(options={**options, "duplicates": "document", "isolates": "yes"})
    notes = ENTRIES["network_one"].make(session.database, request).notes
    graph = ENTRIES["network_one"].write(session.database, request, "graphml", notes)
    assert asked.answer.read_bytes() == graph
    assert "Aggregation: subtract; normalisation: average." in panel.says.text()


def test_two_sides_must_be_chosen_first(panel: ExportPanel, asked: Asked, qtbot: QtBot) -> None:
    panel.choose("compare_actors")
    assert panel.told.text() == "Choose A and B first."
    assert not panel.save_button.isEnabled()
    for key, typed in (("a", "ordun"), ("b", "elbar")):
        field = panel.options.fields[key]
        field.setFocus()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.save_button.isEnabled()
    assert panel.told.text() == "2 rows, 12 columns"
    assert asked.told == []


def test_the_preview_tells_the_size_and_puts_numbers_to_the_right(panel: ExportPanel) -> None:
    assert panel.told.text() == "3 rows, 9 columns"
    model = panel.model
    assert model.headerData(2, Qt.Orientation.Horizontal) == "ordun_favor"
    right = model.data(model.index(0, 2), int(Qt.ItemDataRole.TextAlignmentRole))
    left = model.data(model.index(0, 0), int(Qt.ItemDataRole.TextAlignmentRole))
    assert isinstance(right, int)
    assert isinstance(left, int)
    assert right & Qt.AlignmentFlag.AlignRight.value
    assert left & Qt.AlignmentFlag.AlignLeft.value
    assert model.headerData(2, Qt.Orientation.Vertical) == 3


def test_the_preview_follows_the_project(panel: ExportPanel, session: Session, qtbot: QtBot) -> None:
    panel.choose("claims")
    assert panel.told.text().startswith("3 rows")
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    qtbot.waitUntil(lambda: panel.told.text().startswith("4 rows"))


def test_a_dangerous_quote_is_guarded_in_the_preview_unless_exact(panel: ExportPanel, session: Session) -> None:
    topics, actors = ids(session)
    claim = tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    assert claim is not None
    session.do(edits.claims.change, claim, memo="=1+2")
    panel.choose("claims", form="csv")
    column = panel.model.preview.header.index("memo")
    assert "'=1+2" in [row[column] for row in panel.model.preview.rows]
    panel.choose("claims", form="exact")
    assert "=1+2" in [row[column] for row in panel.model.preview.rows]


def test_what_the_dialog_returns_is_replaced_without_another_question(
    panel: ExportPanel, asked: Asked, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    assert asked.answer is not None
    asked.answer.write_text("old")
    settings.set(EXPORT_FOLDER, str(tmp_path))
    panel.choose("matrix", form="exact", options={"cells": "net"})
    save(qtbot, panel)
    assert asked.answer.read_bytes().startswith(b"topic,proposition,")
    assert asked.suggestions == [str(tmp_path / "small-matrix.csv")]
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


def test_a_file_is_whole_where_the_project_is_closed_while_it_is_written(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot, tmp_path: Path
) -> None:
    panel.choose("claims", form="xlsx")
    asked.answer = tmp_path / "claims.xlsx"
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    assert panel.is_writing
    assert panel.save_button.text() == "Cancel"
    session.close()
    assert zipfile.is_zipfile(asked.answer)


def test_what_is_given_up_while_it_is_written_is_no_file(
    panel: ExportPanel, session: Session, asked: Asked, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_TOLD_EACH", 1)
    begun, go_on = threading.Event(), threading.Event()
    rows = filtered.RowsOfClaims.stretch

    def held(self: filtered.RowsOfClaims, first: int, count: int) -> Iterator[Any]:
        # the preview reads rows too, in the thread of the window
        if threading.current_thread() is not threading.main_thread():
            begun.set()
            go_on.wait(10)
        yield from rows(self, first, count)

    monkeypatch.setattr(filtered.RowsOfClaims, "stretch", held)
    panel.choose("claims")
    asked.answer = tmp_path / "claims.csv"
    asked.answer.write_bytes(b"as it was")
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    assert begun.wait(10)
    # the second of two clicks that meant one
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    assert panel.is_writing
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    assert (panel.save_button.text(), panel.told.text()) == ("Save…", "Given up: nothing was written.")
    go_on.set()
    session.close()
    assert asked.answer.read_bytes() == b"as it was"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".tmp"] == []


def test_a_hidden_panel_is_fresh_when_it_is_shown_again(panel: ExportPanel, session: Session) -> None:
    panel.close()
    session.undo()
    topics, actors = ids(session)
    tag_claim(session, 1, Span(0, 4), (actors["tarn"],), topics["trade"], Stance.FAVOR)
    assert panel.told.text() == "3 rows, 9 columns"
    panel.show()
    assert panel.told.text() == "3 rows, 12 columns"


def test_the_matrix_is_exported_as_it_is_shown(panel: ExportPanel, asked: Asked, qtbot: QtBot) -> None:
    panel.choose("view", form="exact")
    set_view(panel, View().changed(rows="voice", columns="month", where="stance=favor"))
    assert panel.told.text() == "4 rows, 5 columns"
    save(qtbot, panel)
    assert asked.answer is not None
    assert asked.answer.read_text("utf-8").splitlines()[:2] == [
        "voice,2024-04_favor,2024-04_against,2024-04_neutral,claims",
        "direct,1,0,0,1",
    ]


def test_what_the_page_lists_is_what_is_exported_unless_all_is_wished_for(panel: ExportPanel, qtbot: QtBot) -> None:
    panel.choose("claims")
    assert not panel.only_listed.isVisible()
    set_view(panel, View(where="stance=against"))
    assert panel.only_listed.isChecked()
    assert panel.told.text().startswith("2 rows")
    assert panel.says.text() == "Filter: stance against. This form has no place for that."
    qtbot.mouseClick(panel.only_listed, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.only_listed.height() // 2))
    assert panel.told.text().startswith("3 rows")


def test_a_view_that_cannot_be_made_is_told_and_writes_nothing(panel: ExportPanel, asked: Asked, qtbot: QtBot) -> None:
    panel.choose("view")
    set_view(panel, View(where="actor=nobody"))
    assert asked.told[-1][0] == "error"
    assert not panel.save_button.isEnabled()


def test_what_takes_seconds_is_not_made_for_a_preview(
    panel: ExportPanel, asked: Asked, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_CLAIMS", 2)
    panel.choose("opponents")
    assert panel.told.text() == "too many claims for a preview: Save… makes the table"
    save(qtbot, panel)
    assert asked.answer is not None
    assert asked.answer.exists()
