"""Tables on the command line: which column is what, own variables, and what the project remembers."""

import json
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desktop.project.importing import import_files
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

TABLE = (
    "Head,Body,Side,Who\n"
    "Fares,We sail at noon.,North,Ada Quill\n"
    "Crews,Nobody sails.,South,Odo Brink\n"
    "Mills,We pay for it.,North,Una Ward\n"
)
SAID = ("--column", "Body=text", "--column", "head=title", "--column", "Side=own:Party", "--column", "Who=")


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    return path


def variables(project: Path) -> list[dict[str, str]]:
    with Database(project) as db:
        return [dict(one.facts.variables) for one in reads.documents(db)]


def test_columns_are_what_is_said_and_told_as_json(run: Run, empty: Path, table: Path) -> None:
    records = json.loads(run("import", empty, table, *SAID, "--json").stdout)
    assert [one["columns"] for one in records] == [
        {"Head": "title", "Body": "text", "Side": "own:Party", "Who": ""},
    ] * 3
    assert records[0]["left_out"] == [{"reason": "columns of the table that are left out", "words": 2}]
    assert variables(empty) == [{"Party": "North"}, {"Party": "South"}, {"Party": "North"}]
    listed = json.loads(run("documents", empty, "--json").stdout)
    assert [(one["title"], one["variables"]) for one in listed][:1] == [("Fares", {"Party": "North"})]


def test_two_things_said_of_one_column_or_speaker_are_refused(run: Run, empty: Path, table: Path) -> None:
    told = one_sentence(run("import", empty, table, *SAID, "--column", "BODY=note"), 2)
    assert told == "Two things are said of “BODY”: keep one of them."
    assert run("import", empty, table, *SAID, "--column", "Body=text", "--dry-run").exit_code == 0
    said = ("--speaker", "Ana=ana", "--speaker", "ana=Ana Solar")
    assert "Two things are said of “ana”" in one_sentence(run("import", empty, table, *said), 2)


def test_a_table_of_the_same_head_is_read_as_the_one_before_and_undo_forgets_that(
    run: Run, empty: Path, table: Path, tmp_path: Path
) -> None:
    other = tmp_path / "b.csv"
    other.write_text(TABLE.replace("We sail", "They sail").replace("Nobody", "Somebody").replace("We pay", "They pay"))
    assert run("import", empty, table, *SAID).exit_code == 0
    (first, *_rest) = json.loads(run("import", empty, other, "--json").stdout)
    assert first["columns"] == {"Head": "title", "Body": "text", "Side": "own:Party", "Who": ""}
    # looked through again, nothing is new
    assert "Nothing new." in run("import", empty, other, "--new").stdout
    run("undo", empty)
    run("undo", empty)
    with Database(empty) as db:
        assert not db.sqlite.execute("SELECT count(*) FROM setting").fetchone()[0]


def test_a_trial_remembers_nothing(run: Run, empty: Path, table: Path) -> None:
    before = empty.read_bytes()
    assert run("import", empty, table, *SAID, "--dry-run").exit_code == 0
    assert empty.read_bytes() == before


@pytest.mark.parametrize(
    ("said", "told", "status"),
    [
        ("Text=text", "No table has a column “Text”: there are Head, Body, Side, Who.", 2),
        ("Body=poem", "A column cannot be “poem”: write one of ", 2),
        ("Body", "“Body” names no column: write its head, “=”, and what it is.", 2),
        ("Body=", "a.csv: No column is the text: choose the one that holds what was said or written.", 1),
    ],
)
def test_what_cannot_be_said_of_a_column_is_told(
    run: Run, empty: Path, table: Path, said: str, told: str, status: int
) -> None:
    result = run("import", empty, table, "--column", said)
    assert told in one_sentence(result, status)


def test_own_variables_are_exported_filtered_undone_and_travel_with_the_document(
    run: Run, empty: Path, table: Path, tmp_path: Path
) -> None:
    run("import", empty, table, *SAID)
    target = tmp_path / "documents.csv"
    assert run("documents", empty, "-o", target).exit_code == 0
    head, *rows = target.read_text("utf-8-sig").splitlines()
    assert [row.split(",")[head.split(",").index("own:Party")] for row in rows] == ["North", "South", "North"]
    coded = tmp_path / "coded.md"
    assert run("show", empty, "1", "--annotated", "-o", coded).exit_code == 0
    again = tmp_path / "again.visavis"
    run("new", again, "--empty")
    run("import", again, coded)
    assert variables(again) == [{"Party": "North"}]
    refused = run("claims", empty, "--where", "variable=Side=North")
    assert "No document has an own variable “Side”: the project has Party." in one_sentence(refused)
    assert run("claims", empty, "--where", "variable=Party=North").exit_code == 0
    run("undo", empty)
    assert not variables(empty)


def test_own_variables_are_listed_given_and_taken_by_the_command_line(run: Run, empty: Path, table: Path) -> None:
    run("import", empty, table, *SAID)
    assert run("variable", empty).stdout.split() == ["Party", "North", "2", "Party", "South", "1"]
    run("variable", empty, "2", "3", "--to", "Party=West")
    run("variable", empty, "1", "--to", "Party=")
    assert json.loads(run("variable", empty, "--json").stdout) == {"Party": {"West": 2}}
    run("undo", empty)
    assert variables(empty)[0] == {"Party": "North"}
    assert "name them, and the variable" in one_sentence(run("variable", empty, "1"), 2)
    assert "is no variable" in one_sentence(run("variable", empty, "1", "--to", "Party"), 2)
    assert "has no name" in one_sentence(run("variable", empty, "1", "--to", "=West"))


def test_the_name_of_an_own_variable_may_have_an_equals_sign(run: Run, empty: Path, table: Path) -> None:
    name = "Side (1=North)"
    table.write_text(TABLE.replace("Side", name))
    run("import", empty, table, "--column", "Head=title", "--column", "Body=text", "--column", f"{name}=own")
    run("variable", empty, "2", "--to", f"{name}=East=West")
    assert variables(empty)[1][name] == "East=West"
    assert run("claims", empty, "--where", f'variable="{name}=East=West"').exit_code == 0
    refused = run("claims", empty, "--where", f'variable="{name}=South"')
    assert f"The own variable “{name}” is “South” nowhere" in one_sentence(refused)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_interrupted_import_of_a_table_leaves_no_trace(empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text(
        "title,text\n" + "".join(f"Fares {at},We sail at {at} and never at {at + 1}.\n" for at in range(4000))
    )
    before = empty.read_bytes()
    # a process says how far it is when each document has come in
    program = (
        "import sys\nfrom pathlib import Path\nfrom desktop.project.importing import import_files\n"
        "from desktop.store.database import Database\n"
        "with Database(Path(sys.argv[1])) as db:\n"
        "    import_files(db, [Path(sys.argv[2])], progress=lambda done, _: print(done, flush=True))\n"
    )
    command = [sys.executable, "-c", program, str(empty), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert [int(process.stdout.readline()) for _ in range(50)][-1] == 50
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    assert process.returncode != 0
    assert empty.read_bytes() == before
    assert [one.name for one in tmp_path.glob("empty.visavis*")] == [empty.name]


def test_a_row_costs_no_look_at_all_other_documents(run: Run, empty: Path, table: Path) -> None:
    run("import", empty, table, *SAID)
    asked: list[str] = []
    with Database(empty) as db:
        db.sqlite.conn.set_trace_callback(asked.append)
        table.write_text(TABLE.replace("We", "They"))
        assert all(one.reading is None for one in import_files(db, [table], brief=True))
        db.sqlite.conn.set_trace_callback(None)
        looks = [sql for sql in asked if sql.startswith("SELECT id FROM document WHERE original_sha256")]
        plans = [str(db.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()) for sql in looks]
    assert plans
    assert all("USING INDEX document_original" in plan for plan in plans)


@pytest.mark.parametrize(("suffix", "separator"), [(".csv", ","), (".tsv", "\t")])
def test_a_table_is_read_in_the_encoding_that_is_chosen(
    run: Run, empty: Path, tmp_path: Path, suffix: str, separator: str
) -> None:
    rows = ("Názov", "Text", "Kto"), ("Prievoz", "Žiadna loď ďalej nepláva.", "Ľuba Šálková")
    path = tmp_path / f"a{suffix}"
    path.write_bytes("\n".join(map(separator.join, rows)).encode("cp852"))
    said = ("--column", "Názov=title", "--column", "Kto=own:Kto", "--encoding", "cp852")
    assert run("import", empty, path, *said).exit_code == 0
    with Database(empty) as db:
        (document,) = reads.documents(db)
        assert reads.text(db, document.id) == "Žiadna loď ďalej nepláva."
    assert (document.facts.title, document.facts.variables) == ("Prievoz", (("Kto", "Ľuba Šálková"),))
    assert "Nothing new." in run("import", empty, path, "--new", "--encoding", "cp852").stdout


def test_a_table_that_is_not_valid_in_the_chosen_encoding_is_refused_and_a_guess_is_told_once(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = ("Who,Text", "Božena,Řeka teče pomalu a šumí pod městem.", "Ondřej,Žluťoučký kůň stojí u vody.")
    path.write_bytes("\n".join(rows).encode("cp1250"))
    assert one_sentence(run("import", empty, path, "--encoding", "utf-8"), 1) == (
        "a.csv is not valid utf-8; choose another encoding."
    )
    told = run("import", empty, path).stdout
    assert told.count("The encoding of a.csv was guessed to be cp1250: look at its accents.") == 1


def test_a_table_in_an_archive_is_read_in_the_encoding_that_is_chosen(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("t.csv", "Title,Text\nА,Паром стоит.\nБ,Никто не платит.\n".encode("cp866"))
    assert run("import", empty, path, "--encoding", "cp866").exit_code == 0
    with Database(empty) as db:
        assert [reads.text(db, one.id) for one in reads.documents(db)] == ["Паром стоит.", "Никто не платит."]


def test_the_help_says_that_tables_are_read(run: Run) -> None:
    told = " ".join(run("import", "--help").stdout.split())
    assert "EPUB, PDF, tables (CSV, TSV, Excel, OpenDocument, JSON lines), mailboxes, feeds" in told


def test_columns_of_tables_in_an_archive_are_said_told_and_remembered(run: Run, empty: Path, tmp_path: Path) -> None:
    path = tmp_path / "talks.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024/a.csv", TABLE)
    records = json.loads(run("import", empty, path, *SAID, "--json").stdout)
    assert records[0]["columns"] == {"Head": "title", "Body": "text", "Side": "own:Party", "Who": ""}
    assert variables(empty) == [{"Party": "North"}, {"Party": "South"}, {"Party": "North"}]
    told = one_sentence(run("import", empty, path, "--column", "Nobody=text"), 2)
    assert told == "No table has a column “Nobody”: there are Head, Body, Side, Who."
