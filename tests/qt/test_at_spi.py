"""A real window on a real bus of assistive technology, on Linux: what Orca would find."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..store.making import make_project

_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
NEEDED = ("Xvfb", "dbus-run-session", "dbus-monitor", "busctl")
missing = [name for name in NEEDED if shutil.which(name) is None]
missing += [] if any(Path(one).exists() for one in _LAUNCHERS) else ["at-spi2-core"]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"not here: {', '.join(missing)}")


@pytest.fixture
def display() -> Iterator[str]:
    """A screen of its own."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1300x900x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    yield f":{os.read(reading, 20).decode().strip()}"
    os.close(reading)
    screen.terminate()
    screen.wait(10)


@pytest.fixture
def looked(display: str, tmp_path: Path) -> dict[str, Any]:
    """What `at_spi_look` finds."""
    path = tmp_path / "small.visavis"
    make_project(path).close()
    root = Path(__file__).parents[2]
    surroundings = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    surroundings |= {"DISPLAY": display, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(root)}
    surroundings |= {"XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.qt.at_spi_look", str(path)]
    done = subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    # the registry says on the same stream that it runs
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_screen_reader_finds_the_text_the_claim_and_the_table(looked: dict[str, Any]) -> None:
    assert looked["text"] == "Text of The Élbar papers"
    cells = {(row, column): words for row, column, words in looked["cells"]}
    assert len(cells) == 9
    assert cells["Trade", "Elbar Nim"] == "1 favor, 1 against: contradictory"
    assert cells["Bridge", "Total"] == "1 against"
    # a crash on the way out would show here
    assert looked["ended"] == 0
    events = looked["events"].split("\nsignal ")
    focused = [one for one in events if 'string "focused"\n   int32 1' in one]
    assert f"path={looked['cell']};" in focused[-1]
    announced = looked["events"].split("member=Announcement")[1:]
    assert any("favor, Ordun Vask, Elbar Nim, Trade. Claim 1 of 3. marin tosk" in one for one in announced)
