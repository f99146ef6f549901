import os
from pathlib import Path

import pytest

from desktop.core.text import normalise_text, text_hash
from desktop.core.values import Codebook
from desktop.exchange.codebook import read_codebook_file

from .reading import Brief, Pair, briefs_in

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = PROJECT / "seeds"
NAMES = sorted(path.name for path in (SEEDS / "briefs").glob("*.md"))


@pytest.fixture(scope="session")
def seeds() -> Path:
    return SEEDS


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    path = SEEDS / "codebook.toml"
    return read_codebook_file(path.read_text("utf-8"), path.name).codebook


@pytest.fixture(scope="session")
def briefs() -> dict[str, Brief]:
    return briefs_in(SEEDS / "briefs")


@pytest.fixture(params=NAMES)
def brief(request: pytest.FixtureRequest, briefs: dict[str, Brief]) -> Brief:
    return briefs[request.param]


@pytest.fixture(scope="session")
def originals() -> dict[str, str]:
    """The originals' normalised texts by their SHA-256; they belong to their publishers and lie outside the project."""
    named = os.environ.get("VISAVIS_ORIGINALS")
    folder = Path(named) if named else PROJECT.parent / "shared" / "originals"
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        pytest.skip("the original documents are not here; VISAVIS_ORIGINALS can name their folder")
    texts = [normalise_text(path.read_bytes().decode("utf-8")) for path in paths]
    return {text_hash(text): text for text in texts}


@pytest.fixture
def pair(brief: Brief, originals: dict[str, str]) -> Pair:
    sha256 = brief.document.original_sha256
    assert sha256 in originals, f"{brief.name}: no original has the SHA-256 {sha256}"
    return Pair(brief, originals[sha256])
