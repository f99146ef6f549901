"""Run each reader on damaged files for some time, and tell what was found.

``python -m tests.fuzzing --seconds 600 --out DIR [READER…]``. Each reader runs in a process of its own, which is ended
when one file takes it longer than 20 s of processor; more than 1 GB for one file counts as a finding too. What is found
is kept in DIR with its traceback; ``python -m tests.fuzzing --again FILE`` runs one. Where atheris is installed,
``--guided`` lets the coverage of our own lines and the readers' libraries choose what to damage further.
"""

import argparse
import hashlib
import importlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzzing.mutations import LARGEST, damage
from tests.fuzzing.seeds import SEEDS

# seconds of the processor, for one file
SLOW = 5.0
HUNG = 20.0
# of the clock, where nothing is done at all or the system does not tell what is
STILL = 600.0
# what coverage guides, and those of our own modules that are imported late
_INSTRUMENTED: dict[str, tuple[str, ...]] = {
    "desktop": (
        "core.structure.structure", "exchange.documents", "exchange.recognition", "exchange.readers.facts",
        "exchange.readers.formats", "exchange.readers.html", "exchange.readers.mail", "exchange.readers.office",
        "exchange.readers.pdf", "exchange.readers.rtf", "exchange.readers.text",
    ),
    "mammoth": (), "striprtf": (), "trafilatura": (), "markdown_it": (), "htmldate": (),
}  # fmt: skip
MEMORY = 500 * 1024 * 1024


def main() -> int:
    """Run what the arguments say; return how many kinds of findings there are."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__.partition("\n")[0])
    parser.add_argument("readers", nargs="*", choices=[[], *SEEDS], metavar="READER", help=", ".join(SEEDS))
    parser.add_argument("--seconds", type=float, default=60, help="for each reader")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "visavis-fuzzing")
    parser.add_argument("--guided", action="store_true", help="by coverage; needs atheris")
    parser.add_argument("--again", type=Path, help="read one file that was kept")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.again:
        from tests.fuzzing.judge import judge

        print(judge(options.again.read_bytes(), options.again.name))
        return 0
    if options.child:
        run = _guided if options.guided else _random
        run(options.readers[0], options.seconds, options.seed, options.out)
        return 0
    found = 0
    for reader in options.readers or SEEDS:
        found += _watch(reader, options)
    return min(found, 99)


def _watch(reader: str, options: argparse.Namespace) -> int:
    """Run one reader until its time is over, with a new process after each that died; print a line of what it did."""
    out = options.out / reader
    out.mkdir(parents=True, exist_ok=True)
    begin, attempt, totals = time.monotonic(), 0, {"files": 0, "read": 0, "refused": 0, "peak": 0, "slowest": 0.0}
    while (left := options.seconds - (time.monotonic() - begin)) > 1:
        command = [sys.executable, "-m", "tests.fuzzing", "--child", "--seconds", str(left), "--out", str(out)]
        command += ["--seed", str(options.seed + 1000 * attempt), reader, *(["--guided"] if options.guided else [])]
        (out / "current").unlink(missing_ok=True)
        with (out / "log").open("wb") as log:
            child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
            hung = _wait(child, out / "current", left)
        done = json.loads((out / "totals").read_text()) if (out / "totals").exists() else {}
        for key in ("files", "read", "refused"):
            totals[key] += done.get(key, 0)
        for key in ("peak", "slowest"):
            totals[key] = max(totals[key], done.get(key, 0))
        (out / "totals").unlink(missing_ok=True)
        if child.returncode and (out / "current").exists():
            log_tail = (out / "log").read_text(errors="replace")[-2000:]
            _keep(out, (out / "current").read_bytes(), "hang" if hung else f"died {child.returncode}", log_tail)
        elif child.returncode:
            print((out / "log").read_text(errors="replace")[-2000:], file=sys.stderr)
            break
        attempt += 1
    findings = sorted(path.stem for path in out.glob("*.told"))
    print(
        f"{reader:10} {totals['files']:7} files in {time.monotonic() - begin:4.0f} s: {totals['read']} read, "
        f"{totals['refused']} refused; slowest {totals['slowest']:.1f} s, peak {totals['peak'] / 1e6:.0f} MB, "
        f"{attempt} processes; findings: {', '.join(findings) or 'none'}",
        flush=True,
    )
    return len(findings)


def _wait(child: subprocess.Popen[bytes], current: Path, seconds: float) -> bool:
    """Wait for the end of *child*; end it, and return true, when one file takes it too long."""
    begin = changed = time.monotonic()
    before, written = _used(child.pid), 0.0
    while child.poll() is None:
        time.sleep(0.5)
        now = current.stat().st_mtime if current.exists() else 0.0
        if now != written:
            written, changed, before = now, time.monotonic(), _used(child.pid)
        still = time.monotonic() - changed > STILL
        if still or _used(child.pid) - before > HUNG or time.monotonic() - begin > seconds + 2 * STILL:
            child.kill()
            child.wait()
            return True
    return False


def _used(process: int) -> float:
    """Return the seconds of processor that a process has had; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _Run:
    """One process's run: each file is written down before it is read, for whoever finds the process dead."""

    def __init__(self, reader: str, out: Path) -> None:
        from tests.fuzzing.judge import judge

        self.judge = judge
        self.reader, self.out = reader, out
        self.names = [name for name, _ in SEEDS[reader]]
        self.totals = {"files": 0, "read": 0, "refused": 0, "peak": 0, "slowest": 0.0}
        # a process that dies leaves no memory of itself behind
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for name, content in SEEDS[reader]:
            judge(content, name)
        self.usual = _peak()
        self.told = 0.0

    def one(self, content: bytes, name: str) -> str:
        (self.out / "current").write_bytes(content)
        before, begin = _peak(), time.process_time()
        try:
            outcome = self.judge(content, name)
            self.totals[outcome] += 1
        except Exception as error:
            outcome = "found"
            _keep(self.out, content, _place(error), "".join(traceback.format_exception(error)), Path(name).suffix)
        taken, peak = time.process_time() - begin, _peak()
        if taken > SLOW:
            _keep(self.out, content, "slow", f"{taken:.1f} s", Path(name).suffix)
        if peak > before and peak - self.usual > MEMORY:
            _keep(self.out, content, "memory", f"{(peak - self.usual) / 1e6:.0f} MB more than usual", Path(name).suffix)
        self.totals["files"] += 1
        self.totals["slowest"] = max(self.totals["slowest"], taken)
        self.totals["peak"] = peak
        if time.monotonic() - self.told > 1:
            self.told = time.monotonic()
            (self.out / "totals").write_text(json.dumps(self.totals))
        return outcome


def _random(reader: str, seconds: float, seed: int, out: Path) -> None:
    """Damage the seeds, and what came of them, at random."""
    chance, run = random.Random(seed), _Run(reader, out)
    everything = [content for seeds in SEEDS.values() for _, content in seeds]
    pool = [content for _, content in SEEDS[reader]]
    names, first = run.names, len(pool)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        content = damage(chance.choice(pool), chance, everything if chance.random() < 0.1 else pool)
        if run.one(content, chance.choice(names)) == "read" and chance.random() < 0.2:
            # what is still read is worth damaging further
            if len(pool) > 200:
                pool[chance.randrange(first, len(pool))] = content
            else:
                pool.append(content)
    (out / "totals").write_text(json.dumps(run.totals))
    (out / "current").unlink(missing_ok=True)


def _guided(reader: str, seconds: float, seed: int, out: Path) -> None:
    """Let libFuzzer choose by what the files reach in our lines and those of the libraries."""
    import atheris

    with atheris.instrument_imports(include=[*_INSTRUMENTED]):
        for module in _INSTRUMENTED["desktop"]:
            importlib.import_module(f"desktop.{module}")
    run = _Run(reader, out)
    corpus = out / "corpus"
    corpus.mkdir(exist_ok=True)
    for name, content in SEEDS[reader]:
        (corpus / name).write_bytes(content)
    pool = [content for _, content in SEEDS[reader]]

    def change(data: bytes, largest: int, number: int) -> bytes:
        return damage(data, random.Random(number), pool)[:largest]

    def one(data: bytes) -> None:
        run.one(data, run.names[0])

    arguments = [sys.argv[0], f"-max_total_time={int(seconds)}", f"-max_len={LARGEST}", f"-seed={seed + 1}"]
    arguments += ["-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1", f"-artifact_prefix={out}/", str(corpus)]
    atheris.Setup(arguments, one, custom_mutator=change)
    try:
        atheris.Fuzz()
    finally:
        (out / "totals").write_text(json.dumps(run.totals))
        (out / "current").unlink(missing_ok=True)


def _keep(out: Path, content: bytes, kind: str, told: str, suffix: str = ".bin") -> None:
    """Keep the smallest file of each kind of finding; its name ends as that of the file it was made of."""
    stem = "".join(character if character.isalnum() else "-" for character in kind)[:80]
    if kind.startswith(("hang", "died", "slow", "memory")):
        stem += "-" + hashlib.sha256(content).hexdigest()[:6]
    path = out / f"{stem}{suffix}"
    if not path.exists() or path.stat().st_size > len(content):
        path.write_bytes(content)
        (out / f"{stem}.told").write_text(told)


def _place(error: BaseException) -> str:
    """Return the kind of an error and where it comes from: one finding is one place."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = frames[-1]
    if type(error).__name__ == "UnsoundError":
        return f"unsound {str(error)[:40]}"
    return f"{type(error).__name__} {Path(frame.filename).stem} {frame.lineno}"


def _peak() -> int:
    """Return the most memory this process has taken, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status) if "--child" in sys.argv else sys.exit(status)
