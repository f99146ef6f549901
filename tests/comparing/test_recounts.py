"""Every kind of matrix equals two independent recounts, on the five documents and on generated projects."""

import sqlite3
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.axes import FIELDS
from desktop.core.memos import MemoTarget
from desktop.core.mentions import RULES
from desktop.core.views import CELLS, View
from desktop.project import lookup, opening
from desktop.project.matrix import compare
from desktop.project.matrix_table import comparison_table
from desktop.store.database import Database
from desktop.store.edits import memos
from desktop.store.reads import counts as read_counts
from desktop.store.reads import filtered

from ..benchmarks.generator import generate_project, generate_words
from .recounting import Asked, Counted, Path, Rows, count_in_python, count_in_sql

if TYPE_CHECKING:
    from pathlib import Path as File

DATES = ("2024-01-01", "2023-12-31", "2024-01", "2024", "", "--05-01", "2024-01-02", "2024-02-29", "2023-01-02")
WORDS = [word for word in generate_words(0)[:60] if word.isascii()][:12]


def diversify(db: Database) -> None:
    """Give a generated project organisations, countries, themes, dates that lack a part, coders, memos, origins."""
    run = db.sqlite.conn.execute
    run("UPDATE actor SET kind = 'organisation', country = 'Tarn' WHERE id IN (1, 4)")
    run("UPDATE actor SET kind = 'country' WHERE id = 7")
    run("UPDATE actor SET parent_id = 1 WHERE id IN (2, 3)")
    run("UPDATE actor SET parent_id = 7 WHERE id IN (4, 5)")
    run("UPDATE actor SET kind = 'group' WHERE id = 9")
    for actor, body, since, until in (
        # one after the other, and two at once; what it stands under besides, and that itself; nothing before 2024
        *((6, 1, "", "2023-12-31"), (6, 4, "2024-01", ""), (8, 1, "", ""), (8, 9, "2024-01-02", "2024-02")),
        *((2, 4, "2023-06", "2024-01"), (3, 1, "2024-01-01", "2024-01-31"), (10, 4, "2024", "2024-12-31")),
        # what is an organisation stands for itself
        (1, 4, "", ""),
    ):
        run(
            "INSERT INTO membership (uuid, actor_id, organisation_id, since, until) VALUES (?, ?, ?, ?, ?)",
            [f"{actor} in {body} from {since}", actor, body, since, until],
        )
    run("UPDATE topic SET parent_id = 1 WHERE id IN (2, 3)")
    run("UPDATE topic SET parent_id = 2 WHERE id = 4")
    for number, date in enumerate(DATES, 1):
        run("UPDATE document SET date = ? WHERE id = ?", [date, number])
    run("UPDATE document SET publisher = '' WHERE id = 3")
    run("UPDATE document SET publisher = 'Herald', kind = 'interview' WHERE id IN (1, 2)")
    run("INSERT INTO coder (id, uuid, name) VALUES (2, 'second', 'Ana')")
    run("UPDATE claim SET coder_id = 2 WHERE id % 3 = 0")
    run("UPDATE claim SET origin = 'import' WHERE id % 5 = 0")
    with db.sqlite.atomic():
        run("UPDATE claim SET stance = 'not coded' WHERE id % 7 = 0")
        run("UPDATE claim_actor SET stance = 'not coded' WHERE claim_id % 7 = 0")
    run(
        "INSERT INTO memo (uuid, claim_id, coder_id, text, created) "
        "SELECT 'm' || id, id, 1, ? || id % 7, '2024-01-01T00:00:00Z' FROM claim WHERE id % 6 = 0",
        [f"{WORDS[0]} "],
    )
    for topic, actor in ((1, 1), (2, 3), (2, 5), (4, 4)):
        memos.set_text(db, MemoTarget(topic_id=topic, actor_id=actor), f"What {actor} says of {topic}.")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: File = tmp_path_factory.mktemp("recounts") / "p.visavis"
    generate_project(path, documents=12, claims=500, topics=9, actors=10, paragraphs=12, seed=11)
    with Database(path) as db:
        diversify(db)
        yield db


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: File = tmp_path_factory.mktemp("seeds") / "p.visavis"
    opening.new_project(path).close()
    with Database(path) as db:
        yield db


def some_of(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.sets(st.sampled_from(values), min_size=1, max_size=3).map(lambda one: tuple(sorted(one)))
    # most conditions stay away, or nothing would be left to count
    return st.one_of(st.just(()), st.just(()), st.just(()), chosen) if values else st.just(())


def askings(connection: sqlite3.Connection) -> st.SearchStrategy[Asked]:
    """Draw axes, rules and filters of what a project has."""

    def column(sql: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(sql) if row[0]]

    axes = st.permutations(list(FIELDS)).flatmap(
        lambda names: st.tuples(st.integers(1, 3), st.integers(1, 3)).map(
            lambda sizes: (tuple(names[: sizes[0]]), tuple(names[sizes[0] : sum(sizes)]))
        )
    )
    return st.builds(
        lambda both, **rest: Asked(*both, **rest),
        axes,
        duplicates=st.sampled_from(RULES),
        stances=some_of(["favor", "against", "neutral", "not coded"]),
        voices=some_of(["direct", "reported", "author"]),
        topics=some_of(column("SELECT key FROM topic ORDER BY id LIMIT 12")),
        actors=some_of(column("SELECT key FROM actor ORDER BY id LIMIT 12")),
        children=st.booleans(),
        coders=some_of(column("SELECT name FROM coder")),
        hidden=some_of(column("SELECT name FROM coder ORDER BY id LIMIT 1 OFFSET 1")),
        publishers=some_of(column("SELECT DISTINCT publisher FROM document")),
        kinds=some_of(column("SELECT DISTINCT kind FROM document")),
        documents=some_of(column("SELECT name FROM document")),
        origins=some_of(column("SELECT DISTINCT origin FROM claim")),
        since=st.sampled_from(["", "", "", "2023", "2024-01-02"]),
        until=st.sampled_from(["", "", "", "2024", "2024-01-31"]),
        memo=st.sampled_from([None, None, None, True, False]),
        word=st.sampled_from(["", "", "", *WORDS]),
    )


def told(kind: str, share_of: str, cell: Counted, row: int, column: int, whole: int, width: int) -> object:
    """Return what a table must say in a cell, from what was counted by hand."""
    favor, against, neutral, uncoded = cell.stances.values()
    leaning = "favor" if favor > against else "against" if against > favor else ""
    if kind == "counts":
        return (favor, against, neutral, uncoded)[:width]
    if kind == "net":
        return favor - against
    if kind == "percent":
        sided = favor + against
        return (round(100 * favor / sided, 4) if sided else None), sided
    if kind == "congruence":
        sides = [1] * favor + [-1] * against
        pairs = [one == other for at, one in enumerate(sides) for other in sides[:at]]
        return round(sum(pairs) / len(pairs), 6) if pairs else None
    if kind == "share":
        return round(cell.total / {"row": row, "column": column, "all": whole}[share_of], 6)
    if kind == "dominant":
        return leaning or ("balanced" if favor else "neutral" if neutral else "not coded")
    if kind == "stance":
        return "contradictory" if favor and against else leaning or ("neutral" if neutral else "not coded")
    if kind == "dates":
        first, last = (min(cell.dates), max(cell.dates)) if cell.dates else ("", "")
        return first if first == last else f"{first}..{last}"
    return "\n".join(cell.quotes)


def check_table(
    db: Database, asked: Asked, kind: str, share_of: str, expected: dict[tuple[Path, Path], Counted]
) -> None:
    """Compare the table that is exported with what was counted by hand, cell by cell."""
    view = View().changed(
        rows=">".join(asked.rows),
        columns=">".join(asked.columns),
        cells=kind,
        where=asked.where,
        duplicates=asked.duplicates,
        share_of=share_of,
        hide_empty=True,
    )
    table = comparison_table(compare(db, view))
    heads = len(asked.rows)
    begin = heads + (asked.rows[-1] == "topic")
    rows: dict[Path, int] = {}
    columns: dict[Path, int] = {}
    for (row, column), cell in expected.items():
        rows[row] = rows.get(row, 0) + cell.total
        columns[column] = columns.get(column, 0) + cell.total
    own: dict[tuple[Path, Path], Any] = {}
    # the titles of columns may be shared, and what a key is called is told apart by a suffix: the order is the pivot's
    paths = [tuple(member.key for member in line) for line in compare(db, view).pivot.columns]
    # a column for what is not coded only where there is such
    uncoded = any(cell.stances["not coded"] for cell in expected.values())
    width = 3 + uncoded if kind == "counts" else 2 if kind == "percent" else 1
    body = table.rows[:-1] if kind in SUMMED else table.rows
    assert len(paths) == len(columns)
    assert len(body) == len(rows)
    for line in body:
        row = tuple(str(one) for one in line[:heads])
        for at, path in enumerate(paths):
            cells = line[begin + at * width : begin + (at + 1) * width]
            value = tuple(cells) if width > 1 or kind == "counts" else cells[0]
            if value not in ((0,) * width, (None, None), None, "") or (row, path) in expected:
                own[row, path] = value
        if kind == "counts":
            assert line[-1] == rows[row]
    whole = sum(rows.values())
    if kind in SUMMED:
        for at, path in enumerate(paths):
            summed = Counted()
            for (_row, column), cell in expected.items():
                for stance, number in cell.stances.items() if column == path else ():
                    summed.stances[stance] += number
            found = table.rows[-1][begin + at * width : begin + (at + 1) * width]
            wanted = told(kind, share_of, summed, 1, 1, 1, width)
            assert found == (wanted if isinstance(wanted, tuple) else (wanted,))
    assert own == {
        (row, column): told(kind, share_of, cell, rows[row], columns[column], whole, width)
        for (row, column), cell in expected.items()
    }


def check_sql(db: Database, asked: Asked, expected: dict[tuple[Path, Path], Counted]) -> None:
    """Compare both recounts with each other."""
    found = {
        key: (*cell.stances.values(), min(cell.dates, default=None), max(cell.dates, default=None))
        for key, cell in expected.items()
    }
    assert found == count_in_sql(db.sqlite.conn, asked)


# kinds whose tables end with a row of totals
SUMMED = ("counts", "net", "percent", "congruence")
KINDS = [kind for kind in CELLS if kind != "summary"]


@pytest.mark.parametrize("project", ["seeds", "generated"])
@settings(max_examples=35, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_every_kind_of_matrix_equals_a_recount_in_plain_python_and_in_plain_sql(
    request: pytest.FixtureRequest, project: str, data: st.DataObject
) -> None:
    db: Database = request.getfixturevalue(project)
    if not hasattr(db, "rows"):
        db.rows = Rows(db.sqlite.conn)  # type: ignore[attr-defined]
    asked = data.draw(askings(db.sqlite.conn))
    expected = count_in_python(db.rows, asked)  # type: ignore[attr-defined]
    if not asked.word:
        check_sql(db, asked, expected)
    kind = data.draw(st.sampled_from(KINDS))
    check_table(db, asked, kind, data.draw(st.sampled_from(["row", "column", "all"])), expected)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("project", ["seeds", "generated"])
def test_the_plain_matrix_of_every_kind_equals_a_recount(
    request: pytest.FixtureRequest, project: str, kind: str
) -> None:
    db: Database = request.getfixturevalue(project)
    asked = Asked(("topic",), ("actor",))
    check_table(db, asked, kind, "row", count_in_python(Rows(db.sqlite.conn), asked))


def test_a_filter_by_organisation_lets_through_what_the_axis_counts(generated: Database) -> None:
    expected: dict[str, set[int]] = {}
    plain = Rows(generated.sqlite.conn)
    for number, claim in plain.claims.items():
        for actor in plain.actors_of[number]:
            for key in plain.spoken(actor, plain.documents[claim["document_id"]]["date"]):
                expected.setdefault(key, set()).add(number)
    shown = compare(generated, View().changed(rows="organisation", columns="coder")).pivot
    counted = {line[-1].key: counts.total for line, counts in zip(shown.rows, shown.row_counts, strict=True)}
    assert {key: number for key, number in counted.items() if number} == {
        key: len(ids) for key, ids in expected.items()
    }
    assert "(not known)" in expected, "whose documents have no day"
    for key, claims in expected.items():
        chosen = lookup.claim_filter(generated, f'organisation="{key}"')
        assert {*filtered.ids(generated, chosen)} == claims
        assert filtered.count(generated, chosen) == len(claims)
        assert {one.claim_id for one in read_counts.mentions(generated, chosen)} == claims
        for columns in ("coder", "month", "document"):
            view = View().changed(rows="topic", columns=columns, where=f'organisation="{key}"')
            assert compare(generated, view).pivot.total.total == len(claims)
    first, second, *_rest = sorted(expected)
    words = f'organisation="{first}","{second}" stance=favor'
    assert {*filtered.ids(generated, lookup.claim_filter(generated, words))} == {
        number for number in expected[first] | expected[second] if plain.claims[number]["stance"] == "favor"
    }


@pytest.mark.parametrize(("rows", "columns"), [("topic", "actor"), ("theme", "country"), ("organisation", "topic")])
def test_summaries_stand_where_their_topic_and_actor_do(generated: Database, rows: str, columns: str) -> None:
    view = View().changed(rows=rows, columns=columns, cells="summary")
    made = compare(generated, view)
    table = comparison_table(made)
    plain = Rows(generated.sqlite.conn)
    expected: dict[tuple[str, str], list[str]] = {}
    for (topic, actor), texts in plain.summaries.items():
        claim = {"topic_id": topic, "document_id": 1, "coder_id": 1, "voice": "direct"}
        # what is written of somebody has no date: it stands with all that they ever belong to
        bodies = {plain.actors[one["organisation_id"]]["key"] for one in plain.memberships.get(actor, [])}
        bodies |= {plain.key("organisation", claim, actor)} - ({plain.actors[actor]["key"]} if bodies else set())
        sides = [
            sorted(bodies) if name == "organisation" else [plain.key(name, claim, actor)] for name in (rows, columns)
        ]
        text = "\n\n".join(texts)
        if {rows, columns} != {"topic", "actor"}:
            names = plain.topics[topic]["name"], plain.actors[actor]["name"]
            text = f"{names[0]}, {names[1]}: {text}"
        for row, column in product(*sides):
            expected.setdefault((row, column), []).append(text)
    begin = 1 + (rows == "topic")
    keys = [line[-1].key for line in made.pivot.columns]
    own = {
        (str(line[0]), key): cell for line in table.rows for key, cell in zip(keys, line[begin:], strict=True) if cell
    }
    assert own == {key: "\n\n".join(texts) for key, texts in expected.items()} != {}
