"""The reading desk in every script: what is painted on words, where lines begin, what keys and the mouse choose."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QPdfWriter, QTextCharFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.direction import is_leftward, reads_leftward
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, Stance
from desktop.qt import theme
from desktop.qt.printing.flow import Composer
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.store import edits, reads

from ..store.making import ids
from .painted_words import TEXTS, WIDTHS
from .window_kit import ALT, CTRL, click_words, close_window, keys, open_window, span_of, tag_claim

ARABIC, MIXED = (next(path for path in TEXTS if path.stem == name).read_text("utf-8") for name in ("ar", "mixed"))
HERE = Path(__file__).parent.parent.parent
PLAIN = "The lake belongs to all of us. We drink it and we fish in it."


@pytest.mark.parametrize(("scale", "schemes"), [("1", ("light", "dark")), ("1.5", ("light",)), ("2", ("dark",))])
def test_claims_are_painted_on_their_words_in_every_script(scale: str, schemes: tuple[str, ...]) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-m", "tests.qt.painted_words", *schemes]
    told = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, timeout=300, check=True)
    rows = [line.split() for line in told.stdout.splitlines()]
    assert {(name, scheme, int(width)) for name, scheme, width, *_ in rows} == {
        (path.stem, scheme, width) for path in TEXTS for scheme in schemes for width in WIDTHS
    }
    assert len(TEXTS) == 8
    for name, scheme, width, *counts in rows:
        on, on_painted, off, off_painted = map(int, counts)
        assert min(on, off) > 500, (name, scheme, width)
        assert on_painted >= 0.99 * on, (name, scheme, width)
        assert off_painted <= 0.01 * off, (name, scheme, width)


def open_text(session: Session, text: str, name: str = "a.txt", language: str = "") -> Pane:
    session.do(edits.documents.add_documents, [CodedDocument(name, Facts(title="A text", language=language), text)])
    number = max(one.id for one in session.read(reads.project.documents))
    pane = Pane(PaneDocument(session, number, session), ClaimColors(session), 13.0)
    pane.resize(760, 800)
    pane.show()
    pane.view.viewport().grab()
    return pane


def test_lines_begin_where_the_readers_of_a_script_do(session: Session) -> None:
    pane = open_text(session, MIXED)
    sides = {}
    for one in pane.view.placed():
        if one.block.text():
            line = one.block.layout().lineAt(0).naturalTextRect()
            sides[is_leftward(one.block.text())] = (line.left(), pane.view.viewport().width() - line.right())
    assert sides[False][0] == pytest.approx(6)
    assert sides[False][1] > 20
    assert sides[True][1] == pytest.approx(6, abs=2)
    assert sides[True][0] > 20


@pytest.mark.parametrize(("text", "at_right"), [(ARABIC, True), (MIXED, False), (PLAIN, False)])
def test_lanes_stand_where_lines_begin(session: Session, text: str, at_right: bool) -> None:
    pane = open_text(session, text)
    view = pane.view
    assert (view.margin.geometry().left() > view.viewport().geometry().right()) is at_right
    assert view.margin.geometry().intersected(view.viewport().geometry()).isEmpty()
    start = text.index(" ") + 1
    claim = tag_claim(session, pane.model.document_id, Span(start, start + 12), (1,), 1, Stance.FAVOR)
    ((found, bar),) = view.margin.bars(view.placed())
    assert found == claim
    # next to the text
    assert bar.left() < 20 if at_right else view.margin.width() - bar.right() < 20


def test_a_language_that_is_corrected_holds_at_once(session: Session, qtbot: QtBot) -> None:
    pane = open_text(session, "One line.\nقال “نعم” اليوم.")
    qtbot.addWidget(pane)
    for language, at_right in (("ar", True), ("en", False)):
        assert session.done(edits.documents.update_facts, pane.model.document_id, {"language": language})
        assert pane.view.margin.at_right is at_right
        qtbot.waitUntil(lambda told="not yet who speaks", there=at_right: (told in pane.lacking.text()) is there)


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("部长说，我们要签署河流公约。费用由市议会承担。", "zh", "W selects a character"),
        ("港の大臣は、条約に署名しなければならないと述べた。", "ja", "kanji, katakana or hiragana"),
        ("สภาเมืองอภิปรายภาษีสะพาน รัฐมนตรีกล่าวว่าเป็นธรรม", "th", "a word is a syllable"),
        ("រដ្ឋមន្ត្រីបាននិយាយថាពន្ធស្ពាន", "km", "a word is a syllable"),
        ("시의회는 한국의 하천협약을 토론했다.", "ko", ""),
        ("पुल कर उचित है। समझौते पर हस्ताक्षर हुए।", "hi", ""),
        ("الميناء بعيد، والجسر قديم.", "ar", ""),
        ("Ковалёва сказала: ещё рано.", "ru", ""),
        ("Two words 部长 of another script, and a tone ค่า.", "en", ""),
    ],
)
def test_a_text_says_once_where_words_are_not_parted(
    session: Session, qtbot: QtBot, text: str, language: str, told: str
) -> None:
    pane = open_text(session, text)
    qtbot.addWidget(pane)
    assert session.done(edits.documents.update_facts, pane.model.document_id, {"language": language})
    pane._look.stop()
    pane._tell_lacking()
    assert told in pane.lacking.text()
    assert ("word" in pane.lacking.text()) is bool(told)
    # once for each language
    other = open_text(session, text + " ")
    qtbot.addWidget(other)
    assert session.done(edits.documents.update_facts, other.model.document_id, {"language": language})
    other._tell_lacking()
    assert "word" not in other.lacking.text()


def test_a_claim_of_a_mixed_line_is_as_many_pieces_as_a_reader_sees(session: Session) -> None:
    pane = open_text(session, "We say نعم to it, they said לא to us.")
    (one,) = pane.view.placed()
    # of Latin, Arabic and Latin letters in one line from the left: three runs that touch, so one piece
    assert len(list(one.rects(0, 10))) == 1
    # the end of the Arabic word stands at its left: with the words before it this leaves a gap
    at = pane.model.text.index("نعم")
    whole, part = list(one.rects(0, at + 3)), list(one.rects(0, at + 1))
    assert len(whole) == 1
    assert len(part) == 2
    assert part[1].right() == pytest.approx(whole[0].right(), abs=1)


def test_handles_stand_at_the_sides_where_a_claim_begins_and_ends(session: Session) -> None:
    text = "قال الوزير نعم للميثاق اليوم."
    pane = open_text(session, text)
    claim = tag_claim(session, pane.model.document_id, span_of(text, "الوزير نعم"), (1,), 1, Stance.FAVOR)
    assert claim is not None
    pane.view.choose(claim)
    places = pane.view._handles.places(pane.view.placed())
    ((rect,),) = [list(one.rects(*pane.model.marks.span(claim))) for one in pane.view.placed()]
    assert places["start"].x() == pytest.approx(rect.right() + 1, abs=1)
    assert places["end"].x() == pytest.approx(rect.left() - 2, abs=1)


def test_a_click_chooses_the_claim_whose_words_are_under_it(session: Session, qtbot: QtBot) -> None:
    for text, words in ((ARABIC, "ضريبة الجسور عادلة"), (MIXED, "OECD والضريبة"), (MIXED, "יותר מדי כסף")):
        pane = open_text(session, text + words[:1], f"{words}.txt")
        span = span_of(text, words)
        claim = tag_claim(session, pane.model.document_id, span, (1,), 1, Stance.FAVOR)
        pane.view.viewport().grab()
        with qtbot.waitSignal(pane.view.claim_clicked) as clicked:
            click_words(qtbot, pane, words)
        assert clicked.args == [claim]
        # the words on both sides of it are none of the claim
        for other in (text[: span.start].split()[-1], text[span.end :].split()[0]):
            at = text.rindex(other, 0, span.start) if other in text[: span.start].split()[-1] else None
            begin = at if at is not None else text.index(other, span.end)
            start, end = pane.model.from_span(begin, begin + len(other))
            rect = next(rect for one in pane.view.placed() for rect in one.rects(start, end))
            with qtbot.waitSignal(pane.view.claim_clicked) as clicked:
                qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
            assert clicked.args == [0], other
        pane.close()


def test_dragging_a_handle_follows_the_words_under_the_mouse(session: Session, qtbot: QtBot) -> None:
    text = "قال الوزير نعم للميثاق اليوم وغدا."
    pane = open_text(session, text)
    claim = tag_claim(session, pane.model.document_id, span_of(text, "الوزير نعم"), (1,), 1, Stance.FAVOR)
    assert claim is not None
    pane.view.choose(claim)
    pane.view.viewport().grab()
    end = pane.view._handles.places(pane.view.placed())["end"].toPoint()
    span = span_of(text, "للميثاق")
    rect = next(rect for one in pane.view.placed() for rect in one.rects(*pane.model.from_span(span.start, span.end)))
    goal = QPoint(int(rect.left()) + 1, int(rect.center().y()))
    viewport = pane.view.viewport()
    with qtbot.waitSignal(pane.view.span_wanted) as wanted:
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=end)
        qtbot.mouseMove(viewport, goal)
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=goal)
    assert wanted.args == [claim, span_of(text, "الوزير نعم للميثاق")]


def test_arrows_move_the_edges_of_a_claim_the_way_they_point(session: Session, qtbot: QtBot) -> None:
    text = f"{PLAIN}\n\nقال الوزير نعم للميثاق اليوم وغدا."
    session.do(edits.documents.add_documents, [CodedDocument("a.txt", Facts(title="A text"), text)])
    document = max(one.id for one in session.read(reads.project.documents))
    actor, topic = min(ids(session.database, "actor").values()), min(ids(session.database, "topic").values())
    left = tag_claim(session, document, span_of(text, "الوزير نعم"), (actor,), topic, Stance.FAVOR)
    right = tag_claim(session, document, span_of(text, "belongs to"), (actor,), topic, Stance.FAVOR)
    assert left is not None
    assert right is not None
    path = session.path
    session.close()
    window = open_window(path, qtbot)
    try:
        for claim, key, words in (
            (left, Qt.Key.Key_Left, "الوزير نعم للميثاق"),
            (right, Qt.Key.Key_Right, "belongs to all"),
            (right, Qt.Key.Key_Left, "belongs to"),
            (left, Qt.Key.Key_Right, "الوزير نعم"),
        ):
            window.desk.show_claim(document, claim)
            assert window.desk.active is not None
            window.desk.active.view.setFocus()
            keys(qtbot, key, modifier=CTRL | ALT)
            assert window.session.read(reads.project.claim, claim).quote == words
    finally:
        close_window(window)


def test_paragraphs_on_paper_begin_where_their_readers_do(light: QApplication) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    composer = Composer(QPdfWriter(buffer))
    font = composer.font(theme.SERIF, 10)
    for text, leftward in (("الجسر للجميع.", True), ("1 2 الجسر.", True), (PLAIN, False), ("NATO نعم.", False)):
        layout = composer.lay([(text, QTextCharFormat())], font, 20_000.0)
        line = layout.lineAt(0).naturalTextRect()
        assert line.width() < 15_000
        assert (line.right() if leftward else line.left()) == pytest.approx(20_000 if leftward else 0, abs=30)
        # the stop stands at the end, which is not where the line begins
        begin, stop = (layout.lineAt(0).cursorToX(at)[0] for at in (0, len(text) - 1))
        assert (stop < begin) is leftward
        # a sentence of ours begins with somebody's name, whatever its letters
        told = composer.lay([(f"{text} · Bridge tax", QTextCharFormat())], font, 20_000.0, own=True)
        assert told.lineAt(0).naturalTextRect().left() == pytest.approx(0, abs=1)


def test_the_direction_of_a_text_is_that_of_most_of_its_paragraphs() -> None:
    assert reads_leftward(ARABIC)
    assert not reads_leftward(MIXED)
    assert not reads_leftward(PLAIN)
    assert reads_leftward("One line.\nسطر واحد.", "ar")
    assert not reads_leftward("One line.\nسطر واحد.", "en")
    # quotation marks and figures have no direction of their own
    assert is_leftward("«45% من الناس» NATO")
    assert not is_leftward("2026: NATO نعم")


def test_what_is_not_done_in_a_language_is_told_once_above_its_first_text(session: Session, qtbot: QtBot) -> None:
    first = open_text(session, ARABIC, "ar.txt", "ar")
    qtbot.addWidget(first)
    qtbot.waitUntil(lambda: "not yet who speaks them" in first.lacking.text())
    texts = [(ARABIC, "ar"), (PLAIN, "ja"), ("“We drink it,” she said.", "en"), (ARABIC, "")]
    for number, (text, language) in enumerate(texts):
        other = open_text(session, text, f"{number}.txt", language)
        qtbot.addWidget(other)
        qtbot.wait(400)
        # told already, nothing quoted, verbs known, language not known
        assert "who speaks" not in other.lacking.text(), language
    thai = open_text(session, "เราลงนาม แม่น้ำเป็นของทุกคน", "th.txt", "th")
    qtbot.addWidget(thai)
    qtbot.waitUntil(lambda: "a space does" in thai.lacking.text())
