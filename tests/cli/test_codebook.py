import csv
import io
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


def key_and_uuid(run: Run, project: Path) -> dict[str, str]:
    """Return the uuid of each topic by its key, as the exported table has them."""
    rows = csv.DictReader(io.StringIO(run("codebook", project, "--format", "csv").stdout.lstrip("\ufeff")))
    return {row["key"]: row["uuid"] for row in rows if row["entry"] == "topic"}


@pytest.fixture
def small(run: Run, tmp_path: Path) -> Path:
    path, book = tmp_path / "small.visavis", tmp_path / "small.toml"
    run("new", path, "--empty")
    book.write_text('visavis = 1\n[[topic]]\nkey = "trade"\nname = "Trade"\n[[topic]]\nkey = "port"\nname = "Port"\n')
    run("codebook-import", path, book)
    return path


def test_a_key_that_was_changed_in_a_spreadsheet_is_changed_where_the_uuid_is(
    run: Run, small: Path, tmp_path: Path
) -> None:
    before, table = key_and_uuid(run, small), tmp_path / "t.csv"
    table.write_text(run("codebook", small, "--format", "csv").stdout.replace("topic,trade,", "topic,commerce,"))
    told = one_sentence(run("codebook-import", small, table))
    assert told.startswith("The topic “commerce” has the uuid of the topic “trade”: import it with --update ")
    assert key_and_uuid(run, small) == before
    told = run("codebook-import", "--update", small, table).stdout
    assert told == "t.csv: 0 new, 1 changed, 1 as before.\n"
    assert key_and_uuid(run, small) == {"commerce": before["trade"], "port": before["port"]}
    run("undo", small)
    assert key_and_uuid(run, small) == before


def test_a_row_that_was_copied_in_a_spreadsheet_is_an_entry_with_a_uuid_of_its_own(
    run: Run, small: Path, tmp_path: Path
) -> None:
    before, table = key_and_uuid(run, small), tmp_path / "t.csv"
    head, *rows = run("codebook", small, "--format", "csv").stdout.splitlines()
    copied = next(row for row in rows if row.startswith("topic,trade,")).replace("trade,Trade", "copy,Copy", 1)
    table.write_text("\n".join((head, *rows, copied)))
    other = tmp_path / "other.visavis"
    run("new", other, "--empty")
    for project, new in ((small, 1), (other, 3)):
        assert run("codebook-import", project, table).stdout.startswith(f"t.csv: {new} new")
        after = key_and_uuid(run, project)
        assert {key: after[key] for key in before} == before
        assert len({*after.values(), ""}) == 4


def test_a_table_as_a_german_excel_writes_it_is_read(run: Run, tmp_path: Path) -> None:
    path, table = tmp_path / "p.visavis", tmp_path / "de.csv"
    head = "entry; key ;name;kind;parent;aliases\r\n"
    rows = 'actor;mue;Jürgen Müller;person;;"Müller; J. Müller"\r\ntopic;zoll;Zölle;;;\r\n'
    for number, encoding in enumerate(("utf-8-sig", "cp1252")):
        project = path.with_stem(f"p{number}")
        run("new", project, "--empty")
        table.write_bytes((head + rows).encode(encoding))
        told = run("codebook-import", project, table).stdout
        assert told.startswith("de.csv: 2 new, 0 already there and left as they are.")
        assert ("It is not in UTF-8 and was read as cp1252, which is a guess" in told) == (encoding == "cp1252")
        with Database(project) as db:
            (actor,), (topic,) = reads.actors(db), reads.topics(db)
        assert (actor.name, actor.aliases, topic.name) == ("Jürgen Müller", ("Müller", "J. Müller"), "Zölle")


@pytest.mark.parametrize("color", ["rgb(1,2,3)", "#12FG56", "red", "#fff", "url(x)"])
def test_a_colour_that_is_none_is_refused_in_a_sentence(run: Run, tmp_path: Path, color: str) -> None:
    path, table = tmp_path / "p.visavis", tmp_path / "c.csv"
    run("new", path, "--empty")
    table.write_text(f'entry,key,name,kind,color\nactor,col,Col,person,"{color}"\n')
    told = one_sentence(run("codebook-import", path, table))
    assert told == f"c.csv: actor “col”: “{color}” is no colour; write it like #0072b2, or leave it empty."
    assert run("actors", path).stdout == ""
