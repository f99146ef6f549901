"""Tables of coded passages from other programs: each row comes in, or is listed with the reason why not."""

import csv
import json
from pathlib import Path

import pytest

from .conftest import Run
from .test_import_programs import claims

TEXT = (
    "Nora Vint asked for shore power. Olaf Kemp refused the cruise cap. The tunnel was not spoken of. "
    "Nobody asked the town."
)


def make_town(run: Run, folder: Path, words: str) -> Path:
    """Make a project with one document and nothing coded."""
    text, path = folder / "Town report.txt", folder / "town.visavis"
    text.write_text(words, "utf-8")
    assert run("new", path, "--empty").exit_code == 0
    assert run("import", path, text, "--known-speakers").exit_code == 0
    return path


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Path:
    return make_town(run, tmp_path, TEXT)


def table(path: Path, head: list[str], *rows: list[str], separator: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows([head, *rows])
    return path


def test_statements_have_a_person_and_the_organisation_they_speak_for(run: Run, town: Path, tmp_path: Path) -> None:
    path = table(
        tmp_path / "statements.csv",
        ["Document", "Text", "Person", "Organization", "Concept", "Agreement"],
        ["Town report", "asked for shore power", "Nora Vint", "Green Quay", "Shore power", "yes"],
        ["Town report", "refused the cruise cap", "Olaf Kemp", "Port Authority", "Cruise cap", "no"],
    )
    result = run("import", town, path)
    assert result.exit_code == 0, result.output
    assert [one[:4] for one in claims(town)] == [
        ("asked for shore power", ("Nora Vint",), "Shore power", "favor"),
        ("refused the cruise cap", ("Olaf Kemp",), "Cruise cap", "against"),
    ]
    actors = json.loads(run("actors", town, "--json").stdout)
    assert {one["name"]: one["parent"] for one in actors} == {
        "Nora Vint": "green-quay", "Olaf Kemp": "port-authority", "Green Quay": "", "Port Authority": ""
    }  # fmt: skip


def test_the_head_of_a_table_may_be_in_another_language(run: Run, town: Path, tmp_path: Path) -> None:
    path = table(
        tmp_path / "tablo.csv",
        ["Belge", "Alıntı", "Konuşmacı", "Konu", "Tutum"],
        ["Town report", "asked for shore power", "Nora Vint", "Kıyı elektriği", "lehte"],
        separator=";",
    )
    assert run("import", town, path).exit_code == 0
    assert [one[:4] for one in claims(town)] == [("asked for shore power", ("Nora Vint",), "Kıyı elektriği", "favor")]


def test_weights_are_told_and_say_nothing_until_it_is_told_what(run: Run, town: Path, tmp_path: Path) -> None:
    path = table(
        tmp_path / "weights.csv",
        ["Document name", "Code", "Segment", "Weight score"],
        ["Town report", "Shore power", "asked for shore power", "90"],
        ["Town report", "Cruise cap", "refused the cruise cap", "0"],
    )
    told = run("import", town, path, "--dry-run").output
    assert "weights from 0 to 90 on 2 codings are not read as stances" in told
    answers = tmp_path / "m.toml"
    answers.write_text('visavis-map = 1\nwithout-actor = "not-coded"\ncuts = [30, 60]\n', "utf-8")
    assert run("import", town, path, "--map", answers).exit_code == 0
    assert [one[2:4] for one in claims(town)] == [("Shore power", "favor"), ("Cruise cap", "against")]


def test_branches_that_are_left_out_are_named_with_how_much_is_in_them(run: Run, town: Path, tmp_path: Path) -> None:
    path = table(
        tmp_path / "segments.csv",
        ["Document name", "Code", "Segment"],
        ["Town report", "Topics > Shore power", "asked for shore power"],
        ["Town report", "Sonstiges > unklar", "Nobody asked the town"],
        ["Town report", "Sonstiges > nett", "Nobody asked the town"],
    )
    assert "Codings with codes that are left out: 2 (Sonstiges: 2)." in run("import", town, path).output
