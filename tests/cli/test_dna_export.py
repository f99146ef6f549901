"""A project leaves for Discourse Network Analyzer: what it counts in the file is what Visavis counts."""

import csv
import io
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.scale import Scale, StanceStep
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.exchange.programs.dna_writer import PASSWORD, password_digest
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run

SAMPLES = Path(os.environ.get("VISAVIS_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
SAMPLE = SAMPLES / "dna3-sample.dna"
AGGREGATIONS: dict[str, Callable[[int, int], int]] = {
    "ignore": lambda favor, against: favor + against,
    "subtract": lambda favor, against: favor - against,
    "combine": lambda favor, against: (favor > 0) + 2 * (against > 0),
}
TEXT = "😀 Ada: We want the bridge. Odo: Nobody needs it. The council: No fare falls, not one."
BOOK = """visavis = 1
[[actor]]
key = "council"
name = "Council"
kind = "organisation"
[[actor]]
key = "ada"
name = "Ada"
parent = "council"
[[actor]]
key = "odo"
name = "Odo"
[[actor]]
key = "odo-2"
name = "Odo"
parent = "council"
[[topic]]
key = "bridge"
name = "Bridge"
proposition = "It is built."
[[topic]]
key = "fares"
name = "Fares"
proposition = "They fall."
"""
CLAIMS = (
    ("We want the bridge", ("ada",), "bridge", "favor"),
    ("want the bridge", ("ada", "odo"), "bridge", "favor"),
    ("Nobody needs it", ("odo-2",), "bridge", "against"),
    ("No fare falls", ("council",), "fares", "against"),
    ("not one", ("council", "odo"), "fares", "neutral"),
)


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "p.visavis"
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "book.toml").write_text(BOOK, "utf-8")
    run("new", path, "--empty")
    run("codebook-import", path, tmp_path / "book.toml")
    run("import", path, tmp_path / "one.txt", "--known-speakers")
    for words, actors, topic, stance in CLAIMS:
        start = TEXT.index(words)
        run(
            *("tag", path, "--document", 1, "--start", start, "--end", start + len(words), "--topic", topic),
            *(part for actor in actors for part in ("--actor", actor)),
            *("--stance", stance, "--coder", "anna"),
        )
    return path


def of_file(path: Path, way: str) -> dict[tuple[str, str], int]:
    """Count organisations and concepts in a file as DNA does: a statement of its type with an agreement each."""
    sql = (
        "SELECT o.Value, c.Value, sum(b.Value), sum(1 - b.Value) FROM STATEMENTS s "
        "JOIN DATABOOLEAN b ON b.StatementId = s.ID "
        "JOIN DATASHORTTEXT t ON t.StatementId = s.ID JOIN VARIABLES v ON v.ID = t.VariableId "
        "AND v.Variable = 'organization' JOIN ENTITIES o ON o.ID = t.Entity "
        "JOIN DATASHORTTEXT u ON u.StatementId = s.ID JOIN VARIABLES w ON w.ID = u.VariableId "
        "AND w.Variable = 'concept' JOIN ENTITIES c ON c.ID = u.Entity WHERE o.Value <> '' GROUP BY 1, 2"
    )
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        found = {
            (body, concept): AGGREGATIONS[way](favor, against) for body, concept, favor, against in db.execute(sql)
        }
    return {key: value for key, value in found.items() if value}


def of_project(run: Run, path: Path, way: str) -> dict[tuple[str, str], int]:
    """Return the same of a project, as its own network has it."""
    result = run(
        *("network", path, "--rows", "organisation", "--aggregation", way, "--exact"),
        *("--where", "stance=favor,against"),
    )
    rows = list(csv.reader(io.StringIO(result.stdout)))
    with Database(path) as db:
        bodies = {one.key: one for one in reads.actors(db)}
        topics = {one.key: one.name for one in reads.topics(db)}
    head = [topics.get(key, key) for key in rows[0]]
    return {
        (bodies[row[0]].name, head[at]): int(float(cell))
        for row in rows[1:]
        if bodies[row[0]].kind != "person"
        for at, cell in enumerate(row)
        if at and head[at] in topics.values() and float(cell or 0)
    }


@pytest.mark.parametrize("way", AGGREGATIONS)
def test_organisations_and_concepts_are_counted_the_same_in_both(
    run: Run, project: Path, tmp_path: Path, way: str
) -> None:
    out = tmp_path / "p.dna"
    assert run("export", project, "-o", out).exit_code == 0
    found = of_file(out, way)
    assert found == of_project(run, project, way)
    assert found == {
        ("Council", "Bridge"): {"ignore": 3, "subtract": 1, "combine": 3}[way],
        ("Council", "Fares"): {"ignore": 1, "subtract": -1, "combine": 2}[way],
    }


def test_each_claim_is_a_statement_of_each_who_holds_it(run: Run, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.dna"
    told = run("export", project, "--as", "dna", "-o", out).stderr
    assert f"the password “{PASSWORD}”" in told
    assert "Claims of several actors are a statement for each of them: 1." in told
    assert "claims that are neither are statements of the type “Statement, neither”: 1." in told
    assert "Actors and topics of one name have their keys behind it: 2." in told
    with closing(sqlite3.connect(out)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        text = str(db.execute("SELECT Text FROM DOCUMENTS").fetchone()[0]).encode("utf-16-le")
        words = [
            text[2 * start : 2 * stop].decode("utf-16-le")
            for start, stop in db.execute("SELECT Start, Stop FROM STATEMENTS ORDER BY ID")
        ]
        assert words == [CLAIMS[at][0] for at in (0, 1, 1, 2, 3, 4)]
        names = [row[0] for row in db.execute("SELECT Value FROM ENTITIES WHERE VariableId = 1 ORDER BY ID")]
        assert names == ["", "Ada", "Odo (odo)", "Odo (odo-2)"]
        # of each variable of its type a statement has a value, as DNA wants it
        sql = (
            "SELECT count(*) FROM STATEMENTS s JOIN VARIABLES v USING (StatementTypeId) WHERE v.ID NOT IN (SELECT "
            "VariableId FROM DATASHORTTEXT d WHERE d.StatementId = s.ID UNION SELECT VariableId FROM DATABOOLEAN d "
            "WHERE d.StatementId = s.ID UNION SELECT VariableId FROM DATALONGTEXT d WHERE d.StatementId = s.ID)"
        )
        assert db.execute(sql).fetchone() == (0,)


def test_what_was_written_comes_in_again(run: Run, project: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "p.dna", tmp_path / "again.visavis"
    run("export", project, "-o", out)
    run("new", again, "--empty")
    assert run("import", again, out).exit_code == 0
    with Database(again) as db:
        assert [one.name for one in reads.coders(db)] == ["anna"]
        assert reads.documents(db)[0].facts.date == ""
        assert sorted((one.quote, one.stance.value) for one in reads.claims(db)) == sorted(
            # who speaks beside one organisation is told with it, as DNA has a person and their organisation
            (words, stance)
            for words, actors, _topic, stance in CLAIMS
            for actor in actors
            if (words, actor) != ("not one", "council")
        )


@pytest.mark.skipif(not SAMPLE.exists(), reason="the samples are not beside the project")
def test_the_sample_of_dna_goes_through_with_the_same_counts(run: Run, tmp_path: Path) -> None:
    one, two, out = tmp_path / "one.visavis", tmp_path / "two.visavis", tmp_path / "out.dna"
    for path, source in ((one, SAMPLE), (two, out)):
        run("new", path, "--empty")
        assert run("import", path, source).exit_code == 0
        if path == one:
            assert run("export", one, "-o", out).exit_code == 0
    for way in AGGREGATIONS:
        found = of_file(SAMPLE, way)
        assert found
        assert found == of_file(out, way) == of_project(run, one, way) == of_project(run, two, way)
    counts = []
    for path in (one, two):
        with Database(path) as db:
            actors, topics = {a.id: a for a in reads.actors(db)}, {t.id: t.name for t in reads.topics(db)}
            coders, names = {c.id: c.name for c in reads.coders(db)}, {d.id: d for d in reads.documents(db)}
            counts.append(
                sorted(
                    (names[c.document_id].facts.title, names[c.document_id].facts.date, c.start, c.end, c.stance.value,
                     actors[c.actor_ids[0]].name, actors[c.actor_ids[0]].parent, topics[c.topic_id],
                     coders[c.coder_id])
                    for c in reads.claims(db)
                )
            )  # fmt: skip
    assert counts[0] == counts[1]
    assert len(counts[0]) == 40


@pytest.mark.skipif(not SAMPLE.exists(), reason="the samples are not beside the project")
def test_the_password_is_kept_as_dna_keeps_it() -> None:
    import base64

    with closing(sqlite3.connect(f"file:{SAMPLE}?mode=ro&immutable=1", uri=True)) as db:
        kept = str(db.execute("SELECT Password FROM CODERS WHERE ID = 1").fetchone()[0])
    # the password that the sample is given out with
    assert password_digest("sample", base64.b64decode(kept)[:16]) == kept


def test_of_a_scale_with_several_steps_on_a_side_agreement_is_the_side_and_the_step_stands_beside(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (("favor", 1.0), ("neutral", 0.5), ("against", -1.0))
    scale = Scale(tuple(StanceStep(key, key, key, value, key) for key, value in steps))
    monkeypatch.setattr("desktop.exchange.programs.dna_writer.in_use", lambda: scale)
    out = tmp_path / "p.dna"
    assert "claims that are neither" not in run("export", project, "-o", out).stderr
    with closing(sqlite3.connect(out)) as db:
        sql = (
            "SELECT b.Value, e.Value FROM STATEMENTS s JOIN DATABOOLEAN b ON b.StatementId = s.ID "
            "JOIN DATASHORTTEXT t ON t.StatementId = s.ID JOIN VARIABLES v ON v.ID = t.VariableId "
            "AND v.Variable = 'step' JOIN ENTITIES e ON e.ID = t.Entity ORDER BY s.ID"
        )
        found = db.execute(sql).fetchall()
    assert found == [(1, "favor"), (1, "favor"), (1, "favor"), (0, "against"), (0, "against"), (1, "neutral")]


def test_of_one_project_what_was_written_is_here_already(run: Run, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.dna"
    run("scale", project, "five")
    for number, stance in ((1, "strongly favor"), (4, "strongly against")):
        assert run("change", project, number, "--stance", stance).exit_code == 0
    run("export", project, "-o", out)
    before = run("claims", project, "--exact").stdout
    told = json.loads(run("import", project, out, "--json").stdout)[0]
    assert (told["claims"], told["topics"], told["actors"], told["documents"]) == (0, 0, 0, 0)
    assert run("claims", project, "--exact").stdout == before


def test_of_steps_of_another_scale_the_side_comes_in_and_it_is_told(run: Run, project: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "p.dna", tmp_path / "again.visavis"
    run("scale", project, "five")
    run("change", project, 1, 4, "--stance", "strongly against")
    run("export", project, "-o", out)
    run("new", again, "--empty")
    result = run("import", again, out)
    assert "Steps that the scale here has not are read as agreement: 2." in result.output
    with Database(again) as db:
        assert sorted({(one.quote, one.stance.value) for one in reads.claims(db)}) == sorted(
            (words, "against" if words.startswith(("We", "No")) else stance)
            for words, _actors, _topic, stance in CLAIMS
        )
        assert [one.name for one in reads.topics(db)] == ["Bridge", "Fares"]


DATED = """visavis = 1
[[actor]]
key = "ministry"
name = "Ministry; of (all) | things"
kind = "government"
aliases = ["MoT", "The ministry"]
definition = "Who governs."
[[actor]]
key = "party"
name = "Party"
kind = "organisation"
[[actor]]
key = "ada"
name = "Ada"
role = "deputy"
definition = "Of the north."
[[actor]]
key = "odo"
name = "Odo"
parent = "party"
[[topic]]
key = "bridge"
name = "Bridge"
proposition = "It is built."
definition = "Over the river."
aliases = ["The crossing"]
"""


@pytest.fixture
def dated(run: Run, tmp_path: Path) -> Path:
    """Ada is minister until 2023 and of a party before and after; she speaks in three texts, and Odo in one."""
    path = tmp_path / "dated.visavis"
    (tmp_path / "dated.toml").write_text(DATED, "utf-8")
    run("new", path, "--empty")
    assert run("codebook-import", path, tmp_path / "dated.toml").exit_code == 0
    minister = ("ada", "ministry", "--until", "2023-12-31", "--role", "minister; of | all")
    assert run("memberships", path, "add", *minister).exit_code == 0
    assert run("memberships", path, "add", "ada", "party", "--from", "2023-06").exit_code == 0
    for name, date in (("one", "2023-02-01"), ("two", "2023-07-01"), ("three", "2024-02-01")):
        text = tmp_path / f"{name}.md"
        text.write_text(
            f"---\ntitle: {name}\ndate: {date}\n---\n\nBuild it, says Ada in {name}, and Odo too.\n", "utf-8"
        )
        assert run("import", path, text, "--known-speakers").exit_code == 0
    for number in (1, 2, 3):
        where = ("--document", number, "--topic", "bridge", "--stance", "favor")
        assert run("tag", path, *where, "--start", 0, "--end", 8, "--actor", "ada").exit_code == 0
    assert run("tag", path, *where, "--start", 10, "--end", 14, "--actor", "odo").exit_code == 0
    return path


def organisations(run: Run, path: Path) -> dict[str, int]:
    told = run("matrix", path, "--rows", "organisation", "--columns", "topic", "--exact", "--format", "json").stdout
    with Database(path) as db:
        names = {one.key: one.name for one in reads.actors(db)}
    rows = json.loads(told)["rows"]
    return {
        names[one["organisation"]]: one["mentions"] for one in rows if one["mentions"] and one["organisation"] in names
    }


def test_what_is_spoken_for_on_the_day_is_the_organization_of_a_statement_and_comes_back(
    run: Run, dated: Path, tmp_path: Path
) -> None:
    out, again = tmp_path / "p.dna", tmp_path / "again.visavis"
    told = run("export", dated, "-o", out).stderr
    assert "Claims of who speaks for several organisations are a statement for each of these: 1." in told
    assert "Where actors belong" not in told
    ministry = "Ministry; of (all) | things"
    assert of_file(out, "ignore") == {(ministry, "Bridge"): 2, ("Party", "Bridge"): 3}
    assert organisations(run, dated) == {ministry: 2, "Party": 3}
    run("new", again, "--empty")
    assert run("import", again, out).exit_code == 0
    assert json.loads(run("fields", again, "--json").stdout) == []
    assert organisations(run, again) == organisations(run, dated)
    with Database(dated) as one, Database(again) as other:
        both = [{actor.name: actor for actor in reads.actors(db)} for db in (one, other)]
        assert both[0].keys() == both[1].keys()
        for name, actor in both[0].items():
            found = both[1][name]
            for field in ("kind", "aliases", "role", "definition"):
                assert getattr(found, field) == getattr(actor, field), (name, field)
            keys = (
                {each.key: each.name for each in both[0].values()},
                {each.key: each.name for each in both[1].values()},
            )
            assert [(keys[1][m.organisation], m.since, m.until, m.role) for m in found.memberships] == [
                (keys[0][m.organisation], m.since, m.until, m.role) for m in actor.memberships
            ]
        (topic,) = reads.topics(other)
        assert (topic.definition, topic.aliases) == ("Over the river.", ("The crossing",))
        assert [len(one.actor_ids) for one in reads.claims(other)] == [1] * 4


def test_a_variable_of_which_nothing_is_said_is_no_code_that_is_left_out(run: Run, tmp_path: Path) -> None:
    path, out, again = (tmp_path / name for name in ("p.visavis", "p.dna", "again.visavis"))
    run("new", path, "--empty")
    with Database(path) as db:
        edits.documents.add_documents(db, [CodedDocument("a.txt", Facts(date="2024-05-01"), "Tolls should go.")])
        edits.codebook.add(db, "actor", "Vera Stone", key="vera")
        edits.codebook.add(db, "topic", "Tolls", key="toll")
        edits.claims.tag(db, NewClaim(1, Span(0, 5), (1,), 1, Stance.AGAINST))
    run("export", path, "-o", out)
    run("new", again, "--empty")
    for project in (path, again, again):
        told = run("import", project, out).stdout
        assert "organization" not in told
        assert "make no topic" not in told
    with Database(again) as db:
        assert ([one.name for one in reads.topics(db)], [one.name for one in reads.actors(db)]) == (
            ["Tolls"],
            ["Vera Stone"],
        )
    # one that has values is a branch as before
    (told,) = json.loads(run("import", again, out, "--json", "--dry-run").stdout)
    assert "DNA Statement > person" in {one["path"] for one in told["branches"]}


def test_of_one_project_it_adds_no_field_and_nothing_else(run: Run, dated: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.dna"
    run("export", dated, "-o", out)
    before = [run(*command, dated).stdout for command in (("claims",), ("memberships",), ("codebook",))]
    told = json.loads(run("import", dated, out, "--json").stdout)[0]
    assert (told["claims"], told["topics"], told["actors"], told["documents"]) == (0, 0, 0, 0)
    assert [run(*command, dated).stdout for command in (("claims",), ("memberships",), ("codebook",))] == before
    assert json.loads(run("fields", dated, "--json").stdout) == []
