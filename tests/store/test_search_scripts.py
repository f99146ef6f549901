"""Seventy queries in the scripts of the world: the library, the words in context and the line above a text agree."""

from pathlib import Path

import pytest

from desktop.core.concordance import OpenText, places_of, wanted
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.project.concordance import found_in
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import filtered
from desktop.store.reads.search import grounds, search, search_all

from ..searched import FOUND, NOT_FOUND, TEXTS
from .test_every_action import BEFORE_SETS, BEFORE_TIMES, OLD, unpacked


@pytest.fixture
def scripts(path: Path) -> Database:
    db = Database(path, create=True)
    added = [CodedDocument(f"{name}.txt", Facts(title="Report"), text) for name, text in TEXTS.items()]
    edit_documents.add_documents(db, added)
    return db


@pytest.mark.parametrize(("script", "asked", "place"), FOUND)
def test_a_word_of_each_script_is_found_everywhere(scripts: Database, script: str, asked: str, place: str) -> None:
    with scripts as db:
        text, number = TEXTS[script], list(TEXTS).index(script) + 1
        (hit,) = search(db, asked)
        assert hit.document_id == number
        marked = [hit.snippet[start:end] for start, end in hit.marks]
        assert place in marked
        assert hit.position is not None
        assert text[hit.position :].startswith(tuple(marked))
        what = wanted(places_of(asked))
        assert what is not None
        lines = found_in(grounds(db, what.phrases), what)
        assert {line.document_id for line in lines} == {number}
        places = [(line.start, line.end) for line in lines]
        assert place in [text[start:end] for start, end in places]
        assert (hit.count, hit.position) == (len(places), places[0][0])
        assert list(OpenText(text).places(places_of(asked))) == places


@pytest.mark.parametrize(("script", "asked"), NOT_FOUND)
def test_another_letter_is_another_word(scripts: Database, script: str, asked: str) -> None:
    with scripts as db:
        assert list(TEXTS).index(script) + 1 not in {hit.document_id for hit in search(db, asked)}


def test_claims_of_each_script_are_found_and_follow_undo(db: Database) -> None:
    text = TEXTS["Arabic"] + TEXTS["Han"]
    (added,) = edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(), text)])

    def found() -> list[int]:
        assert problems(db) == []
        both = ("الدولة", "公约")
        return [len(search_all(db, one).claims) + filtered.count(db, ClaimFilter(text=one)) for one in both]

    assert found() == [0, 0]
    edit_claims.tag(db, NewClaim(added.document_id, Span(0, len(text)), (1,), 1, Stance.FAVOR))
    assert found() == [2, 2]
    (hit,) = search_all(db, "公约").claims
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["公约"]
    db.undo()
    assert found() == [0, 0]
    db.redo()
    assert found() == [2, 2]
    db.undo()
    db.undo()
    assert search(db, "公约") == []


@pytest.mark.parametrize("packed", [OLD, BEFORE_SETS, BEFORE_TIMES])
def test_a_project_with_the_old_index_is_searched_like_a_new_one(packed: Path, tmp_path: Path) -> None:
    path = unpacked(packed, tmp_path)
    with Database(path) as db:
        assert problems(db) == []
        assert search(db, "velo")
        while db.undo() is not None:
            pass
        assert problems(db) == []
        while db.redo() is not None:
            pass
        assert problems(db) == []
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(), TEXTS["Han"])])
        assert len(search(db, "部长")) == 1
