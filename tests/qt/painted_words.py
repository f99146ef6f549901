"""Where claims are painted: points of blank paper on and off their words, in texts of eight scripts.

Qt itself tells which points are on the words: it paints a ground behind them as the format of a text. As a program
(``python -m tests.qt.painted_words [FILE …]``) this prints a line of figures for each document, scheme and width; the
scale of the screen is that of ``QT_SCALE_FACTOR``, which holds from the start of a program to its end.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTextCharFormat, QTextLayout

from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance, Voice
from desktop.qt import theme
from desktop.qt.app import make_application
from desktop.qt.messages import Messages
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.store import edits, reads

from ..store.making import ids, make_project

TEXTS = sorted((Path(__file__).parent.parent / "data" / "scripts").glob("*.txt"))
WIDTHS, HEIGHT = (430, 780), 2600
SCHEMES = ("light", "dark")
_WORDS = QColor(Qt.GlobalColor.red)


@dataclass(frozen=True, slots=True)
class Points:
    """Points of blank paper on the words of claims and beside them, and how many of each the claims paint."""

    on: int
    on_painted: int
    off: int
    off_painted: int


def claimed(text: str) -> Iterator[Span]:
    """Yield a claim of some words after every few words; of letters, where nothing parts the words."""
    for line in re.finditer(r"\S.*", text):
        parts = list(re.finditer(r"\S+", line[0]))
        if max(len(part[0]) for part in parts) > 25:
            parts = list(regex.finditer(r"(?!\s)\X", line[0]))
        for at in range(1, len(parts), 6):
            last = parts[min(at + 2, len(parts) - 1)]
            yield Span(line.start() + parts[at].start(), line.start() + last.end())


def add_text(session: Session, path: Path) -> int:
    """Return the number of a new document with the text of a file."""
    document = CodedDocument(path.name, Facts(title=path.stem), path.read_text("utf-8"))
    assert session.do(edits.documents.add_documents, [document]) is not None
    return max(one.id for one in session.read(reads.project.documents))


def add_claims(session: Session, document: int) -> None:
    """Tag a claim of each stance by turns."""
    actor, topic = min(ids(session.database, "actor").values()), min(ids(session.database, "topic").values())
    text = session.read(reads.project.text, document)
    spans = [span for span in claimed(text) if any(letter.isalnum() for letter in text[span.start : span.end])]
    for at, span in enumerate(spans):
        new = NewClaim(document, span, (actor,), topic, list(Stance)[at % 3], Voice.DIRECT)
        assert session.do(edits.claims.tag, new) is not None, text[span.start : span.end]


def points(session: Session, document: int, width: int) -> Points:
    """Return the figures of one document, which has no claims, in a pane of so many pixels."""
    model = PaneDocument(session, document)
    pane = Pane(model, ClaimColors(session), 13.0)
    pane.resize(width, HEIGHT)
    pane.show()
    bare = pane.view.viewport().grab().toImage()
    add_claims(session, document)
    shown = pane.view.viewport().grab().toImage()
    on = on_painted = off = off_painted = 0
    bare_pixels, shown_pixels, words = map(_pixels, (bare, shown, _words(pane, shown)))
    page, red, wide, ratio = theme.color("page").rgb(), _WORDS.rgb(), shown.width(), shown.devicePixelRatio()
    for area in _lines(pane):
        left, right = int(area.left() * ratio) + 2, min(int(area.right() * ratio), wide) - 2
        for y in range(int(area.top() * ratio) + 1, int(area.bottom() * ratio) - 1, 3):
            for at in range(y * wide + left, y * wide + right, 2):
                here = words[at]
                # the edge of a word is neither; nor is what a letter covers
                if bare_pixels[at] != page or words[at - 2] != here or words[at + 2] != here:
                    continue
                painted = shown_pixels[at] != page
                if here == red:
                    on, on_painted = on + 1, on_painted + painted
                else:
                    off, off_painted = off + 1, off_painted + painted
    assert session.done(edits.claims.delete, list(model.marks))
    pane.close()
    pane.deleteLater()
    return Points(on, on_painted, off, off_painted)


def _pixels(image: QImage) -> memoryview:
    # a copy: the image that is made here is gone at once
    return memoryview(bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits())).cast("I")


def _words(pane: Pane, like: QImage) -> QImage:
    image = QImage(like.size(), like.format())
    image.setDevicePixelRatio(like.devicePixelRatio())
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    for one in pane.view.placed():
        formats = []
        first = one.block.position()
        for claim in pane.model.marks.overlapping(first, first + one.block.length()):
            start, end = pane.model.marks.span(claim)
            made = QTextLayout.FormatRange()
            made.start, made.length = start - first, end - start
            look = QTextCharFormat()
            look.setBackground(_WORDS)
            look.setForeground(_WORDS)
            made.format = look
            formats.append(made)
        one.block.layout().draw(painter, QPointF(one.rect.left(), one.rect.top()), formats)
    painter.end()
    return image


def _lines(pane: Pane) -> Iterator[QRectF]:
    for one in pane.view.placed():
        layout = one.block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if line.textLength():
                yield line.naturalTextRect().translated(one.rect.left(), one.rect.top())


def figures(paths: list[Path], schemes: Sequence[str] = SCHEMES) -> Iterator[tuple[str, str, int, Points]]:
    """Yield the figures of files for each scheme and width."""
    app = make_application()
    for scheme in schemes:
        theme.apply(app, scheme)
        with tempfile.TemporaryDirectory() as folder:
            session = Session(Messages())
            path = Path(folder) / "scripts.visavis"
            make_project(path).close()
            session.open(path)
            for file in paths:
                document = add_text(session, file)
                for width in WIDTHS:
                    yield file.stem, scheme, width, points(session, document, width)
            session.close()


if __name__ == "__main__":
    chosen = [one for one in SCHEMES if one in sys.argv[1:]]
    files = [Path(one) for one in sys.argv[1:] if one not in chosen]
    for name, scheme, width, found in figures(files or TEXTS, chosen or SCHEMES):
        print(name, scheme, width, found.on, found.on_painted, found.off, found.off_painted, flush=True)
