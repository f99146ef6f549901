"""Damaged projects of other programs are read as far as they can be, or told in a sentence; nothing else happens."""

import contextlib
import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.project.programs import reading
from desktop.project.programs.bringing import bring
from desktop.project.programs.claims import claims_of
from desktop.project.programs.exporting import export_project
from desktop.project.programs.mapping import Changes
from desktop.project.programs.suggesting import suggest
from tests.cli.test_import_programs import qdpx
from tests.project.round_trips import Maker, coded, made


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


@pytest.mark.parametrize("key", ["annotated", "csljson", "ris", "framework", "dna"])
def test_what_visavis_wrote_may_be_damaged_as_well(tmp_path: Path, key: str) -> None:
    chance = random.Random(key)
    content = Maker(random.Random(7)).content()
    with made(tmp_path / "p.visavis", content) as db:
        whole, _lost = export_project(db, key, "study")
        before = coded(db)
        parts: dict[str, bytes] = {}
        if whole.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(whole)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
        path = tmp_path / "damaged"
        for number in range(40):
            if number % 4 == 0 or not parts:
                path.write_bytes(damaged(whole, chance))
            else:
                chosen = chance.choice(list(parts))
                with zipfile.ZipFile(path, "w") as archive:
                    for name, content_of in parts.items():
                        archive.writestr(name, damaged(content_of, chance) if name == chosen else content_of)
            with contextlib.suppress(UserError):
                project = reading._read(path, key)
                for mapping in (suggest(project), replace(suggest(project), changes=Changes.TAKE)):
                    bring(db, project, mapping, path.name, dry_run=True)
        # a trial takes everything back
        assert coded(db) == before
