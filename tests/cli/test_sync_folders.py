"""What the command line says of a project in a folder that some program keeps the same on other computers."""

import json
import shutil
from pathlib import Path

from .conftest import Run


def test_it_is_told_once_beside_what_was_asked_for(project: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "shared" / "study"
    folder.mkdir(parents=True)
    (folder.parent / ".stfolder").mkdir()
    own, other = folder / "p.visavis", folder / "q.visavis"
    for path in (own, other):
        shutil.copyfile(project, path)
    told = run("documents", own, "--json")
    assert told.stderr.startswith("Syncthing keeps this folder the same on other computers.")
    assert told.stderr.count("\n") == 1
    assert json.loads(told.stdout)
    again = run("documents", own, "--json")
    assert (again.stderr, again.stdout) == ("", told.stdout)
    assert "Syncthing" in run("claims", other).stderr
    copy = folder / "p.sync-conflict-20240426-140200-ABCDEFG.visavis"
    shutil.copyfile(project, copy)
    told = run("check", own)
    assert "a copy that came of a conflict" in told.stderr
    assert f"“{copy.name}”" in told.stderr
    assert run("claims", own).stderr == ""


def test_nothing_is_said_where_no_program_is_known(project: Path, run: Run) -> None:
    assert run("documents", project).stderr == ""


def test_where_it_cannot_be_remembered_it_is_told_and_the_command_goes_on(
    project: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / ".stfolder").mkdir()
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / ".config").write_text("no folder")
    for _ in range(2):
        told = run("documents", project)
        assert told.exit_code == 0
        assert "Syncthing" in told.stderr
