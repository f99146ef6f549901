from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import Segment, SegmentKind, Stance
from desktop.project.importing import import_files
from desktop.qt.importing.replace_page import FATE, NOW, THEN, ReplacePage
from desktop.qt.parts.page import GotoDocument
from desktop.qt.session import Session
from desktop.store import edits, reads
from tests.qt.window_kit import make_page

from .window_kit import tag_claim

OLD = """The river debate

The bridge over the river must be built before the winter comes to the valley.

Nobody in the town has asked for another road through the old forest.

The mayor has promised that the ferry will sail again in the spring of next year.

The school needs a roof that does not let in the rain of every autumn.
"""
# a line more on top; a claim's words mended; one claim gone
NEW = """The river debate

Recorded by hand.

The bridge over the river must be built before the winter comes to the valley.

The mayor has promised that the old ferry will sail again in spring of next year.

The school needs a roof that does not let in the rain of every autumn.
"""


@pytest.fixture
def coded(session: Session, tmp_path: Path) -> Session:
    """A second document with four claims."""
    path = tmp_path / "river.txt"
    path.write_text(OLD)
    session.do(import_files, [path])
    for words in ("The river debate", "The bridge over the river must be", "Nobody in the town has asked", "The mayor"):
        start = OLD.index(words)
        end = OLD.index("\n", start)
        tag_claim(session, 2, Span(start, end), (1,), 1, Stance.FAVOR)
    return session


@pytest.fixture
def page(coded: Session, qtbot: QtBot) -> Iterator[ReplacePage]:
    found = make_page(ReplacePage, coded)
    qtbot.addWidget(found)
    found.resize(1280, 740)
    with qtbot.waitActive(found):
        found.show()
        found.activateWindow()
    yield found
    found.hide()


@pytest.fixture
def told(session: Session) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    session.messages.posted.connect(lambda kind, text: found.append((kind, text)))
    return found


def planned(page: ReplacePage, qtbot: QtBot, tmp_path: Path, text: str = NEW) -> None:
    path = tmp_path / "corrected.txt"
    path.write_text(text)
    with qtbot.waitSignal(page.planned):
        page.begin(2, path)


def row(page: ReplacePage, number: int) -> list[str]:
    return [str(page.model.index(number, column).data()) for column in (FATE, NOW, THEN)]


def test_the_plan_tells_what_becomes_of_each_claim_and_writes_nothing(
    page: ReplacePage, coded: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    before = coded.path.read_bytes()
    planned(page, qtbot, tmp_path)
    assert page.told.text().endswith("Claims: 1 unchanged, 1 moved, 1 changed, 1 lost.")
    assert row(page, 0)[0] == "lost"
    assert row(page, 0)[1].startswith("Nobody in the town")
    assert row(page, 0)[2] == ""
    assert row(page, 1)[0].startswith("changed, ")
    assert "the old ferry" in row(page, 1)[2]
    assert [row(page, number)[0] for number in (2, 3)] == ["moved", "unchanged"]
    assert "gone" in page.after.toPlainText()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.before.toPlainText() == row(page, 1)[1]
    assert page.after.toPlainText() == row(page, 1)[2]
    assert coded.path.read_bytes() == before


def test_lost_claims_must_be_agreed_to_and_all_is_one_undo_step(
    page: ReplacePage, coded: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    planned(page, qtbot, tmp_path)
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    assert coded.read(reads.project.text, 2) == OLD
    qtbot.mouseClick(page.drop, Qt.MouseButton.LeftButton, pos=QPoint(8, page.drop.height() // 2))
    with qtbot.waitSignal(page.wanted) as replaced:
        qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    assert replaced.args == [GotoDocument(2)]
    assert coded.read(reads.project.text, 2) == NEW
    claims = coded.claims(document_id=2)
    assert len(claims) == 3
    assert all(NEW[claim.start : claim.end] == claim.quote for claim in claims)
    assert told[-1][1].endswith("1 unchanged, 1 moved, 1 changed, 1 lost.")
    coded.undo()
    assert coded.read(reads.project.text, 2) == OLD
    assert len(coded.claims(document_id=2)) == 4


def test_giving_up_leaves_all_as_it_was(page: ReplacePage, coded: Session, qtbot: QtBot, tmp_path: Path) -> None:
    before = coded.path.read_bytes()
    planned(page, qtbot, tmp_path)
    with qtbot.waitSignal(page.wanted):
        qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.model.rowCount() == 0
    assert not page.accept.isEnabled()
    assert coded.path.read_bytes() == before


def test_a_pasted_text_is_planned_as_well_and_the_same_text_is_told(
    page: ReplacePage, coded: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    page.begin(2)
    assert "Choose the file" in page.told.text()
    QGuiApplication.clipboard().setText(OLD.replace("winter", "summer"))
    with qtbot.waitSignal(page.planned):
        qtbot.mouseClick(page.paste, Qt.MouseButton.LeftButton)
    # nothing is lost, so nothing need be agreed to
    assert not page.drop.isVisible()
    with qtbot.waitSignal(page.wanted):
        qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "summer" in coded.read(reads.project.text, 2)
    planned(page, qtbot, tmp_path, OLD.replace("winter", "summer"))
    assert told[-1][0] == "error"
    assert "nothing to replace" in told[-1][1]
    assert not page.accept.isEnabled()


def test_a_claim_tagged_meanwhile_stops_the_replacement(
    page: ReplacePage, coded: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    planned(page, qtbot, tmp_path)
    tag_claim(coded, 2, Span(0, 9), (1,), 1, Stance.AGAINST)
    page.drop.setChecked(True)
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    assert told[-1][0] == "error"
    assert "changed meanwhile" in told[-1][1]
    assert coded.read(reads.project.text, 2) == OLD


def test_the_model_keeps_the_rules_of_qt(page: ReplacePage, qtbot: QtBot, tmp_path: Path) -> None:
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    planned(page, qtbot, tmp_path)
    page.give_up()
    del tester


def test_a_documents_facts_are_changed_in_one_step_and_wrong_ones_refused(
    coded: Session, told: list[tuple[str, str]]
) -> None:
    assert coded.done(edits.documents.update_facts, 2, {"title": "A river", "date": "2024-05-01", "kind": "debate"})
    facts = coded.shown(reads.filtered.document, 2).facts
    assert (facts.title, facts.date, facts.date_certainty, facts.kind) == ("A river", "2024-05-01", "stated", "debate")
    coded.undo()
    assert coded.shown(reads.filtered.document, 2).facts.title == "The river debate"
    assert not coded.done(edits.documents.update_facts, 2, {"date": "soon"})
    assert not coded.done(edits.documents.update_facts, 2, {"kind": "song"})
    assert not coded.done(edits.documents.update_facts, 99, {"title": "x"})
    assert [kind for kind, _ in told[-3:]] == ["error"] * 3


def test_a_stretch_is_marked_and_its_mark_taken_back(coded: Session) -> None:
    def turns() -> list[Segment]:
        return coded.read(reads.project.segments, 2, paragraphs=False)

    start = OLD.index("Nobody")
    span = Span(start, OLD.index("\n", start))
    assert coded.done(edits.segments.mark, 2, span, SegmentKind.FURNITURE)
    assert any(one.kind is SegmentKind.FURNITURE and one.start == start for one in turns())
    assert coded.done(edits.segments.mark, 2, span, SegmentKind.TURN, actor_id=1)
    assert [one.actor_id for one in turns() if one.kind is SegmentKind.TURN] == [1]
    assert coded.done(edits.segments.mark, 2, span, SegmentKind.TURN, actor_id=2)
    assert [one.actor_id for one in turns() if one.kind is SegmentKind.TURN] == [2]
    for _ in range(3):
        coded.undo()
    assert not any(one.kind in (SegmentKind.TURN, SegmentKind.FURNITURE) for one in turns())


def test_claims_that_come_to_stand_on_one_of_two_identical_sentences_are_told_and_what_went_is_named(
    page: ReplacePage, coded: Session, qtbot: QtBot, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    again = "The ferry must sail again as soon as it can."
    old = OLD + f"\n{again}\n\nThe harbour has waited for years, and so have all of its people.\n\n{again}\n"
    planned(page, qtbot, tmp_path, old)
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    numbers = []
    for at in (old.index(again), old.rindex(again)):
        tag_claim(coded, 2, Span(at, at + len(again)), (1,), 1, Stance.AGAINST)
        numbers.append(max(claim.id for claim in coded.claims(document_id=2)))
    planned(page, qtbot, tmp_path, old.removesuffix(f"\n{again}\n"))
    assert page.told.text().endswith("2 doubtful.")
    # on top, since no claim is lost
    assert [row(page, number)[0] for number in (0, 1)] == ["moved, doubtful", "unchanged, doubtful"]
    assert f"claim {numbers[0]} stands on these words now" in page.after.toPlainText()
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    assert f"Claim {numbers[1]} went" in told[-1][1]
    assert numbers[1] not in {claim.id for claim in coded.claims(document_id=2)}
    coded.undo()
    assert set(numbers) <= {claim.id for claim in coded.claims(document_id=2)}
