"""A display of its own with a window manager and the program, for keys and pictures."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANAGERS = ("openbox", "xfwm4", "metacity", "marco", "kwin_x11", "icewm", "fluxbox", "twm")


class Missing(Exception):
    """A program that the tour needs is not here."""


class NoEffect(AssertionError):
    """A step had not the effect that it must have."""


def needed() -> dict[str, str]:
    """Return the programs that are needed, with their paths.

    Raises:
        Missing: naming those that are not here.
    """
    found = {name: shutil.which(name) for name in ("Xvfb", "xdotool")}
    found["window manager"] = next((path for name in MANAGERS if (path := shutil.which(name))), None)
    lacking = [name for name, path in found.items() if path is None]
    if lacking:
        raise Missing(f"{', '.join(lacking)}: install them, such as with “apt-get install xvfb openbox xdotool”")
    return {name: path for name, path in found.items() if path is not None}


@dataclass
class Screen:
    """A display, and what was started on it.

    Attributes:
        home: where the program finds its settings and data.
        shots: where pictures are put; None for none.
        patience: how many times as long as usual to wait, on a busy machine.
    """

    home: Path
    size: str = "1280x800"
    scale: str = "1"
    shots: Path | None = None
    patience: float = 1.0
    display: str = ""
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self) -> None:
        """Start the display and the window manager."""
        programs = needed()
        number = next(one for one in range(60, 600) if not Path(f"/tmp/.X{one}-lock").exists())
        self.display = f":{number}"
        screen = ("-screen", "0", f"{self.size}x24", "-nolisten", "tcp")
        self._run(programs["Xvfb"], self.display, *screen)
        self.until("the display answers", lambda: self._does("xdotool", "getdisplaygeometry"))
        self._run(programs["window manager"])
        self.wait(0.5)

    def open(self, *arguments: str | Path) -> None:
        """Start the program and wait for its window."""
        program = self._run(sys.executable, "-m", "desktop", *map(str, arguments), log=True)
        search = ("xdotool", "search", "--onlyvisible", "--pid", str(program.pid))
        self.until("a window is to be seen", lambda: self._does(*search), 30)
        self.wait(1)

    def close(self) -> None:
        """End whatever was started, the last first."""
        for one in reversed(self.running):
            with contextlib.suppress(OSError):
                one.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.wait(5)
            if one.poll() is None:
                one.kill()
        self.running.clear()

    @property
    def log(self) -> str:
        """What the program wrote to its standard error."""
        path = self.home / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def key(self, *names: str) -> None:
        """Press keys one after the other: ``ctrl+f``, ``Return``."""
        for name in names:
            self._does("xdotool", "key", "--clearmodifiers", name)
            self.wait(0.12)

    def type(self, words: str) -> None:
        """Type words into what has the focus."""
        self._does("xdotool", "type", "--clearmodifiers", "--delay", "25", "--", words)
        self.wait(0.25)

    def shot(self, name: str) -> None:
        """Take a picture of the whole screen, where that is wanted and ImageMagick is there."""
        if self.shots is not None and shutil.which("import"):
            self.shots.mkdir(parents=True, exist_ok=True)
            self.wait(0.3)
            self._does("import", "-window", "root", str(self.shots / f"{name}.png"))

    def wait(self, seconds: float) -> None:
        """Wait for what leaves no trace by which one could tell that it has come."""
        time.sleep(seconds * self.patience)

    def until(self, what: str, holds: Callable[[], bool], seconds: float = 10) -> None:
        """Wait until something holds.

        Raises:
            NoEffect: when it does not within so many *seconds*.
        """
        end = time.monotonic() + seconds * self.patience
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(0.2)
        raise NoEffect(what)

    def _environment(self) -> dict[str, str]:
        own = {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        kept = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
        own |= {"HOME": str(self.home), "DISPLAY": self.display, "QT_SCALE_FACTOR": self.scale, "LC_ALL": "C.UTF-8"}
        return kept | own | {"VISAVIS_CODER": "Tourist", "PYTHONPATH": str(ROOT)}

    def _run(self, *command: str, log: bool = False) -> "subprocess.Popen[bytes]":
        with (self.home / "log").open("ab") if log else contextlib.nullcontext(subprocess.DEVNULL) as told:
            one = subprocess.Popen(
                command, cwd=self.home, env=self._environment(), stdout=told, stderr=told, stdin=subprocess.DEVNULL
            )
        self.running.append(one)
        return one

    def _does(self, *command: str) -> bool:
        done = subprocess.run(command, env=self._environment(), capture_output=True, timeout=60, check=False)
        return done.returncode == 0


@contextlib.contextmanager
def on_screen(screen: Screen) -> Iterator[Screen]:
    """Start a screen and end all that is on it."""
    try:
        screen.start()
        yield screen
    finally:
        screen.close()
