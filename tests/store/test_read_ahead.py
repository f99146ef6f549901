"""An import holds the project only while it writes: others work in it while files are read."""

import threading
from pathlib import Path
from typing import Any

import pytest

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.project import children, importing
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims, codebook
from desktop.store.reads import project as reads


def texts(folder: Path) -> list[Path]:
    found = []
    for number, speaker in enumerate(("Ola Berg", "Ines Okoro", "Ola Berg")):
        path = folder / f"{number}.txt"
        path.write_text(f"{speaker}: The ferry {number} must stay.\n\nHOST: Why?\n\n{speaker}: It is ours.\n")
        found.append(path)
    return found


def test_others_work_in_the_project_while_files_are_read(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = importing.read_file
    tagged: list[int] = []

    one_by_one = threading.Lock()

    def reading(*given: Any, **more: Any) -> Any:
        with one_by_one, Database(db.path) as other:
            other.set_coder("Mira")
            start = 5 * len(tagged)
            tagged.append(claims.tag(other, NewClaim(1, Span(start, start + 4), (1,), 1, Stance.FAVOR)))
        return read(*given, **more)

    monkeypatch.setattr(importing, "read_file", reading)
    told: list[tuple[int, int]] = []
    results = importing.import_files(db, texts(tmp_path), progress=lambda *done: told.append(done))
    assert [result.imported is not None for result in results] == [True] * 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert len(tagged) >= 3
    assert set(tagged) <= {claim.id for claim in reads.claims(db)}
    assert [actor.name for actor in reads.actors(db)].count("Ola Berg") == 1
    assert problems(db) == []


def test_a_file_is_read_again_with_whom_others_made_known_meanwhile(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = importing.read_file
    monkeypatch.setattr(children, "count", lambda: 1)
    count = 0

    def reading(*given: Any, **more: Any) -> Any:
        nonlocal count
        count += 1
        found = read(*given, **more)
        if count == 3:
            with Database(db.path) as other:
                other.set_coder("Mira")
                codebook.add(other, "actor", "Ines Okoro", key="ines")
        return found

    monkeypatch.setattr(importing, "read_file", reading)
    importing.import_files(db, texts(tmp_path))
    assert count > 3
    assert [actor.key for actor in reads.actors(db) if actor.name == "Ines Okoro"] == ["ines"]
    assert problems(db) == []


def test_several_files_are_read_at_once_and_say_what_they_say_one_by_one(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = importing.read_file
    monkeypatch.setattr(children, "count", lambda: 3)
    together = threading.Barrier(3, timeout=30)
    first: set[Path] = set()

    def reading(path: Path, *given: Any, **more: Any) -> Any:
        if path not in first:
            first.add(path)
            # none goes on before three are being read
            together.wait()
        return read(path, *given, **more)

    monkeypatch.setattr(importing, "read_file", reading)
    results = importing.import_files(db, texts(tmp_path))
    assert [result.imported is not None for result in results] == [True] * 3
    # whom the first file brings the third knows, though they were read at once
    assert [actor.name for actor in reads.actors(db)].count("Ola Berg") == 1
    assert [one.name for one in results[2].speakers if one.is_new] == []
    assert problems(db) == []
