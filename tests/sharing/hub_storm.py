"""Members who work at random and meet on a server over a bad network, are killed, and stay away for a week.

``python -m tests.sharing.hub_storm --rounds N`` does it for as long as is wanted; a short one is among the tests.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from desktop.core.errors import UserError
from desktop.project.sharing import teams
from desktop.project.sharing.hub import HubTransport
from desktop.store import set_log
from desktop.store.database import Database

from . import work
from .postgres import as_role, running, with_roles
from .proxy import Proxy, Weather, proxy

NAMES = ("ana", "ben", "cleo", "dora", "emil", "fritz")
# seconds for a member to do what is asked of them
PATIENCE = 240


def member(path: Path, seed: int, rounds: int, *, is_away: bool) -> None:
    """Work, and meet after each piece of it where that is possible; one who is away meets nobody."""
    rng = random.Random(seed)
    for _ in range(rounds):
        with Database(path) as db:
            db.set_coder(path.stem.title())
            work.Worker(db, rng).work(rng.randrange(1, 4))
            if not is_away:
                with suppress(UserError):
                    teams.sync(db)


def begin(address: str, far: str, folder: Path) -> list[Path]:
    """Let a team of all begin, each with a role of their own, who all meet at *far*."""
    paths = [folder / f"{name}.visavis" for name in NAMES]
    work.base(paths[0])
    with Database(paths[0]) as db:
        db.set_coder(NAMES[0].title())
        teams.init(db, far, "Harbour")
        for name in NAMES[1:]:
            teams.admit(db, name)
    for name, path in zip(NAMES[1:], paths[1:], strict=True):
        teams.join(as_role(far, name), path, name.title())
    return paths


def storm(one: Proxy, paths: list[Path], rng: random.Random, rounds: int, kills: int) -> None:
    """Let all work at once, each so many *rounds*, while connections are cut and members killed; the last is away."""

    def start(at: int, left: int) -> "subprocess.Popen[bytes]":
        words = ["--member", str(paths[at]), "--seed", str(rng.randrange(10**9)), "--rounds", str(left)]
        words += ["--away"] if at == len(paths) - 1 else []
        return subprocess.Popen([sys.executable, "-m", "tests.sharing.hub_storm", *words])

    weather = Weather(one, rng)
    weather.start()
    working = {at: start(at, rounds) for at in range(len(paths))}
    end = time.monotonic() + PATIENCE
    try:
        while kills or any(process.poll() is None for process in working.values()):
            assert time.monotonic() < end, "somebody hangs"
            time.sleep(rng.random())
            at = rng.randrange(len(paths))
            if kills and working[at].poll() is None:
                # at any moment of its work, and then again
                working[at].kill()
                working[at].wait()
                working[at] = start(at, max(1, rounds // 2))
                kills -= 1
            elif kills and all(process.poll() is not None for process in working.values()):
                working[at] = start(at, 1)
        assert [process.wait() for process in working.values()] == [0] * len(paths)
    finally:
        weather.stop()
        for process in working.values():
            process.kill()
            process.wait()


def settle(paths: list[Path]) -> None:
    """Let all meet until nothing comes or goes."""
    for _ in range(8):
        moved = 0
        for path in paths:
            with Database(path) as db:
                db.set_coder(path.stem.title())
                found = teams.sync(db)
                assert not found.unread
                moved += found.taken + found.sent
        if not moved:
            return
    raise AssertionError("they do not come to rest")


def wrong(paths: list[Path], address: str) -> list[str]:
    """Return what is lost, doubled, or not the same, a line each."""
    told: list[str] = []
    sets: list[set[str]] = []
    with closing(HubTransport(address)) as hub:
        assert hub.team() is not None
        there = hub.pull({})
    for client in {one.client for one in there}:
        numbers = [one.number for one in there if one.client == client]
        if numbers != list(range(1, len(numbers) + 1)):
            told.append(f"{client} has on the server the numbers {numbers}")
    with Database(paths[0], read_only=True) as first:
        for path in paths:
            with Database(path, read_only=True) as db:
                here = [one.uuid for _line, one in set_log.sets(db)]
                sets.append(set(here))
                if len(here) != len(set(here)):
                    told.append(f"{path.stem} has actions twice")
                if set_log.unsealed(db):
                    told.append(f"{path.stem} has actions that are no sets")
                # what was committed here before a kill is there
                told += [f"{path.stem}: {one}" for one in work.dangling(db)]
                if path != paths[0]:
                    told += [f"{path.stem}: {one}" for one in work.differences(first, db)]
    every = {one.uuid for one in there}
    if len(every) != len(there):
        told.append("the server has actions twice")
    told += [
        f"{path.stem} lacks {len(every - own)} actions and has {len(own - every)} more"
        for path, own in zip(paths, sets, strict=True)
        if own != every
    ]
    return told


def run(folder: Path, server: str, seed: int, rounds: int, kills: int) -> tuple[int, int, list[str]]:
    """Do all of it once; return how many actions there were, how many connections were cut, and what is wrong."""
    address = with_roles(server, *NAMES)
    with proxy(address) as (one, far):
        paths = begin(address, far, folder)
        storm(one, paths, random.Random(seed), rounds, kills)
        settle(paths)
        found = wrong(paths, address)
        with Database(paths[0], read_only=True) as db:
            return len(set_log.sets(db)), one.cuts, found


def main() -> int:
    """Do it as often as is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="pieces of work of each")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--member", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--away", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.member is not None:
        member(told.member, told.seed, told.rounds, is_away=told.away)
        return 0
    failed = 0
    with running() as server:
        for seed in range(told.seed, told.seed + told.times):
            with tempfile.TemporaryDirectory(prefix="visavis-storm-", ignore_cleanup_errors=os.name == "nt") as folder:
                actions, cuts, found = run(Path(folder), server, seed, told.rounds, told.kills)
            print(
                f"seed {seed}: {actions} actions of {len(NAMES)}, {cuts} cuts, {told.kills} kills, {len(found)} wrong"
            )
            for line in found[:20]:
                print(f"  {line}")
            failed += bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
