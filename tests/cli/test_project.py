import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result

from desktop import paths
from desktop.core.values import Codebook, CodedDocument
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

Seeds = tuple[Codebook, tuple[CodedDocument, ...]]


def tag(run: Run, project: Path, **changed: str | Sequence[str]) -> Result:
    """Tag the first 20 code points of document 1, but for what is *changed*."""
    options: dict[str, str | Sequence[str]] = {
        "document": "1",
        "start": "0",
        "end": "20",
        "actor": "lavrov",
        "topic": "nato-latam",
        "stance": "against",
        **changed,
    }
    words: list[str] = []
    for name, value in options.items():
        words += [f"--{name}", *([value] if isinstance(value, str) else value)]
    return run("tag", project, *words)


def test_a_new_project_holds_the_seeds(run: Run, seeds: Seeds, tmp_path: Path) -> None:
    codebook, documents = seeds
    path = tmp_path / "p.visavis"
    result = run("new", path)
    claims = sum(len(document.claims) for document in documents)
    assert result.exit_code == 0
    assert result.stdout == f"{path}: {len(documents)} documents, {claims} claims\n"
    assert run("check", path).stdout == f"sound: {len(documents)} documents, {claims} claims\n"
    with Database(path) as db:
        assert [actor.key for actor in reads.actors(db)] == [actor.key for actor in codebook.actors]
        assert [topic.key for topic in reads.topics(db)] == [topic.key for topic in codebook.topics]
        assert {claim.origin for claim in reads.claims(db)} == {"seed"}
        assert all(document.is_brief for document in reads.documents(db))


def test_populating_cannot_be_undone_but_stands_in_the_history(run: Run, project: Path) -> None:
    assert "nothing to undo" in one_sentence(run("undo", project))
    (entry,) = json.loads(run("history", project, "--json").stdout)
    assert (entry["text"], entry["state"], entry["coder"]) == ("Populate from the seeds", "permanent", "Visavis")


def test_a_copy_is_whole_and_replaces_nothing_unasked(run: Run, project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.visavis"
    assert run("copy", project, copy).stdout == f"A copy of the project was saved as {copy}.\n"
    assert run("check", copy).stdout == run("check", project).stdout
    assert run("claims", copy).stdout == run("claims", project).stdout
    content = copy.read_bytes()
    assert "exists already" in one_sentence(run("copy", project, copy))
    assert copy.read_bytes() == content
    assert run("copy", project, copy, "--force").exit_code == 0
    assert "is the project itself" in one_sentence(run("copy", project, project, "--force"))
    assert "cannot be" in one_sentence(run("copy", project, tmp_path / "no folder" / "copy.visavis"))
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_what_a_project_is_and_holds_is_told(run: Run, project: Path) -> None:
    assert tag(run, project).exit_code == 0
    lines = dict(line.split(": ", 1) for line in run("info", project).stdout.splitlines())
    assert lines["File"] == str(project)
    assert (lines["Documents"], lines["Claims"]) == ("5", "272")
    assert lines["Coders"].endswith("Ana: 1 claim")


def test_an_empty_project_holds_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").stdout == f"{path}: 0 documents, 0 claims\n"
    assert run("check", path).stdout == "sound: 0 documents, 0 claims\n"
    assert run("documents", path).stdout == run("history", path).stdout == ""
    assert json.loads(run("claims", path, "--json").stdout) == []


def test_a_project_is_never_made_over_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all,")
    assert "exists already" in one_sentence(run("new", path))
    assert path.read_text() == "Dear all,"


def test_a_project_in_a_folder_that_does_not_exist_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert "does not exist" in one_sentence(run("new", tmp_path / "nowhere" / "p.visavis"))
    assert list(tmp_path.iterdir()) == []


def test_a_project_that_cannot_be_populated_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "shipped", lambda name: tmp_path / "nowhere")
    one_sentence(run("new", tmp_path / "p.visavis"))
    assert list(tmp_path.iterdir()) == []


def test_a_claim_is_tagged_undone_and_done_again(run: Run, project: Path) -> None:
    result = tag(run, project, actor=("lavrov", "sosa"), voice="reported", memo="Look again.")
    number = int(result.stdout)
    with Database(project) as db:
        claim, text = reads.claim(db, number), reads.text(db, 1)
        keys = {actor.id: actor.key for actor in reads.actors(db)}
        count = reads.counts(db)["claims"]
    assert claim.quote == text[:20]
    assert [keys[actor_id] for actor_id in claim.actor_ids] == ["lavrov", "sosa"]
    assert (claim.stance, claim.voice, claim.memo, claim.origin) == ("against", "reported", "Look again.", "coder")
    assert run("undo", project).stdout == "undone: Tag claim\n"
    assert run("check", project).stdout.endswith(f" {count - 1} claims\n")
    assert run("redo", project).stdout == "redone: Tag claim\n"
    with Database(project) as db:
        assert reads.claim(db, number) == claim
    assert "nothing to redo" in one_sentence(run("redo", project))
    assert run("check", project).exit_code == 0
    kinds = [(entry["kind"], entry["state"]) for entry in json.loads(run("history", project, "--json").stdout)]
    assert kinds == [("redo", "done"), ("undo", "done"), ("edit", "done"), ("edit", "permanent")]


def test_the_same_claim_again_and_words_without_a_word_are_one_sentence(run: Run, project: Path) -> None:
    number = int(tag(run, project).stdout)
    before = project.read_bytes()
    refused = "says just this of the same words already"
    assert f"Claim {number} {refused}" in one_sentence(tag(run, project, memo="Noted."))
    with Database(project) as db:
        space = reads.text(db, 1).index(" ")
    assert "no word in the selection" in one_sentence(tag(run, project, start=str(space), end=str(space + 1)))
    assert project.read_bytes() == before
    assert tag(run, project, stance="favor").exit_code == 0


def test_several_actors_may_stand_after_one_option_or_each_after_its_own(run: Run, project: Path) -> None:
    common = ("--document", "1", "--start", "0", "--end", "9", "--topic", "nato-latam", "--stance", "favor")
    together = run("tag", project, *common, "--actor", "lavrov", "sosa", "--memo", "one two")
    voice = ("--voice", "author")
    apart = run("tag", *common, *voice, "--actor", "lavrov", project, "--actor", "sosa", "--memo", "one two")
    with Database(project) as db:
        one, other = (reads.claim(db, int(result.stdout)) for result in (together, apart))
    assert len(one.actor_ids) == 2
    assert (one.actor_ids, one.memo) == (other.actor_ids, other.memo)


def test_a_document_is_named_by_number_uuid_file_or_title(run: Run, project: Path) -> None:
    with Database(project) as db:
        document = reads.documents(db)[1]
    for name in (str(document.id), document.uuid, document.name, document.facts.title):
        result = tag(run, project, document=name)
        with Database(project) as db:
            assert reads.claim(db, int(result.stdout)).document_id == document.id
        # the same again would be refused
        run("undo", project)


def test_offsets_are_code_points(run: Run, tmp_path: Path) -> None:
    path, text = tmp_path / "p.visavis", "A 😀 word, a\u0301 letter\r\nand the end.\n"
    source = tmp_path / "emoji.txt"
    source.write_bytes(text.encode())
    run("new", path, "--empty")
    run("import", path, source)
    stored = text.replace("\r\n", "\n")
    assert run("show", path, "emoji.txt").stdout_bytes == stored.encode()
    with Database(path) as db:
        edit_codebook.add(db, "actor", "Ana", key="ana")
        edit_codebook.add(db, "topic", "Words", key="words")
    at = stored.index("word")
    result = tag(run, path, actor="ana", topic="words", start=str(at), end=str(at + 4))
    with Database(path) as db:
        assert reads.claim(db, int(result.stdout)).quote == "word"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"document": "99"}, "no document 99"),
        ({"document": "nowhere.txt"}, "no document “nowhere.txt”"),
        ({"start": "5", "end": "5"}, "empty"),
        ({"start": "9", "end": "5"}, "before it begins"),
        ({"end": "99999999"}, "outside the text"),
        ({"start": "99999990", "end": "99999999"}, "outside the text"),
        ({"actor": "lavorv"}, "“lavrov”"),
        ({"actor": "Lavrov"}, "“lavrov”"),
        ({"actor": "qqqqqqqq"}, "“visavis actors”"),
        ({"actor": ""}, "no actor"),
        ({"actor": ("lavrov", "lavrov")}, "twice"),
        ({"topic": "nato-latm"}, "“nato-latam”"),
        ({"topic": "qqqqqqqq"}, "“visavis topics”"),
    ],
)
def test_a_claim_that_cannot_be_is_one_sentence_and_leaves_nothing(
    changed: dict[str, str], told: str, run: Run, project: Path
) -> None:
    content = project.read_bytes()
    assert told in one_sentence(tag(run, project, **changed))
    assert project.read_bytes() == content


def test_a_project_that_somebody_writes_to_is_one_sentence(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    with Database(project) as db, db.edit("Another program's"):
        # without the seconds of patience
        monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **{**named, "timeout": 0.05}))
        assert "in use" in one_sentence(tag(run, project))


def test_check_tells_each_thing_that_is_wrong(run: Run, project: Path) -> None:
    with Database(project) as db:
        first, second = (claim.id for claim in reads.claims(db)[:2])
        quote = "replace(hex(zeroblob(length(quote))), '00', 'x')"
        db.sqlite.execute(f"UPDATE claim SET quote = {quote} WHERE id IN (?, ?)", [first, second]).close()
    result = run("check", project)
    assert (result.exit_code, result.stderr) == (1, "")
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("The quote of claim ") and line.endswith(".") for line in lines)


def test_how_far_the_look_at_a_large_project_is_is_told_on_a_terminal(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.cli.project._LARGE", 0)
    # not into a file
    assert run("check", project).stderr == ""
    monkeypatch.setattr("desktop.cli.project._is_watched", lambda: True)
    result = run("check", project)
    told = [int(part.split(" ")[0]) for part in result.stderr.split("\r")[1:]]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 100)
    assert result.stdout.startswith("sound: ")
