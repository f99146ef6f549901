import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import scale
from desktop.core.filters import ClaimFilter
from desktop.core.views import View
from desktop.store import edits, reads
from desktop.store.database import Database

from .conftest import Run, one_sentence


@pytest.fixture(autouse=True)
def _three() -> Iterator[None]:
    yield
    scale.use(scale.THREE)


def test_a_scale_is_shown_planned_chosen_and_used(run: Run, project: Path) -> None:
    assert [one["key"] for one in json.loads(run("scale", project, "--json").stdout)] == [
        *("favor", "against", "neutral", "not coded")
    ]
    before = run("claims", project).stdout
    assert "favor" in run("scale", project, "five", "--dry-run").stdout
    assert run("claims", project).stdout == before
    assert run("scale", project, "five", "--becomes", "favor=strongly favor").exit_code == 0
    told = {one["key"]: one for one in json.loads(run("scale", project, "--json").stdout)}
    assert told["strongly favor"]["claims"] > 0 == told["favor"]["claims"]
    assert (told["strongly against"]["value"], told["not coded"]["value"]) == (-1.0, None)
    found = json.loads(run("claims", project, "--where", 'stance="strongly favor"', "--json").stdout)
    assert {one["stance"] for one in found} == {"strongly favor"}
    number = str(found[0]["claim_id"])
    assert run("change", project, number, "--stance", "strongly against").exit_code == 0
    assert "strongly against, not coded" in one_sentence(run("change", project, number, "--stance", "maybe"))
    assert "_strongly_against" in run("matrix", project, "--exact").stdout.splitlines()[0]
    assert run("check", project).exit_code == 0
    for _action in range(2):
        assert run("undo", project).exit_code == 0
    assert run("claims", project).stdout == before


def test_an_own_scale_has_words_and_values(run: Run, project: Path) -> None:
    steps = [part for step in ("Ja=1", "Eher ja=0.5", "Nein=-1") for part in ("--step", step)]
    assert run("scale", project, *steps, "--becomes", "favor=ja", "--becomes", "against=nein").exit_code == 0
    told = json.loads(run("scale", project, "--json").stdout)
    assert [(one["key"], one["word"], one["value"]) for one in told[:3]] == [
        ("ja", "Ja", 1.0),
        ("eher ja", "Eher ja", 0.5),
        ("nein", "Nein", -1.0),
    ]
    assert run("scale", project, "--step", "Ja").exit_code == 2
    assert "perhaps" in one_sentence(run("scale", project, "two", "--becomes", "perhaps=favor"))


def test_saved_filters_and_views_follow_what_stances_become(run: Run, project: Path) -> None:
    with Database(project) as db:
        edits.saved.save(db, "undecided", ClaimFilter.parse("stance=neutral,favor"))
        edits.saved.save(db, "others", ClaimFilter.parse("voice=direct"))
        edits.saved.save(db, "for it", View(where="stance=favor"))
    before = run("claims", project, "--where", "stance=favor", "--json").stdout
    told = run("scale", project, "two", "--becomes", "favor=favor", "--dry-run").stdout
    assert "Saved filters and views that follow: “undecided”." in told
    steps = [part for step in ("Ja=1", "Nein=-1") for part in ("--step", step)]
    chosen = run("scale", project, *steps)
    assert chosen.exit_code == 0, chosen.output
    assert "Saved filters and views that follow: “undecided”, “for it”." in chosen.stdout
    with Database(project) as db:
        scale.use(reads.scale.scale(db))
        assert edits.saved.filters(db)["undecided"].stances == ("ja", "not coded")
        assert edits.saved.filters(db)["others"] == ClaimFilter.parse("voice=direct")
        assert edits.saved.view(db, "for it").where == "stance=ja"
    found = json.loads(run("claims", project, "--where", "stance=ja", "--json").stdout)
    assert len(found) == len(json.loads(before)) > 0
    assert run("undo", project).exit_code == 0
    with Database(project) as db:
        scale.use(reads.scale.scale(db))
        assert edits.saved.filters(db)["undecided"].stances == ("favor", "neutral")


def test_a_table_of_claims_has_the_values_of_stances_where_a_scale_is_in_use(run: Run, project: Path) -> None:
    def rows() -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(run("claims", project, "--json").stdout)
        return found

    assert all("stance_value" not in one for one in rows())
    number = str(rows()[0]["claim_id"])
    assert run("scale", project, "five").exit_code == 0
    assert run("change", project, number, "--stance", "strongly against").exit_code == 0
    values = {str(one["stance"]): one["stance_value"] for one in rows()}
    assert (values["strongly against"], values["favor"]) == (-1, 0.5)
    assert run("change", project, number, "--stance", "not coded").exit_code == 0
    assert {one["stance_value"] for one in rows() if one["stance"] == "not coded"} == {None}


@pytest.mark.parametrize(
    ("form", "ending"), [("qdpx", "qdpx"), ("webannotation", "jsonld"), ("csv", "csv"), ("annotated", "zip")]
)
def test_what_leaves_a_project_of_five_steps_comes_back_into_one(
    project: Path, run: Run, tmp_path: Path, form: str, ending: str
) -> None:
    other, file = tmp_path / "other.visavis", tmp_path / f"left.{ending}"
    text = tmp_path / "tolls.txt"
    text.write_text("Tolls must go, she said, and nothing else will do.", "utf-8")
    for path in (project, other):
        if path == other:
            assert run("new", path, "--empty").exit_code == 0
        assert run("import", path, text).exit_code == 0
        assert run("scale", path, "five").exit_code == 0
    documents = json.loads(run("documents", project, "--json").stdout)
    number = next(one["document_id"] for one in documents if one["document"] == "tolls.txt")
    arguments = ("--document", str(number), "--start", "0", "--end", "13", "--actor", "sosa", "--topic", "alba")
    assert run("tag", project, *arguments, "--stance", "strongly against").exit_code == 0
    assert run("export", project, "--as", form, "-o", file).exit_code == 0
    # a program that begins knows of no scale yet
    scale.use(scale.THREE)
    result = run("import", other, file)
    assert result.exit_code == 0, result.stderr
    told = json.loads(run("claims", other, "--json").stdout)
    assert [one["quote"] for one in told if one["stance"] == "strongly against"] == ["Tolls must go"]
