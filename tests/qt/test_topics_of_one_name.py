"""Two topics of one name are told apart by what is above them, in whatever sentence of the window they stand."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt.codebook.questions import DeleteQuestion, MergeQuestion
from desktop.qt.findings.contradictions_page import ContradictionsPage
from desktop.qt.session import Session
from desktop.store import edits
from tests.qt.window_kit import make_page, tag_claim

from .test_matrix_model import ids

RED, OTHER = "Fruits › red", "Vegetables › red"


@pytest.fixture
def reds(session: Session) -> tuple[int, int]:
    """The ids of two topics called “red”, an actor for and against each."""
    found = []
    for name in ("Fruits", "Vegetables"):
        above = session.do(edits.codebook.add, "topic", name)
        number = session.do(edits.codebook.add, "topic", "red", above, proposition="red is best")
        assert number is not None
        found.append(number)
    actor = ids(session)[1]["elbar"]
    for at, topic in enumerate(found):
        for side, stance in enumerate((Stance.FAVOR, Stance.AGAINST)):
            tag_claim(session, 1, Span(20 * at + 5 * side, 20 * at + 5 * side + 4), (actor,), topic, stance)
    return found[0], found[1]


def test_questions_of_the_codebook_tell_which(session: Session, reds: tuple[int, int], qtbot: QtBot) -> None:
    question = MergeQuestion(session, "topic", reds[0])
    qtbot.addWidget(question)
    assert RED in question.accessibleName()
    question.target.set_chosen((reds[1],))
    question._preview()
    assert OTHER in question.told.text()
    plan = session.do(edits.codebook_merge.delete_plan, "topic", reds[1])
    assert plan is not None
    delete = DeleteQuestion(session, "topic", reds[1], plan)
    qtbot.addWidget(delete)
    assert OTHER in delete.accessibleName()


def test_contradictions_are_on_one_of_them(session: Session, reds: tuple[int, int], qtbot: QtBot) -> None:
    page = make_page(ContradictionsPage, session)
    qtbot.addWidget(page)
    page.show()
    told = {cell for row in page.table.model().rows for cell in row.words}
    assert {RED, OTHER} <= told
    assert "red" not in told
