import sqlite3
from pathlib import Path

import pytest

from desktop.store.check import problems
from desktop.store.database import Database

from .conftest import Run, one_sentence


def claims(path: Path) -> int:
    with Database(path, read_only=True) as db:
        assert problems(db) == []
        return int(db.sqlite.execute("SELECT count(*) FROM claim").fetchone()[0])


def test_a_backup_is_made_before_what_changes_much_and_not_for_nothing(run: Run, project: Path) -> None:
    run("documents", project)
    assert run("backups", project).stdout == "There is no backup yet.\n"
    whole = claims(project)
    run("delete", project, "claim", "3", "4")
    first = run("backups", project).stdout.splitlines()
    assert len(first) == 2
    assert f"5 documents, {whole} claims; last: Populate from the seeds" in first[0]
    assert first[1].endswith("p.backups")
    # one claim is no long action, and the last backup is not old
    run("delete", project, "claim", "5")
    assert len(run("backups", project).stdout.splitlines()) == 2
    run("delete", project, "claim", "6", "7")
    found = run("backups", project).stdout.splitlines()
    assert len(found) == 3
    assert f"{whole - 3} claims; last: Delete claim" in found[0]


def test_restoring_takes_the_newest_or_the_one_that_is_named_and_destroys_nothing(run: Run, project: Path) -> None:
    whole = claims(project)
    run("delete", project, "claim", "3", "4")
    told = run("restore", project).stdout
    assert "The backup was restored as" in told
    assert claims(project) == whole
    # the file of before is the newest backup now
    assert "the file of before is kept as" in told
    assert "Delete 2 claims" in run("backups", project).stdout.splitlines()[0]
    run("restore", project, "1")
    assert claims(project) == whole - 2
    new = project.with_name("new.visavis")
    assert run("restore", project, "2", "-o", new).exit_code == 0
    assert "exists already" in one_sentence(run("restore", project, "2", "-o", new))
    assert "There is no backup “9”" in one_sentence(run("restore", project, "9"))
    assert claims(new) in (whole, whole - 2)


def test_a_damaged_project_is_restored(run: Run, project: Path) -> None:
    whole = claims(project)
    run("delete", project, "claim", "3", "4")
    project.write_bytes(project.read_bytes()[:100] + b"\xff" * 9000)
    assert "“visavis backups” lists them" in one_sentence(run("claims", project))
    assert run("restore", project).exit_code == 0
    assert claims(project) == whole
    assert [one.name.rpartition(".d")[2] for one in (project.parent / "p.backups").glob("*damaged*")] == [
        "amaged.visavis"
    ]


def test_backups_lie_in_a_folder_of_the_users_choice_or_nowhere(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISAVIS_BACKUPS", str(tmp_path / "all"))
    run("delete", project, "claim", "3", "4")
    assert not (tmp_path / "p.backups").exists()
    (mine,) = (tmp_path / "all").iterdir()
    assert mine.name.startswith("p-")
    assert len([*mine.iterdir()]) == 1
    monkeypatch.setenv("VISAVIS_BACKUPS", "off")
    run("delete", project, "claim", "5", "6")
    assert len([*mine.iterdir()]) == 1
    assert not (tmp_path / "p.backups").exists()


def test_a_folder_that_cannot_be_written_to_hinders_no_action_and_is_told(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VISAVIS_BACKUPS", str(tmp_path / "file"))
    result = run("delete", project, "claim", "3", "4")
    assert result.exit_code == 0
    assert "Deleted: 2 claims." in result.stdout
    assert "No backup of" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_damaged_project_is_not_written_on(run: Run, project: Path) -> None:
    connection = sqlite3.connect(project)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'memo'").fetchone()
    connection.close()
    with project.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    before = project.read_bytes()
    assert "is damaged" in one_sentence(run("delete", project, "claim", "3", "4"))
    assert project.read_bytes() == before


def test_a_damaged_project_is_rescued_with_a_report(run: Run, project: Path) -> None:
    whole = claims(project)
    connection = sqlite3.connect(project)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claim'").fetchone()
    connection.close()
    with project.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert "“visavis rescue”" in run("claims", project).stderr
    new = project.with_name("new.visavis")
    told = run("rescue", project, "-o", new)
    assert told.exit_code == 0
    assert told.stdout.startswith(f"5 documents and {whole} claims are in {new}.\n")
    assert "Where the claims come from:" in told.stdout
    assert claims(new) == whole
    assert "exists already" in one_sentence(run("rescue", project, "-o", new))
