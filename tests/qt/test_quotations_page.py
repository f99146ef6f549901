import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QTextCursor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTextEdit
from pytestqt.qtbot import QtBot

from desktop.analysis.tracing.word_index import WordIndex
from desktop.core.changes import ChangeSet, RowChange, RowLog
from desktop.core.spans import Span
from desktop.core.traces import Answer, KeptVerdict, Verdict
from desktop.core.values import (
    Actor,
    Codebook,
    CodedDocument,
    CodedSegment,
    Facts,
    Participant,
    SegmentKind,
)
from desktop.project import importing, opening
from desktop.qt import theme
from desktop.qt.messages import Messages
from desktop.qt.parts.citations import copy_cited
from desktop.qt.parts.trace_card import GAP, HEAD, PAD, TraceDelegate
from desktop.qt.parts.trace_list_model import GROUP_ROLE, TraceFilter, TraceListModel, verdict_keys
from desktop.qt.parts.verdict_look import SHORT, verdict_color
from desktop.qt.quotations.quotations_page import NO_DOCUMENTS, NO_MATCH, NO_QUOTATIONS, STOPPED, QuotationsPage
from desktop.qt.session import Session
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import text as edit_text
from desktop.store.reads import project as reads
from desktop.store.reads import traces as trace_reads

from .window_kit import keys, make_page

SPEECH = (
    "Edda Vask: Good evening. I think our ferrymen mostly carry salt, timber and wool across the river 😀 by day.\n"
    "The harbour of the north shall stay open to every boat that pays its toll, and no guard will stop it.\n"
)
REPORT = (
    "The minister spoke at the quay.\n"
    "“Our ferrymen carry salt, silver and wool across the river by day,” Edda Vask said.\n"
    "Edda Vask said: “The harbour shall stay open to every boat that pays its toll.”\n"
    "“Nobody shall tax the fishermen of our eastern islands,” Edda Vask said.\n"
)
ACTORS = Codebook((Actor("vask", "Edda Vask", role="minister"), Actor("nim", "Ruben Nim")))


def facts(title: str, kind: str) -> Facts:
    return Facts(
        title=title,
        publisher=title,
        date="2024-05-02",
        event_date="2024-05-01",
        kind=kind,
        participants=(Participant("vask", "speaker"),),
    )


def make(path: Path, *documents: CodedDocument) -> None:
    with Database(path, create=True) as db:
        db.set_coder("Nilo")
        with db.edit("Fill", undoable=False) as recorder:
            edit_codebook.add_codebook(db, recorder, ACTORS)
        edit_documents.add_documents(db, documents)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.visavis"
    turn = CodedSegment(SegmentKind.TURN, Span(0, len(SPEECH) - 1), "vask", "statement", "Edda Vask")
    make(
        path,
        CodedDocument("report.txt", facts("River Herald", "news report"), REPORT),
        CodedDocument("speech.txt", facts("Ministry", "transcript"), SPEECH, (turn,)),
    )
    return path


@pytest.fixture
def session(light: QApplication, project: Path) -> Iterator[Session]:
    found = Session(Messages())
    found.open(project)
    yield found
    found.traces.finish()
    found.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[QuotationsPage]:
    found = shown(session, qtbot)
    yield found
    found.hide()


def shown(session: Session, qtbot: QtBot) -> QuotationsPage:
    found = make_page(QuotationsPage, session)
    qtbot.addWidget(found)
    found.resize(1280, 720)
    with qtbot.waitActive(found):
        found.show()
        found.activateWindow()
    wait(qtbot, found, session)
    found.take_focus()
    return found


def wait(qtbot: QtBot, page: QuotationsPage, session: Session) -> None:
    qtbot.waitUntil(lambda: session.traces.state == "ready")
    QApplication.processEvents()


def verdicts(page: QuotationsPage) -> list[str]:
    return [card.verdict for row in range(page.model.rowCount()) if (card := page.model.card(row))]


def kept(project: Path) -> list[KeptVerdict]:
    with Database(project) as db:
        return trace_reads.verdicts(db)


def colors_of(pane: QTextEdit, words: str) -> set[str]:
    """Return the colours that are painted where *words* stand."""
    found = pane.document().find(words)
    assert not found.isNull(), words
    first, last = QTextCursor(found), QTextCursor(found)
    first.setPosition(found.selectionStart())
    last.setPosition(found.selectionEnd())
    rect = pane.cursorRect(first)
    picture: QImage = pane.viewport().grab(QRect(rect.topLeft(), pane.cursorRect(last).bottomRight())).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_the_altered_quotation_stands_first_and_is_shown_at_once(page: QuotationsPage) -> None:
    assert verdicts(page) == ["altered", "not found", "trimmed"]
    assert page.told.text() == "3 QUOTATIONS, 2 TRACED"
    assert page.chosen is not None
    assert page.chosen.verdict is Verdict.ALTERED
    start = REPORT.index("Our ferrymen")
    pane = page.passages.reported
    title, source, place = (line.text() for line in (pane.title, pane.source, pane.place))
    assert (title, source) == ("As reported", "River Herald · 2 May 2024")
    assert place.startswith(f"characters {start + 1:,} to ")
    assert page.passages.transcribed.title.text() == "As transcribed"
    assert "salt, timber and wool" in page.passages.transcribed.text.toPlainText()


def test_what_is_told_in_other_words_is_listed_filtered_judged_and_opened(
    light: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """The card has no marks; both passages stand beside each other, the negation that only one has struck through."""
    record = "Edda Vask: We will never close the harbour of the north to boats of the islands."
    report = "Edda Vask said that the harbour would close to boats of the islands.\n“No guard,” Edda Vask said.\n"
    turn = CodedSegment(SegmentKind.TURN, Span(0, len(record)), "vask", "statement", "Edda Vask")
    path = tmp_path / "told.visavis"
    make(
        path,
        CodedDocument("report.txt", facts("River Herald", "news report"), report),
        CodedDocument("speech.txt", facts("Ministry", "transcript"), record, (turn,)),
    )
    session = Session(Messages())
    session.open(path)
    page = shown(session, qtbot)
    assert verdicts(page) == ["not found", "reported"]
    assert page.told.text() == "1 QUOTATION, 0 TRACED · 1 IN OTHER WORDS"
    page.verdicts.set_chosen(("reported",))
    page.verdicts.changed.emit()
    assert verdicts(page) == ["reported"]
    assert page.chosen is not None
    assert "the harbour of the north" in page.passages.transcribed.text.toPlainText()
    assert theme.colors().against_ground.lower() in colors_of(page.passages.transcribed.text, "never")
    with qtbot.waitSignal(page.wanted) as asked:
        page.detail.desk.click()
    assert [number for number, _span in asked.args[0].passages] == [1, 2]  # type: ignore[index]
    page.detail.confirm_it()
    assert [(one.verdict, one.answer) for one in kept(path)] == [(Verdict.REPORTED, Answer.CONFIRMED)]
    page.hide()
    session.traces.finish()
    session.close()


def test_the_words_that_differ_are_told_with_hedges_called_out(page: QuotationsPage) -> None:
    told = page.detail.changes.text()
    assert "timber" in told
    assert "silver" in told
    assert "<b>replaced</b>" in told
    assert "mostly" in told
    assert "hedge" in told


def test_the_difference_is_painted_in_both_passages(page: QuotationsPage) -> None:
    colors = theme.colors()
    ink = QColor(colors.ink).name()
    new = colors_of(page.passages.reported.text, "silver")
    assert {colors.favor_ground.lower(), colors.favor.lower()} <= new, "ground and underline"
    gone = colors_of(page.passages.transcribed.text, "timber")
    assert {colors.against_ground.lower(), ink} <= gone, "ground and stroke"
    same = colors_of(page.passages.reported.text, "salt")
    assert not same & {colors.favor_ground.lower(), colors.against_ground.lower()}


def test_the_stroke_goes_through_the_dropped_words_from_end_to_end(page: QuotationsPage) -> None:
    pane = page.passages.transcribed.text
    found = pane.document().find("timber")
    assert found.charFormat().fontStrikeOut()
    assert not pane.document().find("salt").charFormat().fontStrikeOut()
    assert page.passages.reported.text.document().find("silver").charFormat().fontUnderline()


def test_enter_confirms_and_the_verdict_is_in_the_file_until_it_is_undone(
    page: QuotationsPage, session: Session, project: Path, qtbot: QtBot
) -> None:
    keys(qtbot, Qt.Key.Key_Return)
    (one,) = kept(project)
    assert (one.answer, one.verdict) == (Answer.CONFIRMED, Verdict.ALTERED)
    assert one.quote.startswith("Our ferrymen carry")
    assert page.chosen is not None
    session.undo()
    assert kept(project) == []
    assert page.detail.confirm.isEnabled()
    session.redo()
    assert kept(project) == [one]
    assert not page.detail.confirm.isEnabled()


def test_another_verdict_is_a_correction_and_can_be_taken_back(
    page: QuotationsPage, project: Path, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.detail.choices.button("loosely the same"), Qt.MouseButton.LeftButton)
    (one,) = kept(project)
    assert (one.answer, one.verdict, one.found) == (Answer.CORRECTED, Verdict.LOOSE, Verdict.ALTERED)
    assert verdicts(page)[0] == "loosely the same"
    qtbot.mouseClick(page.detail.withdraw, Qt.MouseButton.LeftButton)
    assert kept(project) == []
    assert page.detail.choices.value == "altered"


def test_delete_rejects_the_passage_and_down_goes_on(page: QuotationsPage, project: Path, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_Delete)
    assert [one.answer for one in kept(project)] == [Answer.REJECTED]
    assert verdicts(page)[0] == "rejected"
    keys(qtbot, Qt.Key.Key_Down)
    assert page.chosen is not None
    assert page.chosen.verdict is Verdict.NOT_FOUND
    assert "Ministry" in page.passages.transcribed.text.toPlainText()
    assert not page.detail.reject.isEnabled()


def test_a_memo_is_written_when_one_leaves_it(page: QuotationsPage, project: Path, qtbot: QtBot) -> None:
    page.detail.memo.setFocus()
    keys(qtbot, "A slip?")
    page.list.setFocus()
    assert [one.memo for one in kept(project)] == ["A slip?"]
    keys(qtbot, Qt.Key.Key_Down)
    assert page.detail.memo.toPlainText() == ""
    keys(qtbot, Qt.Key.Key_Up)
    assert page.detail.memo.toPlainText() == "A slip?"


def test_a_memo_is_never_written_into_another_project(
    page: QuotationsPage, session: Session, project: Path, qtbot: QtBot
) -> None:
    page.detail.memo.setFocus()
    keys(qtbot, "Half a th")
    other = project.with_name("other.visavis")
    shutil.copy(project, other)
    session.open(other)
    wait(qtbot, page, session)
    assert kept(other) == []
    assert page.detail.memo.toPlainText() == ""
    assert verdicts(page) == ["altered", "not found", "trimmed"]


def test_the_event_switch_traces_anew_and_undo_brings_it_back(
    page: QuotationsPage, session: Session, qtbot: QtBot
) -> None:
    switch = page.detail.event_choice
    assert switch.same.isChecked()
    switch.same.setFocus()
    keys(qtbot, Qt.Key.Key_Space)
    wait(qtbot, page, session)
    assert "not found" not in verdicts(page)
    assert "untraced" in verdicts(page)
    session.undo()
    wait(qtbot, page, session)
    assert verdicts(page) == ["altered", "not found", "trimmed"]


def test_a_quotation_found_nowhere_can_be_given_the_document_of_its_event(
    page: QuotationsPage, session: Session, qtbot: QtBot
) -> None:
    session.do(edits.traces.set_same_event, 1, 2, False)
    wait(qtbot, page, session)
    page.choose(verdicts(page).index("untraced"))
    others = page.detail.event_choice.others
    assert others.isVisible()
    others.setFocus()
    keys(qtbot, Qt.Key.Key_Down)
    wait(qtbot, page, session)
    assert "not found" in verdicts(page)


def test_filters_narrow_the_list_and_say_so(page: QuotationsPage, qtbot: QtBot) -> None:
    page.verdicts.setFocus()
    keys(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert verdicts(page) == ["altered"]
    assert page.told.text().endswith("1 LISTED")
    page.speakers.set_chosen(("nim",))
    page.speakers.changed.emit()
    assert page.nothing.text() == NO_MATCH


def test_the_export_is_asked_for(page: QuotationsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.wanted):
        qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)


def test_both_passages_are_wanted_on_the_desk_in_code_points(page: QuotationsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.wanted) as told:
        keys(qtbot, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    (first, quotation), (second, passage) = told.args[0].passages
    assert (first, second) == (1, 2)
    assert REPORT[quotation.start : quotation.end].startswith("Our ferrymen")
    assert SPEECH[passage.start : passage.end].startswith("our ferrymen")


def test_tracing_runs_beside_the_window_and_can_be_stopped(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    page = make_page(QuotationsPage, session)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    assert session.traces.state == "running"
    assert page.progress.isVisible()
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert page.nothing.text() == STOPPED
    qtbot.wait(50)
    assert page.model.rowCount() == 0
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    wait(qtbot, page, session)
    assert page.model.rowCount() == 3
    page.hide()


def test_a_result_older_than_the_texts_is_dropped(session: Session, project: Path, qtbot: QtBot) -> None:
    session.traces.trace()
    edit_documents.add_documents(session.database, [CodedDocument("third.txt", Facts(), "Nothing is quoted here.")])
    assert session.traces.state == "none"
    qtbot.wait(100)
    assert session.traces.found == []


def test_empty_states_are_sentences(light: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    session = Session(Messages())
    for name, documents, sentence in (
        ("none", [], NO_DOCUMENTS),
        ("plain", [CodedDocument("plain.txt", Facts(), "Nothing is quoted here.")], NO_QUOTATIONS),
    ):
        path = tmp_path / f"{name}.visavis"
        make(path, *documents)
        session.open(path)
        page = shown(session, qtbot)
        assert page.nothing.text() == sentence
        assert not page.detail.isVisible()
        page.hide()
    session.traces.finish()
    session.close()


def test_the_model_keeps_qt_s_rules(page: QuotationsPage, session: Session) -> None:
    model = TraceListModel(session)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.load()
    model.set_filter(TraceFilter(verdicts=("altered",)))
    assert model.rowCount() == 1
    assert "altered, Edda Vask" in str(model.index(0).data(int(Qt.ItemDataRole.AccessibleTextRole)))


def test_the_altered_quotations_of_the_originals_stand_first(light: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    named = os.environ.get("VISAVIS_ORIGINALS")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "originals"
    files = sorted(folder.glob("*.txt"))
    if len(files) < 5:
        pytest.skip("the original documents are not here; VISAVIS_ORIGINALS can name their folder")
    path = tmp_path / "originals.visavis"
    with opening.new_project(path) as db:
        importing.import_files(db, files)
    session = Session(Messages())
    session.open(path)
    page = shown(session, qtbot)
    assert verdicts(page)[:3] == ["altered"] * 3
    assert {trace.start_a for trace in page.model.traces()[:4]} == {2143, 2243, 2308, 2524}
    assert "sustainable" in page.passages.transcribed.text.toPlainText()
    page.hide()
    session.traces.finish()
    session.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_verdict_can_be_read_on_its_card(light: QApplication, scheme: str) -> None:
    theme.apply(light, scheme)
    for verdict in verdict_keys():
        assert contrast(verdict_color(verdict), theme.color("card")) >= 4.5, verdict


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours by WCAG 2.1."""

    def luminance(color: QColor) -> float:
        parts = (color.redF(), color.greenF(), color.blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_only_what_changed_is_indexed_again(
    page: QuotationsPage, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed, read = [], []
    add, read_text = WordIndex.add, reads.text
    monkeypatch.setattr(WordIndex, "add", lambda self, number, text: (indexed.append(number), add(self, number, text)))
    monkeypatch.setattr(reads, "text", lambda db, number: (read.append(number), read_text(db, number))[1])
    new = "“The harbour shall stay open to every boat,” Edda Vask said."
    edit_documents.add_documents(session.database, [CodedDocument("third.txt", facts("Quay Post", "news report"), new)])
    wait(qtbot, page, session)
    assert set(indexed) == {3}
    assert "Quay Post" in {card.source for card in page.model.all}
    # a word on what a document is moves no text
    indexed.clear()
    read.clear()
    edit_documents.update_facts(session.database, 3, {"title": "Evening Post", "publisher": "Evening Post"})
    wait(qtbot, page, session)
    assert not indexed
    assert "Evening Post" in {card.source for card in page.model.all}
    session.undo()
    session.undo()
    wait(qtbot, page, session)
    assert verdicts(page) == ["altered", "not found", "trimmed"]
    assert not indexed


def test_one_walks_and_judges_by_keys_alone(page: QuotationsPage, project: Path, qtbot: QtBot) -> None:
    keys(qtbot, "j")
    assert page.chosen is not None
    assert page.chosen.verdict is Verdict.NOT_FOUND
    keys(qtbot, "jj")
    assert page.list.currentIndex().row() == 2
    keys(qtbot, "kk", "2")
    (one,) = kept(project)
    assert (one.answer, one.verdict, one.found) == (Answer.CORRECTED, Verdict.TRIMMED, Verdict.ALTERED)
    assert page.list.currentIndex().row() == 0, "what was judged keeps its place"
    keys(qtbot, "n", "A slip.", Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.list
    assert [one.memo for one in kept(project)] == ["A slip."]
    keys(qtbot, Qt.Key.Key_Backspace)
    assert kept(project) == []


def test_each_verdict_that_one_can_give_has_its_button_and_its_number(
    page: QuotationsPage, project: Path, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.detail.choices.button(Verdict.REPORTED.value), Qt.MouseButton.LeftButton)
    assert [one.verdict for one in kept(project)] == [Verdict.REPORTED]
    keys(qtbot, Qt.Key.Key_Backspace)
    given = []
    for number in range(1, len(SHORT) + 1):
        page.list.setFocus()
        keys(qtbot, str(number))
        given.append(kept(project)[0].verdict)
    assert given == list(SHORT)


def test_a_card_in_too_little_room_writes_into_no_other(page: QuotationsPage) -> None:
    """A scroll bar that comes makes its lines more than it was measured for; below it stands the line of a group."""
    index = page.model.index(0)
    assert index.data(GROUP_ROLE)
    option = QStyleOptionViewItem()
    option.initFrom(page.list)
    option.widget = page.list
    delegate = TraceDelegate(page.list)
    small, words = (QFontMetricsF(font).height() for font in (theme.small_font(), theme.reading_font(11.0)))
    # room for one line of words, and so narrow that they take two
    option.rect = QRect(0, 0, 150, int(small + GAP + 1.1 * words + 2 * PAD + 8) + HEAD)
    image = QImage(160, option.rect.height() + 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#010203"))
    painter = QPainter(image)
    delegate.paint(painter, option, index)
    painter.end()
    below = {
        image.pixelColor(x, y).name()
        for y in range(option.rect.bottom() + 1, image.height())
        for x in range(0, image.width(), 2)
    }
    assert below == {"#010203"}


def test_both_passages_begin_at_one_height(page: QuotationsPage, session: Session, qtbot: QtBot) -> None:
    panes = (page.passages.reported.text, page.passages.transcribed.text)
    for row in (0, 2):
        page.choose(row)
        qtbot.wait(20)
        trace = page.chosen
        assert trace is not None
        tops = []
        for pane, text, start in zip(panes, (REPORT, SPEECH), (trace.start_a, trace.start_b or 0), strict=True):
            found = pane.document().find(text[start : start + 12])
            cursor = QTextCursor(found)
            cursor.setPosition(found.selectionStart())
            tops.append(pane.cursorRect(cursor).top())
        assert abs(tops[0] - tops[1]) <= 1


def test_more_around_the_passages_is_shown_when_it_is_asked_for(page: QuotationsPage, qtbot: QtBot) -> None:
    assert "eastern islands" not in page.passages.reported.text.toPlainText()
    keys(qtbot, "m")
    assert "The minister spoke at the quay." in page.passages.reported.text.toPlainText()
    assert "eastern islands" in page.passages.reported.text.toPlainText()
    assert "no guard will stop it" in page.passages.transcribed.text.toPlainText()
    keys(qtbot, "m")
    assert "eastern islands" not in page.passages.reported.text.toPlainText()


def test_the_list_is_grouped_by_verdict_document_or_speaker(page: QuotationsPage, qtbot: QtBot) -> None:
    def heads() -> list[tuple[str, int]]:
        found = (page.model.index(row).data(GROUP_ROLE) for row in range(page.model.rowCount()))
        return [head for head in found if head]

    assert heads() == [("altered", 1), ("not found", 1), ("trimmed", 1)]
    qtbot.mouseClick(page.groups.button("speaker"), Qt.MouseButton.LeftButton)
    assert heads() == [("Edda Vask", 3)]
    assert page.chosen is not None
    assert page.chosen.verdict is Verdict.ALTERED
    qtbot.mouseClick(page.groups.button("document"), Qt.MouseButton.LeftButton)
    assert heads() == [("River Herald", 3)]


def test_a_verdict_whose_words_were_replaced_stays_in_the_list(
    page: QuotationsPage, session: Session, project: Path, qtbot: QtBot
) -> None:
    keys(qtbot, Qt.Key.Key_Return, "n", "Keep me.", Qt.Key.Key_Escape)
    new = CodedDocument("report.txt", facts("River Herald", "news report"), "Nothing is quoted any more.")
    edit_text.replace_text(session.database, edit_text.plan_replacement(session.database, 1, new), drop_lost=True)
    wait(qtbot, page, session)
    (card,) = page.model.all
    assert card.quote.startswith("Our ferrymen carry salt, silver")
    page.choose(0)
    assert page.detail.memo.toPlainText() == "Keep me."
    assert "stand nowhere" in page.passages.reported.text.toPlainText()
    session.undo()
    wait(qtbot, page, session)
    assert verdicts(page) == ["altered", "not found", "trimmed"]
    assert [one.stands for one in kept(project)] == [True]


def test_a_quotation_is_copied_with_its_passage_each_with_its_source(page: QuotationsPage, session: Session) -> None:
    quoted, passage = page.list.cited()
    assert page.chosen is not None
    told = copy_cited(session, [quoted, passage])
    assert told == "2 quotations copied with sources."
    one, other = QApplication.clipboard().text().split("\n\n")
    assert one == f"“{REPORT[page.chosen.start_a : page.chosen.end_a]}” (Edda Vask, River Herald, 2 May 2024)"
    assert other.endswith("” (Edda Vask, Ministry, 2 May 2024)")
    assert other.removeprefix("“").split("”")[0] in SPEECH


def test_what_an_import_wrote_is_not_read_again_before_anything_was_traced(session: Session) -> None:
    read: list[bool] = []
    made = [RowChange("segment", 90, None, {"id": 90, "document_id": 1})]

    def rows(backward: bool) -> Iterator[Sequence[RowChange]]:
        read.append(backward)
        return iter([made])

    log = RowLog(rows, frozenset({"segment"}), 1)
    assert session.traces.state == "none"
    session.changed.emit(ChangeSet("", log))
    assert read == []
    session.traces.trace()
    session.changed.emit(ChangeSet("", log))
    session.changed.emit(ChangeSet("", log))
    assert len(read) == 1, "only what belongs to what is kept of it"
    session.traces.finish()
