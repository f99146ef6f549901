"""When something was said, from the file to the tables, and what is nobody's in between."""

import csv
import io
import json
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.reads import project as reads

from .conftest import Run

INTERVIEW = (
    "#00:00:02-1# I: How do you see the toll?\n#00:00:09-4# B: We reject the toll, plainly.\n"
    "(Laughter)\nNobody here can pay the toll.\n#00:12:31-7# I: And the ferry?\n#00:13:25-1# B: The ferry may stay.\n"
)
CAPTIONS = (
    "1\n00:00:03,120 --> 00:00:06,480\nSpeaker 0: Do you want the toll?\n\n"
    "2\n01:02:07,000 --> 01:02:09,300\nSpeaker 1: We reject the toll.\n\n"
    "3\n01:02:19,000 --> 01:02:23,300\nSpeaker 0: And the ferry?\n"
)


@pytest.fixture
def talks(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "own.visavis"
    assert run("new", path, "--empty").exit_code == 0
    (tmp_path / "interview.txt").write_text(INTERVIEW)
    (tmp_path / "talk.srt").write_text(CAPTIONS)
    assert run("import", path, tmp_path / "interview.txt", tmp_path / "talk.srt").exit_code == 0
    return path


def tag(run: Run, project: Path, document: int, words: str) -> None:
    with Database(project) as db:
        text = reads.text(db, document)
        if "toll" not in {one.key for one in reads.topics(db)}:
            edit_codebook.add(db, "topic", "Toll", key="toll", proposition="There should be a toll.")
    start = text.index(words)
    place = ("--document", str(document), "--start", str(start), "--end", str(start + len(words)))
    assert run("tag", project, *place, "--actor", "b", "--topic", "toll", "--stance", "against").exit_code == 0


def csv_rows(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output)))


def test_turns_have_their_times_in_the_list_of_quotations_and_in_what_is_shown(run: Run, talks: Path) -> None:
    rows = json.loads(run("quotations", talks, "--json").stdout)
    told = [(row["speaker"], row["time"], row["text"]) for row in rows]
    assert told == [
        ("I", "00:00:02", "How do you see the toll?"),
        ("B", "00:00:09", "We reject the toll, plainly.\nNobody here can pay the toll."),
        ("I", "00:12:31", "And the ferry?"),
        ("B", "00:13:25", "The ferry may stay."),
        ("Speaker 0", "00:00:03", "Do you want the toll?"),
        ("Speaker 1", "01:02:07", "We reject the toll."),
        ("Speaker 0", "01:02:19", "And the ferry?"),
    ]
    shown = run("show", talks, "2", "--annotated").stdout
    assert 'label="Speaker 1" time=01:02:07' in shown


def test_a_coded_document_brings_its_times_into_another_project(run: Run, talks: Path, tmp_path: Path) -> None:
    for number in ("1", "2"):
        assert run("show", talks, number, "--annotated", "-o", tmp_path / f"{number}.md").exit_code == 0
    other = tmp_path / "other.visavis"
    assert run("new", other, "--empty").exit_code == 0
    assert run("import", other, tmp_path / "1.md", tmp_path / "2.md").exit_code == 0
    wanted = json.loads(run("quotations", talks, "--json").stdout)
    found = json.loads(run("quotations", other, "--json").stdout)
    assert [(one["time"], one["text"]) for one in found] == [(one["time"], one["text"]) for one in wanted]


def test_what_is_thrown_in_counts_for_nobody(run: Run, talks: Path) -> None:
    words = json.loads(run("words", talks, "--by", "actor", "--all", "--json").stdout)
    assert {row["word"] for row in words if row["actor"] == "B"} >= {"plainly", "nobody"}
    assert "laughter" not in {row["word"] for row in words}
    hits = json.loads(run("hits", talks, "laughter OR nobody", "--json").stdout)
    assert [(row["words"].lower(), row["speaker"]) for row in hits] == [("laughter", ""), ("nobody", "b")]


def test_claims_are_exported_with_the_time_of_what_was_said(run: Run, talks: Path) -> None:
    tag(run, talks, 1, "Nobody here can pay the toll.")
    tag(run, talks, 2, "We reject the toll.")
    rows = csv_rows(run("claims", talks, "--format", "csv").stdout)
    assert [(row["quote"], row["time"]) for row in rows] == [
        ("Nobody here can pay the toll.", "00:00:09"),
        ("We reject the toll.", "01:02:07"),
    ]
    # back to before the import, and again: the times come and go with the documents
    for command in ("undo", "redo"):
        for _step in range(4):
            assert run(command, talks).exit_code == 0
    assert csv_rows(run("claims", talks, "--format", "csv").stdout) == rows


def test_a_table_of_what_a_machine_heard_is_one_document(run: Run, talks: Path, tmp_path: Path) -> None:
    (tmp_path / "heard.tsv").write_text("start\tend\ttext\n3120\t6480\tIt is slow.\n4351900\t4354000\tWho pays?\n")
    (record,) = json.loads(run("import", talks, tmp_path / "heard.tsv", "--json").stdout)
    assert record["outcome"] == "added"
    with Database(talks) as db:
        assert reads.text(db, record["document_id"]) == "It is slow.\n\nWho pays?"
        assert [one.time for one in reads.segments(db, record["document_id"])] == ["00:00:03", "01:12:31"]


def test_a_corrected_text_keeps_the_times_of_its_turns(run: Run, talks: Path, tmp_path: Path) -> None:
    (tmp_path / "better.txt").write_text(INTERVIEW.replace("plainly", "as plainly as we can"))
    assert run("replace", talks, "1", tmp_path / "better.txt").exit_code == 0
    with Database(talks) as db:
        assert [one.time for one in reads.segments(db, 1) if one.time] == [
            "00:00:02",
            "00:00:09",
            "00:12:31",
            "00:13:25",
        ]
