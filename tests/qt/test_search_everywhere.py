"""What Ctrl+F finds in a text, the library, the page of search and the command line find: the same places."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.cli.commands import visavis
from desktop.core.concordance import places_of
from desktop.core.values import CodedDocument, Facts
from desktop.project import opening
from desktop.qt.reading.library_model import HIT_ROLE
from desktop.qt.reading.pane import Pane
from desktop.qt.search.search_page import SearchPage
from desktop.qt.window.main_window import MainWindow
from desktop.store.edits import documents as edit_documents

from ..searched import FOUND, NOT_FOUND, TEXTS
from .window_kit import CTRL, close_window, keys, open_window, page_of

Places = list[tuple[int, int]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scripts") / "scripts.visavis"
    with opening.new_project(path, empty=True) as db:
        added = [CodedDocument(f"{name}.txt", Facts(title="Report"), text) for name, text in TEXTS.items()]
        edit_documents.add_documents(db, added)
    return path


@pytest.fixture
def window(project: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    found = open_window(project, qtbot)
    yield found
    close_window(found)


def in_the_library(window: MainWindow, asked: str) -> dict[int, tuple[int, int | None]]:
    """Return how many places each document has, and where the first is."""
    library = window.library
    library.search.setText(asked)
    library._search_now()
    hits = [library.model.index(row).data(HIT_ROLE) for row in range(library.model.rowCount())]
    return {hit.document_id: (hit.count, hit.position) for hit in hits}


def by_the_line(window: MainWindow, qtbot: QtBot, number: int, asked: str) -> Places:
    """Return what Ctrl+F marks in a document."""
    window.desk.open(number)
    pane = window.desk.active
    assert isinstance(pane, Pane)
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_F, modifier=CTRL)
    pane.find_bar.field.setText(asked)
    spans = [pane.model.to_span(start, end) for start, end in pane.view.found]
    pane.find_bar.end()
    return [(span.start, span.end) for span in spans]


def on_the_page(window: MainWindow, qtbot: QtBot, asked: str) -> dict[int, Places]:
    page = page_of(window, SearchPage)
    page.look_for(asked)
    qtbot.waitUntil(lambda: not page.busy, timeout=10_000)
    found: dict[int, Places] = {}
    for line in page.model.rows:
        found.setdefault(line.document_id, []).append((line.start, line.end))
    return found


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(visavis, [str(one) for one in arguments], prog_name="visavis")
    assert result.exit_code == 0, result.output
    return result.stdout


def on_the_command_line(project: Path, asked: str) -> tuple[dict[int, Places], dict[int, tuple[int, int | None]]]:
    """Return the places that ``hits`` lists, and what ``search`` tells of each document."""
    places: dict[int, Places] = {}
    for row in csv.DictReader(io.StringIO(run("hits", project, "--", places_of(asked)).lstrip("\ufeff"))):
        places.setdefault(int(row["document_id"]), []).append((int(row["start"]), int(row["end"])))
    told = json.loads(run("search", project, "--json", "--", asked))
    return places, {one["document_id"]: (one["count"], one["position"]) for one in told["documents"]}


@pytest.mark.parametrize("script", TEXTS)
def test_all_four_find_the_same(window: MainWindow, project: Path, qtbot: QtBot, script: str) -> None:
    number, text = list(TEXTS).index(script) + 1, TEXTS[script]
    asked = [(query, place) for of, query, place in FOUND if of == script]
    assert asked
    for query, place in asked:
        library = in_the_library(window, query)
        assert library.keys() == {number}, query
        assert window.library.search.text() == query
        places = by_the_line(window, qtbot, number, places_of(query))
        assert place in [text[start:end] for start, end in places], query
        assert library[number] == (len(places), places[0][0]), query
        assert on_the_page(window, qtbot, places_of(query)) == {number: places}, query
        assert on_the_command_line(project, query) == ({number: places}, library), query


def test_none_of_the_four_finds_other_words(window: MainWindow, project: Path, qtbot: QtBot) -> None:
    for script, query in NOT_FOUND:
        number = list(TEXTS).index(script) + 1
        assert number not in in_the_library(window, query), query
        assert by_the_line(window, qtbot, number, query) == [], query
        assert number not in on_the_page(window, qtbot, query), query
        assert number not in on_the_command_line(project, query)[1], query
