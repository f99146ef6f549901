import csv
import io
import json
from pathlib import Path

import pytest

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.values import NewClaim, Stance
from desktop.exchange.tables.table import read_csv
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.reads import project as reads

from .conftest import Program, Run, one_sentence

COLUMNS = (
    *("claim_id", "uuid", "document_id", "document", "title", "date", "start", "end", "quote", "actors", "topic"),
    *("stance", "voice", "coder", "created", "memo", "certainty", "origin"),
)
MEMOS = ['=HYPERLINK("x")', "+1", "-1", "@here", "'=quoted", "a, “b”\nand; c", ""]


@pytest.fixture
def risky(project: Path) -> Path:
    """Return a project with memos that a spreadsheet would take for formulas."""
    with Database(project) as db:
        claims = reads.claims(db)
        for claim, memo in zip(claims, MEMOS, strict=False):
            edit_claims.change(db, claim.id, memo=memo)
    return project


def exact_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_claims_hold_what_the_project_holds(run: Run, risky: Path) -> None:
    rows = json.loads(run("claims", risky, "--json").stdout)
    with Database(risky) as db:
        texts = {document.id: reads.text(db, document.id) for document in reads.documents(db)}
        names = {document.id: document.name for document in reads.documents(db)}
        claims = reads.claims(db)
        coders = {coder.id: coder.name for coder in reads.coders(db)}
    assert [row["claim_id"] for row in rows] == [claim.id for claim in claims]
    assert all(tuple(row) == COLUMNS for row in rows)
    for row, claim in zip(rows, claims, strict=True):
        assert row["quote"] == texts[row["document_id"]][row["start"] : row["end"]] == claim.quote
        assert row["document"] == names[claim.document_id]
        assert (row["stance"], row["voice"], row["coder"], row["uuid"]) == (
            claim.stance,
            claim.voice,
            coders[claim.coder_id],
            claim.uuid,
        )
        assert isinstance(row["actors"], list)
        assert len(row["actors"]) == len(claim.actor_ids)
    assert any(len(row["actors"]) > 1 for row in rows)


def test_csv_and_json_say_the_same(run: Run, risky: Path) -> None:
    rows = json.loads(run("claims", risky, "--json").stdout)
    for row in rows:
        row["actors"] = "; ".join(row["actors"])
    texts = [{name: str(value) for name, value in row.items()} for row in rows]
    assert exact_rows(run("claims", risky, "--exact").stdout_bytes) == texts
    table = read_csv(run("claims", risky).stdout_bytes)
    keys = [column.key for column in table.columns]
    assert [dict(zip(keys, row, strict=True)) for row in table.rows] == texts


def test_csv_is_safe_for_spreadsheets_unless_it_is_exact(run: Run, risky: Path) -> None:
    safe, exact = (run("claims", risky, *more).stdout_bytes for more in ([], ["--exact"]))
    assert safe.startswith(b"\xef\xbb\xbfclaim_id,uuid,")
    assert exact.startswith(b"claim_id,uuid,")
    for memo in MEMOS[:4]:
        assert f"'{memo}".replace('"', '""').encode() in safe
    for row in csv.reader(io.StringIO(safe.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert {row["memo"] for row in exact_rows(exact)} >= set(MEMOS)


@pytest.mark.parametrize("command", [["claims"], ["claims", "--exact"], ["claims", "--format", "json"]])
def test_a_file_holds_what_standard_output_shows(command: list[str], run: Run, project: Path, tmp_path: Path) -> None:
    shown = run(command[0], project, *command[1:]).stdout_bytes
    assert run(command[0], project, *command[1:], "-o", "-").stdout_bytes == shown
    path = tmp_path / "table"
    path.write_text("old")
    assert "--force" in one_sentence(run(command[0], project, *command[1:], "-o", path))
    assert path.read_text() == "old"
    result = run(command[0], project, *command[1:], "-o", path, "--force")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{path}: ")
    assert path.read_bytes() == shown


def test_a_table_that_cannot_be_written_is_one_sentence(run: Run, project: Path, tmp_path: Path) -> None:
    for command in ("claims", "matrix"):
        one_sentence(run(command, project, "-o", tmp_path / "nowhere" / "table.csv"))
        one_sentence(run(command, project, "-o", tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.visavis"]


def test_standard_output_is_utf_8_with_crlf_whatever_the_terminal(program: Program, project: Path, run: Run) -> None:
    shown = run("claims", project).stdout_bytes
    assert program("claims", project, PYTHONIOENCODING="latin-1").stdout == shown
    assert shown.endswith(b"\r\n")


def cells_of(run: Run, project: Path) -> dict[tuple[str, str], CellCounts]:
    held: dict[tuple[str, str], list[str]] = {}
    for claim in json.loads(run("claims", project, "--json").stdout):
        for actor in claim["actors"]:
            held.setdefault((claim["topic"], actor), []).append(claim["stance"])
    return {cell: CellCounts.of(stances) for cell, stances in held.items()}


def test_the_matrix_counts_agree_with_the_claims(run: Run, project: Path) -> None:
    with Database(project) as db:
        codebook = [actor.key for actor in reads.actors(db)]
    cells = cells_of(run, project)
    rows = {row["topic"]: row for row in exact_rows(run("matrix", project, "--exact").stdout_bytes)}
    for (topic, actor), cell in cells.items():
        assert [int(rows[topic][f"{actor}_{stance}"]) for stance in ("favor", "against", "neutral")] == list(cell[:3])
        assert int(rows[topic]["mentions"]) == sum(one.total for key, one in cells.items() if key[0] == topic)
    assert int(rows["mentions"]["mentions"]) == sum(cell.total for cell in cells.values())
    assert [name for name in rows["mentions"] if name.endswith("_favor")] == [
        f"{actor}_favor" for actor in codebook if actor in {actor for _, actor in cells}
    ]


@pytest.mark.parametrize("cells", ["net", "stance"])
def test_net_and_stance_say_what_each_cell_does(cells: str, run: Run, project: Path) -> None:
    with Database(project) as db:
        first = reads.claims(db)[0]
        # what another coder says of these words would be no contradiction
        db.set_coder(next(coder.name for coder in reads.coders(db) if coder.id == first.coder_id))
        other = Stance.AGAINST if first.stance == Stance.FAVOR else Stance.FAVOR
        new = NewClaim(first.document_id, first.span, first.actor_ids, first.topic_id, other)
        edit_claims.tag(db, new)
        topics = {topic.key for topic in reads.topics(db)}
    counts = cells_of(run, project)
    rows = {row["topic"]: row for row in exact_rows(run("matrix", project, "--cells", cells, "--exact").stdout_bytes)}
    for topic in topics & set(rows):
        for actor in {actor for _, actor in counts}:
            cell = counts.get((topic, actor), CellCounts())
            expected = cell.label if cells == "stance" else str(cell.net) if cell.total else ""
            assert rows[topic][actor] == expected
    assert any(cell.is_contradictory for cell in counts.values())


def test_the_quotes_stand_in_their_cells(run: Run, project: Path) -> None:
    rows = {row["topic"]: row for row in json.loads(run("matrix", project, "--cells", "quotes", "--json").stdout)}
    claims = json.loads(run("claims", project, "--json").stdout)
    shapes = {"favor": "▲", "against": "▼", "neutral": "●"}
    for claim in claims:
        for actor in claim["actors"]:
            assert f"{shapes[claim['stance']]} {' '.join(claim['quote'].split())}" in rows[claim["topic"]][actor]


def test_an_empty_project_gives_a_header_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.visavis"
    run("new", path, "--empty")
    assert run("claims", path, "--exact").stdout_bytes.decode() == ",".join(COLUMNS) + "\r\n"
    for cells in ("counts", "net", "stance", "quotes"):
        assert run("matrix", path, "--cells", cells, "--exact").stdout.startswith("topic,proposition")


def test_an_export_leaves_the_project_as_it_is(run: Run, project: Path) -> None:
    content = project.read_bytes()
    for command in (["claims"], ["matrix", "--cells", "quotes"], ["documents"], ["history"], ["check"], ["show", "1"]):
        assert run(command[0], project, *command[1:]).exit_code == 0
    assert project.read_bytes() == content


def test_what_is_hidden_is_neither_counted_nor_written(run: Run, project: Path) -> None:
    tagged = (
        "--document",
        "1",
        "--start",
        "0",
        "--end",
        "4",
        "--actor",
        "sosa",
        "--topic",
        "alba",
        "--stance",
        "favor",
    )
    assert run("tag", project, *tagged).exit_code == 0

    def sizes(*where: str) -> tuple[int, ...]:
        claims = json.loads(run("claims", project, "--json", *where).stdout)
        counts = [
            sum(row["claims"] for row in json.loads(run(name, project, "--json", *where).stdout))
            for name in ("documents", "topics", "actors")
        ]
        matrix = json.loads(run("matrix", project, "--json", *where).stdout)[-1]["mentions"]
        return (len(claims), *counts, matrix)

    whole, without = sizes(), sizes("--where", "hide=Ana")
    assert [one - other for one, other in zip(whole, without, strict=True)] == [1, 1, 1, 1, 1]
    told = json.loads(run("documents", project, "--where", "hide=Ana", "--format", "json").stdout)
    assert told["notes"] == ["Claims counted: without coder Ana."]
    assert sum(row["claims"] for row in told["rows"]) == without[1]
    page = run("document-html", project, "1", "--where", "hide=Ana").stdout
    assert "without coder Ana" in page
    assert one_sentence(run("documents", project, "--where", "hide=Nobody")).startswith("There is no coder")


@pytest.mark.parametrize(
    "command",
    [
        *(["claims"], ["memos"], ["documents"], ["topics"], ["actors"], ["search", "nato"], ["views"], ["filters"]),
        *(["history"], ["quotations"], ["trace"], ["suggest", "1"], ["similarity"], ["compare", "sosa", "lavrov"]),
    ],
)
def test_every_list_is_written_as_the_ending_of_the_file_says(
    command: list[str], run: Run, project: Path, tmp_path: Path
) -> None:
    name, *rest = command
    starts = {
        ".csv": b"\xef\xbb\xbf",
        ".xlsx": b"PK",
        ".html": b"<!DOCTYPE html>",
        ".md": b"**",
        ".tex": b"% needs:",
        ".json": b"{",
    }
    if name in ("quotations", "trace", "suggest"):
        # they read all texts each time
        starts = {".xlsx": b"PK"}
    for ending, start in starts.items():
        path = tmp_path / f"table{ending}"
        assert run(name, project, *rest, "-o", path).exit_code == 0
        assert path.read_bytes().startswith(start)
        before = path.read_bytes()
        assert "--force" in one_sentence(run(name, project, *rest, "-o", path))
        assert run(name, project, *rest, "-o", path, "--force").exit_code == 0
        assert path.read_bytes() == before
    assert run(name, project, *rest, "--csvw", "-o", tmp_path / "t.csv").exit_code == 0
    assert json.loads((tmp_path / "t.csv-metadata.json").read_bytes())["dialect"]["trim"] is False
    path = tmp_path / "stamped.json"
    assert run(name, project, *rest, "-o", path, "--stamp").exit_code == 0
    assert json.loads(path.read_bytes())["notes"][-1].startswith("Written at 2")


def test_a_claim_that_a_workbook_cuts_is_told_on_standard_error(run: Run, project: Path, tmp_path: Path) -> None:
    text = tmp_path / "long.txt"
    text.write_text("Long " * 7000)
    run("import", project, text)
    with Database(project) as db:
        number = max(one.id for one in reads.documents(db))
        topic = next(one.key for one in reads.topics(db) if one.proposition)
    span = ("--document", number, "--start", 0, "--end", 34_999)
    assert run("tag", project, *map(str, span), "--actor", "sosa", "--topic", topic, "--stance", "favor").stdout
    told = run("claims", project, "--where", f"document={number}", "-o", tmp_path / "c.xlsx")
    assert told.stderr == (
        "1 cell was cut at 32,767 characters, the most that a cell of Excel holds: CSV has it whole.\n"
    )
    assert run("claims", project, "-o", tmp_path / "c.csv").stderr == ""
