import csv
import io
import json
from pathlib import Path

import pytest

from .conftest import Run, one_sentence


@pytest.fixture
def study(run: Run, tmp_path: Path) -> Path:
    """Ada is minister until May and deputy after; three texts tell what she says, the last without its day."""
    book = tmp_path / "book.toml"
    book.write_text(
        'visavis = 1\n[[actor]]\nkey = "ada"\nname = "Ada"\n'
        '[[actor]]\nkey = "ministry"\nname = "Ministry"\nkind = "government"\n'
        '[[actor]]\nkey = "party"\nname = "Party"\nkind = "organisation"\n'
        '[[topic]]\nkey = "toll"\nname = "Toll"\nproposition = "The toll should go"\n',
        "utf-8",
    )
    path = tmp_path / "study.visavis"
    run("new", path, "--empty")
    assert run("codebook-import", path, book).exit_code == 0
    for name, date in (("one", "2024-05-30"), ("two", "2024-06-02"), ("three", "2024")):
        text = tmp_path / f"{name}.md"
        text.write_text(f"---\ntitle: {name}\ndate: {date}\n---\n\nThe toll has to go, says Ada in {name}.\n", "utf-8")
        assert run("import", path, text).exit_code == 0
    for number in "123":
        place = ("--document", number, "--start", "0", "--end", "8")
        said = ("--actor", "ada", "--topic", "toll", "--stance", "favor")
        assert run("tag", path, *place, *said).exit_code == 0
    return path


def counted(run: Run, path: Path, *options: str) -> dict[str, int]:
    told = run("matrix", path, "--rows", "organisation", "--columns", "topic", "--exact", *options, "-o", "-").stdout
    rows = [*csv.DictReader(io.StringIO(told.removeprefix("\ufeff")))]
    found = {row["organisation"]: int(row["toll_favor"]) for row in rows if row["organisation"] != "mentions"}
    return {key: count for key, count in found.items() if count}


def test_a_claim_counts_for_whom_its_actor_spoke_on_the_day_of_the_document(run: Run, study: Path) -> None:
    assert counted(run, study) == {"ada": 3}
    given = ("--until", "2024-05", "--role", "minister")
    assert (
        "ada belongs to ministry (minister) ..2024-05"
        in run("memberships", study, "add", "ada", "ministry", *given).stdout
    )
    assert run("memberships", study, "add", "ada", "party", "--from", "2024-06").exit_code == 0
    assert counted(run, study) == {"ministry": 1, "party": 1, "(not known)": 1}
    rows = [line.split() for line in run("memberships", study).stdout.splitlines()]
    assert rows == [["1", "ada", "ministry", "2024-05", "minister"], ["2", "ada", "party", "2024-06"]]
    # and a filter lets through what the axis counts, wherever there is one
    for key, number in (("ministry", 1), ("party", 1), ('"(not known)"', 1), ("ada", 0), ("ministry,party", 2)):
        where = ("--where", f"organisation={key}")
        for command in ("claims", "events"):
            told = run(command, study, *where, "--format", "csv").stdout
            assert len([*csv.DictReader(io.StringIO(told.removeprefix("\ufeff")))]) == number, (key, command)
    assert counted(run, study, "--where", "organisation=party") == {"party": 1}
    told = run("timeline", study, "--where", "organisation=ministry", "--by", "organisation", "--format", "md").stdout
    assert "Filter: speaking for Ministry." in told
    assert "May 2024" in told or "2024-05" in told
    refused = one_sentence(run("claims", study, "--where", "organisation=minstry"))
    assert refused == "There is no organisation “minstry”: did you mean “ministry”?"
    # what the year has in common is known
    assert run("memberships", study, "change", "2", "--from", "", "--organisation", "ministry").exit_code == 0
    assert counted(run, study) == {"ministry": 3}
    assert run("memberships", study, "remove", "1").exit_code == 0
    assert [one["organisation"] for one in json.loads(run("memberships", study, "--json").stdout)] == ["ministry"]
    for _step in range(4):
        assert run("undo", study).exit_code == 0
    assert run("memberships", study).stdout == ""
    assert run("check", study).exit_code == 0


def test_networks_and_lists_tell_them_too(run: Run, study: Path, tmp_path: Path) -> None:
    run("memberships", study, "add", "ada", "ministry", "--until", "2024-05")
    run("memberships", study, "add", "ada", "party", "--from", "2024-06", "--role", "deputy; whip")
    nodes = run("network", study, "--rows", "organisation", "--mode", "two", "--shape", "ties", "-o", "-").stdout
    told = csv.DictReader(io.StringIO(nodes.removeprefix("\ufeff")))
    assert {row["source"]: float(row["weight"]) for row in told} == {
        f"organisation:{name}": 1 for name in ("ministry", "party", "(not known)")
    }
    events = csv.DictReader(io.StringIO(run("events", study, "--exact", "-o", "-").stdout.removeprefix("\ufeff")))
    assert [row["organisation"] for row in events] == ["(not known)", "ministry", "party"]
    actors = csv.DictReader(io.StringIO(run("actors", study, "-o", "-").stdout.removeprefix("\ufeff")))
    assert next(actors)["memberships"] == "ministry ..2024-05; party (deputy\\; whip) 2024-06.."
    for form in ("toml", "csv"):
        book, other = tmp_path / f"out.{form}", tmp_path / f"{form}.visavis"
        assert run("codebook", study, "-o", book).exit_code == 0
        run("new", other, "--empty")
        assert run("codebook-import", other, book).exit_code == 0
        assert run("memberships", other).stdout == run("memberships", study).stdout


def test_they_leave_for_other_programs_and_come_back_or_are_told_as_left_out(
    run: Run, study: Path, tmp_path: Path
) -> None:
    run("memberships", study, "add", "ada", "ministry", "--until", "2024-05", "--role", "minister; for the sea")
    for form, name in (("qdpx", "p.qdpx"), ("annotated", "p.zip"), ("dna", "p.dna")):
        other = tmp_path / f"{form}.visavis"
        assert run("export", study, "--as", form, "-o", tmp_path / name).exit_code == 0
        run("new", other, "--empty")
        assert run("import", other, tmp_path / name).exit_code == 0
        assert run("memberships", other).stdout.split() == run("memberships", study).stdout.split()


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("add", "ada"), 2, "Name the actor and the organisation"),
        (("add", "ada", "nobody"), 1, "There is no actor with the key “nobody”"),
        (("add", "ada", "party", "--from", "May"), 1, "“May” is no date"),
        (("remove", "x"), 2, "Name the membership by its number"),
        (("remove", "9"), 1, "There is no membership 9"),
        ((), 2, "Say what is to be done"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    run: Run, study: Path, words: tuple[str, ...], status: int, sentence: str
) -> None:
    options = () if words else ("--role", "x")
    assert sentence in one_sentence(run("memberships", study, *words, *options), status)
