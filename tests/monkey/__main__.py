"""``python -m tests.monkey --events 200000``: as many random events as one likes, seed after seed."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

# before Qt is imported: no display is needed
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desktop import paths
from desktop.core import language
from desktop.qt.app import make_application
from tests.monkey.play import Broken, Monkey

# a window is played with so long, then another one opened with the next seed
_EACH = 2000


def main() -> int:
    """Play what the arguments say; return 1 when something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=200_000, help="in all")
    parser.add_argument("--seed", type=int, default=1, help="the first; each window has the next")
    parser.add_argument("--each", type=int, default=_EACH, help="events for each window")
    given = parser.parse_args()
    language.install(paths.shipped("resources") / "languages")
    make_application()
    begun, done, broken = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(given.seed, given.seed + -(-given.events // given.each)):
            monkey = Monkey(Path(folder), seed)
            try:
                monkey.play(min(given.each, given.events - done))
            except Broken as error:
                broken += 1
                print(error, flush=True)
            except LookupError as error:
                # the history does not belong to the rows
                broken += 1
                print(f"seed {seed}, event {monkey.done}: {error!r}", flush=True)
            done += monkey.done
            monkey.close()
            print(f"seed {seed}: {done:,} events, {time.monotonic() - begun:.0f} s, broken: {broken}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
