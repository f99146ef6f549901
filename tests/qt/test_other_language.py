"""The pages of comparison and of the history in another language: no text stays as it is written in the code."""

import gettext
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.core import language
from desktop.core.views import CELLS, View
from desktop.project.matrix import compare
from desktop.project.matrix_table import comparison_table
from desktop.qt.findings.compare_page import ComparePage
from desktop.qt.findings.contradictions_page import ContradictionsPage
from desktop.qt.findings.pictures_page import PicturesPage
from desktop.qt.history.page import HistoryPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.session import Session
from tests.qt.window_kit import make_page

# what the project calls by these names, and what is said alike everywhere
OWN = {"A", "B", "A…", "B…", "⇄", "Del", "F2", "Ordun Vask", "Elbar Nim", "Ordun Vask · Trade", "Elbar Nim · Trade"}


class Marking(gettext.NullTranslations):
    """A language in which every text stands in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture(autouse=True)
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_translations", Marking())


def texts(page: QWidget) -> Iterator[str]:
    """Yield what stands on a page or is told at hover."""
    for button in page.findChildren(QAbstractButton):
        yield from (button.text(), button.toolTip(), button.accessibleName())
    for line in page.findChildren(QLineEdit):
        yield from (line.placeholderText(), line.toolTip())
    yield from (label.text() for label in page.findChildren(QLabel))


@pytest.mark.parametrize("kind", [MatrixPage, ContradictionsPage, ComparePage, PicturesPage, HistoryPage])
def test_no_text_of_a_page_is_left_as_the_code_has_it(kind: type[QWidget], session: Session, qtbot: QtBot) -> None:
    page: QWidget = make_page(kind, session)  # type: ignore[type-var]
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    left = {text for text in texts(page) if any(map(str.isalpha, text)) and "⟦" not in text}
    assert left - OWN == set()


@pytest.mark.parametrize("cells", CELLS)
def test_tables_say_in_the_language_of_the_interface_what_they_are(cells: str, session: Session) -> None:
    table = comparison_table(compare(session.database, View().changed(cells=cells)), compact=True, named=True)
    assert "⟦" in table.caption
    assert all("⟦" in note for note in table.notes)
    assert [column.title for column in table.columns][:2] == ["⟦topic⟧", "⟦Proposition⟧"]
    plain = comparison_table(compare(session.database, View().changed(cells=cells)))
    assert not any("⟦" in column.key for column in plain.columns), "what programs read stays the same"
    assert not any("⟦" in str(cell) for row in plain.rows for cell in row)
