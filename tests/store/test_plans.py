"""What a question promises by an index it has: SQLite goes through no large table to answer it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from desktop.core.filters import ClaimFilter
from desktop.core.history import StepFilter
from desktop.core.own_fields import JOINT, OwnField
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.reads.search import found_documents

from .making import make_project

# grow with the project; what is few (topics, coders, settings) may be gone through
LARGE = frozenset(
    (
        *("claim", "claim_actor", "mention", "document", "text", "segment", "memo", "history", "history_part"),
        *("text_fts", "claim_value", "field_mention", "change_set", "change_row", "conflict"),
    )
)
Question = Callable[[Database], object]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with make_project(tmp_path_factory.mktemp("plans") / "small.visavis") as found:
        field = OwnField("claim", "Frame", "text")
        number = edits.own_fields.make(found, field)
        document = reads.project.documents(found)[0].id
        claim = edits.claims.tag(found, NewClaim(document, Span(6, 12), (1,), 1, Stance.NEUTRAL))
        edits.own_fields.set_value(found, replace(field, id=number), [claim], "tolls")
        yield found


def statements(db: Database, question: Question) -> list[str]:
    """Return what SQLite was asked, with its values."""
    asked: list[str] = []
    db.sqlite.conn.set_trace_callback(asked.append)
    try:
        question(db)
    finally:
        db.sqlite.conn.set_trace_callback(None)
    # what a trigger does is told as a comment
    return [sql for sql in asked if re.match(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b", sql)]


def scans(db: Database, question: Question) -> list[str]:
    """Return where a large table, or an index of it, is gone through from one end to the other."""
    found = []
    for sql in statements(db, question):
        if re.fullmatch(r"SELECT [\w, ]+ FROM \w+ ORDER BY id (DESC )?LIMIT \d+", sql):
            # only its beginning or its end is
            continue
        # by what name a table goes in the statement
        named = {alias or table: table for table, alias in re.findall(r"\b(?:FROM|JOIN) (\w+)(?: (?:AS )?(\w+))?", sql)}
        for *_ids, step in db.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall():
            scanned = re.match(r"SCAN (\w+)(?! VIRTUAL TABLE INDEX \d+:M)", step)
            if scanned and named.get(scanned[1], scanned[1]) in LARGE:
                found.append(f"{step}: {sql}")
    return found


def tag(db: Database) -> None:
    document = reads.project.documents(db)[0]
    edits.claims.tag(db, NewClaim(document.id, Span(0, 5), (1,), 1, Stance.FAVOR))


def undo(db: Database) -> None:
    assert db.undo() is not None


def with_own_value(db: Database) -> None:
    assert reads.filtered.count(db, ClaimFilter(own=(f"claim{JOINT}Frame=tolls",))) == 1


BY_INDEX: dict[str, Question] = {
    "the claims of a document": lambda db: reads.project.claims(db, document_id=1),
    "the claims of a cell": lambda db: reads.project.claims(db, topic_id=1, actor_id=1),
    "claims by their ids": lambda db: reads.project.claims(db, ids=[1, 2]),
    "the text of a document": lambda db: reads.project.text(db, 1),
    "the claims that a pane shows": lambda db: reads.filtered.document(db, ClaimFilter(), 1),
    "the steps of a screen": lambda db: reads.history.steps(db, [1, 2, 3]),
    "what a step changed": lambda db: reads.history.changes(db, 1),
    "the newest step": reads.history.newest,
    "how many steps are newer": lambda db: reads.history.count(db, after=1),
    "the next steps that have words": lambda db: reads.history.step_ids(db, StepFilter(text="tag"), after=1, until=9),
    "who did something": reads.history.coder_names,
    "claims for a table": lambda db: reads.project.flat_claims(db, [1, 2]),
    "what claims have of own fields": lambda db: reads.project.own_values(db, [1, 2]),
    "the claims with a value of an own field": with_own_value,
    "what claims meet": lambda db: reads.counts.encounters_of(db, [1]),
    "who holds claims": lambda db: reads.counts.actors_of(db, [1]),
    "whether others read claims otherwise": lambda db: reads.counts.are_read_otherwise(db, [1]),
    "the claims of an actor in a document": lambda db: reads.filtered.in_document(db, ClaimFilter(actors=("ana",)), 1),
    "what undo and redo would do": lambda db: (db.undo_text(), db.redo_text()),
    "undo": undo,
    "redo": lambda db: db.redo(),
}


@pytest.mark.parametrize("what", BY_INDEX)
def test_nothing_large_is_gone_through(db: Database, what: str) -> None:
    if what == "undo":
        tag(db)
    assert scans(db, BY_INDEX[what]) == []


def test_tagging_goes_through_nothing_large(db: Database) -> None:
    document = reads.project.documents(db)[0].id
    claim = NewClaim(document, Span(0, 5), (1,), 1, Stance.AGAINST)
    assert scans(db, lambda db: edits.claims.tag(db, claim)) == []


COUNTED: dict[str, Question] = {
    "topics by actors": lambda db: reads.counts.counts(db, ("topic", "actor")),
    "of claims with a word": lambda db: reads.counts.counts(db, ("topic", "actor"), ClaimFilter(text="tolls")),
    "topics by documents": lambda db: reads.counts.with_documents(db, ("topic",), by_document=True),
    "actors by documents": lambda db: reads.counts.with_documents(db, ("actor",), by_document=True),
    "topics by actors and voices": lambda db: reads.counts.counts(db, ("topic", "actor", "voice")),
    "what meets in a passage": lambda db: [*reads.counts.passages(db, columns=("topic_id",))],
}


@pytest.mark.parametrize("what", COUNTED)
def test_the_matrix_is_counted_on_an_index_alone(db: Database, what: str) -> None:
    """A whole count goes through all claims, and through no row of them: each has its quotation."""
    plans = [
        step
        for sql in statements(db, COUNTED[what])
        for *_ids, step in db.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    ]
    scanned = [step for step in plans if re.match(r"SCAN (claim|claim_actor|mention|[cx])\b", step)]
    assert scanned
    # the table of mentions is an index itself
    assert all("COVERING INDEX" in step or re.fullmatch(r"SCAN (mention|x)", step) for step in scanned), scanned


def test_a_table_that_is_gone_through_is_told(db: Database) -> None:
    assert scans(db, lambda db: db.sqlite.execute("SELECT * FROM claim c WHERE c.quote = 'x'").fetchall())
    assert scans(db, lambda db: db.sqlite.execute("SELECT count(*) FROM history WHERE text = 'x'").fetchall())


def test_listing_all_documents_reads_no_page_of_a_text(db: Database) -> None:
    asked = [sql for sql in statements(db, reads.project.documents) if "document" in sql]
    plans = [str(line[3]) for sql in asked for line in db.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}")]
    of_texts = [plan for plan in plans if re.search(r"\btext\b", plan)]
    assert of_texts
    assert all("COVERING INDEX" in plan for plan in of_texts), of_texts
    assert [one.text_sha256 for one in reads.project.documents(db)] == [
        reads.project.document(db, one.id).text_sha256 for one in reads.project.documents(db)
    ]


def test_documents_are_ranked_by_one_look_at_each(db: Database) -> None:
    """A document of a text that was found is looked up once, and not for each of those that are asked for."""
    asked = [sql for sql in statements(db, lambda db: found_documents(db, "marin")) if "ORDER BY rank" in sql]
    assert asked
    plans = [str(line[3]) for sql in asked for line in db.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert [plan for plan in plans if re.search(r"\bd\b.*text_id=\?\)", plan)]
    assert not [plan for plan in plans if "rowid=?" in plan], plans
