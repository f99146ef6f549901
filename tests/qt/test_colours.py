"""Colours that can be read and seen in both schemes, and nothing that is told by colour alone.

The contrast of two colours is that of WCAG 2.2: 4.5 for text (1.4.3), 3 for what can be used and for graphical objects
(1.4.11).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, Stance
from desktop.paths import shipped
from desktop.qt import theme
from desktop.qt.parts.stance_lines import paint_line, paint_mark, seen_on
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.store import edits, reads

from .window_kit import tag_claim

SCHEMES = {"light": theme.LIGHT, "dark": theme.DARK}
GROUNDS = (
    *("page", "panel", "card", "accent_ground"),
    *("favor_ground", "against_ground", "neutral_ground", "uncoded_ground"),
)
TEXTS = ("ink", "dim", "accent", "favor", "against", "neutral", "uncoded")
# what a rule of the style sheet is of, when it is something that can be used
USED = re.compile(r"QLineEdit|QPlainTextEdit\[role|QComboBox(?! QAbstract)|QPushButton|QToolButton|QScrollBar::handle")


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_colour_of_text_can_be_read_on_every_ground(scheme: str) -> None:
    colors = SCHEMES[scheme]
    # no colour is left out: each is a text, a ground, or what the tests below are about
    assert {field.name for field in fields(colors)} == {*TEXTS, *GROUNDS, "selection", "line", "border"}
    pairs = {
        (text, ground): contrast(getattr(colors, text), getattr(colors, ground)) for text in TEXTS for ground in GROUNDS
    }
    pairs["ink", "selection"] = contrast(colors.ink, colors.selection)
    assert {pair: round(found, 2) for pair, found in pairs.items() if found < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_borders_of_what_can_be_used_are_seen(scheme: str) -> None:
    colors = SCHEMES[scheme]
    sheet = (shipped("resources") / "style" / "visavis.qss").read_text("utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    seen = 0
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        if not USED.search(selector):
            continue
        named = re.findall(r"border(?:-color)?:[^;]*\$(\w+)", body)
        if "QScrollBar" in selector:
            named += re.findall(r"background: \$(\w+)", body)
        for name in named:
            for ground in ("page", "panel", "card"):
                assert contrast(getattr(colors, name), getattr(colors, ground)) >= 3, (selector.strip(), name, ground)
                seen += 1
    assert seen > 30


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_of_topics_and_actors_are_seen_on_the_page(scheme: str, qapp: QApplication) -> None:
    theme.apply(qapp, scheme)
    page = SCHEMES[scheme].page
    chosen = (*theme.CATEGORY, "#ffff00", "#000080", "#fbfaf7", "#1b1d21", "#777777")
    for color in chosen:
        found = seen_on(color, page)
        assert contrast(found.name(), page) >= 3, color
        if contrast(color, page) >= 3:
            assert found == QColor(color)
    theme.apply(qapp, "light")


def runs(row: list[bool]) -> Iterator[int]:
    """Yield how long each painted stretch of a row is."""
    for stretch in "".join("x" if one else " " for one in row).split():
        yield len(stretch)


def painted(stance: str, *, upright: bool = False) -> list[bool]:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    black = QColor(Qt.GlobalColor.black)
    paint_line(painter, stance, black, QRectF(10, 0, 3, 60) if upright else QRectF(0, 10, 60, 2), upright=upright)
    painter.end()
    return [image.pixel(11, at) == black.rgb() if upright else image.pixel(at, 10) == black.rgb() for at in range(60)]


@pytest.mark.parametrize("upright", [False, True])
def test_lines_of_stances_differ_without_colour(*, upright: bool) -> None:
    favor, against, neutral, uncoded = (list(runs(painted(stance, upright=upright))) for stance in Stance)
    assert favor == [60]
    # dashes are longer than dots and fewer
    assert 1 < len(against) < len(neutral)
    assert min(against[:-1]) >= 2 * max(neutral)
    # as short as dots, and half as many
    assert max(uncoded) <= max(neutral)
    assert len(uncoded) < 0.6 * len(neutral)


def test_marks_on_the_strip_differ_without_colour() -> None:
    found = {}
    for stance in Stance:
        image = QImage(9, 2, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_mark(painter, stance, QColor(Qt.GlobalColor.black), QRectF(0, 0, 9, 2))
        painter.end()
        found[stance] = [image.pixelColor(x, 0).lightness() < 128 for x in range(9)]
    assert list(runs(found[Stance.FAVOR])) == [9]
    assert list(runs(found[Stance.AGAINST])) == [3, 3]
    assert list(runs(found[Stance.NEUTRAL])) == [3]
    assert found[Stance.NOT_CODED] == [False] * 6 + [True] * 3


@pytest.mark.parametrize("by", ["stance", "topic", "actor"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_desk_tells_stances_without_colour(session: Session, qapp: QApplication, scheme: str, by: str) -> None:
    theme.apply(qapp, scheme)
    words = "we want the bridge over the river"
    text = "\n\n".join([words] * len(Stance))
    session.do(edits.documents.add_documents, [CodedDocument("a.txt", Facts(title="Three"), text)])
    number = max(one.id for one in session.read(reads.project.documents))
    for at, stance in enumerate(Stance):
        start = at * (len(words) + 2)
        assert tag_claim(session, number, Span(start, start + len(words)), (1,), 1, stance) is not None
    colors = ClaimColors(session)
    colors.by = by
    pane = Pane(PaneDocument(session, number, session), colors, 13.0)
    pane.resize(700, 400)
    pane.show()
    image = pane.view.viewport().grab().toImage()
    found = []
    for one in pane.view.placed():
        for claim in pane.model.marks.overlapping(one.block.position(), one.block.position() + 1):
            (rect,) = one.rects(*pane.model.marks.span(claim))
            y, span = round(rect.bottom()) - 1, range(round(rect.left()) + 1, round(rect.right()) - 1)
            line = colors.line(pane.model, claim).rgb()
            row = [image.pixel(x, y) == line for x in span]
            found.append(Counter(row)[True] / len(row))
    favor, against, neutral, uncoded = found
    assert favor == 1
    assert 0.6 < against < 0.75
    assert 0.4 < neutral < 0.58
    assert 0.15 < uncoded < 0.35
    theme.apply(qapp, "light")
