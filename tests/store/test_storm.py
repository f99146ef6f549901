"""A little of `make storm` with every run of the tests."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.values import Stance
from desktop.project import backups as keeping
from desktop.store import backups
from desktop.store.database import Database
from desktop.store.edits import claims

from ..storm import calls, damage, kills
from .making import make_project


def test_damaged_projects_end_no_command_and_give_their_claims(tmp_path: Path) -> None:
    make_project(tmp_path / "small.visavis").close()
    content = (tmp_path / "small.visavis").read_bytes()
    folder = tmp_path / "one"
    folder.mkdir()
    verdicts = damage.Verdicts()
    for seed in range(8):
        damage.judge(content, seed, folder, verdicts)
    assert verdicts.wrong == []
    assert verdicts.counts["damaged"] > 3
    assert all(rescued >= 0.9 * there for _seed, rescued, there in verdicts.shares)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("kind", ["edits", "importing", "merging", "restoring", "undoing"])
def test_a_process_that_is_killed_leaves_whole_files_with_all_that_it_acknowledged(kind: str, tmp_path: Path) -> None:
    counts, wrong = kills.one(kind, 1, 0.4, tmp_path)
    assert wrong == []
    assert counts[f"kills of {kind}"] == 1


def test_what_was_acknowledged_and_is_missing_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    assert kills.look(tmp_path, [("new", str(path), "")]) == []
    assert kills.look(tmp_path, [("edit", str(path), "a step of nobody")]) == [
        "edit a step of nobody is missing in small.visavis"
    ]


def _changed(path: Path) -> str:
    """Change a project and return what tells its state."""
    with Database(path) as db:
        claims.change(db, 1, stance=Stance.FAVOR)
        claims.change(db, 1, stance=Stance.AGAINST)
        return backups.state(db)


def _kept(path: Path) -> tuple[Path, str]:
    with Database(path) as db:
        return backups.keep(db, keeping.folder_of(path)), backups.state(db)


def test_what_stood_where_a_backup_was_brought_must_be_in_the_newest_backup(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    one, old = _kept(path)
    begun = [("backup", str(one), old), ("edit", str(path), _changed(path))]
    begun += [("edit", str(path), _changed(path)), ("restoring", str(path), old)]
    lost = [f"edit {sign} is missing in small.visavis" for what, _name, sign in begun if what == "edit"]
    assert kills.look(tmp_path, begun) == []
    kept = backups.restore(path, one, keeping.folder_of(path))
    assert kept is not None
    # killed before it could say so, and after
    assert kills.look(tmp_path, begun) == []
    done = [*begun, ("backup", str(kept), begun[2][2]), ("restore", str(path), old)]
    assert kills.look(tmp_path, done) == []
    assert kills.look(tmp_path, begun[:-1]) == lost
    assert kills.look(tmp_path, [*begun[:-1], ("restoring", str(path), "another")]) == lost
    # what is done next is not in that backup
    assert kills.look(tmp_path, [*done, ("edit", str(path), "a step of nobody")]) == [
        "edit a step of nobody is missing in small.visavis"
    ]
    # an older state of what stood there
    content = kept.read_bytes()
    with Database(kept) as db:
        db.undo()
    assert kills.look(tmp_path, begun) == lost
    kept.write_bytes(content)
    assert kills.look(tmp_path, begun) == []
    kept.unlink()
    assert kills.look(tmp_path, begun) == lost
    assert kills.look(tmp_path, done) == [f"backup {kept} is missing"]


def test_a_backup_that_is_missing_or_whose_name_went_to_another_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    made: list[kills.Acknowledged] = []
    for _ in range(5):
        _changed(path)
        one, sign = _kept(path)
        made.append(("backup", str(one), sign))
    made, more = made[:2], made[2:]
    assert kills.look(tmp_path, made) == []
    Path(made[1][1]).write_bytes(Path(made[0][1]).read_bytes())
    other = f"backup {made[1][2]} is missing in {Path(made[1][1]).name}"
    assert kills.look(tmp_path, made) == [other]
    # however old
    assert kills.look(tmp_path, [*made, *more, *more]) == [other]
    Path(made[0][1]).unlink()
    assert kills.look(tmp_path, made) == [f"backup {made[0][1]} is missing", other]
    # the fourth from the end must be there; of the fifth, one that was under way may have taken the place
    assert kills.look(tmp_path, [made[0], *more]) == [f"backup {made[0][1]} is missing"]
    assert kills.look(tmp_path, [made[0], *more, more[0]]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_what_is_wrong_after_a_kill_is_kept_as_it_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(folder: Path, _acknowledged: object) -> list[str]:
        for path in folder.rglob("*.visavis*"):
            if path.is_file():
                path.unlink()
        return ["all is missing"]

    monkeypatch.setattr(kills, "look", look)
    left = tmp_path / "out" / "merging-3"
    # a machine with much else to do has done nothing yet
    for seconds in (0.4, 2, 10):
        _counts, wrong = kills.one("merging", 3, seconds, tmp_path / "out")
        assert wrong == ["merging 3: all is missing"]
        if kills.told((left / "told").read_text()):
            break
    assert kills.told((left / "told").read_text())
    monkeypatch.undo()
    with Database(left / "p.visavis") as db:
        assert db.sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_damaged_project_of_which_something_is_wrong_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_project(tmp_path / "small.visavis").close()
    content = (tmp_path / "small.visavis").read_bytes()
    (tmp_path / "kept").write_bytes(gzip.compress(content))

    def judge(_content: bytes, seed: int, _folder: Path, verdicts: damage.Verdicts) -> None:
        verdicts.wrong += [f"seed {seed}"] if seed == 5 else []

    monkeypatch.setattr(damage, "judge", judge)
    monkeypatch.setattr(damage, "listen", lambda: None)
    damage.child(tmp_path / "kept", 4, 3, tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["damage-5.visavis"]
    assert (tmp_path / "out" / "damage-5.visavis").read_bytes() == damage.mutated(content, 5)[1]
    assert "seed 5" in capsys.readouterr().out


@pytest.mark.skipif(not calls.can_hinder(), reason="there is no strace here that may look at processes")
@pytest.mark.parametrize("name", ["tag", "undo", "save a copy"])
def test_an_action_that_is_hindered_at_a_call_is_done_or_undone_and_told_truly(name: str) -> None:
    # in a process of its own: the one of the tests has threads
    command = [sys.executable, "-m", "tests.storm", "calls", name, "--most", "2"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert all(f"{hindrance}, {name}: " in ended.stdout for hindrance in calls.HINDRANCES)
