"""A coded document as a web page and as PDF, read back from the files."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, CodedSegment, Facts, SegmentKind, Stance
from desktop.exchange.pages.pages import CodedPage, coded_page
from desktop.exchange.tables.table import TONES
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting.document_export import save_document
from desktop.qt.printing.flow import Composer
from desktop.qt.printing.pdf import write_pdf
from desktop.qt.scripts import hint, serifs
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    found = QWidget()
    qtbot.addWidget(found)
    return found


def saved(session: Session, parent: QWidget, path: Path | None, documents: Sequence[int] = (1,)) -> Path | None:
    dialogs = FileDialogs()
    dialogs.save_page = lambda _parent, _suggestion: path
    settings = Settings(session.path.with_name("settings.ini"))
    return save_document(session, dialogs, settings, parent, documents)


def words_of(data: bytes) -> list[str]:
    """Return the text of each page of a PDF, its lines joined."""
    found = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in found]
    finally:
        found.close()


def colors_of(data: bytes, page: int = 0) -> Counter[bytes]:
    """Return how often each colour (blue, green, red) is painted on a page."""
    found = pypdfium2.PdfDocument(data)
    try:
        pixels = found[page].render(scale=2)
        painted, wide = bytes(pixels.buffer), pixels.n_channels
        return Counter(painted[at : at + 3] for at in range(0, len(painted) - 2, wide))
    finally:
        found.close()


def ink(name: str) -> bytes:
    return bytes.fromhex(name.lstrip("#"))[::-1]


def long_page(paragraphs: int, memo: str = "") -> CodedPage:
    """Return a document whose every paragraph has two claims that overlap, and a speaker."""
    lines = [f"Paragraph {number}: " + "velo marin tosk elbar quist. " * 6 for number in range(paragraphs)]
    claims, segments, at = [], [], 0
    for number, line in enumerate(lines):
        for first, stance in ((0, Stance.FAVOR), (5, Stance.AGAINST)):
            span = Span(at + first, at + len(line) - 8)
            claims.append(CodedClaim(span, (f"a{number}",), f"t{number}", stance, memo=memo))
        segments.append(CodedSegment(SegmentKind.TURN, Span(at, at + len(line)), f"s{number}"))
        at += len(line) + 1
    document = CodedDocument(
        "long.txt", Facts(title="Long", date="2031-05-06"), "\n".join(lines), tuple(segments), tuple(claims)
    )
    return coded_page(document, {}, {})


def test_a_web_page_holds_text_and_notes(session: Session, parent: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert saved(session, parent, path) == path
    page = path.read_text("utf-8")
    assert "The Élbar papers" in page
    assert "Elbar Nim" in page
    assert "marin" in page


def test_a_pdf_holds_text_notes_grounds_and_lanes_and_is_the_same_each_time(
    session: Session, parent: QWidget, tmp_path: Path
) -> None:
    path = tmp_path / "page.pdf"
    assert saved(session, parent, path) == path
    first = path.read_bytes()
    (words,) = words_of(first)
    for told in (
        "The Élbar papers",
        "Tarn Herald, 2024-04-26, interview · 3 claims",
        "Filter: all claims.",
        "Marin velo pardun quist!",
        "in favor against neutral",
        "1 Ordun Vask, Elbar Nim · Trade · favor, direct First.",
        "3 Ordun Vask · Bridge · against, reported",
        "1 / 1",
    ):
        assert told in words, words
    colors = colors_of(first)
    for tone in ("favor", "against", "contradictory"):
        assert ink(TONES[tone][1]) in colors, f"the ground of {tone}"
    # shapes, lines below, lanes and numbers
    assert min(colors[ink(TONES[tone][0])] for tone in ("favor", "against")) > 50
    assert b"Date" not in first
    saved(session, parent, path)
    assert path.read_bytes() == first


def test_what_the_window_hides_is_on_no_page(session: Session, parent: QWidget, tmp_path: Path) -> None:
    session.hide_coders([coder.name for coder in session.read(reads.project.coders)])
    for ending in ("pdf", "html"):
        path = tmp_path / f"page.{ending}"
        saved(session, parent, path)
        words = words_of(path.read_bytes())[0] if ending == "pdf" else path.read_text("utf-8")
        assert "0 claims" in words
        assert "Filter: without coder" in words
        assert "reported" not in words


def test_two_documents_stand_side_by_side_on_wide_pages(session: Session, parent: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "pair.pdf"
    assert saved(session, parent, path, (1, 1)) == path
    data = path.read_bytes()
    (words,) = words_of(data)
    assert words.count("Marin velo pardun quist!") == 2
    found = pypdfium2.PdfDocument(data)
    width, height = found[0].get_size()
    place = found[0].get_textpage().search("Marin velo")
    lefts, tops = zip(*(found[0].get_textpage().get_charbox(place.get_next()[0])[:4:3] for _ in range(2)), strict=True)
    found.close()
    assert width > height
    assert lefts[0] < width / 2 < lefts[1]
    assert tops[0] == pytest.approx(tops[1])


def test_a_long_document_breaks_into_pages_that_keep_each_note_with_its_words(light: QApplication) -> None:
    page = long_page(40)
    pages = words_of(write_pdf([page], ["Filter: all claims."]))
    assert len(pages) > 3
    for number, words in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in words
        assert "Long" in words
    whole = " ".join(pages)
    for number in range(40):
        # the number of the second note stands in the word
        assert whole.count(f"raph {number}: velo") == 1
        for stance in ("favor", "against"):
            note = f"a{number} · t{number} · {stance}, direct"
            (on,) = [at for at, words in enumerate(pages) if note in words]
            assert f"s{number} " in pages[on], "who speaks stands where the paragraph begins"


def test_notes_that_fill_more_than_a_page_go_on_overleaf(light: QApplication) -> None:
    memo = " ".join(f"word{number}" for number in range(3000))
    pages = words_of(write_pdf([long_page(2, memo)]))
    whole = " ".join(pages)
    for number in (0, 1500, 2999):
        assert whole.count(f"word{number} ") + whole.endswith(f"word{number}") == 4
    assert "2 / " in pages[1]


@pytest.mark.parametrize("text", ["", "\n\n", "one", "😀 \u2028 a\u00adb " * 50, "x" * 5000, "א ב ג. " * 40])
def test_any_text_is_printed(text: str, light: QApplication) -> None:
    claims = (CodedClaim(Span(0, len(text)), ("a",), "t", Stance.NEUTRAL),) if text.strip() else ()
    document = CodedDocument("any.txt", Facts(), text, (), claims)
    pages = words_of(write_pdf([coded_page(document, {}, {})]))
    assert "any.txt" in pages[0]
    # some who read it turn the line with the words that go from right to left
    notes = ("a · t · neutral, direct", "direct ,neutral · t · a")
    assert any(note in pages[0] for note in notes) == bool(claims)


def test_a_question_that_is_not_answered_writes_nothing(session: Session, parent: QWidget, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    assert saved(session, parent, None) is None
    assert {path for path in tmp_path.iterdir() if path.suffix in (".html", ".pdf")} <= before


def columns_of(data: bytes, color: bytes) -> list[int]:
    """Return the columns of the first page, from the left, in which a colour is painted."""
    found = pypdfium2.PdfDocument(data)
    try:
        pixels = found[0].render(scale=2)
        painted, wide = bytes(pixels.buffer), pixels.n_channels
        points = range(0, len(painted) - 2, wide)
        return sorted({at // wide % pixels.width for at in points if painted[at : at + 3] == color})
    finally:
        found.close()


@pytest.mark.parametrize(
    ("text", "leftward"),
    [("النقابة ترفض الضريبة.\nقال: لا ندفع.", True), ("The union refuses it.\nNo, it said.", False)],
)
def test_lanes_stand_where_lines_begin_and_notes_at_the_other_side(
    text: str, *, leftward: bool, light: QApplication
) -> None:
    claims = tuple(CodedClaim(Span(start, 12), ("a",), "t", Stance.FAVOR) for start in (0, 4))
    turn = CodedSegment(SegmentKind.TURN, Span(text.index("\n") + 1, len(text)), "union")
    data = write_pdf([coded_page(CodedDocument("a.txt", Facts("T"), text, (turn,), claims), {}, {})])
    found = pypdfium2.PdfDocument(data)
    page = found[0].get_textpage()
    (note, speaker) = (page.get_charbox(page.search(words).get_next()[0])[0] * 2 for words in ("a · t", "union"))
    found.close()
    inks, grounds = (columns_of(data, ink(color)) for color in TONES["favor"][:2])
    if leftward:
        # two lanes at the right of the words, from them outwards
        assert len([x for x in inks if x > grounds[-1] + 4]) >= 4
        assert note < grounds[0] - 20
        assert speaker > (grounds[0] + grounds[-1]) / 2
    else:
        # beside the legend of the page's head, which has its shape there too
        assert len([x for x in inks if x < grounds[0] - 4]) >= 4
        assert note > grounds[-1] + 20
        assert speaker < (grounds[0] + grounds[-1]) / 2


@pytest.mark.parametrize("language", ["ja", "ko", "ur", "zh-TW", ""])
def test_the_type_on_paper_is_that_of_the_documents_language(language: str, light: QApplication) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    composer = Composer(QPdfWriter(buffer))
    font = composer.font(theme.SERIF, 10, language=language)
    assert font.families() == [theme.SERIF, *serifs(language)]
    assert font.styleHint() == hint(language)
    page = coded_page(CodedDocument("a.txt", Facts("題", language=language), "直 骨", (), ()), {}, {})
    for layout in (
        composer.paragraph(page, next(iter(page.paragraphs())), 900)[0],
        composer.title(page, (), 900)[0][0],
    ):
        assert layout.font().families() == font.families()


def test_a_note_on_paper_tells_who_before_on_what_whatever_their_letters(light: QApplication) -> None:
    claim = CodedClaim(Span(0, 5), ("a",), "t", Stance.FAVOR)
    page = coded_page(CodedDocument("a.txt", Facts("T"), "שלום.", (), (claim,)), {"a": "דנה"}, {"t": "אגרה"})
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    composer = Composer(QPdfWriter(buffer))
    layout = composer.note(page, page.marks[0], 90_000)
    text, line = layout.text(), layout.lineAt(0)
    number, who, what = (line.cursorToX(text.index(words))[0] for words in ("1", "דנה", "אגרה"))
    assert number < who < what
