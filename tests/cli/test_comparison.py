"""The commands that compare: golden files of the five documents, and what each option does.

``VISAVIS_GOLDEN=write`` writes the golden files anew; look at what changed before you keep it.
"""

import csv
import io
import json
import os
import re
import time
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.edits import saved

from .conftest import Program, Run, one_sentence

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "comparison"
# one table in every form
FORMS_OF = ["matrix", "--rows", "theme", "--columns", "organisation", "--where", "document=1,2", "--duplicates", "day"]
# what is another in every project
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
CASES = {
    "matrix.csv": ["matrix", "--exact"],
    "matrix-net.csv": ["matrix", "--cells", "net", "--exact"],
    "matrix-themes-countries.md": [
        *("matrix", "--rows", "theme", "--columns", "country", "--order", "count", "--format", "md"),
    ],
    "matrix-nested.html": [
        *("matrix", "--rows", "theme>topic", "--columns", "country>organisation", "--cells", "net"),
        *("--where", "stance=favor,against", "--hide-empty", "--format", "html"),
    ],
    "matrix-dates.tex": [
        "matrix",
        "--rows",
        "theme",
        "--columns",
        "publisher",
        "--cells",
        "dates",
        "--format",
        "latex",
    ],
    "matrix-similar.csv": [
        *("matrix", "--rows", "organisation", "--columns", "theme", "--cells", "share", "--order", "similarity"),
        *("--duplicates", "document", "--hide-empty", "--exact"),
    ],
    "matrix-dominant.json": [
        "matrix",
        "--rows",
        "theme",
        "--columns",
        "year>document",
        "--cells",
        "dominant",
        "--json",
    ],
    "matrix-voices.csv": ["matrix", "--cells", "voice", "--columns", "organisation", "--exact"],
    "matrix-publishers.md": [
        *("matrix", "--rows", "theme", "--columns", "country", "--cells", "publisher", "--format", "md"),
    ],
    "contradictions.csv": ["contradictions", "--exact"],
    "opponents.md": ["contradictions", "--of", "pairs", "--format", "md"],
    "timeline.csv": ["timeline", "--step", "year", "--by", "topic", "--exact"],
    "similarity.csv": ["similarity", "--measure", "position", "--where", "document=1,2", "--exact"],
    "compare.md": ["compare", "sosa", "lavrov", "--format", "md"],
    "network-two.csv": ["network", "--rows", "organisation", "--normalisation", "activity", "--exact"],
    "network-one.graphml": ["network", "--mode", "one", "--normalisation", "jaccard", "--format", "graphml"],
    "network-one.csv": [
        *("network", "--mode", "one", "--rows", "country", "--concepts", "theme", "--aggregation", "conflict"),
        *("--normalisation", "average", "--duplicates", "document", "--isolates", "--exact"),
    ],
    "network-two.graphml": [
        *("network", "--rows", "country", "--aggregation", "combine", "--where", "document=1,2", "--format", "graphml"),
    ],
    "matrix-forms.html": [*FORMS_OF, "--format", "html"],
    "matrix-forms.md": [*FORMS_OF, "--format", "md"],
    "matrix-forms.tex": [*FORMS_OF, "--format", "latex", "--plain-rules"],
    "matrix-forms.json": [*FORMS_OF, "--format", "json"],
    "matrix-forms.csv": FORMS_OF,
    "matrix-stance.csv": ["matrix", "--cells", "stance", "--exact"],
    "matrix-quotes.md": ["matrix", "--cells", "quotes", "--where", "document=1", "--hide-empty", "--format", "md"],
    "opponents.csv": ["contradictions", "--of", "pairs", "--exact"],
    "timeline.md": ["timeline", "--by", "actor", "--where", "topic=nato-latam", "--format", "md"],
    "compare-documents.csv": ["compare", "1", "2", "--by", "document", "--exact"],
    "compare-cells.md": [
        "compare",
        "actor=sosa",
        "country=Russia where=voice=direct",
        "--by",
        "cell",
        "--format",
        "md",
    ],
    "compare-filters.json": ["compare", "actor=sosa date=2024", "actor=lavrov", "--by", "filter", "--format", "json"],
    "events.csv": ["events", "--where", "document=3", "--duplicates", "document", "--exact"],
    "claims.csv": ["claims", "--where", "document=1", "--exact"],
    "claims.tex": ["claims", "--where", "document=1 stance=against", "--format", "latex"],
    "documents.csv": ["documents", "--exact"],
    "documents.md": ["documents", "--where", "stance=against", "--format", "md"],
    "topics.csv": ["topics", "--exact"],
    "topics.html": ["topics", "--where", "document=4", "--format", "html"],
    "actors.csv": ["actors", "--exact"],
    "memos.csv": ["memos", "--exact"],
    "search.csv": ["search", "nato bases", "--exact"],
    "quotations.csv": ["quotations", "--document", "1", "--exact"],
    "traces.md": ["trace", "--document", "1", "--format", "md"],
    "suggestions.csv": ["suggest", "1", "--exact"],
    "history.json": ["history", "--format", "json"],
    "views.csv": ["views", "--exact"],
    "filters.csv": ["filters", "--exact"],
    "document.html": ["document-html", "1", "--where", "voice=direct"],
}


@pytest.mark.parametrize("name", CASES)
def test_the_five_documents_give_the_golden_file(name: str, run: Run, project: Path) -> None:
    command, *rest = CASES[name]
    result = run(command, project, *rest)
    assert result.exit_code == 0, result.stderr
    found = _TIME.sub(b"TIME", _UUID.sub(b"UUID", result.stdout_bytes))
    path = GOLDEN / name
    if os.environ.get("VISAVIS_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(found)
    assert found == path.read_bytes()


def test_two_exports_are_the_same_bytes(run: Run, program: Program, project: Path, tmp_path: Path) -> None:
    for number, seed in enumerate(("1", "2")):
        done = program(
            *("matrix", project, "--rows", "organisation", "--columns", "theme", "--order", "similarity"),
            *("--format", "xlsx", "-o", tmp_path / f"{number}.xlsx"),
            PYTHONHASHSEED=seed,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        done = program(
            "contradictions", project, "--of", "pairs", "-o", tmp_path / f"{number}.csv", PYTHONHASHSEED=seed
        )
        assert done.returncode == 0
    for suffix in ("xlsx", "csv"):
        assert (tmp_path / f"0.{suffix}").read_bytes() == (tmp_path / f"1.{suffix}").read_bytes()


def test_what_stands_there_is_replaced_only_by_force(run: Run, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text("mine")
    for command in (["matrix"], ["contradictions"], ["network"], ["events"], ["timeline"], ["document-html", "1"]):
        assert "--force" in one_sentence(run(command[0], project, *command[1:], "-o", path))
        assert path.read_text() == "mine"
    assert run("matrix", project, "-o", path, "--force").exit_code == 0
    assert path.read_bytes() == run("matrix", project).stdout_bytes


def test_metadata_stand_beside_an_exact_file(run: Run, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    assert run("matrix", project, "--csvw", "-o", path).exit_code == 0
    metadata = json.loads((tmp_path / "m.csv-metadata.json").read_text("utf-8"))
    assert metadata["url"] == "m.csv"
    header = next(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    assert [column["titles"] for column in metadata["tableSchema"]["columns"]] == header
    assert metadata["notes"][0]["value"] == "Filter: all claims."
    path.unlink()
    assert "m.csv-metadata.json" in one_sentence(run("matrix", project, "--csvw", "-o", path))
    assert not path.exists()
    assert run("matrix", project, "--csvw").exit_code == 2
    assert run("matrix", project, "--csvw", "--format", "html", "-o", path).exit_code == 2
    assert run("matrix", project, "--csvw", "-o", tmp_path / "m.xlsx").exit_code == 2


def test_claims_come_in_every_format(run: Run, project: Path) -> None:
    assert run("claims", project, "--format", "md").stdout.count("\n|") > 250
    assert run("claims", project, "--format", "xlsx").stdout_bytes.startswith(b"PK")
    told = json.loads(run("claims", project, "--format", "json", "--where", "stance=against").stdout)
    assert told["rows"] == json.loads(run("claims", project, "--json", "--where", "stance=against").stdout)
    assert (told["caption"], told["notes"]) == ("Claims", ["Filter: stance against."])
    assert [column["key"] for column in told["columns"]] == list(told["rows"][0])
    assert all(column["title"] and column["description"] for column in told["columns"])


def test_a_view_is_saved_listed_used_changed_and_deleted(run: Run, project: Path) -> None:
    wish = ("--rows", "theme", "--columns", "country", "--cells", "net", "--where", "stance=favor", "--order", "count")
    shown = run("matrix", project, *wish, "--save", "my themes")
    assert shown.exit_code == 0
    assert run("matrix", project, "--view", "my themes").stdout_bytes == shown.stdout_bytes
    assert run("views", project).stdout.split() == [
        *("my", "themes", "theme", "country", "net", "count", "include", "stance=favor"),
    ]
    (record,) = json.loads(run("views", project, "--json").stdout)
    assert (record["name"], record["rows"], record["where"]) == ("my themes", "theme", "stance=favor")
    other = run("matrix", project, "--view", "my themes", "--cells", "counts", "--order", "codebook").stdout
    assert other == run("matrix", project, *wish, "--cells", "counts", "--order", "codebook").stdout
    assert "Save view my themes" in run("undo", project).stdout
    assert run("views", project, "--json").stdout == "[]\n"
    run("redo", project)
    assert run("views", project, "--delete", "my themes").stdout == "deleted: my themes\n"
    assert "There is no view “my themes”" in one_sentence(run("matrix", project, "--view", "my themes"))
    with Database(project) as db:
        assert saved.views(db) == {}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["matrix", "--rows", "topics"], "did you mean “topic”"),
        (["matrix", "--rows", "year", "--columns", "year"], "both axes"),
        (["matrix", "--rows", "document", "--cells", "summary"], "Summaries"),
        (["network", "--mode", "one", "--aggregation", "combine"], "choose among"),
        (["network", "--rows", "theme", "--concepts", "topic"], "do not share “topic”: choose “actor”"),
        (["document-html", "1", "2", "3"], "At most two"),
        (["document-pdf", "1", "2", "3"], "At most two"),
        (["claims", "--stamp"], "no place for a time"),
        (["claims", "--json", "--stamp"], "no place for a time"),
        (["documents", "--format", "csv", "--json"], "--json is the list itself"),
        (["history", "--changes", "--json"], "--json is the list itself"),
    ],
)
def test_a_wish_that_cannot_be_met_is_wrong_usage(arguments: list[str], told: str, run: Run, project: Path) -> None:
    assert told in one_sentence(run(arguments[0], project, *arguments[1:]), 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["matrix", "--where", "actor=nobody"],
        ["contradictions", "--where", "colour=red"],
        ["compare", "sosa", "nobody"],
        ["compare", "1", "99", "--by", "document"],
        ["document-html", "99"],
    ],
)
def test_a_name_that_is_not_there_is_one_sentence(arguments: list[str], run: Run, project: Path) -> None:
    one_sentence(run(arguments[0], project, *arguments[1:]))


def test_an_empty_project_is_compared_too(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.visavis"
    run("new", path, "--empty")
    for command in (["matrix", "--order", "similarity"], ["contradictions"], ["contradictions", "--of", "pairs"]):
        assert run(command[0], path, *command[1:]).exit_code == 0
    for name in ("timeline", "similarity", "network", "events", "views"):
        assert run(name, path).exit_code == 0


def test_two_documents_are_one_page(run: Run, project: Path) -> None:
    page = run("document-html", project, "1", "3").stdout
    assert page.count("<article") == 2
    assert page == run("document-html", project, "1", "3").stdout


def test_a_pdf_is_the_same_bytes_in_another_process_at_another_time_and_place(
    program: Program, project: Path, tmp_path: Path
) -> None:
    made = []
    for number, (zone, seed, language) in enumerate((("UTC", "1", "C"), ("Asia/Tokyo", "2", "C.UTF-8"))):
        # the engine tells the time to the second
        time.sleep(1.1 * number)
        path = tmp_path / f"{number}.pdf"
        done = program("document-pdf", project, "1", "3", "-o", path, TZ=zone, PYTHONHASHSEED=seed, LC_ALL=language)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == f"{path}: 2 documents\n".encode()
        made.append(path.read_bytes())
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")
    assert b"Date" not in made[0]
    # what points to its objects was set right when the time was cut out
    table = int(made[0].rsplit(b"startxref\n", 1)[1].split()[0])
    assert made[0][table:].startswith(b"xref\n")
    for number, line in enumerate(made[0][table:].split(b"\n")[2:]):
        if line.endswith((b" n", b" n ")):
            assert made[0][int(line[:10]) :].startswith(f"{number} 0 obj".encode())


def test_other_commands_do_not_wait_for_comparisons(program: Program, project: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from desktop.__main__ import main\n"
        f"sys.argv = ['visavis', 'documents', {str(project)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "late = 'evidence findings history lists matrix matrix_table networks pages quotation_tables'.split()\n"
        "late = ('xlsxwriter', 'html', *(f'desktop.project.{name}' for name in late))\n"
        "print([name for name in sys.modules if name.startswith(late)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stdout.splitlines()[-1] == b"[]"
