"""Lists of claims and contradictions at 100,000 claims, beside the bare SQL that counts or finds the same.

`pytest tests/benchmarks --benchmark-only` (skipped otherwise).
"""

import itertools
import os
from collections.abc import Iterator, Sequence

# before Qt is imported: no display is needed
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.project import contradictions
from desktop.qt.claims.model import ClaimTableModel
from desktop.qt.messages import Messages
from desktop.qt.parts.claim_list_model import ClaimListModel
from desktop.qt.session import Session
from desktop.store import edits, reads
from desktop.store.reads.counts import ClaimPlace
from tests.clock import processor_time

from .generator import generate_project

IDS = "SELECT id, document_id FROM claim WHERE topic_id = 1"
ALL = 'SELECT id FROM claim INDEXED BY claim_document ORDER BY document_id, start, "end" DESC, stance, topic_id, id'
CELLS = "SELECT topic_id, actor_id, stance, count(*) FROM claim_actor GROUP BY 1, 2, 3"


@pytest.fixture(scope="module")
def session(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("lists") / "large.visavis"
    generate_project(path, documents=500, actors=200, paragraphs=12)
    found = Session(Messages())
    found.open(path)
    yield found
    found.close()


def bare(session: Session, sql: str) -> float:
    return processor_time(lambda: session.database.sqlite.execute(sql).fetchall())


def listed(session: Session) -> ClaimListModel:
    model = ClaimListModel(session)

    def uses(documents: Sequence[int] | None) -> list[ClaimPlace]:
        return session.shown(reads.counts.claim_places, {"topic": [1]}, documents)

    model.set_source("uses", uses, grouped=True)
    return model


def test_the_uses_of_the_fullest_topic_are_listed(benchmark: BenchmarkFixture, session: Session) -> None:
    model = listed(session)
    assert model.claim_count() > 5_000
    ratio = processor_time(model.reload) / bare(session, IDS)
    benchmark.extra_info.update(ratio_to_bare_sql=round(ratio, 2))
    benchmark.pedantic(model.reload, rounds=5)  # type: ignore[no-untyped-call]
    assert ratio <= 6


def test_all_claims_are_listed_in_the_table(benchmark: BenchmarkFixture, session: Session) -> None:
    def show() -> None:
        ClaimTableModel(session).refresh()

    ratio = processor_time(show) / bare(session, ALL)
    benchmark.extra_info.update(ratio_to_bare_sql=round(ratio, 2))
    benchmark.pedantic(show, rounds=5)  # type: ignore[no-untyped-call]
    assert ratio <= 2


def test_contradictions_are_counted(benchmark: BenchmarkFixture, session: Session) -> None:
    def count() -> None:
        contradictions.load(session.database, ClaimFilter())

    ratio = processor_time(count) / bare(session, CELLS)
    benchmark.extra_info.update(ratio_to_bare_sql=round(ratio, 2))
    benchmark.pedantic(count, rounds=5)  # type: ignore[no-untyped-call]
    # the pairs of 200 actors are as many at a million claims, where the counting takes ten times as long
    assert ratio <= 12


def test_lists_follow_a_tag(benchmark: BenchmarkFixture, session: Session) -> None:
    uses, table = listed(session), ClaimTableModel(session)
    table.refresh()
    starts = itertools.count(5, 13)

    def tag() -> None:
        start = next(starts)
        session.do(edits.claims.tag, NewClaim(7, Span(start, start + 60), (1,), 1, Stance.FAVOR))

    alone = processor_time(tag, 7)
    session.changed.connect(uses.follow)
    session.changed.connect(table.note)
    session.changed.connect(table.refresh)
    ratio = processor_time(tag, 7) / alone
    assert uses.row_of(max(table.ids)) >= 0
    benchmark.extra_info.update(ratio_to_the_tag_alone=round(ratio, 2))
    benchmark.pedantic(tag, rounds=20)  # type: ignore[no-untyped-call]
    assert ratio <= 5
