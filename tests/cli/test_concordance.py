"""Words in context and frequencies on the command line, on two small documents in two languages."""

import csv
import io
import json
from pathlib import Path

import pytest

from .conftest import Run

ENGLISH = (
    "The harbour debate\n\nVask: The toll must go, the toll is unjust.\n\nNim: We keep the toll. Nobody pays twice.\n\n"
    "Vask: I do.\n"
)
GERMAN = "Streit um die Brücke\n\n„Die Maut muss weg“, sagte Vask. Die Brücke ist alt, und die Maut ist neu.\n"


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "own.visavis"
    run("new", str(path), "--empty")
    for name, text in (("harbour.txt", ENGLISH), ("bruecke.txt", GERMAN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        run("import", str(path), str(tmp_path / name))
    return path


def rows(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output.lstrip("\ufeff"))))


def test_hits_are_listed_with_their_neighbours_speakers_and_documents(run: Run, project: Path) -> None:
    found = rows(run("hits", project, "toll").stdout)
    assert [(one["left"].split()[-1], one["words"], one["right"], one["speaker"]) for one in found] == [
        ("The", "toll", "must go, the toll is unjust. Nim: We keep the toll. Nobody pays twice. Vask: I do.", "vask"),
        ("the", "toll", "is unjust. Nim: We keep the toll. Nobody pays twice. Vask: I do.", "vask"),
        ("the", "toll", ". Nobody pays twice. Vask: I do.", "nim"),
    ]
    assert all(ENGLISH[int(one["start"]) : int(one["end"])] == "toll" for one in found)
    # in prose whoever is told to say it
    (quoted,) = rows(run("hits", project, "Maut muss").stdout)
    assert (quoted["title"], quoted["speaker"]) == ("Streit um die Brücke", "vask")


def test_hits_are_sorted_by_either_neighbour(run: Run, project: Path) -> None:
    right = rows(run("hits", project, "die", "--order", "right").stdout)
    assert [one["right"].split()[0] for one in right] == ["Brücke", "Brücke", "Maut", "Maut"]
    left = rows(run("hits", project, "toll OR maut", "--order", "left").stdout)
    nearest = [one["left"].split()[-1].strip("„,").lower() for one in left]
    assert nearest == ["die", "die", "the", "the", "the"]


def test_hits_inside_of_words_and_in_one_document(run: Run, project: Path) -> None:
    assert rows(run("hits", project, "arb", "--match", "words").stdout) == []
    assert rows(run("hits", project, '"arb"').stdout) == []
    (found,) = rows(run("hits", project, "arb").stdout)
    assert (found["words"], found["title"]) == ("arb", "The harbour debate")
    assert rows(run("hits", project, "die", "--document", "harbour.txt").stdout) == []


def test_nothing_to_look_for_is_one_sentence(run: Run, project: Path) -> None:
    result = run("hits", project, "?!")
    assert result.exit_code == 1
    assert result.stderr == "Nothing is looked for: type a word.\n"


def test_words_are_counted_without_those_of_grammar_of_each_language(run: Run, project: Path) -> None:
    counted = {one["word"]: int(one["count"]) for one in rows(run("words", project).stdout)}
    assert counted["toll"] == 3
    assert counted["maut"] == counted["brücke"] == 2
    assert not {"the", "we", "die", "und", "ist"} & counted.keys()
    every = {one["word"]: int(one["count"]) for one in rows(run("words", project, "--all").stdout)}
    assert (every["the"], every["die"]) == (4, 4)


def test_what_is_counted_where_blanks_part_no_words_is_told_beside_the_list(
    run: Run, project: Path, tmp_path: Path
) -> None:
    assert run("words", project).stderr == ""
    (tmp_path / "zh.txt").write_text("部长说，我们要签署河流公约。费用由市议会承担。", encoding="utf-8")
    run("import", project, tmp_path / "zh.txt")
    result = run("words", project)
    assert result.stderr == "Chinese is counted by pairs of characters beside each other.\n"
    assert "河流" in {one["word"] for one in rows(result.stdout)}


def test_words_by_speaker_by_document_and_of_the_claims_of_a_topic(run: Run, project: Path) -> None:
    spoken = rows(run("words", project, "--by", "actor").stdout)
    assert {(one["actor"], one["word"]) for one in spoken if int(one["count"]) > 1} == {("Vask", "toll")}
    own = json.loads(run("words", project, "--by", "document", "--json").stdout)
    assert {one["document"] for one in own if one["word"] in ("toll", "maut")} == {
        "The harbour debate",
        "Streit um die Brücke",
    }
    # of topics it is the words of their claims that count
    assert rows(run("words", project, "--by", "topic").stdout) == []
