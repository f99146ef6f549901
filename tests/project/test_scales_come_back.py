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
from desktop.project.programs.words import stance_of, stances_of_numbers
from desktop.store import edits, reads
from desktop.store.database import Database

TEXT = "we want peace now and so on"
OWN = scale.made((("ja", "Ja", 1.0), ("eher ja", "Eher ja", 0.5), ("nein", "Nein", -1.0)))
FORMS = {
    "qdpx": ("p.qdpx", "qdpx"),
    "webannotation": ("p.jsonld", "webannotation"),
    "csv": ("p.csv", "codings"),
    "annotated": ("p.zip", "annotated"),
}


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
def test_own_words_become_the_steps_that_lie_where_they_do_which_is_told(tmp_path: Path, form: str) -> None:
    found, topics, told = back(tmp_path, form, OWN, FIVE)
    assert (found, topics) == (["strongly favor", "favor", "strongly against", "not coded"], ["Peace", "War: x"])
    assert set(told[0].split(": ")[1].strip(".").split(", ")) == {
        "ja → strongly favor", "eher ja → favor", "nein → strongly against"
    }  # fmt: skip


def test_equal_words_go_before_values() -> None:
    other = scale.made((("a", "eher ja", 1.0), ("b", "Nein", -0.5)))
    assert scale.fitting(OWN, other) == {"ja": "a", "eher ja": "a", "nein": "b"}
    assert scale.fitting(other, OWN) == {"a": "eher ja", "b": "nein"}


def test_of_words_whose_scale_a_file_does_not_tell_nothing_is_guessed(tmp_path: Path) -> None:
    with project(tmp_path / "one.visavis", OWN, coded=True) as db:
        words = export_project(db, "csv", "study")[0].decode().replace("stance_step", "remark")
        (tmp_path / "p.csv").write_text(words)
    with project(tmp_path / "two.visavis", THREE, coded=False) as db:
        read = _read(tmp_path / "p.csv", "codings")
        assert set(suggest(read).stances.items()) == {(one.key, "not coded") for one in OWN.all}


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        (("strongly agree", "agree", "disagree", "strongly disagree"),
         ("strongly favor", "favor", "against", "strongly against")),
        (("stark dafür", "eher dafür", "neither agree nor disagree"), ("strongly favor", "favor", "neutral")),
        (("-2", "-1", "0", "1", "2"), ("strongly against", "against", "neutral", "favor", "strongly favor")),
        (("-1", "0", "1"), ("against", "neutral", "favor")),
    ],
)  # fmt: skip
def test_words_of_other_programs_are_read_on_the_scale_of_the_project(
    words: tuple[str, ...], steps: tuple[str, ...]
) -> None:
    scale.use(FIVE)
    assert tuple(stances_of_numbers(words).values() or map(stance_of, words)) == steps


def test_words_of_the_scale_itself_go_before_all_others() -> None:
    scale.use(scale.made((("u", "Contra", 1.0), ("v", "Sonst", 0.0), ("w", "Nope", -1.0))))
    assert list(map(stance_of, ("contra", "sonst", "nope", "pro", "dagegen", "bridge"))) == [
        "u", "v", "w", "u", "w", None
    ]  # fmt: skip
