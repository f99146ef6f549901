from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store import trail
from desktop.store.database import Database

from .making import make_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "small.visavis"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with make_project(path) as database:
        yield database


@pytest.fixture(params=["whole", "parts"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let every test be done twice: the second time with each action in the history in parts, as a long one is."""
    if request.param == "parts":
        monkeypatch.setattr(trail, "PART", 20)
        monkeypatch.setattr(trail, "_ROWS", 2)
    return str(request.param)
