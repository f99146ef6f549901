"""What is done in the window, until it is painted."""

import itertools
from collections.abc import Callable

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import edits

from .promises import Promise, Work, act
from .stage import Stage


@act("open the window on a project", Promise.LOGARITHMIC, 800, "window")
def open_window(stage: Stage) -> Work:
    return Work(stage.open_window, stage.close, 3)


def reading(stage: Stage) -> None:
    """Show the first document alone."""
    from desktop.qt.parts.page import GotoDocument

    stage.window.go(GotoDocument(1))
    stage.rest()


# the same words are tagged once alone, also where several acts tag in one project
_STARTS = itertools.count(7, 37)


@act("tag a claim in the text", Promise.FLAT, 30, "window")
def tag(stage: Stage) -> Callable[[], object]:
    reading(stage)
    return tagging(stage)


def tagging(stage: Stage, *, in_sight: bool = True) -> Callable[[], object]:
    """Return what tags in the first document, whatever page is shown, until the window has painted it.

    Where the text is not *in sight*, the page may show the same as before.
    """
    session = stage.window.session

    def one() -> None:
        start = next(_STARTS) % 4000
        claim = NewClaim(1, Span(start, start + 60), (1,), 1, Stance.FAVOR)
        assert session.do(edits.claims.tag, claim) is not None
        stage.paint(always=in_sight)

    return one


def tag_beside(stage: Stage, page: str) -> Callable[[], object]:
    """Tag in the first document while another page is shown, which follows it and is painted."""
    reading(stage)
    stage.window.show_page(page)
    stage.rest()
    return tagging(stage, in_sight=False)


@act("tag a claim while the claims page is shown", Promise.FLAT, 30, "window")
def tag_beside_claims(stage: Stage) -> Callable[[], object]:
    return tag_beside(stage, "page_claims")


@act("tag a claim while the matrix is shown", Promise.FLAT, 30, "window")
def tag_beside_matrix(stage: Stage) -> Callable[[], object]:
    return tag_beside(stage, "page_matrix")


@act("tag a claim while the fullest cell is shown", Promise.FLAT, 30, "window")
def tag_beside_evidence(stage: Stage) -> Callable[[], object]:
    from desktop.qt.matrix.page import MatrixPage

    tag = tag_beside(stage, "page_matrix")
    page = stage.window.pages.page("page_matrix")
    assert isinstance(page, MatrixPage)
    # the one into which is tagged
    page.choose(1, 1)
    stage.rest()
    assert page.evidence.model.claim_count() > stage.size / 1000
    return tag


@act("tag a claim while the codebook is shown", Promise.FLAT, 30, "window")
def tag_beside_codebook(stage: Stage) -> Callable[[], object]:
    return tag_beside(stage, "page_codebook")


@act("tag a claim while contradictions are shown", Promise.FLAT, 30, "window")
def tag_beside_contradictions(stage: Stage) -> Callable[[], object]:
    return tag_beside(stage, "page_contradictions")


@act("go to the next claim, two linked texts", Promise.FLAT, 16, "window")
def next_claim(stage: Stage) -> Callable[[], object]:
    from PySide6.QtWidgets import QApplication

    from desktop.qt.parts.page import GotoDocument

    reading(stage)
    stage.window.go(GotoDocument(2, beside=True))
    stage.window.actions_by_key["linked"].setChecked(True)
    stage.rest()
    desk = stage.window.desk
    assert len(desk.panes) == 2

    def step() -> None:
        assert desk.step_claim(1)
        # the window paints itself once amid its events
        QApplication.processEvents()

    return step


@act("undo and redo a claim in the text", Promise.FLAT, 60, "window")
def undo(stage: Stage) -> Callable[[], object]:
    reading(stage)
    session = stage.window.session
    session.do(edits.claims.tag, NewClaim(1, Span(11, 70), (1,), 1, Stance.FAVOR))

    def there_and_back() -> None:
        assert session.undo() is not None
        stage.paint()
        assert session.redo() is not None
        stage.paint()

    return there_and_back


@act("scroll a text by a page", Promise.FLAT, 16, "window")
def scroll(stage: Stage) -> Callable[[], object]:
    reading(stage)
    pane = stage.window.desk.panes[0]
    bar = pane.view.verticalScrollBar()

    def page() -> None:
        bar.setValue((bar.value() + bar.pageStep()) % bar.maximum())
        pane.grab()

    return page


def first(stage: Stage, key: str) -> Work:
    """Return what shows a page of a new window for the first time."""

    def show() -> None:
        stage.window.show_page(key)
        stage.paint()

    return Work(show, stage.new_window, 3)


def again(stage: Stage, key: str) -> Work:
    """Return what shows a page that was shown before, and nothing changed since."""

    def show() -> None:
        stage.window.show_page(key)
        stage.paint()

    def leave() -> None:
        stage.window.show_page("page_read")
        stage.rest()

    stage.window.show_page(key)
    stage.rest()
    return Work(show, leave, 10)


@act("show the claims page for the first time", Promise.LINEAR, 500, "window")
def claims_first(stage: Stage) -> Work:
    return first(stage, "page_claims")


@act("show the claims page again", Promise.LINEAR, 100, "window")
def claims_again(stage: Stage) -> Work:
    return again(stage, "page_claims")


@act("show the contradictions for the first time", Promise.LINEAR, 500, "window")
def contradictions_first(stage: Stage) -> Work:
    return first(stage, "page_contradictions")


@act("show the codebook for the first time", Promise.LINEAR, 500, "window")
def codebook_first(stage: Stage) -> Work:
    return first(stage, "page_codebook")


@act("show the matrix for the first time", Promise.LINEAR, 500, "window")
def matrix_first(stage: Stage) -> Work:
    return first(stage, "page_matrix")


@act("show the history of so many steps for the first time", Promise.LINEAR, 200, "steps")
def history_first(stage: Stage) -> Work:
    return first(stage, "page_history")


@act("show the history of so many steps again", Promise.LINEAR, 200, "steps")
def history_again(stage: Stage) -> Work:
    return again(stage, "page_history")


@act("filter the history of so many steps by words", Promise.LINEAR, 200, "steps")
def history_filter(stage: Stage) -> Work:
    from desktop.qt.history.page import HistoryPage

    stage.window.show_page("page_history")
    stage.rest()
    page = stage.window.pages.page("page_history")
    assert isinstance(page, HistoryPage)

    def narrow() -> None:
        page.filter.text.setText("tag")
        page.filter.text.returnPressed.emit()
        stage.paint()

    def widen() -> None:
        page.filter.clear()
        stage.rest()

    return Work(narrow, widen, 10)
