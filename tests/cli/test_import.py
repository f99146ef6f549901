import json
import os
import sys
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Program, Run, one_sentence


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b"\xef\xbb\xbf \n\n", "empty"),
    "binary.txt": (bytes(range(256)) * 8, "UTF-8"),
    "controls.txt": (b"a\0\1\2\3\4\5\6\7" * 50, "control characters"),
    "paper.txt": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "utf16.txt": (b"\xff\xfea\0b", "UTF-16"),
}


def test_each_file_is_told_with_what_became_of_it(run: Run, empty: Path, tmp_path: Path) -> None:
    one, same = file(tmp_path, "one.txt", b"First words.\n"), file(tmp_path, "same.txt", b"First words.\r\n")
    two = file(tmp_path, "two.txt", b"Other words.\n")
    result = run("import", empty, one, same, two)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["one.txt", "same.txt", "two.txt"]
    assert "already" in result.stdout.splitlines()[1]
    # one action: one step takes them all back
    assert run("undo", empty).stdout == "undone: Import 3 documents\n"
    assert run("documents", empty).stdout == ""
    assert run("redo", empty).exit_code == run("check", empty).exit_code == 0


def test_json_tells_the_same(run: Run, empty: Path, tmp_path: Path) -> None:
    good, bad = file(tmp_path, "good.txt", b"Words.\n"), file(tmp_path, "bad.txt", b"")
    result = run("import", empty, good, bad, "--json")
    first, second = json.loads(result.stdout)
    assert {name: first[name] for name in second} == {
        "file": str(good),
        "outcome": "added",
        "document_id": 1,
        "claims": 0,
        "approximate": [],
        "message": "good.txt: added as document 1.",
        "differences": [],
    }
    assert (second["file"], second["outcome"], second["document_id"]) == (str(bad), "failed", None)
    assert result.stderr == second["message"] + "\n"
    assert result.exit_code == 1


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_text_is_one_sentence_and_leaves_nothing(name: str, run: Run, empty: Path, tmp_path: Path) -> None:
    content, told = BAD[name]
    before = empty.read_bytes()
    sentence = one_sentence(run("import", empty, file(tmp_path, name, content)))
    assert name in sentence
    assert told in sentence
    assert empty.read_bytes() == before


def test_a_missing_file_and_a_folder_are_one_sentence(run: Run, empty: Path, tmp_path: Path) -> None:
    assert "does not exist" in one_sentence(run("import", empty, tmp_path / "nowhere.txt"))
    assert "is a folder" in one_sentence(run("import", empty, tmp_path))


def test_good_files_stand_beside_bad_ones(run: Run, empty: Path, tmp_path: Path) -> None:
    bad = [file(tmp_path, name, content) for name, (content, _) in BAD.items()]
    good = [file(tmp_path, f"good{number}.txt", b"Words %d.\n" % number) for number in range(2)]
    result = run("import", empty, good[0], *bad, good[1])
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["good0.txt", "good1.txt"]
    assert len(result.stderr.splitlines()) == len(bad)
    assert run("check", empty).stdout == "sound: 2 documents, 0 claims\n"


def test_a_coded_document_comes_in_with_its_claims_and_keys(run: Run, empty: Path, project: Path) -> None:
    from desktop.exchange.annotated.writer import write_annotated

    with Database(project) as db:
        coded = reads.coded_document(db, 1)
    path = file(project.parent, coded.name, write_annotated(coded).encode())
    assert f"with {len(coded.claims)} claims" in run("import", empty, path).stdout
    with Database(empty) as db:
        again = reads.coded_document(db, 1)
        assert {claim.origin for claim in reads.claims(db)} == {"seed"}
    assert (again.text, again.claims) == (coded.text, coded.claims)
    assert run("check", empty).exit_code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows such names")
def test_a_file_name_that_is_no_text_is_imported_all_the_same(program: Program, empty: Path, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_bytes(b"Words.\n")
    done = program("import", empty, os.fsdecode(name))
    assert (done.returncode, done.stderr) == (0, b"")
    with Database(empty) as db:
        assert reads.document(db, 1).name == "caf\ufffd.txt"
    assert program("import", empty, os.fsdecode(name), "--json").returncode == 0


def test_what_is_left_out_is_told_and_taken_in_when_one_asks(run: Run, empty: Path, tmp_path: Path) -> None:
    prose = "".join(
        f"<p>The board met on Monday and came back without an answer to number {at}.</p>" for at in range(9)
    )
    page = file(tmp_path, "page.html", f"<html><body><nav>Start here</nav><main>{prose}</main></body></html>".encode())
    result = run("import", empty, page, "--dry-run", "--json")
    (told,) = json.loads(result.stdout)
    assert (told["words"], told["left_out"]) == (126, [{"reason": "navigation", "words": 2}])
    assert "2 of 128 words left out (navigation: 2)." in told["message"]
    one = file(tmp_path, "one.html", f"<html><body><nav>Start</nav><main>{prose}</main></body></html>".encode())
    assert "1 of 127 words left out" in run("import", empty, one, "--dry-run").stdout
    run("import", empty, page, "--whole")
    assert "Start here" in run("show", empty, "1").stdout
