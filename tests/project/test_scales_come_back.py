"""The steps of a scale leave with a project and come back, in one of that scale and in one of another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import scale
from desktop.core.scale import FIVE, THREE, Scale
from desktop.core.spans import Span
from desktop.core.values import Actor, Codebook, CodedClaim, CodedDocument, Facts, Stance, Topic
from desktop.project.programs.bringing import bring
from desktop.project.programs.exporting import export_project
from desktop.project.programs.reading import _read
from desktop.project.programs.suggesting import suggest
from desktop.store import edits, reads
from desktop.store.database import Database

TEXT = "we want peace now and so on"
OWN = scale.made((("ja", "Ja", 1.0), ("eher ja", "Eher ja", 0.5), ("nein", "Nein", -1.0)))
FORMS = {"qdpx": ("p.qdpx", "qdpx"), "webannotation": ("p.jsonld", "webannotation"), "csv": ("p.csv", "codings")}


@pytest.fixture(autouse=True)
def _three() -> Iterator[None]:
    yield
    scale.use(THREE)


def project(path: Path, chosen: Scale, *, coded: bool) -> Database:
    scale.use(THREE)
    db = Database(path, create=True)
    edits.scale.choose(db, chosen)
    with db.edit("import_codebook") as recorder:
        topics = (Topic("t", "Peace", "Peace"), Topic("u", "War: x", "War"))
        edits.codebook.add_codebook(db, recorder, Codebook((Actor("a", "Ann"),), topics))
    claims = [
        CodedClaim(Span(number, number + 5), ("a",), "tu"[number % 2], Stance.of(step.key), coder="anna")
        for number, step in enumerate(chosen.all)
    ]
    edits.documents.add_documents(db, [CodedDocument("d.txt", Facts(), TEXT, claims=tuple(claims) if coded else ())])
    return db


def back(folder: Path, form: str, leaves: Scale, enters: Scale) -> tuple[list[str], list[str], list[str]]:
    """Return the stances that come in, the topics then, and what is told of stances."""
    name, key = FORMS[form]
    with project(folder / "one.visavis", leaves, coded=True) as db:
        (folder / name).write_bytes(export_project(db, form, "study")[0])
    with project(folder / "two.visavis", enters, coded=False) as db:
        read = _read(folder / name, key)
        brought = bring(db, read, suggest(read), name)
        found = [str(one.stance) for one in reads.project.claims(db)]
        topics = [one.name for one in reads.project.topics(db)]
        return found, topics, [one for one in brought.notes if "scale" in one]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("leaves", [FIVE, OWN], ids=["five", "own words"])
def test_steps_come_back_into_a_project_of_their_scale(tmp_path: Path, form: str, leaves: Scale) -> None:
    assert back(tmp_path, form, leaves, leaves) == ([one.key for one in leaves.all], ["Peace", "War: x"], [])


@pytest.mark.parametrize("form", FORMS)
def test_steps_become_those_of_their_side_in_a_project_of_another_scale_which_is_told(
    tmp_path: Path, form: str
) -> None:
    found, topics, told = back(tmp_path, form, FIVE, THREE)
    assert found == ["favor", "favor", "neutral", "against", "against", "not coded"]
    assert topics == ["Peace", "War: x"]
    assert told == ["Stances that the scale here has not: strongly favor → favor, strongly against → against."]


@pytest.mark.parametrize("form", FORMS)
def test_of_words_of_another_scale_nothing_is_guessed(tmp_path: Path, form: str) -> None:
    found, topics, told = back(tmp_path, form, OWN, THREE)
    assert (set(found), topics) == ({"not coded"}, ["Peace", "War: x"])
    assert [one.count("not coded") for one in told] == [3]
