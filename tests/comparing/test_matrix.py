"""Comparisons of the five documents that come with Visavis."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import UsageError, UserError
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, Facts, Stance
from desktop.core.views import View
from desktop.project import findings, lookup, opening, pages
from desktop.project.catalogue import ENTRIES
from desktop.project.matrix import cell_claims, compare
from desktop.project.matrix_table import comparison_table
from desktop.project.requests import Request
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import memos
from desktop.store.reads import project as reads


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("seeds") / "p.visavis"
    opening.new_project(path).close()
    with Database(path) as db:
        yield db


def shown(db: Database, **wishes: object) -> list[dict[str, object]]:
    table = comparison_table(compare(db, View().changed(**wishes)))
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def test_a_line_called_like_a_column_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.visavis"
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        edit_codebook.add(db, "topic", "Total")
        edit_codebook.add(db, "actor", "Topic")
        edit_codebook.add(db, "actor", "Total")
        claims = tuple(CodedClaim(Span(0, 3), (actor,), "total", Stance.FAVOR) for actor in ("topic", "total"))
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(), "one two", (), claims)])
        table = comparison_table(compare(db, View().changed(cells="net")))
    assert [column.key for column in table.columns] == ["topic", "proposition", "topic_actor", "total_actor"]
    assert table.rows[0] == ("total", "", 1, 1)


def test_a_net_is_shown_with_its_pair_where_people_read(seeds: Database) -> None:
    view = View().changed(rows="theme", columns="country", cells="net")
    table = comparison_table(compare(seeds, view), named=True, compact=True)
    assert table.rows[0][0] == "Security"
    assert "+3 (3 : 0)" in table.rows[0]
    assert all(isinstance(cell, int | str | None) for cell in table.rows[-1])
    numbers = comparison_table(compare(seeds, view), named=True)
    assert 3 in numbers.rows[0]


def test_shares_add_up_to_one(seeds: Database) -> None:
    for row in shown(seeds, rows="theme", columns="document", cells="share"):
        assert sum(value for value in row.values() if isinstance(value, float)) == pytest.approx(1, abs=1e-5)


def test_the_claims_behind_a_cell_a_row_and_a_group_are_those_counted(seeds: Database) -> None:
    made = compare(seeds, View().changed(rows="theme>topic", columns="country>actor", where="stance=favor,against"))
    pivot = made.pivot
    for (row, column), counts in pivot.cells.items():
        assert len(cell_claims(seeds, made, pivot.rows[row], pivot.columns[column])) == counts.total
    assert len(cell_claims(seeds, made)) == sum(
        counts.total
        for counts in compare(seeds, View().changed(columns="coder", where=made.view.where)).pivot.row_counts
    )
    group = pivot.rows[0][:1]
    inside = {claim for line in pivot.rows if line[:1] == group for claim in cell_claims(seeds, made, line)}
    assert set(cell_claims(seeds, made, group)) == inside
    turned = compare(seeds, View().changed(rows="topic", columns="actor", transpose=True))
    (row, column), counts = next(iter(turned.pivot.cells.items()))
    assert len(cell_claims(seeds, turned, turned.pivot.rows[row], turned.pivot.columns[column])) == counts.total


def test_a_claim_of_two_of_one_country_counts_once_for_it(seeds: Database) -> None:
    by_actor = compare(seeds, View()).pivot.total.total
    by_country = compare(seeds, View().changed(columns="country")).pivot.total.total
    by_claim = compare(seeds, View().changed(columns="voice")).pivot.total.total
    assert by_claim == reads.counts(seeds)["claims"] < by_country < by_actor


def test_a_summary_stands_in_its_cell_and_is_named_in_a_wider_one(tmp_path: Path) -> None:
    with opening.new_project(tmp_path / "p.visavis") as db:
        topic, actor = lookup.find_key(db, "topic", "celac"), lookup.find_key(db, "actor", "sosa")
        memos.set_text(db, MemoTarget(topic_id=topic, actor_id=actor), "Calls it the right place.")
        row = next(row for row in shown(db, cells="summary") if row["topic"] == "celac")
        assert row["sosa"] == "Calls it the right place."
        wider = {row["country"]: row for row in shown(db, rows="country", columns="theme", cells="summary")}
        assert wider["Bolivia"]["regional-bodies"] == "CELAC, Celinda Sosa: Calls it the right place."
        with pytest.raises(UsageError, match="written on a topic and an actor"):
            shown(db, rows="document", cells="summary")


def test_an_unknown_name_in_the_filter_is_told(seeds: Database) -> None:
    with pytest.raises(UserError, match="no actor with the key"):
        shown(seeds, where="actor=nobody")


def test_the_table_says_how_it_came_about(seeds: Database) -> None:
    view = View().changed(where="actor=sosa topic=celac", duplicates="week")
    table = comparison_table(compare(seeds, view))
    assert table.notes == (
        "Filter: actor Celinda Sosa · topic CELAC.",
        "Each actor, topic and stance is counted once a week.",
    )


def test_similarity_puts_every_actor_on_both_sides(seeds: Database) -> None:
    table = ENTRIES["similarity"].make(seeds, Request())
    keys = [column.key for column in table.columns[1:]]
    assert [row[0] for row in table.rows] == keys
    for number, row in enumerate(table.rows):
        assert row[number + 1] == pytest.approx(1)


def test_two_documents_face_each_other(seeds: Database) -> None:
    facing, names = findings.sides(seeds, "document", "1", "2")
    assert names[0] == reads.document(seeds, 1).facts.title
    shared = {claim.topic_id for claim in reads.claims(seeds, document_id=1)} & {
        claim.topic_id for claim in reads.claims(seeds, document_id=2)
    }
    assert {one.topic_id for one in facing.shared} == shared
    same, _names = findings.sides(seeds, "filter", "topic=russia-latam actor=lavrov", "topic=russia-latam actor=lavrov")
    assert [one.verdict for one in same.shared] == ["agree"]


def test_a_network_is_told_by_the_counts(seeds: Database) -> None:
    table = ENTRIES["network_two"].make(seeds, Request(options={"aggregation": "ignore"}))
    weights = [weight for row in table.rows for weight in row[1:] if isinstance(weight, int)]
    assert sum(weights) == compare(seeds, View()).pivot.total.total
    with pytest.raises(UsageError, match="choose among none, average"):
        ENTRIES["network_one"].make(seeds, Request(options={"normalisation": "activity"}))
    with pytest.raises(UsageError, match="choose among subtract, ignore, combine"):
        ENTRIES["network_two"].make(seeds, Request(options={"aggregation": "congruence"}))


def test_events_are_every_claim_once_for_each_actor_in_time(seeds: Database) -> None:
    table = ENTRIES["events"].make(seeds, Request())
    assert len(table.rows) == compare(seeds, View()).pivot.total.total
    dates = [str(row[1]) for row in table.rows]
    assert dates == sorted(dates)


def test_pages_and_strips_show_the_claims_that_the_filter_lets_through(seeds: Database) -> None:
    page = pages.document_page(seeds, ["1", "2"], "stance=against").decode()
    assert 'class="favor"' not in page.split("</ul>", 1)[1]
    strips = pages.document_strips(seeds)
    assert [len(strip.bars) for strip in strips] == [document.claim_count for document in reads.documents(seeds)]


def test_the_totals_are_called_what_they_count(tmp_path: Path) -> None:
    """A claim of two actors is two mentions in topics by actors, and one claim in topics by documents."""
    path = tmp_path / "p.visavis"
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        for table, name in (("topic", "Trade"), ("actor", "Ana"), ("actor", "Ben")):
            edit_codebook.add(db, table, name)
        both = CodedClaim(Span(0, 3), ("ana", "ben"), "trade", Stance.FAVOR)
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(), "one two", (), (both,))])
        found = {}
        for columns in ("actor", "organisation", "document"):
            table = comparison_table(compare(db, View().changed(columns=columns)), named=True, compact=True)
            found[columns] = (table.columns[-1].key, table.columns[-1].title, table.rows[-1][0], table.rows[-1][-1])
    assert found["actor"] == found["organisation"] == ("mentions", "Mentions", "Mentions", 2)
    assert found["document"] == ("claims", "Claims", "Claims", 1)
