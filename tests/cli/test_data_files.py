"""What the README tells of reading exported tables in other programs holds of the files that are written."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from ..test_promises import ROOT
from .conftest import Run

RECIPE = (ROOT / "README.md").read_text("utf-8").split("## In R, pandas, Stata and SPSS")[1].split("\n## ")[0]
PARTS = dict(re.findall(r"```(\w+)\n(.+?)```", RECIPE, re.DOTALL))


@pytest.fixture
def study(run: Run, tmp_path: Path) -> Path:
    """A project with a claim of two actors, one whose stance is not coded, and a field of each kind of owner."""
    path = tmp_path / "study.visavis"
    assert run("new", path, "--empty").exit_code == 0
    (tmp_path / "one.txt").write_text("Élan à Tarn, =1+1 and so on.", "utf-8")
    book = tmp_path / "book.toml"
    book.write_text(
        'visavis = 1\n[[actor]]\nkey = "na"\nname = "NA"\n[[actor]]\nkey = "ana"\nname = "Ana"\n'
        '[[topic]]\nkey = "fares"\nname = "Fares"\nproposition = "Fares should fall."\n'
    )
    assert run("codebook-import", path, book).exit_code == 0
    assert run("import", path, tmp_path / "one.txt", "--date", "2024").exit_code == 0
    tagged = (("0", "4", "favor", ("na", "ana")), ("13", "17", "not coded", ("ana",)))
    for start, end, stance, actors in tagged:
        held = [word for actor in actors for word in ("--actor", actor)]
        told = run("tag", path, "--document", "1", "--start", start, "--end", end, *held, "--topic", "fares",
                   "--stance", stance)  # fmt: skip
        assert told.exit_code == 0, told.output
    assert run("variable", path, "1", "--to", "Party=Greens").exit_code == 0
    assert (
        run("fields", path, "make", "Frame", "--kind", "several", "--value", "cost", "--value", "duty").exit_code == 0
    )
    assert run("fields", path, "set", "Frame", "cost; duty", "1").exit_code == 0
    for line in re.findall(r"(?m)^    visavis (.+?)\s*(?:#.*)?$", RECIPE):
        command, _project, *options = line.split()
        options = [str(tmp_path / one) if one.endswith((".csv", ".xlsx")) else one for one in options]
        told = run(command, path, *options)
        assert told.exit_code == 0, told.output
    return tmp_path


def test_the_table_of_claims_is_as_the_recipes_read_it(study: Path) -> None:
    content = (study / "claims.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8")))
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert (first["actors"].split("; "), second["actors"]) == (["na", "ana"], "ana")
    assert (first["stance"], second["stance"], first["date"], second["memo"]) == ("favor", "not coded", "2024", "")
    assert second["quote"] == "=1+1"
    assert (first["claim:Frame"], first["own:Party"]) == ("cost; duty", "Greens")
    # each column that a recipe names is there, and Stata counts them
    for words in (PARTS["r"], PARTS["python"], PARTS["stata"]):
        assert {"actors", "stance"} <= set(re.findall(r"\w+", words))
    assert head.index("date") + 1 == int(re.findall(r"stringcols\((\d+)\)", PARTS["stata"])[0])
    assert {"claim_id", "date", "stance", "actors"} <= {*head}
    # as it is written for spreadsheets where nothing else is said
    assert 'encoding="utf-8"' in PARTS["python"]


def test_the_workbook_of_claims_has_the_head_that_is_told(study: Path) -> None:
    head, _first, second = openpyxl.load_workbook(study / "claims.xlsx").worksheets[0].iter_rows(values_only=True)
    (name,) = re.findall(r"RECODE (\w+)", PARTS["spss"])
    assert second[head.index(name)] == "not coded"


def test_the_matrix_has_a_row_for_each_topic_and_a_number_in_each_cell(study: Path) -> None:
    head, *rows = csv.reader(io.StringIO((study / "net.csv").read_text("utf-8")))
    assert head[:2] == ["topic", "proposition"]
    assert [row[0] for row in rows] == ["fares", "total"]
    assert all("total" in PARTS[name].splitlines()[-1] for name in ("r", "python"))
    assert [float(cell) for row in rows[:1] for cell in row[2:] if cell] == [1.0, 1.0]


def test_pandas_reads_them(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = pytest.importorskip("pandas")
    monkeypatch.chdir(study)
    found: dict[str, object] = {"pd": pandas}
    exec(PARTS["python"], found)
    held: object = found["held"]
    assert [*held["actor"]] == ["na", "ana", "ana"]  # type: ignore[index]
    assert [*held["stance"].isna()] == [False, False, True]  # type: ignore[index]
