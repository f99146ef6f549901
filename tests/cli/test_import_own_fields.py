"""What other programs keep beside topics, actors and stances becomes own fields, where it is mapped so."""

import json
import zipfile
from pathlib import Path

import pytest

from desktop.core.own_fields import OwnField
from desktop.store.database import Database
from desktop.store.reads import own_fields as reads_fields
from desktop.store.reads import project as reads

from .conftest import Run
from .test_import_codings import make_town, table

TEXT = "Nora Vint asked for shore power. Olaf Kemp refused the cruise cap. The tunnel was not spoken of."
WORDS = ("asked for shore power", "refused the cruise cap", "tunnel")
HEAD = ["Document name", "Segment", "Actor", "Code", "Stance", "Mood", "Pages", "Aside"]
ROWS = (
    ["Town report", WORDS[0], "Nora Vint", "Shore power", "pro", "hopeful", "3", "see; also 4"],
    ["Town report", WORDS[1], "Olaf Kemp", "Cruise cap", "contra", "angry", "12", ""],
    ["Town report", WORDS[2], "Olaf Kemp", "Tunnel", "contra", "", "007", "odd"],
)


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Path:
    return make_town(run, tmp_path, TEXT)


def answers(path: Path, *roles: str) -> Path:
    told = "".join(f'"{one}" = "own-field"\n' for one in roles)
    path.write_text(f"visavis-map = 1\n[roles]\n{told}", "utf-8")
    return path


def own(project: Path) -> dict[str, dict[str, str]]:
    with Database(project) as db:
        return {one.quote: dict(one.own) for one in reads.claims(db)}


def fields(project: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    with Database(project) as db:
        return {one.place: (one.kind, one.choices) for one in reads_fields.fields(db, defined=True)}


def test_columns_are_own_fields_of_claims_where_they_are_mapped_so(run: Run, town: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", HEAD, *ROWS)
    told = run("import", town, path, "--dry-run").output
    assert "Columns that are left out: Mood, Pages, Aside; the answer “own-field” brings them in." in told
    given = answers(tmp_path / "m.toml", "column > Mood", "column > Aside")
    told = run("import", town, path, "--map", given, "--dry-run").output
    assert "Own fields, and how many have a value of them: claim:Mood (2), claim:Aside (2)." in told
    assert (own(town), fields(town)) == ({}, {})
    found = json.loads(run("import", town, path, "--map", given, "--json").stdout)
    record = found[0] if isinstance(found, list) else found
    assert record["own_fields"] == {"claim:Mood": 2, "claim:Aside": 2}
    assert own(town) == {
        WORDS[0]: {"Mood": "hopeful", "Aside": "see; also 4"}, WORDS[1]: {"Mood": "angry"}, WORDS[2]: {"Aside": "odd"}
    }  # fmt: skip
    assert fields(town) == {"claim:Mood": ("one", ("hopeful", "angry")), "claim:Aside": ("text", ())}
    # one action made all of it, and takes all of it back
    assert run("undo", town).exit_code == 0
    assert (own(town), fields(town)) == ({}, {})


def test_what_does_not_fit_a_field_that_is_here_is_told(run: Run, town: Path, tmp_path: Path) -> None:
    assert run("fields", town, "make", "claim:pages", "--kind", "number").exit_code == 0
    assert run("fields", town, "make", "claim:Mood", "--kind", "one", "--value", "calm").exit_code == 0
    rows = [ROWS[0], [*ROWS[1][:6], "twelve", ""], ROWS[2]]
    given = answers(tmp_path / "m.toml", "column > Mood", "column > Pages")
    result = run("import", town, table(tmp_path / "t.csv", HEAD, *rows), "--map", given)
    assert result.exit_code == 0, result.output
    assert "Values that do not fit the field “claim:pages” (number) are left out: 1 (“twelve”)." in result.output
    assert own(town) == {WORDS[0]: {"Mood": "hopeful", "pages": "3"}, WORDS[1]: {"Mood": "angry"},
                         WORDS[2]: {"pages": "7"}}  # fmt: skip
    assert fields(town)["claim:Mood"] == ("one", ("calm", "hopeful", "angry"))


def test_cases_give_actors_their_attributes_and_variables_documents_theirs(run: Run, tmp_path: Path) -> None:
    def guid(number: int) -> str:
        return f"00000000-0000-4000-8000-{number:012X}"

    def value(number: int, words: str) -> str:
        told = f'<VariableRef targetGUID="{guid(number)}"/><TextValue>{words}</TextValue>'
        return f"<VariableValue>{told}</VariableValue>"

    start = TEXT.index(WORDS[0])
    body = (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="NVivo"><CodeBook><Codes>'
        f'<Code guid="{guid(1)}" name="Topics" isCodable="true"><Code guid="{guid(2)}" name="Power" isCodable="true"/>'
        f'</Code><Code guid="{guid(3)}" name="Frames" isCodable="true">'
        f'<Code guid="{guid(4)}" name="Health" isCodable="true"/></Code></Codes></CodeBook><Variables>'
        f'<Variable guid="{guid(5)}" name="Party" typeOfVariable="Text"/>'
        f'<Variable guid="{guid(6)}" name="Desk" typeOfVariable="Text"/></Variables><Cases>'
        f'<Case guid="{guid(7)}" name="Nora Vint">{value(5, "Green Quay")}<SelectionRef targetGUID="{guid(9)}"/></Case>'
        f'</Cases><Sources><TextSource guid="{guid(8)}" name="Town" plainTextPath="internal://t.txt">'
        f'<PlainTextSelection guid="{guid(9)}" name="w" startPosition="{start}" endPosition="{start + len(WORDS[0])}">'
        + "".join(f'<Coding guid="{guid(20 + at)}"><CodeRef targetGUID="{guid(at)}"/></Coding>' for at in (2, 4))
        + f"</PlainTextSelection>{value(6, 'north')}</TextSource></Sources></Project>"
    )
    with zipfile.ZipFile(tmp_path / "n.qdpx", "w") as archive:
        archive.writestr("project.qde", body)
        archive.writestr("sources/t.txt", TEXT)
    project = tmp_path / "n.visavis"
    assert run("new", project, "--empty").exit_code == 0
    given = answers(tmp_path / "m.toml", "Frames", "variable > Desk")
    result = run("import", project, tmp_path / "n.qdpx", "--map", given)
    assert result.exit_code == 0, result.output
    assert own(project) == {WORDS[0]: {"Frames": "Health"}}
    with Database(project) as db:
        assert {one.name: (one.definition, one.variables) for one in reads.actors(db)} == {
            "Nora Vint": ("", (("Party", "Green Quay"),))
        }
        (document,) = reads.documents(db)
        assert dict(document.facts.variables) == {"Desk": "north"}
    assert fields(project) == {"claim:Frames": ("one", ("Health",)), "document:Desk": ("one", ("north",)),
                               "actor:Party": ("one", ("Green Quay",))}  # fmt: skip
    assert run("undo", project).exit_code == 0
    assert fields(project) == {}


def test_own_fields_leave_for_another_project_and_come_in_there(run: Run, town: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", HEAD, *ROWS)
    given = answers(tmp_path / "m.toml", "column > Mood", "column > Aside")
    assert run("import", town, path, "--map", given).exit_code == 0
    with Database(town) as db:
        kept = [(one.uuid, one.name, one.choices) for one in reads_fields.fields(db, defined=True)]
    for form in ("qdpx", "webannotation"):
        out, there = tmp_path / f"out.{form.replace('webannotation', 'jsonld')}", tmp_path / f"{form}.visavis"
        result = run("export", town, "--as", form, "-o", out)
        assert "Own fields" not in result.output
        assert run("new", there, "--empty").exit_code == 0
        assert run("import", there, out).exit_code == 0
        assert own(there) == own(town)
        with Database(there) as db:
            assert [(one.uuid, one.name, one.choices) for one in reads_fields.fields(db, defined=True)] == kept
            assert {one.name for one in reads.topics(db)} == {"Shore power", "Cruise cap", "Tunnel"}
    out = tmp_path / "out.csv"
    assert run("export", town, "--as", "csv", "-o", out).exit_code == 0
    assert "field: Mood" in out.read_text("utf-8-sig").splitlines()[0]


@pytest.mark.parametrize("words", ["[", "[]", "{}", '[{"name": 3, "kind": "one"}]', '[{"kind": "one", "values": 1}]'])
def test_a_damaged_list_of_fields_brings_none(words: str) -> None:
    from desktop.exchange.programs.carried_fields import fields_of_words, write_fields

    known = (OwnField("claim", "Mood", "one", "Of whom", choices=("a", "b"), uuid="u"),)
    assert fields_of_words(write_fields(known)) == known
    assert fields_of_words("[Visavis fields]\n" + words) == ()


def test_a_column_called_as_an_own_field_of_claims_is_that_field(run: Run, town: Path, tmp_path: Path) -> None:
    assert run("fields", town, "make", "claim:Mood", "--kind", "one", "--value", "angry").exit_code == 0
    told = run("import", town, table(tmp_path / "t.csv", HEAD, *ROWS)).output
    assert "Columns that are left out: Pages, Aside;" in told
    assert own(town) == {WORDS[0]: {"Mood": "hopeful"}, WORDS[1]: {"Mood": "angry"}, WORDS[2]: {}}
    # what the list lacked is in it now
    assert fields(town)["claim:Mood"] == ("one", ("angry", "hopeful"))


def test_a_cell_of_a_field_that_takes_several_holds_several(run: Run, town: Path, tmp_path: Path) -> None:
    run("fields", town, "make", "claim:Aside", "--kind", "several", "--value", "see")
    assert run("import", town, table(tmp_path / "t.csv", HEAD, *ROWS)).exit_code == 0
    assert own(town)[WORDS[0]]["Aside"] == "see; also 4"
    assert fields(town)["claim:Aside"] == ("several", ("see", "also 4", "odd"))
