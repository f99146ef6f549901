import ctypes
import importlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli import display
from desktop.core.errors import UserError

from .conftest import Program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")


def told() -> str:
    """Return why no window can be shown, or nothing."""
    try:
        display.require_window()
    except UserError as error:
        return str(error)
    return ""


def needs(library: str) -> None:
    try:
        ctypes.CDLL(library)
    except OSError:
        pytest.skip(f"{library} is not here")


@pytest.fixture
def all_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_missing", lambda libraries: {})


def test_offscreen_needs_nothing() -> None:
    assert told() == ""


def test_without_a_display_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    assert "There is no display" in told()
    assert "visavis snapshot" in told()


@pytest.mark.usefixtures("all_libraries")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_that_does_not_answer_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("libwayland-client.so.0" if name == "WAYLAND_DISPLAY" else "libxcb.so.1")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv(name, ":7919" if name == "DISPLAY" else "nowhere")
    assert f"({name}) does not answer" in told()


@pytest.mark.usefixtures("all_libraries")
def test_one_display_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("WAYLAND_DISPLAY", "nowhere")
    monkeypatch.setenv("DISPLAY", ":7919")
    monkeypatch.setattr(display, "_x_answers", lambda: True)
    monkeypatch.setattr(display, "_wayland_answers", lambda: False)
    assert told() == ""
    monkeypatch.setattr(display, "_x_answers", lambda: False)
    assert told() != ""


@pytest.mark.parametrize(("platform", "package"), [("xcb", "libxcb-cursor0"), ("wayland", "libwayland-cursor0")])
def test_missing_libraries_of_the_window_are_told_with_their_packages(
    platform: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setattr(display, "_missing", lambda libraries: {display._package(lib): lib for lib in libraries})
    assert package in told()
    assert "apt-get install" in told()
    assert {package, "libegl1"} <= set(display.missing_packages())


def test_nothing_is_missing_for_a_platform_that_draws_into_memory() -> None:
    assert display.missing_packages() == []


def test_a_platform_that_qt_does_not_have_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    assert "QT_QPA_PLATFORM" in told()


def test_a_wayland_display_answers_when_somebody_listens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "socket"))
    needs("libwayland-client.so.0")
    assert not display._wayland_answers()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        server.listen()
        assert display._wayland_answers()


def broken_qt(folder: Path, error: str) -> str:
    """Make a PySide6 that cannot be imported and return the path to it."""
    (folder / "PySide6").mkdir()
    (folder / "PySide6" / "__init__.py").write_text("")
    (folder / "PySide6" / "QtWidgets.py").write_text(f"raise {error}\n")
    return str(folder)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')", "libEGL.so.1"),
        ("ModuleNotFoundError('No module named PySide6')", "pip install"),
    ],
)
def test_a_qt_that_cannot_be_loaded_is_one_sentence(
    error: str, words: str, program: Program, project: Path, tmp_path: Path
) -> None:
    path = broken_qt(tmp_path, error)
    for arguments in ([project], ["snapshot", project, "-o", tmp_path / "out"]):
        done = program(*arguments, PYTHONPATH=path)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode().count("\n") == 1
        assert words in done.stderr.decode()


def test_a_library_that_the_system_lacks_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(importlib, "import_module", fail)
    monkeypatch.setattr(display, "_QT", (*display._QT, "libnowhere.so.9"))
    assert "libnowhere9" in told()


def test_the_program_without_a_display_says_so_and_ends(program: Program, project: Path) -> None:
    done = program(project, QT_QPA_PLATFORM="")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("There is no display")
    assert done.stderr.decode().count("\n") == 1


def test_the_makefile_is_told_the_packages() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop.cli.display"], capture_output=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.split() == []
