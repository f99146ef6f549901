"""Titles that run from right to left begin at the right."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.core.values import CodedDocument, Facts
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.reading.library_list import LibraryDelegate
from desktop.qt.reading.library_model import DOCUMENT_ROLE, DocumentListModel
from desktop.qt.session import Session
from desktop.store import edits


def side(image: QImage) -> str:
    """Return on which side of a picture something is painted."""
    ground = image.pixel(image.width() // 2, 1)
    at = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]
    return "left" if max(at) < image.width() * 2 // 3 else "right" if min(at) > image.width() // 3 else "both"


@pytest.mark.parametrize(
    ("title", "follows", "where"),
    [("النقابة ترفض", True, "right"), ("The union refuses", True, "left"), ("النقابة ترفض", False, "left")],
)
def test_a_title_begins_where_its_readers_do(qtbot: QtBot, title: str, *, follows: bool, where: str) -> None:
    label = ElidedLabel(2, follows=follows)
    qtbot.addWidget(label)
    label.setText(title)
    label.resize(400, 40)
    assert side(label.grab().toImage()) == where


@pytest.mark.parametrize(("title", "where"), [("النقابة ترفض", "right"), ("The union refuses", "left")])
def test_a_title_in_the_library_begins_where_its_readers_do(
    session: Session, qtbot: QtBot, title: str, where: str
) -> None:
    session.do(edits.documents.add_documents, [CodedDocument("a.txt", Facts(title), "We refuse.\n")])
    view, model = QListView(), DocumentListModel(session)
    qtbot.addWidget(view)
    found = [model.index(at) for at in range(model.rowCount())]
    index = next(one for one in found if (told := one.data(DOCUMENT_ROLE)) is not None and told.facts.title == title)
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = QRect(0, 0, 420, 120)
    image = QImage(420, 120, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    LibraryDelegate(view).paint(painter, option, index)
    painter.end()
    assert side(image.copy(16, 12, 388, 20)) == where
