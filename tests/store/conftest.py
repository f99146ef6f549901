from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store.database import Database

from .making import make_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "small.visavis"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with make_project(path) as database:
        yield database
