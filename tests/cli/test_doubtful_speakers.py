"""Doubtful speakers on the command line: told, given to somebody, or joined to the turn before."""

import json
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run

TALK = (
    "Ingrid Solberg: We are glad.\nOmar Haddad: I am not, and I say so.\nUnidentified speaker: Shame on you!\n"
    "Ingrid Solberg: Quiet, please.\nOmar Haddad: I will not be.\n"
)


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    (tmp_path / "talk.txt").write_text(TALK)
    return path


def who(project: Path) -> list[str]:
    with Database(project) as db:
        names = {actor.id: actor.name for actor in reads.actors(db)}
        return [names.get(one.actor_id or 0, "") for one in reads.segments(db, 1) if one.kind == "turn"]


def test_a_doubtful_speaker_is_told_in_a_sentence_in_a_trial_and_as_json(run: Run, empty: Path, tmp_path: Path) -> None:
    trial = run("import", empty, tmp_path / "talk.txt", "--dry-run").stdout
    assert "doubtful speaker: Unidentified speaker (1 turn), who says “Shame on you!”" in trial
    (record,) = json.loads(run("import", empty, tmp_path / "talk.txt", "--json").stdout)
    assert record["doubtful"] == [{"label": "Unidentified speaker", "turns": 1, "words": "Shame on you!"}]
    assert "its words are nobody’s: “Unidentified speaker”." in record["message"]
    assert who(empty) == ["Ingrid Solberg", "Omar Haddad", "", "Ingrid Solberg", "Omar Haddad"]


@pytest.mark.parametrize(
    ("options", "turns"),
    [
        (
            ["--speaker", "unidentified speaker=Tove Berg"],
            ["Ingrid Solberg", "Omar Haddad", "Tove Berg", "Ingrid Solberg", "Omar Haddad"],
        ),
        (
            ["--speaker", "Unidentified speaker="],
            ["Ingrid Solberg", "Omar Haddad", "", "Ingrid Solberg", "Omar Haddad"],
        ),
        (
            ["--no-speaker", "Unidentified Speaker"],
            ["Ingrid Solberg", "Omar Haddad", "Ingrid Solberg", "Omar Haddad"],
        ),
    ],
)
def test_what_the_user_says_of_it_is_done_and_no_doubt_is_left(
    run: Run, empty: Path, tmp_path: Path, options: list[str], turns: list[str]
) -> None:
    (record,) = json.loads(run("import", empty, tmp_path / "talk.txt", *options, "--json").stdout)
    assert record["doubtful"] == []
    assert "nobody" not in record["message"]
    assert record["turns"] == len(turns)
    assert who(empty) == turns
    text = [row["text"] for row in json.loads(run("quotations", empty, "--json").stdout)][1]
    assert ("Shame on you!" in text) is (len(turns) == 4)
