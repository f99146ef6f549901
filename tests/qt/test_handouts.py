"""Coding blind in the window: what is handed out, what is not shown, and what finishing changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.values import NewClaim, Stance
from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.together.page import TogetherPage
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import READ
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.comparing.two_coders import make_example
from tests.qt.window_kit import close_window, open_window, page_of


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "two.visavis"
    make_example(path)
    found = open_window(path, qtbot)
    found.projects.name_coder("Lead")
    yield found
    close_window(found)


def marks(window: MainWindow) -> int:
    return len(window.desk.panes[0].model.marks)


def own(window: MainWindow, coder: str, document: int = 1) -> int:
    found = window.session.read(reads.filtered.claims, ClaimFilter(coders=(coder,)))
    return sum(claim.document_id == document for claim in found)


def test_documents_are_handed_out_from_the_library_and_coded_blind(window: MainWindow, qtbot: QtBot) -> None:
    both = marks(window)
    assert both == own(window, "Ada") + own(window, "Bert")
    window.library.list.selectAll()
    asked: list[str] = []

    def answer(_parent: object, title: str, _question: str, _current: str = "") -> str:
        asked.append(title)
        return "Ada"

    window.library.documents._dialogs.ask_text = answer
    window.actions_by_key["hand_out"].trigger()
    assert (asked, [one.coder for one in window.session.read(reads.handouts.handouts)]) == (["Hand out"], ["Ada"] * 2)
    # whoever hands out sees all
    assert marks(window) == both
    assert not window.desk.panes[0].handout.isVisible()
    window.projects.name_coder("Ada")
    assert marks(window) == own(window, "Ada")
    window.show_page("page_claims")
    claims = page_of(window, ClaimsPage)
    assert claims.model.rowCount() == own(window, "Ada") + own(window, "Ada", 2)
    assert claims.hidden.text() == "2 documents coded blind"
    # how many claims others have is told nowhere
    assert f"{own(window, 'Ada') + own(window, 'Ada', 2)} claims" in window.status.counts.text()
    assert window.session.claims(document_id=1) == [
        one for one in window.session.read(reads.project.claims, document_id=1) if one.coder_id == 1
    ]
    bar = window.desk.panes[0].handout
    window.show_page(READ)
    assert bar.isVisible()
    assert "blind" in bar.words.text()
    bar.button.click()
    assert "finished" in bar.words.text()
    assert marks(window) == both
    window.show_page("page_claims")
    assert claims.hidden.text() == "1 document coded blind"
    window.show_page(READ)
    window.actions_by_key["undo"].trigger()
    assert marks(window) == own(window, "Ada")
    window.actions_by_key["finish"].trigger()
    assert marks(window) == both


def test_what_another_does_meanwhile_in_a_document_that_is_coded_blind_is_not_painted(window: MainWindow) -> None:
    session = window.session
    session.do(edits.handouts.hand_out, [1], ["Ada"])
    window.projects.name_coder("Ada")
    before = marks(window)
    with Database(session.path) as db:
        db.set_coder("Bert")
        span = reads.project.claims(db, document_id=1)[0].span
        edits.claims.tag(db, NewClaim(1, span, (1,), 2, Stance.AGAINST))
    session.refresh()
    assert marks(window) == before
    session.do(edits.claims.tag, NewClaim(1, span, (2,), 2, Stance.AGAINST))
    assert marks(window) == before + 1


def test_the_page_together_tells_what_is_handed_out_and_opens_ones_own_next(window: MainWindow) -> None:
    window.session.do(edits.handouts.hand_out, [2], ["Ada", "Bert"])
    window.show_page("page_together")
    page = page_of(window, TogetherPage)
    assert page.handouts.text().splitlines()[1:] == [
        "Ada: 0 of 1 document finished",
        "Bert: 0 of 1 document finished",
    ]
    assert not page.next_own.isVisible()
    window.projects.name_coder("Bert")
    page.refresh()
    assert page.next_own.isVisible()
    page.next_own.click()
    assert window.desk.active is not None
    assert window.desk.active.model.document_id == 2
    assert window.library.model.choices("handout") == {"": 1, "to be coded": 1}
