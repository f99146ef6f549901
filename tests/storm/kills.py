"""Processes that are killed: at random, and before each call that writes, syncs, renames or deletes.

After each kill every project that stands there must be sound, every backup whole, and all that was acknowledged there.
"""

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

from desktop.project import backups as keeping
from desktop.store import check
from desktop.store.database import Database

from .victim import KINDS

# calls that change what is on the disk
_NEWEST = 4
CALLS = ("pwrite64", "fdatasync", "fsync", "unlink", "link", "rename", "ftruncate")


def look(folder: Path, acknowledged: list[tuple[str, str, str]]) -> list[str]:
    """Return what is wrong in a folder after a kill."""
    wrong: list[str] = []
    states: dict[Path, set[str]] = {}
    for path in sorted(folder.rglob("*.visavis")):
        try:
            with Database(path) as db:
                wrong += [f"{path.name}: {one}" for one in check.problems(db)]
                states[path] = {uuid for (uuid,) in db.sqlite.execute("SELECT uuid FROM history").fetchall()} | {""}
        except Exception as error:
            wrong.append(f"{path.name}: {type(error).__name__}: {error}")
    replaced = {Path(one[1]) for one in acknowledged if one[0] == "restore"}
    # of many within one second an old one gives way, and a newer one may have its name; not so the newest
    aged = [one for one in acknowledged if one[0] == "backup"][:-_NEWEST]
    for what, name, sign in acknowledged:
        if (what, name, sign) in aged:
            continue
        path = Path(name)
        if path not in states:
            # old backups give way to new ones
            if what != "backup":
                wrong.append(f"{what} {name} is missing")
        elif sign not in states[path] and path not in replaced:
            wrong.append(f"{what} {sign} is missing in {path.name}")
    return wrong


def told(output: str) -> list[tuple[str, str, str]]:
    """Return what a process has acknowledged; a line that was not finished counts for nothing."""
    lines = output.split("\n")[:-1]
    found = [(parts[0], parts[1], parts[2]) for line in lines if len(parts := line.split("\t")) == 3]
    return [one for one in found if one[0] != "ready"]


def main(count: int, first: int, *, calls: int) -> int:
    """Kill so many processes at random and some at so many *calls* of each kind; return how much is wrong."""
    os.environ.pop(keeping.VARIABLE, None)
    counts, wrong, begun = Counter[str](), list[str](), time.monotonic()
    for seed in range(first, first + count):
        kind = [*KINDS][seed % len(KINDS)]
        chance = random.Random(seed)
        _one([], kind, seed, chance.uniform(0, 1.5), counts, wrong)
    if calls and shutil.which("strace"):
        for kind in KINDS:
            for call in CALLS:
                # every third: the first ones make the project
                for number in range(1, 3 * calls, 3):
                    trace = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
                    trace += ["-e", f"inject={call}:signal=KILL:when={number}"]
                    if not _one(trace, kind, number, 20, counts, wrong):
                        break
    for what, often in sorted(counts.items()):
        print(f"{often:>7} {what}")
    print(f"{len(wrong):>7} wrong, {time.monotonic() - begun:.0f} s")
    for line in wrong[:40]:
        print(line)
    return len(wrong)


def one(trace: list[str], kind: str, seed: int, seconds: float) -> tuple[Counter[str], list[str]]:
    """Kill one process after so many *seconds* and return what was counted, and what is wrong after it."""
    counts, wrong = Counter[str](), list[str]()
    _one(trace, kind, seed, seconds, counts, wrong)
    return counts, wrong


def _one(trace: list[str], kind: str, seed: int, seconds: float, counts: Counter[str], wrong: list[str]) -> bool:
    """Let one process work until it is killed, and look at what it leaves; tell whether it was killed in its time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [*trace, sys.executable, "-m", "tests.storm.victim", kind, name, str(seed)]
        output = folder / "told"
        with output.open("w") as file:
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE, start_new_session=True, text=True)
            # what is to be killed has begun
            end = time.monotonic() + 20
            while not output.stat().st_size and process.poll() is None and time.monotonic() < end:
                time.sleep(0.01)
            try:
                _none, errors = process.communicate(timeout=seconds)
                in_time = True
            except subprocess.TimeoutExpired:
                in_time = False
                os.killpg(process.pid, signal.SIGKILL)
                _none, errors = process.communicate()
        acknowledged = told(output.read_text())
        counts[f"kills of {kind}{' at a call' if trace else ''}"] += 1
        counts["acknowledged"] += len(acknowledged)
        counts["hot journals"] += len([*folder.rglob("*-journal")])
        if "Traceback" in errors:
            wrong.append(f"{kind} {seed}: {errors[-500:]}")
        wrong += [f"{kind} {seed} {' '.join(trace[-1:])}: {one}" for one in look(folder, acknowledged)]
        return in_time
