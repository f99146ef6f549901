"""Own fields by the command line alone: made, filled, filtered, counted, written out, and taken back."""

import csv
import io
import json
from pathlib import Path

import pytest

from .conftest import Run, one_sentence


@pytest.fixture
def study(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "study.visavis"
    assert run("new", path).exit_code == 0
    given = ("--kind", "one", "--value", "economic", "--value", "moral", "--definition", "Why it is said.")
    assert run("fields", path, "make", "Frame", *given, "--default", "moral").exit_code == 0
    assert run("fields", path, "make", "actor:Party").exit_code == 0
    return path


def table(run: Run, path: Path, *given: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(run(given[0], path, *given[1:], "--format", "csv").stdout.lstrip("\ufeff")))]


def test_a_field_is_made_filled_filtered_counted_written_and_taken_back(run: Run, study: Path) -> None:
    assert "set: claim:Frame of" in run("fields", study, "set", "frame", "ECONOMIC", "--where", "stance=favor").stdout
    favor = table(run, study, "claims", "--where", "stance=favor")
    assert {one["claim:Frame"] for one in favor} == {"economic"}
    assert len(table(run, study, "claims", "--where", "field=Frame=economic")) == len(favor) > 3
    rows = {one["claim:Frame"]: one for one in table(run, study, "matrix", "--rows", "Frame", "--columns", "voice")}
    assert int(rows["economic"]["claims"]) == len(favor)
    assert int(rows["moral"]["claims"]) == 0
    assert int(rows["(none)"]["claims"]) == len(table(run, study, "claims")) - len(favor)
    records = json.loads(run("fields", study, "--json").stdout)
    assert [(one["owner"], one["name"], one["things"]) for one in records] == [
        ("claim", "Frame", len(favor)),
        ("actor", "Party", 0),
    ]
    run("undo", study)
    assert json.loads(run("fields", study, "--json").stdout)[0]["things"] == 0


def test_a_project_without_fields_says_so_in_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plain.visavis"
    run("new", path)
    listed = run("fields", path)
    assert listed.exit_code == 0
    assert listed.stdout == ""
    told = listed.stderr.strip()
    assert told == f"The project has no fields of its own: “visavis fields {path} make NAME” makes one."
    assert json.loads(run("fields", path, "--json").stdout) == []
    # and so does every list
    run("new", empty := tmp_path / "empty.visavis", "--empty")
    for command in ("memberships", "views", "actors", "topics", "documents", "set", "history"):
        listed = run(command, empty)
        assert (listed.exit_code, listed.stdout) == (0, "")
        assert len(listed.stderr.splitlines()) == 1
        assert listed.stderr.rstrip().endswith(".")


def test_who_writes_a_list_behind_the_name_is_told_how_it_is_written(run: Run, study: Path) -> None:
    before = run("fields", study).stdout
    told = run("fields", study, "make", "claim:Voices", "--kind", "one", "the mayor", "others")
    assert told.exit_code == 2
    assert "goes by --value, each with its own (--value 'the mayor')" in " ".join(told.stderr.split())
    assert run("fields", study).stdout == before


def test_what_a_table_has_of_a_field_that_would_not_take_it_is_told(run: Run, study: Path, tmp_path: Path) -> None:
    run("fields", study, "make", "document:Reach", "--kind", "number")
    path = tmp_path / "t.csv"
    path.write_text('title,text,Reach\nOne,Fares must fall.,"2,5"\nTwo,The bridge is dear.,many\n', "utf-8")
    told = run("import", study, path).stdout.splitlines()
    assert "does not fit" not in told[0]
    assert told[1].endswith("What came in and does not fit its field stays as it is: Reach “many” (1).")
    (one, two) = table(run, study, "documents")[-2:]
    assert (one["own:Reach"], two["own:Reach"]) == ("2.5", "many")


def test_the_cells_of_the_matrix_list_the_values_of_a_field(run: Run, study: Path) -> None:
    run("fields", study, "make", "Weight", "--kind", "number")
    run("fields", study, "make", "document:Long", "--kind", "yes-no")
    run("fields", study, "set", "Frame", "economic", "--where", "stance=favor")
    run("fields", study, "set", "Frame", "moral", "--where", "stance=against")
    run("fields", study, "set", "Weight", "2", "--where", "stance=favor")
    run("fields", study, "set", "Weight", "0.5", "--where", "stance=against")
    run("fields", study, "set", "document:Long", "yes", "1")
    sides = {
        (one["topic"], side): int(one["claims"])
        for side in ("favor", "against")
        for one in table(run, study, "matrix", "--columns", "voice", "--where", f"stance={side}", "--show-empty")
        if one["topic"] != "claims"
    }
    several = [topic for topic, side in sides if side == "favor" and sides[topic, side] and sides[topic, "against"]]
    (topic, *_rest) = several
    favor, against = sides[topic, "favor"], sides[topic, "against"]
    listed = {f"economic ({favor})", f"moral ({against})"}
    asked = ("matrix", "--columns", "coder", "--cells")
    for named in ("frame", "claim:Frame", "CLAIM:frame"):
        rows = {one["topic"]: one for one in table(run, study, *asked, named)}
        (column,) = {*rows[topic]} - {"topic", "proposition"}
        assert {*rows[topic][column].split("; ")} == listed
    assert {*rows["total"][column].split("; ")} == {
        f"{value} ({sum(n for (_topic, one), n in sides.items() if one == side)})"
        for value, side in (("economic", "favor"), ("moral", "against"))
    }
    rows = {one["topic"]: one for one in table(run, study, *asked, "Weight")}
    told = rows[topic]
    assert float(told[f"{column}_mean"]) == pytest.approx((2 * favor + 0.5 * against) / (favor + against), abs=1e-6)
    assert int(told[f"{column}_n"]) == favor + against
    shown = run("matrix", study, "--columns", "coder", "--cells", "document:Long", "--format", "md").stdout
    assert "(n = " in shown
    assert "Long: claims with yes in a hundred of those with yes or no" in shown
    refused = run("matrix", study, "--cells", "frames")
    assert "“frames” is nothing that cells can show: choose among counts, net" in one_sentence(refused, 2)
    assert run("matrix", study, "--cells", "Frame", "--save", "frames", "-o", "-").exit_code == 0
    run("fields", study, "delete", "Frame")
    gone = one_sentence(run("matrix", study, "--view", "frames"))
    assert gone == "There is no field “claim:Frame”: the project has actor:Party, claim:Weight, document:Long."


def test_what_is_drawn_is_grouped_by_an_own_field(run: Run, study: Path) -> None:
    run("fields", study, "set", "Frame", "economic", "--where", "stance=favor")
    run("fields", study, "set", "Party", "Greens", "sosa", "lavrov")
    rows = table(run, study, "timeline", "--by", "frame", "--step", "year")
    told = {one["claim:Frame"]: 0 for one in rows}
    for one in rows:
        told[one["claim:Frame"]] += int(one["favor"]) + int(one["against"]) + int(one["neutral"])
    every = table(run, study, "claims")
    favor = sum(one["stance"] == "favor" for one in every)
    assert told == {"economic": favor, "(none)": len(every) - favor}
    alike = table(run, study, "similarity", "--lines", "Party")
    assert [one["actor:Party"] for one in alike] == ["Greens", "(none)"]
    assert float(alike[0]["Greens"]) == 1
    assert 0 < float(alike[0]["(none)"]) < 1
    refused = run("similarity", study, "--lines", "theme")
    assert one_sentence(refused, 2) == "Lines are alike by their topics: “theme” cannot be compared so. Choose “actor”."
    assert "no field “actor:Camp”" in one_sentence(run("timeline", study, "--by", "actor:Camp"))


def test_a_tagged_claim_has_the_default_or_what_is_said(run: Run, study: Path) -> None:
    place = ("--document", "1", "--actor", "sosa", "--topic", "alba", "--stance", "favor")
    one = run("tag", study, "--start", "10", "--end", "30", *place).stdout.strip()
    other = run("tag", study, "--start", "40", "--end", "60", *place, "--field", "Frame=economic").stdout.strip()
    assert run("change", study, one, "--field", "Frame=economic").exit_code == 0
    frames = {row["claim_id"]: row["claim:Frame"] for row in table(run, study, "claims")}
    assert (frames[one], frames[other]) == ("economic", "economic")
    run("undo", study)
    assert {row["claim_id"]: row["claim:Frame"] for row in table(run, study, "claims")}[one] == "moral"
    refused = run("change", study, one, "--field", "Frame=cheap")
    assert one_sentence(refused) == "“Frame” cannot be “cheap”. Choose one of: economic, moral."


def test_what_would_not_fit_is_told_and_nothing_is_done(run: Run, study: Path) -> None:
    run("fields", study, "set", "Party", "Greens", "sosa", "lavrov")
    told = run("fields", study, "retype", "Party", "--kind", "number", "--dry-run").stdout
    assert "Greens\t2" in told
    refused = run("fields", study, "retype", "Party", "--kind", "number")
    assert "1 value would not fit “Party”: “Greens” (2)." in one_sentence(refused)
    assert run("fields", study, "retype", "Party", "--kind", "one").exit_code == 0
    assert run("fields", study, "rename", "Party", "Greens", "Verdes").stdout.startswith("renamed in 2 places")
    assert run("fields", study, "rename", "Party", "Camp").exit_code == 0
    actors = {one["actor"]: one["actor:Camp"] for one in table(run, study, "actors")}
    assert (actors["sosa"], actors["lavrov"], actors["arce"]) == ("Verdes", "Verdes", "")
    lines = {one["actor:Camp"] for one in table(run, study, "matrix", "--rows", "camp", "--columns", "topic")}
    assert {"Verdes", "(none)"} <= lines
    assert "would be deleted: actor:Camp, with 2 values" in run("fields", study, "delete", "Camp", "--dry-run").stdout
    assert run("fields", study, "delete", "Camp").exit_code == 0
    refused = run("matrix", study, "--rows", "actor:Camp")
    assert one_sentence(refused) == "There is no field “actor:Camp”: the project has claim:Frame."


def test_a_number_beyond_all_is_none(run: Run, study: Path) -> None:
    run("fields", study, "make", "claim:Cost", "--kind", "number")
    assert run("fields", study, "set", "claim:Cost", "9" * 300, "1").exit_code == 0
    assert run("fields", study, "set", "claim:Cost", "9" * 400, "1").exit_code == 1
    (cell,) = {one["claim:Cost"] for one in table(run, study, "claims")} - {""}
    assert cell == "9" * 300


def test_the_codebook_takes_fields_and_what_entries_have_of_them_along(run: Run, study: Path, tmp_path: Path) -> None:
    run("fields", study, "set", "Party", "Greens; left", "sosa")
    other = tmp_path / "other.visavis"
    run("new", other, "--empty")
    for name in ("book.toml", "book.csv"):
        assert run("codebook", study, "--format", name[5:], "-o", tmp_path / name).exit_code == 0
    assert run("codebook-import", other, tmp_path / "book.toml").exit_code == 0
    records = [json.loads(run("fields", one, "--json").stdout) for one in (study, other)]
    assert records[0] == [{**one, "things": was["things"]} for one, was in zip(records[1], records[0], strict=True)]
    assert {one["actor"]: one["actor:Party"] for one in table(run, other, "actors")}["sosa"] == "Greens; left"
    run("fields", other, "set", "Party", "", "sosa")
    assert run("codebook-import", other, tmp_path / "book.csv", "--update").exit_code == 0
    assert {one["actor"]: one["actor:Party"] for one in table(run, other, "actors")}["sosa"] == "Greens; left"
