"""What leaves a project for another program comes in again as it was: claims, codebook, memos, coders."""

import io
import os
import random
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.values import CodedDocument, Facts
from desktop.project.programs.exporting import export_project
from tests.project.round_trips import FORMS, TABLES, Maker, comes_back, made, main, table_comes_back

SAMPLES = Path(os.environ.get("VISAVIS_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
SCHEMA = SAMPLES / "Project-mrt2019-with-MIT-notice.xsd"
# by Hypothesis, which makes what fails small
CHANCE = st.randoms(use_true_random=False)


@pytest.mark.parametrize("form", FORMS, ids=["-".join(form[:2]) for form in FORMS])
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(chance=CHANCE)
def test_a_project_comes_back_as_it_left(
    tmp_path_factory: pytest.TempPathFactory, form: tuple[str, str, str], chance: random.Random
) -> None:
    comes_back(Maker(chance).content(), form, tmp_path_factory.mktemp("round"))


@pytest.mark.parametrize("form", TABLES)
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(chance=CHANCE)
def test_a_table_brings_all_claims_back(
    tmp_path_factory: pytest.TempPathFactory, form: str, chance: random.Random
) -> None:
    table_comes_back(Maker(chance).content(), form, tmp_path_factory.mktemp("table"))


def test_the_command_tells_how_many_came_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["0", "2"]) == 0
    assert "annotated: 2 of 2 projects identical" in capsys.readouterr().out


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schemas of the standard are not beside the project")
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(chance=CHANCE, profile=st.sampled_from(("standard", "nvivo", "maxqda")))
def test_what_is_written_is_valid_and_plain(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, profile: str
) -> None:
    from lxml import etree

    folder = tmp_path_factory.mktemp("valid")
    with made(folder / "one.visavis", Maker(chance).content()) as db:
        project, _lost = export_project(db, "qdpx", "study", profile)
        book, _lost = export_project(db, "qdc", "study")
    with zipfile.ZipFile(io.BytesIO(project)) as archive:
        assert archive.namelist()[0] == "project.qde"
        body = archive.read("project.qde")
        texts = [archive.read(name) for name in archive.namelist()[1:]]
        assert all(name.startswith("sources/") for name in archive.namelist()[1:])
    root = etree.fromstring(body)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(root)
    etree.XMLSchema(etree.parse(str(SAMPLES / "Codebook.xsd"))).assertValid(etree.fromstring(book))
    names = [one.get("name") for one in root.iter("{*}Code")]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 63 and not re.search(r"[/\\>]|::", name) for name in names)
    assert all(one.get("guid") == one.get("guid").upper() for one in root.iter() if one.get("guid"))
    assert not any(text.startswith(b"\xef\xbb\xbf") for text in texts)
    assert all((b"\r\n" in text) == (profile != "standard" and b"\n" in text) for text in texts)


@pytest.mark.parametrize("form", FORMS[3:], ids=["webannotation", "annotated"])
def test_topics_that_are_called_as_a_branch_is_and_texts_that_are_nearly_the_same_stay(
    tmp_path: Path, form: tuple[str, str, str]
) -> None:
    # in which a topic is called Actors, and holds others
    content = Maker(random.Random(587)).content()
    more = " ".join(f"Line {number} tells what {number} people of the town had to say." for number in range(60))
    texts = [f"{number}. {more}" for number in range(2)]
    documents = [CodedDocument(f"near{number}.txt", Facts(), text) for number, text in enumerate(texts)]
    comes_back(replace(content, documents=[*content.documents, *documents]), form, tmp_path)
