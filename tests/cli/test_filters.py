import json
from pathlib import Path

import pytest

from desktop.core.filters import ClaimFilter
from desktop.core.memos import MemoTarget
from desktop.exchange.tables.table import read_csv
from desktop.store.database import Database
from desktop.store.edits import memos as edit_memos
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence


def claim_ids(run: Run, project: Path, where: str) -> list[int]:
    table = read_csv(run("claims", project, "--where", where).stdout_bytes)
    column = [one.key for one in table.columns].index("claim_id")
    return [int(str(row[column])) for row in table.rows]


@pytest.mark.parametrize(
    "where",
    [
        "",
        "stance=against voice=direct,reported",
        "date=2024",
        "date=..2023",
        'text="nato" memo=no',
        "children=no topic=alba",
    ],
)
def test_claims_are_narrowed_as_the_filter_says(run: Run, project: Path, where: str) -> None:
    found = claim_ids(run, project, where)
    with Database(project) as db:
        chosen = ClaimFilter.parse(where)
        assert found == [claim.id for claim in filtered.claims(db, chosen)]
        assert len(found) == filtered.count(db, chosen)


def test_a_theme_stands_for_its_topics_unless_told_otherwise(run: Run, project: Path) -> None:
    with Database(project) as db:
        theme = next(topic for topic in reads.topics(db) if not topic.proposition)
        below = {topic.id for topic in reads.topics(db) if topic.parent == theme.key}
        wanted = [claim.id for claim in reads.claims(db) if claim.topic_id in below]
    assert wanted
    assert claim_ids(run, project, f"topic={theme.key}") == wanted
    assert claim_ids(run, project, f"topic={theme.key} children=no") == []


def test_a_document_may_be_named_by_number_or_title(run: Run, project: Path) -> None:
    with Database(project) as db:
        document = reads.document(db, 2)
    found = claim_ids(run, project, "document=2")
    assert len(found) == document.claim_count > 0
    assert claim_ids(run, project, f'document="{document.facts.title}"') == found
    assert claim_ids(run, project, f"document={document.uuid}") == found


@pytest.mark.parametrize(
    "where", ["topic=natoo", "actor=nobody", "coder=Zuni", "document=99", "stance=pro", "x=1", "topic"]
)
def test_a_filter_that_names_nothing_is_one_sentence(run: Run, project: Path, where: str) -> None:
    one_sentence(run("claims", project, "--where", where))
    one_sentence(run("search", project, "nato", "--where", where))


def test_a_search_lists_documents_claims_and_memos(run: Run, project: Path) -> None:
    with Database(project) as db:
        edit_memos.set_text(db, MemoTarget(document_id=1), "NATO again.")
    found = json.loads(run("search", project, "nato", "--json").stdout)
    assert len(found["documents"]) == found["counts"]["documents"] > 0
    assert found["counts"]["claims"] > 0
    assert [(memo["on"], memo["document_id"], memo["text"]) for memo in found["memos"]] == [
        ("document", 1, "NATO again.")
    ]
    for hit in (*found["documents"], *found["claims"], *found["memos"]):
        assert [hit["snippet"][start:end].lower()[:4] for start, end in hit["marks"]] == ["nato"] * len(hit["marks"])
    result = run("search", project, "nato", "--limit", "2")
    kinds = [line.split()[0] for line in result.stdout.splitlines()]
    assert kinds == ["document"] * 2 + ["claim"] * 2 + ["memo"]
    assert result.stderr.endswith("1 memo\n")


def test_a_search_is_narrowed_by_a_filter(run: Run, project: Path) -> None:
    every = json.loads(run("search", project, "nato", "--json").stdout)
    some = json.loads(run("search", project, "nato", "--json", "--where", "stance=favor").stdout)
    assert 0 < some["counts"]["claims"] < every["counts"]["claims"]


@pytest.mark.parametrize("query", ['"', "(((", "NOT", "AND OR", "*", "-"])
def test_a_query_of_any_form_is_answered(run: Run, project: Path, query: str) -> None:
    result = run("search", project, query)
    assert result.exit_code == 0


def test_a_query_of_broken_bytes_is_told_in_a_sentence(run: Run, project: Path) -> None:
    assert "a\N{REPLACEMENT CHARACTER}" in one_sentence(run("search", project, "a\ud83d"), 2)
