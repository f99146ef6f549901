from pathlib import Path

import pytest

from desktop.core.text import normalise_text
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .generator import generate_project, generate_text, generate_words


def make(path: Path, seed: int = 1) -> list[str]:
    """Return all rows of a small generated project as SQL."""
    generate_project(path, documents=3, claims=400, topics=7, actors=9, paragraphs=20, seed=seed)
    with Database(path) as db:
        return list(db.sqlite.conn.iterdump())


def test_a_generated_project_is_sound_and_of_the_size_asked_for(tmp_path: Path) -> None:
    make(tmp_path / "a.visavis")
    with Database(tmp_path / "a.visavis") as db:
        assert problems(db) == []
        assert reads.counts(db) == {"documents": 3, "claims": 400, "topics": 7, "actors": 9}
        claims = reads.claims(db)
        assert {len(claim.actor_ids) for claim in claims} == {1, 2}
        assert len({claim.stance for claim in claims}) == len({claim.voice for claim in claims}) == 3
        assert any(max(reads.text(db, document.id)) > "\uffff" for document in reads.documents(db))
        assert db.undo() is None


def test_one_seed_gives_one_project_and_another_seed_another(tmp_path: Path) -> None:
    first = make(tmp_path / "a.visavis")
    assert make(tmp_path / "b.visavis") == first
    assert make(tmp_path / "c.visavis", seed=2) != first


@pytest.mark.parametrize("size", [1, 5_000, 100_000])
def test_a_text_is_as_large_as_asked_for(size: int) -> None:
    text = generate_text(size=size, seed=3)
    assert size <= len(text.encode()) < size + 3_000
    assert normalise_text(text) == text
    assert generate_text(size=size, seed=3) == text


def test_a_text_has_as_many_paragraphs_as_asked_for() -> None:
    assert len(generate_text(17).rstrip("\n").split("\n\n")) == 17


def test_a_text_is_asked_for_by_paragraphs_or_by_size() -> None:
    for wish in ({}, {"paragraphs": 3, "size": 9}):
        with pytest.raises(ValueError, match="paragraphs or size"):
            generate_text(**wish)


def test_words_do_not_repeat() -> None:
    words = generate_words(5, 500)
    assert len(set(words)) == len(words) == 500
