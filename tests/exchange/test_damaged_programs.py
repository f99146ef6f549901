"""Damaged projects of other programs are read as far as they can be, or told in a sentence; nothing else happens."""

import contextlib
import io
import random
import zipfile
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.project.programs import reading
from desktop.project.programs.claims import claims_of
from desktop.project.programs.suggesting import suggest
from tests.cli.test_import_programs import qdpx


def damaged(body: bytes, chance: random.Random) -> bytes:
    """Return *body* with some of it gone, doubled, or other signs."""
    found = bytearray(body)
    for _number in range(chance.randrange(1, 6)):
        at, way = chance.randrange(len(found)), chance.randrange(3)
        if way == 0:
            del found[at : at + chance.randrange(1, 60)]
        elif way == 1:
            found[at:at] = found[chance.randrange(len(found)) :][: chance.randrange(1, 80)]
        else:
            found[at] = chance.choice(b'<>"0123456789-&{}')
    return bytes(found)


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_project_is_read_or_told(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = qdpx(tmp_path / "whole.qdpx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "damaged.qdpx"
    there = {one.name for one in tmp_path.iterdir()} | {path.name}
    for number in range(40):
        if number % 2:
            path.write_bytes(damaged(whole, chance))
        else:
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in parts.items():
                    archive.writestr(name, damaged(content, chance) if name.endswith(".qde") else content)
        with contextlib.suppress(UserError):
            project = reading._read(path, "qdpx")
            claims_of(project, suggest(project))
    assert {one.name for one in tmp_path.iterdir()} == there
