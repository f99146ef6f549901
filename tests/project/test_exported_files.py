"""A small project as each form writes it, held to files that lie here; ``VISAVIS_GOLDEN=write`` writes them anew.

The project itself lies here as annotated Markdown, so that its own export is held to what it was made of.
"""

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.project.programs.bringing import bring
from desktop.project.programs.exporting import FORMS, export_project
from desktop.project.programs.reading import program_of, read_project
from desktop.project.programs.suggesting import suggest
from desktop.store.database import Database

GOLDEN = Path(__file__).parents[1] / "data" / "exports"


def packed(folder: Path) -> bytes:
    """Return a project of annotated documents as its archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(folder / "visavis.toml", "visavis.toml")
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "visavis.toml":
                archive.write(path, path.relative_to(folder).as_posix())
    return made.getvalue()


def parts(key: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what can be read of an export, under the name of its golden file."""
    if key == "annotated":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((f"harbour/{name}", archive.read(name)) for name in archive.namelist())
    elif key == "qdpx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "harbour.qdpx.xml", archive.read("project.qde").replace(b"><", b">\n<")
    elif key in SHEETS:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data))
        lines = []
        for sheet in book.worksheets[: SHEETS[key]]:
            lines.append(f"[{sheet.title}]")
            lines += ["\t".join("" if one is None else repr(one) for one in row) for row in sheet.values]
        yield f"harbour.{key}.txt", "\n".join(lines).encode() + b"\n"
    elif data.startswith(b"SQLite"):
        import sqlite3

        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(data)
            yield f"harbour.{key}.sql", "\n".join(db.iterdump()).encode() + b"\n"
    else:
        yield f"harbour.{key}", data


# workbooks, and how many of their sheets hold what was exported
SHEETS = {"xlsx": 1, "framework": 3}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("harbour")
    path = folder / "harbour.zip"
    path.write_bytes(packed(GOLDEN / "harbour"))
    program = program_of(path)
    assert program is not None
    project = read_project(path, program)
    with Database(folder / "harbour.visavis", create=True) as db:
        bring(db, project, suggest(project), path.name)
        yield db


@pytest.mark.parametrize("key", [form.key for form in FORMS])
def test_a_project_is_written_as_it_was_before(harbour: Database, key: str) -> None:
    data, lost = export_project(harbour, key, "harbour")
    written = dict(parts(key, data))
    told = "".join(f"{sentence}\n" for sentence in lost).encode()
    if told:
        written[f"harbour.{key}.lost"] = told
    if os.environ.get("VISAVIS_GOLDEN") == "write":
        for name, content in written.items():
            (GOLDEN / name).write_bytes(content)
    assert {name: content.decode() for name, content in written.items()} == {
        name: (GOLDEN / name).read_bytes().decode() for name in written
    }
