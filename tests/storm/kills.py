"""Processes that are killed at random.

After each kill every project that stands there must be sound, every backup whole, all that was acknowledged there, and
no process left that the killed one had begun.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from desktop.core import rotation
from desktop.project import backups as keeping
from desktop.store import backups, check
from desktop.store.database import Database

from .victim import KINDS

# seconds in which those who read documents must have seen that nobody waits for them any more
_ALONE = 10.0
# seconds after which one is killed at the latest; some take a while to have anything to acknowledge
_LONGEST = {"importing": 12.0}

# what was done, the file, and the last step in it
Acknowledged = tuple[str, str, str]


def look(folder: Path, acknowledged: list[Acknowledged]) -> list[str]:
    """Return what is wrong in a folder after a kill."""
    wrong: list[str] = []
    steps: dict[Path, list[str]] = {}
    for path in sorted(folder.rglob("*.visavis")):
        try:
            with Database(path) as db:
                wrong += [f"{path.name}: {one}" for one in check.problems(db)]
                steps[path] = [uuid for (uuid,) in db.sqlite.execute("SELECT uuid FROM history ORDER BY id").fetchall()]
        except Exception as error:
            wrong.append(f"{path.name}: {type(error).__name__}: {error}")
    known = {path: {"", *own} for path, own in steps.items()}
    missing, restored, newer = list[str](), set[str](), Counter[Path]()
    for what, name, sign in reversed(acknowledged):
        path = Path(name)
        if what == "backup":
            # old ones give way to new ones, of which one may have been under way; none gives its name away
            newer[path.parent] += 1
            is_there = _last(steps[path]) == sign if path in steps else newer[path.parent] >= rotation.LAST
        elif what == "restoring" or name in restored:
            # what stood there is in a backup, and that was acknowledged too
            continue
        else:
            is_there = path in steps and (sign in known[path] or _is_replaced(path, acknowledged, steps))
        if what == "restore":
            restored.add(name)
        if not is_there:
            missing.append(f"{what} {sign} is missing in {path.name}" if path in steps else f"{what} {name} is missing")
    return wrong + missing[::-1]


def _is_replaced(path: Path, acknowledged: list[Acknowledged], steps: dict[Path, list[str]]) -> bool:
    """Tell whether a restoring that was under way has put a backup in the place of a project.

    Then all of what stood there is in the newest backup.
    """
    before, last = [("", "", ""), *(one for one in acknowledged if one[1] == str(path))][-2:]
    newest = next(iter(backups.stamps(path, keeping.folder_of(path)).values()), path)
    is_brought = last[0] == "restoring" and _last(steps[path]) == last[2]
    return is_brought and newest in steps and _last(steps[newest]) == before[2]


def _last(steps: list[str]) -> str:
    return steps[-1] if steps else ""


def told(output: str) -> list[Acknowledged]:
    """Return what a process has acknowledged; a line that was not finished counts for nothing."""
    lines = output.split("\n")[:-1]
    found = [(parts[0], parts[1], parts[2]) for line in lines if len(parts := line.split("\t")) == 3]
    return [one for one in found if one[0] != "ready"]


def main(count: int, first: int, out: Path) -> int:
    """Kill so many processes at random, keep in *out* what any left that is wrong, and return how much is."""
    os.environ.pop(keeping.VARIABLE, None)
    counts, wrong, begun = Counter[str](), list[str](), time.monotonic()
    # who is ended tells what was found until then
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        for seed in range(first, first + count):
            kind = [*KINDS][seed % len(KINDS)]
            _one(kind, seed, random.Random(seed).uniform(0, _LONGEST.get(kind, 1.5)), out, counts, wrong)
    for what, often in sorted(counts.items()):
        print(f"{often:>7} {what}")
    print(f"{len(wrong):>7} wrong, {time.monotonic() - begun:.0f} s")
    for line in wrong[:40]:
        print(line)
    return len(wrong)


def one(kind: str, seed: int, seconds: float, out: Path) -> tuple[Counter[str], list[str]]:
    """Kill one process after so many *seconds* and return what was counted, and what is wrong after it."""
    counts, wrong = Counter[str](), list[str]()
    _one(kind, seed, seconds, out, counts, wrong)
    return counts, wrong


def _one(kind: str, seed: int, seconds: float, out: Path, counts: Counter[str], wrong: list[str]) -> None:
    """Let one process work until it is killed, and look at what it leaves."""
    before = len(wrong)
    with tempfile.TemporaryDirectory() as name:
        folder, as_left = Path(name) / "work", Path(name) / "left"
        folder.mkdir()
        command = [sys.executable, "-m", "tests.storm.victim", kind, str(folder), str(seed)]
        output = folder / "told"
        with output.open("w") as file:
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE, start_new_session=True, text=True)
            # what is to be killed has begun
            end = time.monotonic() + 60
            while not output.stat().st_size and process.poll() is None and time.monotonic() < end:
                time.sleep(0.01)
            try:
                _none, errors = process.communicate(timeout=seconds)
                wrong.append(f"{kind} {seed}: it ended before it was killed: {errors[-500:]}")
            except subprocess.TimeoutExpired:
                # it alone, and not those that it began
                process.kill()
                _none, errors = process.communicate()
        if left := _left(process.pid):
            wrong.append(f"{kind} {seed}: {left} processes are left")
            os.killpg(process.pid, signal.SIGKILL)
        acknowledged = told(output.read_text())
        counts["kills"] += 1
        counts[f"kills of {kind}"] += 1
        counts["acknowledged"] += len(acknowledged)
        counts[f"acknowledged by {kind}"] += len(acknowledged)
        counts["hot journals"] += len([*folder.rglob("*-journal")])
        if "Traceback" in errors:
            wrong.append(f"{kind} {seed}: {errors[-500:]}")
        # the look opens the files, which puts right what is left of a write
        shutil.copytree(folder, as_left)
        found = look(folder, acknowledged)
        counts["clean checks"] += not found
        counts["missing"] += sum("is missing" in one for one in found)
        wrong += [f"{kind} {seed}: {one}" for one in found]
        if len(wrong) > before:
            shutil.rmtree(out / f"{kind}-{seed}", ignore_errors=True)
            shutil.copytree(as_left, out / f"{kind}-{seed}")


def _left(group: int) -> int:
    """Return how many processes of a group are alive when they have had their time to end; 0 where none can be seen."""
    end = time.monotonic() + _ALONE
    while (alive := _alive(group)) and time.monotonic() < end:
        time.sleep(0.05)
    return alive


def _alive(group: int) -> int:
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # behind the name, which may hold anything: state, parent, group
            state, _parent, its_group, *_rest = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        found += state not in "ZX" and int(its_group) == group
    return found
