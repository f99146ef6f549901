from pathlib import Path

import pytest

from desktop.exchange.codebook import read_codebook_csv, read_codebook_file
from desktop.exchange.readers.source import SourceFile
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence


def test_the_codebook_is_written_as_toml_and_as_csv(run: Run, project: Path, tmp_path: Path) -> None:
    with Database(project) as db:
        actors, topics = len(reads.actors(db)), len(reads.topics(db))
    toml = run("codebook", project)
    assert toml.exit_code == 0
    target = tmp_path / "codebook.csv"
    told = run("codebook", project, "--format", "csv", "-o", target)
    assert told.stdout == f"{target}: {actors} actors, {topics} topics\n"
    assert (
        read_codebook_csv(SourceFile(target.read_bytes(), "c")).codebook
        == read_codebook_file(toml.stdout, "c").codebook
    )


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_a_codebook_goes_into_an_empty_project_and_comes_out_the_same(
    run: Run, project: Path, tmp_path: Path, form: str
) -> None:
    file, other = tmp_path / f"c.{form}", tmp_path / "other.visavis"
    run("codebook", project, "--format", form, "-o", file)
    run("new", other, "--empty")
    assert "new, 0 already there" in run("codebook-import", other, file).stdout
    assert run("codebook", other).stdout == run("codebook", project).stdout
    assert run("undo", other).stdout == "undone: Import codebook\n"
    assert run("actors", other).stdout == ""


def test_what_is_there_is_changed_only_on_wish(run: Run, project: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.toml"
    file.write_text(
        'visavis = 1\n[[actor]]\nkey = "sosa"\nname = "C. Sosa"\n[[actor]]\nkey = "velo"\nname = "Velo"\n', "utf-8"
    )
    assert run("codebook-import", project, file).stdout == "more.toml: 1 new, 1 already there and left as they are.\n"
    before = run("actors", project, "--json").stdout
    assert "C. Sosa" not in before
    told = run("codebook-import", project, file, "--update").stdout
    assert told == "more.toml: 0 new, 1 changed, 1 as before.\n"
    assert run("actors", project, "--json").stdout == before.replace('"Celinda Sosa"', '"C. Sosa"', 1)


def test_a_file_that_is_no_codebook_is_told_in_one_sentence(run: Run, project: Path, tmp_path: Path) -> None:
    assert "cannot be read (No such file" in one_sentence(run("codebook-import", project, tmp_path / "no.toml"))
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff")
    assert one_sentence(run("codebook-import", project, bad)) == "bad.toml is not in UTF-8: save it as UTF-8."
    bad.write_text("x = 1\n")
    assert "is no codebook of Visavis" in one_sentence(run("codebook-import", project, bad))
