import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import scale

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
