"""A project leaves as annotated Markdown and comes back: whose work it is, when it was done, and what was noted."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.memos import MemoTarget
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.reads import memos as read_memos
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

TEXT = "Ada Quill: We want the bridge, said Ada. Nobody needs a fare.\n\nOdo Brink: The bridge is too dear."
BOOK = """visavis = 1
[[actor]]
key = "ada"
name = "Ada Quill"
[[actor]]
key = "odo"
name = "Odo Brink"
[[topic]]
key = "bridge"
name = "Bridge"
proposition = "A bridge is built."
[[topic]]
key = "fares"
name = "Fares"
proposition = "Fares fall."
"""


@pytest.fixture
def make(run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Make a project with the codebook, and the text where it is wanted."""
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "book.toml").write_text(BOOK, "utf-8")

    def call(name: str, *, text: bool = True) -> Path:
        path = tmp_path / f"{name}.visavis"
        run("new", path, "--empty")
        run("codebook-import", path, tmp_path / "book.toml")
        if text:
            run("import", path, tmp_path / "one.txt", "--known-speakers")
        return path

    return call


def tag(run: Run, project: Path, coder: str, words: str, topic: str = "bridge", stance: str = "favor") -> None:
    start = TEXT.index(words)
    run(
        *("tag", project, "--document", 1, "--start", start, "--end", start + len(words)),
        *("--actor", "ada", "--topic", topic, "--stance", stance, "--coder", coder),
    )


def told(run: Run, project: Path) -> list[tuple[str, ...]]:
    rows = csv.DictReader(io.StringIO(run("claims", project, "--exact").stdout))
    return [(one["quote"], one["topic"], one["stance"], one["coder"]) for one in rows]


def test_claims_of_several_coders_keep_who_tagged_them(run: Run, make: Callable[..., Path], tmp_path: Path) -> None:
    for coder, words, stance in (("anna", "want the bridge", "favor"), ("bert", "want the", "against")):
        project = make(coder)
        tag(run, project, coder, words, stance=stance)
        run("show", project, 1, "--annotated", "-o", tmp_path / f"{coder}.md")
    merged = make("merged", text=False)
    run("import", merged, tmp_path / "anna.md", "--coder", "chief")
    run("import", merged, tmp_path / "bert.md", "--coder", "chief")
    assert sorted(told(run, merged)) == [
        ("want the", "bridge", "against", "bert"),
        ("want the bridge", "bridge", "favor", "anna"),
    ]
    with Database(merged) as db:
        # who brought it in has tagged nothing
        assert [one.name for one in reads.coders(db)] == ["anna", "bert"]


def test_each_memo_stands_in_a_file_and_comes_back(run: Run, make: Callable[..., Path], tmp_path: Path) -> None:
    project = make("noted")
    with Database(project) as db:
        db.set_coder("anna")
        for on in ({"document_id": 1}, {"topic_id": 1}, {"actor_id": 1}, {"actor_id": 2, "topic_id": 1}):
            edits.memos.add(db, MemoTarget(**on), f"note on {'; '.join(on)}")
        # in the same words, and another memo all the same
        edits.memos.add(db, MemoTarget(topic_id=1), "note on topic_id")
        before = [(one.uuid, one.text, one.created) for one in read_memos.memos(db)]
    annotated, book = run("show", project, 1, "--annotated").stdout, run("codebook", project).stdout
    assert (annotated.count("note on"), book.count("note on")) == (1, 4)
    (tmp_path / "n.md").write_text(annotated, "utf-8")
    (tmp_path / "n.toml").write_text(book, "utf-8")
    again = make("again", text=False)
    assert "4 memos are new." in run("codebook-import", again, tmp_path / "n.toml").stdout
    run("import", again, tmp_path / "n.md")
    run("import", again, tmp_path / "n.md")
    with Database(again) as db:
        assert sorted((one.uuid, one.text, one.created) for one in read_memos.memos(db)) == sorted(before)
        assert {one.coder_id for one in read_memos.memos(db)} == {reads.coders(db)[0].id}


def changed(run: Run, project: Path, out: Path) -> Path:
    """Write the project's document, in which somebody then changes a claim, and the time of none."""
    tag(run, project, "anna", "want the bridge")
    tag(run, project, "anna", "Nobody needs a fare", "fares", "against")
    words = run("show", project, 1, "--annotated").stdout
    assert words.count("stance=favor") == 1
    out.write_text(words.replace("stance=favor", 'stance=neutral memo="doubtful"').replace("actor=ada", "actor=odo", 1))
    return out


def test_a_changed_claim_is_told_and_left_and_taken_only_where_that_is_said(
    run: Run, make: Callable[..., Path], tmp_path: Path
) -> None:
    project = make("p")
    file = changed(run, project, tmp_path / "back.md")
    before = told(run, project)
    for way in ((), ("--dry-run",), ("--dry-run", "--changes", "take")):
        result = run("import", project, file, *way)
        assert "claim 1 “want the bridge”: actors: “Ada Quill” → “Odo Brink”; stance: “favor” → “neutral”; " in (
            result.output
        )
        assert "memo: “” → “doubtful”" in result.output
        assert ("With “--changes take”" in result.stderr) == ("--changes" not in way)
        assert told(run, project) == before
    record = json.loads(run("import", project, file, "--dry-run", "--json").stdout)[0]["differences"]
    assert [(one["id"], one["fields"]["stance"]) for one in record] == [(1, {"here": "favor", "file": "neutral"})]
    assert "taken over" in run("import", project, file, "--changes", "take").stdout
    assert told(run, project) == [("want the bridge", "bridge", "neutral", "anna"), before[1]]
    with Database(project) as db:
        one = reads.claims(db)[0]
        assert (reads.actors(db)[one.actor_ids[0] - 1].key, one.memo) == ("odo", "doubtful")
    # again there is nothing to tell, and one step takes all of it back
    assert "something else" not in run("import", project, file).output
    run("undo", project)
    assert told(run, project) == before


def test_a_text_that_was_changed_in_the_file_doubles_neither_document_nor_claims(
    run: Run, make: Callable[..., Path], tmp_path: Path
) -> None:
    project = make("p")
    file = changed(run, project, tmp_path / "back.md")
    file.write_text(file.read_text("utf-8").replace("The bridge is too dear", "The bridge is much too dear"), "utf-8")
    result = run("import", project, file, "--changes", "take")
    assert "Its text is another than that of document 1" in result.output
    assert [one[2] for one in told(run, project)] == ["neutral", "against"]
    with Database(project) as db:
        assert len(reads.documents(db)) == 1


def test_a_whole_project_leaves_as_texts_and_comes_back_with_its_changes(
    run: Run, make: Callable[..., Path], tmp_path: Path
) -> None:
    project, out = make("p"), tmp_path / "p.zip"
    changed(run, project, tmp_path / "back.md")
    assert run("export", project, "--as", "annotated", "-o", out).stderr == ""
    empty = tmp_path / "empty.visavis"
    run("new", empty, "--empty")
    assert "2 claims and 1 document added" in run("import", empty, out).stdout
    assert told(run, empty) == told(run, project)
    assert run("export", empty, "-o", tmp_path / "q.zip").exit_code == 0
    edited = tmp_path / "edited.zip"
    with zipfile.ZipFile(tmp_path / "q.zip") as old, zipfile.ZipFile(edited, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"stance=favor", b"stance=against", old.read(name)))
    assert "stance: “favor” → “against”" in run("import", project, edited, "--dry-run").output
    assert "it says something else, which is left" in run("import", project, edited).output
    assert [one[2] for one in told(run, project)] == ["favor", "against"]
    run("import", project, edited, "--changes", "take")
    assert [one[2] for one in told(run, project)] == ["against", "against"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("visavis.toml", b"visavis-project = 9\n"),
        ("visavis.toml", b"\xff = ["),
        ("codebook.toml", b"visavis = 1\n[[memo]]\ntext = 'x'\n"),
        ("documents/0001 one.md", b"---\nvisavis: 1\nuuid: none\n---\n\nx\n"),
        ("documents/0001 one.md", b"---\nvisavis: 1\nmemos:\n  - text: x\n    claim: nowhere\n---\n\nx\n"),
    ],
)
def test_a_part_that_cannot_be_read_is_told_in_a_sentence(
    run: Run, make: Callable[..., Path], tmp_path: Path, name: str, words: bytes
) -> None:
    project, out = make("p"), tmp_path / "p.zip"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("visavis.toml", words if name == "visavis.toml" else "visavis-project = 1\n")
        if name != "visavis.toml":
            archive.writestr(name, words)
    one_sentence(run("import", project, out))
    with Database(project) as db:
        assert len(reads.documents(db)) == 1


def test_claims_on_another_scale_come_in_by_value_which_is_told_or_as_the_answers_say(
    run: Run, make: Callable[..., Path], tmp_path: Path
) -> None:
    own = make("own")
    run("scale", own, "--step", "Yes=1", "--step", "Rather yes=0.5", "--step", "No=-1")
    tag(run, own, "anna", "the bridge", stance="rather yes")
    tag(run, own, "anna", "a fare", "fares", "no")
    file, answers = tmp_path / "own.md", tmp_path / "m.toml"
    run("show", own, 1, "--annotated", "-o", file)
    assert file.read_text("utf-8").count("value: '0.5'") == 1
    plain, asked = make("plain", text=False), make("asked", text=False)
    result = run("import", plain, file)
    assert "Stances that the scale here has not: rather yes → favor, no → against." in result.output
    assert [one[2] for one in told(run, plain)] == ["favor", "against"]
    assert run("import", asked, file, "--write-map", answers, "--dry-run").exit_code == 0
    written = answers.read_text("utf-8")
    assert '"rather yes" = "favor"' in written
    answers.write_text(written.replace('"rather yes" = "favor"', '"rather yes" = "neutral"'), "utf-8")
    result = run("import", asked, file, "--map", answers)
    assert "rather yes → neutral" in result.output
    assert [one[2:] for one in told(run, asked)] == [("neutral", "anna"), ("against", "anna")]
    # in the project that it came from nothing is another
    assert "Stances that" not in run("import", own, file).output
    assert [one[2] for one in told(run, own)] == ["rather yes", "no"]


@pytest.mark.parametrize(
    "stances",
    ["  - stance: yes", "  - {stance: yes, value: up}", "  - {stance: yes, value: 1}\n  - {stance: no, value: 7}"],
)
def test_a_scale_that_cannot_be_read_is_told_with_its_line(
    run: Run, make: Callable[..., Path], tmp_path: Path, stances: str
) -> None:
    file = tmp_path / "x.md"
    file.write_text(f"---\nvisavis: 1\nstances:\n{stances}\n---\n\nWords.\n", "utf-8")
    result = run("import", make("p", text=False), file)
    assert result.exit_code == 1
    assert one_sentence(result).startswith("x.md, line 4: ")
