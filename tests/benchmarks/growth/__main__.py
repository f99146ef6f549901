"""Measure the acts and print their table; each size in a process of its own, so that none has another's memory."""

import argparse
import contextlib
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from .promises import SIZES, Act, Work, all_acts, shown, table
from .stage import Stage

README = Path(__file__).parents[3] / "README.md"
BEGIN, END = "<!-- acts: python -m tests.benchmarks.growth -->\n", "<!-- acts end -->"
# of one act at one size: so many seconds at most, if three times take no longer, and so many times
SECONDS, ROUNDS, FEWEST = 2.0, 40, 3


def measure(stage: Stage, one: Act, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the least milliseconds that an act takes by a *clock*: those when nothing disturbs it."""
    stage.enter(one.place)
    made = one.make(stage)
    work = made if isinstance(made, Work) else Work(made)
    rounds, taken = work.rounds or ROUNDS, list[float]()
    begun = time.perf_counter()
    gc.collect()
    while len(taken) < rounds and (len(taken) < min(FEWEST, rounds) or time.perf_counter() - begun < SECONDS):
        if work.before is not None:
            work.before()
        at = clock()
        work.do()
        taken.append((clock() - at) * 1000)
        # the fewest are enough of what takes long
        if len(taken) >= FEWEST and statistics.median(taken) > SECONDS * 1000:
            break
    return min(taken)


def measure_all(size: int, names: Sequence[str], clock: Callable[[], float]) -> None:
    """Print the figures of one size, a line of JSON for each act."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(Stage(size, Path(folder))) as stage:
        for one in all_acts():
            if one.name in names:
                print(json.dumps([one.name, measure(stage, one, clock)]), flush=True)


def in_process(size: int, names: Sequence[str], *, of_processor: bool) -> dict[str, float]:
    """Return the figures of one size by the acts' names."""
    command = [sys.executable, "-m", __package__, "--size", str(size), *(f"--only={name}" for name in names)]
    command += ["--processor"] * of_processor
    found = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            with contextlib.suppress(ValueError):
                name, figure = json.loads(line)
                found[name] = figure
                print(f"{size:>9,}  {shown(figure):>8} ms  {name}", file=sys.stderr, flush=True)
    if process.returncode:
        raise SystemExit(f"at {size:,} the acts could not be measured")
    return found


def compare(
    acts: Sequence[Act], sizes: Sequence[int], again: int, *, of_processor: bool = False
) -> dict[str, dict[int, float]]:
    """Return the figures of the acts by name and size, those that seem to break a promise measured again."""
    figures: dict[str, dict[int, float]] = {one.name: {} for one in acts}
    wanted = list(acts)
    for _attempt in range(1 + again):
        for size in sizes:
            for name, figure in in_process(size, [one.name for one in wanted], of_processor=of_processor).items():
                figures[name][size] = min(figure, figures[name].get(size, figure))
        wanted = [one for one in wanted if one.broken(figures[one.name])]
        if not wanted:
            break
    return figures


def rewrite(acts: Sequence[Act], figures: dict[str, dict[int, float]]) -> None:
    """Put the figures into README.md; acts that were not measured keep theirs."""
    text = README.read_text("utf-8")
    before, _begin, rest = text.partition(BEGIN)
    former, _end, after = rest.partition(END)
    lines = {line.split(" | ")[0].strip("| "): line for line in former.splitlines()}
    new = table(acts, figures).splitlines()
    for at, one in enumerate(acts, start=2):
        known = lines.get(one.name, "").split(" | ")
        if not figures.get(one.name) and len(known) == len(new[at].split(" | ")):
            # what it promises may be new
            new[at] = " | ".join([*known[:5], *new[at].split(" | ")[5:]])
    README.write_text("".join([before, BEGIN, "\n".join(new), "\n", END, after]), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="an act; as often as wanted")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    again = "how often what seems to break its promise is measured again, since the machine has other things to do"
    parser.add_argument("--again", type=int, default=2, help=again)
    parser.add_argument("--readme", action="store_true", help="put the figures into README.md")
    told = "time of the processor, where the machine has much else to do: what is waited for on the disk is not in it"
    parser.add_argument("--processor", action="store_true", help=told)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.size:
        measure_all(chosen.size, chosen.only, time.process_time if chosen.processor else time.perf_counter)
        return 0
    every = all_acts()
    acts = [one for one in every if not chosen.only or one.name in chosen.only]
    figures = compare(acts, chosen.sizes, chosen.again, of_processor=chosen.processor)
    print(table(acts, figures))
    if chosen.readme:
        rewrite(every, figures)
    broken = {one.name: told for one in acts if (told := one.broken(figures[one.name]))}
    for name, told in broken.items():
        print(f"{name}: {told}")
    print(
        f"{len(broken)} of {len(acts)} acts break their promise" if broken else f"{len(acts)} acts keep their promise"
    )
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
