"""The page of search on an empty project with two small documents of one's own, in two languages."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.errors import UserError
from desktop.core.values import CodedDocument, Facts
from desktop.project import concordance, importing, opening
from desktop.qt.parts.page import GotoHits
from desktop.qt.search import search_page
from desktop.qt.search.search_page import SearchPage
from desktop.qt.window.main_window import MainWindow
from desktop.store import reads
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from tests.clock import processor_time

from .window_kit import CTRL, SHIFT, close_window, keys, open_window, page_of

ENGLISH = (
    "The harbour debate\n\nVask: The toll must go, the toll is unjust.\n\nNim: We keep the toll. Nobody pays twice.\n\n"
    "Vask: I do.\n"
)
GERMAN = "Streit um die Brücke\n\n„Die Maut muss weg“, sagte Vask. Die Brücke ist alt, und die Maut ist neu.\n"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "own.visavis"
    with opening.new_project(path, empty=True) as db:
        for name, text in (("harbour.txt", ENGLISH), ("bruecke.txt", GERMAN)):
            (tmp_path / name).write_text(text, encoding="utf-8")
            importing.import_files(db, [tmp_path / name])
        edit_codebook.add(db, "topic", "Bridge toll", proposition="The toll should be paid.")
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def listed(page: SearchPage) -> list[tuple[str, str, str, str]]:
    rows = (page.model.words(line) for line in page.model.rows)
    return [
        (left.split()[-1] if left else "", words, right.split()[0] if right else "", who)
        for left, words, right, who, _ in rows
    ]


def search(window: MainWindow, qtbot: QtBot, words: str) -> SearchPage:
    keys(qtbot, Qt.Key.Key_H, modifier=CTRL | SHIFT)
    page = page_of(window, SearchPage)
    assert page.isVisible()
    assert page.field.hasFocus()
    page.field.selectAll()
    keys(qtbot, words)
    qtbot.waitUntil(lambda: bool(page.model.rows) and not page._typing.isActive(), timeout=2000)
    return page


def test_hits_of_all_documents_are_listed_in_context_and_sorted_by_neighbours(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll OR maut")
    assert page.count.text() == "5 hits in 2 documents"
    # in prose whoever is told to say it, which takes a moment
    qtbot.waitUntil(
        lambda: sorted(who for *_, who in listed(page)) == ["", "Nim", "Vask", "Vask", "Vask"], timeout=20_000
    )
    page.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [left.lower().strip("„") for left, *_ in listed(page)] == ["die", "die", "the", "the", "the"]
    page.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [right for _, _, right, _ in listed(page)] == ["is", "ist", "muss", "must", "."]
    page.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert [who for *_, who in listed(page)] == ["Nim", "Vask", "Vask", "Vask", ""]


def test_one_enter_opens_the_hit_marked_and_f3_goes_on_across_documents(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll OR maut")
    keys(qtbot, Qt.Key.Key_Return)
    pane = window.desk.active
    assert pane is not None
    assert window.pages.current == "page_read"
    first = page.model.rows[0]
    assert pane.model.document_id == first.document_id
    assert pane.view.selected_span() == first.span
    opened = []
    for _ in range(5):
        keys(qtbot, Qt.Key.Key_F3)
        pane = window.desk.active
        assert pane is not None
        opened.append((pane.model.document_id, pane.view.selected_span()))
    lines = [(line.document_id, line.span) for line in page.model.rows]
    assert opened == [*lines[1:], lines[0]]
    keys(qtbot, Qt.Key.Key_F3, modifier=SHIFT)
    assert window.desk.active.view.selected_span() == lines[-1][1]


def test_what_is_listed_follows_imports_undo_and_the_choice_of_documents(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = search(window, qtbot, "toll")
    assert len(page.model.rows) == 3
    (tmp_path / "new.txt").write_text("A note\n\nThe toll is back.\n", encoding="utf-8")
    window.session.do(importing.import_files, [tmp_path / "new.txt"])
    qtbot.waitUntil(lambda: len(page.model.rows) == 4)
    window.session.undo()
    qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    german = next(one for one in window.session.read(reads.project.documents) if one.name == "bruecke.txt")
    page.documents.set_chosen((str(german.id),))
    page.documents.changed.emit()
    assert page.model.rows == []
    assert page.nothing.text() == "No document has these words."


def test_chosen_hits_are_coded_in_one_step_after_a_look(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll OR maut")
    qtbot.waitUntil(lambda: "" in {who for *_, who in listed(page)}, timeout=20_000)
    page.table.setFocus()
    keys(qtbot, Qt.Key.Key_A, modifier=CTRL)
    (topic,) = window.session.topics()
    page.bar.topic.set_chosen((topic,))
    page.bar.stance.button("against").click()
    # two hits of one sentence are one claim; of the last nobody is known
    assert page.bar.told.text() == "3 claims will be made; 1 is there already; nobody is known to say 1."
    before = window.session.undo_names()[0]
    page.bar.code.click()
    claims = window.session.claims()
    names = window.session.actors()
    assert [(one.quote, [names[who].name for who in one.actor_ids], one.stance, one.voice) for one in claims] == [
        ("The toll must go, the toll is unjust.", ["Vask"], "against", "direct"),
        ("We keep the toll.", ["Nim"], "against", "direct"),
        ("„Die Maut muss weg“, sagte Vask.", ["Vask"], "against", "direct"),
    ]
    assert window.session.undo_names()[0] == "Tag 3 claims"
    # doubles are refused
    assert page.bar.told.text() == "0 claims will be made; 4 are there already; nobody is known to say 1."
    assert not page.bar.code.isEnabled()
    window.session.undo()
    assert window.session.claims() == []
    assert window.session.undo_names()[0] == before
    page.table.clearSelection()
    page.table.selectRow(0)
    page.bar.code.click()
    # of what there is none, no word is said
    assert page.bar.told.text() == "0 claims will be made; 1 is there already."
    window.session.undo()
    page.table.selectAll()
    page.bar.what.button("words").click()
    nim = next(number for number, actor in names.items() if actor.name == "Nim")
    page.bar.who.set_chosen((nim,))
    page.bar.code.click()
    assert sorted(one.quote for one in window.session.claims()) == ["Maut", "Maut", "toll", "toll", "toll"]
    assert window.session.read(reads.filtered.usage, "actor", window.session.visible)[nim] == 2


def test_no_more_places_are_listed_than_anybody_goes_through(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_page, "_MOST", 3)
    page = search(window, qtbot, "t")
    assert page.model.rowCount() == 3
    assert page.count.text() == "the first 3 hits, in 1 document; the exported list has all"
    page.look_for("unjust")
    assert page.count.text() == "1 hit in 1 document"


def test_frequencies_leave_grammar_out_and_lead_to_the_hits(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll")
    page.view.button("words").click()
    counted = page.frequencies.model
    qtbot.waitUntil(lambda: bool(counted.rows))
    assert counted.rows[0][:2] == ("toll", 3)
    assert not {"the", "die", "und"} & {row[0] for row in counted.rows}
    page.frequencies.every.click()
    qtbot.waitUntil(lambda: "die" in {row[0] for row in counted.rows})
    page.frequencies.by.button("document").click()
    qtbot.waitUntil(lambda: len(counted.heads()) == 4)
    row = next(at for at, one in enumerate(counted.rows) if one[1] == "brücke")
    page.frequencies.table.selectRow(row)
    page.frequencies.table.setFocus()
    keys(qtbot, Qt.Key.Key_Return)
    # whole words, as they were counted
    assert page.field.text() == '"brücke"'
    assert [words for _, words, *_ in listed(page)] == ["Brücke", "Brücke"]


def test_frequencies_say_what_is_counted_where_blanks_part_no_words(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll")
    page.view.button("words").click()
    qtbot.waitUntil(lambda: page.frequencies.told.text() == "Without the words of grammar of each language.")
    added = [
        CodedDocument("zh.txt", Facts(), "部长说，我们要签署河流公约。"),
        CodedDocument("ar.txt", Facts(), "قال والميناء"),
    ]
    assert window.session.done(edit_documents.add_documents, added)
    qtbot.waitUntil(
        lambda: page.frequencies.told.text().endswith(
            "each language. Chinese is counted by pairs of characters beside each other. "
            "Arabic and Hebrew words are counted as they are written, with what is joined to them."
        )
    )


def test_words_that_cannot_be_counted_are_told_and_counted_again(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = search(window, qtbot, "toll")

    def refuse(*_: object) -> None:
        raise UserError("The disk does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(concordance, "counting", refuse)
        page.view.button("words").click()
        qtbot.waitUntil(lambda: not page.busy)
    assert page.frequencies.told.text() == "The disk does not answer."
    page.renew()
    qtbot.waitUntil(lambda: bool(page.frequencies.model.rows))


def test_a_search_that_is_under_way_says_nothing_above_the_frequencies(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = search(window, qtbot, "toll")
    # each step is over at once, after one hit
    monkeypatch.setattr(search_page, "_STEP", -1)
    page.renew()
    page.view.button("words").click()
    qtbot.waitUntil(lambda: not page.busy)
    assert page.frequencies.model.rows
    assert page.count.text() == ""


def test_the_list_is_exported_as_it_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll")
    page.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    window.exports.show_panel()
    panel = window.exports.panel
    assert panel is not None
    assert panel.chosen.what == "hits"
    assert panel.chosen.request.options["word"] == "toll"
    key, request = page.shown_table(panel.scope)
    assert (key, request.options) == ("hits", {"word": "toll", "match": "inside", "order": "right"})


def test_the_first_hits_in_ten_megabytes_are_there_at_once(window: MainWindow, qtbot: QtBot) -> None:
    text = "The council heard of a bridge and of its ferry once more today.\n" * 125
    with window.session.database.edit("fill_from_seeds", undoable=False) as recorder:
        for number in range(1_300):
            document = CodedDocument(f"{number}.txt", Facts(title=str(number)), f"{number}. {text}")
            edit_documents.add_document(window.session.database, recorder, document, "import")
    page = page_of(window, SearchPage)
    window.show_page("page_search")
    times = []
    for words in ("ferry", "council heard", "toll"):
        times.append(processor_time(partial(window.go, GotoHits(words)), 1))
        assert page.model.rows
    assert max(times) < 1.5, times


def test_neither_half_makes_the_window_wider(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll")
    page.table.selectAll()
    assert page.minimumSizeHint().width() <= 1000
    page.view.button("words").click()
    qtbot.waitUntil(lambda: bool(page.frequencies.model.rows))
    assert page.minimumSizeHint().width() <= 1000
    assert page.minimumSizeHint().height() <= 420
    german = next(one for one in window.session.read(reads.project.documents) if one.name == "bruecke.txt")
    page.documents.set_chosen((str(german.id),))
    page.documents.changed.emit()
    qtbot.waitUntil(lambda: "toll" not in {row[0] for row in page.frequencies.model.rows})
    assert "maut" in {row[0] for row in page.frequencies.model.rows}


def test_f3_goes_on_from_what_the_library_opened(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_L, modifier=CTRL)
    keys(qtbot, "toll", Qt.Key.Key_Return)
    pane = window.desk.active
    assert pane is not None
    text = pane.model.text
    places = [at for at in range(len(text)) if text.startswith("toll", at)]
    found = []
    for _ in range(3):
        span = pane.view.selected_span()
        assert span is not None
        found.append(span.start)
        keys(qtbot, Qt.Key.Key_F3)
    assert found == places


def test_f3_knows_what_was_edited_out_of_sight_and_forgets_another_project(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = search(window, qtbot, "toll")
    keys(qtbot, Qt.Key.Key_Return)
    (tmp_path / "new.txt").write_text("A note\n\nThe toll is back.\n", encoding="utf-8")
    window.session.do(importing.import_files, [tmp_path / "new.txt"])
    for _ in range(3):
        keys(qtbot, Qt.Key.Key_F3)
    pane = window.desk.active
    assert pane is not None
    assert pane.model.document_id == 3
    assert pane.view.selected_span() == page.model.rows[-1].span
    opening.new_project(tmp_path / "other.visavis", empty=True).close()
    window.session.open(tmp_path / "other.visavis")
    assert page.model.rows == []
    keys(qtbot, Qt.Key.Key_F3)
    assert window.desk.active is None


def test_hits_of_a_document_that_is_removed_are_gone_and_come_back_by_undo(window: MainWindow, qtbot: QtBot) -> None:
    page = search(window, qtbot, "toll OR maut")
    (topic,) = window.session.topics()
    page.table.selectAll()
    page.bar.topic.set_chosen((topic,))
    page.bar.stance.button("favor").click()
    german = next(one for one in window.session.read(reads.project.documents) if one.name == "bruecke.txt")
    assert window.session.done(edit_documents.remove, [german.id])
    qtbot.waitUntil(lambda: len(page.model.rows) == 3)
    assert {line.document_id for line in page.model.rows} != {german.id}
    window.session.undo()
    qtbot.waitUntil(lambda: len(page.model.rows) == 5)
