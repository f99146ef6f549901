"""Annotations of INCEpTION come in: layers and features are branches, offsets in UTF-16 are where their words are."""

import builtins
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from desktop.core.errors import UserError
from desktop.exchange.programs.uima_cas import read_uima_cas
from desktop.exchange.readers.source import SourceFile

from .conftest import Run, one_sentence
from .test_import_programs import claims

TEXT = "Ada 😀 said: we want the bridge.\r\nOdo 🇵🇪 said: nobody needs a bridge. قالت آدا نعم."
WANTS, NEEDS = "we want the bridge", "nobody needs a bridge"
FEATURES = ("actor", "topic", "stance")
STATEMENTS = ((WANTS, "Ada Quill", "Bridge", "pro"), (NEEDS, "Odo Brink", "Bridge", "contra"))


def place(words: str) -> tuple[int, int]:
    """Return where words stand, in UTF-16 units as UIMA counts."""
    at = len(TEXT[: TEXT.index(words)].encode("utf-16-le")) // 2
    return at, at + len(words)


def types() -> str:
    def described(name: str, features: tuple[str, ...]) -> str:
        inner = "".join(
            f"<featureDescription><name>{one}</name><description/>"
            "<rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>"
            for one in features
        )
        return (
            f"<typeDescription><name>webanno.custom.{name}</name><description/>"
            f"<supertypeName>uima.tcas.Annotation</supertypeName><features>{inner}</features></typeDescription>"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>'
        f"{described('Statement', FEATURES)}{described('Remark', ())}</types></typeSystemDescription>"
    )


def xmi() -> str:
    rows = "".join(
        f'<custom:Statement xmi:id="{10 + number}" sofa="1" begin="{place(words)[0]}" end="{place(words)[1]}" '
        f'actor="{actor}" topic="{topic}" stance="{stance}"/>'
        for number, (words, actor, topic, stance) in enumerate(STATEMENTS)
    )
    ids = " ".join(str(10 + number) for number in range(len(STATEMENTS)))
    words = quoteattr(TEXT, {"\r": "&#13;", "\n": "&#10;"})
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:cas="http:///uima/cas.ecore" '
        'xmlns:xmi="http://www.omg.org/XMI" xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">'
        f'<cas:NULL xmi:id="0"/>{rows}<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" '
        f'sofaString={words}/><cas:View sofa="1" members="{ids}"/></xmi:XMI>'
    )


def as_json() -> str:
    told = {
        "%RANGE": "uima.cas.String"
    }  # fmt: skip
    features: list[dict[str, Any]] = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
         "sofaString": TEXT},
    ]  # fmt: skip
    for number, (words, *values) in enumerate(STATEMENTS, 10):
        start, end = place(words)
        row = {"%ID": number, "%TYPE": "webanno.custom.Statement", "@sofa": 1, "begin": start, "end": end}
        features.append(row | dict(zip(FEATURES, values, strict=True)))
    known = {
        "webanno.custom.Statement": {
            "%NAME": "webanno.custom.Statement", "%SUPER_TYPE": "uima.tcas.Annotation",
            **{one: {"%NAME": one, **told} for one in FEATURES},
        }
    }  # fmt: skip
    members = [row["%ID"] for row in features[1:]]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}
    return json.dumps({"%TYPES": known, "%FEATURE_STRUCTURES": features, "%VIEWS": views})


def beside(folder: Path) -> Path:
    (folder / "TypeSystem.xml").write_text(types(), "utf-8")
    path = folder / "harbour.xmi"
    path.write_text(xmi(), "utf-8")
    return path


def in_json(folder: Path) -> Path:
    path = folder / "harbour.json"
    path.write_text(as_json(), "utf-8")
    return path


def archived(folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("harbour.xmi", xmi())
        archive.writestr("TypeSystem.xml", types())
    return path


def whole_project(folder: Path) -> Path:
    """Write an export of a project: an archive for each annotator of each document."""
    inner = archived(folder).read_bytes()
    path = folder / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("annotation/harbour.txt/carla.zip", inner)
        archive.writestr("annotation/harbour.txt/INITIAL_CAS.zip", inner)
        archive.writestr("exportedproject.json", "{}")
    return path


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


@pytest.mark.parametrize(("make", "coder"), [(beside, ""), (in_json, ""), (archived, ""), (whole_project, "carla")])
def test_each_annotation_is_a_claim_at_its_words(
    run: Run, empty: Path, tmp_path: Path, make: Callable[[Path], Path], coder: str
) -> None:
    pytest.importorskip("cassis")
    result = run("import", empty, make(tmp_path))
    assert result.exit_code == 0, result.output
    assert [one[:4] for one in claims(empty)] == [
        (WANTS, ("Ada Quill",), "Bridge", "favor"),
        (NEEDS, ("Odo Brink",), "Bridge", "against"),
    ]
    if coder:
        assert {one[4] for one in claims(empty)} == {coder}


def test_layers_and_features_are_asked_of_as_branches(run: Run, empty: Path, tmp_path: Path) -> None:
    pytest.importorskip("cassis")
    answers = tmp_path / "m.toml"
    assert run("import", empty, in_json(tmp_path), "--dry-run", "--write-map", answers).exit_code == 0
    told = answers.read_text("utf-8")
    for line in ('"Statement > actor" = "actor"', '"Statement > topic" = "topic"', '"Statement > stance" = "stance"'):
        assert line in told


def test_an_annotation_that_links_to_another_names_the_words_of_that() -> None:
    cassis = pytest.importorskip("cassis")
    known = cassis.TypeSystem()
    person = known.create_type("webanno.custom.Person", supertypeName="uima.tcas.Annotation")
    claim = known.create_type("webanno.custom.Claim", supertypeName="uima.tcas.Annotation")
    known.create_feature(claim, "holder", person)
    known.create_feature(claim, "topic", "uima.cas.String")
    cas = cassis.Cas(typesystem=known)
    cas.sofa_string, cas.sofa_mime = TEXT, "text/plain"
    ada = person(begin=0, end=3)
    at = TEXT.index(WANTS)
    cas.add_all([ada, claim(begin=at, end=at + len(WANTS), holder=ada, topic="Bridge")])
    found = read_uima_cas([SourceFile(cas.to_json().encode(), "links.json")])
    names = {code.id: code.name for code in found.codes}
    text = found.documents[0].text or ""
    told = {(names[one.code], text[one.start : one.end]) for one in found.codings}
    assert told == {("Ada", WANTS), ("Bridge", WANTS), ("Person", "Ada")}


def test_which_package_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "cassis":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UserError, match=r"pip install visavis\[inception\]"):
        read_uima_cas([SourceFile(as_json().encode(), "harbour.json")])


def test_an_xmi_without_its_types_says_what_is_missing(run: Run, empty: Path, tmp_path: Path) -> None:
    pytest.importorskip("cassis")
    path = beside(tmp_path)
    (tmp_path / "TypeSystem.xml").unlink()
    result = run("import", empty, path)
    assert result.exit_code == 1
    assert "put TypeSystem.xml" in one_sentence(result)


@pytest.mark.parametrize("make", [beside, in_json])
@pytest.mark.parametrize(
    ("old", "new"),
    [("?>", "?><!DOCTYPE x [<!ENTITY a 'b'>]>"), ('"begin": ', '"begin": {}, "x": '), (":", ""), ("Statement", "No")],
)
def test_a_damaged_one_is_told_in_a_sentence(
    run: Run, empty: Path, tmp_path: Path, make: Callable[[Path], Path], old: str, new: str
) -> None:
    pytest.importorskip("cassis")
    path = make(tmp_path)
    words = path.read_text("utf-8")
    if old not in words:
        pytest.skip("there is no such thing in this form")
    path.write_text(words.replace(old, new, 1), "utf-8")
    result = run("import", empty, path)
    if result.exit_code:
        assert one_sentence(result)
        assert claims(empty) == []
    else:
        # what is left of it is still where its words are
        assert {one[0] for one in claims(empty)} <= {WANTS, NEEDS}
