"""The study from a table to the report, by the command line and by the window: the same counts, held to kept files."""

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pytest

from ..cli.conftest import Run
from .make import DOCUMENTS, FOLDER, PEOPLE, SCALE, main, study

GOLDEN = FOLDER / "results"
FIELDS = (
    ("claim:Frame", "one", ("cost", "duty", "dignity", "growth"), "How the claim is argued."),
    ("claim:Addressee", "several", ("government", "parliament", "firms", "voters"), "Of whom something is asked."),
    ("claim:Quantified", "yes-no", (), "Whether a figure is told."),
    ("claim:Cost", "number", (), "Millions a year, where they are told."),
    ("document:Leaning", "one", ("left", "centre", "right"), "Where the paper stands."),
    ("actor:Party", "one", ("Renewal", "Hearth", "Meadow", "none"), "In whose list somebody stood."),
)
# what is written of it, each as a user asks for it
RESULTS = {
    "frames.csv": ("matrix", "--rows", "topic", "--columns", "claim:Frame", "--cells", "net", "--exact"),
    "organisations.csv": ("matrix", "--rows", "organisation", "--columns", "theme", "--exact"),
    "parties.csv": ("matrix", "--rows", "actor:Party", "--columns", "document:Leaning", "--exact"),
    "costly.csv": (
        "matrix",
        "--rows",
        "theme",
        "--columns",
        "year",
        "--where",
        'field="claim:Quantified=yes"',
        "--exact",
    ),
    "years.csv": ("timeline", "--step", "year", "--by", "topic", "--exact"),
    "network.csv": ("network", "--mode", "one", "--rows", "organisation", "--exact"),
    "report.md": ("report",),
}


def prepare(run: Run, path: Path) -> None:
    """Make the project with its scale, its codebook and its own fields."""
    assert run("new", path, "--empty").exit_code == 0
    assert run("scale", path, "five").exit_code == 0
    assert run("codebook-import", path, FOLDER / "codebook.toml").exit_code == 0
    for place, kind, values, definition in FIELDS:
        listed = [word for value in values for word in ("--value", value)]
        done = run("fields", path, "make", place, "--kind", kind, *listed, "--definition", definition)
        assert done.exit_code == 0, done.output
    for party in {one.party for one in PEOPLE}:
        keys = [one.key for one in PEOPLE if one.party == party]
        assert run("fields", path, "set", "actor:Party", party, *keys).exit_code == 0


def without_days(path: Path) -> str:
    """Return a file without the line that tells when this was run, and in how many steps."""
    return "\n".join(line for line in path.read_text("utf-8").split("\n") if "was worked on" not in line)


@pytest.fixture
def coded(run: Run, tmp_path: Path) -> Path:
    """The study as the command line brings it in."""
    path = tmp_path / "pensions.visavis"
    prepare(run, path)
    assert run("import", path, FOLDER / "documents.csv", "--known-speakers").exit_code == 0
    told = run("import", path, FOLDER / "codings.csv").output
    assert "400 claims and 0 documents added; new: 0 topics, 0 actors." in told
    return path


def test_the_files_are_what_the_study_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.study.make.FOLDER", tmp_path)
    main()
    for name in ("documents.csv", "codings.csv", "codebook.toml"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_from_a_table_to_the_report(run: Run, coded: Path) -> None:
    for name, (command, *options) in RESULTS.items():
        path = coded.with_name(name)
        done = run(command, coded, *options, "-o", path)
        assert done.exit_code == 0, done.output
        text = without_days(path)
        if os.environ.get("VISAVIS_GOLDEN") == "write":
            GOLDEN.mkdir(exist_ok=True)
            (GOLDEN / name).write_text(text, "utf-8")
        assert text == (GOLDEN / name).read_text("utf-8"), name
    for name in ("report.html", "report.docx"):
        assert run("report", coded, "-o", coded.with_name(name)).exit_code == 0
    assert "sound: 30 documents, 400 claims" in run("check", coded).output


def cells(path: Path) -> dict[tuple[str, str], str]:
    rows = [*csv.reader(io.StringIO(path.read_text("utf-8")))]
    return {(row[0], head): cell for row in rows[1:] for head, cell in zip(rows[0][1:], row[1:], strict=True)}


def test_the_kept_files_are_what_a_count_by_hand_tells() -> None:
    """Counted here once more from the tables alone, without any of the program."""
    documents, codings = study()
    dates, leanings = ({one[0]: one[at] for one in documents} for at in (1, 3))
    people = {one.name: one for one in PEOPLE}
    values = dict(zip(SCALE, (1, 0.5, 0, -0.5, -1), strict=True))
    net: Counter[tuple[str, str]] = Counter()
    spoken: Counter[tuple[str, str]] = Counter()
    parties: Counter[tuple[str, str]] = Counter()
    for one in codings:
        who = people[one.actor]
        net[one.topic, one.frame] += values[one.stance]  # type: ignore[assignment]
        spoken[who.second if dates[one.document] >= who.change else who.first, one.stance] += 1
        parties[who.party, leanings[one.document]] += 1
    frames = cells(GOLDEN / "frames.csv")
    for frame in ("cost", "duty", "dignity", "growth"):
        assert float(frames["age", frame]) == net["Age of 67", frame]
    organisations = cells(GOLDEN / "organisations.csv")
    for key in {organisation for organisation, _stance in spoken}:
        counted = sum(
            int(cell) for (row, head), cell in organisations.items() if row == key and head.endswith("_strongly_favor")
        )
        assert counted == spoken[key, "strongly favor"], key
    told = cells(GOLDEN / "parties.csv")
    for party in {one.party for one in PEOPLE}:
        for leaning in ("left", "centre", "right"):
            found = sum(
                int(cell) for (row, head), cell in told.items() if row == party and head.startswith(f"{leaning}_")
            )
            assert found == parties[party, leaning], (party, leaning)
    assert len(documents) == DOCUMENTS
