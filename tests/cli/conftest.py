import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desktop import paths
from desktop.cli.commands import visavis
from desktop.core.values import Codebook, CodedDocument
from desktop.exchange.seeds import load_seeds
from desktop.project import opening

PROJECT = Path(__file__).resolve().parents[2]

Run = Callable[..., Result]
Program = Callable[..., "subprocess.CompletedProcess[bytes]"]


@dataclass
class FakeWindow:
    """Keeps what the command line asks of the window."""

    opened: list[Path | None] = field(default_factory=list)
    taken: list[tuple[Path, Path, Sequence[tuple[int, int]], Sequence[str]]] = field(default_factory=list)
    status: int = 0

    def run(self, project: Path | None) -> int:
        self.opened.append(project)
        return self.status

    def take(self, project: Path, folder: Path, sizes: Sequence[tuple[int, int]], themes: Sequence[str]) -> list[Path]:
        self.taken.append((project, folder, sizes, themes))
        return [folder / "reading-light.png", folder / "matrix-dark.png"]


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests away from the user's own folders, name and display."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("VISAVIS_CODER", "Ana")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def window() -> FakeWindow:
    return FakeWindow()


@pytest.fixture
def run(window: FakeWindow) -> Run:
    """Run a command in this process; a bug is raised, not reported."""

    def call(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(visavis, [str(one) for one in arguments], obj=window, prog_name="visavis")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def program() -> Program:
    """Run a command as a process of its own."""

    def call(*arguments: str | Path, **settings: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-m", "desktop", *map(str, arguments)],
            cwd=PROJECT,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def seeds() -> tuple[Codebook, tuple[CodedDocument, ...]]:
    return load_seeds(paths.shipped("seeds"))


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pattern") / "pattern.visavis"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VISAVIS_CODER", "Ana")
        opening.new_project(path).close()
    return path


@pytest.fixture
def project(pattern: Path, tmp_path: Path) -> Path:
    """Return a project populated from the seeds."""
    return Path(shutil.copyfile(pattern, tmp_path / "p.visavis"))


def one_sentence(result: Result, status: int = 1) -> str:
    """Return what an error says, having made sure of its form."""
    assert result.exit_code == status
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0][-1] in ".?"
    assert "Traceback" not in lines[0]
    return lines[0]
