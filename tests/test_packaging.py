import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def files_below(folder: str) -> set[str]:
    """Return the files of a folder of the project, by their path in the project."""
    return {
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both distributions, in this environment: an isolated one would be filled from the network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, timeout=60)
    return folder


def test_the_wheel_holds_the_package_its_resources_and_the_seeds(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"desktop/data/{name}" for name in files_below("resources") | files_below("seeds")}
    assert "desktop/data/seeds/codebook.toml" in shipped
    assert shipped <= names
    assert files_below("desktop") <= names
    assert not [name for name in names if name.startswith("tests/") or name.endswith((".visavis", ".pyc"))]
    (entries,) = (name for name in names if name.endswith("entry_points.txt"))
    assert b"visavis = desktop.__main__:main" in zipfile.ZipFile(wheel).read(entries)


def test_the_source_distribution_holds_what_the_wheel_is_built_from(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert files_below("resources") | files_below("seeds") | files_below("desktop") <= names
    assert {"pyproject.toml", "LICENSE", "README.md", "Makefile"} <= names


def test_what_is_shipped_is_found_from_an_unpacked_wheel(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from desktop.project import opening\n"
        "from desktop.store.reads import project\n"
        "assert Path(opening.__file__).is_relative_to(sys.argv[1]), opening.__file__\n"
        "with opening.new_project(Path('p.visavis')) as db: print(len(project.documents(db)), 'documents')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site")], cwd=tmp_path, capture_output=True, check=True, timeout=60
    )
    assert done.stdout.startswith(b"%d documents" % len(list((PROJECT / "seeds" / "briefs").glob("*.md"))))
