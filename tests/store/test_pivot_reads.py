"""The counts against two independent recounts: plain Python over every claim, and plain SQL."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.analysis.comparison.members import DocumentLine, Members, groups, members
from desktop.analysis.comparison.pivot import build
from desktop.core.axes import FIELDS, Axis
from desktop.core.filters import ClaimFilter
from desktop.core.mentions import RULES, Mention, first_of_each
from desktop.core.scale import NOT_CODED
from desktop.core.values import Stance, Voice
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

from ..benchmarks.generator import generate_project

if TYPE_CHECKING:
    from pathlib import Path

DATES = ("2024-01-01", "2023-12-31", "2024-01", "2024", "", "--05-01", "2024-01-02", "2024-02-29", "2023-01-02")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return a project with organisations, countries, themes, dates that lack a part, and two coders."""
    path: Path = tmp_path_factory.mktemp("pivot") / "p.visavis"
    generate_project(path, documents=9, claims=600, topics=9, actors=10, paragraphs=20, seed=5)
    with Database(path) as db:
        run = db.sqlite.conn.execute
        run("UPDATE actor SET kind = 'organisation', country = 'Tarn' WHERE id IN (1, 4)")
        run("UPDATE actor SET kind = 'country' WHERE id = 7")
        run("UPDATE actor SET parent_id = 1 WHERE id IN (2, 3)")
        run("UPDATE actor SET parent_id = 7 WHERE id IN (4, 5)")
        run("UPDATE topic SET parent_id = 1 WHERE id IN (2, 3)")
        run("UPDATE topic SET parent_id = 2 WHERE id = 4")
        for number, date in enumerate(DATES, 1):
            run("UPDATE document SET date = ? WHERE id = ?", [date, number])
        run("UPDATE document SET publisher = '' WHERE id = 3")
        run("UPDATE document SET publisher = 'Herald', kind = 'interview' WHERE id IN (1, 2)")
        run("INSERT INTO coder (id, uuid, name) VALUES (2, 'second', 'Ana')")
        run("UPDATE claim SET coder_id = 2 WHERE id % 3 = 0")
        yield db


@pytest.fixture(scope="module")
def found(generated: Database) -> Members:
    db = generated
    return members(reads.topics(db), reads.actors(db), [*map(DocumentLine.of, reads.documents(db))], reads.coders(db))


filters = st.builds(
    ClaimFilter,
    stances=st.none() | st.sets(st.sampled_from(list(Stance)), min_size=1).map(tuple),
    voices=st.none() | st.sets(st.sampled_from(list(Voice)), min_size=1).map(tuple),
    topics=st.none() | st.sets(st.sampled_from([f"topic-{n}" for n in range(1, 10)]), min_size=1).map(tuple),
    actors=st.none() | st.sets(st.sampled_from([f"actor-{n}" for n in range(1, 11)]), min_size=1).map(tuple),
    coders=st.none() | st.just(("Ana",)),
    publishers=st.none() | st.just(("Herald",)),
    since=st.sampled_from(["", "2023", "2024-01-02"]),
    with_children=st.booleans(),
)
axes = st.permutations(list(FIELDS)).flatmap(
    lambda names: st.tuples(st.integers(1, 3), st.integers(1, 3)).map(
        lambda sizes: (Axis(tuple(names[: sizes[0]])), Axis(tuple(names[sizes[0] : sum(sizes)])))
    )
)


def recount(
    db: Database, chosen: ClaimFilter, rule: str, rows: Axis, columns: Axis, found: Members
) -> tuple[Counter[object], dict[object, list[str]]]:
    """Count by hand: every claim, every actor of it, one after the other."""
    dates = {document.id: document.facts.date for document in reads.documents(db)}
    mentions = [
        Mention(
            claim.id,
            actor,
            claim.topic_id,
            str(claim.stance),
            claim.document_id,
            dates[claim.document_id],
            claim.start,
            claim.coder_id,
            str(claim.voice),
        )
        for claim in filtered.claims(db, chosen)
        for actor in claim.actor_ids
    ]
    kept = first_of_each(mentions, rule)  # type: ignore[arg-type]
    seen = set()
    counts: Counter[object] = Counter()
    when: dict[object, list[str]] = {}
    for one in kept:
        ids = {
            "topic": one.topic_id,
            "actor": one.actor_id,
            "document": one.document_id,
            "voice": one.voice,
            "coder": one.coder_id,
        }
        row, column = (
            tuple(found[name][ids[FIELDS[name].base]].key for name in axis.fields)  # type: ignore[index]
            for axis in (rows, columns)
        )
        if (row, column, one.claim_id) not in seen:
            seen.add((row, column, one.claim_id))
            counts[row, column, one.stance] += 1
        if one.date[:1].isdigit():
            when.setdefault((row, column), []).append(one.date)
    return counts, when


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(chosen=filters, pair=axes, rule=st.sampled_from(RULES), dates=st.booleans())
def test_every_matrix_equals_a_recount_in_plain_python(
    generated: Database, found: Members, chosen: ClaimFilter, pair: tuple[Axis, Axis], rule: str, dates: bool
) -> None:
    rows, columns = pair
    fields = (*rows.fields, *columns.fields)
    wanted = {FIELDS[name].base for name in fields}
    counted = pivot_reads.counts(
        generated,
        wanted,
        chosen,
        rule,  # type: ignore[arg-type]
        actor_groups=groups(found, fields),
        document_groups=groups(found, fields, "document"),
        dates=dates,
    )
    shown = build(rows, columns, found, [base for base in pivot_reads.BASES if base in wanted], counted)
    expected, when = recount(generated, chosen, rule, rows, columns, found)
    own: Counter[object] = Counter()
    for (row, column), cell in shown.cells.items():
        keys = tuple(tuple(one.key for one in line) for line in (shown.rows[row], shown.columns[column]))
        for stance, number in zip(("favor", "against", "neutral", NOT_CODED), cell, strict=True):
            if number:
                own[(*keys, stance)] = number
        if dates:
            assert shown.dates.get((row, column)) == ((min(when[keys]), max(when[keys])) if keys in when else None)
    assert own == expected
    assert shown.total.total == sum(expected.values())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=filters, rule=st.sampled_from(RULES))
def test_mentions_are_the_same_whether_sql_or_python_drops_repetitions(
    generated: Database, chosen: ClaimFilter, rule: str
) -> None:
    counted = pivot_reads.counts(generated, ("topic", "actor", "document"), chosen, rule)  # type: ignore[arg-type]
    mentions = pivot_reads.mentions(generated, chosen, rule)  # type: ignore[arg-type]
    own = Counter((one.topic_id, one.actor_id, one.document_id, one.stance) for one in mentions)
    assert {row[:4]: row[4] for row in counted} == own


PLAIN: dict[tuple[str, ...], str] = {
    ("topic", "actor"): "SELECT topic_id, actor_id, stance, count(*) FROM claim_actor GROUP BY 1, 2, 3",
    ("topic", "voice"): "SELECT topic_id, voice, stance, count(*) FROM claim GROUP BY 1, 2, 3",
    ("actor", "document"): "SELECT actor_id, document_id, c.stance, count(*) FROM claim_actor x JOIN claim c "
    "ON c.id = x.claim_id GROUP BY 1, 2, 3",
    ("document", "coder"): "SELECT document_id, coder_id, stance, count(*) FROM claim GROUP BY 1, 2, 3",
}


@pytest.mark.parametrize("bases", PLAIN)
def test_counts_equal_plain_sql(generated: Database, bases: tuple[str, ...]) -> None:
    plain = generated.sqlite.execute(PLAIN[bases]).fetchall()
    assert sorted(pivot_reads.counts(generated, bases)) == sorted(plain)


def test_a_filter_on_stances_equals_plain_sql(generated: Database) -> None:
    sql = "SELECT topic_id, actor_id, stance, count(*) FROM claim_actor WHERE stance = 'favor' GROUP BY 1, 2, 3"
    plain = generated.sqlite.execute(sql).fetchall()
    assert sorted(pivot_reads.counts(generated, ("topic", "actor"), ClaimFilter(stances=(Stance.FAVOR,)))) == plain


def test_the_claims_of_a_cell_are_those_it_counts(generated: Database) -> None:
    cells: Counter[tuple[int, int]] = Counter()
    for topic, actor, _, number in pivot_reads.counts(generated, ("topic", "actor")):
        cells[topic, actor] += number  # type: ignore[index, operator]
    for (topic, actor), number in cells.items():
        assert len(pivot_reads.claim_places(generated, only={"topic": [topic], "actor": [actor]})) == number


@pytest.mark.parametrize(
    "bases",
    [
        ("topic",),
        ("topic", "actor"),
        ("topic", "document"),
        ("topic", "coder"),
        ("topic", "voice"),
        ("actor",),
        ("actor", "document"),
        ("topic", "actor", "voice"),
    ],
)
@pytest.mark.parametrize("dates", [False, True])
def test_no_matrix_sorts_the_claims_or_reads_their_quotes(
    generated: Database, bases: tuple[str, ...], dates: bool
) -> None:
    asked: list[str] = []
    connection = generated.sqlite.conn
    connection.set_trace_callback(asked.append)
    try:
        pivot_reads.counts(generated, bases, dates=dates)
        pivot_reads.counts(generated, bases, ClaimFilter(stances=(Stance.FAVOR,)), dates=dates)
    finally:
        connection.set_trace_callback(None)
    counted = [sql for sql in asked if "GROUP BY" in sql]
    assert len(counted) == 2
    for sql in counted:
        (plan,) = (row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
        assert "COVERING INDEX" in plan or plan == "SCAN x", plan


def test_actors_who_stand_for_themselves_are_counted_as_without_groups(generated: Database) -> None:
    alone = {number: number for number in range(1, 11)}
    assert pivot_reads.counts(generated, ("topic", "actor"), actor_groups=alone) == pivot_reads.counts(
        generated, ("topic", "actor")
    )


several = st.lists(st.integers(1, 11), min_size=1, max_size=4, unique=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=filters,
    topics=st.none() | several,
    actors=st.none() | several,
    coders=st.none() | st.just([2]),
    documents=st.none() | several,
)
def test_places_are_those_of_the_claims_that_plain_python_finds(
    generated: Database,
    chosen: ClaimFilter,
    topics: list[int] | None,
    actors: list[int] | None,
    coders: list[int] | None,
    documents: list[int] | None,
) -> None:
    wanted = [
        (claim.id, claim.document_id, claim.stance.value)
        for claim in filtered.claims(generated, chosen)
        if (topics is None or claim.topic_id in topics)
        and (actors is None or {*actors} & {*claim.actor_ids})
        and (coders is None or claim.coder_id in coders)
        and (documents is None or claim.document_id in documents)
    ]
    only = {"topic": topics, "actor": actors, "coder": coders}
    given = {base: values for base, values in only.items() if values is not None}
    found = pivot_reads.claim_places(generated, chosen, given, documents)
    assert sorted(found) == sorted(wanted)
    # each once, and by their places as all lists have them
    assert pivot_reads.in_place(generated, (row[0] for row in found)) == [row[0] for row in wanted]


PLANS = {
    "topic": ({"topic": [3]}, None, "SEARCH c USING COVERING INDEX claim_topic (topic_id=?)"),
    "actor": ({"actor": [3]}, None, "SEARCH x USING PRIMARY KEY (topic_id=? AND actor_id=?)"),
    "cell": ({"topic": [3], "actor": [3]}, None, "SEARCH x USING PRIMARY KEY (topic_id=? AND actor_id=?)"),
    "documents": ({"topic": [3]}, [3], "SEARCH c USING COVERING INDEX claim_document (document_id=?)"),
    "document of an actor": ({"actor": [3]}, [3], "SEARCH c USING COVERING INDEX claim_document (document_id=?)"),
}


@pytest.mark.parametrize("what", PLANS)
@pytest.mark.parametrize("chosen", [ClaimFilter(), ClaimFilter(hidden_coders=("Ana",), voices=(Voice.DIRECT,))])
def test_places_are_read_from_a_covering_index(generated: Database, what: str, chosen: ClaimFilter) -> None:
    only, documents, plan = PLANS[what]
    asked: list[str] = []
    generated.sqlite.conn.set_trace_callback(asked.append)
    pivot_reads.claim_places(generated, chosen, only, documents)
    generated.sqlite.conn.set_trace_callback(None)
    (sql,) = (one for one in asked if "SELECT" in one and not one.startswith("--"))
    steps = [row[3] for row in generated.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plan in steps
    assert not any(step.startswith("SCAN") and "json_each" not in step for step in steps), steps


def test_the_claims_of_a_document_stand_as_its_marks(generated: Database) -> None:
    for chosen in (ClaimFilter(), ClaimFilter(hidden_coders=("Ana",))):
        assert tuple(filtered.in_document(generated, chosen, 2)) == filtered.marks(generated, chosen, 2).ids


@pytest.mark.parametrize(("actor", "plan"), [("actor-10", "SEARCH x USING COVERING INDEX"), ("actor-1", "SCAN x")])
def test_claims_of_few_are_looked_up_and_those_of_many_are_gone_through(
    generated: Database, actor: str, plan: str
) -> None:
    asked: list[str] = []
    connection = generated.sqlite.conn
    chosen = ClaimFilter(actors=(actor,))
    connection.set_trace_callback(asked.append)
    counted = pivot_reads.counts(generated, ("topic", "actor"), chosen)
    connection.set_trace_callback(None)
    (sql,) = (one for one in asked if "GROUP BY" in one)
    plans = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(one.startswith(plan) for one in plans), plans
    mentions = pivot_reads.mentions(generated, chosen)
    assert sum(row[-1] for row in counted) == len(mentions)  # type: ignore[misc]
